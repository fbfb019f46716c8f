/*
 * lru_cache.c - functools._lru_cache_wrapper: a function that remembers its results.
 *
 * A bounded cache relies on the order of its dict: what is used is taken out
 * and put in again at the end, so the entry at the front is the one not used
 * for longest. The front is found from a place that only moves forward while
 * the dict's table stays the same.
 */
#include "modules/fields.h"
#include "modules/functools.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

typedef struct lru_cache {
    mr_object head;
    /* mark: between positional and keyword arguments in keys */
    mr_value function, cache, info_type, mark;
    int64_t max_size;                          /* -1: no bound */
    int64_t hits, misses;
    size_t front;                              /* entries before it are deleted */
    const void *front_table;                   /* the table `front` is of, */
    uint16_t front_moves;                      /* and how often it had moved */
    bool typed;
} lru_cache;
MR_FIELDS_LIFE(lru, 4)

static void lru_clear(mr_runtime *rt, mr_object *self)
{
    mr_value cache = ((lru_cache *)self)->cache;
    if (cache)
        mr_dict_clear(rt, cache);
}

static const mr_layout lru_layout = {
    .dealloc = lru_dealloc,
    .traverse = lru_traverse,
    .clear = lru_clear,
};

/* _lru_cache_wrapper(user_function, maxsize, typed, cache_info_type) */
static mr_value lru_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_value in[4];
    int64_t max_size = -1;
    if (!mr_bind(rt, "lru_cache(user_function, maxsize, typed, cache_info_type)", args, nargs,
                 kwnames, in))
        return MR_NULL;
    if (!mr_callable(rt, in[0]))
        return mr_raise(rt, rt->exc.TypeError, "the first argument must be callable");
    if (in[1] != MR_NONE) {
        if (!mr_type_of(rt, in[1])->slots.index)
            return mr_raise(rt, rt->exc.TypeError, "maxsize should be integer or None");
        if (!mr_to_int64(rt, in[1], &max_size))
            return MR_NULL;
        if (max_size < 0)
            max_size = 0;
    }
    int typed = mr_truth(rt, in[2]);
    if (typed < 0)
        return MR_NULL;
    mr_value mark = mr_import_attr(rt, "_functools", "_kwd_mark");
    mr_value fields[4] = {mr_incref(in[0]), mark ? mr_dict_new(rt) : MR_NULL, mr_incref(in[3]),
                          mark};
    mr_value self = mr_fields_new(rt, type, fields, 4);
    if (self) {
        lru_cache *c = (lru_cache *)mr_obj(self);
        c->max_size = max_size;
        c->typed = typed;
    }
    return self;
}

/* What stands for the arguments in the cache; owned. */
static mr_value make_key(mr_runtime *rt, lru_cache *c, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    size_t nkw = kwnames ? mr_as_tuple(kwnames)->length : 0;
    if (!c->typed && nkw == 0 && nargs == 1 &&
        (mr_is_int(args[0]) || mr_is_exact(args[0], MR_KIND_STR)))
        return mr_incref(args[0]);
    size_t length = nargs + (nkw ? 1 + 2 * nkw : 0) + (c->typed ? nargs + nkw : 0);
    mr_value key = mr_tuple_new(rt, NULL, length);
    if (!key || length == 0)
        return key;
    mr_value *to = mr_as_tuple(key)->items;
    for (size_t i = 0; i < nargs; i++)
        *to++ = mr_incref(args[i]);
    if (nkw) {
        *to++ = mr_incref(c->mark);
        for (size_t i = 0; i < nkw; i++) {
            *to++ = mr_incref(mr_as_tuple(kwnames)->items[i]);
            *to++ = mr_incref(args[nargs + i]);
        }
    }
    if (c->typed)
        for (size_t i = 0; i < nargs + nkw; i++)
            *to++ = mr_incref(mr_from(mr_type_of(rt, args[i])));
    return key;
}

/* Drops the entry not used for longest. */
static bool drop_oldest(mr_runtime *rt, lru_cache *c)
{
    mr_dict *d = mr_as_dict(c->cache);
    if (c->front_table != d->entries || c->front_moves != d->moves)
        c->front = 0;
    c->front_table = d->entries;
    c->front_moves = d->moves;
    mr_value key, v;
    if (!mr_dict_next(c->cache, &c->front, &key, &v))
        return true;
    mr_incref(key);
    int done = mr_dict_delete(rt, c->cache, key);
    mr_decref(rt, key);
    return done >= 0;
}

