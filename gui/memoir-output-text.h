/*
 * MemoirOutputText: text that a cell put out: monospaced, with a terminal's colours, that can be
 * selected and copied.
 *
 * Of a long text the first and last lines are laid out, with a button between that says how many
 * are hidden and shows more of them. Setting a text that begins like the one before touches only
 * what is new, so that output can grow many times a second.
 *
 * In tracebacks, lines that name a cell are links: they activate the action notebook.go-to-line
 * (execution count, line) of whatever stands around.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
    MEMOIR_TEXT_PLAIN,
    MEMOIR_TEXT_STDERR,
    MEMOIR_TEXT_ERROR,
} MemoirTextKind;

#define MEMOIR_TYPE_OUTPUT_TEXT (memoir_output_text_get_type())
G_DECLARE_FINAL_TYPE(MemoirOutputText, memoir_output_text, MEMOIR, OUTPUT_TEXT, GtkWidget)

GtkWidget *memoir_output_text_new(void);
void memoir_output_text_set(MemoirOutputText *self, MemoirTextKind kind, const char *text,
                            gsize length);

G_END_DECLS
