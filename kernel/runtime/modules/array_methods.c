/*
 * array_methods.c - array.array's methods, and the module array.
 */
#include "modules/array.h"
#include "types/bytes.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

static mr_value m_append(ARGS)
{
    return mr_array_append(rt, mr_as_array(self), args[0]) ? MR_NONE : MR_NULL;
}
static mr_value m_extend(ARGS) { return mr_array_extend(rt, self, args[0]) ? MR_NONE : MR_NULL; }

static mr_value m_buffer_info(ARGS)
{
    mr_array *a = mr_as_array(self);
    mr_value address = mr_int_from_u64(rt, (uint64_t)(uintptr_t)a->data);
    mr_value out = address ? mr_tuple_pack(rt, 2, address, mr_small_int((int64_t)a->length))
        : MR_NULL;
    mr_decref(rt, address);
    return out;
}

static mr_value m_byteswap(ARGS)
{
    mr_array *a = mr_as_array(self);
    size_t size = a->item_size;
    for (size_t i = 0; i < a->length; i++) {
        uint8_t *item = a->data + i * size;
        for (size_t k = 0; k < size / 2; k++) {
            uint8_t byte = item[k];
            item[k] = item[size - 1 - k];
            item[size - 1 - k] = byte;
        }
    }
    return MR_NONE;
}

/* Where v stands in [start, stop), or how often (count): -1 on error, -2 nowhere. */
static int64_t search(mr_runtime *rt, mr_array *a, mr_value v, size_t start, size_t stop,
                      bool count)
{
    int64_t found = 0;
    for (size_t i = start; i < stop && i < a->length; i++) {
        mr_value item = mr_array_get(rt, a, i);
        int equal = item ? mr_value_equal(rt, item, v) : -1;
        mr_decref(rt, item);
        if (equal < 0)
            return -1;
        if (equal && !count)
            return (int64_t)i;
        found += equal;
    }
    return count ? found : -2;
}

static mr_value m_count(ARGS)
{
    int64_t n = search(rt, mr_as_array(self), args[0], 0, SIZE_MAX, true);
    return n < 0 ? MR_NULL : mr_small_int(n);
}

static mr_value m_index(ARGS)
{
    size_t start, stop;
    if (!mr_arity(rt, "index", nargs, kwnames, 1, 3) ||
        !mr_index_bounds(rt, args + 1, nargs - 1, mr_as_array(self)->length, &start, &stop))
        return MR_NULL;
    int64_t i = search(rt, mr_as_array(self), args[0], start, stop, false);
    if (i == -2)
        return mr_raise(rt, rt->exc.ValueError, "array.index(x): x not in array");
    return i < 0 ? MR_NULL : mr_small_int(i);
}

static mr_value m_remove(ARGS)
{
    mr_array *a = mr_as_array(self);
    int64_t i = search(rt, a, args[0], 0, SIZE_MAX, false);
    if (i == -2)
        return mr_raise(rt, rt->exc.ValueError, "array.remove(x): x not in array");
    if (i < 0 || !mr_array_splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0))
        return MR_NULL;
    return MR_NONE;
}

static mr_value m_insert(ARGS)
{
    mr_array *a = mr_as_array(self);
    int64_t i, n = (int64_t)a->length;
    if (!mr_arity(rt, "insert", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[0], &i))
        return MR_NULL;
    if (i < 0)
        i = i + n < 0 ? 0 : i + n;
    if (i > n)
        i = n;
    uint8_t zero[8] = {0};
    if (!mr_array_splice(rt, a, (size_t)i, (size_t)i, zero, 1))
        return MR_NULL;
    if (mr_array_store(rt, a, (size_t)i, args[1]))
        return MR_NONE;
    mr_value error = mr_error_take(rt);
    if ((size_t)i < a->length)
        mr_array_splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0);
    mr_error_restore(rt, error);
    return MR_NULL;
}

static mr_value m_pop(ARGS)
{
    mr_array *a = mr_as_array(self);
    int64_t i = -1;
    if (!mr_arity(rt, "pop", nargs, kwnames, 0, 1) || (nargs && !mr_to_int64(rt, args[0], &i)))
        return MR_NULL;
    if (a->length == 0)
        return mr_raise(rt, rt->exc.IndexError, "pop from empty array");
    if (i < 0)
        i += (int64_t)a->length;
    if ((uint64_t)i >= a->length)
        return mr_raise(rt, rt->exc.IndexError, "pop index out of range");
    mr_value v = mr_array_get(rt, a, (size_t)i);
    if (v && !mr_array_splice(rt, a, (size_t)i, (size_t)i + 1, NULL, 0))
        mr_clear(rt, &v);
    return v;
}

