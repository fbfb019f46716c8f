/*
 * op_match.c - match statements: keys of mappings, attributes of classes.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_op_match_keys(mr_runtime *rt, mr_value mapping, mr_value keys)
{
    const mr_tuple *wanted = mr_as_tuple(keys);
    mr_value values = MR_NULL, seen = mr_set_new(rt, MR_NULL), get = MR_NULL, absent = MR_NULL;
    mr_value result = MR_NULL;
    if (!seen || !(values = mr_list_new(rt, NULL, 0)))
        goto end;
    /* get(key, default) rather than item access: a defaultdict must not grow */
    get = mr_getattr(rt, mapping, MR_NAME(rt, get));
    absent = get ? mr_call0(rt, mr_from(rt->types.object)) : MR_NULL;
    if (!absent)
        goto end;
    for (size_t i = 0; i < wanted->length; i++) {
        mr_value key = wanted->items[i];
        int twice = mr_set_contains(rt, seen, key);
        if (twice < 0 || !mr_set_add(rt, seen, key))
            goto end;
        if (twice) {
            mr_raise(rt, rt->exc.ValueError, "mapping pattern checks duplicate key (%R)", key);
            goto end;
        }
        mr_value v = mr_call2(rt, get, key, absent);
        if (!v)
            goto end;
        if (v == absent) {
            mr_decref(rt, v);
            result = MR_NONE;
            goto end;
        }
        if (!mr_list_append_steal(rt, values, v))
            goto end;
    }
    result = mr_list_to_tuple(rt, values);
end:
    mr_decref(rt, seen);
    mr_decref(rt, values);
    mr_decref(rt, get);
    mr_decref(rt, absent);
    return result;
}

mr_value mr_op_match_rest(mr_runtime *rt, mr_value mapping, mr_value keys)
{
    mr_value rest = mr_dict_new(rt);
    if (!rest || !mr_dict_update(rt, rest, mapping))
        goto fail;
    for (size_t i = 0; i < mr_as_tuple(keys)->length; i++)
        if (mr_dict_delete(rt, rest, mr_as_tuple(keys)->items[i]) < 0)
            goto fail;
    return rest;
fail:
    mr_decref(rt, rest);
    return MR_NULL;
}

/* Appends subject.name to values: 1, 0 when it has none, -1. */
static int match_attribute(mr_runtime *rt, mr_value subject, mr_type *type, mr_value name,
                           mr_value seen, mr_value values)
{
    int twice = mr_set_contains(rt, seen, name);
    if (twice < 0 || !mr_set_add(rt, seen, name))
        return -1;
    if (twice)
        return mr_fail(rt, rt->exc.TypeError,
                       "%s() got multiple sub-patterns for attribute %R",
                       mr_type_short_name(type), name);
    mr_value v = mr_getattr_optional(rt, subject, name);
    if (!v)
        return mr_error(rt) ? -1 : 0;
    return mr_list_append_steal(rt, values, v) ? 1 : -1;
}

mr_value mr_op_match_class(mr_runtime *rt, mr_value subject, mr_value cls, size_t positional,
                           mr_value names)
{
    if (!mr_has_kind(cls, MR_KIND_TYPE))
        return mr_raise(rt, rt->exc.TypeError, "called match pattern must be a type");
    mr_type *type = (mr_type *)mr_obj(cls);
    int is = mr_isinstance_of(rt, subject, cls);
    if (is <= 0)
        return is < 0 ? MR_NULL : MR_NONE;
    mr_value values = mr_list_new(rt, NULL, 0), seen = mr_set_new(rt, MR_NULL);
    mr_value match_args = MR_NULL, result = MR_NULL;
    int found;
    if (!values || !seen)
        goto end;
    if (positional) {
        bool match_self = false;
        match_args = mr_getattr_optional(rt, cls, MR_NAME(rt, __match_args__));
        if (mr_error(rt))
            goto end;
        if (!match_args) {
            match_self = type->flags & MR_TYPE_MATCH_SELF;
        } else if (!mr_is_tuple(match_args)) {
            mr_raise(rt, rt->exc.TypeError, "%s.__match_args__ must be a tuple (got %T)",
                     mr_type_short_name(type), match_args);
            goto end;
        }
        size_t allowed = match_self ? 1 : match_args ? mr_as_tuple(match_args)->length : 0;
        if (positional > allowed) {
            mr_raise(rt, rt->exc.TypeError, "%s() accepts %zu positional sub-pattern%s (%zu given)",
                     mr_type_short_name(type), allowed, allowed == 1 ? "" : "s", positional);
            goto end;
        }
        if (match_self && !mr_list_append(rt, values, subject))
            goto end;
        for (size_t i = 0; !match_self && i < positional; i++) {
            mr_value name = mr_as_tuple(match_args)->items[i];
            if (!mr_is_str(name)) {
                mr_raise(rt, rt->exc.TypeError,
                         "__match_args__ elements must be strings (got %T)", name);
                goto end;
            }
            found = match_attribute(rt, subject, type, name, seen, values);
            if (found <= 0) {
                result = found < 0 ? MR_NULL : MR_NONE;
                goto end;
            }
        }
    }
    for (size_t i = 0; i < mr_as_tuple(names)->length; i++) {
        found = match_attribute(rt, subject, type, mr_as_tuple(names)->items[i], seen, values);
        if (found <= 0) {
            result = found < 0 ? MR_NULL : MR_NONE;
            goto end;
        }
    }
    result = mr_list_to_tuple(rt, values);
end:
    mr_decref(rt, values);
    mr_decref(rt, seen);
    mr_decref(rt, match_args);
    return result;
}
