/*
 * slots_wrap.c - C slots called as methods: int.__add__(1, 2).
 */
#include "types/containers.h"
#include "types/int.h"
#include "types/slots.h"
#include "types/str.h"

#define WRAP(name)                                                                                 \
    mr_value mr_wrap_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,     \
                            mr_value kwnames, void *slot)

static bool counted(mr_runtime *rt, size_t nargs, mr_value kwnames, size_t least, size_t most)
{
    if (kwnames && mr_as_tuple(kwnames)->length) {
        mr_raise(rt, rt->exc.TypeError, "wrapper takes no keyword arguments");
        return false;
    }
    if (nargs >= least && nargs <= most)
        return true;
    if (least == most)
        mr_raise(rt, rt->exc.TypeError, "expected %zu argument%s, got %zu", least, least == 1 ? ""
                 : "s", nargs);
    else
        mr_raise(rt, rt->exc.TypeError, "expected at %s %zu argument%s, got %zu", nargs < least
                 ? "least" : "most",
                 nargs < least ? least : most, (nargs < least ? least : most) == 1 ? "" : "s",
                 nargs);
    return false;
}

static mr_value none_or_fail(int status) { return status < 0 ? MR_NULL : MR_NONE; }

WRAP(unary)
{
    return counted(rt, nargs, kwnames, 0, 0) ? ((mr_unary)slot)(rt, self) : MR_NULL;
}

WRAP(binary)
{
    return counted(rt, nargs, kwnames, 1, 1) ? ((mr_binary)slot)(rt, self, args[0]) : MR_NULL;
}

WRAP(binary_reflected)
{
    return counted(rt, nargs, kwnames, 1, 1) ? ((mr_binary)slot)(rt, args[0], self) : MR_NULL;
}

WRAP(ternary)
{
    if (!counted(rt, nargs, kwnames, 1, 2))
        return MR_NULL;
    return ((mr_ternary)slot)(rt, self, args[0], nargs == 2 ? args[1] : MR_NONE);
}

WRAP(ternary_reflected)
{
    if (!counted(rt, nargs, kwnames, 1, 2))
        return MR_NULL;
    return ((mr_ternary)slot)(rt, args[0], self, nargs == 2 ? args[1] : MR_NONE);
}

WRAP(inplace_power)
{
    return counted(rt, nargs, kwnames, 1, 1) ? ((mr_ternary)slot)(rt, self, args[0], MR_NONE)
           : MR_NULL;
}

WRAP(boolean)
{
    if (!counted(rt, nargs, kwnames, 0, 0))
        return MR_NULL;
    int truth = ((mr_inquiry)slot)(rt, self);
    return truth < 0 ? MR_NULL : mr_bool(truth);
}

WRAP(length)
{
    if (!counted(rt, nargs, kwnames, 0, 0))
        return MR_NULL;
    int64_t n = ((mr_lenfunc)slot)(rt, self);
    return n < 0 ? MR_NULL : mr_int_from(rt, n);
}

WRAP(repeat)
{
    int64_t n;
    if (!counted(rt, nargs, kwnames, 1, 1) || !mr_to_int64(rt, args[0], &n))
        return MR_NULL;
    return ((mr_indexed)slot)(rt, self, n);
}

typedef int (*setter)(mr_runtime *rt, mr_value self, mr_value key, mr_value v);

WRAP(setitem)
{
    if (!counted(rt, nargs, kwnames, 2, 2))
        return MR_NULL;
    return none_or_fail(((setter)slot)(rt, self, args[0], args[1]));
}

WRAP(delitem)
{
    if (!counted(rt, nargs, kwnames, 1, 1))
        return MR_NULL;
    return none_or_fail(((setter)slot)(rt, self, args[0], MR_NULL));
}

WRAP(contains)
{
    if (!counted(rt, nargs, kwnames, 1, 1))
        return MR_NULL;
    int found = ((int (*)(mr_runtime *, mr_value, mr_value))slot)(rt, self, args[0]);
    return found < 0 ? MR_NULL : mr_bool(found);
}

