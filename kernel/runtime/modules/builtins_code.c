/*
 * builtins_code.c - built-in functions of code, namespaces and classes.
 */
#include <stdlib.h>

#include "compiler/compile.h"
#include "modules/ast/nodes.h"
#include "modules/builtins.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"
#include "vm/vm.h"

/* ---- source text ---- */

struct source {
    const char *text;
    size_t length;
    char *owned;     /* for free() */
    mr_buffer view;  /* of a bytes-like object; owner MR_NULL: none */
    uint32_t flags;
};

static bool source_read(mr_runtime *rt, mr_value v, const char *function, struct source *s)
{
    memset(s, 0, sizeof *s);
    if (mr_is_str(v)) {
        s->text = mr_str_utf8(rt, v, &s->length, &s->owned);
        s->flags = MR_COMPILE_IGNORE_COOKIE;
        if (!s->text)
            return false;
    } else if (mr_has_buffer(rt, v)) {
        if (mr_buffer_get(rt, v, &s->view, 0) < 0)
            return false;
        s->text = s->view.data;
        s->length = s->view.length;
    } else {
        mr_raise(rt, rt->exc.TypeError, "%s() arg 1 must be a string, bytes or %s object", function,
                 strcmp(function, "compile") == 0 ? "AST" : "code");
        return false;
    }
    if (s->length && memchr(s->text, 0, s->length)) {
        mr_raise(rt, rt->exc.ValueError, "source code string cannot contain null bytes");
        free(s->owned);
        if (s->view.owner)
            mr_buffer_release(rt, &s->view);
        return false;
    }
    return true;
}

static void source_finish(mr_runtime *rt, struct source *s)
{
    free(s->owned);
    if (s->view.owner)
        mr_buffer_release(rt, &s->view);
}

/* The future statements of the code that calls. */
static uint32_t inherited_flags(mr_runtime *rt)
{
    return rt->frame ? rt->frame->code->flags & MR_CO_FUTURE_ANNOTATIONS : 0;
}

/* compile() of a tree, and to one */
static mr_value compile_node(mr_runtime *rt, mr_value node, const char *filename,
                             enum mr_compile_mode mode,
                             uint32_t flags)
{
    static const enum mr_ast_kind kinds[] = {[MR_COMPILE_EXEC] = MR_AST_MODULE,
                                             [MR_COMPILE_EVAL] = MR_AST_EXPRESSION,
                                             [MR_COMPILE_SINGLE] = MR_AST_INTERACTIVE};
    struct mr_arena arena;
    mr_code *code = NULL;
    mr_arena_init(&arena);
    mr_value values = mr_list_new(rt, NULL, 0);
    struct mr_ast_mod *tree = values ? mr_ast_from_objects(rt, &arena, node, kinds[mode], values)
        : NULL;
    if (tree)
        code = mr_compile_tree(rt, tree, &arena, values, filename, mode, flags);
    mr_decref(rt, values);
    mr_arena_finish(&arena);
    return mr_from(code);
}

static mr_value parse_to_node(mr_runtime *rt, const struct source *s, const char *filename,
                              enum mr_compile_mode mode,
                              uint32_t flags)
{
    struct mr_arena arena;
    mr_arena_init(&arena);
    struct mr_ast_mod *tree = mr_parse_source(rt, &arena, s->text, s->length, filename, mode,
                                              flags);
    mr_value node = tree ? mr_ast_to_objects(rt, tree) : MR_NULL;
    mr_arena_finish(&arena);
    return node;
}

#define ONLY_AST 0x400
#define KNOWN_FLAGS 0x1ff6e00

