/*
 * graph.c - marking, trial deletion, ages.
 *
 * A full collection first marks what the roots reach, in the objects themselves (the highest bit
 * of the count, which is 0 else). Most live objects need no more than that: one pass over the
 * pages takes the marks off, and gives a word of its own to each object that has none, a
 * candidate. Trial deletion looks at the candidates alone. A younger collection makes every object
 * of its generations a candidate.
 */
#include "core/graph.h"

#include <stdlib.h>

#include "core/runtime.h"
#include "types/containers.h"
#include "types/model.h"

#define MARK ((uint32_t)1 << 31)

/* States of a slot's word; references not accounted for stand above. */
enum { UNKNOWN, CANDIDATE, REACHED, GARBAGE, STATE_MASK = 3, ONE_REF = 4 };

static uint32_t *word_of(const mr_object *o)
{
    if (o->flags & MR_FLAG_LARGE)
        return &mr_large_of(o)->gc_refs;
    mr_page *page = mr_page_of(o);
    return page->gc_refs ? &page->gc_refs[mr_page_index(page, o)] : NULL;
}

static bool in_set(const struct mr_graph *g, const mr_object *o)
{
    return o->kind != MR_KIND_FREE && o->flags & MR_FLAG_TRACKED &&
           (o->flags & MR_GEN_MASK) <= g->generation;
}

static bool push(mr_object ***list, size_t *count, size_t *capacity, mr_object *o)
{
    if (*count == *capacity) {
        size_t grown_capacity = *capacity ? *capacity * 2 : 256;
        mr_object **grown = realloc(*list, grown_capacity * sizeof(*grown));
        if (!grown)
            return false;
        *list = grown;
        *capacity = grown_capacity;
    }
    (*list)[(*count)++] = o;
    return true;
}

static bool interrupted(struct mr_graph *g)
{
    if (g->rt->eval_break & MR_BREAK_INTERRUPT)
        g->failed = true;
    return g->failed;
}

#define INLINE static inline __attribute__((always_inline))

/* The values that the commonest objects own, where they stand in a row; NULL for others. */
INLINE const mr_value *contents(mr_runtime *rt, mr_object *o, mr_type *type, size_t *count)
{
    const mr_shape *shape = &rt->shapes[o->shape];
    if (type->layout == &mr_instance_layout && !(type->flags & MR_TYPE_VARIABLE)) {
        if (!type->slots_count && !(shape->flags & (MR_SHAPE_NO_ATTRS | MR_SHAPE_DICT)) &&
            shape->count <= shape->capacity) {
            *count = shape->count;
            return mr_instance_places(rt, o, type);
        }
        if (shape->flags & MR_SHAPE_NO_ATTRS) {
            *count = type->slots_count;
            return (mr_value *)(void *)((char *)o + type->slots_offset);
        }
    } else if (type == rt->types.list) {
        *count = ((mr_list *)o)->length;
        return ((mr_list *)o)->items;
    } else if (type == rt->types.tuple) {
        *count = ((mr_tuple *)o)->length;
        return ((mr_tuple *)o)->items;
    }
    return NULL;
}

/* With the commonest objects in line, for a visit that is known; the class is the caller's. */
INLINE void traverse_contents(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    mr_type *type = mr_object_type(rt, o);
    size_t count = 0;
    const mr_value *items = contents(rt, o, type, &count);
    if (items) {
        while (count-- > 0) /* from the last on, as CPython's sequences do */
            visit(rt, items[count], arg);
    } else if (type->layout->traverse) {
        type->layout->traverse(rt, o, visit, arg);
    }
}

INLINE void traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    traverse_contents(rt, o, visit, arg);
    mr_type *type = mr_object_type(rt, o);
    if (type->flags & MR_TYPE_HEAP)
        visit(rt, mr_from(type), arg);
}

void mr_graph_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    traverse(rt, o, visit, arg);
}

/* ---- pages of the set ---- */

