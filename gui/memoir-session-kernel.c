/* The life of a session's kernel: which there are, start, end, restart, death. */
#include "gui/memoir-session-private.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "gui/memoir-client-source.h"

#define OURS "memoir"
#define TIMELINE_COMM "memoir.timeline"
#define NUDGE_MS 200
#define END_MS 3000
#define KEPT_STDERR 4096

/* ---- which there are ---- */

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

GStrv memoir_session_list_kernels(void)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_autofree char *own = own_kernel();
    char **names = jp_kernelspec_names();

    if (own)
        g_strv_builder_add(builder, OURS);
    for (gsize i = 0; names && names[i]; i++) {
        if (!own || strcmp(names[i], OURS) != 0)
            g_strv_builder_add(builder, names[i]);
    }
    jp_strings_free(names);
    return g_strv_builder_end(builder);
}

char *memoir_session_dup_kernel_title(const char *kernel)
{
    g_autofree char *own = strcmp(kernel, OURS) == 0 ? own_kernel() : NULL;
    struct jp_error reason;
    struct jp_kernelspec *spec;
    char *title;

    if (own)
        return g_strdup("Memoir");
    spec = jp_kernelspec_find(kernel, &reason);
    title = g_strdup(spec ? spec->display_name : kernel);
    jp_kernelspec_destroy(spec);
    return title;
}

char *memoir_session_dup_kernel_language(const char *kernel)
{
    struct jp_error reason;
    struct jp_kernelspec *spec =
        strcmp(kernel, OURS) == 0 ? NULL : jp_kernelspec_find(kernel, &reason);
    char *language = g_strdup(spec && spec->language ? spec->language : "python");

    jp_kernelspec_destroy(spec);
    return language;
}

const char *memoir_session_get_display_name(MemoirSession *self)
{
    if (!self->display_name)
        self->display_name = memoir_session_dup_kernel_title(self->kernel);
    return self->display_name;
}

/* ---- start ---- */

static gboolean nudge(gpointer data)
{
    MemoirSession *self = data;

    jp_client_request(self->client, JP_SHELL, "kernel_info_request", NULL, NULL, NULL);
    return G_SOURCE_CONTINUE;
}

static void listen(MemoirSession *self)
{
    self->iopub_seen = self->info_seen = FALSE;
    memoir_session_forget_past(self);
    self->source = memoir_client_source_new(self->client);
    g_source_attach(self->source, NULL);
    memoir_session_set_state(self, MEMOIR_SESSION_STARTING);
    nudge(self);
    /* What iopub says before it is connected is lost; asking again makes it speak. */
    self->nudge = g_timeout_add(NUDGE_MS, nudge, self);
}

void memoir_session_kernel_ready(MemoirSession *self)
{
    g_clear_handle_id(&self->nudge, g_source_remove);
    jp_uuid(self->comm);
    jp_client_request(
        self->client, JP_SHELL, "comm_open",
        json_pack("{s:s, s:s, s:{}}", "comm_id", self->comm, "target_name", TIMELINE_COMM, "data"),
        NULL, NULL);
    memoir_session_set_state(self, MEMOIR_SESSION_IDLE);
}

static gboolean read_stderr(int fd, GIOCondition condition, gpointer data)
{
    MemoirSession *self = data;
    char chunk[4096];
    ssize_t got;

    while ((got = read(fd, chunk, sizeof(chunk))) > 0) {
        g_string_append_len(self->last_stderr, chunk, got);
        if (self->last_stderr->len > KEPT_STDERR)
            g_string_erase(self->last_stderr, 0, (gssize)(self->last_stderr->len - KEPT_STDERR));
    }
    return G_SOURCE_CONTINUE;
}

static struct jp_client *launch(MemoirSession *self, struct jp_error *reason)
{
    gboolean ours = strcmp(self->kernel, OURS) == 0;
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

        return jp_client_launch_argv(argv, &options, reason);
    }
    spec = jp_kernelspec_find(self->kernel, reason);
    if (!spec)
        return NULL;
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
    g_string_truncate(self->last_stderr, 0);
    self->client = launch(self, &reason);
    if (!self->client) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
        return FALSE;
    }
    jp_client_set_handler(self->client, memoir_session_handle, self);
    listen(self);
    return TRUE;
}

