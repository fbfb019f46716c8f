/*
 * reduce.c - object.__reduce_ex__ and __getstate__: what copy and pickle build on.
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/slots.h"
#include "types/str.h"

/* copyreg.name, owned. */
static mr_value copyreg_attr(mr_runtime *rt, const char *name)
{
    return mr_import_attr(rt, "copyreg", name);
}

/* The values of the __slots__ of the object's classes, a dict; empty when none are set. */
static mr_value slots_state(mr_runtime *rt, mr_value self)
{
    mr_value fn = copyreg_attr(rt, "_slotnames");
    mr_value names = fn ? mr_call1(rt, fn, mr_from(mr_type_of(rt, self))) : MR_NULL;
    mr_decref(rt, fn);
    mr_value state = names ? mr_dict_new(rt) : MR_NULL;
    for (size_t i = 0; state && mr_is_list(names) && i < mr_as_list(names)->length; i++) {
        mr_value name = mr_as_list(names)->items[i];
        mr_value v = mr_getattr_optional(rt, self, name);
        if ((!v && mr_error(rt)) || (v && !mr_dict_set(rt, state, name, v)))
            mr_clear(rt, &state);
        mr_decref(rt, v);
    }
    mr_decref(rt, names);
    return state;
}

static mr_value default_state(mr_runtime *rt, mr_value self, bool required)
{
    const mr_type *type = mr_type_of(rt, self);
    bool fixed = type->kind == MR_KIND_INSTANCE || type->kind == MR_KIND_EXCEPTION ||
        type->kind == MR_KIND_LIST ||
                 type->kind == MR_KIND_DICT || type->kind == MR_KIND_SET ||
                 type->kind == MR_KIND_MODULE;
    if (required && !fixed && !(type->flags & MR_TYPE_HEAP))
        return mr_raise(rt, rt->exc.TypeError, "cannot pickle '%T' object", self);
    mr_value state = mr_getattr_optional(rt, self, MR_NAME(rt, __dict__));
    if (!state) {
        if (mr_error(rt))
            return MR_NULL;
        state = MR_NONE;
    } else if (mr_is_dict(state) && !mr_as_dict(state)->length) {
        mr_decref(rt, state);
        state = MR_NONE;
    }
    if (!type->slots_count)
        return state;
    mr_value slots = slots_state(rt, self);
    if (!slots) {
        mr_decref(rt, state);
        return MR_NULL;
    }
    if (mr_as_dict(slots)->length) {
        mr_value pair = mr_tuple_pack(rt, 2, state, slots);
        mr_decref(rt, state);
        state = pair;
    }
    mr_decref(rt, slots);
    return state;
}

mr_value mr_object_getstate(mr_runtime *rt, mr_value self)
{
    if (!mr_is_object(self))
        return MR_NONE;
    return default_state(rt, self, false);
}

static mr_value state_of(mr_runtime *rt, mr_value self, bool required)
{
    mr_value own = mr_type_lookup(rt, mr_type_of(rt, self), MR_NAME(rt, __getstate__));
    mr_value standard = mr_dict_get_str(rt, rt->types.object->dict, MR_NAME(rt, __getstate__));
    if (own == standard)
        return default_state(rt, self, required);
    mr_value method = mr_getattr(rt, self, MR_NAME(rt, __getstate__));
    mr_value state = method ? mr_call0(rt, method) : MR_NULL;
    mr_decref(rt, method);
    return state;
}

