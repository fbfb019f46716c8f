/*
 * trees.c - from objects to a syntax tree, checked as far as the compiler
 * relies on it.
 */
#include <stdlib.h>

#include "compiler/compile.h"
#include "core/runtime.h"
#include "modules/ast/nodes.h"
#include "parser.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

struct build {
    mr_runtime *rt;
    struct mr_arena *arena;
    struct name_table *names;
    mr_value classes, instances; /* borrowed */
    mr_value values;             /* list, borrowed */
};

/* What a field's nodes must be: a range of kinds, with CPython's name of it. */
struct sort {
    const char *name;
    int first, last;
};

static const struct sort mod_sort = {"mod", MR_AST_MODULE, MR_AST_EXPRESSION};
static const struct sort stmt_sort = {"stmt", MR_AST_FUNCTION_DEF, MR_AST_CONTINUE};
static const struct sort expr_sort = {"expr", MR_AST_BOOL_OP, MR_AST_SLICE};
static const struct sort pattern_sort = {"pattern", MR_AST_MATCH_VALUE, MR_AST_MATCH_OR};

static const struct sort *sort_of(const struct mr_ast_node *parent, const char *field, bool list)
{
    static const struct {
        const char *field;
        struct sort sort;
    } table[] = {
        {"handlers", {"excepthandler", MR_AST_EXCEPT_HANDLER, MR_AST_EXCEPT_HANDLER}},
        {"items", {"withitem", MR_AST_WITHITEM, MR_AST_WITHITEM}},
        {"cases", {"match_case", MR_AST_MATCH_CASE, MR_AST_MATCH_CASE}},
        {"names", {"alias", MR_AST_ALIAS, MR_AST_ALIAS}},
        {"keywords", {"keyword", MR_AST_KEYWORD, MR_AST_KEYWORD}},
        {"generators", {"comprehension", MR_AST_COMPREHENSION, MR_AST_COMPREHENSION}},
        {"posonlyargs", {"arg", MR_AST_ARG, MR_AST_ARG}},
        {"kwonlyargs", {"arg", MR_AST_ARG, MR_AST_ARG}},
        {"vararg", {"arg", MR_AST_ARG, MR_AST_ARG}},
        {"kwarg", {"arg", MR_AST_ARG, MR_AST_ARG}},
    };
    static const struct sort arg_sort = {"arg", MR_AST_ARG, MR_AST_ARG};
    static const struct sort arguments_sort = {"arguments", MR_AST_ARGUMENTS, MR_AST_ARGUMENTS};

    if (!strcmp(field, "body") || !strcmp(field, "orelse") || !strcmp(field, "finalbody"))
        return list ? &stmt_sort : &expr_sort;
    if (!strcmp(field, "args"))
        return parent->kind == MR_AST_CALL ? &expr_sort : list ? &arg_sort : &arguments_sort;
    if (!strcmp(field, "pattern") || !strcmp(field, "patterns") || !strcmp(field, "kwd_patterns"))
        return &pattern_sort;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!strcmp(field, table[i].field))
            return &table[i].sort;
    return &expr_sort;
}

static struct mr_ast_node *node(struct build *b, mr_value object, const struct sort *sort);

/* Number of the object's class, or of the nearest of its bases; -1. */
static int class_number(struct build *b, mr_value object, int first, int last)
{
    for (int i = first; i <= last; i++)
        if (mr_isinstance(b->rt, object, (mr_type *)mr_obj(mr_as_list(b->classes)->items[i])))
            return i;
    return -1;
}

static bool no_memory(struct build *b)
{
    mr_raise_no_memory(b->rt);
    return false;
}

static bool intern(struct build *b, mr_value v, mr_ast_name *out)
{
    char *owned = NULL;
    size_t bytes;
    const char *text = mr_str_utf8(b->rt, v, &bytes, &owned);

    if (!text)
        return false;
    *out = mr_parse_name_table_intern(b->names, text, bytes);
    free(owned);
    return *out || no_memory(b);
}

static bool name(struct build *b, mr_value v, mr_ast_name *out)
{
    if (!mr_is_str(v)) {
        mr_raise(b->rt, b->rt->exc.TypeError, "AST identifier must be of type str");
        return false;
    }
    return intern(b, v, out);
}

static bool keep_text(struct build *b, struct mr_ast_constant *out, uint8_t kind, const char *bytes,
                      size_t length)
{
    out->kind = kind;
    out->bytes = mr_arena_copy(b->arena, bytes, length);
    out->length = length;
    return out->bytes || no_memory(b);
}

