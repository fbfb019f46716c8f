/*
 * private.h - what the files of vm/ share: frame objects, pushing frames,
 * binding arguments, the interpreter's slow paths.
 */
#ifndef MR_VM_PRIVATE_H
#define MR_VM_PRIVATE_H

#include "types/exception.h"
#include "types/function.h"
#include "types/str.h"
#include "vm/vm.h"

/* ---- types ---- */
extern const mr_type_spec mr_code_spec, mr_function_spec, mr_cell_spec, mr_method_spec,
    mr_frame_spec, mr_traceback_spec, mr_generator_spec, mr_coroutine_spec,
    mr_coroutine_wrapper_spec, mr_async_generator_spec, mr_asyncgen_value_spec,
    mr_asyncgen_asend_spec, mr_asyncgen_athrow_spec, mr_anext_awaitable_spec;

/* An empty code object in the list of all, its fields to be filled in; owned. */
mr_code *mr_code_alloc(mr_runtime *rt);
/* Back to the general instructions, caches empty. */
void mr_code_clear_caches(mr_code *code);
/* How many cache units follow an instruction. */
extern const uint8_t mr_opcode_caches[MR_BC_COUNT];

/* ---- frame objects ---- */
typedef struct mr_frame_proxy {
    mr_object head;
    mr_frame *frame;       /* running or suspended; NULL once it has ended */
    mr_function *function; /* owned; set when the frame has ended, as is the next */
    mr_code *code;         /* owned */
    mr_value back;         /* frame object; set when the frame has ended, or MR_NULL */
    mr_value locals;       /* the namespace, or the dict that f_locals gave; or MR_NULL */
    mr_value trace;        /* f_trace */
    mr_value *values;      /* registers of an ended frame, nlocals of them */
    uint32_t unit;         /* where it ended */
    bool trace_lines, trace_opcodes;
} mr_frame_proxy;

/* Code and the current unit of a frame object, running or not. */
mr_code *mr_frame_proxy_code(const mr_frame_proxy *fo);
uint32_t mr_frame_proxy_unit(const mr_frame_proxy *fo);

typedef struct mr_traceback {
    mr_object head;
    mr_value next;  /* traceback or MR_NULL */
    mr_value frame; /* frame object */
    uint32_t unit;
    int32_t line;
} mr_traceback;

/* ---- frames ---- */

/* The unit of the instruction a frame is at. */
static inline uint32_t mr_frame_unit(const mr_frame *frame)
{
    return (uint32_t)(frame->pc - frame->code->units);
}

/* RecursionError; releases the function. */
mr_frame *mr_frame_push_failed(mr_runtime *rt, mr_function *function);

/* The frame of `function` (stolen, also on failure) with its parameters bound in
 * regs, pushed on the stack and made the innermost. On failure (recursion,
 * stack used up) RecursionError is set, and regs are the caller's business.
 *
 * Locals start unbound; temporaries are left as they are, since no value from
 * vm->top on holds a reference: whoever uses the stack clears it. */
static inline mr_frame *mr_frame_push(mr_runtime *rt, mr_function *function, mr_value *regs)
{
    struct mr_vm *vm = rt->vm;
    mr_code *code = function->code;
    mr_frame *frame = vm->frame_top;
    mr_value *top = regs + code->nregs;
    if (__builtin_expect(rt->recursion_depth >= rt->recursion_limit || frame == vm->frames_end ||
                             top >= vm->values_end, 0))
        return mr_frame_push_failed(rt, function);
    rt->recursion_depth++;
    for (size_t i = code->nparams, n = code->nlocals; i < n; i++)
        regs[i] = MR_NULL;
    frame->back = rt->frame;
    frame->function = function;
    frame->code = code;
    frame->regs = regs;
    frame->pc = code->units;
    frame->globals = function->globals;
    frame->builtins = function->builtins;
    frame->locals = MR_NULL;
    frame->object = MR_NULL;
    frame->generator = MR_NULL;
    frame->top = vm->top;
    frame->entry = 0;
    frame->flags = 0;
    vm->frame_top = frame + 1;
    vm->top = top;
    rt->frame = frame;
    return frame;
}
/* Releases the registers and what else the frame owns; a frame object takes
 * them over if somebody holds one. The frame is no longer the innermost. */
