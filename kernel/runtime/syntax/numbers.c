/* Scanning numeric literals. Their values are made in constants.c, for the literals that a tree
 * really holds. */
#include "lexer.h"

#include <string.h>

/* Whether the text at cur is word and no longer word. */
static bool follows(struct mr_lex *lex, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(lex->line_end - lex->cur) >= length && memcmp(lex->cur, word, length) == 0 &&
           !mr_lex_is_name_char((unsigned char)lex->cur[length]);
}

/*
 * c is the character after the literal. A keyword that may follow a number in right code is
 * accepted with a warning ("1if x else y"); any other name character is an error.
 */
static bool check_end(struct mr_lex *lex, int c, const char *kind)
{
    bool is_keyword = false;

    switch (c) {
    case 'a':
        is_keyword = follows(lex, "nd");
        break;
    case 'e':
        is_keyword = follows(lex, "lse");
        break;
    case 'f':
        is_keyword = follows(lex, "or");
        break;
    case 'i':
        is_keyword = lex->cur != lex->line_end &&
                     (*lex->cur == 'f' || *lex->cur == 'n' || *lex->cur == 's');
        break;
    case 'n':
        is_keyword = follows(lex, "ot");
        break;
    case 'o':
        is_keyword = follows(lex, "r");
        break;
    default:
        break;
    }
    if (is_keyword) {
        const struct mr_parse_options *options = lex->options;
        struct mr_parse_warning warning = { "SyntaxWarning", NULL, lex->lineno };

        if (!options->warn) {
            return true;
        }
        warning.message = mr_arena_printf(lex->arena, "invalid %s literal", kind);
        if (!warning.message || options->warn(options->user, &warning)) {
            return true;
        }
        mr_lex_back(lex, c);
        return mr_lex_error(lex, -1, -1, "invalid %s literal", kind);
    }
    if (mr_lex_is_name_char(c)) {
        mr_lex_back(lex, c);
        return mr_lex_error(lex, -1, -1, "invalid %s literal", kind);
    }
    return true;
}

/* Digits with single underscores between them; *c becomes the character after them. */
static bool read_decimal_tail(struct mr_lex *lex, int *c)
{
    for (;;) {
        do {
            *c = mr_lex_char(lex);
        } while (mr_lex_is_digit(*c));
        if (*c != '_') {
            return true;
        }
        *c = mr_lex_char(lex);
        if (!mr_lex_is_digit(*c)) {
            mr_lex_back(lex, *c);
            return mr_lex_error(lex, -1, -1, "invalid decimal literal");
        }
    }
}

static bool is_digit_of(int c, int base)
{
    if (base == 16) {
        return mr_lex_is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }
    return c >= '0' && c < '0' + base;
}

/* After 0x, 0o or 0b. */
static bool read_based(struct mr_lex *lex, int base)
{
    const char *kind = base == 16 ? "hexadecimal" : base == 8 ? "octal" : "binary";
    int c = mr_lex_char(lex);

    do {
        if (c == '_') {
            c = mr_lex_char(lex);
        }
        if (!is_digit_of(c, base)) {
            if (mr_lex_is_digit(c)) {
                return mr_lex_error(lex, -1, -1, "invalid digit '%c' in %s literal", c, kind);
            }
            mr_lex_back(lex, c);
            return mr_lex_error(lex, -1, -1, "invalid %s literal", kind);
        }
        do {
            c = mr_lex_char(lex);
        } while (is_digit_of(c, base));
    } while (c == '_');
    if (mr_lex_is_digit(c)) {
        return mr_lex_error(lex, -1, -1, "invalid digit '%c' in %s literal", c, kind);
    }
    if (!check_end(lex, c, kind)) {
        return false;
    }
    mr_lex_back(lex, c);
    return true;
}

/* What may follow the digits of a decimal number: c is the character after them. */
static bool read_fraction_and_exponent(struct mr_lex *lex, int c)
{
    if (c == '.') {
        c = mr_lex_char(lex);
        if (mr_lex_is_digit(c) && !read_decimal_tail(lex, &c)) {
            return false;
        }
    }
    if (c == 'e' || c == 'E') {
        int e = c;

        c = mr_lex_char(lex);
        if (c == '+' || c == '-') {
            c = mr_lex_char(lex);
            if (!mr_lex_is_digit(c)) {
                mr_lex_back(lex, c);
                return mr_lex_error(lex, -1, -1, "invalid decimal literal");
            }
        } else if (!mr_lex_is_digit(c)) {
            mr_lex_back(lex, c);
            if (!check_end(lex, e, "decimal")) {
                return false;
            }
            mr_lex_back(lex, e);
            return true;
        }
        if (!read_decimal_tail(lex, &c)) {
            return false;
        }
    }
    if (c == 'j' || c == 'J') {
        c = mr_lex_char(lex);
        if (!check_end(lex, c, "imaginary")) {
            return false;
        }
    } else if (!check_end(lex, c, "decimal")) {
        return false;
    }
    mr_lex_back(lex, c);
    return true;
}

/* After a leading 0 that no letter of a base follows; c is the character after it. */
static bool read_zeros(struct mr_lex *lex, int c)
{
    const char *zeros_end;
    bool nonzero = false;

    for (;;) {
        if (c == '_') {
            c = mr_lex_char(lex);
            if (!mr_lex_is_digit(c)) {
                mr_lex_back(lex, c);
                return mr_lex_error(lex, -1, -1, "invalid decimal literal");
            }
        }
        if (c != '0') {
            break;
        }
        c = mr_lex_char(lex);
    }
    zeros_end = lex->cur;
    if (mr_lex_is_digit(c)) {
        nonzero = true;
        if (!read_decimal_tail(lex, &c)) {
            return false;
        }
    }
    if (nonzero && c != '.' && c != 'e' && c != 'E' && c != 'j' && c != 'J') {
        mr_lex_back(lex, c);
        return mr_lex_error(lex, (int32_t)(lex->start + 1 - lex->line_start),
                            (int32_t)(zeros_end - lex->line_start),
                            "leading zeros in decimal integer literals are not permitted; use an "
                            "0o prefix for octal integers");
    }
    return read_fraction_and_exponent(lex, c);
}

bool mr_lex_number(struct mr_lex *lex, int c)
{
    if (c == '.') {
        return read_fraction_and_exponent(lex, c);
    }
    if (c == '0') {
        c = mr_lex_char(lex);
        switch (c) {
        case 'x':
        case 'X':
            return read_based(lex, 16);
        case 'o':
        case 'O':
            return read_based(lex, 8);
        case 'b':
        case 'B':
            return read_based(lex, 2);
        default:
            return read_zeros(lex, c);
        }
    }
    if (!read_decimal_tail(lex, &c)) {
        return false;
    }
    return read_fraction_and_exponent(lex, c);
}
