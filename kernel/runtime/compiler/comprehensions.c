/*
 * comprehensions.c - list, set and dict comprehensions and generator
 * expressions: functions of one argument, the iterator of the outermost
 * iterable, called at once.
 */
#include "compiler/compiler.h"
#include "types/str.h"

struct making {
    struct mr_ast_expr *e;
    struct mr_ast_comprehensions *generators;
    uint32_t result; /* the list, set or dict */
};

static void add_element(struct mrc *c, struct making *m)
{
    uint32_t mark = c->unit->depth;
    struct mr_ast_expr *e = m->e;

    if (e->kind == MR_AST_DICT_COMP) {
        uint32_t key = mrc_operand_before(c, e->dict_comp.key, e->dict_comp.value);
        uint32_t value = mrc_operand(c, e->dict_comp.value);
        mrc_restore(c, mark);
        c->unit->at =
            (mr_position){0, e->dict_comp.key->lineno, e->dict_comp.value->end_lineno,
                          e->dict_comp.key->col_offset, e->dict_comp.value->end_col_offset};
        mrc_emit(c, MR_BC_MAP_ADD, 0, m->result, key, value);
        return;
    }
    uint32_t r = mrc_operand(c, e->comp.elt);
    mrc_restore(c, mark);
    mrc_set_at(c, e->comp.elt);
    if (e->kind == MR_AST_GENERATOR_EXP) {
        uint32_t sent = mrc_top(c);
        mrc_yield(c, r, sent);
        mrc_push(c);
        mrc_release(c, sent);
        mrc_pop(c, 1);
    } else {
        mrc_emit(c, e->kind == MR_AST_LIST_COMP ? MR_BC_LIST_APPEND : MR_BC_SET_ADD, 0, m->result,
                 r, 0);
    }
}

static void loop(struct mrc *c, struct making *m, int32_t number);

/* What stands inside the for of number - 1. */
static void inside(struct mrc *c, struct making *m, int32_t number)
{
    if (number < m->generators->count)
        loop(c, m, number);
    else
        add_element(c, m);
}

static bool single(const struct mr_ast_expr *e)
{
    return (e->kind == MR_AST_LIST || e->kind == MR_AST_TUPLE) && e->list.elts.count == 1 &&
           e->list.elts.items[0]->kind != MR_AST_STARRED;
}

static void conditions(struct mrc *c, struct mr_ast_comprehension *g, int32_t no)
{
    for (int32_t i = 0; i < g->ifs.count; i++)
        mrc_jump_if(c, g->ifs.items[i], no, false);
}

static void loop(struct mrc *c, struct making *m, int32_t number)
{
    struct mr_ast_comprehension *g = m->generators->items[number];
    uint32_t mark = c->unit->depth;
    int32_t head = mrc_label(c), end = mrc_label(c), next = mrc_label(c);

    if (!mrc_enter(c))
        return;
    if (number > 0 && !g->is_async && single(g->iter)) {
        /* for y in [x]: an assignment */
        uint32_t r = mrc_operand(c, g->iter->list.elts.items[0]);
        mrc_assign(c, g->target, r);
        mrc_restore(c, mark);
        conditions(c, g, next);
        inside(c, m, number + 1);
        mrc_bind(c, next);
        mrc_leave(c);
        return;
    }
    uint32_t iterator = mrc_push(c);
    if (number == 0) {
        mrc_emit(c, MR_BC_MOVE, 0, iterator, 0, 0); /* .0 is parameter 0 */
    } else {
        mrc_pop(c, 1);
        uint32_t r = mrc_operand(c, g->iter);
        mrc_restore(c, mark);
        mrc_set_at(c, g->iter);
        mrc_emit(c, g->is_async ? MR_BC_GET_AITER : MR_BC_GET_ITER, 0, iterator, r, 0);
        mrc_push(c);
    }
    mrc_bind(c, head);
    mrc_set_at(c, g->target);
    if (g->is_async) {
        int32_t region = mrc_async_next(c, iterator);
        uint32_t got = mrc_push(c);
        mrc_assign(c, g->target, got);
        mrc_pop(c, 1);
        conditions(c, g, next);
        inside(c, m, number + 1);
        mrc_bind(c, next);
        mrc_loop(c, head);
        mrc_async_end(c, region, iterator);
        mrc_restore(c, mark);
        mrc_leave(c);
        return;
    }
    uint32_t item =
        g->target->kind == MR_AST_NAME ? mrc_name_local(c, g->target->name.id) : UINT32_MAX;
    bool direct = item != UINT32_MAX;
    if (!direct)
        item = mrc_push(c);
    mrc_instr *i = mrc_emit(c, MR_BC_FOR_ITER, 0, item, iterator, 0);
    if (i) {
        i->label = end;
        c->unit->labels[end].uses++;
    }
    if (!direct) {
        mrc_assign(c, g->target, item);
        mrc_pop(c, 1);
    }
    conditions(c, g, next);
    inside(c, m, number + 1);
    mrc_bind(c, next);
    mrc_loop(c, head);
    mrc_bind(c, end);
    mrc_restore(c, mark);
    mrc_leave(c);
}

