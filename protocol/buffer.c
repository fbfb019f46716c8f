#include "protocol/buffer.h"

#include <stdlib.h>
#include <string.h>

void jp_buffer_finish(struct jp_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct jp_buffer){0};
}

void jp_buffer_clear(struct jp_buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
    if (buffer->data)
        buffer->data[0] = '\0';
}

static bool reserve(struct jp_buffer *buffer, size_t extra)
{
    size_t needed, capacity;
    char *data;

    if (buffer->failed)
        return false;
    if (__builtin_add_overflow(buffer->length, extra, &needed) || needed > (size_t)-1 / 4) {
        buffer->failed = true;
        return false;
    }
    if (needed + 1 <= buffer->capacity)
        return true;
    capacity = buffer->capacity ? buffer->capacity : 64;
    while (capacity < needed + 1)
        capacity *= 2;
    data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void jp_buffer_add(struct jp_buffer *buffer, const void *data, size_t length)
{
    if (!reserve(buffer, length))
        return;
    if (length)
        memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void jp_buffer_add_text(struct jp_buffer *buffer, const char *text)
{
    jp_buffer_add(buffer, text, strlen(text));
}

void jp_buffer_add_byte(struct jp_buffer *buffer, char byte)
{
    jp_buffer_add(buffer, &byte, 1);
}
