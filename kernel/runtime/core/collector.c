/*
 * collector.c - finding and ending what is unreachable.
 *
 * While a collection looks, each page it looks at has one word a slot (large
 * blocks have theirs in their header): two bits of state, and above them the
 * references not yet accounted for.
 */
#include "core/collector.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/graph.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "types/weakref.h"

#define DATED_YOUNG 64 /* objects */

bool mr_collector_init(mr_runtime *rt)
{
    struct mr_collector *c = &rt->collector;
    c->thresholds[0] = 700;
    c->thresholds[1] = c->thresholds[2] = 10;
    c->enabled = true;
    c->garbage = mr_list_new(rt, NULL, 0);
    c->callbacks = mr_list_new(rt, NULL, 0);
    return c->garbage && c->callbacks;
}

#ifdef MR_GC_STRESS
static void stress_check(mr_runtime *rt)
{
    char error[200];
    if (!mr_heap_check(rt, error, sizeof error)) {
        fprintf(stderr, "%s\n", error);
        abort();
    }
}
#endif

void mr_collector_finish(mr_runtime *rt)
{
#ifdef MR_GC_STRESS
    if (rt->collector.stress_calls)
        stress_check(rt);
#endif
    rt->collector.enabled = false;
    mr_clear(rt, &rt->collector.callbacks);
    mr_clear(rt, &rt->collector.garbage);
}

/* ---- what the debug flags print ---- */

static void print_debug(mr_runtime *rt, const char *text)
{
    mr_value file = mr_dict_get_text(rt, rt->sysdict, "stderr");
    mr_value line = file && file != MR_NONE ? mr_str_from(rt, text) : MR_NULL;
    if (line)
        mr_decref(rt, mr_call_method(rt, file, MR_NAME(rt, write), &line, 1));
    mr_decref(rt, line);
    mr_error_clear(rt);
}

static void print_object(mr_runtime *rt, const char *what, mr_object *o)
{
    char text[256];
    snprintf(text, sizeof text, "gc: %s <%.150s %p>\n", what, mr_object_type(rt, o)->name,
             (void *)o);
    print_debug(rt, text);
}

static void print_start(mr_runtime *rt, int generation)
{
    size_t counts[4] = {0};
    char text[160];
    mr_graph_count(rt, counts);
    snprintf(text, sizeof text, "gc: collecting generation %d...\n", generation);
    print_debug(rt, text);
    snprintf(text, sizeof text, "gc: objects in each generation: %zu %zu %zu\n", counts[0],
             counts[1], counts[2]);
    print_debug(rt, text);
    snprintf(text, sizeof text, "gc: objects in permanent generation: %zu\n", counts[3]);
    print_debug(rt, text);
}

/* ---- the stages after the analysis ---- */

/* Clears every weak reference to the garbage before any code runs; the
 * callbacks of those that are not garbage themselves are then called. */
static bool handle_weakrefs(mr_runtime *rt, struct mr_graph *g)
{
    mr_value refs = mr_list_new(rt, NULL, 0);
    if (!refs)
        return false;
    for (size_t i = 0; i < g->count; i++) {
        if (g->objects[i]->flags & MR_FLAG_WEAKREFS)
            mr_weakrefs_clear(rt, g->objects[i], refs);
    }
    mr_list *list = mr_as_list(refs);
    size_t alive = 0;
    for (size_t i = 0; i < list->length; i++) {
        if (mr_graph_has(g, mr_obj(list->items[i])))
            mr_obj(list->items[i])->refcount--; /* garbage is held by the graph */
        else
            list->items[alive++] = list->items[i];
    }
    list->length = alive;
    mr_graph_release_words(g); /* what now runs may free objects */
    for (size_t i = 0; i < alive; i++) {
        mr_value callback = mr_incref(((mr_weakref *)mr_obj(list->items[i]))->callback);
        mr_value result = mr_call1(rt, callback, list->items[i]);
        if (result)
            mr_decref(rt, result);
        else
            mr_error_unraisable(rt, callback);
        mr_decref(rt, callback);
    }
    mr_decref(rt, refs);
    return alive > 0;
}

