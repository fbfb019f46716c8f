/*
 * slots_python.c - slots of classes that define special methods in Python:
 * each looks its method up on the type and calls it, without an object for
 * the bound method.
 */
#include "types/containers.h"
#include "types/int.h"
#include "types/slots.h"
#include "types/str.h"

mr_value mr_special_find(mr_runtime *rt, mr_value self, mr_value name, bool *unbound)
{
    mr_type *type = mr_type_of(rt, self);
    mr_value v = mr_type_lookup(rt, type, name);
    *unbound = false;
    if (!v)
        return MR_NULL;
    if (mr_has_kind(v, MR_KIND_FUNCTION)) {
        *unbound = true;
        return mr_incref(v);
    }
    mr_type *vtype = mr_type_of(rt, v);
    if (vtype->flags & MR_TYPE_METHOD_DESCR) {
        *unbound = true;
        return mr_incref(v);
    }
    if (!vtype->slots.descr_get)
        return mr_incref(v);
    mr_incref(v);
    mr_value bound = vtype->slots.descr_get(rt, v, self, mr_from(type));
    mr_decref(rt, v);
    return bound;
}

mr_value mr_special_call(mr_runtime *rt, mr_value name, const mr_value *args, size_t nargs,
                         mr_value kwnames,
                         bool *found)
{
    bool unbound;
    mr_value fn = mr_special_find(rt, args[0], name, &unbound);
    *found = fn || mr_error(rt);
    if (!fn)
        return MR_NULL;
    mr_value result = unbound ? mr_call(rt, fn, args, nargs, kwnames)
        : mr_call(rt, fn, args + 1, nargs - 1, kwnames);
    mr_decref(rt, fn);
    return result;
}

/* The method must be there: a missing one is an AttributeError. */
static mr_value call_special(mr_runtime *rt, mr_value name, const mr_value *args, size_t nargs)
{
    bool found;
    mr_value result = mr_special_call(rt, name, args, nargs, MR_NULL, &found);
    if (!found)
        mr_raise_value(rt, rt->exc.AttributeError, name);
    return result;
}

/* The same, NotImplemented when it is missing. */
static mr_value call_maybe(mr_runtime *rt, mr_value name, mr_value a, mr_value b)
{
    bool found;
    mr_value args[2] = {a, b};
    mr_value result = mr_special_call(rt, name, args, 2, MR_NULL, &found);
    return found ? result : MR_NOT_IMPLEMENTED;
}

/* Does right's type bring its own reflected method, other than left's? */
static int overloaded(mr_runtime *rt, mr_value left, mr_value right, mr_value name)
{
    mr_value b = mr_type_lookup(rt, mr_type_of(rt, right), name);
    if (!b)
        return 0;
    mr_value a = mr_type_lookup(rt, mr_type_of(rt, left), name);
    if (!a)
        return 1;
    return a == b ? 0 : mr_compare_bool(rt, a, b, MR_NE);
}

static mr_value binary(mr_runtime *rt, mr_value a, mr_value b, size_t offset, void *generic,
                       mr_value name,
                       mr_value reflected)
{
    mr_type *ta = mr_type_of(rt, a), *tb = mr_type_of(rt, b);
    bool try_right = ta != tb && *(void **)(void *)((char *)&tb->slots + offset) == generic;
    if (*(void **)(void *)((char *)&ta->slots + offset) == generic) {
        if (try_right && mr_is_subtype(tb, ta)) {
            int own = overloaded(rt, a, b, reflected);
            if (own < 0)
                return MR_NULL;
            if (own) {
                mr_value result = call_maybe(rt, reflected, b, a);
                if (result != MR_NOT_IMPLEMENTED)
                    return result;
                try_right = false;
            }
        }
        mr_value result = call_maybe(rt, name, a, b);
        if (result != MR_NOT_IMPLEMENTED || ta == tb)
            return result;
    }
    return try_right ? call_maybe(rt, reflected, b, a) : MR_NOT_IMPLEMENTED;
}

