#include "gui/memoir-window.h"

#include <string.h>

#include "gui/memoir-notebook-view.h"

struct _MemoirWindow {
    AdwApplicationWindow parent;
    AdwTabView *tabs;
    AdwToastOverlay *toasts;
    AdwWindowTitle *title;
    GtkLabel *kernel, *death_text;
    GtkInfoBar *death;
    GSettings *settings;
    gboolean closing; /* the question about unsaved changes was answered */
};

G_DEFINE_FINAL_TYPE(MemoirWindow, memoir_window, ADW_TYPE_APPLICATION_WINDOW)

static MemoirNotebookView *view_of(AdwTabPage *page)
{
    return page ? MEMOIR_NOTEBOOK_VIEW(adw_tab_page_get_child(page)) : NULL;
}

static MemoirNotebookView *current_view(MemoirWindow *self)
{
    /* Sessions still tell of their end while the window goes away. */
    return self->tabs ? view_of(adw_tab_view_get_selected_page(self->tabs)) : NULL;
}

void memoir_window_tell(MemoirWindow *self, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    adw_toast_overlay_add_toast(self->toasts, adw_toast_new(escaped));
}

/* What cannot be overlooked, such as a file that could not be read. */
static void alert(MemoirWindow *self, const char *heading, const char *text)
{
    GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(self), heading, NULL);

    adw_message_dialog_set_body(ADW_MESSAGE_DIALOG(dialog), text);
    adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", "_Close");
    gtk_window_present(GTK_WINDOW(dialog));
}

/* ---- header ---- */

static void show_state(MemoirWindow *self)
{
    MemoirNotebookView *view = current_view(self);
    MemoirSession *session;
    MemoirSessionState state;
    g_autofree char *kernel = NULL;
    g_autofree char *title = NULL;

    gtk_widget_insert_action_group(GTK_WIDGET(self), "notebook",
                                   view ? memoir_notebook_view_get_actions(view) : NULL);
    if (!view)
        return;
    session = memoir_notebook_view_get_session(view);
    state = memoir_session_get_state(session);
    kernel = g_strdup_printf("%s · %s", memoir_session_get_display_name(session),
                             memoir_session_state_name(state));
    title = memoir_document_dup_title(memoir_notebook_view_get_document(view));
    gtk_label_set_text(self->kernel, kernel);
    adw_window_title_set_title(self->title, title);
    gtk_window_set_title(GTK_WINDOW(self), title);
    gtk_widget_set_visible(GTK_WIDGET(self->death), state == MEMOIR_SESSION_DEAD);
}

static void show_title(MemoirDocument *document, GParamSpec *spec, AdwTabPage *page)
{
    g_autofree char *name = memoir_document_dup_title(document);
    g_autofree char *title = g_strconcat(memoir_document_get_modified(document) ? "• " : "", name,
                                         NULL);

    adw_tab_page_set_title(page, title);
}

static void on_died(MemoirSession *session, const char *text, MemoirWindow *self)
{
    gtk_label_set_text(self->death_text, text);
    show_state(self);
}

static void on_failed(MemoirNotebookView *view, const char *text, MemoirWindow *self)
{
    alert(self, "The Kernel Cannot Be Started", text);
}

/* ---- input() ---- */

static void on_input_response(AdwMessageDialog *dialog, const char *response,
                              MemoirSession *session)
{
    GtkEditable *entry = GTK_EDITABLE(adw_message_dialog_get_extra_child(dialog));

    if (g_strcmp0(response, "answer") == 0)
        memoir_session_answer_input(session, gtk_editable_get_text(entry));
    else
        memoir_session_interrupt(session);
}

static void on_input_requested(MemoirSession *session, MemoirCell *cell, const char *prompt,
                               gboolean password, MemoirWindow *self)
{
    GtkWidget *widget = adw_message_dialog_new(GTK_WINDOW(self), "Input", NULL);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);
    GtkWidget *entry = password ? gtk_password_entry_new() : gtk_entry_new();

    adw_message_dialog_set_body(dialog, prompt);
    adw_message_dialog_set_extra_child(dialog, entry);
    g_object_set(entry, "activates-default", TRUE, NULL);
    adw_message_dialog_add_responses(dialog, "interrupt", "_Interrupt", "answer", "_Answer",
                                     NULL);
    adw_message_dialog_set_default_response(dialog, "answer");
    adw_message_dialog_set_close_response(dialog, "interrupt");
    adw_message_dialog_set_response_appearance(dialog, "answer", ADW_RESPONSE_SUGGESTED);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_input_response), session, 0);
    gtk_window_present(GTK_WINDOW(dialog));
}

