/*
 * functions.c - def, lambda and class.
 */
#include "compiler/compiler.h"
#include "types/containers.h"
#include "types/str.h"

mr_value mrc_qualname(struct mrc *c, struct mrc_unit *outer, const char *name,
                      struct mrc_name *bound)
{
    if (c->failed)
        return MR_NULL;
    if (bound) {
        struct mrc_symbol *s = mrc_scope_find(outer->scope, bound);
        if (s && s->access == MRC_GLOBAL_EXPLICIT)
            return mr_str_from(c->rt, name);
    }
    if (outer->scope->kind == MRC_MODULE)
        return mr_str_from(c->rt, name);
    if (outer->scope->kind == MRC_FUNCTION && !outer->scope->comprehension)
        return mr_str_format(c->rt, "%V.<locals>.%s", outer->qualname, name);
    return mr_str_format(c->rt, "%V.%s", outer->qualname, name);
}

void mrc_prologue(struct mrc *c)
{
    if (c->failed)
        return;
    struct mrc_scope *s = c->unit->scope;
    for (uint32_t i = 0; i < s->ncells; i++)
        mrc_emit(c, MR_BC_MAKE_CELL, 0, s->cells[i]->reg,
                 s->cells[i]->param >= 0 ? (uint32_t)s->cells[i]->param : 0xffff, 0);
    if (s->nfree)
        mrc_emit(c, MR_BC_COPY_FREE, 0, s->nvars + s->ncells, 0, 0);
    if ((s->generator || s->coroutine) && (s->kind == MRC_FUNCTION || s->async))
        mrc_emit(c, MR_BC_RETURN_GENERATOR, 0, 0, 0, 0);
}

/* Register of the cell that an inner block's free variable takes from this one. */
static uint32_t cell_for(struct mrc *c, const struct mrc_name *name)
{
    struct mrc_scope *s = c->unit->scope;

    for (uint32_t i = 0; i < s->ncells; i++)
        if (s->cells[i]->name == name)
            return s->cells[i]->reg;
    for (uint32_t i = 0; i < s->nfree; i++)
        if (s->frees[i]->name == name)
            return s->frees[i]->reg;
    return 0;
}

void mrc_make_function(struct mrc *c, mr_code *code, struct mrc_scope *scope, int n, uint32_t from,
                       uint32_t dst)
{
    uint32_t mark = c->unit->depth;

    if (c->failed || !code || !scope) {
        mr_decref(c->rt, mr_from(code));
        return;
    }
    uint32_t number = mrc_unit_const(c, mrc_constant_unique(c, mr_from(code)));
    if (number > UINT16_MAX) {
        mrc_error_at(c, &c->unit->at, "too many constants before a function");
        return;
    }
    if (scope->nfree) {
        uint32_t first = mrc_top(c);
        for (uint32_t i = 0; i < scope->nfree; i++)
            mrc_emit(c, MR_BC_LOAD_CLOSURE, 0, mrc_push(c), cell_for(c, scope->frees[i]->name), 0);
        mrc_restore(c, mark);
        mrc_emit(c, MR_BC_BUILD_TUPLE, 0, first, first, scope->nfree);
        mrc_push(c);
        n |= 8;
    }
    mrc_restore(c, mark);
    if (dst == mrc_top(c)) {
        mrc_push(c);
        mrc_pop(c, 1);
    }
    mrc_emit(c, MR_BC_MAKE_FUNCTION, n, dst, number, from);
}

/* ---- defaults and annotations ---- */

static void check_args(struct mrc *c, const struct mr_ast_args *args)
{
    for (int32_t i = 0; i < args->count; i++)
        mrc_check_name(c, NULL, args->items[i]->arg, MR_AST_STORE);
}

static void check_arguments(struct mrc *c, const struct mr_ast_arguments *args)
{
    check_args(c, &args->posonlyargs);
    check_args(c, &args->args);
    if (args->vararg)
        mrc_check_name(c, NULL, args->vararg->arg, MR_AST_STORE);
    check_args(c, &args->kwonlyargs);
    if (args->kwarg)
        mrc_check_name(c, NULL, args->kwarg->arg, MR_AST_STORE);
}

