/*
 * datetime.c - datetime.datetime.
 */
#include "modules/datetime/datetime.h"

mr_value mr_datetime_new(mr_runtime *rt, mr_type *type, const mr_moment *m, mr_value tzinfo)
{
    if (!mr_date_check(rt, m) || !mr_clock_check(rt, m) || !mr_zone_check(rt, tzinfo))
        return MR_NULL;
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_datetime *d = mr_as_datetime(v);
    d->date.year = (uint16_t)m->year;
    d->date.month = (uint8_t)m->month;
    d->date.day = (uint8_t)m->day;
    d->clock = (mr_clock){(uint8_t)m->hour, (uint8_t)m->minute, (uint8_t)m->second,
                          (uint8_t)m->fold, (uint32_t)m->microsecond};
    d->tzinfo = mr_incref(tzinfo);
    if (type->flags & MR_TYPE_TRACKED)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

mr_value mr_datetime_make(mr_runtime *rt, mr_type *cls, const mr_moment *m, mr_value tzinfo)
{
    if (cls == rt->datetime->datetime)
        return mr_datetime_new(rt, cls, m, tzinfo);
    mr_value args[] = {mr_small_int(m->year),        mr_small_int(m->month),
                       mr_small_int(m->day),         mr_small_int(m->hour),
                       mr_small_int(m->minute),      mr_small_int(m->second),
                       mr_small_int(m->microsecond), tzinfo};
    mr_value v = mr_call(rt, mr_from(cls), args, 8, MR_NULL);
    if (v && mr_is_datetime(rt, v))
        mr_as_datetime(v)->clock.fold = (uint8_t)m->fold;
    return v;
}

static mr_value datetime_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value a[9];
    mr_moment m = {0};
    uint8_t s[10];
    if (nargs >= 1 && nargs <= 2 && mr_state_bytes(args[0], 10, s) && (s[2] & 0x7f) >= 1 &&
        (s[2] & 0x7f) <= 12) {
        m = (mr_moment){.year = s[0] << 8 | s[1],
                        .month = s[2] & 0x7f,
                        .day = s[3],
                        .hour = s[4],
                        .minute = s[5],
                        .second = s[6],
                        .microsecond = s[7] << 16 | s[8] << 8 | s[9],
                        .fold = s[2] >> 7};
        mr_value tzinfo = nargs > 1 ? args[1] : MR_NONE;
        if (tzinfo != MR_NONE && !mr_isinstance(rt, tzinfo, rt->datetime->tzinfo))
            return mr_raise(rt, rt->exc.TypeError, "bad tzinfo state arg");
        return mr_datetime_new(rt, type, &m, tzinfo);
    }
    if (!mr_bind(rt,
                 "(year=, month=, day=, hour=, minute=, second=, microsecond=, tzinfo=, *, fold=)",
                 args, nargs, kwnames, a) ||
        !mr_date_arguments(rt, a, &m) || !mr_clock_arguments(rt, a + 3, &m) ||
        !mr_int_argument(rt, a[8], &m.fold))
        return MR_NULL;
    return mr_datetime_new(rt, type, &m, a[7] ? a[7] : MR_NONE);
}

static void datetime_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((mr_datetime *)self)->tzinfo);
}
static void datetime_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_datetime *)self)->tzinfo, arg);
}
static const mr_layout datetime_layout = {.dealloc = datetime_dealloc,
                                          .traverse = datetime_traverse};

/* ---- other ways to make one ---- */

NATIVE(datetime_strptime)
{
    if (!mr_exactly(rt, "strptime", nargs, kwnames, 2))
        return MR_NULL;
    for (int i = 0; i < 2; i++)
        if (!mr_is_str(args[i]))
            return mr_raise(rt, rt->exc.TypeError, "strptime() argument %d must be str, not %T",
                            i + 1, args[i]);
    mr_value function = mr_import_attr(rt, "_strptime", "_strptime_datetime");
    mr_value all[] = {self, args[0], args[1]};
    mr_value out = function ? mr_call(rt, function, all, 3, MR_NULL) : MR_NULL;
    mr_decref(rt, function);
    return out;
}

