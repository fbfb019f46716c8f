/*
 * ledger.h - the exact account of the heap: every byte out and in, and why.
 *
 * The heap reports each block given out and taken back. The counts are exact
 * at all times; time is not read there. A ticker thread (1 ms) raises `due`
 * by lowering `limit` to zero, and the next allocation closes the current
 * bucket: live bytes at first, min, max and last, bytes allocated, bytes freed
 * by cause, the code position at the maximum, generation counts. When a run
 * has MR_LEDGER_BUCKETS buckets, neighbours merge and each bucket covers twice
 * the ticks; no extreme is lost.
 *
 * Built with -Dledger=false the counting disappears, to measure its cost.
 */
#ifndef MR_LEDGER_H
#define MR_LEDGER_H

#include <pthread.h>

#include "core/object.h"
#include "memoir_runtime.h"

enum mr_cause { MR_CAUSE_REFCOUNT, MR_CAUSE_COLLECTOR, MR_CAUSE_RESIZE, MR_CAUSE_EXIT, MR_CAUSES };

#define MR_LEDGER_BUCKETS 4096

typedef struct mr_bucket {
    int64_t t_ns;        /* start, since the run's start */
    uint64_t first, min, max, last;
    uint64_t allocated;
    uint64_t freed[MR_CAUSES];
    uint64_t waiting;    /* filled in when the run ends */
    uint32_t tick;       /* first tick of the bucket */
    int32_t line;        /* at the maximum; 0 unknown */
    uint32_t counts[3];  /* the collector's generation counts at the end */
} mr_bucket;

/* What is kept of one collection. bytes: what it gave back. */
enum mr_gc_reason { MR_GC_THRESHOLD, MR_GC_EXPLICIT, MR_GC_PRESSURE };
typedef struct mr_collection {
    int64_t t_ns, duration_ns;
    int generation;
    enum mr_gc_reason reason;
    uint64_t objects, bytes;
} mr_collection;

typedef struct mr_span {
    char *name;          /* owned */
    int32_t line;        /* of the definition */
    int32_t depth;
    int64_t enter_ns, leave_ns; /* leave_ns -1 while open */
    uint64_t enter_bytes, leave_bytes, peak_bytes;
} mr_span;

typedef struct mr_rss_sample {
    int64_t t_ns;
    uint64_t bytes;
} mr_rss_sample;

/* One run's record. Its memory is the system's, not the heap's: the account
 * does not count itself. */
struct mr_run {
    char *name;
    int64_t started_ns;  /* CLOCK_REALTIME, ns since the epoch */
    int64_t duration_ns; /* -1 while it runs */
    uint64_t start_bytes, end_bytes, waiting_bytes;
    uint64_t allocated, freed[MR_CAUSES];
    uint64_t peak_bytes;
    int64_t peak_ns;
    int32_t peak_line;
    uint32_t thresholds[3];
    mr_bucket *buckets;
    size_t bucket_count;
    mr_collection *collections;
    size_t collection_count, collection_capacity;
    mr_span *spans;
    size_t span_count, span_capacity;
    mr_rss_sample *rss;
    size_t rss_count, rss_capacity;
};

struct mr_ledger {
    uint64_t live;       /* bytes the heap has out */
    uint64_t limit;      /* above it: slow path. The bucket's max, or 0 when the ticker calls */
    uint64_t low;        /* the bucket's min */
    uint64_t allocated;  /* total since start */
    uint64_t freed[MR_CAUSES];
    enum mr_cause cause; /* why bytes go just now */
    uint32_t objects;    /* live objects, for the check against a heap walk */
    mr_bucket bucket;    /* the open one */
    uint64_t mark_allocated, mark_freed[MR_CAUSES]; /* totals when the bucket opened */
    const void *max_code;     /* struct mr_code running at the maximum, borrowed */
    const void *max_pc;
    struct mr_run *run;  /* the run being recorded, NULL between runs */
    int64_t run_start;   /* CLOCK_MONOTONIC ns */
    uint32_t merge;      /* ticks a bucket covers */
    uint32_t *open_spans; /* indices of open spans */
    size_t open_count, open_capacity;
    pthread_t ticker;
    bool ticking;
    int64_t *tick_times; /* time of each tick of this run, for waiting garbage */
    size_t tick_count, tick_capacity;
};

bool mr_ledger_init(mr_runtime *rt);
void mr_ledger_finish(mr_runtime *rt);

void mr_ledger_slow(mr_runtime *rt);

/* The heap's two reports, in bytes of whole blocks. */
static inline void mr_ledger_out(mr_runtime *rt, struct mr_ledger *l, size_t bytes)
{
#ifdef MR_WITH_LEDGER
    l->live += bytes;
    l->allocated += bytes;
    if (__builtin_expect(l->live > __atomic_load_n(&l->limit, __ATOMIC_RELAXED), 0))
        mr_ledger_slow(rt);
#endif
}
static inline void mr_ledger_in(struct mr_ledger *l, size_t bytes)
{
#ifdef MR_WITH_LEDGER
    l->live -= bytes;
    l->freed[l->cause] += bytes;
    if (l->live < l->low)
        l->low = l->live;
#endif
}

/* Runs (mr_run_begin and so on) are declared in memoir_runtime.h: buckets are
 * kept between begin and end. Runs do not nest: begin while one is open is
 * false. end fills in what waited, by mr_gc_waiting. */

/* Spans. enter returns a number to leave with; leaving an outer span leaves
 * those inside it that are still open. line is of the definition. */
int mr_span_enter(mr_runtime *rt, const char *name, int line);
void mr_span_leave(mr_runtime *rt, int span);

void mr_ledger_collection(mr_runtime *rt, const mr_collection *c);
int64_t mr_monotonic_ns(void);

#endif
