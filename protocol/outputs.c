#include "protocol/outputs.h"

#include "protocol/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line in place of what was left out, apart from all that programs print. */
#define CUT_BEGIN "\xe2\x9c\x82 "
#define CUT_END " left out \xe2\x9c\x82\n"

int jp_outputs_init(struct jp_outputs *outputs, struct jp_error *error)
{
    *outputs =
        (struct jp_outputs){.list = json_array(), .ids = json_array(), .displays = json_object()};
    if (!outputs->list || !outputs->ids || !outputs->displays) {
        jp_outputs_finish(outputs);
        return jp_fail(error, "not enough memory for outputs");
    }
    return 0;
}

void jp_outputs_finish(struct jp_outputs *outputs)
{
    json_decref(outputs->list);
    json_decref(outputs->ids);
    json_decref(outputs->displays);
    jp_buffer_finish(&outputs->open_text);
    jp_buffer_finish(&outputs->open_end);
    *outputs = (struct jp_outputs){0};
}

/* ---- the stream that grows ---- */

static size_t count_lines(const char *text, size_t length)
{
    const char *end = text + length;
    size_t n = 0;

    while (text < end && (text = memchr(text, '\n', (size_t)(end - text)))) {
        text++;
        n++;
    }
    return n;
}

static void clear_stream(struct jp_outputs *outputs)
{
    jp_buffer_clear(&outputs->open_text);
    jp_buffer_clear(&outputs->open_end);
    outputs->lines_cut = outputs->bytes_cut = 0;
    outputs->stream_open = false;
}

static void add_cut(const struct jp_outputs *outputs, struct jp_buffer *text)
{
    char line[128];

    if (text->length > 0 && text->data[text->length - 1] != '\n')
        jp_buffer_add_byte(text, '\n');
    snprintf(line, sizeof(line), CUT_BEGIN "%zu lines, %zu bytes" CUT_END, outputs->lines_cut,
             outputs->bytes_cut);
    jp_buffer_add_text(text, line);
}

bool jp_outputs_find_cut(const char *text, size_t length, size_t *lines)
{
    const char *begin = memmem(text, length, CUT_BEGIN, strlen(CUT_BEGIN)), *end;

    if (!begin || (begin > text && begin[-1] != '\n'))
        return false;
    begin += strlen(CUT_BEGIN);
    end = memchr(begin, '\n', length - (size_t)(begin - text));
    if (!end || (size_t)(end - begin) < strlen(CUT_END) ||
        memcmp(end + 1 - strlen(CUT_END), CUT_END, strlen(CUT_END)) != 0)
        return false;
    *lines = strtoull(begin, NULL, 10);
    return true;
}

/* Forget the oldest of the end, up to a line's end if there is one. */
static void trim_end(struct jp_outputs *outputs)
{
    struct jp_buffer *end = &outputs->open_end;
    size_t drop = end->length - outputs->most_text;
    const char *newline = memchr(end->data + drop, '\n', end->length - drop);

    if (newline && newline + 1 < end->data + end->length)
        drop = (size_t)(newline + 1 - end->data);
    while (drop < end->length && ((unsigned char)end->data[drop] & 0xC0) == 0x80)
        drop++;
    outputs->lines_cut += count_lines(end->data, drop);
    outputs->bytes_cut += drop;
    end->length -= drop;
    memmove(end->data, end->data + drop, end->length + 1);
}

static void grow_stream(struct jp_outputs *outputs, const char *text, size_t length)
{
    struct jp_buffer *begin = &outputs->open_text, *end = &outputs->open_end;

    outputs->stream_open = true;
    if (end->length == 0 && outputs->bytes_cut == 0 &&
        (outputs->most_text == 0 || begin->length + length <= outputs->most_text)) {
        jp_buffer_add(begin, text, length);
        return;
    }
    jp_buffer_add(end, text, length);
    /* Seldom, so that moving what is kept costs little. */
    if (!end->failed && end->length > 2 * outputs->most_text)
        trim_end(outputs);
}

