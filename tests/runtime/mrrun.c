/*
 * mrrun.c - runs a Python program on the runtime library alone, without the
 * kernel: mrrun FILE [ARGS...] or mrrun -c CODE.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memoir_runtime.h"

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: mrrun FILE [ARGS...] | -c CODE [ARGS...]\n");
        return 2;
    }
    bool command = strcmp(argv[1], "-c") == 0 && argc > 2;
    char *folder = command ? NULL : realpath(argv[1], NULL);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    if (slash)
        *slash = '\0';
    mr_config config = {
        .path0 = folder,
        .argc = argc - 1 - command,
        .argv = (const char *const *)argv + 1 + command,
        .handle_sigint = true,
    };
    const char *error;
    mr_runtime *rt = mr_create(&config, &error);
    if (!rt) {
        fprintf(stderr, "mrrun: %s\n", error);
        free(folder);
        return 1;
    }
    int status = command ? mr_run_command(rt, argv[2]) : mr_run_file(rt, argv[1]);
    mr_destroy(rt);
    free(folder);
    return status;
}