void mr_frame_pop(mr_runtime *rt, mr_frame *frame);
/* For a frame with a frame object: moves what it owns there, or lets it die. */
void mr_frame_detach(mr_runtime *rt, mr_frame *frame);

/* Is there room for n registers from `regs` on? Else RecursionError. */
bool mr_stack_room(mr_runtime *rt, const mr_value *regs, size_t n);

/* Binds arguments in place: regs[0..nargs) hold the arguments, the last ones
 * for the names in kwnames, owned. On success regs[0..nparams) hold the
 * parameters. On failure all are released and MR_NULL, TypeError is set. */
bool mr_bind_parameters(mr_runtime *rt, mr_function *function, mr_value *regs, size_t nargs,
                        mr_value kwnames);

/* Runs the innermost frame and those it calls until it leaves. MR_NULL with an
 * exception set; for a generator's frame, its state says if it has yielded.
 * SEND and THROW go on where a generator has yielded: with `sent` (stolen), or
 * with the raised exception. */
enum mr_resume { MR_RESUME_START, MR_RESUME_SEND, MR_RESUME_THROW };
mr_value mr_interpret(mr_runtime *rt, mr_frame *frame, enum mr_resume how, mr_value sent);

/* ---- generators ---- */
/* Makes a generator of the innermost frame, which it pops. */
mr_value mr_generator_new(mr_runtime *rt, mr_frame *frame);
/* Makes it run: state, back link, handled exception. ValueError if it does already. */
bool mr_generator_enter(mr_runtime *rt, mr_generator *g);
/* The other way round, when it yields. */
void mr_generator_leave(mr_runtime *rt, mr_generator *g);
/* It has returned: its frame ends. */
void mr_generator_end(mr_runtime *rt, mr_generator *g);
/* The raised exception has left it: its frame ends; StopIteration becomes RuntimeError. */
void mr_generator_fail(mr_runtime *rt, mr_generator *g);
/* Sends v to what a generator delegates to: 1 with *out yielded, 0 with *out returned, -1. */
int mr_delegate_send(mr_runtime *rt, mr_value delegate, mr_value v, mr_value *out);
/* Throws the raised exception into it; the same results. */
int mr_delegate_throw(mr_runtime *rt, mr_value delegate, mr_value *out);

/* ---- inline caches of attributes (op_attributes.c) ---- */

/* Getting, setting and calling by one name are looked up apart. */
enum { MR_LOOKUP_GET, MR_LOOKUP_SET, MR_LOOKUP_METHOD };
static inline struct mr_lookup *mr_lookup_entry(mr_runtime *rt, uint32_t shape, uint64_t hash)
{
    return &rt->vm->lookups[(shape ^ hash) % MR_LOOKUPS];
}
/* What is known of attribute `name` (interned) of an object, or NULL. */
static inline const struct mr_lookup *mr_lookup_probe(mr_runtime *rt, mr_value v, mr_value name,
                                                      int use)
{
    if (!mr_is_object(v))
        return NULL;
    uint32_t shape = mr_obj(v)->shape;
    uint64_t hash = mr_as_str(name)->hash + (uint64_t)use;
    const struct mr_lookup *e = mr_lookup_entry(rt, shape, hash);
    return e->hash == hash && e->shape == shape && rt->shapes[shape].type->version == e->version
        ? e : NULL;
}

/* Does the whole instruction, and specialises it when it can. */
mr_value mr_op_get_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name);
int mr_op_set_attr(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name, mr_value x);
/* out[0] is the callable, out[1] its first argument or MR_NULL; both owned. */
bool mr_op_load_method(mr_runtime *rt, mr_unit *pc, mr_value v, mr_value name, mr_value *out);

/* ---- slow paths of instructions; results as in object.h ---- */
mr_value mr_op_load_global(mr_runtime *rt, mr_frame *frame, mr_value name);
mr_value mr_op_load_name(mr_runtime *rt, mr_frame *frame, mr_value name);
int mr_op_store_name(mr_runtime *rt, mr_frame *frame, mr_value name, mr_value v);
int mr_op_delete_name(mr_runtime *rt, mr_frame *frame, mr_value name);
int mr_op_delete_global(mr_runtime *rt, mr_frame *frame, mr_value name);
mr_value mr_op_load_classderef(mr_runtime *rt, mr_frame *frame, mr_value name, uint16_t reg);
int mr_op_setup_annotations(mr_runtime *rt, mr_frame *frame);
/* The name of a local register: variable, cell or free variable; borrowed. */
mr_value mr_local_name(const mr_code *code, uint16_t reg);
mr_value mr_raise_unbound(mr_runtime *rt, const mr_code *code, uint16_t reg);
mr_value mr_raise_name(mr_runtime *rt, mr_value name);

