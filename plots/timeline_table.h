/*
 * timeline_table: the numbers of a timeline as tables, for those who read numbers rather than
 * pictures, and for spreadsheets. Exact: nanoseconds and bytes, as the timeline has them.
 *
 * The text of a table is tab-separated: a line of titles, then a line for each row; a tab or a line
 * end inside a name becomes a space.
 */
#ifndef MEMOIR_PLOTS_TIMELINE_TABLE_H
#define MEMOIR_PLOTS_TIMELINE_TABLE_H

#include "plots/timeline.h"

enum tl_table {
    TL_TABLE_CURVE,
    TL_TABLE_COLLECTIONS,
    TL_TABLE_CALLS,
    TL_TABLE_RSS,
    TL_TABLES,
};

const char *tl_table_name(enum tl_table table);
size_t tl_table_rows(const struct tl_timeline *tl, enum tl_table table);
size_t tl_table_columns(enum tl_table table);
const char *tl_table_title(enum tl_table table, size_t column);
/* Row r as a line without its end, for free(); NULL if out of memory. */
char *tl_table_row(const struct tl_timeline *tl, enum tl_table table, size_t row);
/* The whole table; the same. */
char *tl_table_text(const struct tl_timeline *tl, enum tl_table table);

#endif
