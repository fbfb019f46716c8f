/*
 * exception.c - BaseException, and the table of all built-in exceptions.
 */
#include "types/containers.h"
#include "types/exceptions.h"
#include "types/str.h"

/* ---- memory ---- */

static void exception_dealloc(mr_runtime *rt, mr_object *o)
{
    mr_exception *e = (mr_exception *)o;
    mr_clear(rt, &e->args);
    mr_clear(rt, &e->traceback);
    mr_clear(rt, &e->context);
    mr_clear(rt, &e->cause);
    mr_clear(rt, &e->notes);
    for (int i = 0; i < 6; i++)
        mr_clear(rt, &e->fields[i]);
    for (int i = 0; i < 3; i++)
        mr_clear(rt, &e->extra[i]);
}

static void exception_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const mr_exception *e = (mr_exception *)o;
    visit(rt, e->args, arg);
    visit(rt, e->traceback, arg);
    visit(rt, e->context, arg);
    visit(rt, e->cause, arg);
    visit(rt, e->notes, arg);
    for (int i = 0; i < 6; i++)
        visit(rt, e->fields[i], arg);
    for (int i = 0; i < 3; i++)
        visit(rt, e->extra[i], arg);
}

static void exception_clear(mr_runtime *rt, mr_object *o)
{
    mr_exception *e = (mr_exception *)o;
    exception_dealloc(rt, o);
    e->args = mr_incref(rt->empty_tuple);
}

const mr_layout mr_exception_layout = {exception_dealloc, exception_traverse, exception_clear, NULL,
                                       NULL};

/* ---- life ---- */

int mr_exception_set_args(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs)
{
    mr_value old = mr_as_exception(self)->args;
    if (old && mr_as_tuple(old)->length == nargs &&
        (!nargs || memcmp(mr_as_tuple(old)->items, args, nargs * sizeof *args) == 0))
        return 0;
    mr_value tuple = mr_tuple_new(rt, args, nargs);
    if (!tuple)
        return -1;
    mr_replace(rt, &mr_as_exception(self)->args, tuple);
    return 0;
}

mr_value mr_exception_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_gc_track(rt, mr_obj(v));
    if (mr_exception_set_args(rt, v, args, nargs) < 0) {
        mr_decref(rt, v);
        return MR_NULL;
    }
    return v;
}

static bool no_keywords(mr_runtime *rt, mr_value self, mr_value kwnames)
{
    if (!kwnames || !mr_as_tuple(kwnames)->length)
        return true;
    mr_raise(rt, rt->exc.TypeError, "%T() takes no keyword arguments", self);
    return false;
}

int mr_exception_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    return no_keywords(rt, self, kwnames) ? mr_exception_set_args(rt, self, args, nargs) : -1;
}

int mr_exception_keywords(mr_runtime *rt, mr_value self, const char *type, const char *const *names,
                          size_t count,
                          int first, const mr_value *kwvalues, mr_value kwnames)
{
    size_t named = kwnames ? mr_as_tuple(kwnames)->length : 0;
    for (size_t k = 0; k < named; k++) {
        mr_value name = mr_as_tuple(kwnames)->items[k];
        size_t i = 0;
        while (i < count && !mr_str_is(name, names[i]))
            i++;
        if (i == count)
            return mr_fail(rt, rt->exc.TypeError, "'%V' is an invalid keyword argument for %s()",
                           name, type);
        mr_exception_field(rt, self, first + (int)i, kwvalues[k]);
    }
    return 0;
}

static mr_value exception_repr(mr_runtime *rt, mr_value self)
{
    mr_value args = mr_as_exception(self)->args;
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    if (mr_as_tuple(args)->length == 1)
        return mr_str_format(rt, "%s(%R)", name, mr_as_tuple(args)->items[0]);
    return mr_str_format(rt, "%s%R", name, args);
}

mr_value mr_exception_str(mr_runtime *rt, mr_value self)
{
    mr_value args = mr_as_exception(self)->args;
    if (mr_as_tuple(args)->length == 0)
        return mr_incref(rt->empty_str);
    if (mr_as_tuple(args)->length == 1)
        return mr_to_str(rt, mr_as_tuple(args)->items[0]);
    return mr_to_str(rt, args);
}

/* ---- attributes ---- */

static mr_value or_none(mr_value v) { return v ? mr_incref(v) : MR_NONE; }

static mr_value get_args(mr_runtime *rt, mr_value self, void *closure)
{
    return or_none(mr_as_exception(self)->args);
}