static void name_const(struct mrc *c, struct mrc_name *name)
{
    mr_value s = mrc_name_str(c, name);
    uint32_t t = mrc_push(c);

    if (s)
        mrc_emit_const(c, t, mr_incref(s));
}

/* Pushes the tuple and the dict; their bits. */
static int push_defaults(struct mrc *c, const struct mr_ast_arguments *args)
{
    int n = 0;

    check_arguments(c, args);
    if (args->defaults.count) {
        uint32_t t = mrc_top(c);
        bool constant = true;
        for (int32_t i = 0; i < args->defaults.count; i++)
            constant = constant && args->defaults.items[i]->kind == MR_AST_CONSTANT;
        mr_value tuple =
            constant ? mr_tuple_new(c->rt, NULL, (size_t)args->defaults.count) : MR_NULL;
        if (tuple) {
            for (int32_t i = 0; i < args->defaults.count; i++) {
                mr_value v = MR_NONE;
                mrc_is_constant(c, args->defaults.items[i], &v);
                mr_as_tuple(tuple)->items[i] = mr_incref(v);
            }
            mrc_emit_const(c, t, tuple);
        } else if (constant) {
            mrc_failed(c);
        } else {
            mrc_sequence(c, MR_BC_BUILD_TUPLE, &args->defaults, t);
        }
        mrc_push(c);
        n |= 1;
    }
    uint32_t mark = c->unit->depth, first = mrc_top(c), pairs = 0;
    for (int32_t i = 0; i < args->kw_defaults.count; i++) {
        if (!args->kw_defaults.items[i])
            continue;
        name_const(c, mrc_known_name(c, args->kwonlyargs.items[i]->arg));
        mrc_push_expr(c, args->kw_defaults.items[i]);
        pairs++;
    }
    mrc_restore(c, mark);
    if (pairs) {
        mrc_emit(c, MR_BC_BUILD_MAP, 0, first, first, pairs);
        mrc_push(c);
        n |= 2;
    }
    return n;
}

void mrc_annotation(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    if (c->future & MR_CO_FUTURE_ANNOTATIONS) {
        mrc_emit_const(c, dst, mrc_unparse(c, e));
        return;
    }
    if (e->kind == MR_AST_STARRED) {
        /* def f(*args: *Ts): the one item of Ts */
        uint32_t r = mrc_operand(c, e->starred.value);
        if (mrc_is_temp(c, r))
            mrc_pop(c, 1);
        mrc_emit(c, MR_BC_UNPACK, 0, dst, r, 1);
        return;
    }
    mrc_into(c, e, dst);
}

static uint32_t push_annotation(struct mrc *c, mr_ast_name name, struct mr_ast_expr *e)
{
    if (!e || c->failed)
        return 0;
    name_const(c, mrc_known_name(c, name));
    mrc_annotation(c, e, mrc_top(c));
    mrc_push(c);
    return 2;
}

static uint32_t push_arg_annotations(struct mrc *c, const struct mr_ast_args *args)
{
    uint32_t count = 0;

    for (int32_t i = 0; i < args->count; i++)
        count += push_annotation(c, args->items[i]->arg, args->items[i]->annotation);
    return count;
}

static int push_annotations(struct mrc *c, const struct mr_ast_arguments *args,
                            struct mr_ast_expr *returns)
{
    uint32_t mark = c->unit->depth, first = mrc_top(c), count;

    count = push_arg_annotations(c, &args->args);
    count += push_arg_annotations(c, &args->posonlyargs);
    if (args->vararg)
        count += push_annotation(c, args->vararg->arg, args->vararg->annotation);
    count += push_arg_annotations(c, &args->kwonlyargs);
    if (args->kwarg)
        count += push_annotation(c, args->kwarg->arg, args->kwarg->annotation);
    if (returns && !c->failed) {
        name_const(c, mrc_name_z(c, "return"));
        mrc_annotation(c, returns, mrc_top(c));
        mrc_push(c);
        count += 2;
    }
    mrc_restore(c, mark);
    if (!count)
        return 0;
    mrc_emit(c, MR_BC_BUILD_TUPLE, 0, first, first, count);
    mrc_push(c);
    return 4;
}

