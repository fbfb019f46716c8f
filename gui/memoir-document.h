/*
 * MemoirDocument: a notebook that is edited, without widgets.
 *
 * A GListModel of MemoirCell over a jp_notebook: what the file holds and nobody here knows is
 * written again. Every change of the list of cells is one splice and can be undone; the text of a
 * cell has an undo of its own, in its editor, and cells that come back by undo are the same objects
 * with the text they had when they went.
 *
 * Saving is atomic and keeps mode and symbolic links. A file that somebody else changed since it
 * was read or saved is not overwritten unless the caller says so. While a document is modified,
 * memoir_document_queue_draft() puts it aside in the user's data directory; saving it, or closing
 * it on purpose with memoir_document_discard_draft(), takes that away again.
 *
 * Paths are file names in the encoding of the file system. Errors: MEMOIR_DOCUMENT_ERROR, with a
 * text for people; the file and the document stay as they were.
 */
#pragma once

#include "gui/memoir-cell.h"

G_BEGIN_DECLS

#define MEMOIR_DOCUMENT_ERROR (memoir_document_error_quark())
GQuark memoir_document_error_quark(void);

typedef enum {
    MEMOIR_DOCUMENT_ERROR_FAILED,
    MEMOIR_DOCUMENT_ERROR_CHANGED, /* the file is not the one that was read */
} MemoirDocumentError;

#define MEMOIR_TYPE_DOCUMENT (memoir_document_get_type())
G_DECLARE_FINAL_TYPE(MemoirDocument, memoir_document, MEMOIR, DOCUMENT, GObject)

/* An unnamed notebook with one empty code cell. */
MemoirDocument *memoir_document_new(const char *kernel, const char *display_name);
MemoirDocument *memoir_document_load(const char *path, GError **error);

/* NULL: not saved yet. */
const char *memoir_document_get_path(MemoirDocument *self);
/* For title bars: the file's name, or "Untitled". Property "title". */
char *memoir_document_dup_title(MemoirDocument *self);
/* metadata.kernelspec.name; NULL: the notebook names none. */
const char *memoir_document_get_kernel(MemoirDocument *self);
/* As its kernelspec has it. Not a step of undo. */
void memoir_document_set_kernel(MemoirDocument *self, const char *kernel, const char *display_name,
                                const char *language);
/* Property "modified": something would be lost if the document went away. */
gboolean memoir_document_get_modified(MemoirDocument *self);

guint memoir_document_get_n_cells(MemoirDocument *self);
/* Borrowed. */
MemoirCell *memoir_document_get_cell(MemoirDocument *self, guint position);
/* -1: not in this document. */
int memoir_document_find(MemoirDocument *self, MemoirCell *cell);
/* The cell that ran as In[count], the last one of several; NULL: none. Borrowed. */
MemoirCell *memoir_document_find_execution(MemoirDocument *self, int count);

/* The file's text, as it would be saved. */
GBytes *memoir_document_format(MemoirDocument *self, GError **error);
/* NULL: where it came from. */
gboolean memoir_document_save(MemoirDocument *self, const char *path, gboolean overwrite_changed,
                              GError **error);

/* ---- the file, which others may change ---- */

/* Looks at the file now. Property "changed-on-disk" tells it unasked, soon after it happened. */
gboolean memoir_document_changed_on_disk(MemoirDocument *self);
/* Take over what is in the file. What was here before comes back by undo; cells that are the same
 * in both stay the same objects. */
gboolean memoir_document_reload(MemoirDocument *self, GError **error);
/* The file as it is now may be overwritten. */
void memoir_document_keep_mine(MemoirDocument *self);

/* ---- drafts ---- */

/* Does nothing if there is nothing new to write. */
gboolean memoir_document_write_draft(MemoirDocument *self, GError **error);
/* The same without waiting for the disk, for calling it every few seconds; a call may do nothing
 * because the last draft is still on its way, and tells of that one's failure. */
gboolean memoir_document_queue_draft(MemoirDocument *self, GError **error);
void memoir_document_discard_draft(MemoirDocument *self);
/* The names of the drafts that a crash left behind, for the functions below. */
GStrv memoir_document_list_drafts(void);
/* What a draft is of, for people: the file's name and when it was written. */
char *memoir_document_describe_draft(const char *draft);
void memoir_document_delete_draft(const char *draft);
/* A modified document for the file that the draft was made of; the draft stays until the document
 * is saved or discarded. */
MemoirDocument *memoir_document_recover(const char *draft, GError **error);

/* ---- cells; positions must be valid, and each call is one step of undo ---- */

void memoir_document_insert(MemoirDocument *self, guint position, MemoirCell *cell);
/* Several MemoirCell. */
void memoir_document_insert_cells(MemoirDocument *self, guint position, GPtrArray *cells);
/* A document that would be empty gets an empty code cell. */
void memoir_document_delete(MemoirDocument *self, guint position, guint n);
/* The cells position ... position + n - 1 stand at `to` afterwards. */
void memoir_document_move(MemoirDocument *self, guint position, guint n, guint to);
/* Into one cell of the first one's type, texts apart by an empty line. */
void memoir_document_merge(MemoirDocument *self, guint position, guint n);
/* At a byte of the text; outputs stay with the second cell. */
void memoir_document_split(MemoirDocument *self, guint position, gsize offset);
/* With `heading` 1 to 6 the text becomes a heading of that level; 0 leaves it as it is. */
void memoir_document_set_type(MemoirDocument *self, guint position, guint n, const char *type,
                              guint heading);
/* New texts for as many cells of this document. */
void memoir_document_set_sources(MemoirDocument *self, GPtrArray *cells,
                                 const char *const *sources);

/* Properties "can-undo", "can-redo". */
gboolean memoir_document_can_undo(MemoirDocument *self);
gboolean memoir_document_can_redo(MemoirDocument *self);
/* Give the position at which the list changed, -1: nothing to do. */
int memoir_document_undo(MemoirDocument *self);
int memoir_document_redo(MemoirDocument *self);

G_END_DECLS
