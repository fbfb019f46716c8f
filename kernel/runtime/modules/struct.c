/*
 * struct.c - the module _struct: values to and from packed bytes.
 */
#include "modules/struct_format.h"
#include "types/bytes.h"

#define ARGS mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs, mr_value kwnames

/* ---- formats given as str or bytes ---- */

static bool format_text(mr_runtime *rt, mr_value v, const char **text, size_t *length)
{
    if (mr_is_str(v)) {
        if (mr_as_str(v)->ascii) {
            *text = (const char *)mr_as_str(v)->data;
            *length = mr_as_str(v)->length;
            return true;
        }
        mr_struct_error(rt, "bad char in struct format");
        return false;
    }
    if (mr_is_bytes(v)) {
        *text = (const char *)mr_as_bytes(v)->data;
        *length = mr_as_bytes(v)->length;
        return true;
    }
    mr_raise(rt, rt->exc.TypeError, "Struct() argument 1 must be a str or bytes object, not %T", v);
    return false;
}

/* A format with its size: a Struct object's, or one read for a single call. */
typedef struct layout {
    const char *text;
    size_t length, size, values;
} layout;

static bool layout_of(mr_runtime *rt, mr_value format, layout *l)
{
    return format_text(rt, format, &l->text, &l->length) &&
           mr_packed_measure(rt, l->text, l->length, &l->size, &l->values);
}

/* ---- the work ---- */

static bool pack_all(mr_runtime *rt, const layout *l, const mr_value *values, uint8_t *to)
{
    mr_packed f;
    mr_packed_item item;
    mr_packed_begin(&f, l->text, l->length);
    while (mr_packed_next(rt, &f, &item) > 0) {
        if (item.code == 'x')
            continue;
        size_t n = item.code == 's' || item.code == 'p' ? 1 : item.count;
        for (size_t i = 0; i < n; i++)
            if (!mr_packed_pack(rt, &f, &item, *values++, to + item.offset + i * item.size))
                return false;
    }
    return true;
}

static mr_value unpack_all(mr_runtime *rt, const layout *l, const uint8_t *from)
{
    mr_value out = mr_tuple_new(rt, NULL, l->values);
    if (!out)
        return MR_NULL;
    mr_packed f;
    mr_packed_item item;
    size_t at = 0;
    mr_packed_begin(&f, l->text, l->length);
    while (mr_packed_next(rt, &f, &item) > 0) {
        if (item.code == 'x')
            continue;
        size_t n = item.code == 's' || item.code == 'p' ? 1 : item.count;
        for (size_t i = 0; i < n; i++) {
            mr_value v = mr_packed_unpack(rt, &f, &item, from + item.offset + i * item.size);
            if (!v) {
                mr_decref(rt, out);
                return MR_NULL;
            }
            mr_as_tuple(out)->items[at++] = v;
        }
    }
    return out;
}

static bool right_count(mr_runtime *rt, const char *name, const layout *l, size_t nargs)
{
    if (nargs == l->values)
        return true;
    mr_struct_error(rt, "%s expected %zu items for packing (got %zu)", name, l->values, nargs);
    return false;
}

static mr_value do_pack(mr_runtime *rt, const layout *l, const mr_value *args, size_t nargs)
{
    if (!right_count(rt, "pack", l, nargs))
        return MR_NULL;
    mr_value out = mr_bytes_new(rt, NULL, l->size);
    if (out && !pack_all(rt, l, args, mr_as_bytes(out)->data))
        mr_clear(rt, &out);
    return out;
}

/* args: buffer, offset, values */
static mr_value do_pack_into(mr_runtime *rt, const layout *l, const mr_value *args, size_t nargs)
{
    mr_buffer view;
    int64_t offset;
    if (nargs < 2)
        return mr_raise(rt, rt->exc.TypeError, nargs ? "pack_into expected offset argument"
                                                     : "pack_into expected buffer argument");
    if (!right_count(rt, "pack_into", l, nargs - 2) || !mr_to_int64(rt, args[1], &offset) ||
        mr_buffer_get(rt, args[0], &view, MR_BUFFER_WRITABLE) < 0)
        return MR_NULL;
    mr_value out = MR_NULL;
    int64_t size = (int64_t)l->size, length = (int64_t)view.length, given = offset;
    if (offset < 0 && offset + size > 0) {
        mr_struct_error(rt, "no space to pack %lld bytes at offset %lld", (long long)size,
                        (long long)given);
        goto done;
    }
    if (offset < 0) {
        if (offset + length < 0) {
            mr_struct_error(rt, "offset %lld out of range for %lld-byte buffer", (long long)given,
                            (long long)length);
            goto done;
        }
        offset += length;
    }
    if (length - offset < size) {
        mr_struct_error(rt,
                        "pack_into requires a buffer of at least %llu bytes for packing %lld bytes "
                        "at offset %lld "
                        "(actual buffer size is %lld)",
                        (unsigned long long)(offset + size), (long long)size, (long long)offset,
                            (long long)length);
        goto done;
    }
    if (l->size)
        memset((uint8_t *)view.data + offset, 0, l->size);
    if (pack_all(rt, l, args + 2, (uint8_t *)view.data + offset))
        out = MR_NONE;
done:
    mr_buffer_release(rt, &view);
    return out;
}

