/*
 * resolve.c - scopes: where each name of each block lives, and in which register.
 *
 * A name that a block does not bind is looked for in the functions around it,
 * innermost first; class bodies are passed over, but for __class__. The
 * function that binds it gets a cell, and all blocks in between hand it on.
 */
#include <stdlib.h>

#include "compiler/compiler.h"

#define INDEX_FROM 12 /* symbols from which on a hash table pays */

static uint32_t *place(const struct mrc_scope *scope, const struct mrc_name *name)
{
    uint32_t mask = scope->index_size - 1;
    uint32_t i = name->hash & mask;

    while (scope->index[i] && scope->symbols[scope->index[i] - 1].name != name)
        i = (i + 1) & mask;
    return &scope->index[i];
}

struct mrc_symbol *mrc_scope_find(const struct mrc_scope *scope, const struct mrc_name *name)
{
    if (scope->index) {
        uint32_t i = *place(scope, name);
        return i ? &scope->symbols[i - 1] : NULL;
    }
    for (uint32_t i = 0; i < scope->count; i++)
        if (scope->symbols[i].name == name)
            return &scope->symbols[i];
    return NULL;
}

static bool grow(struct mrc *c, struct mrc_scope *scope)
{
    uint32_t capacity = scope->capacity ? 2 * scope->capacity : 8;
    struct mrc_symbol *symbols = mrc_alloc(c, capacity * sizeof *symbols);

    if (!symbols)
        return false;
    if (scope->count)
        memcpy(symbols, scope->symbols, scope->count * sizeof *symbols);
    scope->symbols = symbols;
    scope->capacity = capacity;
    if (capacity < INDEX_FROM)
        return true;
    scope->index_size = 4 * capacity;
    scope->index = mrc_alloc(c, scope->index_size * sizeof *scope->index);
    if (!scope->index)
        return false;
    for (uint32_t i = 0; i < scope->count; i++)
        *place(scope, symbols[i].name) = i + 1;
    return true;
}

struct mrc_symbol *mrc_scope_add(struct mrc *c, struct mrc_scope *scope, struct mrc_name *name)
{
    struct mrc_symbol *s = mrc_scope_find(scope, name);

    if (s)
        return s;
    if (scope->count == scope->capacity && !grow(c, scope))
        return NULL;
    s = &scope->symbols[scope->count++];
    *s = (struct mrc_symbol){ .name = name, .param = -1 };
    if (scope->index)
        *place(scope, name) = scope->count;
    return s;
}

struct mrc_scope *mrc_scope_of(struct mrc *c, const void *node)
{
    uint32_t i = mrc_map_get(&c->scopes, mrc_key(node));

    return i == UINT32_MAX ? NULL : c->scope_list[i];
}

/* The function around `scope` (or the class, for __class__) that binds the name for inner
 * blocks; NULL when the name is global. */
static struct mrc_scope *binder(struct mrc *c, const struct mrc_scope *scope,
                                const struct mrc_name *name)
{
    for (struct mrc_scope *p = scope->parent; p; p = p->parent) {
        if (p->kind == MRC_CLASS && name == c->name_class)
            return p;
        if (p->kind != MRC_FUNCTION)
            continue;
        struct mrc_symbol *s = mrc_scope_find(p, name);
        if (!s)
            continue;
        if (s->flags & MRC_DEF_GLOBAL)
            return NULL;
        if ((s->flags & MRC_DEF_BOUND) && !(s->flags & MRC_DEF_NONLOCAL))
            return p;
    }
    return NULL;
}

/* Makes the name free in every block from `scope` out to the one that binds it. */
static void hand_on(struct mrc *c, struct mrc_scope *scope, struct mrc_name *name,
                    struct mrc_scope *from)
{
    for (struct mrc_scope *p = scope->parent; p != from; p = p->parent) {
        struct mrc_symbol *s = mrc_scope_add(c, p, name);
        if (!s)
            return;
        if (p->kind == MRC_CLASS && (s->flags & (MRC_DEF_BOUND | MRC_DEF_GLOBAL)) &&
            !(s->flags & MRC_DEF_NONLOCAL))
            s->flags |= MRC_DEF_FREE_CLASS;
        else
            s->access = MRC_FREE;
    }
    if (from->kind == MRC_CLASS) {
        from->class_closure = true;
        return;
    }
    struct mrc_symbol *s = mrc_scope_find(from, name);
    if (s)
        s->access = MRC_CELL;
}

