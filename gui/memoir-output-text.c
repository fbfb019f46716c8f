#include "gui/memoir-output-text.h"

#include <adwaita.h>
#include <stdio.h>
#include <string.h>

#include "gui/memoir-ansi.h"
#include "gui/memoir-format.h"
#include "gui/memoir-traceback.h"
#include "protocol/outputs.h"

/* A text of more lines than MOST_LINES shows its first and last ones. */
#define MOST_LINES 200
#define FIRST_LINES 60
#define LAST_LINES 60
#define MORE_LINES 1000
/* A line of more bytes is cut: laying it out would stop the app. */
#define MOST_BYTES 20000

typedef struct {
    GtkWidget *view; /* NULL: not needed yet */
    GString *raw;    /* the text that it shows */
} Part;

struct _MemoirOutputText {
    GtkWidget parent;
    Part head, tail;
    GtkWidget *more;
    GString *text; /* all of it, while some is hidden */
    MemoirTextKind kind;
    gsize extra; /* lines that are shown beyond the first and the last ones */
};

G_DEFINE_FINAL_TYPE(MemoirOutputText, memoir_output_text, GTK_TYPE_WIDGET)

/* ---- text into a buffer ---- */

static void set_color(GtkTextTag *tag, const char *property, guint32 color, gboolean dark)
{
    char text[8];

    if (color == MEMOIR_ANSI_NO_COLOR)
        return;
    g_snprintf(text, sizeof(text), "#%06x", dark ? memoir_ansi_on_dark(color) : color);
    g_object_set(tag, property, text, NULL);
}

/* The tag's name holds its colours, so that they can follow the theme. */
static void color_tag(GtkTextTag *tag, gpointer data)
{
    gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
    guint32 foreground, background;
    g_autofree char *name = NULL;

    g_object_get(tag, "name", &name, NULL);
    if (!name || sscanf(name, "ansi-%*6c-%8x-%8x", &foreground, &background) != 2)
        return;
    set_color(tag, "foreground", foreground, dark);
    /* What stands on a colour of its own stays as it is. */
    set_color(tag, "background", background, FALSE);
}

static GtkTextTag *tag_for(GtkTextBuffer *buffer, const MemoirAnsiStyle *style)
{
    guint32 foreground = style->inverse ? style->background : style->foreground;
    guint32 background = style->inverse ? style->foreground : style->background;
    g_autofree char *name = NULL;
    GtkTextTag *tag;

    if (style->inverse && background == MEMOIR_ANSI_NO_COLOR)
        background = 0x9a9996;
    if (style->faint && foreground == MEMOIR_ANSI_NO_COLOR)
        foreground = 0x8a8a8a;
    name = g_strdup_printf("ansi-%d%d%d%d%d%d-%08x-%08x", style->bold, style->faint, style->italic,
                           style->underline, style->strike, style->inverse, foreground, background);
    tag = gtk_text_tag_table_lookup(gtk_text_buffer_get_tag_table(buffer), name);
    if (tag)
        return tag;
    tag = gtk_text_buffer_create_tag(buffer, name, NULL, NULL);
    if (style->bold)
        g_object_set(tag, "weight", PANGO_WEIGHT_BOLD, NULL);
    if (style->italic)
        g_object_set(tag, "style", PANGO_STYLE_ITALIC, NULL);
    if (style->underline)
        g_object_set(tag, "underline", PANGO_UNDERLINE_SINGLE, NULL);
    if (style->strike)
        g_object_set(tag, "strikethrough", TRUE, NULL);
    color_tag(tag, NULL);
    return tag;
}

static void follow_theme(GtkTextBuffer *buffer)
{
    gtk_text_tag_table_foreach(gtk_text_buffer_get_tag_table(buffer), color_tag, NULL);
}

static void insert(const char *text, gsize length, const MemoirAnsiStyle *style, gpointer data)
{
    GtkTextBuffer *buffer = data;
    GtkTextIter end;

    gtk_text_buffer_get_end_iter(buffer, &end);
    gtk_text_buffer_insert_with_tags_by_name(buffer, &end, text, (int)length, "output", NULL);
    if (!memoir_ansi_is_plain(style)) {
        GtkTextIter begin = end;

        gtk_text_iter_backward_chars(&begin, (int)g_utf8_strlen(text, (gssize)length));
        gtk_text_buffer_apply_tag(buffer, tag_for(buffer, style), &begin, &end);
    }
}

