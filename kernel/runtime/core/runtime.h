/*
 * runtime.h - the runtime instance: everything that would otherwise be global.
 *
 * Internal to the runtime; embedders see memoir_runtime.h. Each subsystem's
 * state is one embedded struct, set up and taken down in the order of
 * core/runtime.c.
 */
#ifndef MR_RUNTIME_H
#define MR_RUNTIME_H

#include <signal.h>

#include "core/collector.h"
#include "core/heap.h"
#include "core/heap_state.h"
#include "core/ledger.h"
#include "core/names.h"
#include "core/object.h"
#include "core/shape.h"
#include "memoir_runtime.h"
#include "types/type.h"

struct mr_frame;
struct np_state;
struct mr_datetime_state;

/* Built-in types every part refers to. X(field) gives mr_type *field. */
#define MR_BUILTIN_TYPES(X)                                                                        \
    X(object)                                                                                      \
    X(type) X(none) X(ellipsis) X(not_implemented) X(bool_) X(int_) X(float_) X(complex) X(str)    \
        X(bytes) X(bytearray) X(memoryview) X(list) X(tuple) X(dict) X(set) X(frozenset) X(slice)  \
            X(range) X(cell) X(code) X(function) X(native) X(method) X(module) X(generator)        \
                X(frame) X(traceback) X(property) X(classmethod) X(staticmethod) X(super)          \
                    X(mappingproxy) X(simple_namespace) X(weakref) X(weakproxy)                    \
                        X(weakcallableproxy) X(generic_alias) X(union_) X(slot_wrapper)            \
                            X(method_wrapper) X(method_descr) X(member_descr) X(getset_descr)      \
                                X(classmethod_descr) X(dict_keys) X(dict_values) X(dict_items)     \
                                    X(seq_iter) X(call_iter) X(list_iter) X(list_reverse_iter)     \
                                        X(tuple_iter) X(str_iter) X(str_ascii_iter) X(bytes_iter)  \
                                            X(bytearray_iter) X(dict_key_iter) X(dict_value_iter)  \
                                                X(dict_item_iter) X(dict_reverse_iter) X(set_iter) \
                                                    X(range_iter) X(long_range_iter) X(enumerate)  \
                                                        X(zip) X(map) X(filter) X(reversed)        \
    X(coroutine) X(coroutine_wrapper) X(async_generator) X(asyncgen_value) X(asyncgen_asend)       \
        X(asyncgen_athrow) X(anext_awaitable)

struct mr_types {
#define X(name) mr_type *name;
    MR_BUILTIN_TYPES(X)
#undef X
};

/* Built-in exceptions: X(field, "Name", base). The fields are in exceptions.def order. */
struct mr_exceptions {
#define X(name, base, doc) mr_type *name;
#include "types/exceptions.def"
#undef X
};

struct mr_runtime {
    uint32_t tick; /* first: mr_tick() reads it. The ledger's clock, see ledger.h */

    /* Reasons to leave the fast path at the next safe point (loop back-edges,
     * function entry): MR_BREAK_*. Set from any thread or signal handler. */
    volatile sig_atomic_t eval_break;

    mr_value exception; /* the exception being raised, or MR_NULL; an instance, traceback inside */
    struct mr_frame *frame;     /* innermost running frame, NULL when no Python code runs */
    const mr_value *throw_args; /* of the innermost generator.throw() under way, borrowed */
    size_t throw_nargs;
    mr_shape *shapes;           /* shapes[0] is unused */
    uint32_t shape_count, shape_capacity;
    struct mr_types types;
    struct mr_exceptions exc;
    struct mr_names names;      /* interned strings: MR_NAME(rt, __init__) */

    struct mr_heap heap;
    struct mr_ledger ledger;
    struct mr_collector collector;
    struct mr_vm *vm;           /* stacks, handled exceptions: vm/vm.h */
    struct mr_model *model;     /* attribute cache, slot names: types/model.h */
    struct mr_interns *interns; /* the table of interned strings: types/str.c */
    struct mr_weakrefs *weakrefs; /* object to its weak references: types/weakref.c */

    mr_value modules;           /* sys.modules, a dict */
    mr_value builtins;          /* namespace of builtins, a dict */
    mr_value sysdict;           /* namespace of sys, a dict */
    mr_value empty_tuple, empty_str, empty_bytes;
    mr_value latin1[256];       /* one-character strings */
    uint32_t next_type_version;
    uint32_t dict_version;      /* the last mr_dict.keys_version given out */
    uint64_t hash_seed[2];      /* SipHash key; zero unless PYTHONHASHSEED asks */

