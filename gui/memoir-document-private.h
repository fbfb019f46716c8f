/* What the files of MemoirDocument share. */
#pragma once

#include "gui/memoir-document.h"

#include <sys/stat.h>

typedef struct MemoirDraftWriter MemoirDraftWriter;

struct _MemoirDocument {
    GObject parent;
    struct jp_notebook *notebook;
    GPtrArray *cells; /* MemoirCell, in the order of the notebook's array */
    char *path;
    struct stat on_disk; /* of `path` when it was read or written */
    GFileMonitor *monitor;
    guint look;
    gboolean told_changed; /* property "changed-on-disk" */
    gboolean modified;

    char *draft;           /* name of its draft, made when first written; owned */
    gboolean draft_behind; /* changed since the draft was written */
    MemoirDraftWriter *draft_writer; /* NULL: none is on its way */
    gint64 draft_time, draft_cost;   /* µs */

    GPtrArray *steps; /* of undo; the first n_done are done */
    guint n_done;
};

/* Larger files are refused rather than read until memory is out. */
#define MEMOIR_DOCUMENT_MAX_FILE ((size_t)1 << 30)

/* memoir-document-disk.c: the file was read or written, or has another name. */
void memoir_document_know_file(MemoirDocument *self, const struct stat *status);

/* memoir-document-draft.c: waits for a draft that is on its way. */
void memoir_document_finish_draft(MemoirDocument *self);

/* memoir-document-edit.c: takes `added`; one step of undo. */
void memoir_document_replace(MemoirDocument *self, guint position, guint n_removed,
                             GPtrArray *added);

/* memoir-document.c. The one way in which the list of cells changes; `added` is borrowed and may be
 * NULL. */
void memoir_document_splice(MemoirDocument *self, guint position, guint n_removed,
                            GPtrArray *added);
void memoir_document_set_modified(MemoirDocument *self, gboolean modified);
void memoir_document_notify_changed_on_disk(MemoirDocument *self, gboolean changed);
void memoir_document_notify_history(MemoirDocument *self);
/* Takes the notebook over; `path` may be NULL. */
MemoirDocument *memoir_document_new_for_notebook(struct jp_notebook *notebook, const char *path);
