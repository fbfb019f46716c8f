/* Changes of the list of cells, and their undo. */
#include "gui/memoir-document-private.h"

#include <string.h>

#define MOST_STEPS 500

typedef struct {
    guint position;
    GPtrArray *removed, *added;
} Step;

static void step_free(gpointer data)
{
    Step *step = data;

    g_ptr_array_unref(step->removed);
    g_ptr_array_unref(step->added);
    g_free(step);
}

/* Takes `added`. */
static void edit(MemoirDocument *self, guint position, guint n_removed, GPtrArray *added)
{
    Step *step = g_new0(Step, 1);

    step->position = position;
    step->removed = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < n_removed; i++)
        g_ptr_array_add(step->removed,
                        g_object_ref(memoir_document_get_cell(self, position + i)));
    step->added = added;

    if (!self->steps)
        self->steps = g_ptr_array_new_with_free_func(step_free);
    g_ptr_array_set_size(self->steps, (int)self->n_done);
    if (self->n_done == MOST_STEPS)
        g_ptr_array_remove_index(self->steps, 0);
    g_ptr_array_add(self->steps, step);
    self->n_done = self->steps->len;
    memoir_document_splice(self, position, n_removed, added);
    memoir_document_set_modified(self, TRUE);
    memoir_document_notify_history(self);
}

static GPtrArray *list_of(MemoirCell *first, MemoirCell *second)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(g_object_unref);

    g_ptr_array_add(list, first);
    if (second)
        g_ptr_array_add(list, second);
    return list;
}

static gboolean has_id(MemoirDocument *self, const char *id)
{
    for (guint i = 0; i < self->cells->len; i++) {
        if (g_strcmp0(memoir_cell_get_id(g_ptr_array_index(self->cells, i)), id) == 0)
            return TRUE;
    }
    return FALSE;
}

void memoir_document_insert(MemoirDocument *self, guint position, MemoirCell *cell)
{
    g_return_if_fail(position <= self->cells->len);
    if (has_id(self, memoir_cell_get_id(cell)))
        memoir_cell_renew_id(cell);
    edit(self, position, 0, list_of(g_object_ref(cell), NULL));
}

void memoir_document_delete(MemoirDocument *self, guint position, guint n)
{
    g_return_if_fail(position + n <= self->cells->len);
    edit(self, position, n,
         n < self->cells->len ? g_ptr_array_new_with_free_func(g_object_unref)
                              : list_of(memoir_cell_new("code", ""), NULL));
}

void memoir_document_move(MemoirDocument *self, guint position, guint n, guint to)
{
    guint begin = MIN(position, to), end = MAX(position, to) + n;
    GPtrArray *added;

    g_return_if_fail(end <= self->cells->len);
    if (to == position)
        return;
    added = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = begin; i < end; i++) {
        guint from;

        if (i >= to && i < to + n)
            from = position + (i - to);
        else
            from = to < position ? i - n : i + n;
        g_ptr_array_add(added, g_object_ref(memoir_document_get_cell(self, from)));
    }
    edit(self, begin, end - begin, added);
}

/* Of a cell with no more than its text. */
static MemoirCell *derive(MemoirCell *cell, const char *type, const char *source)
{
    MemoirCell *derived = memoir_cell_new(type, source);
    json_t *from = memoir_cell_get_json(cell), *to = memoir_cell_get_json(derived);
    json_t *metadata = json_deep_copy(json_object_get(from, "metadata"));
    json_t *attachments = json_object_get(from, "attachments");

    if (metadata)
        json_object_set_new(to, "metadata", metadata);
    /* A code cell has no place for attachments. */
    if (attachments && strcmp(type, "code") != 0)
        json_object_set_new(to, "attachments", json_deep_copy(attachments));
    return derived;
}

static void keep_id(MemoirCell *to, MemoirCell *from)
{
    json_object_set_new(memoir_cell_get_json(to), "id", json_string(memoir_cell_get_id(from)));
}

