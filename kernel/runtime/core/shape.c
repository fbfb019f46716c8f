/*
 * shape.c - the tree of shapes of each type, and where attributes stand.
 *
 * The array of shapes is the system's memory, not the heap's: shapes belong
 * to the runtime, not to the program that is measured.
 */
#include "core/shape.h"

#include <stdlib.h>

#include "core/runtime.h"
#include "types/exception.h"
#include "types/model.h"
#include "vm/vm.h"

#define LONG_SHAPE 8      /* attributes from which a search uses a table */
#define MAX_CHILDREN 64   /* more ways on from one shape: its objects move to dicts */

struct mr_shape_table {
    uint32_t mask;
    struct {
        mr_value key;
        int32_t index;
    } places[];
};

static uint32_t key_hash(mr_value key)
{
    return (uint32_t)((key >> 4) * 0x9e3779b97f4a7c15u >> 32);
}

bool mr_shapes_init(mr_runtime *rt)
{
    rt->shape_capacity = 1024;
    rt->shapes = calloc(rt->shape_capacity, sizeof *rt->shapes);
    rt->shape_count = 1;
    return rt->shapes != NULL;
}

void mr_shapes_finish(mr_runtime *rt)
{
    for (uint32_t i = 1; i < rt->shape_count; i++)
        free(rt->shapes[i].table);
    free(rt->shapes);
    rt->shapes = NULL;
    rt->shape_count = rt->shape_capacity = 0;
}

/* A free number. Those of dead types wait in a list until so many have
 * gathered that emptying all caches pays. */
static uint32_t new_shape(mr_runtime *rt)
{
    struct mr_model *m = rt->model;
    if (!m->free_shapes && m->dead_shape_count > rt->shape_capacity / 2) {
        mr_vm_clear_caches(rt);
        m->free_shapes = m->dead_shapes;
        m->dead_shapes = 0;
        m->dead_shape_count = 0;
    }
    if (m->free_shapes) {
        uint32_t number = m->free_shapes;
        m->free_shapes = rt->shapes[number].next;
        memset(&rt->shapes[number], 0, sizeof *rt->shapes);
        return number;
    }
    if (rt->shape_count == rt->shape_capacity) {
        uint32_t capacity = rt->shape_capacity * 2;
        mr_shape *shapes = NULL;
        if (capacity < UINT32_MAX / 2)
            shapes = realloc(rt->shapes, capacity * sizeof *shapes);
        if (!shapes) {
            mr_raise_no_memory(rt);
            return UINT32_MAX;
        }
        memset(shapes + rt->shape_capacity, 0, (capacity - rt->shape_capacity) * sizeof *shapes);
        rt->shapes = shapes;
        rt->shape_capacity = capacity;
    }
    return rt->shape_count++;
}

uint32_t mr_shape_root(mr_runtime *rt, mr_type *type, uint8_t capacity, uint8_t flags)
{
    uint32_t number = new_shape(rt);
    if (number == UINT32_MAX)
        return number;
    mr_shape *s = &rt->shapes[number];
    s->type = type;
    s->capacity = capacity;
    s->flags = flags;
    s->next = type->root_shape; /* the roots of a type form a list */
    type->root_shape = number;
    return number;
}

uint32_t mr_shape_root_with(mr_runtime *rt, mr_type *type, uint8_t capacity)
{
    uint32_t current = type->root_shape;
    for (uint32_t n = current; n; n = rt->shapes[n].next) {
        if (rt->shapes[n].capacity == capacity)
            return n;
    }
    uint32_t number = mr_shape_root(rt, type, capacity, 0);
    if (number == UINT32_MAX || !current)
        return number;
    rt->shapes[number].next = rt->shapes[current].next;
    rt->shapes[current].next = number;
    type->root_shape = current;
    return number;
}

static struct mr_shape_table *make_table(mr_runtime *rt, uint32_t shape)
{
    uint32_t size = 16;
    while (size < rt->shapes[shape].count * 2u)
        size *= 2;
    struct mr_shape_table *t = calloc(1, sizeof *t + size * sizeof t->places[0]);
    if (!t)
        return NULL;
    t->mask = size - 1;
    for (uint32_t n = shape; rt->shapes[n].count; n = rt->shapes[n].parent) {
        uint32_t i = key_hash(rt->shapes[n].key) & t->mask;
        while (t->places[i].key)
            i = (i + 1) & t->mask;
        t->places[i].key = rt->shapes[n].key;
        t->places[i].index = rt->shapes[n].count - 1;
    }
    return t;
}

