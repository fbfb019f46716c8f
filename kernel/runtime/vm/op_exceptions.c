/*
 * op_exceptions.c - raising, the stack of handled exceptions, exception
 * groups, context managers.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"
#include "vm/private.h"

/* A generator sees its resumer's handled exception through its own: for it None
 * stands for that, since the resumer may be another one next time. */
mr_value mr_push_handled(mr_runtime *rt, mr_frame *frame, mr_value exception)
{
    mr_value before = rt->vm->handled;
    rt->vm->handled = exception;
    if (frame->generator) {
        mr_generator *g = (mr_generator *)mr_obj(frame->generator);
        if (g->handling++ == 0) {
            mr_decref(rt, before);
            return MR_NONE;
        }
    }
    return before ? before : MR_NONE;
}

void mr_pop_handled(mr_runtime *rt, mr_frame *frame, mr_value before)
{
    if (before == MR_NONE)
        before = MR_NULL;
    if (frame->generator) {
        mr_generator *g = (mr_generator *)mr_obj(frame->generator);
        if (--g->handling == 0) {
            mr_decref(rt, before);
            before = mr_incref(g->outer);
        }
    }
    mr_replace(rt, &rt->vm->handled, before);
}

/* An instance of what stands in a raise statement; owned. */
static mr_value exception_instance(mr_runtime *rt, mr_value v, const char *error)
{
    if (mr_is_exception_class(rt, v)) {
        mr_value instance = mr_call0(rt, v);
        if (instance && !mr_is_exception(instance)) {
            mr_raise(rt, rt->exc.TypeError,
                     "calling %R should have returned an instance of BaseException, not %T", v,
                     instance);
            mr_clear(rt, &instance);
        }
        return instance;
    }
    if (mr_is_exception(v))
        return mr_incref(v);
    return mr_raise(rt, rt->exc.TypeError, "%s", error);
}

bool mr_op_raise(mr_runtime *rt, mr_value v, mr_value cause)
{
    mr_value exception =
        exception_instance(rt, v, "exceptions must derive from BaseException");
    if (!exception)
        return false;
    if (cause) {
        mr_value fixed = MR_NULL;
        if (cause != MR_NONE) {
            fixed = exception_instance(rt, cause,
                                       "exception causes must derive from BaseException");
            if (!fixed) {
                mr_decref(rt, exception);
                return false;
            }
        }
        mr_exception *e = (mr_exception *)mr_obj(exception);
        mr_replace(rt, &e->cause, fixed);
        e->suppress_context = true;
    }
    mr_raise_exception(rt, exception);
    mr_decref(rt, exception);
    return false;
}

static bool check_classes(mr_runtime *rt, mr_value classes)
{
    if (mr_is_tuple(classes)) {
        const mr_tuple *tuple = mr_as_tuple(classes);
        for (size_t i = 0; i < tuple->length; i++)
            if (!mr_is_exception_class(rt, tuple->items[i]))
                goto fail;
        return true;
    }
    if (mr_is_exception_class(rt, classes))
        return true;
fail:
    mr_raise(rt, rt->exc.TypeError,
             "catching classes that do not inherit from BaseException is not allowed");
    return false;
}

int mr_op_match_exception(mr_runtime *rt, mr_value exception, mr_value classes)
{
    return check_classes(rt, classes) ? mr_exception_matches(rt, exception, classes) : -1;
}

