/*
 * fileio.c - FileIO: a raw file over a descriptor.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/io/io.h"

static mr_fileio *as_file(mr_value v) { return (mr_fileio *)(void *)mr_obj(v); }

static void file_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_fileio *f = (mr_fileio *)(void *)self;
    if (f->fd >= 0 && f->closefd)
        close(f->fd);
    f->fd = -1;
}
static const mr_layout file_layout = {.dealloc = file_dealloc, .traverse = mr_io_traverse_nothing};

static mr_value file_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value v = mr_io_new(rt, type, args, nargs, kwnames);
    if (v) {
        as_file(v)->fd = -1;
        as_file(v)->seekable = -1;
        as_file(v)->closefd = true;
    }
    return v;
}

static bool parse_mode(mr_runtime *rt, mr_fileio *f, mr_value mode, int *flags)
{
    int kinds = 0, plus = 0;
    *flags = 0;
    for (size_t i = 0; i < mr_as_str(mode)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(mode), i);
        switch (c) {
        case 'x': f->created = f->writable = true; *flags |= O_EXCL | O_CREAT; kinds++; break;
        case 'r': f->readable = true; kinds++; break;
        case 'w': f->writable = true; *flags |= O_CREAT | O_TRUNC; kinds++; break;
        case 'a': f->writable = f->appending = true; *flags |= O_APPEND | O_CREAT; kinds++; break;
        case 'b': break;
        case '+': f->readable = f->writable = true; plus++; break;
        default: mr_raise(rt, rt->exc.ValueError, "invalid mode: %V", mode); return false;
        }
    }
    if (kinds != 1 || plus > 1) {
        mr_raise(rt, rt->exc.ValueError,
                 "Must have exactly one of create/read/write/append mode and at most one plus");
        return false;
    }
    *flags |= f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY;
    return true;
}

static int open_by(mr_runtime *rt, mr_value opener, mr_value file, int flags)
{
    mr_value fd = mr_call2(rt, opener, file, mr_small_int(flags));
    int n = -1;
    if (fd && !mr_is_integer(fd))
        mr_raise(rt, rt->exc.TypeError, "expected integer from opener");
    else if (fd && mr_to_c_int(rt, fd, &n) && n < 0)
        mr_raise(rt, rt->exc.ValueError, "opener returned %d", n);
    mr_decref(rt, fd);
    return mr_error(rt) ? -1 : n;
}

static int file_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    mr_value a[4];
    mr_fileio *f = as_file(self);
    bool closefd;
    int flags, fd = -1;
    if (!mr_bind(rt, "FileIO(file, mode=, closefd=, opener=)", args, nargs, kwnames, a) ||
        !mr_flag(rt, a[2], true, &closefd))
        return -1;
    if (a[1] && !mr_is_str(a[1]))
        return mr_fail(rt, rt->exc.TypeError, "FileIO() argument 'mode' must be str, not %T", a[1]);
    if (f->fd >= 0 && f->closefd)
        close(f->fd);
    f->fd = -1;
    f->seekable = -1;
    f->base.closed = f->created = f->readable = f->writable = f->appending = false;
    bool by_number = mr_is_integer(a[0]);
    if (by_number) {
        if (!mr_to_c_int(rt, a[0], &fd))
            return -1;
        if (fd < 0)
            return mr_fail(rt, rt->exc.ValueError, "negative file descriptor");
    }
    mr_value mode = a[1] ? mr_incref(a[1]) : mr_str_from(rt, "r");
    bool fine = mode && parse_mode(rt, f, mode, &flags);
    mr_decref(rt, mode);
    if (!fine)
        return -1;
    flags |= O_CLOEXEC;
    mr_path p = {.fd = -1};
    f->closefd = closefd;
    if (!by_number) {
        if (!mr_path_from(rt, a[0], "open", "file", 0, &p)) {
            if (mr_error_catch(rt, rt->exc.TypeError))
                mr_raise(rt, rt->exc.TypeError, "expected str, bytes or os.PathLike object, not %T",
                         a[0]);
            else if (mr_error_catch(rt, rt->exc.ValueError))
                mr_raise(rt, rt->exc.ValueError, "embedded null byte");
            return -1;
        }
        if (!closefd) {
            mr_path_finish(rt, &p);
            return mr_fail(rt, rt->exc.ValueError, "Cannot use closefd=False with file name");
        }
        if (a[3] && a[3] != MR_NONE) {
            fd = open_by(rt, a[3], a[0], flags);
            if (fd >= 0)
                fcntl(fd, F_SETFD, FD_CLOEXEC);
        } else {
            do
                fd = open(p.text, flags, 0666);
            while (fd < 0 && mr_again(rt));
            if (fd < 0 && !mr_error(rt))
                mr_raise_errno(rt, errno, a[0]);
        }
        mr_path_finish(rt, &p);
        if (fd < 0)
            return -1;
    }
    struct stat st;
    f->fd = fd;
    f->block_size = MR_IO_BUFFER_SIZE;
    if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
        int err = S_ISDIR(st.st_mode) && errno != EBADF ? EISDIR : errno;
        if (!by_number)
            close(fd);
        f->fd = -1;
        mr_raise_errno(rt, err, a[0]);
        return -1;
    }
    if (st.st_blksize > 1)
        f->block_size = (size_t)st.st_blksize;
    if (mr_setattr(rt, self, MR_NAME(rt, name), a[0]) < 0)
        return -1;
    if (f->appending)
        lseek(fd, 0, SEEK_END);
    return 0;
}

static bool check_open(mr_runtime *rt, const mr_fileio *f)
{
    if (f->fd < 0)
        mr_raise(rt, rt->exc.ValueError, "I/O operation on closed file");
    return f->fd >= 0;
}

int64_t mr_fileio_read_to(mr_runtime *rt, mr_fileio *f, void *to, size_t n)
{
    if (!check_open(rt, f))
        return -1;
    if (!f->readable) {
        mr_io_unsupported(rt, "File not open for reading");
        return -1;
    }
    ssize_t got;
    do
        got = read(f->fd, to, n);
    while (got < 0 && mr_again(rt));
    if (got >= 0)
        return got;
    if (errno == EAGAIN && !mr_error(rt))
        return -2;
    mr_errno(rt);
    return -1;
}

int64_t mr_fileio_write_from(mr_runtime *rt, mr_fileio *f, const void *from, size_t n)
{
    if (!check_open(rt, f))
        return -1;
    if (!f->writable) {
        mr_io_unsupported(rt, "File not open for writing");
        return -1;
    }
    ssize_t done;
    do
        done = write(f->fd, from, n);
    while (done < 0 && mr_again(rt));
    if (done >= 0)
        return done;
    if (errno == EAGAIN && !mr_error(rt))
        return -2;
    mr_errno(rt);
    return -1;
}

static mr_value count_or_none(mr_runtime *rt, int64_t n)
{
    return n == -1 ? MR_NULL : n == -2 ? MR_NONE : mr_int_from(rt, n);
}

NATIVE(file_readinto)
{
    mr_buffer view;
    if (mr_buffer_get(rt, args[0], &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    int64_t n = mr_fileio_read_to(rt, as_file(self), view.data, view.length);
    mr_buffer_release(rt, &view);
    return count_or_none(rt, n);
}

NATIVE(file_write)
{
    mr_buffer view;
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    int64_t n = mr_fileio_write_from(rt, as_file(self), view.data, view.length);
    mr_buffer_release(rt, &view);
    return count_or_none(rt, n);
}

/* Bytes of one system call, after which it is time for a poll. */
#define READ_STEP ((size_t)16 << 20)

