/* The timeline's widget and what belongs to it, on a display but without a notebook: keys go to
 * its controller, what it tells is read back. Needs a display, GTK_A11Y=test. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "gui/memoir-timeline-export.h"
#include "gui/memoir-timeline-popover.h"
#include "gui/memoir-timeline-table.h"
#include "gui/memoir-timeline-view.h"
#include "plots/timeline_table.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

static struct tl_timeline timeline;
static gint64 pointed = -1, activated = -1;
static char *called;

static void on_pointed(MemoirTimelineView *view, gint64 line)
{
    pointed = line;
}

static void on_activated(MemoirTimelineView *view, gint64 line)
{
    activated = line;
}

static void on_called(MemoirTimelineView *view, const char *name, gint64 line)
{
    g_free(called);
    called = g_strdup(name);
    activated = line;
}

static void wait_for(gboolean (*condition)(gpointer), gpointer data)
{
    gint64 end = g_get_monotonic_time() + 20 * G_TIME_SPAN_SECOND;

    while (!condition(data) && g_get_monotonic_time() < end)
        g_main_context_iteration(NULL, g_get_monotonic_time() & 1);
}

static gboolean has_size(gpointer widget)
{
    return gtk_widget_get_mapped(widget) && gtk_widget_get_width(widget) > 100;
}

static gboolean is_mapped(gpointer widget)
{
    return gtk_widget_get_mapped(widget);
}

static GtkWidget *make_view(MemoirTimelineScale *scale)
{
    GtkWidget *view = memoir_timeline_view_new();

    if (scale)
        memoir_timeline_view_set_scale(MEMOIR_TIMELINE_VIEW(view), scale);
    memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(view), &timeline);
    g_signal_connect(view, "line-pointed", G_CALLBACK(on_pointed), NULL);
    g_signal_connect(view, "line-activated", G_CALLBACK(on_activated), NULL);
    g_signal_connect(view, "call-activated", G_CALLBACK(on_called), NULL);
    return view;
}

/* Views below each other in a frame that can have the focus. */
static GtkWidget *make_window(GtkWidget *first, GtkWidget *second)
{
    GtkWidget *window = gtk_window_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

    gtk_widget_set_focusable(box, TRUE);
    gtk_box_append(GTK_BOX(box), first);
    if (second)
        gtk_box_append(GTK_BOX(box), second);
    gtk_widget_set_vexpand(first, TRUE);
    gtk_window_set_child(GTK_WINDOW(window), box);
    gtk_window_set_default_size(GTK_WINDOW(window), 640, 400);
    gtk_window_present(GTK_WINDOW(window));
    wait_for(has_size, first);
    gtk_widget_grab_focus(first);
    return window;
}

static gboolean press(GtkWidget *view, guint key, GdkModifierType state)
{
    g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(view);
    gboolean handled = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
        g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i);

        if (GTK_IS_EVENT_CONTROLLER_KEY(controller))
            g_signal_emit_by_name(controller, "key-pressed", key, 0, state, &handled);
    }
    return handled;
}

static char *label_of(GtkWidget *view)
{
    /* The check gives the value that is there when it is not the wanted one. */
    return gtk_test_accessible_check_property(GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "\x01");
}

static gboolean says(GtkWidget *view, const char *what)
{
    g_autofree char *label = label_of(view);
    gboolean found = label && strstr(label, what);

    if (!found)
        printf("# \"%s\" is not in: %s\n", what, label ? label : "(nothing)");
    return found;
}

static struct output_options shown(GtkWidget *view)
{
    struct output_options options;

    memoir_timeline_view_get_output_options(MEMOIR_TIMELINE_VIEW(view), &options);
    return options;
}

