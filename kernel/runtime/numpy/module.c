/*
 * module.c - the module numpy: its parts put together; limits, error states.
 */
#include <float.h>
#include <math.h>

#include "numpy/ndarray.h"
#include "types/model.h"

/* ---- errstate ---- */

static const char *const error_names[NP_ERRORS] = {"divide", "over", "under", "invalid"};
static const char *const handling_names[] = {"ignore", "warn", "raise"};

typedef struct errstate {
    mr_object head;
    uint8_t wanted[NP_ERRORS], saved[NP_ERRORS];
} errstate;

static bool read_handling(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
                          mr_value kwnames, uint8_t out[NP_ERRORS])
{
    mr_value in[5];
    if (!mr_bind(rt, signature, args, nargs, kwnames, in))
        return false;
    for (int i = 0; i < NP_ERRORS; i++) {
        mr_value v = in[1 + i] && in[1 + i] != MR_NONE ? in[1 + i] : in[0];
        if (!v || v == MR_NONE)
            continue;
        int found = -1;
        for (int k = 0; k < 3 && mr_is_str(v); k++)
            found = mr_str_is(v, handling_names[k]) ? k : found;
        if (found < 0) {
            np_unsupported(rt,
                           "ways to handle floating-point errors but 'ignore', 'warn' and 'raise'");
            return false;
        }
        out[i] = (uint8_t)found;
    }
    return true;
}

static mr_value errstate_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    errstate *e = mr_object_new(rt, type, sizeof *e, false);
    if (!e)
        return MR_NULL;
    memcpy(e->wanted, rt->numpy->errors, sizeof e->wanted);
    if (!read_handling(rt, "errstate(all=, divide=, over=, under=, invalid=)", args, nargs, kwnames,
                       e->wanted)) {
        mr_decref(rt, mr_from(e));
        return MR_NULL;
    }
    return mr_from(e);
}
static mr_value m_enter(NP_ARGS)
{
    errstate *e = (errstate *)mr_obj(self);
    memcpy(e->saved, rt->numpy->errors, sizeof e->saved);
    memcpy(rt->numpy->errors, e->wanted, sizeof e->wanted);
    return MR_NONE;
}
static mr_value m_exit(NP_ARGS)
{
    memcpy(rt->numpy->errors, ((errstate *)mr_obj(self))->saved, sizeof rt->numpy->errors);
    return MR_NONE;
}
static const mr_method_def errstate_methods[] = {
    {"__enter__", m_enter, MR_ARGS_NONE, NULL},
    {"__exit__", m_exit, MR_ARGS_ANY, NULL},
    NP_METHODS_END,
};
static void plain_dealloc(mr_runtime *rt, mr_object *self) {}
static void plain_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg) {}
static const mr_layout plain_layout = {.dealloc = plain_dealloc, .traverse = plain_traverse};
const mr_type_spec np_errstate_spec = {
    .name = "numpy.errstate",
    .doc = "errstate(all=, divide=, over=, under=, invalid=)\n\nHow floating-point errors are "
           "handled in a with block.",
    .basic_size = sizeof(errstate),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_IMMUTABLE,
    .layout = &plain_layout,
    .slots = {.new_ = errstate_new},
    .methods = errstate_methods,
};

static mr_value error_dict(mr_runtime *rt)
{
    mr_value dict = mr_dict_new(rt);
    for (int i = 0; dict && i < NP_ERRORS; i++) {
        mr_value v = mr_str_from(rt, handling_names[rt->numpy->errors[i]]);
        if (!v || !mr_dict_set_text(rt, dict, error_names[i], v))
            mr_clear(rt, &dict);
        mr_decref(rt, v);
    }
    return dict;
}
static mr_value f_geterr(NP_ARGS) { return error_dict(rt); }
static mr_value f_seterr(NP_ARGS)
{
    uint8_t wanted[NP_ERRORS];
    memcpy(wanted, rt->numpy->errors, sizeof wanted);
    if (!read_handling(rt, "seterr(all=, divide=, over=, under=, invalid=)", args, nargs, kwnames,
                       wanted))
        return MR_NULL;
    mr_value before = error_dict(rt);
    memcpy(rt->numpy->errors, wanted, sizeof wanted);
    return before;
}

/* ---- limits ---- */

