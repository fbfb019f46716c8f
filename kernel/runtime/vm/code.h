/*
 * code.h - compiled code: instructions, constants, tables.
 *
 * Registers. A frame has code->nregs registers: the parameters first (in the
 * order positional-only, positional, keyword-only, *args, **kwargs), then
 * other locals, then cell and free variables (the register holds the cell),
 * then temporaries. A temporary has one writer and one reader: the
 * instruction that reads it takes it over (the register is then MR_NULL or
 * holds an immediate), so an object dies at its last use. Locals are read in
 * place. Operands below code->nlocals are locals and cells, the others
 * temporaries. Temporaries are numbered as a stack: at any instruction the
 * live ones are nlocals .. nlocals+depth-1.
 *
 * Instructions are 64 bits: an opcode, a small operand n, and three 16-bit
 * operands a, b, c; vm/opcodes.def says what each means. Some are followed by
 * inline cache entries of 64 bits each, of which the definition tells the
 * number. Jump distances are in units of 64 bits from the end of the
 * instruction with its caches, in b and c together (32 bits, signed), or in c
 * (16 bits).
 */
#ifndef MR_CODE_H
#define MR_CODE_H

#include "core/object.h"

typedef union mr_unit {
    struct {
        uint8_t op, n;
        uint16_t a;
        union {
            struct {
                uint16_t b, c;
            };
            int32_t jump;
        };
    };
    uint64_t cache;
    struct {
        uint32_t shape, version;
    };
} mr_unit;

enum mr_opcode {
#define OP(name, caches, text) MR_BC_##name,
#include "vm/opcodes.def"
#undef OP
    MR_BC_COUNT
};

/* An exception in [start, end) goes to `handler`: temporaries from `depth` on
 * are released, and the exception (taken) stands in temporary `depth`. Inner
 * ranges stand before outer ones. Units. */
typedef struct mr_handler {
    uint32_t start, end, handler;
    uint16_t depth;
    uint16_t reserved;
} mr_handler;

/* Source position of the units from `start` to the next entry's. Columns are
 * byte offsets as in CPython, -1 unknown; line 0: no line. */
typedef struct mr_position {
    uint32_t start;
    int32_t line, end_line;
    int32_t column, end_column;
} mr_position;

/* mr_code.flags, CPython's values of co_flags */
#define MR_CO_OPTIMIZED 0x1
#define MR_CO_NEWLOCALS 0x2
#define MR_CO_VARARGS 0x4
#define MR_CO_VARKEYWORDS 0x8
#define MR_CO_NESTED 0x10
#define MR_CO_GENERATOR 0x20
#define MR_CO_COROUTINE 0x80
#define MR_CO_ITERABLE_COROUTINE 0x100
#define MR_CO_ASYNC_GENERATOR 0x200
#define MR_CO_FUTURE_ANNOTATIONS 0x1000000

typedef struct mr_code {
    mr_object head;
    mr_value name, qualname, filename; /* str */
    int32_t first_line;
    uint32_t flags;
    uint16_t posonly_count, arg_count /* positional, posonly included */, kwonly_count;
    uint16_t
        exact_args; /* a call with so many positional arguments needs no binding; 0xffff: all do */
    uint16_t nparams; /* registers filled by a call: all parameters, *args and **kwargs included */
    uint16_t nvars;         /* locals that are not cells of inner functions nor free: varnames */
    uint16_t ncells,
        nfree; /* registers nvars .. nvars+ncells-1 hold own cells, then free variables' */
    uint16_t nlocals;       /* nvars + ncells + nfree */
    uint16_t nregs;
    uint16_t site;          /* number as an allocation site; 0 when they ran out */
    mr_value names;         /* tuple of str: attribute, global and import names */
    mr_value consts;        /* tuple */
    mr_value varnames, cellvars, freevars; /* tuples of str */
    int16_t *cell_params;   /* for each cell: register of the parameter it takes over, or -1 */
    mr_unit *units;
    uint32_t unit_count;
    mr_handler *handlers;
    uint32_t handler_count;
    mr_position *positions;
    uint32_t position_count;
    uint32_t warmup;        /* calls so far, for quickening */
    struct mr_code *prev, *next; /* all code objects, to clear caches */
} mr_code;

/* The instruction that the compiler emitted, of a specialised form or of itself. */
enum mr_opcode mr_general_form(enum mr_opcode op);

/* Position of the unit; line 0 when unknown. */
mr_position mr_code_position(const mr_code *code, uint32_t unit);
static inline int mr_code_line(const mr_code *code, uint32_t unit)
{
    return mr_code_position(code, unit).line;
}

#endif
