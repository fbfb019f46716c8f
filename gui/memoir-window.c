#include "gui/memoir-window-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE(MemoirWindow, memoir_window, ADW_TYPE_APPLICATION_WINDOW)

MemoirNotebookView *memoir_window_view_of(AdwTabPage *page)
{
    return page ? memoir_page_get_view(MEMOIR_PAGE(adw_tab_page_get_child(page))) : NULL;
}

MemoirDocument *memoir_window_document_of(AdwTabPage *page)
{
    return memoir_notebook_view_get_document(memoir_window_view_of(page));
}

MemoirNotebookView *memoir_window_get_view(MemoirWindow *self)
{
    /* Sessions still tell of their end while the window goes away. */
    return self->tabs ? memoir_window_view_of(adw_tab_view_get_selected_page(self->tabs)) : NULL;
}

void memoir_window_tell(MemoirWindow *self, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    adw_toast_overlay_add_toast(self->toasts, adw_toast_new(escaped));
}

void memoir_window_alert(MemoirWindow *self, const char *heading, const char *text)
{
    GtkWidget *dialog = adw_message_dialog_new(GTK_WINDOW(self), heading, NULL);

    adw_message_dialog_set_body(ADW_MESSAGE_DIALOG(dialog), text);
    adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", "_Close");
    gtk_window_present(GTK_WINDOW(dialog));
}

/* ---- header ---- */

static void show_state(MemoirWindow *self)
{
    MemoirNotebookView *view = memoir_window_get_view(self);
    g_autofree char *title = NULL;

    gtk_widget_insert_action_group(GTK_WIDGET(self), "notebook",
                                   view ? memoir_notebook_view_get_actions(view) : NULL);
    if (!view)
        return;
    memoir_window_show_kernel(self, memoir_notebook_view_get_session(view));
    memoir_window_show_cell_type(self);
    title = memoir_document_dup_title(memoir_notebook_view_get_document(view));
    adw_window_title_set_title(self->title, title);
    gtk_window_set_title(GTK_WINDOW(self), title);
}

static void show_title(MemoirDocument *document, GParamSpec *spec, AdwTabPage *page)
{
    g_autofree char *name = memoir_document_dup_title(document);
    g_autofree char *title = g_strconcat(memoir_document_get_modified(document) ? "• " : "", name,
                                         NULL);

    adw_tab_page_set_title(page, title);
}

static void on_failed(MemoirNotebookView *view, const char *heading, const char *text,
                      MemoirWindow *self)
{
    memoir_window_alert(self, heading, text);
}

/* ---- tabs ---- */

void memoir_window_add_document(MemoirWindow *self, MemoirDocument *document)
{
    AdwTabPage *page = adw_tab_view_append(self->tabs, memoir_page_new(document));
    MemoirNotebookView *view = memoir_window_view_of(page);
    MemoirSession *session = memoir_notebook_view_get_session(view);

    g_signal_connect_object(document, "notify::title", G_CALLBACK(show_title), page, 0);
    g_signal_connect_object(document, "notify::modified", G_CALLBACK(show_title), page, 0);
    g_signal_connect_object(document, "notify::title", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::state", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::kernel", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(memoir_notebook_view_get_actions(view),
                            "action-state-changed::cell-type",
                            G_CALLBACK(memoir_window_show_cell_type), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(view, "failed", G_CALLBACK(on_failed), self, 0);
    show_title(document, NULL, page);
    adw_tab_view_set_selected_page(self->tabs, page);
    memoir_notebook_view_select(view, 0);
    show_state(self);
}

/* ---- the object ---- */

static gboolean close_request(GtkWindow *window)
{
    return memoir_window_close_request(window) ||
           GTK_WINDOW_CLASS(memoir_window_parent_class)->close_request(window);
}

MemoirWindow *memoir_window_new(GtkApplication *application)
{
    return g_object_new(MEMOIR_TYPE_WINDOW, "application", application, NULL);
}

static void memoir_window_dispose(GObject *object)
{
    MemoirWindow *self = MEMOIR_WINDOW(object);

    g_clear_weak_pointer(&self->leaving_page);
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
    GTK_WINDOW_CLASS(class)->close_request = close_request;
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-window.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, tabs);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, toasts);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, title);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, open);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, kernel);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, kernel_button);
    gtk_widget_class_bind_template_child(widget_class, MemoirWindow, cell_type);
    memoir_window_install_menu_actions(widget_class);
    memoir_window_install_file_actions(widget_class);
    memoir_window_install_close_actions(widget_class);
    memoir_window_install_export_actions(widget_class);
}

static void memoir_window_init(MemoirWindow *self)
{
    int width, height;

    gtk_widget_init_template(GTK_WIDGET(self));
    self->settings = g_settings_new(MEMOIR_APP_ID);
    g_settings_get(self->settings, "window-size", "(ii)", &width, &height);
    gtk_window_set_default_size(GTK_WINDOW(self), width, height);
    if (g_settings_get_boolean(self->settings, "window-maximized"))
        gtk_window_maximize(GTK_WINDOW(self));
    g_signal_connect_object(self->tabs, "notify::selected-page", G_CALLBACK(show_state), self,
                            G_CONNECT_SWAPPED);
    memoir_window_init_menus(self);
    memoir_window_init_files(self);
    memoir_window_init_close(self);
}
