/*
 * MemoirPages: a notebook laid out on pages, for paper and PDF: code, outputs, text, and the curve
 * of each cell, as vectors wherever they are vectors. Always on white.
 *
 * Lengths are points. The pages refer to the document's outputs and timelines: it must not change
 * as long as they are used. Long outputs are cut as on the screen.
 */
#pragma once

#include <cairo.h>

#include "gui/memoir-document.h"

G_BEGIN_DECLS

typedef struct MemoirPages MemoirPages;

/* For paper of that size, margins included. */
MemoirPages *memoir_pages_new(MemoirDocument *document, double width, double height);
void memoir_pages_free(MemoirPages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MemoirPages, memoir_pages_free)

guint memoir_pages_count(MemoirPages *pages);
/* With the paper's upper left at (0, 0). */
void memoir_pages_draw(MemoirPages *pages, guint page, cairo_t *cr);

/* A PDF file of A4 pages, written whole or not at all. */
gboolean memoir_pages_save_pdf(MemoirDocument *document, const char *path, GError **error);

G_END_DECLS
