#include "arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct mr_arena_block {
    struct mr_arena_block *older;
    char *end;
    char data[];
};

#define FIRST_BLOCK 4096
#define LARGEST_BLOCK ((size_t)1 << 20)

void mr_arena_init(struct mr_arena *arena)
{
    *arena = (struct mr_arena){ 0 };
}

void mr_arena_finish(struct mr_arena *arena)
{
    struct mr_arena_block *block = arena->blocks;

    while (block) {
        struct mr_arena_block *older = block->older;
        free(block);
        block = older;
    }
    mr_arena_init(arena);
}

static bool add_block(struct mr_arena *arena, size_t size)
{
    /* Blocks grow with the arena, so that a one-line cell costs 4 KiB, a large file few calls. */
    size_t room = arena->total;
    struct mr_arena_block *block;

    if (room < FIRST_BLOCK) {
        room = FIRST_BLOCK;
    } else if (room > LARGEST_BLOCK) {
        room = LARGEST_BLOCK;
    }
    room -= sizeof *block;
    if (room < size) {
        room = size;
    }
    block = calloc(1, sizeof *block + room);
    if (!block) {
        return false;
    }
    block->older = arena->blocks;
    block->end = block->data + room;
    arena->blocks = block;
    arena->next = block->data;
    arena->end = block->end;
    arena->total += sizeof *block + room;
    return true;
}

void *mr_arena_alloc(struct mr_arena *arena, size_t size)
{
    void *result;

    if (size > PTRDIFF_MAX - 64) {
        return NULL;
    }
    size = (size + 7) & ~(size_t)7;
    if ((size_t)(arena->end - arena->next) < size && !add_block(arena, size)) {
        return NULL;
    }
    result = arena->next;
    arena->next += size;
    return result;
}

char *mr_arena_copy(struct mr_arena *arena, const char *bytes, size_t length)
{
    char *copy = mr_arena_alloc(arena, length + 1);

    if (copy && length) {
        memcpy(copy, bytes, length);
    }
    return copy;
}
