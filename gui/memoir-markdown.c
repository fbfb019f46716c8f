#include "gui/memoir-markdown.h"

#include <md4c.h>
#include <string.h>

typedef struct {
    GPtrArray *boxes; /* where blocks go; the innermost last */
    GArray *numbers;  /* of ordered lists, -1 for bullets; the innermost last */
    GString *markup;  /* of the block that is open */
    int row, column;  /* in the table that is open */
} Renderer;

static GtkBox *innermost(Renderer *r)
{
    return g_ptr_array_index(r->boxes, r->boxes->len - 1);
}

static GtkWidget *label(const char *markup, const char *class)
{
    GtkWidget *widget = gtk_label_new(NULL);

    gtk_label_set_markup(GTK_LABEL(widget), markup);
    gtk_label_set_wrap(GTK_LABEL(widget), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(widget), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_xalign(GTK_LABEL(widget), 0);
    gtk_label_set_selectable(GTK_LABEL(widget), TRUE);
    gtk_widget_set_focusable(widget, FALSE);
    if (class)
        gtk_widget_add_css_class(widget, class);
    return widget;
}

static void flush(Renderer *r, const char *class)
{
    if (r->markup->len == 0)
        return;
    gtk_box_append(innermost(r), label(r->markup->str, class));
    g_string_truncate(r->markup, 0);
}

static GtkWidget *push_box(Renderer *r, const char *class)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    if (class)
        gtk_widget_add_css_class(box, class);
    gtk_widget_set_hexpand(box, TRUE);
    g_ptr_array_add(r->boxes, box);
    return box;
}

static void pop_box(Renderer *r)
{
    g_ptr_array_remove_index(r->boxes, r->boxes->len - 1);
}

static void enter_item(Renderer *r)
{
    int *number = &g_array_index(r->numbers, int, r->numbers->len - 1);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    g_autofree char *text = *number < 0 ? g_strdup("•") : g_strdup_printf("%d.", (*number)++);
    GtkWidget *mark = gtk_label_new(text);
    GtkBox *outer = innermost(r);

    gtk_widget_set_valign(mark, GTK_ALIGN_START);
    gtk_box_append(GTK_BOX(row), mark);
    gtk_box_append(outer, row);
    gtk_box_append(GTK_BOX(row), push_box(r, NULL));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Renderer *r = data;
    GtkBox *outer;
    int number;

    flush(r, NULL);
    outer = innermost(r);
    switch (type) {
    case MD_BLOCK_QUOTE:
        gtk_box_append(outer, push_box(r, "quote"));
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        number = type == MD_BLOCK_UL ? -1 : (int)((MD_BLOCK_OL_DETAIL *)detail)->start;
        g_array_append_val(r->numbers, number);
        gtk_box_append(outer, push_box(r, NULL));
        break;
    case MD_BLOCK_LI:
        enter_item(r);
        break;
    case MD_BLOCK_HR:
        gtk_box_append(outer, gtk_separator_new(GTK_ORIENTATION_HORIZONTAL));
        break;
    case MD_BLOCK_TABLE: {
        GtkWidget *grid = gtk_grid_new();

        gtk_grid_set_column_spacing(GTK_GRID(grid), 18);
        gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
        gtk_box_append(outer, grid);
        g_ptr_array_add(r->boxes, grid);
        r->row = -1;
        break;
    }
    case MD_BLOCK_TR:
        r->row++;
        r->column = 0;
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    static const char *const headings[] = {"title-1", "title-2", "title-3",
                                           "title-4", "heading", "heading"};
    Renderer *r = data;

    switch (type) {
    case MD_BLOCK_H:
        flush(r, headings[((MD_BLOCK_H_DETAIL *)detail)->level - 1]);
        break;
    case MD_BLOCK_CODE:
        if (g_str_has_suffix(r->markup->str, "\n"))
            g_string_truncate(r->markup, r->markup->len - 1);
        flush(r, "code-block");
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: {
        GtkGrid *grid = g_ptr_array_index(r->boxes, r->boxes->len - 1);

        gtk_grid_attach(grid, label(r->markup->str, type == MD_BLOCK_TH ? "heading" : NULL),
                        r->column++, r->row, 1, 1);
        g_string_truncate(r->markup, 0);
        break;
    }
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        g_array_set_size(r->numbers, r->numbers->len - 1);
        pop_box(r);
        break;
    case MD_BLOCK_LI:
    case MD_BLOCK_QUOTE:
        flush(r, NULL);
        pop_box(r);
        break;
    case MD_BLOCK_TABLE:
        pop_box(r);
        break;
    default:
        flush(r, NULL);
    }
    return 0;
}

static void append_escaped(Renderer *r, const char *text, gsize size)
{
    g_autofree char *escaped = g_markup_escape_text(text, (gssize)size);

    g_string_append(r->markup, escaped);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    Renderer *r = data;

    switch (type) {
    case MD_SPAN_EM:
        g_string_append(r->markup, "<i>");
        break;
    case MD_SPAN_STRONG:
        g_string_append(r->markup, "<b>");
        break;
    case MD_SPAN_DEL:
        g_string_append(r->markup, "<s>");
        break;
    case MD_SPAN_CODE:
        g_string_append(r->markup, "<tt>");
        break;
    case MD_SPAN_A: {
        MD_SPAN_A_DETAIL *link = detail;

        g_string_append(r->markup, "<a href=\"");
        append_escaped(r, link->href.text, link->href.size);
        g_string_append(r->markup, "\">");
        break;
    }
    default:
        break;
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    Renderer *r = data;

    switch (type) {
    case MD_SPAN_EM:
        g_string_append(r->markup, "</i>");
        break;
    case MD_SPAN_STRONG:
        g_string_append(r->markup, "</b>");
        break;
    case MD_SPAN_DEL:
        g_string_append(r->markup, "</s>");
        break;
    case MD_SPAN_CODE:
        g_string_append(r->markup, "</tt>");
        break;
    case MD_SPAN_A:
        g_string_append(r->markup, "</a>");
        break;
    default:
        break;
    }
    return 0;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    Renderer *r = data;

    switch (type) {
    case MD_TEXT_NULLCHAR:
        g_string_append(r->markup, "\xef\xbf\xbd");
        break;
    case MD_TEXT_BR:
        g_string_append_c(r->markup, '\n');
        break;
    case MD_TEXT_SOFTBR:
        g_string_append_c(r->markup, ' ');
        break;
    default:
        append_escaped(r, text, size);
    }
    return 0;
}

GtkWidget *memoir_markdown_new(const char *text)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    Renderer r = {
        .boxes = g_ptr_array_new(),
        .numbers = g_array_new(FALSE, FALSE, sizeof(int)),
        .markup = g_string_new(NULL),
    };
    GtkWidget *box = push_box(&r, "markdown");

    md_parse(text, (MD_SIZE)strlen(text), &parser, &r);
    g_ptr_array_unref(r.boxes);
    g_array_unref(r.numbers);
    g_string_free(r.markup, TRUE);
    return box;
}
