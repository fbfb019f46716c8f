/*
 * expressions.c - expressions, but for displays, calls, functions and
 * comprehensions.
 */
#include "compiler/compiler.h"
#include "types/abstract.h"

/* ---- hazards: does evaluating a node rebind a local of this function? ---- */

static bool rebinds(struct mrc *c, const struct mr_ast_node *node);

static bool any_rebinds(struct mrc *c, const struct mr_ast_nodes *list)
{
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i] && rebinds(c, list->items[i]))
            return true;
    return false;
}

static bool rebinds(struct mrc *c, const struct mr_ast_node *node)
{
    bool found = false;

    if (node->kind == MR_AST_NAMED_EXPR)
        return true;
    if (node->kind == MR_AST_LAMBDA || node->kind == MR_AST_CONSTANT || !mrc_enter(c))
        return false;
    const struct mr_ast_description *d = mr_ast_describe(node->kind);
    for (int i = 0; i < d->field_count && !found; i++) {
        const char *field = (const char *)node + d->fields[i].offset;
        if (d->fields[i].type == MR_AST_FIELD_NODE) {
            const struct mr_ast_node *child = *(struct mr_ast_node *const *)(const void *)field;
            found = child && rebinds(c, child);
        } else if (d->fields[i].type == MR_AST_FIELD_NODES) {
            found = any_rebinds(c, (const struct mr_ast_nodes *)(const void *)field);
        }
    }
    mrc_leave(c);
    return found;
}

bool mrc_rebinds(struct mrc *c, const void *node)
{
    return !c->failed && node && c->unit->scope->walrus && rebinds(c, node);
}

/* ---- operands ---- */

uint32_t mrc_push_expr(struct mrc *c, struct mr_ast_expr *e)
{
    mrc_into(c, e, mrc_top(c));
    return mrc_push(c);
}

uint32_t mrc_operand(struct mrc *c, struct mr_ast_expr *e)
{
    if (e->kind == MR_AST_NAME && !c->failed) {
        struct mrc_name *name = mrc_known_name(c, e->name.id);
        uint32_t r = mrc_local(c, name);
        if (r != UINT32_MAX) {
            mr_position at = c->unit->at;
            mrc_set_at(c, e);
            mrc_check_bound(c, name, r);
            c->unit->at = at;
            return r;
        }
    }
    return mrc_push_expr(c, e);
}

uint32_t mrc_operand_before(struct mrc *c, struct mr_ast_expr *e, struct mr_ast_expr *later)
{
    return mrc_rebinds(c, later) ? mrc_push_expr(c, e) : mrc_operand(c, e);
}

void mrc_effect(struct mrc *c, struct mr_ast_expr *e)
{
    if (e->kind == MR_AST_CONSTANT)
        return;
    uint32_t mark = c->unit->depth;
    uint32_t r = mrc_operand(c, e);
    if (mrc_is_temp(c, r))
        mrc_release(c, r);
    mrc_restore(c, mark);
}

/* ---- operators ---- */

int mrc_binary_operator(int op)
{
    switch (op) {
    case MR_AST_ADD: return MR_OP_ADD;
    case MR_AST_SUB: return MR_OP_SUBTRACT;
    case MR_AST_MULT: return MR_OP_MULTIPLY;
    case MR_AST_MAT_MULT: return MR_OP_MATRIX_MULTIPLY;
    case MR_AST_DIV: return MR_OP_TRUE_DIVIDE;
    case MR_AST_MOD: return MR_OP_REMAINDER;
    case MR_AST_POW: return MR_OP_POWER;
    case MR_AST_LSHIFT: return MR_OP_LSHIFT;
    case MR_AST_RSHIFT: return MR_OP_RSHIFT;
    case MR_AST_BIT_OR: return MR_OP_OR;
    case MR_AST_BIT_XOR: return MR_OP_XOR;
    case MR_AST_BIT_AND: return MR_OP_AND;
    default: return MR_OP_FLOOR_DIVIDE;
    }
}

