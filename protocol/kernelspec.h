/*
 * Jupyter's directories and the kernelspecs in them.
 *
 * The search path, first match wins: $JUPYTER_PATH, the user's data directory ($JUPYTER_DATA_DIR or
 * $XDG_DATA_HOME/jupyter or ~/.local/share/jupyter), the environment's ($VIRTUAL_ENV or
 * $CONDA_PREFIX, "share/jupyter"; before the user's when JUPYTER_PREFER_ENV_PATH is set),
 * /usr/local/share/jupyter, /usr/share/jupyter. Below each: kernels/NAME/kernel.json.
 *
 * Source: "Making kernels for Jupyter" and jupyter_core's documentation of its paths.
 */
#ifndef JP_KERNELSPEC_H
#define JP_KERNELSPEC_H

#include "protocol/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct jp_kernelspec {
    char *name;          /* the folder's, lower case */
    char *folder;        /* where kernel.json and the logos stand */
    char *display_name;
    char *language;
    char **argv;         /* NULL-terminated; "{connection_file}" and the like unreplaced */
    json_t *env;         /* object of strings, never NULL */
    json_t *metadata;    /* object, never NULL */
    bool interrupt_by_message;
};

/* Every data directory in the order of search, NULL-terminated, existing or not; free with
 * jp_strings_free(). NULL when memory is out. */
char **jp_data_directories(void);
void jp_strings_free(char **strings);

/* The one kernelspec of that name. Errors: unknown name (says which names exist), damaged file. */
struct jp_kernelspec *jp_kernelspec_find(const char *name, struct jp_error *error);
void jp_kernelspec_destroy(struct jp_kernelspec *spec);

/* The names of all kernelspecs, sorted, each once; as jp_data_directories(). */
char **jp_kernelspec_names(void);

enum jp_install_scope {
    JP_INSTALL_SYSTEM, /* /usr/local */
    JP_INSTALL_USER,   /* the user's data directory */
    JP_INSTALL_PREFIX, /* PREFIX/share/jupyter */
    JP_INSTALL_ENV     /* the active environment: $VIRTUAL_ENV or $CONDA_PREFIX */
};

/*
 * Write kernels/NAME/kernel.json with `content` (borrowed) into the scope's data directory, making
 * directories that are missing. `folder` receives where, size bytes. `prefix` matters for
 * JP_INSTALL_PREFIX alone.
 */
int jp_kernelspec_install(const char *name, const json_t *content, enum jp_install_scope scope,
                          const char *prefix, char *folder, size_t size, struct jp_error *error);

#endif
