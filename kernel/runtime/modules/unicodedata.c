/*
 * unicodedata.c - the module unicodedata, by utf8proc: its version of Unicode
 * is the one told by unidata_version.
 */
#include <stdlib.h>
#include <utf8proc.h>

#include "modules/module.h"
#include "text/names.h"

static bool one_char(mr_runtime *rt, const char *name, mr_value v, utf8proc_int32_t *c)
{
    if (!mr_is_str(v))
        mr_raise(rt, rt->exc.TypeError, "%s() argument must be a unicode character, not %T", name,
                 v);
    else if (mr_as_str(v)->length != 1)
        mr_raise(rt, rt->exc.TypeError, "%s() argument must be a unicode character, not str", name);
    else
        *c = (utf8proc_int32_t)mr_str_at(mr_as_str(v), 0);
    return !mr_error(rt);
}

NATIVE(unicode_category)
{
    utf8proc_int32_t c;
    return one_char(rt, "category", args[0], &c) ? mr_str_from(rt, utf8proc_category_string(c))
                                                 : MR_NULL;
}

NATIVE(unicode_combining)
{
    utf8proc_int32_t c;
    return one_char(rt, "combining", args[0], &c)
               ? mr_small_int(utf8proc_get_property(c)->combining_class)
               : MR_NULL;
}

NATIVE(unicode_mirrored)
{
    utf8proc_int32_t c;
    return one_char(rt, "mirrored", args[0], &c)
               ? mr_small_int(utf8proc_get_property(c)->bidi_mirrored)
               : MR_NULL;
}

