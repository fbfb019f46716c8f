/* Atoms with their trailers: attributes, calls, subscripts. */
#include "parser.h"

/* [expression] ':' [expression] [':' [expression]], or a named expression. */
static struct mr_ast_expr *parse_slice(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *lower = NULL;
    struct mr_ast_expr *e;
    struct mr_ast_expr *upper;
    struct mr_ast_expr *step = NULL;

    if (peek(p) != TOK_COLON) {
        lower = mr_parse_expression(p);
    }
    if (peek(p) != TOK_COLON) {
        if (likely(lower && !p->diagnosing && peek(p) != TOK_WALRUS)) {
            return lower;
        }
        p->mark = mark;
        return mr_parse_named(p);
    }
    p->mark++;
    upper = mr_parse_expression(p);
    if (accept(p, TOK_COLON)) {
        step = mr_parse_expression(p);
    }
    e = mr_parse_node_new(p, MR_AST_SLICE, mark);
    if (e) {
        e->slice.lower = lower;
        e->slice.upper = upper;
        e->slice.step = step;
    }
    return e;
}

/* What stands between the brackets of a subscript. */
static struct mr_ast_expr *parse_slices(struct parser *p)
{
    size_t base = p->stack_count;
    int32_t mark = p->mark;
    struct mr_ast_expr *e;

    e = peek(p) == TOK_STAR ? mr_parse_starred(p) : parse_slice(p);
    if (!e || (peek(p) != TOK_COMMA && e->kind != MR_AST_STARRED)) {
        return e;
    }
    do {
        mr_parse_seq_push(p, e);
    } while (accept(p, TOK_COMMA) &&
             (e = peek(p) == TOK_STAR ? mr_parse_starred(p) : parse_slice(p)));
    e = mr_parse_node_new(p, MR_AST_TUPLE, mark);
    if (e) {
        seq_take(p, base, &e->list.elts);
    }
    return e;
}

static struct mr_ast_expr *parse_attribute(struct parser *p, int32_t first,
                                           struct mr_ast_expr *value)
{
    struct mr_ast_expr *e;

    if (mr_parse_peek_second(p) != TOK_NAME) {
        return NULL;
    }
    p->mark += 2;
    e = mr_parse_node_new(p, MR_AST_ATTRIBUTE, first);
    if (e) {
        e->attribute.value = value;
        e->attribute.attr = mr_parse_token_name(p, p->mark - 1);
    }
    return e;
}

static struct mr_ast_expr *parse_call(struct parser *p, int32_t first, struct mr_ast_expr *func)
{
    int32_t mark = p->mark;
    struct call_arguments *arguments;
    struct mr_ast_expr *genexp;
    struct mr_ast_expr *e;

    if (unlikely(p->diagnosing)) {
        genexp = mr_parse_genexp(p);
        if (genexp) {
            e = mr_parse_node_new(p, MR_AST_CALL, first);
            if (e) {
                size_t base = p->stack_count;

                mr_parse_seq_push(p, genexp);
                e->call.func = func;
                seq_take(p, base, &e->call.args);
            }
            return e;
        }
    }
    p->mark = mark + 1;
    arguments = mr_parse_arguments(p, true);
    if (!accept(p, TOK_RPAR)) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_CALL, first);
    if (e) {
        e->call.func = func;
        if (arguments) {
            e->call.args = arguments->args;
            e->call.keywords = arguments->keywords;
        }
    }
    return e;
}

static struct mr_ast_expr *parse_subscript(struct parser *p, int32_t first,
                                           struct mr_ast_expr *value)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *slice;
    struct mr_ast_expr *e;

    p->mark++;
    slice = parse_slices(p);
    if (!slice || !accept(p, TOK_RSQB)) {
        p->mark = mark;
        return NULL;
    }
    e = mr_parse_node_new(p, MR_AST_SUBSCRIPT, first);
    if (e) {
        e->subscript.value = value;
        e->subscript.slice = slice;
    }
    return e;
}

struct mr_ast_expr *mr_parse_primary(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e;
    void *known;

    if (mr_parse_memo_get(p, MEMO_PRIMARY, &known)) {
        return known;
    }
    e = mr_parse_atom(p);
    while (e) {
        struct mr_ast_expr *longer = NULL;
        int kind = peek(p);

        /* CPython tries a generator expression as the argument, and that means: its mistakes. */
        if (unlikely(p->diagnosing) && (kind == TOK_LSQB || kind == TOK_LBRACE)) {
            mr_parse_diagnose_comprehension(p);
        }
        switch (kind) {
        case TOK_DOT:
            longer = parse_attribute(p, mark, e);
            break;
        case TOK_LPAR:
            if (enter(p, 24)) {
                longer = parse_call(p, mark, e);
                leave(p, 24);
            }
            break;
        case TOK_LSQB:
            if (enter(p, 24)) {
                longer = parse_subscript(p, mark, e);
                leave(p, 24);
            }
            break;
        default:
            break;
        }
        if (!longer) {
            break;
        }
        e = longer;
    }
    return mr_parse_memo_put(p, MEMO_PRIMARY, mark, e);
}
