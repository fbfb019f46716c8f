/*
 * MemoirTimelineTable: a window with the numbers of a timeline: curve, collections, calls, RSS.
 * Exact, for screen readers and for spreadsheets: the Copy button copies the table that is shown,
 * Ctrl+C the rows selected in it, tab-separated with a line of titles.
 */
#pragma once

#include <adwaita.h>

#include "plots/timeline.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_TABLE (memoir_timeline_table_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelineTable, memoir_timeline_table, MEMOIR, TIMELINE_TABLE, AdwWindow)

/* Reads the timeline now and does not keep it. */
GtkWidget *memoir_timeline_table_new(const struct tl_timeline *timeline);
/* What the Copy button copies. */
char *memoir_timeline_table_dup_text(MemoirTimelineTable *self, gboolean only_selected);

G_END_DECLS
