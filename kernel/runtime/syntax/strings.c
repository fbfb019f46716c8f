/* String and bytes literals: prefixes, escapes, concatenation. */
#include "parser.h"

#include <stdlib.h>
#include <string.h>

bool mr_parse_text_append(struct text_builder *text, const char *bytes, size_t length)
{
    if (text->capacity - text->length < length) {
        size_t capacity = text->capacity * 2 + length + 32;
        char *grown = realloc(text->bytes, capacity);

        if (!grown) {
            return false;
        }
        text->bytes = grown;
        text->capacity = capacity;
    }
    if (length) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
    return true;
}

bool mr_parse_text_append_char(struct text_builder *text, int32_t code_point)
{
    char bytes[4];

    return mr_parse_text_append(text, bytes, mr_lex_utf8_encode(code_point, bytes));
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The single-character escapes; -1: c is none. */
static int simple_escape(char c)
{
    switch (c) {
    case '\\':
    case '\'':
    case '"':
        return c;
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return -1;
    }
}

/* Up to three octal digits from *s. */
static int read_octal(const char **s, const char *end)
{
    int value = 0;
    int i;

    for (i = 0; i < 3 && *s < end && **s >= '0' && **s <= '7'; i++) {
        value = value * 8 + (*(*s)++ - '0');
    }
    return value;
}

bool mr_parse_warn_escape(struct parser *p, const char *at, const char *end, int32_t token)
{
    const struct mr_parse_options *options = p->options;
    struct mr_parse_warning warning = { "DeprecationWarning", NULL, p->tokens[token].lineno };
    int size;

    /* In a second pass everything has been said before. */
    if (p->second_pass || !options->warn || at >= end) {
        return true;
    }
    mr_lex_utf8_decode(at, end, &size);
    if (*at >= '4' && *at <= '7') {
        warning.message = mr_arena_printf(p->arena, "invalid octal escape sequence '\\%.3s'", at);
    } else {
        warning.message = mr_arena_printf(p->arena, "invalid escape sequence '\\%.*s'", size, at);
    }
    if (!warning.message) {
        return mr_parser_out_of_memory(p) != NULL;
    }
    if (options->warn(options->user, &warning)) {
        return true;
    }
    mr_parse_raise_token(p, token, "%s", warning.message);
    return false;
}

/*
 * CPython's decoder reads a text in which every non-ASCII character has become \UXXXXXXXX; the
 * positions in its messages are positions there.
 */
static size_t decoder_position(const char *start, const char *s)
{
    size_t position = 0;

    while (start < s) {
        unsigned char c = (unsigned char)*start;

        if (c == '\\' && start + 1 < s) {
            position++;
            start++;
            c = (unsigned char)*start;
            if (c >= 0x80) {
                position += 5;
                continue;
            }
        }
        if (c < 0x80) {
            position++;
        } else if ((c & 0xC0) != 0x80) {
            position += 10;
        }
        start++;
    }
    return position;
}

/* [from, to) of the literal text that begins at start cannot be decoded. */
static bool raise_decode(struct parser *p, const char *start, const char *from, const char *to,
                         const char *why)
{
    size_t first = decoder_position(start, from);
    size_t last = first + decoder_position(from, to) - 1;

    if (first == last) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                            "(unicode error) 'unicodeescape' codec can't decode "
                            "byte 0x5c in position %zu: %s", first, why);
    } else {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                            "(unicode error) 'unicodeescape' codec can't decode "
                            "bytes in position %zu-%zu: %s", first, last, why);
    }
    return false;
}

/* \N{name}, after the N. */
static bool decode_named(struct parser *p, const char *start, const char **s, const char *end,
                         struct text_builder *out)
{
    const char *escape = *s - 2;
    const struct mr_parse_options *options = p->options;
    const char *name;
    int32_t c = -1;

    if (*s >= end || **s != '{') {
        return raise_decode(p, start, escape, *s, "malformed \\N character escape");
    }
    name = ++*s;
    while (*s < end && **s != '}') {
        (*s)++;
    }
    if (*s >= end || *s == name) {
        return raise_decode(p, start, escape, *s, "malformed \\N character escape");
    }
    (*s)++;
    if (options->character_by_name) {
        c = options->character_by_name(options->user, name, (size_t)(*s - 1 - name));
    }
    if (c < 0) {
        return raise_decode(p, start, escape, *s, "unknown Unicode character name");
    }
    return mr_parse_text_append_char(out, c) || mr_parser_out_of_memory(p);
}

/* \x, \u, \U, after the letter. */
static bool decode_hex(struct parser *p, const char *start, const char **s, const char *end,
                       struct text_builder *out)
{
    const char *escape = *s - 2;
    char letter = escape[1];
    int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    uint32_t value = 0;
    int i;

