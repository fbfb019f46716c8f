/* MemoirPicture: a widget that shows a picture at its size or, where there is less room, smaller.
 */
#pragma once

#include <gtk/gtk.h>

#include "gui/memoir-image.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_PICTURE (memoir_picture_get_type())
G_DECLARE_FINAL_TYPE(MemoirPicture, memoir_picture, MEMOIR, PICTURE, GtkWidget)

/* `alternative` (may be NULL) is what stands for the picture where it cannot be seen. */
GtkWidget *memoir_picture_new(GdkPixbuf *pixbuf, MemoirImageSize size, const char *alternative);

G_END_DECLS
