#include "gui/memoir-session-private.h"

#include <string.h>
#include <unistd.h>

#define FLUSH_US 33000
/* Of the time that goes by, showing outputs may take one part in so many. */
#define FLUSH_SHARE 8
/* What a cell that does not stop printing may keep, at the beginning and at the end. */
#define MOST_TEXT ((size_t)1 << 20)
#define MOST_OUTPUTS 1000

G_DEFINE_FINAL_TYPE(MemoirSession, memoir_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_KERNEL, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { DIED, N_SIGNALS };
static guint signals[N_SIGNALS];

GType memoir_session_state_get_type(void)
{
    static gsize type;
    static const GEnumValue values[] = {
        {MEMOIR_SESSION_OFF, "MEMOIR_SESSION_OFF", "off"},
        {MEMOIR_SESSION_STARTING, "MEMOIR_SESSION_STARTING", "starting"},
        {MEMOIR_SESSION_IDLE, "MEMOIR_SESSION_IDLE", "idle"},
        {MEMOIR_SESSION_BUSY, "MEMOIR_SESSION_BUSY", "busy"},
        {MEMOIR_SESSION_RESTARTING, "MEMOIR_SESSION_RESTARTING", "restarting"},
        {MEMOIR_SESSION_STOPPING, "MEMOIR_SESSION_STOPPING", "stopping"},
        {MEMOIR_SESSION_DEAD, "MEMOIR_SESSION_DEAD", "dead"},
        {0, NULL, NULL},
    };

    if (g_once_init_enter(&type))
        g_once_init_leave(&type, g_enum_register_static("MemoirSessionState", values));
    return type;
}

const char *memoir_session_state_name(MemoirSessionState state)
{
    g_autoptr(GEnumClass) states = g_type_class_ref(MEMOIR_TYPE_SESSION_STATE);

    return g_enum_get_value(states, (int)state)->value_nick;
}

void memoir_session_set_state(MemoirSession *self, MemoirSessionState state)
{
    if (state == self->state)
        return;
    self->state = state;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STATE]);
}

/* ---- outputs into cells ---- */

static void flush_outputs(MemoirSession *self)
{
    MemoirRun *run = g_queue_peek_head(&self->runs);
    gint64 begin = g_get_monotonic_time();
    json_t *list;

    g_clear_handle_id(&self->flush, g_source_remove);
    if (!run)
        return;
    list = jp_outputs_list(&run->outputs);
    if (list)
        memoir_cell_set_outputs(run->cell, list);
    self->flushed = g_get_monotonic_time();
    self->flush_cost = self->flushed - begin;
}

static gboolean flush_later(gpointer data)
{
    MemoirSession *self = data;

    self->flush = 0;
    flush_outputs(self);
    return G_SOURCE_REMOVE;
}

static void outputs_changed(MemoirSession *self)
{
    gint64 wait = MAX(FLUSH_US, self->flush_cost * FLUSH_SHARE);
    gint64 since = g_get_monotonic_time() - self->flushed;

    if (self->flush)
        return;
    if (since >= wait)
        flush_outputs(self);
    else
        self->flush = g_timeout_add((guint)((wait - since) / 1000 + 1), flush_later, self);
}

/* ---- the queue ---- */

static void count_queue(MemoirSession *self)
{
    guint before = 0;

    for (GList *link = self->runs.head; link; link = link->next)
        memoir_cell_set_queue_position(((MemoirRun *)link->data)->cell, before++);
}

/* The run is over, or never was: the cell is free again. */
static void end_run(MemoirSession *self, MemoirRun *run)
{
    g_signal_handlers_disconnect_by_data(run->cell, self);
    memoir_cell_request_input(run->cell, NULL, FALSE);
    memoir_cell_set_queue_position(run->cell, 0);
    memoir_cell_set_state(run->cell, MEMOIR_CELL_IDLE);
    memoir_session_keep_past(self, run);
}

void memoir_session_empty_queue(MemoirSession *self)
{
    MemoirRun *run;

    flush_outputs(self);
    while ((run = g_queue_pop_head(&self->runs)))
        end_run(self, run);
}

