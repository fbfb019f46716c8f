/*
 * A notebook as a file for other programs, by the suffix of its name:
 *
 *   .pdf   pages, see memoir-pages.h
 *   .html  one file with everything in it, pictures and curves included; light and dark
 *   .md    Markdown; pictures and curves stand beside it in NAME_files/
 *   .py    a script whose cells are told apart by "# %%", as many editors know it; what is no
 *          Python (text, magics) is commented out
 *
 * Files are written whole or not at all. The document must not change meanwhile.
 */
#pragma once

#include "gui/memoir-document.h"

G_BEGIN_DECLS

gboolean memoir_export(MemoirDocument *document, const char *path, GError **error);

/* The texts of these files; for g_free(). */
char *memoir_export_script(MemoirDocument *document);
char *memoir_export_html(MemoirDocument *document);
/* `folder` is the name under which the text refers to pictures. They are put into `files`: name to
 * GBytes. */
char *memoir_export_markdown(MemoirDocument *document, const char *folder, GHashTable *files);

/* A cell's curve as SVG; NULL: it has none. */
GBytes *memoir_export_curve(MemoirCell *cell);

G_END_DECLS
