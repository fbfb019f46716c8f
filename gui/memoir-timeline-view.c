#include "gui/memoir-timeline-view-private.h"

#include <adwaita.h>
#include <math.h>

#include "gui/memoir-timeline-popover.h"
#include "plots/plot_facts.h"

#define HEIGHT 120
/* Beside a very tall neighbour the picture stays at the top. */
#define MOST_HEIGHT 420
#define MIN_WINDOW_NS 1000
#define MIN_WINDOW_BYTES 64
#define RADIUS 8

G_DEFINE_FINAL_TYPE(MemoirTimelineView, memoir_timeline_view, GTK_TYPE_WIDGET)

enum { LINE_POINTED, LINE_ACTIVATED, CALL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

const struct plot_theme *memoir_timeline_view_theme(void)
{
    return adw_style_manager_get_dark(adw_style_manager_get_default()) ? &plot_dark : &plot_light;
}

static enum plot_axis axis_of(MemoirTimelineView *self)
{
    return self->scale ? memoir_timeline_scale_get_axis(self->scale) : PLOT_TIME;
}

void memoir_timeline_view_init_view(MemoirTimelineView *self, struct plot_view *view)
{
    plot_view_init(view, self->plot, MAX(gtk_widget_get_width(GTK_WIDGET(self)), 1),
                   CLAMP(gtk_widget_get_height(GTK_WIDGET(self)), 1, MOST_HEIGHT));
    plot_view_set_axis(view, self->plot, axis_of(self));
    view->parts = PLOT_EVERYTHING & ~(unsigned)PLOT_BACKGROUND;
    if (!self->fitted) {
        view->x0 = self->x0;
        view->x1 = self->x1;
    }
    if (self->scale)
        view->y1 = memoir_timeline_scale_get_top(self->scale);
}

void memoir_timeline_view_init_layout(MemoirTimelineView *self, struct plot_layout *layout)
{
    struct plot_view view;

    memoir_timeline_view_init_view(self, &view);
    plot_layout_get(self->plot, &view, memoir_timeline_view_theme(), layout);
}

static void drop_picture(MemoirTimelineView *self)
{
    g_clear_object(&self->picture);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* ---- cross-hair, selection, window ---- */

static void tell_line(MemoirTimelineView *self, gint64 line)
{
    if (line == self->line)
        return;
    self->line = line;
    g_signal_emit(self, signals[LINE_POINTED], 0, line);
}

void memoir_timeline_view_point_at(MemoirTimelineView *self, int64_t t_ns)
{
    struct plot_reading reading;
    struct plot_layout layout;

    self->overlay.cross = TRUE;
    self->overlay.cross_t = CLAMP(t_ns, 0, self->timeline.duration_ns);
    memoir_timeline_view_init_layout(self, &layout);
    plot_read(&layout, self->overlay.cross_t, &reading);
    tell_line(self, reading.bucket.line);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void memoir_timeline_view_point_away(MemoirTimelineView *self)
{
    self->overlay.cross = FALSE;
    tell_line(self, 0);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void memoir_timeline_view_select(MemoirTimelineView *self, int64_t from, int64_t to)
{
    self->overlay.selected = TRUE;
    self->overlay.from = CLAMP(from, 0, self->timeline.duration_ns);
    self->overlay.to = CLAMP(to, 0, self->timeline.duration_ns);
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "timeline.zoom-selection", TRUE);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void memoir_timeline_view_unselect(MemoirTimelineView *self)
{
    self->overlay.selected = FALSE;
    gtk_widget_action_set_enabled(GTK_WIDGET(self), "timeline.zoom-selection", FALSE);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

void memoir_timeline_view_set_window(MemoirTimelineView *self, double x0, double x1)
{
    double length = (double)plot_axis_length(self->plot, axis_of(self));
    double least = axis_of(self) == PLOT_TIME ? MIN_WINDOW_NS : MIN_WINDOW_BYTES;
    double width = CLAMP(x1 - x0, least, MAX(length, least));

    x0 = CLAMP(x0, 0, MAX(length - width, 0));
    self->x0 = (int64_t)x0;
    self->x1 = (int64_t)(x0 + width);
    self->fitted = self->x0 <= 0 && x0 + width >= length;
    drop_picture(self);
}

void memoir_timeline_view_zoom(MemoirTimelineView *self, double around, double factor)
{
    struct plot_layout layout;

    memoir_timeline_view_init_layout(self, &layout);
    memoir_timeline_view_set_window(self, around - (around - (double)layout.x0) * factor,
                                    around + ((double)layout.x1 - around) * factor);
}

void memoir_timeline_view_zoom_selection(MemoirTimelineView *self)
{
    double from = plot_axis_of_time(self->plot, axis_of(self), self->overlay.from);
    double to = plot_axis_of_time(self->plot, axis_of(self), self->overlay.to);

    memoir_timeline_view_unselect(self);
    memoir_timeline_view_set_window(self, MIN(from, to), MAX(from, to));
}

void memoir_timeline_view_fit(MemoirTimelineView *self)
{
    self->fitted = TRUE;
    drop_picture(self);
}

void memoir_timeline_view_set_line(MemoirTimelineView *self, gint64 line)
{
    if (line == self->overlay.line)
        return;
    self->overlay.line = line;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* ---- what is shown ---- */

/* The label is what a screen reader says when the focus comes, and again when it changes: while
 * one steps it is the place, else the kind of thing. */
void memoir_timeline_view_say(MemoirTimelineView *self, const char *place)
{
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   place ? place : "Memory timeline", -1);
}

static void describe(MemoirTimelineView *self)
{
    char summary[256] = "";

    if (self->plot)
        tl_summary(&self->timeline, summary, sizeof(summary));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                   summary, -1);
}

static void report(MemoirTimelineView *self)
{
    if (self->scale && self->plot)
        memoir_timeline_scale_report(self->scale, self, self->timeline.peak.bytes);
    else if (self->scale)
        memoir_timeline_scale_forget(self->scale, self);
}

void memoir_timeline_view_set_timeline(MemoirTimelineView *self,
                                       const struct tl_timeline *timeline)
{
    static const char *const actions[] = {"timeline.copy", "timeline.export", "timeline.table",
                                          "timeline.fit"};

    g_clear_pointer(&self->plot, plot_destroy);
    tl_timeline_finish(&self->timeline);
    tl_timeline_init(&self->timeline);
    if (timeline && tl_timeline_copy(&self->timeline, timeline))
        self->plot = plot_create(&self->timeline);
    if (!self->plot) {
        memoir_timeline_view_point_away(self);
        memoir_timeline_view_unselect(self);
        self->fitted = TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
        gtk_widget_action_set_enabled(GTK_WIDGET(self), actions[i], self->plot != NULL);
    report(self);
    describe(self);
    drop_picture(self);
}

gboolean memoir_timeline_view_has_timeline(MemoirTimelineView *self)
{
    return self->plot != NULL;
}

const struct tl_timeline *memoir_timeline_view_get_timeline(MemoirTimelineView *self)
{
    return self->plot ? &self->timeline : NULL;
}

static void on_scale_changed(MemoirTimelineView *self)
{
    if (axis_of(self) != self->axis) {
        self->axis = axis_of(self);
        self->fitted = TRUE;
    }
    drop_picture(self);
}

void memoir_timeline_view_set_scale(MemoirTimelineView *self, MemoirTimelineScale *scale)
{
    if (self->scale) {
        memoir_timeline_scale_forget(self->scale, self);
        g_signal_handlers_disconnect_by_data(self->scale, self);
    }
    g_set_object(&self->scale, scale);
    if (scale)
        g_signal_connect_swapped(scale, "changed", G_CALLBACK(on_scale_changed), self);
    report(self);
    on_scale_changed(self);
}

void memoir_timeline_view_get_output_options(MemoirTimelineView *self,
                                             struct output_options *options)
{
    struct plot_view view;

    *options = (struct output_options){
        .width = TL_PICTURE_WIDTH,
        .height = TL_PICTURE_HEIGHT,
        .scale = 2,
        .theme = memoir_timeline_view_theme(),
    };
    if (!self->plot)
        return;
    memoir_timeline_view_init_view(self, &view);
    options->axis = view.axis;
    options->x0 = view.x0;
    options->x1 = view.x1;
    options->y1 = view.y1;
}

/* ---- facts ---- */

static void on_popover_activated(MemoirTimelineView *self)
{
    g_signal_emit(self, signals[CALL_ACTIVATED], 0, self->call, self->call_line);
}

static MemoirTimelinePopover *get_popover(MemoirTimelineView *self)
{
    if (!self->popover) {
        self->popover = memoir_timeline_popover_new();
        gtk_popover_set_position(GTK_POPOVER(self->popover), GTK_POS_BOTTOM);
        g_signal_connect_swapped(self->popover, "activated", G_CALLBACK(on_popover_activated),
                                 self);
        gtk_widget_set_parent(self->popover, GTK_WIDGET(self));
    }
    return MEMOIR_TIMELINE_POPOVER(self->popover);
}

void memoir_timeline_view_show_facts(MemoirTimelineView *self, const struct plot_hit *hit,
                                     const GdkRectangle *at)
{
    MemoirTimelinePopover *popover = get_popover(self);
    struct plot_facts facts;

    gtk_popover_set_pointing_to(GTK_POPOVER(popover), at);
    if (hit->kind == PLOT_HIT_COLLECTION) {
        g_autofree char *heading =
            g_strdup_printf("Collection of Generation %d",
                            self->timeline.collections[hit->index].generation);

        plot_collection_facts(self->plot, hit->index, memoir_timeline_view_theme(), &facts);
        memoir_timeline_popover_show_facts(popover, heading, &facts, NULL);
    } else {
        const struct tl_span *span = &self->timeline.spans[hit->index];

        g_free(self->call);
        self->call = g_strdup(span->name);
        self->call_line = span->line;
        plot_span_facts(self->plot, hit->index, &facts);
        memoir_timeline_popover_show_facts(popover, span->name, &facts,
                                           span->line > 0 ? "_Go to Its Code" : NULL);
    }
}

/* ---- drawing ---- */

/* The paper, as wide as the widget, with round corners. */
static void draw_paper(cairo_t *cr, double width, double height)
{
    const struct plot_color *paper = &memoir_timeline_view_theme()->background;

    cairo_new_sub_path(cr);
    cairo_arc(cr, width - RADIUS, RADIUS, RADIUS, -G_PI_2, 0);
    cairo_arc(cr, width - RADIUS, height - RADIUS, RADIUS, 0, G_PI_2);
    cairo_arc(cr, RADIUS, height - RADIUS, RADIUS, G_PI_2, G_PI);
    cairo_arc(cr, RADIUS, RADIUS, RADIUS, G_PI, 1.5 * G_PI);
    cairo_close_path(cr);
    cairo_set_source_rgba(cr, paper->r, paper->g, paper->b, paper->a);
    cairo_fill(cr);
}

/* Draws into pixels; `paper`: a sheet with round corners, else a full background. */
static GdkTexture *make_texture(MemoirTimelineView *self, const struct plot_view *view,
                                double scale, gboolean paper)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil(view->width * scale),
                                   (int)ceil(view->height * scale));
    int stride = cairo_image_surface_get_stride(surface);
    int height = cairo_image_surface_get_height(surface);
    cairo_t *cr = cairo_create(surface);
    GdkTexture *texture = NULL;
    g_autoptr(GBytes) bytes = NULL;

    cairo_scale(cr, scale, scale);
    if (paper)
        draw_paper(cr, view->width, view->height);
    if (plot_draw(cr, self->plot, view, memoir_timeline_view_theme())) {
        cairo_surface_flush(surface);
        bytes = g_bytes_new_with_free_func(
            cairo_image_surface_get_data(surface), (gsize)stride * (gsize)height,
            (GDestroyNotify)cairo_surface_destroy, cairo_surface_reference(surface));
        texture = gdk_memory_texture_new(cairo_image_surface_get_width(surface), height,
                                         GDK_MEMORY_DEFAULT, bytes, (gsize)stride);
    } else {
        g_warning("not enough memory to draw a timeline");
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return texture;
}

static void draw_picture(MemoirTimelineView *self, const struct plot_view *view)
{
    if (self->picture && self->picture_width == view->width &&
        self->picture_height == view->height)
        return;
    g_clear_object(&self->picture);
    self->picture = make_texture(self, view, gtk_widget_get_scale_factor(GTK_WIDGET(self)), TRUE);
    self->picture_width = view->width;
    self->picture_height = view->height;
}

static void draw_frame(MemoirTimelineView *self, GtkSnapshot *snapshot,
                       const struct plot_view *view)
{
    gboolean focused = gtk_widget_has_visible_focus(GTK_WIDGET(self));
    const struct plot_theme *theme = memoir_timeline_view_theme();
    const struct plot_color *color = focused ? &theme->curve : &theme->axis;
    float width = focused ? 2 : 1;
    GdkRGBA rgba = {(float)color->r, (float)color->g, (float)color->b, focused ? 0.9F : 0.45F};
    GskRoundedRect frame;

    gsk_rounded_rect_init_from_rect(
        &frame, &GRAPHENE_RECT_INIT(0, 0, (float)view->width, (float)view->height), RADIUS);
    gtk_snapshot_append_border(snapshot, &frame, (float[4]){width, width, width, width},
                               (GdkRGBA[4]){rgba, rgba, rgba, rgba});
}

static void memoir_timeline_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);
    struct plot_view view;

    if (!self->plot || gtk_widget_get_width(widget) <= 0 || gtk_widget_get_height(widget) <= 0)
        return;
    memoir_timeline_view_init_view(self, &view);
    draw_picture(self, &view);
    if (self->picture)
        gtk_snapshot_append_texture(
            snapshot, self->picture,
            &GRAPHENE_RECT_INIT(0, 0, (float)view.width, (float)view.height));
    if (self->overlay.cross || self->overlay.selected || self->overlay.line) {
        cairo_t *cr = gtk_snapshot_append_cairo(
            snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)view.width, (float)view.height));

        plot_overlay_draw(cr, self->plot, &view, memoir_timeline_view_theme(), &self->overlay);
        cairo_destroy(cr);
    }
    draw_frame(self, snapshot, &view);
}

