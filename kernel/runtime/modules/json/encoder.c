/*
 * encoder.c - _json.Encoder: objects to JSON texts, without indentation (the
 * json module does that in Python).
 */
#include <math.h>

#include "modules/json/json.h"

typedef struct encoder {
    mr_object head;
    mr_value markers; /* dict of the containers being written, by id; or None */
    mr_value default_, encode, indent, key_separator, item_separator;
    bool sort_keys, skip_keys, allow_nan;
    enum { BY_CALL, PLAIN, ASCII } strings; /* what `encode` is */
} encoder;
MR_FIELDS_LAYOUT(encoder, 6);

static encoder *as_encoder(mr_value v) { return (encoder *)mr_obj(v); }

static bool write_value(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value v);

/* Writes what is owned and may be a failure passed on. */
static bool write_owned(mr_runtime *rt, mr_str_builder *b, mr_value text)
{
    bool fine = text && mr_str_builder_str(b, text);
    mr_decref(rt, text);
    return fine;
}

static bool write_string(mr_runtime *rt, const encoder *e, mr_str_builder *b, mr_value s)
{
    if (e->strings != BY_CALL)
        return mr_json_write_string(b, s, e->strings == ASCII);
    mr_value text = mr_call1(rt, e->encode, s);
    if (text && !mr_is_str(text)) {
        mr_raise(rt, rt->exc.TypeError, "encoder() must return a string, not %T", text);
        mr_clear(rt, &text);
    }
    return write_owned(rt, b, text);
}

/* The text of None, a bool, an int or a float, owned; MR_NULL without an exception for others.
 * Subclasses' own __repr__ is not asked. */
