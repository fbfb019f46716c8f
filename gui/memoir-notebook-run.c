/* Commands that run cells, and what else is done to the kernel. */
#include "gui/memoir-notebook-private.h"

#include <adwaita.h>
#include <string.h>

/* ---- running ---- */

static gboolean run_at(MemoirNotebookView *self, guint position)
{
    MemoirCell *cell = memoir_document_get_cell(self->document, position);
    g_autoptr(GError) error = NULL;

    if (!memoir_cell_is_code(cell)) {
        memoir_cell_view_render(MEMOIR_CELL_VIEW(memoir_notebook_view_nth(self, position)));
        return TRUE;
    }
    if (memoir_session_run(self->session, cell, &error))
        return TRUE;
    memoir_notebook_view_report(self, "The Kernel Cannot Be Started", error);
    return FALSE;
}

static void run_range(MemoirNotebookView *self, guint from, guint to)
{
    while (from < to && run_at(self, from))
        from++;
}

/* Runs the selected cells; returns the position after them. */
static guint run_selected(MemoirNotebookView *self)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    run_range(self, first, first + n);
    return first + n;
}

void memoir_notebook_run(MemoirNotebookView *self, guint at)
{
    run_selected(self);
    memoir_notebook_view_select(self, at);
}

void memoir_notebook_run_and_next(MemoirNotebookView *self, guint at)
{
    guint next = run_selected(self);

    if (next == memoir_document_get_n_cells(self->document))
        memoir_notebook_insert(self, next, TRUE);
    else
        memoir_notebook_view_select(self, next);
}

void memoir_notebook_run_and_insert(MemoirNotebookView *self, guint at)
{
    memoir_notebook_insert(self, run_selected(self), TRUE);
}

void memoir_notebook_run_all(MemoirNotebookView *self, guint at)
{
    run_range(self, 0, memoir_document_get_n_cells(self->document));
}

void memoir_notebook_run_above(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    run_range(self, 0, first);
}

void memoir_notebook_run_below(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    run_range(self, first, memoir_document_get_n_cells(self->document));
}

static void cancel_range(MemoirNotebookView *self, guint from, guint to)
{
    for (; from < to; from++)
        memoir_session_cancel(self->session, memoir_document_get_cell(self->document, from));
}

void memoir_notebook_cancel(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    cancel_range(self, first, first + n);
}

void memoir_notebook_cancel_all(MemoirNotebookView *self, guint at)
{
    cancel_range(self, 0, memoir_document_get_n_cells(self->document));
}

void memoir_notebook_interrupt(MemoirNotebookView *self, guint at)
{
    memoir_session_interrupt(self->session);
}

static void clear_range(MemoirNotebookView *self, guint from, guint to)
{
    for (; from < to; from++) {
        MemoirCell *cell = memoir_document_get_cell(self->document, from);

        /* A run that goes on would bring them back. */
        if (memoir_cell_is_code(cell) && memoir_cell_get_state(cell) == MEMOIR_CELL_IDLE)
            memoir_cell_forget_results(cell);
    }
}

void memoir_notebook_clear_outputs(MemoirNotebookView *self, guint at)
{
    guint first, n;

    memoir_notebook_view_get_range(self, &first, &n);
    clear_range(self, first, first + n);
}

void memoir_notebook_clear_all_outputs(MemoirNotebookView *self, guint at)
{
    clear_range(self, 0, memoir_document_get_n_cells(self->document));
}

/* ---- the kernel's life ---- */

typedef void (*Deed)(MemoirNotebookView *self, const char *argument);

typedef struct {
    Deed deed;
    char *argument;
} Question;

static void question_free(gpointer data, GClosure *closure)
{
    Question *question = data;

    g_free(question->argument);
    g_free(question);
}

static void on_response(AdwMessageDialog *dialog, const char *response, Question *question)
{
    MemoirNotebookView *self = g_object_get_data(G_OBJECT(dialog), "notebook");

    if (g_strcmp0(response, "yes") == 0)
        question->deed(self, question->argument);
}

/* Ask first where variables would be lost. */
static void ask(MemoirNotebookView *self, const char *heading, const char *label, Deed deed,
                const char *argument)
{
    MemoirSessionState state = memoir_session_get_state(self->session);
    GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
    AdwMessageDialog *dialog;
    Question *question;

    if (state != MEMOIR_SESSION_IDLE && state != MEMOIR_SESSION_BUSY) {
        deed(self, argument);
        return;
    }
    dialog = ADW_MESSAGE_DIALOG(
        adw_message_dialog_new(GTK_WINDOW(root), heading, "All variables will be lost."));
    adw_message_dialog_add_response(dialog, "cancel", "_Cancel");
    adw_message_dialog_add_response(dialog, "yes", label);
    adw_message_dialog_set_response_appearance(dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
    adw_message_dialog_set_default_response(dialog, "yes");
    adw_message_dialog_set_close_response(dialog, "cancel");
    question = g_new0(Question, 1);
    question->deed = deed;
    question->argument = g_strdup(argument);
    g_object_set_data_full(G_OBJECT(dialog), "notebook", g_object_ref(self), g_object_unref);
    g_signal_connect_data(dialog, "response", G_CALLBACK(on_response), question, question_free, 0);
    gtk_window_present(GTK_WINDOW(dialog));
}

static void restart(MemoirNotebookView *self, const char *argument)
{
    g_autoptr(GError) error = NULL;

    if (!memoir_session_restart(self->session, &error))
        memoir_notebook_view_report(self, "The Kernel Cannot Be Started", error);
    else if (argument)
        memoir_notebook_run_all(self, 0);
}

static void shut_down(MemoirNotebookView *self, const char *argument)
{
    memoir_session_shutdown(self->session);
}

static void change_kernel(MemoirNotebookView *self, const char *argument)
{
    g_autofree char *title = memoir_session_dup_kernel_title(argument);
    g_autofree char *language = memoir_session_dup_kernel_language(argument);
    g_autoptr(GError) error = NULL;

    memoir_session_set_kernel(self->session, argument);
    memoir_document_set_kernel(self->document, argument, title, language);
    if (!memoir_session_start(self->session, &error))
        memoir_notebook_view_report(self, "The Kernel Cannot Be Started", error);
    memoir_notebook_view_queue_update(self);
    memoir_notebook_view_update_actions(self);
}

void memoir_notebook_restart(MemoirNotebookView *self, guint at)
{
    ask(self, "Restart the Kernel?", "_Restart", restart, NULL);
}

void memoir_notebook_restart_and_run_all(MemoirNotebookView *self, guint at)
{
    ask(self, "Restart the Kernel and Run All Cells?", "_Restart", restart, "run");
}

void memoir_notebook_shut_down(MemoirNotebookView *self, guint at)
{
    ask(self, "Shut the Kernel Down?", "_Shut Down", shut_down, NULL);
}

static void on_kernel(GSimpleAction *action, GVariant *wanted, MemoirNotebookView *self)
{
    const char *name = g_variant_get_string(wanted, NULL);

    if (strcmp(name, memoir_session_get_kernel(self->session)) != 0)
        ask(self, "Change the Kernel?", "Change", change_kernel, name);
}

void memoir_notebook_view_init_run(MemoirNotebookView *self)
{
    g_autoptr(GSimpleAction) action = g_simple_action_new_stateful(
        "kernel", G_VARIANT_TYPE_STRING,
        g_variant_new_string(memoir_session_get_kernel(self->session)));

    g_signal_connect(action, "activate", G_CALLBACK(on_kernel), self);
    g_action_map_add_action(G_ACTION_MAP(self->actions), G_ACTION(action));
}
