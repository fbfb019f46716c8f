/*
 * ledger.c - buckets, runs and spans.
 */
#include "core/ledger.h"

#include <stdlib.h>
#include <time.h>

#include "core/runtime.h"
#include "types/str.h"
#include "vm/vm.h"

int64_t mr_monotonic_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void set_limits(struct mr_ledger *l, uint64_t limit, uint64_t low)
{
    __atomic_store_n(&l->limit, limit, __ATOMIC_RELAXED);
    __atomic_store_n(&l->low, low, __ATOMIC_RELAXED);
}

bool mr_ledger_init(mr_runtime *rt)
{
    rt->ledger.epoch = mr_monotonic_ns();
    set_limits(&rt->ledger, UINT64_MAX, 0);
    return true;
}

void mr_ledger_finish(mr_runtime *rt)
{
    mr_ticker_destroy(rt);
    mr_run_destroy(rt->ledger.run);
    rt->ledger.run = NULL;
    free(rt->ledger.open_spans);
    free(rt->ledger.waiting);
}

/* ---- buckets ---- */

static void bucket_open(mr_runtime *rt, int64_t t_ns, uint64_t live)
{
    struct mr_ledger *l = &rt->ledger;
    l->bucket = (mr_bucket){.t_ns = t_ns, .first = live, .min = live, .max = live, .last = live};
    l->mark_allocated = l->allocated;
    memcpy(l->mark_freed, l->freed, sizeof l->freed);
    l->max_code = NULL;
    l->calls = 0;
    set_limits(l, live, live);
}

static void note_line(mr_runtime *rt)
{
    struct mr_ledger *l = &rt->ledger;
    for (const mr_frame *f = rt->frame; f; f = f->back) {
        if (f->code->filename == l->source) {
            l->max_code = f->code;
            l->max_unit = (uint32_t)(f->pc - f->code->units);
            return;
        }
    }
}

static void resolve_line(struct mr_ledger *l)
{
    if (l->max_code)
        l->bucket.line = mr_code_line(l->max_code, l->max_unit);
    l->max_code = NULL;
}

void mr_ledger_forget_code(mr_runtime *rt, const mr_code *code)
{
    if (rt->ledger.max_code == code)
        resolve_line(&rt->ledger);
}

void mr_ledger_set_source(mr_runtime *rt, mr_value filename)
{
    mr_replace(rt, &rt->ledger.source, mr_incref(filename));
}

/* What the open bucket says so far. */
static mr_bucket bucket_now(mr_runtime *rt, uint64_t live)
{
    struct mr_ledger *l = &rt->ledger;
    mr_bucket b = l->bucket;
    b.last = live;
    b.allocated = l->allocated - l->mark_allocated;
    for (int c = 0; c < MR_CAUSES; c++)
        b.freed[c] = l->freed[c] - l->mark_freed[c];
    for (int g = 0; g < 3; g++)
        b.counts[g] = (uint32_t)(rt->collector.counts[g] > 0 ? rt->collector.counts[g] : 0);
    if (b.line == 0 && l->max_code)
        b.line = mr_code_line(l->max_code, l->max_unit);
    return b;
}

/* The later bucket b becomes part of a. */
static void bucket_merge(mr_bucket *a, const mr_bucket *b)
{
    if (b->min < a->min)
        a->min = b->min;
    if (b->max > a->max || (b->max == a->max && a->line == 0)) {
        a->max = b->max;
        a->line = b->line;
    }
    a->last = b->last;
    a->allocated += b->allocated;
    for (int c = 0; c < MR_CAUSES; c++)
        a->freed[c] += b->freed[c];
    for (int g = 0; g < 3; g++)
        if (b->counts[g] > a->counts[g])
            a->counts[g] = b->counts[g];
}

