/* From the bytes of a file to UTF-8 with LF line ends: byte order mark, encoding declaration
 * (PEP 263), validity, NUL bytes. */
#include "lexer.h"

#include <ctype.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_ASCII, ENCODING_OTHER };

char *mr_arena_vprintf(struct mr_arena *arena, const char *format, va_list args)
{
    va_list again;
    char *result;
    int length;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        return NULL;
    }
    result = mr_arena_alloc(arena, (size_t)length + 1);
    if (result) {
        vsnprintf(result, (size_t)length + 1, format, args);
    }
    return result;
}

char *mr_arena_printf(struct mr_arena *arena, const char *format, ...)
{
    va_list args;
    char *result;

    va_start(args, format);
    result = mr_arena_vprintf(arena, format, args);
    va_end(args);
    return result;
}

void mr_error_set_text(struct mr_arena *arena, struct mr_parse_error *error, const char *line,
                       size_t length)
{
    /* Decoded with "replace": an error must not carry invalid UTF-8 further. */
    const char *end = line + length;
    const char *s = line;
    size_t size = 0;
    char *out;

    while (s < end) {
        int taken;

        size += mr_lex_utf8_decode(s, end, &taken) == 0xFFFD ? 3 : (size_t)taken;
        s += taken;
    }
    out = mr_arena_alloc(arena, size + 1);
    if (!out) {
        return;
    }
    error->text = out;
    error->text_length = size;
    for (s = line; s < end;) {
        int taken;

        out += mr_lex_utf8_encode(mr_lex_utf8_decode(s, end, &taken), out);
        s += taken;
    }
}

static bool fail(struct mr_arena *arena, struct mr_parse_error *error, char *message)
{
    error->kind = message ? MR_PARSE_SYNTAX_ERROR : MR_PARSE_MEMORY_ERROR;
    error->message = message;
    error->offset = -1;
    return false;
}

/* The encoding that a comment such as "# -*- coding: latin-1 -*-" declares, or NULL. */
static const char *find_cookie(const char *line, const char *end, size_t *length)
{
    const char *s = line;

    while (s < end && (*s == ' ' || *s == '\t' || *s == '\f')) {
        s++;
    }
    if (s == end || *s != '#') {
        return NULL;
    }
    for (; end - s > 7; s++) {
        const char *name;

        if (memcmp(s, "coding", 6) != 0 || (s[6] != ':' && s[6] != '=')) {
            continue;
        }
        name = s + 7;
        while (name < end && (*name == ' ' || *name == '\t')) {
            name++;
        }
        s = name;
        while (s < end && (isalnum((unsigned char)*s) || *s == '-' || *s == '_' || *s == '.')) {
            s++;
        }
        if (s > name) {
            *length = (size_t)(s - name);
            return name;
        }
        return NULL;
    }
    return NULL;
}

static const char *line_end(const char *s, const char *end)
{
    while (s < end && *s != '\n' && *s != '\r') {
        s++;
    }
    return s;
}

static bool is_blank_or_comment(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\f')) {
        s++;
    }
    return s == end || *s == '#';
}

/* The name in the form CPython compares and reports: lower case, '-' for '_', aliases folded. */
static enum encoding classify(char *name)
{
    static const struct {
        const char *prefix;
        const char *canonical;
    } aliases[] = {
        { "utf-8", "utf-8" },           { "latin-1", "iso-8859-1" },
        { "iso-8859-1", "iso-8859-1" }, { "iso-latin-1", "iso-8859-1" },
    };
    static const struct {
        const char *name;
        enum encoding encoding;
    } known[] = {
        { "utf-8", ENCODING_UTF8 },        { "utf8", ENCODING_UTF8 },
        { "u8", ENCODING_UTF8 },           { "utf", ENCODING_UTF8 },
        { "utf-8-sig", ENCODING_UTF8 },    { "cp65001", ENCODING_UTF8 },
        { "iso-8859-1", ENCODING_LATIN1 }, { "latin1", ENCODING_LATIN1 },
        { "latin", ENCODING_LATIN1 },      { "l1", ENCODING_LATIN1 },
        { "iso8859-1", ENCODING_LATIN1 },  { "8859", ENCODING_LATIN1 },
        { "cp819", ENCODING_LATIN1 },      { "ascii", ENCODING_ASCII },
        { "us-ascii", ENCODING_ASCII },    { "646", ENCODING_ASCII },
    };
    char normal[32];
    size_t i;

