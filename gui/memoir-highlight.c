#include "gui/memoir-highlight.h"

#include <string.h>

static gboolean is_keyword(const char *text, gsize length)
{
    static const char *const keywords[] = {
        "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++) {
        if (strlen(keywords[i]) == length && memcmp(keywords[i], text, length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_word(char c) { return g_ascii_isalnum(c) || c == '_' || (c & 0x80); }

/* From a quote to the end of the string; a string in single quotes ends with the line. */
static gsize string_length(const char *text)
{
    char quote = text[0];
    gboolean triple = text[1] == quote && text[2] == quote;
    gsize i = triple ? 3 : 1;

    while (text[i]) {
        if (text[i] == '\\' && text[i + 1]) {
            i += 2;
        } else if (triple && text[i] == quote && text[i + 1] == quote && text[i + 2] == quote) {
            return i + 3;
        } else if (!triple && text[i] == quote) {
            return i + 1;
        } else if (!triple && text[i] == '\n') {
            return i;
        } else {
            i++;
        }
    }
    return i;
}

static gboolean is_prefix(const char *text, gsize length)
{
    return length <= 2 && strspn(text, "rRbBuUfF") >= length &&
           (text[length] == '"' || text[length] == '\'');
}

static gsize number_length(const char *text)
{
    gsize i = 0;

    while (is_word(text[i]) || text[i] == '.' ||
           ((text[i] == '+' || text[i] == '-') && i > 0 && strchr("eE", text[i - 1]) &&
            text[0] != '0'))
        i++;
    return i;
}

void memoir_highlight(const char *source, MemoirTokenFunc callback, gpointer data)
{
    gboolean defines = FALSE;

    while (*source) {
        MemoirToken token = MEMOIR_TOKEN_PLAIN;
        gsize n = 0;

        if (*source == '#') {
            n = strcspn(source, "\n");
            token = MEMOIR_TOKEN_COMMENT;
        } else if (*source == '"' || *source == '\'') {
            n = string_length(source);
            token = MEMOIR_TOKEN_STRING;
        } else if (g_ascii_isdigit(*source)) {
            n = number_length(source);
            token = MEMOIR_TOKEN_NUMBER;
        } else if (is_word(*source)) {
            while (is_word(source[n]))
                n++;
            if (is_prefix(source, n)) {
                n += string_length(source + n);
                token = MEMOIR_TOKEN_STRING;
            } else if (defines) {
                token = MEMOIR_TOKEN_NAME;
            } else if (is_keyword(source, n)) {
                token = MEMOIR_TOKEN_KEYWORD;
            }
            defines =
                token == MEMOIR_TOKEN_KEYWORD && ((n == 3 && memcmp(source, "def", 3) == 0) ||
                                                  (n == 5 && memcmp(source, "class", 5) == 0));
        } else {
            while (source[n] && !is_word(source[n]) && !strchr("#\"'", source[n]))
                n++;
            defines = defines && strspn(source, " \t") == n;
        }
        callback(token, source, n, data);
        source += n;
    }
}

static void add_markup(MemoirToken token, const char *text, gsize length, gpointer data)
{
    static const char *const styles[] = {
        NULL,
        "foreground=\"#a3470b\" weight=\"bold\"",
        "foreground=\"#1c5fa8\"",
        "foreground=\"#1d7a6b\"",
        "foreground=\"#6a3fa0\"",
        "foreground=\"#77767b\" style=\"italic\"",
    };
    g_autofree char *escaped = g_markup_escape_text(text, (gssize)length);

    if (styles[token])
        g_string_append_printf(data, "<span %s>%s</span>", styles[token], escaped);
    else
        g_string_append(data, escaped);
}

char *memoir_highlight_to_markup(const char *source)
{
    GString *markup = g_string_new(NULL);

    memoir_highlight(source, add_markup, markup);
    return g_string_free(markup, FALSE);
}
