/*
 * time.c - the module time.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/init.h"
#include "core/runtime.h"
#include "modules/structseq.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

#define NATIVE(name)                                                                        \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                         mr_value kwnames)

/* ---- clocks ---- */

static int64_t clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#define CLOCK(name, id)                                                                            \
    NATIVE(time_##name) { return mr_float((double)clock_ns(id) / 1e9); }                           \
    NATIVE(time_##name##_ns) { return mr_int_from(rt, clock_ns(id)); }
CLOCK(time, CLOCK_REALTIME)
CLOCK(monotonic, CLOCK_MONOTONIC)
CLOCK(perf_counter, CLOCK_MONOTONIC)
CLOCK(process_time, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(thread_time, CLOCK_THREAD_CPUTIME_ID)

NATIVE(time_get_clock_info)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "get_clock_info() argument 1 must be str, not %T",
                        args[0]);
    static const struct {
        const char *name, *implementation;
        clockid_t id;
        bool adjustable, monotonic;
    } clocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, true, false},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, false, true},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, false, true},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, false,
         true},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, false,
         true},
    };
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        if (!mr_str_is(args[0], clocks[i].name))
            continue;
        struct timespec resolution;
        clock_getres(clocks[i].id, &resolution);
        mr_value info = mr_call0(rt, mr_from(rt->types.simple_namespace));
        mr_value text = info ? mr_str_from(rt, clocks[i].implementation) : MR_NULL;
        if (!text || mr_setattr_text(rt, info, "implementation", text) < 0 ||
            mr_setattr_text(rt, info, "monotonic", mr_bool(clocks[i].monotonic)) < 0 ||
            mr_setattr_text(rt, info, "adjustable", mr_bool(clocks[i].adjustable)) < 0 ||
            mr_setattr_text(rt, info, "resolution", mr_float((double)resolution.tv_nsec / 1e9)) < 0)
            mr_clear(rt, &info);
        mr_decref(rt, text);
        return info;
    }
    return mr_raise(rt, rt->exc.ValueError, "unknown clock");
}

NATIVE(time_sleep)
{
    double seconds;
    if (mr_is_integer(args[0])) {
        int overflow;
        seconds = (double)mr_int_value(args[0], &overflow);
    } else if (!mr_to_double(rt, args[0], &seconds)) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer",
                     args[0]);
        return MR_NULL;
    }
    if (isnan(seconds))
        return mr_raise(rt, rt->exc.ValueError, "Invalid value NaN (not a number)");
    if (seconds < 0)
        return mr_raise(rt, rt->exc.ValueError, "sleep length must be non-negative");
    if (seconds > 9.2e9)
        return mr_raise(rt, rt->exc.OverflowError, "timestamp too large to convert to C _PyTime_t");
    return mr_sleep(rt, (int64_t)ceil(seconds * 1e9)) < 0 ? MR_NULL : MR_NONE;
}

/* ---- broken-down time ---- */

static const mr_getset_def struct_time_fields[] = {
    MR_STRUCTSEQ_FIELD("tm_year", 0),     MR_STRUCTSEQ_FIELD("tm_mon", 1),
    MR_STRUCTSEQ_FIELD("tm_mday", 2),     MR_STRUCTSEQ_FIELD("tm_hour", 3),
    MR_STRUCTSEQ_FIELD("tm_min", 4),      MR_STRUCTSEQ_FIELD("tm_sec", 5),
    MR_STRUCTSEQ_FIELD("tm_wday", 6),     MR_STRUCTSEQ_FIELD("tm_yday", 7),
    MR_STRUCTSEQ_FIELD("tm_isdst", 8),    MR_STRUCTSEQ_HIDDEN("tm_zone", 9),
    MR_STRUCTSEQ_HIDDEN("tm_gmtoff", 10), {0}};
static const mr_type_spec struct_time_spec =
    MR_STRUCTSEQ_SPEC("time.struct_time", "Broken-down time.", struct_time_fields);

static mr_value from_tm(mr_runtime *rt, mr_value module, const struct tm *t)
{
    mr_value type = mr_dict_get_text(rt, mr_module_dict(module), "struct_time");
    mr_value items[11] = {
        mr_int_from(rt, (int64_t)t->tm_year + 1900), mr_small_int(t->tm_mon + 1),
        mr_small_int(t->tm_mday), mr_small_int(t->tm_hour), mr_small_int(t->tm_min),
        mr_small_int(t->tm_sec), mr_small_int((t->tm_wday + 6) % 7), mr_small_int(t->tm_yday + 1),
        mr_small_int(t->tm_isdst), mr_str_from(rt, t->tm_zone), mr_small_int(t->tm_gmtoff)};
    return mr_structseq_new(rt, (mr_type *)mr_obj(type), items);
}

