#include "gui/memoir-life-strip.h"

#include <math.h>

#include "gui/memoir-timeline-view.h"

#define HEIGHT 62
#define LABELS 15 /* height of the row of names */
#define BOTTOM 7
#define LEFT 78 /* margins, for the scale and for what is live now */
#define RIGHT 92
#define GAP 9
#define LEAST 30      /* width of a run */
#define TITLE_ROOM 84 /* a run so wide has its first line beside its number */
#define SCROLL 60

struct _MemoirLifeStrip {
    GtkWidget parent;
    MemoirKernelLife *life;
    GArray *ends; /* double: the right edge of each run in the whole strip */
    double offset; /* how far it is scrolled */
    gboolean follows;
    int hovered, current; /* a run, -1: none */
};

G_DEFINE_FINAL_TYPE(MemoirLifeStrip, memoir_life_strip, GTK_TYPE_WIDGET)

enum { RUN_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- where runs are ---- */

static gint64 length_of(const MemoirLifeRun *run)
{
    if (run->measured)
        return run->duration_ns;
    return ((run->ended ? run->ended : g_get_monotonic_time()) - run->began) * 1000;
}

static double room(MemoirLifeStrip *self)
{
    return MAX(gtk_widget_get_width(GTK_WIDGET(self)) - LEFT - RIGHT, 1);
}

static double whole_width(MemoirLifeStrip *self)
{
    return self->ends->len ? g_array_index(self->ends, double, self->ends->len - 1) : 0;
}

static void scroll_to(MemoirLifeStrip *self, double offset)
{
    self->offset = CLAMP(offset, 0, MAX(whole_width(self) - room(self), 0));
    self->follows = self->offset + room(self) >= whole_width(self) - 1;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* The least for all, and what is left by how long they took; so that long runs are wider even where
 * many scroll, something is always left. */
static void arrange(MemoirLifeStrip *self)
{
    guint n = memoir_kernel_life_get_n_runs(self->life);
    double spare = room(self) - n * LEAST - (n > 0 ? n - 1 : 0) * GAP;
    double total = 0, x = 0;

    spare = MAX(spare, room(self) / 4);
    for (guint i = 0; i < n; i++)
        total += (double)length_of(memoir_kernel_life_get_run(self->life, i));
    g_array_set_size(self->ends, n);
    for (guint i = 0; i < n; i++) {
        const MemoirLifeRun *run = memoir_kernel_life_get_run(self->life, i);
        double more = total > 0 ? spare * (double)length_of(run) / total : 0;

        x += (i ? GAP : 0) + LEAST + more;
        g_array_index(self->ends, double, i) = x;
    }
    scroll_to(self, self->follows ? G_MAXDOUBLE : self->offset);
}

gboolean memoir_life_strip_get_bounds(MemoirLifeStrip *self, guint run, double *x, double *width)
{
    double begin;

    if (run >= self->ends->len)
        return FALSE;
    begin = run ? g_array_index(self->ends, double, run - 1) + GAP : 0;
    *x = LEFT + begin - self->offset;
    *width = g_array_index(self->ends, double, run) - begin;
    return TRUE;
}

int memoir_life_strip_get_run_at(MemoirLifeStrip *self, double x)
{
    guint low = 0, high = self->ends->len;
    double at = x - LEFT + self->offset, begin, width;

    if (x < LEFT || x > LEFT + room(self))
        return -1;
    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(self->ends, double, middle) < at)
            low = middle + 1;
        else
            high = middle;
    }
    if (!memoir_life_strip_get_bounds(self, low, &begin, &width) || x < begin - GAP / 2.0)
        return -1;
    return (int)low;
}

static void reveal(MemoirLifeStrip *self, guint run)
{
    double x, width;

    if (!memoir_life_strip_get_bounds(self, run, &x, &width))
        return;
    if (x < LEFT)
        scroll_to(self, self->offset - (LEFT - x));
    else if (x + width > LEFT + room(self))
        scroll_to(self, self->offset + x + width - LEFT - room(self));
}

/* ---- drawing ---- */

static void set_color(cairo_t *cr, const struct plot_color *color, double alpha)
{
    cairo_set_source_rgba(cr, color->r, color->g, color->b, color->a * alpha);
}

