#include "gui/memoir-export.h"

#include <cairo-svg.h>
#include <string.h>
#include <sys/stat.h>

#include "gui/memoir-pages.h"
#include "plots/plot.h"
#include "protocol/file.h"

#define CURVE_WIDTH 800
#define CURVE_HEIGHT 260

/* ---- curves ---- */

static cairo_status_t append(void *data, const unsigned char *bytes, unsigned int length)
{
    g_byte_array_append(data, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

GBytes *memoir_export_curve(MemoirCell *cell)
{
    const struct tl_timeline *timeline = memoir_cell_get_timeline(cell);
    struct plot *plot = timeline ? plot_create(timeline) : NULL;
    GByteArray *bytes;
    cairo_surface_t *surface;
    cairo_t *cr;
    struct plot_view view;

    if (!plot)
        return NULL;
    bytes = g_byte_array_new();
    surface = cairo_svg_surface_create_for_stream(append, bytes, CURVE_WIDTH, CURVE_HEIGHT);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    cr = cairo_create(surface);
    plot_view_init(&view, plot, CURVE_WIDTH, CURVE_HEIGHT);
    plot_draw(cr, plot, &view, &plot_light);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    plot_destroy(plot);
    return g_byte_array_free_to_bytes(bytes);
}

/* ---- scripts ---- */

static void append_commented(GString *out, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (gsize i = 0; lines[i]; i++)
        g_string_append_printf(out, "#%s%s\n", *lines[i] ? " " : "", lines[i]);
}

/* Magics and shell commands, which only a notebook understands: "%time x", "!ls", "x?". A line that
 * begins with "%" is none if it goes on with the line before. */
static gboolean is_magic(const char *line, gboolean goes_on)
{
    const char *text = line + strspn(line, " \t");
    gsize length = strlen(text);

    if (goes_on)
        return FALSE;
    return (*text == '%' && (text[1] == '%' || g_ascii_isalpha(text[1]))) || *text == '!' ||
           (length > 1 && text[length - 1] == '?' && !strpbrk(text, " #\"'"));
}

static gboolean ends_open(const char *line)
{
    gsize length = strlen(line);

    while (length > 0 && g_ascii_isspace(line[length - 1]))
        length--;
    return length > 0 && strchr("\\([{,+-*/%=", line[length - 1]);
}

static void append_code(GString *out, const char *source)
{
    g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
    gboolean goes_on = FALSE;

    if (g_str_has_prefix(source, "%%")) {
        append_commented(out, source);
        return;
    }
    for (gsize i = 0; lines[i]; i++) {
        if (is_magic(lines[i], goes_on)) {
            gsize indent = strspn(lines[i], " \t");

            /* A block that held nothing else still needs a statement. */
            g_string_append_printf(out, "%.*s%s# %s\n", (int)indent, lines[i],
                                   indent > 0 ? "pass  " : "", lines[i] + indent);
        } else {
            g_string_append_printf(out, "%s\n", lines[i]);
        }
        goes_on = ends_open(lines[i]);
    }
}

char *memoir_export_script(MemoirDocument *document)
{
    GString *out = g_string_new("#!/usr/bin/env python3\n");

    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        MemoirCell *cell = memoir_document_get_cell(document, i);
        const char *source = memoir_cell_get_source(cell);
        const char *type = memoir_cell_get_cell_type(cell);

        if (memoir_cell_is_code(cell)) {
            g_string_append(out, "\n# %%\n");
            append_code(out, source);
        } else {
            g_string_append_printf(out, "\n# %%%% [%s]\n", type);
            append_commented(out, source);
        }
    }
    return g_string_free(out, FALSE);
}

/* ---- files ---- */

static gboolean write_file(const char *path, const void *data, gsize length, GError **error)
{
    struct jp_error reason;
    struct stat status;
    mode_t mode = 0666;

    if (stat(path, &status) == 0) {
        mode = status.st_mode & 07777;
    } else {
        mode_t mask = umask(022);

        umask(mask);
        mode &= ~mask;
    }
    if (jp_file_write_atomic(path, data, length, mode, NULL, &reason) == 0)
        return TRUE;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
    return FALSE;
}

static gboolean write_markdown(MemoirDocument *document, const char *path, GError **error)
{
    g_autoptr(GHashTable) files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".md"));
    g_autofree char *folder = g_strconcat(stem, "_files", NULL);
    g_autofree char *name = g_path_get_basename(folder);
    g_autofree char *text = memoir_export_markdown(document, name, files);
    struct jp_error reason;
    GHashTableIter iter;
    gpointer key, value;

    if (g_hash_table_size(files) > 0 && jp_make_directories(folder, &reason) < 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
        return FALSE;
    }
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        g_autofree char *file = g_build_filename(folder, key, NULL);
        gsize length;
        gconstpointer data = g_bytes_get_data(value, &length);

        if (!write_file(file, data, length, error))
            return FALSE;
    }
    return write_file(path, text, strlen(text), error);
}

gboolean memoir_export(MemoirDocument *document, const char *path, GError **error)
{
    g_autofree char *text = NULL;

    if (g_str_has_suffix(path, ".pdf"))
        return memoir_pages_save_pdf(document, path, error);
    if (g_str_has_suffix(path, ".md"))
        return write_markdown(document, path, error);
    if (g_str_has_suffix(path, ".html")) {
        text = memoir_export_html(document);
    } else if (g_str_has_suffix(path, ".py")) {
        text = memoir_export_script(document);
    } else {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "%s: the name has to end in .pdf, .html, .md or .py", path);
        return FALSE;
    }
    return write_file(path, text, strlen(text), error);
}
