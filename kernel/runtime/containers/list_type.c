/*
 * list_type.c - list's operators and methods.
 */
#include "containers/internal.h"
#include "core/init.h"

/* Releases values that have been taken out of a list. */
static void release_all(mr_runtime *rt, mr_value *items, size_t n)
{
    for (size_t i = n; i-- > 0;)
        mr_decref(rt, items[i]);
}

/* ---- life ---- */

static mr_value list_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value self = mr_container_alloc(rt, type, rt->types.list);
    if (self)
        mr_container_track(rt, self);
    return self;
}

static int list_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, mr_type_of(rt, self), rt->types.list, kwnames) ||
        !mr_arity(rt, "list", nargs, MR_NULL, 0, 1))
        return -1;
    if (mr_as_list(self)->items)
        mr_list_empty(rt, self);
    if (nargs && !mr_list_extend(rt, self, args[0]))
        return -1;
    return 0;
}

/* ---- operators ---- */

static mr_value list_repr(mr_runtime *rt, mr_value self)
{
    mr_list *l = mr_as_list(self);
    if (l->length == 0)
        return mr_str_from(rt, "[]");
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_from(rt, "[...]") : MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool ok = mr_str_builder_char(&b, '[');
    for (size_t i = 0; ok && i < l->length; i++) {
        mr_value v = mr_incref(l->items[i]);
        ok = (i == 0 || mr_str_builder_text(&b, ", ")) && mr_str_builder_repr(&b, v);
        mr_decref(rt, v);
    }
    ok = ok && mr_str_builder_char(&b, ']');
    mr_repr_leave(rt, self);
    if (!ok) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    return mr_str_builder_take(&b);
}

static mr_value list_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_list(a) || !mr_is_list(b))
        return MR_NOT_IMPLEMENTED;
    mr_list *x = mr_as_list(a), *y = mr_as_list(b);
    if (x->length != y->length && (op == MR_EQ || op == MR_NE))
        return mr_bool(op == MR_NE);
    size_t i;
    for (i = 0; i < x->length && i < y->length; i++) {
        mr_value v = x->items[i], w = y->items[i];
        if (mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (v == w)
            continue;
        mr_incref(v);
        mr_incref(w);
        int equal = mr_value_equal(rt, v, w);
        mr_value out = MR_NULL;
        if (equal == 0)
            out = op == MR_EQ ? MR_FALSE : op == MR_NE ? MR_TRUE : mr_compare(rt, v, w, op);
        mr_decref(rt, v);
        mr_decref(rt, w);
        if (equal <= 0)
            return out;
    }
    switch (op) {
    case MR_LT: return mr_bool(x->length < y->length);
    case MR_LE: return mr_bool(x->length <= y->length);
    case MR_EQ: return mr_bool(x->length == y->length);
    case MR_NE: return mr_bool(x->length != y->length);
    case MR_GT: return mr_bool(x->length > y->length);
    default: return mr_bool(x->length >= y->length);
    }
}

static mr_value list_iter(mr_runtime *rt, mr_value self)
{
    return mr_index_iter_new(rt, rt->types.list_iter, self);
}

static int64_t list_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_list(self)->length;
}

static mr_value list_slice(mr_runtime *rt, mr_list *l, mr_value slice)
{
    int64_t start, stop, step;
    if (!mr_slice_unpack(rt, slice, &start, &stop, &step))
        return MR_NULL;
    int64_t n = mr_slice_adjust((int64_t)l->length, &start, &stop, step);
    if (n == 0)
        return mr_list_new(rt, NULL, 0);
    if (step == 1)
        return mr_list_new(rt, l->items + start, (size_t)n);
    mr_value out = mr_list_new(rt, NULL, (size_t)n);
    if (!out)
        return MR_NULL;
    mr_value *to = mr_as_list(out)->items;
    for (int64_t k = 0, i = start; k < n; k++, i += step) {
        to[k] = mr_incref(l->items[i]);
        if (k % MR_POLL_STEPS == MR_POLL_STEPS - 1 && mr_poll_interrupt(rt) < 0) {
            mr_as_list(out)->length = (size_t)k + 1;
            mr_clear(rt, &out);
            return MR_NULL;
        }
    }
    return out;
}