static bool is_constant(mr_value v)
{
    if (mr_is_tuple(v)) {
        for (size_t i = 0; i < mr_as_tuple(v)->length; i++)
            if (!is_constant(mr_as_tuple(v)->items[i]))
                return false;
        return true;
    }
    if (mr_is_set(v)) {
        size_t at = 0;
        mr_value item;
        while (mr_set_next(v, &at, &item))
            if (!is_constant(item))
                return false;
        return mr_obj(v)->flags & MR_SET_FROZEN;
    }
    return !mr_is_object(v) || mr_has_kind(v, MR_KIND_INT) || mr_has_kind(v, MR_KIND_COMPLEX) ||
           mr_is_str(v) || mr_is_bytes(v);
}

static bool constant(struct build *b, mr_value v, struct mr_ast_constant *out)
{
    mr_runtime *rt = b->rt;

    if (!is_constant(v)) {
        mr_raise(rt, rt->exc.TypeError, "got an invalid type in Constant: %s",
                 mr_type_short_name(mr_type_of(rt, v)));
        return false;
    }
    if (v == MR_NONE)
        out->kind = MR_AST_CONST_NONE;
    else if (mr_is_bool(v))
        out->kind = v == MR_TRUE ? MR_AST_CONST_TRUE : MR_AST_CONST_FALSE;
    else if (v == MR_ELLIPSIS)
        out->kind = MR_AST_CONST_ELLIPSIS;
    else if (mr_is_int(v))
        out->kind = MR_AST_CONST_INT, out->integer = mr_small_int_value(v);
    else if (mr_is_float(v))
        out->kind = MR_AST_CONST_FLOAT, out->number = mr_float_value(v);
    else if (mr_is_exact(v, MR_KIND_BYTES))
        return keep_text(b, out, MR_AST_CONST_BYTES, (const char *)mr_as_bytes(v)->data,
                         mr_as_bytes(v)->length);
    else if (mr_is_exact(v, MR_KIND_STR) && mr_as_str(v)->ascii)
        return keep_text(b, out, MR_AST_CONST_STR, (const char *)mr_as_str(v)->data,
                         mr_as_str(v)->length);
    else {
        out->kind = MR_COMPILE_VALUE;
        out->integer = (int64_t)mr_as_list(b->values)->length;
        return mr_list_append(rt, b->values, v);
    }
    return true;
}

static bool number(struct build *b, mr_value v, int32_t *out)
{
    int64_t n;

    if (v == MR_NONE)
        n = 0;
    else if (!mr_is_integer(v)) {
        mr_raise(b->rt, b->rt->exc.ValueError, "invalid integer value: %R", v);
        return false;
    } else if (!mr_to_int64(b->rt, v, &n)) {
        return false;
    }
    *out = n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int32_t)n;
    return true;
}

static bool word(struct build *b, mr_value v, int first, int count, const char *what, uint8_t *out)
{
    int i = class_number(b, v, first, first + count - 1);

    if (i < 0) {
        mr_raise(b->rt, b->rt->exc.TypeError, "expected some sort of %s, but got %R", what, v);
        return false;
    }
    *out = (uint8_t)(i - first);
    return true;
}

/* A list's items, one by one. */
static bool list_of(struct build *b, const struct mr_ast_node *n, const char *field, mr_value v,
                    int32_t *count)
{
    if (!mr_is_list(v)) {
        mr_raise(b->rt, b->rt->exc.TypeError, "%s field \"%s\" must be a list, not a %s",
                 mr_ast_describe((enum mr_ast_kind)n->kind)->name, field,
                 mr_type_short_name(mr_type_of(b->rt, v)));
        return false;
    }
    *count = (int32_t)mr_as_list(v)->length;
    return true;
}