static mr_value do_unpack(mr_runtime *rt, const layout *l, mr_value buffer)
{
    mr_buffer view;
    if (mr_buffer_get(rt, buffer, &view, 0) < 0)
        return MR_NULL;
    mr_value out = MR_NULL;
    if (view.length == l->size)
        out = unpack_all(rt, l, view.data);
    else
        mr_struct_error(rt, "unpack requires a buffer of %zu bytes", l->size);
    mr_buffer_release(rt, &view);
    return out;
}

static mr_value do_unpack_from(mr_runtime *rt, const layout *l, mr_value buffer,
                               mr_value offset_value)
{
    mr_buffer view;
    int64_t offset = 0;
    if ((offset_value && !mr_to_int64(rt, offset_value, &offset)) ||
        mr_buffer_get(rt, buffer, &view, 0) < 0)
        return MR_NULL;
    mr_value out = MR_NULL;
    int64_t size = (int64_t)l->size, length = (int64_t)view.length;
    if (offset < 0 && offset + size > 0) {
        mr_struct_error(rt, "not enough data to unpack %lld bytes at offset %lld", (long long)size,
                        (long long)offset);
    } else if (offset < 0 && offset + length < 0) {
        mr_struct_error(rt, "offset %lld out of range for %lld-byte buffer", (long long)offset,
                        (long long)length);
    } else {
        if (offset < 0)
            offset += length;
        if (length - offset < size)
            mr_struct_error(rt,
                            "unpack_from requires a buffer of at least %llu bytes for unpacking "
                            "%lld bytes at offset "
                            "%lld (actual buffer size is %lld)",
                            (unsigned long long)(offset + size), (long long)size, (long long)offset,
                            (long long)length);
        else
            out = unpack_all(rt, l, (const uint8_t *)view.data + offset);
    }
    mr_buffer_release(rt, &view);
    return out;
}

/* ---- Struct ---- */

typedef struct compiled {
    mr_object head;
    mr_value format; /* str; MR_NULL before __init__ */
    layout layout;
} compiled;
MR_FIELDS_LAYOUT(compiled, 1);

static inline compiled *as_compiled(mr_value v) { return (compiled *)mr_obj(v); }

static bool compile(mr_runtime *rt, compiled *c, mr_value format)
{
    layout l;
    if (!layout_of(rt, format, &l))
        return false;
    mr_value text = mr_str_new(rt, l.text, l.length);
    if (!text)
        return false;
    l.text = (const char *)mr_as_str(text)->data;
    mr_replace(rt, &c->format, text);
    c->layout = l;
    return true;
}

static mr_value struct_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_value self = mr_type_alloc(rt, type);
    if (self && type->flags & MR_TYPE_TRACKED)
        mr_container_track(rt, self);
    return self;
}

static int struct_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    mr_value in[1];
    if (!mr_bind(rt, "Struct(format)", args, nargs, kwnames, in))
        return -1;
    return compile(rt, as_compiled(self), in[0]) ? 0 : -1;
}

static mr_value s_pack(ARGS)
{
    return mr_no_keywords(rt, "pack", kwnames)
        ? do_pack(rt, &as_compiled(self)->layout, args, nargs) : MR_NULL;
}
static mr_value s_pack_into(ARGS)
{
    return mr_no_keywords(rt, "pack_into", kwnames)
        ? do_pack_into(rt, &as_compiled(self)->layout, args, nargs)
                                                    : MR_NULL;
}
static mr_value s_unpack(ARGS) { return do_unpack(rt, &as_compiled(self)->layout, args[0]); }
static mr_value s_unpack_from(ARGS)
{
    mr_value in[2];
    if (!mr_bind(rt, "unpack_from(buffer, offset=)", args, nargs, kwnames, in))
        return MR_NULL;
    return do_unpack_from(rt, &as_compiled(self)->layout, in[0], in[1]);
}

typedef struct unpacker {
    mr_object head;
    mr_value compiled; /* MR_NULL when exhausted */
    mr_buffer view;
    size_t at;
} unpacker;

