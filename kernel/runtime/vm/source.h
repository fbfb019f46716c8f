/*
 * source.h - source lines for tracebacks: of cells, which are kept, and of
 * files, which are read when asked for.
 */
#ifndef MR_SOURCE_H
#define MR_SOURCE_H

#include "core/runtime.h"

/* Keeps a cell's text under its file name, for the standard library's linecache, too. */
bool mr_source_keep(mr_runtime *rt, const char *filename, const char *source, size_t length);
/* linecache has been imported: it learns of the cells there are. */
bool mr_source_tell_linecache(mr_runtime *rt);
/* A line without its newline, as a str; owned. MR_NULL without an exception when there is none. */
mr_value mr_source_line(mr_runtime *rt, mr_value filename, int line);

#endif