mr_value mr_op_make_function(mr_runtime *rt, mr_frame *frame, mr_code *code, unsigned bits,
                             mr_value *temps);
/* Copies the arguments of f(*args, **kwargs) to regs, where there must be room for at
 * `least` values; their number, or -1. *kwnames is owned or MR_NULL. */
int64_t mr_spread_arguments(mr_runtime *rt, mr_value first, mr_value args, mr_value kwargs,
                            mr_value *regs, size_t least, mr_value *kwnames);
mr_value mr_star_tuple(mr_runtime *rt, mr_value callable, mr_value iterable);
mr_value mr_callable_name(mr_runtime *rt, mr_value callable);
mr_value mr_plain_init(mr_runtime *rt, mr_type *type);

mr_value mr_op_build_string(mr_runtime *rt, const mr_value *parts, size_t n);
mr_value mr_op_format_value(mr_runtime *rt, mr_value v, int conversion, mr_value spec);
bool mr_op_list_extend(mr_runtime *rt, mr_value list, mr_value iterable, bool of_call);
bool mr_op_dict_update(mr_runtime *rt, mr_value dict, mr_value mapping);
bool mr_op_dict_merge(mr_runtime *rt, mr_value dict, mr_value mapping, mr_value callable);
bool mr_op_unpack(mr_runtime *rt, mr_value v, mr_value *out, size_t n);
bool mr_op_unpack_ex(mr_runtime *rt, mr_value v, mr_value *out, size_t before, size_t after);

bool mr_op_raise(mr_runtime *rt, mr_value exception, mr_value cause);
int mr_op_match_exception(mr_runtime *rt, mr_value exception, mr_value classes);
bool mr_op_match_group(mr_runtime *rt, mr_value group, mr_value classes, mr_value *match,
                       mr_value *rest);
mr_value mr_op_reraise_group(mr_runtime *rt, mr_value original, mr_value raised);
bool mr_op_with_enter(mr_runtime *rt, mr_value manager, bool is_async, mr_value *exit,
                      mr_value *entered);
mr_value mr_op_with_exit_exception(mr_runtime *rt, mr_value exit, mr_value exception);

/* The instructions of await and async for; `from` is GET_AWAITABLE's n. */
mr_value mr_op_get_awaitable(mr_runtime *rt, mr_value v, int from);
mr_value mr_op_get_aiter(mr_runtime *rt, mr_value v);
mr_value mr_op_get_anext(mr_runtime *rt, mr_value it);
mr_value mr_op_get_yield_from_iter(mr_runtime *rt, const mr_code *code, mr_value v);
/* The value that an asynchronous generator yields to its consumer; steals. */
mr_value mr_asyncgen_wrap(mr_runtime *rt, mr_value v);

mr_value mr_op_import_name(mr_runtime *rt, mr_frame *frame, mr_value name, mr_value level,
                           mr_value fromlist);
mr_value mr_op_import_from(mr_runtime *rt, mr_value module, mr_value name);
bool mr_op_import_star(mr_runtime *rt, mr_frame *frame, mr_value module);
bool mr_op_print_expression(mr_runtime *rt, mr_value v);

mr_value mr_op_match_keys(mr_runtime *rt, mr_value mapping, mr_value keys);
mr_value mr_op_match_rest(mr_runtime *rt, mr_value mapping, mr_value keys);
mr_value mr_op_match_class(mr_runtime *rt, mr_value subject, mr_value cls, size_t positional,
                           mr_value names);

/* An except clause begins: `exception` (stolen) is handled now; what was before, or
 * None, to be given to mr_pop_handled (stolen) at its end. */
mr_value mr_push_handled(mr_runtime *rt, mr_frame *frame, mr_value exception);
void mr_pop_handled(mr_runtime *rt, mr_frame *frame, mr_value before);

/* The namespace of __main__, made when first needed; borrowed, MR_NULL with an exception set. */
mr_value mr_main_dict(mr_runtime *rt);

#endif
