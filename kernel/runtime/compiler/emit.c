/*
 * emit.c - the open unit: instructions, labels, handlers, temporaries.
 */
#include <stdlib.h>

#include "compiler/compiler.h"

/* Registers are numbered in 16 bits, and 0xffff is taken. */
#define MAX_REGS 65000

void mrc_unit_open(struct mrc *c, struct mrc_unit *u, const void *key, mr_value name,
                   int32_t first_line)
{
    *u = (struct mrc_unit){.outer = c->unit, .name = name, .first_line = first_line, .handler = -1};
    if (!c->failed) {
        u->scope = mrc_scope_of(c, key);
        u->nlocals = u->scope->nvars + u->scope->ncells + u->scope->nfree;
        if (c->unit)
            u->private_ = c->unit->private_;
    }
    c->unit = u;
}

void mrc_unit_close(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    free(u->code);
    free(u->labels);
    free(u->regions);
    free(u->blocks);
    free(u->consts);
    free(u->names);
    mrc_map_finish(&u->const_map);
    mrc_map_finish(&u->name_map);
    mr_decref(c->rt, u->name);
    mr_decref(c->rt, u->qualname);
    c->unit = u->outer;
}

static const mrc_instr nowhere;

static bool ends(int op)
{
    return op == MR_BC_JUMP || op == MR_BC_LOOP || op == MR_BC_RETURN || op == MR_BC_RETURN_NONE ||
           op == MR_BC_RAISE || op == MR_BC_RERAISE;
}

mrc_instr *mrc_emit(struct mrc *c, int op, int n, uint32_t a, uint32_t b, uint32_t d)
{
    struct mrc_unit *u = c->unit;

    if (c->failed || u->dead)
        return NULL;
    if (!mrc_reserve(c, &u->code, u->count, &u->capacity, sizeof *u->code))
        return NULL;
    mrc_instr *i = &u->code[u->count++];
    *i = nowhere;
    i->op = (uint8_t)op;
    i->n = (uint8_t)n;
    i->a = (uint16_t)a;
    i->b = (uint16_t)b;
    i->c = (uint16_t)d;
    i->label = -1;
    i->handler = u->handler;
    i->at = u->at;
    if (u->handler >= 0)
        u->regions[u->handler].used = true;
    u->dead = ends(op);
    return i;
}

void mrc_emit_const(struct mrc *c, uint32_t a, mr_value v)
{
    if (c->failed || c->unit->dead) {
        mr_decref(c->rt, v);
        return;
    }
    if (mr_is_int(v) && mr_small_int_value(v) == (int32_t)mr_small_int_value(v)) {
        mrc_instr *i = mrc_emit(c, MR_BC_LOAD_INT, 0, a, 0, 0);
        if (i)
            i->value = (int32_t)mr_small_int_value(v);
        return;
    }
    uint32_t number = mrc_unit_const(c, mrc_constant(c, v));
    mrc_instr *i = mrc_emit(c, MR_BC_LOAD_CONST, 0, a, 0, 0);
    if (i)
        i->value = (int32_t)number;
}

void mrc_emit_none(struct mrc *c, uint32_t a)
{
    mrc_emit_const(c, a, MR_NONE);
}

int32_t mrc_label(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    if (c->failed ||
        !mrc_reserve(c, &u->labels, u->label_count, &u->label_capacity, sizeof *u->labels))
        return 0;
    u->labels[u->label_count] = (struct mrc_label){ -1, 0 };
    return (int32_t)u->label_count++;
}

void mrc_bind(struct mrc *c, int32_t label)
{
    struct mrc_unit *u = c->unit;

    if (c->failed)
        return;
    u->labels[label].target = (int32_t)u->count;
    if (u->labels[label].uses)
        u->dead = false;
}

void mrc_emit_jump(struct mrc *c, int op, uint32_t a, int32_t label)
{
    mrc_instr *i = mrc_emit(c, op, 0, a, 0, 0);

    if (i) {
        i->label = label;
        c->unit->labels[label].uses++;
    }
}

void mrc_jump(struct mrc *c, int32_t label)
{
    mrc_emit_jump(c, MR_BC_JUMP, 0, label);
}

void mrc_loop(struct mrc *c, int32_t label)
{
    mrc_emit_jump(c, MR_BC_LOOP, 0, label);
}

int32_t mrc_region(struct mrc *c, int32_t label, uint32_t depth)
{
    struct mrc_unit *u = c->unit;

    if (c->failed ||
        !mrc_reserve(c, &u->regions, u->region_count, &u->region_capacity, sizeof *u->regions))
        return -1;
    u->regions[u->region_count] = (struct mrc_region){ label, depth, false };
    return (int32_t)u->region_count++;
}

void mrc_bind_handler(struct mrc *c, int32_t region)
{
    struct mrc_unit *u = c->unit;

    if (c->failed || region < 0)
        return;
    u->labels[u->regions[region].label].target = (int32_t)u->count;
    u->dead = !u->regions[region].used;
}

void mrc_set_at(struct mrc *c, const void *node)
{
    const struct mr_ast_node *n = node;

    c->unit->at = (mr_position){ 0, n->lineno, n->end_lineno, n->col_offset, n->end_col_offset };
}

void mrc_push_many(struct mrc *c, uint32_t count)
{
    struct mrc_unit *u = c->unit;

    u->depth += count;
    if (u->depth > u->max_depth)
        u->max_depth = u->depth;
    if (u->nlocals + u->depth > MAX_REGS)
        mrc_error_at(c, &u->at, "too many values in one expression");
}

uint32_t mrc_push(struct mrc *c)
{
    uint32_t r = mrc_top(c);

    mrc_push_many(c, 1);
    return r;
}

void mrc_release(struct mrc *c, uint32_t r)
{
    mrc_emit(c, MR_BC_RELEASE, 0, r, 0, 0);
}
