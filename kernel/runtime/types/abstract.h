/*
 * abstract.h - what Python can do with any value: attributes, calls,
 * operators, iteration, items, text, hashing, comparison; and arguments of
 * native functions.
 */
#ifndef MR_ABSTRACT_H
#define MR_ABSTRACT_H

#include "core/runtime.h"
#include "types/exception.h"

/* ---- attributes; names are str (interned is fastest) ---- */
mr_value mr_getattr(mr_runtime *rt, mr_value v, mr_value name);
mr_value mr_getattr_text(mr_runtime *rt, mr_value v, const char *name);
/* MR_NULL without an exception when missing: ask mr_error. */
mr_value mr_getattr_optional(mr_runtime *rt, mr_value v, mr_value name);
int mr_setattr(mr_runtime *rt, mr_value v, mr_value name, mr_value x); /* x MR_NULL deletes */
int mr_setattr_text(mr_runtime *rt, mr_value v, const char *name, mr_value x);
/* object.__getattribute__ and object.__setattr__ */
mr_value mr_generic_getattr(mr_runtime *rt, mr_value v, mr_value name);
int mr_generic_setattr(mr_runtime *rt, mr_value v, mr_value name, mr_value x);
/* The instance's own attributes without the type: borrowed or MR_NULL. */
mr_value mr_instance_attr(mr_runtime *rt, mr_object *o, mr_value name);
int mr_instance_set(mr_runtime *rt, mr_object *o, mr_value name, mr_value x);
mr_value mr_instance_dict(mr_runtime *rt, mr_object *o); /* __dict__, made on demand; owned */
/* Helpers for layouts of types with inline attributes or __slots__. */
void mr_instance_release(mr_runtime *rt, mr_object *o);
void mr_instance_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg);
void mr_instance_clear(mr_runtime *rt, mr_object *o);
/* body: the built-in part's size */
size_t mr_instance_size(mr_runtime *rt, mr_object *o, size_t body);

/* ---- calls ---- */
mr_value mr_call(mr_runtime *rt, mr_value callable, const mr_value *args, size_t nargs,
                 mr_value kwnames);
mr_value mr_call0(mr_runtime *rt, mr_value callable);
mr_value mr_call1(mr_runtime *rt, mr_value callable, mr_value a);
mr_value mr_call2(mr_runtime *rt, mr_value callable, mr_value a, mr_value b);
/* kwargs dict or MR_NULL */
mr_value mr_call_tuple(mr_runtime *rt, mr_value callable, mr_value args, mr_value kwargs);
mr_value mr_call_method(mr_runtime *rt, mr_value obj, mr_value name, const mr_value *args,
                        size_t nargs);
/* obj.name for a call: the callable, owned. *unbound true: it wants obj as its first argument
 * (no bound method was made). */
mr_value mr_method_find(mr_runtime *rt, mr_value obj, mr_value name, bool *unbound);
/* Special methods: looked up on the type, MR_NULL without an exception if there is none. */
mr_value mr_lookup_special(mr_runtime *rt, mr_value v, mr_value name); /* bound, owned */
bool mr_callable(mr_runtime *rt, mr_value v);

/* ---- operators ---- */
enum mr_operator {
    MR_OP_ADD, MR_OP_SUBTRACT, MR_OP_MULTIPLY, MR_OP_MATRIX_MULTIPLY, MR_OP_TRUE_DIVIDE,
        MR_OP_FLOOR_DIVIDE,
    MR_OP_REMAINDER, MR_OP_POWER, MR_OP_LSHIFT, MR_OP_RSHIFT, MR_OP_AND, MR_OP_OR, MR_OP_XOR,
    MR_OP_DIVMOD
};
mr_value mr_binary_op(mr_runtime *rt, int op, mr_value a, mr_value b);
mr_value mr_inplace_op(mr_runtime *rt, int op, mr_value a, mr_value b);
mr_value mr_power(mr_runtime *rt, mr_value a, mr_value b, mr_value mod);
enum mr_unary_operator { MR_OP_NEGATIVE, MR_OP_POSITIVE, MR_OP_INVERT };
mr_value mr_unary_op(mr_runtime *rt, int op, mr_value a);
mr_value mr_absolute(mr_runtime *rt, mr_value a);
mr_value mr_index(mr_runtime *rt, mr_value v);        /* __index__: an exact int, owned */
int mr_truth(mr_runtime *rt, mr_value v);             /* 1, 0, -1 */
mr_value mr_compare(mr_runtime *rt, mr_value a, mr_value b, int op); /* enum mr_cmp; any value */
/* identity implies equality; 1, 0, -1 */
int mr_compare_bool(mr_runtime *rt, mr_value a, mr_value b, int op);
int mr_equal(mr_runtime *rt, mr_value a, mr_value b); /* the same for == */
/* -1 with TypeError "unhashable type: 'x'" */
int mr_hash(mr_runtime *rt, mr_value v, uint64_t *out);

