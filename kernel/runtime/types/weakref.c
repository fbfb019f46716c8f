/*
 * weakref.c - weak references and proxies.
 *
 * The references to one object form a chain, in CPython's order: the shared
 * one without a callback first, then the shared proxy, then the others, newest
 * first. A hash table, outside the heap, knows the first of each chain.
 */
#include "types/weakref.h"

#include <stdlib.h>

#include "core/init.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

struct entry {
    mr_object *target; /* NULL free; DELETED */
    mr_weakref *first;
};

struct mr_weakrefs {
    struct entry *table;
    size_t mask, fill, count;
};

#define DELETED ((mr_object *)8)

static mr_weakref *as_ref(mr_value v) { return (mr_weakref *)mr_obj(v); }

/* ---- the table ---- */

static struct entry *find_entry(struct mr_weakrefs *w, const mr_object *target)
{
    struct entry *deleted = NULL;
    for (size_t i = ((uintptr_t)target >> 3) * 0x9e3779b97f4a7c15u >> 24;; i++) {
        struct entry *e = &w->table[i & w->mask];
        if (e->target == target)
            return e;
        if (!e->target)
            return deleted ? deleted : e;
        if (e->target == DELETED && !deleted)
            deleted = e;
    }
}

static bool table_grow(struct mr_weakrefs *w)
{
    struct mr_weakrefs grown = {.mask = 63, .fill = w->count, .count = w->count};
    while (w->count * 4 > grown.mask)
        grown.mask = grown.mask * 2 + 1;
    grown.table = calloc(grown.mask + 1, sizeof *grown.table);
    if (!grown.table)
        return false;
    for (size_t i = 0; w->table && i <= w->mask; i++) {
        if (w->table[i].target && w->table[i].target != DELETED)
            *find_entry(&grown, w->table[i].target) = w->table[i];
    }
    free(w->table);
    *w = grown;
    return true;
}

static mr_weakref *first_ref(mr_runtime *rt, const mr_object *target)
{
    return target->flags & MR_FLAG_WEAKREFS ? find_entry(rt->weakrefs, target)->first : NULL;
}

static void set_first(mr_runtime *rt, mr_object *target, mr_weakref *first)
{
    struct mr_weakrefs *w = rt->weakrefs;
    struct entry *e = find_entry(w, target);
    if (first) {
        if (e->target != target) {
            w->fill += !e->target;
            w->count++;
        }
        *e = (struct entry){target, first};
        target->flags |= MR_FLAG_WEAKREFS;
    } else if (e->target == target) {
        *e = (struct entry){DELETED, NULL};
        w->count--;
        target->flags &= (uint8_t)~MR_FLAG_WEAKREFS;
    }
}

static void ref_unlink(mr_runtime *rt, mr_weakref *ref)
{
    if (!ref->target)
        return;
    if (ref->prev)
        ref->prev->next = ref->next;
    else
        set_first(rt, ref->target, ref->next);
    if (ref->next)
        ref->next->prev = ref->prev;
    ref->prev = ref->next = NULL;
    ref->target = NULL;
}

/* Links ref behind `after`, or first. */
static bool ref_link(mr_runtime *rt, mr_weakref *ref, mr_object *target, mr_weakref *after)
{
    if (!after && (rt->weakrefs->fill + 1) * 2 > rt->weakrefs->mask && !table_grow(rt->weakrefs))
        return false;
    ref->target = target;
    ref->prev = after;
    ref->next = after ? after->next : first_ref(rt, target);
    if (ref->next)
        ref->next->prev = ref;
    if (after)
        after->next = ref;
    else
        set_first(rt, target, ref);
    return true;
}

bool mr_weakrefs_init(mr_runtime *rt)
{
    rt->weakrefs = calloc(1, sizeof *rt->weakrefs);
    return rt->weakrefs && table_grow(rt->weakrefs);
}

void mr_weakrefs_finish(mr_runtime *rt)
{
    if (rt->weakrefs)
        free(rt->weakrefs->table);
    free(rt->weakrefs);
    rt->weakrefs = NULL;
}

/* ---- making and ending ---- */

