#include "gui/memoir-markdown.h"

#include <md4c.h>
#include <string.h>

#include "gui/memoir-html.h"

typedef struct {
    MemoirRichBuilder builder;
    GArray *numbers; /* of ordered lists, -1 for bullets; the innermost last */
    GString *alt;    /* of the image that is open; NULL: none */
    int depth;       /* of spans in it */
    char *image;
    gboolean followed; /* the link that is open is one; they do not nest */
    GString *html;     /* of the block of HTML that is open; NULL: none */
} Reader;

static char *attribute(const MD_ATTRIBUTE *value)
{
    return value->size > 0 ? g_strndup(value->text, value->size) : g_strdup("");
}

static void enter_item(Reader *r, const MD_BLOCK_LI_DETAIL *detail)
{
    MemoirBlock *item = memoir_rich_begin(&r->builder, MEMOIR_BLOCK_ITEM);
    int *number = &g_array_index(r->numbers, int, r->numbers->len - 1);

    if (item->type != MEMOIR_BLOCK_ITEM)
        return;
    if (detail->is_task)
        item->mark = g_strdup(detail->task_mark == ' ' ? "☐" : "☑");
    else
        item->mark = *number < 0 ? g_strdup("•") : g_strdup_printf("%d.", *number);
    if (*number >= 0)
        ++*number;
}

