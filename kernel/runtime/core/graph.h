/*
 * graph.h - the collector's view of a part of the heap: which tracked objects
 * of the generations 0..g are unreachable.
 *
 * A graph goes through init, find, then either stamp (the analysis alone), or
 * age and what the collector does with the garbage; finish ends it. The
 * objects in `objects` are borrowed until age, which takes a reference to each.
 */
#ifndef MR_GRAPH_H
#define MR_GRAPH_H

#include "core/heap_state.h"
#include "core/object.h"

struct mr_graph {
    mr_runtime *rt;
    int generation;
    mr_page **pages;      /* pages that have words */
    size_t page_count, page_capacity;
    mr_object **objects;  /* the unreachable ones */
    size_t count, capacity;
    mr_object **stack;    /* reached, contents not yet visited */
    size_t stack_count, stack_capacity;
    uint64_t outside;     /* references to candidates that no candidate accounts for */
    size_t survivors;     /* of a full collection: what the roots reach */
    bool held;            /* a reference is held to each of objects */
    bool weakly_referenced, finalizers; /* some of the held are, have one */
    uint32_t last_shape;  /* of what was held last */
    mr_type *last_type;   /* a class that is no candidate: most objects have the same */
    bool failed;          /* memory ran out, or the user interrupts */
};

bool mr_graph_init(struct mr_graph *g, mr_runtime *rt, int generation);
/* Finds the garbage. False when memory ran out or an interrupt waits; nothing has changed then. */
bool mr_graph_find(struct mr_graph *g);
/* Moves survivors and garbage one generation on, untracks tuples (and, in the
 * oldest, dicts) that need no tracking, and holds the garbage. */
bool mr_graph_age(struct mr_graph *g, size_t *survivors);
/* Is o garbage? Only before any code has run since find. */
bool mr_graph_has(const struct mr_graph *g, const mr_object *o);
/* Forgets which slot is what; needed before code runs that may free objects. */
void mr_graph_release_words(struct mr_graph *g);
/* Takes out of `objects` what code has made reachable again. */
void mr_graph_drop_resurrected(struct mr_graph *g);
/* For each unreachable object, those included that only tracked garbage keeps:
 * its bytes, and the tick at which its group lost its last outside reference. */
void mr_graph_stamp(struct mr_graph *g,
                    void (*visit)(mr_object *o, size_t bytes, uint32_t tick, void *arg), void *arg);
void mr_graph_finish(struct mr_graph *g);

/* Tracked objects by generation; [3] are the frozen ones. */
void mr_graph_count(mr_runtime *rt, size_t counts[4]);
/* traverse of the object's layout, and its class. */
void mr_graph_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg);

#endif
