/*
 * list.c - the list's memory and its C interface.
 *
 * Growing leaves room for an eighth more, in multiples of four, as CPython's
 * lists do; so n appends cost O(n) and sizes look as people know them.
 */
#include "containers/internal.h"
#include "core/init.h"

#define LIST_MAX (SIZE_MAX / 2 / sizeof(mr_value))

static bool list_set_capacity(mr_runtime *rt, mr_list *l, size_t capacity)
{
    if (capacity > LIST_MAX) {
        mr_raise_no_memory(rt);
        return false;
    }
    mr_value *items = NULL;
    if (capacity == 0) {
        if (l->items)
            mr_buf_free(rt, l->items, l->capacity * sizeof(mr_value));
    } else {
        items = l->items
            ? mr_buf_resize(rt, l->items, l->capacity * sizeof(mr_value),
                            capacity * sizeof(mr_value))
                         : mr_buf_new(rt, capacity * sizeof(mr_value));
        if (!items)
            return false;
    }
    l->items = items;
    l->capacity = capacity;
    return true;
}

bool mr_list_reserve(mr_runtime *rt, mr_list *l, size_t capacity)
{
    return capacity <= l->capacity || list_set_capacity(rt, l, capacity);
}

bool mr_list_resize(mr_runtime *rt, mr_list *l, size_t length)
{
    if (l->capacity >= length && length >= l->capacity >> 1) {
        l->length = length;
        return true;
    }
    size_t capacity = (length + (length >> 3) + 6) & ~(size_t)3;
    if (length > l->length && length - l->length > capacity - length)
        capacity = (length + 3) & ~(size_t)3;
    if (length == 0)
        capacity = 0;
    if (!list_set_capacity(rt, l, capacity)) {
        if (length > l->capacity)
            return false;
        mr_error_clear(rt);
    }
    l->length = length;
    return true;
}

void mr_list_shrink(mr_runtime *rt, mr_list *l)
{
    if (l->capacity > l->length && !list_set_capacity(rt, l, l->length))
        mr_error_clear(rt);
}

mr_value mr_list_new(mr_runtime *rt, const mr_value *items, size_t length)
{
    mr_list *l = mr_object_new(rt, rt->types.list, sizeof *l, true);
    if (!l)
        return MR_NULL;
    if (length) {
        if (length > LIST_MAX)
            mr_raise_no_memory(rt);
        else if (items)
            l->items = mr_buf_new(rt, length * sizeof(mr_value));
        else
            l->items = mr_buf_new0(rt, length * sizeof(mr_value));
        if (!l->items) {
            mr_decref_object(rt, &l->head);
            return MR_NULL;
        }
        l->capacity = length;
        l->length = items ? mr_copy_values(rt, l->items, items, length) : length;
        if (l->length < length) {
            mr_decref_object(rt, &l->head);
            return MR_NULL;
        }
    }
    mr_gc_track(rt, &l->head);
    return mr_from(l);
}

bool mr_list_append_steal(mr_runtime *rt, mr_value list, mr_value v)
{
    mr_list *l = mr_as_list(list);
    size_t n = l->length;
    if (MR_UNLIKELY(n == l->capacity)) {
        if (!list_set_capacity(rt, l, (n + 1 + ((n + 1) >> 3) + 6) & ~(size_t)3)) {
            mr_decref(rt, v);
            return false;
        }
    }
    l->items[n] = v;
    l->length = n + 1;
    return true;
}

bool mr_list_append(mr_runtime *rt, mr_value list, mr_value v)
{
    return mr_list_append_steal(rt, list, mr_incref(v));
}

bool mr_list_insert(mr_runtime *rt, mr_value list, int64_t index, mr_value v)
{
    mr_list *l = mr_as_list(list);
    size_t n = l->length;
    if (index < 0) {
        index += (int64_t)n;
        if (index < 0)
            index = 0;
    }
    if (index > (int64_t)n)
        index = (int64_t)n;
    if (!mr_list_resize(rt, l, n + 1))
        return false;
    memmove(l->items + index + 1, l->items + index, (n - (size_t)index) * sizeof(mr_value));
    l->items[index] = mr_incref(v);
    return true;
}

/* Appends copies of n values that stand in `from`'s items (a list or tuple, maybe the list

 * itself). */
static bool extend_array(mr_runtime *rt, mr_list *l, mr_value from)
{
    bool is_list = mr_is_list(from);
    size_t n = is_list ? mr_as_list(from)->length : mr_as_tuple(from)->length;
    if (n == 0)
        return true;
    size_t old = l->length;
    if (!l->items) {
        if (!list_set_capacity(rt, l, n))
            return false;
        l->length = n;
    } else if (!mr_list_resize(rt, l, old + n)) {
        return false;
    }
    const mr_value *items = is_list ? mr_as_list(from)->items : mr_as_tuple(from)->items;
    l->length = old + mr_copy_values(rt, l->items + old, items, n);
    return l->length == old + n;
}