#define X(slot, name, reflected)                                                                   \
    mr_value mr_slot_##slot(mr_runtime *rt, mr_value a, mr_value b)                                \
    {                                                                                              \
        return binary(rt, a, b, offsetof(mr_slots, slot), (void *)mr_slot_##slot,                  \
                      MR_NAME(rt, name), MR_NAME(rt, reflected));                                  \
    }
MR_BINARY_SLOTS(X)
#undef X

#define X(slot, name)                                                                              \
    mr_value mr_slot_##slot(mr_runtime *rt, mr_value a, mr_value b)                                \
    {                                                                                              \
        return call_special(rt, MR_NAME(rt, name), (mr_value[]){a, b}, 2);                         \
    }
MR_INPLACE_SLOTS(X)
#undef X

#define X(slot, name)                                                                              \
    mr_value mr_slot_##slot(mr_runtime *rt, mr_value a)                                            \
    {                                                                                              \
        return call_special(rt, MR_NAME(rt, name), &a, 1);                                         \
    }
MR_UNARY_SLOTS(X)
#undef X

mr_value mr_slot_power(mr_runtime *rt, mr_value a, mr_value b, mr_value c)
{
    if (c == MR_NONE)
        return binary(rt, a, b, offsetof(mr_slots, power), (void *)mr_slot_power,
                      MR_NAME(rt, __pow__),
                      MR_NAME(rt, __rpow__));
    if (mr_type_of(rt, a)->slots.power != mr_slot_power)
        return MR_NOT_IMPLEMENTED;
    return call_special(rt, MR_NAME(rt, __pow__), (mr_value[]){a, b, c}, 3);
}

mr_value mr_slot_ipower(mr_runtime *rt, mr_value a, mr_value b, mr_value c)
{
    return call_special(rt, MR_NAME(rt, __ipow__), (mr_value[]){a, b}, 2);
}

mr_value mr_slot_iter(mr_runtime *rt, mr_value self)
{
    if (mr_type_lookup(rt, mr_type_of(rt, self), MR_NAME(rt, __iter__)) == MR_NONE)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not iterable", self);
    bool found;
    mr_value result = mr_special_call(rt, MR_NAME(rt, __iter__), &self, 1, MR_NULL, &found);
    return found ? result : mr_seq_iter_new(rt, self);
}

int mr_slot_boolean(mr_runtime *rt, mr_value self)
{
    bool found;
    mr_value v = mr_special_call(rt, MR_NAME(rt, __bool__), &self, 1, MR_NULL, &found);
    if (!found)
        return 1;
    if (!v)
        return -1;
    if (mr_is_bool(v))
        return v == MR_TRUE;
    mr_raise(rt, rt->exc.TypeError, "__bool__ should return bool, returned %T", v);
    mr_decref(rt, v);
    return -1;
}

int64_t mr_slot_length(mr_runtime *rt, mr_value self)
{
    mr_value v = call_special(rt, MR_NAME(rt, __len__), &self, 1);
    if (!v)
        return -1;
    mr_value n = mr_index(rt, v);
    mr_decref(rt, v);
    if (!n)
        return -1;
    int64_t length = -1;
    if (mr_int_sign(n) < 0)
        mr_raise(rt, rt->exc.ValueError, "__len__() should return >= 0");
    else if (!mr_to_int64(rt, n, &length)) {
        mr_error_clear(rt);
        mr_raise(rt, rt->exc.OverflowError, "cannot fit 'int' into an index-sized integer");
        length = -1;
    }
    mr_decref(rt, n);
    return length;
}

mr_value mr_slot_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    return call_special(rt, MR_NAME(rt, __getitem__), (mr_value[]){self, key}, 2);
}

/* Drops what a method that answers nothing has answered. */
static int done(mr_runtime *rt, mr_value result)
{
    if (!result)
        return -1;
    mr_decref(rt, result);
    return 0;
}

int mr_slot_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    if (!v)
        return done(rt, call_special(rt, MR_NAME(rt, __delitem__), (mr_value[]){self, key}, 2));
    return done(rt, call_special(rt, MR_NAME(rt, __setitem__), (mr_value[]){self, key, v}, 3));
}

