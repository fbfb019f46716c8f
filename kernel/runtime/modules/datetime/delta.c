/*
 * delta.c - datetime.timedelta.
 */
#include <math.h>
#include <stdio.h>

#include "modules/datetime/datetime.h"

typedef __int128 wide; /* all microseconds of a timedelta: below 2^67 */

static mr_value delta_alloc(mr_runtime *rt, mr_type *type, int64_t days, int64_t seconds,
                            int64_t us)
{
    if (days < -MR_MAX_DELTA_DAYS || days > MR_MAX_DELTA_DAYS)
        return mr_raise(rt, rt->exc.OverflowError, "days=%ld; must have magnitude <= %d",
                        (long)days, MR_MAX_DELTA_DAYS);
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_delta *d = mr_as_delta(v);
    d->days = (int32_t)days;
    d->seconds = (int32_t)seconds;
    d->microseconds = (int32_t)us;
    if (type->flags & MR_TYPE_TRACKED)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

static int64_t floor_divide(int64_t *n, int64_t base)
{
    int64_t q = *n / base - (*n % base < 0);
    *n -= q * base;
    return q;
}

mr_value mr_delta_new(mr_runtime *rt, int64_t days, int64_t seconds, int64_t us)
{
    seconds += floor_divide(&us, 1000000);
    days += floor_divide(&seconds, MR_DAY_SECONDS);
    return delta_alloc(rt, rt->datetime->delta, days, seconds, us);
}

mr_value mr_delta_combine(mr_runtime *rt, mr_value a, mr_value b, int sign)
{
    const mr_delta *x = mr_as_delta(a), *y = mr_as_delta(b);
    return mr_delta_new(rt, (int64_t)x->days + sign * (int64_t)y->days,
                        x->seconds + sign * y->seconds, x->microseconds + sign * y->microseconds);
}

int mr_delta_compare(mr_value a, mr_value b)
{
    const mr_delta *x = mr_as_delta(a), *y = mr_as_delta(b);
    if (x->days != y->days)
        return x->days < y->days ? -1 : 1;
    if (x->seconds != y->seconds)
        return x->seconds < y->seconds ? -1 : 1;
    return x->microseconds == y->microseconds ? 0 : x->microseconds < y->microseconds ? -1 : 1;
}

int64_t mr_delta_hash(mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    int32_t parts[] = {d->days, d->seconds, d->microseconds};
    int64_t hash = (int64_t)mr_hash_bytes(parts, sizeof parts);
    return hash == -1 ? -2 : hash;
}

/* ---- to and from an int of microseconds ---- */

static mr_value to_int(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    wide us = ((wide)d->days * MR_DAY_SECONDS + d->seconds) * 1000000 + d->microseconds;
    if (us == (int64_t)us)
        return mr_int_from(rt, (int64_t)us);
    return mr_int_from_bytes(rt, (const uint8_t *)&us, sizeof us, false, true);
}

/* Steals us; MR_NULL is a failure passed on. */
static mr_value from_int(mr_runtime *rt, mr_type *type, mr_value us)
{
    if (!us)
        return MR_NULL;
    wide n = 0;
    bool fits = mr_int_to_bytes(rt, us, (uint8_t *)&n, sizeof n, false, true);
    mr_decref(rt, us);
    wide day = (wide)MR_DAY_SECONDS * 1000000;
    wide days = n / day - (n % day < 0);
    if (!fits || days != (int32_t)days) {
        mr_error_clear(rt);
        return mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C int");
    }
    int64_t rest = (int64_t)(n - days * day);
    return delta_alloc(rt, type, (int64_t)days, rest / 1000000, rest % 1000000);
}

/* a / b to the nearest int, halves to the even one; steals both. */
static mr_value divide_nearest(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value q = a && b ? mr_int_floor_divide(rt, a, b) : MR_NULL;
    mr_value product = q ? mr_int_multiply(rt, q, b) : MR_NULL;
    mr_value rest = product ? mr_int_subtract(rt, a, product) : MR_NULL;
    mr_value twice = rest ? mr_int_add(rt, rest, rest) : MR_NULL;
    if (twice) {
        /* The rest has the sign of b. */
        int more = mr_int_compare(twice, b) * mr_int_sign(b);
        mr_mpz_room room;
        if (more > 0 || (more == 0 && mpz_odd_p(mr_int_mpz(q, &room)))) {
            mr_value up = mr_int_add(rt, q, mr_small_int(1));
            mr_replace(rt, &q, up);
        }
    } else {
        mr_clear(rt, &q);
    }
    mr_decref(rt, twice);
    mr_decref(rt, rest);
    mr_decref(rt, product);
    mr_decref(rt, a);
    mr_decref(rt, b);
    return q;
}

/* ---- making one ---- */

/* *sum += v * unit; what is left over of a float, below a microsecond, is added to *rest. */
static bool accumulate(mr_runtime *rt, mr_value *sum, mr_value v, const char *name, int64_t unit,
                       double *rest)
{
    mr_value whole;
    if (mr_is_integer(v)) {
        whole = mr_int_multiply(rt, v, mr_small_int(unit));
    } else if (mr_is_real_float(v)) {
        double integral, part = modf(mr_real_value(v), &integral);
        mr_value units = mr_int_from_double(rt, integral);
        whole = units ? mr_int_multiply(rt, units, mr_small_int(unit)) : MR_NULL;
        mr_decref(rt, units);
        if (whole && part != 0.0) {
            *rest += modf(part * (double)unit, &integral);
            mr_value more = mr_int_add(rt, whole, mr_small_int((int64_t)integral));
            mr_replace(rt, &whole, more);
        }
    } else {
        mr_raise(rt, rt->exc.TypeError, "unsupported type for timedelta %s component: %T", name, v);
        return false;
    }
    mr_value next = whole ? mr_int_add(rt, *sum, whole) : MR_NULL;
    mr_decref(rt, whole);
    if (next)
        mr_replace(rt, sum, next);
    return next;
}

/* Rounds what was left over so that the sum is even where it lies half-way. */
static bool add_rest(mr_runtime *rt, mr_value *sum, double rest)
{
    mr_mpz_room room;
    double whole = round(rest);
    if (fabs(whole - rest) == 0.5) {
        int odd = mpz_odd_p(mr_int_mpz(*sum, &room)) != 0;
        whole = 2.0 * round((rest + odd) * 0.5) - odd;
    }
    mr_value next = mr_int_add(rt, *sum, mr_small_int((int64_t)whole));
    if (next)
        mr_replace(rt, sum, next);
    return next;
}

static mr_value delta_make(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    static const struct {
        const char *name;
        int place;
        int64_t unit;
    } parts[] = {{"microseconds", 2, 1},
                 {"milliseconds", 3, 1000},
                 {"seconds", 1, 1000000},
                 {"minutes", 4, 60000000},
                 {"hours", 5, INT64_C(3600000000)},
                 {"days", 0, INT64_C(86400000000)},
                 {"weeks", 6, INT64_C(604800000000)}};
    mr_value a[7], sum = mr_small_int(0);
    double rest = 0;
    if (!mr_bind(rt,
                 "__new__(days=, seconds=, microseconds=, milliseconds=, minutes=, hours=, weeks=)",
                 args, nargs, kwnames, a))
        return MR_NULL;
    for (size_t i = 0; i < 7; i++) {
        mr_value v = a[parts[i].place];
        if (v && !accumulate(rt, &sum, v, parts[i].name, parts[i].unit, &rest)) {
            mr_decref(rt, sum);
            return MR_NULL;
        }
    }
    if (rest != 0.0 && !add_rest(rt, &sum, rest)) {
        mr_decref(rt, sum);
        return MR_NULL;
    }
    return from_int(rt, type, sum);
}

/* ---- operators ---- */

static mr_value delta_add(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_delta(rt, a) && mr_is_delta(rt, b) ? mr_delta_combine(rt, a, b, 1)
                                                    : MR_NOT_IMPLEMENTED;
}

static mr_value delta_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_delta(rt, a) && mr_is_delta(rt, b) ? mr_delta_combine(rt, a, b, -1)
                                                    : MR_NOT_IMPLEMENTED;
}

