#include "gui/memoir-completion.h"

#include <string.h>

#include "gui/memoir-completion-proposal.h"

struct _MemoirCompletion {
    GObject parent;
    MemoirSession *session;
};

static void provider_init(GtkSourceCompletionProviderInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(MemoirCompletion, memoir_completion, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(GTK_SOURCE_TYPE_COMPLETION_PROVIDER,
                                                    provider_init))

/* ---- the reply ---- */

/* What IPython adds to a match: type and signature. */
static const json_t *find_details(const json_t *details, const char *text)
{
    for (gsize i = 0; i < json_array_size(details); i++) {
        const json_t *entry = json_array_get(details, i);
        const char *of = json_string_value(json_object_get(entry, "text"));

        if (of && strcmp(of, text) == 0)
            return entry;
    }
    return NULL;
}

GListStore *memoir_completion_read_reply(const json_t *content)
{
    GListStore *store = g_list_store_new(MEMOIR_TYPE_COMPLETION_PROPOSAL);
    const json_t *matches = json_object_get(content, "matches");
    const json_t *details =
        json_object_get(json_object_get(content, "metadata"), "_jupyter_types_experimental");
    json_int_t start = json_integer_value(json_object_get(content, "cursor_start"));

    for (gsize i = 0; i < json_array_size(matches); i++) {
        const char *text = json_string_value(json_array_get(matches, i));
        const json_t *more = text ? find_details(details, text) : NULL;
        g_autoptr(MemoirCompletionProposal) proposal = NULL;

        if (!text)
            continue;
        proposal =
            memoir_completion_proposal_new(text, json_string_value(json_object_get(more, "type")),
                                           json_string_value(json_object_get(more, "signature")),
                                           (guint)CLAMP(start, 0, G_MAXINT));
        g_list_store_append(store, proposal);
    }
    return store;
}

/* ---- narrowing down ---- */

/* What stands between where the proposal would go and the cursor. */
static char *typed_for(GtkSourceCompletionContext *context, MemoirCompletionProposal *proposal)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(gtk_source_completion_context_get_buffer(context));
    GtkTextIter start, cursor;

    gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
    gtk_text_buffer_get_iter_at_offset(buffer, &start,
                                       (int)memoir_completion_proposal_get_start(proposal));
    if (gtk_text_iter_compare(&start, &cursor) >= 0)
        return g_strdup("");
    return gtk_text_buffer_get_text(buffer, &start, &cursor, TRUE);
}

static gboolean begins_as(gpointer item, gpointer word)
{
    const char *text = memoir_completion_proposal_get_text(item);
    g_autofree char *folded = g_utf8_casefold(text, -1);
    g_autofree char *wanted = g_utf8_casefold(word, -1);

    return g_str_has_prefix(folded, wanted);
}

static void refilter(GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
                     GListModel *model)
{
    GtkFilterListModel *filtered = GTK_FILTER_LIST_MODEL(model);
    GListModel *all = gtk_filter_list_model_get_model(filtered);
    g_autoptr(MemoirCompletionProposal) first = all ? g_list_model_get_item(all, 0) : NULL;
    g_autoptr(GtkCustomFilter) filter = NULL;

    if (!first)
        return;
    filter = gtk_custom_filter_new(begins_as, typed_for(context, first), g_free);
    gtk_filter_list_model_set_filter(filtered, GTK_FILTER(filter));
}

/* ---- asking ---- */

static void on_reply(const json_t *content, gpointer data)
{
    g_autoptr(GTask) task = data;

    if (content)
        g_task_return_pointer(
            task,
            gtk_filter_list_model_new(G_LIST_MODEL(memoir_completion_read_reply(content)), NULL),
            g_object_unref);
    else
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the kernel ended");
}

static void populate_async(GtkSourceCompletionProvider *provider,
                           GtkSourceCompletionContext *context, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
    MemoirCompletion *self = MEMOIR_COMPLETION(provider);
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(gtk_source_completion_context_get_buffer(context));
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, data);
    GtkTextIter start, end, cursor;
    g_autofree char *text = NULL;

    if (gtk_source_completion_context_get_activation(context) ==
        GTK_SOURCE_COMPLETION_ACTIVATION_USER_REQUESTED) {
        gtk_text_buffer_get_bounds(buffer, &start, &end);
        text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
        gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
        if (memoir_session_ask(self->session, "complete_request",
                               json_pack("{s:s, s:i}", "code", text, "cursor_pos",
                                         gtk_text_iter_get_offset(&cursor)),
                               on_reply, g_object_ref(task)))
            return;
        g_object_unref(task);
    }
    g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "nothing to ask");
}

