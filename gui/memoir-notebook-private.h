/* What the files of MemoirNotebookView share. Commands get the active cell's position. */
#pragma once

#include "gui/memoir-cell-view.h"
#include "gui/memoir-column.h"
#include "gui/memoir-find-bar.h"
#include "gui/memoir-notebook-timelines.h"
#include "gui/memoir-notebook-view.h"
#include "gui/memoir-outline.h"

struct _MemoirNotebookView {
    GtkWidget parent;
    MemoirDocument *document;
    MemoirSession *session;
    GSettings *settings;
    GtkCssProvider *zoom;
    MemoirNotebookTimelines *timelines;
    GtkWidget *flap, *content, *find_bar, *scrolled, *column, *outline;
    GtkWidget *cell_menu;
    GtkWidget *drop_mark; /* where dragged cells would go */
    GtkWidget *current;   /* the cell that has or last had the focus; NULL: none yet */
    GtkWidget *anchor;    /* the other end of a selection of several cells; NULL: one is selected */
    gboolean line_numbers, sides; /* cells show them */
    guint last_key;
    gint64 last_key_time;
    guint draft_timer, layout_idle, drag_scroll;
    double drag_y;
    GSimpleActionGroup *actions;
};

/* ---- memoir-notebook-view.c ---- */
/* Of the active cell; NULL: there is none. */
MemoirEditor *memoir_notebook_view_get_editor(MemoirNotebookView *self);
GtkWidget *memoir_notebook_view_nth(MemoirNotebookView *self, guint n);
int memoir_notebook_view_position(MemoirNotebookView *self, GtkWidget *view);
void memoir_notebook_view_report(MemoirNotebookView *self, const char *heading, GError *error);
/* Sections, outline, matches and who has a curve: looked at again once all is done. */
void memoir_notebook_view_queue_update(MemoirNotebookView *self);

/* ---- selection ---- */
/* The cells that a command is about: the selected ones, with what a folded heading hides. */
void memoir_notebook_view_get_range(MemoirNotebookView *self, guint *first, guint *n);
void memoir_notebook_view_set_current(MemoirNotebookView *self, GtkWidget *view);
/* Select from the anchor, or the active cell, to there. */
void memoir_notebook_view_extend(MemoirNotebookView *self, guint position);
/* Exactly those cells; the last one becomes active. */
void memoir_notebook_view_select_range(MemoirNotebookView *self, guint first, guint n);
void memoir_notebook_view_show_selection(MemoirNotebookView *self);
void memoir_notebook_select_next(MemoirNotebookView *self, guint at);
void memoir_notebook_select_previous(MemoirNotebookView *self, guint at);
void memoir_notebook_select_first(MemoirNotebookView *self, guint at);
void memoir_notebook_select_last(MemoirNotebookView *self, guint at);
void memoir_notebook_extend_next(MemoirNotebookView *self, guint at);
void memoir_notebook_extend_previous(MemoirNotebookView *self, guint at);
void memoir_notebook_extend_first(MemoirNotebookView *self, guint at);
void memoir_notebook_extend_last(MemoirNotebookView *self, guint at);
void memoir_notebook_select_all(MemoirNotebookView *self, guint at);

/* ---- commands: the table, the keys ---- */
void memoir_notebook_view_init_commands(MemoirNotebookView *self);
/* Which actions can be done now. */
void memoir_notebook_view_update_actions(MemoirNotebookView *self);
void memoir_notebook_view_command(MemoirNotebookView *self, const char *action);