NATIVE(unicode_bidirectional)
{
    static const char *const classes[] = {"",    "L",  "LRE", "LRO", "R",   "AL",  "RLE", "RLO",
                                          "PDF", "EN", "ES",  "ET",  "AN",  "CS",  "NSM", "BN",
                                          "B",   "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};
    utf8proc_int32_t c;
    if (!one_char(rt, "bidirectional", args[0], &c))
        return MR_NULL;
    size_t i = utf8proc_get_property(c)->bidi_class;
    return mr_str_from(rt, i < sizeof classes / sizeof *classes ? classes[i] : "");
}

/* utf8proc knows two widths; those that are F or H are told by their blocks. */
NATIVE(unicode_east_asian_width)
{
    utf8proc_int32_t c;
    if (!one_char(rt, "east_asian_width", args[0], &c))
        return MR_NULL;
    const char *width =
        c == 0x3000 || (c >= 0xff01 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6)   ? "F"
        : c == 0x20a9 || (c >= 0xff61 && c <= 0xffdc) || (c >= 0xffe8 && c <= 0xffee) ? "H"
        : (c >= 0x20 && c < 0x7f) || c == 0xa2 || c == 0xa3 || c == 0xa5 || c == 0xa6 ||
                c == 0xac || c == 0xaf
            ? "Na"
        : utf8proc_charwidth(c) == 2 ? "W"
        : (c >= 0xe000 && c <= 0xf8ff) || (c >= 0x0300 && c <= 0x036f) ||
                (c >= 0x0391 && c <= 0x03c9) || (c >= 0x0410 && c <= 0x044f) || c == 0xfffd
            ? "A"
            : "N";
    return mr_str_from(rt, width);
}

/* The digit 0..9 of a decimal digit (category Nd): they stand in runs of ten. -1: none. */
static int decimal_of(utf8proc_int32_t c)
{
    if (utf8proc_category(c) != UTF8PROC_CATEGORY_ND)
        return -1;
    if (c >= 0x1d7ce && c <= 0x1d7ff)
        return (c - 0x1d7ce) % 10;
    int first = c;
    while (first > 0 && utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
        first--;
    return (c - first) % 10;
}

/* Superscripts and digits in circles and the like, by their compatibility decomposition. */
static int digit_of(utf8proc_int32_t c)
{
    int n = decimal_of(c);
    if (n >= 0 || utf8proc_category(c) != UTF8PROC_CATEGORY_NO)
        return n;
    utf8proc_int32_t out[8];
    int boundary = 0;
    utf8proc_ssize_t length =
        utf8proc_decompose_char(c, out, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
    if (length == 1 && out[0] != c)
        return decimal_of(out[0]);
    if (length == 3 && out[0] == '(' && out[2] == ')')
        return decimal_of(out[1]);
    return length == 2 && (out[1] == '.' || out[1] == ',') ? decimal_of(out[0]) : -1;
}

static double numeric_of(utf8proc_int32_t c)
{
    int n = digit_of(c);
    if (n >= 0)
        return n;
    if (c >= 0x2160 && c <= 0x217f) { /* Roman numerals */
        static const int roman[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 50, 100, 500, 1000};
        return roman[(c - 0x2160) % 16];
    }
    utf8proc_int32_t out[8];
    int boundary = 0;
    utf8proc_ssize_t length =
        utf8proc_decompose_char(c, out, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
    double top = 0, bottom = 0;
    bool fraction = false, any = false;
    for (utf8proc_ssize_t i = 0; i < length; i++) {
        int digit = decimal_of(out[i]);
        any |= digit >= 0;
        if (out[i] == 0x2044)
            fraction = true;
        else if (digit >= 0 && fraction)
            bottom = 10 * bottom + digit;
        else if (digit >= 0)
            top = 10 * top + digit;
        else if (out[i] != '(' && out[i] != ')' && out[i] != '.')
            return -1;
    }
    if (!any)
        return -1;
    return fraction && bottom > 0 ? top / bottom : top;
}

static mr_value number(mr_runtime *rt, const char *name, const char *error, int which,
                       const mr_value *args, size_t nargs, mr_value kwnames)
{
    utf8proc_int32_t c;
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2) || !one_char(rt, name, args[0], &c))
        return MR_NULL;
    double d = which == 0 ? decimal_of(c) : which == 1 ? digit_of(c) : numeric_of(c);
    if (d >= 0)
        return which == 2 ? mr_float(d) : mr_small_int((int64_t)d);
    return nargs > 1 ? mr_incref(args[1]) : mr_raise(rt, rt->exc.ValueError, "%s", error);
}

NATIVE(unicode_decimal) { return number(rt, "decimal", "not a decimal", 0, args, nargs, kwnames); }
NATIVE(unicode_digit) { return number(rt, "digit", "not a digit", 1, args, nargs, kwnames); }
NATIVE(unicode_numeric)
{
    return number(rt, "numeric", "not a numeric character", 2, args, nargs, kwnames);
}

NATIVE(unicode_lookup)
{
    char *owned = NULL;
    size_t length;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "lookup() argument must be str, not %T", args[0]);
    const char *name = mr_str_utf8(rt, args[0], &length, &owned);
    if (!name)
        return MR_NULL;
    int32_t c = mr_char_by_name(name, length);
    free(owned);
    return c >= 0 ? mr_str_char(rt, (uint32_t)c)
                  : mr_raise(rt, rt->exc.KeyError, "undefined character name '%V'", args[0]);
}

NATIVE(unicode_name)
{
    char name[MR_LONGEST_NAME];
    if (!mr_arity(rt, "name", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]) || mr_as_str(args[0])->length != 1)
        return mr_raise(rt, rt->exc.TypeError,
                        "name() argument 1 must be a unicode character, not %s",
                        args[0] == MR_NONE ? "None" : mr_type_of(rt, args[0])->name);
    size_t length = mr_name_of_char(mr_str_at(mr_as_str(args[0]), 0), name);
    if (length)
        return mr_str_new(rt, name, length);
    return nargs > 1 ? mr_incref(args[1]) : mr_raise(rt, rt->exc.ValueError, "no such name");
}

static const struct form {
    const char *name;
    int options;
} forms[] = {{"NFC", UTF8PROC_STABLE | UTF8PROC_COMPOSE},
             {"NFD", UTF8PROC_STABLE | UTF8PROC_DECOMPOSE},
             {"NFKC", UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT},
             {"NFKD", UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT}};

