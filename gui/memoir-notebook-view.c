#include "gui/memoir-notebook-view.h"

#include <string.h>

#include "gui/memoir-cell-view.h"

#define DRAFT_S 5
/* D D, I I, 0 0: the second key must come within so many µs. */
#define DOUBLE_KEY_US 800000

struct _MemoirNotebookView {
    GtkWidget parent;
    MemoirDocument *document;
    MemoirSession *session;
    MemoirCell *cut; /* what X and C keep for V */
    GtkWidget *scrolled, *box;
    GtkWidget *current; /* the cell that has or last had the focus; NULL: none yet */
    guint last_key;
    gint64 last_key_time;
    guint draft_timer;
    GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE(MemoirNotebookView, memoir_notebook_view, GTK_TYPE_WIDGET)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- cells ---- */

static GtkWidget *nth_view(MemoirNotebookView *self, guint n)
{
    GtkWidget *child = gtk_widget_get_first_child(self->box);

    while (child && n-- > 0)
        child = gtk_widget_get_next_sibling(child);
    return child;
}

static int current_position(MemoirNotebookView *self)
{
    if (!self->current)
        return memoir_document_get_n_cells(self->document) > 0 ? 0 : -1;
    return memoir_document_find(self->document,
                                memoir_cell_view_get_cell(MEMOIR_CELL_VIEW(self->current)));
}

/* The viewport must not jump by itself: just so far that the cell is seen. */
static void scroll_to(MemoirNotebookView *self, GtkWidget *view)
{
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(self->scrolled));
    double page = gtk_adjustment_get_page_size(adjustment);
    double value = gtk_adjustment_get_value(adjustment);
    graphene_rect_t bounds;

    if (page <= 0 || !gtk_widget_compute_bounds(view, self->box, &bounds))
        return;
    if (bounds.origin.y < value || bounds.size.height > page)
        gtk_adjustment_set_value(adjustment, bounds.origin.y);
    else if (bounds.origin.y + bounds.size.height > value + page)
        gtk_adjustment_set_value(adjustment, bounds.origin.y + bounds.size.height - page);
}

void memoir_notebook_view_select(MemoirNotebookView *self, guint position)
{
    GtkWidget *view = nth_view(self, position);

    if (!view)
        return;
    self->current = view;
    gtk_widget_grab_focus(view);
    scroll_to(self, view);
}

static void on_cell_focus(GtkEventControllerFocus *controller, MemoirNotebookView *self)
{
    self->current = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(controller));
}

static void on_items_changed(GListModel *model, guint position, guint removed, guint added,
                             MemoirNotebookView *self)
{
    GtkWidget *before = position > 0 ? nth_view(self, position - 1) : NULL;

    for (guint i = 0; i < removed; i++) {
        GtkWidget *view = before ? gtk_widget_get_next_sibling(before)
                                 : gtk_widget_get_first_child(self->box);

        if (view == self->current)
            self->current = NULL;
        gtk_box_remove(GTK_BOX(self->box), view);
    }
    for (guint i = 0; i < added; i++) {
        MemoirCell *cell = memoir_document_get_cell(self->document, position + i);
        GtkWidget *view = memoir_cell_view_new(cell);
        GtkEventController *focus = gtk_event_controller_focus_new();

        g_signal_connect(focus, "enter", G_CALLBACK(on_cell_focus), self);
        gtk_widget_add_controller(view, focus);
        gtk_box_insert_child_after(GTK_BOX(self->box), view, before);
        before = view;
    }
}

/* ---- what can be done ---- */

static void report(MemoirNotebookView *self, GError *error)
{
    if (error)
        g_signal_emit(self, signals[FAILED], 0, error->message);
}

static gboolean run_at(MemoirNotebookView *self, guint position)
{
    MemoirCell *cell = memoir_document_get_cell(self->document, position);
    g_autoptr(GError) error = NULL;
    gboolean queued = TRUE;

    if (memoir_cell_is_code(cell)) {
        queued = memoir_session_run(self->session, cell, &error);
        report(self, error);
    } else {
        memoir_cell_view_render(MEMOIR_CELL_VIEW(nth_view(self, position)));
    }
    return queued;
}

static void insert_at(MemoirNotebookView *self, guint position, gboolean edit)
{
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", "");

    memoir_document_insert(self->document, position, cell);
    memoir_notebook_view_select(self, position);
    if (edit)
        memoir_cell_view_edit(MEMOIR_CELL_VIEW(self->current));
}

static void do_run(MemoirNotebookView *self, guint at)
{
    run_at(self, at);
    memoir_notebook_view_select(self, at);
}

