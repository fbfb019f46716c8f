/*
 * statements.c - statements, but for assignments, definitions, imports,
 * loops, exceptions and match.
 */
#include "compiler/compiler.h"

static void if_statement(struct mrc *c, struct mr_ast_stmt *s)
{
    int32_t end = mrc_label(c);

    /* elif is an if alone in an else: a chain of them is gone through here */
    while (!c->failed) {
        int32_t next = mrc_label(c);
        mrc_set_at(c, s);
        mrc_jump_if(c, s->if_.test, next, false);
        mrc_statements(c, &s->if_.body);
        const struct mr_ast_stmts *orelse = &s->if_.orelse;
        if (!orelse->count) {
            mrc_bind(c, next);
            break;
        }
        mrc_jump(c, end);
        mrc_bind(c, next);
        if (orelse->count == 1 && orelse->items[0]->kind == MR_AST_IF) {
            s = orelse->items[0];
            continue;
        }
        mrc_statements(c, orelse);
        break;
    }
    mrc_bind(c, end);
}

/* CPython's AssertionError is at the last comparison that the test's jumps are made of, if any. */
static const struct mr_ast_expr *last_comparison(const struct mr_ast_expr *e)
{
    const struct mr_ast_expr *last = NULL;
    if (e->kind == MR_AST_COMPARE)
        return e;
    if (e->kind == MR_AST_UNARY_OP && e->unary_op.op == MR_AST_NOT)
        return last_comparison(e->unary_op.operand);
    if (e->kind == MR_AST_BOOL_OP)
        for (int32_t i = e->bool_op.values.count; i-- > 0 && !last;)
            last = last_comparison(e->bool_op.values.items[i]);
    return last;
}

static void assert_statement(struct mrc *c, struct mr_ast_stmt *s)
{
    int32_t end = mrc_label(c);
    uint32_t mark = c->unit->depth;
    const struct mr_ast_expr *test = s->assert_.test;
    mr_value v;

    if ((test->kind == MR_AST_TUPLE && test->list.elts.count) ||
        (test->kind == MR_AST_CONSTANT && test->constant.kind == MRC_CONST_FOLDED &&
         mrc_is_constant(c, test, &v) && mr_has_kind(v, MR_KIND_TUPLE) &&
         mrc_constant_truth(c, test) > 0))
        mrc_warn(c, s, "assertion is always true, perhaps remove parentheses?");
    mrc_jump_if(c, s->assert_.test, end, true);
    const struct mr_ast_expr *place = last_comparison(test);
    if (place)
        mrc_set_at(c, place);
    uint32_t t = mrc_push(c);
    mrc_emit(c, MR_BC_LOAD_ASSERTION_ERROR, 0, t, 0, 0);
    if (s->assert_.msg) {
        mrc_push(c);
        mrc_push_expr(c, s->assert_.msg);
        mrc_emit(c, MR_BC_CALL, 1, t, t, 0);
    }
    mrc_emit(c, MR_BC_RAISE, 1, t, 0, 0);
    mrc_restore(c, mark);
    mrc_bind(c, end);
}

static void raise_statement(struct mrc *c, struct mr_ast_stmt *s)
{
    uint32_t mark = c->unit->depth, a = 0, b = 0;
    int n = 0;

    if (s->raise.exc) {
        a = s->raise.cause ? mrc_operand_before(c, s->raise.exc, s->raise.cause)
                           : mrc_operand(c, s->raise.exc);
        n = 1;
        if (s->raise.cause) {
            b = mrc_operand(c, s->raise.cause);
            n = 2;
        }
    }
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_RAISE, n, a, b, 0);
}

static void expression_statement(struct mrc *c, struct mr_ast_stmt *s)
{
    if (!c->unit->interactive) {
        mrc_effect(c, s->expr.value);
        return;
    }
    uint32_t mark = c->unit->depth;
    uint32_t r = mrc_operand(c, s->expr.value);
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_PRINT_EXPRESSION, 0, r, 0, 0);
}

static void statement(struct mrc *c, struct mr_ast_stmt *s)
{
    switch (s->kind) {
    case MR_AST_FUNCTION_DEF:
    case MR_AST_ASYNC_FUNCTION_DEF: mrc_function(c, s); break;
    case MR_AST_CLASS_DEF: mrc_class(c, s); break;
    case MR_AST_RETURN: mrc_return(c, s); break;
    case MR_AST_DELETE:
        for (int32_t i = 0; i < s->delete.targets.count; i++)
            mrc_delete(c, s->delete.targets.items[i]);
        break;
    case MR_AST_ASSIGN: mrc_assignment(c, s); break;
    case MR_AST_AUG_ASSIGN: mrc_augmented(c, s); break;
    case MR_AST_ANN_ASSIGN: mrc_annotated(c, s); break;
    case MR_AST_FOR:
    case MR_AST_ASYNC_FOR: mrc_for(c, s); break;
    case MR_AST_WHILE: mrc_while(c, s); break;
    case MR_AST_IF: if_statement(c, s); break;
    case MR_AST_WITH:
    case MR_AST_ASYNC_WITH: mrc_with(c, s); break;
    case MR_AST_MATCH: mrc_match(c, s); break;
    case MR_AST_RAISE: raise_statement(c, s); break;
    case MR_AST_TRY:
    case MR_AST_TRY_STAR: mrc_try(c, s); break;
    case MR_AST_ASSERT: assert_statement(c, s); break;
    case MR_AST_IMPORT: mrc_import(c, s); break;
    case MR_AST_IMPORT_FROM: mrc_import_from(c, s); break;
    case MR_AST_EXPR: expression_statement(c, s); break;
    case MR_AST_BREAK: mrc_break(c, s); break;
    case MR_AST_CONTINUE: mrc_continue(c, s); break;
    default: break; /* pass, global, nonlocal */
    }
}

void mrc_statement(struct mrc *c, struct mr_ast_stmt *s)
{
    if (c->failed)
        return;
    mr_position at = c->unit->at;
    mrc_set_at(c, s);
    statement(c, s);
    c->unit->at = at;
}

void mrc_statements(struct mrc *c, const struct mr_ast_stmts *body)
{
    if (!mrc_enter(c))
        return;
    for (int32_t i = 0; i < body->count && !c->failed; i++)
        mrc_statement(c, body->items[i]);
    mrc_leave(c);
}