/* Seconds of an optional argument, now when there is none. */
static bool seconds_of(mr_runtime *rt, const mr_value *args, size_t nargs, mr_value kwnames,
                       const char *name, time_t *out)
{
    if (!mr_arity(rt, name, nargs, kwnames, 0, 1))
        return false;
    if (nargs == 0 || args[0] == MR_NONE) {
        *out = time(NULL);
        return true;
    }
    double d;
    if (mr_is_integer(args[0])) {
        int overflow;
        *out = mr_int_value(args[0], &overflow);
        if (overflow)
            mr_raise(rt, rt->exc.OverflowError, "timestamp out of range for platform time_t");
        return !overflow;
    }
    if (!mr_to_double(rt, args[0], &d)) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer",
                     args[0]);
        return false;
    }
    if (isnan(d)) {
        mr_raise(rt, rt->exc.ValueError, "Invalid value NaN (not a number)");
        return false;
    }
    if (fabs(d) > 9e18) {
        mr_raise(rt, rt->exc.OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    *out = (time_t)floor(d);
    return true;
}

NATIVE(time_gmtime)
{
    time_t t;
    struct tm tm;
    if (!seconds_of(rt, args, nargs, kwnames, "gmtime", &t))
        return MR_NULL;
    return gmtime_r(&t, &tm) ? from_tm(rt, self, &tm) : mr_raise_errno(rt, errno, MR_NULL);
}

NATIVE(time_localtime)
{
    time_t t;
    struct tm tm;
    if (!seconds_of(rt, args, nargs, kwnames, "localtime", &t))
        return MR_NULL;
    return localtime_r(&t, &tm) ? from_tm(rt, self, &tm) : mr_raise_errno(rt, errno, MR_NULL);
}

/* A struct tm of a tuple of nine; false with an exception set. */
static bool to_tm(mr_runtime *rt, mr_value v, struct tm *out)
{
    int64_t n[9];
    if (!mr_is_tuple(v)) {
        mr_raise(rt, rt->exc.TypeError, "Tuple or struct_time argument required");
        return false;
    }
    if (mr_as_tuple(v)->length != 9) {
        mr_raise(rt, rt->exc.TypeError, "function takes exactly 9 arguments (%zu given)",
                 mr_as_tuple(v)->length);
        return false;
    }
    for (int i = 0; i < 9; i++) {
        if (!mr_to_int64(rt, mr_as_tuple(v)->items[i], &n[i]))
            return false;
    }
    if (n[0] - 1900 > INT32_MAX || n[0] - 1900 < INT32_MIN) {
        mr_raise(rt, rt->exc.OverflowError, "year out of range");
        return false;
    }
    *out = (struct tm){.tm_year = (int)(n[0] - 1900),
                       .tm_mon = (int)n[1] - 1,
                       .tm_mday = (int)n[2],
                       .tm_hour = (int)n[3],
                       .tm_min = (int)n[4],
                       .tm_sec = (int)n[5],
                       .tm_wday = (int)((n[6] + 1) % 7),
                       .tm_yday = (int)n[7] - 1,
                       .tm_isdst = (int)n[8]};
    return true;
}

/* Zeros mean the first; anything else out of range is an error. */
static bool check_tm(mr_runtime *rt, struct tm *t)
{
    t->tm_mon = t->tm_mon == -1 ? 0 : t->tm_mon;
    t->tm_mday = t->tm_mday == 0 ? 1 : t->tm_mday;
    t->tm_yday = t->tm_yday == -1 ? 0 : t->tm_yday;
    const char *what = t->tm_mon < 0 || t->tm_mon > 11     ? "month out of range"
                       : t->tm_mday < 0 || t->tm_mday > 31 ? "day of month out of range"
                       : t->tm_hour < 0 || t->tm_hour > 23 ? "hour out of range"
                       : t->tm_min < 0 || t->tm_min > 59   ? "minute out of range"
                       : t->tm_sec < 0 || t->tm_sec > 61   ? "seconds out of range"
                       : t->tm_wday < 0                    ? "day of week out of range"
                       : t->tm_yday < 0 || t->tm_yday > 365 ? "day of year out of range" : NULL;
    if (what)
        mr_raise(rt, rt->exc.ValueError, "%s", what);
    return !what;
}

NATIVE(time_mktime)
{
    struct tm tm;
    if (!to_tm(rt, args[0], &tm))
        return MR_NULL;
    tm.tm_wday = -1;
    time_t t = mktime(&tm);
    if (t == (time_t)-1 && tm.tm_wday == -1)
        return mr_raise(rt, rt->exc.OverflowError, "mktime argument out of range");
    return mr_float((double)t);
}

/* The time of an optional tuple, the local time now when there is none. */
static bool tm_argument(mr_runtime *rt, const mr_value *args, size_t nargs, size_t at,
                        struct tm *tm)
{
    if (nargs > at)
        return to_tm(rt, args[at], tm) && check_tm(rt, tm);
    time_t now = time(NULL);
    return localtime_r(&now, tm) != NULL;
}

static mr_value ascii_time(mr_runtime *rt, const struct tm *t)
{
    static const char days[] = "SunMonTueWedThuFriSat",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64];
    snprintf(text, sizeof text, "%.3s %.3s%3d %.2d:%.2d:%.2d %d", days + 3 * (t->tm_wday % 7),
             months + 3 * t->tm_mon, t->tm_mday, t->tm_hour, t->tm_min, t->tm_sec,
             1900 + t->tm_year);
    return mr_str_from(rt, text);
}

