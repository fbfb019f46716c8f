/*
 * choose.c - product, permutations, combinations, combinations_with_replacement.
 *
 * All four keep the tuple they gave out last and change in it what differs in
 * the next one, or in a copy when the program has kept it. The indices move as
 * an odometer's; permutations go by the cycles of Sedgewick's survey (1977).
 */
#include "modules/itertools/itertools.h"

typedef struct choose {
    mr_object head;
    mr_value pool;   /* tuple; product: tuple of tuples */
    mr_value result; /* the tuple given out last, or MR_NULL before the first */
    size_t *indices; /* of each item of the result in its pool */
    size_t *cycles;  /* permutations only */
    size_t r;        /* items in a result */
    size_t room;     /* indices there is room for */
    bool done;
} choose;

static void choose_dealloc(mr_runtime *rt, mr_object *self)
{
    choose *c = (choose *)self;
    mr_decref(rt, c->pool);
    mr_decref(rt, c->result);
    if (c->indices)
        mr_buf_free(rt, c->indices, c->room * sizeof(size_t));
    if (c->cycles)
        mr_buf_free(rt, c->cycles, (c->r + 1) * sizeof(size_t));
}

static void choose_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    choose *c = (choose *)self;
    visit(rt, c->pool, arg);
    visit(rt, c->result, arg);
}

static size_t choose_extra(mr_runtime *rt, mr_object *self)
{
    choose *c = (choose *)self;
    return (c->indices ? mr_block_size(c->room * sizeof(size_t)) : 0) +
           (c->cycles ? mr_block_size((c->r + 1) * sizeof(size_t)) : 0);
}

static const mr_layout choose_layout = {
    .dealloc = choose_dealloc,
    .traverse = choose_traverse,
    .extra = choose_extra,
};

/* Steals pool, which may be MR_NULL. Indices are zero. */
static mr_value choose_make(mr_runtime *rt, mr_type *type, mr_value pool, size_t r, size_t room)
{
    if (!pool)
        return MR_NULL;
    if (room > SIZE_MAX / 2 / sizeof(size_t)) {
        mr_decref(rt, pool);
        return mr_raise_no_memory(rt);
    }
    mr_value self = mr_type_alloc(rt, type);
    if (!self) {
        mr_decref(rt, pool);
        return MR_NULL;
    }
    choose *c = (choose *)mr_obj(self);
    c->pool = pool;
    c->r = r;
    c->room = room ? room : 1;
    mr_container_track(rt, self);
    c->indices = mr_buf_new0(rt, c->room * sizeof(size_t));
    if (!c->indices) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    return self;
}

static inline mr_value pool_item(choose *c, size_t i) { return mr_as_tuple(c->pool)->items[i]; }

/* The result as a tuple of its own to change: the old one if only we hold it, else a copy. */
static mr_tuple *own_result(mr_runtime *rt, choose *c)
{
    if (mr_obj(c->result)->refcount > 1) {
        mr_value copy = mr_tuple_new(rt, mr_as_tuple(c->result)->items, c->r);
        if (!copy)
            return NULL;
        mr_replace(rt, &c->result, copy);
    } else {
        mr_container_track(rt, c->result);
    }
    return mr_as_tuple(c->result);
}

/* The first result: the items at the indices. */
static mr_value first_result(mr_runtime *rt, choose *c)
{
    c->result = mr_tuple_new(rt, NULL, c->r);
    if (!c->result)
        return MR_NULL;
    for (size_t i = 0; i < c->r; i++)
        mr_as_tuple(c->result)->items[i] = mr_incref(pool_item(c, c->indices[i]));
    return mr_incref(c->result);
}

static mr_value finish(mr_runtime *rt, choose *c)
{
    c->done = true;
    return MR_NULL;
}

/* ---- copies and pickles ---- */

