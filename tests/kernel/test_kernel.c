/* memoir-kernel through the protocol. usage: test-kernel MEMOIR-KERNEL */
#include "conversation.h"

#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

static struct conversation talk;

static void test_info(void)
{
    const json_t *info = jp_client_kernel_info(talk.client);
    const json_t *language = json_object_get(info, "language_info");

    is_str(field(info, "status"), "ok", "kernel_info_reply");
    is_str(field(info, "implementation"), "memoir", "its implementation");
    is_str(field(language, "name"), "python", "its language");
    is_str(field(language, "file_extension"), ".py", "its files");
    ok(field(info, "protocol_version")[0] == '5', "its protocol");
    ok(field(info, "banner")[0], "its banner");
}

static void output_is(const char *code, const char *out, const char *err)
{
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *reply = execute(&talk, code, NULL, id);
    char *text = stream_text(&talk, "stdout", id);

    is_str(field(reply, "status"), "ok", "%s", code);
    is_str(text, out, "its stdout");
    free(text);
    text = stream_text(&talk, "stderr", id);
    is_str(text, err, "its stderr");
    free(text);
    forget(&talk);
}

static void test_streams(void)
{
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *first;

    output_is("print('a')", "a\n", "");
    output_is("import sys\nsys.stderr.write('b\\n')\nprint('\xC3\xA9\xF0\x9F\x98\x80')",
              "\xC3\xA9\xF0\x9F\x98\x80\n", "b\n");
    execute(&talk, "print('one')\nprint('two')\nprint('three')", NULL, id);
    first = await(&talk, JP_IOPUB, "stream", id, 0);
    is_str(field(first, "text"), "one\ntwo\nthree\n", "what is printed at once comes at once");
    is_int(count_heard(&talk, JP_IOPUB, "stream", id), 1, "in one message");
    forget(&talk);
}

static void test_results(void)
{
    const struct jp_execute_options silent = {.silent = true}, unstored = {.no_history = true};
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *reply, *result;
    json_int_t before;

    reply = execute(&talk, "6*7", NULL, id);
    before = json_integer_value(json_object_get(reply, "execution_count"));
    result = await(&talk, JP_IOPUB, "execute_result", id, 0);
    is_str(field(json_object_get(result, "data"), "text/plain"), "42", "6*7");
    is_int(json_integer_value(json_object_get(result, "execution_count")), before,
           "with the cell's number");
    is_str(field(await(&talk, JP_IOPUB, "execute_input", id, 0), "code"), "6*7",
           "the input is published");
    is_int(count_heard(&talk, JP_IOPUB, "status", id), 2, "busy and idle, each once");
    is_str(field(find_heard(&talk, JP_IOPUB, "status", id, 0)->content, "execution_state"), "busy",
           "busy first");

    reply = execute(&talk, "6*7", &silent, id);
    is_str(field(reply, "status"), "ok", "silently");
    is_int(json_integer_value(json_object_get(reply, "execution_count")), before,
           "a silent cell has no number of its own");
    is_int(count_heard(&talk, JP_IOPUB, "execute_result", id), 0, "and no result");
    is_int(count_heard(&talk, JP_IOPUB, "execute_input", id), 0, "and no input");

    execute(&talk, "6*7", &unstored, id);
    is_int(count_heard(&talk, JP_IOPUB, "execute_result", id), 1, "unstored, with a result");
    reply = execute(&talk, "6*7", NULL, id);
    is_int(json_integer_value(json_object_get(reply, "execution_count")), before + 1,
           "only stored cells are counted");
    forget(&talk);
}

/* What a cell leaves for the next ones. */
static void test_history(void)
{
    char id[JP_MESSAGE_ID_SIZE], code[64];
    json_int_t count;

    execute(&talk, "7", NULL, id);
    count = json_integer_value(json_object_get(execute(&talk, "x = 20\nx + 1", NULL, id),
                                               "execution_count"));
    execute(&talk, "_ * 2", NULL, id);
    execute(&talk, "None", NULL, id);
    is_int(count_heard(&talk, JP_IOPUB, "execute_result", id), 0, "None is no result");
    output_is("print(_, __, ___)", "42 21 7\n", "");
    snprintf(code, sizeof(code), "print(repr(In[%d]), Out[%d])", (int)count, (int)count);
    output_is(code, "'x = 20\\nx + 1' 21\n", "");
    forget(&talk);
}

