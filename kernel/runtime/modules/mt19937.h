/*
 * mt19937.h - the Mersenne Twister MT19937 (Matsumoto and Nishimura, "Mersenne
 * Twister: a 623-dimensionally equidistributed uniform pseudorandom number
 * generator", 1998), seeded by numbers or by arrays as their 2002 revision
 * does. Both the module _random and numpy.random stand on it.
 */
#ifndef MR_MT19937_H
#define MR_MT19937_H

#include <stddef.h>
#include <stdint.h>

enum { MR_MT_WORDS = 624 };

struct mr_mt {
    uint32_t state[MR_MT_WORDS];
    uint32_t index; /* of the next output; MR_MT_WORDS: make new ones first */
};

void mr_mt_seed_number(struct mr_mt *t, uint32_t number);
void mr_mt_seed_array(struct mr_mt *t, const uint32_t *key, size_t length); /* length at least 1 */
void mr_mt_refill(struct mr_mt *t);

static inline uint32_t mr_mt_temper(uint32_t y)
{
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static inline uint32_t mr_mt_next(struct mr_mt *t)
{
    if (__builtin_expect(t->index >= MR_MT_WORDS, 0))
        mr_mt_refill(t);
    return mr_mt_temper(t->state[t->index++]);
}

/* A double of 53 random bits, at least 0 and below 1. */
static inline double mr_mt_double(struct mr_mt *t)
{
    uint32_t a = mr_mt_next(t) >> 5, b = mr_mt_next(t) >> 6;
    return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

#endif
