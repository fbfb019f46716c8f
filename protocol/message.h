/*
 * jp_session and jp_message: the messages of Jupyter's protocol and their form on the wire.
 *
 *     [identities…] <IDS|MSG> signature header parent_header metadata content [buffers…]
 *
 * A session is one end of a conversation: its id (fresh at each start), the user's name and the
 * key. It may be used by several threads at once after its initialisation.
 *
 * A message owns everything in it. Header, parent_header, metadata and content are JSON objects,
 * never NULL; the header of a decoded message has at least the strings msg_id and msg_type.
 * Identities are routing frames on a ROUTER socket, the topic on a publishing one.
 *
 * Source: "Messaging in Jupyter", protocol 5.4, "The Wire Protocol".
 */
#ifndef JP_MESSAGE_H
#define JP_MESSAGE_H

#include "protocol/signature.h"

#include <jansson.h>
#include <stdatomic.h>

#define JP_PROTOCOL_VERSION "5.5"
#define JP_UUID_SIZE 37

struct jp_session {
    char id[JP_UUID_SIZE];
    char username[64];
    struct jp_signer signer;
    atomic_uint sent; /* numbers the message ids */
};

struct jp_blob {
    void *data;
    size_t length;
};

/* The frames of one multipart message; owns them. */
struct jp_frames {
    struct jp_blob *items;
    size_t count, capacity;
};

struct jp_message {
    json_t *header, *parent_header, *metadata, *content;
    struct jp_frames identities, buffers;
};

/* A random UUID (version 4) as text. libsodium must be initialised. */
void jp_uuid(char text[JP_UUID_SIZE]);

/* "2026-11-23T16:01:43.123456Z", now, as headers and notebooks want it. */
void jp_date(char text[32]);

int jp_session_init(struct jp_session *session, const char *key, struct jp_error *error);
void jp_session_finish(struct jp_session *session);

void jp_frames_finish(struct jp_frames *frames);
void jp_frames_clear(struct jp_frames *frames);
/* Append a copy. -1 when memory is out. */
int jp_frames_add(struct jp_frames *frames, const void *data, size_t length);

/*
 * A new message. `parent` is the header answered to (borrowed; NULL: none); `content` is taken
 * over, also on failure (NULL: an empty object). NULL when memory is out.
 */
struct jp_message *jp_message_create(struct jp_session *session, const char *type,
                                     const json_t *parent, json_t *content);

/* As above, answering `request`: its header as parent, its identities copied. */
struct jp_message *jp_message_create_reply(struct jp_session *session, const char *type,
                                           const struct jp_message *request, json_t *content);
void jp_message_destroy(struct jp_message *message);

/* Strings of the header; "" for a field that is missing. Borrowed. */
const char *jp_message_type(const struct jp_message *message);
const char *jp_message_id(const struct jp_message *message);
/* msg_id of the parent, "" without one. */
const char *jp_message_parent_id(const struct jp_message *message);

/* Append the message's frames, signed. */
int jp_message_encode(const struct jp_message *message, const struct jp_signer *signer,
                      struct jp_frames *frames, struct jp_error *error);

/*
 * Check and parse frames. `replays` may be NULL (then nothing is remembered). NULL with the reason
 * for too few frames, no delimiter, a wrong or repeated signature, JSON that is damaged, is not an
 * object or lacks msg_id or msg_type.
 */
struct jp_message *jp_message_decode(const struct jp_frames *frames,
                                     const struct jp_signer *signer, struct jp_replays *replays,
                                     struct jp_error *error);

#endif
