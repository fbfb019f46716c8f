/* The curve: area, waiting garbage, band and lines, falls by cause. */
#include <math.h>

#include "plots/plot_private.h"

static const double line_width = 1.5, fall_width = 2.5;

static double column_x(const struct plot_canvas *canvas, size_t k)
{
    return canvas->layout.curve.x + canvas->columns.step * (double)k;
}

static double level_y(const struct plot_canvas *canvas, int64_t bytes)
{
    return plot_crisp(canvas, plot_y_of_bytes(&canvas->layout, bytes));
}

/* The outline under the curve; dense columns count up to their highest value. */
static void area_path(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    cairo_t *cr = canvas->cr;
    double bottom = canvas->layout.curve.y + canvas->layout.curve.height;

    cairo_new_path(cr);
    cairo_move_to(cr, canvas->layout.curve.x, bottom);
    cairo_line_to(cr, canvas->layout.curve.x, level_y(canvas, columns->column[0].before));
    for (size_t k = 0; k < columns->n; k++) {
        const struct plot_column *column = &columns->column[k];
        double x = column_x(canvas, k);
        if (!column->any)
            continue;
        cairo_line_to(cr, x, level_y(canvas, column->before));
        if (column->dense) {
            cairo_line_to(cr, x, level_y(canvas, column->max));
            x += columns->step;
            cairo_line_to(cr, x, level_y(canvas, column->max));
        }
        cairo_line_to(cr, x, level_y(canvas, column->last));
    }
    cairo_line_to(cr, column_x(canvas, columns->n),
                  level_y(canvas, columns->column[columns->n - 1].last));
    cairo_line_to(cr, column_x(canvas, columns->n), bottom);
    cairo_close_path(cr);
}

static void draw_area(struct plot_canvas *canvas)
{
    const struct plot_rect *rect = &canvas->layout.curve;
    struct plot_color color = canvas->theme->area;

    area_path(canvas);
    if (canvas->layout.relative) { /* there is more below the cut */
        cairo_pattern_t *fade =
            cairo_pattern_create_linear(0, rect->y, 0, rect->y + rect->height);
        cairo_pattern_add_color_stop_rgba(fade, 0, color.r, color.g, color.b, color.a);
        cairo_pattern_add_color_stop_rgba(fade, 0.6, color.r, color.g, color.b, color.a);
        cairo_pattern_add_color_stop_rgba(fade, 1, color.r, color.g, color.b, 0);
        cairo_set_source(canvas->cr, fade);
        cairo_pattern_destroy(fade);
    } else {
        plot_set_color(canvas->cr, color);
    }
    cairo_fill(canvas->cr);
}

/* Waiting garbage lies at the bottom like sediment: it does not move when live memory does. */
static void draw_waiting(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    const struct plot_layout *layout = &canvas->layout;
    cairo_t *cr = canvas->cr;
    double bottom = layout->curve.y + layout->curve.height;
    double height = layout->curve.height / (double)(layout->y1 - layout->y0), y = bottom;

    if (!canvas->plot->most_waiting)
        return;
    cairo_save(cr);
    area_path(canvas);
    cairo_clip(cr);

    cairo_new_path(cr);
    cairo_move_to(cr, layout->curve.x, bottom);
    for (size_t k = 0; k < columns->n; k++) {
        double next = plot_crisp(canvas, bottom - height * (double)columns->column[k].waiting);
        if (next == y)
            continue;
        cairo_line_to(cr, column_x(canvas, k), y);
        cairo_line_to(cr, column_x(canvas, k), next);
        y = next;
    }
    cairo_line_to(cr, column_x(canvas, columns->n), y);
    cairo_line_to(cr, column_x(canvas, columns->n), bottom);
    cairo_close_path(cr);
    cairo_path_t *outline = cairo_copy_path(cr);
    plot_set_color(cr, plot_fade(canvas->theme->waiting, 0.13));
    cairo_fill_preserve(cr);
    cairo_clip(cr);
    plot_hatch(canvas, layout->curve, 5.5, 1, plot_fade(canvas->theme->waiting, 0.55));
    cairo_append_path(cr, outline);
    cairo_path_destroy(outline);
    cairo_set_line_width(cr, 2);
    plot_set_color(cr, plot_fade(canvas->theme->waiting, 0.75));
    cairo_stroke(cr);
    cairo_restore(cr);
}

/* Dense stretches: the range as a band, its upper edge the curve's. */
static void draw_band(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    cairo_t *cr = canvas->cr;

    cairo_new_path(cr);
    for (size_t k = 0; k < columns->n; k++) {
        const struct plot_column *column = &columns->column[k];
        if (!column->dense)
            continue;
        double top = level_y(canvas, column->max);
        cairo_rectangle(cr, column_x(canvas, k), top, columns->step,
                        level_y(canvas, column->min) - top);
    }
    plot_set_color(cr, canvas->theme->band);
    cairo_fill(cr);
}