/* What of a line is worth laying out: after its last return, and no more than can be. */
static void append_long_line(GtkTextBuffer *buffer, const char *text, gsize length)
{
    g_autofree char *note = NULL;
    gsize begin = length;

    while (begin > 0 && (text[begin - 1] == '\r' || text[begin - 1] == '\n'))
        begin--;
    while (begin > 0 && text[begin - 1] != '\r')
        begin--;
    if (length - begin > MOST_BYTES) {
        gsize shown = MOST_BYTES;

        while (shown > 0 && ((unsigned char)text[begin + shown] & 0xC0) == 0x80)
            shown--;
        memoir_ansi_read(text + begin, shown, insert, buffer);
        note = g_strdup_printf(" … %" G_GSIZE_FORMAT " more bytes in this line …%s",
                               length - begin - shown, text[length - 1] == '\n' ? "\n" : "");
        memoir_ansi_read(note, strlen(note), insert, buffer);
    } else {
        memoir_ansi_read(text + begin, length - begin, insert, buffer);
    }
}

static void append(GtkTextBuffer *buffer, const char *text, gsize length)
{
    gsize begin = 0;

    while (begin < length) {
        const char *newline = memchr(text + begin, '\n', length - begin);
        gsize end = newline ? (gsize)(newline - text) + 1 : length;

        if (end - begin > MOST_BYTES) {
            memoir_ansi_read(text, begin, insert, buffer);
            append_long_line(buffer, text + begin, end - begin);
            text += end;
            length -= end;
            begin = 0;
        } else {
            begin = end;
        }
    }
    memoir_ansi_read(text, length, insert, buffer);
}

static gsize count_lines(const char *text, gsize length)
{
    gsize n = 0;

    for (const char *p = text; (p = memchr(p, '\n', length - (gsize)(p - text))); p++)
        n++;
    return n;
}

/* ---- links ---- */

static char *line_text(GtkTextBuffer *buffer, int line)
{
    GtkTextIter from, to;

    gtk_text_buffer_get_iter_at_line(buffer, &from, line);
    to = from;
    if (!gtk_text_iter_ends_line(&to))
        gtk_text_iter_forward_to_line_end(&to);
    return gtk_text_buffer_get_text(buffer, &from, &to, TRUE);
}

/* Is there a place of a cell on this line? Frames are told by the lines above. */
static gboolean find_place(GtkTextBuffer *buffer, int line, int *count, int *cell_line)
{
    MemoirTraceback traceback = {0};
    gboolean found = FALSE;

    for (int i = 0; i <= line; i++) {
        g_autofree char *text = line_text(buffer, i);

        found = memoir_traceback_read(&traceback, text, count, cell_line);
    }
    return found;
}

static void mark_links(GtkTextBuffer *buffer)
{
    GtkTextTag *tag = gtk_text_tag_table_lookup(gtk_text_buffer_get_tag_table(buffer), "link");
    MemoirTraceback traceback = {0};

    if (!tag)
        tag = gtk_text_buffer_create_tag(buffer, "link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
    for (int i = 0; i < gtk_text_buffer_get_line_count(buffer); i++) {
        g_autofree char *text = line_text(buffer, i);
        GtkTextIter from, to;
        int count, line;

        if (!memoir_traceback_read(&traceback, text, &count, &line))
            continue;
        gtk_text_buffer_get_iter_at_line(buffer, &from, i);
        while (g_unichar_isspace(gtk_text_iter_get_char(&from)) && !gtk_text_iter_ends_line(&from))
            gtk_text_iter_forward_char(&from);
        to = from;
        if (!gtk_text_iter_ends_line(&to))
            gtk_text_iter_forward_to_line_end(&to);
        gtk_text_buffer_apply_tag(buffer, tag, &from, &to);
    }
}

static gboolean place_at(GtkTextView *view, double x, double y, int *count, int *line)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(view);
    GtkTextTag *tag = gtk_text_tag_table_lookup(gtk_text_buffer_get_tag_table(buffer), "link");
    GtkTextIter iter;
    int buffer_x, buffer_y;

    gtk_text_view_window_to_buffer_coords(view, GTK_TEXT_WINDOW_WIDGET, (int)x, (int)y, &buffer_x,
                                          &buffer_y);
    return tag && gtk_text_view_get_iter_at_location(view, &iter, buffer_x, buffer_y) &&
           gtk_text_iter_has_tag(&iter, tag) &&
           find_place(buffer, gtk_text_iter_get_line(&iter), count, line);
}