WRAP(hash)
{
    if (!counted(rt, nargs, kwnames, 0, 0))
        return MR_NULL;
    int64_t hash = ((int64_t (*)(mr_runtime *, mr_value))slot)(rt, self);
    return hash == -1 && mr_error(rt) ? MR_NULL : mr_int_from(rt, hash);
}

WRAP(call) { return ((mr_native_fn)slot)(rt, self, args, nargs, kwnames); }

/* object.__setattr__ must not get past a built-in type's own __setattr__. */
static bool may_set(mr_runtime *rt, mr_value self, void *slot, const char *what)
{
    const mr_type *type = mr_type_of(rt, self);
    while (type && (type->flags & MR_TYPE_HEAP))
        type = type->base;
    if (!type || (void *)type->slots.setattr == slot)
        return true;
    mr_raise(rt, rt->exc.TypeError, "can't apply this %s to %T object", what, self);
    return false;
}

WRAP(setattr)
{
    if (!counted(rt, nargs, kwnames, 2, 2) || !may_set(rt, self, slot, "__setattr__"))
        return MR_NULL;
    mr_value name = mr_attribute_name(rt, args[0]);
    if (!name)
        return MR_NULL;
    mr_value result = none_or_fail(((setter)slot)(rt, self, name, args[1]));
    mr_decref(rt, name);
    return result;
}

WRAP(delattr)
{
    if (!counted(rt, nargs, kwnames, 1, 1) || !may_set(rt, self, slot, "__delattr__"))
        return MR_NULL;
    mr_value name = mr_attribute_name(rt, args[0]);
    if (!name)
        return MR_NULL;
    mr_value result = none_or_fail(((setter)slot)(rt, self, name, MR_NULL));
    mr_decref(rt, name);
    return result;
}

typedef mr_value (*comparer)(mr_runtime *rt, mr_value a, mr_value b, int op);
#define WRAP_COMPARE(name, op)                                                                     \
    WRAP(name)                                                                                     \
    {                                                                                              \
        if (!counted(rt, nargs, kwnames, 1, 1))                                                    \
            return MR_NULL;                                                                        \
        return ((comparer)slot)(rt, self, args[0], op);                                            \
    }
WRAP_COMPARE(lt, MR_LT)
WRAP_COMPARE(le, MR_LE)
WRAP_COMPARE(eq, MR_EQ)
WRAP_COMPARE(ne, MR_NE)
WRAP_COMPARE(gt, MR_GT)
WRAP_COMPARE(ge, MR_GE)

WRAP(next)
{
    if (!counted(rt, nargs, kwnames, 0, 0))
        return MR_NULL;
    mr_value v = ((mr_unary)slot)(rt, self);
    if (!v && !mr_error(rt))
        mr_raise_exception(rt, mr_from(rt->exc.StopIteration));
    return v;
}

WRAP(descr_get)
{
    if (!counted(rt, nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value obj = args[0] == MR_NONE ? MR_NULL : args[0];
    mr_value type = nargs == 2 && args[1] != MR_NONE ? args[1] : MR_NULL;
    if (!obj && !type)
        return mr_raise(rt, rt->exc.TypeError, "__get__(None, None) is invalid");
    return ((mr_ternary)slot)(rt, self, obj, type);
}

WRAP(descr_set)
{
    if (!counted(rt, nargs, kwnames, 2, 2))
        return MR_NULL;
    return none_or_fail(((setter)slot)(rt, self, args[0], args[1]));
}

WRAP(descr_delete)
{
    if (!counted(rt, nargs, kwnames, 1, 1))
        return MR_NULL;
    return none_or_fail(((setter)slot)(rt, self, args[0], MR_NULL));
}

WRAP(init)
{
    typedef int (*initializer)(mr_runtime *, mr_value, const mr_value *, size_t, mr_value);
    return none_or_fail(((initializer)slot)(rt, self, args, nargs, kwnames));
}

WRAP(finalize)
{
    if (!counted(rt, nargs, kwnames, 0, 0))
        return MR_NULL;
    ((void (*)(mr_runtime *, mr_value))slot)(rt, self);
    return MR_NONE;
}
