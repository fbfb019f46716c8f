/*
 * bisect.c - the module _bisect.
 */
#include "modules/fields.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* Where x belongs in the sorted sequence between low and high, behind (right) or
 * before equal items; -1 on error. key is applied to the items, not to x. */
static int64_t find(mr_runtime *rt, mr_value seq, mr_value x, int64_t low, int64_t high,
                    mr_value key, bool right)
{
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        mr_value v;
        if (mr_is_exact(seq, MR_KIND_LIST) && (size_t)middle < mr_as_list(seq)->length)
            v = mr_incref(mr_as_list(seq)->items[middle]);
        else
            v = mr_getitem(rt, seq, mr_small_int(middle));
        if (v && key != MR_NONE) {
            mr_value mapped = mr_call1(rt, key, v);
            mr_decref(rt, v);
            v = mapped;
        }
        if (!v)
            return -1;
        int less = right ? mr_less(rt, x, v) : mr_less(rt, v, x);
        mr_decref(rt, v);
        if (less < 0)
            return -1;
        if (less == right)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The arguments of all four functions, and the place found; -1 on error. */
static int64_t place(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
                     mr_value kwnames, bool right, bool insert, mr_value in[5])
{
    int64_t low = 0, high = -1;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in))
        return -1;
    if (in[2] && !mr_to_int64(rt, in[2], &low))
        return -1;
    if (low < 0)
        return mr_fail(rt, rt->exc.ValueError, "lo must be non-negative");
    if (in[3] && in[3] != MR_NONE) {
        if (!mr_to_int64(rt, in[3], &high))
            return -1;
    }
    if (high == -1) {
        high = mr_length(rt, in[0]);
        if (high < 0)
            return -1;
    }
    mr_value key = in[4] ? in[4] : MR_NONE, x = mr_incref(in[1]);
    if (insert && key != MR_NONE) {
        mr_value mapped = mr_call1(rt, key, x);
        mr_decref(rt, x);
        if (!mapped)
            return -1;
        x = mapped;
    }
    int64_t at = find(rt, in[0], x, low, high, key, right);
    mr_decref(rt, x);
    return at;
}

static mr_value insert_at(mr_runtime *rt, mr_value seq, int64_t at, mr_value x)
{
    if (at < 0)
        return MR_NULL;
    if (mr_is_exact(seq, MR_KIND_LIST))
        return mr_list_insert(rt, seq, at, x) ? MR_NONE : MR_NULL;
    mr_value name = mr_intern(rt, "insert"), pair[2] = {mr_small_int(at), x};
    mr_value done = name ? mr_call_method(rt, seq, name, pair, 2) : MR_NULL;
    mr_decref(rt, name);
    mr_decref(rt, done);
    return done ? MR_NONE : MR_NULL;
}

static mr_value bisect_right(ARGS)
{
    mr_value in[5];
    int64_t at = place(rt, "bisect_right(a, x, lo=, hi=, *, key=)", args, nargs, kwnames, true,
                       false, in);
    return at < 0 ? MR_NULL : mr_small_int(at);
}

static mr_value bisect_left(ARGS)
{
    mr_value in[5];
    int64_t at = place(rt, "bisect_left(a, x, lo=, hi=, *, key=)", args, nargs, kwnames, false,
                       false, in);
    return at < 0 ? MR_NULL : mr_small_int(at);
}

static mr_value insort_right(ARGS)
{
    mr_value in[5];
    int64_t at = place(rt, "insort_right(a, x, lo=, hi=, *, key=)", args, nargs, kwnames, true,
                       true, in);
    return at < 0 ? MR_NULL : insert_at(rt, in[0], at, in[1]);
}

static mr_value insort_left(ARGS)
{
    mr_value in[5];
    int64_t at = place(rt, "insort_left(a, x, lo=, hi=, *, key=)", args, nargs, kwnames, false,
                       true, in);
    return at < 0 ? MR_NULL : insert_at(rt, in[0], at, in[1]);
}

#define SIGNATURE "($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\n"
static const mr_method_def functions[] = {
    {"bisect_right", bisect_right, MR_ARGS_ANY,
     "bisect_right" SIGNATURE "Where x belongs in the sorted a, behind items equal to it."},
    {"bisect_left", bisect_left, MR_ARGS_ANY,
     "bisect_left" SIGNATURE "Where x belongs in the sorted a, before items equal to it."},
    {"insort_right", insort_right, MR_ARGS_ANY,
     "insort_right" SIGNATURE "Inserts x into the sorted a, behind items equal to it."},
    {"insort_left", insort_left, MR_ARGS_ANY,
     "insort_left" SIGNATURE "Inserts x into the sorted a, before items equal to it."},
    MR_METHODS_END,
};

const mr_module_spec mr_module__bisect = {
    .name = "_bisect",
    .doc = "Searching in and inserting into sorted sequences by bisection.",
    .functions = functions,
};
