/*
 * patterns.c - the match statement.
 *
 * The subject stands in a temporary while its cases are tried. Above it come
 * one temporary for each name the pattern binds, then what the pattern is
 * working on. Names are bound only when the whole pattern has matched. What
 * fails jumps to the label of its depth; behind the case's body these labels
 * stand in a row, deepest first, each dropping one temporary.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

struct matching {
    struct mrc *c;
    struct mrc_name **names; /* all that the case binds; the register of names[i] is captures + i */
    uint32_t name_count, name_capacity;
    uint32_t captures;
    struct mrc_name **bound;  /* those bound so far */
    uint32_t bound_count, bound_capacity;
    uint32_t bottom;          /* depth below which nothing is dropped on failure */
    int32_t *fails;           /* labels by depth over the bottom */
    uint32_t fail_count, fail_capacity;
    bool allow_irrefutable;
};

static void pattern(struct matching *m, struct mr_ast_pattern *p, uint32_t subject);

static bool wildcard(const struct mr_ast_pattern *p)
{
    return p->kind == MR_AST_MATCH_AS && !p->match_as.pattern && !p->match_as.name;
}

/* ---- failure ---- */

static int32_t fail_label(struct matching *m)
{
    struct mrc *c = m->c;
    uint32_t depth = c->unit->depth - m->bottom;

    /* nothing bound, nothing else alive: no need to go through the names' temporaries */
    if (!m->bound_count && m->captures == c->unit->nlocals + m->bottom && depth == m->name_count)
        depth = 0;
    while (m->fail_count <= depth) {
        if (!mrc_reserve(c, &m->fails, m->fail_count, &m->fail_capacity, sizeof *m->fails))
            return 0;
        m->fails[m->fail_count++] = mrc_label(c);
    }
    return m->fails[depth];
}

static void bind_fails(struct matching *m)
{
    for (uint32_t depth = m->fail_count; depth-- > 0;) {
        mrc_bind(m->c, m->fails[depth]);
        if (depth)
            mrc_release(m->c, m->c->unit->nlocals + m->bottom + depth - 1);
    }
    m->fail_count = 0;
}

static void fail_unless(struct matching *m, uint32_t t)
{
    mrc_emit_jump(m->c, MR_BC_JUMP_IF_FALSE, t, fail_label(m));
}

/* Fails unless len(subject) compares so with the number. */
static void check_length(struct matching *m, uint32_t subject, int cmp, int32_t length)
{
    struct mrc *c = m->c;
    uint32_t t = mrc_push(c), n = mrc_push(c);

    mrc_emit(c, MR_BC_GET_LENGTH, 0, t, subject, 0);
    mrc_emit_const(c, n, mr_small_int(length));
    mrc_pop(c, 2);
    int32_t label = fail_label(m);
    mrc_instr *i = mrc_emit(c, MR_BC_JUMP_COMPARE, cmp | 8, t, n, 0);
    if (i) {
        i->label = label;
        c->unit->labels[label].uses++;
    }
}

/* ---- names ---- */

static void collect(struct matching *m, struct mrc_name *name)
{
    if (!name || m->c->failed)
        return;
    for (uint32_t i = 0; i < m->name_count; i++)
        if (m->names[i] == name)
            return;
    if (mrc_reserve(m->c, &m->names, m->name_count, &m->name_capacity, sizeof *m->names))
        m->names[m->name_count++] = name;
}

static void collect_names(struct matching *m, const struct mr_ast_pattern *p);

static void collect_all(struct matching *m, const struct mr_ast_patterns *list)
{
    for (int32_t i = 0; i < list->count; i++)
        collect_names(m, list->items[i]);
}

static void collect_one(struct matching *m, mr_ast_name name)
{
    if (name)
        collect(m, mrc_known_name(m->c, name));
}

static void collect_names(struct matching *m, const struct mr_ast_pattern *p)
{
    switch (p->kind) {
    case MR_AST_MATCH_SEQUENCE: collect_all(m, &p->match_sequence.patterns); break;
    case MR_AST_MATCH_MAPPING:
        collect_all(m, &p->match_mapping.patterns);
        collect_one(m, p->match_mapping.rest);
        break;
    case MR_AST_MATCH_CLASS:
        collect_all(m, &p->match_class.patterns);
        collect_all(m, &p->match_class.kwd_patterns);
        break;
    case MR_AST_MATCH_STAR: collect_one(m, p->match_star.name); break;
    case MR_AST_MATCH_AS:
        if (p->match_as.pattern)
            collect_names(m, p->match_as.pattern);
        collect_one(m, p->match_as.name);
        break;
    case MR_AST_MATCH_OR: collect_all(m, &p->match_or.patterns); break;
    default: break;
    }
}

