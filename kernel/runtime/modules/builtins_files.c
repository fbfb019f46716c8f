/*
 * builtins_files.c - print, input and open.
 */
#include <stdlib.h>

#include "modules/builtins.h"
#include "modules/stream.h"
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

static mr_value sys_file(mr_runtime *rt, mr_value name)
{
    return rt->sysdict ? mr_dict_get_str(rt, rt->sysdict, name) : MR_NULL;
}

static int flush(mr_runtime *rt, mr_value file)
{
    mr_value result = mr_call_method(rt, file, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, result);
    return result ? 0 : -1;
}

/* Into one text for a file of the runtime's own, which cannot tell the difference. */
static mr_value joined(mr_runtime *rt, const mr_value *args, size_t nargs, mr_value sep,
                       mr_value end)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < nargs; i++) {
        if (i && (sep ? !mr_str_builder_str(&b, sep) : !mr_str_builder_char(&b, ' ')))
            break;
        mr_value text = mr_to_str(rt, args[i]);
        if (!text)
            break;
        mr_str_builder_str(&b, text);
        mr_decref(rt, text);
    }
    if (!mr_error(rt) && (end ? !mr_str_builder_str(&b, end) : !mr_str_builder_char(&b, '\n')))
        return mr_str_builder_take(&b);
    mr_value error = mr_error_take(rt);
    mr_value text = mr_str_builder_take(&b);
    if (error) {
        mr_error_clear(rt);
        mr_error_restore(rt, error);
    }
    return text;
}

static bool write_pieces(mr_runtime *rt, mr_value file, const mr_value *args, size_t nargs,
                         mr_value sep, mr_value end)
{
    mr_value space = sep ? mr_incref(sep) : mr_str_from(rt, " ");
    mr_value newline = end ? mr_incref(end) : mr_str_from(rt, "\n");
    bool good = space && newline;
    for (size_t i = 0; good && i < nargs; i++) {
        mr_value text = mr_to_str(rt, args[i]);
        good = text && (!i || mr_file_write(rt, file, space)) && mr_file_write(rt, file, text);
        mr_decref(rt, text);
    }
    good = good && mr_file_write(rt, file, newline);
    mr_decref(rt, space);
    mr_decref(rt, newline);
    return good;
}

static bool is_own_file(mr_runtime *rt, mr_value file)
{
    const mr_type *type = mr_type_of(rt, file);
    return !(type->flags & MR_TYPE_HEAP) && !mr_instance_attr(rt, mr_obj(file), MR_NAME(rt, write));
}

static bool check_text(mr_runtime *rt, const char *name, mr_value *v)
{
    if (*v == MR_NONE)
        *v = MR_NULL;
    if (!*v || mr_is_str(*v))
        return true;
    mr_raise(rt, rt->exc.TypeError, "%s must be None or a string, not %T", name, *v);
    return false;
}

MR_NATIVE(do_print)
{
    mr_value a[4] = {MR_NULL, MR_NULL, MR_NULL, MR_NULL};
    if (kwnames && !mr_bind(rt, "print(*, sep=, end=, file=, flush=)", args + nargs, 0, kwnames, a))
        return MR_NULL;
    mr_value file = a[2] && a[2] != MR_NONE ? a[2] : sys_file(rt, MR_NAME(rt, stdout));
    if (!file)
        return mr_raise(rt, rt->exc.RuntimeError, "lost sys.stdout");
    if (file == MR_NONE)
        return MR_NONE;
    if (!check_text(rt, "sep", &a[0]) || !check_text(rt, "end", &a[1]))
        return MR_NULL;
    mr_incref(file);
    bool good;
    if (mr_is_object(file) && is_own_file(rt, file)) {
        mr_value text = joined(rt, args, nargs, a[0], a[1]);
        mr_value error = mr_error_take(rt);
        good = text && mr_file_write(rt, file, text) && !error;
        if (error)
            mr_error_restore(rt, error);
        mr_decref(rt, text);
    } else {
        good = write_pieces(rt, file, args, nargs, a[0], a[1]);
    }
    if (good && a[3]) {
        int truth = mr_truth(rt, a[3]);
        good = truth >= 0 && (!truth || flush(rt, file) == 0);
    }
    mr_decref(rt, file);
    return good ? MR_NONE : MR_NULL;
}

