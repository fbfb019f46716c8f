/* Timelines for the tests: small programs played against a ledger, and chance. */
#ifndef TESTS_PLOTS_MAKE_H
#define TESTS_PLOTS_MAKE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "plots/timeline.h"

/* xorshift64*: the same numbers everywhere. */
struct chance {
    uint64_t state;
};

__attribute__((unused)) static uint64_t chance_below(struct chance *chance, uint64_t limit)
{
    chance->state ^= chance->state >> 12;
    chance->state ^= chance->state << 25;
    chance->state ^= chance->state >> 27;
    return chance->state * UINT64_C(2685821657736338717) % limit;
}

/* A run with everything in it; every number fits the others. */
__attribute__((unused)) static void make_random(struct tl_timeline *tl, uint64_t seed,
                                                size_t buckets, size_t spans, size_t collections)
{
    static const char *const names[] = {"f", "g", "load_everything", "\u03bb", "a \"b\" \\ c"};
    struct chance chance = {seed * 2 + 1};
    int64_t live = (int64_t)chance_below(&chance, 1 << 20), waiting = 0, t = 0;

    tl_timeline_init(tl);
    tl_timeline_set_text(tl, "test", "random", "2026-01-01T00:00:00Z");
    tl->start_bytes = tl->peak.bytes = live;
    for (size_t i = 0; i < buckets; i++) {
        struct tl_bucket b = {.t_ns = t, .first = live};
        int64_t up = (int64_t)chance_below(&chance, 1 << 18);
        int64_t down = (int64_t)chance_below(&chance, (uint64_t)(live + up) + 1);
        if (chance_below(&chance, 4))
            down /= 64;
        b.allocated = up;
        b.max = live + up;
        b.last = b.max - down;
        b.min = b.last < live ? b.last : live;
        b.freed_refcount = down / 2;
        b.freed_collector = down / 4;
        waiting += (int64_t)chance_below(&chance, 4096);
        if (waiting > b.last)
            waiting = b.last;
        b.waiting = waiting;
        b.line = (int64_t)chance_below(&chance, 40);
        for (size_t g = 0; g < TL_GENERATIONS; g++)
            b.counts[g] = (int64_t)chance_below(&chance, 701);
        if (b.max > tl->peak.bytes) {
            tl->peak.bytes = b.max;
            tl->peak.t_ns = t;
            tl->peak.line = b.line;
        }
        tl->totals.allocated += up;
        tl->totals.freed.refcount += b.freed_refcount;
        tl->totals.freed.collector += b.freed_collector;
        tl->totals.freed.resize += down - b.freed_refcount - b.freed_collector;
        live = b.last;
        tl_add_bucket(tl, &b);
        if (i % 7 == 0)
            tl_add_rss(tl, t, live + 9 * 1024 * 1024);
        t += (int64_t)chance_below(&chance, 2000000) + (i % 50 == 0 ? 40000000 : 1);
    }
    tl->duration_ns = t + 1000;
    tl->end_bytes = live;
    tl->waiting_bytes = waiting;
    for (size_t i = 0; i < collections; i++) {
        struct tl_collection c = {
            .t_ns = (int64_t)((double)tl->duration_ns * (double)i / (double)collections),
            .duration_ns = (int64_t)chance_below(&chance, 100000),
            .generation = (int)chance_below(&chance, 3),
            .reason = (enum tl_reason)chance_below(&chance, 3),
            .objects = (int64_t)chance_below(&chance, 1000),
            .bytes = (int64_t)chance_below(&chance, 1 << 20),
        };
        tl_add_collection(tl, &c);
    }
    /* Calls, each inside the one before or after it; a few overlap as generators do. */
    int64_t begin = 0, length = tl->duration_ns / (int64_t)(spans + 1);
    for (size_t i = 0; i < spans; i++) {
        int depth = (int)(i % 4);
        int64_t inset = depth * length / 16;
        struct tl_span s = {
            .name = (char *)names[chance_below(&chance, 5)],
            .line = (int64_t)chance_below(&chance, 90),
            .enter_ns = begin + inset,
            .leave_ns = begin + length - inset + (chance_below(&chance, 20) ? 0 : length / 2),
            .depth = depth,
            .enter_bytes = (int64_t)chance_below(&chance, 1 << 20),
            .leave_bytes = (int64_t)chance_below(&chance, 1 << 20),
        };
        s.peak_bytes = (s.enter_bytes > s.leave_bytes ? s.enter_bytes : s.leave_bytes) + 5;
        if (depth == 3)
            begin += length;
        tl_add_span(tl, &s);
    }
}

#endif