/* ---- text ---- */
mr_value mr_repr(mr_runtime *rt, mr_value v);
mr_value mr_to_str(mr_runtime *rt, mr_value v);
mr_value mr_ascii(mr_runtime *rt, mr_value v);
mr_value mr_format(mr_runtime *rt, mr_value v, mr_value spec); /* spec MR_NULL: empty */

/* ---- items and iteration ---- */
int64_t mr_length(mr_runtime *rt, mr_value v); /* -1 on error */
int64_t mr_length_hint(mr_runtime *rt, mr_value v, int64_t otherwise);
mr_value mr_getitem(mr_runtime *rt, mr_value v, mr_value key);
int mr_setitem(mr_runtime *rt, mr_value v, mr_value key, mr_value x);
int mr_delitem(mr_runtime *rt, mr_value v, mr_value key);
int mr_contains(mr_runtime *rt, mr_value container, mr_value v);
mr_value mr_iter(mr_runtime *rt, mr_value v);  /* "'x' object is not iterable" */
/* MR_NULL: exhausted (StopIteration cleared) or error: ask mr_error */
mr_value mr_next(mr_runtime *rt, mr_value it);

/* ---- classes ---- */
int mr_isinstance_of(mr_runtime *rt, mr_value v, mr_value classes); /* with hooks and tuples; -1 */
int mr_issubclass_of(mr_runtime *rt, mr_value cls, mr_value classes);

/* ---- arguments of native functions ----
 *
 * mr_bind sorts arguments into `out` by a signature in Python's own words:
 *   mr_bind(rt, "open(file, mode=, buffering=, *, closefd=)", args, nargs, kwnames, out)
 * One place of out for each parameter, borrowed, MR_NULL where an optional
 * one (marked "=") was not given. "/" ends positional-only parameters, "*"
 * begins keyword-only ones. A last "*args" or "**kwargs" is not supported:
 * such functions use args and kwnames themselves. False with CPython's
 * TypeError set. */
bool mr_bind(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
             mr_value kwnames,
             mr_value *out);
/* For positional-only functions: "name expected at least 1 argument, got 0". */
bool mr_arity(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames, size_t least,
              size_t most);

/* ---- modules written in C ---- */
typedef struct mr_module_spec {
    const char *name;
    const char *doc;
    const mr_method_def *functions;
    /* Adds types and constants to the module's dict; false with an exception set. May be NULL. */
    bool (*setup)(mr_runtime *rt, mr_value module);
} mr_module_spec;
typedef struct mr_module {
    mr_object head;
    mr_value dict;
} mr_module;
/* All modules of C, ended by NULL. modules/table.def lists them, one
 * MODULE(name) a line, for a `const mr_module_spec mr_module_name`. */
extern const mr_module_spec *const mr_native_modules[];
mr_value mr_module_new(mr_runtime *rt, mr_value name); /* with an empty namespace */
mr_value mr_module_dict(mr_value module);              /* borrowed */
/* A module made of its table: functions added, setup called. Not put into sys.modules. */
mr_value mr_module_from_spec(mr_runtime *rt, const mr_module_spec *spec);
extern const mr_module_spec mr_module_numpy; /* made at start-up: core/runtime.c */
/* Adds a value under a name; steals v; v MR_NULL is a failure passed on. */
bool mr_module_add(mr_runtime *rt, mr_value module, const char *name, mr_value v);
/* Makes a type and adds it under its short name; borrowed result. */
mr_type *mr_module_add_type(mr_runtime *rt, mr_value module, const mr_type_spec *spec,
                            mr_type *base);
/* import name (absolute, dotted); the last module, owned. */
mr_value mr_import(mr_runtime *rt, const char *name);
/* getattr(import name, attr) */
mr_value mr_import_attr(mr_runtime *rt, const char *name, const char *attr);

#endif
