/*
 * common.c - helpers shared by the containers' files, and the start-up of their types.
 */
#include "containers/internal.h"
#include "core/init.h"

bool mr_walk_begin(mr_runtime *rt, mr_walk *w, mr_value iterable)
{
    *w = (mr_walk){.seq = MR_NULL};
    if (mr_is_exact(iterable, MR_KIND_LIST) || mr_is_exact(iterable, MR_KIND_TUPLE)) {
        w->seq = mr_incref(iterable);
        return true;
    }
    w->iter = mr_iter(rt, iterable);
    if (!w->iter)
        return false;
    w->next = mr_type_of(rt, w->iter)->slots.next;
    return true;
}

size_t mr_copy_values(mr_runtime *rt, mr_value *to, const mr_value *from, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t end = n - i < MR_POLL_STEPS ? n : i + MR_POLL_STEPS;
        for (; i < end; i++)
            to[i] = mr_incref(from[i]);
        if (i < n && mr_poll_interrupt(rt) < 0)
            return i;
    }
    return n;
}

size_t mr_repeat_values(mr_runtime *rt, mr_value *items, size_t pattern, size_t n)
{
    for (size_t done = 0; done < n;) {
        /* From behind what stands: twice as much each time, while that is little. */
        size_t back = pattern;
        while (back < MR_POLL_STEPS && back * 2 <= pattern + done)
            back *= 2;
        mr_value *to = items + pattern + done;
        size_t step = back < n - done ? back : n - done;
        size_t copied = mr_copy_values(rt, to, to - back, step);
        done += copied;
        if (copied < step || (done < n && mr_poll_interrupt(rt) < 0))
            return done;
    }
    return n;
}

mr_value mr_walk_next_slow(mr_runtime *rt, mr_walk *w)
{
    if (mr_poll(rt) < 0)
        return MR_NULL;
    return mr_slot_next(rt, w->next, w->iter);
}

bool mr_item_index(mr_runtime *rt, mr_value key, size_t length, int64_t *out)
{
    if (!mr_to_index_clamped(rt, key, out))
        return false;
    if (*out == INT64_MAX || *out == INT64_MIN) {
        mr_value n = mr_index(rt, key);
        if (!n)
            return false;
        int overflow;
        mr_int_value(n, &overflow);
        mr_decref(rt, n);
        if (overflow) {
            mr_raise(rt, rt->exc.IndexError, "cannot fit '%T' into an index-sized integer", key);
            return false;
        }
    }
    if (*out < 0)
        *out += (int64_t)length;
    return true;
}

bool mr_index_bounds(mr_runtime *rt, const mr_value *args, size_t nargs, size_t length,
                     size_t *start, size_t *stop)
{
    int64_t bounds[2] = {0, INT64_MAX};
    for (size_t i = 0; i < nargs && i < 2; i++) {
        if (!mr_type_of(rt, args[i])->slots.index) {
            mr_raise(rt, rt->exc.TypeError,
                     "slice indices must be integers or have an __index__ method");
            return false;
        }
        if (!mr_to_index_clamped(rt, args[i], &bounds[i]))
            return false;
        if (bounds[i] < 0) {
            bounds[i] += (int64_t)length;
            if (bounds[i] < 0)
                bounds[i] = 0;
        }
    }
    *start = (size_t)bounds[0];
    *stop = (size_t)bounds[1] < length ? (size_t)bounds[1] : length;
    return true;
}

bool mr_no_keywords(mr_runtime *rt, const char *name, mr_value kwnames)
{
    if (!kwnames || mr_as_tuple(kwnames)->length == 0)
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s() takes no keyword arguments", name);
    return false;
}

bool mr_no_keywords_exact(mr_runtime *rt, mr_type *type, mr_type *exact, mr_value kwnames)
{
    return type != exact || mr_no_keywords(rt, exact->name, kwnames);
}

mr_value mr_iter_reduce(mr_runtime *rt, const char *function, mr_value arg, mr_value state)
{
    mr_value f = mr_dict_get_text(rt, rt->builtins, function);
    mr_value inner = f ? mr_tuple_pack(rt, 1, arg) : MR_NULL, out = MR_NULL;
    if (inner)
        out = state ? mr_tuple_pack(rt, 3, f, inner, state) : mr_tuple_pack(rt, 2, f, inner);
    else if (!mr_error(rt))
        mr_raise(rt, rt->exc.AttributeError, "%s", function);
    mr_decref(rt, inner);
    mr_decref(rt, state);
    return out;
}

mr_value mr_iter_reduce_end(mr_runtime *rt, const char *function, bool tuple)
{
    mr_value empty = tuple ? mr_tuple_new(rt, NULL, 0) : mr_list_new(rt, NULL, 0);
    mr_value out = empty ? mr_iter_reduce(rt, function, empty, MR_NULL) : MR_NULL;
    mr_decref(rt, empty);
    return out;
}

mr_value mr_iter_self(mr_runtime *rt, mr_value self) { return mr_incref(self); }

bool mr_containers_types_init(mr_runtime *rt)
{
    struct mr_types *t = &rt->types;
    const struct {
        mr_type *type;
        const mr_type_spec *spec;
    } all[] = {
        {t->tuple, &mr_tuple_spec},
        {t->list, &mr_list_spec},
        {t->dict, &mr_dict_spec},
        {t->set, &mr_set_spec},
        {t->frozenset, &mr_frozenset_spec},
        {t->slice, &mr_slice_spec},
        {t->range, &mr_range_spec},
        {t->dict_keys, &mr_dict_keys_spec},
        {t->dict_values, &mr_dict_values_spec},
        {t->dict_items, &mr_dict_items_spec},
        {t->seq_iter, &mr_seq_iter_spec},
        {t->call_iter, &mr_call_iter_spec},
        {t->list_iter, &mr_list_iter_spec},
        {t->list_reverse_iter, &mr_list_reverse_iter_spec},
        {t->tuple_iter, &mr_tuple_iter_spec},
        {t->dict_key_iter, &mr_dict_key_iter_spec},
        {t->dict_value_iter, &mr_dict_value_iter_spec},
        {t->dict_item_iter, &mr_dict_item_iter_spec},
        {t->dict_reverse_iter, &mr_dict_reverse_iter_spec},
        {t->set_iter, &mr_set_iter_spec},
        {t->range_iter, &mr_range_iter_spec},
        {t->long_range_iter, &mr_long_range_iter_spec},
        {t->enumerate, &mr_enumerate_spec},
        {t->zip, &mr_zip_spec},
        {t->map, &mr_map_spec},
        {t->filter, &mr_filter_spec},
        {t->reversed, &mr_reversed_spec},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!mr_type_ready(rt, all[i].type, all[i].spec, NULL))
            return false;
    return true;
}
