#include "gui/memoir-cell-view.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-input-row.h"
#include "gui/memoir-outputs-view.h"
#include "gui/memoir-rich-view.h"

#define RUNTIME_MS 100
/* A curve that tells something gets more room than one that does not. */
#define CURVE_HEIGHT 280
#define SMALL_CURVE_HEIGHT 120
#define WORTH_BYTES (1024 * 1024)
/* The curves' share of the width, in percent, and its limits. */
#define SIDE_SHARE 40
#define LEAST_SIDE 240
#define MOST_SIDE 960
#define GAP 12
/* Outputs that scroll are so high. */
#define SCROLLED_HEIGHT 320

struct _MemoirCellView {
    GtkWidget parent;
    MemoirCell *cell;
    GtkWidget *gutter, *prompt, *button, *runtime;
    GtkWidget *body, *source_bar, *source_box, *rendered, *editor_frame, *editor;
    GtkWidget *output_row, *output_bar, *outputs_bin, *outputs, *input;
    /* In place of what is folded; made when first needed, as in many cells they never are. */
    GtkWidget *source_note, *section_note, *output_note;
    GtkWidget *side, *timeline;
    guint tick, reveal;
};

G_DEFINE_FINAL_TYPE(MemoirCellView, memoir_cell_view, GTK_TYPE_WIDGET)

enum { MODE_CHANGED, PRESSED, COMMAND, REVEAL, N_SIGNALS };
static guint signals[N_SIGNALS];

static void set_class(gpointer widget, const char *class, gboolean set)
{
    if (set)
        gtk_widget_add_css_class(widget, class);
    else
        gtk_widget_remove_css_class(widget, class);
}

static gboolean is_markdown(MemoirCellView *self)
{
    return strcmp(memoir_cell_get_cell_type(self->cell), "markdown") == 0;
}

/* ---- buttons ---- */

static void on_button(MemoirCellView *self)
{
    static const char *const actions[] = {
        [MEMOIR_CELL_IDLE] = "run",
        [MEMOIR_CELL_QUEUED] = "cancel",
        [MEMOIR_CELL_RUNNING] = "interrupt",
    };

    g_signal_emit(self, signals[COMMAND], 0,
                  memoir_cell_is_code(self->cell) ? actions[memoir_cell_get_state(self->cell)]
                                                  : "fold-section");
}

static void on_source_bar(MemoirCellView *self)
{
    g_signal_emit(self, signals[COMMAND], 0, "fold-source");
}

static void on_output_bar(MemoirCellView *self)
{
    g_signal_emit(self, signals[COMMAND], 0, "fold-outputs");
}

/* ---- folds ---- */

/* A line that tells what is folded, and unfolds it. */
static void show_note(MemoirCellView *self, GtkWidget **note, GtkWidget *box, const char *text,
                      GCallback unfold)
{
    if (!*note && text) {
        GtkWidget *label = gtk_label_new(NULL);

        gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
        gtk_label_set_xalign(GTK_LABEL(label), 0);
        *note = gtk_button_new();
        gtk_button_set_child(GTK_BUTTON(*note), label);
        gtk_button_set_has_frame(GTK_BUTTON(*note), FALSE);
        gtk_widget_set_hexpand(*note, TRUE);
        gtk_widget_set_tooltip_text(*note, "Unfold");
        gtk_widget_add_css_class(*note, "fold-note");
        gtk_box_append(GTK_BOX(box), *note);
        g_signal_connect_swapped(*note, "clicked", unfold, self);
    }
    if (text)
        gtk_label_set_text(GTK_LABEL(gtk_button_get_child(GTK_BUTTON(*note))), text);
    if (*note)
        gtk_widget_set_visible(*note, text != NULL);
}

/* ---- layout: gutter, body, side ---- */