static bool read_field(struct build *b, struct mr_ast_node *n, const struct mr_ast_field *f,
                       mr_value v)
{
    void *at = (char *)n + f->offset;
    int32_t count = 0;

    switch ((enum mr_ast_field_type)f->type) {
    case MR_AST_FIELD_NODE:
        if (v == MR_NONE)
            return true;
        *(struct mr_ast_node **)at = node(b, v, sort_of(n, f->name, false));
        return *(struct mr_ast_node **)at != NULL;
    case MR_AST_FIELD_NODES: {
        struct mr_ast_nodes *out = at;
        bool gaps = !strcmp(f->name, "keys") || !strcmp(f->name, "kw_defaults");
        if (!strcmp(f->name, "type_ignores"))
            return true;
        if (!list_of(b, n, f->name, v, &count))
            return false;
        out->items = mr_arena_alloc(b->arena, ((size_t)count + 1) * sizeof *out->items);
        if (!out->items)
            return no_memory(b);
        for (int32_t i = 0; i < count; i++) {
            if ((size_t)i >= mr_as_list(v)->length) {
                mr_raise(b->rt, b->rt->exc.RuntimeError,
                         "%s field \"%s\" changed size during iteration",
                         mr_ast_describe((enum mr_ast_kind)n->kind)->name, f->name);
                return false;
            }
            mr_value item = mr_as_list(v)->items[i];
            if (item == MR_NONE && gaps)
                continue;
            out->items[i] = node(b, item, sort_of(n, f->name, true));
            if (!out->items[i])
                return false;
        }
        out->count = count;
        return true;
    }
    case MR_AST_FIELD_NAME: return v == MR_NONE ? f->optional || name(b, v, at) : name(b, v, at);
    case MR_AST_FIELD_NAMES: {
        struct mr_ast_names *out = at;
        if (!list_of(b, n, f->name, v, &count))
            return false;
        out->items = mr_arena_alloc(b->arena, ((size_t)count + 1) * sizeof *out->items);
        if (!out->items)
            return no_memory(b);
        for (int32_t i = 0; i < count; i++)
            if (!name(b, mr_as_list(v)->items[i], &out->items[i]))
                return false;
        out->count = count;
        return true;
    }
    case MR_AST_FIELD_INT: return number(b, v, at);
    case MR_AST_FIELD_CONSTANT: return constant(b, v, at);
    case MR_AST_FIELD_STRING_KIND:
        ((struct mr_ast_constant *)at)->u_prefix = v != MR_NONE;
        return true;
    case MR_AST_FIELD_TYPE_COMMENT: return true;
    case MR_AST_FIELD_CONTEXT: return word(b, v, MR_AST_CLASS_CONTEXT, 3, "expr_context", at);
    case MR_AST_FIELD_BOOL_OPERATOR: return word(b, v, MR_AST_CLASS_BOOL_OPERATOR, 2, "boolop", at);
    case MR_AST_FIELD_OPERATOR: return word(b, v, MR_AST_CLASS_OPERATOR, 13, "operator", at);
    case MR_AST_FIELD_UNARY_OPERATOR:
        return word(b, v, MR_AST_CLASS_UNARY_OPERATOR, 4, "unaryop", at);
    case MR_AST_FIELD_COMPARE_OPERATORS: {
        struct mr_ast_compare_operators *out = at;
        if (!list_of(b, n, f->name, v, &count))
            return false;
        out->items = mr_arena_alloc(b->arena, (size_t)count + 1);
        if (!out->items)
            return no_memory(b);
        for (int32_t i = 0; i < count; i++)
            if (!word(b, mr_as_list(v)->items[i], MR_AST_CLASS_COMPARE_OPERATOR, 10, "cmpop",
                      &out->items[i]))
                return false;
        out->count = count;
        return true;
    }
    }
    return true;
}

/* ---- what the compiler takes for granted ---- */

static bool fault(struct build *b, const char *text)
{
    mr_raise(b->rt, b->rt->exc.ValueError, "%s", text);
    return false;
}

static bool not_empty(struct build *b, const struct mr_ast_node *n, int32_t count, const char *what)
{
    if (count)
        return true;
    mr_raise(b->rt, b->rt->exc.ValueError, "empty %s on %s", what,
             mr_ast_describe((enum mr_ast_kind)n->kind)->name);
    return false;
}

static bool check_arguments(struct build *b, const struct mr_ast_arguments *a)
{
    if (a->defaults.count > a->posonlyargs.count + a->args.count)
        return fault(b, "more positional defaults than args on arguments");
    if (a->kw_defaults.count != a->kwonlyargs.count)
        return fault(b, "length of kwonlyargs is not the same as kw_defaults on arguments");
    return true;
}

