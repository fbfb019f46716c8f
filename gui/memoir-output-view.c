#include "gui/memoir-output-view.h"

#include <string.h>

#include "gui/memoir-html.h"
#include "gui/memoir-json-view.h"
#include "gui/memoir-output-text.h"
#include "gui/memoir-picture.h"
#include "gui/memoir-rich-view.h"
#include "plots/timeline.h"
#include "protocol/json.h"
#include "protocol/notebook.h"

struct _MemoirOutputView {
    AdwBin parent;
    json_t *shown; /* the part of the output that decides, kept to know it again */
};

G_DEFINE_FINAL_TYPE(MemoirOutputView, memoir_output_view, ADW_TYPE_BIN)

static void show_text(MemoirOutputView *self, MemoirTextKind kind, const char *text, gsize length)
{
    GtkWidget *view = adw_bin_get_child(ADW_BIN(self));

    if (!MEMOIR_IS_OUTPUT_TEXT(view)) {
        view = memoir_output_text_new();
        adw_bin_set_child(ADW_BIN(self), view);
    }
    memoir_output_text_set(MEMOIR_OUTPUT_TEXT(view), kind, text, length);
}

/* ---- data by MIME type ---- */

typedef struct {
    MemoirOutputView *view;
    const json_t *data, *metadata;
    const char *folder;
} Bundle;

static const char *text_of(const Bundle *bundle, const char *mime, gsize *length)
{
    return jp_json_text_value(json_object_get(bundle->data, mime), length);
}

static gboolean show_html(const Bundle *bundle, const char *mime)
{
    gsize length;
    const char *text = text_of(bundle, mime, &length);
    g_autoptr(MemoirBlock) block = text ? memoir_html_parse(text, length) : NULL;

    if (!block)
        return FALSE;
    adw_bin_set_child(ADW_BIN(bundle->view), memoir_rich_view_new(block, NULL, bundle->folder));
    return TRUE;
}

static gboolean show_markdown(const Bundle *bundle, const char *mime)
{
    const char *text = text_of(bundle, mime, NULL);

    if (!text)
        return FALSE;
    adw_bin_set_child(ADW_BIN(bundle->view),
                      memoir_rich_view_new_markdown(text, NULL, bundle->folder));
    return TRUE;
}

static int size_value(const json_t *value)
{
    return (int)CLAMP(json_number_value(value), 0, 10000);
}

static gboolean show_picture(const Bundle *bundle, const char *mime)
{
    const char *text = text_of(bundle, mime, NULL);
    const json_t *metadata = json_object_get(bundle->metadata, mime);
    MemoirPictureSize size = {size_value(json_object_get(metadata, "width")),
                              size_value(json_object_get(metadata, "height"))};
    g_autoptr(GBytes) bytes = NULL;
    GtkWidget *picture;

    if (!text)
        return FALSE;
    if (strcmp(mime, "image/svg+xml") == 0) {
        bytes = g_bytes_new(text, strlen(text));
    } else {
        gsize length;
        guchar *data = g_base64_decode(text, &length);

        bytes = g_bytes_new_take(data, length);
    }
    picture = memoir_picture_new(bytes, size, text_of(bundle, "text/plain", NULL));
    if (!picture)
        return FALSE;
    if (json_is_object(metadata) && json_object_get(metadata, "needs_background"))
        gtk_widget_add_css_class(picture, "needs-background");
    adw_bin_set_child(ADW_BIN(bundle->view), picture);
    return TRUE;
}

static gboolean show_json(const Bundle *bundle, const char *mime)
{
    json_t *value = json_object_get(bundle->data, mime);

    if (!value)
        return FALSE;
    adw_bin_set_child(ADW_BIN(bundle->view), memoir_json_view_new(value));
    return TRUE;
}

static gboolean show_plain(const Bundle *bundle, const char *mime)
{
    gsize length;
    const char *text = text_of(bundle, mime, &length);

    if (!text)
        return FALSE;
    show_text(bundle->view, MEMOIR_TEXT_PLAIN, text, length);
    return TRUE;
}

