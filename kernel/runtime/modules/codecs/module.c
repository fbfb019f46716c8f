/*
 * module.c - the module _codecs: the registry of codecs and of error handlers.
 *
 * The search functions, the codecs found and the handlers stand in the
 * module's namespace.
 */
#include <ctype.h>

#include "modules/codecs/codecs.h"

#define SEARCH_PATH "__search_path"
#define CACHE "__cache"
#define HANDLERS "__handlers"

mr_value mr_codecs_pair(mr_runtime *rt, mr_value v, size_t n)
{
    mr_value out = v ? mr_tuple_pack(rt, 2, v, mr_int_from(rt, (int64_t)n)) : MR_NULL;
    mr_decref(rt, v);
    return out;
}

bool mr_codecs_errors(mr_runtime *rt, const char *function, mr_value *errors)
{
    if (*errors == MR_NONE)
        *errors = MR_NULL;
    if (!*errors || mr_is_str(*errors))
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s() argument 'errors' must be str or None, not %T", function,
             *errors);
    return false;
}

static mr_value state(mr_runtime *rt, mr_value module, const char *name)
{
    return mr_dict_get_text(rt, mr_module_dict(module), name);
}

NATIVE(codecs_register)
{
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "argument must be callable");
    return mr_list_append(rt, state(rt, self, SEARCH_PATH), args[0]) ? MR_NONE : MR_NULL;
}

NATIVE(codecs_unregister)
{
    mr_value path = state(rt, self, SEARCH_PATH);
    for (size_t i = 0; i < mr_as_list(path)->length; i++) {
        if (mr_as_list(path)->items[i] == args[0]) {
            mr_dict_clear(rt, state(rt, self, CACHE));
            return mr_delitem(rt, path, mr_small_int((int64_t)i)) < 0 ? MR_NULL : MR_NONE;
        }
    }
    return MR_NONE;
}

/* Lower case, and every run of other characters than letters, digits and points one "_". */
static mr_value normalized(mr_runtime *rt, mr_value name)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool gap = false, any = false;
    for (size_t i = 0; i < mr_as_str(name)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(name), i);
        if (c < 0x80 && (isalnum((int)c) || c == '.')) {
            if (gap && any)
                mr_str_builder_char(&b, '_');
            mr_str_builder_char(&b, (uint32_t)tolower((int)c));
            gap = false;
            any = true;
        } else {
            gap = true;
        }
    }
    return mr_str_builder_take(&b);
}

static mr_value lookup(mr_runtime *rt, mr_value module, mr_value encoding)
{
    for (size_t i = 0; i < mr_as_str(encoding)->length; i++)
        if (!mr_str_at(mr_as_str(encoding), i))
            return mr_raise(rt, rt->exc.ValueError, "embedded null character");
    mr_value key = normalized(rt, encoding), found = MR_NULL;
    mr_value cache = state(rt, module, CACHE), path = state(rt, module, SEARCH_PATH);
    if (!key || (found = mr_incref(mr_dict_get(rt, cache, key))))
        goto done;
    if (!mr_as_list(path)->length) {
        mr_value encodings = mr_import(rt, "encodings");
        mr_decref(rt, encodings);
        if (!encodings)
            goto done;
    }
    for (size_t i = 0; i < mr_as_list(path)->length; i++) {
        mr_value search = mr_incref(mr_as_list(path)->items[i]);
        found = mr_call1(rt, search, key);
        mr_decref(rt, search);
        if (found != MR_NONE)
            break;
    }
    if (found == MR_NONE)
        found = MR_NULL;
    if (found && (!mr_is_tuple(found) || mr_as_tuple(found)->length != 4)) {
        mr_raise(rt, rt->exc.TypeError, "codec search functions must return 4-tuples");
        mr_clear(rt, &found);
    } else if (found && !mr_dict_set(rt, cache, key, found)) {
        mr_clear(rt, &found);
    } else if (!found && !mr_error(rt)) {
        mr_raise(rt, rt->exc.LookupError, "unknown encoding: %V", encoding);
    }
done:
    mr_decref(rt, key);
    return found;
}

NATIVE(codecs_lookup)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "lookup() argument must be str, not %T", args[0]);
    return lookup(rt, self, args[0]);
}

