/*
 * table.c - the list of all modules written in C.
 */
#include "types/abstract.h"

#define MODULE(name) extern const mr_module_spec mr_module_##name;
#include "modules/table.def"
#undef MODULE

const mr_module_spec *const mr_native_modules[] = {
#define MODULE(name) &mr_module_##name,
#include "modules/table.def"
#undef MODULE
    NULL,
};
