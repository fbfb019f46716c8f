/*
 * scanner.c - _json.Scanner: JSON texts to objects. The messages, and the
 * StopIteration that says where no value could be found, are what
 * json.decoder expects.
 */
#include "modules/json/json.h"

typedef struct scanner {
    mr_object head;
    mr_value object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool strict;
} scanner;
MR_FIELDS_LAYOUT(scanner, 5);

static scanner *as_scanner(mr_value v) { return (scanner *)mr_obj(v); }

/* One call of a scanner. */
typedef struct scan {
    mr_runtime *rt;
    const scanner *o;
    mr_value text;
    const mr_str *s;
    mr_value keys; /* a dict: equal keys of objects become one str */
} scan;

static mr_value scan_value(scan *t, size_t at, size_t *next);

static mr_value stop(scan *t, size_t at)
{
    return mr_raise_value(t->rt, t->rt->exc.StopIteration, mr_small_int((int64_t)at));
}

static size_t skip_space(const scan *t, size_t i)
{
    while (i < t->s->length) {
        uint32_t c = mr_str_at(t->s, i);
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            break;
        i++;
    }
    return i;
}

static bool at_char(const scan *t, size_t i, uint32_t c)
{
    return i < t->s->length && mr_str_at(t->s, i) == c;
}

static bool at_digit(const scan *t, size_t i)
{
    return i < t->s->length && mr_str_at(t->s, i) >= '0' && mr_str_at(t->s, i) <= '9';
}

static bool at_word(const scan *t, size_t i, const char *word)
{
    for (; *word; word++, i++)
        if (!at_char(t, i, (uint8_t)*word))
            return false;
    return true;
}

/* The str that stands for this key in the whole text; steals key. */
static mr_value shared_key(scan *t, mr_value key)
{
    mr_value known = mr_dict_setdefault(t->rt, t->keys, key, key);
    mr_decref(t->rt, key);
    return known;
}

/* `"key" : value` at `at`. */
static bool scan_pair(scan *t, size_t at, mr_value *key, mr_value *v, size_t *next)
{
    mr_runtime *rt = t->rt;
    size_t i;
    *key = *v = MR_NULL;
    if (!at_char(t, at, '"')) {
        mr_json_error(rt, "Expecting property name enclosed in double quotes", t->text, at);
        return false;
    }
    *key = mr_json_read_string(rt, t->text, at + 1, t->o->strict, &i);
    *key = *key ? shared_key(t, *key) : MR_NULL;
    if (!*key)
        return false;
    i = skip_space(t, i);
    if (at_char(t, i, ':'))
        *v = scan_value(t, skip_space(t, i + 1), next);
    else
        mr_json_error(rt, "Expecting ':' delimiter", t->text, i);
    if (!*v)
        mr_clear(rt, key);
    return *v;
}

/* Behind a value in an object or array: 1 the end, 0 a comma, -1 an error; *i moves on. */
static int scan_delimiter(scan *t, size_t *i, uint32_t close)
{
    *i = skip_space(t, *i);
    if (at_char(t, *i, close)) {
        ++*i;
        return 1;
    }
    if (!at_char(t, *i, ',')) {
        mr_json_error(t->rt, "Expecting ',' delimiter", t->text, *i);
        return -1;
    }
    *i = skip_space(t, *i + 1);
    return mr_poll(t->rt) < 0 ? -1 : 0;
}

