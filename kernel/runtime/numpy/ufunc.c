/*
 * ufunc.c - operations item by item: which dtype they are calculated in,
 * broadcasting, casting in chunks, results; the type ufunc.
 *
 * Operands of another dtype are cast a few hundred items at a time into room
 * on the stack, so that nothing but the result is allocated.
 */
#include <fenv.h>
#include <math.h>

#include "numpy/ndarray.h"
#include "types/bytes.h"

enum { CHUNK = 1024, UNCAST_CHUNK = 65536 };

/* An operand: an array, or one number that needs none. */
struct operand {
    np_array *array;
    np_array single; /* array points here for numbers; it has no dimensions */
    char item[8];
    mr_value owned;
};

static void operand_finish(mr_runtime *rt, struct operand *o) { mr_clear(rt, &o->owned); }

static bool operand_init(mr_runtime *rt, struct operand *o, mr_value v)
{
    o->owned = MR_NULL;
    if (np_is_array(rt, v)) {
        o->array = np_as(v);
        return true;
    }
    o->single = (np_array){.data = o->item};
    o->array = &o->single;
    enum np_dtype d = np_scalar_dtype(rt, v);
    if (d == NP_NO_DTYPE) {
        if (mr_is_bool(v))
            d = NP_BOOL;
        else if (mr_is_int(v))
            d = NP_INT64;
        else if (mr_is_real_float(v))
            d = NP_FLOAT64;
        else {
            o->owned = np_from(rt, v, NP_NO_DTYPE);
            o->array = o->owned ? np_as(o->owned) : NULL;
            return o->owned;
        }
    }
    o->single.dtype = (uint8_t)d;
    return np_store(rt, d, o->item, v);
}

/* ---- dtypes ---- */

static int kind_order(enum np_dtype d) { return d == NP_BOOL ? 0 : np_is_float(d) ? 2 : 1; }

/* The smallest dtype that holds one number; *fits_signed: one of the same size with a sign does,
 * too. */
static enum np_dtype smallest(enum np_dtype d, const char *p, bool *fits_signed)
{
    static const enum np_dtype with[] = {NP_INT8, NP_INT16, NP_INT32, NP_INT64};
    static const enum np_dtype without[] = {NP_UINT8, NP_UINT16, NP_UINT32, NP_UINT64};
    *fits_signed = false;
    if (d == NP_BOOL)
        return NP_BOOL;
    if (np_is_float(d)) {
        double x;
        np_cast(NP_FLOAT64, (char *)&x, 8, d, p, 0, 1);
        return isfinite(x) && (x <= -3.4e38 || x >= 3.4e38) ? NP_FLOAT64 : NP_FLOAT32;
    }
    int64_t i;
    np_cast(NP_INT64, (char *)&i, 8, d, p, 0, 1);
    if (i < 0 && !np_is_unsigned(d)) {
        for (int k = 0; k < 3; k++) {
            if (i >= -((int64_t)1 << ((8 << k) - 1)))
                return with[k];
        }
        return NP_INT64;
    }
    uint64_t u = (uint64_t)i;
    int k = u <= UINT8_MAX ? 0 : u <= UINT16_MAX ? 1 : u <= UINT32_MAX ? 2 : 3;
    *fits_signed = u >> ((8 << k) - 1) == 0;
    return without[k];
}

static enum np_dtype with_sign(enum np_dtype d) { return (enum np_dtype)(d - 1); }

static enum np_dtype promote_small(enum np_dtype a, bool small_a, enum np_dtype b, bool small_b,
                                   bool *small)
{
    *small = small_a && small_b;
    bool ua = np_is_unsigned(a) && a != NP_BOOL, ub = np_is_unsigned(b) && b != NP_BOOL;
    if (!*small && small_a && ua && !ub && b != NP_BOOL)
        a = with_sign(a);
    else if (!*small && small_b && ub && !ua && a != NP_BOOL)
        b = with_sign(b);
    return np_promote(a, b);
}

