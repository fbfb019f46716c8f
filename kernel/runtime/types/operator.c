/*
 * operator.c - Python's operators on any values.
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

static const struct {
    uint16_t slot, inplace;
    const char *sign;
} operators[] = {
    [MR_OP_ADD] = {offsetof(mr_slots, add), offsetof(mr_slots, iadd), "+"},
    [MR_OP_SUBTRACT] = {offsetof(mr_slots, subtract), offsetof(mr_slots, isubtract), "-"},
    [MR_OP_MULTIPLY] = {offsetof(mr_slots, multiply), offsetof(mr_slots, imultiply), "*"},
    [MR_OP_MATRIX_MULTIPLY] = {offsetof(mr_slots, matrix_multiply),
                               offsetof(mr_slots, imatrix_multiply), "@"},
    [MR_OP_TRUE_DIVIDE] = {offsetof(mr_slots, true_divide), offsetof(mr_slots, itrue_divide), "/"},
    [MR_OP_FLOOR_DIVIDE] = {offsetof(mr_slots, floor_divide), offsetof(mr_slots, ifloor_divide),
                            "//"},
    [MR_OP_REMAINDER] = {offsetof(mr_slots, remainder), offsetof(mr_slots, iremainder), "%"},
    [MR_OP_POWER] = {offsetof(mr_slots, power), offsetof(mr_slots, ipower), "** or pow()"},
    [MR_OP_LSHIFT] = {offsetof(mr_slots, lshift), offsetof(mr_slots, ilshift), "<<"},
    [MR_OP_RSHIFT] = {offsetof(mr_slots, rshift), offsetof(mr_slots, irshift), ">>"},
    [MR_OP_AND] = {offsetof(mr_slots, and_), offsetof(mr_slots, iand), "&"},
    [MR_OP_OR] = {offsetof(mr_slots, or_), offsetof(mr_slots, ior), "|"},
    [MR_OP_XOR] = {offsetof(mr_slots, xor_), offsetof(mr_slots, ixor), "^"},
    [MR_OP_DIVMOD] = {offsetof(mr_slots, divmod), 0, "divmod()"},
};

static mr_binary slot_at(const mr_type *type, uint16_t offset)
{
    return *(const mr_binary *)(const void *)((const char *)&type->slots + offset);
}

/* Both operands' slots in Python's order; MR_NOT_IMPLEMENTED when neither knows. */
static mr_value try_binary(mr_runtime *rt, int op, mr_value a, mr_value b)
{
    mr_type *ta = mr_type_of(rt, a), *tb = mr_type_of(rt, b);
    mr_binary left = slot_at(ta, operators[op].slot);
    mr_binary right = ta == tb ? NULL : slot_at(tb, operators[op].slot);
    if (right == left)
        right = NULL;
    if (left) {
        if (right && mr_is_subtype(tb, ta)) {
            mr_value result = right(rt, a, b);
            if (result != MR_NOT_IMPLEMENTED)
                return result;
            right = NULL;
        }
        mr_value result = left(rt, a, b);
        if (result != MR_NOT_IMPLEMENTED)
            return result;
    }
    return right ? right(rt, a, b) : MR_NOT_IMPLEMENTED;
}

mr_value mr_power(mr_runtime *rt, mr_value a, mr_value b, mr_value mod)
{
    mr_type *ta = mr_type_of(rt, a), *tb = mr_type_of(rt, b);
    mr_ternary left = ta->slots.power, right = tb->slots.power;
    if (right == left)
        right = NULL;
    mr_value result = MR_NOT_IMPLEMENTED;
    if (left) {
        if (right && mr_is_subtype(tb, ta)) {
            result = right(rt, a, b, mod);
            if (result != MR_NOT_IMPLEMENTED)
                return result;
            right = NULL;
        }
        result = left(rt, a, b, mod);
        if (result != MR_NOT_IMPLEMENTED)
            return result;
    }
    if (right)
        result = right(rt, a, b, mod);
    if (result != MR_NOT_IMPLEMENTED)
        return result;
    mr_ternary third = mod == MR_NONE ? NULL : mr_type_of(rt, mod)->slots.power;
    if (third && third != left && third != right)
        result = third(rt, a, b, mod);
    if (result != MR_NOT_IMPLEMENTED)
        return result;
    if (mod == MR_NONE)
        return mr_raise(rt, rt->exc.TypeError, "unsupported operand type(s) for ** or pow(): '%T' "
                                               "and '%T'", a, b);
    return mr_raise(rt, rt->exc.TypeError, "unsupported operand type(s) for ** or pow(): '%T', "
                                           "'%T', '%T'", a, b,
                    mod);
}

