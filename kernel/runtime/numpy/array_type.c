/*
 * array_type.c - the type ndarray: attributes, operators, iteration, the
 * buffer protocol.
 */
#include "numbers/numbers.h"
#include "numpy/ndarray.h"
#include "types/bytes.h"
#include "types/model.h"

/* ---- life ---- */

static void array_dealloc(mr_runtime *rt, mr_object *self)
{
    np_array *a = (np_array *)self;
    if (a->block)
        mr_buf_free(rt, a->block, a->block_bytes);
    mr_clear(rt, &a->base);
}
static void array_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((np_array *)self)->base, arg);
}
static size_t array_size(mr_runtime *rt, mr_object *self)
{
    return sizeof(np_array) + 2 * (size_t)((np_array *)self)->reserved * sizeof(int64_t);
}
static size_t array_extra(mr_runtime *rt, mr_object *self)
{
    np_array *a = (np_array *)self;
    return a->block ? mr_block_size(a->block_bytes) : 0;
}
static const mr_layout array_layout = {
    .dealloc = array_dealloc, .traverse = array_traverse, .size = array_size, .extra = array_extra};

mr_value np_unwrap(mr_runtime *rt, mr_value array)
{
    if (!array || np_as(array)->ndim)
        return array;
    mr_value item = np_item(rt, np_as(array)->dtype, np_as(array)->data);
    mr_decref(rt, array);
    return item;
}

mr_value np_array_argument(mr_runtime *rt, mr_value v) { return np_from(rt, v, NP_NO_DTYPE); }

mr_value np_as_method(mr_runtime *rt, mr_native_fn method, const char *name, const mr_value *args,
                      size_t nargs, mr_value kwnames)
{
    if (nargs == 0)
        return mr_raise(rt, rt->exc.TypeError, "%s() missing 1 required positional argument: 'a'",
                        name);
    mr_value a = np_array_argument(rt, args[0]);
    mr_value v = a ? method(rt, a, args + 1, nargs - 1, kwnames) : MR_NULL;
    mr_decref(rt, a);
    return v;
}

mr_value np_unsupported(mr_runtime *rt, const char *what)
{
    return mr_raise(rt, rt->exc.NotImplementedError, "Memoir's numpy does not have %s", what);
}

bool np_shares(np_array *a, np_array *b)
{
    mr_value x = a->base ? a->base : mr_from(a), y = b->base ? b->base : mr_from(b);
    if (x != y || np_count(a) == 0 || np_count(b) == 0)
        return false;
    np_array *both[2] = {a, b};
    char *low[2], *high[2];
    for (int k = 0; k < 2; k++) {
        low[k] = both[k]->data;
        high[k] = both[k]->data + np_size(both[k]->dtype);
        for (int i = 0; i < both[k]->ndim; i++) {
            int64_t reach = both[k]->dims[both[k]->ndim + i] * (both[k]->dims[i] - 1);
            *(reach < 0 ? &low[k] : &high[k]) += reach;
        }
    }
    return low[0] < high[1] && low[1] < high[0];
}

/* ---- attributes ---- */

static mr_value int_tuple(mr_runtime *rt, int n, const int64_t *numbers)
{
    mr_value t = mr_tuple_new(rt, NULL, (size_t)n);
    for (int i = 0; t && i < n; i++)
        mr_as_tuple(t)->items[i] = mr_int_from(rt, numbers[i]);
    return t;
}