static void send_next(MemoirSession *self)
{
    MemoirRun *run = g_queue_peek_head(&self->runs);
    /* The queue is here: a kernel that aborts what comes after an error would abort a cell that was
     * run because of it. */
    struct jp_execute_options options = {.allow_stdin = true, .go_on_after_error = true};
    struct jp_error reason;
    const char *source;

    if (!run || run->sent || (self->state != MEMOIR_SESSION_IDLE &&
                              self->state != MEMOIR_SESSION_BUSY))
        return;
    source = memoir_cell_get_source(run->cell);
    if (jp_client_execute(self->client, source, strlen(source), &options, run->id, &reason) < 0) {
        g_warning("cannot send a cell to the kernel: %s", reason.text);
        memoir_session_empty_queue(self);
        return;
    }
    run->sent = TRUE;
    memoir_cell_set_execution_count(run->cell, 0);
    memoir_cell_set_timeline_json(run->cell, NULL);
    memoir_cell_set_outputs(run->cell, jp_outputs_list(&run->outputs));
    memoir_cell_set_state(run->cell, MEMOIR_CELL_RUNNING);
    memoir_session_set_state(self, MEMOIR_SESSION_BUSY);
}

static void run_ended(MemoirSession *self, MemoirRun *run)
{
    flush_outputs(self);
    g_queue_pop_head(&self->runs);
    if (run->failed)
        memoir_session_empty_queue(self);
    end_run(self, run);
    count_queue(self);
    memoir_session_set_state(self, MEMOIR_SESSION_IDLE);
    send_next(self);
}

/* ---- messages ---- */

static void become_ready(MemoirSession *self)
{
    if (self->state != MEMOIR_SESSION_STARTING || !self->iopub_seen || !self->info_seen)
        return;
    memoir_session_kernel_ready(self);
    send_next(self);
}

static void take_timeline(MemoirSession *self, MemoirRun *run, const json_t *content)
{
    const char *comm = json_string_value(json_object_get(content, "comm_id"));
    const json_t *data = json_object_get(content, "data");

    if (comm && strcmp(comm, self->comm) == 0) {
        json_t *timeline = json_object_get(data, "timeline");

        if (memoir_cell_set_timeline_json(run->cell, timeline)) {
            json_decref(run->timeline);
            run->timeline = json_incref(timeline);
        }
    }
}

static void take_iopub(MemoirSession *self, MemoirRun *run, const struct jp_message *message)
{
    const char *type = jp_message_type(message);

    if (strcmp(type, "status") == 0) {
        const char *state = json_string_value(json_object_get(message->content,
                                                              "execution_state"));

        if (state && strcmp(state, "idle") == 0)
            run->idle = TRUE;
    } else if (strcmp(type, "execute_input") == 0) {
        memoir_cell_set_execution_count(run->cell, (int)json_integer_value(json_object_get(
                                                       message->content, "execution_count")));
    } else if (strcmp(type, "comm_msg") == 0) {
        take_timeline(self, run, message->content);
    } else if (jp_outputs_add(&run->outputs, message) > 0) {
        outputs_changed(self);
    }
}

static void take_reply(MemoirRun *run, const struct jp_message *message)
{
    const char *status = json_string_value(json_object_get(message->content, "status"));
    json_t *count = json_object_get(message->content, "execution_count");

    run->replied = TRUE;
    run->failed = !status || strcmp(status, "ok") != 0;
    if (json_is_integer(count))
        memoir_cell_set_execution_count(run->cell, (int)json_integer_value(count));
}

static void answer_question(MemoirSession *self, const struct jp_message *message)
{
    for (guint i = 0; i < self->questions->len; i++) {
        MemoirQuestion question = g_array_index(self->questions, MemoirQuestion, i);

        if (strcmp(question.id, jp_message_parent_id(message)) == 0) {
            g_array_remove_index(self->questions, i);
            question.callback(message->content, question.data);
            return;
        }
    }
}

void memoir_session_drop_questions(MemoirSession *self)
{
    while (self->questions->len > 0) {
        MemoirQuestion question = g_array_index(self->questions, MemoirQuestion, 0);

        g_array_remove_index(self->questions, 0);
        question.callback(NULL, question.data);
    }
}

