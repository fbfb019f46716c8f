/*
 * MemoirCell: one cell of a notebook, without widgets.
 *
 * A cell is its JSON object of nbformat 4.5 (see protocol/notebook.h): whatever stands in it beyond
 * what is known here stays there. The JSON is shared with the document that the cell belongs to;
 * only the cell changes it. Beside it the cell knows how its run stands; that is not saved.
 *
 * Properties  cell-type, source (the text), execution-count (0: none), state,
 *             queue-position (of a cell that waits: how many run before it; else 0).
 * Signals     outputs-changed: the list of outputs was replaced or changed.
 *             folded: what memoir_cell_get_folded() tells is another.
 *             timeline-changed: the live timeline was replaced.
 */
#pragma once

#include <gio/gio.h>

#include "plots/timeline.h"
#include "protocol/notebook.h"

G_BEGIN_DECLS

typedef enum {
    MEMOIR_CELL_IDLE,
    MEMOIR_CELL_QUEUED,
    MEMOIR_CELL_RUNNING,
} MemoirCellState;

/* What of a cell is folded away; saved where JupyterLab saves it. */
typedef enum {
    MEMOIR_FOLD_SOURCE,
    MEMOIR_FOLD_OUTPUTS,
    MEMOIR_FOLD_SECTION, /* of a heading: the cells up to the next one of its level or above */
    MEMOIR_FOLD_SCROLL,  /* outputs scroll in a box of limited height */
} MemoirFold;

#define MEMOIR_TYPE_CELL_STATE (memoir_cell_state_get_type())
GType memoir_cell_state_get_type(void);

#define MEMOIR_TYPE_CELL (memoir_cell_get_type())
G_DECLARE_FINAL_TYPE(MemoirCell, memoir_cell, MEMOIR, CELL, GObject)

/* A cell with a fresh id; type "code", "markdown" or "raw". */
MemoirCell *memoir_cell_new(const char *type, const char *source);
/* For a cell of a document that was read; takes a reference to `json`. */
MemoirCell *memoir_cell_new_for_json(json_t *json);
/* With the same content and a fresh id. */
MemoirCell *memoir_cell_copy(MemoirCell *self);

json_t *memoir_cell_get_json(MemoirCell *self);
const char *memoir_cell_get_id(MemoirCell *self);
void memoir_cell_renew_id(MemoirCell *self);
const char *memoir_cell_get_cell_type(MemoirCell *self);
gboolean memoir_cell_is_code(MemoirCell *self);

/* Borrowed, until the source is set again. */
const char *memoir_cell_get_source(MemoirCell *self);
void memoir_cell_set_source(MemoirCell *self, const char *source);

/* Of Markdown and raw cells: file name to MIME bundle, borrowed; NULL: none. */
json_t *memoir_cell_get_attachments(MemoirCell *self);
/* Where the notebook stands, for the pictures that a cell names; NULL: nowhere yet. The document
 * says it. */
const char *memoir_cell_get_folder(MemoirCell *self);
void memoir_cell_set_folder(MemoirCell *self, const char *folder);

/* The list of outputs of a code cell, borrowed; NULL for other cells. */
json_t *memoir_cell_get_outputs(MemoirCell *self);
/* The list is shared with whoever goes on adding to it, and tells each time. */
void memoir_cell_set_outputs(MemoirCell *self, json_t *outputs);
int memoir_cell_get_execution_count(MemoirCell *self);
void memoir_cell_set_execution_count(MemoirCell *self, int count);
/* Outputs, execution count and timeline of a code cell, as if it had never run. */
void memoir_cell_forget_results(MemoirCell *self);

MemoirCellState memoir_cell_get_state(MemoirCell *self);
/* Entering MEMOIR_CELL_RUNNING starts the clock, leaving it stops it. */
void memoir_cell_set_state(MemoirCell *self, MemoirCellState state);
guint memoir_cell_get_queue_position(MemoirCell *self);
void memoir_cell_set_queue_position(MemoirCell *self, guint position);
/* Of the run that goes on or the last one, in µs; -1: none was seen. */
gint64 memoir_cell_get_elapsed(MemoirCell *self);

/* What the running cell waits for, input() in Python: the question, NULL: nothing. Property
 * "input-prompt". Who asks listens for the signal input-answered (text) and withdraws by NULL. */
const char *memoir_cell_get_input_prompt(MemoirCell *self);
gboolean memoir_cell_get_input_password(MemoirCell *self);
void memoir_cell_request_input(MemoirCell *self, const char *prompt, gboolean password);
void memoir_cell_answer_input(MemoirCell *self, const char *text);

gboolean memoir_cell_get_folded(MemoirCell *self, MemoirFold fold);
void memoir_cell_set_folded(MemoirCell *self, MemoirFold fold, gboolean folded);

/* The timeline of the run that goes on or the last one, or the one among the outputs; NULL: none.
 * Borrowed, until timeline-changed or outputs-changed. */
const struct tl_timeline *memoir_cell_get_timeline(MemoirCell *self);
/* From a kernel's message; FALSE if it is not a timeline. NULL: forget the live one. */
gboolean memoir_cell_set_timeline_json(MemoirCell *self, const json_t *json);

G_END_DECLS
