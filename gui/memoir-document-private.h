/* What the files of MemoirDocument share. */
#pragma once

#include "gui/memoir-document.h"

#include <sys/stat.h>

struct _MemoirDocument {
    GObject parent;
    struct jp_notebook *notebook;
    GPtrArray *cells; /* MemoirCell, in the order of the notebook's array */
    char *path;
    struct stat on_disk; /* of `path` when it was read or written */
    gboolean modified;

    char *draft;           /* name of its draft, made when first written; owned */
    gboolean draft_behind; /* changed since the draft was written */

    GPtrArray *steps; /* of undo; the first n_done are done */
    guint n_done;
};

/* The one way in which the list of cells changes; `added` is borrowed and may be NULL. */
void memoir_document_splice(MemoirDocument *self, guint position, guint n_removed,
                            GPtrArray *added);
void memoir_document_set_modified(MemoirDocument *self, gboolean modified);
void memoir_document_notify_history(MemoirDocument *self);
/* Takes the notebook over; `path` may be NULL. */
MemoirDocument *memoir_document_new_for_notebook(struct jp_notebook *notebook, const char *path);
