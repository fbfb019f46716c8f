/*
 * Pictures in notebooks: reading them, and MemoirPicture, a widget that shows one at its size or,
 * where there is less room, smaller.
 *
 * A picture comes from a notebook that somebody else may have made: one of more than
 * MEMOIR_PICTURE_PIXELS is refused before it is decoded, and nothing is fetched from a network.
 */
#pragma once

#include <gtk/gtk.h>
#include <jansson.h>

G_BEGIN_DECLS

#define MEMOIR_PICTURE_PIXELS (64 * 1024 * 1024)

/* What an output's metadata say of its size; 0: nothing. In logical pixels. */
typedef struct {
    int width, height;
} MemoirPictureSize;

/* Of PNG, JPEG, GIF and what else gdk-pixbuf reads; SVG is drawn at `scale` times its size. On
 * success `size` holds the size to show it at. NULL: not a picture, or too large. */
GdkPixbuf *memoir_picture_decode(GBytes *bytes, int scale, MemoirPictureSize *size);

/* The bytes behind an address in Markdown or HTML: "attachment:NAME", "data:…;base64,…", or a file,
 * relative to `folder` (NULL: none). NULL: none there, or one that would have to be fetched. */
GBytes *memoir_picture_find(const char *address, const json_t *attachments, const char *folder);

#define MEMOIR_TYPE_PICTURE (memoir_picture_get_type())
G_DECLARE_FINAL_TYPE(MemoirPicture, memoir_picture, MEMOIR, PICTURE, GtkWidget)

/* `alternative` (may be NULL) is what stands for the picture where it cannot be seen. NULL if the
 * bytes are no picture. */
GtkWidget *memoir_picture_new(GBytes *bytes, MemoirPictureSize size, const char *alternative);

G_END_DECLS
