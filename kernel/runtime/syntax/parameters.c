/* The parameters of a def or a lambda. */
#include "parser.h"

struct param {
    struct mr_ast_arg *arg;
    struct mr_ast_expr *value; /* or NULL */
};

struct mr_ast_arguments *mr_parse_empty_parameters(struct parser *p)
{
    return mr_parse_node_new(p, MR_AST_ARGUMENTS, p->mark - 1);
}

static int terminator(bool lambda)
{
    return lambda ? TOK_COLON : TOK_RPAR;
}

/* NAME [':' annotation]; `starred`: the annotation may be `*expression`. */
static struct mr_ast_arg *parse_name_part(struct parser *p, bool lambda, bool starred)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *annotation = NULL;
    struct mr_ast_arg *arg;
    mr_ast_name name = mr_parse_accept_name(p);

    if (!name) {
        return NULL;
    }
    if (!lambda && accept(p, TOK_COLON)) {
        annotation = starred && peek(p) == TOK_STAR ? mr_parse_star_expression(p)
                                                    : mr_parse_expression(p);
        if (!annotation) {
            p->mark--;
        }
    }
    arg = mr_parse_node_new(p, MR_AST_ARG, mark);
    if (arg) {
        arg->arg = name;
        arg->annotation = annotation;
    }
    return arg;
}

/* After a parameter: its comma, or the end ahead. */
static bool accept_separator(struct parser *p, bool lambda)
{
    return accept(p, TOK_COMMA) || peek(p) == terminator(lambda);
}

/* A whole parameter with its separator. */
static bool parse_param(struct parser *p, bool lambda, struct param *out)
{
    int32_t mark = p->mark;

    out->value = NULL;
    out->arg = parse_name_part(p, lambda, false);
    if (out->arg && accept(p, TOK_EQUAL)) {
        out->value = mr_parse_expression(p);
        if (!out->value && unlikely(p->diagnosing) &&
            (peek(p) == TOK_RPAR || peek(p) == TOK_COMMA)) {
            mr_parse_raise_token(p, p->mark - 1, "expected default value expression");
        }
        if (!out->value) {
            p->mark = mark;
            return false;
        }
    }
    if (!out->arg || !accept_separator(p, lambda)) {
        p->mark = mark;
        return false;
    }
    return true;
}

/* A parameter without a default is taken, one with is not. */
static bool accept_plain_param(struct parser *p, bool lambda)
{
    int32_t mark = p->mark;

    if (parse_name_part(p, lambda, false) && accept_separator(p, lambda)) {
        return true;
    }
    p->mark = mark;
    return false;
}

static bool parse_kwarg(struct parser *p, bool lambda, struct mr_ast_arguments *out)
{
    int32_t mark = p->mark;
    struct mr_ast_arg *arg;
    int kind;

    if (!accept(p, TOK_DOUBLESTAR)) {
        return false;
    }
    if (unlikely(p->diagnosing)) {
        arg = parse_name_part(p, lambda, false);
        if (arg && peek(p) == TOK_EQUAL) {
            mr_parse_raise_token(p, p->mark, "var-keyword argument cannot have default value");
        } else if (arg && accept(p, TOK_COMMA)) {
            kind = peek(p);
            if (kind == TOK_NAME && (arg = parse_name_part(p, lambda, false))) {
                mr_parse_raise_node(p, arg, "arguments cannot follow var-keyword argument");
            } else if (kind == TOK_STAR || kind == TOK_DOUBLESTAR || kind == TOK_SLASH) {
                mr_parse_raise_token(p, p->mark, "arguments cannot follow var-keyword argument");
            }
        }
        p->mark = mark + 1;
    }
    arg = parse_name_part(p, lambda, false);
    if (!arg || !accept_separator(p, lambda)) {
        p->mark = mark;
        return false;
    }
    out->kwarg = arg;
    return true;
}

