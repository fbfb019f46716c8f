/*
 * Making a timeline small without losing an extreme.
 *
 * The space is shared out between buckets, spans, collections and RSS samples: a part that needs
 * less than its share leaves the rest to the others. In each part neighbours merge as long as what
 * they become is no longer than a stretch of time; the shortest stretch that fits is found by
 * search. So what lies close together in time merges first, and a quiet hour costs nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plots/timeline_private.h"

enum {
    NAME_SIZE = 160,    /* bytes of a name that survive, with the NUL */
    PARTS = 4,
    MIXED_NAMES = 2,    /* how much closer calls of different names must lie to merge */
};

/* ---- sizes in JSON ---- */

static size_t integer_size(int64_t value)
{
    size_t n = 1;

    while (value >= 10) {
        value /= 10;
        n++;
    }
    return n;
}

static size_t string_size(const char *s)
{
    size_t n = 2;

    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        n += c == '"' || c == '\\' ? 2 : c < 0x20 ? 6 : 1;
    }
    return n;
}

static size_t merged_size(int64_t merged)
{
    return merged > 1 ? sizeof(",\"merged\":") - 1 + integer_size(merged) : 0;
}

static size_t bucket_size(const struct tl_bucket *b)
{
    const int64_t values[] = {
        b->t_ns,           b->first,           b->min,     b->max,  b->last,      b->allocated,
        b->freed_refcount, b->freed_collector, b->waiting, b->line, b->counts[0], b->counts[1],
        b->counts[2],
    };
    const size_t n = sizeof(values) / sizeof(values[0]);
    size_t size = n; /* the commas */

    for (size_t i = 0; i < n; i++)
        size += integer_size(values[i]);
    return size;
}

static size_t collection_size(const struct tl_collection *c)
{
    static const char frame[] = "{\"t_ns\":,\"duration_ns\":,\"generation\":0,"
                                "\"reason\":\"\",\"objects\":,\"bytes\":},";
    static const size_t reasons[] = {
        [TL_THRESHOLD] = sizeof("threshold") - 1,
        [TL_EXPLICIT] = sizeof("explicit") - 1,
        [TL_PRESSURE] = sizeof("pressure") - 1,
    };

    return sizeof(frame) - 1 + reasons[c->reason] + integer_size(c->t_ns)
           + integer_size(c->duration_ns) + integer_size(c->objects) + integer_size(c->bytes)
           + merged_size(c->merged);
}

static size_t span_size(const struct tl_span *s)
{
    static const char frame[] = "{\"name\":,\"line\":,\"enter_ns\":,\"leave_ns\":,\"depth\":,"
                                "\"enter_bytes\":,\"leave_bytes\":,\"peak_bytes\":},";

    return sizeof(frame) - 1 + string_size(s->name) + integer_size(s->line)
           + integer_size(s->enter_ns) + integer_size(s->leave_ns) + integer_size(s->depth)
           + integer_size(s->enter_bytes) + integer_size(s->leave_bytes)
           + integer_size(s->peak_bytes) + merged_size(s->merged);
}

static bool whole_size(const struct tl_timeline *tl, size_t *size)
{
    json_t *json = tl_to_json(tl);

    if (!json)
        return false;
    *size = json_dumpb(json, NULL, 0, JSON_COMPACT);
    json_decref(json);
    return *size != 0;
}

/* ---- the search ---- */

/* The size of a part when everything within a stretch of time has merged. */
typedef size_t merged_size_at(void *part, int64_t stretch);

/* A stretch that makes the part fit, at most a sixteenth longer than need be: first its power of
 * two, then four steps between it and the one before. The longest stretch is taken to fit. */
static int64_t shortest_stretch(merged_size_at *size_at, void *part, size_t size)
{
    int low = -1, high = 57; /* exponents; -1: nothing merges that is not simultaneous */
    int64_t from, to;

    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (size_at(part, INT64_C(1) << middle) <= size)
            high = middle;
        else
            low = middle;
    }
    to = INT64_C(1) << high;
    from = low < 0 ? 0 : INT64_C(1) << low;
    for (int i = 0; i < 4 && to - from > 1; i++) {
        int64_t middle = from + (to - from) / 2;
        if (size_at(part, middle) <= size)
            to = middle;
        else
            from = middle;
    }
    return to;
}

