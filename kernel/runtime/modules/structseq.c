/*
 * structseq.c - tuples with named items.
 */
#include "modules/structseq.h"

#include "core/init.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

static size_t field_count(const mr_type_spec *spec)
{
    size_t n = 0;
    while (spec->getsets[n].name)
        n++;
    return n;
}

mr_value mr_structseq_field(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_tuple(self)->items[(intptr_t)closure]);
}

mr_value mr_structseq_repr(mr_runtime *rt, mr_value self)
{
    const mr_type_spec *spec = mr_type_of(rt, self)->spec;
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_text(&b, spec->name);
    mr_str_builder_char(&b, '(');
    for (size_t i = 0; i < mr_as_tuple(self)->length; i++) {
        if (i)
            mr_str_builder_text(&b, ", ");
        mr_str_builder_text(&b, spec->getsets[i].name);
        mr_str_builder_char(&b, '=');
        mr_str_builder_repr(&b, mr_as_tuple(self)->items[i]);
    }
    mr_str_builder_char(&b, ')');
    return mr_str_builder_take(&b);
}

static bool add(mr_runtime *rt, mr_type *type, const char *name, mr_value v)
{
    mr_value key = mr_intern(rt, name);
    bool fine = key && v && mr_dict_set(rt, type->dict, key, v);
    mr_decref(rt, key);
    mr_decref(rt, v);
    return fine;
}

mr_type *mr_structseq_type(mr_runtime *rt, const mr_type_spec *spec)
{
    mr_type *type = mr_type_from_spec(rt, spec, rt->types.tuple);
    if (!type)
        return NULL;
    size_t n = field_count(spec);
    mr_value names = mr_tuple_new(rt, NULL, n);
    for (size_t i = 0; names && i < n; i++)
        if (!(mr_as_tuple(names)->items[i] = mr_intern(rt, spec->getsets[i].name)))
            return NULL;
    if (!add(rt, type, "__match_args__", names) ||
        !add(rt, type, "n_fields", mr_small_int((int64_t)n)) ||
        !add(rt, type, "n_sequence_fields", mr_small_int((int64_t)n)) ||
        !add(rt, type, "n_unnamed_fields", mr_small_int(0)))
        return NULL;
    return type;
}

mr_value mr_structseq_new(mr_runtime *rt, mr_type *type, const mr_value *items)
{
    size_t n = field_count(type->spec);
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        fine &= items[i] != MR_NULL;
    mr_value v = MR_NULL;
    if (fine)
        v = mr_from(mr_object_new(rt, type, sizeof(mr_tuple) + n * sizeof(mr_value), true));
    for (size_t i = 0; i < n; i++) {
        if (v)
            mr_as_tuple(v)->items[i] = items[i];
        else
            mr_decref(rt, items[i]);
    }
    if (v) {
        mr_as_tuple(v)->length = n;
        mr_gc_track(rt, mr_obj(v));
    }
    return v;
}
