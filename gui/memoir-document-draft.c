/* Drafts: what was not saved yet, put aside for after a crash. */
#include "gui/memoir-document-private.h"

#include "protocol/file.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_DRAFT ((size_t)1 << 30)
#define SUFFIX ".draft"

static char *folder(void)
{
    return g_build_filename(g_get_user_data_dir(), "memoir", "drafts", NULL);
}

static char *path_of(const char *draft)
{
    g_autofree char *drafts = folder();

    return g_build_filename(drafts, draft, NULL);
}

/* {"path": where the notebook comes from or null, "notebook": its tree}. */
gboolean memoir_document_write_draft(MemoirDocument *self, GError **error)
{
    struct jp_buffer text = {0};
    struct jp_error reason;
    g_autofree char *drafts = folder();
    g_autofree char *path = NULL;
    json_t *json;
    gboolean written;

    if (!self->draft_behind)
        return TRUE;
    if (!self->draft) {
        g_autofree char *id = g_uuid_string_random();

        self->draft = g_strconcat(id, SUFFIX, NULL);
    }
    path = path_of(self->draft);
    json = json_object();
    json_object_set_new(json, "path",
                        self->path ? jp_json_text(self->path, strlen(self->path)) : json_null());
    json_object_set(json, "notebook", self->notebook->root);
    written = jp_make_directories(drafts, &reason) == 0 &&
              jp_json_write(&text, json, JP_JSON_COMPACT, &reason) == 0 &&
              jp_file_write_atomic(path, text.data, text.length, 0600, &reason) == 0;
    json_decref(json);
    jp_buffer_finish(&text);
    if (!written) {
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            reason.text);
        return FALSE;
    }
    self->draft_behind = FALSE;
    return TRUE;
}

void memoir_document_discard_draft(MemoirDocument *self)
{
    g_autofree char *path = NULL;

    if (!self->draft)
        return;
    path = path_of(self->draft);
    g_unlink(path);
    g_clear_pointer(&self->draft, g_free);
}

GStrv memoir_document_list_drafts(void)
{
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    g_autofree char *drafts = folder();
    g_autoptr(GDir) dir = g_dir_open(drafts, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_suffix(name, SUFFIX))
            g_strv_builder_add(names, name);
    }
    return g_strv_builder_end(names);
}

MemoirDocument *memoir_document_recover(const char *draft, GError **error)
{
    struct jp_buffer text = {0}, inner = {0};
    struct jp_error reason;
    struct jp_notebook *notebook = NULL;
    g_autofree char *path = path_of(draft);
    MemoirDocument *self = NULL;
    json_t *json = NULL;
    const char *original;

    if (jp_file_read(path, MAX_DRAFT, &text, NULL, &reason) < 0)
        goto done;
    json = jp_json_parse(text.data ? text.data : "", text.length, &reason);
    if (!json || jp_json_write(&inner, json_object_get(json, "notebook"), JP_JSON_COMPACT,
                               &reason) < 0)
        goto done;
    notebook = jp_notebook_parse(inner.data, inner.length, path, &reason);
    if (!notebook)
        goto done;
    original = jp_json_text_value(json_object_get(json, "path"), NULL);
    self = memoir_document_new_for_notebook(notebook, original);
    self->draft = g_strdup(draft);
    /* `on_disk` stays empty: a file that is there must not be overwritten without asking. */
    memoir_document_set_modified(self, TRUE);
    self->draft_behind = FALSE;
done:
    if (!self)
        g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_FAILED,
                            reason.text);
    json_decref(json);
    jp_buffer_finish(&text);
    jp_buffer_finish(&inner);
    return self;
}
