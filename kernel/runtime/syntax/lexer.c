#include "lexer.h"

#include <stdio.h>
#include <string.h>

#define TAB_SIZE 8

void mr_lex_init(struct mr_lex *lex, struct mr_arena *arena, const char *text, size_t length,
                 const struct mr_parse_options *options, struct mr_parse_error *error)
{
    *lex = (struct mr_lex){
        .arena = arena,
        .options = options,
        .error = error,
        .text = text,
        .text_end = text + length,
        .cur = text,
        .line_end = text,
        .line_start = text,
        .token_line = text,
        .at_line_start = true,
    };
}

int mr_lex_char_slow(struct mr_lex *lex)
{
    const char *newline;

    if (lex->state != MR_LEX_OK) {
        return MR_LEX_EOF_CHAR;
    }
    if (lex->cur == lex->text_end) {
        lex->state = MR_LEX_EOF;
        return MR_LEX_EOF_CHAR;
    }
    if (!lex->start) {
        lex->token_line = lex->cur;
    }
    lex->line_start = lex->cur;
    lex->lineno++;
    newline = memchr(lex->cur, '\n', (size_t)(lex->text_end - lex->cur));
    lex->line_end = newline ? newline + 1 : lex->text_end;
    return (unsigned char)*lex->cur++;
}

bool mr_lex_error(struct mr_lex *lex, int32_t col, int32_t end_col, const char *format, ...)
{
    struct mr_parse_error *error = lex->error;
    const char *newline;
    va_list args;

    if (lex->state == MR_LEX_FAILED) {
        return false;
    }
    lex->state = MR_LEX_FAILED;
    va_start(args, format);
    error->message = mr_arena_vprintf(lex->arena, format, args);
    va_end(args);
    error->kind = error->message ? MR_PARSE_SYNTAX_ERROR : MR_PARSE_MEMORY_ERROR;
    if (col < 0) {
        col = (int32_t)mr_utf8_count(lex->line_start, (size_t)(lex->cur - lex->line_start));
    }
    error->lineno = error->end_lineno = lex->lineno;
    error->offset = col;
    error->end_offset = end_col < 0 ? col : end_col;
    newline = memchr(lex->line_start, '\n', (size_t)(lex->text_end - lex->line_start));
    mr_error_set_text(lex->arena, error, lex->line_start,
                      (size_t)((newline ? newline : lex->text_end) - lex->line_start));
    return false;
}

static uint8_t problem(struct mr_lex *lex, enum mr_lex_problem what)
{
    lex->problem = what;
    if (what != MR_LEX_BAD_CONTINUATION) {
        lex->cur = lex->line_end;
    }
    return TOK_ERROR;
}

/* After a backslash: joins the next line. */
static bool join_lines(struct mr_lex *lex)
{
    int c = mr_lex_char(lex);

    if (c != '\n') {
        problem(lex, MR_LEX_BAD_CONTINUATION);
        return false;
    }
    c = mr_lex_char(lex);
    if (c == MR_LEX_EOF_CHAR) {
        problem(lex, MR_LEX_END_IN_CONTINUATION);
        return false;
    }
    mr_lex_back(lex, c);
    return true;
}

/* Measures the white space a line begins with; *blank: nothing but a comment follows. */
static bool read_indentation(struct mr_lex *lex, bool *blank)
{
    int32_t col = 0;
    int32_t alt_col = 0;
    int32_t joined_col = 0; /* of the first of the lines that backslashes join */
    int c;

    lex->at_line_start = false;
    for (;;) {
        c = mr_lex_char(lex);
        if (c == ' ') {
            col++;
            alt_col++;
        } else if (c == '\t') {
            col = (col / TAB_SIZE + 1) * TAB_SIZE;
            alt_col++;
        } else if (c == '\f') {
            col = alt_col = 0;
        } else if (c == '\\') {
            joined_col = joined_col ? joined_col : col;
            if (!join_lines(lex)) {
                return false;
            }
        } else {
            break;
        }
    }
    mr_lex_back(lex, c);
    if (c == '#' || c == '\n') {
        *blank = true;
        return true;
    }
    if (lex->level > 0) {
        return true;
    }
    if (joined_col) {
        col = alt_col = joined_col;
    }
    if (col == lex->columns[lex->indent]) {
        if (alt_col != lex->alt_columns[lex->indent]) {
            problem(lex, MR_LEX_TABS);
            return false;
        }
        return true;
    }
    if (col > lex->columns[lex->indent]) {
        if (lex->indent + 1 >= MR_LEX_MAX_INDENT) {
            problem(lex, MR_LEX_TOO_DEEP);
            return false;
        }
        if (alt_col <= lex->alt_columns[lex->indent]) {
            problem(lex, MR_LEX_TABS);
            return false;
        }
        lex->pending++;
        lex->indent++;
        lex->columns[lex->indent] = col;
        lex->alt_columns[lex->indent] = alt_col;
        return true;
    }
    while (lex->indent > 0 && col < lex->columns[lex->indent]) {
        lex->pending--;
        lex->indent--;
    }
    if (col != lex->columns[lex->indent]) {
        problem(lex, MR_LEX_BAD_DEDENT);
        return false;
    }
    if (alt_col != lex->alt_columns[lex->indent]) {
        problem(lex, MR_LEX_TABS);
        return false;
    }
    return true;
}

