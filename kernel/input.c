/* input(): ask the client that sent the request, over the stdin channel. */
#include "kernel/kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

static struct jp_message *receive(struct mk_kernel *kernel)
{
    struct jp_error error;
    struct jp_message *message;

    if (jp_frames_receive(kernel->input, &kernel->frames, ZMQ_DONTWAIT) <= 0)
        return NULL;
    message = jp_message_decode(&kernel->frames, &kernel->session.signer, &kernel->replays,
                                &error);
    if (!message)
        mk_log_dropped("stdin", &kernel->dropped, &error);
    return message;
}

/* An answer to a question of a cell that was interrupted must not answer this one. */
static void drop_stale_replies(struct mk_kernel *kernel)
{
    zmq_pollitem_t item = {.socket = kernel->input, .events = ZMQ_POLLIN};

    while (zmq_poll(&item, 1, 0) > 0)
        jp_message_destroy(receive(kernel));
}

static bool ask(struct mk_kernel *kernel, const char *prompt, bool password)
{
    json_t *content = json_pack("{s:o, s:b}", "prompt", jp_json_text(prompt, strlen(prompt)),
                                "password", password);
    struct jp_message *message = jp_message_create_reply(&kernel->session, "input_request",
                                                         kernel->request, content);
    struct jp_error error = {"not enough memory"};
    bool sent = message &&
                jp_message_send(kernel->input, message, &kernel->session.signer, &error) == 0;

    if (!sent)
        mk_log("stdin: %s", error.text);
    jp_message_destroy(message);
    return sent;
}

/* The reply's text, malloc'd; NULL when interrupted or stopping. */
static char *wait_for_reply(struct mk_kernel *kernel)
{
    while (!atomic_load(&kernel->interrupted) && !atomic_load(&kernel->stopping)) {
        zmq_pollitem_t items[2] = {
            {.socket = kernel->input, .events = ZMQ_POLLIN},
            {.fd = kernel->wake_fd, .events = ZMQ_POLLIN},
        };
        struct jp_message *message;
        const char *text;
        size_t length;
        char *line;

        /* A signal that comes just before the poll is not lost: its handler writes wake_fd. */
        if (zmq_poll(items, 2, -1) < 0)
            continue;
        message = receive(kernel);
        if (!message)
            continue;
        text = strcmp(jp_message_type(message), "input_reply") == 0
                   ? jp_json_text_value(json_object_get(message->content, "value"), &length)
                   : NULL;
        line = text ? strndup(text, length) : NULL;
        jp_message_destroy(message);
        if (line)
            return line;
    }
    return NULL;
}

char *mk_hook_input(void *user, const char *prompt, bool password, const char **error)
{
    struct mk_kernel *kernel = user;
    char *line;

    *error = NULL;
    if (!kernel->request || !kernel->allow_stdin) {
        *error = "input() is not possible: this client does not answer questions";
        return NULL;
    }
    /* What was printed before the question must be read before it. */
    mk_iopub_flush(kernel->iopub);
    drop_stale_replies(kernel);
    if (!ask(kernel, prompt ? prompt : "", password)) {
        *error = "input() is not possible: the question could not be sent";
        return NULL;
    }
    line = wait_for_reply(kernel);
    if (!line)
        *error = "interrupted while waiting for input";
    return line;
}
