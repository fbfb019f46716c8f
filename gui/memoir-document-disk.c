/* The file behind a document: what is known of it, and what others do to it. */
#include "gui/memoir-document-private.h"

#include "protocol/file.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_S 3

static gboolean is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

gboolean memoir_document_changed_on_disk(MemoirDocument *self)
{
    struct stat now;

    /* A file that went away can be written without harm to anybody. */
    if (!self->path || stat(self->path, &now) < 0)
        return FALSE;
    return !is_same(&now, &self->on_disk);
}

static void on_changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                       MemoirDocument *self)
{
    memoir_document_notify_changed_on_disk(self, memoir_document_changed_on_disk(self));
}

static gboolean look_again(gpointer data)
{
    MemoirDocument *self = data;

    memoir_document_notify_changed_on_disk(self, memoir_document_changed_on_disk(self));
    return G_SOURCE_CONTINUE;
}

static void watch_file(MemoirDocument *self)
{
    /* Of a symbolic link it is the file behind it that changes. */
    char *real = realpath(self->path, NULL);
    g_autoptr(GFile) file = g_file_new_for_path(real ? real : self->path);

    free(real);
    if (self->monitor)
        g_file_monitor_cancel(self->monitor);
    g_clear_object(&self->monitor);
    self->monitor = g_file_monitor_file(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (self->monitor)
        g_signal_connect_object(self->monitor, "changed", G_CALLBACK(on_changed), self, 0);
    /* Monitors do not see what other machines do to a shared file. */
    if (!self->look)
        self->look = g_timeout_add_seconds(LOOK_S, look_again, self);
}

void memoir_document_know_file(MemoirDocument *self, const struct stat *status)
{
    if (status)
        self->on_disk = *status;
    else
        memset(&self->on_disk, 0, sizeof(self->on_disk));
    memoir_document_notify_changed_on_disk(self, FALSE);
    watch_file(self);
}

void memoir_document_keep_mine(MemoirDocument *self)
{
    struct stat now;

    memoir_document_know_file(self, stat(self->path, &now) < 0 ? NULL : &now);
    memoir_document_set_modified(self, TRUE);
}

/* Cells of the file in place of those here; at both ends those that are the same stay. */
static void take_cells(MemoirDocument *self, const struct jp_notebook *file)
{
    guint n_old = self->cells->len, n_new = (guint)jp_notebook_cell_count(file);
    guint before = 0, after = 0;
    GPtrArray *added = g_ptr_array_new_with_free_func(g_object_unref);

#define SAME(old, new)                                                    \
    json_equal(memoir_cell_get_json(memoir_document_get_cell(self, old)), \
               jp_notebook_cell(file, new))
    while (before < MIN(n_old, n_new) && SAME(before, before))
        before++;
    while (after < MIN(n_old, n_new) - before && SAME(n_old - 1 - after, n_new - 1 - after))
        after++;
#undef SAME
    for (guint i = before; i < n_new - after; i++)
        g_ptr_array_add(added, memoir_cell_new_for_json(jp_notebook_cell(file, i)));
    if (added->len > 0 || n_old - before - after > 0)
        memoir_document_replace(self, before, n_old - before - after, added);
    else
        g_ptr_array_unref(added);
}

gboolean memoir_document_reload(MemoirDocument *self, GError **error)
{
    struct jp_buffer text = {0};
    struct jp_error reason;
    struct jp_notebook *file = NULL;
    struct stat status;
    const char *key;
    json_t *value;

    if (jp_file_read(self->path, MEMOIR_DOCUMENT_MAX_FILE, &text, &status, &reason) == 0)
        file = jp_notebook_parse(text.data ? text.data : "", text.length, self->path, &reason);
    jp_buffer_finish(&text);
    if (!file) {
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            reason.text);
        return FALSE;
    }
    take_cells(self, file);
    json_object_foreach(file->root, key, value)
    {
        if (strcmp(key, "cells") != 0)
            json_object_set(self->notebook->root, key, value);
    }
    jp_notebook_destroy(file);
    memoir_document_know_file(self, &status);
    memoir_document_discard_draft(self);
    memoir_document_set_modified(self, FALSE);
    return TRUE;
}
