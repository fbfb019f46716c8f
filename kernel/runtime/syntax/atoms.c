/* Names, literals, displays and comprehensions. */
#include "parser.h"

static struct mr_ast_expr *new_constant(struct parser *p, enum mr_ast_constant_kind kind)
{
    struct mr_ast_expr *e;

    p->mark++;
    e = mr_parse_node_new(p, MR_AST_CONSTANT, p->mark - 1);
    if (e) {
        e->constant.kind = (uint8_t)kind;
    }
    return e;
}

/* [ASYNC] 'for' star_targets 'in' disjunction ('if' disjunction)*; true if taken. */
static bool parse_for_if_clause(struct parser *p)
{
    int32_t mark = p->mark;
    bool is_async = accept(p, TOK_ASYNC);
    struct mr_ast_expr *target;
    struct mr_ast_expr *iter;
    struct mr_ast_comprehension *c;
    size_t base;

    if (!accept(p, TOK_FOR)) {
        p->mark = mark;
        return false;
    }
    target = mr_parse_star_targets(p);
    if (!target || !accept(p, TOK_IN)) {
        if (unlikely(p->diagnosing)) {
            p->mark = mark + (is_async ? 2 : 1);
            mr_parse_raise_invalid_target(p, mr_parse_star_expressions(p), TARGET_FOR);
        }
        p->mark = mark;
        return false;
    }
    iter = mr_parse_disjunction(p);
    if (!iter) {
        p->mark = mark;
        return false;
    }
    base = p->stack_count;
    while (peek(p) == TOK_IF) {
        struct mr_ast_expr *test;

        p->mark++;
        test = mr_parse_disjunction(p);
        if (!test) {
            p->mark--;
            break;
        }
        mr_parse_seq_push(p, test);
    }
    c = mr_parse_node_new(p, MR_AST_COMPREHENSION, mark);
    if (!c) {
        return false;
    }
    mr_parse_make_target(target, MR_AST_STORE);
    c->target = target;
    c->iter = iter;
    c->is_async = is_async;
    seq_take(p, base, &c->ifs);
    mr_parse_seq_push(p, c);
    return true;
}

bool mr_parse_for_if(struct parser *p, struct mr_ast_comprehensions *out)
{
    size_t base = p->stack_count;

    *out = (struct mr_ast_comprehensions){ 0 };
    if (peek(p) != TOK_FOR && peek(p) != TOK_ASYNC) {
        return false;
    }
    if (!parse_for_if_clause(p)) {
        return false;
    }
    while (parse_for_if_clause(p)) {
    }
    seq_take(p, base, out);
    return !p->failed;
}

/* Reported last of all that a bracket can hold: comprehensions over what they cannot make. */
void mr_parse_diagnose_comprehension(struct parser *p)
{
    int32_t mark = p->mark;
    int open = peek(p);
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *a;
    struct mr_ast_expr *last;

    p->mark++;
    a = mr_parse_starred(p);
    if (a && mr_parse_for_if(p, &clauses)) {
        mr_parse_raise_node(p, a, "iterable unpacking cannot be used in comprehension");
    }
    p->mark = mark + 1;
    if (open != TOK_LPAR && (a = mr_parse_star_named(p)) && accept(p, TOK_COMMA)) {
        size_t base = p->stack_count;
        int32_t after_comma = p->mark;

        if (mr_parse_star_named_list(p)) {
            last = p->stack[p->stack_count - 1];
            p->stack_count = base;
            if (mr_parse_for_if(p, &clauses)) {
                mr_parse_raise_range(p, a, last,
                                     "did you forget parentheses around the comprehension target?");
            }
        }
        p->stack_count = base;
        p->mark = after_comma;
        if (mr_parse_for_if(p, &clauses)) {
            struct mr_ast_node comma = {
                .end_lineno = p->tokens[after_comma - 1].end_lineno,
                .end_col_offset = p->tokens[after_comma - 1].end_col_offset,
            };

            mr_parse_raise_range(p, a, &comma,
                                 "did you forget parentheses around the comprehension target?");
        }
    }
    p->mark = mark;
}

