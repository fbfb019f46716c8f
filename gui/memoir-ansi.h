/*
 * Terminal text into a GtkTextBuffer: SGR colours (8, 16, 256, true colour), bold, italic,
 * underline; a carriage return begins the line anew, a backspace takes a character; other escape
 * sequences are left out.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Append; what is not UTF-8 becomes U+FFFD. */
void memoir_ansi_append(GtkTextBuffer *buffer, const char *text, gsize length);

G_END_DECLS
