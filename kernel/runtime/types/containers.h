/*
 * containers.h - list, tuple, dict, set, slice, range: layout and C interface.
 *
 * All functions keep to the ownership of core/object.h: arguments borrowed,
 * results owned, unless said otherwise.
 */
#ifndef MR_CONTAINERS_H
#define MR_CONTAINERS_H

#include "core/object.h"

/* ---- tuple ---- */
typedef struct mr_tuple {
    mr_object head;
    size_t length;
    mr_value items[];
} mr_tuple;
static inline mr_tuple *mr_as_tuple(mr_value v) { return (mr_tuple *)mr_obj(v); }
static inline bool mr_is_tuple(mr_value v) { return mr_has_kind(v, MR_KIND_TUPLE); }
/* items are borrowed and copied; items NULL: the places are MR_NULL, to be filled in by the
 * caller (stealing) before anyone sees it. Length 0: the one empty tuple. */
mr_value mr_tuple_new(mr_runtime *rt, const mr_value *items, size_t length);
mr_value mr_tuple_pack(mr_runtime *rt, size_t n, ...); /* n borrowed mr_values */
mr_value mr_tuple_from(mr_runtime *rt, mr_value iterable);

/* For the collector: stops tracking a tuple, or a dict, whose contents need no
 * tracking (no container that is tracked, no instance that could be). */
void mr_tuple_maybe_untrack(mr_runtime *rt, mr_object *tuple);
void mr_dict_maybe_untrack(mr_runtime *rt, mr_object *dict);

/* ---- list ---- */
typedef struct mr_list {
    mr_object head;
    mr_value *items; /* heap buffer of capacity values, NULL when capacity is 0 */
    size_t length, capacity;
} mr_list;
static inline mr_list *mr_as_list(mr_value v) { return (mr_list *)mr_obj(v); }
static inline bool mr_is_list(mr_value v) { return mr_has_kind(v, MR_KIND_LIST); }
/* items may be NULL: places are MR_NULL */
mr_value mr_list_new(mr_runtime *rt, const mr_value *items,
                     size_t length);
bool mr_list_append(mr_runtime *rt, mr_value list, mr_value v);
/* steals v, also on failure */
bool mr_list_append_steal(mr_runtime *rt, mr_value list,
                          mr_value v);
bool mr_list_extend(mr_runtime *rt, mr_value list, mr_value iterable);
bool mr_list_insert(mr_runtime *rt, mr_value list, int64_t index, mr_value v);
mr_value mr_list_from(mr_runtime *rt, mr_value iterable);
/* stable; key MR_NULL or MR_NONE: none */
bool mr_list_sort(mr_runtime *rt, mr_value list, mr_value key,
                  bool reverse);
mr_value mr_list_to_tuple(mr_runtime *rt, mr_value list);
void mr_list_empty(mr_runtime *rt, mr_value list); /* list.clear() */

/* ---- dict: insertion-ordered, open addressing over a compact table ---- */
typedef struct mr_dict_entry {
    mr_value key;   /* MR_NULL: deleted */
    mr_value value;
    uint64_t hash;
} mr_dict_entry;
typedef struct mr_dict {
    mr_object head;
    uint32_t length;        /* live entries */
    uint32_t used;          /* entries in use, deleted ones included */
    uint32_t capacity;      /* entries there is room for */
    uint32_t lost;          /* of these, how many the index has no places left for */
    uint8_t log2_index;     /* the index has 2^log2_index places */
    bool str_keys;          /* every key ever added is an exact str */
    uint16_t moves;         /* how often the table was made anew; wraps */
    uint32_t keys_version;  /* changes when a key is added or removed, not when a value is replaced;
                               unique */
    mr_dict_entry *entries; /* heap buffer: entries, then the index (1, 2 or 4 bytes a place) */
} mr_dict;
static inline mr_dict *mr_as_dict(mr_value v) { return (mr_dict *)mr_obj(v); }
static inline bool mr_is_dict(mr_value v) { return mr_has_kind(v, MR_KIND_DICT); }
mr_value mr_dict_new(mr_runtime *rt);
/* Borrowed, MR_NULL when missing; check mr_error(rt) (a key's __hash__ or __eq__ may raise). */
mr_value mr_dict_get(mr_runtime *rt, mr_value dict, mr_value key);
/* exact str key: cannot raise when str_keys */
mr_value mr_dict_get_str(mr_runtime *rt, mr_value dict,
                         mr_value str);
