/*
 * heap.c - size-class pages, large blocks, and the death of objects.
 */
#include "core/heap.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "core/runtime.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/weakref.h"
#include "vm/vm.h"

#define HUGE_THRESHOLD (64 << 20) /* of these, even a last page in part is little */
#define MAP_THRESHOLD (4 << 20)   /* larger blocks are mapped: their pages go back at once */
#define DYING_DEPTH 40             /* nested deaths on the C stack; the rest wait their turn */

static inline size_t size_class(size_t size)
{
    if (size <= 128)
        return size <= 16 ? 0 : (size + 7) / 8 - 2;
    size_t s = size - 1;
    int k = 63 - __builtin_clzll(s);
    return 15 + (size_t)(k - 7) * 4 + ((s >> (k - 2)) & 3);
}

static inline size_t class_size(size_t c)
{
    if (c < 15)
        return (c + 2) * 8;
    size_t k = (c - 15) / 4 + 7;
    return ((size_t)1 << k) + ((c - 15) % 4 + 1) * ((size_t)1 << (k - 2));
}

size_t mr_block_size(size_t size)
{
    if (size <= MR_SMALL_MAX)
        return class_size(size_class(size));
    return (size + sizeof(mr_large) + 15) & ~(size_t)15;
}

/* ---- pages ---- */

static void list_push(mr_page **list, mr_page *page)
{
    page->prev = NULL;
    page->next = *list;
    if (*list)
        (*list)->prev = page;
    *list = page;
}

static void list_remove(mr_page **list, mr_page *page)
{
    if (page->prev)
        page->prev->next = page->next;
    else
        *list = page->next;
    if (page->next)
        page->next->prev = page->prev;
}

static mr_heap_arena *arena_with_room(struct mr_heap *heap)
{
    mr_heap_arena *unused = NULL;
    for (size_t i = heap->arena_count; i-- > 0;) {
        mr_heap_arena *a = &heap->arenas[i];
        if (!a->base)
            unused = a;
        else if (a->fresh < MR_ARENA_PAGES)
            return a;
    }
    if (!unused) {
        if (heap->arena_count == heap->arena_capacity) {
            size_t capacity = heap->arena_capacity ? heap->arena_capacity * 2 : 8;
            mr_heap_arena *grown = realloc(heap->arenas, capacity * sizeof *grown);
            if (!grown)
                return NULL;
            heap->arenas = grown;
            heap->arena_capacity = capacity;
        }
        unused = &heap->arenas[heap->arena_count++];
        unused->base = NULL;
    }
    /* Twice the size always holds an aligned arena. */
    char *map = mmap(NULL, 2 * MR_ARENA_SIZE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED)
        return NULL;
    size_t before = (MR_ARENA_SIZE - (uintptr_t)map % MR_ARENA_SIZE) % MR_ARENA_SIZE;
    if (before)
        munmap(map, before);
    munmap(map + before + MR_ARENA_SIZE, MR_ARENA_SIZE - before);
    unused->base = map + before;
    unused->fresh = unused->used = 0;
    return unused;
}

static mr_page *page_take(struct mr_heap *heap, enum mr_page_use use, size_t c)
{
    mr_page *page = heap->empty;
    if (page) {
        list_remove(&heap->empty, page);
        heap->empty_count--;
    } else {
        mr_heap_arena *arena = arena_with_room(heap);
        if (!arena)
            return NULL;
        page = (mr_page *)(arena->base + (size_t)arena->fresh++ * MR_PAGE_SIZE);
        page->arena = (uint32_t)(arena - heap->arenas);
    }
    heap->arenas[page->arena].used++;
    page->free = page->freed = NULL;
    page->size_class = (uint8_t)c;
    page->slot_size = (uint32_t)class_size(c);
    page->reciprocal = (uint32_t)((((uint64_t)1 << 32) + page->slot_size - 1) / page->slot_size);
    page->slots = (uint16_t)((MR_PAGE_SIZE - MR_PAGE_HEADER) / page->slot_size);
    page->used = page->fresh = 0;
    page->use = (uint8_t)use;
    page->young = 0;
    page->gc_refs = NULL;
    return page;
}

