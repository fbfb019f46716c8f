/* Marks on the curve: RSS samples, where calls begin and end, the start, the end, the peak. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "plots/plot_private.h"

/* At most the lowest and the highest of each few pixels, as dots: nothing is known between
 * samples. */
static void draw_rss(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct tl_rss *rss = &canvas->plot->tl->rss;
    const double cell = 5, radius = 1.5, right = layout->curve.x + layout->curve.width;
    size_t i = 0;

    cairo_new_path(canvas->cr);
    while (i < rss->n && plot_x_of_time(layout, rss->t_ns[i]) < layout->curve.x)
        i++;
    while (i < rss->n && plot_x_of_time(layout, rss->t_ns[i]) <= right) {
        double x = plot_x_of_time(layout, rss->t_ns[i]);
        size_t low = i, high = i;
        for (; i < rss->n && plot_x_of_time(layout, rss->t_ns[i]) < x + cell; i++) {
            if (rss->bytes[i] < rss->bytes[low])
                low = i;
            if (rss->bytes[i] > rss->bytes[high])
                high = i;
        }
        for (int which = 0; which < (low == high ? 1 : 2); which++) {
            size_t sample = which ? high : low;
            double y = plot_y_of_bytes(layout, rss->bytes[sample]);
            if (y < layout->curve.y || y > layout->curve.y + layout->curve.height)
                continue;
            cairo_new_sub_path(canvas->cr);
            cairo_arc(canvas->cr, plot_x_of_time(layout, rss->t_ns[sample]), y, radius, 0,
                      2 * M_PI);
        }
    }
    plot_set_color(canvas->cr, canvas->theme->rss);
    cairo_fill(canvas->cr);
}

/* Hairlines from the brackets up to the curve, while they are few. */
static void draw_guides(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_spans *spans = &canvas->plot->spans;
    const struct tl_timeline *tl = canvas->plot->tl;
    const double dashes[] = {1, 3};
    const size_t few = 24;

    if (layout->spans.height <= 0 || spans->row_begin[1] > few)
        return;
    cairo_new_path(canvas->cr);
    for (size_t i = 0; i < spans->row_begin[1]; i++) {
        const struct tl_span *span = &tl->spans[spans->span[i]];
        const int64_t times[2] = {span->enter_ns, span->leave_ns};
        for (int end = 0; end < 2; end++) {
            if (!plot_in_window(layout, times[end], times[end]))
                continue;
            double x = plot_crisp(canvas, plot_x_of_time(layout, times[end]));
            cairo_move_to(canvas->cr, x, layout->curve.y);
            cairo_line_to(canvas->cr, x, layout->spans.y);
        }
    }
    cairo_set_dash(canvas->cr, dashes, 2, 0);
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, canvas->theme->axis);
    cairo_stroke(canvas->cr);
    cairo_set_dash(canvas->cr, NULL, 0, 0);
}

static void draw_dot(struct plot_canvas *canvas, double x, double y, bool hollow)
{
    cairo_new_path(canvas->cr);
    cairo_arc(canvas->cr, x, y, hollow ? 3.5 : 2.75, 0, 2 * M_PI);
    plot_set_color(canvas->cr, hollow ? canvas->theme->background : canvas->theme->curve);
    cairo_fill_preserve(canvas->cr);
    plot_set_color(canvas->cr, hollow ? canvas->theme->curve : canvas->theme->background);
    cairo_set_line_width(canvas->cr, 1.5);
    cairo_stroke(canvas->cr);
}

double plot_start_label_y(const struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const double em = canvas->theme->font_size;
    double y = plot_y_of_bytes(layout, canvas->columns.column[0].before);
    double zero = plot_y_of_bytes(layout, 0);

    /* Just above zero it moves up a little, so that both can be read. */
    if (!layout->relative && y < zero && zero - y < em * 1.35)
        y = zero - em * 1.35;
    return y;
}

static void draw_start(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const double em = canvas->theme->font_size;
    const struct plot_text style = {
        .size = 1, .strong = true, .color = canvas->theme->ink, .align = 1,
        .max_width = layout->curve.x - em,
    };
    int64_t level = canvas->columns.column[0].before;
    double y = plot_y_of_bytes(layout, level);
    char label[40];

    if (y < layout->curve.y || y > layout->curve.y + layout->curve.height + 1)
        return;
    draw_dot(canvas, layout->curve.x, y, false);
    if (layout->curve.x < 4 * em)
        return;
    tl_format_bytes(label, sizeof(label), level);
    plot_text_draw(canvas, layout->curve.x - em * 0.8, plot_start_label_y(canvas) + em * 0.36,
                   label, &style);
}

