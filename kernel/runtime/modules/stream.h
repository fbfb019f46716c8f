/*
 * stream.h - the standard streams over the embedder's hooks or the process's
 * own files, as text files with the attributes and methods programs use.
 */
#ifndef MR_STREAM_H
#define MR_STREAM_H

#include "core/runtime.h"

/* Makes sys.stdin, sys.stdout, sys.stderr. */
bool mr_streams_init(mr_runtime *rt);
/* Writes text to a stream of this kind or calls its write method. */
bool mr_file_write(mr_runtime *rt, mr_value file, mr_value text);
/* Flushes sys.stdout and sys.stderr; false (and no exception left) when stdout failed. */
bool mr_streams_flush(mr_runtime *rt);
/* Text to sys.stderr, or, when there is none, to the process's; never raises. */
void mr_write_stderr(mr_runtime *rt, mr_value text);

#endif
