#include "kernel/kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

#define PERIOD_MS 50 /* of live updates: 20 Hz */

/* For the signal handlers alone; set while a kernel serves. */
static struct mk_kernel *volatile signalled;

static void wake(struct mk_kernel *kernel)
{
    const uint64_t one = 1;
    int saved = errno;

    /* Only a full counter can fail, and then the main thread will wake anyway. */
    if (write(kernel->wake_fd, &one, sizeof(one)) < 0)
        errno = saved;
}

static void on_interrupt(int signal)
{
    struct mk_kernel *kernel = signalled;

    if (!kernel || !atomic_load(&kernel->cell_runs))
        return;
    atomic_store(&kernel->interrupted, true);
    mr_interrupt(kernel->runtime);
    wake(kernel);
}

static void on_terminate(int signal)
{
    struct mk_kernel *kernel = signalled;

    if (!kernel)
        return;
    atomic_store(&kernel->stopping, true);
    on_interrupt(signal);
    /* Whoever waits for slow clients shall not do so any more. */
    atomic_store(&kernel->interrupted, true);
    wake(kernel);
}

void mk_kernel_interrupt(struct mk_kernel *kernel)
{
    if (atomic_load(&kernel->cell_runs))
        pthread_kill(kernel->main_thread, SIGINT);
}

void mk_kernel_stop(struct mk_kernel *kernel)
{
    pthread_kill(kernel->main_thread, SIGTERM);
}

static void install_signals(struct mk_kernel *kernel)
{
    struct sigaction interrupt = {.sa_handler = on_interrupt};
    struct sigaction terminate = {.sa_handler = on_terminate};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    /* Without SA_RESTART: an interrupt must end the system call that the main thread is in. */
    signalled = kernel;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGTERM, &terminate, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

static int open_sockets(struct mk_kernel *kernel, struct jp_error *error)
{
    struct jp_connection *connection = &kernel->connection;
    void *socket;

    kernel->context = zmq_ctx_new();
    if (!kernel->context)
        return jp_fail(error, "cannot start libzmq: %s", zmq_strerror(zmq_errno()));
    socket = jp_socket_bind(kernel->context, connection, JP_HEARTBEAT, error);
    if (!socket || jp_heartbeat_start(&kernel->heartbeat, socket, error) < 0)
        return -1;
    kernel->heart_beats = true;
    socket = jp_socket_bind(kernel->context, connection, JP_IOPUB, error);
    if (!socket)
        return -1;
    kernel->iopub = mk_iopub_create(socket, &kernel->session, &kernel->interrupted, error);
    if (!kernel->iopub)
        return -1;
    kernel->shell = jp_socket_bind(kernel->context, connection, JP_SHELL, error);
    kernel->input = kernel->shell
                        ? jp_socket_bind(kernel->context, connection, JP_STDIN, error)
                        : NULL;
    socket = kernel->input ? jp_socket_bind(kernel->context, connection, JP_CONTROL, error) : NULL;
    if (!socket)
        return -1;
    kernel->control = mk_control_create(kernel, socket, error);
    return kernel->control ? 0 : -1;
}

static int create_runtime(struct mk_kernel *kernel, struct jp_error *error)
{
    static const char *const argv[] = {""};
    const char *why = "unknown reason";
    const mr_config config = {
        .user = kernel,
        .output = mk_hook_output,
        .input = mk_hook_input,
        .periodic = mk_hook_periodic,
        .hook_interval_ms = PERIOD_MS,
        .result = mk_hook_result,
        .argc = 1,
        .argv = argv,
    };

    kernel->runtime = mr_create(&config, &why);
    return kernel->runtime ? 0 : jp_fail(error, "the runtime cannot start: %s", why);
}

/* In this order: nothing may publish once iopub is gone, nothing may run once the runtime is. */
static void close_all(struct mk_kernel *kernel)
{
    signalled = NULL;
    mk_control_destroy(kernel->control);
    mr_destroy(kernel->runtime);
    mk_iopub_destroy(kernel->iopub);
    if (kernel->shell)
        zmq_close(kernel->shell);
    if (kernel->input)
        zmq_close(kernel->input);
    if (kernel->context)
        zmq_ctx_shutdown(kernel->context);
    if (kernel->heart_beats)
        jp_heartbeat_join(&kernel->heartbeat);
    if (kernel->context)
        zmq_ctx_term(kernel->context);
    for (size_t i = 0; i < kernel->waiting_count; i++)
        jp_message_destroy(kernel->waiting[i]);
    free(kernel->waiting);
    mk_comms_finish(&kernel->comms);
    jp_frames_finish(&kernel->frames);
    jp_replays_finish(&kernel->replays);
    jp_session_finish(&kernel->session);
    if (kernel->wake_fd >= 0)
        close(kernel->wake_fd);
}

int mk_kernel_run(const char *connection_file)
{
    struct mk_kernel *kernel = calloc(1, sizeof(*kernel));
    struct jp_error error = {"not enough memory"};
    int status = 1;

    if (!kernel)
        goto fail;
    kernel->main_thread = pthread_self();
    kernel->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (kernel->wake_fd < 0) {
        jp_fail(&error, "%s", strerror(errno));
        goto fail;
    }
    if (jp_connection_read(&kernel->connection, connection_file, &error) < 0 ||
        jp_session_init(&kernel->session, kernel->connection.key, &error) < 0 ||
        create_runtime(kernel, &error) < 0)
        goto fail;
    install_signals(kernel);
    if (open_sockets(kernel, &error) < 0)
        goto fail;
    mk_iopub_publish(kernel->iopub, "status", NULL,
                     json_pack("{s:s}", "execution_state", "starting"));
    mk_shell_serve(kernel);
    status = 0;
    goto done;

fail:
    mk_log("%s", error.text);
done:
    if (kernel)
        close_all(kernel);
    free(kernel);
    return status;
}

void mk_kernel_drain_wake(struct mk_kernel *kernel)
{
    uint64_t count;

    /* Nothing to read is fine. */
    if (read(kernel->wake_fd, &count, sizeof(count)) < 0)
        return;
}
