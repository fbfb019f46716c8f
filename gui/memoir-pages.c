#include "gui/memoir-pages-private.h"

#include <cairo-pdf.h>
#include <string.h>
#include <sys/stat.h>

#include "protocol/file.h"

#define MARGIN 48
#define FOOTER 20
#define A4_WIDTH 595.276
#define A4_HEIGHT 841.89

/* ---- pieces ---- */

static void page_cell_clear(gpointer data) { g_clear_object(&((MemoirPageCell *)data)->layout); }

static void piece_free(gpointer data)
{
    MemoirPiece *piece = data;

    g_clear_object(&piece->layout);
    g_clear_object(&piece->label);
    g_clear_object(&piece->pixbuf);
    plot_destroy(piece->plot);
    if (piece->cells)
        g_array_unref(piece->cells);
    g_free(piece);
}

MemoirPiece *memoir_pages_add(MemoirPages *pages, MemoirPieceKind kind, double x, double width)
{
    MemoirPiece *piece = g_new0(MemoirPiece, 1);

    piece->kind = kind;
    piece->x = x;
    piece->width = width;
    piece->scale = 1;
    piece->background = MEMOIR_NO_BACKGROUND;
    if (kind == MEMOIR_PIECE_ROW) {
        piece->cells = g_array_new(FALSE, TRUE, sizeof(MemoirPageCell));
        g_array_set_clear_func(piece->cells, page_cell_clear);
    }
    g_ptr_array_add(pages->pieces, piece);
    return piece;
}

PangoLayout *memoir_pages_layout(MemoirPages *pages, const char *font, const char *markup,
                                 double width)
{
    PangoLayout *layout = pango_layout_new(pages->context);
    PangoFontDescription *description = pango_font_description_from_string(font);
    g_autoptr(PangoAttrList) attributes = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    if (pango_parse_markup(markup, -1, 0, &attributes, &text, NULL, &error)) {
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
        pango_layout_set_text(layout, text, -1);
        pango_layout_set_attributes(layout, attributes);
    } else {
        pango_layout_set_text(layout, markup, -1);
    }
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width > 0)
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    return layout;
}

static double line_height(PangoLayout *layout, int line)
{
    PangoRectangle logical;

    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, line), NULL, &logical);
    return (double)logical.height / PANGO_SCALE;
}

MemoirPiece *memoir_pages_add_text(MemoirPages *pages, PangoLayout *layout, double x, double width,
                                   double padding, guint32 background)
{
    int n = pango_layout_get_line_count(layout);
    MemoirPiece *first = NULL;

    for (int i = 0; i < n; i++) {
        MemoirPiece *piece = memoir_pages_add(pages, MEMOIR_PIECE_TEXT, x, width);

        piece->layout = g_object_ref(layout);
        piece->first_line = i;
        piece->n_lines = 1;
        piece->background = background;
        piece->height = line_height(layout, i);
        if (i == 0)
            first = piece;
        if (padding > 0 && i == 0)
            piece->height += padding;
        if (padding > 0 && i == n - 1)
            piece->height += padding;
        /* A text's first line does not stand alone at the foot of a page. */
        piece->keep_with_next = i == 0 && n > 1;
    }
    g_object_unref(layout);
    return first;
}

/* ---- pages ---- */

/* Pieces that must stay together, from `begin` on; their height is added up. */
static guint group_end(const MemoirPages *pages, guint begin, double *height)
{
    guint end = begin;
    const MemoirPiece *piece;

    *height = 0;
    do {
        piece = g_ptr_array_index(pages->pieces, end);
        *height += piece->height + (end > begin ? piece->gap : 0);
        end++;
    } while (piece->keep_with_next && end < pages->pieces->len && end - begin < 4);
    return end;
}