static uint32_t capture_register(struct matching *m, const struct mrc_name *name)
{
    for (uint32_t i = 0; i < m->name_count; i++)
        if (m->names[i] == name)
            return m->captures + i;
    return m->captures;
}

/* Binds the name to what register r holds; `take`: r is a temporary that is not needed any more. */
static void capture(struct matching *m, const struct mr_ast_pattern *p, mr_ast_name text,
                    uint32_t r, bool take)
{
    struct mrc *c = m->c;

    if (!text) {
        if (take)
            mrc_release(c, r);
        return;
    }
    mrc_check_name(c, p, text, MR_AST_STORE);
    struct mrc_name *name = mrc_known_name(c, text);
    for (uint32_t i = 0; i < m->bound_count; i++)
        if (m->bound[i] == name)
            mrc_error(c, p, "multiple assignments to name '%s' in pattern", text);
    if (c->failed ||
        !mrc_reserve(c, &m->bound, m->bound_count, &m->bound_capacity, sizeof *m->bound))
        return;
    m->bound[m->bound_count++] = name;
    mrc_emit(c, take ? MR_BC_MOVE : MR_BC_COPY, 0, capture_register(m, name), r, 0);
}

/* Matches what temporary r holds and lets go of it. */
static void consume(struct matching *m, struct mr_ast_pattern *p, uint32_t r)
{
    bool allowed = m->allow_irrefutable;

    m->allow_irrefutable = true;
    if (p->kind == MR_AST_MATCH_AS && !p->match_as.pattern) {
        capture(m, p, p->match_as.name, r, true);
    } else if (p->kind == MR_AST_MATCH_STAR) {
        capture(m, p, p->match_star.name, r, true);
    } else {
        pattern(m, p, r);
        mrc_release(m->c, r);
    }
    m->allow_irrefutable = allowed;
}

/* ---- kinds ---- */

static uint32_t copy(struct mrc *c, uint32_t r)
{
    uint32_t t = mrc_push(c);

    mrc_emit(c, MR_BC_COPY, 0, t, r, 0);
    return t;
}

static bool is_value(const struct mr_ast_expr *e)
{
    return e->kind == MR_AST_CONSTANT || e->kind == MR_AST_ATTRIBUTE;
}

static void match_value(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;
    uint32_t mark = c->unit->depth;

    if (!is_value(p->match_value.value)) {
        mrc_error(c, p, "patterns may only match literals and attribute lookups");
        return;
    }
    uint32_t a = copy(c, subject);
    uint32_t b = mrc_operand(c, p->match_value.value);

    mrc_restore(c, mark);
    int32_t label = fail_label(m);
    mrc_instr *i = mrc_emit(c, MR_BC_JUMP_COMPARE, MR_EQ | 8, a, b, 0);
    if (i) {
        i->label = label;
        c->unit->labels[label].uses++;
    }
}

static void match_singleton(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;

    if (p->match_singleton.value.kind == MR_AST_CONST_NONE) {
        mrc_emit_jump(c, MR_BC_JUMP_IF_NOT_NONE, subject, fail_label(m));
        return;
    }
    uint32_t a = copy(c, subject), b = mrc_push(c);
    mrc_emit_const(c, b, mr_bool(p->match_singleton.value.kind == MR_AST_CONST_TRUE));
    mrc_emit(c, MR_BC_IS, 0, a, a, b);
    mrc_pop(c, 2);
    fail_unless(m, a);
}

