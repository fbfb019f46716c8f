/*
 * int_text.c - integers from and to text and bytes.
 */
#include <ctype.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "core/runtime.h"
#include "numbers/numbers.h"
#include "types/abstract.h"
#include "types/str.h"

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return 99;
}

static mr_value invalid(mr_runtime *rt, const char *text, size_t length, int base)
{
    mr_value literal = mr_str_new(rt, text, length);
    if (literal)
        mr_raise(rt, rt->exc.ValueError, "invalid literal for int() with base %d: %.200R", base,
                 literal);
    mr_decref(rt, literal);
    return MR_NULL;
}

mr_value mr_int_parse(mr_runtime *rt, const char *text, size_t length, int base)
{
    const char *p = text, *end = text + length;
    int asked = base;
    if (base == 10 && length - 1 < 18) { /* digits alone, as most are */
        int64_t n = 0;
        while (p < end && (unsigned)(*p - '0') < 10)
            n = n * 10 + (*p++ - '0');
        if (p == end)
            return mr_int_from(rt, n);
        p = text;
    }
    while (p < end && isspace((unsigned char)*p))
        p++;
    while (end > p && isspace((unsigned char)end[-1]))
        end--;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    bool zero_only = false;
    if (end - p > 2 && p[0] == '0') {
        int prefix = p[1] == 'x' || p[1] == 'X' ? 16 : p[1] == 'o' || p[1] == 'O' ? 8
                     : p[1] == 'b' || p[1] == 'B' ? 2 : 0;
        if (prefix && (base == 0 || base == prefix)) {
            base = prefix;
            p += 2;
            if (*p == '_')
                p++;
        }
    }
    if (base == 0) {
        base = 10;
        zero_only = p < end && *p == '0';
    }
    char *digits = malloc((size_t)(end - p) + 1);
    if (!digits)
        return mr_raise_no_memory(rt);
    size_t n = 0;
    bool ok = p < end, separator = true;
    for (; p < end && ok; p++) {
        if (*p == '_') {
            ok = !separator;
            separator = true;
        } else {
            ok = digit_value(*p) < base && !(zero_only && *p != '0');
            separator = false;
            digits[n++] = *p;
        }
    }
    digits[n] = '\0';
    mr_value v = MR_NULL;
    if (!ok || separator) {
        invalid(rt, text, length, asked);
    } else if (n <= 9) {
        long small = strtol(digits, NULL, base);
        v = mr_int_from(rt, negative ? -small : small);
    } else if (rt->int_max_str_digits && n > (size_t)rt->int_max_str_digits &&
               (base & (base - 1)) != 0) {
        mr_raise(rt, rt->exc.ValueError,
                 "Exceeds the limit (%d digits) for integer string conversion: value has %zu "
                 "digits; use "
                 "sys.set_int_max_str_digits() to increase the limit",
                 rt->int_max_str_digits, n);
    } else {
        mpz_t z;
        mpz_init(z);
        mpz_set_str(z, digits, base);
        if (negative)
            mpz_neg(z, z);
        v = mr_int_take(rt, z);
    }
    free(digits);
    return v;
}

char *mr_number_text(mr_runtime *rt, mr_value str, size_t *length)
{
    const mr_str *s = mr_as_str(str);
    char *out = malloc(s->length * 4 + 1);
    if (!out) {
        mr_raise_no_memory(rt);
        return NULL;
    }
    size_t n = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c < 0x80) {
            out[n++] = (char)c;
        } else if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND) {
            /* Decimal digits stand in runs of ten; the run's zero is the first before which no
             * digit is. */
            uint32_t zero = c;
            while (c - zero < 9 &&
                   utf8proc_category((utf8proc_int32_t)zero - 1) == UTF8PROC_CATEGORY_ND)
                zero--;
            out[n++] = (char)('0' + (c - zero) % 10);
        } else if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS || c == 0x85 ||
                   c == 0x2028 || c == 0x2029) {
            out[n++] = ' ';
        } else {
            n += mr_utf8_encode(c, out + n);
        }
    }
    out[n] = '\0';
    *length = n;
    return out;
}

