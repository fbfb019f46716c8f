/*
 * mk_comms: the comms of target "memoir.timeline" that clients opened. Through each goes, while a
 * cell runs, 20 times a second what its timeline is so far, and the whole timeline at the end:
 *
 *     comm_msg  data {"event": "update" | "end", "execution_count": n, "timeline": {…}}
 *
 * with the execute_request as parent. Main thread only.
 */
#ifndef MK_COMM_H
#define MK_COMM_H

#include "memoir_runtime.h"

#include <stddef.h>

#define MK_COMM_TARGET "memoir.timeline"

struct mk_kernel;
struct jp_message;

struct mk_comms {
    char **ids;
    size_t count, capacity;
};

void mk_comms_finish(struct mk_comms *comms);

/* The messages of the shell channel. */
void mk_comm_open(struct mk_kernel *kernel, const struct jp_message *request);
void mk_comm_message(struct mk_kernel *kernel, const struct jp_message *request);
void mk_comm_close(struct mk_kernel *kernel, const struct jp_message *request);
void mk_comm_info(struct mk_kernel *kernel, const struct jp_message *request);

/* Send the open run as it stands, from the runtime's periodic hook. */
void mk_comm_update(struct mk_kernel *kernel);
/* Send a run that ended. */
void mk_comm_end(struct mk_kernel *kernel, const mr_run *run);

#endif
