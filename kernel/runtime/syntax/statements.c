/* Simple statements, and lists of statements. */
#include "parser.h"

#include <stdlib.h>

static struct mr_ast_stmt *new_expr_stmt(struct parser *p, int32_t first, struct mr_ast_expr *value)
{
    struct mr_ast_stmt *s = mr_parse_node_new(p, MR_AST_EXPR, first);

    if (s) {
        s->expr.value = value;
    }
    return s;
}

static bool is_augmented(int kind)
{
    return kind >= TOK_PLUS_EQUAL && kind <= TOK_DOUBLESLASH_EQUAL;
}

/* ':' annotation ['=' value], after the target. */
static struct mr_ast_stmt *parse_annotated(struct parser *p, int32_t first,
                                           struct mr_ast_expr *target)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *annotation;
    struct mr_ast_expr *value = NULL;
    struct mr_ast_stmt *s;

    p->mark++;
    annotation = mr_parse_expression(p);
    if (!annotation) {
        p->mark = mark;
        return NULL;
    }
    if (accept(p, TOK_EQUAL)) {
        value = mr_parse_yield_or_star(p);
        if (!value) {
            p->mark--;
        }
    }
    s = mr_parse_node_new(p, MR_AST_ANN_ASSIGN, first);
    if (s) {
        mr_parse_make_target(target, MR_AST_STORE);
        s->ann_assign.target = target;
        s->ann_assign.annotation = annotation;
        s->ann_assign.value = value;
        s->ann_assign.simple =
            target->kind == MR_AST_NAME && !(target->flags & MR_AST_PARENTHESIZED);
    }
    return s;
}

/* ('=' value)+ after the first target. */
static struct mr_ast_stmt *parse_equals(struct parser *p, int32_t first, struct mr_ast_expr *target)
{
    size_t base = p->stack_count;
    struct mr_ast_expr *value = target;
    struct mr_ast_stmt *s;

    while (value && peek(p) == TOK_EQUAL && mr_parse_make_target(value, MR_AST_STORE)) {
        mr_parse_seq_push(p, value);
        p->mark++;
        value = mr_parse_yield_or_star(p);
    }
    if (!value || peek(p) == TOK_EQUAL) {
        p->stack_count = base;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_ASSIGN, first);
    if (s) {
        seq_take(p, base, &s->assign.targets);
        s->assign.value = value;
    }
    return s;
}

static struct mr_ast_stmt *parse_augmented(struct parser *p, int32_t first,
                                           struct mr_ast_expr *target)
{
    int32_t mark = p->mark;
    int kind = peek(p);
    struct mr_ast_expr *value;
    struct mr_ast_stmt *s;

    p->mark++;
    value = mr_parse_yield_or_star(p);
    if (!value) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_AUG_ASSIGN, first);
    if (s) {
        mr_parse_make_target(target, MR_AST_STORE);
        s->aug_assign.target = target;
        s->aug_assign.op = (uint8_t)(kind - TOK_PLUS_EQUAL);
        s->aug_assign.value = value;
    }
    return s;
}

/*
 * Whether a name, attribute or subscript may be annotated. (x).y may not: the grammar takes (x) for
 * the target and does not look further.
 */
static bool is_annotatable(const struct mr_ast_expr *e)
{
    const struct mr_ast_expr *first = e;

    while (!(first->flags & MR_AST_PARENTHESIZED)) {
        if (first->kind == MR_AST_ATTRIBUTE) {
            first = first->attribute.value;
        } else if (first->kind == MR_AST_SUBSCRIPT) {
            first = first->subscript.value;
        } else if (first->kind == MR_AST_CALL) {
            first = first->call.func;
        } else {
            return true;
        }
    }
    return first == e || (first->kind != MR_AST_NAME && first->kind != MR_AST_ATTRIBUTE &&
                          first->kind != MR_AST_SUBSCRIPT);
}

