/*
 * attribute.c - getting and setting attributes of any value.
 */
#include "types/abstract.h"
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

mr_value mr_attribute_name(mr_runtime *rt, mr_value name)
{
    if (!mr_is_str(name))
        return mr_raise(rt, rt->exc.TypeError, "attribute name must be string, not '%T'", name);
    if (mr_obj(name)->flags & MR_STR_INTERNED)
        return mr_incref(name);
    if (mr_is_exact(name, MR_KIND_STR))
        return mr_str_intern(rt, mr_incref(name));
    return mr_str_intern(rt, mr_str_substring(rt, name, 0, mr_as_str(name)->length));
}

static bool is_interned(mr_value name)
{
    return mr_is_str(name) && (mr_obj(name)->flags & MR_STR_INTERNED);
}

/* object.__getattribute__ without the error: MR_NULL and no exception when missing. */
static mr_value generic_find(mr_runtime *rt, mr_value v, mr_value name)
{
    mr_type *type = mr_type_of(rt, v);
    mr_value found = mr_type_lookup(rt, type, name);
    mr_ternary get = NULL;
    if (found) {
        mr_type *dtype = mr_type_of(rt, found);
        get = dtype->slots.descr_get;
        mr_incref(found);
        if (get && dtype->slots.descr_set) {
            mr_value result = get(rt, found, v, mr_from(type));
            mr_decref(rt, found);
            return result;
        }
    }
    if (mr_is_object(v)) {
        mr_value own = mr_instance_attr(rt, mr_obj(v), name);
        if (own) {
            mr_incref(own);
            mr_decref(rt, found);
            return own;
        }
    }
    if (!get)
        return found;
    mr_value result = get(rt, found, v, mr_from(type));
    mr_decref(rt, found);
    return result;
}

mr_value mr_generic_getattr(mr_runtime *rt, mr_value v, mr_value name)
{
    if (!is_interned(name)) {
        name = mr_attribute_name(rt, name);
        if (!name)
            return MR_NULL;
        mr_value result = mr_generic_getattr(rt, v, name);
        mr_decref(rt, name);
        return result;
    }
    mr_value result = generic_find(rt, v, name);
    if (!result && !mr_error(rt))
        mr_raise_attribute(rt, v, name);
    return result;
}

mr_value mr_getattr(mr_runtime *rt, mr_value v, mr_value name)
{
    if (__builtin_expect(is_interned(name), 1))
        return mr_type_of(rt, v)->slots.getattr(rt, v, name);
    name = mr_attribute_name(rt, name);
    if (!name)
        return MR_NULL;
    mr_value result = mr_type_of(rt, v)->slots.getattr(rt, v, name);
    mr_decref(rt, name);
    return result;
}

mr_value mr_getattr_text(mr_runtime *rt, mr_value v, const char *name)
{
    mr_value interned = mr_intern(rt, name);
    if (!interned)
        return MR_NULL;
    mr_value result = mr_getattr(rt, v, interned);
    mr_decref(rt, interned);
    return result;
}

mr_value mr_getattr_optional(mr_runtime *rt, mr_value v, mr_value name)
{
    mr_value interned = mr_attribute_name(rt, name);
    if (!interned)
        return MR_NULL;
    mr_value result;
    if (mr_type_of(rt, v)->slots.getattr == mr_generic_getattr)
        result = generic_find(rt, v, interned);
    else
        result = mr_getattr(rt, v, interned);
    mr_decref(rt, interned);
    if (!result)
        mr_error_catch(rt, rt->exc.AttributeError);
    return result;
}

mr_value mr_method_find(mr_runtime *rt, mr_value obj, mr_value name, bool *unbound)
{
    mr_type *type = mr_type_of(rt, obj);
    *unbound = false;
    if (type->slots.getattr != mr_generic_getattr || !is_interned(name))
        return mr_getattr(rt, obj, name);
    mr_value found = mr_type_lookup(rt, type, name);
    if (found && (mr_type_of(rt, found)->flags & MR_TYPE_METHOD_DESCR)) {
        mr_incref(found);
        if (mr_is_object(obj)) {
            mr_value own = mr_instance_attr(rt, mr_obj(obj), name);
            if (own) {
                mr_incref(own);
                mr_decref(rt, found);
                return own;
            }
        }
        *unbound = true;
        return found;
    }
    return mr_generic_getattr(rt, obj, name);
}

int mr_setattr(mr_runtime *rt, mr_value v, mr_value name, mr_value x)
{
    mr_type *type = mr_type_of(rt, v);
    if (__builtin_expect(is_interned(name), 1))
        return type->slots.setattr(rt, v, name, x);
    name = mr_attribute_name(rt, name);
    if (!name)
        return -1;
    int status = type->slots.setattr(rt, v, name, x);
    mr_decref(rt, name);
    return status;
}

int mr_setattr_text(mr_runtime *rt, mr_value v, const char *name, mr_value x)
{
    mr_value interned = mr_intern(rt, name);
    if (!interned)
        return -1;
    int status = mr_setattr(rt, v, interned, x);
    mr_decref(rt, interned);
    return status;
}

int mr_generic_setattr(mr_runtime *rt, mr_value v, mr_value name, mr_value x)
{
    if (!is_interned(name)) {
        name = mr_attribute_name(rt, name);
        if (!name)
            return -1;
        int status = mr_generic_setattr(rt, v, name, x);
        mr_decref(rt, name);
        return status;
    }
    mr_type *type = mr_type_of(rt, v);
    mr_value found = mr_type_lookup(rt, type, name);
    if (found) {
        int (*set)(mr_runtime *, mr_value, mr_value, mr_value) = mr_type_of(rt,
            found)->slots.descr_set;
        if (set) {
            mr_incref(found);
            int status = set(rt, found, v, x);
            mr_decref(rt, found);
            return status;
        }
    }
    if (mr_is_object(v) && mr_instance_has_dict(rt, mr_obj(v)))
        return mr_instance_set(rt, mr_obj(v), name, x);
    if (found)
        return mr_fail(rt, rt->exc.AttributeError, "'%T' object attribute '%V' is read-only", v,
                       name);
    mr_raise_attribute(rt, v, name);
    return -1;
}

mr_value mr_lookup_special(mr_runtime *rt, mr_value v, mr_value name)
{
    bool unbound;
    mr_value fn = mr_special_find(rt, v, name, &unbound);
    if (!fn || !unbound)
        return fn;
    mr_type *type = mr_type_of(rt, fn);
    mr_value bound = type->slots.descr_get(rt, fn, v, mr_from(mr_type_of(rt, v)));
    mr_decref(rt, fn);
    return bound;
}
