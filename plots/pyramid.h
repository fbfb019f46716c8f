/*
 * pyramid: any stretch of a timeline's buckets as one bucket, in O(log n).
 *
 * Level 0 holds the buckets, each level above merges two and two of the one below with
 * tl_bucket_merge, so that first, min, max, last, the sums and the line at the maximum of a stretch
 * come from a handful of nodes and are exactly what merging bucket by bucket would give. It is the
 * M4 aggregation (Jugel et al., VLDB 2014) kept as a segment tree. Owns its nodes; does not refer
 * to the timeline after init.
 */
#ifndef MEMOIR_PLOTS_PYRAMID_H
#define MEMOIR_PLOTS_PYRAMID_H

#include "plots/timeline.h"

enum { TL_PYRAMID_LEVELS = 64 };

struct tl_pyramid {
    struct tl_bucket *nodes;          /* level after level */
    size_t begin[TL_PYRAMID_LEVELS];  /* where each level begins in `nodes` */
    size_t n;                         /* buckets */
};

bool tl_pyramid_init(struct tl_pyramid *pyramid, const struct tl_buckets *buckets);
void tl_pyramid_finish(struct tl_pyramid *pyramid);
/* The buckets begin ... end - 1 as one; needs begin < end <= n. */
struct tl_bucket tl_pyramid_query(const struct tl_pyramid *pyramid, size_t begin, size_t end);

#endif
