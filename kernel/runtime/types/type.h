/*
 * type.h - types: built-in ones, written in C, and classes.
 *
 * The slots have the names and the meaning of CPython's: a slot gets borrowed
 * arguments, returns an owned value, MR_NULL with an exception set on error;
 * binary slots return MR_NOT_IMPLEMENTED when they do not know the other
 * operand and are called as slot(left, right) on either operand's type.
 * Int-returning slots give -1 on error, with an exception set.
 *
 * A class written in Python inherits slots from its bases; where its
 * namespace defines a special method, the slot becomes a function that looks
 * the method up and calls it (types/slots.c). A built-in type's slots appear
 * in its namespace as slot wrappers under their special names. Methods,
 * members and getters are given as tables.
 */
#ifndef MR_TYPE_H
#define MR_TYPE_H

#include "core/object.h"

struct mr_buffer;

/* A C function callable from Python: nargs positional arguments, then one
 * value for each name in kwnames (a tuple of str, or MR_NULL). self is the
 * receiver, or the module of a module function, or MR_NULL. All borrowed. */
typedef mr_value (*mr_native_fn)(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames);

/* mr_method_def.flags: how the arguments are checked before the call. */
enum {
    MR_ARGS_ANY = 0,     /* the function checks, by mr_bind or by hand */
    MR_ARGS_NONE = 1,    /* none: "T.f() takes no arguments (1 given)" */
    MR_ARGS_ONE = 2,     /* exactly one positional: "T.f() takes exactly one argument (2 given)" */
    MR_ARGS_CHECK = 3,   /* mask of the above */
    MR_CLASS_METHOD = 4, /* self is the type */
    MR_STATIC_METHOD = 8 /* self is MR_NULL */
};

typedef struct mr_method_def {
    const char *name;
    mr_native_fn fn;
    int flags;
    const char *doc; /* may begin "name($self, x, /)\n--\n\n" for __text_signature__; may be NULL */
} mr_method_def;

typedef struct mr_getset_def {
    const char *name;
    mr_value (*get)(mr_runtime *rt, mr_value self, void *closure);
    /* v MR_NULL deletes; NULL: read-only */
    int (*set)(mr_runtime *rt, mr_value self, mr_value v, void *closure);
    const char *doc;
    void *closure;
} mr_getset_def;

/* An mr_value field at a byte offset of the object. MR_NULL reads as an
 * AttributeError, or as None with MR_MEMBER_NONE. */
enum { MR_MEMBER_READONLY = 1, MR_MEMBER_NONE = 2 };
typedef struct mr_member_def {
    const char *name;
    size_t offset;
    int flags;
    const char *doc;
} mr_member_def;

typedef mr_value (*mr_unary)(mr_runtime *rt, mr_value a);
typedef mr_value (*mr_binary)(mr_runtime *rt, mr_value a, mr_value b);
typedef mr_value (*mr_ternary)(mr_runtime *rt, mr_value a, mr_value b, mr_value c);
typedef int (*mr_inquiry)(mr_runtime *rt, mr_value a);
typedef int64_t (*mr_lenfunc)(mr_runtime *rt, mr_value a);
typedef mr_value (*mr_indexed)(mr_runtime *rt, mr_value a, int64_t i);

enum mr_cmp { MR_LT, MR_LE, MR_EQ, MR_NE, MR_GT, MR_GE };

