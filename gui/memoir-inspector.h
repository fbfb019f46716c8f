/* MemoirInspector: what the kernel knows of a name, in a popover. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_INSPECTOR (memoir_inspector_get_type())
G_DECLARE_FINAL_TYPE(MemoirInspector, memoir_inspector, MEMOIR, INSPECTOR, GtkPopover)

GtkWidget *memoir_inspector_new(void);
/* Pop up with a terminal's text (see memoir-ansi.h). */
void memoir_inspector_show(MemoirInspector *self, const char *text);

G_END_DECLS
