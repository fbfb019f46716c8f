/*
 * init.h - the order in which a runtime comes to life (core/runtime.c), and
 * what each area provides for it.
 *
 * 1. heap, ledger, mr_types_bootstrap, interned strings and names
 * 2. mr_model_types_init first, since every type stands on object; then the
 *    other areas' types in any order
 * 3. mr_builtins_init, then sys and the rest
 *
 * All return false with *no* promise of an exception: start-up only fails
 * when memory is exhausted.
 */
#ifndef MR_INIT_H
#define MR_INIT_H

#include "core/runtime.h"

/* Makes the shape table and every type of MR_BUILTIN_TYPES as a bare struct:
 * kind, root shape, and flags stand, so that objects can be made; namespace,
 * slots and bases come with mr_type_ready. Strings, tuples, dicts, lists and
 * ints may already die: these layouts are theirs. */
bool mr_types_bootstrap(mr_runtime *rt);
extern const mr_layout mr_str_layout;   /* text/str.c */
extern const mr_layout mr_int_layout;   /* numbers/ */
extern const mr_layout mr_tuple_layout; /* containers/ */
extern const mr_layout mr_list_layout;
extern const mr_layout mr_dict_layout;

/* Each area readies its types: mr_type_ready for those of MR_BUILTIN_TYPES,
 * mr_type_from_spec for others. */
/* types/: object, type, descriptors, exceptions, modules ... */
bool mr_model_types_init(
    mr_runtime *rt);
bool mr_containers_types_init(mr_runtime *rt); /* containers/ */
bool mr_text_types_init(mr_runtime *rt);       /* text/ */
bool mr_numbers_types_init(mr_runtime *rt);    /* numbers/ */
bool mr_vm_types_init(mr_runtime *rt);         /* vm/ */
bool mr_weakref_types_init(mr_runtime *rt);    /* types/weakref.c */

/* Makes the builtins module: rt->builtins is its namespace, and it stands in
 * rt->modules, which must exist. After all types. */
bool mr_builtins_init(mr_runtime *rt);

/* Makes the sys module and what importing needs; rt->sysdict is its namespace. After builtins. */
bool mr_sys_init(mr_runtime *rt); /* modules/sys.c */
/* Calls what atexit has registered; errors are reported. */
void mr_run_exit_functions(mr_runtime *rt); /* modules/atexit.c */

/* After everything else is released, before the heap goes: the shape table
 * and what types keep outside the heap. */
void mr_types_finish(mr_runtime *rt);

#endif
