/*
 * builtins_values.c - built-in functions of single values.
 */
#include <stdlib.h>

#include "modules/builtins.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"
#include "vm/vm.h"

MR_NATIVE(do_abs) { return mr_absolute(rt, args[0]); }

MR_NATIVE(do_ascii) { return mr_ascii(rt, args[0]); }

static mr_value in_base(mr_runtime *rt, mr_value v, int base)
{
    mr_value n = mr_index(rt, v);
    if (!n)
        return MR_NULL;
    mr_value text = mr_int_to_str(rt, n, base, true);
    mr_decref(rt, n);
    return text;
}

MR_NATIVE(do_bin) { return in_base(rt, args[0], 2); }

MR_NATIVE(do_oct) { return in_base(rt, args[0], 8); }

MR_NATIVE(do_hex) { return in_base(rt, args[0], 16); }

MR_NATIVE(do_callable) { return mr_bool(mr_callable(rt, args[0])); }

MR_NATIVE(do_chr)
{
    mr_value n = mr_index(rt, args[0]);
    if (!n)
        return MR_NULL;
    int overflow;
    int64_t code = mr_int_value(n, &overflow);
    mr_decref(rt, n);
    if (overflow)
        return mr_raise(rt, rt->exc.OverflowError, "Python int too large to convert to C int");
    if (code < 0 || code > 0x10ffff)
        return mr_raise(rt, rt->exc.ValueError, "chr() arg not in range(0x110000)");
    return mr_str_char(rt, (uint32_t)code);
}

MR_NATIVE(do_ord)
{
    mr_value v = args[0];
    size_t length;
    if (mr_is_str(v)) {
        if (mr_as_str(v)->length == 1)
            return mr_small_int(mr_str_at(mr_as_str(v), 0));
        length = mr_as_str(v)->length;
    } else if (mr_is_bytes(v)) {
        if (mr_as_bytes(v)->length == 1)
            return mr_small_int(mr_as_bytes(v)->data[0]);
        length = mr_as_bytes(v)->length;
    } else if (mr_is_bytearray(v)) {
        const mr_bytearray *b = (mr_bytearray *)mr_obj(v);
        if (b->length == 1)
            return mr_small_int(b->data[0]);
        length = b->length;
    } else {
        return mr_raise(rt, rt->exc.TypeError, "ord() expected string of length 1, but %T found",
                        v);
    }
    return mr_raise(rt, rt->exc.TypeError, "ord() expected a character, but string of length %zu "
                                           "found", length);
}

MR_NATIVE(do_divmod)
{
    return mr_arity(rt, "divmod", nargs, kwnames, 2, 2)
           ? mr_binary_op(rt, MR_OP_DIVMOD, args[0], args[1]) : MR_NULL;
}

MR_NATIVE(do_pow)
{
    mr_value a[3];
    if (!mr_bind(rt, "pow(base, exp, mod=)", args, nargs, kwnames, a))
        return MR_NULL;
    return mr_power(rt, a[0], a[1], a[2] ? a[2] : MR_NONE);
}

MR_NATIVE(do_round)
{
    mr_value a[2];
    if (!mr_bind(rt, "round(number, ndigits=)", args, nargs, kwnames, a))
        return MR_NULL;
    mr_value all[2] = {a[0], a[1]};
    bool found;
    mr_value result = mr_special_call(rt, MR_NAME(rt, __round__), all, a[1] && a[1] != MR_NONE ? 2
                                      : 1, MR_NULL, &found);
    if (!found)
        return mr_raise(rt, rt->exc.TypeError, "type %T doesn't define __round__ method", a[0]);
    return result;
}

MR_NATIVE(do_format)
{
    if (!mr_arity(rt, "format", nargs, kwnames, 1, 2))
        return MR_NULL;
    if (nargs == 2 && !mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "format() argument 2 must be str, not %T", args[1]);
    return mr_format(rt, args[0], nargs == 2 ? args[1] : MR_NULL);
}

