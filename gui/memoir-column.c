#include "gui/memoir-column.h"

#include <math.h>

#define SPACING 4
#define TOP 12
#define BOTTOM 120
/* Between what is revealed and the window's edge. */
#define MARGIN 12

typedef struct {
    GtkWidget *child;
    int y, height;
} Place;

struct _MemoirColumn {
    GtkWidget parent;
    GtkAdjustment *adjustments[2]; /* by GtkOrientation; may be NULL */
    GtkScrollablePolicy policies[2];
    GArray *places; /* of the visible children, as they were laid out last */
    GtkWidget *anchor;
    GtkWidget *revealed; /* waits for the next layout; NULL: none */
    double reveal_y, reveal_height;
    gboolean allocating;
};

G_DEFINE_FINAL_TYPE_WITH_CODE(MemoirColumn, memoir_column, GTK_TYPE_WIDGET,
                              G_IMPLEMENT_INTERFACE(GTK_TYPE_SCROLLABLE, NULL))

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY };

static double value_of(MemoirColumn *self)
{
    GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];

    return vertical ? gtk_adjustment_get_value(vertical) : 0;
}

/* ---- layout ---- */

static GtkSizeRequestMode memoir_column_get_request_mode(GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void memoir_column_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                  int *minimum, int *natural, int *minimum_baseline,
                                  int *natural_baseline)
{
    *minimum = *natural = 0;
    if (orientation == GTK_ORIENTATION_VERTICAL)
        return; /* any height will do: it scrolls */
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        int child_minimum, child_natural;

        gtk_widget_measure(child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
        *minimum = MAX(*minimum, child_minimum);
        *natural = MAX(*natural, child_natural);
    }
}

static const Place *find_place(const GArray *places, GtkWidget *child)
{
    for (guint i = 0; child && i < places->len; i++) {
        if (g_array_index(places, Place, i).child == child)
            return &g_array_index(places, Place, i);
    }
    return NULL;
}

/* Of the children as they stand now, for a width; returns the height of all. */
static int place_children(MemoirColumn *self, int width, GArray *places)
{
    int y = TOP;

    for (GtkWidget *child = gtk_widget_get_first_child(GTK_WIDGET(self)); child;
         child = gtk_widget_get_next_sibling(child)) {
        Place place = {.child = child, .y = y};

        if (!gtk_widget_should_layout(child))
            continue;
        gtk_widget_measure(child, GTK_ORIENTATION_VERTICAL, width, NULL, &place.height, NULL, NULL);
        g_array_append_val(places, place);
        y += place.height + SPACING;
    }
    return y + BOTTOM;
}

/* The scroll value with which what was seen stays in its place. */
static double anchored(MemoirColumn *self, const GArray *now, double value, int page)
{
    const Place *before = find_place(self->places, self->anchor);
    const Place *after = find_place(now, self->anchor);

    if (before && after && before->y < value + page && before->y + before->height > value)
        return value + (after->y - before->y);
    for (guint i = 0; i < self->places->len; i++) {
        before = &g_array_index(self->places, Place, i);
        if (before->y + before->height <= value || !(after = find_place(now, before->child)))
            continue;
        return value + (after->y - before->y);
    }
    return value;
}

static double revealing(MemoirColumn *self, const GArray *now, double value, int page)
{
    const Place *place = find_place(now, self->revealed);
    double top, bottom;

    self->revealed = NULL;
    if (!place)
        return value;
    top = place->y + self->reveal_y - MARGIN;
    bottom = place->y + MARGIN +
             (self->reveal_height < 0 ? place->height : self->reveal_y + self->reveal_height);
    if (bottom - top > page) /* it does not fit: its begin, unless it fills the window */
        return top > value || bottom < value + page ? top : value;
    if (top < value)
        return top;
    return bottom > value + page ? bottom - page : value;
}

static void memoir_column_size_allocate(GtkWidget *widget, int width, int height, int baseline)
{
    MemoirColumn *self = MEMOIR_COLUMN(widget);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
    GtkAdjustment *horizontal = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
    int total = place_children(self, width, places);
    double value = anchored(self, places, value_of(self), height);

    value = revealing(self, places, value, height);
    value = round(CLAMP(value, 0, MAX(total - height, 0)));
    g_array_unref(self->places);
    self->places = g_array_ref(places);
    self->allocating = TRUE;
    if (horizontal)
        gtk_adjustment_configure(horizontal, 0, 0, width, width * 0.1, width * 0.9, width);
    if (vertical)
        gtk_adjustment_configure(vertical, value, 0, MAX(total, height), height * 0.1, height * 0.9,
                                 height);
    self->allocating = FALSE;
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        GtkAllocation allocation = {0, place->y - (int)value, width, place->height};

        gtk_widget_size_allocate(place->child, &allocation, -1);
    }
}

static void memoir_column_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirColumn *self = MEMOIR_COLUMN(widget);
    double top = value_of(self), bottom = top + gtk_widget_get_height(widget);

    for (guint i = 0; i < self->places->len; i++) {
        const Place *place = &g_array_index(self->places, Place, i);

        if (place->y < bottom && place->y + place->height > top)
            gtk_widget_snapshot_child(widget, place->child, snapshot);
    }
}

/* ---- scrolling ---- */

