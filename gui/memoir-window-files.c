/* New, open, save. */
#include "gui/memoir-window-private.h"

#include <string.h>
#include <sys/stat.h>

#include "gui/memoir-recent.h"

/* ---- opening ---- */

void memoir_window_add_empty(MemoirWindow *self)
{
    g_autofree char *kernel = g_settings_get_string(self->settings, "kernel");
    g_autofree char *title = memoir_session_dup_kernel_title(kernel);
    g_autoptr(MemoirDocument) document = memoir_document_new(kernel, title);

    memoir_window_add_document(self, document);
}

gboolean memoir_window_is_empty(MemoirWindow *self)
{
    return adw_tab_view_get_n_pages(self->tabs) == 0;
}

/* The page of that file, whatever it is called. */
static AdwTabPage *find_page(MemoirWindow *self, const char *path)
{
    struct stat wanted, open;

    if (stat(path, &wanted) < 0)
        return NULL;
    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++) {
        AdwTabPage *page = adw_tab_view_get_nth_page(self->tabs, i);
        const char *its = memoir_document_get_path(memoir_window_document_of(page));

        if (its && stat(its, &open) == 0 && open.st_dev == wanted.st_dev &&
            open.st_ino == wanted.st_ino)
            return page;
    }
    return NULL;
}

/* The empty notebook that stood there for want of another. */
static AdwTabPage *find_untouched(MemoirWindow *self)
{
    AdwTabPage *page =
        adw_tab_view_get_n_pages(self->tabs) == 1 ? adw_tab_view_get_nth_page(self->tabs, 0) : NULL;
    MemoirDocument *document = page ? memoir_window_document_of(page) : NULL;

    if (!document || memoir_document_get_path(document) || memoir_document_get_modified(document))
        return NULL;
    return page;
}

void memoir_window_open(MemoirWindow *self, GFile *file)
{
    g_autofree char *path = g_file_get_path(file);
    g_autofree char *uri = g_file_get_uri(file);
    g_autoptr(MemoirDocument) document = NULL;
    g_autoptr(GError) error = NULL;
    AdwTabPage *page, *untouched;

    if (!path) {
        memoir_window_alert(self, "Only Files on This Computer Can Be Opened", uri);
        return;
    }
    page = find_page(self, path);
    if (page) {
        adw_tab_view_set_selected_page(self->tabs, page);
        return;
    }
    document = memoir_document_load(path, &error);
    if (!document) {
        memoir_window_alert(self, "The Notebook Cannot Be Opened", error->message);
        return;
    }
    untouched = find_untouched(self);
    memoir_window_add_document(self, document);
    if (untouched)
        adw_tab_view_close_page(self->tabs, untouched);
    memoir_recent_add(uri);
}

static GtkFileChooserNative *chooser(MemoirWindow *self, const char *title,
                                     GtkFileChooserAction action, const char *accept)
{
    GtkFileChooserNative *native =
        gtk_file_chooser_native_new(title, GTK_WINDOW(self), action, accept, NULL);
    g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();

    gtk_file_filter_set_name(filter, "Notebooks");
    gtk_file_filter_add_suffix(filter, "ipynb");
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(native), filter);
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(native), TRUE);
    return native;
}

static void on_open_response(GtkNativeDialog *native, int response, MemoirWindow *self)
{
    g_autoptr(GListModel) files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(native));

    for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items(files); i++) {
        g_autoptr(GFile) file = g_list_model_get_item(files, i);

        memoir_window_open(self, file);
    }
    g_object_unref(native);
}

static void on_open(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    GtkFileChooserNative *native =
        chooser(self, "Open Notebook", GTK_FILE_CHOOSER_ACTION_OPEN, "_Open");

    gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(native), TRUE);
    g_signal_connect(native, "response", G_CALLBACK(on_open_response), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

static void on_open_uri(GtkWidget *widget, const char *name, GVariant *parameter)
{
    g_autoptr(GFile) file = g_file_new_for_uri(g_variant_get_string(parameter, NULL));

    memoir_window_open(MEMOIR_WINDOW(widget), file);
}

static void on_new(GtkWidget *widget, const char *name, GVariant *parameter)
{
    memoir_window_add_empty(MEMOIR_WINDOW(widget));
}

static gboolean on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
                        MemoirWindow *self)
{
    for (GSList *file = g_value_get_boxed(value); file; file = file->next)
        memoir_window_open(self, file->data);
    return TRUE;
}

/* ---- saving ---- */

