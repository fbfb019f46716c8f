/*
 * The headings of a Markdown text, for the outline and for folding. Parsed by md4c, so that a "#"
 * in a block of code is none.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    guint level; /* 1 to 6 */
    char *text;  /* plain */
} MemoirHeading;

/* Of MemoirHeading, in order; free with g_ptr_array_unref(). */
GPtrArray *memoir_headings_parse(const char *markdown);
/* The level of the heading that the text begins with; 0: it does not begin with one. */
guint memoir_headings_section_level(const char *markdown);

G_END_DECLS