/* An assignment of any kind, or an expression. */
static struct mr_ast_stmt *parse_expression_statement(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e = mr_parse_star_expressions(p);
    struct mr_ast_stmt *s = NULL;
    int32_t end = p->mark;
    int kind;
    bool single;

    if (!e) {
        return NULL;
    }
    kind = peek(p);
    single = e->kind == MR_AST_NAME || e->kind == MR_AST_ATTRIBUTE ||
             e->kind == MR_AST_SUBSCRIPT;
    if (kind == TOK_COLON && single && is_annotatable(e)) {
        s = parse_annotated(p, mark, e);
    } else if (kind == TOK_EQUAL && mr_parse_is_target(e)) {
        s = parse_equals(p, mark, e);
    } else if (is_augmented(kind) && single) {
        s = parse_augmented(p, mark, e);
    }
    if (s) {
        return s;
    }
    p->mark = end;
    return new_expr_stmt(p, mark, e);
}

/* A list or a tuple, however many parentheses around it, before a colon. */
static struct mr_ast_expr *unannotatable(struct parser *p)
{
    struct mr_ast_expr *e;

    if (peek(p) != TOK_LPAR && peek(p) != TOK_LSQB) {
        return NULL;
    }
    e = mr_parse_atom(p);
    return e && (e->kind == MR_AST_LIST || e->kind == MR_AST_TUPLE) ? e : NULL;
}

static void diagnose_assignment_target(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *a;
    struct mr_ast_expr *target;
    size_t base;
    int32_t end;

    a = unannotatable(p);
    if (a && accept(p, TOK_COLON) && mr_parse_expression(p)) {
        mr_parse_raise_node(p, a, "only single target (not %s) can be annotated",
                            mr_parse_expr_name(a));
        return;
    }
    p->mark = mark;
    a = mr_parse_star_named(p);
    if (a && accept(p, TOK_COMMA)) {
        base = p->stack_count;
        /* One star_named_expressions after another: a trailing comma ends none of them. */
        while (mr_parse_star_named_list(p)) {
        }
        p->stack_count = base;
        if (accept(p, TOK_COLON) && mr_parse_expression(p)) {
            mr_parse_raise_node(p, a, "only single target (not tuple) can be annotated");
            return;
        }
    }
    p->mark = mark;
    a = mr_parse_expression(p);
    if (a && accept(p, TOK_COLON) && mr_parse_expression(p)) {
        mr_parse_raise_node(p, a, "illegal target for annotation");
        return;
    }
    p->mark = mark;
    end = mark;
    while ((target = mr_parse_star_targets(p)) && accept(p, TOK_EQUAL)) {
        end = p->mark;
    }
    p->mark = end;
    a = mr_parse_star_expressions(p);
    if (a && peek(p) == TOK_EQUAL) {
        mr_parse_raise_invalid_target(p, a, TARGET_STAR);
    }
    p->mark = end;
    a = mr_parse_yield(p);
    if (a && peek(p) == TOK_EQUAL) {
        mr_parse_raise_node(p, a, "assignment to yield expression not possible");
        return;
    }
    p->mark = mark;
    a = mr_parse_star_expressions(p);
    if (a && is_augmented(peek(p))) {
        p->mark++;
        if (mr_parse_yield_or_star(p)) {
            mr_parse_raise_node(p, a, "'%s' is an illegal expression for augmented assignment",
                                mr_parse_expr_name(a));
        }
    }
    p->mark = mark;
}

/* Tries the kinds of assignment in the grammar's order, for the messages inside of them, then
 * looks for what no assignment allows. */
