/*
 * Source text and tokens: what the parser reads.
 *
 * mr_source turns the bytes of a file into UTF-8 with LF line ends and a closing NUL. mr_lex hands
 * out its tokens one by one, INDENT and DEDENT among them, as CPython's tokenizer does; which
 * token is asked for when decides which of two errors is reported, so tokens are made lazily.
 *
 * A lexer error is final: it is stored in lex->error and every later token is TOK_ERROR.
 */
#ifndef MR_LEXER_H
#define MR_LEXER_H

#include "parse.h"

#include <stdarg.h>

enum mr_token_kind {
    TOK_END,
    TOK_NEWLINE,
    TOK_INDENT,
    TOK_DEDENT,
    TOK_ERROR,
    TOK_NAME,
    TOK_NUMBER,
    TOK_STRING,
    TOK_OTHER, /* a character or operator that Python gives no meaning */

    TOK_LPAR,
    TOK_RPAR,
    TOK_LSQB,
    TOK_RSQB,
    TOK_LBRACE,
    TOK_RBRACE,
    TOK_COLON,
    TOK_COMMA,
    TOK_SEMI,
    TOK_DOT,
    TOK_ELLIPSIS,
    TOK_ARROW,
    TOK_WALRUS,
    TOK_TILDE,

    /* binary operators, in the order of enum mr_ast_operator */
    TOK_PLUS,
    TOK_MINUS,
    TOK_STAR,
    TOK_AT,
    TOK_SLASH,
    TOK_PERCENT,
    TOK_DOUBLESTAR,
    TOK_LEFTSHIFT,
    TOK_RIGHTSHIFT,
    TOK_VBAR,
    TOK_CIRCUMFLEX,
    TOK_AMPER,
    TOK_DOUBLESLASH,

    TOK_EQUAL,
    /* augmented assignments, in the same order */
    TOK_PLUS_EQUAL,
    TOK_MINUS_EQUAL,
    TOK_STAR_EQUAL,
    TOK_AT_EQUAL,
    TOK_SLASH_EQUAL,
    TOK_PERCENT_EQUAL,
    TOK_DOUBLESTAR_EQUAL,
    TOK_LEFTSHIFT_EQUAL,
    TOK_RIGHTSHIFT_EQUAL,
    TOK_VBAR_EQUAL,
    TOK_CIRCUMFLEX_EQUAL,
    TOK_AMPER_EQUAL,
    TOK_DOUBLESLASH_EQUAL,

    TOK_EQ,
    TOK_NOT_EQ,
    TOK_LESS,
    TOK_LESS_EQ,
    TOK_GREATER,
    TOK_GREATER_EQ,

    /* keywords */
    TOK_FALSE,
    TOK_NONE,
    TOK_TRUE,
    TOK_AND,
    TOK_AS,
    TOK_ASSERT,
    TOK_ASYNC,
    TOK_AWAIT,
    TOK_BREAK,
    TOK_CLASS,
    TOK_CONTINUE,
    TOK_DEF,
    TOK_DEL,
    TOK_ELIF,
    TOK_ELSE,
    TOK_EXCEPT,
    TOK_FINALLY,
    TOK_FOR,
    TOK_FROM,
    TOK_GLOBAL,
    TOK_IF,
    TOK_IMPORT,
    TOK_IN,
    TOK_IS,
    TOK_LAMBDA,
    TOK_NONLOCAL,
    TOK_NOT,
    TOK_OR,
    TOK_PASS,
    TOK_RAISE,
    TOK_RETURN,
    TOK_TRY,
    TOK_WHILE,
    TOK_WITH,
    TOK_YIELD
};

struct mr_token {
    uint8_t kind;
    uint8_t level;      /* open brackets after this token */
    bool non_ascii;     /* a NAME that needs NFKC */
    uint32_t start;     /* bytes in the source text; start == end for the invisible ones */
    uint32_t end;
    int32_t lineno;
    int32_t col_offset; /* -1: nowhere (INDENT, DEDENT, END, errors) */
    int32_t end_lineno;
    int32_t end_col_offset;
};

#define MR_LEX_MAX_INDENT 100
#define MR_LEX_MAX_LEVEL 200

enum mr_lex_state {
    MR_LEX_OK,
    MR_LEX_EOF,
    MR_LEX_FAILED /* the error is filled in */
};

