/*
 * run.c - running cells, scripts, commands and modules in __main__, and what
 * becomes of an exception nobody handles.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "core/runtime.h"
#include "modules/import.h"
#include "modules/import_find.h"
#include "modules/stream.h"
#include "modules/sys.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"
#include "vm/source.h"

#define PROGRAM "memoir-kernel"
#define STATUS_INTERRUPTED 130 /* 128 + SIGINT, as a shell reports it */

/* ---- __main__ ---- */

mr_value mr_main_dict(mr_runtime *rt)
{
    mr_value module = mr_dict_get(rt, rt->modules, MR_NAME(rt, __main__));
    if (module)
        return mr_module_dict(module);
    module = mr_module_new(rt, MR_NAME(rt, __main__));
    if (!module)
        return MR_NULL;
    mr_value dict = mr_module_dict(module), annotations = mr_dict_new(rt);
    bool fine = annotations && mr_dict_set(rt, dict, MR_NAME(rt, __package__), MR_NONE) &&
                mr_dict_set(rt, dict, MR_NAME(rt, __loader__), MR_NONE) &&
                mr_dict_set(rt, dict, MR_NAME(rt, __spec__), MR_NONE) &&
                mr_dict_set(rt, dict, MR_NAME(rt, __annotations__), annotations) &&
                mr_dict_set(rt, dict, MR_NAME(rt, __builtins__),
                            mr_dict_get(rt, rt->modules, MR_NAME(rt, builtins))) &&
                mr_dict_set(rt, rt->modules, MR_NAME(rt, __main__), module);
    mr_decref(rt, annotations);
    mr_decref(rt, module);
    return fine ? dict : MR_NULL;
}

/* ---- cells that await ---- */

/* An asyncio.Runner, which is closed at exit: its event loop, and the tasks that wait in it, stay
 * from one cell to the next. */
static mr_value make_runner(mr_runtime *rt)
{
    mr_value type = mr_import_attr(rt, "asyncio", "Runner"), done = MR_NULL;
    mr_value runner = type ? mr_call0(rt, type) : MR_NULL;
    mr_value at_exit = runner ? mr_import_attr(rt, "atexit", "register") : MR_NULL;
    mr_value close = at_exit ? mr_getattr(rt, runner, MR_NAME(rt, close)) : MR_NULL;
    if (close)
        done = mr_call1(rt, at_exit, close);
    if (!done)
        mr_clear(rt, &runner);
    mr_decref(rt, type);
    mr_decref(rt, at_exit);
    mr_decref(rt, close);
    mr_decref(rt, done);
    return runner;
}

/* The traceback begins at the cell; what asyncio did before is of no interest. */
static void begin_traceback_at(mr_runtime *rt, const mr_code *code)
{
    mr_value exception = mr_error_take(rt);
    mr_value *first = &((mr_exception *)mr_obj(exception))->traceback, at = *first;
    while (at) {
        const mr_traceback *tb = (const mr_traceback *)mr_obj(at);
        if (mr_frame_proxy_code((const mr_frame_proxy *)mr_obj(tb->frame)) == code) {
            mr_replace(rt, first, mr_incref(at));
            break;
        }
        at = tb->next;
    }
    mr_error_restore(rt, exception);
}

/* Runs the coroutine (stolen) of a cell; its value, owned, or MR_NULL with an exception set. */
static mr_value run_coroutine(mr_runtime *rt, mr_value coroutine, const mr_code *code)
{
    mr_value v = MR_NULL;
    if (rt->vm->runner || (rt->vm->runner = make_runner(rt)))
        v = mr_call_method(rt, rt->vm->runner, MR_NAME(rt, run), &coroutine, 1);
    if (!v)
        begin_traceback_at(rt, code);
    mr_decref(rt, coroutine);
    return v;
}

/* Compiles and runs in __main__; owned, MR_NULL with an exception set. */
static mr_value run_in_main(mr_runtime *rt, const char *source, size_t length, const char *filename,
                            enum mr_compile_mode mode)
{
    mr_value dict = mr_main_dict(rt);
    uint32_t flags = mode == MR_COMPILE_CELL ? MR_COMPILE_TOP_LEVEL_AWAIT : 0;
    mr_code *code = dict ? mr_compile(rt, source, length, filename, mode, flags) : NULL;
    if (!code)
        return MR_NULL;
    mr_incref(dict);
    mr_ledger_set_source(rt, code->filename);
    mr_value v = mr_eval_code(rt, code, dict, dict);
    if (v && code->flags & MR_CO_COROUTINE)
        v = run_coroutine(rt, v, code);
    mr_decref(rt, dict);
    mr_decref(rt, mr_from(code));
    return v;
}

