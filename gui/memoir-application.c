#include "gui/memoir-application.h"

#include "gui/memoir-window.h"

struct _MemoirApplication {
    AdwApplication parent;
    gboolean recovered; /* the drafts of a crash were opened */
};

G_DEFINE_FINAL_TYPE(MemoirApplication, memoir_application, ADW_TYPE_APPLICATION)

static void recover(MemoirApplication *self, MemoirWindow *window)
{
    g_auto(GStrv) drafts = NULL;

    if (self->recovered)
        return;
    self->recovered = TRUE;
    drafts = memoir_document_list_drafts();
    for (guint i = 0; drafts[i]; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MemoirDocument) document = memoir_document_recover(drafts[i], &error);

        if (document)
            memoir_window_add_document(window, document);
        else
            g_warning("a draft cannot be recovered: %s", error->message);
    }
    if (drafts[0])
        memoir_window_tell(window, "Recovered what was not saved before the last exit");
}

static MemoirWindow *window_of(MemoirApplication *self)
{
    GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(self));

    while (window && !MEMOIR_IS_WINDOW(window))
        window = gtk_window_get_transient_for(window);
    if (!window)
        window = GTK_WINDOW(memoir_window_new(GTK_APPLICATION(self)));
    recover(self, MEMOIR_WINDOW(window));
    return MEMOIR_WINDOW(window);
}

static void memoir_application_activate(GApplication *application)
{
    MemoirWindow *window = window_of(MEMOIR_APPLICATION(application));

    if (memoir_window_is_empty(window))
        memoir_window_add_empty(window);
    gtk_window_present(GTK_WINDOW(window));
}

static void memoir_application_open(GApplication *application, GFile **files, int n,
                                    const char *hint)
{
    MemoirWindow *window = window_of(MEMOIR_APPLICATION(application));

    gtk_window_present(GTK_WINDOW(window));
    for (int i = 0; i < n; i++)
        memoir_window_open(window, files[i]);
    if (memoir_window_is_empty(window))
        memoir_window_add_empty(window);
}

static void on_quit(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    GList *windows = g_list_copy(gtk_application_get_windows(GTK_APPLICATION(data)));

    for (GList *link = windows; link; link = link->next)
        gtk_window_close(link->data);
    g_list_free(windows);
}

static void memoir_application_startup(GApplication *application)
{
    static const struct {
        const char *action;
        const char *keys[3];
    } keys[] = {
        {"app.quit", {"<Control>q"}},          {"win.new", {"<Control>n"}},
        {"win.open", {"<Control>o"}},          {"win.save", {"<Control>s"}},
        {"win.save-as", {"<Control><Shift>s"}}, {"win.close-tab", {"<Control>w"}},
    };
    static const GActionEntry actions[] = {{"quit", on_quit}};

    G_APPLICATION_CLASS(memoir_application_parent_class)->startup(application);
    g_action_map_add_action_entries(G_ACTION_MAP(application), actions, G_N_ELEMENTS(actions),
                                    application);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        gtk_application_set_accels_for_action(GTK_APPLICATION(application), keys[i].action,
                                              keys[i].keys);
    gtk_window_set_default_icon_name(MEMOIR_APP_ID);
}

static void memoir_application_class_init(MemoirApplicationClass *class)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS(class);

    application_class->activate = memoir_application_activate;
    application_class->open = memoir_application_open;
    application_class->startup = memoir_application_startup;
}

static void memoir_application_init(MemoirApplication *self)
{
}

MemoirApplication *memoir_application_new(void)
{
    return g_object_new(
        MEMOIR_TYPE_APPLICATION, "application-id", MEMOIR_APP_ID, "flags",
        G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/memoir_notebook/Memoir",
        NULL);
}
