/*
 * symbols.c - walks the tree and notes, block by block, how names are used.
 */
#include "compiler/compiler.h"

struct walk {
    struct mrc *c;
    struct mrc_scope *scope, *top;
    struct mrc_name *private_;
};

static void visit_expr(struct walk *w, struct mr_ast_expr *e);
static void visit_stmts(struct walk *w, const struct mr_ast_stmts *body);

static void add_to(struct walk *w, struct mrc_scope *scope, struct mrc_name *name, uint32_t flag,
                   const void *node)
{
    struct mrc *c = w->c;

    if (c->failed || !name)
        return;
    struct mrc_name *mangled = mrc_mangle(c, w->private_, name);
    struct mrc_symbol *s = mangled ? mrc_scope_add(c, scope, mangled) : NULL;
    if (!s)
        return;
    if ((flag & MRC_DEF_PARAM) && (s->flags & MRC_DEF_PARAM)) {
        mrc_error(c, node, "duplicate argument '%s' in function definition", name->text);
        return;
    }
    s->flags |= flag;
    if (scope->iter_target) {
        if (s->flags & (MRC_DEF_GLOBAL | MRC_DEF_NONLOCAL)) {
            mrc_error(c, node,
                      "comprehension inner loop cannot rebind assignment expression target '%s'",
                      name->text);
            return;
        }
        s->flags |= MRC_DEF_COMP_ITER;
    }
    if (flag & MRC_DEF_PARAM)
        s->param = (int32_t)scope->params++;
}

static void add(struct walk *w, mr_ast_name name, uint32_t flag, const void *node)
{
    add_to(w, w->scope, mrc_ast_name(w->c, name), flag, node);
}

static uint32_t flags_in(struct walk *w, struct mrc_scope *scope, struct mrc_name *name)
{
    struct mrc_name *mangled = name ? mrc_mangle(w->c, w->private_, name) : NULL;
    struct mrc_symbol *s = mangled ? mrc_scope_find(scope, mangled) : NULL;
    return s ? s->flags : 0;
}

static void directive(struct walk *w, struct mrc_name *name, const void *node)
{
    if (w->c->failed)
        return;
    struct mrc_name *mangled = mrc_mangle(w->c, w->private_, name);
    struct mrc_symbol *s = mangled ? mrc_scope_find(w->scope, mangled) : NULL;
    const struct mr_ast_node *n = node;
    if (s && !s->directive.line)
        s->directive = (mr_position){0, n->lineno, n->end_lineno, n->col_offset, n->end_col_offset};
}

static struct mrc_scope *enter(struct walk *w, enum mrc_scope_kind kind, const void *node)
{
    struct mrc *c = w->c;
    struct mrc_scope *s = c->failed ? NULL : mrc_alloc(c, sizeof *s);

    if (!s)
        return NULL;
    s->kind = kind;
    s->parent = w->scope;
    if (node) {
        const struct mr_ast_node *n = node;
        s->at = (mr_position){ 0, n->lineno, n->end_lineno, n->col_offset, n->end_col_offset };
    }
    if (w->scope) {
        s->nested = w->scope->nested || w->scope->kind == MRC_FUNCTION;
        s->iter_expr = w->scope->iter_expr;
        if (kind != MRC_ANNOTATION) {
            if (w->scope->last)
                w->scope->last->next = s;
            else
                w->scope->first = s;
            w->scope->last = s;
        }
    }
    if (kind != MRC_ANNOTATION) {
        if (!mrc_reserve(c, &c->scope_list, c->scope_count, &c->scope_capacity,
                         sizeof *c->scope_list))
            return NULL;
        c->scope_list[c->scope_count] = s;
        if (!mrc_map_set(&c->scopes, mrc_key(node), c->scope_count++)) {
            mrc_no_memory(c);
            return NULL;
        }
    }
    w->scope = s;
    return s;
}

static void leave(struct walk *w)
{
    w->scope = w->scope->parent;
}

static void visit_exprs(struct walk *w, const struct mr_ast_exprs *list)
{
    for (int32_t i = 0; i < list->count && !w->c->failed; i++)
        if (list->items[i])
            visit_expr(w, list->items[i]);
}

static void visit_keywords(struct walk *w, const struct mr_ast_keywords *list)
{
    for (int32_t i = 0; i < list->count; i++)
        visit_expr(w, list->items[i]->value);
}

