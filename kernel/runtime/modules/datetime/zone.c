/*
 * zone.c - datetime.tzinfo, what its subclasses answer, and datetime.timezone.
 */
#include <stdio.h>

#include "modules/datetime/datetime.h"

#define OFFSET_RANGE \
    "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)"

typedef struct timezone_object {
    mr_object head;
    mr_value offset, name; /* name: str or MR_NULL */
} timezone_object;

static timezone_object *as_timezone(mr_value v) { return (timezone_object *)mr_obj(v); }

/* Less than a day, either way. */
static bool offset_in_range(mr_value v)
{
    const mr_delta *d = mr_as_delta(v);
    return d->days == 0 || (d->days == -1 && (d->seconds || d->microseconds));
}

bool mr_zone_check(mr_runtime *rt, mr_value v)
{
    if (v == MR_NONE || mr_isinstance(rt, v, rt->datetime->tzinfo))
        return true;
    mr_raise(rt, rt->exc.TypeError,
             "tzinfo argument must be None or of a tzinfo subclass, not type '%T'", v);
    return false;
}

static mr_value ask(mr_runtime *rt, mr_value tzinfo, const char *name, mr_value arg)
{
    mr_value method = mr_getattr_text(rt, tzinfo, name);
    mr_value v = method ? mr_call1(rt, method, arg) : MR_NULL;
    mr_decref(rt, method);
    return v;
}

mr_value mr_zone_offset(mr_runtime *rt, mr_value tzinfo, const char *name, mr_value arg)
{
    if (tzinfo == MR_NONE)
        return MR_NONE;
    mr_value v = ask(rt, tzinfo, name, arg);
    if (!v || v == MR_NONE)
        return v;
    if (!mr_is_delta(rt, v))
        mr_raise(rt, rt->exc.TypeError, "tzinfo.%s() must return None or timedelta, not '%T'", name,
                 v);
    else if (!offset_in_range(v))
        mr_raise(rt, rt->exc.ValueError, OFFSET_RANGE ".");
    else
        return v;
    mr_decref(rt, v);
    return MR_NULL;
}

mr_value mr_zone_name(mr_runtime *rt, mr_value tzinfo, mr_value arg)
{
    if (tzinfo == MR_NONE)
        return MR_NONE;
    mr_value v = ask(rt, tzinfo, "tzname", arg);
    if (v && v != MR_NONE && !mr_is_str(v)) {
        mr_raise(rt, rt->exc.TypeError, "tzinfo.tzname() must return None or a string, not '%T'",
                 v);
        mr_clear(rt, &v);
    }
    return v;
}

/* ---- tzinfo ---- */

static mr_value missing(mr_runtime *rt, const char *name)
{
    return mr_raise(rt, rt->exc.NotImplementedError, "a tzinfo subclass must implement %s()", name);
}
NATIVE(tzinfo_tzname) { return missing(rt, "tzname"); }
NATIVE(tzinfo_utcoffset) { return missing(rt, "utcoffset"); }
NATIVE(tzinfo_dst) { return missing(rt, "dst"); }

static bool check_fromutc(mr_runtime *rt, mr_value self, mr_value dt)
{
    if (!mr_is_datetime(rt, dt))
        mr_raise(rt, rt->exc.TypeError, "fromutc: argument must be a datetime");
    else if (mr_as_datetime(dt)->tzinfo != self)
        mr_raise(rt, rt->exc.ValueError, "fromutc: dt.tzinfo is not self");
    else
        return true;
    return false;
}

/* The standard offset is utcoffset() - dst(); dst() is asked again at the standard time. */
NATIVE(tzinfo_fromutc)
{
    mr_value dt = args[0], out = MR_NULL;
    if (!check_fromutc(rt, self, dt))
        return MR_NULL;
    mr_value offset = mr_zone_offset(rt, self, "utcoffset", dt), dst = MR_NULL, delta = MR_NULL;
    if (offset == MR_NONE)
        return mr_raise(rt, rt->exc.ValueError, "fromutc: non-None utcoffset() result required");
    if (offset)
        dst = mr_zone_offset(rt, self, "dst", dt);
    if (dst == MR_NONE)
        mr_raise(rt, rt->exc.ValueError, "fromutc: non-None dst() result required");
    else if (dst)
        delta = mr_delta_combine(rt, offset, dst, -1);
    if (delta)
        out = mr_datetime_add(rt, dt, delta, 1);
    if (out) {
        mr_value again = mr_zone_offset(rt, mr_zone_of(rt, out), "dst", out);
        mr_replace(rt, &dst, again);
        if (dst == MR_NONE)
            mr_raise(rt, rt->exc.ValueError,
                     "fromutc: tz.dst() gave inconsistent results; cannot convert");
        mr_value moved = dst && dst != MR_NONE ? mr_datetime_add(rt, out, dst, 1) : MR_NULL;
        mr_replace(rt, &out, moved);
    }
    mr_decref(rt, offset);
    mr_decref(rt, dst);
    mr_decref(rt, delta);
    return out;
}

