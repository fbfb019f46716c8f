/*
 * import_find.c - finding modules and running them.
 *
 * Modules in C and source files in the folders of a search path are handled
 * here. What goes beyond (finders of the program's own on sys.meta_path,
 * archives on sys.path, namespace packages) is left to the standard library's
 * importlib, which is loaded then. A module loaded before importlib has a
 * plain namespace object as __spec__; loading importlib gives all modules
 * real ones.
 */
#include "modules/import_find.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/compile.h"
#include "modules/import.h"
#include "modules/sys.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"
#include "vm/source.h"

/* ---- files ---- */

char *mr_os_path(mr_runtime *rt, mr_value path)
{
    const mr_str *s = mr_as_str(path);
    char *bytes = malloc(s->length * 4 + 1), *to = bytes;
    if (!bytes) {
        mr_raise_no_memory(rt);
        return NULL;
    }
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (c < 0x80) {
            *to++ = (char)c;
        } else if (c >= 0xdc80 && c <= 0xdcff) {
            *to++ = (char)(c - 0xdc00);
        } else if (c < 0x800) {
            *to++ = (char)(0xc0 | c >> 6);
            *to++ = (char)(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            *to++ = (char)(0xe0 | c >> 12);
            *to++ = (char)(0x80 | (c >> 6 & 0x3f));
            *to++ = (char)(0x80 | (c & 0x3f));
        } else {
            *to++ = (char)(0xf0 | c >> 18);
            *to++ = (char)(0x80 | (c >> 12 & 0x3f));
            *to++ = (char)(0x80 | (c >> 6 & 0x3f));
            *to++ = (char)(0x80 | (c & 0x3f));
        }
    }
    *to = '\0';
    return bytes;
}

char *mr_read_file(const char *path, size_t *length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct stat st;
    char *data = NULL;
    size_t used = 0, room;
    if (fstat(fd, &st) < 0)
        goto fail;
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        goto fail;
    }
    room = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size + 1 : 65536;
    for (;;) {
        char *grown = realloc(data, room + 1);
        if (!grown) {
            errno = ENOMEM;
            goto fail;
        }
        data = grown;
        ssize_t n = read(fd, data + used, room - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            goto fail;
        if (n == 0)
            break;
        used += (size_t)n;
        if (used == room)
            room *= 2;
    }
    data[used] = '\0';
    close(fd);
    *length = used;
    return data;
fail:;
    int saved = errno;
    free(data);
    close(fd);
    errno = saved;
    return NULL;
}

/* ---- specs ---- */

static bool set(mr_runtime *rt, mr_value o, const char *name, mr_value v)
{
    bool fine = v && mr_setattr_text(rt, o, name, v) == 0;
    mr_decref(rt, v);
    return fine;
}

static mr_value importlib(mr_runtime *rt, const char *name)
{
    return mr_dict_get_text(rt, rt->modules, name); /* borrowed */
}

/* Has the machinery been loaded to its end? */
static bool importlib_ready(mr_runtime *rt)
{
    return mr_dict_get_text(rt, rt->sysdict, "_importlib_ready") == MR_TRUE;
}

/* The real spec of a source module, by importlib. */
static mr_value real_spec(mr_runtime *rt, mr_value name, mr_value file, mr_value locations)
{
    mr_value external = importlib(rt, "_frozen_importlib_external");
    mr_value make = external ? mr_getattr_text(rt, external, "spec_from_file_location") : MR_NULL;
    mr_value key = mr_intern(rt, "submodule_search_locations");
    mr_value names = key ? mr_tuple_new(rt, &key, 1) : MR_NULL, spec = MR_NULL;
    if (make && names) {
        const mr_value args[3] = {name, file, locations ? locations : MR_NONE};
        spec = mr_call(rt, make, args, 2, names);
    }
    mr_decref(rt, key);
    mr_decref(rt, names);
    mr_decref(rt, make);
    return spec;
}

