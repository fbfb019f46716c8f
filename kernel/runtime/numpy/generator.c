/*
 * generator.c - numpy.random.default_rng: a Generator on PCG64, seeded by
 * SeedSequence.
 *
 * PCG64 is O'Neill's PCG XSL RR 128/64 ("PCG: A Family of Simple Fast
 * Space-Efficient Statistically Good Algorithms for Random Number
 * Generation", 2014). SeedSequence's mixing is NumPy's, after O'Neill's
 * seed_seq_fe. Integers in a range are by Lemire's method ("Fast Random
 * Integer Generation in an Interval", 2019).
 */
#include "numpy/random.h"

typedef unsigned __int128 u128;

struct pcg {
    u128 state, increment;
    uint32_t kept; /* upper half of a number whose lower half was used */
    bool has_kept;
};

typedef struct generator {
    mr_object head;
    struct pcg pcg;
} generator;

static struct pcg *as_pcg(mr_value self) { return &((generator *)mr_obj(self))->pcg; }

/* ---- PCG64 ---- */

static void step(struct pcg *g)
{
    const u128 multiplier = (u128)0x2360ed051fc65da4u << 64 | 0x4385df649fccf645u;
    g->state = g->state * multiplier + g->increment;
}

static uint64_t next_64(struct pcg *g)
{
    step(g);
    uint64_t x = (uint64_t)(g->state >> 64) ^ (uint64_t)g->state;
    unsigned turn = (unsigned)(g->state >> 122);
    return x >> turn | x << (-turn & 63);
}

static uint32_t next_32(struct pcg *g)
{
    if (g->has_kept) {
        g->has_kept = false;
        return g->kept;
    }
    uint64_t x = next_64(g);
    g->kept = (uint32_t)(x >> 32);
    g->has_kept = true;
    return (uint32_t)x;
}

static double next_double(struct pcg *g)
{
    return (double)(next_64(g) >> 11) * (1.0 / 9007199254740992.0);
}

/* ---- SeedSequence ---- */

enum { POOL = 4 };

static uint32_t hash_mix(uint32_t value, uint32_t *constant)
{
    value ^= *constant;
    *constant *= 0x931e8875u;
    value *= *constant;
    return value ^ value >> 16;
}

static uint32_t mix(uint32_t x, uint32_t y)
{
    uint32_t v = 0xca01f9ddu * x - 0x4973f715u * y;
    return v ^ v >> 16;
}

static void seed_words(struct pcg *g, const uint32_t *entropy, size_t n)
{
    uint32_t pool[POOL], constant = 0x43b0d7e5u;
    for (size_t i = 0; i < POOL; i++)
        pool[i] = hash_mix(i < n ? entropy[i] : 0, &constant);
    for (size_t from = 0; from < POOL; from++) {
        for (size_t to = 0; to < POOL; to++) {
            if (from != to)
                pool[to] = mix(pool[to], hash_mix(pool[from], &constant));
        }
    }
    for (size_t from = POOL; from < n; from++) {
        for (size_t to = 0; to < POOL; to++)
            pool[to] = mix(pool[to], hash_mix(entropy[from], &constant));
    }
    uint64_t words[4] = {0};
    constant = 0x8b51f9ddu;
    for (size_t i = 0; i < 8; i++) {
        uint32_t v = pool[i % POOL] ^ constant;
        constant *= 0x58f38dedu;
        v *= constant;
        v ^= v >> 16;
        words[i / 2] |= (uint64_t)v << (i % 2 * 32);
    }
    *g = (struct pcg){.increment = ((u128)words[2] << 64 | words[3]) << 1 | 1};
    step(g);
    g->state += (u128)words[0] << 64 | words[1];
    step(g);
}

