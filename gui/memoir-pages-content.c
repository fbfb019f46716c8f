/* From cells to pieces. */
#include "gui/memoir-pages-private.h"

#include <string.h>

#include "gui/memoir-ansi.h"
#include "gui/memoir-format.h"
#include "gui/memoir-highlight.h"
#include "gui/memoir-markdown.h"
#include "gui/memoir-output-form.h"
#include "protocol/json.h"

#define BODY "Inter, Cantarell, sans 9"
#define MONO "DejaVu Sans Mono, monospace 7.5"
#define GUTTER 40
#define PADDING 5
#define CODE_BACKGROUND 0xf4f4f5
#define STDERR_BACKGROUND 0xfdf6e3
#define ERROR_BACKGROUND 0xfcefee
#define CURVE_HEIGHT 150
#define CELL_GAP 12
#define BLOCK_GAP 5
#define MOST_LINES 200
#define SHOWN_LINES 60
#define MOST_LINE 4000
#define MOST_ROWS 200

typedef struct {
    MemoirPages *pages;
    double x, width;
    double gap; /* above the next piece */
    double bar; /* of the quote that it stands in; 0: none */
    const json_t *attachments;
    const char *folder;
} Place;

/* The pieces that were added since `first` belong to a place. */
static void settle(Place *place, guint first, double gap)
{
    for (guint i = first; i < place->pages->pieces->len; i++) {
        MemoirPiece *piece = g_ptr_array_index(place->pages->pieces, i);

        if (piece->bar == 0)
            piece->bar = place->bar;
        if (i == first)
            piece->gap = MAX(piece->gap, place->gap);
    }
    if (place->pages->pieces->len > first)
        place->gap = gap;
}

/* ---- text ---- */

static void add_markup(Place *place, const char *font, const char *markup, guint32 background,
                       gboolean keep)
{
    guint first = place->pages->pieces->len;
    double padding = background == MEMOIR_NO_BACKGROUND ? 0 : PADDING;
    PangoLayout *layout =
        memoir_pages_layout(place->pages, font, markup, place->width - (padding > 0 ? 16 : 0));

    memoir_pages_add_text(place->pages, layout, place->x, place->width, padding, background);
    if (keep && place->pages->pieces->len > first) {
        MemoirPiece *last = g_ptr_array_index(place->pages->pieces, place->pages->pieces->len - 1);

        last->keep_with_next = TRUE;
    }
    settle(place, first, BLOCK_GAP);
}

static void append_lines(GString *out, GStrv lines, guint begin, guint end)
{
    for (guint i = begin; i < end; i++) {
        gsize length = strlen(lines[i]), shown = MIN(length, MOST_LINE);

        while (shown < length && shown > 0 && ((unsigned char)lines[i][shown] & 0xC0) == 0x80)
            shown--;
        g_string_append_len(out, lines[i], (gssize)shown);
        g_string_append(out, shown < length ? " …\x1b[0m\n" : "\n");
    }
}

/* The first and last lines of what a program printed, as Pango's markup. */
static char *terminal_markup(const char *text, gsize length)
{
    g_autofree char *whole = g_strndup(text, length);
    g_autoptr(GString) shown = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;
    guint n;

    g_strchomp(whole);
    lines = g_strsplit(whole, "\n", -1);
    n = g_strv_length(lines);
    if (n <= MOST_LINES) {
        append_lines(shown, lines, 0, n);
    } else {
        g_autofree char *count = memoir_format_count(n - 2 * SHOWN_LINES);

        append_lines(shown, lines, 0, SHOWN_LINES);
        g_string_append_printf(shown, "\x1b[0;2;3m… %s lines are not printed …\x1b[0m\n", count);
        append_lines(shown, lines, n - SHOWN_LINES, n);
    }
    if (shown->len > 0)
        g_string_truncate(shown, shown->len - 1);
    return memoir_ansi_to_markup(shown->str, shown->len);
}

/* ---- blocks ---- */

static void add_blocks(Place *place, const MemoirBlock *block);

