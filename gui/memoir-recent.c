#include "gui/memoir-recent.h"

#define MOST_ITEMS 12
#define MIME "application/x-ipynb+json"

void memoir_recent_add(const char *uri)
{
    static char *groups[] = {NULL};
    const GtkRecentData data = {
        .mime_type = (char *)MIME,
        .app_name = (char *)"Memoir",
        .app_exec = (char *)"memoir %u",
        .groups = groups,
    };

    gtk_recent_manager_add_full(gtk_recent_manager_get_default(), uri, &data);
}

static int by_time(gconstpointer a, gconstpointer b)
{
    return g_date_time_compare(gtk_recent_info_get_modified((GtkRecentInfo *)b),
                               gtk_recent_info_get_modified((GtkRecentInfo *)a));
}

static gboolean is_notebook(GtkRecentInfo *info)
{
    return g_str_has_suffix(gtk_recent_info_get_uri(info), ".ipynb") &&
           gtk_recent_info_exists(info);
}

static void append_item(GMenu *menu, GtkRecentInfo *info)
{
    const char *uri = gtk_recent_info_get_uri(info);
    g_autofree char *name = gtk_recent_info_get_short_name(info);
    g_autoptr(GString) label = g_string_new(name);
    g_autoptr(GMenuItem) item = NULL;

    g_string_replace(label, "_", "__", 0);
    item = g_menu_item_new(label->str, NULL);
    g_menu_item_set_action_and_target(item, "win.open-uri", "s", uri);
    g_menu_append_item(menu, item);
}

static void fill(GtkRecentManager *manager, GMenu *menu)
{
    GList *infos = g_list_sort(gtk_recent_manager_get_items(manager), by_time);
    int n = 0;

    g_menu_remove_all(menu);
    for (GList *link = infos; link && n < MOST_ITEMS; link = link->next) {
        if (is_notebook(link->data)) {
            append_item(menu, link->data);
            n++;
        }
    }
    g_list_free_full(infos, (GDestroyNotify)gtk_recent_info_unref);
}

GMenuModel *memoir_recent_menu_new(void)
{
    GtkRecentManager *manager = gtk_recent_manager_get_default();
    GMenu *menu = g_menu_new();

    fill(manager, menu);
    g_signal_connect_object(manager, "changed", G_CALLBACK(fill), menu, 0);
    return G_MENU_MODEL(menu);
}
