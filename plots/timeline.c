/* The timeline's data: life cycle, columns, rows, and whether the numbers fit together. */
#include "plots/timeline.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plots/timeline_private.h"

void tl_timeline_init(struct tl_timeline *tl)
{
    *tl = (struct tl_timeline){.thresholds = {700, 10, 10}, .gc_enabled = true};
}

/* The columns of the buckets, so that what is true of all is said once. */
enum { BUCKET_COLUMNS = 10 + TL_GENERATIONS };

static void bucket_columns(struct tl_buckets *b, int64_t **columns[BUCKET_COLUMNS])
{
    int64_t **all[BUCKET_COLUMNS] = {
        &b->t_ns,           &b->first,           &b->min,       &b->max,       &b->last,
        &b->allocated,      &b->freed_refcount,  &b->freed_collector, &b->waiting, &b->line,
        &b->counts[0],      &b->counts[1],       &b->counts[2],
    };
    memcpy(columns, all, sizeof(all));
}

void tl_timeline_finish(struct tl_timeline *tl)
{
    int64_t **columns[BUCKET_COLUMNS];

    free(tl->engine);
    free(tl->name);
    free(tl->started);
    bucket_columns(&tl->buckets, columns);
    for (size_t i = 0; i < BUCKET_COLUMNS; i++)
        free(*columns[i]);
    free(tl->rss.t_ns);
    free(tl->rss.bytes);
    free(tl->collections);
    for (size_t i = 0; i < tl->n_spans; i++)
        free(tl->spans[i].name);
    free(tl->spans);
    *tl = (struct tl_timeline){0};
}

/* Capacity that takes one more element, 0 if that is not possible. */
static size_t grown(size_t n, size_t capacity, size_t element)
{
    if (n < capacity)
        return capacity;
    if (capacity > SIZE_MAX / 4 / element)
        return 0;
    return capacity ? capacity * 2 : 16;
}

static bool grow_column(int64_t **column, size_t capacity)
{
    int64_t *bigger = realloc(*column, capacity * sizeof(**column));
    if (!bigger)
        return false;
    *column = bigger;
    return true;
}

bool tl_add_bucket(struct tl_timeline *tl, const struct tl_bucket *bucket)
{
    struct tl_buckets *b = &tl->buckets;
    size_t capacity = grown(b->n, b->capacity, sizeof(int64_t));

    if (!capacity)
        return false;
    if (capacity != b->capacity) {
        int64_t **columns[BUCKET_COLUMNS];
        bucket_columns(b, columns);
        /* A column that grew before another failed is merely larger than it need be. */
        for (size_t i = 0; i < BUCKET_COLUMNS; i++)
            if (!grow_column(columns[i], capacity))
                return false;
        b->capacity = capacity;
    }
    tl_bucket_set(b, b->n++, bucket);
    return true;
}

bool tl_add_rss(struct tl_timeline *tl, int64_t t_ns, int64_t bytes)
{
    struct tl_rss *rss = &tl->rss;
    size_t capacity = grown(rss->n, rss->capacity, sizeof(int64_t));

    if (!capacity)
        return false;
    if (capacity != rss->capacity) {
        if (!grow_column(&rss->t_ns, capacity) || !grow_column(&rss->bytes, capacity))
            return false;
        rss->capacity = capacity;
    }
    rss->t_ns[rss->n] = t_ns;
    rss->bytes[rss->n++] = bytes;
    return true;
}

bool tl_add_collection(struct tl_timeline *tl, const struct tl_collection *collection)
{
    size_t capacity = grown(tl->n_collections, tl->collections_capacity, sizeof(*collection));

    if (!capacity)
        return false;
    if (capacity != tl->collections_capacity) {
        struct tl_collection *bigger = realloc(tl->collections, capacity * sizeof(*bigger));
        if (!bigger)
            return false;
        tl->collections = bigger;
        tl->collections_capacity = capacity;
    }
    struct tl_collection *added = &tl->collections[tl->n_collections++];
    *added = *collection;
    if (!added->merged)
        added->merged = 1;
    return true;
}

bool tl_add_span(struct tl_timeline *tl, const struct tl_span *span)
{
    size_t capacity = grown(tl->n_spans, tl->spans_capacity, sizeof(*span));

    if (!capacity)
        return false;
    if (capacity != tl->spans_capacity) {
        struct tl_span *bigger = realloc(tl->spans, capacity * sizeof(*bigger));
        if (!bigger)
            return false;
        tl->spans = bigger;
        tl->spans_capacity = capacity;
    }
    char *name = tl_copy_utf8(span->name ? span->name : "");
    if (!name)
        return false;
    struct tl_span *added = &tl->spans[tl->n_spans++];
    *added = *span;
    added->name = name;
    if (!added->merged)
        added->merged = 1;
    return true;
}

