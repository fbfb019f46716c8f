/* if, while, for, and blocks; the other compound statements have files of their own. */
#include "parser.h"

struct mr_ast_stmts *mr_parse_block(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_stmts *block;
    size_t base = p->stack_count;
    void *known;

    if (mr_parse_memo_get(p, MEMO_BLOCK, &known)) {
        return known;
    }
    block = mr_arena_alloc(p->arena, sizeof *block);
    if (!block) {
        return mr_parser_out_of_memory(p);
    }
    if (accept(p, TOK_NEWLINE)) {
        if (accept(p, TOK_INDENT) && mr_parse_statements(p, block) && accept(p, TOK_DEDENT)) {
            return mr_parse_memo_put(p, MEMO_BLOCK, mark, block);
        }
        p->mark = mark + 1;
        if (unlikely(p->diagnosing) && peek(p) != TOK_INDENT) {
            mr_parse_raise_last(p, MR_PARSE_INDENTATION_ERROR, "expected an indented block");
        }
    } else if (mr_parse_simple_statements(p)) {
        seq_take(p, base, block);
        return mr_parse_memo_put(p, MEMO_BLOCK, mark, block);
    }
    p->mark = mark;
    return mr_parse_memo_put(p, MEMO_BLOCK, mark, NULL);
}

bool mr_parse_expect_colon(struct parser *p)
{
    if (accept(p, TOK_COLON)) {
        return true;
    }
    if (!p->failed) {
        mr_parse_raise_token(p, p->mark, "expected ':'");
    }
    return false;
}

void mr_parse_diagnose_suite(struct parser *p, int32_t keyword, const char *what, bool colon)
{
    if (colon && peek(p) == TOK_NEWLINE) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "expected ':'");
        return;
    }
    if (accept(p, TOK_COLON) && accept(p, TOK_NEWLINE) && peek(p) != TOK_INDENT) {
        mr_parse_raise_indent(p, what, keyword);
    }
}

bool mr_parse_else(struct parser *p, struct mr_ast_stmts *out)
{
    int32_t mark = p->mark;
    struct mr_ast_stmts *block;

    *out = (struct mr_ast_stmts){ 0 };
    if (!accept(p, TOK_ELSE)) {
        return false;
    }
    if (unlikely(p->diagnosing)) {
        mr_parse_diagnose_suite(p, mark, "'else' statement", false);
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

/* keyword named_expression ':' block, the part that if, elif and while share. */
static struct mr_ast_stmt *parse_conditional(struct parser *p, enum mr_ast_kind kind,
                                             const char *what)
{
    int32_t mark = p->mark;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_expr *test;
    struct mr_ast_stmt *s;

    p->mark++;
    if (unlikely(p->diagnosing)) {
        if (mr_parse_named(p)) {
            mr_parse_diagnose_suite(p, mark, what, true);
        }
        p->mark = mark + 1;
    }
    test = mr_parse_named(p);
    if (test && accept(p, TOK_COLON)) {
        body = mr_parse_block(p);
    }
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, kind, mark);
    if (s) {
        s->if_.test = test;
        s->if_.body = *body;
    }
    return s;
}

/* An `elif` is an If of its own, the whole orelse of the one before it. */
static struct mr_ast_stmt *parse_if(struct parser *p)
{
    struct mr_ast_stmt *first = parse_conditional(p, MR_AST_IF, "'if' statement");
    struct mr_ast_stmt *last = first;
    struct mr_ast_stmt *s;

    while (last && peek(p) == TOK_ELIF) {
        struct mr_ast_stmt *next = parse_conditional(p, MR_AST_IF, "'elif' statement");
        size_t base = p->stack_count;

        if (!next) {
            break;
        }
        mr_parse_seq_push(p, next);
        seq_take(p, base, &last->if_.orelse);
        last = next;
    }
    if (last) {
        mr_parse_else(p, &last->if_.orelse);
    }
    /* Each reaches to the end of its last branch. */
    for (s = first; s; s = s == last || !s->if_.orelse.count ? NULL : s->if_.orelse.items[0]) {
        mr_parse_node_end_here(p, s);
    }
    return first;
}

static struct mr_ast_stmt *parse_while(struct parser *p)
{
    struct mr_ast_stmt *s = parse_conditional(p, MR_AST_WHILE, "'while' statement");

    if (s) {
        mr_parse_else(p, &s->if_.orelse);
        mr_parse_node_end_here(p, s);
    }
    return s;
}

static void diagnose_for(struct parser *p, int32_t keyword)
{
    if (mr_parse_star_targets(p) && accept(p, TOK_IN) && mr_parse_star_expressions(p)) {
        mr_parse_diagnose_suite(p, keyword, "'for' statement", true);
    }
}

static struct mr_ast_stmt *parse_for(struct parser *p)
{
    int32_t mark = p->mark;
    bool is_async = accept(p, TOK_ASYNC);
    int32_t keyword = p->mark;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_expr *target;
    struct mr_ast_expr *iter;
    struct mr_ast_stmt *s;

    if (!accept(p, TOK_FOR)) {
        p->mark = mark;
        return NULL;
    }
    if (unlikely(p->diagnosing)) {
        diagnose_for(p, keyword);
        p->mark = keyword + 1;
    }
    target = mr_parse_star_targets(p);
    if (!target || !accept(p, TOK_IN)) {
        if (unlikely(p->diagnosing)) {
            p->mark = keyword + 1;
            mr_parse_raise_invalid_target(p, mr_parse_star_expressions(p), TARGET_FOR);
        }
        p->mark = mark;
        return NULL;
    }
    iter = mr_parse_star_expressions(p);
    if (iter && accept(p, TOK_COLON)) {
        body = mr_parse_block(p);
    }
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, is_async ? MR_AST_ASYNC_FOR : MR_AST_FOR, mark);
    if (s) {
        mr_parse_make_target(target, MR_AST_STORE);
        s->for_.target = target;
        s->for_.iter = iter;
        s->for_.body = *body;
        mr_parse_else(p, &s->for_.orelse);
        mr_parse_node_end_here(p, s);
    }
    return s;
}

struct mr_ast_stmt *mr_parse_compound(struct parser *p)
{
    struct mr_ast_stmt *s = NULL;
    int kind = peek(p);

    /* One level of nesting costs CPython's parser about this much. */
    if (!enter(p, 12)) {
        return NULL;
    }
    if (kind == TOK_ASYNC) {
        kind = mr_parse_peek_second(p);
        if (kind != TOK_DEF && kind != TOK_WITH && kind != TOK_FOR) {
            kind = TOK_ERROR;
        }
    }
    switch (kind) {
    case TOK_DEF:
    case TOK_AT:
    case TOK_CLASS:
        s = mr_parse_definition(p);
        break;
    case TOK_IF:
        s = parse_if(p);
        break;
    case TOK_WITH:
        s = mr_parse_with(p);
        break;
    case TOK_FOR:
        s = parse_for(p);
        break;
    case TOK_TRY:
        s = mr_parse_try(p);
        break;
    case TOK_WHILE:
        s = parse_while(p);
        break;
    case TOK_NAME:
        if (mr_parse_peek_word(p, "match")) {
            s = mr_parse_match(p);
        }
        break;
    default:
        break;
    }
    leave(p, 12);
    return s;
}
