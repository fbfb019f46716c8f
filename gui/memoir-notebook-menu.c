/* The context menu of cells: by the right button outside texts and curves, and by the menu key. */
#include "gui/memoir-notebook-private.h"

static void pop_up(MemoirNotebookView *self, double x, double y)
{
    gtk_popover_set_pointing_to(GTK_POPOVER(self->cell_menu),
                                &(GdkRectangle){(int)x, (int)y, 1, 1});
    gtk_popover_popup(GTK_POPOVER(self->cell_menu));
}

void memoir_notebook_show_menu(MemoirNotebookView *self, guint at)
{
    double x, y;

    if (gtk_widget_translate_coordinates(memoir_notebook_view_nth(self, at), GTK_WIDGET(self), 48,
                                         24, &x, &y))
        pop_up(self, x, y);
}

static void on_pressed(GtkGestureClick *gesture, int n, double x, double y,
                       MemoirNotebookView *self)
{
    GtkWidget *target = gtk_widget_pick(self->column, x, y, GTK_PICK_DEFAULT);
    GtkWidget *view = target ? gtk_widget_get_ancestor(target, MEMOIR_TYPE_CELL_VIEW) : NULL;
    int position = memoir_notebook_view_position(self, view);
    guint first, count;

    if (position < 0)
        return;
    memoir_notebook_view_get_range(self, &first, &count);
    if ((guint)position < first || (guint)position >= first + count)
        memoir_notebook_view_select(self, (guint)position);
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    if (gtk_widget_translate_coordinates(self->column, GTK_WIDGET(self), x, y, &x, &y))
        pop_up(self, x, y);
}

/* A command should find the focus where it was. */
static void on_closed(MemoirNotebookView *self)
{
    if (self->current && !memoir_cell_view_is_editing(MEMOIR_CELL_VIEW(self->current)))
        gtk_widget_grab_focus(self->current);
}

void memoir_notebook_view_init_menu(MemoirNotebookView *self)
{
    GtkGesture *click = gtk_gesture_click_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), GDK_BUTTON_SECONDARY);
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    gtk_widget_add_controller(self->column, GTK_EVENT_CONTROLLER(click));
    g_signal_connect_swapped(self->cell_menu, "closed", G_CALLBACK(on_closed), self);
}