mr_value mr_dict_get_text(mr_runtime *rt, mr_value dict, const char *ascii_z);
/* Index of the entry of an interned str key, or -1; for inline caches: while
 * used > index and entries[index].key is the same pointer, the value is there. */
int64_t mr_dict_find_str(mr_runtime *rt, mr_value dict, mr_value str);
bool mr_dict_set(mr_runtime *rt, mr_value dict, mr_value key, mr_value v);
bool mr_dict_set_text(mr_runtime *rt, mr_value dict, const char *utf8_z, mr_value v);
int mr_dict_delete(mr_runtime *rt, mr_value dict, mr_value key); /* 1 deleted, 0 not there, -1 */
/* owned, MR_NULL when missing or on error */
mr_value mr_dict_pop(mr_runtime *rt, mr_value dict,
                     mr_value key);
/* dict.setdefault: owned. */
mr_value mr_dict_setdefault(mr_runtime *rt, mr_value dict, mr_value key, mr_value v);
int mr_dict_contains(mr_runtime *rt, mr_value dict, mr_value key);
/* Walks by entry: *pos starts at 0; borrowed key and value; false at the end. Robust
 * against replaced values, not against added keys. */
bool mr_dict_next(mr_value dict, size_t *pos, mr_value *key, mr_value *v);
bool mr_dict_update(mr_runtime *rt, mr_value dict, mr_value mapping_or_pairs);
bool mr_dict_merge(mr_runtime *rt, mr_value dict, mr_value mapping, bool override);
mr_value mr_dict_copy(mr_runtime *rt, mr_value dict);
void mr_dict_clear(mr_runtime *rt, mr_value dict);
mr_value mr_dict_keys_list(mr_runtime *rt, mr_value dict);
bool mr_dict_reserve(mr_runtime *rt, mr_value dict, size_t n); /* room for n entries in all */
/* With the key's hash at hand. find: number of the entry, -1 missing, -2 on error. */
int64_t mr_dict_find_hashed(mr_runtime *rt, mr_value dict, mr_value key, uint64_t hash);
bool mr_dict_set_hashed(mr_runtime *rt, mr_value dict, mr_value key, uint64_t hash, mr_value v);
/* Takes the last entry out (dict.popitem); its references go to the caller. False when empty. */
bool mr_dict_pop_last(mr_runtime *rt, mr_value dict, mr_dict_entry *out);
/* Makes entry n the last, in constant time, or the first, in linear time. */
bool mr_dict_move(mr_runtime *rt, mr_value dict, int64_t n, bool last);

/* Iterators over a dict (keys, values, items and the reversed ones): which is
 * told by the type. dict MR_NULL: exhausted. */
typedef struct mr_dict_iter {
    mr_object head;
    mr_value dict;
    size_t pos;       /* entry to look at next; reversed: one more */
    size_t length;    /* the dict's when the iterator was made, SIZE_MAX once it changed */
    size_t left;
    mr_value pair; /* items: the tuple given out last, used again when nobody kept it; or MR_NULL */
    uint8_t what;     /* 0 keys, 1 values, 2 items */
    bool reversed;
} mr_dict_iter;

