/*
 * str_methods.c - the methods of str, those that are not kept elsewhere.
 */
#include <utf8proc.h>

#include "core/runtime.h"
#include "text/format.h"
#include "text/str_case.h"
#include "text/str_split.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"

#define METHOD(name)                                                                              \
    static mr_value str_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                               mr_value kwnames)

METHOD(lower) { return mr_str_map_case(rt, self, MR_CASE_LOWER); }
METHOD(upper) { return mr_str_map_case(rt, self, MR_CASE_UPPER); }
METHOD(casefold) { return mr_str_map_case(rt, self, MR_CASE_FOLD); }
METHOD(swapcase) { return mr_str_map_case(rt, self, MR_CASE_SWAP); }
METHOD(capitalize) { return mr_str_map_case(rt, self, MR_CASE_CAPITAL); }
METHOD(title) { return mr_str_map_case(rt, self, MR_CASE_TITLE); }

/* ---- classes of characters ---- */

static bool is_alnum(uint32_t c) { return mr_char_is_alpha(c) || mr_char_is_numeric(c); }
static bool is_ascii(uint32_t c) { return c < 0x80; }

static mr_value all_are(mr_runtime *rt, mr_value self, bool (*is)(uint32_t c), bool empty)
{
    const mr_str *s = mr_as_str(self);
    for (size_t i = 0; i < s->length; i++) {
        if (!is(mr_str_at(s, i)))
            return MR_FALSE;
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
    }
    return mr_bool(s->length > 0 || empty);
}

METHOD(isalpha) { return all_are(rt, self, mr_char_is_alpha, false); }
METHOD(isalnum) { return all_are(rt, self, is_alnum, false); }
METHOD(isdecimal) { return all_are(rt, self, mr_char_is_decimal, false); }
METHOD(isdigit) { return all_are(rt, self, mr_char_is_digit, false); }
METHOD(isnumeric) { return all_are(rt, self, mr_char_is_numeric, false); }
METHOD(isspace) { return all_are(rt, self, mr_char_space, false); }
METHOD(isprintable) { return all_are(rt, self, mr_char_printable, true); }
METHOD(isascii) { return all_are(rt, self, is_ascii, true); }

METHOD(islower)
{
    const mr_str *s = mr_as_str(self);
    bool cased = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (mr_char_is_upper(c) || mr_char_is_title(c))
            return MR_FALSE;
        cased |= mr_char_is_lower(c);
    }
    return mr_bool(cased);
}

METHOD(isupper)
{
    const mr_str *s = mr_as_str(self);
    bool cased = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (mr_char_is_lower(c) || mr_char_is_title(c))
            return MR_FALSE;
        cased |= mr_char_is_upper(c);
    }
    return mr_bool(cased);
}

METHOD(istitle)
{
    const mr_str *s = mr_as_str(self);
    bool cased = false, in_word = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (mr_char_is_upper(c) || mr_char_is_title(c)) {
            if (in_word)
                return MR_FALSE;
            in_word = cased = true;
        } else if (mr_char_is_lower(c)) {
            if (!in_word)
                return MR_FALSE;
        } else {
            in_word = false;
        }
    }
    return mr_bool(cased);
}

METHOD(isidentifier)
{
    const mr_str *s = mr_as_str(self);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)c);
        bool start = c == '_' || mr_char_is_alpha(c) || g == UTF8PROC_CATEGORY_NL || c == 0x2118 ||
                     c == 0x212e || c == 0x309b || c == 0x309c;
        bool inside = start || g == UTF8PROC_CATEGORY_MN || g == UTF8PROC_CATEGORY_MC ||
                      g == UTF8PROC_CATEGORY_ND || g == UTF8PROC_CATEGORY_PC || c == 0xb7 ||
                      c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19da;
        if (!(i == 0 ? start : inside))
            return MR_FALSE;
    }
    return mr_bool(s->length > 0);
}

/* ---- finding ---- */

