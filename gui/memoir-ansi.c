#include "gui/memoir-ansi.h"

#include <string.h>

#define NO_COLOR MEMOIR_ANSI_NO_COLOR
#define MOST_NUMBERS 16
/* A cursor that is sent further stays here. */
#define MOST_COLUMNS 10000

/* After Adwaita's palette. */
static const guint32 colors[16] = {
    0x5e5c64, 0xe01b24, 0x1f8a5b, 0xa87500, 0x3584e4, 0xa347ba, 0x1c7c8e, 0x9a9996,
    0x77767b, 0xed333b, 0x26a269, 0xc88800, 0x5a9bef, 0xb469c9, 0x2190a4, 0xc0bfbc,
};

static const guint32 dark_colors[16] = {
    0x9a9996, 0xff7b7b, 0x57e389, 0xf5c94c, 0x78aeed, 0xdc8add, 0x5bc8d8, 0xdeddda,
    0xb0afac, 0xff9a9a, 0x8ff0a4, 0xf9f06b, 0x99c1f1, 0xe5a8e6, 0x8adfe9, 0xffffff,
};

guint32 memoir_ansi_on_dark(guint32 color)
{
    for (gsize i = 0; i < G_N_ELEMENTS(colors); i++) {
        if (colors[i] == color)
            return dark_colors[i];
    }
    return color;
}

static guint32 color_256(int n)
{
    static const int levels[] = {0, 95, 135, 175, 215, 255};

    if (n < 16)
        return colors[MAX(n, 0)];
    if (n < 232) {
        n -= 16;
        return (guint32)(levels[n / 36] << 16 | levels[n / 6 % 6] << 8 | levels[n % 6]);
    }
    n = MIN(8 + (n - 232) * 10, 255);
    return (guint32)(n << 16 | n << 8 | n);
}

/* 38;5;n or 38;2;r;g;b: how many numbers it took after the first. */
static int extended_color(const int *numbers, int n, guint32 *color)
{
    if (n >= 3 && numbers[1] == 5) {
        *color = color_256(numbers[2]);
        return 2;
    }
    if (n >= 5 && numbers[1] == 2) {
        *color = (guint32)((numbers[2] & 255) << 16 | (numbers[3] & 255) << 8 |
                           (numbers[4] & 255));
        return 4;
    }
    return n;
}

static void apply(MemoirAnsiStyle *style, const int *numbers, int n)
{
    for (int i = 0; i < n; i++) {
        int code = numbers[i];

        if (code == 0)
            *style = (MemoirAnsiStyle){.foreground = NO_COLOR, .background = NO_COLOR};
        else if (code == 1)
            style->bold = TRUE;
        else if (code == 2)
            style->faint = TRUE;
        else if (code == 3)
            style->italic = TRUE;
        else if (code == 4)
            style->underline = TRUE;
        else if (code == 7)
            style->inverse = TRUE;
        else if (code == 9)
            style->strike = TRUE;
        else if (code == 22)
            style->bold = style->faint = FALSE;
        else if (code == 23)
            style->italic = FALSE;
        else if (code == 24)
            style->underline = FALSE;
        else if (code == 27)
            style->inverse = FALSE;
        else if (code == 29)
            style->strike = FALSE;
        else if (code >= 30 && code <= 37)
            style->foreground = colors[code - 30];
        else if (code == 38)
            i += extended_color(numbers + i, n - i, &style->foreground);
        else if (code == 39)
            style->foreground = NO_COLOR;
        else if (code >= 40 && code <= 47)
            style->background = colors[code - 40];
        else if (code == 48)
            i += extended_color(numbers + i, n - i, &style->background);
        else if (code == 49)
            style->background = NO_COLOR;
        else if (code >= 90 && code <= 97)
            style->foreground = colors[code - 90 + 8];
        else if (code >= 100 && code <= 107)
            style->background = colors[code - 100 + 8];
    }
}

gboolean memoir_ansi_is_plain(const MemoirAnsiStyle *style)
{
    return !style->bold && !style->faint && !style->italic && !style->underline && !style->strike &&
           !style->inverse && style->foreground == NO_COLOR && style->background == NO_COLOR;
}

/* ---- the line that is being written ---- */

typedef struct {
    gunichar c;
    MemoirAnsiStyle style;
} Glyph;

typedef struct {
    MemoirAnsiFunc callback;
    gpointer data;
    MemoirAnsiStyle style;
    GArray *line; /* of Glyph */
    guint column;
    GString *run;
} Terminal;

static gboolean same_style(const MemoirAnsiStyle *a, const MemoirAnsiStyle *b)
{
    return a->bold == b->bold && a->faint == b->faint && a->italic == b->italic &&
           a->underline == b->underline && a->strike == b->strike && a->inverse == b->inverse &&
           a->foreground == b->foreground && a->background == b->background;
}

static void flush_line(Terminal *t)
{
    for (guint i = 0; i < t->line->len;) {
        const Glyph *first = &g_array_index(t->line, Glyph, i);
        MemoirAnsiStyle style = first->style;

        g_string_truncate(t->run, 0);
        while (i < t->line->len && same_style(&style, &g_array_index(t->line, Glyph, i).style))
            g_string_append_unichar(t->run, g_array_index(t->line, Glyph, i++).c);
        t->callback(t->run->str, t->run->len, &style, t->data);
    }
    g_array_set_size(t->line, 0);
    t->column = 0;
}

static void put(Terminal *t, const char *text, gsize length)
{
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        Glyph glyph = {g_utf8_get_char(p), t->style};

        while (t->line->len < t->column) {
            const Glyph blank = {' ', {.foreground = NO_COLOR, .background = NO_COLOR}};

            g_array_append_val(t->line, blank);
        }
        if (t->column < t->line->len)
            g_array_index(t->line, Glyph, t->column) = glyph;
        else
            g_array_append_val(t->line, glyph);
        t->column++;
    }
}

