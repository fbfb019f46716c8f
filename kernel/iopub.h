/*
 * mk_iopub: the thread that publishes.
 *
 * Other threads hand it messages and stream text; it sends them in the order of their coming.
 * Neighbouring texts of one stream and one request are joined into one message, which leaves when
 * another message follows it, when it holds 64 KiB, or 50 ms after its first byte. Messages leave
 * within 1 ms, or at once by mk_iopub_flush(): a short cell's few messages then cost one wake-up of
 * the thread, not four, which halves the round trip of `1+1`. New subscribers are welcomed.
 *
 * When clients take less than the kernel says, senders wait, so nothing is lost and memory stays
 * bounded (about 4 MiB here, and 200 messages in libzmq for each client). The wait ends when
 * `*hurry` becomes true; what is sent then still is not lost.
 */
#ifndef MK_IOPUB_H
#define MK_IOPUB_H

#include "protocol/message.h"

#include <stdatomic.h>
#include <stdbool.h>

struct mk_iopub;

/* Takes over the bound XPUB socket, also on failure. `session` and `hurry` must outlive it. */
struct mk_iopub *mk_iopub_create(void *socket, struct jp_session *session,
                                 const atomic_bool *hurry, struct jp_error *error);
/* Sends what is left (for a second at most), ends the thread and closes the socket. */
void mk_iopub_destroy(struct mk_iopub *iopub);

/* `content` is taken over; `parent` (may be NULL) is the header of the request that caused it. */
void mk_iopub_publish(struct mk_iopub *iopub, const char *type, const json_t *parent,
                      json_t *content);
/* A message made elsewhere, taken over. */
void mk_iopub_send(struct mk_iopub *iopub, struct jp_message *message);
/* Text for the stream "stdout" or "stderr" (the name is not copied). */
void mk_iopub_stream(struct mk_iopub *iopub, const char *name, const json_t *parent,
                     const char *text, size_t length);

/* Send what has been handed over, stream text included, now. */
void mk_iopub_flush(struct mk_iopub *iopub);

#endif
