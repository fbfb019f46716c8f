/*
 * MemoirTimelineView: a widget that draws one timeline and lets one read it. Knows nothing of
 * notebooks.
 *
 * The picture is kept as a render node and drawn anew only when the timeline, the window of time,
 * the size or the theme changes; cross-hair, selection and the lit line are a layer on top.
 *
 * Pointer   moving shows the cross-hair; dragging selects, with the middle button or Shift pans;
 *           Ctrl and the wheel zoom at the pointer, the wheel alone does so while the view has the
 *           focus (otherwise it scrolls what is around).
 * Keys      left, right: the cross-hair; with Shift: select; comma, period: previous and next
 *           event; + - or W S: zoom; A D: pan; F: fit; Escape: no selection.
 *
 * Signals   line-pointed (gint64): the source line at the cross-hair, 0: none.
 */
#pragma once

#include <gtk/gtk.h>

#include "plots/timeline.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_VIEW (memoir_timeline_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelineView, memoir_timeline_view, MEMOIR, TIMELINE_VIEW, GtkWidget)

GtkWidget *memoir_timeline_view_new(void);
/* Copies; NULL: none. A view that showed the whole run goes on doing so. */
void memoir_timeline_view_set_timeline(MemoirTimelineView *self,
                                       const struct tl_timeline *timeline);
gboolean memoir_timeline_view_has_timeline(MemoirTimelineView *self);
/* Light up the times of a source line; 0: none. */
void memoir_timeline_view_set_line(MemoirTimelineView *self, gint64 line);
void memoir_timeline_view_fit(MemoirTimelineView *self);

G_END_DECLS
