/*
 * names.c - the names of a compilation, one struct for each distinct text,
 * and the table from keys to numbers that several parts use.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "types/str.h"

void mrc_map_finish(struct mrc_map *map)
{
    free(map->keys);
    free(map->values);
    *map = (struct mrc_map){ 0 };
}

static uint32_t slot(const struct mrc_map *map, uint64_t key)
{
    uint32_t mask = map->capacity - 1;
    uint32_t i = (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & mask;

    while (map->keys[i] && map->keys[i] != key)
        i = (i + 1) & mask;
    return i;
}

uint32_t mrc_map_get(const struct mrc_map *map, uint64_t key)
{
    if (!map->count)
        return UINT32_MAX;
    uint32_t i = slot(map, key);
    return map->keys[i] ? map->values[i] : UINT32_MAX;
}

static bool map_grow(struct mrc_map *map)
{
    struct mrc_map grown = {.count = map->count,
                            .capacity = map->capacity ? 2 * map->capacity : 16};

    grown.keys = calloc(grown.capacity, sizeof *grown.keys);
    grown.values = malloc(grown.capacity * sizeof *grown.values);
    if (!grown.keys || !grown.values) {
        mrc_map_finish(&grown);
        return false;
    }
    for (uint32_t i = 0; i < map->capacity; i++) {
        if (!map->keys[i])
            continue;
        uint32_t to = slot(&grown, map->keys[i]);
        grown.keys[to] = map->keys[i];
        grown.values[to] = map->values[i];
    }
    uint32_t count = map->count;
    mrc_map_finish(map);
    *map = grown;
    map->count = count;
    return true;
}

bool mrc_map_set(struct mrc_map *map, uint64_t key, uint32_t value)
{
    if (4 * (map->count + 1) > 3 * map->capacity && !map_grow(map))
        return false;
    uint32_t i = slot(map, key);
    if (!map->keys[i]) {
        map->keys[i] = key;
        map->count++;
    }
    map->values[i] = value;
    return true;
}

static uint32_t text_hash(const char *text, size_t length)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        h = (h ^ (uint8_t)text[i]) * 16777619u;
    return h;
}

/* The table is open-addressed; name_capacity is a power of two. */
static struct mrc_name **name_slot(struct mrc *c, const char *text, size_t length, uint32_t hash)
{
    uint32_t mask = c->name_capacity - 1, i = hash & mask;

    while (c->names[i] && !(c->names[i]->hash == hash && c->names[i]->length == length &&
                            !memcmp(c->names[i]->text, text, length)))
        i = (i + 1) & mask;
    return &c->names[i];
}

static bool names_grow(struct mrc *c)
{
    struct mrc_name **old = c->names;
    uint32_t old_capacity = c->name_capacity;

    c->name_capacity = old_capacity ? 2 * old_capacity : 64;
    c->names = calloc(c->name_capacity, sizeof *c->names);
    if (!c->names) {
        c->names = old;
        c->name_capacity = old_capacity;
        return false;
    }
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i])
            *name_slot(c, old[i]->text, old[i]->length, old[i]->hash) = old[i];
    free(old);
    return true;
}

struct mrc_name *mrc_name(struct mrc *c, const char *text, size_t length)
{
    if (c->failed)
        return NULL;
    if (4 * (c->name_count + 1) > 3 * c->name_capacity && !names_grow(c)) {
        mrc_no_memory(c);
        return NULL;
    }
    uint32_t hash = text_hash(text, length);
    struct mrc_name **place = name_slot(c, text, length, hash);
    if (*place)
        return *place;
    struct mrc_name *name = mrc_alloc(c, sizeof *name);
    char *copy = name ? mr_arena_copy(c->arena, text, length) : NULL;
    if (!copy) {
        mrc_no_memory(c);
        return NULL;
    }
    *name = (struct mrc_name){ copy, (uint32_t)length, hash, MR_NULL };
    *place = name;
    c->name_count++;
    return name;
}

struct mrc_name *mrc_name_z(struct mrc *c, const char *text)
{
    return mrc_name(c, text, strlen(text));
}

struct mrc_name *mrc_mangle(struct mrc *c, struct mrc_name *private_, struct mrc_name *name)
{
    if (!private_ || !name || name->length < 2 || name->text[0] != '_' || name->text[1] != '_')
        return name;
    if ((name->text[name->length - 1] == '_' && name->text[name->length - 2] == '_') ||
        memchr(name->text, '.', name->length))
        return name;
    const char *class_ = private_->text + strspn(private_->text, "_");
    if (!*class_)
        return name;
    size_t class_length = strlen(class_), length = 1 + class_length + name->length;
    char *text = mrc_alloc(c, length + 1);
    if (!text)
        return NULL;
    text[0] = '_';
    memcpy(text + 1, class_, class_length);
    memcpy(text + 1 + class_length, name->text, name->length);
    return mrc_name(c, text, length);
}

mr_value mrc_name_str(struct mrc *c, struct mrc_name *name)
{
    if (c->failed || !name)
        return MR_NULL;
    if (!name->str) {
        name->str = mr_str_new(c->rt, name->text, name->length);
        if (name->str)
            name->str = mr_str_intern(c->rt, name->str);
        if (!name->str)
            mrc_failed(c);
    }
    return name->str;
}