/* Item by item, by index: what a starred wildcard leaves alone is not touched. */
static void match_by_index(struct matching *m, const struct mr_ast_patterns *items, int32_t star,
                           uint32_t subject)
{
    struct mrc *c = m->c;

    for (int32_t i = 0; i < items->count && !c->failed; i++) {
        if (i == star || wildcard(items->items[i]))
            continue;
        uint32_t t = copy(c, subject), index = mrc_push(c);
        if (i < star) {
            mrc_emit_const(c, index, mr_small_int(i));
        } else {
            uint32_t back = mrc_push(c);
            mrc_emit(c, MR_BC_GET_LENGTH, 0, index, subject, 0);
            mrc_emit_const(c, back, mr_small_int(items->count - i));
            mrc_emit(c, MR_BC_SUBTRACT, 0, index, index, back);
            mrc_pop(c, 1);
        }
        mrc_emit(c, MR_BC_GET_ITEM, 0, t, t, index);
        mrc_pop(c, 1);
        consume(m, items->items[i], t);
        mrc_pop(c, 1);
    }
}

static void match_unpacked(struct matching *m, const struct mr_ast_patterns *items, uint32_t first)
{
    for (int32_t i = 0; i < items->count && !m->c->failed; i++)
        consume(m, items->items[i], first + (uint32_t)i);
}

static void match_sequence(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;
    const struct mr_ast_patterns *items = &p->match_sequence.patterns;
    uint32_t mark = c->unit->depth;
    bool only_wildcards = true, star_wildcard = false;
    int32_t star = -1;

    for (int32_t i = 0; i < items->count; i++) {
        const struct mr_ast_pattern *item = items->items[i];
        if (item->kind != MR_AST_MATCH_STAR) {
            only_wildcards = only_wildcards && wildcard(item);
            continue;
        }
        if (star >= 0) {
            mrc_error(c, p, "multiple starred names in sequence pattern");
            return;
        }
        star = i;
        star_wildcard = !item->match_star.name;
        only_wildcards = only_wildcards && star_wildcard;
    }
    uint32_t t = mrc_push(c);
    mrc_emit(c, MR_BC_MATCH_SEQUENCE, 0, t, subject, 0);
    mrc_pop(c, 1);
    fail_unless(m, t);
    if (star < 0)
        check_length(m, subject, MR_EQ, items->count);
    else if (items->count > 1)
        check_length(m, subject, MR_GE, items->count - 1);
    if (only_wildcards)
        return;
    if (star_wildcard) {
        match_by_index(m, items, star, subject);
        return;
    }
    uint32_t first = copy(c, subject);
    if (star < 0) {
        mrc_emit(c, MR_BC_UNPACK, 0, first, first, (uint32_t)items->count);
    } else if (star > 255 || items->count - star - 1 > 255) {
        mrc_error(c, p, "too many expressions in star-unpacking sequence pattern");
    } else {
        mrc_emit(c, MR_BC_UNPACK_EX, items->count - star - 1, first, first, (uint32_t)star);
    }
    mrc_restore(c, mark);
    mrc_push_many(c, (uint32_t)items->count);
    match_unpacked(m, items, first);
    mrc_restore(c, mark);
}

static void check_keys(struct mrc *c, struct mr_ast_pattern *p)
{
    const struct mr_ast_exprs *keys = &p->match_mapping.keys;
    mr_value seen = c->failed ? MR_NULL : mr_set_new(c->rt, MR_NULL);

    if (!seen)
        mrc_failed(c);
    for (int32_t i = 0; i < keys->count && !c->failed; i++) {
        mr_value v;
        if (!is_value(keys->items[i]))
            mrc_error(c, p, "mapping pattern keys may only match literals and attribute lookups");
        if (!mrc_is_constant(c, keys->items[i], &v))
            continue;
        int there = mr_set_contains(c->rt, seen, v);
        if (there > 0) {
            mr_value repr = mr_repr(c->rt, v);
            char *owned = NULL;
            const char *text = repr ? mr_str_utf8(c->rt, repr, NULL, &owned) : NULL;
            if (text)
                mrc_error(c, p, "mapping pattern checks duplicate key (%s)", text);
            else
                mrc_failed(c);
            free(owned);
            mr_decref(c->rt, repr);
        } else if (there < 0 || !mr_set_add(c->rt, seen, v)) {
            mrc_failed(c);
        }
    }
    mr_decref(c->rt, seen);
}

