#include "gui/memoir-json-view.h"

#include <string.h>

#include "protocol/json.h"

/* Of one list or object, at a time. */
#define MOST_ROWS 100
#define MOST_TEXT 2000

static GtkWidget *row_new(const char *key, json_t *value);

typedef struct {
    json_t *value;
    gsize begin;
} Rest;

static void rest_free(gpointer data, GClosure *closure)
{
    Rest *rest = data;

    json_decref(rest->value);
    g_free(rest);
}

/* ---- texts ---- */

static char *escape(const char *text) { return g_markup_escape_text(text, -1); }

static char *scalar_text(json_t *value)
{
    struct jp_buffer out = {0};
    struct jp_error error;
    char *text = NULL;

    if (jp_json_write(&out, value, JP_JSON_COMPACT, &error) == 0 && !out.failed)
        text = g_utf8_make_valid(out.data, (gssize)MIN(out.length, MOST_TEXT));
    if (text && out.length > MOST_TEXT) {
        char *longer = g_strconcat(text, "…", NULL);

        g_free(text);
        text = longer;
    }
    jp_buffer_finish(&out);
    return text ? text : g_strdup("");
}

static char *markup_of(const char *key, json_t *value)
{
    g_autofree char *name = key ? escape(key) : g_strdup("");
    const char *colon = key ? ": " : "";

    if (json_is_array(value))
        return g_strdup_printf("<b>%s</b>%s<span alpha=\"60%%\">[%zu]</span>", name, colon,
                               json_array_size(value));
    if (json_is_object(value))
        return g_strdup_printf("<b>%s</b>%s<span alpha=\"60%%\">{%zu}</span>", name, colon,
                               json_object_size(value));
    {
        g_autofree char *text = scalar_text(value);
        g_autofree char *escaped = escape(text);

        return g_strdup_printf("<b>%s</b>%s<tt>%s</tt>", name, colon, escaped);
    }
}

static GtkWidget *label_new(const char *key, json_t *value)
{
    g_autofree char *markup = markup_of(key, value);
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_markup(GTK_LABEL(label), markup);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    return label;
}

/* ---- rows ---- */

static void append_rows(GtkBox *box, json_t *value, gsize begin);

static void on_rest(GtkButton *button, Rest *rest)
{
    GtkBox *box = GTK_BOX(gtk_widget_get_parent(GTK_WIDGET(button)));
    g_autoptr(GtkWidget) kept = g_object_ref(GTK_WIDGET(button));

    gtk_box_remove(box, GTK_WIDGET(button));
    append_rows(box, rest->value, rest->begin);
}

static void append_rest(GtkBox *box, json_t *value, gsize begin, gsize n)
{
    g_autofree char *text = g_strdup_printf("… %" G_GSIZE_FORMAT " more", n - begin);
    GtkWidget *button = gtk_button_new_with_label(text);
    Rest *rest = g_new(Rest, 1);

    *rest = (Rest){json_incref(value), begin};
    gtk_widget_add_css_class(button, "flat");
    gtk_widget_set_halign(button, GTK_ALIGN_START);
    g_signal_connect_data(button, "clicked", G_CALLBACK(on_rest), rest, rest_free, 0);
    gtk_box_append(box, button);
}

static void append_rows(GtkBox *box, json_t *value, gsize begin)
{
    gsize n = json_is_array(value) ? json_array_size(value) : json_object_size(value);
    gsize end = MIN(n, begin + MOST_ROWS), i = 0;
    const char *key;
    json_t *item;

    if (json_is_array(value)) {
        for (i = begin; i < end; i++) {
            char index[24];

            g_snprintf(index, sizeof(index), "%" G_GSIZE_FORMAT, i);
            gtk_box_append(box, row_new(index, json_array_get(value, i)));
        }
    } else {
        json_object_foreach(value, key, item)
        {
            if (i >= begin && i < end)
                gtk_box_append(box, row_new(key, item));
            i++;
        }
    }
    if (end < n)
        append_rest(box, value, end, n);
}

static void on_expanded(GtkExpander *expander, GParamSpec *spec, json_t *value)
{
    if (gtk_expander_get_expanded(expander) && !gtk_expander_get_child(expander)) {
        GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

        gtk_widget_set_margin_start(box, 20);
        append_rows(GTK_BOX(box), value, 0);
        gtk_expander_set_child(expander, box);
    }
}

static void value_free(gpointer data, GClosure *closure) { json_decref(data); }

static GtkWidget *row_new(const char *key, json_t *value)
{
    GtkWidget *label = label_new(key, value), *expander;
    gboolean opens =
        json_is_array(value) ? json_array_size(value) > 0 : json_object_size(value) > 0;

    if (!opens) {
        gtk_label_set_selectable(GTK_LABEL(label), TRUE);
        gtk_widget_set_focusable(label, FALSE);
        gtk_widget_set_margin_start(label, 20);
        return label;
    }
    expander = gtk_expander_new(NULL);
    gtk_expander_set_label_widget(GTK_EXPANDER(expander), label);
    g_signal_connect_data(expander, "notify::expanded", G_CALLBACK(on_expanded), json_incref(value),
                          value_free, 0);
    return expander;
}

GtkWidget *memoir_json_view_new(json_t *value)
{
    GtkWidget *row = row_new(NULL, value);

    gtk_widget_add_css_class(row, "json");
    if (GTK_IS_EXPANDER(row))
        gtk_expander_set_expanded(GTK_EXPANDER(row), TRUE);
    return row;
}
