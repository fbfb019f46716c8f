/*
 * str_format.c - str.format and str.format_map: replacement fields.
 */
#include "core/runtime.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"

struct fields {
    mr_runtime *rt;
    const mr_value *args;
    size_t nargs;
    mr_value kwnames; /* tuple, its values behind args; or MR_NULL */
    mr_value mapping; /* of format_map, or MR_NULL */
    int64_t next;     /* number of the next automatic field; -1 once numbers are given by hand */
};

static bool format_into(struct fields *f, mr_str_builder *b, mr_value text, size_t from, size_t to,
                        int depth);

static mr_value fail(struct fields *f, const char *message)
{
    return mr_raise(f->rt, f->rt->exc.ValueError, "%s", message);
}

/* A decimal number that is the whole of [from, to), or -1. */
static int64_t whole_number(const mr_str *s, size_t from, size_t to)
{
    int64_t n = 0;
    if (from == to)
        return -1;
    for (size_t i = from; i < to; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c < '0' || c > '9' || n > INT32_MAX)
            return -1;
        n = n * 10 + (int64_t)(c - '0');
    }
    return n;
}

/* The argument a field's first name stands for; owned. */
static mr_value first_value(struct fields *f, mr_value text, size_t from, size_t to)
{
    mr_runtime *rt = f->rt;
    const mr_str *s = mr_as_str(text);
    int64_t number = whole_number(s, from, to);
    if (from == to) {
        if (f->next < 0)
            return fail(
                f, "cannot switch from manual field specification to automatic field numbering");
        number = f->next++;
    } else if (number >= 0) {
        if (f->next > 0)
            return fail(
                f, "cannot switch from automatic field numbering to manual field specification");
        f->next = -1;
    }
    if (number >= 0) {
        if (f->mapping)
            return fail(f, "Format string contains positional fields");
        if ((uint64_t)number >= f->nargs)
            return mr_raise(rt, rt->exc.IndexError,
                            "Replacement index %lld out of range for positional args tuple",
                            (long long)number);
        return mr_incref(f->args[number]);
    }
    mr_value name = mr_str_substring(rt, text, from, to), v = MR_NULL;
    if (name && f->mapping) {
        v = mr_getitem(rt, f->mapping, name);
    } else if (name) {
        for (size_t i = 0; f->kwnames && i < mr_as_tuple(f->kwnames)->length && !v; i++) {
            if (mr_str_equal(mr_as_tuple(f->kwnames)->items[i], name))
                v = mr_incref(f->args[f->nargs + i]);
        }
        if (!v)
            mr_raise_value(rt, rt->exc.KeyError, name);
    }
    mr_decref(rt, name);
    return v;
}

/* The value of a field name such as "0.real[key]"; owned. */
static mr_value field_value(struct fields *f, mr_value text, size_t from, size_t to)
{
    mr_runtime *rt = f->rt;
    const mr_str *s = mr_as_str(text);
    size_t i = from;
    while (i < to && mr_str_at(s, i) != '.' && mr_str_at(s, i) != '[')
        i++;
    mr_value v = first_value(f, text, from, i);
    while (v && i < to) {
        bool item = mr_str_at(s, i) == '[';
        size_t start = ++i;
        while (i < to &&
               (item ? mr_str_at(s, i) != ']' : mr_str_at(s, i) != '.' && mr_str_at(s, i) != '['))
            i++;
        if (item && i == to) {
            mr_decref(rt, v);
            return fail(f, "Missing ']' in format string");
        }
        if (start == i) {
            mr_decref(rt, v);
            return fail(f, "Empty attribute in format string");
        }
        int64_t index = item ? whole_number(s, start, i) : -1;
        mr_value key = index >= 0 ? mr_small_int(index) : mr_str_substring(rt, text, start, i);
        mr_value inner = !key ? MR_NULL : item ? mr_getitem(rt, v, key) : mr_getattr(rt, v, key);
        mr_decref(rt, key);
        mr_replace(rt, &v, inner);
        i += item;
        if (v && item && i < to && mr_str_at(s, i) != '.' && mr_str_at(s, i) != '[') {
            mr_decref(rt, v);
            return fail(f, "Only '.' or '[' may follow ']' in format field specifier");
        }
    }
    return v;
}

static mr_value converted(struct fields *f, mr_value v, uint32_t conversion)
{
    mr_runtime *rt = f->rt;
    mr_value result;
    switch (conversion) {
    case 0: return v;
    case 'r': result = mr_repr(rt, v); break;
    case 's': result = mr_to_str(rt, v); break;
    case 'a': result = mr_ascii(rt, v); break;
    default:
        if (conversion > 32 && conversion < 127)
            result = mr_raise(rt, rt->exc.ValueError, "Unknown conversion specifier %c",
                              (int)conversion);
        else
            result =
                mr_raise(rt, rt->exc.ValueError, "Unknown conversion specifier \\x%x", conversion);
        break;
    }
    mr_decref(rt, v);
    return result;
}

