/* What the files of MemoirSession share. */
#pragma once

#include "gui/memoir-session.h"
#include "protocol/client.h"

typedef struct {
    MemoirCell *cell;
    gboolean sent, replied, idle, failed;
    gboolean late; /* something came after its end that the cell does not show yet */
    char id[JP_MESSAGE_ID_SIZE];
    struct jp_outputs outputs;
    json_t *timeline; /* the last one that came; NULL: none */
} MemoirRun;

typedef struct {
    guint number;
    char id[JP_MESSAGE_ID_SIZE];
    MemoirReplyFunc callback;
    gpointer data;
} MemoirQuestion;

struct _MemoirSession {
    GObject parent;
    char *kernel, *directory, *display_name;
    struct jp_client *client;
    GSource *source;
    MemoirSessionState state;
    GQueue runs; /* of MemoirRun; the head is under way once sent */
    GQueue past; /* of MemoirRun that ended */
    guint past_flush;
    GArray *questions;
    guint last_question;
    json_t *input_header; /* of the input_request that waits for an answer */

    char comm[JP_UUID_SIZE];
    gboolean iopub_seen, info_seen;
    gboolean switching; /* the client belongs to a kernel that is not wanted any more */
    guint nudge, kill, ended;
    guint flush;
    gint64 flushed, flush_cost;

    int stderr_read, stderr_write;
    guint stderr_watch;
    GString *last_stderr;
    char *death;
    MemoirCell *fatal_cell;
};

/* memoir-session.c: the queue and the messages. */
void memoir_session_set_state(MemoirSession *self, MemoirSessionState state);
void memoir_session_handle(void *session, enum jp_channel channel,
                           const struct jp_message *message);
void memoir_session_empty_queue(MemoirSession *self);
void memoir_session_drop_questions(MemoirSession *self);

/* memoir-session-past.c. Takes the run, whose cell was told of the end. */
void memoir_session_keep_past(MemoirSession *self, MemoirRun *run);
void memoir_session_forget_past(MemoirSession *self);
void memoir_session_take_late(MemoirSession *self, const struct jp_message *message);

/* memoir-session-kernel.c: the life of the process. */
/* From the client's dispatch: the client may not be touched before that is over. */
void memoir_session_kernel_ended(MemoirSession *self);
void memoir_session_kernel_ready(MemoirSession *self);
/* At once, without asking. */
void memoir_session_kill(MemoirSession *self);
