/*
 * runtime.c - a runtime's birth and end, its roots, its safe points.
 */
#include "core/runtime.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/init.h"
#include "core/sigint.h"
#include "modules/stream.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "types/weakref.h"
#include "vm/vm.h"

#define C_STACK_RESERVE (256 * 1024) /* room for what runs below the limit */

/* ---- configuration ---- */

static char *copy_text(const char *text) { return text ? strdup(text) : NULL; }

static bool config_copy(struct mr_config *to, const struct mr_config *from)
{
    *to = *from;
    to->stdlib = copy_text(from->stdlib);
    to->path0 = copy_text(from->path0);
    char **argv = calloc((size_t)(from->argc > 0 ? from->argc : 0) + 1, sizeof *argv);
    to->argv = (const char *const *)argv;
    if (!argv || (from->stdlib && !to->stdlib) || (from->path0 && !to->path0))
        return false;
    for (int i = 0; i < from->argc; i++) {
        argv[i] = strdup(from->argv[i]);
        if (!argv[i])
            return false;
    }
    return true;
}

static void config_finish(struct mr_config *config)
{
    for (int i = 0; config->argv && i < config->argc; i++)
        free((char *)(uintptr_t)config->argv[i]);
    free((void *)(uintptr_t)config->argv);
    free((char *)(uintptr_t)config->stdlib);
    free((char *)(uintptr_t)config->path0);
}

/* ---- birth ---- */

static void find_stack_limit(mr_runtime *rt)
{
    pthread_attr_t attr;
    void *base = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attr) == 0) {
        pthread_attr_getstack(&attr, &base, &size);
        pthread_attr_destroy(&attr);
    }
    rt->c_stack_limit = (uintptr_t)base + C_STACK_RESERVE;
}

static bool start(mr_runtime *rt)
{
    return mr_vm_init(rt) && mr_heap_init(rt) && mr_ledger_init(rt) && mr_types_bootstrap(rt) &&
           mr_interns_init(rt) && mr_weakrefs_init(rt) &&
           (rt->empty_str = mr_str_alloc(rt, 0, 0)) &&
           (rt->empty_tuple = mr_tuple_new(rt, NULL, 0)) && mr_names_init(rt) &&
           mr_model_types_init(rt) && mr_containers_types_init(rt) && mr_text_types_init(rt) &&
           mr_numbers_types_init(rt) && mr_vm_types_init(rt) && mr_weakref_types_init(rt) &&
           mr_collector_init(rt) && (rt->modules = mr_dict_new(rt)) && mr_builtins_init(rt) &&
           mr_sys_init(rt) && (rt->numpy_module = mr_module_from_spec(rt, &mr_module_numpy));
}

mr_runtime *mr_create(const mr_config *config, const char **error)
{
    mr_runtime *rt = calloc(1, sizeof *rt);
    *error = "out of memory";
    if (!rt)
        return NULL;
    rt->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    rt->recursion_limit = 1000;
    rt->int_max_str_digits = 4300;
    rt->next_type_version = 1;
    find_stack_limit(rt);
    if (rt->wake_fd < 0 || !config_copy(&rt->config, config) || !start(rt)) {
        if (rt->wake_fd < 0)
            *error = "no event descriptor to be had";
        mr_destroy(rt);
        return NULL;
    }
    if (config->handle_sigint)
        mr_sigint_install(rt);
    /* What was made so far is the runtime's own; the program's containers are counted from here. */
    memset(rt->collector.counts, 0, sizeof rt->collector.counts);
    mr_break_clear(rt, MR_BREAK_COLLECT);
    rt->ready = true;
    *error = NULL;
    return rt;
}

/* ---- end ---- */

/* What a module named, __builtins__ apart; in_turn: in the order of definition, else first the
 * names that begin with one underscore, then the others, as CPython clears modules. */
static void clear_namespace(mr_runtime *rt, mr_value dict, bool in_turn)
{
    for (int pass = in_turn ? 1 : 0; pass < 2; pass++) {
        for (size_t i = 0; i < mr_as_dict(dict)->used; i++) {
            mr_dict_entry *e = &mr_as_dict(dict)->entries[i];
            if (!e->key || e->value == MR_NONE || !mr_is_str(e->key))
                continue;
            const mr_str *name = mr_as_str(e->key);
            bool hidden =
                name->length > 1 && mr_str_at(name, 0) == '_' && mr_str_at(name, 1) != '_';
            if (pass == 0 ? hidden : !mr_str_is(e->key, "__builtins__"))
                mr_replace(rt, &e->value, MR_NONE);
        }
    }
}

