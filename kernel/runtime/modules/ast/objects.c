/*
 * objects.c - from a syntax tree to objects.
 */
#include "core/runtime.h"
#include "modules/ast/nodes.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

struct walk {
    mr_runtime *rt;
    mr_value classes, instances; /* borrowed */
};

static mr_value node(struct walk *w, const struct mr_ast_node *n);

static mr_value constant(mr_runtime *rt, const struct mr_ast_constant *k)
{
    switch (k->kind) {
    case MR_AST_CONST_FALSE: return MR_FALSE;
    case MR_AST_CONST_TRUE: return MR_TRUE;
    case MR_AST_CONST_ELLIPSIS: return MR_ELLIPSIS;
    case MR_AST_CONST_INT: return mr_int_from(rt, k->integer);
    case MR_AST_CONST_BIG_INT: return mr_int_parse(rt, k->bytes, k->length, k->base);
    case MR_AST_CONST_FLOAT: return mr_float(k->number);
    case MR_AST_CONST_IMAG: return mr_complex_new(rt, 0.0, k->number);
    case MR_AST_CONST_STR: return mr_str_new(rt, k->bytes, k->length);
    case MR_AST_CONST_BYTES: return mr_bytes_new(rt, k->bytes, k->length);
    default: return MR_NONE;
    }
}

static mr_value name(mr_runtime *rt, mr_ast_name text)
{
    if (!text)
        return MR_NONE;
    mr_value s = mr_str_new(rt, text, mr_ast_name_length(text));
    return s ? mr_str_intern(rt, s) : MR_NULL;
}

static mr_value word(struct walk *w, int first, int i)
{
    return mr_incref(mr_as_list(w->instances)->items[first + i]);
}

static mr_value nodes(struct walk *w, const struct mr_ast_nodes *items)
{
    mr_value list = mr_list_new(w->rt, NULL, 0);

    for (int32_t i = 0; list && i < items->count; i++) {
        mr_value v = node(w, items->items[i]);
        if (!v || !mr_list_append_steal(w->rt, list, v))
            mr_clear(w->rt, &list);
    }
    return list;
}

static mr_value names(struct walk *w, const struct mr_ast_names *items)
{
    mr_value list = mr_list_new(w->rt, NULL, 0);

    for (int32_t i = 0; list && i < items->count; i++) {
        mr_value v = name(w->rt, items->items[i]);
        if (!v || !mr_list_append_steal(w->rt, list, v))
            mr_clear(w->rt, &list);
    }
    return list;
}

static mr_value comparisons(struct walk *w, const struct mr_ast_compare_operators *ops)
{
    mr_value list = mr_list_new(w->rt, NULL, 0);

    for (int32_t i = 0; list && i < ops->count; i++)
        if (!mr_list_append_steal(w->rt, list,
                                  word(w, MR_AST_CLASS_COMPARE_OPERATOR, ops->items[i])))
            mr_clear(w->rt, &list);
    return list;
}

static mr_value field(struct walk *w, const void *at, enum mr_ast_field_type type)
{
    mr_runtime *rt = w->rt;

    switch (type) {
    case MR_AST_FIELD_NODE: return node(w, *(struct mr_ast_node *const *)at);
    case MR_AST_FIELD_NODES: return nodes(w, at);
    case MR_AST_FIELD_NAME: return name(rt, *(const mr_ast_name *)at);
    case MR_AST_FIELD_NAMES: return names(w, at);
    case MR_AST_FIELD_INT: return mr_small_int(*(const int32_t *)at);
    case MR_AST_FIELD_CONSTANT: return constant(rt, at);
    case MR_AST_FIELD_STRING_KIND:
        return ((const struct mr_ast_constant *)at)->u_prefix ? mr_str_char(rt, 'u') : MR_NONE;
    case MR_AST_FIELD_TYPE_COMMENT: return MR_NONE;
    case MR_AST_FIELD_CONTEXT: return word(w, MR_AST_CLASS_CONTEXT, *(const uint8_t *)at);
    case MR_AST_FIELD_BOOL_OPERATOR:
        return word(w, MR_AST_CLASS_BOOL_OPERATOR, *(const uint8_t *)at);
    case MR_AST_FIELD_OPERATOR: return word(w, MR_AST_CLASS_OPERATOR, *(const uint8_t *)at);
    case MR_AST_FIELD_UNARY_OPERATOR:
        return word(w, MR_AST_CLASS_UNARY_OPERATOR, *(const uint8_t *)at);
    case MR_AST_FIELD_COMPARE_OPERATORS: return comparisons(w, at);
    }
    return MR_NONE;
}

static bool set(struct walk *w, mr_value object, const char *text, mr_value v)
{
    mr_value key = v ? mr_intern(w->rt, text) : MR_NULL;
    bool fine = key && mr_setattr(w->rt, object, key, v) == 0;

    mr_decref(w->rt, key);
    mr_decref(w->rt, v);
    return fine;
}

static mr_value node(struct walk *w, const struct mr_ast_node *n)
{
    mr_runtime *rt = w->rt;

    if (!n)
        return MR_NONE;
    if (!mr_recursion_enter(rt, " during ast construction"))
        return MR_NULL;
    const struct mr_ast_description *d = mr_ast_describe((enum mr_ast_kind)n->kind);
    mr_value object = mr_call0(rt, mr_as_list(w->classes)->items[n->kind]);
    bool fine = object != MR_NULL;
    for (int i = 0; fine && i < d->field_count; i++)
        fine = set(w, object, d->fields[i].name,
                   field(w, (const char *)n + d->fields[i].offset,
                         (enum mr_ast_field_type)d->fields[i].type));
    if (fine && d->has_position)
        fine = set(w, object, "lineno", mr_small_int(n->lineno)) &&
               set(w, object, "col_offset", mr_small_int(n->col_offset)) &&
               set(w, object, "end_lineno", mr_small_int(n->end_lineno)) &&
               set(w, object, "end_col_offset", mr_small_int(n->end_col_offset));
    mr_recursion_leave(rt);
    if (!fine)
        mr_clear(rt, &object);
    return object;
}

mr_value mr_ast_to_objects(mr_runtime *rt, const struct mr_ast_mod *tree)
{
    struct walk w = {.rt = rt};

    if (!mr_ast_classes(rt, &w.classes, &w.instances))
        return MR_NULL;
    return node(&w, (const struct mr_ast_node *)tree);
}
