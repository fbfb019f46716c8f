/*
 * variables.c - loading, storing and deleting names, by where their scope
 * puts them.
 */
#include "compiler/compiler.h"

enum where { FAST, DEREF, GLOBAL, MAPPING };

struct mrc_name *mrc_known_name(struct mrc *c, mr_ast_name name)
{
    return mrc_mangle(c, c->unit->private_, mrc_ast_name(c, name));
}

/* *reg is set for FAST and DEREF. */
static enum where find(struct mrc *c, struct mrc_name *name, uint32_t *reg)
{
    struct mrc_scope *scope = c->unit->scope;
    struct mrc_symbol *s = c->failed ? NULL : mrc_scope_find(scope, name);

    if (!s)
        return scope && scope->kind == MRC_FUNCTION ? GLOBAL : MAPPING;
    *reg = s->reg;
    switch (s->access) {
    case MRC_LOCAL:
        return scope->kind == MRC_FUNCTION ? FAST : MAPPING;
    case MRC_FREE:
    case MRC_CELL:
        return DEREF;
    case MRC_GLOBAL_EXPLICIT:
        return GLOBAL;
    default:
        return scope->kind == MRC_FUNCTION ? GLOBAL : MAPPING;
    }
}

uint32_t mrc_local(struct mrc *c, struct mrc_name *name)
{
    uint32_t reg = UINT32_MAX;

    return name && !c->failed && find(c, name, &reg) == FAST ? reg : UINT32_MAX;
}

uint32_t mrc_name_local(struct mrc *c, mr_ast_name name)
{
    return mrc_local(c, mrc_known_name(c, name));
}

void mrc_check_bound(struct mrc *c, struct mrc_name *name, uint32_t r)
{
    struct mrc_symbol *s = c->failed ? NULL : mrc_scope_find(c->unit->scope, name);

    if (s && (s->param < 0 || (s->flags & MRC_DELETED)))
        mrc_emit(c, MR_BC_CHECK_BOUND, 0, r, 0, 0);
}

void mrc_load_name(struct mrc *c, struct mrc_name *name, uint32_t dst)
{
    uint32_t reg = 0;

    if (c->failed || !name)
        return;
    switch (find(c, name, &reg)) {
    case FAST:
        mrc_check_bound(c, name, reg);
        mrc_emit(c, MR_BC_MOVE, 0, dst, reg, 0);
        break;
    case DEREF:
        if (c->unit->scope->kind == MRC_CLASS)
            mrc_emit(c, MR_BC_LOAD_CLASSDEREF, 0, dst, reg, mrc_unit_name(c, name));
        else
            mrc_emit(c, MR_BC_LOAD_DEREF, 0, dst, reg, 0);
        break;
    case GLOBAL:
        mrc_emit(c, MR_BC_LOAD_GLOBAL, 0, dst, mrc_unit_name(c, name), 0);
        break;
    case MAPPING:
        mrc_emit(c, MR_BC_LOAD_NAME, 0, dst, mrc_unit_name(c, name), 0);
        break;
    }
}

void mrc_store_name(struct mrc *c, struct mrc_name *name, uint32_t r)
{
    uint32_t reg = 0;

    if (c->failed || !name)
        return;
    switch (find(c, name, &reg)) {
    case FAST:
        if (reg != r)
            mrc_emit(c, MR_BC_MOVE, 0, reg, r, 0);
        break;
    case DEREF:
        mrc_emit(c, MR_BC_STORE_DEREF, 0, reg, r, 0);
        break;
    case GLOBAL:
        mrc_emit(c, MR_BC_STORE_GLOBAL, 0, mrc_unit_name(c, name), r, 0);
        break;
    case MAPPING:
        mrc_emit(c, MR_BC_STORE_NAME, 0, mrc_unit_name(c, name), r, 0);
        break;
    }
}

void mrc_delete_name(struct mrc *c, struct mrc_name *name)
{
    uint32_t reg = 0;

    if (c->failed || !name)
        return;
    switch (find(c, name, &reg)) {
    case FAST:
        mrc_emit(c, MR_BC_DELETE_LOCAL, 0, reg, 0, 0);
        break;
    case DEREF:
        mrc_emit(c, MR_BC_DELETE_DEREF, 0, reg, 0, 0);
        break;
    case GLOBAL:
        mrc_emit(c, MR_BC_DELETE_GLOBAL, 0, mrc_unit_name(c, name), 0, 0);
        break;
    case MAPPING:
        mrc_emit(c, MR_BC_DELETE_NAME, 0, mrc_unit_name(c, name), 0, 0);
        break;
    }
}

void mrc_unbind(struct mrc *c, struct mrc_name *name)
{
    uint32_t t = mrc_push(c);

    mrc_emit_none(c, t);
    mrc_store_name(c, name, t);
    mrc_pop(c, 1);
    mrc_delete_name(c, name);
}
