/*
 * gc.c - the module gc.
 */
#include "core/collector.h"

#include <stdlib.h>

#include "core/graph.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"

static mr_value gc_enable(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    rt->collector.enabled = true;
    return MR_NONE;
}

static mr_value gc_disable(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    rt->collector.enabled = false;
    return MR_NONE;
}

static mr_value gc_isenabled(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_bool(rt->collector.enabled);
}

static mr_value gc_collect(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value generation;
    int64_t n = 2;
    if (!mr_bind(rt, "collect(generation=)", args, nargs, kwnames, &generation) ||
        (generation && !mr_to_int64(rt, generation, &n)))
        return MR_NULL;
    if (n < 0 || n > 2)
        return mr_raise(rt, rt->exc.ValueError, "invalid generation");
    int64_t found = mr_gc_collect(rt, (int)n, MR_GC_EXPLICIT);
    return found < 0 ? MR_NULL : mr_int_from(rt, found);
}

static mr_value triple(mr_runtime *rt, int64_t a, int64_t b, int64_t c)
{
    return mr_tuple_pack(rt, 3, mr_small_int(a), mr_small_int(b), mr_small_int(c));
}

static mr_value gc_get_threshold(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    const uint32_t *t = rt->collector.thresholds;
    return triple(rt, t[0], t[1], t[2]);
}

static mr_value gc_set_threshold(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    if (kwnames)
        return mr_raise(rt, rt->exc.TypeError, "gc.set_threshold() takes no keyword arguments");
    if (nargs < 1 || nargs > 3)
        return mr_raise(rt, rt->exc.TypeError, "set_threshold() takes at %s argument%s (%zu given)",
                        nargs < 1 ? "least 1" : "most 3", nargs < 1 ? "" : "s", nargs);
    int64_t n[3];
    for (size_t i = 0; i < nargs; i++) {
        if (!mr_to_int64(rt, args[i], &n[i]))
            return MR_NULL;
        if (n[i] > INT32_MAX || n[i] < INT32_MIN)
            return mr_raise(rt, rt->exc.OverflowError, "signed integer is %s",
                            n[i] > 0 ? "greater than maximum" : "less than minimum");
    }
    for (size_t i = 0; i < nargs; i++)
        rt->collector.thresholds[i] = (uint32_t)n[i];
    return MR_NONE;
}

static mr_value gc_get_count(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    const int32_t *n = rt->collector.counts;
    return triple(rt, n[0], n[1], n[2]);
}

static mr_value gc_get_stats(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    for (int g = 0; list && g < 3; g++) {
        mr_value d = mr_dict_new(rt);
        bool ok = d &&
                  mr_dict_set_text(rt, d, "collections",
                                   mr_small_int((int64_t)rt->collector.stats[g].collections)) &&
                  mr_dict_set_text(rt, d, "collected",
                                   mr_small_int((int64_t)rt->collector.stats[g].collected)) &&
                  mr_dict_set_text(rt, d, "uncollectable",
                                   mr_small_int((int64_t)rt->collector.stats[g].uncollectable)) &&
                  mr_list_append(rt, list, d);
        mr_decref(rt, d);
        if (!ok)
            mr_clear(rt, &list);
    }
    return list;
}

static mr_value gc_get_debug(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_small_int(rt->collector.debug);
}

static mr_value gc_set_debug(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    int64_t flags;
    if (!mr_to_int64(rt, args[0], &flags))
        return MR_NULL;
    rt->collector.debug = (int)flags;
    return MR_NONE;
}

static mr_value gc_is_tracked(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return mr_bool(mr_is_object(args[0]) && mr_obj(args[0])->flags & MR_FLAG_TRACKED);
}

static mr_value gc_is_finalized(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    return mr_bool(mr_is_object(args[0]) && mr_obj(args[0])->flags & MR_FLAG_FINALIZED &&
                   mr_type_of(rt, args[0])->flags & MR_TYPE_TRACKED);
}

/* ---- lists of objects; found first, without touching the heap, then put into a list ---- */