static gboolean show_words_of_html(const Bundle *bundle, const char *mime)
{
    gsize length;
    const char *text = text_of(bundle, mime, &length);
    g_autofree char *plain = text ? memoir_html_to_plain(text, length) : NULL;

    if (!plain)
        return FALSE;
    show_text(bundle->view, MEMOIR_TEXT_PLAIN, plain, strlen(plain));
    return TRUE;
}

/* What no row of the table below knows: its type, and what it is if that is JSON. */
static gboolean show_unknown(const Bundle *bundle)
{
    void *first = json_object_iter((json_t *)bundle->data);
    const char *mime = json_object_iter_key(first);

    if (!first)
        return FALSE;
    if (jp_mime_is_json(mime))
        return show_json(bundle, mime);
    show_text(bundle->view, MEMOIR_TEXT_PLAIN, mime, strlen(mime));
    return TRUE;
}

static gboolean show_bundle(const Bundle *bundle)
{
    /* The richest first. */
    static const struct {
        const char *mime;
        gboolean (*show)(const Bundle *bundle, const char *mime);
    } ways[] = {
        {"text/html", show_html},        {"text/markdown", show_markdown},
        {"image/svg+xml", show_picture}, {"image/png", show_picture},
        {"image/jpeg", show_picture},    {"image/gif", show_picture},
        {"image/webp", show_picture},    {"image/bmp", show_picture},
        {"application/json", show_json}, {"text/latex", show_plain},
        {"text/plain", show_plain},      {"text/html", show_words_of_html},
        {"image/svg+xml", show_plain},   {"application/javascript", show_plain},
    };

    if (json_object_get(bundle->data, TL_MIME))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        if (ways[i].show(bundle, ways[i].mime))
            return TRUE;
    }
    return show_unknown(bundle);
}

/* ---- errors ---- */

static void show_error(MemoirOutputView *self, const json_t *output)
{
    const json_t *traceback = json_object_get(output, "traceback");
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize i = 0; i < json_array_size(traceback); i++) {
        const char *line = jp_json_text_value(json_array_get(traceback, i), NULL);

        g_string_append_printf(text, "%s\n", line ? line : "");
    }
    if (text->len == 0) {
        const char *name = jp_json_text_value(json_object_get(output, "ename"), NULL);
        const char *value = jp_json_text_value(json_object_get(output, "evalue"), NULL);

        g_string_append_printf(text, "%s: %s", name ? name : "Error", value ? value : "");
    }
    show_text(self, MEMOIR_TEXT_ERROR, text->str, text->len);
}

/* ---- the object ---- */

void memoir_output_view_set_output(MemoirOutputView *self, json_t *output, const char *folder)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));
    gboolean stream = g_strcmp0(type, "stream") == 0;
    gboolean error = g_strcmp0(type, "error") == 0;
    json_t *part = json_object_get(output, stream ? "text" : error ? "traceback" : "data");
    gboolean visible = TRUE;

    if (part && part == self->shown)
        return;
    json_decref(self->shown);
    self->shown = json_incref(part);
    if (stream) {
        gsize length;
        const char *text = jp_json_text_value(part, &length);
        const char *name = json_string_value(json_object_get(output, "name"));

        if (text)
            show_text(self, g_strcmp0(name, "stderr") == 0 ? MEMOIR_TEXT_STDERR : MEMOIR_TEXT_PLAIN,
                      text, length);
    } else if (error) {
        show_error(self, output);
    } else {
        const Bundle bundle = {self, part, json_object_get(output, "metadata"), folder};

        visible = show_bundle(&bundle);
    }
    gtk_widget_set_visible(GTK_WIDGET(self), visible);
}

static void memoir_output_view_finalize(GObject *object)
{
    json_decref(MEMOIR_OUTPUT_VIEW(object)->shown);
    G_OBJECT_CLASS(memoir_output_view_parent_class)->finalize(object);
}

static void memoir_output_view_class_init(MemoirOutputViewClass *class)
{
    G_OBJECT_CLASS(class)->finalize = memoir_output_view_finalize;
}

static void memoir_output_view_init(MemoirOutputView *self) {}

GtkWidget *memoir_output_view_new(void)
{
    return g_object_new(MEMOIR_TYPE_OUTPUT_VIEW, NULL);
}
