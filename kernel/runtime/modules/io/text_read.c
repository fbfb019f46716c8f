/*
 * text_read.c - reading from a TextIOWrapper, and its position.
 *
 * A position is that of the bytes of the next character. It is found from the
 * chunk of bytes that the text at hand was decoded from: the shortest
 * beginning of the chunk that decodes to the characters already given out.
 */
#include "modules/io/io.h"
#include "text/codecs.h"

/* What decoding depends on besides the bytes. */
struct state {
    int codec;
    mr_newlines newlines;
};

/* The byte order of UTF-16 and UTF-32, once the mark has been seen. */
static int settle_order(int codec, const uint8_t *data, size_t n)
{
    if (codec == MR_UTF16 && n >= 2)
        return data[0] == 0xfe && data[1] == 0xff ? MR_UTF16BE : MR_UTF16LE;
    if (codec == MR_UTF32 && n >= 4)
        return data[0] == 0 && data[1] == 0 && data[2] == 0xfe && data[3] == 0xff ? MR_UTF32BE
                                                                                  : MR_UTF32LE;
    return codec;
}

/* The text of these bytes, newlines translated; *left: bytes of an unfinished character at the end.
 */
static mr_value decode(mr_runtime *rt, mr_text *t, struct state *state, const uint8_t *data,
                       size_t n, bool final, size_t *left)
{
    mr_value text;
    *left = 0;
    if (t->codec == MR_OTHER_CODEC) {
        mr_value bytes = mr_bytes_new(rt, data, n), name = mr_intern(rt, "decode"),
                 two[2] = {bytes, mr_bool(final)};
        text = bytes && name ? mr_call_method(rt, t->decoder, name, two, 2) : MR_NULL;
        mr_decref(rt, bytes);
        mr_decref(rt, name);
        if (text && !mr_is_str(text)) {
            mr_raise(rt, rt->exc.TypeError, "decoder should return a string result, not '%T'",
                     text);
            mr_clear(rt, &text);
        }
    } else {
        size_t used = 0;
        text = mr_decode_with(rt, data, n, (enum mr_codec)state->codec, t->errors, final, &used);
        state->codec = settle_order(state->codec, data, n);
        *left = n - used;
    }
    if (text && t->universal)
        text = mr_newlines_decode(rt, &state->newlines, text, final);
    return text;
}

int mr_text_read_chunk(mr_runtime *rt, mr_text *t)
{
    mr_value fresh;
    if (t->read1 && mr_is_buffered(rt, t->buffer))
        fresh = mr_buffered_read1(rt, (mr_buffered *)mr_obj(t->buffer), MR_IO_BUFFER_SIZE);
    else
        fresh =
            mr_io_call(rt, t->buffer, t->read1 ? "read1" : "read", mr_small_int(MR_IO_BUFFER_SIZE));
    mr_buffer view;
    if (!fresh)
        return -1;
    if (mr_buffer_get(rt, fresh, &view, 0) < 0) {
        mr_error_clear(rt);
        mr_raise(rt, rt->exc.TypeError,
                 "underlying %s() should have returned a bytes-like object, not '%T'",
                 t->read1 ? "read1" : "read", fresh);
        mr_decref(rt, fresh);
        return -1;
    }
    bool final = view.length == 0;
    mr_value chunk = MR_NULL, state = MR_NULL, text = MR_NULL;
    struct state s = {t->read_codec, t->newlines};
    size_t left = 0, had = t->tail_length;
    if (t->codec == MR_OTHER_CODEC && t->telling)
        state = mr_io_call(rt, t->decoder, "getstate", MR_NULL);
    if (!mr_error(rt)) {
        chunk = had || !mr_is_bytes(fresh) ? mr_bytes_new(rt, NULL, had + view.length)
                                           : mr_incref(fresh);
        if (chunk && (had || !mr_is_bytes(fresh))) {
            memcpy(mr_as_bytes(chunk)->data, t->tail, had);
            if (view.length)
                memcpy(mr_as_bytes(chunk)->data + had, view.data, view.length);
        }
    }
    mr_buffer_release(rt, &view);
    mr_decref(rt, fresh);
    if (chunk)
        text =
            decode(rt, t, &s, mr_as_bytes(chunk)->data, mr_as_bytes(chunk)->length, final, &left);
    if (!text) {
        mr_decref(rt, chunk);
        mr_decref(rt, state);
        return -1;
    }
    t->chunk_newlines = t->newlines;
    t->chunk_tail_length = (uint8_t)had;
    t->read_codec = s.codec;
    t->newlines = s.newlines;
    t->tail_length = (uint8_t)(left < sizeof t->tail ? left : sizeof t->tail);
    memcpy(t->tail, mr_as_bytes(chunk)->data + mr_as_bytes(chunk)->length - left, t->tail_length);
    mr_replace(rt, &t->chunk, chunk);
    mr_replace(rt, &t->chunk_state, state);
    mr_replace(rt, &t->decoded, text);
    t->used = 0;
    return !final || mr_as_str(text)->length > 0;
}

