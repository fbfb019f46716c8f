/*
 * set_type.c - operators and methods of set and frozenset, and their iterator.
 */
#include "containers/set.h"

static inline bool is_frozen(mr_value v) { return mr_obj(v)->flags & MR_SET_FROZEN; }

/* Operators give set or frozenset, never a class made from them. */
static mr_type *base_type(mr_runtime *rt, mr_value v)
{
    return is_frozen(v) ? rt->types.frozenset : rt->types.set;
}

static mr_value copy_of(mr_runtime *rt, mr_value v) { return mr_set_make(rt, base_type(rt, v), v); }

/* Hands `set` on if ok, else releases it. */
static mr_value if_ok(mr_runtime *rt, mr_value set, bool ok)
{
    if (ok)
        return set;
    mr_decref(rt, set);
    return MR_NULL;
}

/* Any iterable as a set: itself if it is one. Owned. */
static mr_value as_set(mr_runtime *rt, mr_value v)
{
    return mr_is_set(v) ? mr_incref(v) : mr_set_new(rt, v);
}

/* ---- life ---- */

static mr_value set_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    return mr_set_make(rt, type, MR_NULL);
}

static int set_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                    mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, mr_type_of(rt, self), rt->types.set, kwnames) ||
        !mr_arity(rt, "set", nargs, MR_NULL, 0, 1))
        return -1;
    mr_set_clear(rt, self);
    return nargs == 0 || mr_set_update(rt, self, args[0]) ? 0 : -1;
}

static mr_value frozenset_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    if (!mr_no_keywords_exact(rt, type, rt->types.frozenset, kwnames) ||
        !mr_arity(rt, "frozenset", nargs, MR_NULL, 0, 1))
        return MR_NULL;
    if (nargs && type == rt->types.frozenset && mr_type_of(rt, args[0]) == type)
        return mr_incref(args[0]);
    return mr_set_make(rt, type, nargs ? args[0] : MR_NULL);
}

/* ---- operators ---- */

static mr_value set_repr(mr_runtime *rt, mr_value self)
{
    mr_type *type = mr_type_of(rt, self);
    bool plain = type == rt->types.set;
    if (mr_as_set(self)->length == 0)
        return mr_str_format(rt, "%T()", self);
    int again = mr_repr_enter(rt, self);
    if (again)
        return again > 0 ? mr_str_format(rt, "%T(...)", self) : MR_NULL;
    mr_value text = MR_NULL, list = mr_list_from(rt, self);
    if (list) {
        mr_list *l = mr_as_list(list);
        mr_str_builder b;
        mr_str_builder_init(&b, rt);
        bool ok = plain ||
            (mr_str_builder_text(&b, mr_type_short_name(type)) && mr_str_builder_char(&b, '('));
        ok = ok && mr_str_builder_char(&b, '{');
        for (size_t i = 0; ok && i < l->length; i++)
            ok = (i == 0 || mr_str_builder_text(&b, ", ")) && mr_str_builder_repr(&b, l->items[i]);
        ok = ok && mr_str_builder_text(&b, plain ? "}" : "})");
        if (ok)
            text = mr_str_builder_take(&b);
        else
            mr_str_builder_finish(&b);
        mr_decref(rt, list);
    }
    mr_repr_leave(rt, self);
    return text;
}

static uint64_t shuffle(uint64_t h) { return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u; }

/* CPython's formula: order must not matter, and sets of near numbers must differ. */
static int64_t frozenset_hash(mr_runtime *rt, mr_value self)
{
    mr_set *s = mr_as_set(self);
    if (s->hash)
        return (int64_t)s->hash;
    uint64_t hash = 0, item_hash;
    size_t pos = 0;
    mr_value key;
    while (mr_set_next_hashed(s, &pos, &key, &item_hash)) {
        hash ^= shuffle(item_hash);
        if (mr_poll_interrupt(rt) < 0)
            return -1;
    }
    hash ^= ((uint64_t)s->length + 1) * 1927868237u;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    if (hash == UINT64_MAX)
        hash = 590923713u;
    s->hash = hash;
    return (int64_t)hash;
}

