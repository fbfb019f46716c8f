/* The texts of a timeline: sizes, times, and the one line that sums a run up. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plots/timeline_private.h"

char *tl_format_decimal(char *buffer, size_t size, double value, int decimals)
{
    snprintf(buffer, size, "%.*f", decimals, value);
    /* A locale's point may be a comma, or several bytes. */
    char *to = buffer;
    for (const char *c = buffer; *c; c++) {
        if (*c == '-' || (*c >= '0' && *c <= '9'))
            *to++ = *c;
        else if (to > buffer && to[-1] != '.')
            *to++ = '.';
    }
    *to = '\0';
    return buffer;
}

/* Three figures without a trailing ".0": 22.9, 40, 1.25. Gives false if they round to `limit`. */
static bool three_figures(char *buffer, size_t size, double value, double limit)
{
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    double scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;

    if (round(value * scale) / scale >= limit)
        return false;
    if (value == floor(value))
        decimals = 0;
    tl_format_decimal(buffer, size, value, decimals);
    return true;
}

char *tl_format_bytes(char *buffer, size_t size, int64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    const size_t last = sizeof(units) / sizeof(units[0]) - 1;
    double value = fabs((double)bytes);
    char figures[32];
    size_t unit = 0;

    while (unit < last
           && (value >= 1024 || !three_figures(figures, sizeof(figures), value, 1024))) {
        value /= 1024;
        unit++;
    }
    if (unit == last)
        three_figures(figures, sizeof(figures), value, INFINITY);
    snprintf(buffer, size, "%s%s %s", bytes < 0 ? "\u2212" : "", figures, units[unit]);
    return buffer;
}

char *tl_format_time(char *buffer, size_t size, int64_t ns)
{
    static const struct {
        double ns;
        const char *unit;
    } units[] = {{1, "ns"}, {1e3, "\u00b5s"}, {1e6, "ms"}, {1e9, "s"}};
    const int64_t minute = INT64_C(60000000000), hour = 60 * minute;
    char figures[32];

    if (!ns) {
        snprintf(buffer, size, "0 s");
        return buffer;
    }
    for (size_t i = 0; i < 4 && ns < minute; i++) {
        double limit = i == 3 ? 60 : 1000;
        if (three_figures(figures, sizeof(figures), (double)ns / units[i].ns, limit)) {
            snprintf(buffer, size, "%s %s", figures, units[i].unit);
            return buffer;
        }
    }
    if (ns < hour - minute / 120) {
        int64_t seconds = (ns + minute / 120) / (minute / 60);
        int n = snprintf(buffer, size, "%" PRId64 " min", seconds / 60);
        if (seconds % 60 && n > 0 && (size_t)n < size)
            snprintf(buffer + n, size - (size_t)n, " %" PRId64 " s", seconds % 60);
    } else {
        int64_t minutes = (ns + minute / 2) / minute;
        int n = snprintf(buffer, size, "%" PRId64 " h", minutes / 60);
        if (minutes % 60 && n > 0 && (size_t)n < size)
            snprintf(buffer + n, size - (size_t)n, " %" PRId64 " min", minutes % 60);
    }
    return buffer;
}

/* No collection, and why the collector stayed away as far as the counts tell. */
static void why_none(const struct tl_timeline *tl, char *buffer, size_t size)
{
    int64_t most = 0;

    for (size_t i = 0; i < tl->buckets.n; i++)
        if (tl->buckets.counts[0][i] > most)
            most = tl->buckets.counts[0][i];
    if (!tl->gc_enabled)
        snprintf(buffer, size, "no collection (gc disabled)");
    else if (!tl->thresholds[0])
        snprintf(buffer, size, "no collection (threshold 0)");
    else if (most)
        snprintf(buffer, size, "no collection (count %" PRId64 " of %" PRId64 ")", most,
                 tl->thresholds[0]);
    else
        snprintf(buffer, size, "no collection");
}

char *tl_summary(const struct tl_timeline *tl, char *buffer, size_t size)
{
    char peak[32], time[32], retained[32], waiting[32], freed[32], line[48] = "", held[64] = "";
    char collections[96], dropped[64] = "";
    int64_t n = 0, bytes = 0, kept = tl->end_bytes - tl->start_bytes;

    for (size_t i = 0; i < tl->n_collections; i++) {
        n = tl_add_saturated(n, tl->collections[i].merged);
        bytes = tl_add_saturated(bytes, tl->collections[i].bytes);
    }
    if (tl->peak.line)
        snprintf(line, sizeof(line), " (line %" PRId64 ")", tl->peak.line);
    if (tl->waiting_bytes)
        snprintf(held, sizeof(held), " \u00b7 %s waiting garbage",
                 tl_format_bytes(waiting, sizeof(waiting), tl->waiting_bytes));
    if (!n)
        why_none(tl, collections, sizeof(collections));
    else
        snprintf(collections, sizeof(collections), "%" PRId64 " collection%s freed %s", n,
                 n == 1 ? "" : "s",
                 bytes ? tl_format_bytes(freed, sizeof(freed), bytes) : "nothing");
    if (tl->spans_dropped)
        snprintf(dropped, sizeof(dropped), " \u00b7 %" PRId64 " more calls not kept",
                 tl->spans_dropped);
    if (tl->peak.bytes <= tl->start_bytes && tl->end_bytes == tl->start_bytes) {
        snprintf(buffer, size, "stayed at %s%s \u00b7 %s%s",
                 tl_format_bytes(peak, sizeof(peak), tl->start_bytes), held, collections, dropped);
        return buffer;
    }
    snprintf(buffer, size, "peak %s at %s%s \u00b7 %s %s%s \u00b7 %s%s",
             tl_format_bytes(peak, sizeof(peak), tl->peak.bytes),
             tl_format_time(time, sizeof(time), tl->peak.t_ns), line,
             kept < 0 ? "gave back" : "retained",
             tl_format_bytes(retained, sizeof(retained), kept < 0 ? -kept : kept), held,
             collections, dropped);
    return buffer;
}