static bool page_words(struct mr_graph *g, mr_page *page)
{
    if (page->gc_refs)
        return true;
    if (g->page_count == g->page_capacity) {
        size_t capacity = g->page_capacity ? g->page_capacity * 2 : 64;
        mr_page **grown = realloc(g->pages, capacity * sizeof(*grown));
        if (!grown)
            return false;
        g->pages = grown;
        g->page_capacity = capacity;
    }
    page->gc_refs = calloc(page->slots, sizeof *page->gc_refs);
    if (!page->gc_refs)
        return false;
    g->pages[g->page_count++] = page;
    return true;
}

bool mr_graph_init(struct mr_graph *g, mr_runtime *rt, int generation)
{
    struct mr_heap *heap = &rt->heap;
    *g = (struct mr_graph){.rt = rt, .generation = generation};
    if (generation < 2) {
        int mask = (2 << generation) - 1;
        for (size_t i = 0; i < heap->young_count; i++) {
            if (heap->young[i]->young & mask && !page_words(g, heap->young[i]))
                g->failed = true;
        }
    }
    for (mr_large *l = heap->large[MR_PAGE_TRACKED]; l; l = l->next)
        l->gc_refs = UNKNOWN;
    if (g->failed)
        mr_graph_finish(g);
    return !g->failed;
}

void mr_graph_release_words(struct mr_graph *g)
{
    for (size_t i = 0; i < g->page_count; i++) {
        free(g->pages[i]->gc_refs);
        g->pages[i]->gc_refs = NULL;
    }
    g->page_count = 0;
}

void mr_graph_finish(struct mr_graph *g)
{
    mr_graph_release_words(g);
    for (size_t i = 0; g->held && i < g->count; i++)
        mr_decref_object(g->rt, g->objects[i]);
    free(g->pages);
    free(g->objects);
    free(g->stack);
}

static void add_candidate(struct mr_graph *g, mr_object *o, uint32_t *word)
{
    *word = CANDIDATE + o->refcount * ONE_REF;
    g->outside += o->refcount;
}

/* Every object of the generations of a younger collection becomes a candidate. */
static void add_young(struct mr_graph *g)
{
    for (size_t p = 0; p < g->page_count && !interrupted(g); p++) {
        mr_page *page = g->pages[p];
        for (size_t i = 0; i < page->fresh; i++) {
            mr_object *o = (mr_object *)mr_page_slot(page, i);
            if (in_set(g, o))
                add_candidate(g, o, &page->gc_refs[i]);
        }
    }
    for (mr_large *l = g->rt->heap.large[MR_PAGE_TRACKED]; l; l = l->next) {
        if (in_set(g, (mr_object *)(l + 1)))
            add_candidate(g, (mr_object *)(l + 1), &l->gc_refs);
    }
}

/* Calls step for every object that is or was a candidate. */
INLINE void each(struct mr_graph *g,
                 void (*step)(struct mr_graph *g, mr_object *o, uint32_t *word))
{
    for (size_t p = 0; p < g->page_count && !interrupted(g); p++) {
        mr_page *page = g->pages[p];
        for (size_t i = 0; i < page->fresh; i++) {
            if (page->gc_refs[i] != UNKNOWN)
                step(g, (mr_object *)mr_page_slot(page, i), &page->gc_refs[i]);
        }
    }
    for (mr_large *l = g->rt->heap.large[MR_PAGE_TRACKED]; l && !g->failed; l = l->next) {
        if (l->gc_refs != UNKNOWN)
            step(g, (mr_object *)(l + 1), &l->gc_refs);
    }
}

/* ---- marking ---- */

/* The object, marked just now; NULL for what is not tracked or marked before. */
INLINE mr_object *newly_marked(mr_value child)
{
    if (!mr_is_object(child))
        return NULL;
    mr_object *o = mr_obj(child);
    if (!(o->flags & MR_FLAG_TRACKED) || o->refcount & MARK)
        return NULL;
    o->refcount |= MARK;
    return o;
}

