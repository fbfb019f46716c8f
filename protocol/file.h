/*
 * Whole files: read at once, write so that a reader sees either the old file or the new one.
 *
 * jp_file_write_atomic() writes a temporary file beside the target with the given mode, flushes it
 * to the disk and renames it over the target; a symbolic link is followed, so the link stays. On
 * failure (a full disk, no permission) the target is as it was and nothing is left behind.
 */
#ifndef JP_FILE_H
#define JP_FILE_H

#include "protocol/buffer.h"
#include "protocol/error.h"

#include <sys/stat.h>

/* Appends the file's content to `out`. Directories, devices and files above `limit` bytes are
 * errors. `status` (may be NULL) receives what fstat says of the opened file. */
int jp_file_read(const char *path, size_t limit, struct jp_buffer *out, struct stat *status,
                 struct jp_error *error);

/* `status` (may be NULL) receives what fstat says of the file that was written, whatever others do
 * to the path from then on. */
int jp_file_write_atomic(const char *path, const void *data, size_t length, mode_t mode,
                         struct stat *status, struct jp_error *error);

/* Make a directory and its missing parents (mode 0777 less the umask). */
int jp_make_directories(const char *path, struct jp_error *error);

#endif