static mr_value numbers(mr_runtime *rt, const size_t *n, size_t count)
{
    mr_value out = mr_tuple_new(rt, NULL, count);
    for (size_t i = 0; out && i < count; i++)
        mr_as_tuple(out)->items[i] = mr_small_int((int64_t)n[i]);
    return out;
}

/* The type with arguments that give the same results, nothing at the end. */
static mr_value reduce(mr_runtime *rt, mr_value self, mr_value args, mr_value state)
{
    const choose *c = (const choose *)mr_obj(self);
    if (args && c->result && !c->done && !state) {
        mr_decref(rt, args);
        return MR_NULL;
    }
    return mr_reduce_as(rt, self, args, state);
}

static mr_value pool_and_r(mr_runtime *rt, const choose *c)
{
    if (c->done)
        return mr_tuple_pack(rt, 2, rt->empty_tuple, mr_small_int(c->r ? (int64_t)c->r : 1));
    return mr_tuple_pack(rt, 2, c->pool, mr_small_int((int64_t)c->r));
}

static mr_value choose_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    const choose *c = (const choose *)mr_obj(self);
    mr_value state = c->result && !c->done ? numbers(rt, c->indices, c->r) : MR_NULL;
    return reduce(rt, self, pool_and_r(rt, c), state);
}

static mr_value product_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    const choose *c = (const choose *)mr_obj(self);
    mr_value state = c->result && !c->done ? numbers(rt, c->indices, c->r) : MR_NULL;
    return reduce(rt, self, c->done ? mr_tuple_pack(rt, 1, rt->empty_tuple) : mr_incref(c->pool),
                  state);
}

static mr_value permutations_reduce(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    const choose *c = (const choose *)mr_obj(self);
    mr_value state = MR_NULL;
    if (c->result && !c->done) {
        mr_value indices = numbers(rt, c->indices, mr_as_tuple(c->pool)->length);
        mr_value cycles = indices ? numbers(rt, c->cycles, c->r) : MR_NULL;
        state = cycles ? mr_tuple_pack(rt, 2, indices, cycles) : MR_NULL;
        mr_decref(rt, indices);
        mr_decref(rt, cycles);
    }
    return reduce(rt, self, pool_and_r(rt, c), state);
}

/* Numbers from a tuple of just so many; false with an exception set. */
static bool read_numbers(mr_runtime *rt, mr_value v, size_t *out, size_t count)
{
    if (!mr_is_tuple(v) || mr_as_tuple(v)->length != count) {
        mr_raise(rt, rt->exc.ValueError, "invalid arguments");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t n;
        if (!mr_to_int64(rt, mr_as_tuple(v)->items[i], &n))
            return false;
        out[i] = n < 0 ? 0 : (size_t)n;
    }
    return true;
}

/* The result that the indices stand for becomes the one given out last. */
static mr_value set_result(mr_runtime *rt, choose *c, bool product)
{
    mr_value result = mr_tuple_new(rt, NULL, c->r);
    for (size_t i = 0; result && i < c->r; i++) {
        const mr_tuple *pool = mr_as_tuple(product ? pool_item(c, i) : c->pool);
        mr_as_tuple(result)->items[i] = mr_incref(pool->items[c->indices[i]]);
    }
    if (!result)
        return MR_NULL;
    mr_replace(rt, &c->result, result);
    return MR_NONE;
}

/* Each index is at most `last` of its place. */
static mr_value choose_setstate(mr_runtime *rt, mr_value self, mr_value state,
                                size_t (*last)(const choose *c, size_t i), bool product)
{
    choose *c = (choose *)mr_obj(self);
    if (c->done)
        return MR_NONE;
    if (!read_numbers(rt, state, c->indices, c->r))
        return MR_NULL;
    for (size_t i = 0; i < c->r; i++) {
        if (product && mr_as_tuple(pool_item(c, i))->length == 0) {
            c->done = true;
            return MR_NONE;
        }
        if (c->indices[i] > last(c, i))
            c->indices[i] = last(c, i);
    }
    return set_result(rt, c, product);
}