static bool ready(mr_runtime *rt, mr_text *t)
{
    if (!mr_text_check(rt, t))
        return false;
    if (!t->readable)
        mr_io_unsupported(rt, "not readable");
    return t->readable && mr_text_flush_out(rt, t) == 0;
}

static size_t available(const mr_text *t)
{
    return t->decoded ? mr_as_str(t->decoded)->length - t->used : 0;
}

/* Gives out n of the characters at hand. */
static mr_value take(mr_runtime *rt, mr_text *t, size_t n)
{
    if (!n)
        return mr_incref(rt->empty_str);
    mr_value v = t->used == 0 && n == mr_as_str(t->decoded)->length
                     ? mr_incref(t->decoded)
                     : mr_str_substring(rt, t->decoded, t->used, t->used + n);
    if (v)
        t->used += n;
    return v;
}

static mr_value read_all(mr_runtime *rt, mr_text *t)
{
    mr_value bytes = mr_call_method(rt, t->buffer, MR_NAME(rt, read), NULL, 0);
    mr_value first = bytes ? take(rt, t, available(t)) : MR_NULL, text = MR_NULL, out = MR_NULL;
    if (first && bytes != MR_NONE && !mr_is_bytes(bytes)) {
        mr_raise(rt, rt->exc.TypeError,
                 "underlying read() should have returned a bytes-like object, not '%T'", bytes);
    } else if (first) {
        struct state s = {t->read_codec, t->newlines};
        size_t left, had = t->tail_length;
        mr_value all = bytes == MR_NONE ? mr_incref(rt->empty_bytes) : mr_incref(bytes);
        if (had) {
            mr_value tail = mr_bytes_new(rt, t->tail, had);
            mr_replace(rt, &all, tail ? mr_binary_op(rt, MR_OP_ADD, tail, all) : MR_NULL);
            mr_decref(rt, tail);
        }
        text =
            all ? decode(rt, t, &s, mr_as_bytes(all)->data, mr_as_bytes(all)->length, true, &left)
                : MR_NULL;
        mr_decref(rt, all);
        if (text) {
            mr_text_forget(rt, t);
            t->read_codec = s.codec;
            t->newlines = s.newlines;
            out = mr_as_str(first)->length ? mr_str_concat(rt, first, text) : mr_incref(text);
        }
    }
    mr_decref(rt, bytes);
    mr_decref(rt, first);
    mr_decref(rt, text);
    return out;
}

mr_value mr_text_read(ARGS)
{
    mr_value a[1];
    int64_t n;
    mr_text *t = mr_as_text(self);
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n) ||
        !ready(rt, t))
        return MR_NULL;
    if (n < 0)
        return read_all(rt, t);
    if ((size_t)n <= available(t))
        return take(rt, t, (size_t)n);
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t left = (size_t)n;
    for (;;) {
        size_t have = available(t) < left ? available(t) : left;
        if (have && !mr_str_builder_slice(&b, t->decoded, t->used, t->used + have))
            break;
        t->used += have;
        left -= have;
        if (!left || mr_poll_interrupt(rt) < 0 || mr_text_read_chunk(rt, t) <= 0)
            break;
    }
    if (mr_error(rt)) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

