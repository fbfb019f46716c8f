/* Around the curve: grid and axes, title and summary, legend. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plots/plot_private.h"

/* ---- grid and axes ---- */

static void byte_label(char *buffer, size_t size, const struct plot_canvas *canvas, int64_t bytes)
{
    int64_t start = canvas->plot->tl->start_bytes;

    if (!canvas->layout.relative) {
        tl_format_bytes(buffer, size, bytes);
        if (!bytes)
            snprintf(buffer, size, "0");
    } else if (bytes > start) {
        buffer[0] = '+';
        tl_format_bytes(buffer + 1, size - 1, bytes - start);
    } else {
        tl_format_bytes(buffer, size, bytes - start);
    }
}

/* Tick labels keep clear of the start's label, which stands in the same margin. */
static void draw_byte_axis(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const double em = canvas->theme->font_size;
    const struct plot_text style = {.size = 1, .color = canvas->theme->muted, .align = 1};
    const int64_t start = canvas->plot->tl->start_bytes;
    const double start_y = plot_start_label_y(canvas);
    const double bottom = layout->curve.y + layout->curve.height;
    struct plot_ticks ticks;
    char label[40];

    plot_byte_ticks(&ticks, layout->y0, layout->y1, layout->relative ? start : 0,
                    (int64_t)ceil((double)(layout->y1 - layout->y0) * em * 3.2
                                  / layout->curve.height));
    cairo_new_path(canvas->cr);
    for (size_t i = 0; i < ticks.n; i++) {
        double y = plot_crisp(canvas, plot_y_of_bytes(layout, ticks.at[i]));
        cairo_move_to(canvas->cr, layout->curve.x, y);
        cairo_line_to(canvas->cr, layout->curve.x + layout->curve.width, y);
    }
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, canvas->theme->grid);
    cairo_stroke(canvas->cr);
    for (size_t i = 0; i < ticks.n && layout->curve.x > 4 * em; i++) {
        double y = plot_y_of_bytes(layout, ticks.at[i]);
        if (fabs(y - start_y) < em * 1.3)
            continue;
        if (y > bottom - em * 0.2 && layout->relative)
            continue;
        byte_label(label, sizeof(label), canvas, ticks.at[i]);
        plot_text_draw(canvas, layout->curve.x - em * 0.8, y + em * 0.36, label, &style);
    }
}

/* Of times or of allocated bytes. */
static void draw_horizontal_axis(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const double em = canvas->theme->font_size;
    const double right = layout->curve.x + layout->curve.width;
    const double top = layout->curve.y + layout->curve.height;
    struct plot_text style = {.size = 1, .color = canvas->theme->muted, .align = 0.5};
    struct plot_ticks ticks;
    double axis = top, lane = 0;
    char label[64];

    if (layout->collections.height > 0)
        lane = layout->collections.y + layout->collections.height;
    if (layout->counts.height > 0)
        lane = layout->counts.y + layout->counts.height;
    if (layout->spans.height > 0)
        lane = layout->spans.y + layout->spans.height;
    axis = fmax(axis, lane);

    const int64_t apart =
        (int64_t)ceil((double)(layout->x1 - layout->x0) * em * 7 / layout->curve.width);
    if (layout->axis == PLOT_ALLOCATED)
        plot_byte_ticks(&ticks, layout->x0, layout->x1, 0, apart);
    else
        plot_time_ticks(&ticks, layout->x0, layout->x1, apart);
    cairo_new_path(canvas->cr);
    for (size_t i = 0; i < ticks.n; i++) {
        double x = plot_crisp(canvas, plot_x_of_axis(layout, ticks.at[i]));
        cairo_move_to(canvas->cr, x, top);
        cairo_line_to(canvas->cr, x, axis + em * 0.45);
    }
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, canvas->theme->grid);
    cairo_stroke(canvas->cr);
    if (!(canvas->layout.parts & PLOT_TIME_AXIS))
        return;
    double free_until = right + em * 5;
    if (layout->x1 == plot_axis_length(canvas->plot, layout->axis)) {
        /* The axis ends with how long the run took, or all that it allocated. */
        const struct plot_text end = {
            .size = 1, .strong = true, .color = canvas->theme->ink, .align = 0.5,
        };
        if (layout->axis == PLOT_ALLOCATED) {
            char bytes[40];
            snprintf(label, sizeof(label), "%s allocated",
                     tl_format_bytes(bytes, sizeof(bytes), layout->x1));
        } else {
            tl_format_time(label, sizeof(label), layout->x1);
        }
        double width = plot_text_width(canvas, label, &end);
        double middle = fmin(right, canvas->view->width - width / 2 - em * 0.4);
        free_until = middle - width / 2 - em;
        plot_text_draw(canvas, middle, axis + em * 1.65, label, &end);
    }
    for (size_t i = 0; i < ticks.n; i++) {
        double x = plot_x_of_axis(layout, ticks.at[i]);
        if (layout->axis == PLOT_TIME)
            plot_time_label(label, sizeof(label), ticks.at[i], ticks.step, layout->x1);
        else if (ticks.at[i])
            tl_format_bytes(label, sizeof(label), ticks.at[i]);
        else
            snprintf(label, sizeof(label), "0");
        if (x + plot_text_width(canvas, label, &style) / 2 < free_until)
            plot_text_draw(canvas, x, axis + em * 1.65, label, &style);
    }
}