    for (i = 0; i < digits; i++, (*s)++) {
        if (*s >= end || hex_value(**s) < 0) {
            return raise_decode(p, start, escape, *s,
                                letter == 'x'   ? "truncated \\xXX escape"
                                : letter == 'u' ? "truncated \\uXXXX escape"
                                                : "truncated \\UXXXXXXXX escape");
        }
        value = value << 4 | (uint32_t)hex_value(**s);
    }
    if (value > 0x10FFFF) {
        return raise_decode(p, start, escape, *s, "illegal Unicode character");
    }
    return mr_parse_text_append_char(out, (int32_t)value) || mr_parser_out_of_memory(p);
}

bool mr_parse_decode_text(struct parser *p, const char *s, const char *end, bool raw, int32_t token,
                          struct text_builder *out)
{
    const char *start = s;
    const char *invalid = NULL;

    while (s < end) {
        const char *backslash = raw ? NULL : memchr(s, '\\', (size_t)(end - s));
        const char *plain_end = backslash ? backslash : end;
        int c;

        if (!mr_parse_text_append(out, s, (size_t)(plain_end - s))) {
            mr_parser_out_of_memory(p);
            return false;
        }
        if (!backslash) {
            break;
        }
        s = backslash + 1;
        if (s == end) {
            /* Only a piece of an f-string can end so; the decoder is given "\u005c" for it. */
            return mr_parse_text_append(out, "\\", 1) || mr_parser_out_of_memory(p);
        }
        c = simple_escape(*s);
        if (c >= 0) {
            char byte = (char)c;

            s++;
            if (!mr_parse_text_append(out, &byte, 1)) {
                mr_parser_out_of_memory(p);
                return false;
            }
        } else if (*s == '\n') {
            s++;
        } else if (*s >= '0' && *s <= '7') {
            const char *digits = s;
            int value = read_octal(&s, end);

            if (value > 0377 && !invalid) {
                invalid = digits;
            }
            if (!mr_parse_text_append_char(out, value)) {
                mr_parser_out_of_memory(p);
                return false;
            }
        } else if (*s == 'x' || *s == 'u' || *s == 'U') {
            s++;
            if (!decode_hex(p, start, &s, end, out)) {
                return false;
            }
        } else if (*s == 'N') {
            s++;
            if (!decode_named(p, start, &s, end, out)) {
                return false;
            }
        } else {
            /* A backslash before a non-ASCII character is no escape to warn about. */
            if (!invalid && (unsigned char)*s < 0x80) {
                invalid = s;
            }
            if (!mr_parse_text_append(out, "\\", 1)) {
                mr_parser_out_of_memory(p);
                return false;
            }
        }
    }
    return !invalid || mr_parse_warn_escape(p, invalid, end, token);
}

static bool decode_bytes(struct parser *p, const char *s, const char *end, bool raw, int32_t token,
                         struct text_builder *out)
{
    const char *start = s;
    const char *invalid = NULL;
    const char *at;

    for (at = s; at < end; at++) {
        if ((unsigned char)*at >= 0x80) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "bytes can only contain ASCII literal characters");
            return false;
        }
    }
    while (s < end) {
        char byte = *s++;
        int c;

        if (byte == '\\' && !raw) {
            c = simple_escape(*s);
            if (c >= 0) {
                byte = (char)c;
                s++;
            } else if (*s == '\n') {
                s++;
                continue;
            } else if (*s >= '0' && *s <= '7') {
                const char *digits = s;
                int value = read_octal(&s, end);

                byte = (char)value;
                if (value > 0377 && !invalid) {
                    invalid = digits;
                }
            } else if (*s == 'x') {
                if (end - s < 3 || hex_value(s[1]) < 0 || hex_value(s[2]) < 0) {
                    mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                        "(value error) invalid \\x escape at position %zu",
                                        (size_t)(s - 1 - start));
                    return false;
                }
                byte = (char)(hex_value(s[1]) << 4 | hex_value(s[2]));
                s += 3;
            } else if (!invalid) {
                invalid = s;
            }
        }
        if (!mr_parse_text_append(out, &byte, 1)) {
            mr_parser_out_of_memory(p);
            return false;
        }
    }
    return !invalid || mr_parse_warn_escape(p, invalid, end, token);
}

struct literal {
    const char *start; /* of the text between the quotes */
    const char *end;
    bool bytes;
    bool raw;
    bool format;
};

static struct literal open_literal(struct parser *p, int32_t token)
{
    const struct mr_token *t = &p->tokens[token];
    const char *s = p->lex.text + t->start;
    struct literal literal = { .end = p->lex.text + t->end };
    size_t quotes;

