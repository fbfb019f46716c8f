/* From the runtime's record of a run to its timeline. */
#include "kernel/record.h"
#include "tests/tap.h"

#include <stdlib.h>

#define BUCKETS 1000

/* The runtime itself is not part of this test. */
const char *mr_version(void)
{
    return "0";
}

/* A saw: 1000 bytes more each ms, with a peak of 5,000,000 in bucket 617 alone. */
static void make_run(mr_run *run)
{
    *run = (mr_run){.name = (char *)"In[3]", .started_ns = 1700000000123456789,
                    .duration_ns = BUCKETS * 1000000LL, .start_bytes = 10000,
                    .peak_bytes = 5000000, .peak_ns = 617500000, .peak_line = 7,
                    .thresholds = {700, 10, 10}, .gc_enabled = true};
    run->buckets = calloc(BUCKETS, sizeof(*run->buckets));
    for (int i = 0; i < BUCKETS; i++) {
        mr_bucket *bucket = &run->buckets[i];

        bucket->t_ns = i * 1000000LL;
        bucket->first = bucket->min = 10000 + (uint64_t)i * 1000;
        bucket->last = bucket->max = bucket->first + 1000;
        bucket->allocated = 1000;
        bucket->line = i % 10;
    }
    run->buckets[617].max = 5000000;
    run->buckets[617].line = 7;
    run->buckets[617].allocated += 4372000;
    run->buckets[617].freed[MR_CAUSE_REFCOUNT] = 4372000;
    run->bucket_count = BUCKETS;
    run->allocated = BUCKETS * 1000 + 4372000;
    run->freed[MR_CAUSE_REFCOUNT] = 4372000;
    run->end_bytes = 10000 + BUCKETS * 1000;
}

static void test_whole(const mr_run *run)
{
    struct tl_timeline timeline;
    struct tl_error error = {""};

    ok(mk_record_timeline(run, MK_ALL_BUCKETS, &timeline), "converted");
    ok(tl_timeline_check(&timeline, &error), "its numbers fit together %s", error.text);
    is_int(timeline.buckets.n, BUCKETS, "every bucket");
    is_str(timeline.started, "2023-11-14T22:13:20.123456Z", "its beginning");
    is_str(timeline.name, "In[3]", "its name");
    is_int(timeline.peak.bytes, 5000000, "its peak");
    is_int(timeline.totals.freed.refcount, 4372000, "what was freed, by cause");
    is_int(timeline.end_bytes, 1010000, "its end");
    tl_timeline_finish(&timeline);
}

static void test_merged(const mr_run *run)
{
    struct tl_timeline timeline;
    struct tl_error error = {""};
    int64_t highest = 0, line = 0, allocated = 0;

    mk_record_timeline(run, 90, &timeline);
    ok(tl_timeline_check(&timeline, &error), "merged, its numbers fit together %s", error.text);
    ok(timeline.buckets.n <= 90 && timeline.buckets.n > 45, "into %zu buckets",
       timeline.buckets.n);
    for (size_t i = 0; i < timeline.buckets.n; i++) {
        struct tl_bucket bucket = tl_bucket_at(&timeline.buckets, i);

        if (bucket.max > highest) {
            highest = bucket.max;
            line = bucket.line;
        }
        allocated += bucket.allocated;
    }
    is_int(highest, 5000000, "the peak is not lost");
    is_int(line, 7, "nor its line");
    is_int(allocated, timeline.totals.allocated, "nor a byte");
    tl_timeline_finish(&timeline);
}

static void test_worth(mr_run *run)
{
    mr_collection collection = {.generation = 2, .reason = MR_GC_EXPLICIT};
    mr_span span = {.name = (char *)"f", .leave_ns = -1};
    struct tl_timeline timeline;

    ok(mk_record_is_worth_showing(run), "a rise of more than a MiB is worth showing");
    run->peak_bytes = run->start_bytes + (1 << 20) - 1;
    ok(!mk_record_is_worth_showing(run), "a byte less is not");
    run->collections = &collection;
    run->collection_count = 1;
    ok(!mk_record_is_worth_showing(run), "a collection that found nothing is not");
    collection.bytes = 64;
    ok(mk_record_is_worth_showing(run), "one that freed something is");
    run->collection_count = 0;
    run->spans = &span;
    run->span_count = 1;
    ok(mk_record_is_worth_showing(run), "a span is");
    mk_record_timeline(run, MK_ALL_BUCKETS, &timeline);
    is_int(timeline.spans[0].leave_ns, timeline.duration_ns, "an open span reaches to the end");
    tl_timeline_finish(&timeline);
}

int main(void)
{
    mr_run run;

    make_run(&run);
    test_whole(&run);
    test_merged(&run);
    test_worth(&run);
    free(run.buckets);
    return done();
}