static void on_overwrite_response(AdwMessageDialog *dialog, const char *response,
                                  MemoirDocument *document)
{
    MemoirWindow *self = MEMOIR_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
    gboolean overwrite = g_strcmp0(response, "overwrite") == 0;
    g_autoptr(GError) error = NULL;

    if (overwrite && !memoir_document_save(document, NULL, TRUE, &error)) {
        memoir_window_alert(self, "The Notebook Cannot Be Saved", error->message);
        overwrite = FALSE;
    }
    memoir_window_go_on_leaving(self, overwrite);
}

static void ask_overwrite(MemoirWindow *self, MemoirDocument *document, const char *text)
{
    GtkWidget *widget = adw_message_dialog_new(GTK_WINDOW(self), "The File Has Changed", NULL);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);

    adw_message_dialog_set_body(dialog, text);
    adw_message_dialog_add_responses(dialog, "cancel", "_Cancel", "overwrite", "_Overwrite", NULL);
    adw_message_dialog_set_close_response(dialog, "cancel");
    adw_message_dialog_set_response_appearance(dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_overwrite_response), document, 0);
    gtk_window_present(GTK_WINDOW(dialog));
}

static void remember_path(MemoirDocument *document)
{
    g_autofree char *uri = g_filename_to_uri(memoir_document_get_path(document), NULL, NULL);

    if (uri)
        memoir_recent_add(uri);
}

gboolean memoir_window_save(MemoirWindow *self, MemoirDocument *document, const char *path)
{
    g_autoptr(GError) error = NULL;

    if (memoir_document_save(document, path, FALSE, &error)) {
        if (path)
            remember_path(document);
        memoir_window_remember(self);
        memoir_window_tell(self, "Saved");
        return TRUE;
    }
    if (g_error_matches(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_CHANGED)) {
        ask_overwrite(self, document, error->message);
    } else {
        memoir_window_alert(self, "The Notebook Cannot Be Saved", error->message);
        memoir_window_go_on_leaving(self, FALSE);
    }
    return FALSE;
}

/* A name without a suffix gets one. */
static char *complete_path(GFile *file)
{
    g_autofree char *path = g_file_get_path(file);
    g_autofree char *name = path ? g_path_get_basename(path) : NULL;

    if (!path || strchr(name, '.'))
        return g_steal_pointer(&path);
    return g_strconcat(path, ".ipynb", NULL);
}

static void on_save_response(GtkNativeDialog *native, int response, MemoirWindow *self)
{
    MemoirDocument *document = g_object_get_data(G_OBJECT(native), "document");
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    g_autofree char *path = file ? complete_path(file) : NULL;

    if (response != GTK_RESPONSE_ACCEPT || !path)
        memoir_window_go_on_leaving(self, FALSE);
    else if (memoir_window_save(self, document, path))
        memoir_window_go_on_leaving(self, TRUE);
    g_object_unref(native);
}

void memoir_window_ask_path(MemoirWindow *self, MemoirDocument *document)
{
    GtkFileChooserNative *native =
        chooser(self, "Save Notebook", GTK_FILE_CHOOSER_ACTION_SAVE, "_Save");
    const char *path = memoir_document_get_path(document);

    if (path) {
        g_autoptr(GFile) file = g_file_new_for_path(path);

        gtk_file_chooser_set_file(GTK_FILE_CHOOSER(native), file, NULL);
    } else {
        gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(native), "Untitled.ipynb");
    }
    g_object_set_data_full(G_OBJECT(native), "document", g_object_ref(document), g_object_unref);
    g_signal_connect(native, "response", G_CALLBACK(on_save_response), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

static void on_save_as(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = memoir_window_get_view(self);

    if (view)
        memoir_window_ask_path(self, memoir_notebook_view_get_document(view));
}

static void on_save(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = memoir_window_get_view(self);
    MemoirDocument *document = view ? memoir_notebook_view_get_document(view) : NULL;

    if (document && memoir_document_get_path(document))
        memoir_window_save(self, document, NULL);
    else if (document)
        memoir_window_ask_path(self, document);
}

void memoir_window_install_file_actions(GtkWidgetClass *widget_class)
{
    gtk_widget_class_install_action(widget_class, "win.new", NULL, on_new);
    gtk_widget_class_install_action(widget_class, "win.open", NULL, on_open);
    gtk_widget_class_install_action(widget_class, "win.open-uri", "s", on_open_uri);
    gtk_widget_class_install_action(widget_class, "win.save", NULL, on_save);
    gtk_widget_class_install_action(widget_class, "win.save-as", NULL, on_save_as);
}

void memoir_window_init_files(MemoirWindow *self)
{
    GtkDropTarget *drop = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
    g_autoptr(GMenuModel) recent = memoir_recent_menu_new();

    adw_split_button_set_menu_model(self->open, recent);
    g_signal_connect(drop, "drop", G_CALLBACK(on_drop), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drop));
}
