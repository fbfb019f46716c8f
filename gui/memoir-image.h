/*
 * Pictures in notebooks: finding and reading them.
 *
 * A picture comes from a notebook that somebody else may have made: one of more than
 * MEMOIR_IMAGE_PIXELS is refused before it is decoded, and nothing is fetched from a network.
 */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MEMOIR_IMAGE_PIXELS (64 * 1024 * 1024)

/* The size to show a picture at, in logical pixels; 0: as the picture itself says. */
typedef struct {
    int width, height;
} MemoirImageSize;

/* Of PNG, JPEG, GIF and what else gdk-pixbuf reads; SVG is drawn at `scale` times its size. On
 * success `size`, which may hold what is wanted, holds the size to show it at. NULL: not a picture,
 * or too large. */
GdkPixbuf *memoir_image_decode(GBytes *bytes, int scale, MemoirImageSize *size);

/* The bytes behind an address in Markdown or HTML: "attachment:NAME", "data:…;base64,…", or a file,
 * relative to `folder` (NULL: none). NULL: none there, or one that would have to be fetched. */
GBytes *memoir_image_find(const char *address, const json_t *attachments, const char *folder);

G_END_DECLS
