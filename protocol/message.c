#include "protocol/message.h"

#include "protocol/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char delimiter[] = "<IDS|MSG>";
#define DELIMITER_LENGTH (sizeof(delimiter) - 1)

static json_t *make_header(struct jp_session *session, const char *type)
{
    char id[64], date[32];

    snprintf(id, sizeof(id), "%s_%u", session->id, atomic_fetch_add(&session->sent, 1));
    jp_date(date);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "msg_id", id, "session", session->id,
                     "username", session->username, "date", date, "msg_type", type, "version",
                     JP_PROTOCOL_VERSION);
}

struct jp_message *jp_message_create(struct jp_session *session, const char *type,
                                     const json_t *parent, json_t *content)
{
    struct jp_message *message = calloc(1, sizeof(*message));

    if (!message) {
        json_decref(content);
        return NULL;
    }
    message->header = make_header(session, type);
    message->parent_header = parent ? json_incref((json_t *)parent) : json_object();
    message->metadata = json_object();
    message->content = content ? content : json_object();
    if (!message->header || !message->parent_header || !message->metadata || !message->content) {
        jp_message_destroy(message);
        return NULL;
    }
    return message;
}

struct jp_message *jp_message_create_reply(struct jp_session *session, const char *type,
                                           const struct jp_message *request, json_t *content)
{
    struct jp_message *reply = jp_message_create(session, type, request->header, content);

    for (size_t i = 0; reply && i < request->identities.count; i++) {
        const struct jp_blob *identity = &request->identities.items[i];

        if (jp_frames_add(&reply->identities, identity->data, identity->length) < 0) {
            jp_message_destroy(reply);
            return NULL;
        }
    }
    return reply;
}

void jp_message_destroy(struct jp_message *message)
{
    if (!message)
        return;
    json_decref(message->header);
    json_decref(message->parent_header);
    json_decref(message->metadata);
    json_decref(message->content);
    jp_frames_finish(&message->identities);
    jp_frames_finish(&message->buffers);
    free(message);
}

static const char *string_of(const json_t *object, const char *field)
{
    const char *text = json_string_value(json_object_get(object, field));

    return text ? text : "";
}

const char *jp_message_type(const struct jp_message *message)
{
    return string_of(message->header, "msg_type");
}

const char *jp_message_id(const struct jp_message *message)
{
    return string_of(message->header, "msg_id");
}

const char *jp_message_parent_id(const struct jp_message *message)
{
    return string_of(message->parent_header, "msg_id");
}

static int add_frames(struct jp_frames *to, const struct jp_frames *from)
{
    for (size_t i = 0; i < from->count; i++) {
        if (jp_frames_add(to, from->items[i].data, from->items[i].length) < 0)
            return -1;
    }
    return 0;
}

int jp_message_encode(const struct jp_message *message, const struct jp_signer *signer,
                      struct jp_frames *frames, struct jp_error *error)
{
    const json_t *dicts[4] = {message->header, message->parent_header, message->metadata,
                              message->content};
    struct jp_buffer texts[4] = {{0}};
    struct jp_part parts[4];
    char signature[JP_SIGNATURE_LENGTH + 1];
    int result = -1;

    for (int i = 0; i < 4; i++) {
        if (jp_json_write(&texts[i], dicts[i], JP_JSON_COMPACT, error) < 0)
            goto done;
        parts[i] = (struct jp_part){texts[i].data, texts[i].length};
    }
    jp_signer_sign(signer, parts, signature);
    if (add_frames(frames, &message->identities) < 0 ||
        jp_frames_add(frames, delimiter, DELIMITER_LENGTH) < 0 ||
        jp_frames_add(frames, signature, strlen(signature)) < 0)
        goto no_memory;
    for (int i = 0; i < 4; i++) {
        if (jp_frames_add(frames, parts[i].data, parts[i].length) < 0)
            goto no_memory;
    }
    if (add_frames(frames, &message->buffers) < 0)
        goto no_memory;
    result = 0;
    goto done;

no_memory:
    jp_fail(error, "not enough memory for a message");
done:
    for (int i = 0; i < 4; i++)
        jp_buffer_finish(&texts[i]);
    return result;
}

