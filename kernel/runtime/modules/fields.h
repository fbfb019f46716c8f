/*
 * fields.h - objects whose owned values stand one after another behind the
 * header: their layout and how they are made.
 */
#ifndef MR_FIELDS_H
#define MR_FIELDS_H

#include <stdarg.h>

#include "containers/internal.h"

#define MR_FIELDS(object) ((mr_value *)((mr_object *)(object) + 1))

/* dealloc and traverse for objects with `count` values behind the header. */
#define MR_FIELDS_LIFE(prefix, count)                                                              \
    static void prefix##_dealloc(mr_runtime *rt, mr_object *self)                                  \
    {                                                                                              \
        for (size_t i = 0; i < (count); i++)                                                       \
            mr_decref(rt, MR_FIELDS(self)[i]);                                                     \
    }                                                                                              \
    static void prefix##_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)      \
    {                                                                                              \
        for (size_t i = 0; i < (count); i++)                                                       \
            visit(rt, MR_FIELDS(self)[i], arg);                                                    \
    }
/* The same with a layout that is nothing more. */
#define MR_FIELDS_LAYOUT(prefix, count)                                                            \
    MR_FIELDS_LIFE(prefix, count)                                                                  \
    static const mr_layout prefix##_layout = { \
        .dealloc = prefix##_dealloc, .traverse = prefix##_traverse}

/* An object of this type with these values, which are stolen also on failure. A
 * value MR_NULL is one whose making has failed. Tracked. */
static inline mr_value mr_fields_new(mr_runtime *rt, mr_type *type, const mr_value *values,
                                     size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = ok && values[i];
    mr_value self = ok ? mr_type_alloc(rt, type) : MR_NULL;
    for (size_t i = 0; i < count; i++) {
        if (self)
            MR_FIELDS(mr_obj(self))[i] = values[i];
        else
            mr_decref(rt, values[i]);
    }
    if (self)
        mr_container_track(rt, self);
    return self;
}

/* (type(self), args[, state]) for __reduce__; steals args and state; state MR_NULL: none. */
static inline mr_value mr_reduce_as(mr_runtime *rt, mr_value self, mr_value args, mr_value state)
{
    mr_value out = MR_NULL, type = mr_from(mr_type_of(rt, self));
    if (args)
        out = state ? mr_tuple_pack(rt, 3, type, args, state) : mr_tuple_pack(rt, 2, type, args);
    mr_decref(rt, args);
    mr_decref(rt, state);
    return out;
}

#define MR_REDUCE(function) \
    {"__reduce__", function, MR_ARGS_NONE, "What pickle and copy make an equal object of."}
#define MR_SETSTATE(function) \
    {"__setstate__", function, MR_ARGS_ONE, "Takes over the state that __reduce__ gave."}
/* __dict__ of objects whose type has MR_TYPE_DICT. */
static inline mr_value mr_get_own_dict(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_instance_dict(rt, mr_obj(self));
}
static inline int mr_set_own_dict(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    return mr_instance_set_dict(rt, mr_obj(self), v);
}
#define MR_DICT_GETSET {"__dict__", mr_get_own_dict, mr_set_own_dict, NULL, NULL}

#define MR_METHODS_END {NULL, NULL, 0, NULL}

/* An iterator type that may be subclassed. */
#define MR_ITERATOR_SPEC(variable, type_name, struct_type, type_doc, field_layout, \
                         new_function, next_function, \
                         method_table)                                                             \
    const mr_type_spec variable = {                                                                \
        .name = type_name,                                                                         \
        .doc = type_doc,                                                                           \
        .basic_size = sizeof(struct_type),                                                         \
        .kind = MR_KIND_OTHER,                                                                     \
        .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,                           \
        .layout = &field_layout,                                                                   \
        .slots = {.new_ = new_function, .iter = mr_iter_self, .next = next_function},              \
        .methods = method_table,                                                                   \
    }

#endif