static void diagnose_assignment(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *target;
    int32_t end;

    if (peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_COLON) {
        p->mark += 2;
        if (mr_parse_expression(p)) {
            if (accept(p, TOK_EQUAL)) {
                mr_parse_yield_or_star(p);
            }
            p->mark = mark;
            return;
        }
        p->mark = mark;
    }
    target = mr_parse_single_target(p);
    if (target && (target->kind != MR_AST_NAME || (target->flags & MR_AST_PARENTHESIZED)) &&
        is_annotatable(target) && accept(p, TOK_COLON) && mr_parse_expression(p)) {
        if (accept(p, TOK_EQUAL)) {
            mr_parse_yield_or_star(p);
        }
        p->mark = mark;
        return;
    }
    p->mark = end = mark;
    while ((target = mr_parse_star_targets(p)) && accept(p, TOK_EQUAL)) {
        end = p->mark;
    }
    p->mark = end;
    if (end > mark && mr_parse_yield_or_star(p) && peek(p) != TOK_EQUAL) {
        p->mark = mark;
        return;
    }
    p->mark = mark;
    if (mr_parse_single_target(p) && is_augmented(peek(p))) {
        /* The operator decides: nothing else is tried. */
        p->mark++;
        mr_parse_yield_or_star(p);
        p->mark = mark;
        return;
    }
    p->mark = mark;
    diagnose_assignment_target(p);
    p->mark = mark;
}

static struct mr_ast_stmt *parse_bare(struct parser *p, enum mr_ast_kind kind)
{
    p->mark++;
    return mr_parse_node_new(p, kind, p->mark - 1);
}

static struct mr_ast_stmt *parse_return(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_expr *value = mr_parse_star_expressions(p);
    struct mr_ast_stmt *s = mr_parse_node_new(p, MR_AST_RETURN, mark);

    if (s) {
        s->return_.value = value;
    }
    return s;
}

static struct mr_ast_stmt *parse_raise(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_expr *exc = mr_parse_expression(p);
    struct mr_ast_expr *cause = NULL;
    struct mr_ast_stmt *s;

    if (exc && accept(p, TOK_FROM)) {
        cause = mr_parse_expression(p);
        if (!cause) {
            p->mark--;
        }
    }
    s = mr_parse_node_new(p, MR_AST_RAISE, mark);
    if (s) {
        s->raise.exc = exc;
        s->raise.cause = cause;
    }
    return s;
}

static struct mr_ast_stmt *parse_global(struct parser *p, enum mr_ast_kind kind)
{
    int32_t mark = p->mark++;
    size_t base = p->stack_count;
    struct mr_ast_stmt *s;
    mr_ast_name name;

    name = mr_parse_accept_name(p);
    if (!name) {
        p->mark = mark;
        return NULL;
    }
    mr_parse_seq_push(p, (void *)name);
    while (peek(p) == TOK_COMMA && mr_parse_peek_second(p) == TOK_NAME) {
        p->mark++;
        mr_parse_seq_push(p, (void *)mr_parse_accept_name(p));
    }
    s = mr_parse_node_new(p, kind, mark);
    if (s) {
        seq_take(p, base, &s->global.names);
    }
    return s;
}

static struct mr_ast_stmt *parse_del(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_exprs targets;
    struct mr_ast_stmt *s;

    if (!mr_parse_del_targets(p, &targets) || (peek(p) != TOK_SEMI && peek(p) != TOK_NEWLINE)) {
        if (unlikely(p->diagnosing)) {
            p->mark = mark + 1;
            mr_parse_raise_invalid_target(p, mr_parse_star_expressions(p), TARGET_DEL);
        }
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_DELETE, mark);
    if (s) {
        s->delete.targets = targets;
    }
    return s;
}

static struct mr_ast_stmt *parse_assert(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_expr *test = mr_parse_expression(p);
    struct mr_ast_expr *msg = NULL;
    struct mr_ast_stmt *s;

    if (!test) {
        p->mark = mark;
        return NULL;
    }
    if (accept(p, TOK_COMMA)) {
        msg = mr_parse_expression(p);
        if (!msg) {
            p->mark--;
        }
    }
    s = mr_parse_node_new(p, MR_AST_ASSERT, mark);
    if (s) {
        s->assert_.test = test;
        s->assert_.msg = msg;
    }
    return s;
}