static mr_value delta_negative(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    return mr_delta_new(rt, -(int64_t)d->days, -d->seconds, -d->microseconds);
}

static mr_value delta_positive(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    return mr_delta_new(rt, d->days, d->seconds, d->microseconds);
}

static mr_value delta_absolute(mr_runtime *rt, mr_value v)
{
    return mr_as_delta(v)->days < 0 ? delta_negative(rt, v) : delta_positive(rt, v);
}

static int delta_boolean(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    return d->days || d->seconds || d->microseconds;
}

/* delta * x or, with divide, delta / x by the fraction that the float x is */
static mr_value by_float(mr_runtime *rt, mr_value delta, mr_value x, bool divide)
{
    mr_value method = mr_getattr_text(rt, x, "as_integer_ratio");
    mr_value ratio = method ? mr_call0(rt, method) : MR_NULL, out = MR_NULL;
    mr_decref(rt, method);
    if (ratio && mr_is_tuple(ratio) && mr_as_tuple(ratio)->length == 2) {
        mr_value *part = mr_as_tuple(ratio)->items;
        mr_value us = to_int(rt, delta);
        mr_value product = us ? mr_int_multiply(rt, us, part[divide]) : MR_NULL;
        mr_decref(rt, us);
        out = from_int(rt, rt->datetime->delta,
                       divide_nearest(rt, product, mr_incref(part[!divide])));
    } else if (ratio) {
        mr_raise(rt, rt->exc.TypeError,
                 "unexpected return type from as_integer_ratio(): expected tuple, got '%T'", ratio);
    }
    mr_decref(rt, ratio);
    return out;
}