static mr_value m_reverse(ARGS)
{
    mr_array *a = mr_as_array(self);
    size_t size = a->item_size;
    for (size_t i = 0, k = a->length; i + 1 < k; i++) {
        uint8_t item[8];
        k--;
        memcpy(item, a->data + i * size, size);
        memcpy(a->data + i * size, a->data + k * size, size);
        memcpy(a->data + k * size, item, size);
    }
    return MR_NONE;
}

static mr_value m_tolist(ARGS) { return mr_list_from(rt, self); }

static mr_value m_tobytes(ARGS)
{
    mr_array *a = mr_as_array(self);
    return mr_bytes_new(rt, a->length ? a->data : (const uint8_t *)"", a->length * a->item_size);
}

static mr_value m_frombytes(ARGS)
{
    mr_buffer view;
    if (mr_buffer_get(rt, args[0], &view, 0) < 0)
        return MR_NULL;
    bool ok = mr_array_from_bytes(rt, mr_as_array(self), view.data, view.length);
    mr_buffer_release(rt, &view);
    return ok ? MR_NONE : MR_NULL;
}

static mr_value m_fromlist(ARGS)
{
    mr_array *a = mr_as_array(self);
    if (!mr_is_list(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "arg must be list");
    size_t old = a->length;
    if (mr_array_extend(rt, self, args[0]))
        return MR_NONE;
    if (a->length > old)
        a->length = old;
    return MR_NULL;
}

static mr_value m_fromunicode(ARGS)
{
    mr_array *a = mr_as_array(self);
    if (a->code != 'u')
        return mr_raise(rt, rt->exc.ValueError,
                        "fromunicode() may only be called on unicode type arrays");
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "fromunicode() argument must be str, not %T",
                        args[0]);
    return mr_array_extend(rt, self, args[0]) ? MR_NONE : MR_NULL;
}

static mr_value m_tounicode(ARGS)
{
    mr_array *a = mr_as_array(self);
    if (a->code != 'u')
        return mr_raise(rt, rt->exc.ValueError,
                        "tounicode() may only be called on unicode type arrays");
    return mr_str_ucs4(rt, (const uint32_t *)(const void *)a->data, a->length);
}

static mr_value m_fromfile(ARGS)
{
    mr_array *a = mr_as_array(self);
    int64_t n;
    if (!mr_arity(rt, "fromfile", nargs, kwnames, 2, 2) || !mr_to_int64(rt, args[1], &n))
        return MR_NULL;
    if (n < 0)
        return mr_raise(rt, rt->exc.ValueError, "negative count");
    mr_value bytes = mr_int_from(rt, n * a->item_size);
    mr_value data = bytes ? mr_call_method(rt, args[0], MR_NAME(rt, read), &bytes, 1) : MR_NULL,
        out = MR_NULL;
    mr_decref(rt, bytes);
    if (!data)
        return MR_NULL;
    if (!mr_is_bytes(data))
        mr_raise(rt, rt->exc.TypeError, "read() didn't return bytes");
    else if (mr_array_from_bytes(rt, a, mr_as_bytes(data)->data, mr_as_bytes(data)->length)) {
        if (mr_as_bytes(data)->length == (size_t)n * a->item_size)
            out = MR_NONE;
        else
            mr_raise(rt, rt->exc.EOFError, "read() didn't return enough bytes");
    }
    mr_decref(rt, data);
    return out;
}

static mr_value m_tofile(ARGS)
{
    mr_value bytes = m_tobytes(rt, self, NULL, 0, MR_NULL);
    mr_value done = bytes ? mr_call_method(rt, args[0], MR_NAME(rt, write), &bytes, 1) : MR_NULL;
    mr_decref(rt, bytes);
    mr_decref(rt, done);
    return done ? MR_NONE : MR_NULL;
}

static mr_value m_copy(ARGS)
{
    mr_array *a = mr_as_array(self);
    mr_type *type = mr_type_of(rt, self);
    while (type->flags & MR_TYPE_HEAP)
        type = type->base;
    mr_value out = mr_array_new(rt, type, a->code);
    if (out && !mr_array_splice(rt, mr_as_array(out), 0, 0, a->data, a->length))
        mr_clear(rt, &out);
    return out;
}