/* ---- set and frozenset ---- */
typedef struct mr_set_entry {
    mr_value key; /* MR_NULL: free; MR_NOT_IMPLEMENTED with hash ~0: deleted */
    uint64_t hash;
} mr_set_entry;
typedef struct mr_set {
    mr_object head;
    size_t length, fill; /* live; live and deleted */
    size_t mask;         /* places - 1 */
    mr_set_entry *table; /* heap buffer, or NULL when empty and never used */
    uint64_t hash;       /* frozenset: 0 not yet known; set: where pop() looks next */
} mr_set;
#define MR_SET_FROZEN MR_FLAG_KIND_1
static inline mr_set *mr_as_set(mr_value v) { return (mr_set *)mr_obj(v); }
static inline bool mr_is_set(mr_value v)
{
    return mr_has_kind(v, MR_KIND_SET);
} /* set or frozenset */
mr_value mr_set_new(mr_runtime *rt, mr_value iterable);       /* iterable may be MR_NULL */
mr_value mr_frozenset_new(mr_runtime *rt, mr_value iterable);
/* also a frozenset nobody has seen yet */
bool mr_set_add(mr_runtime *rt, mr_value set,
                mr_value v);
int mr_set_contains(mr_runtime *rt, mr_value set, mr_value v);
int mr_set_discard(mr_runtime *rt, mr_value set, mr_value v); /* 1, 0, -1 */
bool mr_set_next(mr_value set, size_t *pos, mr_value *v);     /* borrowed */
bool mr_set_update(mr_runtime *rt, mr_value set, mr_value iterable);

/* ---- slice, range ---- */
typedef struct mr_slice {
    mr_object head;
    mr_value start, stop, step;
} mr_slice;
/* borrowed; MR_NONE for none */
mr_value mr_slice_new(mr_runtime *rt, mr_value start, mr_value stop,
                      mr_value step);
/* Resolves against a length as slice.indices does; the number of items, -1 with an exception set.
 */
int64_t mr_slice_resolve(mr_runtime *rt, mr_value slice, int64_t length, int64_t *start,
                         int64_t *stop, int64_t *step);
/* The two halves of it, for sequences that __index__ of a bound may change. */
bool mr_slice_unpack(mr_runtime *rt, mr_value slice, int64_t *start, int64_t *stop, int64_t *step);
int64_t mr_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);

typedef struct mr_range {
    mr_object head;
    mr_value start, stop, step, length; /* ints */
} mr_range;
mr_value mr_range_new(mr_runtime *rt, mr_value start, mr_value stop, mr_value step);

/* An iterator over a list, list backwards (index is one more than the next), or
 * tuple; rt->types.list_iter, list_reverse_iter, tuple_iter. */
typedef struct mr_index_iter {
    mr_object head;
    mr_value seq; /* MR_NULL when exhausted */
    size_t index;
} mr_index_iter;
mr_value mr_index_iter_new(mr_runtime *rt, mr_type *type, mr_value seq);
typedef struct mr_range_iter {
    mr_object head;
    int64_t next, step;
    uint64_t left;
} mr_range_iter;
/* By __getitem__ and IndexError: what iter() gives for a sequence without __iter__. */
mr_value mr_seq_iter_new(mr_runtime *rt, mr_value seq);
/* iter(callable, sentinel) */
mr_value mr_call_iter_new(mr_runtime *rt, mr_value callable, mr_value sentinel);

/* enumerate, zip, map, filter, as the VM's FOR_ITER may see them. */
typedef struct mr_enumerate {
    mr_object head;
    mr_value iter;
    mr_value count; /* int */
    mr_value pair;  /* the tuple given out last, or MR_NULL */
} mr_enumerate;
typedef struct mr_zip {
    mr_object head;
    mr_value iters; /* tuple */
    mr_value items; /* the tuple given out last, or MR_NULL */
    bool strict;
} mr_zip;
typedef struct mr_map {
    mr_object head;
    mr_value function, iters; /* callable, tuple; for filter the one iterator */
} mr_map;

#endif
