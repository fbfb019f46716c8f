/*
 * Folding: code, outputs, and the sections of headings. What is folded stands in the cells'
 * metadata, as in JupyterLab; this hides cells accordingly.
 */
#include "gui/memoir-headings.h"
#include "gui/memoir-notebook-private.h"

#include <string.h>

static MemoirCell *cell_at(MemoirNotebookView *self, guint position)
{
    return memoir_document_get_cell(self->document, position);
}

/* 0: the cell begins no section. */
static guint section_level(MemoirCell *cell)
{
    return strcmp(memoir_cell_get_cell_type(cell), "markdown") == 0
               ? memoir_headings_section_level(memoir_cell_get_source(cell))
               : 0;
}

static guint section_end(MemoirNotebookView *self, guint position, guint level)
{
    guint n = memoir_document_get_n_cells(self->document), end = position + 1;

    for (; end < n; end++) {
        guint other = section_level(cell_at(self, end));

        if (other > 0 && other <= level)
            break;
    }
    return end;
}

void memoir_notebook_view_update_sections(MemoirNotebookView *self)
{
    guint n = memoir_document_get_n_cells(self->document), hidden_until = 0;
    GtkWidget *view = gtk_widget_get_first_child(self->column);

    for (guint i = 0; i < n && view; i++, view = gtk_widget_get_next_sibling(view)) {
        MemoirCell *cell = cell_at(self, i);
        guint level = section_level(cell);
        gboolean folded = level > 0 && memoir_cell_get_folded(cell, MEMOIR_FOLD_SECTION);
        guint end = folded ? section_end(self, i, level) : i + 1;

        gtk_widget_set_visible(view, i >= hidden_until);
        memoir_cell_view_set_section(MEMOIR_CELL_VIEW(view), level > 0, folded, end - i - 1);
        if (folded)
            hidden_until = MAX(hidden_until, end);
    }
}

void memoir_notebook_view_uncover(MemoirNotebookView *self, guint position)
{
    gboolean changed = FALSE;

    for (guint i = position; i-- > 0;) {
        MemoirCell *cell = cell_at(self, i);
        guint level = section_level(cell);

        if (level > 0 && memoir_cell_get_folded(cell, MEMOIR_FOLD_SECTION) &&
            section_end(self, i, level) > position) {
            memoir_cell_set_folded(cell, MEMOIR_FOLD_SECTION, FALSE);
            changed = TRUE;
        }
    }
    if (changed)
        memoir_notebook_view_update_sections(self);
}

/* ---- commands ---- */

/* Whether a cell has what the fold is about. */
static gboolean applies(MemoirCell *cell, MemoirFold fold)
{
    if (fold == MEMOIR_FOLD_SECTION)
        return section_level(cell) > 0;
    return fold == MEMOIR_FOLD_SOURCE || memoir_cell_is_code(cell);
}

static void set_range(MemoirNotebookView *self, guint first, guint n, MemoirFold fold,
                      gboolean folded)
{
    for (guint i = first; i < first + n; i++) {
        if (applies(cell_at(self, i), fold))
            memoir_cell_set_folded(cell_at(self, i), fold, folded);
    }
    if (fold == MEMOIR_FOLD_SECTION)
        memoir_notebook_view_update_sections(self);
}

/* All the same: folded, unless they are already. */
static void toggle_range(MemoirNotebookView *self, guint first, guint n, MemoirFold fold)
{
    gboolean open = FALSE;

    for (guint i = first; i < first + n; i++)
        open |= applies(cell_at(self, i), fold) && !memoir_cell_get_folded(cell_at(self, i), fold);
    set_range(self, first, n, fold, open);
}

static void toggle_selected(MemoirNotebookView *self, MemoirFold fold)
{
    guint first, n;

    memoir_notebook_view_get_selection(self, &first, &n);
    toggle_range(self, first, n, fold);
}

static void toggle_all(MemoirNotebookView *self, MemoirFold fold)
{
    toggle_range(self, 0, memoir_document_get_n_cells(self->document), fold);
}

void memoir_notebook_fold_source(MemoirNotebookView *self, guint at)
{
    toggle_selected(self, MEMOIR_FOLD_SOURCE);
}

void memoir_notebook_fold_outputs(MemoirNotebookView *self, guint at)
{
    toggle_selected(self, MEMOIR_FOLD_OUTPUTS);
}

void memoir_notebook_scroll_outputs(MemoirNotebookView *self, guint at)
{
    toggle_selected(self, MEMOIR_FOLD_SCROLL);
}

/* The heading whose section the cell belongs to, or the cell itself; -1: none. */
static int heading_of(MemoirNotebookView *self, guint at)
{
    for (int i = (int)at; i >= 0; i--) {
        if (section_level(cell_at(self, (guint)i)) > 0)
            return i;
    }
    return -1;
}

static void set_heading(MemoirNotebookView *self, guint at, gboolean folded)
{
    int heading = heading_of(self, at);

    if (heading < 0)
        return;
    set_range(self, (guint)heading, 1, MEMOIR_FOLD_SECTION, folded);
    if ((guint)heading != at)
        memoir_notebook_view_select(self, (guint)heading);
}

void memoir_notebook_fold_section(MemoirNotebookView *self, guint at)
{
    int heading = heading_of(self, at);

    if (heading >= 0)
        set_heading(self, at,
                    !memoir_cell_get_folded(cell_at(self, (guint)heading), MEMOIR_FOLD_SECTION));
}

void memoir_notebook_fold_heading(MemoirNotebookView *self, guint at)
{
    set_heading(self, at, TRUE);
}

void memoir_notebook_unfold_heading(MemoirNotebookView *self, guint at)
{
    set_heading(self, at, FALSE);
}

void memoir_notebook_fold_all_sources(MemoirNotebookView *self, guint at)
{
    guint n = memoir_document_get_n_cells(self->document);

    /* Of code alone: a notebook without its text would be hard to read. */
    for (guint i = 0; i < n; i++) {
        if (memoir_cell_is_code(cell_at(self, i)))
            memoir_cell_set_folded(cell_at(self, i), MEMOIR_FOLD_SOURCE, TRUE);
    }
}

void memoir_notebook_fold_all_outputs(MemoirNotebookView *self, guint at)
{
    toggle_all(self, MEMOIR_FOLD_OUTPUTS);
}

void memoir_notebook_fold_all_sections(MemoirNotebookView *self, guint at)
{
    toggle_all(self, MEMOIR_FOLD_SECTION);
    while (at > 0 && !gtk_widget_get_visible(memoir_notebook_view_nth(self, at)))
        at--;
    memoir_notebook_view_select(self, at);
}

void memoir_notebook_unfold_all(MemoirNotebookView *self, guint at)
{
    guint n = memoir_document_get_n_cells(self->document);

    set_range(self, 0, n, MEMOIR_FOLD_SOURCE, FALSE);
    set_range(self, 0, n, MEMOIR_FOLD_OUTPUTS, FALSE);
    set_range(self, 0, n, MEMOIR_FOLD_SECTION, FALSE);
}
