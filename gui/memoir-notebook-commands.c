/* Every command of a notebook: its action, its key, and the mode in which the key counts. */
#include "gui/memoir-notebook-private.h"

#include <string.h>

/* D D, I I, 0 0: the second key must come within so many µs. */
#define DOUBLE_KEY_US 800000

static void do_edit(MemoirNotebookView *self, guint at)
{
    MemoirCell *cell = memoir_document_get_cell(self->document, at);

    memoir_cell_set_folded(cell, MEMOIR_FOLD_SOURCE, FALSE);
    memoir_cell_view_edit(MEMOIR_CELL_VIEW(memoir_notebook_view_nth(self, at)));
}

static void do_command(MemoirNotebookView *self, guint at)
{
    memoir_notebook_view_select(self, at);
}

static void do_to_code(MemoirNotebookView *self, guint at)
{
    memoir_notebook_set_type(self, "code", 0);
}

static void do_to_markdown(MemoirNotebookView *self, guint at)
{
    memoir_notebook_set_type(self, "markdown", 0);
}

static void do_to_raw(MemoirNotebookView *self, guint at)
{
    memoir_notebook_set_type(self, "raw", 0);
}

static void do_heading(MemoirNotebookView *self, guint level)
{
    memoir_notebook_set_type(self, "markdown", level);
}

static void do_timeline(MemoirNotebookView *self, guint at)
{
    GtkWidget *view = memoir_notebook_view_nth(self, at);

    gtk_widget_grab_focus(GTK_WIDGET(memoir_cell_view_get_timeline(MEMOIR_CELL_VIEW(view))));
}

static void do_line_numbers(MemoirNotebookView *self, guint at)
{
    MemoirCellView *view = MEMOIR_CELL_VIEW(memoir_notebook_view_nth(self, at));

    memoir_cell_view_set_line_numbers(view, !memoir_cell_view_get_line_numbers(view));
}

static void do_all_line_numbers(MemoirNotebookView *self, guint at)
{
    self->line_numbers = !self->line_numbers;
    for (GtkWidget *view = gtk_widget_get_first_child(self->column); view;
         view = gtk_widget_get_next_sibling(view))
        memoir_cell_view_set_line_numbers(MEMOIR_CELL_VIEW(view), self->line_numbers);
    memoir_notebook_view_update_actions(self);
}

static void do_complete(MemoirNotebookView *self, guint at)
{
    if (self->current)
        memoir_editor_complete(memoir_notebook_view_get_editor(self));
}

static void do_inspect(MemoirNotebookView *self, guint at)
{
    if (self->current)
        memoir_editor_inspect(memoir_notebook_view_get_editor(self));
}

static void do_comment(MemoirNotebookView *self, guint at)
{
    if (self->current)
        memoir_editor_toggle_comment(memoir_notebook_view_get_editor(self));
}

static void do_indent(MemoirNotebookView *self, guint at)
{
    if (self->current)
        memoir_editor_indent(memoir_notebook_view_get_editor(self), TRUE);
}

static void do_unindent(MemoirNotebookView *self, guint at)
{
    if (self->current)
        memoir_editor_indent(memoir_notebook_view_get_editor(self), FALSE);
}

static void do_page_down(MemoirNotebookView *self, guint at)
{
    memoir_column_scroll(MEMOIR_COLUMN(self->column), 0.9 * gtk_widget_get_height(self->column));
}

static void do_page_up(MemoirNotebookView *self, guint at)
{
    memoir_column_scroll(MEMOIR_COLUMN(self->column), -0.9 * gtk_widget_get_height(self->column));
}

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK
#define ALT GDK_ALT_MASK

/* Where a key counts: anywhere in a cell; on a cell; in its editor; in its editor when the cell
 * would not use the key itself (see memoir_editor_wants_key()). */
typedef enum { ANY, COMMAND, EDIT, EDIT_FREE } Mode;

