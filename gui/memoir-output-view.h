/*
 * MemoirOutputView: one output of a cell: a stream, an error, or a result by the richest of its
 * MIME types that can be shown: HTML of the safe kind, Markdown, SVG, PNG and other pictures, JSON
 * as a tree, text. A timeline is not shown here: it stands beside the cell.
 */
#pragma once

#include <adwaita.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_OUTPUT_VIEW (memoir_output_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirOutputView, memoir_output_view, MEMOIR, OUTPUT_VIEW, AdwBin)

GtkWidget *memoir_output_view_new(void);
/* Show an output of nbformat 4; does nothing if it is what is shown already. `folder` is where
 * pictures that it names are looked for, or NULL. */
void memoir_output_view_set_output(MemoirOutputView *self, json_t *output, const char *folder);

G_END_DECLS
