/* Tabs and the window go away, saved first if wanted; what is open is remembered. */
#include "gui/memoir-window-private.h"

#include "gui/memoir-workspace.h"

/* ---- what is open ---- */

void memoir_window_remember(MemoirWindow *self)
{
    AdwTabPage *selected = self->tabs ? adw_tab_view_get_selected_page(self->tabs) : NULL;
    MemoirWorkspace workspace;
    g_autoptr(GError) error = NULL;

    if (self->closed || !self->tabs)
        return;
    memoir_workspace_init(&workspace);
    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++) {
        AdwTabPage *page = adw_tab_view_get_nth_page(self->tabs, i);
        const char *path = memoir_document_get_path(memoir_window_document_of(page));

        if (!path)
            continue;
        if (page == selected)
            workspace.active = workspace.paths->len;
        g_ptr_array_add(workspace.paths, g_strdup(path));
    }
    if (!memoir_workspace_save(&workspace, &error))
        g_warning("what is open cannot be remembered: %s", error->message);
    memoir_workspace_clear(&workspace);
}

void memoir_window_restore(MemoirWindow *self)
{
    MemoirWorkspace workspace;
    g_autofree char *active = NULL;

    memoir_workspace_load(&workspace);
    if (workspace.paths->len > 0)
        active = g_strdup(g_ptr_array_index(workspace.paths, workspace.active));
    for (guint i = 0; i < workspace.paths->len; i++) {
        g_autoptr(GFile) file = g_file_new_for_path(g_ptr_array_index(workspace.paths, i));

        memoir_window_open(self, file);
    }
    if (active) {
        g_autoptr(GFile) file = g_file_new_for_path(active);

        memoir_window_open(self, file);
    }
    memoir_workspace_clear(&workspace);
}

/* ---- leaving ---- */

static gboolean is_modified(AdwTabPage *page)
{
    return memoir_document_get_modified(memoir_window_document_of(page));
}

static void discard(AdwTabPage *page)
{
    memoir_document_discard_draft(memoir_window_document_of(page));
}

static gboolean close_window(gpointer data)
{
    gtk_window_close(GTK_WINDOW(data));
    return G_SOURCE_REMOVE;
}

/* Not before the dialog that was answered is gone: it stands on the window. */
static void close_soon(MemoirWindow *self)
{
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, close_window, g_object_ref(self), g_object_unref);
}

static AdwTabPage *next_modified(MemoirWindow *self)
{
    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++) {
        AdwTabPage *page = adw_tab_view_get_nth_page(self->tabs, i);

        if (is_modified(page) && (!self->leaving_page || self->leaving_page == page))
            return page;
    }
    return NULL;
}

/* Saves what is modified, one after the other; some ask for a name or a decision first, and
 * memoir_window_go_on_leaving() comes back here. */
static void leave(MemoirWindow *self)
{
    AdwTabPage *page;

    while ((page = next_modified(self))) {
        MemoirDocument *document = memoir_window_document_of(page);

        adw_tab_view_set_selected_page(self->tabs, page);
        if (!memoir_document_get_path(document)) {
            memoir_window_ask_path(self, document);
            return;
        }
        if (!memoir_window_save(self, document, NULL))
            return;
    }
    self->leaving = FALSE;
    page = self->leaving_page;
    g_clear_weak_pointer(&self->leaving_page);
    if (page)
        adw_tab_view_close_page(self->tabs, page);
    else
        close_soon(self);
}

void memoir_window_go_on_leaving(MemoirWindow *self, gboolean saved)
{
    if (!self->leaving)
        return;
    if (saved) {
        leave(self);
    } else {
        self->leaving = FALSE;
        g_clear_weak_pointer(&self->leaving_page);
    }
}

static void start_leaving(MemoirWindow *self, AdwTabPage *page)
{
    self->leaving = TRUE;
    g_set_weak_pointer(&self->leaving_page, page);
    leave(self);
}

