#include "gui/memoir-editor.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-completion.h"
#include "gui/memoir-inspector.h"
#include "gui/memoir-python-indenter.h"
#include "gui/memoir-python.h"
#include "gui/memoir-search.h"

struct _MemoirEditor {
    GtkSourceView parent;
    MemoirCell *cell;
    MemoirSession *session;
    GtkTextBuffer *buffer;
    GtkTextTag *lit, *found;
    GtkSourceCompletionProvider *provider; /* made when first asked for, as the inspector */
    GtkWidget *inspector;
    guint question; /* an inspect_request that is under way, 0: none */
    gboolean completing, matched;
};

G_DEFINE_FINAL_TYPE(MemoirEditor, memoir_editor, GTK_SOURCE_TYPE_VIEW)

enum { CURSOR_MOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

static G_DEFINE_QUARK(memoir - cell - buffer, buffer)

    /* ---- text ---- */

    static void on_source(MemoirCell *cell, GParamSpec *spec, GtkTextBuffer *buffer);

static void on_text(GtkTextBuffer *buffer, MemoirCell *cell)
{
    GtkTextIter start, end;
    g_autofree char *text = NULL;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    g_signal_handlers_block_by_func(cell, on_source, buffer);
    memoir_cell_set_source(cell, text);
    g_signal_handlers_unblock_by_func(cell, on_source, buffer);
}

/* The cell got a text that was not typed here, by replacing or by undo of that: only what differs
 * is touched, so that the cursor stays. */
static void on_source(MemoirCell *cell, GParamSpec *spec, GtkTextBuffer *buffer)
{
    const char *now = memoir_cell_get_source(cell);
    GtkTextIter start, end;
    g_autofree char *before = NULL;
    const char *a, *b, *end_a, *end_b;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    before = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    for (a = before, b = now; *a && *a == *b; a++, b++)
        ;
    while (a > before && (*a & 0xc0) == 0x80)
        a--, b--;
    end_a = before + strlen(before);
    end_b = now + strlen(now);
    while (end_a > a && end_b > b && end_a[-1] == end_b[-1])
        end_a--, end_b--;
    while ((*end_a & 0xc0) == 0x80)
        end_a++, end_b++;
    gtk_text_buffer_get_iter_at_offset(buffer, &start, (int)g_utf8_pointer_to_offset(before, a));
    gtk_text_buffer_get_iter_at_offset(buffer, &end, (int)g_utf8_pointer_to_offset(before, end_a));
    g_signal_handlers_block_by_func(buffer, on_text, cell);
    gtk_text_buffer_begin_user_action(buffer);
    gtk_text_buffer_delete(buffer, &start, &end);
    gtk_text_buffer_insert(buffer, &start, b, (int)(end_b - b));
    gtk_text_buffer_end_user_action(buffer);
    g_signal_handlers_unblock_by_func(buffer, on_text, cell);
}

static const char *language_of(MemoirCell *cell)
{
    if (memoir_cell_is_code(cell))
        return "python3";
    return strcmp(memoir_cell_get_cell_type(cell), "markdown") == 0 ? "markdown" : NULL;
}

static GtkTextBuffer *buffer_of(MemoirCell *cell)
{
    GtkSourceBuffer *buffer = g_object_get_qdata(G_OBJECT(cell), buffer_quark());
    GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default();
    const char *language = language_of(cell);
    GtkTextIter start;

    if (buffer)
        return GTK_TEXT_BUFFER(buffer);
    buffer = gtk_source_buffer_new(NULL);
    if (language)
        gtk_source_buffer_set_language(
            buffer, gtk_source_language_manager_get_language(languages, language));
    gtk_source_buffer_set_highlight_matching_brackets(buffer, TRUE);
    gtk_text_buffer_begin_irreversible_action(GTK_TEXT_BUFFER(buffer));
    gtk_text_buffer_set_text(GTK_TEXT_BUFFER(buffer), memoir_cell_get_source(cell), -1);
    gtk_text_buffer_end_irreversible_action(GTK_TEXT_BUFFER(buffer));
    gtk_text_buffer_get_start_iter(GTK_TEXT_BUFFER(buffer), &start);
    gtk_text_buffer_place_cursor(GTK_TEXT_BUFFER(buffer), &start);
    gtk_text_buffer_create_tag(GTK_TEXT_BUFFER(buffer), "lit", "paragraph-background",
                               "rgba(230,97,0,0.22)", NULL);
    gtk_text_buffer_create_tag(GTK_TEXT_BUFFER(buffer), "found", NULL, NULL);
    g_signal_connect_object(buffer, "changed", G_CALLBACK(on_text), cell, 0);
    g_signal_connect_object(cell, "notify::source", G_CALLBACK(on_source), buffer, 0);
    g_object_set_qdata_full(G_OBJECT(cell), buffer_quark(), buffer, g_object_unref);
    return GTK_TEXT_BUFFER(buffer);
}

static void follow_style(MemoirEditor *self)
{
    gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
    GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default();

    gtk_source_buffer_set_style_scheme(
        GTK_SOURCE_BUFFER(self->buffer),
        gtk_source_style_scheme_manager_get_scheme(schemes, dark ? "Adwaita-dark" : "Adwaita"));
    /* Coloured text must be read on it. */
    g_object_set(self->found, "background",
                 dark ? "rgba(246,211,45,0.25)" : "rgba(246,211,45,0.5)", NULL);
}

/* ---- places ---- */

static void get_cursor(MemoirEditor *self, GtkTextIter *cursor)
{
    gtk_text_buffer_get_iter_at_mark(self->buffer, cursor,
                                     gtk_text_buffer_get_insert(self->buffer));
}

static gsize byte_of(MemoirEditor *self, const GtkTextIter *iter)
{
    const char *source = memoir_cell_get_source(self->cell);

    return (gsize)(g_utf8_offset_to_pointer(source, gtk_text_iter_get_offset(iter)) - source);
}

static void iter_at(MemoirEditor *self, gsize offset, GtkTextIter *iter)
{
    const char *source = memoir_cell_get_source(self->cell);

    offset = MIN(offset, strlen(source));
    gtk_text_buffer_get_iter_at_offset(self->buffer, iter,
                                       (int)g_utf8_pointer_to_offset(source, source + offset));
}

gsize memoir_editor_get_offset(MemoirEditor *self)
{
    GtkTextIter cursor;

    get_cursor(self, &cursor);
    return byte_of(self, &cursor);
}

void memoir_editor_place_cursor(MemoirEditor *self, gsize offset)
{
    GtkTextIter iter;

    iter_at(self, offset, &iter);
    gtk_text_buffer_place_cursor(self->buffer, &iter);
}

void memoir_editor_place_at_line(MemoirEditor *self, guint line)
{
    GtkTextIter iter;

    gtk_text_buffer_get_iter_at_line(self->buffer, &iter, (int)MAX(line, 1) - 1);
    gtk_text_buffer_place_cursor(self->buffer, &iter);
}

void memoir_editor_select(MemoirEditor *self, gsize start, gsize end)
{
    GtkTextIter from, to;

    iter_at(self, start, &from);
    iter_at(self, end, &to);
    gtk_text_buffer_select_range(self->buffer, &to, &from);
}

void memoir_editor_get_selected(MemoirEditor *self, gsize *start, gsize *end)
{
    GtkTextIter from, to;

    gtk_text_buffer_get_selection_bounds(self->buffer, &from, &to);
    *start = byte_of(self, &from);
    *end = byte_of(self, &to);
}

char *memoir_editor_dup_selected(MemoirEditor *self)
{
    GtkTextIter from, to;

    return gtk_text_buffer_get_selection_bounds(self->buffer, &from, &to)
               ? gtk_text_buffer_get_text(self->buffer, &from, &to, TRUE)
               : NULL;
}

guint memoir_editor_get_line(MemoirEditor *self)
{
    GtkTextIter cursor;

    get_cursor(self, &cursor);
    return (guint)gtk_text_iter_get_line(&cursor) + 1;
}

void memoir_editor_get_cursor(MemoirEditor *self, GdkRectangle *place)
{
    GtkTextView *view = GTK_TEXT_VIEW(self);
    GtkTextIter cursor;

    get_cursor(self, &cursor);
    gtk_text_view_get_iter_location(view, &cursor, place);
    gtk_text_view_buffer_to_window_coords(view, GTK_TEXT_WINDOW_WIDGET, place->x, place->y,
                                          &place->x, &place->y);
}

/* ---- what is lit ---- */

void memoir_editor_set_matches(MemoirEditor *self, const GArray *matches)
{
    GtkTextIter start, end;

    if (!matches && !self->matched)
        return;
    self->matched = matches != NULL;
    gtk_text_buffer_get_bounds(self->buffer, &start, &end);
    gtk_text_buffer_remove_tag(self->buffer, self->found, &start, &end);
    for (guint i = 0; matches && i < matches->len; i++) {
        const MemoirMatch *match = &g_array_index(matches, MemoirMatch, i);

        iter_at(self, match->start, &start);
        iter_at(self, match->end, &end);
        gtk_text_buffer_apply_tag(self->buffer, self->found, &start, &end);
    }
}

void memoir_editor_light_line(MemoirEditor *self, gint64 line)
{
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds(self->buffer, &start, &end);
    gtk_text_buffer_remove_tag(self->buffer, self->lit, &start, &end);
    if (line < 1 || line > gtk_text_buffer_get_line_count(self->buffer))
        return;
    gtk_text_buffer_get_iter_at_line(self->buffer, &start, (int)line - 1);
    end = start;
    if (!gtk_text_iter_forward_line(&end))
        gtk_text_buffer_get_end_iter(self->buffer, &end);
    gtk_text_buffer_apply_tag(self->buffer, self->lit, &start, &end);
}

void memoir_editor_set_line_numbers(MemoirEditor *self, gboolean shown)
{
    gtk_source_view_set_show_line_numbers(GTK_SOURCE_VIEW(self), shown);
}

/* ---- what the kernel knows ---- */

static void on_completion_shown(MemoirEditor *self) { self->completing = TRUE; }

static void on_completion_hidden(MemoirEditor *self) { self->completing = FALSE; }

void memoir_editor_complete(MemoirEditor *self)
{
    GtkSourceCompletion *completion = gtk_source_view_get_completion(GTK_SOURCE_VIEW(self));

    if (!memoir_cell_is_code(self->cell))
        return;
    if (!self->provider) { /* not before: a notebook has many editors */
        self->provider = memoir_completion_new(self->session);
        gtk_source_completion_add_provider(completion, self->provider);
        g_object_set(completion, "select-on-show", TRUE, NULL);
        g_signal_connect_object(completion, "show", G_CALLBACK(on_completion_shown), self,
                                G_CONNECT_SWAPPED);
        g_signal_connect_object(completion, "hide", G_CALLBACK(on_completion_hidden), self,
                                G_CONNECT_SWAPPED);
    }
    gtk_source_completion_show(completion);
}

static gboolean is_inspecting(MemoirEditor *self)
{
    return self->inspector && gtk_widget_get_visible(self->inspector);
}

static void hide_inspector(MemoirEditor *self)
{
    if (self->question)
        memoir_session_forget(self->session, self->question);
    self->question = 0;
    if (is_inspecting(self))
        gtk_popover_popdown(GTK_POPOVER(self->inspector));
}

static void on_inspected(const json_t *content, gpointer data)
{
    MemoirEditor *self = data;
    const json_t *bundle = json_object_get(content, "data");
    const char *text = jp_json_text_value(json_object_get(bundle, "text/plain"), NULL);
    GdkRectangle cursor;

    self->question = 0;
    if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
        return;
    if (!self->inspector) {
        self->inspector = memoir_inspector_new();
        gtk_widget_set_parent(self->inspector, GTK_WIDGET(self));
    }
    memoir_editor_get_cursor(self, &cursor);
    gtk_popover_set_pointing_to(GTK_POPOVER(self->inspector), &cursor);
    if (!json_is_true(json_object_get(content, "found")) || !text)
        text = "Nothing is known here.";
    memoir_inspector_show(MEMOIR_INSPECTOR(self->inspector), text);
}

void memoir_editor_inspect(MemoirEditor *self)
{
    GtkTextIter cursor;

    hide_inspector(self);
    get_cursor(self, &cursor);
    self->question = memoir_session_ask(
        self->session, "inspect_request",
        json_pack("{s:s, s:i, s:i}", "code", memoir_cell_get_source(self->cell), "cursor_pos",
                  gtk_text_iter_get_offset(&cursor), "detail_level", 0),
        on_inspected, self);
}

/* ---- editing ---- */

/* The whole lines that the selection touches. */
static void get_lines(MemoirEditor *self, GtkTextIter *start, GtkTextIter *end)
{
    if (gtk_text_buffer_get_selection_bounds(self->buffer, start, end) &&
        gtk_text_iter_starts_line(end))
        gtk_text_iter_backward_char(end);
    gtk_text_iter_set_line_offset(start, 0);
    if (!gtk_text_iter_ends_line(end))
        gtk_text_iter_forward_to_line_end(end);
}

void memoir_editor_toggle_comment(MemoirEditor *self)
{
    GtkTextIter start, end;
    g_autofree char *text = NULL;
    g_autofree char *changed = NULL;
    gboolean selected = gtk_text_buffer_get_has_selection(self->buffer);
    int offset;

    get_lines(self, &start, &end);
    text = gtk_text_buffer_get_text(self->buffer, &start, &end, TRUE);
    changed = memoir_python_toggle_comment(text);
    offset = gtk_text_iter_get_offset(&start);
    gtk_text_buffer_begin_user_action(self->buffer);
    gtk_text_buffer_delete(self->buffer, &start, &end);
    gtk_text_buffer_insert(self->buffer, &end, changed, -1);
    if (selected) {
        gtk_text_buffer_get_iter_at_offset(self->buffer, &start, offset);
        gtk_text_buffer_select_range(self->buffer, &end, &start);
    }
    gtk_text_buffer_end_user_action(self->buffer);
}

void memoir_editor_indent(MemoirEditor *self, gboolean deeper)
{
    GtkTextIter start, end;

    get_lines(self, &start, &end);
    if (deeper)
        gtk_source_view_indent_lines(GTK_SOURCE_VIEW(self), &start, &end);
    else
        gtk_source_view_unindent_lines(GTK_SOURCE_VIEW(self), &start, &end);
}

/* ---- keys ---- */

/* Nothing but space stands between the line's begin and the cursor. */
static gboolean is_in_indentation(MemoirEditor *self)
{
    GtkTextIter cursor, start;
    g_autofree char *text = NULL;

    get_cursor(self, &cursor);
    start = cursor;
    gtk_text_iter_set_line_offset(&start, 0);
    text = gtk_text_buffer_get_text(self->buffer, &start, &cursor, TRUE);
    return text[strspn(text, " \t")] == '\0';
}

static gboolean is_after_space(MemoirEditor *self)
{
    GtkTextIter cursor;

    get_cursor(self, &cursor);
    return !gtk_text_iter_backward_char(&cursor) ||
           g_unichar_isspace(gtk_text_iter_get_char(&cursor));
}

/* The cursor is in the first or the last line as it is wrapped. */
static gboolean is_at_edge(MemoirEditor *self, gboolean last)
{
    GtkTextIter cursor, edge;
    GdkRectangle at, there;

    if (gtk_text_buffer_get_has_selection(self->buffer))
        return FALSE;
    get_cursor(self, &cursor);
    if (last)
        gtk_text_buffer_get_end_iter(self->buffer, &edge);
    else
        gtk_text_buffer_get_start_iter(self->buffer, &edge);
    gtk_text_view_get_iter_location(GTK_TEXT_VIEW(self), &cursor, &at);
    gtk_text_view_get_iter_location(GTK_TEXT_VIEW(self), &edge, &there);
    return at.y == there.y;
}

gboolean memoir_editor_wants_key(MemoirEditor *self, guint key, GdkModifierType modifiers)
{
    if (self->completing)
        return TRUE;
    switch (key) {
    case GDK_KEY_Escape: return is_inspecting(self);
    case GDK_KEY_Up: return !is_at_edge(self, FALSE);
    case GDK_KEY_Down: return !is_at_edge(self, TRUE);
    case GDK_KEY_Tab:
        if (!memoir_cell_is_code(self->cell) || gtk_text_buffer_get_has_selection(self->buffer))
            return TRUE;
        return modifiers & GDK_SHIFT_MASK ? is_in_indentation(self) : is_after_space(self);
    default: return FALSE;
    }
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirEditor *self)
{
    gboolean was_inspecting = is_inspecting(self);

    /* Modifiers alone are on their way to another Shift+Tab. */
    if (key >= GDK_KEY_Shift_L && key <= GDK_KEY_Hyper_R)
        return GDK_EVENT_PROPAGATE;
    hide_inspector(self);
    return key == GDK_KEY_Escape && was_inspecting;
}

/* ---- the object ---- */

static void on_cursor(MemoirEditor *self)
{
    gtk_source_view_set_highlight_current_line(GTK_SOURCE_VIEW(self),
                                               gtk_widget_has_focus(GTK_WIDGET(self)));
    g_signal_emit(self, signals[CURSOR_MOVED], 0);
}

static void on_leave(MemoirEditor *self)
{
    hide_inspector(self);
    on_cursor(self);
}

void memoir_editor_set_cell(MemoirEditor *self, MemoirCell *cell, MemoirSession *session)
{
    GtkTextTagTable *tags;

    self->cell = g_object_ref(cell);
    self->session = g_object_ref(session);
    self->buffer = g_object_ref(buffer_of(cell));
    gtk_text_view_set_buffer(GTK_TEXT_VIEW(self), self->buffer);
    tags = gtk_text_buffer_get_tag_table(self->buffer);
    self->lit = gtk_text_tag_table_lookup(tags, "lit");
    self->found = gtk_text_tag_table_lookup(tags, "found");
    if (memoir_cell_is_code(cell)) {
        g_autoptr(GtkSourceIndenter) indenter = memoir_python_indenter_new();

        gtk_source_view_set_indenter(GTK_SOURCE_VIEW(self), indenter);
    } else {
        gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(self), GTK_WRAP_WORD_CHAR);
    }
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   memoir_cell_is_code(cell) ? "Code" : "Text", -1);
    g_signal_connect_object(self->buffer, "notify::cursor-position", G_CALLBACK(on_cursor), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                            G_CALLBACK(follow_style), self, G_CONNECT_SWAPPED);
    follow_style(self);
}

