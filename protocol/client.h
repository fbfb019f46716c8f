/*
 * jp_client: the client's end of a conversation with one kernel, started by it or running already.
 *
 * Nothing here blocks but the calls whose name says wait, run, ping or stop; they also hand every
 * message to the handler. In a main loop: watch every descriptor of jp_client_fds() for input, and
 * before sleeping and after waking call jp_client_pending() and, while it is true,
 * jp_client_dispatch(). Watching alone is not enough: libzmq's descriptors signal a change of
 * state, not its presence.
 *
 * A client belongs to one thread. A kernel that it started stands in a session of its own; its
 * connection file and ipc sockets stand in a private folder, removed with the client.
 */
#ifndef JP_CLIENT_H
#define JP_CLIENT_H

#include "protocol/kernelspec.h"
#include "protocol/outputs.h"
#include "protocol/socket.h"

#include <sys/types.h>

struct jp_client;

struct jp_client_options {
    enum jp_transport transport; /* ipc needs a kernel that knows it: memoir and ipykernel do */
    bool curve;                  /* encrypt with fresh CURVE keys; for kernels that know them */
    const char *directory;       /* where the kernel works; NULL: here */
    int stdout_fd, stderr_fd;    /* where the kernel process writes; 0: where this one does */
};

/* Start a kernel. `options` may be NULL. */
struct jp_client *jp_client_launch(const struct jp_kernelspec *spec,
                                   const struct jp_client_options *options,
                                   struct jp_error *error);
/* The same from a command line; "{connection_file}" in it is replaced. Interrupts are signals. */
struct jp_client *jp_client_launch_argv(const char *const *argv,
                                        const struct jp_client_options *options,
                                        struct jp_error *error);
/* Talk to a kernel that runs. */
struct jp_client *jp_client_connect(const struct jp_connection *connection,
                                    struct jp_error *error);
/* Kills a kernel that the client started and that still runs. */
void jp_client_destroy(struct jp_client *client);

/* ---- receiving ---- */

/* Called for each message of shell, iopub, stdin and control, and once with NULL when the kernel
 * process has ended. The message is lent for the call. */
typedef void (*jp_client_handler)(void *data, enum jp_channel channel,
                                  const struct jp_message *message);
void jp_client_set_handler(struct jp_client *client, jp_client_handler handler, void *data);

#define JP_CLIENT_FDS 5
/* The descriptors to watch; returns how many. They stay the same until jp_client_restart(). */
int jp_client_fds(const struct jp_client *client, int fds[JP_CLIENT_FDS]);
bool jp_client_pending(struct jp_client *client);
/* Handle at most `budget` messages; returns how many. Malformed ones are dropped and counted. */
int jp_client_dispatch(struct jp_client *client, int budget);
/* Sleep until something is there: 1, or 0 after the timeout (ms, -1: none). */
int jp_client_wait(struct jp_client *client, int timeout_ms);

/* ---- asking ---- */

#define JP_MESSAGE_ID_SIZE 64
/* Send a request on shell or control. `content` is taken over; `id` (may be NULL) receives msg_id.
 */
int jp_client_request(struct jp_client *client, enum jp_channel channel, const char *type,
                      json_t *content, char id[JP_MESSAGE_ID_SIZE], struct jp_error *error);

struct jp_execute_options {
    bool silent, no_history, allow_stdin, go_on_after_error;
    json_t *user_expressions; /* borrowed; NULL: none */
};
int jp_client_execute(struct jp_client *client, const char *code, size_t length,
                      const struct jp_execute_options *options, char id[JP_MESSAGE_ID_SIZE],
                      struct jp_error *error);
/* Answer an input_request. */
int jp_client_answer_input(struct jp_client *client, const struct jp_message *request,
                           const char *text, struct jp_error *error);
/* By signal or message, as the kernelspec says. */
int jp_client_interrupt(struct jp_client *client, struct jp_error *error);

/* ---- whole conversations ---- */

/* Until the kernel has answered kernel_info and iopub is known to be connected. */
int jp_client_wait_ready(struct jp_client *client, int timeout_ms, struct jp_error *error);

/* Execute and gather: until the reply came and the kernel is idle. `outputs` may be NULL. Returns
 * 0 whatever the code did; `reply` (may be NULL) receives the reply's content, owned by the caller.
 * -1: the kernel died, or the timeout (ms, -1: none) passed. */
int jp_client_run(struct jp_client *client, const char *code, size_t length,
                  const struct jp_execute_options *options, struct jp_outputs *outputs,
                  json_t **reply, int timeout_ms, struct jp_error *error);

/* Does the heartbeat answer within so many ms? */
bool jp_client_ping(struct jp_client *client, int timeout_ms);

/* Ask the kernel to end and wait; after 5 seconds SIGTERM, after 2.5 more SIGKILL. */
int jp_client_stop(struct jp_client *client, struct jp_error *error);
/* End a kernel that the client started and start it anew, with the same connection. */
int jp_client_restart(struct jp_client *client, struct jp_error *error);

/* ---- knowing ---- */

pid_t jp_client_pid(const struct jp_client *client); /* 0: not started by the client */
const struct jp_connection *jp_client_connection(const struct jp_client *client);
/* Content of the last kernel_info_reply, borrowed; NULL before jp_client_wait_ready(). */
const json_t *jp_client_kernel_info(const struct jp_client *client);
/* From the start of the process to the first kernel_info_reply, in ns; -1: none came yet. */
long long jp_client_ready_ns(const struct jp_client *client);
bool jp_client_alive(struct jp_client *client);
/* How it ended: "was killed by signal 9 (Killed)". */
void jp_client_describe_end(const struct jp_client *client, char *text, size_t size);
unsigned long jp_client_dropped(const struct jp_client *client);

#endif