/* ---- opening ---- */

void memoir_window_add_document(MemoirWindow *self, MemoirDocument *document)
{
    GtkWidget *view = memoir_notebook_view_new(document);
    AdwTabPage *page = adw_tab_view_append(self->tabs, view);
    MemoirSession *session = memoir_notebook_view_get_session(MEMOIR_NOTEBOOK_VIEW(view));

    g_signal_connect_object(document, "notify::title", G_CALLBACK(show_title), page, 0);
    g_signal_connect_object(document, "notify::modified", G_CALLBACK(show_title), page, 0);
    g_signal_connect_object(document, "notify::title", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::state", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "died", G_CALLBACK(on_died), self, 0);
    g_signal_connect_object(session, "input-requested", G_CALLBACK(on_input_requested), self, 0);
    g_signal_connect_object(view, "failed", G_CALLBACK(on_failed), self, 0);
    show_title(document, NULL, page);
    adw_tab_view_set_selected_page(self->tabs, page);
    memoir_notebook_view_select(MEMOIR_NOTEBOOK_VIEW(view), 0);
    show_state(self);
}

void memoir_window_add_empty(MemoirWindow *self)
{
    g_autofree char *kernel = g_settings_get_string(self->settings, "kernel");
    g_autoptr(MemoirDocument) document =
        memoir_document_new(kernel, strcmp(kernel, "memoir") == 0 ? "Memoir" : kernel);

    memoir_window_add_document(self, document);
}

gboolean memoir_window_is_empty(MemoirWindow *self)
{
    return adw_tab_view_get_n_pages(self->tabs) == 0;
}

void memoir_window_open(MemoirWindow *self, GFile *file)
{
    g_autofree char *path = g_file_get_path(file);
    g_autofree char *uri = g_file_get_uri(file);
    g_autofree char *wanted = path ? g_canonicalize_filename(path, NULL) : NULL;
    g_autoptr(MemoirDocument) document = NULL;
    g_autoptr(GError) error = NULL;

    for (int i = 0; wanted && i < adw_tab_view_get_n_pages(self->tabs); i++) {
        AdwTabPage *page = adw_tab_view_get_nth_page(self->tabs, i);
        MemoirDocument *open = memoir_notebook_view_get_document(view_of(page));

        if (g_strcmp0(memoir_document_get_path(open), wanted) == 0) {
            adw_tab_view_set_selected_page(self->tabs, page);
            return;
        }
    }
    if (!path) {
        alert(self, "Only Files on This Computer Can Be Opened", uri);
        return;
    }
    document = memoir_document_load(path, &error);
    if (!document) {
        alert(self, "The Notebook Cannot Be Opened", error->message);
        return;
    }
    memoir_window_add_document(self, document);
    gtk_recent_manager_add_item(gtk_recent_manager_get_default(), uri);
}

static GtkFileChooserNative *chooser(MemoirWindow *self, const char *title,
                                     GtkFileChooserAction action, const char *accept)
{
    GtkFileChooserNative *native = gtk_file_chooser_native_new(title, GTK_WINDOW(self), action,
                                                               accept, NULL);
    g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();

    gtk_file_filter_set_name(filter, "Notebooks");
    gtk_file_filter_add_suffix(filter, "ipynb");
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(native), filter);
    return native;
}

static void on_open_response(GtkNativeDialog *native, int response, MemoirWindow *self)
{
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));

    if (response == GTK_RESPONSE_ACCEPT && file)
        memoir_window_open(self, file);
    g_object_unref(native);
}