static GListModel *populate_finish(GtkSourceCompletionProvider *provider, GAsyncResult *result,
                                   GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* ---- showing ---- */

static const char *icon_of(const char *kind)
{
    static const struct {
        const char *kind, *icon;
    } icons[] = {
        {"function", "lang-function-symbolic"},  {"class", "lang-class-symbolic"},
        {"module", "lang-namespace-symbolic"},   {"instance", "lang-variable-symbolic"},
        {"statement", "lang-variable-symbolic"}, {"param", "lang-variable-symbolic"},
        {"property", "lang-method-symbolic"},
    };

    for (gsize i = 0; kind && i < G_N_ELEMENTS(icons); i++) {
        if (strcmp(icons[i].kind, kind) == 0)
            return icons[i].icon;
    }
    return NULL;
}

static void display(GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
                    GtkSourceCompletionProposal *proposal, GtkSourceCompletionCell *cell)
{
    MemoirCompletionProposal *shown = MEMOIR_COMPLETION_PROPOSAL(proposal);

    switch (gtk_source_completion_cell_get_column(cell)) {
    case GTK_SOURCE_COMPLETION_COLUMN_ICON:
        gtk_source_completion_cell_set_icon_name(
            cell, icon_of(memoir_completion_proposal_get_kind(shown)));
        break;
    case GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT: {
        const char *text = memoir_completion_proposal_get_text(shown);
        g_autofree char *typed = typed_for(context, shown);
        g_autoptr(PangoAttrList) attributes = gtk_source_completion_fuzzy_highlight(text, typed);

        gtk_source_completion_cell_set_text_with_attributes(cell, text, attributes);
        break;
    }
    case GTK_SOURCE_COMPLETION_COLUMN_AFTER:
        gtk_source_completion_cell_set_text(cell, memoir_completion_proposal_get_signature(shown));
        break;
    default: gtk_source_completion_cell_set_text(cell, NULL);
    }
}

static void activate(GtkSourceCompletionProvider *provider, GtkSourceCompletionContext *context,
                     GtkSourceCompletionProposal *proposal)
{
    MemoirCompletionProposal *chosen = MEMOIR_COMPLETION_PROPOSAL(proposal);
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(gtk_source_completion_context_get_buffer(context));
    GtkTextIter start, cursor;

    gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
    gtk_text_buffer_get_iter_at_offset(buffer, &start,
                                       (int)memoir_completion_proposal_get_start(chosen));
    gtk_text_buffer_begin_user_action(buffer);
    if (gtk_text_iter_compare(&start, &cursor) < 0)
        gtk_text_buffer_delete(buffer, &start, &cursor);
    gtk_text_buffer_insert(buffer, &cursor, memoir_completion_proposal_get_text(chosen), -1);
    gtk_text_buffer_end_user_action(buffer);
}

static void provider_init(GtkSourceCompletionProviderInterface *interface)
{
    interface->populate_async = populate_async;
    interface->populate_finish = populate_finish;
    interface->refilter = refilter;
    interface->display = display;
    interface->activate = activate;
}

/* ---- the object ---- */

static void memoir_completion_finalize(GObject *object)
{
    g_object_unref(MEMOIR_COMPLETION(object)->session);
    G_OBJECT_CLASS(memoir_completion_parent_class)->finalize(object);
}

static void memoir_completion_class_init(MemoirCompletionClass *class)
{
    G_OBJECT_CLASS(class)->finalize = memoir_completion_finalize;
}

static void memoir_completion_init(MemoirCompletion *self) {}

GtkSourceCompletionProvider *memoir_completion_new(MemoirSession *session)
{
    MemoirCompletion *self = g_object_new(MEMOIR_TYPE_COMPLETION, NULL);

    self->session = g_object_ref(session);
    return GTK_SOURCE_COMPLETION_PROVIDER(self);
}