MR_NATIVE(do_compile)
{
    mr_value a[7];
    if (!mr_bind(rt, "compile(source, filename, mode, flags=, dont_inherit=, optimize=, *, "
                     "_feature_version=)", args,
                 nargs, kwnames, a))
        return MR_NULL;
    int64_t flags = 0, optimize = -1;
    int keep_out = a[4] ? mr_truth(rt, a[4]) : 0;
    if (keep_out < 0 || (a[3] && !mr_to_int64(rt, a[3], &flags)) ||
        (a[5] && !mr_to_int64(rt, a[5], &optimize)))
        return MR_NULL;
    if (!mr_is_str(a[2]))
        return mr_raise(rt, rt->exc.TypeError, "compile() argument 'mode' must be str, not %T",
                        a[2]);
    if (flags & ~(int64_t)KNOWN_FLAGS)
        return mr_raise(rt, rt->exc.ValueError, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2)
        return mr_raise(rt, rt->exc.ValueError, "compile(): invalid optimize value");
    enum mr_compile_mode mode;
    if (mr_str_is(a[2], "exec"))
        mode = MR_COMPILE_EXEC;
    else if (mr_str_is(a[2], "eval"))
        mode = MR_COMPILE_EVAL;
    else if (mr_str_is(a[2], "single"))
        mode = MR_COMPILE_SINGLE;
    else if (mr_str_is(a[2], "func_type") && (flags & ONLY_AST))
        return mr_raise(rt, rt->exc.ValueError, "compile() mode 'func_type' is not supported");
    else
        return mr_raise(rt, rt->exc.ValueError, "compile() mode must be 'exec', 'eval' or "
                                                "'single'");
    mr_value filename = a[1];
    mr_value decoded = MR_NULL;
    if (mr_is_bytes(filename))
        filename = decoded = mr_str_new(rt, (const char *)mr_as_bytes(filename)->data,
                                        mr_as_bytes(filename)->length);
    else if (!mr_is_str(filename))
        return mr_raise(rt, rt->exc.TypeError, "expected str, bytes or os.PathLike object, not %T",
                        filename);
    struct source s;
    char *owned = NULL;
    const char *name = filename ? mr_str_utf8(rt, filename, NULL, &owned) : NULL;
    mr_value code = MR_NULL;
    uint32_t all = (uint32_t)flags & (MR_CO_FUTURE_ANNOTATIONS | MR_COMPILE_TOP_LEVEL_AWAIT);
    if (!keep_out)
        all |= inherited_flags(rt);
    int is_node = name ? mr_ast_is_node(rt, a[0]) : -1;
    if (is_node > 0) {
        code = flags & ONLY_AST ? mr_incref(a[0]) : compile_node(rt, a[0], name, mode, all);
    } else if (is_node == 0 && source_read(rt, a[0], "compile", &s)) {
        code = flags & ONLY_AST ? parse_to_node(rt, &s, name, mode, all | s.flags)
                                : mr_from(mr_compile(rt, s.text, s.length, name, mode,
                                                     all | s.flags));
        source_finish(rt, &s);
    }
    free(owned);
    mr_decref(rt, decoded);
    return code;
}

/* Globals and locals for eval and exec; owned. */
static bool namespaces(mr_runtime *rt, const char *function, mr_value *globals, mr_value *locals)
{
    if (*globals == MR_NONE)
        *globals = MR_NULL;
    if (*locals == MR_NONE)
        *locals = MR_NULL;
    if (*globals && !mr_is_dict(*globals)) {
        mr_raise(rt, rt->exc.TypeError,
                 strcmp(function, "exec") == 0 ? "%s() globals must be a dict, not %T"
                 : *locals                     ? "%s() globals must be a dict, not %T"
                                               : "globals must be a dict",
                 function, *globals);
        return false;
    }
    if (*locals && !mr_type_of(rt, *locals)->slots.getitem) {
        mr_raise(rt, rt->exc.TypeError, strcmp(function, "exec") == 0
                 ? "locals must be a mapping or None, not %T"
                                                                      : "locals must be a mapping",
                 *locals);
        return false;
    }
    if (*globals) {
        *locals = mr_incref(*locals ? *locals : *globals);
        mr_incref(*globals);
    } else {
        if (!rt->frame) {
            mr_raise(rt, rt->exc.SystemError, "globals and locals cannot be NULL");
            return false;
        }
        *locals = *locals ? mr_incref(*locals) : mr_frame_locals(rt, rt->frame);
        if (!*locals)
            return false;
        *globals = mr_incref(rt->frame->globals);
    }
    if (mr_dict_get_str(rt, *globals, MR_NAME(rt, __builtins__)) ||
        mr_dict_set(rt, *globals, MR_NAME(rt, __builtins__), rt->builtins))
        return true;
    mr_decref(rt, *globals);
    mr_decref(rt, *locals);
    return false;
}

