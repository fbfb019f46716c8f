/* What pointer, keys and the menu do with a timeline view. */
#include <math.h>
#include <string.h>

#include "gui/memoir-timeline-export.h"
#include "gui/memoir-timeline-table.h"
#include "gui/memoir-timeline-view-private.h"
#include "plots/plot_facts.h"

#define ZOOM_STEP 1.25
#define KEY_PAN 0.1
/* A press that moves less than this is a click. */
#define CLICK_REACH 3
#define COPY_SCALE 2

/* ---- actions ---- */

static void on_copy(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);
    g_autoptr(GdkTexture) texture = memoir_timeline_view_dup_texture(self, COPY_SCALE);
    GdkContentProvider *providers[2];
    g_autoptr(GdkContentProvider) both = NULL;
    char summary[256];

    if (!texture)
        return;
    providers[0] = gdk_content_provider_new_typed(GDK_TYPE_TEXTURE, texture);
    providers[1] = gdk_content_provider_new_typed(
        G_TYPE_STRING, tl_summary(&self->timeline, summary, sizeof(summary)));
    both = gdk_content_provider_new_union(providers, 2);
    gdk_clipboard_set_content(gtk_widget_get_clipboard(widget), both);
}

/* A file's name from the run's: letters and figures, hyphens for all else. */
static char *file_name(const char *name)
{
    GString *text = g_string_new("");

    for (; name && *name; name = g_utf8_next_char(name)) {
        gunichar c = g_utf8_get_char(name);

        if (g_unichar_isalnum(c))
            g_string_append_unichar(text, g_unichar_tolower(c));
        else if (text->len > 0 && text->str[text->len - 1] != '-')
            g_string_append_c(text, '-');
    }
    while (text->len > 0 && text->str[text->len - 1] == '-')
        g_string_truncate(text, text->len - 1);
    if (text->len == 0)
        g_string_append(text, "timeline");
    return g_string_free(text, FALSE);
}

static void on_export(GtkWidget *widget, const char *action, GVariant *parameter)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);
    g_autofree char *name = file_name(self->timeline.name);
    g_autoptr(MemoirExportItem) item = memoir_export_item_new(name, &self->timeline);
    struct output_options options;

    memoir_timeline_view_get_output_options(self, &options);
    if (item)
        memoir_export_ask(widget, item, &options);
}

static void on_table(GtkWidget *widget, const char *action, GVariant *parameter)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);
    GtkWidget *table = memoir_timeline_table_new(&self->timeline);
    GtkRoot *root = gtk_widget_get_root(widget);

    if (GTK_IS_WINDOW(root))
        gtk_window_set_transient_for(GTK_WINDOW(table), GTK_WINDOW(root));
    gtk_window_present(GTK_WINDOW(table));
}

static void on_fit(GtkWidget *widget, const char *action, GVariant *parameter)
{
    memoir_timeline_view_fit(MEMOIR_TIMELINE_VIEW(widget));
}

static void on_zoom_selection(GtkWidget *widget, const char *action, GVariant *parameter)
{
    memoir_timeline_view_zoom_selection(MEMOIR_TIMELINE_VIEW(widget));
}

static void show_menu(MemoirTimelineView *self, double x, double y)
{
    g_autoptr(GMenu) menu = g_menu_new();
    g_autoptr(GMenu) picture = g_menu_new();
    g_autoptr(GMenu) window = g_menu_new();

    g_menu_append(picture, "_Copy as Picture", "timeline.copy");
    g_menu_append(picture, "_Export…", "timeline.export");
    g_menu_append(picture, "Table of _Numbers", "timeline.table");
    g_menu_append(window, "_Fit", "timeline.fit");
    g_menu_append(window, "_Zoom into Selection", "timeline.zoom-selection");
    g_menu_append_section(menu, NULL, G_MENU_MODEL(picture));
    g_menu_append_section(menu, NULL, G_MENU_MODEL(window));
    if (self->extra)
        g_menu_append_section(menu, NULL, self->extra);
    g_clear_pointer(&self->menu, gtk_widget_unparent);
    self->menu = gtk_popover_menu_new_from_model(G_MENU_MODEL(menu));
    gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
    gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
    gtk_popover_set_pointing_to(GTK_POPOVER(self->menu),
                                &(GdkRectangle){(int)x, (int)y, 1, 1});
    gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
    gtk_popover_popup(GTK_POPOVER(self->menu));
}

