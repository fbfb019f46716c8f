/* Notebooks as one HTML file. What notebooks hold of HTML is not copied but written anew from its
 * blocks, so that nothing in it can run. */
#include "gui/memoir-export.h"

#include <string.h>

#include "gui/memoir-ansi.h"
#include "gui/memoir-highlight.h"
#include "gui/memoir-markdown.h"
#include "gui/memoir-output-form.h"
#include "plots/timeline.h"
#include "protocol/json.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"generator\" content=\"Memoir " MEMOIR_VERSION "\">\n";

static const char style[] =
    "<style>\n"
    ":root { color-scheme: light dark; --ink: #1e1e20; --paper: #fff; --soft: #f4f4f5;"
    " --line: #d8d8dc; --muted: #77767b; --keyword: #a3470b; --name: #1c5fa8; --string: #1d7a6b;"
    " --number: #6a3fa0; --error: #fcefee; --warning: #fdf6e3; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #1e1e20;"
    " --soft: #2a2a2d; --line: #45454a; --muted: #9a9996; --keyword: #ffa348; --name: #7ab6ff;"
    " --string: #5bc8af; --number: #c7a0f5; --error: #3a2424; --warning: #36301f; } }\n"
    "body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem 0 4rem; color: var(--ink);"
    " background: var(--paper); font: 16px/1.5 Inter, Cantarell, system-ui, sans-serif; }\n"
    "pre, code { font: 0.85em/1.45 'DejaVu Sans Mono', monospace; }\n"
    "pre { margin: 0.4rem 0; padding: 0.5rem 0.8rem; border-radius: 8px; overflow-x: auto; }\n"
    ".code { position: relative; margin-top: 1rem; }\n"
    ".code > pre, .text pre { background: var(--soft); }\n"
    ".prompt { position: absolute; left: -3.6rem; width: 3rem; text-align: right;"
    " top: 0.5rem; color: var(--muted); font: 0.8em monospace; }\n"
    ".stderr { background: var(--warning); } .error { background: var(--error); }\n"
    ".k { color: var(--keyword); font-weight: bold; } .n { color: var(--name); }"
    " .s { color: var(--string); } .d { color: var(--number); }"
    " .c { color: var(--muted); font-style: italic; }\n"
    "table { border-collapse: collapse; margin: 0.5rem 0; } th, td { padding: 0.2rem 0.7rem; }"
    " tr:nth-child(even) { background: var(--soft); }"
    " tr:first-child th { border-bottom: 1px solid var(--line); }\n"
    "blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }\n"
    "img { max-width: 100%; } .curve img { border: 1px solid var(--line); border-radius: 8px;"
    " background: #fff; }\n"
    "ul.marked { list-style: none; padding-left: 1rem; }\n"
    "</style>\n";

static void append_escaped(GString *out, const char *text, gsize length)
{
    g_autofree char *escaped = g_markup_escape_text(text, (gssize)length);

    g_string_append(out, escaped);
}

/* ---- markup of Pango as that of HTML ---- */

static void append_attribute(GString *css, const char *tag, const char *name, const char *property)
{
    const char *at = strstr(tag, name);
    const char *end = at ? strchr(at + strlen(name), '"') : NULL;

    if (end)
        g_string_append_printf(css, "%s:%.*s;", property, (int)(end - at - (gssize)strlen(name)),
                               at + strlen(name));
}

/* "<span foreground=\"…\">" with its attributes as a style; other tags are the same in both. */
static void append_tag(GString *out, const char *tag, gsize length)
{
    g_autofree char *copy = g_strndup(tag, length);
    g_autoptr(GString) css = g_string_new(NULL);

    if (strcmp(copy, "<tt>") == 0 || strcmp(copy, "</tt>") == 0) {
        g_string_append(out, copy[1] == '/' ? "</code>" : "<code>");
        return;
    }
    if (!g_str_has_prefix(copy, "<span ")) {
        g_string_append(out, copy);
        return;
    }
    append_attribute(css, copy, "foreground=\"", "color");
    append_attribute(css, copy, "background=\"", "background");
    append_attribute(css, copy, "weight=\"", "font-weight");
    append_attribute(css, copy, " style=\"", "font-style");
    if (strstr(copy, "underline=\"") || strstr(copy, "strikethrough=\""))
        g_string_append_printf(css, "text-decoration:%s%s;",
                               strstr(copy, "underline=\"") ? "underline " : "",
                               strstr(copy, "strikethrough=\"") ? "line-through" : "");
    if (strstr(copy, "alpha=\""))
        g_string_append(css, "opacity:0.6;");
    g_string_append_printf(out, "<span style=\"%s\">", css->str);
}

static void append_markup(GString *out, const char *markup, gboolean breaks)
{
    while (*markup) {
        const char *end = *markup == '<' ? strchr(markup, '>') : NULL;

        if (end) {
            append_tag(out, markup, (gsize)(end - markup) + 1);
            markup = end + 1;
        } else if (*markup == '\n' && breaks) {
            g_string_append(out, "<br>\n");
            markup++;
        } else {
            g_string_append_c(out, *markup++);
        }
    }
}

