#include "protocol/signature.h"

#include <stdlib.h>
#include <string.h>

/* Twice as many places as digests: probes stay short, and a place is always empty. */
static uint32_t table_mask(const struct jp_replays *replays)
{
    return replays->capacity * 2 - 1;
}

/* A digest is uniform already, so its first bytes are the hash. */
static uint32_t home_of(const struct jp_replays *replays, const unsigned char *digest)
{
    uint32_t hash;

    memcpy(&hash, digest, sizeof(hash));
    return hash & table_mask(replays);
}

static uint32_t find_place(const struct jp_replays *replays, const unsigned char *digest)
{
    uint32_t place = home_of(replays, digest);

    while (replays->table[place] &&
           memcmp(replays->ring[replays->table[place] - 1], digest, JP_REPLAY_BYTES) != 0)
        place = (place + 1) & table_mask(replays);
    return place;
}

/* Empty a place and move back what had been pushed past it, so that no probe ends too early. */
static void clear_place(struct jp_replays *replays, uint32_t place)
{
    uint32_t mask = table_mask(replays);
    uint32_t next = place;

    replays->table[place] = 0;
    for (;;) {
        uint32_t home;

        next = (next + 1) & mask;
        if (!replays->table[next])
            return;
        home = home_of(replays, replays->ring[replays->table[next] - 1]);
        if (((next - home) & mask) < ((next - place) & mask))
            continue;
        replays->table[place] = replays->table[next];
        replays->table[next] = 0;
        place = next;
    }
}

/* Most kernels see a few hundred requests: start small, so that they do not pay 1.5 MiB. */
static int grow(struct jp_replays *replays)
{
    uint32_t capacity = replays->capacity ? replays->capacity * 2 : 256;
    unsigned char (*ring)[JP_REPLAY_BYTES];
    uint32_t *table;

    table = calloc((size_t)capacity * 2, sizeof(*table));
    if (!table)
        return -1;
    ring = realloc(replays->ring, capacity * sizeof(*ring));
    if (!ring) {
        free(table);
        return -1;
    }
    free(replays->table);
    replays->ring = ring;
    replays->table = table;
    replays->capacity = capacity;
    for (uint32_t i = 0; i < replays->count; i++)
        table[find_place(replays, ring[i])] = i + 1;
    replays->next_slot = replays->count;
    return 0;
}

void jp_replays_finish(struct jp_replays *replays)
{
    free(replays->ring);
    free(replays->table);
    *replays = (struct jp_replays){0};
}

int jp_replays_add(struct jp_replays *replays, const char *signature)
{
    unsigned char digest[JP_REPLAY_BYTES];
    uint32_t place, slot;

    if (sodium_hex2bin(digest, sizeof(digest), signature, 2 * sizeof(digest), NULL, NULL, NULL))
        return 0;
    if (replays->count > 0 && replays->table[find_place(replays, digest)])
        return 0;
    if (replays->count == replays->capacity && replays->capacity < JP_REPLAY_LIMIT &&
        grow(replays) < 0)
        return -1;
    slot = replays->next_slot;
    if (replays->count == replays->capacity)
        clear_place(replays, find_place(replays, replays->ring[slot]));
    else
        replays->count++;
    memcpy(replays->ring[slot], digest, sizeof(digest));
    place = find_place(replays, digest);
    replays->table[place] = slot + 1;
    replays->next_slot = (slot + 1) % replays->capacity;
    return 1;
}
