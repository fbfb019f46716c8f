/*
 * import_find.h - from a name to a module that has been run.
 */
#ifndef MR_IMPORT_FIND_H
#define MR_IMPORT_FIND_H

#include "core/runtime.h"

/* Finds a module that is not in sys.modules, along the package's __path__ (or
 * MR_NULL: among the modules in C, then on sys.path), puts it into sys.modules
 * and runs it; owned. ModuleNotFoundError when there is none. */
mr_value mr_find_and_load(mr_runtime *rt, mr_value name, mr_value path);

/* Makes a module written in C and puts it into sys.modules; owned. MR_NULL without
 * an exception when there is none of that name. */
mr_value mr_load_native(mr_runtime *rt, mr_value name);
bool mr_is_native_name(mr_value name);

/* Loads the standard library's import machinery (importlib._bootstrap and the
 * external one), once. False with an exception set. */
bool mr_importlib_load(mr_runtime *rt);

/* A path as the system wants it, malloc'd: lone surrogates become the bytes they
 * stand for. NULL with an exception set. */
/* Is it the name (or begins the dotted name) of a module of the standard library? */
bool mr_is_stdlib_name(mr_value name);
mr_value mr_stdlib_names(mr_runtime *rt); /* a frozenset */
mr_value mr_raise_stdlib_missing(mr_runtime *rt, mr_value name);
char *mr_os_path(mr_runtime *rt, mr_value path);
/* The whole file, malloc'd and ended by a zero byte; NULL with errno set. */
char *mr_read_file(const char *path, size_t *length);

#endif