static void break_pages(MemoirPages *pages)
{
    double room = pages->height - 2 * pages->margin - FOOTER, y = room;

    for (guint i = 0; i < pages->pieces->len;) {
        double height;
        guint end = group_end(pages, i, &height);
        MemoirPiece *piece = g_ptr_array_index(pages->pieces, i);

        if (i == 0 || y + piece->gap + height > room) {
            g_array_append_val(pages->begins, i);
            y = 0;
        }
        for (; i < end; i++) {
            piece = g_ptr_array_index(pages->pieces, i);
            y += y > 0 ? piece->gap : 0;
            piece->y = pages->margin + y;
            y += piece->height;
        }
    }
    if (pages->begins->len == 0) {
        guint none = 0;

        g_array_append_val(pages->begins, none);
    }
}

MemoirPages *memoir_pages_new(MemoirDocument *document, double width, double height)
{
    MemoirPages *pages = g_new0(MemoirPages, 1);
    PangoFontMap *fonts = pango_cairo_font_map_new();

    pages->document = g_object_ref(document);
    pages->title = memoir_document_dup_title(document);
    pages->width = width;
    pages->height = height;
    pages->margin = MARGIN;
    /* A point is a unit. */
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
    pages->context = pango_font_map_create_context(fonts);
    pango_context_set_round_glyph_positions(pages->context, FALSE);
    pages->pieces = g_ptr_array_new_with_free_func(piece_free);
    pages->begins = g_array_new(FALSE, FALSE, sizeof(guint));
    memoir_pages_add_document(pages);
    break_pages(pages);
    g_object_unref(fonts);
    return pages;
}

void memoir_pages_free(MemoirPages *pages)
{
    if (!pages)
        return;
    g_ptr_array_unref(pages->pieces);
    g_array_unref(pages->begins);
    g_object_unref(pages->context);
    g_object_unref(pages->document);
    g_free(pages->title);
    g_free(pages);
}

guint memoir_pages_count(MemoirPages *pages) { return pages->begins->len; }

static void draw_footer(const MemoirPages *pages, guint page, cairo_t *cr)
{
    g_autofree char *number = g_strdup_printf("%u / %u", page + 1, pages->begins->len);
    g_autofree char *title = g_markup_escape_text(pages->title, -1);
    g_autoptr(PangoLayout) left =
        memoir_pages_layout((MemoirPages *)pages, "Inter, sans 8", title, 0);
    g_autoptr(PangoLayout) right =
        memoir_pages_layout((MemoirPages *)pages, "Inter, sans 8", number, 0);
    double y = pages->height - pages->margin;
    int width;

    pango_layout_get_size(right, &width, NULL);
    cairo_set_source_rgb(cr, 0.45, 0.45, 0.45);
    cairo_move_to(cr, pages->margin, y);
    pango_cairo_show_layout(cr, left);
    cairo_move_to(cr, pages->width - pages->margin - (double)width / PANGO_SCALE, y);
    pango_cairo_show_layout(cr, right);
}

void memoir_pages_draw(MemoirPages *pages, guint page, cairo_t *cr)
{
    guint begin = g_array_index(pages->begins, guint, page);
    guint end = page + 1 < pages->begins->len ? g_array_index(pages->begins, guint, page + 1)
                                              : pages->pieces->len;

    for (guint i = begin; i < end; i++)
        memoir_pages_draw_piece(pages, g_ptr_array_index(pages->pieces, i), cr);
    draw_footer(pages, page, cr);
}

/* ---- PDF ---- */

static cairo_status_t append(void *data, const unsigned char *bytes, unsigned int length)
{
    g_byte_array_append(data, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

gboolean memoir_pages_save_pdf(MemoirDocument *document, const char *path, GError **error)
{
    g_autoptr(MemoirPages) pages = memoir_pages_new(document, A4_WIDTH, A4_HEIGHT);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append, bytes, A4_WIDTH, A4_HEIGHT);
    cairo_t *cr = cairo_create(surface);
    struct jp_error reason;
    cairo_status_t status;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, pages->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Memoir " MEMOIR_VERSION);
    for (guint i = 0; i < memoir_pages_count(pages); i++) {
        memoir_pages_draw(pages, i, cr);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path,
                    cairo_status_to_string(status));
        return FALSE;
    }
    if (jp_file_write_atomic(path, bytes->data, bytes->len, 0644, NULL, &reason) < 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
        return FALSE;
    }
    return TRUE;
}