NATIVE(file_readall)
{
    mr_fileio *f = as_file(self);
    struct stat st;
    if (!check_open(rt, f))
        return MR_NULL;
    off_t at = lseek(f->fd, 0, SEEK_CUR);
    size_t room = MR_IO_BUFFER_SIZE, length = 0;
    if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) && at >= 0 && st.st_size > at)
        room = (size_t)(st.st_size - at) + 1;
    uint8_t *data = mr_buf_new(rt, room);
    while (data) {
        if (length == room) {
            uint8_t *grown = mr_buf_resize(rt, data, room, room + room / 2 + MR_IO_BUFFER_SIZE);
            if (!grown)
                break;
            data = grown;
            room = room + room / 2 + MR_IO_BUFFER_SIZE;
        }
        size_t most = room - length < READ_STEP ? room - length : READ_STEP;
        int64_t n = mr_poll_interrupt(rt) < 0 ? -1
                                              : mr_fileio_read_to(rt, f, data + length, most);
        if (n == -2 && !length) {
            mr_buf_free(rt, data, room);
            return MR_NONE;
        }
        if (n <= 0)
            break;
        length += (size_t)n;
    }
    mr_value bytes = mr_error(rt) ? MR_NULL : mr_bytes_new(rt, data, length);
    if (data)
        mr_buf_free(rt, data, room);
    return bytes;
}

