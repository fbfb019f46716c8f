/*
 * targets.c - assignment in all its forms, and del.
 */
#include "compiler/compiler.h"
#include "types/abstract.h"
#include "types/containers.h"

void mrc_check_name(struct mrc *c, const void *node, mr_ast_name name, enum mr_ast_context context)
{
    if (c->failed || strcmp(name, "__debug__"))
        return;
    const char *text =
        context == MR_AST_STORE ? "cannot assign to __debug__" : "cannot delete __debug__";
    if (node)
        mrc_error(c, node, "%s", text);
    else
        mrc_error_at(c, &c->unit->at, "%s", text);
}

static uint32_t attribute_name(struct mrc *c, const struct mr_ast_expr *e)
{
    return mrc_unit_name(c, mrc_known_name(c, e->attribute.attr));
}

/* The starred item, or -1. */
static int32_t find_star(struct mrc *c, const struct mr_ast_exprs *items)
{
    int32_t star = -1;

    for (int32_t i = 0; i < items->count; i++) {
        if (items->items[i]->kind != MR_AST_STARRED)
            continue;
        if (star >= 0) {
            mrc_error_at(c, &c->unit->at, "multiple starred expressions in assignment");
            return star;
        }
        star = i;
    }
    return star;
}

static void unpack(struct mrc *c, const struct mr_ast_exprs *items, uint32_t r)
{
    uint32_t mark = c->unit->depth, first = mrc_top(c);
    int32_t star = find_star(c, items);

    if (star >= 0) {
        int32_t after = items->count - star - 1;
        if (star > 255 || after > 255) {
            mrc_error_at(c, &c->unit->at, "too many expressions in star-unpacking assignment");
            return;
        }
        mrc_emit(c, MR_BC_UNPACK_EX, after, first, r, (uint32_t)star);
    } else {
        if (items->count > 60000) {
            mrc_error_at(c, &c->unit->at, "too many targets in one assignment");
            return;
        }
        mrc_emit(c, MR_BC_UNPACK, 0, first, r, (uint32_t)items->count);
    }
    mrc_push_many(c, (uint32_t)items->count);
    for (int32_t i = 0; i < items->count && !c->failed; i++) {
        struct mr_ast_expr *item = items->items[i];
        mrc_assign(c, i == star ? item->starred.value : item, first + (uint32_t)i);
    }
    mrc_restore(c, mark);
}

static void assign(struct mrc *c, struct mr_ast_expr *target, uint32_t r)
{
    uint32_t mark = c->unit->depth;

    switch (target->kind) {
    case MR_AST_NAME:
        mrc_check_name(c, target, target->name.id, MR_AST_STORE);
        mrc_store_name(c, mrc_known_name(c, target->name.id), r);
        break;
    case MR_AST_ATTRIBUTE: {
        mrc_check_name(c, target, target->attribute.attr, MR_AST_STORE);
        uint32_t object = mrc_operand(c, target->attribute.value);
        mrc_restore(c, mark);
        if (c->unit->at.line != target->end_lineno)
            c->unit->at.line = target->end_lineno, c->unit->at.column = -1;
        mrc_emit(c, MR_BC_SET_ATTR, 0, object, attribute_name(c, target), r);
        break;
    }
    case MR_AST_SUBSCRIPT: {
        uint32_t object = mrc_operand_before(c, target->subscript.value, target->subscript.slice);
        uint32_t key = mrc_operand(c, target->subscript.slice);
        mrc_restore(c, mark);
        mrc_emit(c, MR_BC_SET_ITEM, 0, object, key, r);
        break;
    }
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        unpack(c, &target->list.elts, r);
        break;
    case MR_AST_STARRED:
        mrc_error(c, target, "starred assignment target must be in a list or tuple");
        break;
    default:
        break;
    }
}

void mrc_assign(struct mrc *c, struct mr_ast_expr *target, uint32_t r)
{
    if (!mrc_enter(c))
        return;
    mr_position at = c->unit->at;
    mrc_set_at(c, target);
    assign(c, target, r);
    c->unit->at = at;
    mrc_leave(c);
}

/* ---- x, y = a, b ---- */

static uint32_t target_local(struct mrc *c, const struct mr_ast_expr *target)
{
    return target->kind == MR_AST_NAME ? mrc_name_local(c, target->name.id) : UINT32_MAX;
}