static mr_value get_shape(mr_runtime *rt, mr_value self, void *closure)
{
    return int_tuple(rt, np_as(self)->ndim, np_as(self)->dims);
}
static int set_shape(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    int64_t shape[NP_MAX_DIMENSIONS];
    np_array *a = np_as(self);
    if (!v)
        return mr_fail(rt, rt->exc.AttributeError, "Cannot delete array shape");
    int ndim = np_reshape_argument(rt, a, v, shape);
    if (ndim < 0)
        return -1;
    mr_value other = np_reshape(rt, a, ndim, shape, true);
    if (!other && !mr_error(rt))
        mr_raise(rt, rt->exc.AttributeError,
                 "Incompatible shape for in-place modification. Use `.reshape()` to make a copy "
                 "with the desired shape.");
    if (other && ndim > a->reserved) {
        mr_raise(rt, rt->exc.NotImplementedError,
                 "Memoir's numpy cannot add dimensions to an array in place; use a.reshape(...)");
        mr_clear(rt, &other);
    }
    if (!other)
        return -1;
    a->ndim = (uint8_t)ndim;
    memcpy(a->dims, np_as(other)->dims, 2 * (size_t)ndim * sizeof *shape);
    mr_decref(rt, other);
    return 0;
}
static mr_value get_strides(mr_runtime *rt, mr_value self, void *closure)
{
    return int_tuple(rt, np_as(self)->ndim, np_strides(np_as(self)));
}
static mr_value get_dtype(mr_runtime *rt, mr_value self, void *closure)
{
    return np_dtype_value(rt, np_as(self)->dtype);
}
static mr_value get_count(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_int_from(rt, np_count(np_as(self)));
}
static mr_value get_ndim(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(np_as(self)->ndim);
}
static mr_value get_itemsize(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)np_size(np_as(self)->dtype));
}
static mr_value get_nbytes(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_int_from(rt, np_count(np_as(self)) * (int64_t)np_size(np_as(self)->dtype));
}
static mr_value get_base(mr_runtime *rt, mr_value self, void *closure)
{
    return np_as(self)->base ? mr_incref(np_as(self)->base) : MR_NONE;
}
static mr_value get_data(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_call1(rt, mr_from(rt->types.memoryview), self);
}
static mr_value get_transposed(mr_runtime *rt, mr_value self, void *closure)
{
    return np_transpose(rt, np_as(self), NULL);
}
static mr_value get_self(mr_runtime *rt, mr_value self, void *closure) { return mr_incref(self); }
static mr_value get_imag(mr_runtime *rt, mr_value self, void *closure)
{
    np_array *a = np_as(self);
    mr_value zeros = np_new(rt, a->dtype, a->ndim, a->dims, true);
    if (zeros)
        np_as(zeros)->readonly = true;
    return zeros;
}

static mr_value fields_object(mr_runtime *rt, mr_type *type, mr_value array, int64_t at)
{
    struct np_flat *f = mr_object_new(rt, type, sizeof *f, false);
    if (!f)
        return MR_NULL;
    f->array = mr_incref(array);
    f->at = at;
    return mr_from(f);
}
static mr_value get_flags(mr_runtime *rt, mr_value self, void *closure)
{
    return fields_object(rt, rt->numpy->flags, self, 0);
}
static mr_value get_flat(mr_runtime *rt, mr_value self, void *closure)
{
    return fields_object(rt, rt->numpy->flat_iter, self, 0);
}
static int set_flat(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.AttributeError, "Cannot delete array flat iterator");
    int64_t count = np_count(np_as(self));
    mr_value line = np_reshape(rt, np_as(self), 1, &count, true);
    if (!line && !mr_error(rt))
        np_unsupported(rt, "assignment to flat of an array with gaps");
    mr_value source = line ? np_from(rt, v, np_as(self)->dtype) : MR_NULL;
    bool ok = source && np_assign(rt, np_as(line), np_as(source));
    mr_decref(rt, line);
    mr_decref(rt, source);
    return ok ? 0 : -1;
}