static const struct {
    const char *action;
    void (*run)(MemoirNotebookView *self, guint at);
    Mode mode;
    guint key;
    GdkModifierType modifiers;
    gboolean twice;
} commands[] = {
    {"run", memoir_notebook_run, ANY, GDK_KEY_Return, CTRL},
    {"run-and-next", memoir_notebook_run_and_next, ANY, GDK_KEY_Return, SHIFT},
    {"run-and-insert", memoir_notebook_run_and_insert, ANY, GDK_KEY_Return, ALT},
    {"run-all", memoir_notebook_run_all},
    {"run-above", memoir_notebook_run_above},
    {"run-below", memoir_notebook_run_below},
    {"cancel", memoir_notebook_cancel},
    {"cancel-all", memoir_notebook_cancel_all},
    {"interrupt", memoir_notebook_interrupt, COMMAND, GDK_KEY_i, 0, TRUE},
    {"restart", memoir_notebook_restart, COMMAND, GDK_KEY_0, 0, TRUE},
    {"restart-and-run-all", memoir_notebook_restart_and_run_all},
    {"shut-down", memoir_notebook_shut_down},
    {"clear-outputs", memoir_notebook_clear_outputs},
    {"clear-all-outputs", memoir_notebook_clear_all_outputs},

    {"edit", do_edit, COMMAND, GDK_KEY_Return, 0},
    {"menu", memoir_notebook_show_menu, COMMAND, GDK_KEY_Menu, 0},
    {"menu", memoir_notebook_show_menu, COMMAND, GDK_KEY_F10, SHIFT},
    {"command", do_command, EDIT_FREE, GDK_KEY_Escape, 0},
    {"command", do_command, EDIT, GDK_KEY_m, CTRL},
    {"select-next", memoir_notebook_select_next, COMMAND, GDK_KEY_j, 0},
    {"select-next", memoir_notebook_select_next, COMMAND, GDK_KEY_Down, 0},
    {"select-previous", memoir_notebook_select_previous, COMMAND, GDK_KEY_k, 0},
    {"select-previous", memoir_notebook_select_previous, COMMAND, GDK_KEY_Up, 0},
    {"select-first", memoir_notebook_select_first, COMMAND, GDK_KEY_Home, 0},
    {"select-last", memoir_notebook_select_last, COMMAND, GDK_KEY_End, 0},
    {"extend-next", memoir_notebook_extend_next, COMMAND, GDK_KEY_j, SHIFT},
    {"extend-next", memoir_notebook_extend_next, COMMAND, GDK_KEY_Down, SHIFT},
    {"extend-previous", memoir_notebook_extend_previous, COMMAND, GDK_KEY_k, SHIFT},
    {"extend-previous", memoir_notebook_extend_previous, COMMAND, GDK_KEY_Up, SHIFT},
    {"extend-first", memoir_notebook_extend_first, COMMAND, GDK_KEY_Home, SHIFT},
    {"extend-last", memoir_notebook_extend_last, COMMAND, GDK_KEY_End, SHIFT},
    {"select-all", memoir_notebook_select_all, COMMAND, GDK_KEY_a, CTRL},
    {"page-down", do_page_down, COMMAND, GDK_KEY_space, 0},
    {"page-down", do_page_down, COMMAND, GDK_KEY_Page_Down, 0},
    {"page-up", do_page_up, COMMAND, GDK_KEY_space, SHIFT},
    {"page-up", do_page_up, COMMAND, GDK_KEY_Page_Up, 0},

    {"insert-above", memoir_notebook_insert_above, COMMAND, GDK_KEY_a, 0},
    {"insert-below", memoir_notebook_insert_below, COMMAND, GDK_KEY_b, 0},
    {"cut", memoir_notebook_cut, COMMAND, GDK_KEY_x, 0},
    {"cut", memoir_notebook_cut, COMMAND, GDK_KEY_x, CTRL},
    {"copy", memoir_notebook_copy, COMMAND, GDK_KEY_c, 0},
    {"copy", memoir_notebook_copy, COMMAND, GDK_KEY_c, CTRL},
    {"paste", memoir_notebook_paste, COMMAND, GDK_KEY_v, 0},
    {"paste", memoir_notebook_paste, COMMAND, GDK_KEY_v, CTRL},
    {"paste-above", memoir_notebook_paste_above, COMMAND, GDK_KEY_v, SHIFT},
    {"delete", memoir_notebook_delete, COMMAND, GDK_KEY_d, 0, TRUE},
    {"undo", memoir_notebook_undo, COMMAND, GDK_KEY_z, 0},
    {"undo", memoir_notebook_undo, COMMAND, GDK_KEY_z, CTRL},
    {"redo", memoir_notebook_redo, COMMAND, GDK_KEY_z, SHIFT},
    {"redo", memoir_notebook_redo, COMMAND, GDK_KEY_z, CTRL | SHIFT},
    {"move-up", memoir_notebook_move_up, COMMAND, GDK_KEY_Up, CTRL | SHIFT},
    {"move-down", memoir_notebook_move_down, COMMAND, GDK_KEY_Down, CTRL | SHIFT},
    {"merge", memoir_notebook_merge, COMMAND, GDK_KEY_m, SHIFT},
    {"merge-above", memoir_notebook_merge_above, COMMAND, GDK_KEY_BackSpace, CTRL},
    {"merge-below", memoir_notebook_merge_below, COMMAND, GDK_KEY_m, CTRL | SHIFT},
    {"split", memoir_notebook_split, EDIT, GDK_KEY_underscore, CTRL | SHIFT},
    {"split", memoir_notebook_split, EDIT, GDK_KEY_minus, CTRL | SHIFT},
    {"to-code", do_to_code, COMMAND, GDK_KEY_y, 0},
    {"to-markdown", do_to_markdown, COMMAND, GDK_KEY_m, 0},
    {"to-raw", do_to_raw, COMMAND, GDK_KEY_r, 0},

    {"fold-source", memoir_notebook_fold_source},
    {"fold-outputs", memoir_notebook_fold_outputs, COMMAND, GDK_KEY_o, 0},
    {"scroll-outputs", memoir_notebook_scroll_outputs, COMMAND, GDK_KEY_o, SHIFT},
    {"fold-section", memoir_notebook_fold_section},
    {"fold-heading", memoir_notebook_fold_heading, COMMAND, GDK_KEY_Left, 0},
    {"unfold-heading", memoir_notebook_unfold_heading, COMMAND, GDK_KEY_Right, 0},
    {"fold-all-sources", memoir_notebook_fold_all_sources},
    {"fold-all-outputs", memoir_notebook_fold_all_outputs},
    {"fold-all-sections", memoir_notebook_fold_all_sections},
    {"unfold-all", memoir_notebook_unfold_all},
    {"timeline", do_timeline, COMMAND, GDK_KEY_t, 0},
    {"line-numbers", do_line_numbers, COMMAND, GDK_KEY_l, 0},
    {"all-line-numbers", do_all_line_numbers, COMMAND, GDK_KEY_l, SHIFT},

    {"find", memoir_notebook_find},
    {"replace", memoir_notebook_replace},
    {"find-next", memoir_notebook_find_next},
    {"find-previous", memoir_notebook_find_previous},

    {"complete", do_complete, EDIT_FREE, GDK_KEY_Tab, 0},
    {"inspect", do_inspect, EDIT_FREE, GDK_KEY_Tab, SHIFT},
    {"comment", do_comment, EDIT, GDK_KEY_slash, CTRL},
    {"indent", do_indent, EDIT, GDK_KEY_bracketright, CTRL},
    {"unindent", do_unindent, EDIT, GDK_KEY_bracketleft, CTRL},
    {"select-next-edit", NULL, EDIT_FREE, GDK_KEY_Down, 0},
    {"select-previous-edit", NULL, EDIT_FREE, GDK_KEY_Up, 0},
};

