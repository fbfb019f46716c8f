/*
 * posix.h - what the files of the module posix share: paths as arguments, and
 * the function tables the module is made of.
 */
#ifndef MR_POSIX_H
#define MR_POSIX_H

#include <errno.h>
#include <sys/stat.h>

#include "modules/module.h"

/* A path argument in the file system's encoding. */
typedef struct mr_path {
    const char *text;
    size_t length;
    int fd;         /* with MR_PATH_FD: a descriptor was given, text is NULL; else -1 */
    bool is_bytes;  /* results are to be bytes, too */
    mr_value given; /* borrowed: for error messages */
    mr_value held;  /* owned: what text points into */
} mr_path;
enum { MR_PATH_FD = 1, MR_PATH_NONE = 2 /* None or no argument is "." */ };
/* `function` and `argument` name the place in errors. */
bool mr_path_from(mr_runtime *rt, mr_value v, const char *function, const char *argument, int flags,
                  mr_path *out);
void mr_path_finish(mr_runtime *rt, mr_path *path);
/* OSError of errno for this path; finishes it; MR_NULL. */
mr_value mr_path_error(mr_runtime *rt, mr_path *path);
/* None, or the error when failed; finishes the path. */
mr_value mr_path_done(mr_runtime *rt, mr_path *path, bool failed);

/* os.fspath: str or bytes; owned. */
mr_value mr_fspath(mr_runtime *rt, mr_value v);
/* Text of a file name: UTF-8, other bytes as lone surrogates. */
mr_value mr_name_decode(mr_runtime *rt, const char *name, size_t length);
mr_value mr_name_encode(mr_runtime *rt, mr_value str);
static inline mr_value mr_name_new(mr_runtime *rt, const char *name, size_t length, bool as_bytes)
{
    return as_bytes ? mr_bytes_new(rt, name, length) : mr_name_decode(rt, name, length);
}

mr_value mr_stat_result(mr_runtime *rt, mr_value module, const struct stat *st);
mr_value mr_errno(mr_runtime *rt); /* OSError of errno, MR_NULL */
/* dir_fd arguments: AT_FDCWD when not given. */
bool mr_dir_fd(mr_runtime *rt, mr_value v, int *out);
bool mr_flag(mr_runtime *rt, mr_value v, bool otherwise, bool *out); /* a truth value, optional */
/* A call that a signal may interrupt goes on, unless a handler raises: use as
 * do n = read(...); while (n < 0 && mr_again(rt)); then ask mr_error. */
static inline bool mr_again(mr_runtime *rt) { return errno == EINTR && mr_poll(rt) == 0; }

extern const mr_method_def mr_posix_paths[];     /* of names: mkdir, rename, ... */
extern const mr_method_def mr_posix_stats[];     /* stat, access, utime, ... */
extern const mr_method_def mr_posix_scandir[];   /* listdir, scandir */
extern const mr_method_def mr_posix_files[];     /* of descriptors: open, read, ... */
extern const mr_method_def mr_posix_processes[]; /* fork, waitpid, kill, ... */
extern const mr_method_def mr_posix_system[];    /* uname, urandom, environ, ... */
bool mr_posix_stats_setup(mr_runtime *rt, mr_value module);
bool mr_posix_scandir_setup(mr_runtime *rt, mr_value module);
bool mr_posix_processes_setup(mr_runtime *rt, mr_value module);
bool mr_posix_system_setup(mr_runtime *rt, mr_value module);

#endif
