#include "gui/memoir-headings.h"

#include <md4c.h>
#include <string.h>

typedef struct {
    GPtrArray *headings;
    GString *text; /* of the heading that is open */
    guint level;   /* 0: no heading is open */
    gboolean first_only, begun;
    guint first_level;
} Reader;

static void heading_free(gpointer data)
{
    MemoirHeading *heading = data;

    g_free(heading->text);
    g_free(heading);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *reader = data;

    if (type == MD_BLOCK_DOC)
        return 0;
    if (type == MD_BLOCK_H) {
        reader->level = ((MD_BLOCK_H_DETAIL *)detail)->level;
        g_string_truncate(reader->text, 0);
        if (!reader->begun)
            reader->first_level = reader->level;
    }
    reader->begun = TRUE;
    return reader->first_only; /* known by now: no need to read on */
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    Reader *reader = data;
    MemoirHeading *heading;

    if (type != MD_BLOCK_H)
        return 0;
    heading = g_new0(MemoirHeading, 1);
    heading->level = reader->level;
    heading->text = g_strdup(g_strstrip(reader->text->str));
    g_ptr_array_add(reader->headings, heading);
    reader->level = 0;
    return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *data) { return 0; }

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    Reader *reader = data;

    if (reader->level == 0)
        return 0;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR)
        g_string_append_c(reader->text, ' ');
    else if (type != MD_TEXT_HTML && type != MD_TEXT_NULLCHAR)
        g_string_append_len(reader->text, text, (gssize)size);
    return 0;
}

static void read_headings(const char *markdown, Reader *reader)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = on_span,
        .leave_span = on_span,
        .text = on_text,
    };

    reader->headings = g_ptr_array_new_with_free_func(heading_free);
    reader->text = g_string_new(NULL);
    md_parse(markdown, (MD_SIZE)strlen(markdown), &parser, reader);
    g_string_free(reader->text, TRUE);
}

GPtrArray *memoir_headings_parse(const char *markdown)
{
    Reader reader = {0};

    read_headings(markdown, &reader);
    return reader.headings;
}

guint memoir_headings_section_level(const char *markdown)
{
    Reader reader = {.first_only = TRUE};

    read_headings(markdown, &reader);
    g_ptr_array_unref(reader.headings);
    return reader.first_level;
}
