/*
 * heap_state.h - the heap's own data, for core/heap.c and core/collector.c.
 */
#ifndef MR_HEAP_STATE_H
#define MR_HEAP_STATE_H

#include "core/heap.h"

enum mr_page_use { MR_PAGE_TRACKED, MR_PAGE_LEAF, MR_PAGE_BUFFER, MR_PAGE_USES };

#define MR_SIZE_CLASSES 44

typedef struct mr_page {
    void *free;             /* free slots, linked through their second word; a free slot's first word is 0 */
    uint32_t slot_size;
    uint16_t used, slots;   /* slots handed out, slots in all */
    uint16_t fresh;         /* slots never handed out begin here */
    uint8_t use;            /* enum mr_page_use */
    uint8_t size_class;
    uint8_t young;          /* bit g: may hold objects of generation g */
    bool in_partial;
    struct mr_page *prev, *next; /* partial pages of the class, or free pages */
    uint32_t *gc_refs;      /* during a collection: one count a slot */
} mr_page;

/* A block beyond the size classes. Objects and buffers share the registry;
 * tracked objects can be walked. */
typedef struct mr_large {
    size_t size;            /* bytes given out, header excluded */
    struct mr_large *prev, *next;
    uint32_t gc_refs;
    uint8_t use;            /* enum mr_page_use */
} mr_large;

struct mr_heap {
    mr_page *current[MR_PAGE_USES][MR_SIZE_CLASSES];
    mr_page *partial[MR_PAGE_USES][MR_SIZE_CLASSES];
    mr_page *free_pages;
    void **arenas;
    size_t arena_count, arena_capacity;
    mr_large *large[MR_PAGE_USES];
    mr_object **dying;      /* objects waiting for their turn to be taken apart */
    size_t dying_count, dying_capacity;
    int dying_depth;
};

bool mr_heap_init(mr_runtime *rt);
void mr_heap_finish(mr_runtime *rt);

/* Calls visit for every object on the heap (any use but buffers). */
void mr_heap_walk(mr_runtime *rt, void (*visit)(mr_runtime *rt, mr_object *o, void *arg), void *arg);

/* Compares the ledger with a walk of the heap; false with a message in *error (static text). */
bool mr_heap_check(mr_runtime *rt, char *error, size_t error_size);

#endif
