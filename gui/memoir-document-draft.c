/* Drafts: what was not saved yet, put aside for after a crash. */
#include "gui/memoir-document-private.h"

#include "protocol/file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_DRAFT ((size_t)1 << 30)
#define SUFFIX ".draft"
/* Of the time that goes by, making drafts may take one part in so many. */
#define DRAFT_SHARE 200

static char *folder(void)
{
    return g_build_filename(g_get_user_data_dir(), "memoir", "drafts", NULL);
}

static char *path_of(const char *draft)
{
    g_autofree char *drafts = folder();

    return g_build_filename(drafts, draft, NULL);
}

static gint64 nanoseconds(const struct stat *status)
{
    return status->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + status->st_mtim.tv_nsec;
}

/* {"path": where the notebook comes from or null, "size", "mtime": of that file when it was read,
 * "pid": of the app, "notebook": its tree}. */
static gboolean format_draft(MemoirDocument *self, struct jp_buffer *text, struct jp_error *reason)
{
    json_t *json = json_object();
    gboolean formatted;

    json_object_set_new(json, "path",
                        self->path ? jp_json_text(self->path, strlen(self->path)) : json_null());
    json_object_set_new(json, "size", json_integer(self->on_disk.st_size));
    json_object_set_new(json, "mtime", json_integer(nanoseconds(&self->on_disk)));
    json_object_set_new(json, "pid", json_integer(getpid()));
    json_object_set(json, "notebook", self->notebook->root);
    formatted = jp_json_write(text, json, JP_JSON_COMPACT, reason) == 0;
    json_decref(json);
    return formatted;
}

/* A draft on its way to the disk, by a thread of its own: flushing it may take long. */
struct MemoirDraftWriter {
    GThread *thread;
    char *folder, *path;
    struct jp_buffer text;
    struct jp_error reason;
    gboolean written;
    int done; /* atomic */
};

static gpointer write_file(gpointer data)
{
    MemoirDraftWriter *writer = data;

    writer->written = jp_make_directories(writer->folder, &writer->reason) == 0 &&
                      jp_file_write_atomic(writer->path, writer->text.data, writer->text.length,
                                           0600, NULL, &writer->reason) == 0;
    g_atomic_int_set(&writer->done, TRUE);
    return NULL;
}

/* Waits for the writer, if there is one. FALSE: it failed. */
static gboolean finish_writer(MemoirDocument *self, GError **error)
{
    MemoirDraftWriter *writer = g_steal_pointer(&self->draft_writer);
    gboolean written;

    if (!writer)
        return TRUE;
    g_thread_join(writer->thread);
    written = writer->written;
    if (!written) {
        self->draft_behind = TRUE;
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            writer->reason.text);
    }
    jp_buffer_finish(&writer->text);
    g_free(writer->folder);
    g_free(writer->path);
    g_free(writer);
    return written;
}

static gboolean start_writer(MemoirDocument *self, GError **error)
{
    MemoirDraftWriter *writer = g_new0(MemoirDraftWriter, 1);
    gint64 begin = g_get_monotonic_time();

    if (!format_draft(self, &writer->text, &writer->reason)) {
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            writer->reason.text);
        jp_buffer_finish(&writer->text);
        g_free(writer);
        return FALSE;
    }
    if (!self->draft) {
        g_autofree char *id = g_uuid_string_random();

        self->draft = g_strconcat(id, SUFFIX, NULL);
    }
    writer->folder = folder();
    writer->path = path_of(self->draft);
    self->draft_behind = FALSE;
    self->draft_writer = writer;
    writer->thread = g_thread_new("draft", write_file, writer);
    self->draft_time = g_get_monotonic_time();
    self->draft_cost = self->draft_time - begin;
    return TRUE;
}

gboolean memoir_document_queue_draft(MemoirDocument *self, GError **error)
{
    if (self->draft_writer && !g_atomic_int_get(&self->draft_writer->done))
        return TRUE;
    if (!finish_writer(self, error))
        return FALSE;
    /* Large notebooks are put aside less often. */
    if (!self->draft_behind ||
        g_get_monotonic_time() - self->draft_time < self->draft_cost * DRAFT_SHARE)
        return TRUE;
    return start_writer(self, error);
}

