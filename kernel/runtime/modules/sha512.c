/*
 * sha512.c - the module _sha512: SHA-512 and SHA-384 as FIPS 180-4 defines them.
 */
#include "modules/fields.h"
#include "types/bytes.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

enum { BLOCK = 128 };

typedef struct sha {
    mr_object head;
    uint64_t h[8];
    uint64_t length; /* bytes so far; 2^61 are more than anyone has */
    uint8_t block[BLOCK];
    uint32_t digest_size;
} sha;

static inline sha *as_sha(mr_value v) { return (sha *)mr_obj(v); }

/* First 64 bits of the fractional parts of the square roots of the first eight
 * primes (SHA-512), of the ninth to sixteenth (SHA-384). */
static const uint64_t initial_512[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint64_t initial_384[8] = {
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
};
/* The same of the cube roots of the first eighty primes. */
static const uint64_t constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242,
        0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1,
        0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5,
        0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2,
        0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926,
        0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6,
        0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8,
        0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
        0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72,
        0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba,
        0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493,
        0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec,
        0x6c44198c4a475817,
};

static inline uint64_t rotate(uint64_t x, int n) { return x >> n | x << (64 - n); }

static void compress(uint64_t h[8], const uint8_t *block)
{
    uint64_t w[80], v[8];
    for (int i = 0; i < 16; i++) {
        w[i] = 0;
        for (int k = 0; k < 8; k++)
            w[i] = w[i] << 8 | block[8 * i + k];
    }
    for (int i = 16; i < 80; i++) {
        uint64_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (rotate(x, 1) ^ rotate(x, 8) ^ x >> 7) + w[i - 7] +
               (rotate(y, 19) ^ rotate(y, 61) ^ y >> 6);
    }
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint64_t a = v[0], e = v[4];
        uint64_t t1 =
            v[7] + (rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41)) + ((e & v[5]) ^ (~e & v[6])) +
                      constants[i] + w[i];
        uint64_t t2 = (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) +
                      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++)
        h[i] += v[i];
}

static void update(sha *s, const uint8_t *data, size_t length)
{
    size_t filled = s->length % BLOCK;
    s->length += length;
    if (filled) {
        size_t n = BLOCK - filled < length ? BLOCK - filled : length;
        memcpy(s->block + filled, data, n);
        data += n;
        length -= n;
        if (filled + n < BLOCK)
            return;
        compress(s->h, s->block);
    }
    for (; length >= BLOCK; data += BLOCK, length -= BLOCK)
        compress(s->h, data);
    memcpy(s->block, data, length);
}

/* The digest of what came so far; more may follow. */
static void finish(const sha *from, uint8_t out[64])
{
    sha s = *from;
    uint64_t bits = s.length * 8;
    size_t filled = s.length % BLOCK;
    s.block[filled++] = 0x80;
    if (filled > BLOCK - 16) {
        memset(s.block + filled, 0, BLOCK - filled);
        compress(s.h, s.block);
        filled = 0;
    }
    memset(s.block + filled, 0, BLOCK - filled);
    for (int i = 0; i < 8; i++)
        s.block[BLOCK - 1 - i] = (uint8_t)(bits >> 8 * i);
    s.block[BLOCK - 9] = (uint8_t)(s.length >> 61);
    compress(s.h, s.block);
    for (int i = 0; i < 64; i++)
        out[i] = (uint8_t)(s.h[i / 8] >> (56 - 8 * (i % 8)));
}

static bool update_from(mr_runtime *rt, mr_value self, mr_value data)
{
    mr_buffer view;
    if (mr_is_str(data)) {
        mr_raise(rt, rt->exc.TypeError, "Strings must be encoded before hashing");
        return false;
    }
    if (mr_buffer_get(rt, data, &view, 0) < 0)
        return false;
    update(as_sha(self), view.data, view.length);
    mr_buffer_release(rt, &view);
    return true;
}

static void sha_dealloc(mr_runtime *rt, mr_object *self) {}
static void sha_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout sha_layout = {.dealloc = sha_dealloc, .traverse = sha_traverse};

static mr_value m_update(ARGS) { return update_from(rt, self, args[0]) ? MR_NONE : MR_NULL; }

static mr_value m_digest(ARGS)
{
    uint8_t out[64];
    finish(as_sha(self), out);
    return mr_bytes_new(rt, out, as_sha(self)->digest_size);
}

