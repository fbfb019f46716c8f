/*
 * future.c - `from __future__ import` at the head of a module.
 */
#include "compiler/compiler.h"

static void feature(struct mrc *c, const struct mr_ast_stmt *s, const struct mr_ast_alias *a)
{
    mr_position at = { 0, s->lineno, s->lineno, s->col_offset, MRC_NO_COLUMN };
    static const char *const known[] = {"nested_scopes",    "generators",     "division",
                                        "absolute_import",  "with_statement", "print_function",
                                        "unicode_literals", "barry_as_FLUFL", "generator_stop"};

    if (!strcmp(a->name, "annotations")) {
        c->future |= MR_CO_FUTURE_ANNOTATIONS;
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(a->name, known[i]))
            return;
    if (!strcmp(a->name, "braces"))
        mrc_error_at(c, &at, "not a chance");
    else
        mrc_error_at(c, &at, "future feature %.100s is not defined", a->name);
}

void mrc_future(struct mrc *c, struct mr_ast_mod *mod)
{
    if (c->failed || mod->kind == MR_AST_EXPRESSION)
        return;
    for (int32_t i = 0; i < mod->body.count; i++) {
        const struct mr_ast_stmt *s = mod->body.items[i];
        if (s->kind == MR_AST_IMPORT_FROM && !s->import_from.level && s->import_from.module &&
            !strcmp(s->import_from.module, "__future__")) {
            for (int32_t k = 0; k < s->import_from.names.count; k++)
                feature(c, s, s->import_from.names.items[k]);
            c->future_line = s->lineno;
        } else if (!(i == 0 && mrc_is_docstring(&mod->body))) {
            return;
        }
    }
}
