/* A notebook's widgets on a display: the actions that keys, menus and buttons share, and what is
 * to be seen of them. Argument: the kernel. */
#include <adwaita.h>

#include "gui/memoir-notebook-private.h"
#include "tests/tap.h"

static GtkWidget *window;
static MemoirNotebookView *view;
static MemoirDocument *document;

/* ---- driving ---- */

static gboolean give_up(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

static gboolean until(gboolean (*condition)(gpointer), gpointer data)
{
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(60, give_up, &late);

    while (!condition(data) && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    return !late;
}

static gboolean was_drawn(gpointer data) { return *(int *)data >= 3; }

static gboolean count_frame(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
    ++*(int *)data;
    gtk_widget_queue_draw(widget);
    return G_SOURCE_CONTINUE;
}

/* Until what was asked for is laid out and drawn. */
static void settle(void)
{
    int frames = 0;
    guint tick = gtk_widget_add_tick_callback(window, count_frame, &frames, NULL);

    until(was_drawn, &frames);
    gtk_widget_remove_tick_callback(window, tick);
}

static void act(const char *action)
{
    g_action_group_activate_action(memoir_notebook_view_get_actions(view), action, NULL);
    settle();
}

static void show(const char *const *cells)
{
    g_autoptr(MemoirDocument) empty = memoir_document_new("memoir", "Memoir");
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_object_unref);

    for (; *cells; cells++) {
        const char *type = **cells == 'm' ? "markdown" : **cells == 'r' ? "raw" : "code";

        g_ptr_array_add(list, memoir_cell_new(type, *cells + 2));
    }
    memoir_document_insert_cells(empty, 0, list);
    memoir_document_delete(empty, list->len, 1);
    document = empty;
    view = MEMOIR_NOTEBOOK_VIEW(memoir_notebook_view_new(empty));
    gtk_window_set_child(GTK_WINDOW(window), GTK_WIDGET(view));
    memoir_notebook_view_select(view, 0);
    settle();
}

#define SHOW(...) show((const char *const[]){__VA_ARGS__, NULL})

static MemoirCellView *nth(guint n) { return MEMOIR_CELL_VIEW(memoir_notebook_view_nth(view, n)); }

/* ---- seeing ---- */

/* The notebook as text: a letter for the type, the source; in brackets what is selected, in <>
 * what has the focus (with ! in its editor), hidden cells left out. */
static char *dump(void)
{
    GString *text = g_string_new(NULL);
    guint first, n;

    memoir_notebook_view_get_selection(view, &first, &n);
    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        MemoirCell *cell = memoir_document_get_cell(document, i);
        gboolean focused = gtk_widget_has_focus(GTK_WIDGET(nth(i)));
        gboolean editing = memoir_cell_view_is_editing(nth(i));

        if (!gtk_widget_get_visible(GTK_WIDGET(nth(i))))
            continue;
        g_string_append_printf(text, "%s%s%s%c:%s%s%s", text->len ? " " : "", i == first ? "[" : "",
                               focused   ? "<"
                               : editing ? "<!"
                                         : "",
                               memoir_cell_get_cell_type(cell)[0], memoir_cell_get_source(cell),
                               focused || editing ? ">" : "", i == first + n - 1 ? "]" : "");
    }
    return g_string_free(text, FALSE);
}

static void is_dump(const char *wanted, const char *name)
{
    g_autofree char *text = dump();

    is_str(text, wanted, "%s", name);
}

static void acts(const char *action, const char *wanted)
{
    act(action);
    is_dump(wanted, action);
}

/* ---- tests ---- */

static void test_select(void)
{
    SHOW("c a", "c b", "c c", "c d");
    is_dump("[<c:a>] c:b c:c c:d", "the first cell is selected");
    acts("select-next", "c:a [<c:b>] c:c c:d");
    acts("extend-next", "c:a [c:b <c:c>] c:d");
    acts("extend-next", "c:a [c:b c:c <c:d>]");
    acts("extend-previous", "c:a [c:b <c:c>] c:d");
    acts("extend-first", "[<c:a> c:b] c:c c:d");
    acts("select-all", "[c:a c:b c:c <c:d>]");
    acts("select-previous", "c:a c:b [<c:c>] c:d");
    acts("extend-previous", "c:a [<c:b> c:c] c:d");
    acts("edit", "c:a [<!c:b>] c:c c:d");
    acts("command", "c:a [<c:b>] c:c c:d");
    acts("select-last", "c:a c:b c:c [<c:d>]");
    acts("select-first", "[<c:a>] c:b c:c c:d");
}

