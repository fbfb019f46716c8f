/*
 * MemoirSearch: a pattern looked for in texts, without widgets. Regular expressions are PCRE's.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    MEMOIR_SEARCH_CASE = 1 << 0,
    MEMOIR_SEARCH_WORD = 1 << 1,
    MEMOIR_SEARCH_REGEX = 1 << 2,
} MemoirSearchFlags;

/* In bytes of the text. */
typedef struct {
    gsize start, end;
} MemoirMatch;

typedef struct _MemoirSearch MemoirSearch;

/* NULL if the pattern is empty (then without an error) or no regular expression. */
MemoirSearch *memoir_search_new(const char *pattern, MemoirSearchFlags flags, GError **error);
void memoir_search_free(MemoirSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MemoirSearch, memoir_search_free)

/* Of MemoirMatch, in order, none of them empty; free with g_array_unref(). A text on which the
 * expression gives up has none after that place. */
GArray *memoir_search_find(MemoirSearch *self, const char *text);
/* The text with every match replaced, or the one that begins at `only`; NULL: no such match.
 * In regular expressions \1 and \g<name> stand for groups. */
char *memoir_search_replace(MemoirSearch *self, const char *text, const char *replacement,
                            gssize only, GError **error);

G_END_DECLS