mr_value mr_weakref_new(mr_runtime *rt, mr_type *type, mr_value target, mr_value callback)
{
    if (!mr_is_object(target) || !(mr_type_of(rt, target)->flags & MR_TYPE_WEAKREFS))
        return mr_raise(rt, rt->exc.TypeError, "cannot create weak reference to '%T' object",
                        target);
    mr_object *o = mr_obj(target);
    bool is_ref = type == rt->types.weakref, has_callback = callback && callback != MR_NONE;
    bool shared = !has_callback &&
                  (is_ref || type == rt->types.weakproxy || type == rt->types.weakcallableproxy);
    mr_weakref *after = NULL;
    for (mr_weakref *r = first_ref(rt, o); r && !r->callback; r = r->next) {
        mr_type *found = mr_object_type(rt, &r->head);
        bool basic = found == rt->types.weakref || found == rt->types.weakproxy ||
                     found == rt->types.weakcallableproxy;
        if (!basic)
            break;
        if (shared && found == type && r->head.refcount > 0)
            return mr_incref(mr_from(r));
        if (!(is_ref && shared)) /* the shared reference stands before all others */
            after = r;
    }
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    mr_weakref *ref = as_ref(v);
    ref->hash = -1;
    if (!ref_link(rt, ref, o, after)) {
        mr_decref(rt, v);
        return mr_raise_no_memory(rt);
    }
    ref->callback = has_callback ? mr_incref(callback) : MR_NULL;
    mr_gc_track(rt, &ref->head);
    return v;
}

mr_value mr_weakref_get(mr_runtime *rt, mr_value v)
{
    mr_object *target = as_ref(v)->target;
    (void)rt;
    return target && target->refcount > 0 ? mr_incref(mr_from(target)) : MR_NONE;
}

bool mr_weakrefs_clear(mr_runtime *rt, mr_object *target, mr_value out)
{
    bool ok = true;
    mr_weakref *ref;
    while ((ref = first_ref(rt, target))) {
        ref_unlink(rt, ref);
        if (ref->callback && ref->head.refcount > 0 && !mr_list_append(rt, out, mr_from(ref)))
            ok = false;
    }
    return ok;
}

void mr_weakrefs_dead(mr_runtime *rt, mr_object *target)
{
    bool callbacks = false;
    for (mr_weakref *r = first_ref(rt, target); r; r = r->next)
        callbacks |= r->callback != MR_NULL;
    mr_value pending = mr_error_take(rt);
    mr_value refs = callbacks ? mr_list_new(rt, NULL, 0) : MR_NULL;
    if (!refs) {
        mr_weakref *ref;
        while ((ref = first_ref(rt, target)))
            ref_unlink(rt, ref);
    } else {
        mr_weakrefs_clear(rt, target, refs);
        for (size_t i = 0; i < mr_as_list(refs)->length; i++) {
            mr_value ref = mr_as_list(refs)->items[i];
            mr_value callback = as_ref(ref)->callback;
            as_ref(ref)->callback = MR_NULL;
            mr_value result = mr_call1(rt, callback, ref);
            if (result)
                mr_decref(rt, result);
            else
                mr_error_unraisable(rt, callback);
            mr_decref(rt, callback);
        }
        mr_decref(rt, refs);
    }
    mr_error_clear(rt);
    mr_error_restore(rt, pending);
}

size_t mr_weakrefs_count(mr_runtime *rt, mr_object *target)
{
    size_t n = 0;
    for (mr_weakref *r = first_ref(rt, target); r; r = r->next)
        n++;
    return n;
}

mr_value mr_weakrefs_list(mr_runtime *rt, mr_object *target)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    for (mr_weakref *r = first_ref(rt, target); list && r; r = r->next) {
        if (!mr_list_append(rt, list, mr_from(r)))
            mr_clear(rt, &list);
    }
    return list;
}

/* ---- weakref.ref ---- */

static void ref_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_weakref *ref = (mr_weakref *)self;
    ref_unlink(rt, ref);
    mr_clear(rt, &ref->callback);
}

static void ref_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((mr_weakref *)self)->callback, arg);
}

static void ref_clear(mr_runtime *rt, mr_object *self)
{
    mr_weakref *ref = (mr_weakref *)self;
    ref_unlink(rt, ref);
    mr_clear(rt, &ref->callback);
}

