#include "gui/memoir-image.h"

#include <string.h>

#include "protocol/buffer.h"
#include "protocol/file.h"
#include "protocol/json.h"

#define MAX_FILE ((size_t)64 << 20)

typedef struct {
    int scale;
    MemoirImageSize natural;
    gboolean vector, refused;
} Decoding;

static void on_size(GdkPixbufLoader *loader, int width, int height, Decoding *decoding)
{
    GdkPixbufFormat *format = gdk_pixbuf_loader_get_format(loader);
    int scale;

    decoding->natural = (MemoirImageSize){width, height};
    decoding->vector = format && gdk_pixbuf_format_is_scalable(format);
    scale = decoding->vector ? decoding->scale : 1;
    if ((gint64)width * height * scale * scale > MEMOIR_IMAGE_PIXELS) {
        decoding->refused = TRUE;
        /* A size of nothing is what ends the decoding. */
        gdk_pixbuf_loader_set_size(loader, 0, 0);
    } else if (scale > 1) {
        gdk_pixbuf_loader_set_size(loader, width * scale, height * scale);
    }
}

static void settle_size(MemoirImageSize *size, const MemoirImageSize *natural)
{
    if (size->width > 0 && size->height <= 0)
        size->height = MAX(1, (int)((gint64)natural->height * size->width / natural->width));
    else if (size->height > 0 && size->width <= 0)
        size->width = MAX(1, (int)((gint64)natural->width * size->height / natural->height));
    else if (size->width <= 0)
        *size = *natural;
}

GdkPixbuf *memoir_image_decode(GBytes *bytes, int scale, MemoirImageSize *size)
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

GBytes *memoir_image_find(const char *address, const json_t *attachments, const char *folder)
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
