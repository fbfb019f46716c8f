/*
 * fold.c - constant folding on the tree, before scopes are looked at.
 *
 * What is folded, and up to which size of result, follows CPython's
 * ast_opt.c: operators on constants, tuples of constants, constants indexed
 * by constants, __debug__, and lists and sets of constants that are only
 * searched or walked. A folded expression becomes a Constant whose value
 * stands in the compilation's table.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

#define MAX_INT_BITS 128
#define MAX_ITEMS 256
#define MAX_TEXT 4096
#define MAX_COMPLEXITY 4096

static void become(struct mrc *c, struct mr_ast_expr *e, mr_value v)
{
    uint32_t number = mrc_constant(c, v);

    e->kind = MR_AST_CONSTANT;
    memset(&e->constant, 0, sizeof e->constant);
    switch (v) {
    case MR_NONE: e->constant.kind = MR_AST_CONST_NONE; return;
    case MR_FALSE: e->constant.kind = MR_AST_CONST_FALSE; return;
    case MR_TRUE: e->constant.kind = MR_AST_CONST_TRUE; return;
    default: break;
    }
    if (mr_is_int(v)) {
        e->constant.kind = MR_AST_CONST_INT;
        e->constant.integer = mr_small_int_value(v);
        return;
    }
    e->constant.kind = MRC_CONST_FOLDED;
    e->constant.integer = number;
}

/* The result of an operation, or an exception: then nothing is folded. */
static void become_or_not(struct mrc *c, struct mr_ast_expr *e, mr_value v)
{
    if (v)
        become(c, e, v);
    else if (mr_error_is(c->rt, c->rt->exc.KeyboardInterrupt))
        mrc_failed(c);
    else
        mr_error_clear(c->rt);
}

/* ---- sizes ---- */

static size_t bits(mr_value v)
{
    mr_mpz_room room;

    return mr_is_bool(v)                   ? v == MR_TRUE
           : mpz_sgn(mr_int_mpz(v, &room)) ? mpz_sizeinbase(mr_int_mpz(v, &room), 2)
                                           : 0;
}

static bool is_zero(mr_value v)
{
    return mr_int_sign(v) == 0;
}

/* Items in a tuple and the tuples in it, up to the limit. */
static int64_t complexity(mr_value v, int64_t limit)
{
    if (!mr_is_tuple(v))
        return limit;
    limit -= (int64_t)mr_as_tuple(v)->length;
    for (size_t i = 0; limit >= 0 && i < mr_as_tuple(v)->length; i++)
        limit = complexity(mr_as_tuple(v)->items[i], limit);
    return limit;
}

static bool fine_product(mr_value n, mr_value v)
{
    int overflow;
    int64_t times = mr_int_value(n, &overflow);
    size_t length;

    if (mr_is_tuple(v)) {
        length = mr_as_tuple(v)->length;
        return !length || (!overflow && times >= 0 && times <= (int64_t)(MAX_ITEMS / length) &&
                           (!times || complexity(v, MAX_COMPLEXITY / times) >= 0));
    }
    length = mr_is_str(v) ? mr_as_str(v)->length : mr_as_bytes(v)->length;
    return !length || (!overflow && times >= 0 && times <= (int64_t)(MAX_TEXT / length));
}

static bool fine_size(int op, mr_value a, mr_value b)
{
    bool ints = mr_is_integer(a) && mr_is_integer(b);

    switch (op) {
    case MR_AST_MULT:
        if (ints)
            return is_zero(a) || is_zero(b) || bits(a) + bits(b) <= MAX_INT_BITS;
        if (mr_is_integer(a) && (mr_is_tuple(b) || mr_is_str(b) || mr_is_bytes(b)))
            return fine_product(a, b);
        if (mr_is_integer(b) && (mr_is_tuple(a) || mr_is_str(a) || mr_is_bytes(a)))
            return fine_product(b, a);
        return true;
    case MR_AST_POW:
        if (ints && mr_int_sign(b) > 0) {
            int overflow;
            int64_t power = mr_int_value(b, &overflow);
            return !overflow && bits(a) <= MAX_INT_BITS / (uint64_t)power;
        }
        return true;
    case MR_AST_LSHIFT:
        if (ints && !is_zero(a) && !is_zero(b)) {
            int overflow;
            int64_t shift = mr_int_value(b, &overflow);
            return !overflow && shift >= 0 && shift <= MAX_INT_BITS &&
                   bits(a) <= (size_t)(MAX_INT_BITS - shift);
        }
        return true;
    case MR_AST_MOD:
        return !mr_is_str(a) && !mr_is_bytes(a);
    case MR_AST_MAT_MULT:
        return false;
    default:
        return true;
    }
}