/* ---- end ---- */

static void stop_listening(MemoirSession *self)
{
    g_clear_handle_id(&self->nudge, g_source_remove);
    g_clear_handle_id(&self->kill, g_source_remove);
    g_clear_handle_id(&self->ended, g_source_remove);
    if (self->source)
        g_source_destroy(self->source);
    g_clear_pointer(&self->source, g_source_unref);
}

static void die(MemoirSession *self, const char *how)
{
    g_autofree char *words = NULL;
    g_autofree char *text = NULL;

    g_free(self->death);
    self->death = g_strdup(how);
    words = memoir_session_dup_last_words(self);
    text = g_strdup_printf("%s%s%s", how, *words ? "\n" : "", words);
    memoir_session_set_state(self, MEMOIR_SESSION_DEAD);
    g_signal_emit_by_name(self, "died", text);
}

static void start_again(MemoirSession *self)
{
    g_autoptr(GError) error = NULL;

    memoir_session_set_state(self, MEMOIR_SESSION_OFF);
    if (!memoir_session_start(self, &error)) {
        memoir_session_empty_queue(self);
        die(self, error->message);
    }
}

/* A kernel that was asked to end is gone. */
static gboolean go_on(gpointer data)
{
    MemoirSession *self = data;
    gboolean wanted = self->state == MEMOIR_SESSION_RESTARTING || self->runs.length > 0;
    struct jp_error reason;

    self->ended = 0;
    if (wanted && !self->switching) {
        g_string_truncate(self->last_stderr, 0);
        if (jp_client_restart(self->client, &reason) == 0) {
            listen(self);
        } else {
            memoir_session_empty_queue(self);
            die(self, reason.text);
        }
        return G_SOURCE_REMOVE;
    }
    self->switching = FALSE;
    g_clear_pointer(&self->client, jp_client_destroy);
    if (wanted)
        start_again(self);
    else
        memoir_session_set_state(self, MEMOIR_SESSION_OFF);
    return G_SOURCE_REMOVE;
}

/* What a dead kernel leaves in the cell that it ran: its last timeline, and how it ended. */
static void leave_traces(MemoirSession *self, MemoirRun *run, const char *how)
{
    json_t *text = jp_json_text(how, strlen(how));

    if (run->timeline) {
        struct tl_timeline timeline;
        char summary[256] = "";
        json_t *small = NULL;

        if (tl_from_json(&timeline, run->timeline, NULL)) {
            if (tl_reduce_to_save(&timeline))
                small = tl_to_json(&timeline);
            tl_summary(&timeline, summary, sizeof(summary));
            tl_timeline_finish(&timeline);
        }
        if (small)
            jp_outputs_append(&run->outputs,
                              json_pack("{s:s, s:{s:s, s:o}, s:{}}", "output_type", "display_data",
                                        "data", "text/plain", summary, TL_MIME, small, "metadata"));
    }
    jp_outputs_append(&run->outputs,
                      json_pack("{s:s, s:s, s:O, s:[O]}", "output_type", "error", "ename",
                                "KernelDied", "evalue", text, "traceback", text));
    json_decref(text);
}

void memoir_session_kernel_ended(MemoirSession *self)
{
    gboolean asked =
        self->state == MEMOIR_SESSION_RESTARTING || self->state == MEMOIR_SESSION_STOPPING;
    MemoirRun *run = g_queue_peek_head(&self->runs);
    g_autofree char *text = NULL;
    char how[128];

    stop_listening(self);
    json_decref(self->input_header);
    self->input_header = NULL;
    memoir_session_drop_questions(self);
    /* What is in the queue by now was meant for the new kernel. */
    if (asked) {
        self->ended = g_idle_add(go_on, self);
        return;
    }
    read_stderr(self->stderr_read, G_IO_IN, self);
    jp_client_describe_end(self->client, how, sizeof(how));
    text = g_strdup_printf("The kernel %s.", how);
    g_clear_object(&self->fatal_cell);
    if (run && run->sent) {
        self->fatal_cell = g_object_ref(run->cell);
        leave_traces(self, run, text);
    }
    memoir_session_empty_queue(self);
    die(self, text);
}

