#include "protocol/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Jansson's own parser stops here as well, so nothing that was read is refused. */
#define MAX_DEPTH 2048
/* Objects up to this size, nearly all, are sorted without asking for memory. */
#define FEW_KEYS 16

void jp_json_write_real(struct jp_buffer *out, double value)
{
    char text[64], digits[24];
    int precision, exponent, count = 0;

    if (isnan(value)) {
        jp_buffer_add_text(out, "NaN");
        return;
    }
    if (isinf(value)) {
        jp_buffer_add_text(out, value > 0 ? "Infinity" : "-Infinity");
        return;
    }
    for (precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    exponent = atoi(strchr(text, 'e') + 1);
    for (const char *c = text; *c != 'e'; c++) {
        if (*c >= '0' && *c <= '9')
            digits[count++] = *c;
    }
    digits[count] = '\0';

    if (signbit(value))
        jp_buffer_add_byte(out, '-');
    if (exponent < -4 || exponent >= 16) {
        jp_buffer_add_byte(out, digits[0]);
        if (count > 1) {
            jp_buffer_add_byte(out, '.');
            jp_buffer_add_text(out, digits + 1);
        }
        snprintf(text, sizeof(text), "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        jp_buffer_add_text(out, text);
    } else if (exponent < 0) {
        jp_buffer_add_text(out, "0.");
        for (int i = -1; i > exponent; i--)
            jp_buffer_add_byte(out, '0');
        jp_buffer_add_text(out, digits);
    } else {
        for (int i = 0; i <= exponent; i++)
            jp_buffer_add_byte(out, i < count ? digits[i] : '0');
        jp_buffer_add_byte(out, '.');
        jp_buffer_add_text(out, count > exponent + 1 ? digits + exponent + 1 : "0");
    }
}

static void write_string(struct jp_buffer *out, const char *text, size_t length)
{
    size_t start = 0;

    jp_buffer_add_byte(out, '"');
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        char escape[8];

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        jp_buffer_add(out, text + start, i - start);
        start = i + 1;
        switch (c) {
        case '"': jp_buffer_add_text(out, "\\\""); break;
        case '\\': jp_buffer_add_text(out, "\\\\"); break;
        case '\n': jp_buffer_add_text(out, "\\n"); break;
        case '\r': jp_buffer_add_text(out, "\\r"); break;
        case '\t': jp_buffer_add_text(out, "\\t"); break;
        case '\b': jp_buffer_add_text(out, "\\b"); break;
        case '\f': jp_buffer_add_text(out, "\\f"); break;
        default:
            snprintf(escape, sizeof(escape), "\\u%04x", c);
            jp_buffer_add_text(out, escape);
        }
    }
    jp_buffer_add(out, text + start, length - start);
    jp_buffer_add_byte(out, '"');
}

static void write_string_value(struct jp_buffer *out, const json_t *value)
{
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);

    if (length >= 2 && text[0] == '\0' && text[1] == 'n')
        jp_buffer_add(out, text + 2, length - 2);
    else if (length >= 2 && text[0] == '\0' && text[1] == 's')
        write_string(out, text + 2, length - 2);
    else
        write_string(out, text, length);
}

static void write_break(struct jp_buffer *out, enum jp_json_style style, int depth)
{
    if (style == JP_JSON_COMPACT)
        return;
    jp_buffer_add_byte(out, '\n');
    for (int i = 0; i < depth; i++)
        jp_buffer_add_byte(out, ' ');
}

static int write_value(struct jp_buffer *, const json_t *, enum jp_json_style, int depth);

static int compare_keys(const void *a, const void *b)
{
    /* UTF-8 sorts by bytes as Python sorts strings by code points. */
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int write_object(struct jp_buffer *out, const json_t *value, enum jp_json_style style,
                        int depth)
{
    const char *few[FEW_KEYS];
    size_t count = json_object_size(value), used = 0;
    const char **keys = few;
    const char *key;
    json_t *member;
    int result = 0;

    if (count == 0) {
        jp_buffer_add_text(out, "{}");
        return 0;
    }
    if (count > FEW_KEYS && !(keys = malloc(count * sizeof(*keys))))
        return -1;
    json_object_foreach((json_t *)value, key, member)
        keys[used++] = key;
    qsort(keys, used, sizeof(*keys), compare_keys);

    jp_buffer_add_byte(out, '{');
    for (size_t i = 0; i < used && result == 0; i++) {
        if (i > 0)
            jp_buffer_add_byte(out, ',');
        write_break(out, style, depth + 1);
        write_string(out, keys[i], strlen(keys[i]));
        jp_buffer_add_text(out, style == JP_JSON_COMPACT ? ":" : ": ");
        result = write_value(out, json_object_get(value, keys[i]), style, depth + 1);
    }
    write_break(out, style, depth);
    jp_buffer_add_byte(out, '}');
    if (keys != few)
        free(keys);
    return result;
}

static int write_array(struct jp_buffer *out, const json_t *value, enum jp_json_style style,
                       int depth)
{
    size_t count = json_array_size(value);

    if (count == 0) {
        jp_buffer_add_text(out, "[]");
        return 0;
    }
    jp_buffer_add_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            jp_buffer_add_byte(out, ',');
        write_break(out, style, depth + 1);
        if (write_value(out, json_array_get(value, i), style, depth + 1) < 0)
            return -1;
    }
    write_break(out, style, depth);
    jp_buffer_add_byte(out, ']');
    return 0;
}

static int write_value(struct jp_buffer *out, const json_t *value, enum jp_json_style style,
                       int depth)
{
    char text[32];

    if (depth > MAX_DEPTH)
        return -1;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return write_object(out, value, style, depth);
    case JSON_ARRAY:
        return write_array(out, value, style, depth);
    case JSON_STRING:
        write_string_value(out, value);
        return 0;
    case JSON_INTEGER:
        snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        jp_buffer_add_text(out, text);
        return 0;
    case JSON_REAL:
        jp_json_write_real(out, json_real_value(value));
        return 0;
    case JSON_TRUE:
        jp_buffer_add_text(out, "true");
        return 0;
    case JSON_FALSE:
        jp_buffer_add_text(out, "false");
        return 0;
    default:
        jp_buffer_add_text(out, "null");
        return 0;
    }
}

int jp_json_write(struct jp_buffer *out, const json_t *value, enum jp_json_style style,
                  struct jp_error *error)
{
    if (write_value(out, value, style, 0) < 0 && !out->failed)
        return jp_fail(error, "the value is nested too deeply to be written as JSON");
    if (out->failed)
        return jp_fail(error, "not enough memory to write JSON");
    return 0;
}
