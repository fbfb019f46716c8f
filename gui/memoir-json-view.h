/*
 * A JSON value as a tree that opens and closes. Rows are made when their parent is opened for the
 * first time, so that neither depth nor size of the value matters.
 */
#pragma once

#include <gtk/gtk.h>
#include <jansson.h>

G_BEGIN_DECLS

/* Shares the value, which must not change any more. */
GtkWidget *memoir_json_view_new(json_t *value);

G_END_DECLS
