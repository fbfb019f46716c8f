/*
 * ndarray.h - arrays of numbers: what the files of numpy/ share.
 *
 * An array either owns a block of the heap (base MR_NULL), or looks at memory
 * of another object, which it keeps alive (base): slices, reshapes and
 * transposes share the memory of the array that owns it. Shapes are in items,
 * strides in bytes. Memory is counted by the ledger as any other block is.
 *
 * Items of an array that come out one by one are scalars: objects of types
 * such as numpy.int64; numpy.float64 is a subclass of float.
 */
#ifndef MR_NDARRAY_H
#define MR_NDARRAY_H

#include "types/abstract.h"

enum np_dtype {
    NP_BOOL, NP_INT8, NP_UINT8, NP_INT16, NP_UINT16, NP_INT32, NP_UINT32, NP_INT64, NP_UINT64, NP_FLOAT32, NP_FLOAT64,
    NP_DTYPES, NP_NO_DTYPE = NP_DTYPES
};

#define NP_MAX_DIMENSIONS 32

typedef struct np_array {
    mr_object head;
    mr_value base;      /* the object whose memory this is, or MR_NULL: own block */
    char *data;         /* first item */
    char *block;        /* own block, NULL for views */
    size_t block_bytes; /* as asked from the heap */
    uint8_t dtype, ndim;
    bool readonly;
    int64_t dims[];     /* shape, then strides */
} np_array;

/* A scalar; numpy.float64 is an mr_float_object instead. */
typedef struct np_scalar {
    mr_object head;
    union {
        int64_t i;
        uint64_t u;
        double d;
    };
} np_scalar;

/* What numpy keeps in the runtime: types and dtype objects. */
struct np_state {
    mr_type *array, *dtype, *generic, *number, *integer, *signed_integer, *unsigned_integer, *inexact, *floating;
    mr_type *scalars[NP_DTYPES];
    mr_value dtypes[NP_DTYPES]; /* one object each, owned */
};

static inline np_array *np_as(mr_value v) { return (np_array *)mr_obj(v); }
static inline int64_t *np_shape(np_array *a) { return a->dims; }
static inline int64_t *np_strides(np_array *a) { return a->dims + a->ndim; }
bool np_is_array(mr_runtime *rt, mr_value v);
int64_t np_count(const np_array *a);                     /* items */
bool np_is_contiguous(const np_array *a);                /* in C's order without gaps */

/* dtypes (dtype.c) */
size_t np_size(enum np_dtype d);
const char *np_name(enum np_dtype d);
static inline bool np_is_float(enum np_dtype d) { return d >= NP_FLOAT32; }
static inline bool np_is_unsigned(enum np_dtype d) { return d == NP_BOOL || (d < NP_FLOAT32 && (d & 1) == 0); }
enum np_dtype np_promote(enum np_dtype a, enum np_dtype b);
/* Of a dtype object, a scalar type, bool, int, float, or a name; NP_NO_DTYPE with TypeError set. */
enum np_dtype np_dtype_of(mr_runtime *rt, mr_value v);
/* The dtype of a scalar object (np_scalar, numpy.float64), NP_NO_DTYPE if it is none; sets no exception. */
enum np_dtype np_scalar_dtype(mr_runtime *rt, mr_value v);

/* items (items.c) */
mr_value np_item(mr_runtime *rt, enum np_dtype d, const void *p);      /* as a numpy scalar */
mr_value np_python_item(mr_runtime *rt, enum np_dtype d, const void *p); /* as int, float, bool */
bool np_store(mr_runtime *rt, enum np_dtype d, void *p, mr_value v);   /* any number; errors as numpy's */
/* n items between types; strides in bytes. */
void np_cast(enum np_dtype to, char *out, int64_t out_stride, enum np_dtype from, const char *in, int64_t in_stride, int64_t n);

/* arrays (array.c); MR_NULL with an exception set on failure */
mr_value np_new(mr_runtime *rt, enum np_dtype d, int ndim, const int64_t *shape, bool zero); /* in C's order */
/* A view on the memory of `of`, kept alive through its owner. */
mr_value np_view(mr_runtime *rt, np_array *of, enum np_dtype d, char *data, int ndim, const int64_t *shape, const int64_t *strides);
/* An array of any number, nested sequence or array; the array itself when it is one of that
 * dtype. d NP_NO_DTYPE: found from the contents. */
mr_value np_from(mr_runtime *rt, mr_value v, enum np_dtype d);
mr_value np_copy(mr_runtime *rt, np_array *a, enum np_dtype d);         /* in C's order */
/* A shape argument: an int or a sequence of ints. The number of dimensions or -1. */
int np_shape_argument(mr_runtime *rt, mr_value v, int64_t shape[NP_MAX_DIMENSIONS]);
/* Copies src, broadcast, into dst; "could not broadcast input array from shape (2,) into shape (3,)". */
bool np_assign(mr_runtime *rt, np_array *dst, np_array *src);
/* "(2,3)" as numpy's messages write shapes; owned str. */
mr_value np_shape_text(mr_runtime *rt, int ndim, const int64_t *shape);

/* Walks up to three arrays broadcast to one shape, a row (the innermost dimension) at a time. */
struct np_walk {
    int ndim, operands;
    int64_t shape[NP_MAX_DIMENSIONS], index[NP_MAX_DIMENSIONS];
    int64_t strides[3][NP_MAX_DIMENSIONS];
    char *data[3];
    int64_t row;           /* items of a row */
    int64_t row_stride[3];
    bool done;
};
/* `shape` must be what the arrays broadcast to. */
void np_walk_init(struct np_walk *w, int ndim, const int64_t *shape, int operands, np_array *const *arrays);
void np_walk_next(struct np_walk *w); /* sets done after the last row */
/* The shape two arrays broadcast to; -1 with ValueError set. */
int np_broadcast(mr_runtime *rt, np_array *a, np_array *b, int64_t shape[NP_MAX_DIMENSIONS]);

#endif
