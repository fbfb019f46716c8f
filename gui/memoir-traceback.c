#include "gui/memoir-traceback.h"

#include <stdlib.h>
#include <string.h>

/* The number after `prefix`; -1: the text goes on otherwise. */
static int number_after(const char *text, const char *prefix, const char **end)
{
    gsize length = strlen(prefix);
    char *after;
    long number;

    if (strncmp(text, prefix, length) != 0 || !g_ascii_isdigit(text[length]))
        return -1;
    number = strtol(text + length, &after, 10);
    *end = after;
    return number > 0 && number < G_MAXINT ? (int)number : -1;
}

static int find_number(const char *text, const char *const *prefixes, const char **end)
{
    for (gsize i = 0; prefixes[i]; i++) {
        const char *at = strstr(text, prefixes[i]);
        int number = at ? number_after(at, prefixes[i], end) : -1;

        if (number > 0)
            return number;
    }
    return -1;
}

/* "----> 2 code": IPython's arrow. */
static int arrow_line(const char *text)
{
    gsize dashes = strspn(text, "-");
    const char *end;

    return dashes >= 2 && text[dashes] == '>' ? number_after(text + dashes, "> ", &end) : -1;
}

gboolean memoir_traceback_read(MemoirTraceback *traceback, const char *text, int *count, int *line)
{
    static const char *const cells[] = {"Cell In[", "Cell In [", "Input In [", "<ipython-input-",
                                        NULL};
    static const char *const lines[] = {", line ", "<cell line: ", NULL};
    const char *end = text;
    int number = find_number(text, cells, &end);

    if (number > 0) {
        traceback->count = number;
        *line = find_number(end, lines, &end);
        if (*line <= 0 && strchr(end, '>') && strchr(end, ':'))
            *line = number_after(strchr(end, '>') + 1, ":", &end);
    } else if (g_str_has_prefix(text, "File ") || g_str_has_prefix(text, "  File ")) {
        traceback->count = 0;
        return FALSE;
    } else if (traceback->count > 0) {
        *line = arrow_line(text);
    } else {
        return FALSE;
    }
    *count = traceback->count;
    return *line > 0;
}