mr_value mr_text_line(mr_runtime *rt, mr_text *t, int64_t limit)
{
    if (!t->readable)
        return mr_io_unsupported(rt, "not readable");
    if (mr_text_flush_out(rt, t) < 0)
        return MR_NULL;
    /* With newlines translated, only \n is left to be looked for. */
    bool universal = t->universal && !t->newlines.translate;
    const char *newline = t->newline && *t->newline ? t->newline : "\n";
    mr_str_builder b;
    bool building = false, cr_waits = false;
    size_t length = 0;
    for (;;) {
        size_t have = available(t);
        if (limit >= 0 && have > (size_t)limit - length)
            have = (size_t)limit - length;
        size_t end = 0;
        if (cr_waits && have) {
            /* The piece before ended with the \r of "\r\n". */
            if (mr_str_at(mr_as_str(t->decoded), t->used) == '\n')
                end = t->used + 1;
            cr_waits = false;
        }
        if (!end && have)
            end = mr_line_end(mr_as_str(t->decoded), t->used, t->used + have, universal, newline);
        size_t n = end ? end - t->used : have;
        bool full = end || (limit >= 0 && length + n == (size_t)limit);
        if (full && !building)
            return take(rt, t, n);
        if (!building)
            mr_str_builder_init(&b, rt);
        building = true;
        if (n && !mr_str_builder_slice(&b, t->decoded, t->used, t->used + n))
            break;
        if (n && !universal && newline[0] == '\r' && newline[1])
            cr_waits = mr_str_at(mr_as_str(t->decoded), t->used + n - 1) == '\r';
        t->used += n;
        length += n;
        if (full)
            break;
        int more = mr_poll_interrupt(rt) < 0 ? -1 : mr_text_read_chunk(rt, t);
        while (more > 0 && !available(t))
            more = mr_poll_interrupt(rt) < 0 ? -1 : mr_text_read_chunk(rt, t);
        if (more <= 0)
            break;
    }
    if (mr_error(rt)) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

mr_value mr_text_readline(ARGS)
{
    mr_value a[1];
    int64_t limit;
    mr_text *t = mr_as_text(self);
    if (!mr_bind(rt, "readline(size=, /)", args, nargs, kwnames, a) ||
        !mr_io_size(rt, a[0], &limit) || !mr_text_check(rt, t))
        return MR_NULL;
    return mr_text_line(rt, t, limit);
}

/* ---- position ---- */

/* How many characters the first n bytes of the chunk decode to; -1 with an exception set. */
static int64_t decoded_length(mr_runtime *rt, mr_text *t, size_t n)
{
    struct state s = {t->codec, t->chunk_newlines};
    size_t left;
    if (t->codec == MR_OTHER_CODEC) {
        mr_value v =
            t->chunk_state ? mr_io_call(rt, t->decoder, "setstate", t->chunk_state) : MR_NULL;
        mr_decref(rt, v);
        if (!v)
            return -1;
    } else if ((t->codec == MR_UTF16 || t->codec == MR_UTF32) && t->read_codec != t->codec) {
        const uint8_t *p = mr_as_bytes(t->chunk)->data;
        bool mark = (p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff) ||
                    (t->codec == MR_UTF32 && p[0] == 0 && p[1] == 0 && p[2] == 0xfe);
        s.codec = mark ? t->codec : t->read_codec;
    } else {
        s.codec = t->read_codec;
    }
    mr_value text = decode(rt, t, &s, mr_as_bytes(t->chunk)->data, n, false, &left);
    int64_t length = text ? (int64_t)mr_as_str(text)->length : -1;
    mr_decref(rt, text);
    return length;
}

mr_value mr_text_tell(ARGS)
{
    mr_text *t = mr_as_text(self);
    if (!mr_text_check(rt, t))
        return MR_NULL;
    if (!t->seekable)
        return mr_io_unsupported(rt, "underlying stream is not seekable");
    if (!t->telling)
        return mr_raise(rt, rt->exc.OSError, "telling position disabled by next() call");
    mr_value flushed = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, flushed);
    mr_value at = flushed ? mr_io_call(rt, t->buffer, "tell", MR_NULL) : MR_NULL;
    int64_t position;
    if (!at || !t->chunk || !t->decoded || !mr_to_int64(rt, at, &position))
        return at;
    size_t bytes = mr_as_bytes(t->chunk)->length, low = 0, high = bytes;
    bool clean = t->used == mr_as_str(t->decoded)->length && !t->newlines.pending_cr;
    if (clean && t->codec != MR_OTHER_CODEC) {
        low = bytes - t->tail_length;
    } else {
        mr_value state =
            t->codec == MR_OTHER_CODEC ? mr_io_call(rt, t->decoder, "getstate", MR_NULL) : MR_NULL;
        while (low < high && !mr_error(rt)) {
            size_t middle = low + (high - low) / 2;
            if (decoded_length(rt, t, middle) >= (int64_t)t->used)
                high = middle;
            else
                low = middle + 1;
        }
        mr_value v =
            state && !mr_error(rt) ? mr_io_call(rt, t->decoder, "setstate", state) : MR_NONE;
        mr_decref(rt, state);
        mr_decref(rt, v);
    }
    mr_decref(rt, at);
    return mr_error(rt) ? MR_NULL : mr_int_from(rt, position - (int64_t)bytes + (int64_t)low);
}