static void append_terminal(GString *out, const char *class, const char *text, gsize length)
{
    g_autofree char *markup = memoir_ansi_to_markup(text, length);

    g_string_append_printf(out, "<pre class=\"%s\">", class);
    append_markup(out, g_strchomp(markup), FALSE);
    g_string_append(out, "</pre>\n");
}

/* ---- blocks ---- */

static void append_image(GString *out, GBytes *bytes, const char *mime, MemoirImageSize size,
                         const char *alternative)
{
    gsize length;
    gconstpointer data = g_bytes_get_data(bytes, &length);
    g_autofree char *base64 = g_base64_encode(data, length);

    g_string_append_printf(out, "<img src=\"data:%s;base64,%s\" alt=\"", mime, base64);
    append_escaped(out, alternative ? alternative : "", alternative ? strlen(alternative) : 0);
    g_string_append_c(out, '"');
    if (size.width > 0)
        g_string_append_printf(out, " width=\"%d\"", size.width);
    g_string_append(out, ">\n");
}

typedef struct {
    GString *out;
    const json_t *attachments;
    const char *folder;
} Writer;

/* Only what is a picture is copied into the file, whatever the notebook calls it. */
static void append_found(Writer *w, const MemoirBlock *block)
{
    g_autoptr(GBytes) bytes =
        block->source ? memoir_image_find(block->source, w->attachments, w->folder) : NULL;
    MemoirImageSize size = {block->width, block->height}, wanted = size;
    g_autoptr(GdkPixbuf) pixbuf = bytes ? memoir_image_decode(bytes, 1, &size) : NULL;
    gsize length = 0;
    const char *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    const char *mime = length > 3 && memcmp(data, "\x89PN", 3) == 0     ? "image/png"
                       : length > 3 && memcmp(data, "\xff\xd8", 2) == 0 ? "image/jpeg"
                       : length > 3 && memcmp(data, "GIF", 3) == 0      ? "image/gif"
                                                                        : "image/svg+xml";

    if (pixbuf) {
        append_image(w->out, bytes, mime, wanted, block->text);
    } else if (block->text) {
        g_string_append(w->out, "<em>");
        append_escaped(w->out, block->text, strlen(block->text));
        g_string_append(w->out, "</em>\n");
    }
}

static void append_blocks(Writer *w, const MemoirBlock *block);

static void append_wrapped(Writer *w, const MemoirBlock *block, const char *open, const char *close)
{
    g_string_append(w->out, open);
    append_blocks(w, block);
    g_string_append(w->out, close);
}

static void append_cell_block(Writer *w, const MemoirBlock *block)
{
    const char *tag = block->header ? "th" : "td";
    const char *align = block->align == 1 ? "right" : block->align == 0.5F ? "center" : "left";

    g_string_append_printf(w->out, "<%s style=\"text-align:%s\"", tag, align);
    if (block->span > 1)
        g_string_append_printf(w->out, " colspan=\"%d\"", block->span);
    g_string_append_c(w->out, '>');
    for (guint i = 0; i < block->children->len; i++) {
        const MemoirBlock *child = g_ptr_array_index(block->children, i);

        /* Without the space around paragraphs. */
        if (child->type == MEMOIR_BLOCK_PARAGRAPH && child->text)
            append_markup(w->out, child->text, TRUE);
    }
    g_string_append_printf(w->out, "</%s>", tag);
}

static void append_block(Writer *w, const MemoirBlock *block)
{
    const char *text = block->text ? block->text : "";

    switch (block->type) {
    case MEMOIR_BLOCK_PARAGRAPH:
        g_string_append(w->out, "<p>");
        append_markup(w->out, text, TRUE);
        g_string_append(w->out, "</p>\n");
        break;
    case MEMOIR_BLOCK_HEADING:
        g_string_append_printf(w->out, "<h%d>", CLAMP(block->level, 1, 6));
        append_markup(w->out, text, TRUE);
        g_string_append_printf(w->out, "</h%d>\n", CLAMP(block->level, 1, 6));
        break;
    case MEMOIR_BLOCK_CODE:
        g_string_append(w->out, "<pre>");
        append_markup(w->out, text, FALSE);
        g_string_append(w->out, "</pre>\n");
        break;
    case MEMOIR_BLOCK_QUOTE: append_wrapped(w, block, "<blockquote>\n", "</blockquote>\n"); break;
    case MEMOIR_BLOCK_LIST: append_wrapped(w, block, "<ul class=\"marked\">\n", "</ul>\n"); break;
    case MEMOIR_BLOCK_ITEM:
        g_string_append(w->out, "<li>");
        g_string_append_printf(w->out, "%s ", block->mark ? block->mark : "");
        for (guint i = 0; i < block->children->len; i++) {
            const MemoirBlock *child = g_ptr_array_index(block->children, i);

            if (i == 0 && child->type == MEMOIR_BLOCK_PARAGRAPH && child->text)
                append_markup(w->out, child->text, TRUE);
            else
                append_block(w, child);
        }
        g_string_append(w->out, "</li>\n");
        break;
    case MEMOIR_BLOCK_TABLE: append_wrapped(w, block, "<table>\n", "</table>\n"); break;
    case MEMOIR_BLOCK_ROW: append_wrapped(w, block, "<tr>", "</tr>\n"); break;
    case MEMOIR_BLOCK_CELL: append_cell_block(w, block); break;
    case MEMOIR_BLOCK_RULE: g_string_append(w->out, "<hr>\n"); break;
    case MEMOIR_BLOCK_IMAGE: append_found(w, block); break;
    default: append_blocks(w, block);
    }
}

