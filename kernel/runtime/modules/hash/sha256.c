/*
 * sha256.c - the module _sha256: SHA-256 and SHA-224 as FIPS 180-4 defines
 * them.
 */
#include "modules/hash/hash.h"

struct sha256 {
    uint32_t h[8];
    mr_hash_block block;
};

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void compress(void *state, const uint8_t *p)
{
    struct sha256 *s = state;
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
               (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[i - 7] +
               (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
    }
    memcpy(v, s->h, sizeof v);
    for (int i = 0; i < 64; i++) {
        uint32_t a = v[0], e = v[4];
        uint32_t t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                      ((e & v[5]) ^ (~e & v[6])) + constants[i] + w[i];
        uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        s->h[i] += v[i];
}

static void init(void *state, const mr_digest *hash)
{
    static const uint32_t of_256[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    static const uint32_t of_224[8] = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
                                       0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4};
    struct sha256 *s = state;
    memcpy(s->h, hash->digest_size == 32 ? of_256 : of_224, sizeof s->h);
    s->block.length = 0;
}
static void update(void *state, const uint8_t *data, size_t n)
{
    mr_hash_blocks(state, &((struct sha256 *)state)->block, 64, data, n, compress);
}
static void finish(void *state, uint8_t *out, size_t n)
{
    struct sha256 *s = state;
    mr_hash_pad(s, &s->block, true, compress);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

static const mr_digest sha256 = {"sha256", 32, 64, init, update, finish};
static const mr_digest sha224 = {"sha224", 28, 64, init, update, finish};
static const mr_type_spec type_256 = MR_HASH_SPEC("_sha256.sha256"),
                          type_224 = MR_HASH_SPEC("_sha256.sha224");

NATIVE(make_sha256) { return mr_hash_make(rt, self, "SHA256Type", &sha256, args, nargs, kwnames); }
NATIVE(make_sha224) { return mr_hash_make(rt, self, "SHA224Type", &sha224, args, nargs, kwnames); }

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *a = mr_type_from_spec(rt, &type_256, NULL),
            *b = mr_type_from_spec(rt, &type_224, NULL);
    return a && b && mr_module_add(rt, module, "SHA256Type", mr_incref(mr_from(a))) &&
           mr_module_add(rt, module, "SHA224Type", mr_incref(mr_from(b)));
}
static const mr_method_def functions[] = {{"sha256", make_sha256, MR_ARGS_ANY, NULL},
                                          {"sha224", make_sha224, MR_ARGS_ANY, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(_sha256, "_sha256", "SHA-256 and SHA-224.", functions, setup);