struct mr_ast_expr *mr_parse_genexp(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *elt;
    struct mr_ast_expr *e;

    if (!accept(p, TOK_LPAR)) {
        return NULL;
    }
    elt = mr_parse_named_plain(p);
    if (elt && mr_parse_for_if(p, &clauses) && accept(p, TOK_RPAR)) {
        e = mr_parse_node_new(p, MR_AST_GENERATOR_EXP, mark);
        if (e) {
            e->comp.elt = elt;
            e->comp.generators = clauses;
        }
        return e;
    }
    p->mark = mark;
    if (unlikely(p->diagnosing)) {
        mr_parse_diagnose_comprehension(p);
    }
    return NULL;
}

/* '(' ... ')' : a group, a tuple or a generator expression. */
static struct mr_ast_expr *try_parenthesized(struct parser *p)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *first;
    struct mr_ast_expr *e;

    p->mark++;
    if (peek(p) == TOK_YIELD) {
        e = mr_parse_yield(p);
        if (e && accept(p, TOK_RPAR)) {
            e->flags |= MR_AST_PARENTHESIZED;
            return e;
        }
        p->mark = mark;
        return NULL;
    }
    first = mr_parse_star_named(p);
    if (first && peek(p) == TOK_RPAR && first->kind != MR_AST_STARRED) {
        p->mark++;
        first->flags |= MR_AST_PARENTHESIZED;
        return first;
    }
    if (first && first->kind != MR_AST_STARRED && mr_parse_for_if(p, &clauses)) {
        if (accept(p, TOK_RPAR)) {
            e = mr_parse_node_new(p, MR_AST_GENERATOR_EXP, mark);
            if (e) {
                e->comp.elt = first;
                e->comp.generators = clauses;
            }
            return e;
        }
        p->mark = mark;
        return NULL;
    }
    if (first) {
        mr_parse_seq_push(p, first);
        if (!accept(p, TOK_COMMA)) {
            p->stack_count = base;
            p->mark = mark;
            return NULL;
        }
        mr_parse_star_named_list(p);
    }
    if (accept(p, TOK_RPAR)) {
        e = mr_parse_node_new(p, MR_AST_TUPLE, mark);
        if (e) {
            seq_take(p, base, &e->list.elts);
        }
        return e;
    }
    p->stack_count = base;
    p->mark = mark;
    return NULL;
}

static struct mr_ast_expr *parse_parenthesized(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e = try_parenthesized(p);
    struct mr_ast_expr *a;

    if (likely(e || !p->diagnosing)) {
        return e;
    }
    p->mark = mark + 1;
    a = mr_parse_starred(p);
    if (a && accept(p, TOK_RPAR)) {
        mr_parse_raise_node(p, a, "cannot use starred expression here");
    }
    p->mark = mark + 1;
    if (accept(p, TOK_DOUBLESTAR) && mr_parse_expression(p) && accept(p, TOK_RPAR)) {
        mr_parse_raise_token(p, mark + 1, "cannot use double starred expression here");
    }
    p->mark = mark;
    return mr_parse_genexp(p);
}

/* '[' ... ']' : a list or a list comprehension. */
static struct mr_ast_expr *parse_bracketed(struct parser *p)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *first;
    struct mr_ast_expr *e;

    p->mark++;
    first = mr_parse_star_named(p);
    if (first && first->kind != MR_AST_STARRED && mr_parse_for_if(p, &clauses)) {
        if (accept(p, TOK_RSQB)) {
            e = mr_parse_node_new(p, MR_AST_LIST_COMP, mark);
            if (e) {
                e->comp.elt = first;
                e->comp.generators = clauses;
            }
            return e;
        }
    } else {
        if (first) {
            mr_parse_seq_push(p, first);
            if (accept(p, TOK_COMMA)) {
                mr_parse_star_named_list(p);
            }
        }
        if (accept(p, TOK_RSQB)) {
            e = mr_parse_node_new(p, MR_AST_LIST, mark);
            if (e) {
                seq_take(p, base, &e->list.elts);
            }
            return e;
        }
    }
    p->stack_count = base;
    p->mark = mark;
    if (unlikely(p->diagnosing)) {
        mr_parse_diagnose_comprehension(p);
    }
    return NULL;
}

/* '**' bitwise_or, or expression ':' expression; pushes key (NULL) and value. The key may have been
 * parsed before. */
static bool parse_dict_item(struct parser *p, struct mr_ast_expr *key)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value = NULL;

    if (!key && accept(p, TOK_DOUBLESTAR)) {
        value = mr_parse_bitwise_or(p);
    } else {
        key = key ? key : mr_parse_expression(p);
        if (key && accept(p, TOK_COLON)) {
            value = mr_parse_expression(p);
        }
    }
    if (!value) {
        p->mark = mark;
        return false;
    }
    mr_parse_seq_push(p, key);
    mr_parse_seq_push(p, value);
    return true;
}

