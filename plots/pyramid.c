#include "plots/pyramid.h"

#include <stdlib.h>

bool tl_pyramid_init(struct tl_pyramid *pyramid, const struct tl_buckets *buckets)
{
    size_t total = 0, level = 0;

    *pyramid = (struct tl_pyramid){.n = buckets->n};
    for (size_t n = buckets->n; n; n = n > 1 ? (n + 1) / 2 : 0)
        total += n;
    if (!total)
        return true;
    pyramid->nodes = calloc(total, sizeof(*pyramid->nodes));
    if (!pyramid->nodes)
        return false;
    for (size_t i = 0; i < buckets->n; i++)
        pyramid->nodes[i] = tl_bucket_at(buckets, i);
    for (size_t n = buckets->n; n > 1; n = (n + 1) / 2, level++) {
        const struct tl_bucket *below = pyramid->nodes + pyramid->begin[level];
        struct tl_bucket *above = pyramid->nodes + pyramid->begin[level] + n;
        pyramid->begin[level + 1] = pyramid->begin[level] + n;
        for (size_t i = 0; i < n; i += 2) {
            above[i / 2] = below[i];
            if (i + 1 < n)
                tl_bucket_merge(&above[i / 2], &below[i + 1]);
        }
    }
    return true;
}

void tl_pyramid_finish(struct tl_pyramid *pyramid)
{
    free(pyramid->nodes);
    *pyramid = (struct tl_pyramid){0};
}

struct tl_bucket tl_pyramid_query(const struct tl_pyramid *pyramid, size_t begin, size_t end)
{
    struct tl_bucket result = {0};

    /* From the left, always the largest aligned block that the stretch still holds. */
    for (size_t i = begin; i < end;) {
        size_t level = 0;
        while (!(i >> level & 1) && i + ((size_t)2 << level) <= end)
            level++;
        const struct tl_bucket *node = &pyramid->nodes[pyramid->begin[level] + (i >> level)];
        if (i == begin)
            result = *node;
        else
            tl_bucket_merge(&result, node);
        i += (size_t)1 << level;
    }
    return result;
}
