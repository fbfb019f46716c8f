/*
 * md5.c - the module _md5: MD5 as RFC 1321 defines it.
 */
#include <math.h>

#include "modules/hash/hash.h"

struct md5 {
    uint32_t h[4];
    mr_hash_block block;
};

static uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void compress(void *state, const uint8_t *block)
{
    static const int turns[4][4] = {
        {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    struct md5 *s = state;
    uint32_t w[16], a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3];
    memcpy(w, block, sizeof w);
    for (int i = 0; i < 64; i++) {
        int round = i / 16, k = round == 0   ? i
                                : round == 1 ? 5 * i + 1
                                : round == 2 ? 3 * i + 5
                                             : 7 * i;
        uint32_t f = round == 0 ? (b & c) | (~b & d) : round == 1 ? (d & b) | (~d & c)
                     : round == 2 ? b ^ c ^ d : c ^ (b | ~d);
        f += a + (uint32_t)(int64_t)floor(fabs(sin(i + 1)) * 4294967296.0) + w[k % 16];
        a = d;
        d = c;
        c = b;
        b += rotate(f, turns[round][i % 4]);
    }
    s->h[0] += a;
    s->h[1] += b;
    s->h[2] += c;
    s->h[3] += d;
}

static void init(void *state, const mr_digest *hash)
{
    *(struct md5 *)state = (struct md5){.h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}};
}
static void update(void *state, const uint8_t *data, size_t n)
{
    mr_hash_blocks(state, &((struct md5 *)state)->block, 64, data, n, compress);
}
static void finish(void *state, uint8_t *out, size_t n)
{
    mr_hash_pad(state, &((struct md5 *)state)->block, false, compress);
    memcpy(out, ((struct md5 *)state)->h, n);
}

static const mr_digest md5 = {"md5", 16, 64, init, update, finish};
static const mr_type_spec type_spec = MR_HASH_SPEC("_md5.md5");

NATIVE(make_md5) { return mr_hash_make(rt, self, "MD5Type", &md5, args, nargs, kwnames); }

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_type_from_spec(rt, &type_spec, NULL);
    return type && mr_module_add(rt, module, "MD5Type", mr_incref(mr_from(type)));
}
static const mr_method_def functions[] = {{"md5", make_md5, MR_ARGS_ANY, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(_md5, "_md5", "MD5.", functions, setup);
