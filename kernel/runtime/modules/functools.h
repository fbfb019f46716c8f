/*
 * functools.h - the types of the module _functools that have files of their own.
 */
#ifndef MR_FUNCTOOLS_H
#define MR_FUNCTOOLS_H

#include "types/type.h"

extern const mr_type_spec mr_lru_cache_spec; /* lru_cache.c */

#endif
