/* What the files of MemoirPages share: a page is made of pieces, each of which stands on one. */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <pango/pangocairo.h>

#include "gui/memoir-pages.h"
#include "plots/plot.h"

typedef enum {
    MEMOIR_PIECE_TEXT, /* lines of a layout */
    MEMOIR_PIECE_IMAGE,
    MEMOIR_PIECE_CURVE,
    MEMOIR_PIECE_ROW, /* of a table: several layouts */
    MEMOIR_PIECE_RULE,
} MemoirPieceKind;

typedef struct {
    PangoLayout *layout;
    double x, width;
    gboolean header;
} MemoirPageCell;

typedef struct {
    MemoirPieceKind kind;
    double x, y, width, height;
    double gap;          /* wanted above, unless it begins a page */
    guint32 background;  /* 0xRRGGBB, of the whole width; MEMOIR_NO_BACKGROUND: none */
    double bar;          /* where a quote's bar stands; 0: none */
    PangoLayout *layout; /* of a text */
    int first_line, n_lines;
    PangoLayout *label; /* to the left: the prompt, or a list's mark */
    double label_x;
    GdkPixbuf *pixbuf;
    struct plot *plot;
    GArray *cells;           /* MemoirPageCell, of a row */
    double scale;            /* of a row */
    gboolean keep_with_next; /* a heading does not end a page */
} MemoirPiece;

#define MEMOIR_NO_BACKGROUND G_MAXUINT32

struct MemoirPages {
    MemoirDocument *document;
    char *title;
    double width, height, margin;
    PangoContext *context;
    GPtrArray *pieces; /* MemoirPiece, in order */
    GArray *begins;    /* of each page the number of its first piece (guint) */
};

/* memoir-pages.c */
MemoirPiece *memoir_pages_add(MemoirPages *pages, MemoirPieceKind kind, double x, double width);
/* Text that may be split between lines: one piece a line or a few. Gives the first. */
MemoirPiece *memoir_pages_add_text(MemoirPages *pages, PangoLayout *layout, double x, double width,
                                   double padding, guint32 background);
PangoLayout *memoir_pages_layout(MemoirPages *pages, const char *font, const char *markup,
                                 double width);

/* memoir-pages-content.c */
void memoir_pages_add_document(MemoirPages *pages);

/* memoir-pages-draw.c */
void memoir_pages_draw_piece(const MemoirPages *pages, const MemoirPiece *piece, cairo_t *cr);
