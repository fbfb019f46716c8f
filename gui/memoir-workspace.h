/*
 * What was open: the files in the order of their tabs, and which was shown. Kept in the user's data
 * directory from one start to the next; files that are gone by then are left out.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    GPtrArray *paths; /* of char *, owned */
    guint active;     /* index of the one that was shown */
} MemoirWorkspace;

void memoir_workspace_init(MemoirWorkspace *workspace);
void memoir_workspace_clear(MemoirWorkspace *workspace);
/* An empty one if there is none that can be read. */
void memoir_workspace_load(MemoirWorkspace *workspace);
gboolean memoir_workspace_save(const MemoirWorkspace *workspace, GError **error);

G_END_DECLS
