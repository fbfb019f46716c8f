/*
 * float_fixed.c - floats with a fixed number of digits after the point, and
 * from short decimal text: the cases that 128 bits, or one exact operation on
 * floats, decide.
 *
 * A float is c x 2^q; for negative q the digits behind the point are the
 * fraction bits of c times a power of ten, which is exact in 128 bits, and
 * its rest below the binary point decides how to round. The other way, an
 * integer below 2^53 times or divided by a power of ten up to 10^22 is rounded
 * once, so correctly (William Clinger, "How to read floating point numbers
 * accurately", 1990).
 */
#include <string.h>

#include "numbers/numbers.h"

#define MOST_PLACES 17
#define EXACT_INTEGER ((uint64_t)1 << 53)

static const uint64_t powers[] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
    100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
    10000000000000000, 100000000000000000,
};
_Static_assert(sizeof powers / sizeof *powers == MOST_PLACES + 1, "all powers");

static const double exact_powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

bool mr_double_fixed(double d, int places, uint64_t *whole, uint64_t *fraction)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int biased = (int)(bits >> 52 & 0x7ff);
    uint64_t c = bits & (((uint64_t)1 << 52) - 1);
    if (biased)
        c |= (uint64_t)1 << 52;
    else
        biased = 1;
    int shift = 1075 - biased;
    if (places < 0 || places > MOST_PLACES || shift < -10 || shift > 127)
        return false;
    *fraction = 0;
    if (shift <= 0) {
        *whole = c << -shift;
        return true;
    }
    *whole = shift < 64 ? c >> shift : 0;
    uint64_t below = shift < 64 ? c & (((uint64_t)1 << shift) - 1) : c;
    unsigned __int128 scaled = (unsigned __int128)below * powers[places];
    unsigned __int128 half = (unsigned __int128)1 << (shift - 1);
    unsigned __int128 rest = scaled & ((half << 1) - 1);
    *fraction = (uint64_t)(scaled >> shift);
    bool odd = places ? *fraction & 1 : *whole & 1;
    if (rest > half || (rest == half && odd)) {
        if (++*fraction == powers[places]) {
            *fraction = 0;
            ++*whole;
        }
    }
    return true;
}

bool mr_double_rounded(double d, int places, double *out)
{
    uint64_t whole, fraction, number;
    if (!mr_double_fixed(d, places, &whole, &fraction) ||
        __builtin_mul_overflow(whole, powers[places], &number) ||
        __builtin_add_overflow(number, fraction, &number) || number > EXACT_INTEGER)
        return false;
    *out = (double)number / exact_powers[places];
    return true;
}

bool mr_double_parse_short(const char *text, size_t length, double *out)
{
    const char *p = text, *end = text + length;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    uint64_t number = 0;
    int digits = 0, exponent = 0;
    for (; p < end && (unsigned)(*p - '0') < 10; p++, digits++)
        number = number * 10 + (uint64_t)(*p - '0');
    if (p < end && *p == '.') {
        for (p++; p < end && (unsigned)(*p - '0') < 10; p++, digits++, exponent--)
            number = number * 10 + (uint64_t)(*p - '0');
    }
    if (digits == 0 || digits > 19 || number > EXACT_INTEGER)
        return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        bool down = ++p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+'))
            p++;
        int power = 0;
        if (p == end)
            return false;
        for (; p < end && power < 1000 && (unsigned)(*p - '0') < 10; p++)
            power = power * 10 + (*p - '0');
        exponent += down ? -power : power;
    }
    if (p < end || exponent < -22 || exponent > 22)
        return false;
    double d = (double)number;
    d = exponent < 0 ? d / exact_powers[-exponent] : d * exact_powers[exponent];
    *out = negative ? -d : d;
    return true;
}
