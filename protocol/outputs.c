#include "protocol/outputs.h"

#include "protocol/json.h"

#include <string.h>

int jp_outputs_init(struct jp_outputs *outputs, struct jp_error *error)
{
    *outputs = (struct jp_outputs){.list = json_array(), .displays = json_object()};
    if (!outputs->list || !outputs->displays) {
        jp_outputs_finish(outputs);
        return jp_fail(error, "not enough memory for outputs");
    }
    return 0;
}

void jp_outputs_finish(struct jp_outputs *outputs)
{
    json_decref(outputs->list);
    json_decref(outputs->displays);
    jp_buffer_finish(&outputs->open_text);
    *outputs = (struct jp_outputs){0};
}

/* Bring the list's last stream up to what has come in. */
static int settle_stream(struct jp_outputs *outputs)
{
    json_t *last = json_array_get(outputs->list, json_array_size(outputs->list) - 1);

    if (!outputs->stream_open)
        return 0;
    if (outputs->open_text.failed ||
        json_object_set_new(last, "text", jp_json_text(outputs->open_text.data,
                                                       outputs->open_text.length)) < 0)
        return -1;
    outputs->stream_open = false;
    return 0;
}

json_t *jp_outputs_list(struct jp_outputs *outputs)
{
    return settle_stream(outputs) < 0 ? NULL : outputs->list;
}

static void clear(struct jp_outputs *outputs)
{
    json_array_clear(outputs->list);
    json_object_clear(outputs->displays);
    jp_buffer_clear(&outputs->open_text);
    outputs->stream_open = false;
    outputs->clear_pending = false;
}

int jp_outputs_append(struct jp_outputs *outputs, json_t *output)
{
    if (!output)
        return -1;
    if (outputs->clear_pending)
        clear(outputs);
    if (settle_stream(outputs) < 0) {
        json_decref(output);
        return -1;
    }
    jp_buffer_clear(&outputs->open_text);
    return json_array_append_new(outputs->list, output) < 0 ? -1 : 1;
}

static bool continues_stream(const struct jp_outputs *outputs, const char *name)
{
    const json_t *last = json_array_get(outputs->list, json_array_size(outputs->list) - 1);
    const char *type = json_string_value(json_object_get(last, "output_type"));
    const char *last_name = json_string_value(json_object_get(last, "name"));

    return !outputs->clear_pending && type && last_name && strcmp(type, "stream") == 0 &&
           strcmp(last_name, name) == 0;
}

static int add_stream(struct jp_outputs *outputs, const json_t *content)
{
    const char *name = json_string_value(json_object_get(content, "name"));
    size_t length;
    const char *text = jp_json_text_value(json_object_get(content, "text"), &length);

    if (!name || !text || (length == 0 && !outputs->clear_pending))
        return 0;
    if (!continues_stream(outputs, name) &&
        jp_outputs_append(outputs, json_pack("{s:s, s:s, s:s}", "output_type", "stream", "name",
                                             name, "text", "")) < 0)
        return -1;
    jp_buffer_add(&outputs->open_text, text, length);
    outputs->stream_open = true;
    return outputs->open_text.failed ? -1 : 1;
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

static int remember_display(struct jp_outputs *outputs, const char *id)
{
    json_t *places = json_object_get(outputs->displays, id);

    if (!places) {
        places = json_array();
        if (json_object_set_new(outputs->displays, id, places) < 0)
            return -1;
    }
    return json_array_append_new(places,
                                 json_integer((json_int_t)json_array_size(outputs->list) - 1));
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
    if (jp_outputs_append(outputs, output) < 0)
        return -1;
    return id && remember_display(outputs, id) < 0 ? -1 : 1;
}

static int update_display(struct jp_outputs *outputs, const json_t *content)
{
    const char *id = display_id(content);
    const json_t *places = id ? json_object_get(outputs->displays, id) : NULL;
    const json_t *place;
    size_t i;

    json_array_foreach(places, i, place) {
        json_t *output = json_array_get(outputs->list, (size_t)json_integer_value(place));

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
