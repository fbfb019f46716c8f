/*
 * interpret.c - the interpreter: one function that runs the innermost frame
 * and all frames it calls. The instructions stand in the loop_*.inc files by
 * subject; long or rare work is called (op_*.c).
 *
 * Dispatch is by computed goto. Inside, `frame` is the running frame, R its
 * registers, K its constants, N its names, pc the instruction. Code outside
 * sees frame->pc, so SAVE() stands before every call that may look at it or
 * allocate. Operands stay in their registers until an instruction succeeds:
 * on an error the handler's unwinding releases them.
 */
#include <math.h>

#include "core/runtime.h"
#include "text/text.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Result of a comparison as a bit number: less 0, equal 1, greater 2, unordered 3; and which of
 * them make each enum mr_cmp true. */
static const uint8_t cmp_truth[8] = {1, 3, 2, 13, 4, 6, 0, 0};

static inline int compare_ints(mr_value a, mr_value b)
{
    int64_t x = (int64_t)(a << MR_INT_SHIFT), y = (int64_t)(b << MR_INT_SHIFT);
    return 1 + (x > y) - (x < y);
}

static inline int compare_doubles(double x, double y)
{
    return x < y ? 0 : x == y ? 1 : x > y ? 2 : 3;
}

static inline bool is_number(mr_value v) { return mr_is_int(v) || mr_is_float(v); }
static inline double number_value(mr_value v)
{
    return mr_is_int(v) ? (double)mr_small_int_value(v) : mr_float_value(v);
}

static inline bool exact_str(mr_value v) { return mr_is_exact(v, MR_KIND_STR); }

static inline int contains_str(mr_runtime *rt, mr_value container, mr_value needle)
{
    const mr_str *s = mr_as_str(container), *wanted = mr_as_str(needle);
    if (wanted->length == 1 && s->width == 1 && wanted->width == 1)
        return memchr(s->data, wanted->data[0], s->length) != NULL;
    return mr_str_contains(rt, container, needle);
}

/* Small results of the less common operators; MR_NULL when it takes the long way. */
static inline mr_value small_int_operator(int op, mr_value a, mr_value b)
{
    int64_t x = mr_small_int_value(a), y = mr_small_int_value(b), n;
    switch (op) {
    case MR_OP_ADD: n = x + y; break;
    case MR_OP_SUBTRACT: n = x - y; break;
    case MR_OP_MULTIPLY:
        if (__builtin_mul_overflow(x, y, &n))
            return MR_NULL;
        break;
    case MR_OP_FLOOR_DIVIDE:
        if (y == 0)
            return MR_NULL;
        n = x / y - ((x % y != 0) & ((x ^ y) < 0));
        break;
    case MR_OP_REMAINDER:
        if (y == 0)
            return MR_NULL;
        n = x % y;
        n += (n != 0) & ((n ^ y) < 0) ? y : 0;
        break;
    case MR_OP_AND: n = x & y; break;
    case MR_OP_OR: n = x | y; break;
    case MR_OP_XOR: n = x ^ y; break;
    case MR_OP_RSHIFT:
        if (y < 0)
            return MR_NULL;
        n = x >> (y > 63 ? 63 : y);
        break;
    case MR_OP_LSHIFT:
        if (y < 0 || y > 48 || x > MR_SMALL_INT_MAX >> y || x < -(MR_SMALL_INT_MAX >> y))
            return MR_NULL;
        n = (int64_t)((uint64_t)x << y);
        break;
    default: return MR_NULL;
    }
    return mr_int_fits(n) ? mr_small_int(n) : MR_NULL;
}

/* Truth of what is no bool, no small int and not None. */
static int test_object(mr_runtime *rt, mr_value v)
{
    switch (mr_kind(v)) {
    case MR_KIND_STR:
        if (exact_str(v))
            return mr_as_str(v)->length != 0;
        break;
    case MR_KIND_LIST:
        if (mr_is_exact(v, MR_KIND_LIST))
            return mr_as_list(v)->length != 0;
        break;
    default: break;
    }
    return mr_truth(rt, v);
}

/* The truth of a comparison of any values. */
static int compare_truth(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if (exact_str(a) && exact_str(b)) {
        if (op == MR_EQ)
            return a == b || mr_str_equal(a, b);
        if (op == MR_NE)
            return a != b && !mr_str_equal(a, b);
    }
    mr_value v = mr_compare(rt, a, b, op);
    if (!v)
        return -1;
    if (mr_is_bool(v))
        return v == MR_TRUE;
    int truth = mr_truth(rt, v);
    mr_decref(rt, v);
    return truth;
}

/* The end of a function's frame whose registers are released; it is not the innermost any more. */
static inline void leave_function(mr_runtime *rt, mr_frame *frame)
{
    struct mr_vm *vm = rt->vm;
    mr_function *function = frame->function;
    frame->function = NULL;
    mr_decref_object(rt, &function->head);
    vm->top = frame->top;
    vm->frame_top = frame;
    rt->recursion_depth--;
}

/* The frame's last act: what it owns goes. The frame is not the innermost any more. */
static inline void leave_frame(mr_runtime *rt, mr_frame *frame)
{
    mr_value *regs = frame->regs;
    rt->frame = frame->back;
    if (unlikely(frame->object))
        mr_frame_detach(rt, frame);
    for (size_t i = 0, n = frame->code->nregs; i < n; i++) {
        mr_value v = regs[i];
        if (mr_is_object(v)) {
            regs[i] = MR_NULL;
            mr_decref_object(rt, mr_obj(v));
        }
    }
    if (unlikely(frame->locals))
        mr_clear(rt, &frame->locals);
    mr_function *function = frame->function;
    frame->function = NULL;
    mr_decref_object(rt, &function->head);
    rt->vm->top = frame->top;
    rt->vm->frame_top = frame;
    rt->recursion_depth--;
}

