/*
 * loops.c - while and for, async for too.
 */
#include "compiler/compiler.h"

int32_t mrc_async_next(struct mrc *c, uint32_t iterator)
{
    struct mrc_unit *u = c->unit;
    int32_t outer = u->handler;
    int32_t region = mrc_region(c, mrc_label(c), u->depth);
    uint32_t t = mrc_push(c);

    u->handler = region;
    mrc_emit(c, MR_BC_GET_ANEXT, 0, t, iterator, 0);
    mrc_emit(c, MR_BC_YIELD_FROM, 0, t, t, 0);
    u->handler = outer;
    mrc_pop(c, 1);
    return region;
}

void mrc_async_end(struct mrc *c, int32_t region, uint32_t iterator)
{
    mrc_bind_handler(c, region);
    uint32_t exception = mrc_push(c);
    mrc_emit(c, MR_BC_END_ASYNC_FOR, 0, exception, 0, 0);
    mrc_release(c, iterator);
    mrc_pop(c, 1);
}

void mrc_while(struct mrc *c, struct mr_ast_stmt *s)
{
    int32_t head = mrc_label(c), orelse = mrc_label(c), end = mrc_label(c);

    mrc_bind(c, head);
    struct mrc_block *b = mrc_block_push(c, MRC_WHILE_LOOP);
    b->begin = head;
    b->exit = end;
    mrc_jump_if(c, s->if_.test, orelse, false);
    mrc_statements(c, &s->if_.body);
    mrc_set_at(c, s->if_.test);
    mrc_loop(c, head);
    mrc_block_pop(c);
    mrc_bind(c, orelse);
    mrc_statements(c, &s->if_.orelse);
    mrc_bind(c, end);
}

/* The end of the loop is an exception of the awaited __anext__(). */
static void async_for(struct mrc *c, struct mr_ast_stmt *s)
{
    int32_t head = mrc_label(c), end = mrc_label(c), outer = c->unit->handler;
    uint32_t mark = c->unit->depth;

    if (!c->unit->scope->async) {
        mrc_error(c, s, "'async for' outside async function");
        return;
    }
    uint32_t r = mrc_operand(c, s->for_.iter);
    mrc_restore(c, mark);
    mrc_set_at(c, s);
    struct mrc_block *b = mrc_block_push(c, MRC_FOR_LOOP);
    b->begin = head;
    b->exit = end;
    uint32_t iterator = mrc_push(c);
    mrc_emit(c, MR_BC_GET_AITER, 0, iterator, r, 0);
    mrc_bind(c, head);
    int32_t region = mrc_async_next(c, iterator);
    uint32_t item = mrc_push(c);
    mrc_assign(c, s->for_.target, item);
    mrc_pop(c, 1);
    mrc_statements(c, &s->for_.body);
    mrc_loop(c, head);
    mrc_block_pop(c);
    c->unit->handler = outer;
    mrc_set_at(c, s->for_.iter);
    mrc_async_end(c, region, iterator);
    mrc_restore(c, mark);
    mrc_statements(c, &s->for_.orelse);
    mrc_bind(c, end);
}

void mrc_for(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->for_.target;
    int32_t head = mrc_label(c), orelse = mrc_label(c), end = mrc_label(c);
    uint32_t mark = c->unit->depth;

    if (s->kind == MR_AST_ASYNC_FOR) {
        async_for(c, s);
        return;
    }
    uint32_t r = mrc_operand(c, s->for_.iter);
    mrc_restore(c, mark);
    mrc_set_at(c, s);
    struct mrc_block *b = mrc_block_push(c, MRC_FOR_LOOP);
    b->begin = head;
    b->exit = end;
    uint32_t iterator = mrc_push(c);
    mrc_emit(c, MR_BC_GET_ITER, 0, iterator, r, 0);
    mrc_bind(c, head);
    uint32_t item = target->kind == MR_AST_NAME ? mrc_name_local(c, target->name.id) : UINT32_MAX;
    bool direct = item != UINT32_MAX;
    if (direct)
        mrc_check_name(c, target, target->name.id, MR_AST_STORE);
    else
        item = mrc_push(c);
    mrc_instr *i = mrc_emit(c, MR_BC_FOR_ITER, 0, item, iterator, 0);
    if (i) {
        i->label = orelse;
        c->unit->labels[orelse].uses++;
    }
    if (!direct) {
        mrc_assign(c, target, item);
        mrc_pop(c, 1);
    }
    mrc_statements(c, &s->for_.body);
    mrc_set_at(c, s->for_.iter);
    mrc_loop(c, head);
    mrc_block_pop(c);
    mrc_restore(c, mark);
    mrc_bind(c, orelse);
    mrc_statements(c, &s->for_.orelse);
    mrc_bind(c, end);
}