static gboolean kill_kernel(gpointer data)
{
    MemoirSession *self = data;

    self->kill = 0;
    if (jp_client_pid(self->client) > 0 && jp_client_alive(self->client))
        kill(jp_client_pid(self->client), SIGKILL);
    return G_SOURCE_REMOVE;
}

static void ask_to_end(MemoirSession *self, MemoirSessionState state)
{
    struct jp_error reason;

    memoir_session_empty_queue(self);
    g_clear_handle_id(&self->nudge, g_source_remove);
    memoir_session_set_state(self, state);
    if (self->kill)
        return;
    if (jp_client_request(self->client, JP_CONTROL, "shutdown_request",
                          json_pack("{s:b}", "restart", state == MEMOIR_SESSION_RESTARTING), NULL,
                          &reason) < 0) {
        g_debug("asking the kernel to end: %s", reason.text);
        kill_kernel(self);
    } else {
        self->kill = g_timeout_add(END_MS, kill_kernel, self);
    }
}

gboolean memoir_session_restart(MemoirSession *self, GError **error)
{
    switch (self->state) {
    case MEMOIR_SESSION_OFF: return memoir_session_start(self, error);
    case MEMOIR_SESSION_RESTARTING: return TRUE;
    case MEMOIR_SESSION_STOPPING:
        memoir_session_set_state(self, MEMOIR_SESSION_RESTARTING);
        return TRUE;
    case MEMOIR_SESSION_DEAD:
        memoir_session_set_state(self, MEMOIR_SESSION_RESTARTING);
        self->switching = self->switching || !self->client;
        self->ended = g_idle_add(go_on, self);
        return TRUE;
    default: ask_to_end(self, MEMOIR_SESSION_RESTARTING); return TRUE;
    }
}

void memoir_session_shutdown(MemoirSession *self)
{
    switch (self->state) {
    case MEMOIR_SESSION_OFF:
    case MEMOIR_SESSION_STOPPING: break;
    case MEMOIR_SESSION_DEAD: memoir_session_kill(self); break;
    case MEMOIR_SESSION_RESTARTING:
        memoir_session_empty_queue(self);
        memoir_session_set_state(self, MEMOIR_SESSION_STOPPING);
        break;
    default: ask_to_end(self, MEMOIR_SESSION_STOPPING);
    }
}

void memoir_session_set_kernel(MemoirSession *self, const char *kernel)
{
    if (strcmp(kernel, self->kernel) == 0)
        return;
    g_free(self->kernel);
    self->kernel = g_strdup(kernel);
    g_clear_pointer(&self->display_name, g_free);
    if (self->state == MEMOIR_SESSION_DEAD) {
        memoir_session_kill(self);
    } else if (self->state != MEMOIR_SESSION_OFF) {
        self->switching = TRUE;
        memoir_session_restart(self, NULL);
    }
    g_object_notify(G_OBJECT(self), "kernel");
}

void memoir_session_kill(MemoirSession *self)
{
    stop_listening(self);
    memoir_session_empty_queue(self);
    memoir_session_drop_questions(self);
    memoir_session_forget_past(self);
    self->switching = FALSE;
    g_clear_pointer(&self->client, jp_client_destroy);
    memoir_session_set_state(self, MEMOIR_SESSION_OFF);
}

/* ---- what a dead one said ---- */

const char *memoir_session_get_death(MemoirSession *self)
{
    return self->state == MEMOIR_SESSION_DEAD ? self->death : NULL;
}

char *memoir_session_dup_last_words(MemoirSession *self)
{
    return g_strstrip(g_utf8_make_valid(self->last_stderr->str, (gssize)self->last_stderr->len));
}

MemoirCell *memoir_session_get_fatal_cell(MemoirSession *self)
{
    return self->state == MEMOIR_SESSION_DEAD ? self->fatal_cell : NULL;
}
