/*
 * select.c - the module select: select() and poll().
 */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>

#include "core/ledger.h"
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

/* Waits up to `seconds` (negative: forever), serving safe points; -1 with an exception set. */
static int wait_for(mr_runtime *rt, struct pollfd *fds, size_t n, double seconds)
{
    int64_t until = seconds < 0 ? INT64_MAX : mr_monotonic_ns() + (int64_t)(seconds * 1e9);
    for (;;) {
        int64_t left = until == INT64_MAX ? 50000000 : until - mr_monotonic_ns();
        left = left < 0 ? 0 : left > 50000000 ? 50000000 : left;
        struct timespec timeout = {0, left};
        int ready = ppoll(fds, n, &timeout, NULL);
        if (ready < 0 && errno != EINTR) {
            mr_raise_errno(rt, errno, MR_NULL);
            return -1;
        }
        if (mr_poll(rt) < 0)
            return -1;
        if (ready > 0 || (until != INT64_MAX && mr_monotonic_ns() >= until))
            return ready > 0 ? ready : 0;
    }
}

NATIVE(select_select)
{
    double seconds = -1;
    if (!mr_arity(rt, "select", nargs, kwnames, 3, 4) ||
        (nargs > 3 && args[3] != MR_NONE && !mr_to_double(rt, args[3], &seconds)))
        return MR_NULL;
    if (nargs > 3 && args[3] != MR_NONE && seconds < 0)
        return mr_raise(rt, rt->exc.ValueError, "timeout must be non-negative");
    static const short events[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    mr_value lists[3] = {MR_NULL}, out[3] = {MR_NULL}, result = MR_NULL;
    size_t count = 0;
    struct pollfd *fds = NULL;
    for (int i = 0; i < 3; i++) {
        if (!(lists[i] = mr_tuple_from(rt, args[i])) || !(out[i] = mr_list_new(rt, NULL, 0)))
            goto done;
        count += mr_as_tuple(lists[i])->length;
    }
    if (!(fds = calloc(count + 1, sizeof *fds))) {
        mr_raise_no_memory(rt);
        goto done;
    }
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        for (size_t k = 0; k < mr_as_tuple(lists[i])->length; k++, at++) {
            if (!fd_of(rt, mr_as_tuple(lists[i])->items[k], &fds[at].fd))
                goto done;
            fds[at].events = events[i];
        }
    }
    if (wait_for(rt, fds, count, seconds) < 0)
        goto done;
    at = 0;
    for (int i = 0; i < 3; i++) {
        for (size_t k = 0; k < mr_as_tuple(lists[i])->length; k++, at++) {
            if (fds[at].revents & POLLNVAL) {
                mr_raise_errno(rt, EBADF, MR_NULL);
                goto done;
            }
            if (fds[at].revents & events[i] &&
                !mr_list_append(rt, out[i], mr_as_tuple(lists[i])->items[k]))
                goto done;
        }
    }
    result = mr_tuple_pack(rt, 3, out[0], out[1], out[2]);
done:
    for (int i = 0; i < 3; i++) {
        mr_decref(rt, lists[i]);
        mr_decref(rt, out[i]);
    }
    free(fds);
    return result;
}

/* ---- poll objects: a dict from descriptor to events ---- */

typedef struct poll_object {
    mr_object head;
    mr_value fds;
} poll_object;

static poll_object *as_poll(mr_value v) { return (poll_object *)mr_obj(v); }
static void poll_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((poll_object *)self)->fds);
}
static const mr_layout poll_layout = {.dealloc = poll_dealloc};

static mr_value poll_set(mr_runtime *rt, mr_value self, mr_value file, mr_value events,
                         bool must_exist)
{
    int fd, wanted = POLLIN | POLLPRI | POLLOUT;
    if (!fd_of(rt, file, &fd) || (events && !mr_to_c_int(rt, events, &wanted)))
        return MR_NULL;
    if (must_exist && !mr_dict_get(rt, as_poll(self)->fds, mr_small_int(fd)))
        return mr_raise_errno(rt, ENOENT, MR_NULL);
    return mr_dict_set(rt, as_poll(self)->fds, mr_small_int(fd), mr_small_int(wanted)) ? MR_NONE
                                                                                       : MR_NULL;
}

