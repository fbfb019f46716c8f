/*
 * MemoirBlock: formatted text as a tree, without widgets: what Markdown and HTML are read into, and
 * what the screen, the printer and the exports draw.
 *
 * Containers (root, quote, list, item, table, row, cell) have children; text stands in paragraphs,
 * headings and code, as Pango markup in which <a href="…"> is the one tag beyond Pango's own. A
 * tree is at most MEMOIR_RICH_DEPTH blocks deep; what is nested deeper stands in the innermost one.
 *
 * A MemoirRichBuilder makes the tree from the order in which a document is read. It owns the tree
 * until memoir_rich_builder_finish() hands it out, for memoir_block_free().
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MEMOIR_RICH_DEPTH 48

typedef enum {
    MEMOIR_BLOCK_ROOT,
    MEMOIR_BLOCK_PARAGRAPH,
    MEMOIR_BLOCK_HEADING, /* level 1 … 6 */
    MEMOIR_BLOCK_CODE,
    MEMOIR_BLOCK_QUOTE,
    MEMOIR_BLOCK_LIST,
    MEMOIR_BLOCK_ITEM, /* mark: "•", "3." */
    MEMOIR_BLOCK_TABLE,
    MEMOIR_BLOCK_ROW,
    MEMOIR_BLOCK_CELL, /* header, align, span */
    MEMOIR_BLOCK_RULE,
    MEMOIR_BLOCK_IMAGE, /* source, text (what stands for it), width, height (0: its own) */
} MemoirBlockType;

typedef struct MemoirBlock MemoirBlock;
struct MemoirBlock {
    MemoirBlockType type;
    int level;
    gboolean header;
    float align; /* 0 left, 0.5 middle, 1 right */
    int span;    /* columns of a cell */
    int width, height;
    char *mark, *source;
    char *text; /* markup; of an image plain text */
    GPtrArray *children;
};

void memoir_block_free(MemoirBlock *block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MemoirBlock, memoir_block_free)

/* Markup without its links: what Pango itself understands. */
char *memoir_rich_strip_links(const char *markup);
/* All text of a tree, a line a paragraph, table cells apart by tabs. */
char *memoir_rich_to_plain(const MemoirBlock *block);

typedef struct {
    MemoirBlock *root;
    GPtrArray *open;   /* containers, the innermost last */
    int too_deep;      /* containers that were not opened */
    MemoirBlock *leaf; /* that text goes to; NULL: a paragraph is begun for it */
    GString *run;      /* the leaf's markup */
    GPtrArray *tags;   /* open inline tags: what opens them, with attributes */
    gboolean space;    /* the run ends in one */
    gboolean raw;      /* white space counts */
    gboolean seen;     /* the leaf holds more than tags */
} MemoirRichBuilder;

void memoir_rich_builder_init(MemoirRichBuilder *builder);
MemoirBlock *memoir_rich_builder_finish(MemoirRichBuilder *builder);
/* A container, or a leaf (paragraph, heading, code). The block is lent, for its fields. */
MemoirBlock *memoir_rich_begin(MemoirRichBuilder *builder, MemoirBlockType type);
void memoir_rich_end(MemoirRichBuilder *builder, MemoirBlockType type);
/* A rule or an image. */
MemoirBlock *memoir_rich_add(MemoirRichBuilder *builder, MemoirBlockType type);
void memoir_rich_text(MemoirRichBuilder *builder, const char *text, gsize length);
void memoir_rich_break(MemoirRichBuilder *builder);
/* `tag` is Pango's, such as "b"; `attributes` may be NULL and must be escaped. */
void memoir_rich_open(MemoirRichBuilder *builder, const char *tag, const char *attributes);
void memoir_rich_close(MemoirRichBuilder *builder, const char *tag);
/* Opens "a" if the address is one that may be followed: http, https, mailto, file and those that
 * are relative; else opens nothing that is seen. */
void memoir_rich_open_link(MemoirRichBuilder *builder, const char *address, gsize length);

G_END_DECLS
