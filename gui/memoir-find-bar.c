#include "gui/memoir-find-bar.h"

struct _MemoirFindBar {
    GtkWidget parent;
    GtkWidget *revealer, *pattern, *count, *replacement_row, *replacement;
    GtkToggleButton *match_case, *word, *regex, *replacing;
    MemoirSearch *search;
};

G_DEFINE_FINAL_TYPE(MemoirFindBar, memoir_find_bar, GTK_TYPE_WIDGET)

enum { CHANGED, NEXT, PREVIOUS, REPLACE, REPLACE_ALL, N_SIGNALS };
static guint signals[N_SIGNALS];

static void update(MemoirFindBar *self)
{
    g_autoptr(GError) error = NULL;
    MemoirSearchFlags flags = 0;

    if (gtk_toggle_button_get_active(self->match_case))
        flags |= MEMOIR_SEARCH_CASE;
    if (gtk_toggle_button_get_active(self->word))
        flags |= MEMOIR_SEARCH_WORD;
    if (gtk_toggle_button_get_active(self->regex))
        flags |= MEMOIR_SEARCH_REGEX;
    g_clear_pointer(&self->search, memoir_search_free);
    if (memoir_find_bar_is_open(self))
        self->search =
            memoir_search_new(gtk_editable_get_text(GTK_EDITABLE(self->pattern)), flags, &error);
    if (error)
        gtk_widget_add_css_class(self->pattern, "error");
    else
        gtk_widget_remove_css_class(self->pattern, "error");
    gtk_widget_set_tooltip_text(self->pattern, error ? error->message : NULL);
    g_signal_emit(self, signals[CHANGED], 0);
}

static void show_replacement(MemoirFindBar *self)
{
    gtk_widget_set_visible(self->replacement_row, gtk_toggle_button_get_active(self->replacing));
}

gboolean memoir_find_bar_is_open(MemoirFindBar *self)
{
    return gtk_revealer_get_reveal_child(GTK_REVEALER(self->revealer));
}

void memoir_find_bar_open(MemoirFindBar *self, gboolean replace, const char *pattern)
{
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), TRUE);
    if (replace)
        gtk_toggle_button_set_active(self->replacing, TRUE);
    if (pattern && *pattern)
        gtk_editable_set_text(GTK_EDITABLE(self->pattern), pattern);
    update(self);
    gtk_widget_grab_focus(self->pattern);
    gtk_editable_select_region(GTK_EDITABLE(self->pattern), 0, -1);
}

void memoir_find_bar_close(MemoirFindBar *self)
{
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), FALSE);
    update(self);
}

MemoirSearch *memoir_find_bar_get_search(MemoirFindBar *self) { return self->search; }

const char *memoir_find_bar_get_replacement(MemoirFindBar *self)
{
    return gtk_editable_get_text(GTK_EDITABLE(self->replacement));
}

void memoir_find_bar_set_replacement(MemoirFindBar *self, const char *text)
{
    gtk_editable_set_text(GTK_EDITABLE(self->replacement), text);
}

void memoir_find_bar_set_count(MemoirFindBar *self, guint at, guint n)
{
    g_autofree char *text = NULL;

    if (!self->search)
        text = g_strdup("");
    else if (n == 0)
        text = g_strdup("None");
    else if (at == 0)
        text = g_strdup_printf("%u", n);
    else
        text = g_strdup_printf("%u of %u", at, n);
    gtk_label_set_text(GTK_LABEL(self->count), text);
}

/* ---- buttons and keys ---- */

static void on_next(MemoirFindBar *self) { g_signal_emit(self, signals[NEXT], 0); }

static void on_previous(MemoirFindBar *self) { g_signal_emit(self, signals[PREVIOUS], 0); }

static void on_replace(MemoirFindBar *self) { g_signal_emit(self, signals[REPLACE], 0); }

static void on_replace_all(MemoirFindBar *self) { g_signal_emit(self, signals[REPLACE_ALL], 0); }

/* Alt and a letter, as in other editors. */
static gboolean toggle(MemoirFindBar *self, guint key)
{
    const struct {
        guint key;
        GtkToggleButton *button;
    } keys[] = {{GDK_KEY_c, self->match_case}, {GDK_KEY_w, self->word}, {GDK_KEY_r, self->regex}};

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (keys[i].key == gdk_keyval_to_lower(key)) {
            gtk_toggle_button_set_active(keys[i].button,
                                         !gtk_toggle_button_get_active(keys[i].button));
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean on_key(GtkEventControllerKey *controller, guint key, guint code,
                       GdkModifierType state, MemoirFindBar *self)
{
    gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

    if (key == GDK_KEY_Escape)
        memoir_find_bar_close(self);
    else if (enter && (state & GDK_SHIFT_MASK))
        on_previous(self);
    else if (state & GDK_ALT_MASK)
        return toggle(self, key);
    else if (key == GDK_KEY_Tab && gtk_widget_has_focus(self->pattern) &&
             gtk_widget_get_visible(self->replacement_row))
        gtk_widget_grab_focus(self->replacement); /* the buttons come after both texts */
    else
        return GDK_EVENT_PROPAGATE;
    return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void memoir_find_bar_dispose(GObject *object)
{
    MemoirFindBar *self = MEMOIR_FIND_BAR(object);

    gtk_widget_dispose_template(GTK_WIDGET(self), MEMOIR_TYPE_FIND_BAR);
    g_clear_pointer(&self->search, memoir_search_free);
    G_OBJECT_CLASS(memoir_find_bar_parent_class)->dispose(object);
}

static void memoir_find_bar_class_init(MemoirFindBarClass *class)
{
    static const char *const names[] = {"changed", "next", "previous", "replace", "replace-all"};
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->dispose = memoir_find_bar_dispose;
    for (guint i = 0; i < N_SIGNALS; i++)
        signals[i] = g_signal_new(names[i], MEMOIR_TYPE_FIND_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(
        widget_class, "/io/github/memoir_notebook/Memoir/memoir-find-bar.ui");
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, revealer);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, pattern);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, count);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, replacement_row);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, replacement);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, match_case);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, word);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, regex);
    gtk_widget_class_bind_template_child(widget_class, MemoirFindBar, replacing);
    gtk_widget_class_bind_template_callback(widget_class, update);
    gtk_widget_class_bind_template_callback(widget_class, show_replacement);
    gtk_widget_class_bind_template_callback(widget_class, on_next);
    gtk_widget_class_bind_template_callback(widget_class, on_previous);
    gtk_widget_class_bind_template_callback(widget_class, on_replace);
    gtk_widget_class_bind_template_callback(widget_class, on_replace_all);
    gtk_widget_class_bind_template_callback(widget_class, memoir_find_bar_close);
    gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_css_name(widget_class, "findbar");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
}

static void memoir_find_bar_init(MemoirFindBar *self)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
    gtk_widget_add_controller(GTK_WIDGET(self), keys);
}

GtkWidget *memoir_find_bar_new(void) { return g_object_new(MEMOIR_TYPE_FIND_BAR, NULL); }
