/*
 * suggest.c - "Did you mean": the name nearest to one that was not found.
 *
 * Distances are Levenshtein's, a change of case costing half; limits are
 * CPython's.
 */
#include <stdlib.h>

#include "types/containers.h"
#include "types/exceptions.h"
#include "types/str.h"

#define MOST_NAMES 750
#define MOST_LENGTH 40
#define MOVE 2
#define CASE 1

static uint32_t lower(uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

static size_t substitution(uint32_t a, uint32_t b)
{
    if (a == b)
        return 0;
    return lower(a) == lower(b) ? CASE : MOVE;
}

/* More than `limit` when it is not within it. */
static size_t distance(const mr_str *a, const mr_str *b, size_t limit)
{
    size_t from = 0, n = a->length, m = b->length;
    while (from < n && from < m && mr_str_at(a, from) == mr_str_at(b, from))
        from++;
    while (n > from && m > from && mr_str_at(a, n - 1) == mr_str_at(b, m - 1)) {
        n--;
        m--;
    }
    n -= from;
    m -= from;
    if (!n || !m)
        return (n + m) * MOVE;
    if (n > MOST_LENGTH || m > MOST_LENGTH)
        return limit + 1;
    if ((n > m ? n - m : m - n) * MOVE > limit)
        return limit + 1;
    size_t row[MOST_LENGTH + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j * MOVE;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0], least = SIZE_MAX;
        row[0] = i * MOVE;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + substitution(mr_str_at(a, from + i - 1),
                                                  mr_str_at(b, from + j - 1));
            if (row[j] + MOVE < best)
                best = row[j] + MOVE;
            if (row[j - 1] + MOVE < best)
                best = row[j - 1] + MOVE;
            diagonal = row[j];
            row[j] = best;
            if (best < least)
                least = best;
        }
        if (least > limit)
            return limit + 1;
    }
    return row[m];
}

/* The best name of a list; borrowed, MR_NULL for none. */
static mr_value nearest(mr_value names, mr_value name)
{
    const mr_list *list = mr_as_list(names);
    if (list->length >= MOST_NAMES)
        return MR_NULL;
    mr_value best = MR_NULL;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < list->length; i++) {
        mr_value v = list->items[i];
        if (!mr_is_str(v) || mr_str_equal(v, name))
            continue;
        size_t limit = (mr_as_str(name)->length + mr_as_str(v)->length + 3) * MOVE / 6;
        if (best && best_distance - 1 < limit)
            limit = best_distance - 1;
        size_t d = distance(mr_as_str(name), mr_as_str(v), limit);
        if (d > limit || (best && d >= best_distance))
            continue;
        best = v;
        best_distance = d;
        if (!d)
            break;
    }
    return best;
}

static mr_value search_attributes(mr_runtime *rt, mr_value obj, mr_value name)
{
    bool found;
    mr_value answer = mr_special_call(rt, MR_NAME(rt, __dir__), &obj, 1, MR_NULL, &found);
    mr_value names = answer ? mr_list_from(rt, answer) : MR_NULL;
    mr_decref(rt, answer);
    mr_value best = MR_NULL;
    if (names && mr_list_sort(rt, names, MR_NULL, false))
        best = mr_incref(nearest(names, name));
    mr_decref(rt, names);
    return best;
}

/* Locals, globals and built-ins of the frame where the exception was raised. */
static mr_value search_names(mr_runtime *rt, mr_value traceback, mr_value name)
{
    static const char *const spaces[] = {"f_locals", "f_globals", "f_builtins"};
    mr_value tb = mr_incref(traceback), best = MR_NULL;
    for (;;) {
        mr_value next = mr_getattr_text(rt, tb, "tb_next");
        if (!next || next == MR_NONE)
            break;
        mr_decref(rt, tb);
        tb = next;
    }
    mr_value frame = mr_error(rt) ? MR_NULL : mr_getattr_text(rt, tb, "tb_frame");
    for (int i = 0; frame && !best && i < 3; i++) {
        mr_value dict = mr_getattr_text(rt, frame, spaces[i]);
        mr_value names = dict ? mr_list_from(rt, dict) : MR_NULL;
        if (names)
            best = mr_incref(nearest(names, name));
        mr_decref(rt, names);
        mr_decref(rt, dict);
    }
    mr_decref(rt, frame);
    mr_decref(rt, tb);
    return best;
}

mr_value mr_error_suggestion(mr_runtime *rt, mr_value exception)
{
    if (!mr_is_exception(exception))
        return MR_NULL;
    const mr_exception *e = mr_as_exception(exception);
    mr_value name = e->fields[0], best = MR_NULL;
    if (!name || !mr_is_str(name))
        return MR_NULL;
    mr_value pending = mr_error_take(rt);
    if (mr_isinstance(rt, exception, rt->exc.AttributeError) && e->fields[1])
        best = search_attributes(rt, e->fields[1], name);
    else if (mr_isinstance(rt, exception, rt->exc.NameError) && e->traceback)
        best = search_names(rt, e->traceback, name);
    mr_error_clear(rt);
    mr_error_restore(rt, pending);
    return best;
}
