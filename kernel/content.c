/* Contents of replies that more than one channel sends. */
#include "kernel/kernel.h"

#include <stdlib.h>
#include <string.h>

#define RED "\033[31m"
#define BOLD_RED "\033[1;31m"
#define GREEN "\033[32m"
#define CYAN "\033[36m"
#define PLAIN "\033[0m"

json_t *mk_info_content(void)
{
    json_t *language = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:{s:s, s:i}}", "name", "python",
                                 "version", "3.11.0", "mimetype", "text/x-python",
                                 "file_extension", ".py", "pygments_lexer", "ipython3",
                                 "nbconvert_exporter", "python", "codemirror_mode", "name",
                                 "ipython", "version", 3);

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s+, s:b, s:[{s:s, s:s}], s:[]}", "status", "ok",
                     "protocol_version", JP_PROTOCOL_VERSION, "implementation", "memoir",
                     "implementation_version", mr_version(), "language_info", language, "banner",
                     "Memoir ", mr_version(), "debugger", 0, "help_links", "text",
                     "Python 3.11", "url", "https://docs.python.org/3.11",
                     "supported_features");
}

json_t *mk_error_content(const char *name, const char *value)
{
    return json_pack("{s:s, s:o, s:o, s:[]}", "status", "error", "ename",
                     jp_json_text(name, strlen(name)), "evalue",
                     jp_json_text(value, strlen(value)), "traceback");
}

static void add_coloured(struct jp_buffer *out, const char *colour, const char *text,
                         size_t length)
{
    jp_buffer_add_text(out, colour);
    jp_buffer_add(out, text, length);
    jp_buffer_add_text(out, PLAIN);
}

/* `  File "a.py", line 3, in f`: the file green, the line number and the function cyan. */
static void colour_frame(struct jp_buffer *out, const char *line)
{
    const char *open = strchr(line, '"');
    const char *close = open ? strstr(open + 1, "\", line ") : NULL;
    const char *number, *name;

    if (!close) {
        jp_buffer_add_text(out, line);
        return;
    }
    jp_buffer_add(out, line, (size_t)(open - line));
    add_coloured(out, GREEN, open, (size_t)(close + 1 - open));
    number = close + strlen("\", line ");
    jp_buffer_add(out, close + 1, (size_t)(number - close - 1));
    name = number + strspn(number, "0123456789");
    add_coloured(out, CYAN, number, (size_t)(name - number));
    if (strncmp(name, ", in ", 5) == 0) {
        jp_buffer_add(out, name, 5);
        name += 5;
        add_coloured(out, CYAN, name, strlen(name));
    } else {
        jp_buffer_add_text(out, name);
    }
}

static bool is_marks(const char *line)
{
    return line[strspn(line, " ")] != '\0' && line[strspn(line, " ^~")] == '\0';
}

/* "ValueError: text", perhaps with the module's name before, or the class alone. */
static bool is_exception_line(const char *line, const mr_failure *failure)
{
    const char *name = failure->name ? failure->name : "";
    size_t head = strcspn(line, ": ");
    size_t length = strlen(name);

    return length > 0 && head >= length && strncmp(line + head - length, name, length) == 0;
}

static void colour_line(struct jp_buffer *out, const char *line, const mr_failure *failure)
{
    size_t head = strcspn(line, ":");

    if (strncmp(line + strspn(line, " |"), "File \"", 6) == 0)
        colour_frame(out, line);
    else if (is_marks(line))
        add_coloured(out, RED, line, strlen(line));
    else if (strncmp(line, "Traceback (", 11) == 0)
        add_coloured(out, RED, line, strlen(line));
    else if (is_exception_line(line, failure)) {
        add_coloured(out, BOLD_RED, line, head);
        jp_buffer_add_text(out, line + head);
    } else
        jp_buffer_add_text(out, line);
}

json_t *mk_failure_content(const mr_failure *failure)
{
    const char *name = failure->name ? failure->name : "Exception";
    const char *value = failure->value ? failure->value : "";
    json_t *content = mk_error_content(name, value);
    json_t *traceback = json_object_get(content, "traceback");

    for (char **line = failure->traceback; line && *line; line++) {
        struct jp_buffer coloured = {0};

        colour_line(&coloured, *line, failure);
        if (!coloured.failed)
            json_array_append_new(traceback, jp_json_text(coloured.data ? coloured.data : "",
                                                          coloured.length));
        jp_buffer_finish(&coloured);
    }
    return content;
}