/* One replacement field; *at stands behind its "{" and moves behind its "}". */
static bool format_field(struct fields *f, mr_str_builder *b, mr_value text, size_t *at, size_t to,
                         int depth)
{
    mr_runtime *rt = f->rt;
    const mr_str *s = mr_as_str(text);
    size_t from = *at, i = from;
    bool nested = false;
    int brackets = 0;
    /* The name ends at "!" or ":" or "}"; between [ and ] anything may stand. */
    for (; i < to; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c == '[')
            brackets = 1;
        else if (c == ']')
            brackets = 0;
        else if (c == '{' && !brackets) {
            fail(f, "unexpected '{' in field name");
            return false;
        }
        if (!brackets && (c == '}' || c == ':' || c == '!'))
            break;
    }
    size_t name_end = i;
    uint32_t conversion = 0;
    if (i >= to) {
        fail(f, brackets || from < to ? "expected '}' before end of string"
                                      : "Single '{' encountered in format string");
        return false;
    }
    if (mr_str_at(s, i) == '!') {
        if (i + 2 >= to) {
            fail(f, i + 1 >= to ? "end of string while looking for conversion specifier"
                                : "unmatched '{' in format spec");
            return false;
        }
        conversion = mr_str_at(s, i + 1);
        i += 2;
        if (mr_str_at(s, i) != ':' && mr_str_at(s, i) != '}') {
            fail(f, "expected ':' after conversion specifier");
            return false;
        }
    }
    size_t spec_from = i, spec_to = i;
    if (mr_str_at(s, i) == ':') {
        spec_from = ++i;
        int open = 1;
        for (; i < to; i++) {
            uint32_t c = mr_str_at(s, i);
            if (c == '{') {
                open++;
                nested = true;
            } else if (c == '}' && --open == 0) {
                break;
            }
        }
        if (i >= to) {
            fail(f, "unmatched '{' in format spec");
            return false;
        }
        spec_to = i;
    }
    *at = i + 1;
    mr_value v = field_value(f, text, from, name_end);
    if (v)
        v = converted(f, v, conversion);
    mr_value spec = MR_NULL;
    if (v && nested) {
        mr_str_builder inner;
        mr_str_builder_init(&inner, rt);
        if (format_into(f, &inner, text, spec_from, spec_to, depth - 1))
            spec = mr_str_builder_take(&inner);
        else
            mr_str_builder_finish(&inner);
    } else if (v) {
        spec = mr_str_substring(rt, text, spec_from, spec_to);
    }
    mr_value result = spec ? mr_format(rt, v, spec) : MR_NULL;
    bool ok = result && mr_str_builder_str(b, result);
    mr_decref(rt, result);
    mr_decref(rt, spec);
    mr_decref(rt, v);
    return ok;
}

static bool format_into(struct fields *f, mr_str_builder *b, mr_value text, size_t from, size_t to,
                        int depth)
{
    const mr_str *s = mr_as_str(text);
    if (depth < 0) {
        fail(f, "Max string recursion exceeded");
        return false;
    }
    for (size_t i = from; i < to;) {
        size_t start = i;
        while (i < to && mr_str_at(s, i) != '{' && mr_str_at(s, i) != '}')
            i++;
        if (!mr_str_builder_slice(b, text, start, i))
            return false;
        if (i == to)
            break;
        uint32_t c = mr_str_at(s, i++);
        if (i < to && mr_str_at(s, i) == c) {
            mr_str_builder_char(b, c);
            i++;
        } else if (c == '}') {
            fail(f, "Single '}' encountered in format string");
            return false;
        } else if (i == to) {
            fail(f, "Single '{' encountered in format string");
            return false;
        } else if (!format_field(f, b, text, &i, to, depth)) {
            return false;
        }
    }
    return !b->failed;
}

static mr_value format_all(struct fields *f, mr_value self)
{
    mr_str_builder b;
    mr_str_builder_init(&b, f->rt);
    if (format_into(f, &b, self, 0, mr_as_str(self)->length, 1))
        return mr_str_builder_take(&b);
    mr_str_builder_finish(&b);
    return MR_NULL;
}

mr_value mr_str_format_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    struct fields f = {.rt = rt, .args = args, .nargs = nargs, .kwnames = kwnames};
    return format_all(&f, self);
}

mr_value mr_str_format_map(mr_runtime *rt, mr_value self, mr_value mapping)
{
    struct fields f = {.rt = rt, .mapping = mapping};
    return format_all(&f, self);
}
