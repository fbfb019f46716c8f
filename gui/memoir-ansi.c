#include "gui/memoir-ansi.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    gboolean bold, italic, underline;
    guint32 foreground, background; /* 0xRRGGBB; NO_COLOR: none */
} Style;

#define NO_COLOR G_MAXUINT32
#define MOST_NUMBERS 16

/* Adwaita's palette: read well on both backgrounds. */
static const guint32 colors[16] = {
    0x5e5c64, 0xe01b24, 0x2ec27e, 0xc88800, 0x3584e4, 0xa347ba, 0x2190a4, 0x9a9996,
    0x77767b, 0xed333b, 0x33a86c, 0xd59b00, 0x5a9bef, 0xb469c9, 0x33a7bd, 0xc0bfbc,
};

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

static void apply(Style *style, const int *numbers, int n)
{
    for (int i = 0; i < n; i++) {
        int code = numbers[i];

        if (code == 0)
            *style = (Style){.foreground = NO_COLOR, .background = NO_COLOR};
        else if (code == 1)
            style->bold = TRUE;
        else if (code == 3)
            style->italic = TRUE;
        else if (code == 4)
            style->underline = TRUE;
        else if (code == 22)
            style->bold = FALSE;
        else if (code == 23)
            style->italic = FALSE;
        else if (code == 24)
            style->underline = FALSE;
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

static void apply_tag(GtkTextBuffer *buffer, const Style *style, const GtkTextIter *from,
                      const GtkTextIter *to)
{
    g_autofree char *name = g_strdup_printf("ansi-%d%d%d-%08x-%08x", style->bold, style->italic,
                                            style->underline, style->foreground,
                                            style->background);
    GtkTextTag *tag = gtk_text_tag_table_lookup(gtk_text_buffer_get_tag_table(buffer), name);
    char text[8];

    if (!tag) {
        tag = gtk_text_buffer_create_tag(buffer, name, NULL, NULL);
        if (style->bold)
            g_object_set(tag, "weight", PANGO_WEIGHT_BOLD, NULL);
        if (style->italic)
            g_object_set(tag, "style", PANGO_STYLE_ITALIC, NULL);
        if (style->underline)
            g_object_set(tag, "underline", PANGO_UNDERLINE_SINGLE, NULL);
        if (style->foreground != NO_COLOR) {
            g_snprintf(text, sizeof(text), "#%06x", style->foreground);
            g_object_set(tag, "foreground", text, NULL);
        }
        if (style->background != NO_COLOR) {
            g_snprintf(text, sizeof(text), "#%06x", style->background);
            g_object_set(tag, "background", text, NULL);
        }
    }
    gtk_text_buffer_apply_tag(buffer, tag, from, to);
}

static void insert(GtkTextBuffer *buffer, const Style *style, const char *text, gsize length)
{
    GtkTextIter from, end;
    int offset;

    if (length == 0)
        return;
    gtk_text_buffer_get_end_iter(buffer, &end);
    offset = gtk_text_iter_get_offset(&end);
    gtk_text_buffer_insert(buffer, &end, text, (int)length);
    if (!style->bold && !style->italic && !style->underline && style->foreground == NO_COLOR &&
        style->background == NO_COLOR)
        return;
    gtk_text_buffer_get_iter_at_offset(buffer, &from, offset);
    apply_tag(buffer, style, &from, &end);
}

static void control(GtkTextBuffer *buffer, char c)
{
    GtkTextIter from, end;

    gtk_text_buffer_get_end_iter(buffer, &end);
    from = end;
    if (c == '\r')
        gtk_text_iter_set_line_offset(&from, 0);
    else if (gtk_text_iter_get_line_offset(&end) > 0)
        gtk_text_iter_backward_char(&from);
    gtk_text_buffer_delete(buffer, &from, &end);
}

/* At an ESC: the sequence's length; a colour is applied. */
static gsize escape(Style *style, const char *text, gsize length)
{
    int numbers[MOST_NUMBERS] = {0}, n = 1;
    gsize i = 2;

    if (length < 2 || text[1] != '[')
        return MIN(length, 2);
    for (; i < length && (unsigned char)text[i] < 0x40; i++) {
        if (g_ascii_isdigit(text[i]))
            numbers[n - 1] = MIN(numbers[n - 1] * 10 + (text[i] - '0'), 9999);
        else if ((text[i] == ';' || text[i] == ':') && n < MOST_NUMBERS)
            n++;
    }
    if (i < length && text[i] == 'm')
        apply(style, numbers, n);
    return MIN(i + 1, length);
}

void memoir_ansi_append(GtkTextBuffer *buffer, const char *text, gsize length)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    Style style = {.foreground = NO_COLOR, .background = NO_COLOR};

    length = strlen(valid);
    for (gsize i = 0; i < length;) {
        gsize plain = strcspn(valid + i, "\x1b\r\b");

        insert(buffer, &style, valid + i, plain);
        i += plain;
        if (i == length)
            break;
        if (valid[i] == '\x1b') {
            i += escape(&style, valid + i, length - i);
            continue;
        }
        if (valid[i] == '\b' || (valid[i + 1] != '\n' && valid[i + 1] != '\0'))
            control(buffer, valid[i]);
        i++;
    }
}
