/*
 * warnings.c - the _warnings module: empty, so that the standard library's
 * warnings uses its own implementation in Python.
 */
#include "types/abstract.h"

static const mr_method_def functions[] = {{0}};

const mr_module_spec mr_module__warnings = {
    .name = "_warnings",
    .doc = "_warnings provides nothing here: see the module warnings.",
    .functions = functions,
};
