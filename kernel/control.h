/*
 * mk_control: the thread that answers on the control channel while the main thread runs a cell:
 * interrupt, shutdown, kernel_info. It also ends the kernel when the process that started it
 * (JPY_PARENT_PID) is gone.
 */
#ifndef MK_CONTROL_H
#define MK_CONTROL_H

#include "protocol/error.h"

struct mk_kernel;
struct mk_control;

/* Takes over the bound ROUTER socket, also on failure. */
struct mk_control *mk_control_create(struct mk_kernel *kernel, void *socket,
                                     struct jp_error *error);
/* Ends the thread and closes the socket. */
void mk_control_destroy(struct mk_control *control);

#endif
