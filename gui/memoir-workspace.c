#include "gui/memoir-workspace.h"

#define GROUP "Workspace"

static char *folder(void) { return g_build_filename(g_get_user_data_dir(), "memoir", NULL); }

void memoir_workspace_init(MemoirWorkspace *workspace)
{
    *workspace = (MemoirWorkspace){.paths = g_ptr_array_new_with_free_func(g_free)};
}

void memoir_workspace_clear(MemoirWorkspace *workspace)
{
    g_clear_pointer(&workspace->paths, g_ptr_array_unref);
}

void memoir_workspace_load(MemoirWorkspace *workspace)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *where = folder();
    g_autofree char *path = g_build_filename(where, "workspace", NULL);
    g_auto(GStrv) uris = NULL;
    int active;

    memoir_workspace_init(workspace);
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return;
    uris = g_key_file_get_string_list(file, GROUP, "Files", NULL, NULL);
    active = g_key_file_get_integer(file, GROUP, "Active", NULL);
    for (int i = 0; uris && uris[i]; i++) {
        g_autofree char *its = g_filename_from_uri(uris[i], NULL, NULL);

        if (!its || !g_file_test(its, G_FILE_TEST_EXISTS))
            continue;
        if (i == active)
            workspace->active = workspace->paths->len;
        g_ptr_array_add(workspace->paths, g_steal_pointer(&its));
    }
}

gboolean memoir_workspace_save(const MemoirWorkspace *workspace, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GPtrArray) uris = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *where = folder();
    g_autofree char *path = g_build_filename(where, "workspace", NULL);

    for (guint i = 0; i < workspace->paths->len; i++) {
        char *uri = g_filename_to_uri(g_ptr_array_index(workspace->paths, i), NULL, error);

        if (!uri)
            return FALSE;
        g_ptr_array_add(uris, uri);
    }
    g_key_file_set_string_list(file, GROUP, "Files", (const char *const *)uris->pdata, uris->len);
    g_key_file_set_integer(file, GROUP, "Active", (int)workspace->active);
    g_mkdir_with_parents(where, 0700);
    return g_key_file_save_to_file(file, path, error);
}