/* Numbers among arrays count by their value, unless they are of a higher kind. */
static enum np_dtype common_dtype(size_t n, np_array *const *arrays)
{
    int array_kind = -1, scalar_kind = -1;
    for (size_t i = 0; i < n; i++) {
        int *kind = arrays[i]->ndim ? &array_kind : &scalar_kind,
            own = kind_order(arrays[i]->dtype);
        *kind = own > *kind ? own : *kind;
    }
    bool by_value = array_kind >= 0 && scalar_kind >= 0 && array_kind >= scalar_kind;
    enum np_dtype d = NP_NO_DTYPE;
    bool small = false;
    for (size_t i = 0; i < n; i++) {
        enum np_dtype own = arrays[i]->dtype;
        bool own_small = false;
        if (by_value && arrays[i]->ndim == 0)
            own = smallest(own, arrays[i]->data, &own_small);
        if (d == NP_NO_DTYPE) {
            d = own;
            small = own_small;
        } else {
            d = promote_small(d, small, own, own_small, &small);
        }
    }
    return d;
}

enum np_dtype np_result_type(mr_runtime *rt, size_t n, const mr_value *operands)
{
    enum { MOST = 32 };
    struct operand o[MOST];
    np_array *arrays[MOST] = {NULL};
    size_t have = 0;
    if (n == 0 || n > MOST) {
        mr_raise(rt, rt->exc.ValueError, "at least one and at most %d arrays or dtypes", (int)MOST);
        return NP_NO_DTYPE;
    }
    for (; have < n && operand_init(rt, &o[have], operands[have]); have++)
        arrays[have] = o[have].array;
    enum np_dtype d = have == n ? common_dtype(n, arrays) : NP_NO_DTYPE;
    for (size_t i = 0; i < have; i++)
        operand_finish(rt, &o[i]);
    return d;
}

/* The dtype an operation on operands of a common dtype is calculated in; NP_NO_DTYPE without an
 * exception. */
static enum np_dtype calculated_in(enum np_op op, enum np_dtype d)
{
    enum np_dtype result;
    if (np_loop_of(op, d, &result))
        return d;
    if ((op == NP_SUBTRACT || op == NP_NEGATIVE) && d == NP_BOOL)
        return NP_NO_DTYPE;
    if (op == NP_DIVIDE || op == NP_FLOAT_POWER)
        return NP_FLOAT64;
    if (d == NP_BOOL && np_loop_of(op, NP_INT8, &result))
        return NP_INT8;
    enum np_dtype real = np_size(d) <= 2 ? NP_FLOAT32 : NP_FLOAT64;
    return !np_is_float(d) && np_loop_of(op, real, &result) ? real : NP_NO_DTYPE;
}

static bool raise_no_loop(mr_runtime *rt, enum np_op op)
{
    if (op == NP_SUBTRACT)
        mr_raise(rt, rt->exc.TypeError,
                 "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, "
                 "the `^` operator, or the "
                 "logical_xor function instead.");
    else if (op == NP_NEGATIVE)
        mr_raise(rt, rt->exc.TypeError,
                 "The numpy boolean negative, the `-` operator, is not supported, use the `~` "
                 "operator or the logical_not "
                 "function instead.");
    else
        mr_raise(rt, rt->exc.TypeError,
                 "ufunc '%s' not supported for the input types, and the inputs could not be safely "
                 "coerced to any supported "
                 "types according to the casting rule ''safe''",
                 np_op_name(op));
    return false;
}

/* ---- floating-point errors ---- */

static const struct {
    int flag;
    const char *text;
} float_errors[NP_ERRORS] = {
    {FE_DIVBYZERO, "divide by zero"},
    {FE_OVERFLOW, "overflow"},
    {FE_UNDERFLOW, "underflow"},
    {FE_INVALID, "invalid value"},
};

