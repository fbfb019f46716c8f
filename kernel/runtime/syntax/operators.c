/* Operators: `or`, `and`, `not`, comparisons, the binary ones by precedence, signs and powers. */
#include "parser.h"

#include <string.h>

static struct mr_ast_expr *parse_comparison(struct parser *p);

static struct mr_ast_expr *parse_inversion(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *operand;
    struct mr_ast_expr *e;

    if (peek(p) != TOK_NOT) {
        return parse_comparison(p);
    }
    if (!enter(p, 1)) {
        return NULL;
    }
    p->mark++;
    operand = parse_inversion(p);
    leave(p, 1);
    if (!operand) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_UNARY_OP, mark);
    if (e) {
        e->unary_op.op = MR_AST_NOT;
        e->unary_op.operand = operand;
    }
    return e;
}

/* item (keyword item)* for `and` and `or`. */
static struct mr_ast_expr *parse_bool_op(struct parser *p, int keyword,
                                         enum mr_ast_bool_operator op,
                                         struct mr_ast_expr *(*item)(struct parser *))
{
    int32_t mark = p->mark;
    struct mr_ast_expr *first = item(p);
    struct mr_ast_expr *e;
    size_t base = p->stack_count;

    if (!first || peek(p) != keyword) {
        return first;
    }
    mr_parse_seq_push(p, first);
    while (peek(p) == keyword) {
        p->mark++;
        e = item(p);
        if (!e) {
            p->mark--;
            break;
        }
        mr_parse_seq_push(p, e);
    }
    if (p->stack_count == base + 1) {
        p->stack_count = base;
        return first;
    }
    e = mr_parse_node_new(p, MR_AST_BOOL_OP, mark);
    if (e) {
        e->bool_op.op = (uint8_t)op;
        seq_take(p, base, &e->bool_op.values);
    }
    return e;
}

static struct mr_ast_expr *parse_conjunction(struct parser *p)
{
    return parse_bool_op(p, TOK_AND, MR_AST_AND, parse_inversion);
}

struct mr_ast_expr *mr_parse_disjunction(struct parser *p)
{
    int32_t mark = p->mark;
    void *known;

    if (mr_parse_memo_get(p, MEMO_DISJUNCTION, &known)) {
        return known;
    }
    return mr_parse_memo_put(p, MEMO_DISJUNCTION, mark,
                             parse_bool_op(p, TOK_OR, MR_AST_OR, parse_conjunction));
}

/* The comparison operator at the mark, taken; -1 where there is none. */
static int accept_compare_operator(struct parser *p)
{
    int kind = peek(p);

    switch (kind) {
    case TOK_EQ:
    case TOK_NOT_EQ:
    case TOK_LESS:
    case TOK_LESS_EQ:
    case TOK_GREATER:
    case TOK_GREATER_EQ:
        p->mark++;
        return MR_AST_EQ + (kind - TOK_EQ);
    case TOK_IN:
        p->mark++;
        return MR_AST_IN;
    case TOK_NOT:
        if (mr_parse_peek_second(p) == TOK_IN) {
            p->mark += 2;
            return MR_AST_NOT_IN;
        }
        return -1;
    case TOK_IS:
        p->mark++;
        if (accept(p, TOK_NOT)) {
            return MR_AST_IS_NOT;
        }
        return MR_AST_IS;
    default:
        return -1;
    }
}

/* The operand after a comparison operator; `is` may take back its `not`. */
static struct mr_ast_expr *parse_comparand(struct parser *p, int *op)
{
    struct mr_ast_expr *e = mr_parse_bitwise_or(p);

    if (!e && *op == MR_AST_IS_NOT) {
        p->mark--;
        *op = MR_AST_IS;
        e = mr_parse_bitwise_or(p);
    }
    return e;
}

