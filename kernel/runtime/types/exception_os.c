/*
 * exception_os.c - OSError: its fields, and the subclass that an errno asks for.
 *
 * Fields: errno, strerror, filename, filename2, characters written.
 */
#include <errno.h>

#include "types/containers.h"
#include "types/exceptions.h"
#include "types/int.h"
#include "types/str.h"

static mr_value field(mr_value self, int i) { return mr_as_exception(self)->fields[i]; }

static mr_type *type_of_errno(mr_runtime *rt, int64_t err)
{
    switch (err) {
    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
    case EALREADY:
    case EINPROGRESS: return rt->exc.BlockingIOError;
    case EPIPE:
    case ESHUTDOWN: return rt->exc.BrokenPipeError;
    case ECHILD: return rt->exc.ChildProcessError;
    case ECONNABORTED: return rt->exc.ConnectionAbortedError;
    case ECONNREFUSED: return rt->exc.ConnectionRefusedError;
    case ECONNRESET: return rt->exc.ConnectionResetError;
    case EEXIST: return rt->exc.FileExistsError;
    case ENOENT: return rt->exc.FileNotFoundError;
    case EINTR: return rt->exc.InterruptedError;
    case EISDIR: return rt->exc.IsADirectoryError;
    case ENOTDIR: return rt->exc.NotADirectoryError;
    case EACCES:
    case EPERM: return rt->exc.PermissionError;
    case ESRCH: return rt->exc.ProcessLookupError;
    case ETIMEDOUT: return rt->exc.TimeoutError;
    default: return NULL;
    }
}

static int fill(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs)
{
    if (nargs < 2 || nargs > 5)
        return mr_exception_set_args(rt, self, args, nargs);
    mr_value filename = nargs > 2 && args[2] != MR_NONE ? args[2] : MR_NULL;
    mr_value filename2 = nargs > 4 && args[4] != MR_NONE ? args[4] : MR_NULL;
    mr_exception_field(rt, self, 0, args[0]);
    mr_exception_field(rt, self, 1, args[1]);
    if (filename && mr_is_subtype(mr_type_of(rt, self), rt->exc.BlockingIOError) &&
        mr_is_integer(filename)) {
        mr_exception_field(rt, self, 4, filename);
        return mr_exception_set_args(rt, self, args, nargs);
    }
    mr_exception_field(rt, self, 2, filename);
    mr_exception_field(rt, self, 3, filename2);
    return mr_exception_set_args(rt, self, args, filename ? 2 : nargs);
}

static mr_value os_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    if (kwnames && mr_as_tuple(kwnames)->length && type->slots.init == rt->exc.OSError->slots.init)
        return mr_raise(rt, rt->exc.TypeError, "%N() takes no keyword arguments", type);
    if (type == rt->exc.OSError && nargs > 1 && nargs < 6 && mr_is_int(args[0])) {
        mr_type *special = type_of_errno(rt, mr_small_int_value(args[0]));
        if (special)
            type = special;
    }
    mr_value v = mr_exception_new(rt, type, NULL, 0, MR_NULL);
    if (v && fill(rt, v, args, nargs) < 0)
        mr_clear(rt, &v);
    return v;
}

/* Everything is done in new, unless a class calls only this. */
static int os_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                   mr_value kwnames)
{
    if (kwnames && mr_as_tuple(kwnames)->length)
        return mr_fail(rt, rt->exc.TypeError, "%T() takes no keyword arguments", self);
    mr_type *type = mr_type_of(rt, self);
    if (type->slots.new_ == os_new && type->slots.init == os_init)
        return 0;
    return fill(rt, self, args, nargs);
}

static mr_value os_str(mr_runtime *rt, mr_value self)
{
    mr_value number = field(self, 0) ? field(self, 0) : MR_NONE, text = field(self, 1)
        ? field(self, 1) : MR_NONE;
    if (field(self, 2)) {
        if (field(self, 3))
            return mr_str_format(rt, "[Errno %S] %S: %R -> %R", number, text, field(self, 2),
                                 field(self, 3));
        return mr_str_format(rt, "[Errno %S] %S: %R", number, text, field(self, 2));
    }
    if (field(self, 0) && field(self, 1))
        return mr_str_format(rt, "[Errno %S] %S", number, text);
    return mr_exception_str(rt, self);
}

static mr_value os_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value own = mr_as_exception(self)->args;
    const mr_tuple *t = mr_as_tuple(own);
    if (t->length != 2 || !field(self, 2))
        return mr_exception_reduce(rt, self, args, nargs, kwnames);
    mr_value full = field(self, 3)
                        ? mr_tuple_pack(rt, 5, t->items[0], t->items[1], field(self, 2), MR_NONE,
                                        field(self, 3))
                        : mr_tuple_pack(rt, 3, t->items[0], t->items[1], field(self, 2));
    mr_value dict = full ? mr_instance_dict(rt, mr_obj(self)) : MR_NULL;
    mr_value type = mr_from(mr_type_of(rt, self)), result = MR_NULL;
    if (dict && mr_as_dict(dict)->length)
        result = mr_tuple_pack(rt, 3, type, full, dict);
    else if (dict)
        result = mr_tuple_pack(rt, 2, type, full);
    mr_decref(rt, dict);
    mr_decref(rt, full);
    return result;
}

static mr_value get_written(mr_runtime *rt, mr_value self, void *closure)
{
    if (field(self, 4))
        return mr_incref(field(self, 4));
    return mr_raise(rt, rt->exc.AttributeError, "characters_written");
}

static int set_written(mr_runtime *rt, mr_value self, mr_value v, void *closure)
{
    if (!v && !field(self, 4))
        return mr_fail(rt, rt->exc.AttributeError, "characters_written");
    mr_value n = v ? mr_index(rt, v) : MR_NULL;
    if (v && !n)
        return -1;
    mr_exception_field(rt, self, 4, n);
    mr_decref(rt, n);
    return 0;
}

static const mr_method_def os_methods[] = {
    {"__reduce__", os_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def os_getsets[] = {
    {"characters_written", get_written, set_written, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_member_def os_members[] = {
    {"errno", MR_FIELD(0), MR_MEMBER_NONE, "POSIX exception code"},
    {"strerror", MR_FIELD(1), MR_MEMBER_NONE, "exception strerror"},
    {"filename", MR_FIELD(2), MR_MEMBER_NONE, "exception filename"},
    {"filename2", MR_FIELD(3), MR_MEMBER_NONE, "second exception filename"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_os_error_extra = {
    .slots = {.new_ = os_new, .init = os_init, .str = os_str},
    .methods = os_methods,
    .getsets = os_getsets,
    .members = os_members,
};