/* ---- keys ---- */

/* Over the end of an editor into the next one; rendered text is selected only. */
static void cross(MemoirNotebookView *self, guint at, gboolean down)
{
    MemoirCellView *view;
    MemoirCell *cell;

    if (down)
        memoir_notebook_select_next(self, at);
    else
        memoir_notebook_select_previous(self, at);
    view = MEMOIR_CELL_VIEW(self->current);
    cell = memoir_cell_view_get_cell(view);
    if (memoir_cell_view_is_rendered(view) || memoir_cell_get_folded(cell, MEMOIR_FOLD_SOURCE))
        return;
    memoir_cell_view_edit(view);
    memoir_editor_place_cursor(memoir_cell_view_get_editor(view),
                               down ? 0 : strlen(memoir_cell_get_source(cell)));
}

static gboolean counts(MemoirNotebookView *self, Mode mode, guint key, GdkModifierType modifiers)
{
    MemoirCellView *view = MEMOIR_CELL_VIEW(self->current);

    switch (mode) {
    case COMMAND: return memoir_cell_view_is_commanded(view);
    case EDIT: return memoir_cell_view_is_editing(view);
    case EDIT_FREE:
        return memoir_cell_view_is_editing(view) &&
               !memoir_editor_wants_key(memoir_cell_view_get_editor(view), key, modifiers);
    default: return gtk_widget_get_focus_child(self->column) == self->current;
    }
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirNotebookView *self)
{
    GdkModifierType modifiers = state & (CTRL | SHIFT | ALT);
    gint64 now = g_get_monotonic_time();
    int at = memoir_notebook_view_position(self, self->current);
    gboolean second;

    if (at < 0)
        return GDK_EVENT_PROPAGATE;
    key = key == GDK_KEY_KP_Enter       ? GDK_KEY_Return
          : key == GDK_KEY_ISO_Left_Tab ? GDK_KEY_Tab
                                        : gdk_keyval_to_lower(key);
    second = key == self->last_key && now - self->last_key_time < DOUBLE_KEY_US;
    self->last_key = key;
    self->last_key_time = now;
    if (modifiers == 0 && key >= GDK_KEY_1 && key <= GDK_KEY_6 &&
        counts(self, COMMAND, key, modifiers)) {
        do_heading(self, key - GDK_KEY_0);
        return GDK_EVENT_STOP;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (!commands[i].key || commands[i].key != key || commands[i].modifiers != modifiers ||
            !counts(self, commands[i].mode, key, modifiers))
            continue;
        if (commands[i].twice && !second)
            return GDK_EVENT_STOP;
        self->last_key = 0;
        if (commands[i].run)
            commands[i].run(self, (guint)at);
        else
            cross(self, (guint)at, key == GDK_KEY_Down);
        return GDK_EVENT_STOP;
    }
    return GDK_EVENT_PROPAGATE;
}

