#include "gui/memoir-outline.h"

#include <adwaita.h>
#include <string.h>

#include "gui/memoir-headings.h"

#define INDENT 14

typedef struct {
    MemoirHeading heading;
    guint position;
} Entry;

struct _MemoirOutline {
    GtkWidget parent;
    GtkWidget *scrolled, *list, *empty, *stack;
    GArray *entries;
};

G_DEFINE_FINAL_TYPE(MemoirOutline, memoir_outline, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void entry_clear(gpointer data) { g_free(((Entry *)data)->heading.text); }

static GArray *read_entries(MemoirDocument *document)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));

    g_array_set_clear_func(entries, entry_clear);
    for (guint i = 0; i < memoir_document_get_n_cells(document); i++) {
        MemoirCell *cell = memoir_document_get_cell(document, i);
        g_autoptr(GPtrArray) headings = NULL;

        if (strcmp(memoir_cell_get_cell_type(cell), "markdown") != 0)
            continue;
        headings = memoir_headings_parse(memoir_cell_get_source(cell));
        for (guint k = 0; k < headings->len; k++) {
            MemoirHeading *heading = g_ptr_array_index(headings, k);
            Entry entry = {{heading->level, g_strdup(heading->text)}, i};

            g_array_append_val(entries, entry);
        }
    }
    return entries;
}

static gboolean same_headings(const GArray *a, const GArray *b)
{
    if (a->len != b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++) {
        const Entry *one = &g_array_index(a, Entry, i), *other = &g_array_index(b, Entry, i);

        if (one->heading.level != other->heading.level ||
            strcmp(one->heading.text, other->heading.text) != 0)
            return FALSE;
    }
    return TRUE;
}

static GtkWidget *make_row(const MemoirHeading *heading, guint top)
{
    GtkWidget *label = gtk_label_new(*heading->text ? heading->text : "(empty)");

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text(label, heading->text);
    gtk_widget_set_margin_start(label, (int)(heading->level - top) * INDENT);
    if (heading->level == top)
        gtk_widget_add_css_class(label, "heading");
    return label;
}

void memoir_outline_update(MemoirOutline *self, MemoirDocument *document)
{
    GArray *entries = read_entries(document);
    gboolean same = same_headings(entries, self->entries);
    GtkWidget *row;
    guint top = 6;

    g_array_unref(self->entries);
    self->entries = entries;
    gtk_stack_set_visible_child(GTK_STACK(self->stack),
                                entries->len > 0 ? self->scrolled : self->empty);
    if (same)
        return;
    while ((row = gtk_widget_get_first_child(self->list)))
        gtk_list_box_remove(GTK_LIST_BOX(self->list), row);
    for (guint i = 0; i < entries->len; i++)
        top = MIN(top, g_array_index(entries, Entry, i).heading.level);
    for (guint i = 0; i < entries->len; i++)
        gtk_list_box_append(GTK_LIST_BOX(self->list),
                            make_row(&g_array_index(entries, Entry, i).heading, top));
}

void memoir_outline_set_current(MemoirOutline *self, guint position)
{
    GtkListBoxRow *row = NULL;

    for (guint i = 0; i < self->entries->len; i++) {
        if (g_array_index(self->entries, Entry, i).position > position)
            break;
        /* Of several in one cell, the first. */
        if (!row || g_array_index(self->entries, Entry, i).position !=
                        g_array_index(self->entries, Entry, i - 1).position)
            row = gtk_list_box_get_row_at_index(GTK_LIST_BOX(self->list), (int)i);
    }
    gtk_list_box_select_row(GTK_LIST_BOX(self->list), row);
}

static void on_activated(GtkListBox *list, GtkListBoxRow *row, MemoirOutline *self)
{
    guint i = (guint)gtk_list_box_row_get_index(row);

    if (i < self->entries->len)
        g_signal_emit(self, signals[CHOSEN], 0, g_array_index(self->entries, Entry, i).position);
}

static void memoir_outline_dispose(GObject *object)
{
    g_clear_pointer(&MEMOIR_OUTLINE(object)->stack, gtk_widget_unparent);
    G_OBJECT_CLASS(memoir_outline_parent_class)->dispose(object);
}

static void memoir_outline_finalize(GObject *object)
{
    g_array_unref(MEMOIR_OUTLINE(object)->entries);
    G_OBJECT_CLASS(memoir_outline_parent_class)->finalize(object);
}

static void memoir_outline_class_init(MemoirOutlineClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_outline_dispose;
    G_OBJECT_CLASS(class)->finalize = memoir_outline_finalize;
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "outline");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
    signals[CHOSEN] = g_signal_new("chosen", MEMOIR_TYPE_OUTLINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void memoir_outline_init(MemoirOutline *self)
{
    self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    self->stack = gtk_stack_new();
    self->scrolled = gtk_scrolled_window_new();
    self->list = gtk_list_box_new();
    self->empty = gtk_label_new("Headings of Markdown cells are listed here.");
    gtk_label_set_wrap(GTK_LABEL(self->empty), TRUE);
    gtk_label_set_justify(GTK_LABEL(self->empty), GTK_JUSTIFY_CENTER);
    gtk_widget_add_css_class(self->empty, "dim-label");
    gtk_widget_set_margin_start(self->empty, 18);
    gtk_widget_set_margin_end(self->empty, 18);
    gtk_widget_add_css_class(self->list, "navigation-sidebar");
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   "Outline", -1);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scrolled), self->list);
    gtk_stack_add_child(GTK_STACK(self->stack), self->empty);
    gtk_stack_add_child(GTK_STACK(self->stack), self->scrolled);
    gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
    gtk_widget_set_size_request(GTK_WIDGET(self), 220, -1);
    g_signal_connect(self->list, "row-activated", G_CALLBACK(on_activated), self);
}

GtkWidget *memoir_outline_new(void) { return g_object_new(MEMOIR_TYPE_OUTLINE, NULL); }