static bool enter_annotations(struct walk *w, const void *node)
{
    return !(w->c->future & MR_CO_FUTURE_ANNOTATIONS) || enter(w, MRC_ANNOTATION, node);
}

static void leave_annotations(struct walk *w)
{
    if (w->scope->kind == MRC_ANNOTATION)
        leave(w);
}

static void visit_annotation(struct walk *w, struct mr_ast_expr *e)
{
    if (!enter_annotations(w, e))
        return;
    visit_expr(w, e);
    leave_annotations(w);
}

static void annotations_of(struct walk *w, const struct mr_ast_args *args)
{
    for (int32_t i = 0; i < args->count; i++)
        if (args->items[i]->annotation)
            visit_expr(w, args->items[i]->annotation);
}

static void visit_annotations(struct walk *w, const void *node, const struct mr_ast_arguments *args,
                              struct mr_ast_expr *returns)
{
    if (!enter_annotations(w, node))
        return;
    annotations_of(w, &args->posonlyargs);
    annotations_of(w, &args->args);
    if (args->vararg && args->vararg->annotation)
        visit_expr(w, args->vararg->annotation);
    if (args->kwarg && args->kwarg->annotation)
        visit_expr(w, args->kwarg->annotation);
    annotations_of(w, &args->kwonlyargs);
    leave_annotations(w);
    if (returns)
        visit_annotation(w, returns);
}

static void add_params(struct walk *w, const struct mr_ast_args *args)
{
    for (int32_t i = 0; i < args->count; i++)
        add(w, args->items[i]->arg, MRC_DEF_PARAM, args->items[i]);
}

static void visit_arguments(struct walk *w, const struct mr_ast_arguments *args)
{
    struct mrc_scope *s = w->scope;

    add_params(w, &args->posonlyargs);
    add_params(w, &args->args);
    add_params(w, &args->kwonlyargs);
    if (args->vararg) {
        add(w, args->vararg->arg, MRC_DEF_PARAM, args->vararg);
        s->varargs = true;
    }
    if (args->kwarg) {
        add(w, args->kwarg->arg, MRC_DEF_PARAM, args->kwarg);
        s->varkeywords = true;
    }
    s->posonly = (uint32_t)args->posonlyargs.count;
    s->args = s->posonly + (uint32_t)args->args.count;
    s->kwonly = (uint32_t)args->kwonlyargs.count;
}

/* The scope an assignment expression inside a comprehension binds its name in. */
static void extend_walrus(struct walk *w, struct mr_ast_expr *target)
{
    struct mrc *c = w->c;
    struct mrc_name *name = mrc_ast_name(c, target->name.id);

    for (struct mrc_scope *s = w->scope; s && !c->failed; s = s->parent) {
        if (s->comprehension) {
            if (flags_in(w, s, name) & MRC_DEF_COMP_ITER)
                mrc_error(
                    c, target,
                    "assignment expression cannot rebind comprehension iteration variable '%s'",
                    name->text);
            continue;
        }
        if (s->kind == MRC_FUNCTION) {
            bool global = flags_in(w, s, name) & MRC_DEF_GLOBAL;
            add_to(w, w->scope, name, global ? MRC_DEF_GLOBAL : MRC_DEF_NONLOCAL, target);
            directive(w, name, target);
            add_to(w, s, name, MRC_DEF_LOCAL, target);
            return;
        }
        if (s->kind == MRC_MODULE) {
            add_to(w, w->scope, name, MRC_DEF_GLOBAL, target);
            directive(w, name, target);
            add_to(w, s, name, MRC_DEF_GLOBAL, target);
            return;
        }
        if (s->kind == MRC_CLASS) {
            mrc_error(
                c, target,
                "assignment expression within a comprehension cannot be used in a class body");
            return;
        }
    }
}

static void visit_walrus(struct walk *w, struct mr_ast_expr *e)
{
    if (w->scope->iter_expr > 0) {
        mrc_error(w->c, e,
                  "assignment expression cannot be used in a comprehension iterable expression");
        return;
    }
    if (w->scope->comprehension)
        extend_walrus(w, e->named_expr.target);
    w->scope->walrus = true;
    visit_expr(w, e->named_expr.value);
    visit_expr(w, e->named_expr.target);
}

static void not_in_annotation(struct walk *w, const char *what, struct mr_ast_expr *e)
{
    if (w->scope->kind == MRC_ANNOTATION)
        mrc_error(w->c, e, "'%s' can not be used within an annotation", what);
}

