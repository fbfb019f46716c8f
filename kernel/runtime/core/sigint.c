/*
 * sigint.c - see sigint.h.
 */
#include "core/sigint.h"

#include <signal.h>

static mr_runtime *volatile receiver;
static struct sigaction before;

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
