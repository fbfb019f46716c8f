/* execute_request: run a cell, tell what it puts out and how it ended. */
#include "kernel/kernel.h"

#include "kernel/magic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct request {
    const char *code; /* of the message; magic lines are blanked in `source` */
    char *source;
    size_t length;
    bool silent, store, stop_on_error;
    const json_t *user_expressions;
};

static bool flag(const json_t *content, const char *key, bool missing)
{
    const json_t *value = json_object_get(content, key);

    return json_is_boolean(value) ? json_is_true(value) : missing;
}

void mk_hook_output(void *user, int fd, const char *text, size_t length)
{
    struct mk_kernel *kernel = user;

    mk_iopub_stream(kernel->iopub, fd == 2 ? "stderr" : "stdout",
                    kernel->request ? kernel->request->header : NULL, text, length);
}

void mk_hook_result(void *user, const char *repr, size_t length)
{
    struct mk_kernel *kernel = user;

    mk_publish(kernel, "execute_result",
               json_pack("{s:i, s:{s:o}, s:{}}", "execution_count", kernel->running_count, "data",
                         "text/plain", jp_json_text(repr, length), "metadata"));
}

void mk_hook_periodic(void *user)
{
    struct mk_kernel *kernel = user;

    if (kernel->recording && kernel->comms.count > 0)
        mk_comm_update(kernel);
}

static json_t *evaluate(struct mk_kernel *kernel, const json_t *expressions)
{
    json_t *results = json_object();
    const char *name;
    json_t *expression;

    json_object_foreach((json_t *)expressions, name, expression) {
        size_t length;
        const char *source = jp_json_text_value(expression, &length);
        mr_failure failure = {0};
        char *repr;
        json_t *result;

        if (!source) {
            json_object_set_new(results, name, mk_error_content("TypeError", "not a string"));
            continue;
        }
        repr = mr_eval_repr(kernel->runtime, source, length, &failure);
        if (repr)
            result = json_pack("{s:s, s:{s:o}, s:{}}", "status", "ok", "data", "text/plain",
                               jp_json_text(repr, strlen(repr)), "metadata");
        else
            result = mk_failure_content(&failure);
        json_object_set_new(results, name, result);
        free(repr);
        mr_failure_finish(&failure);
    }
    return results;
}

/* To those who want to see it; for nobody the heap is not searched. */
static void show(struct mk_kernel *kernel, mr_run *record)
{
    bool display = mk_display_wants(kernel, record);

    if (!display && kernel->comms.count == 0)
        return;
    mr_run_find_waiting(kernel->runtime, record);
    mk_comm_end(kernel, record);
    if (display)
        mk_display_run(kernel, record);
}

/* Run the code between the begin and the end of a record, and show the record. */
static bool run(struct mk_kernel *kernel, const struct request *request, mr_failure *failure)
{
    char name[32];
    mr_run *record = NULL;
    bool passed;

    snprintf(name, sizeof(name), "In[%d]", kernel->running_count);
    kernel->recording = !request->silent && mr_run_begin(kernel->runtime, name);
    passed = mr_run_cell(kernel->runtime, request->source, request->length, kernel->running_count,
                         request->store, request->silent, failure);
    if (kernel->recording)
        record = mr_run_stop(kernel->runtime);
    kernel->recording = false;
    if (!passed) {
        json_t *content = mk_failure_content(failure);

        json_object_del(content, "status");
        mk_publish(kernel, "error", content);
    }
    if (record)
        show(kernel, record);
    mr_run_destroy(record);
    return passed;
}

static void answer(struct mk_kernel *kernel, const struct request *request, bool passed,
                   const mr_failure *failure)
{
    json_t *content = passed ? json_pack("{s:s}", "status", "ok") : mk_failure_content(failure);

    json_object_set_new(content, "execution_count", json_integer(kernel->running_count));
    json_object_set_new(content, "user_expressions",
                        passed ? evaluate(kernel, request->user_expressions) : json_object());
    json_object_set_new(content, "payload", json_array());
    if (!passed && request->stop_on_error)
        mk_collect_queued(kernel);
    mk_reply(kernel, "execute_reply", content);
}

static bool parse(struct request *request, const struct jp_message *message)
{
    const json_t *content = message->content;

    *request = (struct request){
        .code = jp_json_text_value(json_object_get(content, "code"), &request->length),
        .silent = flag(content, "silent", false),
        .stop_on_error = flag(content, "stop_on_error", true),
        .user_expressions = json_object_get(content, "user_expressions"),
    };
    if (!request->code)
        return false;
    jp_json_text_value(json_object_get(content, "code"), &request->length);
    request->store = !request->silent && flag(content, "store_history", true);
    request->source = malloc(request->length + 1);
    if (!request->source)
        return false;
    memcpy(request->source, request->code, request->length);
    request->source[request->length] = '\0';
    return true;
}

static void refuse(struct mk_kernel *kernel, const char *name, const char *value)
{
    json_t *content = mk_error_content(name, value);

    json_object_set_new(content, "execution_count", json_integer(kernel->execution_count));
    mk_reply(kernel, "execute_reply", content);
}

void mk_execute(struct mk_kernel *kernel, const struct jp_message *message)
{
    struct request request;
    mr_failure failure = {0};
    bool passed;

    if (!parse(&request, message)) {
        refuse(kernel, "ValueError", "execute_request without code");
        return;
    }
    kernel->allow_stdin = flag(message->content, "allow_stdin", true);
    kernel->running_count = kernel->execution_count + (request.silent ? 0 : 1);
    if (request.store)
        kernel->execution_count = kernel->running_count;
    if (!request.silent)
        mk_publish(kernel, "execute_input",
                   json_pack("{s:o, s:i}", "code", jp_json_text(request.code, request.length),
                             "execution_count", kernel->running_count));

    mk_kernel_drain_wake(kernel);
    atomic_store(&kernel->interrupted, false);
    mr_interrupt_clear(kernel->runtime);
    atomic_store(&kernel->cell_runs, true);
    if (atomic_load(&kernel->stopping))
        mr_interrupt(kernel->runtime);
    if (mk_magic(kernel, request.source, request.length, &failure)) {
        passed = run(kernel, &request, &failure);
    } else {
        json_t *content = mk_failure_content(&failure);

        json_object_del(content, "status");
        mk_publish(kernel, "error", content);
        passed = false;
    }
    answer(kernel, &request, passed, &failure);
    atomic_store(&kernel->cell_runs, false);
    mr_failure_finish(&failure);
    free(request.source);
}
