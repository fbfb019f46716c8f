/* with and async with. */
#include "parser.h"

/* expression ['as' star_target] */
static struct mr_ast_withitem *parse_withitem(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *context = mr_parse_expression(p);
    struct mr_ast_expr *vars = NULL;
    struct mr_ast_withitem *item;
    int32_t end = p->mark;
    int kind;

    if (!context) {
        return NULL;
    }
    if (accept(p, TOK_AS)) {
        vars = mr_parse_star_target(p);
        kind = vars ? peek(p) : TOK_ERROR;
        if (kind != TOK_COMMA && kind != TOK_RPAR && kind != TOK_COLON) {
            vars = NULL;
            if (unlikely(p->diagnosing)) {
                struct mr_ast_expr *a;

                p->mark = end + 1;
                a = mr_parse_expression(p);
                kind = a ? peek(p) : TOK_ERROR;
                if (kind == TOK_COMMA || kind == TOK_RPAR || kind == TOK_COLON) {
                    mr_parse_raise_invalid_target(p, a, TARGET_STAR);
                }
            }
            p->mark = end;
        }
    }
    item = mr_parse_node_new(p, MR_AST_WITHITEM, mark);
    if (item) {
        if (vars) {
            mr_parse_make_target(vars, MR_AST_STORE);
        }
        item->context_expr = context;
        item->optional_vars = vars;
    }
    return item;
}

/* withitem (',' withitem)*: a comma that no item follows is not taken. */
static bool parse_withitems(struct parser *p, struct mr_ast_withitems *out)
{
    size_t base = p->stack_count;
    struct mr_ast_withitem *item = parse_withitem(p);

    if (!item) {
        return false;
    }
    do {
        mr_parse_seq_push(p, item);
        if (!accept(p, TOK_COMMA)) {
            seq_take(p, base, out);
            return true;
        }
        item = parse_withitem(p);
    } while (item);
    p->mark--;
    seq_take(p, base, out);
    return true;
}

/* The loose forms in which the messages about colons and blocks recognise a with statement. */
static bool skip_items(struct parser *p, struct mr_ast_expr *(*context)(struct parser *))
{
    do {
        int32_t end;

        if (!context(p)) {
            return false;
        }
        end = p->mark;
        if (accept(p, TOK_AS) && !mr_parse_star_target(p)) {
            p->mark = end;
        }
    } while (accept(p, TOK_COMMA));
    return true;
}

static void diagnose_with(struct parser *p, int32_t keyword, bool colon)
{
    int form;

    for (form = 0; form < 2 && !p->failed; form++) {
        bool fits;

        p->mark = keyword + 1;
        if (form == 0) {
            fits = skip_items(p, mr_parse_expression);
        } else {
            fits = accept(p, TOK_LPAR) && skip_items(p, mr_parse_expressions);
            if (fits) {
                accept(p, TOK_COMMA);
                fits = accept(p, TOK_RPAR);
            }
        }
        if (!fits) {
            continue;
        }
        if (!colon) {
            mr_parse_diagnose_suite(p, keyword, "'with' statement", false);
        } else if (peek(p) == TOK_NEWLINE) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "expected ':'");
        }
    }
}

struct mr_ast_stmt *mr_parse_with(struct parser *p)
{
    int32_t mark = p->mark;
    bool is_async = accept(p, TOK_ASYNC);
    int32_t keyword = p->mark;
    struct mr_ast_withitems items;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_stmt *s;

    if (unlikely(p->diagnosing)) {
        diagnose_with(p, keyword, false);
    }
    p->mark = keyword + 1;
    if (accept(p, TOK_LPAR) && parse_withitems(p, &items)) {
        accept(p, TOK_COMMA);
        if (accept(p, TOK_RPAR) && accept(p, TOK_COLON)) {
            body = mr_parse_block(p);
        }
    }
    if (!body) {
        p->mark = keyword + 1;
        if (parse_withitems(p, &items) && accept(p, TOK_COLON)) {
            body = mr_parse_block(p);
        }
    }
    if (!body) {
        if (unlikely(p->diagnosing)) {
            diagnose_with(p, keyword, true);
        }
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, is_async ? MR_AST_ASYNC_WITH : MR_AST_WITH, mark);
    if (s) {
        s->with.items = items;
        s->with.body = *body;
    }
    return s;
}