static const mr_getset_def getsets[] = {
    {"shape", get_shape, set_shape, "items along each dimension", NULL},
    {"strides", get_strides, NULL, "bytes from one item to the next, along each dimension", NULL},
    {"dtype", get_dtype, NULL, "the kind of items", NULL},
    {"size", get_count, NULL, "number of items", NULL},
    {"ndim", get_ndim, NULL, "number of dimensions", NULL},
    {"itemsize", get_itemsize, NULL, "bytes of an item", NULL},
    {"nbytes", get_nbytes, NULL, "bytes of all items", NULL},
    {"base", get_base, NULL, "the object whose memory this is, None for its own", NULL},
    {"data", get_data, NULL, "a memoryview of it", NULL},
    {"T", get_transposed, NULL, "the dimensions in reverse order", NULL},
    {"real", get_self, NULL, NULL, NULL},
    {"imag", get_imag, NULL, NULL, NULL},
    {"flags", get_flags, NULL, "how its memory lies", NULL},
    {"flat", get_flat, set_flat, "its items one by one", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* ---- operators ---- */

#define OPERATOR(name, op)                                               \
    static mr_value array_##name(mr_runtime *rt, mr_value a, mr_value b) \
    {                                                                    \
        return np_operator(rt, op, a, b);                                \
    }
#define INPLACE(name, op)                                                                          \
    static mr_value array_i##name(mr_runtime *rt, mr_value a, mr_value b)                          \
    {                                                                                              \
        if (mr_is_str(b))                                                                          \
            return np_operator(rt, op, a, b);                                                      \
        return np_binary(rt, op, a, b, a);                                                         \
    }
#define BOTH(name, op) OPERATOR(name, op) INPLACE(name, op)
BOTH(add, NP_ADD)
BOTH(subtract, NP_SUBTRACT)
BOTH(multiply, NP_MULTIPLY)
BOTH(true_divide, NP_DIVIDE)
BOTH(floor_divide, NP_FLOOR_DIVIDE)
BOTH(remainder, NP_REMAINDER)
BOTH(and, NP_AND)
BOTH(or, NP_OR)
BOTH(xor, NP_XOR)
BOTH(lshift, NP_LEFT_SHIFT)
BOTH(rshift, NP_RIGHT_SHIFT)

static mr_value array_divmod(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value q = np_operator(rt, NP_FLOOR_DIVIDE, a, b);
    if (!q || q == MR_NOT_IMPLEMENTED)
        return q;
    mr_value r = np_operator(rt, NP_REMAINDER, a, b),
             pair = r ? mr_tuple_pack(rt, 2, q, r) : MR_NULL;
    mr_decref(rt, q);
    mr_decref(rt, r);
    return pair;
}

/* Floats to the powers 2 and 0.5 and -1 have operations of their own. */
static mr_value power(mr_runtime *rt, mr_value a, mr_value b, mr_value out)
{
    if (np_is_array(rt, a) && np_as(a)->ndim > 0 && (mr_is_int(b) || mr_is_float(b))) {
        double exponent = mr_is_int(b) ? (double)mr_small_int_value(b) : mr_float_value(b);
        bool real = np_is_float(np_as(a)->dtype);
        if (exponent == 2 && (real || (mr_is_int(b) && np_as(a)->dtype != NP_BOOL)))
            return np_unary(rt, NP_SQUARE, a, out);
        if (exponent == 0.5 && real)
            return np_unary(rt, NP_SQRT, a, out);
        if (exponent == -1 && real)
            return np_unary(rt, NP_RECIPROCAL, a, out);
    }
    return out ? np_binary(rt, NP_POWER, a, b, out) : np_operator(rt, NP_POWER, a, b);
}
static mr_value array_power(mr_runtime *rt, mr_value a, mr_value b, mr_value modulus)
{
    return modulus == MR_NONE ? power(rt, a, b, MR_NULL) : MR_NOT_IMPLEMENTED;
}
static mr_value array_ipower(mr_runtime *rt, mr_value a, mr_value b, mr_value modulus)
{
    return power(rt, a, b, a);
}

static mr_value array_negative(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_NEGATIVE, a, MR_NULL);
}
static mr_value array_positive(mr_runtime *rt, mr_value a)
{
    return np_unwrap(rt, np_copy(rt, np_as(a), np_as(a)->dtype));
}
static mr_value array_absolute(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_ABSOLUTE, a, MR_NULL);
}
static mr_value array_invert(mr_runtime *rt, mr_value a)
{
    return np_unary(rt, NP_INVERT, a, MR_NULL);
}

static int array_boolean(mr_runtime *rt, mr_value self)
{
    np_array *a = np_as(self);
    int64_t n = np_count(a);
    if (n > 1)
        return mr_fail(rt, rt->exc.ValueError,
                       "The truth value of an array with more than one element is ambiguous. Use "
                       "a.any() or a.all()");
    if (n == 0)
        return mr_warn(rt, rt->exc.DeprecationWarning, 1,
                       "The truth value of an empty array is ambiguous. Returning False, but in "
                       "future this will result in an "
                       "error. Use `array.size > 0` to check that an array is not empty.") < 0
                   ? -1
                   : 0;
    uint8_t truth;
    np_cast(NP_BOOL, (char *)&truth, 1, a->dtype, a->data, 0, 1);
    return truth;
}

