/* The arguments of a call or a class definition, and the mistakes made in them. */
#include "parser.h"

static void *positional_item(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e;

    if (peek(p) == TOK_STAR) {
        return mr_parse_starred(p);
    }
    if (peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL) {
        if (unlikely(p->diagnosing)) {
            mr_parse_named_plain(p);
            p->mark = mark;
        }
        return NULL;
    }
    e = mr_parse_named_plain(p);
    if (e && peek(p) == TOK_EQUAL) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

static bool is_constant_name(int kind)
{
    return kind == TOK_TRUE || kind == TOK_FALSE || kind == TOK_NONE;
}

/* f(True=1), f(a.b=1), f(a=x for x in y) */
static void diagnose_keyword(struct parser *p)
{
    int32_t mark = p->mark;
    int kind = peek(p);
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *a;

    if (is_constant_name(kind) && mr_parse_peek_second(p) == TOK_EQUAL) {
        mr_parse_raise_tokens(p, mark, mark + 1, "cannot assign to %s",
                              kind == TOK_TRUE ? "True" : kind == TOK_FALSE ? "False" : "None");
        return;
    }
    if (kind == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL) {
        p->mark += 2;
        if (mr_parse_expression(p) && mr_parse_for_if(p, &clauses)) {
            mr_parse_raise_tokens(p, mark, mark + 1,
                                  "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
        p->mark = mark;
        return;
    }
    a = mr_parse_expression(p);
    if (a && accept(p, TOK_EQUAL)) {
        struct mr_ast_node equal = {
            .end_lineno = p->tokens[p->mark - 1].end_lineno,
            .end_col_offset = p->tokens[p->mark - 1].end_col_offset,
        };

        mr_parse_raise_range(p, a, &equal,
                             "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    p->mark = mark;
}

/* NAME '=' expression, or '**' expression (keywords), or '*' expression. */
static void *keyword_item(struct parser *p, bool doubly)
{
    int32_t mark = p->mark;
    struct mr_ast_keyword *keyword;
    struct mr_ast_expr *value;
    mr_ast_name name = NULL;

    if (unlikely(p->diagnosing)) {
        diagnose_keyword(p);
    }
    if (peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL) {
        name = mr_parse_accept_name(p);
        p->mark++;
    } else if (!doubly) {
        return peek(p) == TOK_STAR ? mr_parse_starred(p) : NULL;
    } else if (!accept(p, TOK_DOUBLESTAR)) {
        return NULL;
    }
    value = mr_parse_expression(p);
    if (!value) {
        p->mark = mark;
        return NULL;
    }
    keyword = mr_parse_node_new(p, MR_AST_KEYWORD, mark);
    if (keyword) {
        keyword->arg = name;
        keyword->value = value;
    }
    return keyword;
}

/* Separated by commas; the items pushed. A comma that no item follows is not taken. */
static bool keyword_items(struct parser *p, bool doubly)
{
    void *item = keyword_item(p, doubly);

    if (!item) {
        return false;
    }
    do {
        mr_parse_seq_push(p, item);
        if (!accept(p, TOK_COMMA)) {
            return true;
        }
        item = keyword_item(p, doubly);
    } while (item);
    p->mark--;
    return true;
}

/* Keywords and iterables first; once ** has come, keywords and mappings. */
static bool all_keywords(struct parser *p)
{
    if (!keyword_items(p, false)) {
        return keyword_items(p, true);
    }
    if (accept(p, TOK_COMMA) && !keyword_items(p, true)) {
        p->mark--;
    }
    return true;
}

/* Parts what was pushed into positional arguments and keywords. */
static struct call_arguments *take_arguments(struct parser *p, size_t base)
{
    struct call_arguments *result = mr_arena_alloc(p->arena, sizeof *result);
    size_t count = p->stack_count - base;
    struct mr_ast_node **items = mr_arena_alloc(p->arena, count * sizeof *items);
    size_t keywords = 0;
    size_t i;
    size_t a = 0;
    size_t k;

    if (!result || !items || p->failed) {
        p->stack_count = base;
        return result && items ? NULL : mr_parser_out_of_memory(p);
    }
    for (i = 0; i < count; i++) {
        keywords += ((struct mr_ast_node *)p->stack[base + i])->kind == MR_AST_KEYWORD;
    }
    k = count - keywords;
    result->args.items = (struct mr_ast_expr **)items;
    result->args.count = (int32_t)k;
    result->keywords.items = (struct mr_ast_keyword **)(items + k);
    result->keywords.count = (int32_t)keywords;
    for (i = 0; i < count; i++) {
        struct mr_ast_node *item = p->stack[base + i];

        items[item->kind == MR_AST_KEYWORD ? k++ : a++] = item;
    }
    p->stack_count = base;
    return result;
}

/* Without a trailing comma. */
static struct call_arguments *parse_args(struct parser *p)
{
    size_t base = p->stack_count;
    void *item = positional_item(p);
    bool any = item != NULL;

    while (item) {
        mr_parse_seq_push(p, item);
        if (!accept(p, TOK_COMMA)) {
            return take_arguments(p, base);
        }
        item = positional_item(p);
    }
    if (!any) {
        return all_keywords(p) ? take_arguments(p, base) : NULL;
    }
    if (!all_keywords(p)) {
        p->mark--;
    }
    return take_arguments(p, base);
}

static struct mr_ast_expr *last_of_clauses(struct mr_ast_comprehensions clauses)
{
    struct mr_ast_comprehension *c = clauses.items[clauses.count - 1];

    return c->ifs.count ? c->ifs.items[c->ifs.count - 1] : c->iter;
}

static void raise_unparenthesized(struct parser *p, struct mr_ast_expr *a,
                                  struct mr_ast_comprehensions clauses)
{
    mr_parse_raise_range(p, a, last_of_clauses(clauses),
                         "Generator expression must be parenthesized");
}

/* Why no arguments fit. */
static void diagnose_arguments(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_comprehensions clauses;
    struct call_arguments *args;
    struct mr_ast_expr *a;
    int32_t i;

    args = parse_args(p);
    if (args && accept(p, TOK_COMMA) && peek(p) == TOK_STAR) {
        mr_parse_raise_tokens(p, mark, p->mark - 2,
                              "iterable argument unpacking follows keyword argument unpacking");
        return;
    }
    p->mark = mark;
    a = mr_parse_expression(p);
    if (a && mr_parse_for_if(p, &clauses) && accept(p, TOK_COMMA)) {
        struct mr_ast_comprehensions more;
        int32_t after = p->mark;

        if (!parse_args(p)) {
            p->mark = after;
            if (mr_parse_expression(p)) {
                mr_parse_for_if(p, &more);
            }
        }
        raise_unparenthesized(p, a, clauses);
        return;
    }
    p->mark = mark;
    if (peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL) {
        p->mark += 2;
        if (mr_parse_expression(p) && mr_parse_for_if(p, &clauses)) {
            mr_parse_raise_tokens(p, mark, mark + 1,
                                  "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
            return;
        }
    }
    p->mark = mark;
    args = parse_args(p);
    if (args && args->args.count > 1 && mr_parse_for_if(p, &clauses)) {
        raise_unparenthesized(p, args->args.items[args->args.count - 1], clauses);
        return;
    }
    p->mark = mark;
    args = parse_args(p);
    if (args && accept(p, TOK_COMMA)) {
        int32_t after = p->mark;

        a = mr_parse_expression(p);
        if (a && mr_parse_for_if(p, &clauses)) {
            mr_parse_raise_range(p, a, clauses.items[clauses.count - 1]->target,
                                 "Generator expression must be parenthesized");
            return;
        }
        p->mark = after;
        if (parse_args(p)) {
            bool unpacking = false;

            for (i = 0; i < args->keywords.count; i++) {
                unpacking = unpacking || !args->keywords.items[i]->arg;
            }
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                unpacking ? "positional argument follows keyword argument unpacking"
                                 : "positional argument follows keyword argument");
            return;
        }
    }
    p->mark = mark;
}

/* A lone generator expression needs no parentheses of its own. */
static struct call_arguments *take_lone_genexp(struct parser *p, int32_t mark, size_t base)
{
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *elt = p->stack[base];
    struct mr_ast_expr *e;
    int32_t end = p->mark;

    if (elt->kind == MR_AST_STARRED || elt->kind == MR_AST_KEYWORD ||
        !mr_parse_for_if(p, &clauses) || peek(p) != TOK_RPAR) {
        p->mark = end;
        return NULL;
    }
    p->mark++;
    e = mr_parse_node_new(p, MR_AST_GENERATOR_EXP, mark - 1);
    p->mark--;
    if (!e) {
        return NULL;
    }
    e->comp.elt = elt;
    e->comp.generators = clauses;
    p->stack[base] = e;
    return take_arguments(p, base);
}

struct call_arguments *mr_parse_arguments(struct parser *p, bool genexp)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    struct call_arguments *args;
    void *known;

    if (mr_parse_memo_get(p, MEMO_ARGUMENTS, &known)) {
        return known;
    }
    args = parse_args(p);
    if (args && genexp && !p->diagnosing && args->args.count == 1 && args->keywords.count == 0 &&
        (peek(p) == TOK_FOR || peek(p) == TOK_ASYNC)) {
        mr_parse_seq_push(p, args->args.items[0]);
        args = take_lone_genexp(p, mark, base);
        p->stack_count = base;
    }
    if (args) {
        accept(p, TOK_COMMA);
    }
    if (!args || peek(p) != TOK_RPAR) {
        p->mark = mark;
        args = NULL;
        if (unlikely(p->diagnosing)) {
            diagnose_arguments(p);
            p->mark = mark;
        }
    }
    return mr_parse_memo_put(p, MEMO_ARGUMENTS, mark, args);
}