NATIVE(file_read)
{
    mr_value a[1];
    int64_t n;
    if (!mr_bind(rt, "read(size=, /)", args, nargs, kwnames, a) || !mr_io_size(rt, a[0], &n))
        return MR_NULL;
    if (n < 0)
        return mr_io_call(rt, self, "readall", MR_NULL);
    mr_value bytes = mr_bytes_new(rt, NULL, (size_t)n);
    int64_t got =
        bytes ? mr_fileio_read_to(rt, as_file(self), mr_as_bytes(bytes)->data, (size_t)n) : -1;
    mr_value out = got == n   ? mr_incref(bytes)
                   : got >= 0 ? mr_bytes_new(rt, mr_as_bytes(bytes)->data, (size_t)got)
                              : count_or_none(rt, got);
    mr_decref(rt, bytes);
    return out;
}

NATIVE(file_seek)
{
    int64_t offset;
    int whence = 0;
    if (!mr_arity(rt, "seek", nargs, kwnames, 1, 2) || !check_open(rt, as_file(self)) ||
        !mr_to_int64(rt, args[0], &offset) || (nargs > 1 && !mr_to_c_int(rt, args[1], &whence)))
        return MR_NULL;
    off_t at = lseek(as_file(self)->fd, offset, whence);
    return at < 0 ? mr_errno(rt) : mr_int_from(rt, at);
}

NATIVE(file_tell)
{
    if (!check_open(rt, as_file(self)))
        return MR_NULL;
    off_t at = lseek(as_file(self)->fd, 0, SEEK_CUR);
    return at < 0 ? mr_errno(rt) : mr_int_from(rt, at);
}

NATIVE(file_truncate)
{
    mr_fileio *f = as_file(self);
    int64_t size;
    if (!mr_arity(rt, "truncate", nargs, kwnames, 0, 1) || !check_open(rt, f))
        return MR_NULL;
    if (!f->writable)
        return mr_io_unsupported(rt, "File not open for writing");
    if (!nargs || args[0] == MR_NONE) {
        if ((size = lseek(f->fd, 0, SEEK_CUR)) < 0)
            return mr_errno(rt);
    } else if (!mr_to_int64(rt, args[0], &size)) {
        return MR_NULL;
    }
    int r;
    do
        r = ftruncate(f->fd, size);
    while (r < 0 && mr_again(rt));
    return r < 0 ? mr_errno(rt) : mr_int_from(rt, size);
}

NATIVE(file_close)
{
    mr_fileio *f = as_file(self);
    mr_value flushed =
        f->base.closed ? MR_NONE : mr_call_method(rt, self, MR_NAME(rt, flush), NULL, 0);
    mr_decref(rt, flushed);
    f->base.closed = true;
    int fd = f->fd;
    f->fd = -1;
    if (fd >= 0 && f->closefd && close(fd) < 0 && errno != EINTR && !mr_error(rt))
        return mr_errno(rt);
    return flushed ? MR_NONE : MR_NULL;
}

