/*
 * set.h - the set's table, for its operators and methods.
 */
#ifndef MR_SET_H
#define MR_SET_H

#include "containers/internal.h"

extern const mr_layout mr_set_layout;

/* No value has this hash. */
#define MR_SET_DELETED_HASH UINT64_MAX

static inline bool mr_set_live(const mr_set_entry *e)
{
    return e->key && e->hash != MR_SET_DELETED_HASH;
}

/* Like mr_set_next, with the hash. */
static inline bool mr_set_next_hashed(mr_set *s, size_t *pos, mr_value *key, uint64_t *hash)
{
    if (!s->table)
        return false;
    for (size_t i = *pos; i <= s->mask; i++) {
        if (mr_set_live(&s->table[i])) {
            *key = s->table[i].key;
            *hash = s->table[i].hash;
            *pos = i + 1;
            return true;
        }
    }
    *pos = s->mask + 1;
    return false;
}

/* Like mr_set_add and so on, with the key's hash at hand. */
bool mr_set_add_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash);
int mr_set_contains_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash);
int mr_set_discard_hashed(mr_runtime *rt, mr_set *s, mr_value key, uint64_t hash);
/* An item taken out; owned. MR_NULL when empty. */
mr_value mr_set_pop(mr_runtime *rt, mr_value set);
void mr_set_clear(mr_runtime *rt, mr_value set);
/* Exchanges the contents of two sets. */
void mr_set_swap(mr_value a, mr_value b);
/* A set of this type (set, frozenset or a class made from one), filled from an iterable or
 * MR_NULL. */
mr_value mr_set_make(mr_runtime *rt, mr_type *type, mr_value iterable);

#endif