/* ---- failures ---- */

void mr_failure_finish(mr_failure *failure)
{
    free(failure->name);
    free(failure->value);
    for (char **line = failure->traceback; line && *line; line++)
        free(*line);
    free(failure->traceback);
    *failure = (mr_failure){0};
}

/* malloc'd UTF-8 of a str; what has no UTF-8 becomes '?'. Steals. */
static char *utf8_copy(mr_runtime *rt, mr_value text)
{
    if (!text) {
        mr_error_clear(rt);
        return strdup("");
    }
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    for (size_t i = 0; i < mr_as_str(text)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(text), i);
        mr_str_builder_char(&b, c >= 0xd800 && c < 0xe000 ? '?' : c);
    }
    mr_decref(rt, text);
    mr_value clean = mr_str_builder_take(&b);
    char *owned = NULL, *copy = NULL;
    size_t n;
    const char *utf8 = clean ? mr_str_utf8(rt, clean, &n, &owned) : NULL;
    if (utf8 && (copy = malloc(n + 1))) {
        memcpy(copy, utf8, n);
        copy[n] = '\0';
    }
    free(owned);
    mr_decref(rt, clean);
    if (mr_error(rt))
        mr_error_clear(rt);
    return copy;
}

static char **split_lines(char *text)
{
    size_t n = 0, room = 1;
    for (const char *p = text; p && *p; p++)
        room += *p == '\n';
    char **lines = calloc(room + 2, sizeof *lines);
    for (char *rest = text, *line; lines && (line = strsep(&rest, "\n"));)
        if (*line || rest)
            lines[n++] = strdup(line);
    free(text);
    return lines;
}

/* The status of a SystemExit as a process would have it; what is no number is printed. */
static int exit_status(mr_runtime *rt, mr_value exception)
{
    mr_value code = mr_getattr(rt, exception, MR_NAME(rt, code));
    int status = 1;
    if (!code) {
        mr_error_clear(rt);
    } else if (code == MR_NONE) {
        status = 0;
    } else if (mr_is_integer(code)) {
        int overflow;
        int64_t n = mr_int_value(code, &overflow);
        status = overflow ? 255 : (int)(n & 0xff);
    } else {
        mr_value text = mr_to_str(rt, code);
        mr_value line = text ? mr_str_format(rt, "%V\n", text) : MR_NULL;
        if (line)
            mr_write_stderr(rt, line);
        mr_error_clear(rt);
        mr_decref(rt, line);
        mr_decref(rt, text);
    }
    mr_decref(rt, code);
    return status;
}

/* Takes the raised exception into *failure. */
static void report_failure(mr_runtime *rt, mr_failure *failure)
{
    *failure = (mr_failure){0};
    mr_value exception = mr_error_take(rt);
    mr_type *type = mr_type_of(rt, exception);
    failure->name = strdup(mr_type_short_name(type));
    failure->is_exit = mr_is_subtype(type, rt->exc.SystemExit);
    failure->is_interrupt = mr_is_subtype(type, rt->exc.KeyboardInterrupt);
    if (failure->is_exit)
        failure->exit_status = exit_status(rt, exception);
    failure->value = utf8_copy(rt, mr_to_str(rt, exception));
    failure->traceback = split_lines(utf8_copy(rt, mr_traceback_format(rt, exception)));
    mr_dict_set_text(rt, rt->sysdict, "last_type", mr_from(type));
    mr_dict_set_text(rt, rt->sysdict, "last_value", exception);
    mr_value traceback = ((mr_exception *)mr_obj(exception))->traceback;
    mr_dict_set_text(rt, rt->sysdict, "last_traceback", traceback ? traceback : MR_NONE);
    mr_error_clear(rt);
    mr_decref(rt, exception);
}

static void write_text(mr_runtime *rt, const char *text)
{
    mr_value v = mr_str_from(rt, text);
    if (v)
        mr_write_stderr(rt, v);
    mr_error_clear(rt);
    mr_decref(rt, v);
}

