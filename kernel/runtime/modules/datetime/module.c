/*
 * module.c - the module _datetime.
 */
#include "modules/datetime/datetime.h"

static bool make_types(mr_runtime *rt, struct mr_datetime_state *d)
{
    return (d->delta = mr_type_from_spec(rt, &mr_delta_spec, NULL)) &&
           (d->date = mr_type_from_spec(rt, &mr_date_spec, NULL)) &&
           (d->iso_date = mr_type_from_spec(rt, &mr_iso_date_spec, rt->types.tuple)) &&
           (d->time = mr_type_from_spec(rt, &mr_time_spec, NULL)) &&
           (d->datetime = mr_type_from_spec(rt, &mr_datetime_spec, d->date)) &&
           (d->tzinfo = mr_type_from_spec(rt, &mr_tzinfo_spec, NULL)) &&
           (d->timezone = mr_type_from_spec(rt, &mr_timezone_spec, d->tzinfo)) &&
           mr_delta_setup(rt) && mr_zone_setup(rt) && mr_date_setup(rt) && mr_time_setup(rt) &&
           mr_datetime_setup(rt);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    static const mr_constant constants[] = {
        {"MINYEAR", MR_MIN_YEAR}, {"MAXYEAR", MR_MAX_YEAR}, {NULL, 0}};
    if (!rt->datetime) {
        rt->datetime = mr_buf_new0(rt, sizeof *rt->datetime);
        if (!rt->datetime || !make_types(rt, rt->datetime))
            return false;
    }
    const struct mr_datetime_state *d = rt->datetime;
    return mr_module_add_constants(rt, module, constants) &&
           mr_module_add(rt, module, "date", mr_incref(mr_from(d->date))) &&
           mr_module_add(rt, module, "datetime", mr_incref(mr_from(d->datetime))) &&
           mr_module_add(rt, module, "time", mr_incref(mr_from(d->time))) &&
           mr_module_add(rt, module, "timedelta", mr_incref(mr_from(d->delta))) &&
           mr_module_add(rt, module, "timezone", mr_incref(mr_from(d->timezone))) &&
           mr_module_add(rt, module, "tzinfo", mr_incref(mr_from(d->tzinfo))) &&
           mr_module_add(rt, module, "UTC", mr_incref(d->utc));
}

MR_MODULE(_datetime, "_datetime", "Fast implementation of the datetime type.", NULL, setup);