static void halve_buckets(mr_run *run)
{
    size_t n = run->bucket_count / 2;
    for (size_t i = 0; i < n; i++) {
        mr_bucket b = run->buckets[2 * i];
        bucket_merge(&b, &run->buckets[2 * i + 1]);
        run->buckets[i] = b;
    }
    if (run->bucket_count % 2)
        run->buckets[n] = run->buckets[2 * n];
    run->bucket_count -= n;
}

static void note_peak(mr_runtime *rt, const mr_bucket *b)
{
    struct mr_ledger *l = &rt->ledger;
    if (b->max > l->run->peak_bytes || l->run->bucket_count == 0) {
        l->run->peak_bytes = b->max;
        l->run->peak_ns = b->t_ns;
        l->run->peak_line = b->line;
    }
    for (size_t i = 0; i < l->open_count; i++) {
        mr_span *span = &l->run->spans[l->open_spans[i]];
        if (b->max > span->peak_bytes)
            span->peak_bytes = b->max;
    }
}

/* Ends the open bucket at `live` bytes and opens the next. */
static void bucket_close(mr_runtime *rt, uint64_t live)
{
    struct mr_ledger *l = &rt->ledger;
    mr_run *run = l->run;
    if (!run)
        return;
    int64_t now = mr_monotonic_ns() - l->run_start;
    if (l->bucket.line == 0)
        resolve_line(l);
    mr_bucket b = bucket_now(rt, live);
    note_peak(rt, &b);
    if (run->bucket_count == MR_LEDGER_BUCKETS) {
        halve_buckets(run);
        l->merge *= 2;
    }
    run->buckets[run->bucket_count++] = b;
    bucket_open(rt, now, live);
}

void mr_ledger_rise(mr_runtime *rt, size_t bytes)
{
    struct mr_ledger *l = &rt->ledger;
    if (__atomic_load_n(&l->limit, __ATOMIC_RELAXED) == 0 && ++l->calls >= l->merge) {
        l->allocated -= bytes; /* the block is the next bucket's */
        bucket_close(rt, l->live - bytes);
        l->allocated += bytes;
    }
    if (l->live > l->bucket.max) {
        l->bucket.max = l->live;
        note_line(rt);
    }
    set_limits(l, l->bucket.max, l->bucket.min);
}

void mr_ledger_fall(mr_runtime *rt, size_t bytes)
{
    struct mr_ledger *l = &rt->ledger;
    if (__atomic_load_n(&l->low, __ATOMIC_RELAXED) == UINT64_MAX && ++l->calls >= l->merge) {
        l->freed[l->cause] -= bytes; /* the block's going is the next bucket's */
        bucket_close(rt, l->live + bytes);
        l->freed[l->cause] += bytes;
    }
    if (l->live < l->bucket.min)
        l->bucket.min = l->live;
    set_limits(l, l->bucket.max, l->bucket.min);
}

/* ---- spans ---- */

int mr_span_enter(mr_runtime *rt, const char *name, int line)
{
    struct mr_ledger *l = &rt->ledger;
    mr_run *run = l->run;
    if (!run)
        return -1;
    if (run->span_count == MR_LEDGER_SPANS) {
        run->spans_dropped++;
        return -1;
    }
    if ((run->span_count & (run->span_count - 1)) == 0) {
        size_t capacity = run->span_count ? run->span_count * 2 : 1;
        mr_span *grown = realloc(run->spans, capacity * sizeof *grown);
        if (!grown)
            return -1;
        run->spans = grown;
    }
    if (l->open_count == l->open_capacity) {
        size_t capacity = l->open_capacity ? l->open_capacity * 2 : 16;
        uint32_t *grown = realloc(l->open_spans, capacity * sizeof *grown);
        if (!grown)
            return -1;
        l->open_spans = grown;
        l->open_capacity = capacity;
    }
    char *copy = strdup(name);
    if (!copy)
        return -1;
    bucket_close(rt, l->live);
    uint32_t index = (uint32_t)run->span_count++;
    run->spans[index] = (mr_span){.name = copy,
                                  .line = line,
                                  .depth = (int32_t)l->open_count,
                                  .enter_ns = l->bucket.t_ns,
                                  .leave_ns = -1,
                                  .enter_bytes = l->live,
                                  .leave_bytes = l->live,
                                  .peak_bytes = l->live};
    l->open_spans[l->open_count++] = index;
    return (int)index;
}