/* Splits the pushed pairs into keys and values. */
static struct mr_ast_expr *take_dict(struct parser *p, int32_t mark, size_t base)
{
    struct mr_ast_expr *e = mr_parse_node_new(p, MR_AST_DICT, mark);
    size_t count = (p->stack_count - base) / 2;
    struct mr_ast_expr **items;
    size_t i;

    if (!e) {
        p->stack_count = base;
        return NULL;
    }
    items = mr_arena_alloc(p->arena, 2 * count * sizeof *items);
    if (!items) {
        return mr_parser_out_of_memory(p);
    }
    for (i = 0; i < count; i++) {
        items[i] = p->stack[base + 2 * i];
        items[count + i] = p->stack[base + 2 * i + 1];
    }
    p->stack_count = base;
    e->dict.keys.items = items;
    e->dict.values.items = items + count;
    e->dict.keys.count = e->dict.values.count = (int32_t)count;
    return e;
}

static struct mr_ast_expr *take_dict_comp(struct parser *p, int32_t mark, size_t base,
                                          struct mr_ast_comprehensions clauses)
{
    struct mr_ast_expr *e = mr_parse_node_new(p, MR_AST_DICT_COMP, mark);

    if (e) {
        e->dict_comp.key = p->stack[base];
        e->dict_comp.value = p->stack[base + 1];
        e->dict_comp.generators = clauses;
    }
    p->stack_count = base;
    return e;
}

/* A value or a colon that a dict display lacks. */
static void diagnose_dict_item(struct parser *p, bool first)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *a = mr_parse_expression(p);
    int32_t colon;

    if (a && peek(p) != TOK_COLON && !first) {
        mr_parse_raise_at(p, MR_PARSE_SYNTAX_ERROR, a->lineno, a->end_col_offset - 1, a->end_lineno,
                          -1,
                          "':' expected after dictionary key");
    } else if (a && accept(p, TOK_COLON)) {
        colon = p->mark - 1;
        if (accept(p, TOK_STAR)) {
            int32_t star = p->mark - 1;

            if (mr_parse_bitwise_or(p)) {
                struct mr_ast_node at = {
                    .lineno = p->tokens[star].lineno, .col_offset = p->tokens[star].col_offset,
                };

                mr_parse_raise_from(p, &at,
                                    "cannot use a starred expression in a dictionary value");
            }
        } else if (peek(p) == TOK_RBRACE || peek(p) == TOK_COMMA) {
            mr_parse_raise_token(p, colon, "expression expected after dictionary key and ':'");
        }
    }
    p->mark = mark;
}

/* '{' has been taken, and no dict fitted: which of its items is to blame. */
static void diagnose_dict(struct parser *p)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    bool any = false;

    while (parse_dict_item(p, NULL)) {
        any = true;
        p->stack_count = base;
        if (peek(p) != TOK_COMMA) {
            break;
        }
        p->mark++;
    }
    p->stack_count = base;
    if (any && p->mark > mark && p->tokens[p->mark - 1].kind == TOK_COMMA) {
        diagnose_dict_item(p, false);
    }
    p->mark = mark;
    diagnose_dict_item(p, true);
    p->mark = mark;
}

/* '{' [items] '}' or '{' item for ... '}', from mark; a first key may have been parsed. */
static struct mr_ast_expr *try_dict(struct parser *p, int32_t mark, struct mr_ast_expr *key)
{
    size_t base = p->stack_count;
    struct mr_ast_comprehensions clauses;

    if (parse_dict_item(p, key)) {
        if (peek(p) != TOK_COMMA && p->stack[base] && mr_parse_for_if(p, &clauses)) {
            if (accept(p, TOK_RBRACE)) {
                return take_dict_comp(p, mark, base, clauses);
            }
            p->stack_count = base;
            p->mark = mark;
            return NULL;
        }
        while (accept(p, TOK_COMMA) && parse_dict_item(p, NULL)) {
        }
    }
    if (accept(p, TOK_RBRACE)) {
        return take_dict(p, mark, base);
    }
    p->stack_count = base;
    p->mark = mark;
    return NULL;
}

static struct mr_ast_expr *try_set(struct parser *p, int32_t mark, struct mr_ast_expr *first)
{
    size_t base = p->stack_count;
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *e;

