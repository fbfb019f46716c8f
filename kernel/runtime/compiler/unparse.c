/*
 * unparse.c - an expression as text, for annotations that are kept as
 * strings. The text is CPython's: parentheses only where precedence asks for
 * them, strings in their repr.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

/* Levels of binding, loosest first. */
enum {
    PR_TUPLE,
    PR_TEST,   /* if else, lambda */
    PR_OR,
    PR_AND,
    PR_NOT,
    PR_CMP,
    PR_EXPR,
    PR_BOR = PR_EXPR,
    PR_BXOR,
    PR_BAND,
    PR_SHIFT,
    PR_ARITH,
    PR_TERM,
    PR_FACTOR,
    PR_POWER,
    PR_AWAIT,
    PR_ATOM
};

struct writer {
    struct mrc *c;
    mr_str_builder out;
};

static void write_expr(struct writer *w, const struct mr_ast_expr *e, int level);

static void text(struct writer *w, const char *s)
{
    if (!w->c->failed && !mr_str_builder_text(&w->out, s))
        mrc_failed(w->c);
}

static void open_if(struct writer *w, bool wanted)
{
    if (wanted)
        text(w, "(");
}

static void close_if(struct writer *w, bool wanted)
{
    if (wanted)
        text(w, ")");
}

static void list(struct writer *w, const struct mr_ast_exprs *items, int level)
{
    for (int32_t i = 0; i < items->count; i++) {
        if (i)
            text(w, ", ");
        write_expr(w, items->items[i], level);
    }
}

static void bool_op(struct writer *w, const struct mr_ast_expr *e, int level)
{
    bool and = e->bool_op.op == MR_AST_AND;
    int own = and ? PR_AND : PR_OR;

    open_if(w, level > own);
    for (int32_t i = 0; i < e->bool_op.values.count; i++) {
        if (i)
            text(w, and ? " and " : " or ");
        write_expr(w, e->bool_op.values.items[i], own + 1);
    }
    close_if(w, level > own);
}

static void bin_op(struct writer *w, const struct mr_ast_expr *e, int level)
{
    static const struct {
        const char *text;
        int level;
    } ops[] = {
        [MR_AST_ADD] = { " + ", PR_ARITH },       [MR_AST_SUB] = { " - ", PR_ARITH },
        [MR_AST_MULT] = { " * ", PR_TERM },       [MR_AST_MAT_MULT] = { " @ ", PR_TERM },
        [MR_AST_DIV] = { " / ", PR_TERM },        [MR_AST_MOD] = { " % ", PR_TERM },
        [MR_AST_LSHIFT] = { " << ", PR_SHIFT },   [MR_AST_RSHIFT] = { " >> ", PR_SHIFT },
        [MR_AST_BIT_OR] = { " | ", PR_BOR },      [MR_AST_BIT_XOR] = { " ^ ", PR_BXOR },
        [MR_AST_BIT_AND] = { " & ", PR_BAND },    [MR_AST_FLOOR_DIV] = { " // ", PR_TERM },
        [MR_AST_POW] = { " ** ", PR_POWER },
    };
    int own = ops[e->bin_op.op].level;
    bool right = e->bin_op.op == MR_AST_POW;

    open_if(w, level > own);
    write_expr(w, e->bin_op.left, own + right);
    text(w, ops[e->bin_op.op].text);
    write_expr(w, e->bin_op.right, own + !right);
    close_if(w, level > own);
}

static void unary_op(struct writer *w, const struct mr_ast_expr *e, int level)
{
    static const char *const ops[] = {
        [MR_AST_INVERT] = "~", [MR_AST_NOT] = "not ", [MR_AST_UADD] = "+", [MR_AST_USUB] = "-"};
    int own = e->unary_op.op == MR_AST_NOT ? PR_NOT : PR_FACTOR;

    open_if(w, level > own);
    text(w, ops[e->unary_op.op]);
    write_expr(w, e->unary_op.operand, own);
    close_if(w, level > own);
}

/* ---- lambda ---- */

static void one_arg(struct writer *w, bool *first, const char *star, const struct mr_ast_arg *a,
                    const struct mr_ast_expr *value)
{
    if (!*first)
        text(w, ", ");
    *first = false;
    text(w, star);
    if (a)
        text(w, a->arg);
    if (value) {
        text(w, "=");
        write_expr(w, value, PR_TEST);
    }
}