    mr_value *repr_stack;       /* containers being represented: mr_repr_enter */
    size_t repr_count, repr_capacity;
    int wake_fd;                /* an eventfd that ends mr_sleep */
    volatile sig_atomic_t sleeping;
    uintptr_t c_stack_limit;    /* native recursion below this address is a RecursionError */
    int int_max_str_digits;     /* sys.set_int_max_str_digits; 0: no limit */
    int recursion_limit;
    int recursion_depth;        /* Python frames and guarded native calls */

    mr_value numpy_module;      /* made at start-up: a run's account shows arrays, not the module */
    struct np_state *numpy;     /* once numpy is imported: numpy/ndarray.h */
    struct mr_datetime_state *datetime; /* once it is imported: modules/datetime/datetime.h */
    struct mr_config config;    /* copied from the embedder */
    bool ready;                 /* start-up is over */
};

#define MR_BREAK_INTERRUPT 1 /* raise KeyboardInterrupt (or run the SIGINT handler) */
#define MR_BREAK_COLLECT 2   /* generation 0 is over its threshold */
#define MR_BREAK_HOOK 4      /* the embedder's periodic hook is due */
#define MR_BREAK_SIGNAL 16   /* a signal waits for the handler that the program gave it */
#define MR_BREAK_PENDING 8   /* pending calls: deferred finalizers */
void mr_break_set(mr_runtime *rt, int reason);   /* async-signal-safe */
void mr_break_clear(mr_runtime *rt, int reason);
/* Serves eval_break; -1 with an exception set. Called by the VM and by long native loops. */
int mr_safe_point(mr_runtime *rt);
static inline int mr_poll(mr_runtime *rt)
{
    return __builtin_expect(rt->eval_break != 0, 0) ? mr_safe_point(rt) : 0;
}

/* The same for loops in the midst of which no code of the program may run: KeyboardInterrupt when
 * an interrupt waits. A handler that the program gave SIGINT waits for the next safe point. */
int mr_interrupt_take(mr_runtime *rt);
static inline int mr_poll_interrupt(mr_runtime *rt)
{
    return __builtin_expect(rt->eval_break & MR_BREAK_INTERRUPT, 0) ? mr_interrupt_take(rt) : 0;
}
/* A poll every so many steps, for loops over bytes and values. */
#define MR_POLL_STEPS 65536
static inline int mr_poll_step(mr_runtime *rt, size_t i)
{
    return i % MR_POLL_STEPS == 0 ? mr_poll_interrupt(rt) : 0;
}

/* Sleeps for ns, serving safe points meanwhile; -1 with an exception set, as soon as one is raised.
 */
int mr_sleep(mr_runtime *rt, int64_t ns);

mr_type *mr_type_of_immediate(mr_runtime *rt, mr_value v);
static inline mr_type *mr_object_type(mr_runtime *rt, const mr_object *o)
{
    return rt->shapes[o->shape].type;
}
static inline mr_type *mr_type_of(mr_runtime *rt, mr_value v)
{
    return mr_is_object(v) ? mr_object_type(rt, mr_obj(v)) : mr_type_of_immediate(rt, v);
}

/* Guards native recursion (repr of nested lists, deep comparisons, calls from
 * C). false with RecursionError set; `where` as CPython's " while calling a Python object". */
bool mr_recursion_enter(mr_runtime *rt, const char *where);
/* For native functions that call others of their kind: false with RecursionError set when the C
 * stack is used up. Iterators over iterators do not count as Python's recursion. */
bool mr_stack_overflow(mr_runtime *rt);
static inline bool mr_stack_left(mr_runtime *rt)
{
    return (uintptr_t)__builtin_frame_address(0) >= rt->c_stack_limit || mr_stack_overflow(rt);
}
static inline void mr_recursion_leave(mr_runtime *rt) { rt->recursion_depth--; }
/* repr() of containers: 1 when `v` is already being represented, -1 on error, else 0 and entered.
 */
int mr_repr_enter(mr_runtime *rt, mr_value v);
void mr_repr_leave(mr_runtime *rt, mr_value v);

#endif
