/* Expressions from the loosest binding (star_expressions) down to unary operators and powers; the
 * tight end is in atoms.c. */
#include "parser.h"

#include <string.h>

static bool is_legacy_statement(mr_ast_name name)
{
    return strcmp(name, "print") == 0 || strcmp(name, "exec") == 0;
}

static struct mr_ast_expr *parse_lambda(struct parser *p);
static struct mr_ast_expr *parse_conditional(struct parser *p);

/* An expression while no new diagnosis starts. */
static struct mr_ast_expr *parse_expression_quietly(struct parser *p)
{
    bool was = p->diagnosing;
    struct mr_ast_expr *e;

    p->diagnosing = false;
    e = peek(p) == TOK_LAMBDA ? parse_lambda(p) : parse_conditional(p);
    p->diagnosing = was;
    return e;
}

/* Whether a NAME is next that a soft keyword begins with: CPython compares no further. */
static bool begins_soft_keyword(struct parser *p)
{
    static const char *const keywords[] = { "_", "case", "match" };
    const struct mr_token *t;
    size_t i;

    if (peek(p) != TOK_NAME) {
        return false;
    }
    t = &p->tokens[p->mark];
    for (i = 0; i < 3; i++) {
        if (strncmp(keywords[i], p->lex.text + t->start, t->end - t->start) == 0) {
            return true;
        }
    }
    return false;
}

/* Two expressions side by side; a condition without its else. True: raised. */
static bool diagnose_expression(struct parser *p)
{
    int32_t mark = p->mark;
    int kind = peek(p);
    struct mr_ast_expr *a;
    struct mr_ast_expr *b;

    if (!(kind == TOK_NAME && mr_parse_peek_second(p) == TOK_STRING) && !begins_soft_keyword(p)) {
        a = mr_parse_disjunction(p);
        b = a ? parse_expression_quietly(p) : NULL;
        if (b && !(a->kind == MR_AST_NAME && is_legacy_statement(a->name.id)) &&
            p->tokens[p->mark - 1].level > 0) {
            mr_parse_raise_range(p, a, b, "invalid syntax. Perhaps you forgot a comma?");
            return true;
        }
    }
    p->mark = mark;
    a = mr_parse_disjunction(p);
    if (a && accept(p, TOK_IF) && (b = mr_parse_disjunction(p)) && peek(p) != TOK_ELSE &&
        peek(p) != TOK_COLON) {
        mr_parse_raise_range(p, a, b, "expected 'else' after 'if' expression");
    }
    p->mark = mark;
    return p->failed;
}

/* print "x" */
static bool diagnose_legacy(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *b;
    mr_ast_name name;

    if (peek(p) != TOK_NAME) {
        return false;
    }
    name = mr_parse_accept_name(p);
    if (name && peek(p) != TOK_LPAR && (b = mr_parse_star_expressions(p)) &&
        is_legacy_statement(name)) {
        struct mr_ast_node a = {
            .lineno = p->tokens[mark].lineno, .col_offset = p->tokens[mark].col_offset,
        };

        mr_parse_raise_range(p, &a, b, "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                             name,
                             name);
    }
    p->mark = mark;
    return p->failed;
}

static struct mr_ast_expr *parse_lambda(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_arguments *args;
    struct mr_ast_expr *body;
    struct mr_ast_expr *e;

    if (!accept(p, TOK_LAMBDA) || !enter(p, 1)) {
        return NULL;
    }
    args = mr_parse_parameters(p, true);
    body = NULL;
    if (accept(p, TOK_COLON)) {
        body = mr_parse_expression(p);
    }
    leave(p, 1);
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_LAMBDA, mark);
    if (e) {
        e->lambda.args = args ? args : mr_parse_empty_parameters(p);
        e->lambda.body = body;
    }
    return e;
}

/* disjunction ['if' disjunction 'else' expression] */
static struct mr_ast_expr *parse_conditional(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *body = mr_parse_disjunction(p);
    struct mr_ast_expr *test;
    struct mr_ast_expr *orelse = NULL;
    struct mr_ast_expr *e;
    int32_t end = p->mark;

    if (!body || peek(p) != TOK_IF) {
        return body;
    }
    p->mark++;
    test = mr_parse_disjunction(p);
    if (test && accept(p, TOK_ELSE)) {
        orelse = mr_parse_expression(p);
    }
    if (!orelse) {
        p->mark = end;
        return body;
    }
    e = mr_parse_node_new(p, MR_AST_IF_EXP, mark);
    if (e) {
        e->if_exp.test = test;
        e->if_exp.body = body;
        e->if_exp.orelse = orelse;
    }
    return e;
}