/* Length of the UTF-8 sequence at s (RFC 3629: shortest forms, no surrogates), 0 if there is
 * none. */
static size_t utf8_sequence(const unsigned char *s)
{
    size_t n;
    uint32_t code;

    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        n = 2, code = s[0] & 0x1F;
    else if (s[0] >= 0xE0 && s[0] <= 0xEF)
        n = 3, code = s[0] & 0x0F;
    else if (s[0] >= 0xF0 && s[0] <= 0xF4)
        n = 4, code = s[0] & 0x07;
    else
        return 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3F);
    }
    if ((n == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF)))
        || (n == 4 && (code < 0x10000 || code > 0x10FFFF)))
        return 0;
    return n;
}

char *tl_copy_utf8(const char *text)
{
    const unsigned char *from = (const unsigned char *)text;
    char *copy = malloc(strlen(text) * 3 + 1); /* U+FFFD takes three bytes */
    char *to = copy;

    if (!copy)
        return NULL;
    while (*from) {
        size_t n = utf8_sequence(from);
        if (n) {
            memcpy(to, from, n);
            to += n;
            from += n;
        } else {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
            from++;
        }
    }
    *to = '\0';
    return copy;
}

bool tl_timeline_set_text(struct tl_timeline *tl, const char *engine, const char *name,
                          const char *started)
{
    const char *from[3] = {engine, name, started};
    char **to[3] = {&tl->engine, &tl->name, &tl->started};
    char *copies[3] = {NULL, NULL, NULL};

    for (size_t i = 0; i < 3; i++) {
        if (from[i] && !(copies[i] = tl_copy_utf8(from[i])))
            goto fail;
    }
    for (size_t i = 0; i < 3; i++) {
        if (copies[i]) {
            free(*to[i]);
            *to[i] = copies[i];
        }
    }
    return true;
fail:
    for (size_t i = 0; i < 3; i++)
        free(copies[i]);
    return false;
}

bool tl_timeline_copy(struct tl_timeline *to, const struct tl_timeline *from)
{
    tl_timeline_init(to);
    to->duration_ns = from->duration_ns;
    to->start_bytes = from->start_bytes;
    to->end_bytes = from->end_bytes;
    to->waiting_bytes = from->waiting_bytes;
    to->peak = from->peak;
    to->totals = from->totals;
    memcpy(to->thresholds, from->thresholds, sizeof(to->thresholds));
    to->gc_enabled = from->gc_enabled;
    to->spans_dropped = from->spans_dropped;
    if (!tl_timeline_set_text(to, from->engine, from->name, from->started))
        goto fail;
    for (size_t i = 0; i < from->buckets.n; i++) {
        struct tl_bucket bucket = tl_bucket_at(&from->buckets, i);
        if (!tl_add_bucket(to, &bucket))
            goto fail;
    }
    for (size_t i = 0; i < from->rss.n; i++)
        if (!tl_add_rss(to, from->rss.t_ns[i], from->rss.bytes[i]))
            goto fail;
    for (size_t i = 0; i < from->n_collections; i++)
        if (!tl_add_collection(to, &from->collections[i]))
            goto fail;
    for (size_t i = 0; i < from->n_spans; i++)
        if (!tl_add_span(to, &from->spans[i]))
            goto fail;
    return true;
fail:
    tl_timeline_finish(to);
    tl_timeline_init(to);
    return false;
}

struct tl_bucket tl_bucket_at(const struct tl_buckets *b, size_t i)
{
    return (struct tl_bucket){
        .t_ns = b->t_ns[i],
        .first = b->first[i],
        .min = b->min[i],
        .max = b->max[i],
        .last = b->last[i],
        .allocated = b->allocated[i],
        .freed_refcount = b->freed_refcount[i],
        .freed_collector = b->freed_collector[i],
        .waiting = b->waiting[i],
        .line = b->line[i],
        .counts = {b->counts[0][i], b->counts[1][i], b->counts[2][i]},
    };
}

void tl_bucket_set(struct tl_buckets *b, size_t i, const struct tl_bucket *bucket)
{
    b->t_ns[i] = bucket->t_ns;
    b->first[i] = bucket->first;
    b->min[i] = bucket->min;
    b->max[i] = bucket->max;
    b->last[i] = bucket->last;
    b->allocated[i] = bucket->allocated;
    b->freed_refcount[i] = bucket->freed_refcount;
    b->freed_collector[i] = bucket->freed_collector;
    b->waiting[i] = bucket->waiting;
    b->line[i] = bucket->line;
    for (size_t g = 0; g < TL_GENERATIONS; g++)
        b->counts[g][i] = bucket->counts[g];
}

