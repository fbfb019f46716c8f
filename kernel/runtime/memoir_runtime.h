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
typedef struct mr_run mr_run;

typedef struct mr_config {
    void *user;
    /* Text written to sys.stdout (fd 1) or sys.stderr (fd 2). NULL: the process's own files. */
    void (*output)(void *user, int fd, const char *text, size_t length);
    /* A line for input(): malloc'd text without newline, or NULL at end of file or
     * when not allowed (*error then names why, static text). NULL hook: the process's stdin. */
    char *(*input)(void *user, const char *prompt, bool password, const char **error);
    /* Called at a safe point about every hook_interval_ms while code runs, sleeps too. May be NULL.
     */
    void (*periodic)(void *user);
    int hook_interval_ms;
    /* The result of a cell's last expression, its repr. NULL: printed by sys.displayhook. */
    void (*result)(void *user, const char *repr, size_t length);
    const char
        *stdlib; /* folder of the standard library; NULL: MEMOIR_STDLIB or the installed one */
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
bool mr_run_cell(mr_runtime *rt, const char *source, size_t length, int count, bool store,
                 bool silent, mr_failure *failure);
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

/* What may stand at `cursor`, in bytes: the names that begin with the word before it, sorted,
 * malloc'd and ended by NULL, for mr_names_free(); *start is where that word begins. NULL when
 * memory ran out. Values are looked up, nothing but properties is called, and no collection comes
 * nearer by it. Only while no cell runs. */
char **mr_complete(mr_runtime *rt, const char *source, size_t cursor, size_t *start);
void mr_names_free(char **names);
/* What stands at `cursor`, or the function whose arguments are typed there: signature, type, value
 * and documentation as text for people, malloc'd; NULL when there is nothing to tell. */
char *mr_inspect(mr_runtime *rt, const char *source, size_t length, size_t cursor);

/* Any thread, signal handlers too: the running code raises KeyboardInterrupt at
 * its next safe point, or out of its sleep. */
void mr_interrupt(mr_runtime *rt);
/* An interrupt that came when nothing ran is forgotten. */
void mr_interrupt_clear(mr_runtime *rt);

/* The record of one run. Its memory is the system's, not the heap's: the
 * account does not count itself. Times are ns since the run's start, sizes
 * bytes. */
enum mr_cause { MR_CAUSE_REFCOUNT, MR_CAUSE_COLLECTOR, MR_CAUSE_RESIZE, MR_CAUSE_EXIT, MR_CAUSES };
enum mr_gc_reason { MR_GC_THRESHOLD, MR_GC_EXPLICIT, MR_GC_PRESSURE };

typedef struct mr_bucket {
    int64_t t_ns;                   /* start; it ends where the next one starts */
    uint64_t first, min, max, last; /* live bytes */
    uint64_t allocated;
    uint64_t freed[MR_CAUSES];
    uint64_t waiting; /* unreachable and not yet collected, at the bucket's end; known once the run
                         has ended */
    int32_t line;        /* of the run's own source, at the maximum; 0 unknown */
    uint32_t counts[3];  /* the collector's generation counts at the end; merged buckets keep the
                            highest */
} mr_bucket;

typedef struct mr_collection {
    int64_t t_ns, duration_ns;
    int generation;
    enum mr_gc_reason reason;
    uint64_t objects, bytes; /* what it gave back */
} mr_collection;

typedef struct mr_span {
    char *name;
    int32_t line;        /* of the definition */
    int32_t depth;       /* 0 outermost */
    int64_t enter_ns, leave_ns; /* leave_ns -1 while open */
    uint64_t enter_bytes, leave_bytes, peak_bytes;
} mr_span;

typedef struct mr_rss_sample {
    int64_t t_ns;
    uint64_t bytes;
} mr_rss_sample;

struct mr_run {
    char *name;
    int64_t started_ns;  /* CLOCK_REALTIME, ns since 1970 */
    int64_t duration_ns; /* so far, in a snapshot */
    uint64_t start_bytes, end_bytes, waiting_bytes;
    uint64_t allocated, freed[MR_CAUSES];
    uint64_t peak_bytes;
    int64_t peak_ns;
    int32_t peak_line;
    uint32_t thresholds[3]; /* at the end */
    bool gc_enabled;        /* so is automatic collection, then */
    mr_bucket *buckets;
    size_t bucket_count;
    mr_collection *collections;
    size_t collection_count;
    mr_span *spans;      /* in order of entering */
    size_t span_count;
    uint64_t spans_dropped; /* spans beyond the number that is kept */
    mr_rss_sample *rss;
    size_t rss_count;
};

/* Timelines: begin before, end after running code. end gives an owned record
 * (mr_run_destroy), NULL if none is open or memory is exhausted. A snapshot of
 * the open run may be taken inside the periodic hook. */
bool mr_run_begin(mr_runtime *rt, const char *name);
mr_run *mr_run_end(mr_runtime *rt);
/* The two halves of end: the record without what waited for the collector, and
 * the search for that, which visits every tracked object. A run that nobody
 * will look at needs no search; one that needs it does before other code runs. */
mr_run *mr_run_stop(mr_runtime *rt);
void mr_run_find_waiting(mr_runtime *rt, mr_run *run);
mr_run *mr_run_snapshot(mr_runtime *rt);
void mr_run_destroy(mr_run *run);

const char *mr_version(void);

#endif
