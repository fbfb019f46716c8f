/*
 * model.h - what the files of the object model share among themselves, and
 * their state in the runtime.
 */
#ifndef MR_MODEL_H
#define MR_MODEL_H

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/function.h"
#include "types/str.h"

#define MR_TYPE_CACHE_SIZE 4096 /* a power of two */
#define MR_SIGNATURES 256      /* a power of two */
#define MR_SLOT_TABLE_SIZE 512  /* a power of two, well over the number of special names */

/* A special method of Python and the slot it stands for. Several names may
 * share a slot (__add__ and __radd__); __add__ is also the name of two slots
 * (add and concat). */
typedef mr_value (*mr_slot_wrapper_fn)(mr_runtime *rt, mr_value self, const mr_value *args,
                                       size_t nargs,
                                       mr_value kwnames, void *slot);
typedef struct mr_slot_def {
    const char *name;
    uint16_t offset;            /* of the slot in mr_slots */
    /* the slot of a class that defines the method in Python; NULL: none */
    void *generic;
    mr_slot_wrapper_fn wrapper; /* calls a C slot as a method; NULL: not visible in Python */
    const char *doc;
} mr_slot_def;
extern const mr_slot_def mr_slot_defs[]; /* ended by a NULL name */

struct mr_type_cache_entry {
    uint32_t version;
    mr_value name;  /* owned */
    mr_value value; /* borrowed: valid while the version is */
};

struct mr_slot_name {
    mr_value name;  /* interned, owned */
    uint16_t first, second; /* indices into mr_slot_defs; second 0: none */
};

struct mr_model {
    struct mr_type_cache_entry cache[MR_TYPE_CACHE_SIZE];
    struct mr_slot_name slot_names[MR_SLOT_TABLE_SIZE];
    mr_value def_names[128]; /* interned names of mr_slot_defs, by index; owned */
    uint32_t free_shapes, dead_shapes, dead_shape_count; /* see core/shape.c */
    struct mr_signature *signatures[MR_SIGNATURES]; /* read by mr_bind; see bind.c */
    mr_value no_memory;  /* a MemoryError made in time */
    mr_value exception_group; /* ExceptionGroup */
    mr_type_spec exception_specs[96];
    size_t exception_count;
    int64_t thread, last_thread; /* _thread: identity running now, last one given */
    uint64_t abc_version; /* _abc: counts registrations */
};

/* ---- types ---- */
bool mr_slots_init(mr_runtime *rt);
static inline void **mr_slot_of(mr_type *type, const mr_slot_def *def)
{
    return (void **)(void *)((char *)&type->slots + def->offset);
}
/* First definition of a special name, or NULL when the name is none. */
const mr_slot_def *mr_slot_find(mr_runtime *rt, mr_value name);
/* Finds out the slots that `name` stands for anew, along the MRO. */
void mr_slot_update(mr_runtime *rt, mr_type *type, mr_value name);
/* All slots of a class just made or given new bases. */
void mr_slots_fill(mr_runtime *rt, mr_type *type, bool all);
/* Adds wrappers of the slots that the table itself sets. */
bool mr_slots_publish(mr_runtime *rt, mr_type *type, const mr_slots *own);
/* Inherits what is unset from base. */
void mr_slots_inherit(mr_type *type, const mr_type *base);
extern const mr_layout mr_composite_layout; /* body, slots, attributes */
extern const mr_layout mr_instance_layout;  /* the same on object alone */
void mr_type_changed(mr_runtime *rt, mr_type *type); /* new versions for it and its subclasses */
bool mr_subclass_add(mr_runtime *rt, mr_type *base, mr_type *type);
void mr_subclass_remove(mr_type *base, mr_type *type);
mr_value mr_mro_compute(mr_runtime *rt, mr_type *type, mr_value bases); /* C3; owned tuple */
/* By mro(), which a metaclass may override. */
bool mr_mro_set(mr_runtime *rt, mr_type *type);
/* The most derived metaclass of metatype and the bases'; NULL with TypeError set. Borrowed. */
mr_type *mr_metatype_of(mr_runtime *rt, mr_type *metatype, mr_value bases);
mr_value mr_type_new_call(mr_runtime *rt, mr_type *metatype, const mr_value *args, size_t nargs,
                          mr_value kwnames);
