/*
 * MemoirNotebookTimelines: what the timelines of one notebook have in common: their scale (kept in
 * the settings), the strip of the kernel's life, and the actions for all of them.
 *
 * Actions  timeline-axis ("time" or "allocated"), timeline-shared-scale (both settings),
 *          export-timelines; added to the notebook's.
 * Signals  cell-activated (MemoirCell, line): the person wants to see that cell, or that line of
 *          its source; 0: none.
 */
#pragma once

#include "gui/memoir-document.h"
#include "gui/memoir-session.h"
#include "gui/memoir-timeline-view.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_NOTEBOOK_TIMELINES (memoir_notebook_timelines_get_type())
G_DECLARE_FINAL_TYPE(MemoirNotebookTimelines, memoir_notebook_timelines, MEMOIR,
                     NOTEBOOK_TIMELINES, GObject)

MemoirNotebookTimelines *memoir_notebook_timelines_new(MemoirDocument *document,
                                                       MemoirSession *session,
                                                       GActionMap *actions);
/* The strip of the kernel's life, for the notebook's top. Borrowed; hides itself. */
GtkWidget *memoir_notebook_timelines_get_strip(MemoirNotebookTimelines *self);
/* Gives a cell's view the common scale and menu. */
void memoir_notebook_timelines_adopt(MemoirNotebookTimelines *self, MemoirTimelineView *view);

G_END_DECLS
