/*
 * collections.h - the types of the module _collections.
 */
#ifndef MR_COLLECTIONS_H
#define MR_COLLECTIONS_H

#include "modules/fields.h"

typedef struct mr_deque {
    mr_object head;
    /* heap buffer of `room` values, a power of two; NULL when empty and never used */
    mr_value *ring;
    size_t room, first, length;
    int64_t max_length;  /* -1: no bound */
    uint64_t changes;
} mr_deque;
extern const mr_type_spec mr_deque_spec; /* deque.c */
bool mr_deque_check(mr_runtime *rt, mr_value v); /* deque or made from it */
mr_value mr_deque_iter_new(mr_runtime *rt, mr_value deque, bool reversed); /* collections.c */

extern const mr_type_spec mr_ordered_dict_spec; /* ordered_dict.c, with the types of its views: */
extern const mr_type_spec mr_odict_keys_spec, mr_odict_values_spec, mr_odict_items_spec;

#endif