/* ---- nodes ---- */

static void fold_binary(struct mrc *c, struct mr_ast_expr *e)
{
    mr_value a, b;

    if (mrc_is_constant(c, e->bin_op.left, &a) && mrc_is_constant(c, e->bin_op.right, &b) &&
        fine_size(e->bin_op.op, a, b))
        become_or_not(c, e, mr_binary_op(c->rt, mrc_binary_operator(e->bin_op.op), a, b));
}

static void fold_unary(struct mrc *c, struct mr_ast_expr *e)
{
    struct mr_ast_expr *operand = e->unary_op.operand;
    mr_value v;

    if (e->unary_op.op == MR_AST_NOT && operand->kind == MR_AST_COMPARE &&
        operand->compare.ops.count == 1) {
        static const uint8_t opposite[] = {[MR_AST_IS] = MR_AST_IS_NOT,
                                           [MR_AST_IS_NOT] = MR_AST_IS,
                                           [MR_AST_IN] = MR_AST_NOT_IN,
                                           [MR_AST_NOT_IN] = MR_AST_IN};
        uint8_t *op = operand->compare.ops.items;
        if (*op >= MR_AST_IS) {
            *op = opposite[*op];
            e->kind = MR_AST_COMPARE;
            struct mr_ast_expr was = *operand;
            e->compare = was.compare;
            return;
        }
    }
    if (!mrc_is_constant(c, operand, &v))
        return;
    switch (e->unary_op.op) {
    case MR_AST_INVERT: become_or_not(c, e, mr_unary_op(c->rt, MR_OP_INVERT, v)); break;
    case MR_AST_UADD: become_or_not(c, e, mr_unary_op(c->rt, MR_OP_POSITIVE, v)); break;
    case MR_AST_USUB: become_or_not(c, e, mr_unary_op(c->rt, MR_OP_NEGATIVE, v)); break;
    default: {
        int truth = mrc_constant_truth(c, operand);
        become(c, e, mr_bool(!truth));
        break;
    }
    }
}

/* The tuple of a display's items if all are constant; MR_NULL else. */
static mr_value constant_tuple(struct mrc *c, const struct mr_ast_exprs *items)
{
    mr_value v;

    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind != MR_AST_CONSTANT)
            return MR_NULL;
    mr_value tuple = mr_tuple_new(c->rt, NULL, (size_t)items->count);
    if (!tuple) {
        mrc_failed(c);
        return MR_NULL;
    }
    for (int32_t i = 0; i < items->count; i++)
        mr_as_tuple(tuple)->items[i] =
            mrc_is_constant(c, items->items[i], &v) ? mr_incref(v) : MR_NONE;
    return tuple;
}

static void fold_tuple(struct mrc *c, struct mr_ast_expr *e)
{
    if (e->list.ctx != MR_AST_LOAD)
        return;
    mr_value tuple = constant_tuple(c, &e->list.elts);
    if (tuple)
        become(c, e, tuple);
}

/* A display that is only walked or searched. */
static void fold_read_only(struct mrc *c, struct mr_ast_expr *e)
{
    if (c->failed)
        return;
    if (e->kind == MR_AST_LIST) {
        for (int32_t i = 0; i < e->list.elts.count; i++)
            if (e->list.elts.items[i]->kind == MR_AST_STARRED)
                return;
        mr_value tuple = constant_tuple(c, &e->list.elts);
        if (tuple)
            become(c, e, tuple);
        else
            e->kind = MR_AST_TUPLE;
    } else if (e->kind == MR_AST_SET) {
        mr_value tuple = constant_tuple(c, &e->set.elts);
        if (!tuple)
            return;
        mr_value set = mr_frozenset_new(c->rt, tuple);
        mr_decref(c->rt, tuple);
        become_or_not(c, e, set);
    }
}