static struct mr_ast_stmt *parse_yield_statement(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e = mr_parse_yield(p);

    return e ? new_expr_stmt(p, mark, e) : NULL;
}

static struct mr_ast_stmt *parse_simple(struct parser *p)
{
    struct mr_ast_stmt *s;

    s = parse_expression_statement(p);
    if (s) {
        return s;
    }
    switch (peek(p)) {
    case TOK_RETURN:
        return parse_return(p);
    case TOK_IMPORT:
        return mr_parse_import(p);
    case TOK_FROM:
        return mr_parse_import_from(p);
    case TOK_RAISE:
        return parse_raise(p);
    case TOK_PASS:
        return parse_bare(p, MR_AST_PASS);
    case TOK_DEL:
        return parse_del(p);
    case TOK_YIELD:
        return parse_yield_statement(p);
    case TOK_ASSERT:
        return parse_assert(p);
    case TOK_BREAK:
        return parse_bare(p, MR_AST_BREAK);
    case TOK_CONTINUE:
        return parse_bare(p, MR_AST_CONTINUE);
    case TOK_GLOBAL:
        return parse_global(p, MR_AST_GLOBAL);
    case TOK_NONLOCAL:
        return parse_global(p, MR_AST_NONLOCAL);
    default:
        return NULL;
    }
}

/* In a second pass, a statement with nothing wrong in it: found without looking for mistakes and
 * without remembering, so that what stands before a mistake costs no more than the first time. */
static struct mr_ast_stmt *parse_sound(struct parser *p)
{
    int32_t mark = p->mark;
    struct memo **memo = p->memo;
    int32_t memo_capacity = p->memo_capacity;
    size_t base = p->stack_count;
    struct mr_ast_stmt *s;

    p->diagnosing = false;
    p->memo = NULL;
    s = parse_simple(p);
    if (s && peek(p) != TOK_SEMI && peek(p) != TOK_NEWLINE) {
        s = NULL;
    }
    p->diagnosing = true;
    free(p->memo);
    p->memo = memo;
    p->memo_capacity = memo_capacity;
    if (!s) {
        p->mark = mark;
        p->stack_count = base;
    }
    return s;
}

static struct mr_ast_stmt *parse_simple_known(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_stmt *s;
    void *known;

    if (mr_parse_memo_get(p, MEMO_SIMPLE, &known)) {
        return known;
    }
    if (unlikely(p->diagnosing)) {
        s = parse_sound(p);
        if (!s) {
            diagnose_assignment(p);
            s = parse_simple(p);
        }
        return mr_parse_memo_put(p, MEMO_SIMPLE, mark, s);
    }
    return mr_parse_memo_put(p, MEMO_SIMPLE, mark, parse_simple(p));
}

bool mr_parse_simple_statements(struct parser *p)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    struct mr_ast_stmt *s = parse_simple_known(p);

    while (s) {
        mr_parse_seq_push(p, s);
        s = accept(p, TOK_SEMI) ? parse_simple_known(p) : NULL;
    }
    if (p->stack_count == base || !accept(p, TOK_NEWLINE)) {
        p->stack_count = base;
        p->mark = mark;
        return false;
    }
    return true;
}

bool mr_parse_statement(struct parser *p)
{
    struct mr_ast_stmt *s = mr_parse_compound(p);

    if (s) {
        mr_parse_seq_push(p, s);
        return true;
    }
    return mr_parse_simple_statements(p);
}

bool mr_parse_statements(struct parser *p, struct mr_ast_stmts *out)
{
    size_t base = p->stack_count;

    while (mr_parse_statement(p)) {
    }
    if (p->stack_count == base || p->failed) {
        p->stack_count = base;
        return false;
    }
    seq_take(p, base, out);
    return !p->failed;
}
