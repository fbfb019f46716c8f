/*
 * parse.c - fromisoformat(): the dates and times of ISO 8601 that Python 3.11
 * reads, extended and basic form, weeks, fractions of seconds, offsets.
 */
#include <stdlib.h>

#include "modules/datetime/datetime.h"

/* Text is UTF-8 and ends with a zero byte, which is no digit: reading never passes it. */
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* `count` digits at p; the place behind them, NULL when there are fewer. */
static const char *digits(const char *p, int *out, size_t count)
{
    *out = 0;
    for (size_t i = 0; i < count; i++, p++) {
        if (!is_digit(*p))
            return NULL;
        *out = *out * 10 + (*p - '0');
    }
    return p;
}

/* A basic date may stand in more text than it needs, as in 3.11. */
static bool parse_date(const char *text, size_t length, mr_moment *m)
{
    const char *end = text + length, *p = digits(text, &m->year, 4);
    if (!p)
        return false;
    bool separated = *p == '-';
    p += separated;
    if (*p == 'W') {
        int week, day = 1;
        p = digits(p + 1, &week, 2);
        if (!p || p > end)
            return false;
        if (p < end) {
            if (separated && *p++ != '-')
                return false;
            if (!digits(p, &day, 1))
                return false;
        }
        return mr_iso_date_find(m->year, week, day, m) == 0;
    }
    p = digits(p, &m->month, 2);
    if (!p || (separated && *p++ != '-'))
        return false;
    return digits(p, &m->day, 2);
}

/* hh[:mm[:ss[.ffffff]]] up to `end`: -1 bad, 0 read to the end of the text, 1 something follows. */
static int parse_clock(const char *p, const char *end, mr_moment *m)
{
    int *parts[] = {&m->hour, &m->minute, &m->second};
    bool separated = true;
    m->hour = m->minute = m->second = m->microsecond = 0;
    for (int i = 0; i < 3; i++) {
        p = digits(p, parts[i], 2);
        if (!p)
            return -1;
        char c = *p++;
        if (i == 0)
            separated = c == ':';
        if (p >= end)
            return c != '\0';
        if (separated && c == ':')
            continue;
        if (c == '.' || c == ',')
            break;
        if (separated)
            return -1;
        p--;
    }
    size_t count = end - p >= 6 ? 6 : (size_t)(end - p);
    p = digits(p, &m->microsecond, count);
    if (!p)
        return -1;
    for (size_t i = count; i < 6; i++)
        m->microsecond *= 10;
    while (is_digit(*p)) /* what is below a microsecond is left out */
        p++;
    return *p != '\0';
}

/* A time with an offset or without; *tzinfo is owned, None without. */
static bool parse_time(mr_runtime *rt, const char *text, size_t length, mr_moment *m,
                       mr_value *tzinfo)
{
    const char *end = text + length, *zone = text;
    *tzinfo = MR_NONE;
    while (zone < end && *zone != '+' && *zone != '-' && *zone != 'Z')
        zone++;
    int more = parse_clock(text, zone, m);
    if (more < 0)
        return false;
    if (zone == end)
        return !more;
    if (*zone == 'Z') {
        *tzinfo = mr_incref(rt->datetime->utc);
        return zone[1] == '\0';
    }
    mr_moment offset = {0};
    int sign = *zone == '-' ? -1 : 1;
    if (parse_clock(zone + 1, end, &offset) != 0)
        return false;
    int seconds = sign * ((offset.hour * 60 + offset.minute) * 60 + offset.second);
    if (seconds == 0) {
        *tzinfo = mr_incref(rt->datetime->utc);
        return true;
    }
    mr_value delta = mr_delta_new(rt, 0, seconds, sign * offset.microsecond);
    *tzinfo = delta ? mr_timezone_new(rt, delta, MR_NULL) : MR_NULL;
    mr_decref(rt, delta);
    return *tzinfo;
}

/* Where the date ends: at the separator, which may be any character. Years and weeks tell the
 * forms apart; "YYYY-Www-" followed by two digits is taken for a week and an hour. */
