/*
 * memoir-kernel: the process that runs cells for a Jupyter client.
 *
 * Design. The runtime and everything that touches it live on the main thread. Three more threads
 * keep the kernel answering while a cell runs; none of them touches the runtime but through
 * mr_interrupt():
 *
 *     main       shell and stdin sockets, the runtime       shell.c, execute.c, input.c
 *     control    control socket: interrupt, shutdown        control.c
 *     iopub      iopub socket: everything published         iopub.c
 *     heartbeat  echoes                                     protocol/heartbeat.c
 *
 * A socket belongs to its thread. What others publish goes through the iopub thread's queue, which
 * keeps the order of each sender, joins neighbouring stream texts, and makes a sender wait when the
 * clients do not keep up (an interrupt ends the wait).
 *
 * An interrupt, as signal or as message, ends as SIGINT on the main thread: its handler calls
 * mr_interrupt() and, by EINTR, ends a wait for input. One that comes while no cell runs is
 * forgotten. A shutdown sets `stopping`, interrupts what runs and wakes the main thread's poll.
 *
 * After a run its record (mr_run) becomes a timeline (record.c), which goes to the clients that
 * opened the comm "memoir.timeline" (comm.c) and, when the run is worth showing (display.c), with a
 * picture drawn by the process memoir-plot (plot.c), to everyone.
 *
 * Errors. A message that is malformed, wrongly signed or repeated is dropped with a line on stderr.
 * A request with wrong content gets an error reply. Lack of memory for a message loses that message
 * and is logged; the kernel goes on.
 */
#ifndef MK_KERNEL_H
#define MK_KERNEL_H

#include "kernel/comm.h"
#include "kernel/control.h"
#include "kernel/display.h"
#include "kernel/iopub.h"
#include "kernel/log.h"
#include "protocol/heartbeat.h"
#include "protocol/json.h"
#include "protocol/socket.h"

#include "memoir_runtime.h"

#include <pthread.h>
#include <stdatomic.h>

struct mk_kernel {
    struct jp_connection connection;
    struct jp_session session;
    struct jp_replays replays; /* of shell and stdin */
    void *context;
    void *shell, *input; /* ROUTER sockets of the channels shell and stdin */
    struct jp_frames frames;
    unsigned long dropped; /* messages */

    struct mk_iopub *iopub;
    struct mk_control *control;
    struct jp_heartbeat heartbeat;
    bool heart_beats;

    mr_runtime *runtime;
    int execution_count; /* of the last cell that was stored */
    struct mk_comms comms;
    enum mk_display_mode display_mode;

    /* The request that is being answered. */
    const struct jp_message *request;
    int running_count; /* the number its cell bears */
    bool allow_stdin, recording;

    /* Requests that were received while looking for others. */
    struct jp_message **waiting;
    size_t waiting_count, waiting_capacity;
    bool abort_waiting; /* the execute_requests among them shall not run */

    pthread_t main_thread;
    int wake_fd; /* eventfd: readable when the main thread shall look at `stopping` */
    atomic_bool stopping;
    atomic_bool interrupted; /* since the cell began */
    atomic_bool cell_runs;
};

/* Serve until shutdown. The process's exit status. */
int mk_kernel_run(const char *connection_file);

/* Any thread, and signal handlers: interrupt the cell that runs, if one does. */
void mk_kernel_interrupt(struct mk_kernel *kernel);
/* Any thread: end the main loop, interrupting what runs. */
void mk_kernel_stop(struct mk_kernel *kernel);

/* Forget a wake-up that was for what is over. */
void mk_kernel_drain_wake(struct mk_kernel *kernel);

/* shell.c: serve requests until `stopping`. */
void mk_shell_serve(struct mk_kernel *kernel);
/* Publish with the current request as parent. `content` is taken over. */
void mk_publish(struct mk_kernel *kernel, const char *type, json_t *content);
/* Answer the current request on shell. `content` is taken over. */
void mk_reply(struct mk_kernel *kernel, const char *type, json_t *content);
/* After a cell that failed, before its reply (which the client may answer by new requests): take
 * what has come by now. Its execute_requests will be aborted, the rest waits for its turn. */
void mk_collect_queued(struct mk_kernel *kernel);

/* execute.c */
void mk_execute(struct mk_kernel *kernel, const struct jp_message *request);
/* The runtime's hooks (memoir_runtime.h); `user` is the kernel. */
void mk_hook_output(void *user, int fd, const char *text, size_t length);
void mk_hook_result(void *user, const char *repr, size_t length);
void mk_hook_periodic(void *user);
/* input.c */
char *mk_hook_input(void *user, const char *prompt, bool password, const char **error);

/* content.c: contents of replies, new references. */
json_t *mk_info_content(void);
/* {status: error, ename, evalue, traceback: []}. */
json_t *mk_error_content(const char *name, const char *value);
/* The same of a failure, with its traceback coloured by ANSI sequences. */
json_t *mk_failure_content(const mr_failure *failure);

#endif
