/*
 * MemoirOutline: the headings of a notebook as a list. Signal  chosen (guint): the position of the
 * heading's cell.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-document.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_OUTLINE (memoir_outline_get_type())
G_DECLARE_FINAL_TYPE(MemoirOutline, memoir_outline, MEMOIR, OUTLINE, GtkWidget)

GtkWidget *memoir_outline_new(void);
/* Read the headings anew; the list is touched only where they differ from those shown. */
void memoir_outline_update(MemoirOutline *self, MemoirDocument *document);
/* Mark the heading under which that cell stands. */
void memoir_outline_set_current(MemoirOutline *self, guint position);

G_END_DECLS
