/*
 * call.c - calling any value from C.
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

mr_value mr_call(mr_runtime *rt, mr_value callable, const mr_value *args, size_t nargs,
                 mr_value kwnames)
{
    mr_native_fn call = mr_type_of(rt, callable)->slots.call;
    if (!call)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not callable", callable);
    if (__builtin_expect((uintptr_t)__builtin_frame_address(0) < rt->c_stack_limit, 0))
        return mr_raise(rt, rt->exc.RecursionError,
                        "maximum recursion depth exceeded while calling a Python object");
    return call(rt, callable, args, nargs, kwnames);
}

mr_value mr_call0(mr_runtime *rt, mr_value callable)
{
    return mr_call(rt, callable, NULL, 0, MR_NULL);
}

mr_value mr_call1(mr_runtime *rt, mr_value callable, mr_value a)
{
    return mr_call(rt, callable, &a, 1, MR_NULL);
}

mr_value mr_call2(mr_runtime *rt, mr_value callable, mr_value a, mr_value b)
{
    mr_value args[2] = {a, b};
    return mr_call(rt, callable, args, 2, MR_NULL);
}

mr_value mr_call_tuple(mr_runtime *rt, mr_value callable, mr_value args, mr_value kwargs)
{
    const mr_tuple *t = mr_as_tuple(args);
    size_t named = kwargs ? mr_as_dict(kwargs)->length : 0;
    if (!named)
        return mr_call(rt, callable, t->items, t->length, MR_NULL);
    size_t size = (t->length + named) * sizeof(mr_value);
    mr_value few[16];
    mr_value *all = t->length + named <= 16 ? few : mr_buf_new(rt, size);
    mr_value kwnames = all ? mr_tuple_new(rt, NULL, named) : MR_NULL;
    mr_value result = MR_NULL;
    size_t pos = 0, i = 0;
    if (!kwnames)
        goto done;
    if (t->length)
        memcpy(all, t->items, t->length * sizeof *all);
    mr_value key, v;
    while (mr_dict_next(kwargs, &pos, &key, &v)) {
        mr_as_tuple(kwnames)->items[i] = mr_incref(key);
        all[t->length + i++] = mr_incref(v);
        if (!mr_is_str(key)) {
            mr_raise(rt, rt->exc.TypeError, "keywords must be strings");
            goto done;
        }
    }
    result = mr_call(rt, callable, all, t->length, kwnames);
done:
    while (i > 0)
        mr_decref(rt, all[t->length + --i]);
    mr_decref(rt, kwnames);
    if (all && all != few)
        mr_buf_free(rt, all, size);
    return result;
}

mr_value mr_call_method(mr_runtime *rt, mr_value obj, mr_value name, const mr_value *args,
                        size_t nargs)
{
    bool unbound;
    mr_value fn = mr_method_find(rt, obj, name, &unbound);
    if (!fn)
        return MR_NULL;
    mr_value result = MR_NULL;
    if (!unbound) {
        result = mr_call(rt, fn, args, nargs, MR_NULL);
    } else {
        mr_value few[8];
        size_t size = (nargs + 1) * sizeof *few;
        mr_value *shifted = nargs < 8 ? few : mr_buf_new(rt, size);
        if (shifted) {
            shifted[0] = obj;
            if (nargs)
                memcpy(shifted + 1, args, nargs * sizeof *args);
            result = mr_call(rt, fn, shifted, nargs + 1, MR_NULL);
        }
        if (shifted && shifted != few)
            mr_buf_free(rt, shifted, size);
    }
    mr_decref(rt, fn);
    return result;
}

bool mr_callable(mr_runtime *rt, mr_value v) { return mr_type_of(rt, v)->slots.call != NULL; }

mr_value mr_kwargs_dict(mr_runtime *rt, const mr_value *kwvalues, mr_value kwnames)
{
    size_t n = kwnames ? mr_as_tuple(kwnames)->length : 0;
    if (!n)
        return MR_NULL;
    mr_value dict = mr_dict_new(rt);
    for (size_t i = 0; dict && i < n; i++) {
        if (!mr_dict_set(rt, dict, mr_as_tuple(kwnames)->items[i], kwvalues[i]))
            mr_clear(rt, &dict);
    }
    return dict;
}
