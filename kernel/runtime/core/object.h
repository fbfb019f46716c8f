/*
 * object.h - the 16-byte header of every heap object, and reference counts.
 *
 * Ownership: a function that returns an mr_value returns a reference the
 * caller owns, unless its comment says "borrowed". Arguments are borrowed,
 * unless its comment says "steals". A failed function returns MR_NULL (or
 * false, or -1) with an exception set in the runtime; callers release what
 * they own and return the same.
 */
#ifndef MR_OBJECT_H
#define MR_OBJECT_H

#include "core/value.h"
#include "memoir_runtime.h"

typedef struct mr_object mr_object;
typedef struct mr_type mr_type;
typedef struct mr_layout mr_layout;

/* The layout of an object, for checks that read the header alone. A subclass
 * of a built-in keeps its base's kind and carries MR_FLAG_SUBCLASS. */
enum mr_kind {
    MR_KIND_FREE = 0, /* a slot that holds no object */
    MR_KIND_STR,
    MR_KIND_BYTES,
    MR_KIND_BYTEARRAY,
    MR_KIND_INT,     /* integer beyond 49 bits, or an instance of a subclass of int */
    MR_KIND_FLOAT,   /* instance of a subclass of float only */
    MR_KIND_COMPLEX,
    MR_KIND_LIST,
    MR_KIND_TUPLE,
    MR_KIND_DICT,
    MR_KIND_SET,     /* set and frozenset */
    MR_KIND_SLICE,
    MR_KIND_RANGE,
    MR_KIND_CELL,
    MR_KIND_CODE,
    MR_KIND_FUNCTION,
    MR_KIND_NATIVE,  /* function written in C */
    MR_KIND_METHOD,  /* bound method */
    MR_KIND_TYPE,
    MR_KIND_MODULE,
    MR_KIND_GENERATOR,
    MR_KIND_EXCEPTION,
    MR_KIND_INSTANCE, /* instance of a Python class on object: header, then attributes */
    MR_KIND_OTHER     /* any other type written in C: see its type's layout */
};

/* mr_object.flags */
#define MR_GEN_MASK 0x03       /* generation 0, 1, 2; 3 is frozen. Meaningful when tracked */
#define MR_FLAG_TRACKED 0x04   /* the collector looks at it */
#define MR_FLAG_FINALIZED 0x08 /* its __del__ has run */
#define MR_FLAG_WEAKREFS 0x10  /* has an entry in the runtime's weak reference table */
#define MR_FLAG_SUBCLASS 0x20  /* its type is a Python class */
#define MR_FLAG_KIND_1 0x40    /* free for the kind: str interned; set: frozenset */
#define MR_FLAG_LARGE 0x80     /* in the collector's pages: this one is a large block, not a slot */

struct mr_object {
    uint32_t refcount;
    uint32_t shape; /* index into the runtime's shapes; its shape knows its type */
    uint32_t stamp; /* ledger tick at which the count last fell to non-zero */
    uint16_t site;  /* allocation site: number of the code object that ran, 0 unknown */
    uint8_t kind;   /* enum mr_kind */
    uint8_t flags;
};

/* What the heap and the collector need to know of the objects of a type.
 * dealloc releases what the object owns, not its own memory. traverse calls
 * visit for each value owned (immediates may be passed too). clear drops the
 * references that can close a cycle, and leaves the object usable; NULL when
 * there is nothing to drop. size is the size in bytes of the object's own
 * memory as allocated; NULL means the type's basic_size. extra is the bytes of
 * the buffers it owns besides (sum of mr_block_size of each), NULL for none. */
typedef void (*mr_visit)(mr_runtime *rt, mr_value child, void *arg);
struct mr_layout {
    void (*dealloc)(mr_runtime *rt, mr_object *self);
    void (*traverse)(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg);
    void (*clear)(mr_runtime *rt, mr_object *self);
    size_t (*size)(mr_runtime *rt, mr_object *self);
    size_t (*extra)(mr_runtime *rt, mr_object *self);
};

static inline enum mr_kind mr_kind(mr_value v)
{
    return mr_is_object(v) ? (enum mr_kind)mr_obj(v)->kind : MR_KIND_FREE;
}
static inline bool mr_has_kind(mr_value v, enum mr_kind kind)
{
    return mr_is_object(v) && mr_obj(v)->kind == kind;
}
/* True for exactly the built-in type of that kind, no subclass. */
static inline bool mr_is_exact(mr_value v, enum mr_kind kind)
{
    return mr_has_kind(v, kind) && !(mr_obj(v)->flags & MR_FLAG_SUBCLASS);
}

/* Ends an object whose count has reached zero: finalizer, weak references,
 * contents, memory. Deep structures are taken apart iteratively. */
void mr_object_die(mr_runtime *rt, mr_object *self);

/* The ledger's clock, in ticks (core/ledger.h). It lies at the start of the
 * runtime (core/runtime.h); the ticker thread writes it. */
static inline uint32_t mr_tick(mr_runtime *rt)
{
    return __atomic_load_n((uint32_t *)(void *)rt, __ATOMIC_RELAXED);
}

static inline mr_value mr_incref(mr_value v)
{
    if (mr_is_object(v))
        mr_obj(v)->refcount++;
    return v;
}
static inline void mr_decref_object(mr_runtime *rt, mr_object *o)
{
    if (--o->refcount == 0)
        mr_object_die(rt, o);
    else
        o->stamp = mr_tick(rt);
}
static inline void mr_decref(mr_runtime *rt, mr_value v)
{
    if (mr_is_object(v))
        mr_decref_object(rt, mr_obj(v));
}
/* Replaces *place, releasing the old value only after the new one stands. Steals v. */
static inline void mr_replace(mr_runtime *rt, mr_value *place, mr_value v)
{
    mr_value old = *place;
    *place = v;
    mr_decref(rt, old);
}
/* Sets *place to MR_NULL, then releases what it held. */
static inline void mr_clear(mr_runtime *rt, mr_value *place) { mr_replace(rt, place, MR_NULL); }

#endif