static int search(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_value it = mr_iter(rt, self);
    if (!it)
        return -1;
    int found = 0;
    while (!found) {
        mr_value item = mr_next(rt, it);
        if (!item) {
            found = mr_error(rt) ? -1 : 0;
            break;
        }
        found = mr_compare_bool(rt, item, v, MR_EQ);
        mr_decref(rt, item);
    }
    mr_decref(rt, it);
    return found;
}

int mr_slot_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    if (mr_type_lookup(rt, mr_type_of(rt, self), MR_NAME(rt, __contains__)) == MR_NONE)
        return mr_fail(rt, rt->exc.TypeError, "'%T' object is not a container", self);
    bool found;
    mr_value args[2] = {self, v};
    mr_value result = mr_special_call(rt, MR_NAME(rt, __contains__), args, 2, MR_NULL, &found);
    if (!found)
        return search(rt, self, v);
    if (!result)
        return -1;
    int truth = mr_truth(rt, result);
    mr_decref(rt, result);
    return truth;
}

int64_t mr_slot_unhashable(mr_runtime *rt, mr_value self)
{
    mr_raise(rt, rt->exc.TypeError, "unhashable type: '%T'", self);
    return -1;
}

int64_t mr_slot_hash(mr_runtime *rt, mr_value self)
{
    bool found;
    if (mr_type_lookup(rt, mr_type_of(rt, self), MR_NAME(rt, __hash__)) == MR_NONE)
        return mr_slot_unhashable(rt, self);
    mr_value v = mr_special_call(rt, MR_NAME(rt, __hash__), &self, 1, MR_NULL, &found);
    if (!found)
        return mr_slot_unhashable(rt, self);
    if (!v)
        return -1;
    if (!mr_is_integer(v)) {
        mr_decref(rt, v);
        return mr_fail(rt, rt->exc.TypeError, "__hash__ method should return an integer");
    }
    int overflow;
    int64_t hash = mr_int_value(v, &overflow);
    if (overflow)
        hash = mr_int_hash(v);
    mr_decref(rt, v);
    return hash == -1 ? -2 : hash;
}

/* Arguments with one more in front. NULL without memory. */
static mr_value *with_first(mr_runtime *rt, mr_value first, const mr_value *args, size_t nargs,
                            mr_value kwnames,
                            mr_value few[16], size_t *all)
{
    *all = nargs + (kwnames ? mr_as_tuple(kwnames)->length : 0) + 1;
    mr_value *shifted = *all <= 16 ? few : mr_buf_new(rt, *all * sizeof *shifted);
    if (!shifted)
        return NULL;
    shifted[0] = first;
    if (*all > 1)
        memcpy(shifted + 1, args, (*all - 1) * sizeof *args);
    return shifted;
}

mr_value mr_slot_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    bool unbound;
    mr_value fn = mr_special_find(rt, self, MR_NAME(rt, __call__), &unbound);
    if (!fn)
        return mr_error(rt) ? MR_NULL : mr_raise(rt, rt->exc.TypeError,
                                                 "'%T' object is not callable", self);
    mr_value result;
    if (!unbound) {
        result = mr_call(rt, fn, args, nargs, kwnames);
    } else {
        mr_value few[16];
        size_t all;
        mr_value *shifted = with_first(rt, self, args, nargs, kwnames, few, &all);
        if (!shifted) {
            mr_decref(rt, fn);
            return MR_NULL;
        }
        result = mr_call(rt, fn, shifted, nargs + 1, kwnames);
        if (shifted != few)
            mr_buf_free(rt, shifted, all * sizeof *shifted);
    }
    mr_decref(rt, fn);
    return result;
}