static void draw_line(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    cairo_t *cr = canvas->cr;

    cairo_new_path(cr);
    cairo_move_to(cr, canvas->layout.curve.x, level_y(canvas, columns->column[0].before));
    for (size_t k = 0; k < columns->n; k++) {
        const struct plot_column *column = &columns->column[k];
        double x = column_x(canvas, k);
        if (!column->any)
            continue;
        if (column->dense) {
            bool joins = k && columns->column[k - 1].dense;
            if (!joins)
                cairo_line_to(cr, x, level_y(canvas, column->before));
            cairo_line_to(cr, x, level_y(canvas, column->max));
            cairo_line_to(cr, x + columns->step, level_y(canvas, column->max));
            if (k + 1 == columns->n || !columns->column[k + 1].dense)
                cairo_line_to(cr, x + columns->step, level_y(canvas, column->last));
            continue;
        }
        cairo_line_to(cr, x, level_y(canvas, column->before));
        if (column->last >= column->before) {
            cairo_line_to(cr, x, level_y(canvas, column->min));
            cairo_line_to(cr, x, level_y(canvas, column->max));
        } else {
            cairo_line_to(cr, x, level_y(canvas, column->max));
            cairo_line_to(cr, x, level_y(canvas, column->min));
        }
        cairo_line_to(cr, x, level_y(canvas, column->last));
    }
    cairo_line_to(cr, column_x(canvas, columns->n),
                  level_y(canvas, columns->column[columns->n - 1].last));
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    cairo_set_line_width(cr, line_width);
    plot_set_color(cr, canvas->theme->curve);
    cairo_stroke(cr);
}

/* A fall from `top` down to `bottom`, divided among the causes in the order the collector last: what it
 * frees lies lowest, on what it leaves. */
static void add_fall(struct plot_canvas *canvas, const struct plot_column *column, double x,
                     double top, double bottom, enum plot_cause cause)
{
    static const enum plot_cause order[PLOT_CAUSES] = {PLOT_REFCOUNT, PLOT_OTHER, PLOT_COLLECTOR};
    double total = 0, before = 0;

    for (size_t c = 0; c < PLOT_CAUSES; c++)
        total += (double)column->freed[c];
    if (total <= 0)
        return;
    for (size_t i = 0; order[i] != cause; i++)
        before += (double)column->freed[order[i]];
    double from = top + (bottom - top) * before / total;
    double to = top + (bottom - top) * (before + (double)column->freed[cause]) / total;
    if (to - from > 0.05)
        cairo_rectangle(canvas->cr, x - fall_width / 2, from, fall_width, to - from);
}

static void draw_falls(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    cairo_t *cr = canvas->cr;
    const double half = line_width / 2;

    for (int cause = 0; cause < PLOT_CAUSES; cause++) {
        cairo_new_path(cr);
        for (size_t k = 0; k < columns->n; k++) {
            const struct plot_column *column = &columns->column[k];
            double x = column_x(canvas, k);
            if (!column->any || !column->freed[cause])
                continue;
            if (column->dense) {
                /* The lower edge of the band is where falls land. */
                double y = level_y(canvas, column->min);
                int64_t most = column->freed[PLOT_REFCOUNT];
                for (size_t c = 1; c < PLOT_CAUSES; c++)
                    most = column->freed[c] > most ? column->freed[c] : most;
                if (column->freed[cause] == most)
                    cairo_rectangle(cr, x, y - half, columns->step, line_width);
                continue;
            }
            /* A lone spike comes down beside the line that goes up; a fall on the way up that is
             * not to be seen gets no colour. */
            bool spike = column->last >= column->before;
            double top = level_y(canvas, column->max);
            double bottom = level_y(canvas, spike ? column->last : column->min);
            if (bottom - top < (spike ? 2 : canvas->pixel / 2))
                continue;
            add_fall(canvas, column, x + (spike ? fall_width * 0.8 : 0), top - half,
                     bottom + half, (enum plot_cause)cause);
        }
        plot_set_color(cr, canvas->theme->causes[cause]);
        cairo_fill(cr);
    }
}

void plot_draw_curve(struct plot_canvas *canvas)
{
    const struct plot_rect *rect = &canvas->layout.curve;
    cairo_t *cr = canvas->cr;

    cairo_save(cr);
    cairo_rectangle(cr, rect->x - fall_width, rect->y - fall_width, rect->width + 2 * fall_width,
                    rect->height + fall_width);
    cairo_clip(cr);
    draw_area(canvas);
    draw_waiting(canvas);
    draw_band(canvas);
    draw_line(canvas);
    draw_falls(canvas);
    cairo_restore(cr);
}
