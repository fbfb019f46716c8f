#include "gui/memoir-notebook-view.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-notebook-private.h"

#define DRAFT_S 5

G_DEFINE_FINAL_TYPE(MemoirNotebookView, memoir_notebook_view, GTK_TYPE_WIDGET)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- cells ---- */

GtkWidget *memoir_notebook_view_nth(MemoirNotebookView *self, guint n)
{
    GtkWidget *child = gtk_widget_get_first_child(self->column);

    while (child && n-- > 0)
        child = gtk_widget_get_next_sibling(child);
    return child;
}

MemoirEditor *memoir_notebook_view_get_editor(MemoirNotebookView *self)
{
    return self->current ? memoir_cell_view_get_editor(MEMOIR_CELL_VIEW(self->current)) : NULL;
}

int memoir_notebook_view_position(MemoirNotebookView *self, GtkWidget *view)
{
    return view ? memoir_document_find(self->document,
                                       memoir_cell_view_get_cell(MEMOIR_CELL_VIEW(view)))
                : -1;
}

void memoir_notebook_view_report(MemoirNotebookView *self, const char *heading, GError *error)
{
    g_signal_emit(self, signals[FAILED], 0, heading, error->message);
}

/* Curves get their room only in notebooks that have some or will. */
static void update_sides(MemoirNotebookView *self)
{
    gboolean shown = strcmp(memoir_session_get_kernel(self->session), "memoir") == 0;
    guint n = memoir_document_get_n_cells(self->document);

    for (guint i = 0; i < n && !shown; i++)
        shown = memoir_cell_get_timeline(memoir_document_get_cell(self->document, i)) != NULL;
    for (GtkWidget *view = gtk_widget_get_first_child(self->column); view;
         view = gtk_widget_get_next_sibling(view))
        memoir_cell_view_set_side_visible(MEMOIR_CELL_VIEW(view), shown);
    self->sides = shown;
}

static gboolean update(gpointer data)
{
    MemoirNotebookView *self = data;
    int position = memoir_notebook_view_position(self, self->current);

    self->layout_idle = 0;
    memoir_notebook_view_update_sections(self);
    memoir_outline_update(MEMOIR_OUTLINE(self->outline), self->document);
    memoir_outline_set_current(MEMOIR_OUTLINE(self->outline), (guint)MAX(position, 0));
    update_sides(self);
    if (memoir_find_bar_is_open(MEMOIR_FIND_BAR(self->find_bar)))
        memoir_notebook_view_update_matches(self);
    memoir_notebook_view_show_selection(self);
    return G_SOURCE_REMOVE;
}

void memoir_notebook_view_queue_update(MemoirNotebookView *self)
{
    /* Before the next frame. */
    if (!self->layout_idle)
        self->layout_idle = g_idle_add_full(G_PRIORITY_HIGH_IDLE, update, self, NULL);
}

static void on_cell_focus(GtkEventControllerFocus *controller, MemoirNotebookView *self)
{
    GtkWidget *view = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(controller));
    int position;

    if (view != self->current)
        memoir_notebook_view_set_current(self, view);
    position = memoir_notebook_view_position(self, view);
    memoir_outline_set_current(MEMOIR_OUTLINE(self->outline), (guint)MAX(position, 0));
}

/* Typing is about one cell. */
static void on_mode(MemoirCellView *view, MemoirNotebookView *self)
{
    if (memoir_cell_view_is_editing(view))
        memoir_notebook_view_set_current(self, GTK_WIDGET(view));
}

static void on_pressed(MemoirCellView *view, gboolean extend, MemoirNotebookView *self)
{
    int position = memoir_notebook_view_position(self, GTK_WIDGET(view));

    if (position < 0)
        return;
    if (extend) {
        memoir_notebook_view_extend(self, (guint)position);
    } else {
        memoir_notebook_view_set_current(self, GTK_WIDGET(view));
        gtk_widget_grab_focus(GTK_WIDGET(view));
    }
}

static void on_command(MemoirCellView *view, const char *action, MemoirNotebookView *self)
{
    int position = memoir_notebook_view_position(self, GTK_WIDGET(view));

    if (position < 0)
        return;
    memoir_notebook_view_set_current(self, GTK_WIDGET(view));
    memoir_notebook_view_command(self, action);
}

static void on_reveal(MemoirCellView *view, double y, double height, MemoirNotebookView *self)
{
    memoir_column_reveal(MEMOIR_COLUMN(self->column), GTK_WIDGET(view), y, height);
}

/* Twenty times a second while a cell runs; only the first curve of all changes the layout. */
static void on_timeline(MemoirNotebookView *self)
{
    if (!self->sides)
        memoir_notebook_view_queue_update(self);
}

