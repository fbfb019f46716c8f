/*
 * Parses texts and prints their trees, for the tests that compare with CPython.
 *
 * Requests on standard input: a line "MODE LENGTH" (MODE: exec, eval, single, complete), then
 * LENGTH bytes of UTF-8. Answers on standard output: a line "tree LENGTH", "error LENGTH" or
 * "complete LENGTH", then LENGTH bytes: the tree as ast.dump() prints it; or the kind of error, its
 * lineno, offset, end_lineno, end_offset, message and text, each on a line; or the answer and the
 * indentation. Before an answer may come warnings, "warning LENGTH".
 */
#include "dump.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

static void answer(const char *what, const char *bytes, size_t length)
{
    printf("%s %zu\n", what, length);
    fwrite(bytes, 1, length, stdout);
}

static bool on_warning(void *user, const struct mr_parse_warning *warning)
{
    char line[512];

    snprintf(line, sizeof line, "%s:%d:%s", warning->category, (int)warning->lineno,
             warning->message);
    answer("warning", line, strlen(line));
    return true;
}

/* The few names that the tests use. */
static int32_t character_by_name(void *user, const char *name, size_t length)
{
    static const struct {
        const char *name;
        int32_t c;
    } names[] = {
        { "BULLET", 0x2022 },
        { "LATIN SMALL LETTER A", 'a' },
        { "SNOWMAN", 0x2603 },
    };
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i].name) == length && memcmp(names[i].name, name, length) == 0) {
            return names[i].c;
        }
    }
    return -1;
}

static void answer_completeness(const char *source, size_t length)
{
    static const char *const words[] = { "complete", "incomplete", "invalid" };
    char line[64];
    int indent;
    enum mr_parse_completeness result = mr_parse_is_complete(source, length, &indent);

    snprintf(line, sizeof line, "%s %d", words[result], indent);
    answer("complete", line, strlen(line));
}

static bool answer_tree(const char *mode, const char *source, size_t length)
{
    static const char *const kinds[] = {
        "OK", "SyntaxError", "IndentationError", "TabError", "ValueError", "MemoryError",
    };
    struct mr_parse_options options = {
        .mode = strcmp(mode, "eval") == 0     ? MR_PARSE_EVAL
                : strcmp(mode, "single") == 0 ? MR_PARSE_SINGLE
                                              : MR_PARSE_EXEC,
        .warn = on_warning,
        .character_by_name = character_by_name,
    };
    struct mr_parse_error error;
    struct mr_arena arena;
    struct mr_ast_mod *mod;
    char *text = NULL;
    size_t text_length = 0;
    FILE *out = open_memstream(&text, &text_length);

    if (!out) {
        return false;
    }
    mr_arena_init(&arena);
    mod = mr_parse(&arena, source, length, &options, &error);
    if (mod) {
        if (!mr_ast_dump(mod, out)) {
            fputs("too deep to print", out);
        }
    } else {
        fprintf(out, "%s\n%d\n%d\n%d\n%d\n%s\n", kinds[error.kind], (int)error.lineno,
                (int)error.offset, (int)error.end_lineno, (int)error.end_offset, error.message);
        fwrite(error.text ? error.text : "", 1, error.text_length, out);
    }
    mr_arena_finish(&arena);
    fclose(out);
    answer(mod ? "tree" : "error", text, text_length);
    free(text);
    return true;
}

int main(int argc, char **argv)
{
    char mode[16];
    size_t length;

    while (scanf("%15s %zu", mode, &length) == 2) {
        char *source = malloc(length + 1);

        if (!source || getchar() != '\n' || fread(source, 1, length, stdin) != length) {
            free(source);
            return 1;
        }
        if (strcmp(mode, "complete") == 0) {
            answer_completeness(source, length);
        } else if (!answer_tree(mode, source, length)) {
            free(source);
            return 1;
        }
        free(source);
        fflush(stdout);
    }
    return 0;
}
