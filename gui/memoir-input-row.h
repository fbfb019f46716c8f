/*
 * MemoirInputRow: where a person answers what a running cell asks for; seen only while it does. The
 * focus goes there unless somebody types elsewhere.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-cell.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_INPUT_ROW (memoir_input_row_get_type())
G_DECLARE_FINAL_TYPE(MemoirInputRow, memoir_input_row, MEMOIR, INPUT_ROW, GtkBox)

/* Once. */
void memoir_input_row_set_cell(MemoirInputRow *self, MemoirCell *cell);

G_END_DECLS
