/*
 * Markdown (CommonMark with GitHub's tables, task lists, strikethrough and bare links, and dollars
 * for mathematics) as a tree of blocks, by md4c. HTML inside it is read as memoir-html.h says, and
 * what that refuses is left out.
 */
#pragma once

#include "gui/memoir-rich-text.h"

G_BEGIN_DECLS

MemoirBlock *memoir_markdown_parse(const char *text);

G_END_DECLS
