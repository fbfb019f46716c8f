/*
 * weakref.h - weak references: a table from object to its references, kept
 * outside the objects; MR_FLAG_WEAKREFS on an object says it has an entry.
 */
#ifndef MR_WEAKREF_H
#define MR_WEAKREF_H

#include "core/object.h"

typedef struct mr_weakref {
    mr_object head;
    mr_object *target;   /* borrowed; NULL once dead */
    mr_value callback;   /* or MR_NULL */
    struct mr_weakref *prev, *next; /* references to the same target, oldest last */
    int64_t hash;        /* of the target, once asked; -1 unknown */
} mr_weakref;

bool mr_weakrefs_init(mr_runtime *rt);
void mr_weakrefs_finish(mr_runtime *rt);
/* "cannot create weak reference to 'int' object"; shared when it can be (exact type, no callback).
 */
mr_value mr_weakref_new(mr_runtime *rt, mr_type *type, mr_value target, mr_value callback);
/* Owned; MR_NONE when dead. */
mr_value mr_weakref_get(mr_runtime *rt, mr_value ref);
/* The target died by reference counting: clears all references, newest first calls callbacks. */
void mr_weakrefs_dead(mr_runtime *rt, mr_object *target);
/* For the collector: clears all references to target without calling; appends the
 * references that have callbacks to the list `out` (as owned values). */
bool mr_weakrefs_clear(mr_runtime *rt, mr_object *target, mr_value out);
size_t mr_weakrefs_count(mr_runtime *rt, mr_object *target);
mr_value mr_weakrefs_list(mr_runtime *rt, mr_object *target); /* a list, in chain order */

#endif