static void resolve_name(struct mrc *c, struct mrc_scope *scope, struct mrc_symbol *s)
{
    uint32_t flags = s->flags;
    struct mrc_name *name = s->name;

    if (flags & MRC_DEF_GLOBAL) {
        if (flags & MRC_DEF_NONLOCAL)
            mrc_error_at(c, &s->directive, "name '%s' is nonlocal and global", name->text);
        s->access = MRC_GLOBAL_EXPLICIT;
        return;
    }
    if (flags & MRC_DEF_NONLOCAL) {
        if (scope->kind == MRC_MODULE) {
            mrc_error_at(c, &s->directive, "nonlocal declaration not allowed at module level");
            return;
        }
        struct mrc_scope *from = binder(c, scope, name);
        if (!from) {
            mrc_error_at(c, &s->directive, "no binding for nonlocal '%s' found", name->text);
            return;
        }
        s->access = MRC_FREE;
        hand_on(c, scope, name, from);
        return;
    }
    if (flags & MRC_DEF_BOUND) {
        if (s->access == MRC_UNKNOWN)
            s->access = MRC_LOCAL;
        return;
    }
    if (s->access == MRC_FREE)
        return;
    struct mrc_scope *from = binder(c, scope, name);
    s->access = from ? MRC_FREE : MRC_GLOBAL_IMPLICIT;
    if (from)
        hand_on(c, scope, name, from);
}

static int by_name(const void *a, const void *b)
{
    struct mrc_symbol *const *x = a, *const *y = b;
    return strcmp((*x)->name->text, (*y)->name->text);
}

static struct mrc_symbol **list(struct mrc *c, uint32_t room)
{
    return mrc_alloc(c, (room + 1) * sizeof(struct mrc_symbol *));
}

static bool is_free(const struct mrc_symbol *s)
{
    return s->access == MRC_FREE || (s->flags & MRC_DEF_FREE_CLASS);
}

/* Parameters in order, other locals, cells, free variables. */
static void number(struct mrc *c, struct mrc_scope *scope)
{
    bool function = scope->kind == MRC_FUNCTION;
    struct mrc_symbol *class_cell = NULL;

    if (scope->class_closure) {
        /* Known to inner blocks alone: the body's own __class__ is another name. */
        class_cell = mrc_alloc(c, sizeof *class_cell);
        if (!class_cell)
            return;
        *class_cell = (struct mrc_symbol){ .name = c->name_class, .access = MRC_CELL, .param = -1 };
    }
    scope->vars = list(c, scope->count + scope->params);
    scope->cells = list(c, scope->count + 1);
    scope->frees = list(c, scope->count);
    if (c->failed)
        return;
    scope->nvars = scope->params;
    for (uint32_t i = 0; i < scope->count; i++) {
        struct mrc_symbol *s = &scope->symbols[i];
        if (s->param >= 0) {
            /* the text has * and ** last, and so has the call */
            scope->vars[s->param] = s;
        } else if (function && s->access == MRC_LOCAL) {
            scope->vars[scope->nvars++] = s;
        }
        if (s->access == MRC_CELL)
            scope->cells[scope->ncells++] = s;
        else if (is_free(s))
            scope->frees[scope->nfree++] = s;
    }
    qsort(scope->cells, scope->ncells, sizeof *scope->cells, by_name);
    qsort(scope->frees, scope->nfree, sizeof *scope->frees, by_name);
    if (class_cell) {
        memmove(scope->cells + 1, scope->cells, scope->ncells * sizeof *scope->cells);
        scope->cells[0] = class_cell;
        scope->ncells++;
    }
    if (scope->nvars + scope->ncells + scope->nfree > 60000) {
        mrc_error_at(c, &scope->at, "too many local variables");
        return;
    }
    for (uint32_t i = 0; i < scope->nvars; i++)
        if (scope->vars[i]->access != MRC_CELL)
            scope->vars[i]->reg = (uint16_t)i;
    for (uint32_t i = 0; i < scope->ncells; i++)
        scope->cells[i]->reg = (uint16_t)(scope->nvars + i);
    for (uint32_t i = 0; i < scope->nfree; i++)
        scope->frees[i]->reg = (uint16_t)(scope->nvars + scope->ncells + i);
}

static void resolve_all(struct mrc *c, struct mrc_scope *scope)
{
    if (!mrc_enter(c))
        return;
    for (uint32_t i = 0; i < scope->count && !c->failed; i++)
        resolve_name(c, scope, &scope->symbols[i]);
    for (struct mrc_scope *child = scope->first; child && !c->failed; child = child->next)
        resolve_all(c, child);
    /* only now is it known which locals inner blocks use */
    if (!c->failed)
        number(c, scope);
    mrc_leave(c);
}

void mrc_resolve(struct mrc *c, struct mrc_scope *top)
{
    resolve_all(c, top);
}
