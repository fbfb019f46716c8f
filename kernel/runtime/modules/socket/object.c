/*
 * object.c - _socket.socket: one socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/ledger.h"
#include "modules/socket/socket.h"

#define SLICE 50000000 /* ns between safe points */

static mr_value fail(mr_runtime *rt) { return mr_raise_errno(rt, errno, MR_NULL); }

static bool set_blocking(int fd, bool on)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) == 0;
}

static int64_t deadline_of(const mr_socket *s)
{
    return s->timeout < 0 ? INT64_MAX : mr_monotonic_ns() + (int64_t)(s->timeout * 1e9);
}

/* Waits until the socket is ready; false with an exception set. */
static bool wait_until(mr_runtime *rt, const mr_socket *s, short events, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline == INT64_MAX ? SLICE : deadline - mr_monotonic_ns();
        left = left < 0 ? 0 : left > SLICE ? SLICE : left;
        struct pollfd p = {.fd = s->fd, .events = events};
        int ready = ppoll(&p, 1, &(struct timespec){0, left}, NULL);
        if (ready < 0 && errno != EINTR) {
            fail(rt);
            return false;
        }
        if (mr_poll(rt) < 0)
            return false;
        if (ready > 0)
            return true;
        if (deadline != INT64_MAX && mr_monotonic_ns() >= deadline) {
            mr_raise(rt, rt->exc.TimeoutError, "timed out");
            return false;
        }
    }
}

/* After a call that gave -1: true: again, once it is ready; false: an exception is set. */
static bool retry(mr_runtime *rt, const mr_socket *s, short events, int64_t deadline)
{
    if (errno == EINTR)
        return mr_poll(rt) == 0;
    if ((errno == EAGAIN || errno == EWOULDBLOCK) && s->timeout != 0)
        return wait_until(rt, s, events, deadline);
    fail(rt);
    return false;
}

/* ---- life ---- */

static mr_value socket_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value self = mr_type_alloc(rt, type);
    if (self) {
        mr_as_socket(self)->fd = -1;
        mr_as_socket(self)->timeout = -1;
        if (type->flags & MR_TYPE_TRACKED)
            mr_gc_track(rt, mr_obj(self));
    }
    return self;
}

/* Of a descriptor from elsewhere: what it is, unless told. */
static bool adopt(mr_runtime *rt, mr_value fileno, int part[3], int *fd)
{
    static const int options[] = {SO_DOMAIN, SO_TYPE, SO_PROTOCOL};
    if (mr_is_real_float(fileno)) {
        mr_raise(rt, rt->exc.TypeError, "integer argument expected, got float");
        return false;
    }
    if (!mr_to_c_int(rt, fileno, fd))
        return false;
    if (*fd < 0) {
        mr_raise(rt, rt->exc.ValueError, "negative file descriptor");
        return false;
    }
    for (int i = 0; i < 3; i++) {
        int value;
        socklen_t length = sizeof value;
        if (getsockopt(*fd, SOL_SOCKET, options[i], &value, &length) < 0) {
            fail(rt);
            return false;
        }
        if (part[i] == -1)
            part[i] = value;
    }
    return true;
}

static int socket_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    mr_socket *s = mr_as_socket(self);
    mr_value a[4];
    int part[3] = {-1, -1, -1}, fd;
    if (!mr_bind(rt, "socket(family=, type=, proto=, fileno=)", args, nargs, kwnames, a))
        return -1;
    for (int i = 0; i < 3; i++)
        if (a[i] && !mr_to_c_int(rt, a[i], &part[i]))
            return -1;
    if (a[3] && a[3] != MR_NONE) {
        if (!adopt(rt, a[3], part, &fd))
            return -1;
    } else {
        part[0] = part[0] == -1 ? AF_INET : part[0];
        part[1] = part[1] == -1 ? SOCK_STREAM : part[1];
        part[2] = part[2] == -1 ? 0 : part[2];
        fd = socket(part[0], part[1] | SOCK_CLOEXEC, part[2]);
        if (fd < 0) {
            fail(rt);
            return -1;
        }
    }
    if (s->fd >= 0)
        close(s->fd);
    s->fd = fd;
    s->family = part[0];
    s->type = part[1] & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->protocol = part[2];
    s->timeout = part[1] & SOCK_NONBLOCK ? 0 : mr_default_timeout(rt);
    if (s->timeout >= 0)
        set_blocking(fd, false);
    return 0;
}