void mrc_binary(struct mrc *c, int op, uint32_t a, uint32_t b, uint32_t d)
{
    switch (op) {
    case MR_AST_ADD: mrc_emit(c, MR_BC_ADD, 0, a, b, d); break;
    case MR_AST_SUB: mrc_emit(c, MR_BC_SUBTRACT, 0, a, b, d); break;
    case MR_AST_MULT: mrc_emit(c, MR_BC_MULTIPLY, 0, a, b, d); break;
    case MR_AST_DIV: mrc_emit(c, MR_BC_TRUE_DIVIDE, 0, a, b, d); break;
    case MR_AST_FLOOR_DIV: mrc_emit(c, MR_BC_FLOOR_DIVIDE, 0, a, b, d); break;
    case MR_AST_MOD: mrc_emit(c, MR_BC_REMAINDER, 0, a, b, d); break;
    case MR_AST_BIT_AND: mrc_emit(c, MR_BC_AND, 0, a, b, d); break;
    default: mrc_emit(c, MR_BC_BINARY, mrc_binary_operator(op), a, b, d); break;
    }
}

/* An int literal that fits an immediate operand. */
static bool immediate(const struct mr_ast_expr *e, int16_t *value)
{
    if (e->kind != MR_AST_CONSTANT || e->constant.kind != MR_AST_CONST_INT)
        return false;
    *value = (int16_t)e->constant.integer;
    return *value == e->constant.integer;
}

static bool has_immediate_form(int op)
{
    return op != MR_AST_DIV && op != MR_AST_POW && op != MR_AST_MAT_MULT;
}

static void binary(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;
    struct mr_ast_expr *left = e->bin_op.left, *right = e->bin_op.right;
    int16_t value;

    uint32_t b = mrc_operand_before(c, left, right);
    if (immediate(right, &value) && has_immediate_form(e->bin_op.op)) {
        int op = e->bin_op.op == MR_AST_ADD   ? MR_BC_ADD_IMM
                 : e->bin_op.op == MR_AST_SUB ? MR_BC_SUBTRACT_IMM
                                              : MR_BC_BINARY_IMM;
        mrc_restore(c, mark);
        mrc_emit(c, op, op == MR_BC_BINARY_IMM ? mrc_binary_operator(e->bin_op.op) : 0, dst, b,
                 (uint16_t)value);
        return;
    }
    uint32_t d = mrc_operand(c, right);
    mrc_restore(c, mark);
    mrc_binary(c, e->bin_op.op, dst, b, d);
}

static void unary(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    static const uint8_t ops[] = { [MR_AST_INVERT] = MR_BC_INVERT, [MR_AST_NOT] = MR_BC_NOT,
                                   [MR_AST_UADD] = MR_BC_POSITIVE, [MR_AST_USUB] = MR_BC_NEGATIVE };
    uint32_t mark = c->unit->depth;
    uint32_t b = mrc_operand(c, e->unary_op.operand);

    mrc_restore(c, mark);
    mrc_emit(c, ops[e->unary_op.op], 0, dst, b, 0);
}

/* ---- comparisons ---- */

static int comparison(int op)
{
    switch (op) {
    case MR_AST_EQ: return MR_EQ;
    case MR_AST_NOT_EQ: return MR_NE;
    case MR_AST_LT: return MR_LT;
    case MR_AST_LT_E: return MR_LE;
    case MR_AST_GT: return MR_GT;
    case MR_AST_GT_E: return MR_GE;
    default: return -1;
    }
}

/* Ra = Rb op Rd */
static void compare_one(struct mrc *c, int op, uint32_t a, uint32_t b, uint32_t d)
{
    int cmp = comparison(op);

    if (cmp >= 0)
        mrc_emit(c, MR_BC_COMPARE, cmp, a, b, d);
    else if (op == MR_AST_IS || op == MR_AST_IS_NOT)
        mrc_emit(c, MR_BC_IS, op == MR_AST_IS_NOT, a, b, d);
    else
        mrc_emit(c, MR_BC_CONTAINS, op == MR_AST_NOT_IN, a, b, d);
}

static bool is_none(const struct mr_ast_expr *e)
{
    return e->kind == MR_AST_CONSTANT && e->constant.kind == MR_AST_CONST_NONE;
}

/* x is 1: the constants whose identity is nobody's business */
static bool odd_identity(const struct mr_ast_expr *e)
{
    if (e->kind != MR_AST_CONSTANT)
        return false;
    switch (e->constant.kind) {
    case MR_AST_CONST_NONE:
    case MR_AST_CONST_FALSE:
    case MR_AST_CONST_TRUE:
    case MR_AST_CONST_ELLIPSIS:
        return false;
    default:
        return true;
    }
}

