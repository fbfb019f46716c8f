/* Runs that ended, and what still comes for them: from threads that they started, and for displays
 * that later cells update. */
#include "gui/memoir-session-private.h"

#include <string.h>

/* Older ones are forgotten. */
#define MOST_RUNS 100
#define FLUSH_MS 50

static void past_run_free(MemoirRun *run)
{
    g_object_unref(run->cell);
    jp_outputs_finish(&run->outputs);
    json_decref(run->timeline);
    g_free(run);
}

void memoir_session_keep_past(MemoirSession *self, MemoirRun *run)
{
    jp_outputs_close_stream(&run->outputs);
    g_queue_push_tail(&self->past, run);
    if (self->past.length > MOST_RUNS)
        past_run_free(g_queue_pop_head(&self->past));
}

void memoir_session_forget_past(MemoirSession *self)
{
    MemoirRun *run;

    g_clear_handle_id(&self->past_flush, g_source_remove);
    while ((run = g_queue_pop_head(&self->past)))
        past_run_free(run);
}

static gboolean flush(gpointer data)
{
    MemoirSession *self = data;

    self->past_flush = 0;
    for (GList *link = self->past.head; link; link = link->next) {
        MemoirRun *run = link->data;
        json_t *list = run->late ? jp_outputs_list(&run->outputs) : NULL;

        run->late = FALSE;
        if (list && list == memoir_cell_get_outputs(run->cell))
            memoir_cell_set_outputs(run->cell, list);
    }
    return G_SOURCE_REMOVE;
}

void memoir_session_take_late(MemoirSession *self, const struct jp_message *message)
{
    gboolean update = strcmp(jp_message_type(message), "update_display_data") == 0;
    GList *next;

    for (GList *link = self->past.head; link; link = next) {
        MemoirRun *run = link->data;

        next = link->next;
        /* The cell ran again, or its outputs were cleared. */
        if (memoir_cell_get_outputs(run->cell) != run->outputs.list) {
            g_queue_delete_link(&self->past, link);
            past_run_free(run);
            continue;
        }
        if (!update && strcmp(run->id, jp_message_parent_id(message)) != 0)
            continue;
        if (jp_outputs_add(&run->outputs, message) > 0) {
            run->late = TRUE;
            if (!self->past_flush)
                self->past_flush = g_timeout_add(FLUSH_MS, flush, self);
        }
    }
}
