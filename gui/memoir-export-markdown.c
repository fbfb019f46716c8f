/* Notebooks as Markdown. */
#include "gui/memoir-export.h"

#include <string.h>

#include "gui/memoir-ansi.h"
#include "gui/memoir-output-form.h"
#include "plots/timeline.h"
#include "protocol/json.h"

typedef struct {
    GString *out;
    const char *folder;
    GHashTable *files;
    guint cell;
    gsize output;
} Writer;

/* A fence that is longer than any inside. */
static void append_fenced(GString *out, const char *language, const char *text)
{
    gsize longest = 2, run = 0;
    g_autofree char *fence = NULL;

    for (const char *p = text; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    fence = g_strnfill(longest + 1, '`');
    g_string_append_printf(out, "%s%s\n%s%s%s\n\n", fence, language, text,
                           g_str_has_suffix(text, "\n") || !*text ? "" : "\n", fence);
}

static const char *suffix_of(const char *mime)
{
    if (strcmp(mime, "image/svg+xml") == 0)
        return "svg";
    if (strcmp(mime, "image/jpeg") == 0)
        return "jpg";
    return mime + strlen("image/");
}

static void append_file(Writer *w, const char *what, const char *suffix, GBytes *bytes,
                        const char *alternative)
{
    g_autofree char *name =
        g_strdup_printf("%s_%u_%" G_GSIZE_FORMAT ".%s", what, w->cell, w->output, suffix);
    g_autofree char *folder = g_uri_escape_string(w->folder, NULL, FALSE);

    g_string_append_printf(w->out, "![%s](%s/%s)\n\n", alternative, folder, name);
    g_hash_table_insert(w->files, g_steal_pointer(&name), g_bytes_ref(bytes));
}

/* HTML may stand in Markdown as it is, but only what is known to be harmless. */
static void append_table_text(Writer *w, const MemoirBlock *block)
{
    g_autofree char *plain = memoir_rich_to_plain(block);

    append_fenced(w->out, "", plain);
}

static void append_markdown_table(Writer *w, const MemoirBlock *table)
{
    gboolean first = TRUE;

    for (guint i = 0; i < table->children->len; i++) {
        const MemoirBlock *row = g_ptr_array_index(table->children, i);
        guint n = 0;

        if (row->type != MEMOIR_BLOCK_ROW)
            continue;
        for (guint j = 0; j < row->children->len; j++) {
            const MemoirBlock *cell = g_ptr_array_index(row->children, j);
            g_autofree char *plain = memoir_rich_to_plain(cell);
            g_autoptr(GString) text = g_string_new(g_strstrip(plain));

            g_string_replace(text, "|", "\\|", 0);
            g_string_replace(text, "\n", " ", 0);
            g_string_append_printf(w->out, "| %s ", text->str);
            for (int k = 1; cell->type == MEMOIR_BLOCK_CELL && k < cell->span; k++, n++)
                g_string_append(w->out, "| ");
            n++;
        }
        g_string_append(w->out, "|\n");
        for (guint j = 0; first && j < n; j++)
            g_string_append(w->out, "| ---: ");
        if (first)
            g_string_append(w->out, "|\n");
        first = FALSE;
    }
    g_string_append_c(w->out, '\n');
}

static void append_blocks(Writer *w, const MemoirBlock *block)
{
    for (guint i = 0; i < block->children->len; i++) {
        const MemoirBlock *child = g_ptr_array_index(block->children, i);

        if (child->type == MEMOIR_BLOCK_TABLE)
            append_markdown_table(w, child);
        else if (child->type == MEMOIR_BLOCK_PARAGRAPH || child->type == MEMOIR_BLOCK_HEADING) {
            g_autofree char *plain = memoir_rich_to_plain(child);

            g_string_append_printf(w->out, "%s\n", plain);
        } else {
            append_table_text(w, child);
        }
    }
}

static void append_output(Writer *w, const json_t *output)
{
    const char *markdown =
        jp_json_text_value(json_object_get(json_object_get(output, "data"), "text/markdown"), NULL);
    g_auto(MemoirOutputForm) form = {0};

    if (markdown) {
        g_string_append_printf(w->out, "%s\n\n", markdown);
        return;
    }
    memoir_output_form_init(&form, output, 1);
    switch (form.kind) {
    case MEMOIR_FORM_BLOCKS: append_blocks(w, form.block); break;
    case MEMOIR_FORM_IMAGE:
        append_file(w, "output", suffix_of(form.mime), form.bytes, "output");
        break;
    case MEMOIR_FORM_JSON: {
        struct jp_buffer text = {0};
        struct jp_error error;

        if (jp_json_write(&text, form.json, JP_JSON_INDENTED, &error) == 0 && !text.failed)
            append_fenced(w->out, "json", text.data);
        jp_buffer_finish(&text);
        break;
    }
    case MEMOIR_FORM_TEXT:
    case MEMOIR_FORM_STDERR:
    case MEMOIR_FORM_ERROR: {
        g_autofree char *plain = memoir_ansi_strip(form.text, form.length);

        append_fenced(w->out, "", plain);
        break;
    }
    case MEMOIR_FORM_NOTHING: break;
    }
}

static void append_attachments(Writer *w, MemoirCell *cell, const char *source)
{
    json_t *attachments = memoir_cell_get_attachments(cell);
    g_autoptr(GString) text = g_string_new(source);
    const char *name;
    json_t *bundle;

    json_object_foreach(attachments, name, bundle)
    {
        g_autofree char *address = g_strconcat("attachment:", name, NULL);
        g_autoptr(GBytes) bytes = memoir_image_find(address, attachments, NULL);
        g_autofree char *base = g_path_get_basename(name);
        g_autofree char *file = g_strdup_printf("attachment_%u_%s", w->cell, base);
        g_autofree char *escaped = g_uri_escape_string(file, NULL, FALSE);
        g_autofree char *folder = g_uri_escape_string(w->folder, NULL, FALSE);
        g_autofree char *target = g_strdup_printf("%s/%s", folder, escaped);

        if (!bytes)
            continue;
        g_string_replace(text, address, target, 0);
        g_hash_table_insert(w->files, g_steal_pointer(&file), g_bytes_ref(bytes));
    }
    g_string_append_printf(w->out, "%s\n\n", text->str);
}

static void append_cell(Writer *w, MemoirCell *cell)
{
    const char *source = memoir_cell_get_source(cell);
    json_t *outputs = memoir_cell_get_outputs(cell);
    g_autoptr(GBytes) curve = NULL;

    if (!memoir_cell_is_code(cell)) {
        append_attachments(w, cell, source);
        return;
    }
    append_fenced(w->out, "python", source);
    for (w->output = 0; w->output < json_array_size(outputs); w->output++)
        append_output(w, json_array_get(outputs, w->output));
    curve = memoir_export_curve(cell);
    if (curve) {
        char summary[256];

        tl_summary(memoir_cell_get_timeline(cell), summary, sizeof(summary));
        append_file(w, "curve", "svg", curve, summary);
    }
}

char *memoir_export_markdown(MemoirDocument *document, const char *folder, GHashTable *files)
{
    Writer w = {.out = g_string_new(NULL), .folder = folder, .files = files};

    for (w.cell = 0; w.cell < memoir_document_get_n_cells(document); w.cell++)
        append_cell(&w, memoir_document_get_cell(document, w.cell));
    return g_string_free(w.out, FALSE);
}
