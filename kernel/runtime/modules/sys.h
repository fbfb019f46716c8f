/*
 * sys.h - parts of the sys module, for each other.
 */
#ifndef MR_SYS_H
#define MR_SYS_H

#include "core/runtime.h"

/* Versions, limits, flags and other facts (sys_data.c). */
bool mr_sys_data_init(mr_runtime *rt);
/* argv, path, prefixes, what importing looks at (sys_paths.c). */
bool mr_sys_paths_init(mr_runtime *rt);
/* exit, quit and help in builtins (site.c). */
bool mr_site_init(mr_runtime *rt);
/* The folder of the standard library; lives as long as the runtime. */
const char *mr_stdlib_path(mr_runtime *rt);
/* A str of a path or argument, whose undecodable bytes become lone surrogates. */
mr_value mr_str_from_os(mr_runtime *rt, const char *text);

#endif
