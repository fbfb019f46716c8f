#include "gui/memoir-timeline-popover.h"

struct _MemoirTimelinePopover {
    GtkPopover parent;
    GtkWidget *heading, *grid, *button;
};

G_DEFINE_FINAL_TYPE(MemoirTimelinePopover, memoir_timeline_popover, GTK_TYPE_POPOVER)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

GtkWidget *memoir_timeline_popover_new(void)
{
    return g_object_new(MEMOIR_TYPE_TIMELINE_POPOVER, NULL);
}

static void add_row(MemoirTimelinePopover *self, int row, const struct plot_fact *fact)
{
    GtkWidget *caption = gtk_label_new(fact->caption);
    GtkWidget *value = gtk_label_new(fact->value);

    gtk_label_set_xalign(GTK_LABEL(caption), 0);
    gtk_label_set_xalign(GTK_LABEL(value), 1);
    gtk_widget_set_hexpand(value, TRUE);
    gtk_widget_add_css_class(caption, "dim-label");
    gtk_widget_add_css_class(value, "numeric");
    gtk_grid_attach(GTK_GRID(self->grid), caption, 0, row, 1, 1);
    gtk_grid_attach(GTK_GRID(self->grid), value, 1, row, 1, 1);
    gtk_accessible_update_relation(GTK_ACCESSIBLE(value), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                   caption, NULL, -1);
}

void memoir_timeline_popover_show_facts(MemoirTimelinePopover *self, const char *heading,
                                        const struct plot_facts *facts, const char *button)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(self->grid)))
        gtk_grid_remove(GTK_GRID(self->grid), child);
    for (gsize i = 0; i < facts->n; i++)
        add_row(self, (int)i, &facts->fact[i]);
    gtk_label_set_text(GTK_LABEL(self->heading), heading);
    gtk_button_set_label(GTK_BUTTON(self->button), button ? button : "");
    gtk_widget_set_visible(self->button, button != NULL);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                   -1);
    gtk_popover_popup(GTK_POPOVER(self));
}

static void on_clicked(GtkButton *button, MemoirTimelinePopover *self)
{
    gtk_popover_popdown(GTK_POPOVER(self));
    g_signal_emit(self, signals[ACTIVATED], 0);
}

static void memoir_timeline_popover_class_init(MemoirTimelinePopoverClass *class)
{
    signals[ACTIVATED] = g_signal_new("activated", MEMOIR_TYPE_TIMELINE_POPOVER, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void memoir_timeline_popover_init(MemoirTimelinePopover *self)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 9);

    self->heading = gtk_label_new("");
    self->grid = gtk_grid_new();
    self->button = gtk_button_new_with_mnemonic("");
    gtk_label_set_xalign(GTK_LABEL(self->heading), 0);
    gtk_label_set_ellipsize(GTK_LABEL(self->heading), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_max_width_chars(GTK_LABEL(self->heading), 36);
    gtk_widget_add_css_class(self->heading, "heading");
    gtk_grid_set_column_spacing(GTK_GRID(self->grid), 24);
    gtk_grid_set_row_spacing(GTK_GRID(self->grid), 3);
    gtk_box_append(GTK_BOX(box), self->heading);
    gtk_box_append(GTK_BOX(box), self->grid);
    gtk_box_append(GTK_BOX(box), self->button);
    gtk_widget_set_margin_top(box, 6);
    gtk_widget_set_margin_bottom(box, 6);
    gtk_widget_set_margin_start(box, 6);
    gtk_widget_set_margin_end(box, 6);
    g_signal_connect(self->button, "clicked", G_CALLBACK(on_clicked), self);
    gtk_popover_set_child(GTK_POPOVER(self), box);
}