static uint8_t keyword(const char *text, size_t length)
{
    static const struct {
        char text[9];
        uint8_t length;
        uint8_t kind;
    } keywords[] = {
        { "False", 5, TOK_FALSE },       { "None", 4, TOK_NONE },
        { "True", 4, TOK_TRUE },         { "and", 3, TOK_AND },
        { "as", 2, TOK_AS },             { "assert", 6, TOK_ASSERT },
        { "async", 5, TOK_ASYNC },       { "await", 5, TOK_AWAIT },
        { "break", 5, TOK_BREAK },       { "class", 5, TOK_CLASS },
        { "continue", 8, TOK_CONTINUE }, { "def", 3, TOK_DEF },
        { "del", 3, TOK_DEL },           { "elif", 4, TOK_ELIF },
        { "else", 4, TOK_ELSE },         { "except", 6, TOK_EXCEPT },
        { "finally", 7, TOK_FINALLY },   { "for", 3, TOK_FOR },
        { "from", 4, TOK_FROM },         { "global", 6, TOK_GLOBAL },
        { "if", 2, TOK_IF },             { "import", 6, TOK_IMPORT },
        { "in", 2, TOK_IN },             { "is", 2, TOK_IS },
        { "lambda", 6, TOK_LAMBDA },     { "nonlocal", 8, TOK_NONLOCAL },
        { "not", 3, TOK_NOT },           { "or", 2, TOK_OR },
        { "pass", 4, TOK_PASS },         { "raise", 5, TOK_RAISE },
        { "return", 6, TOK_RETURN },     { "try", 3, TOK_TRY },
        { "while", 5, TOK_WHILE },       { "with", 4, TOK_WITH },
        { "yield", 5, TOK_YIELD },
    };
    /* Where the keywords with a given first letter begin, from 'a'; then the end. */
    static const uint8_t first[27] = {
        3, 8, 9, 11, 13, 16, 19, 20, 20, 24, 24, 24, 25, 25, 27, 28, 29, 29, 31, 31, 32, 32, 32,
        34, 34, 35, 35,
    };
    size_t i;
    size_t end;

    if (length < 2 || length > 8) {
        return TOK_NAME;
    }
    if (text[0] >= 'a' && text[0] <= 'z') {
        i = first[text[0] - 'a'];
        end = first[text[0] - 'a' + 1];
    } else {
        i = 0;
        end = 3;
    }
    for (; i < end; i++) {
        if (keywords[i].length == length && memcmp(keywords[i].text, text, length) == 0) {
            return keywords[i].kind;
        }
    }
    return TOK_NAME;
}

/* Scans a string literal from its opening quote, which was read. */
static bool read_string(struct mr_lex *lex, int quote)
{
    int quotes = 1;
    int closing = 0;
    int c;

    lex->string_lineno = lex->lineno;
    lex->string_line = lex->line_start;
    c = mr_lex_char(lex);
    if (c == quote) {
        c = mr_lex_char(lex);
        if (c == quote) {
            quotes = 3;
        } else {
            closing = 1;
        }
    }
    if (c != quote) {
        mr_lex_back(lex, c);
    }
    while (closing != quotes) {
        c = mr_lex_char(lex);
        if (c == MR_LEX_EOF_CHAR || (quotes == 1 && c == '\n')) {
            int32_t detected = lex->lineno;

            lex->cur = lex->start + 1;
            lex->line_start = lex->string_line;
            lex->lineno = lex->string_lineno;
            lex->in_string = quotes == 3;
            return mr_lex_error(lex, -1, -1,
                                quotes == 3 ? "unterminated triple-quoted string literal "
                                              "(detected at line %d)"
                                            : "unterminated string literal (detected at line %d)",
                                (int)detected);
        }
        if (c == quote) {
            closing++;
        } else {
            closing = 0;
            if (c == '\\') {
                mr_lex_char(lex);
            }
        }
    }
    return true;
}

static bool open_bracket(struct mr_lex *lex, int c)
{
    if (lex->level >= MR_LEX_MAX_LEVEL) {
        return mr_lex_error(lex, -1, -1, "too many nested parentheses");
    }
    lex->brackets[lex->level].bracket = (char)c;
    lex->brackets[lex->level].lineno = lex->lineno;
    lex->brackets[lex->level].col_offset = (int32_t)(lex->start - lex->line_start);
    lex->level++;
    return true;
}

