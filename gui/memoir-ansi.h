/*
 * Text as a terminal would show it: colours and emphasis of ANSI escape sequences (SGR), and what
 * carriage return, backspace and the erasing sequences do to the line they stand in. Other
 * sequences are left out. Rows above the current one cannot be reached.
 *
 * Bytes that are not UTF-8 become U+FFFD.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MEMOIR_ANSI_NO_COLOR G_MAXUINT32

typedef struct {
    gboolean bold, faint, italic, underline, strike, inverse;
    guint32 foreground, background; /* 0xRRGGBB, MEMOIR_ANSI_NO_COLOR: none */
} MemoirAnsiStyle;

/* Called for each run of one style; line ends are part of the text. */
typedef void (*MemoirAnsiFunc)(const char *text, gsize length, const MemoirAnsiStyle *style,
                               gpointer data);
void memoir_ansi_read(const char *text, gsize length, MemoirAnsiFunc callback, gpointer data);

/* The terminal's 16 colours, which are handed out as they look on white, as they look on black;
 * others stay as they are. */
guint32 memoir_ansi_on_dark(guint32 color);
gboolean memoir_ansi_is_plain(const MemoirAnsiStyle *style);
/* For g_free(). */
char *memoir_ansi_strip(const char *text, gsize length);
/* Pango markup, for white paper. */
char *memoir_ansi_to_markup(const char *text, gsize length);

G_END_DECLS