bool mr_type_set_bases(mr_runtime *rt, mr_type *type, mr_value bases);
bool mr_layouts_compatible(mr_runtime *rt, mr_type *from, mr_type *to, const char *attribute);
mr_value mr_type_getattr(mr_runtime *rt, mr_value self, mr_value name);
int mr_type_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v);
mr_value mr_type_repr(mr_runtime *rt, mr_value self);
mr_value mr_type_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames);
mr_value mr_type_module(mr_runtime *rt, mr_type *type);   /* __module__; owned */
mr_value mr_type_qualname(mr_runtime *rt, mr_type *type); /* owned str */
static inline mr_type *mr_as_type(mr_value v) { return (mr_type *)mr_obj(v); }
static inline bool mr_is_type(mr_value v) { return mr_has_kind(v, MR_KIND_TYPE); }
extern const mr_type_spec mr_type_spec_type, mr_object_spec;

/* isinstance and issubclass without hooks: type.__instancecheck__ and type.__subclasscheck__. */
int mr_plain_isinstance(mr_runtime *rt, mr_value v, mr_value cls);
int mr_plain_issubclass(mr_runtime *rt, mr_value derived, mr_value cls);
/* The function behind __new__ of built-in types; self is the type. */
mr_value mr_type_new_method(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames);

/* ---- instances ---- */
/* of the built-in part of an object of variable size */
size_t mr_body_size(mr_runtime *rt, mr_object *o);
/* First inline place for attributes. */
static inline mr_value *mr_instance_places(mr_runtime *rt, mr_object *o, const mr_type *type)
{
    if (__builtin_expect(type->attrs_offset != 0, 1))
        return (mr_value *)(void *)((char *)o + type->attrs_offset);
    return (mr_value *)(void *)((char *)o + mr_body_size(rt, o)) + type->slots_count;
}
/* Where the value of a __slots__ member stands. */
mr_value *mr_instance_slot(mr_runtime *rt, mr_object *o, size_t offset);
/* The dict field of functions and modules (MR_TYPE_OWN_DICT), NULL for others. */
mr_value *mr_own_dict(mr_object *o);
bool mr_instance_has_dict(mr_runtime *rt, mr_object *o);
int mr_instance_set_dict(mr_runtime *rt, mr_object *o, mr_value dict); /* __dict__ = dict */
int mr_instance_become(mr_runtime *rt, mr_object *o, mr_type *type);   /* __class__ = type */
mr_value mr_object_new_default(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                               mr_value kwnames);
int mr_object_init_default(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames);
mr_value mr_object_repr(mr_runtime *rt, mr_value self);
mr_value mr_object_reduce(mr_runtime *rt, mr_value self, int64_t protocol);
mr_value mr_object_getstate(mr_runtime *rt, mr_value self);
mr_value mr_object_dir(mr_runtime *rt, mr_value self);
mr_value mr_type_dir(mr_runtime *rt, mr_value self);
int64_t mr_pointer_hash(mr_value v);

/* ---- special methods of classes ---- */
/* Calls the method `name` of args[0]'s type; args[0] is the receiver. MR_NULL
 * and *found false when there is none. */
mr_value mr_special_call(mr_runtime *rt, mr_value name, const mr_value *args, size_t nargs,
                         mr_value kwnames,
                         bool *found);
/* Without binding: the descriptor as found and *unbound true when the receiver
 * goes in front of the arguments; else bound. Owned; MR_NULL: none, or an error. */
