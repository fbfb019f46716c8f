/* The curve: area, waiting garbage, band and lines, falls by cause. */
#include <math.h>

#include "plots/plot_private.h"

static const double line_width = 1.5, fall_width = 2.5;
static const double visible = 1.75;    /* the least height of a fall that is coloured alone */
static const double aside = 2.5 * 0.8; /* how far a fall stands beside the line that goes up */

static double column_x(const struct plot_canvas *canvas, size_t k)
{
    return canvas->layout.curve.x + canvas->columns.step * (double)k;
}

/* Where a level is drawn: not far outside the picture, where cairo's coordinates end. */
static double level_y(const struct plot_canvas *canvas, int64_t bytes)
{
    const struct plot_rect *rect = &canvas->layout.curve;
    const double outside = 20;
    double y = plot_y_of_bytes(&canvas->layout, bytes);

    return plot_crisp(canvas, fmin(fmax(y, rect->y - outside), rect->y + rect->height + outside));
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

/* The upper edge of the waiting garbage in a column: never above the curve. */
static double waiting_y(const struct plot_canvas *canvas, size_t k)
{
    const struct plot_column *column = &canvas->columns.column[k];
    int64_t live = column->dense ? column->max : column->last;
    int64_t top = canvas->layout.y0 + column->waiting;
    double y = plot_y_of_bytes(&canvas->layout, top < live ? top : live);
    double bottom = canvas->layout.curve.y + canvas->layout.curve.height;

    y = fmin(fmax(y, canvas->layout.curve.y), bottom);
    return floor(y / canvas->pixel + 0.5) * canvas->pixel;
}

/* Waiting garbage lies at the bottom like sediment: it does not move when live memory does. Made of
 * rectangles between pixels, which cairo clips fast. */
static void draw_waiting(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    const struct plot_rect *rect = &canvas->layout.curve;
    cairo_t *cr = canvas->cr;
    double bottom = rect->y + rect->height;

    if (!canvas->plot->most_waiting)
        return;
    cairo_new_path(cr);
    for (size_t k = 0, next; k < columns->n; k = next) {
        double y = waiting_y(canvas, k);
        for (next = k + 1; next < columns->n && waiting_y(canvas, next) == y;)
            next++;
        if (y < bottom)
            cairo_rectangle(cr, column_x(canvas, k), y,
                            columns->step * (double)(next - k), bottom - y);
    }
    plot_set_color(cr, plot_fade(canvas->theme->waiting, 0.12));
    cairo_fill_preserve(cr);
    cairo_save(cr);
    cairo_clip(cr);
    plot_hatch(canvas, *rect, 5.5, 1, plot_fade(canvas->theme->waiting, 0.5));
    cairo_restore(cr);

    double y = bottom;
    cairo_move_to(cr, rect->x, bottom);
    for (size_t k = 0; k < columns->n; k++) {
        double next = waiting_y(canvas, k);
        double x = column_x(canvas, k);
        if (next == y)
            continue;
        /* No line along the axis where nothing waits. */
        if (y < bottom)
            cairo_line_to(cr, x, plot_crisp(canvas, y));
        else
            cairo_move_to(cr, x, bottom);
        cairo_line_to(cr, x, next < bottom ? plot_crisp(canvas, next) : bottom);
        y = next;
    }
    if (y < bottom)
        cairo_line_to(cr, column_x(canvas, columns->n), plot_crisp(canvas, y));
    cairo_set_line_width(cr, 1);
    plot_set_color(cr, plot_fade(canvas->theme->waiting, 0.8));
    cairo_stroke(cr);
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

/* Whether a column that ends lower goes up visibly first. */
static bool up_first(const struct plot_canvas *canvas, const struct plot_column *column)
{
    return level_y(canvas, column->before) - level_y(canvas, column->max) >= visible;
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
            if (up_first(canvas, column)) {
                x += aside;
                cairo_line_to(cr, x, level_y(canvas, column->max));
            }
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

/* One fall on the screen: the column it belongs to gives the causes. */
struct fall {
    const struct plot_column *column;
    double x, top, bottom;
};

/* Divided among the causes, the collector last: what it frees lies lowest, on what it leaves. */
static void draw_fall(struct plot_canvas *canvas, const struct fall *fall)
{
    static const enum plot_cause order[PLOT_CAUSES] = {PLOT_REFCOUNT, PLOT_OTHER, PLOT_COLLECTOR};
    double total = 0, y = fall->top;

    for (size_t c = 0; c < PLOT_CAUSES; c++)
        total += (double)fall->column->freed[c];
    for (size_t i = 0; i < PLOT_CAUSES && total > 0; i++) {
        double height =
            (fall->bottom - fall->top) * (double)fall->column->freed[order[i]] / total;
        if (height < 0.05)
            continue;
        cairo_rectangle(canvas->cr, fall->x - fall_width / 2, y, fall_width, height);
        plot_set_color(canvas->cr, canvas->theme->causes[order[i]]);
        cairo_fill(canvas->cr);
        canvas->fell[order[i]] = true;
        y += height;
    }
}

/* The lower edge of a band is where falls land; its colour is that of most of them. */
static void draw_landing(struct plot_canvas *canvas, size_t k)
{
    const struct plot_column *column = &canvas->columns.column[k];
    size_t most = 0;

    for (size_t c = 1; c < PLOT_CAUSES; c++)
        if (column->freed[c] > column->freed[most])
            most = c;
    if (!column->freed[most])
        return;
    cairo_rectangle(canvas->cr, column_x(canvas, k),
                    level_y(canvas, column->min) - line_width / 2, canvas->columns.step,
                    line_width);
    plot_set_color(canvas->cr, canvas->theme->causes[most]);
    cairo_fill(canvas->cr);
    canvas->fell[most] = true;
}

/* Where a column falls visibly: at once, or as part of a slope that goes down. What is freed on
 * the way up and cannot be seen gets no colour. */
static bool find_fall(const struct plot_canvas *canvas, size_t k, struct fall *fall)
{
    const struct plot_columns *columns = &canvas->columns;
    const struct plot_column *column = &columns->column[k];
    const size_t reach = (size_t)(4 / columns->step) + 1;
    double before = level_y(canvas, column->before), last = level_y(canvas, column->last);
    double top = level_y(canvas, column->max), bottom = level_y(canvas, column->min);

    *fall = (struct fall){column, column_x(canvas, k), top, bottom};
    if (column->last < column->before) {
        const size_t from = k > reach ? k - reach : 0;
        const size_t to = k + reach < columns->n ? k + reach : columns->n - 1;
        double slope = plot_y_of_bytes(&canvas->layout, columns->column[to].last)
                       - plot_y_of_bytes(&canvas->layout, columns->column[from].before);
        if (up_first(canvas, column))
            fall->x += aside;
        return bottom - top >= visible || (slope >= visible && bottom > top);
    }
    /* On the way up: a dip before the rise or a spike after it, whichever is larger. */
    if (bottom - before > last - top) {
        fall->x -= aside;
        fall->top = before;
    } else {
        fall->x += aside;
        fall->bottom = last;
    }
    return fall->bottom - fall->top >= visible;
}

static void draw_falls(struct plot_canvas *canvas)
{
    const struct plot_columns *columns = &canvas->columns;
    struct fall fall;

    cairo_new_path(canvas->cr);
    for (size_t k = 0; k < columns->n; k++) {
        if (columns->column[k].dense) {
            draw_landing(canvas, k);
        } else if (columns->column[k].any && find_fall(canvas, k, &fall)) {
            fall.top -= line_width / 2;
            fall.bottom += line_width / 2;
            draw_fall(canvas, &fall);
        }
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