static mr_value delta_multiply(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value delta = mr_is_delta(rt, a) ? a : b, x = delta == a ? b : a;
    if (mr_is_real_float(x))
        return by_float(rt, delta, x, false);
    if (!mr_is_integer(x))
        return MR_NOT_IMPLEMENTED;
    mr_value us = to_int(rt, delta);
    mr_value product = us ? mr_int_multiply(rt, us, x) : MR_NULL;
    mr_decref(rt, us);
    return from_int(rt, rt->datetime->delta, product);
}

/* The microseconds of both and what `op` makes of them. */
static mr_value of_both(mr_runtime *rt, mr_value a, mr_value b,
                        mr_value (*op)(mr_runtime *rt, mr_value a, mr_value b))
{
    mr_value x = to_int(rt, a), y = x ? to_int(rt, b) : MR_NULL, out = y ? op(rt, x, y) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return out;
}

static mr_value delta_true_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_delta(rt, a))
        return MR_NOT_IMPLEMENTED;
    if (mr_is_delta(rt, b))
        return of_both(rt, a, b, mr_int_true_divide);
    if (mr_is_real_float(b))
        return by_float(rt, a, b, true);
    if (!mr_is_integer(b))
        return MR_NOT_IMPLEMENTED;
    return from_int(rt, rt->datetime->delta, divide_nearest(rt, to_int(rt, a), mr_incref(b)));
}

static mr_value delta_floor_divide(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_delta(rt, a))
        return MR_NOT_IMPLEMENTED;
    if (mr_is_delta(rt, b))
        return of_both(rt, a, b, mr_int_floor_divide);
    if (!mr_is_integer(b))
        return MR_NOT_IMPLEMENTED;
    mr_value us = to_int(rt, a), q = us ? mr_int_floor_divide(rt, us, b) : MR_NULL;
    mr_decref(rt, us);
    return from_int(rt, rt->datetime->delta, q);
}

static mr_value delta_remainder(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_delta(rt, a) || !mr_is_delta(rt, b))
        return MR_NOT_IMPLEMENTED;
    return from_int(rt, rt->datetime->delta, of_both(rt, a, b, mr_int_remainder));
}

static mr_value delta_divmod(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_delta(rt, a) || !mr_is_delta(rt, b))
        return MR_NOT_IMPLEMENTED;
    mr_value q = of_both(rt, a, b, mr_int_floor_divide);
    mr_value r = q ? delta_remainder(rt, a, b) : MR_NULL;
    mr_value out = r ? mr_tuple_pack(rt, 2, q, r) : MR_NULL;
    mr_decref(rt, q);
    mr_decref(rt, r);
    return out;
}

static mr_value delta_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_delta(rt, a) || !mr_is_delta(rt, b))
        return MR_NOT_IMPLEMENTED;
    return mr_order(mr_delta_compare(a, b), op);
}

static int64_t delta_hash(mr_runtime *rt, mr_value v) { return mr_delta_hash(v); }

