#include "gui/memoir-document-private.h"

#include "protocol/file.h"

#include <string.h>

static void list_model_init(GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(MemoirDocument, memoir_document, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))
G_DEFINE_QUARK(memoir-document-error-quark, memoir_document_error)

enum {
    PROP_0,
    PROP_TITLE,
    PROP_MODIFIED,
    PROP_CHANGED_ON_DISK,
    PROP_CAN_UNDO,
    PROP_CAN_REDO,
    N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void fail(GError **error, MemoirDocumentError code, const struct jp_error *reason)
{
    g_set_error_literal(error, MEMOIR_DOCUMENT_ERROR, code, reason->text);
}

/* ---- the list ---- */

static GType get_item_type(GListModel *model)
{
    return MEMOIR_TYPE_CELL;
}

static guint get_n_items(GListModel *model)
{
    return MEMOIR_DOCUMENT(model)->cells->len;
}

static gpointer get_item(GListModel *model, guint position)
{
    MemoirDocument *self = MEMOIR_DOCUMENT(model);

    return position < self->cells->len
               ? g_object_ref(g_ptr_array_index(self->cells, position))
               : NULL;
}

static void list_model_init(GListModelInterface *interface)
{
    interface->get_item_type = get_item_type;
    interface->get_n_items = get_n_items;
    interface->get_item = get_item;
}

static void cell_changed(MemoirDocument *self)
{
    memoir_document_set_modified(self, TRUE);
}

static void tell_folder(MemoirDocument *self, MemoirCell *cell)
{
    g_autofree char *folder = self->path ? g_path_get_dirname(self->path) : NULL;

    memoir_cell_set_folder(cell, folder);
}

static void watch(MemoirDocument *self, MemoirCell *cell)
{
    tell_folder(self, cell);
    g_signal_connect_object(cell, "notify::source", G_CALLBACK(cell_changed), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "notify::execution-count", G_CALLBACK(cell_changed), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "outputs-changed", G_CALLBACK(cell_changed), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "folded", G_CALLBACK(cell_changed), self, G_CONNECT_SWAPPED);
}

void memoir_document_splice(MemoirDocument *self, guint position, guint n_removed,
                            GPtrArray *added)
{
    guint n_added = added ? added->len : 0;

    for (guint i = 0; i < n_removed; i++) {
        g_signal_handlers_disconnect_by_func(g_ptr_array_index(self->cells, position),
                                             cell_changed, self);
        g_ptr_array_remove_index(self->cells, position);
        json_decref(jp_notebook_take_cell(self->notebook, position));
    }
    for (guint i = 0; i < n_added; i++) {
        MemoirCell *cell = g_ptr_array_index(added, i);

        g_ptr_array_insert(self->cells, (int)(position + i), g_object_ref(cell));
        jp_notebook_insert_cell(self->notebook, position + i,
                                json_incref(memoir_cell_get_json(cell)));
        watch(self, cell);
    }
    g_list_model_items_changed(G_LIST_MODEL(self), position, n_removed, n_added);
}

guint memoir_document_get_n_cells(MemoirDocument *self)
{
    return self->cells->len;
}

MemoirCell *memoir_document_get_cell(MemoirDocument *self, guint position)
{
    return g_ptr_array_index(self->cells, position);
}

int memoir_document_find(MemoirDocument *self, MemoirCell *cell)
{
    guint position;

    return g_ptr_array_find(self->cells, cell, &position) ? (int)position : -1;
}

MemoirCell *memoir_document_find_execution(MemoirDocument *self, int count)
{
    for (guint i = self->cells->len; count > 0 && i-- > 0;) {
        MemoirCell *cell = memoir_document_get_cell(self, i);

        if (memoir_cell_is_code(cell) && memoir_cell_get_execution_count(cell) == count)
            return cell;
    }
    return NULL;
}

/* ---- opening ---- */

MemoirDocument *memoir_document_new_for_notebook(struct jp_notebook *notebook, const char *path)
{
    MemoirDocument *self = g_object_new(MEMOIR_TYPE_DOCUMENT, NULL);

    self->notebook = notebook;
    self->path = path ? g_canonicalize_filename(path, NULL) : NULL;
    for (size_t i = 0; i < jp_notebook_cell_count(notebook); i++) {
        MemoirCell *cell = memoir_cell_new_for_json(jp_notebook_cell(notebook, i));

        g_ptr_array_add(self->cells, cell);
        watch(self, cell);
    }
    return self;
}

MemoirDocument *memoir_document_new(const char *kernel, const char *display_name)
{
    struct jp_notebook *notebook = jp_notebook_create(kernel, display_name, "python");
    json_t *cell = jp_cell_create("code", "");

    if (!notebook || !cell || jp_notebook_insert_cell(notebook, 0, cell) < 0)
        g_error("not enough memory for a notebook");
    return memoir_document_new_for_notebook(notebook, NULL);
}

MemoirDocument *memoir_document_load(const char *path, GError **error)
{
    struct jp_buffer text = {0};
    struct jp_error reason;
    struct jp_notebook *notebook = NULL;
    struct stat status;
    MemoirDocument *self = NULL;

    if (jp_file_read(path, MEMOIR_DOCUMENT_MAX_FILE, &text, &status, &reason) < 0)
        goto fail;
    notebook = jp_notebook_parse(text.data ? text.data : "", text.length, path, &reason);
    if (!notebook)
        goto fail;
    self = memoir_document_new_for_notebook(notebook, path);
    memoir_document_know_file(self, &status);
    jp_buffer_finish(&text);
    return self;

fail:
    fail(error, MEMOIR_DOCUMENT_ERROR_FAILED, &reason);
    jp_buffer_finish(&text);
    return NULL;
}

/* ---- saving ---- */

gboolean memoir_document_save(MemoirDocument *self, const char *path, gboolean overwrite_changed,
                              GError **error)
{
    g_autofree char *target = g_canonicalize_filename(path ? path : self->path, NULL);
    struct jp_error reason;
    struct stat status;

    if (!overwrite_changed && g_strcmp0(target, self->path) == 0 &&
        memoir_document_changed_on_disk(self)) {
        g_set_error(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_CHANGED,
                    "%s was changed by another program", target);
        return FALSE;
    }
    if (jp_notebook_write(self->notebook, target, &status, &reason) < 0) {
        fail(error, MEMOIR_DOCUMENT_ERROR_FAILED, &reason);
        return FALSE;
    }
    if (g_strcmp0(target, self->path) != 0) {
        g_free(self->path);
        self->path = g_steal_pointer(&target);
        for (guint i = 0; i < self->cells->len; i++)
            tell_folder(self, memoir_document_get_cell(self, i));
        g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_TITLE]);
    }
    memoir_document_know_file(self, &status);
    memoir_document_discard_draft(self);
    memoir_document_set_modified(self, FALSE);
    return TRUE;
}