void mr_heap_forget_young(struct mr_heap *heap, mr_page *page)
{
    if (!page->young)
        return;
    mr_page *last = heap->young[--heap->young_count];
    heap->young[page->young_index] = last;
    last->young_index = page->young_index;
    page->young = 0;
}

static void page_give_back(struct mr_heap *heap, mr_page *page)
{
    mr_heap_forget_young(heap, page);
    free(page->gc_refs);
    page->gc_refs = NULL;
    page->place = MR_PAGE_EMPTY;
    list_push(&heap->empty, page);
    heap->empty_count++;
    mr_heap_arena *arena = &heap->arenas[page->arena];
    if (--arena->used > 0 || heap->empty_count < 2 * MR_ARENA_PAGES)
        return;
    for (size_t i = 0; i < arena->fresh; i++) {
        list_remove(&heap->empty, (mr_page *)(arena->base + i * MR_PAGE_SIZE));
        heap->empty_count--;
    }
    munmap(arena->base, MR_ARENA_SIZE);
    arena->base = NULL;
}

bool mr_heap_mark_young(struct mr_heap *heap, mr_page *page, int generation)
{
    if (!page->young) {
        if (heap->young_count == heap->young_capacity) {
            size_t capacity = heap->young_capacity ? heap->young_capacity * 2 : 64;
            mr_page **grown = realloc(heap->young, capacity * sizeof(*grown));
            if (!grown)
                return false;
            heap->young = grown;
            heap->young_capacity = capacity;
        }
        page->young_index = (uint32_t)heap->young_count;
        heap->young[heap->young_count++] = page;
    }
    page->young |= (uint8_t)(1 << generation);
    return true;
}

/* Makes the slots given back those to hand out, in the order of their addresses. */
static void page_reuse(mr_page *page)
{
    if (!page->freed)
        return;
    uint64_t bits[MR_PAGE_SIZE / 16 / 64] = {0};
    for (void **slot = page->freed; slot; slot = slot[1]) {
        size_t i = mr_page_index(page, slot);
        bits[i / 64] |= (uint64_t)1 << i % 64;
    }
    page->freed = NULL;
    void **last = (void **)&page->free;
    for (size_t w = 0; w < sizeof bits / sizeof *bits; w++) {
        for (; bits[w]; bits[w] &= bits[w] - 1) {
            void **slot = (void **)mr_page_slot(page, w * 64 + (size_t)__builtin_ctzll(bits[w]));
            *last = slot;
            last = &slot[1];
        }
    }
    *last = NULL;
}

/* A quarter of its slots free: worth to hand out from again. */
static bool page_has_room(const mr_page *page)
{
    return page->used <= page->slots - (page->slots + 3) / 4;
}

/* A page with a free slot becomes the class's current one. */
__attribute__((noinline)) static mr_page *page_next(struct mr_heap *heap, enum mr_page_use use, size_t c)
{
    mr_page *old = heap->current[use][c];
    if (old && page_has_room(old)) {
        page_reuse(old);
        return old;
    }
    mr_page *page = heap->partial[use][c];
    if (page) {
        list_remove(&heap->partial[use][c], page);
        page_reuse(page);
    } else {
        page = page_take(heap, use, c);
        if (!page)
            return NULL;
    }
    if (old)
        old->place = MR_PAGE_FULL;
    page->place = MR_PAGE_CURRENT;
    heap->current[use][c] = page;
    return page;
}

/* The current page has no slot to reuse: one never handed out, or another page. */
__attribute__((noinline)) static void *slot_find(struct mr_heap *heap, enum mr_page_use use,
                                                 size_t c)
{
    mr_page *page = heap->current[use][c];
    for (;;) {
        if (page) {
            void **slot = page->free;
            if (slot) {
                page->free = slot[1];
                page->used++;
                return slot;
            }
            if (page->fresh < page->slots) {
                page->used++;
                return mr_page_slot(page, page->fresh++);
            }
        }
        page = page_next(heap, use, c);
        if (!page)
            return NULL;
    }
}

