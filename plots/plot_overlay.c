/* What moves with the pointer: cross-hair, selection, the times at which a line ran. */
#include <math.h>
#include <stdio.h>

#include "plots/plot_facts.h"
#include "plots/plot_private.h"

/* The lanes and the curve: from its top to the lowest lane. */
static struct plot_rect whole(const struct plot_layout *layout)
{
    struct plot_rect rect = layout->curve;
    const struct plot_rect *lanes[] = {&layout->collections, &layout->counts, &layout->spans};

    for (size_t i = 0; i < 3; i++)
        if (lanes[i]->height > 0)
            rect.height = lanes[i]->y + lanes[i]->height - rect.y;
    return rect;
}

static void light_up(struct plot_canvas *canvas, int64_t line)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_rect *rect = &layout->curve;
    const struct tl_buckets *b = &canvas->plot->tl->buckets;
    const double least = 2;

    cairo_new_path(canvas->cr);
    size_t first = plot_bucket_from(canvas->plot, layout->axis, layout->x0);
    size_t after = plot_bucket_from(canvas->plot, layout->axis, layout->x1 + 1);
    for (size_t i = first ? first - 1 : 0; i < after; i++) {
        if (b->line[i] != line)
            continue;
        int64_t until = i + 1 < b->n ? b->t_ns[i + 1] : canvas->plot->tl->duration_ns;
        double from = fmax(plot_x_of_time(layout, b->t_ns[i]), rect->x);
        double to = fmin(plot_x_of_time(layout, until), rect->x + rect->width);
        cairo_rectangle(canvas->cr, from, rect->y, fmax(to - from, least), rect->height);
    }
    plot_set_color(canvas->cr, canvas->theme->highlight);
    cairo_fill(canvas->cr);
}

/* The halves of labels that a plate covers fade away beside it. */
static void fade_beside(struct plot_canvas *canvas, double x, double direction, double baseline)
{
    const double em = canvas->theme->font_size, reach = 3.2 * em;
    struct plot_color paper = canvas->theme->background;
    cairo_pattern_t *fade = cairo_pattern_create_linear(x, 0, x + direction * reach, 0);

    cairo_pattern_add_color_stop_rgba(fade, 0, paper.r, paper.g, paper.b, 1);
    cairo_pattern_add_color_stop_rgba(fade, 0.6, paper.r, paper.g, paper.b, 0.9);
    cairo_pattern_add_color_stop_rgba(fade, 1, paper.r, paper.g, paper.b, 0);
    cairo_set_source(canvas->cr, fade);
    cairo_rectangle(canvas->cr, x, baseline - em * 1.15, direction * reach, em * 1.6);
    cairo_fill(canvas->cr);
    cairo_pattern_destroy(fade);
}

/* A label on a plate of the background's colour, kept inside the picture. */
static void plate(struct plot_canvas *canvas, double x, double baseline, const char *text,
                  double align, bool fades)
{
    const double em = canvas->theme->font_size, pad = em * 0.5;
    const struct plot_text style = {.size = 1, .strong = true, .color = canvas->theme->background};
    double width = plot_text_width(canvas, text, &style);

    x = fmin(fmax(x - width * align, pad), canvas->view->width - width - pad);
    if (fades) {
        fade_beside(canvas, x - pad, -1, baseline);
        fade_beside(canvas, x + width + pad, 1, baseline);
    }
    plot_set_color(canvas->cr, canvas->theme->cross);
    plot_rounded(canvas->cr,
                 (struct plot_rect){x - pad, baseline - em * 1.15, width + 2 * pad, em * 1.6}, 3);
    cairo_fill(canvas->cr);
    plot_text_draw(canvas, x, baseline, text, &style);
}