static void arguments(struct writer *w, const struct mr_ast_arguments *a)
{
    int32_t positional = a->posonlyargs.count + a->args.count,
            plain = positional - a->defaults.count;
    bool first = true;

    for (int32_t i = 0; i < positional; i++) {
        const struct mr_ast_arg *arg = i < a->posonlyargs.count
                                           ? a->posonlyargs.items[i]
                                           : a->args.items[i - a->posonlyargs.count];
        one_arg(w, &first, "", arg, i >= plain ? a->defaults.items[i - plain] : NULL);
        if (a->posonlyargs.count && i + 1 == a->posonlyargs.count)
            text(w, ", /");
    }
    if (a->vararg || a->kwonlyargs.count)
        one_arg(w, &first, "*", a->vararg, NULL);
    for (int32_t i = 0; i < a->kwonlyargs.count; i++)
        one_arg(w, &first, "", a->kwonlyargs.items[i], a->kw_defaults.items[i]);
    if (a->kwarg)
        one_arg(w, &first, "**", a->kwarg, NULL);
}

static void lambda(struct writer *w, const struct mr_ast_expr *e, int level)
{
    const struct mr_ast_arguments *a = e->lambda.args;
    bool any =
        a->posonlyargs.count || a->args.count || a->vararg || a->kwonlyargs.count || a->kwarg;

    open_if(w, level > PR_TEST);
    text(w, any ? "lambda " : "lambda");
    arguments(w, a);
    text(w, ": ");
    write_expr(w, e->lambda.body, PR_TEST);
    close_if(w, level > PR_TEST);
}

/* ---- displays and comprehensions ---- */

static void dict(struct writer *w, const struct mr_ast_expr *e)
{
    text(w, "{");
    for (int32_t i = 0; i < e->dict.values.count; i++) {
        if (i)
            text(w, ", ");
        if (e->dict.keys.items[i]) {
            write_expr(w, e->dict.keys.items[i], PR_TEST);
            text(w, ": ");
            write_expr(w, e->dict.values.items[i], PR_TEST);
        } else {
            text(w, "**");
            write_expr(w, e->dict.values.items[i], PR_EXPR);
        }
    }
    text(w, "}");
}

static void generators(struct writer *w, const struct mr_ast_comprehensions *list)
{
    for (int32_t i = 0; i < list->count; i++) {
        const struct mr_ast_comprehension *g = list->items[i];
        text(w, g->is_async ? " async for " : " for ");
        write_expr(w, g->target, PR_TUPLE);
        text(w, " in ");
        write_expr(w, g->iter, PR_TEST + 1);
        for (int32_t k = 0; k < g->ifs.count; k++) {
            text(w, " if ");
            write_expr(w, g->ifs.items[k], PR_TEST + 1);
        }
    }
}

static void comprehension(struct writer *w, const struct mr_ast_expr *e)
{
    text(w, e->kind == MR_AST_GENERATOR_EXP ? "(" : e->kind == MR_AST_LIST_COMP ? "[" : "{");
    if (e->kind == MR_AST_DICT_COMP) {
        write_expr(w, e->dict_comp.key, PR_TEST);
        text(w, ": ");
        write_expr(w, e->dict_comp.value, PR_TEST);
        generators(w, &e->dict_comp.generators);
    } else {
        write_expr(w, e->comp.elt, PR_TEST);
        generators(w, &e->comp.generators);
    }
    text(w, e->kind == MR_AST_GENERATOR_EXP ? ")" : e->kind == MR_AST_LIST_COMP ? "]" : "}");
}

static void tuple(struct writer *w, const struct mr_ast_expr *e, int level)
{
    if (!e->list.elts.count) {
        text(w, "()");
        return;
    }
    open_if(w, level > PR_TUPLE);
    list(w, &e->list.elts, PR_TEST);
    if (e->list.elts.count == 1)
        text(w, ",");
    close_if(w, level > PR_TUPLE);
}

/* ---- comparisons, calls, items ---- */

static void compare(struct writer *w, const struct mr_ast_expr *e, int level)
{
    static const char *const ops[] = {
        [MR_AST_EQ] = " == ",         [MR_AST_NOT_EQ] = " != ",     [MR_AST_LT] = " < ",
        [MR_AST_LT_E] = " <= ",       [MR_AST_GT] = " > ",          [MR_AST_GT_E] = " >= ",
        [MR_AST_IS] = " is ",         [MR_AST_IS_NOT] = " is not ", [MR_AST_IN] = " in ",
        [MR_AST_NOT_IN] = " not in ",
    };

    open_if(w, level > PR_CMP);
    write_expr(w, e->compare.left, PR_CMP + 1);
    for (int32_t i = 0; i < e->compare.ops.count; i++) {
        text(w, ops[e->compare.ops.items[i]]);
        write_expr(w, e->compare.comparators.items[i], PR_CMP + 1);
    }
    close_if(w, level > PR_CMP);
}

