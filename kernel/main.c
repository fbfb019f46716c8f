#include "kernel/commands.h"
#include "kernel/kernel.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: memoir-kernel -f CONNECTION.json\n"
    "       memoir-kernel install [--user | --prefix DIR | --sys-prefix]\n"
    "       memoir-kernel run [--timeline OUT.json] [--plot OUT.png|svg|pdf]\n"
    "                         [SCRIPT | -c CODE | -m MODULE | -] [ARGUMENT...]\n"
    "\n"
    "Runs Python and keeps an exact account of its memory.\n"
    "\n"
    "  -f FILE     serve the Jupyter client that wrote this connection file\n"
    "  install     tell Jupyter of this kernel: for the whole system, for this user, below a\n"
    "              prefix, or in the active environment\n"
    "  run         run a script as python would; without one, what comes on standard input\n"
    "    --timeline FILE   write the memory's timeline as JSON\n"
    "    --plot FILE       draw it as PNG, SVG or PDF\n"
    "  --help      show this help\n"
    "  --version   show the version\n";

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "install") == 0)
        return mk_command_install(argc - 2, argv + 2);
    if (argc >= 2 && strcmp(argv[1], "run") == 0)
        return mk_command_run(argc - 2, argv + 2);
    if (argc >= 3 && strcmp(argv[1], "-f") == 0) {
        /* Some clients add options meant for another kernel; that is no reason not to serve. */
        for (int i = 3; i < argc; i++)
            mk_log("%s: ignored", argv[i]);
        return mk_kernel_run(argv[2]);
    }
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return fflush(stdout) ? 1 : 0;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("memoir-kernel %s\n", mr_version());
        return fflush(stdout) ? 1 : 0;
    }
    fprintf(stderr, "memoir-kernel: %s; try memoir-kernel --help\n",
            argc < 2 ? "no command given" : "the command line is not understood");
    return 2;
}
