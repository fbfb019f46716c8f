#include "protocol/json.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* Is text[0..length) a number in JSON's grammar? What is not stays for Jansson to refuse. */
static bool is_json_number(const char *text, size_t length)
{
    size_t i = 0;
    size_t digits;

#define COUNT_DIGITS() \
    for (digits = 0; i < length && text[i] >= '0' && text[i] <= '9'; i++) \
        digits++

    if (i < length && text[i] == '-')
        i++;
    if (i < length && text[i] == '0') {
        i++;
    } else {
        COUNT_DIGITS();
        if (!digits)
            return false;
    }
    if (i < length && text[i] == '.') {
        i++;
        COUNT_DIGITS();
        if (!digits)
            return false;
    }
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        if (i < length && (text[i] == '-' || text[i] == '+'))
            i++;
        COUNT_DIGITS();
        if (!digits)
            return false;
    }
#undef COUNT_DIGITS
    return i == length;
}

/* The text to keep in place of a number that Jansson cannot hold, or NULL when it can. A float is
 * out of range only when it overflows, and then Python reads it as an infinity. */
static const char *unholdable_number(const char *text, size_t length, size_t *out_length)
{
    const char *kept = NULL;
    char *copy;

    if (!is_json_number(text, length))
        return NULL;
    copy = strndup(text, length);
    if (!copy)
        return NULL;
    errno = 0;
    if (!strpbrk(copy, ".eE")) {
        strtoll(copy, NULL, 10);
        if (errno == ERANGE)
            kept = text;
    } else if (isinf(strtod(copy, NULL))) {
        kept = copy[0] == '-' ? "-Infinity" : "Infinity";
        length = strlen(kept);
    }
    free(copy);
    *out_length = length;
    return kept;
}

static void add_kept_number(struct jp_buffer *out, const char *text, size_t length)
{
    jp_buffer_add_text(out, "\"\\u0000n");
    jp_buffer_add(out, text, length);
    jp_buffer_add_byte(out, '"');
}

/* Copy the document, turning what Jansson cannot hold into marked strings. Returns whether
 * anything changed. */
static bool mark_numbers(struct jp_buffer *out, const char *text, size_t length)
{
    static const char *const words[] = {"NaN", "Infinity", "-Infinity"};
    bool changed = false;
    size_t i = 0;

    while (i < length) {
        size_t start = i;

        if (text[i] == '"') {
            i++;
            if (length - i >= 6 && memcmp(text + i, "\\u0000", 6) == 0) {
                jp_buffer_add_text(out, "\"\\u0000s");
                changed = true;
                start = i;
            }
            while (i < length && text[i] != '"')
                i += text[i] == '\\' && i + 1 < length ? 2 : 1;
            if (i < length)
                i++;
            jp_buffer_add(out, text + start, i - start);
            continue;
        }
        if (text[i] == 'N' || text[i] == 'I' || text[i] == '-') {
            size_t word;

            for (word = 0; word < 3; word++) {
                size_t size = strlen(words[word]);

                if (length - i >= size && memcmp(text + i, words[word], size) == 0)
                    break;
            }
            if (word < 3) {
                add_kept_number(out, words[word], strlen(words[word]));
                changed = true;
                i += strlen(words[word]);
                continue;
            }
        }
        if (text[i] == '-' || (text[i] >= '0' && text[i] <= '9')) {
            const char *kept;
            size_t kept_length;

            while (i < length && is_number_byte(text[i]))
                i++;
            kept = unholdable_number(text + start, i - start, &kept_length);
            if (kept) {
                add_kept_number(out, kept, kept_length);
                changed = true;
            } else {
                jp_buffer_add(out, text + start, i - start);
            }
            continue;
        }
        while (i < length && text[i] != '"' && text[i] != 'N' && text[i] != 'I' &&
               !is_number_byte(text[i]))
            i++;
        if (i == start)
            i++;
        jp_buffer_add(out, text + start, i - start);
    }
    return changed;
}

json_t *jp_json_parse(const char *text, size_t length, struct jp_error *error)
{
    const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_ANY;
    struct jp_buffer marked = {0};
    json_error_t first, second;
    json_t *value;

    value = json_loadb(text, length, flags, &first);
    if (value && !memmem(text, length, "\"\\u0000", 7))
        return value;

    if (mark_numbers(&marked, text, length) && !marked.failed) {
        json_decref(value);
        value = json_loadb(marked.data, marked.length, flags, &second);
    }
    if (marked.failed) {
        json_decref(value);
        value = NULL;
        jp_fail(error, "not enough memory to read %zu bytes of JSON", length);
    } else if (!value) {
        jp_fail(error, "not valid JSON: line %d, column %d: %s", first.line, first.column,
                first.text);
    }
    jp_buffer_finish(&marked);
    return value;
}

/* Length of the valid UTF-8 sequence at text, or 0. */
static size_t sequence_length(const unsigned char *text, size_t left)
{
    size_t size;
    unsigned int point;

    if (text[0] < 0x80)
        return 1;
    if (text[0] < 0xC2 || text[0] > 0xF4)
        return 0;
    size = text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : 4;
    if (left < size)
        return 0;
    point = text[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        point = point << 6 | (text[i] & 0x3Fu);
    }
    if ((size == 3 && point < 0x800) || (size == 4 && point < 0x10000) || point > 0x10FFFF ||
        (point >= 0xD800 && point <= 0xDFFF))
        return 0;
    return size;
}

json_t *jp_json_text(const char *text, size_t length)
{
    struct jp_buffer mended = {0};
    json_t *value;

    if (length == 0 || text[0] != '\0') {
        value = json_stringn(text, length);
        if (value)
            return value;
    } else {
        jp_buffer_add(&mended, "\0s", 2);
    }
    for (size_t i = 0; i < length;) {
        size_t size = sequence_length((const unsigned char *)text + i, length - i);

        if (size)
            jp_buffer_add(&mended, text + i, size);
        else
            jp_buffer_add_text(&mended, "\xEF\xBF\xBD");
        i += size ? size : 1;
    }
    value = mended.failed ? NULL : json_stringn(mended.data, mended.length);
    jp_buffer_finish(&mended);
    return value;
}

const char *jp_json_text_value(const json_t *value, size_t *length)
{
    const char *text = json_string_value(value);
    size_t size = text ? json_string_length(value) : 0;

    if (size >= 2 && text[0] == '\0' && (text[1] == 'n' || text[1] == 's')) {
        size -= 2;
        text = text[1] == 's' ? text + 2 : NULL;
    }
    if (length)
        *length = size;
    return text;
}
