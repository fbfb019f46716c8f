/*
 * newlines.c - newlines translated, and IncrementalNewlineDecoder.
 */
#include "modules/fields.h"
#include "modules/io/io.h"

static bool has(const mr_str *s, uint32_t c)
{
    if (s->width == 1)
        return memchr(s->data, (int)c, s->length) != NULL;
    for (size_t i = 0; i < s->length; i++)
        if (mr_str_at(s, i) == c)
            return true;
    return false;
}

mr_value mr_newlines_decode(mr_runtime *rt, mr_newlines *n, mr_value text, bool final)
{
    const mr_str *s = mr_as_str(text);
    bool had_cr = n->pending_cr;
    if (!had_cr && !has(s, '\r')) {
        if (!(n->seen & MR_SEEN_LF) && has(s, '\n'))
            n->seen |= MR_SEEN_LF;
        return text;
    }
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    n->pending_cr = false;
    if (had_cr && (s->length || final)) {
        bool crlf = s->length && mr_str_at(s, 0) == '\n';
        if (!crlf) {
            n->seen |= MR_SEEN_CR;
            mr_str_builder_char(&b, n->translate ? '\n' : '\r');
        } else if (!n->translate) {
            mr_str_builder_char(&b, '\r');
        }
        if (crlf)
            n->seen |= MR_SEEN_CRLF;
    } else if (had_cr) {
        n->pending_cr = true;
    }
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c == '\r') {
            if (i + 1 == s->length && !final) {
                n->pending_cr = true;
                break;
            }
            bool crlf = i + 1 < s->length && mr_str_at(s, i + 1) == '\n';
            n->seen |= crlf ? MR_SEEN_CRLF : MR_SEEN_CR;
            if (n->translate) {
                mr_str_builder_char(&b, '\n');
            } else {
                mr_str_builder_char(&b, '\r');
                if (crlf)
                    mr_str_builder_char(&b, '\n');
            }
            i += crlf;
            continue;
        }
        if (c == '\n' && !(i == 0 && had_cr))
            n->seen |= MR_SEEN_LF;
        mr_str_builder_char(&b, c);
    }
    mr_decref(rt, text);
    return mr_str_builder_take(&b);
}

mr_value mr_newlines_seen(mr_runtime *rt, uint8_t seen)
{
    static const char *const names[] = {"\r", "\n", "\r\n"};
    mr_value items[3];
    size_t n = 0;
    for (int i = 0; i < 3; i++)
        if (seen & 1 << i)
            items[n++] = mr_str_from(rt, names[i]);
    if (n < 2)
        return n ? items[0] : MR_NONE;
    mr_value t = mr_tuple_new(rt, items, n);
    while (n > 0)
        mr_decref(rt, items[--n]);
    return t;
}

mr_value mr_newlines_encode(mr_runtime *rt, mr_value text, const char *newline)
{
    if (!has(mr_as_str(text), '\n'))
        return mr_incref(text);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < mr_as_str(text)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(text), i);
        if (c == '\n')
            mr_str_builder_text(&b, newline);
        else
            mr_str_builder_char(&b, c);
    }
    return mr_str_builder_take(&b);
}

size_t mr_line_end(const mr_str *s, size_t from, size_t to, bool universal, const char *newline)
{
    if (!universal && newline[0] == '\n' && s->width == 1) {
        const uint8_t *at = memchr(s->data + from, '\n', to - from);
        return at ? (size_t)(at - s->data) + 1 : 0;
    }
    for (size_t i = from; i < to; i++) {
        uint32_t c = mr_str_at(s, i);
        if (universal && c == '\r')
            return i + 1 < to && mr_str_at(s, i + 1) == '\n' ? i + 2 : i + 1;
        if (universal && c == '\n')
            return i + 1;
        if (!universal && c == (uint8_t)newline[0]) {
            if (!newline[1])
                return i + 1;
            if (i + 1 < to && mr_str_at(s, i + 1) == (uint8_t)newline[1])
                return i + 2;
        }
    }
    return 0;
}

bool mr_newline_argument(mr_runtime *rt, mr_value v, const char **out)
{
    static const char *const allowed[] = {"", "\n", "\r", "\r\n"};
    *out = NULL;
    if (v == MR_NONE)
        return true;
    if (!mr_is_str(v)) {
        mr_raise(rt, rt->exc.TypeError, "newline must be str or None, not %T", v);
        return false;
    }
    for (int i = 0; i < 4; i++)
        if (mr_str_is(v, allowed[i]))
            *out = allowed[i];
    if (!*out)
        mr_raise(rt, rt->exc.ValueError, "illegal newline value: %V", v);
    return *out != NULL;
}

/* ---- IncrementalNewlineDecoder ---- */

typedef struct newline_decoder {
    mr_object head;
    mr_value decoder, errors; /* decoder None: it is given text */
    mr_newlines newlines;
} newline_decoder;
MR_FIELDS_LAYOUT(decoder, 2);

