/*
 * heap.h - where every byte of the runtime comes from.
 *
 * Small blocks (up to MR_SMALL_MAX) come from 16 KiB pages, each holding
 * slots of one size class; pages of tracked objects, of leaf objects and of
 * buffers are kept apart, so that the collector walks the first alone. Pages
 * come from 1 MiB arenas; an arena whose pages are all empty goes back to the
 * system. Larger blocks come from the system one by one and are registered.
 * No module keeps free blocks of its own, so the ledger is exact.
 *
 * Sizes passed in are in bytes and are rounded up to the size class; the
 * ledger counts the rounded size (mr_block_size).
 */
#ifndef MR_HEAP_H
#define MR_HEAP_H

#include "core/object.h"

#define MR_PAGE_SIZE 16384
#define MR_ARENA_SIZE (1 << 20)
#define MR_SMALL_MAX 2048

/* Makes an object of `size` bytes whose contents after the header are zero.
 * The count is 1. `type` is borrowed, its objects keep a reference to it if it
 * is a Python class. With `tracked`, the memory comes from the collector's
 * pages; the object itself is not yet tracked: call mr_gc_track when its
 * fields are valid. NULL with MemoryError set on failure. */
void *mr_object_new(mr_runtime *rt, mr_type *type, size_t size, bool tracked);

/* The same for an untracked object of which only the first `clear` bytes are zeroed; the caller
 * writes the others. */
void *mr_object_new_leaf(mr_runtime *rt, mr_type *type, size_t size, size_t clear);

/* Puts a new object under the collector's eyes, in generation 0. The object
 * must come from the collector's pages (`tracked` above). */
void mr_gc_track(mr_runtime *rt, mr_object *o);
void mr_gc_untrack(mr_runtime *rt, mr_object *o);
static inline bool mr_gc_is_tracked(const mr_object *o) { return o->flags & MR_FLAG_TRACKED; }

/* Resizes an object whose size its layout reports (str, tuple under
 * construction); it must have exactly one reference, be untracked, and may
 * move. The new object, or NULL with MemoryError set and the old one intact. */
void *mr_object_resize(mr_runtime *rt, mr_object *o, size_t old_size, size_t new_size);

/* Buffers owned by objects: item arrays, hash tables, array data. Not
 * cleared, but for mr_buf_new0. The owner remembers the size and passes it
 * back. NULL with MemoryError set on failure; realloc then leaves the old
 * block intact. Size 0 gives NULL without error from none of them: they
 * return a valid block of the smallest class. */
void *mr_buf_new(mr_runtime *rt, size_t size);
void *mr_buf_new0(mr_runtime *rt, size_t size);
void *mr_buf_resize(mr_runtime *rt, void *block, size_t old_size, size_t new_size);
void mr_buf_free(mr_runtime *rt, void *block, size_t size);

/* Size of an object's own memory as it was asked for, and the bytes it takes
 * from the heap with the buffers it owns. */
size_t mr_object_size(mr_runtime *rt, mr_object *o);
size_t mr_object_bytes(mr_runtime *rt, mr_object *o);

/* The bytes that a request of this size really takes. */
size_t mr_block_size(size_t size);

#endif