/* ---- buckets ---- */

/* Merges what lies within a stretch into `to`, whose columns have room; they may be `from`'s
 * own, for what is written never overtakes what is read. Gives the size. */
static size_t merge_buckets(const struct tl_timeline *from, int64_t stretch, struct tl_timeline *to)
{
    struct tl_bucket group = {0};
    size_t n = 0, size = 0;

    for (size_t i = 0; i < from->buckets.n; i++) {
        struct tl_bucket next = tl_bucket_at(&from->buckets, i);
        if (i && next.t_ns - group.t_ns <= stretch) {
            tl_bucket_merge(&group, &next);
        } else {
            if (i) {
                size += bucket_size(&group);
                tl_bucket_set(&to->buckets, n++, &group);
            }
            group = next;
        }
    }
    if (from->buckets.n) {
        size += bucket_size(&group);
        tl_bucket_set(&to->buckets, n++, &group);
    }
    to->buckets.n = n;
    return size;
}

/* ---- RSS ---- */

static size_t keep_rss(struct tl_rss *to, const struct tl_rss *from, size_t i)
{
    to->t_ns[to->n] = from->t_ns[i];
    to->bytes[to->n++] = from->bytes[i];
    return 2 + integer_size(from->t_ns[i]) + integer_size(from->bytes[i]);
}

/* Of each stretch the lowest and the highest sample stay, at their own times. */
static size_t merge_rss(const struct tl_timeline *from, int64_t stretch, struct tl_timeline *to)
{
    struct tl_rss rss = from->rss;
    size_t size = 0, i = 0;

    to->rss.n = 0;
    while (i < rss.n) {
        size_t low = i, high = i, j = i;
        for (; j < rss.n && rss.t_ns[j] - rss.t_ns[i] <= stretch; j++) {
            if (rss.bytes[j] < rss.bytes[low])
                low = j;
            if (rss.bytes[j] > rss.bytes[high])
                high = j;
        }
        size += keep_rss(&to->rss, &rss, low < high ? low : high);
        if (low != high)
            size += keep_rss(&to->rss, &rss, low < high ? high : low);
        i = j;
    }
    return size;
}

/* ---- collections ---- */

static int collection_order(const void *a, const void *b)
{
    const struct tl_collection *x = a, *y = b;

    if (x->t_ns != y->t_ns)
        return x->t_ns < y->t_ns ? -1 : 1;
    if (x->generation != y->generation)
        return x->generation - y->generation;
    return (int)x->reason - (int)y->reason;
}

/* Collections of one generation and reason merge; the time is that of the one that freed most. */
static size_t merge_collections(const struct tl_timeline *from, int64_t stretch,
                                struct tl_timeline *to)
{
    struct {
        size_t group; /* index in to->collections */
        int64_t begin, most;
        bool open;
    } kinds[TL_GENERATIONS][TL_PRESSURE + 1] = {0};
    size_t size = 0, n = from->n_collections;

    to->n_collections = 0;
    for (size_t i = 0; i < n; i++) {
        const struct tl_collection next = from->collections[i];
        typeof(kinds[0][0]) *kind = &kinds[next.generation][next.reason];
        if (kind->open && next.t_ns - kind->begin <= stretch) {
            struct tl_collection *group = &to->collections[kind->group];
            group->duration_ns = tl_add_saturated(group->duration_ns, next.duration_ns);
            group->objects = tl_add_saturated(group->objects, next.objects);
            group->bytes = tl_add_saturated(group->bytes, next.bytes);
            group->merged = tl_add_saturated(group->merged, next.merged);
            if (next.bytes > kind->most) {
                kind->most = next.bytes;
                group->t_ns = next.t_ns;
            }
        } else {
            kind->open = true;
            kind->group = to->n_collections;
            kind->begin = next.t_ns;
            kind->most = next.bytes;
            to->collections[to->n_collections++] = next;
        }
    }
    for (size_t i = 0; i < to->n_collections; i++)
        size += collection_size(&to->collections[i]);
    return size;
}

/* ---- spans ---- */

/* Merging happens on groups with borrowed names; names are made in the end. */
struct span_group {
    struct tl_span span; /* name borrowed */
    int64_t longest;     /* the call that gave the name */
    bool mixed;          /* of several names */
};