/* Question and answer stay to be seen, as in a terminal. */
static void echo_input(MemoirSession *self, MemoirRun *run, const char *answer)
{
    gboolean password = memoir_cell_get_input_password(run->cell);
    g_autofree char *text =
        g_strconcat(memoir_cell_get_input_prompt(run->cell), password ? "" : answer, "\n", NULL);

    if (jp_outputs_add_text(&run->outputs, "stdout", text, strlen(text)) > 0)
        outputs_changed(self);
}

static void on_input_answered(MemoirCell *cell, const char *text, MemoirSession *self)
{
    MemoirRun *run = g_queue_peek_head(&self->runs);
    struct jp_message request = {.header = self->input_header};
    struct jp_error reason;

    if (!self->input_header || !run || run->cell != cell)
        return;
    if (jp_client_answer_input(self->client, &request, text, &reason) < 0)
        g_warning("cannot answer the kernel: %s", reason.text);
    else
        echo_input(self, run, text);
    json_decref(self->input_header);
    self->input_header = NULL;
    memoir_cell_request_input(cell, NULL, FALSE);
}

static void request_input(MemoirSession *self, MemoirRun *run, const struct jp_message *message)
{
    const char *prompt = jp_json_text_value(json_object_get(message->content, "prompt"), NULL);

    json_decref(self->input_header);
    self->input_header = json_incref(message->header);
    flush_outputs(self);
    memoir_cell_request_input(run->cell, prompt ? prompt : "",
                              json_is_true(json_object_get(message->content, "password")));
}

void memoir_session_handle(void *session, enum jp_channel channel, const struct jp_message *message)
{
    MemoirSession *self = session;
    MemoirRun *run = g_queue_peek_head(&self->runs);
    const char *type;

    if (!message) {
        memoir_session_kernel_ended(self);
        return;
    }
    type = jp_message_type(message);
    if (channel == JP_IOPUB)
        self->iopub_seen = TRUE;
    if (channel == JP_SHELL && strcmp(type, "kernel_info_reply") == 0)
        self->info_seen = TRUE;
    become_ready(self);
    if (run && run->sent && strcmp(run->id, jp_message_parent_id(message)) == 0) {
        if (channel == JP_IOPUB)
            take_iopub(self, run, message);
        else if (channel == JP_SHELL && strcmp(type, "execute_reply") == 0)
            take_reply(run, message);
        else if (channel == JP_STDIN && strcmp(type, "input_request") == 0)
            request_input(self, run, message);
        if (run->replied && run->idle)
            run_ended(self, run);
    } else if (channel == JP_SHELL) {
        answer_question(self, message);
    }
    if (channel == JP_IOPUB)
        memoir_session_take_late(self, message);
}

/* ---- asking ---- */

static GList *find_run(MemoirSession *self, MemoirCell *cell)
{
    for (GList *link = self->runs.head; link; link = link->next) {
        if (((MemoirRun *)link->data)->cell == cell)
            return link;
    }
    return NULL;
}

static gboolean is_blank(MemoirCell *cell)
{
    const char *source = memoir_cell_get_source(cell);

    return source[strspn(source, " \t\r\n")] == '\0';
}

gboolean memoir_session_run(MemoirSession *self, MemoirCell *cell, GError **error)
{
    struct jp_error reason;
    MemoirRun *run;

    if (self->state == MEMOIR_SESSION_DEAD && !memoir_session_restart(self, error))
        return FALSE;
    if (!memoir_session_start(self, error))
        return FALSE;
    if (find_run(self, cell))
        return TRUE;
    if (is_blank(cell)) { /* as in JupyterLab */
        memoir_cell_forget_results(cell);
        return TRUE;
    }
    run = g_new0(MemoirRun, 1);
    if (jp_outputs_init(&run->outputs, &reason) < 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
        g_free(run);
        return FALSE;
    }
    run->outputs.most_text = MOST_TEXT;
    run->outputs.most_outputs = MOST_OUTPUTS;
    run->cell = g_object_ref(cell);
    g_signal_connect(cell, "input-answered", G_CALLBACK(on_input_answered), self);
    memoir_cell_set_state(cell, MEMOIR_CELL_QUEUED);
    g_queue_push_tail(&self->runs, run);
    memoir_cell_set_queue_position(cell, self->runs.length - 1);
    send_next(self);
    return TRUE;
}

