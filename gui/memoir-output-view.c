#include "gui/memoir-output-view.h"

#include <string.h>

#include "gui/memoir-ansi.h"
#include "gui/memoir-markdown.h"
#include "plots/timeline.h"
#include "protocol/json.h"

/* Of a text that is longer than both together. */
#define FIRST_LINES 200
#define LAST_LINES 200
/* A line of more bytes is cut: laying it out would stop the app. */
#define MOST_LINE 20000

struct _MemoirOutputView {
    AdwBin parent;
    json_t *shown; /* the part of the output that decides, kept to know it again */
};

G_DEFINE_FINAL_TYPE(MemoirOutputView, memoir_output_view, ADW_TYPE_BIN)

static GtkWidget *text_view(const char *class)
{
    GtkWidget *view = gtk_text_view_new();

    gtk_text_view_set_editable(GTK_TEXT_VIEW(view), FALSE);
    gtk_text_view_set_cursor_visible(GTK_TEXT_VIEW(view), FALSE);
    gtk_text_view_set_monospace(GTK_TEXT_VIEW(view), TRUE);
    gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(view), GTK_WRAP_CHAR);
    gtk_widget_add_css_class(view, "output-text");
    if (class)
        gtk_widget_add_css_class(view, class);
    return view;
}

static void append_lines(GtkTextBuffer *buffer, const char *text, gsize length)
{
    gsize begin = 0;

    while (begin < length) {
        const char *newline = memchr(text + begin, '\n', length - begin);
        gsize end = newline ? (gsize)(newline - text) + 1 : length;

        if (end - begin > MOST_LINE) {
            memoir_ansi_append(buffer, text, begin);
            memoir_ansi_append(buffer, text + begin, MOST_LINE);
            memoir_ansi_append(buffer, " …\n", strlen(" …\n"));
            text += end;
            length -= end;
            begin = 0;
        } else {
            begin = end;
        }
    }
    memoir_ansi_append(buffer, text, length);
}

static void set_text(GtkTextBuffer *buffer, const char *text, gsize length)
{
    gsize lines = 0, head = length, tail = length, seen = 0;

    while (length > 0 && text[length - 1] == '\n')
        length--;
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '\n' && ++lines == FIRST_LINES)
            head = i + 1;
    }
    gtk_text_buffer_set_text(buffer, "", 0);
    if (lines <= FIRST_LINES + LAST_LINES) {
        append_lines(buffer, text, length);
        return;
    }
    for (tail = length; tail > head && seen < LAST_LINES; tail--)
        seen += text[tail - 1] == '\n';
    append_lines(buffer, text, head);
    {
        g_autofree char *note = g_strdup_printf("… %" G_GSIZE_FORMAT " lines hidden …\n",
                                                lines - FIRST_LINES - LAST_LINES);

        memoir_ansi_append(buffer, note, strlen(note));
    }
    append_lines(buffer, text + tail + 1, length - tail - 1);
}

static void show_text(MemoirOutputView *self, const char *text, gsize length, const char *class)
{
    GtkWidget *view = adw_bin_get_child(ADW_BIN(self));

    if (!GTK_IS_TEXT_VIEW(view)) {
        view = text_view(class);
        adw_bin_set_child(ADW_BIN(self), view);
    }
    set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), text, length);
}

static gboolean show_picture(MemoirOutputView *self, const char *text, gboolean base64)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GdkTexture) texture = NULL;
    GtkWidget *picture;

    if (base64) {
        gsize size;
        guchar *data = g_base64_decode(text, &size);

        bytes = g_bytes_new_take(data, size);
    } else {
        bytes = g_bytes_new(text, strlen(text));
    }
    texture = gdk_texture_new_from_bytes(bytes, NULL);
    if (!texture)
        return FALSE;
    picture = gtk_picture_new_for_paintable(GDK_PAINTABLE(texture));
    gtk_picture_set_content_fit(GTK_PICTURE(picture), GTK_CONTENT_FIT_SCALE_DOWN);
    gtk_widget_set_halign(picture, GTK_ALIGN_START);
    adw_bin_set_child(ADW_BIN(self), picture);
    return TRUE;
}

static gboolean show_bundle(MemoirOutputView *self, const json_t *data)
{
    static const struct {
        const char *mime;
        gboolean base64;
    } pictures[] = {{"image/png", TRUE}, {"image/jpeg", TRUE}, {"image/svg+xml", FALSE}};
    static const char *const texts[] = {"text/plain", "text/latex", "text/html"};
    gsize length;
    const char *text;

    /* The timeline stands beside the cell. */
    if (json_object_get(data, TL_MIME))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(pictures); i++) {
        text = jp_json_text_value(json_object_get(data, pictures[i].mime), NULL);
        if (text && show_picture(self, text, pictures[i].base64))
            return TRUE;
    }
    text = jp_json_text_value(json_object_get(data, "text/markdown"), NULL);
    if (text) {
        adw_bin_set_child(ADW_BIN(self), memoir_markdown_new(text));
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        text = jp_json_text_value(json_object_get(data, texts[i]), &length);
        if (text) {
            show_text(self, text, length, NULL);
            return TRUE;
        }
    }
    if (json_object_size(data) > 0) {
        text = json_object_iter_key(json_object_iter((json_t *)data));
        show_text(self, text, strlen(text), "dim-label");
    }
    return json_object_size(data) > 0;
}

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
    show_text(self, text->str, text->len, "error-text");
}

void memoir_output_view_set_output(MemoirOutputView *self, json_t *output)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));
    gboolean stream = type && strcmp(type, "stream") == 0;
    gboolean error = type && strcmp(type, "error") == 0;
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
            show_text(self, text, length, g_strcmp0(name, "stderr") == 0 ? "stderr" : NULL);
    } else if (error) {
        show_error(self, output);
    } else {
        visible = show_bundle(self, part);
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

static void memoir_output_view_init(MemoirOutputView *self)
{
}

GtkWidget *memoir_output_view_new(void)
{
    return g_object_new(MEMOIR_TYPE_OUTPUT_VIEW, NULL);
}
