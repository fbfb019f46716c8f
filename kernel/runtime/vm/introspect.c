/*
 * introspect.c - what may stand at a place of a cell that is being typed, and what stands there.
 *
 * Names are looked up, attribute by attribute; nothing is called but the properties on the way.
 * Whatever that allocates and drops is kept out of the collector's counts: typing must not bring a
 * collection nearer.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/collector.h"
#include "core/runtime.h"
#include "memoir_runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/exception.h"
#include "types/str.h"
#include "vm/private.h"

#define MAX_VALUE_TEXT 400    /* code points of a repr that are shown */
#define MAX_VALUE_LENGTH 1000 /* the repr of what has more items is not asked for */

static bool in_name(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

static size_t name_begin(const char *source, size_t end)
{
    while (end > 0 && in_name(source[end - 1]))
        end--;
    return end;
}

static size_t skip_blanks_back(const char *source, size_t end)
{
    while (end > 0 && (source[end - 1] == ' ' || source[end - 1] == '\t'))
        end--;
    return end;
}

/* ---- apart from what the program counts ---- */

struct aside {
    int32_t counts[3];
    bool enabled;
};

static void begin_aside(mr_runtime *rt, struct aside *aside)
{
    memcpy(aside->counts, rt->collector.counts, sizeof aside->counts);
    aside->enabled = rt->collector.enabled;
    rt->collector.enabled = false;
}

static void end_aside(mr_runtime *rt, const struct aside *aside)
{
    mr_error_clear(rt);
    memcpy(rt->collector.counts, aside->counts, sizeof aside->counts);
    rt->collector.enabled = aside->enabled;
}

/* ---- values ---- */

/* The value of source[begin..end), names with dots between; owned, MR_NULL for none. */
static mr_value resolve(mr_runtime *rt, const char *source, size_t begin, size_t end)
{
    mr_value v = MR_NULL;
    for (size_t at = begin; at < end;) {
        size_t stop = at;
        while (stop < end && in_name(source[stop]))
            stop++;
        mr_value name = stop > at ? mr_str_new(rt, source + at, stop - at) : MR_NULL;
        if (name)
            name = mr_str_intern(rt, name);
        if (!name) {
            mr_clear(rt, &v);
            break;
        }
        if (at == begin) {
            mr_value dict = mr_main_dict(rt);
            v = dict ? mr_dict_get(rt, dict, name) : MR_NULL;
            v = mr_incref(v ? v : mr_dict_get(rt, rt->builtins, name));
        } else {
            mr_replace(rt, &v, mr_getattr_optional(rt, v, name));
        }
        mr_decref(rt, name);
        if (!v)
            break;
        at = stop + 1; /* the dot */
    }
    mr_error_clear(rt);
    return v;
}

/* Where the dotted name that ends at `end` begins; `end` itself when there is none, as behind a
 * call or a subscript. */
static size_t path_begin(const char *source, size_t end)
{
    size_t at = name_begin(source, end);
    if (at == end || isdigit((unsigned char)source[at]))
        return end;
    while (at > 0 && source[at - 1] == '.') {
        size_t before = name_begin(source, at - 1);
        if (before == at - 1 || isdigit((unsigned char)source[before]))
            return end;
        at = before;
    }
    return at;
}

/* ---- completion ---- */

struct names {
    char **items;
    size_t count, capacity;
    bool failed;
};

static void add_name(struct names *names, const char *name, size_t length)
{
    if (names->count + 1 >= names->capacity) {
        size_t capacity = names->capacity ? names->capacity * 2 : 64;
        char **grown = realloc(names->items, capacity * sizeof *grown);
        if (!grown) {
            names->failed = true;
            return;
        }
        names->items = grown;
        names->capacity = capacity;
    }
    names->items[names->count] = strndup(name, length);
    names->failed |= !names->items[names->count];
    names->items[++names->count] = NULL;
}

static void add_if_begins(mr_runtime *rt, struct names *names, mr_value name, const char *word,
                          size_t length)
{
    char *owned = NULL;
    size_t bytes;
    const char *text = mr_is_str(name) ? mr_str_utf8(rt, name, &bytes, &owned) : NULL;
    /* Private names show up for who begins to type one. */
    if (text && bytes >= length && !memcmp(text, word, length) && (length > 0 || text[0] != '_'))
        add_name(names, text, bytes);
    free(owned);
    mr_error_clear(rt);
}

static void add_keys(mr_runtime *rt, struct names *names, mr_value dict, const char *word,
                     size_t length)
{
    for (size_t i = 0; dict && i < mr_as_dict(dict)->used; i++) {
        const mr_dict_entry *e = &mr_as_dict(dict)->entries[i];
        if (e->key)
            add_if_begins(rt, names, e->key, word, length);
    }
}

static void add_attributes(mr_runtime *rt, struct names *names, mr_value v, const char *word,
                           size_t length)
{
    mr_value dir = mr_dict_get_text(rt, rt->builtins, "dir");
    mr_value list = dir ? mr_call1(rt, dir, v) : MR_NULL;
    if (list && mr_is_exact(list, MR_KIND_LIST)) {
        for (size_t i = 0; i < mr_as_list(list)->length; i++)
            add_if_begins(rt, names, mr_as_list(list)->items[i], word, length);
    }
    mr_decref(rt, list);
}

static void add_keywords(struct names *names, const char *word, size_t length)
{
    static const char *const keywords[] = {
        "False", "None",   "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def", "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global", "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",   "raise", "return", "try",  "while",  "with",   "yield"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (!strncmp(keywords[i], word, length))
            add_name(names, keywords[i], strlen(keywords[i]));
    }
}

/* Does the word at `at` follow "import" or "from" directly? */
static bool names_module(const char *source, size_t at)
{
    size_t end = skip_blanks_back(source, at), begin = name_begin(source, end);
    size_t line = skip_blanks_back(source, begin), n = end - begin;
    return end < at && (line == 0 || source[line - 1] == '\n' || source[line - 1] == ';') &&
           ((n == 6 && !memcmp(source + begin, "import", n)) ||
            (n == 4 && !memcmp(source + begin, "from", n)));
}

static void add_modules(mr_runtime *rt, struct names *names, const char *word, size_t length)
{
    mr_value all = mr_dict_get_text(rt, rt->sysdict, "stdlib_module_names");
    mr_value it = all ? mr_iter(rt, all) : MR_NULL, name;
    while (it && (name = mr_next(rt, it))) {
        add_if_begins(rt, names, name, word, length);
        mr_decref(rt, name);
    }
    mr_decref(rt, it);
    add_keys(rt, names, rt->modules, word, length);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_names(struct names *names)
{
    size_t kept = 0;
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, by_text);
    for (size_t i = 0; i < names->count; i++) {
        if (kept > 0 && !strcmp(names->items[kept - 1], names->items[i]))
            free(names->items[i]);
        else
            names->items[kept++] = names->items[i];
    }
    names->count = kept;
    if (names->items)
        names->items[kept] = NULL;
}

void mr_names_free(char **names)
{
    for (size_t i = 0; names && names[i]; i++)
        free(names[i]);
    free(names);
}

char **mr_complete(mr_runtime *rt, const char *source, size_t cursor, size_t *start)
{
    struct names names = {calloc(2, sizeof(char *)), 0, 2, false};
    size_t word = name_begin(source, cursor), length = cursor - word;
    struct aside aside;
    *start = word;
    if (!names.items)
        return NULL;
    begin_aside(rt, &aside);
    if (word > 0 && source[word - 1] == '.') {
        size_t begin = path_begin(source, word - 1);
        mr_value v = begin < word - 1 ? resolve(rt, source, begin, word - 1) : MR_NULL;
        if (v)
            add_attributes(rt, &names, v, source + word, length);
        mr_decref(rt, v);
    } else if (names_module(source, word)) {
        add_modules(rt, &names, source + word, length);
    } else if (length == 0 || !isdigit((unsigned char)source[word])) {
        add_keys(rt, &names, mr_main_dict(rt), source + word, length);
        add_keys(rt, &names, rt->builtins, source + word, length);
        add_keywords(&names, source + word, length);
    }
    end_aside(rt, &aside);
    sort_names(&names);
    if (names.failed) {
        mr_names_free(names.items);
        return NULL;
    }
    return names.items;
}

/* ---- inspection ---- */

/* The dotted name at the cursor, else the one before the innermost parenthesis that is open
 * there. False when there is neither. */
static bool find_subject(const char *source, size_t length, size_t cursor, size_t *begin,
                         size_t *end)
{
    *end = cursor;
    while (*end < length && in_name(source[*end]))
        ++*end;
    *begin = path_begin(source, *end);
    if (*begin < *end)
        return true;
    int depth = 0;
    for (size_t at = cursor; at-- > 0;) {
        if (strchr(")]}", source[at]) && source[at])
            depth++;
        if (strchr("([{", source[at]) && source[at] && depth-- == 0) {
            *end = source[at] == '(' ? skip_blanks_back(source, at) : at;
            *begin = source[at] == '(' ? path_begin(source, *end) : at;
            if (*begin < *end)
                return true;
            depth = 0;
        }
    }
    return false;
}

static int64_t number_of(mr_runtime *rt, mr_value code, const char *name)
{
    mr_value v = mr_getattr_text(rt, code, name);
    int64_t n = v && mr_is_int(v) ? mr_small_int_value(v) : 0;
    mr_decref(rt, v);
    return n;
}

static void add_parameter(mr_str_builder *b, mr_value names, int64_t i, const char *stars,
                          mr_value otherwise, bool *first)
{
    if (i >= (int64_t)mr_as_tuple(names)->length)
        return;
    mr_str_builder_text(b, *first ? "" : ", ");
    *first = false;
    mr_str_builder_text(b, stars);
    mr_str_builder_str(b, mr_as_tuple(names)->items[i]);
    if (otherwise) {
        mr_str_builder_text(b, "=");
        mr_str_builder_repr(b, otherwise);
    }
}

/* "(a, b=1, *args, **kwargs)" of a function written in Python. */
static void add_signature(mr_runtime *rt, mr_str_builder *b, mr_value function)
{
    enum { VARARGS = 4, VARKEYWORDS = 8 }; /* CPython's co_flags */
    mr_value code = mr_getattr_text(rt, function, "__code__");
    mr_value names = code ? mr_getattr_text(rt, code, "co_varnames") : MR_NULL;
    mr_value defaults = mr_getattr_text(rt, function, "__defaults__");
    mr_value kwdefaults = mr_getattr_text(rt, function, "__kwdefaults__");
    if (names && mr_is_tuple(names)) {
        int64_t positional = number_of(rt, code, "co_argcount");
        int64_t posonly = number_of(rt, code, "co_posonlyargcount");
        int64_t kwonly = number_of(rt, code, "co_kwonlyargcount");
        int64_t flags = number_of(rt, code, "co_flags");
        int64_t given = defaults && mr_is_tuple(defaults) ? (int64_t)mr_as_tuple(defaults)->length
                                                          : 0;
        bool first = true;
        mr_str_builder_text(b, "(");
        for (int64_t i = 0; i < positional; i++) {
            int64_t from_end = i - (positional - given);
            add_parameter(b, names, i, "",
                          from_end >= 0 ? mr_as_tuple(defaults)->items[from_end] : MR_NULL, &first);
            if (i + 1 == posonly)
                mr_str_builder_text(b, ", /");
        }
        if (flags & VARARGS)
            add_parameter(b, names, positional + kwonly, "*", MR_NULL, &first);
        else if (kwonly > 0)
            mr_str_builder_text(b, first ? "*" : ", *");
        first = first && !kwonly;
        for (int64_t i = positional; i < positional + kwonly; i++) {
            mr_value otherwise = kwdefaults && mr_is_dict(kwdefaults)
                                     ? mr_dict_get(rt, kwdefaults, mr_as_tuple(names)->items[i])
                                     : MR_NULL;
            add_parameter(b, names, i, "", otherwise, &first);
        }
        if (flags & VARKEYWORDS)
            add_parameter(b, names, positional + kwonly + ((flags & VARARGS) != 0), "**", MR_NULL,
                          &first);
        mr_str_builder_text(b, ")");
    }
    mr_error_clear(rt);
    mr_decref(rt, kwdefaults);
    mr_decref(rt, defaults);
    mr_decref(rt, names);
    mr_decref(rt, code);
}

/* The function behind a value: a method's, a class's __init__; owned, MR_NULL for others. */
static mr_value function_of(mr_runtime *rt, mr_value v)
{
    mr_value f = mr_has_kind(v, MR_KIND_TYPE) ? mr_getattr_text(rt, v, "__init__") : mr_incref(v);
    if (f && mr_has_kind(f, MR_KIND_METHOD))
        mr_replace(rt, &f, mr_getattr_text(rt, f, "__func__"));
    if (f && !mr_has_kind(f, MR_KIND_FUNCTION))
        mr_clear(rt, &f);
    mr_error_clear(rt);
    return f;
}

static void add_line(mr_str_builder *b, const char *label, mr_value text)
{
    size_t length = mr_as_str(text)->length;
    mr_str_builder_text(b, label);
    mr_str_builder_slice(b, text, 0, length < MAX_VALUE_TEXT ? length : MAX_VALUE_TEXT);
    mr_str_builder_text(b, length > MAX_VALUE_TEXT ? "…\n" : "\n");
}

char *mr_inspect(mr_runtime *rt, const char *source, size_t length, size_t cursor)
{
    size_t begin, end;
    struct aside aside;
    char *result = NULL;
    if (!find_subject(source, length, cursor, &begin, &end))
        return NULL;
    begin_aside(rt, &aside);
    mr_value v = resolve(rt, source, begin, end);
    if (v) {
        mr_str_builder b;
        mr_str_builder_init(&b, rt);
        mr_value function = function_of(rt, v);
        if (function) {
            mr_str_builder_text(&b, "Signature: ");
            mr_str_builder_utf8(&b, source + begin, end - begin);
            add_signature(rt, &b, function);
            mr_str_builder_text(&b, "\n");
        }
        mr_value type = mr_str_from(rt, mr_type_of(rt, v)->name), value = MR_NULL;
        if (type)
            add_line(&b, "Type:      ", type);
        int64_t items = mr_type_of(rt, v)->slots.length ? mr_length(rt, v) : -1;
        mr_error_clear(rt);
        if (items > MAX_VALUE_LENGTH) {
            if ((value = mr_str_format(rt, "%lld", (long long)items)))
                add_line(&b, "Length:    ", value);
        } else if (!function && !mr_has_kind(v, MR_KIND_TYPE) && (value = mr_repr(rt, v))) {
            add_line(&b, "Value:     ", value);
        }
        mr_error_clear(rt);
        mr_value doc = mr_getattr_text(rt, v, "__doc__");
        if (doc && mr_is_str(doc)) {
            mr_str_builder_text(&b, "\n");
            mr_str_builder_str(&b, doc);
            mr_str_builder_text(&b, "\n");
        }
        mr_error_clear(rt);
        mr_value text = mr_str_builder_take(&b);
        char *owned = NULL;
        size_t bytes = 0;
        const char *utf8 = text ? mr_str_utf8(rt, text, &bytes, &owned) : NULL;
        if (utf8)
            result = strndup(utf8, bytes);
        free(owned);
        mr_decref(rt, text);
        mr_decref(rt, doc);
        mr_decref(rt, value);
        mr_decref(rt, type);
        mr_decref(rt, function);
    }
    mr_decref(rt, v);
    end_aside(rt, &aside);
    return result;
}