static AdwMessageDialog *ask(MemoirWindow *self, guint n, const char *names)
{
    GtkWidget *widget = adw_message_dialog_new(GTK_WINDOW(self), "Save Changes?", NULL);
    AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(widget);

    adw_message_dialog_format_body(dialog, "%s: changes that are not saved will be lost.", names);
    adw_message_dialog_add_responses(dialog, "cancel", "_Cancel", "discard",
                                     n > 1 ? "_Discard All" : "_Discard", "save",
                                     n > 1 ? "_Save All" : "_Save", NULL);
    adw_message_dialog_set_close_response(dialog, "cancel");
    adw_message_dialog_set_default_response(dialog, "save");
    adw_message_dialog_set_response_appearance(dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_response_appearance(dialog, "save", ADW_RESPONSE_SUGGESTED);
    gtk_window_present(GTK_WINDOW(dialog));
    return dialog;
}

static void on_tab_response(AdwMessageDialog *dialog, const char *response, AdwTabPage *page)
{
    MemoirWindow *self = MEMOIR_WINDOW(gtk_window_get_transient_for(GTK_WINDOW(dialog)));
    gboolean discards = g_strcmp0(response, "discard") == 0;

    if (discards)
        discard(page);
    adw_tab_view_close_page_finish(self->tabs, page, discards);
    if (g_strcmp0(response, "save") == 0)
        start_leaving(self, page);
}

static gboolean on_close_page(AdwTabView *tabs, AdwTabPage *page, MemoirWindow *self)
{
    g_autofree char *name = NULL;

    if (!is_modified(page))
        return GDK_EVENT_PROPAGATE;
    name = memoir_document_dup_title(memoir_window_document_of(page));
    g_signal_connect_object(ask(self, 1, name), "response", G_CALLBACK(on_tab_response), page, 0);
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
    if (g_strcmp0(response, "save") == 0) {
        start_leaving(self, NULL);
    } else if (g_strcmp0(response, "discard") == 0) {
        for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++)
            discard(adw_tab_view_get_nth_page(self->tabs, i));
        self->closing = TRUE;
        close_soon(self);
    }
}

static void keep_size(MemoirWindow *self)
{
    GtkWindow *window = GTK_WINDOW(self);

    if (!gtk_window_is_maximized(window))
        g_settings_set(self->settings, "window-size", "(ii)",
                       gtk_widget_get_width(GTK_WIDGET(self)),
                       gtk_widget_get_height(GTK_WIDGET(self)));
    g_settings_set_boolean(self->settings, "window-maximized", gtk_window_is_maximized(window));
}

gboolean memoir_window_close_request(GtkWindow *window)
{
    MemoirWindow *self = MEMOIR_WINDOW(window);
    g_autoptr(GString) names = g_string_new(NULL);
    guint n = 0;

    for (int i = 0; i < adw_tab_view_get_n_pages(self->tabs); i++) {
        AdwTabPage *page = adw_tab_view_get_nth_page(self->tabs, i);
        g_autofree char *name = memoir_document_dup_title(memoir_window_document_of(page));

        if (is_modified(page))
            g_string_append_printf(names, "%s%s", n++ > 0 ? ", " : "", name);
    }
    if (n > 0 && !self->closing) {
        g_signal_connect_object(ask(self, n, names->str), "response",
                                G_CALLBACK(on_window_response), self, 0);
        return GDK_EVENT_STOP;
    }
    keep_size(self);
    memoir_window_remember(self);
    self->closed = TRUE;
    return GDK_EVENT_PROPAGATE;
}

void memoir_window_install_close_actions(GtkWidgetClass *widget_class)
{
    gtk_widget_class_install_action(widget_class, "win.close-tab", NULL, on_close_tab);
}

void memoir_window_init_close(MemoirWindow *self)
{
    g_signal_connect(self->tabs, "close-page", G_CALLBACK(on_close_page), self);
    g_signal_connect_object(self->tabs, "notify::selected-page", G_CALLBACK(memoir_window_remember),
                            self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->tabs, "notify::n-pages", G_CALLBACK(memoir_window_remember), self,
                            G_CONNECT_SWAPPED);
}
