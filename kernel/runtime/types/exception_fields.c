/*
 * exception_fields.c - exceptions with fields of their own: StopIteration,
 * SystemExit, KeyError, ImportError, AttributeError, NameError, SyntaxError,
 * and the Unicode errors.
 */
#include "types/bytes.h"
#include "types/containers.h"
#include "types/exceptions.h"
#include "types/int.h"
#include "types/str.h"

static mr_value field(mr_value self, int i) { return mr_as_exception(self)->fields[i]; }

/* ---- StopIteration, SystemExit, KeyError ---- */

static int stop_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    if (mr_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    mr_exception_field(rt, self, 0, nargs ? args[0] : MR_NONE);
    return 0;
}

static const mr_member_def stop_members[] = {
    {"value", MR_FIELD(0), MR_MEMBER_NONE, "generator return value"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_stop_iteration_extra = {.slots = {.init = stop_init},
                                                    .members = stop_members};

static int exit_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    if (mr_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    mr_exception_field(rt, self, 0, nargs == 0 ? MR_NONE : nargs == 1 ? args[0]
                       : mr_as_exception(self)->args);
    return 0;
}

static const mr_member_def exit_members[] = {
    {"code", MR_FIELD(0), MR_MEMBER_NONE, "exception code"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_system_exit_extra = {.slots = {.init = exit_init},
                                                 .members = exit_members};

static mr_value key_str(mr_runtime *rt, mr_value self)
{
    mr_value args = mr_as_exception(self)->args;
    if (mr_as_tuple(args)->length == 1)
        return mr_repr(rt, mr_as_tuple(args)->items[0]);
    return mr_exception_str(rt, self);
}

const mr_exception_extra mr_key_error_extra = {.slots = {.str = key_str}};

/* ---- ImportError ---- */

static int import_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    static const char *const names[] = {"name", "path"};
    if (mr_exception_set_args(rt, self, args, nargs) < 0)
        return -1;
    mr_exception_field(rt, self, 0, nargs == 1 ? args[0] : MR_NULL);
    mr_exception_field(rt, self, 1, MR_NULL);
    mr_exception_field(rt, self, 2, MR_NULL);
    return mr_exception_keywords(rt, self, "ImportError", names, 2, 1, args + nargs, kwnames);
}

static mr_value import_str(mr_runtime *rt, mr_value self)
{
    mr_value msg = field(self, 0);
    return msg && mr_is_exact(msg, MR_KIND_STR) ? mr_incref(msg) : mr_exception_str(rt, self);
}

static mr_value import_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    mr_value state = mr_instance_dict(rt, mr_obj(self));
    mr_value copy = state ? mr_dict_copy(rt, state) : MR_NULL;
    mr_decref(rt, state);
    bool good = copy && (!field(self, 1) || mr_dict_set(rt, copy, MR_NAME(rt, name),
                                                        field(self, 1))) &&
                (!field(self, 2) || mr_dict_set(rt, copy, MR_NAME(rt, path), field(self, 2)));
    mr_value type = mr_from(mr_type_of(rt, self)), result = MR_NULL;
    if (good && mr_as_dict(copy)->length)
        result = mr_tuple_pack(rt, 3, type, mr_as_exception(self)->args, copy);
    else if (good)
        result = mr_tuple_pack(rt, 2, type, mr_as_exception(self)->args);
    mr_decref(rt, copy);
    return result;
}

static const mr_method_def import_methods[] = {
    {"__reduce__", import_reduce, MR_ARGS_NONE, NULL},
    {NULL, NULL, 0, NULL},
};
static const mr_member_def import_members[] = {
    {"msg", MR_FIELD(0), MR_MEMBER_NONE, "exception message"},
    {"name", MR_FIELD(1), MR_MEMBER_NONE, "module name"},
    {"path", MR_FIELD(2), MR_MEMBER_NONE, "module path"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_import_error_extra = {
    .slots = {.init = import_init, .str = import_str},
    .methods = import_methods,
    .members = import_members,
};

/* ---- AttributeError, NameError ---- */

static int attribute_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    static const char *const names[] = {"name", "obj"};
    if (mr_exception_set_args(rt, self, args, nargs) < 0)
        return -1;
    mr_exception_field(rt, self, 0, MR_NULL);
    mr_exception_field(rt, self, 1, MR_NULL);
    return mr_exception_keywords(rt, self, "AttributeError", names, 2, 0, args + nargs, kwnames);
}

static const mr_member_def attribute_members[] = {
    {"name", MR_FIELD(0), MR_MEMBER_NONE, "attribute name"},
    {"obj", MR_FIELD(1), MR_MEMBER_NONE, "object"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_attribute_error_extra = {
    .slots = {.init = attribute_init},
    .members = attribute_members,
};

static int name_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                     mr_value kwnames)
{
    static const char *const names[] = {"name"};
    if (mr_exception_set_args(rt, self, args, nargs) < 0)
        return -1;
    mr_exception_field(rt, self, 0, MR_NULL);
    return mr_exception_keywords(rt, self, "NameError", names, 1, 0, args + nargs, kwnames);
}

static const mr_member_def name_members[] = {
    {"name", MR_FIELD(0), MR_MEMBER_NONE, "name"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_name_error_extra = {.slots = {.init = name_init},
                                                .members = name_members};

/* ---- SyntaxError ---- */

static int syntax_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    if (mr_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    mr_exception *e = mr_as_exception(self);
    if (nargs >= 1)
        mr_exception_field(rt, self, 0, args[0]);
    if (nargs != 2)
        return 0;
    mr_value info = mr_tuple_from(rt, args[1]);
    if (!info)
        return -1;
    const mr_tuple *t = mr_as_tuple(info);
    if (t->length < 4 || t->length > 6) {
        size_t n = t->length;
        mr_decref(rt, info);
        return mr_fail(rt, rt->exc.TypeError, "function %s %d arguments (%zu given)",
                       n < 4 ? "missing required argument: takes at least" : "takes at most", n < 4
                       ? 4 : 6, n);
    }
    for (int i = 0; i < 4; i++)
        mr_exception_field(rt, self, i + 1, t->items[i]);
    for (size_t i = 0; i < 2; i++)
        mr_replace(rt, &e->extra[i], mr_incref(t->length > 4 + i ? t->items[4 + i] : MR_NULL));
    bool half = t->length == 5;
    mr_decref(rt, info);
    if (half)
        return mr_fail(rt, rt->exc.TypeError, "end_offset must be provided when end_lineno is "
                                              "provided");
    return 0;
}

/* The last part of a path; the whole text without one. */
static mr_value file_part(mr_runtime *rt, mr_value filename)
{
    const mr_str *s = mr_as_str(filename);
    size_t start = s->length;
    while (start > 0 && mr_str_at(s, start - 1) != '/')
        start--;
    return mr_str_substring(rt, filename, start, s->length);
}

static mr_value syntax_str(mr_runtime *rt, mr_value self)
{
    mr_value filename = field(self, 1), line = field(self, 2), msg = field(self, 0)
        ? field(self, 0) : MR_NONE;
    bool has_file = filename && mr_is_str(filename), has_line = line && mr_is_int(line);
    if (!has_file && !has_line)
        return mr_to_str(rt, msg);
    mr_value part = has_file ? file_part(rt, filename) : MR_NULL;
    mr_value text;
    if (has_file && !part)
        return MR_NULL;
    if (has_file && has_line)
        text = mr_str_format(rt, "%S (%V, line %S)", msg, part, line);
    else if (has_file)
        text = mr_str_format(rt, "%S (%V)", msg, part);
    else
        text = mr_str_format(rt, "%S (line %S)", msg, line);
    mr_decref(rt, part);
    return text;
}

static const mr_member_def syntax_members[] = {
    {"msg", MR_FIELD(0), MR_MEMBER_NONE, "exception msg"},
    {"filename", MR_FIELD(1), MR_MEMBER_NONE, "exception filename"},
    {"lineno", MR_FIELD(2), MR_MEMBER_NONE, "exception lineno"},
    {"offset", MR_FIELD(3), MR_MEMBER_NONE, "exception offset"},
    {"text", MR_FIELD(4), MR_MEMBER_NONE, "exception text"},
    {"end_lineno", MR_EXTRA(0), MR_MEMBER_NONE, "exception end lineno"},
    {"end_offset", MR_EXTRA(1), MR_MEMBER_NONE, "exception end offset"},
    {"print_file_and_line", MR_EXTRA(2), MR_MEMBER_NONE, "exception print_file_and_line"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_syntax_error_extra = {
    .slots = {.init = syntax_init, .str = syntax_str},
    .members = syntax_members,
};

/* ---- Unicode errors: encoding object start end reason ---- */

static int unicode_fields(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames,
                          bool encoding, bool from_bytes)
{
    const char *name = mr_type_short_name(mr_type_of(rt, self));
    size_t wanted = encoding ? 5 : 4;
    if (mr_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs != wanted)
        return mr_fail(rt, rt->exc.TypeError, "function takes exactly %zu arguments (%zu given)",
                       wanted, nargs);
    size_t at = encoding ? 1 : 0;
    if (encoding && !mr_is_str(args[0]))
        return mr_fail(rt, rt->exc.TypeError, "argument 1 must be str, not %T", args[0]);
    if (from_bytes ? !mr_has_buffer(rt, args[at]) : !mr_is_str(args[at])) {
        if (from_bytes)
            return mr_fail(rt, rt->exc.TypeError, "a bytes-like object is required, not '%T'",
                           args[at]);
        return mr_fail(rt, rt->exc.TypeError, "argument %zu must be str, not %T", at + 1, args[at]);
    }
    mr_value start = mr_index(rt, args[at + 1]);
    mr_value end = start ? mr_index(rt, args[at + 2]) : MR_NULL;
    int status = end ? 0 : -1;
    if (end && !mr_is_str(args[at + 3]))
        status = mr_fail(rt, rt->exc.TypeError, "%s() argument %zu must be str, not %T", name,
                         at + 4, args[at + 3]);
    if (status == 0) {
        mr_exception_field(rt, self, 0, encoding ? args[0] : MR_NULL);
        mr_exception_field(rt, self, 1, args[at]);
        mr_exception_field(rt, self, 2, start);
        mr_exception_field(rt, self, 3, end);
        mr_exception_field(rt, self, 4, args[at + 3]);
    }
    mr_decref(rt, start);
    mr_decref(rt, end);
    return status;
}

static int decode_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    return unicode_fields(rt, self, args, nargs, kwnames, true, true);
}

static int encode_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                       mr_value kwnames)
{
    return unicode_fields(rt, self, args, nargs, kwnames, true, false);
}

static int translate_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    return unicode_fields(rt, self, args, nargs, kwnames, false, false);
}

/* The offending range, cut to the object's length. */
static void range_of(mr_value self, int64_t length, int64_t *start, int64_t *end)
{
    int overflow;
    *start = field(self, 2) ? mr_int_value(field(self, 2), &overflow) : 0;
    *end = field(self, 3) ? mr_int_value(field(self, 3), &overflow) : 0;
    if (*start < 0)
        *start = 0;
    if (*start >= length)
        *start = length ? length - 1 : 0;
    if (*end < 1)
        *end = 1;
    if (*end > length)
        *end = length;
}

static mr_value decode_str(mr_runtime *rt, mr_value self)
{
    if (!field(self, 1))
        return mr_incref(rt->empty_str);
    mr_buffer view;
    if (mr_buffer_get(rt, field(self, 1), &view, 0) < 0)
        return MR_NULL;
    int64_t start, end;
    mr_value text;
    range_of(self, (int64_t)view.length, &start, &end);
    if (start < (int64_t)view.length && end == start + 1)
        text = mr_str_format(rt, "'%V' codec can't decode byte 0x%02x in position %ld: %V",
                             field(self, 0),
                             (unsigned)((const uint8_t *)view.data)[start], (long)start, field(self,
                                 4));
    else
        text = mr_str_format(rt, "'%V' codec can't decode bytes in position %ld-%ld: %V",
                             field(self, 0), (long)start,
                             (long)(end - 1), field(self, 4));
    mr_buffer_release(rt, &view);
    return text;
}

static void char_escape(uint32_t c, char out[16])
{
    static const char digits[] = "0123456789abcdef";
    int width = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
    out[0] = '\\';
    out[1] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
    for (int i = 0; i < width; i++)
        out[2 + i] = digits[c >> (4 * (width - 1 - i)) & 15];
    out[2 + width] = 0;
}

static mr_value character_str(mr_runtime *rt, mr_value self, bool encode)
{
    mr_value object = field(self, 1);
    if (!object)
        return mr_incref(rt->empty_str);
    const mr_str *s = mr_as_str(object);
    int64_t start, end;
    range_of(self, (int64_t)s->length, &start, &end);
    bool single = start < (int64_t)s->length && end == start + 1;
    char escape[16] = "";
    if (single)
        char_escape(mr_str_at(s, (size_t)start), escape);
    if (encode && single)
        return mr_str_format(rt, "'%V' codec can't encode character '%s' in position %ld: %V",
                             field(self, 0), escape,
                             (long)start, field(self, 4));
    if (encode)
        return mr_str_format(rt, "'%V' codec can't encode characters in position %ld-%ld: %V",
                             field(self, 0),
                             (long)start, (long)(end - 1), field(self, 4));
    if (single)
        return mr_str_format(rt, "can't translate character '%s' in position %ld: %V", escape,
                             (long)start,
                             field(self, 4));
    return mr_str_format(rt, "can't translate characters in position %ld-%ld: %V", (long)start,
                         (long)(end - 1),
                         field(self, 4));
}

static mr_value encode_str(mr_runtime *rt, mr_value self) { return character_str(rt, self, true); }

static mr_value translate_str(mr_runtime *rt, mr_value self)
{
    return character_str(rt, self, false);
}

static const mr_member_def unicode_members[] = {
    {"encoding", MR_FIELD(0), MR_MEMBER_NONE, "exception encoding"},
    {"object", MR_FIELD(1), MR_MEMBER_NONE, "exception object"},
    {"start", MR_FIELD(2), MR_MEMBER_NONE, "exception start"},
    {"end", MR_FIELD(3), MR_MEMBER_NONE, "exception end"},
    {"reason", MR_FIELD(4), MR_MEMBER_NONE, "exception reason"},
    {NULL, 0, 0, NULL},
};
const mr_exception_extra mr_unicode_decode_extra = {
    .slots = {.init = decode_init, .str = decode_str},
    .members = unicode_members,
};
const mr_exception_extra mr_unicode_encode_extra = {
    .slots = {.init = encode_init, .str = encode_str},
    .members = unicode_members,
};
const mr_exception_extra mr_unicode_translate_extra = {
    .slots = {.init = translate_init, .str = translate_str},
    .members = unicode_members,
};