static void write_traceback(mr_runtime *rt, mr_value exception)
{
    mr_value text = mr_traceback_format(rt, exception);
    if (text)
        mr_write_stderr(rt, text);
    mr_error_clear(rt);
    mr_decref(rt, text);
}

/* An exception that nobody handled, to sys.excepthook; the process's status. */
static int report_uncaught(mr_runtime *rt)
{
    mr_value exception = mr_error_take(rt);
    if (mr_isinstance(rt, exception, rt->exc.SystemExit)) {
        mr_streams_flush(rt);
        int status = exit_status(rt, exception);
        mr_decref(rt, exception);
        return status;
    }
    bool interrupted = mr_isinstance(rt, exception, rt->exc.KeyboardInterrupt);
    mr_value type = mr_from(mr_type_of(rt, exception));
    mr_value traceback = ((mr_exception *)mr_obj(exception))->traceback;
    traceback = mr_incref(traceback ? traceback : MR_NONE);
    mr_dict_set_text(rt, rt->sysdict, "last_type", type);
    mr_dict_set_text(rt, rt->sysdict, "last_value", exception);
    mr_dict_set_text(rt, rt->sysdict, "last_traceback", traceback);
    mr_value hook = mr_incref(mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, excepthook)));
    const mr_value args[3] = {type, exception, traceback};
    int status = interrupted ? STATUS_INTERRUPTED : 1;
    if (!hook) {
        write_text(rt, "sys.excepthook is missing\n");
        write_traceback(rt, exception);
    } else {
        mr_streams_flush(rt);
        mr_value done = mr_call(rt, hook, args, 3, MR_NULL);
        if (!done) {
            mr_value second = mr_error_take(rt);
            if (mr_isinstance(rt, second, rt->exc.SystemExit)) {
                status = exit_status(rt, second);
            } else {
                write_text(rt, "Error in sys.excepthook:\n");
                write_traceback(rt, second);
                write_text(rt, "\nOriginal exception was:\n");
                write_traceback(rt, exception);
            }
            mr_decref(rt, second);
        }
        mr_decref(rt, done);
        mr_decref(rt, hook);
    }
    mr_error_clear(rt);
    mr_decref(rt, traceback);
    mr_decref(rt, exception);
    return status;
}

/* ---- cells ---- */

static bool shift_results(mr_runtime *rt, mr_value dict, mr_value v)
{
    mr_value one = mr_dict_get_text(rt, dict, "_"), two = mr_dict_get_text(rt, dict, "__");
    return (!two || mr_dict_set_text(rt, dict, "___", two)) &&
           (!one || mr_dict_set_text(rt, dict, "__", one)) && mr_dict_set_text(rt, dict, "_", v);
}

/* In[count] = source; borrowed Out in *outputs. */
static bool store_input(mr_runtime *rt, mr_value dict, const char *source, size_t length, int count,
                        mr_value *outputs)
{
    mr_value inputs = mr_dict_get_text(rt, dict, "In");
    *outputs = mr_dict_get_text(rt, dict, "Out");
    if (!*outputs || !mr_is_dict(*outputs)) {
        mr_value made = mr_dict_new(rt);
        bool fine = made && mr_dict_set_text(rt, dict, "Out", made);
        *outputs = made;
        mr_decref(rt, made);
        if (!fine)
            return false;
    }
    if (!inputs || !mr_is_list(inputs)) {
        mr_value made = mr_list_new(rt, NULL, 0);
        bool fine = made && mr_dict_set_text(rt, dict, "In", made);
        inputs = made;
        mr_decref(rt, made);
        if (!fine)
            return false;
    }
    while (mr_as_list(inputs)->length < (size_t)count)
        if (!mr_list_append(rt, inputs, rt->empty_str))
            return false;
    mr_value text = mr_str_new(rt, source, length);
    if (!text) {
        if (!mr_error_catch(rt, rt->exc.UnicodeError))
            return false;
        text = mr_incref(rt->empty_str);
    }
    return mr_list_append_steal(rt, inputs, text);
}

static bool show_result(mr_runtime *rt, mr_value v)
{
    if (!rt->config.result)
        return mr_op_print_expression(rt, v);
    mr_value text = mr_repr(rt, v);
    char *utf8 = text ? utf8_copy(rt, text) : NULL;
    if (utf8)
        rt->config.result(rt->config.user, utf8, strlen(utf8));
    free(utf8);
    return text != MR_NULL;
}

