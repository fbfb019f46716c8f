#include "gui/memoir-timeline-view.h"

#include <adwaita.h>
#include <math.h>

#include "plots/plot.h"

#define MIN_WINDOW_NS 1000
#define ZOOM_STEP 1.25
#define KEY_PAN 0.1
#define HEIGHT 120
/* Beside a very tall neighbour the picture stays at the top. */
#define MOST_HEIGHT 420

struct _MemoirTimelineView {
    GtkWidget parent;
    struct tl_timeline timeline;
    struct plot *plot; /* NULL: nothing to show */
    int64_t t0, t1;
    gboolean fitted;
    struct plot_overlay overlay;
    int64_t pan_t0;
    gboolean panning;
    double pointer_x, pointer_y;

    GskRenderNode *picture;
    int picture_width, picture_height;
};

G_DEFINE_FINAL_TYPE(MemoirTimelineView, memoir_timeline_view, GTK_TYPE_WIDGET)

enum { LINE_POINTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct plot_theme *theme(void)
{
    return adw_style_manager_get_dark(adw_style_manager_get_default()) ? &plot_dark : &plot_light;
}

static void init_view(MemoirTimelineView *self, struct plot_view *view)
{
    plot_view_init(view, self->plot, gtk_widget_get_width(GTK_WIDGET(self)),
                   MIN(gtk_widget_get_height(GTK_WIDGET(self)), MOST_HEIGHT));
    view->parts = PLOT_EVERYTHING & ~(unsigned)PLOT_BACKGROUND;
    if (!self->fitted) {
        view->x0 = self->t0;
        view->x1 = self->t1;
    }
}

static void init_layout(MemoirTimelineView *self, struct plot_layout *layout)
{
    struct plot_view view;

    init_view(self, &view);
    plot_layout_get(self->plot, &view, theme(), layout);
}

static void drop_picture(MemoirTimelineView *self)
{
    g_clear_pointer(&self->picture, gsk_render_node_unref);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* ---- what is shown ---- */

static void point_at(MemoirTimelineView *self, gboolean shown, int64_t t_ns)
{
    gint64 line = 0;

    self->overlay.cross = shown;
    self->overlay.cross_t = CLAMP(t_ns, 0, self->timeline.duration_ns);
    if (shown && self->timeline.buckets.n > 0)
        line = self->timeline.buckets.line[tl_bucket_find(&self->timeline.buckets,
                                                          self->overlay.cross_t)];
    g_signal_emit(self, signals[LINE_POINTED], 0, line);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void set_window(MemoirTimelineView *self, double t0, double t1)
{
    double duration = (double)self->timeline.duration_ns;
    double width = CLAMP(t1 - t0, MIN_WINDOW_NS, MAX(duration, MIN_WINDOW_NS));

    t0 = CLAMP(t0, 0, MAX(duration - width, 0));
    self->t0 = (int64_t)t0;
    self->t1 = (int64_t)(t0 + width);
    self->fitted = self->t0 <= 0 && self->t1 >= self->timeline.duration_ns;
    drop_picture(self);
}

static void zoom(MemoirTimelineView *self, int64_t around, double factor)
{
    struct plot_layout layout;
    double before, after;

    init_layout(self, &layout);
    before = (double)(layout.x1 - layout.x0);
    after = MAX(before * factor, MIN_WINDOW_NS);
    set_window(self, (double)around - (double)(around - layout.x0) * after / before,
               (double)around + (double)(layout.x1 - around) * after / before);
}

static void pan(MemoirTimelineView *self, double share)
{
    struct plot_layout layout;
    double by;

    init_layout(self, &layout);
    by = (double)(layout.x1 - layout.x0) * share;
    set_window(self, (double)layout.x0 + by, (double)layout.x1 + by);
}

void memoir_timeline_view_fit(MemoirTimelineView *self)
{
    self->fitted = TRUE;
    drop_picture(self);
}

static void describe(MemoirTimelineView *self)
{
    char summary[256] = "";

    if (self->plot)
        tl_summary(&self->timeline, summary, sizeof(summary));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   "Memory timeline", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                   summary, -1);
}

void memoir_timeline_view_set_timeline(MemoirTimelineView *self,
                                       const struct tl_timeline *timeline)
{
    g_clear_pointer(&self->plot, plot_destroy);
    tl_timeline_finish(&self->timeline);
    tl_timeline_init(&self->timeline);
    if (timeline && tl_timeline_copy(&self->timeline, timeline))
        self->plot = plot_create(&self->timeline);
    else
        self->overlay = (struct plot_overlay){0};
    describe(self);
    drop_picture(self);
}

gboolean memoir_timeline_view_has_timeline(MemoirTimelineView *self)
{
    return self->plot != NULL;
}

void memoir_timeline_view_set_line(MemoirTimelineView *self, gint64 line)
{
    if (line == self->overlay.line)
        return;
    self->overlay.line = line;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* ---- drawing ---- */

static void draw_picture(MemoirTimelineView *self, const struct plot_view *view, int width,
                         int height)
{
    cairo_t *cr;

    if (self->picture && self->picture_width == width && self->picture_height == height)
        return;
    g_clear_pointer(&self->picture, gsk_render_node_unref);
    self->picture = gsk_cairo_node_new(&GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
    self->picture_width = width;
    self->picture_height = height;
    cr = gsk_cairo_node_get_draw_context(self->picture);
    if (!plot_draw(cr, self->plot, view, theme()))
        g_warning("not enough memory to draw a timeline");
    cairo_destroy(cr);
}

static void memoir_timeline_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);
    int width = gtk_widget_get_width(widget);
    int height = MIN(gtk_widget_get_height(widget), MOST_HEIGHT);
    struct plot_view view;

    if (!self->plot || width <= 0 || height <= 0)
        return;
    init_view(self, &view);
    draw_picture(self, &view, width, height);
    gtk_snapshot_append_node(snapshot, self->picture);
    if (self->overlay.cross || self->overlay.selected || self->overlay.line) {
        cairo_t *cr = gtk_snapshot_append_cairo(
            snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));

        plot_overlay_draw(cr, self->plot, &view, theme(), &self->overlay);
        cairo_destroy(cr);
    }
}

static void memoir_timeline_view_measure(GtkWidget *widget, GtkOrientation orientation,
                                         int for_size, int *minimum, int *natural,
                                         int *minimum_baseline, int *natural_baseline)
{
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : HEIGHT;
}

/* ---- pointer and keys ---- */

static int64_t time_at(MemoirTimelineView *self, double x)
{
    struct plot_layout layout;

    init_layout(self, &layout);
    return plot_time_of_x(&layout, x);
}

static void on_motion(GtkEventControllerMotion *controller, double x, double y,
                      MemoirTimelineView *self)
{
    self->pointer_x = x;
    self->pointer_y = y;
    if (self->plot)
        point_at(self, TRUE, time_at(self, x));
}

static void on_leave(GtkEventControllerMotion *controller, MemoirTimelineView *self)
{
    point_at(self, FALSE, 0);
}

static gboolean on_scroll(GtkEventControllerScroll *controller, double dx, double dy,
                          MemoirTimelineView *self)
{
    GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(controller));

