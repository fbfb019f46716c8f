/*
 * time.c - datetime.time.
 */
#include "modules/datetime/datetime.h"

static mr_value time_alloc(mr_runtime *rt, mr_type *type, const mr_moment *m, mr_value tzinfo)
{
    if (!mr_clock_check(rt, m) || !mr_zone_check(rt, tzinfo))
        return MR_NULL;
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_time *t = mr_as_time(v);
    t->clock = (mr_clock){(uint8_t)m->hour, (uint8_t)m->minute, (uint8_t)m->second,
                          (uint8_t)m->fold, (uint32_t)m->microsecond};
    t->tzinfo = mr_incref(tzinfo);
    if (type->flags & MR_TYPE_TRACKED)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

mr_value mr_time_make(mr_runtime *rt, mr_type *cls, const mr_moment *m, mr_value tzinfo)
{
    if (cls == rt->datetime->time)
        return time_alloc(rt, cls, m, tzinfo);
    mr_value args[] = {mr_small_int(m->hour), mr_small_int(m->minute), mr_small_int(m->second),
                       mr_small_int(m->microsecond), tzinfo};
    return mr_call(rt, mr_from(cls), args, 5, MR_NULL);
}

static mr_value time_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value a[6];
    mr_moment m = {0};
    uint8_t s[6];
    if (nargs >= 1 && nargs <= 2 && mr_state_bytes(args[0], 6, s) && (s[0] & 0x7f) < 24) {
        m = (mr_moment){.hour = s[0] & 0x7f,
                        .minute = s[1],
                        .second = s[2],
                        .microsecond = s[3] << 16 | s[4] << 8 | s[5],
                        .fold = s[0] >> 7};
        mr_value tzinfo = nargs > 1 ? args[1] : MR_NONE;
        if (tzinfo != MR_NONE && !mr_isinstance(rt, tzinfo, rt->datetime->tzinfo))
            return mr_raise(rt, rt->exc.TypeError, "bad tzinfo state arg");
        return time_alloc(rt, type, &m, tzinfo);
    }
    if (!mr_bind(rt, "(hour=, minute=, second=, microsecond=, tzinfo=, *, fold=)", args, nargs,
                 kwnames, a) ||
        !mr_clock_arguments(rt, a, &m) || !mr_int_argument(rt, a[5], &m.fold))
        return MR_NULL;
    return time_alloc(rt, type, &m, a[4] ? a[4] : MR_NONE);
}

static void time_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((mr_time *)self)->tzinfo);
}
static void time_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_time *)self)->tzinfo, arg);
}
static const mr_layout time_layout = {.dealloc = time_dealloc, .traverse = time_traverse};

/* ---- text ---- */

static mr_value time_repr(mr_runtime *rt, mr_value v)
{
    const mr_time *t = mr_as_time(v);
    const mr_clock *c = &t->clock;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_value parts = c->microsecond ? mr_str_format(rt, "%T(%d, %d, %d, %u", v, c->hour, c->minute,
                                                    c->second, (unsigned)c->microsecond)
                     : c->second
                         ? mr_str_format(rt, "%T(%d, %d, %d", v, c->hour, c->minute, c->second)
                         : mr_str_format(rt, "%T(%d, %d", v, c->hour, c->minute);
    if (parts)
        mr_str_builder_str(&b, parts);
    if (t->tzinfo != MR_NONE) {
        mr_str_builder_text(&b, ", tzinfo=");
        mr_str_builder_repr(&b, t->tzinfo);
    }
    mr_str_builder_text(&b, c->fold ? ", fold=1)" : ")");
    mr_decref(rt, parts);
    return mr_str_builder_take(&b);
}

NATIVE(time_isoformat)
{
    mr_value timespec;
    mr_moment m;
    char clock[32], offset[32];
    mr_moment_of(rt, self, &m);
    if (!mr_bind(rt, "isoformat(timespec=)", args, nargs, kwnames, &timespec) ||
        !mr_clock_text(rt, clock, &m, timespec, "1") ||
        !mr_offset_text(rt, offset, ":", mr_as_time(self)->tzinfo, MR_NONE))
        return MR_NULL;
    return mr_str_format(rt, "%s%s", clock, offset);
}