    for (i = 0; i < sizeof normal - 1 && name[i]; i++) {
        normal[i] = name[i] == '_' ? '-' : (char)tolower((unsigned char)name[i]);
    }
    normal[i] = '\0';
    for (i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        size_t length = strlen(aliases[i].prefix);

        if (strncmp(normal, aliases[i].prefix, length) == 0 &&
            (normal[length] == '\0' || (normal[length] == '-' && strcmp(normal, "utf-8-sig")))) {
            return strcmp(aliases[i].canonical, "utf-8") == 0 ? ENCODING_UTF8 : ENCODING_LATIN1;
        }
    }
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(normal, known[i].name) == 0) {
            return known[i].encoding;
        }
    }
    return ENCODING_OTHER;
}

static bool find_encoding(struct mr_arena *arena, const char *source, const char *end, bool bom,
                          const struct mr_parse_options *options, enum encoding *encoding,
                          const char **out_name, struct mr_parse_error *error)
{
    const char *first_end = line_end(source, end);
    const char *cookie = NULL;
    size_t length;
    char *name;

    *encoding = ENCODING_UTF8;
    cookie = find_cookie(source, first_end, &length);
    if (!cookie && first_end < end && is_blank_or_comment(source, first_end)) {
        const char *second = first_end + 1;

        if (*first_end == '\r' && second < end && *second == '\n') {
            second++;
        }
        cookie = find_cookie(second, line_end(second, end), &length);
    }
    if (!cookie) {
        return true;
    }
    name = mr_arena_copy(arena, cookie, length);
    if (!name) {
        return fail(arena, error, NULL);
    }
    *encoding = classify(name);
    if (*encoding == ENCODING_LATIN1) {
        name = mr_arena_copy(arena, "iso-8859-1", 10);
    }
    if (bom && *encoding != ENCODING_UTF8) {
        return fail(arena, error, mr_arena_printf(arena, "encoding problem: %s with BOM", name));
    }
    *out_name = name;
    if (*encoding == ENCODING_OTHER) {
        iconv_t converter = iconv_open("UTF-8", name);

        if (converter != (iconv_t)-1) {
            iconv_close(converter);
            return true;
        }
        return fail(arena, error,
                    mr_arena_printf(arena, options->filename ? "encoding problem: %s"
                                                             : "unknown encoding: %s", name));
    }
    return true;
}

static void put_error_in_line(struct mr_arena *arena, struct mr_parse_error *error,
                              const char *source, const char *end, const char *at)
{
    const char *line = source;
    const char *s;
    int32_t lineno = 1;
    const char *last;

    for (s = source; s < at; s++) {
        if (*s == '\n') {
            lineno++;
            line = s + 1;
        }
    }
    last = line_end(line, end);
    error->lineno = error->end_lineno = lineno;
    error->offset = error->end_offset = (int32_t)mr_utf8_count(line, (size_t)(at - line)) + 1;
    mr_error_set_text(arena, error, line, (size_t)((last < end ? last + 1 : last) - line));
}

/* The first byte that is not UTF-8, or end. */
static const char *find_invalid(const char *s, const char *end, const char **why)
{
    while (s < end) {
        int size;
        int32_t c;

        if ((unsigned char)*s < 0x80) {
            s++;
            continue;
        }
        c = mr_lex_utf8_decode(s, end, &size);
        if (c == 0xFFFD && !(size == 3 && memcmp(s, "\xEF\xBF\xBD", 3) == 0)) {
            unsigned char lead = (unsigned char)*s;

            *why = lead < 0xC2 || lead > 0xF4 ? "invalid start byte"
                   : s + size >= end          ? "unexpected end of data"
                                              : "invalid continuation byte";
            return s;
        }
        if (c >= 0xD800 && c < 0xE000) {
            *why = "invalid continuation byte";
            return s;
        }
        s += size;
    }
    return end;
}

static bool check_bytes(struct mr_arena *arena, const char *source, const char *end,
                        enum encoding encoding, const struct mr_parse_options *options,
                        struct mr_parse_error *error)
{
    const char *why = "ordinal not in range(128)";
    const char *bad;
    const char *s;
    unsigned char byte;