static bool is_display(const struct mr_ast_expr *e)
{
    return e->kind == MR_AST_TUPLE || e->kind == MR_AST_LIST;
}

/* Is the value of item i, a local, certainly still there when its turn comes? */
static bool outlives(struct mrc *c, const struct mr_ast_exprs *targets, int32_t i, uint32_t local)
{
    if (c->unit->scope->walrus)
        return false;
    for (int32_t k = 0; k < i; k++) {
        if (is_display(targets->items[k]) || target_local(c, targets->items[k]) == local)
            return false;
    }
    return true;
}

#define PARALLEL_MAX 16

/* Item by item, without making the tuple. */
static bool parallel(struct mrc *c, struct mr_ast_expr *target, struct mr_ast_expr *value)
{
    const struct mr_ast_exprs *targets = &target->list.elts, *values = &value->list.elts;
    uint32_t from[PARALLEL_MAX], mark = c->unit->depth;
    mr_value v = MR_NULL;

    if (!is_display(target) || targets->count > PARALLEL_MAX || c->failed)
        return false;
    for (int32_t i = 0; i < targets->count; i++)
        if (targets->items[i]->kind == MR_AST_STARRED)
            return false;
    if (mrc_is_constant(c, value, &v)) {
        if (!mr_is_tuple(v) || mr_as_tuple(v)->length != (size_t)targets->count)
            return false;
        for (int32_t i = 0; i < targets->count; i++) {
            mr_value item = mr_incref(mr_as_tuple(v)->items[i]);
            uint32_t local = target_local(c, targets->items[i]);
            if (local != UINT32_MAX) {
                mrc_check_name(c, targets->items[i], targets->items[i]->name.id, MR_AST_STORE);
                mrc_emit_const(c, local, item);
                continue;
            }
            uint32_t t = mrc_push(c);
            mrc_emit_const(c, t, item);
            mrc_assign(c, targets->items[i], t);
            mrc_pop(c, 1);
        }
        return true;
    }
    if (!is_display(value) || values->count != targets->count)
        return false;
    for (int32_t i = 0; i < values->count; i++)
        if (values->items[i]->kind == MR_AST_STARRED)
            return false;
    for (int32_t i = 0; i < values->count; i++) {
        struct mr_ast_expr *item = values->items[i];
        uint32_t local = target_local(c, item);
        from[i] = local != UINT32_MAX && outlives(c, targets, i, local) ? mrc_operand(c, item)
                                                                        : mrc_push_expr(c, item);
    }
    for (int32_t i = 0; i < targets->count && !c->failed; i++)
        mrc_assign(c, targets->items[i], from[i]);
    mrc_restore(c, mark);
    return true;
}

static bool plain(const struct mr_ast_expr *target)
{
    return target->kind == MR_AST_NAME || target->kind == MR_AST_ATTRIBUTE ||
           target->kind == MR_AST_SUBSCRIPT;
}

/* a = b = value */
static void assign_all(struct mrc *c, const struct mr_ast_exprs *targets, struct mr_ast_expr *value)
{
    uint32_t mark = c->unit->depth;
    uint32_t first = target_local(c, targets->items[0]), r;
    bool simple = !c->unit->scope->walrus;
    int32_t i = 0;

    for (int32_t k = 0; k < targets->count; k++)
        simple = simple && plain(targets->items[k]);
    if (simple && first != UINT32_MAX) {
        mrc_check_name(c, targets->items[0], targets->items[0]->name.id, MR_AST_STORE);
        mrc_into(c, value, first);
        r = first;
        i = 1;
    } else {
        r = simple ? mrc_operand(c, value) : mrc_push_expr(c, value);
    }
    for (; i < targets->count && !c->failed; i++) {
        struct mr_ast_expr *target = targets->items[i];
        if (!mrc_is_temp(c, r) || i == targets->count - 1) {
            mrc_assign(c, target, r);
            continue;
        }
        uint32_t copy = mrc_push(c);
        mrc_emit(c, MR_BC_COPY, 0, copy, r, 0);
        mrc_assign(c, target, copy);
        mrc_pop(c, 1);
    }
    mrc_restore(c, mark);
}