static inline void *slot_take(struct mr_heap *heap, enum mr_page_use use, size_t c)
{
    mr_page *page = heap->current[use][c];
    void **slot;
    if (!__builtin_expect(page && (slot = page->free), 1))
        return slot_find(heap, use, c);
    page->free = slot[1];
    page->used++;
    return slot;
}

/* A page that was full comes back into use only when a quarter of it is free,
 * so that new objects stand together and the collector's young pages are few.
 * Where the collector does not look, the slot used last, warm in the cache, is the next. */
static inline void slot_give_back(struct mr_heap *heap, mr_page *page, void *block)
{
    void **slot = block, **list = page->use == MR_PAGE_TRACKED ? &page->freed : &page->free;
    slot[0] = NULL;
    slot[1] = *list;
    *list = slot;
    page->used--;
    if (__builtin_expect(page->place == MR_PAGE_CURRENT, 1))
        return;
    if (page->used == 0) {
        if (page->place == MR_PAGE_PARTIAL)
            list_remove(&heap->partial[page->use][page->size_class], page);
        page_give_back(heap, page);
    } else if (page->place == MR_PAGE_FULL && page_has_room(page)) {
        page->place = MR_PAGE_PARTIAL;
        list_push(&heap->partial[page->use][page->size_class], page);
    }
}

/* ---- large blocks ---- */

static void large_link(struct mr_heap *heap, mr_large *l)
{
    l->prev = NULL;
    l->next = heap->large[l->use];
    if (l->next)
        l->next->prev = l;
    heap->large[l->use] = l;
}

static void large_unlink(struct mr_heap *heap, mr_large *l)
{
    if (l->prev)
        l->prev->next = l->next;
    else
        heap->large[l->use] = l->next;
    if (l->next)
        l->next->prev = l->prev;
}

/* Asks for large pages, which are faster to fill and much faster to give back. */
static void prefer_large_pages(const mr_large *l)
{
    if (l->mapped && l->size >= HUGE_THRESHOLD)
        madvise((void *)(uintptr_t)l, l->size, MADV_HUGEPAGE); /* no loss where there are none */
}

static mr_large *large_new(struct mr_heap *heap, size_t size, enum mr_page_use use, bool zero)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t total = mr_block_size(size);
    bool mapped = total >= MAP_THRESHOLD;
    mr_large *l;
    if (mapped) {
        l = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (l == MAP_FAILED)
            return NULL;
    } else {
        l = zero ? calloc(1, total) : malloc(total);
        if (!l)
            return NULL;
    }
    l->size = total;
    l->use = (uint8_t)use;
    l->mapped = mapped;
    l->gc_refs = 0;
    prefer_large_pages(l);
    large_link(heap, l);
    return l;
}

static void large_release(mr_large *l)
{
    if (l->mapped)
        munmap(l, l->size);
    else
        free(l);
}

/* NULL: no memory, or the two sizes are of different sources and the block must be copied. */
static void *large_resize(struct mr_heap *heap, void *block, size_t size)
{
    mr_large *l = mr_large_of(block);
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t total = mr_block_size(size);
    if (l->mapped != (total >= MAP_THRESHOLD))
        return NULL;
    large_unlink(heap, l);
    mr_large *moved = l->mapped ? mremap(l, l->size, total, MREMAP_MAYMOVE) : realloc(l, total);
    bool ok = moved && moved != MAP_FAILED;
    if (ok) {
        l = moved;
        l->size = total;
        prefer_large_pages(l);
    }
    large_link(heap, l);
    return ok ? l + 1 : NULL;
}

/* ---- blocks ---- */

/* Zeroes a few words (whole ones: slots are multiples of eight bytes), for which a call of memset costs more than the work. The asm keeps the
 * compiler from making one of the loop. */
