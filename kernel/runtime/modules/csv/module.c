/*
 * module.c - the module _csv: dialects and their registry.
 */
#include "modules/csv/csv.h"

#define FIELD_LIMIT "__field_limit"

static mr_value module_dict(mr_runtime *rt)
{
    mr_value module = mr_import(rt, "_csv");
    mr_value dict = module ? mr_module_dict(module) : MR_NULL;
    mr_decref(rt, module); /* sys.modules holds it */
    return dict;
}

mr_value mr_csv_error(mr_runtime *rt, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mr_value text = mr_str_format_v(rt, format, &args);
    va_end(args);
    mr_value type = text ? mr_import_attr(rt, "_csv", "Error") : MR_NULL;
    if (type)
        mr_raise_value(rt, mr_as_type(type), text);
    mr_decref(rt, type);
    mr_decref(rt, text);
    return MR_NULL;
}

int64_t mr_csv_field_limit(mr_runtime *rt)
{
    mr_value dict = module_dict(rt), v = dict ? mr_dict_get_text(rt, dict, FIELD_LIMIT) : MR_NULL;
    return v && mr_is_int(v) ? mr_small_int_value(v) : 131072;
}

/* ---- Dialect ---- */

static void dialect_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((mr_dialect *)self)->terminator);
}
static const mr_layout dialect_layout = {.dealloc = dialect_dealloc};

static bool one_char(mr_runtime *rt, mr_value v, const char *name, bool optional, uint32_t *out)
{
    if (!v)
        return true;
    if (v == MR_NONE && optional) {
        *out = MR_CSV_NO_CHAR;
        return true;
    }
    if (!mr_is_str(v))
        mr_raise(rt, rt->exc.TypeError,
                 optional ? "\"%s\" must be string or None, not %T"
                          : "\"%s\" must be string, not %T",
                 name, v);
    else if (mr_as_str(v)->length > 1 || (mr_as_str(v)->length == 0 && !optional))
        mr_raise(rt, rt->exc.TypeError, "\"%s\" must be a 1-character string", name);
    else
        *out = mr_as_str(v)->length ? mr_str_at(mr_as_str(v), 0) : MR_CSV_NO_CHAR;
    return !mr_error(rt);
}

static bool one_flag(mr_runtime *rt, mr_value v, bool *out)
{
    int truth = v ? mr_truth(rt, v) : *out;
    *out = truth > 0;
    return truth >= 0;
}

static const char *const names[] = {"delimiter", "doublequote", "escapechar", "lineterminator",
                                    "quotechar", "quoting",     "skipinitialspace", "strict"};

