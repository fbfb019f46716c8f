/*
 * sys_paths.c - the sys module: where things are.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modules/import_find.h"
#include "modules/sys.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

#define DEBIAN_STDLIB "/usr/lib/python3.11"

const char *mr_stdlib_path(mr_runtime *rt)
{
    if (rt->config.stdlib)
        return rt->config.stdlib;
    const char *path = getenv("MEMOIR_STDLIB");
    return path && *path ? path : DEBIAN_STDLIB;
}

static bool set(mr_runtime *rt, const char *name, mr_value v)
{
    bool fine = v && mr_dict_set_text(rt, rt->sysdict, name, v);
    mr_decref(rt, v);
    return fine;
}

/* A str of a path or argument, whose undecodable bytes become lone surrogates. */
mr_value mr_str_from_os(mr_runtime *rt, const char *text)
{
    size_t n = strlen(text);
    mr_value v = mr_str_new(rt, text, n);
    if (v || !mr_error_is(rt, rt->exc.UnicodeError))
        return v;
    mr_error_clear(rt);
    uint32_t *points = malloc(n * sizeof *points);
    if (!points)
        return mr_raise_no_memory(rt);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        points[i] = c < 0x80 ? c : 0xdc00u + c;
    }
    v = mr_str_ucs4(rt, points, n);
    free(points);
    return v;
}

static bool append(mr_runtime *rt, mr_value list, const char *text)
{
    mr_value v = mr_str_from_os(rt, text);
    return v && mr_list_append_steal(rt, list, v);
}

/* Entries of PYTHONPATH. */
static bool append_environment(mr_runtime *rt, mr_value list)
{
    const char *all = getenv("PYTHONPATH");
    if (!all)
        return true;
    char *copy = strdup(all), *rest = copy, *entry;
    bool fine = copy != NULL;
    while (fine && (entry = strsep(&rest, ":")))
        if (*entry)
            fine = append(rt, list, entry);
    free(copy);
    return fine;
}

static bool set_path(mr_runtime *rt)
{
    const char *home = getenv("HOME");
    char user[PATH_MAX];
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!list || !append(rt, list, rt->config.path0 ? rt->config.path0 : "") ||
        !append_environment(rt, list) || !append(rt, list, mr_stdlib_path(rt)))
        return false;
    if (home && snprintf(user, sizeof user, "%s/.local/lib/python3.11/site-packages", home) <
                    (int)sizeof user && access(user, F_OK) == 0 && !append(rt, list, user))
        return false;
    return append(rt, list, "/usr/local/lib/python3.11/dist-packages") &&
           append(rt, list, "/usr/lib/python3/dist-packages") && set(rt, "path", list);
}

static bool set_arguments(mr_runtime *rt)
{
    mr_value list = mr_list_new(rt, NULL, 0), all = mr_list_new(rt, NULL, 0);
    if (!list || !all)
        return false;
    if (rt->config.argc == 0 && !append(rt, list, ""))
        return false;
    for (int i = 0; i < rt->config.argc; i++)
        if (!append(rt, list, rt->config.argv[i]) || !append(rt, all, rt->config.argv[i]))
            return false;
    return set(rt, "argv", list) && set(rt, "orig_argv", all);
}

static bool set_executable(mr_runtime *rt)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    return set(rt, "executable", mr_str_from_os(rt, path)) &&
           set(rt, "_base_executable", mr_str_from_os(rt, path));
}

bool mr_sys_paths_init(mr_runtime *rt)
{
    static const char *const prefixes[] = {"prefix", "exec_prefix", "base_prefix",
                                           "base_exec_prefix"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (!set(rt, prefixes[i], mr_str_from(rt, "/usr")))
            return false;
    return set_path(rt) && set_arguments(rt) && set_executable(rt) &&
           set(rt, "platlibdir", mr_str_from(rt, "lib")) &&
           set(rt, "_stdlib_dir", mr_str_from_os(rt, mr_stdlib_path(rt))) &&
           set(rt, "stdlib_module_names", mr_stdlib_names(rt)) &&
           set(rt, "meta_path", mr_list_new(rt, NULL, 0)) &&
           set(rt, "path_hooks", mr_list_new(rt, NULL, 0)) &&
           set(rt, "path_importer_cache", mr_dict_new(rt));
}
