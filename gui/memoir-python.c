#include "gui/memoir-python.h"

#include <string.h>

#define UNIT 4
#define TAB 8
#define DEEPEST 64

typedef struct {
    const char *line;  /* with the bracket */
    guint indentation; /* of it */
    guint column;      /* after the bracket */
    gboolean last;     /* nothing but space and comment follows it in its line */
} Bracket;

typedef struct {
    Bracket brackets[DEEPEST];
    guint depth;
    guint statement;   /* indentation of the logical line that is open or was last */
    guint line;        /* indentation of the line */
    const char *first; /* the logical line's first letter */
    char last;         /* significant character of the logical line, 0: none */
    char quote;        /* of the text that is open, 0: none */
    gboolean triple;
} Scanner;

static guint indentation_of(const char *line)
{
    guint width = 0;

    for (; *line == ' ' || *line == '\t'; line++)
        width = *line == '\t' ? width - width % TAB + TAB : width + 1;
    return width;
}

static gboolean begins_with_word(const char *text, const char *word)
{
    gsize length = strlen(word);

    return strncmp(text, word, length) == 0 && !g_ascii_isalnum(text[length]) &&
           text[length] != '_';
}

static gboolean ends_block(const char *statement)
{
    static const char *const words[] = {"return", "raise", "pass", "break", "continue"};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (begins_with_word(statement, words[i]))
            return TRUE;
    }
    return FALSE;
}

static void begin_line(Scanner *scanner, const char *line, gboolean continued)
{
    scanner->line = indentation_of(line);
    if (scanner->depth > 0 || scanner->quote || continued)
        return;
    line += strspn(line, " \t");
    if (*line == '\0' || *line == '\n' || *line == '#')
        return; /* what was said before stays said */
    scanner->statement = scanner->line;
    scanner->first = line;
    scanner->last = 0;
}

/* Of the text that is open: how many characters belong together here. */
static gsize scan_text(Scanner *scanner, const char *at)
{
    if (*at == '\\' && at[1] != '\0')
        return 2;
    if (*at == '\n' && !scanner->triple) {
        scanner->quote = 0; /* it was not closed */
        return 0;
    }
    if (*at != scanner->quote)
        return 1;
    if (!scanner->triple) {
        scanner->quote = 0;
        return 1;
    }
    if (at[1] != *at || at[2] != *at)
        return 1;
    scanner->quote = 0;
    return 3;
}

static gsize scan_code(Scanner *scanner, const char *at, const char *line)
{
    if (*at == '#')
        return strcspn(at, "\n");
    if (scanner->depth > 0 && scanner->brackets[scanner->depth - 1].line == line &&
        !g_ascii_isspace(*at))
        scanner->brackets[scanner->depth - 1].last = FALSE;
    if (!g_ascii_isspace(*at))
        scanner->last = *at;
    if (*at == '"' || *at == '\'') {
        scanner->quote = *at;
        scanner->triple = at[1] == *at && at[2] == *at;
        return scanner->triple ? 3 : 1;
    }
    if (strchr("([{", *at) && scanner->depth < DEEPEST)
        scanner->brackets[scanner->depth++] =
            (Bracket){line, scanner->line, (guint)g_utf8_pointer_to_offset(line, at) + 1, TRUE};
    else if (strchr(")]}", *at) && scanner->depth > 0)
        scanner->depth--;
    return 1;
}

guint memoir_python_indentation(const char *before)
{
    Scanner scanner = {.first = before};
    const char *line = before;

    begin_line(&scanner, before, FALSE);
    for (const char *at = before; *at;) {
        if (*at == '\n' && (scanner.triple || !scanner.quote)) {
            gboolean continued = !scanner.quote && at > before && at[-1] == '\\';

            line = ++at;
            begin_line(&scanner, line, continued);
        } else {
            at += scanner.quote ? scan_text(&scanner, at) : scan_code(&scanner, at, line);
        }
    }
    if (scanner.quote && scanner.triple)
        return scanner.line;
    if (scanner.depth > 0) {
        const Bracket *bracket = &scanner.brackets[scanner.depth - 1];

        return bracket->last ? bracket->indentation + UNIT : bracket->column;
    }
    if (scanner.last == ':')
        return scanner.statement + UNIT;
    if (ends_block(scanner.first))
        return scanner.statement >= UNIT ? scanner.statement - UNIT : 0;
    return scanner.last == '\\' ? scanner.statement + UNIT : scanner.statement;
}

char *memoir_python_toggle_comment(const char *lines)
{
    g_auto(GStrv) list = g_strsplit(lines, "\n", -1);
    gboolean commented = TRUE;
    gsize column = G_MAXSIZE;

    for (guint i = 0; list[i]; i++) {
        gsize space = strspn(list[i], " \t");

        if (list[i][space] == '\0')
            continue;
        column = MIN(column, space);
        commented &= list[i][space] == '#';
    }
    if (column == G_MAXSIZE)
        return g_strdup(lines);
    for (guint i = 0; list[i]; i++) {
        gsize space = strspn(list[i], " \t");
        char *changed;

        if (list[i][space] == '\0')
            continue;
        if (commented)
            changed = g_strdup_printf("%.*s%s", (int)space, list[i],
                                      list[i] + space + (list[i][space + 1] == ' ' ? 2 : 1));
        else
            changed = g_strdup_printf("%.*s# %s", (int)column, list[i], list[i] + column);
        g_free(list[i]);
        list[i] = changed;
    }
    return g_strjoinv("\n", list);
}
