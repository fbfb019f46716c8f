/*
 * import.h - finding and running modules.
 *
 * Modules written in C and source files on sys.path are imported here, in C;
 * importlib's own machinery is set up (from the standard library, over _imp)
 * only when a program imports it or puts something on sys.meta_path or
 * sys.path_hooks.
 */
#ifndef MR_IMPORT_H
#define MR_IMPORT_H

#include "core/runtime.h"

/* builtins.__import__ without going through the function: owned. */
mr_value mr_import_name(mr_runtime *rt, mr_value name, mr_value globals, mr_value fromlist,
                        int64_t level);
/* The module of an absolute dotted name, from sys.modules or found and run; owned. */
mr_value mr_import_absolute(mr_runtime *rt, mr_value name);
/* Raises an ImportError that knows its name and path; steals the message. */
mr_value mr_raise_import(mr_runtime *rt, mr_type *type, mr_value message, mr_value name,
                         mr_value path);
/* Makes builtins.__import__. */
bool mr_import_init(mr_runtime *rt);
/* Is it the built-in __import__ itself? */
bool mr_is_builtin_import(mr_value function);
/* Is the module of this spec still being run? */
bool mr_spec_is_initializing(mr_runtime *rt, mr_value spec);

#endif