NATIVE(tzinfo_reduce)
{
    mr_value name = mr_intern(rt, "__getinitargs__");
    mr_value method = name ? mr_getattr_optional(rt, self, name) : MR_NULL;
    mr_decref(rt, name);
    mr_value initargs = mr_error(rt) ? MR_NULL
                        : method     ? mr_call0(rt, method)
                                     : mr_incref(rt->empty_tuple);
    mr_decref(rt, method);
    mr_value getstate = initargs ? mr_getattr(rt, self, MR_NAME(rt, __getstate__)) : MR_NULL;
    mr_value state = getstate ? mr_call0(rt, getstate) : MR_NULL;
    mr_decref(rt, getstate);
    if (!state) {
        mr_decref(rt, initargs);
        return MR_NULL;
    }
    return mr_reduce_as(rt, self, initargs, state);
}

static mr_value tzinfo_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v && (type->flags & MR_TYPE_TRACKED))
        mr_gc_track(rt, mr_obj(v));
    return v;
}

static const mr_method_def tzinfo_methods[] = {
    {"tzname", tzinfo_tzname, MR_ARGS_ONE, "datetime -> string name of time zone."},
    {"utcoffset", tzinfo_utcoffset, MR_ARGS_ONE,
     "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"},
    {"dst", tzinfo_dst, MR_ARGS_ONE, "datetime -> DST offset as timedelta positive east of UTC."},
    {"fromutc", tzinfo_fromutc, MR_ARGS_ONE, "datetime in UTC -> datetime in local time."},
    {"__reduce__", tzinfo_reduce, MR_ARGS_NONE, "-> (cls, state)"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_tzinfo_spec = {
    .name = "datetime.tzinfo",
    .doc = "Abstract base class for time zone info objects.",
    .basic_size = sizeof(mr_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .slots = {.new_ = tzinfo_new},
    .methods = tzinfo_methods,
};

/* ---- timezone ---- */

static mr_value timezone_make(mr_runtime *rt, mr_value offset, mr_value name)
{
    mr_value v = mr_type_alloc(rt, rt->datetime->timezone);
    if (v) {
        as_timezone(v)->offset = mr_incref(offset);
        as_timezone(v)->name = mr_incref(name);
    }
    return v;
}

mr_value mr_timezone_new(mr_runtime *rt, mr_value offset, mr_value name)
{
    const mr_delta *d = mr_as_delta(offset);
    if (!name && !d->days && !d->seconds && !d->microseconds)
        return mr_incref(rt->datetime->utc);
    if (!offset_in_range(offset))
        return mr_raise(rt, rt->exc.ValueError, OFFSET_RANGE ", not %R.", offset);
    return timezone_make(rt, offset, name);
}

static mr_value timezone_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value a[2];
    if (!mr_bind(rt, "timezone(offset, name=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (!mr_is_delta(rt, a[0]))
        return mr_raise(rt, rt->exc.TypeError,
                        "timezone() argument 1 must be datetime.timedelta, not %T", a[0]);
    if (a[1] && !mr_is_str(a[1]))
        return mr_raise(rt, rt->exc.TypeError, "timezone() argument 2 must be str, not %s",
                        a[1] == MR_NONE ? "None" : mr_type_of(rt, a[1])->name);
    return mr_timezone_new(rt, a[0], a[1]);
}

static void timezone_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((timezone_object *)self)->offset);
    mr_decref(rt, ((timezone_object *)self)->name);
}
static const mr_layout timezone_layout = {.dealloc = timezone_dealloc};

static mr_value timezone_repr(mr_runtime *rt, mr_value self)
{
    const timezone_object *z = as_timezone(self);
    if (self == rt->datetime->utc)
        return mr_str_from(rt, "datetime.timezone.utc");
    return z->name ? mr_str_format(rt, "%T(%R, %R)", self, z->offset, z->name)
                   : mr_str_format(rt, "%T(%R)", self, z->offset);
}

static mr_value timezone_str(mr_runtime *rt, mr_value self)
{
    const timezone_object *z = as_timezone(self);
    char text[32];
    if (z->name)
        return mr_incref(z->name);
    if (mr_delta_compare(z->offset, as_timezone(rt->datetime->utc)->offset) == 0)
        return mr_str_from(rt, "UTC");
    return mr_offset_text(rt, text, ":", self, MR_NONE) ? mr_str_format(rt, "UTC%s", text)
                                                        : MR_NULL;
}

static bool check_moment(mr_runtime *rt, mr_value dt, const char *name)
{
    if (dt == MR_NONE || mr_is_datetime(rt, dt))
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s(dt) argument must be a datetime instance or None, not %T",
             name, dt);
    return false;
}
NATIVE(timezone_tzname)
{
    return check_moment(rt, args[0], "tzname") ? timezone_str(rt, self) : MR_NULL;
}
NATIVE(timezone_utcoffset)
{
    return check_moment(rt, args[0], "utcoffset") ? mr_incref(as_timezone(self)->offset) : MR_NULL;
}
NATIVE(timezone_dst) { return check_moment(rt, args[0], "dst") ? MR_NONE : MR_NULL; }
NATIVE(timezone_fromutc)
{
    return check_fromutc(rt, self, args[0])
               ? mr_datetime_add(rt, args[0], as_timezone(self)->offset, 1)
               : MR_NULL;
}
NATIVE(timezone_getinitargs)
{
    const timezone_object *z = as_timezone(self);
    return z->name ? mr_tuple_pack(rt, 2, z->offset, z->name) : mr_tuple_pack(rt, 1, z->offset);
}

static int64_t timezone_hash(mr_runtime *rt, mr_value v)
{
    return mr_delta_hash(as_timezone(v)->offset);
}

static mr_value timezone_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_type *type = rt->datetime->timezone;
    if ((op != MR_EQ && op != MR_NE) || mr_type_of(rt, a) != type || mr_type_of(rt, b) != type)
        return MR_NOT_IMPLEMENTED;
    return mr_order(mr_delta_compare(as_timezone(a)->offset, as_timezone(b)->offset), op);
}

