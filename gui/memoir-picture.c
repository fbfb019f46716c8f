#include "gui/memoir-picture.h"

struct _MemoirPicture {
    GtkWidget parent;
    GdkTexture *texture;
    MemoirImageSize size;
};

G_DEFINE_FINAL_TYPE(MemoirPicture, memoir_picture, GTK_TYPE_WIDGET)

static GtkSizeRequestMode memoir_picture_get_request_mode(GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int height_for(MemoirPicture *self, int width)
{
    if (width < 0 || width >= self->size.width)
        return self->size.height;
    return MAX(1, (int)((gint64)self->size.height * width / self->size.width));
}

static void memoir_picture_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                   int *minimum, int *natural, int *minimum_baseline,
                                   int *natural_baseline)
{
    MemoirPicture *self = MEMOIR_PICTURE(widget);

    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
        *minimum = 1;
        *natural = self->size.width;
    } else {
        *minimum = *natural = height_for(self, for_size);
    }
}

static void memoir_picture_snapshot(GtkWidget *widget, GtkSnapshot *snapshot)
{
    MemoirPicture *self = MEMOIR_PICTURE(widget);
    int width = MIN(gtk_widget_get_width(widget), self->size.width);
    graphene_rect_t bounds = GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height_for(self, width));

    gtk_snapshot_append_texture(snapshot, self->texture, &bounds);
}

static void memoir_picture_finalize(GObject *object)
{
    g_clear_object(&MEMOIR_PICTURE(object)->texture);
    G_OBJECT_CLASS(memoir_picture_parent_class)->finalize(object);
}

static void memoir_picture_class_init(MemoirPictureClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = memoir_picture_finalize;
    widget_class->get_request_mode = memoir_picture_get_request_mode;
    widget_class->measure = memoir_picture_measure;
    widget_class->snapshot = memoir_picture_snapshot;
    gtk_widget_class_set_css_name(widget_class, "picture");
    gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void memoir_picture_init(MemoirPicture *self)
{
    gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_START);
}

GtkWidget *memoir_picture_new(GdkPixbuf *pixbuf, MemoirImageSize size, const char *alternative)
{
    MemoirPicture *self = g_object_new(MEMOIR_TYPE_PICTURE, NULL);

    self->texture = gdk_texture_new_for_pixbuf(pixbuf);
    self->size = size;
    if (alternative && *alternative) {
        gtk_widget_set_tooltip_text(GTK_WIDGET(self), alternative);
        gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       alternative, -1);
    }
    return GTK_WIDGET(self);
}
