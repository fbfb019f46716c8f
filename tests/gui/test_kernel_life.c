/* The life of a kernel: that every run is kept as it was, and that the strip shows each and leads
 * to its cell. Needs a display. */
#include <adwaita.h>

#include "gui/memoir-life-strip.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

static int changes;
static int activated = -1;

static void on_changed(MemoirKernelLife *life)
{
    changes++;
}

static void on_activated(MemoirLifeStrip *strip, guint run)
{
    activated = (int)run;
}

static json_t *make_json(guint64 seed, gsize buckets)
{
    struct tl_timeline timeline;
    json_t *json;

    make_random(&timeline, seed, buckets, 0, 2);
    json = tl_to_json(&timeline);
    tl_timeline_finish(&timeline);
    return json;
}

static void give_timeline(MemoirCell *cell, guint64 seed, gsize buckets)
{
    json_t *json = make_json(seed, buckets);

    memoir_cell_set_timeline_json(cell, json);
    json_decref(json);
}

static void run(MemoirCell *cell, int count, guint64 seed)
{
    memoir_cell_set_state(cell, MEMOIR_CELL_QUEUED);
    memoir_cell_set_state(cell, MEMOIR_CELL_RUNNING);
    memoir_cell_set_execution_count(cell, count);
    give_timeline(cell, seed, 100);
    give_timeline(cell, seed, 400);
    memoir_cell_set_state(cell, MEMOIR_CELL_IDLE);
}

static void test_life(void)
{
    g_autoptr(GListStore) cells = g_list_store_new(MEMOIR_TYPE_CELL);
    g_autoptr(MemoirCell) a = memoir_cell_new("code", "first = 1\nmore");
    g_autoptr(MemoirCell) b = memoir_cell_new("code", "second = 2");
    g_autoptr(MemoirKernelLife) life = NULL;
    const MemoirLifeRun *last;
    struct tl_timeline timeline;
    gint64 low = G_MAXINT64, high = 0;
    json_t *json;

    g_list_store_append(cells, a);
    life = memoir_kernel_life_new(G_LIST_MODEL(cells));
    g_signal_connect(life, "changed", G_CALLBACK(on_changed), NULL);
    g_list_store_append(cells, b);
    is_int(memoir_kernel_life_get_n_runs(life), 0, "nothing ran yet");
    run(a, 1, 5);
    run(b, 2, 6);
    run(a, 3, 7);
    is_int(memoir_kernel_life_get_n_runs(life), 3, "each run of a cell is one of the life");
    ok(changes >= 9, "it tells of beginnings, ends and what happens between");
    is_str(memoir_kernel_life_get_run(life, 0)->title, "first = 1", "a run has its first line");
    is_int(memoir_kernel_life_get_run(life, 0)->count, 1,
           "and the number it had, though the cell has another now");
    ok(memoir_kernel_life_get_run(life, 2)->ended >= memoir_kernel_life_get_run(life, 2)->began,
       "and its times");

    last = memoir_kernel_life_get_run(life, 2);
    json = make_json(7, 400);
    tl_from_json(&timeline, json, NULL);
    json_decref(json);
    for (int i = 0; i < MEMOIR_LIFE_SLICES; i++) {
        low = MIN(low, last->slices[i].min);
        high = MAX(high, last->slices[i].max);
    }
    is_int(high, timeline.peak.bytes, "the small curve has the peak");
    gint64 least = timeline.start_bytes;
    for (gsize i = 0; i < timeline.buckets.n; i++)
        least = MIN(least, timeline.buckets.min[i]);
    is_int(low, least, "and the lowest point");
    is_int(last->slices[MEMOIR_LIFE_SLICES - 1].last, timeline.end_bytes, "and the end");
    tl_timeline_finish(&timeline);

    g_list_store_remove(cells, 0);
    is_int(memoir_kernel_life_get_n_runs(life), 3, "a cell that goes leaves its runs");
    changes = 0;
    run(a, 9, 9);
    is_int(changes, 0, "and is watched no more");
    g_clear_object(&a);
    ok(memoir_kernel_life_dup_cell(life, 0) == NULL, "there is no way to a cell that is gone");
    g_autoptr(MemoirCell) same = memoir_kernel_life_dup_cell(life, 1);
    ok(same == b, "but to the others");
    memoir_cell_set_timeline_json(b, NULL);
    ok(memoir_kernel_life_get_run(life, 1)->measured, "forgetting a timeline changes no run");
    memoir_kernel_life_clear(life);
    ok(memoir_kernel_life_get_n_runs(life) == 0 && memoir_kernel_life_get_peak(life) == 0,
       "a new kernel begins anew");
}

