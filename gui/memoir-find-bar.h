/*
 * MemoirFindBar: what to find, how, and what to put in its place. Knows nothing of notebooks.
 *
 * Signals  changed: pattern or options are others, or the bar was opened or closed.
 *          next, previous, replace, replace-all: asked for.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-search.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_FIND_BAR (memoir_find_bar_get_type())
G_DECLARE_FINAL_TYPE(MemoirFindBar, memoir_find_bar, MEMOIR, FIND_BAR, GtkWidget)

GtkWidget *memoir_find_bar_new(void);
/* With the focus in it; `pattern` may be NULL: as before. */
void memoir_find_bar_open(MemoirFindBar *self, gboolean replace, const char *pattern);
void memoir_find_bar_close(MemoirFindBar *self);
gboolean memoir_find_bar_is_open(MemoirFindBar *self);
/* NULL: nothing to look for, or closed. Borrowed, until `changed`. */
MemoirSearch *memoir_find_bar_get_search(MemoirFindBar *self);
const char *memoir_find_bar_get_replacement(MemoirFindBar *self);
void memoir_find_bar_set_replacement(MemoirFindBar *self, const char *text);
/* Shown beside the pattern; `at` counts from 1, 0: none is selected. */
void memoir_find_bar_set_count(MemoirFindBar *self, guint at, guint n);

G_END_DECLS
