#include "gui/memoir-timeline-table.h"

#include <stdlib.h>
#include <string.h>

#include "plots/timeline_table.h"

struct _MemoirTimelineTable {
    AdwWindow parent;
    GtkWidget *stack;
    GtkSelectionModel *rows[TL_TABLES]; /* of GtkStringObject: a line of the table's text */
};

G_DEFINE_FINAL_TYPE(MemoirTimelineTable, memoir_timeline_table, ADW_TYPE_WINDOW)

static enum tl_table shown_table(MemoirTimelineTable *self)
{
    const char *name = gtk_stack_get_visible_child_name(GTK_STACK(self->stack));

    for (int table = 0; table < TL_TABLES; table++) {
        if (g_strcmp0(name, tl_table_name(table)) == 0)
            return table;
    }
    return TL_TABLE_CURVE;
}

char *memoir_timeline_table_dup_text(MemoirTimelineTable *self, gboolean only_selected)
{
    enum tl_table table = shown_table(self);
    GtkSelectionModel *rows = self->rows[table];
    GString *text = g_string_new("");

    for (gsize i = 0; i < tl_table_columns(table); i++)
        g_string_append_printf(text, "%s%s", i ? "\t" : "", tl_table_title(table, i));
    g_string_append_c(text, '\n');
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(rows)); i++) {
        g_autoptr(GtkStringObject) row = g_list_model_get_item(G_LIST_MODEL(rows), i);

        if (only_selected && !gtk_selection_model_is_selected(rows, i))
            continue;
        g_string_append(text, gtk_string_object_get_string(row));
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static void copy(MemoirTimelineTable *self, gboolean only_selected)
{
    g_autofree char *text = memoir_timeline_table_dup_text(self, only_selected);

    gdk_clipboard_set_text(gtk_widget_get_clipboard(GTK_WIDGET(self)), text);
}

static void on_copy(GtkButton *button, MemoirTimelineTable *self)
{
    copy(self, FALSE);
}

static gboolean on_copy_selected(GtkWidget *widget, GVariant *arguments, gpointer data)
{
    MemoirTimelineTable *self = MEMOIR_TIMELINE_TABLE(widget);
    g_autoptr(GtkBitset) selected =
        gtk_selection_model_get_selection(self->rows[shown_table(self)]);

    copy(self, !gtk_bitset_is_empty(selected));
    return GDK_EVENT_STOP;
}

/* ---- one table ---- */

static void on_setup(GtkListItemFactory *factory, GtkListItem *item, gpointer column)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 1);
    gtk_widget_add_css_class(label, "numeric");
    gtk_list_item_set_child(item, label);
}

static void on_bind(GtkListItemFactory *factory, GtkListItem *item, gpointer column)
{
    const char *field = gtk_string_object_get_string(gtk_list_item_get_item(item));
    g_autofree char *text = NULL;

    for (guint i = GPOINTER_TO_UINT(column); i > 0; i--)
        field = strchr(field, '\t') + 1;
    text = g_strndup(field, strcspn(field, "\t"));
    gtk_label_set_text(GTK_LABEL(gtk_list_item_get_child(item)), text);
}

static GtkWidget *make_table(MemoirTimelineTable *self, const struct tl_timeline *timeline,
                             enum tl_table table)
{
    GtkStringList *lines = gtk_string_list_new(NULL);
    GtkWidget *scrolled = gtk_scrolled_window_new();
    GtkWidget *view;

    for (gsize i = 0; i < tl_table_rows(timeline, table); i++) {
        char *line = tl_table_row(timeline, table, i);

        if (!line)
            g_error("not enough memory for a table");
        gtk_string_list_append(lines, line);
        free(line);
    }
    self->rows[table] = GTK_SELECTION_MODEL(gtk_multi_selection_new(G_LIST_MODEL(lines)));
    view = gtk_column_view_new(g_object_ref(self->rows[table]));
    for (guint i = 0; i < tl_table_columns(table); i++) {
        GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
        g_autoptr(GtkColumnViewColumn) column = NULL;

        g_signal_connect(factory, "setup", G_CALLBACK(on_setup), GUINT_TO_POINTER(i));
        g_signal_connect(factory, "bind", G_CALLBACK(on_bind), GUINT_TO_POINTER(i));
        column = gtk_column_view_column_new(tl_table_title(table, i), factory);
        gtk_column_view_column_set_resizable(column, TRUE);
        gtk_column_view_append_column(GTK_COLUMN_VIEW(view), column);
    }
    gtk_column_view_set_show_row_separators(GTK_COLUMN_VIEW(view), TRUE);
    gtk_widget_add_css_class(view, "data-table");
    gtk_accessible_update_property(GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   tl_table_name(table), -1);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), view);
    gtk_widget_set_vexpand(scrolled, TRUE);
    return scrolled;
}

/* ---- the object ---- */

GtkWidget *memoir_timeline_table_new(const struct tl_timeline *timeline)
{
    MemoirTimelineTable *self = g_object_new(MEMOIR_TYPE_TIMELINE_TABLE, NULL);
    g_autofree char *title = g_strdup_printf(
        "Numbers of %s", timeline->name && *timeline->name ? timeline->name : "the run");

    gtk_window_set_title(GTK_WINDOW(self), title);
    for (int table = 0; table < TL_TABLES; table++) {
        g_autofree char *tab = g_strdup_printf("%s (%zu)", tl_table_name(table),
                                               tl_table_rows(timeline, table));

        gtk_stack_add_titled(GTK_STACK(self->stack), make_table(self, timeline, table),
                             tl_table_name(table), tab);
    }
    return GTK_WIDGET(self);
}

static void memoir_timeline_table_dispose(GObject *object)
{
    MemoirTimelineTable *self = MEMOIR_TIMELINE_TABLE(object);

    for (int table = 0; table < TL_TABLES; table++)
        g_clear_object(&self->rows[table]);
    G_OBJECT_CLASS(memoir_timeline_table_parent_class)->dispose(object);
}

static void memoir_timeline_table_class_init(MemoirTimelineTableClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_timeline_table_dispose;
    gtk_widget_class_add_binding(widget_class, GDK_KEY_c, GDK_CONTROL_MASK, on_copy_selected,
                                 NULL);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void memoir_timeline_table_init(MemoirTimelineTable *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *header = adw_header_bar_new();
    GtkWidget *switcher = gtk_stack_switcher_new();
    GtkWidget *button = gtk_button_new_from_icon_name("edit-copy-symbolic");

    self->stack = gtk_stack_new();
    gtk_stack_switcher_set_stack(GTK_STACK_SWITCHER(switcher), GTK_STACK(self->stack));
    adw_header_bar_set_title_widget(ADW_HEADER_BAR(header), switcher);
    gtk_widget_set_tooltip_text(button, "Copy the Table (Tab-Separated)");
    g_signal_connect(button, "clicked", G_CALLBACK(on_copy), self);
    adw_header_bar_pack_start(ADW_HEADER_BAR(header), button);
    gtk_box_append(GTK_BOX(box), header);
    gtk_box_append(GTK_BOX(box), self->stack);
    adw_window_set_content(ADW_WINDOW(self), box);
    gtk_window_set_default_size(GTK_WINDOW(self), 1000, 600);
}