/* Bring the list's last stream up to what has come in. */
static int settle_stream(struct jp_outputs *outputs)
{
    json_t *last = json_array_get(outputs->list, json_array_size(outputs->list) - 1);
    const struct jp_buffer *end = &outputs->open_end;
    struct jp_buffer text = {0};
    int result = 0;

    if (!outputs->stream_open)
        return 0;
    outputs->stream_open = false;
    if (outputs->open_text.failed || end->failed)
        return -1;
    if (end->length == 0)
        return json_object_set_new(
            last, "text", jp_json_text(outputs->open_text.data, outputs->open_text.length));
    jp_buffer_add(&text, outputs->open_text.data, outputs->open_text.length);
    if (outputs->bytes_cut > 0)
        add_cut(outputs, &text);
    jp_buffer_add(&text, end->data, end->length);
    if (text.failed || json_object_set_new(last, "text", jp_json_text(text.data, text.length)) < 0)
        result = -1;
    jp_buffer_finish(&text);
    return result;
}

json_t *jp_outputs_list(struct jp_outputs *outputs)
{
    return settle_stream(outputs) < 0 ? NULL : outputs->list;
}

void jp_outputs_close_stream(struct jp_outputs *outputs)
{
    if (settle_stream(outputs) < 0)
        return; /* the text is still needed */
    jp_buffer_finish(&outputs->open_text);
    jp_buffer_finish(&outputs->open_end);
    clear_stream(outputs);
    outputs->stream_closed = true;
}

/* ---- the list ---- */

static void clear(struct jp_outputs *outputs)
{
    json_array_clear(outputs->list);
    json_array_clear(outputs->ids);
    json_object_clear(outputs->displays);
    clear_stream(outputs);
    outputs->outputs_cut = 0;
    outputs->clear_pending = false;
}

/* The display is shown at one place less. */
static void forget_display(struct jp_outputs *outputs, const json_t *output, const char *id)
{
    json_t *places = json_object_get(outputs->displays, id);

    for (size_t i = 0; i < json_array_size(places); i++) {
        if (json_array_get(places, i) == output) {
            json_array_remove(places, i);
            break;
        }
    }
    if (json_array_size(places) == 0)
        json_object_del(outputs->displays, id);
}

static void remove_output(struct jp_outputs *outputs, size_t at)
{
    const char *id = json_string_value(json_array_get(outputs->ids, at));

    if (id)
        forget_display(outputs, json_array_get(outputs->list, at), id);
    json_array_remove(outputs->list, at);
    json_array_remove(outputs->ids, at);
}

/* Before one more comes: the oldest of the last ones goes, and the line at `most_outputs` tells. */
static int make_room(struct jp_outputs *outputs)
{
    size_t most = outputs->most_outputs;
    char line[128];

    if (most == 0 || json_array_size(outputs->list) <= 2 * most)
        return 0;
    if (outputs->outputs_cut == 0) {
        remove_output(outputs, most);
        if (json_array_insert_new(outputs->list, most,
                                  json_pack("{s:s, s:s, s:s}", "output_type", "stream", "name",
                                            "stderr", "text", "")) < 0 ||
            json_array_insert_new(outputs->ids, most, json_null()) < 0)
            return -1;
        outputs->outputs_cut = 1;
    }
    remove_output(outputs, most + 1);
    outputs->outputs_cut++;
    snprintf(line, sizeof(line), CUT_BEGIN "%zu outputs" CUT_END, outputs->outputs_cut);
    return json_object_set_new(json_array_get(outputs->list, most), "text", json_string(line));
}

/* `id` is a text or null; both are taken over. */
static int append(struct jp_outputs *outputs, json_t *output, json_t *id)
{
    if (!output)
        goto fail;
    if (outputs->clear_pending)
        clear(outputs);
    if (settle_stream(outputs) < 0 || make_room(outputs) < 0)
        goto fail;
    clear_stream(outputs);
    outputs->stream_closed = false;
    if (json_array_append_new(outputs->ids, id) < 0) {
        json_decref(output);
        return -1;
    }
    return json_array_append_new(outputs->list, output) < 0 ? -1 : 1;

fail:
    json_decref(output);
    json_decref(id);
    return -1;
}

int jp_outputs_append(struct jp_outputs *outputs, json_t *new_output)
{
    return append(outputs, new_output, json_null());
}

static bool continues_stream(const struct jp_outputs *outputs, const char *name)
{
    const json_t *last = json_array_get(outputs->list, json_array_size(outputs->list) - 1);
    const char *type = json_string_value(json_object_get(last, "output_type"));
    const char *last_name = json_string_value(json_object_get(last, "name"));

    return !outputs->clear_pending && !outputs->stream_closed && type && last_name &&
           strcmp(type, "stream") == 0 && strcmp(last_name, name) == 0;
}

