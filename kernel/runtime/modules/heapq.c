/*
 * heapq.c - the module _heapq: binary heaps in lists (Williams 1964), the
 * smallest item first; _max variants the largest.
 *
 * An item that comes from the end sinks all the way along the smaller children
 * before it rises to its place: one comparison a level less than stopping
 * early, as such items mostly belong near the bottom (Knuth, vol. 3, 5.2.3).
 */
#include "modules/fields.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* Does item i of the list stand before item k? The list must not change while asking. */
static int before(mr_runtime *rt, mr_list *l, size_t i, size_t k, bool max)
{
    mr_value a = mr_incref(l->items[max ? k : i]), b = mr_incref(l->items[max ? i : k]);
    size_t length = l->length;
    int less = mr_less(rt, a, b);
    mr_decref(rt, a);
    mr_decref(rt, b);
    if (less >= 0 && l->length != length)
        return mr_fail(rt, rt->exc.RuntimeError, "list changed size during iteration");
    return less;
}

static inline void swap(mr_list *l, size_t i, size_t k)
{
    mr_value v = l->items[i];
    l->items[i] = l->items[k];
    l->items[k] = v;
}

/* Lets item `at` rise as far as `top`. */
static bool rise(mr_runtime *rt, mr_list *l, size_t top, size_t at, bool max)
{
    while (at > top) {
        size_t parent = (at - 1) / 2;
        int less = before(rt, l, at, parent, max);
        if (less < 0)
            return false;
        if (!less)
            break;
        swap(l, at, parent);
        at = parent;
    }
    return true;
}

static bool sink(mr_runtime *rt, mr_list *l, size_t top, bool max)
{
    size_t at = top, length = l->length;
    while (at < length / 2) {
        size_t child = 2 * at + 1;
        if (child + 1 < length) {
            int less = before(rt, l, child, child + 1, max);
            if (less < 0)
                return false;
            child += !less;
        }
        swap(l, at, child);
        at = child;
    }
    return rise(rt, l, top, at, max);
}

static bool is_heap(mr_runtime *rt, const char *name, mr_value v)
{
    if (mr_is_list(v))
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s() argument %smust be list, not %T", name,
             !strcmp(name, "heapify") || strstr(name, "pop") ? "" : "1 ", v);
    return false;
}

static mr_value push(ARGS)
{
    if (!mr_arity(rt, "heappush", nargs, kwnames, 2, 2) || !is_heap(rt, "heappush", args[0]))
        return MR_NULL;
    if (!mr_list_append(rt, args[0], args[1]))
        return MR_NULL;
    mr_list *l = mr_as_list(args[0]);
    return rise(rt, l, 0, l->length - 1, false) ? MR_NONE : MR_NULL;
}

static mr_value pop_top(mr_runtime *rt, mr_value heap, bool max)
{
    mr_list *l = mr_as_list(heap);
    if (l->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "index out of range");
    mr_value last = l->items[l->length - 1];
    mr_list_resize(rt, l, l->length - 1);
    if (l->length == 0)
        return last;
    mr_value top = l->items[0];
    l->items[0] = last;
    if (!sink(rt, l, 0, max))
        mr_clear(rt, &top);
    return top;
}

static mr_value replace_top(mr_runtime *rt, const mr_value *args, bool max)
{
    mr_list *l = mr_as_list(args[0]);
    if (l->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "index out of range");
    mr_value top = l->items[0];
    l->items[0] = mr_incref(args[1]);
    if (!sink(rt, l, 0, max))
        mr_clear(rt, &top);
    return top;
}

static mr_value heapify(mr_runtime *rt, mr_value heap, bool max)
{
    mr_list *l = mr_as_list(heap);
    for (size_t i = l->length / 2; i-- > 0;)
        if (!sink(rt, l, i, max) || mr_poll(rt) < 0)
            return MR_NULL;
    return MR_NONE;
}

static mr_value m_pop(ARGS)
{
    return is_heap(rt, "heappop", args[0]) ? pop_top(rt, args[0], false) : MR_NULL;
}
static mr_value m_pop_max(ARGS)
{
    return is_heap(rt, "_heappop_max", args[0]) ? pop_top(rt, args[0], true) : MR_NULL;
}
static mr_value m_heapify(ARGS)
{
    return is_heap(rt, "heapify", args[0]) ? heapify(rt, args[0], false) : MR_NULL;
}
static mr_value m_heapify_max(ARGS)
{
    return is_heap(rt, "_heapify_max", args[0]) ? heapify(rt, args[0], true) : MR_NULL;
}

static mr_value m_replace(ARGS)
{
    if (!mr_arity(rt, "heapreplace", nargs, kwnames, 2, 2) || !is_heap(rt, "heapreplace", args[0]))
        return MR_NULL;
    return replace_top(rt, args, false);
}

static mr_value m_replace_max(ARGS)
{
    if (!mr_arity(rt, "_heapreplace_max", nargs, kwnames, 2, 2) ||
        !is_heap(rt, "_heapreplace_max", args[0]))
        return MR_NULL;
    return replace_top(rt, args, true);
}

static mr_value m_pushpop(ARGS)
{
    if (!mr_arity(rt, "heappushpop", nargs, kwnames, 2, 2) || !is_heap(rt, "heappushpop", args[0]))
        return MR_NULL;
    mr_list *l = mr_as_list(args[0]);
    if (l->length == 0)
        return mr_incref(args[1]);
    mr_value top = mr_incref(l->items[0]);
    int less = mr_less(rt, top, args[1]);
    mr_decref(rt, top);
    if (less < 0)
        return MR_NULL;
    return less ? replace_top(rt, args, false) : mr_incref(args[1]);
}

static const mr_method_def functions[] = {
    {"heappush", push, MR_ARGS_ANY,
     "heappush($module, heap, item, /)\n--\n\nPuts an item onto the heap."},
    {"heappushpop", m_pushpop, MR_ARGS_ANY,
     "heappushpop($module, heap, item, /)\n--\n\nPuts an item onto the heap, then takes the "
     "smallest off."},
    {"heappop", m_pop, MR_ARGS_ONE,
     "heappop($module, heap, /)\n--\n\nTakes the smallest item off the heap."},
    {"heapreplace", m_replace, MR_ARGS_ANY,
     "heapreplace($module, heap, item, /)\n--\n\nTakes the smallest item off the heap, then puts "
     "one onto it."},
    {"heapify", m_heapify, MR_ARGS_ONE,
     "heapify($module, heap, /)\n--\n\nMakes a heap of a list, in linear time."},
    {"_heappop_max", m_pop_max, MR_ARGS_ONE, "heappop for a heap with the largest item first."},
    {"_heapify_max", m_heapify_max, MR_ARGS_ONE, "heapify for a heap with the largest item first."},
    {"_heapreplace_max", m_replace_max, MR_ARGS_ANY,
     "heapreplace for a heap with the largest item first."},
    MR_METHODS_END,
};

const mr_module_spec mr_module__heapq = {
    .name = "_heapq",
    .doc = "Priority queues as heaps in lists.",
    .functions = functions,
};
