/*
 * scandir.c - reading directories: listdir, scandir and its entries.
 */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "containers/internal.h"
#include "modules/posix/posix.h"

NATIVE(posix_listdir)
{
    mr_value a[1];
    mr_path p;
    if (!mr_bind(rt, "listdir(path=)", args, nargs, kwnames, a) ||
        !mr_path_from(rt, a[0], "listdir", "path", MR_PATH_FD | MR_PATH_NONE, &p))
        return MR_NULL;
    int fd = p.fd >= 0 ? fcntl(p.fd, F_DUPFD_CLOEXEC, 0) : -1;
    DIR *dir = p.fd < 0 ? opendir(p.text) : fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        int err = errno;
        if (fd >= 0)
            close(fd);
        errno = err;
        return mr_path_error(rt, &p);
    }
    if (p.fd >= 0)
        rewinddir(dir);
    mr_value list = mr_list_new(rt, NULL, 0);
    struct dirent *e;
    while (list && (errno = 0, e = readdir(dir))) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        mr_value name = mr_name_new(rt, e->d_name, strlen(e->d_name), p.is_bytes);
        if (!name || !mr_list_append_steal(rt, list, name) || mr_poll(rt) < 0)
            mr_clear(rt, &list);
    }
    int err = list ? errno : 0;
    closedir(dir);
    mr_path_finish(rt, &p);
    if (err) {
        mr_decref(rt, list);
        return mr_raise_errno(rt, err, a[0]);
    }
    return list;
}

/* ---- entries ---- */

typedef struct entry {
    mr_object head;
    mr_value name, path, module;
    mr_value stat, lstat; /* once asked, or MR_NULL */
    uint64_t inode;
    unsigned char type;
    int dir_fd; /* of the directory scanned by descriptor, or -1 */
} entry;

static entry *as_entry(mr_value v) { return (entry *)mr_obj(v); }

static void entry_dealloc(mr_runtime *rt, mr_object *self)
{
    entry *e = (entry *)self;
    mr_decref(rt, e->name);
    mr_decref(rt, e->path);
    mr_decref(rt, e->module);
    mr_decref(rt, e->stat);
    mr_decref(rt, e->lstat);
}
static const mr_layout entry_layout = {.dealloc = entry_dealloc};

static bool entry_stat_raw(mr_runtime *rt, entry *e, bool follow, struct stat *st)
{
    mr_path p;
    if (!mr_path_from(rt, e->dir_fd >= 0 ? e->name : e->path, "stat", "path", 0, &p))
        return false;
    int r = fstatat(e->dir_fd >= 0 ? e->dir_fd : AT_FDCWD, p.text, st,
                    follow ? 0 : AT_SYMLINK_NOFOLLOW);
    if (r < 0) {
        mr_raise_errno(rt, errno, e->path);
        mr_path_finish(rt, &p);
        return false;
    }
    mr_path_finish(rt, &p);
    return true;
}

static bool follows(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
                    mr_value kwnames, bool *follow)
{
    mr_value a[1];
    return mr_bind(rt, signature, args, nargs, kwnames, a) && mr_flag(rt, a[0], true, follow);
}

NATIVE(entry_stat)
{
    bool follow;
    struct stat st;
    entry *e = as_entry(self);
    if (!follows(rt, "stat(*, follow_symlinks=)", args, nargs, kwnames, &follow))
        return MR_NULL;
    if (e->type != DT_LNK && e->type != DT_UNKNOWN)
        follow = false;
    mr_value *place = follow ? &e->stat : &e->lstat;
    if (!*place) {
        if (!entry_stat_raw(rt, e, follow, &st))
            return MR_NULL;
        *place = mr_stat_result(rt, e->module, &st);
    }
    return mr_incref(*place);
}

