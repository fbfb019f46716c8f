/*
 * hash.h - hash functions as Python objects: what the modules _md5, _sha1,
 * _sha256, _sha3 and _blake2 share.
 */
#ifndef MR_HASH_H
#define MR_HASH_H

#include "modules/module.h"

enum { MR_HASH_STATE = 400 };

/* An algorithm over an opaque state; update and finish get whole inputs. */
typedef struct mr_digest {
    const char *name;
    uint32_t digest_size; /* 0: any, asked for with the digest */
    uint32_t block_size;
    void (*init)(void *state, const struct mr_digest *hash);
    void (*update)(void *state, const uint8_t *data, size_t n);
    void (*finish)(void *state, uint8_t *out, size_t n); /* the state is spent then */
} mr_digest;

typedef struct mr_hash_object {
    mr_object head;
    const mr_digest *hash;
    uint32_t digest_size;
    uint64_t state[MR_HASH_STATE / 8];
} mr_hash_object;

/* hash(data=b'', *, usedforsecurity=True); type is in the module's dict under type_name. */
mr_value mr_hash_make(mr_runtime *rt, mr_value module, const char *type_name, const mr_digest *hash,
                      const mr_value *args, size_t nargs, mr_value kwnames);
bool mr_hash_update(mr_runtime *rt, mr_hash_object *h, mr_value data);
extern const mr_layout mr_hash_layout;
extern const mr_method_def mr_hash_methods[];
extern const mr_getset_def mr_hash_getsets[];
mr_value mr_hash_repr(mr_runtime *rt, mr_value self);

#define MR_HASH_SPEC(type_name)                                                                    \
    {                                                                                              \
        .name = type_name, .basic_size = sizeof(mr_hash_object), .kind = MR_KIND_OTHER,            \
        .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE, .layout = &mr_hash_layout,                    \
        .slots = {.repr = mr_hash_repr}, .methods = mr_hash_methods, .getsets = mr_hash_getsets    \
    }

/* For algorithms that eat blocks: passes whole blocks of data on, keeps the rest. */
typedef struct mr_hash_block {
    uint64_t length; /* bytes so far */
    uint8_t bytes[128];
} mr_hash_block;
void mr_hash_blocks(void *state, mr_hash_block *block, size_t size, const uint8_t *data, size_t n,
                    void (*compress)(void *state, const uint8_t *block));
/* The padding of Merkle and Damgard: a one bit, zeros, the length in bits (64 of them). */
void mr_hash_pad(void *state, mr_hash_block *block, bool big_endian,
                 void (*compress)(void *state, const uint8_t *block));

#endif
