/*
 * compile.h - from source text to code.
 *
 * Parses (syntax/), finds the scope of each name (compiler/symbols.c), and
 * emits instructions (the other files here).
 */
#ifndef MR_COMPILE_H
#define MR_COMPILE_H

#include "vm/code.h"

enum mr_compile_mode { MR_COMPILE_EXEC, MR_COMPILE_EVAL, MR_COMPILE_SINGLE,
    MR_COMPILE_CELL /* as EXEC, but the value of a last expression statement is returned; None otherwise */ };

/* Code for the module level, owned; NULL with SyntaxError (or MemoryError, ...)
 * set. flags: MR_CO_FUTURE_* inherited. */
mr_code *mr_compile(mr_runtime *rt, const char *source, size_t length, const char *filename,
                    enum mr_compile_mode mode, uint32_t flags);

#endif
