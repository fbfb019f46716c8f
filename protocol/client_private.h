/* The inside of jp_client, for its own files. */
#ifndef JP_CLIENT_PRIVATE_H
#define JP_CLIENT_PRIVATE_H

#include "protocol/client.h"
#include "protocol/process.h"
#include "protocol/string_list.h"

struct jp_client {
    struct jp_connection connection;
    struct jp_session session;
    struct jp_replays replays;
    void *context;
    void *sockets[JP_CHANNELS];
    struct jp_frames frames; /* scratch of receiving */

    struct jp_process process;
    struct jp_strings argv; /* with placeholders replaced; empty: not started by this client */
    json_t *env;
    char *directory, *folder, *file; /* working directory, private folder, connection file */
    int stdout_fd, stderr_fd;
    bool interrupt_by_message, death_told;

    jp_client_handler handler;
    void *handler_data;

    json_t *kernel_info;
    long long started_ns, ready_ns;
    bool iopub_seen;
    unsigned long dropped;

    /* What jp_client_run() waits for. */
    const char *run_id;
    struct jp_outputs *run_outputs;
    json_t *run_reply;
    bool run_idle, run_failed;
};

long long jp_now_ns(void);

/* client_launch.c */
int jp_client_start_process(struct jp_client *client, struct jp_error *error);
/* client_io.c */
int jp_client_open_sockets(struct jp_client *client, struct jp_error *error);
void jp_client_close_sockets(struct jp_client *client);

#endif
