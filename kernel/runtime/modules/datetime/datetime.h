/*
 * datetime.h - what the files of the module _datetime share: its objects,
 * the calendar, and how values are made and asked.
 *
 * Dates are those of the proleptic Gregorian calendar, years 1 to 9999; an
 * ordinal is the number of a day, 1 for 0001-01-01. Weekdays begin with Monday.
 * The objects are immutable and not tracked by the collector, as CPython's.
 * Functions fail as core/object.h says.
 */
#ifndef MR_DATETIME_H
#define MR_DATETIME_H

#include "modules/fields.h"
#include "modules/module.h"

#define MR_MIN_YEAR 1
#define MR_MAX_YEAR 9999
#define MR_MAX_ORDINAL 3652059
#define MR_MAX_DELTA_DAYS 999999999
#define MR_DAY_SECONDS 86400

/* A point in time, read by a calendar and a clock; also one of the two alone. */
typedef struct mr_moment {
    int year, month, day, hour, minute, second, microsecond, fold;
} mr_moment;

typedef struct mr_delta {
    mr_object head;
    int32_t days, seconds,
        microseconds; /* the latter two not negative, less than a day, a second */
} mr_delta;

typedef struct mr_date {
    mr_object head;
    uint16_t year;
    uint8_t month, day;
} mr_date;

typedef struct mr_clock {
    uint8_t hour, minute, second, fold;
    uint32_t microsecond;
} mr_clock;

typedef struct mr_time {
    mr_object head;
    mr_clock clock;
    mr_value tzinfo; /* None or a tzinfo */
} mr_time;

typedef struct mr_datetime {
    mr_date date;
    mr_clock clock;
    mr_value tzinfo;
} mr_datetime;

/* The module's state, rt->datetime, made at the first import. Borrowed: the types hold each other
 * and live as long as the runtime. */
struct mr_datetime_state {
    mr_type *delta, *date, *iso_date, *time, *datetime, *tzinfo, *timezone;
    mr_value utc, epoch; /* timezone.utc; datetime(1970, 1, 1, tzinfo=utc) */
};

extern const mr_type_spec mr_delta_spec, mr_date_spec, mr_iso_date_spec, mr_time_spec,
    mr_datetime_spec, mr_tzinfo_spec, mr_timezone_spec;

static inline mr_delta *mr_as_delta(mr_value v) { return (mr_delta *)mr_obj(v); }
static inline mr_date *mr_as_date(mr_value v) { return (mr_date *)mr_obj(v); }
static inline mr_time *mr_as_time(mr_value v) { return (mr_time *)mr_obj(v); }
static inline mr_datetime *mr_as_datetime(mr_value v) { return (mr_datetime *)mr_obj(v); }
/* Instances, of subclasses too. */
bool mr_is_delta(mr_runtime *rt, mr_value v);
bool mr_is_date(mr_runtime *rt, mr_value v); /* datetimes are */
bool mr_is_time(mr_runtime *rt, mr_value v);
bool mr_is_datetime(mr_runtime *rt, mr_value v);

/* ---- calendar.c ---- */
bool mr_is_leap_year(int year);
int mr_days_in_month(int year, int month);
int mr_day_of_year(int year, int month, int day);
int64_t mr_ordinal_of(int64_t year, int month, int day);
void mr_ordinal_date(int64_t ordinal, mr_moment *out); /* the date alone */
int mr_weekday_of(int year, int month, int day);       /* 0 is Monday */
int64_t mr_iso_year_start(int year);                   /* ordinal of the Monday of its week 1 */
/* The date of an ISO year, week and weekday: 0, or -1 bad year, -2 bad week, -3 bad day. */
int mr_iso_date_find(int year, int week, int day, mr_moment *out);
/* Moves *m on; OverflowError "date value out of range". */
bool mr_moment_shift(mr_runtime *rt, mr_moment *m, int64_t days, int64_t seconds,
                     int64_t microseconds);
int64_t mr_moment_seconds(const mr_moment *m); /* since 0000-12-31, no time zone */
/* ValueError for what no calendar or clock shows. */
bool mr_date_check(mr_runtime *rt, const mr_moment *m);
bool mr_clock_check(mr_runtime *rt, const mr_moment *m);

/* ---- delta.c ---- */
/* Any numbers: they are brought into range. OverflowError when there are too many days. */
mr_value mr_delta_new(mr_runtime *rt, int64_t days, int64_t seconds, int64_t microseconds);
mr_value mr_delta_combine(mr_runtime *rt, mr_value a, mr_value b, int sign); /* a + sign * b */
mr_value mr_delta_total(mr_runtime *rt, mr_value v); /* in seconds, a float */
int mr_delta_compare(mr_value a, mr_value b);
int64_t mr_delta_hash(mr_value v);
bool mr_delta_setup(mr_runtime *rt);

