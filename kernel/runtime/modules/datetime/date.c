/*
 * date.c - datetime.date.
 */
#include <stdio.h>

#include "modules/datetime/datetime.h"

static mr_value date_alloc(mr_runtime *rt, mr_type *type, const mr_moment *m)
{
    if (!mr_date_check(rt, m))
        return MR_NULL;
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_date *d = mr_as_date(v);
    d->year = (uint16_t)m->year;
    d->month = (uint8_t)m->month;
    d->day = (uint8_t)m->day;
    if (type->flags & MR_TYPE_TRACKED)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

mr_value mr_date_make(mr_runtime *rt, mr_type *cls, const mr_moment *m)
{
    if (cls == rt->datetime->date)
        return date_alloc(rt, cls, m);
    if (cls == rt->datetime->datetime)
        return mr_datetime_make(rt, cls, m, MR_NONE);
    mr_value args[] = {mr_small_int(m->year), mr_small_int(m->month), mr_small_int(m->day)};
    return mr_call(rt, mr_from(cls), args, 3, MR_NULL);
}

static mr_value date_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value a[3];
    mr_moment m = {0};
    uint8_t s[4];
    if (nargs == 1 && mr_state_bytes(args[0], 4, s) && s[2] >= 1 && s[2] <= 12) {
        m = (mr_moment){.year = s[0] << 8 | s[1], .month = s[2], .day = s[3]};
        return date_alloc(rt, type, &m);
    }
    if (!mr_bind(rt, "(year=, month=, day=)", args, nargs, kwnames, a) ||
        !mr_date_arguments(rt, a, &m))
        return MR_NULL;
    return date_alloc(rt, type, &m);
}

/* ---- other ways to make one ---- */

NATIVE(date_fromtimestamp)
{
    int64_t seconds;
    int microseconds;
    mr_moment m;
    if (!mr_timestamp_split(rt, args[0], false, &seconds, &microseconds) ||
        !mr_local_moment(rt, seconds, false, &m))
        return MR_NULL;
    m.hour = m.minute = m.second = 0;
    return mr_date_make(rt, mr_as_type(self), &m);
}

NATIVE(date_today)
{
    mr_value module = mr_import(rt, "time");
    mr_value clock = module ? mr_getattr_text(rt, module, "time") : MR_NULL;
    mr_value now = clock ? mr_call0(rt, clock) : MR_NULL;
    mr_value method = now ? mr_getattr_text(rt, self, "fromtimestamp") : MR_NULL;
    mr_value out = method ? mr_call1(rt, method, now) : MR_NULL;
    mr_decref(rt, method);
    mr_decref(rt, now);
    mr_decref(rt, clock);
    mr_decref(rt, module);
    return out;
}

NATIVE(date_fromordinal)
{
    int ordinal;
    mr_moment m = {0};
    if (!mr_int_argument(rt, args[0], &ordinal))
        return MR_NULL;
    if (ordinal < 1)
        return mr_raise(rt, rt->exc.ValueError, "ordinal must be >= 1");
    mr_ordinal_date(ordinal, &m);
    return mr_date_check(rt, &m) ? mr_date_make(rt, mr_as_type(self), &m) : MR_NULL;
}

NATIVE(date_fromisocalendar)
{
    mr_value a[3];
    int part[3];
    mr_moment m = {0};
    if (!mr_bind(rt, "fromisocalendar(year, week, day)", args, nargs, kwnames, a))
        return MR_NULL;
    for (int i = 0; i < 3; i++) {
        if (mr_int_argument(rt, a[i], &part[i]))
            continue;
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.ValueError, "ISO calendar component out of range");
        return MR_NULL;
    }
    switch (mr_iso_date_find(part[0], part[1], part[2], &m)) {
    case -1: return mr_raise(rt, rt->exc.ValueError, "Year is out of range: %d", part[0]);
    case -2: return mr_raise(rt, rt->exc.ValueError, "Invalid week: %d", part[1]);
    case -3: return mr_raise(rt, rt->exc.ValueError, "Invalid day: %d (range is [1, 7])", part[2]);
    default: return mr_date_make(rt, mr_as_type(self), &m);
    }
}

/* ---- text ---- */

static mr_value date_repr(mr_runtime *rt, mr_value v)
{
    const mr_date *d = mr_as_date(v);
    return mr_str_format(rt, "%T(%d, %d, %d)", v, d->year, d->month, d->day);
}

NATIVE(date_isoformat)
{
    const mr_date *d = mr_as_date(self);
    char text[32];
    snprintf(text, sizeof text, "%04d-%02d-%02d", d->year, d->month, d->day);
    return mr_str_from(rt, text);
}