static mr_value namespace_with(mr_runtime *rt, const char *const *names, const mr_value *values,
                               size_t n)
{
    mr_value dict = mr_dict_new(rt);
    for (size_t i = 0; i < n; i++) {
        if (dict && (!values[i] || !mr_dict_set_text(rt, dict, names[i], values[i])))
            mr_clear(rt, &dict);
        mr_decref(rt, values[i]);
    }
    mr_value space = dict ? mr_namespace_new(rt, dict) : MR_NULL;
    mr_decref(rt, dict);
    return space;
}

static enum np_dtype dtype_of_argument(mr_runtime *rt, mr_value v)
{
    if (np_is_array(rt, v) || np_scalar_dtype(rt, v) != NP_NO_DTYPE || mr_is_integer(v) ||
        mr_is_float(v))
        return np_result_type(rt, 1, &v);
    return np_dtype_of(rt, v);
}

static mr_value f_iinfo(NP_ARGS)
{
    static const char *const names[] = {"min", "max", "bits", "dtype"};
    enum np_dtype d = dtype_of_argument(rt, args[0]);
    if (d == NP_NO_DTYPE)
        return MR_NULL;
    if (np_is_float(d) || d == NP_BOOL)
        return mr_raise(rt, rt->exc.ValueError, "Invalid integer data type '%c'.", np_kind(d));
    int bits = (int)np_size(d) * 8;
    bool plain = np_is_unsigned(d);
    int64_t least = plain ? 0 : -(int64_t)(((uint64_t)1 << (bits - 1)) - 1) - 1;
    uint64_t most = plain ? UINT64_MAX >> (64 - bits) : ((uint64_t)1 << (bits - 1)) - 1;
    mr_value values[] = {mr_int_from(rt, least), mr_int_from_u64(rt, most), mr_small_int(bits),
                         np_dtype_value(rt, d)};
    return namespace_with(rt, names, values, 4);
}

static mr_value f_finfo(NP_ARGS)
{
    static const char *const names[] = {"eps", "max", "min", "tiny", "resolution",
        "smallest_normal", "smallest_subnormal", "epsneg", "bits", "precision", "dtype"};
    enum np_dtype d = dtype_of_argument(rt, args[0]);
    if (d == NP_NO_DTYPE)
        return MR_NULL;
    if (!np_is_float(d))
        return mr_raise(rt, rt->exc.ValueError, "data type %V not inexact", np_dtype_value(rt, d));
    bool single = d == NP_FLOAT32;
    double numbers[] = {
        single ? FLT_EPSILON : DBL_EPSILON,   single ? FLT_MAX : DBL_MAX,
        single ? -FLT_MAX : -DBL_MAX,         single ? FLT_MIN : DBL_MIN,
        single ? (double)1e-6f : 1e-15,       single ? FLT_MIN : DBL_MIN,
        single ? FLT_TRUE_MIN : DBL_TRUE_MIN, single ? FLT_EPSILON / 2 : DBL_EPSILON / 2};
    mr_value values[11];
    for (int i = 0; i < 8; i++) {
        char item[8];
        np_cast(d, item, 0, NP_FLOAT64, (char *)&numbers[i], 0, 1);
        values[i] = np_item(rt, d, item);
    }
    values[8] = mr_small_int(single ? 32 : 64);
    values[9] = mr_small_int(single ? 6 : 15);
    values[10] = np_dtype_value(rt, d);
    return namespace_with(rt, names, values, 11);
}

/* ---- dtypes of things ---- */

static mr_value f_result_type(NP_ARGS)
{
    enum np_dtype d = NP_NO_DTYPE;
    bool dtypes = false;
    for (size_t i = 0; i < nargs; i++)
        dtypes |= mr_is_str(args[i]) || mr_has_kind(args[i], MR_KIND_TYPE) ||
                  (mr_is_object(args[i]) && mr_type_of(rt, args[i]) == rt->numpy->dtype);
    if (!dtypes) {
        d = np_result_type(rt, nargs, args);
        return d == NP_NO_DTYPE ? MR_NULL : np_dtype_value(rt, d);
    }
    for (size_t i = 0; i < nargs; i++) {
        enum np_dtype own = np_is_array(rt, args[i]) || np_scalar_dtype(rt, args[i]) != NP_NO_DTYPE
                                ? np_result_type(rt, 1, &args[i]) : np_dtype_of(rt, args[i]);
        if (own == NP_NO_DTYPE)
            return MR_NULL;
        d = d == NP_NO_DTYPE ? own : np_promote(d, own);
    }
    return np_dtype_value(rt, d);
}