void mr_span_leave(mr_runtime *rt, int index)
{
    struct mr_ledger *l = &rt->ledger;
    if (!l->run || index < 0)
        return;
    size_t at = l->open_count;
    while (at > 0 && l->open_spans[at - 1] != (uint32_t)index)
        at--;
    if (at == 0)
        return;
    bucket_close(rt, l->live);
    for (size_t i = at - 1; i < l->open_count; i++) {
        mr_span *span = &l->run->spans[l->open_spans[i]];
        span->leave_ns = l->bucket.t_ns;
        span->leave_bytes = l->live;
    }
    l->open_count = at - 1;
}

/* ---- collections ---- */

/* Joins every second uneventful collection of the youngest generation to the
 * one before it. */
static void thin_collections(mr_run *run)
{
    size_t kept = 0;
    bool joined = true;
    for (size_t i = 0; i < run->collection_count; i++) {
        const mr_collection *c = &run->collections[i];
        mr_collection *before = kept ? &run->collections[kept - 1] : NULL;
        if (!joined && before && c->reason == MR_GC_THRESHOLD &&
            before->reason == MR_GC_THRESHOLD && c->generation == before->generation) {
            before->duration_ns += c->duration_ns;
            before->objects += c->objects;
            before->bytes += c->bytes;
            joined = true;
        } else {
            run->collections[kept++] = *c;
            joined = false;
        }
    }
    run->collection_count = kept;
}

void mr_ledger_collection(mr_runtime *rt, const mr_collection *c)
{
    mr_run *run = rt->ledger.run;
    if (!run)
        return;
    if (run->collection_count == MR_LEDGER_COLLECTIONS)
        thin_collections(run);
    if (run->collection_count == MR_LEDGER_COLLECTIONS)
        return;
    run->collections[run->collection_count] = *c;
    run->collections[run->collection_count++].t_ns -= rt->ledger.run_start;
}

/* ---- runs ---- */

bool mr_run_begin(mr_runtime *rt, const char *name)
{
    struct mr_ledger *l = &rt->ledger;
    if (l->run)
        return false;
    mr_run *run = calloc(1, sizeof *run);
    if (!run)
        return false;
    run->name = strdup(name);
    run->buckets = malloc(MR_LEDGER_BUCKETS * sizeof *run->buckets);
    run->collections = malloc(MR_LEDGER_COLLECTIONS * sizeof *run->collections);
    if (!run->name || !run->buckets || !run->collections)
        goto fail;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    run->started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    run->start_bytes = l->live;
    run->allocated = l->allocated;
    memcpy(run->freed, l->freed, sizeof run->freed);
    l->run = run;
    l->run_start = mr_monotonic_ns();
    l->merge = 1;
    l->open_count = 0;
    l->waiting_count = 0;
    bucket_open(rt, 0, l->live);
    if (!mr_ticker_start(rt)) {
        l->run = NULL;
        set_limits(l, UINT64_MAX, 0);
        goto fail;
    }
    return true;
fail:
    mr_run_destroy(run);
    return false;
}

/* Figures of the run up to now, but for the bucket that is open. */
static void run_figures(mr_runtime *rt, mr_run *run, const mr_run *open)
{
    const struct mr_ledger *l = &rt->ledger;
    run->duration_ns = mr_monotonic_ns() - l->run_start;
    run->end_bytes = l->live;
    run->allocated = l->allocated - open->allocated;
    for (int c = 0; c < MR_CAUSES; c++)
        run->freed[c] = l->freed[c] - open->freed[c];
    memcpy(run->thresholds, rt->collector.thresholds, sizeof run->thresholds);
    run->gc_enabled = rt->collector.enabled;
}

