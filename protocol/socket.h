/*
 * The five channels as libzmq sockets, for both ends, and messages over them.
 *
 * Sockets and contexts are libzmq's own `void *`, closed and ended with zmq_close and zmq_ctx_term.
 * A socket belongs to one thread at a time.
 *
 *     channel            kernel binds    client connects
 *     shell, control     ROUTER          DEALER
 *     stdin              ROUTER          DEALER, with the shell's identity
 *     iopub              XPUB, verbose   SUB, to everything
 *     heartbeat          ROUTER          REQ (relaxed: a lost answer does not block the next ping)
 */
#ifndef JP_SOCKET_H
#define JP_SOCKET_H

#include "protocol/connection.h"
#include "protocol/message.h"

/* Bind the kernel's end. A port 0 is chosen by the system and stored in the connection. */
void *jp_socket_bind(void *context, struct jp_connection *connection, enum jp_channel channel,
                     struct jp_error *error);

/* Connect a client's end; `identity` (NULL: libzmq's choice) routes answers on a ROUTER.
 * `starting`: the kernel is just being started and binds any moment, so try again every few
 * milliseconds. */
void *jp_socket_connect(void *context, const struct jp_connection *connection,
                        enum jp_channel channel, const char *identity, bool starting,
                        struct jp_error *error);
/* Disconnect it from a kernel that is gone, so that it does not try again for ever. What it has
 * received must have been read before. */
void jp_socket_disconnect(void *socket);

/* Receive one multipart message into `frames` (cleared first); `flags` as for zmq_msg_recv. 1:
 * received; 0: nothing there (ZMQ_DONTWAIT) or interrupted; -1: the context ended or memory ran
 * out. */
int jp_frames_receive(void *socket, struct jp_frames *frames, int flags);

/* Send all frames. 0, or -1 with errno (EAGAIN with ZMQ_DONTWAIT when the peer's queue is full). */
int jp_frames_send(void *socket, const struct jp_frames *frames, int flags);

/* Encode, sign and send. */
int jp_message_send(void *socket, const struct jp_message *message,
                    const struct jp_signer *signer, struct jp_error *error);

/*
 * Answer what waits on a bound iopub socket: each subscriber gets one iopub_welcome. Call it
 * whenever the socket is readable; it does not block.
 */
int jp_iopub_welcome(void *socket, struct jp_session *session, struct jp_error *error);

#endif
