/*
 * Cells on the clipboard: as JSON for this and other notebooks, and as text for everybody else.
 * Text that comes from elsewhere becomes a code cell.
 */
#include "gui/memoir-notebook-private.h"

#include <string.h>

#define CELLS_MIME "application/vnd.jupyter.cells"

GPtrArray *memoir_notebook_view_copy_cells(MemoirNotebookView *self)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func(g_object_unref);
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    for (guint i = first; i < first + n; i++)
        g_ptr_array_add(cells, memoir_cell_copy(memoir_document_get_cell(self->document, i)));
    return cells;
}

void memoir_notebook_copy(MemoirNotebookView *self, guint at)
{
    g_autoptr(GPtrArray) cells = memoir_notebook_view_copy_cells(self);
    g_autoptr(GString) text = g_string_new(NULL);
    GdkContentProvider *parts[2];
    GdkContentProvider *both;
    json_t *list = json_array();
    char *dumped;

    for (guint i = 0; i < cells->len; i++) {
        MemoirCell *cell = g_ptr_array_index(cells, i);

        json_array_append(list, memoir_cell_get_json(cell));
        g_string_append_printf(text, "%s%s", i > 0 ? "\n\n" : "", memoir_cell_get_source(cell));
    }
    dumped = json_dumps(list, JSON_COMPACT);
    if (dumped) {
        g_autoptr(GBytes) bytes = g_bytes_new(dumped, strlen(dumped));

        parts[0] = gdk_content_provider_new_for_bytes(CELLS_MIME, bytes);
        parts[1] = gdk_content_provider_new_typed(G_TYPE_STRING, text->str);
        both = gdk_content_provider_new_union(parts, G_N_ELEMENTS(parts));
        /* So that what was copied here can be pasted without waiting. */
        g_object_set_data_full(G_OBJECT(both), CELLS_MIME, g_bytes_ref(bytes),
                               (GDestroyNotify)g_bytes_unref);
        gdk_clipboard_set_content(gtk_widget_get_clipboard(GTK_WIDGET(self)), both);
        g_object_unref(both);
    }
    free(dumped);
    json_decref(list);
}

void memoir_notebook_cut(MemoirNotebookView *self, guint at)
{
    memoir_notebook_copy(self, at);
    memoir_notebook_delete(self, at);
}

/* ---- pasting ---- */

typedef struct {
    MemoirNotebookView *view;
    guint position;
} Paste;

static void paste_cells(MemoirNotebookView *self, guint position, GPtrArray *cells)
{
    position = MIN(position, memoir_document_get_n_cells(self->document));
    memoir_document_insert_cells(self->document, position, cells);
    if (cells->len > 0)
        memoir_notebook_view_select_range(self, position, cells->len);
}

/* NULL if it is no list of cells. */
static GPtrArray *read_cells(const char *text, gsize length)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_object_unref);
    struct jp_notebook *notebook;
    struct jp_error reason;
    g_autoptr(GString) whole = g_string_new("{\"cells\":");

    /* As a notebook, it is checked and completed as one from a file is. */
    g_string_append_len(whole, text, (gssize)length);
    g_string_append(whole, ",\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}");
    notebook = jp_notebook_parse(whole->str, whole->len, "clipboard", &reason);
    if (!notebook)
        return NULL;
    for (gsize i = 0; i < jp_notebook_cell_count(notebook); i++) {
        g_autoptr(MemoirCell) cell = memoir_cell_new_for_json(jp_notebook_cell(notebook, i));

        g_ptr_array_add(cells, memoir_cell_copy(cell));
    }
    jp_notebook_destroy(notebook);
    return g_steal_pointer(&cells);
}

static void on_text(GObject *clipboard, GAsyncResult *result, gpointer data)
{
    g_autofree Paste *paste = data;
    g_autofree char *text = gdk_clipboard_read_text_finish(GDK_CLIPBOARD(clipboard), result, NULL);

    if (text && *text) {
        g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_object_unref);

        g_ptr_array_add(cells, memoir_cell_new("code", text));
        paste_cells(paste->view, paste->position, cells);
    }
    g_object_unref(paste->view);
}

static void on_cells_read(GObject *stream, GAsyncResult *result, gpointer data)
{
    g_autofree Paste *paste = data;
    gssize size = g_output_stream_splice_finish(G_OUTPUT_STREAM(stream), result, NULL);
    GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(stream);

    if (size > 0) {
        g_autoptr(GPtrArray) cells =
            read_cells(g_memory_output_stream_get_data(memory), (gsize)size);

        if (cells)
            paste_cells(paste->view, paste->position, cells);
    }
    g_object_unref(paste->view);
}

static void on_cells(GObject *clipboard, GAsyncResult *result, gpointer data)
{
    Paste *paste = data;
    g_autoptr(GInputStream) stream =
        gdk_clipboard_read_finish(GDK_CLIPBOARD(clipboard), result, NULL, NULL);
    g_autoptr(GOutputStream) memory = NULL;

    if (!stream) {
        g_object_unref(paste->view);
        g_free(paste);
        return;
    }
    memory = g_memory_output_stream_new_resizable();
    g_output_stream_splice_async(
        memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
        G_PRIORITY_DEFAULT, NULL, on_cells_read, paste);
}

static void paste_at(MemoirNotebookView *self, guint position)
{
    GdkClipboard *clipboard = gtk_widget_get_clipboard(GTK_WIDGET(self));
    GdkContentProvider *content = gdk_clipboard_get_content(clipboard);
    GBytes *bytes = content ? g_object_get_data(G_OBJECT(content), CELLS_MIME) : NULL;
    GdkContentFormats *formats = gdk_clipboard_get_formats(clipboard);
    Paste *paste;

    if (bytes) {
        gsize size;
        const char *text = g_bytes_get_data(bytes, &size);
        g_autoptr(GPtrArray) cells = read_cells(text, size);

        if (cells)
            paste_cells(self, position, cells);
        return;
    }
    paste = g_new0(Paste, 1);
    paste->view = g_object_ref(self);
    paste->position = position;
    if (gdk_content_formats_contain_mime_type(formats, CELLS_MIME))
        gdk_clipboard_read_async(clipboard, (const char *[]){CELLS_MIME, NULL}, G_PRIORITY_DEFAULT,
                                 NULL, on_cells, paste);
    else
        gdk_clipboard_read_text_async(clipboard, NULL, on_text, paste);
}

void memoir_notebook_paste(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    paste_at(self, first + n);
}

void memoir_notebook_paste_above(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    paste_at(self, first);
}