static void unpacker_end(mr_runtime *rt, unpacker *u)
{
    if (u->compiled) {
        mr_buffer_release(rt, &u->view);
        mr_clear(rt, &u->compiled);
    }
}
static void unpacker_dealloc(mr_runtime *rt, mr_object *self)
{
    unpacker_end(rt, (unpacker *)self);
}
static void unpacker_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    unpacker *u = (unpacker *)self;
    visit(rt, u->compiled, arg);
    if (u->compiled)
        visit(rt, u->view.owner, arg);
}
static const mr_layout unpacker_layout = {.dealloc = unpacker_dealloc,
                                          .traverse = unpacker_traverse};

static mr_value unpacker_next(mr_runtime *rt, mr_value self)
{
    unpacker *u = (unpacker *)mr_obj(self);
    if (!u->compiled)
        return MR_NULL;
    const layout *l = &as_compiled(u->compiled)->layout;
    if (u->at >= u->view.length) {
        unpacker_end(rt, u);
        return MR_NULL;
    }
    mr_value out = unpack_all(rt, l, (const uint8_t *)u->view.data + u->at);
    u->at += l->size;
    return out;
}

static mr_value unpacker_hint(ARGS)
{
    unpacker *u = (unpacker *)mr_obj(self);
    if (!u->compiled)
        return mr_small_int(0);
    size_t size = as_compiled(u->compiled)->layout.size;
    return mr_small_int((int64_t)((u->view.length - u->at) / size));
}

static mr_value make_unpacker(mr_runtime *rt, mr_value made, mr_value buffer)
{
    const layout *l = &as_compiled(made)->layout;
    if (l->size == 0)
        return mr_struct_error(rt, "cannot iteratively unpack with a struct of length 0");
    mr_value type = mr_import_attr(rt, "_struct", "unpack_iterator");
    mr_value self = type ? mr_type_alloc(rt, (mr_type *)mr_obj(type)) : MR_NULL;
    mr_decref(rt, type);
    if (!self)
        return MR_NULL;
    unpacker *u = (unpacker *)mr_obj(self);
    if (mr_buffer_get(rt, buffer, &u->view, 0) < 0) {
        mr_decref(rt, self);
        return MR_NULL;
    }
    u->compiled = mr_incref(made);
    mr_container_track(rt, self);
    if (u->view.length % l->size) {
        mr_struct_error(rt, "iterative unpacking requires a buffer of a multiple of %zu bytes",
                        l->size);
        mr_clear(rt, &self);
    }
    return self;
}

static mr_value s_iter_unpack(ARGS) { return make_unpacker(rt, self, args[0]); }

static mr_value get_format(mr_runtime *rt, mr_value self, void *closure)
{
    mr_value format = as_compiled(self)->format;
    return format ? mr_incref(format) : mr_struct_error(rt, "Struct object is not initialized");
}
static mr_value get_size(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)as_compiled(self)->layout.size);
}

