/*
 * MemoirPage: what a tab shows: a notebook and, above it, what a person has to know of it: a kernel
 * that died (how, its last words, the last timeline, a button that restarts it), a file that
 * another program changed.
 *
 * Actions  page.restart, page.show-fatal-cell, page.reload, page.keep-mine.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-notebook-view.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_PAGE (memoir_page_get_type())
G_DECLARE_FINAL_TYPE(MemoirPage, memoir_page, MEMOIR, PAGE, GtkBox)

GtkWidget *memoir_page_new(MemoirDocument *document);
MemoirNotebookView *memoir_page_get_view(MemoirPage *self);

G_END_DECLS