mr_value mr_dialect_make(mr_runtime *rt, mr_value from, const mr_value *kwvalues, mr_value kwnames)
{
    mr_value a[9], v[8] = {MR_NULL}, own = MR_NULL, dict = module_dict(rt), out = MR_NULL;
    if (!dict ||
        !mr_bind(
            rt,
            "Dialect(dialect=, delimiter=, doublequote=, escapechar=, lineterminator=, quotechar=, "
            "quoting=, skipinitialspace=, strict=)",
            kwvalues, 0, kwnames, a))
        return MR_NULL;
    if (a[0])
        from = a[0];
    if (from && mr_is_str(from)) {
        from = own = mr_incref(mr_dict_get(rt, mr_dict_get_text(rt, dict, "_dialects"), from));
        if (!from)
            return mr_error(rt) ? MR_NULL : mr_csv_error(rt, "unknown dialect");
    }
    for (int i = 0; i < 8; i++) {
        v[i] = mr_incref(a[i + 1]);
        if (v[i] || !from || from == MR_NONE)
            continue;
        mr_value name = mr_intern(rt, names[i]);
        v[i] = name ? mr_getattr_optional(rt, from, name) : MR_NULL;
        mr_decref(rt, name);
        if (mr_error(rt))
            goto done;
    }
    mr_dialect *d =
        mr_object_new(rt, mr_as_type(mr_dict_get_text(rt, dict, "Dialect")), sizeof *d, false);
    if (!d)
        goto done;
    out = mr_from(d);
    d->delimiter = ',';
    d->quote = '"';
    d->escape = MR_CSV_NO_CHAR;
    d->double_quote = true;
    d->quoting = MR_QUOTE_MINIMAL;
    if (v[5] && !mr_is_integer(v[5]))
        mr_raise(rt, rt->exc.TypeError, "\"quoting\" must be an integer");
    bool fine = !mr_error(rt) && one_char(rt, v[0], names[0], false, &d->delimiter) &&
                one_flag(rt, v[1], &d->double_quote) &&
                one_char(rt, v[2], names[2], true, &d->escape) &&
                one_char(rt, v[4], names[4], true, &d->quote) &&
                (!v[5] || mr_to_c_int(rt, v[5], &d->quoting)) &&
                one_flag(rt, v[6], &d->skip_space) && one_flag(rt, v[7], &d->strict);
    if (fine && v[3] && v[3] != MR_NONE && !mr_is_str(v[3])) {
        mr_raise(rt, rt->exc.TypeError, "\"lineterminator\" must be a string, not %T", v[3]);
        fine = false;
    }
    if (fine && (d->quoting < MR_QUOTE_MINIMAL || d->quoting > MR_QUOTE_NONE)) {
        mr_raise(rt, rt->exc.TypeError, "bad \"quoting\" value");
        fine = false;
    }
    if (fine && v[4] == MR_NONE && !v[5])
        d->quoting = MR_QUOTE_NONE;
    if (fine && d->quoting != MR_QUOTE_NONE && d->quote == MR_CSV_NO_CHAR) {
        mr_raise(rt, rt->exc.TypeError, "quotechar must be set if quoting enabled");
        fine = false;
    }
    if (fine)
        d->terminator = v[3] && v[3] != MR_NONE ? mr_incref(v[3]) : mr_str_from(rt, "\r\n");
    if (!fine || !d->terminator)
        mr_clear(rt, &out);
done:
    for (int i = 0; i < 8; i++)
        mr_decref(rt, v[i]);
    mr_decref(rt, own);
    return out;
}

static mr_value dialect_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    if (nargs > 1)
        return mr_raise(rt, rt->exc.TypeError, "Dialect() takes at most 9 arguments (%zu given)",
                        nargs);
    return mr_dialect_make(rt, nargs ? args[0] : MR_NULL, args + nargs, kwnames);
}

static mr_value char_or_none(mr_runtime *rt, uint32_t c)
{
    return c == MR_CSV_NO_CHAR ? MR_NONE : mr_str_char(rt, c);
}

static mr_value dialect_get(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_dialect *d = mr_as_dialect(self);
    switch ((int)(intptr_t)closure) {
    case 0: return mr_str_char(rt, d->delimiter);
    case 1: return mr_bool(d->double_quote);
    case 2: return char_or_none(rt, d->escape);
    case 3: return mr_incref(d->terminator);
    case 4: return char_or_none(rt, d->quote);
    case 5: return mr_small_int(d->quoting);
    case 6: return mr_bool(d->skip_space);
    default: return mr_bool(d->strict);
    }
}

#define FIELD(name, i) {name, dialect_get, NULL, NULL, (void *)(intptr_t)(i)}
static const mr_getset_def dialect_getsets[] = {
    FIELD("delimiter", 0),        FIELD("doublequote", 1), FIELD("escapechar", 2),
    FIELD("lineterminator", 3),   FIELD("quotechar", 4),   FIELD("quoting", 5),
    FIELD("skipinitialspace", 6), FIELD("strict", 7),      {0}};
const mr_type_spec mr_dialect_spec = {
    .name = "_csv.Dialect",
    .doc = "CSV dialect",
    .basic_size = sizeof(mr_dialect),
    .kind = MR_KIND_OTHER,
    .layout = &dialect_layout,
    .slots = {.new_ = dialect_new},
    .getsets = dialect_getsets,
};