/* Arguments for __new__: *args a tuple or MR_NULL for none, *kwargs a dict or MR_NULL. */
static bool new_arguments(mr_runtime *rt, mr_value self, mr_value *args, mr_value *kwargs)
{
    *args = *kwargs = MR_NULL;
    mr_value method = mr_lookup_special(rt, self, MR_NAME(rt, __getnewargs_ex__));
    if (method) {
        mr_value pair = mr_call0(rt, method);
        mr_decref(rt, method);
        if (!pair)
            return false;
        if (!mr_is_tuple(pair) || mr_as_tuple(pair)->length != 2 ||
            !mr_is_tuple(mr_as_tuple(pair)->items[0]) ||
            !mr_is_dict(mr_as_tuple(pair)->items[1])) {
            mr_raise(rt, rt->exc.TypeError, "__getnewargs_ex__ should return a tuple of a tuple "
                                            "and a dict");
            mr_decref(rt, pair);
            return false;
        }
        *args = mr_incref(mr_as_tuple(pair)->items[0]);
        *kwargs = mr_incref(mr_as_tuple(pair)->items[1]);
        mr_decref(rt, pair);
        return true;
    }
    if (mr_error(rt))
        return false;
    method = mr_lookup_special(rt, self, MR_NAME(rt, __getnewargs__));
    if (!method)
        return !mr_error(rt);
    *args = mr_call0(rt, method);
    mr_decref(rt, method);
    if (*args && !mr_is_tuple(*args)) {
        mr_raise(rt, rt->exc.TypeError, "__getnewargs__ should return a tuple, not '%T'", *args);
        mr_clear(rt, args);
    }
    return *args != MR_NULL;
}

static mr_value iterator_or_none(mr_runtime *rt, mr_value self, bool wanted)
{
    if (!wanted)
        return MR_NONE;
    if (mr_is_list(self))
        return mr_iter(rt, self);
    mr_value items = mr_call_method(rt, self, MR_NAME(rt, items), NULL, 0);
    mr_value it = items ? mr_iter(rt, items) : MR_NULL;
    mr_decref(rt, items);
    return it;
}

static mr_value reduce_by_new(mr_runtime *rt, mr_value self)
{
    mr_type *type = mr_type_of(rt, self);
    if (!type->slots.new_)
        return mr_raise(rt, rt->exc.TypeError, "cannot pickle '%T' object", self);
    mr_value args, kwargs, result = MR_NULL, maker = MR_NULL, new_args = MR_NULL, state = MR_NULL;
    mr_value list_items = MR_NULL, dict_items = MR_NULL;
    if (!new_arguments(rt, self, &args, &kwargs))
        return MR_NULL;
    bool has_kwargs = kwargs && mr_as_dict(kwargs)->length;
    maker = copyreg_attr(rt, has_kwargs ? "__newobj_ex__" : "__newobj__");
    if (!maker)
        goto done;
    if (has_kwargs) {
        new_args = mr_tuple_pack(rt, 3, mr_from(type), args, kwargs);
    } else {
        size_t n = args ? mr_as_tuple(args)->length : 0;
        new_args = mr_tuple_new(rt, NULL, n + 1);
        if (new_args)
            mr_as_tuple(new_args)->items[0] = mr_incref(mr_from(type));
        for (size_t i = 0; new_args && i < n; i++)
            mr_as_tuple(new_args)->items[i + 1] = mr_incref(mr_as_tuple(args)->items[i]);
    }
    state = new_args ? state_of(rt, self, !args && !mr_is_list(self) && !mr_is_dict(self))
        : MR_NULL;
    list_items = state ? iterator_or_none(rt, self, mr_is_list(self)) : MR_NULL;
    dict_items = list_items ? iterator_or_none(rt, self, mr_is_dict(self)) : MR_NULL;
    if (dict_items)
        result = mr_tuple_pack(rt, 5, maker, new_args, state, list_items, dict_items);
done:
    mr_decref(rt, args);
    mr_decref(rt, kwargs);
    mr_decref(rt, maker);
    mr_decref(rt, new_args);
    mr_decref(rt, state);
    mr_decref(rt, list_items);
    mr_decref(rt, dict_items);
    return result;
}

mr_value mr_object_reduce(mr_runtime *rt, mr_value self, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_by_new(rt, self);
    mr_value fn = copyreg_attr(rt, "_reduce_ex");
    mr_value result = fn ? mr_call2(rt, fn, self, mr_small_int(protocol)) : MR_NULL;
    mr_decref(rt, fn);
    return result;
}