static bool check_node(struct build *b, const struct mr_ast_node *n)
{
    const struct mr_ast_expr *e = (const struct mr_ast_expr *)n;
    const struct mr_ast_stmt *s = (const struct mr_ast_stmt *)n;
    const struct mr_ast_pattern *p = (const struct mr_ast_pattern *)n;

    switch (n->kind) {
    case MR_AST_FUNCTION_DEF:
    case MR_AST_ASYNC_FUNCTION_DEF: return not_empty(b, n, s->function_def.body.count, "body");
    case MR_AST_CLASS_DEF: return not_empty(b, n, s->class_def.body.count, "body");
    case MR_AST_DELETE: return not_empty(b, n, s->delete.targets.count, "targets");
    case MR_AST_ASSIGN: return not_empty(b, n, s->assign.targets.count, "targets");
    case MR_AST_FOR:
    case MR_AST_ASYNC_FOR: return not_empty(b, n, s->for_.body.count, "body");
    case MR_AST_WHILE:
    case MR_AST_IF: return not_empty(b, n, s->if_.body.count, "body");
    case MR_AST_WITH:
    case MR_AST_ASYNC_WITH:
        return not_empty(b, n, s->with.items.count, "items") &&
               not_empty(b, n, s->with.body.count, "body");
    case MR_AST_MATCH: return not_empty(b, n, s->match.cases.count, "cases");
    case MR_AST_RAISE:
        return s->raise.exc || !s->raise.cause || fault(b, "Raise with cause but no exception");
    case MR_AST_TRY:
    case MR_AST_TRY_STAR:
        if (!not_empty(b, n, s->try.body.count, "body"))
            return false;
        if (!s->try.handlers.count && !s->try.finalbody.count)
            return fault(b, "Try has neither handlers nor finalbody");
        return s->try.handlers.count || !s->try.orelse.count ||
               fault(b, "Try has orelse but no except handlers");
    case MR_AST_IMPORT: return not_empty(b, n, s->import.names.count, "names");
    case MR_AST_IMPORT_FROM: return not_empty(b, n, s->import_from.names.count, "names");
    case MR_AST_GLOBAL:
    case MR_AST_NONLOCAL: return not_empty(b, n, s->global.names.count, "names");
    case MR_AST_BOOL_OP:
        return e->bool_op.values.count >= 2 || fault(b, "BoolOp with less than 2 values");
    case MR_AST_NAMED_EXPR:
        if (e->named_expr.target->kind == MR_AST_NAME)
            return true;
        mr_raise(b->rt, b->rt->exc.TypeError, "NamedExpr target must be a Name");
        return false;
    case MR_AST_DICT:
        return e->dict.keys.count == e->dict.values.count ||
               fault(b, "Dict doesn't have the same number of keys as values");
    case MR_AST_LIST_COMP:
    case MR_AST_SET_COMP:
    case MR_AST_GENERATOR_EXP:
        return e->comp.generators.count || fault(b, "comprehension with no generators");
    case MR_AST_DICT_COMP:
        return e->dict_comp.generators.count || fault(b, "comprehension with no generators");
    case MR_AST_COMPARE:
        if (!e->compare.comparators.count)
            return fault(b, "Compare has no comparators");
        return e->compare.comparators.count == e->compare.ops.count ||
               fault(b, "Compare has a different number of comparators and operands");
    case MR_AST_ARGUMENTS: return check_arguments(b, (const struct mr_ast_arguments *)n);
    case MR_AST_MATCH_CASE:
        return not_empty(b, n, ((const struct mr_ast_match_case *)n)->body.count, "body");
    case MR_AST_EXCEPT_HANDLER:
        return not_empty(b, n, ((const struct mr_ast_except_handler *)n)->body.count, "body");
    case MR_AST_MATCH_MAPPING:
        return p->match_mapping.keys.count == p->match_mapping.patterns.count ||
               fault(b, "MatchMapping doesn't have the same number of keys as patterns");
    case MR_AST_MATCH_CLASS:
        return p->match_class.kwd_attrs.count == p->match_class.kwd_patterns.count ||
               fault(b,
                     "MatchClass doesn't have the same number of keyword attributes as patterns");
    case MR_AST_MATCH_OR:
        return p->match_or.patterns.count >= 2 || fault(b, "MatchOr requires at least 2 patterns");
    default: return true;
    }
}

/* ---- nodes ---- */

static size_t node_size(int kind)
{
    switch (kind) {
    case MR_AST_COMPREHENSION: return sizeof(struct mr_ast_comprehension);
    case MR_AST_EXCEPT_HANDLER: return sizeof(struct mr_ast_except_handler);
    case MR_AST_ARGUMENTS: return sizeof(struct mr_ast_arguments);
    case MR_AST_ARG: return sizeof(struct mr_ast_arg);
    case MR_AST_KEYWORD: return sizeof(struct mr_ast_keyword);
    case MR_AST_ALIAS: return sizeof(struct mr_ast_alias);
    case MR_AST_WITHITEM: return sizeof(struct mr_ast_withitem);
    case MR_AST_MATCH_CASE: return sizeof(struct mr_ast_match_case);
    default: break;
    }
    if (kind <= MR_AST_EXPRESSION)
        return sizeof(struct mr_ast_mod);
    if (kind <= MR_AST_CONTINUE)
        return sizeof(struct mr_ast_stmt);
    return kind <= MR_AST_SLICE ? sizeof(struct mr_ast_expr) : sizeof(struct mr_ast_pattern);
}