static void on_released(GtkGestureClick *click, int n, double x, double y, gpointer data)
{
    GtkWidget *view = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(click));
    int count, line;

    if (!gtk_text_buffer_get_has_selection(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view))) &&
        place_at(GTK_TEXT_VIEW(view), x, y, &count, &line))
        gtk_widget_activate_action(view, "notebook.go-to-line", "(ii)", count, line);
}

static void on_motion(GtkEventControllerMotion *motion, double x, double y, gpointer data)
{
    GtkWidget *view = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(motion));
    int count, line;

    gtk_widget_set_cursor_from_name(
        view, place_at(GTK_TEXT_VIEW(view), x, y, &count, &line) ? "pointer" : "text");
}

static void listen_to_pointer(GtkWidget *view)
{
    GtkGesture *click = gtk_gesture_click_new();
    GtkEventController *motion = gtk_event_controller_motion_new();

    g_signal_connect(click, "released", G_CALLBACK(on_released), NULL);
    gtk_widget_add_controller(view, GTK_EVENT_CONTROLLER(click));
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), NULL);
    gtk_widget_add_controller(view, motion);
}

/* ---- the two parts ---- */

static GtkWidget *text_view(MemoirOutputText *self)
{
    GtkWidget *view = gtk_text_view_new();

    gtk_text_view_set_editable(GTK_TEXT_VIEW(view), FALSE);
    gtk_text_view_set_cursor_visible(GTK_TEXT_VIEW(view), FALSE);
    gtk_text_view_set_monospace(GTK_TEXT_VIEW(view), TRUE);
    gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(view), GTK_WRAP_CHAR);
    gtk_text_view_set_accepts_tab(GTK_TEXT_VIEW(view), FALSE);
    /* What a program printed is shown as it is, also where a line is broken. */
    gtk_text_buffer_create_tag(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), "output",
                               "insert-hyphens", FALSE, NULL);
    g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                            G_CALLBACK(follow_theme), gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)),
                            G_CONNECT_SWAPPED);
    gtk_widget_add_css_class(view, "output-text");
    return view;
}

static void show(MemoirOutputText *self, Part *part, const char *text, gsize length)
{
    GtkTextBuffer *buffer;
    gsize same = 0, most;

    if (!part->view) {
        part->view = text_view(self);
        part->raw = g_string_new(NULL);
        if (part == &self->tail)
            gtk_widget_insert_after(part->view, GTK_WIDGET(self), self->more);
        else
            gtk_widget_insert_after(part->view, GTK_WIDGET(self), NULL);
    }
    buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(part->view));
    most = MIN(length, part->raw->len);
    while (same < most && text[same] == part->raw->str[same])
        same++;
    if (same == length && same == part->raw->len)
        return;
    while (same > 0 && text[same - 1] != '\n')
        same--;
    /* A style may reach over what stays. */
    if (memchr(text, '\x1b', same))
        same = 0;
    if (same == 0) {
        gtk_text_buffer_set_text(buffer, "", 0);
    } else {
        GtkTextIter from, to;

        gtk_text_buffer_get_iter_at_line(buffer, &from, (int)count_lines(text, same));
        gtk_text_buffer_get_end_iter(buffer, &to);
        gtk_text_buffer_delete(buffer, &from, &to);
    }
    append(buffer, text + same, length - same);
    g_string_truncate(part->raw, same);
    g_string_append_len(part->raw, text + same, (gssize)(length - same));
    gtk_widget_set_visible(part->view, TRUE);
}

static void hide(Part *part)
{
    if (part->view)
        gtk_widget_set_visible(part->view, FALSE);
}

/* Where the line `n` after `text` begins; `length` if there are fewer. */
static gsize skip_lines(const char *text, gsize length, gsize n)
{
    gsize at = 0;

    while (n-- > 0 && at < length) {
        const char *newline = memchr(text + at, '\n', length - at);

        at = newline ? (gsize)(newline - text) + 1 : length;
    }
    return at;
}

static gsize skip_lines_back(const char *text, gsize length, gsize n)
{
    while (length > 0) {
        const char *newline = memrchr(text, '\n', length - 1);

        length = newline ? (gsize)(newline - text) + 1 : 0;
        if (--n == 0)
            break;
    }
    return length;
}