typedef struct mr_slots {
    /* life */
    mr_value (*new_)(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                     mr_value kwnames);
    int (*init)(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                mr_value kwnames);
    /* __del__; errors are reported as unraisable */
    void (*finalize)(mr_runtime *rt, mr_value self);
    /* the object */
    mr_unary repr, str;
    int64_t (*hash)(mr_runtime *rt, mr_value self); /* never -1 but for an error */
    mr_native_fn call;
    mr_value (*getattr)(mr_runtime *rt, mr_value self, mr_value name);
    /* v MR_NULL deletes */
    int (*setattr)(mr_runtime *rt, mr_value self, mr_value name, mr_value v);
    mr_value (*richcompare)(mr_runtime *rt, mr_value a, mr_value b, int op);  /* enum mr_cmp */
    mr_unary iter;
    mr_unary next; /* MR_NULL without an exception, or with StopIteration set: exhausted */
    /* obj may be MR_NULL */
    mr_value (*descr_get)(mr_runtime *rt, mr_value self, mr_value obj, mr_value type);
    /* v MR_NULL deletes */
    int (*descr_set)(mr_runtime *rt, mr_value self, mr_value obj, mr_value v);
    /* async */
    mr_unary await, aiter, anext;
    /* numbers */
    mr_binary add, subtract, multiply, remainder, divmod;
    mr_ternary power; /* c is MR_NONE but for pow(a, b, c) */
    mr_unary negative, positive, absolute;
    mr_inquiry boolean; /* 0, 1, -1 */
    mr_unary invert;
    mr_binary lshift, rshift, and_, xor_, or_;
    mr_unary int_, float_, index;
    mr_binary iadd, isubtract, imultiply, iremainder;
    mr_ternary ipower;
    mr_binary ilshift, irshift, iand, ixor, ior;
    mr_binary floor_divide, true_divide, ifloor_divide, itrue_divide;
    mr_binary matrix_multiply, imatrix_multiply;
    /* sequences and mappings: one item protocol, keyed by any value */
    mr_lenfunc length;
    mr_binary getitem;
    int (*setitem)(mr_runtime *rt, mr_value self, mr_value key, mr_value v); /* v MR_NULL deletes */
    int (*contains)(mr_runtime *rt, mr_value self, mr_value v);
    mr_binary concat, inplace_concat;  /* sequence + : tried after add */
    mr_indexed repeat, inplace_repeat; /* sequence * n: tried after multiply */
    mr_indexed item; /* sequence item by index, no negative handling; for iteration by index */
    /* buffers: bytes-like objects */
    int (*getbuffer)(mr_runtime *rt, mr_value self, struct mr_buffer *out, int flags);
    void (*releasebuffer)(mr_runtime *rt, mr_value self, struct mr_buffer *view);
} mr_slots;

/* mr_type.flags */
#define MR_TYPE_BASETYPE 0x0001   /* may be subclassed */
#define MR_TYPE_HEAP 0x0002       /* a Python class */
#define MR_TYPE_TRACKED 0x0004    /* its objects live in the collector's pages */
#define MR_TYPE_WEAKREFS 0x0008   /* its objects may be weakly referenced */
#define MR_TYPE_DICT 0x0010       /* its objects have attributes of their own */
#define MR_TYPE_ABSTRACT 0x0020   /* __abstractmethods__ is not empty */
#define MR_TYPE_SEQUENCE 0x0040   /* matches sequence patterns */
#define MR_TYPE_MAPPING 0x0080    /* matches mapping patterns */
#define MR_TYPE_IMMUTABLE 0x0100  /* attributes cannot be set */
#define MR_TYPE_NO_NEW 0x0200     /* cannot create instances: "cannot create 'x' instances" */
#define MR_TYPE_MATCH_SELF 0x0400 /* class pattern with one positional matches the subject itself */
#define MR_TYPE_METHOD_DESCR 0x0800 /* functions: bind as methods without an object */
#define MR_TYPE_LEARNED 0x1000    /* its root shape has the learned capacity */
#define MR_TYPE_OWN_DICT 0x2000   /* a dict field of the body: function, module, type */
#define MR_TYPE_VARIABLE 0x4000   /* its layout has size(); set by mr_type_ready */
#define MR_TYPE_READY 0x8000