static void add_pixbuf(Place *place, GdkPixbuf *pixbuf, MemoirImageSize size)
{
    MemoirPiece *piece = memoir_pages_add(place->pages, MEMOIR_PIECE_IMAGE, place->x, 0);
    /* Logical pixels, of which 96 are an inch. */
    double width = size.width * 0.75, height = size.height * 0.75;
    double most = place->pages->height - 4 * place->pages->margin;
    double scale = MIN(1, MIN(place->width / width, most / height));

    piece->pixbuf = g_object_ref(pixbuf);
    piece->width = width * scale;
    piece->height = height * scale;
    settle(place, place->pages->pieces->len - 1, BLOCK_GAP);
}

static void add_image(Place *place, const MemoirBlock *block)
{
    g_autoptr(GBytes) bytes =
        block->source ? memoir_image_find(block->source, place->attachments, place->folder) : NULL;
    MemoirImageSize size = {block->width, block->height};
    g_autoptr(GdkPixbuf) pixbuf = bytes ? memoir_image_decode(bytes, 3, &size) : NULL;
    g_autofree char *text = NULL;

    if (pixbuf) {
        add_pixbuf(place, pixbuf, size);
        return;
    }
    text = g_markup_printf_escaped("<i>[%s]</i>", block->text && *block->text ? block->text
                                                  : block->source             ? block->source
                                                                              : "");
    add_markup(place, BODY, text, MEMOIR_NO_BACKGROUND, FALSE);
}

static PangoLayout *cell_layout(Place *place, const MemoirBlock *cell)
{
    g_autofree char *plain = memoir_rich_to_plain(cell);
    const MemoirBlock *only =
        cell->children->len == 1 ? g_ptr_array_index(cell->children, 0) : NULL;
    g_autofree char *markup = only && only->type == MEMOIR_BLOCK_PARAGRAPH && only->text
                                  ? memoir_rich_strip_links(only->text)
                                  : g_markup_escape_text(g_strstrip(plain), -1);
    g_autofree char *bold = g_strdup_printf(cell->header ? "<b>%s</b>" : "%s", markup);

    return memoir_pages_layout(place->pages, BODY, bold, 0);
}