static size_t last_of_product(const choose *c, size_t i)
{
    return mr_as_tuple(mr_as_tuple(c->pool)->items[i])->length - 1;
}
static size_t last_of_combinations(const choose *c, size_t i)
{
    return mr_as_tuple(c->pool)->length - c->r + i;
}
static size_t last_of_pool(const choose *c, size_t i) { return mr_as_tuple(c->pool)->length - 1; }

#define SETSTATE(name, last, product)                                                       \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                         mr_value kwnames)                                                  \
    {                                                                                       \
        return choose_setstate(rt, self, args[0], last, product);                           \
    }
SETSTATE(product_setstate, last_of_product, true)
SETSTATE(combinations_setstate, last_of_combinations, false)
SETSTATE(cwr_setstate, last_of_pool, false)

static mr_value permutations_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                      size_t nargs, mr_value kwnames)
{
    choose *c = (choose *)mr_obj(self);
    size_t n = mr_as_tuple(c->pool)->length;
    if (c->done)
        return MR_NONE;
    if (!mr_is_tuple(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "state is not a tuple");
    if (mr_as_tuple(args[0])->length != 2)
        return mr_raise(rt, rt->exc.ValueError, "invalid arguments");
    const mr_value *parts = mr_as_tuple(args[0])->items;
    if (!read_numbers(rt, parts[0], c->indices, n) || !read_numbers(rt, parts[1], c->cycles, c->r))
        return MR_NULL;
    for (size_t i = 0; i < n; i++)
        c->indices[i] = c->indices[i] < n ? c->indices[i] : n - 1;
    for (size_t i = 0; i < c->r; i++)
        c->cycles[i] = c->cycles[i] < 1 ? 1 : c->cycles[i] > n - i ? n - i : c->cycles[i];
    return set_result(rt, c, false);
}

#define COPY_METHODS(variable, reduce_function, setstate_function)       \
    static const mr_method_def variable[] = {MR_REDUCE(reduce_function), \
                                             MR_SETSTATE(setstate_function), MR_METHODS_END}
COPY_METHODS(product_methods, product_reduce, product_setstate);
COPY_METHODS(combinations_methods, choose_reduce, combinations_setstate);
COPY_METHODS(cwr_methods, choose_reduce, cwr_setstate);
COPY_METHODS(permutations_methods, permutations_reduce, permutations_setstate);

/* ---- product ---- */

static mr_value product_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    int64_t repeat = 1;
    if (kwnames && mr_as_tuple(kwnames)->length) {
        mr_tuple *names = mr_as_tuple(kwnames);
        if (names->length > 1 || !mr_str_is(names->items[0], "repeat"))
            return mr_raise(rt, rt->exc.TypeError,
                            "'%S' is an invalid keyword argument for product()",
                            names->items[names->length - 1]);
        if (!mr_to_int64(rt, args[nargs], &repeat))
            return MR_NULL;
        if (repeat < 0)
            return mr_raise(rt, rt->exc.ValueError, "repeat argument cannot be negative");
    }
    size_t r;
    if (__builtin_mul_overflow(nargs, (size_t)repeat, &r) || r > INT64_MAX / 16)
        return mr_raise(rt, rt->exc.OverflowError, "repeat argument too large");
    mr_value pools = mr_tuple_new(rt, NULL, r);
    for (size_t i = 0; pools && i < nargs && i < r; i++) {
        mr_value pool = mr_tuple_from(rt, args[i]);
        if (!pool) {
            mr_decref(rt, pools);
            return MR_NULL;
        }
        mr_as_tuple(pools)->items[i] = pool;
    }
    for (size_t i = nargs; pools && i < r; i++)
        mr_as_tuple(pools)->items[i] = mr_incref(mr_as_tuple(pools)->items[i - nargs]);
    return choose_make(rt, type, pools, r, r);
}

