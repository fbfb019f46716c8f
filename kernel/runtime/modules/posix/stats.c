/*
 * stats.c - what is known about a file: stat and its relatives, access,
 * times.
 */
#include <fcntl.h>
#include <math.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "modules/structseq.h"

static const mr_getset_def stat_fields[] = {MR_STRUCTSEQ_FIELD("st_mode", 0),
                                            MR_STRUCTSEQ_FIELD("st_ino", 1),
                                            MR_STRUCTSEQ_FIELD("st_dev", 2),
                                            MR_STRUCTSEQ_FIELD("st_nlink", 3),
                                            MR_STRUCTSEQ_FIELD("st_uid", 4),
                                            MR_STRUCTSEQ_FIELD("st_gid", 5),
                                            MR_STRUCTSEQ_FIELD("st_size", 6),
                                            MR_STRUCTSEQ_HIDDEN("st_atime", 10),
                                            MR_STRUCTSEQ_HIDDEN("st_mtime", 11),
                                            MR_STRUCTSEQ_HIDDEN("st_ctime", 12),
                                            MR_STRUCTSEQ_HIDDEN("st_atime_ns", 13),
                                            MR_STRUCTSEQ_HIDDEN("st_mtime_ns", 14),
                                            MR_STRUCTSEQ_HIDDEN("st_ctime_ns", 15),
                                            MR_STRUCTSEQ_HIDDEN("st_blksize", 16),
                                            MR_STRUCTSEQ_HIDDEN("st_blocks", 17),
                                            MR_STRUCTSEQ_HIDDEN("st_rdev", 18),
                                            {0}};
static const mr_type_spec stat_result_spec = MR_STRUCTSEQ_SPEC(
    "os.stat_result", "stat_result: Result from stat, fstat, or lstat.", stat_fields);

static const mr_getset_def statvfs_fields[] = {
    MR_STRUCTSEQ_FIELD("f_bsize", 0),  MR_STRUCTSEQ_FIELD("f_frsize", 1),
    MR_STRUCTSEQ_FIELD("f_blocks", 2), MR_STRUCTSEQ_FIELD("f_bfree", 3),
    MR_STRUCTSEQ_FIELD("f_bavail", 4), MR_STRUCTSEQ_FIELD("f_files", 5),
    MR_STRUCTSEQ_FIELD("f_ffree", 6),  MR_STRUCTSEQ_FIELD("f_favail", 7),
    MR_STRUCTSEQ_FIELD("f_flag", 8),   MR_STRUCTSEQ_FIELD("f_namemax", 9),
    MR_STRUCTSEQ_HIDDEN("f_fsid", 10), {0}};
static const mr_type_spec statvfs_result_spec = MR_STRUCTSEQ_SPEC(
    "os.statvfs_result", "statvfs_result: Result from statvfs or fstatvfs.", statvfs_fields);

static mr_value seconds(const struct timespec *t)
{
    return mr_float((double)t->tv_sec + 1e-9 * (double)t->tv_nsec);
}
static mr_value nanoseconds(mr_runtime *rt, const struct timespec *t)
{
    return mr_int_from(rt, (int64_t)t->tv_sec * 1000000000 + t->tv_nsec);
}

mr_value mr_stat_result(mr_runtime *rt, mr_value module, const struct stat *st)
{
    mr_value type = mr_dict_get_text(rt, mr_module_dict(module), "stat_result");
    mr_value items[19] = {
        mr_small_int(st->st_mode), mr_int_from_u64(rt, st->st_ino), mr_int_from_u64(rt, st->st_dev),
        mr_int_from_u64(rt, st->st_nlink), mr_small_int(st->st_uid), mr_small_int(st->st_gid),
        mr_int_from(rt, st->st_size), mr_int_from(rt, st->st_atim.tv_sec),
        mr_int_from(rt, st->st_mtim.tv_sec), mr_int_from(rt, st->st_ctim.tv_sec),
        seconds(&st->st_atim), seconds(&st->st_mtim), seconds(&st->st_ctim),
        nanoseconds(rt, &st->st_atim), nanoseconds(rt, &st->st_mtim), nanoseconds(rt, &st->st_ctim),
        mr_int_from(rt, st->st_blksize), mr_int_from(rt, st->st_blocks),
        mr_int_from_u64(rt, st->st_rdev)};
    return mr_structseq_new(rt, mr_as_type(type), items);
}

