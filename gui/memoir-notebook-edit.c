/* Commands that change the list of cells. Each is one step of the document's undo. */
#include "gui/memoir-notebook-private.h"

void memoir_notebook_insert(MemoirNotebookView *self, guint position, gboolean edit)
{
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", "");

    memoir_document_insert(self->document, position, cell);
    memoir_notebook_view_select(self, position);
    if (edit)
        memoir_cell_view_edit(MEMOIR_CELL_VIEW(self->current));
}

void memoir_notebook_insert_above(MemoirNotebookView *self, guint at)
{
    memoir_notebook_insert(self, at, FALSE);
}

void memoir_notebook_insert_below(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    memoir_notebook_insert(self, first + n, FALSE);
}

void memoir_notebook_delete(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    for (guint i = first; i < first + n; i++)
        memoir_session_cancel(self->session, memoir_document_get_cell(self->document, i));
    memoir_document_delete(self->document, first, n);
    memoir_notebook_view_select(self, MIN(first, memoir_document_get_n_cells(self->document) - 1));
}

static void show_step(MemoirNotebookView *self, int position)
{
    guint n = memoir_document_get_n_cells(self->document);

    if (position >= 0 && n > 0)
        memoir_notebook_view_select(self, MIN((guint)position, n - 1));
}

void memoir_notebook_undo(MemoirNotebookView *self, guint at)
{
    show_step(self, memoir_document_undo(self->document));
}

void memoir_notebook_redo(MemoirNotebookView *self, guint at)
{
    show_step(self, memoir_document_redo(self->document));
}

void memoir_notebook_move_up(MemoirNotebookView *self, guint at)
{
    guint first, n, to;

    memoir_notebook_view_get_range(self, &first, &n);
    if (first == 0)
        return;
    for (to = first - 1; to > 0; to--) {
        if (gtk_widget_get_visible(memoir_notebook_view_nth(self, to)))
            break;
    }
    memoir_document_move(self->document, first, n, to);
    memoir_notebook_view_select_range(self, to, n);
}

void memoir_notebook_move_down(MemoirNotebookView *self, guint at)
{
    guint first, n, to, count = memoir_document_get_n_cells(self->document);

    memoir_notebook_view_get_range(self, &first, &n);
    if (first + n >= count)
        return;
    /* Past the next cell and what is folded under it. */
    for (to = first + 1; to + n < count; to++) {
        if (gtk_widget_get_visible(memoir_notebook_view_nth(self, to + n)))
            break;
    }
    memoir_document_move(self->document, first, n, to);
    memoir_notebook_view_select_range(self, to, n);
}

static void merge(MemoirNotebookView *self, guint first, guint n)
{
    if (n < 2 || first + n > memoir_document_get_n_cells(self->document))
        return;
    memoir_document_merge(self->document, first, n);
    memoir_notebook_view_select(self, first);
}

void memoir_notebook_merge(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    merge(self, first, MAX(n, 2));
}

void memoir_notebook_merge_above(MemoirNotebookView *self, guint at)
{
    if (at > 0)
        merge(self, at - 1, 2);
}

void memoir_notebook_merge_below(MemoirNotebookView *self, guint at) { merge(self, at, 2); }

void memoir_notebook_split(MemoirNotebookView *self, guint at)
{
    MemoirEditor *editor = memoir_notebook_view_get_editor(self);

    if (!editor)
        return;
    memoir_document_split(self->document, at, memoir_editor_get_offset(editor));
    memoir_notebook_view_select(self, at + 1);
    memoir_cell_view_edit(MEMOIR_CELL_VIEW(self->current));
}

void memoir_notebook_set_type(MemoirNotebookView *self, const char *type, guint heading)
{
    guint first, n;

    memoir_notebook_view_get_selection(self, &first, &n);
    memoir_document_set_type(self->document, first, n, type, heading);
    memoir_notebook_view_select_range(self, first, n);
}
