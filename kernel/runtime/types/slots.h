/*
 * slots.h - the functions between slots and special methods, for slots.c:
 * mr_slot_* stand in the slots of classes that define methods in Python and
 * call those; mr_wrap_* let Python call the slots of built-in types.
 */
#ifndef MR_SLOTS_H
#define MR_SLOTS_H

#include "types/model.h"

/* X(slot, name, reflected name) */
#define MR_BINARY_SLOTS(X)                                                                         \
    X(add, __add__, __radd__)                                                                      \
    X(subtract, __sub__, __rsub__)                                                                 \
    X(multiply, __mul__, __rmul__)                                                                 \
    X(remainder, __mod__, __rmod__)                                                                \
    X(divmod, __divmod__, __rdivmod__)                                                             \
    X(lshift, __lshift__, __rlshift__)                                                             \
    X(rshift, __rshift__, __rrshift__)                                                             \
    X(and_, __and__, __rand__)                                                                     \
    X(xor_, __xor__, __rxor__)                                                                     \
    X(or_, __or__, __ror__)                                                                        \
    X(floor_divide, __floordiv__, __rfloordiv__)                                                   \
    X(true_divide, __truediv__, __rtruediv__)                                                      \
    X(matrix_multiply, __matmul__, __rmatmul__)

/* X(slot, name): one argument more than self */
#define MR_INPLACE_SLOTS(X)                                                                        \
    X(iadd, __iadd__)                                                                              \
    X(isubtract, __isub__)                                                                         \
    X(imultiply, __imul__)                                                                         \
    X(iremainder, __imod__)                                                                        \
    X(ilshift, __ilshift__)                                                                        \
    X(irshift, __irshift__)                                                                        \
    X(iand, __iand__)                                                                              \
    X(ixor, __ixor__)                                                                              \
    X(ior, __ior__)                                                                                \
    X(ifloor_divide, __ifloordiv__)                                                                \
    X(itrue_divide, __itruediv__)                                                                  \
    X(imatrix_multiply, __imatmul__)

/* X(slot, name): no argument but self */
#define MR_UNARY_SLOTS(X)                                                                          \
    X(repr, __repr__)                                                                              \
    X(str, __str__)                                                                                \
    X(next, __next__)                                                                              \
    X(await, __await__)                                                                            \
    X(aiter, __aiter__)                                                                            \
    X(anext, __anext__)                                                                            \
    X(negative, __neg__)                                                                           \
    X(positive, __pos__)                                                                           \
    X(absolute, __abs__)                                                                           \
    X(invert, __invert__)                                                                          \
    X(int_, __int__)                                                                               \
    X(float_, __float__)                                                                           \
    X(index, __index__)

#define X(slot, name, reflected) mr_value mr_slot_##slot(mr_runtime *rt, mr_value a, mr_value b);
MR_BINARY_SLOTS(X)
#undef X
#define X(slot, name) mr_value mr_slot_##slot(mr_runtime *rt, mr_value a, mr_value b);
MR_INPLACE_SLOTS(X)
#undef X
#define X(slot, name) mr_value mr_slot_##slot(mr_runtime *rt, mr_value a);
MR_UNARY_SLOTS(X)
#undef X

mr_value mr_slot_iter(mr_runtime *rt, mr_value self);
mr_value mr_slot_power(mr_runtime *rt, mr_value a, mr_value b, mr_value c);
mr_value mr_slot_ipower(mr_runtime *rt, mr_value a, mr_value b, mr_value c);
int mr_slot_boolean(mr_runtime *rt, mr_value self);
int64_t mr_slot_length(mr_runtime *rt, mr_value self);
mr_value mr_slot_getitem(mr_runtime *rt, mr_value self, mr_value key);
int mr_slot_setitem(mr_runtime *rt, mr_value self, mr_value key, mr_value v);
int mr_slot_contains(mr_runtime *rt, mr_value self, mr_value v);
int64_t mr_slot_hash(mr_runtime *rt, mr_value self);
mr_value mr_slot_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames);
int mr_slot_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v);
mr_value mr_slot_richcompare(mr_runtime *rt, mr_value a, mr_value b, int op);
mr_value mr_slot_descr_get(mr_runtime *rt, mr_value self, mr_value obj, mr_value type);
int mr_slot_descr_set(mr_runtime *rt, mr_value self, mr_value obj, mr_value v);
int mr_slot_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                 mr_value kwnames);
void mr_slot_finalize(mr_runtime *rt, mr_value self);

#define MR_WRAPPERS(X)                                                                             \
    X(unary) X(binary) X(binary_reflected) X(ternary) X(ternary_reflected) X(inplace_power)        \
    X(boolean) X(length) X(repeat) X(setitem) X(delitem) X(contains) X(hash) X(call) X(setattr)    \
    X(delattr) X(lt) X(le) X(eq) X(ne) X(gt) X(ge) X(next) X(descr_get) X(descr_set)               \
    X(descr_delete) X(init) X(finalize)
#define X(name)                                                                                    \
    mr_value mr_wrap_##name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,     \
                            mr_value kwnames, void *slot);
MR_WRAPPERS(X)
#undef X

#endif
