/*
 * int_memory.c - room for large integers.
 *
 * GMP has no answer to exhausted memory but the end of the process. So whatever a large operation
 * may need is asked for beforehand, with MemoryError as the answer, and a reserve of address space
 * stands behind the small ones; while it is used up, every operation is refused.
 *
 * GMP's memory functions have no argument for a context: the reserve is the process's, the one
 * piece of state that runtimes share.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "types/exception.h"

/* Operations on numbers of fewer bits do not ask; the reserve holds several of their results. */
#define SMALL_BITS 4e6
#define RESERVE ((size_t)16 << 20)
/* GMP's multiplication of large numbers takes several times the room of its result. */
#define ROOM_FACTOR 8

static void *reserve;

static bool have_reserve(void)
{
    if (!reserve) {
        void *p = mmap(NULL, RESERVE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        reserve = p == MAP_FAILED ? NULL : p;
    }
    return reserve != NULL;
}

static bool give_reserve(void)
{
    if (!reserve)
        return false;
    munmap(reserve, RESERVE);
    reserve = NULL;
    return true;
}

static void *resize(void *p, size_t old_size, size_t size)
{
    (void)old_size;
    void *grown = realloc(p, size);
    if (!grown && give_reserve())
        grown = realloc(p, size);
    if (!grown)
        abort(); /* what asked for no room is a mistake here; GMP cannot go on */
    return grown;
}

static void *allocate(size_t size) { return resize(NULL, 0, size); }

static void release(void *p, size_t size)
{
    (void)size;
    free(p);
}

void mr_int_memory_init(void)
{
    mp_set_memory_functions(allocate, resize, release);
    have_reserve();
}

bool mr_int_room(mr_runtime *rt, double bits)
{
    if (bits < SMALL_BITS && have_reserve())
        return true;
    void *trial = bits < 1e13 && have_reserve() ? malloc((size_t)(bits / 8) * ROOM_FACTOR) : NULL;
    free(trial);
    if (!trial)
        mr_raise_no_memory(rt);
    return trial != NULL;
}

bool mr_int_room_for(mr_runtime *rt, mpz_srcptr a, mpz_srcptr b)
{
    return mr_int_room(rt, ((double)mpz_size(a) + (double)mpz_size(b)) * GMP_NUMB_BITS);
}