static void visit_yield(struct walk *w, struct mr_ast_expr *e, struct mr_ast_expr *value)
{
    static const char *const places[] = {"", "list comprehension", "set comprehension",
                                         "dict comprehension", "generator expression"};

    not_in_annotation(w, "yield expression", e);
    if (value)
        visit_expr(w, value);
    w->scope->generator = true;
    if (w->scope->comprehension)
        mrc_error(w->c, e, "'yield' inside %s", places[w->scope->comprehension]);
}

static void visit_target(struct walk *w, struct mr_ast_comprehension *g)
{
    w->scope->iter_target = true;
    visit_expr(w, g->target);
    w->scope->iter_target = false;
}

static void visit_comprehension(struct walk *w, struct mr_ast_expr *e,
                                enum mrc_comprehension_kind kind,
                                struct mr_ast_comprehensions *generators, struct mr_ast_expr *elt,
                                struct mr_ast_expr *value)
{
    struct mr_ast_comprehension *outermost = generators->items[0];
    struct mrc_scope *outer = w->scope;

    outer->iter_expr++;
    visit_expr(w, outermost->iter);
    outer->iter_expr--;
    struct mrc_scope *scope = enter(w, MRC_FUNCTION, e);
    if (!scope)
        return;
    scope->comprehension = kind;
    if (outermost->is_async)
        scope->coroutine = true;
    add_to(w, scope, w->c->name_dot0, MRC_DEF_PARAM, e);
    scope->args = 1;
    visit_target(w, outermost);
    visit_exprs(w, &outermost->ifs);
    for (int32_t i = 1; i < generators->count && !w->c->failed; i++) {
        struct mr_ast_comprehension *g = generators->items[i];
        visit_target(w, g);
        scope->iter_expr++;
        visit_expr(w, g->iter);
        scope->iter_expr--;
        visit_exprs(w, &g->ifs);
        if (g->is_async)
            scope->coroutine = true;
    }
    if (value)
        visit_expr(w, value);
    visit_expr(w, elt);
    scope->generator = kind == MRC_GENERATOR_EXP;
    bool is_async = scope->coroutine, is_awaited = is_async && !scope->generator;
    leave(w);
    if (is_awaited || (is_async && w->scope->async))
        w->scope->coroutine = true;
}

static void visit_expr_kind(struct walk *w, struct mr_ast_expr *e)
{
    switch (e->kind) {
    case MR_AST_BOOL_OP:
        visit_exprs(w, &e->bool_op.values);
        break;
    case MR_AST_NAMED_EXPR:
        not_in_annotation(w, "named expression", e);
        if (!w->c->failed)
            visit_walrus(w, e);
        break;
    case MR_AST_BIN_OP:
        visit_expr(w, e->bin_op.left);
        visit_expr(w, e->bin_op.right);
        break;
    case MR_AST_UNARY_OP:
        visit_expr(w, e->unary_op.operand);
        break;
    case MR_AST_LAMBDA:
        visit_exprs(w, &e->lambda.args->defaults);
        visit_exprs(w, &e->lambda.args->kw_defaults);
        if (!enter(w, MRC_FUNCTION, e))
            return;
        visit_arguments(w, e->lambda.args);
        visit_expr(w, e->lambda.body);
        leave(w);
        break;
    case MR_AST_IF_EXP:
        visit_expr(w, e->if_exp.test);
        visit_expr(w, e->if_exp.body);
        visit_expr(w, e->if_exp.orelse);
        break;
    case MR_AST_DICT:
        visit_exprs(w, &e->dict.keys);
        visit_exprs(w, &e->dict.values);
        break;
    case MR_AST_SET:
        visit_exprs(w, &e->set.elts);
        break;
    case MR_AST_LIST_COMP:
        visit_comprehension(w, e, MRC_LIST_COMP, &e->comp.generators, e->comp.elt, NULL);
        break;
    case MR_AST_SET_COMP:
        visit_comprehension(w, e, MRC_SET_COMP, &e->comp.generators, e->comp.elt, NULL);
        break;
    case MR_AST_GENERATOR_EXP:
        visit_comprehension(w, e, MRC_GENERATOR_EXP, &e->comp.generators, e->comp.elt, NULL);
        break;
    case MR_AST_DICT_COMP:
        visit_comprehension(w, e, MRC_DICT_COMP, &e->dict_comp.generators, e->dict_comp.key,
                            e->dict_comp.value);
        break;
    case MR_AST_YIELD:
        visit_yield(w, e, e->yield.value);
        break;
    case MR_AST_YIELD_FROM:
        visit_yield(w, e, e->yield_from.value);
        break;
    case MR_AST_AWAIT:
        not_in_annotation(w, "await expression", e);
        visit_expr(w, e->await.value);
        w->scope->coroutine = true;
        break;
    case MR_AST_COMPARE:
        visit_expr(w, e->compare.left);
        visit_exprs(w, &e->compare.comparators);
        break;
    case MR_AST_CALL:
        visit_expr(w, e->call.func);
        visit_exprs(w, &e->call.args);
        visit_keywords(w, &e->call.keywords);
        break;
    case MR_AST_FORMATTED_VALUE:
        visit_expr(w, e->formatted_value.value);
        if (e->formatted_value.format_spec)
            visit_expr(w, e->formatted_value.format_spec);
        break;
    case MR_AST_JOINED_STR:
        visit_exprs(w, &e->joined_str.values);
        break;
    case MR_AST_ATTRIBUTE:
        visit_expr(w, e->attribute.value);
        break;
    case MR_AST_SUBSCRIPT:
        visit_expr(w, e->subscript.value);
        visit_expr(w, e->subscript.slice);
        break;
    case MR_AST_STARRED:
        visit_expr(w, e->starred.value);
        break;
    case MR_AST_SLICE:
        if (e->slice.lower)
            visit_expr(w, e->slice.lower);
        if (e->slice.upper)
            visit_expr(w, e->slice.upper);
        if (e->slice.step)
            visit_expr(w, e->slice.step);
        break;
    case MR_AST_NAME: {
        uint32_t flag = e->name.ctx == MR_AST_LOAD ? MRC_USE : MRC_DEF_LOCAL;
        if (e->name.ctx == MR_AST_DEL)
            flag |= MRC_DELETED;
        struct mrc_name *name = mrc_ast_name(w->c, e->name.id);
        add_to(w, w->scope, name, flag, e);
        if (name == w->c->name_super && flag == MRC_USE && w->scope->kind == MRC_FUNCTION)
            add_to(w, w->scope, w->c->name_class, MRC_USE, e);
        break;
    }
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        visit_exprs(w, &e->list.elts);
        break;
    default:
        break;
    }
}

