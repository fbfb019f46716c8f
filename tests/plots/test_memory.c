/*
 * Exhausted memory: every allocation of the model and of plot_create fails once, in turn. What was
 * asked for must then fail or succeed cleanly, and leave what it was given as it was. The linker
 * sends the libraries' calls here (--wrap); Jansson is told by its own hook. Leaks show under the
 * address sanitizer.
 */
#include <stdlib.h>
#include <string.h>

#include "plots/plot.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long until_failure = -1; /* allocations that still succeed; negative: all do */

static bool fails(void)
{
    return until_failure >= 0 && until_failure-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

/* A step gives false if it failed. The subject must be the same then. */
typedef bool step(struct tl_timeline *tl, const char *text);

static bool read_step(struct tl_timeline *tl, const char *text)
{
    struct tl_timeline back;
    struct tl_error error;

    if (!tl_from_text(&back, text, strlen(text), &error))
        return false;
    tl_timeline_finish(&back);
    return true;
}

static bool write_step(struct tl_timeline *tl, const char *text)
{
    char *again = tl_to_text(tl);
    bool ok = again && strcmp(again, text) == 0;

    free(again);
    return ok;
}

static bool copy_step(struct tl_timeline *tl, const char *text)
{
    struct tl_timeline copy;

    if (!tl_timeline_copy(&copy, tl))
        return false;
    tl_timeline_finish(&copy);
    return true;
}

static bool reduce_step(struct tl_timeline *tl, const char *text)
{
    return tl_reduce(tl, 4000);
}

static bool text_step(struct tl_timeline *tl, const char *text)
{
    return tl_timeline_set_text(tl, tl->engine, tl->name, tl->started);
}

static bool plot_step(struct tl_timeline *tl, const char *text)
{
    struct plot *plot = plot_create(tl);

    plot_destroy(plot);
    return plot != NULL;
}

static void fail_each(step *run, const char *what)
{
    struct tl_timeline tl;
    long n = 0, failures = 0;
    bool intact = true, done_at_last = false;

    make_random(&tl, 11, 60, 30, 12);
    char *text = tl_to_text(&tl);
    for (; n < 20000 && !done_at_last; n++) {
        until_failure = n;
        bool ok = run(&tl, text);
        done_at_last = until_failure >= 0; /* nothing was left to fail */
        until_failure = -1;
        if (ok != done_at_last)
            continue; /* went on without that allocation */
        if (!ok) {
            failures++;
            char *after = tl_to_text(&tl);
            intact &= strcmp(after, text) == 0;
            free(after);
        }
    }
    ok(done_at_last && failures > 0, "%s: %ld allocations failed in turn", what, failures);
    ok(intact, "and what was there stayed as it was");
    free(text);
    tl_timeline_finish(&tl);
}

int main(void)
{
    json_set_alloc_funcs(__wrap_malloc, free);
    fail_each(read_step, "reading");
    fail_each(write_step, "writing");
    fail_each(copy_step, "copying");
    fail_each(reduce_step, "reducing");
    fail_each(text_step, "setting texts");
    fail_each(plot_step, "preparing a drawing");
    return done();
}
