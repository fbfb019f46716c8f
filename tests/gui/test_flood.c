/* A cell that prints ten million lines, shown while it does: its first and last lines stay, memory
 * does not grow with the rest, and the frames go on. Argument: the kernel. How long frames took is
 * told as a comment, and not judged. */
#include <adwaita.h>
#include <stdlib.h>

#include "gui/memoir-outputs-view.h"
#include "gui/memoir-session.h"
#include "protocol/outputs.h"
#include "tests/tap.h"

#define LINES 10000000

static gint64 frame_began, longest;
static GArray *frames;

static void on_before_paint(GdkFrameClock *clock, gpointer data)
{
    frame_began = g_get_monotonic_time();
}

static void on_after_paint(GdkFrameClock *clock, gpointer data)
{
    gint64 took = g_get_monotonic_time() - frame_began;

    longest = MAX(longest, took);
    g_array_append_val(frames, took);
}

static gboolean tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
    return G_SOURCE_CONTINUE;
}

static void on_outputs(MemoirCell *cell, MemoirOutputsView *view)
{
    memoir_outputs_view_set(view, memoir_cell_get_outputs(cell), NULL);
}

/* MiB; the address sanitizer keeps back what was freed, 256 MiB of it. */
#ifdef __SANITIZE_ADDRESS__
#define MOST_GROWTH (96 + 256)
#else
#define MOST_GROWTH 96
#endif

/* In MiB. */
static long resident(void)
{
    g_autofree char *text = NULL;

    g_file_get_contents("/proc/self/statm", &text, NULL, NULL);
    return text ? atol(strchr(text, ' ')) * 4096 / (1024 * 1024) : 0;
}

static int by_size(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

static gboolean give_up(gpointer data)
{
    *(gboolean *)data = TRUE;
    return G_SOURCE_REMOVE;
}

/* The labels of all buttons that are seen. */
static void find_buttons(GtkWidget *widget, GString *labels)
{
    if (GTK_IS_BUTTON(widget) && gtk_widget_get_mapped(widget))
        g_string_append(labels, gtk_button_get_label(GTK_BUTTON(widget)));
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child))
        find_buttons(child, labels);
}

static void test_flood(MemoirSession *session, MemoirOutputsView *view)
{
    g_autofree char *source = g_strdup_printf("for i in range(%d): print(i)", LINES);
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", source);
    g_autoptr(GString) labels = g_string_new(NULL);
    gboolean late = FALSE;
    guint timer = g_timeout_add_seconds(500, give_up, &late);
    long before = resident(), after;
    const char *text;
    gsize length = 0, cut = 0;

    g_signal_connect(cell, "outputs-changed", G_CALLBACK(on_outputs), view);
    ok(memoir_session_run(session, cell, NULL), "run");
    while (memoir_cell_get_state(cell) != MEMOIR_CELL_IDLE && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    ok(!late, "ended");
    after = resident();
    is_int((long long)json_array_size(memoir_cell_get_outputs(cell)), 1, "one output");
    text = jp_json_text_value(
        json_object_get(json_array_get(memoir_cell_get_outputs(cell), 0), "text"), &length);
    ok(text && g_str_has_prefix(text, "0\n1\n2\n"), "the first lines are there");
    ok(text && g_str_has_suffix(text, "\n9999998\n9999999\n"), "the last lines are there");
    ok(text && length < 4 << 20, "not much more");
    ok(text && jp_outputs_find_cut(text, length, &cut) && cut > LINES / 2,
       "and how many are missing");
    ok(after - before < MOST_GROWTH, "memory grew by %ld MiB", after - before);
    find_buttons(GTK_WIDGET(view), labels);
    is_str(labels->str, "… 9,999,880 lines hidden …", "the view says how many lines it hides");
    g_array_sort(frames, by_size);
    if (frames->len > 0)
        printf("# %u frames, median %.1f ms, longest %.1f ms\n", frames->len,
               (double)g_array_index(frames, gint64, frames->len / 2) / 1000,
               (double)longest / 1000);
}

int main(int argc, char **argv)
{
    MemoirSession *session;
    GtkWidget *window, *scrolled, *view;
    GdkFrameClock *clock;

    if (argc < 2)
        return 1;
    g_setenv("MEMOIR_KERNEL", argv[1], TRUE);
    adw_init();
    frames = g_array_new(FALSE, FALSE, sizeof(gint64));
    window = gtk_window_new();
    scrolled = gtk_scrolled_window_new();
    view = memoir_outputs_view_new();
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scrolled), view);
    gtk_window_set_child(GTK_WINDOW(window), scrolled);
    gtk_window_set_default_size(GTK_WINDOW(window), 1000, 800);
    gtk_window_present(GTK_WINDOW(window));
    clock = gtk_widget_get_frame_clock(window);
    g_signal_connect(clock, "before-paint", G_CALLBACK(on_before_paint), NULL);
    g_signal_connect(clock, "after-paint", G_CALLBACK(on_after_paint), NULL);
    gtk_widget_add_tick_callback(window, tick, NULL, NULL);
    session = memoir_session_new("memoir", NULL);
    test_flood(session, MEMOIR_OUTPUTS_VIEW(view));
    g_object_unref(session);
    gtk_window_destroy(GTK_WINDOW(window));
    g_array_unref(frames);
    return done();
}