static inline void clear_words(char *from, char *end)
{
    typedef uint64_t pair __attribute__((vector_size(16), aligned(8), may_alias));
    for (; from + sizeof(pair) <= end; from += sizeof(pair)) {
        *(pair *)(void *)from = (pair){0, 0};
        __asm__("" : "+r"(from));
    }
    if (from < end)
        *(uint64_t *)(void *)from = 0;
}

/* The bytes of the block from `from` to `to` are zeroed, no others. */
static inline __attribute__((always_inline)) void *block_new(mr_runtime *rt, size_t size,
                                                            enum mr_page_use use, size_t from,
                                                            size_t to)
{
    if (__builtin_expect(size <= MR_SMALL_MAX, 1)) {
        char *block = slot_take(&rt->heap, use, size_class(size));
        if (!block)
            goto no_memory;
        if (to <= 128)
            clear_words(block + from, block + to);
        else
            memset(block + from, 0, to - from);
        mr_ledger_out(rt, &rt->ledger, mr_page_of(block)->slot_size);
        return block;
    }
    mr_large *l = large_new(&rt->heap, size, use, to > sizeof(mr_object) && to == size);
    if (l) {
        if (to < size)
            memset(l + 1, 0, to);
        mr_ledger_out(rt, &rt->ledger, l->size);
        return l + 1;
    }
no_memory:
    mr_raise_no_memory(rt);
    return NULL;
}

static inline void small_free(mr_runtime *rt, void *block)
{
    mr_page *page = mr_page_of(block);
    mr_ledger_in(rt, &rt->ledger, page->slot_size);
    slot_give_back(&rt->heap, page, block);
}

static void large_free(mr_runtime *rt, void *block)
{
    mr_large *l = mr_large_of(block);
    mr_ledger_in(rt, &rt->ledger, l->size);
    large_unlink(&rt->heap, l);
    large_release(l);
}

static inline void block_free(mr_runtime *rt, void *block, size_t size)
{
    if (__builtin_expect(size <= MR_SMALL_MAX, 1))
        small_free(rt, block);
    else
        large_free(rt, block);
}

/* Moves a block to a new size; what falls away counts as freed by resizing. */
static void *block_resize(mr_runtime *rt, void *block, size_t old_size, size_t new_size,
                          enum mr_page_use use)
{
    size_t old_bytes = mr_block_size(old_size), new_bytes = mr_block_size(new_size);
    if (old_bytes == new_bytes && new_size <= SIZE_MAX / 2)
        return block;
    enum mr_cause cause = rt->ledger.cause;
    rt->ledger.cause = MR_CAUSE_RESIZE;
    void *moved = NULL;
    if (old_size > MR_SMALL_MAX && new_size > MR_SMALL_MAX)
        moved = large_resize(&rt->heap, block, new_size);
    if (moved) {
        /* In place, or moved by the system: never two copies of it. */
        if (new_bytes > old_bytes)
            mr_ledger_out(rt, &rt->ledger, new_bytes - old_bytes);
        else
            mr_ledger_in(rt, &rt->ledger, old_bytes - new_bytes);
    } else {
        moved = block_new(rt, new_size, use, 0, 0);
        if (moved) {
            memcpy(moved, block, old_size < new_size ? old_size : new_size);
            block_free(rt, block, old_size);
        }
    }
    rt->ledger.cause = cause;
    return moved;
}

void *mr_buf_new(mr_runtime *rt, size_t size) { return block_new(rt, size, MR_PAGE_BUFFER, 0, 0); }
void *mr_buf_new0(mr_runtime *rt, size_t size)
{
    return block_new(rt, size, MR_PAGE_BUFFER, 0, size);
}

void *mr_buf_resize(mr_runtime *rt, void *block, size_t old_size, size_t new_size)
{
    return block_resize(rt, block, old_size, new_size, MR_PAGE_BUFFER);
}

void mr_buf_free(mr_runtime *rt, void *block, size_t size)
{
    if (block)
        block_free(rt, block, size);
}

