#include "protocol/socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

/* Time for the last messages (a shutdown_reply) to leave when the process ends. */
#define LINGER_MS 1000
/* Messages that libzmq keeps for each client on iopub. */
#define IOPUB_MARK 200

static int set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof(value));
}

static int set_kernel_options(void *socket, const struct jp_connection *connection,
                              enum jp_channel channel)
{
    if (channel == JP_IOPUB) {
        /* Verbose: every subscription is seen, so that every subscriber is welcomed. No drop: the
         * sender waits at the high-water mark instead of losing output; so the mark is low, lest
         * the output of a cell that floods be kept in the memory of its own kernel. */
        if (set_int(socket, ZMQ_XPUB_VERBOSE, 1) < 0 || set_int(socket, ZMQ_XPUB_NODROP, 1) < 0 ||
            set_int(socket, ZMQ_SNDHWM, IOPUB_MARK) < 0)
            return -1;
    } else if (set_int(socket, ZMQ_ROUTER_HANDOVER, 1) < 0) {
        return -1;
    }
    if (connection->curve_public[0] &&
        (set_int(socket, ZMQ_CURVE_SERVER, 1) < 0 ||
         zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, connection->curve_secret, 41) < 0))
        return -1;
    return 0;
}

static int set_client_options(void *socket, const struct jp_connection *connection,
                              enum jp_channel channel, const char *identity, bool starting)
{
    char public_key[41], secret_key[41];

    if (starting && (set_int(socket, ZMQ_RECONNECT_IVL, 1) < 0 ||
                     set_int(socket, ZMQ_RECONNECT_IVL_MAX, 4) < 0))
        return -1;
    if (channel == JP_IOPUB) {
        /* libzmq's limit of a thousand messages stays: a client that falls behind slows a kernel
         * that floods it (memoir's waits; others drop) instead of running out of memory. */
        if (zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) < 0)
            return -1;
    } else if (channel == JP_HEARTBEAT) {
        if (set_int(socket, ZMQ_REQ_RELAXED, 1) < 0 || set_int(socket, ZMQ_REQ_CORRELATE, 1) < 0)
            return -1;
    } else if (identity) {
        if (zmq_setsockopt(socket, ZMQ_ROUTING_ID, identity, strlen(identity)) < 0)
            return -1;
    }
    if (connection->curve_public[0] &&
        (zmq_curve_keypair(public_key, secret_key) < 0 ||
         zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, connection->curve_public, 41) < 0 ||
         zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, public_key, 41) < 0 ||
         zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, secret_key, 41) < 0))
        return -1;
    return 0;
}

static void *open_socket(void *context, const struct jp_connection *connection, int type,
                         struct jp_error *error)
{
    bool v6 = connection->transport == JP_TCP && strchr(connection->ip, ':');
    void *socket = zmq_socket(context, type);

    if (!socket || set_int(socket, ZMQ_LINGER, LINGER_MS) < 0 ||
        set_int(socket, ZMQ_IPV6, v6) < 0) {
        jp_fail(error, "cannot open a socket: %s", zmq_strerror(zmq_errno()));
        if (socket)
            zmq_close(socket);
        return NULL;
    }
    return socket;
}

/* libzmq would unlink a socket file that exists, whoever listens there. */
static int choose_ipc_port(struct jp_connection *connection, enum jp_channel channel)
{
    char endpoint[JP_ENDPOINT_MAX];

    for (int port = 1; port < 65536; port++) {
        connection->ports[channel] = port;
        jp_connection_endpoint(connection, channel, endpoint);
        if (access(endpoint + strlen("ipc://"), F_OK) < 0 && errno == ENOENT)
            return 0;
    }
    connection->ports[channel] = 0;
    errno = EADDRINUSE;
    return -1;
}

static int bind_to_any_port(void *socket, struct jp_connection *connection,
                            enum jp_channel channel)
{
    char endpoint[JP_ENDPOINT_MAX];
    size_t length = sizeof(endpoint);
    const char *colon;

    if (connection->transport == JP_IPC) {
        if (choose_ipc_port(connection, channel) < 0)
            return -1;
        jp_connection_endpoint(connection, channel, endpoint);
        return zmq_bind(socket, endpoint);
    }
    jp_connection_endpoint(connection, channel, endpoint);
    if (zmq_bind(socket, endpoint) < 0 ||
        zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &length) < 0)
        return -1;
    colon = strrchr(endpoint, ':');
    connection->ports[channel] = colon ? atoi(colon + 1) : 0;
    return 0;
}

void *jp_socket_bind(void *context, struct jp_connection *connection, enum jp_channel channel,
                     struct jp_error *error)
{
    char endpoint[JP_ENDPOINT_MAX];
    int type = channel == JP_IOPUB ? ZMQ_XPUB : ZMQ_ROUTER;
    void *socket = open_socket(context, connection, type, error);
    int result;

