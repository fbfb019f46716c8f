/*
 * signal.c - the module _signal. Handlers run at safe points; they stand in
 * the module's namespace, by signal number.
 */
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/sigint.h"
#include "modules/module.h"
#include "vm/vm.h"

#define HANDLERS "__handlers"

static mr_value module_dict(mr_runtime *rt)
{
    mr_value module = rt->modules ? mr_dict_get_text(rt, rt->modules, "_signal") : MR_NULL;
    return module && mr_has_kind(module, MR_KIND_MODULE) ? mr_module_dict(module) : MR_NULL;
}

/* What the program gave the signal to be called; MR_NULL: nothing. Borrowed. */
static mr_value own_handler(mr_runtime *rt, int signal_number)
{
    mr_value dict = module_dict(rt);
    mr_value handlers = dict ? mr_dict_get_text(rt, dict, HANDLERS) : MR_NULL;
    mr_value handler = handlers ? mr_dict_get(rt, handlers, mr_small_int(signal_number)) : MR_NULL;
    return handler && mr_is_object(handler) &&
                   handler != mr_dict_get_text(rt, dict, "default_int_handler")
               ? handler
               : MR_NULL;
}

bool mr_signal_is_default(mr_runtime *rt, int signal_number)
{
    return !own_handler(rt, signal_number);
}

int mr_signal_deliver(mr_runtime *rt, int signal_number)
{
    mr_value handler = own_handler(rt, signal_number);
    if (!handler) {
        if (signal_number != SIGINT)
            return 0;
        mr_raise_exception(rt, mr_from(rt->exc.KeyboardInterrupt));
        return -1;
    }
    mr_value frame = rt->frame ? mr_frame_object(rt, rt->frame) : MR_NONE;
    mr_incref(handler);
    mr_value result = frame ? mr_call2(rt, handler, mr_small_int(signal_number), frame) : MR_NULL;
    mr_decref(rt, handler);
    mr_decref(rt, frame);
    mr_decref(rt, result);
    return result ? 0 : -1;
}

static bool signal_number(mr_runtime *rt, mr_value v, int *n)
{
    if (!mr_to_c_int(rt, v, n))
        return false;
    if (*n < 1 || *n >= NSIG)
        mr_raise(rt, rt->exc.ValueError, "signal number out of range");
    return *n >= 1 && *n < NSIG;
}

static mr_value handler_of(mr_runtime *rt, mr_value module, int n)
{
    mr_value handlers = mr_dict_get_text(rt, mr_module_dict(module), HANDLERS);
    mr_value v = mr_dict_get(rt, handlers, mr_small_int(n));
    return v ? mr_incref(v) : mr_small_int(0);
}

