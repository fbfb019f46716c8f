#include "gui/memoir-application.h"

#include "gui/memoir-window.h"

struct _MemoirApplication {
    AdwApplication parent;
    gboolean started;   /* a window was there */
    gboolean asking;    /* about drafts; meanwhile what is to be opened waits */
    gboolean restore;   /* what was open the last time is wanted */
    GPtrArray *waiting; /* GFile */
};

G_DEFINE_FINAL_TYPE(MemoirApplication, memoir_application, ADW_TYPE_APPLICATION)

static MemoirWindow *window_of(MemoirApplication *self)
{
    GtkWindow *window = gtk_application_get_active_window(GTK_APPLICATION(self));

    while (window && !MEMOIR_IS_WINDOW(window))
        window = gtk_window_get_transient_for(window);
    if (!window)
        window = GTK_WINDOW(memoir_window_new(GTK_APPLICATION(self)));
    return MEMOIR_WINDOW(window);
}

/* ---- opening ---- */

static void open_waiting(MemoirApplication *self, MemoirWindow *window)
{
    if (self->restore)
        memoir_window_restore(window);
    self->restore = FALSE;
    for (guint i = 0; i < self->waiting->len; i++)
        memoir_window_open(window, g_ptr_array_index(self->waiting, i));
    g_ptr_array_set_size(self->waiting, 0);
    if (memoir_window_is_empty(window))
        memoir_window_add_empty(window);
}

/* ---- drafts ---- */

static void recover(MemoirWindow *window, const char *draft)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MemoirDocument) document = memoir_document_recover(draft, &error);

    if (document)
        memoir_window_add_document(window, document);
    else
        memoir_window_tell(window, error->message);
}

static void on_drafts_response(AdwMessageDialog *dialog, const char *response, gpointer data)
{
    MemoirApplication *self = data;
    MemoirWindow *window = window_of(self);
    char **drafts = g_object_get_data(G_OBJECT(dialog), "drafts");

    self->asking = FALSE;
    for (gsize i = 0; drafts[i]; i++) {
        if (g_strcmp0(response, "restore") == 0)
            recover(window, drafts[i]);
        else if (g_strcmp0(response, "discard") == 0)
            memoir_document_delete_draft(drafts[i]);
    }
    open_waiting(self, window);
}

/* FALSE: there is nothing to ask. */
static gboolean offer_drafts(MemoirApplication *self, MemoirWindow *window)
{
    g_auto(GStrv) drafts = memoir_document_list_drafts();
    g_autoptr(GString) names = g_string_new(NULL);
    AdwMessageDialog *dialog;

    if (!drafts[0])
        return FALSE;
    for (gsize i = 0; drafts[i]; i++) {
        g_autofree char *name = memoir_document_describe_draft(drafts[i]);

        g_string_append_printf(names, "\n• %s", name);
    }
    dialog = ADW_MESSAGE_DIALOG(
        adw_message_dialog_new(GTK_WINDOW(window), "Restore Unsaved Changes?", NULL));
    adw_message_dialog_format_body(dialog,
                                   "Memoir ended before these notebooks were saved:\n%s\n\n"
                                   "Restoring opens them as they were; the files stay as they "
                                   "are until you save.",
                                   names->str);
    adw_message_dialog_add_responses(dialog, "later", "Ask _Later", "discard", "_Discard",
                                     "restore", "_Restore", NULL);
    adw_message_dialog_set_close_response(dialog, "later");
    adw_message_dialog_set_default_response(dialog, "restore");
    adw_message_dialog_set_response_appearance(dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_response_appearance(dialog, "restore", ADW_RESPONSE_SUGGESTED);
    g_object_set_data_full(G_OBJECT(dialog), "drafts", g_steal_pointer(&drafts),
                           (GDestroyNotify)g_strfreev);
    g_signal_connect_object(dialog, "response", G_CALLBACK(on_drafts_response), self, 0);
    gtk_window_present(GTK_WINDOW(dialog));
    return TRUE;
}

/* With what is to be opened in `waiting`. */
static void show(MemoirApplication *self)
{
    MemoirWindow *window = window_of(self);

    gtk_window_present(GTK_WINDOW(window));
    if (!self->started) {
        self->started = TRUE;
        self->asking = offer_drafts(self, window);
    }
    if (!self->asking)
        open_waiting(self, window);
}

static void memoir_application_activate(GApplication *application)
{
    MemoirApplication *self = MEMOIR_APPLICATION(application);

    self->restore = self->restore || memoir_window_is_empty(window_of(self));
    show(self);
}

static void memoir_application_open(GApplication *application, GFile **files, int n,
                                    const char *hint)
{
    MemoirApplication *self = MEMOIR_APPLICATION(application);

    for (int i = 0; i < n; i++)
        g_ptr_array_add(self->waiting, g_object_ref(files[i]));
    show(self);
}

/* ---- the object ---- */

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
        const char *keys[4]; /* NULL-terminated */
    } keys[] = {
        {"app.quit", {"<Control>q"}},           {"win.new", {"<Control>n"}},
        {"win.open", {"<Control>o"}},           {"win.save", {"<Control>s"}},
        {"win.save-as", {"<Control><Shift>s"}}, {"win.close-tab", {"<Control>w"}},
        {"notebook.find", {"<Control>f"}},
        {"notebook.replace", {"<Control>h"}},
        {"notebook.find-next", {"<Control>g"}},
        {"notebook.find-previous", {"<Control><Shift>g"}},
        {"win.zoom-in", {"<Control>plus", "<Control>equal", "<Control>KP_Add"}},
        {"win.zoom-out", {"<Control>minus", "<Control>KP_Subtract"}},
        {"win.zoom-normal", {"<Control>0", "<Control>KP_0"}},
        {"win.show-outline", {"F9"}},
        {"win.show-help-overlay", {"<Control>question", "F1"}},
        {"win.print", {"<Control>p"}},
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

static void memoir_application_finalize(GObject *object)
{
    g_ptr_array_unref(MEMOIR_APPLICATION(object)->waiting);
    G_OBJECT_CLASS(memoir_application_parent_class)->finalize(object);
}

static void memoir_application_class_init(MemoirApplicationClass *class)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = memoir_application_finalize;
    application_class->activate = memoir_application_activate;
    application_class->open = memoir_application_open;
    application_class->startup = memoir_application_startup;
}

static void memoir_application_init(MemoirApplication *self)
{
    self->waiting = g_ptr_array_new_with_free_func(g_object_unref);
}

static int on_local_options(GApplication *application, GVariantDict *options, gpointer data)
{
    if (!g_variant_dict_contains(options, "version"))
        return -1; /* go on */
    g_print("memoir %s\n", MEMOIR_VERSION);
    return 0;
}

MemoirApplication *memoir_application_new(void)
{
    static const GOptionEntry options[] = {
        {"version", 0, 0, G_OPTION_ARG_NONE, NULL, "Print the version", NULL},
        {NULL},
    };
    GApplication *application = g_object_new(
        MEMOIR_TYPE_APPLICATION, "application-id", MEMOIR_APP_ID, "flags",
        G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/memoir_notebook/Memoir",
        NULL);

    g_application_set_option_context_parameter_string(application, "[FILE.ipynb …]");
    g_application_set_option_context_summary(
        application, "Opens Jupyter notebooks, and shows each cell's memory next to its code.");
    g_application_add_main_option_entries(application, options);
    g_signal_connect(application, "handle-local-options", G_CALLBACK(on_local_options), NULL);
    return MEMOIR_APPLICATION(application);
}
