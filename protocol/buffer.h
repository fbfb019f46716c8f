/*
 * jp_buffer: bytes that grow.
 *
 * Embedded: `struct jp_buffer b = {0}`, then the calls below, then jp_buffer_finish(). The data is
 * always followed by a NUL that is not counted, so text can be handed on as a C string. When memory
 * runs out the buffer is marked failed and later calls do nothing: test `failed` once at the end.
 */
#ifndef JP_BUFFER_H
#define JP_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct jp_buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

void jp_buffer_finish(struct jp_buffer *buffer);
void jp_buffer_clear(struct jp_buffer *buffer);
void jp_buffer_add(struct jp_buffer *buffer, const void *data, size_t length);
void jp_buffer_add_text(struct jp_buffer *buffer, const char *text);
void jp_buffer_add_byte(struct jp_buffer *buffer, char byte);

#endif
