/*
 * test_cells.c - cells, expressions, programs: results, failures, exit
 * statuses, what is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "memoir_runtime.h"
#include "tests/tap.h"

struct seen {
    char result[256], output[4096], errors[4096];
};

static void add(char *to, size_t room, const char *text, size_t length)
{
    size_t used = strlen(to);
    if (length > room - used - 1)
        length = room - used - 1;
    memcpy(to + used, text, length);
    to[used + length] = '\0';
}

static void on_result(void *user, const char *repr, size_t length)
{
    struct seen *seen = user;
    seen->result[0] = '\0';
    add(seen->result, sizeof seen->result, repr, length);
}

static void on_output(void *user, int fd, const char *text, size_t length)
{
    struct seen *seen = user;
    if (fd == 1)
        add(seen->output, sizeof seen->output, text, length);
    else
        add(seen->errors, sizeof seen->errors, text, length);
}

static struct seen seen;

static mr_runtime *make(void)
{
    mr_config config = {.user = &seen, .output = on_output, .result = on_result};
    const char *error;
    mr_runtime *rt = mr_create(&config, &error);
    ok(rt != NULL, "a runtime starts");
    return rt;
}

/* Runs a cell; its result's repr, "" for none, NULL when it failed (*failure then). */
static const char *run(mr_runtime *rt, int count, const char *source, mr_failure *failure)
{
    seen.result[0] = '\0';
    return mr_run_cell(rt, source, strlen(source), count, true, false, failure) ? seen.result
                                                                                : NULL;
}

static bool is(const char *a, const char *b) { return a && strcmp(a, b) == 0; }

static void results(mr_runtime *rt)
{
    mr_failure f;
    ok(is(run(rt, 1, "6 * 7", &f), "42"), "the last expression is the result");
    ok(is(run(rt, 2, "x = _ + 1\nx", &f), "43"), "_ is the result before");
    ok(is(run(rt, 3, "Out[1], Out[2], In[1], __, _", &f), "(42, 43, '6 * 7', 42, 43)"),
       "In, Out and __ are kept");
    ok(is(run(rt, 4, "None", &f), ""), "None is no result");
    ok(is(run(rt, 5, "y = 5", &f), ""), "a statement has no result");
    ok(is(run(rt, 6, "def f():\n    return y\n\nf()", &f), "5"),
       "functions see later cells' names");
    ok(is(run(rt, 7, "print('text'); 'é'", &f), "'é'") && is(seen.output, "text\n"),
       "output and result go their ways");
    seen.result[0] = '\0';
    ok(mr_run_cell(rt, "99", 2, 8, false, true, &f) && is(seen.result, ""), "silent: no result");
    ok(is(run(rt, 8, "_", &f), "'é'"), "not stored: _ stays");
}

static void failures(mr_runtime *rt)
{
    mr_failure f;
    ok(!run(rt, 9, "def g():\n    return 1 / 0\n\ng()", &f), "an exception is a failure");
    ok(is(f.name, "ZeroDivisionError") && is(f.value, "division by zero"), "its name and value");
    static const char *const lines[] = {
        "Traceback (most recent call last):",
        "  File \"Cell In[9]\", line 4, in <module>",
        "    g()",
        "  File \"Cell In[9]\", line 2, in g",
        "    return 1 / 0",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
        NULL,
    };
    bool same = true;
    for (int i = 0; same && (lines[i] || f.traceback[i]); i++)
        same = is(f.traceback[i], lines[i] ? lines[i] : "");
    ok(same, "its traceback has the cell's lines");
    mr_failure_finish(&f);
    ok(!run(rt, 10, "g()", &f) && is(f.traceback[3], "  File \"Cell In[9]\", line 2, in g") &&
           is(f.traceback[4], "    return 1 / 0"), "lines of an earlier cell are still there");
    mr_failure_finish(&f);
    ok(!run(rt, 11, "x = (1,", &f) && is(f.name, "SyntaxError") &&
           is(f.traceback[0], "  File \"Cell In[11]\", line 1"), "a syntax error");
    mr_failure_finish(&f);
    ok(!run(rt, 12, "raise SystemExit(3)", &f) && f.is_exit && f.exit_status == 3, "an exit");
    mr_failure_finish(&f);
    mr_interrupt(rt);
    ok(!run(rt, 13, "while True: pass", &f) && f.is_interrupt, "an interrupt");
    mr_failure_finish(&f);
    ok(is(run(rt, 14, "x", &f), "43"), "names outlive failures");
}

