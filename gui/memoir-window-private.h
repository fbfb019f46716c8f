/* What the files of MemoirWindow share. */
#pragma once

#include "gui/memoir-window.h"

#include "gui/memoir-page.h"

struct _MemoirWindow {
    AdwApplicationWindow parent;
    AdwTabView *tabs;
    AdwToastOverlay *toasts;
    AdwWindowTitle *title;
    AdwSplitButton *open;
    GtkLabel *kernel, *cell_type;
    GtkMenuButton *kernel_button;
    GSettings *settings;

    gboolean leaving;         /* what is modified is being saved, then closed */
    AdwTabPage *leaving_page; /* NULL: all of them, and the window */
    gboolean closing;         /* the question about unsaved changes was answered */
    gboolean closed;          /* the window goes away: what is open is remembered no more */
};

/* memoir-window.c */
MemoirNotebookView *memoir_window_view_of(AdwTabPage *page);
MemoirDocument *memoir_window_document_of(AdwTabPage *page);
/* NULL: no tab. */
MemoirNotebookView *memoir_window_get_view(MemoirWindow *self);
/* What cannot be overlooked, such as a file that could not be read. */
void memoir_window_alert(MemoirWindow *self, const char *heading, const char *text);

/* memoir-window-menus.c */
void memoir_window_install_menu_actions(GtkWidgetClass *widget_class);
void memoir_window_init_menus(MemoirWindow *self);
void memoir_window_show_kernel(MemoirWindow *self, MemoirSession *session);
void memoir_window_show_cell_type(MemoirWindow *self);

/* memoir-window-files.c: new, open, save. */
void memoir_window_install_file_actions(GtkWidgetClass *widget_class);
void memoir_window_init_files(MemoirWindow *self);
/* FALSE: it is not saved (yet): the person is told, or asked. */
gboolean memoir_window_save(MemoirWindow *self, MemoirDocument *document, const char *path);
void memoir_window_ask_path(MemoirWindow *self, MemoirDocument *document);

/* memoir-window-close.c: tabs and the window go away, saved first if wanted; what is open is
 * remembered for the next start. */
void memoir_window_install_close_actions(GtkWidgetClass *widget_class);
void memoir_window_init_close(MemoirWindow *self);
gboolean memoir_window_close_request(GtkWindow *window);
/* After a document was saved, or was not. */
void memoir_window_go_on_leaving(MemoirWindow *self, gboolean saved);
void memoir_window_remember(MemoirWindow *self);

/* memoir-window-export.c: printing, and files for other programs. */
void memoir_window_install_export_actions(GtkWidgetClass *widget_class);