static const mr_layout ref_layout = {
    .dealloc = ref_dealloc, .traverse = ref_traverse, .clear = ref_clear};

static mr_value ref_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    (void)kwnames; /* a subclass's __init__ may know keywords */
    if (nargs < 1 || nargs > 2)
        return mr_raise(rt, rt->exc.TypeError, "__new__ expected at %s %d argument%s, got %zu",
                        nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s",
                        nargs);
    return mr_weakref_new(rt, type, args[0], nargs > 1 ? args[1] : MR_NULL);
}

static int ref_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                    mr_value kwnames)
{
    (void)self;
    (void)args;
    return mr_arity(rt, "__init__", nargs, kwnames, 1, 2) ? 0 : -1;
}

static mr_value ref_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    (void)args;
    if (!mr_arity(rt, "weakref", nargs, kwnames, 0, 0))
        return MR_NULL;
    return mr_weakref_get(rt, self);
}

static mr_value ref_repr(mr_runtime *rt, mr_value self)
{
    mr_value target = mr_weakref_get(rt, self);
    if (target == MR_NONE)
        return mr_str_format(rt, "<weakref at 0x%lx; dead>", (unsigned long)self);
    mr_value name = mr_getattr_optional(rt, target, MR_NAME(rt, __name__));
    mr_error_clear(rt);
    mr_value text = name && mr_is_str(name)
                        ? mr_str_format(rt, "<weakref at 0x%lx; to '%T' at 0x%lx (%S)>",
                                        (unsigned long)self, target, (unsigned long)target, name)
                        : mr_str_format(rt, "<weakref at 0x%lx; to '%T' at 0x%lx>",
                                        (unsigned long)self, target, (unsigned long)target);
    mr_decref(rt, name);
    mr_decref(rt, target);
    return text;
}

static int64_t ref_hash(mr_runtime *rt, mr_value self)
{
    mr_weakref *ref = as_ref(self);
    if (ref->hash != -1)
        return ref->hash;
    mr_value target = mr_weakref_get(rt, self);
    if (target == MR_NONE)
        return mr_fail(rt, rt->exc.TypeError, "weak object has gone away");
    uint64_t hash;
    int failed = mr_hash(rt, target, &hash);
    mr_decref(rt, target);
    if (failed < 0)
        return -1;
    return ref->hash = (int64_t)hash == -1 ? -2 : (int64_t)hash;
}

static mr_value ref_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || !mr_isinstance(rt, a, rt->types.weakref) ||
        !mr_isinstance(rt, b, rt->types.weakref))
        return MR_NOT_IMPLEMENTED;
    mr_value x = mr_weakref_get(rt, a), y = mr_weakref_get(rt, b);
    mr_value result = x == MR_NONE || y == MR_NONE ? mr_bool((a == b) == (op == MR_EQ))
                                                   : mr_compare(rt, x, y, op);
    mr_decref(rt, x);
    mr_decref(rt, y);
    return result;
}

static const mr_member_def ref_members[] = {
    {"__callback__", offsetof(mr_weakref, callback), MR_MEMBER_READONLY | MR_MEMBER_NONE, NULL},
    {0},
};

static const mr_type_spec ref_spec = {
    .name = "weakref.ReferenceType",
    .basic_size = sizeof(mr_weakref),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED,
    .layout = &ref_layout,
    .slots = {.new_ = ref_new,
              .init = ref_init,
              .call = ref_call,
              .repr = ref_repr,
              .hash = ref_hash,
              .richcompare = ref_compare},
    .members = ref_members,
};

/* ---- proxies: every operation on the target ---- */

/* The target of a proxy, owned; any other value is its own. */
static mr_value unwrap(mr_runtime *rt, mr_value v)
{
    mr_type *type = mr_type_of(rt, v);
    if (type != rt->types.weakproxy && type != rt->types.weakcallableproxy)
        return mr_incref(v);
    mr_value target = mr_weakref_get(rt, v);
    if (target == MR_NONE)
        return mr_raise(rt, rt->exc.ReferenceError, "weakly-referenced object no longer exists");
    return target;
}

static mr_value proxy_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_value target = unwrap(rt, self);
    mr_value v = target ? mr_getattr(rt, target, name) : MR_NULL;
    mr_decref(rt, target);
    return v;
}

