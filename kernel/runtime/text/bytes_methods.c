/*
 * bytes_methods.c - methods of bytes and bytearray that change or classify
 * bytes one by one, as ASCII.
 */
#include <ctype.h>
#include <stdlib.h>

#include "core/runtime.h"
#include "text/bytes.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

#define METHOD(name)                                                                            \
    mr_value mr_bytes_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                             mr_value kwnames)

static uint8_t low(uint8_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static uint8_t high(uint8_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }
static bool is_low(uint8_t c) { return c >= 'a' && c <= 'z'; }
static bool is_high(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static bool is_alpha(uint8_t c) { return is_low(c) || is_high(c); }
static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool is_alnum(uint8_t c) { return is_alpha(c) || is_digit(c); }
static bool is_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
static bool is_ascii(uint8_t c) { return c < 0x80; }

enum mapping { LOWER, UPPER, SWAP, CAPITAL, TITLE };

static mr_value map(mr_runtime *rt, mr_value self, enum mapping mapping)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value v = mr_bytes_like_new(rt, self, NULL, s.length);
    uint8_t *to = v ? (uint8_t *)(uintptr_t)mr_bytes_span(v).data : NULL;
    bool in_word = false;
    for (size_t i = 0; v && i < s.length; i++) {
        uint8_t c = s.data[i];
        switch (mapping) {
        case LOWER: to[i] = low(c); break;
        case UPPER: to[i] = high(c); break;
        case SWAP: to[i] = is_low(c) ? high(c) : low(c); break;
        case CAPITAL: to[i] = i ? low(c) : high(c); break;
        case TITLE: to[i] = in_word ? low(c) : high(c); break;
        }
        in_word = is_alpha(c);
        if (mr_poll_interrupt(rt) < 0)
            mr_clear(rt, &v);
    }
    return v;
}

METHOD(lower) { return map(rt, self, LOWER); }
METHOD(upper) { return map(rt, self, UPPER); }
METHOD(swapcase) { return map(rt, self, SWAP); }
METHOD(capitalize) { return map(rt, self, CAPITAL); }
METHOD(title) { return map(rt, self, TITLE); }

static mr_value all_are(mr_runtime *rt, mr_value self, bool (*is)(uint8_t c), bool empty)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    for (size_t i = 0; i < s.length; i++) {
        if (!is(s.data[i]))
            return MR_FALSE;
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
    }
    return mr_bool(s.length > 0 || empty);
}

METHOD(isalpha) { return all_are(rt, self, is_alpha, false); }
METHOD(isdigit) { return all_are(rt, self, is_digit, false); }
METHOD(isalnum) { return all_are(rt, self, is_alnum, false); }
METHOD(isspace) { return all_are(rt, self, is_space, false); }
METHOD(isascii) { return all_are(rt, self, is_ascii, true); }

/* Some letters, all of them of the wanted case. */
static mr_value has_case(mr_runtime *rt, mr_value self, bool (*wanted)(uint8_t c), bool (*other)(uint8_t c))
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    bool any = false;
    for (size_t i = 0; i < s.length; i++) {
        if (other(s.data[i]))
            return MR_FALSE;
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        any |= wanted(s.data[i]);
    }
    return mr_bool(any);
}

METHOD(islower) { return has_case(rt, self, is_low, is_high); }
METHOD(isupper) { return has_case(rt, self, is_high, is_low); }

METHOD(istitle)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    bool any = false, in_word = false;
    for (size_t i = 0; i < s.length; i++) {
        if ((is_high(s.data[i]) && in_word) || (is_low(s.data[i]) && !in_word))
            return MR_FALSE;
        in_word = is_alpha(s.data[i]);
        any |= in_word;
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
    }
    return mr_bool(any);
}

/* ---- filling ---- */

static mr_value fill(mr_runtime *rt, mr_value self, size_t before, uint8_t c, size_t after)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value v = mr_bytes_like_new(rt, self, NULL, before + s.length + after);
    if (!v)
        return MR_NULL;
    uint8_t *to = (uint8_t *)(uintptr_t)mr_bytes_span(v).data;
    if (before + s.length + after > 0) {
        memset(to, c, before);
        memcpy(to + before, s.data, s.length);
        memset(to + before + s.length, c, after);
    }
    return v;
}

static bool fill_arguments(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames, const char *name, size_t *room, uint8_t *c)
{
    int64_t width;
    *c = ' ';
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2) || !mr_to_int64(rt, args[0], &width))
        return false;
    if (nargs > 1) {
        if ((!mr_is_bytes(args[1]) && !mr_is_bytearray(args[1])) ||
            mr_bytes_span(args[1]).length != 1) {
            mr_raise(rt, rt->exc.TypeError,
                     "%s() argument 2 must be a byte string of length 1, not %T", name, args[1]);
            return false;
        }
        *c = mr_bytes_span(args[1]).data[0];
    }
    size_t length = mr_bytes_span(self).length;
    *room = width > 0 && (size_t)width > length ? (size_t)width - length : 0;
    return true;
}

