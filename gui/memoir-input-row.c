#include "gui/memoir-input-row.h"

#include <string.h>

/* Wraps beside the entry. */
#define LONG_PROMPT 40

struct _MemoirInputRow {
    GtkBox parent;
    MemoirCell *cell;
    GtkWidget *prompt, *entry; /* the entry is made for each question */
    GtkWidget *before;         /* had the focus; NULL: gone, or it was not taken */
};

G_DEFINE_FINAL_TYPE(MemoirInputRow, memoir_input_row, GTK_TYPE_BOX)

static void on_activate(GtkWidget *entry, MemoirInputRow *self)
{
    g_autofree char *text = g_strdup(gtk_editable_get_text(GTK_EDITABLE(entry)));

    if (self->before)
        gtk_widget_grab_focus(self->before);
    g_clear_weak_pointer(&self->before);
    memoir_cell_answer_input(self->cell, text);
}

/* In a text that holds something: an empty new cell below the one that runs is no work. */
static gboolean is_typing_elsewhere(MemoirInputRow *self)
{
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;

    if (GTK_IS_TEXT_VIEW(focus))
        return gtk_text_view_get_editable(GTK_TEXT_VIEW(focus)) &&
               gtk_text_buffer_get_char_count(gtk_text_view_get_buffer(GTK_TEXT_VIEW(focus))) > 0;
    return GTK_IS_EDITABLE(focus);
}

static void show(MemoirInputRow *self)
{
    const char *prompt = memoir_cell_get_input_prompt(self->cell);

    if (self->entry)
        gtk_box_remove(GTK_BOX(self), self->entry);
    self->entry = NULL;
    gtk_widget_set_visible(GTK_WIDGET(self), prompt != NULL);
    if (!prompt)
        return;
    gtk_label_set_text(GTK_LABEL(self->prompt), prompt);
    gtk_label_set_wrap(GTK_LABEL(self->prompt), strlen(prompt) > LONG_PROMPT);
    gtk_widget_set_visible(self->prompt, *prompt != '\0');
    self->entry =
        memoir_cell_get_input_password(self->cell) ? gtk_password_entry_new() : gtk_entry_new();
    gtk_widget_set_hexpand(self->entry, TRUE);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   *prompt ? prompt : "Input", -1);
    g_signal_connect(self->entry, "activate", G_CALLBACK(on_activate), self);
    gtk_box_append(GTK_BOX(self), self->entry);
    if (!is_typing_elsewhere(self)) {
        GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));

        g_set_weak_pointer(&self->before, root ? gtk_root_get_focus(root) : NULL);
        gtk_widget_grab_focus(self->entry);
    }
}

void memoir_input_row_set_cell(MemoirInputRow *self, MemoirCell *cell)
{
    self->cell = g_object_ref(cell);
    g_signal_connect_object(cell, "notify::input-prompt", G_CALLBACK(show), self,
                            G_CONNECT_SWAPPED);
    show(self);
}

static void memoir_input_row_dispose(GObject *object)
{
    g_clear_weak_pointer(&MEMOIR_INPUT_ROW(object)->before);
    g_clear_object(&MEMOIR_INPUT_ROW(object)->cell);
    G_OBJECT_CLASS(memoir_input_row_parent_class)->dispose(object);
}

static void memoir_input_row_class_init(MemoirInputRowClass *class)
{
    G_OBJECT_CLASS(class)->dispose = memoir_input_row_dispose;
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "inputrow");
}

static void memoir_input_row_init(MemoirInputRow *self)
{
    gtk_box_set_spacing(GTK_BOX(self), 8);
    self->prompt = gtk_label_new(NULL);
    gtk_box_append(GTK_BOX(self), self->prompt);
    gtk_widget_set_visible(GTK_WIDGET(self), FALSE);
}