static void diagnose_star_part(struct parser *p, bool lambda)
{
    int32_t mark = p->mark;
    struct param param;
    int end = terminator(lambda);
    int kind;

    p->mark++;
    kind = peek(p);
    if (kind == end || (kind == TOK_COMMA && (mr_parse_peek_second(p) == end ||
                                              mr_parse_peek_second(p) == TOK_DOUBLESTAR))) {
        if (lambda) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "named arguments must follow bare *");
        } else {
            mr_parse_raise_token(p, mark, "named arguments must follow bare *");
        }
        return;
    }
    if (parse_name_part(p, lambda, false) && peek(p) == TOK_EQUAL) {
        mr_parse_raise_token(p, p->mark, "var-positional argument cannot have default value");
        return;
    }
    p->mark = mark + 1;
    if (accept(p, TOK_COMMA) || accept_plain_param(p, lambda)) {
        while (parse_param(p, lambda, &param)) {
        }
        if (accept(p, TOK_STAR)) {
            int32_t star = p->mark - 1;

            if (accept(p, TOK_COMMA) || accept_plain_param(p, lambda)) {
                mr_parse_raise_token(p, star, "* argument may appear only once");
            }
        }
    }
    p->mark = mark;
}

/* '*' and '**' and what follows them. */
static bool parse_star_part(struct parser *p, bool lambda, struct mr_ast_arguments *out)
{
    int32_t mark = p->mark;
    struct param param;
    size_t base;
    size_t count;
    size_t i;

    if (peek(p) == TOK_DOUBLESTAR) {
        return parse_kwarg(p, lambda, out);
    }
    if (peek(p) != TOK_STAR) {
        return false;
    }
    if (unlikely(p->diagnosing)) {
        diagnose_star_part(p, lambda);
    }
    p->mark = mark + 1;
    if (!accept(p, TOK_COMMA)) {
        out->vararg = parse_name_part(p, lambda, true);
        if (!out->vararg || !accept_separator(p, lambda)) {
            out->vararg = NULL;
            p->mark = mark;
            return false;
        }
    }
    base = p->stack_count;
    while (parse_param(p, lambda, &param)) {
        mr_parse_seq_push(p, param.arg);
        mr_parse_seq_push(p, param.value);
    }
    count = (p->stack_count - base) / 2;
    if (count == 0 && !out->vararg) {
        p->mark = mark;
        return false;
    }
    if (count) {
        void **items = mr_arena_alloc(p->arena, 2 * count * sizeof *items);

        if (!items || p->failed) {
            p->stack_count = base;
            mr_parser_out_of_memory(p);
            return false;
        }
        for (i = 0; i < count; i++) {
            items[i] = p->stack[base + 2 * i];
            items[count + i] = p->stack[base + 2 * i + 1];
        }
        p->stack_count = base;
        out->kwonlyargs.items = (struct mr_ast_arg **)items;
        out->kw_defaults.items = (struct mr_ast_expr **)(items + count);
        out->kwonlyargs.count = out->kw_defaults.count = (int32_t)count;
    }
    if (peek(p) == TOK_DOUBLESTAR) {
        parse_kwarg(p, lambda, out);
    }
    return true;
}

static bool accept_slash(struct parser *p, bool lambda)
{
    if (peek(p) != TOK_SLASH) {
        return false;
    }
    p->mark++;
    if (accept_separator(p, lambda)) {
        return true;
    }
    p->mark--;
    return false;
}

