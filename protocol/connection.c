#include "protocol/connection.h"

#include "protocol/file.h"
#include "protocol/json.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zmq.h>

static const char *const channel_names[JP_CHANNELS] = {"shell", "iopub", "stdin", "control", "hb"};

const char *jp_channel_name(enum jp_channel channel)
{
    return channel_names[channel];
}

int jp_connection_init(struct jp_connection *connection, struct jp_error *error)
{
    unsigned char random[32];

    *connection = (struct jp_connection){.transport = JP_TCP, .ip = "127.0.0.1"};
    if (sodium_init() < 0)
        return jp_fail(error, "libsodium cannot be initialised");
    randombytes_buf(random, sizeof(random));
    sodium_bin2hex(connection->key, sizeof(connection->key), random, sizeof(random));
    return 0;
}

int jp_connection_make_curve_keys(struct jp_connection *connection, struct jp_error *error)
{
    if (zmq_curve_keypair(connection->curve_public, connection->curve_secret) < 0)
        return jp_fail(error, "cannot make CURVE keys: %s", zmq_strerror(zmq_errno()));
    return 0;
}

static int copy_field(char *to, size_t size, const json_t *root, const char *field, bool required,
                      const char *name, struct jp_error *error)
{
    const json_t *value = json_object_get(root, field);

    to[0] = '\0';
    if (!value) {
        if (required)
            return jp_fail(error, "%s: \"%s\" is missing", name, field);
        return 0;
    }
    if (!json_is_string(value))
        return jp_fail(error, "%s: \"%s\" is not a string", name, field);
    if (json_string_length(value) >= size)
        return jp_fail(error, "%s: \"%s\" is longer than %zu bytes", name, field, size - 1);
    if (strlen(json_string_value(value)) != json_string_length(value))
        return jp_fail(error, "%s: \"%s\" contains a NUL character", name, field);
    strcpy(to, json_string_value(value));
    return 0;
}

static int read_ports(struct jp_connection *connection, const json_t *root, const char *name,
                      struct jp_error *error)
{
    for (int channel = 0; channel < JP_CHANNELS; channel++) {
        char field[32];
        const json_t *value;

        snprintf(field, sizeof(field), "%s_port", channel_names[channel]);
        value = json_object_get(root, field);
        if (!value)
            return jp_fail(error, "%s: \"%s\" is missing", name, field);
        if (!json_is_integer(value))
            return jp_fail(error, "%s: \"%s\" is not a whole number", name, field);
        if (json_integer_value(value) < 0 || json_integer_value(value) > 65535)
            return jp_fail(error, "%s: \"%s\" is %" JSON_INTEGER_FORMAT
                           ", not a port from 0 to 65535", name, field,
                           json_integer_value(value));
        connection->ports[channel] = (int)json_integer_value(value);
    }
    return 0;
}

static int read_curve_key(char *to, const json_t *root, const char *field, const char *name,
                          struct jp_error *error)
{
    unsigned char binary[32];

    if (copy_field(to, 41, root, field, false, name, error) < 0)
        return -1;
    if (to[0] && (strlen(to) != 40 || !zmq_z85_decode(binary, to)))
        return jp_fail(error, "%s: \"%s\" is not a Z85 key of 40 characters", name, field);
    return 0;
}

static int read_fields(struct jp_connection *connection, const json_t *root, const char *name,
                       struct jp_error *error)
{
    char text[64];

    if (!json_is_object(root))
        return jp_fail(error, "%s: is not a JSON object", name);
    if (copy_field(text, sizeof(text), root, "transport", true, name, error) < 0)
        return -1;
    if (strcmp(text, "tcp") == 0)
        connection->transport = JP_TCP;
    else if (strcmp(text, "ipc") == 0)
        connection->transport = JP_IPC;
    else
        return jp_fail(error, "%s: \"transport\" is \"%s\", neither tcp nor ipc", name, text);