/* Does `closure` (MR_NULL or None: none) suit what exec() was given? False with TypeError set. */
static bool check_closure(mr_runtime *rt, mr_value what, mr_value closure)
{
    bool given = closure && closure != MR_NONE;
    if (!mr_has_kind(what, MR_KIND_CODE)) {
        if (given)
            mr_raise(rt, rt->exc.TypeError,
                     "closure can only be used when source is a code object");
        return !given;
    }
    size_t free_variables = ((mr_code *)mr_obj(what))->nfree;
    if (free_variables == 0) {
        if (given)
            mr_raise(rt, rt->exc.TypeError, "cannot use a closure with this code object");
        return !given;
    }
    bool fits = given && mr_is_exact(closure, MR_KIND_TUPLE) &&
                mr_as_tuple(closure)->length == free_variables;
    for (size_t i = 0; fits && i < free_variables; i++)
        fits = mr_has_kind(mr_as_tuple(closure)->items[i], MR_KIND_CELL);
    if (!fits)
        mr_raise(rt, rt->exc.TypeError, "code object requires a closure of exactly length %zu",
                 free_variables);
    return fits;
}

/* Only the body of a function has free variables: it runs as one. */
static mr_value run_closed(mr_runtime *rt, mr_value code, mr_value globals, mr_value closure)
{
    mr_code *c = (mr_code *)mr_obj(code);
    mr_value function = mr_function_new(rt, c, globals, c->name);
    if (!function)
        return MR_NULL;
    ((mr_function *)mr_obj(function))->closure = mr_incref(closure);
    mr_value out = mr_call0(rt, function);
    mr_decref(rt, function);
    return out;
}

static mr_value run(mr_runtime *rt, const char *function, mr_value what, mr_value globals,
                    mr_value locals, mr_value closure, enum mr_compile_mode mode)
{
    if (!namespaces(rt, function, &globals, &locals))
        return MR_NULL;
    mr_value result = MR_NULL, code = MR_NULL;
    struct source s;
    if (mr_has_kind(what, MR_KIND_CODE)) {
        code = mr_incref(what);
        if (((mr_code *)mr_obj(code))->nfree && !closure) {
            mr_raise(rt, rt->exc.TypeError, "code object passed to %s() may not contain free "
                                            "variables", function);
            mr_clear(rt, &code);
        }
    } else if (source_read(rt, what, function, &s)) {
        const char *text = s.text;
        size_t length = s.length;
        while (mode == MR_COMPILE_EVAL && length && (*text == ' ' || *text == '\t')) {
            text++;
            length--;
        }
        code = mr_from(mr_compile(rt, text, length, "<string>", mode,
                                  inherited_flags(rt) | s.flags));
        source_finish(rt, &s);
    }
    if (code && closure)
        result = run_closed(rt, code, globals, closure);
    else if (code)
        result = mr_eval_code(rt, (mr_code *)mr_obj(code), globals, locals);
    mr_decref(rt, code);
    mr_decref(rt, globals);
    mr_decref(rt, locals);
    return result;
}

MR_NATIVE(do_eval)
{
    if (!mr_arity(rt, "eval", nargs, kwnames, 1, 3))
        return MR_NULL;
    return run(rt, "eval", args[0], nargs > 1 ? args[1] : MR_NULL, nargs > 2 ? args[2] : MR_NULL,
               MR_NULL, MR_COMPILE_EVAL);
}