struct found {
    mr_runtime *rt;
    mr_object **objects;
    size_t count, capacity;
    int generation;            /* -1: all but the frozen */
    const mr_value *referents; /* get_referrers: what to look for */
    size_t referent_count;
    bool refers, failed;
};

static void found_add(struct found *f, mr_object *o)
{
    if (f->count == f->capacity) {
        size_t capacity = f->capacity ? f->capacity * 2 : 256;
        mr_object **grown = realloc(f->objects, capacity * sizeof(*grown));
        if (!grown) {
            f->failed = true;
            return;
        }
        f->objects = grown;
        f->capacity = capacity;
    }
    f->objects[f->count++] = o;
}

static mr_value found_list(struct found *f)
{
    mr_runtime *rt = f->rt;
    mr_value list = f->failed ? mr_raise_no_memory(rt) : mr_list_new(rt, NULL, f->count);
    for (size_t i = 0; list && i < f->count; i++)
        mr_as_list(list)->items[i] = mr_incref(mr_from(f->objects[i]));
    free(f->objects);
    return list;
}

static void match_generation(mr_runtime *rt, mr_object *o, void *arg)
{
    struct found *f = arg;
    int generation = o->flags & MR_GEN_MASK;
    if (o->flags & MR_FLAG_TRACKED && generation < 3 &&
        (f->generation < 0 || generation == f->generation))
        found_add(f, o);
}

static mr_value gc_get_objects(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_value generation;
    int64_t n = -1;
    if (!mr_bind(rt, "get_objects(generation=)", args, nargs, kwnames, &generation))
        return MR_NULL;
    if (generation && generation != MR_NONE) {
        if (!mr_is_integer(generation) && !mr_type_of(rt, generation)->slots.index)
            return mr_raise(rt, rt->exc.TypeError, "argument should be integer or None, not '%T'",
                            generation);
        if (!mr_to_int64(rt, generation, &n))
            return MR_NULL;
        if (n > 2)
            return mr_raise(
                rt, rt->exc.ValueError,
                "generation parameter must be less than the number of available generations (3)");
        if (n < -1)
            return mr_raise(rt, rt->exc.ValueError, "generation parameter cannot be negative");
    }
    struct found f = {.rt = rt, .generation = (int)n};
    mr_heap_walk(rt, match_generation, &f);
    return found_list(&f);
}

static void match_referent(mr_runtime *rt, mr_value child, void *arg)
{
    struct found *f = arg;
    for (size_t i = 0; i < f->referent_count; i++)
        f->refers |= mr_is_object(child) && child == f->referents[i];
}

static void match_referrer(mr_runtime *rt, mr_object *o, void *arg)
{
    struct found *f = arg;
    if (!(o->flags & MR_FLAG_TRACKED) || (o->flags & MR_GEN_MASK) == 3)
        return;
    f->refers = false;
    mr_graph_traverse(rt, o, match_referent, f);
    if (f->refers)
        found_add(f, o);
}

static mr_value gc_get_referrers(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    struct found f = {.rt = rt, .referents = args, .referent_count = nargs};
    mr_heap_walk(rt, match_referrer, &f);
    return found_list(&f);
}

static void add_referent(mr_runtime *rt, mr_value child, void *arg)
{
    mr_value list = *(mr_value *)arg;
    if (child && list && !mr_list_append(rt, list, child))
        mr_clear(rt, arg);
}

static mr_value gc_get_referents(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    for (size_t i = 0; list && i < nargs; i++) {
        if (mr_is_dict(args[i]) && mr_as_dict(args[i])->str_keys) {
            /* CPython's dicts with nothing but str keys tell of their values alone. */
            mr_value key, v;
            for (size_t pos = 0; list && mr_dict_next(args[i], &pos, &key, &v);)
                add_referent(rt, v, &list);
        } else if (mr_is_object(args[i]) && mr_type_of(rt, args[i])->flags & MR_TYPE_TRACKED)
            mr_graph_traverse(rt, mr_obj(args[i]), add_referent, &list);
    }
    return list;
}

static void freeze_one(mr_runtime *rt, mr_object *o, void *arg)
{
    if (o->flags & MR_FLAG_TRACKED && (o->flags & MR_GEN_MASK) != 3) {
        o->flags |= 3;
        rt->collector.frozen++;
    }
}