static double y_of(MemoirLifeStrip *self, gint64 bytes)
{
    double top = (double)MAX(memoir_kernel_life_get_peak(self->life), 1) * 1.06;
    double height = HEIGHT - LABELS - BOTTOM;

    return HEIGHT - BOTTOM - height * (double)bytes / top;
}

/* What is drawn with: one text layout for all labels. */
typedef struct {
    MemoirLifeStrip *strip;
    cairo_t *cr;
    PangoLayout *text;
    PangoFontDescription *font;
} Canvas;

/* `align` 0: begins at x, 1: ends there. */
static void draw_text(Canvas *canvas, const char *text, double x, double y, double max_width,
                      double align, gboolean strong)
{
    int width, height;

    pango_font_description_set_weight(canvas->font,
                                      strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(canvas->text, canvas->font);
    pango_layout_set_width(canvas->text, (int)(max_width * PANGO_SCALE));
    pango_layout_set_text(canvas->text, text, -1);
    pango_layout_get_pixel_size(canvas->text, &width, &height);
    cairo_move_to(canvas->cr, x - width * align, y - height / 2.0);
    pango_cairo_show_layout(canvas->cr, canvas->text);
}

/* A run's slices as pixel columns. */
static void fill_columns(const MemoirLifeRun *run, MemoirLifeSlice *column, int n)
{
    gint64 level = run->first_bytes, waiting = run->slices[0].waiting;

    for (int i = 0; i < n; i++) {
        int first = i * MEMOIR_LIFE_SLICES / n;
        int after = MAX((i + 1) * MEMOIR_LIFE_SLICES / n, first + 1);

        column[i] = (MemoirLifeSlice){level, level, level, waiting};
        /* A slice over several columns happens in its first. */
        if (i > 0 && first == (i - 1) * MEMOIR_LIFE_SLICES / n)
            continue;
        for (int s = first; s < after; s++) {
            column[i].min = MIN(column[i].min, run->slices[s].min);
            column[i].max = MAX(column[i].max, run->slices[s].max);
            column[i].last = level = run->slices[s].last;
            column[i].waiting = waiting = run->slices[s].waiting;
        }
    }
}

/* Each column with its lowest and highest value, and what waits at the bottom. Rectangles alone:
 * cairo fills those fast. */
static void draw_curve(Canvas *canvas, const MemoirLifeRun *run, double x, double width)
{
    const struct plot_theme *theme = memoir_timeline_view_theme();
    const double bottom = HEIGHT - BOTTOM, line = 1.25;
    const int n = MAX((int)width, 1);
    MemoirLifeSlice *column = g_newa(MemoirLifeSlice, (gsize)n);

    fill_columns(run, column, n);
    for (int i = 0; i < n; i++) {
        double top = y_of(canvas->strip, column[i].max);

        cairo_rectangle(canvas->cr, floor(x) + i, top, 1, bottom - top);
    }
    set_color(canvas->cr, &theme->area, 1.3);
    cairo_fill(canvas->cr);
    for (int i = 0; i < n; i++) {
        double top = y_of(canvas->strip, MIN(column[i].waiting, column[i].max));

        if (column[i].waiting > 0)
            cairo_rectangle(canvas->cr, floor(x) + i, top, 1, bottom - top);
    }
    set_color(canvas->cr, &theme->waiting, 0.3);
    cairo_fill(canvas->cr);
    for (int i = 0; i < n; i++) {
        double top = y_of(canvas->strip, column[i].max);
        double low = y_of(canvas->strip, column[i].min);

        cairo_rectangle(canvas->cr, floor(x) + i, top - line / 2, 1, low - top + line);
    }
    set_color(canvas->cr, &theme->curve, 1);
    cairo_fill(canvas->cr);
}

/* What stays between runs is known, how long it took is not drawn. */
static void draw_gap(Canvas *canvas, const MemoirLifeRun *before, const MemoirLifeRun *after,
                     double x)
{
    cairo_t *cr = canvas->cr;
    const struct plot_theme *theme = memoir_timeline_view_theme();
    const double dots[] = {1, 2.5};

    cairo_set_dash(cr, dots, 2, 0);
    cairo_set_line_width(cr, 1);
    set_color(cr, &theme->axis, 1);
    cairo_move_to(cr, floor(x - GAP / 2.0) + 0.5, LABELS);
    cairo_line_to(cr, floor(x - GAP / 2.0) + 0.5, HEIGHT - BOTTOM);
    cairo_stroke(cr);
    if (before->measured && after->measured) {
        set_color(cr, &theme->curve, 0.8);
        cairo_move_to(cr, x - GAP, y_of(canvas->strip, before->last_bytes));
        cairo_line_to(cr, x, y_of(canvas->strip, after->first_bytes));
        cairo_stroke(cr);
    }
    cairo_set_dash(cr, NULL, 0, 0);
}

static char *number_of(const MemoirLifeRun *run)
{
    return run->count > 0 ? g_strdup_printf("[%d]", run->count) : g_strdup("[*]");
}

static void draw_run(Canvas *canvas, guint index, double x, double width)
{
    MemoirLifeStrip *self = canvas->strip;
    cairo_t *cr = canvas->cr;
    const struct plot_theme *theme = memoir_timeline_view_theme();
    const MemoirLifeRun *run = memoir_kernel_life_get_run(self->life, index);
    gboolean focused = gtk_widget_has_focus(GTK_WIDGET(self)) && (int)index == self->current;
    g_autofree char *number = number_of(run);
    g_autofree char *label = width >= TITLE_ROOM
                                 ? g_strdup_printf("%s  %s", number, run->title)
                                 : g_strdup(number);

    if (index > 0)
        draw_gap(canvas, memoir_kernel_life_get_run(self->life, index - 1), run, x);
    if ((int)index == self->hovered || focused) {
        cairo_rectangle(cr, x - GAP / 2.0 + 1, 1, width + GAP - 2, HEIGHT - 2);
        set_color(cr, focused ? &theme->curve : &theme->ink, focused ? 0.16 : 0.07);
        cairo_fill(cr);
    }
    if (run->measured)
        draw_curve(canvas, run, x, width);
    cairo_rectangle(cr, x, HEIGHT - BOTTOM, width, run->ended ? 1 : 3);
    set_color(cr, run->ended ? &theme->axis : &theme->waiting, 1);
    cairo_fill(cr);
    set_color(cr, run->ended ? &theme->muted : &theme->ink, 1);
    draw_text(canvas, label, x + 1, LABELS / 2.0 + 1, width, 0, !run->ended);
}

/* The scale on the left, what is live now on the right. */
static void draw_margins(Canvas *canvas, int width)
{
    MemoirLifeStrip *self = canvas->strip;
    cairo_t *cr = canvas->cr;
    const struct plot_theme *theme = memoir_timeline_view_theme();
    guint n = memoir_kernel_life_get_n_runs(self->life);
    gint64 peak = memoir_kernel_life_get_peak(self->life);
    const MemoirLifeRun *last = NULL;
    char text[64];

    for (guint i = n; i > 0 && !last; i--) {
        const MemoirLifeRun *run = memoir_kernel_life_get_run(self->life, i - 1);

        last = run->measured ? run : NULL;
    }
    set_color(cr, &theme->muted, 1);
    draw_text(canvas, tl_format_bytes(text, sizeof(text), peak), LEFT - 9, y_of(self, peak) + 1,
              LEFT - 12, 1, FALSE);
    draw_text(canvas, "0", LEFT - 9, HEIGHT - BOTTOM - 2, LEFT - 12, 1, FALSE);
    if (!last)
        return;
    double y = CLAMP(y_of(self, last->last_bytes), LABELS, HEIGHT - BOTTOM - 14);
    set_color(cr, &theme->ink, 1);
    draw_text(canvas, tl_format_bytes(text, sizeof(text), last->last_bytes), width - RIGHT + 9,
              y, RIGHT - 12, 0, TRUE);
    if (last->waiting_bytes > 0) {
        g_autofree char *waits = NULL;

        tl_format_bytes(text, sizeof(text), last->waiting_bytes);
        waits = g_strdup_printf("%s waits", text);
        set_color(cr, &theme->waiting, 1);
        draw_text(canvas, waits, width - RIGHT + 9, y + 14, RIGHT - 12, 0, FALSE);
    }
}

/* How much of the whole is shown, where not all of it is. */
static void draw_scrollbar(MemoirLifeStrip *self, cairo_t *cr)
{
    double whole = whole_width(self), shown = room(self);

    if (whole < shown + 1)
        return;
    cairo_rectangle(cr, LEFT + self->offset / whole * shown, HEIGHT - 3, shown / whole * shown, 2);
    set_color(cr, &memoir_timeline_view_theme()->muted, 0.7);
    cairo_fill(cr);
}

static void memoir_life_strip_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirLifeStrip *self = MEMOIR_LIFE_STRIP(widget);
    int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
    Canvas canvas = {.strip = self};
    double x, of;
    cairo_t *cr;

    if (width <= LEFT + RIGHT)
        return;
    cr = canvas.cr = gtk_snapshot_append_cairo(snapshot,
                                   &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
    canvas.text = gtk_widget_create_pango_layout(widget, NULL);
    canvas.font = pango_font_description_from_string(memoir_timeline_view_theme()->font);
    pango_font_description_set_absolute_size(canvas.font, 10.5 * PANGO_SCALE);
    pango_layout_set_ellipsize(canvas.text, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode(canvas.text, TRUE);
    draw_margins(&canvas, width);
    draw_scrollbar(self, cr);
    cairo_rectangle(cr, LEFT - GAP / 2.0, 0, room(self) + GAP, HEIGHT);
    cairo_clip(cr);
    for (guint i = 0; memoir_life_strip_get_bounds(self, i, &x, &of) && x < width - RIGHT + GAP;
         i++) {
        if (x + of > LEFT - GAP)
            draw_run(&canvas, i, x, of);
    }
    pango_font_description_free(canvas.font);
    g_object_unref(canvas.text);
    cairo_destroy(cr);
}

static void memoir_life_strip_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                      int *minimum, int *natural, int *minimum_baseline,
                                      int *natural_baseline)
{
    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEFT + RIGHT + LEAST : HEIGHT;
}

static void memoir_life_strip_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    arrange(MEMOIR_LIFE_STRIP(widget));
}