bool np_float_errors(mr_runtime *rt, const char *kind, const char *name)
{
    int raised = fetestexcept(FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID);
    if (!raised)
        return true;
    feclearexcept(FE_ALL_EXCEPT);
    for (int i = 0; i < NP_ERRORS; i++) {
        if (!(raised & float_errors[i].flag))
            continue;
        switch (rt->numpy->errors[i]) {
        case NP_ERROR_WARN:
            if (mr_warn(rt, rt->exc.RuntimeWarning, 1, "%s encountered in %s%s",
                        float_errors[i].text, kind, name) < 0)
                return false;
            break;
        case NP_ERROR_RAISE:
            mr_raise(rt, rt->exc.FloatingPointError, "%s encountered in %s%s", float_errors[i].text,
                     kind, name);
            return false;
        default:
            break;
        }
    }
    return true;
}

/* ---- running ---- */

static bool powers_fit(mr_runtime *rt, enum np_dtype d, const char *p, int64_t stride, int64_t n)
{
    for (int64_t i = 0; i < n; i++, p += stride) {
        int64_t v;
        np_cast(NP_INT64, (char *)&v, 8, d, p, 0, 1);
        if (v < 0) {
            mr_raise(rt, rt->exc.ValueError,
                     "Integers to negative integer powers are not allowed.");
            return false;
        }
    }
    return true;
}

/* One row in chunks. data and strides: of `inputs` operands, then the result. */
static bool run_row(mr_runtime *rt, enum np_op op, np_loop loop, int inputs, enum np_dtype d,
                    const enum np_dtype *dtypes, enum np_dtype gives, char **data,
                    const int64_t *strides, int64_t n)
{
    char room[3][CHUNK * 8] __attribute__((aligned(16)));
    bool casts = dtypes[inputs] != gives;
    for (int k = 0; k < inputs; k++)
        casts |= dtypes[k] != d;
    int64_t most = casts ? CHUNK : UNCAST_CHUNK;
    bool checks = op == NP_POWER && !np_is_float(d) && !np_is_unsigned(d);
    for (int64_t done = 0; done < n; done += most) {
        int64_t now = n - done < most ? n - done : most;
        char *at[3];
        int64_t step[3];
        for (int k = 0; k <= inputs; k++) {
            char *p = data[k] + done * strides[k];
            at[k] = p;
            step[k] = strides[k];
            enum np_dtype want = k < inputs ? d : gives;
            if (dtypes[k] == want)
                continue;
            at[k] = room[k];
            step[k] = (int64_t)np_size(want);
            if (k < inputs)
                np_cast(want, at[k], step[k], dtypes[k], p, strides[k], now);
        }
        if (checks && !powers_fit(rt, d, at[1], step[1], now))
            return false;
        loop(at, step, now);
        if (dtypes[inputs] != gives)
            np_cast(dtypes[inputs], data[inputs] + done * strides[inputs], strides[inputs], gives,
                    at[inputs], step[inputs], now);
        if (mr_poll(rt) < 0)
            return false;
    }
    return true;
}

static bool may_cast(enum np_dtype from, enum np_dtype to)
{
    static const char order[] = "buif";
    return strchr(order, np_kind(from)) <= strchr(order, np_kind(to));
}

static bool check_out(mr_runtime *rt, enum np_op op, np_array *out, int ndim, const int64_t *shape,
                      enum np_dtype gives)
{
    bool same = out->ndim == ndim;
    for (int i = 0; same && i < ndim; i++)
        same = out->dims[i] == shape[i];
    if (!same) {
        mr_value have = np_shape_text(rt, out->ndim, out->dims),
                 want = np_shape_text(rt, ndim, shape);
        if (have && want)
            mr_raise(rt, rt->exc.ValueError,
                     "non-broadcastable output operand with shape %V doesn't match the broadcast "
                     "shape %V",
                     have, want);
        mr_decref(rt, have);
        mr_decref(rt, want);
        return false;
    }
    if (out->readonly) {
        mr_raise(rt, rt->exc.ValueError, "output array is read-only");
        return false;
    }
    if (!may_cast(gives, out->dtype)) {
        mr_raise(rt, np_class(rt->numpy->ufunc_error),
                 "Cannot cast ufunc '%s' output from dtype('%s') to dtype('%s') with casting rule "
                 "'same_kind'",
                 np_op_name(op), np_name(gives), np_name(out->dtype));
        return false;
    }
    return true;
}

