/*
 * Times a Jupyter kernel from its client's side, the same for every kernel:
 *
 *     kernel-times [--trips N] [--transport tcp|ipc] -- KERNEL ARGUMENT …
 *
 * "{connection_file}" in the arguments is replaced. Prints one line of JSON: ready_ns (start of the
 * process to the first kernel_info_reply), idle_bytes (resident size when ready), trip_ns (for each
 * execution of `1+1`, from sending it until the reply came and the kernel was idle), and
 * busy_bytes (resident size after them).
 */
#include "protocol/client.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIMEOUT_MS 60000
#define WARM_UP 20

struct command {
    long trips;
    struct jp_client_options options;
    const char *const *kernel;
};

static long long now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Resident bytes of a process; -1 when it cannot be read. */
static long long resident(pid_t pid)
{
    char path[64], line[256];
    long long kib = -1;
    FILE *status;

    snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    status = fopen(path, "re");
    if (!status)
        return -1;
    while (fgets(line, sizeof(line), status)) {
        if (sscanf(line, "VmRSS: %lld kB", &kib) == 1)
            break;
    }
    fclose(status);
    return kib < 0 ? -1 : kib * 1024;
}

/* ns, or -1 with `error` set. */
static long long trip(struct jp_client *client, struct jp_error *error)
{
    long long start = now_ns();

    if (jp_client_run(client, "1+1", 3, NULL, NULL, NULL, TIMEOUT_MS, error) < 0)
        return -1;
    return now_ns() - start;
}

static int measure(struct jp_client *client, long trips, json_t *result, struct jp_error *error)
{
    json_t *times = json_array();

    json_object_set_new(result, "trip_ns", times);
    if (jp_client_wait_ready(client, TIMEOUT_MS, error) < 0)
        return -1;
    json_object_set_new(result, "ready_ns", json_integer(jp_client_ready_ns(client)));
    json_object_set_new(result, "idle_bytes", json_integer(resident(jp_client_pid(client))));
    for (long i = -WARM_UP; i < trips; i++) {
        long long ns = trip(client, error);

        if (ns < 0)
            return -1;
        if (i >= 0)
            json_array_append_new(times, json_integer(ns));
    }
    json_object_set_new(result, "busy_bytes", json_integer(resident(jp_client_pid(client))));
    return jp_client_stop(client, error);
}

static bool parse(struct command *command, int argc, char **argv)
{
    static const struct option options[] = {
        {"trips", required_argument, NULL, 'n'},
        {"transport", required_argument, NULL, 't'},
        {0},
    };
    int option;

    *command = (struct command){.trips = 200, .options = {.transport = JP_TCP}};
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        char *end = NULL;

        if (option == 'n')
            command->trips = strtol(optarg, &end, 10);
        else if (option == 't' && strcmp(optarg, "ipc") == 0)
            command->options.transport = JP_IPC;
        else if (option != 't' || strcmp(optarg, "tcp") != 0)
            return false;
        if ((end && *end) || command->trips < 1)
            return false;
    }
    command->kernel = (const char *const *)argv + optind;
    return optind < argc;
}

int main(int argc, char **argv)
{
    struct command command;
    struct jp_error error = {""};
    struct jp_client *client;
    json_t *result = json_object();
    int status = 1;

    if (!parse(&command, argc, argv)) {
        fputs("usage: kernel-times [--trips N] [--transport tcp|ipc] -- KERNEL ARGUMENT ...\n",
              stderr);
        json_decref(result);
        return 2;
    }
    client = jp_client_launch_argv(command.kernel, &command.options, &error);
    if (client && measure(client, command.trips, result, &error) == 0) {
        json_dumpf(result, stdout, JSON_COMPACT);
        putchar('\n');
        status = 0;
    } else {
        fprintf(stderr, "kernel-times: %s\n", error.text);
    }
    jp_client_destroy(client);
    json_decref(result);
    return status;
}
