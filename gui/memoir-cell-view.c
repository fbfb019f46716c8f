#include "gui/memoir-cell-view.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-outputs-view.h"
#include "gui/memoir-rich-view.h"
#include "gui/memoir-timeline-view.h"

#define RUNTIME_MS 100
/* A curve that tells something gets more room than one that does not. */
#define CURVE_HEIGHT 240
#define SMALL_CURVE_HEIGHT 120
#define WORTH_BYTES (1024 * 1024)

struct _MemoirCellView {
    GtkWidget parent;
    MemoirCell *cell;
    GtkWidget *prompt, *runtime, *rendered, *editor_frame, *editor, *outputs, *side, *timeline;
    GtkSourceBuffer *buffer;
    GtkTextTag *lit;
    guint tick;
};

G_DEFINE_FINAL_TYPE(MemoirCellView, memoir_cell_view, GTK_TYPE_WIDGET)

static G_DEFINE_QUARK(memoir-cell-buffer, buffer)

/* ---- text ---- */

static void on_text_changed(GtkTextBuffer *buffer, MemoirCell *cell)
{
    GtkTextIter start, end;
    g_autofree char *text = NULL;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    memoir_cell_set_source(cell, text);
}

static GtkSourceBuffer *buffer_of(MemoirCell *cell)
{
    GtkSourceBuffer *buffer = g_object_get_qdata(G_OBJECT(cell), buffer_quark());
    GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default();
    const char *type = memoir_cell_get_cell_type(cell);
    const char *language = memoir_cell_is_code(cell)          ? "python3"
                           : strcmp(type, "markdown") == 0 ? "markdown"
                                                           : NULL;

    if (buffer)
        return buffer;
    buffer = gtk_source_buffer_new(NULL);
    if (language)
        gtk_source_buffer_set_language(buffer, gtk_source_language_manager_get_language(
                                                   languages, language));
    gtk_text_buffer_begin_irreversible_action(GTK_TEXT_BUFFER(buffer));
    gtk_text_buffer_set_text(GTK_TEXT_BUFFER(buffer), memoir_cell_get_source(cell), -1);
    gtk_text_buffer_end_irreversible_action(GTK_TEXT_BUFFER(buffer));
    g_signal_connect_object(buffer, "changed", G_CALLBACK(on_text_changed), cell, 0);
    g_object_set_qdata_full(G_OBJECT(cell), buffer_quark(), buffer, g_object_unref);
    return buffer;
}

static void follow_style(MemoirCellView *self)
{
    gboolean dark = adw_style_manager_get_dark(adw_style_manager_get_default());
    GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default();

    gtk_source_buffer_set_style_scheme(self->buffer,
                                       gtk_source_style_scheme_manager_get_scheme(
                                           schemes, dark ? "Adwaita-dark" : "Adwaita"));
}

/* ---- what the cell tells ---- */

static void show_prompt(MemoirCellView *self)
{
    MemoirCellState state = memoir_cell_get_state(self->cell);
    int count = memoir_cell_get_execution_count(self->cell);
    g_autofree char *text = NULL;

    if (!memoir_cell_is_code(self->cell))
        text = g_strdup("");
    else if (state != MEMOIR_CELL_IDLE)
        text = g_strdup(state == MEMOIR_CELL_RUNNING ? "[*]" : "[…]");
    else
        text = count > 0 ? g_strdup_printf("[%d]", count) : g_strdup("[ ]");
    gtk_label_set_text(GTK_LABEL(self->prompt), text);
}

static gboolean show_runtime(gpointer data)
{
    MemoirCellView *self = data;
    gint64 elapsed = memoir_cell_get_elapsed(self->cell);
    char text[32] = "";

    if (elapsed >= 0)
        tl_format_time(text, sizeof(text), elapsed * 1000);
    gtk_label_set_text(GTK_LABEL(self->runtime), text);
    return G_SOURCE_CONTINUE;
}