/* An input that shares memory with the result, but not item for item, is copied first. */
static bool separate(mr_runtime *rt, struct operand *o, np_array *out)
{
    np_array *a = o->array;
    if (a == out || a == &o->single || !np_shares(a, out))
        return true;
    if (a->data == out->data && a->ndim == out->ndim && a->dtype == out->dtype &&
        !memcmp(a->dims, out->dims, 2 * (size_t)a->ndim * sizeof *a->dims))
        return true;
    mr_value copy = np_copy(rt, a, a->dtype);
    if (!copy)
        return false;
    mr_replace(rt, &o->owned, copy);
    o->array = np_as(copy);
    return true;
}

/* A number is cast once for all rows. */
static void cast_single(struct operand *o, enum np_dtype d)
{
    np_array *a = o->array;
    if (a->ndim || a->dtype == d)
        return;
    char item[8];
    np_cast(d, item, 0, a->dtype, a->data, 0, 1);
    memcpy(o->item, item, sizeof item);
    o->single = (np_array){.data = o->item, .dtype = (uint8_t)d};
    o->array = &o->single;
}

static mr_value apply(mr_runtime *rt, enum np_op op, struct operand *o, int inputs, enum np_dtype d,
                      mr_value out)
{
    enum np_dtype gives;
    np_loop loop = np_loop_of(op, d, &gives);
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim = o[0].array->ndim;
    if (inputs == 2)
        ndim = np_broadcast(rt, o[0].array, o[1].array, shape);
    else
        memcpy(shape, o[0].array->dims, (size_t)ndim * sizeof *shape);
    if (ndim < 0 || (out && !check_out(rt, op, np_as(out), ndim, shape, gives)))
        return MR_NULL;
    bool scalar = ndim == 0 && !out && (o[0].array == &o[0].single || o[0].array->ndim == 0);
    for (int k = 0; k < inputs; k++) {
        if (out && !separate(rt, &o[k], np_as(out)))
            return MR_NULL;
        cast_single(&o[k], d);
    }
    np_array result_item = {.dtype = (uint8_t)gives};
    char item[8];
    mr_value result = MR_NULL;
    np_array *target = &result_item;
    if (scalar) {
        result_item.data = item;
    } else {
        result = out ? mr_incref(out) : np_new(rt, gives, ndim, shape, false);
        if (!result)
            return MR_NULL;
        target = np_as(result);
    }
    np_array *arrays[3] = {o[0].array, inputs == 2 ? o[1].array : target, target};
    enum np_dtype dtypes[3];
    for (int k = 0; k <= inputs; k++)
        dtypes[k] = arrays[k]->dtype;
    struct np_walk w;
    bool ok = true;
    feclearexcept(FE_ALL_EXCEPT);
    for (np_walk_init(&w, ndim, shape, inputs + 1, arrays); ok && !w.done; np_walk_next(&w))
        ok = run_row(rt, op, loop, inputs, d, dtypes, gives, w.data, w.row_stride, w.row);
    if (!ok ||
        !np_float_errors(rt, scalar && o[0].array == &o[0].single && op < NP_UNARY ? "scalar " : "",
                         np_op_name(op))) {
        mr_decref(rt, result);
        return MR_NULL;
    }
    return scalar ? np_item(rt, gives, item) : result;
}

