/*
 * builtins_iterate.c - built-in functions over iterables.
 */
#include "containers/internal.h"
#include "modules/builtins.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

/* Is there an item whose truth is `wanted`? 1, 0, -1. */
static int has_truth(mr_runtime *rt, mr_value iterable, int wanted)
{
    mr_walk w;
    if (!mr_walk_begin(rt, &w, iterable))
        return -1;
    int found = 0;
    while (!found) {
        mr_value v = mr_walk_next(rt, &w);
        if (!v) {
            found = mr_error(rt) ? -1 : 0;
            break;
        }
        int truth = mr_truth(rt, v);
        mr_decref(rt, v);
        found = truth < 0 || mr_poll(rt) < 0 ? -1 : truth == wanted;
    }
    mr_walk_end(rt, &w);
    return found;
}

MR_NATIVE(do_all)
{
    int found = has_truth(rt, args[0], 0);
    return found < 0 ? MR_NULL : mr_bool(!found);
}

MR_NATIVE(do_any)
{
    int found = has_truth(rt, args[0], 1);
    return found < 0 ? MR_NULL : mr_bool(found);
}

MR_NATIVE(do_iter)
{
    if (!mr_arity(rt, "iter", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs == 1)
        return mr_iter(rt, args[0]);
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "iter(v, w): v must be callable");
    return mr_call_iter_new(rt, args[0], args[1]);
}

