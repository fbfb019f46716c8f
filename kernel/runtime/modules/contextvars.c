/*
 * contextvars.c - the module _contextvars: ContextVar, Context, Token.
 *
 * A context is a dict from variables to values. The current one stands in the
 * module's namespace; Context.run puts another there while it runs.
 */
#include "containers/internal.h"
#include "modules/fields.h"
#include "modules/module.h"

typedef struct variable {
    mr_object head;
    mr_value name, default_; /* default_ MR_NULL: none */
} variable;
typedef struct context {
    mr_object head;
    mr_value values; /* dict */
    bool entered;
} context;
typedef struct token {
    mr_object head;
    mr_value variable, old, context; /* old MR_NULL: there was no value */
    bool used;
} token;
MR_FIELDS_LAYOUT(variable, 2);
MR_FIELDS_LAYOUT(context, 1);
MR_FIELDS_LAYOUT(token, 3);

#define CURRENT "__current"

static mr_value module_dict(mr_runtime *rt)
{
    mr_value module = mr_import(rt, "_contextvars");
    mr_value dict = module ? mr_module_dict(module) : MR_NULL;
    mr_decref(rt, module); /* sys.modules holds it */
    return dict;
}

static mr_value context_new(mr_runtime *rt, mr_value dict, mr_value values)
{
    mr_value fields[1] = {values ? mr_dict_copy(rt, values) : mr_dict_new(rt)};
    return mr_fields_new(rt, mr_as_type(mr_dict_get_text(rt, dict, "Context")), fields, 1);
}

/* Borrowed; made when first asked for. */
static context *current(mr_runtime *rt)
{
    mr_value dict = module_dict(rt);
    if (!dict)
        return NULL;
    mr_value now = mr_dict_get_text(rt, dict, CURRENT);
    if (!now || now == MR_NONE) {
        now = context_new(rt, dict, MR_NULL);
        bool fine = now && mr_dict_set_text(rt, dict, CURRENT, now);
        mr_decref(rt, now);
        if (!fine)
            return NULL;
    }
    return (context *)mr_obj(now);
}

/* ---- ContextVar ---- */

static variable *as_variable(mr_value v) { return (variable *)mr_obj(v); }

