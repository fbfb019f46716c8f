/*
 * op_build.c - the long way of instructions that fill containers, build
 * strings, unpack.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

mr_value mr_op_build_string(mr_runtime *rt, const mr_value *parts, size_t n)
{
    size_t length = 0;
    uint32_t widest = 0;
    for (size_t i = 0; i < n; i++) {
        const mr_str *s = mr_as_str(parts[i]);
        length += s->length;
        uint32_t most = s->width == 1 ? (s->ascii ? 0x7f : 0xff)
                        : s->width == 2 ? 0xffff : 0x10ffff;
        widest = most > widest ? most : widest;
    }
    mr_value v = mr_str_alloc(rt, length, widest);
    if (!v || !length)
        return v;
    mr_str *out = mr_as_str(v);
    uint8_t *to = out->data;
    for (size_t i = 0; i < n; i++) {
        const mr_str *s = mr_as_str(parts[i]);
        if (s->width == out->width) {
            memcpy(to, s->data, s->length * s->width);
            to += s->length * s->width;
            continue;
        }
        for (size_t k = 0; k < s->length; k++) {
            uint32_t c = mr_str_at(s, k);
            if (out->width == 2)
                memcpy(to, &(uint16_t){(uint16_t)c}, 2);
            else
                memcpy(to, &c, 4);
            to += out->width;
        }
    }
    return v;
}

mr_value mr_op_format_value(mr_runtime *rt, mr_value v, int conversion, mr_value spec)
{
    mr_value converted;
    switch (conversion) {
    case 's': converted = mr_to_str(rt, v); break;
    case 'r': converted = mr_repr(rt, v); break;
    case 'a': converted = mr_ascii(rt, v); break;
    default: converted = mr_incref(v); break;
    }
    if (!converted || (mr_is_exact(converted, MR_KIND_STR) && !spec))
        return converted;
    mr_value result = mr_format(rt, converted, spec);
    mr_decref(rt, converted);
    return result;
}

bool mr_op_list_extend(mr_runtime *rt, mr_value list, mr_value iterable, bool of_call)
{
    if (mr_list_extend(rt, list, iterable))
        return true;
    mr_type *type = mr_type_of(rt, iterable);
    if (mr_error_is(rt, rt->exc.TypeError) && !type->slots.iter && !type->slots.item &&
        !type->slots.getitem) {
        mr_error_clear(rt);
        mr_raise(rt, rt->exc.TypeError, "Value after * must be an iterable, not %T", iterable);
    }
    return false;
}

bool mr_op_dict_update(mr_runtime *rt, mr_value dict, mr_value mapping)
{
    if (mr_dict_merge(rt, dict, mapping, true))
        return true;
    if (mr_error_is(rt, rt->exc.AttributeError)) {
        mr_error_clear(rt);
        mr_raise(rt, rt->exc.TypeError, "'%T' object is not a mapping", mapping);
    }
    return false;
}

static void raise_not_mapping(mr_runtime *rt, mr_value callable, mr_value mapping)
{
    mr_error_clear(rt);
    mr_value name = mr_callable_name(rt, callable);
    if (name)
        mr_raise(rt, rt->exc.TypeError, "%V argument after ** must be a mapping, not %T", name,
                 mapping);
    mr_decref(rt, name);
}

static bool merge_key(mr_runtime *rt, mr_value dict, mr_value key, mr_value v, mr_value callable)
{
    int there = mr_dict_contains(rt, dict, key);
    if (there < 0)
        return false;
    if (there) {
        mr_value name = mr_callable_name(rt, callable);
        if (name)
            mr_raise(rt, rt->exc.TypeError, "%V got multiple values for keyword argument '%S'",
                     name, key);
        mr_decref(rt, name);
        return false;
    }
    return mr_dict_set(rt, dict, key, v);
}

bool mr_op_dict_merge(mr_runtime *rt, mr_value dict, mr_value mapping, mr_value callable)
{
    if (mr_is_exact(mapping, MR_KIND_DICT)) {
        size_t pos = 0;
        mr_value key, v;
        while (mr_dict_next(mapping, &pos, &key, &v))
            if (!merge_key(rt, dict, key, v, callable))
                return false;
        return true;
    }
    mr_value keys = mr_getattr_optional(rt, mapping, MR_NAME(rt, keys));
    if (!keys) {
        if (!mr_error(rt))
            raise_not_mapping(rt, callable, mapping);
        return false;
    }
    mr_value all = mr_call0(rt, keys);
    mr_decref(rt, keys);
    mr_value it = all ? mr_iter(rt, all) : MR_NULL, key;
    mr_decref(rt, all);
    if (!it)
        return false;
    bool fine = true;
    while (fine && (key = mr_next(rt, it))) {
        mr_value v = mr_getitem(rt, mapping, key);
        fine = v && merge_key(rt, dict, key, v, callable);
        mr_decref(rt, v);
        mr_decref(rt, key);
    }
    mr_decref(rt, it);
    return fine && !mr_error(rt);
}

static mr_value iterator_to_unpack(mr_runtime *rt, mr_value v)
{
    mr_value it = mr_iter(rt, v);
    mr_type *type = mr_type_of(rt, v);
    if (!it && mr_error_is(rt, rt->exc.TypeError) && !type->slots.iter && !type->slots.item &&
        !type->slots.getitem) {
        mr_error_clear(rt);
        mr_raise(rt, rt->exc.TypeError, "cannot unpack non-iterable %T object", v);
    }
    return it;
}

static void release(mr_runtime *rt, mr_value *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mr_clear(rt, &out[i]);
}

bool mr_op_unpack(mr_runtime *rt, mr_value v, mr_value *out, size_t n)
{
    if (mr_is_exact(v, MR_KIND_TUPLE) || mr_is_exact(v, MR_KIND_LIST)) {
        size_t length = mr_is_tuple(v) ? mr_as_tuple(v)->length : mr_as_list(v)->length;
        if (length > n)
            mr_raise(rt, rt->exc.ValueError, "too many values to unpack (expected %zu)", n);
        else
            mr_raise(rt, rt->exc.ValueError,
                     "not enough values to unpack (expected %zu, got %zu)", n, length);
        return false;
    }
    mr_value it = iterator_to_unpack(rt, v);
    if (!it)
        return false;
    size_t i = 0;
    for (; i < n; i++) {
        out[i] = mr_next(rt, it);
        if (!out[i]) {
            if (!mr_error(rt))
                mr_raise(rt, rt->exc.ValueError,
                         "not enough values to unpack (expected %zu, got %zu)", n, i);
            goto fail;
        }
    }
    mr_value more = mr_next(rt, it);
    if (more) {
        mr_decref(rt, more);
        mr_raise(rt, rt->exc.ValueError, "too many values to unpack (expected %zu)", n);
    }
    if (more || mr_error(rt))
        goto fail;
    mr_decref(rt, it);
    return true;
fail:
    release(rt, out, i);
    mr_decref(rt, it);
    return false;
}

bool mr_op_unpack_ex(mr_runtime *rt, mr_value v, mr_value *out, size_t before, size_t after)
{
    mr_value it = iterator_to_unpack(rt, v);
    if (!it)
        return false;
    size_t i = 0;
    for (; i < before; i++) {
        out[i] = mr_next(rt, it);
        if (!out[i]) {
            if (!mr_error(rt))
                mr_raise(rt, rt->exc.ValueError,
                         "not enough values to unpack (expected at least %zu, got %zu)",
                         before + after, i);
            goto fail;
        }
    }
    mr_value rest = mr_list_from(rt, it);
    if (!rest)
        goto fail;
    mr_list *list = mr_as_list(rest);
    if (list->length < after) {
        mr_raise(rt, rt->exc.ValueError,
                 "not enough values to unpack (expected at least %zu, got %zu)", before + after,
                 before + list->length);
        mr_decref(rt, rest);
        goto fail;
    }
    for (size_t k = 0; k < after; k++) {
        out[before + 1 + k] = list->items[list->length - after + k];
        list->items[list->length - after + k] = MR_NULL;
    }
    list->length -= after;
    out[before] = rest;
    mr_decref(rt, it);
    return true;
fail:
    release(rt, out, i);
    mr_decref(rt, it);
    return false;
}
