/*
 * span.h - marking parts of a program on the timeline: profile and
 * memoir.span.
 */
#ifndef MR_MODULES_SPAN_H
#define MR_MODULES_SPAN_H

#include "core/runtime.h"

/* The function `profile` (a decorator), one a runtime: builtins, memoir and memory_profiler
 * have the same; owned. */
mr_value mr_profile_function(mr_runtime *rt);
/* Puts it into builtins. */
bool mr_profile_init(mr_runtime *rt);

#endif
