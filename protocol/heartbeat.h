/*
 * jp_heartbeat: echoes pings from a thread of its own, so that a busy kernel is not taken for dead.
 *
 * The thread owns the socket and blocks all signals. It ends, closing the socket, when the context
 * is shut down (zmq_ctx_shutdown): call that before jp_heartbeat_join().
 */
#ifndef JP_HEARTBEAT_H
#define JP_HEARTBEAT_H

#include "protocol/error.h"

#include <pthread.h>

struct jp_heartbeat {
    pthread_t thread;
};

/* Takes over the bound socket, also on failure. */
int jp_heartbeat_start(struct jp_heartbeat *heartbeat, void *socket, struct jp_error *error);
void jp_heartbeat_join(struct jp_heartbeat *heartbeat);

#endif