gboolean memoir_document_write_draft(MemoirDocument *self, GError **error)
{
    if (!finish_writer(self, error))
        return FALSE;
    return !self->draft_behind || (start_writer(self, error) && finish_writer(self, error));
}

void memoir_document_delete_draft(const char *draft)
{
    g_autofree char *path = path_of(draft);

    g_unlink(path);
}

void memoir_document_discard_draft(MemoirDocument *self)
{
    finish_writer(self, NULL);
    if (!self->draft)
        return;
    memoir_document_delete_draft(self->draft);
    g_clear_pointer(&self->draft, g_free);
}

static json_t *read_draft(const char *draft, struct jp_error *reason)
{
    g_autofree char *path = path_of(draft);
    struct jp_buffer text = {0};
    json_t *json = NULL;

    if (jp_file_read(path, MAX_DRAFT, &text, NULL, reason) == 0)
        json = jp_json_parse(text.data ? text.data : "", text.length, reason);
    jp_buffer_finish(&text);
    return json;
}

/* Another app that still runs goes on writing its drafts. */
static gboolean is_of_other(const char *draft)
{
    struct jp_error reason;
    json_t *json = read_draft(draft, &reason);
    pid_t pid = (pid_t)json_integer_value(json_object_get(json, "pid"));
    g_autofree char *program = g_strdup_printf("/proc/%d/exe", (int)pid);
    g_autofree char *theirs = pid > 0 ? g_file_read_link(program, NULL) : NULL;
    g_autofree char *ours = g_file_read_link("/proc/self/exe", NULL);

    json_decref(json);
    return theirs && g_strcmp0(theirs, ours) == 0 && pid != getpid();
}

GStrv memoir_document_list_drafts(void)
{
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    g_autofree char *drafts = folder();
    g_autoptr(GDir) dir = g_dir_open(drafts, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_suffix(name, SUFFIX) && !is_of_other(name))
            g_strv_builder_add(names, name);
    }
    return g_strv_builder_end(names);
}

char *memoir_document_describe_draft(const char *draft)
{
    struct jp_error reason;
    json_t *json = read_draft(draft, &reason);
    const char *original = jp_json_text_value(json_object_get(json, "path"), NULL);
    g_autofree char *name = original ? g_filename_display_basename(original) : g_strdup("Untitled");
    g_autofree char *path = path_of(draft);
    g_autofree char *when = NULL;
    GStatBuf status;

    if (g_stat(path, &status) == 0) {
        g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(status.st_mtime);

        when = time ? g_date_time_format(time, "%e %B, %H:%M") : NULL;
    }
    json_decref(json);
    return g_strdup_printf("%s (%s)", name, when ? g_strstrip(when) : "?");
}

static gboolean is_file_of(const json_t *draft, const char *path, struct stat *now)
{
    return stat(path, now) == 0 &&
           json_integer_value(json_object_get(draft, "size")) == now->st_size &&
           json_integer_value(json_object_get(draft, "mtime")) == nanoseconds(now);
}

MemoirDocument *memoir_document_recover(const char *draft, GError **error)
{
    struct jp_buffer inner = {0};
    struct jp_error reason;
    struct jp_notebook *notebook = NULL;
    MemoirDocument *self = NULL;
    json_t *json = read_draft(draft, &reason);
    const json_t *tree;
    const char *original;
    struct stat now;

    if (!json)
        goto done;
    tree = json_object_get(json, "notebook");
    if (!tree) {
        jp_fail(&reason, "%s: is not a draft", draft);
        goto done;
    }
    if (jp_json_write(&inner, tree, JP_JSON_COMPACT, &reason) < 0)
        goto done;
    notebook = jp_notebook_parse(inner.data ? inner.data : "", inner.length, draft, &reason);
    if (!notebook)
        goto done;
    original = jp_json_text_value(json_object_get(json, "path"), NULL);
    self = memoir_document_new_for_notebook(notebook, original);
    self->draft = g_strdup(draft);
    /* A file that changed meanwhile must not be overwritten without asking. */
    if (original)
        memoir_document_know_file(self, is_file_of(json, original, &now) ? &now : NULL);
    memoir_document_set_modified(self, TRUE);
    self->draft_behind = FALSE;
done:
    if (!self)
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            reason.text);
    json_decref(json);
    jp_buffer_finish(&inner);
    return self;
}

void memoir_document_finish_draft(MemoirDocument *self) { finish_writer(self, NULL); }
