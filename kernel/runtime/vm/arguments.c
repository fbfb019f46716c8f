/*
 * arguments.c - binding the arguments of a call to a Python function's
 * parameters, with CPython's errors.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

static mr_value parameter_name(const mr_code *code, size_t i)
{
    return mr_as_tuple(code->varnames)->items[i];
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'" of a list of names. */
static mr_value join_names(mr_runtime *rt, mr_value *names, size_t n)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < n; i++) {
        if (i)
            mr_str_builder_text(&b, i + 1 < n ? ", " : n == 2 ? " and " : ", and ");
        mr_str_builder_repr(&b, names[i]);
    }
    return mr_str_builder_take(&b);
}

static void raise_missing(mr_runtime *rt, mr_function *f, mr_value *names, size_t n,
                          const char *kind)
{
    mr_value text = join_names(rt, names, n);
    if (text)
        mr_raise(rt, rt->exc.TypeError, "%V() missing %zu required %s argument%s: %V", f->qualname,
                 n, kind, n == 1 ? "" : "s", text);
    mr_decref(rt, text);
}

/* Names of the parameters in [from, to) whose registers are empty. */
static void check_missing(mr_runtime *rt, mr_function *f, const mr_value *regs, size_t from,
                          size_t to, const char *kind)
{
    size_t n = 0;
    mr_value *names = mr_buf_new(rt, (to - from) * sizeof *names);
    if (!names)
        return;
    for (size_t i = from; i < to; i++)
        if (!regs[i])
            names[n++] = parameter_name(f->code, i);
    raise_missing(rt, f, names, n, kind);
    mr_buf_free(rt, names, (to - from) * sizeof *names);
}

static void raise_too_many(mr_runtime *rt, mr_function *f, const mr_value *regs, size_t given,
                           size_t keyword_only_given)
{
    const mr_code *code = f->code;
    size_t count = code->arg_count;
    size_t defaults = f->defaults ? mr_as_tuple(f->defaults)->length : 0;
    bool plural = defaults ? true : count != 1;
    mr_value takes = defaults ? mr_str_format(rt, "from %zu to %zu", count - defaults, count)
                              : mr_str_format(rt, "%zu", count);
    mr_value extra = keyword_only_given
        ? mr_str_format(rt, " positional argument%s (and %zu keyword-only argument%s)",
                        given != 1 ? "s" : "", keyword_only_given,
                        keyword_only_given != 1 ? "s" : "")
        : mr_incref(rt->empty_str);
    if (takes && extra)
        mr_raise(rt, rt->exc.TypeError, "%V() takes %V positional argument%s but %zu%V %s given",
                 f->qualname, takes, plural ? "s" : "", given, extra,
                 given == 1 && !keyword_only_given ? "was" : "were");
    mr_decref(rt, takes);
    mr_decref(rt, extra);
}

/* Index of the parameter named so among [from, to), or -1. */
static int find_parameter(const mr_code *code, mr_value name, size_t from, size_t to)
{
    const mr_value *names = mr_as_tuple(code->varnames)->items;
    for (size_t i = from; i < to; i++)
        if (names[i] == name)
            return (int)i;
    for (size_t i = from; i < to; i++)
        if (mr_str_equal(names[i], name))
            return (int)i;
    return -1;
}

/* All keywords that name positional-only parameters: raises for them. */
static bool raise_positional_only(mr_runtime *rt, mr_function *f, mr_value kwnames)
{
    const mr_code *code = f->code;
    mr_str_builder b;
    bool any = false;
    mr_str_builder_init(&b, rt);
    for (size_t p = 0; p < code->posonly_count; p++) {
        mr_value name = parameter_name(code, p);
        for (size_t k = 0; k < mr_as_tuple(kwnames)->length; k++)
            if (mr_str_equal(mr_as_tuple(kwnames)->items[k], name)) {
                if (any)
                    mr_str_builder_text(&b, ", ");
                mr_str_builder_str(&b, name);
                any = true;
            }
    }
    mr_value names = mr_str_builder_take(&b);
    if (any && names)
        mr_raise(rt, rt->exc.TypeError,
                 "%V() got some positional-only arguments passed as keyword arguments: '%V'",
                 f->qualname, names);
    mr_decref(rt, names);
    return any || !names;
}

