/*
 * items.c - lengths, items, membership, iteration, isinstance.
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

int64_t mr_length(mr_runtime *rt, mr_value v)
{
    mr_lenfunc slot = mr_type_of(rt, v)->slots.length;
    if (!slot)
        return mr_fail(rt, rt->exc.TypeError, "object of type '%T' has no len()", v);
    return slot(rt, v);
}

int64_t mr_length_hint(mr_runtime *rt, mr_value v, int64_t otherwise)
{
    if (mr_type_of(rt, v)->slots.length) {
        int64_t n = mr_length(rt, v);
        if (n >= 0 || !mr_error_catch(rt, rt->exc.TypeError))
            return n;
    }
    mr_value hint = mr_lookup_special(rt, v, MR_NAME(rt, __length_hint__));
    if (!hint)
        return mr_error(rt) ? -1 : otherwise;
    mr_value n = mr_call0(rt, hint);
    mr_decref(rt, hint);
    if (!n)
        return mr_error_catch(rt, rt->exc.TypeError) ? otherwise : -1;
    int64_t length = otherwise;
    if (n == MR_NOT_IMPLEMENTED)
        return otherwise;
    if (!mr_is_integer(n))
        length = mr_fail(rt, rt->exc.TypeError, "__length_hint__ must be an integer, not %T", n);
    else if (!mr_to_int64(rt, n, &length))
        length = -1;
    else if (length < 0)
        length = mr_fail(rt, rt->exc.ValueError, "__length_hint__() should return >= 0");
    mr_decref(rt, n);
    return length;
}

mr_value mr_getitem(mr_runtime *rt, mr_value v, mr_value key)
{
    mr_binary slot = mr_type_of(rt, v)->slots.getitem;
    if (slot)
        return slot(rt, v, key);
    if (mr_is_type(v)) {
        if (v == mr_from(rt->types.type))
            return mr_generic_alias_new(rt, v, key);
        mr_value method = mr_getattr_optional(rt, v, MR_NAME(rt, __class_getitem__));
        if (method && method != MR_NONE) {
            mr_value result = mr_call1(rt, method, key);
            mr_decref(rt, method);
            return result;
        }
        if (mr_error(rt))
            return MR_NULL;
        return mr_raise(rt, rt->exc.TypeError, "type '%N' is not subscriptable", mr_as_type(v));
    }
    return mr_raise(rt, rt->exc.TypeError, "'%T' object is not subscriptable", v);
}

int mr_setitem(mr_runtime *rt, mr_value v, mr_value key, mr_value x)
{
    int (*slot)(mr_runtime *, mr_value, mr_value, mr_value) = mr_type_of(rt, v)->slots.setitem;
    if (!slot)
        return mr_fail(rt, rt->exc.TypeError, "'%T' object does not support item assignment", v);
    return slot(rt, v, key, x);
}

int mr_delitem(mr_runtime *rt, mr_value v, mr_value key)
{
    int (*slot)(mr_runtime *, mr_value, mr_value, mr_value) = mr_type_of(rt, v)->slots.setitem;
    if (!slot)
        return mr_fail(rt, rt->exc.TypeError, "'%T' object doesn't support item deletion", v);
    return slot(rt, v, key, MR_NULL);
}

int mr_contains(mr_runtime *rt, mr_value container, mr_value v)
{
    int (*slot)(mr_runtime *, mr_value, mr_value) = mr_type_of(rt, container)->slots.contains;
    if (slot)
        return slot(rt, container, v);
    mr_value it = mr_iter(rt, container);
    if (!it) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "argument of type '%T' is not iterable", container);
        return -1;
    }
    int found = 0;
    while (!found) {
        mr_value item = mr_next(rt, it);
        if (!item) {
            found = mr_error(rt) ? -1 : 0;
            break;
        }
        found = mr_compare_bool(rt, item, v, MR_EQ);
        mr_decref(rt, item);
        if (!found && mr_poll(rt) < 0)
            found = -1;
    }
    mr_decref(rt, it);
    return found;
}

mr_value mr_iter(mr_runtime *rt, mr_value v)
{
    mr_type *type = mr_type_of(rt, v);
    if (!type->slots.iter) {
        if (type->slots.getitem && !mr_is_dict(v))
            return mr_seq_iter_new(rt, v);
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not iterable", v);
    }
    mr_value it = type->slots.iter(rt, v);
    if (it && !mr_type_of(rt, it)->slots.next) {
        mr_raise(rt, rt->exc.TypeError, "iter() returned non-iterator of type '%T'", it);
        mr_clear(rt, &it);
    }
    return it;
}

mr_value mr_next(mr_runtime *rt, mr_value it)
{
    mr_unary next = mr_type_of(rt, it)->slots.next;
    if (!next)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not an iterator", it);
    if (!mr_stack_left(rt))
        return MR_NULL;
    mr_value v = next(rt, it);
    if (!v && mr_error(rt))
        mr_error_catch(rt, rt->exc.StopIteration);
    return v;
}

/* ---- isinstance, issubclass ---- */