static mr_value time_str(mr_runtime *rt, mr_value v)
{
    mr_value method = mr_getattr_text(rt, v, "isoformat");
    mr_value out = method ? mr_call0(rt, method) : MR_NULL;
    mr_decref(rt, method);
    return out;
}

NATIVE(time_strftime)
{
    mr_value format;
    mr_moment m;
    if (!mr_bind(rt, "strftime(format)", args, nargs, kwnames, &format))
        return MR_NULL;
    if (!mr_is_str(format))
        return mr_raise(rt, rt->exc.TypeError, "strftime() argument 1 must be str, not %T", format);
    mr_moment_of(rt, self, &m);
    mr_value tuple = mr_struct_time(rt, &m, -1);
    mr_value out = mr_dt_strftime(rt, self, format, tuple, MR_NONE);
    mr_decref(rt, tuple);
    return out;
}

/* ---- the zone's answers ---- */

NATIVE(time_utcoffset)
{
    return mr_zone_offset(rt, mr_as_time(self)->tzinfo, "utcoffset", MR_NONE);
}
NATIVE(time_dst) { return mr_zone_offset(rt, mr_as_time(self)->tzinfo, "dst", MR_NONE); }
NATIVE(time_tzname) { return mr_zone_name(rt, mr_as_time(self)->tzinfo, MR_NONE); }

/* ---- comparing ---- */

static int64_t clock_us(const mr_clock *c)
{
    return ((c->hour * 60 + c->minute) * 60 + c->second) * INT64_C(1000000) + c->microsecond;
}

static int64_t delta_us(mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    return ((int64_t)d->days * MR_DAY_SECONDS + d->seconds) * 1000000 + d->microseconds;
}

static mr_value time_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_time(rt, a) || !mr_is_time(rt, b))
        return MR_NOT_IMPLEMENTED;
    const mr_time *x = mr_as_time(a), *y = mr_as_time(b);
    int64_t left = clock_us(&x->clock), right = clock_us(&y->clock);
    if (x->tzinfo != y->tzinfo) {
        mr_value p = mr_zone_offset(rt, x->tzinfo, "utcoffset", MR_NONE);
        mr_value q = p ? mr_zone_offset(rt, y->tzinfo, "utcoffset", MR_NONE) : MR_NULL;
        bool mixed = (p == MR_NONE) != (q == MR_NONE);
        if (q && !mixed && p != MR_NONE) {
            left -= delta_us(p);
            right -= delta_us(q);
        }
        mr_decref(rt, p);
        mr_decref(rt, q);
        if (!q)
            return MR_NULL;
        if (mixed && op != MR_EQ && op != MR_NE)
            return mr_raise(rt, rt->exc.TypeError,
                            "can't compare offset-naive and offset-aware times");
        if (mixed)
            return mr_bool(op == MR_NE);
    }
    return mr_order((left > right) - (left < right), op);
}

static int64_t time_hash(mr_runtime *rt, mr_value v)
{
    const mr_time *t = mr_as_time(v);
    int64_t us = clock_us(&t->clock);
    /* The zone of a time is asked with None: fold makes no difference. */
    mr_value offset = mr_zone_offset(rt, t->tzinfo, "utcoffset", MR_NONE);
    if (!offset)
        return -1;
    if (offset != MR_NONE)
        us -= delta_us(offset);
    mr_decref(rt, offset);
    int64_t hash = (int64_t)mr_hash_bytes(&us, sizeof us);
    return hash == -1 ? -2 : hash;
}

/* ---- parts ---- */

NATIVE(time_replace)
{
    mr_value a[6];
    mr_moment m;
    mr_moment_of(rt, self, &m);
    if (!mr_bind(rt, "replace(hour=, minute=, second=, microsecond=, tzinfo=, *, fold=)", args,
                 nargs, kwnames, a) ||
        !mr_clock_arguments(rt, a, &m) || !mr_int_argument(rt, a[5], &m.fold))
        return MR_NULL;
    return time_alloc(rt, mr_type_of(rt, self), &m, a[4] ? a[4] : mr_as_time(self)->tzinfo);
}

