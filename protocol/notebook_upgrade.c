/* nbformat 3 to 4: worksheets of cells with `input` and `prompt_number` to one list of cells. */
#include "protocol/notebook.h"

#include <stdio.h>
#include <string.h>

/* Give the member another name; `missing` (taken over) stands in when there is none. */
static int rename_member(json_t *object, const char *from, const char *to, json_t *missing)
{
    json_t *value = json_object_get(object, from);

    if (value) {
        json_decref(missing);
        missing = json_incref(value);
        json_object_del(object, from);
    }
    return missing ? json_object_set_new(object, to, missing) : 0;
}

/* Version 3 also wrote lists of lines without their line ends. */
static int join_lines_3(json_t *object, const char *key)
{
    const json_t *list = json_object_get(object, key);
    struct jp_buffer joined = {0};
    const json_t *line;
    const char *between = "\n";
    json_t *value;
    size_t i;

    if (!json_is_array(list))
        return 0;
    json_array_foreach(list, i, line) {
        size_t length;
        const char *text = jp_json_text_value(line, &length);

        if (!text) {
            jp_buffer_finish(&joined);
            return 0; /* the check that follows names it */
        }
        if (i == 0 && length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
            between = "";
        if (i > 0)
            jp_buffer_add_text(&joined, between);
        jp_buffer_add(&joined, text, length);
    }
    value = joined.failed ? NULL : jp_json_text(joined.data ? joined.data : "", joined.length);
    jp_buffer_finish(&joined);
    return json_object_set_new(object, key, value);
}

static int to_mime_keys(json_t *object)
{
    static const char *const names[][2] = {
        {"text", "text/plain"},       {"html", "text/html"},
        {"svg", "image/svg+xml"},     {"png", "image/png"},
        {"jpeg", "image/jpeg"},       {"latex", "text/latex"},
        {"json", "application/json"}, {"javascript", "application/javascript"},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (rename_member(object, names[i][0], names[i][1], NULL) < 0)
            return -1;
    }
    return 0;
}

/* Version 3 kept JSON as text; text that is no JSON stays text. */
static void parse_json_data(json_t *data)
{
    size_t length;
    const char *text = jp_json_text_value(json_object_get(data, "application/json"), &length);
    json_t *value = text ? jp_json_parse(text, length, NULL) : NULL;

    if (value)
        json_object_set_new(data, "application/json", value);
}

static int upgrade_display(json_t *output)
{
    static const char *const stay[] = {"output_type", "execution_count", "metadata"};
    json_t *data = json_copy(output);
    const char *key;
    json_t *value;

    if (!data)
        return -1;
    for (size_t i = 0; i < 3; i++)
        json_object_del(data, stay[i]);
    json_object_foreach(data, key, value)
        json_object_del(output, key);
    if (to_mime_keys(data) < 0) {
        json_decref(data);
        return -1;
    }
    parse_json_data(data);
    if (json_object_set_new(output, "data", data) < 0)
        return -1;
    value = json_object_get(output, "metadata");
    if (!value)
        return json_object_set_new(output, "metadata", json_object());
    return json_is_object(value) ? to_mime_keys(value) : 0;
}

static int upgrade_output(json_t *output)
{
    static const char *const multiline[] = {"text", "html", "svg", "latex", "javascript", "json"};
    const char *type = json_string_value(json_object_get(output, "output_type"));

    if (!type)
        return 0;
    for (size_t i = 0; i < 6; i++) {
        if (join_lines_3(output, multiline[i]) < 0)
            return -1;
    }
    if (strcmp(type, "pyout") == 0) {
        json_object_set_new(output, "output_type", json_string("execute_result"));
        if (rename_member(output, "prompt_number", "execution_count", json_null()) < 0)
            return -1;
        return upgrade_display(output);
    }
    if (strcmp(type, "display_data") == 0)
        return upgrade_display(output);
    if (strcmp(type, "pyerr") == 0)
        return json_object_set_new(output, "output_type", json_string("error"));
    if (strcmp(type, "stream") == 0)
        return rename_member(output, "stream", "name", json_string("stdout"));
    return 0;
}

static int upgrade_code(json_t *cell)
{
    json_t *collapsed = json_object_get(cell, "collapsed");
    json_t *metadata = json_object_get(cell, "metadata");
    json_t *output;
    size_t i;

    json_object_del(cell, "language");
    if (collapsed && json_is_object(metadata)) {
        json_object_set(metadata, "collapsed", collapsed);
        json_object_del(cell, "collapsed");
    }
    if (join_lines_3(cell, "input") < 0 ||
        rename_member(cell, "input", "source", json_string("")) < 0 ||
        rename_member(cell, "prompt_number", "execution_count", json_null()) < 0)
        return -1;
    json_array_foreach(json_object_get(cell, "outputs"), i, output) {
        if (json_is_object(output) && upgrade_output(output) < 0)
            return -1;
    }
    return 0;
}

/* A heading of level 2 becomes the line "## text". */
static int upgrade_heading(json_t *cell)
{
    json_int_t level = json_integer_value(json_object_get(cell, "level"));
    struct jp_buffer line = {0};
    size_t length = 0;
    const char *text = jp_json_text_value(json_object_get(cell, "source"), &length);
    json_t *value;

    if (!json_object_get(cell, "level"))
        level = 1;
    for (json_int_t i = 0; i < level && i < 6; i++)
        jp_buffer_add_byte(&line, '#');
    jp_buffer_add_byte(&line, ' ');
    for (size_t i = 0; text && i < length; i++) {
        bool end = text[i] == '\n' || text[i] == '\r';

        if (end && text[i] == '\r' && i + 1 < length && text[i + 1] == '\n')
            continue;
        if (!end)
            jp_buffer_add_byte(&line, text[i]);
        else if (i + 1 < length)
            jp_buffer_add_byte(&line, ' ');
    }
    value = line.failed ? NULL : jp_json_text(line.data, line.length);
    jp_buffer_finish(&line);
    json_object_del(cell, "level");
    if (json_object_set_new(cell, "cell_type", json_string("markdown")) < 0)
        return json_decref(value), -1;
    return json_object_set_new(cell, "source", value);
}

static int upgrade_cell(json_t *cell)
{
    const char *type = jp_cell_type(cell);

    if (!json_object_get(cell, "metadata"))
        json_object_set_new(cell, "metadata", json_object());
    if (strcmp(type, "code") == 0)
        return upgrade_code(cell);
    if (join_lines_3(cell, "source") < 0 || join_lines_3(cell, "rendered") < 0)
        return -1;
    if (strcmp(type, "heading") == 0)
        return upgrade_heading(cell);
    if (strcmp(type, "html") == 0)
        return json_object_set_new(cell, "cell_type", json_string("markdown"));
    return 0;
}

static int upgrade_worksheet(json_t *sheet, size_t number, json_t *cells, const char *name,
                             struct jp_error *error)
{
    json_t *list = json_object_get(sheet, "cells");
    json_t *cell;
    size_t i;

    if (!json_is_array(list))
        return jp_fail(error, "%s: worksheets[%zu]: \"cells\" is not a list", name, number);
    json_array_foreach(list, i, cell) {
        if (!json_is_object(cell))
            return jp_fail(error, "%s: worksheets[%zu].cells[%zu] is not an object", name, number,
                           i);
        if (upgrade_cell(cell) < 0 || json_array_append(cells, cell) < 0)
            return jp_fail(error, "%s: not enough memory", name);
    }
    return 0;
}

int jp_notebook_upgrade_3(json_t *root, const char *name, struct jp_error *error)
{
    json_t *sheets = json_object_get(root, "worksheets");
    json_t *metadata = json_object_get(root, "metadata");
    json_t *cells = json_array();
    json_t *sheet;
    size_t i;

    if (sheets && !json_is_array(sheets)) {
        json_decref(cells);
        return jp_fail(error, "%s: \"worksheets\" is not a list", name);
    }
    json_array_foreach(sheets, i, sheet) {
        if (upgrade_worksheet(sheet, i, cells, name, error) < 0) {
            json_decref(cells);
            return -1;
        }
    }
    json_object_del(root, "worksheets");
    json_object_del(root, "orig_nbformat");
    json_object_del(root, "orig_nbformat_minor");
    if (json_is_object(metadata)) {
        json_object_del(metadata, "name");
        json_object_del(metadata, "signature");
    }
    if (json_object_set_new(root, "cells", cells) < 0)
        return jp_fail(error, "%s: not enough memory", name);
    return 0;
}
