/* complete_request and inspect_request: the runtime is asked, positions are counted as the
 * protocol does, in code points. */
#include "kernel/introspect.h"

#include "kernel/kernel.h"

#include <stdlib.h>
#include <string.h>

static bool begins_code_point(char c) { return (c & 0xc0) != 0x80; }

static size_t byte_of(const char *text, size_t length, json_int_t code_point)
{
    size_t at = 0;

    for (json_int_t n = 0; at < length; at++) {
        if (begins_code_point(text[at]) && n++ == code_point)
            break;
    }
    return at;
}

static json_int_t code_point_of(const char *text, size_t byte)
{
    json_int_t n = 0;

    for (size_t at = 0; at < byte; at++)
        n += begins_code_point(text[at]);
    return n;
}

/* The code and the cursor in bytes; NULL, with the error replied, when the request has none. Where
 * no cursor is given it stands at the end. */
static const char *read_request(struct mk_kernel *kernel, const struct jp_message *request,
                                const char *reply, size_t *length, size_t *cursor)
{
    const json_t *position = json_object_get(request->content, "cursor_pos");
    const char *code = jp_json_text_value(json_object_get(request->content, "code"), length);

    if (!code || (position && (!json_is_integer(position) || json_integer_value(position) < 0))) {
        mk_reply(kernel, reply, mk_error_content("ValueError", "code or cursor_pos is not valid"));
        return NULL;
    }
    *cursor = position ? byte_of(code, *length, json_integer_value(position)) : *length;
    return code;
}

void mk_answer_complete(struct mk_kernel *kernel, const struct jp_message *request)
{
    size_t length, cursor, start;
    const char *code = read_request(kernel, request, "complete_reply", &length, &cursor);
    json_t *matches = json_array();
    char **names = code ? mr_complete(kernel->runtime, code, cursor, &start) : NULL;

    for (size_t i = 0; names && names[i]; i++)
        json_array_append_new(matches, jp_json_text(names[i], strlen(names[i])));
    if (names)
        mk_reply(kernel, "complete_reply",
                 json_pack("{s:s, s:O, s:I, s:I, s:{}}", "status", "ok", "matches", matches,
                           "cursor_start", code_point_of(code, start), "cursor_end",
                           code_point_of(code, cursor), "metadata"));
    else if (code)
        mk_reply(kernel, "complete_reply", mk_error_content("MemoryError", "not enough memory"));
    mr_names_free(names);
    json_decref(matches);
}

void mk_answer_inspect(struct mk_kernel *kernel, const struct jp_message *request)
{
    size_t length, cursor;
    const char *code = read_request(kernel, request, "inspect_reply", &length, &cursor);
    char *text;

    if (!code)
        return;
    text = mr_inspect(kernel->runtime, code, length, cursor);
    if (text)
        mk_reply(kernel, "inspect_reply",
                 json_pack("{s:s, s:b, s:{s:o}, s:{}}", "status", "ok", "found", 1, "data",
                           "text/plain", jp_json_text(text, strlen(text)), "metadata"));
    else
        mk_reply(kernel, "inspect_reply",
                 json_pack("{s:s, s:b, s:{}, s:{}}", "status", "ok", "found", 0, "data",
                           "metadata"));
    free(text);
}