/* An attribute of the object, owned; `otherwise` where it is missing, MR_NULL there: an error. */
static mr_value attribute(struct build *b, mr_value object, const char *text)
{
    mr_value key = mr_intern(b->rt, text);
    mr_value v = key ? mr_getattr_optional(b->rt, object, key) : MR_NULL;

    mr_decref(b->rt, key);
    return v;
}

static bool read_places(struct build *b, mr_value object, const char *sort, struct mr_ast_node *n)
{
    static const char *const texts[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    int32_t *places[] = {&n->lineno, &n->col_offset, &n->end_lineno, &n->end_col_offset};

    for (int i = 0; i < 4; i++) {
        mr_value v = attribute(b, object, texts[i]);
        if (!v && !mr_error(b->rt) && i < 2)
            mr_raise(b->rt, b->rt->exc.TypeError, "required field \"%s\" missing from %s", texts[i],
                     sort);
        if (!v && mr_error(b->rt))
            return false;
        if (!v || v == MR_NONE) {
            *places[i] = i >= 2 ? *places[i - 2] : 0;
            continue;
        }
        bool fine = number(b, v, places[i]);
        mr_decref(b->rt, v);
        if (!fine)
            return false;
    }
    return true;
}

static bool read_node(struct build *b, mr_value object, struct mr_ast_node *n)
{
    const struct mr_ast_description *d = mr_ast_describe((enum mr_ast_kind)n->kind);

    for (int i = 0; i < d->field_count; i++) {
        const struct mr_ast_field *f = &d->fields[i];
        mr_value v = attribute(b, object, f->name);
        if (!v && mr_error(b->rt))
            return false;
        bool optional =
            f->optional || f->type == MR_AST_FIELD_TYPE_COMMENT || !strcmp(f->name, "type_ignores");
        if ((!v || v == MR_NONE) && optional)
            continue;
        if (!v || (v == MR_NONE && f->type == MR_AST_FIELD_NODE)) {
            mr_raise(b->rt, v ? b->rt->exc.ValueError : b->rt->exc.TypeError,
                     v ? "field '%s' is required for %s" : "required field \"%s\" missing from %s",
                     f->name, d->name);
            return false;
        }
        bool fine = read_field(b, n, f, v);
        mr_decref(b->rt, v);
        if (!fine)
            return false;
    }
    return check_node(b, n);
}

static struct mr_ast_node *node(struct build *b, mr_value object, const struct sort *sort)
{
    struct mr_ast_node head = {0}, *n = NULL;

    /* CPython looks at the position before it looks at the class */
    if (mr_ast_describe((enum mr_ast_kind)sort->first)->has_position &&
        !read_places(b, object, sort->name, &head))
        return NULL;
    int kind = class_number(b, object, sort->first, sort->last);
    if (kind < 0) {
        mr_raise(b->rt, b->rt->exc.TypeError, "expected some sort of %s, but got %R", sort->name,
                 object);
        return NULL;
    }
    if (!mr_recursion_enter(b->rt, " while traversing an AST node"))
        return NULL;
    n = mr_arena_alloc(b->arena, node_size(kind));
    if (n) {
        *n = head;
        n->kind = (uint8_t)kind;
    } else {
        no_memory(b);
    }
    bool fine = n && read_node(b, object, n);
    mr_recursion_leave(b->rt);
    return fine ? n : NULL;
}

struct mr_ast_mod *mr_ast_from_objects(mr_runtime *rt, struct mr_arena *arena, mr_value object,
                                       enum mr_ast_kind expected, mr_value values)
{
    struct build b = {.rt = rt, .arena = arena, .values = values};
    struct mr_ast_mod *mod = NULL;

    if (!mr_ast_classes(rt, &b.classes, &b.instances))
        return NULL;
    if (class_number(&b, object, (int)expected, (int)expected) < 0) {
        mr_raise(rt, rt->exc.TypeError, "expected %s node, got %s", mr_ast_describe(expected)->name,
                 mr_type_short_name(mr_type_of(rt, object)));
        return NULL;
    }
    b.names = mr_parse_name_table_create(arena);
    if (!b.names)
        no_memory(&b);
    else
        mod = (struct mr_ast_mod *)node(&b, object, &mod_sort);
    mr_parse_name_table_destroy(b.names);
    return mod;
}
