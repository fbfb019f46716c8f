/*
 * A region allocator: many small allocations, all given back at once.
 *
 * The syntax tree of one source text, its names and its constants live in one arena and die with
 * it; nothing in an arena is freed singly. Allocations are aligned to 8 bytes and zeroed.
 *
 * Errors: allocation returns NULL when memory is exhausted; the arena stays valid.
 */
#ifndef MR_ARENA_H
#define MR_ARENA_H

#include <stddef.h>

struct mr_arena_block;

struct mr_arena {
    struct mr_arena_block *blocks; /* newest first; owned */
    char *next;                    /* first free byte of the newest block */
    char *end;
    size_t total;                  /* bytes taken from malloc */
};

void mr_arena_init(struct mr_arena *arena);
void mr_arena_finish(struct mr_arena *arena);

void *mr_arena_alloc(struct mr_arena *arena, size_t size);

/* Copies length bytes and adds a NUL. */
char *mr_arena_copy(struct mr_arena *arena, const char *bytes, size_t length);

#endif
