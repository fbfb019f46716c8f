#include "gui/memoir-rich-text.h"

#include <string.h>

/* ---- the tree ---- */

void memoir_block_free(MemoirBlock *block)
{
    if (!block)
        return;
    if (block->children)
        g_ptr_array_unref(block->children);
    g_free(block->mark);
    g_free(block->source);
    g_free(block->text);
    g_free(block);
}

static gboolean is_container(MemoirBlockType type)
{
    return type == MEMOIR_BLOCK_ROOT || type == MEMOIR_BLOCK_QUOTE || type == MEMOIR_BLOCK_LIST ||
           type == MEMOIR_BLOCK_ITEM || type == MEMOIR_BLOCK_TABLE || type == MEMOIR_BLOCK_ROW ||
           type == MEMOIR_BLOCK_CELL;
}

static MemoirBlock *block_new(MemoirBlockType type)
{
    MemoirBlock *block = g_new0(MemoirBlock, 1);

    block->type = type;
    block->span = 1;
    if (is_container(type))
        block->children = g_ptr_array_new_with_free_func((GDestroyNotify)memoir_block_free);
    return block;
}

char *memoir_rich_strip_links(const char *markup)
{
    GString *out = g_string_sized_new(strlen(markup));

    while (*markup) {
        if (g_str_has_prefix(markup, "<a ") || g_str_has_prefix(markup, "</a>"))
            markup = strchr(markup, '>') + 1; /* attributes are escaped: none holds a '>' */
        else
            g_string_append_c(out, *markup++);
    }
    return g_string_free(out, FALSE);
}

static void append_plain(GString *out, const char *markup)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''},
    };

    while (*markup) {
        gsize i = 0;

        if (*markup == '<') {
            markup = strchr(markup, '>') + 1;
            continue;
        }
        while (i < G_N_ELEMENTS(entities) && !g_str_has_prefix(markup, entities[i].name))
            i++;
        if (i < G_N_ELEMENTS(entities)) {
            g_string_append_c(out, entities[i].c);
            markup += strlen(entities[i].name);
        } else {
            g_string_append_c(out, *markup++);
        }
    }
}

static void plain(GString *out, const MemoirBlock *block, gboolean in_row)
{
    if (block->mark)
        g_string_append_printf(out, "%s ", block->mark);
    if (block->type == MEMOIR_BLOCK_IMAGE)
        g_string_append(out, block->text ? block->text : "");
    else if (block->text)
        append_plain(out, block->text);
    for (guint i = 0; block->children && i < block->children->len; i++) {
        if (block->type == MEMOIR_BLOCK_ROW && i > 0)
            g_string_append_c(out, '\t');
        plain(out, g_ptr_array_index(block->children, i),
              in_row || block->type == MEMOIR_BLOCK_ROW);
    }
    if (block->type == MEMOIR_BLOCK_ROW || (!in_row && !is_container(block->type)))
        g_string_append_c(out, '\n');
}

char *memoir_rich_to_plain(const MemoirBlock *block)
{
    GString *out = g_string_new(NULL);

    plain(out, block, FALSE);
    return g_string_free(out, FALSE);
}

/* ---- building ---- */

void memoir_rich_builder_init(MemoirRichBuilder *builder)
{
    *builder = (MemoirRichBuilder){
        .root = block_new(MEMOIR_BLOCK_ROOT),
        .open = g_ptr_array_new(),
        .run = g_string_new(NULL),
        .tags = g_ptr_array_new_with_free_func(g_free),
    };
    g_ptr_array_add(builder->open, builder->root);
}

static MemoirBlock *innermost(MemoirRichBuilder *builder)
{
    return g_ptr_array_index(builder->open, builder->open->len - 1);
}

/* "span foreground=\"red\"" is closed by "</span>". */
static void append_close(GString *run, const char *tag)
{
    g_string_append_printf(run, "</%.*s>", (int)strcspn(tag, " "), tag);
}

static void close_leaf(MemoirRichBuilder *builder)
{
    GPtrArray *siblings = innermost(builder)->children;
    GString *run = builder->run;

    if (!builder->leaf)
        return;
    if (builder->space && !builder->raw && run->len > 0 && run->str[run->len - 1] == ' ')
        g_string_truncate(run, run->len - 1);
    for (guint i = builder->tags->len; i-- > 0;)
        append_close(run, g_ptr_array_index(builder->tags, i));
    if (builder->seen || builder->leaf->type != MEMOIR_BLOCK_PARAGRAPH)
        builder->leaf->text = g_strdup(run->str);
    else
        g_ptr_array_remove_index(siblings, siblings->len - 1);
    builder->leaf = NULL;
    g_string_truncate(run, 0);
}

static void open_leaf(MemoirRichBuilder *builder, MemoirBlockType type)
{
    builder->leaf = block_new(type);
    g_ptr_array_add(innermost(builder)->children, builder->leaf);
    builder->space = TRUE;
    builder->seen = FALSE;
    for (guint i = 0; i < builder->tags->len; i++)
        g_string_append_printf(builder->run, "<%s>", (char *)g_ptr_array_index(builder->tags, i));
}

MemoirBlock *memoir_rich_builder_finish(MemoirRichBuilder *builder)
{
    close_leaf(builder);
    g_ptr_array_unref(builder->open);
    g_ptr_array_unref(builder->tags);
    g_string_free(builder->run, TRUE);
    return g_steal_pointer(&builder->root);
}