static void memoir_editor_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    MemoirEditor *self = MEMOIR_EDITOR(widget);

    GTK_WIDGET_CLASS(memoir_editor_parent_class)->size_allocate(widget, width, height, baseline);
    if (self->inspector)
        gtk_popover_present(GTK_POPOVER(self->inspector));
}

static void memoir_editor_dispose(GObject *object)
{
    MemoirEditor *self = MEMOIR_EDITOR(object);

    if (self->session)
        hide_inspector(self);
    g_clear_pointer(&self->inspector, gtk_widget_unparent);
    g_clear_object(&self->provider);
    g_clear_object(&self->session);
    g_clear_object(&self->cell);
    G_OBJECT_CLASS(memoir_editor_parent_class)->dispose(object);
    g_clear_object(&self->buffer);
}

static void memoir_editor_class_init(MemoirEditorClass *class)
{
    G_OBJECT_CLASS(class)->dispose = memoir_editor_dispose;
    GTK_WIDGET_CLASS(class)->size_allocate = memoir_editor_size_allocate;
    signals[CURSOR_MOVED] = g_signal_new("cursor-moved", MEMOIR_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void memoir_editor_init(MemoirEditor *self)
{
    GtkSourceView *view = GTK_SOURCE_VIEW(self);
    GtkEventController *focus = gtk_event_controller_focus_new();
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_text_view_set_monospace(GTK_TEXT_VIEW(self), TRUE);
    gtk_source_view_set_auto_indent(view, TRUE);
    gtk_source_view_set_indent_width(view, 4);
    gtk_source_view_set_tab_width(view, 4);
    gtk_source_view_set_insert_spaces_instead_of_tabs(view, TRUE);
    gtk_source_view_set_smart_backspace(view, TRUE);
    gtk_source_view_set_smart_home_end(view, GTK_SOURCE_SMART_HOME_END_BEFORE);
    gtk_widget_add_css_class(GTK_WIDGET(self), "editor");
    g_signal_connect_swapped(focus, "enter", G_CALLBACK(on_cursor), self);
    g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_leave), self);
    gtk_widget_add_controller(GTK_WIDGET(self), focus);
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self), keys);
}