/* Are all items of a in b? */
static int subset(mr_runtime *rt, mr_value a, mr_value b)
{
    if (mr_as_set(a)->length > mr_as_set(b)->length)
        return 0;
    size_t pos = 0;
    mr_value key;
    uint64_t hash;
    while (mr_set_next_hashed(mr_as_set(a), &pos, &key, &hash)) {
        mr_incref(key);
        int in = mr_set_contains_hashed(rt, mr_as_set(b), key, hash);
        mr_decref(rt, key);
        if (in <= 0)
            return in;
        if (mr_poll_interrupt(rt) < 0)
            return -1;
    }
    return 1;
}

static mr_value set_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (!mr_is_set(a) || !mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    mr_set *x = mr_as_set(a), *y = mr_as_set(b);
    int yes;
    switch (op) {
    case MR_EQ:
    case MR_NE:
        if (x->length != y->length ||
            (is_frozen(a) && is_frozen(b) && x->hash && y->hash && x->hash != y->hash))
            yes = 0;
        else
            yes = subset(rt, a, b);
        return yes < 0 ? MR_NULL : mr_bool(yes == (op == MR_EQ));
    case MR_LE: yes = subset(rt, a, b); break;
    case MR_GE: yes = subset(rt, b, a); break;
    case MR_LT: yes = x->length < y->length ? subset(rt, a, b) : 0; break;
    default: yes = x->length > y->length ? subset(rt, b, a) : 0; break;
    }
    return yes < 0 ? MR_NULL : mr_bool(yes);
}

/* The hash of a key that may be a set, which then stands for a frozenset of its
 * items: *holder is what to look for, owned. */
static int key_hash(mr_runtime *rt, mr_value key, uint64_t *hash, mr_value *holder)
{
    if (mr_value_hash(rt, key, hash) == 0) {
        *holder = mr_incref(key);
        return 0;
    }
    if (!mr_is_set(key) || is_frozen(key) || !mr_error_catch(rt, rt->exc.TypeError))
        return -1;
    *holder = mr_frozenset_new(rt, key);
    if (*holder && mr_value_hash(rt, *holder, hash) == 0)
        return 0;
    mr_decref(rt, *holder);
    return -1;
}

static int set_contains(mr_runtime *rt, mr_value self, mr_value key)
{
    uint64_t hash;
    mr_value holder;
    if (key_hash(rt, key, &hash, &holder) < 0)
        return -1;
    int in = mr_set_contains_hashed(rt, mr_as_set(self), holder, hash);
    mr_decref(rt, holder);
    return in;
}

static int64_t set_length(mr_runtime *rt, mr_value self)
{
    return (int64_t)mr_as_set(self)->length;
}