static int set_args(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "args may not be deleted");
    mr_value tuple = mr_tuple_from(rt, v);
    if (!tuple)
        return -1;
    mr_replace(rt, &mr_as_exception(self)->args, tuple);
    return 0;
}

static mr_value get_traceback(mr_runtime *rt, mr_value self, void *closure)
{
    return or_none(mr_as_exception(self)->traceback);
}

static int set_traceback(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "__traceback__ may not be deleted");
    if (v != MR_NONE && mr_type_of(rt, v) != rt->types.traceback)
        return mr_fail(rt, rt->exc.TypeError, "__traceback__ must be a traceback or None");
    mr_replace(rt, &mr_as_exception(self)->traceback, v == MR_NONE ? MR_NULL : mr_incref(v));
    return 0;
}

static mr_value get_context(mr_runtime *rt, mr_value self, void *closure)
{
    return or_none(mr_as_exception(self)->context);
}

static int set_context(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "__context__ may not be deleted");
    if (v != MR_NONE && !mr_is_exception(v))
        return mr_fail(rt, rt->exc.TypeError, "exception context must be None or derive from "
                                              "BaseException");
    mr_replace(rt, &mr_as_exception(self)->context, v == MR_NONE ? MR_NULL : mr_incref(v));
    return 0;
}

static mr_value get_cause(mr_runtime *rt, mr_value self, void *closure)
{
    return or_none(mr_as_exception(self)->cause);
}

static int set_cause(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "__cause__ may not be deleted");
    if (v != MR_NONE && !mr_is_exception(v))
        return mr_fail(rt, rt->exc.TypeError, "exception cause must be None or derive from "
                                              "BaseException");
    mr_replace(rt, &mr_as_exception(self)->cause, v == MR_NONE ? MR_NULL : mr_incref(v));
    mr_as_exception(self)->suppress_context = true;
    return 0;
}

static mr_value get_suppress(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(mr_as_exception(self)->suppress_context);
}

static int set_suppress(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v)
        return mr_fail(rt, rt->exc.TypeError, "can't delete numeric/char attribute");
    if (!mr_is_bool(v))
        return mr_fail(rt, rt->exc.TypeError, "attribute value type must be bool");
    mr_as_exception(self)->suppress_context = v == MR_TRUE;
    return 0;
}

static mr_value with_traceback(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return set_traceback(rt, self, args[0], NULL) < 0 ? MR_NULL : mr_incref(self);
}

static mr_value add_note(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "note must be a str, not '%T'", args[0]);
    mr_exception *e = mr_as_exception(self);
    if (!e->notes && !(e->notes = mr_list_new(rt, NULL, 0)))
        return MR_NULL;
    if (!mr_is_list(e->notes))
        return mr_raise(rt, rt->exc.TypeError, "Cannot add note: __notes__ is not a list");
    return mr_list_append(rt, e->notes, args[0]) ? MR_NONE : MR_NULL;
}

mr_value mr_exception_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value type = mr_from(mr_type_of(rt, self)), notes = mr_as_exception(self)->notes;
    mr_value dict = mr_instance_dict(rt, mr_obj(self));
    mr_value state = dict ? mr_dict_new(rt) : MR_NULL, result = MR_NULL;
    if (state && (!notes || mr_dict_set(rt, state, MR_NAME(rt, __notes__), notes)) &&
        mr_dict_update(rt, state, dict))
        result = mr_as_dict(state)->length ? mr_tuple_pack(rt, 3, type, mr_as_exception(self)->args,
                                                           state)
                                           : mr_tuple_pack(rt, 2, type,
                                                           mr_as_exception(self)->args);
    mr_decref(rt, state);
    mr_decref(rt, dict);
    return result;
}