static int gutter_width(MemoirCellView *self)
{
    int width;

    gtk_widget_measure(self->gutter, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
    return width;
}

static int side_width(MemoirCellView *self, int width)
{
    if (!gtk_widget_get_visible(self->side))
        return 0;
    return CLAMP((width - gutter_width(self)) * SIDE_SHARE / 100, LEAST_SIDE, MOST_SIDE) + GAP;
}

static GtkSizeRequestMode memoir_cell_view_get_request_mode(GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void memoir_cell_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                     int *minimum, int *natural, int *minimum_baseline,
                                     int *natural_baseline)
{
    MemoirCellView *self = MEMOIR_CELL_VIEW(widget);
    int gutter = gutter_width(self), side, body, height;

    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        gtk_widget_measure(self->body, orientation, -1, &body, natural, NULL, NULL);
        side = gtk_widget_get_visible(self->side) ? LEAST_SIDE + GAP : 0;
        *minimum = gutter + body + side;
        *natural = MAX(*minimum, gutter + *natural + side);
        return;
    }
    side = for_size < 0 ? LEAST_SIDE : side_width(self, for_size);
    body = for_size < 0 ? -1 : MAX(for_size - gutter - side, 0);
    gtk_widget_measure(self->body, orientation, body, NULL, &height, NULL, NULL);
    *minimum = height;
    gtk_widget_measure(self->gutter, orientation, gutter, &height, NULL, NULL, NULL);
    *minimum = MAX(*minimum, height);
    if (gtk_widget_get_visible(self->side)) {
        gtk_widget_measure(self->side, orientation, MAX(side - GAP, 0), &height, NULL, NULL, NULL);
        *minimum = MAX(*minimum, height);
    }
    *natural = *minimum;
}

static void memoir_cell_view_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    MemoirCellView *self = MEMOIR_CELL_VIEW(widget);
    int gutter = gutter_width(self), side = side_width(self, width);

    gtk_widget_size_allocate(self->gutter, &(GtkAllocation){0, 0, gutter, height}, -1);
    gtk_widget_size_allocate(
        self->body, &(GtkAllocation){gutter, 0, MAX(width - gutter - side, 0), height}, -1);
    if (side > 0)
        gtk_widget_size_allocate(self->side,
                                 &(GtkAllocation){width - side + GAP, 0, side - GAP, height}, -1);
}

/* ---- how its run stands ---- */

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
    guint before = memoir_cell_get_queue_position(self->cell);
    char text[32] = "";

    if (before > 0)
        g_snprintf(text, sizeof(text), "queue: %u", before);
    else if (memoir_cell_get_state(self->cell) == MEMOIR_CELL_QUEUED)
        g_snprintf(text, sizeof(text), "queue");
    else if (elapsed >= 0)
        tl_format_time(text, sizeof(text), elapsed * 1000);
    gtk_label_set_text(GTK_LABEL(self->runtime), text);
    return G_SOURCE_CONTINUE;
}

static void describe(MemoirCellView *self)
{
    static const char *const states[] = {"", ", waits to run", ", running"};
    MemoirCellState state = memoir_cell_get_state(self->cell);
    int count = memoir_cell_get_execution_count(self->cell);
    g_autofree char *ran = count > 0 ? g_strdup_printf(", execution %d", count) : g_strdup("");
    g_autofree char *text =
        memoir_cell_is_code(self->cell)
            ? g_strdup_printf("Code cell%s%s", ran, states[state])
            : g_strdup_printf("%s cell", is_markdown(self) ? "Markdown" : "Raw");

    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void on_state(MemoirCellView *self)
{
    static const struct {
        const char *icon, *tooltip;
    } buttons[] = {
        [MEMOIR_CELL_IDLE] = {"media-playback-start-symbolic", "Run This Cell"},
        [MEMOIR_CELL_QUEUED] = {"window-close-symbolic", "Take This Cell out of the Queue"},
        [MEMOIR_CELL_RUNNING] = {"media-playback-stop-symbolic", "Interrupt"},
    };
    MemoirCellState state = memoir_cell_get_state(self->cell);

    show_prompt(self);
    show_runtime(self);
    describe(self);
    if (state == MEMOIR_CELL_RUNNING && !self->tick)
        self->tick = g_timeout_add(RUNTIME_MS, show_runtime, self);
    else if (state != MEMOIR_CELL_RUNNING)
        g_clear_handle_id(&self->tick, g_source_remove);
    set_class(self, "running", state == MEMOIR_CELL_RUNNING);
    set_class(self, "queued", state == MEMOIR_CELL_QUEUED);
    if (!memoir_cell_is_code(self->cell))
        return;
    gtk_button_set_icon_name(GTK_BUTTON(self->button), buttons[state].icon);
    gtk_widget_set_tooltip_text(self->button, buttons[state].tooltip);
}

static void on_count(MemoirCellView *self)
{
    show_prompt(self);
    describe(self);
}

/* ---- outputs and curve ---- */

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
                                    is_worth_room(timeline) ? CURVE_HEIGHT : SMALL_CURVE_HEIGHT);
}

