/* From iopub messages to a cell's outputs. */
#include "protocol/json.h"
#include "protocol/outputs.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct jp_session session;
static struct jp_outputs outputs;

static void add(const char *type, const char *content)
{
    struct jp_message *message = jp_message_create(&session, type, NULL,
                                                   jp_json_parse(content, strlen(content), NULL));

    jp_outputs_add(&outputs, message);
    jp_message_destroy(message);
}

static void outputs_are(const char *wanted, const char *name)
{
    struct jp_buffer text = {0};

    jp_json_write(&text, jp_outputs_list(&outputs), JP_JSON_COMPACT, NULL);
    is_str(text.data, wanted, "%s", name);
    jp_buffer_finish(&text);
}

static void add_line(const char *name, int number)
{
    char content[128];

    snprintf(content, sizeof(content), "{\"name\":\"%s\",\"text\":\"%07d\\n\"}", name, number);
    add("stream", content);
}

/* 100,000 lines of 8 bytes, of which 4,000 and between 4,000 and 8,000 bytes may stay. */
static void test_endless_stream(void)
{
    const char *text;
    size_t length, cut = 0;
    int kept, first_kept;

    if (!ok(jp_outputs_init(&outputs, NULL) == 0, "outputs"))
        return;
    outputs.most_text = 4000;
    for (int i = 0; i < 100000; i++)
        add_line("stdout", i);
    text = jp_json_text_value(json_object_get(json_array_get(jp_outputs_list(&outputs), 0), "text"),
                              &length);
    ok(length < 13000, "an endless stream stops growing");
    ok(strncmp(text, "0000000\n0000001\n", 16) == 0, "its beginning is kept");
    is_str(text + length - 16, "0099998\n0099999\n", "its end is kept");
    ok(jp_outputs_find_cut(text, length, &cut), "it is said that something is missing");
    first_kept = atoi(strstr(text, "left out") + strlen("left out \xe2\x9c\x82\n"));
    kept = 500 + (100000 - first_kept);
    is_int((long long)cut, 100000 - kept, "and how much");
    ok(!jp_outputs_find_cut("a\nb", 3, &cut), "a text that is whole");
    add_line("stderr", 1);
    add_line("stdout", 2);
    text = jp_json_text_value(json_object_get(json_array_get(jp_outputs_list(&outputs), 2), "text"),
                              NULL);
    is_str(text, "0000002\n", "the next stream begins anew");
    jp_outputs_finish(&outputs);
}

static void test_endless_list(void)
{
    const json_t *list;
    char content[128];

    if (!ok(jp_outputs_init(&outputs, NULL) == 0, "outputs"))
        return;
    outputs.most_outputs = 10;
    for (int i = 0; i < 1000; i++) {
        snprintf(content, sizeof(content),
                 "{\"data\":{\"text/plain\":\"%d\"},\"transient\":{\"display_id\":\"%d\"}}", i,
                 i % 500);
        add("display_data", content);
    }
    list = jp_outputs_list(&outputs);
    is_int((long long)json_array_size(list), 21, "first, last, and a line between");
    ok(strstr(json_string_value(json_object_get(json_array_get(list, 10), "text")),
              "980 outputs") != NULL,
       "that counts what is missing");
    is_int((long long)json_object_size(outputs.displays), 20, "what is gone is forgotten");
    add("update_display_data", "{\"data\":{\"text/plain\":\"new\"},"
                               "\"transient\":{\"display_id\":\"3\"}}");
    is_str(json_string_value(
               json_object_get(json_object_get(json_array_get(list, 3), "data"), "text/plain")),
           "new", "a display among the first is updated");
    add("update_display_data", "{\"data\":{\"text/plain\":\"newer\"},"
                               "\"transient\":{\"display_id\":\"499\"}}");
    is_str(json_string_value(
               json_object_get(json_object_get(json_array_get(list, 20), "data"), "text/plain")),
           "newer", "and one among the last");
    jp_outputs_finish(&outputs);
}

int main(void)
{
    if (jp_session_init(&session, "", NULL) < 0 || jp_outputs_init(&outputs, NULL) < 0)
        return 1;
    add("stream", "{\"name\":\"stdout\",\"text\":\"a\"}");
    add("stream", "{\"name\":\"stdout\",\"text\":\"b\\n\"}");
    add("stream", "{\"name\":\"stderr\",\"text\":\"c\"}");
    outputs_are("[{\"name\":\"stdout\",\"output_type\":\"stream\",\"text\":\"ab\\n\"},"
                "{\"name\":\"stderr\",\"output_type\":\"stream\",\"text\":\"c\"}]",
                "neighbouring text of one stream is one output");
    add("stream", "{\"name\":\"stderr\",\"text\":\"d\"}");
    add("status", "{\"execution_state\":\"idle\"}");
    add("clear_output", "{\"wait\":true}");
    outputs_are("[{\"name\":\"stdout\",\"output_type\":\"stream\",\"text\":\"ab\\n\"},"
                "{\"name\":\"stderr\",\"output_type\":\"stream\",\"text\":\"cd\"}]",
                "clear_output with wait changes nothing yet");
    add("display_data", "{\"data\":{\"text/plain\":\"1\"},\"metadata\":{},"
        "\"transient\":{\"display_id\":\"x\"}}");
    outputs_are("[{\"data\":{\"text/plain\":\"1\"},\"metadata\":{},"
                "\"output_type\":\"display_data\"}]", "but the next output clears");
    add("execute_result", "{\"data\":{\"text/plain\":\"2\"},\"metadata\":{},"
        "\"execution_count\":3}");
    add("update_display_data", "{\"data\":{\"text/plain\":\"9\"},\"metadata\":{\"m\":1},"
        "\"transient\":{\"display_id\":\"x\"}}");
    outputs_are("[{\"data\":{\"text/plain\":\"9\"},\"metadata\":{\"m\":1},"
                "\"output_type\":\"display_data\"},{\"data\":{\"text/plain\":\"2\"},"
                "\"execution_count\":3,\"metadata\":{},\"output_type\":\"execute_result\"}]",
                "a display is updated in its place");
    add("clear_output", "{}");
    outputs_are("[]", "clear_output clears");
    add("update_display_data", "{\"data\":{},\"transient\":{\"display_id\":\"x\"}}");
    outputs_are("[]", "a display that is gone is not updated");
    add("stream", "{\"name\":7}");
    add("stream", "{}");
    add("error", "{\"ename\":\"E\",\"evalue\":\"v\",\"traceback\":[\"t\"]}");
    add("error", "{}");
    outputs_are("[{\"ename\":\"E\",\"evalue\":\"v\",\"output_type\":\"error\","
                "\"traceback\":[\"t\"]},{\"ename\":\"\",\"evalue\":\"\","
                "\"output_type\":\"error\",\"traceback\":[]}]",
                "errors, and messages without what they need");
    jp_outputs_finish(&outputs);
    test_endless_stream();
    test_endless_list();
    jp_session_finish(&session);
    return done();
}
