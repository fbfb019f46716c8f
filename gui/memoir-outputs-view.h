/*
 * MemoirOutputsView: the outputs of a cell, one below the other. Of very many the first and the
 * last ones are shown, with a button between that shows more.
 */
#pragma once

#include <gtk/gtk.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_OUTPUTS_VIEW (memoir_outputs_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirOutputsView, memoir_outputs_view, MEMOIR, OUTPUTS_VIEW, GtkWidget)

GtkWidget *memoir_outputs_view_new(void);
/* A list of nbformat's outputs, which may have grown since the last call; NULL: none. `folder` is
 * the notebook's, or NULL. */
void memoir_outputs_view_set(MemoirOutputsView *self, json_t *outputs, const char *folder);

G_END_DECLS