/* Puts keyword arguments (stolen, each set to MR_NULL when taken) in their places. */
static bool bind_keywords(mr_runtime *rt, mr_function *f, mr_value *regs, mr_value kwnames,
                          mr_value *values, mr_value kwargs)
{
    const mr_code *code = f->code;
    size_t named = (size_t)code->arg_count + code->kwonly_count;
    const mr_tuple *names = mr_as_tuple(kwnames);
    for (size_t k = 0; k < names->length; k++) {
        mr_value name = names->items[k];
        if (!mr_is_str(name)) {
            mr_raise(rt, rt->exc.TypeError, "keywords must be strings");
            return false;
        }
        int at = find_parameter(code, name, code->posonly_count, named);
        if (at >= 0) {
            if (regs[at]) {
                mr_raise(rt, rt->exc.TypeError, "%V() got multiple values for argument '%V'",
                         f->qualname, name);
                return false;
            }
            regs[at] = values[k];
            values[k] = MR_NULL;
        } else if (kwargs) {
            if (!mr_dict_set(rt, kwargs, name, values[k]))
                return false;
            mr_clear(rt, &values[k]);
        } else {
            if (!code->posonly_count || !raise_positional_only(rt, f, kwnames))
                mr_raise(rt, rt->exc.TypeError, "%V() got an unexpected keyword argument '%V'",
                         f->qualname, name);
            return false;
        }
    }
    return true;
}

static bool fill_defaults(mr_runtime *rt, mr_function *f, mr_value *regs)
{
    const mr_code *code = f->code;
    size_t count = code->arg_count, named = count + code->kwonly_count;
    size_t defaults = f->defaults ? mr_as_tuple(f->defaults)->length : 0;
    size_t first = count > defaults ? count - defaults : 0;
    for (size_t i = 0; i < first; i++)
        if (!regs[i]) {
            check_missing(rt, f, regs, 0, first, "positional");
            return false;
        }
    for (size_t i = first; i < count; i++)
        if (!regs[i])
            regs[i] = mr_incref(mr_as_tuple(f->defaults)->items[i + defaults - count]);
    bool missing = false;
    for (size_t i = count; i < named; i++) {
        if (regs[i])
            continue;
        mr_value v = f->kwdefaults ? mr_dict_get(rt, f->kwdefaults, parameter_name(code, i))
                                   : MR_NULL;
        if (mr_error(rt))
            return false;
        regs[i] = mr_incref(v);
        missing |= !v;
    }
    if (missing)
        check_missing(rt, f, regs, count, named, "keyword-only");
    return !missing;
}

bool mr_bind_parameters(mr_runtime *rt, mr_function *f, mr_value *regs, size_t nargs,
                        mr_value kwnames)
{
    const mr_code *code = f->code;
    size_t keywords = kwnames ? mr_as_tuple(kwnames)->length : 0;
    size_t positional = nargs - keywords, count = code->arg_count;
    size_t named = count + code->kwonly_count, nparams = code->nparams;
    mr_value room[16], *values = room; /* keyword values and surplus arguments, moved away */
    size_t surplus = positional > count ? positional - count : 0;
    size_t moved = surplus + keywords;

    if (moved == 0 && named == nparams && code->kwonly_count == 0) {
        /* the commonest: some defaults to fill in */
        for (size_t i = positional; i < nparams; i++)
            regs[i] = MR_NULL;
        if (fill_defaults(rt, f, regs))
            return true;
        for (size_t i = 0; i < nparams; i++)
            mr_clear(rt, &regs[i]);
        return false;
    }

    bool heap = moved > sizeof room / sizeof *room, bound = false;
    if (heap && !(values = mr_buf_new(rt, moved * sizeof *values))) {
        for (size_t i = 0; i < nargs; i++)
            mr_clear(rt, &regs[i]);
        return false;
    }
    for (size_t i = 0; i < moved; i++) {
        values[i] = regs[nargs - moved + i];
        regs[nargs - moved + i] = MR_NULL;
    }
    for (size_t i = nargs - moved; i < nparams; i++)
        regs[i] = MR_NULL;

    mr_value kwargs = MR_NULL;
    if (code->flags & MR_CO_VARARGS) {
        mr_value rest = mr_tuple_new(rt, surplus ? values : NULL, surplus);
        if (!rest)
            goto end;
        for (size_t i = 0; i < surplus; i++)
            mr_clear(rt, &values[i]);
        regs[named] = rest;
    }
    if (code->flags & MR_CO_VARKEYWORDS) {
        kwargs = mr_dict_new(rt);
        if (!kwargs)
            goto end;
        regs[nparams - 1] = kwargs;
    }
    if (keywords && !bind_keywords(rt, f, regs, kwnames, values + surplus, kwargs))
        goto end;
    if (surplus && !(code->flags & MR_CO_VARARGS)) {
        size_t keyword_only_given = 0;
        for (size_t i = count; i < named; i++)
            keyword_only_given += regs[i] != MR_NULL;
        raise_too_many(rt, f, regs, positional, keyword_only_given);
        goto end;
    }
    bound = fill_defaults(rt, f, regs);
end:
    for (size_t i = 0; i < moved; i++)
        mr_decref(rt, values[i]);
    if (heap)
        mr_buf_free(rt, values, moved * sizeof *values);
    if (!bound)
        for (size_t i = 0; i < nparams; i++)
            mr_clear(rt, &regs[i]);
    return bound;
}