static void on_open(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    GtkFileChooserNative *native = chooser(self, "Open Notebook", GTK_FILE_CHOOSER_ACTION_OPEN,
                                           "_Open");

    g_signal_connect(native, "response", G_CALLBACK(on_open_response), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

static void on_new(GtkWidget *widget, const char *name, GVariant *parameter)
{
    memoir_window_add_empty(MEMOIR_WINDOW(widget));
}

/* ---- saving ---- */

static void on_overwrite_response(AdwMessageDialog *dialog, const char *response,
                                  MemoirDocument *document)
{
    MemoirWindow *self = MEMOIR_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
    g_autoptr(GError) error = NULL;

    if (g_strcmp0(response, "overwrite") == 0 &&
        !memoir_document_save(document, NULL, TRUE, &error))
        alert(self, "The Notebook Cannot Be Saved", error->message);
}

static void ask_overwrite(MemoirWindow *self, MemoirDocument *document, const char *text)
{
    GtkWidget *widget = adw_message_dialog_new(GTK_WINDOW(self), "The File Has Changed", NULL);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);

    adw_message_dialog_set_body(dialog, text);
    adw_message_dialog_add_responses(dialog, "cancel", "_Cancel", "overwrite", "_Overwrite",
                                     NULL);
    adw_message_dialog_set_close_response(dialog, "cancel");
    adw_message_dialog_set_response_appearance(dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_overwrite_response), document, 0);
    gtk_window_present(GTK_WINDOW(dialog));
}

static gboolean save(MemoirWindow *self, MemoirDocument *document, const char *path)
{
    g_autoptr(GError) error = NULL;

    if (memoir_document_save(document, path, FALSE, &error)) {
        memoir_window_tell(self, "Saved");
        return TRUE;
    }
    if (g_error_matches(error, MEMOIR_DOCUMENT_ERROR, MEMOIR_DOCUMENT_ERROR_CHANGED))
        ask_overwrite(self, document, error->message);
    else
        alert(self, "The Notebook Cannot Be Saved", error->message);
    return FALSE;
}

static void on_save_response(GtkNativeDialog *native, int response, MemoirWindow *self)
{
    g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(native));
    g_autofree char *path = file ? g_file_get_path(file) : NULL;

    if (response == GTK_RESPONSE_ACCEPT && path)
        save(self, g_object_get_data(G_OBJECT(native), "document"), path);
    g_object_unref(native);
}

static void on_save_as(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = current_view(self);
    MemoirDocument *document = view ? memoir_notebook_view_get_document(view) : NULL;
    GtkFileChooserNative *native;

    if (!document)
        return;
    native = chooser(self, "Save Notebook", GTK_FILE_CHOOSER_ACTION_SAVE, "_Save");
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(native), "Untitled.ipynb");
    g_object_set_data_full(G_OBJECT(native), "document", g_object_ref(document), g_object_unref);
    g_signal_connect(native, "response", G_CALLBACK(on_save_response), self);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

static void on_save(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    MemoirNotebookView *view = current_view(self);
    MemoirDocument *document = view ? memoir_notebook_view_get_document(view) : NULL;

    if (document && memoir_document_get_path(document))
        save(self, document, NULL);
    else if (document)
        on_save_as(widget, NULL, NULL);
}

/* ---- closing ---- */

static gboolean is_modified(AdwTabPage *page)
{
    return memoir_document_get_modified(memoir_notebook_view_get_document(view_of(page)));
}

static void discard(AdwTabPage *page)
{
    memoir_document_discard_draft(memoir_notebook_view_get_document(view_of(page)));
}

static AdwMessageDialog *ask_discard(MemoirWindow *self)
{
    GtkWidget *widget = adw_message_dialog_new(GTK_WINDOW(self), "Discard Changes?", NULL);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);

    adw_message_dialog_set_body(dialog, "What was not saved will be lost.");
    adw_message_dialog_add_responses(dialog, "cancel", "_Cancel", "discard", "_Discard", NULL);
    adw_message_dialog_set_close_response(dialog, "cancel");
    adw_message_dialog_set_response_appearance(dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
    gtk_window_present(GTK_WINDOW(dialog));
    return dialog;
}

static void on_tab_response(AdwMessageDialog *dialog, const char *response, AdwTabPage *page)
{
    MemoirWindow *self = MEMOIR_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
    gboolean yes = g_strcmp0(response, "discard") == 0;

    if (yes)
        discard(page);
    adw_tab_view_close_page_finish(self->tabs, page, yes);
}