static void test_expressions(void)
{
    json_t *expressions = json_pack("{s:s, s:s, s:i}", "good", "6*7", "bad", "nowhere", "no", 3);
    const struct jp_execute_options options = {.user_expressions = expressions};
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *results = json_object_get(execute(&talk, "", &options, id), "user_expressions");
    const json_t *good = json_object_get(results, "good"), *bad = json_object_get(results, "bad");

    is_str(field(json_object_get(good, "data"), "text/plain"), "42", "an expression's value");
    is_str(field(bad, "status"), "error", "an expression's failure");
    is_str(field(bad, "ename"), "NameError", "is its own");
    is_str(field(json_object_get(results, "no"), "status"), "error", "what is no text");
    json_decref(expressions);
    forget(&talk);
}

static void strip_colours(const char *from, char *to, size_t size)
{
    size_t length = 0;

    while (*from && length + 1 < size) {
        if (*from == '\033') {
            while (*from && *from != 'm')
                from++;
            from += *from != '\0';
        } else {
            to[length++] = *from++;
        }
    }
    to[length] = '\0';
}

static void test_errors(void)
{
    char id[JP_MESSAGE_ID_SIZE], first[128], second[JP_MESSAGE_ID_SIZE], plain[256];
    const json_t *reply = execute(&talk, "1/0", NULL, id);
    const json_t *error = await(&talk, JP_IOPUB, "error", id, 0);
    const json_t *traceback = json_object_get(error, "traceback");
    size_t lines = json_array_size(traceback);
    struct jp_execute_options on = {.go_on_after_error = true};

    is_str(field(reply, "status"), "error", "1/0");
    is_str(field(reply, "ename"), "ZeroDivisionError", "its name in the reply");
    is_str(field(error, "ename"), "ZeroDivisionError", "and on iopub");
    is_str(field(error, "evalue"), "division by zero", "its value");
    ok(lines >= 3, "a traceback");
    strip_colours(json_string_value(json_array_get(traceback, 0)), first, sizeof(first));
    is_str(first, "Traceback (most recent call last):", "from the top");
    strip_colours(json_string_value(json_array_get(traceback, lines - 1)), plain, sizeof(plain));
    is_str(plain, "ZeroDivisionError: division by zero", "to the end");
    ok(strchr(json_string_value(json_array_get(traceback, lines - 1)), '\033'), "in colour");
    is_int(count_heard(&talk, JP_IOPUB, "error", id), 1, "told once");
    forget(&talk);

    /* Two at once: the first fails, the second must not run. */
    jp_client_execute(talk.client, "1/0", 3, NULL, id, NULL);
    jp_client_execute(talk.client, "print('no')", 11, NULL, second, NULL);
    reply = await(&talk, JP_SHELL, "execute_reply", second, 0);
    await_idle(&talk, second);
    is_str(field(reply, "status"), "error", "what follows a failure");
    is_str(field(reply, "ename"), "Aborted", "is aborted");
    ok(json_object_get(reply, "execution_count") && json_object_get(reply, "traceback"),
       "with all that a reply has");
    is_int(count_heard(&talk, JP_IOPUB, "stream", second), 0, "and does not run");
    forget(&talk);

    jp_client_execute(talk.client, "1/0", 3, &on, id, NULL);
    jp_client_execute(talk.client, "print('yes')", 12, NULL, second, NULL);
    reply = await(&talk, JP_SHELL, "execute_reply", second, 0);
    is_str(field(reply, "ename"), "", "unless the failed one said not to stop");
    await_idle(&talk, second);
    forget(&talk);
}

