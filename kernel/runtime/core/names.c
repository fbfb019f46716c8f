/*
 * names.c - interns the runtime's own strings at start-up.
 */
#include "core/runtime.h"
#include "types/str.h"

bool mr_names_init(mr_runtime *rt)
{
#define X(id)                                                                                      \
    if (!(rt->names.name_##id = mr_intern(rt, #id)))                                               \
        return false;
#include "core/names.def"
#undef X
    return true;
}

void mr_names_visit(mr_runtime *rt, mr_visit visit, void *arg)
{
#define X(id) visit(rt, rt->names.name_##id, arg);
#include "core/names.def"
#undef X
}

void mr_names_finish(mr_runtime *rt)
{
#define X(id) mr_clear(rt, &rt->names.name_##id);
#include "core/names.def"
#undef X
}
