/*
 * Markdown as widgets: headings, paragraphs, lists, quotes, code, tables, emphasis, links. HTML
 * inside is shown as its text. Parsed by md4c in CommonMark with GitHub's tables and strikethrough.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *memoir_markdown_new(const char *text);

G_END_DECLS
