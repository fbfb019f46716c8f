/*
 * Where the lines of a traceback stand: those of this kernel ("Cell In[3], line 2") and of IPython
 * 5 to 8 ("Input In [3], in <cell line: 2>()", "<ipython-input-3-…>", "----> 2 code").
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    int count; /* of the execution that the current frame stands in; 0: no cell's */
} MemoirTraceback;

/* Lines are read in order, without their ends and without escape sequences; `traceback` is zeroed
 * before the first. TRUE: this one names a line of a cell. */
gboolean memoir_traceback_read(MemoirTraceback *traceback, const char *text, int *count, int *line);

G_END_DECLS
