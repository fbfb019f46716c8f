/*
 * random.c - numpy.random's older half: RandomState on the Mersenne Twister,
 * and the functions of the module, which use one RandomState of their own.
 *
 * The sequences are those that NumPy promises to keep: integers by masked
 * rejection, doubles of 53 bits, normal deviates by Marsaglia's polar method
 * (1962) with the second of each pair kept.
 */
#include <errno.h>
#include <math.h>
#include <sys/random.h>

#include "modules/mt19937.h"
#include "numpy/random.h"

typedef struct random_state {
    mr_object head;
    struct mr_mt mt;
    double gauss; /* kept from the last pair */
    bool has_gauss;
} random_state;

static random_state *as_state(mr_runtime *rt, mr_value self)
{
    bool own = mr_is_object(self) && mr_type_of(rt, self) == rt->numpy->random_state;
    return (random_state *)mr_obj(own ? self : rt->numpy->random);
}

static uint64_t next_64(struct mr_mt *t)
{
    uint64_t high = mr_mt_next(t);
    return high << 32 | mr_mt_next(t);
}

/* ---- seeds ---- */

bool np_system_random(mr_runtime *rt, void *out, size_t bytes)
{
    for (size_t have = 0; have < bytes;) {
        ssize_t got = getrandom((char *)out + have, bytes - have, 0);
        if (got < 0 && errno != EINTR) {
            mr_raise_errno(rt, errno, MR_NULL);
            return false;
        }
        have += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool seed_range(mr_runtime *rt)
{
    mr_raise(rt, rt->exc.ValueError, "Seed must be between 0 and 2**32 - 1");
    return false;
}

static bool seed(mr_runtime *rt, random_state *s, mr_value v)
{
    s->has_gauss = false;
    if (!v || v == MR_NONE) {
        uint32_t key[MR_MT_WORDS];
        if (!np_system_random(rt, key, sizeof key))
            return false;
        mr_mt_seed_array(&s->mt, key, MR_MT_WORDS);
        return true;
    }
    if (mr_is_integer(v) || (mr_type_of(rt, v)->slots.index && !np_is_array(rt, v))) {
        mr_value n = mr_index(rt, v);
        if (!n)
            return false;
        int overflow;
        int64_t number = mr_int_value(n, &overflow);
        mr_decref(rt, n);
        if (overflow || number < 0 || number > UINT32_MAX)
            return seed_range(rt);
        mr_mt_seed_number(&s->mt, (uint32_t)number);
        return true;
    }
    mr_value array = np_from(rt, v, NP_INT64);
    if (!array)
        return false;
    np_array *a = np_as(array);
    bool ok = a->ndim == 1 && a->dims[0] > 0;
    if (!ok)
        mr_raise(rt, rt->exc.ValueError,
                 a->ndim == 1 ? "Seed must be non-empty" : "Seed array must be 1-d");
    uint32_t *key = ok ? mr_buf_new(rt, (size_t)a->dims[0] * sizeof *key) : NULL;
    ok = key;
    for (int64_t i = 0; i < a->dims[0] && ok; i++) {
        int64_t word = *(int64_t *)(void *)(a->data + i * a->dims[1]);
        ok = word >= 0 && word <= UINT32_MAX;
        key[i] = (uint32_t)word;
        if (!ok)
            seed_range(rt);
    }
    if (ok)
        mr_mt_seed_array(&s->mt, key, (size_t)a->dims[0]);
    if (key)
        mr_buf_free(rt, key, (size_t)a->dims[0] * sizeof *key);
    mr_decref(rt, array);
    return ok;
}

/* ---- arguments ---- */

bool np_size_argument(mr_runtime *rt, mr_value v, int *ndim, int64_t shape[NP_MAX_DIMENSIONS])
{
    *ndim = 0;
    if (!v || v == MR_NONE)
        return true;
    *ndim = np_shape_argument(rt, v, shape);
    return *ndim >= 0;
}

bool np_integer_range(mr_runtime *rt, mr_value low, mr_value high, enum np_dtype d, bool closed,
                      int64_t *from, uint64_t *span)
{
    static const struct {
        int64_t least;
        uint64_t most;
    } limits[NP_DTYPES] = {
        [NP_BOOL] = {0, 1},
        [NP_INT8] = {INT8_MIN, INT8_MAX},
        [NP_UINT8] = {0, UINT8_MAX},
        [NP_INT16] = {INT16_MIN, INT16_MAX},
        [NP_UINT16] = {0, UINT16_MAX},
        [NP_INT32] = {INT32_MIN, INT32_MAX},
        [NP_UINT32] = {0, UINT32_MAX},
        [NP_INT64] = {INT64_MIN, INT64_MAX},
        [NP_UINT64] = {0, UINT64_MAX},
    };
    if (np_is_float(d)) {
        mr_raise(rt, rt->exc.TypeError, "Unsupported dtype dtype('%s') for randint", np_name(d));
        return false;
    }
    if ((mr_is_list(low) || np_is_array(rt, low)) ||
        (high && (mr_is_list(high) || np_is_array(rt, high)))) {
        np_unsupported(rt, "random integers with arrays as bounds");
        return false;
    }
    bool given = high && high != MR_NONE;
    mr_value bounds[2] = {given ? low : mr_small_int(0), given ? high : low},
             exact[2] = {MR_NULL, MR_NULL};
    bool ok = true;
    for (int k = 0; k < 2 && ok; k++) {
        if (mr_is_float(bounds[k]))
            exact[k] = mr_int_from_double(rt, mr_float_value(bounds[k]));
        else
            exact[k] = mr_index(rt, bounds[k]);
        ok = exact[k];
    }
    mr_value last = MR_NULL, least = MR_NULL, most = MR_NULL, width = MR_NULL;
    if (ok) {
        last = closed ? mr_incref(exact[1]) : mr_int_subtract(rt, exact[1], mr_small_int(1));
        least = mr_int_from(rt, limits[d].least);
        most = mr_int_from_u64(rt, limits[d].most);
        ok = last && least && most;
    }
    if (ok && mr_int_compare(exact[0], least) < 0) {
        mr_raise(rt, rt->exc.ValueError, "low is out of bounds for %s", np_name(d));
        ok = false;
    } else if (ok && mr_int_compare(last, most) > 0) {
        mr_raise(rt, rt->exc.ValueError, "high is out of bounds for %s", np_name(d));
        ok = false;
    } else if (ok && mr_int_compare(exact[0], last) > 0) {
        mr_raise(rt, rt->exc.ValueError,
                 !given && !closed ? "high <= 0"
                 : closed          ? "low > high"
                                   : "low >= high");
        ok = false;
    }
    if (ok) {
        width = mr_int_subtract(rt, last, exact[0]);
        ok = width;
    }
    if (ok) {
        mr_mpz_room room;
        int overflow;
        *span = mpz_get_ui(mr_int_mpz(width, &room));
        *from = mr_int_value(exact[0], &overflow);
        if (overflow)
            *from = (int64_t)mpz_get_ui(mr_int_mpz(exact[0], &room));
    }
    mr_decref(rt, exact[0]);
    mr_decref(rt, exact[1]);
    mr_decref(rt, last);
    mr_decref(rt, least);
    mr_decref(rt, most);
    mr_decref(rt, width);
    return ok;
}

/* ---- integers ---- */

static uint64_t mask_of(uint64_t span)
{
    for (int shift = 1; shift < 64; shift *= 2)
        span |= span >> shift;
    return span;
}

/* n integers from `from` to `from + span` inclusive, as 64 or 32 bits; what does not fit is thrown
 * away. */
static void fill_64(struct mr_mt *t, int64_t *out, int64_t n, int64_t from, uint64_t span)
{
    uint64_t base = (uint64_t)from;
    if (span > UINT32_MAX) {
        uint64_t mask = mask_of(span), v;
        for (int64_t i = 0; i < n; i++) {
            do
                v = next_64(t) & mask;
            while (v > span);
            out[i] = (int64_t)(base + v);
        }
        return;
    }
    uint32_t mask = (uint32_t)mask_of(span), most = (uint32_t)span;
    for (int64_t i = 0; i < n;) {
        if (t->index >= MR_MT_WORDS)
            mr_mt_refill(t);
        /* no branch on what is thrown away: it cannot be predicted */
        uint32_t at = t->index;
        for (; at < MR_MT_WORDS && i < n; at++) {
            uint32_t v = mr_mt_temper(t->state[at]) & mask;
            out[i] = (int64_t)(base + v);
            i += v <= most;
        }
        t->index = at;
    }
}

static uint32_t next_masked(struct mr_mt *t, uint32_t span, uint32_t mask)
{
    uint32_t v;
    do
        v = mr_mt_next(t) & mask;
    while (v > span);
    return v;
}

/* Items of 8, 16 bits and bools are cut from words of 32 bits. */
static void fill_small(struct mr_mt *t, char *out, int64_t n, int64_t from, uint32_t span,
                       size_t size, bool bits)
{
    int width = bits ? 1 : (int)size * 8, left = 0;
    uint32_t mask = (uint32_t)mask_of(span), word = 0, all = bits ? 1 : size == 1 ? 0xff : 0xffff;
    for (int64_t i = 0; i < n; i++) {
        uint32_t v;
        do {
            if (left == 0) {
                word = mr_mt_next(t);
                left = 32 / width;
            } else {
                word >>= width;
            }
            left--;
            v = word & all & mask;
        } while (v > span);
        uint32_t item = (uint32_t)from + v;
        if (size == 1)
            out[i] = (char)item;
        else
            ((uint16_t *)(void *)out)[i] = (uint16_t)item;
    }
}

static void fill_integers(struct mr_mt *t, enum np_dtype d, char *out, int64_t n, int64_t from,
                          uint64_t span)
{
    if (span == 0) {
        np_cast(d, out, (int64_t)np_size(d), NP_INT64, (char *)&from, 0, n);
    } else if (np_size(d) == 8) {
        fill_64(t, (int64_t *)(void *)out, n, from, span);
    } else if (np_size(d) == 4) {
        uint32_t mask = (uint32_t)mask_of(span);
        for (int64_t i = 0; i < n; i++)
            ((uint32_t *)(void *)out)[i] = (uint32_t)from + next_masked(t, (uint32_t)span, mask);
    } else {
        fill_small(t, out, n, from, (uint32_t)span, np_size(d), d == NP_BOOL);
    }
}

enum { CHUNK = 1 << 16 };

static mr_value integers(mr_runtime *rt, random_state *s, enum np_dtype d, int ndim,
                         const int64_t *shape, int64_t from, uint64_t span)
{
    mr_value result = np_new(rt, d, ndim, shape, false);
    if (!result)
        return MR_NULL;
    char *out = np_as(result)->data;
    size_t size = np_size(d);
    int64_t count = np_count(np_as(result));
    /* items cut from words are made in one go: what is left of a word is lost at the end */
    int64_t most = size <= 2 ? count : CHUNK;
    for (int64_t done = 0; done < count; done += most) {
        fill_integers(&s->mt, d, out + (size_t)done * size,
                      count - done < most ? count - done : most, from, span);
        if (mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return result;
}

static mr_value m_randint(NP_ARGS)
{
    mr_value in[4];
    enum np_dtype d;
    int64_t shape[NP_MAX_DIMENSIONS], from;
    uint64_t span;
    int ndim;
    if (!mr_bind(rt, "randint(low, high=, size=, dtype=)", args, nargs, kwnames, in) ||
        !np_dtype_argument(rt, in[3], NP_INT64, &d) ||
        !np_integer_range(rt, in[0], in[1], d, false, &from, &span) ||
        !np_size_argument(rt, in[2], &ndim, shape))
        return MR_NULL;
    mr_value v = integers(rt, as_state(rt, self), d, ndim, shape, from, span);
    if (v && (!in[2] || in[2] == MR_NONE)) {
        bool python =
            !in[3] || in[3] == mr_from(rt->types.int_) || in[3] == mr_from(rt->types.bool_);
        mr_value item =
            python ? np_python_item(rt, d, np_as(v)->data) : np_item(rt, d, np_as(v)->data);
        mr_replace(rt, &v, item);
    }
    return v;
}

/* ---- floats ---- */

static double next_gauss(random_state *s)
{
    if (s->has_gauss) {
        s->has_gauss = false;
        return s->gauss;
    }
    double x, y, r;
    do {
        x = 2.0 * mr_mt_double(&s->mt) - 1.0;
        y = 2.0 * mr_mt_double(&s->mt) - 1.0;
        r = x * x + y * y;
    } while (r >= 1.0 || r == 0.0);
    double f = sqrt(-2.0 * log(r) / r);
    s->gauss = f * x;
    s->has_gauss = true;
    return f * y;
}

enum law { UNIFORM, NORMAL, EXPONENTIAL };

/* shift + scale * deviate, as a number when no size is given. */
static mr_value floats(mr_runtime *rt, random_state *s, enum law law, double shift, double scale,
                       bool single, int ndim, const int64_t *shape)
{
    mr_value result = single ? MR_NULL : np_new(rt, NP_FLOAT64, ndim, shape, false);
    double one, *out = single ? &one : result ? (double *)(void *)np_as(result)->data : NULL;
    int64_t count = single ? 1 : result ? np_count(np_as(result)) : 0;
    for (int64_t i = 0; i < count; i++) {
        switch (law) {
        case UNIFORM: out[i] = shift + scale * mr_mt_double(&s->mt); break;
        case NORMAL: out[i] = shift + scale * next_gauss(s); break;
        case EXPONENTIAL: out[i] = scale * -log(1.0 - mr_mt_double(&s->mt)); break;
        }
        if ((i & (CHUNK - 1)) == CHUNK - 1 && mr_poll(rt) < 0) {
            mr_decref(rt, result);
            return MR_NULL;
        }
    }
    return single ? mr_float(one) : result;
}

static mr_value with_size(mr_runtime *rt, mr_value self, const char *signature, enum law law,
                          const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value in[1];
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in) ||
        !np_size_argument(rt, in[0], &ndim, shape))
        return MR_NULL;
    return floats(rt, as_state(rt, self), law, 0, 1, !in[0] || in[0] == MR_NONE, ndim, shape);
}

static mr_value m_random(NP_ARGS)
{
    return with_size(rt, self, "random(size=)", UNIFORM, args, nargs, kwnames);
}
static mr_value m_random_sample(NP_ARGS)
{
    return with_size(rt, self, "random_sample(size=)", UNIFORM, args, nargs, kwnames);
}
static mr_value m_standard_normal(NP_ARGS)
{
    return with_size(rt, self, "standard_normal(size=)", NORMAL, args, nargs, kwnames);
}

/* rand and randn take the shape as their arguments. */
static mr_value with_shape(mr_runtime *rt, mr_value self, const char *name, enum law law,
                           const mr_value *args, size_t nargs, mr_value kwnames)
{
    int64_t shape[NP_MAX_DIMENSIONS];
    if (!mr_arity(rt, name, nargs, kwnames, 0, NP_MAX_DIMENSIONS))
        return MR_NULL;
    for (size_t i = 0; i < nargs; i++) {
        if (!mr_to_int64(rt, args[i], &shape[i]))
            return MR_NULL;
        if (shape[i] < 0)
            return mr_raise(rt, rt->exc.ValueError, "negative dimensions are not allowed");
    }
    return floats(rt, as_state(rt, self), law, 0, 1, nargs == 0, (int)nargs, shape);
}
static mr_value m_rand(NP_ARGS)
{
    return with_shape(rt, self, "rand", UNIFORM, args, nargs, kwnames);
}
static mr_value m_randn(NP_ARGS)
{
    return with_shape(rt, self, "randn", NORMAL, args, nargs, kwnames);
}

/* Laws with numbers as parameters. */
static mr_value with_parameters(mr_runtime *rt, mr_value self, const char *signature, enum law law,
                                double a, double b, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_value in[3] = {MR_NULL};
    double numbers[2] = {a, b};
    int64_t shape[NP_MAX_DIMENSIONS];
    int ndim, parameters = law == EXPONENTIAL ? 1 : 2;
    if (!mr_bind(rt, signature, args, nargs, kwnames, in))
        return MR_NULL;
    for (int k = 0; k < parameters; k++) {
        if (in[k] && np_is_array(rt, in[k]) && np_as(in[k])->ndim)
            return np_unsupported(rt, "random numbers with arrays as parameters");
        if (in[k] && !mr_to_double(rt, in[k], &numbers[k]))
            return MR_NULL;
    }
    mr_value size = in[parameters];
    if (!np_size_argument(rt, size, &ndim, shape))
        return MR_NULL;
    double shift = numbers[0], scale = numbers[1];
    if (law == UNIFORM) {
        scale = numbers[1] - numbers[0];
        if (!isfinite(scale))
            return mr_raise(rt, rt->exc.OverflowError, "Range exceeds valid bounds");
    } else {
        scale = law == EXPONENTIAL ? numbers[0] : scale;
        if (scale < 0 || signbit(scale))
            return mr_raise(rt, rt->exc.ValueError, "scale < 0");
    }
    return floats(rt, as_state(rt, self), law, shift, scale, !size || size == MR_NONE, ndim, shape);
}
static mr_value m_uniform(NP_ARGS)
{
    return with_parameters(rt, self, "uniform(low=, high=, size=)", UNIFORM, 0, 1, args, nargs,
                           kwnames);
}
static mr_value m_normal(NP_ARGS)
{
    return with_parameters(rt, self, "normal(loc=, scale=, size=)", NORMAL, 0, 1, args, nargs,
                           kwnames);
}
static mr_value m_exponential(NP_ARGS)
{
    return with_parameters(rt, self, "exponential(scale=, size=)", EXPONENTIAL, 1, 1, args, nargs,
                           kwnames);
}

/* ---- order ---- */

static int64_t below(void *state, int64_t most)
{
    struct mr_mt *t = state;
    uint64_t mask = mask_of((uint64_t)most), v;
    if ((uint64_t)most <= UINT32_MAX)
        return next_masked(t, (uint32_t)most, (uint32_t)mask);
    do
        v = next_64(t) & mask;
    while (v > (uint64_t)most);
    return (int64_t)v;
}

bool np_shuffle(mr_runtime *rt, mr_value x, int64_t (*below_)(void *, int64_t), void *state)
{
    if (np_is_array(rt, x) && np_as(x)->readonly) {
        mr_raise(rt, rt->exc.ValueError, "array is read-only");
        return false;
    }
    if (np_is_array(rt, x) && np_as(x)->ndim == 1) {
        np_array *a = np_as(x);
        size_t size = np_size(a->dtype);
        for (int64_t i = a->dims[0] - 1; i > 0; i--) {
            char item[8], *p = a->data + i * a->dims[1],
                          *q = a->data + below_(state, i) * a->dims[1];
            memcpy(item, p, size);
            memmove(p, q, size);
            memcpy(q, item, size);
            if ((i & (CHUNK - 1)) == 0 && mr_poll(rt) < 0)
                return false;
        }
        return true;
    }
    int64_t n = mr_length(rt, x);
    for (int64_t i = n - 1; i > 0; i--) {
        mr_value at = mr_small_int(i), other = mr_small_int(below_(state, i));
        mr_value p = mr_getitem(rt, x, at), q = p ? mr_getitem(rt, x, other) : MR_NULL;
        if (p && np_is_array(rt, p))
            mr_replace(rt, &p, np_copy(rt, np_as(p), np_as(p)->dtype));
        bool ok = p && q && mr_setitem(rt, x, at, q) == 0 && mr_setitem(rt, x, other, p) == 0;
        mr_decref(rt, p);
        mr_decref(rt, q);
        if (!ok)
            return false;
    }
    return n >= 0;
}

mr_value np_range(mr_runtime *rt, int64_t n)
{
    mr_value a = np_new(rt, NP_INT64, 1, &n, false);
    for (int64_t i = 0; a && i < n; i++)
        ((int64_t *)(void *)np_as(a)->data)[i] = i;
    return a;
}

mr_value np_permutation(mr_runtime *rt, mr_value x, int64_t (*below_)(void *, int64_t), void *state)
{
    int64_t n;
    mr_value order;
    if (mr_is_integer(x) || np_scalar_dtype(rt, x) != NP_NO_DTYPE) {
        if (!mr_to_int64(rt, x, &n))
            return MR_NULL;
        if (n < 0)
            return mr_raise(rt, rt->exc.ValueError, "negative dimensions are not allowed");
        order = np_range(rt, n);
        if (order && !np_shuffle(rt, order, below_, state))
            mr_clear(rt, &order);
        return order;
    }
    mr_value array = np_from(rt, x, NP_NO_DTYPE), result = MR_NULL;
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    if (a->ndim == 0) {
        mr_raise(rt, rt->exc.IndexError, "x must be an integer or at least 1-dimensional");
    } else if (a->ndim == 1) {
        result = np_copy(rt, a, a->dtype);
        if (result && !np_shuffle(rt, result, below_, state))
            mr_clear(rt, &result);
    } else {
        order = np_range(rt, a->dims[0]);
        if (order && np_shuffle(rt, order, below_, state))
            result = np_take(rt, a, np_as(order), 0);
        mr_decref(rt, order);
    }
    mr_decref(rt, array);
    return result;
}

static mr_value m_shuffle(NP_ARGS)
{
    return np_shuffle(rt, args[0], below, &as_state(rt, self)->mt) ? MR_NONE : MR_NULL;
}
static mr_value m_permutation(NP_ARGS)
{
    return np_permutation(rt, args[0], below, &as_state(rt, self)->mt);
}

/* ---- choice ---- */

/* p as the sums so far, the last of them 1; float64, owned. */
mr_value np_cumulated(mr_runtime *rt, mr_value p, int64_t n)
{
    mr_value array = np_from(rt, p, NP_FLOAT64);
    if (!array)
        return MR_NULL;
    np_array *a = np_as(array);
    double sum = 0;
    const char *error = a->ndim != 1      ? "'p' must be 1-dimensional"
                        : a->dims[0] != n ? "'a' and 'p' must have same size"
                                          : NULL;
    mr_value sums = error ? MR_NULL : np_copy(rt, a, NP_FLOAT64);
    mr_decref(rt, array);
    double *q = sums ? (double *)(void *)np_as(sums)->data : NULL;
    for (int64_t i = 0; sums && i < n; i++) {
        if (!(q[i] >= 0))
            error =
                isnan(q[i]) ? "probabilities contain NaN" : "probabilities are not non-negative";
        q[i] = sum += q[i];
    }
    if (sums && !error && fabs(sum - 1) > 1.5e-8)
        error = "probabilities do not sum to 1";
    if (error) {
        mr_decref(rt, sums);
        return mr_raise(rt, rt->exc.ValueError, "%s", error);
    }
    for (int64_t i = 0; sums && i < n; i++)
        q[i] /= sum;
    return sums;
}

int64_t np_place_of(const double *sums, int64_t n, double x)
{
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (x < sums[middle])
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

bool np_choice_begin(mr_runtime *rt, mr_value a, mr_value size, struct np_choice *c)
{
    *c = (struct np_choice){.items = MR_NULL};
    if (!np_size_argument(rt, size, &c->ndim, c->shape))
        return false;
    c->single = !size || size == MR_NONE;
    c->count = 1;
    for (int i = 0; i < c->ndim; i++)
        c->count *= c->shape[i];
    if (mr_is_integer(a) || np_scalar_dtype(rt, a) != NP_NO_DTYPE) {
        if (!mr_to_int64(rt, a, &c->population))
            return false;
        if (c->population <= 0 && c->count > 0) {
            mr_raise(rt, rt->exc.ValueError,
                     "a must be greater than 0 unless no samples are taken");
            return false;
        }
        return true;
    }
    c->items = np_from(rt, a, NP_NO_DTYPE);
    if (!c->items)
        return false;
    np_array *x = np_as(c->items);
    c->population = x->ndim ? x->dims[0] : 0;
    if (x->ndim != 1 || (c->population == 0 && c->count > 0)) {
        mr_raise(rt, rt->exc.ValueError,
                 x->ndim != 1 ? "a must be 1-dimensional"
                              : "'a' cannot be empty unless no samples are taken");
        mr_clear(rt, &c->items);
        return false;
    }
    return true;
}

mr_value np_choice_end(mr_runtime *rt, struct np_choice *c, mr_value chosen)
{
    mr_value result = MR_NULL;
    if (chosen && c->single) {
        int64_t at = *(int64_t *)(void *)np_as(chosen)->data;
        result = c->items ? np_getitem(rt, c->items, mr_small_int(at)) : mr_int_from(rt, at);
    } else if (chosen && c->items) {
        result = np_take(rt, np_as(c->items), np_as(chosen), 0);
    } else if (chosen) {
        result = mr_incref(chosen);
    }
    mr_decref(rt, chosen);
    mr_decref(rt, c->items);
    return result;
}

/* Without putting back, by probabilities: as many draws as it takes, doubles left out. */
static mr_value distinct_by_weight(mr_runtime *rt, random_state *s, const struct np_choice *c,
                                   mr_value p)
{
    mr_value weights = np_from(rt, p, NP_FLOAT64), found = MR_NULL, draws = MR_NULL;
    if (weights)
        mr_replace(rt, &weights, np_copy(rt, np_as(weights), NP_FLOAT64));
    found = weights ? np_new(rt, NP_INT64, c->ndim, c->shape, true) : MR_NULL;
    draws = found ? np_new(rt, NP_INT64, 1, &c->count, true) : MR_NULL;
    double *w = draws ? (double *)(void *)np_as(weights)->data : NULL;
    int64_t have = 0, *out = draws ? (int64_t *)(void *)np_as(found)->data : NULL, positive = 0;
    for (int64_t i = 0; w && i < c->population; i++)
        positive += w[i] > 0;
    if (w && positive < c->count) {
        mr_raise(rt, rt->exc.ValueError, "Fewer non-zero entries in p than size");
        mr_clear(rt, &found);
    }
    while (found && draws && have < c->count) {
        int64_t *drawn = (int64_t *)(void *)np_as(draws)->data, n = c->count - have, fresh = have;
        double sum = 0, *sums;
        mr_value table = np_new(rt, NP_FLOAT64, 1, &c->population, false);
        if (!table) {
            mr_clear(rt, &found);
            break;
        }
        sums = (double *)(void *)np_as(table)->data;
        for (int64_t i = 0; i < have; i++)
            w[out[i]] = 0;
        for (int64_t i = 0; i < c->population; i++)
            sums[i] = sum += w[i];
        for (int64_t i = 0; i < c->population; i++)
            sums[i] /= sum;
        for (int64_t i = 0; i < n; i++)
            drawn[i] = np_place_of(sums, c->population, mr_mt_double(&s->mt));
        for (int64_t i = 0; i < n; i++) {
            bool known = false;
            for (int64_t j = 0; j < i && !known; j++)
                known = drawn[j] == drawn[i];
            if (!known)
                out[fresh++] = drawn[i];
        }
        have = fresh;
        mr_decref(rt, table);
        if (mr_poll(rt) < 0)
            mr_clear(rt, &found);
    }
    mr_decref(rt, weights);
    mr_decref(rt, draws);
    return draws ? found : MR_NULL;
}

static mr_value m_choice(NP_ARGS)
{
    mr_value in[4], chosen = MR_NULL;
    struct np_choice c;
    random_state *s = as_state(rt, self);
    if (!mr_bind(rt, "choice(a, size=, replace=, p=)", args, nargs, kwnames, in))
        return MR_NULL;
    int replace = in[2] ? mr_truth(rt, in[2]) : 1;
    if (replace < 0 || !np_choice_begin(rt, in[0], in[1], &c))
        return MR_NULL;
    bool weighted = in[3] && in[3] != MR_NONE;
    mr_value sums = weighted ? np_cumulated(rt, in[3], c.population) : MR_NULL;
    if (weighted && !sums) {
        mr_decref(rt, c.items);
        return MR_NULL;
    }
    if (replace && weighted) {
        chosen = np_new(rt, NP_INT64, c.ndim, c.shape, false);
        for (int64_t i = 0; chosen && i < c.count; i++)
            ((int64_t *)(void *)np_as(chosen)->data)[i] = np_place_of(
                (double *)(void *)np_as(sums)->data, c.population, mr_mt_double(&s->mt));
    } else if (replace) {
        chosen =
            integers(rt, s, NP_INT64, c.ndim, c.shape, 0, c.count ? (uint64_t)c.population - 1 : 0);
    } else if (c.count > c.population) {
        mr_raise(rt, rt->exc.ValueError,
                 "Cannot take a larger sample than population when 'replace=False'");
    } else if (weighted) {
        chosen = distinct_by_weight(rt, s, &c, in[3]);
    } else {
        mr_value order = np_permutation(rt, mr_small_int(c.population), below, &s->mt);
        chosen = order ? np_new(rt, NP_INT64, c.ndim, c.shape, false) : MR_NULL;
        if (chosen)
            memcpy(np_as(chosen)->data, np_as(order)->data, (size_t)c.count * sizeof(int64_t));
        mr_decref(rt, order);
    }
    mr_decref(rt, sums);
    return np_choice_end(rt, &c, chosen);
}

/* ---- state ---- */

static mr_value m_seed(NP_ARGS)
{
    mr_value in[1];
    if (!mr_bind(rt, "seed(seed=)", args, nargs, kwnames, in))
        return MR_NULL;
    return seed(rt, as_state(rt, self), in[0]) ? MR_NONE : MR_NULL;
}

static mr_value m_get_state(NP_ARGS)
{
    random_state *s = as_state(rt, self);
    int64_t words = MR_MT_WORDS;
    mr_value key = np_new(rt, NP_UINT32, 1, &words, false),
             name = key ? mr_str_from(rt, "MT19937") : MR_NULL, out = MR_NULL;
    if (name) {
        memcpy(np_as(key)->data, s->mt.state, sizeof s->mt.state);
        out = mr_tuple_pack(rt, 5, name, key, mr_small_int(s->mt.index), mr_small_int(s->has_gauss),
                            mr_float(s->has_gauss ? s->gauss : 0));
    }
    mr_decref(rt, key);
    mr_decref(rt, name);
    return out;
}

static mr_value m_set_state(NP_ARGS)
{
    random_state *s = as_state(rt, self);
    mr_value t = args[0];
    int64_t index = 0, has = 0;
    double gauss = 0;
    if (!mr_is_tuple(t) || mr_as_tuple(t)->length < 3)
        return mr_raise(rt, rt->exc.ValueError, "state must be a tuple of get_state()");
    mr_tuple *parts = mr_as_tuple(t);
    mr_value key = np_from(rt, parts->items[1], NP_UINT32);
    bool ok = key && mr_to_int64(rt, parts->items[2], &index) &&
              (parts->length < 5 || (mr_to_int64(rt, parts->items[3], &has) &&
                                     mr_to_double(rt, parts->items[4], &gauss)));
    if (ok && (np_as(key)->ndim != 1 || np_as(key)->dims[0] != MR_MT_WORDS || index < 0 ||
               index > MR_MT_WORDS)) {
        mr_raise(rt, rt->exc.ValueError, "state must be 624 longs");
        ok = false;
    }
    if (ok) {
        np_cast(NP_UINT32, (char *)s->mt.state, 4, NP_UINT32, np_as(key)->data, np_as(key)->dims[1],
                MR_MT_WORDS);
        s->mt.index = (uint32_t)index;
        s->has_gauss = has != 0;
        s->gauss = gauss;
    }
    mr_decref(rt, key);
    return ok ? MR_NONE : MR_NULL;
}

/* ---- type and functions ---- */

#define COMMON_METHODS                                                                            \
    {"seed", m_seed, MR_ARGS_ANY,                                                                 \
     "Begins anew from a number, an array, or the system's randomness."},                         \
        {"randint", m_randint, MR_ARGS_ANY,                                                       \
         "randint(low, high=None, size=None, dtype=int): integers, high excluded."},              \
        {"random", m_random, MR_ARGS_ANY, "Floats at least 0 and below 1."},                      \
        {"random_sample", m_random_sample, MR_ARGS_ANY, "Floats at least 0 and below 1."},        \
        {"rand", m_rand, MR_ARGS_ANY, "rand(d0, d1, ...): floats at least 0 and below 1."},       \
        {"randn", m_randn, MR_ARGS_ANY, "randn(d0, d1, ...): normal deviates."},                  \
        {"standard_normal", m_standard_normal, MR_ARGS_ANY, "Normal deviates."},                  \
        {"uniform", m_uniform, MR_ARGS_ANY, "uniform(low=0.0, high=1.0, size=None)"},             \
        {"normal", m_normal, MR_ARGS_ANY, "normal(loc=0.0, scale=1.0, size=None)"},               \
        {"exponential", m_exponential, MR_ARGS_ANY, "exponential(scale=1.0, size=None)"},         \
        {"choice", m_choice, MR_ARGS_ANY, "choice(a, size=None, replace=True, p=None)"},          \
        {"shuffle", m_shuffle, MR_ARGS_ONE, "Puts a sequence in random order."},                  \
        {"permutation", m_permutation, MR_ARGS_ONE, "A sequence, or range(x), in random order."}, \
        {"get_state", m_get_state, MR_ARGS_ANY, "The generator's state."},                        \
    {                                                                                             \
        "set_state", m_set_state, MR_ARGS_ONE, "Puts the generator into a state."                 \
    }

static const mr_method_def state_methods[] = {
    COMMON_METHODS,
    NP_METHODS_END,
};

static mr_value state_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value in[1];
    if (!mr_bind(rt, "RandomState(seed=)", args, nargs, kwnames, in))
        return MR_NULL;
    random_state *s = mr_object_new(rt, type, sizeof *s, false);
    if (s && !seed(rt, s, in[0])) {
        mr_decref(rt, mr_from(s));
        return MR_NULL;
    }
    return mr_from(s);
}

static mr_value state_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_from(rt, "RandomState(MT19937)");
}

static void state_dealloc(mr_runtime *rt, mr_object *self) {}
static void state_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout state_layout = {.dealloc = state_dealloc, .traverse = state_traverse};

const mr_type_spec np_random_state_spec = {
    .name = "numpy.random.RandomState",
    .doc = "RandomState(seed=None)\n\nRandom numbers by the Mersenne Twister.",
    .basic_size = sizeof(random_state),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE,
    .layout = &state_layout,
    .slots = {.new_ = state_new, .repr = state_repr, .str = state_repr},
    .methods = state_methods,
};

static const mr_method_def functions[] = {
    COMMON_METHODS,
    {"ranf", m_random_sample, MR_ARGS_ANY, "Floats at least 0 and below 1."},
    {"sample", m_random_sample, MR_ARGS_ANY, "Floats at least 0 and below 1."},
    {"default_rng", np_default_rng, MR_ARGS_ANY, "A Generator on PCG64, seeded."},
    NP_METHODS_END,
};

static const mr_module_spec random_module = {
    .name = "numpy.random",
    .doc = "Random numbers in arrays; a part of Memoir's numpy, with NumPy's sequences.",
    .functions = functions,
};

bool np_random_setup(mr_runtime *rt, mr_value module)
{
    struct np_state *np = rt->numpy;
    mr_value random = mr_module_from_spec(rt, &random_module);
    bool ok = random &&
              (np->random_state = mr_module_add_type(rt, random, &np_random_state_spec, NULL)) &&
              (np->generator = mr_module_add_type(rt, random, &np_generator_spec, NULL));
    if (ok) {
        np->random = mr_call0(rt, mr_from(np->random_state));
        ok = np->random && mr_module_add(rt, module, "random", mr_incref(random));
    }
    mr_decref(rt, random);
    return ok;
}
