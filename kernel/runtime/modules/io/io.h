/*
 * io.h - what the files of the module _io share.
 *
 * Every object of the module begins with an mr_iobase. Objects of the exact
 * types of this module call each other in C; all others by their methods.
 */
#ifndef MR_IO_H
#define MR_IO_H

#include <errno.h>

#include "containers/internal.h"
#include "modules/module.h"
#include "modules/posix/posix.h"

#define MR_IO_BUFFER_SIZE 8192

typedef struct mr_iobase {
    mr_object head;
    bool closed;
    bool finalizing; /* being closed because nobody refers to it any more */
} mr_iobase;

extern const mr_type_spec mr_iobase_spec, mr_rawiobase_spec, mr_bufferediobase_spec,
    mr_textiobase_spec, mr_fileio_spec, mr_bytesio_spec, mr_bytesio_buffer_spec, mr_stringio_spec,
    mr_bufferedreader_spec, mr_bufferedwriter_spec, mr_bufferedrandom_spec, mr_bufferedrwpair_spec,
    mr_textiowrapper_spec, mr_newlinedecoder_spec;

static inline bool mr_io_exact(mr_runtime *rt, mr_value v, const mr_type_spec *spec)
{
    return mr_is_object(v) && mr_object_type(rt, mr_obj(v))->spec == spec;
}
static inline mr_iobase *mr_as_iobase(mr_value v) { return (mr_iobase *)mr_obj(v); }

/* ---- base.c ---- */
mr_value mr_io_unsupported(mr_runtime *rt, const char *what); /* UnsupportedOperation; MR_NULL */
/* obj.name(a): a MR_NULL for no argument */
mr_value mr_io_call(mr_runtime *rt, mr_value obj, const char *name, mr_value a);
/* The attribute `closed`: 1, 0, -1. */
int mr_io_closed(mr_runtime *rt, mr_value obj);
/* obj.readable() and the like: 1, 0, -1 */
int mr_io_asks(mr_runtime *rt, mr_value obj, const char *name);
mr_value mr_io_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                   mr_value kwnames);
/* An optional size argument: None and none are -1. */
bool mr_io_size(mr_runtime *rt, mr_value v, int64_t *size);
/* The ResourceWarning of a file nobody closed, for the file at the bottom of obj. */
void mr_io_warn_unclosed(mr_runtime *rt, mr_value obj, mr_value source);
/* For finalize slots: closes what is open. */
void mr_io_finalize(mr_runtime *rt, mr_value self);
void mr_io_traverse_nothing(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg);
mr_value mr_io_iter(mr_runtime *rt, mr_value self); /* checks that it is open */
mr_value mr_io_lines(mr_runtime *rt, mr_value self, mr_value hint); /* readlines() */
mr_value mr_io_no_pickle(ARGS);

/* ---- fileio.c ---- */
typedef struct mr_fileio {
    mr_iobase base;
    int fd; /* -1: closed */
    bool created, readable, writable, appending, closefd;
    int8_t seekable; /* -1: not asked yet */
    size_t block_size;
} mr_fileio;
/* Bytes read or written; -1 with an exception set; -2: it would block. */
int64_t mr_fileio_read_to(mr_runtime *rt, mr_fileio *f, void *to, size_t n);
int64_t mr_fileio_write_from(mr_runtime *rt, mr_fileio *f, const void *from, size_t n);

/* ---- buffered.c, buffered_methods.c ---- */
typedef struct mr_buffered {
    mr_iobase base;
    mr_value raw; /* MR_NULL: not made yet, or detached */
    uint8_t *data;
    size_t size;
    size_t pos, end; /* read and not yet asked for */
    size_t pending;  /* written and not yet handed on; pos == end then */
    bool readable, writable, detached;
} mr_buffered;
bool mr_is_buffered(mr_runtime *rt, mr_value v); /* reader, writer or random, exactly */
bool mr_buffered_check(mr_runtime *rt, mr_buffered *b, const char *closed_message);
int mr_buffered_flush(mr_runtime *rt, mr_buffered *b);
/* Flushes, and gives back to the raw file what was read ahead. */
int mr_buffered_settle(mr_runtime *rt, mr_buffered *b);
int64_t mr_buffered_fill(mr_runtime *rt, mr_buffered *b); /* one raw read: as mr_fileio_read_to */
int64_t mr_buffered_raw_read(mr_runtime *rt, mr_buffered *b, void *to, size_t n);
int mr_buffered_write_bytes(mr_runtime *rt, mr_buffered *b, const void *data, size_t n);
mr_value mr_buffered_read1(mr_runtime *rt, mr_buffered *b, int64_t n);
int64_t mr_buffered_tell(mr_runtime *rt, mr_buffered *b); /* -1 with an exception set */
#define MR_READER_METHODS(X) X(read, MR_ARGS_ANY) X(read1, MR_ARGS_ANY) X(readinto, MR_ARGS_ONE) \
    X(readinto1, MR_ARGS_ONE) X(peek, MR_ARGS_ANY) X(readline, MR_ARGS_ANY)
