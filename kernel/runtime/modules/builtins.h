/*
 * builtins.h - the built-in functions, for modules/builtins.c: one table a file.
 */
#ifndef MR_BUILTINS_H
#define MR_BUILTINS_H

#include "types/abstract.h"

#define MR_NATIVE(name)                                                                            \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)

extern const mr_method_def mr_builtins_values[];  /* of values: abs, len, repr, ... */
extern const mr_method_def mr_builtins_iterate[]; /* over iterables: sum, max, sorted, ... */
/* of code and namespaces: eval, globals, __build_class__, ... */
extern const mr_method_def mr_builtins_code[];
extern const mr_method_def mr_builtins_files[];   /* print, input, open */

#endif
