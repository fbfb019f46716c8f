/* Cells dragged by their left margin: moved within a notebook, copied to another. */
#include "gui/memoir-notebook-private.h"

#define SCROLL_MS 16
/* So near to the window's edge the notebook scrolls, by at most so much each time. */
#define SCROLL_ZONE 48.0
#define SCROLL_STEP 24.0

/* ---- taking ---- */

static GdkContentProvider *on_prepare(GtkDragSource *source, double x, double y,
                                      MemoirNotebookView *self)
{
    GtkWidget *handle = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));
    GtkWidget *view = gtk_widget_get_ancestor(handle, MEMOIR_TYPE_CELL_VIEW);
    int position = memoir_notebook_view_position(self, view);
    guint first, n;

    if (position < 0)
        return NULL;
    memoir_notebook_view_get_range(self, &first, &n);
    if ((guint)position < first || (guint)position >= first + n)
        memoir_notebook_view_select(self, (guint)position);
    return gdk_content_provider_new_typed(MEMOIR_TYPE_NOTEBOOK_VIEW, self);
}

static void on_drag_begin(GtkDragSource *source, GdkDrag *drag, MemoirNotebookView *self)
{
    guint first, n;
    g_autofree char *text = NULL;
    GtkWidget *label;

    memoir_notebook_view_get_range(self, &first, &n);
    text = n == 1 ? g_strdup("1 cell") : g_strdup_printf("%u cells", n);
    label = gtk_label_new(text);
    gtk_widget_add_css_class(label, "drag-icon");
    gtk_drag_icon_set_child(GTK_DRAG_ICON(gtk_drag_icon_get_for_drag(drag)), label);
}

void memoir_notebook_view_add_drag(MemoirNotebookView *self, MemoirCellView *view)
{
    GtkDragSource *source = gtk_drag_source_new();

    gtk_drag_source_set_actions(source, GDK_ACTION_MOVE | GDK_ACTION_COPY);
    g_signal_connect(source, "prepare", G_CALLBACK(on_prepare), self);
    g_signal_connect(source, "drag-begin", G_CALLBACK(on_drag_begin), self);
    gtk_widget_add_controller(memoir_cell_view_get_handle(view), GTK_EVENT_CONTROLLER(source));
}

/* ---- dropping ---- */

/* The position that cells dropped at a height would get. */
static guint position_at(MemoirNotebookView *self, double y, double *line_y)
{
    GtkWidget *view = memoir_column_child_at(MEMOIR_COLUMN(self->column), y);
    graphene_rect_t bounds;
    guint first, n, position;

    *line_y = 0;
    if (!view || !gtk_widget_compute_bounds(view, self->column, &bounds))
        return 0;
    position = (guint)memoir_notebook_view_position(self, view);
    *line_y = bounds.origin.y;
    if (y < bounds.origin.y + bounds.size.height / 2)
        return position;
    *line_y += bounds.size.height + 2;
    n = memoir_document_get_n_cells(self->document);
    for (first = position + 1; first < n; first++) {
        if (gtk_widget_get_visible(memoir_notebook_view_nth(self, first)))
            break;
    }
    return first;
}

static void show_mark(MemoirNotebookView *self)
{
    double y;

    position_at(self, self->drag_y, &y);
    gtk_widget_set_margin_top(self->drop_mark, (int)MAX(y - 2, 0));
    gtk_widget_set_visible(self->drop_mark, TRUE);
}

static gboolean scroll_while_dragging(gpointer data)
{
    MemoirNotebookView *self = data;
    double height = gtk_widget_get_height(self->column);
    double above = SCROLL_ZONE - self->drag_y, below = self->drag_y - (height - SCROLL_ZONE);

    if (above > 0)
        memoir_column_scroll(MEMOIR_COLUMN(self->column), -SCROLL_STEP * above / SCROLL_ZONE);
    else if (below > 0)
        memoir_column_scroll(MEMOIR_COLUMN(self->column), SCROLL_STEP * below / SCROLL_ZONE);
    if (above > 0 || below > 0)
        show_mark(self);
    return G_SOURCE_CONTINUE;
}

static void end_drag(MemoirNotebookView *self)
{
    g_clear_handle_id(&self->drag_scroll, g_source_remove);
    gtk_widget_set_visible(self->drop_mark, FALSE);
}

static GdkDragAction on_motion(GtkDropTarget *target, double x, double y, MemoirNotebookView *self)
{
    const GValue *value = gtk_drop_target_get_value(target);

    self->drag_y = y;
    show_mark(self);
    if (!self->drag_scroll)
        self->drag_scroll = g_timeout_add(SCROLL_MS, scroll_while_dragging, self);
    return value && g_value_get_object(value) == self ? GDK_ACTION_MOVE : GDK_ACTION_COPY;
}

static void on_leave(GtkDropTarget *target, MemoirNotebookView *self) { end_drag(self); }

void memoir_notebook_view_drop(MemoirNotebookView *self, MemoirNotebookView *from, guint position)
{
    guint first, n;

    if (from != self) {
        g_autoptr(GPtrArray) cells = memoir_notebook_view_copy_cells(from);

        memoir_document_insert_cells(self->document, position, cells);
        memoir_notebook_view_select_range(self, position, cells->len);
        return;
    }
    memoir_notebook_view_get_range(self, &first, &n);
    if (position >= first && position <= first + n)
        return;
    if (position > first)
        position -= n;
    memoir_document_move(self->document, first, n, position);
    memoir_notebook_view_select_range(self, position, n);
}

static gboolean on_drop(GtkDropTarget *target, const GValue *value, double x, double y,
                        MemoirNotebookView *self)
{
    double line_y;

    end_drag(self);
    memoir_notebook_view_drop(self, g_value_get_object(value), position_at(self, y, &line_y));
    return TRUE;
}

void memoir_notebook_view_init_drop(MemoirNotebookView *self)
{
    GtkDropTarget *target =
        gtk_drop_target_new(MEMOIR_TYPE_NOTEBOOK_VIEW, GDK_ACTION_MOVE | GDK_ACTION_COPY);

    gtk_drop_target_set_preload(target, TRUE);
    g_signal_connect(target, "motion", G_CALLBACK(on_motion), self);
    g_signal_connect(target, "leave", G_CALLBACK(on_leave), self);
    g_signal_connect(target, "drop", G_CALLBACK(on_drop), self);
    gtk_widget_add_controller(self->column, GTK_EVENT_CONTROLLER(target));
}
