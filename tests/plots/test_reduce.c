/* Reduction and pyramid: nothing that a timeline knows of its extremes may be lost. */
#include "plots/pyramid.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

struct facts {
    struct tl_bucket all;
    int64_t rss_low, rss_high, collected, found, calls, span_peak;
    int64_t collections;
};

static struct facts facts_of(const struct tl_timeline *tl)
{
    struct facts f = {.rss_low = INT64_MAX};

    for (size_t i = 0; i < tl->buckets.n; i++) {
        struct tl_bucket next = tl_bucket_at(&tl->buckets, i);
        if (i)
            tl_bucket_merge(&f.all, &next);
        else
            f.all = next;
    }
    for (size_t i = 0; i < tl->rss.n; i++) {
        if (tl->rss.bytes[i] < f.rss_low)
            f.rss_low = tl->rss.bytes[i];
        if (tl->rss.bytes[i] > f.rss_high)
            f.rss_high = tl->rss.bytes[i];
    }
    for (size_t i = 0; i < tl->n_collections; i++) {
        f.collected += tl->collections[i].bytes;
        f.found += tl->collections[i].objects;
        f.collections += tl->collections[i].merged;
    }
    for (size_t i = 0; i < tl->n_spans; i++) {
        f.calls += tl->spans[i].merged;
        if (tl->spans[i].peak_bytes > f.span_peak)
            f.span_peak = tl->spans[i].peak_bytes;
    }
    return f;
}

static bool same_bucket(const struct tl_bucket *a, const struct tl_bucket *b)
{
    return a->t_ns == b->t_ns && a->first == b->first && a->min == b->min && a->max == b->max
           && a->last == b->last && a->allocated == b->allocated
           && a->freed_refcount == b->freed_refcount && a->freed_collector == b->freed_collector
           && a->waiting == b->waiting && a->line == b->line && a->counts[0] == b->counts[0]
           && a->counts[1] == b->counts[1] && a->counts[2] == b->counts[2];
}

/* No bracket may stick out of the one above it by more than it did before. */
static bool nested(const struct tl_timeline *tl)
{
    for (size_t i = 0; i < tl->n_spans; i++) {
        const struct tl_span *span = &tl->spans[i];
        bool inside = span->depth == 0;
        for (size_t j = 0; j < tl->n_spans && !inside; j++) {
            const struct tl_span *outer = &tl->spans[j];
            inside = outer->depth == span->depth - 1 && outer->enter_ns <= span->enter_ns
                     && outer->leave_ns >= span->leave_ns;
        }
        if (!inside)
            return false;
    }
    return true;
}

static void reduce(struct tl_timeline *tl, size_t size, const char *what)
{
    struct tl_error error = {""};
    struct facts before = facts_of(tl), after;
    size_t n_before = tl->n_spans;

    if (!ok(tl_reduce(tl, size), "%s fits %zu bytes", what, size))
        return;
    char *text = tl_to_text(tl);
    ok(strlen(text) <= size, "%s: %zu bytes", what, strlen(text));
    free(text);
    ok(tl_timeline_check(tl, &error), "it is sound %s", error.text);
    after = facts_of(tl);
    ok(same_bucket(&before.all, &after.all), "no extreme and no sum of the buckets is lost");
    ok(before.rss_low == after.rss_low && before.rss_high == after.rss_high,
       "nor of the RSS samples");
    ok(before.collected == after.collected && before.found == after.found
           && before.collections == after.collections,
       "nor a byte of the collections");
    if (tl->n_spans || !n_before) {
        is_int(after.calls, before.calls, "each call is in some bracket");
        is_int(after.span_peak, before.span_peak, "and their highest peak is known");
    }
}

static void test_reductions(void)
{
    static const size_t sizes[] = {TL_SAVED_SIZE, 20000, 8000, 3000};
    struct tl_timeline tl;
    char what[64];

    for (uint64_t seed = 1; seed <= 6; seed++) {
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            make_random(&tl, seed, seed * 900, seed % 3 * 4000, seed % 2 * 3000);
            snprintf(what, sizeof(what), "timeline %d", (int)seed);
            reduce(&tl, sizes[i], what);
            tl_timeline_finish(&tl);
        }
    }
    make_random(&tl, 9, 4000, 5000, 2000);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        reduce(&tl, sizes[i], "again and again");
    ok(!tl_reduce(&tl, 100), "100 bytes are too few");
    tl_timeline_finish(&tl);
}

static void test_untouched(void)
{
    struct tl_timeline tl;

    make_random(&tl, 3, 60, 9, 4);
    char *before = tl_to_text(&tl);
    ok(tl_reduce(&tl, TL_SAVED_SIZE), "a timeline that fits");
    char *after = tl_to_text(&tl);
    is_str(after, before, "stays as it is");
    free(before);
    free(after);
    tl_timeline_finish(&tl);
}

