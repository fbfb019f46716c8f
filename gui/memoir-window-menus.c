/* The header's menus: kernels, cell types; zoom and the outline, which all windows share. */
#include "gui/memoir-window-private.h"

#include <string.h>

#define ZOOM_STEP 10
#define ZOOM_LEAST 50
#define ZOOM_MOST 300

/* ---- the kernel ---- */

static void append(GMenu *menu, const char *label, const char *action)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(label, action);

    g_menu_append_item(menu, item);
}

/* Made anew each time: kernels are installed and go. */
static void on_kernel_menu(GtkMenuButton *button, gpointer data)
{
    g_auto(GStrv) names = memoir_session_list_kernels();
    g_autoptr(GMenu) menu = g_menu_new();
    g_autoptr(GMenu) deeds = g_menu_new();
    g_autoptr(GMenu) kernels = g_menu_new();

    append(deeds, "_Interrupt", "notebook.interrupt");
    append(deeds, "_Restart", "notebook.restart");
    append(deeds, "Restart and Run _All", "notebook.restart-and-run-all");
    append(deeds, "_Shut Down", "notebook.shut-down");
    g_menu_append_section(menu, NULL, G_MENU_MODEL(deeds));
    for (guint i = 0; names && names[i]; i++) {
        g_autofree char *title = memoir_session_dup_kernel_title(names[i]);
        g_autoptr(GMenuItem) item = g_menu_item_new(title, NULL);

        g_menu_item_set_action_and_target(item, "notebook.kernel", "s", names[i]);
        g_menu_append_item(kernels, item);
    }
    g_menu_append_section(menu, "Change Kernel", G_MENU_MODEL(kernels));
    gtk_menu_button_set_menu_model(button, G_MENU_MODEL(menu));
}

void memoir_window_show_kernel(MemoirWindow *self, MemoirSession *session)
{
    MemoirSessionState state = memoir_session_get_state(session);
    g_autofree char *text = g_strdup_printf("%s · %s", memoir_session_get_display_name(session),
                                            memoir_session_state_name(state));

    gtk_label_set_text(self->kernel, text);
    if (state == MEMOIR_SESSION_DEAD)
        gtk_widget_add_css_class(GTK_WIDGET(self->kernel), "error");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self->kernel), "error");
}

/* ---- the type of the selected cells ---- */

void memoir_window_show_cell_type(MemoirWindow *self)
{
    static const struct {
        const char *type, *label;
    } types[] = {{"code", "Code"}, {"markdown", "Markdown"}, {"raw", "Raw"}};
    MemoirNotebookView *view = memoir_window_get_view(self);
    GActionGroup *actions = view ? memoir_notebook_view_get_actions(view) : NULL;
    g_autoptr(GVariant) state =
        actions ? g_action_group_get_action_state(actions, "cell-type") : NULL;

    for (gsize i = 0; state && i < G_N_ELEMENTS(types); i++) {
        if (strcmp(g_variant_get_string(state, NULL), types[i].type) == 0)
            gtk_label_set_text(self->cell_type, types[i].label);
    }
}

/* ---- zoom ---- */

static void zoom_to(MemoirWindow *self, int percent)
{
    g_settings_set_int(self->settings, "zoom", CLAMP(percent, ZOOM_LEAST, ZOOM_MOST));
}

static void on_zoom(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirWindow *self = MEMOIR_WINDOW(widget);
    int now = g_settings_get_int(self->settings, "zoom");

    if (strcmp(name, "win.zoom-in") == 0)
        zoom_to(self, now + ZOOM_STEP);
    else if (strcmp(name, "win.zoom-out") == 0)
        zoom_to(self, now - ZOOM_STEP);
    else
        zoom_to(self, 100);
}

/* ---- the object ---- */

void memoir_window_install_menu_actions(GtkWidgetClass *widget_class)
{
    gtk_widget_class_install_action(widget_class, "win.zoom-in", NULL, on_zoom);
    gtk_widget_class_install_action(widget_class, "win.zoom-out", NULL, on_zoom);
    gtk_widget_class_install_action(widget_class, "win.zoom-normal", NULL, on_zoom);
}

void memoir_window_init_menus(MemoirWindow *self)
{
    g_autoptr(GAction) outline = g_settings_create_action(self->settings, "show-outline");

    g_action_map_add_action(G_ACTION_MAP(self), outline);
    gtk_menu_button_set_create_popup_func(self->kernel_button, on_kernel_menu, NULL, NULL);
}
