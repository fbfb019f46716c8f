/*
 * module.h - what the files of a module written in C begin with: the headers
 * of the values they handle, and short ways to write their tables.
 */
#ifndef MR_MODULE_H
#define MR_MODULE_H

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

/* The arguments of a native function. */
#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames
#define NATIVE(name) static mr_value name(ARGS)

#define MR_MODULE(variable, module_name, module_doc, function_table, setup_function) \
    extern const mr_module_spec mr_module_##variable;                                \
    const mr_module_spec mr_module_##variable = {.name = module_name,                \
                                                 .doc = module_doc,                  \
                                                 .functions = function_table,        \
                                                 .setup = setup_function}

/* Named integers, ended by a NULL name. */
typedef struct mr_constant {
    const char *name;
    int64_t value;
} mr_constant;
bool mr_module_add_constants(mr_runtime *rt, mr_value module, const mr_constant *table);

/* Makes an exception class, in.name, and adds it; second_base may be NULL. Borrowed; NULL with an
 * exception set. */
mr_type *mr_module_add_exception(mr_runtime *rt, mr_value module, const char *in, const char *name,
                                 mr_type *base, mr_type *second_base);

/* A C int of an argument: "signed integer is greater than maximum". */
bool mr_to_c_int(mr_runtime *rt, mr_value v, int *out);

#endif