mr_value np_binary(mr_runtime *rt, enum np_op op, mr_value a, mr_value b, mr_value out)
{
    struct operand o[2];
    mr_value result = MR_NULL;
    if (!operand_init(rt, &o[0], a))
        return MR_NULL;
    if (!operand_init(rt, &o[1], b)) {
        operand_finish(rt, &o[0]);
        return MR_NULL;
    }
    np_array *arrays[2] = {o[0].array, o[1].array};
    enum np_dtype d = common_dtype(2, arrays);
    d = calculated_in(op, d);
    if (d == NP_NO_DTYPE)
        raise_no_loop(rt, op);
    else
        result = apply(rt, op, o, 2, d, out);
    operand_finish(rt, &o[0]);
    operand_finish(rt, &o[1]);
    return result;
}

mr_value np_unary(mr_runtime *rt, enum np_op op, mr_value a, mr_value out)
{
    struct operand o[1];
    mr_value result = MR_NULL;
    if (!operand_init(rt, o, a))
        return MR_NULL;
    enum np_dtype d = calculated_in(op, o->array->dtype);
    if (d == NP_NO_DTYPE)
        raise_no_loop(rt, op);
    else
        result = apply(rt, op, o, 1, d, out);
    operand_finish(rt, o);
    return result;
}

static mr_value raise_text_operand(mr_runtime *rt, enum np_op op, mr_value a, mr_value b)
{
    mr_value sides[2] = {a, b}, names[2] = {MR_NULL, MR_NULL};
    for (int k = 0; k < 2; k++) {
        if (mr_is_str(sides[k])) {
            names[k] = mr_str_format(rt, "dtype('<U%zu')", mr_as_str(sides[k])->length);
        } else {
            enum np_dtype d = np_result_type(rt, 1, &sides[k]);
            names[k] = d == NP_NO_DTYPE ? MR_NULL : mr_str_format(rt, "dtype('%s')", np_name(d));
        }
    }
    if (names[0] && names[1])
        mr_raise(rt, np_class(rt->numpy->ufunc_error),
                 "ufunc '%s' did not contain a loop with signature matching types (%V, %V) -> None",
                 np_op_name(op), names[0], names[1]);
    mr_decref(rt, names[0]);
    mr_decref(rt, names[1]);
    return MR_NULL;
}

/* Numbers, arrays, and sequences of them: what an operator makes an operand of. */
static bool is_operand(mr_runtime *rt, mr_value v)
{
    return np_is_array(rt, v) || mr_is_integer(v) || mr_is_real_float(v) ||
           np_scalar_dtype(rt, v) != NP_NO_DTYPE || mr_is_list(v) || mr_is_tuple(v) ||
           mr_has_kind(v, MR_KIND_RANGE) || mr_is_bytearray(v);
}

mr_value np_operator(mr_runtime *rt, enum np_op op, mr_value a, mr_value b)
{
    if ((mr_is_str(a) || mr_is_str(b)) && op < NP_EQUAL)
        return raise_text_operand(rt, op, a, b);
    if (!is_operand(rt, a) || !is_operand(rt, b))
        return MR_NOT_IMPLEMENTED;
    return np_binary(rt, op, a, b, MR_NULL);
}

/* ---- the type ---- */

typedef struct np_ufunc {
    mr_object head;
    enum np_op op;
} np_ufunc;

static enum np_op ufunc_op(mr_value self) { return ((np_ufunc *)mr_obj(self))->op; }

static mr_value ufunc_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<ufunc '%s'>", np_op_name(ufunc_op(self)));
}

