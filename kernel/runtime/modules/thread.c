/*
 * thread.c - the _thread module of a runtime that has one thread: locks keep
 * their state and their errors, waiting for one that is held ends by a
 * timeout or an interrupt, and new threads cannot be started.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "core/ledger.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

#define NATIVE(name)                                                                               \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)
#define TIMEOUT_MAX 9223372036.0

typedef struct lock {
    mr_object head;
    uint64_t count; /* times it is held; a plain lock 0 or 1 */
} lock;

static lock *as_lock(mr_value v) { return (lock *)mr_obj(v); }

static void lock_dealloc(mr_runtime *rt, mr_object *self) { (void)rt, (void)self; }
static void lock_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    (void)rt, (void)self, (void)visit, (void)arg;
}
static const mr_layout lock_layout = {.dealloc = lock_dealloc, .traverse = lock_traverse};

static int64_t identity(mr_runtime *rt) { return (int64_t)((uintptr_t)rt & MR_SMALL_INT_MAX); }

/* The arguments of acquire: *wait_ns -1 for ever, 0 not at all. */
static bool acquire_arguments(mr_runtime *rt, const mr_value *args, size_t nargs, mr_value kwnames,
                              int64_t *wait_ns)
{
    mr_value out[2];
    double timeout = -1;
    if (!mr_bind(rt, "acquire(blocking=, timeout=)", args, nargs, kwnames, out) ||
        (out[1] && !mr_to_double(rt, out[1], &timeout)))
        return false;
    int blocking = out[0] ? mr_truth(rt, out[0]) : 1;
    if (blocking < 0)
        return false;
    if (!blocking && timeout != -1) {
        mr_raise(rt, rt->exc.ValueError, "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (timeout < 0 && timeout != -1) {
        mr_raise(rt, rt->exc.ValueError, "timeout value must be positive");
        return false;
    }
    if (timeout > TIMEOUT_MAX) {
        mr_raise(rt, rt->exc.OverflowError, "timeout value is too large");
        return false;
    }
    *wait_ns = !blocking ? 0 : timeout == -1 ? -1 : (int64_t)(timeout * 1e9);
    return true;
}

NATIVE(lock_acquire)
{
    int64_t wait_ns;
    if (!acquire_arguments(rt, args, nargs, kwnames, &wait_ns))
        return MR_NULL;
    lock *l = as_lock(self);
    while (l->count && wait_ns) { /* a signal's exception is all that can come */
        int64_t slice = wait_ns < 0 ? 1000000000 : wait_ns;
        if (mr_sleep(rt, slice) < 0)
            return MR_NULL;
        if (wait_ns > 0)
            break;
    }
    if (l->count)
        return MR_FALSE;
    l->count = 1;
    return MR_TRUE;
}

NATIVE(lock_release)
{
    if (!as_lock(self)->count)
        return mr_raise(rt, rt->exc.RuntimeError, "release unlocked lock");
    as_lock(self)->count = 0;
    return MR_NONE;
}

NATIVE(lock_locked) { return mr_bool(as_lock(self)->count != 0); }

NATIVE(lock_reset)
{
    as_lock(self)->count = 0;
    return MR_NONE;
}

NATIVE(lock_exit) { return lock_release(rt, self, NULL, 0, MR_NULL); }

static mr_value lock_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<%s _thread.lock object at 0x%lx>",
                         as_lock(self)->count ? "locked" : "unlocked", (unsigned long)self);
}

static const mr_method_def lock_methods[] = {
    {"acquire", lock_acquire, MR_ARGS_ANY, NULL},
    {"acquire_lock", lock_acquire, MR_ARGS_ANY, NULL},
    {"release", lock_release, MR_ARGS_NONE, NULL},
    {"release_lock", lock_release, MR_ARGS_NONE, NULL},
    {"locked", lock_locked, MR_ARGS_NONE, NULL},
    {"locked_lock", lock_locked, MR_ARGS_NONE, NULL},
    {"_at_fork_reinit", lock_reset, MR_ARGS_NONE, NULL},
    {"__enter__", lock_acquire, MR_ARGS_ANY, NULL},
    {"__exit__", lock_exit, MR_ARGS_ANY, NULL},
    {0},
};

