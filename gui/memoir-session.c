#include "gui/memoir-session.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "gui/memoir-client-source.h"

#define TIMELINE_COMM "memoir.timeline"
#define FLUSH_US 33000
/* Of the time that goes by, showing outputs may take one part in so many. */
#define FLUSH_SHARE 8
#define NUDGE_MS 200
#define END_MS 3000
#define KEPT_STDERR 4096

typedef struct {
    MemoirCell *cell;
    gboolean sent, replied, idle, failed;
    char id[JP_MESSAGE_ID_SIZE];
    struct jp_outputs outputs;
} Run;

typedef struct {
    guint number;
    char id[JP_MESSAGE_ID_SIZE];
    MemoirReplyFunc callback;
    gpointer data;
} Question;

struct _MemoirSession {
    GObject parent;
    char *kernel, *directory, *display_name;
    struct jp_client *client;
    GSource *source;
    MemoirSessionState state;
    GQueue runs; /* the head is under way once sent */
    GArray *questions;
    guint last_question;
    json_t *input_header; /* of the input_request that waits for an answer */

    char comm[JP_UUID_SIZE];
    gboolean iopub_seen, info_seen;
    guint nudge, kill, restart;
    guint flush;
    gint64 flushed, flush_cost;

    int stderr_read, stderr_write;
    guint stderr_watch;
    GString *last_stderr;
};

G_DEFINE_FINAL_TYPE(MemoirSession, memoir_session, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { DIED, INPUT_REQUESTED, N_SIGNALS };
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
        {MEMOIR_SESSION_DEAD, "MEMOIR_SESSION_DEAD", "dead"},
        {0, NULL, NULL},
    };

    if (g_once_init_enter(&type))
        g_once_init_leave(&type, g_enum_register_static("MemoirSessionState", values));
    return type;
}

static void set_state(MemoirSession *self, MemoirSessionState state)
{
    if (state == self->state)
        return;
    self->state = state;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STATE]);
}

static void set_error(GError **error, const struct jp_error *reason)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason->text);
}

/* ---- outputs into cells ---- */

static void flush_outputs(MemoirSession *self)
{
    Run *run = g_queue_peek_head(&self->runs);
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
        memoir_cell_set_queue_position(((Run *)link->data)->cell, before++);
}

static void run_free(Run *run)
{
    memoir_cell_set_queue_position(run->cell, 0);
    memoir_cell_set_state(run->cell, MEMOIR_CELL_IDLE);
    g_object_unref(run->cell);
    jp_outputs_finish(&run->outputs);
    g_free(run);
}

static void empty_queue(MemoirSession *self)
{
    Run *run;

    flush_outputs(self);
    while ((run = g_queue_pop_head(&self->runs)))
        run_free(run);
}

static void send_next(MemoirSession *self)
{
    Run *run = g_queue_peek_head(&self->runs);
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
        empty_queue(self);
        return;
    }
    run->sent = TRUE;
    memoir_cell_set_execution_count(run->cell, 0);
    memoir_cell_set_timeline_json(run->cell, NULL);
    memoir_cell_set_outputs(run->cell, jp_outputs_list(&run->outputs));
    memoir_cell_set_state(run->cell, MEMOIR_CELL_RUNNING);
    set_state(self, MEMOIR_SESSION_BUSY);
}

static void run_ended(MemoirSession *self, Run *run)
{
    flush_outputs(self);
    g_queue_pop_head(&self->runs);
    if (run->failed)
        empty_queue(self);
    run_free(run);
    count_queue(self);
    set_state(self, MEMOIR_SESSION_IDLE);
    send_next(self);
}

/* ---- messages ---- */

static void become_ready(MemoirSession *self)
{
    if (self->state != MEMOIR_SESSION_STARTING || !self->iopub_seen || !self->info_seen)
        return;
    g_clear_handle_id(&self->nudge, g_source_remove);
    jp_uuid(self->comm);
    jp_client_request(self->client, JP_SHELL, "comm_open",
                      json_pack("{s:s, s:s, s:{}}", "comm_id", self->comm, "target_name",
                                TIMELINE_COMM, "data"),
                      NULL, NULL);
    set_state(self, MEMOIR_SESSION_IDLE);
    send_next(self);
}