void mrc_assignment(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->assign.targets.items[0], *value = s->assign.value;
    uint32_t mark = c->unit->depth;

    if (s->assign.targets.count > 1) {
        assign_all(c, &s->assign.targets, value);
        return;
    }
    uint32_t local = target_local(c, target);
    if (local != UINT32_MAX) {
        mrc_check_name(c, target, target->name.id, MR_AST_STORE);
        mrc_into(c, value, local);
        return;
    }
    if (parallel(c, target, value))
        return;
    uint32_t r = mrc_operand_before(c, value, target);
    mrc_assign(c, target, r);
    mrc_restore(c, mark);
}

/* ---- augmented ---- */

/* Ra = Ra op= the statement's value */
static void in_place(struct mrc *c, struct mr_ast_stmt *s, uint32_t a, uint32_t b)
{
    struct mr_ast_expr *value = s->aug_assign.value;
    int op = mrc_binary_operator(s->aug_assign.op);

    if ((op == MR_OP_ADD || op == MR_OP_SUBTRACT) && value->kind == MR_AST_CONSTANT &&
        value->constant.kind == MR_AST_CONST_INT &&
        value->constant.integer == (int16_t)value->constant.integer) {
        mrc_emit(c, MR_BC_INPLACE_IMM, op, a, b, (uint16_t)value->constant.integer);
        return;
    }
    uint32_t mark = c->unit->depth;
    uint32_t d = mrc_operand(c, value);
    mrc_restore(c, mark);
    mrc_set_at(c, s);
    mrc_emit(c, MR_BC_INPLACE, op, a, b, d);
}

static void augment_name(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->aug_assign.target;
    struct mrc_name *name = mrc_known_name(c, target->name.id);
    uint32_t local = mrc_local(c, name), mark = c->unit->depth;

    mrc_check_name(c, target, target->name.id, MR_AST_STORE);
    if (local == UINT32_MAX || mrc_rebinds(c, s->aug_assign.value)) {
        mr_position at = c->unit->at;
        uint32_t t = mrc_top(c);
        mrc_set_at(c, target);
        mrc_load_name(c, name, t);
        c->unit->at = at;
        mrc_push(c);
        in_place(c, s, t, t);
        c->unit->at = at;
        mrc_store_name(c, name, t);
    } else {
        mr_position at = c->unit->at;
        mrc_set_at(c, target);
        mrc_check_bound(c, name, local);
        c->unit->at = at;
        in_place(c, s, local, local);
    }
    mrc_restore(c, mark);
}

/* A second reading of an operand that is read twice. */
static uint32_t again(struct mrc *c, uint32_t r)
{
    if (!mrc_is_temp(c, r))
        return r;
    uint32_t copy = mrc_push(c);
    mrc_emit(c, MR_BC_COPY, 0, copy, r, 0);
    return copy;
}

static void augment_attribute(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->aug_assign.target;
    uint32_t mark = c->unit->depth, name = attribute_name(c, target);
    mr_position at = c->unit->at;

    mrc_check_name(c, target, target->attribute.attr, MR_AST_STORE);
    uint32_t object = mrc_operand_before(c, target->attribute.value, s->aug_assign.value);
    uint32_t inner = c->unit->depth;
    uint32_t copy = again(c, object);
    mrc_restore(c, inner);
    uint32_t t = mrc_push(c);
    mrc_set_at(c, target);
    mrc_emit(c, MR_BC_GET_ATTR, 0, t, copy, name);
    c->unit->at = at;
    in_place(c, s, t, t);
    mrc_set_at(c, target);
    mrc_emit(c, MR_BC_SET_ATTR, 0, object, name, t);
    c->unit->at = at;
    mrc_restore(c, mark);
}

static void augment_item(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->aug_assign.target;
    uint32_t mark = c->unit->depth;
    mr_position at = c->unit->at;
    bool rebinds = mrc_rebinds(c, target->subscript.slice) || mrc_rebinds(c, s->aug_assign.value);

    uint32_t object = rebinds ? mrc_push_expr(c, target->subscript.value)
                              : mrc_operand(c, target->subscript.value);
    uint32_t key = rebinds ? mrc_push_expr(c, target->subscript.slice)
                           : mrc_operand(c, target->subscript.slice);
    uint32_t inner = c->unit->depth;
    uint32_t object_copy = again(c, object);
    uint32_t key_copy = again(c, key);
    mrc_restore(c, inner);
    uint32_t t = mrc_push(c);
    mrc_set_at(c, target);
    mrc_emit(c, MR_BC_GET_ITEM, 0, t, object_copy, key_copy);
    c->unit->at = at;
    in_place(c, s, t, t);
    mrc_set_at(c, target);
    mrc_emit(c, MR_BC_SET_ITEM, 0, object, key, t);
    c->unit->at = at;
    mrc_restore(c, mark);
}