static mr_value m_hexdigest(ARGS)
{
    uint8_t out[64];
    char text[129];
    finish(as_sha(self), out);
    for (uint32_t i = 0; i < as_sha(self)->digest_size; i++) {
        text[2 * i] = "0123456789abcdef"[out[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[out[i] & 15];
    }
    return mr_str_new(rt, text, 2 * as_sha(self)->digest_size);
}

static mr_value m_copy(ARGS)
{
    mr_value copy = mr_type_alloc(rt, mr_type_of(rt, self));
    if (copy)
        memcpy((uint8_t *)mr_obj(copy) + sizeof(mr_object),
               (uint8_t *)mr_obj(self) + sizeof(mr_object), sizeof(sha) - sizeof(mr_object));
    return copy;
}

static mr_value get_digest_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(as_sha(self)->digest_size);
}
static mr_value get_block_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(BLOCK);
}
static mr_value get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, as_sha(self)->digest_size == 64 ? "sha512" : "sha384");
}

static const mr_method_def methods[] = {
    {"update", m_update, MR_ARGS_ONE, "update($self, obj, /)\n--\n\nHashes more bytes."},
    {"digest", m_digest, MR_ARGS_NONE,
     "digest($self, /)\n--\n\nThe hash of all bytes so far, as bytes."},
    {"hexdigest", m_hexdigest, MR_ARGS_NONE,
     "hexdigest($self, /)\n--\n\nThe hash of all bytes so far, as text."},
    {"copy", m_copy, MR_ARGS_NONE, "copy($self, /)\n--\n\nA hash object in the same state."},
    MR_METHODS_END,
};
static const mr_getset_def getsets[] = {
    {"digest_size", get_digest_size, NULL, NULL, NULL},
    {"block_size", get_block_size, NULL, NULL, NULL},
    {"name", get_name, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define SHA_SPEC(variable, type_name)                                                              \
    static const mr_type_spec variable = {                                                         \
        .name = type_name,                                                                         \
        .basic_size = sizeof(sha),                                                                 \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,                                               \
        .layout = &sha_layout,                                                                     \
        .methods = methods,                                                                        \
        .getsets = getsets,                                                                        \
    }
SHA_SPEC(sha512_spec, "_sha512.sha512");
SHA_SPEC(sha384_spec, "_sha512.sha384");

/* sha512(string=b'', *, usedforsecurity=True) */
static mr_value make(mr_runtime *rt, const char *type_name, const char *signature,
                     const uint64_t initial[8],
                     uint32_t digest_size, const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value in[2];
    if (!mr_bind(rt, signature, args, nargs, kwnames, in))
        return MR_NULL;
    mr_value type = mr_import_attr(rt, "_sha512", type_name);
    mr_value self = type ? mr_type_alloc(rt, (mr_type *)mr_obj(type)) : MR_NULL;
    mr_decref(rt, type);
    if (!self)
        return MR_NULL;
    memcpy(as_sha(self)->h, initial, sizeof as_sha(self)->h);
    as_sha(self)->digest_size = digest_size;
    if (in[0] && !update_from(rt, self, in[0]))
        mr_clear(rt, &self);
    return self;
}

static mr_value sha512(ARGS)
{
    return make(rt, "SHA512Type", "sha512(string=, *, usedforsecurity=)", initial_512, 64, args,
                nargs, kwnames);
}
static mr_value sha384(ARGS)
{
    return make(rt, "SHA384Type", "sha384(string=, *, usedforsecurity=)", initial_384, 48, args,
                nargs, kwnames);
}

static const mr_method_def functions[] = {
    {"sha512", sha512, MR_ARGS_ANY,
     "sha512($module, /, string=b'', *, usedforsecurity=True)\n--\n\nA SHA-512 hash object."},
    {"sha384", sha384, MR_ARGS_ANY,
     "sha384($module, /, string=b'', *, usedforsecurity=True)\n--\n\nA SHA-384 hash object."},
    MR_METHODS_END,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *first = mr_type_from_spec(rt, &sha512_spec, NULL);
    mr_type *second = first ? mr_type_from_spec(rt, &sha384_spec, NULL) : NULL;
    return first && second && mr_module_add(rt, module, "SHA512Type", mr_incref(mr_from(first))) &&
           mr_module_add(rt, module, "SHA384Type", mr_incref(mr_from(second)));
}

const mr_module_spec mr_module__sha512 = {
    .name = "_sha512",
    .doc = "SHA-512 and SHA-384.",
    .functions = functions,
    .setup = setup,
};
