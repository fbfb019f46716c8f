/*
 * module.c - the module posix, which os is made of.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "modules/posix/posix.h"

#define C(name) {#name, name}
static const mr_constant constants[] = {
    C(F_OK), C(R_OK), C(W_OK), C(X_OK), C(O_RDONLY), C(O_WRONLY), C(O_RDWR), C(O_NDELAY),
    C(O_NONBLOCK), C(O_APPEND), C(O_DSYNC), C(O_RSYNC), C(O_SYNC), C(O_NOCTTY), C(O_CREAT),
    C(O_EXCL), C(O_TRUNC), C(O_LARGEFILE), C(O_PATH), C(O_TMPFILE), C(O_CLOEXEC), C(O_ACCMODE),
    C(O_DIRECT), C(O_DIRECTORY), C(O_NOFOLLOW), C(O_NOATIME), C(O_ASYNC), C(WNOHANG), C(WCONTINUED),
    C(WUNTRACED), C(WEXITED), C(WNOWAIT), C(WSTOPPED), {"P_PID", P_PID}, {"P_PGID", P_PGID},
    {"P_ALL", P_ALL}, C(EX_OK), C(EX_USAGE), C(EX_DATAERR), C(EX_NOINPUT), C(EX_NOUSER),
    C(EX_NOHOST), C(EX_UNAVAILABLE), C(EX_SOFTWARE), C(EX_OSERR), C(EX_OSFILE), C(EX_CANTCREAT),
    C(EX_IOERR), C(EX_TEMPFAIL), C(EX_PROTOCOL), C(EX_NOPERM), C(EX_CONFIG), C(GRND_RANDOM),
    C(GRND_NONBLOCK), C(NGROUPS_MAX), {"TMP_MAX", 238328}, C(SEEK_DATA), C(SEEK_HOLE), C(F_LOCK),
    C(F_TLOCK), C(F_ULOCK), C(F_TEST), C(ST_RDONLY), C(ST_NOSUID), C(RTLD_LAZY), C(RTLD_NOW),
    C(RTLD_GLOBAL), C(RTLD_LOCAL), C(SCHED_OTHER), C(SCHED_FIFO), C(SCHED_RR), C(SCHED_BATCH),
    C(SCHED_IDLE), {NULL, 0}};

/* What os.supports_fd, supports_dir_fd and the others are made of. */
static const char *const have[] = {
    "HAVE_FACCESSAT",  "HAVE_FCHDIR",    "HAVE_FCHMOD",    "HAVE_FCHMODAT", "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",   "HAVE_FDOPENDIR", "HAVE_FSTATAT",   "HAVE_FSTATVFS", "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",   "HAVE_LINKAT",    "HAVE_MKDIRAT",   "HAVE_MKFIFOAT", "HAVE_OPENAT",
    "HAVE_READLINKAT", "HAVE_RENAMEAT",  "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
    "HAVE_LSTAT"};

static bool setup(mr_runtime *rt, mr_value module)
{
    const mr_method_def *const tables[] = {mr_posix_paths, mr_posix_stats,     mr_posix_scandir,
                                           mr_posix_files, mr_posix_processes, mr_posix_system};
    mr_value name = mr_str_from(rt, "posix");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const mr_method_def *def = tables[i]; def->name; def++)
            if (!mr_module_add(rt, module, def->name, mr_native_new(rt, def, module, name)))
                return false;
    mr_decref(rt, name);
    mr_value names = mr_list_new(rt, NULL, 0);
    for (size_t i = 0; names && i < sizeof have / sizeof *have; i++)
        if (!mr_list_append_steal(rt, names, mr_str_from(rt, have[i])))
            mr_clear(rt, &names);
    return mr_module_add(rt, module, "_have_functions", names) &&
           mr_module_add_constants(rt, module, constants) && mr_posix_stats_setup(rt, module) &&
           mr_posix_scandir_setup(rt, module) && mr_posix_processes_setup(rt, module) &&
           mr_posix_system_setup(rt, module);
}

MR_MODULE(posix, "posix", "The operating system's functions, as POSIX has them.", NULL, setup);
