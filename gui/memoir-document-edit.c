/* Changes of the list of cells, and their undo. */
#include "gui/memoir-document-private.h"

#include <string.h>

#define MOST_STEPS 500

/* A splice, or new texts of cells that stay. */
typedef struct {
    guint position;
    GPtrArray *removed, *added;
    GPtrArray *cells; /* NULL: a splice */
    GStrv before, after;
} Step;

static void step_free(gpointer data)
{
    Step *step = data;

    g_clear_pointer(&step->removed, g_ptr_array_unref);
    g_clear_pointer(&step->added, g_ptr_array_unref);
    g_clear_pointer(&step->cells, g_ptr_array_unref);
    g_strfreev(step->before);
    g_strfreev(step->after);
    g_free(step);
}

static void apply(MemoirDocument *self, Step *step, gboolean forward)
{
    GPtrArray *from = forward ? step->removed : step->added;
    GPtrArray *to = forward ? step->added : step->removed;
    GStrv texts = forward ? step->after : step->before;

    if (step->cells) {
        for (guint i = 0; i < step->cells->len; i++)
            memoir_cell_set_source(g_ptr_array_index(step->cells, i), texts[i]);
    } else {
        memoir_document_splice(self, step->position, from->len, to);
    }
    memoir_document_set_modified(self, TRUE);
    memoir_document_notify_history(self);
}

/* Takes the step, and does it. */
static void add_step(MemoirDocument *self, Step *step)
{
    if (!self->steps)
        self->steps = g_ptr_array_new_with_free_func(step_free);
    g_ptr_array_set_size(self->steps, (int)self->n_done);
    if (self->n_done == MOST_STEPS)
        g_ptr_array_remove_index(self->steps, 0);
    g_ptr_array_add(self->steps, step);
    self->n_done = self->steps->len;
    apply(self, step, TRUE);
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
    add_step(self, step);
}

void memoir_document_replace(MemoirDocument *self, guint position, guint n_removed,
                             GPtrArray *added)
{
    edit(self, position, n_removed, added);
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

void memoir_document_insert_cells(MemoirDocument *self, guint position, GPtrArray *cells)
{
    GPtrArray *added;

    g_return_if_fail(position <= self->cells->len);
    if (cells->len == 0)
        return;
    added = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < cells->len; i++) {
        MemoirCell *cell = g_ptr_array_index(cells, i);

        if (has_id(self, memoir_cell_get_id(cell)))
            memoir_cell_renew_id(cell);
        g_ptr_array_add(added, g_object_ref(cell));
    }
    edit(self, position, 0, added);
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

/* The text with its first line as a heading of the level, whatever it was before. */
static char *make_heading(const char *source, guint level)
{
    g_autofree char *marks = g_strnfill(level, '#');
    const char *text = source + strspn(source, "#");

    return g_strconcat(marks, " ", text + strspn(text, " \t"), NULL);
}

void memoir_document_set_type(MemoirDocument *self, guint position, guint n, const char *type,
                              guint heading)
{
    GPtrArray *added;
    gboolean other = FALSE;

    g_return_if_fail(position + n <= self->cells->len);
    added = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = position; i < position + n; i++) {
        MemoirCell *cell = memoir_document_get_cell(self, i), *changed;
        const char *source = memoir_cell_get_source(cell);
        g_autofree char *text = heading > 0 ? make_heading(source, heading) : g_strdup(source);

        if (strcmp(memoir_cell_get_cell_type(cell), type) == 0 && strcmp(text, source) == 0) {
            g_ptr_array_add(added, g_object_ref(cell));
            continue;
        }
        changed = derive(cell, type, text);
        keep_id(changed, cell);
        g_ptr_array_add(added, changed);
        other = TRUE;
    }
    if (other)
        edit(self, position, n, added);
    else
        g_ptr_array_unref(added);
}

void memoir_document_set_sources(MemoirDocument *self, GPtrArray *cells,
                                 const char *const *sources)
{
    Step *step;

    if (cells->len == 0)
        return;
    step = g_new0(Step, 1);
    step->cells = g_ptr_array_new_with_free_func(g_object_unref);
    step->before = g_new0(char *, cells->len + 1);
    step->after = g_new0(char *, cells->len + 1);
    step->position = G_MAXUINT;
    for (guint i = 0; i < cells->len; i++) {
        MemoirCell *cell = g_ptr_array_index(cells, i);

        g_ptr_array_add(step->cells, g_object_ref(cell));
        step->before[i] = g_strdup(memoir_cell_get_source(cell));
        step->after[i] = g_strdup(sources[i]);
        step->position = MIN(step->position, (guint)memoir_document_find(self, cell));
    }
    add_step(self, step);
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
    apply(self, step, FALSE);
    return (int)step->position;
}

int memoir_document_redo(MemoirDocument *self)
{
    Step *step;

    if (!memoir_document_can_redo(self))
        return -1;
    step = g_ptr_array_index(self->steps, self->n_done++);
    apply(self, step, TRUE);
    return (int)step->position;
}