mr_value mr_text_seek(ARGS)
{
    mr_text *t = mr_as_text(self);
    int whence = 0;
    if (!mr_arity(rt, "seek", nargs, kwnames, 1, 2) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &whence)) || !mr_text_check(rt, t))
        return MR_NULL;
    if (!t->seekable)
        return mr_io_unsupported(rt, "underlying stream is not seekable");
    int zero = mr_equal(rt, args[0], mr_small_int(0));
    if (zero < 0)
        return MR_NULL;
    mr_value cookie = args[0], own = MR_NULL;
    if (whence == 1) {
        if (!zero)
            return mr_io_unsupported(rt, "can't do nonzero cur-relative seeks");
        if (!(cookie = own = mr_io_call(rt, self, "tell", MR_NULL)))
            return MR_NULL;
    } else if (whence == 2 && !zero) {
        return mr_io_unsupported(rt, "can't do nonzero end-relative seeks");
    } else if (whence < 0 || whence > 2) {
        return mr_raise(rt, rt->exc.ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
    } else if (whence == 0) {
        int negative = mr_compare_bool(rt, cookie, mr_small_int(0), MR_LT);
        if (negative)
            return negative < 0
                       ? MR_NULL
                       : mr_raise(rt, rt->exc.ValueError, "negative seek position %R", cookie);
    }
    mr_value flushed = mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0),
             name = mr_intern(rt, "seek");
    mr_value two[2] = {cookie, mr_small_int(whence == 2 ? 2 : 0)};
    mr_value at = flushed && name ? mr_call_method(rt, t->buffer, name, two, 2) : MR_NULL;
    mr_decref(rt, flushed);
    mr_decref(rt, name);
    mr_decref(rt, own);
    if (!at)
        return MR_NULL;
    mr_text_forget(rt, t);
    bool start = at == mr_small_int(0);
    if (start) {
        t->read_codec = t->write_codec = t->codec;
    } else if (t->codec == MR_UTF16 || t->codec == MR_UTF32) {
        int order = t->codec == MR_UTF16 ? MR_UTF16LE : MR_UTF32LE;
        t->write_codec = order;
        if (t->read_codec == t->codec)
            t->read_codec = order;
    }
    mr_value coders[2] = {t->decoder, t->encoder};
    for (int i = 0; i < 2; i++) {
        if (!coders[i])
            continue;
        mr_value v = i == 1 && !start ? mr_io_call(rt, coders[i], "setstate", mr_small_int(0))
                                      : mr_io_call(rt, coders[i], "reset", MR_NULL);
        mr_decref(rt, v);
        if (!v)
            mr_clear(rt, &at);
    }
    return at;
}
