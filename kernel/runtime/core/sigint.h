/*
 * sigint.h - SIGINT to KeyboardInterrupt. A signal handler has no argument of
 * ours, so this is the one place with a variable of the process: the runtime
 * that asked for the signal last.
 */
#ifndef MR_SIGINT_H
#define MR_SIGINT_H

#include "core/object.h"

void mr_sigint_install(mr_runtime *rt);
/* Gives the signal back if this runtime has it. */
void mr_sigint_remove(mr_runtime *rt);

#endif
