/*
 * memoir_runtime.h - Memoir's object runtime as a library.
 *
 * A runtime is one Python interpreter with its own heap, collector and
 * ledger. It is used from one thread at a time; the functions marked
 * "any thread" may be called from elsewhere while it runs. Nothing here keeps
 * a pointer to the caller's memory after it returns, but for the hooks and
 * their `user`, which must outlive the runtime.
 *
 * Text is UTF-8 with its length in bytes. Functions that can fail say what
 * they return then; Python exceptions never leave the runtime but as an
 * mr_failure.
 */
#ifndef MEMOIR_RUNTIME_H
#define MEMOIR_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct mr_runtime mr_runtime;
typedef struct mr_run mr_run; /* the record of one run: core/ledger.h has its fields */

typedef struct mr_config {
    void *user;
    /* Text written to sys.stdout (fd 1) or sys.stderr (fd 2). NULL: the process's own files. */
    void (*output)(void *user, int fd, const char *text, size_t length);
    /* A line for input(): malloc'd text without newline, or NULL at end of file or
     * when not allowed (*error then names why, static text). NULL hook: the process's stdin. */
    char *(*input)(void *user, const char *prompt, bool password, const char **error);
    /* Called at a safe point about every hook_interval_ms while code runs, sleeps too. May be NULL. */
    void (*periodic)(void *user);
    int hook_interval_ms;
    /* The result of a cell's last expression, its repr. NULL: printed by sys.displayhook. */
    void (*result)(void *user, const char *repr, size_t length);
    const char *stdlib;      /* folder of the standard library; NULL: MEMOIR_STDLIB or the installed one */
    int argc;                /* sys.argv */
    const char *const *argv;
    const char *path0;       /* first entry of sys.path; NULL: "" */
    bool handle_sigint;      /* install a SIGINT handler that raises KeyboardInterrupt */
} mr_config;

/* NULL when memory is exhausted or the system refuses; *error is then static
 * text. config is copied, its strings too. */
mr_runtime *mr_create(const mr_config *config, const char **error);
/* Runs atexit functions, finalizes and frees everything. NULL is fine. */
void mr_destroy(mr_runtime *rt);

/* How a piece of code ended, when not well. All strings are malloc'd UTF-8. */
typedef struct mr_failure {
    char *name;          /* "ValueError" */
    char *value;         /* str(exception) */
    char **traceback;    /* lines as CPython prints them, no newlines inside; NULL-ended */
    bool is_exit;        /* SystemExit */
    int exit_status;     /* its status as a process would have it */
    bool is_interrupt;   /* KeyboardInterrupt */
} mr_failure;
void mr_failure_finish(mr_failure *failure);

/* Runs a cell in __main__: the source's file is "Cell In[count]" in tracebacks.
 * In, Out, _, __, ___ are kept when `store`; a last expression's value goes to
 * the result hook unless `silent`. False with *failure filled in. */
bool mr_run_cell(mr_runtime *rt, const char *source, size_t length, int count, bool store, bool silent,
                 mr_failure *failure);
/* Evaluates an expression in __main__: malloc'd repr, or NULL with *failure. */
char *mr_eval_repr(mr_runtime *rt, const char *source, size_t length, mr_failure *failure);
/* As `python FILE`, `-c`, `-m`: the process's exit status; the traceback goes to sys.stderr. */
int mr_run_file(mr_runtime *rt, const char *path);
int mr_run_command(mr_runtime *rt, const char *code);
int mr_run_module(mr_runtime *rt, const char *module);
int mr_run_source(mr_runtime *rt, const char *source, size_t length, const char *filename);

/* Is this a complete cell? *indent gets the blanks a next line begins with, static text. */
enum mr_completeness { MR_COMPLETE, MR_INCOMPLETE, MR_INVALID };
enum mr_completeness mr_is_complete(const char *source, size_t length, const char **indent);

/* Any thread, signal handlers too: the running code raises KeyboardInterrupt at
 * its next safe point, or out of its sleep. */
void mr_interrupt(mr_runtime *rt);
/* An interrupt that came when nothing ran is forgotten. */
void mr_interrupt_clear(mr_runtime *rt);

/* Timelines: begin before, end after running code. end gives an owned record
 * (mr_run_destroy), NULL if none is open or memory is exhausted. A snapshot of
 * the open run may be taken inside the periodic hook. */
bool mr_run_begin(mr_runtime *rt, const char *name);
mr_run *mr_run_end(mr_runtime *rt);
mr_run *mr_run_snapshot(mr_runtime *rt);
void mr_run_destroy(mr_run *run);

const char *mr_version(void);

#endif