NATIVE(file_fileno)
{
    return check_open(rt, as_file(self)) ? mr_small_int(as_file(self)->fd) : MR_NULL;
}
NATIVE(file_isatty)
{
    return check_open(rt, as_file(self)) ? mr_bool(isatty(as_file(self)->fd)) : MR_NULL;
}
NATIVE(file_readable)
{
    return check_open(rt, as_file(self)) ? mr_bool(as_file(self)->readable) : MR_NULL;
}
NATIVE(file_writable)
{
    return check_open(rt, as_file(self)) ? mr_bool(as_file(self)->writable) : MR_NULL;
}

NATIVE(file_seekable)
{
    mr_fileio *f = as_file(self);
    if (!check_open(rt, f))
        return MR_NULL;
    if (f->seekable < 0)
        f->seekable = lseek(f->fd, 0, SEEK_CUR) >= 0;
    return mr_bool(f->seekable);
}

static const char *mode_text(const mr_fileio *f)
{
    if (f->created)
        return f->readable ? "xb+" : "xb";
    if (f->appending)
        return f->readable ? "ab+" : "ab";
    return f->readable ? (f->writable ? "rb+" : "rb") : "wb";
}

static mr_value file_get_closed(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_file(self)->fd < 0);
}
static mr_value file_get_closefd(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_bool(as_file(self)->closefd);
}
static mr_value file_get_mode(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_str_from(rt, mode_text(as_file(self)));
}
static mr_value file_get_block_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_int_from(rt, (int64_t)as_file(self)->block_size);
}

static mr_value file_repr(mr_runtime *rt, mr_value self)
{
    const mr_fileio *f = as_file(self);
    if (f->fd < 0)
        return mr_str_from(rt, "<_io.FileIO [closed]>");
    mr_value name = mr_getattr_optional(rt, self, MR_NAME(rt, name));
    if (!name) {
        mr_error_clear(rt);
        return mr_str_format(rt, "<_io.FileIO fd=%d mode='%s' closefd=%s>", f->fd, mode_text(f),
                             f->closefd ? "True" : "False");
    }
    mr_value v = mr_str_format(rt, "<_io.FileIO name=%R mode='%s' closefd=%s>", name, mode_text(f),
                               f->closefd ? "True" : "False");
    mr_decref(rt, name);
    return v;
}

static const mr_method_def file_methods[] = {
    {"read", file_read, MR_ARGS_ANY, NULL},         {"readall", file_readall, MR_ARGS_NONE, NULL},
    {"readinto", file_readinto, MR_ARGS_ONE, NULL}, {"write", file_write, MR_ARGS_ONE, NULL},
    {"seek", file_seek, MR_ARGS_ANY, NULL},         {"tell", file_tell, MR_ARGS_NONE, NULL},
    {"truncate", file_truncate, MR_ARGS_ANY, NULL}, {"close", file_close, MR_ARGS_NONE, NULL},
    {"seekable", file_seekable, MR_ARGS_NONE, NULL},
    {"readable", file_readable, MR_ARGS_NONE, NULL},
    {"writable", file_writable, MR_ARGS_NONE, NULL}, {"fileno", file_fileno, MR_ARGS_NONE, NULL},
    {"isatty", file_isatty, MR_ARGS_NONE, NULL},
    {"__getstate__", mr_io_no_pickle, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def file_getsets[] = {
    {"closed", file_get_closed, NULL, "True if the file is closed", NULL},
    {"closefd", file_get_closefd, NULL, "True if the file descriptor will be closed by close().",
     NULL},
    {"mode", file_get_mode, NULL, "String giving the file mode", NULL},
    {"_blksize", file_get_block_size, NULL, NULL, NULL},
    {0},
};
const mr_type_spec mr_fileio_spec = {
    .name = "_io.FileIO",
    .doc = "Open a file.",
    .basic_size = sizeof(mr_fileio),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_DICT,
    .layout = &file_layout,
    .slots = {.new_ = file_new, .init = file_init, .repr = file_repr},
    .methods = file_methods,
    .getsets = file_getsets,
};