/* The end's value in the right margin, what of it waits below, what changed since the start. */
static void draw_end(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct tl_timeline *tl = canvas->plot->tl;
    const double em = canvas->theme->font_size, line = em * 1.4;
    const double right = layout->curve.x + layout->curve.width;
    const struct plot_column *last = &canvas->columns.column[canvas->columns.n - 1];
    struct plot_text style = {
        .size = 1, .strong = true, .color = canvas->theme->ink,
        .max_width = canvas->view->width - right - em * 1.2,
    };
    double y = plot_y_of_bytes(layout, last->last), x = right + em * 0.8, baseline;
    int64_t change = last->last - canvas->columns.column[0].before;
    char label[48];

    /* What would not move the end by a hair is in the summary, if at all. */
    if (llabs(change) < (layout->y1 - layout->y0) / 500)
        change = 0;

    if (y < layout->curve.y || y > layout->curve.y + layout->curve.height + 1)
        return;
    draw_dot(canvas, right, y, false);
    if (style.max_width < 3 * em)
        return;
    /* Two or three lines that must not run into the lanes. */
    baseline = y + em * 0.36;
    double most = layout->curve.y + layout->curve.height + em * 0.36;
    bool waits = layout->x1 >= plot_axis_length(canvas->plot, layout->axis)
                 && tl->waiting_bytes > 0;
    double lowest = baseline + line * ((change != 0) + waits);
    if (lowest > most)
        baseline -= lowest - most;
    plot_text_draw(canvas, x, baseline, tl_format_bytes(label, sizeof(label), last->last), &style);
    style.strong = false;
    if (change) {
        style.color = canvas->theme->muted;
        label[0] = '+';
        tl_format_bytes(change > 0 ? label + 1 : label, sizeof(label) - 1, change);
        plot_text_draw(canvas, x, baseline += line, label, &style);
    }
    if (waits) {
        style.color = canvas->theme->waiting;
        tl_format_bytes(label, sizeof(label), tl->waiting_bytes);
        size_t n = 0;
        while (label[n])
            n++;
        snprintf(label + n, sizeof(label) - n, " waits");
        plot_text_draw(canvas, x, baseline + line, label, &style);
    }
}

/* Keeps a label's place, unless something stands there. */
static bool take_place(struct plot_canvas *canvas, struct plot_rect rect)
{
    for (size_t i = 0; i < canvas->n_labels; i++) {
        const struct plot_rect *other = &canvas->labels[i];
        if (rect.x < other->x + other->width && other->x < rect.x + rect.width
            && rect.y < other->y + other->height && other->y < rect.y + rect.height)
            return false;
    }
    if (canvas->n_labels == PLOT_MOST_LABELS)
        return false;
    canvas->labels[canvas->n_labels++] = rect;
    return true;
}

/* When the curve shows the peak: over bytes allocated a bucket is wide, and all that is in it
 * stands at its beginning. */
static int64_t peak_time(const struct plot_canvas *canvas)
{
    const struct tl_timeline *tl = canvas->plot->tl;
    const struct tl_buckets *b = &tl->buckets;

    if (canvas->layout.axis == PLOT_TIME || !b->n)
        return tl->peak.t_ns;
    return b->t_ns[tl_bucket_find(b, tl->peak.t_ns)];
}

