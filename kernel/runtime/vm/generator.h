/*
 * generator.h - what generators, coroutines and asynchronous generators share:
 * they are one struct (vm/vm.h) with methods and attributes of different names.
 */
#ifndef MR_GENERATOR_H
#define MR_GENERATOR_H

#include "vm/private.h"

extern const mr_layout mr_generator_layout;

/* "generator", "coroutine" or "async generator" */
const char *mr_generator_word(const mr_generator *g);
/* What a suspended one delegates to or awaits; borrowed, or MR_NULL. */
mr_value mr_generator_delegate(const mr_generator *g);
/* Raises StopIteration(returned), which it steals; MR_NULL. */
mr_value mr_generator_stop(mr_runtime *rt, mr_value returned);

/* Methods and slots. */
mr_value mr_generator_send(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames);
mr_value mr_generator_throw(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames);
mr_value mr_generator_close(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames);
void mr_generator_finalize(mr_runtime *rt, mr_value self);
mr_value mr_generator_repr(mr_runtime *rt, mr_value self);

/* Getters and setters; the closure of the names is NULL for __name__, else __qualname__ is meant. */
mr_value mr_generator_get_frame(mr_runtime *rt, mr_value self, void *closure);
mr_value mr_generator_get_running(mr_runtime *rt, mr_value self, void *closure);
mr_value mr_generator_get_suspended(mr_runtime *rt, mr_value self, void *closure);
mr_value mr_generator_get_delegate(mr_runtime *rt, mr_value self, void *closure);
mr_value mr_generator_get_name(mr_runtime *rt, mr_value self, void *closure);
int mr_generator_set_name(mr_runtime *rt, mr_value self, mr_value v, void *closure);

/* ---- coroutine.c ---- */

/* Where a coroutine is made that `frame` calls for: a tuple of (file, line, function), innermost
 * first, of at most origin_depth frames; owned. */
mr_value mr_coroutine_origin(mr_runtime *rt, const mr_frame *frame);
/* The warning that it was never awaited; None, or MR_NULL when that is an error. */
mr_value mr_coroutine_warn(mr_runtime *rt, mr_value coroutine);
/* May await run this generator as it is: a coroutine, or a generator of types.coroutine? */
static inline bool mr_is_coroutine(mr_value v)
{
    return mr_has_kind(v, MR_KIND_GENERATOR) &&
           ((const mr_generator *)mr_obj(v))->frame.code->flags &
               (MR_CO_COROUTINE | MR_CO_ITERABLE_COROUTINE);
}

#endif
