/*
 * MemoirOutputView: one output of a cell: a stream, a result by its richest MIME type that is known
 * here, an error. Of long texts the first and last lines are shown, with their number between.
 */
#pragma once

#include <adwaita.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_OUTPUT_VIEW (memoir_output_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirOutputView, memoir_output_view, MEMOIR, OUTPUT_VIEW, AdwBin)

GtkWidget *memoir_output_view_new(void);
/* Show an output of nbformat 4; does nothing if it is what is shown already. */
void memoir_output_view_set_output(MemoirOutputView *self, json_t *output);

G_END_DECLS