GdkTexture *memoir_timeline_view_dup_texture(MemoirTimelineView *self, double scale)
{
    struct plot_view view;

    if (!self->plot)
        return NULL;
    memoir_timeline_view_init_view(self, &view);
    view.parts |= PLOT_BACKGROUND;
    return make_texture(self, &view, scale, FALSE);
}

static void memoir_timeline_view_measure(GtkWidget *widget, GtkOrientation orientation,
                                         int for_size, int *minimum, int *natural,
                                         int *minimum_baseline, int *natural_baseline)
{
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : HEIGHT;
}

static void memoir_timeline_view_size_allocate(GtkWidget *widget, int width, int height,
                                               int baseline)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(widget);

    if (self->popover)
        gtk_popover_present(GTK_POPOVER(self->popover));
    if (self->menu)
        gtk_popover_present(GTK_POPOVER(self->menu));
}

/* ---- the object ---- */

static void memoir_timeline_view_dispose(GObject *object)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(object);

    memoir_timeline_view_set_scale(self, NULL);
    g_clear_object(&self->extra);
    g_clear_pointer(&self->popover, gtk_widget_unparent);
    g_clear_pointer(&self->menu, gtk_widget_unparent);
    G_OBJECT_CLASS(memoir_timeline_view_parent_class)->dispose(object);
}

