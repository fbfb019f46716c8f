/*
 * sha1.c - the module _sha1: SHA-1 as FIPS 180-4 defines it.
 */
#include "modules/hash/hash.h"

struct sha1 {
    uint32_t h[5];
    mr_hash_block block;
};

static uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void compress(void *state, const uint8_t *p)
{
    struct sha1 *s = state;
    uint32_t w[80], v[5];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
               (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(v, s->h, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (v[1] & v[2]) | (~v[1] & v[3]) : i >= 40 && i < 60
                     ? (v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3]) : v[1] ^ v[2] ^ v[3];
        uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
        uint32_t t = rotate(v[0], 5) + f + v[4] + k + w[i];
        v[4] = v[3];
        v[3] = v[2];
        v[2] = rotate(v[1], 30);
        v[1] = v[0];
        v[0] = t;
    }
    for (int i = 0; i < 5; i++)
        s->h[i] += v[i];
}

static void init(void *state, const mr_digest *hash)
{
    *(struct sha1 *)state =
        (struct sha1){.h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
}
static void update(void *state, const uint8_t *data, size_t n)
{
    mr_hash_blocks(state, &((struct sha1 *)state)->block, 64, data, n, compress);
}
static void finish(void *state, uint8_t *out, size_t n)
{
    struct sha1 *s = state;
    mr_hash_pad(s, &s->block, true, compress);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

static const mr_digest sha1 = {"sha1", 20, 64, init, update, finish};
static const mr_type_spec type_spec = MR_HASH_SPEC("_sha1.sha1");

NATIVE(make_sha1) { return mr_hash_make(rt, self, "SHA1Type", &sha1, args, nargs, kwnames); }

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_type_from_spec(rt, &type_spec, NULL);
    return type && mr_module_add(rt, module, "SHA1Type", mr_incref(mr_from(type)));
}
static const mr_method_def functions[] = {{"sha1", make_sha1, MR_ARGS_ANY, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(_sha1, "_sha1", "SHA-1.", functions, setup);
