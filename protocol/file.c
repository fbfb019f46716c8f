#include "protocol/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int jp_file_read(const char *path, size_t limit, struct jp_buffer *out, struct stat *status,
                 struct jp_error *error)
{
    char chunk[65536];
    struct stat st;
    size_t total = 0;
    ssize_t got;
    int fd;

    /* O_NONBLOCK: opening a FIFO must answer "not a regular file", not wait for a writer. */
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return jp_fail(error, "%s: %s", path, strerror(errno));
    if (fstat(fd, &st) < 0) {
        jp_fail(error, "%s: %s", path, strerror(errno));
        goto fail;
    }
    if (!S_ISREG(st.st_mode)) {
        jp_fail(error, "%s: %s", path,
                S_ISDIR(st.st_mode) ? "is a directory" : "is not a regular file");
        goto fail;
    }
    while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            jp_fail(error, "%s: %s", path, strerror(errno));
            goto fail;
        }
        total += (size_t)got;
        if (total > limit) {
            jp_fail(error, "%s: is larger than %zu bytes", path, limit);
            goto fail;
        }
        jp_buffer_add(out, chunk, (size_t)got);
    }
    if (out->failed) {
        jp_fail(error, "%s: not enough memory to read it", path);
        goto fail;
    }
    if (status)
        *status = st;
    close(fd);
    return 0;

fail:
    close(fd);
    return -1;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, data, length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        data += put;
        length -= (size_t)put;
    }
    return 0;
}

int jp_file_write_atomic(const char *path, const void *data, size_t length, mode_t mode,
                         struct stat *status, struct jp_error *error)
{
    char target[PATH_MAX], temporary[PATH_MAX + 16];
    int fd;

    if (!realpath(path, target)) {
        if (errno != ENOENT)
            return jp_fail(error, "%s: %s", path, strerror(errno));
        if (strlen(path) >= sizeof(target))
            return jp_fail(error, "%s: %s", path, strerror(ENAMETOOLONG));
        strcpy(target, path);
    }
    snprintf(temporary, sizeof(temporary), "%s.XXXXXX", target);
    fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return jp_fail(error, "%s: %s", path, strerror(errno));
    if (fchmod(fd, mode) < 0 || write_all(fd, data, length) < 0 || fsync(fd) < 0 ||
        (status && fstat(fd, status) < 0))
        goto fail_open;
    if (close(fd) < 0)
        goto fail_closed;
    if (rename(temporary, target) < 0)
        goto fail_closed;
    return 0;

fail_open:
    jp_fail(error, "%s: %s", path, strerror(errno));
    close(fd);
    unlink(temporary);
    return -1;
fail_closed:
    jp_fail(error, "%s: %s", path, strerror(errno));
    unlink(temporary);
    return -1;
}

int jp_make_directories(const char *path, struct jp_error *error)
{
    char part[PATH_MAX];
    size_t length = strlen(path);

    if (length >= sizeof(part))
        return jp_fail(error, "%s: %s", path, strerror(ENAMETOOLONG));
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) < 0 && errno != EEXIST)
            return jp_fail(error, "%s: %s", part, strerror(errno));
    }
    return 0;
}