static void draw_cross(struct plot_canvas *canvas, int64_t t_ns)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_rect rect = whole(layout);
    const struct tl_buckets *b = &canvas->plot->tl->buckets;
    const double em = canvas->theme->font_size;
    int64_t live = canvas->plot->tl->start_bytes;
    char label[48];

    if (!plot_in_window(layout, t_ns, t_ns))
        return;
    if (b->n && b->t_ns[0] <= t_ns)
        live = b->last[tl_bucket_find(b, t_ns)];
    double x = plot_crisp(canvas, plot_x_of_time(layout, t_ns));
    double y = plot_crisp(canvas, plot_y_of_bytes(layout, live));
    bool visible = y >= rect.y && y <= layout->curve.y + layout->curve.height;

    cairo_move_to(canvas->cr, x, rect.y);
    cairo_line_to(canvas->cr, x, rect.y + rect.height);
    if (visible) {
        cairo_move_to(canvas->cr, rect.x, y);
        cairo_line_to(canvas->cr, rect.x + rect.width, y);
    }
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, plot_fade(canvas->theme->cross, 0.55));
    cairo_stroke(canvas->cr);
    if (visible) {
        cairo_arc(canvas->cr, x, y, 3.5, 0, 2 * M_PI);
        plot_set_color(canvas->cr, canvas->theme->cross);
        cairo_fill(canvas->cr);
        /* The labels of the axis around it step back. */
        cairo_rectangle(canvas->cr, 0, y - 1.7 * em, rect.x - em * 0.5, 3.4 * em);
        plot_set_color(canvas->cr, plot_fade(canvas->theme->background, 0.85));
        cairo_fill(canvas->cr);
        plate(canvas, rect.x - em * 0.8, y + em * 0.36,
              tl_format_bytes(label, sizeof(label), live), 1, false);
    }
    if (layout->axis == PLOT_ALLOCATED)
        tl_format_bytes(label, sizeof(label),
                        (int64_t)plot_axis_of_time(canvas->plot, PLOT_ALLOCATED, t_ns));
    else
        tl_format_time(label, sizeof(label), t_ns);
    plate(canvas, x, rect.y + rect.height + em * 1.65, label, 0.5, true);
}

static void draw_selection(struct plot_canvas *canvas, int64_t from, int64_t to)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_rect rect = whole(layout);
    double left = fmax(plot_x_of_time(layout, from < to ? from : to), rect.x);
    double right = fmin(plot_x_of_time(layout, from < to ? to : from), rect.x + rect.width);
    cairo_t *cr = canvas->cr;

    if (right < left)
        return;
    plot_set_color(cr, canvas->theme->selection);
    cairo_rectangle(cr, rect.x, rect.y, left - rect.x, rect.height);
    cairo_rectangle(cr, right, rect.y, rect.x + rect.width - right, rect.height);
    cairo_fill(cr);
    cairo_move_to(cr, plot_crisp(canvas, left), rect.y);
    cairo_line_to(cr, plot_crisp(canvas, left), rect.y + rect.height);
    cairo_move_to(cr, plot_crisp(canvas, right), rect.y);
    cairo_line_to(cr, plot_crisp(canvas, right), rect.y + rect.height);
    cairo_set_line_width(cr, 1);
    plot_set_color(cr, canvas->theme->cross);
    cairo_stroke(cr);
}

static void draw_card(struct plot_canvas *canvas, const struct plot_overlay *overlay)
{
    struct plot_reading reading;
    struct plot_facts facts;

    if (overlay->selected) {
        plot_stretch_facts(canvas->plot, overlay->from, overlay->to, canvas->theme, &facts);
    } else {
        plot_read(&canvas->layout, overlay->cross_t, &reading);
        plot_reading_facts(canvas->plot, &reading, canvas->theme, &facts);
    }
    plot_draw_card(canvas, &facts);
}

void plot_overlay_draw(cairo_t *cr, const struct plot *plot, const struct plot_view *view,
                       const struct plot_theme *theme, const struct plot_overlay *overlay)
{
    struct plot_canvas canvas;

    plot_canvas_init(&canvas, cr, plot, view, theme);
    cairo_save(cr);
    if (overlay->line)
        light_up(&canvas, overlay->line);
    if (overlay->selected)
        draw_selection(&canvas, overlay->from, overlay->to);
    if (overlay->cross)
        draw_cross(&canvas, overlay->cross_t);
    if (overlay->card && (overlay->selected || overlay->cross))
        draw_card(&canvas, overlay);
    cairo_restore(cr);
    plot_canvas_finish(&canvas);
}
