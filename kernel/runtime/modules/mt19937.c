/*
 * mt19937.c - the Mersenne Twister's state.
 */
#include "modules/mt19937.h"

enum { N = MR_MT_WORDS, M = 397 };

static inline uint32_t twist(uint32_t high, uint32_t low, uint32_t other)
{
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return other ^ y >> 1 ^ (-(low & 1) & 0x9908b0dfu);
}

void mr_mt_refill(struct mr_mt *t)
{
    uint32_t *s = t->state;
    for (int i = 0; i < N - M; i++)
        s[i] = twist(s[i], s[i + 1], s[i + M]);
    for (int i = N - M; i < N - 1; i++)
        s[i] = twist(s[i], s[i + 1], s[i + M - N]);
    s[N - 1] = twist(s[N - 1], s[0], s[M - 1]);
    t->index = 0;
}

void mr_mt_seed_number(struct mr_mt *t, uint32_t number)
{
    t->state[0] = number;
    for (uint32_t i = 1; i < N; i++)
        t->state[i] = 1812433253u * (t->state[i - 1] ^ t->state[i - 1] >> 30) + i;
    t->index = N;
}

void mr_mt_seed_array(struct mr_mt *t, const uint32_t *key, size_t length)
{
    uint32_t *s = t->state;
    size_t i = 1, j = 0;
    mr_mt_seed_number(t, 19650218u);
    for (size_t k = length > N ? length : N; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i >= N) {
            s[0] = s[N - 1];
            i = 1;
        }
        if (++j >= length)
            j = 0;
    }
    for (size_t k = N - 1; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i >= N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}