static void call(struct writer *w, const struct mr_ast_expr *e)
{
    const struct mr_ast_exprs *args = &e->call.args;

    write_expr(w, e->call.func, PR_ATOM);
    if (args->count == 1 && !e->call.keywords.count &&
        args->items[0]->kind == MR_AST_GENERATOR_EXP) {
        write_expr(w, args->items[0], PR_ATOM);
        return;
    }
    text(w, "(");
    list(w, args, PR_TEST);
    for (int32_t i = 0; i < e->call.keywords.count; i++) {
        const struct mr_ast_keyword *k = e->call.keywords.items[i];
        if (i || args->count)
            text(w, ", ");
        if (k->arg) {
            text(w, k->arg);
            text(w, "=");
        } else {
            text(w, "**");
        }
        write_expr(w, k->value, PR_TEST);
    }
    text(w, ")");
}

static void subscript(struct writer *w, const struct mr_ast_expr *e)
{
    write_expr(w, e->subscript.value, PR_ATOM);
    text(w, "[");
    write_expr(w, e->subscript.slice, PR_TUPLE);
    text(w, "]");
}

static void slice(struct writer *w, const struct mr_ast_expr *e)
{
    if (e->slice.lower)
        write_expr(w, e->slice.lower, PR_TEST);
    text(w, ":");
    if (e->slice.upper)
        write_expr(w, e->slice.upper, PR_TEST);
    if (e->slice.step) {
        text(w, ":");
        write_expr(w, e->slice.step, PR_TEST);
    }
}

static void attribute(struct writer *w, const struct mr_ast_expr *e)
{
    const struct mr_ast_expr *v = e->attribute.value;

    write_expr(w, v, PR_ATOM);
    /* 1 .real: a dot right behind a number would belong to it */
    bool number = v->kind == MR_AST_CONSTANT && (v->constant.kind == MR_AST_CONST_INT ||
                                                 v->constant.kind == MR_AST_CONST_BIG_INT);
    text(w, number ? " ." : ".");
    text(w, e->attribute.attr);
}

/* ---- literals ---- */

static void constant(struct writer *w, const struct mr_ast_constant *k)
{
    if (k->kind == MR_AST_CONST_ELLIPSIS) {
        text(w, "...");
        return;
    }
    if (k->u_prefix)
        text(w, "u");
    mr_value v = mrc_literal(w->c, k);
    mr_value repr = v ? mr_repr(w->c->rt, v) : MR_NULL;
    if (!repr || !mr_str_builder_str(&w->out, repr))
        mrc_failed(w->c);
    mr_decref(w->c->rt, v);
    mr_decref(w->c->rt, repr);
}

static mr_value unparsed(struct mrc *c, const struct mr_ast_expr *e, int level);

/* The text between the quotes, braces doubled. */
static void fstring_part(struct writer *w, const struct mr_ast_expr *e)
{
    if (w->c->failed)
        return;
    if (e->kind == MR_AST_CONSTANT) {
        for (size_t i = 0; i < e->constant.length; i++) {
            char ch = e->constant.bytes[i];
            if ((ch == '{' || ch == '}') && !mr_str_builder_utf8(&w->out, &ch, 1))
                mrc_failed(w->c);
            size_t run = 1;
            while (i + run < e->constant.length && !strchr("{}", e->constant.bytes[i + run]))
                run++;
            if (!mr_str_builder_utf8(&w->out, e->constant.bytes + i, run))
                mrc_failed(w->c);
            i += run - 1;
        }
        return;
    }
    if (e->kind == MR_AST_JOINED_STR) {
        for (int32_t i = 0; i < e->joined_str.values.count; i++)
            fstring_part(w, e->joined_str.values.items[i]);
        return;
    }
    mr_value inner = unparsed(w->c, e->formatted_value.value, PR_TEST + 1);
    if (!inner)
        return;
    /* {{ would be a brace */
    bool brace = mr_as_str(inner)->length && mr_str_at(mr_as_str(inner), 0) == '{';
    text(w, brace ? "{ " : "{");
    if (!mr_str_builder_str(&w->out, inner))
        mrc_failed(w->c);
    mr_decref(w->c->rt, inner);
    switch (e->formatted_value.conversion) {
    case 's': text(w, "!s"); break;
    case 'r': text(w, "!r"); break;
    case 'a': text(w, "!a"); break;
    default: break;
    }
    if (e->formatted_value.format_spec) {
        text(w, ":");
        fstring_part(w, e->formatted_value.format_spec);
    }
    text(w, "}");
}