static mr_value date_str(mr_runtime *rt, mr_value v)
{
    mr_value method = mr_getattr_text(rt, v, "isoformat");
    mr_value out = method ? mr_call0(rt, method) : MR_NULL;
    mr_decref(rt, method);
    return out;
}

NATIVE(date_ctime)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    m.hour = m.minute = m.second = 0;
    return mr_ctime(rt, &m);
}

NATIVE(date_strftime)
{
    mr_value format;
    if (!mr_bind(rt, "strftime(format)", args, nargs, kwnames, &format))
        return MR_NULL;
    if (!mr_is_str(format))
        return mr_raise(rt, rt->exc.TypeError, "strftime() argument 1 must be str, not %T", format);
    mr_value method = mr_getattr_text(rt, self, "timetuple");
    mr_value tuple = method ? mr_call0(rt, method) : MR_NULL;
    mr_decref(rt, method);
    mr_value out = mr_dt_strftime(rt, self, format, tuple, self);
    mr_decref(rt, tuple);
    return out;
}

/* ---- parts ---- */

NATIVE(date_timetuple)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    m.hour = m.minute = m.second = 0;
    return mr_struct_time(rt, &m, -1);
}

NATIVE(date_toordinal)
{
    const mr_date *d = mr_as_date(self);
    return mr_small_int(mr_ordinal_of(d->year, d->month, d->day));
}

static int weekday(mr_value v)
{
    const mr_date *d = mr_as_date(v);
    return mr_weekday_of(d->year, d->month, d->day);
}
NATIVE(date_weekday) { return mr_small_int(weekday(self)); }
NATIVE(date_isoweekday) { return mr_small_int(weekday(self) + 1); }

NATIVE(date_isocalendar)
{
    const mr_date *d = mr_as_date(self);
    int year = d->year;
    int64_t today = mr_ordinal_of(year, d->month, d->day), start = mr_iso_year_start(year);
    if (today < start)
        start = mr_iso_year_start(--year);
    else if (today >= start + 52 * 7 && today >= mr_iso_year_start(year + 1))
        start = mr_iso_year_start(++year);
    return mr_iso_date_new(rt, year, (int)((today - start) / 7 + 1), weekday(self) + 1);
}

NATIVE(date_replace)
{
    mr_value a[3];
    mr_moment m;
    mr_moment_of(rt, self, &m);
    if (!mr_bind(rt, "replace(year=, month=, day=)", args, nargs, kwnames, a) ||
        !mr_int_argument(rt, a[0], &m.year) || !mr_int_argument(rt, a[1], &m.month) ||
        !mr_int_argument(rt, a[2], &m.day))
        return MR_NULL;
    return date_alloc(rt, mr_type_of(rt, self), &m);
}

NATIVE(date_reduce)
{
    const mr_date *d = mr_as_date(self);
    uint8_t s[] = {(uint8_t)(d->year >> 8), (uint8_t)d->year, d->month, d->day};
    mr_value state = mr_bytes_new(rt, s, sizeof s);
    mr_value tuple = state ? mr_tuple_pack(rt, 1, state) : MR_NULL;
    mr_decref(rt, state);
    return mr_reduce_as(rt, self, tuple, MR_NULL);
}

static mr_value get_part(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_date *d = mr_as_date(self);
    const int parts[] = {d->year, d->month, d->day};
    return mr_small_int(parts[(intptr_t)closure]);
}

/* ---- operators ---- */

static mr_value shift(mr_runtime *rt, mr_value date, mr_value delta, int sign)
{
    mr_moment m;
    mr_moment_of(rt, date, &m);
    if (!mr_moment_shift(rt, &m, sign * (int64_t)mr_as_delta(delta)->days, 0, 0))
        return MR_NULL;
    return mr_date_make(rt, mr_type_of(rt, date), &m);
}

static mr_value date_add(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_is_datetime(rt, a) || mr_is_datetime(rt, b))
        return MR_NOT_IMPLEMENTED;
    if (mr_is_date(rt, a) && mr_is_delta(rt, b))
        return shift(rt, a, b, 1);
    if (mr_is_date(rt, b) && mr_is_delta(rt, a))
        return shift(rt, b, a, 1);
    return MR_NOT_IMPLEMENTED;
}