static int proxy_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_value target = unwrap(rt, self);
    int result = target ? mr_setattr(rt, target, name, v) : -1;
    mr_decref(rt, target);
    return result;
}

static mr_value proxy_str(mr_runtime *rt, mr_value self)
{
    mr_value target = unwrap(rt, self);
    mr_value v = target ? mr_to_str(rt, target) : MR_NULL;
    mr_decref(rt, target);
    return v;
}

static mr_value proxy_repr(mr_runtime *rt, mr_value self)
{
    mr_object *target = as_ref(self)->target;
    return mr_str_format(rt, "<weakproxy at 0x%lx to %s at 0x%lx>", (unsigned long)self,
                         target ? mr_object_type(rt, target)->name : "NoneType",
                         (unsigned long)(uintptr_t)target);
}

static mr_value proxy_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value target = unwrap(rt, self);
    mr_value v = target ? mr_call(rt, target, args, nargs, kwnames) : MR_NULL;
    mr_decref(rt, target);
    return v;
}

static mr_value proxy_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    mr_value x = unwrap(rt, a), y = x ? unwrap(rt, b) : MR_NULL;
    mr_value v = y ? mr_compare(rt, x, y, op) : MR_NULL;
    mr_decref(rt, x);
    mr_decref(rt, y);
    return v;
}

static int proxy_boolean(mr_runtime *rt, mr_value self)
{
    mr_value target = unwrap(rt, self);
    int result = target ? mr_truth(rt, target) : -1;
    mr_decref(rt, target);
    return result;
}

static int64_t proxy_length(mr_runtime *rt, mr_value self)
{
    mr_value target = unwrap(rt, self);
    int64_t n = target ? mr_length(rt, target) : -1;
    mr_decref(rt, target);
    return n;
}

static mr_value proxy_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    mr_value target = unwrap(rt, self);
    mr_value v = target ? mr_getitem(rt, target, key) : MR_NULL;
    mr_decref(rt, target);
    return v;
}

static int proxy_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v)
{
    mr_value target = unwrap(rt, self);
    int result = !target ? -1 : v ? mr_setitem(rt, target, key, v) : mr_delitem(rt, target, key);
    mr_decref(rt, target);
    return result;
}

static int proxy_contains(mr_runtime *rt, mr_value self, mr_value v)
{
    mr_value target = unwrap(rt, self);
    int result = target ? mr_contains(rt, target, v) : -1;
    mr_decref(rt, target);
    return result;
}

static mr_value proxy_iter(mr_runtime *rt, mr_value self)
{
    mr_value target = unwrap(rt, self);
    mr_value v = target ? mr_iter(rt, target) : MR_NULL;
    mr_decref(rt, target);
    return v;
}

static mr_value proxy_next(mr_runtime *rt, mr_value self)
{
    mr_value target = unwrap(rt, self);
    mr_value v = MR_NULL;
    if (target && !mr_type_of(rt, target)->slots.next)
        mr_raise(rt, rt->exc.TypeError, "Weakref proxy referenced a non-iterator '%.200s' object",
                 mr_type_of(rt, target)->name);
    else if (target)
        v = mr_next(rt, target);
    mr_decref(rt, target);
    return v;
}

static int64_t proxy_hash(mr_runtime *rt, mr_value self)
{
    return mr_fail(rt, rt->exc.TypeError, "unhashable type: '%T'", self);
}

#define PROXY_BINARY(name, call)                                                                   \
    static mr_value proxy_##name(mr_runtime *rt, mr_value a, mr_value b)                           \
    {                                                                                              \
        mr_value x = unwrap(rt, a), y = x ? unwrap(rt, b) : MR_NULL;                               \
        mr_value v = y ? call : MR_NULL;                                                           \
        mr_decref(rt, x);                                                                          \
        mr_decref(rt, y);                                                                          \
        return v;                                                                                  \
    }
