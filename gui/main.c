/* memoir: the desktop app. */
#include <gtksourceview/gtksource.h>

#include "gui/memoir-application.h"

/* Uninstalled, the settings' schema stands beside the program. */
static void find_schemas(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;
    g_autofree char *schemas = folder ? g_build_filename(folder, "data", NULL) : NULL;
    g_autofree char *compiled = schemas ? g_build_filename(schemas, "gschemas.compiled", NULL)
                                        : NULL;

    if (compiled && g_file_test(compiled, G_FILE_TEST_EXISTS))
        g_setenv("GSETTINGS_SCHEMA_DIR", schemas, FALSE);
}

int main(int argc, char **argv)
{
    g_autoptr(MemoirApplication) application = NULL;
    int status;

    find_schemas();
    gtk_source_init();
    application = memoir_application_new();
    status = g_application_run(G_APPLICATION(application), argc, argv);
    g_clear_object(&application);
    gtk_source_finalize();
    return status;
}