MR_NATIVE(do_getattr)
{
    if (!mr_arity(rt, "getattr", nargs, kwnames, 2, 3))
        return MR_NULL;
    if (!mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "attribute name must be string, not '%T'", args[1]);
    if (nargs == 2)
        return mr_getattr(rt, args[0], args[1]);
    mr_value v = mr_getattr_optional(rt, args[0], args[1]);
    return v || mr_error(rt) ? v : mr_incref(args[2]);
}

MR_NATIVE(do_hasattr)
{
    if (!mr_arity(rt, "hasattr", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "attribute name must be string, not '%T'", args[1]);
    mr_value v = mr_getattr_optional(rt, args[0], args[1]);
    if (!v && mr_error(rt))
        return MR_NULL;
    mr_decref(rt, v);
    return mr_bool(v != MR_NULL);
}

MR_NATIVE(do_setattr)
{
    if (!mr_arity(rt, "setattr", nargs, kwnames, 3, 3))
        return MR_NULL;
    return mr_setattr(rt, args[0], args[1], args[2]) < 0 ? MR_NULL : MR_NONE;
}

MR_NATIVE(do_delattr)
{
    if (!mr_arity(rt, "delattr", nargs, kwnames, 2, 2))
        return MR_NULL;
    return mr_setattr(rt, args[0], args[1], MR_NULL) < 0 ? MR_NULL : MR_NONE;
}

MR_NATIVE(do_hash)
{
    uint64_t hash;
    return mr_hash(rt, args[0], &hash) < 0 ? MR_NULL : mr_int_from(rt, (int64_t)hash);
}

MR_NATIVE(do_id) { return mr_int_from_u64(rt, args[0]); }

MR_NATIVE(do_isinstance)
{
    if (!mr_arity(rt, "isinstance", nargs, kwnames, 2, 2))
        return MR_NULL;
    int result = mr_isinstance_of(rt, args[0], args[1]);
    return result < 0 ? MR_NULL : mr_bool(result);
}

MR_NATIVE(do_issubclass)
{
    if (!mr_arity(rt, "issubclass", nargs, kwnames, 2, 2))
        return MR_NULL;
    int result = mr_issubclass_of(rt, args[0], args[1]);
    return result < 0 ? MR_NULL : mr_bool(result);
}

MR_NATIVE(do_len)
{
    int64_t n = mr_length(rt, args[0]);
    return n < 0 ? MR_NULL : mr_int_from(rt, n);
}

MR_NATIVE(do_repr) { return mr_repr(rt, args[0]); }

MR_NATIVE(do_aiter)
{
    mr_unary slot = mr_type_of(rt, args[0])->slots.aiter;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not an async iterable", args[0]);
    mr_value it = slot(rt, args[0]);
    if (it && !mr_type_of(rt, it)->slots.anext) {
        mr_raise(rt, rt->exc.TypeError, "aiter() returned not an async iterator of type '%T'", it);
        mr_clear(rt, &it);
    }
    return it;
}

MR_NATIVE(do_anext)
{
    if (!mr_arity(rt, "anext", nargs, kwnames, 1, 2))
        return MR_NULL;
    mr_unary slot = mr_type_of(rt, args[0])->slots.anext;
    if (!slot)
        return mr_raise(rt, rt->exc.TypeError, "'%T' object is not an async iterator", args[0]);
    mr_value awaitable = slot(rt, args[0]);
    if (awaitable && nargs == 2)
        mr_replace(rt, &awaitable, mr_anext_awaitable(rt, awaitable, args[1]));
    return awaitable;
}

const mr_method_def mr_builtins_values[] = {
    {"abs", do_abs, MR_ARGS_ONE, "abs($module, x, /)\n--\n\nReturn the absolute value of the "
                                 "argument."},
    {"aiter", do_aiter, MR_ARGS_ONE,
     "aiter($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable "
     "object."},
    {"anext", do_anext, MR_ARGS_ANY,
     "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nReturn the next item from the "
     "async iterator."},
    {"ascii", do_ascii, MR_ARGS_ONE,
     "ascii($module, obj, /)\n--\n\nReturn an ASCII-only representation of an object."},
    {"bin", do_bin, MR_ARGS_ONE,
     "bin($module, number, /)\n--\n\nReturn the binary representation of an integer.\n\n   >>> "
     "bin(2796202)\n   "
     "'0b1010101010101010101010'"},
    {"callable", do_callable, MR_ARGS_ONE,
     "callable($module, obj, /)\n--\n\nReturn whether the object is callable (i.e., some kind of "
     "function).\n\nNote "
     "that classes are callable, as are instances of classes with a\n__call__() method."},
    {"chr", do_chr, MR_ARGS_ONE,
     "chr($module, i, /)\n--\n\nReturn a Unicode string of one character with ordinal i; 0 <= i <= "
     "0x10ffff."},
    {"delattr", do_delattr, MR_ARGS_ANY,
     "delattr($module, obj, name, /)\n--\n\nDeletes the named attribute from the given "
     "object.\n\ndelattr(x, 'y') is "
     "equivalent to ``del x.y``"},
    {"divmod", do_divmod, MR_ARGS_ANY,
     "divmod($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y).  Invariant: div*y + mod == x."},
    {"format", do_format, MR_ARGS_ANY,
     "format($module, value, format_spec='', /)\n--\n\nReturn value.__format__(format_spec)."},
    {"getattr", do_getattr, MR_ARGS_ANY,
     "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; "
     "getattr(x, 'y') is equivalent "
     "to x.y."},
    {"hasattr", do_hasattr, MR_ARGS_ANY,
     "hasattr($module, obj, name, /)\n--\n\nReturn whether the object has an attribute with the "
     "given name."},
    {"hash", do_hash, MR_ARGS_ONE, "hash($module, obj, /)\n--\n\nReturn the hash value for the "
                                   "given object."},
    {"hex", do_hex, MR_ARGS_ONE,
     "hex($module, number, /)\n--\n\nReturn the hexadecimal representation of an integer."},
    {"id", do_id, MR_ARGS_ONE, "id($module, obj, /)\n--\n\nReturn the identity of an object."},
    {"isinstance", do_isinstance, MR_ARGS_ANY,
     "isinstance($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance "
     "of a class or of a "
     "subclass thereof."},
    {"issubclass", do_issubclass, MR_ARGS_ANY,
     "issubclass($module, cls, class_or_tuple, /)\n--\n\nReturn whether 'cls' is derived from "
     "another class or is the "
     "same class."},
    {"len", do_len, MR_ARGS_ONE, "len($module, obj, /)\n--\n\nReturn the number of items in a "
                                 "container."},
    {"oct", do_oct, MR_ARGS_ONE, "oct($module, number, /)\n--\n\nReturn the octal representation "
                                 "of an integer."},
    {"ord", do_ord, MR_ARGS_ONE, "ord($module, c, /)\n--\n\nReturn the Unicode code point for a "
                                 "one-character string."},
    {"pow", do_pow, MR_ARGS_ANY,
     "pow($module, /, base, exp, mod=None)\n--\n\nEquivalent to base**exp with 2 arguments or "
     "base**exp % mod with 3 "
     "arguments."},
    {"repr", do_repr, MR_ARGS_ONE, "repr($module, obj, /)\n--\n\nReturn the canonical string "
                                   "representation of the object."},
    {"round", do_round, MR_ARGS_ANY,
     "round($module, /, number, ndigits=None)\n--\n\nRound a number to a given precision in "
     "decimal digits."},
    {"setattr", do_setattr, MR_ARGS_ANY,
     "setattr($module, obj, name, value, /)\n--\n\nSets the named attribute on the given object to "
     "the specified "
     "value."},
    {NULL, NULL, 0, NULL},
};
