/* What the editor knows of Python's text, without widgets. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many spaces begin the line after this text: deeper after a colon and in brackets, back after
 * return and the like; inside a text of several lines as the line before. */
guint memoir_python_indentation(const char *before);
/* The lines as comments, or, if all of them are, as they were before. */
char *memoir_python_toggle_comment(const char *lines);

G_END_DECLS
