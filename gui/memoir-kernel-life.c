#include "gui/memoir-kernel-life.h"

#include <string.h>

#define TITLE_LENGTH 60

typedef struct {
    MemoirLifeRun run;
    GWeakRef cell;
} Entry;

struct _MemoirKernelLife {
    GObject parent;
    GListModel *cells;
    GPtrArray *watched; /* the cells as the list had them */
    GPtrArray *entries;
    gint64 peak;
};

G_DEFINE_FINAL_TYPE(MemoirKernelLife, memoir_kernel_life, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void entry_free(Entry *entry)
{
    g_weak_ref_clear(&entry->cell);
    g_free(entry->run.title);
    g_free(entry);
}

guint memoir_kernel_life_get_n_runs(MemoirKernelLife *self)
{
    return self->entries->len;
}

const MemoirLifeRun *memoir_kernel_life_get_run(MemoirKernelLife *self, guint index)
{
    return &((Entry *)g_ptr_array_index(self->entries, index))->run;
}

MemoirCell *memoir_kernel_life_dup_cell(MemoirKernelLife *self, guint index)
{
    return g_weak_ref_get(&((Entry *)g_ptr_array_index(self->entries, index))->cell);
}

gint64 memoir_kernel_life_get_peak(MemoirKernelLife *self)
{
    return self->peak;
}

void memoir_kernel_life_clear(MemoirKernelLife *self)
{
    if (self->entries->len == 0)
        return;
    g_ptr_array_set_size(self->entries, 0);
    self->peak = 0;
    g_signal_emit(self, signals[CHANGED], 0);
}

/* ---- a run ---- */

static void summarize(MemoirLifeRun *run, const struct tl_timeline *timeline)
{
    const struct tl_buckets *b = &timeline->buckets;
    const double duration = (double)MAX(timeline->duration_ns, 1);
    gint64 level = timeline->start_bytes, waiting = 0;
    gsize at = 0;

    run->measured = TRUE;
    run->duration_ns = timeline->duration_ns;
    run->first_bytes = timeline->start_bytes;
    run->last_bytes = timeline->end_bytes;
    run->waiting_bytes = timeline->waiting_bytes;
    run->peak_bytes = MAX(timeline->peak.bytes, timeline->start_bytes);
    for (gsize i = 0; i < MEMOIR_LIFE_SLICES; i++) {
        MemoirLifeSlice *slice = &run->slices[i];

        *slice = (MemoirLifeSlice){level, level, level, waiting};
        /* The last slice takes what begins at the very end. */
        while (at < b->n && (i + 1 == MEMOIR_LIFE_SLICES ||
                             (double)b->t_ns[at] < duration * (double)(i + 1) /
                                                       MEMOIR_LIFE_SLICES)) {
            slice->min = MIN(slice->min, b->min[at]);
            slice->max = MAX(slice->max, b->max[at]);
            slice->last = level = b->last[at];
            slice->waiting = waiting = b->waiting[at];
            at++;
        }
    }
}

static Entry *last_entry_of(MemoirKernelLife *self, MemoirCell *cell)
{
    for (guint i = self->entries->len; i > 0; i--) {
        Entry *entry = g_ptr_array_index(self->entries, i - 1);
        g_autoptr(MemoirCell) of = g_weak_ref_get(&entry->cell);

        if (of == cell)
            return entry;
    }
    return NULL;
}

static void begin(MemoirKernelLife *self, MemoirCell *cell)
{
    const char *source = memoir_cell_get_source(cell);
    g_autofree char *line = g_strndup(source, strcspn(source, "\n"));
    Entry *entry = g_new0(Entry, 1);

    g_weak_ref_init(&entry->cell, cell);
    entry->run.title = g_utf8_substring(line, 0, MIN(g_utf8_strlen(line, -1), TITLE_LENGTH));
    entry->run.began = g_get_monotonic_time();
    g_ptr_array_add(self->entries, entry);
}

static void on_state(MemoirKernelLife *self, GParamSpec *spec, MemoirCell *cell)
{
    Entry *entry = last_entry_of(self, cell);
    gboolean open = entry && !entry->run.ended;

    if (memoir_cell_get_state(cell) == MEMOIR_CELL_RUNNING && !open) {
        begin(self, cell);
    } else if (memoir_cell_get_state(cell) != MEMOIR_CELL_RUNNING && open) {
        entry->run.ended = g_get_monotonic_time();
        entry->run.count = memoir_cell_get_execution_count(cell);
    } else {
        return;
    }
    g_signal_emit(self, signals[CHANGED], 0);
}

static void on_timeline(MemoirKernelLife *self, MemoirCell *cell)
{
    Entry *entry = last_entry_of(self, cell);
    const struct tl_timeline *timeline = memoir_cell_get_timeline(cell);

    if (!entry || entry->run.ended || !timeline)
        return;
    summarize(&entry->run, timeline);
    entry->run.count = memoir_cell_get_execution_count(cell);
    self->peak = MAX(self->peak, entry->run.peak_bytes);
    g_signal_emit(self, signals[CHANGED], 0);
}

/* ---- the cells ---- */

static void unwatch(MemoirKernelLife *self, MemoirCell *cell)
{
    g_signal_handlers_disconnect_by_data(cell, self);
}

static void on_items_changed(MemoirKernelLife *self, guint position, guint removed, guint added)
{
    for (guint i = 0; i < removed; i++)
        unwatch(self, g_ptr_array_index(self->watched, position + i));
    if (removed > 0)
        g_ptr_array_remove_range(self->watched, position, removed);
    for (guint i = 0; i < added; i++) {
        MemoirCell *cell = g_list_model_get_item(self->cells, position + i);

        g_signal_connect_swapped(cell, "notify::state", G_CALLBACK(on_state), self);
        g_signal_connect_swapped(cell, "timeline-changed", G_CALLBACK(on_timeline), self);
        g_ptr_array_insert(self->watched, (int)(position + i), cell);
    }
}

/* ---- the object ---- */

MemoirKernelLife *memoir_kernel_life_new(GListModel *cells)
{
    MemoirKernelLife *self = g_object_new(MEMOIR_TYPE_KERNEL_LIFE, NULL);

    self->cells = g_object_ref(cells);
    g_signal_connect_swapped(cells, "items-changed", G_CALLBACK(on_items_changed), self);
    on_items_changed(self, 0, 0, g_list_model_get_n_items(cells));
    return self;
}

static void memoir_kernel_life_dispose(GObject *object)
{
    MemoirKernelLife *self = MEMOIR_KERNEL_LIFE(object);

    for (guint i = 0; i < self->watched->len; i++)
        unwatch(self, g_ptr_array_index(self->watched, i));
    g_ptr_array_set_size(self->watched, 0);
    if (self->cells)
        g_signal_handlers_disconnect_by_data(self->cells, self);
    g_clear_object(&self->cells);
    G_OBJECT_CLASS(memoir_kernel_life_parent_class)->dispose(object);
}

static void memoir_kernel_life_finalize(GObject *object)
{
    MemoirKernelLife *self = MEMOIR_KERNEL_LIFE(object);

    g_ptr_array_unref(self->watched);
    g_ptr_array_unref(self->entries);
    G_OBJECT_CLASS(memoir_kernel_life_parent_class)->finalize(object);
}

static void memoir_kernel_life_class_init(MemoirKernelLifeClass *class)
{
    G_OBJECT_CLASS(class)->dispose = memoir_kernel_life_dispose;
    G_OBJECT_CLASS(class)->finalize = memoir_kernel_life_finalize;
    signals[CHANGED] = g_signal_new("changed", MEMOIR_TYPE_KERNEL_LIFE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void memoir_kernel_life_init(MemoirKernelLife *self)
{
    self->watched = g_ptr_array_new_with_free_func(g_object_unref);
    self->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
}