    if (!self->plot || (!(state & GDK_CONTROL_MASK) && !gtk_widget_has_focus(GTK_WIDGET(self))))
        return GDK_EVENT_PROPAGATE;
    zoom(self, time_at(self, self->pointer_x), pow(ZOOM_STEP, dy));
    return GDK_EVENT_STOP;
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, MemoirTimelineView *self)
{
    GdkModifierType state =
        gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
    struct plot_layout layout;

    gtk_widget_grab_focus(GTK_WIDGET(self));
    if (!self->plot)
        return;
    init_layout(self, &layout);
    self->panning = (state & GDK_SHIFT_MASK) ||
                    gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture)) ==
                        GDK_BUTTON_MIDDLE;
    self->pan_t0 = layout.x0;
    self->overlay.selected = self->panning && self->overlay.selected;
    if (!self->panning)
        self->overlay.from = self->overlay.to = plot_time_of_x(&layout, x);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_drag_update(GtkGestureDrag *gesture, double dx, double dy,
                           MemoirTimelineView *self)
{
    struct plot_layout layout;
    double x, y;

    if (!self->plot)
        return;
    init_layout(self, &layout);
    if (self->panning) {
        double width = (double)(layout.x1 - layout.x0);
        double t0 = (double)self->pan_t0 - dx * width / MAX(layout.curve.width, 1);

        set_window(self, t0, t0 + width);
        return;
    }
    gtk_gesture_drag_get_start_point(gesture, &x, &y);
    self->overlay.to = CLAMP(plot_time_of_x(&layout, x + dx), 0, self->timeline.duration_ns);
    self->overlay.selected = fabs(dx) >= 3;
    point_at(self, TRUE, self->overlay.to);
}