void plot_draw_grid(struct plot_canvas *canvas)
{
    const struct plot_rect *rect = &canvas->layout.curve;
    double bottom = plot_crisp(canvas, rect->y + rect->height);

    draw_byte_axis(canvas);
    draw_horizontal_axis(canvas);
    if (canvas->layout.relative)
        return; /* the curve's area fades out where the axis is cut */
    cairo_move_to(canvas->cr, rect->x, bottom);
    cairo_line_to(canvas->cr, rect->x + rect->width, bottom);
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, canvas->theme->axis);
    cairo_stroke(canvas->cr);
}

/* ---- title ---- */

void plot_draw_title(struct plot_canvas *canvas)
{
    const struct tl_timeline *tl = canvas->plot->tl;
    const double em = canvas->theme->font_size;
    const double x = canvas->layout.curve.x;
    const double width = canvas->view->width - x - 1.4 * em;
    struct plot_text name = {
        .size = 1.3, .strong = true, .color = canvas->theme->ink, .max_width = width,
    };
    struct plot_text summary = {.size = 1.05, .color = canvas->theme->muted, .max_width = width};
    char text[320];

    if (!(canvas->layout.parts & PLOT_TITLE))
        return;
    plot_text_draw(canvas, x, em * 2.2, tl->name && *tl->name ? tl->name : "run", &name);
    plot_text_draw(canvas, x, em * 3.9, tl_summary(tl, text, sizeof(text)), &summary);
}

/* ---- legend ---- */

enum { MOST_ENTRIES = 8 };

enum swatch { LINE, FALL, HATCH, DOT, TICK };

struct entry {
    enum swatch swatch;
    struct plot_color color;
    bool generations[TL_GENERATIONS]; /* of a TICK */
    char label[96], brief[40];        /* the brief one where room is scarce */
};

static void label_generations(struct entry *entry)
{
    char list[16] = "";

    for (int g = 0; g < TL_GENERATIONS; g++) {
        size_t used = strlen(list);
        if (entry->generations[g])
            snprintf(list + used, sizeof(list) - used, "%s%d", used ? ", " : "", g);
    }
    snprintf(entry->label, sizeof(entry->label), "collection of gen %s", list);
    snprintf(entry->brief, sizeof(entry->brief), "gen %s", list);
}

static void label_rss(struct entry *entry, const struct plot_canvas *canvas)
{
    const struct plot *plot = canvas->plot;
    char low[32], high[32];

    tl_format_bytes(low, sizeof(low), plot->rss_low);
    tl_format_bytes(high, sizeof(high), plot->rss_high);
    if (plot->rss_low <= canvas->layout.y1 && plot->rss_high >= canvas->layout.y0) {
        snprintf(entry->label, sizeof(entry->label), "RSS, sampled");
        snprintf(entry->brief, sizeof(entry->brief), "RSS");
    } else {
        if (strcmp(low, high) == 0)
            snprintf(entry->label, sizeof(entry->label), "RSS %s, off the scale", low);
        else
            snprintf(entry->label, sizeof(entry->label), "RSS %s to %s, off the scale", low, high);
        snprintf(entry->brief, sizeof(entry->brief), "RSS %s", high);
    }
}

/* What occurs in the run, in the order of the picture. */
static size_t collect_entries(const struct plot_canvas *canvas, struct entry entries[MOST_ENTRIES])
{
    const struct plot *plot = canvas->plot;
    const struct tl_timeline *tl = plot->tl;
    const struct plot_theme *theme = canvas->theme;
    const char *other = !tl->totals.freed.exit ? "resize"
                        : tl->totals.freed.resize ? "resize or exit" : "exit";
    const char *causes[PLOT_CAUSES] = {"refcount", "collector", other};
    size_t n = 0;

    entries[n++] = (struct entry){LINE, theme->curve, {false}, "live bytes", "live"};
    for (int cause = 0; cause < PLOT_CAUSES; cause++) {
        if (!canvas->fell[cause])
            continue;
        struct entry *entry = &entries[n++];
        *entry = (struct entry){.swatch = FALL, .color = theme->causes[cause]};
        snprintf(entry->label, sizeof(entry->label), "freed by %s", causes[cause]);
        snprintf(entry->brief, sizeof(entry->brief), "%s", causes[cause]);
    }
    if (plot->most_waiting > (canvas->layout.y1 - canvas->layout.y0) / 400)
        entries[n++] =
            (struct entry){HATCH, theme->waiting, {false}, "waiting garbage", "garbage"};
    if (canvas->layout.collections.height > 0) {
        struct entry *entry = &entries[n];
        bool any = false;
        *entry = (struct entry){.swatch = TICK};
        for (size_t i = 0; i < tl->n_collections; i++) {
            const struct tl_collection *c = &tl->collections[i];
            if (plot_in_window(&canvas->layout, c->t_ns, c->t_ns + c->duration_ns))
                any = entry->generations[c->generation] = true;
        }
        label_generations(entry);
        n += any;
    }
    if (tl->rss.n) {
        entries[n] = (struct entry){.swatch = DOT, .color = theme->rss};
        label_rss(&entries[n++], canvas);
    }
    return n;
}

