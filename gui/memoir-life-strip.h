/*
 * MemoirLifeStrip: a kernel's whole life in a strip: its runs side by side in order, each with its
 * curve of live bytes on one scale, as wide as it took long but never too narrow to be pointed at.
 * Between runs nothing is known of time: a dotted gap. The strip follows the newest run; when there
 * are more than fit it scrolls with the wheel. It hides while no run was measured.
 *
 * Keys     left, right, Home, End: from run to run; Return: go there.
 * Signals  run-activated (guint): the person wants to see the cell of that run.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-kernel-life.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_LIFE_STRIP (memoir_life_strip_get_type())
G_DECLARE_FINAL_TYPE(MemoirLifeStrip, memoir_life_strip, MEMOIR, LIFE_STRIP, GtkWidget)

GtkWidget *memoir_life_strip_new(MemoirKernelLife *life);
/* The run at x, -1: none; where a run is, for tests and popovers. */
int memoir_life_strip_get_run_at(MemoirLifeStrip *self, double x);
gboolean memoir_life_strip_get_bounds(MemoirLifeStrip *self, guint run, double *x, double *width);

G_END_DECLS
