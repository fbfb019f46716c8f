/*
 * vm.h - frames, generators and the interpreter.
 *
 * Frames and registers live on two stacks reserved once (their address never
 * changes; untouched parts cost nothing). A call from Python to Python pushes
 * a frame and stays in the same C function; the arguments, which the caller
 * placed in consecutive temporaries, become the first registers of the callee
 * without being copied. A generator owns its frame and registers on the heap.
 */
#ifndef MR_VM_H
#define MR_VM_H

#include "core/runtime.h"
#include "types/function.h"

typedef struct mr_frame {
    struct mr_frame *back;
    mr_function *function; /* owned; NULL only while tearing down */
    mr_code *code;         /* function->code, borrowed */
    mr_value *regs;
    const mr_unit *pc;     /* the instruction running now, while code outside the loop may look */
    mr_value globals, builtins; /* borrowed from function */
    mr_value locals;       /* namespace of a module or class body, owned; MR_NULL for functions */
    mr_value object;       /* the frame object, if someone asked for it; owned */
    mr_value generator;    /* the generator whose frame this is, borrowed; or MR_NULL */
    mr_value *top;         /* vm->top as it was before the frame; unused in a generator's */
    uint16_t result;       /* the caller's register for the result */
    uint8_t entry;         /* a return from here leaves the C function */
    uint8_t flags;         /* MR_FRAME_* */
} mr_frame;
#define MR_FRAME_INIT \
    1 /* __init__ called by a class call: the result is the instance in regs[-1] */
#define MR_FRAME_FOR 2     /* a generator's frame run by the caller's FOR_ITER */
#define MR_FRAME_GENERATOR 4 /* a generator's */
#define MR_FRAME_EX 8      /* called by CALL_EX */

typedef struct mr_generator {
    mr_object head;
    mr_frame frame;        /* regs point behind this struct */
    mr_value name, qualname;
    mr_value handled;      /* the exception it is handling while suspended, or MR_NULL */
    mr_value outer;        /* while it runs: the exception its resumer handles, or MR_NULL; owned */
    uint32_t handling;     /* except clauses it is in */
    int32_t span;          /* the open span it runs in (of a profiled call), or MR_SPAN_* */
    uint16_t nregs;
    uint8_t state;         /* MR_GEN_* */
    /* of an asynchronous generator: has it ended or been told to, does an awaitable of it run
     * it, have the hooks seen it */
    bool async_closed, async_running, hooked;
    uint8_t extra;         /* values behind the registers, 1 or 0: mr_generator_extra */
    mr_value regs[];
} mr_generator;
/* Coroutines and asynchronous generators are generators of other types, which have one value more:
 * where a coroutine was made (a tuple), an asynchronous generator's finalizer hook; or MR_NULL.
 * NULL for generators. */
static inline mr_value *mr_generator_extra(mr_generator *g)
{
    return g->extra ? &g->regs[g->nregs] : NULL;
}
#define MR_SPAN_NONE (-1)
#define MR_SPAN_AHEAD (-2) /* to be entered when it first runs */
enum { MR_GEN_CREATED, MR_GEN_SUSPENDED, MR_GEN_RUNNING, MR_GEN_CLOSED };

/* Attribute lookups at sites that see many shapes: where the attribute of a name (by its hash)
 * stands in objects of a shape, valid while the type has this version. `form` is the specialised
 * instruction that would do it; the general one when there is no such place. */
#define MR_LOOKUPS 2048
struct mr_lookup {
    uint64_t hash, place;
    uint32_t shape, version;
    uint32_t form;
};

struct mr_vm {
    mr_frame *frames, *frames_end;  /* reserved stack of frames */
    mr_value *values, *values_end;  /* reserved stack of registers */
    mr_value *top;                  /* first free register */
    mr_frame *frame_top;
    mr_value handled; /* sys.exc_info()[1] of the innermost except; owned, or MR_NULL */
    mr_value sources;               /* texts of cells by file name (vm/source.h), or MR_NULL */
    mr_value replaced_codes; /* list of codes that f.__code__ = ... has replaced, or MR_NULL */
    /* sys.set_asyncgen_hooks, sys.set_coroutine_origin_tracking_depth */
    mr_value asyncgen_firstiter, asyncgen_finalizer; /* or MR_NULL */
    mr_value runner; /* the asyncio.Runner of cells that await, or MR_NULL */
    mr_type *asyncgen_hooks; /* the type of what sys.get_asyncgen_hooks gives, or NULL */
    int origin_depth;
    struct mr_code *codes;          /* all code objects */
    uint16_t next_site;
    struct mr_lookup lookups[MR_LOOKUPS];
    struct mr_code **sites;         /* code of each allocation site, NULL when dead */
};

bool mr_vm_init(mr_runtime *rt);
void mr_vm_finish(mr_runtime *rt);

/* Runs module-level or class-body code in these namespaces. */
mr_value mr_eval_code(mr_runtime *rt, mr_code *code, mr_value globals, mr_value locals);
/* Runs a function's body in a namespace (class bodies, with their closure); no arguments. */
mr_value mr_eval_function(mr_runtime *rt, mr_value function, mr_value locals);
/* Calls a Python function (native entry). */
mr_value mr_function_call(mr_runtime *rt, mr_value function, const mr_value *args, size_t nargs,
                          mr_value kwnames);
/* Resumes a generator with a value (send) or, v MR_NULL, with rt->exception set
 * (throw). MR_NULL without exception: finished, *returned holds the owned
 * return value. */
mr_value mr_generator_resume(mr_runtime *rt, mr_value generator, mr_value v, mr_value *returned);
/* The iterator that `await v` runs; owned. */
mr_value mr_awaitable_iter(mr_runtime *rt, mr_value v);
/* What anext(it, default) gives for the awaitable of it.__anext__(). */
mr_value mr_anext_awaitable(mr_runtime *rt, mr_value awaitable, mr_value otherwise);
/* The frame object of a running frame; owned. */
mr_value mr_frame_object(mr_runtime *rt, mr_frame *frame);
/* locals() in that frame: the namespace of a module or class, or a dict of the
 * variables of a function (the frame object's own dict, brought up to date); owned. */
mr_value mr_frame_locals(mr_runtime *rt, mr_frame *frame);
/* The line the frame is at. */
int mr_frame_line(const mr_frame *frame);
void mr_vm_visit_roots(mr_runtime *rt, mr_visit visit, void *arg);
/* Empties every inline cache. */
void mr_vm_clear_caches(mr_runtime *rt);

#endif