static void draw_swatch(struct plot_canvas *canvas, const struct entry *entry, double x, double y)
{
    cairo_t *cr = canvas->cr;
    const double width = 14;
    struct plot_rect box = {x, y - 5, width, 10};

    plot_set_color(cr, entry->color);
    switch (entry->swatch) {
    case LINE:
        cairo_move_to(cr, x, plot_crisp(canvas, y + 3.5));
        cairo_line_to(cr, x + width / 2, plot_crisp(canvas, y + 3.5));
        cairo_line_to(cr, x + width / 2, plot_crisp(canvas, y - 3.5));
        cairo_line_to(cr, x + width, plot_crisp(canvas, y - 3.5));
        cairo_set_line_width(cr, 1.5);
        cairo_stroke(cr);
        break;
    case FALL:
        cairo_rectangle(cr, x + width / 2 - 1.25, y - 5, 2.5, 10);
        cairo_fill(cr);
        plot_set_color(cr, plot_fade(canvas->theme->curve, 0.55));
        cairo_rectangle(cr, x, plot_crisp(canvas, y - 5) - 0.5, width / 2 - 1.25, 1.5);
        cairo_rectangle(cr, x + width / 2 + 1.25, plot_crisp(canvas, y + 5) - 1, width / 2 - 1.25,
                        1.5);
        cairo_fill(cr);
        break;
    case HATCH:
        cairo_save(cr);
        cairo_rectangle(cr, box.x, box.y, box.width, box.height);
        plot_set_color(cr, plot_fade(entry->color, 0.13));
        cairo_fill_preserve(cr);
        cairo_clip(cr);
        plot_hatch(canvas, box, 4, 1, plot_fade(entry->color, 0.7));
        cairo_restore(cr);
        break;
    case DOT:
        for (int i = 0; i < 3; i++) {
            cairo_new_sub_path(cr);
            cairo_arc(cr, x + 2 + i * 5, y - (i == 1), 1.5, 0, 2 * M_PI);
        }
        cairo_fill(cr);
        break;
    case TICK: {
        int n = 0, drawn = 0;
        for (int g = 0; g < TL_GENERATIONS; g++)
            n += entry->generations[g];
        for (int g = 0; g < TL_GENERATIONS; g++) {
            if (!entry->generations[g])
                continue;
            double at = x + width / 2 + 5 * (drawn++ - (n - 1) / 2.0) - 1;
            cairo_rectangle(cr, at, y - 5, 2, 5 + g * 2.5);
            plot_set_color(cr, canvas->theme->generations[g]);
            cairo_fill(cr);
        }
        break;
    }
    }
}

/* Tries one kind of label. False if they do not fit beside each other, and then nothing is drawn
 * unless `cut`: what does not fit is left out. */
static bool draw_entries(struct plot_canvas *canvas, const struct entry *entries, size_t n,
                         bool brief, bool cut)
{
    const double em = canvas->theme->font_size;
    const double left = canvas->layout.curve.x, right = canvas->view->width - em;
    const struct plot_text style = {.size = 1, .color = canvas->theme->muted};
    const double swatch = 14 + em * 0.55, least = em;
    double x = left, y = canvas->layout.legend_y + em * 1.25, gap = em * 1.7, width = 0;

    for (size_t i = 0; i < n; i++)
        width += swatch
                 + plot_text_width(canvas, brief ? entries[i].brief : entries[i].label, &style);
    if (n > 1 && width + gap * (double)(n - 1) > right - left)
        gap = (right - left - width) / (double)(n - 1);
    if (gap < least && !cut)
        return false;
    gap = fmax(gap, least);
    for (size_t i = 0; i < n; i++) {
        const char *label = brief ? entries[i].brief : entries[i].label;
        double label_width = plot_text_width(canvas, label, &style);
        if (x + swatch + label_width > right)
            break;
        draw_swatch(canvas, &entries[i], x, y);
        plot_text_draw(canvas, x + swatch, y + em * 0.36, label, &style);
        x += swatch + label_width + gap;
    }
    return true;
}

void plot_draw_legend(struct plot_canvas *canvas)
{
    struct entry entries[MOST_ENTRIES];
    size_t n;

    if (!(canvas->layout.parts & PLOT_LEGEND))
        return;
    n = collect_entries(canvas, entries);
    if (!draw_entries(canvas, entries, n, false, false))
        draw_entries(canvas, entries, n, true, true);
}