/* Takes all items of an iterable out of the set. */
static bool difference_update(mr_runtime *rt, mr_value set, mr_value other)
{
    mr_set *s = mr_as_set(set);
    if (set == other) {
        mr_set_clear(rt, set);
        return true;
    }
    if (mr_is_set(other)) {
        size_t pos = 0;
        mr_value key;
        uint64_t hash;
        while (mr_set_next_hashed(mr_as_set(other), &pos, &key, &hash)) {
            mr_incref(key);
            int done = mr_set_discard_hashed(rt, s, key, hash);
            mr_decref(rt, key);
            if (done < 0 || mr_poll_interrupt(rt) < 0)
                return false;
        }
        return true;
    }
    mr_walk w;
    if (!mr_walk_begin(rt, &w, other))
        return false;
    int done = 0;
    mr_value v;
    while (done >= 0 && (v = mr_walk_next(rt, &w))) {
        done = mr_set_discard(rt, set, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return done >= 0 && !mr_error(rt);
}

static mr_value difference(mr_runtime *rt, mr_value a, mr_value b)
{
    bool dict = mr_is_exact(b, MR_KIND_DICT);
    if (!mr_is_set(b) && !dict) {
        mr_value out = copy_of(rt, a);
        return out ? if_ok(rt, out, difference_update(rt, out, b)) : MR_NULL;
    }
    size_t other = dict ? mr_as_dict(b)->length : mr_as_set(b)->length;
    if (mr_as_set(a)->length >> 2 > other) {
        mr_value out = copy_of(rt, a);
        return out ? if_ok(rt, out, difference_update(rt, out, b)) : MR_NULL;
    }
    mr_value out = mr_set_make(rt, base_type(rt, a), MR_NULL);
    size_t pos = 0;
    mr_value key;
    uint64_t hash;
    bool ok = out;
    while (ok && mr_set_next_hashed(mr_as_set(a), &pos, &key, &hash)) {
        mr_incref(key);
        int in = -1;
        if (dict) {
            int64_t n = mr_dict_find_hashed(rt, b, key, hash);
            in = n >= 0 ? 1 : n == -2 ? -1 : 0;
        } else {
            in = mr_set_contains_hashed(rt, mr_as_set(b), key, hash);
        }
        ok = in > 0 || (in == 0 && mr_set_add_hashed(rt, mr_as_set(out), key, hash));
        mr_decref(rt, key);
        ok = ok && mr_poll_interrupt(rt) == 0;
    }
    return out ? if_ok(rt, out, ok) : MR_NULL;
}

static mr_value intersection(mr_runtime *rt, mr_value a, mr_value b)
{
    if (a == b)
        return copy_of(rt, a);
    mr_value out = mr_set_make(rt, base_type(rt, a), MR_NULL);
    if (!out)
        return MR_NULL;
    if (mr_is_set(b)) {
        mr_value small = b, large = a;
        if (mr_as_set(b)->length > mr_as_set(a)->length) {
            small = a;
            large = b;
        }
        size_t pos = 0;
        mr_value key;
        uint64_t hash;
        bool ok = true;
        while (ok && mr_set_next_hashed(mr_as_set(small), &pos, &key, &hash)) {
            mr_incref(key);
            int in = mr_set_contains_hashed(rt, mr_as_set(large), key, hash);
            ok = in == 0 || (in > 0 && mr_set_add_hashed(rt, mr_as_set(out), key, hash));
            mr_decref(rt, key);
            ok = ok && mr_poll_interrupt(rt) == 0;
        }
        return if_ok(rt, out, ok);
    }
    mr_walk w;
    bool ok = mr_walk_begin(rt, &w, b);
    if (ok) {
        mr_value v;
        uint64_t hash;
        while (ok && (v = mr_walk_next(rt, &w))) {
            ok = mr_value_hash(rt, v, &hash) == 0;
            if (ok) {
                int in = mr_set_contains_hashed(rt, mr_as_set(a), v, hash);
                ok = in == 0 || (in > 0 && mr_set_add_hashed(rt, mr_as_set(out), v, hash));
            }
            mr_decref(rt, v);
        }
        mr_walk_end(rt, &w);
    }
    return if_ok(rt, out, ok && !mr_error(rt));
}

static bool symmetric_difference_update(mr_runtime *rt, mr_value set, mr_value other)
{
    if (set == other) {
        mr_set_clear(rt, set);
        return true;
    }
    mr_value from = as_set(rt, other);
    if (!from)
        return false;
    size_t pos = 0;
    mr_value key;
    uint64_t hash;
    bool ok = true;
    while (ok && mr_set_next_hashed(mr_as_set(from), &pos, &key, &hash)) {
        mr_incref(key);
        int done = mr_set_discard_hashed(rt, mr_as_set(set), key, hash);
        ok = done > 0 || (done == 0 && mr_set_add_hashed(rt, mr_as_set(set), key, hash));
        mr_decref(rt, key);
        ok = ok && mr_poll_interrupt(rt) == 0;
    }
    mr_decref(rt, from);
    return ok;
}

static mr_value symmetric_difference(mr_runtime *rt, mr_value a, mr_value b)
{
    mr_value out = mr_set_make(rt, base_type(rt, a), b);
    return out ? if_ok(rt, out, symmetric_difference_update(rt, out, a)) : MR_NULL;
}

static mr_value set_subtract(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_set(a) && mr_is_set(b) ? difference(rt, a, b) : MR_NOT_IMPLEMENTED;
}
static mr_value set_and(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_set(a) && mr_is_set(b) ? intersection(rt, a, b) : MR_NOT_IMPLEMENTED;
}
static mr_value set_xor(mr_runtime *rt, mr_value a, mr_value b)
{
    return mr_is_set(a) && mr_is_set(b) ? symmetric_difference(rt, a, b) : MR_NOT_IMPLEMENTED;
}
static mr_value set_or(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_set(a) || !mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    mr_value out = copy_of(rt, a);
    return out ? if_ok(rt, out, mr_set_update(rt, out, b)) : MR_NULL;
}

static mr_value set_isub(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    return difference_update(rt, a, b) ? mr_incref(a) : MR_NULL;
}
static mr_value set_iand(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    mr_value out = intersection(rt, a, b);
    if (!out)
        return MR_NULL;
    mr_set_swap(a, out);
    mr_decref(rt, out);
    return mr_incref(a);
}
static mr_value set_ixor(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    return symmetric_difference_update(rt, a, b) ? mr_incref(a) : MR_NULL;
}
static mr_value set_ior(mr_runtime *rt, mr_value a, mr_value b)
{
    if (!mr_is_set(b))
        return MR_NOT_IMPLEMENTED;
    return mr_set_update(rt, a, b) ? mr_incref(a) : MR_NULL;
}

/* ---- methods ---- */

static mr_value m_add(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    return mr_set_add(rt, self, args[0]) ? MR_NONE : MR_NULL;
}

static int discard_key(mr_runtime *rt, mr_value self, mr_value key)
{
    uint64_t hash;
    mr_value holder;
    if (key_hash(rt, key, &hash, &holder) < 0)
        return -1;
    int done = mr_set_discard_hashed(rt, mr_as_set(self), holder, hash);
    mr_decref(rt, holder);
    return done;
}

static mr_value m_discard(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return discard_key(rt, self, args[0]) < 0 ? MR_NULL : MR_NONE;
}

static mr_value m_remove(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    int done = discard_key(rt, self, args[0]);
    if (done < 0)
        return MR_NULL;
    return done ? MR_NONE : mr_raise_value(rt, rt->exc.KeyError, args[0]);
}

static mr_value m_pop(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames)
{
    mr_value v = mr_set_pop(rt, self);
    if (v)
        return v;
    mr_value text = mr_str_from(rt, "pop from an empty set");
    if (text)
        mr_raise_value(rt, rt->exc.KeyError, text);
    mr_decref(rt, text);
    return MR_NULL;
}

static mr_value m_clear(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    mr_set_clear(rt, self);
    return MR_NONE;
}

static mr_value m_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    if (mr_type_of(rt, self) == rt->types.frozenset)
        return mr_incref(self);
    return copy_of(rt, self);
}

static mr_value m_update(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    if (!mr_no_keywords(rt, "set.update", kwnames))
        return MR_NULL;
    for (size_t i = 0; i < nargs; i++)
        if (!mr_set_update(rt, self, args[i]))
            return MR_NULL;
    return MR_NONE;
}

static mr_value m_union(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                        mr_value kwnames)
{
    if (!mr_no_keywords(rt, "set.union", kwnames))
        return MR_NULL;
    mr_value out = copy_of(rt, self);
    for (size_t i = 0; out && i < nargs; i++)
        out = if_ok(rt, out, mr_set_update(rt, out, args[i]));
    return out;
}

static mr_value fold(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value (*step)(mr_runtime *rt, mr_value a, mr_value b))
{
    if (nargs == 0)
        return copy_of(rt, self);
    mr_value out = mr_incref(self);
    for (size_t i = 0; out && i < nargs; i++) {
        mr_value next = step(rt, out, args[i]);
        mr_decref(rt, out);
        out = next;
    }
    return out;
}

static mr_value m_intersection(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    if (!mr_no_keywords(rt, "set.intersection", kwnames))
        return MR_NULL;
    return fold(rt, self, args, nargs, intersection);
}

static mr_value m_difference(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (!mr_no_keywords(rt, "set.difference", kwnames))
        return MR_NULL;
    return fold(rt, self, args, nargs, difference);
}

static mr_value m_symmetric_difference(mr_runtime *rt, mr_value self, const mr_value *args,
                                       size_t nargs, mr_value kwnames)
{
    return symmetric_difference(rt, self, args[0]);
}

static mr_value m_intersection_update(mr_runtime *rt, mr_value self, const mr_value *args,
                                      size_t nargs, mr_value kwnames)
{
    mr_value out = m_intersection(rt, self, args, nargs, kwnames);
    if (!out)
        return MR_NULL;
    mr_set_swap(self, out);
    mr_decref(rt, out);
    return MR_NONE;
}

static mr_value m_difference_update(mr_runtime *rt, mr_value self, const mr_value *args,
                                    size_t nargs, mr_value kwnames)
{
    if (!mr_no_keywords(rt, "set.difference_update", kwnames))
        return MR_NULL;
    for (size_t i = 0; i < nargs; i++)
        if (!difference_update(rt, self, args[i]))
            return MR_NULL;
    return MR_NONE;
}

static mr_value m_symmetric_difference_update(mr_runtime *rt, mr_value self, const mr_value *args,
                                              size_t nargs, mr_value kwnames)
{
    return symmetric_difference_update(rt, self, args[0]) ? MR_NONE : MR_NULL;
}

static mr_value m_isdisjoint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (self == args[0])
        return mr_bool(mr_as_set(self)->length == 0);
    mr_walk w;
    mr_value items = args[0];
    mr_value in_set = self;
    if (mr_is_set(items) && mr_as_set(items)->length > mr_as_set(self)->length) {
        items = self;
        in_set = args[0];
    }
    if (!mr_walk_begin(rt, &w, items))
        return MR_NULL;
    int in = 0;
    mr_value v;
    while (in == 0 && (v = mr_walk_next(rt, &w))) {
        in = mr_set_contains(rt, in_set, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return mr_error(rt) ? MR_NULL : mr_bool(!in);
}

static mr_value m_issubset(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value other = as_set(rt, args[0]);
    int yes = other ? subset(rt, self, other) : -1;
    mr_decref(rt, other);
    return yes < 0 ? MR_NULL : mr_bool(yes);
}

static mr_value m_issuperset(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    if (mr_is_set(args[0])) {
        int yes = subset(rt, args[0], self);
        return yes < 0 ? MR_NULL : mr_bool(yes);
    }
    mr_walk w;
    if (!mr_walk_begin(rt, &w, args[0]))
        return MR_NULL;
    int in = 1;
    mr_value v;
    while (in > 0 && (v = mr_walk_next(rt, &w))) {
        in = mr_set_contains(rt, self, v);
        mr_decref(rt, v);
    }
    mr_walk_end(rt, &w);
    return mr_error(rt) ? MR_NULL : mr_bool(in);
}

static mr_value m_contains(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    int in = set_contains(rt, self, args[0]);
    return in < 0 ? MR_NULL : mr_bool(in);
}

/* (type, ([items],), state) */
static mr_value m_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                         mr_value kwnames)
{
    mr_value list = mr_list_from(rt, self);
    mr_value inner = list ? mr_tuple_pack(rt, 1, list) : MR_NULL;
    mr_value state = MR_NULL, out = MR_NULL;
    if (inner) {
        mr_value getstate = mr_getattr(rt, self, MR_NAME(rt, __getstate__));
        state = getstate ? mr_call0(rt, getstate) : MR_NULL;
        mr_decref(rt, getstate);
    }
    if (state)
        out = mr_tuple_pack(rt, 3, mr_from(mr_type_of(rt, self)), inner, state);
    mr_decref(rt, state);
    mr_decref(rt, inner);
    mr_decref(rt, list);
    return out;
}

#define BOTH_METHODS                                                                               \
    {"__contains__", m_contains, MR_ARGS_ONE, "item in self"},                                     \
    {"copy", m_copy, MR_ARGS_NONE, "A set of the same items."},                                    \
    {"difference", m_difference, MR_ARGS_ANY, "The items that are in none of the others."},        \
    {"intersection", m_intersection, MR_ARGS_ANY,                                                  \
     "The items that are in all of the others, too."},                                             \
    {"isdisjoint", m_isdisjoint, MR_ARGS_ONE, "Have the two no item in common?"},                  \
    {"issubset", m_issubset, MR_ARGS_ONE, "Are all items in the other, too?"},                     \
    {"issuperset", m_issuperset, MR_ARGS_ONE, "Are all items of the other in here?"},              \
    {"__reduce__", m_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},       \
    {"symmetric_difference", m_symmetric_difference, MR_ARGS_ONE, \
     "The items that are in one of the two."}, \
    {"union", m_union, MR_ARGS_ANY, "The items of this and all others."},                          \
    MR_CLASS_GETITEM

static const mr_method_def set_methods[] = {
    BOTH_METHODS,
    {"add", m_add, MR_ARGS_ONE, "Puts an item in, unless it is there."},
    {"clear", m_clear, MR_ARGS_NONE, "Takes all items out."},
    {"discard", m_discard, MR_ARGS_ONE, "Takes an item out, if it is there."},
    {"difference_update", m_difference_update, MR_ARGS_ANY, "Takes the items of all others out."},
    {"intersection_update", m_intersection_update, MR_ARGS_ANY,
     "Keeps the items that are in all others, too."},
    {"pop", m_pop, MR_ARGS_NONE, "Takes some item out and returns it; KeyError if there is none."},
    {"remove", m_remove, MR_ARGS_ONE, "Takes an item out; KeyError if it is not there."},
    {"symmetric_difference_update", m_symmetric_difference_update, MR_ARGS_ONE,
     "Takes the items of the other out that are here, and puts the rest in."},
    {"update", m_update, MR_ARGS_ANY, "Puts the items of all others in."},
    {NULL, NULL, 0, NULL},
};
static const mr_method_def frozenset_methods[] = {BOTH_METHODS, {NULL, NULL, 0, NULL}};

/* ---- iterator ---- */

typedef struct set_iter {
    mr_object head;
    mr_value set;
    size_t pos, length, left;
} set_iter;

static mr_value set_iter_new(mr_runtime *rt, mr_value set)
{
    set_iter *it = mr_object_new(rt, rt->types.set_iter, sizeof *it, true);
    if (!it)
        return MR_NULL;
    it->set = mr_incref(set);
    it->length = it->left = mr_as_set(set)->length;
    mr_gc_track(rt, &it->head);
    return mr_from(it);
}

static mr_value set_iter_next(mr_runtime *rt, mr_value self)
{
    set_iter *it = (set_iter *)mr_obj(self);
    mr_value v;
    if (!it->set)
        return MR_NULL;
    if (it->length != mr_as_set(it->set)->length) {
        it->length = SIZE_MAX;
        return mr_raise(rt, rt->exc.RuntimeError, "Set changed size during iteration");
    }
    if (it->left == 0 || !mr_set_next(it->set, &it->pos, &v)) {
        mr_clear(rt, &it->set);
        return MR_NULL;
    }
    it->left--;
    return mr_incref(v);
}

static void set_iter_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((set_iter *)self)->set);
}