PROXY_BINARY(add, mr_binary_op(rt, MR_OP_ADD, x, y))
PROXY_BINARY(subtract, mr_binary_op(rt, MR_OP_SUBTRACT, x, y))
PROXY_BINARY(multiply, mr_binary_op(rt, MR_OP_MULTIPLY, x, y))
PROXY_BINARY(matrix_multiply, mr_binary_op(rt, MR_OP_MATRIX_MULTIPLY, x, y))
PROXY_BINARY(true_divide, mr_binary_op(rt, MR_OP_TRUE_DIVIDE, x, y))
PROXY_BINARY(floor_divide, mr_binary_op(rt, MR_OP_FLOOR_DIVIDE, x, y))
PROXY_BINARY(remainder, mr_binary_op(rt, MR_OP_REMAINDER, x, y))
PROXY_BINARY(divmod, mr_binary_op(rt, MR_OP_DIVMOD, x, y))
PROXY_BINARY(lshift, mr_binary_op(rt, MR_OP_LSHIFT, x, y))
PROXY_BINARY(rshift, mr_binary_op(rt, MR_OP_RSHIFT, x, y))
PROXY_BINARY(and, mr_binary_op(rt, MR_OP_AND, x, y))
PROXY_BINARY(xor, mr_binary_op(rt, MR_OP_XOR, x, y))
PROXY_BINARY(or, mr_binary_op(rt, MR_OP_OR, x, y))
PROXY_BINARY(iadd, mr_inplace_op(rt, MR_OP_ADD, x, y))
PROXY_BINARY(isubtract, mr_inplace_op(rt, MR_OP_SUBTRACT, x, y))
PROXY_BINARY(imultiply, mr_inplace_op(rt, MR_OP_MULTIPLY, x, y))

#define PROXY_UNARY(name, call)                                                                    \
    static mr_value proxy_##name(mr_runtime *rt, mr_value self)                                    \
    {                                                                                              \
        mr_value target = unwrap(rt, self);                                                        \
        mr_value v = target ? call : MR_NULL;                                                      \
        mr_decref(rt, target);                                                                     \
        return v;                                                                                  \
    }
PROXY_UNARY(negative, mr_unary_op(rt, MR_OP_NEGATIVE, target))
PROXY_UNARY(positive, mr_unary_op(rt, MR_OP_POSITIVE, target))
PROXY_UNARY(invert, mr_unary_op(rt, MR_OP_INVERT, target))
PROXY_UNARY(absolute, mr_absolute(rt, target))
PROXY_UNARY(index, mr_index(rt, target))

#define PROXY_SLOTS                                                                           \
    .getattr = proxy_getattr, .setattr = proxy_setattr, .repr = proxy_repr, .str = proxy_str, \
    .hash = proxy_hash, .richcompare = proxy_compare, .iter = proxy_iter,                     \
    .boolean = proxy_boolean, .length = proxy_length, .getitem = proxy_getitem,               \
    .setitem = proxy_setitem, .contains = proxy_contains, .add = proxy_add,                   \
    .subtract = proxy_subtract, .multiply = proxy_multiply,                                   \
    .matrix_multiply = proxy_matrix_multiply, .true_divide = proxy_true_divide,               \
    .floor_divide = proxy_floor_divide, .remainder = proxy_remainder, .divmod = proxy_divmod, \
    .lshift = proxy_lshift, .rshift = proxy_rshift, .and_ = proxy_and, .xor_ = proxy_xor,     \
    .or_ = proxy_or, .iadd = proxy_iadd, .isubtract = proxy_isubtract,                        \
    .imultiply = proxy_imultiply, .negative = proxy_negative, .positive = proxy_positive,     \
    .invert = proxy_invert, .absolute = proxy_absolute, .index = proxy_index, .next = proxy_next

static const mr_type_spec proxy_spec = {
    .name = "weakref.ProxyType",
    .basic_size = sizeof(mr_weakref),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &ref_layout,
    .slots = {PROXY_SLOTS},
};

static const mr_type_spec callable_proxy_spec = {
    .name = "weakref.CallableProxyType",
    .basic_size = sizeof(mr_weakref),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &ref_layout,
    .slots = {PROXY_SLOTS, .call = proxy_call},
};

bool mr_weakref_types_init(mr_runtime *rt)
{
    return mr_type_ready(rt, rt->types.weakref, &ref_spec, NULL) &&
           mr_type_ready(rt, rt->types.weakproxy, &proxy_spec, NULL) &&
           mr_type_ready(rt, rt->types.weakcallableproxy, &callable_proxy_spec, NULL);
}