static void complete_is(const char *code, const char *status, const char *indent)
{
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *reply;

    jp_client_request(talk.client, JP_SHELL, "is_complete_request",
                      json_pack("{s:s}", "code", code), id, NULL);
    reply = await(&talk, JP_SHELL, "is_complete_reply", id, 0);
    is_str(field(reply, "status"), status, "is \"%s\" complete", code);
    if (indent)
        is_str(field(reply, "indent"), indent, "its indent");
    forget(&talk);
}

static const json_t *ask(const char *type, const char *reply, const char *code, int cursor)
{
    char id[JP_MESSAGE_ID_SIZE];

    jp_client_request(talk.client, JP_SHELL, type,
                      json_pack("{s:s, s:i}", "code", code, "cursor_pos", cursor), id, NULL);
    return await(&talk, JP_SHELL, reply, id, 0);
}

static void completes_to(const char *code, int cursor, const char *first, int start)
{
    const json_t *reply = ask("complete_request", "complete_reply", code, cursor);
    const json_t *content = json_object_get(reply, "content");
    const char *match;

    if (!content)
        content = reply;
    match = json_string_value(json_array_get(json_object_get(content, "matches"), 0));
    is_str(match ? match : "", first, "\"%s\" goes on with", code);
    is_int(json_integer_value(json_object_get(content, "cursor_start")), start, "from there");
    forget(&talk);
}

static void test_introspection(void)
{
    const json_t *content, *reply;
    const char *text;

    output_is("import gc\nclass Word:\n    def spell(self, times=2, *rest): 'Says it.'\n"
              "wörd = Word()\nprint(gc.get_count()[1:])", "(0, 0)\n", "");
    completes_to("gc.get_th", 9, "get_threshold", 3);
    completes_to("1; wörd.sp + 1", 10, "spell", 8);
    completes_to("import functo", 13, "functools", 7);
    completes_to("nonl", 4, "nonlocal", 0);
    completes_to("gc.no_such", 10, "", 3);
    completes_to("f().x", 5, "", 4);

    reply = ask("inspect_request", "inspect_reply", "wörd.spell(1, ", 14);
    content = json_object_get(reply, "content") ? json_object_get(reply, "content") : reply;
    text = json_string_value(json_object_get(json_object_get(content, "data"), "text/plain"));
    ok(text && strstr(text, "(self, times=2, *rest)"), "the signature of what is called");
    ok(text && strstr(text, "Says it."), "and its documentation");
    forget(&talk);
    reply = ask("inspect_request", "inspect_reply", "no_such_name", 3);
    content = json_object_get(reply, "content") ? json_object_get(reply, "content") : reply;
    ok(json_is_false(json_object_get(content, "found")), "nothing is known of no name");
    forget(&talk);
}

/* Send the code, which prints "go" before it goes on for ever, and wait for that. */
static void start_endless(const char *code, char id[JP_MESSAGE_ID_SIZE])
{
    jp_client_execute(talk.client, code, strlen(code), NULL, id, NULL);
    await(&talk, JP_IOPUB, "stream", id, 0);
}

static void ends_interrupted(const char *id, const char *name)
{
    const json_t *reply = await(&talk, JP_SHELL, "execute_reply", id, 0);

    is_str(field(reply, "ename"), "KeyboardInterrupt", "%s", name);
    await_idle(&talk, id);
    forget(&talk);
    output_is("print('alive')", "alive\n", "");
}