static mr_value unsupported(mr_runtime *rt, const char *sign, mr_value a, mr_value b)
{
    if (strcmp(sign, ">>") == 0 && mr_has_kind(a, MR_KIND_NATIVE) &&
        strcmp(((mr_native *)mr_obj(a))->def->name, "print") == 0)
        return mr_raise(rt, rt->exc.TypeError,
                        "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean "
                        "\"print(<message>, "
                        "file=<output_stream>)\"?",
                        a, b);
    return mr_raise(rt, rt->exc.TypeError, "unsupported operand type(s) for %s: '%T' and '%T'",
                    sign, a, b);
}

static mr_value repeat(mr_runtime *rt, mr_indexed slot, mr_value seq, mr_value n)
{
    if (!mr_type_of(rt, n)->slots.index)
        return mr_raise(rt, rt->exc.TypeError, "can't multiply sequence by non-int of type '%T'",
                        n);
    int64_t count;
    if (!mr_to_int64(rt, n, &count)) {
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.OverflowError, "cannot fit '%T' into an index-sized integer", n);
        return MR_NULL;
    }
    return slot(rt, seq, count);
}

mr_value mr_binary_op(mr_runtime *rt, int op, mr_value a, mr_value b)
{
    if (op == MR_OP_POWER)
        return mr_power(rt, a, b, MR_NONE);
    mr_value result = try_binary(rt, op, a, b);
    if (result != MR_NOT_IMPLEMENTED)
        return result;
    const mr_slots *sa = &mr_type_of(rt, a)->slots, *sb = &mr_type_of(rt, b)->slots;
    if (op == MR_OP_ADD && sa->concat)
        return sa->concat(rt, a, b);
    if (op == MR_OP_MULTIPLY && sa->repeat)
        return repeat(rt, sa->repeat, a, b);
    if (op == MR_OP_MULTIPLY && sb->repeat)
        return repeat(rt, sb->repeat, b, a);
    return unsupported(rt, operators[op].sign, a, b);
}

mr_value mr_inplace_op(mr_runtime *rt, int op, mr_value a, mr_value b)
{
    const mr_slots *sa = &mr_type_of(rt, a)->slots, *sb = &mr_type_of(rt, b)->slots;
    if (op == MR_OP_POWER) {
        if (sa->ipower) {
            mr_value result = sa->ipower(rt, a, b, MR_NONE);
            if (result != MR_NOT_IMPLEMENTED)
                return result;
        }
        mr_value result = mr_power(rt, a, b, MR_NONE);
        if (!result && !sa->power && !sb->power) {
            mr_error_clear(rt);
            return mr_raise(rt, rt->exc.TypeError, "unsupported operand type(s) for **=: '%T' and "
                                                   "'%T'", a, b);
        }
        return result;
    }
    mr_binary own = operators[op].inplace ? slot_at(mr_type_of(rt, a), operators[op].inplace)
        : NULL;
    if (own) {
        mr_value result = own(rt, a, b);
        if (result != MR_NOT_IMPLEMENTED)
            return result;
    }
    mr_value result = try_binary(rt, op, a, b);
    if (result != MR_NOT_IMPLEMENTED)
        return result;
    if (op == MR_OP_ADD && (sa->inplace_concat || sa->concat))
        return (sa->inplace_concat ? sa->inplace_concat : sa->concat)(rt, a, b);
    if (op == MR_OP_MULTIPLY && (sa->inplace_repeat || sa->repeat))
        return repeat(rt, sa->inplace_repeat ? sa->inplace_repeat : sa->repeat, a, b);
    if (op == MR_OP_MULTIPLY && sb->repeat)
        return repeat(rt, sb->repeat, b, a);
    char sign[8];
    size_t n = strlen(operators[op].sign);
    memcpy(sign, operators[op].sign, n);
    memcpy(sign + n, "=", 2);
    return unsupported(rt, sign, a, b);
}