static void do_run_and_next(MemoirNotebookView *self, guint at)
{
    run_at(self, at);
    if (at + 1 == memoir_document_get_n_cells(self->document))
        insert_at(self, at + 1, TRUE);
    else
        memoir_notebook_view_select(self, at + 1);
}

static void do_run_and_insert(MemoirNotebookView *self, guint at)
{
    run_at(self, at);
    insert_at(self, at + 1, TRUE);
}

static void run_range(MemoirNotebookView *self, guint from, guint to)
{
    while (from < to && run_at(self, from))
        from++;
}

static void do_run_all(MemoirNotebookView *self, guint at)
{
    run_range(self, 0, memoir_document_get_n_cells(self->document));
}

static void do_run_above(MemoirNotebookView *self, guint at)
{
    run_range(self, 0, at);
}

static void do_run_below(MemoirNotebookView *self, guint at)
{
    run_range(self, at, memoir_document_get_n_cells(self->document));
}

static void do_cancel(MemoirNotebookView *self, guint at)
{
    memoir_session_cancel(self->session, memoir_document_get_cell(self->document, at));
}

static void do_interrupt(MemoirNotebookView *self, guint at)
{
    memoir_session_interrupt(self->session);
}

static void do_restart(MemoirNotebookView *self, guint at)
{
    g_autoptr(GError) error = NULL;

    memoir_session_restart(self->session, &error);
    report(self, error);
}

static void do_restart_and_run_all(MemoirNotebookView *self, guint at)
{
    do_restart(self, at);
    do_run_all(self, at);
}

static void do_insert_above(MemoirNotebookView *self, guint at)
{
    insert_at(self, at, FALSE);
}

static void do_insert_below(MemoirNotebookView *self, guint at)
{
    insert_at(self, at + 1, FALSE);
}

static void do_copy(MemoirNotebookView *self, guint at)
{
    MemoirCell *copy = memoir_cell_copy(memoir_document_get_cell(self->document, at));

    g_clear_object(&self->cut);
    self->cut = copy;
}

static void do_delete(MemoirNotebookView *self, guint at)
{
    memoir_document_delete(self->document, at, 1);
    memoir_notebook_view_select(self, MIN(at, memoir_document_get_n_cells(self->document) - 1));
}

static void do_cut(MemoirNotebookView *self, guint at)
{
    do_copy(self, at);
    do_delete(self, at);
}

static void do_paste(MemoirNotebookView *self, guint at)
{
    g_autoptr(MemoirCell) copy = self->cut ? memoir_cell_copy(self->cut) : NULL;

    if (!copy)
        return;
    memoir_document_insert(self->document, at + 1, copy);
    memoir_notebook_view_select(self, at + 1);
}

static void do_undo(MemoirNotebookView *self, guint at)
{
    int position = memoir_document_undo(self->document);
    guint n = memoir_document_get_n_cells(self->document);

    if (position >= 0 && n > 0)
        memoir_notebook_view_select(self, MIN((guint)position, n - 1));
}

static void do_redo(MemoirNotebookView *self, guint at)
{
    int position = memoir_document_redo(self->document);
    guint n = memoir_document_get_n_cells(self->document);

    if (position >= 0 && n > 0)
        memoir_notebook_view_select(self, MIN((guint)position, n - 1));
}

static void do_move_up(MemoirNotebookView *self, guint at)
{
    if (at == 0)
        return;
    memoir_document_move(self->document, at, 1, at - 1);
    memoir_notebook_view_select(self, at - 1);
}

static void do_move_down(MemoirNotebookView *self, guint at)
{
    if (at + 1 >= memoir_document_get_n_cells(self->document))
        return;
    memoir_document_move(self->document, at, 1, at + 1);
    memoir_notebook_view_select(self, at + 1);
}

static void do_merge_below(MemoirNotebookView *self, guint at)
{
    if (at + 1 >= memoir_document_get_n_cells(self->document))
        return;
    memoir_document_merge(self->document, at, 2);
    memoir_notebook_view_select(self, at);
}

static void do_split(MemoirNotebookView *self, guint at)
{
    if (!self->current)
        return;
    memoir_document_split(self->document, at,
                          memoir_cell_view_get_offset(MEMOIR_CELL_VIEW(self->current)));
    memoir_notebook_view_select(self, at + 1);
    memoir_cell_view_edit(MEMOIR_CELL_VIEW(self->current));
}

static void set_type(MemoirNotebookView *self, guint at, const char *type)
{
    memoir_document_set_type(self->document, at, 1, type, 0);
    memoir_notebook_view_select(self, at);
}