static mr_value list_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_list *l = mr_as_list(self);
    int64_t i;
    if (MR_LIKELY(mr_is_int(key))) {
        i = mr_small_int_value(key);
        if (i < 0)
            i += (int64_t)l->length;
    } else if (mr_has_kind(key, MR_KIND_SLICE)) {
        return list_slice(rt, l, key);
    } else if (!mr_type_of(rt, key)->slots.index) {
        return mr_raise(rt, rt->exc.TypeError, "list indices must be integers or slices, not %T",
                        key);
    } else if (!mr_item_index(rt, key, l->length, &i)) {
        return MR_NULL;
    }
    if ((uint64_t)i >= l->length)
        return mr_raise(rt, rt->exc.IndexError, "list index out of range");
    return mr_incref(l->items[i]);
}

static mr_value list_item(mr_runtime *rt, mr_value self, int64_t i)
{
    mr_list *l = mr_as_list(self);
    if ((uint64_t)i >= l->length)
        return mr_raise(rt, rt->exc.IndexError, "list index out of range");
    return mr_incref(l->items[i]);
}

/* Replaces items start..stop by the n values of `with` (borrowed). */
static int list_splice(mr_runtime *rt, mr_list *l, size_t start, size_t stop, const mr_value *with,
                       size_t n)
{
    size_t gone = stop - start, tail = l->length - stop, old_length = l->length;
    mr_value few[8], *old = few;
    if (gone > 8 && !(old = mr_buf_new(rt, gone * sizeof(mr_value))))
        return -1;
    if (gone)
        memcpy(old, l->items + start, gone * sizeof(mr_value));
    int status = 0;
    if (n > gone) {
        if (!mr_list_resize(rt, l, old_length + (n - gone))) {
            status = -1;
            goto done;
        }
        memmove(l->items + start + n, l->items + stop, tail * sizeof(mr_value));
    } else if (n < gone) {
        memmove(l->items + start + n, l->items + stop, tail * sizeof(mr_value));
        mr_list_resize(rt, l, old_length - (gone - n));
    }
    for (size_t i = 0; i < n; i++)
        l->items[start + i] = mr_incref(with[i]);
    release_all(rt, old, gone);
done:
    if (old != few)
        mr_buf_free(rt, old, gone * sizeof(mr_value));
    return status;
}

/* The items of an iterable as an array that stays while *holder is kept; the list itself is

 * copied. */
static const mr_value *items_of(mr_runtime *rt, mr_value self, mr_value iterable, mr_value *holder,
                                size_t *n, const char *not_iterable)
{
    if (mr_is_tuple(iterable)) {
        *holder = mr_incref(iterable);
        *n = mr_as_tuple(iterable)->length;
        return mr_as_tuple(iterable)->items;
    }
    if (mr_is_list(iterable) && iterable != self) {
        *holder = mr_incref(iterable);
    } else {
        if (not_iterable && !mr_is_list(iterable)) {
            mr_value it = mr_iter(rt, iterable);
            if (!it) {
                if (mr_error_catch(rt, rt->exc.TypeError))
                    mr_raise(rt, rt->exc.TypeError, "%s", not_iterable);
                return NULL;
            }
            *holder = mr_list_from(rt, it);
            mr_decref(rt, it);
        } else {
            *holder = mr_list_from(rt, iterable);
        }
        if (!*holder)
            return NULL;
    }
    mr_list *l = mr_as_list(*holder);
    *n = l->length;
    return l->items ? l->items : (const mr_value *)&l->head;
}

static int list_delete_slice(mr_runtime *rt, mr_list *l, int64_t start, int64_t stop, int64_t step,
                             int64_t n)
{
    if (n == 0)
        return 0;
    if (step == 1)
        return list_splice(rt, l, (size_t)start, (size_t)stop, NULL, 0);
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    mr_value *old = mr_buf_new(rt, (size_t)n * sizeof(mr_value));
    if (!old)
        return -1;
    size_t to = (size_t)start;
    int64_t k = 0;
    for (size_t i = (size_t)start; i < l->length; i++) {
        if (k < n && (int64_t)i == start + k * step)
            old[k++] = l->items[i];
        else
            l->items[to++] = l->items[i];
    }
    mr_list_resize(rt, l, to);
    release_all(rt, old, (size_t)n);
    mr_buf_free(rt, old, (size_t)n * sizeof(mr_value));
    return 0;
}