/* ---- waiting garbage ---- */

static int by_time(const void *a, const void *b)
{
    const struct mr_waiting *x = a, *y = b;
    return x->t_ns < y->t_ns ? -1 : x->t_ns > y->t_ns;
}

static void sort_waiting(struct mr_ledger *l)
{
    if (l->waiting_count > 0)
        qsort(l->waiting, l->waiting_count, sizeof *l->waiting, by_time);
}

/* Sorts the notes and joins neighbours, so that a long run's stay bounded. */
static void condense_waiting(struct mr_ledger *l)
{
    sort_waiting(l);
    size_t kept = 0;
    for (size_t i = 0; i < l->waiting_count; i += 2) {
        struct mr_waiting w = l->waiting[i];
        if (i + 1 < l->waiting_count)
            w.delta += l->waiting[i + 1].delta;
        l->waiting[kept++] = w;
    }
    l->waiting_count = kept;
}

static void note_waiting(struct mr_ledger *l, int64_t t_ns, int64_t delta)
{
    if (t_ns < 0)
        t_ns = 0; /* it waited before the run */
    if (l->waiting_count && l->waiting[l->waiting_count - 1].t_ns == t_ns) {
        l->waiting[l->waiting_count - 1].delta += delta;
        return;
    }
    if (l->waiting_count == MR_LEDGER_WAITING)
        condense_waiting(l);
    if (l->waiting_count == l->waiting_capacity) {
        size_t capacity = l->waiting_capacity ? l->waiting_capacity * 2 : 64;
        struct mr_waiting *grown = realloc(l->waiting, capacity * sizeof *grown);
        if (!grown)
            return;
        l->waiting = grown;
        l->waiting_capacity = capacity;
    }
    l->waiting[l->waiting_count++] = (struct mr_waiting){t_ns, delta};
}

void mr_ledger_waits(mr_runtime *rt, uint32_t tick, uint64_t bytes)
{
    struct mr_ledger *l = &rt->ledger;
    note_waiting(l, ((int64_t)tick << MR_TICK_SHIFT) + l->epoch - l->run_start, (int64_t)bytes);
}

void mr_ledger_waits_no_more(mr_runtime *rt, uint64_t bytes)
{
    note_waiting(&rt->ledger, mr_monotonic_ns() - rt->ledger.run_start, -(int64_t)bytes);
}

/* Gives a bucket in which nothing happened any more a second part, from t on,
 * so that garbage that began to wait in a silence is dated there. True if it did. */
static bool split_bucket(mr_run *run, size_t i, int64_t t_ns, uint32_t merge)
{
    const mr_bucket *b = &run->buckets[i];
    int64_t end = i + 1 < run->bucket_count ? b[1].t_ns : run->duration_ns;
    if (run->bucket_count == MR_LEDGER_BUCKETS || t_ns - b->t_ns < 2000000 * (int64_t)merge ||
        end - t_ns < 1000000)
        return false;
    mr_bucket later = {
        .t_ns = t_ns, .first = b->last, .min = b->last, .max = b->last, .last = b->last};
    memcpy(later.counts, b->counts, sizeof later.counts);
    memmove(&run->buckets[i + 2], &run->buckets[i + 1],
            (run->bucket_count - i - 1) * sizeof *run->buckets);
    run->buckets[i + 1] = later;
    run->bucket_count++;
    return true;
}