static mr_value normalized(mr_runtime *rt, mr_value form, mr_value text)
{
    const struct form *f = NULL;
    for (size_t i = 0; i < 4; i++)
        if (mr_is_str(form) && mr_str_is(form, forms[i].name))
            f = &forms[i];
    if (!f)
        return mr_raise(rt, rt->exc.ValueError, "invalid normalization form");
    if (mr_as_str(text)->ascii)
        return mr_incref(text);
    /* Room for the longest decomposition there is, 18 characters each. */
    const mr_str *s = mr_as_str(text);
    utf8proc_int32_t *room = malloc((s->length * 18 + 1) * sizeof *room);
    if (!room)
        return mr_raise_no_memory(rt);
    size_t n = 0;
    int boundary = 0;
    for (size_t i = 0; i < s->length; i++) {
        utf8proc_int32_t c = (utf8proc_int32_t)mr_str_at(s, i);
        utf8proc_ssize_t length = -1;
        if (c < 0xd800 || c > 0xdfff)
            length = utf8proc_decompose_char(
                c, room + n, 18, (utf8proc_option_t)(f->options | UTF8PROC_DECOMPOSE), &boundary);
        if (length < 0) {
            room[n] = c;
            length = 1;
        }
        n += (size_t)length;
    }
    /* Canonical order: marks by their class. */
    for (size_t i = 1; i < n; i++) {
        int class = utf8proc_get_property(room[i])->combining_class;
        for (size_t k = i;
             class && k > 0 && utf8proc_get_property(room[k - 1])->combining_class > class; k--) {
            utf8proc_int32_t c = room[k];
            room[k] = room[k - 1];
            room[k - 1] = c;
        }
    }
    utf8proc_ssize_t length = (utf8proc_ssize_t)n;
    if (f->options & UTF8PROC_COMPOSE)
        length = utf8proc_normalize_utf32(room, length, (utf8proc_option_t)f->options);
    mr_value v = mr_str_ucs4(rt, (const uint32_t *)room, (size_t)length);
    free(room);
    return v;
}

NATIVE(unicode_normalize)
{
    if (!mr_arity(rt, "normalize", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]) || !mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "normalize() argument %d must be str, not %T",
                        mr_is_str(args[0]) ? 2 : 1, mr_is_str(args[0]) ? args[1] : args[0]);
    return normalized(rt, args[0], args[1]);
}

NATIVE(unicode_is_normalized)
{
    mr_value v = unicode_normalize(rt, self, args, nargs, kwnames);
    bool same = v && mr_str_equal(v, args[1]);
    mr_decref(rt, v);
    return v ? mr_bool(same) : MR_NULL;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "unidata_version",
                         mr_str_from(rt, utf8proc_unicode_version()));
}

static const mr_method_def functions[] = {
    {"bidirectional", unicode_bidirectional, MR_ARGS_ONE, NULL},
    {"category", unicode_category, MR_ARGS_ONE, "The general category of a character."},
    {"combining", unicode_combining, MR_ARGS_ONE, NULL},
    {"decimal", unicode_decimal, MR_ARGS_ANY, NULL},
    {"digit", unicode_digit, MR_ARGS_ANY, NULL},
    {"east_asian_width", unicode_east_asian_width, MR_ARGS_ONE, NULL},
    {"is_normalized", unicode_is_normalized, MR_ARGS_ANY, NULL},
    {"lookup", unicode_lookup, MR_ARGS_ONE, "The character of a name."},
    {"mirrored", unicode_mirrored, MR_ARGS_ONE, NULL},
    {"name", unicode_name, MR_ARGS_ANY, "The name of a character."},
    {"normalize", unicode_normalize, MR_ARGS_ANY, "A text in a normal form: NFC, NFD, NFKC, NFKD."},
    {"numeric", unicode_numeric, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(unicodedata, "unicodedata", "The Unicode character database.", functions, setup);
