/*
 * dict.c - the dict's table and its C interface.
 *
 * Entries stand in the order of their insertion in one array; behind it, in
 * the same buffer, an open-addressed index of entry numbers, 1, 2 or 4 bytes
 * each (Hettinger's compact dict). The index is probed with the recurrence
 * i = 5 i + perturb + 1, where perturb brings in the hash's upper bits. Two
 * thirds of the index may be in use; a full table grows to three times its
 * live entries, deleted ones are squeezed out then.
 *
 * A comparison may run Python code that changes the table. keys_version is
 * never given out twice in a runtime, so a search that sees it change starts
 * again.
 */
#include "containers/internal.h"
#include "core/init.h"

enum { INDEX_FREE = -1, INDEX_DELETED = -2, MIN_LOG2 = 3 };

static inline size_t index_width(unsigned log2_index)
{
    return log2_index < 8 ? 1 : log2_index < 16 ? 2 : 4;
}

static inline size_t usable(unsigned log2_index) { return ((size_t)2 << log2_index) / 3; }

static inline size_t table_bytes(unsigned log2_index)
{
    return usable(log2_index) * sizeof(mr_dict_entry) + (index_width(log2_index) << log2_index);
}

MR_ALWAYS_INLINE void *index_of(const mr_dict *d) { return d->entries + d->capacity; }

MR_ALWAYS_INLINE int64_t index_get(const void *index, size_t width, size_t i)
{
    switch (width) {
    case 1: return ((const int8_t *)index)[i];
    case 2: return ((const int16_t *)index)[i];
    default: return ((const int32_t *)index)[i];
    }
}

static inline void index_set(void *index, size_t width, size_t i, int64_t v)
{
    switch (width) {
    case 1: ((int8_t *)index)[i] = (int8_t)v; break;
    case 2: ((int16_t *)index)[i] = (int16_t)v; break;
    default: ((int32_t *)index)[i] = (int32_t)v; break;
    }
}

static inline void keys_changed(mr_runtime *rt, mr_dict *d)
{
    d->keys_version = ++rt->dict_version;
}

/* ---- searching: the entry's number, -1 missing, -2 on error ---- */