NATIVE(poll_register)
{
    return mr_arity(rt, "register", nargs, kwnames, 1, 2)
               ? poll_set(rt, self, args[0], nargs > 1 ? args[1] : MR_NULL, false)
               : MR_NULL;
}
NATIVE(poll_modify)
{
    return mr_arity(rt, "modify", nargs, kwnames, 2, 2) ? poll_set(rt, self, args[0], args[1], true)
                                                        : MR_NULL;
}

NATIVE(poll_unregister)
{
    int fd;
    if (!fd_of(rt, args[0], &fd))
        return MR_NULL;
    int found = mr_dict_delete(rt, as_poll(self)->fds, mr_small_int(fd));
    return found > 0   ? MR_NONE
           : found < 0 ? MR_NULL
                       : mr_raise_value(rt, rt->exc.KeyError, mr_small_int(fd));
}

NATIVE(poll_poll)
{
    double ms = -1;
    if (!mr_arity(rt, "poll", nargs, kwnames, 0, 1) ||
        (nargs && args[0] != MR_NONE && !mr_to_double(rt, args[0], &ms)))
        return MR_NULL;
    mr_value dict = as_poll(self)->fds, key, v, list = MR_NULL;
    size_t n = mr_as_dict(dict)->length, pos = 0, i = 0;
    struct pollfd *fds = calloc(n + 1, sizeof *fds);
    if (!fds)
        return mr_raise_no_memory(rt);
    for (; mr_dict_next(dict, &pos, &key, &v); i++)
        fds[i] = (struct pollfd){.fd = (int)mr_small_int_value(key),
                                 .events = (short)mr_small_int_value(v)};
    if (wait_for(rt, fds, n, ms < 0 ? -1 : ms / 1000) >= 0)
        list = mr_list_new(rt, NULL, 0);
    for (i = 0; list && i < n; i++) {
        if (!fds[i].revents)
            continue;
        mr_value pair = mr_tuple_pack(rt, 2, mr_small_int(fds[i].fd), mr_small_int(fds[i].revents));
        if (!pair || !mr_list_append_steal(rt, list, pair))
            mr_clear(rt, &list);
    }
    free(fds);
    return list;
}

static const mr_method_def poll_methods[] = {
    {"register", poll_register, MR_ARGS_ANY, NULL},     {"modify", poll_modify, MR_ARGS_ANY, NULL},
    {"unregister", poll_unregister, MR_ARGS_ONE, NULL}, {"poll", poll_poll, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec poll_spec = {
    .name = "select.poll",
    .basic_size = sizeof(poll_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &poll_layout,
    .methods = poll_methods,
};

NATIVE(select_poll)
{
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "__poll");
    poll_object *p = mr_object_new(rt, mr_as_type(type), sizeof *p, false);
    if (!p)
        return MR_NULL;
    if ((p->fds = mr_dict_new(rt)))
        return mr_from(p);
    mr_decref(rt, mr_from(p));
    return MR_NULL;
}

#define C(name) {#name, name}
static const mr_constant constants[] = {C(POLLIN),  C(POLLPRI),  C(POLLOUT),         C(POLLERR),
                                        C(POLLHUP), C(POLLNVAL), {"PIPE_BUF", 4096}, {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_type_from_spec(rt, &poll_spec, NULL);
    return type && mr_module_add(rt, module, "__poll", mr_incref(mr_from(type))) &&
           mr_module_add(rt, module, "error", mr_incref(mr_from(rt->exc.OSError))) &&
           mr_module_add_constants(rt, module, constants);
}
static const mr_method_def functions[] = {{"select", select_select, MR_ARGS_ANY, NULL},
                                          {"poll", select_poll, MR_ARGS_NONE, NULL},
                                          {NULL, NULL, 0, NULL}};

MR_MODULE(select, "select", "Waiting for descriptors.", functions, setup);