mr_value mr_unary_op(mr_runtime *rt, int op, mr_value a)
{
    static const char *const signs[] = {"-", "+", "~"};
    const mr_slots *s = &mr_type_of(rt, a)->slots;
    mr_unary slot = op == MR_OP_NEGATIVE ? s->negative : op == MR_OP_POSITIVE ? s->positive
        : s->invert;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "bad operand type for unary %s: '%T'", signs[op], a);
    return slot(rt, a);
}

mr_value mr_absolute(mr_runtime *rt, mr_value a)
{
    mr_unary slot = mr_type_of(rt, a)->slots.absolute;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "bad operand type for abs(): '%T'", a);
    return slot(rt, a);
}

mr_value mr_index(mr_runtime *rt, mr_value v)
{
    if (mr_is_int(v) || mr_is_exact(v, MR_KIND_INT))
        return mr_incref(v);
    if (mr_is_integer(v)) {
        mr_mpz_room room;
        return mr_int_from_mpz(rt, mr_int_mpz(v, &room));
    }
    mr_unary slot = mr_type_of(rt, v)->slots.index;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer",
                        v);
    mr_value result = slot(rt, v);
    if (!result || mr_is_int(result) || mr_is_exact(result, MR_KIND_INT))
        return result;
    if (!mr_is_integer(result)) {
        mr_raise(rt, rt->exc.TypeError, "__index__ returned non-int (type %T)", result);
        mr_decref(rt, result);
        return MR_NULL;
    }
    if (mr_warn(rt, rt->exc.DeprecationWarning, 1,
                "__index__ returned non-int (type %T).  The ability to return an instance of a "
                "strict subclass of "
                "int is deprecated, and may not be allowed in a future version of Python.",
                result) < 0) {
        mr_decref(rt, result);
        return MR_NULL;
    }
    mr_mpz_room room;
    mr_value exact = mr_int_from_mpz(rt, mr_int_mpz(result, &room));
    mr_decref(rt, result);
    return exact;
}

int mr_truth(mr_runtime *rt, mr_value v)
{
    if (mr_is_bool(v))
        return v == MR_TRUE;
    if (v == MR_NONE)
        return 0;
    if (mr_is_int(v))
        return v != mr_small_int(0);
    const mr_slots *s = &mr_type_of(rt, v)->slots;
    if (s->boolean)
        return s->boolean(rt, v);
    if (!s->length)
        return 1;
    int64_t n = s->length(rt, v);
    return n < 0 ? -1 : n > 0;
}

static bool by_order(int order, int op)
{
    switch (op) {
    case MR_LT: return order < 0;
    case MR_LE: return order <= 0;
    case MR_EQ: return order == 0;
    case MR_NE: return order != 0;
    case MR_GT: return order > 0;
    default: return order >= 0;
    }
}

static bool compare_doubles(double a, double b, int op)
{
    switch (op) {
    case MR_LT: return a < b;
    case MR_LE: return a <= b;
    case MR_EQ: return a == b;
    case MR_NE: return a != b;
    case MR_GT: return a > b;
    default: return a >= b;
    }
}