static void erase(Terminal *t, int what)
{
    if (what == 2)
        g_array_set_size(t->line, 0);
    else if (what == 0 && t->column < t->line->len)
        g_array_set_size(t->line, t->column);
}

/* At an ESC: obeys what is known and gives the sequence's length. */
static gsize escape(Terminal *t, const char *text, gsize length)
{
    int numbers[MOST_NUMBERS] = {0}, n = 1;
    gsize i = 2;

    if (length > 1 && text[1] == ']') { /* a title or a link: up to BEL or ESC \ */
        while (i < length && text[i] != '\a' && text[i] != '\x1b' && text[i] != '\n')
            i++;
        if (i < length && text[i] == '\a')
            return i + 1;
        return i + 1 < length && text[i] == '\x1b' && text[i + 1] == '\\' ? i + 2 : i;
    }
    if (length < 2 || text[1] != '[')
        return length > 1 && (signed char)text[1] >= 0x20 ? 2 : 1;
    for (; i < length && text[i] >= 0x20 && text[i] < 0x40; i++) {
        if (g_ascii_isdigit(text[i]))
            numbers[n - 1] = MIN(numbers[n - 1] * 10 + (text[i] - '0'), 9999);
        else if ((text[i] == ';' || text[i] == ':') && n < MOST_NUMBERS)
            n++;
    }
    if (i == length || (signed char)text[i] < 0x40)
        return i;
    if (text[i] == 'm')
        apply(&t->style, numbers, n);
    else if (text[i] == 'K')
        erase(t, numbers[0]);
    else if (text[i] == 'C')
        t->column = MIN(t->column + (guint)MAX(numbers[0], 1), MOST_COLUMNS);
    else if (text[i] == 'D')
        t->column -= MIN(t->column, (guint)MAX(numbers[0], 1));
    else if (text[i] == 'G')
        t->column = (guint)MAX(numbers[0], 1) - 1;
    return i + 1;
}

/* The length of what can be handed on as it is: whole lines, or all, without a control character
 * that acts. */
static gsize plain_length(const Terminal *t, const char *text, gsize length)
{
    gsize n = 0;

    if (t->line->len > 0 || t->column > 0)
        return 0;
    while (n < length && text[n] != '\x1b' && text[n] != '\r' && text[n] != '\b')
        n++;
    if (n == length)
        return n;
    while (n > 0 && text[n - 1] != '\n')
        n--;
    return n;
}

void memoir_ansi_read(const char *text, gsize length, MemoirAnsiFunc callback, gpointer data)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    Terminal t = {
        .callback = callback,
        .data = data,
        .style = {.foreground = NO_COLOR, .background = NO_COLOR},
        .line = g_array_new(FALSE, FALSE, sizeof(Glyph)),
        .run = g_string_new(NULL),
    };

    text = valid;
    length = strlen(valid);
    for (gsize i = 0; i < length;) {
        gsize n = plain_length(&t, text + i, length - i);

        if (n > 0) {
            callback(text + i, n, &t.style, data);
            i += n;
        } else if (text[i] == '\x1b') {
            i += escape(&t, text + i, length - i);
        } else if (text[i] == '\r') {
            t.column = 0;
            i++;
        } else if (text[i] == '\b') {
            t.column -= t.column > 0;
            i++;
        } else if (text[i] == '\n') {
            flush_line(&t);
            callback("\n", 1, &t.style, data);
            i++;
        } else {
            n = strcspn(text + i, "\x1b\r\b\n");
            put(&t, text + i, n);
            i += n;
        }
    }
    flush_line(&t);
    g_array_unref(t.line);
    g_string_free(t.run, TRUE);
}

/* ---- as other texts ---- */

static void add_plain(const char *text, gsize length, const MemoirAnsiStyle *style, gpointer data)
{
    g_string_append_len(data, text, (gssize)length);
}

char *memoir_ansi_strip(const char *text, gsize length)
{
    GString *out = g_string_new(NULL);

    memoir_ansi_read(text, length, add_plain, out);
    return g_string_free(out, FALSE);
}

static void add_markup(const char *text, gsize length, const MemoirAnsiStyle *style, gpointer data)
{
    g_autofree char *escaped = g_markup_escape_text(text, (gssize)length);
    guint32 foreground = style->inverse ? style->background : style->foreground;
    guint32 background = style->inverse ? style->foreground : style->background;
    GString *out = data;

    if (memoir_ansi_is_plain(style)) {
        g_string_append(out, escaped);
        return;
    }
    if (style->inverse && background == NO_COLOR)
        background = 0x9a9996;
    g_string_append(out, "<span");
    if (style->bold)
        g_string_append(out, " weight=\"bold\"");
    if (style->italic)
        g_string_append(out, " style=\"italic\"");
    if (style->underline)
        g_string_append(out, " underline=\"single\"");
    if (style->strike)
        g_string_append(out, " strikethrough=\"true\"");
    if (style->faint)
        g_string_append(out, " alpha=\"60%\"");
    if (foreground != NO_COLOR)
        g_string_append_printf(out, " foreground=\"#%06x\"", foreground);
    if (background != NO_COLOR)
        g_string_append_printf(out, " background=\"#%06x\"", background);
    g_string_append_printf(out, ">%s</span>", escaped);
}

char *memoir_ansi_to_markup(const char *text, gsize length)
{
    GString *out = g_string_new(NULL);

    memoir_ansi_read(text, length, add_markup, out);
    return g_string_free(out, FALSE);
}
