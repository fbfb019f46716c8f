#include "gui/memoir-rich-view.h"

#include "gui/memoir-markdown.h"
#include "gui/memoir-picture.h"

/* More rows are not laid out: their number stands in their place. */
#define MOST_ROWS 400
#define MOST_COLUMNS 100

typedef struct {
    const json_t *attachments;
    const char *folder;
} Source;

static GtkWidget *label_new(const char *markup, const char *class)
{
    GtkWidget *widget = gtk_label_new(NULL);
    g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    gtk_label_set_markup(GTK_LABEL(widget), markup);
    gtk_label_set_wrap(GTK_LABEL(widget), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(widget), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_attributes(GTK_LABEL(widget), attributes);
    gtk_label_set_xalign(GTK_LABEL(widget), 0);
    gtk_label_set_selectable(GTK_LABEL(widget), TRUE);
    gtk_widget_set_focusable(widget, FALSE);
    gtk_widget_set_halign(widget, GTK_ALIGN_FILL);
    if (class)
        gtk_widget_add_css_class(widget, class);
    return widget;
}

static void append_blocks(GtkBox *box, const MemoirBlock *block, const Source *source);

static GtkWidget *box_new(const MemoirBlock *block, const Source *source, const char *class)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);

    if (class)
        gtk_widget_add_css_class(box, class);
    gtk_widget_set_hexpand(box, TRUE);
    append_blocks(GTK_BOX(box), block, source);
    return box;
}

static GtkWidget *item_new(const MemoirBlock *block, const Source *source)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *mark = gtk_label_new(block->mark);

    gtk_widget_set_valign(mark, GTK_ALIGN_START);
    gtk_widget_add_css_class(mark, "mark");
    gtk_box_append(GTK_BOX(row), mark);
    gtk_box_append(GTK_BOX(row), box_new(block, source, NULL));
    return row;
}

static GtkWidget *code_new(const MemoirBlock *block)
{
    GtkWidget *label = label_new(block->text ? block->text : "", NULL);
    GtkWidget *scrolled = gtk_scrolled_window_new();

    gtk_label_set_wrap(GTK_LABEL(label), FALSE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_AUTOMATIC,
                                   GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), label);
    gtk_widget_add_css_class(scrolled, "code-block");
    return scrolled;
}

static GtkWidget *image_new(const MemoirBlock *block, const Source *source)
{
    g_autoptr(GBytes) bytes =
        block->source ? memoir_image_find(block->source, source->attachments, source->folder)
                      : NULL;
    MemoirImageSize size = {block->width, block->height};
    /* Vector pictures are drawn for screens of two pixels a unit. */
    g_autoptr(GdkPixbuf) pixbuf = bytes ? memoir_image_decode(bytes, 2, &size) : NULL;
    g_autofree char *text = NULL;
    g_autofree char *escaped = NULL;
    GtkWidget *label;

    if (pixbuf)
        return memoir_picture_new(pixbuf, size, block->text);
    text = g_strdup_printf("🖼 %s", block->text && *block->text ? block->text
                                      : block->source             ? block->source
                                                                  : "");
    escaped = g_markup_escape_text(text, -1);
    label = label_new(escaped, "dim-label");
    if (block->source && !g_str_has_prefix(block->source, "data:"))
        gtk_widget_set_tooltip_text(label, block->source);
    return label;
}

/* ---- tables ---- */

static GtkWidget *cell_new(const MemoirBlock *block, const Source *source)
{
    const MemoirBlock *only =
        block->children->len == 1 ? g_ptr_array_index(block->children, 0) : NULL;
    GtkWidget *widget;

    if (block->children->len == 0 || (only && only->type == MEMOIR_BLOCK_PARAGRAPH)) {
        widget = label_new(only && only->text ? only->text : "", NULL);
        gtk_label_set_xalign(GTK_LABEL(widget), block->align);
        gtk_label_set_justify(GTK_LABEL(widget), block->align == 1      ? GTK_JUSTIFY_RIGHT
                                                 : block->align == 0.5F ? GTK_JUSTIFY_CENTER
                                                                        : GTK_JUSTIFY_LEFT);
        /* A thousand labels that can be selected in are slow. */
        gtk_label_set_selectable(GTK_LABEL(widget), FALSE);
        gtk_label_set_wrap(GTK_LABEL(widget), FALSE);
    } else {
        widget = box_new(block, source, NULL);
    }
    gtk_widget_add_css_class(widget, block->header ? "th" : "td");
    return widget;
}

