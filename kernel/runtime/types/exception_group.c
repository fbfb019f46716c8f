/*
 * exception_group.c - BaseExceptionGroup and ExceptionGroup.
 *
 * Fields: message, exceptions (a tuple).
 */
#include "types/containers.h"
#include "types/exceptions.h"
#include "types/str.h"

static mr_value message_of(mr_value self) { return mr_as_exception(self)->fields[0]; }
static const mr_tuple *parts_of(mr_value self)
{
    return mr_as_tuple(mr_as_exception(self)->fields[1]);
}

static bool is_group(mr_runtime *rt, mr_value v)
{
    return mr_isinstance(rt, v, rt->exc.BaseExceptionGroup);
}

/* The type to make, given what is to go in; NULL with TypeError set. */
static mr_type *fitting_type(mr_runtime *rt, mr_type *type, bool nested_base)
{
    mr_type *group = mr_as_type(rt->model->exception_group);
    if (type == rt->exc.BaseExceptionGroup)
        return nested_base ? type : group;
    if (!nested_base)
        return type;
    if (type == group) {
        mr_raise(rt, rt->exc.TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
        return NULL;
    }
    if (mr_is_subtype(type, rt->exc.Exception)) {
        mr_raise(rt, rt->exc.TypeError, "Cannot nest BaseExceptions in '%N'", type);
        return NULL;
    }
    return type;
}

static mr_value group_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    if (nargs != 2)
        return mr_raise(rt, rt->exc.TypeError, "BaseExceptionGroup.__new__() takes exactly 2 "
                                               "arguments (%zu given)",
                        nargs);
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "BaseExceptionGroup.__new__() argument 1 must be "
                                               "str, not %T", args[0]);
    if (!mr_type_of(rt, args[1])->slots.getitem || mr_is_dict(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "second argument (exceptions) must be a sequence");
    mr_value parts = mr_tuple_from(rt, args[1]);
    if (!parts)
        return MR_NULL;
    const mr_tuple *t = mr_as_tuple(parts);
    mr_value self = MR_NULL;
    bool nested_base = false;
    if (!t->length) {
        mr_raise(rt, rt->exc.ValueError, "second argument (exceptions) must be a non-empty "
                                         "sequence");
        goto done;
    }
    for (size_t i = 0; i < t->length; i++) {
        if (!mr_is_exception(t->items[i])) {
            mr_raise(rt, rt->exc.ValueError, "Item %zu of second argument (exceptions) is not an "
                                             "exception", i);
            goto done;
        }
        nested_base |= !mr_isinstance(rt, t->items[i], rt->exc.Exception);
    }
    type = fitting_type(rt, type, nested_base);
    self = type ? mr_exception_new(rt, type, args, nargs, MR_NULL) : MR_NULL;
    if (self) {
        mr_exception_field(rt, self, 0, args[0]);
        mr_exception_field(rt, self, 1, parts);
    }
done:
    mr_decref(rt, parts);
    return self;
}

static mr_value group_str(mr_runtime *rt, mr_value self)
{
    size_t n = parts_of(self)->length;
    return mr_str_format(rt, "%S (%zu sub-exception%s)", message_of(self), n, n > 1 ? "s" : "");
}

/* ---- split and subgroup ---- */

enum how { BY_TYPE, BY_PREDICATE };

static bool read_condition(mr_runtime *rt, mr_value condition, enum how *how)
{
    *how = BY_TYPE;
    if (mr_is_exception_class(rt, condition))
        return true;
    if (mr_is_tuple(condition)) {
        size_t i = 0;
        while (i < mr_as_tuple(condition)->length &&
               mr_is_exception_class(rt, mr_as_tuple(condition)->items[i]))
            i++;
        if (i == mr_as_tuple(condition)->length)
            return true;
    } else if (mr_callable(rt, condition) && !mr_is_type(condition)) {
        *how = BY_PREDICATE;
        return true;
    }
    mr_raise(rt, rt->exc.TypeError, "expected a function, exception type or tuple of exception "
                                    "types");
    return false;
}

static int meets(mr_runtime *rt, mr_value exception, mr_value condition, enum how how)
{
    if (how == BY_TYPE)
        return mr_exception_matches(rt, exception, condition);
    mr_value answer = mr_call1(rt, condition, exception);
    if (!answer)
        return -1;
    int truth = mr_truth(rt, answer);
    mr_decref(rt, answer);
    return truth;
}

