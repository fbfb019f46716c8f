/* The subcommands of memoir-kernel. Each takes the arguments after its name and returns the
 * process's exit status: 2 for a wrong command line. */
#ifndef MK_COMMANDS_H
#define MK_COMMANDS_H

/* install [--user | --prefix DIR | --sys-prefix] */
int mk_command_install(int argc, char **argv);

/* run [--timeline FILE] [--plot FILE] [SCRIPT | -c CODE | -m MODULE | -] [ARGUMENT…] */
int mk_command_run(int argc, char **argv);

#endif
