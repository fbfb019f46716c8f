#include "kernel/control.h"

#include "kernel/kernel.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <unistd.h>
#include <zmq.h>

struct mk_control {
    struct mk_kernel *kernel;
    void *socket;
    struct jp_replays replays;
    struct jp_frames frames;
    unsigned long dropped;
    pthread_t thread;
    int wake_fd;   /* readable when the thread shall end */
    int parent_fd; /* pidfd of the parent, -1: none to watch */
};

static void publish_status(struct mk_control *control, const struct jp_message *request,
                           const char *state)
{
    mk_iopub_publish(control->kernel->iopub, "status", request->header,
                     json_pack("{s:s}", "execution_state", state));
}

static void reply(struct mk_control *control, const struct jp_message *request, const char *type,
                  json_t *content)
{
    struct jp_session *session = &control->kernel->session;
    struct jp_message *message = jp_message_create_reply(session, type, request, content);
    struct jp_error error = {"not enough memory"};

    if (!message || jp_message_send(control->socket, message, &session->signer, &error) < 0)
        mk_log("control: %s: %s", type, error.text);
    jp_message_destroy(message);
}

static void shut_down(struct mk_control *control, const struct jp_message *request)
{
    bool restart = json_is_true(json_object_get(request->content, "restart"));

    reply(control, request, "shutdown_reply",
          json_pack("{s:s, s:b}", "status", "ok", "restart", restart));
    mk_iopub_publish(control->kernel->iopub, "shutdown_reply", request->header,
                     json_pack("{s:s, s:b}", "status", "ok", "restart", restart));
}

static void answer(struct mk_control *control, const struct jp_message *request)
{
    const char *type = jp_message_type(request);
    bool stop = false;

    publish_status(control, request, "busy");
    if (strcmp(type, "interrupt_request") == 0) {
        mk_kernel_interrupt(control->kernel);
        reply(control, request, "interrupt_reply", json_pack("{s:s}", "status", "ok"));
    } else if (strcmp(type, "shutdown_request") == 0) {
        shut_down(control, request);
        stop = true;
    } else if (strcmp(type, "kernel_info_request") == 0) {
        reply(control, request, "kernel_info_reply", mk_info_content());
    } else {
        size_t length = strlen(type);
        char name[128];

        if (length > 8 && length < sizeof(name) && strcmp(type + length - 8, "_request") == 0) {
            memcpy(name, type, length - 8);
            strcpy(name + length - 8, "_reply");
            reply(control, request, name,
                  mk_error_content("NotImplementedError", "not answered on the control channel"));
        } else {
            mk_log("control: nothing is known of %s", type);
        }
    }
    publish_status(control, request, "idle");
    mk_iopub_flush(control->kernel->iopub);
    if (stop)
        mk_kernel_stop(control->kernel);
}

static void receive(struct mk_control *control)
{
    while (jp_frames_receive(control->socket, &control->frames, ZMQ_DONTWAIT) > 0) {
        struct jp_error error;
        struct jp_message *request = jp_message_decode(&control->frames,
                                                       &control->kernel->session.signer,
                                                       &control->replays, &error);

        if (request)
            answer(control, request);
        else
            mk_log_dropped("control", &control->dropped, &error);
        jp_message_destroy(request);
    }
}

static void *serve(void *data)
{
    struct mk_control *control = data;
    bool parent_gone = false;

    for (;;) {
        zmq_pollitem_t items[3] = {
            {.socket = control->socket, .events = ZMQ_POLLIN},
            {.fd = control->wake_fd, .events = ZMQ_POLLIN},
            {.fd = control->parent_fd, .events = ZMQ_POLLIN},
        };
        int count = control->parent_fd >= 0 && !parent_gone ? 3 : 2;

        if (zmq_poll(items, count, -1) < 0 && zmq_errno() == ETERM)
            break;
        if (items[1].revents & ZMQ_POLLIN)
            break;
        if (count == 3 && (items[2].revents & ZMQ_POLLIN)) {
            parent_gone = true;
            mk_log("the process that started this kernel is gone");
            mk_kernel_stop(control->kernel);
        }
        receive(control);
    }
    return NULL;
}

/* -1 when there is no parent to watch; *gone when there was one. */
static int open_parent(bool *gone)
{
    const char *text = getenv("JPY_PARENT_PID");
    long pid = text ? strtol(text, NULL, 10) : 0;
    int fd = -1;

    *gone = false;
    if (pid > 1) {
        fd = pidfd_open((pid_t)pid, 0);
        *gone = fd < 0 && errno == ESRCH;
    }
    return fd;
}

struct mk_control *mk_control_create(struct mk_kernel *kernel, void *socket,
                                     struct jp_error *error)
{
    struct mk_control *control = calloc(1, sizeof(*control));
    sigset_t all, before;
    bool parent_gone = false;
    int result;

    if (!control) {
        jp_fail(error, "not enough memory");
        zmq_close(socket);
        return NULL;
    }
    control->kernel = kernel;
    control->socket = socket;
    control->parent_fd = open_parent(&parent_gone);
    control->wake_fd = eventfd(0, EFD_CLOEXEC);
    if (control->wake_fd < 0) {
        result = errno;
        goto fail;
    }
    if (parent_gone) {
        jp_fail(error, "the process that started this kernel is gone");
        goto fail_told;
    }
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&control->thread, NULL, serve, control);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result == 0)
        return control;

fail:
    jp_fail(error, "cannot start the control thread: %s", strerror(result));
fail_told:
    if (control->wake_fd >= 0)
        close(control->wake_fd);
    if (control->parent_fd >= 0)
        close(control->parent_fd);
    zmq_close(socket);
    free(control);
    return NULL;
}

void mk_control_destroy(struct mk_control *control)
{
    const uint64_t one = 1;

    if (!control)
        return;
    if (write(control->wake_fd, &one, sizeof(one)) == sizeof(one))
        pthread_join(control->thread, NULL);
    zmq_close(control->socket);
    close(control->wake_fd);
    if (control->parent_fd >= 0)
        close(control->parent_fd);
    jp_replays_finish(&control->replays);
    jp_frames_finish(&control->frames);
    free(control);
}