/* A row that names columns, as against one that has a name itself. */
static gboolean is_heading(const MemoirBlock *row)
{
    for (guint i = 0; i < row->children->len; i++) {
        const MemoirBlock *cell = g_ptr_array_index(row->children, i);

        if (cell->type == MEMOIR_BLOCK_CELL && !cell->header)
            return FALSE;
    }
    return row->children->len > 0;
}

static GtkWidget *table_new(const MemoirBlock *block, const Source *source)
{
    GtkWidget *outer = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    GtkWidget *grid = gtk_grid_new(), *scrolled = gtk_scrolled_window_new();
    int n_rows = 0;

    for (guint i = 0; i < block->children->len; i++) {
        const MemoirBlock *row = g_ptr_array_index(block->children, i);
        int column = 0;

        if (row->type != MEMOIR_BLOCK_ROW) {
            g_autofree char *text = memoir_rich_to_plain(row);
            g_autofree char *escaped = g_markup_escape_text(g_strstrip(text), -1);

            gtk_box_append(GTK_BOX(outer), label_new(escaped, "caption"));
            continue;
        }
        if (n_rows++ >= MOST_ROWS)
            continue;
        for (guint j = 0; j < row->children->len && column < MOST_COLUMNS; j++) {
            const MemoirBlock *cell = g_ptr_array_index(row->children, j);
            GtkWidget *widget;

            if (cell->type != MEMOIR_BLOCK_CELL)
                continue;
            widget = cell_new(cell, source);
            if (is_heading(row))
                gtk_widget_add_css_class(widget, "heading-row");
            else if (n_rows % 2 == 0)
                gtk_widget_add_css_class(widget, "even");
            gtk_grid_attach(GTK_GRID(grid), widget, column, n_rows - 1, cell->span, 1);
            column += cell->span;
        }
    }
    gtk_widget_add_css_class(grid, "table");
    gtk_widget_set_halign(grid, GTK_ALIGN_START);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_AUTOMATIC,
                                   GTK_POLICY_NEVER);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), grid);
    gtk_box_append(GTK_BOX(outer), scrolled);
    if (n_rows > MOST_ROWS) {
        g_autofree char *text = g_strdup_printf("… %d more rows", n_rows - MOST_ROWS);

        gtk_box_append(GTK_BOX(outer), label_new(text, "dim-label"));
    }
    return outer;
}

/* ---- blocks ---- */

static GtkWidget *block_widget(const MemoirBlock *block, const Source *source)
{
    static const char *const headings[] = {"title-1", "title-2", "title-3",
                                           "title-4", "heading", "heading"};

    switch (block->type) {
    case MEMOIR_BLOCK_HEADING:
        return label_new(block->text ? block->text : "", headings[CLAMP(block->level, 1, 6) - 1]);
    case MEMOIR_BLOCK_CODE: return code_new(block);
    case MEMOIR_BLOCK_QUOTE: return box_new(block, source, "quote");
    case MEMOIR_BLOCK_ITEM: return item_new(block, source);
    case MEMOIR_BLOCK_TABLE: return table_new(block, source);
    case MEMOIR_BLOCK_RULE: return gtk_separator_new(GTK_ORIENTATION_HORIZONTAL);
    case MEMOIR_BLOCK_IMAGE: return image_new(block, source);
    case MEMOIR_BLOCK_PARAGRAPH:
        return block->text && *block->text ? label_new(block->text, NULL) : NULL;
    default: return box_new(block, source, block->type == MEMOIR_BLOCK_LIST ? "list" : NULL);
    }
}

static void append_blocks(GtkBox *box, const MemoirBlock *block, const Source *source)
{
    for (guint i = 0; i < block->children->len; i++) {
        GtkWidget *widget = block_widget(g_ptr_array_index(block->children, i), source);

        if (widget)
            gtk_box_append(box, widget);
    }
}

GtkWidget *memoir_rich_view_new(const MemoirBlock *block, const json_t *attachments,
                                const char *folder)
{
    const Source source = {attachments, folder};

    return box_new(block, &source, "markdown");
}

GtkWidget *memoir_rich_view_new_markdown(const char *text, const json_t *attachments,
                                         const char *folder)
{
    g_autoptr(MemoirBlock) block = memoir_markdown_parse(text);

    return memoir_rich_view_new(block, attachments, folder);
}
