/*
 * function.h - callables and what they are made of: code, cells, functions,
 * native functions, bound methods, generators.
 */
#ifndef MR_FUNCTION_H
#define MR_FUNCTION_H

#include "types/type.h"
#include "vm/code.h"

typedef struct mr_cell {
    mr_object head;
    mr_value value; /* MR_NULL: empty */
} mr_cell;
mr_value mr_cell_new(mr_runtime *rt, mr_value v);

typedef struct mr_function {
    mr_object head;
    mr_code *code;
    mr_value globals, builtins; /* dicts */
    mr_value name, qualname, module, doc;
    mr_value defaults;   /* tuple or MR_NULL */
    mr_value kwdefaults; /* dict or MR_NULL */
    mr_value closure;    /* tuple of cells or MR_NULL */
    mr_value annotations; /* dict, tuple of name and value by turns, or MR_NULL */
    mr_value dict;       /* attributes, or MR_NULL */
} mr_function;
mr_value mr_function_new(mr_runtime *rt, mr_code *code, mr_value globals, mr_value qualname);

/* A function written in C, a method of a built-in type bound to its object, or
 * a function of a module. */
typedef struct mr_native {
    mr_object head;
    const mr_method_def *def;
    mr_value self;   /* receiver or module, or MR_NULL */
    mr_value module; /* name of the module, or MR_NULL */
    mr_type *type;   /* the type a method belongs to, for __qualname__; borrowed, may be NULL */
} mr_native;
mr_value mr_native_new(mr_runtime *rt, const mr_method_def *def, mr_value self, mr_value module);

typedef struct mr_method {
    mr_object head;
    mr_value func, self;
} mr_method;
mr_value mr_method_new(mr_runtime *rt, mr_value func, mr_value self);

/* Descriptors of built-in types: method_descriptor, getset, member, slot wrapper. */
typedef struct mr_descr {
    mr_object head;
    mr_type *type;  /* owned */
    mr_value name;
    const void *def; /* mr_method_def, mr_getset_def, mr_member_def or slot definition; for a
                        __slots__ member NULL */
    size_t offset;   /* of a __slots__ member */
} mr_descr;

#endif
