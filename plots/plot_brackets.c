/*
 * The lane of brackets. A call wide enough is a bracket with its name; where calls are too narrow
 * for names, a run of them becomes one block with a bar for each and the number of calls. Rows that
 * do not fit are drawn as a profile of depth in the last one. Each pixel column costs a binary
 * search, so that ten thousand calls cost no more than ten.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "plots/plot_private.h"

static const double narrow = 26; /* no room for a name: a bracket joins a block */
static const double gap = 3;     /* between rows */

static struct plot_rect row_rect(const struct plot_canvas *canvas, size_t row)
{
    const struct plot_layout *layout = &canvas->layout;

    return (struct plot_rect){
        layout->spans.x, layout->spans.y + layout->span_row * (double)row, layout->spans.width,
        layout->span_row - gap,
    };
}

/* Name on the left, and what the call kept on the right if there is room for both. */
static void draw_label(struct plot_canvas *canvas, struct plot_rect box, const char *name,
                       bool counted, const char *detail)
{
    const double em = canvas->theme->font_size, pad = em * 0.55;
    /* A count at the name's end survives. */
    struct plot_text style = {
        .size = 1, .color = canvas->theme->span_text, .middle = counted,
    };
    double room = box.width - 2 * pad, baseline = box.y + box.height / 2 + em * 0.3;
    double width;

    width = plot_text_width(canvas, name, &style);
    if (room < 2.2 * em && width > room)
        return;
    if (detail) {
        struct plot_text right = {.size = 0.95, .color = canvas->theme->muted, .align = 1};
        if (width + plot_text_width(canvas, detail, &right) + 0.7 * em < room)
            plot_text_draw(canvas, box.x + box.width - pad, baseline, detail, &right);
    }
    style.max_width = width > room ? room : 0;
    plot_text_draw(canvas, box.x + pad, baseline, name, &style);
}

static void draw_bracket(struct plot_canvas *canvas, struct plot_rect box,
                         const struct tl_span *span)
{
    cairo_t *cr = canvas->cr;
    const double edge = 1.5;
    int64_t change = span->leave_bytes - span->enter_bytes;
    char detail[48], name[256];

    plot_set_color(cr, canvas->theme->span);
    cairo_rectangle(cr, box.x, box.y, box.width, box.height);
    cairo_fill(cr);
    /* The bracket opens upwards, to the curve. */
    double bottom = plot_crisp(canvas, box.y + box.height) - canvas->pixel;
    plot_set_color(cr, canvas->theme->span_edge);
    cairo_rectangle(cr, box.x, box.y, edge, box.height);
    cairo_rectangle(cr, box.x + box.width - edge, box.y, edge, box.height);
    cairo_rectangle(cr, box.x, bottom, box.width, 1);
    cairo_fill(cr);
    detail[0] = '+';
    tl_format_bytes(change >= 0 ? detail + 1 : detail, sizeof(detail) - 1, change);
    if (span->merged > 1)
        snprintf(name, sizeof(name), "%s \u00d7%" PRId64, span->name, span->merged);
    draw_label(canvas, box, span->merged > 1 ? name : span->name, span->merged > 1,
               change ? detail : NULL);
}

/* A run of calls too narrow for brackets of their own. */
struct block {
    double from, to;
    size_t first, after; /* positions in the row */
};

static void draw_block(struct plot_canvas *canvas, struct plot_rect row, const struct block *block)
{
    const struct plot_spans *spans = &canvas->plot->spans;
    struct plot_rect box = {block->from, row.y, block->to - block->from, row.height};
    int64_t calls = spans->calls[block->after] - spans->calls[block->first];
    const struct tl_span *first = &canvas->plot->tl->spans[spans->span[block->first]];
    char label[256];

    if (block->after - block->first == 1 && box.width >= 4) { /* alone */
        draw_bracket(canvas, box, first);
        return;
    }
    plot_set_color(canvas->cr, canvas->theme->span);
    cairo_rectangle(canvas->cr, box.x, box.y, box.width, box.height);
    cairo_fill(canvas->cr);
    if (calls == 1)
        return;
    if (spans->same_until[block->first] >= block->after)
        snprintf(label, sizeof(label), "%s \u00d7%" PRId64, first->name, calls);
    else
        snprintf(label, sizeof(label), "%" PRId64 " calls", calls);
    const struct plot_text style = {.size = 1};
    const double room = box.width - 1.1 * canvas->theme->font_size;
    if (plot_text_width(canvas, label, &style) > room)
        snprintf(label, sizeof(label), "\u00d7%" PRId64, calls);
    if (plot_text_width(canvas, label, &style) <= room)
        draw_label(canvas, box, label, true, NULL);
}

