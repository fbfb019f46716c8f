/*
 * blocks.c - the blocks that are open around a statement, and how return,
 * break and continue leave them: finally clauses run, managers exit, names
 * of except clauses are unbound, iterators are let go.
 */
#include "compiler/compiler.h"

struct mrc_block *mrc_block_push(struct mrc *c, enum mrc_block_kind kind)
{
    static struct mrc_block nobody;
    struct mrc_unit *u = c->unit;

    if (c->failed ||
        !mrc_reserve(c, &u->blocks, u->block_count, &u->block_capacity, sizeof *u->blocks)) {
        nobody = (struct mrc_block){ 0 };
        return &nobody;
    }
    struct mrc_block *b = &u->blocks[u->block_count++];
    *b = (struct mrc_block){ .kind = kind, .outer = u->handler, .depth = u->depth };
    return b;
}

void mrc_block_pop(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    if (!c->failed)
        u->handler = u->blocks[--u->block_count].outer;
}

/* What leaving the innermost block takes; it is closed. */
static void leave(struct mrc *c)
{
    struct mrc_unit *u = c->unit;
    struct mrc_block b = u->blocks[u->block_count - 1];
    uint32_t bottom = u->nlocals + b.depth;
    mr_position at = u->at;

    mrc_block_pop(c);
    switch (b.kind) {
    case MRC_WHILE_LOOP:
    case MRC_TRY:
        break;
    case MRC_FOR_LOOP:
    case MRC_VALUE:
        mrc_release(c, bottom);
        break;
    case MRC_FINALLY_TRY:
        mrc_statements(c, b.final);
        break;
    case MRC_FINALLY_END:
        mrc_emit(c, MR_BC_POP_HANDLED, 0, bottom + 1, 0, 0);
        mrc_release(c, bottom);
        break;
    case MRC_WITH:
        mrc_set_at(c, b.with);
        mrc_with_exit(c, b.with, bottom);
        break;
    case MRC_HANDLER:
        mrc_emit(c, MR_BC_POP_HANDLED, 0, bottom + 1, 0, 0);
        if (b.name)
            mrc_unbind(c, b.name);
        break;
    case MRC_GROUP_HANDLER:
        mrc_error_at(c, &at, "'break', 'continue' and 'return' cannot appear in an except* block");
        break;
    }
    u->at = at;
}

/* The blocks as they were; leaving is only for one way out. */
struct saved {
    struct mrc_block *blocks;
    uint32_t count;
    int32_t handler;
};

static bool save(struct mrc *c, struct saved *s)
{
    struct mrc_unit *u = c->unit;

    s->count = u->block_count;
    s->handler = u->handler;
    s->blocks = mrc_alloc(c, (u->block_count + 1) * sizeof *s->blocks);
    if (s->blocks && u->block_count)
        memcpy(s->blocks, u->blocks, u->block_count * sizeof *s->blocks);
    return s->blocks != NULL;
}

static void restore(struct mrc *c, const struct saved *s)
{
    struct mrc_unit *u = c->unit;

    if (c->failed)
        return;
    if (s->count)
        memcpy(u->blocks, s->blocks, s->count * sizeof *s->blocks);
    u->block_count = s->count;
    u->handler = s->handler;
}

/* May leaving the open blocks change a local? */
static bool changes_locals(struct mrc *c)
{
    for (uint32_t i = 0; i < c->unit->block_count; i++) {
        enum mrc_block_kind kind = c->unit->blocks[i].kind;
        if (kind == MRC_FINALLY_TRY || kind == MRC_HANDLER)
            return true;
    }
    return false;
}

static void leave_all(struct mrc *c)
{
    while (!c->failed && c->unit->block_count)
        leave(c);
}

void mrc_return(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *value = s->return_.value;
    uint32_t mark = c->unit->depth;
    struct saved saved;
    mr_value constant;

    if (c->unit->scope->kind != MRC_FUNCTION) {
        mrc_error(c, s, "'return' outside function");
        return;
    }
    if (value && c->unit->scope->coroutine && c->unit->scope->generator) {
        mrc_error(c, s, "'return' with value in async generator");
        return;
    }
    if (!save(c, &saved))
        return;
    if (!value || mrc_is_constant(c, value, &constant)) {
        leave_all(c);
        if (!value || constant == MR_NONE) {
            mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
        } else {
            uint32_t r = mrc_push_expr(c, value);
            mrc_emit(c, MR_BC_RETURN, 0, r, 0, 0);
        }
    } else {
        uint32_t r = changes_locals(c) ? mrc_push_expr(c, value) : mrc_operand(c, value);
        while (!c->failed && c->unit->block_count) {
            struct mrc_block b = c->unit->blocks[c->unit->block_count - 1];
            if (b.kind != MRC_FINALLY_TRY || !mrc_is_temp(c, r)) {
                leave(c);
                continue;
            }
            /* a jump out of the finally clause drops the value */
            mrc_block_pop(c);
            mrc_block_push(c, MRC_VALUE)->depth = r - c->unit->nlocals;
            mrc_statements(c, b.final);
            mrc_block_pop(c);
        }
        mrc_emit(c, MR_BC_RETURN, 0, r, 0, 0);
    }
    mrc_restore(c, mark);
    restore(c, &saved);
}

/* Leaves the blocks inside the innermost loop; NULL after "outside loop". */
static struct mrc_block *leave_to_loop(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    while (!c->failed && u->block_count) {
        struct mrc_block *b = &u->blocks[u->block_count - 1];
        if (b->kind == MRC_WHILE_LOOP || b->kind == MRC_FOR_LOOP)
            return b;
        leave(c);
    }
    return NULL;
}

void mrc_break(struct mrc *c, struct mr_ast_stmt *s)
{
    struct saved saved;

    if (!save(c, &saved))
        return;
    struct mrc_block *loop = leave_to_loop(c);
    if (loop) {
        int32_t exit = loop->exit;
        leave(c);
        mrc_jump(c, exit);
    } else {
        mrc_error(c, s, "'break' outside loop");
    }
    restore(c, &saved);
}

void mrc_continue(struct mrc *c, struct mr_ast_stmt *s)
{
    struct saved saved;

    if (!save(c, &saved))
        return;
    struct mrc_block *loop = leave_to_loop(c);
    if (loop)
        mrc_loop(c, loop->begin);
    else
        mrc_error(c, s, "'continue' not properly in loop");
    restore(c, &saved);
}
