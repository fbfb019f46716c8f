#include "protocol/message.h"

#include <stdlib.h>
#include <string.h>

void jp_frames_clear(struct jp_frames *frames)
{
    for (size_t i = 0; i < frames->count; i++)
        free(frames->items[i].data);
    frames->count = 0;
}

void jp_frames_finish(struct jp_frames *frames)
{
    jp_frames_clear(frames);
    free(frames->items);
    *frames = (struct jp_frames){0};
}

int jp_frames_add(struct jp_frames *frames, const void *data, size_t length)
{
    struct jp_blob *blob;

    if (frames->count == frames->capacity) {
        size_t capacity = frames->capacity ? frames->capacity * 2 : 8;
        struct jp_blob *items = realloc(frames->items, capacity * sizeof(*items));

        if (!items)
            return -1;
        frames->items = items;
        frames->capacity = capacity;
    }
    blob = &frames->items[frames->count];
    blob->data = malloc(length ? length : 1);
    if (!blob->data)
        return -1;
    if (length)
        memcpy(blob->data, data, length);
    blob->length = length;
    frames->count++;
    return 0;
}
