#include "kernel/commands.h"

#include "kernel/log.h"
#include "protocol/kernelspec.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static json_t *make_spec(const char *program)
{
    return json_pack("{s:[s,s,s], s:s, s:s, s:s, s:s, s:{s:b}}", "argv", program, "-f",
                     "{connection_file}", "display_name", "Memoir", "language", "python",
                     "interrupt_mode", "signal", "kernel_protocol_version", "5.5.0", "metadata",
                     "debugger", 0);
}

static int install(enum jp_install_scope scope, const char *prefix)
{
    char program[PATH_MAX], folder[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    struct jp_error error;
    json_t *spec;
    int result;

    if (length < 0) {
        mk_log("cannot find this program's own path");
        return 1;
    }
    program[length] = '\0';
    spec = make_spec(program);
    if (!spec) {
        mk_log("%s: the path of this program is not UTF-8", program);
        return 1;
    }
    result = jp_kernelspec_install("memoir", spec, scope, prefix, folder, sizeof(folder), &error);
    json_decref(spec);
    if (result < 0) {
        mk_log("cannot install the kernelspec: %s", error.text);
        return 1;
    }
    printf("Installed the kernelspec memoir in %s\n", folder);
    return 0;
}

int mk_command_install(int argc, char **argv)
{
    enum jp_install_scope scope = JP_INSTALL_SYSTEM;
    const char *prefix = NULL;
    int chosen = 0;

    for (int i = 0; i < argc; i++, chosen++) {
        if (strcmp(argv[i], "--user") == 0) {
            scope = JP_INSTALL_USER;
        } else if (strcmp(argv[i], "--sys-prefix") == 0) {
            scope = JP_INSTALL_ENV;
        } else if (strncmp(argv[i], "--prefix=", 9) == 0 && argv[i][9]) {
            scope = JP_INSTALL_PREFIX;
            prefix = argv[i] + 9;
        } else if (strcmp(argv[i], "--prefix") == 0 && i + 1 < argc) {
            scope = JP_INSTALL_PREFIX;
            prefix = argv[++i];
        } else {
            mk_log("install: %s: try memoir-kernel --help", argv[i]);
            return 2;
        }
    }
    if (chosen > 1) {
        mk_log("install: only one of --user, --prefix and --sys-prefix");
        return 2;
    }
    return install(scope, prefix);
}