static void test_change(void)
{
    SHOW("c a", "c b", "c c", "c d");
    acts("insert-above", "[<c:>] c:a c:b c:c c:d");
    acts("undo", "[<c:a>] c:b c:c c:d");
    acts("insert-below", "c:a [<c:>] c:b c:c c:d");
    acts("undo", "c:a [<c:b>] c:c c:d");
    act("extend-next");
    acts("move-up", "[c:b <c:c>] c:a c:d");
    acts("move-down", "c:a [c:b <c:c>] c:d");
    acts("merge", "c:a [<c:b\n\nc>] c:d");
    act("edit");
    memoir_editor_place_cursor(memoir_cell_view_get_editor(nth(1)), 1);
    acts("split", "c:a c:b [<!c:c>] c:d");
    act("command");
    acts("merge-above", "c:a [<c:b\n\nc>] c:d");
    acts("merge-below", "c:a [<c:b\n\nc\n\nd>]");
    act("undo");
    act("undo");
    act("undo");
    acts("undo", "c:a [<c:b>] c:c c:d");
    act("extend-next");
    acts("delete", "c:a [<c:d>]");
    acts("undo", "c:a [<c:b>] c:c c:d");
    acts("redo", "c:a [<c:d>]");
    acts("select-all", "[c:a <c:d>]");
    acts("delete", "[<c:>]");
    acts("undo", "[<c:a>] c:d");
}

static void test_clipboard(void)
{
    SHOW("c a", "m b", "c c");
    act("extend-next");
    acts("cut", "[<c:c>]");
    acts("paste", "c:c [c:a <m:b>]");
    acts("paste-above", "c:c [c:a <m:b>] c:a m:b");
    ok(g_strcmp0(memoir_cell_get_id(memoir_document_get_cell(document, 1)),
                 memoir_cell_get_id(memoir_document_get_cell(document, 3))) != 0,
       "pasted twice, each cell has an id of its own");
    act("copy");
    SHOW("c z");
    acts("paste", "c:z [c:a <m:b>]");
    is_dump("c:z [c:a <m:b>]", "cells come to another notebook");
}

static gboolean has_two_cells(gpointer data) { return memoir_document_get_n_cells(document) == 2; }

static void test_paste_text(void)
{
    SHOW("c a");
    gdk_clipboard_set_text(gtk_widget_get_clipboard(window), "x = 1\ny = 2");
    act("paste");
    ok(until(has_two_cells, NULL), "text from elsewhere is pasted");
    settle();
    is_dump("c:a [<c:x = 1\ny = 2>]", "as a code cell");
}

static void test_types(void)
{
    SHOW("c a", "c b", "c c");
    act("extend-next");
    acts("to-markdown", "[m:a <m:b>] c:c");
    ok(memoir_cell_view_is_rendered(nth(0)), "Markdown is rendered");
    g_action_group_activate_action(memoir_notebook_view_get_actions(view), "heading",
                                   g_variant_new_int32(2));
    is_dump("[m:## a <m:## b>] c:c", "headings");
    acts("to-raw", "[r:## a <r:## b>] c:c");
    acts("undo", "[<m:## a>] m:## b c:c");
    act("edit");
    ok(!memoir_cell_view_is_rendered(nth(0)), "its text is edited");
    act("run");
    ok(memoir_cell_view_is_rendered(nth(0)), "and rendered again when it is run");
}

static void test_text_undo(void)
{
    GtkTextBuffer *buffer;
    MemoirCell *cell;

    SHOW("c a", "c b");
    cell = memoir_document_get_cell(document, 0);
    act("edit");
    buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(memoir_cell_view_get_editor(nth(0))));
    gtk_text_buffer_insert_at_cursor(buffer, "xyz", -1);
    is_str(memoir_cell_get_source(cell), "xyza", "typed");
    act("command");
    act("move-down");
    act("delete");
    act("undo");
    buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(memoir_cell_view_get_editor(nth(1))));
    ok(gtk_text_buffer_get_can_undo(buffer), "a cell that came back still has its text's undo");
    gtk_text_buffer_undo(buffer);
    is_str(memoir_cell_get_source(cell), "a", "which undoes the typing");
}