static void set_iter_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((set_iter *)self)->set, arg);
}

static const mr_layout set_iter_layout = {.dealloc = set_iter_dealloc,
                                          .traverse = set_iter_traverse};

static mr_value set_iter_hint(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    set_iter *it = (set_iter *)mr_obj(self);
    if (!it->set || it->length != mr_as_set(it->set)->length)
        return mr_small_int(0);
    return mr_small_int((int64_t)it->left);
}

static mr_value set_iter_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    set_iter *it = (set_iter *)mr_obj(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!list)
        return MR_NULL;
    size_t pos = it->pos;
    mr_value v;
    while (it->set && mr_set_next(it->set, &pos, &v)) {
        if (!mr_list_append(rt, list, v)) {
            mr_decref(rt, list);
            return MR_NULL;
        }
    }
    mr_value out = mr_iter_reduce(rt, "iter", list, MR_NULL);
    mr_decref(rt, list);
    return out;
}

static const mr_method_def set_iter_methods[] = {
    {"__length_hint__", set_iter_hint, MR_ARGS_NONE, "An estimate of how many items are left."},
    {"__reduce__", set_iter_reduce, MR_ARGS_NONE, "What pickle and copy make an equal object of."},
    {NULL, NULL, 0, NULL},
};

const mr_type_spec mr_set_iter_spec = {
    .name = "set_iterator",
    .basic_size = sizeof(set_iter),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &set_iter_layout,
    .slots = {.iter = mr_iter_self, .next = set_iter_next},
    .methods = set_iter_methods,
};

