/*
 * timeline: what is kept of one run.
 *
 * A timeline is plain data: the kernel fills one from the ledger when a run ends (or while it goes
 * on), writes it as JSON, and the drawing, the app and the tools read it back. This library knows
 * neither the runtime nor cairo.
 *
 * Units     Times are nanoseconds since the run's start, sizes are bytes. Every number lies in
 *           0 ... TL_MAX (2^53 - 1, the integers that every JSON reader keeps exactly).
 * Shape     Buckets are columns of equal length. Bucket i covers t_ns[i] up to t_ns[i + 1], the
 *           last one up to duration_ns; times never decrease, and the live bytes before the first
 *           bucket are start_bytes.
 * Ownership A timeline owns its arrays and strings; what is passed in is copied, what is handed
 *           out is borrowed until the timeline changes, unless a comment says otherwise.
 * Errors    Functions that can fail return false (or NULL) and leave their target as it was; where
 *           there is more to say than "out of memory" they fill a struct tl_error with one line of
 *           text.
 *
 * The JSON form (MIME type TL_MIME) is described by plots/timeline.schema.json.
 */
#ifndef MEMOIR_PLOTS_TIMELINE_H
#define MEMOIR_PLOTS_TIMELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TL_MIME "application/vnd.memoir.timeline+json"
#define TL_VERSION 1
#define TL_MAX INT64_C(9007199254740991)
#define TL_GENERATIONS 3
/* The most bytes a timeline may take in a notebook's file. */
#define TL_SAVED_SIZE ((size_t)64 * 1024)
/* The size, in CSS pixels, of the picture that memoir-plot makes when not told another. Its PNG
 * has twice as many pixels, so a notebook needs to be told (the "image/png" metadata of an
 * output). */
#define TL_PICTURE_WIDTH 960
#define TL_PICTURE_HEIGHT 420

struct tl_error {
    char text[256];
};

/* One bucket, as a row: for adding to the columns and reading from them. */
struct tl_bucket {
    int64_t t_ns;      /* the bucket's beginning */
    int64_t first;     /* live bytes at its beginning */
    int64_t min;       /* fewest live bytes inside */
    int64_t max;       /* most live bytes inside */
    int64_t last;      /* live bytes at its end */
    int64_t allocated; /* bytes handed out inside */
    int64_t freed_refcount;
    int64_t freed_collector; /* what else went (resize, exit) is the rest of the sum */
    int64_t waiting;         /* waiting garbage at its end; merged buckets keep the highest */
    int64_t line;            /* source line at the maximum, 0 if unknown */
    int64_t counts[TL_GENERATIONS]; /* gc.get_count() at its end; merged buckets keep the highest */
};

struct tl_buckets {
    size_t n, capacity;
    int64_t *t_ns, *first, *min, *max, *last;
    int64_t *allocated, *freed_refcount, *freed_collector;
    int64_t *waiting, *line;
    int64_t *counts[TL_GENERATIONS];
};

struct tl_rss {
    size_t n, capacity;
    int64_t *t_ns, *bytes;
};

enum tl_reason {
    TL_THRESHOLD, /* the counts passed their thresholds */
    TL_EXPLICIT,  /* gc.collect() */
    TL_PRESSURE,  /* memory was short */
};

struct tl_collection {
    int64_t t_ns, duration_ns;
    int generation;
    enum tl_reason reason;
    int64_t objects, bytes; /* what it found and freed */
    int64_t merged;         /* how many collections this stands for after a reduction, else 1 */
};

struct tl_span {
    char *name;
    int64_t line; /* where the called function begins, 0 if unknown */
    int64_t enter_ns, leave_ns;
    int depth; /* 0 is the outermost */
    int64_t enter_bytes, leave_bytes, peak_bytes;
    int64_t merged; /* how many calls this stands for after a reduction, else 1 */
};

struct tl_timeline {
    char *engine, *name;
    char *started; /* ISO 8601 */
    int64_t duration_ns;
    int64_t start_bytes, end_bytes;
    int64_t waiting_bytes; /* waiting garbage when the run ended */
    struct {
        int64_t bytes, t_ns, line;
    } peak;
    struct {
        int64_t allocated;
        struct {
            int64_t refcount, collector, resize, exit;
        } freed;
    } totals;
    struct tl_buckets buckets;
    struct tl_rss rss;
    int64_t thresholds[TL_GENERATIONS];
    bool gc_enabled; /* gc.isenabled() when the run ended */
    size_t n_collections, collections_capacity;
    struct tl_collection *collections;
    size_t n_spans, spans_capacity;
    struct tl_span *spans;
    int64_t spans_dropped; /* calls that were profiled beyond the number that is kept */
};

