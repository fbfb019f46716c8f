/*
 * hash.c - see hash.h.
 */
#include "modules/hash/hash.h"

static mr_hash_object *as_hash(mr_value v) { return (mr_hash_object *)(void *)mr_obj(v); }
static void hash_dealloc(mr_runtime *rt, mr_object *self) {}
const mr_layout mr_hash_layout = {.dealloc = hash_dealloc};

bool mr_hash_update(mr_runtime *rt, mr_hash_object *h, mr_value data)
{
    mr_buffer view;
    if (mr_is_str(data)) {
        mr_raise(rt, rt->exc.TypeError, "Strings must be encoded before hashing");
        return false;
    }
    if (!mr_has_buffer(rt, data)) {
        mr_raise(rt, rt->exc.TypeError, "object supporting the buffer API required");
        return false;
    }
    if (mr_buffer_get(rt, data, &view, 0) < 0)
        return false;
    h->hash->update(h->state, view.data, view.length);
    mr_buffer_release(rt, &view);
    return true;
}

mr_value mr_hash_make(mr_runtime *rt, mr_value module, const char *type_name, const mr_digest *hash,
                      const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value a[2];
    char signature[64];
    stpcpy(stpcpy(signature, hash->name), "(string=, *, usedforsecurity=)");
    if (!mr_bind(rt, signature, args, nargs, kwnames, a))
        return MR_NULL;
    mr_value type = mr_dict_get_text(rt, mr_module_dict(module), type_name);
    mr_hash_object *h = mr_object_new(rt, mr_as_type(type), sizeof *h, false);
    if (!h)
        return MR_NULL;
    h->hash = hash;
    h->digest_size = hash->digest_size;
    hash->init(h->state, hash);
    if (a[0] && !mr_hash_update(rt, h, a[0])) {
        mr_decref(rt, mr_from(h));
        return MR_NULL;
    }
    return mr_from(h);
}

static mr_value digest(mr_runtime *rt, const mr_hash_object *h, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    int64_t n = h->digest_size;
    mr_value a[1];
    if (h->digest_size == 0) {
        if (!mr_bind(rt, "digest(length)", args, nargs, kwnames, a) || !mr_to_int64(rt, a[0], &n))
            return MR_NULL;
        if (n < 0 || n >= 1 << 29)
            return mr_raise(rt, rt->exc.ValueError,
                            n < 0 ? "value must be positive" : "length is too large");
    } else if (!mr_arity(rt, "digest", nargs, kwnames, 0, 0)) {
        return MR_NULL;
    }
    uint64_t state[MR_HASH_STATE / 8];
    memcpy(state, h->state, sizeof state);
    mr_value out = mr_bytes_new(rt, NULL, (size_t)n);
    if (out)
        h->hash->finish(state, mr_as_bytes(out)->data, (size_t)n);
    return out;
}

NATIVE(hash_digest) { return digest(rt, as_hash(self), args, nargs, kwnames); }

NATIVE(hash_hexdigest)
{
    mr_value bytes = digest(rt, as_hash(self), args, nargs, kwnames), name = mr_intern(rt, "hex");
    mr_value hex = bytes && name ? mr_call_method(rt, bytes, name, NULL, 0) : MR_NULL;
    mr_decref(rt, bytes);
    mr_decref(rt, name);
    return hex;
}

NATIVE(hash_update) { return mr_hash_update(rt, as_hash(self), args[0]) ? MR_NONE : MR_NULL; }

NATIVE(hash_copy)
{
    mr_hash_object *h = mr_object_new(rt, mr_type_of(rt, self), sizeof *h, false);
    if (!h)
        return MR_NULL;
    h->hash = as_hash(self)->hash;
    h->digest_size = as_hash(self)->digest_size;
    memcpy(h->state, as_hash(self)->state, sizeof h->state);
    return mr_from(h);
}

static mr_value get_name(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, as_hash(self)->hash->name);
}
static mr_value get_digest_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(as_hash(self)->digest_size);
}
static mr_value get_block_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(as_hash(self)->hash->block_size);
}

mr_value mr_hash_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<%s %s object at 0x%zx>", as_hash(self)->hash->name,
                         mr_type_of(rt, self)->name, (size_t)self);
}

const mr_method_def mr_hash_methods[] = {
    {"copy", hash_copy, MR_ARGS_NONE, "Return a copy of the hash object."},
    {"digest", hash_digest, MR_ARGS_ANY, "Return the digest value as a bytes object."},
    {"hexdigest", hash_hexdigest, MR_ARGS_ANY,
     "Return the digest value as a string of hexadecimal digits."},
    {"update", hash_update, MR_ARGS_ONE,
     "Update this hash object's state with the provided bytes."},
    {NULL, NULL, 0, NULL},
};
const mr_getset_def mr_hash_getsets[] = {
    {"name", get_name, NULL, NULL, NULL},
    {"digest_size", get_digest_size, NULL, NULL, NULL},
    {"block_size", get_block_size, NULL, NULL, NULL},
    {0},
};

void mr_hash_blocks(void *state, mr_hash_block *block, size_t size, const uint8_t *data, size_t n,
                    void (*compress)(void *state, const uint8_t *block))
{
    size_t filled = block->length % size;
    block->length += n;
    if (filled) {
        size_t take = size - filled < n ? size - filled : n;
        if (take)
            memcpy(block->bytes + filled, data, take);
        data += take;
        n -= take;
        if (filled + take < size)
            return;
        compress(state, block->bytes);
    }
    for (; n >= size; data += size, n -= size)
        compress(state, data);
    if (n)
        memcpy(block->bytes, data, n);
}

void mr_hash_pad(void *state, mr_hash_block *block, bool big_endian,
                 void (*compress)(void *state, const uint8_t *block))
{
    uint64_t bits = block->length * 8;
    size_t filled = block->length % 64;
    block->bytes[filled++] = 0x80;
    if (filled > 56) {
        memset(block->bytes + filled, 0, 64 - filled);
        compress(state, block->bytes);
        filled = 0;
    }
    memset(block->bytes + filled, 0, 64 - filled);
    for (int i = 0; i < 8; i++)
        block->bytes[big_endian ? 63 - i : 56 + i] = (uint8_t)(bits >> 8 * i);
    compress(state, block->bytes);
}
