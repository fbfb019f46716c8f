#include "kernel/plot.h"

#include "protocol/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A picture takes some 100 ms; a machine under load gets its time. */
#define TIMEOUT_MS 20000

static void find_program(char path[PATH_MAX])
{
    static const char *const beside[] = {"../plots/memoir-plot", "memoir-plot"};
    char self[PATH_MAX - 32];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    char *slash;

    self[length > 0 ? length : 0] = '\0';
    slash = strrchr(self, '/');
    for (int i = 0; slash && i < 2; i++) {
        snprintf(path, PATH_MAX, "%.*s/%s", (int)(slash - self), self, beside[i]);
        if (access(path, X_OK) == 0)
            return;
    }
    strcpy(path, "memoir-plot");
}

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Feed the child and read from it at once, so that neither pipe can fill up and block both. */
static int converse(int *to, int *from, const char *text, size_t length, struct jp_buffer *out,
                    struct jp_error *error)
{
    long long deadline = now_ms() + TIMEOUT_MS;
    char chunk[16384];

    while (*from >= 0) {
        struct pollfd items[2] = {{.fd = *from, .events = POLLIN}, {.fd = *to, .events = POLLOUT}};
        long long left = deadline - now_ms();
        ssize_t done;

        if (left <= 0)
            return jp_fail(error, "memoir-plot took more than %d seconds", TIMEOUT_MS / 1000);
        if (poll(items, 2, (int)left) < 0)
            continue;
        if (items[1].revents) {
            done = write(*to, text, length);
            if (done > 0) {
                text += done;
                length -= (size_t)done;
            }
            /* A child that does not listen any more says why by its status. */
            if (length == 0 || (done < 0 && errno != EAGAIN && errno != EINTR))
                close_fd(to);
        }
        if (items[0].revents) {
            done = read(*from, chunk, sizeof(chunk));
            if (done > 0)
                jp_buffer_add(out, chunk, (size_t)done);
            else if (done == 0 || (errno != EAGAIN && errno != EINTR))
                close_fd(from);
        }
    }
    return out->failed ? jp_fail(error, "not enough memory for a picture") : 0;
}

static int start(struct jp_process *process, const char *format, int *to, int *from,
                 struct jp_error *error)
{
    char path[PATH_MAX];
    const char *const argv[] = {path, "--output", "-", "--format", format, "-", NULL};
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    int result;

    find_program(path);
    if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0) {
        result = jp_fail(error, "no pipe to memoir-plot: %s", strerror(errno));
    } else {
        const struct jp_process_options options = {
            .argv = argv, .stdin_fd = in[0], .stdout_fd = out[1], .stderr_fd = -1};

        result = jp_process_start(process, &options, error);
    }
    close_fd(&in[0]);
    close_fd(&out[1]);
    if (result < 0) {
        close_fd(&in[1]);
        close_fd(&out[0]);
        return -1;
    }
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    *to = in[1];
    *from = out[0];
    return 0;
}

int mk_plot(const char *timeline, size_t length, const char *format, struct jp_buffer *out,
            struct jp_error *error)
{
    struct jp_process process;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    int to = -1, from = -1, result;

    if (start(&process, format, &to, &from, error) < 0)
        return -1;
    /* Writing to a child that has ended must be an error, not the end of this process. */
    sigaction(SIGPIPE, &ignore, &before);
    result = converse(&to, &from, timeline, length, out, error);
    sigaction(SIGPIPE, &before, NULL);
    close_fd(&to);
    close_fd(&from);
    if (result == 0) {
        jp_process_wait(&process, TIMEOUT_MS);
        if (!process.ended || process.status != 0) {
            char how[128];

            jp_process_describe(&process, how, sizeof(how));
            result = jp_fail(error, "memoir-plot %s", how);
        }
    }
    jp_process_finish(&process);
    return result;
}