/* Not gtk_widget_queue_allocate(): an adjustment that changes within a layout, as ours does to keep
 * what is seen in place, can leave GTK 4.8 with ancestors that wait for nobody, and then it is not
 * heard. All sizes are cached, so this costs little more. */
static void queue_layout(MemoirColumn *self) { gtk_widget_queue_resize(GTK_WIDGET(self)); }

static void on_value(MemoirColumn *self)
{
    if (!self->allocating)
        queue_layout(self);
}

static void set_adjustment(MemoirColumn *self, GtkOrientation orientation,
                           GtkAdjustment *adjustment)
{
    GtkAdjustment **place = &self->adjustments[orientation];

    if (*place)
        g_signal_handlers_disconnect_by_func(*place, on_value, self);
    g_set_object(place, adjustment);
    if (adjustment)
        g_signal_connect_object(adjustment, "value-changed", G_CALLBACK(on_value), self,
                                G_CONNECT_SWAPPED);
    queue_layout(self);
}

void memoir_column_scroll(MemoirColumn *self, double by)
{
    GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];

    if (vertical)
        gtk_adjustment_set_value(vertical, gtk_adjustment_get_value(vertical) + by);
}

void memoir_column_reveal(MemoirColumn *self, GtkWidget *child, double y, double height)
{
    self->revealed = child;
    self->reveal_y = y;
    self->reveal_height = height;
    queue_layout(self);
}

/* ---- children ---- */

GtkWidget *memoir_column_child_at(MemoirColumn *self, double y)
{
    GtkWidget *found = NULL;

    y += value_of(self);
    for (guint i = 0; i < self->places->len; i++) {
        const Place *place = &g_array_index(self->places, Place, i);

        if (found && place->y > y)
            break;
        found = place->child;
    }
    return found;
}

void memoir_column_set_anchor(MemoirColumn *self, GtkWidget *child) { self->anchor = child; }

void memoir_column_insert_after(MemoirColumn *self, GtkWidget *child, GtkWidget *sibling)
{
    gtk_widget_insert_after(child, GTK_WIDGET(self), sibling);
}

static void forget(MemoirColumn *self, GtkWidget *child)
{
    if (self->anchor == child)
        self->anchor = NULL;
    if (self->revealed == child)
        self->revealed = NULL;
    for (guint i = 0; i < self->places->len; i++) {
        if (g_array_index(self->places, Place, i).child == child) {
            g_array_remove_index(self->places, i);
            return;
        }
    }
}

void memoir_column_remove(MemoirColumn *self, GtkWidget *child)
{
    forget(self, child);
    gtk_widget_unparent(child);
}

/* ---- the object ---- */

static void memoir_column_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    MemoirColumn *self = MEMOIR_COLUMN(object);

    switch (id) {
    case PROP_HADJUSTMENT:
        g_value_set_object(value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
        break;
    case PROP_VADJUSTMENT:
        g_value_set_object(value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
        break;
    case PROP_HSCROLL_POLICY:
        g_value_set_enum(value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
        break;
    case PROP_VSCROLL_POLICY:
        g_value_set_enum(value, self->policies[GTK_ORIENTATION_VERTICAL]);
        break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void memoir_column_set_property(GObject *object, guint id, const GValue *value,
                                       GParamSpec *spec)
{
    MemoirColumn *self = MEMOIR_COLUMN(object);

    switch (id) {
    case PROP_HADJUSTMENT:
        set_adjustment(self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object(value));
        break;
    case PROP_VADJUSTMENT:
        set_adjustment(self, GTK_ORIENTATION_VERTICAL, g_value_get_object(value));
        break;
    case PROP_HSCROLL_POLICY:
        self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum(value);
        break;
    case PROP_VSCROLL_POLICY:
        self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum(value);
        break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void memoir_column_dispose(GObject *object)
{
    MemoirColumn *self = MEMOIR_COLUMN(object);
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
        memoir_column_remove(self, child);
    set_adjustment(self, GTK_ORIENTATION_HORIZONTAL, NULL);
    set_adjustment(self, GTK_ORIENTATION_VERTICAL, NULL);
    G_OBJECT_CLASS(memoir_column_parent_class)->dispose(object);
}

static void memoir_column_finalize(GObject *object)
{
    g_array_unref(MEMOIR_COLUMN(object)->places);
    G_OBJECT_CLASS(memoir_column_parent_class)->finalize(object);
}

static void memoir_column_class_init(MemoirColumnClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    object_class->get_property = memoir_column_get_property;
    object_class->set_property = memoir_column_set_property;
    object_class->dispose = memoir_column_dispose;
    object_class->finalize = memoir_column_finalize;
    widget_class->get_request_mode = memoir_column_get_request_mode;
    widget_class->measure = memoir_column_measure;
    widget_class->size_allocate = memoir_column_size_allocate;
    widget_class->snapshot = memoir_column_snapshot;
    g_object_class_override_property(object_class, PROP_HADJUSTMENT, "hadjustment");
    g_object_class_override_property(object_class, PROP_VADJUSTMENT, "vadjustment");
    g_object_class_override_property(object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
    g_object_class_override_property(object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
    gtk_widget_class_set_css_name(widget_class, "column");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void memoir_column_init(MemoirColumn *self)
{
    self->places = g_array_new(FALSE, FALSE, sizeof(Place));
    gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *memoir_column_new(void) { return g_object_new(MEMOIR_TYPE_COLUMN, NULL); }
