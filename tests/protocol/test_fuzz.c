/* Mutated and truncated input of every kind: answers are allowed to be errors, crashes are not. The
 * mutations are pseudo-random from a fixed seed; run with sanitizers it finds more. */
#include "protocol/connection.h"
#include "protocol/message.h"
#include "protocol/notebook.h"
#include "protocol/outputs.h"
#include "tests/tap.h"

#include <stdint.h>
#include <stdlib.h>

static uint64_t state = 0x9E3779B97F4A7C15u;

static unsigned int next_random(unsigned int below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned int)(state >> 33) % below;
}

/* Change, insert, delete or double some bytes; mostly such that JSON stays JSON for a while. */
static size_t mutate(char *text, size_t length, size_t capacity)
{
    static const char *const pieces[] = {
        "null", "[]", "{}", "\"\"", "0",  "-1", "1e999", "NaN",     "[",                    "{",
        "]",    "}",  ",",  ":",    "\"", "\\", "\xFF",  "\\u0000", "99999999999999999999", "true"};
    int changes = 1 + (int)next_random(4);

    while (changes-- > 0 && length > 0) {
        size_t at = next_random((unsigned int)length);
        const char *piece = pieces[next_random(sizeof(pieces) / sizeof(*pieces))];
        size_t size = strlen(piece);
        size_t cut = next_random(3) ? 0 : next_random((unsigned int)(length - at) + 1) % 24;

        switch (next_random(4)) {
        case 0:
            text[at] = (char)next_random(256);
            break;
        case 1:
            length = at;
            break;
        default:
            if (length - cut + size > capacity)
                break;
            memmove(text + at + size, text + at + cut, length - at - cut);
            memcpy(text + at, piece, size);
            length = length - cut + size;
        }
    }
    return length;
}

typedef int (*target)(const char *text, size_t length);

static int try_connection(const char *text, size_t length)
{
    struct jp_connection connection;
    struct jp_error error = {""};

    return jp_connection_parse(&connection, text, length, "f", &error) < 0 ? !error.text[0] : 0;
}

/* A notebook that is accepted must be written, and read again to the same bytes. */
static int try_notebook(const char *text, size_t length)
{
    struct jp_error error = {""};
    struct jp_notebook *notebook = jp_notebook_parse(text, length, "f", &error);
    struct jp_buffer once = {0}, twice = {0};
    int wrong = 1;

    if (!notebook)
        return !error.text[0];
    if (jp_notebook_format(notebook, &once, &error) == 0) {
        jp_notebook_destroy(notebook);
        notebook = jp_notebook_parse(once.data, once.length, "f", &error);
        wrong = !notebook || jp_notebook_format(notebook, &twice, &error) < 0 ||
                once.length != twice.length || memcmp(once.data, twice.data, once.length) != 0;
    }
    jp_notebook_destroy(notebook);
    jp_buffer_finish(&once);
    jp_buffer_finish(&twice);
    return wrong;
}

/* The text as the content of an iopub message, signed as if the peer itself had gone mad. */
static int try_message(const char *text, size_t length)
{
    static const char *const types[] = {"stream", "display_data", "execute_result", "error",
                                        "update_display_data", "clear_output"};
    struct jp_signer signer;
    struct jp_outputs outputs;
    struct jp_frames frames = {0};
    struct jp_error error = {""};
    struct jp_message *message;
    char header[128], signature[JP_SIGNATURE_LENGTH + 1];
    struct jp_part parts[4] = {{header, 0}, {"{}", 2}, {"{}", 2}, {text, length}};
    int wrong;

    snprintf(header, sizeof(header), "{\"msg_id\":\"1\",\"msg_type\":\"%s\"}",
             types[next_random(6)]);
    parts[0].length = strlen(header);
    jp_signer_init(&signer, "k", NULL);
    jp_signer_sign(&signer, parts, signature);
    jp_frames_add(&frames, "<IDS|MSG>", 9);
    jp_frames_add(&frames, signature, 64);
    for (int i = 0; i < 4; i++)
        jp_frames_add(&frames, parts[i].data, parts[i].length);
    message = jp_message_decode(&frames, &signer, NULL, &error);
    wrong = !message && !error.text[0];
    if (message) {
        jp_outputs_init(&outputs, NULL);
        jp_outputs_add(&outputs, message);
        jp_outputs_add(&outputs, message);
        wrong = !jp_outputs_list(&outputs);
        jp_outputs_finish(&outputs);
    }
    jp_message_destroy(message);
    jp_frames_finish(&frames);
    return wrong;
}

