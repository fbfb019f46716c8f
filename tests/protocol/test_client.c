/* The client against a real kernel: Debian's ipykernel, where it is installed. */
#include "protocol/client.h"
#include "tests/tap.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#define TIMEOUT 60000

static int inputs_asked;

static void answer(void *data, enum jp_channel channel, const struct jp_message *message)
{
    struct jp_client *client = data;

    if (!message || channel != JP_STDIN)
        return;
    inputs_asked++;
    jp_client_answer_input(client, message, "forty-two", NULL);
}

static void run(struct jp_client *client, const char *code, bool allow_stdin, const char *status,
                struct jp_outputs *outputs)
{
    /* After an error ipykernel refuses what comes within a moment, unless told not to. */
    const struct jp_execute_options options = {.allow_stdin = allow_stdin,
                                               .go_on_after_error = true};
    struct jp_error error = {""};
    json_t *reply = NULL;

    if (jp_client_run(client, code, strlen(code), &options, outputs, &reply, TIMEOUT, &error) < 0)
        ok(false, "%s: %s", code, error.text);
    else
        is_str(json_string_value(json_object_get(reply, "status")), status, "%s", code);
    json_decref(reply);
}

static const char *output_text(struct jp_outputs *outputs, size_t index)
{
    json_t *output = json_array_get(jp_outputs_list(outputs), index);
    const char *text = json_string_value(json_object_get(output, "text"));

    return text ? text : "";
}

struct count {
    char request[JP_MESSAGE_ID_SIZE];
    int streams;
    bool idle;
};

static void count(void *data, enum jp_channel channel, const struct jp_message *message)
{
    struct count *counted = data;
    const char *state;

    if (!message || channel != JP_IOPUB || strcmp(jp_message_parent_id(message), counted->request))
        return;
    counted->streams += strcmp(jp_message_type(message), "stream") == 0;
    state = json_string_value(json_object_get(message->content, "execution_state"));
    counted->idle = counted->idle || (state && strcmp(state, "idle") == 0);
}

/* As a main loop does it: sleep in poll() on the descriptors, a few messages each time. */
static void test_main_loop(struct jp_client *client)
{
    const char *code = "from sys import stdout\n"
                       "for i in range(500):\n"
                       "    print(i); stdout.flush()\n";
    struct count counted = {0};
    int fds[JP_CLIENT_FDS];
    bool stalled = false;

    jp_client_set_handler(client, count, &counted);
    jp_client_execute(client, code, strlen(code), NULL, counted.request, NULL);
    while (!counted.idle && !stalled) {
        struct pollfd items[JP_CLIENT_FDS];
        int n = jp_client_fds(client, fds);

        for (int i = 0; i < n; i++)
            items[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
        if (!jp_client_pending(client))
            stalled = poll(items, (nfds_t)n, TIMEOUT) <= 0;
        jp_client_dispatch(client, 7);
    }
    ok(!stalled, "a burst is handled in a main loop without a stall");
    ok(counted.streams > 1, "in %d messages", counted.streams);
    jp_client_set_handler(client, NULL, NULL);
}

static void converse(const struct jp_kernelspec *spec, enum jp_transport transport)
{
    const struct jp_client_options options = {.transport = transport};
    struct jp_error error = {""};
    struct jp_client *client = jp_client_launch(spec, &options, &error);
    struct jp_outputs outputs;
    char how[128], name[] = "import os; os.kill(os.getpid(), 9)";

    if (!ok(client != NULL, "started %s", error.text))
        return;
    is_int(jp_client_wait_ready(client, TIMEOUT, &error), 0, "ready %s", error.text);
    ok(jp_client_ready_ns(client) > 0, "and knows how long it took");
    ok(json_object_get(jp_client_kernel_info(client), "language_info"), "and what the kernel is");
    ok(jp_client_ping(client, TIMEOUT), "the heart beats");

    jp_outputs_init(&outputs, &error);
    run(client, "print('a'); print('b')\n6*7", false, "ok", &outputs);
    is_str(output_text(&outputs, 0), "a\nb\n", "its output");
    is_int(json_array_size(jp_outputs_list(&outputs)), 2, "and its result");
    run(client, "1/0", false, "error", &outputs);
    jp_outputs_finish(&outputs);

    test_main_loop(client);
    jp_client_set_handler(client, answer, client);
    jp_outputs_init(&outputs, &error);
    run(client, "print(input('?'))", true, "ok", &outputs);
    is_int(inputs_asked, 1, "it asked for input");
    is_str(output_text(&outputs, 0), "forty-two\n", "and got the answer");
    jp_outputs_finish(&outputs);

    is_int(jp_client_restart(client, &error), 0, "restarted %s", error.text);
    is_int(jp_client_wait_ready(client, TIMEOUT, &error), 0, "ready again %s", error.text);
    run(client, "2", false, "ok", NULL);
    is_int(jp_client_dropped(client), 0, "every message verified");

    is_int(jp_client_run(client, name, strlen(name), NULL, NULL, NULL, TIMEOUT, &error), -1,
           "a kernel that dies: %s", error.text);
    ok(strstr(error.text, "signal 9"), "says by which signal");
    ok(!jp_client_alive(client), "and is known to be dead");
    jp_client_describe_end(client, how, sizeof(how));
    is_str(how, "was killed by signal 9 (Killed)", "with its status");
    jp_client_destroy(client);
    inputs_asked = 0;
}

static void test_no_kernel(void)
{
    const char *const missing[] = {"/nonexistent/kernel", NULL};
    const char *const wrong[] = {"/bin/false", "{connection_file}", NULL};
    struct jp_error error = {""};
    struct jp_client *client;

    client = jp_client_launch_argv(missing, NULL, &error);
    ok(!client, "a program that is not there: %s", error.text);
    client = jp_client_launch_argv(wrong, NULL, &error);
    ok(client != NULL, "a program that ends at once is started");
    is_int(jp_client_wait_ready(client, TIMEOUT, &error), -1, "but: %s", error.text);
    is_str(error.text, "the kernel ended with status 1", "says how it ended");
    jp_client_destroy(client);
}

int main(void)
{
    struct jp_error error;
    struct jp_kernelspec *spec;

    setenv("JUPYTER_DATA_DIR", "/nonexistent", 1);
    setenv("HOME", "/tmp", 1);
    test_no_kernel();
    spec = jp_kernelspec_find("python3", &error);
    if (!spec || access("/usr/share/jupyter/kernels/python3/kernel.json", F_OK) < 0) {
        printf("ok %d # SKIP python3-ipykernel is not installed\n", ++tap_count);
        jp_kernelspec_destroy(spec);
        return done();
    }
    converse(spec, JP_TCP);
    converse(spec, JP_IPC);
    jp_kernelspec_destroy(spec);
    return done();
}
