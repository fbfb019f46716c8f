/*
 * sha3.c - the module _sha3: SHA-3 and SHAKE as FIPS 202 defines them.
 */
#include "modules/hash/hash.h"

struct sha3 {
    uint64_t lanes[25];
    uint32_t rate, at; /* bytes of a block, bytes of it filled */
    uint8_t suffix;
};

static uint64_t rotate(uint64_t x, unsigned n) { return n ? x << n | x >> (64 - n) : x; }

/* The permutation Keccak-f[1600]; the round constants by their shift register, the
 * rotations along the path of rho and pi. */
static void permute(uint64_t *a)
{
    uint8_t lfsr = 1;
    for (int round = 0; round < 24; round++) {
        uint64_t c[5];
        for (int x = 0; x < 5; x++)
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5)
                a[x + y] ^= d;
        }
        uint64_t moving = a[1];
        int x = 1, y = 0;
        for (unsigned t = 0; t < 24; t++) {
            int next_y = (2 * x + 3 * y) % 5;
            x = y;
            y = next_y;
            uint64_t kept = a[x + 5 * y];
            a[x + 5 * y] = rotate(moving, (t + 1) * (t + 2) / 2 % 64);
            moving = kept;
        }
        for (int row = 0; row < 25; row += 5) {
            uint64_t r[5];
            memcpy(r, a + row, sizeof r);
            for (int i = 0; i < 5; i++)
                a[row + i] = r[i] ^ (~r[(i + 1) % 5] & r[(i + 2) % 5]);
        }
        for (int j = 0; j < 7; j++) {
            if (lfsr & 1)
                a[0] ^= (uint64_t)1 << ((1 << j) - 1);
            lfsr = (uint8_t)(lfsr << 1 ^ (lfsr & 0x80 ? 0x71 : 0));
        }
    }
}

static void init(void *state, const mr_digest *hash)
{
    struct sha3 *s = state;
    memset(s, 0, sizeof *s);
    s->rate = hash->block_size;
    s->suffix = hash->digest_size ? 0x06 : 0x1f;
}

static void update(void *state, const uint8_t *data, size_t n)
{
    struct sha3 *s = state;
    for (size_t i = 0; i < n; i++) {
        ((uint8_t *)s->lanes)[s->at++] ^= data[i];
        if (s->at == s->rate) {
            permute(s->lanes);
            s->at = 0;
        }
    }
}

static void finish(void *state, uint8_t *out, size_t n)
{
    struct sha3 *s = state;
    uint8_t *bytes = (uint8_t *)s->lanes;
    bytes[s->at] ^= s->suffix;
    bytes[s->rate - 1] ^= 0x80;
    for (size_t i = 0; i < n; i++) {
        if (i % s->rate == 0)
            permute(s->lanes);
        out[i] = bytes[i % s->rate];
    }
}

#define ALGORITHMS(X)                                                                              \
    X(sha3_224, 28, 144) X(sha3_256, 32, 136) X(sha3_384, 48, 104) X(sha3_512, 64, 72)             \
    X(shake_128, 0, 168) X(shake_256, 0, 136)
#define X(name, digest, rate)                                                  \
    static const mr_digest name = {#name, digest, rate, init, update, finish}; \
    static const mr_type_spec type_##name = MR_HASH_SPEC("_sha3." #name);      \
    NATIVE(make_##name) { return mr_hash_make(rt, self, "__" #name, &name, args, nargs, kwnames); }
ALGORITHMS(X)
#undef X

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type;
#define X(name, digest, rate)                                                                      \
    if (!(type = mr_type_from_spec(rt, &type_##name, NULL)) ||                                     \
        !mr_module_add(rt, module, "__" #name, mr_incref(mr_from(type))))                          \
        return false;
    ALGORITHMS(X)
#undef X
    return true;
}

static const mr_method_def functions[] = {
#define X(name, digest, rate) {#name, make_##name, MR_ARGS_ANY, NULL},
    ALGORITHMS(X)
#undef X
    {NULL, NULL, 0, NULL}};

MR_MODULE(_sha3, "_sha3", "SHA-3 and SHAKE.", functions, setup);
