/* Where ticks stand, and how times on the axis read. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "plots/plot_private.h"
#include "plots/timeline_private.h"

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static void fill_ticks(struct plot_ticks *ticks, int64_t from, int64_t to, int64_t origin)
{
    int64_t first = origin + floor_div(from - origin + ticks->step - 1, ticks->step) * ticks->step;

    ticks->n = 0;
    for (int64_t at = first; at <= to && ticks->n < PLOT_MOST_TICKS; at += ticks->step)
        ticks->at[ticks->n++] = at;
}

void plot_byte_ticks(struct plot_ticks *ticks, int64_t y0, int64_t y1, int64_t origin,
                     int64_t apart)
{
    ticks->step = 1;
    while (ticks->step < apart)
        ticks->step *= 2;
    fill_ticks(ticks, y0, y1, origin);
}

static const int64_t us = 1000, ms = 1000000, second = 1000000000;

void plot_time_ticks(struct plot_ticks *ticks, int64_t t0, int64_t t1, int64_t apart)
{
    static const int64_t seconds[] = {
        1,    2,    5,    10,    15,    30,    60,    120,   300,    600,
        900,  1800, 3600, 7200,  10800, 21600, 43200, 86400, 172800, 432000,
    };
    const size_t n = sizeof(seconds) / sizeof(seconds[0]);

    ticks->step = 1;
    for (int64_t decade = 1; ticks->step < apart && decade < second; decade *= 10) {
        for (int64_t digit = 1; digit <= 5 && ticks->step < apart; digit = digit * 2 + digit / 2)
            ticks->step = digit * decade;
    }
    for (size_t i = 0; ticks->step < apart && i < n; i++)
        ticks->step = seconds[i] * second;
    while (ticks->step < apart)
        ticks->step *= 2;
    fill_ticks(ticks, t0, t1, 0);
}

/* A number with as many decimals as the step needs: 1.25 for 1250000 of 1000000 with steps of
 * 50000. */
static void decimal(char *buffer, size_t size, int64_t value, int64_t unit, int64_t step,
                    const char *name)
{
    char number[40];
    int decimals = 0;

    for (int64_t smallest = unit; smallest > 1 && step % smallest; smallest /= 10)
        decimals++;
    tl_format_decimal(number, sizeof(number), (double)value / (double)unit, decimals);
    snprintf(buffer, size, "%s %s", number, name);
}

void plot_time_label(char *buffer, size_t size, int64_t t_ns, int64_t step, int64_t t1)
{
    const int64_t minute = 60 * second, hour = 60 * minute;

    if (!t_ns)
        snprintf(buffer, size, "0");
    else if (t1 < us)
        decimal(buffer, size, t_ns, 1, step, "ns");
    else if (t1 < ms)
        decimal(buffer, size, t_ns, us, step, "\u00b5s");
    else if (t1 < second)
        decimal(buffer, size, t_ns, ms, step, "ms");
    else if (t1 < 2 * minute || step < second)
        decimal(buffer, size, t_ns, second, step, "s");
    else if (t1 < 3 * hour && step % minute == 0)
        snprintf(buffer, size, "%" PRId64 " min", t_ns / minute);
    else if (t1 < 3 * hour)
        snprintf(buffer, size, "%" PRId64 ":%02" PRId64 " min", t_ns / minute,
                 t_ns % minute / second);
    else if (step % hour == 0)
        snprintf(buffer, size, "%" PRId64 " h", t_ns / hour);
    else if (step % minute == 0)
        snprintf(buffer, size, "%" PRId64 ":%02" PRId64 " h", t_ns / hour, t_ns % hour / minute);
    else
        snprintf(buffer, size, "%" PRId64 ":%02" PRId64 ":%02" PRId64 " h", t_ns / hour,
                 t_ns % hour / minute, t_ns % minute / second);
}

int64_t plot_byte_ceiling(int64_t origin, int64_t highest, double headroom)
{
    double top = (double)(highest - origin) / (1 - headroom);

    if (top > (double)(TL_MAX - origin))
        return TL_MAX;
    return origin + (top < 1 ? 1 : (int64_t)top);
}
