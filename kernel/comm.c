#include "kernel/comm.h"

#include "kernel/kernel.h"
#include "kernel/record.h"

#include <stdlib.h>
#include <string.h>

/* Of a live update: enough for a curve, little enough to make 20 times a second without being seen
 * in what is measured (0.3 ms each, where all of a long run's buckets take 3). */
#define UPDATE_BUCKETS 400
/* A client that opens more than these has lost count. */
#define MAX_COMMS 64

void mk_comms_finish(struct mk_comms *comms)
{
    for (size_t i = 0; i < comms->count; i++)
        free(comms->ids[i]);
    free(comms->ids);
    *comms = (struct mk_comms){0};
}

static const char *text_of(const struct jp_message *request, const char *key)
{
    return jp_json_text_value(json_object_get(request->content, key), NULL);
}

static size_t find(const struct mk_comms *comms, const char *id)
{
    size_t i = 0;

    while (i < comms->count && strcmp(comms->ids[i], id) != 0)
        i++;
    return i;
}

static bool add(struct mk_comms *comms, const char *id)
{
    char *copy;

    if (comms->count == MAX_COMMS)
        return false;
    if (comms->count == comms->capacity) {
        size_t capacity = comms->capacity ? comms->capacity * 2 : 4;
        char **ids = realloc(comms->ids, capacity * sizeof(*ids));

        if (!ids)
            return false;
        comms->ids = ids;
        comms->capacity = capacity;
    }
    copy = strdup(id);
    if (!copy)
        return false;
    comms->ids[comms->count++] = copy;
    return true;
}

void mk_comm_open(struct mk_kernel *kernel, const struct jp_message *request)
{
    const char *id = text_of(request, "comm_id");
    const char *target = text_of(request, "target_name");

    if (!id) {
        mk_log("shell: comm_open without comm_id");
        return;
    }
    if (target && strcmp(target, MK_COMM_TARGET) == 0 &&
        (find(&kernel->comms, id) < kernel->comms.count || add(&kernel->comms, id)))
        return;
    mk_publish(kernel, "comm_close", json_pack("{s:s, s:{}}", "comm_id", id, "data"));
}

/* The timeline's comm speaks and does not listen. */
void mk_comm_message(struct mk_kernel *kernel, const struct jp_message *request)
{
    const char *id = text_of(request, "comm_id");

    if (id && find(&kernel->comms, id) == kernel->comms.count)
        mk_publish(kernel, "comm_close", json_pack("{s:s, s:{}}", "comm_id", id, "data"));
}

void mk_comm_close(struct mk_kernel *kernel, const struct jp_message *request)
{
    const char *id = text_of(request, "comm_id");
    struct mk_comms *comms = &kernel->comms;
    size_t i = id ? find(comms, id) : comms->count;

    if (i == comms->count)
        return;
    free(comms->ids[i]);
    comms->ids[i] = comms->ids[--comms->count];
}

void mk_comm_info(struct mk_kernel *kernel, const struct jp_message *request)
{
    const char *target = text_of(request, "target_name");
    json_t *comms = json_object();

    for (size_t i = 0; i < kernel->comms.count; i++) {
        if (!target || strcmp(target, MK_COMM_TARGET) == 0)
            json_object_set_new(comms, kernel->comms.ids[i],
                                json_pack("{s:s}", "target_name", MK_COMM_TARGET));
    }
    mk_reply(kernel, "comm_info_reply", json_pack("{s:s, s:o}", "status", "ok", "comms", comms));
}

static void send_run(struct mk_kernel *kernel, const char *event, const mr_run *run,
                     size_t max_buckets)
{
    json_t *timeline = mk_record_json(run, max_buckets);

    if (!timeline)
        return;
    for (size_t i = 0; i < kernel->comms.count; i++)
        mk_publish(kernel, "comm_msg",
                   json_pack("{s:s, s:{s:s, s:i, s:O}}", "comm_id", kernel->comms.ids[i], "data",
                             "event", event, "execution_count", kernel->running_count, "timeline",
                             timeline));
    json_decref(timeline);
}

void mk_comm_update(struct mk_kernel *kernel)
{
    mr_run *run = mr_run_snapshot(kernel->runtime);

    if (run)
        send_run(kernel, "update", run, UPDATE_BUCKETS);
    mr_run_destroy(run);
}

void mk_comm_end(struct mk_kernel *kernel, const mr_run *run)
{
    if (kernel->comms.count > 0)
        send_run(kernel, "end", run, MK_ALL_BUCKETS);
}
