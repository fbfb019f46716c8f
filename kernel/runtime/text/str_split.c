/*
 * str_split.c - splitting, stripping, replacing: str methods that cut.
 */
#include "text/str_split.h"

#include "core/runtime.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"

#define METHOD(name)                                                                          \
    mr_value mr_str_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                           mr_value kwnames)

static bool add_piece(mr_runtime *rt, mr_value list, mr_value self, size_t from, size_t to)
{
    mr_value piece = mr_poll_interrupt(rt) < 0 ? MR_NULL : mr_str_substring(rt, self, from, to);
    return piece && mr_list_append_steal(rt, list, piece);
}

/* Pieces of text between runs of white space. */
static mr_value split_space(mr_runtime *rt, mr_value self, int64_t most)
{
    const mr_str *s = mr_as_str(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    size_t i = 0;
    while (list) {
        while (i < s->length && mr_char_space(mr_str_at(s, i)))
            i++;
        if (i == s->length)
            break;
        size_t from = i, to = s->length;
        if (most-- != 0) {
            while (i < s->length && !mr_char_space(mr_str_at(s, i)))
                i++;
            to = i;
        } else {
            i = s->length;
        }
        if (!add_piece(rt, list, self, from, to))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value rsplit_space(mr_runtime *rt, mr_value self, int64_t most)
{
    const mr_str *s = mr_as_str(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    size_t i = s->length;
    while (list) {
        while (i > 0 && mr_char_space(mr_str_at(s, i - 1)))
            i--;
        if (i == 0)
            break;
        size_t to = i, from = 0;
        if (most-- != 0) {
            while (i > 0 && !mr_char_space(mr_str_at(s, i - 1)))
                i--;
            from = i;
        } else {
            i = 0;
        }
        if (!add_piece(rt, list, self, from, to))
            mr_clear(rt, &list);
    }
    return list;
}

/* memchr, which takes longer to start than most pieces are long. */
static const uint8_t *next_byte(const uint8_t *p, const uint8_t *end, uint8_t c)
{
    const uint8_t *near = end - p < 16 ? end : p + 16;
    for (; p < near; p++) {
        if (*p == c)
            return p;
    }
    return p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
}

/* Pieces of one byte a character between single ones, counted first. */
static mr_value split_char(mr_runtime *rt, mr_value self, uint8_t separator)
{
    const mr_str *s = mr_as_str(self);
    const uint8_t *at = s->data, *end = at + s->length;
    size_t pieces = 1;
    for (const uint8_t *p = at; (p = next_byte(p, end, separator)); p++) {
        pieces++;
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
    }
    mr_value list = mr_list_new(rt, NULL, pieces);
    for (size_t i = 0; list && i < pieces; i++) {
        const uint8_t *to = i + 1 < pieces ? next_byte(at, end, separator) : end;
        mr_value piece = mr_str_substring(rt, self, (size_t)(at - s->data), (size_t)(to - s->data));
        if (piece && mr_poll_interrupt(rt) < 0)
            mr_clear(rt, &piece);
        if (piece)
            mr_as_list(list)->items[i] = piece;
        else
            mr_clear(rt, &list);
        at = to + 1;
    }
    return list;
}

static void reverse(mr_value list)
{
    mr_list *l = mr_as_list(list);
    for (size_t i = 0; i < l->length / 2; i++) {
        mr_value v = l->items[i];
        l->items[i] = l->items[l->length - 1 - i];
        l->items[l->length - 1 - i] = v;
    }
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
        list = (from_right ? rsplit_space : split_space)(rt, self, most);
    } else {
        if (!mr_is_str(out[0]))
            return mr_raise(rt, rt->exc.TypeError, "must be str or None, not %T", out[0]);
        size_t width = mr_as_str(out[0])->length, from = 0, to = mr_as_str(self)->length;
        if (width == 0)
            return mr_raise(rt, rt->exc.ValueError, "empty separator");
        if (width == 1 && most < 0 && !from_right && mr_as_str(self)->width == 1 &&
            mr_as_str(out[0])->width == 1)
            return split_char(rt, self, mr_as_str(out[0])->data[0]);
        list = mr_list_new(rt, NULL, 0);
        int64_t at = -1;
        while (list && most-- != 0 &&
               (at = (from_right ? mr_str_rfind : mr_str_find)(rt, self, out[0], from, to)) >= 0) {
            size_t place = (size_t)at;
            bool ok = from_right ? add_piece(rt, list, self, place + width, to)
                                 : add_piece(rt, list, self, from, place);
            if (from_right)
                to = place;
            else
                from = place + width;
            if (!ok)
                mr_clear(rt, &list);
        }
        if (list && (at == -2 || !add_piece(rt, list, self, from, to)))
            mr_clear(rt, &list);
    }
    if (list && from_right)
        reverse(list);
    return list;
}

METHOD(split) { return split(rt, self, args, nargs, kwnames, "split(sep=, maxsplit=)", false); }
METHOD(rsplit) { return split(rt, self, args, nargs, kwnames, "rsplit(sep=, maxsplit=)", true); }

static bool is_line_end(uint32_t c)
{
    return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

METHOD(splitlines)
{
    mr_value keep;
    if (!mr_bind(rt, "splitlines(keepends=)", args, nargs, kwnames, &keep))
        return MR_NULL;
    int keep_ends = keep ? mr_truth(rt, keep) : 0;
    if (keep_ends < 0)
        return MR_NULL;
    const mr_str *s = mr_as_str(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (size_t i = 0; list && i < s->length;) {
        size_t from = i;
        while (i < s->length && !is_line_end(mr_str_at(s, i)))
            i++;
        size_t to = i;
        if (i < s->length) {
            i +=
                mr_str_at(s, i) == '\r' && i + 1 < s->length && mr_str_at(s, i + 1) == '\n' ? 2 : 1;
            if (keep_ends)
                to = i;
        }
        if (!add_piece(rt, list, self, from, to))
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value partition(mr_runtime *rt, mr_value self, mr_value sep, bool from_right)
{
    if (!mr_is_str(sep))
        return mr_raise(rt, rt->exc.TypeError, "must be str, not %T", sep);
    size_t length = mr_as_str(self)->length, width = mr_as_str(sep)->length;
    if (width == 0)
        return mr_raise(rt, rt->exc.ValueError, "empty separator");
    int64_t at =
        from_right ? mr_str_rfind(rt, self, sep, 0, length) : mr_str_find(rt, self, sep, 0, length);
    if (at == -2)
        return MR_NULL;
    mr_value parts[3];
    if (at < 0) {
        parts[from_right ? 2 : 0] = mr_str_exact(rt, self);
        parts[1] = mr_incref(rt->empty_str);
        parts[from_right ? 0 : 2] = mr_incref(rt->empty_str);
    } else {
        parts[0] = mr_str_substring(rt, self, 0, (size_t)at);
        parts[1] = mr_str_exact(rt, sep);
        parts[2] = mr_str_substring(rt, self, (size_t)at + width, length);
    }
    mr_value tuple = parts[0] && parts[1] && parts[2] ? mr_tuple_new(rt, NULL, 3) : MR_NULL;
    for (int i = 0; i < 3; i++) {
        if (tuple)
            mr_as_tuple(tuple)->items[i] = parts[i];
        else
            mr_decref(rt, parts[i]);
    }
    return tuple;
}

METHOD(partition) { return partition(rt, self, args[0], false); }
METHOD(rpartition) { return partition(rt, self, args[0], true); }

static bool strips(const mr_str *set, uint32_t c)
{
    if (!set)
        return mr_char_space(c);
    for (size_t i = 0; i < set->length; i++) {
        if (mr_str_at(set, i) == c)
            return true;
    }
    return false;
}

static mr_value strip(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames, const char *name, bool left, bool right)
{
    if (!mr_arity(rt, name, nargs, kwnames, 0, 1))
        return MR_NULL;
    mr_value chars = nargs && args[0] != MR_NONE ? args[0] : MR_NULL;
    if (chars && !mr_is_str(chars))
        return mr_raise(rt, rt->exc.TypeError, "%s arg must be None or str", name);
    const mr_str *s = mr_as_str(self), *set = chars ? mr_as_str(chars) : NULL;
    size_t from = 0, to = s->length;
    while (left && from < to && strips(set, mr_str_at(s, from))) {
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        from++;
    }
    while (right && to > from && strips(set, mr_str_at(s, to - 1))) {
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        to--;
    }
    return mr_str_substring(rt, self, from, to);
}

METHOD(strip) { return strip(rt, self, args, nargs, kwnames, "strip", true, true); }
METHOD(lstrip) { return strip(rt, self, args, nargs, kwnames, "lstrip", true, false); }
METHOD(rstrip) { return strip(rt, self, args, nargs, kwnames, "rstrip", false, true); }

/* Each of one byte by a text of one byte a character: counted, then put in place. */
static mr_value replace_char(mr_runtime *rt, const mr_str *s, uint8_t c, const mr_str *by)
{
    const uint8_t *at = s->data, *end = at + s->length;
    size_t count = 0;
    for (const uint8_t *p = at; (p = next_byte(p, end, c)); p++)
        count++;
    size_t length;
    if (__builtin_mul_overflow(count, by->length, &length) ||
        __builtin_add_overflow(length, s->length - count, &length))
        return mr_raise_no_memory(rt);
    if (length == 0)
        return mr_incref(rt->empty_str);
    mr_value v = mr_str_alloc(rt, length, 0x7f);
    if (!v)
        return MR_NULL;
    uint8_t *to = mr_as_str(v)->data;
    for (const uint8_t *p; (p = next_byte(at, end, c)); at = p + 1) {
        memcpy(to, at, (size_t)(p - at));
        to += p - at;
        memcpy(to, by->data, by->length);
        to += by->length;
    }
    memcpy(to, at, (size_t)(end - at));
    return v;
}

METHOD(replace)
{
    if (!mr_arity(rt, "replace", nargs, kwnames, 2, 3))
        return MR_NULL;
    int64_t most = -1;
    for (int i = 0; i < 2; i++) {
        if (!mr_is_str(args[i]))
            return mr_raise(rt, rt->exc.TypeError, "replace() argument %d must be str, not %T",
                            i + 1, args[i]);
    }
    if (nargs > 2 && !mr_to_int64(rt, args[2], &most))
        return MR_NULL;
    size_t length = mr_as_str(self)->length, width = mr_as_str(args[0])->length;
    int64_t at = 0;
    if (most && width > 0)
        at = mr_str_find(rt, self, args[0], 0, length);
    if (at == -2)
        return MR_NULL;
    if (most == 0 || at == -1)
        return mr_str_exact(rt, self);
    if (width == 1 && most < 0 && mr_as_str(self)->ascii && mr_as_str(args[1])->ascii)
        return replace_char(rt, mr_as_str(self), mr_as_str(args[0])->data[0], mr_as_str(args[1]));
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t from = 0;
    if (width == 0) {
        for (; from <= length && most-- != 0 && !b.failed; from++) {
            b.failed = mr_poll_interrupt(rt) < 0;
            mr_str_builder_str(&b, args[1]);
            if (from < length)
                mr_str_builder_slice(&b, self, from, from + 1);
        }
        if (from > length)
            from = length;
    } else {
        while (most-- != 0 && at >= 0) {
            mr_str_builder_slice(&b, self, from, (size_t)at);
            mr_str_builder_str(&b, args[1]);
            from = (size_t)at + width;
            at = mr_str_find(rt, self, args[0], from, length);
        }
        if (at == -2)
            b.failed = true;
    }
    if (from < length)
        mr_str_builder_slice(&b, self, from, length);
    return mr_str_builder_take(&b);
}

static bool ends_at(mr_value self, mr_value part, size_t from, size_t to, bool at_end)
{
    const mr_str *s = mr_as_str(self), *p = mr_as_str(part);
    if (from > to || p->length > to - from)
        return false;
    size_t start = at_end ? to - p->length : from;
    for (size_t i = 0; i < p->length; i++) {
        if (mr_str_at(s, start + i) != mr_str_at(p, i))
            return false;
    }
    return true;
}

static mr_value tail_match(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames, const char *name, bool at_end)
{
    if (!mr_search_arity(rt, name, nargs, kwnames))
        return MR_NULL;
    size_t from, to, length = mr_as_str(self)->length;
    if (!mr_slice_arguments(rt, nargs > 1 ? args[1] : MR_NULL, nargs > 2 ? args[2] : MR_NULL,
                            length, &from, &to))
        return MR_NULL;
    if (mr_is_str(args[0]))
        return mr_bool(ends_at(self, args[0], from, to, at_end));
    if (!mr_is_tuple(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "%s first arg must be str or a tuple of str, not %T",
                        name, args[0]);
    const mr_tuple *t = mr_as_tuple(args[0]);
    for (size_t i = 0; i < t->length; i++) {
        if (!mr_is_str(t->items[i]))
            return mr_raise(rt, rt->exc.TypeError, "tuple for %s must only contain str, not %T",
                            name, t->items[i]);
        if (ends_at(self, t->items[i], from, to, at_end))
            return MR_TRUE;
    }
    return MR_FALSE;
}

METHOD(startswith) { return tail_match(rt, self, args, nargs, kwnames, "startswith", false); }
METHOD(endswith) { return tail_match(rt, self, args, nargs, kwnames, "endswith", true); }

METHOD(removeprefix)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "removeprefix() argument must be str, not %T",
                        args[0]);
    size_t length = mr_as_str(self)->length;
    return ends_at(self, args[0], 0, length, false)
               ? mr_str_substring(rt, self, mr_as_str(args[0])->length, length)
               : mr_str_exact(rt, self);
}

METHOD(removesuffix)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "removesuffix() argument must be str, not %T",
                        args[0]);
    size_t length = mr_as_str(self)->length;
    return ends_at(self, args[0], 0, length, true)
               ? mr_str_substring(rt, self, 0, length - mr_as_str(args[0])->length)
               : mr_str_exact(rt, self);
}