/* ---- what it tells ---- */

static char *describe(MemoirLifeStrip *self, guint index)
{
    const MemoirLifeRun *run = memoir_kernel_life_get_run(self->life, index);
    GString *text = g_string_new(NULL);
    g_autofree char *number = number_of(run);
    char peak[32], last[32], took[32];

    g_string_append_printf(text, "%s %s", number, run->title);
    if (!run->ended)
        g_string_append(text, "\nruns");
    else
        g_string_append_printf(text, "\ntook %s",
                               tl_format_time(took, sizeof(took),
                                              (run->ended - run->began) * 1000));
    if (run->measured)
        g_string_append_printf(text, ", peak %s, left %s",
                               tl_format_bytes(peak, sizeof(peak), run->peak_bytes),
                               tl_format_bytes(last, sizeof(last), run->last_bytes));
    if (index > 0) {
        const MemoirLifeRun *before = memoir_kernel_life_get_run(self->life, index - 1);

        if (before->ended)
            g_string_append_printf(text, "\n%s after the run before",
                                   tl_format_time(took, sizeof(took),
                                                  (run->began - before->ended) * 1000));
    }
    return g_string_free(text, FALSE);
}

static gboolean on_query_tooltip(MemoirLifeStrip *self, int x, int y, gboolean keyboard,
                                 GtkTooltip *tooltip)
{
    int run = keyboard ? self->current : memoir_life_strip_get_run_at(self, x);
    g_autofree char *text = NULL;

    if (run < 0 || run >= (int)memoir_kernel_life_get_n_runs(self->life))
        return FALSE;
    text = describe(self, (guint)run);
    gtk_tooltip_set_text(tooltip, text);
    return TRUE;
}

