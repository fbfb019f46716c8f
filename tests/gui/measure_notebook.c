/* What frames of a whole notebook cost: measure-notebook KERNEL NOTEBOOK. Opens it, scrolls from
 * its begin to its end, types into it, and lets a cell print as fast as it can. Measures, does not
 * judge; needs a display and GSETTINGS_SCHEMA_DIR. A frame is counted from the frame clock's
 * before-paint to its after-paint, in time of the processor. */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <stdlib.h>
#include <time.h>

#include "gui/memoir-notebook-private.h"

#define SCROLL_BY 40
#define MOST_FRAMES 2000
#define FLOOD "for i in range(300000): print('line', i)"

static GArray *frames;
static gint64 began;
static GtkWidget *window;

static gint64 now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void on_before(GdkFrameClock *clock)
{
    began = now_us();
}

static void on_after(GdkFrameClock *clock)
{
    double ms = (double)(now_us() - began) / 1000;

    if (began)
        g_array_append_val(frames, ms);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void report(const char *what)
{
    double *data = (double *)(void *)frames->data;

    qsort(data, frames->len, sizeof(double), by_size);
    printf("%-32s %5u frames, median %6.2f ms, 95%% %6.2f ms, longest %6.2f ms\n", what,
           frames->len, data[frames->len / 2], data[frames->len * 95 / 100],
           data[frames->len - 1]);
    g_array_set_size(frames, 0);
}

static void wait_frame(GtkWidget *widget)
{
    guint n = frames->len;

    gtk_widget_queue_draw(widget);
    while (frames->len == n)
        g_main_context_iteration(NULL, TRUE);
}

static void scroll(MemoirNotebookView *view)
{
    GtkAdjustment *adjustment =
        gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(view->scrolled));
    double last = -1;

    for (int i = 0; i < MOST_FRAMES && gtk_adjustment_get_value(adjustment) > last; i++) {
        last = gtk_adjustment_get_value(adjustment);
        memoir_column_scroll(MEMOIR_COLUMN(view->column), SCROLL_BY);
        wait_frame(view->column);
    }
    report("scrolling");
}

static void type(MemoirNotebookView *view)
{
    GtkTextBuffer *buffer;

    memoir_notebook_view_select(view, memoir_document_get_n_cells(view->document) / 2);
    memoir_notebook_view_command(view, "insert-below");
    memoir_notebook_view_command(view, "edit");
    wait_frame(view->column);
    g_array_set_size(frames, 0);
    buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(memoir_notebook_view_get_editor(view)));
    for (int i = 0; i < 200; i++) {
        gtk_text_buffer_insert_at_cursor(buffer, i % 40 == 39 ? "\n" : "x", 1);
        wait_frame(view->column);
    }
    report("typing in the middle");
}

static void flood(MemoirNotebookView *view)
{
    MemoirCell *cell;
    guint first, n;

    memoir_notebook_view_get_selection(view, &first, &n);
    cell = memoir_document_get_cell(view->document, first);
    memoir_cell_set_source(cell, FLOOD);
    memoir_notebook_view_command(view, "run");
    while (memoir_cell_get_state(cell) != MEMOIR_CELL_IDLE)
        wait_frame(view->column);
    report("a cell that prints 300,000 lines");
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MemoirDocument) document = NULL;
    MemoirNotebookView *view;
    GdkFrameClock *clock;
    gint64 start;

    if (argc < 3) {
        fputs("usage: measure-notebook KERNEL NOTEBOOK\n", stderr);
        return 2;
    }
    g_setenv("MEMOIR_KERNEL", argv[1], TRUE);
    adw_init();
    gtk_source_init();
    frames = g_array_new(FALSE, FALSE, sizeof(double));
    window = gtk_window_new();
    gtk_window_set_default_size(GTK_WINDOW(window), 1280, 800);
    gtk_window_present(GTK_WINDOW(window));
    clock = gtk_widget_get_frame_clock(window);
    g_signal_connect(clock, "before-paint", G_CALLBACK(on_before), NULL);
    g_signal_connect(clock, "after-paint", G_CALLBACK(on_after), NULL);
    wait_frame(window);

    start = now_us();
    document = memoir_document_load(argv[2], &error);
    if (!document) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf("%u cells: read in %.0f ms, ", memoir_document_get_n_cells(document),
           (double)(now_us() - start) / 1000);
    view = MEMOIR_NOTEBOOK_VIEW(memoir_notebook_view_new(document));
    gtk_window_set_child(GTK_WINDOW(window), GTK_WIDGET(view));
    memoir_notebook_view_select(view, 0);
    wait_frame(view->column);
    printf("first frame after %.0f ms\n", (double)(now_us() - start) / 1000);
    for (int i = 0; i < 20; i++)
        wait_frame(view->column);
    g_array_set_size(frames, 0);
    scroll(view);
    type(view);
    flood(view);
    memoir_session_shutdown(memoir_notebook_view_get_session(view));
    gtk_window_destroy(GTK_WINDOW(window));
    g_array_unref(frames);
    return 0;
}