static void draw_row(struct plot_canvas *canvas, size_t row_index)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_spans *spans = &canvas->plot->spans;
    const struct tl_timeline *tl = canvas->plot->tl;
    const struct plot_rect row = row_rect(canvas, row_index);
    const double right = row.x + row.width;
    const double join = 3; /* blocks this close become one */
    struct block block = {0};
    size_t after = spans->row_begin[row_index + 1];
    size_t i = plot_spans_seek(spans, tl, row_index, plot_time_of_x(layout, row.x));

    while (i < after) {
        const struct tl_span *span = &tl->spans[spans->span[i]];
        double x = fmax(plot_x_of_time(layout, span->enter_ns), row.x);
        double end = fmin(plot_x_of_time(layout, span->leave_ns), right);
        size_t next = i + 1;
        if (x > right)
            break;
        if (end - x >= narrow) {
            if (block.after)
                draw_block(canvas, row, &block);
            block = (struct block){0};
            draw_bracket(canvas, (struct plot_rect){x, row.y, end - x, row.height}, span);
        } else {
            /* Everything that is over within this pixel column is in the block at once. */
            double until = fmax(end, x + canvas->pixel);
            size_t seek = plot_spans_seek(spans, tl, row_index, plot_time_of_x(layout, until));
            if (seek > next)
                next = seek;
            until = fmin(fmax(until, x + 1), right);
            plot_set_color(canvas->cr, canvas->theme->span_edge);
            double length = end - x > 3 ? end - x - 1 : fmax(end - x, canvas->pixel);
            cairo_rectangle(canvas->cr, plot_crisp(canvas, x) - canvas->pixel / 2,
                            row.y + row.height - 2, length, 2);
            cairo_fill(canvas->cr);
            if (block.after && x - block.to > join) {
                draw_block(canvas, row, &block);
                block = (struct block){0};
            }
            if (!block.after)
                block = (struct block){x, until, i, next};
            block.to = until;
            block.after = next;
        }
        i = next;
    }
    if (block.after)
        draw_block(canvas, row, &block);
}

/* The rows that have no room: how far down the calls go, as a profile that hangs from the row's
 * top. */
static void draw_depth(struct plot_canvas *canvas, size_t first_row)
{
    const struct plot_layout *layout = &canvas->layout;
    const struct plot_spans *spans = &canvas->plot->spans;
    const struct plot_rect row = row_rect(canvas, layout->span_rows - 1);
    size_t hidden = spans->rows - first_row;
    cairo_t *cr = canvas->cr;
    char label[64];

    cairo_new_path(cr);
    for (size_t k = 0; k < canvas->columns.n; k++) {
        double x = row.x + canvas->columns.step * (double)k;
        size_t depth = plot_spans_depth(spans, plot_time_of_x(layout, x),
                                        plot_time_of_x(layout, x + canvas->columns.step));
        if (depth > first_row)
            cairo_rectangle(cr, x, row.y, canvas->columns.step,
                            row.height * (double)(depth - first_row) / (double)hidden);
    }
    plot_set_color(cr, plot_fade(canvas->theme->span_edge, 0.5));
    cairo_fill(cr);
    snprintf(label, sizeof(label), "%zu deeper", hidden);
    const double em = canvas->theme->font_size;
    struct plot_text style = {
        .size = 1, .color = canvas->theme->muted,
        .max_width = canvas->view->width - row.x - row.width - em * 1.2,
    };
    if (style.max_width > 3 * em)
        plot_text_draw(canvas, row.x + row.width + em * 0.8, row.y + row.height / 2 + em * 0.36,
                       label, &style);
}

/* Beside the first row: what the brackets do not show. */
static void draw_dropped(struct plot_canvas *canvas)
{
    const double em = canvas->theme->font_size;
    const struct plot_rect row = row_rect(canvas, 0);
    const struct plot_text style = {
        .size = 1, .color = canvas->theme->causes[PLOT_COLLECTOR],
        .max_width = canvas->view->width - row.x - row.width - em * 1.2,
    };
    char label[64];

    snprintf(label, sizeof(label), "+%" PRId64 " not kept", canvas->plot->tl->spans_dropped);
    if (style.max_width > 3 * em)
        plot_text_draw(canvas, row.x + row.width + em * 0.8, row.y + row.height / 2 + em * 0.36,
                       label, &style);
}

void plot_draw_spans(struct plot_canvas *canvas)
{
    const struct plot_layout *layout = &canvas->layout;
    const size_t rows = canvas->plot->spans.rows;
    size_t whole = layout->span_rows;

    if (layout->spans.height <= 0)
        return;
    if (whole < rows)
        whole--;
    for (size_t row = 0; row < whole; row++)
        draw_row(canvas, row);
    if (whole < rows)
        draw_depth(canvas, whole);
    const double em = canvas->theme->font_size;
    const struct plot_text style = {
        .size = 0.93, .color = canvas->theme->muted, .align = 1, .max_width = layout->curve.x - em,
    };
    if (whole && canvas->plot->tl->spans_dropped)
        draw_dropped(canvas);
    if (layout->curve.x > 4 * em)
        plot_text_draw(canvas, layout->curve.x - em * 0.8,
                       layout->spans.y + (layout->span_row - gap) / 2 + em * 0.34, "calls", &style);
}