/* ---- the types ---- */

#define BOTH_SLOTS                                                                                 \
    .repr = set_repr, .richcompare = set_richcompare, .iter = set_iter_new, \
        .subtract = set_subtract, \
    .and_ = set_and, .xor_ = set_xor, .or_ = set_or, .length = set_length, .contains = set_contains

const mr_type_spec mr_set_spec = {
    .name = "set",
    .doc = "set([iterable])\n\nDifferent items, in no order, that can be changed.",
    .basic_size = sizeof(mr_set),
    .kind = MR_KIND_SET,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &mr_set_layout,
    .slots = {
        .new_ = set_new,
        .init = set_init,
        BOTH_SLOTS,
        .isubtract = set_isub,
        .iand = set_iand,
        .ixor = set_ixor,
        .ior = set_ior,
    },
    .methods = set_methods,
};

const mr_type_spec mr_frozenset_spec = {
    .name = "frozenset",
    .doc = "frozenset([iterable])\n\nDifferent items, in no order, that cannot be changed.",
    .basic_size = sizeof(mr_set),
    .kind = MR_KIND_SET,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_MATCH_SELF |
             MR_TYPE_IMMUTABLE,
    .layout = &mr_set_layout,
    .slots = {.new_ = frozenset_new, .hash = frozenset_hash, BOTH_SLOTS},
    .methods = frozenset_methods,
};
