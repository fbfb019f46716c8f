/*
 * array.h - array.array: numbers of one machine type in one buffer.
 */
#ifndef MR_ARRAY_H
#define MR_ARRAY_H

#include "modules/fields.h"

typedef struct mr_array {
    mr_object head;
    uint8_t *data;           /* heap buffer of `capacity` items; NULL when it has none */
    size_t length, capacity; /* items */
    size_t exports;          /* views on it: it cannot be resized while there are any */
    int64_t shape, stride;   /* for views */
    char code;               /* one of MR_ARRAY_CODES */
    uint8_t item_size;
    char format[2];          /* for views: the code as a string */
} mr_array;
#define MR_ARRAY_CODES "bBuhHiIlLqQfd"

static inline mr_array *mr_as_array(mr_value v) { return (mr_array *)mr_obj(v); }
bool mr_array_check(mr_runtime *rt, mr_value v);
extern const mr_type_spec mr_array_spec, mr_array_iter_spec; /* array.c, array_methods.c */
extern const mr_method_def mr_array_methods[];               /* array_methods.c */

/* An empty array of the exact type; `exact` is an object whose type it is. */
mr_value mr_array_new(mr_runtime *rt, mr_type *type, char code);
/* Items that grow get room for an eighth more. False with BufferError or MemoryError set. */
bool mr_array_resize(mr_runtime *rt, mr_array *a, size_t length);
mr_value mr_array_get(mr_runtime *rt, const mr_array *a, size_t i);
/* False with TypeError or OverflowError set. */
bool mr_array_store(mr_runtime *rt, mr_array *a, size_t i, mr_value v);
bool mr_array_append(mr_runtime *rt, mr_array *a, mr_value v);
/* From an array of the same kind or any iterable. */
bool mr_array_extend(mr_runtime *rt, mr_value self, mr_value from);
/* Replaces items start..stop by n items of `with`, bytes of the same kind, or NULL. */
bool mr_array_splice(mr_runtime *rt, mr_array *a, size_t start, size_t stop, const uint8_t *with,
                     size_t n);
bool mr_array_from_bytes(mr_runtime *rt, mr_array *a, const uint8_t *data, size_t bytes);

#endif