int jp_outputs_add_text(struct jp_outputs *outputs, const char *name, const char *text,
                        size_t length)
{
    if (length == 0 && !outputs->clear_pending)
        return 0;
    if (!continues_stream(outputs, name) &&
        jp_outputs_append(outputs, json_pack("{s:s, s:s, s:s}", "output_type", "stream", "name",
                                             name, "text", "")) < 0)
        return -1;
    grow_stream(outputs, text, length);
    return outputs->open_text.failed || outputs->open_end.failed ? -1 : 1;
}

static int add_stream(struct jp_outputs *outputs, const json_t *content)
{
    const char *name = json_string_value(json_object_get(content, "name"));
    size_t length;
    const char *text = jp_json_text_value(json_object_get(content, "text"), &length);

    return name && text ? jp_outputs_add_text(outputs, name, text, length) : 0;
}

static const char *display_id(const json_t *content)
{
    return json_string_value(json_object_get(json_object_get(content, "transient"), "display_id"));
}

static json_t *object_or_empty(const json_t *content, const char *key)
{
    json_t *value = json_object_get(content, key);

    return json_is_object(value) ? json_incref(value) : json_object();
}

static int remember_display(struct jp_outputs *outputs, const char *id, json_t *output)
{
    json_t *places = json_object_get(outputs->displays, id);

    if (!places) {
        places = json_array();
        if (json_object_set_new(outputs->displays, id, places) < 0)
            return -1;
    }
    return json_array_append(places, output);
}

static int add_display(struct jp_outputs *outputs, const json_t *content, const char *type)
{
    json_t *output = json_pack("{s:s, s:o, s:o}", "output_type", type, "data",
                               object_or_empty(content, "data"), "metadata",
                               object_or_empty(content, "metadata"));
    const char *id = display_id(content);

    if (output && strcmp(type, "execute_result") == 0) {
        json_t *count = json_object_get(content, "execution_count");

        json_object_set_new(output, "execution_count",
                            json_is_integer(count) ? json_incref(count) : json_null());
    }
    if (append(outputs, output, id ? json_string(id) : json_null()) < 0)
        return -1;
    return id && remember_display(outputs, id, output) < 0 ? -1 : 1;
}

static int update_display(struct jp_outputs *outputs, const json_t *content)
{
    const char *id = display_id(content);
    const json_t *places = id ? json_object_get(outputs->displays, id) : NULL;
    json_t *output;
    size_t i;

    json_array_foreach(places, i, output)
    {
        if (json_object_set_new(output, "data", object_or_empty(content, "data")) < 0 ||
            json_object_set_new(output, "metadata", object_or_empty(content, "metadata")) < 0)
            return -1;
    }
    return json_array_size(places) > 0;
}

static json_t *text_or_empty(const json_t *content, const char *key)
{
    json_t *value = json_object_get(content, key);

    return jp_json_text_value(value, NULL) ? json_incref(value) : json_string("");
}

static int add_error(struct jp_outputs *outputs, const json_t *content)
{
    json_t *traceback = json_object_get(content, "traceback");

    traceback = json_is_array(traceback) ? json_incref(traceback) : json_array();
    return jp_outputs_append(outputs,
                             json_pack("{s:s, s:o, s:o, s:o}", "output_type", "error", "ename",
                                       text_or_empty(content, "ename"), "evalue",
                                       text_or_empty(content, "evalue"), "traceback", traceback));
}

int jp_outputs_add(struct jp_outputs *outputs, const struct jp_message *message)
{
    const char *type = jp_message_type(message);

    if (strcmp(type, "stream") == 0)
        return add_stream(outputs, message->content);
    if (strcmp(type, "display_data") == 0 || strcmp(type, "execute_result") == 0)
        return add_display(outputs, message->content, type);
    if (strcmp(type, "update_display_data") == 0)
        return update_display(outputs, message->content);
    if (strcmp(type, "error") == 0)
        return add_error(outputs, message->content);
    if (strcmp(type, "clear_output") == 0) {
        if (json_is_true(json_object_get(message->content, "wait")))
            outputs->clear_pending = true;
        else
            clear(outputs);
        return 1;
    }
    return 0;
}