static int list_set_slice(mr_runtime *rt, mr_value self, mr_value slice, mr_value v)
{
    mr_list *l = mr_as_list(self);
    int64_t start, stop, step;
    if (!mr_slice_unpack(rt, slice, &start, &stop, &step))
        return -1;
    if (!v) {
        int64_t n = mr_slice_adjust((int64_t)l->length, &start, &stop, step);
        return list_delete_slice(rt, l, start, stop, step, n);
    }
    mr_value holder;
    size_t count;
    const mr_value *with = items_of(rt, self, v, &holder, &count,
                                    step == 1 ? "can only assign an iterable"
                                              : "must assign iterable to extended slice");
    if (!with)
        return -1;
    int status = 0;
    int64_t n = mr_slice_adjust((int64_t)l->length, &start, &stop, step);
    if (step == 1) {
        status = list_splice(rt, l, (size_t)start, (size_t)(stop < start ? start : stop), with,
                             count);
    } else if ((size_t)n != count) {
        status = mr_fail(rt, rt->exc.ValueError,
                         "attempt to assign sequence of size %zu to extended slice of size %lld",
                             count,
                         (long long)n);
    } else if (n) {
        mr_value *old = mr_buf_new(rt, count * sizeof(mr_value));
        if (old) {
            for (int64_t k = 0, i = start; k < n; k++, i += step) {
                old[k] = l->items[i];
                l->items[i] = mr_incref(with[k]);
            }
            release_all(rt, old, count);
            mr_buf_free(rt, old, count * sizeof(mr_value));
        } else {
            status = -1;
        }
    }
    mr_decref(rt, holder);
    return status;
}

static int list_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_list *l = mr_as_list(self);
    int64_t i;
    if (MR_LIKELY(mr_is_int(key))) {
        i = mr_small_int_value(key);
        if (i < 0)
            i += (int64_t)l->length;
    } else if (mr_has_kind(key, MR_KIND_SLICE)) {
        return list_set_slice(rt, self, key, v);
    } else if (!mr_type_of(rt, key)->slots.index) {
        return mr_fail(rt, rt->exc.TypeError, "list indices must be integers or slices, not %T",
                       key);
    } else if (!mr_item_index(rt, key, l->length, &i)) {
        return -1;
    }
    if ((uint64_t)i >= l->length)
        return mr_fail(rt, rt->exc.IndexError, "list assignment index out of range");
    mr_value old = l->items[i];
    if (v) {
        l->items[i] = mr_incref(v);
    } else {
        memmove(l->items + i, l->items + i + 1, (l->length - (size_t)i - 1) * sizeof(mr_value));
        mr_list_resize(rt, l, l->length - 1);
    }
    mr_decref(rt, old);
    return 0;
}

static int list_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_list *l = mr_as_list(self);
    int found = 0;
    for (size_t i = 0; i < l->length && found == 0; i++) {
        found = mr_item_equal(rt, l->items[i], v);
        if (found == 0 && mr_poll_interrupt(rt) < 0)
            found = -1;
    }
    return found;
}

/* A new list of whose places `done` have been filled: nothing if those are not all. */
static mr_value whole_or_nothing(mr_runtime *rt, mr_value list, size_t done)
{
    if (done < mr_as_list(list)->length) {
        mr_as_list(list)->length = done;
        mr_clear(rt, &list);
    }
    return list;
}

static mr_value list_concat(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_list(b))
        return mr_raise(rt, rt->exc.TypeError, "can only concatenate list (not \"%T\") to list", b);
    mr_list *x = mr_as_list(a), *y = mr_as_list(b);
    mr_value out = mr_list_new(rt, NULL, x->length + y->length);
    if (!out)
        return MR_NULL;
    mr_value *to = mr_as_list(out)->items;
    size_t done = mr_copy_values(rt, to, x->items, x->length);
    if (done == x->length)
        done += mr_copy_values(rt, to + done, y->items, y->length);
    return whole_or_nothing(rt, out, done);
}

