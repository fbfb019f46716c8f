/*
 * arguments.c - arguments and results that several of the types share.
 */
#include "modules/datetime/datetime.h"

bool mr_is_delta(mr_runtime *rt, mr_value v) { return mr_isinstance(rt, v, rt->datetime->delta); }
bool mr_is_date(mr_runtime *rt, mr_value v) { return mr_isinstance(rt, v, rt->datetime->date); }
bool mr_is_time(mr_runtime *rt, mr_value v) { return mr_isinstance(rt, v, rt->datetime->time); }
bool mr_is_datetime(mr_runtime *rt, mr_value v)
{
    return mr_isinstance(rt, v, rt->datetime->datetime);
}

bool mr_int_argument(mr_runtime *rt, mr_value v, int *out)
{
    if (!v)
        return true;
    int64_t n;
    if (!mr_to_int64(rt, v, &n)) {
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C long");
        return false;
    }
    return mr_to_c_int(rt,
                       mr_is_int(v) ? v
                                    : mr_small_int(n > INT32_MAX   ? INT64_C(1) << 40
                                                   : n < INT32_MIN ? -(INT64_C(1) << 40)
                                                                   : n),
                       out);
}

bool mr_date_arguments(mr_runtime *rt, const mr_value *v, mr_moment *out)
{
    static const char *const names[] = {"year", "month", "day"};
    int *const parts[] = {&out->year, &out->month, &out->day};
    for (int i = 0; i < 3; i++) {
        if (!v[i])
            mr_raise(rt, rt->exc.TypeError, "function missing required argument '%s' (pos %d)",
                     names[i], i + 1);
        if (!v[i] || !mr_int_argument(rt, v[i], parts[i]))
            return false;
    }
    return true;
}

bool mr_clock_arguments(mr_runtime *rt, const mr_value *v, mr_moment *out)
{
    return mr_int_argument(rt, v[0], &out->hour) && mr_int_argument(rt, v[1], &out->minute) &&
           mr_int_argument(rt, v[2], &out->second) && mr_int_argument(rt, v[3], &out->microsecond);
}

bool mr_exactly(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames, size_t count)
{
    if (kwnames && mr_as_tuple(kwnames)->length)
        mr_raise(rt, rt->exc.TypeError, "datetime.%s() takes no keyword arguments", name);
    else if (nargs != count)
        mr_raise(rt, rt->exc.TypeError, "%s() takes exactly %zu argument%s (%zu given)", name,
                 count, count == 1 ? "" : "s", nargs);
    else
        return true;
    return false;
}

bool mr_state_bytes(mr_value v, size_t length, uint8_t *out)
{
    const uint8_t *data = NULL;
    if (mr_is_bytes(v) && mr_as_bytes(v)->length == length)
        data = mr_as_bytes(v)->data;
    else if (mr_is_str(v) && mr_as_str(v)->length == length && mr_as_str(v)->width == 1)
        data = mr_as_str(v)->data;
    if (data)
        memcpy(out, data, length);
    return data;
}

mr_value mr_order(int sign, int op)
{
    switch (op) {
    case MR_LT: return mr_bool(sign < 0);
    case MR_LE: return mr_bool(sign <= 0);
    case MR_EQ: return mr_bool(sign == 0);
    case MR_NE: return mr_bool(sign != 0);
    case MR_GT: return mr_bool(sign > 0);
    default: return mr_bool(sign >= 0);
    }
}

bool mr_set_class_value(mr_runtime *rt, mr_type *type, const char *name, mr_value v)
{
    mr_value key = v ? mr_intern(rt, name) : MR_NULL;
    bool fine = key && mr_type_set(rt, type, key, v) == 0;
    mr_decref(rt, key);
    mr_decref(rt, v);
    return fine;
}

void mr_moment_of(mr_runtime *rt, mr_value v, mr_moment *out)
{
    *out = (mr_moment){.year = 1900, .month = 1, .day = 1};
    const mr_clock *clock = NULL;
    if (mr_is_time(rt, v)) {
        clock = &mr_as_time(v)->clock;
    } else {
        const mr_date *d = mr_as_date(v);
        out->year = d->year;
        out->month = d->month;
        out->day = d->day;
        if (mr_is_datetime(rt, v))
            clock = &mr_as_datetime(v)->clock;
    }
    if (!clock)
        return;
    out->hour = clock->hour;
    out->minute = clock->minute;
    out->second = clock->second;
    out->microsecond = (int)clock->microsecond;
    out->fold = clock->fold;
}

mr_value mr_zone_of(mr_runtime *rt, mr_value v)
{
    return mr_is_time(rt, v)       ? mr_as_time(v)->tzinfo
           : mr_is_datetime(rt, v) ? mr_as_datetime(v)->tzinfo
                                   : MR_NONE;
}