NATIVE(datetime_combine)
{
    mr_value a[3];
    mr_moment m, clock;
    if (!mr_bind(rt, "combine(date, time, tzinfo=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (!mr_is_date(rt, a[0]) || !mr_is_time(rt, a[1])) {
        bool first = !mr_is_date(rt, a[0]);
        return mr_raise(rt, rt->exc.TypeError, "combine() argument %d must be datetime.%s, not %T",
                        first ? 1 : 2, first ? "date" : "time", a[first ? 0 : 1]);
    }
    mr_moment_of(rt, a[0], &m);
    mr_moment_of(rt, a[1], &clock);
    clock.year = m.year;
    clock.month = m.month;
    clock.day = m.day;
    return mr_datetime_make(rt, mr_as_type(self), &clock, a[2] ? a[2] : mr_as_time(a[1])->tzinfo);
}

/* ---- parts ---- */

NATIVE(datetime_date)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    return mr_date_make(rt, rt->datetime->date, &m);
}
static mr_value time_part(mr_runtime *rt, mr_value self, mr_value tzinfo)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    return mr_time_make(rt, rt->datetime->time, &m, tzinfo);
}
NATIVE(datetime_time) { return time_part(rt, self, MR_NONE); }
NATIVE(datetime_timetz) { return time_part(rt, self, mr_as_datetime(self)->tzinfo); }

NATIVE(datetime_timetuple)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    mr_value dst = mr_zone_offset(rt, mr_as_datetime(self)->tzinfo, "dst", self);
    if (!dst)
        return MR_NULL;
    int flag = dst == MR_NONE ? -1 : mr_truth(rt, dst);
    mr_decref(rt, dst);
    return mr_struct_time(rt, &m, flag);
}

NATIVE(datetime_utctimetuple)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    mr_value offset = mr_zone_offset(rt, mr_as_datetime(self)->tzinfo, "utcoffset", self);
    if (!offset)
        return MR_NULL;
    bool fine = true;
    if (offset != MR_NONE) {
        const mr_delta *d = mr_as_delta(offset);
        fine = mr_moment_shift(rt, &m, -(int64_t)d->days, -d->seconds, -d->microseconds);
    }
    mr_decref(rt, offset);
    return fine ? mr_struct_time(rt, &m, 0) : MR_NULL;
}

NATIVE(datetime_utcoffset)
{
    return mr_zone_offset(rt, mr_as_datetime(self)->tzinfo, "utcoffset", self);
}
NATIVE(datetime_dst) { return mr_zone_offset(rt, mr_as_datetime(self)->tzinfo, "dst", self); }
NATIVE(datetime_tzname) { return mr_zone_name(rt, mr_as_datetime(self)->tzinfo, self); }

NATIVE(datetime_replace)
{
    mr_value a[9];
    mr_moment m;
    mr_moment_of(rt, self, &m);
    if (!mr_bind(rt,
                 "replace(year=, month=, day=, hour=, minute=, second=, microsecond=, tzinfo=, *, "
                 "fold=)",
                 args, nargs, kwnames, a) ||
        !mr_int_argument(rt, a[0], &m.year) || !mr_int_argument(rt, a[1], &m.month) ||
        !mr_int_argument(rt, a[2], &m.day) || !mr_clock_arguments(rt, a + 3, &m) ||
        !mr_int_argument(rt, a[8], &m.fold))
        return MR_NULL;
    return mr_datetime_new(rt, mr_type_of(rt, self), &m,
                           a[7] ? a[7] : mr_as_datetime(self)->tzinfo);
}

