/* Expressions from the loosest binding down to conditions; operators.c has what binds tighter. */
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
