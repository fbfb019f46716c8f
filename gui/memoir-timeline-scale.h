/*
 * MemoirTimelineScale: what several timeline views have in common: the kind of their horizontal
 * axis, and, if they share it, the bytes at the top of the vertical one.
 *
 * Each view reports the most it has to show. The common top is rounded up to a few steps in each
 * doubling, so that a curve that grows moves the others seldom.
 *
 * Properties  axis ("time" or "allocated"), shared (one vertical scale for all).
 * Signals     changed: a view must be drawn anew.
 */
#pragma once

#include <glib-object.h>

#include "plots/plot.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_SCALE (memoir_timeline_scale_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelineScale, memoir_timeline_scale, MEMOIR, TIMELINE_SCALE, GObject)

MemoirTimelineScale *memoir_timeline_scale_new(void);
enum plot_axis memoir_timeline_scale_get_axis(MemoirTimelineScale *self);
/* 0: each as it needs. */
int64_t memoir_timeline_scale_get_top(MemoirTimelineScale *self);
/* `view` only names who reports. */
void memoir_timeline_scale_report(MemoirTimelineScale *self, gpointer view, int64_t highest);
void memoir_timeline_scale_forget(MemoirTimelineScale *self, gpointer view);

G_END_DECLS