struct mr_type {
    mr_object head;
    /* UTF-8, "int" or "collections.deque" as CPython's tp_name; owned by the type */
    const char *name;
    mr_value qualname;   /* str, classes only */
    mr_type *base;       /* owned */
    mr_value bases, mro; /* tuples */
    mr_value dict;       /* the namespace, a dict; change it by mr_type_set alone */
    /* direct ones, oldest first, borrowed: a dying class leaves its bases' lists */
    mr_type **subclasses;
    uint32_t subclass_count, subclass_capacity;
    uint32_t version;    /* changes whenever a lookup through this type may answer differently */
    uint32_t root_shape;
    uint32_t flags;
    uint32_t basic_size;   /* bytes of the object without inline attributes */
    /* where inline attributes begin; 0: none, or not fixed (MR_TYPE_VARIABLE) */
    uint32_t attrs_offset;
    uint32_t slots_offset; /* first __slots__ value of this class and its bases; 0: none */
    uint16_t slots_count;  /* number of __slots__ values, bases' included */
    uint8_t kind;          /* enum mr_kind of its instances */
    uint8_t seen_attrs;    /* most attributes an instance has had */
    uint32_t created;      /* instances made while learning */
    const mr_layout *layout;
    /* of the built-in part alone; layout may add slots and attributes to it */
    const mr_layout *body_layout;
    mr_slots slots;
    const struct mr_type_spec *spec; /* the table it was made of; NULL for classes */
};

/* A built-in type, described by a static table. */
typedef struct mr_type_spec {
    const char *name; /* "module.name" or, in builtins, "name" */
    const char *doc;
    uint32_t basic_size;
    uint8_t kind;
    uint32_t flags;
    const mr_layout *layout;
    mr_slots slots;
    const mr_method_def *methods; /* ended by a NULL name; the same for the next two */
    const mr_getset_def *getsets;
    const mr_member_def *members;
} mr_type_spec;

/* Makes a type. base NULL: object. Adds slot wrappers, methods, getsets and
 * members to its namespace. */
mr_type *mr_type_from_spec(mr_runtime *rt, const mr_type_spec *spec, mr_type *base);
/* The same for a type whose struct mr_types_bootstrap has made:
 * mr_type_ready(rt, rt->types.list, &list_spec, NULL). */
bool mr_type_ready(mr_runtime *rt, mr_type *type, const mr_type_spec *spec, mr_type *base);

/* The type of any value; borrowed. In runtime.h: mr_type_of(rt, v). */

/* Looks `name` (interned str) up along the MRO; borrowed, MR_NULL without an
 * exception when it is not there. Cached by type version. */
mr_value mr_type_lookup(mr_runtime *rt, mr_type *type, mr_value name);
/* Sets or (v MR_NULL) deletes a name in the type's own namespace, updates
 * slots and versions of it and all subclasses. */
int mr_type_set(mr_runtime *rt, mr_type *type, mr_value name, mr_value v);
bool mr_is_subtype(const mr_type *type, const mr_type *of);
/* isinstance by type alone, no __instancecheck__. */
bool mr_isinstance(mr_runtime *rt, mr_value v, const mr_type *type);
/* A new object of a built-in or Python type, contents zero; the general
 * object.__new__ of all types that have inline attributes or slots. Tracked
 * by the caller's mr_gc_track when the type is MR_TYPE_TRACKED. */
mr_value mr_type_alloc(mr_runtime *rt, mr_type *type);
/* The same for types whose objects vary in size (tuple, str, bytes, int): the
 * built-in part takes `body` bytes, attributes and slots stand behind it. Their
 * layout's size() reports the body alone. */
mr_value mr_type_alloc_var(mr_runtime *rt, mr_type *type, size_t body);
/* Puts a new object, whose contents stand, under the collector's eyes if its type is
 * MR_TYPE_TRACKED; returns v, which may be MR_NULL. */
mr_value mr_type_track(mr_runtime *rt, mr_value v);
/* type(name, bases, namespace) without metaclass resolution. */
mr_value mr_type_make(mr_runtime *rt, mr_type *metatype, mr_value name, mr_value bases,
                      mr_value namespace_);
/* Short name after the last dot, for error messages; borrowed. */
const char *mr_type_short_name(const mr_type *type);

#endif
