/*
 * module.c - the module _socket, on which socket stands.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "modules/socket/socket.h"

#define DEFAULT_TIMEOUT "__default_timeout" /* in the module's namespace: a float or None */

double mr_default_timeout(mr_runtime *rt)
{
    mr_value v = mr_import_attr(rt, "_socket", DEFAULT_TIMEOUT);
    double seconds = v && mr_is_float(v) ? mr_float_value(v) : -1;
    mr_decref(rt, v);
    mr_error_clear(rt);
    return seconds;
}

NATIVE(socket_getdefaulttimeout)
{
    return mr_incref(mr_dict_get_text(rt, mr_module_dict(self), DEFAULT_TIMEOUT));
}

NATIVE(socket_setdefaulttimeout)
{
    double seconds = 0;
    mr_value v = MR_NONE;
    if (args[0] != MR_NONE) {
        if (!mr_to_double(rt, args[0], &seconds))
            return MR_NULL;
        if (isnan(seconds))
            return mr_raise(rt, rt->exc.ValueError, "Invalid value NaN (not a number)");
        if (seconds < 0)
            return mr_raise(rt, rt->exc.ValueError, "Timeout value out of range");
        v = mr_float(seconds);
    }
    return mr_dict_set_text(rt, mr_module_dict(self), DEFAULT_TIMEOUT, v) ? MR_NONE : MR_NULL;
}

NATIVE(socket_close)
{
    int fd;
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    return close(fd) < 0 && errno != ECONNRESET ? mr_raise_errno(rt, errno, MR_NULL) : MR_NONE;
}

NATIVE(socket_dup)
{
    int fd;
    if (!mr_to_c_int(rt, args[0], &fd))
        return MR_NULL;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? mr_raise_errno(rt, errno, MR_NULL) : mr_small_int(copy);
}

static mr_value socket_of(mr_runtime *rt, mr_value module, int family, int type, int protocol,
                          int fd)
{
    mr_value class = mr_dict_get_text(rt, mr_module_dict(module), "socket");
    mr_value args[] = {mr_small_int(family), mr_small_int(type), mr_small_int(protocol),
                       mr_small_int(fd)};
    mr_value v = mr_call(rt, class, args, 4, MR_NULL);
    if (!v)
        close(fd);
    return v;
}

NATIVE(socket_socketpair)
{
    mr_value a[3];
    int part[3] = {AF_UNIX, SOCK_STREAM, 0}, fd[2];
    if (!mr_bind(rt, "socketpair(family=, type=, proto=)", args, nargs, kwnames, a))
        return MR_NULL;
    for (int i = 0; i < 3; i++)
        if (a[i] && a[i] != MR_NONE && !mr_to_c_int(rt, a[i], &part[i]))
            return MR_NULL;
    if (socketpair(part[0], part[1] | SOCK_CLOEXEC, part[2], fd) < 0)
        return mr_raise_errno(rt, errno, MR_NULL);
    mr_value left = socket_of(rt, self, part[0], part[1], part[2], fd[0]);
    mr_value right = MR_NULL;
    if (left)
        right = socket_of(rt, self, part[0], part[1], part[2], fd[1]);
    else
        close(fd[1]);
    mr_value out = right ? mr_tuple_pack(rt, 2, left, right) : MR_NULL;
    mr_decref(rt, left);
    mr_decref(rt, right);
    return out;
}

static bool add_functions(mr_runtime *rt, mr_value module, const mr_method_def *table)
{
    mr_value name = mr_str_from(rt, "_socket");
    bool fine = name;
    for (; fine && table->name; table++)
        fine = mr_module_add(rt, module, table->name, mr_native_new(rt, table, module, name));
    mr_decref(rt, name);
    return fine;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_module_add_type(rt, module, &mr_socket_spec, NULL);
    mr_type *os_error = rt->exc.OSError;
    return type && mr_socket_constants(rt, module) &&
           add_functions(rt, module, mr_resolve_functions) &&
           mr_module_add(rt, module, "SocketType", mr_incref(mr_from(type))) &&
           mr_module_add(rt, module, "error", mr_incref(mr_from(os_error))) &&
           mr_module_add(rt, module, "timeout", mr_incref(mr_from(rt->exc.TimeoutError))) &&
           mr_module_add(rt, module, "has_ipv6", MR_TRUE) &&
           mr_module_add(rt, module, DEFAULT_TIMEOUT, MR_NONE) &&
           mr_module_add_exception(rt, module, "socket", "herror", os_error, NULL) &&
           mr_module_add_exception(rt, module, "socket", "gaierror", os_error, NULL);
}

static const mr_method_def functions[] = {
    {"close", socket_close, MR_ARGS_ONE, "close(integer) -> None"},
    {"dup", socket_dup, MR_ARGS_ONE, "dup(integer) -> integer"},
    {"getdefaulttimeout", socket_getdefaulttimeout, MR_ARGS_NONE, "getdefaulttimeout() -> timeout"},
    {"setdefaulttimeout", socket_setdefaulttimeout, MR_ARGS_ONE, "setdefaulttimeout(timeout)"},
    {"socketpair", socket_socketpair, MR_ARGS_ANY,
     "socketpair([family[, type [, proto]]]) -> (socket object, socket object)"},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_socket, "_socket", "Implementation module for socket operations.", functions, setup);