static void socket_dealloc(mr_runtime *rt, mr_object *self)
{
    if (((mr_socket *)self)->fd >= 0)
        close(((mr_socket *)self)->fd);
}
static const mr_layout socket_layout = {.dealloc = socket_dealloc};

NATIVE(socket_close)
{
    mr_socket *s = mr_as_socket(self);
    int fd = s->fd;
    s->fd = -1;
    if (fd >= 0 && close(fd) < 0 && errno != ECONNRESET)
        return fail(rt);
    return MR_NONE;
}

NATIVE(socket_detach)
{
    mr_socket *s = mr_as_socket(self);
    int fd = s->fd;
    s->fd = -1;
    return mr_small_int(fd);
}

NATIVE(socket_fileno) { return mr_small_int(mr_as_socket(self)->fd); }

static mr_value socket_repr(mr_runtime *rt, mr_value self)
{
    const mr_socket *s = mr_as_socket(self);
    return mr_str_format(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd,
                         s->family, s->type, s->protocol);
}

/* ---- timeouts ---- */

NATIVE(socket_setblocking)
{
    mr_socket *s = mr_as_socket(self);
    int on = mr_truth(rt, args[0]);
    if (on < 0)
        return MR_NULL;
    s->timeout = on ? -1 : 0;
    return set_blocking(s->fd, on) ? MR_NONE : fail(rt);
}

NATIVE(socket_getblocking) { return mr_bool(mr_as_socket(self)->timeout != 0); }

NATIVE(socket_settimeout)
{
    mr_socket *s = mr_as_socket(self);
    double seconds = -1;
    if (args[0] != MR_NONE) {
        if (!mr_to_double(rt, args[0], &seconds)) {
            if (mr_error_catch(rt, rt->exc.TypeError))
                mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer",
                         args[0]);
            return MR_NULL;
        }
        if (isnan(seconds))
            return mr_raise(rt, rt->exc.ValueError, "Invalid value NaN (not a number)");
        if (seconds < 0)
            return mr_raise(rt, rt->exc.ValueError, "Timeout value out of range");
        if (seconds > 9.2e9)
            return mr_raise(rt, rt->exc.OverflowError, "timeout doesn't fit into C timeval");
    }
    s->timeout = seconds;
    return set_blocking(s->fd, seconds < 0) ? MR_NONE : fail(rt);
}

static mr_value timeout_value(mr_value self)
{
    double seconds = mr_as_socket(self)->timeout;
    return seconds < 0 ? MR_NONE : mr_float(seconds);
}
NATIVE(socket_gettimeout) { return timeout_value(self); }
static mr_value get_timeout(mr_runtime *rt, mr_value self, void *closure)
{
    return timeout_value(self);
}

/* ---- addresses ---- */

NATIVE(socket_bind)
{
    const mr_socket *s = mr_as_socket(self);
    mr_address a;
    if (!mr_address_read(rt, s->family, args[0], "bind", &a))
        return MR_NULL;
    return bind(s->fd, (struct sockaddr *)&a.storage, a.length) < 0 ? fail(rt) : MR_NONE;
}