/* The one item as a Python number. */
static mr_value only_item(mr_runtime *rt, mr_value self)
{
    if (np_count(np_as(self)) != 1)
        return mr_raise(rt, rt->exc.TypeError,
                        "only size-1 arrays can be converted to Python scalars");
    return np_python_item(rt, np_as(self)->dtype, np_as(self)->data);
}
static mr_value array_int(mr_runtime *rt, mr_value self)
{
    mr_value v = only_item(rt, self), n = v ? mr_number_int(rt, v) : MR_NULL;
    mr_decref(rt, v);
    return n;
}
static mr_value array_float(mr_runtime *rt, mr_value self)
{
    mr_value v = only_item(rt, self), x = v ? mr_number_float(rt, v) : MR_NULL;
    mr_decref(rt, v);
    return x;
}
static mr_value array_index(mr_runtime *rt, mr_value self)
{
    np_array *a = np_as(self);
    if (a->ndim || np_is_float(a->dtype) || a->dtype == NP_BOOL)
        return mr_raise(rt, rt->exc.TypeError,
                        "only integer scalar arrays can be converted to a scalar index");
    return only_item(rt, self);
}

static mr_value array_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    static const enum np_op ops[] = {NP_LESS,      NP_LESS_EQUAL, NP_EQUAL,
                                     NP_NOT_EQUAL, NP_GREATER,    NP_GREATER_EQUAL};
    np_array *x = np_as(a);
    bool equality = op == MR_EQ || op == MR_NE;
    if (b == MR_NONE && equality) {
        mr_value all = np_new(rt, NP_BOOL, x->ndim, x->dims, true);
        if (all)
            memset(np_as(all)->data, op == MR_NE, (size_t)np_count(x));
        return np_unwrap(rt, all);
    }
    if (mr_is_str(b) && equality) {
        if (mr_warn(rt, rt->exc.FutureWarning, 1,
                    "elementwise comparison failed; returning scalar instead, but in the future "
                    "will perform elementwise "
                    "comparison") < 0)
            return MR_NULL;
        return MR_NOT_IMPLEMENTED;
    }
    mr_value v = np_operator(rt, ops[op], a, b);
    if (!v && equality && mr_error_catch(rt, rt->exc.ValueError)) {
        if (mr_warn(rt, rt->exc.DeprecationWarning, 1,
                    "elementwise comparison failed; this will raise an error in the future.") < 0)
            return MR_NULL;
        return mr_bool(op == MR_NE);
    }
    return v;
}

/* ---- items ---- */

static int64_t array_length(mr_runtime *rt, mr_value self)
{
    if (np_as(self)->ndim == 0)
        return mr_fail(rt, rt->exc.TypeError, "len() of unsized object");
    return np_as(self)->dims[0];
}

static mr_value array_item(mr_runtime *rt, mr_value self, int64_t i)
{
    np_array *a = np_as(self);
    if (a->ndim == 0 || i < 0 || i >= a->dims[0])
        return mr_raise(rt, rt->exc.IndexError,
                        "index %lld is out of bounds for axis 0 with size %lld", (long long)i,
                        (long long)(a->ndim ? a->dims[0] : 0));
    char *p = a->data + i * a->dims[a->ndim];
    if (a->ndim == 1)
        return np_item(rt, a->dtype, p);
    return np_view(rt, a, a->dtype, p, a->ndim - 1, a->dims + 1, a->dims + a->ndim + 1);
}

static mr_value array_iter(mr_runtime *rt, mr_value self)
{
    if (np_as(self)->ndim == 0)
        return mr_raise(rt, rt->exc.TypeError, "iteration over a 0-d array");
    return fields_object(rt, rt->numpy->array_iter, self, 0);
}

static mr_value array_iter_next(mr_runtime *rt, mr_value self)
{
    struct np_flat *f = (struct np_flat *)mr_obj(self);
    if (!f->array)
        return MR_NULL;
    if (f->at < np_as(f->array)->dims[0])
        return array_item(rt, f->array, f->at++);
    mr_clear(rt, &f->array);
    return MR_NULL;
}

static int array_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_value same = mr_compare(rt, self, v, MR_EQ);
    if (!same)
        return -1;
    int truth = -1;
    if (np_is_array(rt, same)) {
        mr_value any =
            np_reduce(rt, NP_LOGICAL_OR, np_as(same), MR_NULL, NP_NO_DTYPE, false, MR_NULL);
        truth = any ? mr_truth(rt, any) : -1;
        mr_decref(rt, any);
    } else {
        truth = mr_truth(rt, same);
    }
    mr_decref(rt, same);
    return truth;
}