static void on_state(MemoirCellView *self)
{
    gboolean running = memoir_cell_get_state(self->cell) == MEMOIR_CELL_RUNNING;

    show_prompt(self);
    show_runtime(self);
    if (running && !self->tick)
        self->tick = g_timeout_add(RUNTIME_MS, show_runtime, self);
    else if (!running)
        g_clear_handle_id(&self->tick, g_source_remove);
    if (running)
        gtk_widget_add_css_class(GTK_WIDGET(self), "running");
    else
        gtk_widget_remove_css_class(GTK_WIDGET(self), "running");
}

static gboolean is_worth_room(const struct tl_timeline *timeline)
{
    if (timeline->peak.bytes - timeline->start_bytes >= WORTH_BYTES || timeline->n_spans > 0)
        return TRUE;
    for (gsize i = 0; i < timeline->n_collections; i++) {
        if (timeline->collections[i].objects > 0)
            return TRUE;
    }
    return FALSE;
}

static void show_timeline(MemoirCellView *self)
{
    const struct tl_timeline *timeline = memoir_cell_get_timeline(self->cell);

    memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(self->timeline), timeline);
    gtk_widget_set_visible(self->timeline, timeline != NULL);
    if (timeline)
        gtk_widget_set_size_request(self->timeline, -1,
                                    is_worth_room(timeline) ? CURVE_HEIGHT
                                                            : SMALL_CURVE_HEIGHT);
}

static void show_outputs(MemoirCellView *self)
{
    json_t *outputs = memoir_cell_get_outputs(self->cell);

    memoir_outputs_view_set(MEMOIR_OUTPUTS_VIEW(self->outputs), outputs,
                            memoir_cell_get_folder(self->cell));
    gtk_widget_set_visible(self->outputs, json_array_size(outputs) > 0);
    if (!memoir_timeline_view_has_timeline(MEMOIR_TIMELINE_VIEW(self->timeline)))
        show_timeline(self);
}

/* ---- curve and code ---- */

static void on_line_pointed(MemoirTimelineView *timeline, gint64 line, MemoirCellView *self)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds(buffer, &start, &end);
    gtk_text_buffer_remove_tag(buffer, self->lit, &start, &end);
    if (line < 1 || line > gtk_text_buffer_get_line_count(buffer))
        return;
    gtk_text_buffer_get_iter_at_line(buffer, &start, (int)line - 1);
    end = start;
    if (!gtk_text_iter_forward_line(&end))
        gtk_text_buffer_get_end_iter(buffer, &end);
    gtk_text_buffer_apply_tag(buffer, self->lit, &start, &end);
}

static void on_cursor(MemoirCellView *self)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
    GtkTextIter cursor;
    gint64 line = 0;

    if (memoir_cell_view_is_editing(self)) {
        gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
        line = gtk_text_iter_get_line(&cursor) + 1;
    }
    memoir_timeline_view_set_line(MEMOIR_TIMELINE_VIEW(self->timeline), line);
    gtk_source_view_set_highlight_current_line(GTK_SOURCE_VIEW(self->editor), line > 0);
}

/* ---- modes ---- */

gboolean memoir_cell_view_is_editing(MemoirCellView *self)
{
    return gtk_widget_has_focus(self->editor);
}

void memoir_cell_view_edit(MemoirCellView *self)
{
    gtk_widget_set_visible(self->rendered, FALSE);
    gtk_widget_set_visible(self->editor_frame, TRUE);
    gtk_widget_grab_focus(self->editor);
}

void memoir_cell_view_render(MemoirCellView *self)
{
    gboolean markdown = strcmp(memoir_cell_get_cell_type(self->cell), "markdown") == 0;
    const char *source = memoir_cell_get_source(self->cell);

    if (!markdown || !*source)
        return;
    adw_bin_set_child(ADW_BIN(self->rendered),
                      memoir_rich_view_new_markdown(source, memoir_cell_get_attachments(self->cell),
                                                    memoir_cell_get_folder(self->cell)));
    gtk_widget_set_visible(self->rendered, TRUE);
    gtk_widget_set_visible(self->editor_frame, FALSE);
}

gsize memoir_cell_view_get_offset(MemoirCellView *self)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->buffer);
    GtkTextIter cursor;
    const char *source = memoir_cell_get_source(self->cell);

    gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
    return (gsize)(g_utf8_offset_to_pointer(source, gtk_text_iter_get_offset(&cursor)) - source);
}

