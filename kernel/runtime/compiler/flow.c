/*
 * flow.c - improves a unit's instructions: drops checks of locals that are
 * certainly bound, leads jumps to where they end up, drops what nothing
 * reaches.
 *
 * Definite assignment is a forward data flow problem over basic blocks: the
 * set of bound locals at a block's start is what all its predecessors have in
 * common. An instruction inside a handler's region is a predecessor of the
 * handler with the set before it.
 */
#include <stdlib.h>

#include "compiler/compiler.h"

/* Does `op` write local a? */
static bool writes_a(int op)
{
    switch (op) {
    case MR_BC_NOP:
    case MR_BC_RELEASE:
    case MR_BC_CHECK_BOUND:
    case MR_BC_DELETE_LOCAL:
    case MR_BC_STORE_GLOBAL:
    case MR_BC_DELETE_GLOBAL:
    case MR_BC_STORE_NAME:
    case MR_BC_DELETE_NAME:
    case MR_BC_MAKE_CELL:
    case MR_BC_COPY_FREE:
    case MR_BC_STORE_DEREF:
    case MR_BC_DELETE_DEREF:
    case MR_BC_SETUP_ANNOTATIONS:
    case MR_BC_JUMP:
    case MR_BC_LOOP:
    case MR_BC_JUMP_IF_TRUE:
    case MR_BC_JUMP_IF_FALSE:
    case MR_BC_JUMP_IF_TRUE_KEEP:
    case MR_BC_JUMP_IF_FALSE_KEEP:
    case MR_BC_JUMP_IF_NONE:
    case MR_BC_JUMP_IF_NOT_NONE:
    case MR_BC_JUMP_COMPARE:
    case MR_BC_JUMP_COMPARE_IMM:
    case MR_BC_SET_ATTR:
    case MR_BC_DEL_ATTR:
    case MR_BC_SET_ITEM:
    case MR_BC_DEL_ITEM:
    case MR_BC_RETURN:
    case MR_BC_RETURN_NONE:
    case MR_BC_LIST_APPEND:
    case MR_BC_LIST_EXTEND:
    case MR_BC_SET_ADD:
    case MR_BC_SET_UPDATE:
    case MR_BC_MAP_ADD:
    case MR_BC_DICT_UPDATE:
    case MR_BC_DICT_MERGE:
    case MR_BC_RETURN_GENERATOR:
    case MR_BC_RAISE:
    case MR_BC_RERAISE:
    case MR_BC_POP_HANDLED:
    case MR_BC_WITH_EXIT:
    case MR_BC_IMPORT_STAR:
    case MR_BC_PRINT_EXPRESSION:
    case MR_BC_END_ASYNC_FOR:
        return false;
    default:
        return true;
    }
}

static bool ends_block(int op)
{
    return op == MR_BC_JUMP || op == MR_BC_LOOP || op == MR_BC_RETURN || op == MR_BC_RETURN_NONE ||
           op == MR_BC_RAISE || op == MR_BC_RERAISE;
}

struct flow {
    struct mrc_unit *u;
    uint32_t *block_of;  /* instruction to block, valid at block starts */
    uint32_t *first;     /* first instruction of each block, and the end */
    uint32_t block_count;
    uint32_t words;      /* of a set */
    uint64_t *in;        /* sets at the blocks' starts */
    bool *reached, *queued;
    uint32_t *queue;
    uint32_t queue_count;
    uint64_t *now;
};

static void flow_finish(struct flow *f)
{
    free(f->block_of);
    free(f->first);
    free(f->in);
    free(f->reached);
    free(f->queued);
    free(f->queue);
    free(f->now);
}

static bool find_blocks(struct flow *f)
{
    struct mrc_unit *u = f->u;

    f->block_of = calloc(u->count + 1, sizeof *f->block_of);
    f->first = malloc((u->count + 2) * sizeof *f->first);
    if (!f->block_of || !f->first)
        return false;
    for (uint32_t k = 0; k < u->count; k++) {
        const mrc_instr *i = &u->code[k];
        if (i->label >= 0) {
            f->block_of[u->labels[i->label].target] = 1;
            f->block_of[k + 1] = 1;
        }
        if (ends_block(i->op))
            f->block_of[k + 1] = 1;
        if (i->handler >= 0)
            f->block_of[u->labels[u->regions[i->handler].label].target] = 1;
    }
    f->block_of[0] = 1;
    for (uint32_t k = 0; k < u->count; k++) {
        if (f->block_of[k]) {
            f->block_of[k] = f->block_count;
            f->first[f->block_count++] = k;
        }
    }
    f->first[f->block_count] = u->count;
    return true;
}