static void test_interrupt(void)
{
    char id[JP_MESSAGE_ID_SIZE];

    start_endless("print('go')\nwhile True: pass", id);
    ok(jp_client_ping(talk.client, TIMEOUT), "the heart beats while a cell runs");
    jp_client_interrupt(talk.client, NULL);
    ends_interrupted(id, "a signal ends a loop");

    start_endless("print('go')\nwhile True: pass", id);
    jp_client_request(talk.client, JP_CONTROL, "interrupt_request", NULL, NULL, NULL);
    ends_interrupted(id, "a message ends a loop");
    start_endless("import time\nprint('go')\ntime.sleep(1000)", id);
    jp_client_interrupt(talk.client, NULL);
    ends_interrupted(id, "a signal ends a sleep");
    start_endless("import time\nprint('go')\ntime.sleep(1000)", id);
    jp_client_request(talk.client, JP_CONTROL, "interrupt_request", NULL, NULL, NULL);
    ends_interrupted(id, "a message ends a sleep");

    kill(jp_client_pid(talk.client), SIGINT);
    jp_client_request(talk.client, JP_CONTROL, "interrupt_request", NULL, id, NULL);
    await(&talk, JP_CONTROL, "interrupt_reply", id, 0);
    output_is("print('still')", "still\n", "");
    forget(&talk);
}

static void test_input(void)
{
    const struct jp_execute_options asking = {.allow_stdin = true};
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *reply;
    char *text;

    talk.answer = "forty-two";
    execute(&talk, "print(input('?'))", &asking, id);
    text = stream_text(&talk, "stdout", id);
    is_str(text, "forty-two\n", "input() is answered");
    free(text);
    is_str(field(await(&talk, JP_STDIN, "input_request", id, 0), "prompt"), "?", "to its prompt");
    forget(&talk);

    reply = execute(&talk, "print(input('?'))", NULL, id);
    is_str(field(reply, "status"), "error", "input() where the client does not allow it");
    forget(&talk);

    talk.answer = NULL;
    jp_client_execute(talk.client, "print(input('?'))", 17, &asking, id, NULL);
    await(&talk, JP_STDIN, "input_request", id, 0);
    jp_client_interrupt(talk.client, NULL);
    ends_interrupted(id, "a signal ends a wait for input");

    jp_client_execute(talk.client, "print(input('?'))", 17, &asking, id, NULL);
    await(&talk, JP_STDIN, "input_request", id, 0);
    jp_client_request(talk.client, JP_CONTROL, "interrupt_request", NULL, NULL, NULL);
    ends_interrupted(id, "a message ends a wait for input");
}

/* The kernel must go on after anything that is not a signed message. */
static void test_malformed(void)
{
    static const char *const parts[] = {"", "<IDS|MSG>", "0123", "{}", "{\"msg_id\":1}", "\xFF"};
    const struct jp_connection *connection = jp_client_connection(talk.client);
    void *context = zmq_ctx_new();
    struct jp_error error;

    for (int channel = 0; channel < JP_CHANNELS; channel++) {
        void *socket;

        if (channel == JP_IOPUB || channel == JP_HEARTBEAT)
            continue;
        socket = jp_socket_connect(context, connection, (enum jp_channel)channel, NULL, false,
                                   &error);
        for (int i = 0; i < 200; i++) {
            int count = 1 + i % 9;

            for (int part = 0; part < count; part++) {
                const char *text = parts[(i * 7 + part * (1 + i % 5)) % 6];

                zmq_send(socket, text, strlen(text), part + 1 < count ? ZMQ_SNDMORE : 0);
            }
        }
        zmq_close(socket);
    }
    zmq_ctx_term(context);
    output_is("print('unmoved')", "unmoved\n", "");
    jp_client_request(talk.client, JP_SHELL, "execute_request", json_object(), NULL, NULL);
    jp_client_request(talk.client, JP_SHELL, "execute_request", json_pack("{s:i}", "code", 3), NULL,
                      NULL);
    jp_client_request(talk.client, JP_SHELL, "no_such_request", NULL, NULL, NULL);
    is_str(field(await(&talk, JP_SHELL, "no_such_reply", NULL, 0), "status"), "error",
           "an unknown request is answered");
    is_str(field(await(&talk, JP_SHELL, "execute_reply", NULL, 1), "status"), "error",
           "so is one without code");
    forget(&talk);
}

