/*
 * constants.c - the constants of a compilation: each distinct value once.
 *
 * Equal means here: the same type and the same value, items of tuples
 * likewise; 0.0 and -0.0 are two values, and so are 1, 1.0 and True.
 */
#include "compiler/compiler.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

static uint64_t mix(uint64_t h, uint64_t v)
{
    return (h ^ v) * 0x100000001b3u;
}

static uint64_t mix_bytes(uint64_t h, const uint8_t *p, size_t n)
{
    while (n--)
        h = (h ^ *p++) * 0x100000001b3u;
    return h;
}

/* Not zero. False: a value that is never shared. */
static bool hash_of(mr_value v, uint64_t *h)
{
    *h = mix(*h, mr_kind(v));
    switch (mr_kind(v)) {
    case MR_KIND_FREE:
        *h = mix(*h, v);
        return true;
    case MR_KIND_STR: {
        mr_str *s = mr_as_str(v);
        *h = mix_bytes(*h, s->data, s->length * s->width);
        return true;
    }
    case MR_KIND_BYTES:
        *h = mix_bytes(*h, mr_as_bytes(v)->data, mr_as_bytes(v)->length);
        return true;
    case MR_KIND_INT: {
        mr_bigint *n = (mr_bigint *)mr_obj(v);
        *h = mix(*h, (uint64_t)n->size);
        *h = mix_bytes(*h, (const uint8_t *)n->limbs,
                       (size_t)(n->size < 0 ? -n->size : n->size) * sizeof(mp_limb_t));
        return true;
    }
    case MR_KIND_COMPLEX: {
        mr_complex *z = (mr_complex *)mr_obj(v);
        *h = mix_bytes(*h, (const uint8_t *)&z->real, sizeof z->real);
        *h = mix_bytes(*h, (const uint8_t *)&z->imag, sizeof z->imag);
        return true;
    }
    case MR_KIND_TUPLE:
        for (size_t i = 0; i < mr_as_tuple(v)->length; i++)
            if (!hash_of(mr_as_tuple(v)->items[i], h))
                return false;
        return true;
    default:
        return false;
    }
}

static bool same(mr_value a, mr_value b)
{
    if (a == b)
        return true;
    if (mr_kind(a) != mr_kind(b))
        return false;
    switch (mr_kind(a)) {
    case MR_KIND_STR:
        return mr_str_equal(a, b);
    case MR_KIND_BYTES:
        return mr_as_bytes(a)->length == mr_as_bytes(b)->length &&
               !memcmp(mr_as_bytes(a)->data, mr_as_bytes(b)->data, mr_as_bytes(a)->length);
    case MR_KIND_INT:
        return mr_int_compare(a, b) == 0;
    case MR_KIND_COMPLEX: {
        mr_complex *x = (mr_complex *)mr_obj(a), *y = (mr_complex *)mr_obj(b);
        return !memcmp(&x->real, &y->real, sizeof x->real) &&
               !memcmp(&x->imag, &y->imag, sizeof x->imag);
    }
    case MR_KIND_TUPLE: {
        mr_tuple *x = mr_as_tuple(a), *y = mr_as_tuple(b);
        if (x->length != y->length)
            return false;
        for (size_t i = 0; i < x->length; i++)
            if (!same(x->items[i], y->items[i]))
                return false;
        return true;
    }
    default:
        return false;
    }
}

static uint32_t append(struct mrc *c, mr_value v, uint32_t next)
{
    uint32_t capacity = c->const_capacity;

    if (!mrc_reserve(c, &c->const_next, c->const_count, &capacity, sizeof *c->const_next) ||
        !mrc_reserve(c, &c->consts, c->const_count, &c->const_capacity, sizeof *c->consts)) {
        mr_decref(c->rt, v);
        return 0;
    }
    c->consts[c->const_count] = v;
    c->const_next[c->const_count] = next;
    return c->const_count++;
}

uint32_t mrc_constant_unique(struct mrc *c, mr_value v)
{
    if (!v) {
        mrc_failed(c);
        return 0;
    }
    return append(c, v, UINT32_MAX);
}

uint32_t mrc_constant(struct mrc *c, mr_value v)
{
    uint64_t h = 0xcbf29ce484222325u;

    if (c->failed || !v) {
        mr_decref(c->rt, v);
        mrc_failed(c);
        return 0;
    }
    if (!hash_of(v, &h))
        return mrc_constant_unique(c, v);
    h |= 1;
    uint32_t first = mrc_map_get(&c->const_map, h);
    for (uint32_t i = first; i != UINT32_MAX; i = c->const_next[i]) {
        if (same(c->consts[i], v)) {
            mr_decref(c->rt, v);
            return i;
        }
    }
    uint32_t number = append(c, v, first);
    if (!c->failed && !mrc_map_set(&c->const_map, h, number))
        mrc_no_memory(c);
    return number;
}

uint32_t mrc_unit_const(struct mrc *c, uint32_t constant)
{
    struct mrc_unit *u = c->unit;

    if (c->failed)
        return 0;
    uint32_t place = mrc_map_get(&u->const_map, constant + 1ull);
    if (place != UINT32_MAX)
        return place;
    if (!mrc_reserve(c, &u->consts, u->const_count, &u->const_capacity, sizeof *u->consts))
        return 0;
    if (!mrc_map_set(&u->const_map, constant + 1ull, u->const_count))
        mrc_no_memory(c);
    u->consts[u->const_count] = constant;
    return u->const_count++;
}

