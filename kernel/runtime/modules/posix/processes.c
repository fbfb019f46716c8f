/*
 * processes.c - functions of posix on processes.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "modules/structseq.h"

#define GETTER(name)                                                                               \
    NATIVE(posix_##name) { return mr_int_from(rt, (int64_t)name()); }
GETTER(getpid)
GETTER(getppid)
GETTER(getuid)
GETTER(geteuid)
GETTER(getgid)
GETTER(getegid)
GETTER(getpgrp)

NATIVE(posix_getgroups)
{
    gid_t groups[65536];
    int n = getgroups(65536, groups);
    if (n < 0)
        return mr_errno(rt);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (int i = 0; list && i < n; i++)
        if (!mr_list_append(rt, list, mr_small_int(groups[i])))
            mr_clear(rt, &list);
    return list;
}

NATIVE(posix_setsid) { return setsid() < 0 ? mr_errno(rt) : MR_NONE; }

NATIVE(posix_getpgid)
{
    int pid;
    if (!mr_to_c_int(rt, args[0], &pid))
        return MR_NULL;
    pid_t group = getpgid(pid);
    return group < 0 ? mr_errno(rt) : mr_small_int(group);
}

NATIVE(posix_kill)
{
    int pid, n;
    if (!mr_arity(rt, "kill", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &pid) ||
        !mr_to_c_int(rt, args[1], &n))
        return MR_NULL;
    if (kill(pid, n) < 0)
        return mr_errno(rt);
    return mr_poll(rt) < 0 ? MR_NULL : MR_NONE;
}

NATIVE(posix_killpg)
{
    int pid, n;
    if (!mr_arity(rt, "killpg", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &pid) ||
        !mr_to_c_int(rt, args[1], &n))
        return MR_NULL;
    return killpg(pid, n) < 0 ? mr_errno(rt) : mr_poll(rt) < 0 ? MR_NULL : MR_NONE;
}

NATIVE(posix_fork)
{
    pid_t pid = fork();
    return pid < 0 ? mr_errno(rt) : mr_small_int(pid);
}

NATIVE(posix_waitpid)
{
    int pid, options, status = 0;
    if (!mr_arity(rt, "waitpid", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &pid) ||
        !mr_to_c_int(rt, args[1], &options))
        return MR_NULL;
    pid_t got;
    do
        got = waitpid(pid, &status, options);
    while (got < 0 && mr_again(rt));
    return got < 0 ? mr_errno(rt) : mr_tuple_pack(rt, 2, mr_small_int(got), mr_small_int(status));
}

NATIVE(posix_wait)
{
    mr_value two[2] = {mr_small_int(-1), mr_small_int(0)};
    return posix_waitpid(rt, self, two, 2, MR_NULL);
}

#define STATUS(macro, make)                                             \
    NATIVE(posix_##macro)                                               \
    {                                                                   \
        mr_value a[1];                                                  \
        int status;                                                     \
        if (!mr_bind(rt, #macro "(status)", args, nargs, kwnames, a) || \
            !mr_to_c_int(rt, a[0], &status))                            \
            return MR_NULL;                                             \
        return make(macro(status));                                     \
    }
STATUS(WIFEXITED, mr_bool)
STATUS(WIFSIGNALED, mr_bool)
STATUS(WIFSTOPPED, mr_bool)
STATUS(WIFCONTINUED, mr_bool)
STATUS(WCOREDUMP, mr_bool)
STATUS(WEXITSTATUS, mr_small_int)
STATUS(WTERMSIG, mr_small_int)
STATUS(WSTOPSIG, mr_small_int)

NATIVE(posix_waitstatus_to_exitcode)
{
    mr_value a[1];
    int status;
    if (!mr_bind(rt, "waitstatus_to_exitcode(status)", args, nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[0], &status))
        return MR_NULL;
    if (WIFEXITED(status))
        return mr_small_int(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        return mr_small_int(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return mr_raise(rt, rt->exc.ValueError, "process stopped by delivery of signal %d",
                        WSTOPSIG(status));
    return mr_raise(rt, rt->exc.ValueError, "invalid wait status: %d", status);
}

NATIVE(posix__exit)
{
    mr_value a[1];
    int status;
    if (!mr_bind(rt, "_exit(status)", args, nargs, kwnames, a) || !mr_to_c_int(rt, a[0], &status))
        return MR_NULL;
    _exit(status);
}

NATIVE(posix_abort) { abort(); }

NATIVE(posix_system)
{
    mr_value a[1];
    mr_path p;
    if (!mr_bind(rt, "system(command)", args, nargs, kwnames, a) ||
        !mr_path_from(rt, a[0], "system", "command", 0, &p))
        return MR_NULL;
    mr_value out = mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, stdout));
    mr_value flushed =
        out && out != MR_NONE ? mr_call_method(rt, out, MR_NAME(rt, flush), NULL, 0) : MR_NONE;
    mr_decref(rt, flushed);
    int status = flushed ? system(p.text) : -1;
    mr_path_finish(rt, &p);
    return mr_error(rt) ? MR_NULL : mr_small_int(status);
}

static void free_strings(char **list)
{
    for (size_t i = 0; list && list[i]; i++)
        free(list[i]);
    free(list);
}

static char *copy_path(mr_runtime *rt, mr_value v, const char *function)
{
    mr_path p;
    if (!mr_path_from(rt, v, function, "argument", 0, &p))
        return NULL;
    char *copy = strdup(p.text);
    mr_path_finish(rt, &p);
    if (!copy)
        mr_raise_no_memory(rt);
    return copy;
}

/* A NULL-ended array of the strings of a sequence; NULL with an exception set. */
static char **string_array(mr_runtime *rt, mr_value sequence, const char *function)
{
    mr_value t = mr_tuple_from(rt, sequence);
    char **out = t ? calloc(mr_as_tuple(t)->length + 1, sizeof *out) : NULL;
    for (size_t i = 0; out && i < mr_as_tuple(t)->length; i++) {
        if (!(out[i] = copy_path(rt, mr_as_tuple(t)->items[i], function))) {
            free_strings(out);
            out = NULL;
        }
    }
    if (!out && !mr_error(rt))
        mr_raise_no_memory(rt);
    mr_decref(rt, t);
    return out;
}