static void show_more(MemoirOutputText *self, const char *text, gsize length)
{
    gsize lines = count_lines(text, length), cut = 0;
    gsize all = jp_outputs_find_cut(text, length, &cut) ? lines - 1 + cut : lines;
    g_autofree char *count = memoir_format_count(all);
    g_autofree char *label = g_strdup_printf("… %s lines hidden …", count);
    g_autofree char *tip = NULL;

    if (cut > 0) {
        g_autofree char *not_kept = memoir_format_count(cut);

        tip = g_strdup_printf("%s of them were not kept", not_kept);
    }
    gtk_button_set_label(GTK_BUTTON(self->more), label);
    gtk_widget_set_tooltip_text(self->more, tip ? tip : "Show more of them");
    gtk_widget_set_visible(self->more, TRUE);
}

static void refresh(MemoirOutputText *self, const char *text, gsize length)
{
    gsize first = FIRST_LINES + self->extra, last = LAST_LINES + self->extra;
    gsize head, tail = length;

    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
        length--;
    if (skip_lines(text, length, MAX(MOST_LINES, first + last)) == length) {
        head = length;
    } else {
        head = skip_lines(text, length, first);
        tail = head + skip_lines_back(text + head, length - head, last);
    }
    if (head == length) {
        show(self, &self->head, text, length);
        gtk_widget_set_visible(self->more, FALSE);
        hide(&self->tail);
    } else {
        show(self, &self->head, text, head - 1);
        show_more(self, text + head, tail - head);
        show(self, &self->tail, text + tail, length - tail);
    }
    if (self->kind == MEMOIR_TEXT_ERROR) {
        mark_links(gtk_text_view_get_buffer(GTK_TEXT_VIEW(self->head.view)));
        if (head < length)
            mark_links(gtk_text_view_get_buffer(GTK_TEXT_VIEW(self->tail.view)));
    }
    /* Kept only where a button may ask for more of it. */
    g_string_truncate(self->text, 0);
    if (head < length)
        g_string_append_len(self->text, text, (gssize)length);
}

static void on_more(GtkButton *button, MemoirOutputText *self)
{
    g_autofree char *text = g_strndup(self->text->str, self->text->len);
    gsize length = self->text->len;

    self->extra += MORE_LINES;
    refresh(self, text, length);
}

void memoir_output_text_set(MemoirOutputText *self, MemoirTextKind kind, const char *text,
                            gsize length)
{
    static const char *const classes[] = {"plain", "stderr", "error-text"};

    gtk_widget_remove_css_class(GTK_WIDGET(self), classes[self->kind]);
    gtk_widget_add_css_class(GTK_WIDGET(self), classes[kind]);
    self->kind = kind;
    refresh(self, text, length);
    if (kind == MEMOIR_TEXT_ERROR && !g_object_get_data(G_OBJECT(self->head.view), "links")) {
        g_object_set_data(G_OBJECT(self->head.view), "links", self);
        listen_to_pointer(self->head.view);
    }
}

/* ---- the object ---- */

GtkWidget *memoir_output_text_new(void) { return g_object_new(MEMOIR_TYPE_OUTPUT_TEXT, NULL); }

static void memoir_output_text_dispose(GObject *object)
{
    MemoirOutputText *self = MEMOIR_OUTPUT_TEXT(object);
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
        gtk_widget_unparent(child);
    self->head.view = self->tail.view = self->more = NULL;
    G_OBJECT_CLASS(memoir_output_text_parent_class)->dispose(object);
}

static void memoir_output_text_finalize(GObject *object)
{
    MemoirOutputText *self = MEMOIR_OUTPUT_TEXT(object);

    if (self->head.raw)
        g_string_free(self->head.raw, TRUE);
    if (self->tail.raw)
        g_string_free(self->tail.raw, TRUE);
    g_string_free(self->text, TRUE);
    G_OBJECT_CLASS(memoir_output_text_parent_class)->finalize(object);
}

static void memoir_output_text_class_init(MemoirOutputTextClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_output_text_dispose;
    G_OBJECT_CLASS(class)->finalize = memoir_output_text_finalize;
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "outputtext");
}

static void memoir_output_text_init(MemoirOutputText *self)
{
    self->text = g_string_new(NULL);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(gtk_widget_get_layout_manager(GTK_WIDGET(self))),
                                   GTK_ORIENTATION_VERTICAL);
    self->more = gtk_button_new();
    gtk_widget_add_css_class(self->more, "flat");
    gtk_widget_add_css_class(self->more, "dim-label");
    gtk_widget_set_halign(self->more, GTK_ALIGN_START);
    gtk_widget_set_visible(self->more, FALSE);
    gtk_widget_set_parent(self->more, GTK_WIDGET(self));
    g_signal_connect(self->more, "clicked", G_CALLBACK(on_more), self);
}