uint32_t mrc_unit_name(struct mrc *c, struct mrc_name *name)
{
    struct mrc_unit *u = c->unit;

    if (c->failed || !name)
        return 0;
    uint32_t place = mrc_map_get(&u->name_map, mrc_key(name));
    if (place != UINT32_MAX)
        return place;
    if (u->name_count == UINT16_MAX) {
        mrc_error_at(c, &u->at, "too many names");
        return 0;
    }
    if (!mrc_reserve(c, &u->names, u->name_count, &u->name_capacity, sizeof *u->names))
        return 0;
    if (!mrc_map_set(&u->name_map, mrc_key(name), u->name_count))
        mrc_no_memory(c);
    u->names[u->name_count] = name;
    return u->name_count++;
}

static bool is_identifier(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char ch = text[i];
        if (!(ch == '_' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
              (ch >= 'A' && ch <= 'Z')))
            return false;
    }
    return true;
}

mr_value mrc_literal(struct mrc *c, const struct mr_ast_constant *k)
{
    mr_runtime *rt = c->rt;
    mr_value v = MR_NULL;

    if (c->failed)
        return MR_NULL;
    switch (k->kind) {
    case MR_AST_CONST_NONE: return MR_NONE;
    case MR_AST_CONST_FALSE: return MR_FALSE;
    case MR_AST_CONST_TRUE: return MR_TRUE;
    case MR_AST_CONST_ELLIPSIS: return MR_ELLIPSIS;
    case MR_AST_CONST_INT: v = mr_int_from(rt, k->integer); break;
    case MR_AST_CONST_BIG_INT: v = mr_int_parse(rt, k->bytes, k->length, k->base); break;
    case MR_AST_CONST_FLOAT: return mr_float(k->number);
    case MR_AST_CONST_IMAG: v = mr_complex_new(rt, 0.0, k->number); break;
    case MR_AST_CONST_STR:
        v = mr_str_new(rt, k->bytes, k->length);
        if (v && is_identifier(k->bytes, k->length))
            v = mr_str_intern(rt, v);
        break;
    case MR_AST_CONST_BYTES: v = mr_bytes_new(rt, k->bytes, k->length); break;
    case MRC_CONST_FOLDED: return mr_incref(c->consts[k->integer]);
    default: break;
    }
    if (!v)
        mrc_failed(c);
    return v;
}

bool mrc_is_constant(struct mrc *c, const struct mr_ast_expr *e, mr_value *v)
{
    if (e->kind != MR_AST_CONSTANT || c->failed)
        return false;
    switch (e->constant.kind) {
    case MR_AST_CONST_NONE: *v = MR_NONE; return true;
    case MR_AST_CONST_FALSE: *v = MR_FALSE; return true;
    case MR_AST_CONST_TRUE: *v = MR_TRUE; return true;
    case MR_AST_CONST_ELLIPSIS: *v = MR_ELLIPSIS; return true;
    case MR_AST_CONST_FLOAT: *v = mr_float(e->constant.number); return true;
    case MRC_CONST_FOLDED: *v = c->consts[e->constant.integer]; return true;
    case MR_AST_CONST_INT:
        if (mr_int_fits(e->constant.integer)) {
            *v = mr_small_int(e->constant.integer);
            return true;
        }
        break;
    default: break;
    }
    uint32_t number = mrc_constant(c, mrc_literal(c, &e->constant));
    if (c->failed)
        return false;
    *v = c->consts[number];
    return true;
}

int mrc_constant_truth(struct mrc *c, const struct mr_ast_expr *e)
{
    if (e->kind != MR_AST_CONSTANT)
        return -1;
    const struct mr_ast_constant *k = &e->constant;
    switch (k->kind) {
    case MR_AST_CONST_NONE:
    case MR_AST_CONST_FALSE: return 0;
    case MR_AST_CONST_INT: return k->integer != 0;
    case MR_AST_CONST_FLOAT:
    case MR_AST_CONST_IMAG: return k->number != 0;
    case MR_AST_CONST_STR:
    case MR_AST_CONST_BYTES: return k->length != 0;
    case MRC_CONST_FOLDED: {
        mr_value v = c->consts[k->integer];
        if (mr_is_int(v))
            return mr_small_int_value(v) != 0;
        if (mr_is_float(v))
            return mr_float_value(v) != 0;
        if (mr_is_bool(v))
            return v == MR_TRUE;
        if (mr_is_str(v))
            return mr_as_str(v)->length != 0;
        if (mr_is_bytes(v))
            return mr_as_bytes(v)->length != 0;
        if (mr_is_tuple(v))
            return mr_as_tuple(v)->length != 0;
        if (mr_is_set(v))
            return ((mr_set *)mr_obj(v))->length != 0;
        if (mr_has_kind(v, MR_KIND_COMPLEX)) {
            mr_complex *z = (mr_complex *)mr_obj(v);
            return z->real != 0 || z->imag != 0;
        }
        return v != MR_NONE;
    }
    default: return 1;
    }
}