static char **environment_array(mr_runtime *rt, mr_value mapping)
{
    mr_value items = mr_call_method(rt, mapping, MR_NAME(rt, items), NULL, 0);
    mr_value t = items ? mr_tuple_from(rt, items) : MR_NULL;
    char **out = t ? calloc(mr_as_tuple(t)->length + 1, sizeof *out) : NULL;
    for (size_t i = 0; out && i < mr_as_tuple(t)->length; i++) {
        mr_tuple *pair = mr_as_tuple(mr_as_tuple(t)->items[i]);
        char *key = copy_path(rt, pair->items[0], "execve"),
             *v = key ? copy_path(rt, pair->items[1], "execve") : NULL;
        if (v && (out[i] = malloc(strlen(key) + strlen(v) + 2)))
            stpcpy(stpcpy(stpcpy(out[i], key), "="), v);
        free(key);
        free(v);
        if (!out[i]) {
            free_strings(out);
            out = NULL;
        }
    }
    if (!out && !mr_error(rt))
        mr_raise_no_memory(rt);
    mr_decref(rt, items);
    mr_decref(rt, t);
    return out;
}

static mr_value execute(mr_runtime *rt, mr_value path, mr_value arguments, mr_value environment)
{
    mr_path p;
    if (!mr_is_tuple(arguments) && !mr_is_list(arguments))
        return mr_raise(rt, rt->exc.TypeError, "execv() arg 2 must be a tuple or list");
    if (!mr_path_from(rt, path, "execv", "path", 0, &p))
        return MR_NULL;
    char **argv = string_array(rt, arguments, "execv"), **envp = NULL;
    if (argv && environment)
        envp = environment_array(rt, environment);
    if (argv && !argv[0])
        mr_raise(rt, rt->exc.ValueError, "execv() arg 2 must not be empty");
    if (!mr_error(rt)) {
        if (environment)
            execve(p.text, argv, envp);
        else
            execv(p.text, argv);
        mr_raise_errno(rt, errno, MR_NULL);
    }
    free_strings(argv);
    free_strings(envp);
    mr_path_finish(rt, &p);
    return MR_NULL;
}