void memoir_session_cancel(MemoirSession *self, MemoirCell *cell)
{
    GList *link = find_run(self, cell);
    MemoirRun *run = link ? link->data : NULL;

    if (!run || run->sent)
        return;
    g_queue_delete_link(&self->runs, link);
    end_run(self, run);
    count_queue(self);
}

void memoir_session_interrupt(MemoirSession *self)
{
    struct jp_error reason;

    if (self->state == MEMOIR_SESSION_BUSY && jp_client_interrupt(self->client, &reason) < 0)
        g_warning("cannot interrupt the kernel: %s", reason.text);
}

guint memoir_session_ask(MemoirSession *self, const char *type, json_t *content,
                         MemoirReplyFunc callback, gpointer data)
{
    MemoirQuestion question = {.callback = callback, .data = data};

    if (self->state != MEMOIR_SESSION_IDLE && self->state != MEMOIR_SESSION_BUSY) {
        json_decref(content);
        return 0;
    }
    if (jp_client_request(self->client, JP_SHELL, type, content, question.id, NULL) < 0)
        return 0;
    question.number = ++self->last_question;
    g_array_append_val(self->questions, question);
    return question.number;
}

void memoir_session_forget(MemoirSession *self, guint number)
{
    for (guint i = 0; i < self->questions->len; i++) {
        if (g_array_index(self->questions, MemoirQuestion, i).number == number) {
            g_array_remove_index(self->questions, i);
            return;
        }
    }
}

MemoirSessionState memoir_session_get_state(MemoirSession *self)
{
    return self->state;
}

const char *memoir_session_get_kernel(MemoirSession *self)
{
    return self->kernel;
}

/* ---- the object ---- */

MemoirSession *memoir_session_new(const char *kernel, const char *directory)
{
    MemoirSession *self = g_object_new(MEMOIR_TYPE_SESSION, NULL);

    self->kernel = g_strdup(kernel);
    self->directory = g_strdup(directory);
    return self;
}

static void memoir_session_get_property(GObject *object, guint id, GValue *value,
                                        GParamSpec *spec)
{
    if (id == PROP_STATE)
        g_value_set_enum(value, MEMOIR_SESSION(object)->state);
    else if (id == PROP_KERNEL)
        g_value_set_string(value, MEMOIR_SESSION(object)->kernel);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void memoir_session_dispose(GObject *object)
{
    memoir_session_kill(MEMOIR_SESSION(object));
    g_clear_object(&MEMOIR_SESSION(object)->fatal_cell);
    G_OBJECT_CLASS(memoir_session_parent_class)->dispose(object);
}

static void memoir_session_finalize(GObject *object)
{
    MemoirSession *self = MEMOIR_SESSION(object);

    g_clear_handle_id(&self->stderr_watch, g_source_remove);
    if (self->stderr_read >= 0)
        close(self->stderr_read);
    if (self->stderr_write >= 0)
        close(self->stderr_write);
    g_string_free(self->last_stderr, TRUE);
    g_array_unref(self->questions);
    json_decref(self->input_header);
    g_free(self->kernel);
    g_free(self->directory);
    g_free(self->display_name);
    g_free(self->death);
    G_OBJECT_CLASS(memoir_session_parent_class)->finalize(object);
}

static void memoir_session_class_init(MemoirSessionClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);

    object_class->get_property = memoir_session_get_property;
    object_class->dispose = memoir_session_dispose;
    object_class->finalize = memoir_session_finalize;
    properties[PROP_STATE] = g_param_spec_enum("state", NULL, NULL, MEMOIR_TYPE_SESSION_STATE,
                                               MEMOIR_SESSION_OFF,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    properties[PROP_KERNEL] =
        g_param_spec_string("kernel", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties(object_class, N_PROPS, properties);
    signals[DIED] = g_signal_new("died", MEMOIR_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void memoir_session_init(MemoirSession *self)
{
    self->stderr_read = self->stderr_write = -1;
    self->last_stderr = g_string_new(NULL);
    self->questions = g_array_new(FALSE, FALSE, sizeof(MemoirQuestion));
    g_queue_init(&self->runs);
    g_queue_init(&self->past);
}
