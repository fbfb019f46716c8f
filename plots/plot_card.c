/* The card of facts: in the room of the title, above the curve and never on it. */
#include <math.h>

#include "plots/plot_facts.h"
#include "plots/plot_private.h"

static const double row_height = 1.42, most_column_width = 15; /* font sizes */

static const struct plot_text caption_style = {.size = 0.93};
static const struct plot_text value_style = {.size = 0.96, .strong = true};

/* A column is wide enough for its facts, and for a usual value, so that it seldom moves while one
 * points along the curve. */
static double column_width(struct plot_canvas *canvas, const struct plot_facts *facts,
                           size_t column, size_t rows, double indent)
{
    const double em = canvas->theme->font_size;
    const double usual = plot_text_width(canvas, "88.8 MiB", &value_style);
    double width = 0;

    for (size_t row = 0; row < rows && column * PLOT_FACT_GROUP + row < facts->n; row++) {
        const struct plot_fact *fact = &facts->fact[column * PLOT_FACT_GROUP + row];
        width = fmax(width, plot_text_width(canvas, fact->caption, &caption_style) + 0.6 * em
                                + fmax(plot_text_width(canvas, fact->value, &value_style), usual));
    }
    return width + indent;
}

/* Whether any fact of a column has a swatch; all are indented then. */
static bool is_colored(const struct plot_facts *facts, size_t column, size_t rows)
{
    bool colored = false;

    for (size_t row = 0; row < rows && column * PLOT_FACT_GROUP + row < facts->n; row++)
        colored |= facts->fact[column * PLOT_FACT_GROUP + row].color != NULL;
    return colored;
}

/* Caption on the left, value on the right. */
static void draw_fact(struct plot_canvas *canvas, const struct plot_fact *fact, double x,
                      double baseline, double width, double indent)
{
    const double em = canvas->theme->font_size, swatch = em * 0.65;
    struct plot_text caption = caption_style, value = value_style;

    if (fact->color) {
        plot_set_color(canvas->cr, *fact->color);
        cairo_rectangle(canvas->cr, x, baseline - swatch + 0.5, swatch - 1, swatch - 1);
        cairo_fill(canvas->cr);
    }
    caption.color = canvas->theme->muted;
    value.color = canvas->theme->ink;
    value.align = 1;
    /* In a very narrow picture, rather the value than the caption. */
    caption.max_width = width - indent - plot_text_width(canvas, fact->value, &value) - em * 0.4;
    if (caption.max_width > em * 1.5)
        plot_text_draw(canvas, x + indent, baseline, fact->caption, &caption);
    plot_text_draw(canvas, x + width, baseline, fact->value, &value);
}

void plot_draw_card(struct plot_canvas *canvas, const struct plot_facts *facts)
{
    enum { MOST_COLUMNS = (PLOT_MOST_FACTS + PLOT_FACT_GROUP - 1) / PLOT_FACT_GROUP };
    const double em = canvas->theme->font_size, pad = em * 0.7, gap = em * 1.1;
    const bool tall = canvas->layout.parts & PLOT_TITLE;
    const size_t rows = tall ? PLOT_FACT_GROUP : 1;
    const double left = tall ? em * 0.6 : em * 0.2;
    const double room = canvas->view->width - 2 * left - 2 * pad;
    double widths[MOST_COLUMNS], indents[MOST_COLUMNS], total = 0, spare = 0;
    size_t columns = 0;

    for (; columns * PLOT_FACT_GROUP < facts->n; columns++) {
        double indent = is_colored(facts, columns, rows) ? em * 0.9 : 0;
        double width = column_width(canvas, facts, columns, rows, indent);
        if (columns && total + gap + width > room)
            break;
        widths[columns] = fmin(width, room);
        indents[columns] = indent;
        total += (columns ? gap : 0) + widths[columns];
    }
    /* What is left is shared, within reason. */
    spare = fmin(room - total, most_column_width * em * (double)columns - total);
    spare = fmax(spare, 0) / (double)columns;
    struct plot_rect card = {
        left, tall ? em * 0.35 : 0, total + spare * (double)columns + 2 * pad,
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
    double x = card.x + pad;
    for (size_t column = 0; column < columns; column++) {
        for (size_t row = 0; row < rows && column * PLOT_FACT_GROUP + row < facts->n; row++)
            draw_fact(canvas, &facts->fact[column * PLOT_FACT_GROUP + row], x,
                      card.y + (tall ? em * 0.25 : 0) + row_height * em * ((double)row + 0.75),
                      widths[column] + spare, indents[column]);
        x += widths[column] + spare + gap;
    }
}