/* Outputs that nothing shows, such as a timeline alone, need no place. */
static gboolean has_shown_outputs(const json_t *outputs)
{
    for (gsize i = 0; i < json_array_size(outputs); i++) {
        const json_t *data = json_object_get(json_array_get(outputs, i), "data");

        if (!json_object_get(data, TL_MIME))
            return TRUE;
    }
    return FALSE;
}

static void show_folds(MemoirCellView *self)
{
    gboolean source = memoir_cell_get_folded(self->cell, MEMOIR_FOLD_SOURCE);
    gboolean output = memoir_cell_get_folded(self->cell, MEMOIR_FOLD_OUTPUTS);
    gboolean scroll = memoir_cell_get_folded(self->cell, MEMOIR_FOLD_SCROLL);
    gboolean has_outputs = has_shown_outputs(memoir_cell_get_outputs(self->cell));
    gboolean rendered = adw_bin_get_child(ADW_BIN(self->rendered)) != NULL;
    GtkWidget *around = gtk_widget_get_parent(self->outputs);
    g_autofree char *note = NULL;

    if (source) {
        const char *text = memoir_cell_get_source(self->cell);
        gsize first = strcspn(text, "\n");
        guint lines = 1;

        for (const char *at = text + first; *at; at++)
            lines += *at == '\n';
        note = g_strdup_printf("%.*s  … %u line%s", (int)first, text, lines, lines == 1 ? "" : "s");
    }
    show_note(self, &self->source_note, self->source_box, note, G_CALLBACK(on_source_bar));
    set_class(self->source_box, "folded", source);
    gtk_widget_set_visible(self->rendered, rendered && !source);
    gtk_widget_set_visible(self->editor_frame, !rendered && !source);

    gtk_widget_set_visible(self->output_row, has_outputs);
    gtk_widget_set_visible(self->outputs_bin, !output);
    show_note(self, &self->output_note, self->output_row, output ? "… outputs hidden" : NULL,
              G_CALLBACK(on_output_bar));
    if (scroll == (around == self->outputs_bin)) {
        g_object_ref(self->outputs);
        if (scroll) {
            GtkWidget *scrolled = gtk_scrolled_window_new();

            adw_bin_set_child(ADW_BIN(self->outputs_bin), NULL);
            gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                           GTK_POLICY_AUTOMATIC);
            gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scrolled), TRUE);
            gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scrolled),
                                                       SCROLLED_HEIGHT);
            gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), self->outputs);
            adw_bin_set_child(ADW_BIN(self->outputs_bin), scrolled);
        } else {
            gtk_viewport_set_child(GTK_VIEWPORT(around), NULL);
            adw_bin_set_child(ADW_BIN(self->outputs_bin), self->outputs);
        }
        g_object_unref(self->outputs);
    }
}

static void show_outputs(MemoirCellView *self)
{
    json_t *outputs = memoir_cell_get_outputs(self->cell);

    memoir_outputs_view_set(MEMOIR_OUTPUTS_VIEW(self->outputs), outputs,
                            memoir_cell_get_folder(self->cell));
    show_folds(self);
    if (!memoir_timeline_view_has_timeline(MEMOIR_TIMELINE_VIEW(self->timeline)))
        show_timeline(self);
}

static void on_line_pointed(MemoirCellView *self, gint64 line)
{
    memoir_editor_light_line(MEMOIR_EDITOR(self->editor), line);
}

static void on_line_activated(MemoirCellView *self, gint64 line)
{
    memoir_cell_set_folded(self->cell, MEMOIR_FOLD_SOURCE, FALSE);
    memoir_cell_view_edit(self);
    memoir_editor_place_at_line(MEMOIR_EDITOR(self->editor), (guint)CLAMP(line, 1, G_MAXINT));
}

/* ---- modes ---- */

static gboolean reveal_cursor(gpointer data)
{
    MemoirCellView *self = data;
    GdkRectangle cursor;
    double x, y;

    self->reveal = 0;
    memoir_editor_get_cursor(MEMOIR_EDITOR(self->editor), &cursor);
    if (gtk_widget_get_mapped(self->editor) &&
        gtk_widget_translate_coordinates(self->editor, GTK_WIDGET(self), 0, cursor.y, &x, &y))
        g_signal_emit(self, signals[REVEAL], 0, y, (double)cursor.height);
    return G_SOURCE_REMOVE;
}

static void on_cursor(MemoirCellView *self)
{
    gboolean editing = memoir_cell_view_is_editing(self);
    guint line = editing ? memoir_editor_get_line(MEMOIR_EDITOR(self->editor)) : 0;

    memoir_timeline_view_set_line(MEMOIR_TIMELINE_VIEW(self->timeline), line);
    /* After the layout that a change of the text needs. */
    if (editing && !self->reveal)
        self->reveal = g_idle_add_full(GDK_PRIORITY_REDRAW + 10, reveal_cursor, self, NULL);
}

