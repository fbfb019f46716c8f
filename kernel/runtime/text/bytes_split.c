/*
 * bytes_split.c - methods of bytes and bytearray that find, cut and replace.
 */
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

/* The haystack is gone through in windows, which overlap by one byte less than the needle. */
int64_t mr_span_find(mr_runtime *rt, struct mr_span_of_bytes s, const uint8_t *p, size_t m,
                     size_t from, size_t to)
{
    const size_t window = ((size_t)4 << 20) + 4 * m;
    if (from > to || m > to - from)
        return -1;
    if (m == 0)
        return (int64_t)from;
    for (;;) {
        if (mr_poll_interrupt(rt) < 0)
            return -2;
        size_t n = to - from < window ? to - from : window;
        const uint8_t *at = memmem(s.data + from, n, p, m);
        if (at)
            return (int64_t)(at - s.data);
        if (n == to - from)
            return -1;
        from += n - (m - 1);
    }
}

int64_t mr_span_rfind(mr_runtime *rt, struct mr_span_of_bytes s, const uint8_t *p, size_t m,
                      size_t from, size_t to)
{
    if (from > to || m > to - from)
        return -1;
    for (size_t i = to - m + 1; i-- > from;) {
        if (memcmp(s.data + i, p, m) == 0)
            return (int64_t)i;
        if (mr_poll_interrupt(rt) < 0)
            return -2;
    }
    return -1;
}

/* The needle of find, count and others: bytes-like, or an integer as one byte (in *room). */
static bool get_needle(mr_runtime *rt, mr_value v, mr_buffer *view, uint8_t *room)
{
    if (!mr_has_buffer(rt, v) && (mr_is_integer(v) || mr_type_of(rt, v)->slots.index)) {
        int byte = mr_byte_value(rt, v, "byte must be in range(0, 256)");
        *room = (uint8_t)byte;
        *view = (mr_buffer){.data = room, .length = 1};
        return byte >= 0;
    }
    if (!mr_has_buffer(rt, v)) {
        mr_raise(rt, rt->exc.TypeError, "argument should be integer or bytes-like object, not '%T'",
                 v);
        return false;
    }
    return mr_buffer_get(rt, v, view, 0) == 0;
}

/* find, rfind, index, rindex, count: the place, or the number. */
static mr_value search(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames, const char *name, bool last, bool must, bool count)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_buffer needle;
    uint8_t room;
    size_t from, to;
    if (!mr_search_arity(rt, name, nargs, kwnames) ||
        !mr_slice_arguments(rt, nargs > 1 ? args[1] : MR_NULL, nargs > 2 ? args[2] : MR_NULL,
                            s.length, &from, &to) ||
        !get_needle(rt, args[0], &needle, &room))
        return MR_NULL;
    int64_t result;
    if (count) {
        result = 0;
        if (needle.length == 0)
            result = from <= to ? (int64_t)(to - from + 1) : 0;
        int64_t at = 0;
        for (; needle.length &&
               (at = mr_span_find(rt, s, needle.data, needle.length, from, to)) >= 0;
             result++)
            from = (size_t)at + needle.length;
        if (at == -2)
            result = -2;
    } else {
        result = (last ? mr_span_rfind : mr_span_find)(rt, s, needle.data, needle.length, from, to);
    }
    mr_buffer_release(rt, &needle);
    if (result == -2)
        return MR_NULL;
    if (must && result < 0)
        return mr_raise(rt, rt->exc.ValueError, "subsection not found");
    return mr_small_int(result);
}

METHOD(find) { return search(rt, self, args, nargs, kwnames, "find", false, false, false); }
METHOD(rfind) { return search(rt, self, args, nargs, kwnames, "rfind", true, false, false); }
METHOD(index) { return search(rt, self, args, nargs, kwnames, "index", false, true, false); }
METHOD(rindex) { return search(rt, self, args, nargs, kwnames, "rindex", true, true, false); }
METHOD(count) { return search(rt, self, args, nargs, kwnames, "count", false, false, true); }

static bool add_piece(mr_runtime *rt, mr_value list, mr_value self, size_t from, size_t to)
{
    mr_value piece = mr_poll_interrupt(rt) < 0
                         ? MR_NULL
                         : mr_bytes_like_new(rt, self, mr_bytes_span(self).data + from, to - from);
    return piece && mr_list_append_steal(rt, list, piece);
}