static mr_value date_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_is_datetime(rt, a) || mr_is_datetime(rt, b) || !mr_is_date(rt, a))
        return MR_NOT_IMPLEMENTED;
    if (mr_is_delta(rt, b))
        return shift(rt, a, b, -1);
    if (!mr_is_date(rt, b))
        return MR_NOT_IMPLEMENTED;
    const mr_date *x = mr_as_date(a), *y = mr_as_date(b);
    return mr_delta_new(
        rt, mr_ordinal_of(x->year, x->month, x->day) - mr_ordinal_of(y->year, y->month, y->day), 0,
        0);
}

static mr_value date_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_date(rt, a) || !mr_is_date(rt, b))
        return MR_NOT_IMPLEMENTED;
    const mr_date *x = mr_as_date(a), *y = mr_as_date(b);
    int left = x->year << 9 | x->month << 5 | x->day, right = y->year << 9 | y->month << 5 | y->day;
    return mr_order((left > right) - (left < right), op);
}

static int64_t date_hash(mr_runtime *rt, mr_value v)
{
    const mr_date *d = mr_as_date(v);
    int32_t parts[] = {d->year, d->month, d->day};
    int64_t hash = (int64_t)mr_hash_bytes(parts, sizeof parts);
    return hash == -1 ? -2 : hash;
}

/* ---- the type ---- */

static const mr_getset_def getsets[] = {{"year", get_part, NULL, NULL, (void *)0},
                                        {"month", get_part, NULL, NULL, (void *)1},
                                        {"day", get_part, NULL, NULL, (void *)2},
                                        {0}};
static const mr_method_def methods[] = {
    {"fromtimestamp", date_fromtimestamp, MR_ARGS_ONE | MR_CLASS_METHOD,
     "Create a date from a POSIX timestamp.\n\n"
     "The timestamp is a number, e.g. created via time.time(), that is interpreted\n"
     "as local time."},
    {"fromordinal", date_fromordinal, MR_ARGS_ONE | MR_CLASS_METHOD,
     "int -> date corresponding to a proleptic Gregorian ordinal."},
    {"fromisoformat", mr_date_fromisoformat, MR_ARGS_ONE | MR_CLASS_METHOD,
     "str -> Construct a date from a string in ISO 8601 format."},
    {"fromisocalendar", date_fromisocalendar, MR_ARGS_ANY | MR_CLASS_METHOD,
     "int, int, int -> Construct a date from the ISO year, week number and weekday.\n\n"
     "This is the inverse of the function date.isocalendar()"},
    {"today", date_today, MR_ARGS_NONE | MR_CLASS_METHOD,
     "Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."},
    {"ctime", date_ctime, MR_ARGS_NONE, "Return ctime() style string."},
    {"strftime", date_strftime, MR_ARGS_ANY, "format -> strftime() style string."},
    {"__format__", mr_dt_format, MR_ARGS_ONE, "Formats self with strftime."},
    {"timetuple", date_timetuple, MR_ARGS_NONE,
     "Return time tuple, compatible with time.localtime()."},
    {"isocalendar", date_isocalendar, MR_ARGS_NONE,
     "Return a named tuple containing ISO year, week number, and weekday."},
    {"isoformat", date_isoformat, MR_ARGS_NONE, "Return string in ISO 8601 format, YYYY-MM-DD."},
    {"isoweekday", date_isoweekday, MR_ARGS_NONE,
     "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"},
    {"toordinal", date_toordinal, MR_ARGS_NONE,
     "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."},
    {"weekday", date_weekday, MR_ARGS_NONE,
     "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"},
    {"replace", date_replace, MR_ARGS_ANY, "Return date with new specified fields."},
    {"__reduce__", date_reduce, MR_ARGS_NONE, "__reduce__() -> (cls, state)"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_date_spec = {
    .name = "datetime.date",
    .doc = "date(year, month, day) --> date object",
    .basic_size = sizeof(mr_date),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .slots = {.new_ = date_new,
              .repr = date_repr,
              .str = date_str,
              .hash = date_hash,
              .richcompare = date_richcompare,
              .add = date_add,
              .subtract = date_subtract},
    .methods = methods,
    .getsets = getsets,
};

bool mr_date_setup(mr_runtime *rt)
{
    mr_type *type = rt->datetime->date;
    return mr_set_class_value(
               rt, type, "min",
               date_alloc(rt, type, &(mr_moment){.year = 1, .month = 1, .day = 1})) &&
           mr_set_class_value(
               rt, type, "max",
               date_alloc(rt, type, &(mr_moment){.year = 9999, .month = 12, .day = 31})) &&
           mr_set_class_value(rt, type, "resolution", mr_delta_new(rt, 1, 0, 0));
}
