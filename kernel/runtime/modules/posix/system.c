/*
 * system.c - functions of posix on the system: its name, random bytes, the
 * environment, configuration.
 */
#include <stdlib.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "modules/structseq.h"

static const mr_getset_def uname_fields[] = {
    MR_STRUCTSEQ_FIELD("sysname", 0), MR_STRUCTSEQ_FIELD("nodename", 1),
    MR_STRUCTSEQ_FIELD("release", 2), MR_STRUCTSEQ_FIELD("version", 3),
    MR_STRUCTSEQ_FIELD("machine", 4), {0}};
static const mr_type_spec uname_result_spec =
    MR_STRUCTSEQ_SPEC("posix.uname_result", "uname_result: Result from os.uname().", uname_fields);
static const mr_getset_def terminal_fields[] = {
    MR_STRUCTSEQ_FIELD("columns", 0), MR_STRUCTSEQ_FIELD("lines", 1), {0}};
static const mr_type_spec terminal_size_spec = MR_STRUCTSEQ_SPEC(
    "os.terminal_size", "A tuple of (columns, lines) for holding terminal window size",
    terminal_fields);
static const mr_getset_def sched_fields[] = {MR_STRUCTSEQ_FIELD("sched_priority", 0), {0}};
static const mr_type_spec sched_param_spec =
    MR_STRUCTSEQ_SPEC("posix.sched_param", "Scheduling parameters.", sched_fields);

NATIVE(posix_uname)
{
    struct utsname u;
    if (uname(&u) < 0)
        return mr_errno(rt);
    mr_value items[5] = {mr_str_from(rt, u.sysname), mr_str_from(rt, u.nodename),
                         mr_str_from(rt, u.release), mr_str_from(rt, u.version),
                         mr_str_from(rt, u.machine)};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(self), "uname_result")), items);
}

static mr_value random_bytes(mr_runtime *rt, mr_value size, unsigned flags)
{
    int64_t n;
    if (!mr_to_int64(rt, size, &n))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative argument not allowed");
    mr_value bytes = mr_bytes_new(rt, NULL, (size_t)n);
    for (int64_t done = 0; bytes && done < n;) {
        ssize_t got = getrandom(mr_as_bytes(bytes)->data + done, (size_t)(n - done), flags);
        if (got < 0 && !mr_again(rt)) {
            mr_clear(rt, &bytes);
            return mr_errno(rt);
        }
        done += got > 0 ? got : 0;
    }
    return bytes;
}

NATIVE(posix_urandom) { return random_bytes(rt, args[0], 0); }

NATIVE(posix_getrandom)
{
    mr_value a[2];
    int flags = 0;
    if (!mr_bind(rt, "getrandom(size, flags=)", args, nargs, kwnames, a) ||
        (a[1] && !mr_to_c_int(rt, a[1], &flags)))
        return MR_NULL;
    return random_bytes(rt, a[0], (unsigned)flags);
}

NATIVE(posix_strerror)
{
    int n;
    return mr_to_c_int(rt, args[0], &n) ? mr_str_from(rt, strerror(n)) : MR_NULL;
}

NATIVE(posix_cpu_count)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? mr_small_int(n) : MR_NONE;
}

NATIVE(posix_getloadavg)
{
    double load[3];
    if (getloadavg(load, 3) != 3)
        return mr_raise(rt, rt->exc.OSError, "Load averages are unobtainable");
    return mr_tuple_pack(rt, 3, mr_float(load[0]), mr_float(load[1]), mr_float(load[2]));
}

NATIVE(posix_getlogin)
{
    char name[256];
    int err = getlogin_r(name, sizeof name);
    return err ? mr_raise_errno(rt, err, MR_NULL) : mr_name_decode(rt, name, strlen(name));
}