static void append_blocks(Writer *w, const MemoirBlock *block)
{
    for (guint i = 0; i < block->children->len; i++)
        append_block(w, g_ptr_array_index(block->children, i));
}

/* ---- cells ---- */

static void append_output(Writer *w, const json_t *output)
{
    g_auto(MemoirOutputForm) form = {0};

    memoir_output_form_init(&form, output, 1);
    switch (form.kind) {
    case MEMOIR_FORM_BLOCKS: append_blocks(w, form.block); break;
    case MEMOIR_FORM_IMAGE:
        append_image(w->out, form.bytes, form.mime, form.size, form.alternative);
        break;
    case MEMOIR_FORM_JSON: {
        struct jp_buffer text = {0};
        struct jp_error error;

        if (jp_json_write(&text, form.json, JP_JSON_INDENTED, &error) == 0 && !text.failed)
            append_terminal(w->out, "json", text.data, text.length);
        jp_buffer_finish(&text);
        break;
    }
    case MEMOIR_FORM_TEXT: append_terminal(w->out, "out", form.text, form.length); break;
    case MEMOIR_FORM_STDERR: append_terminal(w->out, "stderr", form.text, form.length); break;
    case MEMOIR_FORM_ERROR: append_terminal(w->out, "error", form.text, form.length); break;
    case MEMOIR_FORM_NOTHING: break;
    }
}

static void add_token(MemoirToken token, const char *text, gsize length, gpointer data)
{
    static const char *const classes[] = {NULL, "k", "n", "s", "d", "c"};
    GString *out = data;

    if (classes[token])
        g_string_append_printf(out, "<span class=\"%s\">", classes[token]);
    append_escaped(out, text, length);
    if (classes[token])
        g_string_append(out, "</span>");
}

static void append_code(Writer *w, MemoirCell *cell)
{
    json_t *outputs = memoir_cell_get_outputs(cell);
    int count = memoir_cell_get_execution_count(cell);
    g_autoptr(GBytes) curve = memoir_export_curve(cell);

    g_string_append(w->out, "<section class=\"code\">\n");
    if (count > 0)
        g_string_append_printf(w->out, "<div class=\"prompt\">[%d]</div>\n", count);
    g_string_append(w->out, "<pre>");
    memoir_highlight(memoir_cell_get_source(cell), add_token, w->out);
    g_string_append(w->out, "</pre>\n");
    for (gsize i = 0; i < json_array_size(outputs); i++)
        append_output(w, json_array_get(outputs, i));
    if (curve) {
        const MemoirImageSize own = {0, 0};
        char summary[256];

        tl_summary(memoir_cell_get_timeline(cell), summary, sizeof(summary));
        g_string_append(w->out, "<div class=\"curve\">");
        append_image(w->out, curve, "image/svg+xml", own, summary);
        g_string_append(w->out, "</div>\n");
    }
    g_string_append(w->out, "</section>\n");
}

char *memoir_export_html(MemoirDocument *document)
{
    g_autofree char *title = memoir_document_dup_title(document);
    GString *out = g_string_new(head);

    g_string_append(out, "<title>");
    append_escaped(out, title, strlen(title));
    g_string_append_printf(out, "</title>\n%s</head>\n<body>\n", style);
    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        MemoirCell *cell = memoir_document_get_cell(document, i);
        const char *source = memoir_cell_get_source(cell);
        Writer w = {out, memoir_cell_get_attachments(cell), memoir_cell_get_folder(cell)};

        if (memoir_cell_is_code(cell)) {
            append_code(&w, cell);
        } else if (strcmp(memoir_cell_get_cell_type(cell), "markdown") == 0) {
            g_autoptr(MemoirBlock) block = memoir_markdown_parse(source);

            append_wrapped(&w, block, "<section class=\"text\">\n", "</section>\n");
        } else {
            append_terminal(out, "raw", source, strlen(source));
        }
    }
    g_string_append(out, "</body>\n</html>\n");
    return g_string_free(out, FALSE);
}