struct span_merge {
    const struct tl_span **sorted; /* by depth, then by time */
    size_t *parent;                /* index in `sorted` of the enclosing span, or its own */
    size_t *group_of;              /* index in `groups` */
    struct span_group *groups;
    size_t n, n_groups;
    size_t levels; /* that get brackets */
};

static int span_order(const void *a, const void *b)
{
    const struct tl_span *x = *(const struct tl_span *const *)a;
    const struct tl_span *y = *(const struct tl_span *const *)b;

    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    if (x->enter_ns != y->enter_ns)
        return x->enter_ns < y->enter_ns ? -1 : 1;
    if (x->leave_ns != y->leave_ns)
        return x->leave_ns > y->leave_ns ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void span_merge_finish(struct span_merge *m)
{
    free(m->sorted);
    free(m->parent);
    free(m->group_of);
    free(m->groups);
}

static bool span_merge_init(struct span_merge *m, const struct tl_timeline *tl)
{
    size_t n = tl->n_spans, level = 0, above = 0;

    *m = (struct span_merge){.n = n};
    m->sorted = malloc(n * sizeof(*m->sorted) + 1);
    m->parent = malloc(n * sizeof(*m->parent) + 1);
    m->group_of = malloc(n * sizeof(*m->group_of) + 1);
    m->groups = malloc(n * sizeof(*m->groups) + 1);
    if (!m->sorted || !m->parent || !m->group_of || !m->groups) {
        span_merge_finish(m);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        m->sorted[i] = &tl->spans[i];
    qsort(m->sorted, n, sizeof(*m->sorted), span_order);

    /* `above` walks the level above, which ends where this one begins. */
    for (size_t i = 0; i < n; i++) {
        if (i && m->sorted[i]->depth != m->sorted[i - 1]->depth) {
            above = level;
            level = i;
        }
        m->parent[i] = i;
        if (level) {
            while (above + 1 < level && m->sorted[above + 1]->enter_ns <= m->sorted[i]->enter_ns)
                above++;
            m->parent[i] = above;
        }
    }
    return true;
}

/* The levels that get a bracket of their own even if each shrinks to one: the outer ones first. */
static size_t levels_that_fit(const struct span_merge *m, size_t size)
{
    size_t levels = 0, used = 0;

    for (size_t i = 0; i < m->n; levels++) {
        size_t largest = 0, j = i;
        for (; j < m->n && m->sorted[j]->depth == m->sorted[i]->depth; j++) {
            size_t one = span_size(m->sorted[j]);
            if (one > largest)
                largest = one;
        }
        /* Room for the sum of the calls, the dots of a mixed name, and values wider than its
         * own. */
        used += largest + sizeof(",\"merged\":9007199254740991, \u2026") + 64;
        if (used > size)
            break;
        i = j;
    }
    return levels;
}

static bool joins(const struct span_group *group, const struct tl_span *next, int64_t stretch)
{
    int64_t leave = next->leave_ns > group->span.leave_ns ? next->leave_ns : group->span.leave_ns;
    int64_t length = leave - group->span.enter_ns;

    if (length > stretch)
        return false;
    return length <= stretch / MIXED_NAMES || strcmp(group->span.name, next->name) == 0;
}

static void join(struct span_group *group, const struct tl_span *next)
{
    if (strcmp(group->span.name, next->name) != 0)
        group->mixed = true;
    if (next->leave_ns - next->enter_ns > group->longest) {
        group->longest = next->leave_ns - next->enter_ns;
        group->span.name = next->name;
        group->span.line = next->line;
    }
    if (next->leave_ns >= group->span.leave_ns) {
        group->span.leave_ns = next->leave_ns;
        group->span.leave_bytes = next->leave_bytes;
    }
    if (next->peak_bytes > group->span.peak_bytes)
        group->span.peak_bytes = next->peak_bytes;
    group->span.merged = tl_add_saturated(group->span.merged, next->merged);
}

/* Siblings merge, parents before children, so that brackets stay nested; calls below the last level
 * count for the bracket around them. */
static size_t merge_spans(void *part, int64_t stretch)
{
    struct span_merge *m = part;
    size_t level = 0, size = 0;

    m->n_groups = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct tl_span *next = m->sorted[i];
        bool new_level = i && next->depth != m->sorted[i - 1]->depth;
        size_t above = m->group_of[m->parent[i]];

        level += new_level;
        if (level >= m->levels) {
            m->group_of[i] = above;
            m->groups[above].span.merged =
                tl_add_saturated(m->groups[above].span.merged, next->merged);
            continue;
        }
        if (i && !new_level && (m->parent[i] == i || above == m->group_of[m->parent[i - 1]])
            && joins(&m->groups[m->n_groups - 1], next, stretch)) {
            join(&m->groups[m->n_groups - 1], next);
        } else {
            m->groups[m->n_groups++] = (struct span_group){
                .span = *next,
                .longest = next->leave_ns - next->enter_ns,
            };
        }
        m->group_of[i] = m->n_groups - 1;
    }
    for (size_t i = 0; i < m->n_groups; i++)
        size += span_size(&m->groups[i].span) + (m->groups[i].mixed ? sizeof(", \u2026") : 0);
    return size;
}

static bool reduce_spans(struct tl_timeline *tl, size_t size)
{
    struct span_merge m;
    struct tl_timeline merged;
    bool ok = false;

    tl_timeline_init(&merged);
    if (!span_merge_init(&m, tl))
        return false;
    m.levels = levels_that_fit(&m, size);
    if (m.levels)
        merge_spans(&m, shortest_stretch(merge_spans, &m, size));
    for (size_t i = 0; i < m.n_groups; i++) {
        struct span_group *group = &m.groups[i];
        char name[NAME_SIZE + sizeof(", \u2026")];
        snprintf(name, sizeof(name), "%s%s", group->span.name, group->mixed ? ", \u2026" : "");
        group->span.name = name;
        if (!tl_add_span(&merged, &group->span))
            goto fail;
    }
    /* The merged ones move in, the many leave with `merged`. */
    struct tl_span *many = tl->spans;
    size_t n_many = tl->n_spans;
    tl->spans = merged.spans;
    tl->n_spans = merged.n_spans;
    tl->spans_capacity = merged.spans_capacity;
    merged.spans = many;
    merged.n_spans = n_many;
    ok = true;
fail:
    tl_timeline_finish(&merged);
    span_merge_finish(&m);
    return ok;
}

/* ---- the whole ---- */

static void shorten(char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n < NAME_SIZE)
        return;
    n = NAME_SIZE - sizeof("\u2026");
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    memcpy(text + n, "\u2026", sizeof("\u2026"));
}

