/* The card of facts: in the room of the title, above the curve and never on it. */
#include <math.h>

#include "plots/plot_facts.h"
#include "plots/plot_private.h"

static const double column_width = 9.5, most_column_width = 15, row_height = 1.42; /* font sizes */

/* Caption on the left, value behind it; the values of a column stand below each other. */
static void draw_fact(struct plot_canvas *canvas, const struct plot_fact *fact, double x,
                      double baseline, double width, bool indented)
{
    const double em = canvas->theme->font_size, swatch = em * 0.65, indent = em * 0.9;
    struct plot_text caption = {.size = 0.93, .color = canvas->theme->muted};
    struct plot_text value = {.size = 0.96, .strong = true, .color = canvas->theme->ink,
                              .align = 1};
    double taken;

    if (fact->color) {
        plot_set_color(canvas->cr, *fact->color);
        cairo_rectangle(canvas->cr, x, baseline - swatch + 0.5, swatch - 1, swatch - 1);
        cairo_fill(canvas->cr);
    }
    if (indented) {
        x += indent;
        width -= indent;
    }
    taken = plot_text_width(canvas, fact->value, &value);
    caption.max_width = width - taken - em * 0.5;
    if (caption.max_width < em * 1.5) {
        value.align = 0;
        value.max_width = width;
        plot_text_draw(canvas, x, baseline, fact->value, &value);
        return;
    }
    plot_text_draw(canvas, x, baseline, fact->caption, &caption);
    plot_text_draw(canvas, x + width, baseline, fact->value, &value);
}

void plot_draw_card(struct plot_canvas *canvas, const struct plot_facts *facts)
{
    const double em = canvas->theme->font_size, pad = em * 0.7, gap = em * 1.1;
    const bool tall = canvas->layout.parts & PLOT_TITLE;
    const size_t rows = tall ? PLOT_FACT_GROUP : 1;
    const size_t groups = (facts->n + PLOT_FACT_GROUP - 1) / PLOT_FACT_GROUP;
    const double left = tall ? em * 0.6 : em * 0.2;
    double room = canvas->view->width - 2 * left - 2 * pad + gap;
    size_t columns = (size_t)fmax(floor(room / (column_width * em)), 1);

    if (columns > groups)
        columns = groups;
    double width = fmin(room / (double)columns, most_column_width * em);
    struct plot_rect card = {
        left, tall ? em * 0.35 : 0, width * (double)columns - gap + 2 * pad,
        row_height * em * (double)rows + (tall ? em * 0.5 : 0),
    };
    plot_rounded(canvas->cr, card, tall ? 5 : 3);
    plot_set_color(canvas->cr, canvas->theme->background);
    cairo_fill_preserve(canvas->cr);
    plot_set_color(canvas->cr, plot_fade(canvas->theme->ink, 0.045));
    cairo_fill_preserve(canvas->cr);
    cairo_set_line_width(canvas->cr, 1);
    plot_set_color(canvas->cr, plot_fade(canvas->theme->axis, 0.7));
    cairo_stroke(canvas->cr);
    bool colored[PLOT_MOST_FACTS / PLOT_FACT_GROUP + 1] = {false};
    for (size_t i = 0; i < facts->n; i++)
        colored[i / PLOT_FACT_GROUP] |= facts->fact[i].color && i % PLOT_FACT_GROUP < rows;
    for (size_t i = 0; i < facts->n; i++) {
        size_t column = i / PLOT_FACT_GROUP, row = i % PLOT_FACT_GROUP;
        if (column >= columns || row >= rows)
            continue;
        draw_fact(canvas, &facts->fact[i], card.x + pad + width * (double)column,
                  card.y + (tall ? em * 0.25 : 0) + row_height * em * ((double)row + 0.75),
                  width - gap, colored[column]);
    }
}