static void mark(mr_runtime *rt, mr_value child, void *arg)
{
    struct mr_graph *g = arg;
    mr_object *o = newly_marked(child);
    (void)rt;
    if (o && !push(&g->stack, &g->stack_count, &g->stack_capacity, o))
        g->failed = true;
}

/* Marks what o refers to; of what is new one object is the answer, the others are pushed. */
INLINE mr_object *mark_contents(struct mr_graph *g, mr_object *o)
{
    mr_runtime *rt = g->rt;
    mr_type *type = mr_object_type(rt, o);
    mr_object *next = NULL;
    size_t count = 0;
    const mr_value *items = contents(rt, o, type, &count);
    if (items) {
        while (count-- > 0) {
            mr_object *found = newly_marked(items[count]);
            if (!found)
                continue;
            if (next && !push(&g->stack, &g->stack_count, &g->stack_capacity, next))
                g->failed = true;
            next = found;
        }
    } else if (type->layout->traverse) {
        type->layout->traverse(rt, o, mark, g);
    }
    if (type->flags & MR_TYPE_HEAP)
        mark(rt, mr_from(type), g);
    return next;
}

static void mark_all(struct mr_graph *g)
{
    size_t steps = 0;
    while (g->stack_count > 0 && !g->failed) {
        mr_object *o = g->stack[--g->stack_count];
        do {
            /* What was made in a row is mostly reached in a row. */
            __builtin_prefetch((const char *)o + 512);
            o = mark_contents(g, o);
            if (++steps % 4096 == 0 && interrupted(g))
                return;
        } while (o);
    }
}

/* A marked object survives and is as old as can be. */
static inline void survive(struct mr_graph *g, mr_object *o)
{
    if (o->kind == MR_KIND_TUPLE)
        mr_tuple_maybe_untrack(g->rt, o);
    else if (o->kind == MR_KIND_DICT)
        mr_dict_maybe_untrack(g->rt, o);
    if (!(o->flags & MR_FLAG_TRACKED))
        return;
    o->flags |= 2;
    o->flags &= (uint8_t)~1;
    g->survivors++;
}

/* Takes the marks off a page; unless the search has failed, unmarked objects become candidates. */
static void sort_page(mr_runtime *rt, mr_page *page, void *arg)
{
    struct mr_graph *g = arg;
    bool candidates = false;
    (void)rt;
    if (page->use != MR_PAGE_TRACKED)
        return;
    interrupted(g); /* then the marks come off all the same */
    for (size_t i = 0; i < page->fresh; i++) {
        mr_object *o = (mr_object *)mr_page_slot(page, i);
        bool wanted = in_set(g, o);
        if (o->kind != MR_KIND_FREE && o->refcount & MARK) {
            o->refcount &= ~MARK;
            if (wanted && !g->failed)
                survive(g, o);
        } else if (wanted && !g->failed) {
            if (!candidates && !page_words(g, page)) {
                g->failed = true;
                continue;
            }
            candidates = true;
            add_candidate(g, o, &page->gc_refs[i]);
        }
    }
    if (!candidates && page->young && !g->failed)
        mr_heap_forget_young(&g->rt->heap, page);
}

static void sort_large(struct mr_graph *g, mr_large *l)
{
    mr_object *o = (mr_object *)(l + 1);
    if (o->refcount & MARK) {
        o->refcount &= ~MARK;
        if (in_set(g, o) && !g->failed)
            survive(g, o);
    } else if (in_set(g, o)) {
        add_candidate(g, o, &l->gc_refs);
    }
}

static void find_candidates(struct mr_graph *g)
{
    mr_visit_roots(g->rt, mark, g);
    mark_all(g);
    mr_heap_pages(g->rt, sort_page, g);
    for (mr_large *l = g->rt->heap.large[MR_PAGE_TRACKED]; l; l = l->next)
        sort_large(g, l);
}

/* ---- trial deletion ---- */