static void end_modules(mr_runtime *rt)
{
    if (!rt->modules)
        return;
    mr_value modules = mr_list_new(rt, NULL, 0), key, v;
    size_t pos = 0;
    while (modules && mr_dict_next(rt->modules, &pos, &key, &v)) {
        bool last = mr_is_str(key) && (mr_str_is(key, "sys") || mr_str_is(key, "builtins"));
        if (mr_has_kind(v, MR_KIND_MODULE) && !last)
            mr_list_append(rt, modules, v);
    }
    mr_error_clear(rt);
    /* The program's own names go first, while the modules its finalizers use are whole. */
    mr_value main = mr_dict_get_str(rt, rt->modules, MR_NAME(rt, __main__));
    if (main && mr_has_kind(main, MR_KIND_MODULE))
        clear_namespace(rt, mr_module_dict(main), true);
    mr_error_clear(rt);
    mr_dict_clear(rt, rt->modules);
    if (modules) {
        /* Those nobody else refers to go at once, the rest name by name, newest first. */
        mr_list *list = mr_as_list(modules);
        for (size_t i = 0; i < list->length; i++) {
            if (mr_obj(list->items[i])->refcount == 1)
                mr_replace(rt, &list->items[i], MR_NONE);
        }
        mr_gc_collect(rt, 2, MR_GC_EXPLICIT);
        for (size_t i = list->length; i-- > 0;) {
            if (list->items[i] != MR_NONE)
                clear_namespace(rt, mr_module_dict(list->items[i]), false);
        }
        mr_decref(rt, modules);
    }
    mr_error_clear(rt);
    mr_gc_collect(rt, 2, MR_GC_EXPLICIT);
}

void mr_destroy(mr_runtime *rt)
{
    if (!rt)
        return;
    mr_sigint_remove(rt);
    mr_run_destroy(mr_run_stop(rt));
    rt->ledger.cause = MR_CAUSE_EXIT;
    if (rt->ready) {
        mr_error_clear(rt);
        mr_run_exit_functions(rt);
        mr_streams_flush(rt);
        end_modules(rt);
        mr_streams_flush(rt);
        if (rt->sysdict)
            mr_dict_clear(rt, rt->sysdict);
    }
    mr_clear(rt, &rt->numpy_module);
    rt->ready = false;
    mr_collector_finish(rt);
    mr_ledger_finish(rt);
    /* The heap goes as a whole; nothing runs any more that could look at what is left. */
    mr_vm_finish(rt);
    mr_types_finish(rt);
    mr_weakrefs_finish(rt);
    mr_interns_finish(rt);
    mr_heap_finish(rt);
    free(rt->repr_stack);
    config_finish(&rt->config);
    if (rt->wake_fd >= 0)
        close(rt->wake_fd);
    free(rt);
}

/* ---- roots ---- */

void mr_visit_roots(mr_runtime *rt, mr_visit visit, void *arg)
{
#define X(name) visit(rt, mr_from(rt->types.name), arg);
    MR_BUILTIN_TYPES(X)
#undef X
#define X(name, base, doc) visit(rt, mr_from(rt->exc.name), arg);
#include "types/exceptions.def"
#undef X
    visit(rt, rt->exception, arg);
    visit(rt, rt->modules, arg);
    visit(rt, rt->builtins, arg);
    visit(rt, rt->sysdict, arg);
    visit(rt, rt->numpy_module, arg);
    visit(rt, rt->collector.garbage, arg);
    visit(rt, rt->collector.callbacks, arg);
    mr_vm_visit_roots(rt, visit, arg);
}

/* ---- safe points ---- */

void mr_break_set(mr_runtime *rt, int reason)
{
    __atomic_fetch_or(&rt->eval_break, reason, __ATOMIC_RELAXED);
    if (rt->sleeping) {
        uint64_t one = 1;
        int saved = errno;
        ssize_t written = write(rt->wake_fd, &one, sizeof one);
        (void)written; /* full means that it is awake already */
        errno = saved;
    }
}