static void match_mapping(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;
    const struct mr_ast_exprs *keys = &p->match_mapping.keys;
    const struct mr_ast_patterns *items = &p->match_mapping.patterns;
    uint32_t mark = c->unit->depth, t = mrc_push(c);

    mrc_emit(c, MR_BC_MATCH_MAPPING, 0, t, subject, 0);
    mrc_pop(c, 1);
    fail_unless(m, t);
    if (!keys->count && !p->match_mapping.rest)
        return;
    if (keys->count)
        check_length(m, subject, MR_GE, keys->count);
    check_keys(c, p);
    mrc_sequence(c, MR_BC_BUILD_TUPLE, keys, t);
    mrc_push(c);
    uint32_t values = mrc_push(c);
    mrc_emit(c, MR_BC_MATCH_KEYS, 0, values, subject, t);
    mrc_pop(c, 1);
    mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, values, fail_label(m));
    mrc_emit(c, MR_BC_UNPACK, 0, values, values, (uint32_t)keys->count);
    mrc_push_many(c, (uint32_t)keys->count);
    match_unpacked(m, items, values);
    mrc_restore(c, mark + 1);
    if (p->match_mapping.rest) {
        mrc_emit(c, MR_BC_MATCH_REST, 0, t, subject, t);
        capture(m, p, p->match_mapping.rest, t, true);
    } else {
        mrc_release(c, t);
    }
    mrc_restore(c, mark);
}

static mr_value attribute_names(struct mrc *c, const struct mr_ast_pattern *p)
{
    const struct mr_ast_names *names = &p->match_class.kwd_attrs;
    mr_value tuple = c->failed ? MR_NULL : mr_tuple_new(c->rt, NULL, (size_t)names->count);

    for (int32_t i = 0; i < names->count; i++) {
        const struct mr_ast_pattern *at = p->match_class.kwd_patterns.items[i];
        mrc_check_name(c, at, names->items[i], MR_AST_STORE);
        for (int32_t k = i + 1; k < names->count; k++)
            if (names->items[i] == names->items[k])
                mrc_error(c, p->match_class.kwd_patterns.items[k],
                          "attribute name repeated in class pattern: %s", names->items[i]);
        mr_value str = mrc_name_str(c, mrc_ast_name(c, names->items[i]));
        if (tuple)
            mr_as_tuple(tuple)->items[i] = str ? mr_incref(str) : MR_NONE;
    }
    return tuple;
}

static void match_class(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;
    const struct mr_ast_patterns *items = &p->match_class.patterns,
                                 *named = &p->match_class.kwd_patterns;
    uint32_t mark = c->unit->depth;
    uint32_t count = (uint32_t)items->count + (uint32_t)named->count;

    if (items->count > 255) {
        mrc_error(c, p, "too many sub-patterns in class pattern");
        return;
    }
    uint32_t names = mrc_unit_const(c, mrc_constant(c, attribute_names(c, p)));
    uint32_t t = mrc_top(c);
    uint32_t cls = mrc_operand(c, p->match_class.cls);
    mrc_restore(c, mark);
    mrc_push(c);
    mrc_instr *i = mrc_emit(c, MR_BC_MATCH_CLASS, items->count, t, subject, cls);
    if (i)
        i->value = (int32_t)names;
    mrc_pop(c, 1);
    mrc_emit_jump(c, MR_BC_JUMP_IF_NONE, t, fail_label(m));
    mrc_emit(c, MR_BC_UNPACK, 0, t, t, count);
    mrc_push_many(c, count);
    match_unpacked(m, items, t);
    match_unpacked(m, named, t + (uint32_t)items->count);
    mrc_restore(c, mark);
}

static void match_as(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    if (p->match_as.pattern) {
        pattern(m, p->match_as.pattern, subject);
    } else if (!m->allow_irrefutable) {
        if (p->match_as.name)
            mrc_error(m->c, p, "name capture '%s' makes remaining patterns unreachable",
                      p->match_as.name);
        else
            mrc_error(m->c, p, "wildcard makes remaining patterns unreachable");
        return;
    }
    capture(m, p, p->match_as.name, subject, false);
}

/* The names bound from `from` on: the same as those of the first alternative? */
static bool same_names(struct matching *m, uint32_t from, struct mrc_name **first, uint32_t count)
{
    if (m->bound_count - from != count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        bool found = false;
        for (uint32_t k = from; k < m->bound_count; k++)
            found = found || m->bound[k] == first[i];
        if (!found)
            return false;
    }
    return true;
}

