/* Text, pixels, colours: the helpers of the parts, and the order in which the parts are drawn. */
#include <math.h>

#include "plots/plot_private.h"

void plot_set_color(cairo_t *cr, struct plot_color color)
{
    cairo_set_source_rgba(cr, color.r, color.g, color.b, color.a);
}

struct plot_color plot_fade(struct plot_color color, double alpha)
{
    color.a *= alpha;
    return color;
}

double plot_crisp(const struct plot_canvas *canvas, double coordinate)
{
    return (floor(coordinate / canvas->pixel) + 0.5) * canvas->pixel;
}

void plot_hatch(struct plot_canvas *canvas, struct plot_rect rect, double spacing, double width,
                struct plot_color color)
{
    cairo_t *cr = canvas->cr;
    double step = spacing * 1.4142135623730951;
    double bottom = rect.y + rect.height;

    /* The lines hang together from one rectangle to the next: each is x + y = k * step. */
    cairo_new_path(cr);
    for (double k = floor((rect.x + rect.y) / step) * step; k <= rect.x + rect.width + bottom;
         k += step) {
        cairo_move_to(cr, k - rect.y, rect.y);
        cairo_line_to(cr, k - bottom, bottom);
    }
    cairo_set_line_width(cr, width);
    plot_set_color(cr, color);
    cairo_stroke(cr);
}

void plot_rounded(cairo_t *cr, struct plot_rect rect, double radius)
{
    double right = rect.x + rect.width, bottom = rect.y + rect.height;

    radius = fmin(radius, fmin(rect.width, rect.height) / 2);
    cairo_new_sub_path(cr);
    cairo_arc(cr, right - radius, rect.y + radius, radius, -M_PI_2, 0);
    cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI_2);
    cairo_arc(cr, rect.x + radius, bottom - radius, radius, M_PI_2, M_PI);
    cairo_arc(cr, rect.x + radius, rect.y + radius, radius, M_PI, 1.5 * M_PI);
    cairo_close_path(cr);
}

static void set_text(struct plot_canvas *canvas, const char *text, const struct plot_text *style)
{
    PangoFontDescription *font = pango_font_description_from_string(canvas->theme->font);

    pango_font_description_set_absolute_size(font, round(canvas->theme->font_size * style->size
                                                         * PANGO_SCALE));
    pango_font_description_set_weight(font, style->strong ? PANGO_WEIGHT_SEMIBOLD
                                                          : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(canvas->text, font);
    pango_font_description_free(font);
    pango_layout_set_text(canvas->text, text, -1);
    pango_layout_set_ellipsize(canvas->text,
                               style->middle ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
    pango_layout_set_width(canvas->text,
                           style->max_width > 0 ? (int)(style->max_width * PANGO_SCALE) : -1);
}

double plot_text_width(struct plot_canvas *canvas, const char *text, const struct plot_text *style)
{
    int width, height;

    set_text(canvas, text, style);
    pango_layout_get_size(canvas->text, &width, &height);
    return (double)width / PANGO_SCALE;
}

double plot_text_draw(struct plot_canvas *canvas, double x, double baseline, const char *text,
                      const struct plot_text *style)
{
    double width = plot_text_width(canvas, text, style);
    double ascent = (double)pango_layout_get_baseline(canvas->text) / PANGO_SCALE;

    cairo_move_to(canvas->cr, x - width * style->align, baseline - ascent);
    if (style->halo) {
        pango_cairo_layout_path(canvas->cr, canvas->text);
        cairo_set_line_width(canvas->cr, 4);
        cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_ROUND);
        plot_set_color(canvas->cr, plot_fade(canvas->theme->background, 0.9));
        cairo_stroke(canvas->cr);
        cairo_set_line_join(canvas->cr, CAIRO_LINE_JOIN_MITER);
        cairo_move_to(canvas->cr, x - width * style->align, baseline - ascent);
    }
    plot_set_color(canvas->cr, style->color);
    pango_cairo_show_layout(canvas->cr, canvas->text);
    return width;
}

void plot_canvas_init(struct plot_canvas *canvas, cairo_t *cr, const struct plot *plot,
                      const struct plot_view *view, const struct plot_theme *theme)
{
    double dx = 1, dy = 0, device_x, device_y;
    PangoAttrList *attributes;
    cairo_font_options_t *options;

    *canvas = (struct plot_canvas){.cr = cr, .plot = plot, .view = view, .theme = theme};
    cairo_device_to_user_distance(cr, &dx, &dy);
    cairo_surface_get_device_scale(cairo_get_group_target(cr), &device_x, &device_y);
    canvas->pixel = fmin(fmax(hypot(dx, dy) / fmax(device_x, 1), 0.25), 1);
    switch (cairo_surface_get_type(cairo_get_target(cr))) {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_PS:
        canvas->pixel = 0.5; /* no pixels there: as fine as on a screen of twice the density */
        break;
    default:
        break;
    }
    plot_layout_get(plot, view, theme, &canvas->layout);
    canvas->text = pango_cairo_create_layout(cr);
    /* Glyphs stand where the font says, at every scale alike, and figures are of one width. */
    options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(pango_layout_get_context(canvas->text), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(pango_layout_get_context(canvas->text), 96);
    attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum"));
    pango_layout_set_attributes(canvas->text, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_single_paragraph_mode(canvas->text, TRUE);
}

void plot_canvas_finish(struct plot_canvas *canvas)
{
    plot_columns_finish(&canvas->columns);
    g_object_unref(canvas->text);
}

bool plot_draw(cairo_t *cr, const struct plot *plot, const struct plot_view *view,
               const struct plot_theme *theme)
{
    struct plot_canvas canvas;

    plot_canvas_init(&canvas, cr, plot, view, theme);
    if (!plot_columns_init(&canvas.columns, plot, &canvas.layout, canvas.pixel)) {
        plot_canvas_finish(&canvas);
        return false;
    }
    cairo_save(cr);
    if (view->parts & PLOT_BACKGROUND) {
        plot_set_color(cr, theme->background);
        cairo_rectangle(cr, 0, 0, view->width, view->height);
        cairo_fill(cr);
    }
    plot_draw_grid(&canvas);
    plot_draw_samples(&canvas);
    plot_draw_curve(&canvas);
    plot_draw_marks(&canvas);
    plot_draw_collections(&canvas);
    plot_draw_counts(&canvas);
    plot_draw_spans(&canvas);
    plot_draw_title(&canvas);
    plot_draw_legend(&canvas);
    cairo_restore(cr);
    plot_canvas_finish(&canvas);
    return cairo_status(cr) != CAIRO_STATUS_NO_MEMORY;
}