/* 0, an errno, or -1 with an exception set */
static int do_connect(mr_runtime *rt, mr_value self, mr_value to, const char *where)
{
    mr_socket *s = mr_as_socket(self);
    mr_address a;
    if (!mr_address_read(rt, s->family, to, where, &a))
        return -1;
    int64_t deadline = deadline_of(s);
    if (s->timeout < 0)
        set_blocking(s->fd, false);
    int code = connect(s->fd, (struct sockaddr *)&a.storage, a.length) < 0 ? errno : 0;
    /* After an attempt that failed later, Linux says so once more; a blocking call would not. */
    if (code == ECONNABORTED && s->timeout < 0)
        code = connect(s->fd, (struct sockaddr *)&a.storage, a.length) < 0 ? errno : 0;
    if ((code == EINPROGRESS || code == EINTR) && s->timeout != 0) {
        socklen_t length = sizeof code;
        if (!wait_until(rt, s, POLLOUT, deadline))
            code = -1;
        else if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &code, &length) < 0)
            code = errno;
    }
    if (s->timeout < 0)
        set_blocking(s->fd, true);
    return code;
}

NATIVE(socket_connect)
{
    int code = do_connect(rt, self, args[0], "connect");
    return code == 0 ? MR_NONE : code < 0 ? MR_NULL : mr_raise_errno(rt, code, MR_NULL);
}

NATIVE(socket_connect_ex)
{
    int code = do_connect(rt, self, args[0], "connect_ex");
    if (code < 0 && mr_error_catch(rt, rt->exc.TimeoutError))
        code = EAGAIN;
    return code < 0 ? MR_NULL : mr_small_int(code);
}

static mr_value name_of(mr_runtime *rt, mr_value self,
                        int (*function)(int, struct sockaddr *restrict, socklen_t *restrict))
{
    mr_address a = {.length = sizeof a.storage};
    if (function(mr_as_socket(self)->fd, (struct sockaddr *)&a.storage, &a.length) < 0)
        return fail(rt);
    return mr_address_value(rt, &a);
}
NATIVE(socket_getsockname) { return name_of(rt, self, getsockname); }
NATIVE(socket_getpeername) { return name_of(rt, self, getpeername); }

NATIVE(socket_listen)
{
    int backlog = SOMAXCONN < 128 ? SOMAXCONN : 128;
    if (!mr_arity(rt, "listen", nargs, kwnames, 0, 1) ||
        (nargs && !mr_to_c_int(rt, args[0], &backlog)))
        return MR_NULL;
    return listen(mr_as_socket(self)->fd, backlog < 0 ? 0 : backlog) < 0 ? fail(rt) : MR_NONE;
}

NATIVE(socket_accept)
{
    const mr_socket *s = mr_as_socket(self);
    mr_address a;
    int fd;
    int64_t deadline = deadline_of(s);
    if (s->timeout != 0 && !wait_until(rt, s, POLLIN, deadline))
        return MR_NULL;
    do {
        a.length = sizeof a.storage;
        fd = accept4(s->fd, (struct sockaddr *)&a.storage, &a.length, SOCK_CLOEXEC);
    } while (fd < 0 && retry(rt, s, POLLIN, deadline));
    if (fd < 0)
        return MR_NULL;
    mr_value address = mr_address_value(rt, &a);
    mr_value out = address ? mr_tuple_pack(rt, 2, mr_small_int(fd), address) : MR_NULL;
    mr_decref(rt, address);
    if (!out)
        close(fd);
    return out;
}

/* ---- receiving ---- */

/* Up to n bytes; -1 with an exception set. `from` may be NULL. */
static ssize_t receive(mr_runtime *rt, mr_value self, void *data, size_t n, int flags,
                       mr_address *from)
{
    const mr_socket *s = mr_as_socket(self);
    int64_t deadline = deadline_of(s);
    ssize_t got;
    do {
        if (from)
            from->length = sizeof from->storage;
        got =
            recvfrom(s->fd, data, n, flags | (s->timeout != 0 ? MSG_DONTWAIT : 0),
                     from ? (struct sockaddr *)&from->storage : NULL, from ? &from->length : NULL);
    } while (got < 0 && retry(rt, s, POLLIN, deadline));
    return got;
}

