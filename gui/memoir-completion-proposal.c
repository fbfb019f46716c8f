#include "gui/memoir-completion-proposal.h"

struct _MemoirCompletionProposal {
    GObject parent;
    char *text, *kind, *signature;
    guint start;
};

static void proposal_init(GtkSourceCompletionProposalInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(MemoirCompletionProposal, memoir_completion_proposal, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_COMPLETION_PROPOSAL,
                                                    proposal_init))

static char *get_typed_text(GtkSourceCompletionProposal *proposal)
{
    return g_strdup(MEMOIR_COMPLETION_PROPOSAL(proposal)->text);
}

static void proposal_init(GtkSourceCompletionProposalInterface *interface)
{
    interface->get_typed_text = get_typed_text;
}

const char *memoir_completion_proposal_get_text(MemoirCompletionProposal *self)
{
    return self->text;
}

const char *memoir_completion_proposal_get_kind(MemoirCompletionProposal *self)
{
    return self->kind;
}

const char *memoir_completion_proposal_get_signature(MemoirCompletionProposal *self)
{
    return self->signature;
}

guint memoir_completion_proposal_get_start(MemoirCompletionProposal *self) { return self->start; }

static void memoir_completion_proposal_finalize(GObject *object)
{
    MemoirCompletionProposal *self = MEMOIR_COMPLETION_PROPOSAL(object);

    g_free(self->text);
    g_free(self->kind);
    g_free(self->signature);
    G_OBJECT_CLASS(memoir_completion_proposal_parent_class)->finalize(object);
}

static void memoir_completion_proposal_class_init(MemoirCompletionProposalClass *class)
{
    G_OBJECT_CLASS(class)->finalize = memoir_completion_proposal_finalize;
}

static void memoir_completion_proposal_init(MemoirCompletionProposal *self) {}

MemoirCompletionProposal *memoir_completion_proposal_new(const char *text, const char *kind,
                                                         const char *signature, guint start)
{
    MemoirCompletionProposal *self = g_object_new(MEMOIR_TYPE_COMPLETION_PROPOSAL, NULL);

    self->text = g_strdup(text);
    self->kind = g_strdup(kind);
    self->signature = g_strdup(signature);
    self->start = start;
    return self;
}
