#include "gui/memoir-notebook-timelines.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-life-strip.h"
#include "gui/memoir-timeline-export.h"

struct _MemoirNotebookTimelines {
    GObject parent;
    MemoirDocument *document;
    MemoirTimelineScale *scale;
    MemoirKernelLife *life;
    GtkWidget *strip;
    GMenuModel *menu;
    GSettings *settings;
};

G_DEFINE_FINAL_TYPE(MemoirNotebookTimelines, memoir_notebook_timelines, G_TYPE_OBJECT)

enum { CELL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

GtkWidget *memoir_notebook_timelines_get_strip(MemoirNotebookTimelines *self)
{
    return self->strip;
}

/* Whether a line of a text defines the function: its name stands there behind "def". */
static gboolean defines(const char *source, gint64 line, const char *name)
{
    g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
    const char *dot = strrchr(name, '.');
    g_autofree char *pattern = NULL;

    if (line < 1 || line > (gint64)g_strv_length(lines))
        return FALSE;
    pattern = g_strconcat("def ", dot ? dot + 1 : name, "(", NULL);
    return strstr(lines[line - 1], pattern) != NULL;
}

/* A call tells its function's name and line, but not the cell that defined it. A line may be that
 * of a decorator. */
static void on_call_activated(MemoirNotebookTimelines *self, const char *name, gint64 line)
{
    for (gint64 at = line; at < line + 3; at++) {
        for (guint i = 0; i < memoir_document_get_n_cells(self->document); i++) {
            MemoirCell *cell = memoir_document_get_cell(self->document, i);

            if (memoir_cell_is_code(cell) && defines(memoir_cell_get_source(cell), at, name)) {
                g_signal_emit(self, signals[CELL_ACTIVATED], 0, cell, at);
                return;
            }
        }
    }
}

void memoir_notebook_timelines_adopt(MemoirNotebookTimelines *self, MemoirTimelineView *view)
{
    memoir_timeline_view_set_scale(view, self->scale);
    memoir_timeline_view_set_extra_menu(view, self->menu);
    g_signal_connect_object(view, "call-activated", G_CALLBACK(on_call_activated), self,
                            G_CONNECT_SWAPPED);
}

/* ---- the kernel's life ---- */

static void on_run_activated(MemoirNotebookTimelines *self, guint run)
{
    g_autoptr(MemoirCell) cell = memoir_kernel_life_dup_cell(self->life, run);

    if (cell)
        g_signal_emit(self, signals[CELL_ACTIVATED], 0, cell, G_GINT64_CONSTANT(0));
}

static void on_session_state(MemoirNotebookTimelines *self, GParamSpec *spec,
                             MemoirSession *session)
{
    MemoirSessionState state = memoir_session_get_state(session);

    if (state == MEMOIR_SESSION_STARTING || state == MEMOIR_SESSION_RESTARTING)
        memoir_kernel_life_clear(self->life);
}

/* ---- export ---- */

/* Named by the cell's place in the notebook, as memoir-plot names them. */
static void on_export(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    MemoirNotebookTimelines *self = data;
    g_autoptr(GPtrArray) items =
        g_ptr_array_new_with_free_func((GDestroyNotify)memoir_export_item_free);
    struct output_options options = {
        .width = TL_PICTURE_WIDTH,
        .height = TL_PICTURE_HEIGHT,
        .scale = 2,
        .theme = memoir_timeline_view_theme(),
        .axis = memoir_timeline_scale_get_axis(self->scale),
        .y1 = memoir_timeline_scale_get_top(self->scale),
    };

    for (guint i = 0; i < memoir_document_get_n_cells(self->document); i++) {
        const struct tl_timeline *timeline =
            memoir_cell_get_timeline(memoir_document_get_cell(self->document, i));
        g_autofree char *name = g_strdup_printf("cell-%02u", i + 1);
        MemoirExportItem *item = timeline ? memoir_export_item_new(name, timeline) : NULL;

        if (item)
            g_ptr_array_add(items, item);
    }
    memoir_export_ask_all(self->strip, items, &options);
}

static GMenuModel *make_menu(void)
{
    GMenu *menu = g_menu_new();
    g_autoptr(GMenu) axis = g_menu_new();

    g_menu_append(axis, "_Time", "notebook.timeline-axis::time");
    g_menu_append(axis, "_Bytes Allocated", "notebook.timeline-axis::allocated");
    g_menu_append_submenu(menu, "_Axis of All Timelines", G_MENU_MODEL(axis));
    g_menu_append(menu, "_One Scale for All Timelines", "notebook.timeline-shared-scale");
    g_menu_append(menu, "Export _All Timelines…", "notebook.export-timelines");
    return G_MENU_MODEL(menu);
}

/* ---- the object ---- */

MemoirNotebookTimelines *memoir_notebook_timelines_new(MemoirDocument *document,
                                                       MemoirSession *session,
                                                       GActionMap *actions)
{
    MemoirNotebookTimelines *self = g_object_new(MEMOIR_TYPE_NOTEBOOK_TIMELINES, NULL);
    g_autoptr(GSimpleAction) export = g_simple_action_new("export-timelines", NULL);
    g_autoptr(GAction) axis = g_settings_create_action(self->settings, "timeline-axis");
    g_autoptr(GAction) shared = g_settings_create_action(self->settings, "timeline-shared-scale");

    self->document = g_object_ref(document);
    self->life = memoir_kernel_life_new(G_LIST_MODEL(document));
    self->strip = g_object_ref_sink(memoir_life_strip_new(self->life));
    g_signal_connect_object(self->strip, "run-activated", G_CALLBACK(on_run_activated), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(session, "notify::state", G_CALLBACK(on_session_state), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(export, "activate", G_CALLBACK(on_export), self, 0);
    g_action_map_add_action(actions, axis);
    g_action_map_add_action(actions, shared);
    g_action_map_add_action(actions, G_ACTION(export));
    return self;
}

static void memoir_notebook_timelines_dispose(GObject *object)
{
    MemoirNotebookTimelines *self = MEMOIR_NOTEBOOK_TIMELINES(object);

    g_clear_object(&self->strip);
    g_clear_object(&self->life);
    g_clear_object(&self->scale);
    g_clear_object(&self->menu);
    g_clear_object(&self->settings);
    g_clear_object(&self->document);
    G_OBJECT_CLASS(memoir_notebook_timelines_parent_class)->dispose(object);
}

static void memoir_notebook_timelines_class_init(MemoirNotebookTimelinesClass *class)
{
    G_OBJECT_CLASS(class)->dispose = memoir_notebook_timelines_dispose;
    signals[CELL_ACTIVATED] = g_signal_new("cell-activated", MEMOIR_TYPE_NOTEBOOK_TIMELINES,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                           MEMOIR_TYPE_CELL, G_TYPE_INT64);
}

static void memoir_notebook_timelines_init(MemoirNotebookTimelines *self)
{
    self->settings = g_settings_new(MEMOIR_APP_ID);
    self->scale = memoir_timeline_scale_new();
    self->menu = make_menu();
    g_settings_bind(self->settings, "timeline-axis", self->scale, "axis", G_SETTINGS_BIND_GET);
    g_settings_bind(self->settings, "timeline-shared-scale", self->scale, "shared",
                    G_SETTINGS_BIND_GET);
}