static gboolean on_menu_key(GtkWidget *widget, GVariant *arguments, gpointer data)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);

    if (self->plot)
        show_menu(self, gtk_widget_get_width(widget) / 2.0, gtk_widget_get_height(widget) / 2.0);
    return GDK_EVENT_STOP;
}

void memoir_timeline_view_set_extra_menu(MemoirTimelineView *self, GMenuModel *menu)
{
    g_set_object(&self->extra, menu);
}

void memoir_timeline_view_install_actions(GtkWidgetClass *widget_class)
{
    gtk_widget_class_install_action(widget_class, "timeline.copy", NULL, on_copy);
    gtk_widget_class_install_action(widget_class, "timeline.export", NULL, on_export);
    gtk_widget_class_install_action(widget_class, "timeline.table", NULL, on_table);
    gtk_widget_class_install_action(widget_class, "timeline.fit", NULL, on_fit);
    gtk_widget_class_install_action(widget_class, "timeline.zoom-selection", NULL,
                                    on_zoom_selection);
    gtk_widget_class_add_binding_action(widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "timeline.copy",
                                        NULL);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
    gtk_widget_class_add_binding(widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
}

/* ---- pointer ---- */

static void hit_test(MemoirTimelineView *self, double x, double y, struct plot_hit *hit)
{
    struct plot_view view;

    memoir_timeline_view_init_view(self, &view);
    plot_hit_test(self->plot, &view, memoir_timeline_view_theme(), x, y, hit);
}

static gboolean tells_facts(const struct plot_hit *hit)
{
    return hit->kind == PLOT_HIT_COLLECTION || hit->kind == PLOT_HIT_SPAN;
}

static void on_motion(GtkEventControllerMotion *controller, double x, double y,
                      MemoirTimelineView *self)
{
    struct plot_layout layout;
    struct plot_hit hit;

    self->pointer_x = x;
    if (!self->plot)
        return;
    memoir_timeline_view_init_layout(self, &layout);
    hit_test(self, x, y, &hit);
    gtk_widget_set_cursor_from_name(GTK_WIDGET(self), tells_facts(&hit) ? "pointer" : NULL);
    self->at_event = FALSE;
    if (x < layout.curve.x || x > layout.curve.x + layout.curve.width)
        memoir_timeline_view_point_away(self);
    else
        memoir_timeline_view_point_at(self, plot_time_of_x(&layout, x));
}

static void on_leave(GtkEventControllerMotion *controller, MemoirTimelineView *self)
{
    memoir_timeline_view_point_away(self);
}

static gboolean on_scroll(GtkEventControllerScroll *controller, double dx, double dy,
                          MemoirTimelineView *self)
{
    GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));
    struct plot_layout layout;

    if (!self->plot || (!(state & GDK_CONTROL_MASK) && !gtk_widget_has_focus(GTK_WIDGET(self))))
        return GDK_EVENT_PROPAGATE;
    memoir_timeline_view_init_layout(self, &layout);
    if (fabs(dx) > fabs(dy)) {
        double by = dx * KEY_PAN * (double)(layout.x1 - layout.x0);

        memoir_timeline_view_set_window(self, (double)layout.x0 + by, (double)layout.x1 + by);
    } else {
        memoir_timeline_view_zoom(self, plot_axis_of_x(&layout, self->pointer_x),
                                  pow(ZOOM_STEP, dy));
    }
    return GDK_EVENT_STOP;
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, MemoirTimelineView *self)
{
    guint button = gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture));
    GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
    struct plot_layout layout;

    if (!self->plot || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_MIDDLE &&
                        button != GDK_BUTTON_SECONDARY)) {
        gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_DENIED);
        return;
    }
    /* What is around must not take the focus back. */
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_widget_grab_focus(GTK_WIDGET(self));
    if (button == GDK_BUTTON_SECONDARY) {
        show_menu(self, x, y);
        return;
    }
    memoir_timeline_view_init_layout(self, &layout);
    self->panning = (state & GDK_SHIFT_MASK) || button == GDK_BUTTON_MIDDLE;
    self->pan_x0 = (double)layout.x0;
}

static void on_drag_update(GtkGestureDrag *gesture, double dx, double dy,
                           MemoirTimelineView *self)
{
    guint button = gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture));
    struct plot_layout layout;
    double x, y;

    if (!self->plot || button == GDK_BUTTON_SECONDARY)
        return;
    memoir_timeline_view_init_layout(self, &layout);
    if (self->panning) {
        double width = (double)(layout.x1 - layout.x0);
        double x0 = self->pan_x0 - dx * width / MAX(layout.curve.width, 1);

        memoir_timeline_view_set_window(self, x0, x0 + width);
        return;
    }
    if (fabs(dx) < CLICK_REACH)
        return;
    gtk_gesture_drag_get_start_point(gesture, &x, &y);
    memoir_timeline_view_select(self, plot_time_of_x(&layout, x),
                                plot_time_of_x(&layout, x + dx));
    memoir_timeline_view_point_at(self, self->overlay.to);
}