    if (!socket)
        return NULL;
    jp_connection_endpoint(connection, channel, endpoint);
    if (set_kernel_options(socket, connection, channel) < 0) {
        jp_fail(error, "cannot set up the %s socket: %s", jp_channel_name(channel),
                zmq_strerror(zmq_errno()));
        zmq_close(socket);
        return NULL;
    }
    if (connection->ports[channel] == 0)
        result = bind_to_any_port(socket, connection, channel);
    else
        result = zmq_bind(socket, endpoint);
    if (result < 0) {
        jp_fail(error, "cannot listen on %s (%s): %s", endpoint, jp_channel_name(channel),
                zmq_strerror(zmq_errno()));
        zmq_close(socket);
        return NULL;
    }
    return socket;
}

void *jp_socket_connect(void *context, const struct jp_connection *connection,
                        enum jp_channel channel, const char *identity, bool starting,
                        struct jp_error *error)
{
    struct jp_connection reachable = *connection;
    char endpoint[JP_ENDPOINT_MAX];
    int type = channel == JP_IOPUB ? ZMQ_SUB : channel == JP_HEARTBEAT ? ZMQ_REQ : ZMQ_DEALER;
    void *socket = open_socket(context, connection, type, error);

    if (!socket)
        return NULL;
    /* A kernel that listens on every interface is reached on the loopback one. */
    if (connection->transport == JP_TCP &&
        (strcmp(connection->ip, "*") == 0 || strcmp(connection->ip, "0.0.0.0") == 0))
        strcpy(reachable.ip, "127.0.0.1");
    jp_connection_endpoint(&reachable, channel, endpoint);
    if (set_client_options(socket, connection, channel, identity, starting) < 0 ||
        zmq_connect(socket, endpoint) < 0) {
        jp_fail(error, "cannot connect to %s (%s): %s", endpoint, jp_channel_name(channel),
                zmq_strerror(zmq_errno()));
        zmq_close(socket);
        return NULL;
    }
    return socket;
}

void jp_socket_disconnect(void *socket)
{
    char endpoint[JP_ENDPOINT_MAX];
    size_t size = sizeof(endpoint);

    if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0)
        zmq_disconnect(socket, endpoint);
}

int jp_frames_receive(void *socket, struct jp_frames *frames, int flags)
{
    zmq_msg_t part;
    int more;

    jp_frames_clear(frames);
    do {
        int added;

        zmq_msg_init(&part);
        while (zmq_msg_recv(&part, socket, flags) < 0) {
            int reason = zmq_errno();

            /* Parts of a message arrive together: an interrupt between them is no end. */
            if (reason == EINTR && frames->count > 0)
                continue;
            zmq_msg_close(&part);
            jp_frames_clear(frames);
            return reason == EAGAIN || reason == EINTR ? 0 : -1;
        }
        added = jp_frames_add(frames, zmq_msg_data(&part), zmq_msg_size(&part));
        more = zmq_msg_more(&part);
        zmq_msg_close(&part);
        if (added < 0)
            return -1;
    } while (more);
    return 1;
}

int jp_frames_send(void *socket, const struct jp_frames *frames, int flags)
{
    for (size_t i = 0; i < frames->count; i++) {
        int more = i + 1 < frames->count ? ZMQ_SNDMORE : 0;

        while (zmq_send(socket, frames->items[i].data, frames->items[i].length, flags | more) <
               0) {
            if (zmq_errno() == EINTR)
                continue;
            return -1;
        }
    }
    return 0;
}

int jp_message_send(void *socket, const struct jp_message *message,
                    const struct jp_signer *signer, struct jp_error *error)
{
    struct jp_frames frames = {0};
    int result;

    result = jp_message_encode(message, signer, &frames, error);
    if (result == 0 && jp_frames_send(socket, &frames, 0) < 0)
        result = jp_fail(error, "cannot send %s: %s", jp_message_type(message),
                         zmq_strerror(zmq_errno()));
    jp_frames_finish(&frames);
    return result;
}

int jp_iopub_welcome(void *socket, struct jp_session *session, struct jp_error *error)
{
    struct jp_frames frames = {0};
    int result = 0;

    while (result == 0 && jp_frames_receive(socket, &frames, ZMQ_DONTWAIT) > 0) {
        const unsigned char *event = frames.items[0].data;
        size_t length = frames.items[0].length;
        struct jp_message *welcome;
        json_t *topic;

        if (length == 0 || event[0] != 1)
            continue;
        topic = json_stringn((const char *)event + 1, length - 1);
        if (!topic)
            continue;
        welcome = jp_message_create(session, "iopub_welcome", NULL,
                                    json_pack("{s:o}", "subscription", topic));
        if (welcome && jp_frames_add(&welcome->identities, event + 1, length - 1) == 0)
            result = jp_message_send(socket, welcome, &session->signer, error);
        else
            result = jp_fail(error, "not enough memory for a welcome");
        jp_message_destroy(welcome);
    }
    jp_frames_finish(&frames);
    return result;
}