static void match_or(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    struct mrc *c = m->c;
    const struct mr_ast_patterns *list = &p->match_or.patterns;
    struct matching outer = *m;
    uint32_t from = m->bound_count;
    struct mrc_name **first = NULL;
    uint32_t first_count = 0;
    int32_t matched = mrc_label(c);

    m->fails = NULL;
    m->fail_count = m->fail_capacity = 0;
    m->bottom = c->unit->depth;
    for (int32_t i = 0; i < list->count && !c->failed; i++) {
        struct mr_ast_pattern *alternative = list->items[i];
        m->bound_count = from;
        m->allow_irrefutable = i == list->count - 1 && outer.allow_irrefutable;
        mrc_set_at(c, alternative);
        pattern(m, alternative, subject);
        if (i == 0) {
            first_count = m->bound_count - from;
            first = mrc_alloc(c, (first_count + 1) * sizeof *first);
            if (first && first_count)
                memcpy(first, m->bound + from, first_count * sizeof *first);
        } else if (!c->failed && !same_names(m, from, first, first_count)) {
            mrc_error(c, p, "alternative patterns bind different names");
        }
        mrc_jump(c, matched);
        bind_fails(m);
        for (uint32_t k = from; k < m->bound_count; k++)
            mrc_release(c, capture_register(m, m->bound[k]));
    }
    uint32_t bound_count = m->bound_count;
    free(m->fails);
    m->fails = outer.fails;
    m->fail_count = outer.fail_count;
    m->fail_capacity = outer.fail_capacity;
    m->bottom = outer.bottom;
    m->allow_irrefutable = outer.allow_irrefutable;
    m->bound_count = from;
    mrc_jump(c, fail_label(m));
    m->bound_count = bound_count;
    mrc_bind(c, matched);
}

static void pattern(struct matching *m, struct mr_ast_pattern *p, uint32_t subject)
{
    if (!mrc_enter(m->c))
        return;
    mr_position at = m->c->unit->at;
    mrc_set_at(m->c, p);
    switch (p->kind) {
    case MR_AST_MATCH_VALUE: match_value(m, p, subject); break;
    case MR_AST_MATCH_SINGLETON: match_singleton(m, p, subject); break;
    case MR_AST_MATCH_SEQUENCE: match_sequence(m, p, subject); break;
    case MR_AST_MATCH_MAPPING: match_mapping(m, p, subject); break;
    case MR_AST_MATCH_CLASS: match_class(m, p, subject); break;
    case MR_AST_MATCH_AS: match_as(m, p, subject); break;
    case MR_AST_MATCH_OR: match_or(m, p, subject); break;
    default: break;
    }
    m->c->unit->at = at;
    mrc_leave(m->c);
}

/* ---- the statement ---- */

static void match_case(struct matching *m, struct mr_ast_match_case *k, uint32_t subject,
                       int32_t end)
{
    struct mrc *c = m->c;
    uint32_t below = subject - c->unit->nlocals;

    m->name_count = m->bound_count = m->fail_count = 0;
    collect_names(m, k->pattern);
    m->bottom = c->unit->depth;
    m->captures = mrc_top(c);
    mrc_push_many(c, m->name_count);
    pattern(m, k->pattern, subject);
    mrc_set_at(c, k->pattern);
    for (uint32_t i = 0; i < m->bound_count && !c->failed; i++)
        mrc_store_name(c, m->bound[i], capture_register(m, m->bound[i]));
    mrc_restore(c, m->bottom);
    m->bound_count = m->name_count = 0;
    if (k->guard)
        mrc_jump_if(c, k->guard, fail_label(m), false);
    mrc_release(c, subject);
    mrc_restore(c, below);
    mrc_statements(c, &k->body);
    mrc_jump(c, end);
    mrc_restore(c, m->bottom);
    bind_fails(m);
}

void mrc_match(struct mrc *c, struct mr_ast_stmt *s)
{
    struct matching m = { .c = c };
    const struct mr_ast_match_cases *cases = &s->match.cases;
    uint32_t mark = c->unit->depth;
    int32_t end = mrc_label(c);

    uint32_t subject = mrc_push_expr(c, s->match.subject);
    for (int32_t i = 0; i < cases->count && !c->failed; i++) {
        m.allow_irrefutable = cases->items[i]->guard || i == cases->count - 1;
        match_case(&m, cases->items[i], subject, end);
    }
    mrc_release(c, subject);
    mrc_restore(c, mark);
    mrc_bind(c, end);
    free(m.names);
    free(m.bound);
    free(m.fails);
}