static size_t date_length(const char *s, size_t length)
{
    if (length == 7)
        return 7;
    if (s[4] == '-') {
        if (s[5] != 'W')
            return 10;
        if (s[8] != '-')
            return 8;
        if (length == 9)
            return 0;
        return length > 10 && is_digit(s[10]) ? 8 : 10;
    }
    if (s[4] != 'W')
        return 8;
    size_t end = 7;
    while (end < length && is_digit(s[end]))
        end++;
    if (end < 9)
        return end;
    return end % 2 == 0 ? 7 : 8; /* an even number of digits is a week and a time */
}

static mr_value invalid(mr_runtime *rt, mr_value text)
{
    if (!mr_error(rt))
        mr_raise(rt, rt->exc.ValueError, "Invalid isoformat string: %R", text);
    return MR_NULL;
}

/* UTF-8 of an argument that must be a str; NULL with an exception set. */
static const char *text_argument(mr_runtime *rt, mr_value v, size_t *length, char **owned)
{
    *owned = NULL;
    if (!mr_is_str(v)) {
        mr_raise(rt, rt->exc.TypeError, "fromisoformat: argument must be str");
        return NULL;
    }
    const char *s = mr_str_utf8(rt, v, length, owned);
    if (!s && mr_error_catch(rt, rt->exc.UnicodeEncodeError))
        invalid(rt, v);
    return s;
}

mr_value mr_date_fromisoformat(ARGS)
{
    size_t length;
    char *owned;
    mr_moment m = {0};
    const char *s = text_argument(rt, args[0], &length, &owned);
    if (!s)
        return MR_NULL;
    bool fine = (length == 7 || length == 8 || length == 10) && parse_date(s, length, &m);
    free(owned);
    return fine ? mr_date_make(rt, mr_as_type(self), &m) : invalid(rt, args[0]);
}

mr_value mr_time_fromisoformat(ARGS)
{
    size_t length;
    char *owned;
    mr_moment m = {0};
    mr_value tzinfo, out;
    const char *s = text_argument(rt, args[0], &length, &owned);
    if (!s)
        return MR_NULL;
    bool prefix = *s == 'T';
    bool fine = parse_time(rt, s + prefix, length - prefix, &m, &tzinfo);
    free(owned);
    out = fine ? mr_time_make(rt, mr_as_type(self), &m, tzinfo) : invalid(rt, args[0]);
    mr_decref(rt, tzinfo);
    return out;
}

/* A copy in which a surrogate that stands where a date may end is a T, so that it has UTF-8. */
static mr_value without_surrogate(mr_runtime *rt, mr_value text)
{
    static const size_t places[] = {7, 8, 10};
    const mr_str *s = mr_as_str(text);
    for (size_t i = 0; i < 3 && places[i] < s->length; i++) {
        uint32_t c = mr_str_at(s, places[i]);
        if (c < 0xd800 || c > 0xdfff)
            continue;
        mr_str_builder b;
        mr_str_builder_init(&b, rt);
        mr_str_builder_slice(&b, text, 0, places[i]);
        mr_str_builder_char(&b, 'T');
        mr_str_builder_slice(&b, text, places[i] + 1, s->length);
        return mr_str_builder_take(&b);
    }
    return mr_incref(text);
}

/* A date, and a time behind one character of any kind. */
static bool parse_both(mr_runtime *rt, const char *s, size_t length, mr_moment *m, mr_value *tzinfo)
{
    *tzinfo = MR_NONE;
    if (length < 7)
        return false;
    size_t at = date_length(s, length);
    if (!parse_date(s, at, m))
        return false;
    if (length <= at)
        return true;
    uint8_t c = (uint8_t)s[at];
    at += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    return parse_time(rt, s + at, length - at, m, tzinfo);
}

mr_value mr_datetime_fromisoformat(ARGS)
{
    size_t length;
    char *owned;
    mr_moment m = {0};
    mr_value tzinfo, out;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "fromisoformat: argument must be str");
    mr_value clean = without_surrogate(rt, args[0]);
    const char *s = clean ? text_argument(rt, clean, &length, &owned) : NULL;
    if (!s) {
        if (clean && mr_error_catch(rt, rt->exc.ValueError))
            invalid(rt, args[0]);
        mr_decref(rt, clean);
        return MR_NULL;
    }
    bool fine = parse_both(rt, s, length, &m, &tzinfo);
    free(owned);
    mr_decref(rt, clean);
    out = fine ? mr_datetime_make(rt, mr_as_type(self), &m, tzinfo) : invalid(rt, args[0]);
    mr_decref(rt, tzinfo);
    return out;
}
