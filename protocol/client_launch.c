/* Starting a kernel, and the end of the client that did. */
#include "protocol/client_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

/* A socket's path holds 108 bytes; "/kernel-65535" and the folder's own name must fit. */
#define MAX_RUNTIME_PATH 70

long long jp_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Five free ports. Another process may take one before the kernel does; ipc has no such race. */
static int choose_tcp_ports(struct jp_connection *connection, struct jp_error *error)
{
    int fds[JP_CHANNELS], opened = 0, result = 0;

    for (; opened < JP_CHANNELS; opened++) {
        struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 ||
            getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
            result = jp_fail(error, "no free port: %s", strerror(errno));
            if (fd >= 0)
                close(fd);
            break;
        }
        fds[opened] = fd;
        connection->ports[opened] = ntohs(address.sin_port);
    }
    while (opened > 0)
        close(fds[--opened]);
    return result;
}

static int make_folder(struct jp_client *client, struct jp_error *error)
{
    const char *base = getenv("XDG_RUNTIME_DIR");

    if (!base || base[0] != '/' || strlen(base) > MAX_RUNTIME_PATH || access(base, W_OK) < 0)
        base = "/tmp";
    if (asprintf(&client->folder, "%s/memoir-XXXXXX", base) < 0)
        client->folder = NULL;
    if (!client->folder || !mkdtemp(client->folder)) {
        free(client->folder);
        client->folder = NULL;
        return jp_fail(error, "%s: no folder for the connection file: %s", base, strerror(errno));
    }
    if (asprintf(&client->file, "%s/connection.json", client->folder) < 0) {
        client->file = NULL;
        return jp_fail(error, "not enough memory for a connection file");
    }
    return 0;
}

static int prepare_connection(struct jp_client *client, const struct jp_client_options *options,
                              struct jp_error *error)
{
    struct jp_connection *connection = &client->connection;

    if (jp_connection_init(connection, error) < 0 || make_folder(client, error) < 0)
        return -1;
    if (options && options->curve && jp_connection_make_curve_keys(connection, error) < 0)
        return -1;
    if (options && options->transport == JP_IPC) {
        connection->transport = JP_IPC;
        snprintf(connection->ip, sizeof(connection->ip), "%s/kernel", client->folder);
        for (int channel = 0; channel < JP_CHANNELS; channel++)
            connection->ports[channel] = channel + 1;
    } else if (choose_tcp_ports(connection, error) < 0) {
        return -1;
    }
    return jp_connection_write(connection, client->file, error);
}

static void add_argument(struct jp_client *client, const char *argument, const char *resources)
{
    static const char *const names[2] = {"{connection_file}", "{resource_dir}"};
    const char *values[2] = {client->file, resources ? resources : ""};
    struct jp_buffer text = {0};

    jp_buffer_add_text(&text, "");
    while (*argument) {
        int i = 0;

        while (i < 2 && strncmp(argument, names[i], strlen(names[i])) != 0)
            i++;
        if (i < 2) {
            jp_buffer_add_text(&text, values[i]);
            argument += strlen(names[i]);
        } else {
            jp_buffer_add_byte(&text, *argument++);
        }
    }
    if (text.failed)
        client->argv.failed = true;
    else
        jp_strings_add(&client->argv, text.data);
    jp_buffer_finish(&text);
}

int jp_client_start_process(struct jp_client *client, struct jp_error *error)
{
    const struct jp_process_options options = {
        .argv = (const char *const *)client->argv.items,
        .env = client->env,
        .directory = client->directory,
        .stdin_fd = -1,
        .stdout_fd = client->stdout_fd,
        .stderr_fd = client->stderr_fd,
    };

    client->death_told = false;
    client->iopub_seen = false;
    client->ready_ns = -1;
    client->started_ns = jp_now_ns();
    return jp_process_start(&client->process, &options, error);
}

static struct jp_client *create(struct jp_error *error)
{
    struct jp_client *client = calloc(1, sizeof(*client));

    if (!client) {
        jp_fail(error, "not enough memory for a client");
        return NULL;
    }
    client->process.fd = -1;
    client->stdout_fd = client->stderr_fd = -1;
    client->ready_ns = -1;
    client->started_ns = jp_now_ns();
    return client;
}

static struct jp_client *launch(const char *const *argv, const char *resources, const json_t *env,
                                bool interrupt_by_message,
                                const struct jp_client_options *options, struct jp_error *error)
{
    struct jp_client *client = create(error);

    if (!client)
        return NULL;
    client->interrupt_by_message = interrupt_by_message;
    client->env = json_incref((json_t *)env);
    if (options && options->stdout_fd > 0)
        client->stdout_fd = options->stdout_fd;
    if (options && options->stderr_fd > 0)
        client->stderr_fd = options->stderr_fd;
    if (options && options->directory && !(client->directory = strdup(options->directory))) {
        jp_fail(error, "not enough memory for a client");
        goto fail;
    }
    if (prepare_connection(client, options, error) < 0)
        goto fail;
    for (; *argv; argv++)
        add_argument(client, *argv, resources);
    if (client->argv.failed) {
        jp_fail(error, "not enough memory for a client");
        goto fail;
    }
    if (jp_client_start_process(client, error) < 0 || jp_client_open_sockets(client, error) < 0)
        goto fail;
    return client;

fail:
    jp_client_destroy(client);
    return NULL;
}

struct jp_client *jp_client_launch(const struct jp_kernelspec *spec,
                                   const struct jp_client_options *options,
                                   struct jp_error *error)
{
    return launch((const char *const *)spec->argv, spec->folder, spec->env,
                  spec->interrupt_by_message, options, error);
}

struct jp_client *jp_client_launch_argv(const char *const *argv,
                                        const struct jp_client_options *options,
                                        struct jp_error *error)
{
    return launch(argv, NULL, NULL, false, options, error);
}

struct jp_client *jp_client_connect(const struct jp_connection *connection,
                                    struct jp_error *error)
{
    struct jp_client *client = create(error);

    if (!client)
        return NULL;
    client->connection = *connection;
    client->interrupt_by_message = true;
    if (jp_client_open_sockets(client, error) < 0) {
        jp_client_destroy(client);
        return NULL;
    }
    return client;
}

static void remove_folder(struct jp_client *client)
{
    if (client->file)
        unlink(client->file);
    if (client->folder) {
        for (int channel = 0; channel < JP_CHANNELS; channel++) {
            char endpoint[JP_ENDPOINT_MAX];

            jp_connection_endpoint(&client->connection, (enum jp_channel)channel, endpoint);
            if (client->connection.transport == JP_IPC)
                unlink(endpoint + strlen("ipc://"));
        }
        rmdir(client->folder);
    }
    free(client->file);
    free(client->folder);
}

void jp_client_destroy(struct jp_client *client)
{
    if (!client)
        return;
    jp_client_close_sockets(client);
    jp_process_finish(&client->process);
    remove_folder(client);
    jp_strings_finish(&client->argv);
    json_decref(client->env);
    free(client->directory);
    json_decref(client->kernel_info);
    json_decref(client->run_reply);
    jp_frames_finish(&client->frames);
    jp_replays_finish(&client->replays);
    jp_session_finish(&client->session);
    free(client);
}
