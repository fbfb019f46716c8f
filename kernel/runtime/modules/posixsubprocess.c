/*
 * posixsubprocess.c - the module _posixsubprocess: fork_exec, on which
 * subprocess stands. The child does nothing between fork and exec but system
 * calls on memory made ready before.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix/posix.h"

static void free_strings(char **list)
{
    for (size_t i = 0; list && list[i]; i++)
        free(list[i]);
    free(list);
}

static char **strings_of(mr_runtime *rt, mr_value sequence)
{
    mr_value t = mr_tuple_from(rt, sequence);
    char **out = t ? calloc(mr_as_tuple(t)->length + 1, sizeof *out) : NULL;
    if (t && !out)
        mr_raise_no_memory(rt);
    for (size_t i = 0; out && i < mr_as_tuple(t)->length && !mr_error(rt); i++) {
        mr_path p;
        if (!mr_path_from(rt, mr_as_tuple(t)->items[i], "fork_exec", "argument", 0, &p)) {
            /* What the caller sees is about the argument, not about this function. */
            if (mr_error_catch(rt, rt->exc.ValueError))
                mr_raise(rt, rt->exc.ValueError, "embedded null byte");
            else if (mr_error_catch(rt, rt->exc.TypeError))
                mr_raise(rt, rt->exc.TypeError, "expected str, bytes or os.PathLike object, not %T",
                         mr_as_tuple(t)->items[i]);
            break;
        }
        out[i] = strdup(p.text);
        mr_path_finish(rt, &p);
        if (!out[i])
            mr_raise_no_memory(rt);
    }
    mr_decref(rt, t);
    if (mr_error(rt)) {
        free_strings(out);
        return NULL;
    }
    return out;
}

struct child {
    char **argv, **executables, **env;
    const char *cwd;
    int *keep;
    size_t keep_count;
    int p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, error_read, error_write;
    int umask;
    bool close_fds, restore_signals, session, groups_set;
    int process_group;
    int64_t user, group;
    gid_t *groups;
    size_t groups_count;
};

static bool inheritable(int fd)
{
    int flags = fcntl(fd, F_GETFD);
    return flags >= 0 && fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) >= 0;
}

static void close_others(const struct child *c)
{
    unsigned from = 3;
    for (size_t i = 0; i < c->keep_count; i++) { /* they are in rising order */
        if (c->keep[i] < (int)from)
            continue;
        if (c->keep[i] > (int)from)
            close_range(from, (unsigned)c->keep[i] - 1, 0);
        from = (unsigned)c->keep[i] + 1;
    }
    close_range(from, ~0u, 0);
}

static bool place(int from, int to)
{
    if (from == to)
        return inheritable(from);
    return from < 0 || dup2(from, to) >= 0;
}

