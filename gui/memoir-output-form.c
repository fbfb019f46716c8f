#include "gui/memoir-output-form.h"

#include <string.h>

#include "gui/memoir-html.h"
#include "gui/memoir-markdown.h"
#include "plots/timeline.h"
#include "protocol/json.h"
#include "protocol/notebook.h"

typedef struct {
    const json_t *data, *metadata;
    int scale;
} Bundle;

static const char *text_of(const Bundle *bundle, const char *mime, gsize *length)
{
    return jp_json_text_value(json_object_get(bundle->data, mime), length);
}

static gboolean take_html(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    gsize length;
    const char *text = text_of(bundle, mime, &length);

    form->block = text ? memoir_html_parse(text, length) : NULL;
    form->kind = MEMOIR_FORM_BLOCKS;
    return form->block != NULL;
}

static gboolean take_markdown(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    const char *text = text_of(bundle, mime, NULL);

    form->block = text ? memoir_markdown_parse(text) : NULL;
    form->kind = MEMOIR_FORM_BLOCKS;
    return form->block != NULL;
}

static int size_value(const json_t *value)
{
    return (int)CLAMP(json_number_value(value), 0, 10000);
}

static gboolean take_image(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    const char *text = text_of(bundle, mime, NULL);
    const json_t *metadata = json_object_get(bundle->metadata, mime);

    if (!text)
        return FALSE;
    if (strcmp(mime, "image/svg+xml") == 0) {
        form->bytes = g_bytes_new(text, strlen(text));
    } else {
        gsize length;
        guchar *data = g_base64_decode(text, &length);

        form->bytes = g_bytes_new_take(data, length);
    }
    form->size.width = size_value(json_object_get(metadata, "width"));
    form->size.height = size_value(json_object_get(metadata, "height"));
    form->pixbuf = memoir_image_decode(form->bytes, bundle->scale, &form->size);
    if (!form->pixbuf) {
        g_clear_pointer(&form->bytes, g_bytes_unref);
        return FALSE;
    }
    form->needs_background = json_object_get(metadata, "needs_background") != NULL;
    form->alternative = text_of(bundle, "text/plain", NULL);
    form->mime = mime;
    form->kind = MEMOIR_FORM_IMAGE;
    return TRUE;
}

static gboolean take_json(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    form->json = json_incref(json_object_get(bundle->data, mime));
    form->kind = MEMOIR_FORM_JSON;
    return form->json != NULL;
}

static gboolean take_text(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    form->text = text_of(bundle, mime, &form->length);
    form->kind = MEMOIR_FORM_TEXT;
    return form->text != NULL;
}

static void own_text(MemoirOutputForm *form, MemoirFormKind kind, char *text)
{
    form->kind = kind;
    form->text = form->owned = text;
    form->length = strlen(text);
}

static gboolean take_words(MemoirOutputForm *form, const Bundle *bundle, const char *mime)
{
    gsize length;
    const char *text = text_of(bundle, mime, &length);

    if (text)
        own_text(form, MEMOIR_FORM_TEXT, memoir_html_to_plain(text, length));
    return text != NULL;
}

/* What no row of the table below knows: its type, and what it is if that is JSON. */
static void take_unknown(MemoirOutputForm *form, const Bundle *bundle)
{
    void *first = json_object_iter((json_t *)bundle->data);
    const char *mime = json_object_iter_key(first);

    form->kind = MEMOIR_FORM_NOTHING;
    if (first && !(jp_mime_is_json(mime) && take_json(form, bundle, mime)))
        own_text(form, MEMOIR_FORM_TEXT, g_strdup(mime));
}

static void take_bundle(MemoirOutputForm *form, const Bundle *bundle)
{
    /* The richest first. */
    static const struct {
        const char *mime;
        gboolean (*take)(MemoirOutputForm *form, const Bundle *bundle, const char *mime);
    } ways[] = {
        {"text/html", take_html},        {"text/markdown", take_markdown},
        {"image/svg+xml", take_image},   {"image/png", take_image},
        {"image/jpeg", take_image},      {"image/gif", take_image},
        {"image/webp", take_image},      {"image/bmp", take_image},
        {"application/json", take_json}, {"text/latex", take_text},
        {"text/plain", take_text},       {"text/html", take_words},
        {"image/svg+xml", take_text},    {"application/javascript", take_text},
    };

    if (json_object_get(bundle->data, TL_MIME))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        if (ways[i].take(form, bundle, ways[i].mime))
            return;
    }
    take_unknown(form, bundle);
}

static void take_error(MemoirOutputForm *form, const json_t *output)
{
    const json_t *traceback = json_object_get(output, "traceback");
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < json_array_size(traceback); i++) {
        const char *line = jp_json_text_value(json_array_get(traceback, i), NULL);

        g_string_append_printf(text, "%s\n", line ? line : "");
    }
    if (text->len == 0) {
        const char *name = jp_json_text_value(json_object_get(output, "ename"), NULL);
        const char *value = jp_json_text_value(json_object_get(output, "evalue"), NULL);

        g_string_append_printf(text, "%s: %s", name ? name : "Error", value ? value : "");
    }
    own_text(form, MEMOIR_FORM_ERROR, g_string_free(text, FALSE));
}

void memoir_output_form_init(MemoirOutputForm *form, const json_t *output, int scale)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));

    *form = (MemoirOutputForm){.kind = MEMOIR_FORM_NOTHING};
    if (g_strcmp0(type, "stream") == 0) {
        const char *name = json_string_value(json_object_get(output, "name"));

        form->text = jp_json_text_value(json_object_get(output, "text"), &form->length);
        if (form->text)
            form->kind = g_strcmp0(name, "stderr") == 0 ? MEMOIR_FORM_STDERR : MEMOIR_FORM_TEXT;
    } else if (g_strcmp0(type, "error") == 0) {
        take_error(form, output);
    } else {
        const Bundle bundle = {json_object_get(output, "data"), json_object_get(output, "metadata"),
                               scale};

        take_bundle(form, &bundle);
    }
}

void memoir_output_form_clear(MemoirOutputForm *form)
{
    memoir_block_free(form->block);
    g_clear_object(&form->pixbuf);
    g_clear_pointer(&form->bytes, g_bytes_unref);
    json_decref(form->json);
    g_free(form->owned);
    *form = (MemoirOutputForm){.kind = MEMOIR_FORM_NOTHING};
}
