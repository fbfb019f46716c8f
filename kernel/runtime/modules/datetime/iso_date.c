/*
 * iso_date.c - what date.isocalendar() gives: a tuple of ISO year, week and
 * weekday with names.
 */
#include "modules/datetime/datetime.h"

static mr_value make(mr_runtime *rt, mr_type *type, const mr_value *items)
{
    mr_value v = mr_type_alloc_var(rt, type, sizeof(mr_tuple) + 3 * sizeof(mr_value));
    if (!v)
        return MR_NULL;
    mr_as_tuple(v)->length = 3;
    for (int i = 0; i < 3; i++)
        mr_as_tuple(v)->items[i] = mr_incref(items[i]);
    mr_obj(v)->flags |= MR_FLAG_SUBCLASS; /* no tuple itself: slices and copies are */
    mr_gc_track(rt, mr_obj(v));
    return v;
}

mr_value mr_iso_date_new(mr_runtime *rt, int year, int week, int day)
{
    mr_value items[] = {mr_small_int(year), mr_small_int(week), mr_small_int(day)};
    return make(rt, rt->datetime->iso_date, items);
}

static mr_value iso_date_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value a[3];
    int ignored;
    if (!mr_bind(rt, "IsoCalendarDate(year, week, weekday)", args, nargs, kwnames, a))
        return MR_NULL;
    for (int i = 0; i < 3; i++)
        if (!mr_int_argument(rt, a[i], &ignored))
            return MR_NULL;
    return make(rt, type, a);
}

static mr_value iso_date_repr(mr_runtime *rt, mr_value self)
{
    mr_value *item = mr_as_tuple(self)->items;
    return mr_str_format(rt, "%T(year=%S, week=%S, weekday=%S)", self, item[0], item[1], item[2]);
}

NATIVE(iso_date_reduce)
{
    mr_value tuple = mr_tuple_new(rt, mr_as_tuple(self)->items, 3);
    mr_value out = tuple ? mr_tuple_pack(rt, 1, tuple) : MR_NULL;
    mr_value pair = out ? mr_tuple_pack(rt, 2, mr_from(rt->types.tuple), out) : MR_NULL;
    mr_decref(rt, tuple);
    mr_decref(rt, out);
    return pair;
}

static mr_value get_item(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_tuple(self)->items[(intptr_t)closure]);
}

static const mr_getset_def getsets[] = {{"year", get_item, NULL, NULL, (void *)0},
                                        {"week", get_item, NULL, NULL, (void *)1},
                                        {"weekday", get_item, NULL, NULL, (void *)2},
                                        {0}};
static const mr_method_def methods[] = {
    {"__reduce__", iso_date_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_iso_date_spec = {
    .name = "datetime.IsoCalendarDate",
    .doc = "The result of date.isocalendar() or datetime.isocalendar()\n\n"
           "This object may be accessed either as a tuple of\n"
           "  ((year, week, weekday)\n"
           "or via the object attributes as named in the above tuple.",
    .basic_size = sizeof(mr_tuple),
    .kind = MR_KIND_TUPLE,
    .flags = MR_TYPE_TRACKED | MR_TYPE_SEQUENCE,
    .slots = {.new_ = iso_date_new, .repr = iso_date_repr},
    .getsets = getsets,
    .methods = methods,
};
