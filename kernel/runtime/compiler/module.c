/*
 * module.c - the outermost code: modules, single statements, expressions,
 * cells; and what bodies of modules and classes have in common.
 */
#include "compiler/compiler.h"

bool mrc_is_docstring(const struct mr_ast_stmts *body)
{
    if (!body->count || body->items[0]->kind != MR_AST_EXPR)
        return false;
    const struct mr_ast_expr *e = body->items[0]->expr.value;
    return e->kind == MR_AST_CONSTANT && e->constant.kind == MR_AST_CONST_STR;
}

static bool has_annotations(const struct mr_ast_stmts *body);

/* Of a simple statement or the bodies of a compound one, functions and classes left out. */
static bool annotates(const struct mr_ast_stmt *s)
{
    switch (s->kind) {
    case MR_AST_ANN_ASSIGN:
        return true;
    case MR_AST_FOR:
    case MR_AST_ASYNC_FOR:
        return has_annotations(&s->for_.body) || has_annotations(&s->for_.orelse);
    case MR_AST_WHILE:
    case MR_AST_IF:
        return has_annotations(&s->if_.body) || has_annotations(&s->if_.orelse);
    case MR_AST_WITH:
    case MR_AST_ASYNC_WITH:
        return has_annotations(&s->with.body);
    case MR_AST_MATCH:
        for (int32_t i = 0; i < s->match.cases.count; i++)
            if (has_annotations(&s->match.cases.items[i]->body))
                return true;
        return false;
    case MR_AST_TRY:
    case MR_AST_TRY_STAR:
        for (int32_t i = 0; i < s->try.handlers.count; i++)
            if (has_annotations(&s->try.handlers.items[i]->body))
                return true;
        return has_annotations(&s->try.body) || has_annotations(&s->try.finalbody) ||
               has_annotations(&s->try.orelse);
    default:
        return false;
    }
}

static bool has_annotations(const struct mr_ast_stmts *body)
{
    for (int32_t i = 0; i < body->count; i++)
        if (annotates(body->items[i]))
            return true;
    return false;
}

void mrc_body(struct mrc *c, const struct mr_ast_stmts *body)
{
    struct mr_ast_stmts rest = *body;

    if (c->failed)
        return;
    if (body->count)
        mrc_set_at(c, body->items[0]);
    if (has_annotations(body))
        mrc_emit(c, MR_BC_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    if (mrc_is_docstring(body)) {
        uint32_t t = mrc_push(c);
        mrc_into(c, body->items[0]->expr.value, t);
        mrc_emit(c, MR_BC_STORE_NAME, 0, mrc_unit_name(c, mrc_name_z(c, "__doc__")), t, 0);
        mrc_pop(c, 1);
        rest.items++;
        rest.count--;
    }
    mrc_statements(c, &rest);
}

/* Does a semicolon follow the statement on its line? */
static bool silenced(struct mrc *c, const struct mr_ast_stmt *s)
{
    const char *p = c->source, *end = c->source + c->length;

    for (int32_t line = 1; line < s->end_lineno && p < end; p++)
        line += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
    for (p += s->end_col_offset; p < end && (*p == ' ' || *p == '\t' || *p == ')'); p++)
        ;
    return p < end && *p == ';';
}

/* As a module, but for a last expression, whose value is returned. */
static void cell(struct mrc *c, const struct mr_ast_stmts *body)
{
    const struct mr_ast_stmt *last = body->count ? body->items[body->count - 1] : NULL;

    if (!last || last->kind != MR_AST_EXPR || !c->source || silenced(c, last)) {
        mrc_body(c, body);
        return;
    }
    struct mr_ast_stmts rest = { body->count - 1, body->items };
    mrc_body(c, &rest);
    mrc_set_at(c, last);
    uint32_t r = mrc_push_expr(c, last->expr.value);
    mrc_emit(c, MR_BC_RETURN, 0, r, 0, 0);
    mrc_pop(c, 1);
}

static void interactive(struct mrc *c, const struct mr_ast_stmts *body)
{
    c->unit->interactive = true;
    if (has_annotations(body))
        mrc_emit(c, MR_BC_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    mrc_statements(c, body);
}

mr_code *mrc_module(struct mrc *c, struct mr_ast_mod *mod)
{
    struct mrc_unit u;

    mrc_future(c, mod);
    mrc_fold(c, mod);
    mrc_symbols(c, mod);
    mr_value name = mrc_name_str(c, c->name_top);
    if (c->failed)
        return NULL;
    mrc_unit_open(c, &u, mod, mr_incref(name), 1);
    u.qualname = mr_incref(name);
    mrc_prologue(c);
    if (mod->kind == MR_AST_EXPRESSION) {
        uint32_t r = mrc_push_expr(c, mod->expression);
        mrc_set_at(c, mod->expression);
        mrc_emit(c, MR_BC_RETURN, 0, r, 0, 0);
        mrc_pop(c, 1);
    } else if (mod->kind == MR_AST_INTERACTIVE) {
        interactive(c, &mod->body);
    } else if (c->mode == MR_COMPILE_CELL) {
        cell(c, &mod->body);
    } else {
        mrc_body(c, &mod->body);
    }
    mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
    mr_code *code = mrc_assemble(c);
    mrc_unit_close(c);
    return code;
}