static int find_delimiter(const struct jp_frames *frames, size_t *position)
{
    for (size_t i = 0; i < frames->count; i++) {
        if (frames->items[i].length == DELIMITER_LENGTH &&
            memcmp(frames->items[i].data, delimiter, DELIMITER_LENGTH) == 0) {
            *position = i;
            return 0;
        }
    }
    return -1;
}

static int check_header(const json_t *header, struct jp_error *error)
{
    static const char *const required[] = {"msg_id", "msg_type"};
    static const char *const optional[] = {"session", "username", "date", "version"};

    for (size_t i = 0; i < 2; i++) {
        const json_t *value = json_object_get(header, required[i]);

        if (!json_is_string(value) || json_string_length(value) == 0)
            return jp_fail(error, "header: \"%s\" is %s", required[i],
                           value ? "not a text" : "missing");
    }
    for (size_t i = 0; i < 4; i++) {
        const json_t *value = json_object_get(header, optional[i]);

        if (value && !json_is_null(value) && !json_is_string(value))
            return jp_fail(error, "header: \"%s\" is not a text", optional[i]);
    }
    return 0;
}

static json_t *parse_dict(const struct jp_part *part, const char *name, struct jp_error *error)
{
    struct jp_error why;
    json_t *value = jp_json_parse(part->data, part->length, &why);

    if (!value) {
        jp_fail(error, "%s: %s", name, why.text);
        return NULL;
    }
    if (!json_is_object(value)) {
        jp_fail(error, "%s: is not a JSON object", name);
        json_decref(value);
        return NULL;
    }
    return value;
}

static int verify(const struct jp_signer *signer, struct jp_replays *replays,
                  const struct jp_part parts[4], const struct jp_blob *signature,
                  struct jp_error *error)
{
    int added;

    if (!jp_signer_verify(signer, parts, signature->data, signature->length))
        return jp_fail(error, "the signature is wrong");
    if (!signer->enabled || !replays)
        return 0;
    added = jp_replays_add(replays, signature->data);
    if (added < 0)
        return jp_fail(error, "not enough memory to remember signatures");
    if (added == 0)
        return jp_fail(error, "the message was received before (its signature repeats)");
    return 0;
}

struct jp_message *jp_message_decode(const struct jp_frames *frames,
                                     const struct jp_signer *signer, struct jp_replays *replays,
                                     struct jp_error *error)
{
    static const char *const names[4] = {"header", "parent_header", "metadata", "content"};
    struct jp_message *message = NULL;
    struct jp_part parts[4];
    json_t *dicts[4] = {NULL};
    size_t start;

    if (find_delimiter(frames, &start) < 0) {
        jp_fail(error, "no <IDS|MSG> delimiter in %zu frames", frames->count);
        return NULL;
    }
    if (frames->count - start < 6) {
        jp_fail(error, "only %zu frames after the delimiter, not 5 or more",
                frames->count - start - 1);
        return NULL;
    }
    for (int i = 0; i < 4; i++) {
        const struct jp_blob *blob = &frames->items[start + 2 + (size_t)i];

        parts[i] = (struct jp_part){blob->data, blob->length};
    }
    if (verify(signer, replays, parts, &frames->items[start + 1], error) < 0)
        return NULL;
    for (int i = 0; i < 4; i++) {
        dicts[i] = parse_dict(&parts[i], names[i], error);
        if (!dicts[i])
            goto fail;
    }
    if (check_header(dicts[0], error) < 0)
        goto fail;

    message = calloc(1, sizeof(*message));
    if (!message) {
        jp_fail(error, "not enough memory for a message");
        goto fail;
    }
    message->header = dicts[0];
    message->parent_header = dicts[1];
    message->metadata = dicts[2];
    message->content = dicts[3];
    for (size_t i = 0; i < frames->count; i++) {
        struct jp_frames *to = i < start ? &message->identities : &message->buffers;

        if (i >= start && i < start + 6)
            continue;
        if (jp_frames_add(to, frames->items[i].data, frames->items[i].length) < 0) {
            jp_fail(error, "not enough memory for a message");
            jp_message_destroy(message);
            return NULL;
        }
    }
    return message;

fail:
    for (int i = 0; i < 4; i++)
        json_decref(dicts[i]);
    return NULL;
}