static void check_compare(struct mrc *c, struct mr_ast_expr *e)
{
    const struct mr_ast_expr *left = e->compare.left;

    for (int32_t i = 0; i < e->compare.ops.count; i++) {
        const struct mr_ast_expr *right = e->compare.comparators.items[i];
        int op = e->compare.ops.items[i];
        if ((op == MR_AST_IS || op == MR_AST_IS_NOT) &&
            (odd_identity(left) || odd_identity(right))) {
            mrc_warn(c, e, op == MR_AST_IS ? "\"is\" with a literal. Did you mean \"==\"?"
                                           : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

/* The middle operand of a chain, for two comparisons: a copy for the first in *first, the original
 * in the next temporary or in its local. */
static uint32_t middle(struct mrc *c, struct mr_ast_expr *e, struct mr_ast_expr *later,
                       uint32_t *first)
{
    uint32_t r = mrc_operand_before(c, e, later);

    *first = r;
    if (mrc_is_temp(c, r)) {
        *first = mrc_push(c);
        mrc_emit(c, MR_BC_COPY, 0, *first, r, 0);
    }
    return r;
}

static void compare(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    int32_t count = e->compare.ops.count;
    struct mr_ast_expr **operands = e->compare.comparators.items;
    uint32_t mark = c->unit->depth;

    check_compare(c, e);
    if (count == 1) {
        uint32_t b = mrc_operand_before(c, e->compare.left, operands[0]);
        uint32_t d = mrc_operand(c, operands[0]);
        mrc_restore(c, mark);
        compare_one(c, e->compare.ops.items[0], dst, b, d);
        return;
    }
    /* t0: left and result; the chain's values stand above it */
    int32_t end = mrc_label(c);
    uint32_t result = mrc_top(c);
    mrc_push_expr(c, e->compare.left);
    uint32_t left = result;
    for (int32_t i = 0; i + 1 < count && !c->failed; i++) {
        int32_t on = mrc_label(c);
        uint32_t inner = c->unit->depth;
        uint32_t first;
        uint32_t mid = middle(c, operands[i], operands[i + 1], &first);
        compare_one(c, e->compare.ops.items[i], result, left, first);
        mrc_restore(c, inner);
        if (!mrc_is_temp(c, mid)) {
            mrc_emit_jump(c, MR_BC_JUMP_IF_FALSE_KEEP, result, end);
            left = mid;
            continue;
        }
        mrc_push(c);
        int32_t drop = mrc_label(c);
        mrc_emit_jump(c, MR_BC_JUMP_IF_FALSE_KEEP, result, drop);
        mrc_jump(c, on);
        mrc_bind(c, drop);
        mrc_release(c, mid);
        mrc_jump(c, end);
        mrc_bind(c, on);
        mrc_emit(c, MR_BC_MOVE, 0, result, mid, 0);
        mrc_pop(c, 1);
        left = result;
    }
    uint32_t inner = c->unit->depth;
    uint32_t last = mrc_operand(c, operands[count - 1]);
    mrc_restore(c, inner);
    compare_one(c, e->compare.ops.items[count - 1], result, left, last);
    mrc_bind(c, end);
    mrc_restore(c, mark);
    if (dst != result)
        mrc_emit(c, MR_BC_MOVE, 0, dst, result, 0);
}

/* ---- conditions ---- */

static void jump_compare(struct mrc *c, int cmp, bool when, uint32_t a, uint32_t b, int32_t label)
{
    mrc_instr *i = mrc_emit(c, MR_BC_JUMP_COMPARE, cmp | (when ? 0 : 8), a, b, 0);

    if (i) {
        i->label = label;
        c->unit->labels[label].uses++;
    }
}

static void jump_none(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when_none)
{
    uint32_t mark = c->unit->depth;
    uint32_t r = mrc_operand(c, e->compare.left);

    mrc_restore(c, mark);
    if (!mrc_is_temp(c, r)) {
        mrc_emit_jump(c, when_none ? MR_BC_JUMP_IF_NONE : MR_BC_JUMP_IF_NOT_NONE, r, label);
    } else if (when_none) {
        mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, r, label); /* None needs no release */
        mrc_release(c, r);
    } else {
        int32_t skip = mrc_label(c);
        mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, r, skip);
        mrc_release(c, r);
        mrc_jump(c, label);
        mrc_bind(c, skip);
    }
}

/* Jumps if (Ra op Rb) is `when`; operands have been given back already. */
static void branch(struct mrc *c, int op, uint32_t a, uint32_t b, int32_t label, bool when)
{
    int cmp = comparison(op);

    if (cmp >= 0) {
        jump_compare(c, cmp, when, a, b, label);
        return;
    }
    uint32_t t = mrc_push(c);
    mrc_pop(c, 1);
    compare_one(c, op, t, a, b);
    mrc_emit_jump(c, when ? MR_BC_JUMP_IF_TRUE : MR_BC_JUMP_IF_FALSE, t, label);
}

static void jump_if_compare(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when)
{
    int op = e->compare.ops.items[0];
    int16_t value;
    struct mr_ast_expr *left = e->compare.left, *right = e->compare.comparators.items[0];
    uint32_t mark = c->unit->depth;

    check_compare(c, e);
    if ((op == MR_AST_IS || op == MR_AST_IS_NOT) && is_none(right)) {
        jump_none(c, e, label, (op == MR_AST_IS) == when);
        return;
    }
    uint32_t a = mrc_operand_before(c, left, right);
    if (comparison(op) >= 0 && immediate(right, &value)) {
        mrc_restore(c, mark);
        mrc_instr *i = mrc_emit(c, MR_BC_JUMP_COMPARE_IMM, comparison(op) | (when ? 0 : 8), a,
                                (uint16_t)value, 0);
        if (i) {
            i->label = label;
            c->unit->labels[label].uses++;
        }
        return;
    }
    uint32_t b = mrc_operand(c, right);
    mrc_restore(c, mark);
    branch(c, op, a, b, label, when);
}

/* A chain: false as soon as one comparison is. The left operand of each is a
 * local, or stands in the temporary `bottom`. */
static void jump_if_chain(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when)
{
    int32_t count = e->compare.ops.count;
    struct mr_ast_expr **operands = e->compare.comparators.items;
    uint32_t mark = c->unit->depth, bottom = mrc_top(c);
    int32_t no = when ? mrc_label(c) : label; /* where false goes */

    check_compare(c, e);
    uint32_t left = mrc_operand_before(c, e->compare.left, operands[0]);
    for (int32_t i = 0; i + 1 < count && !c->failed; i++) {
        uint32_t first;
        uint32_t mid = middle(c, operands[i], operands[i + 1], &first);
        if (!mrc_is_temp(c, mid)) {
            mrc_restore(c, mark);
            branch(c, e->compare.ops.items[i], left, first, no, false);
            left = mid;
            continue;
        }
        int32_t on = mrc_label(c);
        mrc_pop(c, 1); /* the copy; what `branch` needs besides stands above the middle one */
        branch(c, e->compare.ops.items[i], left, first, on, true);
        mrc_release(c, mid);
        mrc_jump(c, no);
        mrc_bind(c, on);
        if (mid != bottom)
            mrc_emit(c, MR_BC_MOVE, 0, bottom, mid, 0);
        left = bottom;
        mrc_restore(c, mark);
        mrc_push(c);
    }
    uint32_t last = mrc_operand(c, operands[count - 1]);
    mrc_restore(c, mark);
    branch(c, e->compare.ops.items[count - 1], left, last, label, when);
    if (when)
        mrc_bind(c, no);
}

static void jump_if_bool(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when)
{
    /* `or` jumping on true, `and` on false: each value may decide */
    bool decides = (e->bool_op.op == MR_AST_OR) == when;
    int32_t count = e->bool_op.values.count;
    int32_t other = decides ? label : mrc_label(c);

    for (int32_t i = 0; i < count - 1; i++)
        mrc_jump_if(c, e->bool_op.values.items[i], other, decides ? when : !when);
    mrc_jump_if(c, e->bool_op.values.items[count - 1], label, when);
    if (!decides)
        mrc_bind(c, other);
}

static void jump_if_kind(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when)
{
    int truth = mrc_constant_truth(c, e);

    if (truth >= 0) {
        if ((truth != 0) == when)
            mrc_jump(c, label);
        return;
    }
    switch (e->kind) {
    case MR_AST_UNARY_OP:
        if (e->unary_op.op == MR_AST_NOT) {
            mrc_jump_if(c, e->unary_op.operand, label, !when);
            return;
        }
        break;
    case MR_AST_BOOL_OP:
        jump_if_bool(c, e, label, when);
        return;
    case MR_AST_IF_EXP: {
        int32_t end = mrc_label(c), orelse = mrc_label(c);
        mrc_jump_if(c, e->if_exp.test, orelse, false);
        mrc_jump_if(c, e->if_exp.body, label, when);
        mrc_jump(c, end);
        mrc_bind(c, orelse);
        mrc_jump_if(c, e->if_exp.orelse, label, when);
        mrc_bind(c, end);
        return;
    }
    case MR_AST_COMPARE:
        if (e->compare.ops.count == 1)
            jump_if_compare(c, e, label, when);
        else
            jump_if_chain(c, e, label, when);
        return;
    default:
        break;
    }
    uint32_t mark = c->unit->depth;
    uint32_t r = mrc_operand(c, e);
    mrc_restore(c, mark);
    mrc_emit_jump(c, when ? MR_BC_JUMP_IF_TRUE : MR_BC_JUMP_IF_FALSE, r, label);
}

void mrc_jump_if(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when)
{
    if (!mrc_enter(c))
        return;
    mr_position at = c->unit->at;
    mrc_set_at(c, e);
    jump_if_kind(c, e, label, when);
    c->unit->at = at;
    mrc_leave(c);
}

static void bool_op(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    int32_t end = mrc_label(c), count = e->bool_op.values.count;
    uint32_t t = mrc_top(c), mark = c->unit->depth;
    int op = e->bool_op.op == MR_AST_AND ? MR_BC_JUMP_IF_FALSE_KEEP : MR_BC_JUMP_IF_TRUE_KEEP;

    for (int32_t i = 0; i < count; i++) {
        mrc_into(c, e->bool_op.values.items[i], t);
        if (i < count - 1) {
            mrc_push(c);
            mrc_emit_jump(c, op, t, end);
            mrc_restore(c, mark);
        }
    }
    mrc_bind(c, end);
    if (dst != t)
        mrc_emit(c, MR_BC_MOVE, 0, dst, t, 0);
}

static void if_exp(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    int32_t end = mrc_label(c), orelse = mrc_label(c);

    mrc_jump_if(c, e->if_exp.test, orelse, false);
    mrc_into(c, e->if_exp.body, dst);
    mrc_jump(c, end);
    mrc_bind(c, orelse);
    mrc_into(c, e->if_exp.orelse, dst);
    mrc_bind(c, end);
}

/* ---- items and attributes ---- */

static const char *literal_type(const struct mr_ast_expr *e)
{
    switch (e->kind) {
    case MR_AST_TUPLE: return "tuple";
    case MR_AST_LIST:
    case MR_AST_LIST_COMP: return "list";
    case MR_AST_DICT:
    case MR_AST_DICT_COMP: return "dict";
    case MR_AST_SET:
    case MR_AST_SET_COMP: return "set";
    case MR_AST_GENERATOR_EXP: return "generator";
    case MR_AST_LAMBDA: return "function";
    case MR_AST_JOINED_STR:
    case MR_AST_FORMATTED_VALUE: return "str";
    default: return NULL;
    }
}

static const char *constant_type(struct mrc *c, const struct mr_ast_expr *e)
{
    switch (e->constant.kind) {
    case MR_AST_CONST_NONE: return "NoneType";
    case MR_AST_CONST_FALSE:
    case MR_AST_CONST_TRUE: return "bool";
    case MR_AST_CONST_ELLIPSIS: return "ellipsis";
    case MR_AST_CONST_INT:
    case MR_AST_CONST_BIG_INT: return "int";
    case MR_AST_CONST_FLOAT: return "float";
    case MR_AST_CONST_IMAG: return "complex";
    case MR_AST_CONST_STR: return "str";
    case MR_AST_CONST_BYTES: return "bytes";
    default: return mr_type_of(c->rt, c->consts[e->constant.integer])->name;
    }
}

static void check_subscript(struct mrc *c, struct mr_ast_expr *e)
{
    const struct mr_ast_expr *value = e->subscript.value;
    const char *type = NULL;

    if (value->kind == MR_AST_CONSTANT) {
        type = constant_type(c, value);
        if (!strcmp(type, "str") || !strcmp(type, "bytes") || !strcmp(type, "tuple"))
            type = NULL;
    } else if (value->kind == MR_AST_SET || value->kind == MR_AST_SET_COMP ||
               value->kind == MR_AST_GENERATOR_EXP || value->kind == MR_AST_LAMBDA) {
        type = literal_type(value);
    }
    if (type)
        mrc_warn(c, e, "'%s' object is not subscriptable; perhaps you missed a comma?", type);
}

static void check_index(struct mrc *c, struct mr_ast_expr *e)
{
    const struct mr_ast_expr *value = e->subscript.value, *index = e->subscript.slice;
    const char *type = literal_type(value), *by = literal_type(index);

    if (value->kind == MR_AST_CONSTANT) {
        type = constant_type(c, value);
        if (strcmp(type, "str") && strcmp(type, "bytes") && strcmp(type, "tuple"))
            return;
    } else if (value->kind != MR_AST_TUPLE && value->kind != MR_AST_LIST &&
               value->kind != MR_AST_LIST_COMP && value->kind != MR_AST_JOINED_STR &&
               value->kind != MR_AST_FORMATTED_VALUE) {
        return;
    }
    if (index->kind == MR_AST_CONSTANT)
        by = constant_type(c, index);
    if (!by || !strcmp(by, "int") || !strcmp(by, "bool"))
        return;
    mrc_warn(c, e, "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
             type, by);
}

static void subscript(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;

    check_subscript(c, e);
    check_index(c, e);
    uint32_t b = mrc_operand_before(c, e->subscript.value, e->subscript.slice);
    uint32_t d = mrc_operand(c, e->subscript.slice);
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_GET_ITEM, 0, dst, b, d);
}

static void slice(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct mr_ast_expr *parts[] = { e->slice.lower, e->slice.upper, e->slice.step };
    uint32_t mark = c->unit->depth, first = mrc_top(c);

    for (int i = 0; i < 3; i++) {
        if (parts[i])
            mrc_push_expr(c, parts[i]);
        else
            mrc_emit_none(c, mrc_push(c));
    }
    mrc_restore(c, mark);
    mrc_emit(c, MR_BC_BUILD_SLICE, 0, dst, first, 0);
}

/* Where an attribute stands on another line than its object, errors point at the attribute. */
static void at_attribute(struct mrc *c, const struct mr_ast_expr *e)
{
    mr_position *at = &c->unit->at;

    if (at->line == e->end_lineno)
        return;
    at->line = e->end_lineno;
    int32_t length = (int32_t)mr_ast_name_length(e->attribute.attr);
    at->column = length <= e->end_col_offset ? e->end_col_offset - length : -1;
    if (at->column < 0)
        at->end_column = -1;
}

static void attribute(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;
    uint32_t b = mrc_operand(c, e->attribute.value);

    mrc_restore(c, mark);
    at_attribute(c, e);
    mrc_emit(c, MR_BC_GET_ATTR, 0, dst, b, mrc_unit_name(c, mrc_known_name(c, e->attribute.attr)));
}

/* ---- the rest ---- */

static void named(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct mrc_name *name = mrc_known_name(c, e->named_expr.target->name.id);
    uint32_t r = mrc_local(c, name);

    mrc_check_name(c, e->named_expr.target, e->named_expr.target->name.id, MR_AST_STORE);
    if (r != UINT32_MAX) {
        mrc_into(c, e->named_expr.value, r);
        if (dst != r)
            mrc_emit(c, MR_BC_MOVE, 0, dst, r, 0);
        return;
    }
    uint32_t t = mrc_push_expr(c, e->named_expr.value);
    uint32_t copy = mrc_push(c);
    mrc_emit(c, MR_BC_COPY, 0, copy, t, 0);
    mrc_store_name(c, name, copy);
    mrc_pop(c, 2);
    if (dst != t)
        mrc_emit(c, MR_BC_MOVE, 0, dst, t, 0);
}

static void yield(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;

    if (c->unit->scope->kind != MRC_FUNCTION) {
        mrc_error(c, e, "'yield' outside function");
        return;
    }
    uint32_t b;
    if (e->yield.value) {
        b = mrc_operand(c, e->yield.value);
    } else {
        b = mrc_push(c);
        mrc_emit_none(c, b);
    }
    mrc_restore(c, mark);
    mrc_yield(c, b, dst);
}

void mrc_yield(struct mrc *c, uint32_t b, uint32_t dst)
{
    if (c->unit->scope->coroutine) {
        uint32_t t = mrc_push(c);
        mrc_pop(c, 1);
        mrc_emit(c, MR_BC_ASYNC_GEN_WRAP, 0, t, b, 0);
        b = t;
    }
    mrc_emit(c, MR_BC_YIELD, 0, dst, b, 0);
}

static void yield_from(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;

    if (c->unit->scope->kind != MRC_FUNCTION) {
        mrc_error(c, e, "'yield' outside function");
        return;
    }
    if (c->unit->scope->coroutine) {
        mrc_error(c, e, "'yield from' inside async function");
        return;
    }
    uint32_t b = mrc_operand(c, e->yield_from.value);
    mrc_restore(c, mark);
    uint32_t t = mrc_push(c);
    mrc_emit(c, MR_BC_GET_YIELD_FROM_ITER, 0, t, b, 0);
    mrc_pop(c, 1);
    mrc_emit(c, MR_BC_YIELD_FROM, 0, dst, t, 0);
}

void mrc_await(struct mrc *c, int from, uint32_t b, uint32_t dst)
{
    uint32_t t = mrc_push(c);

    mrc_pop(c, 1);
    mrc_emit(c, MR_BC_GET_AWAITABLE, from, t, b, 0);
    mrc_emit(c, MR_BC_YIELD_FROM, 0, dst, t, 0);
}

static void await(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct mrc_scope *scope = c->unit->scope;
    uint32_t mark = c->unit->depth;

    if (scope->kind != MRC_FUNCTION && !scope->async) {
        mrc_error(c, e, "'await' outside function");
        return;
    }
    if (!scope->async && !scope->comprehension) {
        mrc_error(c, e, "'await' outside async function");
        return;
    }
    uint32_t b = mrc_operand(c, e->await.value);
    mrc_restore(c, mark);
    mrc_await(c, 0, b, dst);
}

static void into(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    switch (e->kind) {
    case MR_AST_CONSTANT: {
        mr_value v;
        if (mrc_is_constant(c, e, &v))
            mrc_emit_const(c, dst, mr_incref(v));
        break;
    }
    case MR_AST_NAME:
        mrc_load_name(c, mrc_known_name(c, e->name.id), dst);
        break;
    case MR_AST_BOOL_OP: bool_op(c, e, dst); break;
    case MR_AST_NAMED_EXPR: named(c, e, dst); break;
    case MR_AST_BIN_OP: binary(c, e, dst); break;
    case MR_AST_UNARY_OP: unary(c, e, dst); break;
    case MR_AST_LAMBDA: mrc_lambda(c, e, dst); break;
    case MR_AST_IF_EXP: if_exp(c, e, dst); break;
    case MR_AST_DICT:
    case MR_AST_SET:
    case MR_AST_LIST:
    case MR_AST_TUPLE: mrc_display(c, e, dst); break;
    case MR_AST_LIST_COMP:
    case MR_AST_SET_COMP:
    case MR_AST_DICT_COMP:
    case MR_AST_GENERATOR_EXP: mrc_comprehension(c, e, dst); break;
    case MR_AST_AWAIT: await(c, e, dst); break;
    case MR_AST_YIELD: yield(c, e, dst); break;
    case MR_AST_YIELD_FROM: yield_from(c, e, dst); break;
    case MR_AST_COMPARE: compare(c, e, dst); break;
    case MR_AST_CALL: mrc_call(c, e, dst); break;
    case MR_AST_FORMATTED_VALUE: mrc_formatted(c, e, dst); break;
    case MR_AST_JOINED_STR: mrc_joined(c, e, dst); break;
    case MR_AST_ATTRIBUTE: attribute(c, e, dst); break;
    case MR_AST_SUBSCRIPT: subscript(c, e, dst); break;
    case MR_AST_SLICE: slice(c, e, dst); break;
    case MR_AST_STARRED: mrc_error(c, e, "can't use starred expression here"); break;
    default: break;
    }
}

void mrc_into(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    if (!mrc_enter(c))
        return;
    mr_position at = c->unit->at;
    mrc_set_at(c, e);
    into(c, e, dst);
    c->unit->at = at;
    /* the temporary that the caller is about to push */
    if (mrc_is_temp(c, dst)) {
        mrc_push(c);
        mrc_pop(c, 1);
    }
    mrc_leave(c);
}