/* Takes the keyword arguments out= and dtype= from a call; others are errors. */
static bool ufunc_keywords(mr_runtime *rt, const mr_value *values, mr_value kwnames, mr_value *out,
                           enum np_dtype *dtype)
{
    *out = MR_NULL;
    *dtype = NP_NO_DTYPE;
    size_t n = kwnames ? mr_as_tuple(kwnames)->length : 0;
    for (size_t i = 0; i < n; i++) {
        mr_value name = mr_as_tuple(kwnames)->items[i], v = values[i];
        if (mr_str_is(name, "out")) {
            if (mr_is_tuple(v) && mr_as_tuple(v)->length == 1)
                v = mr_as_tuple(v)->items[0];
            if (v != MR_NONE && !np_is_array(rt, v)) {
                mr_raise(rt, rt->exc.TypeError, "return arrays must be of ArrayType");
                return false;
            }
            *out = v == MR_NONE ? MR_NULL : v;
        } else if (mr_str_is(name, "dtype")) {
            if (!np_dtype_argument(rt, v, NP_NO_DTYPE, dtype))
                return false;
        } else if (mr_str_is(name, "where") || mr_str_is(name, "casting") ||
                   mr_str_is(name, "order") || mr_str_is(name, "subok")) {
            if (v != MR_TRUE && !mr_is_str(v)) {
                np_unsupported(rt, "where= of ufuncs");
                return false;
            }
        } else {
            mr_raise(rt, rt->exc.TypeError, "got an unexpected keyword argument '%V'", name);
            return false;
        }
    }
    return true;
}

static mr_value ufunc_call(NP_ARGS)
{
    enum np_op op = ufunc_op(self);
    size_t inputs = op < NP_UNARY ? 2 : 1;
    if (nargs < inputs || nargs > inputs + 1)
        return mr_raise(rt, rt->exc.TypeError,
                        "%s() takes from %d to %d positional arguments but %d were given",
                        np_op_name(op), (int)inputs, (int)inputs + 1, (int)nargs);
    mr_value out;
    enum np_dtype dtype;
    if (!ufunc_keywords(rt, args + nargs, kwnames, &out, &dtype))
        return MR_NULL;
    if (nargs > inputs && args[inputs] != MR_NONE)
        out = args[inputs];
    if (out && !np_is_array(rt, out))
        return mr_raise(rt, rt->exc.TypeError, "return arrays must be of ArrayType");
    for (size_t k = 0; k < inputs; k++) {
        if (!mr_is_str(args[k]) && args[k] != MR_NONE)
            continue;
        if (inputs == 2 && op < NP_EQUAL && mr_is_str(args[k]))
            return raise_text_operand(rt, op, args[0], args[1]);
        raise_no_loop(rt, op == NP_SUBTRACT || op == NP_NEGATIVE ? NP_SQRT : op);
        return MR_NULL;
    }
    if (dtype == NP_NO_DTYPE)
        return inputs == 2 ? np_binary(rt, op, args[0], args[1], out)
                           : np_unary(rt, op, args[0], out);
    mr_value a = np_from(rt, args[0], dtype),
             b = inputs == 2 && a ? np_from(rt, args[1], dtype) : MR_NULL, v = MR_NULL;
    if (a && (b || inputs == 1))
        v = inputs == 2 ? np_binary(rt, op, a, b, out) : np_unary(rt, op, a, out);
    mr_decref(rt, a);
    mr_decref(rt, b);
    return v;
}

static mr_value m_reduce(NP_ARGS)
{
    mr_value in[6];
    enum np_dtype d;
    int keep;
    if (!mr_bind(rt, "reduce(array, axis=, dtype=, out=, keepdims=, initial=)", args, nargs,
                 kwnames, in) ||
        !np_dtype_argument(rt, in[2], NP_NO_DTYPE, &d))
        return MR_NULL;
    if (in[3] && in[3] != MR_NONE)
        return np_unsupported(rt, "out= of reduce");
    keep = in[4] ? mr_truth(rt, in[4]) : 0;
    mr_value a = keep < 0 ? MR_NULL : np_array_argument(rt, in[0]);
    mr_value v =
        a ? np_reduce(rt, ufunc_op(self), np_as(a), in[1] ? in[1] : mr_small_int(0), d, keep, in[5])
          : MR_NULL;
    mr_decref(rt, a);
    return v;
}

