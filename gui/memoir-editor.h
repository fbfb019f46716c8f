/*
 * MemoirEditor: the text of a cell, with what the kernel knows of it.
 *
 * The text buffer belongs to the cell and outlives the editor, so that a cell that was moved, or
 * deleted and brought back, keeps the undo of its text. Places are bytes of the cell's source.
 *
 * Signals  cursor-moved: while it has the focus; also when that comes and goes.
 */
#pragma once

#include <gtksourceview/gtksource.h>

#include "gui/memoir-session.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_EDITOR (memoir_editor_get_type())
G_DECLARE_FINAL_TYPE(MemoirEditor, memoir_editor, MEMOIR, EDITOR, GtkSourceView)

/* Once, after it was made. */
void memoir_editor_set_cell(MemoirEditor *self, MemoirCell *cell, MemoirSession *session);

gsize memoir_editor_get_offset(MemoirEditor *self);
void memoir_editor_place_cursor(MemoirEditor *self, gsize offset);
/* At the begin of a line, counted from 1. */
void memoir_editor_place_at_line(MemoirEditor *self, guint line);
void memoir_editor_select(MemoirEditor *self, gsize start, gsize end);
/* Both are the cursor if nothing is selected. */
void memoir_editor_get_selected(MemoirEditor *self, gsize *start, gsize *end);
char *memoir_editor_dup_selected(MemoirEditor *self);
/* The cursor's line, from 1. */
guint memoir_editor_get_line(MemoirEditor *self);
/* Where the cursor is, in the widget. */
void memoir_editor_get_cursor(MemoirEditor *self, GdkRectangle *place);

/* Of MemoirMatch, NULL: none. */
void memoir_editor_set_matches(MemoirEditor *self, const GArray *matches);
/* From 1; 0: no line is lit. */
void memoir_editor_light_line(MemoirEditor *self, gint64 line);
void memoir_editor_set_line_numbers(MemoirEditor *self, gboolean shown);

void memoir_editor_complete(MemoirEditor *self);
/* What the kernel says of the name at the cursor, in a popover. */
void memoir_editor_inspect(MemoirEditor *self);
void memoir_editor_toggle_comment(MemoirEditor *self);
void memoir_editor_indent(MemoirEditor *self, gboolean deeper);
/* Whether Escape, Tab, Up or Down mean something to the text or a popup over it, here and now. */
gboolean memoir_editor_wants_key(MemoirEditor *self, guint key, GdkModifierType modifiers);

G_END_DECLS