static gboolean on_close_page(AdwTabView *tabs, AdwTabPage *page, MemoirWindow *self)
{
    if (!is_modified(page))
        return GDK_EVENT_PROPAGATE;
    g_signal_connect_object(ask_discard(self), "response", G_CALLBACK(on_tab_response), page, 0);
    return GDK_EVENT_STOP;
}

static void on_close_tab(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    AdwTabPage *page = adw_tab_view_get_selected_page(self->tabs);

    if (adw_tab_view_get_n_pages(self->tabs) <= 1)
        gtk_window_close(GTK_WINDOW(self));
    else if (page)
        adw_tab_view_close_page(self->tabs, page);
}

static void on_window_response(AdwMessageDialog *dialog, const char *response, MemoirWindow *self)
{
    if (g_strcmp0(response, "discard") != 0)
        return;
    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++)
        discard(adw_tab_view_get_nth_page(self->tabs, i));
    self->closing = TRUE;
    gtk_window_close(GTK_WINDOW(self));
}

static gboolean memoir_window_close_request(GtkWindow *window)
{
    MemoirWindow *self = MEMOIR_WINDOW(window);
    gboolean modified = FALSE;

    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++)
        modified |= is_modified(adw_tab_view_get_nth_page(self->tabs, i));
    if (modified && !self->closing) {
        g_signal_connect_object(ask_discard(self), "response", G_CALLBACK(on_window_response),
                                self, 0);
        return GDK_EVENT_STOP;
    }
    if (!gtk_window_is_maximized(window))
        g_settings_set(self->settings, "window-size", "(ii)",
                       gtk_widget_get_width(GTK_WIDGET(self)),
                       gtk_widget_get_height(GTK_WIDGET(self)));
    g_settings_set_boolean(self->settings, "window-maximized", gtk_window_is_maximized(window));
    return GTK_WINDOW_CLASS(memoir_window_parent_class)->close_request(window);
}

/* ---- the object ---- */

static gboolean on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
                        MemoirWindow *self)
{
    for (GSList *file = g_value_get_boxed(value); file; file = file->next)
        memoir_window_open(self, file->data);
    return TRUE;
}

MemoirWindow *memoir_window_new(GtkApplication *application)
{
    return g_object_new(MEMOIR_TYPE_WINDOW, "application", application, NULL);
}

static void memoir_window_dispose(GObject *object)
{
    MemoirWindow *self = MEMOIR_WINDOW(object);

    if (self->tabs)
        g_signal_handlers_disconnect_by_data(self->tabs, self);
    gtk_widget_dispose_template(GTK_WIDGET(self), MEMOIR_TYPE_WINDOW);
    g_clear_object(&self->settings);
    G_OBJECT_CLASS(memoir_window_parent_class)->dispose(object);
}

static void memoir_window_class_init(MemoirWindowClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_window_dispose;
    GTK_WINDOW_CLASS(class)->close_request = memoir_window_close_request;
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-window.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, tabs);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, toasts);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, title);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, kernel);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, death);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, death_text);
    gtk_widget_class_install_action(widget_class, "win.new", NULL, on_new);
    gtk_widget_class_install_action(widget_class, "win.open", NULL, on_open);
    gtk_widget_class_install_action(widget_class, "win.save", NULL, on_save);
    gtk_widget_class_install_action(widget_class, "win.save-as", NULL, on_save_as);
    gtk_widget_class_install_action(widget_class, "win.close-tab", NULL, on_close_tab);
}

static void memoir_window_init(MemoirWindow *self)
{
    GtkDropTarget *drop = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
    int width, height;

    gtk_widget_init_template(GTK_WIDGET(self));
    self->settings = g_settings_new(MEMOIR_APP_ID);
    g_settings_get(self->settings, "window-size", "(ii)", &width, &height);
    gtk_window_set_default_size(GTK_WINDOW(self), width, height);
    if (g_settings_get_boolean(self->settings, "window-maximized"))
        gtk_window_maximize(GTK_WINDOW(self));
    g_signal_connect_object(self->tabs, "notify::selected-page", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect(self->tabs, "close-page", G_CALLBACK(on_close_page), self);
    g_signal_connect(drop, "drop", G_CALLBACK(on_drop), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drop));
}
