/*
 * HTML as notebooks hold it (tables of pandas, headings, lists, emphasis, links, code, pictures) as
 * a tree of blocks. Nothing is run and nothing is fetched: styles are left out, and a text that
 * needs more than this to say what it says (scripts, frames, drawings, forms) is refused, so that
 * the caller can show another form of it.
 *
 * Read by libxml2, which forgives what is badly nested or not closed.
 */
#pragma once

#include "gui/memoir-rich-text.h"

G_BEGIN_DECLS

/* NULL: refused, or no HTML at all. */
MemoirBlock *memoir_html_parse(const char *text, gsize length);
/* The words of any HTML, without scripts and styles. */
char *memoir_html_to_plain(const char *text, gsize length);

/* HTML in the middle of another text: whole elements, and a single tag such as "<sub>". */
void memoir_html_read(MemoirRichBuilder *builder, const char *text, gsize length);
void memoir_html_read_tag(MemoirRichBuilder *builder, const char *text, gsize length);

G_END_DECLS
