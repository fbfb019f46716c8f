/*
 * MemoirTimelinePopover: the facts about one thing in a timeline (a collection, a call), as
 * captions and values, with a button for what can be done about it.
 *
 * Signals  activated: the button was pressed; the popover is closed then.
 */
#pragma once

#include <gtk/gtk.h>

#include "plots/plot_facts.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_TIMELINE_POPOVER (memoir_timeline_popover_get_type())
G_DECLARE_FINAL_TYPE(MemoirTimelinePopover, memoir_timeline_popover, MEMOIR, TIMELINE_POPOVER,
                     GtkPopover)

GtkWidget *memoir_timeline_popover_new(void);
/* `button` is a label with a mnemonic, NULL: no button. */
void memoir_timeline_popover_show_facts(MemoirTimelinePopover *self, const char *heading,
                                        const struct plot_facts *facts, const char *button);

G_END_DECLS
