/* What can be assigned to or deleted. Targets are parsed as the expressions they look like, then
 * given their context; the grammar's separate rules for targets accept the same texts. */
#include "parser.h"

bool mr_parse_is_target(const struct mr_ast_expr *e)
{
    int32_t i;

    switch (e->kind) {
    case MR_AST_NAME:
    case MR_AST_ATTRIBUTE:
    case MR_AST_SUBSCRIPT:
        return true;
    case MR_AST_STARRED:
        return e->starred.value->kind != MR_AST_STARRED && mr_parse_is_target(e->starred.value);
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        for (i = 0; i < e->list.elts.count; i++) {
            if (!mr_parse_is_target(e->list.elts.items[i])) {
                return false;
            }
        }
        return true;
    default:
        return false;
    }
}

static void set_context(struct mr_ast_expr *e, enum mr_ast_context ctx)
{
    int32_t i;

    switch (e->kind) {
    case MR_AST_NAME:
        e->name.ctx = (uint8_t)ctx;
        break;
    case MR_AST_ATTRIBUTE:
        e->attribute.ctx = (uint8_t)ctx;
        break;
    case MR_AST_SUBSCRIPT:
        e->subscript.ctx = (uint8_t)ctx;
        break;
    case MR_AST_STARRED:
        e->starred.ctx = (uint8_t)ctx;
        set_context(e->starred.value, ctx);
        break;
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        e->list.ctx = (uint8_t)ctx;
        for (i = 0; i < e->list.elts.count; i++) {
            set_context(e->list.elts.items[i], ctx);
        }
        break;
    default:
        break;
    }
}

bool mr_parse_make_target(struct mr_ast_expr *e, enum mr_ast_context ctx)
{
    if (!mr_parse_is_target(e)) {
        return false;
    }
    set_context(e, ctx);
    return true;
}

struct mr_ast_expr *mr_parse_star_target(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value;
    struct mr_ast_expr *e;

    if (accept(p, TOK_STAR)) {
        value = peek(p) == TOK_STAR ? NULL : mr_parse_star_target(p);
        if (!value) {
            p->mark = mark;
            return NULL;
        }
        e = mr_parse_node_new(p, MR_AST_STARRED, mark);
        if (e) {
            e->starred.value = value;
        }
        return e;
    }
    e = mr_parse_primary(p);
    if (e && !mr_parse_is_target(e)) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

struct mr_ast_expr *mr_parse_star_targets(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *first = mr_parse_star_target(p);
    struct mr_ast_expr *e;
    size_t base = p->stack_count;

    if (!first || peek(p) != TOK_COMMA) {
        return first;
    }
    mr_parse_seq_push(p, first);
    while (accept(p, TOK_COMMA)) {
        e = mr_parse_star_target(p);
        if (!e) {
            break;
        }
        mr_parse_seq_push(p, e);
    }
    e = mr_parse_node_new(p, MR_AST_TUPLE, mark);
    if (e) {
        seq_take(p, base, &e->list.elts);
    }
    return e;
}

struct mr_ast_expr *mr_parse_single_target(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e = mr_parse_primary(p);

    if (e && e->kind != MR_AST_NAME && e->kind != MR_AST_ATTRIBUTE &&
        e->kind != MR_AST_SUBSCRIPT) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

/* Deleting spares starred targets. */
static bool is_deletable(const struct mr_ast_expr *e)
{
    int32_t i;

    if (e->kind == MR_AST_STARRED) {
        return false;
    }
    if (e->kind != MR_AST_LIST && e->kind != MR_AST_TUPLE) {
        return mr_parse_is_target(e);
    }
    for (i = 0; i < e->list.elts.count; i++) {
        if (!is_deletable(e->list.elts.items[i])) {
            return false;
        }
    }
    return true;
}

struct mr_ast_expr *mr_parse_del_targets(struct parser *p, struct mr_ast_exprs *out)
{
    struct mr_ast_expr *first = NULL;
    size_t base = p->stack_count;
    int32_t mark = p->mark;

    do {
        struct mr_ast_expr *e = mr_parse_primary(p);

        if (!e || !is_deletable(e)) {
            p->mark = mark;
            break;
        }
        mr_parse_make_target(e, MR_AST_DEL);
        mr_parse_seq_push(p, e);
        first = first ? first : e;
        mark = p->mark;
    } while (accept(p, TOK_COMMA) && (mark = p->mark));
    seq_take(p, base, out);
    return first;
}
