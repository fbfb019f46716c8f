/*
 * calendar.c - days, months, years and ISO weeks.
 */
#include "modules/datetime/datetime.h"

static const int days_before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

bool mr_is_leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int mr_days_in_month(int year, int month)
{
    static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 2 && mr_is_leap_year(year));
}

int mr_day_of_year(int year, int month, int day)
{
    return days_before[month] + (month > 2 && mr_is_leap_year(year)) + day;
}

int64_t mr_ordinal_of(int64_t year, int month, int day)
{
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + mr_day_of_year((int)year, month, day);
}

/* Counted in years that begin in March, where the leap day is the last (H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). */
void mr_ordinal_date(int64_t ordinal, mr_moment *out)
{
    int64_t n = ordinal + 305; /* days since 0000-03-01 */
    int64_t era = n / 146097, in_era = n % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t march = (5 * in_year + 2) / 153; /* months since March */
    out->day = (int)(in_year - (153 * march + 2) / 5 + 1);
    out->month = (int)(march < 10 ? march + 3 : march - 9);
    out->year = (int)(era * 400 + year + (out->month <= 2));
}

int mr_weekday_of(int year, int month, int day)
{
    return (int)((mr_ordinal_of(year, month, day) + 6) % 7);
}

int64_t mr_iso_year_start(int year)
{
    int64_t first = mr_ordinal_of(year, 1, 1);
    int weekday = (int)((first + 6) % 7);
    return first - weekday + (weekday > 3 ? 7 : 0); /* week 1 is the first with a Thursday */
}

int mr_iso_date_find(int year, int week, int day, mr_moment *out)
{
    if (year < MR_MIN_YEAR || year > MR_MAX_YEAR)
        return -1;
    int64_t start = mr_iso_year_start(year);
    int64_t weeks = 52;
    if (week == 53) {
        int weekday = mr_weekday_of(year, 1, 1);
        weeks = weekday == 3 || (weekday == 2 && mr_is_leap_year(year)) ? 53 : 52;
    }
    if (week < 1 || week > weeks)
        return -2;
    if (day < 1 || day > 7)
        return -3;
    mr_ordinal_date(start + (week - 1) * 7 + day - 1, out);
    return 0;
}

/* Brings *low into 0..base-1 and carries the rest to *high. */
static void carry(int64_t *high, int64_t *low, int64_t base)
{
    int64_t over = *low / base - (*low % base < 0);
    *high += over;
    *low -= over * base;
}

bool mr_moment_shift(mr_runtime *rt, mr_moment *m, int64_t days, int64_t seconds,
                     int64_t microseconds)
{
    int64_t us = m->microsecond + microseconds;
    int64_t s = ((int64_t)m->hour * 60 + m->minute) * 60 + m->second + seconds;
    carry(&s, &us, 1000000);
    carry(&days, &s, MR_DAY_SECONDS);
    int64_t ordinal = mr_ordinal_of(m->year, m->month, m->day) + days;
    if (ordinal < 1 || ordinal > MR_MAX_ORDINAL) {
        mr_raise(rt, rt->exc.OverflowError, "date value out of range");
        return false;
    }
    mr_ordinal_date(ordinal, m);
    m->hour = (int)(s / 3600);
    m->minute = (int)(s / 60 % 60);
    m->second = (int)(s % 60);
    m->microsecond = (int)us;
    return true;
}

int64_t mr_moment_seconds(const mr_moment *m)
{
    return mr_ordinal_of(m->year, m->month, m->day) * MR_DAY_SECONDS +
           ((int64_t)m->hour * 60 + m->minute) * 60 + m->second;
}

bool mr_date_check(mr_runtime *rt, const mr_moment *m)
{
    if (m->year < MR_MIN_YEAR || m->year > MR_MAX_YEAR)
        mr_raise(rt, rt->exc.ValueError, "year %d is out of range", m->year);
    else if (m->month < 1 || m->month > 12)
        mr_raise(rt, rt->exc.ValueError, "month must be in 1..12");
    else if (m->day < 1 || m->day > mr_days_in_month(m->year, m->month))
        mr_raise(rt, rt->exc.ValueError, "day is out of range for month");
    else
        return true;
    return false;
}

bool mr_clock_check(mr_runtime *rt, const mr_moment *m)
{
    const char *what = m->hour < 0 || m->hour > 23       ? "hour must be in 0..23"
                       : m->minute < 0 || m->minute > 59 ? "minute must be in 0..59"
                       : m->second < 0 || m->second > 59 ? "second must be in 0..59"
                       : m->microsecond < 0 || m->microsecond > 999999
                           ? "microsecond must be in 0..999999"
                       : m->fold < 0 || m->fold > 1 ? "fold must be either 0 or 1"
                                                    : NULL;
    if (what)
        mr_raise(rt, rt->exc.ValueError, "%s", what);
    return !what;
}
