/* The lanes below the curve: collections, the young generation's count. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "plots/plot_private.h"

static void lane_label(struct plot_canvas *canvas, double y, const char *text)
{
    const double em = canvas->theme->font_size;
    const struct plot_text style = {
        .size = 0.93, .color = canvas->theme->muted, .align = 1,
        .max_width = canvas->layout.curve.x - em,
    };

    if (canvas->layout.curve.x > 4 * em)
        plot_text_draw(canvas, canvas->layout.curve.x - em * 0.8, y + em * 0.34, text, &style);
}

/* A tick for each collection, longer for older generations, with a bar as long as it lasted. */
void plot_draw_collections(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_rect *lane = &layout->collections;
    const struct tl_timeline *tl = canvas->plot->tl;
    const double least = 2;

    if (lane->height <= 0)
        return;
    lane_label(canvas, lane->y + lane->height / 2, "collections");
    cairo_save(canvas->cr);
    cairo_rectangle(canvas->cr, lane->x - least, lane->y, lane->width + 2 * least, lane->height);
    cairo_clip(canvas->cr);
    for (int g = 0; g < TL_GENERATIONS; g++) {
        double height = lane->height * (0.45 + 0.275 * g), drawn_until = -1;
        cairo_new_path(canvas->cr);
        for (size_t i = 0; i < tl->n_collections; i++) {
            const struct tl_collection *c = &tl->collections[i];
            if (c->generation != g)
                continue;
            double begin = plot_x_of_time(layout, c->t_ns);
            double end = fmax(plot_x_of_time(layout, c->t_ns + c->duration_ns), begin + least);
            /* Where ticks would cover each other, one stands for all. */
            if (end < drawn_until || end < lane->x - least || begin > lane->x + lane->width)
                continue;
            begin = fmax(begin, drawn_until);
            cairo_rectangle(canvas->cr, begin, lane->y, fmin(end - begin, least), height);
            if (end - begin > least) { /* how long it took, thinner */
                cairo_rectangle(canvas->cr, begin + least, lane->y, end - begin - least, least);
            }
            drawn_until = end;
        }
        plot_set_color(canvas->cr, canvas->theme->generations[g]);
        cairo_fill(canvas->cr);
    }
    cairo_restore(canvas->cr);
}

/* Why the collector stayed away, or came: the young count against its threshold. */
void plot_draw_counts(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_rect *lane = &layout->counts;
    const struct plot_columns *columns = &canvas->columns;
    const struct tl_timeline *tl = canvas->plot->tl;
    const double em = canvas->theme->font_size;
    const double bottom = lane->y + lane->height;
    const double dashes[] = {3, 3};
    struct plot_text style = {.size = 1, .color = canvas->theme->muted};
    struct plot_color color = canvas->theme->generations[1];
    char label[64];
    cairo_t *cr = canvas->cr;

    if (lane->height <= 0)
        return;
    int64_t threshold = tl->thresholds[0], most = canvas->plot->most_counts[0];
    double top = (double)(most > threshold ? most : threshold), y = bottom;

    lane_label(canvas, lane->y + lane->height / 2, "gen 0 count");
    cairo_new_path(cr);
    cairo_move_to(cr, lane->x, bottom);
    for (size_t k = 0; k < columns->n; k++) {
        double x = lane->x + columns->step * (double)k;
        double next = bottom - lane->height * (double)columns->column[k].count / top;
        if (next == y)
            continue;
        cairo_line_to(cr, x, y);
        cairo_line_to(cr, x, next);
        y = next;
    }
    cairo_line_to(cr, lane->x + lane->width, y);
    cairo_line_to(cr, lane->x + lane->width, bottom);
    cairo_close_path(cr);
    plot_set_color(cr, plot_fade(color, tl->gc_enabled ? 0.26 : 0.13));
    cairo_fill(cr);

    double limit = plot_crisp(canvas, bottom - lane->height * (double)threshold / top);
    cairo_move_to(cr, lane->x, limit);
    cairo_line_to(cr, lane->x + lane->width, limit);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_set_line_width(cr, 1);
    plot_set_color(cr, tl->gc_enabled ? color : canvas->theme->axis);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_move_to(cr, lane->x, plot_crisp(canvas, bottom));
    cairo_line_to(cr, lane->x + lane->width, plot_crisp(canvas, bottom));
    plot_set_color(cr, canvas->theme->axis);
    cairo_stroke(cr);

    if (tl->gc_enabled)
        snprintf(label, sizeof(label), "%" PRId64 " of %" PRId64, most, threshold);
    else
        snprintf(label, sizeof(label), "gc disabled");
    style.max_width = canvas->view->width - lane->x - lane->width - em * 1.2;
    if (style.max_width > 3 * em)
        plot_text_draw(canvas, lane->x + lane->width + em * 0.8,
                       lane->y + lane->height / 2 + em * 0.36, label, &style);
}