static void memoir_timeline_view_finalize(GObject *object)
{
    MemoirTimelineView *self = MEMOIR_TIMELINE_VIEW(object);

    g_clear_object(&self->picture);
    g_clear_pointer(&self->plot, plot_destroy);
    tl_timeline_finish(&self->timeline);
    g_free(self->call);
    G_OBJECT_CLASS(memoir_timeline_view_parent_class)->finalize(object);
}

static void memoir_timeline_view_class_init(MemoirTimelineViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_timeline_view_dispose;
    G_OBJECT_CLASS(class)->finalize = memoir_timeline_view_finalize;
    widget_class->snapshot = memoir_timeline_view_snapshot;
    widget_class->measure = memoir_timeline_view_measure;
    widget_class->size_allocate = memoir_timeline_view_size_allocate;
    gtk_widget_class_set_css_name(widget_class, "timeline");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    memoir_timeline_view_install_actions(widget_class);
    signals[LINE_POINTED] = g_signal_new("line-pointed", MEMOIR_TYPE_TIMELINE_VIEW,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         G_TYPE_INT64);
    signals[CALL_ACTIVATED] = g_signal_new("call-activated", MEMOIR_TYPE_TIMELINE_VIEW,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                           G_TYPE_STRING, G_TYPE_INT64);
    signals[LINE_ACTIVATED] = g_signal_new("line-activated", MEMOIR_TYPE_TIMELINE_VIEW,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_INT64);
}

static void memoir_timeline_view_init(MemoirTimelineView *self)
{
    tl_timeline_init(&self->timeline);
    self->fitted = TRUE;
    self->overlay.card = TRUE;
    gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
    memoir_timeline_view_add_controllers(self);
    memoir_timeline_view_unselect(self);
    memoir_timeline_view_say(self, NULL);
    g_signal_connect(self, "notify::scale-factor", G_CALLBACK(drop_picture), NULL);
    g_signal_connect_object(adw_style_manager_get_default(), "notify::dark",
                            G_CALLBACK(drop_picture), self, G_CONNECT_SWAPPED);
}

GtkWidget *memoir_timeline_view_new(void)
{
    return g_object_new(MEMOIR_TYPE_TIMELINE_VIEW, NULL);
}