/* ---- decorators ---- */

static void push_decorators(struct mrc *c, const struct mr_ast_exprs *decorators)
{
    for (int32_t i = 0; i < decorators->count; i++) {
        mrc_push_expr(c, decorators->items[i]);
        mrc_push(c); /* the call's room */
    }
}

/* The decorated value stands in temporary r, behind the decorators; the last register is the first
 * decorator's. */
static uint32_t apply_decorators(struct mrc *c, const struct mr_ast_exprs *decorators, uint32_t r)
{
    mr_position at = c->unit->at;

    for (int32_t i = decorators->count - 1; i >= 0; i--) {
        mrc_set_at(c, decorators->items[i]);
        r -= 2;
        mrc_emit(c, MR_BC_CALL, 1, r, r, 0);
    }
    c->unit->at = at;
    return r;
}

static int32_t first_line(const struct mr_ast_exprs *decorators, int32_t line)
{
    return decorators->count ? decorators->items[0]->lineno : line;
}

/* ---- def and lambda ---- */

static void set_docstring(struct mrc *c, const struct mr_ast_stmts *body)
{
    mr_value doc = MR_NONE;

    if (body && mrc_is_docstring(body))
        doc = mrc_literal(c, &body->items[0]->expr.value->constant);
    mrc_unit_const(c, mrc_constant(c, doc));
}

static mr_code *function_code(struct mrc *c, struct mr_ast_stmt *s, int32_t line)
{
    struct mrc_unit u, *outer = c->unit;
    const struct mr_ast_stmts *body = &s->function_def.body;

    if (c->failed)
        return NULL;
    struct mrc_name *name = mrc_ast_name(c, s->function_def.name);
    mr_value str = mrc_name_str(c, name);
    struct mrc_name *bound = mrc_known_name(c, s->function_def.name);
    mrc_unit_open(c, &u, s, mr_incref(str), line);
    u.qualname = mrc_qualname(c, outer, s->function_def.name, bound);
    if (!u.qualname)
        mrc_failed(c);
    mrc_set_at(c, s);
    set_docstring(c, body);
    mrc_prologue(c);
    struct mr_ast_stmts rest = *body;
    if (mrc_is_docstring(body)) {
        rest.items++;
        rest.count--;
    }
    mrc_statements(c, &rest);
    mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
    mr_code *code = mrc_assemble(c);
    mrc_unit_close(c);
    return code;
}

void mrc_function(struct mrc *c, struct mr_ast_stmt *s)
{
    const struct mr_ast_exprs *decorators = &s->function_def.decorator_list;
    uint32_t mark = c->unit->depth;

    push_decorators(c, decorators);
    uint32_t base = mrc_top(c);
    int n = push_defaults(c, s->function_def.args);
    n |= push_annotations(c, s->function_def.args, s->function_def.returns);
    mr_code *code = function_code(c, s, first_line(decorators, s->lineno));
    mrc_make_function(c, code, mrc_scope_of(c, s), n, base, base);
    uint32_t r = apply_decorators(c, decorators, base);
    mrc_restore(c, mark);
    mrc_push(c);
    mrc_check_name(c, s, s->function_def.name, MR_AST_STORE);
    mrc_store_name(c, mrc_known_name(c, s->function_def.name), r);
    mrc_restore(c, mark);
}