static mr_value plain_spec(mr_runtime *rt, mr_value name, mr_value file, mr_value locations,
                           mr_value package)
{
    mr_value spec = mr_call0(rt, mr_from(rt->types.simple_namespace));
    if (spec && set(rt, spec, "name", mr_incref(name)) && set(rt, spec, "loader", MR_NONE) &&
        set(rt, spec, "origin", mr_incref(file)) &&
        set(rt, spec, "submodule_search_locations", locations ? mr_incref(locations) : MR_NONE) &&
        set(rt, spec, "has_location", MR_TRUE) && set(rt, spec, "cached", MR_NONE) &&
        set(rt, spec, "parent", mr_incref(package)))
        return spec;
    mr_decref(rt, spec);
    return MR_NULL;
}

/* ---- loading ---- */

bool mr_is_native_name(mr_value name)
{
    for (size_t i = 0; mr_native_modules[i]; i++)
        if (mr_str_is(name, mr_native_modules[i]->name))
            return true;
    return false;
}

/* numpy was made at start-up; importing it names it and its part. */
static mr_value load_numpy(mr_runtime *rt)
{
    mr_value random = mr_dict_get_text(rt, mr_module_dict(rt->numpy_module), "random");
    if (random && !mr_dict_set_text(rt, rt->modules, "numpy.random", random))
        return MR_NULL;
    return mr_incref(rt->numpy_module);
}

mr_value mr_load_native(mr_runtime *rt, mr_value name)
{
    for (size_t i = 0; mr_native_modules[i]; i++) {
        if (!mr_str_is(name, mr_native_modules[i]->name))
            continue;
        mr_value module = mr_native_modules[i] == &mr_module_numpy
                              ? load_numpy(rt) : mr_module_from_spec(rt, mr_native_modules[i]);
        if (module && !mr_dict_set(rt, rt->modules, name, module))
            mr_clear(rt, &module);
        if (module && importlib_ready(rt)) {
            mr_value bootstrap = importlib(rt, "_frozen_importlib");
            mr_value importer = mr_getattr_text(rt, bootstrap, "BuiltinImporter");
            mr_value make = mr_getattr_text(rt, bootstrap, "spec_from_loader");
            mr_value spec = importer && make ? mr_call2(rt, make, name, importer) : MR_NULL;
            if (!spec || mr_setattr(rt, module, MR_NAME(rt, __spec__), spec) < 0 ||
                mr_setattr(rt, module, MR_NAME(rt, __loader__), importer) < 0)
                mr_clear(rt, &module);
            mr_decref(rt, spec);
            mr_decref(rt, make);
            mr_decref(rt, importer);
        }
        return module;
    }
    return MR_NULL;
}

/* The package part of a module's name: itself for a package. */
static mr_value package_of(mr_runtime *rt, mr_value name, bool is_package)
{
    const mr_str *s = mr_as_str(name);
    size_t end = s->length;
    if (!is_package) {
        while (end > 0 && mr_str_at(s, end - 1) != '.')
            end--;
        end -= end > 0;
    }
    return mr_str_substring(rt, name, 0, end);
}

static bool fill_module(mr_runtime *rt, mr_value module, mr_value name, mr_value file,
                        mr_value folder)
{
    mr_value package = package_of(rt, name, folder != MR_NULL);
    mr_value locations = folder ? mr_list_new(rt, &folder, 1) : MR_NULL;
    mr_value spec = MR_NULL, loader = MR_NONE;
    bool fine = false;
    if (!package || (folder && !locations))
        goto end;
    if (importlib_ready(rt)) {
        spec = real_spec(rt, name, file, locations);
        loader = spec ? mr_getattr_text(rt, spec, "loader") : MR_NULL;
    } else {
        spec = plain_spec(rt, name, file, locations, package);
    }
    fine = spec && loader && set(rt, module, "__package__", mr_incref(package)) &&
           set(rt, module, "__loader__", mr_incref(loader)) &&
           set(rt, module, "__spec__", mr_incref(spec)) &&
           (!folder || set(rt, module, "__path__", mr_incref(locations))) &&
           set(rt, module, "__file__", mr_incref(file)) &&
           set(rt, module, "__builtins__", mr_incref(rt->builtins)) &&
           mr_setattr(rt, spec, MR_NAME(rt, _initializing), MR_TRUE) == 0;
end:
    mr_decref(rt, loader);
    mr_decref(rt, spec);
    mr_decref(rt, locations);
    mr_decref(rt, package);
    return fine;
}