INLINE void subtract(mr_runtime *rt, mr_value child, void *arg)
{
    struct mr_graph *g = arg;
    (void)rt;
    if (!mr_is_object(child))
        return;
    mr_object *o = mr_obj(child);
    if (!(o->flags & MR_FLAG_TRACKED))
        return;
    uint32_t *word = word_of(o);
    if (word && (*word & STATE_MASK) == CANDIDATE) {
        *word -= ONE_REF;
        g->outside--;
    }
}

static void subtract_contents(struct mr_graph *g, mr_object *o, uint32_t *word)
{
    if ((*word & STATE_MASK) != CANDIDATE)
        return;
    traverse_contents(g->rt, o, subtract, g);
    mr_type *type = mr_object_type(g->rt, o);
    if (!(type->flags & MR_TYPE_HEAP) || type == g->last_type)
        return;
    const uint32_t *type_word = word_of(&type->head);
    if (type_word && (*type_word & STATE_MASK) == CANDIDATE)
        subtract(g->rt, mr_from(type), g);
    else
        g->last_type = type;
}

static void reach(mr_runtime *rt, mr_value child, void *arg)
{
    struct mr_graph *g = arg;
    (void)rt;
    if (!mr_is_object(child))
        return;
    mr_object *o = mr_obj(child);
    if (!(o->flags & MR_FLAG_TRACKED))
        return;
    uint32_t *word = word_of(o);
    if (!word || (*word & STATE_MASK) != CANDIDATE)
        return;
    *word = REACHED;
    if (!push(&g->stack, &g->stack_count, &g->stack_capacity, o))
        g->failed = true;
}

static void reach_referred(struct mr_graph *g, mr_object *o, uint32_t *word)
{
    size_t steps = 0;
    if ((*word & STATE_MASK) == CANDIDATE && *word >= ONE_REF) {
        reach(g->rt, mr_from(o), g);
        while (g->stack_count > 0 && !g->failed) {
            if (++steps % 4096 == 0 && interrupted(g))
                return;
            traverse(g->rt, g->stack[--g->stack_count], reach, g);
        }
    }
}

static void add_garbage(struct mr_graph *g, mr_object *o, uint32_t *word)
{
    if ((*word & STATE_MASK) != CANDIDATE)
        return;
    *word = GARBAGE;
    if (!push(&g->objects, &g->count, &g->capacity, o))
        g->failed = true;
}

bool mr_graph_find(struct mr_graph *g)
{
    if (g->generation == 2)
        find_candidates(g);
    else
        add_young(g);
    each(g, subtract_contents);
    if (g->outside > 0)
        each(g, reach_referred);
    each(g, add_garbage);
    return !g->failed;
}

bool mr_graph_has(const struct mr_graph *g, const mr_object *o)
{
    (void)g;
    const uint32_t *word = o->flags & MR_FLAG_TRACKED ? word_of(o) : NULL;
    return word && (*word & STATE_MASK) == GARBAGE;
}

/* ---- ages ---- */

static void set_generation(struct mr_graph *g, mr_object *o, int generation)
{
    o->flags = (uint8_t)((o->flags & ~MR_GEN_MASK) | generation);
    if (generation == 1 && !(o->flags & MR_FLAG_LARGE) && !(mr_page_of(o)->young & 2) &&
        !mr_heap_mark_young(&g->rt->heap, mr_page_of(o), 1))
        o->flags |= 2;
}

/* Garbage is held from now on; what it wants done before it goes is noted. */
static inline void hold(struct mr_graph *g, mr_object *o)
{
    o->refcount++;
    g->weakly_referenced |= (o->flags & MR_FLAG_WEAKREFS) != 0;
    if (o->shape != g->last_shape) {
        g->last_shape = o->shape;
        g->finalizers |= mr_object_type(g->rt, o)->slots.finalize != NULL;
    }
}

