/*
 * set.c - the set's table and its C interface.
 *
 * Open addressing: nine neighbours are looked at before the probe sequence
 * i = 5 i + perturb + 1 jumps, the way CPython's sets have gone since 3.7; so
 * sets of small integers are walked in the same order here and there.
 * Three fifths of the places may be in use.
 */
#include "containers/set.h"

enum { NEIGHBOURS = 9, MIN_PLACES = 8 };
#define DELETED MR_NOT_IMPLEMENTED


static bool alloc_table(mr_runtime *rt, mr_set *s, size_t places)
{
    if (places > SIZE_MAX / 4 / sizeof(mr_set_entry)) {
        mr_raise_no_memory(rt);
        return false;
    }
    mr_set_entry *table = mr_buf_new0(rt, places * sizeof *table);
    if (!table)
        return false;
    s->table = table;
    s->mask = places - 1;
    return true;
}

static inline void free_table(mr_runtime *rt, mr_set_entry *table, size_t mask)
{
    mr_buf_free(rt, table, (mask + 1) * sizeof *table);
}

/* Puts an entry into a table that has room and does not hold it, with nothing deleted. */
static inline void insert_clean(mr_set_entry *table, size_t mask, mr_value key, uint64_t hash)
{
    size_t i = hash & mask;
    for (uint64_t perturb = hash;;) {
        mr_set_entry *e = &table[i];
        for (size_t left = i + NEIGHBOURS <= mask ? NEIGHBOURS + 1 : 1; left > 0; left--, e++) {
            if (!e->key) {
                *e = (mr_set_entry){key, hash};
                return;
            }
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* A new table with more than `least` places. */
static bool resize(mr_runtime *rt, mr_set *s, size_t least)
{
    size_t places = MIN_PLACES, old_mask = s->mask;
    mr_set_entry *old = s->table;
    while (places <= least)
        places <<= 1;
    if (!alloc_table(rt, s, places))
        return false;
    if (old) {
        size_t left = s->length;
        for (mr_set_entry *e = old; left > 0; e++) {
            if (mr_set_live(e)) {
                insert_clean(s->table, s->mask, e->key, e->hash);
                left--;
            }
        }
        free_table(rt, old, old_mask);
    }
    s->fill = s->length;
    return true;
}

/* The entry that holds the key, or the free one where it could stand; NULL on error. */
static mr_set_entry *find(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
restart:
    if (!s->table && !alloc_table(rt, s, MIN_PLACES)) /* a comparison has cleared the set */
        return NULL;
    mr_set_entry *table = s->table;
    size_t mask = s->mask, i = hash & mask;
    for (uint64_t perturb = hash;;) {
        mr_set_entry *e = &table[i];
        for (size_t left = i + NEIGHBOURS <= mask ? NEIGHBOURS + 1 : 1; left > 0; left--, e++) {
            if (!e->key)
                return e;
            if (e->hash != hash)
                continue;
            if (e->key == key)
                return e;
            if (mr_both_int(e->key, key))
                continue;
            if (mr_is_exact(key, MR_KIND_STR) && mr_is_exact(e->key, MR_KIND_STR)) {
                if (mr_str_same(e->key, key))
                    return e;
                continue;
            }
            mr_value held = mr_incref(e->key);
            int equal = mr_value_equal(rt, held, key);
            mr_decref(rt, held);
            if (equal < 0)
                return NULL;
            if (s->table != table || s->mask != mask || e->key != held)
                goto restart;
            if (equal)
                return e;
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The same by a first look alone, as most searches end there. */
MR_ALWAYS_INLINE mr_set_entry *find_fast(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    mr_set_entry *e = &s->table[hash & s->mask];
    if (!e->key || e->key == key)
        return e;
    if (e->hash == hash && mr_is_exact(key, MR_KIND_STR) && mr_is_exact(e->key, MR_KIND_STR) &&
        mr_str_same(e->key, key))
        return e;
    return find(rt, s, key, hash);
}

MR_ALWAYS_INLINE bool add_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    if (MR_UNLIKELY(!s->table) && !alloc_table(rt, s, MIN_PLACES))
        return false;
    mr_set_entry *e = find_fast(rt, s, key, hash);
    if (MR_UNLIKELY(!e))
        return false;
    if (e->key)
        return true;
    *e = (mr_set_entry){mr_incref(key), hash};
    s->fill++;
    s->length++;
    if (MR_LIKELY(s->fill * 5 < s->mask * 3))
        return true;
    return resize(rt, s, s->length > 50000 ? s->length * 2 : s->length * 4);
}

MR_ALWAYS_INLINE int contains_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    if (s->length == 0)
        return 0;
    mr_set_entry *e = find_fast(rt, s, key, hash);
    return MR_LIKELY(e) ? e->key != MR_NULL : -1;
}

bool mr_set_add_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    return add_hashed(rt, s, key, hash);
}

int mr_set_contains_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    return contains_hashed(rt, s, key, hash);
}

int mr_set_discard_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash)
{
    if (s->length == 0)
        return 0;
    mr_set_entry *e = find_fast(rt, s, key, hash);
    if (!e)
        return -1;
    if (!e->key)
        return 0;
    mr_value old = e->key;
    *e = (mr_set_entry){DELETED, MR_SET_DELETED_HASH};
    s->length--;
    mr_decref(rt, old);
    return 1;
}

bool mr_set_next(mr_value set, size_t *pos, mr_value *v)
{
    uint64_t hash;
    return mr_set_next_hashed(mr_as_set(set), pos, v, &hash);
}

bool mr_set_add(mr_runtime *rt, mr_value set, mr_value v)
{
    uint64_t hash;
    return mr_value_hash(rt, v, &hash) == 0 && add_hashed(rt, mr_as_set(set), v, hash);
}

int mr_set_contains(mr_runtime *rt, mr_value set, mr_value v)
{
    uint64_t hash;
    return mr_value_hash(rt, v, &hash) == 0 ? contains_hashed(rt, mr_as_set(set), v, hash) : -1;
}

int mr_set_discard(mr_runtime *rt, mr_value set, mr_value v)
{
    uint64_t hash;
    return mr_value_hash(rt, v, &hash) == 0 ? mr_set_discard_hashed(rt, mr_as_set(set), v, hash)
        : -1;
}

mr_value mr_set_pop(mr_runtime *rt, mr_value set)
{
    mr_set *s = mr_as_set(set);
    if (s->length == 0)
        return MR_NULL;
    size_t i = s->hash & s->mask;
    while (!mr_set_live(&s->table[i]))
        i = i == s->mask ? 0 : i + 1;
    mr_value v = s->table[i].key;
    s->table[i] = (mr_set_entry){DELETED, MR_SET_DELETED_HASH};
    s->length--;
    s->hash = i + 1;
    return v;
}

void mr_set_clear(mr_runtime *rt, mr_value set)
{
    mr_set *s = mr_as_set(set);
    mr_set_entry *table = s->table;
    size_t mask = s->mask, fill = s->fill;
    if (!table)
        return;
    s->table = NULL;
    s->mask = s->length = s->fill = 0;
    for (mr_set_entry *e = table; fill > 0; e++) {
        if (e->key) {
            mr_decref(rt, e->key);
            fill--;
        }
    }
    free_table(rt, table, mask);
}

void mr_set_swap(mr_value a, mr_value b)
{
    mr_set *x = mr_as_set(a), *y = mr_as_set(b);
    mr_set copy = *x;
    x->table = y->table, x->mask = y->mask, x->length = y->length, x->fill = y->fill;
    y->table = copy.table, y->mask = copy.mask, y->length = copy.length, y->fill = copy.fill;
    x->hash = y->hash = 0;
}

/* ---- filling ---- */

static bool merge_set(mr_runtime *rt, mr_set *s, mr_set *from)
{
    if (s == from || from->length == 0)
        return true;
    if ((s->fill + from->length) * 5 >= s->mask * 3 &&
        !resize(rt, s, (s->length + from->length) * 2))
        return false;
    if (s->fill == 0) {
        if (s->mask == from->mask && from->fill == from->length) {
            memcpy(s->table, from->table, (s->mask + 1) * sizeof *s->table);
            for (size_t i = 0; i <= s->mask; i++)
                mr_incref(s->table[i].key);
        } else {
            size_t left = from->length;
            for (mr_set_entry *e = from->table; left > 0; e++) {
                if (mr_set_live(e)) {
                    insert_clean(s->table, s->mask, mr_incref(e->key), e->hash);
                    left--;
                }
            }
        }
        s->fill = s->length = from->length;
        return true;
    }
    size_t pos = 0;
    mr_value key;
    uint64_t hash;
    while (mr_set_next_hashed(from, &pos, &key, &hash)) {
        mr_incref(key);
        bool ok = add_hashed(rt, s, key, hash);
        mr_decref(rt, key);
        if (!ok || mr_poll_interrupt(rt) < 0)
            return false;
    }
    return true;
}

static bool merge_dict(mr_runtime *rt, mr_set *s, mr_value dict)
{
    mr_dict *d = mr_as_dict(dict);
    if ((s->fill + d->length) * 5 >= s->mask * 3 && !resize(rt, s, (s->length + d->length) * 2))
        return false;
    for (uint32_t n = 0; n < d->used; n++) {
        mr_dict_entry e = d->entries[n];
        if (mr_poll_interrupt(rt) < 0)
            return false;
        if (!e.key)
            continue;
        mr_incref(e.key);
        bool ok = add_hashed(rt, s, e.key, e.hash);
        mr_decref(rt, e.key);
        if (!ok)
            return false;
    }
    return true;
}

bool mr_set_update(mr_runtime *rt, mr_value set, mr_value iterable)
{
    mr_set *s = mr_as_set(set);
    if (mr_is_set(iterable))
        return merge_set(rt, s, mr_as_set(iterable));
    if (mr_is_exact(iterable, MR_KIND_DICT))
        return merge_dict(rt, s, iterable);
    mr_walk w;
    if (!mr_walk_begin(rt, &w, iterable))
        return false;
    bool ok = true;
    mr_value v;
    while (ok && (v = mr_walk_next(rt, &w))) {
        ok = mr_set_add(rt, set, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

mr_value mr_set_make(mr_runtime *rt, mr_type *type, mr_value iterable)
{
    bool frozen = mr_is_subtype(type, rt->types.frozenset);
    mr_value self = mr_container_alloc(rt, type, frozen ? rt->types.frozenset : rt->types.set);
    if (!self)
        return MR_NULL;
    if (frozen)
        mr_obj(self)->flags |= MR_SET_FROZEN;
    mr_container_track(rt, self);
    if (iterable && !mr_set_update(rt, self, iterable)) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    return self;
}

mr_value mr_set_new(mr_runtime *rt, mr_value iterable)
{
    return mr_set_make(rt, rt->types.set, iterable);
}

mr_value mr_frozenset_new(mr_runtime *rt, mr_value iterable)
{
    return mr_set_make(rt, rt->types.frozenset, iterable);
}

/* ---- life ---- */

static void set_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_set *s = (mr_set *)self;
    if (!s->table)
        return;
    size_t fill = s->fill;
    for (mr_set_entry *e = s->table; fill > 0; e++) {
        if (e->key) {
            mr_decref(rt, e->key);
            fill--;
        }
    }
    free_table(rt, s->table, s->mask);
}

static void set_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_set *s = (mr_set *)self;
    if (s->table)
        for (size_t i = 0; i <= s->mask; i++)
            visit(rt, s->table[i].key, arg);
}

static void set_clear(mr_runtime *rt, mr_object *self) { mr_set_clear(rt, mr_from(self)); }

static size_t set_extra(mr_runtime *rt, mr_object *self)
{
    mr_set *s = (mr_set *)self;
    return s->table ? mr_block_size((s->mask + 1) * sizeof *s->table) : 0;
}

const mr_layout mr_set_layout = {
    .dealloc = set_dealloc,
    .traverse = set_traverse,
    .clear = set_clear,
    .extra = set_extra,
};
