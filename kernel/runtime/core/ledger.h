/*
 * ledger.h - the exact account of the heap: every byte out and in, and why.
 *
 * The heap reports each block given out and taken back. The counts are exact
 * at all times; time is not read there. A ticker thread moves `limit` and
 * `low` so that the next block given out or taken back closes the current
 * bucket before it counts: live bytes at first, min, max and last, bytes allocated, bytes freed
 * by cause, the code position at the maximum, generation counts. When a run
 * has MR_LEDGER_BUCKETS buckets, neighbours merge and each bucket covers twice
 * the ticks; no extreme is lost.
 *
 * Built with -Dledger=false the counting disappears, to measure its cost.
 */
#ifndef MR_LEDGER_H
#define MR_LEDGER_H

#include "core/object.h"
#include "memoir_runtime.h"

#define MR_LEDGER_BUCKETS 4096
#define MR_LEDGER_SPANS 65536
#define MR_LEDGER_COLLECTIONS 8192
#define MR_LEDGER_RSS 2048
#define MR_LEDGER_WAITING 65536
#define MR_TICK_SHIFT 16 /* a tick is 2^16 ns */

/* From this time on so many more (or fewer) bytes waited. */
struct mr_waiting {
    int64_t t_ns;
    int64_t delta;
};

struct mr_ledger {
    uint64_t live;       /* bytes the heap has out */
    uint64_t limit; /* live above it: slow path. The bucket's max, or 0 when the ticker calls */
    uint64_t
        low; /* live below it: slow path. The bucket's min, or UINT64_MAX when the ticker calls */
    uint64_t allocated;  /* total since start */
    uint64_t freed[MR_CAUSES];
    enum mr_cause cause; /* why bytes go just now */
    uint32_t objects;    /* live objects, for the check against a heap walk */
    mr_bucket bucket;    /* the open one */
    uint64_t mark_allocated, mark_freed[MR_CAUSES]; /* totals when the bucket opened */
    const struct mr_code
        *max_code; /* running at the bucket's maximum, borrowed; NULL: bucket.line stands */
    uint32_t max_unit;              /* ... and its instruction */
    mr_value source;     /* file name of the run's own code: lines are looked for there; owned */
    struct mr_run *run;  /* the run being recorded, NULL between runs */
    int64_t run_start;   /* CLOCK_MONOTONIC ns */
    int64_t epoch;       /* CLOCK_MONOTONIC ns at which tick 0 was */
    uint32_t merge;      /* ticker calls a bucket takes */
    uint32_t calls;      /* ticker calls the open bucket has had */
    struct mr_waiting
        *waiting; /* when garbage began to wait, and stopped; in the order it was found */
    size_t waiting_count, waiting_capacity;
    uint32_t *open_spans; /* indices of open spans, outermost first */
    size_t open_count, open_capacity;
    struct mr_ticker *ticker; /* the thread: core/ticker.c */
};

bool mr_ledger_init(mr_runtime *rt);
void mr_ledger_finish(mr_runtime *rt);

/* The slow paths: a new extreme, or a bucket to close; `bytes` have just been
 * added to, or taken from, live. */
void mr_ledger_rise(mr_runtime *rt, size_t bytes);
void mr_ledger_fall(mr_runtime *rt, size_t bytes);

/* The heap's two reports, in bytes of whole blocks. */
static inline void mr_ledger_out(mr_runtime *rt, struct mr_ledger *l, size_t bytes)
{
#ifdef MR_WITH_LEDGER
    l->live += bytes;
    l->allocated += bytes;
    if (__builtin_expect(l->live > __atomic_load_n(&l->limit, __ATOMIC_RELAXED), 0))
        mr_ledger_rise(rt, bytes);
#else
    (void)rt, (void)l, (void)bytes;
#endif
}
static inline void mr_ledger_in(mr_runtime *rt, struct mr_ledger *l, size_t bytes)
{
#ifdef MR_WITH_LEDGER
    l->live -= bytes;
    l->freed[l->cause] += bytes;
    if (__builtin_expect(l->live < __atomic_load_n(&l->low, __ATOMIC_RELAXED), 0))
        mr_ledger_fall(rt, bytes);
#else
    (void)rt, (void)l, (void)bytes;
#endif
}

/* A code object dies: its line is looked up while it can be. */
void mr_ledger_forget_code(mr_runtime *rt, const struct mr_code *code);
/* The file whose lines the open run shows: a str, borrowed. */
void mr_ledger_set_source(mr_runtime *rt, mr_value filename);

/* Runs (mr_run_begin and so on) are declared in memoir_runtime.h: buckets are
 * kept between begin and end. Runs do not nest: begin while one is open is
 * false. end fills in what waited, by mr_gc_waiting. */

/* Spans. enter returns a number to leave with; leaving an outer span leaves
 * those inside it that are still open. line is of the definition. */
int mr_span_enter(mr_runtime *rt, const char *name, int line);
void mr_span_leave(mr_runtime *rt, int span);

/* Garbage of `bytes` has waited since the tick; and does so no longer, from now on. */
void mr_ledger_waits(mr_runtime *rt, uint32_t tick, uint64_t bytes);
void mr_ledger_waits_no_more(mr_runtime *rt, uint64_t bytes);

/* Adds a collection to the open run. */
void mr_ledger_collection(mr_runtime *rt, const mr_collection *c);
int64_t mr_monotonic_ns(void);

/* The ticker thread: while it runs, it keeps rt->tick, calls for a new bucket
 * (every 64 us at first, every millisecond in a long run), samples RSS and
 * raises the periodic hook. Its samples may be read under its lock. */
bool mr_ticker_start(mr_runtime *rt);
void mr_ticker_stop(mr_runtime *rt);
void mr_ticker_destroy(mr_runtime *rt);
/* Copies the samples so far; *samples is malloc'd. */
size_t mr_ticker_samples(mr_runtime *rt, mr_rss_sample **samples);

#endif
