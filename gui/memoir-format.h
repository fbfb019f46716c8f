/* Numbers for people. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "9,999,880"; for g_free(). */
char *memoir_format_count(guint64 count);

G_END_DECLS