static void take_timeline(MemoirSession *self, Run *run, const json_t *content)
{
    const char *comm = json_string_value(json_object_get(content, "comm_id"));
    const json_t *data = json_object_get(content, "data");

    if (comm && strcmp(comm, self->comm) == 0)
        memoir_cell_set_timeline_json(run->cell, json_object_get(data, "timeline"));
}

static void take_iopub(MemoirSession *self, Run *run, const struct jp_message *message)
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

static void take_reply(Run *run, const struct jp_message *message)
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
        Question question = g_array_index(self->questions, Question, i);

        if (strcmp(question.id, jp_message_parent_id(message)) == 0) {
            g_array_remove_index(self->questions, i);
            question.callback(message->content, question.data);
            return;
        }
    }
}

static void request_input(MemoirSession *self, Run *run, const struct jp_message *message)
{
    const char *prompt = jp_json_text_value(json_object_get(message->content, "prompt"), NULL);

    json_decref(self->input_header);
    self->input_header = json_incref(message->header);
    flush_outputs(self);
    g_signal_emit(self, signals[INPUT_REQUESTED], 0, run->cell, prompt ? prompt : "",
                  json_is_true(json_object_get(message->content, "password")));
}

static void kernel_ended(MemoirSession *self);

static void handle(void *data, enum jp_channel channel, const struct jp_message *message)
{
    MemoirSession *self = data;
    Run *run = g_queue_peek_head(&self->runs);
    const char *type;

    if (!message) {
        kernel_ended(self);
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
}

/* ---- birth and death ---- */

static void drop_questions(MemoirSession *self)
{
    while (self->questions->len > 0) {
        Question question = g_array_index(self->questions, Question, 0);

        g_array_remove_index(self->questions, 0);
        question.callback(NULL, question.data);
    }
}

static gboolean nudge(gpointer data)
{
    MemoirSession *self = data;

    jp_client_request(self->client, JP_SHELL, "kernel_info_request", NULL, NULL, NULL);
    return G_SOURCE_CONTINUE;
}

static void listen(MemoirSession *self)
{
    self->iopub_seen = self->info_seen = FALSE;
    self->source = memoir_client_source_new(self->client);
    g_source_attach(self->source, NULL);
    set_state(self, MEMOIR_SESSION_STARTING);
    nudge(self);
    /* What iopub says before it is connected is lost; asking again makes it speak. */
    self->nudge = g_timeout_add(NUDGE_MS, nudge, self);
}

static void stop_listening(MemoirSession *self)
{
    g_clear_handle_id(&self->nudge, g_source_remove);
    g_clear_handle_id(&self->kill, g_source_remove);
    g_clear_handle_id(&self->restart, g_source_remove);
    if (self->source)
        g_source_destroy(self->source);
    g_clear_pointer(&self->source, g_source_unref);
}

static gboolean restart_now(gpointer data)
{
    MemoirSession *self = data;
    struct jp_error reason;

    self->restart = 0;
    g_string_truncate(self->last_stderr, 0);
    if (jp_client_restart(self->client, &reason) == 0) {
        listen(self);
    } else {
        set_state(self, MEMOIR_SESSION_DEAD);
        g_signal_emit(self, signals[DIED], 0, reason.text);
    }
    return G_SOURCE_REMOVE;
}

static gboolean read_stderr(int fd, GIOCondition condition, gpointer data)
{
    MemoirSession *self = data;
    char chunk[4096];
    ssize_t got;

    while ((got = read(fd, chunk, sizeof(chunk))) > 0) {
        g_string_append_len(self->last_stderr, chunk, got);
        if (self->last_stderr->len > KEPT_STDERR)
            g_string_erase(self->last_stderr, 0,
                           (gssize)(self->last_stderr->len - KEPT_STDERR));
    }
    return G_SOURCE_CONTINUE;
}

/* From the client's dispatch: the client may not be touched more than asked here. */
static void kernel_ended(MemoirSession *self)
{
    char how[128];
    g_autofree char *last = NULL;
    g_autofree char *text = NULL;
    gboolean wanted = self->state == MEMOIR_SESSION_RESTARTING;

    stop_listening(self);
    json_decref(self->input_header);
    self->input_header = NULL;
    drop_questions(self);
    /* What is in the queue by now was meant for the new kernel. */
    if (wanted) {
        self->restart = g_idle_add(restart_now, self);
        return;
    }
    empty_queue(self);
    read_stderr(self->stderr_read, G_IO_IN, self);
    jp_client_describe_end(self->client, how, sizeof(how));
    last = g_utf8_make_valid(self->last_stderr->str, (gssize)self->last_stderr->len);
    g_strstrip(last);
    text = g_strdup_printf("The kernel %s.%s%s", how, *last ? "\n" : "", last);
    set_state(self, MEMOIR_SESSION_DEAD);
    g_signal_emit(self, signals[DIED], 0, text);
}

/* The kernel that was built or installed with this app. */
static char *own_kernel(void)
{
    static const char *const places[] = {"../kernel/memoir-kernel", "memoir-kernel"};
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
    const char *named = g_getenv("MEMOIR_KERNEL");

    if (named)
        return g_canonicalize_filename(named, NULL); /* it starts in another directory */
    for (gsize i = 0; folder && i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(folder, places[i], NULL);

        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
            return g_steal_pointer(&path);
    }
    return NULL;
}

static struct jp_client *launch(MemoirSession *self, struct jp_error *reason)
{
    gboolean ours = strcmp(self->kernel, "memoir") == 0;
    g_autofree char *program = ours ? own_kernel() : NULL;
    struct jp_client_options options = {
        .transport = ours ? JP_IPC : JP_TCP,
        .directory = self->directory,
        .stderr_fd = self->stderr_write,
    };
    struct jp_kernelspec *spec;
    struct jp_client *client;

    if (program) {
        const char *argv[] = {program, "-f", "{connection_file}", NULL};

        self->display_name = g_strdup("Memoir");
        return jp_client_launch_argv(argv, &options, reason);
    }
    spec = jp_kernelspec_find(self->kernel, reason);
    if (!spec)
        return NULL;
    self->display_name = g_strdup(spec->display_name);
    client = jp_client_launch(spec, &options, reason);
    jp_kernelspec_destroy(spec);
    return client;
}

gboolean memoir_session_start(MemoirSession *self, GError **error)
{
    struct jp_error reason;

    if (self->state != MEMOIR_SESSION_OFF)
        return TRUE;
    if (self->stderr_read < 0) {
        int fds[2];

        if (!g_unix_open_pipe(fds, FD_CLOEXEC, error))
            return FALSE;
        self->stderr_read = fds[0];
        self->stderr_write = fds[1];
        g_unix_set_fd_nonblocking(fds[0], TRUE, NULL);
        self->stderr_watch = g_unix_fd_add(fds[0], G_IO_IN, read_stderr, self);
    }
    g_clear_pointer(&self->display_name, g_free);
    g_string_truncate(self->last_stderr, 0);
    self->client = launch(self, &reason);
    if (!self->client) {
        set_error(error, &reason);
        return FALSE;
    }
    jp_client_set_handler(self->client, handle, self);
    listen(self);
    return TRUE;
}

static gboolean kill_kernel(gpointer data)
{
    MemoirSession *self = data;

    self->kill = 0;
    if (jp_client_pid(self->client) > 0 && jp_client_alive(self->client))
        kill(jp_client_pid(self->client), SIGKILL);
    return G_SOURCE_REMOVE;
}

gboolean memoir_session_restart(MemoirSession *self, GError **error)
{
    struct jp_error reason;

    switch (self->state) {
    case MEMOIR_SESSION_OFF:
        return memoir_session_start(self, error);
    case MEMOIR_SESSION_RESTARTING:
        return TRUE;
    case MEMOIR_SESSION_DEAD:
        set_state(self, MEMOIR_SESSION_RESTARTING);
        self->restart = g_idle_add(restart_now, self);
        return TRUE;
    default:
        break;
    }
    empty_queue(self);
    g_clear_handle_id(&self->nudge, g_source_remove);
    set_state(self, MEMOIR_SESSION_RESTARTING);
    if (jp_client_request(self->client, JP_CONTROL, "shutdown_request",
                          json_pack("{s:b}", "restart", 1), NULL, &reason) < 0) {
        g_debug("asking the kernel to end: %s", reason.text);
        kill_kernel(self);
    } else {
        self->kill = g_timeout_add(END_MS, kill_kernel, self);
    }
    return TRUE;
}

void memoir_session_shutdown(MemoirSession *self)
{
    stop_listening(self);
    empty_queue(self);
    drop_questions(self);
    g_clear_pointer(&self->client, jp_client_destroy);
    set_state(self, MEMOIR_SESSION_OFF);
}

void memoir_session_set_kernel(MemoirSession *self, const char *kernel)
{
    memoir_session_shutdown(self);
    g_free(self->kernel);
    self->kernel = g_strdup(kernel);
    g_clear_pointer(&self->display_name, g_free);
}

/* ---- asking ---- */

static GList *find_run(MemoirSession *self, MemoirCell *cell)
{
    for (GList *link = self->runs.head; link; link = link->next) {
        if (((Run *)link->data)->cell == cell)
            return link;
    }
    return NULL;
}

gboolean memoir_session_run(MemoirSession *self, MemoirCell *cell, GError **error)
{
    struct jp_error reason;
    Run *run;

    if (self->state == MEMOIR_SESSION_DEAD && !memoir_session_restart(self, error))
        return FALSE;
    if (!memoir_session_start(self, error))
        return FALSE;
    if (find_run(self, cell))
        return TRUE;
    run = g_new0(Run, 1);
    if (jp_outputs_init(&run->outputs, &reason) < 0) {
        set_error(error, &reason);
        g_free(run);
        return FALSE;
    }
    run->cell = g_object_ref(cell);
    memoir_cell_set_state(cell, MEMOIR_CELL_QUEUED);
    g_queue_push_tail(&self->runs, run);
    memoir_cell_set_queue_position(cell, self->runs.length - 1);
    send_next(self);
    return TRUE;
}

void memoir_session_cancel(MemoirSession *self, MemoirCell *cell)
{
    GList *link = find_run(self, cell);
    Run *run = link ? link->data : NULL;

    if (!run || run->sent)
        return;
    g_queue_delete_link(&self->runs, link);
    run_free(run);
    count_queue(self);
}

void memoir_session_interrupt(MemoirSession *self)
{
    struct jp_error reason;

    if (self->state == MEMOIR_SESSION_BUSY && jp_client_interrupt(self->client, &reason) < 0)
        g_warning("cannot interrupt the kernel: %s", reason.text);
}

void memoir_session_answer_input(MemoirSession *self, const char *text)
{
    struct jp_message request = {.header = self->input_header};
    struct jp_error reason;

    if (!self->input_header)
        return;
    if (jp_client_answer_input(self->client, &request, text, &reason) < 0)
        g_warning("cannot answer the kernel: %s", reason.text);
    json_decref(self->input_header);
    self->input_header = NULL;
}

guint memoir_session_ask(MemoirSession *self, const char *type, json_t *content,
                         MemoirReplyFunc callback, gpointer data)
{
    Question question = {.callback = callback, .data = data};

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
        if (g_array_index(self->questions, Question, i).number == number) {
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

const char *memoir_session_get_display_name(MemoirSession *self)
{
    return self->display_name ? self->display_name : self->kernel;
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
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void memoir_session_dispose(GObject *object)
{
    memoir_session_shutdown(MEMOIR_SESSION(object));
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
    g_object_class_install_properties(object_class, N_PROPS, properties);
    signals[DIED] = g_signal_new("died", MEMOIR_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[INPUT_REQUESTED] = g_signal_new("input-requested", MEMOIR_TYPE_SESSION,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            3, MEMOIR_TYPE_CELL, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void memoir_session_init(MemoirSession *self)
{
    self->stderr_read = self->stderr_write = -1;
    self->last_stderr = g_string_new(NULL);
    self->questions = g_array_new(FALSE, FALSE, sizeof(Question));
    g_queue_init(&self->runs);
}
