/* JSON text in and out, as Python's json module has it. */
#include "protocol/json.h"
#include "tests/tap.h"

static void rewrites(const char *text, const char *wanted)
{
    struct jp_buffer out = {0};
    struct jp_error error = {""};
    json_t *value = jp_json_parse(text, strlen(text), &error);

    if (value && jp_json_write(&out, value, JP_JSON_COMPACT, &error) == 0)
        is_str(out.data, wanted, "%.60s is written as %.60s", text, wanted);
    else
        ok(false, "%.60s: %s", text, error.text);
    json_decref(value);
    jp_buffer_finish(&out);
}

static void refuses(const char *text)
{
    struct jp_error error = {""};
    json_t *value = jp_json_parse(text, strlen(text), &error);

    ok(!value && error.text[0], "refused: %s (%s)", text, error.text);
    json_decref(value);
}

static void test_text(void)
{
    static const char broken[] = "a\xFF\xC3";
    static const char nul[] = "\0n12";
    struct jp_buffer out = {0};
    json_t *value = jp_json_text(broken, 3);
    size_t length;

    is_str(json_string_value(value), "a\xEF\xBF\xBD\xEF\xBF\xBD", "bytes that are no UTF-8 become "
           "U+FFFD");
    json_decref(value);

    value = jp_json_text(nul, 4);
    jp_json_write(&out, value, JP_JSON_COMPACT, NULL);
    is_str(out.data, "\"\\u0000n12\"", "text that begins with NUL is not taken for a number");
    ok(memcmp(jp_json_text_value(value, &length), nul, 4) == 0 && length == 4, "and reads back");
    json_decref(value);
    jp_buffer_finish(&out);
}

int main(void)
{
    rewrites("{\"b\":1,\"a\":[true,false,null]}", "{\"a\":[true,false,null],\"b\":1}");
    rewrites("[1.0,0.1,1e5,1E22,1e-7,-0.0,123456789.125,5e-324,1.7976931348623157e308]",
             "[1.0,0.1,100000.0,1e+22,1e-07,-0.0,123456789.125,5e-324,1.7976931348623157e+308]");
    rewrites("[1e15,1e16,0.0001,0.00001,12345678901234567890.0]",
             "[1000000000000000.0,1e+16,0.0001,1e-05,1.2345678901234567e+19]");
    rewrites("[9223372036854775807,-9223372036854775808]",
             "[9223372036854775807,-9223372036854775808]");
    rewrites("[9223372036854775808,123456789012345678901234567890,-99999999999999999999]",
             "[9223372036854775808,123456789012345678901234567890,-99999999999999999999]");
    rewrites("{\"x\":[NaN,Infinity,-Infinity,1e999,-1e999]}",
             "{\"x\":[NaN,Infinity,-Infinity,Infinity,-Infinity]}");
    rewrites("[\"\\u0000n5\",\"\\u0000s5\",\"\\u0000\",\"a\\u0000n5\",NaN]",
             "[\"\\u0000n5\",\"\\u0000s5\",\"\\u0000\",\"a\\u0000n5\",NaN]");
    rewrites("\"\\u00e9 \\ud83d\\ude00 \\u2028 \\/ \\\" \\\\ \\n\\r\\t\\b\\f \\u001f \\u007f\"",
             "\"\xC3\xA9 \xF0\x9F\x98\x80 \xE2\x80\xA8 / \\\" \\\\ \\n\\r\\t\\b\\f \\u001f \x7F\"");
    rewrites("{\"a\":1,\"a\":2}", "{\"a\":2}");
    rewrites("\"NaN 99999999999999999999\"", "\"NaN 99999999999999999999\"");
    refuses("");
    refuses("{\"a\":");
    refuses("{\"a\" 1}");
    refuses("[1,]");
    refuses("[01]");
    refuses("[+99999999999999999999]");
    refuses("[99999999999999999999x]");
    refuses("\"\\ud800\"");
    refuses("\"\xFF\"");
    refuses("[NaNs]");
    refuses("{} {}");
    test_text();
    return done();
}