static void test_comm(void)
{
    char id[JP_MESSAGE_ID_SIZE], run[JP_MESSAGE_ID_SIZE];
    const json_t *content, *data;

    jp_client_request(talk.client, JP_SHELL, "comm_open",
                      json_pack("{s:s, s:s, s:{}}", "comm_id", "c0", "target_name", "nobody",
                                "data"), id, NULL);
    is_str(field(await(&talk, JP_IOPUB, "comm_close", id, 0), "comm_id"), "c0",
           "a comm to nobody is closed");
    jp_client_request(talk.client, JP_SHELL, "comm_open",
                      json_pack("{s:s, s:s, s:{}}", "comm_id", "c1", "target_name",
                                "memoir.timeline", "data"), id, NULL);
    await_idle(&talk, id);
    is_int(count_heard(&talk, JP_IOPUB, "comm_close", id), 0, "that to the timeline is not");
    jp_client_request(talk.client, JP_SHELL, "comm_info_request", NULL, id, NULL);
    content = await(&talk, JP_SHELL, "comm_info_reply", id, 0);
    ok(json_object_get(json_object_get(content, "comms"), "c1"), "and listed");

    start_endless("print('go')\nwhile True: pass", run);
    content = await(&talk, JP_IOPUB, "comm_msg", run, 1);
    data = json_object_get(content, "data");
    is_str(field(data, "event"), "update", "it hears of a run while that goes on");
    ok(json_object_get(json_object_get(data, "timeline"), "buckets"), "by its timeline");
    jp_client_interrupt(talk.client, NULL);
    await_idle(&talk, run);
    content = await(&talk, JP_IOPUB, "comm_msg", run,
                    count_heard(&talk, JP_IOPUB, "comm_msg", run) - 1);
    is_str(field(json_object_get(content, "data"), "event"), "end", "and of its end");

    start_endless("import time\nprint('go')\ntime.sleep(1000)", run);
    data = json_object_get(await(&talk, JP_IOPUB, "comm_msg", run, 2), "data");
    is_str(field(data, "event"), "update", "also while the cell sleeps");
    jp_client_interrupt(talk.client, NULL);
    await_idle(&talk, run);

    jp_client_request(talk.client, JP_SHELL, "comm_close",
                      json_pack("{s:s, s:{}}", "comm_id", "c1", "data"), id, NULL);
    await_idle(&talk, id);
    execute(&talk, "6*7", NULL, run);
    is_int(count_heard(&talk, JP_IOPUB, "comm_msg", run), 0, "once closed it hears nothing");
    forget(&talk);
}

static void timeline_shown(const char *code, bool shown)
{
    char id[JP_MESSAGE_ID_SIZE];
    const json_t *data;

    execute(&talk, code, NULL, id);
    is_int(count_heard(&talk, JP_IOPUB, "display_data", id), shown, "%s shows %s", code,
           shown ? "its curve" : "nothing");
    if (shown && find_heard(&talk, JP_IOPUB, "display_data", id, 0)) {
        data = json_object_get(find_heard(&talk, JP_IOPUB, "display_data", id, 0)->content, "data");
        ok(strncmp(field(data, "image/png"), "iVBORw0KGgo", 11) == 0, "as picture");
        ok(field(data, "text/plain")[0], "as text: %s", field(data, "text/plain"));
        is_int(json_integer_value(json_object_get(
                   json_object_get(data, "application/vnd.memoir.timeline+json"), "version")), 1,
               "as timeline");
    }
    forget(&talk);
}

static void test_timeline(void)
{
    char id[JP_MESSAGE_ID_SIZE];

    timeline_shown("6*7", false);
    timeline_shown("x = bytearray(5000000)", true);
    timeline_shown("%timeline on\n6*7", true);
    timeline_shown("6*7", true);
    timeline_shown("%timeline off", false);
    timeline_shown("x = bytearray(5000000)", false);
    output_is("%timeline", "%timeline is off\n", "");
    is_str(field(execute(&talk, "\n %timeline sometimes", NULL, id), "ename"), "UsageError",
           "%%timeline with a word it does not know");
    output_is("%timeline auto\n\nprint('x')", "x\n", "");
    forget(&talk);
}

