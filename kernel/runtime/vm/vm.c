/*
 * vm.c - the interpreter's state: its stacks, its roots, its types.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "core/init.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "vm/private.h"

#define FRAME_STACK ((size_t)256 << 20) /* bytes reserved, taken only when touched */
#define VALUE_STACK ((size_t)1 << 30)
#define SITES 65536

static void *reserve(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

bool mr_vm_init(mr_runtime *rt)
{
    struct mr_vm *vm = calloc(1, sizeof *vm);
    if (!vm)
        return false;
    rt->vm = vm;
    vm->frames = reserve(FRAME_STACK);
    vm->values = reserve(VALUE_STACK);
    vm->sites = reserve(SITES * sizeof *vm->sites);
    if (!vm->frames || !vm->values || !vm->sites) {
        mr_vm_finish(rt);
        return false;
    }
    vm->frames_end = vm->frames + FRAME_STACK / sizeof *vm->frames;
    vm->values_end = vm->values + VALUE_STACK / sizeof *vm->values;
    vm->frame_top = vm->frames;
    vm->top = vm->values;
    vm->next_site = 1;
    return true;
}

void mr_vm_finish(mr_runtime *rt)
{
    struct mr_vm *vm = rt->vm;
    if (!vm)
        return;
    if (vm->frames)
        munmap(vm->frames, FRAME_STACK);
    if (vm->values)
        munmap(vm->values, VALUE_STACK);
    if (vm->sites)
        munmap(vm->sites, SITES * sizeof *vm->sites);
    free(vm);
    rt->vm = NULL;
}

bool mr_vm_types_init(mr_runtime *rt)
{
    struct {
        mr_type *type;
        const mr_type_spec *spec;
    } types[] = {
        {rt->types.code, &mr_code_spec},
        {rt->types.cell, &mr_cell_spec},
        {rt->types.function, &mr_function_spec},
        {rt->types.method, &mr_method_spec},
        {rt->types.frame, &mr_frame_spec},
        {rt->types.traceback, &mr_traceback_spec},
        {rt->types.generator, &mr_generator_spec},
        {rt->types.coroutine, &mr_coroutine_spec},
        {rt->types.coroutine_wrapper, &mr_coroutine_wrapper_spec},
        {rt->types.async_generator, &mr_async_generator_spec},
        {rt->types.asyncgen_value, &mr_asyncgen_value_spec},
        {rt->types.asyncgen_asend, &mr_asyncgen_asend_spec},
        {rt->types.asyncgen_athrow, &mr_asyncgen_athrow_spec},
        {rt->types.anext_awaitable, &mr_anext_awaitable_spec},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!mr_type_ready(rt, types[i].type, types[i].spec, NULL))
            return false;
    return true;
}

void mr_vm_visit_roots(mr_runtime *rt, mr_visit visit, void *arg)
{
    for (mr_frame *f = rt->frame; f; f = f->back) {
        if (f->function)
            visit(rt, mr_from(f->function), arg);
        visit(rt, f->locals, arg);
        visit(rt, f->object, arg);
        visit(rt, f->generator, arg);
        if (f->generator)
            continue; /* its registers are the generator's */
        /* An __init__ frame's instance stands below its registers, in the caller's. */
        for (size_t i = 0; i < f->code->nregs; i++)
            visit(rt, f->regs[i], arg);
    }
    visit(rt, rt->vm->handled, arg);
    visit(rt, rt->vm->sources, arg);
    visit(rt, rt->vm->replaced_codes, arg);
    visit(rt, rt->vm->asyncgen_firstiter, arg);
    visit(rt, rt->vm->asyncgen_finalizer, arg);
    visit(rt, rt->vm->runner, arg);
    if (rt->vm->asyncgen_hooks)
        visit(rt, mr_from(rt->vm->asyncgen_hooks), arg);
}

void mr_vm_clear_caches(mr_runtime *rt)
{
    for (mr_code *code = rt->vm->codes; code; code = code->next)
        mr_code_clear_caches(code);
    memset(rt->vm->lookups, 0, sizeof rt->vm->lookups);
}