static newline_decoder *as_decoder(mr_value v) { return (newline_decoder *)mr_obj(v); }

static int decoder_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value a[3];
    newline_decoder *d = as_decoder(self);
    if (!mr_bind(rt, "IncrementalNewlineDecoder(decoder, translate, errors=)", args, nargs, kwnames,
                 a))
        return -1;
    int translate = mr_truth(rt, a[1]);
    mr_replace(rt, &d->decoder, mr_incref(a[0]));
    mr_replace(rt, &d->errors, a[2] ? mr_incref(a[2]) : mr_str_from(rt, "strict"));
    d->newlines = (mr_newlines){.translate = translate > 0};
    return translate < 0 || !d->errors ? -1 : 0;
}

NATIVE(decoder_decode)
{
    mr_value a[2];
    newline_decoder *d = as_decoder(self);
    bool final;
    if (!mr_bind(rt, "decode(input, final=)", args, nargs, kwnames, a) ||
        !mr_flag(rt, a[1], false, &final))
        return MR_NULL;
    if (!d->decoder)
        return mr_raise(rt, rt->exc.ValueError, "IncrementalNewlineDecoder.__init__() not called");
    mr_value text;
    if (d->decoder == MR_NONE) {
        text = mr_incref(a[0]);
    } else {
        mr_value name = mr_intern(rt, "decode"), two[2] = {a[0], mr_bool(final)};
        text = name ? mr_call_method(rt, d->decoder, name, two, 2) : MR_NULL;
        mr_decref(rt, name);
    }
    if (text && !mr_is_str(text)) {
        mr_raise(rt, rt->exc.TypeError, "decoder should return a string result, not '%T'", text);
        mr_clear(rt, &text);
    }
    return text ? mr_newlines_decode(rt, &d->newlines, text, final) : MR_NULL;
}

NATIVE(decoder_getstate)
{
    newline_decoder *d = as_decoder(self);
    mr_value inner = d->decoder == MR_NONE ? mr_tuple_pack(rt, 2, rt->empty_bytes, mr_small_int(0))
                                           : mr_io_call(rt, d->decoder, "getstate", MR_NULL);
    int64_t flags = 0;
    if (!inner)
        return MR_NULL;
    if (!mr_is_tuple(inner) || mr_as_tuple(inner)->length != 2 ||
        !mr_to_int64(rt, mr_as_tuple(inner)->items[1], &flags)) {
        mr_decref(rt, inner);
        return mr_error(rt) ? MR_NULL : mr_raise(rt, rt->exc.TypeError, "illegal decoder state");
    }
    mr_value out = mr_tuple_pack(rt, 2, mr_as_tuple(inner)->items[0],
                                 mr_int_from(rt, flags * 2 + d->newlines.pending_cr));
    mr_decref(rt, inner);
    return out;
}

NATIVE(decoder_setstate)
{
    newline_decoder *d = as_decoder(self);
    int64_t flags;
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length != 2)
        return mr_raise(rt, rt->exc.TypeError, "state argument must be a tuple");
    if (!mr_to_int64(rt, mr_as_tuple(args[0])->items[1], &flags))
        return MR_NULL;
    d->newlines.pending_cr = flags & 1;
    if (d->decoder == MR_NONE)
        return MR_NONE;
    mr_value inner =
        mr_tuple_pack(rt, 2, mr_as_tuple(args[0])->items[0], mr_int_from(rt, flags >> 1));
    mr_value v = inner ? mr_io_call(rt, d->decoder, "setstate", inner) : MR_NULL;
    mr_decref(rt, inner);
    return v;
}

NATIVE(decoder_reset)
{
    newline_decoder *d = as_decoder(self);
    d->newlines.pending_cr = false;
    d->newlines.seen = 0;
    return d->decoder == MR_NONE ? MR_NONE : mr_io_call(rt, d->decoder, "reset", MR_NULL);
}

static mr_value decoder_get_newlines(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_newlines_seen(rt, as_decoder(self)->newlines.seen);
}

static const mr_method_def decoder_methods[] = {
    {"decode", decoder_decode, MR_ARGS_ANY, NULL},
    {"getstate", decoder_getstate, MR_ARGS_NONE, NULL},
    {"setstate", decoder_setstate, MR_ARGS_ONE, NULL},
    {"reset", decoder_reset, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def decoder_getsets[] = {
    {"newlines", decoder_get_newlines, NULL, NULL, NULL}, {0}};
const mr_type_spec mr_newlinedecoder_spec = {
    .name = "_io.IncrementalNewlineDecoder",
    .doc = "Codec used when reading a file in universal newlines mode.",
    .basic_size = sizeof(newline_decoder),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED,
    .layout = &decoder_layout,
    .slots = {.new_ = mr_io_new, .init = decoder_init},
    .methods = decoder_methods,
    .getsets = decoder_getsets,
};