NATIVE(posix_putenv)
{
    if (!mr_arity(rt, "putenv", nargs, kwnames, 2, 2))
        return MR_NULL;
    mr_path name, v;
    if (!mr_path_from(rt, args[0], "putenv", "name", 0, &name))
        return MR_NULL;
    if (!mr_path_from(rt, args[1], "putenv", "value", 0, &v)) {
        mr_path_finish(rt, &name);
        return MR_NULL;
    }
    if (strchr(name.text, '='))
        mr_raise(rt, rt->exc.ValueError, "illegal environment variable name");
    else if (setenv(name.text, v.text, 1) < 0)
        mr_errno(rt);
    mr_path_finish(rt, &name);
    mr_path_finish(rt, &v);
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

NATIVE(posix_unsetenv)
{
    mr_path name;
    if (!mr_path_from(rt, args[0], "unsetenv", "name", 0, &name))
        return MR_NULL;
    bool failed = unsetenv(name.text) < 0;
    mr_path_finish(rt, &name);
    return failed ? mr_errno(rt) : MR_NONE;
}

static const mr_constant sysconf_names[] = {
    {"SC_ARG_MAX", _SC_ARG_MAX}, {"SC_CHILD_MAX", _SC_CHILD_MAX}, {"SC_CLK_TCK", _SC_CLK_TCK},
    {"SC_NGROUPS_MAX", _SC_NGROUPS_MAX}, {"SC_OPEN_MAX", _SC_OPEN_MAX},
    {"SC_PAGESIZE", _SC_PAGESIZE}, {"SC_PAGE_SIZE", _SC_PAGESIZE},
    {"SC_PHYS_PAGES", _SC_PHYS_PAGES}, {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES},
    {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF}, {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
    {"SC_IOV_MAX", _SC_IOV_MAX}, {"SC_SYMLOOP_MAX", _SC_SYMLOOP_MAX}, {"SC_VERSION", _SC_VERSION},
    {"SC_LINE_MAX", _SC_LINE_MAX}, {"SC_TTY_NAME_MAX", _SC_TTY_NAME_MAX},
    {"SC_HOST_NAME_MAX", _SC_HOST_NAME_MAX}, {NULL, 0}};

NATIVE(posix_sysconf)
{
    int name = -1;
    if (mr_is_str(args[0])) {
        for (const mr_constant *c = sysconf_names; c->name; c++)
            if (mr_str_is(args[0], c->name))
                name = (int)c->value;
        if (name < 0)
            return mr_raise(rt, rt->exc.ValueError, "unrecognized configuration name");
    } else if (!mr_to_c_int(rt, args[0], &name)) {
        return MR_NULL;
    }
    errno = 0;
    long n = sysconf(name);
    return n == -1 && errno ? mr_errno(rt) : mr_int_from(rt, n);
}

NATIVE(posix_sync)
{
    sync();
    return MR_NONE;
}

static mr_value environment(mr_runtime *rt)
{
    mr_value dict = mr_dict_new(rt);
    for (char **e = environ; dict && *e; e++) {
        const char *equals = strchr(*e, '=');
        if (!equals)
            continue;
        mr_value name = mr_bytes_new(rt, *e, (size_t)(equals - *e)),
                 v = mr_bytes_new(rt, equals + 1, strlen(equals + 1));
        bool fine = name && v && mr_dict_setdefault(rt, dict, name, v) != MR_NULL;
        mr_decref(rt, name);
        if (!fine)
            mr_clear(rt, &dict);
    }
    return dict;
}

bool mr_posix_system_setup(mr_runtime *rt, mr_value module)
{
    static const mr_type_spec *const specs[] = {&uname_result_spec, &terminal_size_spec,
                                                &sched_param_spec};
    for (size_t i = 0; i < 3; i++) {
        mr_type *type = mr_structseq_type(rt, specs[i]);
        if (!type || !mr_module_add(rt, module, mr_type_short_name(type), mr_incref(mr_from(type))))
            return false;
    }
    mr_value names = mr_dict_new(rt);
    for (const mr_constant *c = sysconf_names; names && c->name; c++)
        if (!mr_dict_set_text(rt, names, c->name, mr_small_int(c->value)))
            return false;
    return mr_module_add(rt, module, "sysconf_names", names) &&
           mr_module_add(rt, module, "environ", environment(rt)) &&
           mr_module_add(rt, module, "error", mr_incref(mr_from(rt->exc.OSError)));
}

#define F0(name) {#name, posix_##name, MR_ARGS_NONE, NULL}
#define F1(name) {#name, posix_##name, MR_ARGS_ONE, NULL}
#define F(name) {#name, posix_##name, MR_ARGS_ANY, NULL}
const mr_method_def mr_posix_system[] = {
    F0(uname),    F1(urandom), F(getrandom), F1(strerror), F0(cpu_count), F0(getloadavg),
    F0(getlogin), F(putenv),   F1(unsetenv), F1(sysconf),  F0(sync),      {NULL, NULL, 0, NULL}};
