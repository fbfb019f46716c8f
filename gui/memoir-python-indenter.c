#include "gui/memoir-python-indenter.h"

#include "gui/memoir-python.h"

struct _MemoirPythonIndenter {
    GObject parent;
};

static void indenter_init(GtkSourceIndenterInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(MemoirPythonIndenter, memoir_python_indenter, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_INDENTER, indenter_init))

static gboolean is_trigger(GtkSourceIndenter *indenter, GtkSourceView *view,
                           const GtkTextIter *location, GdkModifierType state, guint key)
{
    return (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) &&
           !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK));
}

static void indent(GtkSourceIndenter *indenter, GtkSourceView *view, GtkTextIter *iter)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(view));
    GtkTextIter start, end = *iter;
    g_autofree char *before = NULL;
    g_autofree char *spaces = NULL;

    gtk_text_buffer_get_start_iter(buffer, &start);
    gtk_text_iter_set_line_offset(&end, 0);
    gtk_text_iter_backward_char(&end);
    before = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    spaces = g_strnfill(memoir_python_indentation(before), ' ');
    gtk_text_buffer_insert(buffer, iter, spaces, -1);
}

static void indenter_init(GtkSourceIndenterInterface *interface)
{
    interface->is_trigger = is_trigger;
    interface->indent = indent;
}

static void memoir_python_indenter_class_init(MemoirPythonIndenterClass *class) {}

static void memoir_python_indenter_init(MemoirPythonIndenter *self) {}

GtkSourceIndenter *memoir_python_indenter_new(void)
{
    return g_object_new(MEMOIR_TYPE_PYTHON_INDENTER, NULL);
}