static struct mr_ast_expr *parse_comparison(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *left = mr_parse_bitwise_or(p);
    struct mr_ast_expr *e;
    size_t base = p->stack_count;
    uint8_t few[16];
    uint8_t *ops;
    int32_t count = 0;
    int32_t end;
    int32_t i;

    if (!left) {
        return NULL;
    }
    for (;;) {
        int op;

        end = p->mark;
        op = accept_compare_operator(p);
        if (op < 0) {
            break;
        }
        e = parse_comparand(p, &op);
        if (!e) {
            p->mark = end;
            break;
        }
        /* Operators beyond the first few lie on the stack between their operands. */
        if (count < 16) {
            few[count] = (uint8_t)op;
        } else {
            mr_parse_seq_push(p, (void *)(uintptr_t)op);
        }
        mr_parse_seq_push(p, e);
        count++;
    }
    if (count == 0) {
        return left;
    }
    ops = mr_arena_alloc(p->arena, (size_t)count);
    e = mr_parse_node_new(p, MR_AST_COMPARE, mark);
    if (!ops || !e) {
        p->stack_count = base;
        return mr_parser_out_of_memory(p);
    }
    memcpy(ops, few, (size_t)(count < 16 ? count : 16));
    for (i = 16; i < count; i++) {
        size_t at = base + 16 + (size_t)(i - 16) * 2;

        ops[i] = (uint8_t)(uintptr_t)p->stack[at];
        p->stack[base + (size_t)i] = p->stack[at + 1];
    }
    p->stack_count = base + (size_t)count;
    e->compare.left = left;
    e->compare.ops.count = count;
    e->compare.ops.items = ops;
    seq_take(p, base, &e->compare.comparators);
    return e;
}

/* How tightly a binary operator binds, by token; 0: none. */
static int binding(int kind)
{
    switch (kind) {
    case TOK_VBAR:
        return 1;
    case TOK_CIRCUMFLEX:
        return 2;
    case TOK_AMPER:
        return 3;
    case TOK_LEFTSHIFT:
    case TOK_RIGHTSHIFT:
        return 4;
    case TOK_PLUS:
    case TOK_MINUS:
        return 5;
    case TOK_STAR:
    case TOK_SLASH:
    case TOK_DOUBLESLASH:
    case TOK_PERCENT:
    case TOK_AT:
        return 6;
    default:
        return 0;
    }
}

static struct mr_ast_expr *parse_factor(struct parser *p);

static struct mr_ast_expr *parse_await_primary(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value;
    struct mr_ast_expr *e;

    if (peek(p) != TOK_AWAIT) {
        return mr_parse_primary(p);
    }
    p->mark++;
    value = mr_parse_primary(p);
    if (!value) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_AWAIT, mark);
    if (e) {
        e->await.value = value;
    }
    return e;
}

static struct mr_ast_expr *new_bin_op(struct parser *p, int32_t mark, struct mr_ast_expr *left,
                                      int token, struct mr_ast_expr *right)
{
    struct mr_ast_expr *e = mr_parse_node_new(p, MR_AST_BIN_OP, mark);

    if (e) {
        e->bin_op.left = left;
        e->bin_op.op = (uint8_t)(token - TOK_PLUS);
        e->bin_op.right = right;
    }
    return e;
}

static struct mr_ast_expr *parse_power(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *base = parse_await_primary(p);
    struct mr_ast_expr *exponent;

    if (!base || peek(p) != TOK_DOUBLESTAR || !enter(p, 2)) {
        return base;
    }
    p->mark++;
    exponent = parse_factor(p);
    leave(p, 2);
    if (!exponent) {
        p->mark--;
        return base;
    }
    return new_bin_op(p, mark, base, TOK_DOUBLESTAR, exponent);
}

static struct mr_ast_expr *parse_factor(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *operand;
    struct mr_ast_expr *e;
    uint8_t op;

    switch (peek(p)) {
    case TOK_PLUS:
        op = MR_AST_UADD;
        break;
    case TOK_MINUS:
        op = MR_AST_USUB;
        break;
    case TOK_TILDE:
        op = MR_AST_INVERT;
        break;
    default:
        return parse_power(p);
    }
    if (!enter(p, 1)) {
        return NULL;
    }
    p->mark++;
    operand = parse_factor(p);
    leave(p, 1);
    if (!operand) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_UNARY_OP, mark);
    if (e) {
        e->unary_op.op = op;
        e->unary_op.operand = operand;
    }
    return e;
}

/* Precedence climbing over operators that bind at least as tightly as `least`. */
static struct mr_ast_expr *parse_binary(struct parser *p, int least)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *left = parse_factor(p);

    while (left) {
        int kind = peek(p);
        int tightness = binding(kind);
        struct mr_ast_expr *right;

        if (tightness == 0 || tightness < least) {
            break;
        }
        p->mark++;
        right = parse_binary(p, tightness + 1);
        if (!right) {
            p->mark--;
            break;
        }
        left = new_bin_op(p, mark, left, kind, right);
    }
    return left;
}

struct mr_ast_expr *mr_parse_bitwise_or(struct parser *p)
{
    int32_t mark = p->mark;
    void *known;

    if (mr_parse_memo_get(p, MEMO_BITWISE_OR, &known)) {
        return known;
    }
    return mr_parse_memo_put(p, MEMO_BITWISE_OR, mark, parse_binary(p, 1));
}