static bool is_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

/* Pieces between runs of white space, from either end; what is left when there
 * have been enough keeps the white space of its far end. */
static mr_value split_space(mr_runtime *rt, mr_value self, int64_t most, bool from_right)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    size_t from = 0, to = s.length;
    while (list) {
        while (from < to && is_space(s.data[from_right ? to - 1 : from])) {
            from += !from_right;
            to -= from_right;
        }
        if (from == to)
            break;
        size_t a = from, b = to;
        if (most-- == 0) {
            from = to;
        } else if (from_right) {
            for (a = to; a > from && !is_space(s.data[a - 1]);)
                a--;
            to = a;
        } else {
            for (b = from; b < to && !is_space(s.data[b]);)
                b++;
            from = b;
        }
        if (!add_piece(rt, list, self, a, b))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value split(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames, const char *signature, bool from_right)
{
    mr_value out[2];
    int64_t most = -1;
    if (!mr_bind(rt, signature, args, nargs, kwnames, out) ||
        (out[1] && !mr_to_int64(rt, out[1], &most)))
        return MR_NULL;
    mr_value list;
    if (!out[0] || out[0] == MR_NONE) {
        list = split_space(rt, self, most, from_right);
    } else {
        mr_buffer sep;
        if (mr_buffer_get(rt, out[0], &sep, 0) < 0)
            return MR_NULL;
        struct mr_span_of_bytes s = mr_bytes_span(self);
        size_t from = 0, to = s.length;
        list = sep.length ? mr_list_new(rt, NULL, 0)
                          : mr_raise(rt, rt->exc.ValueError, "empty separator");
        int64_t at = -1;
        while (list && most-- != 0 &&
               (at = (from_right ? mr_span_rfind : mr_span_find)(rt, s, sep.data, sep.length, from,
                                                                 to)) >= 0) {
            size_t place = (size_t)at, behind = place + sep.length;
            if (!(from_right ? add_piece(rt, list, self, behind, to)
                             : add_piece(rt, list, self, from, place)))
                mr_clear(rt, &list);
            if (from_right)
                to = place;
            else
                from = behind;
        }
        if (list && (at == -2 || !add_piece(rt, list, self, from, to)))
            mr_clear(rt, &list);
        mr_buffer_release(rt, &sep);
    }
    mr_list *l = list && from_right ? mr_as_list(list) : NULL;
    for (size_t i = 0; l && i < l->length / 2; i++) {
        mr_value v = l->items[i];
        l->items[i] = l->items[l->length - 1 - i];
        l->items[l->length - 1 - i] = v;
    }
    return list;
}

METHOD(split) { return split(rt, self, args, nargs, kwnames, "split(sep=, maxsplit=)", false); }
METHOD(rsplit) { return split(rt, self, args, nargs, kwnames, "rsplit(sep=, maxsplit=)", true); }

METHOD(splitlines)
{
    mr_value keep;
    if (!mr_bind(rt, "splitlines(keepends=)", args, nargs, kwnames, &keep))
        return MR_NULL;
    int keep_ends = keep ? mr_truth(rt, keep) : 0;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value list = keep_ends < 0 ? MR_NULL : mr_list_new(rt, NULL, 0);
    for (size_t i = 0; list && i < s.length;) {
        size_t from = i;
        while (i < s.length && s.data[i] != '\n' && s.data[i] != '\r')
            i++;
        size_t to = i;
        if (i < s.length) {
            i += s.data[i] == '\r' && i + 1 < s.length && s.data[i + 1] == '\n' ? 2 : 1;
            if (keep_ends)
                to = i;
        }
        if (!add_piece(rt, list, self, from, to))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value partition(mr_runtime *rt, mr_value self, mr_value separator, bool from_right)
{
    mr_buffer sep;
    if (mr_buffer_get(rt, separator, &sep, 0) < 0)
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    mr_value tuple = MR_NULL;
    if (sep.length == 0) {
        mr_raise(rt, rt->exc.ValueError, "empty separator");
    } else {
        int64_t at =
            (from_right ? mr_span_rfind : mr_span_find)(rt, s, sep.data, sep.length, 0, s.length);
        size_t a = at >= 0 ? (size_t)at : from_right ? 0 : s.length;
        size_t b = at >= 0 ? a + sep.length : a;
        mr_value parts[3] = {mr_bytes_like_new(rt, self, s.data, a),
                             mr_bytes_like_new(rt, self, s.data + a, b - a),
                             mr_bytes_like_new(rt, self, s.data + b, s.length - b)};
        if (at != -2 && parts[0] && parts[1] && parts[2])
            tuple = mr_tuple_new(rt, parts, 3);
        for (int i = 0; i < 3; i++)
            mr_decref(rt, parts[i]);
    }
    mr_buffer_release(rt, &sep);
    return tuple;
}

METHOD(partition) { return partition(rt, self, args[0], false); }
METHOD(rpartition) { return partition(rt, self, args[0], true); }

static mr_value strip(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames, const char *name, bool left, bool right)
{
    if (!mr_arity(rt, name, nargs, kwnames, 0, 1))
        return MR_NULL;
    mr_buffer set = {.data = (void *)(uintptr_t)" \t\n\r\f\v", .length = 6};
    if (nargs && args[0] != MR_NONE && mr_buffer_get(rt, args[0], &set, 0) < 0)
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    size_t from = 0, to = s.length;
    int stop = 0;
    while (left && from < to && memchr(set.data, s.data[from], set.length) && !stop) {
        from++;
        stop = mr_poll_interrupt(rt);
    }
    while (right && to > from && memchr(set.data, s.data[to - 1], set.length) && !stop) {
        to--;
        stop = mr_poll_interrupt(rt);
    }
    mr_value v = stop ? MR_NULL
                 : from == 0 && to == s.length && mr_is_exact(self, MR_KIND_BYTES)
                     ? mr_incref(self) : mr_bytes_like_new(rt, self, s.data + from, to - from);
    mr_buffer_release(rt, &set);
    return v;
}

METHOD(strip) { return strip(rt, self, args, nargs, kwnames, "strip", true, true); }
METHOD(lstrip) { return strip(rt, self, args, nargs, kwnames, "lstrip", true, false); }
METHOD(rstrip) { return strip(rt, self, args, nargs, kwnames, "rstrip", false, true); }

METHOD(replace)
{
    int64_t most = -1;
    mr_buffer old, new;
    if (!mr_arity(rt, "replace", nargs, kwnames, 2, 3) ||
        (nargs > 2 && !mr_to_int64(rt, args[2], &most)) || mr_buffer_get(rt, args[0], &old, 0) < 0)
        return MR_NULL;
    if (mr_buffer_get(rt, args[1], &new, 0) < 0) {
        mr_buffer_release(rt, &old);
        return MR_NULL;
    }
    struct mr_span_of_bytes s = mr_bytes_span(self);
    size_t places = 0, limit = most < 0 ? SIZE_MAX : (size_t)most;
    int64_t at = 0;
    if (old.length == 0) {
        places = s.length + 1 < limit ? s.length + 1 : limit;
    } else {
        for (size_t from = 0;
             places < limit && (at = mr_span_find(rt, s, old.data, old.length, from, s.length)) >= 0;
             places++)
            from = (size_t)at + old.length;
    }
    mr_value v =
        at == -2
            ? MR_NULL
            : mr_bytes_like_new(rt, self, NULL, s.length - places * old.length + places * new.length);
    uint8_t *to = v ? (uint8_t *)(uintptr_t)mr_bytes_span(v).data : NULL;
    size_t from = 0;
    for (size_t i = 0; v && i < places; i++) {
        at = old.length ? mr_span_find(rt, s, old.data, old.length, from, s.length)
             : i        ? (int64_t)from + 1
                        : 0;
        if (at < 0 || mr_poll_interrupt(rt) < 0) {
            mr_clear(rt, &v);
            break;
        }
        size_t place = (size_t)at;
        memcpy(to, s.data + from, place - from);
        to += place - from;
        if (new.length)
            memcpy(to, new.data, new.length);
        to += new.length;
        from = place + old.length;
    }
    if (v && s.length > from)
        memcpy(to, s.data + from, s.length - from);
    mr_buffer_release(rt, &old);
    mr_buffer_release(rt, &new);
    return v;
}

static bool ends_at(struct mr_span_of_bytes s, const mr_buffer *part, size_t from, size_t to,
                    bool at_end)
{
    if (from > to || part->length > to - from)
        return false;
    return part->length == 0 ||
           memcmp(s.data + (at_end ? to - part->length : from), part->data, part->length) == 0;
}

static mr_value tail_match(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames, const char *name, bool at_end)
{
    struct mr_span_of_bytes s = mr_bytes_span(self);
    size_t from, to;
    if (!mr_search_arity(rt, name, nargs, kwnames) ||
        !mr_slice_arguments(rt, nargs > 1 ? args[1] : MR_NULL, nargs > 2 ? args[2] : MR_NULL,
                            s.length, &from, &to))
        return MR_NULL;
    bool several = mr_is_tuple(args[0]);
    size_t n = several ? mr_as_tuple(args[0])->length : 1;
    for (size_t i = 0; i < n; i++) {
        mr_value part = several ? mr_as_tuple(args[0])->items[i] : args[0];
        mr_buffer view;
        if (!several && !mr_has_buffer(rt, part))
            return mr_raise(rt, rt->exc.TypeError,
                            "%s first arg must be bytes or a tuple of bytes, not %T", name, part);
        if (mr_buffer_get(rt, part, &view, 0) < 0)
            return MR_NULL;
        bool matches = ends_at(s, &view, from, to, at_end);
        mr_buffer_release(rt, &view);
        if (matches)
            return MR_TRUE;
    }
    return MR_FALSE;
}

METHOD(startswith) { return tail_match(rt, self, args, nargs, kwnames, "startswith", false); }
METHOD(endswith) { return tail_match(rt, self, args, nargs, kwnames, "endswith", true); }

static mr_value remove_end(mr_runtime *rt, mr_value self, mr_value part, bool at_end)
{
    mr_buffer view;
    if (mr_buffer_get(rt, part, &view, 0) < 0)
        return MR_NULL;
    struct mr_span_of_bytes s = mr_bytes_span(self);
    size_t cut = ends_at(s, &view, 0, s.length, at_end) ? view.length : 0;
    mr_buffer_release(rt, &view);
    return mr_bytes_like_new(rt, self, s.data + (at_end ? 0 : cut), s.length - cut);
}

METHOD(removeprefix) { return remove_end(rt, self, args[0], false); }
METHOD(removesuffix) { return remove_end(rt, self, args[0], true); }

METHOD(join)
{
    mr_value list = mr_list_from(rt, args[0]);
    if (!list)
        return MR_NULL;
    struct mr_span_of_bytes sep = mr_bytes_span(self);
    mr_list *l = mr_as_list(list);
    mr_buffer *views = calloc(l->length + 1, sizeof *views);
    mr_value v = MR_NULL;
    size_t length = l->length > 1 ? sep.length * (l->length - 1) : 0, got = 0;
    if (!views)
        mr_raise_no_memory(rt);
    for (; views && got < l->length; got++) {
        if (!mr_has_buffer(rt, l->items[got])) {
            mr_raise(rt, rt->exc.TypeError,
                     "sequence item %zu: expected a bytes-like object, %T found", got,
                     l->items[got]);
            break;
        }
        if (mr_poll_interrupt(rt) < 0 || mr_buffer_get(rt, l->items[got], &views[got], 0) < 0)
            break;
        length += views[got].length;
    }
    if (views && got == l->length)
        v = mr_bytes_like_new(rt, self, NULL, length);
    uint8_t *to = v ? (uint8_t *)(uintptr_t)mr_bytes_span(v).data : NULL;
    for (size_t i = 0; v && i < l->length; i++) {
        if (i && sep.length)
            memcpy(to, sep.data, sep.length);
        to += i ? sep.length : 0;
        if (views[i].length)
            memcpy(to, views[i].data, views[i].length);
        to += views[i].length;
        if (mr_poll_interrupt(rt) < 0)
            mr_clear(rt, &v);
    }
    for (size_t i = 0; i < got; i++)
        mr_buffer_release(rt, &views[i]);
    free(views);
    mr_decref(rt, list);
    return v;
}