/* Runs source text as the module; owned: what stands in sys.modules afterwards. */
static mr_value run_module(mr_runtime *rt, mr_value module, mr_value name, const char *source,
                           size_t length, const char *filename)
{
    mr_code *code = NULL;
    mr_value result = MR_NULL;
    if (mr_dict_set(rt, rt->modules, name, module))
        code = mr_compile(rt, source, length, filename, MR_COMPILE_EXEC, 0);
    mr_value dict = mr_module_dict(module);
    mr_value done = code ? mr_eval_code(rt, code, dict, dict) : MR_NULL;
    if (code)
        mr_decref(rt, mr_from(code));
    if (done) {
        result = mr_incref(mr_dict_get(rt, rt->modules, name));
        if (!result && !mr_error(rt)) {
            mr_value message = mr_str_format(rt, "module %R not in sys.modules", name);
            mr_raise_import(rt, rt->exc.ImportError, message, name, MR_NONE);
        }
    } else {
        mr_value pending = mr_error_take(rt);
        if (mr_dict_delete(rt, rt->modules, name) < 0)
            mr_error_clear(rt);
        mr_error_restore(rt, pending);
    }
    mr_decref(rt, done);
    return result;
}

static mr_value load_source(mr_runtime *rt, mr_value name, const char *path, bool is_package,
                            const char *source, size_t length)
{
    mr_value file = mr_str_from_os(rt, path), folder = MR_NULL, result = MR_NULL;
    mr_value module = file ? mr_module_new(rt, name) : MR_NULL;
    if (!module)
        goto end;
    if (is_package) {
        size_t end = mr_as_str(file)->length - strlen("/__init__.py");
        folder = mr_str_substring(rt, file, 0, end);
        if (!folder)
            goto end;
    }
    if (!fill_module(rt, module, name, file, folder))
        goto end;
    result = run_module(rt, module, name, source, length, path);
    mr_value spec = mr_dict_get_str(rt, mr_module_dict(module), MR_NAME(rt, __spec__));
    if (spec && result) {
        mr_incref(spec);
        if (mr_setattr(rt, spec, MR_NAME(rt, _initializing), MR_FALSE) < 0)
            mr_error_clear(rt);
        mr_decref(rt, spec);
    }
end:
    mr_decref(rt, module);
    mr_decref(rt, folder);
    mr_decref(rt, file);
    return result;
}

/* ---- searching ---- */

enum found { NOT_FOUND, FOUND, FAILED, BEYOND /* for importlib to handle */ };

/* Looks for the module in one folder. */
static enum found search_folder(mr_runtime *rt, const char *folder, const char *leaf, mr_value name,
                                mr_value *module)
{
    static const char *const forms[] = {"%s/%s/__init__.py", "%s/%s.py"};
    char *path;
    for (int i = 0; i < 2; i++) {
        if (asprintf(&path, forms[i], folder, leaf) < 0) {
            mr_raise_no_memory(rt);
            return FAILED;
        }
        size_t length;
        char *source = mr_read_file(path, &length);
        if (source) {
            *module = load_source(rt, name, path, i == 0, source, length);
            free(source);
            free(path);
            return *module ? FOUND : FAILED;
        }
        if (errno == EACCES || errno == EIO || errno == ENOMEM) {
            mr_value file = mr_str_from_os(rt, path);
            if (file)
                mr_raise_errno(rt, errno, file);
            mr_decref(rt, file);
            free(path);
            return FAILED;
        }
        free(path);
    }
    struct stat st;
    if (asprintf(&path, "%s/%s", folder, leaf) < 0) {
        mr_raise_no_memory(rt);
        return FAILED;
    }
    bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    free(path);
    if (is_folder)
        return BEYOND;
    return stat(folder, &st) == 0 && !S_ISDIR(st.st_mode) ? BEYOND : NOT_FOUND;
}

