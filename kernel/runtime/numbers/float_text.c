/*
 * float_text.c - floats from and to text.
 *
 * The shortest text that reads back is found by trying: 15 digits always read
 * back as the text they came from, so the shortest has either at most 15
 * digits, or 16, or 17. Below the smallest normal number fewer digits are
 * tried; at a power of two the interval that reads back reaches further up
 * than down, so the next 16-digit number is tried as well.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "types/float.h"

/* Digits and decimal exponent of d > 0: d = 0.DIGITS x 10^exponent. */
static void digits_at(double d, int precision, char digits[24], int *exponent)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", precision - 1, d);
    size_t n = 0;
    const char *p = text;
    for (; *p != 'e'; p++) {
        if (*p != '.')
            digits[n++] = *p;
    }
    digits[n] = '\0';
    *exponent = atoi(p + 1) + 1;
}

static bool reads_back(double d, const char *digits, int exponent)
{
    char text[48];
    snprintf(text, sizeof text, "0.%se%d", digits, exponent);
    return strtod(text, NULL) == d;
}

static void shortest_digits(double d, char digits[24], int *exponent)
{
    for (int precision = d < 2.3e-308 ? 1 : 15; precision <= 17; precision++) {
        digits_at(d, precision, digits, exponent);
        if (reads_back(d, digits, *exponent))
            break;
        int scale;
        size_t last = strlen(digits) - 1;
        if (precision == 16 && frexp(d, &scale) == 0.5 && digits[last] < '9') {
            digits[last]++;
            if (reads_back(d, digits, *exponent))
                break;
        }
    }
    size_t n = strlen(digits);
    while (n > 1 && digits[n - 1] == '0')
        digits[--n] = '\0';
}

size_t mr_double_repr(double d, char out[32])
{
    if (isnan(d))
        return (size_t)snprintf(out, 32, "nan");
    if (isinf(d))
        return (size_t)snprintf(out, 32, d < 0 ? "-inf" : "inf");
    const char *sign = signbit(d) ? "-" : "";
    d = fabs(d);
    if (d < 1e15 && d == (double)(int64_t)d)
        return (size_t)snprintf(out, 32, "%s%lld.0", sign, (long long)d);
    char digits[24];
    int exponent;
    shortest_digits(d, digits, &exponent);
    int n = (int)strlen(digits);
    if (exponent <= -4 || exponent > 16)
        return (size_t)snprintf(out, 32, "%s%c%s%se%c%02d", sign, digits[0], n > 1 ? "." : "",
                                digits + 1, exponent - 1 < 0 ? '-' : '+', abs(exponent - 1));
    if (exponent <= 0)
        return (size_t)snprintf(out, 32, "%s0.%.*s%s", sign, -exponent, "0000", digits);
    if (n <= exponent) { /* at most 17 digits and zeros together */
        char text[64];
        size_t length = (size_t)snprintf(text, sizeof text, "%s%s%.*s.0", sign, digits,
                                         exponent - n, "0000000000000000");
        memcpy(out, text, length + 1);
        return length;
    }
    return (size_t)snprintf(out, 32, "%s%.*s.%s", sign, exponent, digits, digits + exponent);
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
    if (named(text, length, out))
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
