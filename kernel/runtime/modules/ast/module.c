/*
 * module.c - the module _ast: the class AST, and the classes of all nodes.
 */
#include "core/runtime.h"
#include "modules/ast/nodes.h"
#include "types/containers.h"
#include "types/str.h"

#define CLASSES "_classes"
#define INSTANCES "_instances"

/* ---- AST ---- */

static mr_value fields_of(mr_runtime *rt, mr_value self)
{
    mr_value fields = mr_getattr_optional(rt, mr_from(mr_type_of(rt, self)), MR_NAME(rt, _fields));

    if (!fields && !mr_error(rt))
        fields = mr_tuple_new(rt, NULL, 0);
    if (fields && !mr_is_tuple(fields)) {
        mr_value tuple = mr_tuple_from(rt, fields);
        mr_decref(rt, fields);
        fields = tuple;
    }
    return fields;
}

static int set_fields(mr_runtime *rt, mr_value self, mr_value fields, const mr_value *args,
                      size_t nargs, mr_value kwnames)
{
    const mr_tuple *names = mr_as_tuple(fields);
    const char *type = mr_type_short_name(mr_type_of(rt, self));

    if (nargs > names->length)
        return mr_fail(rt, rt->exc.TypeError,
                       "%s constructor takes at most %zd positional argument%s", type,
                       (ssize_t)names->length, names->length == 1 ? "" : "s");
    for (size_t i = 0; i < nargs; i++)
        if (mr_setattr(rt, self, names->items[i], args[i]) < 0)
            return -1;
    size_t keywords = kwnames ? mr_as_tuple(kwnames)->length : 0;
    for (size_t k = 0; k < keywords; k++) {
        mr_value name = mr_as_tuple(kwnames)->items[k];
        for (size_t i = 0; i < nargs; i++)
            if (mr_is_str(names->items[i]) && mr_str_equal(names->items[i], name))
                return mr_fail(rt, rt->exc.TypeError, "%s got multiple values for argument '%V'",
                               type, name);
        if (mr_setattr(rt, self, name, args[nargs + k]) < 0)
            return -1;
    }
    return 0;
}

static int node_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    mr_value fields = fields_of(rt, self);
    int result = fields ? set_fields(rt, self, fields, args, nargs, kwnames) : -1;

    mr_decref(rt, fields);
    return result;
}

static mr_value node_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);

    if (v)
        mr_gc_track(rt, mr_obj(v));
    return v;
}

static mr_value node_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value empty = mr_tuple_new(rt, NULL, 0);
    mr_value dict = empty ? mr_getattr(rt, self, MR_NAME(rt, __dict__)) : MR_NULL;
    mr_value v = dict ? mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), empty, dict) : MR_NULL;

    mr_decref(rt, empty);
    mr_decref(rt, dict);
    return v;
}

static const mr_method_def node_methods[] = {
    {"__reduce__", node_reduce, MR_ARGS_NONE, NULL},
    {0},
};

