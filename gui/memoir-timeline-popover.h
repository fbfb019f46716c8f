/*
 * MemoirTimelinePopover: the facts about one thing in a timeline (a collection, a call), as
 * captions and values that can be selected and copied, with a way to its line of code.
 *
 * Signals  line-activated (gint64): the person wants to go to that line of the source.
 */
#pragma once

#include <gtk/gtk.h>

#include "plots/plot_facts.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_POPOVER (memoir_timeline_popover_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelinePopover, memoir_timeline_popover, MEMOIR, TIMELINE_POPOVER,
                     GtkPopover)

GtkWidget *memoir_timeline_popover_new(void);
/* `line` 0: none to go to. */
void memoir_timeline_popover_show_facts(MemoirTimelinePopover *self, const char *heading,
                                        const struct plot_facts *facts, gint64 line);

G_END_DECLS
