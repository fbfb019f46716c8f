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

/* How many items there are in all, and how many of them the tuple shows. */
static size_t item_count(const mr_type_spec *spec, size_t *shown)
{
    size_t all = 0;
    *shown = SIZE_MAX;
    for (const mr_getset_def *g = spec->getsets; g->name; g++) {
        size_t i = (size_t)(intptr_t)g->closure;
        if (g->get == mr_structseq_hidden && i < *shown)
            *shown = i;
        if (i + 1 > all)
            all = i + 1;
    }
    if (*shown == SIZE_MAX)
        *shown = all;
    return all;
}

static const mr_type_spec *spec_of(mr_runtime *rt, const mr_object *o)
{
    const mr_type *type = mr_object_type(rt, o);
    while (!type->spec)
        type = type->base;
    return type->spec;
}

static void structseq_dealloc(mr_runtime *rt, mr_object *self)
{
    size_t shown, n = item_count(spec_of(rt, self), &shown);
    for (size_t i = 0; i < n; i++)
        mr_decref(rt, ((mr_tuple *)self)->items[i]);
}

static void structseq_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    size_t shown, n = item_count(spec_of(rt, self), &shown);
    for (size_t i = 0; i < n; i++)
        visit(rt, ((mr_tuple *)self)->items[i], arg);
}

static size_t structseq_size(mr_runtime *rt, mr_object *self)
{
    size_t shown;
    return sizeof(mr_tuple) + item_count(spec_of(rt, self), &shown) * sizeof(mr_value);
}

const mr_layout mr_structseq_layout = {
    .dealloc = structseq_dealloc,
    .traverse = structseq_traverse,
    .size = structseq_size,
};

mr_value mr_structseq_field(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_tuple(self)->items[(intptr_t)closure]);
}

mr_value mr_structseq_hidden(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(mr_as_tuple(self)->items[(intptr_t)closure]);
}

/* T(iterable): hidden items that the iterable does not have are None. */
mr_value mr_structseq_make(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value a[2];
    const mr_type_spec *spec = type->spec;
    size_t shown, all = item_count(spec, &shown);
    if (!mr_bind(rt, "structseq(sequence, dict=)", args, nargs, kwnames, a))
        return MR_NULL;
    mr_value given = mr_tuple_from(rt, a[0]);
    if (!given) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_raise(rt, rt->exc.TypeError, "constructor requires a sequence");
        return MR_NULL;
    }
    size_t n = mr_as_tuple(given)->length;
    mr_value items[64];
    if (n < shown || n > all) {
        mr_decref(rt, given);
        return mr_raise(rt, rt->exc.TypeError, "%s() takes %s %zu-sequence (%zu-sequence given)",
                        spec->name,
                        shown == all ? "a"
                        : n < shown  ? "an at least"
                                     : "an at most",
                        n < shown ? shown : all, n);
    }
    for (size_t i = 0; i < all; i++)
        items[i] = i < n ? mr_incref(mr_as_tuple(given)->items[i]) : MR_NONE;
    mr_decref(rt, given);
    for (const mr_getset_def *g = spec->getsets; a[1] && mr_is_dict(a[1]) && g->name; g++) {
        size_t i = (size_t)(intptr_t)g->closure;
        mr_value v = i >= n ? mr_dict_get_text(rt, a[1], g->name) : MR_NULL;
        if (v)
            items[i] = mr_incref(v);
    }
    return mr_structseq_new(rt, type, items);
}

mr_value mr_structseq_repr(mr_runtime *rt, mr_value self)
{
    const mr_type_spec *spec = spec_of(rt, mr_obj(self));
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
    size_t shown, all = item_count(spec, &shown), named = 0;
    while (spec->getsets[named].name && spec->getsets[named].get == mr_structseq_field)
        named++;
    mr_value names = mr_tuple_new(rt, NULL, named);
    for (size_t i = 0; names && i < named; i++)
        if (!(mr_as_tuple(names)->items[i] = mr_intern(rt, spec->getsets[i].name)))
            return NULL;
    if (!add(rt, type, "__match_args__", names) ||
        !add(rt, type, "n_fields", mr_small_int((int64_t)all)) ||
        !add(rt, type, "n_sequence_fields", mr_small_int((int64_t)shown)) ||
        !add(rt, type, "n_unnamed_fields", mr_small_int((int64_t)(shown - named))))
        return NULL;
    return type;
}

mr_value mr_structseq_new(mr_runtime *rt, mr_type *type, const mr_value *items)
{
    size_t shown, n = item_count(type->spec, &shown);
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
        mr_as_tuple(v)->length = shown;
        mr_obj(v)->flags |= MR_FLAG_SUBCLASS; /* no tuple itself: slices and copies are */
        mr_gc_track(rt, mr_obj(v));
    }
    return v;
}