static void fstring(struct writer *w, const struct mr_ast_expr *e)
{
    struct writer inner = { .c = w->c };
    mr_value repr = MR_NULL;

    mr_str_builder_init(&inner.out, w->c->rt);
    fstring_part(&inner, e);
    mr_value joined = mr_str_builder_take(&inner.out);
    if (joined)
        repr = mr_repr(w->c->rt, joined);
    text(w, "f");
    if (!repr || !mr_str_builder_str(&w->out, repr))
        mrc_failed(w->c);
    mr_decref(w->c->rt, joined);
    mr_decref(w->c->rt, repr);
}

static void write_kind(struct writer *w, const struct mr_ast_expr *e, int level)
{
    switch (e->kind) {
    case MR_AST_BOOL_OP: bool_op(w, e, level); break;
    case MR_AST_BIN_OP: bin_op(w, e, level); break;
    case MR_AST_UNARY_OP: unary_op(w, e, level); break;
    case MR_AST_LAMBDA: lambda(w, e, level); break;
    case MR_AST_IF_EXP:
        open_if(w, level > PR_TEST);
        write_expr(w, e->if_exp.body, PR_TEST + 1);
        text(w, " if ");
        write_expr(w, e->if_exp.test, PR_TEST + 1);
        text(w, " else ");
        write_expr(w, e->if_exp.orelse, PR_TEST);
        close_if(w, level > PR_TEST);
        break;
    case MR_AST_DICT: dict(w, e); break;
    case MR_AST_SET:
        text(w, "{");
        list(w, &e->set.elts, PR_TEST);
        text(w, "}");
        break;
    case MR_AST_LIST_COMP:
    case MR_AST_SET_COMP:
    case MR_AST_DICT_COMP:
    case MR_AST_GENERATOR_EXP: comprehension(w, e); break;
    case MR_AST_YIELD:
        text(w, e->yield.value ? "(yield " : "(yield");
        if (e->yield.value)
            write_expr(w, e->yield.value, PR_TUPLE);
        text(w, ")");
        break;
    case MR_AST_YIELD_FROM:
        text(w, "(yield from ");
        write_expr(w, e->yield_from.value, PR_TEST);
        text(w, ")");
        break;
    case MR_AST_AWAIT:
        open_if(w, level > PR_AWAIT);
        text(w, "await ");
        write_expr(w, e->await.value, PR_ATOM);
        close_if(w, level > PR_AWAIT);
        break;
    case MR_AST_COMPARE: compare(w, e, level); break;
    case MR_AST_CALL: call(w, e); break;
    case MR_AST_CONSTANT: constant(w, &e->constant); break;
    case MR_AST_JOINED_STR:
    case MR_AST_FORMATTED_VALUE: fstring(w, e); break;
    case MR_AST_ATTRIBUTE: attribute(w, e); break;
    case MR_AST_STARRED:
        text(w, "*");
        write_expr(w, e->starred.value, PR_EXPR);
        break;
    case MR_AST_NAME: text(w, e->name.id); break;
    case MR_AST_SLICE: slice(w, e); break;
    case MR_AST_SUBSCRIPT: subscript(w, e); break;
    case MR_AST_LIST:
        text(w, "[");
        list(w, &e->list.elts, PR_TEST);
        text(w, "]");
        break;
    case MR_AST_TUPLE: tuple(w, e, level); break;
    case MR_AST_NAMED_EXPR:
        open_if(w, level > PR_TUPLE);
        write_expr(w, e->named_expr.target, PR_ATOM);
        text(w, " := ");
        write_expr(w, e->named_expr.value, PR_ATOM);
        close_if(w, level > PR_TUPLE);
        break;
    default: break;
    }
}

static void write_expr(struct writer *w, const struct mr_ast_expr *e, int level)
{
    if (!mrc_enter(w->c))
        return;
    write_kind(w, e, level);
    mrc_leave(w->c);
}

static mr_value unparsed(struct mrc *c, const struct mr_ast_expr *e, int level)
{
    struct writer w = { .c = c };

    mr_str_builder_init(&w.out, c->rt);
    write_expr(&w, e, level);
    if (c->failed) {
        mr_str_builder_finish(&w.out);
        return MR_NULL;
    }
    mr_value s = mr_str_builder_take(&w.out);
    if (!s)
        mrc_failed(c);
    return s;
}

mr_value mrc_unparse(struct mrc *c, const struct mr_ast_expr *e)
{
    return unparsed(c, e, PR_TEST);
}
