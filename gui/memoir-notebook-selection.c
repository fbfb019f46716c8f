/* Which cells are selected. One is active and has or last had the focus; the selection reaches
 * from it to the anchor. */
#include "gui/memoir-notebook-private.h"

static gboolean is_shown(MemoirNotebookView *self, guint position)
{
    GtkWidget *view = memoir_notebook_view_nth(self, position);

    return view && gtk_widget_get_visible(view);
}

static void get_selected(MemoirNotebookView *self, guint *first, guint *last)
{
    int current = memoir_notebook_view_position(self, self->current);
    int anchor = self->anchor ? memoir_notebook_view_position(self, self->anchor) : current;

    current = MAX(current, 0);
    anchor = anchor < 0 ? current : anchor;
    *first = (guint)MIN(current, anchor);
    *last = (guint)MAX(current, anchor);
}

void memoir_notebook_view_get_range(MemoirNotebookView *self, guint *first, guint *n)
{
    guint last, count = memoir_document_get_n_cells(self->document);

    get_selected(self, first, &last);
    while (last + 1 < count && !is_shown(self, last + 1))
        last++;
    *n = MIN(last - *first + 1, count - *first);
}

void memoir_notebook_view_get_selection(MemoirNotebookView *self, guint *first, guint *n)
{
    guint last;

    get_selected(self, first, &last);
    *n = last - *first + 1;
}

void memoir_notebook_view_show_selection(MemoirNotebookView *self)
{
    guint first, last, i = 0;

    get_selected(self, &first, &last);
    for (GtkWidget *view = gtk_widget_get_first_child(self->column); view;
         view = gtk_widget_get_next_sibling(view), i++)
        memoir_cell_view_set_selected(MEMOIR_CELL_VIEW(view), view == self->current,
                                      self->anchor && i >= first && i <= last);
    memoir_notebook_view_update_actions(self);
}

void memoir_notebook_view_set_current(MemoirNotebookView *self, GtkWidget *view)
{
    if (self->current == view && !self->anchor)
        return;
    self->current = view;
    self->anchor = NULL;
    memoir_column_set_anchor(MEMOIR_COLUMN(self->column), view);
    memoir_notebook_view_show_selection(self);
}

static void focus(MemoirNotebookView *self, GtkWidget *view)
{
    gtk_widget_grab_focus(view);
    memoir_column_reveal(MEMOIR_COLUMN(self->column), view, 0, -1);
}

void memoir_notebook_view_select(MemoirNotebookView *self, guint position)
{
    GtkWidget *view = memoir_notebook_view_nth(self, position);

    if (!view)
        return;
    memoir_notebook_view_uncover(self, position);
    memoir_notebook_view_set_current(self, view);
    focus(self, view);
}

void memoir_notebook_view_extend(MemoirNotebookView *self, guint position)
{
    GtkWidget *view = memoir_notebook_view_nth(self, position);
    GtkWidget *anchor = self->anchor ? self->anchor : self->current;

    if (!view)
        return;
    self->current = view; /* before the focus comes, which would end the selection */
    self->anchor = anchor == view ? NULL : anchor;
    memoir_column_set_anchor(MEMOIR_COLUMN(self->column), view);
    memoir_notebook_view_show_selection(self);
    focus(self, view);
}

void memoir_notebook_view_select_range(MemoirNotebookView *self, guint first, guint n)
{
    guint last = first + n - 1;

    memoir_notebook_view_update_sections(self);
    memoir_notebook_view_select(self, first);
    while (last > first && !is_shown(self, last))
        last--;
    if (last > first)
        memoir_notebook_view_extend(self, last);
}

/* ---- commands ---- */

/* The next cell that is to be seen, in one direction; `at` if there is none. */
static guint neighbour(MemoirNotebookView *self, guint at, int step)
{
    guint n = memoir_document_get_n_cells(self->document);

    for (guint i = at + (guint)step; i < n; i += (guint)step) { /* below 0 it wraps beyond n */
        if (is_shown(self, i))
            return i;
    }
    return at;
}

static guint last_shown(MemoirNotebookView *self)
{
    guint n = memoir_document_get_n_cells(self->document);

    return neighbour(self, n, -1);
}

void memoir_notebook_select_next(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, neighbour(self, at, 1));
}

void memoir_notebook_select_previous(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, neighbour(self, at, -1));
}

void memoir_notebook_select_first(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, 0);
}

void memoir_notebook_select_last(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, last_shown(self));
}

void memoir_notebook_extend_next(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_extend(self, neighbour(self, at, 1));
}

void memoir_notebook_extend_previous(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_extend(self, neighbour(self, at, -1));
}

void memoir_notebook_extend_first(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_extend(self, 0);
}

void memoir_notebook_extend_last(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_extend(self, last_shown(self));
}

void memoir_notebook_select_all(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select_range(self, 0, last_shown(self) + 1);
}