mr_value mr_int_to_str(mr_runtime *rt, mr_value v, int base, bool prefix)
{
    const char *mark = !prefix ? "" : base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    if (!mr_has_kind(v, MR_KIND_INT) && base == 10) {
        char text[24], *p = text + sizeof text;
        int64_t n = mr_is_int(v) ? mr_small_int_value(v) : v == MR_TRUE;
        uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
        do {
            *--p = (char)('0' + left % 10);
            left /= 10;
        } while (left);
        if (n < 0)
            *--p = '-';
        return mr_str_ascii(rt, p, (size_t)(text + sizeof text - p));
    }
    mr_mpz_room room;
    mpz_srcptr z = mr_int_mpz(v, &room);
    size_t digits = mpz_sizeinbase(z, base);
    if (base == 10 && rt->int_max_str_digits && digits > (size_t)rt->int_max_str_digits + 1)
        return mr_raise(rt, rt->exc.ValueError,
                        "Exceeds the limit (%d digits) for integer string conversion; use "
                        "sys.set_int_max_str_digits() to increase the limit",
                        rt->int_max_str_digits);
    if (!mr_int_room_for(rt, z, z))
        return MR_NULL;
    char *text = malloc(digits + 8);
    if (!text)
        return mr_raise_no_memory(rt);
    size_t n = 0;
    if (mpz_sgn(z) < 0)
        text[n++] = '-';
    n += strlen(strcpy(text + n, mark));
    mpz_t positive;
    mpz_init(positive);
    mpz_abs(positive, z);
    mpz_get_str(text + n, base, positive);
    mpz_clear(positive);
    mr_value s = mr_str_from(rt, text);
    free(text);
    return s;
}

mr_value mr_int_from_bytes(mr_runtime *rt, const uint8_t *data, size_t length, bool big_endian,
                           bool is_signed)
{
    if (length == 0)
        return mr_small_int(0);
    if (!mr_int_room(rt, (double)length * 8))
        return MR_NULL;
    mpz_t z;
    mpz_init(z);
    mpz_import(z, length, big_endian ? 1 : -1, 1, 0, 0, data);
    uint8_t top = big_endian ? data[0] : data[length - 1];
    if (is_signed && top & 0x80) {
        mpz_t modulus;
        mpz_init(modulus);
        mpz_setbit(modulus, length * 8);
        mpz_sub(z, z, modulus);
        mpz_clear(modulus);
    }
    return mr_int_take(rt, z);
}

bool mr_int_to_bytes(mr_runtime *rt, mr_value v, uint8_t *out, size_t length, bool big_endian,
                     bool is_signed)
{
    mr_mpz_room room;
    mpz_srcptr z = mr_int_mpz(v, &room);
    if (mpz_sgn(z) < 0 && !is_signed) {
        mr_raise(rt, rt->exc.OverflowError, "can't convert negative int to unsigned");
        return false;
    }
    mpz_t n;
    mpz_init(n);
    if (mpz_sgn(z) < 0)
        mpz_com(n, z); /* -x-1 needs as many bits as x in two's complement, the sign's left out */
    else
        mpz_set(n, z);
    size_t bits = mpz_sgn(n) ? mpz_sizeinbase(n, 2) : 0;
    bool fits = mpz_sgn(z) == 0 || bits + is_signed <= length * 8;
    if (fits) {
        memset(out, 0, length);
        mpz_export(big_endian ? out + length - (bits + 7) / 8 : out, NULL, big_endian ? 1 : -1, 1,
                   0, 0, n);
        for (size_t i = 0; mpz_sgn(z) < 0 && i < length; i++)
            out[i] = (uint8_t)~out[i];
    } else {
        mr_raise(rt, rt->exc.OverflowError, "int too big to convert");
    }
    mpz_clear(n);
    return fits;
}
