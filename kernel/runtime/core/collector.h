/*
 * collector.h - the generational cycle collector.
 *
 * CPython 3.11's rules: three generations with thresholds (700, 10, 10); a
 * generation is due when its count exceeds its threshold; the oldest also
 * needs that the objects that wait for a full collection are more than a
 * quarter of those that have survived one. Unlike 3.11 and like 3.12,
 * collections run at safe points.
 *
 * Algorithm: trial deletion after marking (CPython's subtract_refs and
 * move_unreachable, which go back to Christopher 1984 and Lins 1992); a full
 * collection first marks what the runtime's roots reach and applies trial
 * deletion only to the rest.
 */
#ifndef MR_COLLECTOR_H
#define MR_COLLECTOR_H

#include "core/ledger.h"
#include "core/object.h"

struct mr_collector {
    bool enabled, collecting;
    uint32_t thresholds[3];
    int32_t counts[3];
    uint64_t long_lived_total, long_lived_pending;
    struct {
        uint64_t collections, collected, uncollectable;
    } stats[3];
    int debug;          /* MR_GC_DEBUG_* */
    mr_value garbage;   /* list */
    mr_value callbacks; /* list */
    uint64_t frozen;    /* objects in the permanent generation */
    uint32_t stress_calls; /* of mr_gc_stress */
};

#define MR_GC_DEBUG_STATS 1
#define MR_GC_DEBUG_COLLECTABLE 2
#define MR_GC_DEBUG_UNCOLLECTABLE 4
#define MR_GC_DEBUG_SAVEALL 32

bool mr_collector_init(mr_runtime *rt);
void mr_collector_finish(mr_runtime *rt);

/* Collects generation 0..2. The number of unreachable objects found, or -1
 * with an exception set (KeyboardInterrupt). A collection inside a collection
 * returns 0. */
int64_t mr_gc_collect(mr_runtime *rt, int generation, enum mr_gc_reason reason);
/* At a safe point: collects the oldest generation that is due, if enabled. */
int mr_gc_maybe_collect(mr_runtime *rt);

/* The analysis without freeing: for each unreachable object, visit(object,
 * own bytes with buffers, tick at which the group lost its last outside
 * reference). Changes nothing. */
void mr_gc_waiting(mr_runtime *rt,
                   void (*visit)(mr_object *o, size_t bytes, uint32_t tick, void *arg), void *arg);

/* In a build with -Dgc_stress: collects generation 0, and checks the ledger
 * against the heap, before every allocation of a tracked object. */
void mr_gc_stress(mr_runtime *rt);

/* Everything the runtime itself refers to: modules, frames, types, interned
 * strings, registers of running frames. */
void mr_visit_roots(mr_runtime *rt, mr_visit visit, void *arg);

#endif
