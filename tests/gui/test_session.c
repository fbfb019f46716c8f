/* A kernel session in a main loop, without a display. Arguments: the kernel, the name of a
 * kernelspec ("memoir": the kernel just named). */
#include "gui/memoir-document.h"
#include "gui/memoir-session.h"
#include "tests/tap.h"

#include <signal.h>

static MemoirSession *session;
static char *died;

static gboolean give_up(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

/* Turn the loop until the session is in a state; FALSE after a minute. */
static gboolean wait_for(MemoirSessionState state)
{
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    while (memoir_session_get_state(session) != state && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    return !late;
}

static gboolean wait_cell(MemoirCell *cell, MemoirCellState state)
{
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    while (memoir_cell_get_state(cell) != state && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    return !late;
}

static MemoirCell *run(const char *source)
{
    MemoirCell *cell = memoir_cell_new("code", source);
    g_autoptr(GError) error = NULL;

    if (!ok(memoir_session_run(session, cell, &error), "queued: %s", source))
        printf("# %s\n", error->message);
    return cell;
}

static const char *output(MemoirCell *cell, gsize index, const char *key)
{
    json_t *value = json_object_get(json_array_get(memoir_cell_get_outputs(cell), index), key);

    return jp_json_text_value(value, NULL);
}

static void test_queue(void)
{
    g_autoptr(MemoirCell) first = run("print('one')");
    g_autoptr(MemoirCell) second = run("print('two')");
    g_autoptr(MemoirCell) third = run("x = 3");

    is_int(memoir_cell_get_state(third), MEMOIR_CELL_QUEUED, "the third waits");
    is_int(memoir_cell_get_queue_position(third), 2, "for two others");
    memoir_session_cancel(session, second);
    is_int(memoir_cell_get_queue_position(third), 1, "then for one");
    is_int(memoir_cell_get_state(second), MEMOIR_CELL_IDLE, "the second was taken out");
    ok(wait_cell(third, MEMOIR_CELL_IDLE), "the queue ran to its end");
    is_str(output(first, 0, "text"), "one\n", "the first printed");
    is_int(json_array_size(memoir_cell_get_outputs(second)), 0, "the second did not run");
    is_int(memoir_cell_get_execution_count(first), 1, "counted as 1");
    is_int(memoir_cell_get_execution_count(third), 2, "the third as 2");
    ok(memoir_cell_get_elapsed(first) >= 0, "the first took some time");

    memoir_cell_set_source(first, " \n\n");
    ok(memoir_session_run(session, first, NULL), "a cell without code");
    is_int(memoir_cell_get_state(first), MEMOIR_CELL_IDLE, "does not run");
    is_int(memoir_cell_get_execution_count(first), 0, "is not counted");
    is_int(json_array_size(memoir_cell_get_outputs(first)), 0, "and loses its outputs");
}

static void test_error(void)
{
    g_autoptr(MemoirCell) first = run("1 / 0");
    g_autoptr(MemoirCell) second = run("print('no')");

    ok(wait_cell(first, MEMOIR_CELL_IDLE), "ended");
    is_str(output(first, 0, "ename"), "ZeroDivisionError", "with its error");
    is_int(memoir_cell_get_state(second), MEMOIR_CELL_IDLE, "which empties the queue");
    is_int(json_array_size(memoir_cell_get_outputs(second)), 0, "nothing more ran");
}

static void test_timeline(gboolean ours)
{
    g_autoptr(MemoirCell) cell = run("data = bytearray(5_000_000)\ndel data");
    const struct tl_timeline *timeline;

    ok(wait_cell(cell, MEMOIR_CELL_IDLE), "ended");
    timeline = memoir_cell_get_timeline(cell);
    if (ours)
        ok(timeline && timeline->peak.bytes - timeline->start_bytes >= 5000000,
           "its timeline shows 5 MB");
    else
        ok(!timeline, "a kernel without timelines");
}

static void test_interrupt(void)
{
    g_autoptr(MemoirCell) cell = run("print('on', flush=True)\nwhile True:\n    pass");
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    while (json_array_size(memoir_cell_get_outputs(cell)) == 0 && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    memoir_session_interrupt(session);
    ok(wait_cell(cell, MEMOIR_CELL_IDLE), "interrupted");
    is_str(output(cell, 1, "ename"), "KeyboardInterrupt", "by KeyboardInterrupt");
}

static void answer(MemoirCell *cell)
{
    const char *prompt = memoir_cell_get_input_prompt(cell);
    gboolean password = memoir_cell_get_input_password(cell);

    if (!prompt)
        return;
    ok(strcmp(prompt, password ? "secret? " : "who? ") == 0, "the prompt");
    memoir_cell_answer_input(cell, "me");
}

static void test_input(gboolean ours)
{
    g_autoptr(MemoirCell) cell = run("print(input('who? '))");
    g_autoptr(MemoirCell) secret = NULL;
    g_autoptr(MemoirCell) given_up = NULL;

    g_signal_connect(cell, "notify::input-prompt", G_CALLBACK(answer), NULL);
    ok(wait_cell(cell, MEMOIR_CELL_IDLE), "ended");
    is_str(output(cell, 0, "text"), "who? me\nme\n", "question and answer stay, the answer came");
    /* Our kernel does not ask for passwords as such yet. */
    if (!ours) {
        secret = run("from getpass import getpass\nprint(len(getpass('secret? ')))");
        g_signal_connect(secret, "notify::input-prompt", G_CALLBACK(answer), NULL);
        ok(wait_cell(secret, MEMOIR_CELL_IDLE), "a password");
        is_str(output(secret, 0, "text"), "secret? \n2\n", "is not shown");
    }
    given_up = run("input('stay? ')");
    {
        gboolean late = FALSE;
        guint timer = g_timeout_add_seconds(60, give_up, &late);

        while (!memoir_cell_get_input_prompt(given_up) && !late)
            g_main_context_iteration(NULL, TRUE);
        if (!late)
            g_source_remove(timer);
    }
    memoir_session_interrupt(session);
    ok(wait_cell(given_up, MEMOIR_CELL_IDLE), "interrupted while it asks");
    ok(!memoir_cell_get_input_prompt(given_up), "nothing is asked any more");
}

static gboolean wait_output(MemoirCell *cell, const char *wanted)
{
    gboolean late = FALSE, found = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    while (!late && !found) {
        struct jp_buffer text = {0};

        g_main_context_iteration(NULL, TRUE);
        jp_json_write(&text, memoir_cell_get_outputs(cell), JP_JSON_COMPACT, NULL);
        found = strstr(text.data, wanted) != NULL;
        jp_buffer_finish(&text);
    }
    if (!late)
        g_source_remove(timer);
    return found;
}

/* What comes for a cell after its run. */
static void test_late(void)
{
    g_autoptr(MemoirCell) shown = run("from IPython.display import display, update_display\n"
                                      "_ = display('first', display_id='d')\nprint('one')");
    g_autoptr(MemoirCell) threaded = NULL;
    g_autoptr(MemoirCell) update = run("update_display('second', display_id='d')");

    ok(wait_cell(update, MEMOIR_CELL_IDLE), "ended");
    ok(wait_output(shown, "second"), "a display of a cell above is updated");
    is_int(json_array_size(memoir_cell_get_outputs(update)), 0, "and not shown below");
    threaded = run("import threading, time\n"
                   "def later():\n"
                   "    time.sleep(0.5)\n"
                   "    print('late', flush=True)\n"
                   "threading.Thread(target=later).start()\nprint('early')");
    ok(wait_cell(threaded, MEMOIR_CELL_IDLE), "a cell that leaves a thread behind");
    ok(wait_output(threaded, "late"), "gets what that prints");
}

static void completed(const json_t *content, gpointer data)
{
    *(gsize *)data = json_array_size(json_object_get(content, "matches"));
}

static void test_ask(gboolean ours)
{
    gsize matches = G_MAXSIZE;
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    ok(memoir_session_ask(session, "complete_request",
                          json_pack("{s:s, s:i}", "code", "pri", "cursor_pos", 3), completed,
                          &matches) > 0,
       "asked for completions");
    while (matches == G_MAXSIZE && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    ok(matches != G_MAXSIZE && (ours || matches > 0), "and got an answer");
}

static void tell_death(MemoirSession *from, const char *text)
{
    g_free(died);
    died = g_strdup(text);
}

static void test_death(gboolean ours)
{
    g_autoptr(MemoirCell) cell = run("import os, sys\nos.write(2, b'last words\\n')\n"
                                     "os.kill(os.getpid(), 9)");
    g_autoptr(MemoirCell) after = NULL;

    g_signal_connect(session, "died", G_CALLBACK(tell_death), NULL);
    ok(wait_for(MEMOIR_SESSION_DEAD), "the kernel died");
    ok(died && strstr(died, "signal 9"), "it is said how");
    /* ipykernel turns what is written to descriptor 2 into an output. */
    ok(died && (!ours || strstr(died, "last words")), "with its last words");
    is_int(memoir_cell_get_state(cell), MEMOIR_CELL_IDLE, "the cell runs no more");
    is_str(memoir_session_get_death(session), "The kernel was killed by signal 9 (Killed).",
           "the session knows it");
    ok(memoir_session_get_fatal_cell(session) == cell, "and the cell");
    {
        gsize n = json_array_size(memoir_cell_get_outputs(cell));

        is_str(output(cell, n - 1, "ename"), "KernelDied", "which says so itself");
        is_str(output(cell, n - 1, "evalue"), "The kernel was killed by signal 9 (Killed).",
               "with the reason");
    }
    ok(memoir_session_restart(session, NULL), "restart");
    ok(!memoir_session_get_death(session), "it is dead no more");
    after = run("print(2)");
    ok(wait_cell(after, MEMOIR_CELL_IDLE), "a cell in the new kernel");
    is_str(output(after, 0, "text"), "2\n", "ran");
    is_int(memoir_cell_get_execution_count(after), 1, "as its first");
}

static void test_restart(void)
{
    g_autoptr(MemoirCell) before = run("kept = 1");
    g_autoptr(MemoirCell) after = NULL;

    ok(wait_cell(before, MEMOIR_CELL_IDLE), "ran");
    ok(memoir_session_restart(session, NULL), "restarted");
    after = run("print('kept' in globals())");
    ok(wait_cell(after, MEMOIR_CELL_IDLE), "ran");
    is_str(output(after, 0, "text"), "False\n", "the new kernel knows nothing");
}

static gboolean is_alive(pid_t pid) { return kill(pid, 0) == 0; }

static pid_t pid_of_kernel(void)
{
    g_autoptr(MemoirCell) cell = run("import os\nprint(os.getpid())");

    ok(wait_cell(cell, MEMOIR_CELL_IDLE), "ran");
    return (pid_t)atoi(output(cell, 0, "text"));
}

static void test_change(gboolean ours)
{
    pid_t first = pid_of_kernel(), second;
    g_autoptr(MemoirCell) cell = NULL;

    if (ours) {
        g_auto(GStrv) kernels = memoir_session_list_kernels();

        is_str(kernels[0], "memoir", "our kernel is offered first");
    }
    memoir_session_shutdown(session);
    ok(wait_for(MEMOIR_SESSION_OFF), "shut down");
    ok(!is_alive(first), "its process is gone");
    second = pid_of_kernel();
    ok(second != first, "running a cell starts another one");
    memoir_session_set_kernel(session, "no-such-kernel");
    is_str(memoir_session_get_kernel(session), "no-such-kernel", "another kernel");
    ok(wait_for(MEMOIR_SESSION_DEAD), "that does not exist");
    ok(died && strstr(died, "no-such-kernel"), "is named");
    ok(!is_alive(second), "the kernel before is gone");
    memoir_session_set_kernel(session, ours ? "memoir" : "python3");
    is_int(memoir_session_get_state(session), MEMOIR_SESSION_OFF, "back to the first");
    cell = run("print(5)");
    memoir_session_shutdown(session);
    is_int(memoir_cell_get_state(cell), MEMOIR_CELL_IDLE, "shutting down empties the queue");
    g_object_unref(cell);
    cell = run("print(6)");
    ok(wait_cell(cell, MEMOIR_CELL_IDLE), "a cell that is run meanwhile");
    is_str(output(cell, 0, "text"), "6\n", "runs in the next kernel");
}

int main(int argc, char **argv)
{
    gboolean ours = argc > 2 && strcmp(argv[2], "memoir") == 0;

    g_setenv("MEMOIR_KERNEL", argc > 1 ? argv[1] : "", TRUE);
    session = memoir_session_new(argc > 2 ? argv[2] : "memoir", NULL);
    test_queue();
    test_error();
    test_timeline(ours);
    test_interrupt();
    test_input(ours);
    test_ask(ours);
    /* Our kernel has neither threads nor IPython. */
    if (!ours)
        test_late();
    test_death(ours);
    test_restart();
    test_change(ours);
    g_object_unref(session);
    g_free(died);
    return done();
}