static mr_value product_next(mr_runtime *rt, mr_value self)
{
    choose *c = (choose *)mr_obj(self);
    if (c->done)
        return MR_NULL;
    mr_tuple *pools = mr_as_tuple(c->pool);
    if (!c->result) {
        mr_value out = mr_tuple_new(rt, NULL, c->r);
        for (size_t i = 0; out && i < c->r; i++) {
            mr_tuple *pool = mr_as_tuple(pools->items[i]);
            if (pool->length == 0) {
                mr_decref(rt, out);
                return finish(rt, c);
            }
            mr_as_tuple(out)->items[i] = mr_incref(pool->items[c->indices[i]]);
        }
        c->result = out;
        return mr_incref(out);
    }
    mr_tuple *t = own_result(rt, c);
    if (!t)
        return MR_NULL;
    size_t i = c->r;
    while (i-- > 0) {
        mr_tuple *pool = mr_as_tuple(pools->items[i]);
        bool over = ++c->indices[i] == pool->length;
        if (over)
            c->indices[i] = 0;
        mr_replace(rt, &t->items[i], mr_incref(pool->items[c->indices[i]]));
        if (!over)
            return mr_incref(c->result);
    }
    return finish(rt, c);
}

MR_ITERATOR_SPEC(mr_product_spec, "itertools.product", choose,
                 "product(*iterables, repeat=1)\n\nAll tuples of one item from each iterable; the "
                 "last one varies fastest.",
                 choose_layout, product_new, product_next, product_methods);

/* ---- combinations ---- */

static mr_value choose_new(mr_runtime *rt, mr_type *type, const char *signature,
                           const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value in[2];
    int64_t r;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) || !mr_to_int64(rt, in[1], &r))
        return MR_NULL;
    if (r < 0)
        return mr_raise(rt, rt->exc.ValueError, "r must be non-negative");
    return choose_make(rt, type, mr_tuple_from(rt, in[0]), (size_t)r, (size_t)r);
}

static mr_value combinations_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value self = choose_new(rt, type, "combinations(iterable, r)", args, nargs, kwnames);
    if (self) {
        choose *c = (choose *)mr_obj(self);
        for (size_t i = 0; i < c->r; i++)
            c->indices[i] = i;
        c->done = c->r > mr_as_tuple(c->pool)->length;
    }
    return self;
}

static mr_value combinations_next(mr_runtime *rt, mr_value self)
{
    choose *c = (choose *)mr_obj(self);
    if (c->done)
        return MR_NULL;
    if (!c->result)
        return first_result(rt, c);
    mr_tuple *t = own_result(rt, c);
    if (!t)
        return MR_NULL;
    size_t n = mr_as_tuple(c->pool)->length, r = c->r, i = r;
    while (i > 0 && c->indices[i - 1] == i - 1 + n - r)
        i--;
    if (i == 0)
        return finish(rt, c);
    c->indices[i - 1]++;
    for (size_t k = i; k < r; k++)
        c->indices[k] = c->indices[k - 1] + 1;
    for (size_t k = i - 1; k < r; k++)
        mr_replace(rt, &t->items[k], mr_incref(pool_item(c, c->indices[k])));
    return mr_incref(c->result);
}
MR_ITERATOR_SPEC(mr_combinations_spec, "itertools.combinations", choose,
                 "combinations(iterable, r)\n--\n\nAll ways to take r items, in the order of the "
                 "iterable.",
                 choose_layout, combinations_new, combinations_next, combinations_methods);

static mr_value cwr_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value self = choose_new(rt, type, "combinations_with_replacement(iterable, r)", args, nargs,
                               kwnames);
    if (self) {
        choose *c = (choose *)mr_obj(self);
        c->done = c->r > 0 && mr_as_tuple(c->pool)->length == 0;
    }
    return self;
}

