#include "protocol/notebook.h"

#include "protocol/file.h"

#include <string.h>

/* Bytes of the line boundary at text, 0 for none: those of Python's str.splitlines(), which counts
 * more than line feeds. */
static size_t boundary(const char *text, size_t left)
{
    const unsigned char *c = (const unsigned char *)text;

    if (c[0] == '\r')
        return left > 1 && c[1] == '\n' ? 2 : 1;
    if ((c[0] >= 0x0A && c[0] <= 0x0C) || (c[0] >= 0x1C && c[0] <= 0x1E))
        return 1;
    if (c[0] == 0xC2 && left > 1 && c[1] == 0x85)
        return 2;
    if (c[0] == 0xE2 && left > 2 && c[1] == 0x80 && (c[2] == 0xA8 || c[2] == 0xA9))
        return 3;
    return 0;
}

static json_t *split(const char *text, size_t length)
{
    json_t *lines = json_array();
    size_t start = 0, i = 0;

    while (i < length) {
        size_t size = boundary(text + i, length - i);

        i += size ? size : 1;
        if (size || i == length) {
            if (json_array_append_new(lines, jp_json_text(text + start, i - start)) < 0) {
                json_decref(lines);
                return NULL;
            }
            start = i;
        }
    }
    return lines;
}

static int split_member(json_t *object, const char *key)
{
    size_t length;
    const char *text = jp_json_text_value(json_object_get(object, key), &length);

    return text ? json_object_set_new(object, key, split(text, length)) : 0;
}

static bool is_split_mime(const char *mime)
{
    return strncmp(mime, "text/", 5) == 0 || strcmp(mime, "application/javascript") == 0 ||
           strcmp(mime, "image/svg+xml") == 0;
}

/* Put a shallow copy in the member's place, so that changing it leaves the original alone. */
static json_t *own_member(json_t *object, const char *key)
{
    json_t *copy = json_copy(json_object_get(object, key));

    return json_object_set_new(object, key, copy) < 0 ? NULL : copy;
}

static int prepare_bundle(json_t *holder, const char *key)
{
    json_t *bundle = own_member(holder, key);
    const char *mime;
    json_t *value;

    if (!bundle)
        return -1;
    json_object_foreach(bundle, mime, value) {
        if (is_split_mime(mime) && split_member(bundle, mime) < 0)
            return -1;
    }
    return 0;
}

static int prepare_output(json_t *output)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));

    if (!type)
        return 0;
    if (strcmp(type, "execute_result") == 0 || strcmp(type, "display_data") == 0)
        return json_object_get(output, "data") ? prepare_bundle(output, "data") : 0;
    return strcmp(type, "stream") == 0 ? split_member(output, "text") : 0;
}

static int prepare_outputs(json_t *cell)
{
    json_t *outputs = own_member(cell, "outputs");

    for (size_t i = 0; i < json_array_size(outputs); i++) {
        json_t *output = json_copy(json_array_get(outputs, i));

        if (json_array_set_new(outputs, i, output) < 0 || prepare_output(output) < 0)
            return -1;
    }
    return outputs ? 0 : -1;
}

static int prepare_cell(json_t *cell)
{
    json_t *metadata = json_object_get(cell, "metadata");
    json_t *attachments;
    const char *name;
    json_t *value;

    if (json_object_get(metadata, "trusted")) {
        metadata = own_member(cell, "metadata");
        if (!metadata)
            return -1;
        json_object_del(metadata, "trusted");
    }
    if (split_member(cell, "source") < 0)
        return -1;
    if (json_is_object(json_object_get(cell, "attachments"))) {
        attachments = own_member(cell, "attachments");
        if (!attachments)
            return -1;
        json_object_foreach(attachments, name, value) {
            if (prepare_bundle(attachments, name) < 0)
                return -1;
        }
    }
    if (strcmp(jp_cell_type(cell), "code") == 0 && json_object_get(cell, "outputs"))
        return prepare_outputs(cell);
    return 0;
}

/* The tree as the file holds it: copied where it differs, shared where it does not. */
static json_t *prepare(const struct jp_notebook *notebook)
{
    static const char *const transient[] = {"orig_nbformat", "orig_nbformat_minor", "signature"};
    json_t *root = json_copy(notebook->root);
    json_t *metadata, *cells;

    if (!root)
        return NULL;
    metadata = own_member(root, "metadata");
    cells = own_member(root, "cells");
    if (!metadata || !cells)
        goto fail;
    for (size_t i = 0; i < 3; i++)
        json_object_del(metadata, transient[i]);
    for (size_t i = 0; i < json_array_size(cells); i++) {
        json_t *cell = json_copy(json_array_get(cells, i));

        if (json_array_set_new(cells, i, cell) < 0 || prepare_cell(cell) < 0)
            goto fail;
    }
    return root;

fail:
    json_decref(root);
    return NULL;
}

int jp_notebook_format(const struct jp_notebook *notebook, struct jp_buffer *out,
                       struct jp_error *error)
{
    json_t *root = prepare(notebook);
    int result;

    if (!root)
        return jp_fail(error, "not enough memory to write a notebook");
    result = jp_json_write(out, root, JP_JSON_INDENTED, error);
    jp_buffer_add_byte(out, '\n');
    json_decref(root);
    if (result == 0 && out->failed)
        result = jp_fail(error, "not enough memory to write a notebook");
    return result;
}

int jp_notebook_write(const struct jp_notebook *notebook, const char *path, struct stat *status,
                      struct jp_error *error)
{
    struct jp_buffer text = {0};
    struct stat st;
    mode_t mode;
    int result;

    if (stat(path, &st) == 0) {
        mode = st.st_mode & 07777;
    } else {
        mode_t mask = umask(022);

        umask(mask);
        mode = 0666 & ~mask;
    }
    result = jp_notebook_format(notebook, &text, error);
    if (result == 0)
        result = jp_file_write_atomic(path, text.data, text.length, mode, status, error);
    jp_buffer_finish(&text);
    return result;
}