static mr_value f_issubdtype(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "issubdtype(arg1, arg2)", args, nargs, kwnames, in))
        return MR_NULL;
    mr_type *types[2];
    for (int i = 0; i < 2; i++) {
        if (mr_has_kind(in[i], MR_KIND_TYPE) &&
            mr_is_subtype(np_class(in[i]), rt->numpy->generic)) {
            types[i] = np_class(in[i]);
            continue;
        }
        enum np_dtype d = np_dtype_of(rt, in[i]);
        if (d == NP_NO_DTYPE)
            return MR_NULL;
        types[i] = rt->numpy->scalars[d];
    }
    return mr_bool(mr_is_subtype(types[0], types[1]));
}

static mr_value f_isscalar(NP_ARGS)
{
    mr_value v = args[0];
    return mr_bool(mr_is_integer(v) || mr_is_real_float(v) || mr_is_str(v) ||
                   mr_has_kind(v, MR_KIND_BYTES) || mr_has_kind(v, MR_KIND_COMPLEX) ||
                   np_scalar_dtype(rt, v) != NP_NO_DTYPE);
}

static mr_value f_shares_memory(NP_ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "shares_memory(a, b)", args, nargs, kwnames, in))
        return MR_NULL;
    return mr_bool(np_is_array(rt, in[0]) && np_is_array(rt, in[1]) &&
                   np_shares(np_as(in[0]), np_as(in[1])));
}

static const mr_method_def module_functions[] = {
    {"geterr", f_geterr, MR_ARGS_NONE, "How floating-point errors are handled."},
    {"seterr", f_seterr, MR_ARGS_ANY,
     "Sets how floating-point errors are handled; what was before."},
    {"iinfo", f_iinfo, MR_ARGS_ONE, "Limits of an integer dtype."},
    {"finfo", f_finfo, MR_ARGS_ONE, "Limits of a float dtype."},
    {"result_type", f_result_type, MR_ARGS_ANY, "The dtype of a result of these."},
    {"promote_types", f_result_type, MR_ARGS_ANY, "The smallest dtype for the values of both."},
    {"issubdtype", f_issubdtype, MR_ARGS_ANY, "Is the dtype of this kind?"},
    {"isscalar", f_isscalar, MR_ARGS_ONE, "Is it a single number or text?"},
    {"shares_memory", f_shares_memory, MR_ARGS_ANY, "Do the arrays' bytes overlap?"},
    {"may_share_memory", f_shares_memory, MR_ARGS_ANY, "Do the arrays' bytes overlap?"},
    NP_METHODS_END,
};

/* ---- setting up ---- */

/* All methods of arrays in one table for the type's spec would need one file: they are added here.
 */
static bool add_methods(mr_runtime *rt, mr_type *type, const mr_method_def *methods)
{
    mr_type_spec spec = {.name = type->name, .methods = methods};
    return mr_descr_add_tables(rt, type, &spec);
}

static mr_value exception_class(mr_runtime *rt, const char *name, size_t n, mr_type *const *bases)
{
    mr_value text = mr_intern(rt, name), parents = mr_tuple_new(rt, NULL, n),
             space = mr_dict_new(rt), cls = MR_NULL;
    mr_value where = mr_str_from(rt, "numpy");
    for (size_t i = 0; parents && i < n; i++)
        mr_as_tuple(parents)->items[i] = mr_incref(mr_from(bases[i]));
    if (text && parents && space && where && mr_dict_set_text(rt, space, "__module__", where))
        cls = mr_type_make(rt, rt->types.type, text, parents, space);
    mr_decref(rt, text);
    mr_decref(rt, parents);
    mr_decref(rt, space);
    mr_decref(rt, where);
    return cls;
}

static bool add_constants(mr_runtime *rt, mr_value module)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {
        {"pi", M_PI},       {"e", M_E},
        {"inf", INFINITY},  {"Inf", INFINITY},
        {"nan", NAN},       {"NaN", NAN},
        {"NAN", NAN},       {"NINF", -INFINITY},
        {"PINF", INFINITY}, {"euler_gamma", 0.5772156649015329},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (!mr_module_add(rt, module, constants[i].name, mr_float(constants[i].value)))
            return false;
    }
    return mr_module_add(rt, module, "newaxis", MR_NONE) &&
           mr_module_add(rt, module, "__version__", mr_str_from(rt, "1.24.2+memoir")) &&
           mr_module_add(rt, module, "__path__", mr_list_new(rt, NULL, 0));
}

