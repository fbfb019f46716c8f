/* Drawing of one piece. */
#include "gui/memoir-pages-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define TEXT_INSET 8

static void set_color(cairo_t *cr, guint32 color)
{
    cairo_set_source_rgb(cr, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0,
                         (color & 255) / 255.0);
}

static void draw_text(const MemoirPiece *piece, cairo_t *cr)
{
    int n = pango_layout_get_line_count(piece->layout);
    gboolean padded = piece->background != MEMOIR_NO_BACKGROUND;
    PangoLayoutLine *line = pango_layout_get_line_readonly(piece->layout, piece->first_line);
    PangoRectangle logical;
    double x = piece->x + (padded ? TEXT_INSET : 0), y = piece->y;

    pango_layout_line_get_extents(line, NULL, &logical);
    /* The padding stands above the first line and below the last. */
    if (padded && piece->first_line == 0)
        y += n == 1 ? (piece->height - (double)logical.height / PANGO_SCALE) / 2
                    : piece->height - (double)logical.height / PANGO_SCALE;
    cairo_move_to(cr, x, y - (double)logical.y / PANGO_SCALE);
    cairo_set_source_rgb(cr, 0.12, 0.12, 0.13);
    pango_cairo_show_layout_line(cr, line);
}

/* cairo has no source from a GdkPixbuf without GTK's older helper; an image surface is one. */
static cairo_surface_t *surface_of(GdkPixbuf *pixbuf)
{
    int width = gdk_pixbuf_get_width(pixbuf), height = gdk_pixbuf_get_height(pixbuf);
    int channels = gdk_pixbuf_get_n_channels(pixbuf);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    unsigned char *to = cairo_image_surface_get_data(surface);
    const guint8 *from = gdk_pixbuf_read_pixels(pixbuf);
    int stride = cairo_image_surface_get_stride(surface);
    int from_stride = gdk_pixbuf_get_rowstride(pixbuf);

    if (!to)
        return surface;
    cairo_surface_flush(surface);
    for (int y = 0; y < height; y++) {
        guint32 *row = (guint32 *)(void *)(to + (gsize)y * (gsize)stride);

        for (int x = 0; x < width; x++) {
            const guint8 *p = from + (gsize)y * (gsize)from_stride + (gsize)x * (gsize)channels;
            guint32 a = channels == 4 ? p[3] : 255;

            row[x] = a << 24 | (p[0] * a / 255) << 16 | (p[1] * a / 255) << 8 | (p[2] * a / 255);
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void draw_image(const MemoirPiece *piece, cairo_t *cr)
{
    cairo_surface_t *surface = surface_of(piece->pixbuf);

    cairo_save(cr);
    cairo_translate(cr, piece->x, piece->y);
    cairo_scale(cr, piece->width / gdk_pixbuf_get_width(piece->pixbuf),
                piece->height / gdk_pixbuf_get_height(piece->pixbuf));
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}

static void draw_curve(const MemoirPiece *piece, cairo_t *cr)
{
    struct plot_view view;

    cairo_save(cr);
    cairo_translate(cr, piece->x, piece->y);
    /* The drawing is made for pixels, of which 96 are an inch. */
    cairo_scale(cr, 0.75, 0.75);
    plot_view_init(&view, piece->plot, piece->width / 0.75, piece->height / 0.75);
    view.parts &= ~(unsigned)PLOT_BACKGROUND;
    plot_draw(cr, piece->plot, &view, &plot_light);
    cairo_restore(cr);
}

static void draw_row(const MemoirPiece *piece, cairo_t *cr)
{
    gboolean heading = piece->cells->len > 0;

    cairo_save(cr);
    cairo_translate(cr, piece->x, piece->y);
    cairo_scale(cr, piece->scale, piece->scale);
    for (guint i = 0; i < piece->cells->len; i++) {
        const MemoirPageCell *cell = &g_array_index(piece->cells, MemoirPageCell, i);

        heading = heading && cell->header;
        cairo_set_source_rgb(cr, 0.12, 0.12, 0.13);
        cairo_move_to(cr, cell->x, 2);
        pango_cairo_show_layout(cr, cell->layout);
    }
    if (heading) {
        cairo_set_source_rgb(cr, 0.6, 0.6, 0.6);
        cairo_set_line_width(cr, 0.5);
        cairo_move_to(cr, 0, piece->height / piece->scale - 0.5);
        cairo_rel_line_to(cr, piece->width / piece->scale, 0);
        cairo_stroke(cr);
    }
    cairo_restore(cr);
}

void memoir_pages_draw_piece(const MemoirPages *pages, const MemoirPiece *piece, cairo_t *cr)
{
    if (piece->background != MEMOIR_NO_BACKGROUND) {
        set_color(cr, piece->background);
        /* A little more, so that no seam is seen between lines. */
        cairo_rectangle(cr, piece->x, piece->y, piece->width, piece->height + 0.25);
        cairo_fill(cr);
    }
    if (piece->bar > 0) {
        cairo_set_source_rgb(cr, 0.8, 0.8, 0.8);
        cairo_rectangle(cr, piece->bar, piece->y - piece->gap, 2, piece->height + piece->gap);
        cairo_fill(cr);
    }
    if (piece->label) {
        cairo_set_source_rgb(cr, 0.45, 0.45, 0.45);
        cairo_move_to(cr, piece->label_x,
                      piece->y + (piece->background == MEMOIR_NO_BACKGROUND ? 0 : 5));
        pango_cairo_show_layout(cr, piece->label);
    }
    switch (piece->kind) {
    case MEMOIR_PIECE_TEXT: draw_text(piece, cr); break;
    case MEMOIR_PIECE_IMAGE: draw_image(piece, cr); break;
    case MEMOIR_PIECE_CURVE: draw_curve(piece, cr); break;
    case MEMOIR_PIECE_ROW: draw_row(piece, cr); break;
    case MEMOIR_PIECE_RULE:
        cairo_set_source_rgb(cr, 0.75, 0.75, 0.75);
        cairo_rectangle(cr, piece->x, piece->y, piece->width, 0.75);
        cairo_fill(cr);
        break;
    }
}
