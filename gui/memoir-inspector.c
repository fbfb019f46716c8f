#include "gui/memoir-inspector.h"

#include <string.h>

#include "gui/memoir-ansi.h"

#define WIDTH 560
#define MOST_HEIGHT 320

struct _MemoirInspector {
    GtkPopover parent;
    GtkWidget *text;
};

G_DEFINE_FINAL_TYPE(MemoirInspector, memoir_inspector, GTK_TYPE_POPOVER)

void memoir_inspector_show(MemoirInspector *self, const char *text)
{
    gsize length = strlen(text);
    g_autofree char *markup = NULL;

    while (length > 0 && g_ascii_isspace(text[length - 1]))
        length--;
    markup = memoir_ansi_to_markup(text, length);
    gtk_label_set_markup(GTK_LABEL(self->text), markup);
    gtk_popover_popup(GTK_POPOVER(self));
}

static void memoir_inspector_class_init(MemoirInspectorClass *class) {}

static void memoir_inspector_init(MemoirInspector *self)
{
    GtkWidget *scrolled = gtk_scrolled_window_new();

    self->text = gtk_label_new(NULL);
    gtk_label_set_selectable(GTK_LABEL(self->text), TRUE);
    gtk_label_set_wrap(GTK_LABEL(self->text), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(self->text), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_xalign(GTK_LABEL(self->text), 0);
    gtk_label_set_yalign(GTK_LABEL(self->text), 0);
    gtk_widget_set_can_focus(self->text, FALSE);
    gtk_widget_add_css_class(self->text, "inspector-text");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   "Documentation", -1);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), self->text);
    gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scrolled), TRUE);
    gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scrolled), MOST_HEIGHT);
    gtk_widget_set_size_request(scrolled, WIDTH, -1);
    gtk_popover_set_child(GTK_POPOVER(self), scrolled);
    /* Typing goes on below it. */
    gtk_popover_set_autohide(GTK_POPOVER(self), FALSE);
    gtk_popover_set_position(GTK_POPOVER(self), GTK_POS_BOTTOM);
}

GtkWidget *memoir_inspector_new(void) { return g_object_new(MEMOIR_TYPE_INSPECTOR, NULL); }
