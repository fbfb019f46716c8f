/*
 * struct_format.c - reading formats, and single values to and from bytes.
 */
#include "modules/struct_format.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "types/bytes.h"
#include "types/float.h"

mr_value mr_struct_error(mr_runtime *rt, const char *format, ...)
{
    char text[256];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    mr_value type = mr_import_attr(rt, "_struct", "error");
    if (type)
        mr_raise(rt, (mr_type *)mr_obj(type), "%s", text);
    mr_decref(rt, type);
    return MR_NULL;
}

void mr_packed_begin(mr_packed *f, const char *format, size_t length)
{
    *f = (mr_packed){.at = format, .end = format + length, .native = true};
    if (length && strchr("@=<>!", *format)) {
        f->native = *format == '@';
        f->big_endian = *format == '>' || *format == '!';
        f->at++;
    }
}

/* Size of a value of this code; 0 for none. Native alignments are the sizes. */
static size_t size_of(const mr_packed *f, char code)
{
    switch (code) {
    case 'x':
    case 'c':
    case 'b':
    case 'B':
    case 's':
    case 'p':
    case '?': return 1;
    case 'h':
    case 'H':
    case 'e': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'l':
    case 'L': return f->native ? sizeof(long) : 4;
    case 'q':
    case 'Q':
    case 'd': return 8;
    case 'n':
    case 'N': return f->native ? sizeof(size_t) : 0;
    case 'P': return f->native ? sizeof(void *) : 0;
    default: return 0;
    }
}

int mr_packed_next(mr_runtime *rt, mr_packed *f, mr_packed_item *item)
{
    while (f->at < f->end && strchr(" \t\n\r\f\v", *f->at) && *f->at)
        f->at++;
    if (f->at == f->end)
        return 0;
    size_t count = 1;
    if (*f->at >= '0' && *f->at <= '9') {
        count = 0;
        while (f->at < f->end && *f->at >= '0' && *f->at <= '9')
            if (__builtin_mul_overflow(count, 10, &count) ||
                __builtin_add_overflow(count, (size_t)(*f->at++ - '0'), &count))
                goto too_long;
        if (f->at == f->end)
            return mr_struct_error(rt, "repeat count given without format specifier"), -1;
    }
    item->code = *f->at++;
    item->count = count;
    item->size = size_of(f, item->code);
    if (!item->size)
        return mr_struct_error(rt, "bad char in struct format"), -1;
    if (f->native) {
        size_t aligned = (f->offset + item->size - 1) & ~(item->size - 1);
        if (aligned < f->offset)
            goto too_long;
        f->offset = aligned;
    }
    item->offset = f->offset;
    size_t bytes;
    if (__builtin_mul_overflow(count, item->size, &bytes) ||
        __builtin_add_overflow(f->offset, bytes, &f->offset) ||
        f->offset > INT64_MAX)
        goto too_long;
    return 1;
too_long:
    return mr_struct_error(rt, "total struct size too long"), -1;
}

bool mr_packed_measure(mr_runtime *rt, const char *format, size_t length, size_t *size,
                       size_t *values)
{
    mr_packed f;
    mr_packed_item item;
    int more;
    mr_packed_begin(&f, format, length);
    *values = 0;
    while ((more = mr_packed_next(rt, &f, &item)) > 0)
        *values += item.code == 'x' ? 0 : item.code == 's' || item.code == 'p' ? 1 : item.count;
    *size = f.offset;
    return more == 0;
}

/* ---- floats ---- */

/* IEEE 754 half precision, rounded to nearest even; false when it overflows. */
static bool half_bits(double d, uint16_t *out)
{
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    double a = fabs(d);
    if (isnan(d)) {
        *out = sign | 0x7e00;
    } else if (isinf(d)) {
        *out = sign | 0x7c00;
    } else if (a < 0x1p-14) {
        *out = sign | (uint16_t)nearbyint(a * 0x1p24);
    } else {
        int e;
        double mantissa = frexp(a, &e);
        uint32_t m = (uint32_t)nearbyint(mantissa * 2048);
        if (m == 2048) {
            m = 1024;
            e++;
        }
        if (e > 16)
            return false;
        *out = sign | (uint16_t)((uint32_t)(e + 14) << 10 | (m & 1023));
    }
    return true;
}

static double half_value(uint16_t bits)
{
    int e = bits >> 10 & 31;
    double m = bits & 1023, d;
    if (e == 31)
        d = m != 0 ? NAN : INFINITY;
    else
        d = e ? ldexp(m + 1024, e - 25) : ldexp(m, -24);
    return bits & 0x8000 ? -d : d;
}

/* ---- packing ---- */

static void store(uint8_t *to, uint64_t bits, size_t size, bool big_endian)
{
    for (size_t i = 0; i < size; i++)
        to[big_endian ? size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
}

static uint64_t load(const uint8_t *from, size_t size, bool big_endian)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= (uint64_t)from[big_endian ? size - 1 - i : i] << 8 * i;
    return bits;
}

static bool is_signed(char code) { return strchr("bhilqn", code); }