static void on_cell_activated(MemoirNotebookView *self, MemoirCell *cell, gint64 line)
{
    int position = memoir_document_find(self->document, cell);

    if (position < 0)
        return;
    memoir_notebook_view_select(self, (guint)position);
    if (line > 0) {
        memoir_notebook_view_command(self, "edit");
        memoir_editor_place_at_line(memoir_notebook_view_get_editor(self), (guint)line);
    }
}

static GtkWidget *make_view(MemoirNotebookView *self, MemoirCell *cell)
{
    GtkWidget *view = memoir_cell_view_new(cell, self->session);
    GtkEventController *focus = gtk_event_controller_focus_new();

    g_signal_connect(focus, "enter", G_CALLBACK(on_cell_focus), self);
    gtk_widget_add_controller(view, focus);
    g_signal_connect(view, "mode-changed", G_CALLBACK(on_mode), self);
    g_signal_connect(view, "pressed", G_CALLBACK(on_pressed), self);
    g_signal_connect(view, "command", G_CALLBACK(on_command), self);
    g_signal_connect(view, "reveal", G_CALLBACK(on_reveal), self);
    memoir_notebook_view_add_drag(self, MEMOIR_CELL_VIEW(view));
    memoir_notebook_timelines_adopt(self->timelines,
                                    memoir_cell_view_get_timeline(MEMOIR_CELL_VIEW(view)));
    memoir_cell_view_set_line_numbers(MEMOIR_CELL_VIEW(view), self->line_numbers);
    g_signal_connect_object(cell, "notify::source", G_CALLBACK(memoir_notebook_view_queue_update),
                            self, G_CONNECT_SWAPPED);
    g_signal_connect_object(cell, "timeline-changed", G_CALLBACK(on_timeline), self,
                            G_CONNECT_SWAPPED);
    return view;
}

static void on_items_changed(GListModel *model, guint position, guint removed, guint added,
                             MemoirNotebookView *self)
{
    GtkWidget *before = position > 0 ? memoir_notebook_view_nth(self, position - 1) : NULL;

    for (guint i = 0; i < removed; i++) {
        GtkWidget *view =
            before ? gtk_widget_get_next_sibling(before) : gtk_widget_get_first_child(self->column);

        if (view == self->current)
            self->current = NULL;
        if (view == self->anchor)
            self->anchor = NULL;
        MemoirCell *cell = memoir_cell_view_get_cell(MEMOIR_CELL_VIEW(view));
        g_signal_handlers_disconnect_by_func(cell, memoir_notebook_view_queue_update, self);
        g_signal_handlers_disconnect_by_func(cell, on_timeline, self);
        memoir_column_remove(MEMOIR_COLUMN(self->column), view);
    }
    for (guint i = 0; i < added; i++) {
        GtkWidget *view = make_view(self, memoir_document_get_cell(self->document, position + i));

        memoir_column_insert_after(MEMOIR_COLUMN(self->column), view, before);
        before = view;
    }
    memoir_notebook_view_queue_update(self);
}

static void show_zoom(MemoirNotebookView *self)
{
    g_autofree char *css = g_strdup_printf("notebookview { font-size: %d%%; }",
                                           g_settings_get_int(self->settings, "zoom"));

    gtk_css_provider_load_from_data(self->zoom, css, -1);
}

static void on_chosen(MemoirOutline *outline, guint position, MemoirNotebookView *self)
{
    if (position < memoir_document_get_n_cells(self->document))
        memoir_notebook_view_select(self, position);
}

/* ---- the object ---- */

static gboolean write_draft(gpointer data)
{
    MemoirNotebookView *self = data;
    g_autoptr(GError) error = NULL;

    if (!memoir_document_queue_draft(self->document, &error))
        g_warning("cannot write a draft: %s", error->message);
    return G_SOURCE_CONTINUE;
}

MemoirDocument *memoir_notebook_view_get_document(MemoirNotebookView *self)
{
    return self->document;
}

MemoirSession *memoir_notebook_view_get_session(MemoirNotebookView *self) { return self->session; }

GActionGroup *memoir_notebook_view_get_actions(MemoirNotebookView *self)
{
    return G_ACTION_GROUP(self->actions);
}