static enum found search(mr_runtime *rt, mr_value name, mr_value path, mr_value *module)
{
    if (!mr_is_list(path))
        return BEYOND;
    const mr_str *s = mr_as_str(name);
    size_t start = s->length;
    while (start > 0 && mr_str_at(s, start - 1) != '.')
        start--;
    mr_value leaf_name = mr_str_substring(rt, name, start, s->length);
    char *leaf = leaf_name ? mr_os_path(rt, leaf_name) : NULL;
    mr_decref(rt, leaf_name);
    if (!leaf)
        return FAILED;
    enum found result = NOT_FOUND;
    if (!*leaf || strchr(leaf, '/'))
        goto end;
    for (size_t i = 0; i < mr_as_list(path)->length; i++) {
        mr_value entry = mr_as_list(path)->items[i];
        if (!mr_is_str(entry))
            continue;
        char *folder = mr_os_path(rt, entry);
        if (!folder) {
            result = FAILED;
            break;
        }
        if (!*folder) { /* the current folder, by its name */
            free(folder);
            folder = getcwd(NULL, 0);
            if (!folder)
                continue;
        }
        size_t n = strlen(folder);
        while (n > 1 && folder[n - 1] == '/')
            folder[--n] = '\0';
        enum found here = search_folder(rt, folder, leaf, name, module);
        free(folder);
        if (here == FOUND || here == FAILED) {
            result = here;
            break;
        }
        if (here == BEYOND)
            result = BEYOND;
    }
end:
    free(leaf);
    return result;
}

/* ---- importlib ---- */

static mr_value load_machinery(mr_runtime *rt, const char *name, const char *file)
{
    char *path;
    size_t length;
    if (asprintf(&path, "%s/importlib/%s.py", mr_stdlib_path(rt), file) < 0)
        return mr_raise_no_memory(rt);
    char *source = mr_read_file(path, &length);
    free(path);
    mr_value text = mr_intern(rt, name), module = MR_NULL;
    if (!source)
        mr_raise_stdlib_missing(rt, text);
    else if (text && (module = mr_module_new(rt, text)))
        if (!set(rt, module, "__builtins__", mr_incref(rt->builtins)) ||
            !set(rt, module, "__package__", mr_incref(rt->empty_str)))
            mr_clear(rt, &module);
    mr_value result = MR_NULL;
    if (module) {
        char shown[64];
        snprintf(shown, sizeof shown, "<frozen importlib.%s>", file);
        result = run_module(rt, module, text, source, length, shown);
    }
    mr_decref(rt, module);
    mr_decref(rt, text);
    free(source);
    return result;
}

static bool call_method(mr_runtime *rt, mr_value o, const char *name, const mr_value *args,
                        size_t n)
{
    mr_value text = mr_intern(rt, name);
    mr_value v = text ? mr_call_method(rt, o, text, args, n) : MR_NULL;
    mr_decref(rt, text);
    mr_decref(rt, v);
    return v != MR_NULL;
}

/* Modules loaded so far get real specs and loaders. */
static bool upgrade_specs(mr_runtime *rt)
{
    mr_value names = mr_dict_keys_list(rt, rt->modules);
    bool fine = names != MR_NULL;
    for (size_t i = 0; fine && i < mr_as_list(names)->length; i++) {
        mr_value name = mr_as_list(names)->items[i];
        mr_value module = mr_dict_get(rt, rt->modules, name);
        if (!module || !mr_has_kind(module, MR_KIND_MODULE) || !mr_is_str(name))
            continue;
        mr_value dict = mr_module_dict(module);
        mr_value spec = mr_dict_get_str(rt, dict, MR_NAME(rt, __spec__));
        if (!spec || mr_type_of(rt, spec) != rt->types.simple_namespace)
            continue;
        mr_value file = mr_dict_get_str(rt, dict, MR_NAME(rt, __file__));
        mr_value path = mr_dict_get_str(rt, dict, MR_NAME(rt, __path__));
        if (!file)
            continue;
        bool busy = mr_spec_is_initializing(rt, spec);
        mr_value real = real_spec(rt, name, file, path);
        mr_value loader = real ? mr_getattr_text(rt, real, "loader") : MR_NULL;
        fine = loader && mr_setattr(rt, real, MR_NAME(rt, _initializing), mr_bool(busy)) == 0 &&
               mr_dict_set(rt, dict, MR_NAME(rt, __spec__), real) &&
               mr_dict_set(rt, dict, MR_NAME(rt, __loader__), loader);
        mr_decref(rt, loader);
        mr_decref(rt, real);
    }
    mr_decref(rt, names);
    return fine;
}