static mr_value atom_text(mr_runtime *rt, const encoder *e, mr_value v)
{
    if (v == MR_NONE)
        return mr_str_from(rt, "null");
    if (mr_is_bool(v))
        return mr_str_from(rt, v == MR_TRUE ? "true" : "false");
    if (mr_is_integer(v))
        return mr_int_to_str(rt, v, 10, false);
    if (!mr_is_real_float(v))
        return MR_NULL;
    double d = mr_real_value(v);
    if (!isfinite(d)) {
        if (!e->allow_nan)
            return mr_raise(rt, rt->exc.ValueError,
                            "Out of range float values are not JSON compliant");
        return mr_str_from(rt, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    }
    char text[32];
    size_t length = mr_double_repr(d, text);
    return mr_str_new(rt, text, length);
}

/* Notes that v is being written; false with ValueError set when it is already. *id is owned. */
static bool mark(mr_runtime *rt, const encoder *e, mr_value v, mr_value *id)
{
    *id = MR_NULL;
    if (e->markers == MR_NONE)
        return true;
    *id = mr_int_from_u64(rt, v);
    int known = *id ? mr_dict_contains(rt, e->markers, *id) : -1;
    if (known > 0)
        mr_raise(rt, rt->exc.ValueError, "Circular reference detected");
    if (known == 0 && mr_dict_set(rt, e->markers, *id, v))
        return true;
    mr_clear(rt, id);
    return false;
}

static bool unmark(mr_runtime *rt, const encoder *e, mr_value id, bool fine)
{
    if (id && fine && mr_dict_delete(rt, e->markers, id) <= 0) {
        if (!mr_error(rt))
            mr_raise_value(rt, rt->exc.KeyError, id);
        fine = false;
    }
    mr_decref(rt, id);
    return fine;
}

/* 1 written, 0 left out, -1 */
static int write_pair(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value key, mr_value v,
                      bool first)
{
    mr_value text = mr_is_str(key) ? mr_incref(key) : atom_text(rt, e, key);
    if (!text) {
        if (mr_error(rt))
            return -1;
        if (e->skip_keys)
            return 0;
        return mr_fail(rt, rt->exc.TypeError, "keys must be str, int, float, bool or None, not %T",
                       key);
    }
    bool fine = (first || mr_str_builder_str(b, e->item_separator)) &&
                write_string(rt, e, b, text) && mr_str_builder_str(b, e->key_separator) &&
                write_value(rt, e, b, v);
    mr_decref(rt, text);
    return fine ? 1 : -1;
}

/* list(dict.items()), sorted if so asked */
static mr_value items_of(mr_runtime *rt, const encoder *e, mr_value dict)
{
    mr_value view = mr_call_method(rt, dict, MR_NAME(rt, items), NULL, 0);
    mr_value list = view ? mr_list_from(rt, view) : MR_NULL;
    mr_decref(rt, view);
    if (list && e->sort_keys && !mr_list_sort(rt, list, MR_NULL, false))
        mr_clear(rt, &list);
    return list;
}

static bool write_dict(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value dict)
{
    if (mr_as_dict(dict)->length == 0)
        return mr_str_builder_text(b, "{}");
    mr_value id;
    if (!mark(rt, e, dict, &id))
        return false;
    mr_value items = items_of(rt, e, dict);
    bool fine = items && mr_str_builder_char(b, '{'), first = true;
    for (size_t i = 0; fine && i < mr_as_list(items)->length; i++) {
        mr_value pair = mr_incref(mr_as_list(items)->items[i]);
        if (mr_is_tuple(pair) && mr_as_tuple(pair)->length == 2) {
            int written = write_pair(rt, e, b, mr_as_tuple(pair)->items[0],
                                     mr_as_tuple(pair)->items[1], first);
            first = first && written <= 0;
            fine = written >= 0 && mr_poll(rt) == 0;
        } else {
            mr_raise(rt, rt->exc.ValueError, "items must return 2-tuples");
            fine = false;
        }
        mr_decref(rt, pair);
    }
    mr_decref(rt, items);
    return unmark(rt, e, id, fine && mr_str_builder_char(b, '}'));
}

static bool write_list(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value seq)
{
    bool list = mr_is_list(seq), fine = true;
    if ((list ? mr_as_list(seq)->length : mr_as_tuple(seq)->length) == 0)
        return mr_str_builder_text(b, "[]");
    mr_value id;
    if (!mark(rt, e, seq, &id))
        return false;
    mr_str_builder_char(b, '[');
    for (size_t i = 0; fine; i++) {
        if (i >= (list ? mr_as_list(seq)->length : mr_as_tuple(seq)->length))
            break;
        mr_value v = mr_incref(list ? mr_as_list(seq)->items[i] : mr_as_tuple(seq)->items[i]);
        fine = (i == 0 || mr_str_builder_str(b, e->item_separator)) && write_value(rt, e, b, v) &&
               mr_poll(rt) == 0;
        mr_decref(rt, v);
    }
    return unmark(rt, e, id, fine && mr_str_builder_char(b, ']'));
}

/* What default(v) makes of an object that JSON does not know. */
static bool write_other(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value v)
{
    mr_value id;
    if (!mark(rt, e, v, &id))
        return false;
    mr_value known = mr_call1(rt, e->default_, v);
    bool fine = known && write_value(rt, e, b, known);
    mr_decref(rt, known);
    return unmark(rt, e, id, fine);
}

static bool write_value(mr_runtime *rt, encoder *e, mr_str_builder *b, mr_value v)
{
    if (mr_is_str(v))
        return write_string(rt, e, b, v);
    mr_value text = atom_text(rt, e, v);
    if (text || mr_error(rt))
        return write_owned(rt, b, text);
    if (!mr_recursion_enter(rt, " while encoding a JSON object"))
        return false;
    bool fine = mr_is_list(v) || mr_is_tuple(v) ? write_list(rt, e, b, v)
                : mr_is_dict(v)                 ? write_dict(rt, e, b, v)
                                                : write_other(rt, e, b, v);
    mr_recursion_leave(rt);
    return fine;
}

static mr_value encoder_call(ARGS)
{
    mr_value a[2];
    int64_t level;
    if (!mr_bind(rt, "_iterencode(obj, _current_indent_level)", args, nargs, kwnames, a) ||
        !mr_to_int64(rt, a[1], &level))
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    if (!write_value(rt, as_encoder(self), &b, a[0])) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    mr_value text = mr_str_builder_take(&b);
    mr_value out = text ? mr_list_new(rt, &text, 1) : MR_NULL;
    mr_decref(rt, text);
    return out;
}

static mr_value encoder_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value a[9];
    int flag[3];
    if (!mr_bind(rt,
                 "make_encoder(markers, default, encoder, indent, key_separator, item_separator, "
                 "sort_keys, skipkeys, allow_nan)",
                 args, nargs, kwnames, a))
        return MR_NULL;
    for (int i = 4; i < 6; i++)
        if (!mr_is_str(a[i]))
            return mr_raise(rt, rt->exc.TypeError, "make_encoder() argument %d must be str, not %T",
                            i + 1, a[i]);
    for (int i = 0; i < 3; i++) {
        flag[i] = mr_truth(rt, a[6 + i]);
        if (flag[i] < 0)
            return MR_NULL;
    }
    if (a[0] != MR_NONE && !mr_is_dict(a[0]))
        return mr_raise(rt, rt->exc.TypeError,
                        "make_encoder() argument 1 must be dict or None, not %T", a[0]);
    mr_value fields[6];
    for (int i = 0; i < 6; i++)
        fields[i] = mr_incref(a[i]);
    mr_value self = mr_fields_new(rt, type, fields, 6);
    if (!self)
        return MR_NULL;
    encoder *e = as_encoder(self);
    e->sort_keys = flag[0];
    e->skip_keys = flag[1];
    e->allow_nan = flag[2];
    mr_native_fn fn =
        mr_has_kind(e->encode, MR_KIND_NATIVE) ? ((mr_native *)mr_obj(e->encode))->def->fn : NULL;
    e->strings = fn == mr_json_encode_basestring_ascii ? ASCII
                 : fn == mr_json_encode_basestring     ? PLAIN
                                                       : BY_CALL;
    return self;
}

static mr_value get_flag(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(closure ? as_encoder(self)->skip_keys : as_encoder(self)->sort_keys);
}

static const mr_getset_def getsets[] = {{"sort_keys", get_flag, NULL, "sort_keys", NULL},
                                        {"skipkeys", get_flag, NULL, "skipkeys", (void *)1},
                                        {0}};
#define MEMBER(name, field)                                      \
    {                                                            \
        name, offsetof(encoder, field), MR_MEMBER_READONLY, name \
    }
static const mr_member_def members[] = {MEMBER("markers", markers),
                                        MEMBER("default", default_),
                                        MEMBER("encoder", encode),
                                        MEMBER("indent", indent),
                                        MEMBER("key_separator", key_separator),
                                        MEMBER("item_separator", item_separator),
                                        {0}};
const mr_type_spec mr_json_encoder_spec = {
    .name = "_json.Encoder",
    .doc = "_iterencode(obj, _current_indent_level) -> iterable",
    .basic_size = sizeof(encoder),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED,
    .layout = &encoder_layout,
    .slots = {.new_ = encoder_new, .call = encoder_call},
    .getsets = getsets,
    .members = members,
};