static mr_value gc_freeze(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_heap_walk(rt, freeze_one, NULL);
    for (int g = 0; g < 3; g++)
        rt->collector.counts[g] = 0;
    return MR_NONE;
}

static void unfreeze_one(mr_runtime *rt, mr_object *o, void *arg)
{
    if (o->flags & MR_FLAG_TRACKED && (o->flags & MR_GEN_MASK) == 3)
        o->flags = (uint8_t)((o->flags & ~MR_GEN_MASK) | 2);
}

static mr_value gc_unfreeze(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_heap_walk(rt, unfreeze_one, NULL);
    rt->collector.frozen = 0;
    return MR_NONE;
}

static mr_value gc_get_freeze_count(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    return mr_int_from_u64(rt, rt->collector.frozen);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "garbage", mr_incref(rt->collector.garbage)) &&
           mr_module_add(rt, module, "callbacks", mr_incref(rt->collector.callbacks)) &&
           mr_module_add(rt, module, "DEBUG_STATS", mr_small_int(MR_GC_DEBUG_STATS)) &&
           mr_module_add(rt, module, "DEBUG_COLLECTABLE", mr_small_int(MR_GC_DEBUG_COLLECTABLE)) &&
           mr_module_add(rt, module, "DEBUG_UNCOLLECTABLE",
                         mr_small_int(MR_GC_DEBUG_UNCOLLECTABLE)) &&
           mr_module_add(rt, module, "DEBUG_SAVEALL", mr_small_int(MR_GC_DEBUG_SAVEALL)) &&
           mr_module_add(rt, module, "DEBUG_LEAK",
                         mr_small_int(MR_GC_DEBUG_COLLECTABLE | MR_GC_DEBUG_UNCOLLECTABLE |
                                      MR_GC_DEBUG_SAVEALL));
}

static const mr_method_def functions[] = {
    {"enable", gc_enable, MR_ARGS_NONE, "Lets automatic collection run."},
    {"disable", gc_disable, MR_ARGS_NONE, "Keeps automatic collection from running."},
    {"isenabled", gc_isenabled, MR_ARGS_NONE, "Does automatic collection run?"},
    {"collect", gc_collect, MR_ARGS_ANY,
     "Collects a generation and all younger ones; the number of unreachable objects."},
    {"get_threshold", gc_get_threshold, MR_ARGS_NONE, "The thresholds of the three generations."},
    {"set_threshold", gc_set_threshold, MR_ARGS_ANY,
     "Sets one to three thresholds; 0 turns automatic collection off."},
    {"get_count", gc_get_count, MR_ARGS_NONE, "The counts of the three generations."},
    {"get_stats", gc_get_stats, MR_ARGS_NONE, "What each generation's collections have found."},
    {"get_debug", gc_get_debug, MR_ARGS_NONE, "The debug flags."},
    {"set_debug", gc_set_debug, MR_ARGS_ONE, "Sets the debug flags; reports go to sys.stderr."},
    {"is_tracked", gc_is_tracked, MR_ARGS_ONE, "Does the collector look at the object?"},
    {"is_finalized", gc_is_finalized, MR_ARGS_ONE, "Has the object's finalizer run?"},
    {"get_objects", gc_get_objects, MR_ARGS_ANY,
     "All tracked objects, or those of one generation."},
    {"get_referrers", gc_get_referrers, MR_ARGS_ANY,
     "Tracked objects that refer to any of the arguments."},
    {"get_referents", gc_get_referents, MR_ARGS_ANY, "Objects the arguments refer to."},
    {"freeze", gc_freeze, MR_ARGS_NONE, "Keeps all tracked objects out of future collections."},
    {"unfreeze", gc_unfreeze, MR_ARGS_NONE, "Puts frozen objects into the oldest generation."},
    {"get_freeze_count", gc_get_freeze_count, MR_ARGS_NONE, "Number of frozen objects."},
    {0},
};

extern const mr_module_spec mr_module_gc;
const mr_module_spec mr_module_gc = {
    .name = "gc",
    .doc = "The cycle collector.",
    .functions = functions,
    .setup = setup,
};
