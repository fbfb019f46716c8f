/*
 * paths.c - functions of posix that change the tree of files: directories,
 * names, links.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "modules/posix/posix.h"

NATIVE(posix_getcwd)
{
    char *cwd = getcwd(NULL, 0);
    if (!cwd)
        return mr_errno(rt);
    mr_value v = mr_name_decode(rt, cwd, strlen(cwd));
    free(cwd);
    return v;
}

NATIVE(posix_getcwdb)
{
    char *cwd = getcwd(NULL, 0);
    if (!cwd)
        return mr_errno(rt);
    mr_value v = mr_bytes_new(rt, cwd, strlen(cwd));
    free(cwd);
    return v;
}

NATIVE(posix_chdir)
{
    mr_value a[1];
    mr_path p;
    if (!mr_bind(rt, "chdir(path)", args, nargs, kwnames, a) ||
        !mr_path_from(rt, a[0], "chdir", "path", MR_PATH_FD, &p))
        return MR_NULL;
    return mr_path_done(rt, &p, (p.fd >= 0 ? fchdir(p.fd) : chdir(p.text)) < 0);
}

NATIVE(posix_mkdir)
{
    mr_value a[3];
    mr_path p;
    int mode = 0777, dir;
    if (!mr_bind(rt, "mkdir(path, mode=, *, dir_fd=)", args, nargs, kwnames, a) ||
        !mr_dir_fd(rt, a[2], &dir) || (a[1] && !mr_to_c_int(rt, a[1], &mode)) ||
        !mr_path_from(rt, a[0], "mkdir", "path", 0, &p))
        return MR_NULL;
    return mr_path_done(rt, &p, mkdirat(dir, p.text, (mode_t)mode) < 0);
}

static mr_value unlink_as(mr_runtime *rt, const char *signature, const char *name, int flags,
                          const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value a[2];
    mr_path p;
    int dir;
    if (!mr_bind(rt, signature, args, nargs, kwnames, a) || !mr_dir_fd(rt, a[1], &dir) ||
        !mr_path_from(rt, a[0], name, "path", 0, &p))
        return MR_NULL;
    return mr_path_done(rt, &p, unlinkat(dir, p.text, flags) < 0);
}

NATIVE(posix_unlink)
{
    return unlink_as(rt, "unlink(path, *, dir_fd=)", "unlink", 0, args, nargs, kwnames);
}
NATIVE(posix_remove)
{
    return unlink_as(rt, "remove(path, *, dir_fd=)", "remove", 0, args, nargs, kwnames);
}
NATIVE(posix_rmdir)
{
    return unlink_as(rt, "rmdir(path, *, dir_fd=)", "rmdir", AT_REMOVEDIR, args, nargs, kwnames);
}

/* OSError that names two files. */
static mr_value two_paths_done(mr_runtime *rt, mr_path *from, mr_path *to, bool failed)
{
    if (failed) {
        int err = errno;
        mr_value text = mr_str_from(rt, strerror(err));
        mr_value five[5] = {mr_small_int(err), text, from->given, MR_NONE, to->given};
        mr_value e = text ? mr_call(rt, mr_from(rt->exc.OSError), five, 5, MR_NULL) : MR_NULL;
        if (e)
            mr_raise_exception(rt, e);
        mr_decref(rt, e);
        mr_decref(rt, text);
    }
    mr_path_finish(rt, from);
    mr_path_finish(rt, to);
    return failed ? MR_NULL : MR_NONE;
}

static bool two_paths(mr_runtime *rt, const char *name, const mr_value a[2], mr_path *from,
                      mr_path *to)
{
    if (!mr_path_from(rt, a[0], name, "src", 0, from))
        return false;
    if (mr_path_from(rt, a[1], name, "dst", 0, to))
        return true;
    mr_path_finish(rt, from);
    return false;
}

static mr_value rename_as(mr_runtime *rt, const char *signature, const char *name,
                          const mr_value *args, size_t nargs, mr_value kwnames)
{
    mr_value a[4];
    mr_path from, to;
    int from_dir, to_dir;
    if (!mr_bind(rt, signature, args, nargs, kwnames, a) || !mr_dir_fd(rt, a[2], &from_dir) ||
        !mr_dir_fd(rt, a[3], &to_dir) || !two_paths(rt, name, a, &from, &to))
        return MR_NULL;
    return two_paths_done(rt, &from, &to, renameat(from_dir, from.text, to_dir, to.text) < 0);
}

NATIVE(posix_rename)
{
    return rename_as(rt, "rename(src, dst, *, src_dir_fd=, dst_dir_fd=)", "rename", args, nargs,
                     kwnames);
}
NATIVE(posix_replace)
{
    return rename_as(rt, "replace(src, dst, *, src_dir_fd=, dst_dir_fd=)", "replace", args, nargs,
                     kwnames);
}

