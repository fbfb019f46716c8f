/*
 * thread.c - _thread: what the standard library's threading stands on.
 *
 * A runtime has one thread of execution. start_new_thread runs the function
 * to its end before it returns, under an identity of its own; so programs
 * that start, join and lock work, and one that waits for another thread's
 * progress waits until it is interrupted or times out.
 */
#include <math.h>
#include <unistd.h>

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

#define NATIVE(name)                                                                               \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)

#define LONGEST_WAIT 9223372036.0 /* seconds */

typedef struct lock_object {
    mr_object head;
    int64_t owner;  /* identity of the thread that holds it (RLock) */
    uint64_t count; /* 0: free */
} lock_object;

static lock_object *as_lock(mr_value v) { return (lock_object *)mr_obj(v); }

/* ---- locks ---- */

/* Waits for a lock that nobody can release meanwhile: until the time is over (0), or an error (-1).
 * */
static int wait_in_vain(mr_runtime *rt, double timeout)
{
    if (timeout >= 0)
        return mr_sleep(rt, (int64_t)(timeout * 1e9)) < 0 ? -1 : 0;
    while (mr_sleep(rt, 1000000000) == 0)
        continue;
    return -1;
}

static bool wait_arguments(mr_runtime *rt, const mr_value *args, size_t nargs, mr_value kwnames,
                           bool *blocking,
                           double *timeout)
{
    mr_value a[2];
    if (!mr_bind(rt, "acquire(blocking=, timeout=)", args, nargs, kwnames, a))
        return false;
    int truth = a[0] ? mr_truth(rt, a[0]) : 1;
    *timeout = -1;
    if (truth < 0 || (a[1] && !mr_to_double(rt, a[1], timeout)))
        return false;
    *blocking = truth;
    if (!truth && *timeout != -1)
        mr_raise(rt, rt->exc.ValueError, "can't specify a timeout for a non-blocking call");
    else if (*timeout < 0 && *timeout != -1)
        mr_raise(rt, rt->exc.ValueError, "timeout value must be a non-negative number");
    else if (*timeout > LONGEST_WAIT)
        mr_raise(rt, rt->exc.OverflowError, "timeout value is too large");
    else
        return true;
    return false;
}

NATIVE(lock_acquire)
{
    bool blocking;
    double timeout;
    if (!wait_arguments(rt, args, nargs, kwnames, &blocking, &timeout))
        return MR_NULL;
    if (as_lock(self)->count) {
        if (blocking && wait_in_vain(rt, timeout) < 0)
            return MR_NULL;
        return MR_FALSE;
    }
    as_lock(self)->count = 1;
    return MR_TRUE;
}

NATIVE(lock_release)
{
    if (!as_lock(self)->count)
        return mr_raise(rt, rt->exc.RuntimeError, "release unlocked lock");
    as_lock(self)->count = 0;
    return MR_NONE;
}

NATIVE(lock_enter)
{
    return lock_acquire(rt, self, NULL, 0, MR_NULL);
}

NATIVE(lock_exit) { return lock_release(rt, self, NULL, 0, MR_NULL); }

NATIVE(lock_locked) { return mr_bool(as_lock(self)->count); }

NATIVE(lock_renew)
{
    as_lock(self)->count = 0;
    return MR_NONE;
}

static mr_value lock_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "<%s %T object at 0x%zx>", as_lock(self)->count ? "locked"
                         : "unlocked", self,
                         (size_t)self);
}