/* ---- text ---- */

static mr_value delta_repr(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    const int32_t parts[] = {d->days, d->seconds, d->microseconds};
    static const char *const names[] = {"days", "seconds", "microseconds"};
    char text[100] = "";
    int n = 0;
    for (int i = 0; i < 3; i++)
        if (parts[i])
            n += snprintf(text + n, sizeof text - (size_t)n, "%s%s=%d", n ? ", " : "", names[i],
                          parts[i]);
    return mr_str_format(rt, "%T(%s)", v, n ? text : "0");
}

static mr_value delta_str(mr_runtime *rt, mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    char text[64];
    int n = 0;
    if (d->days)
        n = snprintf(text, sizeof text, "%d day%s, ", d->days,
                     d->days == 1 || d->days == -1 ? "" : "s");
    n += snprintf(text + n, sizeof text - (size_t)n, "%d:%02d:%02d", d->seconds / 3600,
                  d->seconds / 60 % 60, d->seconds % 60);
    if (d->microseconds)
        snprintf(text + n, sizeof text - (size_t)n, ".%06d", d->microseconds);
    return mr_str_from(rt, text);
}

/* ---- the type ---- */

mr_value mr_delta_total(mr_runtime *rt, mr_value v)
{
    mr_value us = to_int(rt, v);
    mr_value out = us ? mr_int_true_divide(rt, us, mr_small_int(1000000)) : MR_NULL;
    mr_decref(rt, us);
    return out;
}
NATIVE(delta_total_seconds) { return mr_delta_total(rt, self); }

NATIVE(delta_reduce)
{
    const mr_delta *d = mr_as_delta(self);
    return mr_reduce_as(rt, self,
                        mr_tuple_pack(rt, 3, mr_small_int(d->days), mr_small_int(d->seconds),
                                      mr_small_int(d->microseconds)),
                        MR_NULL);
}

static mr_value get_part(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_delta *d = mr_as_delta(self);
    const int32_t parts[] = {d->days, d->seconds, d->microseconds};
    return mr_small_int(parts[(intptr_t)closure]);
}

static int set_part(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    return mr_fail(rt, rt->exc.AttributeError, "readonly attribute");
}

static const mr_getset_def getsets[] = {
    {"days", get_part, set_part, "Number of days.", (void *)0},
    {"seconds", get_part, set_part, "Number of seconds (>= 0 and less than 1 day).", (void *)1},
    {"microseconds", get_part, set_part, "Number of microseconds (>= 0 and less than 1 second).",
     (void *)2},
    {0}};
static const mr_method_def methods[] = {
    {"total_seconds", delta_total_seconds, MR_ARGS_NONE, "Total seconds in the duration."},
    {"__reduce__", delta_reduce, MR_ARGS_NONE, "__reduce__() -> (cls, state)"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_delta_spec = {
    .name = "datetime.timedelta",
    .doc = "Difference between two datetime values.\n\n"
           "timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, "
           "weeks=0)\n\n"
           "All arguments are optional and default to 0.\n"
           "Arguments may be integers or floats, and may be positive or negative.",
    .basic_size = sizeof(mr_delta),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .slots = {.new_ = delta_make,
              .repr = delta_repr,
              .str = delta_str,
              .hash = delta_hash,
              .richcompare = delta_richcompare,
              .add = delta_add,
              .subtract = delta_subtract,
              .multiply = delta_multiply,
              .remainder = delta_remainder,
              .divmod = delta_divmod,
              .negative = delta_negative,
              .positive = delta_positive,
              .absolute = delta_absolute,
              .boolean = delta_boolean,
              .floor_divide = delta_floor_divide,
              .true_divide = delta_true_divide},
    .methods = methods,
    .getsets = getsets,
};

bool mr_delta_setup(mr_runtime *rt)
{
    mr_type *type = rt->datetime->delta;
    return mr_set_class_value(rt, type, "resolution", mr_delta_new(rt, 0, 0, 1)) &&
           mr_set_class_value(rt, type, "min", mr_delta_new(rt, -MR_MAX_DELTA_DAYS, 0, 0)) &&
           mr_set_class_value(rt, type, "max",
                              mr_delta_new(rt, MR_MAX_DELTA_DAYS, MR_DAY_SECONDS - 1, 999999));
}