static bool seed_of(mr_runtime *rt, struct pcg *g, mr_value v)
{
    if (!v || v == MR_NONE) {
        uint32_t entropy[POOL];
        if (!np_system_random(rt, entropy, sizeof entropy))
            return false;
        seed_words(g, entropy, POOL);
        return true;
    }
    mr_value items = mr_is_integer(v) || mr_type_of(rt, v)->slots.index ? mr_tuple_pack(rt, 1, v)
                                                                        : mr_tuple_from(rt, v);
    if (!items) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError,
                     "SeedSequence expects int or sequence of ints for entropy not %R", v);
        return false;
    }
    uint32_t *words = NULL;
    size_t have = 0, room = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < mr_as_tuple(items)->length; i++) {
        mr_value n = mr_index(rt, mr_as_tuple(items)->items[i]);
        ok = n;
        if (n && mr_int_sign(n) < 0) {
            mr_raise(rt, rt->exc.ValueError, "expected non-negative integer");
            ok = false;
        }
        if (ok) {
            mr_mpz_room space;
            mpz_srcptr z = mr_int_mpz(n, &space);
            size_t more = (mpz_sizeinbase(z, 2) + 31) / 32;
            uint32_t *grown = words ? mr_buf_resize(rt, words, room * sizeof *words,
                                                    (have + more) * sizeof *words)
                                    : mr_buf_new(rt, more * sizeof *words);
            ok = grown;
            if (grown) {
                words = grown;
                room = have + more;
                memset(words + have, 0, more * sizeof *words);
                mpz_export(words + have, NULL, -1, sizeof *words, 0, 0, z);
                have = room;
            }
        }
        mr_decref(rt, n);
    }
    if (ok)
        seed_words(g, words, have);
    if (words)
        mr_buf_free(rt, words, room * sizeof *words);
    mr_decref(rt, items);
    return ok;
}

/* ---- integers ---- */

static uint32_t below_32(struct pcg *g, uint32_t most)
{
    if (most == UINT32_MAX)
        return next_32(g);
    uint32_t n = most + 1;
    uint64_t m = (uint64_t)next_32(g) * n;
    if ((uint32_t)m < n) {
        uint32_t threshold = (UINT32_MAX - most) % n;
        while ((uint32_t)m < threshold)
            m = (uint64_t)next_32(g) * n;
    }
    return (uint32_t)(m >> 32);
}

static uint64_t below_64(struct pcg *g, uint64_t most)
{
    if (most == 0)
        return 0;
    if (most <= UINT32_MAX)
        return below_32(g, (uint32_t)most);
    if (most == UINT64_MAX)
        return next_64(g);
    uint64_t n = most + 1;
    u128 m = (u128)next_64(g) * n;
    if ((uint64_t)m < n) {
        uint64_t threshold = (UINT64_MAX - most) % n;
        while ((uint64_t)m < threshold)
            m = (u128)next_64(g) * n;
    }
    return (uint64_t)(m >> 64);
}

/* 8 or 16 bits cut from a word of 32. */
struct cutter {
    uint32_t word;
    int left;
};

static uint32_t cut(struct pcg *g, struct cutter *c, int width)
{
    if (c->left == 0) {
        c->word = next_32(g);
        c->left = 32 / width;
    } else {
        c->word >>= width;
    }
    c->left--;
    return c->word & ((1u << width) - 1);
}

static uint32_t below_small(struct pcg *g, struct cutter *c, uint32_t most, int width)
{
    uint32_t all = (1u << width) - 1, n = most + 1;
    if (width == 1 || most == all)
        return cut(g, c, width);
    uint32_t m = cut(g, c, width) * n;
    if ((m & all) < n) {
        uint32_t threshold = (all - most) % n;
        while ((m & all) < threshold)
            m = cut(g, c, width) * n;
    }
    return m >> width;
}

static void fill(struct pcg *g, struct cutter *c, enum np_dtype d, char *out, int64_t n,
                 int64_t from, uint64_t span)
{
    int width = d == NP_BOOL ? 1 : (int)np_size(d) * 8;
    for (int64_t i = 0; i < n; i++) {
        uint64_t v = (uint64_t)from;
        if (span)
            v += width == 64   ? below_64(g, span)
                 : width == 32 ? below_32(g, (uint32_t)span)
                               : below_small(g, c, (uint32_t)span, width);
        switch (np_size(d)) {
        case 8: ((uint64_t *)(void *)out)[i] = v; break;
        case 4: ((uint32_t *)(void *)out)[i] = (uint32_t)v; break;
        case 2: ((uint16_t *)(void *)out)[i] = (uint16_t)v; break;
        default: out[i] = (char)v; break;
        }
    }
}

enum { CHUNK = 1 << 16 };

