/*
 * suggest.c - the name most like one that was not found, by CPython 3.11's
 * measure: an edit distance in which changing a letter's case costs half of
 * any other change, with a bound that grows with the length of the names.
 */
#include "vm/suggest.h"

#include <stdlib.h>

#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

#define MOST_CANDIDATES 750
#define LONGEST 40
#define MOVE_COST 2
#define CASE_COST 1

static size_t substitution(char a, char b)
{
    if ((a & 31) != (b & 31))
        return MOVE_COST;
    if (a == b)
        return 0;
    if (a >= 'A' && a <= 'Z')
        a = (char)(a + ('a' - 'A'));
    if (b >= 'A' && b <= 'Z')
        b = (char)(b + ('a' - 'A'));
    return a == b ? CASE_COST : MOVE_COST;
}

/* Edit distance, or more than `most`. */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size, size_t most)
{
    size_t row[LONGEST];
    if (a_size == b_size && memcmp(a, b, a_size) == 0)
        return 0;
    while (a_size && b_size && a[0] == b[0])
        a++, a_size--, b++, b_size--;
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1])
        a_size--, b_size--;
    if (!a_size || !b_size)
        return (a_size + b_size) * MOVE_COST;
    if (a_size > LONGEST || b_size > LONGEST)
        return most + 1;
    if (b_size < a_size) {
        const char *text = a;
        a = b;
        b = text;
        size_t size = a_size;
        a_size = b_size;
        b_size = size;
    }
    if ((b_size - a_size) * MOVE_COST > most)
        return most + 1;
    for (size_t i = 0; i < a_size; i++)
        row[i] = (i + 1) * MOVE_COST;
    size_t result = 0;
    for (size_t j = 0; j < b_size; j++) {
        size_t diagonal = result = j * MOVE_COST, least = SIZE_MAX;
        for (size_t i = 0; i < a_size; i++) {
            size_t replaced = diagonal + substitution(b[j], a[i]);
            diagonal = row[i];
            size_t moved = (result < diagonal ? result : diagonal) + MOVE_COST;
            result = replaced < moved ? replaced : moved;
            row[i] = result;
            if (result < least)
                least = result;
        }
        if (least > most)
            return most + 1;
    }
    return result;
}

/* The best of the candidates; borrowed. */
static mr_value best_match(mr_runtime *rt, mr_value candidates, mr_value name)
{
    const mr_list *list = mr_as_list(candidates);
    if (list->length >= MOST_CANDIDATES)
        return MR_NULL;
    char *owned = NULL;
    size_t length, best_distance = SIZE_MAX;
    const char *text = mr_str_utf8(rt, name, &length, &owned);
    mr_value best = MR_NULL;
    for (size_t i = 0; text && i < list->length; i++) {
        mr_value item = list->items[i];
        if (!mr_is_str(item) || mr_str_equal(item, name))
            continue;
        char *item_owned = NULL;
        size_t item_length;
        const char *item_text = mr_str_utf8(rt, item, &item_length, &item_owned);
        if (item_text) {
            size_t most = (length + item_length + 3) * MOVE_COST / 6;
            if (best && best_distance - 1 < most)
                most = best_distance - 1;
            size_t d = distance(text, length, item_text, item_length, most);
            if (d <= most && (!best || d < best_distance)) {
                best = item;
                best_distance = d;
            }
        }
        free(item_owned);
    }
    free(owned);
    return best;
}

/* The best name among those of a namespace; owned. */
static mr_value best_of_dict(mr_runtime *rt, mr_value dict, mr_value name)
{
    mr_value keys = dict && mr_is_dict(dict) ? mr_dict_keys_list(rt, dict) : MR_NULL;
    mr_value best = keys ? mr_incref(best_match(rt, keys, name)) : MR_NULL;
    mr_decref(rt, keys);
    return best;
}

static mr_value suggest_name(mr_runtime *rt, mr_exception *e)
{
    mr_value name = e->fields[0];
    if (!name || !mr_is_str(name) || !e->traceback)
        return MR_NULL;
    mr_traceback *tb = (mr_traceback *)mr_obj(e->traceback);
    while (tb->next)
        tb = (mr_traceback *)mr_obj(tb->next);
    mr_frame_proxy *frame = (mr_frame_proxy *)mr_obj(tb->frame);
    mr_value names = mr_list_new(rt, NULL, 0);
    const mr_code *code = mr_frame_proxy_code(frame);
    for (uint16_t i = 0; names && i < code->nlocals; i++)
        mr_list_append(rt, names, mr_local_name(code, i));
    mr_value best = names ? mr_incref(best_match(rt, names, name)) : MR_NULL;
    mr_decref(rt, names);
    const mr_function *f = frame->frame ? frame->frame->function : frame->function;
    if (!best)
        best = best_of_dict(rt, f->globals, name);
    if (!best)
        best = best_of_dict(rt, f->builtins, name);
    return best;
}

static mr_value suggest_attribute(mr_runtime *rt, mr_exception *e)
{
    mr_value name = e->fields[0], object = e->fields[1];
    if (!name || !object || !mr_is_str(name))
        return MR_NULL;
    mr_value dir = mr_dict_get_text(rt, rt->builtins, "dir");
    mr_value names = dir ? mr_call1(rt, dir, object) : MR_NULL;
    mr_value best = names && mr_is_list(names) ? mr_incref(best_match(rt, names, name)) : MR_NULL;
    mr_decref(rt, names);
    return best;
}

mr_value mr_suggestion(mr_runtime *rt, mr_value exception)
{
    mr_exception *e = (mr_exception *)mr_obj(exception);
    mr_type *type = mr_type_of(rt, exception);
    mr_value v = MR_NULL;
    if (mr_is_subtype(type, rt->exc.AttributeError))
        v = suggest_attribute(rt, e);
    else if (mr_is_subtype(type, rt->exc.NameError))
        v = suggest_name(rt, e);
    if (mr_error(rt))
        mr_error_clear(rt);
    return v;
}
