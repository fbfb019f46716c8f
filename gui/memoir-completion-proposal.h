/* MemoirCompletionProposal: one of the kernel's completions. */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_COMPLETION_PROPOSAL (memoir_completion_proposal_get_type())
G_DECLARE_FINAL_TYPE(MemoirCompletionProposal, memoir_completion_proposal, MEMOIR,
                     COMPLETION_PROPOSAL, GObject)

/* `kind` ("function", "module" …) and `signature` may be NULL; `start` is where in the cell, in
 * characters, the text is put instead of what was typed. */
MemoirCompletionProposal *memoir_completion_proposal_new(const char *text, const char *kind,
                                                         const char *signature, guint start);
const char *memoir_completion_proposal_get_text(MemoirCompletionProposal *self);
const char *memoir_completion_proposal_get_kind(MemoirCompletionProposal *self);
const char *memoir_completion_proposal_get_signature(MemoirCompletionProposal *self);
guint memoir_completion_proposal_get_start(MemoirCompletionProposal *self);

G_END_DECLS
