/*
 * MemoirCellView: a cell: prompt, editor or rendered Markdown, outputs, and its timeline beside
 * them. Its own focus is command mode, the editor's focus is edit mode.
 *
 * The text buffer belongs to the cell and outlives the view, so that a cell that was moved, or
 * deleted and brought back, keeps the undo of its text.
 */
#pragma once

#include <gtksourceview/gtksource.h>

#include "gui/memoir-cell.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_CELL_VIEW (memoir_cell_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirCellView, memoir_cell_view, MEMOIR, CELL_VIEW, GtkWidget)

GtkWidget *memoir_cell_view_new(MemoirCell *cell);
MemoirCell *memoir_cell_view_get_cell(MemoirCellView *self);
gboolean memoir_cell_view_is_editing(MemoirCellView *self);
/* Show the editor, and put the focus there. */
void memoir_cell_view_edit(MemoirCellView *self);
/* Leave the editor; Markdown is rendered. The focus is the caller's. */
void memoir_cell_view_render(MemoirCellView *self);
/* The cursor, in bytes of the cell's source. */
gsize memoir_cell_view_get_offset(MemoirCellView *self);
void memoir_cell_view_toggle_line_numbers(MemoirCellView *self);

G_END_DECLS