bool mr_op_match_group(mr_runtime *rt, mr_value group, mr_value classes, mr_value *match,
                       mr_value *rest)
{
    *match = *rest = MR_NONE;
    if (!check_classes(rt, classes))
        return false;
    const mr_value *items = &classes;
    size_t n = 1;
    if (mr_is_tuple(classes)) {
        items = mr_as_tuple(classes)->items;
        n = mr_as_tuple(classes)->length;
    }
    for (size_t i = 0; i < n; i++)
        if (mr_is_subtype((mr_type *)mr_obj(items[i]), rt->exc.BaseExceptionGroup)) {
            mr_raise(rt, rt->exc.TypeError,
                     "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return false;
        }
    if (group == MR_NONE)
        return true;
    int whole = mr_exception_matches(rt, group, classes);
    if (whole < 0)
        return false;
    bool is_group = mr_isinstance(rt, group, rt->exc.BaseExceptionGroup);
    if (whole && is_group) {
        *match = mr_incref(group);
        return true;
    }
    if (whole) { /* a naked exception is wrapped */
        mr_value only = mr_tuple_new(rt, &group, 1);
        if (!only)
            return false;
        mr_value wrapped =
            mr_call2(rt, mr_from(rt->exc.BaseExceptionGroup), rt->empty_str, only);
        mr_decref(rt, only);
        if (!wrapped)
            return false;
        *match = wrapped;
        return true;
    }
    if (!is_group) {
        *rest = mr_incref(group);
        return true;
    }
    mr_value name = mr_intern(rt, "split");
    mr_value pair = name ? mr_call_method(rt, group, name, &classes, 1) : MR_NULL;
    mr_decref(rt, name);
    if (!pair)
        return false;
    if (!mr_is_tuple(pair) || mr_as_tuple(pair)->length < 2) {
        mr_raise(rt, rt->exc.TypeError, "%T.split must return a tuple, not %T", group, pair);
        mr_decref(rt, pair);
        return false;
    }
    *match = mr_incref(mr_as_tuple(pair)->items[0]);
    *rest = mr_incref(mr_as_tuple(pair)->items[1]);
    mr_decref(rt, pair);
    return true;
}

/* Does a clause's exception come from the original group unchanged (re-raised)? CPython compares
 * what an instance carries from where it was split: notes, traceback, cause, context. */
static bool same_origin(mr_value a, mr_value b)
{
    const mr_exception *x = (const mr_exception *)mr_obj(a), *y = (const mr_exception *)mr_obj(b);
    return x->notes == y->notes && x->traceback == y->traceback && x->cause == y->cause &&
           x->context == y->context;
}

/* Collects the ids of the leaves of an exception group in a set. */
static bool collect_leaves(mr_runtime *rt, mr_value exception, mr_value set)
{
    if (!mr_isinstance(rt, exception, rt->exc.BaseExceptionGroup))
        return mr_set_add(rt, set, mr_small_int((int64_t)exception));
    mr_value parts = ((mr_exception *)mr_obj(exception))->fields[1];
    for (size_t i = 0; parts && i < mr_as_tuple(parts)->length; i++)
        if (!collect_leaves(rt, mr_as_tuple(parts)->items[i], set))
            return false;
    return true;
}

/* The part of a group whose leaves are in the set, nesting kept; None when empty. Owned. */
static mr_value keep_leaves(mr_runtime *rt, mr_value exception, mr_value set)
{
    if (!mr_isinstance(rt, exception, rt->exc.BaseExceptionGroup)) {
        int in = mr_set_contains(rt, set, mr_small_int((int64_t)exception));
        return in < 0 ? MR_NULL : in ? mr_incref(exception) : MR_NONE;
    }
    mr_exception *group = (mr_exception *)mr_obj(exception);
    mr_value list = mr_list_new(rt, NULL, 0), result = MR_NULL;
    size_t whole = mr_as_tuple(group->fields[1])->length;
    for (size_t i = 0; list && i < whole; i++) {
        mr_value part = keep_leaves(rt, mr_as_tuple(group->fields[1])->items[i], set);
        if (!part || (part != MR_NONE && !mr_list_append_steal(rt, list, part)))
            mr_clear(rt, &list);
    }
    if (!list)
        return MR_NULL;
    if (!mr_as_list(list)->length) {
        result = MR_NONE;
    } else {
        mr_value name = mr_intern(rt, "derive");
        result = name ? mr_call_method(rt, exception, name, &list, 1) : MR_NULL;
        mr_decref(rt, name);
        if (result && mr_is_exception(result)) {
            mr_exception *made = (mr_exception *)mr_obj(result);
            mr_replace(rt, &made->traceback, mr_incref(group->traceback));
            mr_replace(rt, &made->cause, mr_incref(group->cause));
            mr_replace(rt, &made->context, mr_incref(group->context));
            made->suppress_context = group->suppress_context;
            if (group->notes && mr_is_list(group->notes))
                mr_replace(rt, &made->notes,
                           mr_list_new(rt, mr_as_list(group->notes)->items,
                                       mr_as_list(group->notes)->length));
        }
    }
    mr_decref(rt, list);
    return result;
}

mr_value mr_op_reraise_group(mr_runtime *rt, mr_value original, mr_value raised)
{
    const mr_list *list = mr_as_list(raised);
    if (!list->length)
        return MR_NONE;
    if (!mr_isinstance(rt, original, rt->exc.BaseExceptionGroup))
        /* a naked exception was wrapped: one thing can have been raised */
        return mr_incref(list->items[0]);
    mr_value fresh = mr_list_new(rt, NULL, 0), leaves = mr_set_new(rt, MR_NULL);
    mr_value result = MR_NULL;
    bool reraised = false;
    for (size_t i = 0; fresh && leaves && i < list->length; i++) {
        mr_value e = list->items[i];
        if (e == MR_NONE)
            continue;
        bool fine;
        if (same_origin(e, original)) {
            reraised = true;
            fine = collect_leaves(rt, e, leaves);
        } else {
            fine = mr_list_append(rt, fresh, e);
        }
        if (!fine)
            goto end;
    }
    if (!fresh || !leaves)
        goto end;
    mr_value part = reraised ? keep_leaves(rt, original, leaves) : MR_NONE;
    if (!part)
        goto end;
    if (!mr_as_list(fresh)->length) {
        result = part;
        goto end;
    }
    if (part != MR_NONE && !mr_list_append_steal(rt, fresh, part))
        goto end;
    result = mr_call2(rt, mr_from(rt->exc.BaseExceptionGroup), rt->empty_str, fresh);
end:
    mr_decref(rt, fresh);
    mr_decref(rt, leaves);
    return result;
}

bool mr_op_with_enter(mr_runtime *rt, mr_value manager, bool is_async, mr_value *leave,
                      mr_value *entered)
{
    const char *kind = is_async ? "asynchronous " : "";
    mr_value enter = mr_lookup_special(rt, manager, is_async ? MR_NAME(rt, __aenter__)
                                                             : MR_NAME(rt, __enter__));
    if (!enter) {
        if (!mr_error(rt))
            mr_raise(rt, rt->exc.TypeError,
                     "'%T' object does not support the %scontext manager protocol", manager, kind);
        return false;
    }
    *leave = mr_lookup_special(rt, manager,
                               is_async ? MR_NAME(rt, __aexit__) : MR_NAME(rt, __exit__));
    if (!*leave) {
        if (!mr_error(rt))
            mr_raise(rt, rt->exc.TypeError,
                     "'%T' object does not support the %scontext manager protocol (missed %s "
                     "method)", manager, kind, is_async ? "__aexit__" : "__exit__");
        mr_decref(rt, enter);
        return false;
    }
    *entered = mr_call0(rt, enter);
    mr_decref(rt, enter);
    if (!*entered)
        mr_decref(rt, *leave);
    return *entered != MR_NULL;
}

mr_value mr_op_with_exit_exception(mr_runtime *rt, mr_value leave, mr_value exception)
{
    mr_value traceback = ((mr_exception *)mr_obj(exception))->traceback;
    const mr_value args[3] = {mr_from(mr_type_of(rt, exception)), exception,
                              traceback ? traceback : MR_NONE};
    mr_incref(args[2]);
    mr_value v = mr_call(rt, leave, args, 3, MR_NULL);
    mr_decref(rt, args[2]);
    return v;
}