static void do_to_code(MemoirNotebookView *self, guint at)
{
    set_type(self, at, "code");
}

static void do_to_markdown(MemoirNotebookView *self, guint at)
{
    set_type(self, at, "markdown");
}

static void do_to_raw(MemoirNotebookView *self, guint at)
{
    set_type(self, at, "raw");
}

static void do_select_next(MemoirNotebookView *self, guint at)
{
    if (at + 1 < memoir_document_get_n_cells(self->document))
        memoir_notebook_view_select(self, at + 1);
}

static void do_select_previous(MemoirNotebookView *self, guint at)
{
    if (at > 0)
        memoir_notebook_view_select(self, at - 1);
}

static void do_edit(MemoirNotebookView *self, guint at)
{
    memoir_cell_view_edit(MEMOIR_CELL_VIEW(nth_view(self, at)));
}

static void do_command(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, at);
}

static void do_line_numbers(MemoirNotebookView *self, guint at)
{
    GtkWidget *view = gtk_widget_get_first_child(self->box);

    for (; view; view = gtk_widget_get_next_sibling(view))
        memoir_cell_view_toggle_line_numbers(MEMOIR_CELL_VIEW(view));
}

/* Every command, with its keys: `command` only on a cell, `edit` only in an editor, else both. */
typedef struct {
    const char *action;
    void (*run)(MemoirNotebookView *self, guint at);
    enum { ANY, COMMAND, EDIT } mode;
    guint key;
    GdkModifierType modifiers;
    gboolean twice;
} Command;

static const Command commands[] = {
    {"run", do_run, ANY, GDK_KEY_Return, GDK_CONTROL_MASK},
    {"run-and-next", do_run_and_next, ANY, GDK_KEY_Return, GDK_SHIFT_MASK},
    {"run-and-insert", do_run_and_insert, ANY, GDK_KEY_Return, GDK_ALT_MASK},
    {"run-all", do_run_all},
    {"run-above", do_run_above},
    {"run-below", do_run_below},
    {"cancel", do_cancel},
    {"interrupt", do_interrupt, COMMAND, GDK_KEY_i, 0, TRUE},
    {"restart", do_restart, COMMAND, GDK_KEY_0, 0, TRUE},
    {"restart-and-run-all", do_restart_and_run_all},
    {"insert-above", do_insert_above, COMMAND, GDK_KEY_a, 0},
    {"insert-below", do_insert_below, COMMAND, GDK_KEY_b, 0},
    {"cut", do_cut, COMMAND, GDK_KEY_x, 0},
    {"copy", do_copy, COMMAND, GDK_KEY_c, 0},
    {"paste", do_paste, COMMAND, GDK_KEY_v, 0},
    {"delete", do_delete, COMMAND, GDK_KEY_d, 0, TRUE},
    {"undo", do_undo, COMMAND, GDK_KEY_z, 0},
    {"redo", do_redo, COMMAND, GDK_KEY_z, GDK_SHIFT_MASK},
    {"move-up", do_move_up, COMMAND, GDK_KEY_Up, GDK_CONTROL_MASK | GDK_SHIFT_MASK},
    {"move-down", do_move_down, COMMAND, GDK_KEY_Down, GDK_CONTROL_MASK | GDK_SHIFT_MASK},
    {"merge-below", do_merge_below, COMMAND, GDK_KEY_m, GDK_SHIFT_MASK},
    {"split", do_split, EDIT, GDK_KEY_underscore, GDK_CONTROL_MASK | GDK_SHIFT_MASK},
    {"to-code", do_to_code, COMMAND, GDK_KEY_y, 0},
    {"to-markdown", do_to_markdown, COMMAND, GDK_KEY_m, 0},
    {"to-raw", do_to_raw, COMMAND, GDK_KEY_r, 0},
    {"select-next", do_select_next, COMMAND, GDK_KEY_j, 0},
    {"select-next", do_select_next, COMMAND, GDK_KEY_Down, 0},
    {"select-previous", do_select_previous, COMMAND, GDK_KEY_k, 0},
    {"select-previous", do_select_previous, COMMAND, GDK_KEY_Up, 0},
    {"edit", do_edit, COMMAND, GDK_KEY_Return, 0},
    {"command", do_command, EDIT, GDK_KEY_Escape, 0},
    {"line-numbers", do_line_numbers, COMMAND, GDK_KEY_l, GDK_SHIFT_MASK},
};

static gboolean invoke(MemoirNotebookView *self, const Command *command)
{
    int at = current_position(self);

    if (at < 0)
        return FALSE;
    command->run(self, (guint)at);
    return TRUE;
}

