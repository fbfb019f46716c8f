/*
 * assemble.c - from a unit's instructions to a code object.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "compiler/draft.h"
#include "types/containers.h"

static const uint8_t cache_units[] = {
#define OP(name, caches, text) caches,
#include "vm/opcodes.def"
#undef OP
};

struct assembly {
    mr_unit *units;
    uint32_t *start; /* first unit of each instruction, and the end */
    mr_handler *handlers;
    uint32_t handler_count;
    mr_position *positions;
    uint32_t position_count;
    int16_t *cell_params;
};

/* The jump is in the first cache unit. */
static bool jump_in_cache(int op)
{
    return op == MR_BC_FOR_ITER || op == MR_BC_JUMP_COMPARE || op == MR_BC_JUMP_COMPARE_IMM;
}

static void place_units(struct mrc_unit *u, struct assembly *out)
{
    for (uint32_t k = 0; k < u->count; k++) {
        const mrc_instr *i = &u->code[k];
        mr_unit *unit = &out->units[out->start[k]];
        int32_t jump = 0;

        unit->op = i->op;
        unit->n = i->n;
        unit->a = i->a;
        unit->b = i->b;
        unit->c = i->c;
        if (i->label >= 0)
            jump = (int32_t)out->start[u->labels[i->label].target] - (int32_t)out->start[k + 1];
        if (i->op == MR_BC_LOAD_INT || i->op == MR_BC_LOAD_CONST)
            unit->jump = i->value;
        else if (i->op == MR_BC_MATCH_CLASS)
            unit[1].cache = (uint32_t)i->value;
        else if (jump_in_cache(i->op))
            unit[1].cache = (uint32_t)jump;
        else if (i->label >= 0)
            unit->jump = jump;
    }
}

static bool same_position(const mr_position *a, const mr_position *b)
{
    return a->line == b->line && a->end_line == b->end_line && a->column == b->column &&
           a->end_column == b->end_column;
}

/* Each instruction has one handler, the innermost; runs of the same one make a range. */
static void place_tables(struct mrc_unit *u, struct assembly *out)
{
    for (uint32_t k = 0; k < u->count; k++) {
        const mrc_instr *i = &u->code[k];
        mr_position *last = out->position_count ? &out->positions[out->position_count - 1] : NULL;
        if (!last || !same_position(last, &i->at)) {
            out->positions[out->position_count] = i->at;
            out->positions[out->position_count++].start = out->start[k];
        }
        if (i->handler < 0)
            continue;
        const struct mrc_region *region = &u->regions[i->handler];
        uint32_t handler = out->start[u->labels[region->label].target];
        mr_handler *range = out->handler_count ? &out->handlers[out->handler_count - 1] : NULL;
        if (range && range->end == out->start[k] && range->handler == handler &&
            range->depth == region->depth)
            range->end = out->start[k + 1];
        else
            out->handlers[out->handler_count++] =
                (mr_handler){out->start[k], out->start[k + 1], handler, (uint16_t)region->depth, 0};
    }
}

static mr_value symbol_names(struct mrc *c, struct mrc_symbol **symbols, uint32_t count)
{
    mr_value tuple = mr_tuple_new(c->rt, NULL, count);

    for (uint32_t i = 0; tuple && i < count; i++) {
        mr_value s = mrc_name_str(c, symbols[i]->name);
        mr_as_tuple(tuple)->items[i] = s ? mr_incref(s) : MR_NONE;
    }
    return tuple;
}

static uint32_t flags_of(struct mrc *c, const struct mrc_scope *s)
{
    uint32_t flags = c->future;

    if (s->kind == MRC_FUNCTION) {
        flags |= MR_CO_NEWLOCALS | MR_CO_OPTIMIZED;
        if (s->nested)
            flags |= MR_CO_NESTED;
        if (s->generator)
            flags |= s->coroutine ? MR_CO_ASYNC_GENERATOR : MR_CO_GENERATOR;
        else if (s->coroutine)
            flags |= MR_CO_COROUTINE;
        if (s->varargs)
            flags |= MR_CO_VARARGS;
        if (s->varkeywords)
            flags |= MR_CO_VARKEYWORDS;
    } else if (s->coroutine) {
        flags |= MR_CO_COROUTINE;
    }
    return flags;
}