struct mr_ast_expr *mr_parse_expression(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e;
    void *known;

    if (mr_parse_memo_get(p, MEMO_EXPRESSION, &known)) {
        return known;
    }
    if (!enter(p, 1)) {
        return NULL;
    }
    if (unlikely(p->diagnosing) && (diagnose_expression(p) || diagnose_legacy(p))) {
        leave(p, 1);
        return NULL;
    }
    e = peek(p) == TOK_LAMBDA ? parse_lambda(p) : parse_conditional(p);
    leave(p, 1);
    return mr_parse_memo_put(p, MEMO_EXPRESSION, mark, e);
}

/* expression (',' expression)* [','] and its starred sister: one item, or a tuple. */
static struct mr_ast_expr *parse_list_of(struct parser *p,
                                         struct mr_ast_expr *(*item)(struct parser *))
{
    int32_t mark = p->mark;
    struct mr_ast_expr *first = item(p);
    struct mr_ast_expr *e;
    size_t base = p->stack_count;

    if (!first || peek(p) != TOK_COMMA) {
        return first;
    }
    mr_parse_seq_push(p, first);
    while (accept(p, TOK_COMMA)) {
        e = item(p);
        if (!e) {
            break;
        }
        mr_parse_seq_push(p, e);
    }
    e = mr_parse_node_new(p, MR_AST_TUPLE, mark);
    if (e) {
        seq_take(p, base, &e->list.elts);
    }
    return e;
}

struct mr_ast_expr *mr_parse_expressions(struct parser *p)
{
    return parse_list_of(p, mr_parse_expression);
}

struct mr_ast_expr *mr_parse_star_expressions(struct parser *p)
{
    return parse_list_of(p, mr_parse_star_expression);
}

/* '*' followed by what `inner` parses. */
static struct mr_ast_expr *parse_star_of(struct parser *p,
                                         struct mr_ast_expr *(*inner)(struct parser *))
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value;
    struct mr_ast_expr *e;

    if (!accept(p, TOK_STAR)) {
        return NULL;
    }
    value = inner(p);
    if (!value) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_STARRED, mark);
    if (e) {
        e->starred.value = value;
    }
    return e;
}

struct mr_ast_expr *mr_parse_starred(struct parser *p)
{
    return parse_star_of(p, mr_parse_expression);
}

struct mr_ast_expr *mr_parse_star_expression(struct parser *p)
{
    int32_t mark = p->mark;
    void *known;

    if (mr_parse_memo_get(p, MEMO_STAR_EXPRESSION, &known)) {
        return known;
    }
    return mr_parse_memo_put(p, MEMO_STAR_EXPRESSION, mark,
                             peek(p) == TOK_STAR ? parse_star_of(p, mr_parse_bitwise_or)
                                        : mr_parse_expression(p));
}

struct mr_ast_expr *mr_parse_star_named(struct parser *p)
{
    return peek(p) == TOK_STAR ? parse_star_of(p, mr_parse_bitwise_or) : mr_parse_named(p);
}

bool mr_parse_star_named_list(struct parser *p)
{
    struct mr_ast_expr *e = mr_parse_star_named(p);

    if (!e) {
        return false;
    }
    do {
        mr_parse_seq_push(p, e);
    } while (accept(p, TOK_COMMA) && (e = mr_parse_star_named(p)));
    return true;
}

/* NAME ':=' expression; *tried: the operator is there, nothing else may be tried. */
static struct mr_ast_expr *parse_walrus(struct parser *p, bool *tried)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *target;
    struct mr_ast_expr *value;
    struct mr_ast_expr *e;

    *tried = peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_WALRUS;
    if (!*tried) {
        return NULL;
    }
    p->mark++;
    target = mr_parse_node_new(p, MR_AST_NAME, mark);
    if (target) {
        target->name.id = mr_parse_token_name(p, mark);
        target->name.ctx = MR_AST_STORE;
    }
    p->mark++;
    value = mr_parse_expression(p);
    if (!value) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_NAMED_EXPR, mark);
    if (e) {
        e->named_expr.target = target;
        e->named_expr.value = value;
    }
    return e;
}