static mr_value m_accumulate(NP_ARGS)
{
    mr_value in[3];
    enum np_dtype d;
    int64_t axis = 0;
    if (!mr_bind(rt, "accumulate(array, axis=, dtype=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[2], NP_NO_DTYPE, &d) || (in[1] && !mr_to_int64(rt, in[1], &axis)))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]);
    mr_value v = a ? np_accumulate(rt, ufunc_op(self), np_as(a), axis, d) : MR_NULL;
    mr_decref(rt, a);
    return v;
}

static mr_value m_outer(NP_ARGS)
{
    mr_value in[2], v = MR_NULL;
    if (!mr_bind(rt, "outer(A, B, /)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value a = np_array_argument(rt, in[0]), b = a ? np_array_argument(rt, in[1]) : MR_NULL,
             tall = MR_NULL;
    if (a && b && np_as(a)->ndim + np_as(b)->ndim <= NP_MAX_DIMENSIONS) {
        int64_t shape[NP_MAX_DIMENSIONS];
        int ndim = np_as(a)->ndim;
        memcpy(shape, np_as(a)->dims, (size_t)ndim * sizeof *shape);
        for (int i = 0; i < np_as(b)->ndim; i++)
            shape[ndim + i] = 1;
        tall = np_reshape(rt, np_as(a), ndim + np_as(b)->ndim, shape, false);
        v = tall ? np_binary(rt, ufunc_op(self), tall, b, MR_NULL) : MR_NULL;
    } else if (a && b) {
        mr_raise(rt, rt->exc.ValueError, "maximum supported dimension for an ndarray is 32");
    }
    mr_decref(rt, tall);
    mr_decref(rt, a);
    mr_decref(rt, b);
    return v;
}

static mr_value get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, np_op_name(ufunc_op(self)));
}
static mr_value get_inputs(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(ufunc_op(self) < NP_UNARY ? 2 : 1);
}
static mr_value get_outputs(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(1);
}

static const mr_method_def methods[] = {
    {"reduce", m_reduce, MR_ARGS_ANY, "Applies the operation along an axis, to one value."},
    {"accumulate", m_accumulate, MR_ARGS_ANY, "The results of reduce so far, along an axis."},
    {"outer", m_outer, MR_ARGS_ANY, "The operation on all pairs."},
    NP_METHODS_END,
};
static const mr_getset_def getsets[] = {
    {"__name__", get_name, NULL, NULL, NULL},
    {"nin", get_inputs, NULL, NULL, NULL},
    {"nout", get_outputs, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static void ufunc_dealloc(mr_runtime *rt, mr_object *self) {}
static void ufunc_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout ufunc_layout = {.dealloc = ufunc_dealloc, .traverse = ufunc_traverse};

const mr_type_spec np_ufunc_spec = {
    .name = "numpy.ufunc",
    .doc = "An operation on the items of arrays.",
    .basic_size = sizeof(np_ufunc),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &ufunc_layout,
    .slots = {.repr = ufunc_repr, .call = ufunc_call},
    .methods = methods,
    .getsets = getsets,
};

bool np_ufuncs_setup(mr_runtime *rt, mr_value module)
{
    static const struct {
        const char *name;
        enum np_op op;
    } aliases[] = {
        {"abs", NP_ABSOLUTE},       {"true_divide", NP_DIVIDE}, {"mod", NP_REMAINDER},
        {"bitwise_not", NP_INVERT}, {"deg2rad", NP_RADIANS},    {"rad2deg", NP_DEGREES},
        {"fabs", NP_ABSOLUTE},
    };
    struct np_state *np = rt->numpy;
    np->ufunc = mr_module_add_type(rt, module, &np_ufunc_spec, NULL);
    if (!np->ufunc)
        return false;
    for (int op = 0; op < NP_OPS; op++) {
        np_ufunc *f = mr_object_new(rt, np->ufunc, sizeof *f, false);
        if (!f)
            return false;
        f->op = (enum np_op)op;
        mr_value v = mr_from(f);
        for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
            if ((int)aliases[i].op == op &&
                !mr_module_add(rt, module, aliases[i].name, mr_incref(v)))
                return false;
        }
        if (!mr_module_add(rt, module, np_op_name((enum np_op)op), v))
            return false;
    }
    return true;
}
