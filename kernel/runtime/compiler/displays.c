/*
 * displays.c - list, tuple, set and dict displays, and f-strings.
 */
#include "compiler/compiler.h"
#include "types/containers.h"

/* As many values are laid out side by side; longer displays append one by one. */
#define ROW 64

static bool has_star(const struct mr_ast_exprs *items)
{
    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind == MR_AST_STARRED)
            return true;
    return false;
}

static bool all_constant(const struct mr_ast_exprs *items)
{
    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind != MR_AST_CONSTANT)
            return false;
    return true;
}

/* A list or set made of a constant tuple at one go. */
static void from_constants(struct mrc *c, int op, const struct mr_ast_exprs *items, uint32_t t)
{
    mr_value tuple = c->failed ? MR_NULL : mr_tuple_new(c->rt, NULL, (size_t)items->count);

    if (!tuple) {
        mrc_failed(c);
        return;
    }
    for (int32_t i = 0; i < items->count; i++) {
        mr_value v = MR_NONE;
        mrc_is_constant(c, items->items[i], &v);
        mr_as_tuple(tuple)->items[i] = mr_incref(v);
    }
    if (op == MR_BC_BUILD_SET) {
        mr_value frozen = mr_frozenset_new(c->rt, tuple);
        if (!frozen) {
            /* an unhashable constant there is none; memory is exhausted */
            mr_decref(c->rt, tuple);
            mrc_failed(c);
            return;
        }
        mr_decref(c->rt, tuple);
        tuple = frozen;
    }
    mrc_emit(c, op, 0, t, t, 0);
    mrc_push(c);
    uint32_t from = mrc_push(c);
    mrc_emit_const(c, from, tuple);
    mrc_emit(c, op == MR_BC_BUILD_SET ? MR_BC_SET_UPDATE : MR_BC_LIST_EXTEND, 0, t, from, 0);
    mrc_pop(c, 2);
}

/* Builds a list or set in the next temporary t, whatever the items. */
static void build_long(struct mrc *c, int op, const struct mr_ast_exprs *items, uint32_t t)
{
    int append = op == MR_BC_BUILD_SET ? MR_BC_SET_ADD : MR_BC_LIST_APPEND;
    int extend = op == MR_BC_BUILD_SET ? MR_BC_SET_UPDATE : MR_BC_LIST_EXTEND;
    uint32_t mark = c->unit->depth;
    int32_t i = 0;

    while (i < items->count && i < ROW && items->items[i]->kind != MR_AST_STARRED)
        mrc_push_expr(c, items->items[i++]);
    mrc_restore(c, mark);
    mrc_emit(c, op, 0, t, t, (uint32_t)i);
    mrc_push(c);
    for (; i < items->count && !c->failed; i++) {
        struct mr_ast_expr *item = items->items[i];
        bool star = item->kind == MR_AST_STARRED;
        uint32_t inner = c->unit->depth;
        uint32_t r = mrc_operand(c, star ? item->starred.value : item);
        mrc_restore(c, inner);
        mrc_emit(c, star ? extend : append, 0, t, r, 0);
    }
    mrc_pop(c, 1);
}

void mrc_sequence(struct mrc *c, int op, const struct mr_ast_exprs *items, uint32_t dst)
{
    uint32_t mark = c->unit->depth, t = mrc_top(c);

    if (!has_star(items) && items->count <= ROW) {
        if (op != MR_BC_BUILD_TUPLE && items->count > 2 && all_constant(items)) {
            from_constants(c, op, items, t);
        } else {
            for (int32_t i = 0; i < items->count; i++)
                mrc_push_expr(c, items->items[i]);
            mrc_restore(c, mark);
            mrc_emit(c, op, 0, dst, t, (uint32_t)items->count);
            return;
        }
    } else if (op != MR_BC_BUILD_TUPLE && !has_star(items) && all_constant(items)) {
        from_constants(c, op, items, t);
    } else {
        build_long(c, op == MR_BC_BUILD_TUPLE ? MR_BC_BUILD_LIST : op, items, t);
        if (op == MR_BC_BUILD_TUPLE) {
            mrc_emit(c, MR_BC_LIST_TO_TUPLE, 0, dst, t, 0);
            return;
        }
    }
    if (dst != t)
        mrc_emit(c, MR_BC_MOVE, 0, dst, t, 0);
}

void mrc_dict(struct mrc *c, const struct mr_ast_exprs *keys, const struct mr_ast_exprs *values,
              uint32_t dst)
{
    uint32_t mark = c->unit->depth, t = mrc_top(c);
    int32_t i = 0;

    while (i < keys->count && i < ROW / 2 && keys->items[i]) {
        mrc_push_expr(c, keys->items[i]);
        mrc_push_expr(c, values->items[i]);
        i++;
    }
    mrc_restore(c, mark);
    if (i == keys->count) {
        mrc_emit(c, MR_BC_BUILD_MAP, 0, dst, t, (uint32_t)i);
        return;
    }
    mrc_emit(c, MR_BC_BUILD_MAP, 0, t, t, (uint32_t)i);
    mrc_push(c);
    for (; i < keys->count && !c->failed; i++) {
        uint32_t inner = c->unit->depth;
        if (!keys->items[i]) {
            uint32_t r = mrc_operand(c, values->items[i]);
            mrc_restore(c, inner);
            mrc_emit(c, MR_BC_DICT_UPDATE, 0, t, r, 0);
            continue;
        }
        uint32_t key = mrc_operand_before(c, keys->items[i], values->items[i]);
        uint32_t value = mrc_operand(c, values->items[i]);
        mrc_restore(c, inner);
        mrc_emit(c, MR_BC_MAP_ADD, 0, t, key, value);
    }
    mrc_pop(c, 1);
    if (dst != t)
        mrc_emit(c, MR_BC_MOVE, 0, dst, t, 0);
}

void mrc_display(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    switch (e->kind) {
    case MR_AST_DICT:
        mrc_dict(c, &e->dict.keys, &e->dict.values, dst);
        break;
    case MR_AST_SET:
        mrc_sequence(c, MR_BC_BUILD_SET, &e->set.elts, dst);
        break;
    default:
        mrc_sequence(c, e->kind == MR_AST_LIST ? MR_BC_BUILD_LIST : MR_BC_BUILD_TUPLE,
                     &e->list.elts, dst);
        break;
    }
}

/* ---- f-strings ---- */

void mrc_formatted(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth, spec = 0xffff;
    uint32_t b = mrc_operand_before(c, e->formatted_value.value, e->formatted_value.format_spec);

    if (e->formatted_value.format_spec)
        spec = mrc_operand(c, e->formatted_value.format_spec);
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_FORMAT_VALUE,
             e->formatted_value.conversion > 0 ? e->formatted_value.conversion : 0, dst, b, spec);
}

void mrc_joined(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    const struct mr_ast_exprs *values = &e->joined_str.values;
    uint32_t mark = c->unit->depth, first = mrc_top(c);
    uint32_t pieces = 0;

    if (values->count == 0) {
        mrc_emit_const(c, dst, mr_incref(c->rt->empty_str));
        return;
    }
    if (values->count == 1) {
        mrc_into(c, values->items[0], dst);
        return;
    }
    for (int32_t i = 0; i < values->count && !c->failed; i++) {
        mrc_push_expr(c, values->items[i]);
        if (++pieces == ROW) {
            /* join what there is, and go on behind it */
            mrc_emit(c, MR_BC_BUILD_STRING, 0, first, first, pieces);
            mrc_restore(c, mark);
            mrc_push(c);
            pieces = 1;
        }
    }
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_BUILD_STRING, 0, dst, first, pieces);
}