NATIVE(posix_execv)
{
    return mr_arity(rt, "execv", nargs, kwnames, 2, 2) ? execute(rt, args[0], args[1], MR_NULL)
                                                       : MR_NULL;
}

NATIVE(posix_execve)
{
    mr_value a[3];
    return mr_bind(rt, "execve(path, argv, env)", args, nargs, kwnames, a)
               ? execute(rt, a[0], a[1], a[2])
               : MR_NULL;
}

NATIVE(posix_nice)
{
    int n;
    if (!mr_to_c_int(rt, args[0], &n))
        return MR_NULL;
    errno = 0;
    int now = nice(n);
    return now == -1 && errno ? mr_errno(rt) : mr_small_int(now);
}

NATIVE(posix_umask)
{
    int mask;
    return mr_to_c_int(rt, args[0], &mask) ? mr_small_int(umask((mode_t)mask)) : MR_NULL;
}

NATIVE(posix_sched_getaffinity)
{
    int pid;
    cpu_set_t cpus;
    if (!mr_to_c_int(rt, args[0], &pid))
        return MR_NULL;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0)
        return mr_errno(rt);
    mr_value set = mr_set_new(rt, MR_NULL);
    for (int i = 0; set && i < CPU_SETSIZE; i++)
        if (CPU_ISSET((size_t)i, &cpus) && !mr_set_add(rt, set, mr_small_int(i)))
            mr_clear(rt, &set);
    return set;
}

NATIVE(posix_sched_yield)
{
    sched_yield();
    return MR_NONE;
}

static const mr_getset_def times_fields[] = {
    MR_STRUCTSEQ_FIELD("user", 0),          MR_STRUCTSEQ_FIELD("system", 1),
    MR_STRUCTSEQ_FIELD("children_user", 2), MR_STRUCTSEQ_FIELD("children_system", 3),
    MR_STRUCTSEQ_FIELD("elapsed", 4),       {0}};
static const mr_type_spec times_result_spec =
    MR_STRUCTSEQ_SPEC("posix.times_result", "times_result: Result from os.times().", times_fields);

NATIVE(posix_times)
{
    struct tms t;
    clock_t elapsed = times(&t);
    if (elapsed == (clock_t)-1)
        return mr_errno(rt);
    double per = (double)sysconf(_SC_CLK_TCK);
    mr_value items[5] = {mr_float((double)t.tms_utime / per), mr_float((double)t.tms_stime / per),
                         mr_float((double)t.tms_cutime / per), mr_float((double)t.tms_cstime / per),
                         mr_float((double)elapsed / per)};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(self), "times_result")), items);
}

NATIVE(posix_register_at_fork)
{
    mr_value a[3];
    return mr_bind(rt, "register_at_fork(*, before=, after_in_child=, after_in_parent=)", args,
                   nargs, kwnames, a)
               ? MR_NONE
               : MR_NULL;
}

bool mr_posix_processes_setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_structseq_type(rt, &times_result_spec);
    return type && mr_module_add(rt, module, "times_result", mr_incref(mr_from(type)));
}

#define F0(name) {#name, posix_##name, MR_ARGS_NONE, NULL}
#define F1(name) {#name, posix_##name, MR_ARGS_ONE, NULL}
#define F(name) {#name, posix_##name, MR_ARGS_ANY, NULL}
const mr_method_def mr_posix_processes[] = {
    F0(getpid), F0(getppid), F0(getuid), F0(geteuid), F0(getgid), F0(getegid), F0(getpgrp),
    F0(getgroups), F0(setsid), F1(getpgid), F(kill), F(killpg), F0(fork), F(waitpid), F0(wait),
    F(WIFEXITED), F(WIFSIGNALED), F(WIFSTOPPED), F(WIFCONTINUED), F(WCOREDUMP), F(WEXITSTATUS),
    F(WTERMSIG), F(WSTOPSIG), F(waitstatus_to_exitcode), F(_exit), F0(abort), F(system), F(execv),
    F(execve), F1(nice), F1(umask), F1(sched_getaffinity), F0(sched_yield), F0(times),
    F(register_at_fork), {NULL, NULL, 0, NULL}};
