#include "gui/memoir-search.h"

struct _MemoirSearch {
    GRegex *regex;
    gboolean literal;
};

MemoirSearch *memoir_search_new(const char *pattern, MemoirSearchFlags flags, GError **error)
{
    g_autofree char *escaped = NULL;
    g_autofree char *whole = NULL;
    GRegexCompileFlags compile = G_REGEX_MULTILINE | G_REGEX_OPTIMIZE;
    MemoirSearch *self;
    GRegex *regex;

    if (!*pattern)
        return NULL;
    if (!(flags & MEMOIR_SEARCH_REGEX))
        escaped = g_regex_escape_string(pattern, -1);
    if (!(flags & MEMOIR_SEARCH_CASE))
        compile |= G_REGEX_CASELESS;
    /* Not \b: the pattern may begin or end with what is no letter. */
    whole = flags & MEMOIR_SEARCH_WORD
                ? g_strdup_printf("(?<!\\w)(?:%s)(?!\\w)", escaped ? escaped : pattern)
                : g_strdup(escaped ? escaped : pattern);
    regex = g_regex_new(whole, compile, 0, error);
    if (!regex)
        return NULL;
    self = g_new0(MemoirSearch, 1);
    self->regex = regex;
    self->literal = !(flags & MEMOIR_SEARCH_REGEX);
    return self;
}

void memoir_search_free(MemoirSearch *self)
{
    if (!self)
        return;
    g_regex_unref(self->regex);
    g_free(self);
}

GArray *memoir_search_find(MemoirSearch *self, const char *text)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(MemoirMatch));
    GMatchInfo *info = NULL;

    g_regex_match(self->regex, text, 0, &info);
    while (g_match_info_matches(info)) {
        int start, end;

        if (g_match_info_fetch_pos(info, 0, &start, &end) && end > start) {
            MemoirMatch match = {(gsize)start, (gsize)end};

            g_array_append_val(found, match);
        }
        if (!g_match_info_next(info, NULL))
            break;
    }
    g_match_info_unref(info);
    return found;
}

char *memoir_search_replace(MemoirSearch *self, const char *text, const char *replacement,
                            gssize only, GError **error)
{
    g_autoptr(GString) result = g_string_new(NULL);
    GMatchInfo *info = NULL;
    gsize done = 0;
    gboolean replaced = FALSE, failed = FALSE;

    g_regex_match(self->regex, text, 0, &info);
    while (g_match_info_matches(info) && !failed) {
        int start, end;

        if (g_match_info_fetch_pos(info, 0, &start, &end) && end > start &&
            (only < 0 || only == start)) {
            g_autofree char *with = self->literal
                                        ? g_strdup(replacement)
                                        : g_match_info_expand_references(info, replacement, error);

            failed = !with;
            g_string_append_len(result, text + done, (gssize)((gsize)start - done));
            g_string_append(result, with ? with : "");
            done = (gsize)end;
            replaced = TRUE;
        }
        if (!g_match_info_next(info, NULL))
            break;
    }
    g_match_info_unref(info);
    if (!replaced || failed)
        return NULL;
    g_string_append(result, text + done);
    return g_strdup(result->str);
}