static double layout_width(PangoLayout *layout)
{
    int width;

    pango_layout_get_size(layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

static double layout_height(PangoLayout *layout)
{
    int height;

    pango_layout_get_size(layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

/* Widths of the columns, from cells that stand in one alone. */
static void measure_row(const MemoirPiece *piece, const MemoirBlock *row, GArray *columns)
{
    guint column = 0, n = 0;

    for (guint i = 0; i < row->children->len; i++) {
        const MemoirBlock *cell = g_ptr_array_index(row->children, i);
        double width;

        if (cell->type != MEMOIR_BLOCK_CELL)
            continue;
        width = layout_width(g_array_index(piece->cells, MemoirPageCell, n++).layout) + 12;
        while (columns->len < column + (guint)cell->span) {
            double none = 0;

            g_array_append_val(columns, none);
        }
        if (cell->span == 1)
            g_array_index(columns, double, column) =
                MAX(g_array_index(columns, double, column), width);
        column += (guint)cell->span;
    }
}

static void place_row(MemoirPiece *piece, const MemoirBlock *row, const GArray *columns)
{
    guint column = 0, n = 0;
    double x = 0, height = 0;

    for (guint i = 0; i < row->children->len; i++) {
        const MemoirBlock *block = g_ptr_array_index(row->children, i);
        MemoirPageCell *cell;
        double width = 0;

        if (block->type != MEMOIR_BLOCK_CELL)
            continue;
        cell = &g_array_index(piece->cells, MemoirPageCell, n++);
        for (int k = 0; k < block->span; k++)
            width += g_array_index(columns, double, column++);
        cell->header = block->header;
        cell->x = x + 6 + (width - 12 - layout_width(cell->layout)) * block->align;
        x += width;
        height = MAX(height, layout_height(cell->layout));
    }
    piece->height = (height + 5) * piece->scale;
    piece->width = x * piece->scale;
}

static void add_table(Place *place, const MemoirBlock *table)
{
    g_autoptr(GArray) columns = g_array_new(FALSE, TRUE, sizeof(double));
    guint first = place->pages->pieces->len, n = 0;
    double width = 0;

    for (guint i = 0; i < table->children->len && n < MOST_ROWS; i++) {
        const MemoirBlock *row = g_ptr_array_index(table->children, i);
        MemoirPiece *piece;

        if (row->type != MEMOIR_BLOCK_ROW)
            continue;
        piece = memoir_pages_add(place->pages, MEMOIR_PIECE_ROW, place->x, place->width);
        for (guint j = 0; j < row->children->len; j++) {
            const MemoirBlock *block = g_ptr_array_index(row->children, j);
            MemoirPageCell cell = {0};

            if (block->type != MEMOIR_BLOCK_CELL)
                continue;
            cell.layout = cell_layout(place, block);
            g_array_append_val(piece->cells, cell);
        }
        measure_row(piece, row, columns);
        n++;
    }
    for (guint i = 0; i < columns->len; i++)
        width += g_array_index(columns, double, i);
    n = 0;
    for (guint i = 0; i < table->children->len && n < MOST_ROWS; i++) {
        const MemoirBlock *row = g_ptr_array_index(table->children, i);
        MemoirPiece *piece;

        if (row->type != MEMOIR_BLOCK_ROW)
            continue;
        piece = g_ptr_array_index(place->pages->pieces, first + n++);
        piece->scale = width > place->width ? place->width / width : 1;
        place_row(piece, row, columns);
        piece->keep_with_next = n == 1;
    }
    settle(place, first, BLOCK_GAP);
}

static void add_item(Place *place, const MemoirBlock *item)
{
    Place inner = *place;
    guint first = place->pages->pieces->len;

    inner.x += 16;
    inner.width -= 16;
    inner.gap = place->gap;
    add_blocks(&inner, item);
    if (place->pages->pieces->len > first && item->mark) {
        MemoirPiece *piece = g_ptr_array_index(place->pages->pieces, first);

        if (!piece->label) {
            piece->label = memoir_pages_layout(place->pages, BODY, item->mark, 0);
            piece->label_x = place->x + 2;
        }
    }
    place->gap = 3;
}

static void add_heading(Place *place, const MemoirBlock *block)
{
    static const char *const fonts[] = {
        "Inter, sans bold 16",   "Inter, sans bold 13.5", "Inter, sans bold 11.5",
        "Inter, sans bold 10.5", "Inter, sans bold 9.5",  "Inter, sans bold 9",
    };
    g_autofree char *markup = memoir_rich_strip_links(block->text ? block->text : "");

    place->gap = MAX(place->gap, 10);
    add_markup(place, fonts[CLAMP(block->level, 1, 6) - 1], markup, MEMOIR_NO_BACKGROUND, TRUE);
}

static void add_block(Place *place, const MemoirBlock *block)
{
    g_autofree char *markup = block->text && block->type != MEMOIR_BLOCK_IMAGE
                                  ? memoir_rich_strip_links(block->text)
                                  : NULL;
    Place inner = *place;

    switch (block->type) {
    case MEMOIR_BLOCK_HEADING: add_heading(place, block); break;
    case MEMOIR_BLOCK_PARAGRAPH:
        if (markup && *markup)
            add_markup(place, BODY, markup, MEMOIR_NO_BACKGROUND, FALSE);
        break;
    case MEMOIR_BLOCK_CODE:
        add_markup(place, MONO, markup ? markup : "", CODE_BACKGROUND, FALSE);
        break;
    case MEMOIR_BLOCK_QUOTE:
        inner.bar = place->x + 2;
        inner.x += 12;
        inner.width -= 12;
        add_blocks(&inner, block);
        place->gap = BLOCK_GAP;
        break;
    case MEMOIR_BLOCK_ITEM: add_item(place, block); break;
    case MEMOIR_BLOCK_TABLE: add_table(place, block); break;
    case MEMOIR_BLOCK_RULE:
        memoir_pages_add(place->pages, MEMOIR_PIECE_RULE, place->x, place->width)->height = 1;
        settle(place, place->pages->pieces->len - 1, BLOCK_GAP);
        break;
    case MEMOIR_BLOCK_IMAGE: add_image(place, block); break;
    default: add_blocks(place, block);
    }
}

static void add_blocks(Place *place, const MemoirBlock *block)
{
    for (guint i = 0; i < block->children->len; i++)
        add_block(place, g_ptr_array_index(block->children, i));
}

/* ---- cells ---- */

static void add_json(Place *place, const json_t *value)
{
    struct jp_buffer out = {0};
    struct jp_error error;

    if (jp_json_write(&out, value, JP_JSON_INDENTED, &error) == 0 && !out.failed) {
        g_autofree char *markup = terminal_markup(out.data, out.length);

        add_markup(place, MONO, markup, MEMOIR_NO_BACKGROUND, FALSE);
    }
    jp_buffer_finish(&out);
}

static void add_output(Place *place, const json_t *output)
{
    g_auto(MemoirOutputForm) form = {0};
    guint32 background = MEMOIR_NO_BACKGROUND;

    memoir_output_form_init(&form, output, 3);
    switch (form.kind) {
    case MEMOIR_FORM_BLOCKS: add_blocks(place, form.block); break;
    case MEMOIR_FORM_IMAGE: add_pixbuf(place, form.pixbuf, form.size); break;
    case MEMOIR_FORM_JSON: add_json(place, form.json); break;
    case MEMOIR_FORM_ERROR:
    case MEMOIR_FORM_STDERR:
        background = form.kind == MEMOIR_FORM_ERROR ? ERROR_BACKGROUND : STDERR_BACKGROUND;
        /* fall through */
    case MEMOIR_FORM_TEXT: {
        g_autofree char *markup = terminal_markup(form.text, form.length);

        add_markup(place, MONO, markup, background, FALSE);
        break;
    }
    case MEMOIR_FORM_NOTHING: break;
    }
}

static void add_curve(Place *place, MemoirCell *cell)
{
    const struct tl_timeline *timeline = memoir_cell_get_timeline(cell);
    struct plot *plot = timeline ? plot_create(timeline) : NULL;
    MemoirPiece *piece;

    if (!plot)
        return;
    piece = memoir_pages_add(place->pages, MEMOIR_PIECE_CURVE, place->x, place->width);
    piece->plot = plot;
    piece->height = CURVE_HEIGHT;
    settle(place, place->pages->pieces->len - 1, BLOCK_GAP);
}

static void add_code_cell(Place *place, MemoirCell *cell)
{
    const char *source = memoir_cell_get_source(cell);
    json_t *outputs = memoir_cell_get_outputs(cell);
    g_autofree char *markup = memoir_highlight_to_markup(source);
    guint first = place->pages->pieces->len;
    int count = memoir_cell_get_execution_count(cell);

    if (!*source && json_array_size(outputs) == 0)
        return;
    add_markup(place, MONO, markup, CODE_BACKGROUND, FALSE);
    if (count > 0) {
        MemoirPiece *piece = g_ptr_array_index(place->pages->pieces, first);
        g_autofree char *text = g_strdup_printf("[%d]", count);

        piece->label = memoir_pages_layout(place->pages, MONO, text, 0);
        piece->label_x = place->x - 6 - layout_width(piece->label);
    }
    for (gsize i = 0; i < json_array_size(outputs); i++)
        add_output(place, json_array_get(outputs, i));
    add_curve(place, cell);
}

void memoir_pages_add_document(MemoirPages *pages)
{
    for (guint i = 0; i < memoir_document_get_n_cells(pages->document); i++) {
        MemoirCell *cell = memoir_document_get_cell(pages->document, i);
        const char *type = memoir_cell_get_cell_type(cell);
        Place place = {
            .pages = pages,
            .x = pages->margin + GUTTER,
            .width = pages->width - 2 * pages->margin - GUTTER,
            .gap = CELL_GAP,
            .attachments = memoir_cell_get_attachments(cell),
            .folder = memoir_cell_get_folder(cell),
        };

        if (memoir_cell_is_code(cell)) {
            add_code_cell(&place, cell);
        } else if (strcmp(type, "markdown") == 0) {
            g_autoptr(MemoirBlock) block = memoir_markdown_parse(memoir_cell_get_source(cell));

            add_blocks(&place, block);
        } else {
            const char *source = memoir_cell_get_source(cell);
            g_autofree char *markup = terminal_markup(source, strlen(source));

            add_markup(&place, MONO, markup, MEMOIR_NO_BACKGROUND, FALSE);
        }
    }
}