static void awaiting(mr_runtime *rt)
{
    mr_failure f = {0};
    ok(is(run(rt, 20, "import asyncio\nawait asyncio.sleep(0, 'slept')", &f), "'slept'"),
       "a cell may await, and its value is the result");
    ok(is(run(rt, 21,
              "async def later():\n    await asyncio.sleep(0)\n    done.append(1)\n\n"
              "async def count():\n    for i in range(3):\n        yield i\n\n"
              "done, seen = [], []\ntask = asyncio.create_task(later())\n"
              "async for i in count():\n    seen.append(i)\n"
              "seen, [i * 2 async for i in count()], done", &f), "([0, 1, 2], [0, 2, 4], [])"),
       "async for stands in cells, too");
    ok(is(run(rt, 22, "await task\ndone", &f), "[1]"), "the loop stays for the next cell");
    ok(!run(rt, 23, "async def fails():\n    1 / 0\n\nawait fails()", &f) &&
           is(f.name, "ZeroDivisionError"), "what is awaited fails");
    ok(is(f.traceback[1], "  File \"Cell In[23]\", line 4, in <module>"),
       "the traceback begins with the cell");
    mr_failure_finish(&f);
    mr_interrupt(rt);
    ok(!run(rt, 24, "await asyncio.sleep(100)", &f) && f.is_interrupt, "an interrupt ends waiting");
    mr_failure_finish(&f);
    ok(!run(rt, 25, "def g(): await x", &f) &&
           is(f.value, "'await' outside async function (Cell In[25], line 1)"),
       "no await in a function");
    mr_failure_finish(&f);
}

static void expressions(mr_runtime *rt)
{
    mr_failure f;
    char *repr = mr_eval_repr(rt, "x + 1", 5, &f);
    ok(is(repr, "44"), "an expression's repr");
    free(repr);
    ok(!mr_eval_repr(rt, "nope", 4, &f) && is(f.name, "NameError"), "a failing expression");
    mr_failure_finish(&f);
}

static void programs(mr_runtime *rt)
{
    seen.errors[0] = '\0';
    ok(mr_run_command(rt, "import sys; sys.exit('bye')") == 1 && is(seen.errors, "bye\n"),
       "exit with a text");
    ok(mr_run_command(rt, "raise SystemExit") == 0, "exit with nothing");
    ok(mr_run_command(rt, "raise SystemExit(300)") == (300 & 255), "exit with a number");
    seen.errors[0] = '\0';
    ok(mr_run_command(rt, "[][1]") == 1 &&
           strstr(seen.errors, "IndexError: list index out of range"),
       "an uncaught exception");
    seen.errors[0] = '\0';
    ok(mr_run_file(rt, "/no/such/file.py") == 2 && strstr(seen.errors, "No such file or directory"),
       "a script that does not exist");
}

static void completeness(void)
{
    const char *indent;
    ok(mr_is_complete("x = 1", 5, &indent) == MR_COMPLETE, "a whole cell");
    ok(mr_is_complete("if x:", 5, &indent) == MR_INCOMPLETE && strlen(indent) == 4,
       "a block is to come");
    ok(mr_is_complete("x = )", 5, &indent) == MR_INVALID, "no line can mend it");
}

int main(void)
{
    mr_runtime *rt = make();
    if (rt) {
        results(rt);
        failures(rt);
        awaiting(rt);
        expressions(rt);
        programs(rt);
    }
    completeness();
    mr_destroy(rt);
    return done();
}
