/*
 * MemoirNotebookView: a document as a scrolled column of cells, with the keys of both modes, and
 * the session that runs it.
 *
 * The mode is where the focus is: on a cell, command mode; in its editor, edit mode.
 *
 * Actions (group "notebook", see the table in memoir-notebook-commands.c): what menu, buttons and
 * keys do; besides "heading" (i), "cell-type" (s) and "kernel" (s), each with its state.
 * Signals  failed (heading, text): something for a person to read.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-document.h"
#include "gui/memoir-session.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_NOTEBOOK_VIEW (memoir_notebook_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirNotebookView, memoir_notebook_view, MEMOIR, NOTEBOOK_VIEW, GtkWidget)

GtkWidget *memoir_notebook_view_new(MemoirDocument *document);
MemoirDocument *memoir_notebook_view_get_document(MemoirNotebookView *self);
MemoirSession *memoir_notebook_view_get_session(MemoirNotebookView *self);
/* The actions, for menus and buttons elsewhere. */
GActionGroup *memoir_notebook_view_get_actions(MemoirNotebookView *self);
/* Put the focus on a cell, in command mode, and scroll to it. */
void memoir_notebook_view_select(MemoirNotebookView *self, guint position);
void memoir_notebook_view_get_selection(MemoirNotebookView *self, guint *first, guint *n);
/* The selected cells of `from` go to a position here: moved if it is this notebook, else copied. */
void memoir_notebook_view_drop(MemoirNotebookView *self, MemoirNotebookView *from, guint position);

G_END_DECLS