static const mr_method_def timezone_methods[] = {
    {"tzname", timezone_tzname, MR_ARGS_ONE,
     "If name is specified when timezone is created, returns the name.  Otherwise returns offset "
     "as 'UTC(+|-)HH:MM'."},
    {"utcoffset", timezone_utcoffset, MR_ARGS_ONE, "Return fixed offset."},
    {"dst", timezone_dst, MR_ARGS_ONE, "Return None."},
    {"fromutc", timezone_fromutc, MR_ARGS_ONE, "datetime in UTC -> datetime in local time."},
    {"__getinitargs__", timezone_getinitargs, MR_ARGS_NONE, "pickle support"},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_timezone_spec = {
    .name = "datetime.timezone",
    .doc = "Fixed offset from UTC implementation of tzinfo.",
    .basic_size = sizeof(timezone_object),
    .kind = MR_KIND_OTHER,
    .layout = &timezone_layout,
    .slots = {.new_ = timezone_new,
              .repr = timezone_repr,
              .str = timezone_str,
              .hash = timezone_hash,
              .richcompare = timezone_richcompare},
    .methods = timezone_methods,
};

bool mr_zone_setup(mr_runtime *rt)
{
    struct mr_datetime_state *d = rt->datetime;
    static const struct {
        const char *name;
        int seconds;
    } values[] = {{"utc", 0}, {"min", -(23 * 60 + 59) * 60}, {"max", (23 * 60 + 59) * 60}};
    for (int i = 0; i < 3; i++) {
        mr_value offset = mr_delta_new(rt, 0, values[i].seconds, 0);
        mr_value zone = offset ? timezone_make(rt, offset, MR_NULL) : MR_NULL;
        mr_decref(rt, offset);
        if (i == 0)
            d->utc = zone; /* the class's own reference keeps it */
        if (!mr_set_class_value(rt, d->timezone, values[i].name, zone))
            return false;
    }
    return true;
}