/* (type, (typecode, items), state) */
static mr_value m_reduce(ARGS)
{
    mr_array *a = mr_as_array(self);
    mr_value code = mr_str_char(rt, (uint32_t)a->code), state = MR_NULL;
    mr_value items = a->code == 'u' ? m_tounicode(rt, self, NULL, 0, MR_NULL)
        : mr_list_from(rt, self);
    mr_value getstate = code && items ? mr_getattr(rt, self, MR_NAME(rt, __getstate__)) : MR_NULL,
        out = MR_NULL;
    if (getstate)
        state = mr_call0(rt, getstate);
    if (state)
        out = mr_reduce_as(rt, self, mr_tuple_pack(rt, 2, code, items), mr_incref(state));
    mr_decref(rt, getstate);
    mr_decref(rt, state);
    mr_decref(rt, code);
    mr_decref(rt, items);
    return out;
}

const mr_method_def mr_array_methods[] = {
    {"append", m_append, MR_ARGS_ONE, "append($self, v, /)\n--\n\nPuts a value behind the last."},
    {"buffer_info", m_buffer_info, MR_ARGS_NONE,
     "buffer_info($self, /)\n--\n\n(address, length) of the memory."},
    {"byteswap", m_byteswap, MR_ARGS_NONE,
     "byteswap($self, /)\n--\n\nReverses the bytes of every item."},
    {"count", m_count, MR_ARGS_ONE, "count($self, v, /)\n--\n\nHow often v occurs."},
    {"extend", m_extend, MR_ARGS_ONE,
     "extend($self, bb, /)\n--\n\nPuts the items of an iterable behind the last."},
    {"fromfile", m_fromfile, MR_ARGS_ANY,
     "fromfile($self, f, n, /)\n--\n\nAdds n items read from a file."},
    {"fromlist", m_fromlist, MR_ARGS_ONE,
     "fromlist($self, list, /)\n--\n\nAdds the items of a list, all or none."},
    {"frombytes", m_frombytes, MR_ARGS_ONE,
     "frombytes($self, buffer, /)\n--\n\nAdds the items whose memory the bytes are."},
    {"fromunicode", m_fromunicode, MR_ARGS_ONE,
     "fromunicode($self, ustr, /)\n--\n\nAdds the characters of a str."},
    {"index", m_index, MR_ARGS_ANY,
     "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nWhere v first occurs."},
    {"insert", m_insert, MR_ARGS_ANY, "insert($self, i, v, /)\n--\n\nPuts v before item i."},
    {"pop", m_pop, MR_ARGS_ANY, "pop($self, i=-1, /)\n--\n\nTakes item i out and returns it."},
    {"remove", m_remove, MR_ARGS_ONE, "remove($self, v, /)\n--\n\nTakes the first v out."},
    {"reverse", m_reverse, MR_ARGS_NONE,
     "reverse($self, /)\n--\n\nReverses the order of the items."},
    {"tobytes", m_tobytes, MR_ARGS_NONE,
     "tobytes($self, /)\n--\n\nThe memory of the items as bytes."},
    {"tofile", m_tofile, MR_ARGS_ONE,
     "tofile($self, f, /)\n--\n\nWrites the memory of the items to a file."},
    {"tolist", m_tolist, MR_ARGS_NONE, "tolist($self, /)\n--\n\nThe items as a list."},
    {"tounicode", m_tounicode, MR_ARGS_NONE, "tounicode($self, /)\n--\n\nThe characters as a str."},
    {"__copy__", m_copy, MR_ARGS_NONE, "A copy of the array."},
    {"__deepcopy__", m_copy, MR_ARGS_ONE, "A copy of the array."},
    MR_REDUCE(m_reduce),
    MR_CLASS_GETITEM,
    MR_METHODS_END,
};

/* ---- the module ---- */

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_module_add_type(rt, module, &mr_array_spec, NULL);
    if (!type || !mr_module_add(rt, module, "ArrayType", mr_incref(mr_from(type))) ||
        !mr_module_add(rt, module, "typecodes", mr_str_from(rt, MR_ARRAY_CODES)) ||
        !mr_module_add_type(rt, module, &mr_array_iter_spec, NULL))
        return false;
    /* isinstance(a, MutableSequence); without the standard library there is none. */
    mr_value abc = mr_import_attr(rt, "collections.abc", "MutableSequence");
    if (!abc)
        return mr_error_catch(rt, rt->exc.ImportError);
    mr_value name = mr_intern(rt, "register"), v = mr_from(type);
    mr_value done = name ? mr_call_method(rt, abc, name, &v, 1) : MR_NULL;
    mr_decref(rt, name);
    mr_decref(rt, abc);
    mr_decref(rt, done);
    return done;
}

const mr_module_spec mr_module_array = {
    .name = "array",
    .doc = "Arrays of numbers of one machine type.",
    .setup = setup,
};