/* The number n does not fit: what it may be, if a long at least could hold it. */
static void range_error(mr_runtime *rt, const mr_packed_item *item, mr_value n)
{
    static const struct {
        char code;
        const char *name;
    } small[] = {{'b', "byte"}, {'B', "ubyte"}, {'h', "short"}, {'H', "ushort"}};
    int bits = (int)item->size * 8, overflow;
    int64_t low = is_signed(item->code) ? INT64_MIN >> (64 - bits) : 0;
    uint64_t high = is_signed(item->code) ? ((uint64_t)1 << (bits - 1)) - 1
        : UINT64_MAX >> (64 - bits);
    mr_int_value(n, &overflow);
    for (size_t i = 0; !overflow && i < sizeof small / sizeof *small; i++) {
        if (small[i].code == item->code) {
            mr_struct_error(rt, "%s format requires %lld <= number <= %llu", small[i].name,
                            (long long)low, (unsigned long long)high);
            return;
        }
    }
    if (overflow || item->size == 8 || (!is_signed(item->code) && mr_int_sign(n) < 0))
        mr_struct_error(rt, "argument out of range");
    else
        mr_struct_error(rt, "'%c' format requires %lld <= number <= %llu", item->code,
                        (long long)low, (unsigned long long)high);
}

static bool pack_int(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item, mr_value v,
                     uint8_t *to)
{
    if (mr_is_int(v) && item->size == 8 && (is_signed(item->code) || mr_small_int_value(v) >= 0)) {
        store(to, (uint64_t)mr_small_int_value(v), 8, f->big_endian);
        return true;
    }
    if (!mr_is_integer(v) && !mr_type_of(rt, v)->slots.index) {
        mr_struct_error(rt, "required argument is not an integer");
        return false;
    }
    mr_value n = mr_index(rt, v);
    if (!n)
        return false;
    /* A pointer may be given as a negative number, too. */
    bool with_sign = is_signed(item->code) || (item->code == 'P' && mr_int_sign(n) < 0);
    bool ok = mr_int_to_bytes(rt, n, to, item->size, f->big_endian, with_sign);
    if (!ok) {
        mr_error_clear(rt);
        range_error(rt, item, n);
    }
    mr_decref(rt, n);
    return ok;
}

static bool pack_float(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item, mr_value v,
                       uint8_t *to)
{
    double d;
    uint64_t bits;
    if (!mr_to_double(rt, v, &d)) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_struct_error(rt, "required argument is not a float");
        return false;
    }
    if (item->size == 8) {
        memcpy(&bits, &d, 8);
    } else if (item->size == 4) {
        float single = (float)d;
        uint32_t word;
        if (isinf(single) && !isinf(d) && !f->native) {
            mr_raise(rt, rt->exc.OverflowError, "float too large to pack with f format");
            return false;
        }
        memcpy(&word, &single, 4);
        bits = word;
    } else {
        uint16_t half;
        if (!half_bits(d, &half)) {
            mr_raise(rt, rt->exc.OverflowError, "float too large to pack with e format");
            return false;
        }
        bits = half;
    }
    store(to, bits, item->size, f->big_endian);
    return true;
}

static bool pack_bytes(mr_runtime *rt, const mr_packed_item *item, mr_value v, uint8_t *to)
{
    const uint8_t *data;
    size_t length;
    if (mr_is_bytes(v)) {
        data = mr_as_bytes(v)->data;
        length = mr_as_bytes(v)->length;
    } else if (mr_is_bytearray(v)) {
        data = ((mr_bytearray *)mr_obj(v))->data;
        length = ((mr_bytearray *)mr_obj(v))->length;
    } else {
        mr_struct_error(rt, "argument for '%c' must be a bytes object", item->code);
        return false;
    }
    memset(to, 0, item->count);
    if (item->code == 's') {
        if (length)
            memcpy(to, data, length < item->count ? length : item->count);
    } else if (item->count) { /* a Pascal string: its length in the first byte */
        size_t n = length < item->count - 1 ? length : item->count - 1;
        if (n > 255)
            n = 255;
        to[0] = (uint8_t)n;
        if (n)
            memcpy(to + 1, data, n);
    }
    return true;
}

bool mr_packed_pack(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item, mr_value v,
                    uint8_t *to)
{
    switch (item->code) {
    case 's':
    case 'p': return pack_bytes(rt, item, v, to);
    case 'e':
    case 'f':
    case 'd': return pack_float(rt, f, item, v, to);
    case 'c':
        if (!mr_is_bytes(v) || mr_as_bytes(v)->length != 1) {
            mr_struct_error(rt, "char format requires a bytes object of length 1");
            return false;
        }
        *to = mr_as_bytes(v)->data[0];
        return true;
    case '?': {
        int yes = mr_truth(rt, v);
        *to = yes > 0;
        return yes >= 0;
    }
    default: return pack_int(rt, f, item, v, to);
    }
}

/* ---- unpacking ---- */

mr_value mr_packed_unpack(mr_runtime *rt, const mr_packed *f, const mr_packed_item *item,
                          const uint8_t *from)
{
    switch (item->code) {
    case 's': return mr_bytes_new(rt, from, item->count);
    case 'p': {
        if (item->count == 0)
            return mr_bytes_new(rt, from, 0);
        size_t n = from[0] < item->count ? from[0] : item->count - 1;
        return mr_bytes_new(rt, from + 1, n);
    }
    case 'c': return mr_bytes_new(rt, from, 1);
    case '?': return mr_bool(*from != 0);
    default: break;
    }
    uint64_t bits = load(from, item->size, f->big_endian);
    switch (item->code) {
    case 'd': {
        double d;
        memcpy(&d, &bits, 8);
        return mr_float(d);
    }
    case 'f': {
        uint32_t word = (uint32_t)bits;
        float single;
        memcpy(&single, &word, 4);
        return mr_float((double)single);
    }
    case 'e': return mr_float(half_value((uint16_t)bits));
    default: break;
    }
    if (!is_signed(item->code))
        return mr_int_from_u64(rt, bits);
    int unused = 64 - (int)item->size * 8;
    return mr_int_from(rt, (int64_t)(bits << unused) >> unused);
}
