/*
 * verify.c - an abstract run of the code: each temporary is empty, full, or
 * either; states meet at jump targets until nothing changes.
 */
#include "verify.h"

#include <stdlib.h>
#include <string.h>

#include "types/containers.h"

enum { EMPTY = 1, FULL = 2, EITHER = 3 };

static const struct {
    const char *name;
    uint8_t caches;
} table[] = {
#define OP(name, caches, text) { #name, caches },
#include "vm/opcodes.def"
#undef OP
};

struct check {
    const mr_code *code;
    FILE *out;
    int faults;
    uint32_t temps;
    uint8_t *in;     /* states at each unit, temps bytes each */
    bool *reached, *start, *queued;
    uint32_t *queue, count;
    uint8_t *now, *other;
    uint32_t at;
};

static void fault(struct check *k, const char *what, uint32_t reg)
{
    if (k->faults++ < 20)
        fprintf(k->out, "unit %u %s line %d: %s r%u (t%d)\n", k->at,
                table[k->code->units[k->at].op].name, mr_code_line(k->code, k->at), what, reg,
                (int)reg - k->code->nlocals);
}

static uint8_t *temp(struct check *k, uint32_t reg)
{
    if (reg >= k->code->nregs) {
        fault(k, "out of range", reg);
        return NULL;
    }
    return reg < k->code->nlocals ? NULL : &k->now[reg - k->code->nlocals];
}

static void take(struct check *k, uint32_t reg)
{
    uint8_t *t = temp(k, reg);
    if (t && *t != FULL)
        fault(k, "takes an empty register", reg);
    if (t)
        *t = EMPTY;
}

static void keep(struct check *k, uint32_t reg)
{
    uint8_t *t = temp(k, reg);
    if (t && *t != FULL)
        fault(k, "reads an empty register", reg);
}

static void put(struct check *k, uint32_t reg)
{
    uint8_t *t = temp(k, reg);
    if (t && *t != EMPTY)
        fault(k, "writes over", reg);
    if (t)
        *t = FULL;
}

static void take_many(struct check *k, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        take(k, first + i);
}

static void put_many(struct check *k, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        put(k, first + i);
}

static void reach(struct check *k, int64_t unit, const uint8_t *state)
{
    bool changed = false;

    if (unit < 0 || unit >= k->code->unit_count || !k->start[unit]) {
        fault(k, "jumps to no instruction", 0);
        return;
    }
    uint8_t *in = k->in + (size_t)unit * k->temps;
    for (uint32_t i = 0; i < k->temps; i++) {
        uint8_t met = k->reached[unit] ? in[i] | state[i] : state[i];
        changed |= met != in[i];
        in[i] = met;
    }
    changed |= !k->reached[unit];
    k->reached[unit] = true;
    if (changed && !k->queued[unit]) {
        k->queued[unit] = true;
        k->queue[k->count++] = (uint32_t)unit;
    }
}

static void raises(struct check *k)
{
    for (uint32_t i = 0; i < k->code->handler_count; i++) {
        const mr_handler *h = &k->code->handlers[i];
        if (k->at < h->start || k->at >= h->end)
            continue;
        if (h->depth >= k->temps) {
            fault(k, "handler too deep", h->depth);
            return;
        }
        memcpy(k->other, k->now, k->temps);
        memset(k->other + h->depth, EMPTY, k->temps - h->depth);
        k->other[h->depth] = FULL;
        reach(k, h->handler, k->other);
        return;
    }
}

