/*
 * float_text.c - floats from and to text.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "numbers/numbers.h"

/* Writes a number's digits so that they end before `end`; where they begin. */
static char *put_digits(char *end, uint64_t n)
{
    for (; n >= 10; n /= 10)
        *--end = (char)('0' + n % 10);
    *--end = (char)('0' + n);
    return end;
}

static char *put(char *at, const char *text, size_t n)
{
    memcpy(at, text, n);
    return at + n;
}

static char *put_zeros(char *at, int n)
{
    for (; n > 0; n--)
        *at++ = '0';
    return at;
}

size_t mr_double_repr(double d, char out[32])
{
    char *at = out, buffer[24], *end = buffer + sizeof buffer;
    if (isnan(d)) {
        strcpy(out, "nan");
        return 3;
    }
    if (signbit(d))
        *at++ = '-';
    d = fabs(d);
    if (isinf(d)) {
        at = put(at, "inf", 3);
    } else if (d < 1e15 && d == (double)(int64_t)d) {
        const char *digits = put_digits(end, (uint64_t)d);
        at = put(put(at, digits, (size_t)(end - digits)), ".0", 2);
    } else {
        int exponent;
        uint64_t number = mr_double_shortest(d, &exponent);
        const char *digits = put_digits(end, number);
        int n = (int)(end - digits), point = n + exponent; /* digits before the point */
        if (point <= -4 || point > 16) {
            *at++ = digits[0];
            if (n > 1)
                *at++ = '.';
            at = put(at, digits + 1, (size_t)n - 1);
            *at++ = 'e';
            *at++ = point - 1 < 0 ? '-' : '+';
            int size = abs(point - 1);
            if (size < 10)
                *at++ = '0';
            digits = put_digits(end, (uint64_t)size);
            at = put(at, digits, (size_t)(end - digits));
        } else if (point <= 0) {
            at = put_zeros(put(at, "0.", 2), -point);
            at = put(at, digits, (size_t)n);
        } else if (n <= point) {
            at = put_zeros(put(at, digits, (size_t)n), point - n);
            at = put(at, ".0", 2);
        } else {
            at = put(at, digits, (size_t)point);
            *at++ = '.';
            at = put(at, digits + point, (size_t)(n - point));
        }
    }
    *at = '\0';
    return (size_t)(at - out);
}

/* The code f where 128 bits are enough; NULL without *failed: they are not. */
static char *format_fixed(double d, int precision, bool always_sign, size_t *length, bool *failed)
{
    uint64_t whole, fraction;
    if (!mr_double_fixed(fabs(d), precision, &whole, &fraction))
        return NULL;
    char *text = malloc(64), buffer[24], *end = buffer + sizeof buffer, *at = text;
    *failed = !text;
    if (!text)
        return NULL;
    if (signbit(d))
        *at++ = '-';
    else if (always_sign)
        *at++ = '+';
    const char *digits = put_digits(end, whole);
    at = put(at, digits, (size_t)(end - digits));
    if (precision > 0) {
        *at++ = '.';
        digits = put_digits(end, fraction);
        at = put_zeros(at, precision - (int)(end - digits));
        at = put(at, digits, (size_t)(end - digits));
    }
    *at = '\0';
    *length = (size_t)(at - text);
    return text;
}

char *mr_double_format(double d, char code, int precision, bool alternate, bool always_sign,
                       size_t *length)
{
    char *text = NULL;
    int n;
    bool percent = code == '%';
    if (code == 'r') {
        text = malloc(34);
        if (!text)
            return NULL;
        n = (int)mr_double_repr(d, text + 1);
        if (text[1] != '-' && always_sign) {
            text[0] = '+';
            n++;
        } else {
            memmove(text, text + 1, (size_t)n + 1);
        }
        *length = (size_t)n;
        return text;
    }
    if (percent) {
        d *= 100;
        code = 'f';
    } else if (code == 'n') {
        code = 'g';
    }
    if (code == 'g' && precision == 0)
        precision = 1;
    if ((code == 'f' || code == 'F') && !percent && !(alternate && precision == 0)) {
        bool failed = false;
        text = format_fixed(d, precision, always_sign, length, &failed);
        if (text || failed)
            return text;
    }
    char format[8], *f = format;
    *f++ = '%';
    if (alternate)
        *f++ = '#';
    if (always_sign && !isnan(d))
        *f++ = '+';
    memcpy(f, ".*", 2);
    f[2] = code;
    f[3] = '\0';
    if (isnan(d))
        n = asprintf(&text, always_sign ? (isupper((unsigned char)code) ? "+NAN" : "+nan")
                                        : (isupper((unsigned char)code) ? "NAN" : "nan"));
    else
        n = asprintf(&text, format, precision, d);
    if (n < 0)
        return NULL;
    if (percent) {
        char *grown = realloc(text, (size_t)n + 2);
        if (!grown) {
            free(text);
            return NULL;
        }
        text = grown;
        text[n++] = '%';
        text[n] = '\0';
    }
    *length = (size_t)n;
    return text;
}

static bool named(const char *p, size_t n, double *out)
{
    bool negative = n > 0 && *p == '-';
    if (n > 0 && (*p == '-' || *p == '+')) {
        p++;
        n--;
    }
    if ((n == 3 && !strncasecmp(p, "inf", 3)) || (n == 8 && !strncasecmp(p, "infinity", 8)))
        *out = negative ? -INFINITY : INFINITY;
    else if (n == 3 && !strncasecmp(p, "nan", 3))
        *out = negative ? -(double)NAN : (double)NAN;
    else
        return false;
    return true;
}

bool mr_double_parse(const char *text, size_t length, double *out)
{
    while (length > 0 && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    if (mr_double_parse_short(text, length, out) || named(text, length, out))
        return true;
    char small[64], *clean = length < sizeof small ? small : malloc(length + 1), *end;
    if (!clean)
        return false;
    size_t n = 0;
    bool ok = length > 0;
    for (size_t i = 0; i < length && ok; i++) {
        char c = text[i];
        if (c == '_')
            ok = i > 0 && i + 1 < length && isdigit((unsigned char)text[i - 1]) &&
                 isdigit((unsigned char)text[i + 1]);
        else if (isdigit((unsigned char)c) || strchr("+-.eE", c))
            clean[n++] = c;
        else
            ok = false;
    }
    if (ok) {
        clean[n] = '\0';
        *out = strtod(clean, &end);
        ok = end == clean + n && n > 0;
    }
    if (clean != small)
        free(clean);
    return ok;
}

int64_t mr_double_hash(double d)
{
    if (isnan(d))
        return 0;
    if (isinf(d))
        return d > 0 ? 314159 : -314159;
    const uint64_t modulus = ((uint64_t)1 << 61) - 1;
    int e;
    double m = frexp(fabs(d), &e);
    uint64_t x = 0;
    /* 28 bits of the mantissa at a time, as the definition of hash(float) says. */
    while (m) {
        x = ((x << 28) & modulus) | x >> (61 - 28);
        m *= 268435456.0;
        e -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        x += y;
        if (x >= modulus)
            x -= modulus;
    }
    e = e >= 0 ? e % 61 : 60 - (-1 - e) % 61;
    x = ((x << e) & modulus) | x >> (61 - e);
    int64_t hash = d < 0 ? -(int64_t)x : (int64_t)x;
    return hash == -1 ? -2 : hash;
}
