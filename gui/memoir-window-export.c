/* Printing and exporting. */
#include "gui/memoir-window-private.h"

#include "gui/memoir-export.h"
#include "gui/memoir-pages.h"

#include <string.h>

/* ---- printing ---- */

static void on_begin_print(GtkPrintOperation *operation, GtkPrintContext *context,
                           MemoirDocument *document)
{
    MemoirPages *pages = memoir_pages_new(document, gtk_print_context_get_width(context),
                                          gtk_print_context_get_height(context));

    g_object_set_data_full(G_OBJECT(operation), "pages", pages, (GDestroyNotify)memoir_pages_free);
    gtk_print_operation_set_n_pages(operation, (int)memoir_pages_count(pages));
}

static void on_draw_page(GtkPrintOperation *operation, GtkPrintContext *context, int page,
                         MemoirDocument *document)
{
    memoir_pages_draw(g_object_get_data(G_OBJECT(operation), "pages"), (guint)page,
                      gtk_print_context_get_cairo_context(context));
}

static void on_done(GtkPrintOperation *operation, GtkPrintOperationResult result,
                    MemoirWindow *self)
{
    g_autoptr(GError) error = NULL;

    if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
        return;
    gtk_print_operation_get_error(operation, &error);
    memoir_window_alert(self, "The Notebook Cannot Be Printed", error->message);
}

static void on_print(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = memoir_window_get_view(self);
    MemoirDocument *document = view ? memoir_notebook_view_get_document(view) : NULL;
    g_autoptr(GtkPrintOperation) operation = NULL;
    g_autofree char *title = NULL;

    if (!document)
        return;
    operation = gtk_print_operation_new();
    title = memoir_document_dup_title(document);
    gtk_print_operation_set_job_name(operation, title);
    gtk_print_operation_set_unit(operation, GTK_UNIT_POINTS);
    /* The pages have margins of their own. */
    gtk_print_operation_set_use_full_page(operation, TRUE);
    gtk_print_operation_set_embed_page_setup(operation, TRUE);
    g_signal_connect_object(operation, "begin-print", G_CALLBACK(on_begin_print), document, 0);
    g_signal_connect_object(operation, "draw-page", G_CALLBACK(on_draw_page), document, 0);
    g_signal_connect_object(operation, "done", G_CALLBACK(on_done), self, 0);
    gtk_print_operation_run(operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW(self),
                            NULL);
}

/* ---- exporting ---- */

static const struct {
    const char *name, *suffix;
} formats[] = {
    {"PDF", "pdf"},
    {"Web Page", "html"},
    {"Markdown", "md"},
    {"Python Script", "py"},
};

static void export_to(MemoirWindow *self, MemoirDocument *document, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *text = g_strdup_printf("Exported %s", name);

    if (memoir_export(document, path, &error))
        memoir_window_tell(self, text);
    else
        memoir_window_alert(self, "The Notebook Cannot Be Exported", error->message);
}

static void on_export_response(GtkNativeDialog *native, int response, MemoirWindow *self)
{
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    g_autofree char *path = file ? g_file_get_path(file) : NULL;

    if (response == GTK_RESPONSE_ACCEPT && path)
        export_to(self, g_object_get_data(G_OBJECT(native), "document"), path);
    g_object_unref(native);
}

static char *suggest_name(MemoirDocument *document, const char *suffix)
{
    g_autofree char *title = memoir_document_dup_title(document);

    if (g_str_has_suffix(title, ".ipynb"))
        title[strlen(title) - strlen(".ipynb")] = '\0';
    return g_strconcat(title, ".", suffix, NULL);
}

/* The parameter is a suffix. */
static void on_export(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = memoir_window_get_view(self);
    MemoirDocument *document = view ? memoir_notebook_view_get_document(view) : NULL;
    const char *suffix = g_variant_get_string(parameter, NULL);
    g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
    g_autofree char *suggestion = NULL;
    GtkFileChooserNative *native;

    if (!document)
        return;
    native = gtk_file_chooser_native_new("Export Notebook", GTK_WINDOW(self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, "_Export", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].suffix, suffix) == 0)
            gtk_file_filter_set_name(filter, formats[i].name);
    }
    gtk_file_filter_add_suffix(filter, suffix);
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(native), filter);
    suggestion = suggest_name(document, suffix);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(native), suggestion);
    if (memoir_document_get_path(document)) {
        g_autofree char *folder = g_path_get_dirname(memoir_document_get_path(document));
        g_autoptr(GFile) where = g_file_new_for_path(folder);

        gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(native), where, NULL);
    }
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(native), TRUE);
    g_object_set_data_full(G_OBJECT(native), "document", g_object_ref(document), g_object_unref);
    g_signal_connect(native, "response", G_CALLBACK(on_export_response), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

/* The parameter is a path, whose suffix is the form. */
static void on_export_to(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = memoir_window_get_view(self);

    if (view)
        export_to(self, memoir_notebook_view_get_document(view),
                  g_variant_get_string(parameter, NULL));
}

void memoir_window_install_export_actions(GtkWidgetClass *widget_class)
{
    gtk_widget_class_install_action(widget_class, "win.print", NULL, on_print);
    gtk_widget_class_install_action(widget_class, "win.export", "s", on_export);
    gtk_widget_class_install_action(widget_class, "win.export-to", "s", on_export_to);
}