static bool find_arguments(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames, const char *name, size_t *from, size_t *to)
{
    if (!mr_search_arity(rt, name, nargs, kwnames))
        return false;
    if (!mr_is_str(args[0])) {
        mr_raise(rt, rt->exc.TypeError, "must be str, not %T", args[0]);
        return false;
    }
    return mr_slice_arguments(rt, nargs > 1 ? args[1] : MR_NULL, nargs > 2 ? args[2] : MR_NULL,
                              mr_as_str(self)->length, from, to);
}

static mr_value place(int64_t at) { return at == -2 ? MR_NULL : mr_small_int(at); }

METHOD(find)
{
    size_t from, to;
    return find_arguments(rt, self, args, nargs, kwnames, "find", &from, &to)
               ? place(mr_str_find(rt, self, args[0], from, to))
               : MR_NULL;
}

METHOD(rfind)
{
    size_t from, to;
    return find_arguments(rt, self, args, nargs, kwnames, "rfind", &from, &to)
               ? place(mr_str_rfind(rt, self, args[0], from, to))
               : MR_NULL;
}

METHOD(index)
{
    size_t from, to;
    if (!find_arguments(rt, self, args, nargs, kwnames, "index", &from, &to))
        return MR_NULL;
    int64_t at = mr_str_find(rt, self, args[0], from, to);
    return at == -1 ? mr_raise(rt, rt->exc.ValueError, "substring not found") : place(at);
}

METHOD(rindex)
{
    size_t from, to;
    if (!find_arguments(rt, self, args, nargs, kwnames, "rindex", &from, &to))
        return MR_NULL;
    int64_t at = mr_str_rfind(rt, self, args[0], from, to);
    return at == -1 ? mr_raise(rt, rt->exc.ValueError, "substring not found") : place(at);
}

METHOD(count)
{
    size_t from, to;
    if (!find_arguments(rt, self, args, nargs, kwnames, "count", &from, &to))
        return MR_NULL;
    size_t width = mr_as_str(args[0])->length;
    if (width == 0)
        return mr_small_int(from <= to ? (int64_t)(to - from + 1) : 0);
    int64_t n = 0, at;
    while ((at = mr_str_find(rt, self, args[0], from, to)) >= 0) {
        n++;
        from = (size_t)at + width;
    }
    return at == -2 ? MR_NULL : mr_small_int(n);
}

/* ---- filling ---- */

static mr_value fill(mr_runtime *rt, mr_value self, size_t before, uint32_t c, size_t after)
{
    if (before == 0 && after == 0)
        return mr_str_exact(rt, self);
    const mr_str *s = mr_as_str(self);
    if (before + after > SIZE_MAX / 16)
        return mr_raise(rt, rt->exc.OverflowError, "padded string is too long");
    mr_value v = mr_str_alloc(rt, before + s->length + after,
                              mr_str_widest(s->data, s->width, s->length) | c);
    if (!v)
        return MR_NULL;
    mr_str *to = mr_as_str(v);
    for (size_t i = 0; i < before; i++)
        mr_str_put(to, i, c);
    mr_str_copy(to->data + before * to->width, to->width, s->data, s->width, s->length);
    for (size_t i = 0; i < after; i++)
        mr_str_put(to, before + s->length + i, c);
    return v;
}

static bool fill_arguments(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames, const char *name, size_t *room, uint32_t *c)
{
    int64_t width;
    *c = ' ';
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2) || !mr_to_int64(rt, args[0], &width))
        return false;
    if (nargs > 1) {
        if (!mr_is_str(args[1])) {
            mr_raise(rt, rt->exc.TypeError,
                     "The fill character must be a unicode character, not %T", args[1]);
            return false;
        }
        if (mr_as_str(args[1])->length != 1) {
            mr_raise(rt, rt->exc.TypeError,
                     "The fill character must be exactly one character long");
            return false;
        }
        *c = mr_str_at(mr_as_str(args[1]), 0);
    }
    size_t length = mr_as_str(self)->length;
    *room = width > 0 && (size_t)width > length ? (size_t)width - length : 0;
    return true;
}