/* What nobody in the cell wanted: Escape in a curve or on a button goes back to the cell. */
static gboolean on_key_left(GtkEventControllerKey *controller, guint key, guint code,
                            GdkModifierType state, MemoirNotebookView *self)
{
    int at = memoir_notebook_view_position(self, self->current);

    if (key != GDK_KEY_Escape || at < 0)
        return GDK_EVENT_PROPAGATE;
    memoir_notebook_view_select(self, (guint)at);
    return GDK_EVENT_STOP;
}

/* ---- actions ---- */

void memoir_notebook_view_command(MemoirNotebookView *self, const char *action)
{
    int at = memoir_notebook_view_position(self, self->current);

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i].run && strcmp(commands[i].action, action) == 0) {
            commands[i].run(self, (guint)MAX(at, 0));
            return;
        }
    }
}

static void on_action(GSimpleAction *action, GVariant *parameter, MemoirNotebookView *self)
{
    memoir_notebook_view_command(self, g_action_get_name(G_ACTION(action)));
}

static void on_heading(GSimpleAction *action, GVariant *level, MemoirNotebookView *self)
{
    do_heading(self, (guint)CLAMP(g_variant_get_int32(level), 1, 6));
}

/* Of the cell that ran as In[count]: where a traceback points. */
static void on_go_to_line(GSimpleAction *action, GVariant *place, MemoirNotebookView *self)
{
    int count, line, position;
    MemoirCell *cell;

    g_variant_get(place, "(ii)", &count, &line);
    cell = memoir_document_find_execution(self->document, count);
    position = cell ? memoir_document_find(self->document, cell) : -1;
    if (position < 0)
        return;
    memoir_notebook_view_select(self, (guint)position);
    do_edit(self, (guint)position);
    memoir_editor_place_at_line(memoir_notebook_view_get_editor(self), (guint)MAX(line, 1));
}