static void test_fold(void)
{
    SHOW("m # A", "c a", "m ## B", "c b", "m # C", "c c");
    is_dump("[<m:# A>] c:a m:## B c:b m:# C c:c", "open");
    act("select-last");
    acts("fold-heading", "m:# A c:a m:## B c:b [<m:# C>]");
    acts("unfold-heading", "m:# A c:a m:## B c:b [<m:# C>] c:c");
    memoir_notebook_view_select(view, 2);
    act("fold-heading");
    is_dump("m:# A c:a [<m:## B>] m:# C c:c", "a section of level 2");
    memoir_notebook_view_select(view, 0);
    act("fold-heading");
    is_dump("[<m:# A>] m:# C c:c", "one of level 1 with it");
    acts("select-next", "m:# A [<m:# C>] c:c");
    act("select-previous");
    acts("move-down", "m:# C [<m:# A>]");
    act("undo");
    memoir_notebook_view_select(view, 0);
    acts("delete", "[<m:# C>] c:c");
    act("undo");
    memoir_notebook_view_select(view, 3);
    is_dump("m:# A c:a m:## B [<c:b>] m:# C c:c", "going to a hidden cell unfolds");
    act("fold-all-sections");
    is_dump("[<m:# A>] m:# C", "all folded");
    act("unfold-all");
    is_dump("[<m:# A>] c:a m:## B c:b m:# C c:c", "all open");
    memoir_notebook_view_select(view, 1);
    act("fold-source");
    ok(!gtk_widget_get_mapped(GTK_WIDGET(memoir_cell_view_get_editor(nth(1)))),
       "folded code is not seen");
    act("edit");
    ok(gtk_widget_get_mapped(GTK_WIDGET(memoir_cell_view_get_editor(nth(1)))),
       "editing unfolds it");
}

static void press_replace_all(const char *pattern, const char *with)
{
    MemoirFindBar *bar = MEMOIR_FIND_BAR(view->find_bar);

    memoir_find_bar_open(bar, TRUE, pattern);
    memoir_find_bar_set_replacement(bar, with);
    g_signal_emit_by_name(bar, "replace-all");
    settle();
}

static void test_find(void)
{
    g_autofree char *selected = NULL;

    SHOW("c one two", "m # S", "c two", "m two");
    memoir_notebook_view_select(view, 1);
    act("fold-heading");
    memoir_notebook_view_select(view, 0);
    act("find");
    memoir_find_bar_open(MEMOIR_FIND_BAR(view->find_bar), FALSE, "two");
    act("find-next");
    selected = memoir_editor_dup_selected(memoir_cell_view_get_editor(nth(0)));
    is_str(selected, "two", "the first match is selected");
    act("find-next");
    is_int(memoir_notebook_view_position(view, view->current), 2,
           "the next is in a folded section");
    ok(gtk_widget_get_visible(GTK_WIDGET(nth(2))), "which unfolds");
    act("find-next");
    ok(!memoir_cell_view_is_rendered(nth(3)), "a match in rendered text shows its source");
    act("find-next");
    is_int(memoir_notebook_view_position(view, view->current), 0, "then from the begin");
    act("find-previous");
    is_int(memoir_notebook_view_position(view, view->current), 3, "and back");
    press_replace_all("two", "2");
    is_str(memoir_cell_get_source(memoir_document_get_cell(document, 0)), "one 2", "replaced");
    is_str(memoir_cell_get_source(memoir_document_get_cell(document, 3)), "2", "everywhere");
    ok(gtk_widget_get_height(view->find_bar) > 30, "the bar has its place");
    memoir_find_bar_close(MEMOIR_FIND_BAR(view->find_bar));
    settle();
    is_int(gtk_widget_get_height(view->find_bar), 0, "and none when it is closed");
    act("undo");
    is_str(memoir_cell_get_source(memoir_document_get_cell(document, 0)), "one two", "one step");
    is_str(memoir_cell_get_source(memoir_document_get_cell(document, 3)), "two", "undoes all");
}

static void test_drop(void)
{
    MemoirNotebookView *other;
    g_autoptr(MemoirDocument) into = memoir_document_new("memoir", "Memoir");

    SHOW("c a", "c b", "c c");
    act("extend-next");
    memoir_notebook_view_drop(view, view, 3);
    is_dump("c:c [c:a <c:b>]", "dropped at the end");
    memoir_notebook_view_drop(view, view, 0);
    is_dump("[c:a <c:b>] c:c", "and at the begin");
    memoir_notebook_view_drop(view, view, 1);
    is_dump("[c:a <c:b>] c:c", "onto themselves nothing happens");
    other = g_object_ref_sink(MEMOIR_NOTEBOOK_VIEW(memoir_notebook_view_new(into)));
    memoir_notebook_view_drop(other, view, 0);
    is_int(memoir_document_get_n_cells(into), 3, "to another notebook they are copied");
    g_object_unref(other);
}

static double top_of(guint n)
{
    graphene_rect_t bounds;

    return gtk_widget_compute_bounds(GTK_WIDGET(nth(n)), view->scrolled, &bounds) ? bounds.origin.y
                                                                                  : -1e9;
}