static const mr_type_spec lock_spec = {
    .name = "_thread.lock",
    .basic_size = sizeof(lock),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW,
    .layout = &lock_layout,
    .slots = {.repr = lock_repr},
    .methods = lock_methods,
};

/* ---- RLock: the one thread may always take it again ---- */

NATIVE(rlock_acquire)
{
    int64_t wait_ns;
    if (!acquire_arguments(rt, args, nargs, kwnames, &wait_ns))
        return MR_NULL;
    as_lock(self)->count++;
    return MR_TRUE;
}

NATIVE(rlock_release)
{
    if (!as_lock(self)->count)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot release un-acquired lock");
    as_lock(self)->count--;
    return MR_NONE;
}

NATIVE(rlock_exit) { return rlock_release(rt, self, NULL, 0, MR_NULL); }
NATIVE(rlock_is_owned) { return mr_bool(as_lock(self)->count != 0); }

NATIVE(rlock_release_save)
{
    lock *l = as_lock(self);
    if (!l->count)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot release un-acquired lock");
    mr_value state = mr_tuple_pack(rt, 2, mr_small_int((int64_t)l->count),
                                   mr_small_int(identity(rt)));
    if (state)
        l->count = 0;
    return state;
}

NATIVE(rlock_acquire_restore)
{
    int64_t count;
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length != 2 ||
        !mr_to_int64(rt, mr_as_tuple(args[0])->items[0], &count))
        return mr_error(rt) ? MR_NULL : mr_raise_type(rt, "tuple", args[0]);
    as_lock(self)->count = (uint64_t)count;
    return MR_NONE;
}

static mr_value rlock_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return mr_type_alloc(rt, type);
}

static mr_value rlock_repr(mr_runtime *rt, mr_value self)
{
    uint64_t count = as_lock(self)->count;
    return mr_str_format(rt, "<%s %T object owner=%ld count=%lu at 0x%lx>",
                         count ? "locked" : "unlocked", self, count ? (long)identity(rt) : 0L,
                         (unsigned long)count, (unsigned long)self);
}

static const mr_method_def rlock_methods[] = {
    {"acquire", rlock_acquire, MR_ARGS_ANY, NULL},
    {"release", rlock_release, MR_ARGS_NONE, NULL},
    {"_is_owned", rlock_is_owned, MR_ARGS_NONE, NULL},
    {"_release_save", rlock_release_save, MR_ARGS_NONE, NULL},
    {"_acquire_restore", rlock_acquire_restore, MR_ARGS_ONE, NULL},
    {"_at_fork_reinit", lock_reset, MR_ARGS_NONE, NULL},
    {"__enter__", rlock_acquire, MR_ARGS_ANY, NULL},
    {"__exit__", rlock_exit, MR_ARGS_ANY, NULL},
    {0},
};

static const mr_type_spec rlock_spec = {
    .name = "_thread.RLock",
    .basic_size = sizeof(lock),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_WEAKREFS | MR_TYPE_BASETYPE,
    .layout = &lock_layout,
    .slots = {.new_ = rlock_new, .repr = rlock_repr},
    .methods = rlock_methods,
};

/* ---- _local: with one thread an object with attributes of its own ---- */

typedef struct local {
    mr_object head;
    mr_value dict;
} local;

static local *as_local(mr_value v) { return (local *)mr_obj(v); }

static void local_release(mr_runtime *rt, mr_object *self)
{
    mr_clear(rt, &((local *)self)->dict);
}

static void local_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((local *)self)->dict, arg);
}

static const mr_layout local_layout = {
    .dealloc = local_release,
    .traverse = local_traverse,
    .clear = local_release,
};

static mr_value local_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if ((nargs || kwnames) && type->slots.init == rt->types.object->slots.init)
        return mr_raise(rt, rt->exc.TypeError, "Initialization arguments are not supported");
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    as_local(v)->dict = mr_dict_new(rt);
    if (!as_local(v)->dict) {
        mr_decref(rt, v);
        return MR_NULL;
    }
    mr_gc_track(rt, mr_obj(v));
    return v;
}