METHOD(ljust)
{
    size_t room;
    uint32_t c;
    return fill_arguments(rt, self, args, nargs, kwnames, "ljust", &room, &c)
               ? fill(rt, self, 0, c, room)
               : MR_NULL;
}

METHOD(rjust)
{
    size_t room;
    uint32_t c;
    return fill_arguments(rt, self, args, nargs, kwnames, "rjust", &room, &c)
               ? fill(rt, self, room, c, 0)
               : MR_NULL;
}

METHOD(center)
{
    size_t room;
    uint32_t c;
    if (!fill_arguments(rt, self, args, nargs, kwnames, "center", &room, &c))
        return MR_NULL;
    size_t width = room + mr_as_str(self)->length, left = room / 2 + (room & width & 1);
    return fill(rt, self, left, c, room - left);
}

METHOD(zfill)
{
    int64_t width;
    if (!mr_to_int64(rt, args[0], &width))
        return MR_NULL;
    const mr_str *s = mr_as_str(self);
    size_t room = width > 0 && (size_t)width > s->length ? (size_t)width - s->length : 0;
    mr_value v = fill(rt, self, room, '0', 0);
    if (v && room && s->length && (mr_str_at(s, 0) == '+' || mr_str_at(s, 0) == '-')) {
        mr_str_put(mr_as_str(v), 0, mr_str_at(s, 0));
        mr_str_put(mr_as_str(v), room, '0');
    }
    return v;
}

