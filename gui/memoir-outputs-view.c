#include "gui/memoir-outputs-view.h"

#include "gui/memoir-format.h"
#include "gui/memoir-output-view.h"

#define FIRST_OUTPUTS 50
#define LAST_OUTPUTS 50
#define MORE_OUTPUTS 200

struct _MemoirOutputsView {
    GtkWidget parent;
    json_t *outputs;
    char *folder;
    GtkWidget *first, *more, *last;
    gsize extra; /* outputs that are shown beyond the first ones */
};

G_DEFINE_FINAL_TYPE(MemoirOutputsView, memoir_outputs_view, GTK_TYPE_WIDGET)

/* Show outputs begin ... end - 1 in a box, whose views are used again. */
static void fill(MemoirOutputsView *self, GtkWidget *box, gsize begin, gsize end)
{
    GtkWidget *child = gtk_widget_get_first_child(box);

    for (gsize i = begin; i < end; i++) {
        if (!child) {
            child = memoir_output_view_new();
            gtk_box_append(GTK_BOX(box), child);
        }
        memoir_output_view_set_output(MEMOIR_OUTPUT_VIEW(child), json_array_get(self->outputs, i),
                                      self->folder);
        child = gtk_widget_get_next_sibling(child);
    }
    while (child) {
        GtkWidget *next = gtk_widget_get_next_sibling(child);

        gtk_box_remove(GTK_BOX(box), child);
        child = next;
    }
    gtk_widget_set_visible(box, begin < end);
}

static void refresh(MemoirOutputsView *self)
{
    gsize n = json_array_size(self->outputs);
    gsize first = FIRST_OUTPUTS + self->extra;
    g_autofree char *count = NULL;
    g_autofree char *label = NULL;

    if (n <= first + LAST_OUTPUTS) {
        fill(self, self->first, 0, n);
        fill(self, self->last, n, n);
        gtk_widget_set_visible(self->more, FALSE);
        return;
    }
    fill(self, self->first, 0, first);
    fill(self, self->last, n - LAST_OUTPUTS, n);
    count = memoir_format_count(n - first - LAST_OUTPUTS);
    label = g_strdup_printf("… %s outputs hidden …", count);
    gtk_button_set_label(GTK_BUTTON(self->more), label);
    gtk_widget_set_visible(self->more, TRUE);
}

static void on_more(GtkButton *button, MemoirOutputsView *self)
{
    self->extra += MORE_OUTPUTS;
    refresh(self);
}

void memoir_outputs_view_set(MemoirOutputsView *self, json_t *outputs, const char *folder)
{
    json_incref(outputs);
    json_decref(self->outputs);
    self->outputs = outputs;
    g_free(self->folder);
    self->folder = g_strdup(folder);
    if (json_array_size(outputs) == 0)
        self->extra = 0;
    refresh(self);
}

GtkWidget *memoir_outputs_view_new(void) { return g_object_new(MEMOIR_TYPE_OUTPUTS_VIEW, NULL); }

static void memoir_outputs_view_dispose(GObject *object)
{
    MemoirOutputsView *self = MEMOIR_OUTPUTS_VIEW(object);

    g_clear_pointer(&self->first, gtk_widget_unparent);
    g_clear_pointer(&self->more, gtk_widget_unparent);
    g_clear_pointer(&self->last, gtk_widget_unparent);
    G_OBJECT_CLASS(memoir_outputs_view_parent_class)->dispose(object);
}

static void memoir_outputs_view_finalize(GObject *object)
{
    MemoirOutputsView *self = MEMOIR_OUTPUTS_VIEW(object);

    json_decref(self->outputs);
    g_free(self->folder);
    G_OBJECT_CLASS(memoir_outputs_view_parent_class)->finalize(object);
}

static void memoir_outputs_view_class_init(MemoirOutputsViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_outputs_view_dispose;
    G_OBJECT_CLASS(class)->finalize = memoir_outputs_view_finalize;
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "outputs");
}

static void memoir_outputs_view_init(MemoirOutputsView *self)
{
    GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));

    gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
    gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 4);
    self->first = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    self->more = gtk_button_new();
    self->last = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    gtk_widget_add_css_class(self->more, "flat");
    gtk_widget_add_css_class(self->more, "dim-label");
    gtk_widget_set_halign(self->more, GTK_ALIGN_START);
    g_signal_connect(self->more, "clicked", G_CALLBACK(on_more), self);
    gtk_widget_set_parent(self->first, GTK_WIDGET(self));
    gtk_widget_set_parent(self->more, GTK_WIDGET(self));
    gtk_widget_set_parent(self->last, GTK_WIDGET(self));
    gtk_widget_set_visible(self->more, FALSE);
    gtk_widget_set_visible(self->last, FALSE);
}