static void on_focus(MemoirCellView *self)
{
    set_class(self, "editing", memoir_cell_view_is_editing(self));
    g_signal_emit(self, signals[MODE_CHANGED], 0);
}

gboolean memoir_cell_view_is_editing(MemoirCellView *self)
{
    return gtk_widget_has_focus(self->editor);
}

gboolean memoir_cell_view_is_commanded(MemoirCellView *self)
{
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
    GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;

    if (!focus || focus == GTK_WIDGET(self))
        return focus != NULL;
    /* Text of outputs and rendered Markdown has the focus only to be selected. */
    return gtk_widget_is_ancestor(focus, self->body) && focus != self->editor &&
           (GTK_IS_LABEL(focus) || GTK_IS_TEXT_VIEW(focus));
}

gboolean memoir_cell_view_is_rendered(MemoirCellView *self)
{
    return gtk_widget_get_visible(self->rendered);
}

static void show_editor(MemoirCellView *self)
{
    adw_bin_set_child(ADW_BIN(self->rendered), NULL);
    show_folds(self);
}

void memoir_cell_view_edit(MemoirCellView *self)
{
    show_editor(self);
    gtk_widget_grab_focus(self->editor);
}

void memoir_cell_view_show_text(MemoirCellView *self, gsize start, gsize end)
{
    show_editor(self);
    memoir_editor_select(MEMOIR_EDITOR(self->editor), start, end);
    if (!self->reveal)
        self->reveal = g_idle_add_full(GDK_PRIORITY_REDRAW + 10, reveal_cursor, self, NULL);
}

void memoir_cell_view_render(MemoirCellView *self)
{
    const char *source = memoir_cell_get_source(self->cell);

    if (!is_markdown(self) || !*source)
        return;
    adw_bin_set_child(ADW_BIN(self->rendered),
                      memoir_rich_view_new_markdown(source, memoir_cell_get_attachments(self->cell),
                                                    memoir_cell_get_folder(self->cell)));
    show_folds(self);
}

/* A text that was not typed here is shown as it was before. */
static void on_source(MemoirCellView *self)
{
    if (memoir_cell_view_is_rendered(self))
        memoir_cell_view_render(self);
}

static void on_pressed(GtkGestureClick *gesture, int n, double x, double y, MemoirCellView *self)
{
    GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
    GtkWidget *target = gtk_widget_pick(GTK_WIDGET(self), x, y, GTK_PICK_DEFAULT);

    if (target && (gtk_widget_is_ancestor(target, self->side) || target == self->editor ||
                   gtk_widget_is_ancestor(target, self->editor)))
        return;
    if (n == 2 && memoir_cell_view_is_rendered(self))
        memoir_cell_view_edit(self);
    else
        g_signal_emit(self, signals[PRESSED], 0, (state & GDK_SHIFT_MASK) != 0);
}

/* ---- for the notebook ---- */

MemoirCell *memoir_cell_view_get_cell(MemoirCellView *self) { return self->cell; }

MemoirEditor *memoir_cell_view_get_editor(MemoirCellView *self)
{
    return MEMOIR_EDITOR(self->editor);
}

MemoirTimelineView *memoir_cell_view_get_timeline(MemoirCellView *self)
{
    return MEMOIR_TIMELINE_VIEW(self->timeline);
}

GtkWidget *memoir_cell_view_get_handle(MemoirCellView *self) { return self->gutter; }

void memoir_cell_view_set_selected(MemoirCellView *self, gboolean active, gboolean selected)
{
    set_class(self, "active", active);
    set_class(self, "selected", selected);
    gtk_accessible_update_state(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_STATE_SELECTED,
                                active || selected, -1);
}

void memoir_cell_view_set_line_numbers(MemoirCellView *self, gboolean shown)
{
    memoir_editor_set_line_numbers(MEMOIR_EDITOR(self->editor), shown);
}

gboolean memoir_cell_view_get_line_numbers(MemoirCellView *self)
{
    return gtk_source_view_get_show_line_numbers(GTK_SOURCE_VIEW(self->editor));
}

void memoir_cell_view_set_side_visible(MemoirCellView *self, gboolean visible)
{
    gtk_widget_set_visible(self->side, visible);
}