METHOD(ljust)
{
    size_t room;
    uint8_t c;
    return fill_arguments(rt, self, args, nargs, kwnames, "ljust", &room, &c)
               ? fill(rt, self, 0, c, room)
               : MR_NULL;
}

METHOD(rjust)
{
    size_t room;
    uint8_t c;
    return fill_arguments(rt, self, args, nargs, kwnames, "rjust", &room, &c)
               ? fill(rt, self, room, c, 0)
               : MR_NULL;
}

METHOD(center)
{
    size_t room;
    uint8_t c;
    if (!fill_arguments(rt, self, args, nargs, kwnames, "center", &room, &c))
        return MR_NULL;
    size_t width = room + mr_bytes_span(self).length, left = room / 2 + (room & width & 1);
    return fill(rt, self, left, c, room - left);
}

METHOD(zfill)
{
    int64_t width;
    if (!mr_to_int64(rt, args[0], &width))
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    size_t room = width > 0 && (size_t)width > s.length ? (size_t)width - s.length : 0;
    mr_value v = fill(rt, self, room, '0', 0);
    if (v && room && s.length && (s.data[0] == '+' || s.data[0] == '-')) {
        uint8_t *to = (uint8_t *)(uintptr_t)mr_bytes_span(v).data;
        to[0] = s.data[0];
        to[room] = '0';
    }
    return v;
}

METHOD(expandtabs)
{
    mr_value out;
    int32_t size = 8;
    int64_t column = 0;
    if (!mr_bind(rt, "expandtabs(tabsize=)", args, nargs, kwnames, &out) ||
        (out && !mr_to_int32(rt, out, &size)))
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value v = MR_NULL;
    /* Once to count, once to write. */
    for (int pass = 0; pass < 2; pass++) {
        size_t n = 0;
        uint8_t *to = v ? (uint8_t *)(uintptr_t)mr_bytes_span(v).data : NULL;
        column = 0;
        for (size_t i = 0; i < s.length; i++) {
            int64_t spaces = s.data[i] == '\t' ? (size > 0 ? size - column % size : 0) : -1;
            if (spaces >= 0) {
                if (to)
                    memset(to + n, ' ', (size_t)spaces);
                n += (size_t)spaces;
                column += spaces;
            } else {
                if (to)
                    to[n] = s.data[i];
                n++;
                column = s.data[i] == '\n' || s.data[i] == '\r' ? 0 : column + 1;
            }
            if (mr_poll_interrupt(rt) < 0) {
                mr_decref(rt, v);
                return MR_NULL;
            }
        }
        if (pass == 0 && !(v = mr_bytes_like_new(rt, self, NULL, n)))
            return MR_NULL;
    }
    return v;
}

/* ---- text and hexadecimal ---- */

METHOD(decode)
{
    mr_value out[2];
    if (!mr_bind(rt, "decode(encoding=, errors=)", args, nargs, kwnames, out))
        return MR_NULL;
    for (int i = 0; i < 2; i++) {
        if (out[i] && !mr_is_str(out[i]))
            return mr_raise(rt, rt->exc.TypeError, "decode() argument '%s' must be str, not %T",
                            i ? "errors" : "encoding", out[i]);
    }
    return mr_decode(rt, self, out[0], out[1]);
}

mr_value mr_hex_text(mr_runtime *rt, const uint8_t *data, size_t length, const mr_value *args,
                     size_t nargs, mr_value kwnames)
{
    mr_value out[2];
    int64_t group = 1;
    uint32_t sep = 0;
    if (!mr_bind(rt, "hex(sep=, bytes_per_sep=)", args, nargs, kwnames, out) ||
        (out[1] && !mr_to_int64(rt, out[1], &group)))
        return MR_NULL;
    if (out[0]) {
        bool text = mr_is_str(out[0]);
        if (!text && !mr_is_bytes(out[0]))
            return mr_raise(rt, rt->exc.TypeError, "sep must be str or bytes.");
        if ((text ? mr_as_str(out[0])->length : mr_as_bytes(out[0])->length) != 1)
            return mr_raise(rt, rt->exc.ValueError, "sep must be length 1.");
        sep = text ? mr_str_at(mr_as_str(out[0]), 0) : mr_as_bytes(out[0])->data[0];
        if (sep >= 0x80)
            return mr_raise(rt, rt->exc.ValueError, "sep must be ASCII.");
    }
    static const char digits[] = "0123456789abcdef";
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t size = (size_t)(group < 0 ? -group : group);
    for (size_t i = 0; i < length && !b.failed; i++) {
        b.failed = mr_poll_interrupt(rt) < 0;
        if (i && sep && size && (group > 0 ? (length - i) % size == 0 : i % size == 0))
            mr_str_builder_char(&b, sep);
        mr_str_builder_char(&b, (uint8_t)digits[data[i] >> 4]);
        mr_str_builder_char(&b, (uint8_t)digits[data[i] & 15]);
    }
    return mr_str_builder_take(&b);
}