static const mr_type_spec node_spec = {
    .name = "ast.AST",
    .basic_size = sizeof(mr_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_DICT,
    .slots = {.new_ = node_new, .init = node_init},
    .methods = node_methods,
};

/* ---- the classes ---- */

static const char *const places[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};

static mr_value names_tuple(mr_runtime *rt, size_t count, const char *(*name)(const void *, size_t),
                            const void *arg)
{
    mr_value tuple = mr_tuple_new(rt, NULL, count);

    for (size_t i = 0; tuple && i < count; i++) {
        mr_value s = mr_intern(rt, name(arg, i));
        mr_as_tuple(tuple)->items[i] = s;
        if (!s)
            mr_clear(rt, &tuple);
    }
    return tuple;
}

static const char *place_name(const void *arg, size_t i) { return places[i]; }

static const char *field_name(const void *arg, size_t i)
{
    return ((const struct mr_ast_description *)arg)->fields[i].name;
}

static bool put(mr_runtime *rt, mr_value dict, const char *name, mr_value v)
{
    bool fine = v && mr_dict_set_text(rt, dict, name, v);

    mr_decref(rt, v);
    return fine;
}

/* A class with these fields; also in the module. Owned. */
static mr_value make_class(mr_runtime *rt, mr_value module, const char *name, mr_value base,
                           const struct mr_ast_description *d, int placed)
{
    mr_value dict = mr_dict_new(rt), class_ = MR_NULL;
    mr_value bases = dict ? mr_tuple_pack(rt, 1, base) : MR_NULL,
             text = bases ? mr_str_from(rt, name) : MR_NULL;
    mr_value fields = text ? names_tuple(rt, d ? d->field_count : 0, field_name, d) : MR_NULL;

    bool fine = fields && put(rt, dict, "__module__", mr_str_from(rt, "ast")) &&
                put(rt, dict, "_fields", mr_incref(fields)) &&
                put(rt, dict, "__match_args__", mr_incref(fields));
    if (fine && placed >= 0)
        fine = put(rt, dict, "_attributes", names_tuple(rt, placed ? 4 : 0, place_name, NULL));
    if (fine && placed > 0)
        fine = put(rt, dict, "end_lineno", MR_NONE) && put(rt, dict, "end_col_offset", MR_NONE);
    for (int i = 0; fine && d && i < d->field_count; i++)
        if (d->fields[i].optional)
            fine = put(rt, dict, d->fields[i].name, MR_NONE);
    if (fine) {
        mr_value args[] = {text, bases, dict};
        class_ = mr_call(rt, mr_from(rt->types.type), args, 3, MR_NULL);
        if (class_ && !mr_module_add(rt, module, name, mr_incref(class_)))
            mr_clear(rt, &class_);
    }
    mr_decref(rt, dict);
    mr_decref(rt, bases);
    mr_decref(rt, text);
    mr_decref(rt, fields);
    return class_;
}

struct making {
    mr_runtime *rt;
    mr_value module, ast, classes, instances;
};

static bool add_node(struct making *m, int kind, mr_value base, int placed)
{
    const struct mr_ast_description *d = mr_ast_describe((enum mr_ast_kind)kind);
    mr_value class_ = make_class(m->rt, m->module, d->name, base, d, placed);

    return class_ && mr_list_append_steal(m->rt, m->classes, class_) &&
           mr_list_append_steal(m->rt, m->instances, MR_NONE);
}

/* The kinds from `first` to `last` under a class of that name. */
static bool add_nodes(struct making *m, const char *name, int first, int last, int placed)
{
    mr_value base = make_class(m->rt, m->module, name, m->ast, NULL, placed);
    bool fine = base != MR_NULL;

    for (int kind = first; fine && kind <= last; kind++)
        fine = add_node(m, kind, base, -1);
    mr_decref(m->rt, base);
    return fine;
}

static const char *context(int i) { return mr_ast_context_name((enum mr_ast_context)i); }
static const char *bool_operator(int i)
{
    return mr_ast_bool_operator_name((enum mr_ast_bool_operator)i);
}
static const char *operator(int i) { return mr_ast_operator_name((enum mr_ast_operator)i); }
static const char *unary(int i)
{
    return mr_ast_unary_operator_name((enum mr_ast_unary_operator)i);
}
static const char *comparison(int i)
{
    return mr_ast_compare_operator_name((enum mr_ast_compare_operator)i);
}

static bool add_words(struct making *m, const char *name, int count, const char *(*word)(int))
{
    mr_value base = make_class(m->rt, m->module, name, m->ast, NULL, 0);
    bool fine = base != MR_NULL;

    for (int i = 0; fine && i < count; i++) {
        mr_value class_ = make_class(m->rt, m->module, word(i), base, NULL, -1);
        mr_value instance = class_ ? mr_call0(m->rt, class_) : MR_NULL;
        fine = instance && mr_list_append(m->rt, m->classes, class_) &&
               mr_list_append(m->rt, m->instances, instance);
        mr_decref(m->rt, class_);
        mr_decref(m->rt, instance);
    }
    mr_decref(m->rt, base);
    return fine;
}

static bool add_all(struct making *m)
{
    bool fine = mr_list_append(m->rt, m->classes, MR_NONE) &&
                mr_list_append(m->rt, m->instances, MR_NONE) &&
                add_nodes(m, "mod", MR_AST_MODULE, MR_AST_EXPRESSION, 0) &&
                add_nodes(m, "stmt", MR_AST_FUNCTION_DEF, MR_AST_CONTINUE, 1) &&
                add_nodes(m, "expr", MR_AST_BOOL_OP, MR_AST_SLICE, 1) &&
                add_node(m, MR_AST_COMPREHENSION, m->ast, 0) &&
                add_nodes(m, "excepthandler", MR_AST_EXCEPT_HANDLER, MR_AST_EXCEPT_HANDLER, 1);
    for (int kind = MR_AST_ARGUMENTS; fine && kind <= MR_AST_MATCH_CASE; kind++)
        fine = add_node(m, kind, m->ast, mr_ast_describe((enum mr_ast_kind)kind)->has_position);
    return fine && add_nodes(m, "pattern", MR_AST_MATCH_VALUE, MR_AST_MATCH_OR, 1) &&
           add_words(m, "expr_context", 3, context) && add_words(m, "boolop", 2, bool_operator) &&
           add_words(m, "operator", 13, operator) && add_words(m, "unaryop", 4, unary) &&
           add_words(m, "cmpop", 10, comparison);
}

/* What the tree never holds, but programs name. */
static bool add_others(struct making *m)
{
    static const struct mr_ast_field ignore_fields[] = {{.name = "lineno"}, {.name = "tag"}};
    static const struct mr_ast_field function_fields[] = {{.name = "argtypes"},
                                                          {.name = "returns"}};
    static const struct mr_ast_description ignore = {.field_count = 2, .fields = ignore_fields};
    static const struct mr_ast_description function = {.field_count = 2, .fields = function_fields};
    mr_runtime *rt = m->rt;
    mr_value base = make_class(rt, m->module, "type_ignore", m->ast, NULL, 0), one = MR_NULL,
             two = MR_NULL;

    if (base)
        one = make_class(rt, m->module, "TypeIgnore", base, &ignore, -1);
    if (one)
        two = make_class(rt, m->module, "FunctionType",
                         mr_dict_get_text(rt, mr_module_dict(m->module), "mod"), &function, -1);
    mr_decref(rt, base);
    mr_decref(rt, one);
    mr_decref(rt, two);
    return two != MR_NULL;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    struct making m = {.rt = rt, .module = module};
    mr_type *type = mr_module_add_type(rt, module, &node_spec, NULL);

    if (!type)
        return false;
    m.ast = mr_from(type);
    static const char *const empty[] = {"_fields", "_attributes", "__match_args__"};
    for (size_t i = 0; i < 3; i++) {
        mr_value name = mr_intern(rt, empty[i]);
        int set = name ? mr_type_set(rt, type, name, rt->empty_tuple) : -1;
        mr_decref(rt, name);
        if (set < 0)
            return false;
    }
    m.classes = mr_list_new(rt, NULL, 0);
    m.instances = mr_list_new(rt, NULL, 0);
    bool fine = m.classes && m.instances && add_all(&m) && add_others(&m) &&
                mr_module_add(rt, module, CLASSES, mr_incref(m.classes)) &&
                mr_module_add(rt, module, INSTANCES, mr_incref(m.instances)) &&
                mr_module_add(rt, module, "PyCF_ONLY_AST", mr_small_int(0x400)) &&
                mr_module_add(rt, module, "PyCF_TYPE_COMMENTS", mr_small_int(0x1000)) &&
                mr_module_add(rt, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", mr_small_int(0x2000));
    mr_decref(rt, m.classes);
    mr_decref(rt, m.instances);
    return fine;
}

const mr_module_spec mr_module__ast = {
    .name = "_ast",
    .setup = setup,
};

/* ---- for the converters ---- */

bool mr_ast_classes(mr_runtime *rt, mr_value *classes, mr_value *instances)
{
    mr_value module = mr_import(rt, "_ast");

    if (!module)
        return false;
    *classes = mr_dict_get_text(rt, mr_module_dict(module), CLASSES);
    *instances = mr_dict_get_text(rt, mr_module_dict(module), INSTANCES);
    mr_decref(rt, module); /* sys.modules keeps it */
    if (*classes && *instances)
        return true;
    mr_raise(rt, rt->exc.SystemError, "_ast has been emptied");
    return false;
}

int mr_ast_is_node(mr_runtime *rt, mr_value v)
{
    if (!mr_is_object(v) || !mr_dict_get_text(rt, rt->modules, "_ast"))
        return 0; /* nobody can have made one */
    mr_value class_ = mr_import_attr(rt, "_ast", "AST");
    int is = class_ ? mr_isinstance(rt, v, (mr_type *)mr_obj(class_)) : -1;
    mr_decref(rt, class_);
    return is;
}
