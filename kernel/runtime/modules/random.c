/*
 * random.c - the module _random: a Mersenne Twister as an object.
 */
#include <errno.h>
#include <sys/random.h>

#include "modules/fields.h"
#include "modules/mt19937.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

enum { N = MR_MT_WORDS };

typedef struct twister {
    mr_object head;
    struct mr_mt mt;
} twister;

static inline twister *as_twister(mr_value v) { return (twister *)mr_obj(v); }

/* By the system's randomness. */
static bool seed_from_system(mr_runtime *rt, twister *t)
{
    uint32_t key[N];
    size_t have = 0;
    while (have < sizeof key) {
        ssize_t got = getrandom((uint8_t *)key + have, sizeof key - have, 0);
        if (got < 0) {
            if (errno == EINTR)
                continue;
            mr_raise_errno(rt, errno, MR_NULL);
            return false;
        }
        have += (size_t)got;
    }
    mr_mt_seed_array(&t->mt, key, N);
    return true;
}

/* By an int's absolute value, 32 bits at a time, or the hash of anything else. */
static bool seed(mr_runtime *rt, twister *t, mr_value v)
{
    mr_mpz_room room;
    mpz_srcptr z;
    mr_value number = MR_NULL;
    if (!v || v == MR_NONE)
        return seed_from_system(rt, t);
    if (!mr_is_integer(v)) {
        uint64_t hash;
        if (mr_hash(rt, v, &hash) < 0)
            return false;
        number = mr_int_from_u64(rt, hash);
        if (!number)
            return false;
        v = number;
    }
    z = mr_int_mpz(v, &room);
    size_t words = (mpz_sizeinbase(z, 2) + 31) / 32;
    uint32_t *key = mr_buf_new0(rt, words * sizeof *key);
    if (key) {
        mpz_export(key, NULL, -1, sizeof *key, 0, 0, z);
        mr_mt_seed_array(&t->mt, key, words);
        mr_buf_free(rt, key, words * sizeof *key);
    }
    mr_decref(rt, number);
    return key;
}

static void twister_dealloc(mr_runtime *rt, mr_object *self) {}
static void twister_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout twister_layout = {.dealloc = twister_dealloc, .traverse = twister_traverse};

static mr_value twister_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (!(type->flags & MR_TYPE_HEAP) && (!mr_no_keywords(rt, "Random", kwnames) ||
                                          !mr_arity(rt, "Random", nargs, MR_NULL, 0, 1)))
        return MR_NULL;
    mr_value self = mr_type_alloc(rt, type);
    if (!self)
        return MR_NULL;
    if (type->flags & MR_TYPE_TRACKED)
        mr_container_track(rt, self);
    if (!seed(rt, as_twister(self), nargs ? args[0] : MR_NULL))
        mr_clear(rt, &self);
    return self;
}

static int twister_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    return 0;
}

static mr_value m_random(ARGS)
{
    return mr_float(mr_mt_double(&as_twister(self)->mt));
}

static mr_value m_seed(ARGS)
{
    if (!mr_arity(rt, "seed", nargs, kwnames, 0, 1))
        return MR_NULL;
    return seed(rt, as_twister(self), nargs ? args[0] : MR_NULL) ? MR_NONE : MR_NULL;
}

static mr_value m_getrandbits(ARGS)
{
    twister *t = as_twister(self);
    int64_t k;
    if (!mr_to_int64(rt, args[0], &k))
        return MR_NULL;
    if (k < 0)
        return mr_raise(rt, rt->exc.ValueError, "number of bits must be non-negative");
    if (k == 0)
        return mr_small_int(0);
    if (k <= 32)
        return mr_small_int(mr_mt_next(&t->mt) >> (32 - k));
    if (k > (int64_t)1 << 40)
        return mr_raise_no_memory(rt);
    size_t words = (size_t)((k - 1) / 32 + 1);
    uint32_t *w = mr_buf_new(rt, words * sizeof *w);
    if (!w)
        return MR_NULL;
    for (size_t i = 0; i < words; i++, k -= 32)
        w[i] = mr_mt_next(&t->mt) >> (k < 32 ? 32 - k : 0);
    mr_value out = mr_int_from_bytes(rt, (const uint8_t *)w, words * sizeof *w, false, false);
    mr_buf_free(rt, w, words * sizeof *w);
    return out;
}

static mr_value m_getstate(ARGS)
{
    twister *t = as_twister(self);
    mr_value out = mr_tuple_new(rt, NULL, N + 1);
    for (int i = 0; out && i < N; i++)
        mr_as_tuple(out)->items[i] = mr_small_int(t->mt.state[i]);
    if (out)
        mr_as_tuple(out)->items[N] = mr_small_int(t->mt.index);
    return out;
}

static mr_value m_setstate(ARGS)
{
    twister *t = as_twister(self);
    if (!mr_is_tuple(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "state vector must be a tuple");
    mr_tuple *state = mr_as_tuple(args[0]);
    uint32_t words[N + 1];
    if (state->length != N + 1)
        return mr_raise(rt, rt->exc.ValueError, "state vector is the wrong size");
    for (int i = 0; i <= N; i++) {
        int64_t n;
        if (!mr_to_int64(rt, state->items[i], &n))
            return MR_NULL;
        if (n < 0)
            return mr_raise(rt, rt->exc.OverflowError,
                            "can't convert negative value to unsigned int");
        if (i == N && n > N)
            return mr_raise(rt, rt->exc.ValueError, "invalid state");
        words[i] = (uint32_t)n;
    }
    memcpy(t->mt.state, words, sizeof t->mt.state);
    t->mt.index = words[N];
    return MR_NONE;
}

static const mr_method_def methods[] = {
    {"random", m_random, MR_ARGS_NONE, "random($self, /)\n--\n\nA float x with 0 <= x < 1."},
    {"seed", m_seed, MR_ARGS_ANY,
     "seed($self, n=None, /)\n--\n\nBegins anew from an int, a hash, or the system's randomness."},
    {"getrandbits", m_getrandbits, MR_ARGS_ONE,
     "getrandbits($self, k, /)\n--\n\nAn int of k random bits."},
    {"getstate", m_getstate, MR_ARGS_NONE,
     "getstate($self, /)\n--\n\nThe generator's state, as a tuple of ints."},
    {"setstate", m_setstate, MR_ARGS_ONE,
     "setstate($self, state, /)\n--\n\nPuts the generator into a state."},
    MR_METHODS_END,
};

static const mr_type_spec random_spec = {
    .name = "_random.Random",
    .doc = "Random(seed=None)\n\nA Mersenne Twister.",
    .basic_size = sizeof(twister),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .layout = &twister_layout,
    .slots = {.new_ = twister_new, .init = twister_init},
    .methods = methods,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &random_spec, NULL);
}

const mr_module_spec mr_module__random = {
    .name = "_random",
    .doc = "The Mersenne Twister.",
    .setup = setup,
};
