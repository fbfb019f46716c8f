/* Whole conversations of a client: get ready, run code, stop, restart. */
#include "protocol/client_private.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#define STOP_MS 5000
#define TERMINATE_MS 2500
/* How long iopub may stay silent after a reply before another request is sent to make it speak. */
#define NUDGE_MS 100

static int remaining_ms(long long deadline_ns)
{
    long long left = (deadline_ns - jp_now_ns() + 999999) / 1000000;

    return left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

static long long deadline_after(int timeout_ms)
{
    return timeout_ms < 0 ? 0x7FFFFFFFFFFFFFFFLL - 1000000 : jp_now_ns() + timeout_ms * 1000000LL;
}

static int fail_dead(struct jp_client *client, struct jp_error *error)
{
    char how[128];

    jp_client_describe_end(client, how, sizeof(how));
    return jp_fail(error, "the kernel %s", how);
}

int jp_client_wait_ready(struct jp_client *client, int timeout_ms, struct jp_error *error)
{
    long long deadline = deadline_after(timeout_ms);
    bool asked = false;

    /* What iopub says before it is connected is lost, and only its silence tells. */
    while (client->ready_ns < 0 || !client->iopub_seen) {
        int left = remaining_ms(deadline);

        if (!jp_client_alive(client))
            return fail_dead(client, error);
        if (left == 0)
            return jp_fail(error, "the kernel did not answer within %d ms", timeout_ms);
        if (!asked && jp_client_request(client, JP_SHELL, "kernel_info_request", NULL, NULL,
                                        error) < 0)
            return -1;
        asked = true;
        if (client->ready_ns >= 0 && left > NUDGE_MS)
            left = NUDGE_MS;
        if (jp_client_wait(client, left))
            jp_client_dispatch(client, 100);
        else if (client->ready_ns >= 0)
            asked = false;
    }
    return 0;
}

int jp_client_run(struct jp_client *client, const char *code, size_t length,
                  const struct jp_execute_options *options, struct jp_outputs *outputs,
                  json_t **reply, int timeout_ms, struct jp_error *error)
{
    long long deadline = deadline_after(timeout_ms);
    char id[JP_MESSAGE_ID_SIZE];
    int result = -1;

    if (jp_client_execute(client, code, length, options, id, error) < 0)
        return -1;
    client->run_id = id;
    client->run_outputs = outputs;
    client->run_idle = client->run_failed = false;
    while (!client->run_reply || !client->run_idle) {
        int left = remaining_ms(deadline);

        if (client->run_failed) {
            jp_fail(error, "not enough memory for the outputs");
            goto done;
        }
        if (client->death_told) {
            fail_dead(client, error);
            goto done;
        }
        if (left == 0) {
            jp_fail(error, "the code did not end within %d ms", timeout_ms);
            goto done;
        }
        jp_client_wait(client, left);
        jp_client_dispatch(client, 1000);
    }
    if (reply) {
        *reply = client->run_reply;
        client->run_reply = NULL;
    }
    result = 0;
done:
    json_decref(client->run_reply);
    client->run_reply = NULL;
    client->run_id = NULL;
    client->run_outputs = NULL;
    return result;
}

bool jp_client_ping(struct jp_client *client, int timeout_ms)
{
    void *socket = client->sockets[JP_HEARTBEAT];
    zmq_pollitem_t item = {.socket = socket, .events = ZMQ_POLLIN};
    char answer[8];

    if (zmq_send(socket, "ping", 4, ZMQ_DONTWAIT) < 0)
        return false;
    return zmq_poll(&item, 1, timeout_ms) > 0 &&
           zmq_recv(socket, answer, sizeof(answer), ZMQ_DONTWAIT) == 4;
}

static int stop(struct jp_client *client, bool restart, struct jp_error *error)
{
    long long deadline = deadline_after(STOP_MS);

    if (jp_client_request(client, JP_CONTROL, "shutdown_request",
                          json_pack("{s:b}", "restart", restart), NULL, error) < 0)
        return -1;
    if (!client->process.pid)
        return 0;
    /* The last outputs and the reply are still worth hearing. */
    while (!client->death_told && remaining_ms(deadline) > 0) {
        jp_client_wait(client, remaining_ms(deadline));
        jp_client_dispatch(client, 1000);
    }
    if (client->death_told)
        return 0;
    jp_process_signal(&client->process, SIGTERM);
    if (!jp_process_wait(&client->process, TERMINATE_MS))
        jp_process_signal(&client->process, SIGKILL);
    jp_process_wait(&client->process, -1);
    jp_client_dispatch(client, 1000);
    return 0;
}

int jp_client_stop(struct jp_client *client, struct jp_error *error)
{
    if (client->process.pid && jp_process_ended(&client->process)) {
        jp_client_dispatch(client, 1000);
        return 0;
    }
    return stop(client, false, error);
}

int jp_client_restart(struct jp_client *client, struct jp_error *error)
{
    if (!client->process.pid)
        return jp_fail(error, "the kernel was not started by this client");
    if (!jp_process_ended(&client->process) && stop(client, true, error) < 0)
        return -1;
    jp_process_finish(&client->process);
    /* New sockets: a request left in the old ones must not reach the new kernel. */
    jp_client_close_sockets(client);
    jp_session_finish(&client->session);
    if (jp_client_start_process(client, error) < 0)
        return -1;
    return jp_client_open_sockets(client, error);
}

pid_t jp_client_pid(const struct jp_client *client)
{
    return client->process.pid;
}

const struct jp_connection *jp_client_connection(const struct jp_client *client)
{
    return &client->connection;
}

const json_t *jp_client_kernel_info(const struct jp_client *client)
{
    return client->kernel_info;
}

long long jp_client_ready_ns(const struct jp_client *client)
{
    return client->ready_ns;
}

bool jp_client_alive(struct jp_client *client)
{
    return client->argv.count == 0 ||
           (client->process.pid && !jp_process_ended(&client->process));
}

void jp_client_describe_end(const struct jp_client *client, char *text, size_t size)
{
    jp_process_describe(&client->process, text, size);
}

unsigned long jp_client_dropped(const struct jp_client *client)
{
    return client->dropped;
}
