/*
 * draft.h - what the compiler hands over to make a code object of.
 *
 * All pointers and values are borrowed: mr_code_new copies the arrays and
 * takes its own references. The fields mean what those of mr_code mean
 * (vm/code.h).
 *
 * Of a function's code, constant 0 is its docstring, or None; that is where
 * MAKE_FUNCTION finds __doc__, as in CPython. Code of modules, class bodies
 * and expressions has no such rule.
 */
#ifndef MR_DRAFT_H
#define MR_DRAFT_H

#include "vm/code.h"

typedef struct mr_code_draft {
    mr_value name, qualname, filename; /* str */
    int32_t first_line;
    uint32_t flags;
    uint16_t posonly_count, arg_count, kwonly_count, nparams;
    uint16_t nvars, ncells, nfree, nregs;
    mr_value names, consts;                /* tuples */
    mr_value varnames, cellvars, freevars; /* tuples of str, of nvars, ncells and nfree items */
    const int16_t *cell_params;            /* ncells entries */
    const mr_unit *units;                  /* caches zero, but for jumps and MATCH_CLASS */
    uint32_t unit_count;
    const mr_handler *handlers;
    uint32_t handler_count;
    const mr_position *positions;
    uint32_t position_count;
} mr_code_draft;

/* In vm/code.c. NULL with MemoryError set. */
mr_code *mr_code_new(mr_runtime *rt, const mr_code_draft *draft);

#endif
