/*
 * disassemble.c - instructions in words, for tests and for people.
 */
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compile.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

static const struct {
    const char *name;
    uint8_t caches;
} instructions[] = {
#define OP(name, caches, text) { #name, caches },
#include "vm/opcodes.def"
#undef OP
};

static void name_of(FILE *out, mr_value tuple, uint32_t i)
{
    mr_value s = i < mr_as_tuple(tuple)->length ? mr_as_tuple(tuple)->items[i] : MR_NULL;

    if (mr_is_str(s) && mr_as_str(s)->ascii)
        fprintf(out, "%.*s", (int)mr_as_str(s)->length, (const char *)mr_as_str(s)->data);
    else
        fprintf(out, "#%u", i);
}

/* r3, or the variable's name */
static void reg(FILE *out, const mr_code *code, uint32_t r)
{
    if (r < code->nvars)
        name_of(out, code->varnames, r);
    else if (r < (uint32_t)code->nvars + code->ncells)
        name_of(out, code->cellvars, r - code->nvars);
    else if (r < code->nlocals)
        name_of(out, code->freevars, r - code->nvars - code->ncells);
    else
        fprintf(out, "t%u", r - code->nlocals);
}

static void constant(mr_runtime *rt, FILE *out, const mr_code *code, uint32_t i)
{
    if (i >= mr_as_tuple(code->consts)->length) {
        fprintf(out, "const %u", i);
        return;
    }
    mr_value v = mr_as_tuple(code->consts)->items[i];
    if (mr_has_kind(v, MR_KIND_CODE)) {
        fprintf(out, "<code>");
        return;
    }
    mr_value repr = mr_repr(rt, v);
    char *owned = NULL;
    const char *text = repr ? mr_str_utf8(rt, repr, NULL, &owned) : NULL;
    if (text)
        fputs(text, out);
    else
        mr_error_clear(rt);
    free(owned);
    mr_decref(rt, repr);
}

static void operands(mr_runtime *rt, FILE *out, const mr_code *code, uint32_t at)
{
    const mr_unit *u = &code->units[at];
    uint32_t next = at + 1u + instructions[u->op].caches;

    switch (u->op) {
    case MR_BC_LOAD_CONST:
        reg(out, code, u->a);
        fputs(" = ", out);
        constant(rt, out, code, (uint32_t)u->jump);
        return;
    case MR_BC_LOAD_INT:
        reg(out, code, u->a);
        fprintf(out, " = %d", u->jump);
        return;
    case MR_BC_JUMP:
    case MR_BC_LOOP:
        fprintf(out, "to %d", (int)next + u->jump);
        return;
    case MR_BC_JUMP_IF_TRUE:
    case MR_BC_JUMP_IF_FALSE:
    case MR_BC_JUMP_IF_TRUE_KEEP:
    case MR_BC_JUMP_IF_FALSE_KEEP:
    case MR_BC_JUMP_IF_NONE:
    case MR_BC_JUMP_IF_NOT_NONE:
        reg(out, code, u->a);
        fprintf(out, " to %d", (int)next + u->jump);
        return;
    case MR_BC_FOR_ITER:
        reg(out, code, u->a);
        fputs(" ", out);
        reg(out, code, u->b);
        fprintf(out, " to %d", (int)next + (int32_t)(uint32_t)u[1].cache);
        return;
    case MR_BC_JUMP_COMPARE:
        reg(out, code, u->a);
        fputs(" ", out);
        reg(out, code, u->b);
        fprintf(out, " %s %d to %d", u->n & 8 ? "not" : "if", u->n & 7,
                (int)next + (int32_t)(uint32_t)u[1].cache);
        return;
    case MR_BC_JUMP_COMPARE_IMM:
        reg(out, code, u->a);
        fprintf(out, " %d %s %d to %d", (int16_t)u->b, u->n & 8 ? "not" : "if", u->n & 7,
                (int)next + (int32_t)(uint32_t)u[1].cache);
        return;
    case MR_BC_LOAD_GLOBAL:
    case MR_BC_LOAD_NAME:
        reg(out, code, u->a);
        fputs(" = ", out);
        name_of(out, code->names, u->b);
        return;
    case MR_BC_STORE_GLOBAL:
    case MR_BC_STORE_NAME:
        name_of(out, code->names, u->a);
        fputs(" = ", out);
        reg(out, code, u->b);
        return;
    case MR_BC_DELETE_GLOBAL:
    case MR_BC_DELETE_NAME:
        name_of(out, code->names, u->a);
        return;
    case MR_BC_GET_ATTR:
    case MR_BC_LOAD_METHOD:
    case MR_BC_IMPORT_FROM:
        reg(out, code, u->a);
        fputs(" ", out);
        reg(out, code, u->b);
        fputs(" .", out);
        name_of(out, code->names, u->c);
        return;
    case MR_BC_SET_ATTR:
        reg(out, code, u->a);
        fputs(" .", out);
        name_of(out, code->names, u->b);
        fputs(" ", out);
        reg(out, code, u->c);
        return;
    case MR_BC_ADD_IMM:
    case MR_BC_SUBTRACT_IMM:
    case MR_BC_BINARY_IMM:
    case MR_BC_INPLACE_IMM:
        reg(out, code, u->a);
        fputs(" ", out);
        reg(out, code, u->b);
        fprintf(out, " %d n=%d", (int16_t)u->c, u->n);
        return;
    default:
        break;
    }
    reg(out, code, u->a);
    fputs(" ", out);
    reg(out, code, u->b);
    fputs(" ", out);
    reg(out, code, u->c);
    if (u->n)
        fprintf(out, " n=%d", u->n);
}

static void one_code(mr_runtime *rt, FILE *out, const mr_code *code)
{
    int line = -1;

    fputs("code ", out);
    if (mr_is_str(code->qualname) && mr_as_str(code->qualname)->ascii)
        fprintf(out, "%.*s", (int)mr_as_str(code->qualname)->length,
                (const char *)mr_as_str(code->qualname)->data);
    fprintf(out, " regs %u locals %u\n", code->nregs, code->nlocals);
    for (uint32_t at = 0; at < code->unit_count;
         at += 1u + instructions[code->units[at].op].caches) {
        int now = mr_code_line(code, at);
        if (now != line)
            fprintf(out, "%5d ", line = now);
        else
            fputs("      ", out);
        fprintf(out, "%5u %-20s ", at, instructions[code->units[at].op].name);
        operands(rt, out, code, at);
        fputc('\n', out);
    }
    for (uint32_t i = 0; i < code->handler_count; i++)
        fprintf(out, "      handler %u..%u to %u depth %u\n", code->handlers[i].start,
                code->handlers[i].end, code->handlers[i].handler, code->handlers[i].depth);
}

static void all_code(mr_runtime *rt, FILE *out, const mr_code *code)
{
    one_code(rt, out, code);
    for (size_t i = 0; i < mr_as_tuple(code->consts)->length; i++) {
        mr_value v = mr_as_tuple(code->consts)->items[i];
        if (mr_has_kind(v, MR_KIND_CODE))
            all_code(rt, out, (const mr_code *)mr_obj(v));
    }
}

char *mr_disassemble(mr_runtime *rt, const mr_code *code)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    all_code(rt, out, code);
    if (fclose(out)) {
        free(text);
        return NULL;
    }
    return text;
}