static void draw_peak(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct tl_timeline *tl = canvas->plot->tl;
    const double em = canvas->theme->font_size;
    const double left = layout->curve.x, right = left + layout->curve.width;
    struct plot_text style = {.size = 1, .strong = true, .color = canvas->theme->ink, .halo = true};
    double x = plot_x_of_time(layout, peak_time(canvas));
    double y = plot_y_of_bytes(layout, tl->peak.bytes);
    char bytes[40], line[48] = "", label[96];

    if (tl->peak.bytes <= tl->start_bytes)
        return; /* nothing rose */
    if (!plot_in_window(layout, peak_time(canvas), peak_time(canvas)) || y < layout->curve.y
        || y > layout->curve.y + layout->curve.height)
        return;
    if (tl->peak.line)
        snprintf(line, sizeof(line), " \u00b7 line %" PRId64, tl->peak.line);
    if (layout->relative)
        tl_format_bytes(bytes, sizeof(bytes), tl->peak.bytes - tl->start_bytes);
    else
        tl_format_bytes(bytes, sizeof(bytes), tl->peak.bytes);
    snprintf(label, sizeof(label), "peak %s%s%s", layout->relative ? "+" : "", bytes, line);
    double width = plot_text_width(canvas, label, &style);
    if (width > right - left)
        return;
    draw_dot(canvas, x, y, true);
    double label_x = fmin(fmax(x - width / 2, left + em * 0.4), right - width - em * 0.4);
    double baseline = fmax(y - em * 0.85, layout->curve.y + em * 0.5);
    take_place(canvas, (struct plot_rect){label_x, baseline - em, width, em * 1.3});
    plot_text_draw(canvas, label_x, baseline, label, &style);
}

/* Whether the curve stays below a height from one x to another. */
static bool clear_above(const struct plot_canvas *canvas, double from, double to, double y)
{
    const struct plot_columns *columns = &canvas->columns;
    const double left = canvas->layout.curve.x;
    size_t first = (size_t)fmax((from - left) / columns->step, 0);
    size_t after = (size_t)fmax((to - left) / columns->step, 0);

    for (size_t k = first; k < after && k < columns->n; k++)
        if (plot_y_of_bytes(&canvas->layout, columns->column[k].max) < y)
            return false;
    return true;
}

/* Beside the fall, in the space that it left. */
static void name_collection(struct plot_canvas *canvas, const struct tl_collection *c)
{
    static const char *const names[] = {
        "gen 0 collection", "gen 1 collection", "gen 2 collection",
    };
    const struct plot_layout *layout = &canvas->layout;
    const double em = canvas->theme->font_size, right = layout->curve.x + layout->curve.width;
    const struct plot_text style = {
        .size = 1, .strong = true, .color = canvas->theme->causes[PLOT_COLLECTOR], .halo = true,
    };
    double x = plot_x_of_time(layout, c->t_ns + c->duration_ns) + em * 0.7;
    double height = layout->curve.height * (double)c->bytes / (double)(layout->y1 - layout->y0);
    char label[96], freed[40];

    snprintf(label, sizeof(label), "%s freed %s",
             c->reason == TL_EXPLICIT ? "gc.collect()" : names[c->generation],
             tl_format_bytes(freed, sizeof(freed), c->bytes));
    double width = plot_text_width(canvas, label, &style);
    if (x < layout->curve.x || x + width > right)
        return;
    /* From the middle of the fall upwards. */
    size_t k = (size_t)((x - layout->curve.x) / canvas->columns.step);
    double foot = plot_y_of_bytes(layout, canvas->columns.column[k].max);
    for (double baseline = foot - height / 2; baseline > foot - height; baseline -= em / 2) {
        struct plot_rect rect = {x, baseline - em, width, em * 1.3};
        if (rect.y >= layout->curve.y && clear_above(canvas, x, x + width, baseline + em * 0.6)
            && take_place(canvas, rect)) {
            plot_text_draw(canvas, x, baseline, label, &style);
            return;
        }
    }
}

/* The falls that changed the picture get a name, largest first. */
static void name_collections(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct tl_timeline *tl = canvas->plot->tl;
    const int64_t least = (layout->y1 - layout->y0) / 10;
    const struct tl_collection *named[PLOT_MOST_LABELS] = {NULL};
    size_t n = 0;

    while (n < PLOT_MOST_LABELS) {
        const struct tl_collection *best = NULL;
        for (size_t i = 0; i < tl->n_collections; i++) {
            const struct tl_collection *c = &tl->collections[i];
            bool done = c->bytes < least || !plot_in_window(layout, c->t_ns, c->t_ns);
            for (size_t j = 0; j < n; j++)
                done |= named[j] == c;
            if (!done && (!best || c->bytes > best->bytes))
                best = c;
        }
        if (!best)
            return;
        named[n++] = best;
        name_collection(canvas, best);
    }
}

void plot_draw_samples(struct plot_canvas *canvas)
{
    draw_guides(canvas);
    draw_rss(canvas);
}

void plot_draw_marks(struct plot_canvas *canvas)
{
    draw_start(canvas);
    draw_end(canvas);
    draw_peak(canvas);
    name_collections(canvas);
}
