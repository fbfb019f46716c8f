/* What frames with timelines cost: measure-timelines [FRAMES]. Measures, does not judge; needs a
 * display. A frame is counted from the frame clock's before-paint to its after-paint, in time of
 * the processor, which does not depend on what else the machine does. */
#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "gui/memoir-life-strip.h"
#include "gui/memoir-timeline-view.h"
#include "tests/plots/make.h"

enum { VIEWS = 4, BUCKETS = 4096 };

static GArray *frames;
static gint64 began;
static struct tl_timeline full;

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

static void report(const char *what, double *data)
{
    qsort(frames->data, frames->len, sizeof(double), by_size);
    data = (double *)(void *)frames->data;
    printf("%-44s %5u frames, median %5.2f ms, 95%% %5.2f ms, longest %5.2f ms\n", what,
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

/* The first part of the run, as a kernel tells it while it goes on. */
static void cut(struct tl_timeline *to, gsize buckets)
{
    tl_timeline_copy(to, &full);
    to->buckets.n = buckets;
    to->duration_ns = full.buckets.t_ns[buckets - 1] + 1;
    while (to->n_collections && to->collections[to->n_collections - 1].t_ns > to->duration_ns)
        to->n_collections--;
    while (to->rss.n && to->rss.t_ns[to->rss.n - 1] > to->duration_ns)
        to->rss.n--;
    to->end_bytes = full.buckets.last[buckets - 1];
}

static GtkEventController *controller_of(GtkWidget *widget, GType type)
{
    g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(widget);

    for (guint i = 0;; i++) {
        g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);

        if (!controller || g_type_is_a(G_OBJECT_TYPE(controller), type))
            return controller;
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 200;
    g_autoptr(GListStore) cells = NULL;
    g_autoptr(MemoirCell) cell = NULL;
    g_autoptr(MemoirKernelLife) life = NULL;
    GtkWidget *views[VIEWS], *window, *box, *strip;
    gint64 setting = 0, start;

    gtk_init();
    adw_init();
    frames = g_array_new(FALSE, FALSE, sizeof(double));
    make_random(&full, 5, BUCKETS, 400, 200);
    cells = g_list_store_new(MEMOIR_TYPE_CELL);
    cell = memoir_cell_new("code", "x = 1");
    g_list_store_append(cells, cell);
    life = memoir_kernel_life_new(G_LIST_MODEL(cells));
    window = gtk_window_new();
    box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    strip = memoir_life_strip_new(life);
    gtk_box_append(GTK_BOX(box), strip);
    for (int i = 0; i < VIEWS; i++) {
        views[i] = memoir_timeline_view_new();
        gtk_widget_set_size_request(views[i], 480, 240);
        memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(views[i]), &full);
        gtk_box_append(GTK_BOX(box), views[i]);
    }
    gtk_window_set_child(GTK_WINDOW(window), box);
    gtk_window_present(GTK_WINDOW(window));
    while (!gtk_widget_get_mapped(views[0]) || !gtk_widget_get_height(views[0]))
        g_main_context_iteration(NULL, TRUE);
    g_signal_connect(gtk_widget_get_frame_clock(window), "before-paint", G_CALLBACK(on_before),
                     NULL);
    g_signal_connect(gtk_widget_get_frame_clock(window), "after-paint", G_CALLBACK(on_after),
                     NULL);
    for (int i = 0; i < 10; i++)
        wait_frame(window);
    g_array_set_size(frames, 0);

    for (int i = 0; i < n; i++) {
        struct tl_timeline part;

        cut(&part, (gsize)(BUCKETS * (i + 1) / n));
        start = now_us();
        memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(views[0]), &part);
        setting += now_us() - start;
        tl_timeline_finish(&part);
        wait_frame(views[0]);
    }
    report("a curve of up to 4096 buckets grows", NULL);
    printf("%-44s %.2f ms each, beside the frame\n", "  taking the timeline over",
           (double)setting / 1000 / n);

    GtkEventController *motion = controller_of(views[1], GTK_TYPE_EVENT_CONTROLLER_MOTION);
    for (int i = 0; i < n; i++) {
        g_signal_emit_by_name(motion, "motion", 80.0 + 300.0 * i / n, 120.0);
        wait_frame(views[1]);
    }
    report("the pointer moves over a curve", NULL);

    GtkEventController *keys = controller_of(views[2], GTK_TYPE_EVENT_CONTROLLER_KEY);
    for (int i = 0; i < n; i++) {
        gboolean handled;

        g_signal_emit_by_name(keys, "key-pressed", i % 40 < 20 ? GDK_KEY_plus : GDK_KEY_minus, 0,
                              0, &handled);
        wait_frame(views[2]);
    }
    report("zooming in and out", NULL);

    for (int i = 0; i < n; i++) {
        json_t *json = tl_to_json(&full);

        memoir_cell_set_state(cell, MEMOIR_CELL_RUNNING);
        memoir_cell_set_timeline_json(cell, json);
        json_decref(json);
        memoir_cell_set_state(cell, MEMOIR_CELL_IDLE);
        wait_frame(strip);
    }
    report("the strip of up to as many runs grows", NULL);
    gtk_window_destroy(GTK_WINDOW(window));
    tl_timeline_finish(&full);
    g_array_unref(frames);
    return 0;
}
