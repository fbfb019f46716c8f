/*
 * shape.h - which attributes an object has, and where they are.
 *
 * The runtime keeps one array of shapes. Each type has a root shape; each
 * attribute set on an instance moves the instance to the child shape for that
 * name, made once. All objects of one shape have their attributes in the same
 * places, so a cache that has seen a shape knows the place. (Shapes as in
 * Self's maps: Chambers, Ungar, Lee 1989.)
 *
 * The attributes of an instance stand inline, `capacity` values from the
 * type's attrs_offset on. A shape with more attributes than its capacity uses
 * the last inline place for a pointer to a buffer: attributes capacity-1,
 * capacity, ... stand there. A shape with MR_SHAPE_DICT keeps a dict (an
 * owned mr_value) in the first inline place and knows no names itself; an
 * object moves there when somebody asks for its __dict__, deletes an
 * attribute, or has too many.
 *
 * Objects whose body varies in size (subclasses of int, str, bytes, tuple)
 * have no fixed place for attributes: the type's attrs_offset is 0, all their
 * shapes are MR_SHAPE_DICT, and mr_shape_place(rt, o, 0) knows where the dict
 * stands. Their dict, like that of any object that never had an attribute, is
 * MR_NULL until it is needed.
 *
 * A type learns how many attributes its instances get and gives later ones a
 * root shape with that capacity; old instances keep theirs.
 */
#ifndef MR_SHAPE_H
#define MR_SHAPE_H

#include "core/object.h"

#define MR_SHAPE_DICT 0x01     /* attributes are in a dict */
#define MR_SHAPE_NO_ATTRS 0x02 /* no attributes of their own (__slots__, built-ins) */
#define MR_SHAPE_MAX_ATTRS 64  /* more than that: a dict */

typedef struct mr_shape {
    mr_type *type;      /* borrowed: the type outlives its shapes */
    mr_value key;       /* the interned name added last; owned; MR_NULL for a root */
    uint32_t parent;    /* shape before the last name; 0 for a root */
    uint32_t children;  /* first child, 0 none; siblings by next */
    uint32_t next;      /* next sibling */
    uint16_t count;     /* number of attributes */
    uint8_t capacity;   /* inline places */
    uint8_t flags;
    struct mr_shape_table *table; /* name to index, made on first search of a long shape */
} mr_shape;

bool mr_shapes_init(mr_runtime *rt);
void mr_shapes_finish(mr_runtime *rt);
/* Index of the attribute `name` (interned str) in this shape, or -1. */
int mr_shape_find(mr_runtime *rt, uint32_t shape, mr_value name);
/* The child of `shape` that adds `name`; 0 when the object must move to a
 * dict (too many attributes or shapes); UINT32_MAX with MemoryError set. */
uint32_t mr_shape_add(mr_runtime *rt, uint32_t shape, mr_value name);
/* The shape in dict mode with the same capacity; UINT32_MAX on failure. */
uint32_t mr_shape_to_dict(mr_runtime *rt, uint32_t shape);
/* A new root for `type`, which becomes its root_shape. UINT32_MAX with MemoryError set on failure.
 * */
uint32_t mr_shape_root(mr_runtime *rt, mr_type *type, uint8_t capacity, uint8_t flags);
/* A root of `type` with this capacity: one it has, or a new one, which does not become its
 * root_shape. UINT32_MAX on failure. */
uint32_t mr_shape_root_with(mr_runtime *rt, mr_type *type, uint8_t capacity);
/* Forgets all shapes of a dying type. Their numbers are used again only after
 * every inline cache has been cleared. */
void mr_shapes_release(mr_runtime *rt, mr_type *type);

/* Where attribute `index` of an object of this shape stands. */
mr_value *mr_shape_place(mr_runtime *rt, mr_object *o, uint32_t index);

#endif