NATIVE(time_asctime)
{
    struct tm tm;
    if (!mr_arity(rt, "asctime", nargs, kwnames, 0, 1) || !tm_argument(rt, args, nargs, 0, &tm))
        return MR_NULL;
    return ascii_time(rt, &tm);
}

NATIVE(time_ctime)
{
    time_t t;
    struct tm tm;
    if (!seconds_of(rt, args, nargs, kwnames, "ctime", &t))
        return MR_NULL;
    return localtime_r(&t, &tm) ? ascii_time(rt, &tm) : mr_raise_errno(rt, errno, MR_NULL);
}

NATIVE(time_strftime)
{
    struct tm tm;
    if (!mr_arity(rt, "strftime", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "strftime() argument 1 must be str, not %T",
                        args[0]);
    if (!tm_argument(rt, args, nargs, 1, &tm))
        return MR_NULL;
    char *owned, *text = NULL;
    size_t bytes;
    const char *format = mr_str_utf8(rt, args[0], &bytes, &owned);
    if (!format)
        return MR_NULL;
    mr_value result = MR_NULL;
    /* An empty result cannot be told from one too long: give up where even long formats would fit.
     */
    for (size_t room = 1024; !result && !mr_error(rt); room *= 2) {
        char *grown = realloc(text, room);
        if (!grown) {
            mr_raise_no_memory(rt);
            break;
        }
        text = grown;
        size_t n = strftime(text, room, format, &tm);
        if (n > 0 || room >= 256 * (bytes + 1))
            result = mr_str_new(rt, text, n);
    }
    free(text);
    free(owned);
    return result;
}

NATIVE(time_strptime)
{
    mr_value f = mr_import_attr(rt, "_strptime", "_strptime_time");
    mr_value v = f ? mr_call(rt, f, args, nargs, kwnames) : MR_NULL;
    mr_decref(rt, f);
    return v;
}

NATIVE(time_tzset)
{
    tzset();
    return MR_NONE;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    tzset();
    mr_type *type = mr_structseq_type(rt, &struct_time_spec);
    mr_value names = mr_tuple_new(rt, NULL, 2);
    if (!names)
        return false;
    mr_as_tuple(names)->items[0] = mr_str_from(rt, tzname[0]);
    mr_as_tuple(names)->items[1] = mr_str_from(rt, tzname[1]);
    return type && mr_module_add(rt, module, "struct_time", mr_incref(mr_from(type))) &&
           mr_module_add(rt, module, "tzname", names) &&
           mr_module_add(rt, module, "timezone", mr_small_int(timezone)) &&
           mr_module_add(rt, module, "altzone", mr_small_int(timezone - (daylight ? 3600 : 0))) &&
           mr_module_add(rt, module, "daylight", mr_small_int(daylight)) &&
           mr_module_add(rt, module, "_STRUCT_TM_ITEMS", mr_small_int(11)) &&
           mr_module_add(rt, module, "CLOCK_REALTIME", mr_small_int(CLOCK_REALTIME)) &&
           mr_module_add(rt, module, "CLOCK_MONOTONIC", mr_small_int(CLOCK_MONOTONIC));
}

static const mr_method_def functions[] = {
    {"asctime", time_asctime, MR_ARGS_ANY, NULL},
    {"ctime", time_ctime, MR_ARGS_ANY, NULL},
    {"get_clock_info", time_get_clock_info, MR_ARGS_ONE, NULL},
    {"gmtime", time_gmtime, MR_ARGS_ANY, NULL},
    {"localtime", time_localtime, MR_ARGS_ANY, NULL},
    {"mktime", time_mktime, MR_ARGS_ONE, NULL},
    {"monotonic", time_monotonic, MR_ARGS_NONE, NULL},
    {"monotonic_ns", time_monotonic_ns, MR_ARGS_NONE, NULL},
    {"perf_counter", time_perf_counter, MR_ARGS_NONE, NULL},
    {"perf_counter_ns", time_perf_counter_ns, MR_ARGS_NONE, NULL},
    {"process_time", time_process_time, MR_ARGS_NONE, NULL},
    {"process_time_ns", time_process_time_ns, MR_ARGS_NONE, NULL},
    {"sleep", time_sleep, MR_ARGS_ONE, "Sleeps for so many seconds; can be interrupted."},
    {"strftime", time_strftime, MR_ARGS_ANY, NULL},
    {"strptime", time_strptime, MR_ARGS_ANY, NULL},
    {"thread_time", time_thread_time, MR_ARGS_NONE, NULL},
    {"thread_time_ns", time_thread_time_ns, MR_ARGS_NONE, NULL},
    {"time", time_time, MR_ARGS_NONE, NULL},
    {"time_ns", time_time_ns, MR_ARGS_NONE, NULL},
    {"tzset", time_tzset, MR_ARGS_NONE, NULL},
    {0},
};

extern const mr_module_spec mr_module_time;
const mr_module_spec mr_module_time = {
    .name = "time",
    .doc = "Clocks, sleeping, broken-down time.",
    .functions = functions,
    .setup = setup,
};
