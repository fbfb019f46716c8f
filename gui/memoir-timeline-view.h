/*
 * MemoirTimelineView: a widget that draws one timeline and lets one read it. Knows nothing of
 * notebooks.
 *
 * The picture is kept as pixels and drawn anew only when the timeline, the window, the size or the
 * theme changes, so that scrolling and pointing cost no more than copying it; cross-hair,
 * selection, lit line and card are a layer on top.
 *
 * Pointer   moving shows the cross-hair and the values of all series; dragging selects, with the
 *           middle button or Shift pans; a click on a collection or a bracket tells its facts, the
 *           second click of a double click zooms into the selection; Ctrl and the wheel zoom at
 *           the pointer, the wheel alone does so while the view has the focus (otherwise it scrolls
 *           what is around), sideways it pans.
 * Keys      left, right, Home, End: the cross-hair, with Shift: select; comma, period: previous and
 *           next event; Return: facts of the event, or zoom into the selection; + - or W S: zoom;
 *           A D: pan; F: fit; T: the numbers as a table; Ctrl+C: copy as a picture; Escape: no
 *           selection, then no cross-hair, then back to the widget around.
 *
 * Actions   timeline.copy, .export, .table, .fit, .zoom-selection
 * Signals   line-pointed (gint64): the source line at the cross-hair, 0: none.
 *           line-activated (gint64): the person wants to go to that line of the run's source.
 *           call-activated (name, gint64): the person wants to go to the function of that name that
 *           begins in that line, of whatever source.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-timeline-scale.h"
#include "plots/output.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_VIEW (memoir_timeline_view_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelineView, memoir_timeline_view, MEMOIR, TIMELINE_VIEW, GtkWidget)

GtkWidget *memoir_timeline_view_new(void);
/* The colours that go with the desktop's style. */
const struct plot_theme *memoir_timeline_view_theme(void);
/* Copies; NULL: none. A view that showed the whole run goes on doing so. */
void memoir_timeline_view_set_timeline(MemoirTimelineView *self,
                                       const struct tl_timeline *timeline);
gboolean memoir_timeline_view_has_timeline(MemoirTimelineView *self);
/* Borrowed until it is set again; NULL: none. */
const struct tl_timeline *memoir_timeline_view_get_timeline(MemoirTimelineView *self);
/* What it shares with others; NULL: a scale of its own over time. */
void memoir_timeline_view_set_scale(MemoirTimelineView *self, MemoirTimelineScale *scale);
/* Appended to the context menu; NULL: nothing. */
void memoir_timeline_view_set_extra_menu(MemoirTimelineView *self, GMenuModel *menu);
/* Light up the times of a source line; 0: none. */
void memoir_timeline_view_set_line(MemoirTimelineView *self, gint64 line);
void memoir_timeline_view_fit(MemoirTimelineView *self);
/* How a picture of what is shown is made: its axis, window and scale. */
void memoir_timeline_view_get_output_options(MemoirTimelineView *self,
                                             struct output_options *options);
/* What is shown, without cross-hair and selection, at `scale` pixels for each of ours; NULL: there
 * is none. */
GdkTexture *memoir_timeline_view_dup_texture(MemoirTimelineView *self, double scale);

G_END_DECLS