    for (; *s != '"' && *s != '\''; s++) {
        int c = *s | 0x20;

        literal.bytes = literal.bytes || c == 'b';
        literal.raw = literal.raw || c == 'r';
        literal.format = literal.format || c == 'f';
    }
    quotes = literal.end - s >= 6 && s[1] == *s && s[2] == *s ? 3 : 1;
    literal.start = s + quotes;
    literal.end -= quotes;
    return literal;
}

static struct mr_ast_expr *new_text(struct parser *p, int32_t first, enum mr_ast_constant_kind kind,
                                    const char *bytes, size_t length)
{
    struct mr_ast_expr *e = mr_parse_node_new(p, MR_AST_CONSTANT, first);

    if (!e) {
        return NULL;
    }
    e->constant.kind = (uint8_t)kind;
    e->constant.bytes = mr_arena_copy(p->arena, bytes, length);
    e->constant.length = length;
    e->constant.u_prefix =
        kind == MR_AST_CONST_STR && p->lex.text[p->tokens[first].start] == 'u';
    return e->constant.bytes ? e : mr_parser_out_of_memory(p);
}

static struct mr_ast_expr *parse_bytes(struct parser *p, int32_t first)
{
    struct text_builder text = { 0 };
    struct mr_ast_expr *e = NULL;
    int32_t token;

    for (token = first; token < p->mark; token++) {
        struct literal literal = open_literal(p, token);

        if (!decode_bytes(p, literal.start, literal.end, literal.raw, token, &text)) {
            goto out;
        }
    }
    e = new_text(p, first, MR_AST_CONST_BYTES, text.bytes, text.length);
out:
    free(text.bytes);
    return e;
}

static struct mr_ast_expr *parse_text(struct parser *p, int32_t first, bool format)
{
    struct fstring f = {
        .p = p, .first = first, .last = p->mark - 1, .base = p->stack_count,
    };
    struct mr_ast_expr *e = NULL;

    for (f.token = first; f.token <= f.last; f.token++) {
        struct literal literal = open_literal(p, f.token);
        const char *s = literal.start;

        f.counted = f.line = p->lex.text + p->tokens[f.token].start;
        f.lines = 0;
        if (literal.format ? !mr_parse_fstring_add(&f, &s, literal.end, literal.raw, 0)
                           : !mr_parse_decode_text(p, s, literal.end, literal.raw, f.token,
                                                   &f.literal)) {
            goto out;
        }
    }
    if (!format) {
        e = new_text(p, first, MR_AST_CONST_STR, f.literal.bytes, f.literal.length);
    } else {
        e = mr_parse_fstring_finish(&f);
    }
out:
    if (!e) {
        p->stack_count = f.base;
    }
    free(f.literal.bytes);
    return e;
}

/* Bytes and text side by side. What comes before the clash is decoded first, for its own errors. */
static void *raise_mixed(struct parser *p, int32_t first)
{
    int32_t end = p->mark;
    struct literal literal = open_literal(p, first);
    struct literal other;
    struct text_builder ignored = { 0 };
    int32_t clash = first;
    bool format = false;

    do {
        format = format || open_literal(p, clash).format;
        other = open_literal(p, ++clash);
    } while (other.bytes == literal.bytes);
    p->mark = clash;
    if (literal.bytes) {
        parse_bytes(p, first);
    } else {
        parse_text(p, first, format);
    }
    if (other.bytes) {
        decode_bytes(p, other.start, other.end, other.raw, clash, &ignored);
    } else if (!other.format) {
        mr_parse_decode_text(p, other.start, other.end, other.raw, clash, &ignored);
    }
    free(ignored.bytes);
    p->mark = end;
    return mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "cannot mix bytes and nonbytes literals");
}

struct mr_ast_expr *mr_parse_strings(struct parser *p)
{
    int32_t first = p->mark;
    struct literal literal = { 0 };
    bool bytes = false;
    bool text = false;
    bool format = false;
    struct mr_ast_expr *e;
    void *known;

    if (mr_parse_memo_get(p, MEMO_STRINGS, &known)) {
        return known;
    }
    while (peek(p) == TOK_STRING) {
        literal = open_literal(p, p->mark);
        bytes = bytes || literal.bytes;
        text = text || !literal.bytes;
        format = format || literal.format;
        p->mark++;
    }
    if (p->failed) {
        return NULL;
    }
    if (bytes && text) {
        return raise_mixed(p, first);
    }
    if (bytes) {
        e = parse_bytes(p, first);
    } else if (p->mark == first + 1 && !format &&
               (literal.raw ||
                !memchr(literal.start, '\\', (size_t)(literal.end - literal.start)))) {
        e = new_text(p, first, MR_AST_CONST_STR, literal.start,
                     (size_t)(literal.end - literal.start));
    } else {
        e = parse_text(p, first, format);
    }
    return mr_parse_memo_put(p, MEMO_STRINGS, first, e);
}