    if (copy_field(text, sizeof(text), root, "signature_scheme", false, name, error) < 0)
        return -1;
    if (text[0] && strcmp(text, "hmac-sha256") != 0)
        return jp_fail(error, "%s: \"signature_scheme\" is \"%s\"; only hmac-sha256 is supported",
                       name, text);
    if (copy_field(connection->ip, sizeof(connection->ip), root, "ip", true, name, error) < 0 ||
        read_ports(connection, root, name, error) < 0 ||
        copy_field(connection->key, sizeof(connection->key), root, "key", true, name, error) < 0 ||
        copy_field(connection->kernel_name, sizeof(connection->kernel_name), root, "kernel_name",
                   false, name, error) < 0 ||
        read_curve_key(connection->curve_public, root, "curve_publickey", name, error) < 0 ||
        read_curve_key(connection->curve_secret, root, "curve_secretkey", name, error) < 0)
        return -1;
    if (!connection->ip[0])
        return jp_fail(error, "%s: \"ip\" is empty", name);
    if (!connection->curve_public[0] != !connection->curve_secret[0])
        return jp_fail(error, "%s: has only one of \"curve_publickey\" and \"curve_secretkey\"",
                       name);
    return 0;
}

int jp_connection_parse(struct jp_connection *connection, const char *text, size_t length,
                        const char *name, struct jp_error *error)
{
    struct jp_error why;
    json_t *root;
    int result;

    *connection = (struct jp_connection){0};
    if (length == 0)
        return jp_fail(error, "%s: is empty", name);
    root = jp_json_parse(text, length, &why);
    if (!root)
        return jp_fail(error, "%s: %s", name, why.text);
    result = read_fields(connection, root, name, error);
    json_decref(root);
    return result;
}

static bool insecure_allowed(void)
{
    const char *value = getenv("JUPYTER_ALLOW_INSECURE_WRITES");

    return value && (strcmp(value, "1") == 0 || strcasecmp(value, "true") == 0);
}

int jp_connection_read(struct jp_connection *connection, const char *path,
                       struct jp_error *error)
{
    struct jp_buffer text = {0};
    struct stat st;
    int result = -1;

    if (jp_file_read(path, 1 << 20, &text, &st, error) < 0)
        goto done;
    if ((st.st_mode & 077) && !insecure_allowed()) {
        jp_fail(error, "%s: its key can be read by other users (mode %04o); make it private "
                "with: chmod 600 %s", path, st.st_mode & 07777, path);
        goto done;
    }
    result = jp_connection_parse(connection, text.data ? text.data : "", text.length, path, error);
done:
    /* The text holds the key. */
    if (text.data)
        sodium_memzero(text.data, text.length);
    jp_buffer_finish(&text);
    return result;
}

int jp_connection_write(const struct jp_connection *connection, const char *path,
                        struct jp_error *error)
{
    struct jp_buffer text = {0};
    json_t *root;
    int result = -1;

    root = json_pack("{s:s, s:s, s:s, s:s}", "transport",
                     connection->transport == JP_IPC ? "ipc" : "tcp", "ip", connection->ip, "key",
                     connection->key, "signature_scheme", "hmac-sha256");
    if (!root) {
        jp_fail(error, "%s: the connection has text that is not UTF-8", path);
        goto done;
    }
    for (int channel = 0; channel < JP_CHANNELS; channel++) {
        char field[32];

        snprintf(field, sizeof(field), "%s_port", channel_names[channel]);
        json_object_set_new(root, field, json_integer(connection->ports[channel]));
    }
    json_object_set_new(root, "kernel_name", json_string(connection->kernel_name));
    if (connection->curve_public[0]) {
        json_object_set_new(root, "curve_publickey", json_string(connection->curve_public));
        json_object_set_new(root, "curve_secretkey", json_string(connection->curve_secret));
    }
    if (jp_json_write(&text, root, JP_JSON_INDENTED, error) < 0)
        goto done;
    jp_buffer_add_byte(&text, '\n');
    result = jp_file_write_atomic(path, text.data, text.length, 0600, NULL, error);
done:
    json_decref(root);
    if (text.data)
        sodium_memzero(text.data, text.length);
    jp_buffer_finish(&text);
    return result;
}

void jp_connection_endpoint(const struct jp_connection *connection, enum jp_channel channel,
                            char *text)
{
    bool ipc = connection->transport == JP_IPC;
    bool v6 = !ipc && strchr(connection->ip, ':') && connection->ip[0] != '[';

    snprintf(text, JP_ENDPOINT_MAX, "%s://%s%s%s%c%d", ipc ? "ipc" : "tcp", v6 ? "[" : "",
             connection->ip, v6 ? "]" : "", ipc ? '-' : ':', connection->ports[channel]);
}