/* Small ints, floats and exact strings without their slots: 1, 0, or -1 for others. */
static inline int compare_plain(mr_value a, mr_value b, int op)
{
    if (mr_both_int(a, b)) {
        int64_t x = mr_small_int_value(a), y = mr_small_int_value(b);
        return by_order(x < y ? -1 : x > y, op);
    }
    if (mr_is_float(a) && mr_is_float(b))
        return compare_doubles(mr_float_value(a), mr_float_value(b), op);
    if (mr_is_exact(a, MR_KIND_STR) && mr_is_exact(b, MR_KIND_STR)) {
        if (op == MR_EQ || op == MR_NE)
            return mr_str_equal(a, b) == (op == MR_EQ);
        return by_order(mr_str_compare(a, b), op);
    }
    return -1;
}

mr_value mr_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    int plain = compare_plain(a, b, op);
    if (plain >= 0)
        return mr_bool(plain);

    static const int swapped[] = {MR_GT, MR_GE, MR_EQ, MR_NE, MR_LT, MR_LE};
    static const char *const signs[] = {"<", "<=", "==", "!=", ">", ">="};
    mr_type *ta = mr_type_of(rt, a), *tb = mr_type_of(rt, b);
    bool tried = false;
    mr_value result = MR_NOT_IMPLEMENTED;
    if (!mr_recursion_enter(rt, " in comparison"))
        return MR_NULL;
    if (ta != tb && tb->slots.richcompare && mr_is_subtype(tb, ta)) {
        tried = true;
        result = tb->slots.richcompare(rt, b, a, swapped[op]);
    }
    if (result == MR_NOT_IMPLEMENTED && ta->slots.richcompare)
        result = ta->slots.richcompare(rt, a, b, op);
    if (result == MR_NOT_IMPLEMENTED && !tried && tb->slots.richcompare)
        result = tb->slots.richcompare(rt, b, a, swapped[op]);
    mr_recursion_leave(rt);
    if (result != MR_NOT_IMPLEMENTED)
        return result;
    if (op == MR_EQ)
        return mr_bool(a == b);
    if (op == MR_NE)
        return mr_bool(a != b);
    return mr_raise(rt, rt->exc.TypeError, "'%s' not supported between instances of '%T' and '%T'",
                    signs[op], a, b);
}

int mr_compare_bool(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (a == b) {
        if (op == MR_EQ)
            return 1;
        if (op == MR_NE)
            return 0;
    }
    int plain = compare_plain(a, b, op);
    if (plain >= 0)
        return plain;
    mr_value result = mr_compare(rt, a, b, op);
    if (!result)
        return -1;
    int truth = mr_truth(rt, result);
    mr_decref(rt, result);
    return truth;
}

int mr_equal(mr_runtime *rt, mr_value a, mr_value b)
{
    if (a == b)
        return 1;
    if (mr_both_int(a, b))
        return 0;
    if (mr_is_exact(a, MR_KIND_STR) && mr_is_exact(b, MR_KIND_STR))
        return mr_str_equal(a, b);
    return mr_compare_bool(rt, a, b, MR_EQ);
}

int64_t mr_pointer_hash(mr_value v)
{
    int64_t hash = (int64_t)(v >> 4 | v << 60);
    return hash == -1 ? -2 : hash;
}

int mr_hash(mr_runtime *rt, mr_value v, uint64_t *out)
{
    if (mr_is_int(v)) {
        int64_t n = mr_small_int_value(v);
        *out = (uint64_t)(n == -1 ? -2 : n);
        return 0;
    }
    if (mr_is_exact(v, MR_KIND_STR)) {
        *out = mr_str_hash(mr_as_str(v));
        return 0;
    }
    int64_t (*hash)(mr_runtime *, mr_value) = mr_type_of(rt, v)->slots.hash;
    if (!hash)
        return mr_fail(rt, rt->exc.TypeError, "unhashable type: '%T'", v);
    int64_t h = hash(rt, v);
    if (h == -1 && mr_error(rt))
        return -1;
    *out = (uint64_t)h;
    return 0;
}
