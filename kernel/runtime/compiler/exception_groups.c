/*
 * exception_groups.c - try ... except*.
 *
 * Temporaries from the region's depth d on: d the exception as it came, d+1
 * the one handled before, d+2 what no clause has taken yet (None when
 * nothing is left), d+3 a list of what the clauses raised, d+4 the part the
 * present clause takes, d+5 the one handled around the clause (the same as
 * d, kept for symmetry of PUSH_HANDLED and POP_HANDLED).
 */
#include "compiler/compiler.h"

struct group {
    uint32_t original, prior, rest, raised, match, inner;
};

static void clause(struct mrc *c, struct mr_ast_except_handler *h, const struct group *g,
                   int32_t cleanup)
{
    struct mrc_unit *u = c->unit;
    uint32_t mark = u->depth;
    int32_t next = mrc_label(c);
    struct mrc_name *name = h->name ? mrc_known_name(c, h->name) : NULL;

    mrc_set_at(c, h);
    uint32_t classes = mrc_operand(c, h->type);
    mrc_restore(c, mark);
    mrc_push(c); /* match */
    mrc_emit(c, MR_BC_MATCH_GROUP, 0, g->match, g->rest, classes);
    mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, g->match, next);
    mrc_push(c); /* inner */
    mrc_emit(c, MR_BC_PUSH_HANDLED, 0, g->inner, g->match, 0);
    if (name) {
        mrc_check_name(c, h, h->name, MR_AST_STORE);
        mrc_store_name(c, name, g->match);
    } else {
        mrc_release(c, g->match);
    }
    int32_t region = mrc_region(c, mrc_label(c), u->depth);
    mrc_block_push(c, MRC_GROUP_HANDLER);
    u->handler = region;
    mrc_statements(c, &h->body);
    mrc_block_pop(c);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, g->inner, 0, 0);
    if (name)
        mrc_unbind(c, name);
    mrc_jump(c, next);

    mrc_bind_handler(c, region);
    uint32_t exception = mrc_push(c);
    u->handler = cleanup;
    if (name)
        mrc_unbind(c, name);
    mrc_emit(c, MR_BC_LIST_APPEND, 0, g->raised, exception, 0);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, g->inner, 0, 0);
    mrc_restore(c, mark);
    mrc_bind(c, next);
}

void mrc_try_star(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mrc_unit *u = c->unit;
    uint32_t mark = u->depth, first = mrc_top(c);
    struct group g = { first, first + 1, first + 2, first + 3, first + 4, first + 5 };
    int32_t end = mrc_label(c), done = mrc_label(c), outer = u->handler;
    int32_t region = mrc_region(c, mrc_label(c), mark);

    mrc_block_push(c, MRC_TRY);
    u->handler = region;
    mrc_statements(c, &s->try.body);
    mrc_block_pop(c);
    mrc_statements(c, &s->try.orelse);
    mrc_jump(c, end);

    mrc_bind_handler(c, region);
    mrc_push_many(c, 2);
    mrc_emit(c, MR_BC_PUSH_HANDLED, 0, g.prior, g.original, 0);
    mrc_push_many(c, 2);
    int32_t cleanup = mrc_region(c, mrc_label(c), u->depth);
    mrc_block_push(c, MRC_TRY);
    u->handler = cleanup;
    mrc_emit(c, MR_BC_COPY, 0, g.rest, g.original, 0);
    mrc_emit(c, MR_BC_BUILD_LIST, 0, g.raised, g.raised, 0);
    for (int32_t i = 0; i < s->try.handlers.count && !c->failed; i++)
        clause(c, s->try.handlers.items[i], &g, cleanup);
    mrc_emit(c, MR_BC_LIST_APPEND, 0, g.raised, g.rest, 0);
    mrc_emit(c, MR_BC_RERAISE_GROUP, 0, g.rest, g.original, g.raised);
    mrc_block_pop(c);
    u->handler = outer;
    mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, g.rest, done);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, g.prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, g.rest, 0, 0);
    mrc_bind_handler(c, cleanup);
    uint32_t raised = mrc_push(c);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, g.prior, 0, 0);
    mrc_emit(c, MR_BC_RERAISE, 0, raised, 0, 0);
    mrc_bind(c, done);
    mrc_emit(c, MR_BC_POP_HANDLED, 0, g.prior, 0, 0);
    mrc_restore(c, mark);
    mrc_bind(c, end);
}
