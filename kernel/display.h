/* mk_display: the memory curve under a cell. */
#ifndef MK_DISPLAY_H
#define MK_DISPLAY_H

#include "memoir_runtime.h"

struct mk_kernel;

enum mk_display_mode {
    MK_DISPLAY_AUTO, /* when the run is worth showing */
    MK_DISPLAY_ON,
    MK_DISPLAY_OFF
};

/* Does the mode want this run shown? */
bool mk_display_wants(const struct mk_kernel *kernel, const mr_run *run);

/* Publish one display_data with picture, a line of text and the timeline. Without
 * memoir-plot the picture is missing and the reason is logged. */
void mk_display_run(struct mk_kernel *kernel, const mr_run *run);

#endif