typedef size_t merge_part(const struct tl_timeline *from, int64_t stretch, struct tl_timeline *to);

struct part {
    const struct tl_timeline *tl;
    struct tl_timeline *scratch; /* takes the trials */
    merge_part *merge;
};

static size_t try_part(void *closure, int64_t stretch)
{
    struct part *part = closure;

    return part->merge(part->tl, stretch, part->scratch);
}

/* Merges one part of `tl` in place. */
static void reduce_part(struct tl_timeline *tl, struct tl_timeline *scratch, merge_part *merge,
                        size_t size)
{
    struct part part = {tl, scratch, merge};

    merge(tl, shortest_stretch(try_part, &part, size), tl);
}

static void part_sizes(const struct tl_timeline *tl, size_t sizes[PARTS])
{
    memset(sizes, 0, PARTS * sizeof(*sizes));
    for (size_t i = 0; i < tl->buckets.n; i++) {
        struct tl_bucket bucket = tl_bucket_at(&tl->buckets, i);
        sizes[0] += bucket_size(&bucket);
    }
    for (size_t i = 0; i < tl->n_spans; i++)
        sizes[1] += span_size(&tl->spans[i]);
    for (size_t i = 0; i < tl->n_collections; i++)
        sizes[2] += collection_size(&tl->collections[i]);
    for (size_t i = 0; i < tl->rss.n; i++)
        sizes[3] += 2 + integer_size(tl->rss.t_ns[i]) + integer_size(tl->rss.bytes[i]);
}

/* Shares `room` out: each part gets what its smallest form takes, and divides the rest by weight
 * with the others; who needs less than that gets what it needs. */