/* f(*iterable): the tuple, or CPython's error. */
mr_value mr_star_tuple(mr_runtime *rt, mr_value callable, mr_value iterable)
{
    mr_value tuple = mr_tuple_from(rt, iterable);
    if (!tuple && mr_error_is(rt, rt->exc.TypeError)) {
        mr_type *type = mr_type_of(rt, iterable);
        if (!type->slots.iter && !type->slots.item && !type->slots.getitem) {
            mr_error_clear(rt);
            mr_value name = mr_callable_name(rt, callable);
            if (name)
                mr_raise(rt, rt->exc.TypeError,
                         "%V argument after * must be an iterable, not %T", name, iterable);
            mr_decref(rt, name);
        }
    }
    return tuple;
}

/* "module.name()" as error messages of calls with * and ** have it; owned. */
mr_value mr_callable_name(mr_runtime *rt, mr_value callable)
{
    mr_value qualname = mr_getattr_optional(rt, callable, MR_NAME(rt, __qualname__));
    if (!qualname) {
        if (mr_error(rt))
            return MR_NULL;
        return mr_to_str(rt, callable);
    }
    mr_value module = mr_getattr_optional(rt, callable, MR_NAME(rt, __module__));
    if (mr_error(rt)) {
        mr_decref(rt, qualname);
        return MR_NULL;
    }
    bool plain = !module || module == MR_NONE || mr_str_is(module, "builtins");
    mr_value name = plain ? mr_str_format(rt, "%S()", qualname)
                          : mr_str_format(rt, "%S.%S()", module, qualname);
    mr_decref(rt, qualname);
    mr_decref(rt, module);
    return name;
}

int64_t mr_spread_arguments(mr_runtime *rt, mr_value first, mr_value args, mr_value kwargs,
                            mr_value *regs, size_t least, mr_value *kwnames)
{
    const mr_tuple *tuple = mr_as_tuple(args);
    size_t keywords = kwargs ? mr_as_dict(kwargs)->length : 0;
    size_t all = (first ? 1 : 0) + tuple->length + keywords, n = 0;
    *kwnames = MR_NULL;
    if (!mr_stack_room(rt, regs, all > least ? all : least))
        return -1;
    if (keywords) {
        mr_value names = mr_tuple_new(rt, NULL, keywords);
        if (!names)
            return -1;
        size_t pos = 0, k = 0, at = all - keywords;
        mr_value key, v;
        while (k < keywords && mr_dict_next(kwargs, &pos, &key, &v)) {
            mr_as_tuple(names)->items[k++] = mr_incref(key);
            regs[at++] = mr_incref(v);
        }
        *kwnames = names;
    }
    if (first)
        regs[n++] = mr_incref(first);
    for (size_t i = 0; i < tuple->length; i++)
        regs[n++] = mr_incref(tuple->items[i]);
    return (int64_t)all;
}

/* The __init__ of a class whose calls need nothing but object.__new__ and it: borrowed, or MR_NULL.
 */
mr_value mr_plain_init(mr_runtime *rt, mr_type *type)
{
    if (!(type->flags & MR_TYPE_HEAP) || type->flags & MR_TYPE_ABSTRACT ||
        type->slots.new_ != rt->types.object->slots.new_ ||
        mr_object_type(rt, &type->head)->slots.call != rt->types.type->slots.call)
        return MR_NULL;
    mr_value init = mr_type_lookup(rt, type, MR_NAME(rt, __init__));
    return init && mr_is_exact(init, MR_KIND_FUNCTION) ? init : MR_NULL;
}