    if (encoding == ENCODING_LATIN1 || encoding == ENCODING_OTHER) {
        return true;
    }
    if (encoding == ENCODING_ASCII) {
        for (bad = source; bad < end && (unsigned char)*bad < 0x80; bad++) {
        }
    } else {
        bad = find_invalid(source, end, &why);
    }
    if (bad == end) {
        return true;
    }
    byte = (unsigned char)*bad;
    if (encoding == ENCODING_ASCII) {
        return fail(arena, error,
                    options->filename
                        ? mr_arena_printf(arena, "encoding problem: ascii")
                        : mr_arena_printf(arena, "'ascii' codec can't decode byte 0x%02x in "
                                          "position %zu: %s", byte, (size_t)(bad - source), why));
    }
    if (options->filename) {
        int32_t lineno = 1;

        for (s = source; s < bad; s++) {
            lineno += *s == '\n';
        }
        return fail(arena, error,
                    mr_arena_printf(arena, "Non-UTF-8 code starting with '\\x%02x' in file %s on "
                                    "line %d, but no encoding declared; see "
                                    "https://peps.python.org/pep-0263/ for details", byte,
                                    options->filename, (int)lineno));
    }
    fail(arena, error,
         mr_arena_printf(arena,
                         "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position "
                         "%zu: %s", byte, (size_t)(bad - source), why));
    put_error_in_line(arena, error, source, end, bad);
    return false;
}

/* Converts to UTF-8 by the C library's tables; the result is the caller's. */
static bool convert(struct mr_arena *arena, const char *name, const char *source, size_t length,
                    const struct mr_parse_options *options, char **out, size_t *out_length,
                    struct mr_parse_error *error)
{
    iconv_t converter = iconv_open("UTF-8", name);
    size_t room = length * 4 + 16; /* no character of a declared encoding takes more */
    char *in = (char *)source;
    char *buffer = malloc(room);
    char *next = buffer;
    size_t left = length;
    size_t done = (size_t)-1;

    if (buffer && converter != (iconv_t)-1) {
        done = iconv(converter, &in, &left, &next, &room);
    }
    if (converter != (iconv_t)-1) {
        iconv_close(converter);
    }
    if (done == (size_t)-1) {
        char *message = NULL;

        if (buffer && options->filename) {
            message = mr_arena_printf(arena, "encoding problem: %s", name);
        } else if (buffer) {
            message = mr_arena_printf(arena, "'%s' codec can't decode byte 0x%02x in position %zu: "
                                      "illegal sequence", name, (unsigned char)*in,
                                      (size_t)(in - source));
        }
        free(buffer);
        return fail(arena, error, message);
    }
    *out = buffer;
    *out_length = (size_t)(next - buffer);
    return true;
}

bool mr_source_read(struct mr_arena *arena, const char *source, size_t length, bool add_newline,
                    const struct mr_parse_options *options, char **text, size_t *text_length,
                    struct mr_parse_error *error)
{
    const char *end = source + length;
    const char *s;
    enum encoding encoding = ENCODING_UTF8;
    const char *name = NULL;
    char *converted = NULL;
    bool bom = false;
    char *out;

    if (length > INT32_MAX - 16) {
        error->kind = MR_PARSE_MEMORY_ERROR;
        return false;
    }
    if (length >= 3 && !options->ignore_cookie && memcmp(source, "\xEF\xBB\xBF", 3) == 0) {
        bom = true;
        source += 3;
    }
    if (memchr(source, '\0', (size_t)(end - source))) {
        error->kind = options->filename ? MR_PARSE_SYNTAX_ERROR : MR_PARSE_VALUE_ERROR;
        error->message = options->filename ? "source code cannot contain null bytes"
                                           : "source code string cannot contain null bytes";
        return false;
    }
    if (!options->ignore_cookie &&
        (!find_encoding(arena, source, end, bom, options, &encoding, &name, error) ||
         !check_bytes(arena, source, end, encoding, options, error))) {
        return false;
    }
    if (encoding == ENCODING_OTHER) {
        if (!convert(arena, name, source, (size_t)(end - source), options, &converted, &length,
                     error)) {
            return false;
        }
        source = converted;
        end = converted + length;
    }
    out = malloc((size_t)(end - source) * (encoding == ENCODING_LATIN1 ? 2 : 1) + 2);
    if (!out) {
        free(converted);
        error->kind = MR_PARSE_MEMORY_ERROR;
        return false;
    }
    *text = out;
    for (s = source; s < end; s++) {
        if (*s == '\r') {
            *out++ = '\n';
            if (s + 1 < end && s[1] == '\n') {
                s++;
            }
        } else if (encoding == ENCODING_LATIN1) {
            out += mr_lex_utf8_encode((unsigned char)*s, out);
        } else {
            *out++ = *s;
        }
    }
    free(converted);
    if (add_newline && out > *text && out[-1] != '\n') {
        *out++ = '\n';
    }
    *out = '\0';
    *text_length = (size_t)(out - *text);
    return true;
}