GtkWidget *memoir_notebook_view_new(MemoirDocument *document)
{
    MemoirNotebookView *self = g_object_new(MEMOIR_TYPE_NOTEBOOK_VIEW, NULL);
    const char *path = memoir_document_get_path(document);
    const char *kernel = memoir_document_get_kernel(document);
    g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;

    self->document = g_object_ref(document);
    self->session = memoir_session_new(kernel ? kernel : "memoir", folder);
    memoir_notebook_view_init_run(self);
    self->timelines =
        memoir_notebook_timelines_new(document, self->session, G_ACTION_MAP(self->actions));
    g_signal_connect_object(self->timelines, "cell-activated", G_CALLBACK(on_cell_activated), self,
                            G_CONNECT_SWAPPED);
    gtk_box_prepend(GTK_BOX(self->content), memoir_notebook_timelines_get_strip(self->timelines));
    g_signal_connect_object(document, "items-changed", G_CALLBACK(on_items_changed), self, 0);
    g_signal_connect_object(document, "notify::can-undo",
                            G_CALLBACK(memoir_notebook_view_update_actions), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(self->session, "notify::state",
                            G_CALLBACK(memoir_notebook_view_update_actions), self,
                            G_CONNECT_SWAPPED);
    on_items_changed(G_LIST_MODEL(document), 0, 0, memoir_document_get_n_cells(document), self);
    /* Without a cell there would be nothing to type into. */
    if (memoir_document_get_n_cells(document) == 0) {
        g_autoptr(MemoirCell) cell = memoir_cell_new("code", "");

        memoir_document_insert(document, 0, cell);
    }
    memoir_notebook_view_update_actions(self);
    return GTK_WIDGET(self);
}

static void memoir_notebook_view_dispose(GObject *object)
{
    MemoirNotebookView *self = MEMOIR_NOTEBOOK_VIEW(object);

    g_clear_handle_id(&self->draft_timer, g_source_remove);
    g_clear_handle_id(&self->layout_idle, g_source_remove);
    g_clear_handle_id(&self->drag_scroll, g_source_remove);
    self->current = self->anchor = NULL;
    if (self->document)
        g_signal_handlers_disconnect_by_data(self->document, self);
    if (self->session)
        g_signal_handlers_disconnect_by_func(self->session, memoir_notebook_view_update_actions,
                                             self);
    gtk_widget_dispose_template(GTK_WIDGET(self), MEMOIR_TYPE_NOTEBOOK_VIEW);
    if (self->session)
        memoir_session_shutdown(self->session);
    g_clear_object(&self->session);
    g_clear_object(&self->actions);
    g_clear_object(&self->settings);
    g_clear_object(&self->zoom);
    g_clear_object(&self->timelines);
    g_clear_object(&self->document);
    G_OBJECT_CLASS(memoir_notebook_view_parent_class)->dispose(object);
}

static gboolean memoir_notebook_view_grab_focus(GtkWidget *widget)
{
    MemoirNotebookView *self = MEMOIR_NOTEBOOK_VIEW(widget);

    return self->current && gtk_widget_grab_focus(self->current);
}

static void memoir_notebook_view_class_init(MemoirNotebookViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    widget_class->grab_focus = memoir_notebook_view_grab_focus;
    G_OBJECT_CLASS(class)->dispose = memoir_notebook_view_dispose;
    g_type_ensure(MEMOIR_TYPE_COLUMN);
    g_type_ensure(MEMOIR_TYPE_FIND_BAR);
    g_type_ensure(MEMOIR_TYPE_OUTLINE);
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-notebook-view.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, flap);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, cell_menu);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, content);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, find_bar);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, scrolled);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, column);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, outline);
    gtk_widget_class_bind_template_child(widget_class, MemoirNotebookView, drop_mark);
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "notebookview");
    signals[FAILED] = g_signal_new("failed", MEMOIR_TYPE_NOTEBOOK_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void memoir_notebook_view_init(MemoirNotebookView *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    self->actions = g_simple_action_group_new();
    self->settings = g_settings_new(MEMOIR_APP_ID);
    self->zoom = gtk_css_provider_new();
    gtk_style_context_add_provider(gtk_widget_get_style_context(GTK_WIDGET(self)),
                                   GTK_STYLE_PROVIDER(self->zoom),
                                   GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    g_signal_connect_object(self->settings, "changed::zoom", G_CALLBACK(show_zoom), self,
                            G_CONNECT_SWAPPED);
    show_zoom(self);
    memoir_notebook_view_init_commands(self);
    memoir_notebook_view_init_find(self);
    memoir_notebook_view_init_drop(self);
    memoir_notebook_view_init_menu(self);
    g_settings_bind(self->settings, "show-outline", self->flap, "reveal-flap",
                    G_SETTINGS_BIND_DEFAULT);
    g_signal_connect(self->outline, "chosen", G_CALLBACK(on_chosen), self);
    gtk_widget_insert_action_group(GTK_WIDGET(self), "notebook", G_ACTION_GROUP(self->actions));
    self->draft_timer = g_timeout_add_seconds(DRAFT_S, write_draft, self);
}
