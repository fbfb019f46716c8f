/*
 * str_search.c - finding text in text.
 *
 * Both are brought to the haystack's width. The search looks for the last
 * code point of the needle first and skips by a 64-bit set of the code points
 * that occur in it (the bad-character idea of Boyer and Moore, with a Bloom
 * filter for the table).
 */
#include <stdlib.h>

#include "core/runtime.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/int.h"

/* Comparisons after which it is time for a poll. */
#define MANY_STEPS (1 << 20)

#define SEARCH(T, suffix)                                                                          \
    static int64_t find_##suffix(mr_runtime *rt, const T *s, size_t n, const T *p, size_t m)       \
    {                                                                                              \
        uint64_t seen = 0;                                                                         \
        size_t skip = m - 1;                                                                       \
        for (size_t i = 0; i + 1 < m; i++) {                                                       \
            seen |= (uint64_t)1 << (p[i] & 63);                                                    \
            if (p[i] == p[m - 1])                                                                  \
                skip = m - i - 2;                                                                  \
        }                                                                                          \
        T last = p[m - 1];                                                                         \
        seen |= (uint64_t)1 << (last & 63);                                                        \
        for (size_t i = 0, work = 0; i + m <= n; work = 0) {                                       \
            size_t stop = n - m + 1 - i > MR_POLL_STEPS ? i + MR_POLL_STEPS : n - m + 1;           \
            for (; i < stop && work < MANY_STEPS; i++) {                                           \
                if (s[i + m - 1] == last) {                                                        \
                    size_t j = 0;                                                                  \
                    while (j + 1 < m && s[i + j] == p[j])                                          \
                        j++;                                                                       \
                    if (j + 1 >= m)                                                                \
                        return (int64_t)i;                                                         \
                    work += j;                                                                     \
                    if (i + m < n && !(seen >> (s[i + m] & 63) & 1))                               \
                        i += m;                                                                    \
                    else                                                                           \
                        i += skip;                                                                 \
                } else if (i + m < n && !(seen >> (s[i + m] & 63) & 1)) {                          \
                    i += m;                                                                        \
                }                                                                                  \
            }                                                                                      \
            if (mr_poll_interrupt(rt) < 0)                                                         \
                return -2;                                                                         \
        }                                                                                          \
        return -1;                                                                                 \
    }                                                                                              \
    static int64_t rfind_##suffix(mr_runtime *rt, const T *s, size_t n, const T *p, size_t m)      \
    {                                                                                              \
        for (size_t i = n - m + 1; i-- > 0;) {                                                     \
            if (s[i] == p[0] && memcmp(s + i, p, m * sizeof(T)) == 0)                              \
                return (int64_t)i;                                                                 \
            if (mr_poll_interrupt(rt) < 0)                                                         \
                return -2;                                                                         \
        }                                                                                          \
        return -1;                                                                                 \
    }
SEARCH(uint8_t, 1)
SEARCH(uint16_t, 2)
SEARCH(uint32_t, 4)

/* By the needle's last byte, which memchr finds; where that hits too often, by the long way. */
static int64_t find_bytes(mr_runtime *rt, const uint8_t *s, size_t n, const uint8_t *p, size_t m)
{
    const uint8_t *at = s + m - 1, *end = s + n;
    for (int hits = 0; hits < 8; hits++) {
        at = at < end ? memchr(at, p[m - 1], (size_t)(end - at)) : NULL;
        if (!at)
            return -1;
        if (memcmp(at + 1 - m, p, m - 1) == 0)
            return at + 1 - m - s;
        at++;
    }
    const uint8_t *from = at + 1 - m;
    int64_t found = -1;
    if ((size_t)(end - from) >= m)
        found = find_1(rt, from, (size_t)(end - from), p, m);
    return found < 0 ? found : found + (from - s);
}

static int64_t search(mr_runtime *rt, mr_value haystack, mr_value needle, size_t from, size_t to,
                      bool last)
{
    const mr_str *s = mr_as_str(haystack), *p = mr_as_str(needle);
    if (from > to || p->length > to - from)
        return -1;
    if (p->length == 0)
        return (int64_t)(last ? to : from);
    if (p->width > s->width)
        return -1;
    if (mr_poll_interrupt(rt) < 0)
        return -2;
    const uint8_t *data = s->data + from * s->width;
    size_t n = to - from, m = p->length;
    if (s->width == 1 && m == 1) {
        const uint8_t *at = last ? memrchr(data, p->data[0], n) : memchr(data, p->data[0], n);
        return at ? (int64_t)(at - s->data) : -1;
    }
    const void *pattern = p->data;
    void *widened = NULL;
    if (p->width != s->width) {
        widened = malloc(m * s->width);
        if (!widened) {
            mr_raise_no_memory(rt);
            return -2;
        }
        mr_str_copy(widened, s->width, p->data, p->width, m);
        pattern = widened;
    }
    int64_t at;
    switch (s->width) {
    case 1: at = (last ? rfind_1 : find_bytes)(rt, data, n, pattern, m); break;
    case 2: at = (last ? rfind_2 : find_2)(rt, (const uint16_t *)data, n, pattern, m); break;
    default: at = (last ? rfind_4 : find_4)(rt, (const uint32_t *)data, n, pattern, m); break;
    }
    free(widened);
    return at < 0 ? at : at + (int64_t)from;
}

int64_t mr_str_find(mr_runtime *rt, mr_value s, mr_value needle, size_t from, size_t to)
{
    return search(rt, s, needle, from, to, false);
}
int64_t mr_str_rfind(mr_runtime *rt, mr_value s, mr_value needle, size_t from, size_t to)
{
    return search(rt, s, needle, from, to, true);
}

static bool slice_end(mr_runtime *rt, mr_value v, size_t length, size_t otherwise, size_t *out)
{
    int64_t n;
    *out = otherwise;
    if (!v || v == MR_NONE)
        return true;
    if (!mr_is_integer(v) && !mr_type_of(rt, v)->slots.index) {
        mr_raise(rt, rt->exc.TypeError,
                 "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    if (!mr_to_index_clamped(rt, v, &n))
        return false;
    if (n < 0) {
        n += (int64_t)length;
        if (n < 0)
            n = 0;
    }
    *out = (size_t)n;
    return true;
}

bool mr_slice_arguments(mr_runtime *rt, mr_value start, mr_value end, size_t length, size_t *from,
                        size_t *to)
{
    if (!slice_end(rt, start, length, 0, from) || !slice_end(rt, end, length, length, to))
        return false;
    if (*to > length)
        *to = length;
    return true;
}

bool mr_search_arity(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames)
{
    if (kwnames)
        return mr_arity(rt, name, nargs, kwnames, 1, 3);
    if (nargs >= 1 && nargs <= 3)
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s() takes at %s argument%s (%zu given)", name,
             nargs < 1 ? "least 1" : "most 3", nargs < 1 ? "" : "s", nargs);
    return false;
}
