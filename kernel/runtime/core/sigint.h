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

/* What a program asked for by signal.signal(). A caught signal is kept until
 * mr_signal_next takes it, and sets MR_BREAK_SIGNAL; SIGINT interrupts. */
enum mr_signal_action { MR_SIGNAL_DEFAULT, MR_SIGNAL_IGNORE, MR_SIGNAL_CALL };
bool mr_signal_catch(mr_runtime *rt, int signal_number, enum mr_signal_action what);
int mr_signal_next(void); /* 0: none */
/* Has the program no handler of its own for it? modules/signal.c */
bool mr_signal_is_default(mr_runtime *rt, int signal_number);
/* Calls the program's handlers; -1 with an exception set. modules/signal.c */
int mr_signal_deliver(mr_runtime *rt, int signal_number);

#endif