/* By the embedder, who shows the prompt itself. */
static mr_value input_by_hook(mr_runtime *rt, mr_value prompt)
{
    char *owned = NULL;
    const char *error = NULL;
    const char *text = prompt ? mr_str_utf8(rt, prompt, NULL, &owned) : "";
    if (!text)
        return MR_NULL;
    char *line = rt->config.input(rt->config.user, text, false, &error);
    free(owned);
    if (mr_poll(rt) < 0) {
        free(line);
        return MR_NULL;
    }
    if (!line)
        return mr_raise(rt, rt->exc.EOFError, "%s", error ? error : "EOF when reading a line");
    mr_value v = mr_str_new(rt, line, strlen(line));
    free(line);
    return v;
}

MR_NATIVE(do_input)
{
    if (!mr_arity(rt, "input", nargs, kwnames, 0, 1))
        return MR_NULL;
    mr_value in = sys_file(rt, MR_NAME(rt, stdin)), out = sys_file(rt, MR_NAME(rt, stdout));
    if (!in || in == MR_NONE)
        return mr_raise(rt, rt->exc.RuntimeError, "input(): lost sys.stdin");
    if (!out || out == MR_NONE)
        return mr_raise(rt, rt->exc.RuntimeError, "input(): lost sys.stdout");
    mr_value prompt = nargs ? mr_to_str(rt, args[0]) : MR_NULL;
    if (nargs && !prompt)
        return MR_NULL;
    mr_incref(in);
    mr_incref(out);
    mr_value line = MR_NULL;
    if (rt->config.input && mr_is_object(in) && is_own_file(rt, in)) {
        line = input_by_hook(rt, prompt);
        goto done;
    }
    if ((prompt && !mr_file_write(rt, out, prompt)) || flush(rt, out) < 0)
        goto done;
    line = mr_call_method(rt, in, MR_NAME(rt, readline), NULL, 0);
    if (!line)
        goto done;
    if (!mr_is_str(line)) {
        mr_raise(rt, rt->exc.TypeError, "object.readline() returned non-string");
        mr_clear(rt, &line);
        goto done;
    }
    size_t n = mr_as_str(line)->length;
    if (!n) {
        mr_clear(rt, &line);
        mr_raise(rt, rt->exc.EOFError, "EOF when reading a line");
    } else if (mr_str_at(mr_as_str(line), n - 1) == '\n') {
        mr_value shorter = mr_str_substring(rt, line, 0, n - 1);
        mr_decref(rt, line);
        line = shorter;
    }
done:
    mr_decref(rt, in);
    mr_decref(rt, out);
    mr_decref(rt, prompt);
    return line;
}

MR_NATIVE(do_open)
{
    mr_value fn = mr_import_attr(rt, "io", "open");
    if (!fn)
        return MR_NULL;
    mr_value file = mr_call(rt, fn, args, nargs, kwnames);
    mr_decref(rt, fn);
    return file;
}

const mr_method_def mr_builtins_files[] = {
    {"input", do_input, MR_ARGS_ANY,
     "input($module, prompt='', /)\n--\n\nRead a string from standard input.  The trailing newline "
     "is stripped."},
    {"open", do_open, MR_ARGS_ANY,
     "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, "
     "newline=None, closefd=True, "
     "opener=None)\n--\n\nOpen file and return a stream.  Raise OSError upon failure."},
    {"print", do_print, MR_ARGS_ANY,
     "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrints the "
     "values to a stream, or to "
     "sys.stdout by default."},
    {NULL, NULL, 0, NULL},
};