static mr_value list_inplace_concat(mr_runtime *rt, mr_value self, mr_value b)
{
    return mr_list_extend(rt, self, b) ? mr_incref(self) : MR_NULL;
}

static mr_value list_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_list *l = mr_as_list(self);
    size_t length;
    if (n < 0)
        n = 0;
    if (__builtin_mul_overflow(l->length, (size_t)n, &length))
        return mr_raise_no_memory(rt);
    mr_value out = mr_list_new(rt, NULL, length);
    if (!out || length == 0)
        return out;
    mr_value *to = mr_as_list(out)->items;
    size_t done = mr_copy_values(rt, to, l->items, l->length);
    if (done == l->length)
        done += mr_repeat_values(rt, to, l->length, length - l->length);
    if (done < length && l->length == 1 && !mr_is_object(to[0]))
        done = 0; /* nothing to release */
    return whole_or_nothing(rt, out, done);
}

static mr_value list_inplace_repeat(mr_runtime *rt, mr_value self, int64_t n)
{
    mr_list *l = mr_as_list(self);
    size_t old = l->length, length;
    if (n <= 0) {
        mr_list_empty(rt, self);
        return mr_incref(self);
    }
    if (__builtin_mul_overflow(old, (size_t)n, &length))
        return mr_raise_no_memory(rt);
    if (old == 0)
        return mr_incref(self);
    if (!mr_list_resize(rt, l, length))
        return MR_NULL;
    l->length = old;
    l->length += mr_repeat_values(rt, l->items, old, length - old);
    return l->length < length ? MR_NULL : mr_incref(self);
}

/* ---- methods ---- */

static mr_value list_append(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_list_append(rt, self, args[0]) ? MR_NONE : MR_NULL;
}

static mr_value list_extend(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_list_extend(rt, self, args[0]) ? MR_NONE : MR_NULL;
}

