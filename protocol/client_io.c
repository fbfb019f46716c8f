/* The client's sockets: sending requests, receiving and handing on what comes. */
#include "protocol/client_private.h"

#include "protocol/json.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

int jp_client_open_sockets(struct jp_client *client, struct jp_error *error)
{
    if (jp_session_init(&client->session, client->connection.key, error) < 0)
        return -1;
    client->context = zmq_ctx_new();
    if (!client->context)
        return jp_fail(error, "cannot start libzmq: %s", zmq_strerror(zmq_errno()));
    for (int channel = 0; channel < JP_CHANNELS; channel++) {
        client->sockets[channel] = jp_socket_connect(client->context, &client->connection,
                                                     (enum jp_channel)channel,
                                                     client->session.id,
                                                     client->process.pid != 0, error);
        if (!client->sockets[channel])
            return -1;
    }
    return 0;
}

void jp_client_close_sockets(struct jp_client *client)
{
    static const int no_linger = 0;

    for (int channel = 0; channel < JP_CHANNELS; channel++) {
        if (!client->sockets[channel])
            continue;
        zmq_setsockopt(client->sockets[channel], ZMQ_LINGER, &no_linger, sizeof(no_linger));
        zmq_close(client->sockets[channel]);
        client->sockets[channel] = NULL;
    }
    if (client->context)
        zmq_ctx_term(client->context);
    client->context = NULL;
}

void jp_client_set_handler(struct jp_client *client, jp_client_handler handler, void *data)
{
    client->handler = handler;
    client->handler_data = data;
}

/* Heartbeat answers are read by jp_client_ping() alone. */
static const enum jp_channel watched[] = {JP_SHELL, JP_IOPUB, JP_STDIN, JP_CONTROL};
#define WATCHED 4

int jp_client_fds(const struct jp_client *client, int fds[JP_CLIENT_FDS])
{
    int count = 0;

    for (int i = 0; i < WATCHED; i++) {
        size_t size = sizeof(fds[0]);

        if (zmq_getsockopt(client->sockets[watched[i]], ZMQ_FD, &fds[count], &size) == 0)
            count++;
    }
    if (client->process.fd >= 0)
        fds[count++] = client->process.fd;
    return count;
}

static bool readable(void *socket)
{
    int events = 0;
    size_t size = sizeof(events);

    return zmq_getsockopt(socket, ZMQ_EVENTS, &events, &size) == 0 && (events & ZMQ_POLLIN);
}

static bool death_to_tell(struct jp_client *client)
{
    return client->process.pid && !client->death_told && jp_process_ended(&client->process);
}

bool jp_client_pending(struct jp_client *client)
{
    for (int i = 0; i < WATCHED; i++) {
        if (readable(client->sockets[watched[i]]))
            return true;
    }
    return death_to_tell(client);
}

/* What jp_client_run() and jp_client_wait_ready() look for. */
static void observe(struct jp_client *client, enum jp_channel channel,
                    const struct jp_message *message)
{
    const char *type = jp_message_type(message);

    if (channel == JP_IOPUB)
        client->iopub_seen = true;
    if (channel == JP_SHELL && strcmp(type, "kernel_info_reply") == 0) {
        if (client->ready_ns < 0)
            client->ready_ns = jp_now_ns() - client->started_ns;
        json_decref(client->kernel_info);
        client->kernel_info = json_incref(message->content);
    }
    if (!client->run_id || strcmp(jp_message_parent_id(message), client->run_id) != 0)
        return;
    if (channel == JP_SHELL && strcmp(type, "execute_reply") == 0) {
        json_decref(client->run_reply);
        client->run_reply = json_incref(message->content);
    } else if (channel == JP_IOPUB && strcmp(type, "status") == 0) {
        const char *state = json_string_value(json_object_get(message->content,
                                                              "execution_state"));

        client->run_idle = client->run_idle || (state && strcmp(state, "idle") == 0);
    } else if (channel == JP_IOPUB && client->run_outputs) {
        if (jp_outputs_add(client->run_outputs, message) < 0)
            client->run_failed = true;
    }
}