MR_ALWAYS_INLINE int64_t find_str_width(const mr_dict *d, mr_value key, uint64_t hash, size_t width)
{
    const void *index = index_of(d);
    size_t mask = ((size_t)1 << d->log2_index) - 1, i = hash & mask;
    for (uint64_t perturb = hash;;) {
        int64_t n = index_get(index, width, i);
        if (n >= 0) {
            const mr_dict_entry *e = &d->entries[n];
            if (e->key == key || (e->hash == hash && mr_str_same(e->key, key)))
                return n;
        } else if (n == INDEX_FREE) {
            return -1;
        }
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
}

/* All keys of the dict and the one asked for are exact str. */
MR_ALWAYS_INLINE int64_t find_str(const mr_dict *d, mr_value key, uint64_t hash)
{
    if (d->log2_index < 8)
        return d->entries ? find_str_width(d, key, hash, 1) : -1;
    return d->log2_index < 16 ? find_str_width(d, key, hash, 2) : find_str_width(d, key, hash, 4);
}

MR_ALWAYS_INLINE int64_t find_int_width(const mr_dict *d, mr_value key, uint64_t hash, size_t width,
                                        bool *other)
{
    const void *index = index_of(d);
    size_t mask = ((size_t)1 << d->log2_index) - 1, i = hash & mask;
    for (uint64_t perturb = hash;;) {
        int64_t n = index_get(index, width, i);
        if (n >= 0) {
            const mr_dict_entry *e = &d->entries[n];
            if (e->key == key)
                return n;
            if (e->hash == hash && !mr_is_int(e->key))
                *other = true;
        } else if (n == INDEX_FREE) {
            return -1;
        }
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static __attribute__((noinline)) int64_t find_any(mr_runtime *rt, mr_dict *d, mr_value key,
                                                  uint64_t hash)
{
restart:
    if (!d->entries)
        return -1;
    const void *index = index_of(d);
    size_t width = index_width(d->log2_index);
    size_t mask = ((size_t)1 << d->log2_index) - 1, i = hash & mask;
    for (uint64_t perturb = hash;;) {
        int64_t n = index_get(index, width, i);
        if (n >= 0) {
            mr_dict_entry *e = &d->entries[n];
            if (e->key == key)
                return n;
            if (e->hash == hash) {
                uint32_t version = d->keys_version;
                mr_value held = mr_incref(e->key);
                int equal = mr_value_equal(rt, held, key);
                mr_decref(rt, held);
                if (equal < 0)
                    return -2;
                if (d->keys_version != version)
                    goto restart;
                if (equal)
                    return n;
            }
        } else if (n == INDEX_FREE) {
            return -1;
        }
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static inline int64_t find(mr_runtime *rt, mr_dict *d, mr_value key, uint64_t hash)
{
    if (!d->entries)
        return -1;
    if (d->str_keys && mr_is_exact(key, MR_KIND_STR))
        return find_str(d, key, hash);
    if (mr_is_int(key)) {
        bool other = false;
        int64_t n = d->log2_index < 8    ? find_int_width(d, key, hash, 1, &other)
                    : d->log2_index < 16 ? find_int_width(d, key, hash, 2, &other)
                                         : find_int_width(d, key, hash, 4, &other);
        if (MR_LIKELY(n >= 0 || !other))
            return n;
    }
    return find_any(rt, d, key, hash);
}

/* The place in the index that names entry n. */
static size_t index_place(const mr_dict *d, uint64_t hash, int64_t n)
{
    const void *index = index_of(d);
    size_t width = index_width(d->log2_index), mask = ((size_t)1 << d->log2_index) - 1,
        i = hash & mask;
    for (uint64_t perturb = hash; index_get(index, width, i) != n;) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

static inline void index_insert(void *index, size_t width, size_t mask, uint64_t hash, int64_t n)
{
    size_t i = hash & mask;
    for (uint64_t perturb = hash; index_get(index, width, i) >= 0;) {
        perturb >>= 5;
        i = (i * 5 + perturb + 1) & mask;
    }
    index_set(index, width, i, n);
}

/* ---- growing ---- */

/* Moves the live entries to a new table with 2^log2_index places. */
static bool table_resize(mr_runtime *rt, mr_dict *d, unsigned log2_index)
{
    if (log2_index > 31) {
        mr_raise_no_memory(rt);
        return false;
    }
    mr_dict_entry *entries = mr_buf_new(rt, table_bytes(log2_index));
    if (!entries)
        return false;
    size_t capacity = usable(log2_index), width = index_width(log2_index);
    void *index = entries + capacity;
    memset(index, 0xff, width << log2_index);
    uint32_t used = 0;
    if (d->length == d->used) {
        if (d->used)
            memcpy(entries, d->entries, d->used * sizeof *entries);
        used = d->used;
    } else {
        for (uint32_t n = 0; n < d->used; n++)
            if (d->entries[n].key)
                entries[used++] = d->entries[n];
    }
    size_t mask = ((size_t)1 << log2_index) - 1;
    for (uint32_t n = 0; n < used; n++) {
        if (n % MR_POLL_STEPS == MR_POLL_STEPS - 1 && mr_poll_interrupt(rt) < 0) {
            mr_buf_free(rt, entries, table_bytes(log2_index));
            return false;
        }
        index_insert(index, width, mask, entries[n].hash, n);
    }
    if (d->entries)
        mr_buf_free(rt, d->entries, table_bytes(d->log2_index));
    d->entries = entries;
    d->moves++;
    d->used = used;
    d->lost = 0;
    d->capacity = (uint32_t)capacity;
    d->log2_index = (uint8_t)log2_index;
    return true;
}

static bool grow(mr_runtime *rt, mr_dict *d)
{
    unsigned log2_index = MIN_LOG2;
    while (((size_t)1 << log2_index) < (size_t)d->length * 3)
        log2_index++;
    return table_resize(rt, d, log2_index);
}

/* Room for n entries in all without growing on the way. */
bool mr_dict_reserve(mr_runtime *rt, mr_value dict, size_t n)
{
    mr_dict *d = mr_as_dict(dict);
    unsigned log2_index = MIN_LOG2;
    if (n <= d->capacity - d->lost)
        return true;
    while (log2_index < 32 && usable(log2_index) < n)
        log2_index++;
    return table_resize(rt, d, log2_index);
}

/* A new entry for a key that is not there; takes no references. */
MR_ALWAYS_INLINE bool add_entry(mr_runtime *rt, mr_dict *d, mr_value key, uint64_t hash, mr_value v)
{
    if (MR_UNLIKELY(d->used + d->lost >= d->capacity) && !grow(rt, d))
        return false;
    uint32_t n = d->used++;
    d->entries[n] = (mr_dict_entry){key, v, hash};
    index_insert(index_of(d), index_width(d->log2_index), ((size_t)1 << d->log2_index) - 1, hash,
                 n);
    d->length++;
    if (d->str_keys && !mr_is_exact(key, MR_KIND_STR))
        d->str_keys = false;
    keys_changed(rt, d);
    return true;
}

static inline void maybe_track(mr_runtime *rt, mr_dict *d, mr_value key, mr_value v)
{
    if (!mr_gc_is_tracked(&d->head) && (mr_may_be_tracked(rt, v) || mr_may_be_tracked(rt, key)))
        mr_gc_track(rt, &d->head);
}

/* ---- the C interface ---- */

mr_value mr_dict_new(mr_runtime *rt)
{
    mr_dict *d = mr_object_new(rt, rt->types.dict, sizeof *d, true);
    if (!d)
        return MR_NULL;
    d->str_keys = true;
    return mr_from(d);
}

int64_t mr_dict_find_hashed(mr_runtime *rt, mr_value dict, mr_value key, uint64_t hash)
{
    return find(rt, mr_as_dict(dict), key, hash);
}

mr_value mr_dict_get(mr_runtime *rt, mr_value dict, mr_value key)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return MR_NULL;
    mr_dict *d = mr_as_dict(dict);
    int64_t n = find(rt, d, key, hash);
    return n >= 0 ? d->entries[n].value : MR_NULL;
}

int64_t mr_dict_find_str(mr_runtime *rt, mr_value dict, mr_value str)
{
    mr_dict *d = mr_as_dict(dict);
    mr_str *s = mr_as_str(str);
    uint64_t hash = s->hash ? s->hash : mr_str_hash(s);
    int64_t n = MR_LIKELY(d->str_keys) ? find_str(d, str, hash) : find_any(rt, d, str, hash);
    /* An equal key that is another object gives way to the interned one, so that caches, which
     * compare pointers, find it the next time. */
    if (n >= 0 && MR_UNLIKELY(d->entries[n].key != str) && mr_is_str(d->entries[n].key) &&
        (s->head.flags & MR_STR_INTERNED))
        mr_replace(rt, &d->entries[n].key, mr_incref(str));
    return n;
}

mr_value mr_dict_get_str(mr_runtime *rt, mr_value dict, mr_value str)
{
    int64_t n = mr_dict_find_str(rt, dict, str);
    return n >= 0 ? mr_as_dict(dict)->entries[n].value : MR_NULL;
}

mr_value mr_dict_get_text(mr_runtime *rt, mr_value dict, const char *ascii_z)
{
    mr_value s = mr_str_from(rt, ascii_z);
    if (!s)
        return MR_NULL;
    mr_value v = mr_dict_get_str(rt, dict, s);
    mr_decref(rt, s);
    return v;
}

bool mr_dict_set_hashed(mr_runtime *rt, mr_value dict, mr_value key, uint64_t hash, mr_value v)
{
    mr_dict *d = mr_as_dict(dict);
    int64_t n = find(rt, d, key, hash);
    if (n >= 0) {
        maybe_track(rt, d, MR_NULL, v);
        mr_replace(rt, &d->entries[n].value, mr_incref(v));
        return true;
    }
    if (n == -2)
        return false;
    maybe_track(rt, d, key, v);
    if (!add_entry(rt, d, key, hash, v))
        return false;
    mr_incref(key);
    mr_incref(v);
    return true;
}

bool mr_dict_set(mr_runtime *rt, mr_value dict, mr_value key, mr_value v)
{
    uint64_t hash;
    return mr_value_hash(rt, key, &hash) == 0 && mr_dict_set_hashed(rt, dict, key, hash, v);
}

bool mr_dict_set_text(mr_runtime *rt, mr_value dict, const char *utf8_z, mr_value v)
{
    mr_value key = mr_intern(rt, utf8_z);
    bool ok = key && mr_dict_set(rt, dict, key, v);
    mr_decref(rt, key);
    return ok;
}

/* Takes entry n out; the references to its key and value go to the caller. */
static mr_dict_entry take_entry(mr_runtime *rt, mr_dict *d, int64_t n)
{
    mr_dict_entry *e = &d->entries[n], old = *e;
    index_set(index_of(d), index_width(d->log2_index), index_place(d, e->hash, n), INDEX_DELETED);
    e->key = e->value = MR_NULL;
    d->length--;
    keys_changed(rt, d);
    return old;
}

mr_value mr_dict_pop(mr_runtime *rt, mr_value dict, mr_value key)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return MR_NULL;
    int64_t n = find(rt, mr_as_dict(dict), key, hash);
    if (n < 0)
        return MR_NULL;
    mr_dict_entry old = take_entry(rt, mr_as_dict(dict), n);
    mr_decref(rt, old.key);
    return old.value;
}

int mr_dict_delete(mr_runtime *rt, mr_value dict, mr_value key)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return -1;
    int64_t n = find(rt, mr_as_dict(dict), key, hash);
    if (n < 0)
        return n == -2 ? -1 : 0;
    mr_dict_entry old = take_entry(rt, mr_as_dict(dict), n);
    mr_decref(rt, old.key);
    mr_decref(rt, old.value);
    return 1;
}

/* The entries behind the last one are free again, but not their places in the index. */
bool mr_dict_pop_last(mr_runtime *rt, mr_value dict, mr_dict_entry *out)
{
    mr_dict *d = mr_as_dict(dict);
    if (d->length == 0)
        return false;
    uint32_t n = d->used;
    while (!d->entries[n - 1].key)
        n--;
    *out = take_entry(rt, d, n - 1);
    d->lost += d->used - (n - 1);
    d->used = n - 1;
    return true;
}

/* Entry n takes the place of entry 0, those before it move up; all are named anew in the index. */
static void move_first(mr_dict *d, int64_t n)
{
    mr_dict_entry e = d->entries[n];
    memmove(d->entries + 1, d->entries, (size_t)n * sizeof e);
    d->entries[0] = e;
    size_t width = index_width(d->log2_index), mask = ((size_t)1 << d->log2_index) - 1;
    memset(index_of(d), 0xff, width << d->log2_index);
    for (uint32_t k = 0; k < d->used; k++)
        if (d->entries[k].key)
            index_insert(index_of(d), width, mask, d->entries[k].hash, k);
    d->lost = 0;
    d->moves++;
}

bool mr_dict_move(mr_runtime *rt, mr_value dict, int64_t n, bool last)
{
    mr_dict *d = mr_as_dict(dict);
    if (last && d->used + d->lost >= d->capacity) {
        /* Growing squeezes deleted entries out. */
        int64_t live = 0;
        for (int64_t k = 0; k < n; k++)
            live += d->entries[k].key != MR_NULL;
        if (!grow(rt, d))
            return false;
        n = live;
    }
    if (last) {
        mr_dict_entry e = take_entry(rt, d, n);
        return add_entry(rt, d, e.key, e.hash, e.value);
    }
    move_first(d, n);
    keys_changed(rt, d);
    return true;
}

mr_value mr_dict_setdefault(mr_runtime *rt, mr_value dict, mr_value key, mr_value v)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return MR_NULL;
    mr_dict *d = mr_as_dict(dict);
    int64_t n = find(rt, d, key, hash);
    if (n >= 0)
        return mr_incref(d->entries[n].value);
    if (n == -2)
        return MR_NULL;
    maybe_track(rt, d, key, v);
    if (!add_entry(rt, d, key, hash, v))
        return MR_NULL;
    mr_incref(key);
    mr_incref(v);
    return mr_incref(v);
}

int mr_dict_contains(mr_runtime *rt, mr_value dict, mr_value key)
{
    uint64_t hash;
    if (mr_value_hash(rt, key, &hash) < 0)
        return -1;
    int64_t n = find(rt, mr_as_dict(dict), key, hash);
    return n >= 0 ? 1 : n == -2 ? -1 : 0;
}

bool mr_dict_next(mr_value dict, size_t *pos, mr_value *key, mr_value *v)
{
    mr_dict *d = mr_as_dict(dict);
    size_t i = *pos;
    while (i < d->used && !d->entries[i].key)
        i++;
    if (i >= d->used)
        return false;
    *key = d->entries[i].key;
    *v = d->entries[i].value;
    *pos = i + 1;
    return true;
}

/* Makes an empty, never used dict a copy of `from`, table and all. */
static bool clone_table(mr_runtime *rt, mr_dict *d, mr_dict *from)
{
    size_t bytes = table_bytes(from->log2_index);
    mr_dict_entry *entries = mr_buf_new(rt, bytes);
    if (!entries)
        return false;
    memcpy(entries, from->entries, bytes);
    for (uint32_t n = 0; n < from->used; n++) {
        mr_incref(entries[n].key);
        mr_incref(entries[n].value);
    }
    d->entries = entries;
    d->length = from->length;
    d->used = from->used;
    d->lost = from->lost;
    d->capacity = from->capacity;
    d->log2_index = from->log2_index;
    d->str_keys = from->str_keys;
    keys_changed(rt, d);
    if (mr_gc_is_tracked(&from->head) && !mr_gc_is_tracked(&d->head))
        mr_gc_track(rt, &d->head);
    return true;
}

/* Takes over all pairs of a dict whose own iteration is not overridden. */
static bool merge_dict(mr_runtime *rt, mr_value dict, mr_value from, bool override)
{
    mr_dict *d = mr_as_dict(dict), *f = mr_as_dict(from);
    if (d == f || f->length == 0)
        return true;
    if (!d->entries && !(f->head.flags & MR_FLAG_SUBCLASS) && f->length >= f->used - f->used / 3)
        return clone_table(rt, d, f);
    if (d->capacity - d->used - d->lost < f->length) {
        size_t n = (size_t)d->length + f->length;
        unsigned log2_index = MIN_LOG2;
        while (log2_index < 32 && usable(log2_index) < n)
            log2_index++;
        if (!table_resize(rt, d, log2_index))
            return false;
    }
    for (uint32_t n = 0; n < f->used; n++) {
        mr_dict_entry e = f->entries[n];
        if (mr_poll_interrupt(rt) < 0)
            return false;
        if (!e.key)
            continue;
        uint32_t version = f->keys_version;
        mr_incref(e.key);
        mr_incref(e.value);
        int64_t at = override ? -1 : find(rt, d, e.key, e.hash);
        bool ok = at != -2 && (at >= 0 || mr_dict_set_hashed(rt, dict, e.key, e.hash, e.value));
        mr_decref(rt, e.key);
        mr_decref(rt, e.value);
        if (!ok)
            return false;
        if (f->keys_version != version) {
            mr_raise(rt, rt->exc.RuntimeError, "dict mutated during update");
            return false;
        }
    }
    return true;
}

/* By keys() and []. */
static bool merge_mapping(mr_runtime *rt, mr_value dict, mr_value mapping, bool override)
{
    mr_value keys = mr_call_method(rt, mapping, MR_NAME(rt, keys), NULL, 0);
    if (!keys)
        return false;
    mr_walk w;
    bool ok = mr_walk_begin(rt, &w, keys);
    mr_decref(rt, keys);
    if (!ok)
        return false;
    mr_value key;
    while (ok && (key = mr_walk_next(rt, &w))) {
        int there = override ? 0 : mr_dict_contains(rt, dict, key);
        if (there == 0) {
            mr_value v = mr_getitem(rt, mapping, key);
            ok = v && mr_dict_set(rt, dict, key, v);
            mr_decref(rt, v);
        } else {
            ok = there > 0;
        }
        mr_decref(rt, key);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

bool mr_dict_merge(mr_runtime *rt, mr_value dict, mr_value mapping, bool override)
{
    if (mr_is_dict(mapping) && mr_type_of(rt, mapping)->slots.iter == mr_dict_spec.slots.iter)
        return merge_dict(rt, dict, mapping, override);
    return merge_mapping(rt, dict, mapping, override);
}

/* A pair of a sequence of pairs; the nth, for the message. */
static bool set_pair(mr_runtime *rt, mr_value dict, mr_value pair, size_t n)
{
    mr_value items[2];
    if ((mr_is_exact(pair, MR_KIND_TUPLE) && mr_as_tuple(pair)->length == 2) ||
        (mr_is_exact(pair, MR_KIND_LIST) && mr_as_list(pair)->length == 2)) {
        mr_value *from = mr_is_tuple(pair) ? mr_as_tuple(pair)->items : mr_as_list(pair)->items;
        items[0] = mr_incref(from[0]);
        items[1] = mr_incref(from[1]);
        bool ok = mr_dict_set(rt, dict, items[0], items[1]);
        mr_decref(rt, items[0]);
        mr_decref(rt, items[1]);
        return ok;
    }
    mr_value it = mr_iter(rt, pair);
    if (!it) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError,
                     "cannot convert dictionary update sequence element #%zu to a sequence", n);
        return false;
    }
    mr_value list = mr_list_from(rt, it);
    mr_decref(rt, it);
    if (!list)
        return false;
    bool ok = false;
    mr_list *l = mr_as_list(list);
    if (l->length != 2)
        mr_raise(rt, rt->exc.ValueError,
                 "dictionary update sequence element #%zu has length %zu; 2 is required", n,
                 l->length);
    else
        ok = mr_dict_set(rt, dict, l->items[0], l->items[1]);
    mr_decref(rt, list);
    return ok;
}

bool mr_dict_update(mr_runtime *rt, mr_value dict, mr_value from)
{
    if (mr_is_exact(from, MR_KIND_DICT))
        return merge_dict(rt, dict, from, true);
    mr_value keys = mr_getattr_optional(rt, from, MR_NAME(rt, keys));
    if (keys) {
        mr_decref(rt, keys);
        return mr_dict_merge(rt, dict, from, true);
    }
    if (mr_error(rt))
        return false;
    mr_walk w;
    if (!mr_walk_begin(rt, &w, from))
        return false;
    bool ok = true;
    mr_value pair;
    for (size_t n = 0; ok && (pair = mr_walk_next(rt, &w)); n++) {
        ok = set_pair(rt, dict, pair, n);
        mr_decref(rt, pair);
    }
    mr_walk_end(rt, &w);
    return ok && !mr_error(rt);
}

mr_value mr_dict_copy(mr_runtime *rt, mr_value dict)
{
    mr_value copy = mr_dict_new(rt);
    if (copy && !mr_dict_merge(rt, copy, dict, true)) {
        mr_decref(rt, copy);
        return MR_NULL;
    }
    return copy;
}

void mr_dict_clear(mr_runtime *rt, mr_value dict)
{
    mr_dict *d = mr_as_dict(dict);
    mr_dict_entry *entries = d->entries;
    uint32_t used = d->used;
    size_t bytes = table_bytes(d->log2_index);
    if (!entries)
        return;
    d->entries = NULL;
    d->length = d->used = d->capacity = d->lost = 0;
    d->log2_index = 0;
    d->str_keys = true;
    keys_changed(rt, d);
    for (uint32_t n = 0; n < used; n++) {
        mr_decref(rt, entries[n].key);
        mr_decref(rt, entries[n].value);
    }
    mr_buf_free(rt, entries, bytes);
}

mr_value mr_dict_keys_list(mr_runtime *rt, mr_value dict)
{
    mr_dict *d = mr_as_dict(dict);
    mr_value list = mr_list_new(rt, NULL, d->length);
    if (!list)
        return MR_NULL;
    mr_value *to = mr_as_list(list)->items;
    for (uint32_t n = 0; n < d->used; n++)
        if (d->entries[n].key)
            *to++ = mr_incref(d->entries[n].key);
    return list;
}

void mr_dict_maybe_untrack(mr_runtime *rt, mr_object *o)
{
    mr_dict *d = (mr_dict *)o;
    if (!mr_is_exact(mr_from(o), MR_KIND_DICT) || !mr_gc_is_tracked(o))
        return;
    for (uint32_t n = 0; n < d->used; n++)
        if (mr_may_be_tracked(rt, d->entries[n].value) || mr_may_be_tracked(rt, d->entries[n].key))
            return;
    mr_gc_untrack(rt, o);
}

/* ---- life ---- */

static void dict_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_dict *d = (mr_dict *)self;
    if (!d->entries)
        return;
    for (uint32_t n = 0; n < d->used; n++) {
        mr_decref(rt, d->entries[n].key);
        mr_decref(rt, d->entries[n].value);
    }
    mr_buf_free(rt, d->entries, table_bytes(d->log2_index));
}

static void dict_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_dict *d = (mr_dict *)self;
    for (uint32_t n = 0; n < d->used; n++) {
        visit(rt, d->entries[n].value, arg);
        visit(rt, d->entries[n].key, arg);
    }
}

static void dict_clear(mr_runtime *rt, mr_object *self) { mr_dict_clear(rt, mr_from(self)); }

static size_t dict_extra(mr_runtime *rt, mr_object *self)
{
    mr_dict *d = (mr_dict *)self;
    return d->entries ? mr_block_size(table_bytes(d->log2_index)) : 0;
}

const mr_layout mr_dict_layout = {
    .dealloc = dict_dealloc,
    .traverse = dict_traverse,
    .clear = dict_clear,
    .extra = dict_extra,
};