/* ---- objects ---- */

static inline __attribute__((always_inline)) void *object_new(mr_runtime *rt, mr_type *type,
                                                             size_t size, bool tracked,
                                                             size_t clear)
{
    mr_object *o =
        block_new(rt, size, tracked ? MR_PAGE_TRACKED : MR_PAGE_LEAF, sizeof *o, clear);
    if (!o)
        return NULL;
    if (type->flags & MR_TYPE_HEAP)
        type->head.refcount++;
    o->refcount = 1;
    o->shape = type->root_shape;
    o->stamp = mr_tick(rt);
    o->site = rt->frame ? rt->frame->code->site : 0;
    o->kind = type->kind;
    o->flags = (uint8_t)((type->flags & MR_TYPE_HEAP ? MR_FLAG_SUBCLASS : 0) |
                         (tracked && size > MR_SMALL_MAX ? MR_FLAG_LARGE : 0));
    rt->ledger.objects++;
    return o;
}

void *mr_object_new(mr_runtime *rt, mr_type *type, size_t size, bool tracked)
{
    assert(tracked == !!(type->flags & MR_TYPE_TRACKED));
    if (!tracked)
        return object_new(rt, type, size, false, size);
    struct mr_collector *c = &rt->collector;
    if (++c->counts[0] > (int32_t)c->thresholds[0] && c->enabled && c->thresholds[0] &&
        !c->collecting)
        mr_break_set(rt, MR_BREAK_COLLECT);
#ifdef MR_GC_STRESS
    mr_gc_stress(rt);
#endif
    return object_new(rt, type, size, true, size);
}

void *mr_object_new_leaf(mr_runtime *rt, mr_type *type, size_t size, size_t clear)
{
    return object_new(rt, type, size, false, clear);
}

void *mr_object_resize(mr_runtime *rt, mr_object *o, size_t old_size, size_t new_size)
{
    mr_type *type = mr_object_type(rt, o);
    bool tracked = type->flags & MR_TYPE_TRACKED;
    mr_object *moved =
        block_resize(rt, o, old_size, new_size, tracked ? MR_PAGE_TRACKED : MR_PAGE_LEAF);
    if (!moved)
        return NULL;
    if (tracked) {
        moved->flags &= (uint8_t)~MR_FLAG_LARGE;
        if (new_size > MR_SMALL_MAX)
            moved->flags |= MR_FLAG_LARGE;
    }
    return moved;
}

void mr_gc_track(mr_runtime *rt, mr_object *o)
{
    struct mr_heap *heap = &rt->heap;
    if (o->flags & MR_FLAG_TRACKED)
        return;
    o->flags = (uint8_t)((o->flags & ~MR_GEN_MASK) | MR_FLAG_TRACKED);
    if (o->flags & MR_FLAG_LARGE) {
        mr_large *l = mr_large_of(o);
        large_unlink(heap, l);
        large_link(heap, l);
        return;
    }
    mr_page *page = mr_page_of(o);
    /* Without room in the list the object is old from birth: only later found, never lost. */
    if (!(page->young & 1) && !mr_heap_mark_young(heap, page, 0))
        o->flags |= 2;
}

void mr_gc_untrack(mr_runtime *rt, mr_object *o)
{
    if ((o->flags & (MR_FLAG_TRACKED | MR_GEN_MASK)) == (MR_FLAG_TRACKED | 3))
        rt->collector.frozen--;
    o->flags &= (uint8_t)~(MR_FLAG_TRACKED | MR_GEN_MASK);
}

size_t mr_object_size(mr_runtime *rt, mr_object *o)
{
    mr_type *type = mr_object_type(rt, o);
    return type->layout->size ? type->layout->size(rt, o) : type->basic_size;
}

