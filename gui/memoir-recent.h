/*
 * The notebooks that were opened last, as a menu that follows the desktop's list of recent files.
 * Its items activate win.open-uri.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void memoir_recent_add(const char *uri);
/* Owned by the caller; changes as files are opened. */
GMenuModel *memoir_recent_menu_new(void);

G_END_DECLS
