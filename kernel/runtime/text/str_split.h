/*
 * str_split.h - str methods that split, strip, replace and match ends.
 */
#ifndef MR_STR_SPLIT_H
#define MR_STR_SPLIT_H

#include "core/object.h"

#define MR_STR_METHOD(name)                                                                   \
    mr_value mr_str_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, \
                           mr_value kwnames)
MR_STR_METHOD(split);
MR_STR_METHOD(rsplit);
MR_STR_METHOD(splitlines);
MR_STR_METHOD(partition);
MR_STR_METHOD(rpartition);
MR_STR_METHOD(strip);
MR_STR_METHOD(lstrip);
MR_STR_METHOD(rstrip);
MR_STR_METHOD(replace);
MR_STR_METHOD(startswith);
MR_STR_METHOD(endswith);
MR_STR_METHOD(removeprefix);
MR_STR_METHOD(removesuffix);

#endif