/* 1 when a message was there, good or not. */
static int receive_one(struct jp_client *client, enum jp_channel channel)
{
    struct jp_message *message;

    if (jp_frames_receive(client->sockets[channel], &client->frames, ZMQ_DONTWAIT) <= 0)
        return 0;
    message = jp_message_decode(&client->frames, &client->session.signer, &client->replays, NULL);
    if (!message) {
        client->dropped++;
        return 1;
    }
    observe(client, channel, message);
    if (client->handler)
        client->handler(client->handler_data, channel, message);
    jp_message_destroy(message);
    return 1;
}

int jp_client_dispatch(struct jp_client *client, int budget)
{
    int handled = 0, before;

    do {
        before = handled;
        for (int i = 0; i < WATCHED && handled < budget; i++)
            handled += receive_one(client, watched[i]);
    } while (handled > before && handled < budget);
    if (handled < budget && death_to_tell(client)) {
        client->death_told = true;
        handled++;
        for (int channel = 0; channel < JP_CHANNELS; channel++)
            jp_socket_disconnect(client->sockets[channel]);
        if (client->handler)
            client->handler(client->handler_data, JP_SHELL, NULL);
    }
    return handled;
}

int jp_client_wait(struct jp_client *client, int timeout_ms)
{
    zmq_pollitem_t items[WATCHED + 1] = {{0}};
    int count = WATCHED;

    for (int i = 0; i < WATCHED; i++)
        items[i] = (zmq_pollitem_t){.socket = client->sockets[watched[i]], .events = ZMQ_POLLIN};
    if (client->process.fd >= 0 && !client->death_told)
        items[count++] = (zmq_pollitem_t){.fd = client->process.fd, .events = ZMQ_POLLIN};
    return zmq_poll(items, count, timeout_ms) > 0;
}

static int send_message(struct jp_client *client, enum jp_channel channel,
                        struct jp_message *message, char id[JP_MESSAGE_ID_SIZE],
                        struct jp_error *error)
{
    int result;

    if (!message)
        return jp_fail(error, "not enough memory for a message");
    if (id)
        snprintf(id, JP_MESSAGE_ID_SIZE, "%s", jp_message_id(message));
    result = jp_message_send(client->sockets[channel], message, &client->session.signer, error);
    jp_message_destroy(message);
    return result;
}

int jp_client_request(struct jp_client *client, enum jp_channel channel, const char *type,
                      json_t *content, char id[JP_MESSAGE_ID_SIZE], struct jp_error *error)
{
    return send_message(client, channel, jp_message_create(&client->session, type, NULL, content),
                        id, error);
}

int jp_client_execute(struct jp_client *client, const char *code, size_t length,
                      const struct jp_execute_options *options, char id[JP_MESSAGE_ID_SIZE],
                      struct jp_error *error)
{
    static const struct jp_execute_options defaults;
    json_t *expressions, *content;

    if (!options)
        options = &defaults;
    expressions = options->user_expressions ? json_incref(options->user_expressions)
                                            : json_object();
    content = json_pack("{s:o, s:b, s:b, s:o, s:b, s:b}", "code", jp_json_text(code, length),
                        "silent", options->silent, "store_history",
                        !options->silent && !options->no_history, "user_expressions", expressions,
                        "allow_stdin", options->allow_stdin, "stop_on_error",
                        !options->go_on_after_error);
    if (!content)
        return jp_fail(error, "not enough memory for a message");
    return jp_client_request(client, JP_SHELL, "execute_request", content, id, error);
}

int jp_client_answer_input(struct jp_client *client, const struct jp_message *request,
                           const char *text, struct jp_error *error)
{
    json_t *content = json_pack("{s:o}", "value", jp_json_text(text, strlen(text)));

    return send_message(client, JP_STDIN, jp_message_create(&client->session, "input_reply",
                                                            request->header, content),
                        NULL, error);
}

int jp_client_interrupt(struct jp_client *client, struct jp_error *error)
{
    if (client->interrupt_by_message)
        return jp_client_request(client, JP_CONTROL, "interrupt_request", NULL, NULL, error);
    jp_process_signal(&client->process, SIGINT);
    return 0;
}