void mr_break_clear(mr_runtime *rt, int reason)
{
    __atomic_fetch_and(&rt->eval_break, ~reason, __ATOMIC_RELAXED);
}

void mr_interrupt(mr_runtime *rt) { mr_break_set(rt, MR_BREAK_INTERRUPT); }
void mr_interrupt_clear(mr_runtime *rt) { mr_break_clear(rt, MR_BREAK_INTERRUPT); }

int mr_safe_point(mr_runtime *rt)
{
    int reasons = rt->eval_break;
    if (reasons & MR_BREAK_HOOK) {
        mr_break_clear(rt, MR_BREAK_HOOK);
        if (rt->config.periodic)
            rt->config.periodic(rt->config.user);
    }
    if (reasons & MR_BREAK_INTERRUPT) {
        mr_break_clear(rt, MR_BREAK_INTERRUPT);
        if (mr_signal_deliver(rt, SIGINT) < 0)
            return -1;
    }
    if (reasons & MR_BREAK_SIGNAL) {
        mr_break_clear(rt, MR_BREAK_SIGNAL);
        for (int n; (n = mr_signal_next()) != 0;)
            if (mr_signal_deliver(rt, n) < 0)
                return -1;
    }
    if (reasons & MR_BREAK_COLLECT) {
        mr_break_clear(rt, MR_BREAK_COLLECT);
        if (mr_gc_maybe_collect(rt) < 0)
            return -1;
    }
    return 0;
}

int mr_interrupt_take(mr_runtime *rt)
{
    if (!mr_signal_is_default(rt, SIGINT))
        return 0;
    mr_break_clear(rt, MR_BREAK_INTERRUPT);
    return mr_signal_deliver(rt, SIGINT);
}

int mr_sleep(mr_runtime *rt, int64_t ns)
{
    int64_t until = mr_monotonic_ns() + ns, left;
    int result = 0;
    rt->sleeping = 1;
    while (result == 0 && (left = until - mr_monotonic_ns()) > 0) {
        if (rt->eval_break) {
            result = mr_safe_point(rt);
            continue;
        }
        struct pollfd fd = {.fd = rt->wake_fd, .events = POLLIN};
        struct timespec timeout = {left / 1000000000, left % 1000000000};
        uint64_t count;
        if (ppoll(&fd, 1, &timeout, NULL) > 0 && read(rt->wake_fd, &count, sizeof count) < 0)
            continue;
    }
    rt->sleeping = 0;
    return result == 0 ? mr_poll(rt) : result;
}

/* ---- recursion ---- */

bool mr_recursion_enter(mr_runtime *rt, const char *where)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    if (rt->recursion_depth >= rt->recursion_limit || here < rt->c_stack_limit) {
        mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded%s", where);
        return false;
    }
    rt->recursion_depth++;
    return true;
}

bool mr_stack_overflow(mr_runtime *rt)
{
    mr_raise(rt, rt->exc.RecursionError, "maximum recursion depth exceeded");
    return false;
}

int mr_repr_enter(mr_runtime *rt, mr_value v)
{
    for (size_t i = rt->repr_count; i-- > 0;) {
        if (rt->repr_stack[i] == v)
            return 1;
    }
    if (rt->repr_count == rt->repr_capacity) {
        size_t capacity = rt->repr_capacity ? rt->repr_capacity * 2 : 16;
        mr_value *grown = realloc(rt->repr_stack, capacity * sizeof *grown);
        if (!grown) {
            mr_raise_no_memory(rt);
            return -1;
        }
        rt->repr_stack = grown;
        rt->repr_capacity = capacity;
    }
    rt->repr_stack[rt->repr_count++] = v;
    return 0;
}

void mr_repr_leave(mr_runtime *rt, mr_value v)
{
    for (size_t i = rt->repr_count; i-- > 0;) {
        if (rt->repr_stack[i] == v) {
            memmove(&rt->repr_stack[i], &rt->repr_stack[i + 1],
                    (rt->repr_count - i - 1) * sizeof v);
            rt->repr_count--;
            return;
        }
    }
}

const char *mr_version(void) { return MEMOIR_VERSION; }
