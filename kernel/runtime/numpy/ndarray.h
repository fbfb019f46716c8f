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

#include <stdlib.h>

#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

enum np_dtype {
    NP_BOOL, NP_INT8, NP_UINT8, NP_INT16, NP_UINT16, NP_INT32, NP_UINT32, NP_INT64, NP_UINT64,
    NP_FLOAT32, NP_FLOAT64, NP_DTYPES, NP_NO_DTYPE = NP_DTYPES
};

#define NP_MAX_DIMENSIONS 32

typedef struct np_array {
    mr_object head;
    mr_value base;      /* the object whose memory this is, or MR_NULL: own block */
    char *data;         /* first item */
    char *block;        /* own block, NULL for views */
    size_t block_bytes; /* as asked from the heap */
    uint8_t dtype, ndim;
    uint8_t reserved;   /* dimensions there is room for */
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

/* An iterator over an array, or its flags. */
struct np_flat {
    mr_object head;
    mr_value array;
    int64_t at;
};

/* A dtype object; there is one for each dtype. */
typedef struct np_dtype_object {
    mr_object head;
    enum np_dtype dtype;
} np_dtype_object;

/* numpy.set_printoptions */
struct np_print_options {
    int precision;
    int64_t threshold, edge_items, line_width;
    bool suppress;
};

/* What is done about floating-point errors. */
enum { NP_ERROR_DIVIDE, NP_ERROR_OVER, NP_ERROR_UNDER, NP_ERROR_INVALID, NP_ERRORS };
enum np_error_handling { NP_ERROR_IGNORE, NP_ERROR_WARN, NP_ERROR_RAISE };

/* What numpy keeps in the runtime; types and objects are owned. It lives as long as the runtime. */
struct np_state {
    mr_type *array, *array_iter, *flat_iter, *flags, *dtype, *ufunc, *random_state, *generator,
        *errstate;
    mr_type *generic, *number, *integer, *signed_integer, *unsigned_integer, *inexact, *floating;
    mr_type *scalars[NP_DTYPES];
    mr_value dtypes[NP_DTYPES];
    mr_value random; /* the numpy.random functions' own RandomState */
    struct np_print_options print;
    mr_value ufunc_error, axis_error; /* exception classes */
    uint8_t errors[NP_ERRORS];        /* enum np_error_handling of each: numpy.seterr */
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
static inline bool np_is_unsigned(enum np_dtype d)
{
    return d == NP_BOOL || (d < NP_FLOAT32 && (d & 1) == 0);
}
enum np_dtype np_promote(enum np_dtype a, enum np_dtype b);
/* Of a dtype object, a scalar type, bool, int, float, or a name; NP_NO_DTYPE with TypeError set. */
enum np_dtype np_dtype_of(mr_runtime *rt, mr_value v);
/* Of an argument that may be missing or None: then `otherwise`. False with an exception set. */
bool np_dtype_argument(mr_runtime *rt, mr_value v, enum np_dtype otherwise, enum np_dtype *out);
char np_kind(enum np_dtype d);       /* 'b', 'i', 'u', 'f' */
const char *np_code(enum np_dtype d); /* of the struct module, "?bBhHiIlLfd" */
/* The dtype object; owned. */
static inline mr_value np_dtype_value(mr_runtime *rt, enum np_dtype d)
{
    return mr_incref(rt->numpy->dtypes[d]);
}
/* The dtype of a scalar object (np_scalar, numpy.float64), NP_NO_DTYPE if it is none; sets no
 * exception. */
enum np_dtype np_scalar_dtype(mr_runtime *rt, mr_value v);

/* items (items.c) */
mr_value np_item(mr_runtime *rt, enum np_dtype d, const void *p);      /* as a numpy scalar */
mr_value np_python_item(mr_runtime *rt, enum np_dtype d, const void *p); /* as int, float, bool */
/* any number; errors as numpy's */
bool np_store(mr_runtime *rt, enum np_dtype d, void *p,
              mr_value v);
/* The same for a[i] = v: a sequence is "setting an array element with a sequence." */
bool np_store_item(mr_runtime *rt, enum np_dtype d, void *p, mr_value v);
/* n items between types; strides in bytes. */
void np_cast(enum np_dtype to, char *out, int64_t out_stride, enum np_dtype from, const char *in,
             int64_t in_stride, int64_t n);

/* arrays (array.c); MR_NULL with an exception set on failure */
/* in C's order */
mr_value np_new(mr_runtime *rt, enum np_dtype d, int ndim, const int64_t *shape,
                bool zero);
/* A view on the memory of `of`, kept alive through its owner. */
mr_value np_view(mr_runtime *rt, np_array *of, enum np_dtype d, char *data, int ndim,
                 const int64_t *shape, const int64_t *strides);
/* An array of any number, nested sequence or array; the array itself when it is one of that
 * dtype. d NP_NO_DTYPE: found from the contents. */
mr_value np_from(mr_runtime *rt, mr_value v, enum np_dtype d);
mr_value np_copy(mr_runtime *rt, np_array *a, enum np_dtype d);         /* in C's order */
/* A shape argument: an int or a sequence of ints. The number of dimensions or -1. */
int np_shape_argument(mr_runtime *rt, mr_value v, int64_t shape[NP_MAX_DIMENSIONS]);
/* Copies src, broadcast, into dst; "could not broadcast input array from shape (2,) into shape
 * (3,)". */
bool np_assign(mr_runtime *rt, np_array *dst, np_array *src);
/* A scalar object for an array without dimensions, the array itself for any other; steals. */
mr_value np_unwrap(mr_runtime *rt, mr_value array);
/* An array of another shape that is a view where strides allow it, else a copy (unless view_only:
 * then MR_NULL without an exception). The shape may have one -1. */
mr_value np_reshape(mr_runtime *rt, np_array *a, int ndim, const int64_t *shape, bool view_only);
/* The shape argument of reshape, with a -1 filled in; the number of dimensions or -1. */
int np_reshape_argument(mr_runtime *rt, np_array *a, mr_value v, int64_t shape[NP_MAX_DIMENSIONS]);
/* A view with the dimensions in another order, NULL: reversed. */
mr_value np_transpose(mr_runtime *rt, np_array *a, const int *order);
/* -ndim <= axis < ndim made positive; AxisError's text as ValueError otherwise. */
bool np_axis(mr_runtime *rt, int64_t axis, int ndim, int *out);
bool np_shares(np_array *a, np_array *b); /* could their bytes overlap? */
/* Raises that Memoir's numpy does not have this. */
double np_rounded(double x, int64_t digits); /* as numpy.round */
mr_value np_unsupported(mr_runtime *rt, const char *what);
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
void np_walk_init(struct np_walk *w, int ndim, const int64_t *shape, int operands,
                  np_array *const *arrays);
void np_walk_next(struct np_walk *w); /* sets done after the last row */
/* The same for arrays given by address and strides of ndim places each, dimensions in the order
 * of operand `by`'s strides, largest first; by -1: as they are. */
void np_walk_strided(struct np_walk *w, int ndim, const int64_t *shape, int operands,
                     char *const *data, int64_t (*strides)[NP_MAX_DIMENSIONS], int by);
/* The shape two arrays broadcast to; -1 with ValueError set. */
int np_broadcast(mr_runtime *rt, np_array *a, np_array *b, int64_t shape[NP_MAX_DIMENSIONS]);

/* ---- ufuncs (ufunc.c, over the loops of loops.c) ---- */
enum np_op {
    NP_ADD,
    NP_SUBTRACT,
    NP_MULTIPLY,
    NP_DIVIDE,
    NP_FLOOR_DIVIDE,
    NP_REMAINDER,
    NP_FMOD,
    NP_POWER,
    NP_FLOAT_POWER,
    NP_AND,
    NP_OR,
    NP_XOR,
    NP_LEFT_SHIFT,
    NP_RIGHT_SHIFT,
    NP_EQUAL,
    NP_NOT_EQUAL,
    NP_LESS,
    NP_LESS_EQUAL,
    NP_GREATER,
    NP_GREATER_EQUAL,
    NP_LOGICAL_AND,
    NP_LOGICAL_OR,
    NP_LOGICAL_XOR,
    NP_MAXIMUM,
    NP_MINIMUM,
    NP_FMAX,
    NP_FMIN,
    NP_ARCTAN2,
    NP_HYPOT,
    NP_COPYSIGN,
    NP_LOGADDEXP,
    NP_NEXTAFTER,
    NP_GCD,
    NP_LCM,
    NP_HEAVISIDE,
    NP_UNARY, /* from here: one operand */
    NP_NEGATIVE = NP_UNARY,
    NP_POSITIVE,
    NP_ABSOLUTE,
    NP_INVERT,
    NP_LOGICAL_NOT,
    NP_SIGN,
    NP_SQUARE,
    NP_RECIPROCAL,
    NP_SQRT,
    NP_CBRT,
    NP_EXP,
    NP_EXP2,
    NP_EXPM1,
    NP_LOG,
    NP_LOG2,
    NP_LOG10,
    NP_LOG1P,
    NP_SIN,
    NP_COS,
    NP_TAN,
    NP_ARCSIN,
    NP_ARCCOS,
    NP_ARCTAN,
    NP_SINH,
    NP_COSH,
    NP_TANH,
    NP_ARCSINH,
    NP_ARCCOSH,
    NP_ARCTANH,
    NP_DEGREES,
    NP_RADIANS,
    NP_FLOOR,
    NP_CEIL,
    NP_TRUNC,
    NP_RINT,
    NP_ISNAN,
    NP_ISINF,
    NP_ISFINITE,
    NP_SIGNBIT,
    NP_OPS
};
/* One row: n results of operands at `data[0]`, `data[1]` (binary), into `data[operands]`. */
typedef void (*np_loop)(char *const *data, const int64_t *strides, int64_t n);
/* The loop of an operation on operands of this dtype, and the dtype it gives; NULL: there is none.
 */
np_loop np_loop_of(enum np_op op, enum np_dtype d, enum np_dtype *result);
const char *np_op_name(enum np_op op);
/* Operands are any values; out is an array, or MR_NULL for a new one. An array without
 * dimensions comes back as a scalar. */
mr_value np_binary(mr_runtime *rt, enum np_op op, mr_value a, mr_value b, mr_value out);
mr_value np_unary(mr_runtime *rt, enum np_op op, mr_value a, mr_value out);
/* a op b for operators: NotImplemented for operands that are no numbers. */
mr_value np_operator(mr_runtime *rt, enum np_op op, mr_value a, mr_value b);
/* Warns of, or raises, what has happened since feclearexcept; "divide by zero encountered in scalar
 * divide". */
bool np_float_errors(mr_runtime *rt, const char *kind, const char *name);
static inline mr_type *np_class(mr_value cls) { return (mr_type *)mr_obj(cls); }
/* Result type of operands, with NumPy 1.24's rules for scalars among arrays. */
enum np_dtype np_result_type(mr_runtime *rt, size_t n, const mr_value *operands);
mr_value np_matmul(mr_runtime *rt, mr_value a, mr_value b); /* a @ b */
mr_value np_dot(mr_runtime *rt, mr_value a, mr_value b);

/* ---- reductions (reduce.c) ---- */
/* Adds up, multiplies, ... along axes; axis MR_NULL or None: all. dtype NP_NO_DTYPE: NumPy's
 * choice. */
mr_value np_reduce(mr_runtime *rt, enum np_op op, np_array *a, mr_value axis, enum np_dtype d,
                   bool keepdims, mr_value initial);
mr_value np_accumulate(mr_runtime *rt, enum np_op op, np_array *a, int64_t axis, enum np_dtype d);

/* ---- indexing (index.c) ---- */
mr_value np_getitem(mr_runtime *rt, mr_value self, mr_value key);
int np_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v);
/* int64 indices, checked */
mr_value np_take(mr_runtime *rt, np_array *a, np_array *indices,
                 int axis);

/* One int64 array for each dimension, of where a is true; owned. */
bool np_nonzero(mr_runtime *rt, np_array *a, mr_value places[NP_MAX_DIMENSIONS]);
int64_t np_count_nonzero(np_array *a);

/* ---- text (format.c) ---- */
mr_value np_repr(mr_runtime *rt, mr_value self);
mr_value np_str(mr_runtime *rt, mr_value self);
mr_value np_item_text(mr_runtime *rt, enum np_dtype d, const void *p); /* of one item alone */

/* ---- sorting (sort.c) ---- */
/* contiguous, in place; nan last */
bool np_sort_row(mr_runtime *rt, enum np_dtype d, char *data,
                 int64_t n);
/* stable */
bool np_argsort_row(mr_runtime *rt, enum np_dtype d, const char *data, int64_t n,
                    int64_t *order);

/* A function of loops that the compiler makes vector code of: once for processors with AVX2 and
 * once for all; the program's start chooses. Without FMA, so that results are the same. */
#if defined __x86_64__ && !defined __SANITIZE_ADDRESS__
#define NP_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define NP_VECTOR
#endif

/* ---- tables of functions and methods, and types, for module.c ---- */
#define NP_ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames
#define NP_METHODS_END {NULL, NULL, 0, NULL}
extern const mr_method_def np_creation_functions[], np_reduce_functions[], np_shape_functions[],
    np_join_functions[], np_sort_functions[], np_logic_functions[], np_format_functions[],
    np_select_functions[], np_linear_functions[];
extern const mr_method_def np_reduce_methods[], np_shape_methods[], np_sort_methods[],
    np_select_methods[], np_linear_methods[], np_join_methods[];
extern const mr_type_spec np_array_spec, np_array_iter_spec, np_flat_iter_spec, np_flags_spec,
    np_dtype_spec, np_ufunc_spec, np_random_state_spec, np_generator_spec, np_errstate_spec;
bool np_dtypes_setup(mr_runtime *rt, mr_value module);  /* the type dtype and its objects */
bool np_scalars_setup(mr_runtime *rt, mr_value module); /* the types of scalars */
bool np_ufuncs_setup(mr_runtime *rt, mr_value module);
bool np_random_setup(mr_runtime *rt, mr_value module);  /* numpy.random */

/* asarray(v); owned. */
mr_value np_array_argument(mr_runtime *rt, mr_value v);
/* numpy.name(a, ...) as asarray(a).name(...). */
mr_value np_as_method(mr_runtime *rt, mr_native_fn method, const char *name, const mr_value *args,
                      size_t nargs, mr_value kwnames);

#endif