static void share_out(size_t room, const size_t needs[PARTS], size_t gets[PARTS])
{
    static const size_t weights[PARTS] = {8, 4, 2, 2};
    /* One bucket, no span, one collection of each kind, two samples. */
    static const size_t least[PARTS] = {220, 0, TL_GENERATIONS * (TL_PRESSURE + 1) * 190, 70};
    bool settled[PARTS] = {false};

    for (;;) {
        size_t weight = 0, rest = room;
        bool changed = false;
        for (size_t i = 0; i < PARTS; i++) {
            size_t own = settled[i] || needs[i] < least[i] ? needs[i] : least[i];
            rest = rest > own ? rest - own : 0;
            if (!settled[i])
                weight += weights[i];
        }
        for (size_t i = 0; i < PARTS; i++) {
            if (settled[i])
                continue;
            gets[i] = rest / weight * weights[i] + (needs[i] < least[i] ? needs[i] : least[i]);
            if (needs[i] <= gets[i]) {
                gets[i] = needs[i];
                settled[i] = changed = true;
            }
        }
        if (!changed)
            return;
    }
}

static size_t sum(const size_t sizes[PARTS])
{
    size_t total = 0;

    for (size_t i = 0; i < PARTS; i++)
        total += sizes[i];
    return total;
}

/* The size without any list. */
static bool head_size(const struct tl_timeline *tl, size_t *size)
{
    struct tl_timeline bare = *tl; /* borrows */

    bare.buckets.n = bare.rss.n = bare.n_collections = bare.n_spans = 0;
    return whole_size(&bare, size);
}

bool tl_reduce(struct tl_timeline *tl, size_t size)
{
    struct tl_timeline small, scratch;
    size_t whole = 0, head = 0, needs[PARTS], gets[PARTS] = {0};
    bool ok = false;

    part_sizes(tl, needs);
    if (!head_size(tl, &head))
        return false;
    if (head + sum(needs) <= size)
        return true;
    if (!tl_timeline_copy(&small, tl))
        return false;
    if (!tl_timeline_copy(&scratch, tl))
        goto fail_small;

    shorten(small.engine);
    shorten(small.name);
    shorten(small.started);
    for (size_t i = 0; i < small.n_spans; i++)
        shorten(small.spans[i].name);
    if (!head_size(&small, &head) || size <= head)
        goto fail;
    part_sizes(&small, needs);
    share_out(size - head, needs, gets);
    if (needs[0] > gets[0])
        reduce_part(&small, &scratch, merge_buckets, gets[0]);
    if (needs[1] > gets[1] && !reduce_spans(&small, gets[1]))
        goto fail;
    if (needs[2] > gets[2]) {
        reduce_part(&small, &scratch, merge_collections, gets[2]);
        qsort(small.collections, small.n_collections, sizeof(*small.collections),
              collection_order);
    }
    if (needs[3] > gets[3])
        reduce_part(&small, &scratch, merge_rss, gets[3]);
    /* A part that cannot become small enough may have taken more than its share. */
    if (!whole_size(&small, &whole) || whole > size)
        goto fail;

    struct tl_timeline large = *tl;
    *tl = small;
    small = large;
    ok = true;
fail:
    tl_timeline_finish(&scratch);
fail_small:
    tl_timeline_finish(&small);
    return ok;
}

/* ---- in a notebook's file ---- */

/* How much deeper an output's MIME bundle stands in a notebook than a value on its own, in spaces
 * of indentation: nbformat, and with it every client, writes one a level. */
enum { NOTEBOOK_INDENT = 6 };

static int count_saved(const char *text, size_t length, void *data)
{
    size_t *size = data;

    *size += length;
    for (size_t i = 0; i < length; i++)
        *size += text[i] == '\n' ? NOTEBOOK_INDENT : 0;
    return 0;
}

static bool saved_size(const struct tl_timeline *tl, size_t *size)
{
    json_t *json = tl_to_json(tl);
    bool ok;

    *size = 0;
    ok = json && json_dump_callback(json, count_saved, size, JSON_INDENT(1)) == 0;
    json_decref(json);
    return ok;
}

bool tl_reduce_to_save(struct tl_timeline *tl)
{
    size_t saved, whole;

    for (;;) {
        if (!saved_size(tl, &saved) || !whole_size(tl, &whole))
            return false;
        if (saved <= TL_SAVED_SIZE)
            return true;
        /* The share of digits in what is saved stays much the same: a step or two. */
        if (!tl_reduce(tl, (size_t)((double)whole * TL_SAVED_SIZE / (double)saved * 0.98)))
            return false;
    }
}
