/* Finding and replacing in the texts of all cells. */
#include "gui/memoir-notebook-private.h"

#include <string.h>

static MemoirSearch *search_of(MemoirNotebookView *self)
{
    return memoir_find_bar_get_search(MEMOIR_FIND_BAR(self->find_bar));
}

static MemoirCell *cell_at(MemoirNotebookView *self, guint position)
{
    return memoir_document_get_cell(self->document, position);
}

/* The selected text is a match: which one of all it is, counted from 1; else 0. */
void memoir_notebook_view_update_matches(MemoirNotebookView *self)
{
    MemoirSearch *search = search_of(self);
    guint n = 0, at = 0;

    for (GtkWidget *widget = gtk_widget_get_first_child(self->column); widget;
         widget = gtk_widget_get_next_sibling(widget)) {
        MemoirCellView *view = MEMOIR_CELL_VIEW(widget);
        const char *source = memoir_cell_get_source(memoir_cell_view_get_cell(view));
        g_autoptr(GArray) matches = search ? memoir_search_find(search, source) : NULL;
        gsize start = 0, end = 0;

        memoir_editor_set_matches(memoir_cell_view_get_editor(view), matches);
        if (widget == self->current)
            memoir_editor_get_selected(memoir_cell_view_get_editor(view), &start, &end);
        for (guint i = 0; matches && i < matches->len; i++) {
            const MemoirMatch *match = &g_array_index(matches, MemoirMatch, i);

            n++;
            if (end > start && match->start == start && match->end == end)
                at = n;
        }
    }
    memoir_find_bar_set_count(MEMOIR_FIND_BAR(self->find_bar), at, n);
}

static void show_match(MemoirNotebookView *self, guint position, const MemoirMatch *match)
{
    GtkWidget *view;

    memoir_notebook_view_uncover(self, position);
    view = memoir_notebook_view_nth(self, position);
    memoir_cell_set_folded(cell_at(self, position), MEMOIR_FOLD_SOURCE, FALSE);
    memoir_notebook_view_set_current(self, view);
    memoir_cell_view_show_text(MEMOIR_CELL_VIEW(view), match->start, match->end);
    memoir_notebook_view_update_matches(self);
}

/* From the selected text on, around the end. */
static void go(MemoirNotebookView *self, gboolean forward)
{
    MemoirSearch *search = search_of(self);
    guint n = memoir_document_get_n_cells(self->document);
    int current = memoir_notebook_view_position(self, self->current);
    guint from = (guint)MAX(current, 0);
    gsize start = 0, end = 0;

    if (!search || n == 0)
        return;
    if (self->current)
        memoir_editor_get_selected(memoir_notebook_view_get_editor(self), &start, &end);
    /* The first cell comes again at the end, for what was on the other side of the cursor. */
    for (guint i = 0; i <= n; i++) {
        guint position = (forward ? from + i : from + n - (i % n)) % n;
        g_autoptr(GArray) matches =
            memoir_search_find(search, memoir_cell_get_source(cell_at(self, position)));

        for (guint k = 0; k < matches->len; k++) {
            const MemoirMatch *match =
                &g_array_index(matches, MemoirMatch, forward ? k : matches->len - 1 - k);

            if (i > 0 || (forward ? match->start >= end : match->end <= start)) {
                show_match(self, position, match);
                return;
            }
        }
    }
}

void memoir_notebook_find_next(MemoirNotebookView *self, guint at) { go(self, TRUE); }

void memoir_notebook_find_previous(MemoirNotebookView *self, guint at) { go(self, FALSE); }

static void open_bar(MemoirNotebookView *self, gboolean replace)
{
    g_autofree char *selected =
        self->current ? memoir_editor_dup_selected(memoir_notebook_view_get_editor(self)) : NULL;

    if (selected && strchr(selected, '\n'))
        g_clear_pointer(&selected, g_free);
    memoir_find_bar_open(MEMOIR_FIND_BAR(self->find_bar), replace, selected);
}

void memoir_notebook_find(MemoirNotebookView *self, guint at) { open_bar(self, FALSE); }

void memoir_notebook_replace(MemoirNotebookView *self, guint at) { open_bar(self, TRUE); }

/* ---- replacing ---- */

/* New texts for those cells that have a match; only >= 0: for that match of the cell alone. */
static guint replace_in(MemoirNotebookView *self, guint first, guint n, gssize only)
{
    MemoirSearch *search = search_of(self);
    const char *with = memoir_find_bar_get_replacement(MEMOIR_FIND_BAR(self->find_bar));
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = first; search && i < first + n; i++) {
        MemoirCell *cell = cell_at(self, i);
        g_autoptr(GError) error = NULL;
        char *text =
            memoir_search_replace(search, memoir_cell_get_source(cell), with, only, &error);

        if (error) {
            memoir_notebook_view_report(self, "The Text Cannot Be Replaced", error);
            return 0;
        }
        if (!text)
            continue;
        g_ptr_array_add(cells, g_object_ref(cell));
        g_ptr_array_add(texts, text);
    }
    memoir_document_set_sources(self->document, cells, (const char *const *)texts->pdata);
    return cells->len;
}

static void on_replace(MemoirFindBar *bar, MemoirNotebookView *self)
{
    int position = memoir_notebook_view_position(self, self->current);
    MemoirSearch *search = search_of(self);
    gsize start = 0, end = 0;
    gsize before, after;

    if (position < 0 || !search)
        return;
    memoir_editor_get_selected(memoir_notebook_view_get_editor(self), &start, &end);
    before = strlen(memoir_cell_get_source(cell_at(self, (guint)position)));
    if (end > start && replace_in(self, (guint)position, 1, (gssize)start) > 0) {
        after = strlen(memoir_cell_get_source(cell_at(self, (guint)position)));
        /* Go on behind what was put there. */
        memoir_editor_place_cursor(memoir_notebook_view_get_editor(self), end + after - before);
    }
    go(self, TRUE);
    memoir_notebook_view_update_matches(self);
}

static void on_replace_all(MemoirFindBar *bar, MemoirNotebookView *self)
{
    replace_in(self, 0, memoir_document_get_n_cells(self->document), -1);
    memoir_notebook_view_update_matches(self);
}

static void on_next(MemoirFindBar *bar, MemoirNotebookView *self) { go(self, TRUE); }

static void on_previous(MemoirFindBar *bar, MemoirNotebookView *self) { go(self, FALSE); }

static void on_changed(MemoirFindBar *bar, MemoirNotebookView *self)
{
    int position = memoir_notebook_view_position(self, self->current);

    memoir_notebook_view_update_matches(self);
    if (!memoir_find_bar_is_open(bar) && position >= 0)
        gtk_widget_grab_focus(self->current);
}

void memoir_notebook_view_init_find(MemoirNotebookView *self)
{
    g_signal_connect(self->find_bar, "changed", G_CALLBACK(on_changed), self);
    g_signal_connect(self->find_bar, "next", G_CALLBACK(on_next), self);
    g_signal_connect(self->find_bar, "previous", G_CALLBACK(on_previous), self);
    g_signal_connect(self->find_bar, "replace", G_CALLBACK(on_replace), self);
    g_signal_connect(self->find_bar, "replace-all", G_CALLBACK(on_replace_all), self);
}