NATIVE(signal_signal)
{
    int n;
    if (!mr_arity(rt, "signal", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &n))
        return MR_NULL;
    mr_value handler = args[1];
    mr_value number = mr_is_integer(handler) ? mr_index(rt, handler) : MR_NULL;
    bool plain = number == mr_small_int(0) || number == mr_small_int(1);
    if (!plain && !mr_callable(rt, handler))
        return mr_raise(
            rt, rt->exc.TypeError,
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    if (n < 1 || n >= NSIG)
        return mr_raise(rt, rt->exc.ValueError, "signal number out of range");
    mr_value before = handler_of(rt, self, n);
    enum mr_signal_action action = !plain                      ? MR_SIGNAL_CALL
                                   : number == mr_small_int(0) ? MR_SIGNAL_DEFAULT
                                                               : MR_SIGNAL_IGNORE;
    mr_value handlers = mr_dict_get_text(rt, mr_module_dict(self), HANDLERS);
    if (!mr_signal_catch(rt, n, action) ||
        !mr_dict_set(rt, handlers, mr_small_int(n), plain ? number : handler)) {
        mr_decref(rt, before);
        return mr_error(rt) ? MR_NULL : mr_raise_errno(rt, errno, MR_NULL);
    }
    return before;
}

NATIVE(signal_getsignal)
{
    int n;
    return signal_number(rt, args[0], &n) ? handler_of(rt, self, n) : MR_NULL;
}

NATIVE(signal_default_int_handler)
{
    return mr_raise_exception(rt, mr_from(rt->exc.KeyboardInterrupt));
}

NATIVE(signal_raise)
{
    int n;
    if (!mr_to_c_int(rt, args[0], &n))
        return MR_NULL;
    if (raise(n) != 0)
        return mr_raise_errno(rt, errno, MR_NULL);
    return mr_poll(rt) < 0 ? MR_NULL : MR_NONE;
}

NATIVE(signal_set_wakeup_fd)
{
    mr_value a[2];
    if (!mr_bind(rt, "set_wakeup_fd(fd, *, warn_on_full_buffer=)", args, nargs, kwnames, a))
        return MR_NULL;
    if (a[0] != mr_small_int(-1))
        return mr_raise(rt, rt->exc.NotImplementedError,
                        "no descriptor can be written to when a signal arrives");
    return mr_small_int(-1);
}

NATIVE(signal_alarm)
{
    int seconds;
    return mr_to_c_int(rt, args[0], &seconds) ? mr_small_int(alarm((unsigned)seconds)) : MR_NULL;
}

static mr_value interval(mr_runtime *rt, const struct itimerval *t)
{
    return mr_tuple_pack(
        rt, 2, mr_float((double)t->it_value.tv_sec + (double)t->it_value.tv_usec / 1e6),
        mr_float((double)t->it_interval.tv_sec + (double)t->it_interval.tv_usec / 1e6));
}

static struct timeval to_timeval(double s)
{
    struct timeval t = {(time_t)s, (suseconds_t)((s - (double)(time_t)s) * 1e6)};
    return t;
}

NATIVE(signal_setitimer)
{
    int which;
    double value, repeat = 0;
    if (!mr_arity(rt, "setitimer", nargs, kwnames, 2, 3) || !mr_to_c_int(rt, args[0], &which) ||
        !mr_to_double(rt, args[1], &value) || (nargs > 2 && !mr_to_double(rt, args[2], &repeat)))
        return MR_NULL;
    struct itimerval now = {to_timeval(repeat), to_timeval(value)}, before;
    if (setitimer((__itimer_which_t)which, &now, &before) < 0)
        return mr_raise_errno(rt, errno, MR_NULL);
    return interval(rt, &before);
}

NATIVE(signal_getitimer)
{
    int which;
    struct itimerval now;
    if (!mr_to_c_int(rt, args[0], &which))
        return MR_NULL;
    return getitimer((__itimer_which_t)which, &now) < 0 ? mr_raise_errno(rt, errno, MR_NULL)
                                                        : interval(rt, &now);
}

NATIVE(signal_strsignal)
{
    int n;
    if (!signal_number(rt, args[0], &n))
        return MR_NULL;
    const char *text = strsignal(n);
    return text && strncmp(text, "Unknown signal", 14) != 0 ? mr_str_from(rt, text) : MR_NONE;
}

NATIVE(signal_valid_signals)
{
    mr_value set = mr_set_new(rt, MR_NULL);
    sigset_t all;
    sigfillset(&all);
    for (int i = 1; set && i < NSIG; i++)
        if (sigismember(&all, i) == 1 && !mr_set_add(rt, set, mr_small_int(i)))
            mr_clear(rt, &set);
    return set;
}

NATIVE(signal_siginterrupt)
{
    return mr_arity(rt, "siginterrupt", nargs, kwnames, 2, 2) ? MR_NONE : MR_NULL;
}

#define C(name) {#name, name}
static const mr_constant constants[] = {
    C(SIGHUP), C(SIGINT), C(SIGQUIT), C(SIGILL), C(SIGTRAP), C(SIGABRT), C(SIGBUS), C(SIGFPE),
    C(SIGKILL), C(SIGUSR1), C(SIGSEGV), C(SIGUSR2), C(SIGPIPE), C(SIGALRM), C(SIGTERM),
    C(SIGSTKFLT), C(SIGCHLD), C(SIGCONT), C(SIGSTOP), C(SIGTSTP), C(SIGTTIN), C(SIGTTOU), C(SIGURG),
    C(SIGXCPU), C(SIGXFSZ), C(SIGVTALRM), C(SIGPROF), C(SIGWINCH), C(SIGIO), C(SIGPWR), C(SIGSYS),
    {"SIGIOT", SIGABRT}, {"SIGCLD", SIGCHLD}, {"SIGPOLL", SIGIO}, {"NSIG", NSIG}, {"SIG_DFL", 0},
    {"SIG_IGN", 1}, {"SIG_BLOCK", 0}, {"SIG_UNBLOCK", 1}, {"SIG_SETMASK", 2}, C(ITIMER_REAL),
    C(ITIMER_VIRTUAL), C(ITIMER_PROF), {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_value handlers = mr_dict_new(rt);
    for (int i = 1; handlers && i < NSIG; i++) {
        struct sigaction action;
        if (i == SIGINT || sigaction(i, NULL, &action) < 0)
            continue;
        mr_value v = action.sa_handler == SIG_IGN ? mr_small_int(1)
                     : action.sa_handler == SIG_DFL ? mr_small_int(0) : MR_NONE;
        mr_dict_set(rt, handlers, mr_small_int(i), v);
    }
    if (!handlers ||
        !mr_dict_set(rt, handlers, mr_small_int(SIGINT),
                     mr_dict_get_text(rt, mr_module_dict(module), "default_int_handler")))
        return false;
    return mr_module_add(rt, module, HANDLERS, handlers) &&
           mr_module_add_constants(rt, module, constants) &&
           mr_module_add(rt, module, "SIGRTMIN", mr_small_int(SIGRTMIN)) &&
           mr_module_add(rt, module, "SIGRTMAX", mr_small_int(SIGRTMAX)) &&
           mr_module_add(rt, module, "ItimerError", mr_incref(mr_from(rt->exc.OSError)));
}

static const mr_method_def functions[] = {
    {"alarm", signal_alarm, MR_ARGS_ONE, NULL},
    {"default_int_handler", signal_default_int_handler, MR_ARGS_ANY, "Raises KeyboardInterrupt."},
    {"getitimer", signal_getitimer, MR_ARGS_ONE, NULL},
    {"getsignal", signal_getsignal, MR_ARGS_ONE, NULL},
    {"raise_signal", signal_raise, MR_ARGS_ONE, NULL},
    {"set_wakeup_fd", signal_set_wakeup_fd, MR_ARGS_ANY, NULL},
    {"setitimer", signal_setitimer, MR_ARGS_ANY, NULL},
    {"siginterrupt", signal_siginterrupt, MR_ARGS_ANY, NULL},
    {"signal", signal_signal, MR_ARGS_ANY, "Sets the handler of a signal; returns the one before."},
    {"strsignal", signal_strsignal, MR_ARGS_ONE, NULL},
    {"valid_signals", signal_valid_signals, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_signal, "_signal", "Signals and their handlers.", functions, setup);