MemoirBlock *memoir_rich_begin(MemoirRichBuilder *builder, MemoirBlockType type)
{
    MemoirBlock *block;

    close_leaf(builder);
    if (!is_container(type)) {
        open_leaf(builder, type);
        return builder->leaf;
    }
    if (builder->open->len >= MEMOIR_RICH_DEPTH) {
        builder->too_deep++;
        return innermost(builder);
    }
    block = block_new(type);
    g_ptr_array_add(innermost(builder)->children, block);
    g_ptr_array_add(builder->open, block);
    return block;
}

void memoir_rich_end(MemoirRichBuilder *builder, MemoirBlockType type)
{
    close_leaf(builder);
    if (!is_container(type))
        return;
    if (builder->too_deep > 0)
        builder->too_deep--;
    else if (builder->open->len > 1)
        g_ptr_array_remove_index(builder->open, builder->open->len - 1);
}

MemoirBlock *memoir_rich_add(MemoirRichBuilder *builder, MemoirBlockType type)
{
    MemoirBlock *block = block_new(type);

    close_leaf(builder);
    g_ptr_array_add(innermost(builder)->children, block);
    return block;
}

static void append_escaped(MemoirRichBuilder *builder, const char *text, gsize length)
{
    GString *run = builder->run;

    builder->seen = TRUE;
    for (gsize i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '<')
            g_string_append(run, "&lt;");
        else if (c == '>')
            g_string_append(run, "&gt;");
        else if (c == '&')
            g_string_append(run, "&amp;");
        else if (c >= 0x20 || c == '\n' || c == '\t')
            g_string_append_c(run, (char)c);
        else
            g_string_append(run, "\xef\xbf\xbd"); /* no markup holds control characters */
    }
}

void memoir_rich_text(MemoirRichBuilder *builder, const char *text, gsize length)
{
    g_autofree char *valid = g_utf8_validate(text, (gssize)length, NULL)
                                 ? NULL
                                 : g_utf8_make_valid(text, (gssize)length);

    if (valid) {
        text = valid;
        length = strlen(valid);
    }
    if (builder->raw) {
        if (!builder->leaf)
            open_leaf(builder, MEMOIR_BLOCK_PARAGRAPH);
        append_escaped(builder, text, length);
        return;
    }
    for (gsize i = 0; i < length;) {
        gsize blank = strspn(text + i, " \t\n\r\f"), word;

        blank = MIN(blank, length - i);
        i += blank;
        if (blank > 0 && builder->leaf && !builder->space) {
            g_string_append_c(builder->run, ' ');
            builder->space = TRUE;
        }
        for (word = 0; i + word < length && !strchr(" \t\n\r\f", text[i + word]);)
            word++;
        if (word == 0)
            continue;
        if (!builder->leaf)
            open_leaf(builder, MEMOIR_BLOCK_PARAGRAPH);
        append_escaped(builder, text + i, word);
        builder->space = FALSE;
        i += word;
    }
}

void memoir_rich_break(MemoirRichBuilder *builder)
{
    if (!builder->leaf)
        return;
    g_string_append_c(builder->run, '\n');
    builder->space = TRUE;
}

void memoir_rich_open(MemoirRichBuilder *builder, const char *tag, const char *attributes)
{
    char *whole = attributes ? g_strdup_printf("%s %s", tag, attributes) : g_strdup(tag);

    /* The space before a word that is set off stands outside. */
    g_ptr_array_add(builder->tags, whole);
    if (builder->leaf)
        g_string_append_printf(builder->run, "<%s>", whole);
}

static gboolean is_tag(const char *whole, const char *tag)
{
    gsize length = strlen(tag);

    return strncmp(whole, tag, length) == 0 && (whole[length] == '\0' || whole[length] == ' ');
}

void memoir_rich_close(MemoirRichBuilder *builder, const char *tag)
{
    guint at = builder->tags->len;

    while (at > 0 && !is_tag(g_ptr_array_index(builder->tags, at - 1), tag))
        at--;
    if (at == 0)
        return;
    at--;
    if (builder->leaf) {
        for (guint i = builder->tags->len; i-- > at;)
            append_close(builder->run, g_ptr_array_index(builder->tags, i));
    }
    g_ptr_array_remove_index(builder->tags, at);
    for (guint i = at; builder->leaf && i < builder->tags->len; i++)
        g_string_append_printf(builder->run, "<%s>", (char *)g_ptr_array_index(builder->tags, i));
}

static gboolean may_be_followed(const char *address)
{
    static const char *const schemes[] = {"http", "https", "mailto", "file"};
    g_autofree char *scheme = g_uri_parse_scheme(address);

    for (gsize i = 0; scheme && i < G_N_ELEMENTS(schemes); i++) {
        if (g_ascii_strcasecmp(scheme, schemes[i]) == 0)
            return TRUE;
    }
    return !scheme && *address;
}

void memoir_rich_open_link(MemoirRichBuilder *builder, const char *address, gsize length)
{
    g_autofree char *valid = g_utf8_make_valid(address, (gssize)length);
    g_autofree char *escaped = g_markup_escape_text(valid, -1);
    g_autofree char *attributes = g_strdup_printf("href=\"%s\"", escaped);
    gboolean inside = FALSE;

    for (guint i = 0; i < builder->tags->len; i++)
        inside |= is_tag(g_ptr_array_index(builder->tags, i), "a");
    /* Links do not nest. */
    if (may_be_followed(valid) && !inside)
        memoir_rich_open(builder, "a", attributes);
    else
        memoir_rich_open(builder, "span", NULL);
}
