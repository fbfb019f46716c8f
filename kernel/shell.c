/* The main thread's loop: requests on shell, each between a busy and an idle. */
#include "kernel/kernel.h"
#include "kernel/introspect.h"
#include "kernel/magic.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

/* After a failed cell, requests that are already on their way are still waited for: clients send
 * all cells at once, and what follows a failure must not run. */
#define ABORT_GRACE_MS 5

void mk_publish(struct mk_kernel *kernel, const char *type, json_t *content)
{
    mk_iopub_publish(kernel->iopub, type, kernel->request ? kernel->request->header : NULL,
                     content);
}

void mk_reply(struct mk_kernel *kernel, const char *type, json_t *content)
{
    struct jp_message *message = jp_message_create_reply(&kernel->session, type, kernel->request,
                                                         content);
    struct jp_error error = {"not enough memory"};

    if (!message || jp_message_send(kernel->shell, message, &kernel->session.signer, &error) < 0)
        mk_log("shell: %s: %s", type, error.text);
    jp_message_destroy(message);
}

static void publish_status(struct mk_kernel *kernel, const char *state)
{
    mk_publish(kernel, "status", json_pack("{s:s}", "execution_state", state));
}

static void answer_info(struct mk_kernel *kernel, const struct jp_message *request)
{
    mk_reply(kernel, "kernel_info_reply", mk_info_content());
}

static void answer_is_complete(struct mk_kernel *kernel, const struct jp_message *request)
{
    size_t length, magic;
    const char *code = jp_json_text_value(json_object_get(request->content, "code"), &length);
    const char *indent = "";

    if (!code) {
        mk_reply(kernel, "is_complete_reply", json_pack("{s:s}", "status", "unknown"));
        return;
    }
    magic = mk_magic_end(code, length);
    switch (mr_is_complete(code + magic, length - magic, &indent)) {
    case MR_COMPLETE:
        mk_reply(kernel, "is_complete_reply", json_pack("{s:s}", "status", "complete"));
        break;
    case MR_INCOMPLETE:
        mk_reply(kernel, "is_complete_reply",
                 json_pack("{s:s, s:s}", "status", "incomplete", "indent", indent ? indent : ""));
        break;
    default:
        mk_reply(kernel, "is_complete_reply", json_pack("{s:s}", "status", "invalid"));
    }
}

static void answer_shutdown(struct mk_kernel *kernel, const struct jp_message *request)
{
    bool restart = json_is_true(json_object_get(request->content, "restart"));

    mk_reply(kernel, "shutdown_reply",
             json_pack("{s:s, s:b}", "status", "ok", "restart", restart));
    mk_publish(kernel, "shutdown_reply",
               json_pack("{s:s, s:b}", "status", "ok", "restart", restart));
    atomic_store(&kernel->stopping, true);
}

static void answer_unknown(struct mk_kernel *kernel, const struct jp_message *request)
{
    const char *type = jp_message_type(request);
    size_t length = strlen(type);
    char name[128];

    if (length <= 8 || length >= sizeof(name) || strcmp(type + length - 8, "_request") != 0) {
        mk_log("shell: nothing is known of %s", type);
        return;
    }
    memcpy(name, type, length - 8);
    strcpy(name + length - 8, "_reply");
    mk_reply(kernel, name, mk_error_content("NotImplementedError", "not supported by this kernel"));
}

static void dispatch(struct mk_kernel *kernel, const struct jp_message *request)
{
    static const struct {
        const char *type;
        void (*answer)(struct mk_kernel *, const struct jp_message *);
    } table[] = {
        {"execute_request", mk_execute},
        {"kernel_info_request", answer_info},
        {"is_complete_request", answer_is_complete},
        {"complete_request", mk_answer_complete},
        {"inspect_request", mk_answer_inspect},
        {"comm_open", mk_comm_open},
        {"comm_msg", mk_comm_message},
        {"comm_close", mk_comm_close},
        {"comm_info_request", mk_comm_info},
        {"shutdown_request", answer_shutdown},
    };
    void (*answer)(struct mk_kernel *, const struct jp_message *) = answer_unknown;

    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        if (strcmp(table[i].type, jp_message_type(request)) == 0)
            answer = table[i].answer;
    }
    kernel->request = request;
    publish_status(kernel, "busy");
    answer(kernel, request);
    publish_status(kernel, "idle");
    mk_iopub_flush(kernel->iopub);
    kernel->request = NULL;
}

