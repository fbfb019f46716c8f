/*
 * conversation: a kernel that a test talks to, and what it said.
 *
 * Every message of iopub, shell, control and stdin is kept in `heard` until forget(). The helpers
 * fail their test, and go on, when the kernel does not answer in time.
 */
#ifndef TESTS_KERNEL_CONVERSATION_H
#define TESTS_KERNEL_CONVERSATION_H

#include "protocol/client.h"
#include "protocol/json.h"
#include "tests/tap.h"

#include <stdlib.h>

#define TIMEOUT 60000
#define MAX_HEARD 4096

struct heard {
    enum jp_channel channel;
    json_t *header, *parent, *content;
};

struct conversation {
    struct jp_client *client;
    struct heard heard[MAX_HEARD];
    int count;
    const char *answer; /* to input_request; NULL: none is given */
};

static void hear(void *data, enum jp_channel channel, const struct jp_message *message)
{
    struct conversation *c = data;

    if (!message || c->count == MAX_HEARD)
        return;
    c->heard[c->count++] = (struct heard){channel, json_incref(message->header),
                                          json_incref(message->parent_header),
                                          json_incref(message->content)};
    if (channel == JP_STDIN && c->answer)
        jp_client_answer_input(c->client, message, c->answer, NULL);
}

static void forget(struct conversation *c)
{
    while (c->count > 0) {
        c->count--;
        json_decref(c->heard[c->count].header);
        json_decref(c->heard[c->count].parent);
        json_decref(c->heard[c->count].content);
    }
}

static const char *field(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

/* The n-th (from 0) message of that type, with that parent unless `parent` is NULL. */
static struct heard *find_heard(struct conversation *c, enum jp_channel channel, const char *type,
                                const char *parent, int n)
{
    for (int i = 0; i < c->count; i++) {
        struct heard *heard = &c->heard[i];

        if (heard->channel == channel && strcmp(field(heard->header, "msg_type"), type) == 0 &&
            (!parent || strcmp(field(heard->parent, "msg_id"), parent) == 0) && n-- == 0)
            return heard;
    }
    return NULL;
}

__attribute__((unused)) static int count_heard(struct conversation *c, enum jp_channel channel,
                                               const char *type, const char *parent)
{
    int n = 0;

    while (find_heard(c, channel, type, parent, n))
        n++;
    return n;
}

/* Wait until it has been heard; content, or NULL after a failed test. */
static const json_t *await(struct conversation *c, enum jp_channel channel, const char *type,
                           const char *parent, int n)
{
    struct heard *heard;

    while (!(heard = find_heard(c, channel, type, parent, n))) {
        if (!jp_client_alive(c->client) || !jp_client_wait(c->client, TIMEOUT)) {
            ok(false, "%s is heard on %s", type, jp_channel_name(channel));
            return NULL;
        }
        jp_client_dispatch(c->client, 1000);
    }
    return heard->content;
}

/* Wait until the kernel is idle after the request. */
static void await_idle(struct conversation *c, const char *parent)
{
    for (int n = 0;; n++) {
        const json_t *content = await(c, JP_IOPUB, "status", parent, n);

        if (!content || strcmp(field(content, "execution_state"), "idle") == 0)
            return;
    }
}

/* Execute and wait for reply and idle. The reply's content (valid until forget), or NULL. */
__attribute__((unused)) static const json_t *
execute(struct conversation *c, const char *code, const struct jp_execute_options *options,
        char id[JP_MESSAGE_ID_SIZE])
{
    const json_t *reply;
    struct jp_error error;

    if (jp_client_execute(c->client, code, strlen(code), options, id, &error) < 0) {
        ok(false, "%s", error.text);
        return NULL;
    }
    reply = await(c, JP_SHELL, "execute_reply", id, 0);
    if (reply)
        await_idle(c, id);
    return reply;
}

/* All text of a stream that a request caused, malloc'd. */
__attribute__((unused)) static char *stream_text(struct conversation *c, const char *name,
                                                 const char *parent)
{
    struct jp_buffer text = {0};
    struct heard *heard;

    jp_buffer_add_text(&text, "");
    for (int n = 0; (heard = find_heard(c, JP_IOPUB, "stream", parent, n)); n++) {
        if (strcmp(field(heard->content, "name"), name) == 0)
            jp_buffer_add_text(&text, field(heard->content, "text"));
    }
    return text.data;
}

/* Start the kernel and wait until it is ready. */
static bool begin(struct conversation *c, const char *kernel, enum jp_transport transport,
                  bool curve)
{
    const char *const argv[] = {kernel, "-f", "{connection_file}", NULL};
    const struct jp_client_options options = {.transport = transport, .curve = curve};
    struct jp_error error;

    *c = (struct conversation){0};
    c->client = jp_client_launch_argv(argv, &options, &error);
    if (!c->client) {
        ok(false, "the kernel starts: %s", error.text);
        return false;
    }
    jp_client_set_handler(c->client, hear, c);
    if (jp_client_wait_ready(c->client, TIMEOUT, &error) < 0) {
        ok(false, "the kernel gets ready: %s", error.text);
        jp_client_destroy(c->client);
        return false;
    }
    return true;
}

/* Shut it down: its exit status must be 0. */
static void end(struct conversation *c)
{
    struct jp_error error;
    char how[128];

    jp_client_stop(c->client, &error);
    jp_client_describe_end(c->client, how, sizeof(how));
    is_str(how, "ended with status 0", "the kernel ends in order");
    is_int(jp_client_dropped(c->client), 0, "every message it sent was in order");
    forget(c);
    jp_client_destroy(c->client);
}

#endif