static mr_value reduce(mr_runtime *rt, mr_value self, int64_t protocol)
{
    const mr_datetime *d = mr_as_datetime(self);
    const mr_clock *c = &d->clock;
    uint8_t s[] = {(uint8_t)(d->date.year >> 8),
                   (uint8_t)d->date.year,
                   (uint8_t)(d->date.month | (protocol > 3 && c->fold ? 0x80 : 0)),
                   d->date.day,
                   c->hour,
                   c->minute,
                   c->second,
                   (uint8_t)(c->microsecond >> 16),
                   (uint8_t)(c->microsecond >> 8),
                   (uint8_t)c->microsecond};
    mr_value state = mr_bytes_new(rt, s, sizeof s);
    mr_value tuple = !state                 ? MR_NULL
                     : d->tzinfo == MR_NONE ? mr_tuple_pack(rt, 1, state)
                                            : mr_tuple_pack(rt, 2, state, d->tzinfo);
    mr_decref(rt, state);
    return mr_reduce_as(rt, self, tuple, MR_NULL);
}
NATIVE(datetime_reduce) { return reduce(rt, self, 2); }
NATIVE(datetime_reduce_ex)
{
    int protocol;
    return mr_int_argument(rt, args[0], &protocol) ? reduce(rt, self, protocol) : MR_NULL;
}

static mr_value get_part(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_clock *c = &mr_as_datetime(self)->clock;
    const int64_t parts[] = {c->hour, c->minute, c->second, c->microsecond, c->fold};
    return mr_small_int(parts[(intptr_t)closure]);
}
static mr_value get_tzinfo(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_datetime(self)->tzinfo);
}

/* ---- text ---- */

static mr_value datetime_repr(mr_runtime *rt, mr_value v)
{
    const mr_datetime *d = mr_as_datetime(v);
    const mr_clock *c = &d->clock;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_value parts = mr_str_format(rt, "%T(%d, %d, %d, %d, %d", v, d->date.year, d->date.month,
                                   d->date.day, c->hour, c->minute);
    mr_value rest = c->microsecond
                        ? mr_str_format(rt, ", %d, %u", c->second, (unsigned)c->microsecond)
                    : c->second ? mr_str_format(rt, ", %d", c->second)
                                : mr_incref(rt->empty_str);
    if (parts && rest) {
        mr_str_builder_str(&b, parts);
        mr_str_builder_str(&b, rest);
    }
    mr_decref(rt, parts);
    mr_decref(rt, rest);
    if (c->fold)
        mr_str_builder_text(&b, ", fold=1");
    if (d->tzinfo != MR_NONE) {
        mr_str_builder_text(&b, ", tzinfo=");
        mr_str_builder_repr(&b, d->tzinfo);
    }
    mr_str_builder_char(&b, ')');
    mr_value out = mr_str_builder_take(&b);
    if (!parts || !rest)
        mr_clear(rt, &out);
    return out;
}

static mr_value isoformat(mr_runtime *rt, mr_value self, mr_value separator, mr_value timespec)
{
    mr_moment m;
    char clock[32], offset[32];
    mr_moment_of(rt, self, &m);
    if (!mr_clock_text(rt, clock, &m, timespec, "2") ||
        !mr_offset_text(rt, offset, ":", mr_as_datetime(self)->tzinfo, self))
        return MR_NULL;
    return mr_str_format(rt, "%04d-%02d-%02d%S%s%s", m.year, m.month, m.day, separator, clock,
                         offset);
}