/* An object, behind its brace. */
static mr_value scan_object(scan *t, size_t at, size_t *next)
{
    mr_runtime *rt = t->rt;
    bool pairs = t->o->object_pairs_hook != MR_NONE;
    mr_value out = pairs ? mr_list_new(rt, NULL, 0) : mr_dict_new(rt);
    size_t i = skip_space(t, at);
    int end = out ? at_char(t, i, '}') : -1;
    if (end > 0)
        i++;
    while (end == 0) {
        mr_value key, v;
        if (!scan_pair(t, i, &key, &v, &i)) {
            end = -1;
            break;
        }
        bool fine;
        if (pairs) {
            mr_value pair = mr_tuple_pack(rt, 2, key, v);
            fine = pair && mr_list_append_steal(rt, out, pair);
        } else {
            fine = mr_dict_set(rt, out, key, v);
        }
        mr_decref(rt, key);
        mr_decref(rt, v);
        end = fine ? scan_delimiter(t, &i, '}') : -1;
    }
    if (end < 0) {
        mr_decref(rt, out);
        return MR_NULL;
    }
    *next = i;
    mr_value hook = pairs ? t->o->object_pairs_hook : t->o->object_hook;
    if (hook != MR_NONE) {
        mr_value made = mr_call1(rt, hook, out);
        mr_decref(rt, out);
        out = made;
    }
    return out;
}

/* An array, behind its bracket. */
static mr_value scan_array(scan *t, size_t at, size_t *next)
{
    mr_value out = mr_list_new(t->rt, NULL, 0);
    size_t i = skip_space(t, at);
    int end = out ? at_char(t, i, ']') : -1;
    if (end > 0)
        i++;
    while (end == 0) {
        mr_value v = scan_value(t, i, &i);
        end = v && mr_list_append_steal(t->rt, out, v) ? scan_delimiter(t, &i, ']') : -1;
    }
    if (end < 0)
        mr_clear(t->rt, &out);
    *next = i;
    return out;
}

/* float(text) or int(text) or what the decoder was given in their place. */
static mr_value make_number(scan *t, size_t from, size_t to, bool real)
{
    mr_runtime *rt = t->rt;
    mr_value make = real ? t->o->parse_float : t->o->parse_int, out;
    bool plain = make == mr_from(real ? rt->types.float_ : rt->types.int_);
    if (plain && t->s->width == 1) {
        const char *text = (const char *)t->s->data + from;
        double d = 0;
        if (!real)
            return mr_int_parse(rt, text, to - from, 10);
        mr_double_parse(text, to - from, &d);
        return mr_float(d);
    }
    mr_value text = mr_str_substring(rt, t->text, from, to);
    out = text ? mr_call1(rt, make, text) : MR_NULL;
    mr_decref(rt, text);
    return out;
}

static mr_value scan_number(scan *t, size_t at, size_t *next)
{
    size_t i = at + at_char(t, at, '-');
    bool real = false;
    if (!at_digit(t, i))
        return stop(t, at);
    if (at_char(t, i, '0'))
        i++;
    else
        while (at_digit(t, i))
            i++;
    if (at_char(t, i, '.') && at_digit(t, i + 1)) {
        real = true;
        for (i += 2; at_digit(t, i);)
            i++;
    }
    if (at_char(t, i, 'e') || at_char(t, i, 'E')) {
        size_t e = i + 1;
        if (at_char(t, e, '+') || at_char(t, e, '-'))
            e++;
        if (at_digit(t, e)) {
            real = true;
            for (i = e; at_digit(t, i);)
                i++;
        }
    }
    *next = i;
    return make_number(t, at, i, real);
}

static mr_value scan_constant(scan *t, const char *name, size_t at, size_t *next)
{
    mr_value text = mr_str_from(t->rt, name);
    mr_value v = text ? mr_call1(t->rt, t->o->parse_constant, text) : MR_NULL;
    *next = at + strlen(name);
    mr_decref(t->rt, text);
    return v;
}

static mr_value scan_nested(scan *t, size_t at, size_t *next)
{
    bool object = at_char(t, at, '{');
    if (!mr_recursion_enter(t->rt, object ? " while decoding a JSON object from a unicode string"
                                          : " while decoding a JSON array from a unicode string"))
        return MR_NULL;
    mr_value v = object ? scan_object(t, at + 1, next) : scan_array(t, at + 1, next);
    mr_recursion_leave(t->rt);
    return v;
}

