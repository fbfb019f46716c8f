#include "gui/memoir-timeline-scale.h"

#include <string.h>

/* Above the highest curve, for the peak's label. */
#define HEADROOM 0.18

struct _MemoirTimelineScale {
    GObject parent;
    GHashTable *reports; /* view: int64_t */
    int64_t top;
    enum plot_axis axis;
    gboolean shared;
};

G_DEFINE_FINAL_TYPE(MemoirTimelineScale, memoir_timeline_scale, G_TYPE_OBJECT)

enum { PROP_0, PROP_AXIS, PROP_SHARED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

MemoirTimelineScale *memoir_timeline_scale_new(void)
{
    return g_object_new(MEMOIR_TYPE_TIMELINE_SCALE, NULL);
}

enum plot_axis memoir_timeline_scale_get_axis(MemoirTimelineScale *self)
{
    return self->axis;
}

int64_t memoir_timeline_scale_get_top(MemoirTimelineScale *self)
{
    return self->shared ? self->top : 0;
}

/* The next quarter of a doubling. */
static int64_t round_up(int64_t bytes)
{
    int64_t unit = 1;

    while (unit < bytes / 8)
        unit *= 2;
    return (bytes + unit - 1) / unit * unit;
}

static void find_top(MemoirTimelineScale *self)
{
    GHashTableIter iter;
    gpointer value;
    int64_t highest = 0, top;

    g_hash_table_iter_init(&iter, self->reports);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        highest = MAX(highest, *(int64_t *)value);
    top = highest > 0 ? round_up((int64_t)((double)highest / (1 - HEADROOM)) + 1) : 0;
    if (top == self->top)
        return;
    self->top = top;
    if (self->shared)
        g_signal_emit(self, signals[CHANGED], 0);
}

void memoir_timeline_scale_report(MemoirTimelineScale *self, gpointer view, int64_t highest)
{
    int64_t *known = g_hash_table_lookup(self->reports, view);

    if (known && *known == highest)
        return;
    g_hash_table_insert(self->reports, view, g_memdup2(&highest, sizeof(highest)));
    find_top(self);
}

void memoir_timeline_scale_forget(MemoirTimelineScale *self, gpointer view)
{
    if (g_hash_table_remove(self->reports, view))
        find_top(self);
}

static void memoir_timeline_scale_get_property(GObject *object, guint id, GValue *value,
                                               GParamSpec *spec)
{
    MemoirTimelineScale *self = MEMOIR_TIMELINE_SCALE(object);

    switch (id) {
    case PROP_AXIS:
        g_value_set_string(value, self->axis == PLOT_ALLOCATED ? "allocated" : "time");
        break;
    case PROP_SHARED:
        g_value_set_boolean(value, self->shared);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void memoir_timeline_scale_set_property(GObject *object, guint id, const GValue *value,
                                               GParamSpec *spec)
{
    MemoirTimelineScale *self = MEMOIR_TIMELINE_SCALE(object);
    enum plot_axis axis = self->axis;
    gboolean shared = self->shared;

    switch (id) {
    case PROP_AXIS:
        axis = g_strcmp0(g_value_get_string(value), "allocated") == 0 ? PLOT_ALLOCATED
                                                                      : PLOT_TIME;
        break;
    case PROP_SHARED:
        shared = g_value_get_boolean(value);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
        return;
    }
    if (axis == self->axis && shared == self->shared)
        return;
    self->axis = axis;
    self->shared = shared;
    g_object_notify_by_pspec(object, spec);
    g_signal_emit(self, signals[CHANGED], 0);
}

static void memoir_timeline_scale_finalize(GObject *object)
{
    MemoirTimelineScale *self = MEMOIR_TIMELINE_SCALE(object);

    g_hash_table_unref(self->reports);
    G_OBJECT_CLASS(memoir_timeline_scale_parent_class)->finalize(object);
}

static void memoir_timeline_scale_class_init(MemoirTimelineScaleClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

    object_class->get_property = memoir_timeline_scale_get_property;
    object_class->set_property = memoir_timeline_scale_set_property;
    object_class->finalize = memoir_timeline_scale_finalize;
    properties[PROP_AXIS] = g_param_spec_string("axis", NULL, NULL, "time", flags);
    properties[PROP_SHARED] = g_param_spec_boolean("shared", NULL, NULL, FALSE, flags);
    g_object_class_install_properties(object_class, N_PROPS, properties);
    signals[CHANGED] = g_signal_new("changed", MEMOIR_TYPE_TIMELINE_SCALE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void memoir_timeline_scale_init(MemoirTimelineScale *self)
{
    self->reports = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}