bool mr_graph_age(struct mr_graph *g, size_t *survivors)
{
    mr_runtime *rt = g->rt;
    int next = g->generation < 2 ? g->generation + 1 : 2;
    *survivors = g->survivors;
    for (size_t p = 0; p < g->page_count; p++) {
        mr_page *page = g->pages[p];
        int left = page->young & ~((2 << g->generation) - 1) & 3;
        if (page->young && !left)
            mr_heap_forget_young(&rt->heap, page);
        else
            page->young = (uint8_t)left;
        for (size_t i = 0; i < page->fresh; i++) {
            mr_object *o = (mr_object *)mr_page_slot(page, i);
            if (page->gc_refs[i] == UNKNOWN)
                continue;
            bool garbage = (page->gc_refs[i] & STATE_MASK) == GARBAGE;
            if (!garbage && o->kind == MR_KIND_TUPLE)
                mr_tuple_maybe_untrack(rt, o);
            else if (!garbage && g->generation == 2 && o->kind == MR_KIND_DICT)
                mr_dict_maybe_untrack(rt, o);
            if (!(o->flags & MR_FLAG_TRACKED))
                continue;
            set_generation(g, o, next);
            if (garbage)
                hold(g, o);
            else
                ++*survivors;
        }
    }
    for (mr_large *l = rt->heap.large[MR_PAGE_TRACKED]; l; l = l->next) {
        mr_object *o = (mr_object *)(l + 1);
        if (l->gc_refs == UNKNOWN)
            continue;
        bool garbage = (l->gc_refs & STATE_MASK) == GARBAGE;
        if (!garbage && o->kind == MR_KIND_TUPLE)
            mr_tuple_maybe_untrack(rt, o);
        if (!(o->flags & MR_FLAG_TRACKED))
            continue;
        set_generation(g, o, next);
        if (garbage)
            hold(g, o);
        else
            ++*survivors;
    }
    g->held = true;
    return true;
}

/* ---- resurrection ---- */

void mr_graph_drop_resurrected(struct mr_graph *g)
{
    mr_graph_release_words(g);
    for (size_t i = 0; i < g->count; i++) {
        mr_object *o = g->objects[i];
        if (!(o->flags & MR_FLAG_LARGE) && !page_words(g, mr_page_of(o))) {
            /* No memory to look: everything stays, held by nobody, for the next collection. */
            mr_graph_release_words(g);
            while (g->count > 0)
                mr_decref_object(g->rt, g->objects[--g->count]);
            return;
        }
        *word_of(o) = CANDIDATE + (o->refcount - 1) * ONE_REF;
    }
    for (size_t i = 0; i < g->count; i++)
        mr_graph_traverse(g->rt, g->objects[i], subtract, g);
    g->failed = false;
    for (size_t i = 0; i < g->count; i++)
        reach_referred(g, g->objects[i], word_of(g->objects[i]));
    size_t kept = 0, count = g->count;
    for (size_t i = 0; i < count && !g->failed; i++) {
        mr_object *o = g->objects[i];
        if ((*word_of(o) & STATE_MASK) != CANDIDATE)
            continue;
        g->objects[i] = g->objects[kept];
        g->objects[kept++] = o;
    }
    g->count = kept;
    mr_graph_release_words(g);
    for (size_t i = kept; i < count; i++)
        mr_decref_object(g->rt, g->objects[i]);
}

/* ---- since when it waits ---- */

struct node {
    mr_object *object;
    uint32_t seen;   /* references found so far, for what is not tracked */
    uint32_t tick;
    uint32_t index;  /* place among the waiting, UINT32_MAX: not waiting */
    bool stamped;
};

struct waiting {
    struct mr_graph *g;
    struct node *table;
    size_t mask, used;
    mr_object **objects; /* the garbage, then what it alone keeps */
    size_t count, capacity;
};