static mr_value entry_is(mr_runtime *rt, entry *e, bool follow, mode_t mode, unsigned char type)
{
    struct stat st;
    if (e->type != DT_UNKNOWN && !(follow && e->type == DT_LNK))
        return mr_bool(e->type == type);
    if (!entry_stat_raw(rt, e, follow, &st))
        return mr_error_catch(rt, rt->exc.FileNotFoundError) ? MR_FALSE : MR_NULL;
    return mr_bool((st.st_mode & S_IFMT) == mode);
}

NATIVE(entry_is_dir)
{
    bool follow;
    if (!follows(rt, "is_dir(*, follow_symlinks=)", args, nargs, kwnames, &follow))
        return MR_NULL;
    return entry_is(rt, as_entry(self), follow, S_IFDIR, DT_DIR);
}

NATIVE(entry_is_file)
{
    bool follow;
    if (!follows(rt, "is_file(*, follow_symlinks=)", args, nargs, kwnames, &follow))
        return MR_NULL;
    return entry_is(rt, as_entry(self), follow, S_IFREG, DT_REG);
}

NATIVE(entry_is_symlink) { return entry_is(rt, as_entry(self), false, S_IFLNK, DT_LNK); }
NATIVE(entry_inode) { return mr_int_from_u64(rt, as_entry(self)->inode); }
NATIVE(entry_fspath) { return mr_incref(as_entry(self)->path); }

static mr_value entry_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<DirEntry %R>", as_entry(self)->name);
}