/* The next message on shell that is in order, owned; NULL: none is there. */
static struct jp_message *receive(struct mk_kernel *kernel)
{
    while (jp_frames_receive(kernel->shell, &kernel->frames, ZMQ_DONTWAIT) > 0) {
        struct jp_error error;
        struct jp_message *message = jp_message_decode(&kernel->frames, &kernel->session.signer,
                                                       &kernel->replays, &error);

        if (message)
            return message;
        mk_log_dropped("shell", &kernel->dropped, &error);
    }
    return NULL;
}

static void keep_waiting(struct mk_kernel *kernel, struct jp_message *message)
{
    if (kernel->waiting_count == kernel->waiting_capacity) {
        size_t capacity = kernel->waiting_capacity ? kernel->waiting_capacity * 2 : 8;
        struct jp_message **items = realloc(kernel->waiting, capacity * sizeof(*items));

        if (!items) {
            mk_log("shell: not enough memory to keep %s", jp_message_type(message));
            jp_message_destroy(message);
            return;
        }
        kernel->waiting = items;
        kernel->waiting_capacity = capacity;
    }
    kernel->waiting[kernel->waiting_count++] = message;
}

static struct jp_message *take_waiting(struct mk_kernel *kernel)
{
    struct jp_message *first;

    if (kernel->waiting_count == 0)
        return NULL;
    first = kernel->waiting[0];
    kernel->waiting_count--;
    memmove(kernel->waiting, kernel->waiting + 1, kernel->waiting_count * sizeof(first));
    return first;
}

static void abort_one(struct mk_kernel *kernel, const struct jp_message *request)
{
    json_t *content = mk_error_content("Aborted", "not executed: an earlier cell failed");

    json_object_set_new(content, "execution_count", json_integer(kernel->execution_count));
    json_object_set_new(content, "user_expressions", json_object());
    json_object_set_new(content, "payload", json_array());
    kernel->request = request;
    publish_status(kernel, "busy");
    mk_reply(kernel, "execute_reply", content);
    publish_status(kernel, "idle");
    kernel->request = NULL;
}

void mk_collect_queued(struct mk_kernel *kernel)
{
    zmq_pollitem_t item = {.socket = kernel->shell, .events = ZMQ_POLLIN};

    while (zmq_poll(&item, 1, ABORT_GRACE_MS) > 0) {
        struct jp_message *message;

        while ((message = receive(kernel)))
            keep_waiting(kernel, message);
    }
    kernel->abort_waiting = true;
}

/* Answer the execute_requests among those that wait; the others get their turn. */
static void abort_waiting(struct mk_kernel *kernel)
{
    size_t kept = 0;

    for (size_t i = 0; i < kernel->waiting_count; i++) {
        struct jp_message *message = kernel->waiting[i];

        if (strcmp(jp_message_type(message), "execute_request") == 0) {
            abort_one(kernel, message);
            jp_message_destroy(message);
        } else {
            kernel->waiting[kept++] = message;
        }
    }
    mk_iopub_flush(kernel->iopub);
    kernel->waiting_count = kept;
    kernel->abort_waiting = false;
}

void mk_shell_serve(struct mk_kernel *kernel)
{
    while (!atomic_load(&kernel->stopping)) {
        zmq_pollitem_t items[2] = {
            {.socket = kernel->shell, .events = ZMQ_POLLIN},
            {.fd = kernel->wake_fd, .events = ZMQ_POLLIN},
        };
        struct jp_message *request = take_waiting(kernel);

        if (!request)
            request = receive(kernel);
        if (request) {
            dispatch(kernel, request);
            jp_message_destroy(request);
            if (kernel->abort_waiting)
                abort_waiting(kernel);
        } else if (zmq_poll(items, 2, -1) < 0 && zmq_errno() == ETERM) {
            break;
        } else if (items[1].revents & ZMQ_POLLIN) {
            mk_kernel_drain_wake(kernel);
        }
    }
}