/* An empty timeline: zeros, no strings, thresholds 700, 10, 10, collector enabled. Cannot fail. */
void tl_timeline_init(struct tl_timeline *tl);
void tl_timeline_finish(struct tl_timeline *tl);
bool tl_timeline_copy(struct tl_timeline *to, const struct tl_timeline *from); /* inits `to` */

/* Bytes that are not UTF-8 become U+FFFD. NULL leaves a string as it is. False: out of memory. */
bool tl_timeline_set_text(struct tl_timeline *tl, const char *engine, const char *name,
                          const char *started);

/* Append in the order of time (buckets, samples, collections). False: out of memory. `merged`
 * may be left 0 for 1; the span's name is copied, with what is not UTF-8 replaced. */
bool tl_add_bucket(struct tl_timeline *tl, const struct tl_bucket *bucket);
bool tl_add_rss(struct tl_timeline *tl, int64_t t_ns, int64_t bytes);
bool tl_add_collection(struct tl_timeline *tl, const struct tl_collection *collection);
bool tl_add_span(struct tl_timeline *tl, const struct tl_span *span);

/* Row i of the columns; i < tl->buckets.n. */
struct tl_bucket tl_bucket_at(const struct tl_buckets *buckets, size_t i);
void tl_bucket_set(struct tl_buckets *buckets, size_t i, const struct tl_bucket *bucket);
/* Bytes of the bucket freed by neither refcount nor collector: what its sum leaves over, at
 * least 0. */
int64_t tl_bucket_freed_other(const struct tl_bucket *bucket);
/* `into` becomes the bucket that covers both; `next` follows it in time. No extreme is lost. */
void tl_bucket_merge(struct tl_bucket *into, const struct tl_bucket *next);
/* The last bucket that begins at or before t_ns, 0 if none does. Needs n > 0. */
size_t tl_bucket_find(const struct tl_buckets *buckets, int64_t t_ns);

/* Whether the numbers fit together: columns sorted, min <= first, last <= max, spans that leave
 * after they enter, a peak not below the curve, and so on. */
bool tl_timeline_check(const struct tl_timeline *tl, struct tl_error *error);

/* JSON. tl_to_json and tl_to_text give a new reference / a string for free(), NULL if out of
 * memory; the same timeline always gives the same text. The readers init `tl` and fill it only
 * on success; members they do not know are ignored, those they know must be right. */
json_t *tl_to_json(const struct tl_timeline *tl);
char *tl_to_text(const struct tl_timeline *tl);
bool tl_from_json(struct tl_timeline *tl, const json_t *json, struct tl_error *error);
bool tl_from_text(struct tl_timeline *tl, const char *text, size_t size, struct tl_error *error);

/* Every timeline in a notebook document (nbformat 4), in the document's order. */
struct tl_found {
    size_t cell, output;      /* indices in the notebook; cell counts all cells */
    int64_t execution_count;  /* of the cell, 0 if it has none */
    const json_t *json;       /* the timeline, borrowed from the notebook */
};
/* *found is for free(). False if the JSON is not a notebook or memory ran out. */
bool tl_find_in_notebook(const json_t *notebook, struct tl_found **found, size_t *n,
                         struct tl_error *error);

/* Shrinks the timeline until its JSON takes at most `size` bytes: neighbouring buckets merge
 * (first of first, min, max, last of last, sums, line at the max), RSS samples thin out but keep
 * each stretch's lowest and highest, short neighbouring spans and collections merge. A timeline
 * that fits stays as it is. False: out of memory, or `size` is too small for the smallest
 * timeline (some 3 KiB). */
bool tl_reduce(struct tl_timeline *tl, size_t size);
/* The same until it takes at most TL_SAVED_SIZE bytes in a notebook's file, where clients write
 * each number on a line of its own, indented. */
bool tl_reduce_to_save(struct tl_timeline *tl);

/* Texts. Each writes at most `size` bytes with the NUL and returns `buffer`. tl_format_bytes:
 * three figures and a binary unit, "22.9 MiB", "40 KiB", "0 B"; `bytes` may be negative.
 * tl_format_time: three figures and ns, us, ms or s; from a minute on "3 min 20 s", "2 h 5 min".
 * tl_summary: one line about the run: peak, what it retained, collections. */
char *tl_format_bytes(char *buffer, size_t size, int64_t bytes);
char *tl_format_time(char *buffer, size_t size, int64_t ns);
char *tl_summary(const struct tl_timeline *tl, char *buffer, size_t size);

#endif
