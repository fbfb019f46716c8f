#include "gui/memoir-picture.h"

#include <string.h>

#include "protocol/buffer.h"
#include "protocol/file.h"
#include "protocol/json.h"

#define MAX_FILE ((size_t)64 << 20)

/* ---- reading ---- */

typedef struct {
    int scale;
    MemoirPictureSize natural;
    gboolean vector, refused;
} Decoding;

static void on_size(GdkPixbufLoader *loader, int width, int height, Decoding *decoding)
{
    GdkPixbufFormat *format = gdk_pixbuf_loader_get_format(loader);
    int scale;

    decoding->natural = (MemoirPictureSize){width, height};
    decoding->vector = format && gdk_pixbuf_format_is_scalable(format);
    scale = decoding->vector ? decoding->scale : 1;
    if ((gint64)width * height * scale * scale > MEMOIR_PICTURE_PIXELS) {
        decoding->refused = TRUE;
        /* A size of nothing is what ends the decoding. */
        gdk_pixbuf_loader_set_size(loader, 0, 0);
    } else if (scale > 1) {
        gdk_pixbuf_loader_set_size(loader, width * scale, height * scale);
    }
}

static void settle_size(MemoirPictureSize *size, const MemoirPictureSize *natural)
{
    if (size->width > 0 && size->height <= 0)
        size->height = MAX(1, (int)((gint64)natural->height * size->width / natural->width));
    else if (size->height > 0 && size->width <= 0)
        size->width = MAX(1, (int)((gint64)natural->width * size->height / natural->height));
    else if (size->width <= 0)
        *size = *natural;
}

GdkPixbuf *memoir_picture_decode(GBytes *bytes, int scale, MemoirPictureSize *size)
{
    g_autoptr(GdkPixbufLoader) loader = NULL;
    Decoding decoding = {.scale = scale};
    GdkPixbuf *pixbuf;
    gboolean read;

    if (g_bytes_get_size(bytes) == 0)
        return NULL;
    loader = gdk_pixbuf_loader_new();
    g_signal_connect(loader, "size-prepared", G_CALLBACK(on_size), &decoding);
    read = gdk_pixbuf_loader_write_bytes(loader, bytes, NULL);
    read = gdk_pixbuf_loader_close(loader, NULL) && read;
    pixbuf = gdk_pixbuf_loader_get_pixbuf(loader);
    /* A picture that was cut off in the middle shows what there is of it. */
    if (!pixbuf || decoding.refused || (!read && decoding.vector) || decoding.natural.width < 1 ||
        decoding.natural.height < 1)
        return NULL;
    settle_size(size, &decoding.natural);
    return g_object_ref(pixbuf);
}

static GBytes *decode_base64(const char *text)
{
    gsize size;
    guchar *data = g_base64_decode(text, &size);

    return g_bytes_new_take(data, size);
}

static GBytes *find_attachment(const char *name, const json_t *attachments)
{
    g_autofree char *plain = g_uri_unescape_string(name, NULL);
    json_t *bundle = json_object_get(attachments, plain ? plain : name);
    const char *mime;
    json_t *value;

    json_object_foreach(bundle, mime, value)
    {
        const char *text = jp_json_text_value(value, NULL);

        if (text && strcmp(mime, "image/svg+xml") == 0)
            return g_bytes_new(text, strlen(text));
        if (text && g_str_has_prefix(mime, "image/"))
            return decode_base64(text);
    }
    return NULL;
}

static GBytes *find_data(const char *address)
{
    const char *comma = strchr(address, ',');
    g_autofree char *plain = NULL;

    if (!comma)
        return NULL;
    if (comma - address >= 7 && strncmp(comma - 7, ";base64", 7) == 0)
        return decode_base64(comma + 1);
    plain = g_uri_unescape_string(comma + 1, NULL);
    return plain ? g_bytes_new(plain, strlen(plain)) : NULL;
}

static GBytes *find_file(const char *address, const char *folder)
{
    g_autofree char *plain = g_uri_unescape_string(address, NULL);
    g_autofree char *path = NULL;
    struct jp_buffer text = {0};
    struct jp_error reason;
    GBytes *bytes = NULL;

    if (!plain)
        return NULL;
    if (g_str_has_prefix(plain, "file://"))
        path = g_filename_from_uri(address, NULL, NULL);
    else if (folder || g_path_is_absolute(plain))
        path = g_canonicalize_filename(plain, folder);
    if (path && jp_file_read(path, MAX_FILE, &text, NULL, &reason) == 0)
        bytes = g_bytes_new(text.data, text.length);
    jp_buffer_finish(&text);
    return bytes;
}

GBytes *memoir_picture_find(const char *address, const json_t *attachments, const char *folder)
{
    g_autofree char *scheme = g_uri_parse_scheme(address);

    if (g_strcmp0(scheme, "attachment") == 0)
        return find_attachment(address + strlen("attachment:"), attachments);
    if (g_strcmp0(scheme, "data") == 0)
        return find_data(address);
    if (!scheme || strcmp(scheme, "file") == 0)
        return find_file(address, folder);
    return NULL;
}

/* ---- the widget ---- */

struct _MemoirPicture {
    GtkWidget parent;
    GdkTexture *texture;
    MemoirPictureSize size;
};

G_DEFINE_FINAL_TYPE(MemoirPicture, memoir_picture, GTK_TYPE_WIDGET)

static GtkSizeRequestMode memoir_picture_get_request_mode(GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int height_for(MemoirPicture *self, int width)
{
    if (width < 0 || width >= self->size.width)
        return self->size.height;
    return MAX(1, (int)((gint64)self->size.height * width / self->size.width));
}

static void memoir_picture_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                   int *minimum, int *natural, int *minimum_baseline,
                                   int *natural_baseline)
{
    MemoirPicture *self = MEMOIR_PICTURE(widget);

    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = 1;
        *natural = self->size.width;
    } else {
        *minimum = *natural = height_for(self, for_size);
    }
}

static void memoir_picture_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirPicture *self = MEMOIR_PICTURE(widget);
    int width = MIN(gtk_widget_get_width(widget), self->size.width);
    graphene_rect_t bounds = GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height_for(self, width));

    gtk_snapshot_append_texture(snapshot, self->texture, &bounds);
}

static void memoir_picture_finalize(GObject *object)
{
    g_clear_object(&MEMOIR_PICTURE(object)->texture);
    G_OBJECT_CLASS(memoir_picture_parent_class)->finalize(object);
}

static void memoir_picture_class_init(MemoirPictureClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = memoir_picture_finalize;
    widget_class->get_request_mode = memoir_picture_get_request_mode;
    widget_class->measure = memoir_picture_measure;
    widget_class->snapshot = memoir_picture_snapshot;
    gtk_widget_class_set_css_name(widget_class, "picture");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void memoir_picture_init(MemoirPicture *self)
{
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_START);
}

GtkWidget *memoir_picture_new(GBytes *bytes, MemoirPictureSize size, const char *alternative)
{
    /* Vector pictures are drawn for screens of two pixels a unit. */
    g_autoptr(GdkPixbuf) pixbuf = memoir_picture_decode(bytes, 2, &size);
    MemoirPicture *self;

    if (!pixbuf)
        return NULL;
    self = g_object_new(MEMOIR_TYPE_PICTURE, NULL);
    self->texture = gdk_texture_new_for_pixbuf(pixbuf);
    self->size = size;
    if (alternative && *alternative) {
        gtk_widget_set_tooltip_text(GTK_WIDGET(self), alternative);
        gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       alternative, -1);
    }
    return GTK_WIDGET(self);
}
