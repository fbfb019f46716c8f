/* Both ends of the five channels, over tcp, ipc and CURVE. */
#include "protocol/heartbeat.h"
#include "protocol/socket.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>
#include <zmq.h>

static struct jp_message *receive(void *socket, const struct jp_session *session)
{
    zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
    struct jp_frames frames = {0};
    struct jp_message *message = NULL;
    struct jp_error error = {"nothing came"};

    if (zmq_poll(&item, 1, 10000) > 0 && jp_frames_receive(socket, &frames, 0) > 0)
        message = jp_message_decode(&frames, &session->signer, NULL, &error);
    ok(message != NULL, "a message came (%s)", message ? jp_message_type(message) : error.text);
    jp_frames_finish(&frames);
    return message;
}

static void converse(struct jp_connection *connection, const char *name)
{
    void *kernel_context = zmq_ctx_new(), *client_context = zmq_ctx_new();
    void *kernel[JP_CHANNELS], *client[JP_CHANNELS];
    struct jp_session ours, theirs;
    struct jp_heartbeat heartbeat;
    struct jp_message *message, *reply;
    struct jp_error error = {""};
    zmq_pollitem_t ping;
    char answer[16] = "";

    jp_session_init(&ours, connection->key, &error);
    jp_session_init(&theirs, connection->key, &error);
    for (int i = 0; i < JP_CHANNELS; i++) {
        kernel[i] = jp_socket_bind(kernel_context, connection, (enum jp_channel)i, &error);
        ok(kernel[i] && connection->ports[i] > 0, "%s: %s is bound %s", name,
           jp_channel_name((enum jp_channel)i), error.text);
    }
    for (int i = 0; i < JP_CHANNELS; i++)
        client[i] = jp_socket_connect(client_context, connection, (enum jp_channel)i, theirs.id,
                                      false, &error);

    /* A first word over stdin: a ROUTER drops what goes to a peer it has not met yet. */
    message = jp_message_create(&theirs, "input_reply", NULL, NULL);
    jp_message_send(client[JP_STDIN], message, &theirs.signer, &error);
    jp_message_destroy(message);
    jp_message_destroy(receive(kernel[JP_STDIN], &ours));

    message = jp_message_create(&theirs, "kernel_info_request", NULL, NULL);
    jp_message_send(client[JP_SHELL], message, &theirs.signer, &error);
    jp_message_destroy(message);
    message = receive(kernel[JP_SHELL], &ours);
    is_int(message->identities.count, 1, "%s: with the sender's identity", name);
    reply = jp_message_create_reply(&ours, "input_request", message, NULL);
    jp_message_destroy(message);
    jp_message_send(kernel[JP_STDIN], reply, &ours.signer, &error);
    jp_message_destroy(reply);
    message = receive(client[JP_STDIN], &theirs);
    is_str(jp_message_type(message), "input_request", "%s: stdin is routed by the shell's identity",
           name);
    jp_message_destroy(message);

    zmq_poll(&(zmq_pollitem_t){.socket = kernel[JP_IOPUB], .events = ZMQ_POLLIN}, 1, 10000);
    is_int(jp_iopub_welcome(kernel[JP_IOPUB], &ours, &error), 0, "%s: subscriptions served", name);
    message = receive(client[JP_IOPUB], &theirs);
    is_str(jp_message_type(message), "iopub_welcome", "%s: the subscriber is welcomed", name);
    is_str(json_string_value(json_object_get(message->content, "subscription")), "",
           "%s: to everything", name);
    is_int(json_object_size(message->parent_header), 0, "%s: without a parent", name);
    jp_message_destroy(message);

    is_int(jp_heartbeat_start(&heartbeat, kernel[JP_HEARTBEAT], &error), 0, "%s: heart beats",
           name);
    zmq_send(client[JP_HEARTBEAT], "ping", 4, 0);
    ping = (zmq_pollitem_t){.socket = client[JP_HEARTBEAT], .events = ZMQ_POLLIN};
    zmq_poll(&ping, 1, 10000);
    zmq_recv(client[JP_HEARTBEAT], answer, sizeof(answer) - 1, ZMQ_DONTWAIT);
    is_str(answer, "ping", "%s: the heartbeat echoes", name);

    zmq_ctx_shutdown(kernel_context);
    jp_heartbeat_join(&heartbeat);
    for (int i = 0; i < JP_CHANNELS; i++) {
        zmq_close(client[i]);
        if (i != JP_HEARTBEAT)
            zmq_close(kernel[i]);
    }
    zmq_ctx_term(kernel_context);
    zmq_ctx_term(client_context);
    jp_session_finish(&ours);
    jp_session_finish(&theirs);
}

static void test_errors(void)
{
    struct jp_connection connection;
    struct jp_error error = {""};
    void *context = zmq_ctx_new();
    void *first, *second;

    jp_connection_init(&connection, &error);
    first = jp_socket_bind(context, &connection, JP_SHELL, &error);
    second = jp_socket_bind(context, &connection, JP_SHELL, &error);
    ok(first && !second, "a port in use is an error: %s", error.text);
    strcpy(connection.ip, "not an address");
    ok(!jp_socket_bind(context, &connection, JP_SHELL, &error), "so is a bad address: %s",
       error.text);
    zmq_close(first);
    zmq_ctx_term(context);
}

int main(void)
{
    char folder[] = "/tmp/memoir-test-XXXXXX", left[256];
    struct jp_connection connection;

    jp_connection_init(&connection, NULL);
    converse(&connection, "tcp");

    jp_connection_init(&connection, NULL);
    jp_connection_make_curve_keys(&connection, NULL);
    converse(&connection, "curve");

    if (!mkdtemp(folder))
        return 1;
    jp_connection_init(&connection, NULL);
    connection.transport = JP_IPC;
    snprintf(connection.ip, sizeof(connection.ip), "%s/k", folder);
    converse(&connection, "ipc");
    for (int i = 0; i < JP_CHANNELS; i++) {
        snprintf(left, sizeof(left), "%s/k-%d", folder, connection.ports[i]);
        unlink(left);
    }
    rmdir(folder);
    test_errors();
    return done();
}