static void click(MemoirTimelineView *self, double x, double y)
{
    gint64 now = g_get_monotonic_time();
    struct plot_layout layout;
    struct plot_hit hit;
    int double_ms;
    gboolean again;

    g_object_get(gtk_widget_get_settings(GTK_WIDGET(self)), "gtk-double-click-time", &double_ms,
                 NULL);
    again = now - self->clicked < double_ms * G_TIME_SPAN_MILLISECOND;
    self->clicked = now;
    hit_test(self, x, y, &hit);
    memoir_timeline_view_init_layout(self, &layout);
    if (tells_facts(&hit))
        memoir_timeline_view_show_facts(self, &hit, &(GdkRectangle){(int)x, (int)y, 1, 1});
    else if (again && self->overlay.selected)
        memoir_timeline_view_zoom_selection(self);
    else if (again)
        memoir_timeline_view_unselect(self);
    else if (self->overlay.selected &&
             (hit.t_ns < MIN(self->overlay.from, self->overlay.to) ||
              hit.t_ns > MAX(self->overlay.from, self->overlay.to)))
        memoir_timeline_view_unselect(self);
}

static void on_drag_end(GtkGestureDrag *gesture, double dx, double dy, MemoirTimelineView *self)
{
    double x, y;

    if (!self->plot || self->panning || hypot(dx, dy) >= CLICK_REACH ||
        gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture)) != GDK_BUTTON_PRIMARY)
        return;
    gtk_gesture_drag_get_start_point(gesture, &x, &y);
    click(self, x, y);
}

/* ---- keys ---- */

static void say_place(MemoirTimelineView *self)
{
    struct plot_layout layout;
    struct plot_reading reading;
    struct plot_facts facts;
    char text[640], event[256] = "";
    g_autofree char *place = NULL;

    if (self->overlay.selected) {
        plot_stretch_facts(self->plot, self->overlay.from, self->overlay.to,
                           memoir_timeline_view_theme(), &facts);
    } else {
        memoir_timeline_view_init_layout(self, &layout);
        plot_read(&layout, self->overlay.cross_t, &reading);
        plot_reading_facts(self->plot, &reading, memoir_timeline_view_theme(), &facts);
    }
    if (self->at_event)
        plot_event_text(self->plot, &self->event, event, sizeof(event));
    place = g_strdup_printf("%s%s%s", event, self->at_event ? ", " : "",
                            plot_facts_text(&facts, text, sizeof(text)));
    memoir_timeline_view_say(self, place);
}

static void step_to(MemoirTimelineView *self, int64_t to, gboolean select)
{
    int64_t from = self->overlay.selected ? self->overlay.from : self->overlay.cross_t;

    self->at_event = FALSE;
    if (select)
        memoir_timeline_view_select(self, from, to);
    memoir_timeline_view_point_at(self, to);
    say_place(self);
}

/* A step of the cross-hair is a pixel column, but never none at all. */
static void step_column(MemoirTimelineView *self, int columns, gboolean select)
{
    int64_t from = self->overlay.cross_t, to;
    struct plot_layout layout;

    memoir_timeline_view_init_layout(self, &layout);
    to = plot_time_of_x(&layout, plot_x_of_time(&layout, from) + columns);
    step_to(self, to == from || (to < from) != (columns < 0) ? from + columns : to, select);
}

/* Shows what was stepped to, if the window does not. */
static void follow(MemoirTimelineView *self)
{
    struct plot_layout layout;
    double at;

    memoir_timeline_view_init_layout(self, &layout);
    at = plot_axis_of_time(self->plot, layout.axis, self->overlay.cross_t);
    if (at < (double)layout.x0 || at > (double)layout.x1) {
        double half = (double)(layout.x1 - layout.x0) / 2;

        memoir_timeline_view_set_window(self, at - half, at + half);
    }
}

static void step_event(MemoirTimelineView *self, gboolean backwards, gboolean select)
{
    struct plot_event event;

    if (!plot_next_event(self->plot, self->overlay.cross_t, backwards, &event))
        return;
    step_to(self, event.t_ns, select);
    self->event = event;
    self->at_event = TRUE;
    follow(self);
    say_place(self);
}