static mr_value cwr_next(mr_runtime *rt, mr_value self)
{
    choose *c = (choose *)mr_obj(self);
    if (c->done)
        return MR_NULL;
    if (!c->result)
        return first_result(rt, c);
    mr_tuple *t = own_result(rt, c);
    if (!t)
        return MR_NULL;
    size_t n = mr_as_tuple(c->pool)->length, i = c->r;
    while (i > 0 && c->indices[i - 1] == n - 1)
        i--;
    if (i == 0)
        return finish(rt, c);
    size_t index = c->indices[i - 1] + 1;
    for (size_t k = i - 1; k < c->r; k++) {
        c->indices[k] = index;
        mr_replace(rt, &t->items[k], mr_incref(pool_item(c, index)));
    }
    return mr_incref(c->result);
}
MR_ITERATOR_SPEC(mr_cwr_spec, "itertools.combinations_with_replacement", choose,
                 "combinations_with_replacement(iterable, r)\n--\n\n"
                 "All ways to take r items, the same one several times too.",
                 choose_layout, cwr_new, cwr_next, cwr_methods);

/* ---- permutations ---- */

static mr_value permutations_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, "permutations(iterable, r=)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_value pool = mr_tuple_from(rt, in[0]);
    if (!pool)
        return MR_NULL;
    size_t n = mr_as_tuple(pool)->length;
    int64_t r = (int64_t)n;
    if (in[1] && in[1] != MR_NONE) {
        bool ok = false;
        if (!mr_has_kind(in[1], MR_KIND_INT) && !mr_is_int(in[1]) && !mr_is_bool(in[1]))
            mr_raise(rt, rt->exc.TypeError, "Expected int as r");
        else if (mr_to_int64(rt, in[1], &r) && !(ok = r >= 0))
            mr_raise(rt, rt->exc.ValueError, "r must be non-negative");
        if (!ok) {
            mr_decref(rt, pool);
            return MR_NULL;
        }
    }
    bool none = (size_t)r > n;
    if (none)
        r = 0;
    mr_value self = choose_make(rt, type, pool, (size_t)r, n);
    if (!self)
        return MR_NULL;
    choose *c = (choose *)mr_obj(self);
    c->done = none;
    c->cycles = mr_buf_new(rt, (c->r + 1) * sizeof(size_t));
    if (!c->cycles) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    for (size_t i = 0; i < n; i++)
        c->indices[i] = i;
    for (size_t i = 0; i < c->r; i++)
        c->cycles[i] = n - i;
    return self;
}

static mr_value permutations_next(mr_runtime *rt, mr_value self)
{
    choose *c = (choose *)mr_obj(self);
    if (c->done)
        return MR_NULL;
    if (!c->result)
        return first_result(rt, c);
    mr_tuple *t = own_result(rt, c);
    if (!t)
        return MR_NULL;
    size_t n = mr_as_tuple(c->pool)->length;
    for (size_t i = c->r; i-- > 0;) {
        if (--c->cycles[i] == 0) {
            size_t index = c->indices[i];
            memmove(c->indices + i, c->indices + i + 1, (n - i - 1) * sizeof(size_t));
            c->indices[n - 1] = index;
            c->cycles[i] = n - i;
            continue;
        }
        size_t k = n - c->cycles[i], index = c->indices[i];
        c->indices[i] = c->indices[k];
        c->indices[k] = index;
        for (size_t j = i; j < c->r; j++)
            mr_replace(rt, &t->items[j], mr_incref(pool_item(c, c->indices[j])));
        return mr_incref(c->result);
    }
    return finish(rt, c);
}
MR_ITERATOR_SPEC(mr_permutations_spec, "itertools.permutations", choose,
                 "permutations(iterable, r=None)\n--\n\nAll orders of r items, of all of them if r "
                 "is left out.",
                 choose_layout, permutations_new, permutations_next, permutations_methods);