void memoir_cell_view_toggle_line_numbers(MemoirCellView *self)
{
    GtkSourceView *view = GTK_SOURCE_VIEW(self->editor);

    gtk_source_view_set_show_line_numbers(view, !gtk_source_view_get_show_line_numbers(view));
}

MemoirCell *memoir_cell_view_get_cell(MemoirCellView *self)
{
    return self->cell;
}

static void on_pressed(GtkGestureClick *gesture, int n, double x, double y, MemoirCellView *self)
{
    if (n == 2 && gtk_widget_get_visible(self->rendered))
        memoir_cell_view_edit(self);
    else if (!gtk_widget_has_focus(self->editor))
        gtk_widget_grab_focus(GTK_WIDGET(self));
}

/* ---- the object ---- */

GtkWidget *memoir_cell_view_new(MemoirCell *cell)
{
    MemoirCellView *self = g_object_new(MEMOIR_TYPE_CELL_VIEW, NULL);
    GtkTextTagTable *tags;

    self->cell = g_object_ref(cell);
    self->buffer = g_object_ref(buffer_of(cell));
    gtk_text_view_set_buffer(GTK_TEXT_VIEW(self->editor), GTK_TEXT_BUFFER(self->buffer));
    tags = gtk_text_buffer_get_tag_table(GTK_TEXT_BUFFER(self->buffer));
    self->lit = gtk_text_tag_table_lookup(tags, "lit");
    if (!self->lit)
        self->lit = gtk_text_buffer_create_tag(GTK_TEXT_BUFFER(self->buffer), "lit",
                                               "paragraph-background", "rgba(230,97,0,0.22)",
                                               NULL);
    if (!memoir_cell_is_code(cell))
        gtk_text_view_set_wrap_mode(GTK_TEXT_VIEW(self->editor), GTK_WRAP_WORD_CHAR);
    g_signal_connect_object(cell, "notify::state", G_CALLBACK(on_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "notify::execution-count", G_CALLBACK(show_prompt), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "outputs-changed", G_CALLBACK(show_outputs), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "timeline-changed", G_CALLBACK(show_timeline), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(self->buffer, "notify::cursor-position", G_CALLBACK(on_cursor), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                            G_CALLBACK(follow_style), self, G_CONNECT_SWAPPED);
    follow_style(self);
    on_state(self);
    show_outputs(self);
    show_timeline(self);
    memoir_cell_view_render(self);
    return GTK_WIDGET(self);
}

static void memoir_cell_view_dispose(GObject *object)
{
    MemoirCellView *self = MEMOIR_CELL_VIEW(object);

    g_clear_handle_id(&self->tick, g_source_remove);
    gtk_widget_dispose_template(GTK_WIDGET(self), MEMOIR_TYPE_CELL_VIEW);
    g_clear_object(&self->buffer);
    g_clear_object(&self->cell);
    G_OBJECT_CLASS(memoir_cell_view_parent_class)->dispose(object);
}

static void memoir_cell_view_class_init(MemoirCellViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_cell_view_dispose;
    g_type_ensure(MEMOIR_TYPE_OUTPUTS_VIEW);
    g_type_ensure(MEMOIR_TYPE_TIMELINE_VIEW);
    g_type_ensure(GTK_SOURCE_TYPE_VIEW);
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-cell-view.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, prompt);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, runtime);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, rendered);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, editor_frame);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, editor);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, outputs);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, side);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, timeline);
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "cell");
}

static void memoir_cell_view_init(MemoirCellView *self)
{
    GtkGesture *click = gtk_gesture_click_new();
    GtkEventController *focus = gtk_event_controller_focus_new();

    gtk_widget_init_template(GTK_WIDGET(self));
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
    g_signal_connect_swapped(focus, "enter", G_CALLBACK(on_cursor), self);
    g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_cursor), self);
    gtk_widget_add_controller(self->editor, focus);
    g_signal_connect(self->timeline, "line-pointed", G_CALLBACK(on_line_pointed), self);
}
