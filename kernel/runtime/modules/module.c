/*
 * module.c - see module.h.
 */
#include "modules/module.h"

bool mr_module_add_constants(mr_runtime *rt, mr_value module, const mr_constant *table)
{
    for (; table->name; table++)
        if (!mr_module_add(rt, module, table->name, mr_int_from(rt, table->value)))
            return false;
    return true;
}

mr_type *mr_module_add_exception(mr_runtime *rt, mr_value module, const char *in, const char *name,
                                 mr_type *base, mr_type *second_base)
{
    mr_value text = mr_str_from(rt, name), where = mr_str_from(rt, in),
             namespace_ = mr_dict_new(rt), type = MR_NULL;
    mr_value bases = second_base ? mr_tuple_pack(rt, 2, mr_from(base), mr_from(second_base))
                                 : mr_tuple_pack(rt, 1, mr_from(base));
    if (text && where && namespace_ && bases &&
        mr_dict_set(rt, namespace_, MR_NAME(rt, __module__), where)) {
        mr_value three[3] = {text, bases, namespace_};
        type = mr_call(rt, mr_from(rt->types.type), three, 3, MR_NULL);
    }
    mr_decref(rt, text);
    mr_decref(rt, where);
    mr_decref(rt, namespace_);
    mr_decref(rt, bases);
    return type && mr_module_add(rt, module, name, type) ? mr_as_type(type) : NULL;
}

bool mr_to_c_int(mr_runtime *rt, mr_value v, int *out)
{
    int64_t n;
    if (mr_is_real_float(v)) {
        mr_raise(rt, rt->exc.TypeError, "'%T' object cannot be interpreted as an integer", v);
        return false;
    }
    if (!mr_to_int64(rt, v, &n)) {
        if (mr_error_catch(rt, rt->exc.OverflowError))
            mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C int");
        return false;
    }
    if (n > INT32_MAX || n < INT32_MIN) {
        mr_raise(rt, rt->exc.OverflowError, "signed integer is %s than %s",
                 n > 0 ? "greater" : "less", n > 0 ? "maximum" : "minimum");
        return false;
    }
    *out = (int)n;
    return true;
}