static mr_value exception_setstate(mr_runtime *rt, mr_value self, const mr_value *args,
                                   size_t nargs, mr_value kwnames)
{
    if (args[0] == MR_NONE)
        return MR_NONE;
    if (!mr_is_dict(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "state is not a dictionary");
    size_t pos = 0;
    mr_value key, v;
    while (mr_dict_next(args[0], &pos, &key, &v)) {
        if (mr_setattr(rt, self, key, v) < 0)
            return MR_NULL;
    }
    return MR_NONE;
}

static const mr_method_def base_methods[] = {
    {"__reduce__", mr_exception_reduce, MR_ARGS_NONE, NULL},
    {"__setstate__", exception_setstate, MR_ARGS_ONE, NULL},
    {"with_traceback", with_traceback, MR_ARGS_ONE,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", add_note, MR_ARGS_ONE, "Exception.add_note(note) --\n    add a note to the "
                                        "exception"},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def base_getsets[] = {
    {"args", get_args, set_args, NULL, NULL},
    {"__traceback__", get_traceback, set_traceback, NULL, NULL},
    {"__context__", get_context, set_context, "exception context", NULL},
    {"__cause__", get_cause, set_cause, "exception cause", NULL},
    {"__suppress_context__", get_suppress, set_suppress, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def base_members[] = {
    {"__notes__", offsetof(mr_exception, notes), 0, NULL},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_base_exception_extra = {
    .slots = {.new_ = mr_exception_new, .init = mr_exception_init, .repr = exception_repr,
              .str = mr_exception_str},
    .methods = base_methods,
    .getsets = base_getsets,
    .members = base_members,
};

/* ---- the table ---- */

static const mr_exception_extra *extra_of(const char *name)
{
    static const struct {
        const char *name;
        const mr_exception_extra *extra;
    } special[] = {
        {"BaseException", &mr_base_exception_extra},
        {"ImportError", &mr_import_error_extra},
        {"OSError", &mr_os_error_extra},
        {"SyntaxError", &mr_syntax_error_extra},
        {"KeyError", &mr_key_error_extra},
        {"AttributeError", &mr_attribute_error_extra},
        {"NameError", &mr_name_error_extra},
        {"StopIteration", &mr_stop_iteration_extra},
        {"SystemExit", &mr_system_exit_extra},
        {"UnicodeDecodeError", &mr_unicode_decode_extra},
        {"UnicodeEncodeError", &mr_unicode_encode_extra},
        {"UnicodeTranslateError", &mr_unicode_translate_extra},
        {"BaseExceptionGroup", &mr_group_extra},
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strcmp(special[i].name, name) == 0)
            return special[i].extra;
    }
    return NULL;
}

#define X(type, base, text)                                                                        \
    static const char doc_##type[] = text;
#include "types/exceptions.def"
#undef X

/* Specs live as long as the types: they belong to the runtime. */
static mr_type *make(mr_runtime *rt, const char *name, mr_type *base, const char *doc)
{
    const mr_exception_extra *extra = extra_of(name);
    mr_type_spec *spec = &rt->model->exception_specs[rt->model->exception_count++];
    *spec = (mr_type_spec){
        .name = name,
        .doc = doc,
        .basic_size = sizeof(mr_exception),
        .kind = MR_KIND_EXCEPTION,
        .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_DICT | MR_TYPE_WEAKREFS,
        .layout = &mr_exception_layout,
    };
    if (extra) {
        spec->slots = extra->slots;
        spec->methods = extra->methods;
        spec->getsets = extra->getsets;
        spec->members = extra->members;
    }
    if (!spec->slots.new_)
        spec->slots.new_ = base->slots.new_;
    if (!spec->slots.init)
        spec->slots.init = base->slots.init;
    return mr_type_from_spec(rt, spec, base);
}

bool mr_exceptions_init(mr_runtime *rt)
{
    mr_type *object = rt->types.object;
#define X(type, base, text)                                                                        \
    if (!(rt->exc.type = make(rt, #type, MR_BASE_##base, doc_##type)))                             \
        return false;
#define MR_BASE_object object
#define MR_BASE_BaseException rt->exc.BaseException
#define MR_BASE_Exception rt->exc.Exception
#define MR_BASE_ArithmeticError rt->exc.ArithmeticError
#define MR_BASE_ImportError rt->exc.ImportError
#define MR_BASE_LookupError rt->exc.LookupError
#define MR_BASE_NameError rt->exc.NameError
#define MR_BASE_OSError rt->exc.OSError
#define MR_BASE_ConnectionError rt->exc.ConnectionError
#define MR_BASE_RuntimeError rt->exc.RuntimeError
#define MR_BASE_SyntaxError rt->exc.SyntaxError
#define MR_BASE_IndentationError rt->exc.IndentationError
#define MR_BASE_ValueError rt->exc.ValueError
#define MR_BASE_UnicodeError rt->exc.UnicodeError
#define MR_BASE_Warning rt->exc.Warning
#include "types/exceptions.def"
#undef X
    mr_value spare = mr_exception_new(rt, rt->exc.MemoryError, NULL, 0, MR_NULL);
    rt->model->no_memory = spare;
    return spare != MR_NULL;
}