/* ---- the registry ---- */

static mr_value dialects(mr_runtime *rt, mr_value module)
{
    return mr_dict_get_text(rt, mr_module_dict(module), "_dialects");
}

NATIVE(csv_register_dialect)
{
    if (nargs < 1 || nargs > 2)
        return mr_raise(rt, rt->exc.TypeError, "expected at %s %d arguments, got %zu",
                        nargs ? "most" : "least", nargs ? 2 : 1, nargs);
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "dialect name must be a string");
    mr_value d = mr_dialect_make(rt, nargs > 1 ? args[1] : MR_NULL, args + nargs, kwnames);
    bool fine = d && mr_dict_set(rt, dialects(rt, self), args[0], d);
    mr_decref(rt, d);
    return fine ? MR_NONE : MR_NULL;
}

NATIVE(csv_unregister_dialect)
{
    int found = mr_dict_delete(rt, dialects(rt, self), args[0]);
    return found > 0 ? MR_NONE : found < 0 ? MR_NULL : mr_csv_error(rt, "unknown dialect");
}

NATIVE(csv_get_dialect)
{
    mr_value d = mr_dict_get(rt, dialects(rt, self), args[0]);
    return d ? mr_incref(d) : mr_error(rt) ? MR_NULL : mr_csv_error(rt, "unknown dialect");
}

NATIVE(csv_list_dialects) { return mr_dict_keys_list(rt, dialects(rt, self)); }

NATIVE(csv_field_size_limit)
{
    int64_t old = mr_csv_field_limit(rt);
    if (!mr_arity(rt, "field_size_limit", nargs, kwnames, 0, 1))
        return MR_NULL;
    if (nargs && !mr_is_int(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "limit must be an integer");
    if (nargs && !mr_dict_set_text(rt, mr_module_dict(self), FIELD_LIMIT, args[0]))
        return MR_NULL;
    return mr_int_from(rt, old);
}

static const mr_constant constants[] = {{"QUOTE_MINIMAL", MR_QUOTE_MINIMAL},
                                        {"QUOTE_ALL", MR_QUOTE_ALL},
                                        {"QUOTE_NONNUMERIC", MR_QUOTE_NONNUMERIC},
                                        {"QUOTE_NONE", MR_QUOTE_NONE},
                                        {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *reader = mr_type_from_spec(rt, &mr_csv_reader_spec, NULL);
    mr_type *writer = mr_type_from_spec(rt, &mr_csv_writer_spec, NULL);
    return reader && writer && mr_module_add_constants(rt, module, constants) &&
           mr_module_add(rt, module, "Reader", mr_incref(mr_from(reader))) &&
           mr_module_add(rt, module, "Writer", mr_incref(mr_from(writer))) &&
           mr_module_add_type(rt, module, &mr_dialect_spec, NULL) &&
           mr_module_add(rt, module, "_dialects", mr_dict_new(rt)) &&
           mr_module_add(rt, module, "__version__", mr_str_from(rt, "1.0")) &&
           mr_module_add_exception(rt, module, "_csv", "Error", rt->exc.Exception, NULL);
}

static const mr_method_def functions[] = {
    {"field_size_limit", csv_field_size_limit, MR_ARGS_ANY, NULL},
    {"get_dialect", csv_get_dialect, MR_ARGS_ONE, NULL},
    {"list_dialects", csv_list_dialects, MR_ARGS_NONE, NULL},
    {"reader", mr_csv_reader, MR_ARGS_ANY, NULL},
    {"register_dialect", csv_register_dialect, MR_ARGS_ANY, NULL},
    {"unregister_dialect", csv_unregister_dialect, MR_ARGS_ONE, NULL},
    {"writer", mr_csv_writer, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_csv, "_csv", "CSV parsing and writing.", functions, setup);