void memoir_document_merge(MemoirDocument *self, guint position, guint n)
{
    MemoirCell *first, *merged;
    g_autoptr(GString) text = g_string_new(NULL);

    g_return_if_fail(position + n <= self->cells->len);
    if (n < 2)
        return;
    for (guint i = 0; i < n; i++) {
        if (i > 0)
            g_string_append(text, "\n\n");
        g_string_append(text, memoir_cell_get_source(memoir_document_get_cell(self,
                                                                              position + i)));
    }
    first = memoir_document_get_cell(self, position);
    merged = derive(first, memoir_cell_get_cell_type(first), text->str);
    keep_id(merged, first);
    if (!memoir_cell_is_code(merged)) {
        for (guint i = 1; i < n; i++) {
            json_t *cell = memoir_cell_get_json(memoir_document_get_cell(self, position + i));
            json_t *more = json_object_get(cell, "attachments");
            json_t *to = memoir_cell_get_json(merged);

            if (more && json_object_get(to, "attachments"))
                json_object_update_missing(json_object_get(to, "attachments"), more);
            else if (more)
                json_object_set_new(to, "attachments", json_deep_copy(more));
        }
    }
    edit(self, position, n, list_of(merged, NULL));
}

void memoir_document_split(MemoirDocument *self, guint position, gsize offset)
{
    MemoirCell *cell, *before, *after;
    const char *source, *type;
    g_autofree char *head = NULL;

    g_return_if_fail(position < self->cells->len);
    cell = memoir_document_get_cell(self, position);
    source = memoir_cell_get_source(cell);
    type = memoir_cell_get_cell_type(cell);
    g_return_if_fail(offset <= strlen(source));

    head = g_strndup(source, offset);
    source += offset;
    for (gsize n = strlen(head); n > 0 && head[n - 1] == '\n';)
        head[--n] = '\0';
    source += strspn(source, "\n");
    before = derive(cell, type, head);
    after = derive(cell, type, source);
    keep_id(before, cell);
    if (memoir_cell_is_code(cell)) {
        json_t *from = memoir_cell_get_json(cell), *to = memoir_cell_get_json(after);

        json_object_set_new(to, "outputs", json_deep_copy(memoir_cell_get_outputs(cell)));
        json_object_set(to, "execution_count", json_object_get(from, "execution_count"));
    }
    edit(self, position, 1, list_of(before, after));
}

void memoir_document_set_type(MemoirDocument *self, guint position, const char *type)
{
    MemoirCell *cell, *changed;

    g_return_if_fail(position < self->cells->len);
    cell = memoir_document_get_cell(self, position);
    if (strcmp(memoir_cell_get_cell_type(cell), type) == 0)
        return;
    changed = derive(cell, type, memoir_cell_get_source(cell));
    keep_id(changed, cell);
    edit(self, position, 1, list_of(changed, NULL));
}

gboolean memoir_document_can_undo(MemoirDocument *self)
{
    return self->n_done > 0;
}

gboolean memoir_document_can_redo(MemoirDocument *self)
{
    return self->steps && self->n_done < self->steps->len;
}

int memoir_document_undo(MemoirDocument *self)
{
    Step *step;

    if (!memoir_document_can_undo(self))
        return -1;
    step = g_ptr_array_index(self->steps, --self->n_done);
    memoir_document_splice(self, step->position, step->added->len, step->removed);
    memoir_document_set_modified(self, TRUE);
    memoir_document_notify_history(self);
    return (int)step->position;
}

int memoir_document_redo(MemoirDocument *self)
{
    Step *step;

    if (!memoir_document_can_redo(self))
        return -1;
    step = g_ptr_array_index(self->steps, self->n_done++);
    memoir_document_splice(self, step->position, step->removed->len, step->added);
    memoir_document_set_modified(self, TRUE);
    memoir_document_notify_history(self);
    return (int)step->position;
}