static inline void die_now(mr_runtime *rt, mr_object *o)
{
    mr_type *type = mr_object_type(rt, o);
    if (type->slots.finalize && !(o->flags & MR_FLAG_FINALIZED)) {
        o->flags |= MR_FLAG_FINALIZED;
        o->refcount = 1;
        mr_value pending = mr_error_take(rt);
        type->slots.finalize(rt, mr_from(o));
        mr_error_restore(rt, pending);
        if (--o->refcount > 0)
            return;
        type = mr_object_type(rt, o);
    }
    if (o->flags & MR_FLAG_WEAKREFS) {
        mr_weakrefs_dead(rt, o);
        type = mr_object_type(rt, o);
    }
    if (o->flags & MR_FLAG_TRACKED)
        mr_gc_untrack(rt, o);
    bool tracked = type->flags & MR_TYPE_TRACKED;
    bool large = tracked ? o->flags & MR_FLAG_LARGE : mr_object_size(rt, o) > MR_SMALL_MAX;
    if (type->layout->dealloc)
        type->layout->dealloc(rt, o);
    if (tracked && rt->collector.counts[0] > 0)
        rt->collector.counts[0]--;
    rt->ledger.objects--;
    if (large)
        large_free(rt, o);
    else
        small_free(rt, o);
    if (type->flags & MR_TYPE_HEAP)
        mr_decref_object(rt, &type->head);
}

static bool wait_turn(struct mr_heap *heap, mr_object *o)
{
    if (heap->dying_count == heap->dying_capacity) {
        size_t capacity = heap->dying_capacity ? heap->dying_capacity * 2 : 64;
        mr_object **grown = realloc(heap->dying, capacity * sizeof(*grown));
        if (!grown)
            return false;
        heap->dying = grown;
        heap->dying_capacity = capacity;
    }
    heap->dying[heap->dying_count++] = o;
    return true;
}

size_t mr_object_bytes(mr_runtime *rt, mr_object *o)
{
    const mr_layout *layout = mr_object_type(rt, o)->layout;
    return mr_block_size(mr_object_size(rt, o)) + (layout->extra ? layout->extra(rt, o) : 0);
}

void mr_object_die(mr_runtime *rt, mr_object *o)
{
    struct mr_heap *heap = &rt->heap;
    if (o->kind == MR_KIND_STR &&
        !(o->flags & (MR_STR_INTERNED | MR_FLAG_SUBCLASS | MR_FLAG_WEAKREFS))) {
        rt->ledger.objects--; /* nothing but memory */
        const mr_str *s = (const mr_str *)o;
        block_free(rt, o, sizeof *s + (s->length + 1) * s->width);
        return;
    }
    if (heap->dying_depth >= DYING_DEPTH && wait_turn(heap, o))
        return;
    heap->dying_depth++;
    die_now(rt, o);
    heap->dying_depth--;
    while (heap->dying_depth == 0 && heap->dying_count > 0) {
        o = heap->dying[--heap->dying_count];
        heap->dying_depth++;
        die_now(rt, o);
        heap->dying_depth--;
    }
}

/* ---- life of the heap, walks ---- */

bool mr_heap_init(mr_runtime *rt)
{
    memset(&rt->heap, 0, sizeof rt->heap);
    return true;
}

void mr_heap_finish(mr_runtime *rt)
{
    struct mr_heap *heap = &rt->heap;
    for (size_t u = 0; u < MR_PAGE_USES; u++) {
        for (mr_large *l = heap->large[u], *next; l; l = next) {
            next = l->next;
            large_release(l);
        }
    }
    for (size_t i = 0; i < heap->arena_count; i++) {
        if (heap->arenas[i].base)
            munmap(heap->arenas[i].base, MR_ARENA_SIZE);
    }
    free(heap->arenas);
    free(heap->young);
    free(heap->dying);
    memset(heap, 0, sizeof *heap);
}

