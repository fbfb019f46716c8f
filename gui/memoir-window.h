/* MemoirWindow: notebooks in tabs, with header bar and menu for the one that is shown. */
#pragma once

#include <adwaita.h>

#include "gui/memoir-document.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_WINDOW (memoir_window_get_type())
G_DECLARE_FINAL_TYPE(MemoirWindow, memoir_window, MEMOIR, WINDOW, AdwApplicationWindow)

MemoirWindow *memoir_window_new(GtkApplication *application);
/* In a tab of its own; a file that is open already is shown instead. */
void memoir_window_open(MemoirWindow *self, GFile *file);
void memoir_window_add_document(MemoirWindow *self, MemoirDocument *document);
void memoir_window_add_empty(MemoirWindow *self);
/* What was open when the last window went away. */
void memoir_window_restore(MemoirWindow *self);
gboolean memoir_window_is_empty(MemoirWindow *self);
/* For a short time, below the notebook. */
void memoir_window_tell(MemoirWindow *self, const char *text);

G_END_DECLS