MR_NATIVE(do_next)
{
    if (!mr_arity(rt, "next", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_unary next = mr_type_of(rt, args[0])->slots.next;
    if (!next)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not an iterator", args[0]);
    mr_value v = next(rt, args[0]);
    if (v)
        return v;
    if (nargs == 2) {
        if (mr_error(rt) && !mr_error_catch(rt, rt->exc.StopIteration))
            return MR_NULL;
        return mr_incref(args[1]);
    }
    if (!mr_error(rt))
        mr_raise_exception(rt, mr_from(rt->exc.StopIteration));
    return MR_NULL;
}

/* Is k better than the best so far? 1, 0, -1. */
static inline int is_better(mr_runtime *rt, mr_value k, mr_value best, int op)
{
    if (mr_both_int(k, best))
        return op == MR_LT ? mr_int_scaled(k) < mr_int_scaled(best)
               : mr_int_scaled(k) > mr_int_scaled(best);
    if (mr_is_float(k) && mr_is_float(best))
        return op == MR_LT ? mr_float_value(k) < mr_float_value(best)
               : mr_float_value(k) > mr_float_value(best);
    return mr_compare_bool(rt, k, best, op);
}

static mr_value find_best(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs,
                          mr_value kwnames, int op)
{
    mr_value key = MR_NULL, otherwise = MR_NULL;
    for (size_t k = 0; kwnames && k < mr_as_tuple(kwnames)->length; k++) {
        mr_value word = mr_as_tuple(kwnames)->items[k];
        if (mr_str_is(word, "key"))
            key = args[nargs + k] == MR_NONE ? MR_NULL : args[nargs + k];
        else if (mr_str_is(word, "default"))
            otherwise = args[nargs + k];
        else
            return mr_raise(rt, rt->exc.TypeError, "'%V' is an invalid keyword argument for %s()",
                            word, name);
    }
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "%s expected at least 1 argument, got 0", name);
    if (nargs > 1 && otherwise)
        return mr_raise(rt, rt->exc.TypeError,
                        "Cannot specify a default for %s() with multiple positional arguments",
                        name);
    mr_walk w = {.seq = MR_NULL};
    if (nargs == 1 && !mr_walk_begin(rt, &w, args[0]))
        return MR_NULL;
    mr_value best = MR_NULL, best_key = MR_NULL;
    for (size_t i = 0;; i++) {
        mr_value v = nargs == 1 ? mr_walk_next(rt, &w) : i < nargs ? mr_incref(args[i]) : MR_NULL;
        if (!v && mr_error(rt))
            goto fail;
        if (!v)
            break;
        mr_value k = key ? mr_call1(rt, key, v) : mr_incref(v);
        if (!k) {
            mr_decref(rt, v);
            goto fail;
        }
        int better = best ? is_better(rt, k, best_key, op) : 1;
        if (better > 0) {
            mr_replace(rt, &best, v);
            mr_replace(rt, &best_key, k);
        } else {
            mr_decref(rt, v);
            mr_decref(rt, k);
        }
        if (better < 0 || mr_poll(rt) < 0)
            goto fail;
    }
    mr_walk_end(rt, &w);
    mr_decref(rt, best_key);
    if (best)
        return best;
    if (otherwise)
        return mr_incref(otherwise);
    return mr_raise(rt, rt->exc.ValueError, "%s() arg is an empty sequence", name);
fail:
    mr_walk_end(rt, &w);
    mr_decref(rt, best);
    mr_decref(rt, best_key);
    return MR_NULL;
}

MR_NATIVE(do_max) { return find_best(rt, "max", args, nargs, kwnames, MR_GT); }

MR_NATIVE(do_min) { return find_best(rt, "min", args, nargs, kwnames, MR_LT); }

MR_NATIVE(do_sorted)
{
    if (nargs != 1)
        return mr_raise(rt, rt->exc.TypeError, "sorted expected 1 argument, got %zu", nargs);
    mr_value a[2];
    if (!mr_bind(rt, "sort(*, key=, reverse=)", args + 1, 0, kwnames, a))
        return MR_NULL;
    int reverse = a[1] ? mr_truth(rt, a[1]) : 0;
    if (reverse < 0)
        return MR_NULL;
    mr_value list = mr_list_from(rt, args[0]);
    if (list && !mr_list_sort(rt, list, a[0] ? a[0] : MR_NULL, reverse))
        mr_clear(rt, &list);
    return list;
}

/* Sums exact small ints, then exact floats, without objects; the rest by +. */
/* The sum of a list or tuple of small ints, or of floats alone; MR_NULL: not of that kind. */
static mr_value sum_numbers(mr_value sequence, mr_value start)
{
    const mr_value *items;
    size_t n;
    if (mr_is_exact(sequence, MR_KIND_LIST)) {
        items = mr_as_list(sequence)->items;
        n = mr_as_list(sequence)->length;
    } else if (mr_is_exact(sequence, MR_KIND_TUPLE)) {
        items = mr_as_tuple(sequence)->items;
        n = mr_as_tuple(sequence)->length;
    } else {
        return MR_NULL;
    }
    if (mr_is_int(start)) {
        int64_t scaled = mr_int_scaled(start);
        for (size_t i = 0; i < n; i++) {
            if (!mr_is_int(items[i]) ||
                __builtin_add_overflow(scaled, mr_int_scaled(items[i]), &scaled))
                return MR_NULL;
        }
        return mr_int_from_scaled(scaled);
    }
    if (!mr_is_float(start))
        return MR_NULL;
    double sum = mr_float_value(start);
    for (size_t i = 0; i < n; i++) {
        if (!mr_is_float(items[i]))
            return MR_NULL;
        sum += mr_float_value(items[i]);
    }
    return mr_float(sum);
}

static mr_value sum_items(mr_runtime *rt, mr_value it, mr_value total)
{
    for (;;) {
        mr_value v = mr_next(rt, it);
        if (!v) {
            if (!mr_error(rt))
                return total;
            mr_decref(rt, total);
            return MR_NULL;
        }
        mr_value next;
        int64_t scaled;
        if (mr_both_int(total, v) && !__builtin_add_overflow(mr_int_scaled(total), mr_int_scaled(v),
                                                             &scaled))
            next = mr_int_from_scaled(scaled);
        else if (mr_is_float(total) && mr_is_float(v))
            next = mr_float(mr_float_value(total) + mr_float_value(v));
        else
            next = mr_binary_op(rt, MR_OP_ADD, total, v);
        mr_decref(rt, v);
        mr_decref(rt, total);
        if (!next)
            return MR_NULL;
        total = next;
        if (mr_poll(rt) < 0) {
            mr_decref(rt, total);
            return MR_NULL;
        }
    }
}

MR_NATIVE(do_sum)
{
    mr_value a[2];
    if (!mr_bind(rt, "sum(iterable, /, start=)", args, nargs, kwnames, a))
        return MR_NULL;
    mr_value start = a[1] ? a[1] : mr_small_int(0);
    if (mr_is_str(start))
        return mr_raise(rt, rt->exc.TypeError, "sum() can't sum strings [use ''.join(seq) "
                                               "instead]");
    if (mr_is_bytes(start))
        return mr_raise(rt, rt->exc.TypeError, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (mr_is_bytearray(start))
        return mr_raise(rt, rt->exc.TypeError, "sum() can't sum bytearray [use b''.join(seq) "
                                               "instead]");
    mr_value total = sum_numbers(a[0], start);
    if (total)
        return total;
    mr_value it = mr_iter(rt, a[0]);
    if (!it)
        return MR_NULL;
    total = sum_items(rt, it, mr_incref(start));
    mr_decref(rt, it);
    return total;
}

const mr_method_def mr_builtins_iterate[] = {
    {"all", do_all, MR_ARGS_ONE,
     "all($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all values x in the "
     "iterable.\n\nIf the "
     "iterable is empty, return True."},
    {"any", do_any, MR_ARGS_ONE,
     "any($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the "
     "iterable.\n\nIf the iterable "
     "is empty, return False."},
    {"iter", do_iter, MR_ARGS_ANY, "Get an iterator from an object."},
    {"max", do_max, MR_ARGS_ANY,
     "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> "
     "value\n\nWith a "
     "single iterable argument, return its biggest item."},
    {"min", do_min, MR_ARGS_ANY,
     "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> "
     "value\n\nWith a "
     "single iterable argument, return its smallest item."},
    {"next", do_next, MR_ARGS_ANY,
     "next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and "
     "the iterator\nis "
     "exhausted, it is returned instead of raising StopIteration."},
    {"sorted", do_sorted, MR_ARGS_ANY,
     "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list containing "
     "all items from the "
     "iterable in ascending order."},
    {"sum", do_sum, MR_ARGS_ANY,
     "sum($module, iterable, /, start=0)\n--\n\nReturn the sum of a 'start' value (default: 0) "
     "plus an iterable of "
     "numbers"},
    {NULL, NULL, 0, NULL},
};
