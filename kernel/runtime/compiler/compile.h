/*
 * compile.h - from source text to code.
 *
 * Parses (syntax/), finds the scope of each name (compiler/symbols.c), and
 * emits instructions (the other files here).
 */
#ifndef MR_COMPILE_H
#define MR_COMPILE_H

#include "vm/code.h"

struct mr_arena;
struct mr_ast_mod;

enum mr_compile_mode {
    MR_COMPILE_EXEC,
    MR_COMPILE_EVAL,
    MR_COMPILE_SINGLE,
    MR_COMPILE_CELL /* as EXEC, but the value of a last expression statement is returned; None
                       otherwise */
};

/* In flags: the source was a str, an encoding declaration in it says nothing (CPython's
 * PyCF_IGNORE_COOKIE). */
#define MR_COMPILE_IGNORE_COOKIE 0x0800
/* await, async for and async with may stand at the module level: its code is then a coroutine's,
 * which running it gives (CPython's PyCF_ALLOW_TOP_LEVEL_AWAIT). */
#define MR_COMPILE_TOP_LEVEL_AWAIT 0x2000

/* Code for the module level, owned; NULL with SyntaxError (or MemoryError, ...)
 * set. flags: MR_CO_FUTURE_* inherited, MR_COMPILE_*. */
mr_code *mr_compile(mr_runtime *rt, const char *source, size_t length, const char *filename,
                    enum mr_compile_mode mode, uint32_t flags);

/* The same in two steps. The tree lives in the caller's arena; compiling
 * changes it (constants are folded in place). A constant of kind
 * MR_COMPILE_VALUE is the item `integer` of the list `values`, which may be
 * MR_NULL when there is none. */
#define MR_COMPILE_VALUE 64
struct mr_ast_mod *mr_parse_source(mr_runtime *rt, struct mr_arena *arena, const char *source,
                                   size_t length, const char *filename, enum mr_compile_mode mode,
                                   uint32_t flags);
mr_code *mr_compile_tree(mr_runtime *rt, struct mr_ast_mod *tree, struct mr_arena *arena,
                         mr_value values, const char *filename, enum mr_compile_mode mode,
                         uint32_t flags);

/* The code's instructions in words, one a line, inner code objects after it; malloc'd, NULL when
 * memory is exhausted. For tests and for people. */
char *mr_disassemble(mr_runtime *rt, const mr_code *code);

#endif
