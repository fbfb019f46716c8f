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
 * A kernel that dies leaves the session in MEMOIR_SESSION_DEAD; memoir_session_restart() goes on.
 *
 * Properties  state.
 * Signals     died (text: how, and its last lines on stderr)
 *             input-requested (MemoirCell, prompt, password?): answer with
 *             memoir_session_answer_input().
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
    MEMOIR_SESSION_DEAD,
} MemoirSessionState;

#define MEMOIR_TYPE_SESSION_STATE (memoir_session_state_get_type())
GType memoir_session_state_get_type(void);

#define MEMOIR_TYPE_SESSION (memoir_session_get_type())
G_DECLARE_FINAL_TYPE(MemoirSession, memoir_session, MEMOIR, SESSION, GObject)

/* `kernel` is the name of a kernelspec; "memoir" is ours, found beside the app first. `directory`
 * is where it works, NULL: here. Starts nothing yet. */
MemoirSession *memoir_session_new(const char *kernel, const char *directory);

MemoirSessionState memoir_session_get_state(MemoirSession *self);
const char *memoir_session_get_kernel(MemoirSession *self);
/* From the kernelspec, for people. */
const char *memoir_session_get_display_name(MemoirSession *self);

/* Runs start the kernel when it is off; starting early saves the wait. */
gboolean memoir_session_start(MemoirSession *self, GError **error);
/* Queue a code cell; one that waits or runs already is left alone. */
gboolean memoir_session_run(MemoirSession *self, MemoirCell *cell, GError **error);
/* Take a cell that waits out of the queue. */
void memoir_session_cancel(MemoirSession *self, MemoirCell *cell);
void memoir_session_interrupt(MemoirSession *self);
/* Empties the queue. Asks the kernel to end, kills it after 3 seconds, starts it anew. */
gboolean memoir_session_restart(MemoirSession *self, GError **error);
/* Ends the kernel and empties the queue. */
void memoir_session_shutdown(MemoirSession *self);
/* As memoir_session_shutdown(), and the next run starts that kernel. */
void memoir_session_set_kernel(MemoirSession *self, const char *kernel);
void memoir_session_answer_input(MemoirSession *self, const char *text);

/* A request on the shell channel, such as complete_request; takes `content`. The reply's content is
 * lent to the callback, NULL if the kernel went first. Returns a number for
 * memoir_session_forget(), 0 if the kernel is not there (then the callback is not called). */
typedef void (*MemoirReplyFunc)(const json_t *content, gpointer data);
guint memoir_session_ask(MemoirSession *self, const char *type, json_t *content,
                         MemoirReplyFunc callback, gpointer data);
/* The callback will not be called. */
void memoir_session_forget(MemoirSession *self, guint question);

G_END_DECLS