/* In the child; returns only when something failed, the error in errno, and *what says where. */
static void run_child(const struct child *c, const char **what, mr_runtime *rt, mr_value preexec,
                      mr_value preexec_args)
{
    int c2pwrite = c->c2pwrite, errwrite = c->errwrite;
    *what = "noexec:";
    for (size_t i = 0; i < c->keep_count; i++)
        if (c->keep[i] != c->error_write && !inheritable(c->keep[i]))
            return;
    if (c->p2cwrite >= 0)
        close(c->p2cwrite);
    if (c->c2pread >= 0)
        close(c->c2pread);
    if (c->errread >= 0)
        close(c->errread);
    close(c->error_read);
    if (c2pwrite == 0 && (c2pwrite = fcntl(c2pwrite, F_DUPFD, 3)) < 0)
        return;
    while (errwrite == 0 || errwrite == 1)
        if ((errwrite = fcntl(errwrite, F_DUPFD, 3)) < 0)
            return;
    if (!place(c->p2cread, 0) || !place(c2pwrite, 1) || !place(errwrite, 2))
        return;
    if (c->cwd && chdir(c->cwd) < 0) {
        *what = "noexec:chdir";
        return;
    }
    if (c->umask >= 0)
        umask((mode_t)c->umask);
    if (c->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if ((c->session && setsid() < 0) || (c->process_group >= 0 && setpgid(0, c->process_group) < 0))
        return;
    if ((c->groups_set && setgroups(c->groups_count, c->groups) < 0) ||
        (c->group >= 0 && setregid((gid_t)c->group, (gid_t)c->group) < 0) ||
        (c->user >= 0 && setreuid((uid_t)c->user, (uid_t)c->user) < 0))
        return;
    if (preexec != MR_NONE) {
        mr_value v = mr_call_tuple(rt, preexec, preexec_args, MR_NULL);
        if (!v) {
            *what = "preexec";
            return;
        }
    }
    if (c->close_fds)
        close_others(c);
    *what = "";
    int err = 0;
    for (size_t i = 0; c->executables[i]; i++) {
        if (c->env)
            execve(c->executables[i], c->argv, c->env);
        else
            execv(c->executables[i], c->argv);
        if (errno != ENOENT && errno != ENOTDIR && !err)
            err = errno;
    }
    if (err)
        errno = err;
}

static void report(int fd, const char *what, int err)
{
    char text[128];
    int n = !strcmp(what, "preexec")
                ? snprintf(text, sizeof text, "SubprocessError:0:Exception occurred in preexec_fn.")
                : snprintf(text, sizeof text, "OSError:%X:%s", (unsigned)err, what);
    ssize_t written = write(fd, text, (size_t)n);
    (void)written; /* nobody is left to be told */
}

static int compare_ints(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static bool read_groups(mr_runtime *rt, mr_value v, struct child *c)
{
    if (v == MR_NONE)
        return true;
    mr_value t = mr_tuple_from(rt, v);
    size_t n = t ? mr_as_tuple(t)->length : 0;
    c->groups = t ? calloc(n + 1, sizeof *c->groups) : NULL;
    for (size_t i = 0; c->groups && i < n; i++) {
        int64_t id;
        if (!mr_to_int64(rt, mr_as_tuple(t)->items[i], &id))
            break;
        c->groups[i] = (gid_t)id;
    }
    c->groups_count = n;
    c->groups_set = true;
    mr_decref(rt, t);
    return !mr_error(rt);
}

NATIVE(fork_exec)
{
    struct child c = {.user = -1, .group = -1};
    mr_path cwd = {.fd = -1};
    bool vfork_allowed;
    if (!mr_arity(rt, "fork_exec", nargs, kwnames, 23, 23))
        return MR_NULL;
    int *const fds[] = {&c.p2cread, &c.p2cwrite, &c.c2pread,    &c.c2pwrite,
                        &c.errread, &c.errwrite, &c.error_read, &c.error_write};
    for (size_t i = 0; i < 8; i++)
        if (!mr_to_c_int(rt, args[6 + i], fds[i]))
            return MR_NULL;
    if (!mr_flag(rt, args[2], true, &c.close_fds) ||
        !mr_flag(rt, args[14], false, &c.restore_signals) ||
        !mr_flag(rt, args[15], false, &c.session) || !mr_to_c_int(rt, args[16], &c.process_group) ||
        (args[19] != MR_NONE && !mr_to_int64(rt, args[19], &c.user)) ||
        (args[17] != MR_NONE && !mr_to_int64(rt, args[17], &c.group)) ||
        !mr_to_c_int(rt, args[20], &c.umask) || !mr_flag(rt, args[22], false, &vfork_allowed))
        return MR_NULL;
    mr_value result = MR_NULL, keep = mr_tuple_from(rt, args[3]);
    c.keep_count = keep ? mr_as_tuple(keep)->length : 0;
    c.keep = calloc(c.keep_count + 1, sizeof *c.keep);
    for (size_t i = 0; c.keep && i < c.keep_count; i++)
        if (!mr_to_c_int(rt, mr_as_tuple(keep)->items[i], &c.keep[i]))
            goto done;
    if (c.keep)
        qsort(c.keep, c.keep_count, sizeof *c.keep, compare_ints);
    if (!keep || !c.keep || !(c.argv = strings_of(rt, args[0])) ||
        !(c.executables = strings_of(rt, args[1])) ||
        (args[5] != MR_NONE && !(c.env = strings_of(rt, args[5]))) ||
        !read_groups(rt, args[18], &c))
        goto done;
    if (args[4] != MR_NONE) {
        if (!mr_path_from(rt, args[4], "fork_exec", "cwd", 0, &cwd))
            goto done;
        c.cwd = cwd.text;
    }
    pid_t pid = fork();
    if (pid == 0) {
        const char *what;
        run_child(&c, &what, rt, args[21], rt->empty_tuple);
        report(c.error_write, what, errno);
        _exit(255);
    }
    result = pid < 0 ? mr_raise_errno(rt, errno, MR_NULL) : mr_small_int(pid);
done:
    if (!result && !mr_error(rt))
        mr_raise_no_memory(rt);
    mr_path_finish(rt, &cwd);
    mr_decref(rt, keep);
    free(c.keep);
    free(c.groups);
    free_strings(c.argv);
    free_strings(c.executables);
    free_strings(c.env);
    return result;
}

static const mr_method_def functions[] = {
    {"fork_exec", fork_exec, MR_ARGS_ANY, "Starts a process; called by subprocess alone."},
    {NULL, NULL, 0, NULL}};

MR_MODULE(_posixsubprocess, "_posixsubprocess", "A POSIX helper for the subprocess module.",
          functions, NULL);
