#include "gui/memoir-page.h"

#include "gui/memoir-timeline-view.h"

struct _MemoirPage {
    GtkBox parent;
    MemoirNotebookView *view;
    GtkRevealer *death, *changed;
    GtkLabel *death_title, *last_words, *changed_title;
    GtkWidget *words_frame, *show_cell;
    MemoirTimelineView *last_timeline;
};

G_DEFINE_FINAL_TYPE(MemoirPage, memoir_page, GTK_TYPE_BOX)

static void reveal(GtkRevealer *revealer, gboolean reveal)
{
    gtk_revealer_set_reveal_child(revealer, reveal);
    gtk_widget_set_can_target(GTK_WIDGET(revealer), reveal);
}

/* ---- a dead kernel ---- */

static MemoirSession *session_of(MemoirPage *self)
{
    return memoir_notebook_view_get_session(self->view);
}

static void show_death(MemoirPage *self)
{
    MemoirSession *session = session_of(self);
    const char *death = memoir_session_get_death(session);
    MemoirCell *cell = memoir_session_get_fatal_cell(session);
    const struct tl_timeline *timeline = cell ? memoir_cell_get_timeline(cell) : NULL;
    g_autofree char *title = NULL;
    g_autofree char *words = NULL;
    int count;

    reveal(self->death, death != NULL);
    if (!death)
        return;
    count = cell ? memoir_cell_get_execution_count(cell) : 0;
    if (count > 0)
        title =
            g_strdup_printf("%s Cell [%d] was running; what it had defined is lost.", death, count);
    else
        title = g_strdup(death);
    words = memoir_session_dup_last_words(session);
    gtk_label_set_text(self->death_title, title);
    gtk_label_set_text(self->last_words, words);
    gtk_widget_set_visible(self->words_frame, *words != '\0');
    gtk_widget_set_visible(self->show_cell, cell != NULL);
    memoir_timeline_view_set_timeline(self->last_timeline, timeline);
    gtk_widget_set_visible(GTK_WIDGET(self->last_timeline), timeline != NULL);
}

static void on_restart(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirPage *self = MEMOIR_PAGE(widget);
    g_autoptr(GError) error = NULL;

    /* From a dead one it cannot fail at once: what goes wrong is told by its next death. */
    if (!memoir_session_restart(session_of(self), &error))
        g_warning("cannot restart the kernel: %s", error->message);
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
}

static void on_show_fatal_cell(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirPage *self = MEMOIR_PAGE(widget);
    MemoirCell *cell = memoir_session_get_fatal_cell(session_of(self));
    int position =
        cell ? memoir_document_find(memoir_notebook_view_get_document(self->view), cell) : -1;

    if (position >= 0)
        memoir_notebook_view_select(self->view, (guint)position);
}

/* ---- a file that changed ---- */

static void show_changed(MemoirPage *self)
{
    MemoirDocument *document = memoir_notebook_view_get_document(self->view);
    g_autofree char *name = memoir_document_dup_title(document);
    g_autofree char *title = g_strdup_printf(
        memoir_document_get_modified(document)
            ? "%s was changed by another program. Reloading takes that over; what you changed "
              "here comes back by undo."
            : "%s was changed by another program.",
        name);
    gboolean changed;

    g_object_get(document, "changed-on-disk", &changed, NULL);
    gtk_label_set_text(self->changed_title, title);
    reveal(self->changed, changed);
}

static void on_reload(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirPage *self = MEMOIR_PAGE(widget);
    g_autoptr(GError) error = NULL;

    if (!memoir_document_reload(memoir_notebook_view_get_document(self->view), &error))
        gtk_label_set_text(self->changed_title, error->message);
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
}

static void on_keep_mine(GtkWidget *widget, const char *name, GVariant *parameter)
{
    MemoirPage *self = MEMOIR_PAGE(widget);

    memoir_document_keep_mine(memoir_notebook_view_get_document(self->view));
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
}

/* ---- the object ---- */

MemoirNotebookView *memoir_page_get_view(MemoirPage *self) { return self->view; }

GtkWidget *memoir_page_new(MemoirDocument *document)
{
    MemoirPage *self = g_object_new(MEMOIR_TYPE_PAGE, NULL);
    GtkWidget *view = memoir_notebook_view_new(document);

    self->view = MEMOIR_NOTEBOOK_VIEW(view);
    gtk_widget_set_vexpand(view, TRUE);
    gtk_box_append(GTK_BOX(self), view);
    g_signal_connect_object(session_of(self), "notify::state", G_CALLBACK(show_death), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(document, "notify::changed-on-disk", G_CALLBACK(show_changed), self,
                            G_CONNECT_SWAPPED);
    show_death(self);
    show_changed(self);
    return GTK_WIDGET(self);
}

static gboolean memoir_page_grab_focus(GtkWidget *widget)
{
    return gtk_widget_grab_focus(GTK_WIDGET(MEMOIR_PAGE(widget)->view));
}

static void memoir_page_class_init(MemoirPageClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    g_type_ensure(MEMOIR_TYPE_TIMELINE_VIEW);
    widget_class->grab_focus = memoir_page_grab_focus;
    gtk_widget_class_set_template_from_resource(widget_class,
                                                "/io/github/memoir_notebook/Memoir/memoir-page.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, death);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, death_title);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, last_words);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, words_frame);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, last_timeline);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, show_cell);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, changed);
    gtk_widget_class_bind_template_child(widget_class, MemoirPage, changed_title);
    gtk_widget_class_install_action(widget_class, "page.restart", NULL, on_restart);
    gtk_widget_class_install_action(widget_class, "page.show-fatal-cell", NULL, on_show_fatal_cell);
    gtk_widget_class_install_action(widget_class, "page.reload", NULL, on_reload);
    gtk_widget_class_install_action(widget_class, "page.keep-mine", NULL, on_keep_mine);
}

static void memoir_page_init(MemoirPage *self) { gtk_widget_init_template(GTK_WIDGET(self)); }
