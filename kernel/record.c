#include "kernel/record.h"

#include <stdio.h>
#include <time.h>

#define WORTH_BYTES ((uint64_t)1 << 20)

static int64_t bytes(uint64_t value)
{
    return value > (uint64_t)TL_MAX ? TL_MAX : (int64_t)value;
}

static bool set_texts(const mr_run *run, struct tl_timeline *timeline)
{
    char engine[64], started[48];
    time_t seconds = (time_t)(run->started_ns / 1000000000);
    struct tm utc;
    size_t length;

    snprintf(engine, sizeof(engine), "memoir %s", mr_version());
    gmtime_r(&seconds, &utc);
    length = strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(started + length, sizeof(started) - length, ".%06dZ",
             (int)(run->started_ns % 1000000000 / 1000));
    return tl_timeline_set_text(timeline, engine, run->name, started);
}

static struct tl_bucket convert_bucket(const mr_bucket *from)
{
    return (struct tl_bucket){
        .t_ns = from->t_ns,
        .first = bytes(from->first),
        .min = bytes(from->min),
        .max = bytes(from->max),
        .last = bytes(from->last),
        .allocated = bytes(from->allocated),
        .freed_refcount = bytes(from->freed[MR_CAUSE_REFCOUNT]),
        .freed_collector = bytes(from->freed[MR_CAUSE_COLLECTOR]),
        /* The stamps that date waiting garbage are coarser than the buckets. */
        .waiting = bytes(from->waiting < from->max ? from->waiting : from->max),
        .line = from->line,
        .counts = {from->counts[0], from->counts[1], from->counts[2]},
    };
}

static bool add_buckets(const mr_run *run, size_t max_buckets, struct tl_timeline *timeline)
{
    size_t stride = 1 + (run->bucket_count ? (run->bucket_count - 1) / max_buckets : 0);

    for (size_t i = 0; i < run->bucket_count; i += stride) {
        struct tl_bucket bucket = convert_bucket(&run->buckets[i]);

        for (size_t j = i + 1; j < i + stride && j < run->bucket_count; j++) {
            const struct tl_bucket next = convert_bucket(&run->buckets[j]);

            tl_bucket_merge(&bucket, &next);
        }
        if (!tl_add_bucket(timeline, &bucket))
            return false;
    }
    return true;
}

static bool add_collections(const mr_run *run, struct tl_timeline *timeline)
{
    static const enum tl_reason reasons[] = {[MR_GC_THRESHOLD] = TL_THRESHOLD,
                                             [MR_GC_EXPLICIT] = TL_EXPLICIT,
                                             [MR_GC_PRESSURE] = TL_PRESSURE};

    for (size_t i = 0; i < run->collection_count; i++) {
        const mr_collection *from = &run->collections[i];
        const struct tl_collection collection = {
            .t_ns = from->t_ns,
            .duration_ns = from->duration_ns,
            .generation = from->generation,
            .reason = reasons[from->reason],
            .objects = bytes(from->objects),
            .bytes = bytes(from->bytes),
        };

        if (!tl_add_collection(timeline, &collection))
            return false;
    }
    return true;
}

static bool add_spans(const mr_run *run, struct tl_timeline *timeline)
{
    for (size_t i = 0; i < run->span_count; i++) {
        const mr_span *from = &run->spans[i];
        bool open = from->leave_ns < 0;
        struct tl_span span = {
            .name = from->name,
            .line = from->line,
            .depth = from->depth,
            .enter_ns = from->enter_ns,
            .leave_ns = open ? timeline->duration_ns : from->leave_ns,
            .enter_bytes = bytes(from->enter_bytes),
            .leave_bytes = bytes(open ? run->end_bytes : from->leave_bytes),
            .peak_bytes = bytes(from->peak_bytes),
        };

        if (span.peak_bytes < span.leave_bytes)
            span.peak_bytes = span.leave_bytes; /* open, and at its highest just now */
        if (!tl_add_span(timeline, &span))
            return false;
    }
    return true;
}

static bool add_rss(const mr_run *run, struct tl_timeline *timeline)
{
    for (size_t i = 0; i < run->rss_count; i++) {
        if (run->rss[i].t_ns > timeline->duration_ns)
            break; /* sampled while a snapshot was taken */
        if (!tl_add_rss(timeline, run->rss[i].t_ns, bytes(run->rss[i].bytes)))
            return false;
    }
    return true;
}

bool mk_record_timeline(const mr_run *run, size_t max_buckets, struct tl_timeline *timeline)
{
    tl_timeline_init(timeline);
    timeline->duration_ns = run->duration_ns < 0 ? 0 : run->duration_ns;
    timeline->start_bytes = bytes(run->start_bytes);
    timeline->end_bytes = bytes(run->end_bytes);
    timeline->waiting_bytes = bytes(run->waiting_bytes);
    timeline->peak.bytes = bytes(run->peak_bytes);
    timeline->peak.t_ns = run->peak_ns;
    timeline->peak.line = run->peak_line;
    timeline->totals.allocated = bytes(run->allocated);
    timeline->totals.freed.refcount = bytes(run->freed[MR_CAUSE_REFCOUNT]);
    timeline->totals.freed.collector = bytes(run->freed[MR_CAUSE_COLLECTOR]);
    timeline->totals.freed.resize = bytes(run->freed[MR_CAUSE_RESIZE]);
    timeline->totals.freed.exit = bytes(run->freed[MR_CAUSE_EXIT]);
    for (int i = 0; i < TL_GENERATIONS; i++)
        timeline->thresholds[i] = run->thresholds[i];
    timeline->gc_enabled = run->gc_enabled;
    timeline->spans_dropped = (int64_t)run->spans_dropped;
    if (set_texts(run, timeline) && add_buckets(run, max_buckets, timeline) &&
        add_rss(run, timeline) && add_collections(run, timeline) && add_spans(run, timeline))
        return true;
    tl_timeline_finish(timeline);
    return false;
}

json_t *mk_record_json(const mr_run *run, size_t max_buckets)
{
    struct tl_timeline timeline;
    json_t *json = NULL;

    if (!mk_record_timeline(run, max_buckets, &timeline))
        return NULL;
    if (tl_reduce_to_save(&timeline))
        json = tl_to_json(&timeline);
    tl_timeline_finish(&timeline);
    return json;
}

bool mk_record_is_worth_showing(const mr_run *run)
{
    if (run->peak_bytes >= run->start_bytes + WORTH_BYTES || run->span_count > 0)
        return true;
    for (size_t i = 0; i < run->collection_count; i++) {
        if (run->collections[i].bytes > 0)
            return true;
    }
    return false;
}