static void test_keys(void)
{
    GtkWidget *view = make_view(NULL), *window = make_window(view, NULL);
    char summary[256];
    g_autofree char *wrong = NULL;

    ok(gtk_accessible_get_accessible_role(GTK_ACCESSIBLE(view)) == GTK_ACCESSIBLE_ROLE_IMG,
       "its role is a picture");
    wrong = gtk_test_accessible_check_property(GTK_ACCESSIBLE(view),
                                               GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                               tl_summary(&timeline, summary, sizeof(summary)));
    is_str(wrong, NULL, "its description is the summary");
    ok(says(view, "Memory timeline"), "its label says what it is");
    press(view, GDK_KEY_Right, 0);
    ok(says(view, "live ") && says(view, "RSS "), "a step tells the values there");
    press(view, GDK_KEY_period, 0);
    ok(says(view, "entered") || says(view, "collection") || says(view, "left") ||
       says(view, "peak"), "a step to an event tells which");
    ok(pointed >= 0, "and points at its line");
    press(view, GDK_KEY_Home, 0);
    ok(says(view, "at 0 s"), "Home goes to the beginning");
    press(view, GDK_KEY_End, GDK_SHIFT_MASK);
    ok(says(view, "change ") && says(view, "refcount ") && says(view, "collections "),
       "a selection tells its difference and what was freed");
    press(view, GDK_KEY_Escape, 0);
    press(view, GDK_KEY_plus, 0);
    ok(shown(view).x1 - shown(view).x0 < timeline.duration_ns, "plus zooms");
    int64_t x0 = shown(view).x0;
    press(view, GDK_KEY_a, 0);
    ok(shown(view).x0 <= x0, "A pans");
    press(view, GDK_KEY_f, 0);
    ok(shown(view).x0 == 0 && shown(view).x1 == timeline.duration_ns, "F fits");
    /* A selection of the first columns, and into it. */
    press(view, GDK_KEY_Home, 0);
    for (int i = 0; i < 40; i++)
        press(view, GDK_KEY_Right, GDK_SHIFT_MASK);
    press(view, GDK_KEY_Return, 0);
    ok(shown(view).x0 == 0 && shown(view).x1 < timeline.duration_ns / 4,
       "Return zooms into the selection");
    press(view, GDK_KEY_f, 0);
    ok(!press(view, GDK_KEY_Return, GDK_CONTROL_MASK), "other keys are left to others");
    press(view, GDK_KEY_Escape, 0);
    press(view, GDK_KEY_Escape, 0);
    ok(gtk_widget_has_focus(gtk_widget_get_parent(view)), "Escape at last leaves the view");
    is_int(pointed, 0, "and no line is pointed at");
    memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(view), NULL);
    ok(!press(view, GDK_KEY_Right, 0), "without a timeline no key does anything");
    gtk_window_destroy(GTK_WINDOW(window));
}

static GtkWidget *popover_of(GtkWidget *view)
{
    GtkWidget *child = gtk_widget_get_first_child(view);

    while (child && !MEMOIR_IS_TIMELINE_POPOVER(child))
        child = gtk_widget_get_next_sibling(child);
    return child;
}

static GtkWidget *find_button(GtkWidget *widget)
{
    for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
         child = gtk_widget_get_next_sibling(child)) {
        GtkWidget *button = GTK_IS_BUTTON(child) ? child : find_button(child);

        if (button)
            return button;
    }
    return NULL;
}

static void test_facts(void)
{
    GtkWidget *view = make_view(NULL), *window = make_window(view, NULL), *popover = NULL;

    for (int i = 0; i < 200 && !popover; i++) {
        press(view, GDK_KEY_period, 0);
        if (says(view, "entered")) {
            press(view, GDK_KEY_Return, 0);
            popover = popover_of(view);
        }
    }
    if (ok(popover != NULL, "Return at a call opens its facts")) {
        wait_for(is_mapped, popover);
        ok(gtk_widget_get_mapped(popover), "they are to be seen");
        activated = -1;
        g_signal_emit_by_name(find_button(popover), "clicked");
        ok(activated > 0 && called && *called, "and lead to the function's code");
    }
    gtk_window_destroy(GTK_WINDOW(window));
}

static void test_scale(void)
{
    g_autoptr(MemoirTimelineScale) scale = memoir_timeline_scale_new();
    GtkWidget *one = make_view(scale), *two = make_view(scale);
    GtkWidget *window = make_window(one, two);
    struct tl_timeline big;

    is_int(shown(one).y1, 0, "each has its own scale at first");
    tl_timeline_copy(&big, &timeline);
    big.peak.bytes *= 50;
    memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(two), &big);
    g_object_set(scale, "shared", TRUE, NULL);
    ok(shown(one).y1 >= big.peak.bytes && shown(one).y1 == shown(two).y1,
       "a shared one reaches over the highest of all");
    memoir_timeline_view_set_timeline(MEMOIR_TIMELINE_VIEW(two), NULL);
    ok(shown(one).y1 >= timeline.peak.bytes && shown(one).y1 < big.peak.bytes,
       "and comes down when that one goes");
    press(one, GDK_KEY_plus, 0);
    g_object_set(scale, "axis", "allocated", NULL);
    is_int(shown(one).axis, PLOT_ALLOCATED, "the axis is bytes allocated when they all want it");
    ok(shown(one).x0 == 0 && shown(one).x1 == timeline.totals.allocated,
       "and shows the whole run");
    press(one, GDK_KEY_plus, 0);
    ok(shown(one).x1 - shown(one).x0 < timeline.totals.allocated, "one can zoom there, too");
    gtk_window_destroy(GTK_WINDOW(window));
    tl_timeline_finish(&big);
}