static void enter_cell(Reader *r, MD_BLOCKTYPE type, const MD_BLOCK_TD_DETAIL *detail)
{
    MemoirBlock *cell = memoir_rich_begin(&r->builder, MEMOIR_BLOCK_CELL);

    cell->header = type == MD_BLOCK_TH;
    cell->align = detail->align == MD_ALIGN_RIGHT    ? 1.0F
                  : detail->align == MD_ALIGN_CENTER ? 0.5F
                                                     : 0.0F;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *r = data;
    int number;

    switch (type) {
    case MD_BLOCK_QUOTE: memoir_rich_begin(&r->builder, MEMOIR_BLOCK_QUOTE); break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        number = type == MD_BLOCK_UL ? -1 : (int)((MD_BLOCK_OL_DETAIL *)detail)->start;
        g_array_append_val(r->numbers, number);
        memoir_rich_begin(&r->builder, MEMOIR_BLOCK_LIST);
        break;
    case MD_BLOCK_LI: enter_item(r, detail); break;
    case MD_BLOCK_HR: memoir_rich_add(&r->builder, MEMOIR_BLOCK_RULE); break;
    case MD_BLOCK_H:
        memoir_rich_begin(&r->builder, MEMOIR_BLOCK_HEADING)->level =
            (int)((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        memoir_rich_begin(&r->builder, MEMOIR_BLOCK_CODE);
        r->builder.raw = TRUE;
        break;
    case MD_BLOCK_P: memoir_rich_begin(&r->builder, MEMOIR_BLOCK_PARAGRAPH); break;
    case MD_BLOCK_HTML: r->html = g_string_new(NULL); break;
    case MD_BLOCK_TABLE: memoir_rich_begin(&r->builder, MEMOIR_BLOCK_TABLE); break;
    case MD_BLOCK_TR: memoir_rich_begin(&r->builder, MEMOIR_BLOCK_ROW); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: enter_cell(r, type, detail); break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *r = data;
    GString *run = r->builder.run;

    switch (type) {
    case MD_BLOCK_QUOTE: memoir_rich_end(&r->builder, MEMOIR_BLOCK_QUOTE); break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        g_array_set_size(r->numbers, r->numbers->len - 1);
        memoir_rich_end(&r->builder, MEMOIR_BLOCK_LIST);
        break;
    case MD_BLOCK_LI: memoir_rich_end(&r->builder, MEMOIR_BLOCK_ITEM); break;
    case MD_BLOCK_CODE:
        if (run->len > 0 && run->str[run->len - 1] == '\n')
            g_string_truncate(run, run->len - 1);
        memoir_rich_end(&r->builder, MEMOIR_BLOCK_CODE);
        r->builder.raw = FALSE;
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P: memoir_rich_end(&r->builder, MEMOIR_BLOCK_PARAGRAPH); break;
    case MD_BLOCK_HTML:
        memoir_html_read(&r->builder, r->html->str, r->html->len);
        g_string_free(g_steal_pointer(&r->html), TRUE);
        memoir_rich_end(&r->builder, MEMOIR_BLOCK_PARAGRAPH);
        break;
    case MD_BLOCK_TABLE: memoir_rich_end(&r->builder, MEMOIR_BLOCK_TABLE); break;
    case MD_BLOCK_TR: memoir_rich_end(&r->builder, MEMOIR_BLOCK_ROW); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: memoir_rich_end(&r->builder, MEMOIR_BLOCK_CELL); break;
    default: break;
    }
    return 0;
}

static const char *tag_of(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY: return "i";
    case MD_SPAN_STRONG: return "b";
    case MD_SPAN_DEL: return "s";
    case MD_SPAN_CODE: return "tt";
    default: return NULL;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    Reader *r = data;

    /* What stands for a picture is plain. */
    if (r->alt) {
        r->depth++;
    } else if (type == MD_SPAN_IMG) {
        r->image = attribute(&((MD_SPAN_IMG_DETAIL *)detail)->src);
        r->alt = g_string_new(NULL);
    } else if (type == MD_SPAN_A) {
        MD_SPAN_A_DETAIL *link = detail;
        g_autofree char *address = attribute(&link->href);

        memoir_rich_open_link(&r->builder, address, strlen(address));
        r->followed =
            g_str_has_prefix(g_ptr_array_index(r->builder.tags, r->builder.tags->len - 1), "a ");
    } else if (tag_of(type)) {
        memoir_rich_open(&r->builder, tag_of(type), NULL);
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    Reader *r = data;

    if (r->alt && r->depth > 0) {
        r->depth--;
    } else if (type == MD_SPAN_IMG && r->alt) {
        MemoirBlock *image = memoir_rich_add(&r->builder, MEMOIR_BLOCK_IMAGE);

        image->source = g_steal_pointer(&r->image);
        image->text = g_string_free(g_steal_pointer(&r->alt), FALSE);
    } else if (type == MD_SPAN_A) {
        memoir_rich_close(&r->builder, r->followed ? "a" : "span");
    } else if (tag_of(type)) {
        memoir_rich_close(&r->builder, tag_of(type));
    }
    return 0;
}

static void put(Reader *r, const char *text, gsize size)
{
    if (r->alt)
        g_string_append_len(r->alt, text, (gssize)size);
    else
        memoir_rich_text(&r->builder, text, size);
}

static void put_entity(Reader *r, const char *text, gsize size)
{
    static const struct {
        const char *name, *text;
    } named[] = {
        {"&lt;", "<"},        {"&gt;", ">"},    {"&amp;", "&"},   {"&quot;", "\""},
        {"&nbsp;", "\u00a0"}, {"&copy;", "©"},  {"&ndash;", "–"}, {"&mdash;", "—"},
        {"&hellip;", "…"},    {"&times;", "×"}, {"&deg;", "°"},   {"&micro;", "µ"},
        {"&rarr;", "→"},      {"&larr;", "←"},  {"&le;", "≤"},    {"&ge;", "≥"},
    };
    gunichar c = 0;
    char utf8[8];

    if (size > 3 && text[1] == '#')
        c = (gunichar)(text[2] == 'x' || text[2] == 'X' ? g_ascii_strtoull(text + 3, NULL, 16)
                                                        : g_ascii_strtoull(text + 2, NULL, 10));
    if (c > 0 && g_unichar_validate(c)) {
        put(r, utf8, (gsize)g_unichar_to_utf8(c, utf8));
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(named); i++) {
        if (strlen(named[i].name) == size && memcmp(named[i].name, text, size) == 0) {
            put(r, named[i].text, strlen(named[i].text));
            return;
        }
    }
    put(r, text, size);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    Reader *r = data;

    switch (type) {
    case MD_TEXT_NULLCHAR: put(r, "\xef\xbf\xbd", 3); break;
    case MD_TEXT_BR: memoir_rich_break(&r->builder); break;
    case MD_TEXT_SOFTBR: put(r, " ", 1); break;
    case MD_TEXT_ENTITY: put_entity(r, text, size); break;
    case MD_TEXT_HTML:
        if (r->html)
            g_string_append_len(r->html, text, size);
        else
            memoir_html_read_tag(&r->builder, text, size);
        break;
    default: put(r, text, size);
    }
    return 0;
}

MemoirBlock *memoir_markdown_parse(const char *text)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS |
                 MD_FLAG_TASKLISTS | MD_FLAG_LATEXMATHSPANS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    Reader r = {.numbers = g_array_new(FALSE, FALSE, sizeof(int))};

    memoir_rich_builder_init(&r.builder);
    md_parse(text, (MD_SIZE)strlen(text), &parser, &r);
    g_array_unref(r.numbers);
    g_free(r.image);
    if (r.html)
        g_string_free(r.html, TRUE);
    if (r.alt)
        g_string_free(r.alt, TRUE);
    return memoir_rich_builder_finish(&r.builder);
}