static void fuzz(const char *seed, target try, int rounds, const char *name)
{
    size_t size = strlen(seed), capacity = size + 256;
    int wrong = 0;

    for (int i = 0; i < rounds; i++) {
        /* Exactly as long as it is, so that a sanitizer sees the first byte read behind it. */
        char *work = malloc(capacity), *exact;
        size_t length;

        memcpy(work, seed, size);
        length = i < (int)size ? (size_t)i : mutate(work, size, capacity);
        exact = malloc(length ? length : 1);
        memcpy(exact, work, length);
        wrong += try(exact, length);
        free(exact);
        free(work);
    }
    is_int(wrong, 0, "%s: %d inputs, each answered or refused with a reason", name, rounds);
}

/* Frames dropped, cut, swapped and flipped: nothing of that may verify. */
static void fuzz_frames(int rounds)
{
    struct jp_session session;
    int accepted = 0;

    jp_session_init(&session, "key", NULL);
    for (int i = 0; i < rounds; i++) {
        struct jp_message *message = jp_message_create(&session, "execute_request", NULL,
                                                       json_pack("{s:s}", "code", "1"));
        struct jp_frames frames = {0};
        struct jp_blob *blob;
        struct jp_error error = {""};

        jp_message_encode(message, &session.signer, &frames, NULL);
        jp_message_destroy(message);
        blob = &frames.items[next_random((unsigned int)frames.count)];
        switch (next_random(3)) {
        case 0:
            blob->length = next_random((unsigned int)blob->length);
            break;
        case 1:
            ((char *)blob->data)[next_random((unsigned int)blob->length)] ^= 1;
            break;
        default:
            while (frames.count > next_random(6))
                free(frames.items[--frames.count].data);
        }
        message = jp_message_decode(&frames, &session.signer, NULL, &error);
        accepted += message != NULL || !error.text[0];
        jp_message_destroy(message);
        jp_frames_finish(&frames);
    }
    is_int(accepted, 0, "%d damaged messages, none accepted", rounds);
    jp_session_finish(&session);
}

int main(void)
{
    static char deep[20001];

    if (sodium_init() < 0)
        return 1;
    fuzz("{\"shell_port\":1,\"iopub_port\":2,\"stdin_port\":3,\"control_port\":4,\"hb_port\":5,"
         "\"ip\":\"i\",\"key\":\"k\",\"transport\":\"tcp\",\"signature_scheme\":\"hmac-sha256\"}",
         try_connection, 20000, "connection file");
    fuzz("{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{\"a\":[1.5,null]},\"cells\":["
         "{\"cell_type\":\"code\",\"id\":\"x\",\"metadata\":{},\"source\":[\"a\\n\",\"b\"],"
         "\"execution_count\":1,\"outputs\":[{\"output_type\":\"stream\",\"name\":\"o\",\"text\":"
         "[\"t\"]},{\"output_type\":\"display_data\",\"data\":{\"text/plain\":[\"a\"],"
         "\"application/json\":[1]},\"metadata\":{}}]},{\"cell_type\":\"raw\",\"id\":\"y\","
         "\"metadata\":{},\"source\":\"\",\"attachments\":{\"a\":{\"image/png\":\"b\"}}}]}",
         try_notebook, 30000, "notebook of version 4");
    fuzz("{\"nbformat\":3,\"nbformat_minor\":0,\"metadata\":{\"name\":\"n\"},\"worksheets\":[{"
         "\"cells\":[{\"cell_type\":\"code\",\"input\":[\"a\",\"b\"],\"prompt_number\":1,"
         "\"collapsed\":true,\"outputs\":[{\"output_type\":\"pyout\",\"text\":[\"1\"],\"json\":"
         "\"{}\",\"metadata\":{\"png\":1}},{\"output_type\":\"pyerr\",\"ename\":\"e\",\"evalue\":"
         "\"v\",\"traceback\":[]},{\"output_type\":\"stream\",\"stream\":\"s\",\"text\":\"t\"}]},"
         "{\"cell_type\":\"heading\",\"level\":2,\"source\":[\"h\"]}]}]}",
         try_notebook, 30000, "notebook of version 3");
    fuzz("{\"name\":\"stdout\",\"text\":\"a\",\"data\":{\"text/plain\":\"b\"},\"metadata\":{},"
         "\"transient\":{\"display_id\":\"d\"},\"execution_count\":1,\"ename\":\"e\",\"evalue\":"
         "\"v\",\"traceback\":[\"t\"],\"wait\":true}",
         try_message, 20000, "content of an iopub message");
    memset(deep, '[', sizeof(deep) - 1);
    ok(try_notebook(deep, sizeof(deep) - 1) == 0, "20,000 open brackets");
    fuzz_frames(5000);
    return done();
}