int64_t tl_bucket_freed_other(const struct tl_bucket *bucket)
{
    int64_t rest = bucket->first - bucket->last + bucket->allocated - bucket->freed_refcount
                   - bucket->freed_collector;
    return rest > 0 ? rest : 0;
}

int64_t tl_add_saturated(int64_t a, int64_t b)
{
    return a > TL_MAX - b ? TL_MAX : a + b;
}

void tl_bucket_merge(struct tl_bucket *into, const struct tl_bucket *next)
{
    if (next->min < into->min)
        into->min = next->min;
    if (next->max > into->max) {
        into->max = next->max;
        into->line = next->line;
    }
    into->last = next->last;
    into->allocated = tl_add_saturated(into->allocated, next->allocated);
    into->freed_refcount = tl_add_saturated(into->freed_refcount, next->freed_refcount);
    into->freed_collector = tl_add_saturated(into->freed_collector, next->freed_collector);
    if (next->waiting > into->waiting)
        into->waiting = next->waiting;
    for (size_t g = 0; g < TL_GENERATIONS; g++)
        if (next->counts[g] > into->counts[g])
            into->counts[g] = next->counts[g];
}

size_t tl_bucket_find(const struct tl_buckets *buckets, int64_t t_ns)
{
    size_t low = 0, high = buckets->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (buckets->t_ns[middle] <= t_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : 0;
}

bool tl_fail(struct tl_error *error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error)
        vsnprintf(error->text, sizeof(error->text), format, args);
    va_end(args);
    return false;
}

static bool in_range(int64_t value, int64_t most, const char *what, struct tl_error *error)
{
    if (value < 0)
        return tl_fail(error, "%s: %" PRId64 " is negative", what, value);
    if (value > most)
        return tl_fail(error, "%s: %" PRId64 " is more than %" PRId64, what, value, most);
    return true;
}

static bool element_in_range(int64_t value, int64_t most, const char *what, size_t i,
                             const char *member, struct tl_error *error)
{
    char name[64];

    snprintf(name, sizeof(name), "%s[%zu]%s", what, i, member);
    return in_range(value, most, name, error);
}

static bool check_buckets(const struct tl_timeline *tl, struct tl_error *error)
{
    struct tl_buckets b = tl->buckets;
    const struct {
        const int64_t *column;
        const char *name;
    } columns[] = {
        {b.first, "buckets.first"},
        {b.min, "buckets.min"},
        {b.max, "buckets.max"},
        {b.last, "buckets.last"},
        {b.allocated, "buckets.allocated"},
        {b.freed_refcount, "buckets.freed_refcount"},
        {b.freed_collector, "buckets.freed_collector"},
        {b.waiting, "buckets.waiting"},
        {b.line, "buckets.line"},
        {b.counts[0], "buckets.counts[0]"},
        {b.counts[1], "buckets.counts[1]"},
        {b.counts[2], "buckets.counts[2]"},
    };

    for (size_t i = 0; i < b.n; i++) {
        if (!element_in_range(b.t_ns[i], tl->duration_ns, "buckets.t_ns", i, "", error))
            return false;
        for (size_t c = 0; c < sizeof(columns) / sizeof(columns[0]); c++)
            if (!element_in_range(columns[c].column[i], TL_MAX, columns[c].name, i, "", error))
                return false;
        if (i && b.t_ns[i] < b.t_ns[i - 1])
            return tl_fail(error, "buckets.t_ns[%zu]: time goes back", i);
        if (b.min[i] > b.first[i] || b.min[i] > b.last[i])
            return tl_fail(error, "buckets.min[%zu]: more than the first or the last value", i);
        if (b.max[i] < b.first[i] || b.max[i] < b.last[i])
            return tl_fail(error, "buckets.max[%zu]: less than the first or the last value", i);
        if (b.waiting[i] > b.max[i])
            return tl_fail(error, "buckets.waiting[%zu]: more than was live", i);
        if (b.max[i] > tl->peak.bytes)
            return tl_fail(error, "peak.bytes: less than buckets.max[%zu]", i);
    }
    return true;
}

static bool check_rss(const struct tl_timeline *tl, struct tl_error *error)
{
    for (size_t i = 0; i < tl->rss.n; i++) {
        if (!element_in_range(tl->rss.t_ns[i], tl->duration_ns, "rss.t_ns", i, "", error)
            || !element_in_range(tl->rss.bytes[i], TL_MAX, "rss.bytes", i, "", error))
            return false;
        if (i && tl->rss.t_ns[i] < tl->rss.t_ns[i - 1])
            return tl_fail(error, "rss.t_ns[%zu]: time goes back", i);
    }
    return true;
}

