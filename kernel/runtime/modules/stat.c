/*
 * stat.c - the module _stat: the parts of a file's mode.
 */
#include <sys/stat.h>

#include "modules/module.h"

#define C(name) {#name, name}
static const mr_constant constants[] = {
    C(S_IFDIR), C(S_IFCHR), C(S_IFBLK), C(S_IFREG), C(S_IFIFO), C(S_IFLNK), C(S_IFSOCK), C(S_ISUID),
    C(S_ISGID), C(S_ISVTX), C(S_IRWXU), C(S_IRUSR), C(S_IWUSR), C(S_IXUSR), C(S_IRWXG), C(S_IRGRP),
    C(S_IWGRP), C(S_IXGRP), C(S_IRWXO), C(S_IROTH), C(S_IWOTH), C(S_IXOTH), {"S_IFDOOR", 0},
    {"S_IFPORT", 0}, {"S_IFWHT", 0}, {"S_ENFMT", S_ISGID}, {"S_IREAD", S_IRUSR},
    {"S_IWRITE", S_IWUSR}, {"S_IEXEC", S_IXUSR}, {"UF_NODUMP", 1}, {"UF_IMMUTABLE", 2},
    {"UF_APPEND", 4}, {"UF_OPAQUE", 8}, {"UF_NOUNLINK", 16}, {"UF_COMPRESSED", 32},
    {"UF_HIDDEN", 0x8000}, {"SF_ARCHIVED", 0x10000}, {"SF_IMMUTABLE", 0x20000},
    {"SF_APPEND", 0x40000}, {"SF_NOUNLINK", 0x100000}, {"SF_SNAPSHOT", 0x200000}, {"ST_MODE", 0},
    {"ST_INO", 1}, {"ST_DEV", 2}, {"ST_NLINK", 3}, {"ST_UID", 4}, {"ST_GID", 5}, {"ST_SIZE", 6},
    {"ST_ATIME", 7}, {"ST_MTIME", 8}, {"ST_CTIME", 9}, {"FILE_ATTRIBUTE_ARCHIVE", 32},
    {"FILE_ATTRIBUTE_COMPRESSED", 2048}, {"FILE_ATTRIBUTE_DEVICE", 64},
    {"FILE_ATTRIBUTE_DIRECTORY", 16}, {"FILE_ATTRIBUTE_ENCRYPTED", 16384},
    {"FILE_ATTRIBUTE_HIDDEN", 2}, {"FILE_ATTRIBUTE_INTEGRITY_STREAM", 32768},
    {"FILE_ATTRIBUTE_NORMAL", 128}, {"FILE_ATTRIBUTE_NOT_CONTENT_INDEXED", 8192},
    {"FILE_ATTRIBUTE_NO_SCRUB_DATA", 131072}, {"FILE_ATTRIBUTE_OFFLINE", 4096},
    {"FILE_ATTRIBUTE_READONLY", 1}, {"FILE_ATTRIBUTE_REPARSE_POINT", 1024},
    {"FILE_ATTRIBUTE_SPARSE_FILE", 512}, {"FILE_ATTRIBUTE_SYSTEM", 4},
    {"FILE_ATTRIBUTE_TEMPORARY", 256}, {"FILE_ATTRIBUTE_VIRTUAL", 65536}, {NULL, 0}};

static bool mode_of(mr_runtime *rt, mr_value v, mode_t *mode)
{
    int64_t n;
    if (!mr_to_int64(rt, v, &n))
        return false;
    if (n < 0 || n > UINT32_MAX) {
        mr_raise(rt, rt->exc.OverflowError, n < 0 ? "can't convert negative value to unsigned int"
                                                  : "mode out of range");
        return false;
    }
    *mode = (mode_t)n;
    return true;
}

#define TEST(name, condition)                                                                      \
    NATIVE(stat_##name)                                                                            \
    {                                                                                              \
        mode_t mode;                                                                               \
        return mode_of(rt, args[0], &mode) ? mr_bool(condition) : MR_NULL;                         \
    }
TEST(S_ISDIR, S_ISDIR(mode))
TEST(S_ISCHR, S_ISCHR(mode))
TEST(S_ISBLK, S_ISBLK(mode))
TEST(S_ISREG, S_ISREG(mode))
TEST(S_ISFIFO, S_ISFIFO(mode))
TEST(S_ISLNK, S_ISLNK(mode))
TEST(S_ISSOCK, S_ISSOCK(mode))
TEST(S_ISDOOR, mode != mode)
TEST(S_ISPORT, mode != mode)
TEST(S_ISWHT, mode != mode)

NATIVE(stat_S_IMODE)
{
    mode_t mode;
    return mode_of(rt, args[0], &mode) ? mr_small_int(mode & 07777) : MR_NULL;
}

NATIVE(stat_S_IFMT)
{
    mode_t mode;
    return mode_of(rt, args[0], &mode) ? mr_small_int(mode & S_IFMT) : MR_NULL;
}

NATIVE(stat_filemode)
{
    mode_t mode;
    if (!mode_of(rt, args[0], &mode))
        return MR_NULL;
    char text[11] = "?rwxrwxrwx";
    text[0] = S_ISREG(mode) ? '-' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISBLK(mode) ? 'b'
              : S_ISCHR(mode) ? 'c' : S_ISFIFO(mode) ? 'p' : S_ISSOCK(mode) ? 's' : '?';
    for (int i = 0; i < 9; i++)
        if (!(mode & (0400u >> i)))
            text[i + 1] = '-';
    if (mode & S_ISUID)
        text[3] = mode & S_IXUSR ? 's' : 'S';
    if (mode & S_ISGID)
        text[6] = mode & S_IXGRP ? 's' : 'S';
    if (mode & S_ISVTX)
        text[9] = mode & S_IXOTH ? 't' : 'T';
    return mr_str_from(rt, text);
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_constants(rt, module, constants);
}

#define F(name) {#name, stat_##name, MR_ARGS_ONE, NULL}
static const mr_method_def functions[] = {
    F(S_ISDIR), F(S_ISCHR),  F(S_ISBLK),  F(S_ISREG),           F(S_ISFIFO),
    F(S_ISLNK), F(S_ISSOCK), F(S_ISDOOR), F(S_ISPORT),          F(S_ISWHT),
    F(S_IMODE), F(S_IFMT),   F(filemode), {NULL, NULL, 0, NULL}};

MR_MODULE(_stat, "_stat", "S_IFMT_: file type bits, and tests of them.", functions, setup);