NATIVE(datetime_isoformat)
{
    mr_value a[2];
    if (!mr_bind(rt, "isoformat(sep=, timespec=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (a[0] && (!mr_is_str(a[0]) || mr_as_str(a[0])->length != 1))
        return mr_raise(rt, rt->exc.TypeError,
                        "isoformat() argument 1 must be a unicode character, not %T", a[0]);
    return isoformat(rt, self, a[0] ? a[0] : rt->latin1['T'], a[1]);
}

static mr_value datetime_str(mr_runtime *rt, mr_value v)
{
    mr_value method = mr_getattr_text(rt, v, "isoformat");
    mr_value out = method ? mr_call1(rt, method, rt->latin1[' ']) : MR_NULL;
    mr_decref(rt, method);
    return out;
}

NATIVE(datetime_ctime)
{
    mr_moment m;
    mr_moment_of(rt, self, &m);
    return mr_ctime(rt, &m);
}

/* ---- operators ---- */

mr_value mr_datetime_add(mr_runtime *rt, mr_value v, mr_value delta, int sign)
{
    const mr_delta *d = mr_as_delta(delta);
    mr_moment m;
    mr_moment_of(rt, v, &m);
    m.fold = 0;
    if (!mr_moment_shift(rt, &m, sign * (int64_t)d->days, sign * d->seconds,
                         sign * d->microseconds))
        return MR_NULL;
    return mr_datetime_make(rt, mr_type_of(rt, v), &m, mr_as_datetime(v)->tzinfo);
}

/* utcoffset() of both, None where their zone is the same; false with an exception set. */
static bool offsets(mr_runtime *rt, mr_value a, mr_value b, mr_value *p, mr_value *q)
{
    mr_value x = mr_as_datetime(a)->tzinfo, y = mr_as_datetime(b)->tzinfo;
    *p = *q = MR_NONE;
    if (x == y)
        return true;
    *p = mr_zone_offset(rt, x, "utcoffset", a);
    *q = *p ? mr_zone_offset(rt, y, "utcoffset", b) : MR_NULL;
    if (*q)
        return true;
    mr_clear(rt, p);
    return false;
}

/* a - b as the calendar shows them */
static mr_value plain_difference(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_moment x, y;
    mr_moment_of(rt, a, &x);
    mr_moment_of(rt, b, &y);
    return mr_delta_new(rt, 0, mr_moment_seconds(&x) - mr_moment_seconds(&y),
                        x.microsecond - y.microsecond);
}

/* The same at UTC: p and q are the offsets, neither or both None. */
static mr_value difference(mr_runtime *rt, mr_value a, mr_value b, mr_value p, mr_value q)
{
    mr_value out = plain_difference(rt, a, b);
    if (!out || p == MR_NONE || mr_delta_compare(p, q) == 0)
        return out;
    mr_value apart = mr_delta_combine(rt, p, q, -1);
    mr_value moved = apart ? mr_delta_combine(rt, out, apart, -1) : MR_NULL;
    mr_decref(rt, apart);
    mr_decref(rt, out);
    return moved;
}

mr_value mr_datetime_difference(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value p, q, out;
    if (!offsets(rt, a, b, &p, &q))
        return MR_NULL;
    if ((p == MR_NONE) != (q == MR_NONE))
        out = mr_raise(rt, rt->exc.TypeError,
                       "can't subtract offset-naive and offset-aware datetimes");
    else
        out = difference(rt, a, b, p, q);
    mr_decref(rt, p);
    mr_decref(rt, q);
    return out;
}

static mr_value datetime_add(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_is_datetime(rt, a) && mr_is_delta(rt, b))
        return mr_datetime_add(rt, a, b, 1);
    if (mr_is_datetime(rt, b) && mr_is_delta(rt, a))
        return mr_datetime_add(rt, b, a, 1);
    return MR_NOT_IMPLEMENTED;
}

static mr_value datetime_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_datetime(rt, a))
        return MR_NOT_IMPLEMENTED;
    if (mr_is_delta(rt, b))
        return mr_datetime_add(rt, a, b, -1);
    return mr_is_datetime(rt, b) ? mr_datetime_difference(rt, a, b) : MR_NOT_IMPLEMENTED;
}

/* Does the offset depend on fold? Then the time equals none of another zone (PEP 495). 1, 0, -1 */
static int depends_on_fold(mr_runtime *rt, mr_value v, mr_value offset)
{
    mr_moment m;
    mr_moment_of(rt, v, &m);
    m.fold = !m.fold;
    mr_value tzinfo = mr_as_datetime(v)->tzinfo;
    mr_value other = mr_datetime_new(rt, rt->datetime->datetime, &m, tzinfo);
    mr_value flipped = other ? mr_zone_offset(rt, tzinfo, "utcoffset", other) : MR_NULL;
    mr_decref(rt, other);
    if (!flipped)
        return -1;
    int out = flipped == MR_NONE || offset == MR_NONE ? flipped != offset
                                                      : mr_delta_compare(flipped, offset) != 0;
    mr_decref(rt, flipped);
    return out;
}