static mr_code *comprehension_code(struct mrc *c, struct making *m, const char *name)
{
    struct mrc_unit u, *outer = c->unit;
    struct mr_ast_expr *e = m->e;
    mr_code *code = NULL;

    if (c->failed)
        return NULL;
    mr_value text = mr_intern(c->rt, name);
    mrc_unit_open(c, &u, e, text, e->lineno);
    u.qualname = mrc_qualname(c, outer, name, NULL);
    mrc_set_at(c, e);
    if (!text || !u.qualname)
        mrc_failed(c);
    /* the code has no docstring */
    mrc_unit_const(c, mrc_constant(c, MR_NONE));
    mrc_prologue(c);
    if (e->kind != MR_AST_GENERATOR_EXP) {
        m->result = mrc_push(c);
        int op = e->kind == MR_AST_LIST_COMP ? MR_BC_BUILD_LIST
                 : e->kind == MR_AST_SET_COMP ? MR_BC_BUILD_SET : MR_BC_BUILD_MAP;
        mrc_emit(c, op, 0, m->result, m->result, 0);
    }
    loop(c, m, 0);
    mrc_set_at(c, e);
    if (e->kind != MR_AST_GENERATOR_EXP)
        mrc_emit(c, MR_BC_RETURN, 0, m->result, 0, 0);
    else
        mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
    code = mrc_assemble(c);
    mrc_unit_close(c);
    return code;
}

void mrc_comprehension(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct making m = { .e = e };
    const char *name;

    switch (e->kind) {
    case MR_AST_LIST_COMP: name = "<listcomp>"; break;
    case MR_AST_SET_COMP: name = "<setcomp>"; break;
    case MR_AST_DICT_COMP: name = "<dictcomp>"; break;
    default: name = "<genexpr>"; break;
    }
    m.generators = e->kind == MR_AST_DICT_COMP ? &e->dict_comp.generators : &e->comp.generators;
    struct mr_ast_comprehension *outermost = m.generators->items[0];
    struct mrc_scope *scope = mrc_scope_of(c, e);
    bool awaited = scope && scope->coroutine && e->kind != MR_AST_GENERATOR_EXP;
    if (awaited && !c->unit->scope->async && !c->unit->scope->comprehension) {
        mrc_error(c, e, "asynchronous comprehension outside of an asynchronous function");
        return;
    }
    mr_code *code = comprehension_code(c, &m, name);
    uint32_t mark = c->unit->depth, base = mrc_top(c);
    mrc_make_function(c, code, mrc_scope_of(c, e), 0, base, base);
    mrc_push_many(c, 2);
    uint32_t r = mrc_operand(c, outermost->iter);
    mrc_restore(c, mark + 2);
    mrc_push(c);
    mrc_set_at(c, outermost->iter);
    mrc_emit(c, outermost->is_async ? MR_BC_GET_AITER : MR_BC_GET_ITER, 0, base + 2, r, 0);
    mrc_restore(c, mark);
    mrc_set_at(c, e);
    mrc_emit(c, MR_BC_CALL, 1, awaited ? base : dst, base, 0);
    if (awaited)
        mrc_await(c, 0, base, dst);
}