METHOD(expandtabs)
{
    mr_value out;
    int32_t size = 8;
    if (!mr_bind(rt, "expandtabs(tabsize=)", args, nargs, kwnames, &out) ||
        (out && !mr_to_int32(rt, out, &size)))
        return MR_NULL;
    const mr_str *s = mr_as_str(self);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    int64_t column = 0;
    for (size_t i = 0; i < s->length && !b.failed; i++) {
        uint32_t c = mr_str_at(s, i);
        b.failed = mr_poll_step(rt, i + 1) < 0;
        if (c == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            mr_str_builder_fill(&b, ' ', (size_t)n);
            column += n;
        } else {
            mr_str_builder_char(&b, c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return mr_str_builder_take(&b);
}

/* ---- others ---- */

METHOD(join) { return mr_str_join(rt, self, args[0]); }

METHOD(encode)
{
    mr_value out[2];
    if (!mr_bind(rt, "encode(encoding=, errors=)", args, nargs, kwnames, out))
        return MR_NULL;
    for (int i = 0; i < 2; i++) {
        if (out[i] && !mr_is_str(out[i]))
            return mr_raise(rt, rt->exc.TypeError, "encode() argument '%s' must be str, not %T",
                            i ? "errors" : "encoding", out[i]);
    }
    return mr_encode(rt, self, out[0], out[1]);
}

METHOD(maketrans)
{
    if (!mr_arity(rt, "maketrans", nargs, kwnames, 1, 3))
        return MR_NULL;
    mr_value dict = mr_dict_new(rt), key, v;
    if (!dict)
        return MR_NULL;
    if (nargs == 1) {
        size_t pos = 0;
        if (!mr_is_exact(args[0], MR_KIND_DICT)) {
            mr_raise(rt, rt->exc.TypeError,
                     "if you give only one argument to maketrans it must be a dict");
            goto fail;
        }
        while (mr_dict_next(args[0], &pos, &key, &v)) {
            if (mr_is_str(key)) {
                if (mr_as_str(key)->length != 1) {
                    mr_raise(rt, rt->exc.ValueError,
                             "string keys in translate table must be of length 1");
                    goto fail;
                }
                key = mr_small_int(mr_str_at(mr_as_str(key), 0));
            } else if (!mr_is_integer(key)) {
                mr_raise(rt, rt->exc.TypeError,
                         "keys in translate table must be strings or integers");
                goto fail;
            }
            if (!mr_dict_set(rt, dict, key, v))
                goto fail;
        }
        return dict;
    }
    for (size_t i = 0; i < nargs; i++) {
        if (!mr_is_str(args[i])) {
            if (i == 0)
                mr_raise(rt, rt->exc.TypeError,
                         "first maketrans argument must be a string if there is a second argument");
            else
                mr_raise(rt, rt->exc.TypeError, "maketrans() argument %zu must be str, not %T",
                         i + 1, args[i]);
            goto fail;
        }
    }
    const mr_str *x = mr_as_str(args[0]), *y = mr_as_str(args[1]),
                 *z = nargs > 2 ? mr_as_str(args[2]) : NULL;
    if (x->length != y->length) {
        mr_raise(rt, rt->exc.ValueError,
                 "the first two maketrans arguments must have equal length");
        goto fail;
    }
    for (size_t i = 0; i < x->length; i++) {
        if (!mr_dict_set(rt, dict, mr_small_int(mr_str_at(x, i)), mr_small_int(mr_str_at(y, i))))
            goto fail;
    }
    for (size_t i = 0; z && i < z->length; i++) {
        if (!mr_dict_set(rt, dict, mr_small_int(mr_str_at(z, i)), MR_NONE))
            goto fail;
    }
    return dict;
fail:
    mr_decref(rt, dict);
    return MR_NULL;
}

METHOD(translate)
{
    const mr_str *s = mr_as_str(self);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < s->length && !b.failed; i++) {
        uint32_t c = mr_str_at(s, i);
        if (mr_poll_interrupt(rt) < 0) {
            b.failed = true;
            break;
        }
        mr_value v = mr_getitem(rt, args[0], mr_small_int(c));
        if (!v && mr_error_catch(rt, rt->exc.LookupError)) {
            mr_str_builder_char(&b, c);
        } else if (!v) {
            b.failed = true;
        } else if (mr_is_str(v)) {
            mr_str_builder_str(&b, v);
        } else if (mr_is_integer(v)) {
            int overflow;
            int64_t n = mr_int_value(v, &overflow);
            if (n < 0 || n > 0x10ffff || overflow) {
                mr_raise(rt, rt->exc.ValueError, "character mapping must be in range(0x110000)");
                b.failed = true;
            } else {
                mr_str_builder_char(&b, (uint32_t)n);
            }
        } else if (v != MR_NONE) {
            mr_raise(rt, rt->exc.TypeError, "character mapping must return integer, None or str");
            b.failed = true;
        }
        mr_decref(rt, v);
    }
    return mr_str_builder_take(&b);
}

METHOD(dunder_format)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument must be str, not %T",
                        args[0]);
    return mr_format_str(rt, self, args[0]);
}

METHOD(format_map) { return mr_str_format_map(rt, self, args[0]); }

METHOD(getnewargs)
{
    mr_value s = mr_str_exact(rt, self);
    mr_value tuple = s ? mr_tuple_pack(rt, 1, s) : MR_NULL;
    mr_decref(rt, s);
    return tuple;
}

