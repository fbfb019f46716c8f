/*
 * sort.c - list.sort(): a stable, adaptive merge sort.
 *
 * Timsort (Peters 2002): natural runs, short ones filled up by binary
 * insertion, merged with galloping. Which runs are merged when follows
 * Powersort (Munro and Wild, "Nearly-Optimal Mergesorts", 2018), whose stack
 * has one entry for each level of a nearly optimal tree; so the flaw that
 * Auger, Jugé, Nicaud and Pivoteau found in the original rule cannot occur.
 *
 * The comparison is chosen once: lists of small ints, of numbers and of
 * strings are compared in place by code made for them; all else asks the
 * objects. Only "less than" is ever asked.
 */
#include "containers/internal.h"

enum { MIN_GALLOP = 7, MAX_RUNS = 85, TEMP_ON_STACK = 256 };
enum order { ORDER_INT, ORDER_NUMBER, ORDER_LATIN, ORDER_STR, ORDER_ANY };

typedef struct run {
    size_t base, length;
    int power;
} run;

typedef struct sorter {
    mr_runtime *rt;
    mr_value *keys, *values; /* values NULL: the keys are the items */
    size_t length;
    size_t min_gallop;
    run runs[MAX_RUNS];
    int run_count;
    mr_value *temp_keys, *temp_values;
    size_t temp_capacity; /* of each */
    mr_value on_stack[2][TEMP_ON_STACK];
} sorter;

/* ---- comparing ---- */

static inline double number_value(mr_value v)
{
    return mr_is_int(v) ? (double)mr_small_int_value(v) : mr_float_value(v);
}

static inline bool is_number(mr_value v) { return mr_is_int(v) || mr_is_float(v); }

MR_ALWAYS_INLINE int latin_less(mr_value a, mr_value b)
{
    mr_str *x = mr_as_str(a), *y = mr_as_str(b);
    size_t n = x->length < y->length ? x->length : y->length;
    int c = memcmp(x->data, y->data, n);
    return c ? c < 0 : x->length < y->length;
}

/* a < b for exact tuples: by the first items that differ. */
static int tuple_less(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_tuple *x = mr_as_tuple(a), *y = mr_as_tuple(b);
    for (size_t i = 0; i < x->length && i < y->length; i++) {
        mr_value v = x->items[i], w = y->items[i];
        int equal = mr_value_equal(rt, v, w);
        if (equal < 0)
            return -1;
        if (!equal)
            return mr_less(rt, v, w);
    }
    return x->length < y->length;
}

int mr_less(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_both_int(a, b))
        return mr_int_scaled(a) < mr_int_scaled(b);
    if (is_number(a) && is_number(b))
        return number_value(a) < number_value(b);
    if (mr_is_exact(a, MR_KIND_STR) && mr_is_exact(b, MR_KIND_STR))
        return mr_str_compare(a, b) < 0;
    if (mr_is_exact(a, MR_KIND_TUPLE) && mr_is_exact(b, MR_KIND_TUPLE)) {
        if (!mr_recursion_enter(rt, " in comparison"))
            return -1;
        int less = tuple_less(rt, a, b);
        mr_recursion_leave(rt);
        return less;
    }
    mr_value answer = mr_compare(rt, a, b, MR_LT);
    if (!answer)
        return -1;
    int less = mr_truth(rt, answer);
    mr_decref(rt, answer);
    return less;
}

/* a < b: 1, 0, or -1 with an exception set. */
MR_ALWAYS_INLINE int less_than(sorter *s, mr_value a, mr_value b, enum order order)
{
    switch (order) {
    case ORDER_INT: return mr_int_scaled(a) < mr_int_scaled(b);
    case ORDER_NUMBER: return number_value(a) < number_value(b);
    case ORDER_LATIN: return latin_less(a, b);
    case ORDER_STR: return mr_str_compare(a, b) < 0;
    default: return mr_less(s->rt, a, b);
    }
}

/* ---- moving keys and values together ---- */

static inline void put(sorter *s, size_t to, size_t from)
{
    s->keys[to] = s->keys[from];
    if (s->values)
        s->values[to] = s->values[from];
}

static inline void put_temp(sorter *s, size_t to, size_t from)
{
    s->keys[to] = s->temp_keys[from];
    if (s->values)
        s->values[to] = s->temp_values[from];
}

static inline void move_many(sorter *s, size_t to, size_t from, size_t n)
{
    memmove(s->keys + to, s->keys + from, n * sizeof(mr_value));
    if (s->values)
        memmove(s->values + to, s->values + from, n * sizeof(mr_value));
}