static mr_value integers(mr_runtime *rt, struct pcg *g, enum np_dtype d, int ndim,
                         const int64_t *shape, int64_t from, uint64_t span)
{
    mr_value result = np_new(rt, d, ndim, shape, false);
    if (!result)
        return MR_NULL;
    struct cutter c = {0, 0};
    int64_t count = np_count(np_as(result)), size = (int64_t)np_size(d);
    for (int64_t done = 0; done < count; done += CHUNK) {
        fill(g, &c, d, np_as(result)->data + done * size,
             count - done < CHUNK ? count - done : CHUNK, from, span);
        if (mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

static mr_value m_integers(NP_ARGS)
{
    mr_value in[5];
    enum np_dtype d;
    int64_t shape[NP_MAX_DIMENSIONS], from;
    uint64_t span;
    int ndim, closed;
    if (!mr_bind(rt, "integers(low, high=, size=, dtype=, endpoint=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[3], NP_INT64, &d) ||
        (closed = in[4] ? mr_truth(rt, in[4]) : 0) < 0 ||
        !np_integer_range(rt, in[0], in[1], d, closed, &from, &span) ||
        !np_size_argument(rt, in[2], &ndim, shape))
        return MR_NULL;
    mr_value v = integers(rt, as_pcg(self), d, ndim, shape, from, span);
    if (v && (!in[2] || in[2] == MR_NONE)) {
        bool python =
            in[3] && (in[3] == mr_from(rt->types.int_) || in[3] == mr_from(rt->types.bool_));
        mr_value item =
            python ? np_python_item(rt, d, np_as(v)->data) : np_item(rt, d, np_as(v)->data);
        mr_replace(rt, &v, item);
    }
    return v;
}

/* ---- floats ---- */

static mr_value m_random(NP_ARGS)
{
    mr_value in[3];
    enum np_dtype d;
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim;
    struct pcg *g = as_pcg(self);
    if (!mr_bind(rt, "random(size=, dtype=, out=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[1], NP_FLOAT64, &d) || !np_size_argument(rt, in[0], &ndim, shape))
        return MR_NULL;
    if (!np_is_float(d))
        return mr_raise(rt, rt->exc.TypeError, "Unsupported dtype dtype('%s') for random",
                        np_name(d));
    if (in[2] && in[2] != MR_NONE)
        return np_unsupported(rt, "out= of random");
    if (!in[0] || in[0] == MR_NONE)
        return mr_float(d == NP_FLOAT64
                            ? next_double(g)
                            : (double)((float)(next_32(g) >> 8) * (1.0f / 16777216.0f)));
    mr_value result = np_new(rt, d, ndim, shape, false);
    int64_t count = result ? np_count(np_as(result)) : 0;
    for (int64_t i = 0; i < count; i++) {
        if (d == NP_FLOAT64)
            ((double *)(void *)np_as(result)->data)[i] = next_double(g);
        else
            ((float *)(void *)np_as(result)->data)[i] =
                (float)(next_32(g) >> 8) * (1.0f / 16777216.0f);
        if ((i & (CHUNK - 1)) == CHUNK - 1 && mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

static mr_value m_uniform(NP_ARGS)
{
    mr_value in[3];
    double low = 0, high = 1;
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim;
    struct pcg *g = as_pcg(self);
    if (!mr_bind(rt, "uniform(low=, high=, size=)", args, nargs, kwnames, in) ||
        (in[0] && !mr_to_double(rt, in[0], &low)) || (in[1] && !mr_to_double(rt, in[1], &high)) ||
        !np_size_argument(rt, in[2], &ndim, shape))
        return MR_NULL;
    double range = high - low;
    if (!in[2] || in[2] == MR_NONE)
        return mr_float(low + range * next_double(g));
    mr_value result = np_new(rt, NP_FLOAT64, ndim, shape, false);
    int64_t count = result ? np_count(np_as(result)) : 0;
    for (int64_t i = 0; i < count; i++) {
        ((double *)(void *)np_as(result)->data)[i] = low + range * next_double(g);
        if ((i & (CHUNK - 1)) == CHUNK - 1 && mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

static mr_value m_no_ziggurat(NP_ARGS)
{
    return np_unsupported(
        rt,
        "normal and exponential deviates of Generator; numpy.random.normal and its like are there");
}

/* ---- order and choice ---- */

static int64_t below(void *state, int64_t most) { return (int64_t)below_64(state, (uint64_t)most); }

static mr_value m_shuffle(NP_ARGS)
{
    return np_shuffle(rt, args[0], below, as_pcg(self)) ? MR_NONE : MR_NULL;
}
static mr_value m_permutation(NP_ARGS) { return np_permutation(rt, args[0], below, as_pcg(self)); }

static mr_value m_choice(NP_ARGS)
{
    mr_value in[4], chosen = MR_NULL;
    struct np_choice c;
    struct pcg *g = as_pcg(self);
    if (!mr_bind(rt, "choice(a, size=, replace=, p=)", args, nargs, kwnames, in))
        return MR_NULL;
    int replace = in[2] ? mr_truth(rt, in[2]) : 1;
    if (replace < 0 || !np_choice_begin(rt, in[0], in[1], &c))
        return MR_NULL;
    if (!replace) {
        np_unsupported(rt, "choice of Generator with replace=False; use permutation(a)[:size]");
    } else if (in[3] && in[3] != MR_NONE) {
        mr_value sums = np_cumulated(rt, in[3], c.population);
        chosen = sums ? np_new(rt, NP_INT64, c.ndim, c.shape, false) : MR_NULL;
        for (int64_t i = 0; chosen && i < c.count; i++)
            ((int64_t *)(void *)np_as(chosen)->data)[i] =
                np_place_of((double *)(void *)np_as(sums)->data, c.population, next_double(g));
        mr_decref(rt, sums);
    } else {
        chosen =
            integers(rt, g, NP_INT64, c.ndim, c.shape, 0, c.count ? (uint64_t)c.population - 1 : 0);
    }
    return np_choice_end(rt, &c, chosen);
}

/* ---- the type ---- */

static const mr_method_def methods[] = {
    {"integers", m_integers, MR_ARGS_ANY,
     "integers(low, high=None, size=None, dtype=int64, endpoint=False)"},
    {"random", m_random, MR_ARGS_ANY,
     "random(size=None, dtype=float64): floats at least 0 and below 1"},
    {"uniform", m_uniform, MR_ARGS_ANY, "uniform(low=0.0, high=1.0, size=None)"},
    {"choice", m_choice, MR_ARGS_ANY, "choice(a, size=None, p=None)"},
    {"shuffle", m_shuffle, MR_ARGS_ONE, "Puts a sequence in random order."},
    {"permutation", m_permutation, MR_ARGS_ONE, "A sequence, or range(x), in random order."},
    {"normal", m_no_ziggurat, MR_ARGS_ANY, NULL},
    {"standard_normal", m_no_ziggurat, MR_ARGS_ANY, NULL},
    {"exponential", m_no_ziggurat, MR_ARGS_ANY, NULL},
    {"standard_exponential", m_no_ziggurat, MR_ARGS_ANY, NULL},
    NP_METHODS_END,
};

static mr_value generator_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "Generator(PCG64) at 0x%lX", (unsigned long)self);
}
static mr_value generator_str(mr_runtime *rt, mr_value self)
{
    return mr_str_from(rt, "Generator(PCG64)");
}

static void generator_dealloc(mr_runtime *rt, mr_object *self) {}
static void generator_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout generator_layout = {.dealloc = generator_dealloc,
                                           .traverse = generator_traverse};

const mr_type_spec np_generator_spec = {
    .name = "numpy.random.Generator",
    .doc = "Random numbers by PCG64; made by default_rng.",
    .basic_size = sizeof(generator),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE | MR_TYPE_NO_NEW,
    .layout = &generator_layout,
    .slots = {.repr = generator_repr, .str = generator_str},
    .methods = methods,
};

mr_value np_default_rng(NP_ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "default_rng(seed=)", args, nargs, kwnames, in))
        return MR_NULL;
    if (in[0] && mr_is_object(in[0]) && mr_type_of(rt, in[0]) == rt->numpy->generator)
        return mr_incref(in[0]);
    generator *g = mr_object_new(rt, rt->numpy->generator, sizeof *g, false);
    if (g && !seed_of(rt, &g->pcg, in[0])) {
        mr_decref(rt, mr_from(g));
        return MR_NULL;
    }
    return mr_from(g);
}
