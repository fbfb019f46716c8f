/*
 * Python source in pieces of one colour each, for paper and exports. (On the screen GtkSourceView
 * does this.) Any text is taken; what is no Python comes out as whatever it looks like.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    MEMOIR_TOKEN_PLAIN,
    MEMOIR_TOKEN_KEYWORD,
    MEMOIR_TOKEN_NAME, /* that is being defined */
    MEMOIR_TOKEN_STRING,
    MEMOIR_TOKEN_NUMBER,
    MEMOIR_TOKEN_COMMENT,
} MemoirToken;

typedef void (*MemoirTokenFunc)(MemoirToken token, const char *text, gsize length, gpointer data);
void memoir_highlight(const char *source, MemoirTokenFunc callback, gpointer data);
/* Pango markup in colours for white paper; for g_free(). */
char *memoir_highlight_to_markup(const char *source);

G_END_DECLS
