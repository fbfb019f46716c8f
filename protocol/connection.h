/*
 * jp_connection: where a kernel listens and with which key its messages are signed.
 *
 * It is Jupyter's connection file. The key opens the kernel to whoever reads it, so a file that
 * others than its owner may read or write is refused on reading (unless Jupyter's own switch
 * JUPYTER_ALLOW_INSECURE_WRITES=1 says that the file system cannot do better) and written 0600.
 *
 * Embedded; all strings are arrays inside the struct, so nothing needs to be freed. Port 0 means
 * "not chosen yet": jp_socket_bind() fills it in.
 */
#ifndef JP_CONNECTION_H
#define JP_CONNECTION_H

#include "protocol/error.h"

#include <stddef.h>

enum jp_channel {
    JP_SHELL,
    JP_IOPUB,
    JP_STDIN,
    JP_CONTROL,
    JP_HEARTBEAT,
    JP_CHANNELS
};

enum jp_transport { JP_TCP, JP_IPC };

struct jp_connection {
    enum jp_transport transport;
    char ip[256];           /* tcp: host name or address; ipc: path to which "-PORT" is appended */
    int ports[JP_CHANNELS]; /* 0..65535 for tcp, any number >= 0 for ipc */
    char key[256];          /* HMAC key; empty: messages are not signed */
    char kernel_name[128];  /* may be empty */
    char curve_public[41];  /* Z85 text; empty: no CURVE encryption */
    char curve_secret[41];
};

#define JP_ENDPOINT_MAX 320

/* "shell", "iopub", …: the names the connection file uses before "_port". */
const char *jp_channel_name(enum jp_channel channel);

/* tcp on 127.0.0.1, ports not chosen, a fresh random key. */
int jp_connection_init(struct jp_connection *connection, struct jp_error *error);

/* Fill in a fresh CURVE key pair; fails where libzmq was built without CURVE. */
int jp_connection_make_curve_keys(struct jp_connection *connection, struct jp_error *error);

/* Read strictly: errors name the file and the field that is missing or wrong. */
int jp_connection_read(struct jp_connection *connection, const char *path,
                       struct jp_error *error);

/* As above, from the file's text; `name` stands in error messages. */
int jp_connection_parse(struct jp_connection *connection, const char *text, size_t length,
                        const char *name, struct jp_error *error);

/* Write atomically with mode 0600. */
int jp_connection_write(const struct jp_connection *connection, const char *path,
                        struct jp_error *error);

/* "tcp://127.0.0.1:5555" or "ipc:///path-5555" into text[JP_ENDPOINT_MAX]. */
void jp_connection_endpoint(const struct jp_connection *connection, enum jp_channel channel,
                            char *text);

#endif