static void visit_expr(struct walk *w, struct mr_ast_expr *e)
{
    if (w->c->failed || !mrc_enter(w->c))
        return;
    visit_expr_kind(w, e);
    mrc_leave(w->c);
}

static void visit_patterns(struct walk *w, const struct mr_ast_patterns *list);

static void visit_pattern(struct walk *w, struct mr_ast_pattern *p)
{
    if (w->c->failed || !mrc_enter(w->c))
        return;
    switch (p->kind) {
    case MR_AST_MATCH_VALUE:
        visit_expr(w, p->match_value.value);
        break;
    case MR_AST_MATCH_SEQUENCE:
        visit_patterns(w, &p->match_sequence.patterns);
        break;
    case MR_AST_MATCH_MAPPING:
        visit_exprs(w, &p->match_mapping.keys);
        visit_patterns(w, &p->match_mapping.patterns);
        if (p->match_mapping.rest)
            add(w, p->match_mapping.rest, MRC_DEF_LOCAL, p);
        break;
    case MR_AST_MATCH_CLASS:
        visit_expr(w, p->match_class.cls);
        visit_patterns(w, &p->match_class.patterns);
        visit_patterns(w, &p->match_class.kwd_patterns);
        break;
    case MR_AST_MATCH_STAR:
        if (p->match_star.name)
            add(w, p->match_star.name, MRC_DEF_LOCAL, p);
        break;
    case MR_AST_MATCH_AS:
        if (p->match_as.pattern)
            visit_pattern(w, p->match_as.pattern);
        if (p->match_as.name)
            add(w, p->match_as.name, MRC_DEF_LOCAL, p);
        break;
    case MR_AST_MATCH_OR:
        visit_patterns(w, &p->match_or.patterns);
        break;
    default:
        break;
    }
    mrc_leave(w->c);
}

static void visit_patterns(struct walk *w, const struct mr_ast_patterns *list)
{
    for (int32_t i = 0; i < list->count; i++)
        visit_pattern(w, list->items[i]);
}