void memoir_cell_view_set_section(MemoirCellView *self, gboolean heading, gboolean folded,
                                  guint n_hidden)
{
    g_autofree char *note =
        n_hidden > 0 ? g_strdup_printf("… %u cell%s hidden", n_hidden, n_hidden == 1 ? "" : "s")
                     : NULL;

    show_note(self, &self->section_note, self->source_box, note, G_CALLBACK(on_button));
    if (memoir_cell_is_code(self->cell))
        return;
    gtk_widget_set_visible(self->button, heading);
    if (heading) {
        gtk_button_set_icon_name(GTK_BUTTON(self->button),
                                 folded ? "pan-end-symbolic" : "pan-down-symbolic");
        gtk_widget_set_tooltip_text(self->button, folded ? "Unfold Section" : "Fold Section");
    }
}

/* ---- the object ---- */

GtkWidget *memoir_cell_view_new(MemoirCell *cell, MemoirSession *session)
{
    MemoirCellView *self = g_object_new(MEMOIR_TYPE_CELL_VIEW, NULL);

    self->cell = g_object_ref(cell);
    memoir_editor_set_cell(MEMOIR_EDITOR(self->editor), cell, session);
    if (!memoir_cell_is_code(cell)) {
        set_class(self->button, "chevron", TRUE);
        gtk_widget_set_visible(self->button, FALSE);
        gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->editor_frame), GTK_POLICY_NEVER,
                                       GTK_POLICY_NEVER);
    }
    g_signal_connect_object(cell, "notify::state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "notify::queue-position", G_CALLBACK(show_runtime), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "notify::execution-count", G_CALLBACK(on_count), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "notify::source", G_CALLBACK(on_source), self, G_CONNECT_SWAPPED);
    memoir_input_row_set_cell(MEMOIR_INPUT_ROW(self->input), cell);
    g_signal_connect_object(cell, "outputs-changed", G_CALLBACK(show_outputs), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "timeline-changed", G_CALLBACK(show_timeline), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "folded", G_CALLBACK(show_folds), self, G_CONNECT_SWAPPED);
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
    g_clear_handle_id(&self->reveal, g_source_remove);
    gtk_widget_dispose_template(GTK_WIDGET(self), MEMOIR_TYPE_CELL_VIEW);
    g_clear_object(&self->cell);
    G_OBJECT_CLASS(memoir_cell_view_parent_class)->dispose(object);
}

static void memoir_cell_view_class_init(MemoirCellViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_cell_view_dispose;
    widget_class->get_request_mode = memoir_cell_view_get_request_mode;
    widget_class->measure = memoir_cell_view_measure;
    widget_class->size_allocate = memoir_cell_view_size_allocate;
    g_type_ensure(MEMOIR_TYPE_EDITOR);
    g_type_ensure(MEMOIR_TYPE_INPUT_ROW);
    g_type_ensure(MEMOIR_TYPE_OUTPUTS_VIEW);
    g_type_ensure(MEMOIR_TYPE_TIMELINE_VIEW);
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-cell-view.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, gutter);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, prompt);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, button);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, runtime);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, body);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, source_bar);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, source_box);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, rendered);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, editor_frame);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, editor);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, output_row);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, output_bar);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, outputs_bin);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, outputs);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, input);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, side);
    gtk_widget_class_bind_template_child(widget_class, MemoirCellView, timeline);
    gtk_widget_class_bind_template_callback(widget_class, on_button);
    gtk_widget_class_bind_template_callback(widget_class, on_source_bar);
    gtk_widget_class_bind_template_callback(widget_class, on_output_bar);
    gtk_widget_class_bind_template_callback(widget_class, on_cursor);
    gtk_widget_class_bind_template_callback(widget_class, on_focus);
    gtk_widget_class_bind_template_callback(widget_class, on_line_pointed);
    gtk_widget_class_bind_template_callback(widget_class, on_line_activated);
    gtk_widget_class_set_css_name(widget_class, "cell");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
    signals[MODE_CHANGED] = g_signal_new("mode-changed", MEMOIR_TYPE_CELL_VIEW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[PRESSED] = g_signal_new("pressed", MEMOIR_TYPE_CELL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
    signals[COMMAND] = g_signal_new("command", MEMOIR_TYPE_CELL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[REVEAL] = g_signal_new("reveal", MEMOIR_TYPE_CELL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void memoir_cell_view_init(MemoirCellView *self)
{
    GtkGesture *click = gtk_gesture_click_new();

    gtk_widget_init_template(GTK_WIDGET(self));
    g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
    gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
}