#define SAVE() (frame->pc = pc)
#define IS_TEMP(i) ((unsigned)(i) >= nlocals)
#define UNITS(op) (1 + mr_opcode_caches[MR_BC_##op])

#define DISPATCH() goto *labels[pc->op]
#define NEXT(units)                                                                                \
    do {                                                                                           \
        pc += (units);                                                                             \
        DISPATCH();                                                                                \
    } while (0)
#define JUMP_BY(units, distance)                                                                   \
    do {                                                                                           \
        pc += (units) + (int64_t)(distance);                                                       \
        DISPATCH();                                                                                \
    } while (0)
#define TARGET(name) op_##name:

/* Writes a destination, which steals v; a local's old value goes after. */
#define SET(i, v)                                                                                  \
    do {                                                                                           \
        mr_value *place_ = &R[i];                                                                  \
        mr_value old_ = *place_;                                                                   \
        *place_ = (v);                                                                             \
        if (mr_is_object(old_))                                                                    \
            mr_decref_object(rt, mr_obj(old_));                                                    \
    } while (0)
/* Lets go of an operand that has been used. */
#define DROP(i)                                                                                    \
    do {                                                                                           \
        if (IS_TEMP(i)) {                                                                          \
            mr_value used_ = R[i];                                                                 \
            if (mr_is_object(used_)) {                                                             \
                R[i] = MR_NULL;                                                                    \
                mr_decref_object(rt, mr_obj(used_));                                               \
            }                                                                                      \
        }                                                                                          \
    } while (0)
/* An owned reference to an operand, which a temporary gives up. */
#define TAKE(i) take(R, (i), nlocals)
static inline mr_value take(mr_value *R, unsigned i, unsigned nlocals)
{
    mr_value v = R[i];
    if (mr_is_object(v)) {
        if (i >= nlocals)
            R[i] = MR_NULL;
        else
            mr_obj(v)->refcount++;
    }
    return v;
}

/* Makes `frame` the one the loop runs. */
#define LOAD_FRAME()                                                                               \
    do {                                                                                           \
        R = frame->regs;                                                                           \
        K = mr_as_tuple(frame->code->consts)->items;                                               \
        N = mr_as_tuple(frame->code->names)->items;                                                \
        nlocals = frame->code->nlocals;                                                            \
        pc = (mr_unit *)(uintptr_t)frame->pc;                                                      \
    } while (0)

mr_value mr_interpret(mr_runtime *rt, mr_frame *frame, enum mr_resume how, mr_value sent)
{
    static const void *const labels[MR_BC_COUNT] = {
#define OP(name, caches, text) &&op_##name,
#include "vm/opcodes.def"
#undef OP
    };
    mr_value *R;
    const mr_value *K, *N;
    mr_unit *pc;
    unsigned nlocals;
    mr_value result;

    LOAD_FRAME();
    switch (how) {
    case MR_RESUME_START: break;
    case MR_RESUME_SEND: goto resume_send;
    case MR_RESUME_THROW: goto resume_throw;
    }
    if (unlikely(rt->eval_break != 0) && mr_safe_point(rt) < 0)
        goto error;
    DISPATCH();

#include "vm/loop_registers.inc"
#include "vm/loop_names.inc"
#include "vm/loop_jumps.inc"
#include "vm/loop_operators.inc"
#include "vm/loop_attributes.inc"
#include "vm/loop_calls.inc"
#include "vm/loop_build.inc"
#include "vm/loop_iteration.inc"
#include "vm/loop_exceptions.inc"
#include "vm/loop_modules.inc"

error:
    frame->pc = pc;
    if (!mr_traceback_add(rt, frame))
        goto reraise;
reraise:
    frame->pc = pc;
    {
        const mr_code *code = frame->code;
        uint32_t unit = (uint32_t)(pc - code->units);
        for (uint32_t i = 0; i < code->handler_count; i++) {
            const mr_handler *h = &code->handlers[i];
            if (unit < h->start || unit >= h->end)
                continue;
            unsigned place = nlocals + h->depth;
            for (unsigned r = place; r < code->nregs; r++)
                mr_clear(rt, &R[r]);
            R[place] = mr_error_take(rt);
            pc = code->units + h->handler;
            DISPATCH();
        }
    }
    /* nobody here handles it: leave the frame */
    if (frame->flags & MR_FRAME_GENERATOR) {
        mr_generator *g = (mr_generator *)mr_obj(frame->generator);
        bool entry = frame->entry;
        mr_generator_fail(rt, g);
        if (entry)
            return MR_NULL;
    } else {
        bool entry = frame->entry;
        mr_value *instance = frame->flags & MR_FRAME_INIT ? frame->regs - 1 : NULL;
        mr_value pending = rt->exception;
        rt->exception = MR_NULL;
        leave_frame(rt, frame);
        rt->exception = pending;
        if (instance)
            mr_clear(rt, instance);
        if (entry)
            return MR_NULL;
    }
    frame = rt->frame;
    LOAD_FRAME();
    goto error;
}