/* cls.__bases__ as a tuple, owned; MR_NULL without an exception when it has none. */
static mr_value bases_of(mr_runtime *rt, mr_value cls)
{
    mr_value bases = mr_getattr_optional(rt, cls, MR_NAME(rt, __bases__));
    if (bases && !mr_is_tuple(bases))
        mr_clear(rt, &bases);
    return bases;
}

/* By identity along __bases__, for things that only look like classes. */
static int abstract_subclass(mr_runtime *rt, mr_value derived, mr_value cls)
{
    if (derived == cls)
        return 1;
    mr_value bases = bases_of(rt, derived);
    if (!bases)
        return mr_error(rt) ? -1 : 0;
    int result = -1;
    if (mr_recursion_enter(rt, " in __issubclass__")) {
        result = 0;
        for (size_t i = 0; result == 0 && i < mr_as_tuple(bases)->length; i++)
            result = abstract_subclass(rt, mr_as_tuple(bases)->items[i], cls);
        mr_recursion_leave(rt);
    }
    mr_decref(rt, bases);
    return result;
}

static bool class_like(mr_runtime *rt, mr_value cls, const char *text)
{
    mr_value bases = bases_of(rt, cls);
    if (!bases && !mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "%s", text);
    mr_decref(rt, bases);
    return bases != MR_NULL;
}

/* Is __class__ of the type's objects the type itself, not something they claim? */
static bool tells_its_type(mr_runtime *rt, mr_type *type)
{
    if (type->slots.getattr != mr_generic_getattr)
        return false;
    mr_value own = mr_type_lookup(rt, type, MR_NAME(rt, __class__));
    return own == mr_type_lookup(rt, rt->types.object, MR_NAME(rt, __class__));
}

int mr_plain_isinstance(mr_runtime *rt, mr_value v, mr_value cls)
{
    mr_type *type = mr_type_of(rt, v);
    if (mr_is_type(cls)) {
        if (mr_is_subtype(type, mr_as_type(cls)))
            return 1;
        if (tells_its_type(rt, type))
            return 0;
        mr_value claimed = mr_getattr_optional(rt, v, MR_NAME(rt, __class__));
        if (!claimed)
            return mr_error(rt) ? -1 : 0;
        int result = 0;
        if (claimed != mr_from(type) && mr_is_type(claimed))
            result = mr_is_subtype(mr_as_type(claimed), mr_as_type(cls));
        mr_decref(rt, claimed);
        return result;
    }
    if (!class_like(rt, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    mr_value claimed = mr_getattr_optional(rt, v, MR_NAME(rt, __class__));
    if (!claimed)
        return mr_error(rt) ? -1 : 0;
    int result = abstract_subclass(rt, claimed, cls);
    mr_decref(rt, claimed);
    return result;
}

int mr_plain_issubclass(mr_runtime *rt, mr_value derived, mr_value cls)
{
    if (mr_is_type(cls) && mr_is_type(derived))
        return mr_is_subtype(mr_as_type(derived), mr_as_type(cls));
    if (!class_like(rt, derived, "issubclass() arg 1 must be a class"))
        return -1;
    if (!class_like(rt, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return abstract_subclass(rt, derived, cls);
}

typedef int (*class_test)(mr_runtime *rt, mr_value v, mr_value cls);

static int by_hook(mr_runtime *rt, mr_value v, mr_value classes, mr_value hook_name,
                   class_test again,
                   class_test plain)
{
    if (mr_is_tuple(classes)) {
        if (!mr_recursion_enter(rt, " in __instancecheck__"))
            return -1;
        int result = 0;
        for (size_t i = 0; result == 0 && i < mr_as_tuple(classes)->length; i++)
            result = again(rt, v, mr_as_tuple(classes)->items[i]);
        mr_recursion_leave(rt);
        return result;
    }
    mr_value hook = mr_lookup_special(rt, classes, hook_name);
    if (!hook)
        return mr_error(rt) ? -1 : plain(rt, v, classes);
    int result = -1;
    if (mr_recursion_enter(rt, " in __instancecheck__")) {
        mr_value answer = mr_call1(rt, hook, v);
        mr_recursion_leave(rt);
        if (answer)
            result = mr_truth(rt, answer);
        mr_decref(rt, answer);
    }
    mr_decref(rt, hook);
    return result;
}

int mr_isinstance_of(mr_runtime *rt, mr_value v, mr_value classes)
{
    if (mr_is_type(classes) && mr_type_of(rt, v) == mr_as_type(classes))
        return 1;
    if (mr_is_object(classes) && mr_type_of(rt, classes) == rt->types.type)
        return mr_plain_isinstance(rt, v, classes);
    return by_hook(rt, v, classes, MR_NAME(rt, __instancecheck__), mr_isinstance_of,
                   mr_plain_isinstance);
}

int mr_issubclass_of(mr_runtime *rt, mr_value cls, mr_value classes)
{
    if (mr_is_object(classes) && mr_type_of(rt, classes) == rt->types.type)
        return classes == cls ? 1 : mr_plain_issubclass(rt, cls, classes);
    return by_hook(rt, cls, classes, MR_NAME(rt, __subclasscheck__), mr_issubclass_of,
                   mr_plain_issubclass);
}