static void on_type(GSimpleAction *action, GVariant *type, MemoirNotebookView *self)
{
    memoir_notebook_set_type(self, g_variant_get_string(type, NULL), 0);
}

static void set_enabled(MemoirNotebookView *self, const char *name, gboolean enabled)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), name);

    g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

static void set_state(MemoirNotebookView *self, const char *name, GVariant *state)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), name);

    g_simple_action_set_state(G_SIMPLE_ACTION(action), state);
}

void memoir_notebook_view_update_actions(MemoirNotebookView *self)
{
    MemoirSessionState state = memoir_session_get_state(self->session);
    MemoirCell *cell =
        self->current ? memoir_cell_view_get_cell(MEMOIR_CELL_VIEW(self->current)) : NULL;

    set_enabled(self, "undo", memoir_document_can_undo(self->document));
    set_enabled(self, "redo", memoir_document_can_redo(self->document));
    set_enabled(self, "interrupt", state == MEMOIR_SESSION_BUSY);
    set_enabled(self, "shut-down", state != MEMOIR_SESSION_OFF && state != MEMOIR_SESSION_DEAD);
    set_state(self, "all-line-numbers", g_variant_new_boolean(self->line_numbers));
    set_state(self, "kernel", g_variant_new_string(memoir_session_get_kernel(self->session)));
    set_state(self, "cell-type", g_variant_new_string(cell ? memoir_cell_get_cell_type(cell) : ""));
}

void memoir_notebook_view_init_commands(MemoirNotebookView *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();
    GtkEventController *left = gtk_event_controller_key_new();
    const GActionEntry more[] = {
        {.name = "heading", .parameter_type = "i"},
        {.name = "go-to-line", .parameter_type = "(ii)"},
        {.name = "cell-type", .parameter_type = "s", .state = "''"},
        {.name = "all-line-numbers", .state = "false"},
    };

    /* Before the editors see them. */
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(self->column, keys);
    g_signal_connect(left, "key-pressed", G_CALLBACK(on_key_left), self);
    gtk_widget_add_controller(self->column, left);

    g_action_map_add_action_entries(G_ACTION_MAP(self->actions), more, G_N_ELEMENTS(more), self);
    g_signal_connect(g_action_map_lookup_action(G_ACTION_MAP(self->actions), "heading"), "activate",
                     G_CALLBACK(on_heading), self);
    g_signal_connect(g_action_map_lookup_action(G_ACTION_MAP(self->actions), "go-to-line"),
                     "activate", G_CALLBACK(on_go_to_line), self);
    g_signal_connect(g_action_map_lookup_action(G_ACTION_MAP(self->actions), "cell-type"),
                     "activate", G_CALLBACK(on_type), self);
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autoptr(GSimpleAction) action = NULL;
        GAction *made = g_action_map_lookup_action(G_ACTION_MAP(self->actions), commands[i].action);

        if (!commands[i].run || (made && strcmp(commands[i].action, "all-line-numbers") != 0))
            continue;
        if (made) {
            g_signal_connect(made, "activate", G_CALLBACK(on_action), self);
            continue;
        }
        action = g_simple_action_new(commands[i].action, NULL);
        g_signal_connect(action, "activate", G_CALLBACK(on_action), self);
        g_action_map_add_action(G_ACTION_MAP(self->actions), G_ACTION(action));
    }
}
