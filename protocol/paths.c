#include "protocol/string_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

static void add_user_directory(struct jp_strings *list)
{
    const char *value;

    if ((value = variable("JUPYTER_DATA_DIR")))
        jp_strings_add(list, value);
    else if ((value = variable("XDG_DATA_HOME")))
        jp_strings_add_format(list, "%s/jupyter", value);
    else if ((value = variable("HOME")))
        jp_strings_add_format(list, "%s/.local/share/jupyter", value);
    /* Python's site.USER_BASE, where `pip install --user` puts kernels. */
    if ((value = variable("HOME"))) {
        char base[4096];

        snprintf(base, sizeof(base), "%s/.local/share/jupyter", value);
        if (!jp_strings_contain(list, base))
            jp_strings_add(list, base);
    }
}

static void add_environment_directory(struct jp_strings *list)
{
    const char *value = variable("VIRTUAL_ENV");

    if (!value)
        value = variable("CONDA_PREFIX");
    if (value)
        jp_strings_add_format(list, "%s/share/jupyter", value);
}

static bool environment_preferred(void)
{
    const char *value = variable("JUPYTER_PREFER_ENV_PATH");

    return value && strcasecmp(value, "no") != 0 && strcasecmp(value, "n") != 0 &&
           strcasecmp(value, "false") != 0 && strcasecmp(value, "off") != 0 &&
           strcmp(value, "0") != 0;
}

char **jp_data_directories(void)
{
    struct jp_strings list = {0};
    const char *path = variable("JUPYTER_PATH");

    while (path && *path) {
        size_t length = strcspn(path, ":");

        if (length > 0)
            jp_strings_add_format(&list, "%.*s", (int)length, path);
        path += length + (path[length] == ':');
    }
    if (environment_preferred())
        add_environment_directory(&list);
    add_user_directory(&list);
    if (!environment_preferred())
        add_environment_directory(&list);
    jp_strings_add(&list, "/usr/local/share/jupyter");
    jp_strings_add(&list, "/usr/share/jupyter");
    if (list.failed)
        jp_strings_finish(&list);
    return list.items;
}
