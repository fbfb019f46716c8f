/*
 * MemoirOutputForm: an output of nbformat in the richest form that screen, printer and exports can
 * show: of a result, HTML of the safe kind, Markdown, a picture, JSON, text, in this order.
 */
#pragma once

#include "gui/memoir-image.h"
#include "gui/memoir-rich-text.h"

G_BEGIN_DECLS

typedef enum {
    MEMOIR_FORM_NOTHING, /* a timeline: it stands beside the cell */
    MEMOIR_FORM_BLOCKS,
    MEMOIR_FORM_IMAGE,
    MEMOIR_FORM_JSON,
    MEMOIR_FORM_TEXT,
    MEMOIR_FORM_STDERR, /* text as well */
    MEMOIR_FORM_ERROR,  /* a traceback */
} MemoirFormKind;

typedef struct {
    MemoirFormKind kind;
    MemoirBlock *block;
    GdkPixbuf *pixbuf;
    MemoirImageSize size;
    gboolean needs_background;
    GBytes *bytes;           /* of the picture's file */
    const char *mime;        /* of the picture */
    const char *alternative; /* of the picture; may be NULL */
    json_t *json;
    const char *text; /* may hold escape sequences */
    gsize length;
    char *owned; /* the text, when it is not the output's own */
} MemoirOutputForm;

/* Borrows the output. Vector pictures are drawn at `scale` times their size. */
void memoir_output_form_init(MemoirOutputForm *form, const json_t *output, int scale);
void memoir_output_form_clear(MemoirOutputForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MemoirOutputForm, memoir_output_form_clear)

G_END_DECLS
