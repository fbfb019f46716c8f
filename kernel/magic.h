/* mk_magic: the lines at a cell's top that speak to the kernel, not to Python:
 *
 *     %timeline on|off|auto     show the memory curve of every run, of none, of those worth it
 *     %timeline                 say which it is
 */
#ifndef MK_MAGIC_H
#define MK_MAGIC_H

#include "memoir_runtime.h"

struct mk_kernel;

/* Obeys the magic lines and blanks them in the source, so that line numbers stay. False with
 * *failure filled in when one is wrong: then the cell shall not run. */
bool mk_magic(struct mk_kernel *kernel, char *source, size_t length, mr_failure *failure);

/* How much of the source its magic lines take: what follows is Python. Obeys none. */
size_t mk_magic_end(const char *source, size_t length);

#endif