static const mr_method_def lock_methods[] = {
    {"acquire", lock_acquire, MR_ARGS_ANY,
     "acquire(blocking=True, timeout=-1) -> bool\n(acquire_lock() is an obsolete synonym)\n\nLock "
     "the lock."},
    {"acquire_lock", lock_acquire, MR_ARGS_ANY, "An obsolete synonym of acquire()."},
    {"release", lock_release, MR_ARGS_NONE, "release()\n(release_lock() is an obsolete "
                                            "synonym)\n\nRelease the lock."},
    {"release_lock", lock_release, MR_ARGS_NONE, "An obsolete synonym of release()."},
    {"locked", lock_locked, MR_ARGS_NONE, "locked() -> bool\n\nReturn whether the lock is in the "
                                          "locked state."},
    {"locked_lock", lock_locked, MR_ARGS_NONE, "An obsolete synonym of locked()."},
    {"_at_fork_reinit", lock_renew, MR_ARGS_NONE, NULL},
    {"__enter__", lock_enter, MR_ARGS_NONE, NULL},
    {"__exit__", lock_exit, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec lock_spec = {
    .name = "_thread.lock",
    .doc = "A lock object is a synchronization primitive.",
    .basic_size = sizeof(lock_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_WEAKREFS,
    .slots = {.repr = lock_repr},
    .methods = lock_methods,
};

/* ---- RLock ---- */

static mr_value rlock_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value v = mr_type_alloc(rt, type);
    if (v && (type->flags & MR_TYPE_TRACKED))
        mr_gc_track(rt, mr_obj(v));
    return v;
}

NATIVE(rlock_acquire)
{
    bool blocking;
    double timeout;
    if (!wait_arguments(rt, args, nargs, kwnames, &blocking, &timeout))
        return MR_NULL;
    lock_object *lock = as_lock(self);
    if (lock->count && lock->owner != rt->model->thread) {
        if (blocking && wait_in_vain(rt, timeout) < 0)
            return MR_NULL;
        return MR_FALSE;
    }
    lock->owner = rt->model->thread;
    lock->count++;
    return MR_TRUE;
}

NATIVE(rlock_release)
{
    lock_object *lock = as_lock(self);
    if (!lock->count || lock->owner != rt->model->thread)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot release un-acquired lock");
    lock->count--;
    return MR_NONE;
}

NATIVE(rlock_enter) { return rlock_acquire(rt, self, NULL, 0, MR_NULL); }

NATIVE(rlock_exit) { return rlock_release(rt, self, NULL, 0, MR_NULL); }

NATIVE(rlock_is_owned)
{
    return mr_bool(as_lock(self)->count && as_lock(self)->owner == rt->model->thread);
}

NATIVE(rlock_save)
{
    lock_object *lock = as_lock(self);
    if (!lock->count)
        return mr_raise(rt, rt->exc.RuntimeError, "cannot release un-acquired lock");
    mr_value state = mr_tuple_pack(rt, 2, mr_small_int((int64_t)lock->count),
                                   mr_small_int(lock->owner));
    lock->count = 0;
    return state;
}

NATIVE(rlock_restore)
{
    lock_object *lock = as_lock(self);
    if (!mr_is_tuple(args[0]) || mr_as_tuple(args[0])->length != 2)
        return mr_raise(rt, rt->exc.TypeError, "a state of _release_save() is required");
    int64_t count, owner;
    if (!mr_to_int64(rt, mr_as_tuple(args[0])->items[0], &count) ||
        !mr_to_int64(rt, mr_as_tuple(args[0])->items[1], &owner))
        return MR_NULL;
    lock->count = (uint64_t)count;
    lock->owner = owner;
    return MR_NONE;
}

NATIVE(rlock_recursion) { return mr_small_int((int64_t)as_lock(self)->count); }

static mr_value rlock_repr(mr_runtime *rt, mr_value self)
{
    const lock_object *lock = as_lock(self);
    return mr_str_format(rt, "<%s %T object owner=%ld count=%lu at 0x%zx>", lock->count ? "locked"
                         : "unlocked", self,
                         (long)(lock->count ? lock->owner : 0), (unsigned long)lock->count,
                         (size_t)self);
}

static const mr_method_def rlock_methods[] = {
    {"acquire", rlock_acquire, MR_ARGS_ANY, "acquire(blocking=True) -> bool\n\nLock the lock."},
    {"release", rlock_release, MR_ARGS_NONE, "release()\n\nRelease the lock."},
    {"_is_owned", rlock_is_owned, MR_ARGS_NONE, NULL},
    {"_recursion_count", rlock_recursion, MR_ARGS_NONE, NULL},
    {"_release_save", rlock_save, MR_ARGS_NONE, NULL},
    {"_acquire_restore", rlock_restore, MR_ARGS_ONE, NULL},
    {"_at_fork_reinit", lock_renew, MR_ARGS_NONE, NULL},
    {"__enter__", rlock_enter, MR_ARGS_NONE, NULL},
    {"__exit__", rlock_exit, MR_ARGS_ANY, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_type_spec rlock_spec = {
    .name = "_thread.RLock",
    .basic_size = sizeof(lock_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_WEAKREFS,
    .slots = {.new_ = rlock_new, .repr = rlock_repr},
    .methods = rlock_methods,
};

/* ---- _local: attributes for each thread ---- */

typedef struct local_object {
    mr_object head;
    mr_value spaces;       /* dict: identity to the thread's namespace */
    mr_value args, kwargs; /* for __init__ in each thread */
} local_object;

static local_object *as_local(mr_value v) { return (local_object *)mr_obj(v); }

static void local_dealloc(mr_runtime *rt, mr_object *o)
{
    local_object *l = (local_object *)o;
    mr_clear(rt, &l->spaces);
    mr_clear(rt, &l->args);
    mr_clear(rt, &l->kwargs);
}

static void local_traverse(mr_runtime *rt, mr_object *o, mr_visit visit, void *arg)
{
    const local_object *l = (local_object *)o;
    visit(rt, l->spaces, arg);
    visit(rt, l->args, arg);
    visit(rt, l->kwargs, arg);
}

static const mr_layout local_layout = {.dealloc = local_dealloc, .traverse = local_traverse};

static mr_value local_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    bool given = nargs || (kwnames && mr_as_tuple(kwnames)->length);
    if (given && type->slots.init == rt->types.object->slots.init)
        return mr_raise(rt, rt->exc.TypeError, "Initialization arguments are not supported");
    mr_value v = mr_type_alloc(rt, type);
    if (!v)
        return MR_NULL;
    local_object *l = as_local(v);
    l->spaces = mr_dict_new(rt);
    l->args = mr_tuple_new(rt, args, nargs);
    l->kwargs = mr_kwargs_dict(rt, args + nargs, kwnames);
    mr_value own = l->spaces && l->args && !mr_error(rt) ? mr_dict_new(rt) : MR_NULL;
    bool good = own && mr_dict_set(rt, l->spaces, mr_small_int(rt->model->thread), own);
    mr_decref(rt, own);
    mr_gc_track(rt, &l->head);
    if (good)
        return v;
    mr_decref(rt, v);
    return MR_NULL;
}

/* The running thread's namespace, made by __init__ when it is the first time; borrowed. */
static mr_value local_space(mr_runtime *rt, mr_value self)
{
    local_object *l = as_local(self);
    mr_value key = mr_small_int(rt->model->thread);
    mr_value space = mr_dict_get(rt, l->spaces, key);
    if (space || mr_error(rt))
        return space;
    space = mr_dict_new(rt);
    bool good = space && mr_dict_set(rt, l->spaces, key, space);
    mr_decref(rt, space);
    if (!good)
        return MR_NULL;
    mr_type *type = mr_type_of(rt, self);
    if (type->slots.init == rt->types.object->slots.init)
        return space;
    mr_value init = mr_getattr(rt, self, MR_NAME(rt, __init__));
    mr_value result = init ? mr_call_tuple(rt, init, l->args, l->kwargs) : MR_NULL;
    mr_decref(rt, init);
    mr_decref(rt, result);
    return result ? mr_dict_get(rt, l->spaces, key) : MR_NULL;
}

static mr_value local_getattr(mr_runtime *rt, mr_value self, mr_value name)
{
    mr_value space = local_space(rt, self);
    if (!space)
        return MR_NULL;
    if (name == MR_NAME(rt, __dict__))
        return mr_incref(space);
    mr_value found = mr_type_lookup(rt, mr_type_of(rt, self), name);
    bool data = found && mr_type_of(rt, found)->slots.descr_set;
    mr_value own = data ? MR_NULL : mr_dict_get_str(rt, space, name);
    return own ? mr_incref(own) : mr_generic_getattr(rt, self, name);
}

static int local_setattr(mr_runtime *rt, mr_value self, mr_value name, mr_value v)
{
    mr_value space = local_space(rt, self);
    if (!space)
        return -1;
    if (name == MR_NAME(rt, __dict__))
        return mr_fail(rt, rt->exc.AttributeError, "'%T' object attribute '__dict__' is read-only",
                       self);
    mr_value found = mr_type_lookup(rt, mr_type_of(rt, self), name);
    if (found && mr_type_of(rt, found)->slots.descr_set)
        return mr_generic_setattr(rt, self, name, v);
    if (v)
        return mr_dict_set(rt, space, name, v) ? 0 : -1;
    int deleted = mr_dict_delete(rt, space, name);
    if (!deleted)
        mr_raise_attribute(rt, self, name);
    return deleted > 0 ? 0 : -1;
}

static const mr_type_spec local_spec = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .basic_size = sizeof(local_object),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_TRACKED | MR_TYPE_WEAKREFS,
    .layout = &local_layout,
    .slots = {.new_ = local_new, .getattr = local_getattr, .setattr = local_setattr},
};

/* ---- functions ---- */

/* A type of this module; borrowed. */
static mr_type *own_type(mr_runtime *rt, mr_value module, const char *name)
{
    return mr_as_type(mr_dict_get_text(rt, mr_module_dict(module), name));
}

NATIVE(new_lock)
{
    return mr_type_alloc(rt, own_type(rt, self, "LockType"));
}

NATIVE(get_ident) { return mr_small_int(rt->model->thread); }

NATIVE(get_native_id) { return mr_small_int(gettid()); }

NATIVE(thread_count) { return mr_small_int(0); }

NATIVE(stack_size)
{
    if (!mr_arity(rt, "stack_size", nargs, kwnames, 0, 1))
        return MR_NULL;
    return mr_small_int(0);
}

NATIVE(thread_exit) { return mr_raise_exception(rt, mr_from(rt->exc.SystemExit)); }

NATIVE(interrupt_main)
{
    mr_interrupt(rt);
    return MR_NONE;
}

/* The lock that the running thread releases when it ends: threading's join waits for it. */
NATIVE(set_sentinel)
{
    mr_value lock = new_lock(rt, self, NULL, 0, MR_NULL);
    if (lock && mr_module_add(rt, self, "_sentinel", mr_incref(lock)))
        return lock;
    mr_decref(rt, lock);
    return MR_NULL;
}

NATIVE(daemon_threads_allowed) { return MR_TRUE; }

NATIVE(start_new_thread)
{
    if (!mr_arity(rt, "start_new_thread", nargs, kwnames, 2, 3))
        return MR_NULL;
    if (!mr_callable(rt, args[0]))
        return mr_raise(rt, rt->exc.TypeError, "first arg must be callable");
    if (!mr_is_tuple(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "2nd arg must be a tuple");
    if (nargs == 3 && !mr_is_dict(args[2]))
        return mr_raise(rt, rt->exc.TypeError, "optional 3rd arg must be a dictionary");
    int64_t before = rt->model->thread, own = ++rt->model->last_thread;
    mr_value outer = mr_dict_get_text(rt, mr_module_dict(self), "_sentinel");
    mr_incref(outer);
    if (!mr_module_add(rt, self, "_sentinel", MR_NONE)) {
        mr_decref(rt, outer);
        return MR_NULL;
    }
    rt->model->thread = own;
    mr_value result = mr_call_tuple(rt, args[0], args[1], nargs == 3 ? args[2] : MR_NULL);
    if (!result && !mr_error_catch(rt, rt->exc.SystemExit) &&
        !mr_error_is(rt, rt->exc.KeyboardInterrupt))
        mr_error_unraisable(rt, args[0]);
    rt->model->thread = before;
    mr_decref(rt, result);
    mr_value pending = mr_error_take(rt);
    mr_value sentinel = mr_dict_get_text(rt, mr_module_dict(self), "_sentinel");
    if (sentinel && sentinel != MR_NONE)
        as_lock(sentinel)->count = 0;
    bool good = mr_module_add(rt, self, "_sentinel", outer ? outer : MR_NONE);
    if (pending)
        mr_error_restore(rt, pending);
    return good && !pending ? mr_small_int(own) : MR_NULL;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    rt->model->thread = rt->model->last_thread = 140000000000000;
    mr_type *lock = mr_type_from_spec(rt, &lock_spec, NULL);
    return lock && mr_module_add(rt, module, "LockType", mr_incref(mr_from(lock))) &&
           mr_module_add(rt, module, "lock", mr_from(lock)) &&
           mr_module_add_type(rt, module, &rlock_spec, NULL) &&
           mr_module_add_type(rt, module, &local_spec, NULL) &&
           mr_module_add(rt, module, "error", mr_incref(mr_from(rt->exc.RuntimeError))) &&
           mr_module_add(rt, module, "TIMEOUT_MAX", mr_float(LONGEST_WAIT));
}

static const mr_method_def functions[] = {
    {"start_new_thread", start_new_thread, MR_ARGS_ANY,
     "start_new_thread(function, args[, kwargs])\n\nRun the function to its end, as a thread of "
     "its own would."},
    {"start_new", start_new_thread, MR_ARGS_ANY, "An obsolete synonym of start_new_thread()."},
    {"allocate_lock", new_lock, MR_ARGS_NONE, "allocate_lock() -> lock object\n\nCreate a new lock "
                                              "object."},
    {"allocate", new_lock, MR_ARGS_NONE, "An obsolete synonym of allocate_lock()."},
    {"get_ident", get_ident, MR_ARGS_NONE, "get_ident() -> integer\n\nReturn an integer that "
                                           "identifies the thread."},
    {"get_native_id", get_native_id, MR_ARGS_NONE,
     "get_native_id() -> integer\n\nThe kernel's thread identifier."},
    {"exit", thread_exit, MR_ARGS_NONE, "exit()\n\nRaise SystemExit."},
    {"exit_thread", thread_exit, MR_ARGS_NONE, "An obsolete synonym of exit()."},
    {"interrupt_main", interrupt_main, MR_ARGS_ANY, "Simulate the arrival of SIGINT."},
    {"stack_size", stack_size, MR_ARGS_ANY, "stack_size([size]) -> size"},
    {"_count", thread_count, MR_ARGS_NONE, "The number of threads apart from the main one."},
    {"_set_sentinel", set_sentinel, MR_ARGS_NONE,
     "A lock that is released when the running thread ends."},
    {"daemon_threads_allowed", daemon_threads_allowed, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};

const mr_module_spec mr_module__thread = {
    .name = "_thread",
    .doc = "This module provides primitive operations to write multi-threaded programs.",
    .functions = functions,
    .setup = setup,
};
