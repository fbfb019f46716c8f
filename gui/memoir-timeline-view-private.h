/* What the two files of MemoirTimelineView share: -view.c holds what is shown, -view-input.c what
 * pointer, keys and the menu do with it. */
#pragma once

#include "gui/memoir-timeline-view.h"

struct _MemoirTimelineView {
    GtkWidget parent;
    struct tl_timeline timeline;
    struct plot *plot; /* NULL: nothing to show */
    MemoirTimelineScale *scale;
    enum plot_axis axis; /* that the window is of */
    int64_t x0, x1;      /* the window, unless the whole run is shown */
    gboolean fitted;
    struct plot_overlay overlay;
    struct plot_event event; /* the one stepped to; it is there while the cross-hair is */
    gboolean at_event;
    gint64 line; /* that line-pointed told last */

    double pan_x0;
    gboolean panning;
    double pointer_x;
    gint64 clicked; /* when the last click ended, in µs */

    GtkWidget *popover, *menu; /* NULL until needed */
    char *call;                /* the function that the popover is about */
    gint64 call_line;
    GMenuModel *extra;

    GdkTexture *picture; /* NULL: to be drawn */
    double picture_width, picture_height;
};

void memoir_timeline_view_init_view(MemoirTimelineView *self, struct plot_view *view);
void memoir_timeline_view_init_layout(MemoirTimelineView *self, struct plot_layout *layout);

/* Cross-hair and selection; times are moved into the run. */
void memoir_timeline_view_point_at(MemoirTimelineView *self, int64_t t_ns);
void memoir_timeline_view_point_away(MemoirTimelineView *self);
void memoir_timeline_view_select(MemoirTimelineView *self, int64_t from, int64_t to);
void memoir_timeline_view_unselect(MemoirTimelineView *self);
/* In the axis's unit. */
void memoir_timeline_view_set_window(MemoirTimelineView *self, double x0, double x1);
void memoir_timeline_view_zoom(MemoirTimelineView *self, double around, double factor);
void memoir_timeline_view_zoom_selection(MemoirTimelineView *self);

/* For a screen reader; NULL: what it is. */
void memoir_timeline_view_say(MemoirTimelineView *self, const char *place);
/* Of a collection or a call. */
void memoir_timeline_view_show_facts(MemoirTimelineView *self, const struct plot_hit *hit,
                                     const GdkRectangle *at);

void memoir_timeline_view_install_actions(GtkWidgetClass *widget_class);
void memoir_timeline_view_add_controllers(MemoirTimelineView *self);