static mr_value receive_bytes(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames, const char *name, mr_address *from)
{
    int64_t n;
    int flags = 0;
    if (!mr_arity(rt, name, nargs, kwnames, 1, 2) || !mr_to_int64(rt, args[0], &n) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &flags)))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative buffersize in %s", name);
    size_t room = n ? (size_t)n : 1;
    uint8_t *data = mr_buf_new(rt, room);
    ssize_t got = data ? receive(rt, self, data, (size_t)n, flags, from) : -1;
    mr_value out = got >= 0 ? mr_bytes_new(rt, data, (size_t)got) : MR_NULL;
    if (data)
        mr_buf_free(rt, data, room);
    return out;
}

static mr_value with_address(mr_runtime *rt, mr_value v, const mr_address *from)
{
    mr_value address = v ? mr_address_value(rt, from) : MR_NULL;
    mr_value out = address ? mr_tuple_pack(rt, 2, v, address) : MR_NULL;
    mr_decref(rt, address);
    mr_decref(rt, v);
    return out;
}

NATIVE(socket_recv) { return receive_bytes(rt, self, args, nargs, kwnames, "recv", NULL); }
NATIVE(socket_recvfrom)
{
    mr_address from;
    mr_value v = receive_bytes(rt, self, args, nargs, kwnames, "recvfrom", &from);
    return with_address(rt, v, &from);
}

