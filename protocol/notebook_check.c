/* The structure a notebook must have before the rest of the program may rely on it. */
#include "protocol/notebook.h"

#include <stdio.h>
#include <string.h>

struct place {
    const char *file;
    char path[96]; /* "cells[3].outputs[0]" */
    struct jp_error *error;
};

static const char *kind_of(const json_t *value)
{
    static const char *const names[] = {"an object", "a list", "a text", "a number",
                                        "a number",  "true",   "false",  "null"};

    if (json_is_string(value) && !jp_json_text_value(value, NULL))
        return "a number";
    return names[json_typeof(value)];
}

static int wrong(const struct place *place, const char *key, const json_t *value,
                 const char *wanted)
{
    const char *dot = place->path[0] ? ": " : "";

    if (!value)
        return jp_fail(place->error, "%s: %s%s\"%s\" is missing", place->file, place->path, dot,
                       key);
    return jp_fail(place->error, "%s: %s%s\"%s\" is %s, not %s", place->file, place->path, dot, key,
                   kind_of(value), wanted);
}

static bool is_text(const json_t *value)
{
    return jp_json_text_value(value, NULL) != NULL;
}

static bool is_text_list(const json_t *value)
{
    const json_t *item;
    size_t i;

    if (!json_is_array(value))
        return false;
    json_array_foreach(value, i, item) {
        if (!is_text(item))
            return false;
    }
    return true;
}

static int check_text(const struct place *place, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return is_text(value) ? 0 : wrong(place, key, value, "a text");
}

static int check_lines(const struct place *place, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (is_text(value) || is_text_list(value))
        return 0;
    return wrong(place, key, value, "a text or a list of texts");
}

/* A missing object is added: many writers leave empty metadata out. */
static int check_object(const struct place *place, json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!value)
        return json_object_set_new(object, key, json_object());
    return json_is_object(value) ? 0 : wrong(place, key, value, "an object");
}

static int check_count(const struct place *place, json_t *object)
{
    const json_t *value = json_object_get(object, "execution_count");

    if (!value)
        return json_object_set_new(object, "execution_count", json_null());
    if (json_is_null(value) || json_is_integer(value))
        return 0;
    return wrong(place, "execution_count", value, "a whole number or null");
}

static int check_output(const struct place *place, json_t *output)
{
    const char *type;

    if (!json_is_object(output))
        return jp_fail(place->error, "%s: %s is %s, not an object", place->file, place->path,
                       kind_of(output));
    if (check_text(place, output, "output_type") < 0)
        return -1;
    type = json_string_value(json_object_get(output, "output_type"));
    if (strcmp(type, "stream") == 0)
        return check_text(place, output, "name") < 0 ? -1 : check_lines(place, output, "text");
    if (strcmp(type, "error") == 0) {
        const json_t *traceback = json_object_get(output, "traceback");

        if (check_text(place, output, "ename") < 0 || check_text(place, output, "evalue") < 0)
            return -1;
        return is_text_list(traceback) ? 0
                                       : wrong(place, "traceback", traceback, "a list of texts");
    }
    if (strcmp(type, "display_data") == 0 || strcmp(type, "execute_result") == 0) {
        if (strcmp(type, "execute_result") == 0 && check_count(place, output) < 0)
            return -1;
        if (!json_object_get(output, "data"))
            return wrong(place, "data", NULL, "an object");
        return check_object(place, output, "data") < 0 ? -1
                                                       : check_object(place, output, "metadata");
    }
    return 0; /* a later minor version's: kept as it is */
}

static int check_code_cell(struct place *place, json_t *cell)
{
    json_t *outputs = json_object_get(cell, "outputs");
    size_t end = strlen(place->path);
    json_t *output;
    size_t i;

    if (check_count(place, cell) < 0)
        return -1;
    if (!outputs)
        return json_object_set_new(cell, "outputs", json_array());
    if (!json_is_array(outputs))
        return wrong(place, "outputs", outputs, "a list");
    json_array_foreach(outputs, i, output) {
        snprintf(place->path + end, sizeof(place->path) - end, ".outputs[%zu]", i);
        if (check_output(place, output) < 0)
            return -1;
    }
    return 0;
}

static int check_attachments(struct place *place, const json_t *cell)
{
    const json_t *attachments = json_object_get(cell, "attachments");
    const json_t *bundle;
    const char *name;

    if (!attachments)
        return 0;
    if (!json_is_object(attachments))
        return wrong(place, "attachments", attachments, "an object");
    json_object_foreach((json_t *)attachments, name, bundle) {
        if (!json_is_object(bundle))
            return wrong(place, name, bundle, "an object");
    }
    return 0;
}

static int check_cell(struct place *place, json_t *cell)
{
    const char *type;

    if (!json_is_object(cell))
        return jp_fail(place->error, "%s: %s is %s, not an object", place->file, place->path,
                       kind_of(cell));
    if (check_text(place, cell, "cell_type") < 0 || check_object(place, cell, "metadata") < 0)
        return -1;
    type = jp_cell_type(cell);
    if (strcmp(type, "code") != 0 && strcmp(type, "markdown") != 0 && strcmp(type, "raw") != 0)
        return json_object_get(cell, "source") ? check_lines(place, cell, "source") : 0;
    if (check_lines(place, cell, "source") < 0 || check_attachments(place, cell) < 0)
        return -1;
    return strcmp(type, "code") == 0 ? check_code_cell(place, cell) : 0;
}

int jp_notebook_check(json_t *root, const char *name, struct jp_error *error)
{
    struct place place = {.file = name, .error = error};
    json_t *cells = json_object_get(root, "cells");
    json_t *cell;
    size_t i;

    if (check_object(&place, root, "metadata") < 0)
        return -1;
    if (!json_is_array(cells))
        return wrong(&place, "cells", cells, "a list");
    json_array_foreach(cells, i, cell) {
        snprintf(place.path, sizeof(place.path), "cells[%zu]", i);
        if (check_cell(&place, cell) < 0)
            return -1;
    }
    return 0;
}