static struct node *find_node(struct waiting *w, const mr_object *o)
{
    size_t i = ((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15u >> 20;
    while (w->table[i & w->mask].object && w->table[i & w->mask].object != o)
        i++;
    return &w->table[i & w->mask];
}

static bool add_node(struct waiting *w, mr_object *o, uint32_t index)
{
    if (w->used * 2 >= w->mask) {
        struct waiting grown = *w;
        grown.mask = w->mask * 2 + 1;
        grown.table = calloc(grown.mask + 1, sizeof *grown.table);
        if (!grown.table)
            return false;
        for (size_t i = 0; i <= w->mask; i++) {
            if (w->table[i].object)
                *find_node(&grown, w->table[i].object) = w->table[i];
        }
        free(w->table);
        *w = grown;
    }
    *find_node(w, o) = (struct node){.object = o, .tick = o->stamp, .index = index};
    w->used++;
    return true;
}

/* What is not tracked waits when all its references come from what waits. */
static void count_child(mr_runtime *rt, mr_value child, void *arg)
{
    struct waiting *w = arg;
    (void)rt;
    if (!mr_is_object(child) || w->g->failed)
        return;
    mr_object *o = mr_obj(child);
    struct node *node = find_node(w, o);
    if (!node->object) {
        if (o->flags & MR_FLAG_TRACKED)
            return;
        if (!add_node(w, o, UINT32_MAX)) {
            w->g->failed = true;
            return;
        }
        node = find_node(w, o);
    }
    if (node->index == UINT32_MAX && ++node->seen == o->refcount) {
        node->index = (uint32_t)w->count;
        if (!push(&w->objects, &w->count, &w->capacity, o))
            w->g->failed = true;
    }
}

static void stamp_child(mr_runtime *rt, mr_value child, void *arg)
{
    struct waiting *w = arg;
    (void)rt;
    if (!mr_is_object(child))
        return;
    struct node *node = find_node(w, mr_obj(child));
    if (!node->object || node->index == UINT32_MAX || node->stamped)
        return;
    node->stamped = true;
    if (!push(&w->g->stack, &w->g->stack_count, &w->g->stack_capacity, node->object))
        w->g->failed = true;
}

static int later_first(const void *a, const void *b)
{
    uint32_t x = (*(mr_object *const *)a)->stamp, y = (*(mr_object *const *)b)->stamp;
    return x < y ? 1 : x > y ? -1 : 0;
}

void mr_graph_stamp(struct mr_graph *g,
                    void (*visit)(mr_object *o, size_t bytes, uint32_t tick, void *arg), void *arg)
{
    struct waiting w = {.g = g, .mask = 63};
    while (w.mask < g->count * 2)
        w.mask = w.mask * 2 + 1;
    w.table = calloc(w.mask + 1, sizeof *w.table);
    g->failed = !w.table;
    for (size_t i = 0; i < g->count && !g->failed; i++)
        g->failed = !add_node(&w, g->objects[i], (uint32_t)i) ||
                    !push(&w.objects, &w.count, &w.capacity, g->objects[i]);
    for (size_t i = 0; i < w.count && !interrupted(g); i++)
        mr_graph_traverse(g->rt, w.objects[i], count_child, &w);
    /* From the latest stamp on, everything reached and not yet stamped takes it:
     * each object gets the latest stamp of all that reach it. */
    if (!g->failed && w.count > 0)
        qsort(w.objects, w.count, sizeof(*w.objects), later_first);
    for (size_t i = 0; i < w.count && !interrupted(g); i++) {
        uint32_t tick = w.objects[i]->stamp;
        stamp_child(g->rt, mr_from(w.objects[i]), &w);
        while (g->stack_count > 0) {
            mr_object *o = g->stack[--g->stack_count];
            visit(o, mr_object_bytes(g->rt, o), tick, arg);
            mr_graph_traverse(g->rt, o, stamp_child, &w);
        }
    }
    free(w.objects);
    free(w.table);
}

static void count_generation(mr_runtime *rt, mr_object *o, void *arg)
{
    (void)rt;
    if (o->flags & MR_FLAG_TRACKED)
        ((size_t *)arg)[o->flags & MR_GEN_MASK]++;
}

void mr_graph_count(mr_runtime *rt, size_t counts[4])
{
    memset(counts, 0, 4 * sizeof *counts);
    mr_heap_walk(rt, count_generation, counts);
}
