/* Messages on the wire, their signatures and the set of those seen. */
#include "protocol/message.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct jp_session session;

static struct jp_frames encoded(const char *type)
{
    struct jp_frames frames = {0};
    struct jp_message *message = jp_message_create(&session, type, NULL,
                                                   json_pack("{s:s}", "code", "1+1"));

    jp_frames_add(&message->identities, "me\0too", 6);
    jp_frames_add(&message->buffers, "\0\1\2", 3);
    jp_frames_add(&message->buffers, "", 0);
    jp_message_encode(message, &session.signer, &frames, NULL);
    jp_message_destroy(message);
    return frames;
}

static void test_round_trip(void)
{
    struct jp_frames frames = encoded("execute_request");
    struct jp_replays replays = {0};
    struct jp_error error = {""};
    struct jp_message *message, *reply;

    is_int(frames.count, 9, "identity, delimiter, signature, four dicts, two buffers");
    message = jp_message_decode(&frames, &session.signer, &replays, &error);
    ok(message != NULL, "decoded %s", error.text);
    is_str(jp_message_type(message), "execute_request", "type");
    is_str(json_string_value(json_object_get(message->content, "code")), "1+1", "content");
    is_int(message->identities.items[0].length, 6, "identity with a NUL byte inside");
    is_int(message->buffers.count, 2, "buffers");
    is_int(message->buffers.items[1].length, 0, "an empty buffer");

    ok(!jp_message_decode(&frames, &session.signer, &replays, &error), "the same once more: %s",
       error.text);

    reply = jp_message_create_reply(&session, "execute_reply", message, NULL);
    is_str(jp_message_parent_id(reply), jp_message_id(message), "a reply knows its parent");
    is_int(reply->identities.count, 1, "and the way back");
    ok(strcmp(jp_message_id(reply), jp_message_id(message)) != 0, "ids differ");
    jp_message_destroy(reply);
    jp_message_destroy(message);
    jp_frames_finish(&frames);
    jp_replays_finish(&replays);
}

/* The figure was computed with Python's hmac module. */
static void test_known_signature(void)
{
    const struct jp_part parts[4] = {{"{\"a\":1}", 7}, {"{}", 2}, {"{}", 2}, {"{\"b\":2}", 7}};
    char text[JP_SIGNATURE_LENGTH + 1];
    struct jp_signer signer;

    jp_signer_init(&signer, "a-key", NULL);
    jp_signer_sign(&signer, parts, text);
    is_str(text, "1604f0f51389304da8deb86bbdc74d6a7bf9ca6e3fec5edbab90155d2efa5bb3",
           "HMAC-SHA256 as Python computes it");
    ok(jp_signer_verify(&signer, parts, text, 64), "verifies");
    text[63] ^= 1;
    ok(!jp_signer_verify(&signer, parts, text, 64), "one digit off does not");
    ok(!jp_signer_verify(&signer, parts, text, 63), "a short one does not");
    ok(!jp_signer_verify(&signer, parts, "", 0), "none does not");
    jp_signer_init(&signer, "", NULL);
    ok(jp_signer_verify(&signer, parts, "", 0), "without a key the empty signature is right");
    ok(!jp_signer_verify(&signer, parts, text, 64), "and any other wrong");
}

static void refuses(struct jp_frames frames, const char *reason)
{
    struct jp_error error = {""};
    struct jp_message *message = jp_message_decode(&frames, &session.signer, NULL, &error);

    ok(!message && strstr(error.text, reason), "refused: %s", error.text);
    jp_message_destroy(message);
    jp_frames_finish(&frames);
}

/* Signed dicts of the given texts. */
static struct jp_frames signed_frames(const char *header, const char *parent, const char *metadata,
                                      const char *content)
{
    const struct jp_part parts[4] = {{header, strlen(header)}, {parent, strlen(parent)},
                                     {metadata, strlen(metadata)}, {content, strlen(content)}};
    char signature[JP_SIGNATURE_LENGTH + 1];
    struct jp_frames frames = {0};

    jp_signer_sign(&session.signer, parts, signature);
    jp_frames_add(&frames, "<IDS|MSG>", 9);
    jp_frames_add(&frames, signature, strlen(signature));
    for (int i = 0; i < 4; i++)
        jp_frames_add(&frames, parts[i].data, parts[i].length);
    return frames;
}

static void test_malformed(void)
{
    const char *header = "{\"msg_id\":\"1\",\"msg_type\":\"t\"}";
    struct jp_frames frames;

    for (size_t count = 0; count < 7; count++) {
        frames = encoded("t");
        while (frames.count > count)
            free(frames.items[--frames.count].data);
        refuses(frames, count < 2 ? "no <IDS|MSG>" : "after the delimiter");
    }
    frames = encoded("t");
    ((char *)frames.items[6].data)[2] ^= 1;
    refuses(frames, "signature");
    refuses(signed_frames("", "{}", "{}", "{}"), "header: not valid JSON");
    refuses(signed_frames("[]", "{}", "{}", "{}"), "header: is not a JSON object");
    refuses(signed_frames("{}", "{}", "{}", "{}"), "\"msg_id\" is missing");
    refuses(signed_frames("{\"msg_id\":1,\"msg_type\":\"t\"}", "{}", "{}", "{}"), "not a text");
    refuses(signed_frames("{\"msg_id\":\"1\"}", "{}", "{}", "{}"), "\"msg_type\" is missing");
    refuses(signed_frames("{\"msg_id\":\"1\",\"msg_type\":\"t\",\"session\":3}", "{}", "{}", "{}"),
            "\"session\" is not a text");
    refuses(signed_frames(header, "null", "{}", "{}"), "parent_header: is not");
    refuses(signed_frames(header, "{}", "{", "{}"), "metadata: not valid");
    refuses(signed_frames(header, "{}", "{}", "7"), "content: is not");
    refuses(signed_frames(header, "{}", "{}", "{\"a\":\"\xFF\"}"), "content: not valid");
}

static void test_replays(void)
{
    struct jp_replays replays = {0};
    char signature[JP_SIGNATURE_LENGTH + 1];
    int fresh = 0, repeated = 0, forgotten;

    for (unsigned int i = 0; i < JP_REPLAY_LIMIT + 1000; i++) {
        unsigned char digest[32] = {0};

        /* Few low bits differ, so that many share a place in the table. */
        digest[1] = (unsigned char)i;
        digest[9] = (unsigned char)(i >> 8);
        digest[10] = (unsigned char)(i >> 16);
        sodium_bin2hex(signature, sizeof(signature), digest, sizeof(digest));
        fresh += jp_replays_add(&replays, signature) == 1;
        repeated += jp_replays_add(&replays, signature) == 0;
    }
    is_int(fresh, JP_REPLAY_LIMIT + 1000, "every new digest is taken as new");
    is_int(repeated, JP_REPLAY_LIMIT + 1000, "and is known at once");
    is_int(replays.count, JP_REPLAY_LIMIT, "no more than the limit is held");
    memset(signature, '0', JP_SIGNATURE_LENGTH);
    forgotten = jp_replays_add(&replays, signature);
    is_int(forgotten, 1, "the oldest was forgotten");
    jp_replays_finish(&replays);
}

int main(void)
{
    if (jp_session_init(&session, "secret", NULL) < 0)
        return 1;
    test_round_trip();
    test_known_signature();
    test_malformed();
    test_replays();
    jp_session_finish(&session);
    return done();
}