static void fold_subscript(struct mrc *c, struct mr_ast_expr *e)
{
    mr_value a, b;

    if (e->subscript.ctx == MR_AST_LOAD && mrc_is_constant(c, e->subscript.value, &a) &&
        mrc_is_constant(c, e->subscript.slice, &b))
        become_or_not(c, e, mr_getitem(c->rt, a, b));
}

static void fold_node(struct mrc *c, struct mr_ast_node *node);

static void fold_children(struct mrc *c, struct mr_ast_node *node)
{
    const struct mr_ast_description *d = mr_ast_describe(node->kind);
    bool keep_annotations = c->future & MR_CO_FUTURE_ANNOTATIONS;

    for (int i = 0; i < d->field_count; i++) {
        char *field = (char *)node + d->fields[i].offset;
        if (keep_annotations &&
            (!strcmp(d->fields[i].name, "annotation") || !strcmp(d->fields[i].name, "returns")))
            continue;
        if (d->fields[i].type == MR_AST_FIELD_NODE) {
            struct mr_ast_node *child = *(struct mr_ast_node **)(void *)field;
            if (child)
                fold_node(c, child);
        } else if (d->fields[i].type == MR_AST_FIELD_NODES) {
            struct mr_ast_nodes *list = (struct mr_ast_nodes *)(void *)field;
            for (int32_t k = 0; k < list->count && !c->failed; k++)
                if (list->items[k])
                    fold_node(c, list->items[k]);
        }
    }
}

static void fold_this(struct mrc *c, struct mr_ast_node *node)
{
    struct mr_ast_expr *e = (struct mr_ast_expr *)node;

    switch (node->kind) {
    case MR_AST_BIN_OP: fold_binary(c, e); break;
    case MR_AST_UNARY_OP: fold_unary(c, e); break;
    case MR_AST_TUPLE: fold_tuple(c, e); break;
    case MR_AST_SUBSCRIPT: fold_subscript(c, e); break;
    case MR_AST_COMPARE: {
        int32_t last = e->compare.ops.count - 1;
        if (e->compare.ops.items[last] == MR_AST_IN || e->compare.ops.items[last] == MR_AST_NOT_IN)
            fold_read_only(c, e->compare.comparators.items[last]);
        break;
    }
    case MR_AST_NAME:
        if (e->name.ctx == MR_AST_LOAD && !strcmp(e->name.id, "__debug__"))
            become(c, e, MR_TRUE);
        break;
    case MR_AST_FOR: fold_read_only(c, ((struct mr_ast_stmt *)node)->for_.iter); break;
    case MR_AST_COMPREHENSION:
        fold_read_only(c, ((struct mr_ast_comprehension *)node)->iter);
        break;
    default: break;
    }
}

static void fold_node(struct mrc *c, struct mr_ast_node *node)
{
    switch (node->kind) {
    case MR_AST_CONSTANT:
    case MR_AST_GLOBAL:
    case MR_AST_PASS:
        return;
    case MR_AST_NAME:
        fold_this(c, node);
        return;
    default: break;
    }
    if (!mrc_enter(c))
        return;
    fold_children(c, node);
    if (!c->failed)
        fold_this(c, node);
    mrc_leave(c);
}

void mrc_fold(struct mrc *c, struct mr_ast_mod *mod)
{
    if (c->failed)
        return;
    if (mod->kind == MR_AST_EXPRESSION) {
        fold_node(c, (struct mr_ast_node *)mod->expression);
        return;
    }
    for (int32_t i = 0; i < mod->body.count && !c->failed; i++)
        fold_node(c, (struct mr_ast_node *)mod->body.items[i]);
}