static size_t notebook_size(json_t *value)
{
    json_t *notebook = json_pack("{s:[{s:[{s:{s:o}}]}]}", "cells", "outputs", "data", TL_MIME, value);
    size_t size = json_dumpb(notebook, NULL, 0, JSON_INDENT(1));

    json_decref(notebook);
    return size;
}

static void test_saved(void)
{
    struct tl_timeline tl;

    for (uint64_t seed = 1; seed <= 4; seed++) {
        make_random(&tl, seed, seed * 900, seed % 3 * 4000, seed % 2 * 3000);
        ok(tl_reduce_to_save(&tl), "timeline %d fits into a notebook", (int)seed);
        size_t size = notebook_size(tl_to_json(&tl)) - notebook_size(json_null());
        ok(size <= TL_SAVED_SIZE && size > TL_SAVED_SIZE / 2, "with %zu bytes", size);
        ok(tl.buckets.n > 60, "and %zu buckets", tl.buckets.n);
        tl_timeline_finish(&tl);
    }
}

/* Calls of two depths, far too many; and 3000 calls each inside the one before. */
static void test_spans(void)
{
    struct tl_timeline tl;
    char name[40];

    tl_timeline_init(&tl);
    tl.duration_ns = 100000000;
    tl.peak.bytes = 1000;
    for (int i = 0; i < 100; i++) {
        struct tl_span outer = {.name = (char *)"outer", .enter_ns = i * 1000000,
                                .leave_ns = i * 1000000 + 990000, .peak_bytes = 10 + i};
        tl_add_span(&tl, &outer);
        for (int j = 0; j < 40; j++) {
            struct tl_span inner = {.name = (char *)"inner", .depth = 1, .merged = 2};
            inner.enter_ns = outer.enter_ns + j * 20000 + 10;
            inner.leave_ns = inner.enter_ns + 15000;
            tl_add_span(&tl, &inner);
        }
    }
    tl_add_span(&tl, &(struct tl_span){.name = (char *)"long", .enter_ns = 99991000,
                                       .leave_ns = 100000000, .peak_bytes = 77});
    for (size_t size = 60000; size > 1500; size /= 2) {
        reduce(&tl, size, "calls of two depths");
        ok(nested(&tl), "brackets stay nested");
    }
    tl_timeline_finish(&tl);

    tl_timeline_init(&tl);
    tl.duration_ns = 10000;
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof(name), "level_%d", i);
        tl_add_span(&tl, &(struct tl_span){.name = name, .depth = i, .enter_ns = i,
                                           .leave_ns = 10000 - i});
    }
    reduce(&tl, TL_SAVED_SIZE, "deep recursion");
    is_str(tl.spans[0].name, "level_0", "the outermost call keeps its bracket");
    ok(tl.n_spans > 100, "many levels do: %zu", tl.n_spans);
    tl_timeline_finish(&tl);
}

static void test_long_names(void)
{
    struct tl_timeline tl;
    char *name = malloc(200001);

    memset(name, 'x', 200000);
    for (size_t i = 0; i < 199998; i += 3)
        memcpy(name + i, "\u20ac", 3);
    name[200000] = '\0';
    tl_timeline_init(&tl);
    tl_timeline_set_text(&tl, "e", name, "s");
    tl_add_span(&tl, &(struct tl_span){.name = name});
    reduce(&tl, 4000, "names of 200 kB");
    ok(strstr(tl.name, "\u20ac\u2026") != NULL,
       "a name is cut between characters, with an ellipsis");
    tl_timeline_finish(&tl);
    free(name);
}

static void test_pyramid(void)
{
    struct chance chance = {77};
    struct tl_timeline tl;
    struct tl_pyramid pyramid;

    for (size_t n = 1; n < 1200; n = n * 3 / 2 + 1) {
        bool right = true;
        make_random(&tl, n, n, 0, 0);
        ok(tl_pyramid_init(&pyramid, &tl.buckets), "a pyramid over %zu buckets", n);
        for (int i = 0; i < 200; i++) {
            size_t begin = chance_below(&chance, n);
            size_t end = begin + 1 + chance_below(&chance, n - begin);
            struct tl_bucket slow = tl_bucket_at(&tl.buckets, begin);
            for (size_t j = begin + 1; j < end; j++) {
                struct tl_bucket next = tl_bucket_at(&tl.buckets, j);
                tl_bucket_merge(&slow, &next);
            }
            struct tl_bucket fast = tl_pyramid_query(&pyramid, begin, end);
            right &= same_bucket(&slow, &fast);
        }
        ok(right, "any stretch is what merging one by one gives");
        tl_pyramid_finish(&pyramid);
        tl_timeline_finish(&tl);
    }
}

int main(void)
{
    test_reductions();
    test_untouched();
    test_saved();
    test_spans();
    test_long_names();
    test_pyramid();
    return done();
}
