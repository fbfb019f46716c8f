#include "gui/memoir-output-view.h"

#include <string.h>

#include "gui/memoir-json-view.h"
#include "gui/memoir-output-form.h"
#include "gui/memoir-output-text.h"
#include "gui/memoir-picture.h"
#include "gui/memoir-rich-view.h"

struct _MemoirOutputView {
    AdwBin parent;
    json_t *shown; /* the part of the output that decides, kept to know it again */
};

G_DEFINE_FINAL_TYPE(MemoirOutputView, memoir_output_view, ADW_TYPE_BIN)

static void show_text(MemoirOutputView *self, MemoirTextKind kind, const MemoirOutputForm *form)
{
    GtkWidget *view = adw_bin_get_child(ADW_BIN(self));

    if (!MEMOIR_IS_OUTPUT_TEXT(view)) {
        view = memoir_output_text_new();
        adw_bin_set_child(ADW_BIN(self), view);
    }
    memoir_output_text_set(MEMOIR_OUTPUT_TEXT(view), kind, form->text, form->length);
}

static void show_picture(MemoirOutputView *self, const MemoirOutputForm *form)
{
    GtkWidget *picture = memoir_picture_new(form->pixbuf, form->size, form->alternative);

    if (form->needs_background)
        gtk_widget_add_css_class(picture, "needs-background");
    adw_bin_set_child(ADW_BIN(self), picture);
}

static void show(MemoirOutputView *self, const MemoirOutputForm *form, const char *folder)
{
    switch (form->kind) {
    case MEMOIR_FORM_BLOCKS:
        adw_bin_set_child(ADW_BIN(self), memoir_rich_view_new(form->block, NULL, folder));
        break;
    case MEMOIR_FORM_IMAGE: show_picture(self, form); break;
    case MEMOIR_FORM_JSON:
        adw_bin_set_child(ADW_BIN(self), memoir_json_view_new(form->json));
        break;
    case MEMOIR_FORM_TEXT: show_text(self, MEMOIR_TEXT_PLAIN, form); break;
    case MEMOIR_FORM_STDERR: show_text(self, MEMOIR_TEXT_STDERR, form); break;
    case MEMOIR_FORM_ERROR: show_text(self, MEMOIR_TEXT_ERROR, form); break;
    case MEMOIR_FORM_NOTHING: break;
    }
}

void memoir_output_view_set_output(MemoirOutputView *self, json_t *output, const char *folder)
{
    const char *type = json_string_value(json_object_get(output, "output_type"));
    const char *key = g_strcmp0(type, "stream") == 0  ? "text"
                      : g_strcmp0(type, "error") == 0 ? "traceback"
                                                      : "data";
    json_t *part = json_object_get(output, key);
    g_auto(MemoirOutputForm) form = {0};

    if (part && part == self->shown)
        return;
    json_decref(self->shown);
    self->shown = json_incref(part);
    /* Vector pictures are drawn for screens of two pixels a unit. */
    memoir_output_form_init(&form, output, 2);
    show(self, &form, folder);
    gtk_widget_set_visible(GTK_WIDGET(self), form.kind != MEMOIR_FORM_NOTHING);
}

static void memoir_output_view_finalize(GObject *object)
{
    json_decref(MEMOIR_OUTPUT_VIEW(object)->shown);
    G_OBJECT_CLASS(memoir_output_view_parent_class)->finalize(object);
}

static void memoir_output_view_class_init(MemoirOutputViewClass *class)
{
    G_OBJECT_CLASS(class)->finalize = memoir_output_view_finalize;
}

static void memoir_output_view_init(MemoirOutputView *self) {}

GtkWidget *memoir_output_view_new(void)
{
    return g_object_new(MEMOIR_TYPE_OUTPUT_VIEW, NULL);
}
