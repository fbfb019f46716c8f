/*
 * fcntl.c - the module fcntl.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "modules/module.h"

static bool fd_of(mr_runtime *rt, mr_value v, int *fd)
{
    if (mr_is_integer(v))
        return mr_to_c_int(rt, v, fd);
    mr_value name = mr_intern(rt, "fileno"),
             method = name ? mr_getattr_optional(rt, v, name) : MR_NULL;
    mr_value n = method ? mr_call0(rt, method) : MR_NULL;
    if (!method && !mr_error(rt))
        mr_raise(rt, rt->exc.TypeError, "argument must be an int, or have a fileno() method.");
    bool fine = n && mr_to_c_int(rt, n, fd);
    mr_decref(rt, name);
    mr_decref(rt, method);
    mr_decref(rt, n);
    return fine;
}

static mr_value failed(mr_runtime *rt) { return mr_raise_errno(rt, errno, MR_NULL); }

NATIVE(fcntl_fcntl)
{
    int fd, command, n = 0;
    if (!mr_arity(rt, "fcntl", nargs, kwnames, 2, 3) || !fd_of(rt, args[0], &fd) ||
        !mr_to_c_int(rt, args[1], &command))
        return MR_NULL;
    if (nargs > 2 && mr_is_bytes(args[2])) {
        uint8_t room[1024];
        size_t length = mr_as_bytes(args[2])->length;
        if (length > sizeof room)
            return mr_raise(rt, rt->exc.ValueError, "fcntl string arg too long");
        memcpy(room, mr_as_bytes(args[2])->data, length);
        return fcntl(fd, command, room) < 0 ? failed(rt) : mr_bytes_new(rt, room, length);
    }
    if (nargs > 2 && !mr_to_c_int(rt, args[2], &n))
        return MR_NULL;
    int r = fcntl(fd, command, n);
    return r < 0 ? failed(rt) : mr_small_int(r);
}

NATIVE(fcntl_ioctl)
{
    int fd, n = 0;
    int64_t request;
    if (!mr_arity(rt, "ioctl", nargs, kwnames, 2, 4) || !fd_of(rt, args[0], &fd) ||
        !mr_to_int64(rt, args[1], &request))
        return MR_NULL;
    if (nargs > 2 && !mr_is_integer(args[2])) {
        uint8_t room[1024];
        mr_buffer view;
        bool change = !mr_is_bytes(args[2]) && (nargs < 4 || mr_truth(rt, args[3]) == 1);
        if (mr_buffer_get(rt, args[2], &view, change ? MR_BUFFER_WRITABLE : 0) < 0)
            return MR_NULL;
        size_t length = view.length < sizeof room ? view.length : sizeof room;
        memcpy(room, view.data, length);
        int r = ioctl(fd, (unsigned long)request, room);
        if (r >= 0 && change)
            memcpy(view.data, room, length);
        mr_buffer_release(rt, &view);
        return r < 0 ? failed(rt) : change ? mr_small_int(r) : mr_bytes_new(rt, room, length);
    }
    if (nargs > 2 && !mr_to_c_int(rt, args[2], &n))
        return MR_NULL;
    int r = ioctl(fd, (unsigned long)request, n);
    return r < 0 ? failed(rt) : mr_small_int(r);
}

NATIVE(fcntl_flock)
{
    int fd, how, r;
    if (!mr_arity(rt, "flock", nargs, kwnames, 2, 2) || !fd_of(rt, args[0], &fd) ||
        !mr_to_c_int(rt, args[1], &how))
        return MR_NULL;
    do
        r = flock(fd, how);
    while (r < 0 && errno == EINTR && mr_poll(rt) == 0);
    return mr_error(rt) ? MR_NULL : r < 0 ? failed(rt) : MR_NONE;
}

NATIVE(fcntl_lockf)
{
    int fd, how, whence = 0, r;
    int64_t length = 0, start = 0;
    if (!mr_arity(rt, "lockf", nargs, kwnames, 2, 5) || !fd_of(rt, args[0], &fd) ||
        !mr_to_c_int(rt, args[1], &how) || (nargs > 2 && !mr_to_int64(rt, args[2], &length)) ||
        (nargs > 3 && !mr_to_int64(rt, args[3], &start)) ||
        (nargs > 4 && !mr_to_c_int(rt, args[4], &whence)))
        return MR_NULL;
    struct flock lock = {.l_whence = (short)whence, .l_start = start, .l_len = length};
    lock.l_type = how & LOCK_UN ? F_UNLCK : how & LOCK_SH ? F_RDLCK : F_WRLCK;
    do
        r = fcntl(fd, how & LOCK_NB ? F_SETLK : F_SETLKW, &lock);
    while (r < 0 && errno == EINTR && mr_poll(rt) == 0);
    return mr_error(rt) ? MR_NULL : r < 0 ? failed(rt) : MR_NONE;
}

#define C(name) {#name, name}
static const mr_constant constants[] = {
    C(LOCK_SH),    C(LOCK_EX),      C(LOCK_NB),      C(LOCK_UN), C(F_DUPFD), C(F_DUPFD_CLOEXEC),
    C(F_GETFD),    C(F_SETFD),      C(F_GETFL),      C(F_SETFL), C(F_GETLK), C(F_SETLK),
    C(F_SETLKW),   C(F_GETOWN),     C(F_SETOWN),     C(F_RDLCK), C(F_WRLCK), C(F_UNLCK),
    C(FD_CLOEXEC), C(F_GETPIPE_SZ), C(F_SETPIPE_SZ), {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_constants(rt, module, constants);
}
static const mr_method_def functions[] = {{"fcntl", fcntl_fcntl, MR_ARGS_ANY, NULL},
                                          {"ioctl", fcntl_ioctl, MR_ARGS_ANY, NULL},
                                          {"flock", fcntl_flock, MR_ARGS_ANY, NULL},
                                          {"lockf", fcntl_lockf, MR_ARGS_ANY, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(fcntl, "fcntl", "Control of file descriptors.", functions, setup);