static gboolean matches(MemoirNotebookView *self, const Command *command, guint key,
                        GdkModifierType modifiers)
{
    gboolean editing = self->current &&
                       memoir_cell_view_is_editing(MEMOIR_CELL_VIEW(self->current));
    gboolean on_cell = self->current && gtk_widget_has_focus(self->current);

    return command->key && command->key == key && command->modifiers == modifiers &&
           (command->mode == ANY || (command->mode == EDIT && editing) ||
            (command->mode == COMMAND && on_cell));
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirNotebookView *self)
{
    GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);
    gint64 now = g_get_monotonic_time();
    gboolean second;

    key = key == GDK_KEY_KP_Enter ? GDK_KEY_Return : gdk_keyval_to_lower(key);
    second = key == self->last_key && now - self->last_key_time < DOUBLE_KEY_US;
    self->last_key = key;
    self->last_key_time = now;
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (!matches(self, &commands[i], key, modifiers))
            continue;
        if (commands[i].twice && !second)
            return GDK_EVENT_STOP;
        self->last_key = 0;
        return invoke(self, &commands[i]);
    }
    return GDK_EVENT_PROPAGATE;
}

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i].action, name) == 0) {
            invoke(data, &commands[i]);
            return;
        }
    }
}

/* ---- the object ---- */

static gboolean write_draft(gpointer data)
{
    MemoirNotebookView *self = data;
    g_autoptr(GError) error = NULL;

    if (!memoir_document_write_draft(self->document, &error))
        g_warning("cannot write a draft: %s", error->message);
    return G_SOURCE_CONTINUE;
}

MemoirDocument *memoir_notebook_view_get_document(MemoirNotebookView *self)
{
    return self->document;
}

MemoirSession *memoir_notebook_view_get_session(MemoirNotebookView *self)
{
    return self->session;
}

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
    g_signal_connect_object(document, "items-changed", G_CALLBACK(on_items_changed), self, 0);
    on_items_changed(G_LIST_MODEL(document), 0, 0, memoir_document_get_n_cells(document), self);
    /* Without a cell there would be nothing to type into. */
    if (memoir_document_get_n_cells(document) == 0) {
        g_autoptr(MemoirCell) cell = memoir_cell_new("code", "");

        memoir_document_insert(document, 0, cell);
    }
    return GTK_WIDGET(self);
}

static void memoir_notebook_view_dispose(GObject *object)
{
    MemoirNotebookView *self = MEMOIR_NOTEBOOK_VIEW(object);

    g_clear_handle_id(&self->draft_timer, g_source_remove);
    self->current = NULL;
    g_clear_pointer(&self->scrolled, gtk_widget_unparent);
    if (self->session)
        memoir_session_shutdown(self->session);
    g_clear_object(&self->session);
    g_clear_object(&self->actions);
    g_clear_object(&self->cut);
    g_clear_object(&self->document);
    G_OBJECT_CLASS(memoir_notebook_view_parent_class)->dispose(object);
}

static void memoir_notebook_view_class_init(MemoirNotebookViewClass *class)
{
    G_OBJECT_CLASS(class)->dispose = memoir_notebook_view_dispose;
    gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(GTK_WIDGET_CLASS(class), "notebookview");
    signals[FAILED] = g_signal_new("failed", MEMOIR_TYPE_NOTEBOOK_VIEW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void memoir_notebook_view_init(MemoirNotebookView *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkWidget *viewport = gtk_viewport_new(NULL, NULL);

    self->scrolled = gtk_scrolled_window_new();
    self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    gtk_viewport_set_scroll_to_focus(GTK_VIEWPORT(viewport), FALSE);
    gtk_viewport_set_child(GTK_VIEWPORT(viewport), self->box);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scrolled), viewport);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_widget_set_parent(self->scrolled, GTK_WIDGET(self));
    gtk_widget_set_margin_bottom(self->box, 96);
    gtk_widget_set_margin_top(self->box, 12);

    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self), keys);
    self->actions = g_simple_action_group_new();
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autoptr(GSimpleAction) action = g_simple_action_new(commands[i].action, NULL);

        g_signal_connect(action, "activate", G_CALLBACK(on_action), self);
        g_action_map_add_action(G_ACTION_MAP(self->actions), G_ACTION(action));
    }
    gtk_widget_insert_action_group(GTK_WIDGET(self), "notebook",
                                   G_ACTION_GROUP(self->actions));
    self->draft_timer = g_timeout_add_seconds(DRAFT_S, write_draft, self);
}