mr_value mr_special_find(mr_runtime *rt, mr_value self, mr_value name, bool *unbound);
/* The slots of Python-defined methods that others need to recognise. */
mr_value mr_slot_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                     mr_value kwnames);
int64_t mr_slot_unhashable(mr_runtime *rt, mr_value self);
mr_value mr_slot_getattr_hook(mr_runtime *rt, mr_value self, mr_value name);

/* ---- descriptors ---- */
mr_value mr_descr_new(mr_runtime *rt, mr_type *kind, mr_type *type, const char *name,
                      const void *def);
mr_value mr_slot_member_new(mr_runtime *rt, mr_type *type, mr_value name, size_t offset);
bool mr_descr_add_tables(mr_runtime *rt, mr_type *type, const mr_type_spec *spec);
mr_value mr_mappingproxy_new(mr_runtime *rt, mr_value mapping);
mr_value mr_staticmethod_new(mr_runtime *rt, mr_value callable);
mr_value mr_classmethod_new(mr_runtime *rt, mr_value callable);
/* Checks the arguments of a native call by def->flags and makes it. */
mr_value mr_native_invoke(mr_runtime *rt, const mr_method_def *def, const mr_type *type,
                          mr_value self,
                          const mr_value *args, size_t nargs, mr_value kwnames);
/* "name(args)\n--\n\ndoc": the parts; None when there is none. */
mr_value mr_doc_text(mr_runtime *rt, const char *doc);
mr_value mr_doc_signature(mr_runtime *rt, const char *doc);
/* property and others: __isabstractmethod__ of what they wrap; 1, 0, -1 */
int mr_is_abstract(mr_runtime *rt, mr_value v);

/* ---- others ---- */
/* __dict__ of the instances, unless there is one or a base has it. */
bool mr_type_add_dict_getter(mr_runtime *rt, mr_type *type);
/* What super(type, obj).name finds along obj_type's MRO, before binding; borrowed or MR_NULL. */
mr_value mr_super_find(mr_runtime *rt, mr_type *type, mr_type *obj_type, mr_value name);
mr_value mr_generic_alias_new(mr_runtime *rt, mr_value origin, mr_value args);
/* The text of a type argument in list[...] and X | Y. */
bool mr_type_argument_repr(mr_runtime *rt, mr_str_builder *b, mr_value v);
/* Type variables in a tuple of type arguments; owned tuple. */
mr_value mr_type_parameters(mr_runtime *rt, mr_value args);
/* The arguments with `parameters` replaced by `item` (one or a tuple); owned tuple. */
mr_value mr_type_substitute(mr_runtime *rt, mr_value self, mr_value args, mr_value parameters,
                            mr_value item);
mr_value mr_union_or(mr_runtime *rt, mr_value a, mr_value b); /* the | of types */
mr_value mr_class_getitem(mr_runtime *rt, mr_value cls, const mr_value *args, size_t nargs,
                          mr_value kwnames);
mr_value mr_namespace_new(mr_runtime *rt, mr_value dict);

/* A name for attribute access: exact, interned str. Owned; TypeError for others. */
mr_value mr_attribute_name(mr_runtime *rt, mr_value name);
/* Positional arguments and keyword arguments apart: a dict of the latter, MR_NULL
 * when there are none; ask mr_error. */
mr_value mr_kwargs_dict(mr_runtime *rt, const mr_value *kwvalues, mr_value kwnames);

/* ---- types readied by mr_model_types_init, one function a file ---- */
bool mr_descr_types_init(mr_runtime *rt);
bool mr_property_types_init(mr_runtime *rt);
bool mr_super_type_init(mr_runtime *rt);
bool mr_native_type_init(mr_runtime *rt);
bool mr_module_type_init(mr_runtime *rt);
bool mr_singleton_types_init(mr_runtime *rt);
bool mr_alias_types_init(mr_runtime *rt);
bool mr_namespace_type_init(mr_runtime *rt);
bool mr_union_type_init(mr_runtime *rt);
bool mr_mappingproxy_type_init(mr_runtime *rt);
bool mr_exceptions_init(mr_runtime *rt);

#endif
