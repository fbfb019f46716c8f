/*
 * heap_state.h - the heap's own data, for core/heap.c and core/collector.c.
 *
 * Pages are aligned to their size, so the page of a slot is found by masking
 * its address. A free slot is linked through its second word; its first word
 * is zero, so that its header reads as MR_KIND_FREE.
 *
 * Slots are handed out by rising address, and those given back only wait until
 * the page has no others: objects made one after the other stand so in memory,
 * and the collector, which walks pages, finds them in the order of their birth.
 */
#ifndef MR_HEAP_STATE_H
#define MR_HEAP_STATE_H

#include "core/heap.h"

enum mr_page_use { MR_PAGE_TRACKED, MR_PAGE_LEAF, MR_PAGE_BUFFER, MR_PAGE_USES };

/* 16, 24, ... 128, then four to a power of two up to MR_SMALL_MAX. */
#define MR_SIZE_CLASSES 31
#define MR_PAGE_HEADER 96
#define MR_ARENA_PAGES (MR_ARENA_SIZE / MR_PAGE_SIZE)

typedef struct mr_page {
    void *free;           /* free slots to hand out, lowest address first */
    void *freed;          /* slots given back since, in any order */
    uint32_t slot_size;
    uint32_t reciprocal;  /* 2^32 / slot_size, rounded up: exact for offsets within a page */
    uint16_t used, slots; /* slots handed out, slots in all */
    uint16_t fresh;       /* slots never handed out begin here */
    uint8_t use;          /* enum mr_page_use */
    uint8_t size_class;
    uint8_t young;        /* bits 0 and 1: may hold objects of generation 0, 1 */
    uint8_t place;        /* enum mr_page_place */
    uint32_t arena;       /* index of its arena */
    uint32_t young_index; /* its place in heap.young, when young != 0 */
    struct mr_page *prev, *next; /* within the list that `place` names */
    uint32_t *gc_refs;    /* during a collection: one word a slot, else NULL */
} mr_page;
_Static_assert(sizeof(mr_page) <= MR_PAGE_HEADER, "the page header has room");

enum mr_page_place { MR_PAGE_CURRENT, MR_PAGE_PARTIAL, MR_PAGE_FULL, MR_PAGE_EMPTY };

typedef struct mr_heap_arena {
    char *base;      /* NULL: this entry is free */
    uint16_t fresh;  /* pages never handed out begin here */
    uint16_t used;   /* pages in use */
} mr_heap_arena;

/* Header of a block beyond the size classes; the block follows. */
typedef struct mr_large {
    size_t size;    /* bytes in all, this header included */
    struct mr_large *prev, *next;
    uint32_t gc_refs;
    uint8_t use;    /* enum mr_page_use */
    bool mapped;    /* by mmap, else by malloc */
    uint16_t reserved;
} __attribute__((aligned(16))) mr_large;

struct mr_heap {
    mr_page *current[MR_PAGE_USES][MR_SIZE_CLASSES];
    mr_page *partial[MR_PAGE_USES][MR_SIZE_CLASSES];
    mr_page *empty;         /* pages that were used before */
    size_t empty_count;
    mr_heap_arena *arenas;
    size_t arena_count, arena_capacity;
    mr_page **young;        /* pages with young != 0 */
    size_t young_count, young_capacity;
    mr_large *large[MR_PAGE_USES]; /* newest first */
    mr_object **dying;      /* objects waiting for their turn to be taken apart */
    size_t dying_count, dying_capacity;
    int dying_depth;
};

static inline mr_page *mr_page_of(const void *slot)
{
    return (mr_page *)((uintptr_t)slot & ~(uintptr_t)(MR_PAGE_SIZE - 1));
}
static inline char *mr_page_slot(mr_page *page, size_t i)
{
    return (char *)page + MR_PAGE_HEADER + i * page->slot_size;
}
static inline size_t mr_page_index(const mr_page *page, const void *slot)
{
    uint64_t offset = (uint64_t)((const char *)slot - (const char *)page) - MR_PAGE_HEADER;
    return (size_t)(offset * page->reciprocal >> 32);
}
static inline mr_large *mr_large_of(const void *block)
{
    return (mr_large *)((char *)(uintptr_t)block - sizeof(mr_large));
}

bool mr_heap_init(mr_runtime *rt);
/* Gives all memory back to the system, whatever still lives. */
void mr_heap_finish(mr_runtime *rt);

/* Makes the heap remember that the page may hold objects of a generation (0 or 1). */
bool mr_heap_mark_young(struct mr_heap *heap, mr_page *page, int generation);
void mr_heap_forget_young(struct mr_heap *heap, mr_page *page);

/* Calls visit for every page in use. */
void mr_heap_pages(mr_runtime *rt, void (*visit)(mr_runtime *rt, mr_page *page, void *arg),
                   void *arg);

/* Calls visit for every object on the heap; objects may not be made or freed meanwhile. */
void mr_heap_walk(mr_runtime *rt, void (*visit)(mr_runtime *rt, mr_object *o, void *arg),
                  void *arg);

/* Compares the ledger with a walk of the heap, block by block; false with a
 * message in error. */
bool mr_heap_check(mr_runtime *rt, char *error, size_t error_size);

#endif