static bool add_functions(mr_runtime *rt, mr_value module, const mr_method_def *functions)
{
    mr_value name = mr_intern(rt, "numpy");
    bool ok = name;
    for (; ok && functions->name; functions++)
        ok = mr_module_add(rt, module, functions->name, mr_native_new(rt, functions, module, name));
    mr_decref(rt, name);
    return ok;
}

static bool setup_state(mr_runtime *rt, mr_value module)
{
    struct np_state *np = rt->numpy;
    np->print = (struct np_print_options){
        .precision = 8, .threshold = 1000, .edge_items = 3, .line_width = 75};
    np->errors[NP_ERROR_DIVIDE] = np->errors[NP_ERROR_OVER] = np->errors[NP_ERROR_INVALID] =
        NP_ERROR_WARN;
    mr_type *axis_bases[] = {rt->exc.ValueError, rt->exc.IndexError};
    np->ufunc_error = exception_class(rt, "UFuncTypeError", 1, &rt->exc.TypeError);
    np->axis_error = np->ufunc_error ? exception_class(rt, "AxisError", 2, axis_bases) : MR_NULL;
    return np->axis_error && mr_module_add(rt, module, "AxisError", mr_incref(np->axis_error)) &&
           (np->array = mr_module_add_type(rt, module, &np_array_spec, NULL)) &&
           (np->array_iter = mr_type_from_spec(rt, &np_array_iter_spec, NULL)) &&
           (np->flat_iter = mr_module_add_type(rt, module, &np_flat_iter_spec, NULL)) &&
           (np->flags = mr_type_from_spec(rt, &np_flags_spec, NULL)) &&
           (np->errstate = mr_module_add_type(rt, module, &np_errstate_spec, NULL));
}

/* The types stay for the runtime's life: arrays may outlive the module. */
static void keep_types(mr_runtime *rt)
{
    struct np_state *np = rt->numpy;
    mr_type *types[] = {np->array,   np->flat_iter,    np->errstate,       np->dtype,
                        np->ufunc,   np->random_state, np->generator,      np->generic,
                        np->number,  np->integer,      np->signed_integer, np->unsigned_integer,
                        np->inexact, np->floating};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        mr_incref(mr_from(types[i]));
    for (int d = 0; d < NP_DTYPES; d++)
        mr_incref(mr_from(np->scalars[d]));
}

static bool setup(mr_runtime *rt, mr_value module)
{
    static const mr_method_def *const functions[] = {
        np_creation_functions, np_reduce_functions, np_shape_functions,  np_join_functions,
        np_sort_functions,     np_logic_functions,  np_format_functions, np_select_functions,
        np_linear_functions,   module_functions,
    };
    static const mr_method_def *const methods[] = {
        np_reduce_methods, np_shape_methods,  np_sort_methods,
        np_select_methods, np_linear_methods, np_join_methods,
    };
    if (rt->numpy) {
        mr_raise(rt, rt->exc.ImportError, "numpy cannot be imported a second time in one session");
        return false;
    }
    rt->numpy = mr_buf_new0(rt, sizeof *rt->numpy);
    if (!rt->numpy || !setup_state(rt, module) || !np_dtypes_setup(rt, module) ||
        !np_scalars_setup(rt, module) || !np_ufuncs_setup(rt, module) ||
        !np_random_setup(rt, module) || !add_constants(rt, module))
        return false;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (!add_functions(rt, module, functions[i]))
            return false;
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (!add_methods(rt, rt->numpy->array, methods[i]))
            return false;
    }
    keep_types(rt);
    return true;
}

const mr_module_spec mr_module_numpy = {
    .name = "numpy",
    .doc = "Arrays of numbers, as programs that study memory need them. This is Memoir's own "
           "module after NumPy 1.24's\n"
           "interface; it is not NumPy, and has a part of it: arrays of bool, int8 to uint64, "
           "float32 and float64; indexing,\n"
           "arithmetic, reductions, sorting, text, and numpy.random. What is missing says so.",
    .setup = setup,
};