static void visit_aliases(struct walk *w, const struct mr_ast_aliases *list)
{
    for (int32_t i = 0; i < list->count && !w->c->failed; i++) {
        struct mr_ast_alias *a = list->items[i];
        const char *name = a->asname ? a->asname : a->name;
        if (!strcmp(name, "*")) {
            if (w->scope->kind != MRC_MODULE)
                mrc_error(w->c, a, "import * only allowed at module level");
            continue;
        }
        add_to(w, w->scope, mrc_name(w->c, name, strcspn(name, ".")), MRC_DEF_IMPORT, a);
    }
}

static void visit_directive(struct walk *w, struct mr_ast_stmt *s)
{
    struct mrc *c = w->c;
    bool global = s->kind == MR_AST_GLOBAL;
    const char *word = global ? "global" : "nonlocal";

    for (int32_t i = 0; i < s->global.names.count && !c->failed; i++) {
        struct mrc_name *name = mrc_ast_name(c, s->global.names.items[i]);
        uint32_t now = flags_in(w, w->scope, name);
        if (c->failed)
            return;
        if (now & MRC_DEF_PARAM)
            mrc_error(c, s, "name '%s' is parameter and %s", name->text, word);
        else if (now & MRC_USE)
            mrc_error(c, s, "name '%s' is used prior to %s declaration", name->text, word);
        else if (now & MRC_DEF_ANNOT)
            mrc_error(c, s, "annotated name '%s' can't be %s", name->text, word);
        else if (now & MRC_DEF_LOCAL)
            mrc_error(c, s, "name '%s' is assigned to before %s declaration", name->text, word);
        add_to(w, w->scope, name, global ? MRC_DEF_GLOBAL : MRC_DEF_NONLOCAL, s);
        directive(w, name, s);
    }
}

static void visit_annotated(struct walk *w, struct mr_ast_stmt *s)
{
    struct mr_ast_expr *target = s->ann_assign.target;

    if (target->kind == MR_AST_NAME) {
        struct mrc_name *name = mrc_ast_name(w->c, target->name.id);
        uint32_t now = flags_in(w, w->scope, name);
        if ((now & (MRC_DEF_GLOBAL | MRC_DEF_NONLOCAL)) && w->scope != w->top &&
            s->ann_assign.simple) {
            mrc_error(w->c, s, "annotated name '%s' can't be %s", name->text,
                      now & MRC_DEF_GLOBAL ? "global" : "nonlocal");
            return;
        }
        if (s->ann_assign.simple)
            add_to(w, w->scope, name, MRC_DEF_ANNOT | MRC_DEF_LOCAL, target);
        else if (s->ann_assign.value)
            add_to(w, w->scope, name, MRC_DEF_LOCAL, target);
    } else {
        visit_expr(w, target);
    }
    visit_annotation(w, s->ann_assign.annotation);
    if (s->ann_assign.value)
        visit_expr(w, s->ann_assign.value);
}

static void visit_function(struct walk *w, struct mr_ast_stmt *s)
{
    struct mr_ast_arguments *args = s->function_def.args;

    add(w, s->function_def.name, MRC_DEF_LOCAL, s);
    visit_exprs(w, &args->defaults);
    visit_exprs(w, &args->kw_defaults);
    visit_annotations(w, s, args, s->function_def.returns);
    visit_exprs(w, &s->function_def.decorator_list);
    if (!enter(w, MRC_FUNCTION, s))
        return;
    w->scope->coroutine = w->scope->async = s->kind == MR_AST_ASYNC_FUNCTION_DEF;
    visit_arguments(w, args);
    visit_stmts(w, &s->function_def.body);
    leave(w);
}

static void visit_class(struct walk *w, struct mr_ast_stmt *s)
{
    struct mrc_name *outer = w->private_;

    add(w, s->class_def.name, MRC_DEF_LOCAL, s);
    visit_exprs(w, &s->class_def.bases);
    visit_keywords(w, &s->class_def.keywords);
    visit_exprs(w, &s->class_def.decorator_list);
    if (!enter(w, MRC_CLASS, s))
        return;
    w->private_ = mrc_ast_name(w->c, s->class_def.name);
    visit_stmts(w, &s->class_def.body);
    w->private_ = outer;
    leave(w);
}

static void visit_try(struct walk *w, struct mr_ast_stmt *s)
{
    visit_stmts(w, &s->try.body);
    visit_stmts(w, &s->try.orelse);
    for (int32_t i = 0; i < s->try.handlers.count && !w->c->failed; i++) {
        struct mr_ast_except_handler *h = s->try.handlers.items[i];
        if (h->type)
            visit_expr(w, h->type);
        if (h->name)
            add(w, h->name, MRC_DEF_LOCAL | MRC_DELETED, h);
        visit_stmts(w, &h->body);
    }
    visit_stmts(w, &s->try.finalbody);
}

