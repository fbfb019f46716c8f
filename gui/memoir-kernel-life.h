/*
 * MemoirKernelLife: every run of a kernel since it was started, in order: which cell, when, and the
 * curve of live bytes. Without widgets.
 *
 * It watches the cells of a list (a document) for runs that begin, grow and end. A run keeps a
 * small curve of its own (MEMOIR_LIFE_SLICES slices that lose no extreme), so that the life of a
 * kernel costs a few KiB a run, whatever becomes of the cell.
 *
 * Signals  changed: runs were added, changed or removed.
 */
#pragma once

#include "gui/memoir-cell.h"

G_BEGIN_DECLS

#define MEMOIR_LIFE_SLICES 96

typedef struct {
    gint64 min, max, last; /* live bytes */
    gint64 waiting;        /* garbage that waits for the collector */
} MemoirLifeSlice;

typedef struct {
    int count;           /* the execution count, 0: not known yet */
    char *title;         /* the first line of the source */
    gint64 began, ended; /* µs of the monotonic clock; ended 0: it goes on */
    gboolean measured;   /* there is a curve: */
    gint64 duration_ns, first_bytes, last_bytes, waiting_bytes;
    gint64 peak_bytes;
    MemoirLifeSlice slices[MEMOIR_LIFE_SLICES]; /* equal parts of duration_ns */
} MemoirLifeRun;

#define MEMOIR_TYPE_KERNEL_LIFE (memoir_kernel_life_get_type())
G_DECLARE_FINAL_TYPE(MemoirKernelLife, memoir_kernel_life, MEMOIR, KERNEL_LIFE, GObject)

/* `cells` is a list of MemoirCell; it is referenced. */
MemoirKernelLife *memoir_kernel_life_new(GListModel *cells);
guint memoir_kernel_life_get_n_runs(MemoirKernelLife *self);
/* Borrowed until the next change. */
const MemoirLifeRun *memoir_kernel_life_get_run(MemoirKernelLife *self, guint index);
/* The cell that was run, a new reference; NULL: it is gone. */
MemoirCell *memoir_kernel_life_dup_cell(MemoirKernelLife *self, guint index);
/* The most live bytes of all runs; 0: no run was measured. */
gint64 memoir_kernel_life_get_peak(MemoirKernelLife *self);
/* A new kernel begins a new life. */
void memoir_kernel_life_clear(MemoirKernelLife *self);

G_END_DECLS
