#include "protocol/notebook.h"

#include "protocol/file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Notebooks hold pictures and whole widgets, but nobody's is larger than this. */
#define MAX_NOTEBOOK_BYTES ((size_t)2 << 30)

/* Join a list of texts in place; anything else stays as it is. */
static int join_member(json_t *object, const char *key, struct jp_error *error)
{
    json_t *list = json_object_get(object, key);
    struct jp_buffer joined = {0};
    const json_t *line;
    json_t *value;
    size_t i;

    if (!json_is_array(list))
        return 0;
    json_array_foreach(list, i, line) {
        size_t length;
        const char *text = jp_json_text_value(line, &length);

        if (!text) {
            jp_buffer_finish(&joined);
            return 0;
        }
        jp_buffer_add(&joined, text, length);
    }
    value = joined.failed ? NULL : jp_json_text(joined.data ? joined.data : "", joined.length);
    jp_buffer_finish(&joined);
    if (json_object_set_new(object, key, value) < 0)
        return jp_fail(error, "not enough memory to read a notebook");
    return 0;
}

static int join_bundle(json_t *bundle, struct jp_error *error)
{
    const char *key;
    json_t *value;

    /* Replacing the value of a key that exists is allowed while iterating. */
    json_object_foreach(bundle, key, value) {
        if (!jp_mime_is_json(key) && join_member(bundle, key, error) < 0)
            return -1;
    }
    return 0;
}

static int join_output(json_t *output, struct jp_error *error)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));

    if (strcmp(type, "execute_result") == 0 || strcmp(type, "display_data") == 0)
        return join_bundle(json_object_get(output, "data"), error);
    return join_member(output, "text", error);
}

int jp_notebook_join_lines(json_t *root, struct jp_error *error)
{
    json_t *cell, *output, *attachment;
    const char *name;
    size_t i, j;

    json_array_foreach(json_object_get(root, "cells"), i, cell) {
        if (join_member(cell, "source", error) < 0)
            return -1;
        json_object_foreach(json_object_get(cell, "attachments"), name, attachment) {
            if (join_bundle(attachment, error) < 0)
                return -1;
        }
        if (strcmp(jp_cell_type(cell), "code") != 0)
            continue;
        json_array_foreach(json_object_get(cell, "outputs"), j, output) {
            if (join_output(output, error) < 0)
                return -1;
        }
    }
    return 0;
}

static int read_version(const json_t *root, const char *name, const char *key, int missing,
                        int *version, struct jp_error *error)
{
    const json_t *value = json_object_get(root, key);

    if (!value && missing >= 0) {
        *version = missing;
        return 0;
    }
    if (!value)
        return jp_fail(error, "%s: is not a notebook: \"%s\" is missing", name, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > 1000)
        return jp_fail(error, "%s: \"%s\" is not a version number", name, key);
    *version = (int)json_integer_value(value);
    return 0;
}

static int upgrade(struct jp_notebook *notebook, const char *name, struct jp_error *error)
{
    int major, minor;

    if (!json_is_object(notebook->root))
        return jp_fail(error, "%s: is not a notebook: not a JSON object", name);
    if (read_version(notebook->root, name, "nbformat", -1, &major, error) < 0 ||
        read_version(notebook->root, name, "nbformat_minor", 0, &minor, error) < 0)
        return -1;
    notebook->from_major = major;
    notebook->from_minor = minor;
    if (major < 3)
        return jp_fail(error, "%s: nbformat %d is too old; 3 and 4 can be read", name, major);
    if (major > 4)
        return jp_fail(error, "%s: nbformat %d is newer than this program; 3 and 4 can be read",
                       name, major);
    if (major == 3 && jp_notebook_upgrade_3(notebook->root, name, error) < 0)
        return -1;
    if (major == 3 || minor < 5) {
        json_object_set_new(notebook->root, "nbformat", json_integer(4));
        json_object_set_new(notebook->root, "nbformat_minor", json_integer(5));
    }
    return 0;
}

struct jp_notebook *jp_notebook_parse(const char *text, size_t length, const char *name,
                                      struct jp_error *error)
{
    struct jp_notebook *notebook;
    struct jp_error why;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (length == 0) {
        jp_fail(error, "%s: is empty", name);
        return NULL;
    }
    notebook = calloc(1, sizeof(*notebook));
    if (!notebook || sodium_init() < 0) {
        jp_fail(error, "%s: not enough memory", name);
        free(notebook);
        return NULL;
    }
    notebook->root = jp_json_parse(text, length, &why);
    if (!notebook->root) {
        jp_fail(error, "%s: %s", name, why.text);
        goto fail;
    }
    if (upgrade(notebook, name, error) < 0 ||
        jp_notebook_check(notebook->root, name, error) < 0 ||
        jp_notebook_join_lines(notebook->root, error) < 0 ||
        jp_notebook_give_ids(notebook->root, &notebook->given_ids, error) < 0)
        goto fail;
    return notebook;

fail:
    jp_notebook_destroy(notebook);
    return NULL;
}

struct jp_notebook *jp_notebook_read(const char *path, struct jp_error *error)
{
    struct jp_notebook *notebook = NULL;
    struct jp_buffer text = {0};

    if (jp_file_read(path, MAX_NOTEBOOK_BYTES, &text, NULL, error) == 0)
        notebook = jp_notebook_parse(text.data ? text.data : "", text.length, path, error);
    jp_buffer_finish(&text);
    return notebook;
}
