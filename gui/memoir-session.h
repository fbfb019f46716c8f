/*
 * MemoirSession: the conversation with the kernel of one notebook, in the main loop.
 *
 * A GSource over jp_client handles messages below the priority of drawing, so that a kernel that
 * floods does not stop the frames. Cells wait here and not in the kernel: one execute_request is
 * under way at a time, and a cell can be taken out of the queue until its turn comes. An error
 * empties the queue, as in every Jupyter client.
 *
 * Outputs go into the cell as they come, at most 30 times a second and less often if that takes
 * long. A kernel that knows the comm memoir.timeline also gives each cell its timeline; with others
 * there is none, and all else is the same.
 *
 * A kernel that dies leaves the session in MEMOIR_SESSION_DEAD, and the cell that ran with the
 * reason among its outputs; memoir_session_restart() goes on, and so does running a cell.
 *
 * Properties  state, kernel (the name of its kernelspec).
 * Signals     died (text: how, and its last lines on stderr).
 *
 * What a running cell asks for (input() in Python) is requested of the cell, which is answered by
 * memoir_cell_answer_input(); question and answer then stand among its outputs.
 */
#pragma once

#include "gui/memoir-cell.h"

G_BEGIN_DECLS

typedef enum {
    MEMOIR_SESSION_OFF, /* not started yet, or shut down */
    MEMOIR_SESSION_STARTING,
    MEMOIR_SESSION_IDLE,
    MEMOIR_SESSION_BUSY,
    MEMOIR_SESSION_RESTARTING,
    MEMOIR_SESSION_STOPPING,
    MEMOIR_SESSION_DEAD,
} MemoirSessionState;

#define MEMOIR_TYPE_SESSION_STATE (memoir_session_state_get_type())
GType memoir_session_state_get_type(void);
/* For people: "idle". */
const char *memoir_session_state_name(MemoirSessionState state);

#define MEMOIR_TYPE_SESSION (memoir_session_get_type())
G_DECLARE_FINAL_TYPE(MemoirSession, memoir_session, MEMOIR, SESSION, GObject)

/* The names of the kernels that can be had, ours first. */
GStrv memoir_session_list_kernels(void);
/* What people call that kernel. */
char *memoir_session_dup_kernel_title(const char *kernel);
/* The language that its kernelspec names, such as "python". */
char *memoir_session_dup_kernel_language(const char *kernel);

/* `kernel` is the name of a kernelspec; "memoir" is ours, found beside the app first. `directory`
 * is where it works, NULL: here. Starts nothing yet. */
MemoirSession *memoir_session_new(const char *kernel, const char *directory);

MemoirSessionState memoir_session_get_state(MemoirSession *self);
const char *memoir_session_get_kernel(MemoirSession *self);
/* From the kernelspec, for people. */
const char *memoir_session_get_display_name(MemoirSession *self);

/* Runs start the kernel when it is off; starting early saves the wait. */
gboolean memoir_session_start(MemoirSession *self, GError **error);
/* Queue a code cell; one that waits or runs already is left alone, and one without code only loses
 * its outputs. */
gboolean memoir_session_run(MemoirSession *self, MemoirCell *cell, GError **error);
/* Take a cell that waits out of the queue. */
void memoir_session_cancel(MemoirSession *self, MemoirCell *cell);
void memoir_session_interrupt(MemoirSession *self);
/* Empties the queue. Asks the kernel to end, kills it after 3 seconds, starts it anew. */
gboolean memoir_session_restart(MemoirSession *self, GError **error);
/* Empties the queue and ends the kernel: it is asked to, and killed after 3 seconds. A cell that is
 * run meanwhile starts it again. */
void memoir_session_shutdown(MemoirSession *self);
/* Another kernel. One that runs ends as in a shutdown, and the other one is started; else the next
 * run starts it. The caller tells the document (memoir_document_set_kernel()). */
void memoir_session_set_kernel(MemoirSession *self, const char *kernel);

/* Of a kernel that died; NULL while the state is another. */
const char *memoir_session_get_death(MemoirSession *self); /* "The kernel was killed by …" */
char *memoir_session_dup_last_words(MemoirSession *self);  /* the end of its stderr, may be "" */
MemoirCell *memoir_session_get_fatal_cell(MemoirSession *self); /* that ran; may be NULL */

/* A request on the shell channel, such as complete_request; takes `content`. The reply's content is
 * lent to the callback, NULL if the kernel went first. Returns a number for
 * memoir_session_forget(), 0 if the kernel is not there (then the callback is not called). */
typedef void (*MemoirReplyFunc)(const json_t *content, gpointer data);
guint memoir_session_ask(MemoirSession *self, const char *type, json_t *content,
                         MemoirReplyFunc callback, gpointer data);
/* The callback will not be called. */
void memoir_session_forget(MemoirSession *self, guint question);

G_END_DECLS
