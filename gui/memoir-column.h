/*
 * MemoirColumn: children of any height below each other, scrolled without jumping. Goes into a
 * GtkScrolledWindow.
 *
 * When children grow, shrink, come or go, what the reader looks at stays where it is: the anchor,
 * if some of it is to be seen, else the topmost child that is. This is done within one layout, so
 * that no frame shows another state. Children outside the window are laid out but not drawn.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_COLUMN (memoir_column_get_type())
G_DECLARE_FINAL_TYPE(MemoirColumn, memoir_column, MEMOIR, COLUMN, GtkWidget)

GtkWidget *memoir_column_new(void);
/* After `sibling`; NULL: as the first one. */
void memoir_column_insert_after(MemoirColumn *self, GtkWidget *child, GtkWidget *sibling);
void memoir_column_remove(MemoirColumn *self, GtkWidget *child);
/* Borrowed, a child or NULL. */
void memoir_column_set_anchor(MemoirColumn *self, GtkWidget *child);
/* Scroll, with the next layout and no more than needed, until that part of the child is seen;
 * height < 0: all of it. */
void memoir_column_reveal(MemoirColumn *self, GtkWidget *child, double y, double height);
/* The child at, or the nearest above, a height of this widget; NULL: there is none. */
GtkWidget *memoir_column_child_at(MemoirColumn *self, double y);
void memoir_column_scroll(MemoirColumn *self, double by);

G_END_DECLS