static bool finalize(mr_runtime *rt, struct mr_graph *g)
{
    bool called = false;
    for (size_t i = 0; i < g->count; i++) {
        mr_object *o = g->objects[i];
        mr_type *type = mr_object_type(rt, o);
        if (!type->slots.finalize || o->flags & MR_FLAG_FINALIZED)
            continue;
        o->flags |= MR_FLAG_FINALIZED;
        type->slots.finalize(rt, mr_from(o));
        called = true;
    }
    return called;
}

/* Takes the garbage apart. Its last reference outside is the graph's own. */
static void dismantle(mr_runtime *rt, struct mr_graph *g)
{
    enum mr_cause cause = rt->ledger.cause;
    rt->ledger.cause = MR_CAUSE_COLLECTOR;
    for (size_t i = 0; i < g->count; i++) {
        mr_object *o = g->objects[i];
        __builtin_prefetch((const char *)o + 512); /* garbage lies mostly in a row */
        const mr_layout *layout = mr_object_type(rt, o)->layout;
        /* An instance that nothing else refers to any more goes as a whole. */
        bool whole = o->refcount == 1 && o->kind == MR_KIND_INSTANCE;
        if (layout->clear && !whole && !(rt->eval_break & MR_BREAK_INTERRUPT))
            layout->clear(rt, o);
        mr_decref_object(rt, o);
    }
    g->count = 0;
    rt->ledger.cause = cause;
}

struct dating {
    mr_runtime *rt;
    uint64_t bytes;
};

static void date_object(mr_object *o, size_t bytes, uint32_t tick, void *arg)
{
    struct dating *d = arg;
    (void)o;
    d->bytes += bytes;
    mr_ledger_waits(d->rt, tick, bytes);
}

/* Notes since when the garbage has waited. Where a young collection finds a
 * crowd, which is then young itself, the exact dates are not worth the search:
 * it is not noted. Before dismantling; the bytes noted. */
static uint64_t date_garbage(mr_runtime *rt, struct mr_graph *g)
{
    struct dating d = {rt, 0};
    if (rt->ledger.run && g->count > 0 && (g->generation == 2 || g->count <= DATED_YOUNG))
        mr_graph_stamp(g, date_object, &d);
    return d.bytes;
}

static bool save_all(mr_runtime *rt, struct mr_graph *g)
{
    for (size_t i = 0; i < g->count; i++) {
        if (!mr_list_append(rt, rt->collector.garbage, mr_from(g->objects[i])))
            return false;
    }
    return true;
}

static int64_t collect(mr_runtime *rt, int generation)
{
    struct mr_collector *c = &rt->collector;
    for (int i = 0; i <= generation; i++)
        c->counts[i] = 0;
    if (generation < 2)
        c->counts[generation + 1]++;
    struct mr_graph g;
    size_t survivors;
    if (!mr_graph_init(&g, rt, generation))
        return 0;
    if (!mr_graph_find(&g) || !mr_graph_age(&g, &survivors)) {
        mr_graph_finish(&g);
        return 0;
    }
    if (generation == 1)
        c->long_lived_pending += survivors;
    if (generation == 2) {
        c->long_lived_pending = 0;
        c->long_lived_total = survivors;
    }
    if (c->debug & MR_GC_DEBUG_COLLECTABLE) {
        for (size_t i = 0; i < g.count; i++)
            print_object(rt, "collectable", g.objects[i]);
    }
    bool ran = g.weakly_referenced && handle_weakrefs(rt, &g);
    mr_graph_release_words(&g);
    ran |= g.finalizers && finalize(rt, &g);
    if (ran)
        mr_graph_drop_resurrected(&g);
    int64_t found = (int64_t)g.count;
    if (c->debug & MR_GC_DEBUG_SAVEALL) {
        if (!save_all(rt, &g))
            mr_error_clear(rt);
    } else {
        uint64_t waited = date_garbage(rt, &g);
        dismantle(rt, &g);
        if (waited)
            mr_ledger_waits_no_more(rt, waited);
    }
    mr_graph_finish(&g);
    c->stats[generation].collections++;
    c->stats[generation].collected += (uint64_t)found;
    return found;
}