/* Takes and puts of the instructions without jumps. */
static void plain(struct check *k, const mr_unit *u)
{
    switch (mr_general_form(u->op)) {
    case MR_BC_NOP: case MR_BC_CHECK_BOUND: case MR_BC_DELETE_LOCAL: case MR_BC_DELETE_GLOBAL:
    case MR_BC_DELETE_NAME: case MR_BC_DELETE_DEREF: case MR_BC_MAKE_CELL: case MR_BC_COPY_FREE:
    case MR_BC_SETUP_ANNOTATIONS: case MR_BC_RETURN_NONE: case MR_BC_RETURN_GENERATOR:
        break;
    case MR_BC_LOAD_CONST: case MR_BC_LOAD_INT: case MR_BC_LOAD_GLOBAL: case MR_BC_LOAD_NAME:
    case MR_BC_LOAD_DEREF:
    case MR_BC_LOAD_CLASSDEREF:
    case MR_BC_LOAD_CLOSURE:
    case MR_BC_LOAD_BUILD_CLASS:
    case MR_BC_LOAD_ASSERTION_ERROR:
        put(k, u->a);
        break;
    case MR_BC_COPY: case MR_BC_IMPORT_FROM: case MR_BC_MATCH_SEQUENCE: case MR_BC_MATCH_MAPPING:
    case MR_BC_GET_LENGTH: case MR_BC_PUSH_HANDLED:
        keep(k, u->b);
        put(k, u->a);
        break;
    case MR_BC_RELEASE: {
        uint8_t *t = temp(k, u->a);
        if (!t)
            fault(k, "releases no temporary", u->a);
        else
            *t = EMPTY;
        break;
    }
    case MR_BC_STORE_GLOBAL: case MR_BC_STORE_NAME: case MR_BC_STORE_DEREF:
        take(k, u->b);
        break;
    case MR_BC_MOVE: case MR_BC_ADD_IMM: case MR_BC_SUBTRACT_IMM: case MR_BC_BINARY_IMM:
    case MR_BC_INPLACE_IMM: case MR_BC_NEGATIVE: case MR_BC_POSITIVE:
    case MR_BC_INVERT:
    case MR_BC_NOT:
    case MR_BC_GET_ATTR:
    case MR_BC_LIST_TO_TUPLE:
    case MR_BC_GET_ITER:
    case MR_BC_YIELD: case MR_BC_GET_YIELD_FROM_ITER: case MR_BC_YIELD_FROM:
        take(k, u->b);
        put(k, u->a);
        break;
    case MR_BC_ADD:
    case MR_BC_SUBTRACT:
    case MR_BC_MULTIPLY:
    case MR_BC_TRUE_DIVIDE:
    case MR_BC_FLOOR_DIVIDE:
    case MR_BC_REMAINDER: case MR_BC_AND: case MR_BC_BINARY: case MR_BC_INPLACE: case MR_BC_COMPARE:
    case MR_BC_IS: case MR_BC_CONTAINS: case MR_BC_GET_ITEM:
        take(k, u->b);
        take(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_SET_ATTR:
        take(k, u->a);
        take(k, u->c);
        break;
    case MR_BC_WITH_EXIT:
        take(k, u->a);
        if (u->n)
            put(k, u->a);
        break;
    case MR_BC_DEL_ATTR: case MR_BC_RETURN: case MR_BC_RERAISE: case MR_BC_POP_HANDLED:
    case MR_BC_IMPORT_STAR: case MR_BC_PRINT_EXPRESSION:
        take(k, u->a);
        break;
    case MR_BC_LOAD_METHOD: case MR_BC_WITH_ENTER:
        take(k, u->b);
        put_many(k, u->a, 2);
        break;
    case MR_BC_SET_ITEM:
        take(k, u->a);
        take(k, u->b);
        take(k, u->c);
        break;
    case MR_BC_DEL_ITEM:
        take(k, u->a);
        take(k, u->b);
        break;
    case MR_BC_BUILD_SLICE:
        take_many(k, u->b, 3);
        put(k, u->a);
        break;
    case MR_BC_CALL: case MR_BC_CALL_METHOD:
        take(k, u->b);
        if (u->op == MR_BC_CALL_METHOD)
            take(k, u->b + 1u);
        take_many(k, u->b + 2u, u->n);
        put(k, u->a);
        break;
    case MR_BC_CALL_EX:
        take(k, u->b);
        take_many(k, u->b + 2u, 1u + u->n);
        put(k, u->a);
        break;
    case MR_BC_MAKE_FUNCTION:
        take_many(k, u->c, (uint32_t)__builtin_popcount(u->n));
        put(k, u->a);
        break;
    case MR_BC_BUILD_TUPLE: case MR_BC_BUILD_LIST: case MR_BC_BUILD_SET: case MR_BC_BUILD_STRING:
        take_many(k, u->b, u->c);
        put(k, u->a);
        break;
    case MR_BC_BUILD_MAP:
        take_many(k, u->b, 2u * u->c);
        put(k, u->a);
        break;
    case MR_BC_FORMAT_VALUE:
        take(k, u->b);
        if (u->c != 0xffff)
            take(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_LIST_APPEND: case MR_BC_LIST_EXTEND: case MR_BC_SET_ADD: case MR_BC_SET_UPDATE:
    case MR_BC_DICT_UPDATE:
        keep(k, u->a);
        take(k, u->b);
        break;
    case MR_BC_MAP_ADD:
        keep(k, u->a);
        take(k, u->b);
        take(k, u->c);
        break;
    case MR_BC_DICT_MERGE:
        keep(k, u->a);
        keep(k, u->c);
        take(k, u->b);
        break;
    case MR_BC_UNPACK:
        take(k, u->b);
        put_many(k, u->a, u->c);
        break;
    case MR_BC_UNPACK_EX:
        take(k, u->b);
        put_many(k, u->a, u->c + 1u + u->n);
        break;
    case MR_BC_RAISE:
        if (u->n)
            take(k, u->a);
        if (u->n == 2)
            take(k, u->b);
        break;
    case MR_BC_MATCH_EXCEPTION:
        keep(k, u->b);
        take(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_MATCH_GROUP:
        keep(k, u->b);
        take(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_RERAISE_GROUP:
        take(k, u->b);
        take(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_ASYNC_GEN_WRAP: case MR_BC_GET_AWAITABLE: case MR_BC_GET_AITER:
        take(k, u->b);
        put(k, u->a);
        break;
    case MR_BC_GET_ANEXT:
        keep(k, u->b);
        put(k, u->a);
        break;
    case MR_BC_END_ASYNC_FOR:
        take(k, u->a);
        break;
    case MR_BC_WITH_EXIT_EXCEPTION:
        take(k, u->b);
        keep(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_IMPORT_NAME:
        take_many(k, u->c, 2);
        put(k, u->a);
        break;
    case MR_BC_MATCH_KEYS:
        keep(k, u->b);
        keep(k, u->c);
        put(k, u->a);
        break;
    case MR_BC_MATCH_REST:
    case MR_BC_MATCH_CLASS:
        keep(k, u->b);
        take(k, u->c);
        put(k, u->a);
        break;
    default:
        fault(k, "unknown instruction", u->op);
    }
}

static void none_left(struct check *k)
{
    for (uint32_t i = 0; i < k->temps; i++)
        if (k->now[i] != EMPTY)
            fault(k, "left behind", k->code->nlocals + i);
}

static void step(struct check *k)
{
    const mr_code *code = k->code;
    const mr_unit *u = &code->units[k->at];
    int64_t next = (int64_t)k->at + 1 + table[u->op].caches;
    int64_t cached = table[u->op].caches ? next + (int32_t)(uint32_t)u[1].cache : -1,
            jump = next + u->jump;

    memcpy(k->now, k->in + (size_t)k->at * k->temps, k->temps);
    raises(k);
    switch (mr_general_form(u->op)) {
    case MR_BC_JUMP:
    case MR_BC_LOOP:
        if ((u->op == MR_BC_LOOP) != (u->jump < 0))
            fault(k, "jumps the wrong way", 0);
        reach(k, jump, k->now);
        return;
    case MR_BC_JUMP_IF_TRUE:
    case MR_BC_JUMP_IF_FALSE:
        take(k, u->a);
        reach(k, jump, k->now);
        break;
    case MR_BC_JUMP_IF_TRUE_KEEP:
    case MR_BC_JUMP_IF_FALSE_KEEP:
        keep(k, u->a);
        reach(k, jump, k->now);
        take(k, u->a);
        break;
    case MR_BC_JUMP_IF_NONE:
        keep(k, u->a);
        if (u->a >= code->nlocals) {
            k->now[u->a - code->nlocals] = EMPTY;
            reach(k, jump, k->now);
            k->now[u->a - code->nlocals] = FULL;
        } else {
            reach(k, jump, k->now);
        }
        break;
    case MR_BC_JUMP_IF_NOT_NONE:
        keep(k, u->a);
        reach(k, jump, k->now);
        break;
    case MR_BC_JUMP_COMPARE:
        take(k, u->a);
        take(k, u->b);
        reach(k, cached, k->now);
        break;
    case MR_BC_JUMP_COMPARE_IMM:
        take(k, u->a);
        reach(k, cached, k->now);
        break;
    case MR_BC_FOR_ITER:
        keep(k, u->b);
        memcpy(k->other, k->now, k->temps);
        k->other[u->b - code->nlocals] = EMPTY;
        reach(k, cached, k->other);
        put(k, u->a);
        break;
    default:
        plain(k, u);
        if (u->op == MR_BC_RETURN || u->op == MR_BC_RETURN_NONE)
            none_left(k);
        if (u->op == MR_BC_RETURN || u->op == MR_BC_RETURN_NONE || u->op == MR_BC_RAISE ||
            u->op == MR_BC_RERAISE)
            return;
        break;
    }
    reach(k, next, k->now);
}

int verify_code(const mr_code *code, FILE *out)
{
    struct check k = {
        .code = code, .out = out, .temps = (uint32_t)(code->nregs - code->nlocals) + 1};

    k.in = calloc((size_t)code->unit_count * k.temps, 1);
    k.reached = calloc(code->unit_count, sizeof *k.reached);
    k.start = calloc(code->unit_count, sizeof *k.start);
    k.queued = calloc(code->unit_count, sizeof *k.queued);
    k.queue = calloc(code->unit_count + 1, sizeof *k.queue);
    k.now = calloc(k.temps, 1);
    k.other = calloc(k.temps, 1);
    for (uint32_t i = 0; i < code->unit_count; i += 1u + table[code->units[i].op].caches)
        k.start[i] = true;
    memset(k.other, EMPTY, k.temps);
    reach(&k, 0, k.other);
    while (k.count) {
        k.at = k.queue[--k.count];
        k.queued[k.at] = false;
        step(&k);
    }
    free(k.in);
    free(k.reached);
    free(k.start);
    free(k.queued);
    free(k.queue);
    free(k.now);
    free(k.other);
    int faults = k.faults;
    for (size_t i = 0; i < mr_as_tuple(code->consts)->length; i++) {
        mr_value v = mr_as_tuple(code->consts)->items[i];
        if (mr_has_kind(v, MR_KIND_CODE))
            faults += verify_code((const mr_code *)mr_obj(v), out);
    }
    return faults;
}