static void say(MemoirLifeStrip *self)
{
    guint n = memoir_kernel_life_get_n_runs(self->life);
    g_autofree char *runs = g_strdup_printf("%u run%s", n, n == 1 ? "" : "s");
    g_autofree char *current = self->current >= 0 ? describe(self, (guint)self->current) : NULL;

    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   current ? current : "Life of the kernel",
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, runs, -1);
}

static void on_changed(MemoirLifeStrip *self)
{
    int n = (int)memoir_kernel_life_get_n_runs(self->life);

    self->hovered = MIN(self->hovered, n - 1);
    self->current = MIN(self->current, n - 1);
    if (n == 0)
        self->follows = TRUE;
    gtk_widget_set_visible(GTK_WIDGET(self), memoir_kernel_life_get_peak(self->life) > 0);
    arrange(self);
    if (self->ends->len > 0)
        say(self);
}

/* ---- pointer and keys ---- */

static void activate(MemoirLifeStrip *self, int run)
{
    if (run >= 0)
        g_signal_emit(self, signals[RUN_ACTIVATED], 0, (guint)run);
}

static void on_motion(GtkEventControllerMotion *controller, double x, double y,
                      MemoirLifeStrip *self)
{
    int run = memoir_life_strip_get_run_at(self, x);

    if (run == self->hovered)
        return;
    self->hovered = run;
    gtk_widget_set_cursor_from_name(GTK_WIDGET(self), run >= 0 ? "pointer" : NULL);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_leave(GtkEventControllerMotion *controller, MemoirLifeStrip *self)
{
    self->hovered = -1;
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_released(GtkGestureClick *gesture, int n, double x, double y,
                        MemoirLifeStrip *self)
{
    activate(self, memoir_life_strip_get_run_at(self, x));
}

static gboolean on_scroll(GtkEventControllerScroll *controller, double dx, double dy,
                          MemoirLifeStrip *self)
{
    if (whole_width(self) <= room(self))
        return GDK_EVENT_PROPAGATE;
    scroll_to(self, self->offset + (fabs(dx) > fabs(dy) ? dx : dy) * SCROLL);
    return GDK_EVENT_STOP;
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirLifeStrip *self)
{
    int last = (int)memoir_kernel_life_get_n_runs(self->life) - 1;

    if (last < 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)))
        return GDK_EVENT_PROPAGATE;
    switch (key) {
    case GDK_KEY_Left:
        self->current = self->current < 0 ? last : MAX(self->current - 1, 0);
        break;
    case GDK_KEY_Right:
        self->current = self->current < 0 ? last : MIN(self->current + 1, last);
        break;
    case GDK_KEY_Home:
        self->current = 0;
        break;
    case GDK_KEY_End:
        self->current = last;
        break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
        activate(self, self->current);
        return GDK_EVENT_STOP;
    default:
        return GDK_EVENT_PROPAGATE;
    }
    reveal(self, (guint)self->current);
    say(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
    return GDK_EVENT_STOP;
}

/* ---- the object ---- */

GtkWidget *memoir_life_strip_new(MemoirKernelLife *life)
{
    MemoirLifeStrip *self = g_object_new(MEMOIR_TYPE_LIFE_STRIP, NULL);

    self->life = g_object_ref(life);
    g_signal_connect_object(life, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
    on_changed(self);
    return GTK_WIDGET(self);
}

static void memoir_life_strip_finalize(GObject *object)
{
    MemoirLifeStrip *self = MEMOIR_LIFE_STRIP(object);

    g_clear_object(&self->life);
    g_array_unref(self->ends);
    G_OBJECT_CLASS(memoir_life_strip_parent_class)->finalize(object);
}

static void memoir_life_strip_class_init(MemoirLifeStripClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = memoir_life_strip_finalize;
    widget_class->snapshot = memoir_life_strip_snapshot;
    widget_class->measure = memoir_life_strip_measure;
    widget_class->size_allocate = memoir_life_strip_size_allocate;
    gtk_widget_class_set_css_name(widget_class, "lifestrip");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
    signals[RUN_ACTIVATED] = g_signal_new("run-activated", MEMOIR_TYPE_LIFE_STRIP,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          G_TYPE_UINT);
}

static void memoir_life_strip_init(MemoirLifeStrip *self)
{
    GtkWidget *widget = GTK_WIDGET(self);
    GtkEventController *motion = gtk_event_controller_motion_new();
    GtkEventController *scroll =
        gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkGesture *click = gtk_gesture_click_new();

    self->ends = g_array_new(FALSE, FALSE, sizeof(double));
    self->follows = TRUE;
    self->hovered = self->current = -1;
    gtk_widget_set_focusable(widget, TRUE);
    gtk_widget_set_has_tooltip(widget, TRUE);
    g_signal_connect(self, "query-tooltip", G_CALLBACK(on_query_tooltip), NULL);
    g_signal_connect(motion, "motion", G_CALLBACK(on_motion), self);
    g_signal_connect(motion, "leave", G_CALLBACK(on_leave), self);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    g_signal_connect(click, "released", G_CALLBACK(on_released), self);
    gtk_widget_add_controller(widget, motion);
    gtk_widget_add_controller(widget, scroll);
    gtk_widget_add_controller(widget, keys);
    gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
}