static void call_callbacks(mr_runtime *rt, const char *phase, int generation, int64_t collected)
{
    mr_value list = rt->collector.callbacks;
    if (!list || mr_as_list(list)->length == 0)
        return;
    mr_value args[2] = {mr_str_from(rt, phase), mr_dict_new(rt)};
    if (args[0] && args[1] &&
        mr_dict_set_text(rt, args[1], "generation", mr_small_int(generation)) &&
        mr_dict_set_text(rt, args[1], "collected", mr_small_int(collected)) &&
        mr_dict_set_text(rt, args[1], "uncollectable", mr_small_int(0))) {
        for (size_t i = 0; i < mr_as_list(list)->length; i++) {
            mr_value callback = mr_incref(mr_as_list(list)->items[i]);
            mr_value result = mr_call(rt, callback, args, 2, MR_NULL);
            if (result)
                mr_decref(rt, result);
            else
                mr_error_unraisable(rt, callback);
            mr_decref(rt, callback);
        }
    }
    mr_decref(rt, args[0]);
    mr_decref(rt, args[1]);
    if (mr_error(rt))
        mr_error_unraisable(rt, MR_NONE);
}

int64_t mr_gc_collect(mr_runtime *rt, int generation, enum mr_gc_reason reason)
{
    struct mr_collector *c = &rt->collector;
    if (c->collecting)
        return 0;
    c->collecting = true;
    mr_value pending = mr_error_take(rt);
    call_callbacks(rt, "start", generation, 0);
    if (c->debug & MR_GC_DEBUG_STATS)
        print_start(rt, generation);
    uint64_t freed = rt->ledger.freed[MR_CAUSE_COLLECTOR];
    mr_collection record = {.t_ns = mr_monotonic_ns(), .generation = generation, .reason = reason};
    int64_t found = collect(rt, generation);
    record.duration_ns = mr_monotonic_ns() - record.t_ns;
    record.objects = (uint64_t)found;
    record.bytes = rt->ledger.freed[MR_CAUSE_COLLECTOR] - freed;
    mr_ledger_collection(rt, &record);
    if (c->debug & MR_GC_DEBUG_STATS) {
        char text[128];
        snprintf(text, sizeof text, "gc: done, %lld unreachable, 0 uncollectable, %.4fs elapsed\n",
                 (long long)found, (double)record.duration_ns / 1e9);
        print_debug(rt, text);
    }
    call_callbacks(rt, "stop", generation, found);
    mr_error_restore(rt, pending);
    c->collecting = false;
    if (rt->eval_break & MR_BREAK_INTERRUPT && mr_safe_point(rt) < 0)
        return -1;
    return found;
}

int mr_gc_maybe_collect(mr_runtime *rt)
{
    struct mr_collector *c = &rt->collector;
    if (!c->enabled || c->collecting)
        return 0;
    for (int g = 2; g >= 0; g--) {
        if (c->thresholds[0] == 0 || c->counts[g] <= (int32_t)c->thresholds[g])
            continue;
        if (g == 2 && c->long_lived_pending < c->long_lived_total / 4)
            continue;
        return mr_gc_collect(rt, g, MR_GC_THRESHOLD) < 0 ? -1 : 0;
    }
    return 0;
}

#ifdef MR_GC_STRESS
/* A walk takes time by the size of the heap: one beyond that of a small
 * program is walked after fewer collections, so that large ones still end. */
#define OBJECTS_A_WALK 32768

void mr_gc_stress(mr_runtime *rt)
{
    struct mr_collector *c = &rt->collector;
    if (c->collecting || !rt->ready)
        return;
    uint32_t call = c->stress_calls++;
    if (c->enabled)
        mr_gc_collect(rt, call % 512 ? 0 : 2, MR_GC_THRESHOLD);
    if (call % (1 + rt->ledger.objects / OBJECTS_A_WALK) == 0)
        stress_check(rt);
}
#endif

/* ---- the analysis alone ---- */

void mr_gc_waiting(mr_runtime *rt,
                   void (*visit)(mr_object *o, size_t bytes, uint32_t tick, void *arg), void *arg)
{
    struct mr_graph g;
    if (!mr_graph_init(&g, rt, 2))
        return;
    if (mr_graph_find(&g))
        mr_graph_stamp(&g, visit, arg);
    mr_graph_finish(&g);
}