void mrc_augmented(struct mrc *c, struct mr_ast_stmt *s)
{
    switch (s->aug_assign.target->kind) {
    case MR_AST_NAME: augment_name(c, s); break;
    case MR_AST_ATTRIBUTE: augment_attribute(c, s); break;
    case MR_AST_SUBSCRIPT: augment_item(c, s); break;
    default: break;
    }
}

/* ---- annotated ---- */

void mrc_annotated(struct mrc *c, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->ann_assign.target, *value = s->ann_assign.value;
    bool stores = c->unit->scope->kind != MRC_FUNCTION;
    uint32_t mark = c->unit->depth;

    if (value) {
        uint32_t local = target_local(c, target);
        if (local != UINT32_MAX) {
            mrc_check_name(c, target, target->name.id, MR_AST_STORE);
            mrc_into(c, value, local);
        } else {
            uint32_t r = mrc_operand_before(c, value, target);
            mrc_assign(c, target, r);
            mrc_restore(c, mark);
        }
    }
    switch (target->kind) {
    case MR_AST_NAME:
        mrc_check_name(c, target, target->name.id, MR_AST_STORE);
        if (s->ann_assign.simple && stores && !c->failed) {
            uint32_t t = mrc_top(c);
            mrc_annotation(c, s->ann_assign.annotation, t);
            mrc_push(c);
            uint32_t dict = mrc_push(c), key = mrc_push(c);
            mrc_emit(c, MR_BC_LOAD_NAME, 0, dict,
                     mrc_unit_name(c, mrc_name_z(c, "__annotations__")), 0);
            mr_value name = mrc_name_str(c, mrc_known_name(c, target->name.id));
            if (name)
                mrc_emit_const(c, key, mr_incref(name));
            mrc_emit(c, MR_BC_SET_ITEM, 0, dict, key, t);
            mrc_restore(c, mark);
        }
        break;
    case MR_AST_ATTRIBUTE:
        mrc_check_name(c, target, target->attribute.attr, MR_AST_STORE);
        if (!value)
            mrc_effect(c, target->attribute.value);
        break;
    case MR_AST_SUBSCRIPT:
        if (!value) {
            mrc_effect(c, target->subscript.value);
            mrc_effect(c, target->subscript.slice);
        }
        break;
    default:
        break;
    }
    if (!s->ann_assign.simple && stores && !(c->future & MR_CO_FUTURE_ANNOTATIONS))
        mrc_effect(c, s->ann_assign.annotation);
}

/* ---- del ---- */

void mrc_delete(struct mrc *c, struct mr_ast_expr *target)
{
    uint32_t mark = c->unit->depth;

    if (!mrc_enter(c))
        return;
    mr_position at = c->unit->at;
    mrc_set_at(c, target);
    switch (target->kind) {
    case MR_AST_NAME:
        mrc_check_name(c, target, target->name.id, MR_AST_DEL);
        mrc_delete_name(c, mrc_known_name(c, target->name.id));
        break;
    case MR_AST_ATTRIBUTE: {
        mrc_check_name(c, target, target->attribute.attr, MR_AST_DEL);
        uint32_t object = mrc_operand(c, target->attribute.value);
        mrc_emit(c, MR_BC_DEL_ATTR, 0, object, attribute_name(c, target), 0);
        break;
    }
    case MR_AST_SUBSCRIPT: {
        uint32_t object = mrc_operand_before(c, target->subscript.value, target->subscript.slice);
        uint32_t key = mrc_operand(c, target->subscript.slice);
        mrc_emit(c, MR_BC_DEL_ITEM, 0, object, key, 0);
        break;
    }
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        for (int32_t i = 0; i < target->list.elts.count; i++)
            mrc_delete(c, target->list.elts.items[i]);
        break;
    default:
        break;
    }
    mrc_restore(c, mark);
    c->unit->at = at;
    mrc_leave(c);
}
