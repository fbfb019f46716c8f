/*
 * JSON in and out, on Jansson's values, agreeing with Python's `json` module byte for byte.
 *
 * Python's module, which nearly every Jupyter program uses, reads and writes integers of any size,
 * NaN and Infinity; Jansson holds none of these. Nothing may be lost on the way through, so such a
 * number becomes a Jansson string that begins with U+0000 and 'n' followed by its text, and is
 * written as the bare number again. (A real string that begins with U+0000 gets U+0000 's' in
 * front while in memory, so the two cannot be mistaken for each other.)
 *
 * Writing: keys sorted by code point, UTF-8 unescaped, floats as Python's repr() prints them.
 */
#ifndef JP_JSON_H
#define JP_JSON_H

#include "protocol/buffer.h"
#include "protocol/error.h"

#include <jansson.h>

/* Parse one document. Errors name line and column. The caller owns the value. */
json_t *jp_json_parse(const char *text, size_t length, struct jp_error *error);

/* A string value for text from anywhere: a program's output, a file. What is not UTF-8 becomes
 * U+FFFD, byte by byte; a leading U+0000 is marked as above. NULL only for lack of memory. */
json_t *jp_json_text(const char *text, size_t length);

/* The text of a string value, without its mark, borrowed; NULL for any other value, also for a kept
 * number. `length` may be NULL. */
const char *jp_json_text_value(const json_t *value, size_t *length);

enum jp_json_style {
    JP_JSON_COMPACT, /* one line, no spaces: the wire */
    JP_JSON_INDENTED /* indent 1, "key": value: the notebook's file */
};

/* Append the value's text. Fails only for lack of memory or values nested beyond 2,048 levels. */
int jp_json_write(struct jp_buffer *out, const json_t *value, enum jp_json_style style,
                  struct jp_error *error);

/* Append the shortest text that reads back as `value`, in the form of Python's repr(). */
void jp_json_write_real(struct jp_buffer *out, double value);

#endif