static bool close_bracket(struct mr_lex *lex, int c)
{
    char opening;
    int32_t lineno;

    if (lex->level == 0) {
        return mr_lex_error(lex, -1, -1, "unmatched '%c'", c);
    }
    lex->level--;
    opening = lex->brackets[lex->level].bracket;
    lineno = lex->brackets[lex->level].lineno;
    if ((opening == '(' && c == ')') || (opening == '[' && c == ']') ||
        (opening == '{' && c == '}')) {
        return true;
    }
    if (lineno != lex->lineno) {
        return mr_lex_error(lex, -1, -1,
                            "closing parenthesis '%c' does not match opening parenthesis '%c' on "
                            "line %d", c, opening, (int)lineno);
    }
    return mr_lex_error(lex, -1, -1,
                        "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                        opening);
}

/* The operator that begins with c, after c was read. */
static uint8_t read_operator(struct mr_lex *lex, int c)
{
    static const struct {
        char single;
        uint8_t plain;
        uint8_t with_equal;
        uint8_t doubled;
        uint8_t doubled_with_equal;
    } operators[] = {
        { '+', TOK_PLUS, TOK_PLUS_EQUAL, 0, 0 },
        { '-', TOK_MINUS, TOK_MINUS_EQUAL, 0, 0 },
        { '*', TOK_STAR, TOK_STAR_EQUAL, TOK_DOUBLESTAR, TOK_DOUBLESTAR_EQUAL },
        { '@', TOK_AT, TOK_AT_EQUAL, 0, 0 },
        { '/', TOK_SLASH, TOK_SLASH_EQUAL, TOK_DOUBLESLASH, TOK_DOUBLESLASH_EQUAL },
        { '%', TOK_PERCENT, TOK_PERCENT_EQUAL, 0, 0 },
        { '<', TOK_LESS, TOK_LESS_EQ, TOK_LEFTSHIFT, TOK_LEFTSHIFT_EQUAL },
        { '>', TOK_GREATER, TOK_GREATER_EQ, TOK_RIGHTSHIFT, TOK_RIGHTSHIFT_EQUAL },
        { '|', TOK_VBAR, TOK_VBAR_EQUAL, 0, 0 },
        { '^', TOK_CIRCUMFLEX, TOK_CIRCUMFLEX_EQUAL, 0, 0 },
        { '&', TOK_AMPER, TOK_AMPER_EQUAL, 0, 0 },
        { '=', TOK_EQUAL, TOK_EQ, 0, 0 },
        { '!', TOK_OTHER, TOK_NOT_EQ, 0, 0 },
        { ':', TOK_COLON, TOK_WALRUS, 0, 0 },
    };
    int next = lex->cur != lex->line_end ? (unsigned char)*lex->cur : MR_LEX_EOF_CHAR;
    size_t i;

    switch (c) {
    case ',':
        return TOK_COMMA;
    case ';':
        return TOK_SEMI;
    case '~':
        return TOK_TILDE;
    case '-':
        if (next == '>') {
            lex->cur++;
            return TOK_ARROW;
        }
        break;
    case '<':
        if (next == '>') {
            lex->cur++;
            return TOK_OTHER;
        }
        break;
    default:
        break;
    }
    for (i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (operators[i].single != c) {
            continue;
        }
        if (next == '=') {
            lex->cur++;
            return operators[i].with_equal;
        }
        if (next == c && operators[i].doubled) {
            lex->cur++;
            if (lex->cur != lex->line_end && *lex->cur == '=') {
                lex->cur++;
                return operators[i].doubled_with_equal;
            }
            return operators[i].doubled;
        }
        return operators[i].plain;
    }
    return TOK_OTHER;
}

static uint8_t read_punctuation(struct mr_lex *lex, int c)
{
    static const char brackets[] = "()[]{}";
    const char *bracket = memchr(brackets, c, 6);

    /* Every one of these is looked at together with the character after it, and where there is none
     * the end of the text has been seen, which decides between errors. */
    if (lex->cur == lex->line_end) {
        mr_lex_char_slow(lex);
    }
    if (bracket) {
        bool opens = (bracket - brackets) % 2 == 0;

        if (!(opens ? open_bracket(lex, c) : close_bracket(lex, c))) {
            return TOK_ERROR;
        }
        return (uint8_t)(TOK_LPAR + (bracket - brackets));
    }
    if (c < 32 || c == 127) {
        mr_lex_error(lex, -1, -1, "invalid non-printable character U+%04X", (unsigned)c);
        return TOK_ERROR;
    }
    return read_operator(lex, c);
}

/* A name, a keyword, or a string literal with a prefix; its first character c was read. */
static uint8_t read_word(struct mr_lex *lex, int c, bool *non_ascii)
{
    bool b = false;
    bool u = false;
    bool r = false;
    bool f = false;

    for (;;) {
        int lower = c | 0x20;

        if (lower == 'b' && !(b || u || f)) {
            b = true;
        } else if (lower == 'u' && !(b || u || r || f)) {
            u = true;
        } else if (lower == 'r' && !(r || u)) {
            r = true;
        } else if (lower == 'f' && !(f || b || u)) {
            f = true;
        } else {
            break;
        }
        c = mr_lex_char(lex);
        if (c == '"' || c == '\'') {
            return read_string(lex, c) ? TOK_STRING : TOK_ERROR;
        }
    }
    while (mr_lex_is_name_char(c)) {
        *non_ascii = *non_ascii || c >= 128;
        c = mr_lex_char(lex);
    }
    mr_lex_back(lex, c);
    if (*non_ascii) {
        return mr_lex_check_identifier(lex) ? TOK_NAME : TOK_ERROR;
    }
    return keyword(lex->start, (size_t)(lex->cur - lex->start));
}

/* One token: its kind, and whether it has a place ([lex->start, lex->cur) if so). */
static uint8_t read_token(struct mr_lex *lex, bool *placed, bool *non_ascii)
{
    bool blank;
    int c;

    *placed = false;
next_line:
    lex->start = NULL;
    blank = false;
    if (lex->at_line_start && !read_indentation(lex, &blank)) {
        return TOK_ERROR;
    }
    lex->start = lex->cur;
    if (lex->pending < 0) {
        lex->pending++;
        return TOK_DEDENT;
    }
    if (lex->pending > 0) {
        lex->pending--;
        return TOK_INDENT;
    }
again:
    lex->start = NULL;
    do {
        c = mr_lex_char(lex);
    } while (c == ' ' || c == '\t' || c == '\f');
    lex->start = c == MR_LEX_EOF_CHAR ? lex->cur : lex->cur - 1;
    if (c == '#') {
        lex->cur = lex->line_end;
        if (lex->cur != lex->line_start && lex->cur[-1] == '\n') {
            lex->cur--;
        }
        c = mr_lex_char(lex);
    }
    if (c == MR_LEX_EOF_CHAR) {
        return lex->level || lex->state != MR_LEX_EOF ? TOK_ERROR : TOK_END;
    }
    *placed = true;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128) {
        return read_word(lex, c, non_ascii);
    }
    if (c == '\n') {
        lex->at_line_start = true;
        if (blank || lex->level > 0) {
            *placed = false;
            goto next_line;
        }
        return TOK_NEWLINE;
    }
    if (c == '.') {
        c = mr_lex_char(lex);
        if (mr_lex_is_digit(c)) {
            mr_lex_back(lex, c);
            return mr_lex_number(lex, '.') ? TOK_NUMBER : TOK_ERROR;
        }
        if (c == '.' && lex->cur != lex->line_end && *lex->cur == '.') {
            lex->cur++;
            return TOK_ELLIPSIS;
        }
        mr_lex_back(lex, c);
        return TOK_DOT;
    }
    if (mr_lex_is_digit(c)) {
        return mr_lex_number(lex, c) ? TOK_NUMBER : TOK_ERROR;
    }
    if (c == '\'' || c == '"') {
        return read_string(lex, c) ? TOK_STRING : TOK_ERROR;
    }
    if (c == '\\') {
        if (!join_lines(lex)) {
            *placed = false;
            return TOK_ERROR;
        }
        *placed = false;
        goto again;
    }
    return read_punctuation(lex, c);
}

