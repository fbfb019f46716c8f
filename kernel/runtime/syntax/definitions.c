/* def, async def and class, with their decorators. */
#include "parser.h"

/* ('@' named_expression NEWLINE)* */
static bool parse_decorators(struct parser *p, struct mr_ast_exprs *out)
{
    size_t base = p->stack_count;

    while (accept(p, TOK_AT)) {
        struct mr_ast_expr *e = mr_parse_named(p);

        if (!e || !accept(p, TOK_NEWLINE)) {
            p->stack_count = base;
            return false;
        }
        mr_parse_seq_push(p, e);
    }
    seq_take(p, base, out);
    return !p->failed;
}

/* After the name: a block that is not there. */
static void diagnose_function(struct parser *p, int32_t keyword)
{
    if (!accept(p, TOK_LPAR)) {
        return;
    }
    mr_parse_parameters(p, false);
    if (!accept(p, TOK_RPAR)) {
        return;
    }
    if (accept(p, TOK_ARROW) && !mr_parse_expression(p)) {
        return;
    }
    mr_parse_diagnose_suite(p, keyword, "function definition", false);
}

static struct mr_ast_stmt *parse_function(struct parser *p)
{
    int32_t mark = p->mark;
    bool is_async = accept(p, TOK_ASYNC);
    int32_t keyword = p->mark;
    struct mr_ast_arguments *args;
    struct mr_ast_expr *returns = NULL;
    struct mr_ast_stmts *body;
    struct mr_ast_stmt *s;
    mr_ast_name name;
    int32_t after_name;

    p->mark++;
    name = mr_parse_accept_name(p);
    if (!name) {
        p->mark = mark;
        return NULL;
    }
    after_name = p->mark;
    if (unlikely(p->diagnosing)) {
        diagnose_function(p, keyword);
        p->mark = after_name;
    }
    if (!accept(p, TOK_LPAR)) {
        if (!p->failed) {
            mr_parse_raise_token(p, p->mark, "expected '('");
        }
        return NULL;
    }
    args = mr_parse_parameters(p, false);
    if (!accept(p, TOK_RPAR)) {
        p->mark = mark;
        return NULL;
    }
    args = args ? args : mr_parse_empty_parameters(p);
    if (accept(p, TOK_ARROW)) {
        returns = mr_parse_expression(p);
        if (!returns) {
            p->mark--;
        }
    }
    body = mr_parse_expect_colon(p) ? mr_parse_block(p) : NULL;
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, is_async ? MR_AST_ASYNC_FUNCTION_DEF : MR_AST_FUNCTION_DEF, mark);
    if (s) {
        s->function_def.name = name;
        s->function_def.args = args;
        s->function_def.returns = returns;
        s->function_def.body = *body;
    }
    return s;
}

/* ['(' [arguments] ')'] */
static bool parse_bases(struct parser *p, struct call_arguments **arguments)
{
    int32_t mark = p->mark;

    *arguments = NULL;
    if (!accept(p, TOK_LPAR)) {
        return true;
    }
    *arguments = mr_parse_arguments(p, false);
    if (!accept(p, TOK_RPAR)) {
        p->mark = mark;
        *arguments = NULL;
        return false;
    }
    return true;
}

static struct mr_ast_stmt *parse_class(struct parser *p)
{
    int32_t mark = p->mark++;
    struct call_arguments *arguments;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_stmt *s;
    mr_ast_name name = mr_parse_accept_name(p);
    int32_t after_name = p->mark;

    if (!name) {
        p->mark = mark;
        return NULL;
    }
    if (unlikely(p->diagnosing)) {
        parse_bases(p, &arguments);
        mr_parse_diagnose_suite(p, mark, "class definition", true);
        p->mark = after_name;
    }
    parse_bases(p, &arguments);
    if (accept(p, TOK_COLON)) {
        body = mr_parse_block(p);
    }
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_CLASS_DEF, mark);
    if (s) {
        s->class_def.name = name;
        if (arguments) {
            s->class_def.bases = arguments->args;
            s->class_def.keywords = arguments->keywords;
        }
        s->class_def.body = *body;
    }
    return s;
}

struct mr_ast_stmt *mr_parse_definition(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_exprs decorators = { 0 };
    struct mr_ast_stmt *s = NULL;
    int kind;

    if (!parse_decorators(p, &decorators)) {
        p->mark = mark;
        return NULL;
    }
    kind = peek(p);
    if (kind == TOK_CLASS) {
        s = parse_class(p);
        if (s) {
            s->class_def.decorator_list = decorators;
        }
    } else if (kind == TOK_DEF || (kind == TOK_ASYNC && mr_parse_peek_second(p) == TOK_DEF)) {
        s = parse_function(p);
        if (s) {
            s->function_def.decorator_list = decorators;
        }
    }
    if (!s) {
        p->mark = mark;
    }
    return s;
}