static gboolean press(GtkWidget *widget, guint key)
{
    g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(widget);
    gboolean handled = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
        g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);

        if (GTK_IS_EVENT_CONTROLLER_KEY(controller))
            g_signal_emit_by_name(controller, "key-pressed", key, 0, 0, &handled);
    }
    return handled;
}

static void wait_for_width(GtkWidget *widget)
{
    gint64 end = g_get_monotonic_time() + 20 * G_TIME_SPAN_SECOND;

    while (gtk_widget_get_width(widget) < 100 && g_get_monotonic_time() < end)
        g_main_context_iteration(NULL, TRUE);
}

static void test_strip(void)
{
    g_autoptr(GListStore) cells = g_list_store_new(MEMOIR_TYPE_CELL);
    g_autoptr(MemoirCell) cell = memoir_cell_new("code", "x = 1");
    g_autoptr(MemoirKernelLife) life = memoir_kernel_life_new(G_LIST_MODEL(cells));
    MemoirLifeStrip *strip = MEMOIR_LIFE_STRIP(memoir_life_strip_new(life));
    GtkWidget *widget = GTK_WIDGET(strip), *window = gtk_window_new();
    double x, width, end = 0;
    gboolean apart = TRUE, found = TRUE;

    ok(!gtk_widget_get_visible(widget), "the strip hides until there is something to show");
    g_list_store_append(cells, cell);
    gtk_window_set_child(GTK_WINDOW(window), widget);
    gtk_window_set_default_size(GTK_WINDOW(window), 800, 100);
    gtk_window_present(GTK_WINDOW(window));
    memoir_cell_set_state(cell, MEMOIR_CELL_RUNNING);
    memoir_cell_set_state(cell, MEMOIR_CELL_IDLE);
    ok(!gtk_widget_get_visible(widget), "and while the kernel measures nothing");
    for (int i = 1; i < 12; i++)
        run(cell, i, (guint64)i);
    wait_for_width(widget);
    ok(gtk_widget_get_visible(widget), "then it is there");
    for (guint i = 0; memoir_life_strip_get_bounds(strip, i, &x, &width); i++) {
        apart &= width >= 20 && x > end;
        end = x + width;
        found &= memoir_life_strip_get_run_at(strip, x + width / 2) == (int)i;
    }
    ok(apart, "runs stand beside each other, none too narrow to point at");
    ok(found, "and each is found where it stands");
    ok(end <= 800, "few fit into the strip");
    is_int(memoir_life_strip_get_run_at(strip, 2), -1, "the margin is no run");

    for (int i = 12; i < 80; i++)
        run(cell, i, (guint64)i);
    memoir_life_strip_get_bounds(strip, 79 - 1, &x, &width);
    ok(x + width <= 800, "with many the newest is to be seen");
    g_signal_connect(strip, "run-activated", G_CALLBACK(on_activated), NULL);
    press(widget, GDK_KEY_Home);
    memoir_life_strip_get_bounds(strip, 0, &x, &width);
    ok(x >= 0, "Home shows the first");
    press(widget, GDK_KEY_Right);
    press(widget, GDK_KEY_Return);
    is_int(activated, 1, "Return goes to the cell of the run beside it");
    run(cell, 80, 3);
    double same;
    memoir_life_strip_get_bounds(strip, 0, &same, &width);
    ok(same >= 0, "who looks at the first runs is left there when another ends");
    memoir_kernel_life_clear(life);
    ok(!gtk_widget_get_visible(widget), "a new kernel has an empty strip");
    gtk_window_destroy(GTK_WINDOW(window));
}

int main(int argc, char **argv)
{
    gtk_test_init(&argc, &argv);
    adw_init();
    test_life();
    test_strip();
    return done();
}