void mr_lex_next(struct mr_lex *lex, struct mr_token *token)
{
    bool placed = false;
    bool non_ascii = false;
    uint8_t kind = TOK_ERROR;
    const char *start_line;

    if (lex->state != MR_LEX_FAILED && !lex->problem) {
        kind = read_token(lex, &placed, &non_ascii);
    }
    *token = (struct mr_token){
        .kind = kind,
        .level = (uint8_t)lex->level,
        .non_ascii = non_ascii,
        .lineno = kind == TOK_STRING ? lex->string_lineno : lex->lineno,
        .end_lineno = lex->lineno,
        .col_offset = -1,
        .end_col_offset = -1,
    };
    if (!placed) {
        token->start = token->end = (uint32_t)(lex->cur - lex->text);
        return;
    }
    start_line = kind == TOK_STRING ? lex->string_line : lex->line_start;
    token->start = (uint32_t)(lex->start - lex->text);
    token->end = (uint32_t)(lex->cur - lex->text);
    if (kind == TOK_NEWLINE) {
        token->end--;
    }
    if (lex->start >= start_line) {
        token->col_offset = (int32_t)(lex->start - start_line);
    }
    if (lex->cur >= lex->line_start) {
        token->end_col_offset = (int32_t)(lex->text + token->end - lex->line_start);
    }
}