static void step(MemoirTimelineView *self, int64_t to, gboolean select)
{
    int64_t from = self->overlay.cross_t;

    if (select && !self->overlay.selected) {
        self->overlay.selected = TRUE;
        self->overlay.from = from;
    }
    if (select)
        self->overlay.to = CLAMP(to, 0, self->timeline.duration_ns);
    point_at(self, TRUE, to);
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirTimelineView *self)
{
    struct plot_layout layout;
    struct plot_event event;
    int64_t column;

    if (!self->plot || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
        return GDK_EVENT_PROPAGATE;
    init_layout(self, &layout);
    column = MAX((int64_t)((double)(layout.x1 - layout.x0) / MAX(layout.curve.width, 1)), 1);
    switch (gdk_keyval_to_lower(key)) {
    case GDK_KEY_Left:
        step(self, self->overlay.cross_t - column, state & GDK_SHIFT_MASK);
        break;
    case GDK_KEY_Right:
        step(self, self->overlay.cross_t + column, state & GDK_SHIFT_MASK);
        break;
    case GDK_KEY_comma:
    case GDK_KEY_period:
        if (plot_next_event(self->plot, self->overlay.cross_t, key == GDK_KEY_comma, &event))
            step(self, event.t_ns, FALSE);
        break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_w:
        zoom(self, self->overlay.cross_t, 1 / ZOOM_STEP);
        break;
    case GDK_KEY_minus:
    case GDK_KEY_s:
        zoom(self, self->overlay.cross_t, ZOOM_STEP);
        break;
    case GDK_KEY_a:
        pan(self, -KEY_PAN);
        break;
    case GDK_KEY_d:
        pan(self, KEY_PAN);
        break;
    case GDK_KEY_f:
        memoir_timeline_view_fit(self);
        break;
    case GDK_KEY_Escape:
        if (!self->overlay.selected)
            return GDK_EVENT_PROPAGATE;
        self->overlay.selected = FALSE;
        gtk_widget_queue_draw(GTK_WIDGET(self));
        break;
    default:
        return GDK_EVENT_PROPAGATE;
    }
    return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void memoir_timeline_view_finalize(GObject *object)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(object);

    g_clear_pointer(&self->picture, gsk_render_node_unref);
    g_clear_pointer(&self->plot, plot_destroy);
    tl_timeline_finish(&self->timeline);
    G_OBJECT_CLASS(memoir_timeline_view_parent_class)->finalize(object);
}

static void memoir_timeline_view_class_init(MemoirTimelineViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = memoir_timeline_view_finalize;
    widget_class->snapshot = memoir_timeline_view_snapshot;
    widget_class->measure = memoir_timeline_view_measure;
    gtk_widget_class_set_css_name(widget_class, "timeline");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    signals[LINE_POINTED] = g_signal_new("line-pointed", MEMOIR_TYPE_TIMELINE_VIEW,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         G_TYPE_INT64);
}

static void memoir_timeline_view_init(MemoirTimelineView *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkEventController *motion = gtk_event_controller_motion_new();
    GtkEventController *scroll =
        gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkGesture *drag = gtk_gesture_drag_new();

    tl_timeline_init(&self->timeline);
    self->fitted = TRUE;
    gtk_widget_set_focusable(widget, TRUE);
    gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), 0);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
    g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
    gtk_widget_add_controller(widget, motion);
    gtk_widget_add_controller(widget, scroll);
    gtk_widget_add_controller(widget, keys);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
    g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                            G_CALLBACK(drop_picture), self, G_CONNECT_SWAPPED);
    describe(self);
}

GtkWidget *memoir_timeline_view_new(void)
{
    return g_object_new(MEMOIR_TYPE_TIMELINE_VIEW, NULL);
}