static inline void move_temp(sorter *s, size_t to, size_t from, size_t n)
{
    memcpy(s->keys + to, s->temp_keys + from, n * sizeof(mr_value));
    if (s->values)
        memcpy(s->values + to, s->temp_values + from, n * sizeof(mr_value));
}

static void reverse_array(mr_value *a, size_t n)
{
    for (size_t i = 0, k = n; i + 1 < k; i++) {
        mr_value v = a[i];
        a[i] = a[--k];
        a[k] = v;
    }
}

static void reverse_range(sorter *s, size_t base, size_t n)
{
    reverse_array(s->keys + base, n);
    if (s->values)
        reverse_array(s->values + base, n);
}

static void temp_release(sorter *s)
{
    if (s->temp_keys == s->on_stack[0])
        return;
    mr_buf_free(s->rt, s->temp_keys, s->temp_capacity * sizeof(mr_value));
    if (s->temp_values)
        mr_buf_free(s->rt, s->temp_values, s->temp_capacity * sizeof(mr_value));
    s->temp_keys = s->on_stack[0];
    s->temp_values = s->on_stack[1];
    s->temp_capacity = TEMP_ON_STACK;
}

/* Room for n keys (and values); old contents are lost. */
static bool temp_reserve(sorter *s, size_t n)
{
    if (n <= s->temp_capacity)
        return true;
    temp_release(s);
    mr_value *keys = mr_buf_new(s->rt, n * sizeof(mr_value)), *values = NULL;
    if (keys && s->values && !(values = mr_buf_new(s->rt, n * sizeof(mr_value)))) {
        mr_buf_free(s->rt, keys, n * sizeof(mr_value));
        keys = NULL;
    }
    if (!keys)
        return false;
    s->temp_keys = keys;
    s->temp_values = values;
    s->temp_capacity = n;
    return true;
}

/* ---- runs ---- */

/* Sorts [low, high), of which [low, start) is sorted already. */
MR_ALWAYS_INLINE bool insertion_sort(sorter *s, size_t low, size_t high, size_t start,
                                     enum order order)
{
    for (; start < high; start++) {
        mr_value key = s->keys[start], value = s->values ? s->values[start] : MR_NULL;
        size_t left = low, right = start;
        while (left < right) {
            size_t middle = left + (right - left) / 2;
            int less = less_than(s, key, s->keys[middle], order);
            if (less < 0)
                return false;
            if (less)
                right = middle;
            else
                left = middle + 1;
        }
        memmove(s->keys + left + 1, s->keys + left, (start - left) * sizeof(mr_value));
        s->keys[left] = key;
        if (s->values) {
            memmove(s->values + left + 1, s->values + left, (start - left) * sizeof(mr_value));
            s->values[left] = value;
        }
    }
    return true;
}

/* Length of the run at `low`: not descending, or strictly descending, which is then reversed. 0 on
 * error. */
MR_ALWAYS_INLINE size_t count_run(sorter *s, size_t low, size_t high, enum order order)
{
    if (low + 1 == high)
        return 1;
    size_t n = 2;
    int less = less_than(s, s->keys[low + 1], s->keys[low], order);
    if (less < 0)
        return 0;
    bool down = less;
    for (size_t i = low + 2; i < high; i++, n++) {
        less = less_than(s, s->keys[i], s->keys[i - 1], order);
        if (less < 0)
            return 0;
        if ((bool)less != down)
            break;
    }
    if (down)
        reverse_range(s, low, n);
    return n;
}