const mr_method_def mr_str_methods[] = {
    {"capitalize", str_capitalize, MR_ARGS_NONE,
     "First character in title case, the rest in lower case."},
    {"casefold", str_casefold, MR_ARGS_NONE, "A version for caseless comparison."},
    {"center", str_center, MR_ARGS_ANY, "Centred in a field of the given width."},
    {"count", str_count, MR_ARGS_ANY, "Number of non-overlapping occurrences."},
    {"encode", str_encode, MR_ARGS_ANY, "The text as bytes."},
    {"endswith", mr_str_endswith, MR_ARGS_ANY, "Does the text end with this?"},
    {"expandtabs", str_expandtabs, MR_ARGS_ANY, "Tabs replaced by spaces."},
    {"find", str_find, MR_ARGS_ANY, "Lowest index of a substring, or -1."},
    {"format", mr_str_format_method, MR_ARGS_ANY, "Formatted with the arguments."},
    {"format_map", str_format_map, MR_ARGS_ONE, "Formatted with a mapping."},
    {"index", str_index, MR_ARGS_ANY, "Lowest index of a substring; ValueError."},
    {"isalnum", str_isalnum, MR_ARGS_NONE, NULL},
    {"isalpha", str_isalpha, MR_ARGS_NONE, NULL},
    {"isascii", str_isascii, MR_ARGS_NONE, NULL},
    {"isdecimal", str_isdecimal, MR_ARGS_NONE, NULL},
    {"isdigit", str_isdigit, MR_ARGS_NONE, NULL},
    {"isidentifier", str_isidentifier, MR_ARGS_NONE, NULL},
    {"islower", str_islower, MR_ARGS_NONE, NULL},
    {"isnumeric", str_isnumeric, MR_ARGS_NONE, NULL},
    {"isprintable", str_isprintable, MR_ARGS_NONE, NULL},
    {"isspace", str_isspace, MR_ARGS_NONE, NULL},
    {"istitle", str_istitle, MR_ARGS_NONE, NULL},
    {"isupper", str_isupper, MR_ARGS_NONE, NULL},
    {"join", str_join, MR_ARGS_ONE, "Joins strings with this one between them."},
    {"ljust", str_ljust, MR_ARGS_ANY, "At the left of a field of the given width."},
    {"lower", str_lower, MR_ARGS_NONE, "In lower case."},
    {"lstrip", mr_str_lstrip, MR_ARGS_ANY, "Without leading white space or characters of a set."},
    {"maketrans", str_maketrans, MR_ARGS_ANY | MR_STATIC_METHOD, "A table for translate()."},
    {"partition", mr_str_partition, MR_ARGS_ONE, "Before, separator, after."},
    {"removeprefix", mr_str_removeprefix, MR_ARGS_ONE, NULL},
    {"removesuffix", mr_str_removesuffix, MR_ARGS_ONE, NULL},
    {"replace", mr_str_replace, MR_ARGS_ANY, "Occurrences of one text replaced by another."},
    {"rfind", str_rfind, MR_ARGS_ANY, "Highest index of a substring, or -1."},
    {"rindex", str_rindex, MR_ARGS_ANY, "Highest index of a substring; ValueError."},
    {"rjust", str_rjust, MR_ARGS_ANY, "At the right of a field of the given width."},
    {"rpartition", mr_str_rpartition, MR_ARGS_ONE, "Before, separator, after; from the right."},
    {"rsplit", mr_str_rsplit, MR_ARGS_ANY, "The words, split from the right."},
    {"rstrip", mr_str_rstrip, MR_ARGS_ANY, "Without trailing white space or characters of a set."},
    {"split", mr_str_split, MR_ARGS_ANY, "The words of the text."},
    {"splitlines", mr_str_splitlines, MR_ARGS_ANY, "The lines of the text."},
    {"startswith", mr_str_startswith, MR_ARGS_ANY, "Does the text start with this?"},
    {"strip", mr_str_strip, MR_ARGS_ANY,
     "Without white space or characters of a set at both ends."},
    {"swapcase", str_swapcase, MR_ARGS_NONE, NULL},
    {"title", str_title, MR_ARGS_NONE, NULL},
    {"translate", str_translate, MR_ARGS_ONE, "Each character replaced through a table."},
    {"upper", str_upper, MR_ARGS_NONE, "In upper case."},
    {"zfill", str_zfill, MR_ARGS_ONE, "Filled with zeros on the left."},
    {"__format__", str_dunder_format, MR_ARGS_ONE, NULL},
    {"__getnewargs__", str_getnewargs, MR_ARGS_NONE, NULL},
    {0},
};
