/*
 * text.c - dates, times and offsets as text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "modules/datetime/datetime.h"

static mr_value member(mr_runtime *rt, mr_value module, const char *name)
{
    mr_value v = module ? mr_getattr_text(rt, module, name) : MR_NULL;
    mr_decref(rt, module);
    return v;
}

bool mr_offset_text(mr_runtime *rt, char out[32], const char *separator, mr_value tzinfo,
                    mr_value arg)
{
    mr_value offset = mr_zone_offset(rt, tzinfo, "utcoffset", arg);
    out[0] = '\0';
    if (!offset || offset == MR_NONE)
        return offset;
    const mr_delta *d = mr_as_delta(offset);
    int seconds = d->days * MR_DAY_SECONDS + d->seconds, us = d->microseconds;
    char sign = d->days < 0 ? '-' : '+';
    if (d->days < 0) {
        seconds = -seconds - (us > 0);
        us = us > 0 ? 1000000 - us : 0;
    }
    int n = snprintf(out, 32, "%c%02d%s%02d", sign, seconds / 3600, separator, seconds / 60 % 60);
    if (us)
        snprintf(out + n, 32 - (size_t)n, "%s%02d.%06d", separator, seconds % 60, us);
    else if (seconds % 60)
        snprintf(out + n, 32 - (size_t)n, "%s%02d", separator, seconds % 60);
    mr_decref(rt, offset);
    return true;
}

bool mr_clock_text(mr_runtime *rt, char out[32], const mr_moment *m, mr_value timespec,
                   const char *where)
{
    enum { AUTO, HOURS, MINUTES, SECONDS, MILLISECONDS, MICROSECONDS, UNKNOWN };
    static const char *const names[] = {"auto",    "hours",        "minutes",
                                        "seconds", "milliseconds", "microseconds"};
    int spec = AUTO;
    if (timespec && !mr_is_str(timespec)) {
        mr_raise(rt, rt->exc.TypeError, "isoformat() argument %s must be str, not %T", where,
                 timespec);
        return false;
    }
    while (timespec && spec < UNKNOWN && !mr_str_is(timespec, names[spec]))
        spec++;
    if (spec == UNKNOWN) {
        mr_raise(rt, rt->exc.ValueError, "Unknown timespec value");
        return false;
    }
    if (spec == AUTO)
        spec = m->microsecond ? MICROSECONDS : SECONDS;
    int n = snprintf(out, 32, "%02d", m->hour);
    if (spec >= MINUTES)
        n += snprintf(out + n, 32 - (size_t)n, ":%02d", m->minute);
    if (spec >= SECONDS)
        n += snprintf(out + n, 32 - (size_t)n, ":%02d", m->second);
    if (spec == MILLISECONDS)
        snprintf(out + n, 32 - (size_t)n, ".%03d", m->microsecond / 1000);
    else if (spec == MICROSECONDS)
        snprintf(out + n, 32 - (size_t)n, ".%06d", m->microsecond);
    return true;
}

mr_value mr_ctime(mr_runtime *rt, const mr_moment *m)
{
    static const char days[] = "MonTueWedThuFriSatSun",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64];
    snprintf(text, sizeof text, "%.3s %.3s %2d %02d:%02d:%02d %04d",
             days + 3 * mr_weekday_of(m->year, m->month, m->day), months + 3 * (m->month - 1),
             m->day, m->hour, m->minute, m->second, m->year);
    return mr_str_from(rt, text);
}

mr_value mr_struct_time(mr_runtime *rt, const mr_moment *m, int dst)
{
    const int parts[] = {m->year,
                         m->month,
                         m->day,
                         m->hour,
                         m->minute,
                         m->second,
                         mr_weekday_of(m->year, m->month, m->day),
                         mr_day_of_year(m->year, m->month, m->day),
                         dst};
    mr_value items[9];
    for (int i = 0; i < 9; i++)
        items[i] = mr_small_int(parts[i]);
    mr_value tuple = mr_tuple_new(rt, items, 9);
    mr_value type = tuple ? member(rt, mr_import(rt, "time"), "struct_time") : MR_NULL;
    mr_value out = type ? mr_call1(rt, type, tuple) : MR_NULL;
    mr_decref(rt, type);
    mr_decref(rt, tuple);
    return out;
}

/* ---- strftime: %z, %Z and %f are not the C library's ---- */

static bool add_zone_name(mr_runtime *rt, mr_str_builder *b, mr_value tzinfo, mr_value arg)
{
    mr_value name = mr_zone_name(rt, tzinfo, arg);
    for (size_t i = 0; name && name != MR_NONE && i < mr_as_str(name)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(name), i);
        if (c == '%')
            mr_str_builder_char(b, c);
        mr_str_builder_char(b, c);
    }
    mr_decref(rt, name);
    return name;
}

static bool add_directive(mr_runtime *rt, mr_str_builder *b, uint32_t c, mr_value self,
                          mr_value arg)
{
    char text[32];
    mr_moment m;
    switch (c) {
    case 'z':
        return mr_offset_text(rt, text, "", mr_zone_of(rt, self), arg) &&
               mr_str_builder_text(b, text);
    case 'Z': return add_zone_name(rt, b, mr_zone_of(rt, self), arg);
    case 'f':
        mr_moment_of(rt, self, &m);
        snprintf(text, sizeof text, "%06d", m.microsecond);
        return mr_str_builder_text(b, text);
    default: return mr_str_builder_char(b, '%') && mr_str_builder_char(b, c);
    }
}

mr_value mr_dt_strftime(mr_runtime *rt, mr_value self, mr_value format, mr_value tuple,
                        mr_value tzinfo_arg)
{
    if (!tuple)
        return MR_NULL;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    const mr_str *s = mr_as_str(format);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        bool fine = c == '%' && i + 1 < s->length
                        ? add_directive(rt, &b, mr_str_at(s, ++i), self, tzinfo_arg)
                        : mr_str_builder_char(&b, c);
        if (!fine)
            break;
    }
    mr_value text = mr_error(rt) ? MR_NULL : mr_str_builder_take(&b);
    if (!text)
        mr_str_builder_finish(&b);
    mr_value function = text ? member(rt, mr_import(rt, "time"), "strftime") : MR_NULL;
    mr_value out = function ? mr_call2(rt, function, text, tuple) : MR_NULL;
    mr_decref(rt, function);
    mr_decref(rt, text);
    return out;
}

mr_value mr_dt_format(ARGS)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "__format__() argument 1 must be str, not %T",
                        args[0]);
    if (mr_as_str(args[0])->length == 0)
        return mr_to_str(rt, self);
    mr_value method = mr_getattr_text(rt, self, "strftime");
    mr_value out = method ? mr_call1(rt, method, args[0]) : MR_NULL;
    mr_decref(rt, method);
    return out;
}