static int array_buffer(mr_runtime *rt, mr_value self, mr_buffer *out, int flags)
{
    np_array *a = np_as(self);
    if ((flags & MR_BUFFER_WRITABLE) && a->readonly)
        return mr_fail(rt, rt->exc.ValueError, "buffer source array is read-only");
    out->data = a->data;
    out->item_size = np_size(a->dtype);
    out->length = (size_t)np_count(a) * out->item_size;
    out->readonly = a->readonly;
    out->ndim = a->ndim;
    out->format = np_code(a->dtype);
    out->shape = a->dims;
    out->strides = a->dims + a->ndim;
    return 0;
}

static mr_value array_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value in[3];
    int64_t shape[NP_MAX_DIMENSIONS];
    enum np_dtype d;
    if (!mr_bind(rt, "ndarray(shape, dtype=, buffer=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_FLOAT64, &d))
        return MR_NULL;
    if (in[2] && in[2] != MR_NONE)
        return np_unsupported(rt, "buffer= of ndarray(); use frombuffer");
    int ndim = np_shape_argument(rt, in[0], shape);
    return ndim < 0 ? MR_NULL : np_new(rt, d, ndim, shape, false);
}

const mr_type_spec np_array_spec = {
    .name = "numpy.ndarray",
    .doc = "ndarray(shape, dtype=float)\n\nItems of one dtype, in any number of dimensions. This "
           "is Memoir's numpy, not NumPy.",
    .basic_size = sizeof(np_array),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_WEAKREFS | MR_TYPE_IMMUTABLE,
    .layout = &array_layout,
    .slots = {
        .new_ = array_new, .repr = np_repr, .str = np_str, .richcompare = array_compare,
        .iter = array_iter, .add = array_add, .subtract = array_subtract,
        .multiply = array_multiply, .remainder = array_remainder, .divmod = array_divmod,
        .power = array_power, .negative = array_negative, .positive = array_positive,
        .absolute = array_absolute, .boolean = array_boolean, .invert = array_invert,
        .lshift = array_lshift, .rshift = array_rshift, .and_ = array_and, .xor_ = array_xor,
        .or_ = array_or, .int_ = array_int, .float_ = array_float, .index = array_index,
        .iadd = array_iadd, .isubtract = array_isubtract, .imultiply = array_imultiply,
        .iremainder = array_iremainder, .ipower = array_ipower, .ilshift = array_ilshift,
        .irshift = array_irshift, .iand = array_iand, .ixor = array_ixor, .ior = array_ior,
        .floor_divide = array_floor_divide, .true_divide = array_true_divide,
        .ifloor_divide = array_ifloor_divide, .itrue_divide = array_itrue_divide,
        .matrix_multiply = np_matmul, .length = array_length, .getitem = np_getitem,
        .setitem = np_setitem, .contains = array_contains, .item = array_item,
        .getbuffer = array_buffer, },
    .getsets = getsets,
};

/* ---- iterators and flags ---- */

static void flat_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((struct np_flat *)self)->array);
}
static void flat_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((struct np_flat *)self)->array, arg);
}
static const mr_layout flat_layout = {.dealloc = flat_dealloc, .traverse = flat_traverse};

static mr_value iter_self(mr_runtime *rt, mr_value self) { return mr_incref(self); }

const mr_type_spec np_array_iter_spec = {
    .name = "numpy.array_iterator",
    .basic_size = sizeof(struct np_flat),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &flat_layout,
    .slots = {.iter = iter_self, .next = array_iter_next},
};

/* Address of an item by its number in C's order. */
static char *item_at(np_array *a, int64_t n)
{
    char *p = a->data;
    for (int i = a->ndim; i-- > 0; n /= a->dims[i])
        p += n % a->dims[i] * a->dims[a->ndim + i];
    return p;
}