static void test_restart(void)
{
    struct jp_error error = {""};
    char id[JP_MESSAGE_ID_SIZE];

    is_int(jp_client_restart(talk.client, &error), 0, "restarts %s", error.text);
    is_int(jp_client_wait_ready(talk.client, TIMEOUT, &error), 0, "is ready again %s", error.text);
    forget(&talk);
    is_int(json_integer_value(json_object_get(execute(&talk, "6*7", NULL, id), "execution_count")),
           1, "and counts from 1");
    start_endless("print('go')\nwhile True: pass", id);
    forget(&talk);
}

/* More than all queues hold: the kernel waits for us, and an interrupt reaches it all the same. */
static void test_flood(void)
{
    const char *code = "print('go')\nwhile True: print('x' * 1000)";
    char id[JP_MESSAGE_ID_SIZE], interrupt[JP_MESSAGE_ID_SIZE];
    struct heard *heard;
    bool whole = true;

    start_endless(code, id);
    await(&talk, JP_IOPUB, "stream", id, 300);
    jp_client_request(talk.client, JP_CONTROL, "interrupt_request", NULL, interrupt, NULL);
    await_idle(&talk, id);
    for (int n = 1; (heard = find_heard(&talk, JP_IOPUB, "stream", id, n)); n++)
        whole = whole && strspn(field(heard->content, "text"), "x\n") ==
                             strlen(field(heard->content, "text"));
    ok(whole, "a flood of output arrives whole");
    ends_interrupted(id, "and can be interrupted");
}

static void test_much_output(void)
{
    char id[JP_MESSAGE_ID_SIZE], *text;
    struct jp_buffer wanted = {0};

    for (int i = 0; i < 100000; i++) {
        char line[16];

        jp_buffer_add(&wanted, line, (size_t)snprintf(line, sizeof(line), "%d\n", i));
    }
    execute(&talk, "for i in range(100000): print(i)", NULL, id);
    text = stream_text(&talk, "stdout", id);
    ok(strcmp(text, wanted.data) == 0, "100,000 lines arrive, in order");
    free(text);
    jp_buffer_finish(&wanted);
    forget(&talk);
}

/* A kernel must not outlive the process that started it. */
static void test_orphan(const char *kernel)
{
    int fds[2], pidfd;
    pid_t child, pid = 0;

    if (pipe(fds) < 0)
        return;
    child = fork();
    if (child == 0) {
        struct conversation own;

        if (begin(&own, kernel, JP_TCP, false)) {
            pid = jp_client_pid(own.client);
            if (write(fds[1], &pid, sizeof(pid)) != sizeof(pid))
                _exit(1);
        }
        _exit(0); /* without an end to the conversation */
    }
    close(fds[1]);
    if (!ok(read(fds[0], &pid, sizeof(pid)) == sizeof(pid), "another process starts a kernel"))
        return;
    pidfd = pidfd_open(pid, 0);
    ok(pidfd < 0 || poll(&(struct pollfd){.fd = pidfd, .events = POLLIN}, 1, TIMEOUT) == 1,
       "it ends with the process that started it");
    waitpid(child, NULL, 0);
    close(fds[0]);
    close(pidfd);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 1;
    test_orphan(argv[1]);
    if (begin(&talk, argv[1], JP_IPC, false)) {
        test_info();
        test_streams();
        test_results();
        test_history();
        test_expressions();
        test_errors();
        complete_is("%timeline on\n1+1", "complete", NULL);
        complete_is("1+1", "complete", NULL);
        complete_is("for i in x:", "incomplete", "    ");
        complete_is("?", "invalid", NULL);
        test_introspection();
        test_interrupt();
        test_input();
        test_malformed();
        test_flood();
        test_much_output();
        test_comm();
        test_timeline();
        test_restart();
        end(&talk); /* while the endless cell runs */
    }
    if (begin(&talk, argv[1], JP_TCP, true)) {
        output_is("print('over CURVE')", "over CURVE\n", "");
        end(&talk);
    }
    return done();
}