mr_value mr_slot_getattr_hook(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_type *type = mr_type_of(rt, self);
    mr_value get = mr_type_lookup(rt, type, MR_NAME(rt, __getattribute__));
    mr_value args[2] = {self, name};
    mr_value result;
    const mr_descr *d = mr_is_object(get) ? (mr_descr *)mr_obj(get) : NULL;
    if (d && mr_type_of(rt, get) == rt->types.slot_wrapper &&
        d->type->slots.getattr == mr_generic_getattr)
        result = mr_generic_getattr(rt, self, name);
    else
        result = call_special(rt, MR_NAME(rt, __getattribute__), args, 2);
    if (result || !mr_error_is(rt, rt->exc.AttributeError))
        return result;
    if (!mr_type_lookup(rt, type, MR_NAME(rt, __getattr__)))
        return MR_NULL;
    mr_error_clear(rt);
    return call_special(rt, MR_NAME(rt, __getattr__), args, 2);
}

int mr_slot_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    if (!v)
        return done(rt, call_special(rt, MR_NAME(rt, __delattr__), (mr_value[]){self, name}, 2));
    return done(rt, call_special(rt, MR_NAME(rt, __setattr__), (mr_value[]){self, name, v}, 3));
}

mr_value mr_slot_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_value name;
    switch (op) {
    case MR_LT: name = MR_NAME(rt, __lt__); break;
    case MR_LE: name = MR_NAME(rt, __le__); break;
    case MR_EQ: name = MR_NAME(rt, __eq__); break;
    case MR_NE: name = MR_NAME(rt, __ne__); break;
    case MR_GT: name = MR_NAME(rt, __gt__); break;
    default: name = MR_NAME(rt, __ge__); break;
    }
    return call_maybe(rt, name, a, b);
}

mr_value mr_slot_descr_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    bool found;
    mr_value args[3] = {self, obj ? obj : MR_NONE, type ? type : MR_NONE};
    mr_value result = mr_special_call(rt, MR_NAME(rt, __get__), args, 3, MR_NULL, &found);
    return found ? result : mr_incref(self);
}

int mr_slot_descr_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v)
{
    if (!v)
        return done(rt, call_special(rt, MR_NAME(rt, __delete__), (mr_value[]){self, obj}, 2));
    return done(rt, call_special(rt, MR_NAME(rt, __set__), (mr_value[]){self, obj, v}, 3));
}

int mr_slot_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                 mr_value kwnames)
{
    mr_value few[16];
    size_t all;
    mr_value *shifted = with_first(rt, self, args, nargs, kwnames, few, &all);
    if (!shifted)
        return -1;
    bool found;
    mr_value result = mr_special_call(rt, MR_NAME(rt, __init__), shifted, nargs + 1, kwnames,
                                      &found);
    if (shifted != few)
        mr_buf_free(rt, shifted, all * sizeof *shifted);
    if (!found)
        return 0;
    if (!result)
        return -1;
    if (result != MR_NONE) {
        mr_raise(rt, rt->exc.TypeError, "__init__() should return None, not '%T'", result);
        mr_decref(rt, result);
        return -1;
    }
    return 0;
}

mr_value mr_slot_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    mr_value fn = mr_getattr(rt, mr_from(type), MR_NAME(rt, __new__));
    if (!fn)
        return MR_NULL;
    mr_value few[16];
    size_t all;
    mr_value *shifted = with_first(rt, mr_from(type), args, nargs, kwnames, few, &all);
    mr_value result = MR_NULL;
    if (shifted)
        result = mr_call(rt, fn, shifted, nargs + 1, kwnames);
    if (shifted && shifted != few)
        mr_buf_free(rt, shifted, all * sizeof *shifted);
    mr_decref(rt, fn);
    return result;
}

void mr_slot_finalize(mr_runtime *rt, mr_value self)
{
    mr_value pending = mr_error_take(rt);
    bool unbound;
    mr_value fn = mr_special_find(rt, self, MR_NAME(rt, __del__), &unbound);
    if (fn) {
        mr_value result = mr_call(rt, fn, &self, unbound ? 1 : 0, MR_NULL);
        if (!result)
            mr_error_unraisable(rt, fn);
        mr_decref(rt, result);
        mr_decref(rt, fn);
    } else if (mr_error(rt)) {
        mr_error_unraisable(rt, self);
    }
    mr_error_restore(rt, pending);
}