/* Errors whose place the parser decides, because CPython's does. */
enum mr_lex_problem {
    MR_LEX_NO_PROBLEM,
    MR_LEX_BAD_DEDENT,
    MR_LEX_TABS,
    MR_LEX_TOO_DEEP,
    MR_LEX_BAD_CONTINUATION,
    MR_LEX_END_IN_CONTINUATION
};

struct mr_lex {
    struct mr_arena *arena;
    const struct mr_parse_options *options;
    struct mr_parse_error *error;

    const char *text;       /* UTF-8, NUL after its end */
    const char *text_end;
    const char *cur;        /* next byte */
    const char *line_end;   /* end of the line that cur is in, its newline included */
    const char *line_start;
    const char *token_line; /* start of the line on which the current token began */
    const char *start;      /* of the current token, NULL before it */
    const char *string_line;
    int32_t lineno;
    int32_t string_lineno;
    uint8_t state;   /* enum mr_lex_state */
    uint8_t problem; /* enum mr_lex_problem */
    bool at_line_start;
    bool in_string; /* the text ended inside a triple-quoted string */

    int32_t level;
    struct {
        char bracket;
        int32_t lineno;
        int32_t col_offset;
    } brackets[MR_LEX_MAX_LEVEL];

    int32_t pending; /* INDENTs (>0) or DEDENTs (<0) still to hand out */
    int32_t indent;
    int32_t columns[MR_LEX_MAX_INDENT];     /* tabs to multiples of 8 */
    int32_t alt_columns[MR_LEX_MAX_INDENT]; /* tabs as 1: both must agree */
};

/*
 * Decodes source into *text, NUL-terminated and owned by the caller (free()), with its length; adds
 * the last newline if add_newline. Returns false with *error filled in, its strings in the arena.
 */
bool mr_source_read(struct mr_arena *arena, const char *source, size_t length, bool add_newline,
                    const struct mr_parse_options *options, char **text, size_t *text_length,
                    struct mr_parse_error *error);

void mr_lex_init(struct mr_lex *lex, struct mr_arena *arena, const char *text, size_t length,
                 const struct mr_parse_options *options, struct mr_parse_error *error);

void mr_lex_next(struct mr_lex *lex, struct mr_token *token);

/* For the scanners that lexer.c delegates to. */
#define MR_LEX_EOF_CHAR (-1)

int mr_lex_char_slow(struct mr_lex *lex);

static inline int mr_lex_char(struct mr_lex *lex)
{
    if (lex->cur != lex->line_end) {
        return (unsigned char)*lex->cur++;
    }
    return mr_lex_char_slow(lex);
}

static inline void mr_lex_back(struct mr_lex *lex, int c)
{
    if (c != MR_LEX_EOF_CHAR) {
        lex->cur--;
    }
}

static inline bool mr_lex_is_name_char(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c >= 128;
}

static inline bool mr_lex_is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Stores a SyntaxError at cur (col < 0) or at [col, end_col) counted from 1; returns false. */
__attribute__((format(printf, 4, 5)))
bool mr_lex_error(struct mr_lex *lex, int32_t col, int32_t end_col, const char *format, ...);

/* Scans a number whose first character c was read. False: an error is stored. */
bool mr_lex_number(struct mr_lex *lex, int c);

/* Checks a name with non-ASCII characters in [start, cur). False: an error is stored. */
bool mr_lex_check_identifier(struct mr_lex *lex);

/* The code point at text (at least one byte before end) and its length in *size; invalid bytes give
 * U+FFFD, one at a time as Python's "replace" does. Surrogates are let through. */
int32_t mr_lex_utf8_decode(const char *text, const char *end, int *size);
size_t mr_lex_utf8_encode(int32_t code_point, char *out);

/* Characters in bytes, as len(bytes.decode("utf-8", "replace")). */
size_t mr_utf8_count(const char *bytes, size_t length);

bool mr_unicode_is_printable(int32_t code_point);

/* The line of text beginning at line, without its newline, for an error. */
void mr_error_set_text(struct mr_arena *arena, struct mr_parse_error *error, const char *line,
                       size_t length);

__attribute__((format(printf, 2, 0)))
char *mr_arena_vprintf(struct mr_arena *arena, const char *format, va_list args);
__attribute__((format(printf, 2, 3)))
char *mr_arena_printf(struct mr_arena *arena, const char *format, ...);

#endif