static mr_value scan_value(scan *t, size_t at, size_t *next)
{
    static const struct {
        const char *word;
        mr_value v;
    } words[] = {{"null", MR_NONE}, {"true", MR_TRUE}, {"false", MR_FALSE}};
    static const char *const constants[] = {"NaN", "Infinity", "-Infinity"};
    if (at >= t->s->length)
        return stop(t, at);
    switch (mr_str_at(t->s, at)) {
    case '"': return mr_json_read_string(t->rt, t->text, at + 1, t->o->strict, next);
    case '{':
    case '[': return scan_nested(t, at, next);
    case 'n':
    case 't':
    case 'f':
        for (size_t i = 0; i < 3; i++)
            if (at_word(t, at, words[i].word)) {
                *next = at + strlen(words[i].word);
                return words[i].v;
            }
        return stop(t, at);
    case 'N':
    case 'I':
    case '-':
        for (size_t i = 0; i < 3; i++)
            if (at_word(t, at, constants[i]))
                return scan_constant(t, constants[i], at, next);
        break;
    default: break;
    }
    return scan_number(t, at, next);
}

static mr_value scanner_call(ARGS)
{
    mr_value a[2];
    int64_t at;
    size_t next = 0;
    if (!mr_bind(rt, "scan_once(string, idx)", args, nargs, kwnames, a) ||
        !mr_to_int64(rt, a[1], &at))
        return MR_NULL;
    if (!mr_is_str(a[0]))
        return mr_raise(rt, rt->exc.TypeError, "first argument must be a string, not %T", a[0]);
    if (at < 0)
        return mr_raise(rt, rt->exc.ValueError, "idx cannot be negative");
    scan t = {rt, as_scanner(self), a[0], mr_as_str(a[0]), mr_dict_new(rt)};
    mr_value v = t.keys ? scan_value(&t, (size_t)at, &next) : MR_NULL;
    mr_decref(rt, t.keys);
    mr_value out = v ? mr_tuple_pack(rt, 2, v, mr_small_int((int64_t)next)) : MR_NULL;
    mr_decref(rt, v);
    return out;
}

static mr_value scanner_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    static const char *const names[] = {"object_hook", "object_pairs_hook", "parse_float",
                                        "parse_int", "parse_constant"};
    mr_value context, v[5] = {MR_NULL};
    if (!mr_bind(rt, "make_scanner(context)", args, nargs, kwnames, &context))
        return MR_NULL;
    mr_value flag = mr_getattr_text(rt, context, "strict");
    int strict = flag ? mr_truth(rt, flag) : -1;
    mr_decref(rt, flag);
    if (strict < 0)
        return MR_NULL;
    for (size_t i = 0; i < 5; i++) {
        v[i] = mr_getattr_text(rt, context, names[i]);
        if (!v[i])
            break;
    }
    mr_value self = mr_fields_new(rt, type, v, 5);
    if (self)
        as_scanner(self)->strict = strict;
    return self;
}

static mr_value get_strict(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_scanner(self)->strict);
}

static const mr_getset_def getsets[] = {{"strict", get_strict, NULL, "strict", NULL}, {0}};
#define MEMBER(name)                                              \
    {                                                             \
#name, offsetof(scanner, name), MR_MEMBER_READONLY, #name \
    }
static const mr_member_def members[] = {MEMBER(object_hook),    MEMBER(object_pairs_hook),
                                        MEMBER(parse_float),    MEMBER(parse_int),
                                        MEMBER(parse_constant), {0}};
const mr_type_spec mr_json_scanner_spec = {
    .name = "_json.Scanner",
    .doc = "JSON scanner object",
    .basic_size = sizeof(scanner),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED,
    .layout = &scanner_layout,
    .slots = {.new_ = scanner_new, .call = scanner_call},
    .getsets = getsets,
    .members = members,
};
