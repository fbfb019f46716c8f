/*
 * jp_process: the process a client started, watched through a pidfd.
 *
 * The child leads a session of its own, so that a Ctrl-C in the client's terminal does not reach it
 * and a signal to its group reaches what it started. Descriptors above 2 are closed. Embedded;
 * jp_process_finish() kills a child that still runs.
 */
#ifndef JP_PROCESS_H
#define JP_PROCESS_H

#include "protocol/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

struct jp_process {
    pid_t pid; /* 0: none */
    int fd;    /* readable when the child has ended; -1: none */
    bool ended;
    int status; /* of waitpid, once ended */
};

struct jp_process_options {
    const char *const *argv;
    const json_t *env; /* object of strings added to the environment; NULL: none */
    const char *directory;
    int stdin_fd;             /* what the child reads; -1: nothing */
    int stdout_fd, stderr_fd; /* where the child writes; -1: where this process does */
};

int jp_process_start(struct jp_process *process, const struct jp_process_options *options,
                     struct jp_error *error);

/* Has it ended? Reaps it then. Does not block. */
bool jp_process_ended(struct jp_process *process);

/* Wait at most so long; true when it has ended. */
bool jp_process_wait(struct jp_process *process, int timeout_ms);

/* A signal to the child's whole group; nothing happens once it ended. */
void jp_process_signal(struct jp_process *process, int signal);

void jp_process_finish(struct jp_process *process);

/* "ended with status 1", "was killed by signal 9 (Killed)". */
void jp_process_describe(const struct jp_process *process, char *text, size_t size);

#endif