static mr_value flat_next(mr_runtime *rt, mr_value self)
{
    struct np_flat *f = (struct np_flat *)mr_obj(self);
    np_array *a = np_as(f->array);
    return f->at < np_count(a) ? np_item(rt, a->dtype, item_at(a, f->at++)) : MR_NULL;
}
static int64_t flat_length(mr_runtime *rt, mr_value self)
{
    return np_count(np_as(((struct np_flat *)mr_obj(self))->array));
}
static mr_value flat_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    np_array *a = np_as(((struct np_flat *)mr_obj(self))->array);
    int64_t count = np_count(a);
    mr_value line = np_reshape(rt, a, 1, &count, false),
             v = line ? np_getitem(rt, line, key) : MR_NULL;
    if (v && np_is_array(rt, v) && np_as(v)->base)
        mr_replace(rt, &v, np_copy(rt, np_as(v), np_as(v)->dtype));
    mr_decref(rt, line);
    return v;
}
static int flat_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    np_array *a = np_as(((struct np_flat *)mr_obj(self))->array);
    int64_t count = np_count(a), at;
    if (mr_is_int(key) && v) {
        at = mr_small_int_value(key);
        at += at < 0 ? count : 0;
        if (at < 0 || at >= count)
            return mr_fail(rt, rt->exc.IndexError, "index %lld is out of bounds for size %lld",
                           (long long)at, (long long)count);
        return np_store_item(rt, a->dtype, item_at(a, at), v) ? 0 : -1;
    }
    mr_value line = np_reshape(rt, a, 1, &count, true);
    if (!line && !mr_error(rt))
        np_unsupported(rt, "assignment to parts of flat of an array with gaps");
    int result = line ? np_setitem(rt, line, key, v) : -1;
    mr_decref(rt, line);
    return result;
}

const mr_type_spec np_flat_iter_spec = {
    .name = "numpy.flatiter",
    .basic_size = sizeof(struct np_flat),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &flat_layout,
    .slots = {.iter = iter_self,
              .next = flat_next,
              .length = flat_length,
              .getitem = flat_getitem,
              .setitem = flat_setitem},
};

static bool is_fortran(np_array *a)
{
    int64_t stride = (int64_t)np_size(a->dtype);
    for (int i = 0; i < a->ndim; i++) {
        if (a->dims[i] != 1 && a->dims[a->ndim + i] != stride && np_count(a) > 0)
            return false;
        stride *= a->dims[i];
    }
    return true;
}

static bool flag(np_array *a, int which)
{
    switch (which) {
    case 0: return np_is_contiguous(a);
    case 1: return is_fortran(a);
    case 2: return a->base == MR_NULL;
    case 3: return !a->readonly;
    default: return which == 4;
    }
}

static const char *const flag_names[] = {"C_CONTIGUOUS", "F_CONTIGUOUS", "OWNDATA",
                                         "WRITEABLE",    "ALIGNED",      "WRITEBACKIFCOPY"};
enum { FLAGS = sizeof flag_names / sizeof *flag_names };

static mr_value flags_repr(mr_runtime *rt, mr_value self)
{
    np_array *a = np_as(((struct np_flat *)mr_obj(self))->array);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (int i = 0; i < FLAGS; i++) {
        mr_str_builder_text(&b, "  ");
        mr_str_builder_text(&b, flag_names[i]);
        mr_str_builder_text(&b, flag(a, i) ? " : True\n" : " : False\n");
    }
    return mr_str_builder_take(&b);
}
static mr_value flags_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    for (int i = 0; i < FLAGS && mr_is_str(key); i++) {
        if (mr_str_is(key, flag_names[i]))
            return mr_bool(flag(np_as(((struct np_flat *)mr_obj(self))->array), i));
    }
    return mr_raise(rt, rt->exc.KeyError, "Unknown flag");
}
static mr_value get_flag(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(flag(np_as(((struct np_flat *)mr_obj(self))->array), (int)(intptr_t)closure));
}
static int set_flag(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    np_array *a = np_as(((struct np_flat *)mr_obj(self))->array);
    int truth = v ? mr_truth(rt, v) : 0;
    if (truth < 0)
        return -1;
    if (truth && a->base && (!np_is_array(rt, a->base) || np_as(a->base)->readonly))
        return mr_fail(rt, rt->exc.ValueError, "cannot set WRITEABLE flag to True of this array");
    a->readonly = !truth;
    return 0;
}
static const mr_getset_def flag_getsets[] = {
    {"c_contiguous", get_flag, NULL, NULL, (void *)0},
    {"f_contiguous", get_flag, NULL, NULL, (void *)1},
    {"contiguous", get_flag, NULL, NULL, (void *)0},
    {"owndata", get_flag, NULL, NULL, (void *)2},
    {"writeable", get_flag, set_flag, NULL, (void *)3},
    {"aligned", get_flag, NULL, NULL, (void *)4},
    {NULL, NULL, NULL, NULL, NULL},
};

const mr_type_spec np_flags_spec = {
    .name = "numpy.flagsobj",
    .basic_size = sizeof(struct np_flat),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &flat_layout,
    .slots = {.repr = flags_repr, .getitem = flags_getitem},
    .getsets = flag_getsets,
};