bool mr_importlib_load(mr_runtime *rt)
{
    if (importlib_ready(rt) || importlib(rt, "_frozen_importlib"))
        return true;
    mr_value bootstrap = load_machinery(rt, "_frozen_importlib", "_bootstrap");
    mr_value external =
        bootstrap ? load_machinery(rt, "_frozen_importlib_external", "_bootstrap_external")
                  : MR_NULL;
    mr_value sys = mr_import(rt, "sys"), imp = mr_import(rt, "_imp");
    const mr_value both[2] = {sys, imp};
    bool fine = external && sys && imp && call_method(rt, bootstrap, "_install", both, 2) &&
                call_method(rt, bootstrap, "_install_external_importers", NULL, 0) &&
                mr_dict_set_text(rt, rt->sysdict, "_importlib_ready", MR_TRUE) &&
                upgrade_specs(rt);
    mr_value finders = fine ? mr_dict_get_text(rt, rt->sysdict, "meta_path") : MR_NULL;
    if (finders) {
        mr_value copy = mr_tuple_from(rt, finders);
        fine = copy && mr_dict_set_text(rt, rt->sysdict, "_standard_finders", copy);
        mr_decref(rt, copy);
    }
    if (!fine) { /* half of it is of no use */
        mr_value pending = mr_error_take(rt);
        static const char *const names[] = {"_frozen_importlib", "_frozen_importlib_external"};
        for (int i = 0; i < 2; i++) {
            mr_value name = mr_intern(rt, names[i]);
            if (name)
                mr_dict_delete(rt, rt->modules, name);
            mr_decref(rt, name);
        }
        mr_error_clear(rt);
        mr_error_restore(rt, pending);
    }
    mr_decref(rt, imp);
    mr_decref(rt, sys);
    mr_decref(rt, external);
    mr_decref(rt, bootstrap);
    return fine;
}

/* Is sys.meta_path as the runtime or importlib left it? */
static bool standard_finders(mr_runtime *rt)
{
    mr_value now = mr_dict_get_text(rt, rt->sysdict, "meta_path");
    mr_value then = mr_dict_get_text(rt, rt->sysdict, "_standard_finders");
    if (!now || !mr_is_list(now))
        return true;
    size_t n = mr_as_list(now)->length;
    if (!then) /* no importlib yet, or just being set up */
        return n == 0 || importlib(rt, "_frozen_importlib");
    if (n != mr_as_tuple(then)->length)
        return false;
    return !n || memcmp(mr_as_list(now)->items, mr_as_tuple(then)->items, n * sizeof now) == 0;
}

/* importlib's own frames are left out of a traceback: all of them for an
 * ImportError, else those that end in a call of _call_with_frames_removed. */
static void trim_traceback(mr_runtime *rt)
{
    mr_exception *e = (mr_exception *)mr_obj(rt->exception);
    bool always = mr_isinstance(rt, rt->exception, rt->exc.ImportError);
    mr_value *link = &e->traceback, *chunk = NULL;
    while (*link) {
        mr_traceback *tb = (mr_traceback *)mr_obj(*link);
        const mr_code *code = mr_frame_proxy_code((mr_frame_proxy *)mr_obj(tb->frame));
        bool ours = mr_str_is(code->filename, "<frozen importlib._bootstrap>") ||
                    mr_str_is(code->filename, "<frozen importlib._bootstrap_external>");
        if (!ours)
            chunk = NULL;
        else if (!chunk)
            chunk = link;
        if (chunk && (always || mr_str_is(code->name, "_call_with_frames_removed"))) {
            mr_replace(rt, chunk, mr_incref(tb->next));
            link = chunk;
            chunk = NULL;
            continue;
        }
        link = &tb->next;
    }
}