bool mr_run_cell(mr_runtime *rt, const char *source, size_t length, int count, bool store,
                 bool silent, mr_failure *failure)
{
    char filename[32];
    snprintf(filename, sizeof filename, "Cell In[%d]", count);
    mr_value dict = mr_main_dict(rt), outputs = MR_NULL, v = MR_NULL;
    bool fine = dict && mr_source_keep(rt, filename, source, length) &&
                (!store || store_input(rt, dict, source, length, count, &outputs));
    if (fine)
        v = run_in_main(rt, source, length, filename, MR_COMPILE_CELL);
    fine = v != MR_NULL;
    if (fine && v != MR_NONE) {
        if (store)
            fine = mr_dict_set(rt, outputs, mr_small_int(count), v) && shift_results(rt, dict, v);
        if (fine && !silent)
            fine = show_result(rt, v);
    }
    mr_decref(rt, v);
    mr_streams_flush(rt);
    if (!fine)
        report_failure(rt, failure);
    return fine;
}

char *mr_eval_repr(mr_runtime *rt, const char *source, size_t length, mr_failure *failure)
{
    mr_value v = run_in_main(rt, source, length, "<expression>", MR_COMPILE_EVAL);
    mr_value text = v ? mr_repr(rt, v) : MR_NULL;
    mr_decref(rt, v);
    if (!text) {
        report_failure(rt, failure);
        return NULL;
    }
    return utf8_copy(rt, text);
}

/* ---- programs ---- */

/* The end of a program: its status, once what it printed is out. */
static int finish(mr_runtime *rt, mr_value v)
{
    int status = v ? 0 : report_uncaught(rt);
    mr_decref(rt, v);
    if (!mr_streams_flush(rt) && status == 0)
        status = 120;
    return status;
}

int mr_run_source(mr_runtime *rt, const char *source, size_t length, const char *filename)
{
    return finish(rt, run_in_main(rt, source, length, filename, MR_COMPILE_EXEC));
}

int mr_run_command(mr_runtime *rt, const char *code)
{
    return mr_run_source(rt, code, strlen(code), "<string>");
}

/* A script's name as tracebacks and __file__ show it: with the current folder before it. malloc'd.
 */
static char *absolute_path(const char *path)
{
    char *folder = *path == '/' ? NULL : getcwd(NULL, 0), *full;
    while (folder && path[0] == '.' && path[1] == '/')
        path += 2;
    if (!folder)
        return strdup(path);
    if (asprintf(&full, "%s/%s", folder, path) < 0)
        full = NULL;
    free(folder);
    return full;
}

int mr_run_file(mr_runtime *rt, const char *path)
{
    size_t length;
    char *source = mr_read_file(path, &length);
    if (!source) {
        char *message;
        bool folder = errno == EISDIR;
        int failed = folder ? asprintf(&message, PROGRAM ": can't find '__main__' module in '%s'\n",
                                       path)
                            : asprintf(&message, PROGRAM ": can't open file '%s': [Errno %d] %s\n",
                                       path, errno, strerror(errno));
        if (failed >= 0) {
            write_text(rt, message);
            free(message);
        }
        return folder ? 1 : 2;
    }
    char *full = absolute_path(path);
    mr_value dict = mr_main_dict(rt);
    mr_value file = dict && full ? mr_str_from_os(rt, full) : MR_NULL;
    mr_value v = MR_NULL;
    if (file && mr_dict_set(rt, dict, MR_NAME(rt, __file__), file) &&
        mr_dict_set_text(rt, dict, "__cached__", MR_NONE))
        v = run_in_main(rt, source, length, full, MR_COMPILE_EXEC);
    else if (!mr_error(rt))
        mr_raise_no_memory(rt);
    free(full);
    free(source);
    mr_decref(rt, file);
    return finish(rt, v);
}

int mr_run_module(mr_runtime *rt, const char *module)
{
    mr_value run = mr_main_dict(rt) ? mr_import_attr(rt, "runpy", "_run_module_as_main") : MR_NULL;
    mr_value name = run ? mr_str_from_os(rt, module) : MR_NULL;
    mr_value v = name ? mr_call1(rt, run, name) : MR_NULL;
    mr_decref(rt, name);
    mr_decref(rt, run);
    return finish(rt, v);
}
