/*
 * Timelines into files: PNG, SVG or PDF, one by a dialog that asks for its name, several by one
 * that asks for a folder. A picture is written whole or not at all; what goes wrong is told in a
 * dialog.
 *
 * An item is a timeline with the name of its file, without ending.
 */
#pragma once

#include <gtk/gtk.h>

#include "plots/output.h"

G_BEGIN_DECLS

typedef struct {
    char *name;
    struct tl_timeline timeline;
} MemoirExportItem;

/* Copies the timeline; NULL if memory is out. */
MemoirExportItem *memoir_export_item_new(const char *name, const struct tl_timeline *timeline);
void memoir_export_item_free(MemoirExportItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MemoirExportItem, memoir_export_item_free)

/* The format that a file's ending names. FALSE: none of ours. */
gboolean memoir_export_format(const char *path, enum output_format *format);
gboolean memoir_export_write(const MemoirExportItem *item, const char *path,
                             const struct output_options *options, GError **error);
/* Every item (MemoirExportItem) into a folder, by its name and the format's ending. */
gboolean memoir_export_write_all(GPtrArray *items, const char *folder,
                                 const struct output_options *options, GError **error);

/* Ask where, then write. `widget` is in the window that asks. The item and the items are copied or
 * referenced. */
void memoir_export_ask(GtkWidget *widget, const MemoirExportItem *item,
                       const struct output_options *options);
void memoir_export_ask_all(GtkWidget *widget, GPtrArray *items,
                           const struct output_options *options);

G_END_DECLS