static mr_value stat_path(mr_runtime *rt, mr_value module, const char *name, mr_value path,
                          mr_value dir_fd, bool follow)
{
    mr_path p;
    int dir;
    struct stat st;
    if (!mr_dir_fd(rt, dir_fd, &dir) ||
        !mr_path_from(rt, path, name, "path", follow ? MR_PATH_FD : 0, &p))
        return MR_NULL;
    int r =
        p.fd >= 0 ? fstat(p.fd, &st) : fstatat(dir, p.text, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (r < 0)
        return mr_path_error(rt, &p);
    mr_path_finish(rt, &p);
    return mr_stat_result(rt, module, &st);
}

NATIVE(posix_stat)
{
    mr_value a[3];
    bool follow;
    if (!mr_bind(rt, "stat(path, *, dir_fd=, follow_symlinks=)", args, nargs, kwnames, a) ||
        !mr_flag(rt, a[2], true, &follow))
        return MR_NULL;
    return stat_path(rt, self, "stat", a[0], a[1], follow);
}

NATIVE(posix_lstat)
{
    mr_value a[2];
    if (!mr_bind(rt, "lstat(path, *, dir_fd=)", args, nargs, kwnames, a))
        return MR_NULL;
    return stat_path(rt, self, "lstat", a[0], a[1], false);
}

NATIVE(posix_fstat)
{
    mr_value a[1];
    int fd;
    struct stat st;
    if (!mr_bind(rt, "fstat(fd)", args, nargs, kwnames, a) || !mr_to_c_int(rt, a[0], &fd))
        return MR_NULL;
    return fstat(fd, &st) < 0 ? mr_errno(rt) : mr_stat_result(rt, self, &st);
}

NATIVE(posix_statvfs)
{
    mr_value a[1];
    mr_path p;
    struct statvfs st;
    if (!mr_bind(rt, "statvfs(path)", args, nargs, kwnames, a) ||
        !mr_path_from(rt, a[0], "statvfs", "path", MR_PATH_FD, &p))
        return MR_NULL;
    if ((p.fd >= 0 ? fstatvfs(p.fd, &st) : statvfs(p.text, &st)) < 0)
        return mr_path_error(rt, &p);
    mr_path_finish(rt, &p);
    mr_value items[11] = {mr_int_from_u64(rt, st.f_bsize),  mr_int_from_u64(rt, st.f_frsize),
                          mr_int_from_u64(rt, st.f_blocks), mr_int_from_u64(rt, st.f_bfree),
                          mr_int_from_u64(rt, st.f_bavail), mr_int_from_u64(rt, st.f_files),
                          mr_int_from_u64(rt, st.f_ffree),  mr_int_from_u64(rt, st.f_favail),
                          mr_int_from_u64(rt, st.f_flag),   mr_int_from_u64(rt, st.f_namemax),
                          mr_int_from_u64(rt, st.f_fsid)};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(self), "statvfs_result")), items);
}

NATIVE(posix_access)
{
    mr_value a[5];
    mr_path p;
    int mode, dir;
    bool effective, follow;
    if (!mr_bind(rt, "access(path, mode, *, dir_fd=, effective_ids=, follow_symlinks=)", args,
                 nargs, kwnames, a) ||
        !mr_to_c_int(rt, a[1], &mode) || !mr_dir_fd(rt, a[2], &dir) ||
        !mr_flag(rt, a[3], false, &effective) || !mr_flag(rt, a[4], true, &follow) ||
        !mr_path_from(rt, a[0], "access", "path", 0, &p))
        return MR_NULL;
    int flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    bool may = faccessat(dir, p.text, mode, flags) == 0;
    mr_path_finish(rt, &p);
    return mr_bool(may);
}

static bool time_of(mr_runtime *rt, mr_value v, bool is_ns, struct timespec *out)
{
    if (is_ns || mr_is_integer(v)) {
        int64_t n;
        if (!mr_to_int64(rt, v, &n))
            return false;
        int64_t unit = is_ns ? 1000000000 : 1, whole = n / unit, rest = n % unit;
        *out = (struct timespec){whole - (rest < 0), rest < 0 ? rest + unit : rest};
        return true;
    }
    double d;
    if (!mr_to_double(rt, v, &d))
        return false;
    double whole = floor(d);
    *out = (struct timespec){(time_t)whole, (long)((d - whole) * 1e9)};
    return true;
}

NATIVE(posix_utime)
{
    mr_value a[5];
    mr_path p;
    int dir;
    bool follow;
    struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    if (!mr_bind(rt, "utime(path, times=, *, ns=, dir_fd=, follow_symlinks=)", args, nargs, kwnames,
                 a) ||
        !mr_dir_fd(rt, a[3], &dir) || !mr_flag(rt, a[4], true, &follow))
        return MR_NULL;
    if (a[1] && a[1] != MR_NONE && a[2])
        return mr_raise(rt, rt->exc.ValueError,
                        "utime: you may specify either 'times' or 'ns' but not both");
    mr_value pair = a[2] ? a[2] : a[1];
    if (pair && pair != MR_NONE) {
        if (!mr_is_tuple(pair) || mr_as_tuple(pair)->length != 2)
            return mr_raise(rt, rt->exc.TypeError, "utime: '%s' must be %s", a[2] ? "ns" : "times",
                            a[2] ? "a tuple of two ints" : "either a tuple of two ints or None");
        for (int i = 0; i < 2; i++)
            if (!time_of(rt, mr_as_tuple(pair)->items[i], a[2] != MR_NULL, &times[i]))
                return MR_NULL;
    }
    if (!mr_path_from(rt, a[0], "utime", "path", MR_PATH_FD, &p))
        return MR_NULL;
    int r = p.fd >= 0 ? futimens(p.fd, times)
                      : utimensat(dir, p.text, times, follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return mr_path_done(rt, &p, r < 0);
}

NATIVE(posix_major)
{
    int64_t n;
    return mr_to_int64(rt, args[0], &n) ? mr_small_int(major((dev_t)n)) : MR_NULL;
}
NATIVE(posix_minor)
{
    int64_t n;
    return mr_to_int64(rt, args[0], &n) ? mr_small_int(minor((dev_t)n)) : MR_NULL;
}

bool mr_posix_stats_setup(mr_runtime *rt, mr_value module)
{
    mr_type *a = mr_structseq_type(rt, &stat_result_spec),
            *b = mr_structseq_type(rt, &statvfs_result_spec);
    return a && b && mr_module_add(rt, module, "stat_result", mr_incref(mr_from(a))) &&
           mr_module_add(rt, module, "statvfs_result", mr_incref(mr_from(b)));
}

#define F(name) {#name, posix_##name, MR_ARGS_ANY, NULL}
const mr_method_def mr_posix_stats[] = {
    F(stat), F(lstat), F(fstat), F(statvfs), {"fstatvfs", posix_statvfs, MR_ARGS_ANY, NULL},
    F(access), F(utime), {"major", posix_major, MR_ARGS_ONE, NULL},
    {"minor", posix_minor, MR_ARGS_ONE, NULL}, {NULL, NULL, 0, NULL}};