/* Return: what is stepped to, or into the selection. */
static void activate(MemoirTimelineView *self)
{
    struct plot_layout layout;
    struct plot_hit hit = {.index = self->event.index};
    GdkRectangle at = {.width = 1, .height = 1};

    if (self->overlay.selected) {
        memoir_timeline_view_zoom_selection(self);
        return;
    }
    if (!self->at_event)
        return;
    memoir_timeline_view_init_layout(self, &layout);
    at.x = (int)plot_x_of_time(&layout, self->overlay.cross_t);
    if (self->event.kind == PLOT_EVENT_PEAK) {
        if (self->timeline.peak.line > 0)
            g_signal_emit_by_name(self, "line-activated", self->timeline.peak.line);
        return;
    }
    hit.kind = self->event.kind == PLOT_EVENT_COLLECTION ? PLOT_HIT_COLLECTION : PLOT_HIT_SPAN;
    at.y = (int)(hit.kind == PLOT_HIT_COLLECTION ? layout.collections.y : layout.spans.y);
    memoir_timeline_view_show_facts(self, &hit, &at);
}

/* Out of the selection, the cross-hair, the view. */
static void escape(MemoirTimelineView *self)
{
    GtkWidget *around = gtk_widget_get_parent(GTK_WIDGET(self));

    if (self->overlay.selected) {
        memoir_timeline_view_unselect(self);
        return;
    }
    if (self->overlay.cross) {
        memoir_timeline_view_point_away(self);
        return;
    }
    while (around && !gtk_widget_get_focusable(around))
        around = gtk_widget_get_parent(around);
    if (around)
        gtk_widget_grab_focus(around);
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirTimelineView *self)
{
    gboolean select = state & GDK_SHIFT_MASK;
    struct plot_layout layout;
    double cross, by;

    if (!self->plot || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
        return GDK_EVENT_PROPAGATE;
    memoir_timeline_view_init_layout(self, &layout);
    cross = plot_axis_of_time(self->plot, layout.axis, self->overlay.cross_t);
    by = KEY_PAN * (double)(layout.x1 - layout.x0);
    switch (gdk_keyval_to_lower(key)) {
    case GDK_KEY_Left:
        step_column(self, -1, select);
        break;
    case GDK_KEY_Right:
        step_column(self, 1, select);
        break;
    case GDK_KEY_Home:
        step_to(self, 0, select);
        break;
    case GDK_KEY_End:
        step_to(self, self->timeline.duration_ns, select);
        break;
    case GDK_KEY_comma:
    case GDK_KEY_less:
        step_event(self, TRUE, select);
        break;
    case GDK_KEY_period:
    case GDK_KEY_greater:
        step_event(self, FALSE, select);
        break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        activate(self);
        break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_w:
        memoir_timeline_view_zoom(self, cross, 1 / ZOOM_STEP);
        break;
    case GDK_KEY_minus:
    case GDK_KEY_s:
        memoir_timeline_view_zoom(self, cross, ZOOM_STEP);
        break;
    case GDK_KEY_a:
        memoir_timeline_view_set_window(self, (double)layout.x0 - by, (double)layout.x1 - by);
        break;
    case GDK_KEY_d:
        memoir_timeline_view_set_window(self, (double)layout.x0 + by, (double)layout.x1 + by);
        break;
    case GDK_KEY_f:
        memoir_timeline_view_fit(self);
        break;
    case GDK_KEY_t:
        gtk_widget_activate_action(GTK_WIDGET(self), "timeline.table", NULL);
        break;
    case GDK_KEY_Escape:
        escape(self);
        break;
    default:
        return GDK_EVENT_PROPAGATE;
    }
    return GDK_EVENT_STOP;
}

static void on_focus_leave(GtkEventControllerFocus *controller, MemoirTimelineView *self)
{
    memoir_timeline_view_say(self, NULL);
}

void memoir_timeline_view_add_controllers(MemoirTimelineView *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkEventController *motion = gtk_event_controller_motion_new();
    GtkEventController *scroll =
        gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *focus = gtk_event_controller_focus_new();
    GtkGesture *drag = gtk_gesture_drag_new();

    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), 0);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(focus, "leave", G_CALLBACK(on_focus_leave), self);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
    g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
    gtk_widget_add_controller(widget, motion);
    gtk_widget_add_controller(widget, scroll);
    gtk_widget_add_controller(widget, keys);
    gtk_widget_add_controller(widget, focus);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
}