static const mr_method_def struct_methods[] = {
    {"iter_unpack", s_iter_unpack, MR_ARGS_ONE,
     "iter_unpack($self, buffer, /)\n--\n\nTuples of one stretch of the buffer after the other."},
    {"pack", s_pack, MR_ARGS_ANY, "pack(v1, v2, ...) -> bytes"},
    {"pack_into", s_pack_into, MR_ARGS_ANY, "pack_into(buffer, offset, v1, v2, ...)"},
    {"unpack", s_unpack, MR_ARGS_ONE,
     "unpack($self, buffer, /)\n--\n\nThe values in a buffer of exactly the right size."},
    {"unpack_from", s_unpack_from, MR_ARGS_ANY, "unpack_from($self, /, buffer, "
                                                "offset=0)\n--\n\nThe values that stand in a "
                                                "buffer from the offset on."},
    MR_METHODS_END,
};
static const mr_getset_def struct_getsets[] = {
    {"format", get_format, NULL, "the format", NULL},
    {"size", get_size, NULL, "bytes of what it describes", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
static const mr_type_spec struct_spec = {
    .name = "_struct.Struct",
    .doc = "Struct(fmt)\n\nA format, read once for many uses.",
    .basic_size = sizeof(compiled),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_BASETYPE | MR_TYPE_WEAKREFS | MR_TYPE_IMMUTABLE,
    .layout = &compiled_layout,
    .slots = {.new_ = struct_new, .init = struct_init},
    .methods = struct_methods,
    .getsets = struct_getsets,
};

static const mr_method_def unpacker_methods[] = {
    {"__length_hint__", unpacker_hint, MR_ARGS_NONE, NULL},
    MR_METHODS_END,
};
static const mr_type_spec unpacker_spec = {
    .name = "_struct.unpack_iterator",
    .basic_size = sizeof(unpacker),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &unpacker_layout,
    .slots = {.iter = mr_iter_self, .next = unpacker_next},
    .methods = unpacker_methods,
};

/* ---- functions ---- */

/* The layout of a function's first argument, which may be a Struct. */
static bool first_layout(mr_runtime *rt, const char *name, const mr_value *args, size_t nargs,
                         layout *l)
{
    if (nargs == 0) {
        mr_raise(rt, rt->exc.TypeError, "missing format argument");
        return false;
    }
    if (mr_is_object(args[0]) && mr_type_of(rt, args[0])->slots.init == struct_init) {
        *l = as_compiled(args[0])->layout;
        return true;
    }
    return layout_of(rt, args[0], l);
}

static mr_value f_calcsize(ARGS)
{
    layout l;
    return first_layout(rt, "calcsize", args, nargs, &l) ? mr_int_from(rt, (int64_t)l.size)
        : MR_NULL;
}
static mr_value f_pack(ARGS)
{
    layout l;
    if (!mr_no_keywords(rt, "pack", kwnames) || !first_layout(rt, "pack", args, nargs, &l))
        return MR_NULL;
    return do_pack(rt, &l, args + 1, nargs - 1);
}
static mr_value f_pack_into(ARGS)
{
    layout l;
    if (!mr_no_keywords(rt, "pack_into", kwnames) ||
        !first_layout(rt, "pack_into", args, nargs, &l))
        return MR_NULL;
    return do_pack_into(rt, &l, args + 1, nargs - 1);
}
static mr_value f_unpack(ARGS)
{
    layout l;
    if (!mr_arity(rt, "unpack", nargs, kwnames, 2, 2) ||
        !first_layout(rt, "unpack", args, nargs, &l))
        return MR_NULL;
    return do_unpack(rt, &l, args[1]);
}
static mr_value f_unpack_from(ARGS)
{
    layout l;
    mr_value in[3];
    if (!mr_bind(rt, "unpack_from(format, /, buffer, offset=)", args, nargs, kwnames, in) ||
        !first_layout(rt, "unpack_from", in, 1, &l))
        return MR_NULL;
    return do_unpack_from(rt, &l, in[1], in[2]);
}
static mr_value f_iter_unpack(ARGS)
{
    if (!mr_arity(rt, "iter_unpack", nargs, kwnames, 2, 2))
        return MR_NULL;
    mr_value type = mr_import_attr(rt, "_struct", "Struct");
    mr_value made = type ? mr_call1(rt, type, args[0]) : MR_NULL;
    mr_value out = made ? make_unpacker(rt, made, args[1]) : MR_NULL;
    mr_decref(rt, type);
    mr_decref(rt, made);
    return out;
}
static mr_value f_clearcache(ARGS) { return MR_NONE; }

static const mr_method_def functions[] = {
    {"_clearcache", f_clearcache, MR_ARGS_NONE,
     "There is no cache: formats are read where they stand."},
    {"calcsize", f_calcsize, MR_ARGS_ONE,
     "calcsize($module, format, /)\n--\n\nSize in bytes of what the format describes."},
    {"iter_unpack", f_iter_unpack, MR_ARGS_ANY, "iter_unpack($module, format, buffer, "
                                                "/)\n--\n\nTuples of one stretch of the buffer "
                                                "after the other."},
    {"pack", f_pack, MR_ARGS_ANY, "pack(format, v1, v2, ...) -> bytes"},
    {"pack_into", f_pack_into, MR_ARGS_ANY, "pack_into(format, buffer, offset, v1, v2, ...)"},
    {"unpack", f_unpack, MR_ARGS_ANY, "unpack($module, format, buffer, /)\n--\n\nThe values in a "
                                      "buffer of exactly the right size."},
    {"unpack_from", f_unpack_from, MR_ARGS_ANY, "unpack_from($module, format, /, buffer, "
                                                "offset=0)\n--\n\nThe values that stand in a "
                                                "buffer from the offset on."},
    MR_METHODS_END,
};

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_value name = mr_str_from(rt, "error");
    mr_value bases = name ? mr_tuple_pack(rt, 1, mr_from(rt->exc.Exception)) : MR_NULL;
    mr_value namespace = bases ? mr_dict_new(rt) : MR_NULL, error = MR_NULL;
    mr_value home = namespace ? mr_str_from(rt, "struct") : MR_NULL;
    if (home && mr_dict_set_text(rt, namespace, "__module__", home))
        error = mr_type_make(rt, rt->types.type, name, bases, namespace);
    mr_decref(rt, home);
    mr_decref(rt, name);
    mr_decref(rt, bases);
    mr_decref(rt, namespace);
    return mr_module_add(rt, module, "error", error) &&
        mr_module_add_type(rt, module, &struct_spec, NULL) &&
           mr_module_add_type(rt, module, &unpacker_spec, NULL);
}

const mr_module_spec mr_module__struct = {
    .name = "_struct",
    .doc = "Values to and from packed bytes, by format strings.",
    .functions = functions,
    .setup = setup,
};
