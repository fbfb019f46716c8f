/*
 * MemoirCellView: a cell: prompt, editor or rendered Markdown, outputs, and its timeline beside
 * them. Its own focus is command mode, the editor's focus is edit mode.
 *
 * Signals  mode-changed: the editor got or lost the focus.
 *          pressed (extend?): clicked where nothing else is done with it; with Shift it extends the
 *          selection.
 *          command (action): a button of this cell wants that action of the notebook.
 *          reveal (y, height): that part of it is to be seen.
 */
#pragma once

#include "gui/memoir-editor.h"
#include "gui/memoir-timeline-view.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_CELL_VIEW (memoir_cell_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirCellView, memoir_cell_view, MEMOIR, CELL_VIEW, GtkWidget)

GtkWidget *memoir_cell_view_new(MemoirCell *cell, MemoirSession *session);
MemoirCell *memoir_cell_view_get_cell(MemoirCellView *self);
MemoirEditor *memoir_cell_view_get_editor(MemoirCellView *self);
MemoirTimelineView *memoir_cell_view_get_timeline(MemoirCellView *self);
/* What the cell is dragged by. */
GtkWidget *memoir_cell_view_get_handle(MemoirCellView *self);

gboolean memoir_cell_view_is_editing(MemoirCellView *self);
/* The focus is where keys are commands. */
gboolean memoir_cell_view_is_commanded(MemoirCellView *self);
/* Show the editor, and put the focus there. */
void memoir_cell_view_edit(MemoirCellView *self);
/* Leave the editor; Markdown is rendered. The focus is the caller's. */
void memoir_cell_view_render(MemoirCellView *self);
gboolean memoir_cell_view_is_rendered(MemoirCellView *self);
/* Show the text selected in its editor; the focus stays where it is. */
void memoir_cell_view_show_text(MemoirCellView *self, gsize start, gsize end);

/* Of one active cell among all, and of each in a selection of several. */
void memoir_cell_view_set_selected(MemoirCellView *self, gboolean active, gboolean selected);
void memoir_cell_view_set_line_numbers(MemoirCellView *self, gboolean shown);
gboolean memoir_cell_view_get_line_numbers(MemoirCellView *self);
/* Whether there is room for curves. */
void memoir_cell_view_set_side_visible(MemoirCellView *self, gboolean visible);
/* A cell that begins a section has an arrow that folds it, and tells how many cells that hides. */
void memoir_cell_view_set_section(MemoirCellView *self, gboolean heading, gboolean folded,
                                  guint n_hidden);

G_END_DECLS
