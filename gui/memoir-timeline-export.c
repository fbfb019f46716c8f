#include "gui/memoir-timeline-export.h"

#include <adwaita.h>
#include <string.h>

static const char *const endings[] = {
    [OUTPUT_PNG] = "png",
    [OUTPUT_SVG] = "svg",
    [OUTPUT_PDF] = "pdf",
};

MemoirExportItem *memoir_export_item_new(const char *name, const struct tl_timeline *timeline)
{
    MemoirExportItem *item = g_new0(MemoirExportItem, 1);

    if (!tl_timeline_copy(&item->timeline, timeline)) {
        g_free(item);
        return NULL;
    }
    item->name = g_strdup(name);
    return item;
}

void memoir_export_item_free(MemoirExportItem *item)
{
    tl_timeline_finish(&item->timeline);
    g_free(item->name);
    g_free(item);
}

gboolean memoir_export_format(const char *path, enum output_format *format)
{
    const char *dot = strrchr(path, '.');

    for (gsize i = 0; dot && i < G_N_ELEMENTS(endings); i++) {
        if (g_ascii_strcasecmp(dot + 1, endings[i]) == 0) {
            *format = (enum output_format)i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean memoir_export_write(const MemoirExportItem *item, const char *path,
                             const struct output_options *options, GError **error)
{
    struct output_picture picture;
    struct tl_error reason;
    gboolean ok = output_picture_init(&picture, &item->timeline, options, &reason);

    if (ok) {
        ok = output_save(path, &picture, &reason);
        output_picture_finish(&picture);
    }
    if (!ok)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, reason.text);
    return ok;
}

gboolean memoir_export_write_all(GPtrArray *items, const char *folder,
                                 const struct output_options *options, GError **error)
{
    for (guint i = 0; i < items->len; i++) {
        const MemoirExportItem *item = g_ptr_array_index(items, i);
        g_autofree char *file = g_strconcat(item->name, ".", endings[options->format], NULL);
        g_autofree char *path = g_build_filename(folder, file, NULL);

        if (!memoir_export_write(item, path, options, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- asking ---- */

typedef struct {
    GPtrArray *items;
    struct output_options options;
    gboolean folder; /* all into a folder */
    GtkWindow *parent;
} Question;

static void question_free(Question *question)
{
    g_clear_weak_pointer(&question->parent);
    g_ptr_array_unref(question->items);
    g_free(question);
}

static void complain(GtkWindow *parent, const char *text)
{
    GtkWidget *dialog = adw_message_dialog_new(parent, "The Picture Cannot Be Written", NULL);

    adw_message_dialog_set_body(ADW_MESSAGE_DIALOG(dialog), text);
    adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(dialog), "close", "_Close");
    gtk_window_present(GTK_WINDOW(dialog));
}

/* The chosen filter, where the name has no ending of ours. */
static char *with_ending(GtkFileChooser *chooser, char *path, enum output_format *format)
{
    GtkFileFilter *filter = gtk_file_chooser_get_filter(chooser);
    const char *name = filter ? gtk_file_filter_get_name(filter) : NULL;
    char *longer;

    if (memoir_export_format(path, format))
        return path;
    *format = OUTPUT_PNG;
    for (gsize i = 0; name && i < G_N_ELEMENTS(endings); i++) {
        if (g_ascii_strcasecmp(name, endings[i]) == 0)
            *format = (enum output_format)i;
    }
    longer = g_strconcat(path, ".", endings[*format], NULL);
    g_free(path);
    return longer;
}

static void on_response(GtkNativeDialog *native, int response, Question *question)
{
    GtkFileChooser *chooser = GTK_FILE_CHOOSER(native);
    g_autoptr(GFile) file = gtk_file_chooser_get_file(chooser);
    g_autofree char *path = file ? g_file_get_path(file) : NULL;
    g_autoptr(GError) error = NULL;

    if (response == GTK_RESPONSE_ACCEPT && path && question->folder) {
        const char *choice = gtk_file_chooser_get_choice(chooser, "format");
        g_autofree char *ending = g_strconcat(".", choice ? choice : "png", NULL);

        memoir_export_format(ending, &question->options.format);
        memoir_export_write_all(question->items, path, &question->options, &error);
    } else if (response == GTK_RESPONSE_ACCEPT && path) {
        path = with_ending(chooser, g_steal_pointer(&path), &question->options.format);
        memoir_export_write(g_ptr_array_index(question->items, 0), path, &question->options,
                            &error);
    }
    if (error)
        complain(question->parent, error->message);
    question_free(question);
    g_object_unref(native);
}

static void ask(GtkWidget *widget, GPtrArray *items, const struct output_options *options,
                gboolean folder)
{
    GtkRoot *root = gtk_widget_get_root(widget);
    GtkWindow *parent = GTK_IS_WINDOW(root) ? GTK_WINDOW(root) : NULL;
    GtkFileChooserNative *native = gtk_file_chooser_native_new(
        folder ? "Export Timelines" : "Export Timeline", parent,
        folder ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER : GTK_FILE_CHOOSER_ACTION_SAVE,
        "_Export", NULL);
    GtkFileChooser *chooser = GTK_FILE_CHOOSER(native);
    Question *question = g_new0(Question, 1);

    question->items = g_ptr_array_ref(items);
    question->options = *options;
    question->folder = folder;
    g_set_weak_pointer(&question->parent, parent);
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(native), TRUE);
    if (folder) {
        static const char *const labels[] = {"PNG", "SVG", "PDF", NULL};
        static const char *const ids[] = {"png", "svg", "pdf", NULL};

        gtk_file_chooser_add_choice(chooser, "format", "Format", (const char **)ids,
                                    (const char **)labels);
        gtk_file_chooser_set_choice(chooser, "format", "png");
    } else {
        const MemoirExportItem *item = g_ptr_array_index(items, 0);
        g_autofree char *name = g_strconcat(item->name, ".png", NULL);

        for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
            g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
            g_autofree char *title = g_ascii_strup(endings[i], -1);

            gtk_file_filter_set_name(filter, title);
            gtk_file_filter_add_suffix(filter, endings[i]);
            gtk_file_chooser_add_filter(chooser, filter);
        }
        gtk_file_chooser_set_current_name(chooser, name);
    }
    g_signal_connect(native, "response", G_CALLBACK(on_response), question);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(native));
}

void memoir_export_ask(GtkWidget *widget, const MemoirExportItem *item,
                       const struct output_options *options)
{
    g_autoptr(GPtrArray) items =
        g_ptr_array_new_with_free_func((GDestroyNotify)memoir_export_item_free);
    MemoirExportItem *copy = memoir_export_item_new(item->name, &item->timeline);

    if (!copy)
        return;
    g_ptr_array_add(items, copy);
    ask(widget, items, options, FALSE);
}

void memoir_export_ask_all(GtkWidget *widget, GPtrArray *items,
                           const struct output_options *options)
{
    if (items->len > 0)
        ask(widget, items, options, TRUE);
}
