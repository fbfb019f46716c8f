/*
 * now.c - datetimes and the system: its clock, POSIX timestamps, the local
 * time zone. What lies in a gap or a fold of local time is found as PEP 495
 * says.
 */
#include <errno.h>
#include <math.h>
#include <time.h>

#include "modules/datetime/datetime.h"

#define EPOCH_SECONDS (INT64_C(719163) * MR_DAY_SECONDS) /* of mr_moment_seconds */
#define LONGEST_FOLD MR_DAY_SECONDS                      /* no zone turns back further */

bool mr_timestamp_split(mr_runtime *rt, mr_value v, bool half_even, int64_t *seconds,
                        int *microseconds)
{
    *microseconds = 0;
    if (!mr_is_real_float(v)) {
        if (mr_to_int64(rt, v, seconds))
            return true;
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    double whole, part = modf(mr_real_value(v), &whole);
    if (isnan(whole)) {
        mr_raise(rt, rt->exc.ValueError, "Invalid value NaN (not a number)");
        return false;
    }
    double us = half_even ? rint(part * 1e6) : floor(part * 1e6);
    if (us >= 1e6) {
        us -= 1e6;
        whole++;
    } else if (us < 0) {
        us += 1e6;
        whole--;
    }
    if (!(whole >= -0x1p63 && whole < 0x1p63)) {
        mr_raise(rt, rt->exc.OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    *seconds = (int64_t)whole;
    *microseconds = (int)us;
    return true;
}

static bool broken_down(mr_runtime *rt, int64_t seconds, bool utc, struct tm *out)
{
    time_t t = (time_t)seconds;
    errno = 0;
    if (utc ? gmtime_r(&t, out) : localtime_r(&t, out))
        return true;
    mr_raise_errno(rt, errno ? errno : EINVAL, MR_NULL);
    return false;
}

bool mr_local_moment(mr_runtime *rt, int64_t seconds, bool utc, mr_moment *out)
{
    struct tm tm;
    if (!broken_down(rt, seconds, utc, &tm))
        return false;
    int64_t year = (int64_t)tm.tm_year + 1900;
    if (year < MR_MIN_YEAR || year > MR_MAX_YEAR) {
        mr_raise(rt, rt->exc.ValueError, "year %ld is out of range", (long)year);
        return false;
    }
    *out = (mr_moment){(int)year,  tm.tm_mon + 1,
                       tm.tm_mday, tm.tm_hour,
                       tm.tm_min,  tm.tm_sec > 59 ? 59 : tm.tm_sec,
                       0,          0};
    return true;
}

/* What local clocks show at u, both in mr_moment_seconds. */
static bool local_seconds(mr_runtime *rt, int64_t u, int64_t *out)
{
    mr_moment m;
    if (!mr_local_moment(rt, u - EPOCH_SECONDS, false, &m))
        return false;
    *out = mr_moment_seconds(&m);
    return true;
}

/* When local clocks show t: in a fold the earlier or the later time, in a gap what the offset
 * before or after it gives. */
static bool from_local(mr_runtime *rt, int64_t t, int fold, int64_t *out)
{
    int64_t shown, first, second, before, after;
    if (!local_seconds(rt, t, &shown))
        return false;
    before = shown - t;
    first = t - before;
    if (!local_seconds(rt, first, &shown))
        return false;
    bool found = shown == t;
    if (found) { /* is there another? */
        second = first + (fold ? LONGEST_FOLD : -LONGEST_FOLD);
        int64_t there;
        if (!local_seconds(rt, second, &there))
            return false;
        after = there - second;
        if (after == before) {
            *out = first;
            return true;
        }
    } else {
        after = shown - first;
    }
    second = t - after;
    if (!local_seconds(rt, second, &shown))
        return false;
    if (shown == t)
        *out = second;
    else if (found)
        *out = first;
    else
        *out = (fold != 0) == (first < second) ? first : second;
    return true;
}

/* Have local clocks shown the same time before? Then fold is 1. */
static bool find_fold(mr_runtime *rt, int64_t seconds, mr_moment *m)
{
    int64_t now = mr_moment_seconds(m), u = seconds + EPOCH_SECONDS, earlier, again;
    if (seconds - LONGEST_FOLD <= 0)
        return true;
    if (!local_seconds(rt, u - LONGEST_FOLD, &earlier))
        return false;
    int64_t transition = now - earlier - LONGEST_FOLD;
    if (transition >= 0)
        return true;
    if (!local_seconds(rt, u + transition, &again))
        return false;
    m->fold = again == now;
    return true;
}

/* cls of a timestamp: at UTC, or by local clocks */
static mr_value from_timestamp(mr_runtime *rt, mr_value cls, int64_t seconds, int microseconds,
                               bool utc, mr_value tzinfo)
{
    mr_moment m;
    if (!mr_local_moment(rt, seconds, utc, &m))
        return MR_NULL;
    m.microsecond = microseconds;
    if (!utc && tzinfo == MR_NONE && !find_fold(rt, seconds, &m))
        return MR_NULL;
    return mr_datetime_make(rt, mr_as_type(cls), &m, tzinfo);
}

/* The same, by tzinfo's clocks unless it is None. */
static mr_value from_timestamp_at(mr_runtime *rt, mr_value cls, int64_t seconds, int microseconds,
                                  mr_value tzinfo)
{
    bool local = tzinfo == MR_NONE;
    mr_value v = from_timestamp(rt, cls, seconds, microseconds, !local, tzinfo);
    if (!v || local)
        return v;
    mr_value method = mr_getattr_text(rt, tzinfo, "fromutc");
    mr_value out = method ? mr_call1(rt, method, v) : MR_NULL;
    mr_decref(rt, method);
    mr_decref(rt, v);
    return out;
}

mr_value mr_datetime_now(ARGS)
{
    mr_value tz;
    struct timespec now;
    if (!mr_bind(rt, "now(tz=)", args, nargs, kwnames, &tz))
        return MR_NULL;
    tz = tz ? tz : MR_NONE;
    if (!mr_zone_check(rt, tz))
        return MR_NULL;
    clock_gettime(CLOCK_REALTIME, &now);
    return from_timestamp_at(rt, self, now.tv_sec, (int)(now.tv_nsec / 1000), tz);
}

mr_value mr_datetime_utcnow(ARGS)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return from_timestamp(rt, self, now.tv_sec, (int)(now.tv_nsec / 1000), true, MR_NONE);
}

mr_value mr_datetime_fromtimestamp(ARGS)
{
    mr_value a[2];
    int64_t seconds;
    int microseconds;
    if (!mr_bind(rt, "fromtimestamp(timestamp, tz=)", args, nargs, kwnames, a))
        return MR_NULL;
    mr_value tz = a[1] ? a[1] : MR_NONE;
    if (!mr_zone_check(rt, tz) || !mr_timestamp_split(rt, a[0], true, &seconds, &microseconds))
        return MR_NULL;
    return from_timestamp_at(rt, self, seconds, microseconds, tz);
}

mr_value mr_datetime_utcfromtimestamp(ARGS)
{
    int64_t seconds;
    int microseconds;
    if (!mr_exactly(rt, "utcfromtimestamp", nargs, kwnames, 1) ||
        !mr_timestamp_split(rt, args[0], true, &seconds, &microseconds))
        return MR_NULL;
    return from_timestamp(rt, self, seconds, microseconds, true, MR_NONE);
}

/* The POSIX timestamp of a datetime that local clocks show. */
static bool local_timestamp(mr_runtime *rt, mr_value v, int64_t *out)
{
    mr_moment m;
    mr_moment_of(rt, v, &m);
    if (!from_local(rt, mr_moment_seconds(&m), m.fold, out))
        return false;
    *out -= EPOCH_SECONDS;
    return true;
}

mr_value mr_datetime_timestamp(ARGS)
{
    const mr_datetime *d = mr_as_datetime(self);
    int64_t seconds;
    if (d->tzinfo == MR_NONE) {
        if (!local_timestamp(rt, self, &seconds))
            return MR_NULL;
        return mr_float((double)seconds + d->clock.microsecond / 1e6);
    }
    mr_value delta = mr_datetime_difference(rt, self, rt->datetime->epoch);
    mr_value out = delta ? mr_delta_total(rt, delta) : MR_NULL;
    mr_decref(rt, delta);
    return out;
}

/* ---- astimezone ---- */

/* The system's zone as it is at that time: a timezone with a name. */
static mr_value local_zone(mr_runtime *rt, int64_t seconds)
{
    struct tm tm;
    if (!broken_down(rt, seconds, false, &tm))
        return MR_NULL;
    mr_value offset = mr_delta_new(rt, 0, tm.tm_gmtoff, 0);
    mr_value name = offset ? mr_str_from(rt, tm.tm_zone) : MR_NULL;
    mr_value zone = name ? mr_timezone_new(rt, offset, name) : MR_NULL;
    mr_decref(rt, offset);
    mr_decref(rt, name);
    return zone;
}

static mr_value local_zone_of(mr_runtime *rt, mr_value v)
{
    int64_t seconds;
    return local_timestamp(rt, v, &seconds) ? local_zone(rt, seconds) : MR_NULL;
}

/* The same time at UTC, with tzinfo (MR_NULL: the system's zone) attached. */
static mr_value at_utc(mr_runtime *rt, mr_value self, mr_value offset, mr_value tzinfo)
{
    const mr_delta *d = mr_as_delta(offset);
    mr_moment m;
    mr_moment_of(rt, self, &m);
    if (!mr_moment_shift(rt, &m, -(int64_t)d->days, -d->seconds, -d->microseconds))
        return MR_NULL;
    m.fold = 0;
    mr_value zone =
        tzinfo ? mr_incref(tzinfo) : local_zone(rt, mr_moment_seconds(&m) - EPOCH_SECONDS);
    mr_value v = zone ? mr_datetime_make(rt, mr_type_of(rt, self), &m, zone) : MR_NULL;
    mr_decref(rt, zone);
    return v;
}

mr_value mr_datetime_astimezone(ARGS)
{
    mr_value tz;
    if (!mr_bind(rt, "astimezone(tz=)", args, nargs, kwnames, &tz))
        return MR_NULL;
    if (tz == MR_NONE)
        tz = MR_NULL;
    if (tz && !mr_zone_check(rt, tz))
        return MR_NULL;
    mr_value from = mr_incref(mr_as_datetime(self)->tzinfo), offset = MR_NONE;
    if (from != MR_NONE && from != tz)
        offset = mr_zone_offset(rt, from, "utcoffset", self);
    if (offset == MR_NONE && from != tz) { /* a naive time is a local one */
        mr_replace(rt, &from, local_zone_of(rt, self));
        offset = from && from != tz ? mr_zone_offset(rt, from, "utcoffset", self) : MR_NONE;
    }
    mr_value out = MR_NULL;
    if (!from || !offset) {
        mr_decref(rt, from);
        mr_decref(rt, offset);
        return MR_NULL;
    }
    if (from == tz) {
        out = mr_incref(self);
    } else {
        mr_value v = at_utc(rt, self, offset, tz);
        mr_value method = v ? mr_getattr_text(rt, mr_as_datetime(v)->tzinfo, "fromutc") : MR_NULL;
        out = method ? mr_call1(rt, method, v) : MR_NULL;
        mr_decref(rt, method);
        mr_decref(rt, v);
    }
    mr_decref(rt, from);
    mr_decref(rt, offset);
    return out;
}