static mr_value datetime_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    bool equality = op == MR_EQ || op == MR_NE;
    mr_value p, q, out = MR_NULL;
    if (!mr_is_datetime(rt, a))
        return MR_NOT_IMPLEMENTED;
    if (!mr_is_datetime(rt, b)) {
        if (!mr_is_date(rt, b))
            return MR_NOT_IMPLEMENTED;
        return equality ? mr_bool(op == MR_NE)
                        : mr_raise(rt, rt->exc.TypeError, "can't compare %T to %T", a, b);
    }
    if (!offsets(rt, a, b, &p, &q))
        return MR_NULL;
    if ((p == MR_NONE) != (q == MR_NONE)) {
        out = equality ? mr_bool(op == MR_NE)
                       : mr_raise(rt, rt->exc.TypeError,
                                  "can't compare offset-naive and offset-aware datetimes");
    } else {
        mr_value d = difference(rt, a, b, p, q);
        int sign = !d ? 0 : mr_as_delta(d)->days < 0 ? -1 : mr_truth(rt, d) ? 1 : 0;
        if (d && equality && sign == 0 && p != MR_NONE) {
            sign = depends_on_fold(rt, a, p);
            if (sign == 0)
                sign = depends_on_fold(rt, b, q);
        }
        if (d && !mr_error(rt))
            out = mr_order(sign, op);
        mr_decref(rt, d);
    }
    mr_decref(rt, p);
    mr_decref(rt, q);
    return out;
}

static int64_t datetime_hash(mr_runtime *rt, mr_value v)
{
    mr_moment m;
    mr_moment_of(rt, v, &m);
    mr_value tzinfo = mr_as_datetime(v)->tzinfo, offset = MR_NONE;
    if (tzinfo != MR_NONE) { /* asked with fold 0: equal times differ in fold alone */
        mr_value first = mr_incref(v);
        if (m.fold) {
            m.fold = 0;
            mr_replace(rt, &first, mr_datetime_new(rt, rt->datetime->datetime, &m, tzinfo));
        }
        offset = first ? mr_zone_offset(rt, tzinfo, "utcoffset", first) : MR_NULL;
        mr_decref(rt, first);
        if (!offset)
            return -1;
    }
    int64_t us = mr_moment_seconds(&m) * 1000000 + m.microsecond;
    if (offset != MR_NONE) {
        const mr_delta *d = mr_as_delta(offset);
        us -= ((int64_t)d->days * MR_DAY_SECONDS + d->seconds) * 1000000 + d->microseconds;
    }
    mr_decref(rt, offset);
    int64_t hash = (int64_t)mr_hash_bytes(&us, sizeof us);
    return hash == -1 ? -2 : hash;
}

/* ---- the type ---- */

static const mr_getset_def getsets[] = {{"hour", get_part, NULL, NULL, (void *)0},
                                        {"minute", get_part, NULL, NULL, (void *)1},
                                        {"second", get_part, NULL, NULL, (void *)2},
                                        {"microsecond", get_part, NULL, NULL, (void *)3},
                                        {"tzinfo", get_tzinfo, NULL, NULL, NULL},
                                        {"fold", get_part, NULL, NULL, (void *)4},
                                        {0}};