/* Appends the numbers of a range iterator that nobody else has seen. */
static bool extend_range(mr_runtime *rt, mr_list *l, mr_range_iter *it)
{
    size_t n = it->left, old = l->length;
    if (n > LIST_MAX - old) {
        mr_raise_no_memory(rt);
        return false;
    }
    if (n == 0)
        return true;
    if (!l->items) {
        if (!list_set_capacity(rt, l, n))
            return false;
        l->length = n;
    } else if (!mr_list_resize(rt, l, old + n)) {
        return false;
    }
    /* The list is as long as what stands in it whenever other code may look. */
    l->length = old;
    uint64_t k = (uint64_t)it->next;
    for (size_t end = old + n; l->length < end; k += (uint64_t)it->step) {
        mr_value v = mr_int_from(rt, (int64_t)k);
        if (!v)
            return false;
        l->items[l->length++] = v;
        if (l->length % 65536 == 0 && mr_poll(rt) < 0) {
            if (!mr_is_object(v) && !mr_is_object(l->items[old]))
                l->length = old; /* numbers that need no release: given back at once */
            return false;
        }
    }
    return true;
}

bool mr_list_extend(mr_runtime *rt, mr_value list, mr_value iterable)
{
    mr_list *l = mr_as_list(list);
    if (mr_is_exact(iterable, MR_KIND_LIST) || mr_is_exact(iterable, MR_KIND_TUPLE))
        return extend_array(rt, l, iterable);
    mr_value it = mr_iter(rt, iterable);
    if (!it)
        return false;
    bool ok = false;
    if (mr_is_object(it) && mr_type_of(rt, it) == rt->types.range_iter &&
        mr_obj(it)->refcount == 1) {
        ok = extend_range(rt, l, (mr_range_iter *)mr_obj(it));
        goto done;
    }
    int64_t hint = mr_length_hint(rt, iterable, 8);
    if (hint < 0)
        goto done;
    if ((size_t)hint > LIST_MAX - l->length) {
        mr_raise_no_memory(rt);
        goto done;
    }
    /* A hint may lie, so memory it asks for and does not get is no error; without
     * items yet, the room is exact, as the list often stays as long as it is. */
    if (hint && l->length + (size_t)hint > l->capacity) {
        size_t length = l->length;
        if (!(l->items ? mr_list_resize(rt, l, length + (size_t)hint)
              : list_set_capacity(rt, l, (size_t)hint)))
            mr_error_clear(rt);
        l->length = length;
    }
    mr_unary next = mr_type_of(rt, it)->slots.next;
    for (;;) {
        mr_value v = mr_slot_next(rt, next, it);
        if (!v)
            break;
        if (!mr_list_append_steal(rt, list, v))
            goto done;
        if (mr_poll(rt) < 0)
            goto done;
    }
    if (mr_error(rt))
        goto done;
    ok = mr_list_resize(rt, l, l->length);
done:
    mr_decref(rt, it);
    return ok;
}

mr_value mr_list_from(mr_runtime *rt, mr_value iterable)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    if (list && !mr_list_extend(rt, list, iterable)) {
        mr_decref(rt, list);
        return MR_NULL;
    }
    return list;
}

mr_value mr_list_to_tuple(mr_runtime *rt, mr_value list)
{
    mr_list *l = mr_as_list(list);
    return mr_tuple_new(rt, l->items, l->length);
}

/* ---- life ---- */

static void list_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_list *l = (mr_list *)self;
    if (!l->items)
        return;
    for (size_t i = l->length; i-- > 0;)
        mr_decref(rt, l->items[i]);
    mr_buf_free(rt, l->items, l->capacity * sizeof(mr_value));
}

static void list_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_list *l = (mr_list *)self;
    /* the last first: CPython's order, which gc.get_referents shows */
    for (size_t i = l->length; i-- > 0;)
        visit(rt, l->items[i], arg);
}

void mr_list_empty(mr_runtime *rt, mr_value list)
{
    mr_list *l = mr_as_list(list);
    mr_value *items = l->items;
    size_t length = l->length, capacity = l->capacity;
    l->items = NULL;
    l->length = l->capacity = 0;
    if (!items)
        return;
    for (size_t i = length; i-- > 0;)
        mr_decref(rt, items[i]);
    mr_buf_free(rt, items, capacity * sizeof(mr_value));
}

static void list_clear(mr_runtime *rt, mr_object *self) { mr_list_empty(rt, mr_from(self)); }

static size_t list_extra(mr_runtime *rt, mr_object *self)
{
    mr_list *l = (mr_list *)self;
    return l->items ? mr_block_size(l->capacity * sizeof(mr_value)) : 0;
}

const mr_layout mr_list_layout = {
    .dealloc = list_dealloc,
    .traverse = list_traverse,
    .clear = list_clear,
    .extra = list_extra,
};
