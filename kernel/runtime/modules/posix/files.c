/*
 * files.c - functions of posix on file descriptors.
 */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "modules/structseq.h"

static bool one_fd(mr_runtime *rt, mr_value v, int *fd)
{
    if (mr_is_integer(v))
        return mr_to_c_int(rt, v, fd);
    mr_value name = mr_intern(rt, "fileno");
    mr_value method = name ? mr_getattr_optional(rt, v, name) : MR_NULL;
    mr_decref(rt, name);
    if (!method) {
        if (!mr_error(rt))
            mr_raise(rt, rt->exc.TypeError, "argument must be an int, or have a fileno() method.");
        return false;
    }
    mr_value n = mr_call0(rt, method);
    mr_decref(rt, method);
    bool fine = n && mr_to_c_int(rt, n, fd);
    mr_decref(rt, n);
    return fine;
}

static mr_value result(mr_runtime *rt, int r)
{
    if (mr_error(rt))
        return MR_NULL;
    return r < 0 ? mr_errno(rt) : MR_NONE;
}

NATIVE(posix_open)
{
    mr_value a[4];
    mr_path p;
    int flags, mode = 0777, dir, fd;
    if (!mr_bind(rt, "open(path, flags, mode=, *, dir_fd=)", args, nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[1], &flags) || (a[2] && !mr_to_c_int(rt, a[2], &mode)) ||
        !mr_dir_fd(rt, a[3], &dir) || !mr_path_from(rt, a[0], "open", "path", 0, &p))
        return MR_NULL;
    do
        fd = openat(dir, p.text, flags | O_CLOEXEC, (mode_t)mode);
    while (fd < 0 && mr_again(rt));
    if (fd < 0)
        return mr_path_error(rt, &p);
    mr_path_finish(rt, &p);
    return mr_small_int(fd);
}

NATIVE(posix_close)
{
    mr_value a[1];
    int fd;
    if (!mr_bind(rt, "close(fd)", args, nargs, kwnames, a) || !mr_to_c_int(rt, a[0], &fd))
        return MR_NULL;
    int r = close(fd);
    return r < 0 && errno != EINTR ? mr_errno(rt) : MR_NONE;
}

NATIVE(posix_closerange)
{
    int from, to;
    if (!mr_arity(rt, "closerange", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &from) ||
        !mr_to_c_int(rt, args[1], &to))
        return MR_NULL;
    if (to > from)
        close_range((unsigned)from, (unsigned)to - 1, 0);
    return MR_NONE;
}

NATIVE(posix_read)
{
    int fd;
    int64_t length;
    if (!mr_arity(rt, "read", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[1], &length))
        return MR_NULL;
    if (length < 0) {
        errno = EINVAL;
        return mr_errno(rt);
    }
    mr_value bytes = mr_bytes_new(rt, NULL, (size_t)length);
    if (!bytes)
        return MR_NULL;
    ssize_t n;
    do
        n = read(fd, mr_as_bytes(bytes)->data, (size_t)length);
    while (n < 0 && mr_again(rt));
    mr_value out = n < 0         ? mr_errno(rt)
                   : n == length ? mr_incref(bytes)
                                 : mr_bytes_new(rt, mr_as_bytes(bytes)->data, (size_t)n);
    mr_decref(rt, bytes);
    return out;
}

NATIVE(posix_pread)
{
    int fd;
    int64_t length, offset;
    if (!mr_arity(rt, "pread", nargs, kwnames, 3, 3) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[1], &length) || !mr_to_int64(rt, args[2], &offset))
        return MR_NULL;
    mr_value bytes = length < 0 ? MR_NULL : mr_bytes_new(rt, NULL, (size_t)length);
    if (!bytes) {
        errno = EINVAL;
        return mr_errno(rt);
    }
    ssize_t n;
    do
        n = pread(fd, mr_as_bytes(bytes)->data, (size_t)length, offset);
    while (n < 0 && mr_again(rt));
    mr_value out = n < 0 ? mr_errno(rt) : mr_bytes_new(rt, mr_as_bytes(bytes)->data, (size_t)n);
    mr_decref(rt, bytes);
    return out;
}