/* codecs.encode, codecs.decode: `which` is the function's place in the codec's tuple. */
static mr_value apply(mr_runtime *rt, mr_value module, const mr_value a[3], size_t which,
                      const char *name)
{
    mr_value encoding = a[1] ? a[1] : MR_NULL, utf8 = MR_NULL, out = MR_NULL;
    for (int i = 1; i < 3; i++)
        if (a[i] && !mr_is_str(a[i]))
            return mr_raise(rt, rt->exc.TypeError, "%s() argument '%s' must be str, not %T", name,
                            i == 1 ? "encoding" : "errors", a[i]);
    if (!encoding)
        encoding = utf8 = mr_str_from(rt, "utf-8");
    mr_value codec = encoding ? lookup(rt, module, encoding) : MR_NULL;
    mr_value two[2] = {a[0], a[2]};
    mr_value result =
        codec ? mr_call(rt, mr_as_tuple(codec)->items[which], two, a[2] ? 2 : 1, MR_NULL) : MR_NULL;
    if (result && (!mr_is_tuple(result) || mr_as_tuple(result)->length != 2))
        mr_raise(rt, rt->exc.TypeError, "%sr must return a tuple (object, integer)", name);
    else if (result)
        out = mr_incref(mr_as_tuple(result)->items[0]);
    mr_decref(rt, codec);
    mr_decref(rt, result);
    mr_decref(rt, utf8);
    return out;
}

NATIVE(codecs_encode)
{
    mr_value a[3];
    if (!mr_bind(rt, "encode(obj, encoding=, errors=)", args, nargs, kwnames, a))
        return MR_NULL;
    return apply(rt, self, a, 0, "encode");
}

NATIVE(codecs_decode)
{
    mr_value a[3];
    if (!mr_bind(rt, "decode(obj, encoding=, errors=)", args, nargs, kwnames, a))
        return MR_NULL;
    return apply(rt, self, a, 1, "decode");
}

NATIVE(codecs_forget)
{
    return mr_dict_delete(rt, state(rt, self, CACHE), args[0]) < 0 ? MR_NULL : MR_NONE;
}

NATIVE(codecs_register_error)
{
    if (!mr_arity(rt, "register_error", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "register_error() argument 1 must be str, not %T",
                        args[0]);
    if (!mr_callable(rt, args[1]))
        return mr_raise(rt, rt->exc.TypeError, "handler must be callable");
    return mr_dict_set(rt, state(rt, self, HANDLERS), args[0], args[1]) ? MR_NONE : MR_NULL;
}

NATIVE(codecs_lookup_error)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "lookup_error() argument must be str, not %T",
                        args[0]);
    mr_value handler = mr_dict_get(rt, state(rt, self, HANDLERS), args[0]);
    if (!handler)
        return mr_error(rt)
                   ? MR_NULL
                   : mr_raise(rt, rt->exc.LookupError, "unknown error handler name '%V'", args[0]);
    return mr_incref(handler);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_value handlers = mr_dict_new(rt);
    for (const mr_method_def *def = mr_codecs_handlers; handlers && def->name; def++) {
        mr_value f = mr_native_new(rt, def, MR_NULL, MR_NULL);
        bool fine = f && mr_dict_set_text(rt, handlers, def->name, f);
        mr_decref(rt, f);
        if (!fine)
            mr_clear(rt, &handlers);
    }
    const mr_method_def *const tables[] = {mr_codecs_unicode, mr_codecs_escape, mr_codecs_charmap};
    for (size_t i = 0; i < 3; i++)
        for (const mr_method_def *def = tables[i]; def->name; def++)
            if (!mr_module_add(rt, module, def->name, mr_native_new(rt, def, module, MR_NULL)))
                return false;
    return mr_module_add(rt, module, HANDLERS, handlers) &&
           mr_module_add(rt, module, SEARCH_PATH, mr_list_new(rt, NULL, 0)) &&
           mr_module_add(rt, module, CACHE, mr_dict_new(rt));
}

static const mr_method_def functions[] = {
    {"_forget_codec", codecs_forget, MR_ARGS_ONE, NULL},
    {"decode", codecs_decode, MR_ARGS_ANY, "Decodes obj using the codec registered for encoding."},
    {"encode", codecs_encode, MR_ARGS_ANY, "Encodes obj using the codec registered for encoding."},
    {"lookup", codecs_lookup, MR_ARGS_ONE, "Looks up a codec tuple in the registry."},
    {"lookup_error", codecs_lookup_error, MR_ARGS_ONE, "The error handler of that name."},
    {"register", codecs_register, MR_ARGS_ONE, "Registers a codec search function."},
    {"register_error", codecs_register_error, MR_ARGS_ANY,
     "Registers an error handler under a name."},
    {"unregister", codecs_unregister, MR_ARGS_ONE,
     "Takes a codec search function out of the registry."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_codecs, "_codecs", "The registry of codecs, and the codecs written in C.", functions,
          setup);
