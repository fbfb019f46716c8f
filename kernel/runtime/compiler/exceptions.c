/*
 * exceptions.c - try, except, finally, with.
 *
 * Temporaries of a handler whose region has depth d: the exception in d, the
 * exception that was being handled before it in d+1. An except clause that
 * matches gives d away, to its name or to nobody.
 */
#include "compiler/compiler.h"

/* A handler for what goes wrong while an exception is handled: the one handled
 * before is handled again, and the new one goes on. `prior` is a register. */
static void restore_and_reraise(struct mrc *c, int32_t region, uint32_t prior)
{
    uint32_t mark = c->unit->depth;

    mrc_bind_handler(c, region);
    uint32_t raised = mrc_push(c);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, raised, 0, 0);
    mrc_restore(c, mark);
}

static void except_body(struct mrc *c, struct mr_ast_except_handler *h, uint32_t exception,
                        int32_t cleanup)
{
    struct mrc_unit *u = c->unit;
    uint32_t prior = exception + 1;
    int32_t outer = u->blocks ? u->blocks[u->block_count - 1].outer : -1;
    struct mrc_name *name = h->name ? mrc_known_name(c, h->name) : NULL;
    int32_t unnamed = -1;

    if (c->failed)
        return;
    if (name) {
        mrc_check_name(c, h, h->name, MR_AST_STORE);
        mrc_store_name(c, name, exception);
        unnamed = mrc_region(c, mrc_label(c), u->depth);
    } else {
        mrc_release(c, exception);
    }
    struct mrc_block *b = mrc_block_push(c, MRC_HANDLER);
    b->name = name;
    b->outer = outer;
    b->depth = exception - u->nlocals;
    u->handler = name ? unnamed : cleanup;
    mrc_statements(c, &h->body);
    mrc_block_pop(c); /* the handler around the whole statement is in force */
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    if (!name)
        return;
    mrc_unbind(c, name);
    bool dead = u->dead;
    int32_t on = mrc_label(c);
    if (!dead)
        mrc_jump(c, on);
    mrc_bind_handler(c, unnamed);
    uint32_t raised = mrc_push(c);
    u->handler = cleanup;
    mrc_unbind(c, name);
    u->handler = outer;
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, raised, 0, 0);
    mrc_pop(c, 1);
    mrc_bind(c, on);
}

static void try_except(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mrc_unit *u = c->unit;
    uint32_t mark = u->depth;
    int32_t end = mrc_label(c), outer = u->handler;
    int32_t region = mrc_region(c, mrc_label(c), mark);

    mrc_block_push(c, MRC_TRY);
    u->handler = region;
    mrc_statements(c, &s->try.body);
    mrc_block_pop(c);
    mrc_statements(c, &s->try.orelse);
    mrc_jump(c, end);

    mrc_bind_handler(c, region);
    uint32_t exception = mrc_push(c), prior = mrc_push(c);
    mrc_emit(c, MR_BC_PUSH_HANDLED, 0, prior, exception, 0);
    int32_t cleanup = mrc_region(c, mrc_label(c), u->depth);
    mrc_block_push(c, MRC_TRY);
    u->handler = cleanup;
    for (int32_t i = 0; i < s->try.handlers.count && !c->failed; i++) {
        struct mr_ast_except_handler *h = s->try.handlers.items[i];
        int32_t next = mrc_label(c);
        mrc_set_at(c, h);
        if (!h->type && i < s->try.handlers.count - 1)
            mrc_error(c, h, "default 'except:' must be last");
        if (h->type) {
            uint32_t inner = u->depth;
            uint32_t classes = mrc_operand(c, h->type);
            mrc_restore(c, inner);
            uint32_t t = mrc_push(c);
            mrc_emit(c, MR_BC_MATCH_EXCEPTION, 0, t, exception, classes);
            mrc_emit_jump(c, MR_BC_JUMP_IF_FALSE, t, next);
            mrc_pop(c, 1);
        }
        except_body(c, h, exception, cleanup);
        mrc_jump(c, end);
        u->handler = cleanup;
        mrc_bind(c, next);
    }
    mrc_block_pop(c);
    u->handler = outer;
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, exception, 0, 0);
    restore_and_reraise(c, cleanup, prior);
    mrc_restore(c, mark);
    mrc_bind(c, end);
}

