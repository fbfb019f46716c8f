/*
 * errors.c - how a compilation fails; memory that fails it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compiler.h"
#include "compiler/syntax_error.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

/* CPython's compiler gives up at three times the recursion limit; the stack
 * of C is guarded besides. */
#define NESTING_FACTOR 3

void mrc_no_memory(struct mrc *c)
{
    if (!c->failed)
        mr_raise_no_memory(c->rt);
    c->failed = true;
}

void mrc_failed(struct mrc *c)
{
    c->failed = true;
}

bool mrc_enter(struct mrc *c)
{
    if (c->failed)
        return false;
    if (mr_poll_interrupt(c->rt) < 0) {
        c->failed = true;
        return false;
    }
    if (c->nesting >= NESTING_FACTOR * c->rt->recursion_limit ||
        (uintptr_t)__builtin_frame_address(0) < c->rt->c_stack_limit) {
        mr_raise(c->rt, c->rt->exc.RecursionError,
                 "maximum recursion depth exceeded during compilation");
        c->failed = true;
        return false;
    }
    c->nesting++;
    return true;
}

bool mrc_reserve(struct mrc *c, void *array, uint32_t count, uint32_t *capacity, size_t size)
{
    void **place = array;

    if (count < *capacity)
        return true;
    uint32_t more = *capacity ? 2 * *capacity : 16;
    void *grown = more > *capacity ? realloc(*place, more * size) : NULL;
    if (!grown) {
        mrc_no_memory(c);
        return false;
    }
    *place = grown;
    *capacity = more;
    return true;
}

void *mrc_alloc(struct mrc *c, size_t size)
{
    void *p = c->failed ? NULL : mr_arena_alloc(c->arena, size);

    if (!p)
        mrc_no_memory(c);
    return p;
}

/* The text of a source line with its newline; owned, MR_NONE when it is not known. */
static mr_value line_text(struct mrc *c, int32_t line)
{
    if (!c->source || c->filename_text[0] == '<')
        return MR_NONE;
    const char *p = c->source, *end = c->source + c->length;
    for (int32_t i = 1; i < line && p; i++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p)
            p++;
    }
    if (!p || p >= end)
        return MR_NONE;
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    mr_value text = mr_str_new(c->rt, p, (size_t)((stop ? stop + 1 : end) - p));
    if (!text) {
        mr_error_clear(c->rt);
        return MR_NONE;
    }
    return text;
}

void mrc_error_at(struct mrc *c, const mr_position *at, const char *format, ...)
{
    char message[512];
    va_list args;

    if (c->failed)
        return;
    c->failed = true;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    mr_value text = line_text(c, at->line);
    mr_raise_syntax(c->rt, c->rt->exc.SyntaxError, c->filename, message, at->line, at->column + 1,
                    at->end_line,
                    at->end_column == MRC_NO_COLUMN ? MR_NO_OFFSET : at->end_column + 1, text);
    mr_decref(c->rt, text);
}

void mrc_error(struct mrc *c, const void *node, const char *format, ...)
{
    const struct mr_ast_node *n = node;
    mr_position at = { 0, n->lineno, n->end_lineno, n->col_offset, n->end_col_offset };
    char message[512];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    mrc_error_at(c, &at, "%s", message);
}

bool mrc_warn_as(struct mrc *c, mr_type *category, int32_t line, const char *message)
{
    if (mr_warn_explicit(c->rt, category, c->filename, line, message) == 0)
        return true;
    if (mr_error_catch(c->rt, category))
        return false;
    mrc_failed(c);
    return true;
}

void mrc_warn(struct mrc *c, const void *node, const char *format, ...)
{
    const struct mr_ast_node *n = node;
    char message[512];
    va_list args;

    if (c->failed)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (!mrc_warn_as(c, c->rt->exc.SyntaxWarning, n->lineno, message))
        mrc_error(c, n, "%s", message);
}