/* The mistakes of whole lists of parameters, in CPython's order. */
static void diagnose_parameters(struct parser *p, bool lambda)
{
    int32_t mark = p->mark;
    struct param param;
    struct mr_ast_arg *after_default = NULL;
    bool defaults = false;
    bool any = false;
    int32_t end;
    int32_t slash;

    /* A parameter without a default after one with. */
    while (!after_default && parse_param(p, lambda, &param)) {
        any = true;
        if (param.value) {
            defaults = true;
        } else if (defaults) {
            after_default = param.arg;
        }
        if (!after_default && accept_slash(p, lambda)) {
            if (!defaults) {
                break;
            }
        }
    }
    if (after_default) {
        mr_parse_raise_node(p, after_default, "non-default argument follows default argument");
        return;
    }
    /* def f(a, (b, c)): */
    p->mark = mark;
    end = mark;
    while (accept_plain_param(p, lambda)) {
        end = p->mark;
    }
    p->mark = end;
    if (accept(p, TOK_LPAR)) {
        bool inside = false;

        if (lambda) {
            mr_ast_name name;

            while ((name = mr_parse_accept_name(p))) {
                inside = true;
                if (!accept(p, TOK_COMMA)) {
                    break;
                }
            }
        } else {
            while (accept_plain_param(p, lambda)) {
                inside = true;
            }
            accept(p, TOK_COMMA);
        }
        if (inside && accept(p, TOK_RPAR)) {
            mr_parse_raise_tokens(p, end, p->mark - 1, lambda
                                  ? "Lambda expression parameters cannot be parenthesized"
                                  : "Function parameters cannot be parenthesized");
            return;
        }
    }
    p->mark = mark;
    if (peek(p) == TOK_SLASH && mr_parse_peek_second(p) == TOK_COMMA) {
        mr_parse_raise_token(p, mark, "at least one argument must precede /");
        return;
    }
    any = false;
    while (parse_param(p, lambda, &param)) {
        any = true;
    }
    slash = p->mark;
    if (any && accept_slash(p, lambda)) {
        while (parse_param(p, lambda, &param)) {
        }
        if (peek(p) == TOK_SLASH) {
            mr_parse_raise_token(p, p->mark, "/ may appear only once");
            return;
        }
    }
    if (accept(p, TOK_STAR) &&
        (accept(p, TOK_COMMA) || accept_plain_param(p, lambda))) {
        while (parse_param(p, lambda, &param)) {
        }
        if (peek(p) == TOK_SLASH) {
            mr_parse_raise_token(p, p->mark, "/ must be ahead of *");
            return;
        }
    }
    p->mark = slash;
    if (any && accept(p, TOK_SLASH) && peek(p) == TOK_STAR) {
        mr_parse_raise_token(p, p->mark, "expected comma between / and *");
    }
    p->mark = mark;
}

struct mr_ast_arguments *mr_parse_parameters(struct parser *p, bool lambda)
{
    int32_t mark = p->mark;
    struct mr_ast_arguments *out;
    struct param param;
    size_t base = p->stack_count;
    size_t count = 0;
    size_t defaults = 0;
    size_t posonly = 0;
    size_t i;
    void **items;

    if (peek(p) == terminator(lambda)) {
        return NULL;
    }
    if (unlikely(p->diagnosing)) {
        diagnose_parameters(p, lambda);
    }
    out = mr_parse_empty_parameters(p);
    if (!out) {
        return NULL;
    }
    for (;;) {
        int32_t before = p->mark;

        if (parse_param(p, lambda, &param)) {
            if (defaults && !param.value) {
                p->mark = before;
                break;
            }
            mr_parse_seq_push(p, param.arg);
            mr_parse_seq_push(p, param.value);
            count++;
            defaults += param.value != NULL;
        } else if (count && !posonly && accept_slash(p, lambda)) {
            posonly = count;
        } else {
            break;
        }
    }
    if (!parse_star_part(p, lambda, out) && count == 0) {
        p->mark = mark;
        return NULL;
    }
    if (p->failed) {
        p->stack_count = base;
        return NULL;
    }
    items = mr_arena_alloc(p->arena, (count + defaults) * sizeof *items);
    if (!items) {
        return mr_parser_out_of_memory(p);
    }
    for (i = 0; i < count; i++) {
        items[i] = p->stack[base + 2 * i];
    }
    for (i = count - defaults; i < count; i++) {
        items[defaults + i] = p->stack[base + 2 * i + 1];
    }
    p->stack_count = base;
    out->posonlyargs.items = (struct mr_ast_arg **)items;
    out->posonlyargs.count = (int32_t)posonly;
    out->args.items = out->posonlyargs.items + posonly;
    out->args.count = (int32_t)(count - posonly);
    out->defaults.items = (struct mr_ast_expr **)(items + count);
    out->defaults.count = (int32_t)defaults;
    return out;
}