/* ---- zone.c ---- */
/* utcoffset, dst or tzname (name) of tzinfo, which may be None: a timedelta or None; str or None.
 * What a class in Python returns is checked. */
mr_value mr_zone_offset(mr_runtime *rt, mr_value tzinfo, const char *name, mr_value arg);
mr_value mr_zone_name(mr_runtime *rt, mr_value tzinfo, mr_value arg);
/* timezone(offset, name); name may be MR_NULL */
mr_value mr_timezone_new(mr_runtime *rt, mr_value offset, mr_value name);
bool mr_zone_check(mr_runtime *rt, mr_value v); /* None or a tzinfo, else TypeError */
bool mr_zone_setup(mr_runtime *rt);

/* ---- date.c, iso_date.c, time.c, datetime.c ---- */
/* cls(year, month, day) without calling what is known. */
mr_value mr_date_make(mr_runtime *rt, mr_type *cls, const mr_moment *m);
mr_value mr_iso_date_new(mr_runtime *rt, int year, int week, int day);
mr_value mr_time_make(mr_runtime *rt, mr_type *cls, const mr_moment *m, mr_value tzinfo);
mr_value mr_datetime_make(mr_runtime *rt, mr_type *cls, const mr_moment *m, mr_value tzinfo);
/* An object of that type with these contents, which are checked; its class is not called. */
mr_value mr_datetime_new(mr_runtime *rt, mr_type *type, const mr_moment *m, mr_value tzinfo);
void mr_moment_of(mr_runtime *rt, mr_value v, mr_moment *out); /* of any of the three */
mr_value mr_zone_of(mr_runtime *rt, mr_value v);               /* borrowed; None for a date */
mr_value mr_datetime_add(mr_runtime *rt, mr_value v, mr_value delta, int sign);
mr_value mr_datetime_difference(mr_runtime *rt, mr_value a, mr_value b);
bool mr_date_setup(mr_runtime *rt);
bool mr_time_setup(mr_runtime *rt);
bool mr_datetime_setup(mr_runtime *rt);

/* ---- now.c: the system's clock and its time zone ---- */
/* Seconds and microseconds of a number; half_even or else downwards. */
bool mr_timestamp_split(mr_runtime *rt, mr_value v, bool half_even, int64_t *seconds,
                        int *microseconds);
bool mr_local_moment(mr_runtime *rt, int64_t seconds, bool utc, mr_moment *out);
mr_value mr_datetime_now(ARGS);
mr_value mr_datetime_utcnow(ARGS);
mr_value mr_datetime_fromtimestamp(ARGS);
mr_value mr_datetime_utcfromtimestamp(ARGS);
mr_value mr_datetime_timestamp(ARGS);
mr_value mr_datetime_astimezone(ARGS);

/* ---- parse.c: ISO 8601 as fromisoformat() reads it ---- */
mr_value mr_date_fromisoformat(ARGS);
mr_value mr_time_fromisoformat(ARGS);
mr_value mr_datetime_fromisoformat(ARGS);

/* ---- text.c ---- */
/* "+01:30" with the separator given, empty without a zone. False with an exception set. */
bool mr_offset_text(mr_runtime *rt, char out[32], const char *separator, mr_value tzinfo,
                    mr_value arg);
/* "12:30:59.000001" as timespec (MR_NULL: "auto") says. */
bool mr_clock_text(mr_runtime *rt, char out[32], const mr_moment *m, mr_value timespec,
                   const char *where);
mr_value mr_ctime(mr_runtime *rt, const mr_moment *m);
/* time.struct_time */
mr_value mr_struct_time(mr_runtime *rt, const mr_moment *m, int dst);
mr_value mr_dt_strftime(mr_runtime *rt, mr_value self, mr_value format, mr_value tuple,
                        mr_value tzinfo_arg);
mr_value mr_dt_format(ARGS); /* __format__ */

/* ---- arguments.c ---- */
/* An int argument; v MR_NULL leaves *out as it is. */
bool mr_int_argument(mr_runtime *rt, mr_value v, int *out);
/* year, month and day, all of them required: a bad one is told before a missing one behind it. */
bool mr_date_arguments(mr_runtime *rt, const mr_value *v, mr_moment *out);
/* hour to microsecond: v has four places. */
bool mr_clock_arguments(mr_runtime *rt, const mr_value *v, mr_moment *out);
bool mr_exactly(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames, size_t count);
/* The bytes of a pickled state of that length, from bytes or str (of Python 2); false: none. */
bool mr_state_bytes(mr_value v, size_t length, uint8_t *out);
/* a cmp b of a three-way comparison */
mr_value mr_order(int sign, int op);
bool mr_set_class_value(mr_runtime *rt, mr_type *type, const char *name, mr_value v); /* steals */

#endif
