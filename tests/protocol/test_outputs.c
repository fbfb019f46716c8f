/* From iopub messages to a cell's outputs. */
#include "protocol/json.h"
#include "protocol/outputs.h"
#include "tests/tap.h"

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
    jp_session_finish(&session);
    return done();
}