    if (first && first->kind != MR_AST_STARRED && mr_parse_for_if(p, &clauses)) {
        if (accept(p, TOK_RBRACE)) {
            e = mr_parse_node_new(p, MR_AST_SET_COMP, mark);
            if (e) {
                e->comp.elt = first;
                e->comp.generators = clauses;
            }
            return e;
        }
    } else if (first) {
        mr_parse_seq_push(p, first);
        if (accept(p, TOK_COMMA)) {
            mr_parse_star_named_list(p);
        }
        if (accept(p, TOK_RBRACE)) {
            e = mr_parse_node_new(p, MR_AST_SET, mark);
            if (e) {
                seq_take(p, base, &e->set.elts);
            }
            return e;
        }
    }
    p->stack_count = base;
    p->mark = mark;
    return NULL;
}

/* The messages for braces, in the order of dict, set and their comprehensions. */
static struct mr_ast_expr *diagnose_braced(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_comprehensions clauses;
    struct mr_ast_expr *e;

    p->mark = mark + 1;
    e = try_dict(p, mark, NULL);
    if (e) {
        return e;
    }
    p->mark = mark + 1;
    diagnose_dict(p);
    p->mark = mark + 1;
    e = try_set(p, mark, mr_parse_star_named(p));
    if (e) {
        return e;
    }
    p->mark = mark + 1;
    if (accept(p, TOK_DOUBLESTAR) && mr_parse_bitwise_or(p) && mr_parse_for_if(p, &clauses) &&
        accept(p, TOK_RBRACE)) {
        mr_parse_raise_token(p, mark + 1, "dict unpacking cannot be used in dict comprehension");
    }
    p->mark = mark;
    mr_parse_diagnose_comprehension(p);
    return NULL;
}

/* CPython looks for what is wrong with a dict in its first pass already. */
static struct mr_ast_expr *try_dict_or_diagnose(struct parser *p, int32_t mark,
                                                struct mr_ast_expr *key)
{
    struct mr_ast_expr *e = try_dict(p, mark, key);

    if (!e && !p->failed && mr_parse_memo_start(p)) {
        p->mark = mark + 1;
        diagnose_dict(p);
        p->mark = mark;
    }
    return e;
}

static struct mr_ast_expr *parse_braced(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *first;

    if (unlikely(p->diagnosing)) {
        return diagnose_braced(p);
    }
    p->mark++;
    if (peek(p) == TOK_RBRACE || peek(p) == TOK_DOUBLESTAR) {
        return try_dict_or_diagnose(p, mark, NULL);
    }
    first = mr_parse_star_named(p);
    if (first && peek(p) == TOK_COLON && first->kind != MR_AST_STARRED &&
        (first->kind != MR_AST_NAMED_EXPR || (first->flags & MR_AST_PARENTHESIZED))) {
        return try_dict_or_diagnose(p, mark, first);
    }
    return try_set(p, mark, first);
}

struct mr_ast_expr *mr_parse_atom(struct parser *p)
{
    struct mr_ast_expr *e;
    int32_t mark = p->mark;

    switch (peek(p)) {
    case TOK_NAME:
        p->mark++;
        e = mr_parse_node_new(p, MR_AST_NAME, mark);
        if (e) {
            e->name.id = mr_parse_token_name(p, mark);
        }
        return e;
    case TOK_NUMBER:
        p->mark++;
        return mr_parse_number_constant(p, mark);
    case TOK_STRING:
        return mr_parse_strings(p);
    case TOK_NONE:
        return new_constant(p, MR_AST_CONST_NONE);
    case TOK_TRUE:
        return new_constant(p, MR_AST_CONST_TRUE);
    case TOK_FALSE:
        return new_constant(p, MR_AST_CONST_FALSE);
    case TOK_ELLIPSIS:
        return new_constant(p, MR_AST_CONST_ELLIPSIS);
    case TOK_LPAR:
    case TOK_LSQB:
    case TOK_LBRACE:
        break;
    default:
        return NULL;
    }
    /* What CPython's chain of rules costs of its stack for one bracket. */
    if (!enter(p, 24)) {
        return NULL;
    }
    switch (peek(p)) {
    case TOK_LPAR:
        e = parse_parenthesized(p);
        break;
    case TOK_LSQB:
        e = parse_bracketed(p);
        break;
    default:
        e = parse_braced(p);
        break;
    }
    leave(p, 24);
    return e;
}