GBytes *memoir_document_format(MemoirDocument *self, GError **error)
{
    struct jp_buffer text = {0};
    struct jp_error reason;
    GBytes *bytes = NULL;

    if (jp_notebook_format(self->notebook, &text, &reason) < 0)
        fail(error, MEMOIR_DOCUMENT_ERROR_FAILED, &reason);
    else
        bytes = g_bytes_new(text.data, text.length);
    jp_buffer_finish(&text);
    return bytes;
}

/* ---- knowing ---- */

const char *memoir_document_get_path(MemoirDocument *self)
{
    return self->path;
}

char *memoir_document_dup_title(MemoirDocument *self)
{
    return self->path ? g_filename_display_basename(self->path) : g_strdup("Untitled");
}

const char *memoir_document_get_kernel(MemoirDocument *self)
{
    return jp_notebook_kernel(self->notebook);
}

void memoir_document_set_kernel(MemoirDocument *self, const char *kernel, const char *display_name,
                                const char *language)
{
    json_t *metadata = jp_notebook_metadata(self->notebook);

    if (g_strcmp0(kernel, memoir_document_get_kernel(self)) == 0)
        return;
    json_object_set_new(metadata, "kernelspec",
                        json_pack("{s:s, s:s, s:s}", "display_name", display_name, "language",
                                  language, "name", kernel));
    /* What stood there was said by the other kernel. */
    json_object_del(metadata, "language_info");
    memoir_document_set_modified(self, TRUE);
}

gboolean memoir_document_get_modified(MemoirDocument *self)
{
    return self->modified;
}

void memoir_document_set_modified(MemoirDocument *self, gboolean modified)
{
    self->draft_behind = modified;
    if (modified == self->modified)
        return;
    self->modified = modified;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_MODIFIED]);
}

void memoir_document_notify_changed_on_disk(MemoirDocument *self, gboolean changed)
{
    if (changed == self->told_changed)
        return;
    self->told_changed = changed;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_CHANGED_ON_DISK]);
}

void memoir_document_notify_history(MemoirDocument *self)
{
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_CAN_UNDO]);
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_CAN_REDO]);
}

static void memoir_document_get_property(GObject *object, guint id, GValue *value,
                                         GParamSpec *spec)
{
    MemoirDocument *self = MEMOIR_DOCUMENT(object);

    switch (id) {
    case PROP_TITLE:
        g_value_take_string(value, memoir_document_dup_title(self));
        break;
    case PROP_MODIFIED:
        g_value_set_boolean(value, self->modified);
        break;
    case PROP_CHANGED_ON_DISK: g_value_set_boolean(value, self->told_changed); break;
    case PROP_CAN_UNDO:
        g_value_set_boolean(value, memoir_document_can_undo(self));
        break;
    case PROP_CAN_REDO:
        g_value_set_boolean(value, memoir_document_can_redo(self));
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void memoir_document_finalize(GObject *object)
{
    MemoirDocument *self = MEMOIR_DOCUMENT(object);

    memoir_document_finish_draft(self);
    g_clear_handle_id(&self->look, g_source_remove);
    if (self->monitor)
        g_file_monitor_cancel(self->monitor);
    g_clear_object(&self->monitor);
    g_clear_pointer(&self->steps, g_ptr_array_unref);
    g_ptr_array_unref(self->cells);
    jp_notebook_destroy(self->notebook);
    g_free(self->path);
    g_free(self->draft);
    G_OBJECT_CLASS(memoir_document_parent_class)->finalize(object);
}

static void memoir_document_class_init(MemoirDocumentClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = memoir_document_get_property;
    object_class->finalize = memoir_document_finalize;
    properties[PROP_TITLE] = g_param_spec_string("title", NULL, NULL, NULL, flags);
    properties[PROP_MODIFIED] = g_param_spec_boolean("modified", NULL, NULL, FALSE, flags);
    properties[PROP_CHANGED_ON_DISK] =
        g_param_spec_boolean("changed-on-disk", NULL, NULL, FALSE, flags);
    properties[PROP_CAN_UNDO] = g_param_spec_boolean("can-undo", NULL, NULL, FALSE, flags);
    properties[PROP_CAN_REDO] = g_param_spec_boolean("can-redo", NULL, NULL, FALSE, flags);
    g_object_class_install_properties(object_class, N_PROPS, properties);
}

static void memoir_document_init(MemoirDocument *self)
{
    self->cells = g_ptr_array_new_with_free_func(g_object_unref);
}