static mr_value list_insert(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    int64_t index;
    if (!mr_arity(rt, "insert", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    return mr_list_insert(rt, self, index, args[1]) ? MR_NONE : MR_NULL;
}

static mr_value list_pop(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    int64_t index = -1;
    if (nargs > 1 || kwnames) {
        if (!mr_arity(rt, "pop", nargs, kwnames, 0, 1))
            return MR_NULL;
    }
    if (nargs && !mr_to_int64(rt, args[0], &index))
        return MR_NULL;
    if (l->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "pop from empty list");
    if (index < 0)
        index += (int64_t)l->length;
    if ((uint64_t)index >= l->length)
        return mr_raise(rt, rt->exc.IndexError, "pop index out of range");
    mr_value v = l->items[index];
    size_t length = l->length - 1;
    if ((size_t)index != length)
        memmove(l->items + index, l->items + index + 1,
                (length - (size_t)index) * sizeof(mr_value));
    if (MR_LIKELY(length >= l->capacity >> 1))
        l->length = length;
    else
        mr_list_resize(rt, l, length);
    return v;
}

static mr_value list_remove(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    for (size_t i = 0; i < l->length; i++) {
        int equal = mr_item_equal(rt, l->items[i], args[0]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (equal) {
            if (i < l->length && list_splice(rt, l, i, i + 1, NULL, 0) < 0)
                return MR_NULL;
            return MR_NONE;
        }
    }
    return mr_raise(rt, rt->exc.ValueError, "list.remove(x): x not in list");
}

static mr_value list_index(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    size_t start, stop;
    if (!mr_arity(rt, "index", nargs, kwnames, 1, 3) ||
        !mr_index_bounds(rt, args + 1, nargs - 1, l->length, &start, &stop))
        return MR_NULL;
    for (size_t i = start; i < stop && i < l->length; i++) {
        int equal = mr_item_equal(rt, l->items[i], args[0]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        if (equal)
            return mr_small_int((int64_t)i);
    }
    return mr_raise(rt, rt->exc.ValueError, "%R is not in list", args[0]);
}

static mr_value list_count(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    int64_t count = 0;
    for (size_t i = 0; i < l->length; i++) {
        int equal = mr_item_equal(rt, l->items[i], args[0]);
        if (equal < 0 || mr_poll_interrupt(rt) < 0)
            return MR_NULL;
        count += equal;
    }
    return mr_small_int(count);
}

static mr_value list_clear_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    mr_list_empty(rt, self);
    return MR_NONE;
}

static mr_value list_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    return mr_list_new(rt, l->items, l->length);
}

static mr_value list_reverse(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_list *l = mr_as_list(self);
    if (l->length > 1) {
        for (size_t i = 0, k = l->length - 1; i < k; i++, k--) {
            mr_value v = l->items[i];
            l->items[i] = l->items[k];
            l->items[k] = v;
            if (mr_poll_interrupt(rt) < 0)
                return MR_NULL;
        }
    }
    return MR_NONE;
}

static mr_value list_sort(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value out[2] = {MR_NULL, MR_NULL};
    bool reverse = false;
    if ((nargs || kwnames) && !mr_bind(rt, "sort(*, key=, reverse=)", args, nargs, kwnames, out))
        return MR_NULL;
    if (out[1]) {
        mr_value n = mr_index(rt, out[1]);
        if (!n)
            return MR_NULL;
        reverse = mr_int_sign(n) != 0;
        mr_decref(rt, n);
    }
    return mr_list_sort(rt, self, out[0], reverse) ? MR_NONE : MR_NULL;
}

static mr_value list_reversed(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value it = mr_index_iter_new(rt, rt->types.list_reverse_iter, self);
    if (it)
        ((mr_index_iter *)mr_obj(it))->index = mr_as_list(self)->length;
    return it;
}

static const mr_method_def list_methods[] = {
    {"append", list_append, MR_ARGS_ONE,
     "append($self, object, /)\n--\n\nPuts object behind the last item."},
    {"extend", list_extend, MR_ARGS_ONE,
     "extend($self, iterable, /)\n--\n\nPuts all items of the iterable behind the last item."},
    {"insert", list_insert, MR_ARGS_ANY,
     "insert($self, index, object, /)\n--\n\nPuts object before item index."},
    {"pop", list_pop, MR_ARGS_ANY,
     "pop($self, index=-1, /)\n--\n\nTakes item index out and returns it; IndexError if there is "
     "none."},
    {"remove", list_remove, MR_ARGS_ONE,
     "remove($self, value, /)\n--\n\nTakes the first item equal to value out; ValueError if there "
     "is none."},
    {"index", list_index, MR_ARGS_ANY,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nWhere value first occurs; "
     "ValueError if it does not."},
    {"count", list_count, MR_ARGS_ONE,
     "count($self, value, /)\n--\n\nHow often value occurs."},
    {"clear", list_clear_method, MR_ARGS_NONE,
     "clear($self, /)\n--\n\nTakes all items out."},
    {"copy", list_copy, MR_ARGS_NONE,
     "copy($self, /)\n--\n\nA new list of the same items."},
    {"reverse", list_reverse, MR_ARGS_NONE,
     "reverse($self, /)\n--\n\nTurns the order of the items round."},
    {"sort", list_sort, MR_ARGS_ANY,
     "sort($self, /, *, key=None, reverse=False)\n--\n\nSorts the items where they are, the least "
     "first; equal ones keep their order. With key, by what\n"
     "key(item) gives; with reverse, the greatest first."},
    {"__reversed__", list_reversed, MR_ARGS_NONE,
     "__reversed__($self, /)\n--\n\nAn iterator from the last item to the first."},
    MR_CLASS_GETITEM,
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_list_spec = {
    .name = "list",
    .doc = "list(iterable=(), /)\n--\n\nA sequence that can be changed, at first of the iterable's "
           "items.",
    .basic_size = sizeof(mr_list),
    .kind = MR_KIND_LIST,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_SEQUENCE | MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &mr_list_layout,
    .slots = {
        .new_ = list_new,
        .init = list_init,
        .repr = list_repr,
        .richcompare = list_richcompare,
        .iter = list_iter,
        .length = list_length,
        .getitem = list_getitem,
        .setitem = list_setitem,
        .item = list_item,
        .contains = list_contains,
        .concat = list_concat,
        .inplace_concat = list_inplace_concat,
        .repeat = list_repeat,
        .inplace_repeat = list_inplace_repeat,
    },
    .methods = list_methods,
};
