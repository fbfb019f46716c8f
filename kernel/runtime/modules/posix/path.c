/*
 * path.c - paths as arguments and results.
 */
#include <fcntl.h>

#include "modules/posix/posix.h"
#include "text/codecs.h"

mr_value mr_errno(mr_runtime *rt)
{
    return mr_error(rt) ? MR_NULL : mr_raise_errno(rt, errno, MR_NULL);
}

static mr_value with_escapes(mr_runtime *rt, mr_value str, const char *name, size_t length)
{
    mr_value escape = mr_str_from(rt, "surrogateescape");
    mr_value v = !escape ? MR_NULL
                 : str   ? mr_encode_with(rt, str, MR_UTF8, escape)
                         : mr_decode_with(rt, name, length, MR_UTF8, escape, true, NULL);
    mr_decref(rt, escape);
    return v;
}

mr_value mr_name_decode(mr_runtime *rt, const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((uint8_t)name[i] >= 0x80)
            return with_escapes(rt, MR_NULL, name, length);
    return mr_str_new(rt, name, length);
}

mr_value mr_name_encode(mr_runtime *rt, mr_value str) { return with_escapes(rt, str, NULL, 0); }

mr_value mr_fspath(mr_runtime *rt, mr_value v)
{
    if (mr_is_str(v) || mr_is_bytes(v))
        return mr_incref(v);
    mr_value name = mr_intern(rt, "__fspath__");
    mr_value method = name ? mr_lookup_special(rt, v, name) : MR_NULL;
    mr_decref(rt, name);
    if (!method)
        return mr_error(rt) ? MR_NULL
                            : mr_raise(rt, rt->exc.TypeError,
                                       "expected str, bytes or os.PathLike object, not %T", v);
    mr_value path = mr_call0(rt, method);
    mr_decref(rt, method);
    if (path && !mr_is_str(path) && !mr_is_bytes(path)) {
        mr_raise(rt, rt->exc.TypeError, "expected %T.__fspath__() to return str or bytes, not %T",
                 v, path);
        mr_clear(rt, &path);
    }
    return path;
}

bool mr_path_from(mr_runtime *rt, mr_value v, const char *function, const char *argument, int flags,
                  mr_path *out)
{
    *out = (mr_path){.fd = -1, .given = v};
    if ((flags & MR_PATH_NONE) && (!v || v == MR_NONE)) {
        out->text = ".";
        out->length = 1;
        out->given = MR_NULL;
        return true;
    }
    if ((flags & MR_PATH_FD) && mr_is_integer(v))
        return mr_to_c_int(rt, v, &out->fd);
    bool plain = mr_is_str(v) || mr_is_bytes(v);
    mr_value name = plain ? MR_NULL : mr_intern(rt, "__fspath__");
    mr_value method = name ? mr_lookup_special(rt, v, name) : MR_NULL;
    mr_decref(rt, name);
    if (!plain && !method) {
        if (!mr_error(rt))
            mr_raise(rt, rt->exc.TypeError,
                     "%s: %s should be string, bytes%s os.PathLike%s, not %T", function, argument,
                     flags & (MR_PATH_FD | MR_PATH_NONE) ? "," : " or",
                     (flags & MR_PATH_FD) && (flags & MR_PATH_NONE) ? ", integer or None"
                     : flags & MR_PATH_FD                           ? " or integer"
                     : flags & MR_PATH_NONE                         ? " or None"
                                                                    : "",
                     v);
        return false;
    }
    mr_decref(rt, method);
    out->held = mr_fspath(rt, v);
    if (!out->held)
        return false;
    out->is_bytes = mr_is_bytes(out->held);
    if (mr_is_str(out->held) && mr_as_str(out->held)->ascii) {
        out->text = (const char *)mr_as_str(out->held)->data;
        out->length = mr_as_str(out->held)->length;
    } else {
        if (!out->is_bytes)
            mr_replace(rt, &out->held, mr_name_encode(rt, out->held));
        if (!out->held)
            return false;
        out->text = (const char *)mr_as_bytes(out->held)->data;
        out->length = mr_as_bytes(out->held)->length;
    }
    if (memchr(out->text, 0, out->length)) {
        mr_raise(rt, rt->exc.ValueError,
                 out->is_bytes ? "%s: embedded null byte" : "%s: embedded null character in %s",
                 function, argument);
        mr_path_finish(rt, out);
        return false;
    }
    return true;
}

void mr_path_finish(mr_runtime *rt, mr_path *path) { mr_clear(rt, &path->held); }

mr_value mr_path_error(mr_runtime *rt, mr_path *path)
{
    if (!mr_error(rt))
        mr_raise_errno(rt, errno, path->given);
    mr_path_finish(rt, path);
    return MR_NULL;
}

mr_value mr_path_done(mr_runtime *rt, mr_path *path, bool failed)
{
    if (failed)
        return mr_path_error(rt, path);
    mr_path_finish(rt, path);
    return MR_NONE;
}

bool mr_dir_fd(mr_runtime *rt, mr_value v, int *out)
{
    *out = AT_FDCWD;
    if (!v || v == MR_NONE)
        return true;
    if (!mr_is_integer(v)) {
        mr_raise(rt, rt->exc.TypeError, "argument should be integer or None, not %T", v);
        return false;
    }
    return mr_to_c_int(rt, v, out);
}

bool mr_flag(mr_runtime *rt, mr_value v, bool otherwise, bool *out)
{
    int truth = v ? mr_truth(rt, v) : otherwise;
    *out = truth > 0;
    return truth >= 0;
}
