/* MemoirApplication: one instance, its windows, the files that are handed to it, drafts at start.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_APPLICATION (memoir_application_get_type())
G_DECLARE_FINAL_TYPE(MemoirApplication, memoir_application, MEMOIR, APPLICATION, AdwApplication)

MemoirApplication *memoir_application_new(void);

G_END_DECLS