static mr_value load_by_importlib(mr_runtime *rt, mr_value name)
{
    mr_value own = mr_incref(mr_dict_get_text(rt, rt->sysdict, "meta_path"));
    bool first = !importlib_ready(rt);
    if (!mr_importlib_load(rt)) {
        mr_decref(rt, own);
        return MR_NULL;
    }
    mr_decref(rt, own);
    if (first) {
        mr_value zip = mr_import_attr(rt, "zipimport", "zipimporter");
        mr_value hooks = mr_dict_get_text(rt, rt->sysdict, "path_hooks");
        if (zip && hooks && mr_is_list(hooks))
            mr_list_insert(rt, hooks, 0, zip);
        mr_decref(rt, zip);
        mr_error_clear(rt); /* without zlib there are no archives */
    }
    mr_value bootstrap = importlib(rt, "_frozen_importlib");
    mr_value find = mr_getattr_text(rt, bootstrap, "_find_and_load");
    mr_value importer = mr_dict_get_str(rt, rt->builtins, MR_NAME(rt, __import__));
    mr_value module = find && importer ? mr_call2(rt, find, name, importer) : MR_NULL;
    mr_decref(rt, find);
    if (!module && mr_error(rt))
        trim_traceback(rt);
    return module;
}

/* ---- the way through ---- */

mr_value mr_raise_stdlib_missing(mr_runtime *rt, mr_value name)
{
    mr_value message = mr_str_format(
        rt, "No module named %R; the standard library is not in %s: install Debian's package "
        "libpython3.11-stdlib, or set MEMOIR_STDLIB to the folder that holds it", name,
        mr_stdlib_path(rt));
    return mr_raise_import(rt, rt->exc.ModuleNotFoundError, message, name, MR_NONE);
}

static mr_value raise_not_found(mr_runtime *rt, mr_value name)
{
    if (mr_is_stdlib_name(name)) {
        char *path;
        if (asprintf(&path, "%s/os.py", mr_stdlib_path(rt)) < 0)
            return mr_raise_no_memory(rt);
        bool there = access(path, F_OK) == 0;
        free(path);
        if (!there)
            return mr_raise_stdlib_missing(rt, name);
    }
    mr_value message = mr_str_format(rt, "No module named %R", name);
    return mr_raise_import(rt, rt->exc.ModuleNotFoundError, message, name, MR_NONE);
}

mr_value mr_find_and_load(mr_runtime *rt, mr_value name, mr_value path)
{
    if (mr_str_is(name, "_frozen_importlib") || mr_str_is(name, "_frozen_importlib_external"))
        return mr_importlib_load(rt) ? mr_incref(mr_dict_get(rt, rt->modules, name)) : MR_NULL;
    if (!standard_finders(rt))
        return load_by_importlib(rt, name);
    if (!path) {
        mr_value module = mr_load_native(rt, name);
        if (module || mr_error(rt))
            return module;
        path = mr_dict_get_str(rt, rt->sysdict, MR_NAME(rt, path));
    }
    mr_value module = MR_NULL;
    if (!path || path == MR_NONE)
        return raise_not_found(rt, name);
    mr_incref(path);
    enum found found = search(rt, name, path, &module);
    mr_decref(rt, path);
    switch (found) {
    case FOUND:
        if (mr_str_is(name, "linecache") && !mr_source_tell_linecache(rt))
            mr_error_clear(rt); /* tracebacks of cells go without their lines */
        return module;
    case FAILED: return MR_NULL;
    case BEYOND: return load_by_importlib(rt, name);
    case NOT_FOUND: break;
    }
    return raise_not_found(rt, name);
}