/* group.derive(parts) with what the group carries; None for no parts. Owned. */
static mr_value derive_with(mr_runtime *rt, mr_value self, mr_value parts)
{
    if (!mr_as_list(parts)->length)
        return MR_NONE;
    mr_value name = mr_intern(rt, "derive");
    mr_value made = name ? mr_call_method(rt, self, name, &parts, 1) : MR_NULL;
    mr_decref(rt, name);
    if (!made)
        return MR_NULL;
    if (!is_group(rt, made)) {
        mr_decref(rt, made);
        return mr_raise(rt, rt->exc.TypeError, "derive must return an instance of "
                                               "BaseExceptionGroup");
    }
    const mr_exception *from = mr_as_exception(self);
    mr_exception *to = mr_as_exception(made);
    mr_replace(rt, &to->traceback, mr_incref(from->traceback));
    mr_replace(rt, &to->context, mr_incref(from->context));
    mr_replace(rt, &to->cause, mr_incref(from->cause));
    to->suppress_context = from->suppress_context;
    if (from->notes && mr_is_list(from->notes)) {
        mr_value notes = mr_list_new(rt, mr_as_list(from->notes)->items,
                                     mr_as_list(from->notes)->length);
        if (!notes) {
            mr_decref(rt, made);
            return MR_NULL;
        }
        mr_replace(rt, &to->notes, notes);
    }
    return made;
}

/* Parts of `exception` that meet the condition and the rest; owned, None for nothing. rest may be
 * NULL. */
static bool split(mr_runtime *rt, mr_value exception, mr_value condition, enum how how,
                  mr_value *match,
                  mr_value *rest)
{
    *match = MR_NONE;
    if (rest)
        *rest = MR_NONE;
    int whole = meets(rt, exception, condition, how);
    if (whole < 0)
        return false;
    if (whole) {
        *match = mr_incref(exception);
        return true;
    }
    if (!is_group(rt, exception)) {
        if (rest)
            *rest = mr_incref(exception);
        return true;
    }
    if (!mr_recursion_enter(rt, " in exceptiongroup_split_recursive"))
        return false;
    mr_value yes = mr_list_new(rt, NULL, 0), no = rest ? mr_list_new(rt, NULL, 0) : MR_NULL;
    bool good = yes && (no || !rest);
    mr_value parts = mr_incref(mr_as_exception(exception)->fields[1]);
    for (size_t i = 0; good && i < mr_as_tuple(parts)->length; i++) {
        mr_value part_yes, part_no = MR_NONE;
        good = split(rt, mr_as_tuple(parts)->items[i], condition, how, &part_yes, rest ? &part_no
                     : NULL);
        if (!good)
            break;
        if (part_yes != MR_NONE)
            good = mr_list_append_steal(rt, yes, part_yes);
        if (part_no != MR_NONE)
            good = mr_list_append_steal(rt, no, part_no) && good;
    }
    mr_recursion_leave(rt);
    if (good)
        good = (*match = derive_with(rt, exception, yes)) != MR_NULL;
    if (good && rest && !(*rest = derive_with(rt, exception, no))) {
        mr_clear(rt, match);
        good = false;
    }
    mr_decref(rt, parts);
    mr_decref(rt, yes);
    mr_decref(rt, no);
    return good;
}

static mr_value group_split(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    enum how how;
    mr_value match, rest;
    if (!read_condition(rt, args[0], &how) || !split(rt, self, args[0], how, &match, &rest))
        return MR_NULL;
    mr_value pair = mr_tuple_pack(rt, 2, match, rest);
    mr_decref(rt, match);
    mr_decref(rt, rest);
    return pair;
}

static mr_value group_subgroup(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    enum how how;
    mr_value match;
    if (!read_condition(rt, args[0], &how) || !split(rt, self, args[0], how, &match, NULL))
        return MR_NULL;
    return match;
}

static mr_value group_derive(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_call2(rt, mr_from(rt->exc.BaseExceptionGroup), message_of(self), args[0]);
}

static const mr_method_def group_methods[] = {
    {"split", group_split, MR_ARGS_ONE, NULL},
    {"subgroup", group_subgroup, MR_ARGS_ONE, NULL},
    {"derive", group_derive, MR_ARGS_ONE, NULL},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, "See PEP 585"},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def group_members[] = {
    {"message", MR_FIELD(0), MR_MEMBER_READONLY, "exception message"},
    {"exceptions", MR_FIELD(1), MR_MEMBER_READONLY, "nested exceptions"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_group_extra = {
    .slots = {.new_ = group_new, .str = group_str},
    .methods = group_methods,
    .members = group_members,
};

bool mr_exception_group_init(mr_runtime *rt)
{
    mr_value name = mr_intern(rt, "ExceptionGroup"), namespace_ = mr_dict_new(rt);
    mr_value bases = mr_tuple_pack(rt, 2, mr_from(rt->exc.BaseExceptionGroup),
                                   mr_from(rt->exc.Exception));
    bool good = name && namespace_ && bases &&
                mr_dict_set(rt, namespace_, MR_NAME(rt, __module__), MR_NAME(rt, builtins));
    if (good)
        rt->model->exception_group = mr_type_make(rt, rt->types.type, name, bases, namespace_);
    mr_decref(rt, name);
    mr_decref(rt, namespace_);
    mr_decref(rt, bases);
    return good && rt->model->exception_group;
}