static bool next_is_assignment(struct parser *p)
{
    return peek(p) == TOK_EQUAL || peek(p) == TOK_WALRUS;
}

/* The atoms after which `= value` is left to other messages. */
static bool at_unassignable_display(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e;
    bool result;

    switch (peek(p)) {
    case TOK_TRUE:
    case TOK_NONE:
    case TOK_FALSE:
        return true;
    case TOK_LPAR:
    case TOK_LSQB:
        break;
    default:
        return false;
    }
    e = mr_parse_atom(p);
    result = e && !(e->flags & MR_AST_PARENTHESIZED) &&
             (e->kind == MR_AST_LIST || e->kind == MR_AST_TUPLE ||
              e->kind == MR_AST_GENERATOR_EXP);
    p->mark = mark;
    return result;
}

/* x.y := 1, and = where == was meant. */
static bool diagnose_named(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *a;
    struct mr_ast_expr *b;
    void *known;

    if (mr_parse_memo_get(p, MEMO_NAMED, &known)) {
        p->mark = mark;
        return false;
    }
    a = mr_parse_expression(p);
    if (a && accept(p, TOK_WALRUS) && mr_parse_expression(p)) {
        mr_parse_raise_node(p, a, "cannot use assignment expressions with %s",
                            mr_parse_expr_name(a));
        return true;
    }
    p->mark = mark;
    if (peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL) {
        p->mark += 2;
        b = mr_parse_bitwise_or(p);
        if (b && !next_is_assignment(p)) {
            struct mr_ast_node first = {
                .lineno = p->tokens[mark].lineno, .col_offset = p->tokens[mark].col_offset,
            };

            mr_parse_raise_range(p, &first, b,
                                 "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            return true;
        }
    }
    p->mark = mark;
    if (!at_unassignable_display(p)) {
        a = mr_parse_bitwise_or(p);
        if (a && accept(p, TOK_EQUAL) && mr_parse_bitwise_or(p) && !next_is_assignment(p)) {
            mr_parse_raise_node(p, a,
                                "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                                mr_parse_expr_name(a));
            return true;
        }
    }
    p->mark = mark;
    mr_parse_memo_put(p, MEMO_NAMED, mark, NULL);
    return p->failed;
}

struct mr_ast_expr *mr_parse_named_plain(struct parser *p)
{
    int32_t mark = p->mark;
    bool tried;
    struct mr_ast_expr *e = parse_walrus(p, &tried);

    if (tried) {
        return e;
    }
    e = mr_parse_expression(p);
    if (e && peek(p) == TOK_WALRUS) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

struct mr_ast_expr *mr_parse_named(struct parser *p)
{
    int32_t mark = p->mark;
    bool tried;
    struct mr_ast_expr *e = parse_walrus(p, &tried);

    if (tried) {
        return e;
    }
    if (unlikely(p->diagnosing) && diagnose_named(p)) {
        return NULL;
    }
    e = mr_parse_expression(p);
    if (e && peek(p) == TOK_WALRUS) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

struct mr_ast_expr *mr_parse_yield(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value;
    struct mr_ast_expr *e;

    if (!accept(p, TOK_YIELD)) {
        return NULL;
    }
    if (accept(p, TOK_FROM)) {
        value = mr_parse_expression(p);
        if (value) {
            e = mr_parse_node_new(p, MR_AST_YIELD_FROM, mark);
            if (e) {
                e->yield_from.value = value;
            }
            return e;
        }
        p->mark = mark + 1;
    }
    value = mr_parse_star_expressions(p);
    e = mr_parse_node_new(p, MR_AST_YIELD, mark);
    if (e) {
        e->yield.value = value;
    }
    return e;
}

struct mr_ast_expr *mr_parse_yield_or_star(struct parser *p)
{
    return peek(p) == TOK_YIELD ? mr_parse_yield(p) : mr_parse_star_expressions(p);
}

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