static void visit_stmt_kind(struct walk *w, struct mr_ast_stmt *s)
{
    switch (s->kind) {
    case MR_AST_FUNCTION_DEF:
    case MR_AST_ASYNC_FUNCTION_DEF:
        visit_function(w, s);
        break;
    case MR_AST_CLASS_DEF:
        visit_class(w, s);
        break;
    case MR_AST_RETURN:
        if (s->return_.value) {
            visit_expr(w, s->return_.value);
            w->scope->returns_value = true;
        }
        break;
    case MR_AST_DELETE:
        visit_exprs(w, &s->delete.targets);
        break;
    case MR_AST_ASSIGN:
        visit_exprs(w, &s->assign.targets);
        visit_expr(w, s->assign.value);
        break;
    case MR_AST_AUG_ASSIGN:
        visit_expr(w, s->aug_assign.target);
        visit_expr(w, s->aug_assign.value);
        break;
    case MR_AST_ANN_ASSIGN:
        visit_annotated(w, s);
        break;
    case MR_AST_FOR:
    case MR_AST_ASYNC_FOR:
        w->scope->coroutine |= s->kind == MR_AST_ASYNC_FOR;
        visit_expr(w, s->for_.target);
        visit_expr(w, s->for_.iter);
        visit_stmts(w, &s->for_.body);
        visit_stmts(w, &s->for_.orelse);
        break;
    case MR_AST_WHILE:
    case MR_AST_IF:
        visit_expr(w, s->if_.test);
        visit_stmts(w, &s->if_.body);
        visit_stmts(w, &s->if_.orelse);
        break;
    case MR_AST_WITH:
    case MR_AST_ASYNC_WITH:
        w->scope->coroutine |= s->kind == MR_AST_ASYNC_WITH;
        for (int32_t i = 0; i < s->with.items.count; i++) {
            visit_expr(w, s->with.items.items[i]->context_expr);
            if (s->with.items.items[i]->optional_vars)
                visit_expr(w, s->with.items.items[i]->optional_vars);
        }
        visit_stmts(w, &s->with.body);
        break;
    case MR_AST_MATCH:
        visit_expr(w, s->match.subject);
        for (int32_t i = 0; i < s->match.cases.count && !w->c->failed; i++) {
            struct mr_ast_match_case *m = s->match.cases.items[i];
            visit_pattern(w, m->pattern);
            if (m->guard)
                visit_expr(w, m->guard);
            visit_stmts(w, &m->body);
        }
        break;
    case MR_AST_RAISE:
        if (s->raise.exc)
            visit_expr(w, s->raise.exc);
        if (s->raise.cause)
            visit_expr(w, s->raise.cause);
        break;
    case MR_AST_TRY:
    case MR_AST_TRY_STAR:
        visit_try(w, s);
        break;
    case MR_AST_ASSERT:
        visit_expr(w, s->assert_.test);
        if (s->assert_.msg)
            visit_expr(w, s->assert_.msg);
        break;
    case MR_AST_IMPORT:
        visit_aliases(w, &s->import.names);
        break;
    case MR_AST_IMPORT_FROM:
        visit_aliases(w, &s->import_from.names);
        break;
    case MR_AST_GLOBAL:
    case MR_AST_NONLOCAL:
        visit_directive(w, s);
        break;
    case MR_AST_EXPR:
        visit_expr(w, s->expr.value);
        break;
    default:
        break;
    }
}

static void visit_stmts(struct walk *w, const struct mr_ast_stmts *body)
{
    if (w->c->failed || !mrc_enter(w->c))
        return;
    for (int32_t i = 0; i < body->count && !w->c->failed; i++)
        visit_stmt_kind(w, body->items[i]);
    mrc_leave(w->c);
}

void mrc_symbols(struct mrc *c, struct mr_ast_mod *mod)
{
    struct walk w = { c, NULL, NULL, NULL };

    w.top = enter(&w, MRC_MODULE, mod);
    if (!w.top)
        return;
    w.top->at = (mr_position){ 0, 0, 0, 0, 0 };
    w.top->async = c->top_level_await;
    if (mod->kind == MR_AST_EXPRESSION)
        visit_expr(&w, mod->expression);
    else
        visit_stmts(&w, &mod->body);
    if (!c->failed)
        mrc_resolve(c, w.top);
}
