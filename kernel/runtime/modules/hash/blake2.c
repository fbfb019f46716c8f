/*
 * blake2.c - the module _blake2: BLAKE2b and BLAKE2s as RFC 7693 defines
 * them, with key, salt, person and the parameters of tree hashing.
 */
#include "modules/hash/hash.h"

struct blake2 {
    uint64_t h[8]; /* of 32 bits each for BLAKE2s */
    uint64_t length;
    uint32_t at; /* bytes of block filled */
    bool small, last_node;
    uint8_t block[128];
};

static const uint64_t iv_b[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                 0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
static const uint8_t sigma[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                      {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                      {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                      {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                      {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                      {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                      {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                      {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                      {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                      {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

static uint64_t turn(uint64_t x, int n, bool small)
{
    return small ? (uint32_t)((uint32_t)x >> n | (uint32_t)x << (32 - n)) : x >> n | x << (64 - n);
}

static void compress(struct blake2 *s, bool last)
{
    static const int turns[2][4] = {{32, 24, 16, 63}, {16, 12, 8, 7}};
    uint64_t m[16], v[16], mask = s->small ? UINT32_MAX : UINT64_MAX;
    size_t word = s->small ? 4 : 8;
    for (size_t i = 0; i < 16; i++) {
        m[i] = 0;
        memcpy(&m[i], s->block + i * word, word);
    }
    for (int i = 0; i < 8; i++) {
        v[i] = s->h[i];
        v[i + 8] = s->small ? iv_b[i] >> 32 : iv_b[i];
    }
    v[12] ^= s->length & mask;
    v[13] ^= s->small ? s->length >> 32 : 0;
    if (last)
        v[14] ^= mask;
    if (last && s->last_node)
        v[15] ^= mask;
    for (int round = 0; round < (s->small ? 10 : 12); round++) {
        const uint8_t *order = sigma[round % 10];
        for (int i = 0; i < 8; i++) {
            int column = i % 4, shift = i / 4;
            uint64_t *a = &v[column], *b = &v[4 + (column + shift) % 4],
                     *c = &v[8 + (column + 2 * shift) % 4], *d = &v[12 + (column + 3 * shift) % 4];
            const int *t = turns[s->small];
            *a = (*a + *b + m[order[2 * i]]) & mask;
            *d = turn(*d ^ *a, t[0], s->small);
            *c = (*c + *d) & mask;
            *b = turn(*b ^ *c, t[1], s->small);
            *a = (*a + *b + m[order[2 * i + 1]]) & mask;
            *d = turn(*d ^ *a, t[2], s->small);
            *c = (*c + *d) & mask;
            *b = turn(*b ^ *c, t[3], s->small);
        }
    }
    for (int i = 0; i < 8; i++)
        s->h[i] ^= v[i] ^ v[i + 8];
}

static void init(void *state, const mr_digest *hash) { memset(state, 0, sizeof(struct blake2)); }

static void update(void *state, const uint8_t *data, size_t n)
{
    struct blake2 *s = state;
    uint32_t size = s->small ? 64 : 128;
    while (n) {
        if (s->at == size) { /* the last block waits for finish */
            s->length += size;
            compress(s, false);
            s->at = 0;
        }
        uint32_t take = n < size - s->at ? (uint32_t)n : size - s->at;
        memcpy(s->block + s->at, data, take);
        s->at += take;
        data += take;
        n -= take;
    }
}

static void finish(void *state, uint8_t *out, size_t n)
{
    struct blake2 *s = state;
    uint32_t size = s->small ? 64 : 128;
    s->length += s->at;
    memset(s->block + s->at, 0, size - s->at);
    compress(s, true);
    size_t word = s->small ? 4 : 8;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(s->h[i / word] >> 8 * (i % word));
}

static const mr_digest blake2b = {"blake2b", 64, 128, init, update, finish};
static const mr_digest blake2s = {"blake2s", 32, 64, init, update, finish};
static const mr_type_spec type_blake2b = MR_HASH_SPEC("_blake2.blake2b"),
                          type_blake2s = MR_HASH_SPEC("_blake2.blake2s");

/* An integer argument in [low, high], or the value it has without. */
static bool number(mr_runtime *rt, mr_value v, const char *name, int64_t otherwise, int64_t low,
                   uint64_t high, uint64_t *out)
{
    int64_t n = otherwise;
    if (v && !mr_to_int64(rt, v, &n))
        return false;
    if (n < low || (uint64_t)n > high) {
        mr_raise(rt, rt->exc.ValueError, "%s must be between %lld and %llu", name, (long long)low,
                 (unsigned long long)high);
        return false;
    }
    *out = (uint64_t)n;
    return true;
}

/* The bytes of an argument, at most `most` of them; how many, or SIZE_MAX. */
static size_t bytes_of(mr_runtime *rt, mr_value v, const char *name, uint8_t *to, size_t most)
{
    mr_buffer view;
    if (!v)
        return 0;
    if (mr_buffer_get(rt, v, &view, 0) < 0)
        return SIZE_MAX;
    size_t n = view.length;
    if (n > most) {
        mr_raise(rt, rt->exc.ValueError, "maximum %s length is %zu bytes", name, most);
        n = SIZE_MAX;
    } else if (n) {
        memcpy(to, view.data, n);
    }
    mr_buffer_release(rt, &view);
    return n;
}

static void put(uint8_t *to, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(v >> 8 * i);
}

static mr_value make(mr_runtime *rt, mr_value module, const mr_digest *hash, const mr_value *args,
                     size_t nargs, mr_value kwnames)
{
    mr_value a[13];
    bool small = hash == &blake2s;
    size_t key_most = small ? 32 : 64, salt_most = small ? 8 : 16;
    uint64_t size, fanout, depth, leaf, offset, node_depth, inner;
    uint8_t key[128] = {0}, p[64] = {0};
    if (!mr_bind(rt,
                 small ? "blake2s(data=, /, *, digest_size=, key=, salt=, person=, fanout=, "
                         "depth=, leaf_size=, "
                         "node_offset=, node_depth=, inner_size=, last_node=, usedforsecurity=)"
                       : "blake2b(data=, /, *, digest_size=, key=, salt=, person=, fanout=, "
                         "depth=, leaf_size=, "
                         "node_offset=, node_depth=, inner_size=, last_node=, usedforsecurity=)",
                 args, nargs, kwnames, a) ||
        !number(rt, a[1], "digest_size", (int64_t)key_most, 1, key_most, &size) ||
        !number(rt, a[5], "fanout", 1, 0, 255, &fanout) ||
        !number(rt, a[6], "depth", 1, 1, 255, &depth) ||
        !number(rt, a[7], "leaf_size", 0, 0, UINT32_MAX, &leaf) ||
        !number(rt, a[8], "node_offset", 0, 0, small ? 0xffffffffffff : INT64_MAX, &offset) ||
        !number(rt, a[9], "node_depth", 0, 0, 255, &node_depth) ||
        !number(rt, a[10], "inner_size", 0, 0, key_most, &inner))
        return MR_NULL;
    size_t key_length = bytes_of(rt, a[2], "key", key, key_most);
    if (key_length == SIZE_MAX ||
        bytes_of(rt, a[3], "salt", p + (small ? 16 : 32), salt_most) == SIZE_MAX ||
        bytes_of(rt, a[4], "person", p + (small ? 24 : 48), salt_most) == SIZE_MAX)
        return MR_NULL;
    int last_node = a[11] ? mr_truth(rt, a[11]) : 0;
    if (last_node < 0)
        return MR_NULL;
    /* The parameter block. */
    p[0] = (uint8_t)size;
    p[1] = (uint8_t)key_length;
    p[2] = (uint8_t)fanout;
    p[3] = (uint8_t)depth;
    put(p + 4, leaf, 4);
    put(p + 8, offset, small ? 6 : 8);
    p[small ? 14 : 16] = (uint8_t)node_depth;
    p[small ? 15 : 17] = (uint8_t)inner;
    mr_value v =
        mr_hash_make(rt, module, small ? "__blake2s" : "__blake2b", hash, NULL, 0, MR_NULL);
    if (!v)
        return MR_NULL;
    mr_hash_object *h = (mr_hash_object *)(void *)mr_obj(v);
    struct blake2 *s = (struct blake2 *)(void *)h->state;
    h->digest_size = (uint32_t)size;
    s->small = small;
    s->last_node = last_node;
    for (size_t i = 0; i < 8; i++) {
        uint64_t w = 0;
        memcpy(&w, p + i * (small ? 4 : 8), small ? 4 : 8);
        s->h[i] = (small ? iv_b[i] >> 32 : iv_b[i]) ^ w;
    }
    if (key_length)
        update(s, key, small ? 64 : 128);
    if (a[0] && !mr_hash_update(rt, h, a[0]))
        mr_clear(rt, &v);
    return v;
}

NATIVE(make_blake2b) { return make(rt, self, &blake2b, args, nargs, kwnames); }
NATIVE(make_blake2s) { return make(rt, self, &blake2s, args, nargs, kwnames); }

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *b = mr_type_from_spec(rt, &type_blake2b, NULL),
            *s = mr_type_from_spec(rt, &type_blake2s, NULL);
    return b && s && mr_module_add(rt, module, "__blake2b", mr_incref(mr_from(b))) &&
           mr_module_add(rt, module, "__blake2s", mr_incref(mr_from(s)));
}
static const mr_method_def functions[] = {{"blake2b", make_blake2b, MR_ARGS_ANY, NULL},
                                          {"blake2s", make_blake2s, MR_ARGS_ANY, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(_blake2, "_blake2", "BLAKE2b and BLAKE2s.", functions, setup);
