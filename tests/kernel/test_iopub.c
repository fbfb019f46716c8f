/* The publishing thread: order, joined streams, nothing lost at the end. */
#include "kernel/iopub.h"
#include "protocol/json.h"
#include "protocol/socket.h"
#include "tests/tap.h"

#include <zmq.h>

#define TIMEOUT 60000

static struct jp_session session;
static void *subscriber;

/* The next message as "type:text" (of a stream) or "type". */
static const char *next(void)
{
    static char line[600];
    zmq_pollitem_t item = {.socket = subscriber, .events = ZMQ_POLLIN};
    struct jp_frames frames = {0};
    struct jp_message *message = NULL;
    struct jp_error error = {"nothing came"};

    if (zmq_poll(&item, 1, TIMEOUT) > 0 && jp_frames_receive(subscriber, &frames, 0) > 0)
        message = jp_message_decode(&frames, &session.signer, NULL, &error);
    if (message) {
        const char *text = json_string_value(json_object_get(message->content, "text"));
        const char *name = json_string_value(json_object_get(message->content, "name"));

        snprintf(line, sizeof(line), "%s%s%s%s%.100s", jp_message_type(message), name ? " " : "",
                 name ? name : "", text ? ":" : "", text ? text : "");
    } else {
        snprintf(line, sizeof(line), "%s", error.text);
    }
    jp_message_destroy(message);
    jp_frames_finish(&frames);
    return line;
}

static void say(struct mk_iopub *iopub, const char *name, const json_t *parent, const char *text)
{
    mk_iopub_stream(iopub, name, parent, text, strlen(text));
}

static void test_order(struct mk_iopub *iopub)
{
    json_t *first = json_pack("{s:s}", "msg_id", "1"), *second = json_pack("{s:s}", "msg_id", "2");

    say(iopub, "stdout", first, "a");
    say(iopub, "stdout", first, "b");
    say(iopub, "stderr", first, "c");
    say(iopub, "stdout", first, "d");
    say(iopub, "stdout", second, "e");
    mk_iopub_publish(iopub, "display_data", second, json_object());
    say(iopub, "stdout", second, "f");
    mk_iopub_publish(iopub, "status", second, json_object());
    mk_iopub_flush(iopub);
    is_str(next(), "stream stdout:ab", "neighbours are joined");
    is_str(next(), "stream stderr:c", "another stream is another message");
    is_str(next(), "stream stdout:d", "and the first again");
    is_str(next(), "stream stdout:e", "another request's text is another message");
    is_str(next(), "display_data", "what is published between stands between");
    is_str(next(), "stream stdout:f", "text goes on after it");
    is_str(next(), "status", "the last");
    json_decref(first);
    json_decref(second);
}

static void test_time(struct mk_iopub *iopub)
{
    say(iopub, "stdout", NULL, "alone");
    is_str(next(), "stream stdout:alone", "text leaves by itself");
    mk_iopub_publish(iopub, "status", NULL, NULL);
    is_str(next(), "status", "so does a message");
    mk_iopub_stream(iopub, "stdout", NULL, "\xFF\0", 2);
    is_str(next(), "stream stdout:\xEF\xBF\xBD", "what is no UTF-8 is replaced");
}

static void test_amount(struct mk_iopub *iopub)
{
    static char block[100000];
    size_t whole = 0;

    memset(block, 'x', sizeof(block));
    for (int i = 0; i < 30; i++)
        mk_iopub_stream(iopub, "stdout", NULL, block, sizeof(block));
    mk_iopub_flush(iopub);
    while (whole < 30 * sizeof(block)) {
        struct jp_frames frames = {0};
        struct jp_message *message;

        if (jp_frames_receive(subscriber, &frames, 0) <= 0)
            break;
        message = jp_message_decode(&frames, &session.signer, NULL, NULL);
        whole += json_string_length(json_object_get(message->content, "text"));
        jp_message_destroy(message);
        jp_frames_finish(&frames);
    }
    is_int(whole, 30 * sizeof(block), "large texts arrive whole");
}

int main(void)
{
    atomic_bool hurry = false;
    struct jp_connection connection;
    struct jp_error error = {""};
    void *context = zmq_ctx_new();
    struct mk_iopub *iopub;

    if (jp_connection_init(&connection, &error) < 0 ||
        jp_session_init(&session, connection.key, &error) < 0)
        return 1;
    iopub = mk_iopub_create(jp_socket_bind(context, &connection, JP_IOPUB, &error), &session,
                            &hurry, &error);
    subscriber = jp_socket_connect(context, &connection, JP_IOPUB, NULL, false, &error);
    if (ok(iopub && subscriber, "started %s", error.text)) {
        is_str(next(), "iopub_welcome", "a subscriber is welcomed");
        test_order(iopub);
        test_time(iopub);
        test_amount(iopub);
        say(iopub, "stdout", NULL, "last words");
        mk_iopub_destroy(iopub);
        is_str(next(), "stream stdout:last words", "the end loses nothing");
        zmq_close(subscriber);
    }
    zmq_ctx_term(context);
    jp_session_finish(&session);
    return done();
}