static mr_value variable_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value a[2];
    if (!mr_bind(rt, "ContextVar(name, *, default=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (!mr_is_str(a[0]))
        return mr_raise(rt, rt->exc.TypeError, "context variable name must be a str");
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    as_variable(v)->name = mr_incref(a[0]);
    as_variable(v)->default_ = a[1] ? mr_incref(a[1]) : MR_NULL;
    mr_gc_track(rt, mr_obj(v));
    return v;
}

NATIVE(variable_get)
{
    if (!mr_arity(rt, "get", nargs, kwnames, 0, 1))
        return MR_NULL;
    context *now = current(rt);
    mr_value v = now ? mr_dict_get(rt, now->values, self) : MR_NULL;
    if (v || mr_error(rt))
        return mr_incref(v);
    if (nargs)
        return mr_incref(args[0]);
    if (as_variable(self)->default_)
        return mr_incref(as_variable(self)->default_);
    return mr_raise_value(rt, rt->exc.LookupError, self);
}

NATIVE(variable_set)
{
    context *now = current(rt);
    if (!now)
        return MR_NULL;
    mr_value old = mr_dict_get(rt, now->values, self);
    mr_value type = mr_dict_get_text(rt, module_dict(rt), "Token"),
             v = mr_type_alloc(rt, mr_as_type(type));
    if (!v)
        return MR_NULL;
    token *t = (token *)mr_obj(v);
    t->variable = mr_incref(self);
    t->old = mr_incref(old);
    t->context = mr_incref(mr_from(now));
    mr_gc_track(rt, mr_obj(v));
    if (!mr_dict_set(rt, now->values, self, args[0]))
        mr_clear(rt, &v);
    return v;
}

NATIVE(variable_reset)
{
    context *now = current(rt);
    if (!now)
        return MR_NULL;
    mr_value type = mr_dict_get_text(rt, module_dict(rt), "Token");
    if (mr_from(mr_type_of(rt, args[0])) != type)
        return mr_raise(rt, rt->exc.TypeError, "expected an instance of Token, got %R", args[0]);
    token *t = (token *)mr_obj(args[0]);
    if (t->used)
        return mr_raise(rt, rt->exc.RuntimeError, "%R has already been used once", args[0]);
    if (t->variable != self)
        return mr_raise(rt, rt->exc.ValueError, "%R was created by a different ContextVar",
                        args[0]);
    if (t->context != mr_from(now))
        return mr_raise(rt, rt->exc.ValueError, "%R was created in a different Context", args[0]);
    t->used = true;
    bool fine = t->old ? mr_dict_set(rt, now->values, self, t->old)
                       : mr_dict_delete(rt, now->values, self) >= 0;
    return fine ? MR_NONE : MR_NULL;
}

static mr_value variable_repr(mr_runtime *rt, mr_value self)
{
    const variable *v = as_variable(self);
    if (v->default_)
        return mr_str_format(rt, "<ContextVar name=%R default=%R at 0x%zx>", v->name, v->default_,
                             (size_t)self);
    return mr_str_format(rt, "<ContextVar name=%R at 0x%zx>", v->name, (size_t)self);
}

static const mr_method_def variable_methods[] = {
    {"get", variable_get, MR_ARGS_ANY, NULL},
    {"set", variable_set, MR_ARGS_ONE, NULL},
    {"reset", variable_reset, MR_ARGS_ONE, NULL},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def variable_members[] = {
    {"name", offsetof(variable, name), MR_MEMBER_READONLY, NULL}, {NULL, 0, 0, NULL}};
static const mr_type_spec variable_spec = {
    .name = "_contextvars.ContextVar",
    .basic_size = sizeof(variable),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_IMMUTABLE,
    .layout = &variable_layout,
    .slots = {.new_ = variable_new, .repr = variable_repr},
    .methods = variable_methods,
    .members = variable_members,
};

/* ---- Token ---- */

static mr_value token_repr(mr_runtime *rt, mr_value self)
{
    const token *t = (token *)mr_obj(self);
    return mr_str_format(rt, "<Token%s var=%R at 0x%zx>", t->used ? " used" : "", t->variable,
                         (size_t)self);
}

static mr_value token_old(mr_runtime *rt, mr_value self, void *closure)
{
    const token *t = (token *)mr_obj(self);
    return t->old ? mr_incref(t->old) : mr_import_attr(rt, "_contextvars", "__missing");
}

static const mr_getset_def token_getsets[] = {{"old_value", token_old, NULL, NULL, NULL}, {0}};
static const mr_member_def token_members[] = {
    {"var", offsetof(token, variable), MR_MEMBER_READONLY, NULL}, {NULL, 0, 0, NULL}};
static const mr_method_def token_methods[] = {
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, NULL},
    {NULL, NULL, 0, NULL}};
static const mr_type_spec token_spec = {
    .name = "_contextvars.Token",
    .basic_size = sizeof(token),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &token_layout,
    .slots = {.repr = token_repr},
    .methods = token_methods,
    .getsets = token_getsets,
    .members = token_members,
};

static mr_value missing_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_from(rt, "<Token.MISSING>");
}
static const mr_type_spec missing_spec = {
    .name = "Token.MISSING",
    .basic_size = sizeof(mr_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .slots = {.repr = missing_repr},
};

/* ---- Context ---- */

static context *as_context(mr_value v) { return (context *)mr_obj(v); }

static mr_value context_make(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (nargs || (kwnames && mr_as_tuple(kwnames)->length))
        return mr_raise(rt, rt->exc.TypeError, "Context() does not accept any arguments");
    return context_new(rt, module_dict(rt), MR_NULL);
}

NATIVE(context_run)
{
    if (!nargs)
        return mr_raise(rt, rt->exc.TypeError, "run() missing 1 required positional argument");
    context *c = as_context(self);
    if (c->entered)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot enter context: %R is already entered",
                        self);
    context *before = current(rt);
    if (!before)
        return MR_NULL;
    mr_value dict = module_dict(rt), outer = mr_incref(mr_from(before));
    if (!mr_dict_set_text(rt, dict, CURRENT, self)) {
        mr_decref(rt, outer);
        return MR_NULL;
    }
    mr_incref(self);
    c->entered = true;
    mr_value result = mr_call(rt, args[0], args + 1, nargs - 1, kwnames);
    c->entered = false;
    mr_value error = mr_error_take(rt);
    if (!mr_dict_set_text(rt, dict, CURRENT, outer))
        mr_clear(rt, &result);
    mr_decref(rt, outer);
    mr_decref(rt, self);
    if (error) {
        mr_error_clear(rt);
        mr_error_restore(rt, error);
    }
    return result;
}

