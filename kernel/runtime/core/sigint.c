/*
 * sigint.c - see sigint.h.
 */
#include "core/sigint.h"

#include <signal.h>

#include "core/runtime.h"

static mr_runtime *volatile receiver;
static struct sigaction before;
static volatile sig_atomic_t pending[NSIG];

static void on_sigint(int signal_number)
{
    (void)signal_number;
    if (receiver)
        mr_interrupt(receiver);
}

void mr_sigint_install(mr_runtime *rt)
{
    struct sigaction action = {.sa_handler = on_sigint};
    sigemptyset(&action.sa_mask);
    mr_runtime *old = receiver;
    receiver = rt;
    if (!old)
        sigaction(SIGINT, &action, &before);
}

void mr_sigint_remove(mr_runtime *rt)
{
    if (receiver != rt)
        return;
    sigaction(SIGINT, &before, NULL);
    receiver = NULL;
}

static void on_signal(int signal_number)
{
    if (!receiver)
        return;
    pending[signal_number] = 1;
    mr_break_set(receiver, MR_BREAK_SIGNAL);
}

bool mr_signal_catch(mr_runtime *rt, int signal_number, enum mr_signal_action what)
{
    struct sigaction action = {.sa_handler = what == MR_SIGNAL_IGNORE    ? SIG_IGN
                                             : what == MR_SIGNAL_DEFAULT ? SIG_DFL
                                             : signal_number == SIGINT   ? on_sigint
                                                                         : on_signal};
    sigemptyset(&action.sa_mask);
    if (what == MR_SIGNAL_CALL && !receiver)
        receiver = rt;
    return sigaction(signal_number, &action, NULL) == 0;
}

int mr_signal_next(void)
{
    for (int i = 1; i < NSIG; i++) {
        if (pending[i]) {
            pending[i] = 0;
            return i;
        }
    }
    return 0;
}