static mr_value receive_into(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames, const char *signature, const char *name,
                             mr_address *from)
{
    mr_value a[3];
    int64_t n = 0;
    int flags = 0;
    mr_buffer view;
    if (!mr_bind(rt, signature, args, nargs, kwnames, a) || (a[1] && !mr_to_int64(rt, a[1], &n)) ||
        (a[2] && !mr_to_c_int(rt, a[2], &flags)) ||
        mr_buffer_get(rt, a[0], &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    ssize_t got = -1;
    if (n < 0)
        mr_raise(rt, rt->exc.ValueError, "negative buffersize in %s", name);
    else if ((size_t)n > view.length)
        mr_raise(rt, rt->exc.ValueError,
                 from ? "nbytes is greater than the length of the buffer"
                      : "buffer too small for requested bytes");
    else
        got = receive(rt, self, view.data, n ? (size_t)n : view.length, flags, from);
    mr_buffer_release(rt, &view);
    return got < 0 ? MR_NULL : mr_small_int(got);
}
NATIVE(socket_recv_into)
{
    return receive_into(rt, self, args, nargs, kwnames, "recv_into(buffer, nbytes=, flags=)",
                        "recv_into", NULL);
}
NATIVE(socket_recvfrom_into)
{
    mr_address from;
    mr_value n = receive_into(rt, self, args, nargs, kwnames,
                              "recvfrom_into(buffer, nbytes=, flags=)", "recvfrom_into", &from);
    return with_address(rt, n, &from);
}

/* ---- sending ---- */

/* Sends what it can at once; -1 with an exception set. `to` may be NULL. */
static ssize_t send_some(mr_runtime *rt, const mr_socket *s, const void *data, size_t n, int flags,
                         const mr_address *to, int64_t deadline)
{
    ssize_t sent;
    do {
        sent = sendto(s->fd, data, n, flags | MSG_NOSIGNAL | (s->timeout != 0 ? MSG_DONTWAIT : 0),
                      to ? (const struct sockaddr *)&to->storage : NULL, to ? to->length : 0);
    } while (sent < 0 && retry(rt, s, POLLOUT, deadline));
    return sent;
}

/* send(data, flags) and sendall(data, flags) */
static mr_value send_data(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames, bool all)
{
    const mr_socket *s = mr_as_socket(self);
    int flags = 0;
    mr_buffer view;
    if (!mr_arity(rt, all ? "sendall" : "send", nargs, kwnames, 1, 2) ||
        (nargs > 1 && !mr_to_c_int(rt, args[1], &flags)) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    int64_t deadline = deadline_of(s);
    size_t done = 0;
    ssize_t sent = 0;
    do {
        sent = send_some(rt, s, (const char *)view.data + done, view.length - done, flags, NULL,
                         deadline);
        done += sent > 0 ? (size_t)sent : 0;
    } while (all && sent >= 0 && done < view.length && mr_poll(rt) == 0);
    mr_buffer_release(rt, &view);
    if (sent < 0 || mr_error(rt))
        return MR_NULL;
    return all ? MR_NONE : mr_small_int((int64_t)done);
}
NATIVE(socket_send) { return send_data(rt, self, args, nargs, kwnames, false); }
NATIVE(socket_sendall) { return send_data(rt, self, args, nargs, kwnames, true); }

NATIVE(socket_sendto)
{
    const mr_socket *s = mr_as_socket(self);
    int flags = 0;
    mr_address to;
    mr_buffer view;
    if (nargs < 2 || nargs > 3)
        return mr_raise(rt, rt->exc.TypeError, "sendto() takes 2 or 3 arguments (%zu given)",
                        nargs);
    if ((nargs > 2 && !mr_to_c_int(rt, args[1], &flags)) ||
        !mr_address_read(rt, s->family, args[nargs - 1], "sendto", &to) ||
        mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    ssize_t sent = send_some(rt, s, view.data, view.length, flags, &to, deadline_of(s));
    mr_buffer_release(rt, &view);
    return sent < 0 ? MR_NULL : mr_small_int(sent);
}

NATIVE(socket_shutdown)
{
    int how;
    if (!mr_to_c_int(rt, args[0], &how))
        return MR_NULL;
    return shutdown(mr_as_socket(self)->fd, how) < 0 ? fail(rt) : MR_NONE;
}

/* ---- options ---- */

NATIVE(socket_getsockopt)
{
    int level, option, value = 0;
    int64_t size = 0;
    if (!mr_arity(rt, "getsockopt", nargs, kwnames, 2, 3) || !mr_to_c_int(rt, args[0], &level) ||
        !mr_to_c_int(rt, args[1], &option) || (nargs > 2 && !mr_to_int64(rt, args[2], &size)))
        return MR_NULL;
    int fd = mr_as_socket(self)->fd;
    if (nargs == 2) {
        socklen_t length = sizeof value;
        return getsockopt(fd, level, option, &value, &length) < 0 ? fail(rt) : mr_small_int(value);
    }
    char data[1024];
    socklen_t length = (socklen_t)size;
    if (size <= 0 || size > 1024)
        return mr_raise(rt, rt->exc.OSError, "getsockopt buflen out of range");
    if (getsockopt(fd, level, option, data, &length) < 0)
        return fail(rt);
    return mr_bytes_new(rt, data, length);
}

NATIVE(socket_setsockopt)
{
    int level, option, value, code;
    mr_buffer view;
    if (!mr_arity(rt, "setsockopt", nargs, kwnames, 3, 4) || !mr_to_c_int(rt, args[0], &level) ||
        !mr_to_c_int(rt, args[1], &option))
        return MR_NULL;
    int fd = mr_as_socket(self)->fd;
    if (mr_is_integer(args[2])) {
        if (!mr_to_c_int(rt, args[2], &value))
            return MR_NULL;
        code = setsockopt(fd, level, option, &value, sizeof value);
    } else if (args[2] == MR_NONE && nargs > 3) {
        int length;
        if (!mr_to_c_int(rt, args[3], &length))
            return MR_NULL;
        code = setsockopt(fd, level, option, NULL, (socklen_t)length);
    } else {
        if (mr_buffer_get(rt, args[2], &view, 0) < 0)
            return MR_NULL;
        code = setsockopt(fd, level, option, view.data, (socklen_t)view.length);
        mr_buffer_release(rt, &view);
    }
    return code < 0 ? fail(rt) : MR_NONE;
}

static mr_value get_part(mr_runtime *rt, mr_value self, void *closure)
{
    const mr_socket *s = mr_as_socket(self);
    const int parts[] = {s->family, s->type, s->protocol};
    return mr_small_int(parts[(intptr_t)closure]);
}

static const mr_getset_def getsets[] = {{"family", get_part, NULL, "the socket family", (void *)0},
                                        {"type", get_part, NULL, "the socket type", (void *)1},
                                        {"proto", get_part, NULL, "the socket protocol", (void *)2},
                                        {"timeout", get_timeout, NULL, "the socket timeout", NULL},
                                        {0}};
static const mr_method_def methods[] = {
    {"_accept", socket_accept, MR_ARGS_NONE, "_accept() -> (integer, address info)"},
    {"bind", socket_bind, MR_ARGS_ONE, "Binds the socket to a local address."},
    {"close", socket_close, MR_ARGS_NONE, "Closes the socket; nothing else can be done with it."},
    {"connect", socket_connect, MR_ARGS_ONE, "Connects the socket to a remote address."},
    {"connect_ex", socket_connect_ex, MR_ARGS_ONE, "As connect(), but returns the errno."},
    {"detach", socket_detach, MR_ARGS_NONE, "The descriptor, which is no longer the socket's."},
    {"fileno", socket_fileno, MR_ARGS_NONE, "The descriptor."},
    {"getblocking", socket_getblocking, MR_ARGS_NONE, "Does the socket block?"},
    {"getpeername", socket_getpeername, MR_ARGS_NONE, "The address of the other end."},
    {"getsockname", socket_getsockname, MR_ARGS_NONE, "The address of this end."},
    {"getsockopt", socket_getsockopt, MR_ARGS_ANY, "An option, as an int or as bytes."},
    {"gettimeout", socket_gettimeout, MR_ARGS_NONE, "The timeout in seconds, or None."},
    {"listen", socket_listen, MR_ARGS_ANY, "Lets others connect."},
    {"recv", socket_recv, MR_ARGS_ANY, "recv(buffersize[, flags]) -> data"},
    {"recv_into", socket_recv_into, MR_ARGS_ANY, "recv_into(buffer, [nbytes[, flags]]) -> count"},
    {"recvfrom", socket_recvfrom, MR_ARGS_ANY,
     "recvfrom(buffersize[, flags]) -> (data, address info)"},
    {"recvfrom_into", socket_recvfrom_into, MR_ARGS_ANY,
     "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)"},
    {"send", socket_send, MR_ARGS_ANY, "send(data[, flags]) -> count"},
    {"sendall", socket_sendall, MR_ARGS_ANY, "sendall(data[, flags])"},
    {"sendto", socket_sendto, MR_ARGS_ANY, "sendto(data[, flags], address) -> count"},
    {"setblocking", socket_setblocking, MR_ARGS_ONE, "Makes the socket block, or not."},
    {"setsockopt", socket_setsockopt, MR_ARGS_ANY, "Sets an option, by an int or bytes."},
    {"settimeout", socket_settimeout, MR_ARGS_ONE, "Sets the timeout in seconds, or None."},
    {"shutdown", socket_shutdown, MR_ARGS_ONE, "Shuts one or both directions down."},
    {NULL, NULL, 0, NULL},
};
const mr_type_spec mr_socket_spec = {
    .name = "_socket.socket",
    .doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n"
           "socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\n"
           "Open a socket of the given type.",
    .basic_size = sizeof(mr_socket),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE,
    .layout = &socket_layout,
    .slots = {.new_ = socket_new, .init = socket_init, .repr = socket_repr},
    .methods = methods,
    .getsets = getsets,
};
