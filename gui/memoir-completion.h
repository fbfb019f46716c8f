/*
 * MemoirCompletion: the kernel's completions for a cell's editor, by complete_request. Only on
 * demand: nothing pops up while one types.
 */
#pragma once

#include <gtksourceview/gtksource.h>

#include "gui/memoir-session.h"

G_BEGIN_DECLS

#define MEMOIR_TYPE_COMPLETION (memoir_completion_get_type())
G_DECLARE_FINAL_TYPE(MemoirCompletion, memoir_completion, MEMOIR, COMPLETION, GObject)

GtkSourceCompletionProvider *memoir_completion_new(MemoirSession *session);
/* Of MemoirCompletionProposal, from a complete_reply's content. */
GListStore *memoir_completion_read_reply(const json_t *content);

G_END_DECLS