/* Puts a key that was just used at the end. */
static bool refresh(mr_runtime *rt, lru_cache *c, mr_value key, mr_value v)
{
    mr_dict *d = mr_as_dict(c->cache);
    if (d->used && d->entries[d->used - 1].key == key)
        return true;
    mr_value old = mr_dict_pop(rt, c->cache, key);
    if (!old && mr_error(rt))
        return false;
    mr_decref(rt, old);
    return mr_dict_set(rt, c->cache, key, v);
}

static mr_value lru_call(ARGS)
{
    lru_cache *c = (lru_cache *)mr_obj(self);
    if (c->max_size == 0) {
        c->misses++;
        return mr_call(rt, c->function, args, nargs, kwnames);
    }
    mr_value key = make_key(rt, c, args, nargs, kwnames);
    uint64_t hash;
    if (!key || mr_value_hash(rt, key, &hash) < 0) {
        mr_decref(rt, key);
        return MR_NULL;
    }
    mr_value v = MR_NULL;
    int64_t n = mr_dict_find_hashed(rt, c->cache, key, hash);
    if (n == -2)
        goto done;
    if (n >= 0) {
        v = mr_incref(mr_as_dict(c->cache)->entries[n].value);
        c->hits++;
        if (c->max_size > 0 && !refresh(rt, c, key, v))
            mr_clear(rt, &v);
        goto done;
    }
    c->misses++;
    mr_incref(self);
    v = mr_call(rt, c->function, args, nargs, kwnames);
    if (v) {
        bool ok = true;
        if (c->max_size > 0) {
            /* The call itself may have filled the cache, with this key even. */
            n = mr_dict_find_hashed(rt, c->cache, key, hash);
            ok = n != -2;
            if (n == -1 && (int64_t)mr_as_dict(c->cache)->length >= c->max_size)
                ok = drop_oldest(rt, c);
            if (ok && n == -1)
                ok = mr_dict_set_hashed(rt, c->cache, key, hash, v);
        } else {
            ok = mr_dict_set_hashed(rt, c->cache, key, hash, v);
        }
        if (!ok)
            mr_clear(rt, &v);
    }
    mr_decref(rt, self);
done:
    mr_decref(rt, key);
    return v;
}

static mr_value lru_descr_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type)
{
    if (!obj || obj == MR_NONE)
        return mr_incref(self);
    return mr_call2(rt, mr_from(rt->types.method), self, obj);
}

static mr_value lru_cache_info(ARGS)
{
    lru_cache *c = (lru_cache *)mr_obj(self);
    mr_value fields[4] = {
        mr_small_int(c->hits),
        mr_small_int(c->misses),
        c->max_size < 0 ? MR_NONE : mr_int_from(rt, c->max_size),
        mr_small_int((int64_t)mr_as_dict(c->cache)->length),
    };
    mr_value out = fields[2] ? mr_call(rt, c->info_type, fields, 4, MR_NULL) : MR_NULL;
    mr_decref(rt, fields[2]);
    return out;
}

static mr_value lru_cache_clear(ARGS)
{
    lru_cache *c = (lru_cache *)mr_obj(self);
    c->hits = c->misses = 0;
    mr_dict_clear(rt, c->cache);
    return MR_NONE;
}

static mr_value lru_reduce(ARGS) { return mr_getattr(rt, self, MR_NAME(rt, __qualname__)); }
static mr_value lru_copy(ARGS) { return mr_incref(self); }

static const mr_method_def lru_methods[] = {
    {"cache_info", lru_cache_info, MR_ARGS_NONE, "Hits, misses, bound and size of the cache."},
    {"cache_clear", lru_cache_clear, MR_ARGS_NONE, "Forgets all results and starts counting anew."},
    MR_REDUCE(lru_reduce),
    {"__copy__", lru_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", lru_copy, MR_ARGS_ONE, NULL},
    MR_METHODS_END,
};

static const mr_getset_def lru_getsets[] = {MR_DICT_GETSET, {NULL, NULL, NULL, NULL, NULL}};
const mr_type_spec mr_lru_cache_spec = {
    .name = "functools._lru_cache_wrapper",
    .doc = "A function that remembers the results of earlier calls.",
    .basic_size = sizeof(lru_cache),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT |
             MR_TYPE_IMMUTABLE |
             MR_TYPE_METHOD_DESCR,
    .layout = &lru_layout,
    .slots = {.new_ = lru_new, .call = lru_call, .descr_get = lru_descr_get},
    .methods = lru_methods,
    .getsets = lru_getsets,
};