NATIVE(posix_link)
{
    mr_value a[5];
    mr_path from, to;
    int from_dir, to_dir;
    bool follow;
    if (!mr_bind(rt, "link(src, dst, *, src_dir_fd=, dst_dir_fd=, follow_symlinks=)", args, nargs,
                 kwnames, a) ||
        !mr_dir_fd(rt, a[2], &from_dir) || !mr_dir_fd(rt, a[3], &to_dir) ||
        !mr_flag(rt, a[4], true, &follow) || !two_paths(rt, "link", a, &from, &to))
        return MR_NULL;
    int flags = a[4] && follow ? AT_SYMLINK_FOLLOW : 0;
    return two_paths_done(rt, &from, &to, linkat(from_dir, from.text, to_dir, to.text, flags) < 0);
}

NATIVE(posix_symlink)
{
    mr_value a[4];
    mr_path from, to;
    int dir;
    if (!mr_bind(rt, "symlink(src, dst, target_is_directory=, *, dir_fd=)", args, nargs, kwnames,
                 a) ||
        !mr_dir_fd(rt, a[3], &dir) || !two_paths(rt, "symlink", a, &from, &to))
        return MR_NULL;
    return two_paths_done(rt, &from, &to, symlinkat(from.text, dir, to.text) < 0);
}

NATIVE(posix_readlink)
{
    mr_value a[2];
    mr_path p;
    int dir;
    char target[PATH_MAX];
    if (!mr_bind(rt, "readlink(path, *, dir_fd=)", args, nargs, kwnames, a) ||
        !mr_dir_fd(rt, a[1], &dir) || !mr_path_from(rt, a[0], "readlink", "path", 0, &p))
        return MR_NULL;
    ssize_t n = readlinkat(dir, p.text, target, sizeof target);
    if (n < 0)
        return mr_path_error(rt, &p);
    mr_value v = mr_name_new(rt, target, (size_t)n, p.is_bytes);
    mr_path_finish(rt, &p);
    return v;
}

NATIVE(posix_mkfifo)
{
    mr_value a[3];
    mr_path p;
    int mode = 0666, dir;
    if (!mr_bind(rt, "mkfifo(path, mode=, *, dir_fd=)", args, nargs, kwnames, a) ||
        !mr_dir_fd(rt, a[2], &dir) || (a[1] && !mr_to_c_int(rt, a[1], &mode)) ||
        !mr_path_from(rt, a[0], "mkfifo", "path", 0, &p))
        return MR_NULL;
    return mr_path_done(rt, &p, mkfifoat(dir, p.text, (mode_t)mode) < 0);
}

NATIVE(posix_truncate)
{
    mr_value a[2];
    mr_path p;
    int64_t length;
    if (!mr_bind(rt, "truncate(path, length)", args, nargs, kwnames, a) ||
        !mr_to_int64(rt, a[1], &length) ||
        !mr_path_from(rt, a[0], "truncate", "path", MR_PATH_FD, &p))
        return MR_NULL;
    return mr_path_done(rt, &p,
                        (p.fd >= 0 ? ftruncate(p.fd, length) : truncate(p.text, length)) < 0);
}

NATIVE(posix_chmod)
{
    mr_value a[4];
    mr_path p;
    int mode, dir;
    bool follow;
    if (!mr_bind(rt, "chmod(path, mode, *, dir_fd=, follow_symlinks=)", args, nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[1], &mode) || !mr_dir_fd(rt, a[2], &dir) ||
        !mr_flag(rt, a[3], true, &follow) ||
        !mr_path_from(rt, a[0], "chmod", "path", MR_PATH_FD, &p))
        return MR_NULL;
    int r = p.fd >= 0 ? fchmod(p.fd, (mode_t)mode)
                      : fchmodat(dir, p.text, (mode_t)mode, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return mr_path_done(rt, &p, r < 0);
}

NATIVE(posix_chown)
{
    mr_value a[5];
    mr_path p;
    int64_t user, group;
    int dir;
    bool follow;
    if (!mr_bind(rt, "chown(path, uid, gid, *, dir_fd=, follow_symlinks=)", args, nargs, kwnames,
                 a) ||
        !mr_to_int64(rt, a[1], &user) || !mr_to_int64(rt, a[2], &group) ||
        !mr_dir_fd(rt, a[3], &dir) || !mr_flag(rt, a[4], true, &follow) ||
        !mr_path_from(rt, a[0], "chown", "path", MR_PATH_FD, &p))
        return MR_NULL;
    int r = p.fd >= 0 ? fchown(p.fd, (uid_t)user, (gid_t)group)
                      : fchownat(dir, p.text, (uid_t)user, (gid_t)group,
                                 follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return mr_path_done(rt, &p, r < 0);
}

NATIVE(posix_fspath)
{
    mr_value a[1];
    return mr_bind(rt, "fspath(path)", args, nargs, kwnames, a) ? mr_fspath(rt, a[0]) : MR_NULL;
}

#define F(name) {#name, posix_##name, MR_ARGS_ANY, NULL}
const mr_method_def mr_posix_paths[] = {
    {"getcwd", posix_getcwd, MR_ARGS_NONE, NULL}, {"getcwdb", posix_getcwdb, MR_ARGS_NONE, NULL},
    F(chdir), F(mkdir), F(unlink), F(remove), F(rmdir), F(rename), F(replace), F(link), F(symlink),
    F(readlink), F(mkfifo), F(truncate), F(chmod), F(chown), F(fspath), {NULL, NULL, 0, NULL}};