static void test_scroll(void)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) lines = g_string_new("x");
    double before;
    json_t *outputs;

    for (int i = 0; i < 200; i++)
        g_ptr_array_add(texts, g_strdup_printf("c cell_%d = 0\n# more\n# lines", i));
    g_ptr_array_add(texts, NULL);
    show((const char *const *)texts->pdata);
    memoir_notebook_view_select(view, 100);
    settle();
    before = top_of(100);
    ok(before >= 0 && before < 700, "cell 100 of 200 is seen (at %g)", before);
    outputs = json_pack("[{s:s, s:s, s:s}]", "output_type", "stream", "name", "stdout", "text",
                        "1\n2\n3\n4\n5\n6\n7\n8\n");
    memoir_cell_set_outputs(memoir_document_get_cell(document, 50), outputs);
    json_decref(outputs);
    settle();
    is_int(top_of(100), before, "and stays in its place when one above it grows");
    for (int i = 0; i < 60; i++)
        g_string_append(lines, "\nx");
    memoir_cell_set_source(memoir_document_get_cell(document, 98), lines->str);
    settle();
    is_int(top_of(100), before, "when one just above it grows");
    memoir_document_delete(document, 10, 5);
    settle();
    is_int(top_of(95), before, "when cells above it go");
    memoir_notebook_view_select(view, 0);
    settle();
    ok(top_of(0) >= 0, "the first cell is seen again");
    act("select-last");
    act("select-first");
    act("page-down");
    ok(top_of(0) < -300 && top_of(0) > -700, "a page further (first cell at %g)", top_of(0));
}

static gboolean is_idle(gpointer data)
{
    return memoir_session_get_state(memoir_notebook_view_get_session(view)) ==
               MEMOIR_SESSION_IDLE &&
           memoir_cell_get_state(memoir_document_get_cell(document, GPOINTER_TO_UINT(data))) ==
               MEMOIR_CELL_IDLE;
}

static gboolean has_dialog(gpointer data)
{
    g_autoptr(GList) windows = gtk_window_list_toplevels();

    for (GList *link = windows; link; link = link->next) {
        if (ADW_IS_MESSAGE_DIALOG(link->data)) {
            *(AdwMessageDialog **)data = link->data;
            return TRUE;
        }
    }
    return FALSE;
}

static int count_of(guint n)
{
    return memoir_cell_get_execution_count(memoir_document_get_cell(document, n));
}

static void test_run(void)
{
    AdwMessageDialog *dialog = NULL;

    SHOW("c a = 1", "m text", "c b = a", "c c = b");
    acts("run-and-next", "c:a = 1 [<m:text>] c:b = a c:c = b");
    memoir_notebook_view_select(view, 2);
    act("run-below");
    ok(until(is_idle, GUINT_TO_POINTER(3)), "run below");
    is_int(count_of(0), 1, "the first ran once");
    is_int(count_of(3), 3, "the last as third");
    act("run-above");
    ok(until(is_idle, GUINT_TO_POINTER(0)), "run above");
    is_int(count_of(0), 4, "the first ran again");
    is_int(count_of(2), 2, "the selected one did not");
    memoir_notebook_view_command(view, "run-all");
    memoir_notebook_view_command(view, "cancel-all");
    ok(until(is_idle, GUINT_TO_POINTER(3)), "run all, and empty the queue");
    is_int(count_of(3), 3, "the last did not run");
    act("clear-all-outputs");
    is_int(count_of(2), 0, "cleared");
    act("restart-and-run-all");
    ok(until(has_dialog, &dialog), "a restart is asked about first");
    adw_message_dialog_response(dialog, "yes");
    gtk_window_destroy(GTK_WINDOW(dialog));
    ok(until(is_idle, GUINT_TO_POINTER(3)), "restarted");
    is_int(count_of(3), 3, "all ran in the new kernel");
    memoir_notebook_view_select(view, 3);
    acts("run-and-next", "c:a = 1 m:text c:b = a c:c = b [<!c:>]");
    ok(until(is_idle, GUINT_TO_POINTER(3)), "ran");
    memoir_notebook_view_select(view, 0);
    acts("run-and-insert", "c:a = 1 [<!c:>] m:text c:b = a c:c = b c:");
    ok(until(is_idle, GUINT_TO_POINTER(0)), "ran");
    memoir_session_shutdown(memoir_notebook_view_get_session(view));
}

int main(int argc, char **argv)
{
    if (argc > 1)
        g_setenv("MEMOIR_KERNEL", argv[1], TRUE);
    adw_init();
    gtk_source_init();
    window = gtk_window_new();
    gtk_window_set_default_size(GTK_WINDOW(window), 1000, 700);
    gtk_window_present(GTK_WINDOW(window));
    test_select();
    test_change();
    test_clipboard();
    test_paste_text();
    test_types();
    test_text_undo();
    test_fold();
    test_find();
    test_drop();
    test_scroll();
    test_run();
    gtk_window_destroy(GTK_WINDOW(window));
    return done();
}