/* Turns the notes into what waited at the end of each bucket. */
static void fill_waiting(struct mr_ledger *l, mr_run *run)
{
    sort_waiting(l);
    size_t bucket = 0;
    int64_t waits = 0;
    for (size_t i = 0; i < l->waiting_count; i++) {
        int64_t t = l->waiting[i].t_ns;
        while (bucket + 1 < run->bucket_count && run->buckets[bucket + 1].t_ns <= t)
            run->buckets[bucket++].waiting = (uint64_t)waits;
        /* Else it is dated at the nearer end of the bucket. */
        bool later = bucket + 1 < run->bucket_count &&
                     run->buckets[bucket + 1].t_ns - t < t - run->buckets[bucket].t_ns;
        if (split_bucket(run, bucket, t, l->merge) || later)
            run->buckets[bucket++].waiting = (uint64_t)waits;
        waits += l->waiting[i].delta;
        if (waits < 0)
            waits = 0;
    }
    for (; bucket < run->bucket_count; bucket++)
        run->buckets[bucket].waiting = (uint64_t)waits;
    l->waiting_count = 0;
}

struct search {
    mr_runtime *rt;
    mr_run *run;
};

static void add_waiting(mr_object *o, size_t bytes, uint32_t tick, void *arg)
{
    struct search *search = arg;
    (void)o;
    search->run->waiting_bytes += bytes;
    mr_ledger_waits(search->rt, tick, bytes);
}

mr_run *mr_run_stop(mr_runtime *rt)
{
    struct mr_ledger *l = &rt->ledger;
    mr_run *run = l->run;
    if (!run)
        return NULL;
    if (l->open_count > 0)
        mr_span_leave(rt, (int)l->open_spans[0]);
    bucket_close(rt, l->live);
    mr_ticker_stop(rt);
    run_figures(rt, run, run);
    run->rss_count = mr_ticker_samples(rt, &run->rss);
    l->run = NULL;
    set_limits(l, UINT64_MAX, 0);
    mr_replace(rt, &l->source, MR_NULL);
    return run;
}

void mr_run_find_waiting(mr_runtime *rt, mr_run *run)
{
    struct search search = {rt, run};
    mr_gc_waiting(rt, add_waiting, &search);
    fill_waiting(&rt->ledger, run);
}

mr_run *mr_run_end(mr_runtime *rt)
{
    mr_run *run = mr_run_stop(rt);
    if (run)
        mr_run_find_waiting(rt, run);
    return run;
}

static void *copy_of(const void *data, size_t count, size_t size)
{
    void *copy = malloc(count ? count * size : 1);
    if (copy && count)
        memcpy(copy, data, count * size);
    return copy;
}

mr_run *mr_run_snapshot(mr_runtime *rt)
{
    const mr_run *open = rt->ledger.run;
    if (!open)
        return NULL;
    mr_run *run = malloc(sizeof *run);
    if (!run)
        return NULL;
    *run = *open;
    run->span_count = 0;
    run->name = strdup(open->name);
    run->buckets = malloc((open->bucket_count + 1) * sizeof *run->buckets);
    run->collections = copy_of(open->collections, open->collection_count, sizeof *run->collections);
    run->spans = copy_of(open->spans, open->span_count, sizeof *run->spans);
    run->rss = NULL;
    if (!run->name || !run->buckets || !run->collections || !run->spans)
        goto fail;
    memcpy(run->buckets, open->buckets, open->bucket_count * sizeof *run->buckets);
    mr_bucket now = bucket_now(rt, rt->ledger.live);
    run->buckets[run->bucket_count++] = now;
    if (now.max > run->peak_bytes) {
        run->peak_bytes = now.max;
        run->peak_ns = now.t_ns;
        run->peak_line = now.line;
    }
    for (; run->span_count < open->span_count; run->span_count++) {
        mr_span *span = &run->spans[run->span_count];
        span->name = strdup(span->name);
        if (!span->name)
            goto fail;
    }
    run_figures(rt, run, open);
    run->rss_count = mr_ticker_samples(rt, &run->rss);
    return run;
fail:
    mr_run_destroy(run);
    return NULL;
}

void mr_run_destroy(mr_run *run)
{
    if (!run)
        return;
    for (size_t i = 0; i < run->span_count; i++)
        free(run->spans[i].name);
    free(run->spans);
    free(run->buckets);
    free(run->collections);
    free(run->rss);
    free(run->name);
    free(run);
}