int mr_shape_find(mr_runtime *rt, uint32_t shape, mr_value name)
{
    mr_shape *s = &rt->shapes[shape];
    if (s->count > LONG_SHAPE) {
        if (!s->table)
            s->table = make_table(rt, shape);
        if (s->table) {
            struct mr_shape_table *t = s->table;
            uint32_t i = key_hash(name) & t->mask;
            for (; t->places[i].key; i = (i + 1) & t->mask) {
                if (t->places[i].key == name)
                    return t->places[i].index;
            }
            return -1;
        }
    }
    for (; s->count; s = &rt->shapes[s->parent]) {
        if (s->key == name)
            return s->count - 1;
    }
    return -1;
}

uint32_t mr_shape_add(mr_runtime *rt, uint32_t shape, mr_value name)
{
    mr_shape *s = &rt->shapes[shape];
    uint32_t children = 0;
    for (uint32_t n = s->children; n; n = rt->shapes[n].next) {
        if (rt->shapes[n].key == name)
            return n;
        children++;
    }
    if (s->count >= MR_SHAPE_MAX_ATTRS || children >= MAX_CHILDREN)
        return 0;
    uint32_t number = new_shape(rt);
    if (number == UINT32_MAX)
        return number;
    s = &rt->shapes[shape];
    mr_shape *child = &rt->shapes[number];
    child->type = s->type;
    child->key = mr_incref(name);
    child->parent = shape;
    child->next = s->children;
    child->count = (uint16_t)(s->count + 1);
    child->capacity = s->capacity;
    s->children = number;
    if (child->count > child->type->seen_attrs) {
        child->type->seen_attrs = (uint8_t)child->count;
        child->type->flags &= ~(uint32_t)MR_TYPE_LEARNED;
        child->type->created = 0;
    }
    return number;
}

uint32_t mr_shape_to_dict(mr_runtime *rt, uint32_t shape)
{
    if (rt->shapes[shape].flags & MR_SHAPE_DICT)
        return shape;
    while (rt->shapes[shape].count)
        shape = rt->shapes[shape].parent;
    for (uint32_t n = rt->shapes[shape].children; n; n = rt->shapes[n].next) {
        if (rt->shapes[n].flags & MR_SHAPE_DICT)
            return n;
    }
    uint32_t number = new_shape(rt);
    if (number == UINT32_MAX)
        return number;
    mr_shape *s = &rt->shapes[shape], *d = &rt->shapes[number];
    d->type = s->type;
    d->parent = shape;
    d->next = s->children;
    d->capacity = s->capacity;
    d->flags = MR_SHAPE_DICT;
    s->children = number;
    return number;
}

static void release_tree(mr_runtime *rt, uint32_t shape)
{
    struct mr_model *m = rt->model;
    while (shape) {
        mr_shape *s = &rt->shapes[shape];
        uint32_t next = s->next;
        mr_value key = s->key;
        release_tree(rt, s->children);
        s = &rt->shapes[shape];
        free(s->table);
        memset(s, 0, sizeof *s);
        s->next = m->dead_shapes;
        m->dead_shapes = shape;
        m->dead_shape_count++;
        mr_decref(rt, key);
        shape = next;
    }
}

void mr_shapes_release(mr_runtime *rt, mr_type *type)
{
    uint32_t root = type->root_shape;
    type->root_shape = 0;
    release_tree(rt, root);
}

mr_value *mr_shape_place(mr_runtime *rt, mr_object *o, uint32_t index)
{
    const mr_shape *s = &rt->shapes[o->shape];
    mr_value *inline_places = mr_instance_places(rt, o, s->type);
    if (s->count <= s->capacity || index + 1 < s->capacity)
        return inline_places + index;
    mr_value *more = (mr_value *)(uintptr_t)inline_places[s->capacity - 1];
    return more + (index - (s->capacity - 1));
}
