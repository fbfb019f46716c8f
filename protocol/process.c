#include "protocol/process.h"

#include "protocol/string_list.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool is_overridden(const char *entry, const json_t *env)
{
    const char *key;
    json_t *value;

    if (strncmp(entry, "JPY_PARENT_PID=", 15) == 0)
        return true;
    json_object_foreach((json_t *)env, key, value) {
        size_t length = strlen(key);

        if (strncmp(entry, key, length) == 0 && entry[length] == '=')
            return true;
    }
    return false;
}

static void build_environment(struct jp_strings *list, const json_t *env)
{
    const char *key;
    json_t *value;

    for (char **entry = environ; entry && *entry; entry++) {
        if (!is_overridden(*entry, env))
            jp_strings_add(list, *entry);
    }
    json_object_foreach((json_t *)env, key, value) {
        if (json_is_string(value))
            jp_strings_add_format(list, "%s=%s", key, json_string_value(value));
    }
    /* A kernel watches this process and ends when it is gone. */
    jp_strings_add_format(list, "JPY_PARENT_PID=%ld", (long)getpid());
}

static int add_actions(posix_spawn_file_actions_t *actions,
                       const struct jp_process_options *options)
{
    int result;

    if (options->stdin_fd >= 0)
        result = posix_spawn_file_actions_adddup2(actions, options->stdin_fd, 0);
    else
        result = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);

    if (!result && options->stdout_fd >= 0)
        result = posix_spawn_file_actions_adddup2(actions, options->stdout_fd, 1);
    if (!result && options->stderr_fd >= 0)
        result = posix_spawn_file_actions_adddup2(actions, options->stderr_fd, 2);
    if (!result && options->directory)
        result = posix_spawn_file_actions_addchdir_np(actions, options->directory);
    if (!result)
        result = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    return result;
}

static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    int result;

    sigemptyset(&none);
    sigfillset(&all);
    result = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                                      POSIX_SPAWN_SETSIGDEF);
    if (!result)
        result = posix_spawnattr_setsigmask(attributes, &none);
    return result ? result : posix_spawnattr_setsigdefault(attributes, &all);
}

int jp_process_start(struct jp_process *process, const struct jp_process_options *options,
                     struct jp_error *error)
{
    struct jp_strings environment = {0};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int result;

    *process = (struct jp_process){.fd = -1};
    build_environment(&environment, options->env);
    if (environment.failed) {
        jp_strings_finish(&environment);
        return jp_fail(error, "%s: not enough memory to start it", options->argv[0]);
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    result = add_actions(&actions, options);
    if (!result)
        result = set_attributes(&attributes);
    if (!result)
        result = posix_spawnp(&process->pid, options->argv[0], &actions, &attributes,
                              (char *const *)options->argv, environment.items);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    jp_strings_finish(&environment);
    if (result) {
        process->pid = 0;
        return jp_fail(error, "%s: cannot be started: %s", options->argv[0], strerror(result));
    }
    process->fd = pidfd_open(process->pid, 0);
    if (process->fd < 0) {
        result = errno;
        jp_process_finish(process);
        return jp_fail(error, "%s: cannot be watched: %s", options->argv[0], strerror(result));
    }
    return 0;
}

bool jp_process_ended(struct jp_process *process)
{
    pid_t got;

    if (process->ended || !process->pid)
        return true;
    do
        got = waitpid(process->pid, &process->status, WNOHANG);
    while (got < 0 && errno == EINTR);
    process->ended = got != 0;
    return process->ended;
}

bool jp_process_wait(struct jp_process *process, int timeout_ms)
{
    struct pollfd item = {.fd = process->fd, .events = POLLIN};

    if (jp_process_ended(process))
        return true;
    while (poll(&item, 1, timeout_ms) < 0 && errno == EINTR)
        ;
    return jp_process_ended(process);
}

void jp_process_signal(struct jp_process *process, int signal)
{
    if (!jp_process_ended(process))
        kill(-process->pid, signal);
}

void jp_process_finish(struct jp_process *process)
{
    if (process->pid && !jp_process_ended(process)) {
        kill(-process->pid, SIGKILL);
        while (waitpid(process->pid, &process->status, 0) < 0 && errno == EINTR)
            ;
    }
    if (process->fd >= 0)
        close(process->fd);
    *process = (struct jp_process){.fd = -1};
}

void jp_process_describe(const struct jp_process *process, char *text, size_t size)
{
    if (!process->ended)
        snprintf(text, size, "runs");
    else if (WIFSIGNALED(process->status))
        snprintf(text, size, "was killed by signal %d (%s)", WTERMSIG(process->status),
                 strsignal(WTERMSIG(process->status)));
    else
        snprintf(text, size, "ended with status %d", WEXITSTATUS(process->status));
}
