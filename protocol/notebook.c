#include "protocol/notebook.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Eight hexadecimal digits, as nbformat makes them. */
static void random_id(char id[9])
{
    unsigned char bytes[4];

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(id, 9, bytes, sizeof(bytes));
}

struct jp_notebook *jp_notebook_create(const char *kernel, const char *display_name,
                                       const char *language)
{
    struct jp_notebook *notebook;

    if (sodium_init() < 0)
        return NULL;
    notebook = calloc(1, sizeof(*notebook));
    if (!notebook)
        return NULL;
    notebook->from_major = 4;
    notebook->from_minor = 5;
    notebook->root = json_pack("{s:i, s:i, s:[], s:{s:{s:s, s:s, s:s}, s:{s:s}}}", "nbformat", 4,
                               "nbformat_minor", 5, "cells", "metadata", "kernelspec",
                               "display_name", display_name, "language", language, "name", kernel,
                               "language_info", "name", language);
    if (!notebook->root) {
        free(notebook);
        return NULL;
    }
    return notebook;
}

void jp_notebook_destroy(struct jp_notebook *notebook)
{
    if (!notebook)
        return;
    json_decref(notebook->root);
    free(notebook);
}

json_t *jp_notebook_metadata(const struct jp_notebook *notebook)
{
    return json_object_get(notebook->root, "metadata");
}

const char *jp_notebook_kernel(const struct jp_notebook *notebook)
{
    const json_t *spec = json_object_get(jp_notebook_metadata(notebook), "kernelspec");

    return jp_json_text_value(json_object_get(spec, "name"), NULL);
}

static json_t *cells_of(const struct jp_notebook *notebook)
{
    return json_object_get(notebook->root, "cells");
}

size_t jp_notebook_cell_count(const struct jp_notebook *notebook)
{
    return json_array_size(cells_of(notebook));
}

json_t *jp_notebook_cell(const struct jp_notebook *notebook, size_t index)
{
    return json_array_get(cells_of(notebook), index);
}

int jp_notebook_insert_cell(struct jp_notebook *notebook, size_t index, json_t *new_cell)
{
    return json_array_insert_new(cells_of(notebook), index, new_cell);
}

json_t *jp_notebook_take_cell(struct jp_notebook *notebook, size_t index)
{
    json_t *cell = json_incref(jp_notebook_cell(notebook, index));

    json_array_remove(cells_of(notebook), index);
    return cell;
}

json_t *jp_cell_create(const char *type, const char *source)
{
    json_t *cell;
    char id[9];

    if (sodium_init() < 0)
        return NULL;
    random_id(id);
    cell = json_pack("{s:s, s:s, s:{}, s:o}", "id", id, "cell_type", type, "metadata", "source",
                     jp_json_text(source, strlen(source)));
    if (cell && strcmp(type, "code") == 0) {
        json_object_set_new(cell, "outputs", json_array());
        json_object_set_new(cell, "execution_count", json_null());
    }
    return cell;
}

const char *jp_cell_id(const json_t *cell)
{
    const char *id = json_string_value(json_object_get(cell, "id"));

    return id ? id : "";
}

const char *jp_cell_type(const json_t *cell)
{
    const char *type = json_string_value(json_object_get(cell, "cell_type"));

    return type ? type : "";
}

const char *jp_cell_source(const json_t *cell, size_t *length)
{
    const char *text = jp_json_text_value(json_object_get(cell, "source"), length);

    if (!text && length)
        *length = 0;
    return text ? text : "";
}

int jp_cell_set_source(json_t *cell, const char *text, size_t length)
{
    return json_object_set_new(cell, "source", jp_json_text(text, length));
}

int jp_cell_set_result(json_t *cell, json_t *new_outputs, int execution_count)
{
    json_t *count = execution_count < 0 ? json_null() : json_integer(execution_count);

    if (json_object_set_new(cell, "outputs", new_outputs) < 0) {
        json_decref(count);
        return -1;
    }
    return json_object_set_new(cell, "execution_count", count);
}

bool jp_mime_is_json(const char *mime)
{
    size_t length = strlen(mime);

    if (strcmp(mime, "application/json") == 0)
        return true;
    return strncmp(mime, "application/", 12) == 0 && length >= 17 &&
           strcmp(mime + length - 5, "+json") == 0;
}

static bool is_id(const char *id, size_t length)
{
    if (!id || length < 1 || length > 64)
        return false;
    return strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
           length;
}

int jp_notebook_give_ids(json_t *root, int *given, struct jp_error *error)
{
    json_t *seen = json_object();
    json_t *cell;
    size_t i;

    *given = 0;
    json_array_foreach(json_object_get(root, "cells"), i, cell) {
        const json_t *value = json_object_get(cell, "id");
        size_t length = 0;
        const char *id = jp_json_text_value(value, &length);
        char fresh[9];

        if (!is_id(id, length) || json_object_get(seen, id)) {
            do
                random_id(fresh);
            while (json_object_get(seen, fresh));
            id = fresh;
            if (json_object_set_new(cell, "id", json_string(fresh)) < 0)
                goto fail;
            ++*given;
        }
        if (json_object_set_new(seen, id, json_true()) < 0)
            goto fail;
    }
    json_decref(seen);
    return 0;

fail:
    json_decref(seen);
    return jp_fail(error, "not enough memory to read a notebook");
}
