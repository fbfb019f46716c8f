/*
 * calls.c - calls: plain, of methods, with stars and too many arguments.
 */
#include "compiler/compiler.h"
#include "types/containers.h"

/* n of CALL is 8 bits wide. */
#define MAX_ARGS 255

static bool has_stars(const struct mr_ast_exprs *args, const struct mr_ast_keywords *keywords)
{
    for (int32_t i = 0; i < args->count; i++)
        if (args->items[i]->kind == MR_AST_STARRED)
            return true;
    for (int32_t i = 0; i < keywords->count; i++)
        if (!keywords->items[i]->arg)
            return true;
    return false;
}

void mrc_check_keywords(struct mrc *c, const struct mr_ast_keywords *keywords)
{
    for (int32_t i = 0; i < keywords->count && !c->failed; i++) {
        const struct mr_ast_keyword *k = keywords->items[i];
        if (!k->arg)
            continue;
        mrc_check_name(c, NULL, k->arg, MR_AST_STORE);
        for (int32_t j = i + 1; j < keywords->count; j++)
            if (keywords->items[j]->arg == k->arg)
                mrc_error(c, keywords->items[j], "keyword argument repeated: %s", k->arg);
    }
}

/* The constant of the tuple of names, plus 1. */
static uint32_t keyword_names(struct mrc *c, const struct mr_ast_keywords *keywords)
{
    mr_value names = c->failed ? MR_NULL : mr_tuple_new(c->rt, NULL, (size_t)keywords->count);

    if (!names) {
        mrc_failed(c);
        return 0;
    }
    for (int32_t i = 0; i < keywords->count; i++) {
        mr_value s = mrc_name_str(c, mrc_ast_name(c, keywords->items[i]->arg));
        mr_as_tuple(names)->items[i] = s ? mr_incref(s) : MR_NONE;
    }
    uint32_t number = mrc_unit_const(c, mrc_constant(c, names)) + 1;
    if (number > UINT16_MAX)
        mrc_error_at(c, &c->unit->at, "too many constants before a call with keywords");
    return number;
}

static void positional_ex(struct mrc *c, uint32_t extra, const struct mr_ast_exprs *args)
{
    uint32_t t = mrc_top(c);

    if (extra == 0 && args->count == 1 && args->items[0]->kind == MR_AST_STARRED) {
        mrc_push_expr(c, args->items[0]->starred.value);
        return;
    }
    if (extra == 0) {
        mrc_sequence(c, MR_BC_BUILD_TUPLE, args, t);
        mrc_push(c);
        return;
    }
    /* the arguments that stand there already come first */
    uint32_t first = t - extra;
    mrc_emit(c, MR_BC_BUILD_LIST, 0, first, first, extra);
    mrc_pop(c, extra - 1);
    for (int32_t i = 0; i < args->count && !c->failed; i++) {
        struct mr_ast_expr *arg = args->items[i];
        bool star = arg->kind == MR_AST_STARRED;
        uint32_t mark = c->unit->depth;
        uint32_t r = mrc_operand(c, star ? arg->starred.value : arg);
        mrc_restore(c, mark);
        mrc_emit(c, star ? MR_BC_LIST_EXTEND : MR_BC_LIST_APPEND, star, first, r, 0);
    }
    mrc_emit(c, MR_BC_LIST_TO_TUPLE, 0, first, first, 0);
}

/* Keywords of one stretch without ** go into a dict of their own, which is merged. */
static void keywords_ex(struct mrc *c, uint32_t callable, const struct mr_ast_keywords *keywords)
{
    uint32_t dict = mrc_top(c);
    bool made = false;
    int32_t i = 0;

    while (i < keywords->count && !c->failed) {
        uint32_t into = mrc_top(c), mark = c->unit->depth, pairs = 0;
        if (!keywords->items[i]->arg) {
            if (!made) {
                mrc_emit(c, MR_BC_BUILD_MAP, 0, dict, dict, 0);
                mrc_push(c);
                made = true;
                mark = c->unit->depth;
            }
            uint32_t r = mrc_operand(c, keywords->items[i++]->value);
            mrc_restore(c, mark);
            mrc_emit(c, MR_BC_DICT_MERGE, 0, dict, r, callable);
            continue;
        }
        for (; i < keywords->count && keywords->items[i]->arg && pairs < 32; i++, pairs++) {
            mr_value s = mrc_name_str(c, mrc_ast_name(c, keywords->items[i]->arg));
            if (s)
                mrc_emit_const(c, mrc_push(c), mr_incref(s));
            mrc_push_expr(c, keywords->items[i]->value);
        }
        mrc_restore(c, mark);
        mrc_emit(c, MR_BC_BUILD_MAP, 0, into, into, pairs);
        mrc_push(c);
        if (made) {
            mrc_emit(c, MR_BC_DICT_MERGE, 0, dict, into, callable);
            mrc_pop(c, 1);
        }
        made = true;
    }
}

static void set_at(struct mrc *c, const mr_position *at)
{
    c->unit->at = *at;
}

