/*
 * float_shortest.c - the shortest decimal number that reads back as a float.
 *
 * Raffaello Giulietti's Schubfach: between the two ends of the interval that
 * rounds to the float, scaled to about 10^16, stand at least one multiple of
 * one and at most one multiple of ten; products with 128-bit powers of ten,
 * rounded to odd, compare as the exact ones do ("The Schubfach way to render
 * doubles", 2020).
 */
#include <string.h>

#include "numbers/float_powers.h"
#include "numbers/numbers.h"

/* floor(log2(10^p)), and floor(log10(2^q)) or floor(log10(3/4 * 2^q)): by linear
 * approximations that are exact in the range of doubles. */
static int log2_of_power(int p) { return (p * 1741647) >> 19; }
static int log10_of_binary(int q, bool three_quarters)
{
    return (q * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

/* The upper 64 bits of x times the 128-bit power, the last bit set when others below are. */
static uint64_t scale(const uint64_t power[2], uint64_t x)
{
    unsigned __int128 low = (unsigned __int128)power[1] * x;
    unsigned __int128 high = (unsigned __int128)power[0] * x + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* n x 10^at without zeros at its end; n is not 0. */
static uint64_t without_zeros(uint64_t n, int at, int *exponent)
{
    for (; n % 10 == 0; n /= 10)
        at++;
    *exponent = at;
    return n;
}

uint64_t mr_double_shortest(double d, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    uint64_t fraction = bits & (((uint64_t)1 << 52) - 1), c = fraction;
    int biased = (int)(bits >> 52 & 0x7ff), q = -1074;
    if (biased) {
        c |= (uint64_t)1 << 52;
        q = biased - 1075;
    }
    bool closer_below = fraction == 0 && biased > 1; /* a power of two */
    bool open = c & 1;                               /* the ends round to even, so elsewhere */
    int k = log10_of_binary(q, closer_below);
    int h = q + log2_of_power(-k) + 1;
    const uint64_t *power = mr_powers_of_ten[-k - MR_POWER_MIN];
    uint64_t lower = scale(power, (4 * c - 2 + closer_below) << h) + open;
    uint64_t value = scale(power, (4 * c) << h);
    uint64_t upper = scale(power, (4 * c + 2) << h) - open;
    uint64_t s = value / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool below = lower <= 40 * tens, above = 40 * tens + 40 <= upper;
        if (below != above)
            return without_zeros(tens + above, k + 1, exponent);
    }
    bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    if (below != above)
        s += above;
    else
        s += value > 4 * s + 2 || (value == 4 * s + 2 && s & 1);
    return without_zeros(s, k, exponent);
}
