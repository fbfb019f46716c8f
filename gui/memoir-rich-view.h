/*
 * Widgets for formatted text: a tree of blocks (memoir-rich-text.h) as labels, grids and pictures.
 *
 * The widgets do not refer to the tree. Links are activated as GtkLabel does it, and shown in the
 * program that the desktop has for them.
 */
#pragma once

#include <gtk/gtk.h>
#include <jansson.h>

#include "gui/memoir-rich-text.h"

G_BEGIN_DECLS

/* `attachments` (of the cell) and `folder` (of the notebook) are where pictures come from; both may
 * be NULL. */
GtkWidget *memoir_rich_view_new(const MemoirBlock *block, const json_t *attachments,
                                const char *folder);
/* The same from Markdown. */
GtkWidget *memoir_rich_view_new_markdown(const char *text, const json_t *attachments,
                                         const char *folder);

G_END_DECLS
