/*
 * names.h - interned strings the runtime itself uses: MR_NAME(rt, __init__).
 */
#ifndef MR_NAMES_H
#define MR_NAMES_H

#include "core/object.h"

struct mr_names {
#define X(id) mr_value name_##id;
#include "core/names.def"
#undef X
};

/* Borrowed. */
#define MR_NAME(rt, id) ((rt)->names.name_##id)

bool mr_names_init(mr_runtime *rt);
void mr_names_visit(mr_runtime *rt, mr_visit visit, void *arg);
void mr_names_finish(mr_runtime *rt);

#endif