/* The set `now` reaches the block at this instruction. */
static void reach(struct flow *f, uint32_t instruction)
{
    if (instruction >= f->u->count)
        return;
    uint32_t block = f->block_of[instruction];
    uint64_t *in = f->in + (size_t)block * f->words;
    bool changed = !f->reached[block];

    for (uint32_t w = 0; w < f->words; w++) {
        uint64_t met = f->reached[block] ? in[w] & f->now[w] : f->now[w];
        changed |= met != in[w];
        in[w] = met;
    }
    f->reached[block] = true;
    if (changed && !f->queued[block]) {
        f->queued[block] = true;
        f->queue[f->queue_count++] = block;
    }
}

static void set_bit(uint64_t *set, uint32_t i, bool on)
{
    uint64_t bit = (uint64_t)1 << (i % 64);

    if (on)
        set[i / 64] |= bit;
    else
        set[i / 64] &= ~bit;
}

/* Runs through a block from its set. With `drop`, checks that cannot fail become NOP. */
static void run_block(struct flow *f, uint32_t block, bool drop)
{
    struct mrc_unit *u = f->u;
    uint32_t nvars = u->scope->nvars;
    int32_t told = -1;
    bool told_now = false;

    memcpy(f->now, f->in + (size_t)block * f->words, f->words * sizeof *f->now);
    for (uint32_t k = f->first[block]; k < f->first[block + 1]; k++) {
        mrc_instr *i = &u->code[k];
        if (!drop && i->handler >= 0 && !(told_now && told == i->handler)) {
            reach(f, (uint32_t)u->labels[u->regions[i->handler].label].target);
            told = i->handler;
            told_now = true;
        }
        if (i->op == MR_BC_CHECK_BOUND) {
            if (drop && (f->now[i->a / 64] >> (i->a % 64) & 1))
                i->op = MR_BC_NOP;
            set_bit(f->now, i->a, true);
        } else if (i->op == MR_BC_DELETE_LOCAL) {
            set_bit(f->now, i->a, false);
            told_now = false; /* the handler must hear of the smaller set */
        } else if (writes_a(i->op) && i->a < nvars && i->op != MR_BC_FOR_ITER) {
            set_bit(f->now, i->a, true);
        } else if (i->op == MR_BC_MAKE_CELL && i->b < nvars) {
            set_bit(f->now, i->b, false);
        }
        if (i->label >= 0 && !drop)
            reach(f, (uint32_t)u->labels[i->label].target);
        if (i->op == MR_BC_FOR_ITER && i->a < nvars)
            set_bit(f->now, i->a, true); /* only when it goes on */
    }
    uint32_t end = f->first[block + 1];
    if (!drop && !ends_block(u->code[end - 1].op))
        reach(f, end);
}

static bool prove_bound(struct mrc_unit *u)
{
    struct flow f = { .u = u, .words = (u->scope->nvars + 63) / 64 };
    bool needed = false;

    for (uint32_t k = 0; k < u->count && !needed; k++)
        needed = u->code[k].op == MR_BC_CHECK_BOUND;
    if (!needed)
        return true;
    bool fine = find_blocks(&f);
    if (fine) {
        f.in = calloc((size_t)f.block_count * f.words, sizeof *f.in);
        f.reached = calloc(f.block_count, sizeof *f.reached);
        f.queued = calloc(f.block_count, sizeof *f.queued);
        f.queue = malloc(f.block_count * sizeof *f.queue);
        f.now = calloc(f.words, sizeof *f.now);
        fine = f.in && f.reached && f.queued && f.queue && f.now;
    }
    if (fine) {
        for (uint32_t i = 0; i < u->scope->params; i++)
            set_bit(f.now, i, true);
        reach(&f, 0);
        while (f.queue_count) {
            uint32_t block = f.queue[--f.queue_count];
            f.queued[block] = false;
            run_block(&f, block, false);
        }
        for (uint32_t block = 0; block < f.block_count; block++)
            if (f.reached[block])
                run_block(&f, block, true);
    }
    flow_finish(&f);
    return fine;
}

