/*
 * nbrun: executes a notebook in a kernel, through the protocol, as any Jupyter client would.
 *
 *     nbrun (--kernel PROGRAM | --kernelspec NAME) [--output-dir DIR] [--timeout SECONDS] NOTEBOOK
 *
 * Writes the executed notebook and every PNG it shows, NAME-N.png for cell N, into the folder (made
 * if missing; the current one without the option). A cell that fails ends the run, unless it is
 * tagged raises-exception; what was executed is written all the same, and the exit status is 1.
 */
#include "protocol/client.h"
#include "protocol/file.h"
#include "protocol/notebook.h"

#include <getopt.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define READY_MS 60000

struct job {
    const char *kernel, *kernelspec, *folder, *path;
    char name[256]; /* of the notebook, without folder and ending */
    int timeout_ms; /* for a cell; -1: none */
    struct jp_notebook *notebook;
    struct jp_client *client;
};

static const char usage[] =
    "usage: nbrun (--kernel PROGRAM | --kernelspec NAME) [--output-dir DIR] [--timeout SECONDS]\n"
    "             NOTEBOOK\n";

static int complain(const char *text)
{
    fprintf(stderr, "nbrun: %s\n", text);
    return -1;
}

static int parse(int argc, char **argv, struct job *job)
{
    static const struct option options[] = {
        {"kernel", required_argument, NULL, 'k'},     {"kernelspec", required_argument, NULL, 's'},
        {"output-dir", required_argument, NULL, 'o'}, {"timeout", required_argument, NULL, 't'},
        {"help", no_argument, NULL, 'h'},             {0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (option) {
        case 'k':
            job->kernel = optarg;
            break;
        case 's':
            job->kernelspec = optarg;
            break;
        case 'o':
            job->folder = optarg;
            break;
        case 't':
            job->timeout_ms = atoi(optarg) * 1000;
            if (job->timeout_ms <= 0)
                return complain("--timeout: not a number of seconds");
            break;
        case 'h':
            fputs(usage, stdout);
            exit(0);
        default:
            return -1;
        }
    }
    if (argc != optind + 1 || !job->kernel == !job->kernelspec) {
        fputs(usage, stderr);
        return -1;
    }
    job->path = argv[optind];
    return 0;
}

static void set_name(struct job *job)
{
    const char *slash = strrchr(job->path, '/');
    const char *base = slash ? slash + 1 : job->path;
    size_t length = strlen(base);

    if (length > 6 && strcmp(base + length - 6, ".ipynb") == 0)
        length -= 6;
    snprintf(job->name, sizeof(job->name), "%.*s", (int)length, base);
}

static int start(struct job *job, struct jp_error *error)
{
    const char *const argv[] = {job->kernel, "-f", "{connection_file}", NULL};
    const struct jp_client_options options = {.transport = JP_IPC};
    struct jp_kernelspec *spec = NULL;

    if (job->kernel) {
        job->client = jp_client_launch_argv(argv, &options, error);
    } else {
        spec = jp_kernelspec_find(job->kernelspec, error);
        if (spec)
            job->client = jp_client_launch(spec, &options, error);
        jp_kernelspec_destroy(spec);
    }
    return job->client ? jp_client_wait_ready(job->client, READY_MS, error) : -1;
}

static int write_png(const struct job *job, size_t cell, size_t number, const char *base64,
                     struct jp_error *error)
{
    size_t size = strlen(base64), length;
    unsigned char *png = malloc(size ? size : 1);
    char path[PATH_MAX], which[32] = "";
    int result;

    if (!png)
        return jp_fail(error, "not enough memory for a picture");
    if (number > 1)
        snprintf(which, sizeof(which), "-%zu", number);
    snprintf(path, sizeof(path), "%s/%s-%zu%s.png", job->folder, job->name, cell, which);
    if (sodium_base642bin(png, size, base64, size, "\n", &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) < 0)
        result = jp_fail(error, "%s: the kernel sent a picture that is not base64", path);
    else
        result = jp_file_write_atomic(path, png, length, 0644, NULL, error);
    if (result == 0)
        printf("  %s\n", path);
    free(png);
    return result;
}

/* Print what the cell showed in words, write what it showed as pictures. */
static int show(const struct job *job, size_t cell, const json_t *outputs, struct jp_error *error)
{
    const json_t *output;
    size_t i, pictures = 0;

    json_array_foreach(outputs, i, output) {
        const json_t *data = json_object_get(output, "data");
        const char *png = jp_json_text_value(json_object_get(data, "image/png"), NULL);
        const char *text = jp_json_text_value(json_object_get(data, "text/plain"), NULL);

        if (!png)
            continue;
        if (text)
            printf("cell %zu: %s\n", cell, text);
        if (write_png(job, cell, ++pictures, png, error) < 0)
            return -1;
    }
    return 0;
}

static bool may_fail(const json_t *cell)
{
    const json_t *tags = json_object_get(json_object_get(cell, "metadata"), "tags");
    const json_t *tag;
    size_t i;

    json_array_foreach(tags, i, tag) {
        const char *text = json_string_value(tag);

        if (text && strcmp(text, "raises-exception") == 0)
            return true;
    }
    return false;
}

static int judge(size_t number, const json_t *cell, const json_t *reply, struct jp_error *error)
{
    const char *status = json_string_value(json_object_get(reply, "status"));
    const char *name = json_string_value(json_object_get(reply, "ename"));
    const char *value = json_string_value(json_object_get(reply, "evalue"));

    if ((status && strcmp(status, "ok") == 0) || may_fail(cell))
        return 0;
    return jp_fail(error, "cell %zu failed: %s: %s", number, name ? name : "?", value ? value : "");
}

static int run_cell(const struct job *job, size_t index, struct jp_error *error)
{
    json_t *cell = jp_notebook_cell(job->notebook, index);
    const struct jp_execute_options options = {.go_on_after_error = may_fail(cell)};
    struct jp_outputs outputs;
    json_t *reply = NULL, *list;
    size_t length;
    const char *source = jp_cell_source(cell, &length);
    int result = -1;

    if (length == 0)
        return jp_cell_set_result(cell, json_array(), -1);
    if (jp_outputs_init(&outputs, error) < 0)
        return -1;
    if (jp_client_run(job->client, source, length, &options, &outputs, &reply, job->timeout_ms,
                      error) < 0)
        goto done;
    list = jp_outputs_list(&outputs);
    if (!list || jp_cell_set_result(cell, json_incref(list),
                                    (int)json_integer_value(
                                        json_object_get(reply, "execution_count"))) < 0) {
        jp_fail(error, "not enough memory for the outputs");
        goto done;
    }
    if (show(job, index + 1, list, error) == 0)
        result = judge(index + 1, cell, reply, error);
done:
    json_decref(reply);
    jp_outputs_finish(&outputs);
    return result;
}

static int run_cells(const struct job *job, struct jp_error *error)
{
    json_t *language = json_object_get(jp_client_kernel_info(job->client), "language_info");

    if (language)
        json_object_set(jp_notebook_metadata(job->notebook), "language_info", language);
    for (size_t i = 0; i < jp_notebook_cell_count(job->notebook); i++) {
        const char *type = jp_cell_type(jp_notebook_cell(job->notebook, i));

        if (strcmp(type, "code") == 0 && run_cell(job, i, error) < 0)
            return -1;
    }
    return 0;
}

static int run(struct job *job, struct jp_error *error)
{
    char path[PATH_MAX];
    struct jp_error later;
    int result;

    job->notebook = jp_notebook_read(job->path, error);
    if (!job->notebook || jp_make_directories(job->folder, error) < 0 || start(job, error) < 0)
        return -1;
    result = run_cells(job, error);
    snprintf(path, sizeof(path), "%s/%s.ipynb", job->folder, job->name);
    if (jp_notebook_write(job->notebook, path, NULL, &later) < 0)
        result = jp_fail(error, "%s", later.text);
    else
        printf("%s\n", path);
    if (jp_client_stop(job->client, &later) < 0)
        result = jp_fail(error, "%s", later.text);
    return result;
}

int main(int argc, char **argv)
{
    struct job job = {.folder = ".", .timeout_ms = -1};
    struct jp_error error = {""};
    int result;

    if (parse(argc, argv, &job) < 0)
        return 2;
    set_name(&job);
    result = run(&job, &error);
    if (result < 0)
        complain(error.text);
    jp_client_destroy(job.client);
    jp_notebook_destroy(job.notebook);
    return result < 0 ? 1 : 0;
}