void mrc_lambda(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct mrc_unit u, *outer = c->unit;
    uint32_t mark = c->unit->depth, base = mrc_top(c);

    int n = push_defaults(c, e->lambda.args);
    if (c->failed)
        return;
    mrc_unit_open(c, &u, e, mr_incref(mrc_name_str(c, c->name_lambda)), e->lineno);
    u.qualname = mrc_qualname(c, outer, "<lambda>", NULL);
    if (!u.qualname)
        mrc_failed(c);
    mrc_set_at(c, e);
    set_docstring(c, NULL);
    mrc_prologue(c);
    uint32_t r = c->failed ? 0 : mrc_operand(c, e->lambda.body);
    mrc_set_at(c, e->lambda.body);
    if (!c->failed && u.scope->generator) {
        if (mrc_is_temp(c, r))
            mrc_release(c, r);
        mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
    } else {
        mrc_emit(c, MR_BC_RETURN, 0, r, 0, 0);
    }
    mr_code *code = mrc_assemble(c);
    mrc_unit_close(c);
    mrc_make_function(c, code, mrc_scope_of(c, e), n, base, dst);
    mrc_restore(c, mark);
}

/* ---- class ---- */

static void class_name_store(struct mrc *c, const char *name, uint32_t t)
{
    mrc_emit(c, MR_BC_STORE_NAME, 0, mrc_unit_name(c, mrc_name_z(c, name)), t, 0);
}

static mr_code *class_code(struct mrc *c, struct mr_ast_stmt *s, int32_t line)
{
    struct mrc_unit u, *outer = c->unit;

    if (c->failed)
        return NULL;
    struct mrc_name *name = mrc_ast_name(c, s->class_def.name);
    struct mrc_name *bound = mrc_known_name(c, s->class_def.name);
    mrc_unit_open(c, &u, s, mr_incref(mrc_name_str(c, name)), line);
    u.private_ = name;
    u.qualname = mrc_qualname(c, outer, s->class_def.name, bound);
    if (!u.qualname)
        mrc_failed(c);
    mrc_set_at(c, s);
    mrc_prologue(c);
    uint32_t t = mrc_push(c);
    mrc_emit(c, MR_BC_LOAD_NAME, 0, t, mrc_unit_name(c, mrc_name_z(c, "__name__")), 0);
    class_name_store(c, "__module__", t);
    mrc_emit_const(c, t, mr_incref(u.qualname));
    class_name_store(c, "__qualname__", t);
    mrc_pop(c, 1);
    mrc_body(c, &s->class_def.body);
    if (!c->failed && u.scope->class_closure) {
        uint32_t cell = u.scope->cells[0]->reg;
        t = mrc_push(c);
        uint32_t copy = mrc_push(c);
        mrc_emit(c, MR_BC_LOAD_CLOSURE, 0, t, cell, 0);
        mrc_emit(c, MR_BC_LOAD_CLOSURE, 0, copy, cell, 0);
        class_name_store(c, "__classcell__", copy);
        mrc_emit(c, MR_BC_RETURN, 0, t, 0, 0);
        mrc_pop(c, 2);
    }
    mrc_emit(c, MR_BC_RETURN_NONE, 0, 0, 0, 0);
    mr_code *code = mrc_assemble(c);
    mrc_unit_close(c);
    return code;
}

void mrc_class(struct mrc *c, struct mr_ast_stmt *s)
{
    const struct mr_ast_exprs *decorators = &s->class_def.decorator_list;
    uint32_t mark = c->unit->depth;

    push_decorators(c, decorators);
    mr_code *code = class_code(c, s, first_line(decorators, s->lineno));
    uint32_t base = mrc_push(c);
    mrc_emit(c, MR_BC_LOAD_BUILD_CLASS, 0, base, 0, 0);
    mrc_push(c);
    mrc_make_function(c, code, mrc_scope_of(c, s), 0, mrc_top(c), mrc_top(c));
    mrc_push(c);
    name_const(c, mrc_ast_name(c, s->class_def.name));
    mr_position at = c->unit->at;
    mrc_call_arguments(c, base, 2, &s->class_def.bases, &s->class_def.keywords, &at, base);
    uint32_t r = apply_decorators(c, decorators, base);
    mrc_restore(c, mark);
    mrc_push(c);
    mrc_check_name(c, s, s->class_def.name, MR_AST_STORE);
    mrc_store_name(c, mrc_known_name(c, s->class_def.name), r);
    mrc_restore(c, mark);
}