static const mr_method_def entry_methods[] = {
    {"is_dir", entry_is_dir, MR_ARGS_ANY, NULL},
    {"is_file", entry_is_file, MR_ARGS_ANY, NULL},
    {"is_symlink", entry_is_symlink, MR_ARGS_NONE, NULL},
    {"stat", entry_stat, MR_ARGS_ANY, NULL},
    {"inode", entry_inode, MR_ARGS_NONE, NULL},
    {"__fspath__", entry_fspath, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def entry_members[] = {
    {"name", offsetof(entry, name), MR_MEMBER_READONLY, "the entry's base filename"},
    {"path", offsetof(entry, path), MR_MEMBER_READONLY, "the entry's full path name"},
    {NULL, 0, 0, NULL},
};
static const mr_type_spec entry_spec = {
    .name = "posix.DirEntry",
    .basic_size = sizeof(entry),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &entry_layout,
    .slots = {.repr = entry_repr},
    .methods = entry_methods,
    .members = entry_members,
};

/* ---- the iterator ---- */

typedef struct scan {
    mr_object head;
    DIR *dir; /* NULL once closed */
    mr_value prefix, module;
    bool is_bytes;
    int fd; /* given by the program, or -1 */
} scan;

static scan *as_scan(mr_value v) { return (scan *)mr_obj(v); }

static void scan_close_dir(scan *s)
{
    if (s->dir)
        closedir(s->dir);
    s->dir = NULL;
}

static void scan_dealloc(mr_runtime *rt, mr_object *self)
{
    scan_close_dir((scan *)self);
    mr_decref(rt, ((scan *)self)->prefix);
    mr_decref(rt, ((scan *)self)->module);
}
static const mr_layout scan_layout = {.dealloc = scan_dealloc};

static void scan_finalize(mr_runtime *rt, mr_value self)
{
    if (as_scan(self)->dir &&
        mr_warn(rt, rt->exc.ResourceWarning, 1, "unclosed scandir iterator %R", self) < 0)
        mr_error_unraisable(rt, self);
}

static mr_value scan_next(mr_runtime *rt, mr_value self)
{
    scan *s = as_scan(self);
    struct dirent *d;
    while (s->dir) {
        errno = 0;
        d = readdir(s->dir);
        if (!d) {
            int err = errno;
            scan_close_dir(s);
            return err ? mr_raise_errno(rt, err, MR_NULL) : MR_NULL;
        }
        if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
            continue;
        mr_value type = mr_dict_get_text(rt, mr_module_dict(s->module), "DirEntry");
        entry *e = mr_object_new(rt, mr_as_type(type), sizeof *e, false);
        if (!e)
            return MR_NULL;
        e->dir_fd = s->fd;
        e->inode = d->d_ino;
        e->type = d->d_type;
        e->module = mr_incref(s->module);
        e->name = mr_name_new(rt, d->d_name, strlen(d->d_name), s->is_bytes);
        if (e->name)
            e->path =
                s->prefix ? mr_binary_op(rt, MR_OP_ADD, s->prefix, e->name) : mr_incref(e->name);
        if (!e->path) {
            mr_decref(rt, mr_from(e));
            return MR_NULL;
        }
        return mr_from(e);
    }
    return MR_NULL;
}

NATIVE(scan_close)
{
    scan_close_dir(as_scan(self));
    return MR_NONE;
}
NATIVE(scan_enter) { return mr_incref(self); }

static const mr_method_def scan_methods[] = {
    {"close", scan_close, MR_ARGS_NONE, NULL},
    {"__enter__", scan_enter, MR_ARGS_NONE, NULL},
    {"__exit__", scan_close, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec scan_spec = {
    .name = "posix.ScandirIterator",
    .basic_size = sizeof(scan),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &scan_layout,
    .slots = {.iter = mr_iter_self, .next = scan_next, .finalize = scan_finalize},
    .methods = scan_methods,
};

/* The directory with "/" behind it, which comes before the names. */
static mr_value prefix_of(mr_runtime *rt, const mr_path *p)
{
    if (p->fd >= 0)
        return MR_NULL;
    bool slash = p->length && p->text[p->length - 1] == '/';
    if (!p->given)
        return mr_str_from(rt, "./");
    mr_value name = mr_name_new(rt, p->text, p->length, p->is_bytes);
    mr_value sep = slash || !p->length ? MR_NULL : mr_name_new(rt, "/", 1, p->is_bytes);
    mr_value v = name && sep ? mr_binary_op(rt, MR_OP_ADD, name, sep) : mr_incref(name);
    mr_decref(rt, name);
    mr_decref(rt, sep);
    return v;
}

NATIVE(posix_scandir)
{
    mr_value a[1];
    mr_path p;
    if (!mr_bind(rt, "scandir(path=)", args, nargs, kwnames, a) ||
        !mr_path_from(rt, a[0], "scandir", "path", MR_PATH_FD | MR_PATH_NONE, &p))
        return MR_NULL;
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "_ScandirIterator");
    scan *s = mr_object_new(rt, mr_as_type(type), sizeof *s, false);
    if (!s) {
        mr_path_finish(rt, &p);
        return MR_NULL;
    }
    s->fd = p.fd;
    s->is_bytes = p.is_bytes;
    s->module = mr_incref(self);
    s->prefix = prefix_of(rt, &p);
    int fd = p.fd >= 0 ? fcntl(p.fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (!mr_error(rt)) {
        s->dir = p.fd < 0 ? opendir(p.text) : fd >= 0 ? fdopendir(fd) : NULL;
        if (!s->dir)
            mr_raise_errno(rt, errno, p.given);
    }
    if (!s->dir && fd >= 0)
        close(fd);
    mr_path_finish(rt, &p);
    if (!s->dir) {
        mr_decref(rt, mr_from(s));
        return MR_NULL;
    }
    return mr_from(s);
}

bool mr_posix_scandir_setup(mr_runtime *rt, mr_value module)
{
    mr_type *scan_type = mr_type_from_spec(rt, &scan_spec, NULL);
    return scan_type &&
           mr_module_add(rt, module, "_ScandirIterator", mr_incref(mr_from(scan_type))) &&
           mr_module_add_type(rt, module, &entry_spec, NULL);
}

const mr_method_def mr_posix_scandir[] = {
    {"listdir", posix_listdir, MR_ARGS_ANY, "A list of the names of the files in a directory."},
    {"scandir", posix_scandir, MR_ARGS_ANY, "An iterator of DirEntry objects for a path."},
    {NULL, NULL, 0, NULL}};