METHOD(hex)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    return mr_hex_text(rt, s.data, s.length, args, nargs, kwnames);
}

static int hex_digit(uint32_t c)
{
    return c >= '0' && c <= '9'                 ? (int)c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (int)(c | 32) - 'a' + 10
                                                : -1;
}

METHOD(fromhex)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "fromhex() argument must be str, not %T", args[0]);
    const mr_str *s = mr_as_str(args[0]);
    uint8_t *data = malloc(s->length / 2 + 1);
    if (!data)
        return mr_raise_no_memory(rt);
    size_t n = 0, i = 0;
    while (i < s->length) {
        uint32_t c = mr_str_at(s, i);
        if (mr_poll_interrupt(rt) < 0) {
            free(data);
            return MR_NULL;
        }
        if (c < 0x80 && is_space((uint8_t)c)) {
            i++;
            continue;
        }
        int a = hex_digit(c), b = a >= 0 && i + 1 < s->length ? hex_digit(mr_str_at(s, i + 1)) : -1;
        if (a < 0 || b < 0) {
            free(data);
            return mr_raise(rt, rt->exc.ValueError,
                            "non-hexadecimal number found in fromhex() arg at position %zu",
                            a < 0 ? i : i + 1);
        }
        data[n++] = (uint8_t)(a << 4 | b);
        i += 2;
    }
    mr_value bytes = mr_bytes_new(rt, data, n);
    free(data);
    if (bytes && self != mr_from(rt->types.bytes))
        mr_replace(rt, &bytes, mr_call1(rt, self, bytes));
    return bytes;
}

/* ---- translation ---- */

METHOD(maketrans)
{
    mr_buffer from, to;
    if (!mr_arity(rt, "maketrans", nargs, kwnames, 2, 2) ||
        mr_buffer_get(rt, args[0], &from, 0) < 0)
        return MR_NULL;
    if (mr_buffer_get(rt, args[1], &to, 0) < 0) {
        mr_buffer_release(rt, &from);
        return MR_NULL;
    }
    mr_value table = MR_NULL;
    if (from.length != to.length) {
        mr_raise(rt, rt->exc.ValueError, "maketrans arguments must have same length");
    } else if ((table = mr_bytes_new(rt, NULL, 256))) {
        uint8_t *t = mr_as_bytes(table)->data;
        for (int i = 0; i < 256; i++)
            t[i] = (uint8_t)i;
        for (size_t i = 0; i < from.length; i++)
            t[((uint8_t *)from.data)[i]] = ((uint8_t *)to.data)[i];
    }
    mr_buffer_release(rt, &from);
    mr_buffer_release(rt, &to);
    return table;
}

METHOD(translate)
{
    mr_value out[2];
    if (!mr_bind(rt, "translate(table, /, delete=)", args, nargs, kwnames, out))
        return MR_NULL;
    mr_buffer table = {0}, delete = {0};
    if (out[0] != MR_NONE && mr_buffer_get(rt, out[0], &table, 0) < 0)
        return MR_NULL;
    mr_value v = MR_NULL;
    if (out[0] != MR_NONE && table.length != 256) {
        mr_raise(rt, rt->exc.ValueError, "translation table must be 256 characters long");
    } else if (!out[1] || mr_buffer_get(rt, out[1], &delete, 0) == 0) {
        struct mr_span_of_bytes s = mr_bytes_span(self);
        uint8_t *data = malloc(s.length + 1);
        size_t n = 0;
        int stop = 0;
        for (size_t i = 0; data && i < s.length && !stop; i++) {
            stop = mr_poll_interrupt(rt);
            if (!delete.length || !memchr(delete.data, s.data[i], delete.length))
                data[n++] = table.data ? ((uint8_t *)table.data)[s.data[i]] : s.data[i];
        }
        if (!stop)
            v = data ? mr_bytes_like_new(rt, self, data, n) : mr_raise_no_memory(rt);
        free(data);
    }
    mr_buffer_release(rt, &table);
    mr_buffer_release(rt, &delete);
    return v;
}