static bool fill_values(struct mrc *c, mr_code_draft *draft)
{
    struct mrc_unit *u = c->unit;
    struct mrc_scope *s = u->scope;

    draft->names = mr_tuple_new(c->rt, NULL, u->name_count);
    draft->consts = mr_tuple_new(c->rt, NULL, u->const_count);
    draft->varnames = symbol_names(c, s->vars, s->nvars);
    draft->cellvars = symbol_names(c, s->cells, s->ncells);
    draft->freevars = symbol_names(c, s->frees, s->nfree);
    if (!draft->names || !draft->consts || !draft->varnames || !draft->cellvars || !draft->freevars)
        return false;
    for (uint32_t i = 0; i < u->name_count; i++) {
        mr_value name = mrc_name_str(c, u->names[i]);
        mr_as_tuple(draft->names)->items[i] = name ? mr_incref(name) : MR_NONE;
    }
    for (uint32_t i = 0; i < u->const_count; i++)
        mr_as_tuple(draft->consts)->items[i] = mr_incref(c->consts[u->consts[i]]);
    return !c->failed;
}

static void fill_counts(struct mrc *c, mr_code_draft *draft)
{
    struct mrc_unit *u = c->unit;
    struct mrc_scope *s = u->scope;

    draft->name = u->name;
    draft->qualname = u->qualname ? u->qualname : u->name;
    draft->filename = c->filename;
    draft->first_line = u->first_line;
    draft->flags = flags_of(c, s);
    draft->posonly_count = (uint16_t)s->posonly;
    draft->arg_count = (uint16_t)s->args;
    draft->kwonly_count = (uint16_t)s->kwonly;
    draft->nparams = (uint16_t)s->params;
    draft->nvars = (uint16_t)s->nvars;
    draft->ncells = (uint16_t)s->ncells;
    draft->nfree = (uint16_t)s->nfree;
    draft->nregs = (uint16_t)(u->nlocals + u->max_depth);
}

static bool lay_out(struct mrc *c, struct assembly *out)
{
    struct mrc_unit *u = c->unit;
    struct mrc_scope *s = u->scope;
    uint32_t total = 0;

    out->start = malloc((u->count + 1) * sizeof *out->start);
    if (!out->start)
        return false;
    for (uint32_t k = 0; k < u->count; k++) {
        out->start[k] = total;
        total += 1u + cache_units[u->code[k].op];
    }
    out->start[u->count] = total;
    out->units = calloc(total + 1, sizeof *out->units);
    out->handlers = malloc((u->count + 1) * sizeof *out->handlers);
    out->positions = malloc((u->count + 1) * sizeof *out->positions);
    out->cell_params = malloc((s->ncells + 1) * sizeof *out->cell_params);
    if (!out->units || !out->handlers || !out->positions || !out->cell_params)
        return false;
    for (uint32_t i = 0; i < s->ncells; i++)
        out->cell_params[i] = (int16_t)s->cells[i]->param;
    place_units(u, out);
    place_tables(u, out);
    return true;
}

mr_code *mrc_assemble(struct mrc *c)
{
    struct mrc_unit *u = c->unit;
    struct assembly out = { 0 };
    mr_code_draft draft = { 0 };
    mr_code *code = NULL;

    if (c->failed)
        return NULL;
    mrc_flow(c);
    if (c->failed)
        return NULL;
    if (!lay_out(c, &out)) {
        mrc_no_memory(c);
        goto done;
    }
    if (!fill_values(c, &draft)) {
        mrc_failed(c);
        goto done;
    }
    fill_counts(c, &draft);
    draft.cell_params = out.cell_params;
    draft.units = out.units;
    draft.unit_count = out.start[u->count];
    draft.handlers = out.handlers;
    draft.handler_count = out.handler_count;
    draft.positions = out.positions;
    draft.position_count = out.position_count;
    code = mr_code_new(c->rt, &draft);
    if (!code)
        mrc_failed(c);
done:
    mr_decref(c->rt, draft.names);
    mr_decref(c->rt, draft.consts);
    mr_decref(c->rt, draft.varnames);
    mr_decref(c->rt, draft.cellvars);
    mr_decref(c->rt, draft.freevars);
    free(out.start);
    free(out.units);
    free(out.handlers);
    free(out.positions);
    free(out.cell_params);
    return code;
}