static uint32_t skip_nops(const struct mrc_unit *u, uint32_t k)
{
    while (k < u->count && u->code[k].op == MR_BC_NOP)
        k++;
    return k;
}

/* Jumps to jumps go where those go; jumps to a return become one. */
static void thread_jumps(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    for (uint32_t k = 0; k < u->count; k++) {
        mrc_instr *i = &u->code[k];
        for (int hops = 0; i->label >= 0 && hops < 16; hops++) {
            uint32_t to = skip_nops(u, (uint32_t)u->labels[i->label].target);
            if (to >= u->count)
                break;
            const mrc_instr *t = &u->code[to];
            if (t->op == MR_BC_JUMP && t->label != i->label) {
                i->label = t->label;
            } else if (i->op == MR_BC_JUMP && t->op == MR_BC_LOOP && t->label != i->label) {
                i->op = MR_BC_LOOP;
                i->label = t->label;
                i->at = t->at;
            } else if (i->op == MR_BC_JUMP && t->op == MR_BC_RETURN_NONE) {
                i->op = MR_BC_RETURN_NONE;
                i->label = -1;
                i->at = t->at;
            } else {
                break;
            }
        }
        if (i->op == MR_BC_JUMP && i->label >= 0 &&
            skip_nops(u, (uint32_t)u->labels[i->label].target) == skip_nops(u, k + 1)) {
            i->op = MR_BC_NOP;
            i->label = -1;
        }
    }
}

/* Marks what can be reached from instruction 0; the rest becomes NOP. */
static bool drop_unreached(struct mrc_unit *u)
{
    bool *seen = calloc(u->count + 1, sizeof *seen);
    uint32_t *todo = malloc((2 * (size_t)u->count + 2) * sizeof *todo);
    uint32_t count = 0;

    if (!seen || !todo) {
        free(seen);
        free(todo);
        return false;
    }
    todo[count++] = 0;
    while (count) {
        uint32_t k = todo[--count];
        while (k < u->count && !seen[k]) {
            const mrc_instr *i = &u->code[k];
            seen[k] = true;
            if (i->label >= 0 && !seen[u->labels[i->label].target])
                todo[count++] = (uint32_t)u->labels[i->label].target;
            if (i->handler >= 0 && i->op != MR_BC_NOP) {
                uint32_t handler = (uint32_t)u->labels[u->regions[i->handler].label].target;
                if (!seen[handler])
                    todo[count++] = handler;
            }
            if (ends_block(i->op))
                break;
            k++;
        }
    }
    for (uint32_t k = 0; k < u->count; k++)
        if (!seen[k])
            u->code[k].op = MR_BC_NOP, u->code[k].label = -1;
    free(seen);
    free(todo);
    return true;
}

/* Takes the NOPs out and moves labels along. */
static bool compact(struct mrc_unit *u)
{
    uint32_t *to = malloc((u->count + 1) * sizeof *to);
    uint32_t kept = 0;

    if (!to)
        return false;
    for (uint32_t k = 0; k < u->count; k++) {
        to[k] = kept;
        if (u->code[k].op != MR_BC_NOP)
            u->code[kept++] = u->code[k];
    }
    to[u->count] = kept;
    for (uint32_t l = 0; l < u->label_count; l++)
        if (u->labels[l].target >= 0)
            u->labels[l].target = (int32_t)to[u->labels[l].target];
    u->count = kept;
    free(to);
    return true;
}

void mrc_flow(struct mrc *c)
{
    struct mrc_unit *u = c->unit;

    if (!prove_bound(u)) {
        mrc_no_memory(c);
        return;
    }
    thread_jumps(c);
    if (!drop_unreached(u) || !compact(u))
        mrc_no_memory(c);
}