/* The callable stands in temporary `base`, then comes one of room, then `extra` arguments. */
void mrc_call_arguments(struct mrc *c, uint32_t base, uint32_t extra,
                        const struct mr_ast_exprs *args, const struct mr_ast_keywords *keywords,
                        const mr_position *at, uint32_t dst)
{
    uint32_t depth = base - c->unit->nlocals;
    uint32_t total = extra + (uint32_t)args->count + (uint32_t)keywords->count;

    if (c->failed)
        return;
    mrc_check_keywords(c, keywords);
    if (total > MAX_ARGS || has_stars(args, keywords)) {
        positional_ex(c, extra, args);
        if (keywords->count)
            keywords_ex(c, base, keywords);
        mrc_restore(c, depth);
        set_at(c, at);
        mrc_emit(c, MR_BC_CALL_EX, keywords->count > 0, dst, base, 0);
        return;
    }
    for (int32_t i = 0; i < args->count; i++)
        mrc_push_expr(c, args->items[i]);
    for (int32_t i = 0; i < keywords->count; i++)
        mrc_push_expr(c, keywords->items[i]->value);
    mrc_restore(c, depth);
    set_at(c, at);
    mrc_emit(c, MR_BC_CALL, (int)total, dst, base,
             keywords->count ? keyword_names(c, keywords) : 0);
}

static void check_caller(struct mrc *c, struct mr_ast_expr *e)
{
    const struct mr_ast_expr *f = e->call.func;
    const char *type = NULL;

    switch (f->kind) {
    case MR_AST_CONSTANT:
        switch (f->constant.kind) {
        case MR_AST_CONST_NONE: type = "NoneType"; break;
        case MR_AST_CONST_FALSE:
        case MR_AST_CONST_TRUE: type = "bool"; break;
        case MR_AST_CONST_ELLIPSIS: type = "ellipsis"; break;
        case MR_AST_CONST_INT:
        case MR_AST_CONST_BIG_INT: type = "int"; break;
        case MR_AST_CONST_FLOAT: type = "float"; break;
        case MR_AST_CONST_IMAG: type = "complex"; break;
        case MR_AST_CONST_STR: type = "str"; break;
        case MR_AST_CONST_BYTES: type = "bytes"; break;
        default: type = mr_type_of(c->rt, c->consts[f->constant.integer])->name; break;
        }
        break;
    case MR_AST_TUPLE: type = "tuple"; break;
    case MR_AST_LIST:
    case MR_AST_LIST_COMP: type = "list"; break;
    case MR_AST_DICT:
    case MR_AST_DICT_COMP: type = "dict"; break;
    case MR_AST_SET:
    case MR_AST_SET_COMP: type = "set"; break;
    case MR_AST_GENERATOR_EXP: type = "generator"; break;
    case MR_AST_JOINED_STR:
    case MR_AST_FORMATTED_VALUE: type = "str"; break;
    default: break;
    }
    if (type)
        mrc_warn(c, e, "'%s' object is not callable; perhaps you missed a comma?", type);
}

/* Where the method stands on another line than its object, errors point at the method. */
static mr_position method_position(struct mrc *c, const struct mr_ast_expr *at,
                                   const struct mr_ast_expr *method)
{
    mr_position p = { 0, at->lineno, at->end_lineno, at->col_offset, at->end_col_offset };

    if (p.line != method->end_lineno) {
        p.line = method->end_lineno;
        int32_t length = (int32_t)mr_ast_name_length(method->attribute.attr);
        if (length <= method->end_col_offset) {
            p.column = method->end_col_offset - length;
        } else {
            p.column = p.end_column = -1;
            if (p.end_line < p.line)
                p.end_line = p.line;
        }
    }
    return p;
}

static void call_method(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    struct mr_ast_expr *method = e->call.func;
    uint32_t mark = c->unit->depth, base = mrc_top(c);
    uint32_t total = (uint32_t)e->call.args.count + (uint32_t)e->call.keywords.count;

    mrc_check_keywords(c, &e->call.keywords);
    uint32_t object = mrc_operand(c, method->attribute.value);
    mrc_restore(c, mark);
    c->unit->at = method_position(c, method, method);
    mrc_emit(c, MR_BC_LOAD_METHOD, 0, base, object,
             mrc_unit_name(c, mrc_known_name(c, method->attribute.attr)));
    mrc_push_many(c, 2);
    mrc_set_at(c, e);
    for (int32_t i = 0; i < e->call.args.count; i++)
        mrc_push_expr(c, e->call.args.items[i]);
    for (int32_t i = 0; i < e->call.keywords.count; i++)
        mrc_push_expr(c, e->call.keywords.items[i]->value);
    mrc_restore(c, mark);
    c->unit->at = method_position(c, e, method);
    mrc_emit(c, MR_BC_CALL_METHOD, (int)total, dst, base,
             e->call.keywords.count ? keyword_names(c, &e->call.keywords) : 0);
}

void mrc_call(struct mrc *c, struct mr_ast_expr *e, uint32_t dst)
{
    uint32_t mark = c->unit->depth;
    int32_t total = e->call.args.count + e->call.keywords.count;

    if (e->call.func->kind == MR_AST_ATTRIBUTE && total <= MAX_ARGS &&
        !has_stars(&e->call.args, &e->call.keywords)) {
        call_method(c, e, dst);
        return;
    }
    check_caller(c, e);
    mr_position at = { 0, e->lineno, e->end_lineno, e->col_offset, e->end_col_offset };
    uint32_t base = mrc_push_expr(c, e->call.func);
    mrc_push(c);
    mrc_call_arguments(c, base, 0, &e->call.args, &e->call.keywords, &at, dst);
    mrc_restore(c, mark);
}
