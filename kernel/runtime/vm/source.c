/*
 * source.c - source lines for tracebacks.
 */
#include "vm/source.h"

#include <stdlib.h>

#include "modules/import_find.h"
#include "modules/sys.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

/* The kept texts stand in a dict of the VM: file name to text. */
static mr_value kept(mr_runtime *rt)
{
    if (!rt->vm->sources)
        rt->vm->sources = mr_dict_new(rt);
    return rt->vm->sources;
}

static bool tell_linecache(mr_runtime *rt, mr_value cache, mr_value filename, mr_value text)
{
    mr_value keep_ends = MR_TRUE;
    mr_value name = mr_intern(rt, "splitlines");
    mr_value lines = name ? mr_call_method(rt, text, name, &keep_ends, 1) : MR_NULL;
    mr_value entry = MR_NULL;
    if (lines) /* no modification time: checkcache() leaves it alone */
        entry = mr_tuple_pack(rt, 4, mr_small_int((int64_t)mr_as_str(text)->length), MR_NONE, lines,
                              filename);
    bool fine = entry && mr_setitem(rt, cache, filename, entry) == 0;
    mr_decref(rt, entry);
    mr_decref(rt, lines);
    mr_decref(rt, name);
    return fine;
}

static mr_value linecache(mr_runtime *rt)
{
    mr_value module = mr_dict_get_text(rt, rt->modules, "linecache");
    mr_value cache = module ? mr_getattr_text(rt, module, "cache") : MR_NULL;
    if (mr_error(rt))
        mr_error_clear(rt);
    return cache;
}

bool mr_source_keep(mr_runtime *rt, const char *filename, const char *source, size_t length)
{
    mr_value text = mr_str_new(rt, source, length);
    if (!text) /* not UTF-8: the compiler will say so */
        return mr_error_catch(rt, rt->exc.UnicodeError);
    mr_value name = mr_str_from(rt, filename);
    bool fine = name && kept(rt) && mr_dict_set(rt, kept(rt), name, text);
    mr_value cache = fine ? linecache(rt) : MR_NULL;
    if (cache)
        fine = tell_linecache(rt, cache, name, text);
    mr_decref(rt, cache);
    mr_decref(rt, name);
    mr_decref(rt, text);
    return fine;
}

bool mr_source_tell_linecache(mr_runtime *rt)
{
    mr_value cache = rt->vm->sources ? linecache(rt) : MR_NULL, key, text;
    size_t pos = 0;
    bool fine = true;
    while (cache && fine && mr_dict_next(rt->vm->sources, &pos, &key, &text))
        fine = tell_linecache(rt, cache, key, text);
    mr_decref(rt, cache);
    return fine;
}

/* Line `line` of a text in memory; false when it has fewer. */
static bool find_line(const char *text, size_t length, int line, const char **start, size_t *n)
{
    const char *p = text, *end = text + length;
    for (int i = 1; i < line; i++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        if (!newline)
            return false;
        p = newline + 1;
    }
    if (p == end)
        return false;
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    *start = p;
    *n = (size_t)((newline ? newline : end) - p);
    if (*n && p[*n - 1] == '\r')
        --*n;
    return true;
}

static mr_value line_of_text(mr_runtime *rt, mr_value text, int line)
{
    char *owned = NULL;
    size_t length, n;
    const char *start, *utf8 = mr_str_utf8(rt, text, &length, &owned);
    mr_value v = MR_NULL;
    if (utf8 && find_line(utf8, length, line, &start, &n))
        v = mr_str_new(rt, start, n);
    free(owned);
    return v;
}

/* Where a relative file name may be found besides the current folder: sys.path. */
static char *read_source(mr_runtime *rt, mr_value filename, size_t *length)
{
    char *path = mr_os_path(rt, filename);
    char *text = path ? mr_read_file(path, length) : NULL;
    bool absolute = path && *path == '/';
    free(path);
    mr_value folders = mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, path));
    if (text || absolute || !path || !folders || !mr_is_list(folders))
        return text;
    for (size_t i = 0; !text && i < mr_as_list(folders)->length; i++) {
        mr_value folder = mr_as_list(folders)->items[i];
        mr_value full = mr_is_str(folder) ? mr_str_format(rt, "%V/%V", folder, filename) : MR_NULL;
        char *candidate = full ? mr_os_path(rt, full) : NULL;
        if (candidate)
            text = mr_read_file(candidate, length);
        free(candidate);
        mr_decref(rt, full);
    }
    return text;
}

mr_value mr_source_line(mr_runtime *rt, mr_value filename, int line)
{
    if (line <= 0 || !mr_is_str(filename) || !mr_as_str(filename)->length)
        return MR_NULL;
    mr_value text = rt->vm->sources ? mr_dict_get(rt, rt->vm->sources, filename) : MR_NULL;
    mr_value v = MR_NULL;
    if (text) {
        v = line_of_text(rt, text, line);
    } else if (mr_str_at(mr_as_str(filename), 0) != '<') {
        size_t length, n;
        const char *start;
        char *bytes = read_source(rt, filename, &length);
        if (bytes && find_line(bytes, length, line, &start, &n))
            v = mr_str_new(rt, start, n);
        free(bytes);
    }
    if (!v && mr_error(rt))
        mr_error_clear(rt); /* a traceback without this line is better than none */
    return v;
}