static void try_finally(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mrc_unit *u = c->unit;
    uint32_t mark = u->depth;
    int32_t exit = mrc_label(c), outer = u->handler;
    int32_t region = mrc_region(c, mrc_label(c), mark);

    mrc_block_push(c, MRC_FINALLY_TRY)->final = &s->try.finalbody;
    u->handler = region;
    if (!s->try.handlers.count)
        mrc_statements(c, &s->try.body);
    else if (s->kind == MR_AST_TRY_STAR)
        mrc_try_star(c, s);
    else
        try_except(c, s);
    mrc_block_pop(c);
    mrc_statements(c, &s->try.finalbody);
    mrc_jump(c, exit);

    mrc_bind_handler(c, region);
    uint32_t exception = mrc_push(c), prior = mrc_push(c);
    mrc_emit(c, MR_BC_PUSH_HANDLED, 0, prior, exception, 0);
    int32_t cleanup = mrc_region(c, mrc_label(c), u->depth);
    mrc_block_push(c, MRC_FINALLY_END)->depth = mark;
    u->handler = cleanup;
    mrc_statements(c, &s->try.finalbody);
    mrc_block_pop(c);
    u->handler = outer;
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, exception, 0, 0);
    restore_and_reraise(c, cleanup, prior);
    mrc_restore(c, mark);
    mrc_bind(c, exit);
}

void mrc_try(struct mrc *c, struct mr_ast_stmt *s)
{
    if (!mrc_enter(c))
        return;
    if (s->try.finalbody.count)
        try_finally(c, s);
    else if (s->kind == MR_AST_TRY_STAR)
        mrc_try_star(c, s);
    else
        try_except(c, s);
    mrc_leave(c);
}

/* ---- with ---- */

void mrc_with_exit(struct mrc *c, const struct mr_ast_stmt *s, uint32_t leaver)
{
    bool async = s->kind == MR_AST_ASYNC_WITH;

    mrc_emit(c, MR_BC_WITH_EXIT, async, leaver, 0, 0);
    if (async) {
        mrc_emit(c, MR_BC_GET_AWAITABLE, 2, leaver, leaver, 0);
        mrc_emit(c, MR_BC_YIELD_FROM, 0, leaver, leaver, 0);
        mrc_release(c, leaver);
    }
}

static void with(struct mrc *c, struct mr_ast_stmt *s, int32_t number)
{
    struct mrc_unit *u = c->unit;
    struct mr_ast_withitem *item = s->with.items.items[number];
    uint32_t mark = u->depth, leaver = mrc_top(c);
    int32_t exit = mrc_label(c), outer = u->handler;
    bool async = s->kind == MR_AST_ASYNC_WITH;

    if (!mrc_enter(c))
        return;
    mrc_set_at(c, s);
    uint32_t manager = mrc_operand(c, item->context_expr);
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_WITH_ENTER, async, leaver, manager, 0);
    mrc_push(c);
    if (async)
        mrc_await(c, 1, mrc_top(c), mrc_top(c));
    int32_t region = mrc_region(c, mrc_label(c), u->depth);
    struct mrc_block *b = mrc_block_push(c, MRC_WITH);
    b->with = s;
    b->depth = mark;
    u->handler = region;
    uint32_t entered = mrc_push(c);
    if (item->optional_vars)
        mrc_assign(c, item->optional_vars, entered);
    else
        mrc_release(c, entered);
    mrc_pop(c, 1);
    if (number + 1 < s->with.items.count)
        with(c, s, number + 1);
    else
        mrc_statements(c, &s->with.body);
    mrc_block_pop(c);
    mrc_set_at(c, s);
    mrc_with_exit(c, s, leaver);
    mrc_jump(c, exit);

    mrc_bind_handler(c, region);
    uint32_t exception = mrc_push(c), prior = mrc_push(c);
    int32_t suppress = mrc_label(c);
    mrc_emit(c, MR_BC_PUSH_HANDLED, 0, prior, exception, 0);
    int32_t cleanup = mrc_region(c, mrc_label(c), u->depth);
    uint32_t t = mrc_push(c);
    u->handler = cleanup;
    mrc_emit(c, MR_BC_WITH_EXIT_EXCEPTION, async, t, leaver, exception);
    if (async) {
        mrc_emit(c, MR_BC_GET_AWAITABLE, 2, t, t, 0);
        mrc_emit(c, MR_BC_YIELD_FROM, 0, t, t, 0);
    }
    u->handler = outer;
    mrc_emit_jump(c, MR_BC_JUMP_IF_TRUE, t, suppress);
    mrc_pop(c, 1);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, exception, 0, 0);
    restore_and_reraise(c, cleanup, prior);
    mrc_bind(c, suppress);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, prior, 0, 0);
    mrc_release(c, exception);
    mrc_restore(c, mark);
    mrc_bind(c, exit);
    mrc_leave(c);
}

void mrc_with(struct mrc *c, struct mr_ast_stmt *s)
{
    if (s->kind == MR_AST_ASYNC_WITH && !c->unit->scope->async) {
        mrc_error(c, s, "'async with' outside async function");
        return;
    }
    with(c, s, 0);
}
