/*
 * Parsing Python 3.11 source text into a syntax tree (ast.h).
 *
 * The source is bytes as they stand in a file: a byte order mark and an encoding declaration are
 * obeyed (any encoding that the C library's iconv knows), line ends may be LF, CR or CR LF. A tree
 * and all that belongs to it live in the caller's arena. Errors are CPython 3.11's, word for word,
 * with its positions.
 *
 * Nothing here knows of objects, and nothing is global: parses may run side by side.
 */
#ifndef MR_PARSE_H
#define MR_PARSE_H

#include "arena.h"
#include "ast.h"

enum mr_parse_mode {
    MR_PARSE_EXEC,   /* a module: MR_AST_MODULE */
    MR_PARSE_EVAL,   /* one expression: MR_AST_EXPRESSION */
    MR_PARSE_SINGLE  /* one interactive statement: MR_AST_INTERACTIVE */
};

enum mr_parse_error_kind {
    MR_PARSE_OK,
    MR_PARSE_SYNTAX_ERROR,
    MR_PARSE_INDENTATION_ERROR,
    MR_PARSE_TAB_ERROR,
    MR_PARSE_VALUE_ERROR,  /* a NUL byte in the source */
    MR_PARSE_MEMORY_ERROR, /* memory exhausted, or nesting too deep: CPython's MemoryError */
    MR_PARSE_STOPPED       /* poll asked for it */
};

struct mr_parse_error {
    uint8_t kind;           /* enum mr_parse_error_kind */
    const char *message;    /* in the arena, or static */
    int32_t lineno;         /* 0 where CPython gives none */
    int32_t offset;         /* in characters from 1, as SyntaxError.offset */
    int32_t end_lineno;
    int32_t end_offset;
    const char *text;       /* the line, in the arena; NULL where CPython has None */
    size_t text_length;
};

struct mr_parse_warning {
    const char *category; /* "DeprecationWarning" or "SyntaxWarning" */
    const char *message;
    int32_t lineno;
};

struct mr_parse_options {
    enum mr_parse_mode mode;
    bool ignore_cookie;      /* a str given as UTF-8: no encoding declaration applies */
    const char *filename;    /* the source is this file's text: changes the words of encoding
                                errors; NULL: it was given to compile() */

    /* Told of every invalid escape sequence and suspicious number; NULL: nobody. Returning false
     * turns the warning into a SyntaxError with the same message (an "error" filter). */
    bool (*warn)(void *user, const struct mr_parse_warning *warning);

    /* The code point of a character's name, for \N{...}, or -1. NULL: such escapes are errors. */
    int32_t (*character_by_name)(void *user, const char *name, size_t length);

    /* Called every few thousand tokens; false stops the parse. NULL: it is never stopped. */
    bool (*poll)(void *user);

    void *user;

    int32_t max_int_digits; /* of a decimal integer; 0: 4300, CPython's default; < 0: no limit */
};

/*
 * Parses length bytes of source. Returns the tree, or NULL with *error filled in. options may be
 * NULL: MR_PARSE_EXEC, nothing else.
 */
struct mr_ast_mod *mr_parse(struct mr_arena *arena, const char *source, size_t length,
                            const struct mr_parse_options *options, struct mr_parse_error *error);

enum mr_parse_completeness {
    MR_PARSE_COMPLETE,
    MR_PARSE_INCOMPLETE, /* more lines could make it right */
    MR_PARSE_INVALID     /* no further line can */
};

/*
 * Whether a cell's text is a whole input, for Jupyter's is_complete_request. For an incomplete one
 * *indent is the number of spaces the next line should begin with.
 */
enum mr_parse_completeness mr_parse_is_complete(const char *source, size_t length, int *indent);

#endif