/* ---- changing cells ---- */
void memoir_notebook_insert(MemoirNotebookView *self, guint position, gboolean edit);
void memoir_notebook_insert_above(MemoirNotebookView *self, guint at);
void memoir_notebook_insert_below(MemoirNotebookView *self, guint at);
void memoir_notebook_delete(MemoirNotebookView *self, guint at);
void memoir_notebook_undo(MemoirNotebookView *self, guint at);
void memoir_notebook_redo(MemoirNotebookView *self, guint at);
void memoir_notebook_move_up(MemoirNotebookView *self, guint at);
void memoir_notebook_move_down(MemoirNotebookView *self, guint at);
void memoir_notebook_merge(MemoirNotebookView *self, guint at);
void memoir_notebook_merge_above(MemoirNotebookView *self, guint at);
void memoir_notebook_merge_below(MemoirNotebookView *self, guint at);
void memoir_notebook_split(MemoirNotebookView *self, guint at);
void memoir_notebook_set_type(MemoirNotebookView *self, const char *type, guint heading);

/* ---- the kernel ---- */
void memoir_notebook_view_init_run(MemoirNotebookView *self);
void memoir_notebook_run(MemoirNotebookView *self, guint at);
void memoir_notebook_run_and_next(MemoirNotebookView *self, guint at);
void memoir_notebook_run_and_insert(MemoirNotebookView *self, guint at);
void memoir_notebook_run_all(MemoirNotebookView *self, guint at);
void memoir_notebook_run_above(MemoirNotebookView *self, guint at);
void memoir_notebook_run_below(MemoirNotebookView *self, guint at);
void memoir_notebook_cancel(MemoirNotebookView *self, guint at);
void memoir_notebook_cancel_all(MemoirNotebookView *self, guint at);
void memoir_notebook_interrupt(MemoirNotebookView *self, guint at);
void memoir_notebook_restart(MemoirNotebookView *self, guint at);
void memoir_notebook_restart_and_run_all(MemoirNotebookView *self, guint at);
void memoir_notebook_shut_down(MemoirNotebookView *self, guint at);
void memoir_notebook_clear_outputs(MemoirNotebookView *self, guint at);
void memoir_notebook_clear_all_outputs(MemoirNotebookView *self, guint at);

/* ---- clipboard ---- */
void memoir_notebook_cut(MemoirNotebookView *self, guint at);
void memoir_notebook_copy(MemoirNotebookView *self, guint at);
void memoir_notebook_paste(MemoirNotebookView *self, guint at);
void memoir_notebook_paste_above(MemoirNotebookView *self, guint at);
/* Copies of the selected cells; free with g_ptr_array_unref(). */
GPtrArray *memoir_notebook_view_copy_cells(MemoirNotebookView *self);

/* ---- the context menu ---- */
void memoir_notebook_view_init_menu(MemoirNotebookView *self);
void memoir_notebook_show_menu(MemoirNotebookView *self, guint at);

/* ---- dragging ---- */
void memoir_notebook_view_init_drop(MemoirNotebookView *self);
void memoir_notebook_view_add_drag(MemoirNotebookView *self, MemoirCellView *view);

/* ---- folding ---- */
/* Show and hide cells as the folded headings want it. */
void memoir_notebook_view_update_sections(MemoirNotebookView *self);
/* Unfold what hides the cell. */
void memoir_notebook_view_uncover(MemoirNotebookView *self, guint position);
void memoir_notebook_fold_source(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_outputs(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_section(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_heading(MemoirNotebookView *self, guint at);
void memoir_notebook_unfold_heading(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_all_sources(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_all_outputs(MemoirNotebookView *self, guint at);
void memoir_notebook_fold_all_sections(MemoirNotebookView *self, guint at);
void memoir_notebook_unfold_all(MemoirNotebookView *self, guint at);
void memoir_notebook_scroll_outputs(MemoirNotebookView *self, guint at);

/* ---- finding ---- */
void memoir_notebook_view_init_find(MemoirNotebookView *self);
void memoir_notebook_view_update_matches(MemoirNotebookView *self);
void memoir_notebook_find(MemoirNotebookView *self, guint at);
void memoir_notebook_replace(MemoirNotebookView *self, guint at);
void memoir_notebook_find_next(MemoirNotebookView *self, guint at);
void memoir_notebook_find_previous(MemoirNotebookView *self, guint at);