#define X(name, flags) mr_value mr_reader_##name(ARGS);
MR_READER_METHODS(X)
#undef X
#define MR_READER_ENTRY(name, flags) {#name, mr_reader_##name, flags, NULL},
mr_value mr_buffered_next(mr_runtime *rt, mr_value self);

/* ---- newlines.c ---- */
enum { MR_SEEN_CR = 1, MR_SEEN_LF = 2, MR_SEEN_CRLF = 4 };
typedef struct mr_newlines {
    bool translate;
    bool pending_cr; /* the text before ended with a \r that may be the start of \r\n */
    uint8_t seen;
} mr_newlines;
/* The text with its newlines counted and, if asked, translated; steals text. */
mr_value mr_newlines_decode(mr_runtime *rt, mr_newlines *n, mr_value text, bool final);
mr_value mr_newlines_seen(mr_runtime *rt, uint8_t seen);
/* text with every \n replaced; owned */
mr_value mr_newlines_encode(mr_runtime *rt, mr_value text, const char *newline);
/* Where the first line of data[from, to) ends (behind its newline); 0: no newline.
 * universal: \n, \r, \r\n; else `newline`. */
size_t mr_line_end(const mr_str *s, size_t from, size_t to, bool universal, const char *newline);
/* Checks a newline argument; *out gets static text, NULL for None. */
bool mr_newline_argument(mr_runtime *rt, mr_value v, const char **out);

/* ---- text.c, text_read.c ---- */
typedef struct mr_text {
    mr_iobase base;
    mr_value buffer; /* MR_NULL: not made yet, or detached */
    mr_value encoding, errors; /* str */
    mr_value decoder,
        encoder; /* incremental ones of the codecs module, for codecs that are not written in C */
    mr_value decoded;          /* str read and not yet all given out, or MR_NULL */
    mr_value chunk;            /* the bytes that `decoded` was made of; or MR_NULL */
    mr_value chunk_state;      /* of `decoder` before the chunk, or MR_NULL */
    size_t used;               /* characters of decoded already given out */
    uint8_t *out;              /* encoded text on its way to the buffer */
    size_t out_length, out_size;
    const char *newline;       /* as given, NULL for None */
    const char *write_newline; /* what \n becomes; NULL: it stays */
    mr_newlines newlines, chunk_newlines; /* the latter: before the chunk */
    int codec, read_codec,
        write_codec; /* enum mr_codec; those of reading and writing know the byte order */
    uint8_t tail[8],
        chunk_tail_length; /* bytes of an unfinished character; how many stood before the chunk */
    uint8_t tail_length;
    bool universal, line_buffering, write_through, readable, writable, seekable, telling, detached,
        read1;
} mr_text;
static inline mr_text *mr_as_text(mr_value v) { return (mr_text *)(void *)mr_obj(v); }
bool mr_text_check(mr_runtime *rt, mr_text *t); /* attached and open */
int mr_text_flush_out(mr_runtime *rt, mr_text *t);
void mr_text_forget(mr_runtime *rt, mr_text *t); /* what was read ahead */
/* Reads and decodes one chunk; 1, 0 at the end of the file, -1. */
int mr_text_read_chunk(mr_runtime *rt, mr_text *t);
mr_value mr_text_line(mr_runtime *rt, mr_text *t, int64_t limit);
#define MR_TEXT_READ_METHODS(X) \
    X(read, MR_ARGS_ANY) X(readline, MR_ARGS_ANY) X(seek, MR_ARGS_ANY) X(tell, MR_ARGS_NONE)
#define X(name, flags) mr_value mr_text_##name(ARGS);
MR_TEXT_READ_METHODS(X)
#undef X
#define MR_TEXT_READ_ENTRY(name, flags) {#name, mr_text_##name, flags, NULL},

/* ---- open.c ---- */
mr_value mr_io_open(ARGS);
mr_value mr_io_text_encoding(ARGS);

#endif
