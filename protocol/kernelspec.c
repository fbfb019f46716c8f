#include "protocol/kernelspec.h"

#include "protocol/file.h"
#include "protocol/json.h"
#include "protocol/string_list.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define MAX_SPEC_BYTES (1 << 20)

static bool is_kernel_name(const char *name)
{
    if (!*name)
        return false;
    for (const char *c = name; *c; c++) {
        if (!isalnum((unsigned char)*c) && *c != '-' && *c != '.' && *c != '_')
            return false;
    }
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* The folder below `data` whose name equals `name` in any case, into path. */
static bool find_folder(const char *data, const char *name, char path[PATH_MAX])
{
    char kernels[PATH_MAX - NAME_MAX - 16];
    struct dirent *entry;
    bool found = false;
    DIR *folder;

    if (snprintf(kernels, sizeof(kernels), "%s/kernels", data) >= (int)sizeof(kernels))
        return false;
    folder = opendir(kernels);
    if (!folder)
        return false;
    while (!found && (entry = readdir(folder))) {
        char file[PATH_MAX];

        if (strcasecmp(entry->d_name, name) != 0)
            continue;
        snprintf(path, PATH_MAX, "%s/%s", kernels, entry->d_name);
        if (snprintf(file, sizeof(file), "%s/kernel.json", path) < (int)sizeof(file))
            found = access(file, F_OK) == 0;
    }
    closedir(folder);
    return found;
}

static int copy_string(char **to, const json_t *root, const char *field, const char *file,
                       struct jp_error *error)
{
    const json_t *value = json_object_get(root, field);

    if (!json_is_string(value))
        return jp_fail(error, "%s: \"%s\" is %s", file, field,
                       value ? "not a string" : "missing");
    *to = strdup(json_string_value(value));
    return *to ? 0 : jp_fail(error, "%s: not enough memory", file);
}

static int copy_argv(struct jp_kernelspec *spec, const json_t *root, const char *file,
                     struct jp_error *error)
{
    const json_t *argv = json_object_get(root, "argv");
    struct jp_strings list = {0};
    const json_t *item;
    size_t i;

    if (!json_is_array(argv) || json_array_size(argv) == 0)
        return jp_fail(error, "%s: \"argv\" is not a list of strings", file);
    json_array_foreach(argv, i, item) {
        if (!json_is_string(item)) {
            jp_strings_finish(&list);
            return jp_fail(error, "%s: \"argv\"[%zu] is not a string", file, i);
        }
        jp_strings_add(&list, json_string_value(item));
    }
    if (list.failed) {
        jp_strings_finish(&list);
        return jp_fail(error, "%s: not enough memory", file);
    }
    spec->argv = list.items;
    return 0;
}

static int copy_object(json_t **to, const json_t *root, const char *field, const char *file,
                       struct jp_error *error)
{
    json_t *value = json_object_get(root, field);

    if (value && !json_is_object(value))
        return jp_fail(error, "%s: \"%s\" is not an object", file, field);
    *to = value ? json_incref(value) : json_object();
    return *to ? 0 : jp_fail(error, "%s: not enough memory", file);
}

static int fill(struct jp_kernelspec *spec, const json_t *root, const char *file,
                struct jp_error *error)
{
    const char *key, *mode;
    json_t *value;

    if (!json_is_object(root))
        return jp_fail(error, "%s: is not a JSON object", file);
    if (copy_argv(spec, root, file, error) < 0 ||
        copy_string(&spec->display_name, root, "display_name", file, error) < 0 ||
        copy_string(&spec->language, root, "language", file, error) < 0 ||
        copy_object(&spec->env, root, "env", file, error) < 0 ||
        copy_object(&spec->metadata, root, "metadata", file, error) < 0)
        return -1;
    json_object_foreach(spec->env, key, value) {
        if (!json_is_string(value))
            return jp_fail(error, "%s: \"env\".\"%s\" is not a string", file, key);
    }
    mode = json_string_value(json_object_get(root, "interrupt_mode"));
    spec->interrupt_by_message = mode && strcmp(mode, "message") == 0;
    return 0;
}

static struct jp_kernelspec *load(const char *name, const char *folder, struct jp_error *error)
{
    struct jp_kernelspec *spec = calloc(1, sizeof(*spec));
    struct jp_buffer text = {0};
    struct jp_error why;
    char file[PATH_MAX + 16];
    json_t *root = NULL;

    snprintf(file, sizeof(file), "%s/kernel.json", folder);
    if (!spec || !(spec->name = strdup(name)) || !(spec->folder = strdup(folder))) {
        jp_fail(error, "%s: not enough memory", file);
        goto fail;
    }
    if (jp_file_read(file, MAX_SPEC_BYTES, &text, NULL, error) < 0)
        goto fail;
    root = jp_json_parse(text.data ? text.data : "", text.length, &why);
    if (!root) {
        jp_fail(error, "%s: %s", file, why.text);
        goto fail;
    }
    if (fill(spec, root, file, error) < 0)
        goto fail;
    json_decref(root);
    jp_buffer_finish(&text);
    return spec;

fail:
    json_decref(root);
    jp_buffer_finish(&text);
    jp_kernelspec_destroy(spec);
    return NULL;
}

void jp_kernelspec_destroy(struct jp_kernelspec *spec)
{
    if (!spec)
        return;
    free(spec->name);
    free(spec->folder);
    free(spec->display_name);
    free(spec->language);
    jp_strings_free(spec->argv);
    json_decref(spec->env);
    json_decref(spec->metadata);
    free(spec);
}

struct jp_kernelspec *jp_kernelspec_find(const char *name, struct jp_error *error)
{
    char **directories = jp_data_directories();
    struct jp_kernelspec *spec = NULL;
    char path[PATH_MAX];
    bool found = false;

    for (size_t i = 0; directories && directories[i] && is_kernel_name(name) && !found; i++)
        found = find_folder(directories[i], name, path);
    jp_strings_free(directories);
    if (found) {
        char lower[NAME_MAX + 1];
        size_t length = strlen(name);

        for (size_t i = 0; i <= length; i++)
            lower[i] = (char)tolower((unsigned char)name[i]);
        spec = load(lower, path, error);
    } else {
        char **names = jp_kernelspec_names();
        struct jp_buffer known = {0};

        for (size_t i = 0; names && names[i]; i++) {
            jp_buffer_add_text(&known, i ? ", " : "");
            jp_buffer_add_text(&known, names[i]);
        }
        jp_fail(error, "no kernel is named \"%s\" (installed: %s)", name,
                known.length ? known.data : "none");
        jp_buffer_finish(&known);
        jp_strings_free(names);
    }
    return spec;
}

static void add_names(struct jp_strings *list, const char *data)
{
    char kernels[PATH_MAX];
    struct dirent *entry;
    DIR *folder;

    if (snprintf(kernels, sizeof(kernels), "%s/kernels", data) >= (int)sizeof(kernels))
        return;
    folder = opendir(kernels);
    if (!folder)
        return;
    while ((entry = readdir(folder))) {
        char path[PATH_MAX], lower[NAME_MAX + 1];
        size_t length = strlen(entry->d_name);

        for (size_t i = 0; i <= length; i++)
            lower[i] = (char)tolower((unsigned char)entry->d_name[i]);
        if (is_kernel_name(lower) && !jp_strings_contain(list, lower) &&
            find_folder(data, lower, path))
            jp_strings_add(list, lower);
    }
    closedir(folder);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **jp_kernelspec_names(void)
{
    char **directories = jp_data_directories();
    struct jp_strings list = {0};

    for (size_t i = 0; directories && directories[i]; i++)
        add_names(&list, directories[i]);
    jp_strings_free(directories);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof(*list.items), compare);
    else
        list.items = calloc(1, sizeof(*list.items));
    return list.items;
}

static int install_directory(enum jp_install_scope scope, const char *prefix, char *path,
                             size_t size, struct jp_error *error)
{
    const char *base = NULL, *below = "/share/jupyter";

    switch (scope) {
    case JP_INSTALL_SYSTEM:
        base = "/usr/local";
        break;
    case JP_INSTALL_PREFIX:
        base = prefix;
        break;
    case JP_INSTALL_ENV:
        base = getenv("VIRTUAL_ENV");
        if (!base || !*base)
            base = getenv("CONDA_PREFIX");
        if (!base || !*base)
            return jp_fail(error, "no environment is active (neither VIRTUAL_ENV nor "
                           "CONDA_PREFIX is set)");
        break;
    case JP_INSTALL_USER:
        if ((base = getenv("JUPYTER_DATA_DIR")) && *base)
            below = "";
        else if ((base = getenv("XDG_DATA_HOME")) && *base)
            below = "/jupyter";
        else if ((base = getenv("HOME")) && *base)
            below = "/.local/share/jupyter";
        else
            return jp_fail(error, "HOME is not set");
        break;
    }
    if (snprintf(path, size, "%s%s", base, below) >= (int)size)
        return jp_fail(error, "%s: %s", base, strerror(ENAMETOOLONG));
    return 0;
}

int jp_kernelspec_install(const char *name, const json_t *content, enum jp_install_scope scope,
                          const char *prefix, char *folder, size_t size, struct jp_error *error)
{
    char data[PATH_MAX], file[PATH_MAX + 16];
    struct jp_buffer text = {0};
    int result = -1;

    if (!is_kernel_name(name))
        return jp_fail(error, "\"%s\" is not a kernel's name (letters, digits, - . _)", name);
    if (install_directory(scope, prefix, data, sizeof(data), error) < 0)
        return -1;
    if (snprintf(folder, size, "%s/kernels/%s", data, name) >= (int)size || size > PATH_MAX)
        return jp_fail(error, "%s: %s", data, strerror(ENAMETOOLONG));
    if (jp_make_directories(folder, error) < 0)
        return -1;
    snprintf(file, sizeof(file), "%s/kernel.json", folder);
    if (jp_json_write(&text, content, JP_JSON_INDENTED, error) == 0) {
        jp_buffer_add_byte(&text, '\n');
        result = jp_file_write_atomic(file, text.data, text.length, 0644, NULL, error);
    }
    jp_buffer_finish(&text);
    return result;
}
