/* try with except, except* and finally. */
#include "parser.h"

static void diagnose_except(struct parser *p)
{
    int32_t mark = p->mark++;
    bool star = accept(p, TOK_STAR);
    int32_t after = p->mark;
    struct mr_ast_expr *a = mr_parse_expression(p);

    if (a && accept(p, TOK_COMMA) && mr_parse_expressions(p)) {
        if (peek(p) == TOK_AS && mr_parse_peek_second(p) == TOK_NAME) {
            p->mark += 2;
        }
        if (accept(p, TOK_COLON)) {
            mr_parse_raise_from(p, a, "multiple exception types must be parenthesized");
            return;
        }
    }
    p->mark = after;
    if (mr_parse_expression(p)) {
        if (peek(p) == TOK_AS && mr_parse_peek_second(p) == TOK_NAME) {
            p->mark += 2;
        }
        if (accept(p, TOK_NEWLINE)) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "expected ':'");
            return;
        }
    }
    p->mark = after;
    if (!star && accept(p, TOK_NEWLINE)) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "expected ':'");
    } else if (star && (accept(p, TOK_NEWLINE) || accept(p, TOK_COLON))) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "expected one or more exception types");
    }
    p->mark = mark;
}

/* except ...: without its block */
static void diagnose_except_suite(struct parser *p, bool star)
{
    int32_t mark = p->mark++;

    if (star) {
        p->mark++;
    }
    if (mr_parse_expression(p) && peek(p) == TOK_AS && mr_parse_peek_second(p) == TOK_NAME) {
        p->mark += 2;
    }
    mr_parse_diagnose_suite(p, mark, star ? "'except*' statement" : "'except' statement", false);
    p->mark = mark;
}

/* One handler; `star`: of an except*. */
static struct mr_ast_except_handler *parse_handler(struct parser *p, bool star)
{
    int32_t mark = p->mark;
    struct mr_ast_except_handler *handler;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_expr *type;
    mr_ast_name name = NULL;

    if (peek(p) != TOK_EXCEPT) {
        return NULL;
    }
    if (unlikely(p->diagnosing)) {
        if (!star || mr_parse_peek_second(p) == TOK_STAR) {
            diagnose_except_suite(p, star);
        }
        p->mark = mark;
    }
    p->mark++;
    if (star && !accept(p, TOK_STAR)) {
        if (unlikely(p->diagnosing)) {
            p->mark = mark;
            diagnose_except(p);
        }
        p->mark = mark;
        return NULL;
    }
    type = mr_parse_expression(p);
    if (type && accept(p, TOK_AS)) {
        name = mr_parse_accept_name(p);
        if (!name) {
            p->mark--;
        }
    }
    if ((type || !star) && accept(p, TOK_COLON)) {
        body = mr_parse_block(p);
    }
    if (!body) {
        p->mark = mark;
        if (unlikely(p->diagnosing)) {
            diagnose_except(p);
            p->mark = mark;
        }
        return NULL;
    }
    handler = mr_parse_node_new(p, MR_AST_EXCEPT_HANDLER, mark);
    if (handler) {
        handler->type = type;
        handler->name = name;
        handler->body = *body;
    }
    return handler;
}

static bool parse_handlers(struct parser *p, bool star, struct mr_ast_except_handlers *out)
{
    size_t base = p->stack_count;
    struct mr_ast_except_handler *handler;

    while ((handler = parse_handler(p, star))) {
        mr_parse_seq_push(p, handler);
    }
    seq_take(p, base, out);
    return out->count > 0;
}

static bool parse_finally(struct parser *p, struct mr_ast_stmts *out)
{
    int32_t mark = p->mark;
    struct mr_ast_stmts *block;

    *out = (struct mr_ast_stmts){ 0 };
    if (!accept(p, TOK_FINALLY)) {
        return false;
    }
    if (unlikely(p->diagnosing)) {
        mr_parse_diagnose_suite(p, mark, "'finally' statement", false);
        p->mark = mark + 1;
    }
    block = mr_parse_expect_colon(p) ? mr_parse_block(p) : NULL;
    if (!block) {
        p->mark = mark;
        return false;
    }
    *out = *block;
    return true;
}

/* except ['*'] [expression ['as' NAME]] ':', of which the keyword alone is taken. */
static bool accept_handler_header(struct parser *p, bool star)
{
    int32_t mark = p->mark;
    bool fits = false;
    int32_t after;

    if (accept(p, TOK_EXCEPT) && (!star || accept(p, TOK_STAR))) {
        after = p->mark;
        if (mr_parse_expression(p)) {
            fits = true;
            if (peek(p) == TOK_AS && mr_parse_peek_second(p) == TOK_NAME) {
                p->mark += 2;
            }
        }
        fits = (fits || !star) && accept(p, TOK_COLON);
        p->mark = fits ? after : mark;
    } else {
        p->mark = mark;
    }
    return fits;
}

#define MIXED "cannot have both 'except' and 'except*' on the same 'try'"

static void diagnose_try(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_except_handlers handlers;
    int32_t after;

    mr_parse_diagnose_suite(p, mark, "'try' statement", false);
    p->mark = mark + 1;
    if (accept(p, TOK_COLON)) {
        if (mr_parse_block(p) && peek(p) != TOK_EXCEPT && peek(p) != TOK_FINALLY) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "expected 'except' or 'finally' block");
            return;
        }
        /* Handlers are looked at even where the block before them is missing. */
        after = p->mark;
        if (parse_handlers(p, false, &handlers) && accept_handler_header(p, true)) {
            mr_parse_raise_tokens(p, p->mark - 2, p->mark - 1, MIXED);
        } else {
            p->mark = after;
            if (parse_handlers(p, true, &handlers) && accept_handler_header(p, false)) {
                mr_parse_raise_token(p, p->mark - 1, MIXED);
            }
        }
    }
    p->mark = mark;
}

struct mr_ast_stmt *mr_parse_try(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_except_handlers handlers = { 0 };
    struct mr_ast_stmts orelse = { 0 };
    struct mr_ast_stmts finalbody;
    struct mr_ast_stmts *body;
    struct mr_ast_stmt *s;
    bool star = false;

    if (unlikely(p->diagnosing)) {
        diagnose_try(p);
        p->mark = mark;
    }
    p->mark++;
    body = mr_parse_expect_colon(p) ? mr_parse_block(p) : NULL;
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    if (!parse_finally(p, &finalbody)) {
        if (!parse_handlers(p, false, &handlers)) {
            star = parse_handlers(p, true, &handlers);
        }
        if (!handlers.count) {
            p->mark = mark;
            return NULL;
        }
        mr_parse_else(p, &orelse);
        parse_finally(p, &finalbody);
    }
    s = mr_parse_node_new(p, star ? MR_AST_TRY_STAR : MR_AST_TRY, mark);
    if (s) {
        s->try.body = *body;
        s->try.handlers = handlers;
        s->try.orelse = orelse;
        s->try.finalbody = finalbody;
    }
    return s;
}