NATIVE(context_copy) { return context_new(rt, module_dict(rt), as_context(self)->values); }

NATIVE(context_get)
{
    if (!mr_arity(rt, "get", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_value v = mr_dict_get(rt, as_context(self)->values, args[0]);
    return v ? mr_incref(v) : mr_error(rt) ? MR_NULL : nargs > 1 ? mr_incref(args[1]) : MR_NONE;
}

#define VIEW(name)                                                                       \
    NATIVE(context_##name)                                                               \
    {                                                                                    \
        return mr_call_method(rt, as_context(self)->values, MR_NAME(rt, name), NULL, 0); \
    }
VIEW(keys)
VIEW(values)
VIEW(items)

static mr_value context_iter(mr_runtime *rt, mr_value self)
{
    return mr_iter(rt, as_context(self)->values);
}
static int64_t context_length(mr_runtime *rt, mr_value self)
{
    return mr_length(rt, as_context(self)->values);
}
static mr_value context_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    if (mr_type_of(rt, key)->spec != &variable_spec)
        return mr_raise(rt, rt->exc.TypeError, "a ContextVar key was expected, got %R", key);
    return mr_getitem(rt, as_context(self)->values, key);
}
static int context_contains(mr_runtime *rt, mr_value self, mr_value key)
{
    if (mr_type_of(rt, key)->spec != &variable_spec)
        return mr_fail(rt, rt->exc.TypeError, "a ContextVar key was expected, got %R", key);
    return mr_dict_contains(rt, as_context(self)->values, key);
}

static const mr_method_def context_methods[] = {
    {"run", context_run, MR_ARGS_ANY, NULL},       {"copy", context_copy, MR_ARGS_NONE, NULL},
    {"get", context_get, MR_ARGS_ANY, NULL},       {"keys", context_keys, MR_ARGS_NONE, NULL},
    {"values", context_values, MR_ARGS_NONE, NULL}, {"items", context_items, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec context_spec = {
    .name = "_contextvars.Context",
    .basic_size = sizeof(context),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED,
    .layout = &context_layout,
    .slots = {.new_ = context_make,
              .iter = context_iter,
              .length = context_length,
              .getitem = context_getitem,
              .contains = context_contains},
    .methods = context_methods,
};

NATIVE(contextvars_copy_context)
{
    context *now = current(rt);
    return now ? context_new(rt, module_dict(rt), now->values) : MR_NULL;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *missing = mr_type_from_spec(rt, &missing_spec, NULL);
    mr_value v = missing ? mr_from(mr_object_new(rt, missing, sizeof(mr_object), false)) : MR_NULL;
    mr_type *token_type = v ? mr_module_add_type(rt, module, &token_spec, NULL) : NULL;
    return token_type && mr_dict_set_text(rt, token_type->dict, "MISSING", v) &&
           mr_module_add(rt, module, "__missing", v) &&
           mr_module_add_type(rt, module, &variable_spec, NULL) &&
           mr_module_add_type(rt, module, &context_spec, NULL);
}

static const mr_method_def functions[] = {
    {"copy_context", contextvars_copy_context, MR_ARGS_NONE, NULL}, {NULL, NULL, 0, NULL}};

MR_MODULE(_contextvars, "_contextvars", "Context variables.", functions, setup);