static mr_value reduce(mr_runtime *rt, mr_value self, int64_t protocol)
{
    const mr_time *t = mr_as_time(self);
    const mr_clock *c = &t->clock;
    uint8_t s[] = {(uint8_t)(c->hour | (protocol > 3 && c->fold ? 0x80 : 0)),
                   c->minute,
                   c->second,
                   (uint8_t)(c->microsecond >> 16),
                   (uint8_t)(c->microsecond >> 8),
                   (uint8_t)c->microsecond};
    mr_value state = mr_bytes_new(rt, s, sizeof s);
    mr_value tuple = !state                 ? MR_NULL
                     : t->tzinfo == MR_NONE ? mr_tuple_pack(rt, 1, state)
                                            : mr_tuple_pack(rt, 2, state, t->tzinfo);
    mr_decref(rt, state);
    return mr_reduce_as(rt, self, tuple, MR_NULL);
}
NATIVE(time_reduce) { return reduce(rt, self, 2); }
NATIVE(time_reduce_ex)
{
    int protocol;
    return mr_int_argument(rt, args[0], &protocol) ? reduce(rt, self, protocol) : MR_NULL;
}

static mr_value get_part(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_clock *c = &mr_as_time(self)->clock;
    const int64_t parts[] = {c->hour, c->minute, c->second, c->microsecond, c->fold};
    return mr_small_int(parts[(intptr_t)closure]);
}
static mr_value get_tzinfo(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_time(self)->tzinfo);
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
    {"isoformat", time_isoformat, MR_ARGS_ANY,
     "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].\n\n"
     "The optional argument timespec specifies the number of additional terms\n"
     "of the time to include. Valid options are 'auto', 'hours', 'minutes',\n"
     "'seconds', 'milliseconds' and 'microseconds'.\n"},
    {"strftime", time_strftime, MR_ARGS_ANY, "format -> strftime() style string."},
    {"__format__", mr_dt_format, MR_ARGS_ONE, "Formats self with strftime."},
    {"utcoffset", time_utcoffset, MR_ARGS_NONE, "Return self.tzinfo.utcoffset(self)."},
    {"tzname", time_tzname, MR_ARGS_NONE, "Return self.tzinfo.tzname(self)."},
    {"dst", time_dst, MR_ARGS_NONE, "Return self.tzinfo.dst(self)."},
    {"replace", time_replace, MR_ARGS_ANY, "Return time with new specified fields."},
    {"fromisoformat", mr_time_fromisoformat, MR_ARGS_ONE | MR_CLASS_METHOD,
     "string -> time from a string in ISO 8601 format"},
    {"__reduce_ex__", time_reduce_ex, MR_ARGS_ONE, "__reduce_ex__(proto) -> (cls, state)"},
    {"__reduce__", time_reduce, MR_ARGS_NONE, "__reduce__() -> (cls, state)"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_time_spec = {
    .name = "datetime.time",
    .doc = "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\n"
           "All arguments are optional. tzinfo may be None, or an instance of\n"
           "a tzinfo subclass. The remaining arguments may be ints.\n",
    .basic_size = sizeof(mr_time),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .layout = &time_layout,
    .slots = {.new_ = time_new,
              .repr = time_repr,
              .str = time_str,
              .hash = time_hash,
              .richcompare = time_richcompare},
    .methods = methods,
    .getsets = getsets,
};

bool mr_time_setup(mr_runtime *rt)
{
    mr_type *type = rt->datetime->time;
    const mr_moment last = {.hour = 23, .minute = 59, .second = 59, .microsecond = 999999};
    return mr_set_class_value(rt, type, "min",
                              time_alloc(rt, type, &(mr_moment){.hour = 0}, MR_NONE)) &&
           mr_set_class_value(rt, type, "max", time_alloc(rt, type, &last, MR_NONE)) &&
           mr_set_class_value(rt, type, "resolution", mr_delta_new(rt, 0, 0, 1));
}