MR_NATIVE(do_exec)
{
    mr_value a[4];
    if (!mr_bind(rt, "exec(source, globals=, locals=, /, *, closure=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (!check_closure(rt, a[0], a[3]))
        return MR_NULL;
    mr_value closure = a[3] && a[3] != MR_NONE ? a[3] : MR_NULL;
    mr_value result = run(rt, "exec", a[0], a[1], a[2], closure, MR_COMPILE_EXEC);
    mr_decref(rt, result);
    return result ? MR_NONE : MR_NULL;
}

/* ---- namespaces ---- */

MR_NATIVE(do_globals) { return rt->frame ? mr_incref(rt->frame->globals) : MR_NONE; }

static mr_value current_locals(mr_runtime *rt)
{
    if (!rt->frame)
        return mr_raise(rt, rt->exc.SystemError, "frame does not exist");
    return mr_frame_locals(rt, rt->frame);
}

MR_NATIVE(do_locals) { return current_locals(rt); }

MR_NATIVE(do_vars)
{
    if (!mr_arity(rt, "vars", nargs, kwnames, 0, 1))
        return MR_NULL;
    if (!nargs)
        return current_locals(rt);
    mr_value dict = mr_getattr_optional(rt, args[0], MR_NAME(rt, __dict__));
    if (!dict && !mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "vars() argument must have __dict__ attribute");
    return dict;
}

MR_NATIVE(do_dir)
{
    if (!mr_arity(rt, "dir", nargs, kwnames, 0, 1))
        return MR_NULL;
    mr_value names;
    if (nargs) {
        bool found;
        names = mr_special_call(rt, MR_NAME(rt, __dir__), args, 1, MR_NULL, &found);
        if (!found)
            return mr_raise(rt, rt->exc.TypeError, "object does not provide __dir__");
    } else {
        mr_value locals = current_locals(rt);
        names = locals && mr_is_dict(locals) ? mr_dict_keys_list(rt, locals)
                : locals                     ? mr_call_method(rt, locals, MR_NAME(rt, keys), NULL,
                                                              0)
                                             : MR_NULL;
        mr_decref(rt, locals);
    }
    mr_value list = names ? mr_list_from(rt, names) : MR_NULL;
    mr_decref(rt, names);
    if (list && !mr_list_sort(rt, list, MR_NULL, false))
        mr_clear(rt, &list);
    return list;
}

MR_NATIVE(do_breakpoint)
{
    mr_value hook = rt->sysdict ? mr_dict_get_text(rt, rt->sysdict, "breakpointhook") : MR_NULL;
    if (!hook)
        return mr_raise(rt, rt->exc.RuntimeError, "lost sys.breakpointhook");
    return mr_call(rt, hook, args, nargs, kwnames);
}

/* ---- classes ---- */

/* The bases with those that have __mro_entries__ replaced; owned. */
static mr_value resolve_bases(mr_runtime *rt, mr_value bases)
{
    const mr_tuple *t = mr_as_tuple(bases);
    mr_value list = MR_NULL;
    for (size_t i = 0; i < t->length; i++) {
        mr_value base = t->items[i];
        mr_value hook = mr_is_type(base) ? MR_NULL
            : mr_getattr_optional(rt, base, MR_NAME(rt, __mro_entries__));
        if (!hook) {
            if (mr_error(rt) || (list && !mr_list_append(rt, list, base)))
                goto fail;
            continue;
        }
        mr_value entries = mr_call1(rt, hook, bases);
        mr_decref(rt, hook);
        if (!entries)
            goto fail;
        if (!mr_is_tuple(entries)) {
            mr_raise(rt, rt->exc.TypeError, "__mro_entries__ must return a tuple");
            mr_decref(rt, entries);
            goto fail;
        }
        if (!list)
            list = mr_list_new(rt, t->items, i);
        bool good = list && mr_list_extend(rt, list, entries);
        mr_decref(rt, entries);
        if (!good)
            goto fail;
    }
    if (!list)
        return mr_incref(bases);
    mr_value resolved = mr_list_to_tuple(rt, list);
    mr_decref(rt, list);
    return resolved;
fail:
    mr_decref(rt, list);
    return MR_NULL;
}

/* A call with arguments and the keywords of a dict (or MR_NULL). */
static mr_value call_with(mr_runtime *rt, mr_value callable, const mr_value *args, size_t nargs,
                          mr_value kwargs)
{
    mr_value tuple = mr_tuple_new(rt, args, nargs);
    mr_value result = tuple ? mr_call_tuple(rt, callable, tuple, kwargs) : MR_NULL;
    mr_decref(rt, tuple);
    return result;
}

static mr_value prepare_namespace(mr_runtime *rt, mr_value meta, mr_value name, mr_value bases,
                                  mr_value kwargs)
{
    if (meta == mr_from(rt->types.type))
        return mr_dict_new(rt);
    mr_value hook = mr_getattr_optional(rt, meta, MR_NAME(rt, __prepare__));
    if (!hook)
        return mr_error(rt) ? MR_NULL : mr_dict_new(rt);
    mr_value args[2] = {name, bases};
    mr_value namespace_ = call_with(rt, hook, args, 2, kwargs);
    mr_decref(rt, hook);
    if (namespace_ && !mr_type_of(rt, namespace_)->slots.getitem) {
        const char *meta_name = mr_is_type(meta) ? mr_as_type(meta)->name : "<metaclass>";
        mr_raise(rt, rt->exc.TypeError, "%s.__prepare__() must return a mapping, not %T", meta_name,
                 namespace_);
        mr_clear(rt, &namespace_);
    }
    return namespace_;
}

/* The body has run and left the cell of __class__ if a method uses it: does the
 * metaclass's answer stand in it? */
static bool check_class_cell(mr_runtime *rt, mr_value cell, mr_value cls, mr_value name)
{
    if (!cell || !mr_has_kind(cell, MR_KIND_CELL) || !mr_is_type(cls))
        return true;
    mr_value inside = ((mr_cell *)mr_obj(cell))->value;
    if (inside == cls)
        return true;
    if (!inside)
        mr_raise(rt, rt->exc.RuntimeError,
                 "__class__ not set defining %R as %R. Was __classcell__ propagated to "
                 "type.__new__?", name, cls);
    else
        mr_raise(rt, rt->exc.TypeError, "__class__ set to %R defining %R as %R", inside, name, cls);
    return false;
}

MR_NATIVE(do_build_class)
{
    if (nargs < 2)
        return mr_raise(rt, rt->exc.TypeError, "__build_class__: not enough arguments");
    mr_value body = args[0], name = args[1];
    if (!mr_has_kind(body, MR_KIND_FUNCTION))
        return mr_raise(rt, rt->exc.TypeError, "__build_class__: func must be a function");
    if (!mr_is_str(name))
        return mr_raise(rt, rt->exc.TypeError, "__build_class__: name is not a string");
    mr_value original = mr_tuple_new(rt, args + 2, nargs - 2);
    mr_value bases = original ? resolve_bases(rt, original) : MR_NULL;
    mr_value kwargs = MR_NULL, meta = MR_NULL, namespace_ = MR_NULL, cls = MR_NULL, cell = MR_NULL;
    if (!bases)
        goto done;
    kwargs = mr_kwargs_dict(rt, args + nargs, kwnames);
    if (mr_error(rt))
        goto done;
    if (kwargs) {
        meta = mr_dict_pop(rt, kwargs, MR_NAME(rt, metaclass));
        if (!meta && mr_error(rt))
            goto done;
    }
    if (!meta) {
        const mr_tuple *t = mr_as_tuple(bases);
        meta = mr_incref(mr_from(t->length ? mr_type_of(rt, t->items[0]) : rt->types.type));
    }
    if (mr_is_type(meta)) {
        mr_type *winner = mr_metatype_of(rt, mr_as_type(meta), bases);
        if (!winner)
            goto done;
        mr_replace(rt, &meta, mr_incref(mr_from(winner)));
    }
    namespace_ = prepare_namespace(rt, meta, name, bases, kwargs);
    if (!namespace_)
        goto done;
    cell = mr_eval_function(rt, body, namespace_);
    if (!cell)
        goto done;
    if (bases != original) {
        mr_value key = mr_intern(rt, "__orig_bases__");
        int status = key ? mr_setitem(rt, namespace_, key, original) : -1;
        mr_decref(rt, key);
        if (status < 0)
            goto done;
    }
    mr_value three[3] = {name, bases, namespace_};
    cls = call_with(rt, meta, three, 3, kwargs);
    if (cls && !check_class_cell(rt, cell, cls, name))
        mr_clear(rt, &cls);
done:
    mr_decref(rt, cell);
    mr_decref(rt, namespace_);
    mr_decref(rt, meta);
    mr_decref(rt, kwargs);
    mr_decref(rt, bases);
    mr_decref(rt, original);
    return cls;
}

const mr_method_def mr_builtins_code[] = {
    {"__build_class__", do_build_class, MR_ARGS_ANY,
     "__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper "
     "function used by the "
     "class statement."},
    {"breakpoint", do_breakpoint, MR_ARGS_ANY,
     "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws)."},
    {"compile", do_compile, MR_ARGS_ANY,
     "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, "
     "optimize=-1, *, "
     "_feature_version=-1)\n--\n\nCompile source into a code object that can be executed by exec() "
     "or eval()."},
    {"dir", do_dir, MR_ARGS_ANY,
     "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the "
     "current scope."},
    {"eval", do_eval, MR_ARGS_ANY,
     "eval($module, source, globals=None, locals=None, /)\n--\n\nEvaluate the given source in the "
     "context of globals "
     "and locals."},
    {"exec", do_exec, MR_ARGS_ANY,
     "exec($module, source, globals=None, locals=None, /, *, closure=None)\n--\n\nExecute the "
     "given source in the "
     "context of globals and locals."},
    {"globals", do_globals, MR_ARGS_NONE,
     "globals($module, /)\n--\n\nReturn the dictionary containing the current scope's global "
     "variables."},
    {"locals", do_locals, MR_ARGS_NONE,
     "locals($module, /)\n--\n\nReturn a dictionary containing the current scope's local "
     "variables."},
    {"vars", do_vars, MR_ARGS_ANY,
     "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an "
     "argument, equivalent to "
     "object.__dict__."},
    {NULL, NULL, 0, NULL},
};