NATIVE(posix_write)
{
    int fd;
    mr_buffer view;
    if (!mr_arity(rt, "write", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &fd) ||
        mr_buffer_get(rt, args[1], &view, 0) < 0)
        return MR_NULL;
    ssize_t n;
    do
        n = write(fd, view.data, view.length);
    while (n < 0 && mr_again(rt));
    mr_value out = n < 0 ? mr_errno(rt) : mr_int_from(rt, n);
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(posix_pwrite)
{
    int fd;
    int64_t offset;
    mr_buffer view;
    if (!mr_arity(rt, "pwrite", nargs, kwnames, 3, 3) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[2], &offset) || mr_buffer_get(rt, args[1], &view, 0) < 0)
        return MR_NULL;
    ssize_t n;
    do
        n = pwrite(fd, view.data, view.length, offset);
    while (n < 0 && mr_again(rt));
    mr_value out = n < 0 ? mr_errno(rt) : mr_int_from(rt, n);
    mr_buffer_release(rt, &view);
    return out;
}

NATIVE(posix_lseek)
{
    int fd, whence;
    int64_t offset;
    if (!mr_arity(rt, "lseek", nargs, kwnames, 3, 3) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[1], &offset) || !mr_to_c_int(rt, args[2], &whence))
        return MR_NULL;
    off_t at = lseek(fd, offset, whence);
    return at < 0 ? mr_errno(rt) : mr_int_from(rt, at);
}

NATIVE(posix_dup)
{
    int fd;
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? mr_errno(rt) : mr_small_int(copy);
}

NATIVE(posix_dup2)
{
    mr_value a[3];
    int from, to;
    bool inheritable;
    if (!mr_bind(rt, "dup2(fd, fd2, inheritable=)", args, nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[0], &from) || !mr_to_c_int(rt, a[1], &to) ||
        !mr_flag(rt, a[2], true, &inheritable))
        return MR_NULL;
    int r = inheritable || from == to ? dup2(from, to) : dup3(from, to, O_CLOEXEC);
    return r < 0 ? mr_errno(rt) : mr_small_int(r);
}

NATIVE(posix_pipe)
{
    int fds[2];
    return pipe2(fds, O_CLOEXEC) < 0
               ? mr_errno(rt)
               : mr_tuple_pack(rt, 2, mr_small_int(fds[0]), mr_small_int(fds[1]));
}

NATIVE(posix_pipe2)
{
    int fds[2], flags;
    if (!mr_to_c_int(rt, args[0], &flags))
        return MR_NULL;
    return pipe2(fds, flags) < 0 ? mr_errno(rt)
                                 : mr_tuple_pack(rt, 2, mr_small_int(fds[0]), mr_small_int(fds[1]));
}

NATIVE(posix_isatty)
{
    int fd;
    return mr_to_c_int(rt, args[0], &fd) ? mr_bool(isatty(fd)) : MR_NULL;
}

NATIVE(posix_ttyname)
{
    int fd;
    char name[256];
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int err = ttyname_r(fd, name, sizeof name);
    return err ? mr_raise_errno(rt, err, MR_NULL) : mr_name_decode(rt, name, strlen(name));
}

NATIVE(posix_ftruncate)
{
    int fd;
    int64_t length;
    if (!mr_arity(rt, "ftruncate", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[1], &length))
        return MR_NULL;
    int r;
    do
        r = ftruncate(fd, length);
    while (r < 0 && mr_again(rt));
    return result(rt, r);
}

NATIVE(posix_fsync)
{
    mr_value a[1];
    int fd, r;
    if (!mr_bind(rt, "fsync(fd)", args, nargs, kwnames, a) || !one_fd(rt, a[0], &fd))
        return MR_NULL;
    do
        r = fsync(fd);
    while (r < 0 && mr_again(rt));
    return result(rt, r);
}