void mr_heap_pages(mr_runtime *rt, void (*visit)(mr_runtime *rt, mr_page *page, void *arg),
                   void *arg)
{
    for (size_t i = 0; i < rt->heap.arena_count; i++) {
        mr_heap_arena *arena = &rt->heap.arenas[i];
        for (size_t p = 0; arena->base && p < arena->fresh; p++) {
            mr_page *page = (mr_page *)(arena->base + p * MR_PAGE_SIZE);
            if (page->place != MR_PAGE_EMPTY)
                visit(rt, page, arg);
        }
    }
}

struct walk {
    void (*visit)(mr_runtime *rt, mr_object *o, void *arg);
    void *arg;
};

static void walk_slots(mr_runtime *rt, mr_page *page, void *arg)
{
    struct walk *walk = arg;
    if (page->use == MR_PAGE_BUFFER)
        return;
    for (size_t i = 0; i < page->fresh; i++) {
        mr_object *o = (mr_object *)mr_page_slot(page, i);
        if (o->kind != MR_KIND_FREE)
            walk->visit(rt, o, walk->arg);
    }
}

void mr_heap_walk(mr_runtime *rt, void (*visit)(mr_runtime *rt, mr_object *o, void *arg), void *arg)
{
    struct walk walk = {visit, arg};
    mr_heap_pages(rt, walk_slots, &walk);
    for (int use = MR_PAGE_TRACKED; use <= MR_PAGE_LEAF; use++) {
        for (mr_large *l = rt->heap.large[use]; l; l = l->next)
            visit(rt, (mr_object *)(l + 1), arg);
    }
}

struct census {
    uint64_t bytes;
    uint64_t objects;
    const char *wrong;
};

static void count_page(mr_runtime *rt, mr_page *page, void *arg)
{
    struct census *census = arg;
    size_t free_slots = 0;
    for (void **slot = page->free; slot; slot = slot[1])
        free_slots++;
    for (void **slot = page->freed; slot; slot = slot[1])
        free_slots++;
    if (page->used + free_slots != page->fresh)
        census->wrong = "a page's list of slots";
    census->bytes += (uint64_t)page->used * page->slot_size;
}

static void count_object(mr_runtime *rt, mr_object *o, void *arg)
{
    struct census *census = arg;
    census->objects++;
    /* One that the collector does not see yet may still be in the making. */
    if (mr_object_type(rt, o)->flags & MR_TYPE_TRACKED && !(o->flags & MR_FLAG_TRACKED))
        return;
    size_t size = mr_block_size(mr_object_size(rt, o));
    size_t have = o->flags & MR_FLAG_LARGE && mr_object_type(rt, o)->flags & MR_TYPE_TRACKED
                      ? mr_large_of(o)->size
                      : size;
    if (have != size || (size <= MR_SMALL_MAX && mr_page_of(o)->slot_size != size))
        census->wrong = mr_object_type(rt, o)->name;
}

bool mr_heap_check(mr_runtime *rt, char *error, size_t error_size)
{
    struct census census = {0};
    mr_heap_pages(rt, count_page, &census);
    for (int use = 0; use < MR_PAGE_USES; use++) {
        for (mr_large *l = rt->heap.large[use]; l; l = l->next)
            census.bytes += l->size;
    }
    mr_heap_walk(rt, count_object, &census);
    const struct mr_ledger *ledger = &rt->ledger;
    uint64_t gone = 0;
    for (int c = 0; c < MR_CAUSES; c++)
        gone += ledger->freed[c];
    if (census.wrong)
        snprintf(error, error_size, "heap check: the size of %s differs from the heap's record",
                 census.wrong);
    else if (census.objects != ledger->objects)
        snprintf(error, error_size, "heap check: %llu objects walked, %u in the ledger",
                 (unsigned long long)census.objects, ledger->objects);
#ifdef MR_WITH_LEDGER
    else if (census.bytes != ledger->live || ledger->allocated - gone != ledger->live)
        snprintf(error, error_size,
                 "heap check: %llu bytes walked, %llu live in the ledger, %llu by in and out",
                 (unsigned long long)census.bytes, (unsigned long long)ledger->live,
                 (unsigned long long)(ledger->allocated - gone));
#endif
    else
        return true;
    return false;
}