static const mr_method_def methods[] = {
    {"now", mr_datetime_now, MR_ARGS_ANY | MR_CLASS_METHOD,
     "now($type, /, tz=None)\n--\n\n"
     "Returns new datetime object representing current time local to tz.\n\n"
     "  tz\n    Timezone object.\n\nIf no tz is specified, uses local timezone."},
    {"utcnow", mr_datetime_utcnow, MR_ARGS_NONE | MR_CLASS_METHOD,
     "Return a new datetime representing UTC day and time."},
    {"fromtimestamp", mr_datetime_fromtimestamp, MR_ARGS_ANY | MR_CLASS_METHOD,
     "timestamp[, tz] -> tz's local time from POSIX timestamp."},
    {"utcfromtimestamp", mr_datetime_utcfromtimestamp, MR_ARGS_ANY | MR_CLASS_METHOD,
     "Construct a naive UTC datetime from a POSIX timestamp."},
    {"strptime", datetime_strptime, MR_ARGS_ANY | MR_CLASS_METHOD,
     "string, format -> new datetime parsed from a string (like time.strptime())."},
    {"combine", datetime_combine, MR_ARGS_ANY | MR_CLASS_METHOD,
     "date, time -> datetime with same date and time fields"},
    {"fromisoformat", mr_datetime_fromisoformat, MR_ARGS_ONE | MR_CLASS_METHOD,
     "string -> datetime from a string in most ISO 8601 formats"},
    {"date", datetime_date, MR_ARGS_NONE, "Return date object with same year, month and day."},
    {"time", datetime_time, MR_ARGS_NONE,
     "Return time object with same time but with tzinfo=None."},
    {"timetz", datetime_timetz, MR_ARGS_NONE, "Return time object with same time and tzinfo."},
    {"ctime", datetime_ctime, MR_ARGS_NONE, "Return ctime() style string."},
    {"timetuple", datetime_timetuple, MR_ARGS_NONE,
     "Return time tuple, compatible with time.localtime()."},
    {"timestamp", mr_datetime_timestamp, MR_ARGS_NONE, "Return POSIX timestamp as float."},
    {"utctimetuple", datetime_utctimetuple, MR_ARGS_NONE,
     "Return UTC time tuple, compatible with time.localtime()."},
    {"isoformat", datetime_isoformat, MR_ARGS_ANY,
     "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n"
     "sep is used to separate the year from the time, and defaults to 'T'.\n"
     "The optional argument timespec specifies the number of additional terms\n"
     "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n"
     "'seconds', 'milliseconds' and 'microseconds'.\n"},
    {"utcoffset", datetime_utcoffset, MR_ARGS_NONE, "Return self.tzinfo.utcoffset(self)."},
    {"tzname", datetime_tzname, MR_ARGS_NONE, "Return self.tzinfo.tzname(self)."},
    {"dst", datetime_dst, MR_ARGS_NONE, "Return self.tzinfo.dst(self)."},
    {"replace", datetime_replace, MR_ARGS_ANY, "Return datetime with new specified fields."},
    {"astimezone", mr_datetime_astimezone, MR_ARGS_ANY,
     "tz -> convert to local time in new timezone tz\n"},
    {"__reduce_ex__", datetime_reduce_ex, MR_ARGS_ONE, "__reduce_ex__(proto) -> (cls, state)"},
    {"__reduce__", datetime_reduce, MR_ARGS_NONE, "__reduce__() -> (cls, state)"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_datetime_spec = {
    .name = "datetime.datetime",
    .doc = "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\n"
           "The year, month and day arguments are required. tzinfo may be None, or an\n"
           "instance of a tzinfo subclass. The remaining arguments may be ints.\n",
    .basic_size = sizeof(mr_datetime),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .layout = &datetime_layout,
    .slots = {.new_ = datetime_new,
              .repr = datetime_repr,
              .str = datetime_str,
              .hash = datetime_hash,
              .richcompare = datetime_richcompare,
              .add = datetime_add,
              .subtract = datetime_subtract},
    .methods = methods,
    .getsets = getsets,
};

bool mr_datetime_setup(mr_runtime *rt)
{
    struct mr_datetime_state *d = rt->datetime;
    const mr_moment first = {.year = 1, .month = 1, .day = 1};
    const mr_moment epoch = {.year = 1970, .month = 1, .day = 1};
    const mr_moment last = {9999, 12, 31, 23, 59, 59, 999999, 0};
    d->epoch = mr_datetime_new(rt, d->datetime, &epoch, d->utc);
    return d->epoch &&
           mr_set_class_value(rt, d->datetime, "min",
                              mr_datetime_new(rt, d->datetime, &first, MR_NONE)) &&
           mr_set_class_value(rt, d->datetime, "max",
                              mr_datetime_new(rt, d->datetime, &last, MR_NONE)) &&
           mr_set_class_value(rt, d->datetime, "resolution", mr_delta_new(rt, 0, 0, 1));
}