static bool check_collections(const struct tl_timeline *tl, struct tl_error *error)
{
    const char *what = "collections";

    for (size_t i = 0; i < tl->n_collections; i++) {
        const struct tl_collection *c = &tl->collections[i];
        if (!element_in_range(c->t_ns, tl->duration_ns, what, i, ".t_ns", error)
            || !element_in_range(c->duration_ns, TL_MAX, what, i, ".duration_ns", error)
            || !element_in_range(c->generation, TL_GENERATIONS - 1, what, i, ".generation", error)
            || !element_in_range(c->objects, TL_MAX, what, i, ".objects", error)
            || !element_in_range(c->bytes, TL_MAX, what, i, ".bytes", error)
            || !element_in_range(c->merged - 1, TL_MAX - 1, what, i, ".merged - 1", error))
            return false;
        if (c->reason < TL_THRESHOLD || c->reason > TL_PRESSURE)
            return tl_fail(error, "collections[%zu].reason: unknown", i);
        if (i && c->t_ns < tl->collections[i - 1].t_ns)
            return tl_fail(error, "collections[%zu].t_ns: time goes back", i);
    }
    return true;
}

static bool check_spans(const struct tl_timeline *tl, struct tl_error *error)
{
    const char *what = "spans";

    for (size_t i = 0; i < tl->n_spans; i++) {
        const struct tl_span *s = &tl->spans[i];
        if (!element_in_range(s->line, TL_MAX, what, i, ".line", error)
            || !element_in_range(s->enter_ns, tl->duration_ns, what, i, ".enter_ns", error)
            || !element_in_range(s->leave_ns, tl->duration_ns, what, i, ".leave_ns", error)
            || !element_in_range(s->depth, INT32_MAX, what, i, ".depth", error)
            || !element_in_range(s->enter_bytes, TL_MAX, what, i, ".enter_bytes", error)
            || !element_in_range(s->leave_bytes, TL_MAX, what, i, ".leave_bytes", error)
            || !element_in_range(s->peak_bytes, TL_MAX, what, i, ".peak_bytes", error)
            || !element_in_range(s->merged - 1, TL_MAX - 1, what, i, ".merged - 1", error))
            return false;
        if (s->leave_ns < s->enter_ns)
            return tl_fail(error, "spans[%zu].leave_ns: before it was entered", i);
        if (s->peak_bytes < s->enter_bytes || s->peak_bytes < s->leave_bytes)
            return tl_fail(error, "spans[%zu].peak_bytes: less than at enter or leave", i);
    }
    return true;
}

bool tl_timeline_check(const struct tl_timeline *tl, struct tl_error *error)
{
    const struct {
        int64_t value, most;
        const char *name;
    } numbers[] = {
        {tl->duration_ns, TL_MAX, "duration_ns"},
        {tl->start_bytes, TL_MAX, "start_bytes"},
        {tl->end_bytes, TL_MAX, "end_bytes"},
        {tl->waiting_bytes, TL_MAX, "waiting_bytes"},
        {tl->peak.bytes, TL_MAX, "peak.bytes"},
        {tl->peak.t_ns, tl->duration_ns, "peak.t_ns"},
        {tl->peak.line, TL_MAX, "peak.line"},
        {tl->totals.allocated, TL_MAX, "totals.allocated"},
        {tl->totals.freed.refcount, TL_MAX, "totals.freed.refcount"},
        {tl->totals.freed.collector, TL_MAX, "totals.freed.collector"},
        {tl->totals.freed.resize, TL_MAX, "totals.freed.resize"},
        {tl->totals.freed.exit, TL_MAX, "totals.freed.exit"},
        {tl->thresholds[0], TL_MAX, "thresholds[0]"},
        {tl->thresholds[1], TL_MAX, "thresholds[1]"},
        {tl->thresholds[2], TL_MAX, "thresholds[2]"},
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (!in_range(numbers[i].value, numbers[i].most, numbers[i].name, error))
            return false;
    if (tl->peak.bytes < tl->start_bytes || tl->peak.bytes < tl->end_bytes)
        return tl_fail(error, "peak.bytes: less than at the start or the end");
    if (tl->waiting_bytes > tl->end_bytes)
        return tl_fail(error, "waiting_bytes: more than end_bytes");
    return check_buckets(tl, error) && check_rss(tl, error) && check_collections(tl, error)
           && check_spans(tl, error);
}