static mr_value local_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_value dict = as_local(self)->dict;
    if (dict && mr_str_is(name, "__dict__"))
        return mr_incref(dict);
    mr_value descr = mr_type_lookup(rt, mr_type_of(rt, self), name);
    if (dict && !(descr && mr_type_of(rt, descr)->slots.descr_set)) {
        mr_value v = mr_dict_get(rt, dict, name);
        if (v || mr_error(rt))
            return mr_incref(v);
    }
    return mr_generic_getattr(rt, self, name);
}

static int local_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_value dict = as_local(self)->dict;
    mr_value descr = mr_type_lookup(rt, mr_type_of(rt, self), name);
    if (!dict || (descr && mr_type_of(rt, descr)->slots.descr_set))
        return mr_generic_setattr(rt, self, name, v);
    if (mr_str_is(name, "__dict__"))
        return mr_fail(rt, rt->exc.AttributeError,
                       "'%T' object attribute '__dict__' is read-only", self);
    if (v)
        return mr_dict_set(rt, dict, name, v) ? 0 : -1;
    int deleted = mr_dict_delete(rt, dict, name);
    if (deleted == 0)
        mr_raise_attribute(rt, self, name);
    return deleted == 1 ? 0 : -1;
}

static const mr_type_spec local_spec = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .basic_size = sizeof(local),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_BASETYPE,
    .layout = &local_layout,
    .slots = {.new_ = local_new, .getattr = local_getattr, .setattr = local_setattr},
};

/* ---- functions ---- */

NATIVE(allocate_lock)
{
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "LockType");
    return type ? mr_from(mr_object_new(rt, (mr_type *)mr_obj(type), sizeof(lock), false)) : MR_NULL;
}

NATIVE(get_ident) { return mr_small_int(identity(rt)); }
NATIVE(get_native_id) { return mr_small_int((int64_t)syscall(SYS_gettid)); }
NATIVE(count_threads) { return mr_small_int(0); }
NATIVE(stack_size) { return mr_small_int(0); }

NATIVE(start_new_thread)
{
    if (!mr_arity(rt, "start_new_thread", nargs, kwnames, 2, 3))
        return MR_NULL;
    return mr_raise(rt, rt->exc.RuntimeError, "can't start new thread: this runtime has one thread");
}

NATIVE(exit_thread) { return mr_raise_exception(rt, mr_from(rt->exc.SystemExit)); }

NATIVE(interrupt_main)
{
    mr_interrupt(rt);
    return MR_NONE;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *lock_type = mr_module_add_type(rt, module, &lock_spec, NULL);
    return lock_type && mr_module_add(rt, module, "LockType", mr_incref(mr_from(lock_type))) &&
           mr_module_add_type(rt, module, &rlock_spec, NULL) &&
           mr_module_add_type(rt, module, &local_spec, NULL) &&
           mr_module_add(rt, module, "error", mr_incref(mr_from(rt->exc.RuntimeError))) &&
           mr_module_add(rt, module, "TIMEOUT_MAX", mr_float(TIMEOUT_MAX));
}

static const mr_method_def functions[] = {
    {"_count", count_threads, MR_ARGS_NONE, NULL},
    {"_set_sentinel", allocate_lock, MR_ARGS_NONE, NULL},
    {"allocate", allocate_lock, MR_ARGS_NONE, NULL},
    {"allocate_lock", allocate_lock, MR_ARGS_NONE, NULL},
    {"exit", exit_thread, MR_ARGS_NONE, NULL},
    {"exit_thread", exit_thread, MR_ARGS_NONE, NULL},
    {"get_ident", get_ident, MR_ARGS_NONE, NULL},
    {"get_native_id", get_native_id, MR_ARGS_NONE, NULL},
    {"interrupt_main", interrupt_main, MR_ARGS_ANY, NULL},
    {"stack_size", stack_size, MR_ARGS_ANY, NULL},
    {"start_new", start_new_thread, MR_ARGS_ANY, NULL},
    {"start_new_thread", start_new_thread, MR_ARGS_ANY, NULL},
    {0},
};

const mr_module_spec mr_module__thread = {
    .name = "_thread",
    .doc = "This module provides primitive operations to write multi-threaded programs.",
    .functions = functions,
    .setup = setup,
};