/* Runs are at least this long: n / 2^k, between 32 and 64, so that merges are balanced. */
static size_t min_run(size_t n)
{
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

/* ---- galloping ---- */

/* Where `key` belongs in the n sorted keys a, before equal ones; the search begins at
 * `hint` and doubles its steps. SIZE_MAX on error. */
MR_ALWAYS_INLINE size_t gallop_left(sorter *s, mr_value key, const mr_value *a, size_t n,
                                    size_t hint, enum order order)
{
    size_t last = 0, step = 1, low, high;
    int less = less_than(s, a[hint], key, order);
    if (less < 0)
        return SIZE_MAX;
    if (less) {
        size_t most = n - hint;
        while (step < most) {
            less = less_than(s, a[hint + step], key, order);
            if (less < 0)
                return SIZE_MAX;
            if (!less)
                break;
            last = step;
            step = step << 1 | 1;
        }
        if (step > most)
            step = most;
        low = hint + last + 1;
        high = hint + step;
    } else {
        size_t most = hint + 1;
        while (step < most) {
            less = less_than(s, a[hint - step], key, order);
            if (less < 0)
                return SIZE_MAX;
            if (less)
                break;
            last = step;
            step = step << 1 | 1;
        }
        if (step > most)
            step = most;
        low = hint + 1 - step;
        high = hint - last;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        less = less_than(s, a[middle], key, order);
        if (less < 0)
            return SIZE_MAX;
        if (less)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* The same, behind equal ones. */
MR_ALWAYS_INLINE size_t gallop_right(sorter *s, mr_value key, const mr_value *a, size_t n,
                                     size_t hint, enum order order)
{
    size_t last = 0, step = 1, low, high;
    int less = less_than(s, key, a[hint], order);
    if (less < 0)
        return SIZE_MAX;
    if (less) {
        size_t most = hint + 1;
        while (step < most) {
            less = less_than(s, key, a[hint - step], order);
            if (less < 0)
                return SIZE_MAX;
            if (!less)
                break;
            last = step;
            step = step << 1 | 1;
        }
        if (step > most)
            step = most;
        low = hint + 1 - step;
        high = hint - last;
    } else {
        size_t most = n - hint;
        while (step < most) {
            less = less_than(s, key, a[hint + step], order);
            if (less < 0)
                return SIZE_MAX;
            if (less)
                break;
            last = step;
            step = step << 1 | 1;
        }
        if (step > most)
            step = most;
        low = hint + last + 1;
        high = hint + step;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        less = less_than(s, key, a[middle], order);
        if (less < 0)
            return SIZE_MAX;
        if (less)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

/* ---- merging ---- */

/* Merges the na keys at a with the nb behind them, na <= nb. The first key at b
 * is less than the first at a, and the last at a is greater than all at b. */
MR_ALWAYS_INLINE bool merge_low(sorter *s, size_t a, size_t na, size_t b, size_t nb,
                                enum order order)
{
    size_t to = a, left = 0, min_gallop = s->min_gallop, k;
    bool ok = false;
    if (!temp_reserve(s, na))
        return false;
    memcpy(s->temp_keys, s->keys + a, na * sizeof(mr_value));
    if (s->values)
        memcpy(s->temp_values, s->values + a, na * sizeof(mr_value));
    put(s, to++, b++);
    if (--nb == 0)
        goto done;
    if (na == 1)
        goto last;
    for (;;) {
        size_t wins_a = 0, wins_b = 0;
        for (;;) {
            int less = less_than(s, s->keys[b], s->temp_keys[left], order);
            if (less < 0)
                goto fail;
            if (less) {
                put(s, to++, b++);
                wins_b++;
                wins_a = 0;
                if (--nb == 0)
                    goto done;
                if (wins_b >= min_gallop)
                    break;
            } else {
                put_temp(s, to++, left++);
                wins_a++;
                wins_b = 0;
                if (--na == 1)
                    goto last;
                if (wins_a >= min_gallop)
                    break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            k = gallop_right(s, s->keys[b], s->temp_keys + left, na, 0, order);
            if (k == SIZE_MAX)
                goto fail;
            wins_a = k;
            if (k) {
                move_temp(s, to, left, k);
                to += k;
                left += k;
                na -= k;
                if (na == 1)
                    goto last;
                if (na == 0) /* only an inconsistent comparison leads here */
                    goto done;
            }
            put(s, to++, b++);
            if (--nb == 0)
                goto done;
            k = gallop_left(s, s->temp_keys[left], s->keys + b, nb, 0, order);
            if (k == SIZE_MAX)
                goto fail;
            wins_b = k;
            if (k) {
                move_many(s, to, b, k);
                to += k;
                b += k;
                nb -= k;
                if (nb == 0)
                    goto done;
            }
            put_temp(s, to++, left++);
            if (--na == 1)
                goto last;
        } while (wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP);
        min_gallop++;
        s->min_gallop = min_gallop;
    }
done:
    ok = true;
fail:
    if (na)
        move_temp(s, to, left, na);
    return ok;
last: /* one key of a is left: it belongs behind the rest of b */
    move_many(s, to, b, nb);
    put_temp(s, to + nb, left);
    return true;
}

/* The same for na >= nb, from the right. */
MR_ALWAYS_INLINE bool merge_high(sorter *s, size_t a, size_t na, size_t b, size_t nb,
                                 enum order order)
{
    size_t to = b + nb - 1, base_a = a, right = nb - 1, min_gallop = s->min_gallop, k;
    bool ok = false;
    if (!temp_reserve(s, nb))
        return false;
    memcpy(s->temp_keys, s->keys + b, nb * sizeof(mr_value));
    if (s->values)
        memcpy(s->temp_values, s->values + b, nb * sizeof(mr_value));
    a += na - 1; /* the last key of a; may wrap below zero once a is used up */
    put(s, to--, a--);
    if (--na == 0)
        goto done;
    if (nb == 1)
        goto last;
    for (;;) {
        size_t wins_a = 0, wins_b = 0;
        for (;;) {
            int less = less_than(s, s->temp_keys[right], s->keys[a], order);
            if (less < 0)
                goto fail;
            if (less) {
                put(s, to--, a--);
                wins_a++;
                wins_b = 0;
                if (--na == 0)
                    goto done;
                if (wins_a >= min_gallop)
                    break;
            } else {
                put_temp(s, to--, right--);
                wins_b++;
                wins_a = 0;
                if (--nb == 1)
                    goto last;
                if (wins_b >= min_gallop)
                    break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            k = gallop_right(s, s->temp_keys[right], s->keys + base_a, na, na - 1, order);
            if (k == SIZE_MAX)
                goto fail;
            k = na - k;
            wins_a = k;
            if (k) {
                to -= k;
                a -= k;
                move_many(s, to + 1, a + 1, k);
                na -= k;
                if (na == 0)
                    goto done;
            }
            put_temp(s, to--, right--);
            if (--nb == 1)
                goto last;
            k = gallop_left(s, s->keys[a], s->temp_keys, nb, nb - 1, order);
            if (k == SIZE_MAX)
                goto fail;
            k = nb - k;
            wins_b = k;
            if (k) {
                to -= k;
                right -= k;
                move_temp(s, to + 1, right + 1, k);
                nb -= k;
                if (nb == 1)
                    goto last;
                if (nb == 0)
                    goto done;
            }
            put(s, to--, a--);
            if (--na == 0)
                goto done;
        } while (wins_a >= MIN_GALLOP || wins_b >= MIN_GALLOP);
        min_gallop++;
        s->min_gallop = min_gallop;
    }
done:
    ok = true;
fail:
    if (nb)
        move_temp(s, to + 1 - nb, 0, nb);
    return ok;
last: /* one key of b is left: it belongs before the rest of a */
    move_many(s, to + 1 - na, a + 1 - na, na);
    put_temp(s, to - na, right);
    return true;
}

/* Merges the two runs on top of the stack. */
MR_ALWAYS_INLINE bool merge_top(sorter *s, enum order order)
{
    run *x = &s->runs[s->run_count - 2], *y = x + 1;
    size_t a = x->base, na = x->length, b = y->base, nb = y->length;
    x->length = na + nb;
    s->run_count--;
    if (mr_poll(s->rt) < 0)
        return false;
    /* What stands at its place already need not be merged. */
    size_t k = gallop_right(s, s->keys[b], s->keys + a, na, 0, order);
    if (k == SIZE_MAX)
        return false;
    a += k;
    na -= k;
    if (na == 0)
        return true;
    nb = gallop_left(s, s->keys[a + na - 1], s->keys + b, nb, nb - 1, order);
    if (nb == SIZE_MAX)
        return false;
    if (nb == 0)
        return true;
    return na <= nb ? merge_low(s, a, na, b, nb, order) : merge_high(s, a, na, b, nb, order);
}

/* Powersort's depth of the node between two adjacent runs in the merge tree: the
 * first binary digit in which the runs' midpoints, as fractions of n, differ. */
static int power_of(size_t base, size_t n1, size_t n2, size_t n)
{
    int power = 0;
    size_t a = 2 * base + n1, b = a + n1 + n2;
    for (;;) {
        power++;
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

MR_ALWAYS_INLINE bool merge_sort(sorter *s, enum order order)
{
    size_t low = 0, n = s->length, least = min_run(n);
    while (low < n) {
        size_t length = count_run(s, low, n, order);
        if (length == 0)
            return false;
        if (length < least) {
            size_t forced = n - low < least ? n - low : least;
            if (!insertion_sort(s, low, low + forced, low + length, order))
                return false;
            length = forced;
        }
        if (s->run_count) {
            run *top = &s->runs[s->run_count - 1];
            int power = power_of(top->base, top->length, length, n);
            while (s->run_count > 1 && s->runs[s->run_count - 2].power > power)
                if (!merge_top(s, order))
                    return false;
            s->runs[s->run_count - 1].power = power;
        }
        s->runs[s->run_count++] = (run){low, length, 0};
        low += length;
    }
    while (s->run_count > 1)
        if (!merge_top(s, order))
            return false;
    return true;
}

static __attribute__((noinline)) bool sort_ints(sorter *s) { return merge_sort(s, ORDER_INT); }
static __attribute__((noinline)) bool sort_numbers(sorter *s)
{
    return merge_sort(s, ORDER_NUMBER);
}
static __attribute__((noinline)) bool sort_latin(sorter *s) { return merge_sort(s, ORDER_LATIN); }
static __attribute__((noinline)) bool sort_strings(sorter *s) { return merge_sort(s, ORDER_STR); }
static __attribute__((noinline)) bool sort_any(sorter *s) { return merge_sort(s, ORDER_ANY); }

static enum order choose_order(const mr_value *keys, size_t n)
{
    size_t i = 0;
    if (mr_is_int(keys[0])) {
        while (i < n && mr_is_int(keys[i]))
            i++;
        if (i == n)
            return ORDER_INT;
    }
    while (i < n && is_number(keys[i]))
        i++;
    if (i == n)
        return ORDER_NUMBER;
    if (i > 0)
        return ORDER_ANY;
    bool latin = true;
    for (; i < n && mr_is_exact(keys[i], MR_KIND_STR); i++)
        latin = latin && mr_as_str(keys[i])->width == 1;
    return i < n ? ORDER_ANY : latin ? ORDER_LATIN : ORDER_STR;
}

/* key(item) of every item, in a new buffer; NULL on error. */
static mr_value *make_keys(mr_runtime *rt, mr_value key, const mr_value *items, size_t n)
{
    mr_value *keys = mr_buf_new(rt, n * sizeof *keys);
    for (size_t i = 0; keys && i < n; i++) {
        keys[i] = mr_call1(rt, key, items[i]);
        if (!keys[i]) {
            while (i-- > 0)
                mr_decref(rt, keys[i]);
            mr_buf_free(rt, keys, n * sizeof *keys);
            return NULL;
        }
    }
    return keys;
}

static bool sort_array(mr_runtime *rt, mr_value *items, size_t n, mr_value key, bool reverse)
{
    sorter s;
    s.rt = rt;
    s.keys = items;
    s.values = NULL;
    s.length = n;
    s.min_gallop = MIN_GALLOP;
    s.run_count = 0;
    s.temp_keys = s.on_stack[0];
    s.temp_values = s.on_stack[1];
    s.temp_capacity = TEMP_ON_STACK;
    if (key) {
        s.keys = make_keys(rt, key, items, n);
        if (!s.keys)
            return false;
        s.values = items;
    }
    bool ok = true;
    if (n > 1) {
        /* Equal items must keep their order in the reversed list, too. */
        if (reverse)
            reverse_range(&s, 0, n);
        switch (choose_order(s.keys, n)) {
        case ORDER_INT: ok = sort_ints(&s); break;
        case ORDER_NUMBER: ok = sort_numbers(&s); break;
        case ORDER_LATIN: ok = sort_latin(&s); break;
        case ORDER_STR: ok = sort_strings(&s); break;
        default: ok = sort_any(&s); break;
        }
        if (reverse)
            reverse_range(&s, 0, n);
    }
    temp_release(&s);
    if (key) {
        for (size_t i = 0; i < n; i++)
            mr_decref(rt, s.keys[i]);
        mr_buf_free(rt, s.keys, n * sizeof *s.keys);
    }
    return ok;
}

bool mr_list_sort(mr_runtime *rt, mr_value list, mr_value key, bool reverse)
{
    mr_list *l = mr_as_list(list);
    if (key == MR_NONE)
        key = MR_NULL;
    if (l->length == 0 || (l->length == 1 && !key))
        return true;
    /* While Python code may run, the list is empty: what is put into it is lost. */
    mr_value *items = l->items;
    size_t length = l->length, capacity = l->capacity;
    l->items = NULL;
    l->length = l->capacity = 0;
    bool ok = sort_array(rt, items, length, key, reverse);
    mr_value *stray = l->items;
    size_t stray_length = l->length, stray_capacity = l->capacity;
    l->items = items;
    l->length = length;
    l->capacity = capacity;
    if (stray) {
        if (ok)
            mr_raise(rt, rt->exc.ValueError, "list modified during sort");
        for (size_t i = stray_length; i-- > 0;)
            mr_decref(rt, stray[i]);
        mr_buf_free(rt, stray, stray_capacity * sizeof *stray);
        return false;
    }
    return ok;
}