static void test_copy(void)
{
    GtkWidget *view = make_view(NULL), *window = make_window(view, NULL);
    GdkClipboard *clipboard = gtk_widget_get_clipboard(view);
    GValue value = G_VALUE_INIT;
    GdkTexture *texture;

    gtk_widget_activate_action(view, "timeline.copy", NULL);
    g_value_init(&value, GDK_TYPE_TEXTURE);
    if (ok(gdk_content_provider_get_value(gdk_clipboard_get_content(clipboard), &value, NULL),
           "a picture is in the clipboard")) {
        texture = g_value_get_object(&value);
        is_int(gdk_texture_get_width(texture), 2 * gtk_widget_get_width(view),
               "twice as fine as on the screen");
    }
    g_value_unset(&value);
    gtk_window_destroy(GTK_WINDOW(window));
}

static void test_table(void)
{
    GtkWidget *table = g_object_ref_sink(memoir_timeline_table_new(&timeline));
    g_autofree char *got = memoir_timeline_table_dup_text(MEMOIR_TIMELINE_TABLE(table), FALSE);
    g_autofree char *none = memoir_timeline_table_dup_text(MEMOIR_TIMELINE_TABLE(table), TRUE);
    char *wanted = tl_table_text(&timeline, TL_TABLE_CURVE);

    is_str(got, wanted, "the table copied is the curve's numbers");
    ok(strchr(none, '\n') && !strchr(none, '\n')[1], "nothing selected: the titles alone");
    gtk_window_present(GTK_WINDOW(table));
    wait_for(is_mapped, table);
    ok(gtk_widget_get_mapped(table), "and it is to be seen");
    gtk_window_destroy(GTK_WINDOW(table));
    g_object_unref(table);
    free(wanted);
}

static gboolean begins(const char *folder, const char *file, const char *with)
{
    g_autofree char *path = g_build_filename(folder, file, NULL);
    g_autofree char *content = NULL;
    gsize length;
    gboolean yes = g_file_get_contents(path, &content, &length, NULL) &&
                   length > strlen(with) && memcmp(content, with, strlen(with)) == 0;

    g_remove(path);
    return yes;
}

static void test_export(void)
{
    static const char *const beginnings[] = {"\x89PNG", "<?xml", "%PDF"};
    static const char *const endings[] = {"png", "svg", "pdf"};
    g_autofree char *folder = g_dir_make_tmp("memoir-export-XXXXXX", NULL);
    g_autoptr(GPtrArray) items =
        g_ptr_array_new_with_free_func((GDestroyNotify)memoir_export_item_free);
    g_autoptr(GError) error = NULL;
    struct output_options options = {.width = 480, .height = 240, .scale = 1,
                                     .theme = &plot_light};

    g_ptr_array_add(items, memoir_export_item_new("one", &timeline));
    g_ptr_array_add(items, memoir_export_item_new("two", &timeline));
    for (int i = 0; i < 3; i++) {
        g_autofree char *one = g_strconcat("one.", endings[i], NULL);
        g_autofree char *two = g_strconcat("two.", endings[i], NULL);

        ok(memoir_export_format(one, &options.format) && (int)options.format == i,
           "the ending %s names its format", endings[i]);
        ok(memoir_export_write_all(items, folder, &options, NULL), "all are written");
        ok(begins(folder, one, beginnings[i]) && begins(folder, two, beginnings[i]),
           "as what they are named");
    }
    ok(!memoir_export_format("one.jpeg", &options.format), "another ending is none of ours");
    ok(!memoir_export_write_all(items, "/nonexistent/folder", &options, &error) && error &&
           strstr(error->message, "/nonexistent/folder/one.pdf"),
       "what cannot be written is named");
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    gtk_test_init(&argc, &argv);
    adw_init();
    make_random(&timeline, 21, 900, 24, 12);
    test_keys();
    test_facts();
    test_scale();
    test_copy();
    test_table();
    test_export();
    g_free(called);
    tl_timeline_finish(&timeline);
    return done();
}