NATIVE(posix_fchmod)
{
    mr_value a[2];
    int fd, mode;
    if (!mr_bind(rt, "fchmod(fd, mode)", args, nargs, kwnames, a) || !mr_to_c_int(rt, a[0], &fd) ||
        !mr_to_c_int(rt, a[1], &mode))
        return MR_NULL;
    return result(rt, fchmod(fd, (mode_t)mode));
}

NATIVE(posix_fchdir)
{
    mr_value a[1];
    int fd;
    if (!mr_bind(rt, "fchdir(fd)", args, nargs, kwnames, a) || !one_fd(rt, a[0], &fd))
        return MR_NULL;
    return result(rt, fchdir(fd));
}

NATIVE(posix_get_inheritable)
{
    int fd;
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? mr_errno(rt) : mr_bool(!(flags & FD_CLOEXEC));
}

NATIVE(posix_set_inheritable)
{
    int fd, on;
    if (!mr_arity(rt, "set_inheritable", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &fd) ||
        !mr_to_c_int(rt, args[1], &on))
        return MR_NULL;
    int flags = fcntl(fd, F_GETFD);
    return result(
        rt, flags < 0 ? -1 : fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
}

NATIVE(posix_get_blocking)
{
    int fd;
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? mr_errno(rt) : mr_bool(!(flags & O_NONBLOCK));
}

NATIVE(posix_set_blocking)
{
    int fd;
    if (!mr_arity(rt, "set_blocking", nargs, kwnames, 2, 2) || !mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int on = mr_truth(rt, args[1]);
    if (on < 0)
        return MR_NULL;
    int flags = fcntl(fd, F_GETFL);
    return result(
        rt, flags < 0 ? -1 : fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

NATIVE(posix_sendfile)
{
    mr_value a[4];
    int out, in;
    int64_t offset = 0, count;
    if (!mr_bind(rt, "sendfile(out_fd, in_fd, offset, count)", args, nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[0], &out) || !mr_to_c_int(rt, a[1], &in) ||
        (a[2] != MR_NONE && !mr_to_int64(rt, a[2], &offset)) || !mr_to_int64(rt, a[3], &count))
        return MR_NULL;
    off_t at = offset;
    ssize_t n;
    do
        n = sendfile(out, in, a[2] == MR_NONE ? NULL : &at, (size_t)count);
    while (n < 0 && mr_again(rt));
    return n < 0 ? mr_errno(rt) : mr_int_from(rt, n);
}

NATIVE(posix_get_terminal_size)
{
    mr_value a[1];
    int fd = 1;
    struct winsize size;
    if (!mr_bind(rt, "get_terminal_size(fd=)", args, nargs, kwnames, a) ||
        (a[0] && !mr_to_c_int(rt, a[0], &fd)))
        return MR_NULL;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return mr_errno(rt);
    mr_value items[2] = {mr_small_int(size.ws_col), mr_small_int(size.ws_row)};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(self), "terminal_size")), items);
}

#define F(name) {#name, posix_##name, MR_ARGS_ANY, NULL}
#define F1(name) {#name, posix_##name, MR_ARGS_ONE, NULL}
const mr_method_def mr_posix_files[] = {
    F(open), F(close), F(closerange), F(read), F(pread), F(write), F(pwrite), F(lseek), F1(dup),
    F(dup2), {"pipe", posix_pipe, MR_ARGS_NONE, NULL}, F1(pipe2), F1(isatty), F1(ttyname),
    F(ftruncate), F(fsync), {"fdatasync", posix_fsync, MR_ARGS_ANY, NULL}, F(fchmod), F(fchdir),
    F1(get_inheritable), F(set_inheritable), F1(get_blocking), F(set_blocking), F(sendfile),
    F(get_terminal_size), {NULL, NULL, 0, NULL}};
