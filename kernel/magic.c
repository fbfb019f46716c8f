#include "kernel/magic.h"

#include "kernel/kernel.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char name[] = "%timeline";

static bool fail(mr_failure *failure, const char *word, size_t length)
{
    char value[128];

    snprintf(value, sizeof(value), "%%timeline: \"%.*s\" is not on, off or auto",
             length > 40 ? 40 : (int)length, word);
    failure->name = strdup("UsageError");
    failure->value = strdup(value);
    failure->traceback = calloc(2, sizeof(char *));
    if (failure->traceback && asprintf(&failure->traceback[0], "UsageError: %s", value) < 0)
        failure->traceback[0] = NULL;
    return false;
}

static bool obey(struct mk_kernel *kernel, const char *word, size_t length, mr_failure *failure)
{
    static const char *const modes[] = {[MK_DISPLAY_AUTO] = "auto", [MK_DISPLAY_ON] = "on",
                                        [MK_DISPLAY_OFF] = "off"};

    if (length == 0) {
        char answer[64];
        int size = snprintf(answer, sizeof(answer), "%%timeline is %s\n",
                            modes[kernel->display_mode]);

        mk_hook_output(kernel, 1, answer, (size_t)size);
        return true;
    }
    for (int mode = 0; mode < 3; mode++) {
        if (strlen(modes[mode]) == length && memcmp(modes[mode], word, length) == 0) {
            kernel->display_mode = (enum mk_display_mode)mode;
            return true;
        }
    }
    return fail(failure, word, length);
}

struct magic_line {
    size_t begin, end;     /* of the line, its newline left out */
    size_t argument, stop; /* what stands behind the name, without space around it */
};

/* The next magic line from *at on; only empty lines may stand before it. */
static bool next_line(const char *source, size_t length, size_t *at, struct magic_line *line)
{
    while (*at < length) {
        const char *newline = memchr(source + *at, '\n', length - *at);
        size_t begin = *at, end = newline ? (size_t)(newline - source) : length;
        size_t start = begin, stop = end, word;

        while (start < stop && isspace((unsigned char)source[start]))
            start++;
        while (stop > start && isspace((unsigned char)source[stop - 1]))
            stop--;
        *at = end + 1;
        if (start == stop)
            continue;
        word = start + sizeof(name) - 1;
        if (word > stop || memcmp(source + start, name, sizeof(name) - 1) != 0 ||
            (word < stop && !isspace((unsigned char)source[word])))
            return false;
        while (word < stop && isspace((unsigned char)source[word]))
            word++;
        *line = (struct magic_line){begin, end, word, stop};
        return true;
    }
    return false;
}

bool mk_magic(struct mk_kernel *kernel, char *source, size_t length, mr_failure *failure)
{
    struct magic_line line;

    for (size_t at = 0; next_line(source, length, &at, &line);) {
        if (!obey(kernel, source + line.argument, line.stop - line.argument, failure))
            return false;
        memset(source + line.begin, ' ', line.end - line.begin);
    }
    return true;
}

size_t mk_magic_end(const char *source, size_t length)
{
    struct magic_line line = {0};

    for (size_t at = 0; next_line(source, length, &at, &line);)
        ;
    return line.end;
}
