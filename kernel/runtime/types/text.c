/*
 * text.c - repr, str, ascii and format of any value.
 */
#include <stdio.h>

#include "types/abstract.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

static mr_value checked(mr_runtime *rt, mr_value text, const char *method)
{
    if (!text || mr_is_str(text))
        return text;
    mr_raise(rt, rt->exc.TypeError, "%s returned non-string (type %T)", method, text);
    mr_decref(rt, text);
    return MR_NULL;
}

mr_value mr_repr(mr_runtime *rt, mr_value v)
{
    mr_unary slot = mr_type_of(rt, v)->slots.repr;
    if (!slot)
        return mr_str_format(rt, "<%T object at 0x%zx>", v, (size_t)v);
    if (!mr_recursion_enter(rt, " while getting the repr of an object"))
        return MR_NULL;
    mr_value text = slot(rt, v);
    mr_recursion_leave(rt);
    return checked(rt, text, "__repr__");
}

mr_value mr_to_str(mr_runtime *rt, mr_value v)
{
    if (mr_is_exact(v, MR_KIND_STR))
        return mr_incref(v);
    if (mr_is_int(v))
        return mr_int_to_str(rt, v, 10, false);
    mr_unary slot = mr_type_of(rt, v)->slots.str;
    if (!slot)
        return mr_repr(rt, v);
    if (!mr_recursion_enter(rt, " while getting the str of an object"))
        return MR_NULL;
    mr_value text = slot(rt, v);
    mr_recursion_leave(rt);
    return checked(rt, text, "__str__");
}

mr_value mr_ascii(mr_runtime *rt, mr_value v)
{
    mr_value text = mr_repr(rt, v);
    if (!text || mr_as_str(text)->ascii)
        return text;
    const mr_str *s = mr_as_str(text);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        char escape[16];
        if (c < 128) {
            mr_str_builder_char(&b, c);
            continue;
        }
        snprintf(escape, sizeof escape, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x",
                 c);
        mr_str_builder_text(&b, escape);
    }
    mr_decref(rt, text);
    return mr_str_builder_take(&b);
}

mr_value mr_format(mr_runtime *rt, mr_value v, mr_value spec)
{
    if (spec && !mr_is_str(spec))
        return mr_raise(rt, rt->exc.SystemError, "Format specifier must be a string, not %T", spec);
    if (!spec || mr_as_str(spec)->length == 0) {
        if (mr_is_exact(v, MR_KIND_STR))
            return mr_incref(v);
        if (mr_is_int(v))
            return mr_int_to_str(rt, v, 10, false);
    }
    bool found;
    mr_value args[2] = {v, spec ? spec : rt->empty_str};
    mr_value text = mr_special_call(rt, MR_NAME(rt, __format__), args, 2, MR_NULL, &found);
    if (!found)
        return mr_raise(rt, rt->exc.TypeError, "Type %T doesn't define __format__", v);
    if (text && !mr_is_str(text)) {
        mr_raise(rt, rt->exc.TypeError, "__format__ must return a str, not %T", text);
        mr_clear(rt, &text);
    }
    return text;
}
