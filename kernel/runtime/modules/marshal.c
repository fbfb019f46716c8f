/*
 * marshal.c - the marshal module: CPython's format, version 4, of everything
 * but code objects, whose instructions mean nothing outside this runtime.
 * Written without back references; read with them.
 */
#include <stdlib.h>
#include <string.h>

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

#define NATIVE(name)                                                                               \
    static mr_value name(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,        \
                         mr_value kwnames)
#define VERSION 4
#define FLAG_REF 0x80
#define DIGIT_BITS 15

/* ---- writing ---- */

typedef struct writer {
    mr_runtime *rt;
    uint8_t *data;
    size_t used, room;
} writer;

static bool put(writer *w, const void *bytes, size_t n)
{
    if (n > w->room - w->used) {
        size_t room = w->room * 2 + n;
        uint8_t *grown = realloc(w->data, room);
        if (!grown) {
            mr_raise_no_memory(w->rt);
            return false;
        }
        w->data = grown;
        w->room = room;
    }
    memcpy(w->data + w->used, bytes, n);
    w->used += n;
    return true;
}

static bool put_byte(writer *w, uint8_t byte) { return put(w, &byte, 1); }

static bool put_int(writer *w, int32_t n)
{
    const uint32_t u = (uint32_t)n;
    const uint8_t bytes[4] = {(uint8_t)u, (uint8_t)(u >> 8), (uint8_t)(u >> 16),
                              (uint8_t)(u >> 24)};
    return put(w, bytes, 4);
}

static bool put_size(writer *w, size_t n)
{
    if (n > INT32_MAX) {
        mr_raise(w->rt, w->rt->exc.ValueError, "unmarshallable object");
        return false;
    }
    return put_int(w, (int32_t)n);
}

static bool put_integer(writer *w, mr_value v)
{
    int overflow;
    int64_t n = mr_int_value(v, &overflow);
    if (!overflow && n >= INT32_MIN && n <= INT32_MAX)
        return put_byte(w, 'i') && put_int(w, (int32_t)n);
    mr_mpz_room room;
    mpz_t rest, digit;
    mpz_init_set(rest, mr_int_mpz(v, &room));
    mpz_init(digit);
    bool negative = mpz_sgn(rest) < 0;
    mpz_abs(rest, rest);
    size_t digits = (mpz_sizeinbase(rest, 2) + DIGIT_BITS - 1) / DIGIT_BITS;
    bool fine = put_byte(w, 'l') && put_int(w, negative ? -(int32_t)digits : (int32_t)digits);
    for (size_t i = 0; fine && i < digits; i++) {
        mpz_fdiv_r_2exp(digit, rest, DIGIT_BITS);
        mpz_fdiv_q_2exp(rest, rest, DIGIT_BITS);
        unsigned long d = mpz_get_ui(digit);
        fine = put_byte(w, (uint8_t)d) && put_byte(w, (uint8_t)(d >> 8));
    }
    mpz_clear(rest);
    mpz_clear(digit);
    return fine;
}

static bool put_str(writer *w, mr_value v)
{
    const mr_str *s = mr_as_str(v);
    if (s->ascii) {
        bool interned = s->head.flags & MR_STR_INTERNED;
        if (s->length < 256)
            return put_byte(w, interned ? 'Z' : 'z') && put_byte(w, (uint8_t)s->length) &&
                   put(w, s->data, s->length);
        return put_byte(w, interned ? 'A' : 'a') && put_size(w, s->length) &&
               put(w, s->data, s->length);
    }
    size_t n = 0;
    uint8_t *utf8 = malloc(s->length * 4 + 1);
    if (!utf8) {
        mr_raise_no_memory(w->rt);
        return false;
    }
    for (size_t i = 0; i < s->length; i++) { /* surrogates pass */
        uint32_t c = mr_str_at(s, i);
        if (c < 0x80) {
            utf8[n++] = (uint8_t)c;
            continue;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        utf8[n++] = (uint8_t)((0xff00 >> (more + 1) & 0xff) | c >> 6 * more);
        while (more-- > 0)
            utf8[n++] = (uint8_t)(0x80 | (c >> 6 * more & 0x3f));
    }
    bool fine = put_byte(w, s->head.flags & MR_STR_INTERNED ? 't' : 'u') && put_size(w, n) &&
                put(w, utf8, n);
    free(utf8);
    return fine;
}

static bool put_value(writer *w, mr_value v);

static bool put_items(writer *w, uint8_t code, mr_value iterable, size_t n)
{
    mr_value list = mr_list_from(w->rt, iterable);
    bool fine = list && put_byte(w, code) && put_size(w, n);
    for (size_t i = 0; fine && i < n; i++)
        fine = put_value(w, mr_as_list(list)->items[i]);
    mr_decref(w->rt, list);
    return fine;
}

static bool put_object(writer *w, mr_value v)
{
    mr_runtime *rt = w->rt;
    if (mr_is_exact(v, MR_KIND_STR))
        return put_str(w, v);
    if (mr_is_exact(v, MR_KIND_BYTES))
        return put_byte(w, 's') && put_size(w, mr_as_bytes(v)->length) &&
               put(w, mr_as_bytes(v)->data, mr_as_bytes(v)->length);
    if (mr_is_exact(v, MR_KIND_TUPLE)) {
        const mr_tuple *t = mr_as_tuple(v);
        bool fine = t->length < 256 ? put_byte(w, ')') && put_byte(w, (uint8_t)t->length)
                                    : put_byte(w, '(') && put_size(w, t->length);
        for (size_t i = 0; fine && i < t->length; i++)
            fine = put_value(w, t->items[i]);
        return fine;
    }
    if (mr_is_exact(v, MR_KIND_LIST))
        return put_items(w, '[', v, mr_as_list(v)->length);
    if (mr_is_exact(v, MR_KIND_SET))
        return put_items(w, mr_obj(v)->flags & MR_SET_FROZEN ? '>' : '<', v,
                         ((mr_set *)mr_obj(v))->length);
    if (mr_is_exact(v, MR_KIND_DICT)) {
        size_t pos = 0;
        mr_value key, item;
        bool fine = put_byte(w, '{');
        while (fine && mr_dict_next(v, &pos, &key, &item))
            fine = put_value(w, key) && put_value(w, item);
        return fine && put_byte(w, '0');
    }
    if (mr_is_exact(v, MR_KIND_COMPLEX)) {
        const mr_complex *c = (const mr_complex *)mr_obj(v);
        return put_byte(w, 'y') && put(w, &c->real, 8) && put(w, &c->imag, 8);
    }
    if (v == mr_from(rt->exc.StopIteration))
        return put_byte(w, 'S');
    if (mr_has_buffer(rt, v)) {
        mr_buffer view;
        if (mr_buffer_get(rt, v, &view, 0) < 0)
            return false;
        bool fine = put_byte(w, 's') && put_size(w, view.length) && put(w, view.data, view.length);
        mr_buffer_release(rt, &view);
        return fine;
    }
    mr_raise(rt, rt->exc.ValueError, "unmarshallable object");
    return false;
}

static bool put_value(writer *w, mr_value v)
{
    if (v == MR_NONE)
        return put_byte(w, 'N');
    if (mr_is_bool(v))
        return put_byte(w, v == MR_TRUE ? 'T' : 'F');
    if (v == MR_ELLIPSIS)
        return put_byte(w, '.');
    if (mr_is_int(v) || mr_is_exact(v, MR_KIND_INT))
        return put_integer(w, v);
    if (mr_is_float(v)) {
        double d = mr_float_value(v);
        return put_byte(w, 'g') && put(w, &d, 8);
    }
    if (!mr_recursion_enter(w->rt, " while marshalling")) {
        mr_error_clear(w->rt);
        mr_raise(w->rt, w->rt->exc.ValueError, "object too deeply nested to marshal");
        return false;
    }
    bool fine = put_object(w, v);
    mr_recursion_leave(w->rt);
    return fine;
}

/* ---- reading ---- */

typedef struct reader {
    mr_runtime *rt;
    const uint8_t *at, *end;
    mr_value refs; /* list of what back references may name */
} reader;

static const uint8_t *take_bytes(reader *r, size_t n)
{
    if ((size_t)(r->end - r->at) < n) {
        mr_raise(r->rt, r->rt->exc.EOFError, "marshal data too short");
        return NULL;
    }
    r->at += n;
    return r->at - n;
}

static bool take_int(reader *r, int32_t *n)
{
    const uint8_t *b = take_bytes(r, 4);
    if (b)
        *n = (int32_t)((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
                       (uint32_t)b[3] << 24);
    return b != NULL;
}

static bool take_size(reader *r, bool is_short, size_t *n)
{
    int32_t long_size;
    if (is_short) {
        const uint8_t *b = take_bytes(r, 1);
        *n = b ? *b : 0;
        return b != NULL;
    }
    if (!take_int(r, &long_size))
        return false;
    if (long_size < 0) {
        mr_raise(r->rt, r->rt->exc.ValueError, "bad marshal data (size out of range)");
        return false;
    }
    *n = (size_t)long_size;
    return true;
}

static mr_value take_long(reader *r)
{
    int32_t count;
    if (!take_int(r, &count))
        return MR_NULL;
    size_t digits = count < 0 ? (size_t) - (int64_t)count : (size_t)count;
    const uint8_t *b = take_bytes(r, digits * 2);
    if (!b)
        return MR_NULL;
    mpz_t n;
    mpz_init(n);
    for (size_t i = digits; i-- > 0;) {
        mpz_mul_2exp(n, n, DIGIT_BITS);
        mpz_add_ui(n, n, (unsigned long)(b[2 * i] | b[2 * i + 1] << 8));
    }
    if (count < 0)
        mpz_neg(n, n);
    mr_value v = mr_int_from_mpz(r->rt, n);
    mpz_clear(n);
    return v;
}

static mr_value take_value(reader *r);

/* n values into a tuple (code '('), a list, or a set. */
static mr_value take_items(reader *r, char code, size_t n)
{
    mr_runtime *rt = r->rt;
    mr_value list = mr_list_new(rt, NULL, 0), v = MR_NULL;
    for (size_t i = 0; list && i < n; i++) {
        mr_value item = take_value(r);
        if (!item || !mr_list_append_steal(rt, list, item))
            mr_clear(rt, &list);
    }
    if (!list || code == '[')
        return list;
    if (code == '(')
        v = mr_list_to_tuple(rt, list);
    else
        v = code == '<' ? mr_set_new(rt, list) : mr_frozenset_new(rt, list);
    mr_decref(rt, list);
    return v;
}

static mr_value take_dict(reader *r)
{
    mr_value dict = mr_dict_new(r->rt);
    while (dict) {
        if (r->at < r->end && *r->at == '0') {
            r->at++;
            return dict;
        }
        mr_value key = take_value(r), item = key ? take_value(r) : MR_NULL;
        if (!item || !mr_dict_set(r->rt, dict, key, item))
            mr_clear(r->rt, &dict);
        mr_decref(r->rt, key);
        mr_decref(r->rt, item);
    }
    return MR_NULL;
}

static mr_value take_text(reader *r, char code)
{
    size_t n;
    bool is_short = code == 'z' || code == 'Z';
    if (!take_size(r, is_short, &n))
        return MR_NULL;
    const uint8_t *b = take_bytes(r, n);
    mr_value v = MR_NULL;
    if (b)
        v = code == 'u' || code == 't' ? mr_str_new(r->rt, (const char *)b, n)
                                       : mr_str_latin1(r->rt, b, n);
    bool interned = code == 't' || code == 'A' || code == 'Z';
    return v && interned ? mr_str_intern(r->rt, v) : v;
}

static mr_value take_reference(reader *r)
{
    int32_t n;
    if (!take_int(r, &n))
        return MR_NULL;
    const mr_list *refs = mr_as_list(r->refs);
    if (n < 0 || (size_t)n >= refs->length || refs->items[n] == MR_NONE)
        return mr_raise(r->rt, r->rt->exc.ValueError, "bad marshal data (invalid reference)");
    return mr_incref(refs->items[n]);
}

static mr_value take_coded(reader *r, char code)
{
    mr_runtime *rt = r->rt;
    const uint8_t *b;
    size_t n;
    int32_t small;
    double d[2];
    switch (code) {
    case 'N': return MR_NONE;
    case 'T': return MR_TRUE;
    case 'F': return MR_FALSE;
    case '.': return MR_ELLIPSIS;
    case 'S': return mr_incref(mr_from(rt->exc.StopIteration));
    case 'i': return take_int(r, &small) ? mr_small_int(small) : MR_NULL;
    case 'l': return take_long(r);
    case 'g':
        if (!(b = take_bytes(r, 8)))
            return MR_NULL;
        memcpy(d, b, 8);
        return mr_float(d[0]);
    case 'y':
        if (!(b = take_bytes(r, 16)))
            return MR_NULL;
        memcpy(d, b, 16);
        return mr_complex_new(rt, d[0], d[1]);
    case 's':
        if (!take_size(r, false, &n) || !(b = take_bytes(r, n)))
            return MR_NULL;
        return mr_bytes_new(rt, b, n);
    case 'u': case 't': case 'a': case 'A': case 'z': case 'Z': return take_text(r, code);
    case ')': case '(': case '[': case '<': case '>':
        if (!take_size(r, code == ')', &n))
            return MR_NULL;
        return take_items(r, code == ')' ? '(' : code, n);
    case '{': return take_dict(r);
    case 'r': return take_reference(r);
    case 'c':
        return mr_raise(rt, rt->exc.ValueError,
                        "code compiled for CPython means nothing to this runtime");
    default: return mr_raise(rt, rt->exc.ValueError, "bad marshal data (unknown type code)");
    }
}

static mr_value take_value(reader *r)
{
    mr_runtime *rt = r->rt;
    const uint8_t *b = take_bytes(r, 1);
    if (!b)
        return MR_NULL;
    size_t place = mr_as_list(r->refs)->length;
    if (*b & FLAG_REF && !mr_list_append(rt, r->refs, MR_NONE))
        return MR_NULL;
    if (!mr_recursion_enter(rt, " while reading marshal data"))
        return MR_NULL;
    mr_value v = take_coded(r, (char)(*b & ~FLAG_REF));
    mr_recursion_leave(rt);
    if (v && *b & FLAG_REF)
        mr_replace(rt, &mr_as_list(r->refs)->items[place], mr_incref(v));
    return v;
}

/* ---- functions ---- */

static mr_value dump_to_bytes(mr_runtime *rt, mr_value v)
{
    writer w = {.rt = rt};
    mr_value bytes = put_value(&w, v) ? mr_bytes_new(rt, w.data, w.used) : MR_NULL;
    free(w.data);
    return bytes;
}

static mr_value load_from(mr_runtime *rt, mr_value source)
{
    mr_buffer view;
    if (mr_buffer_get(rt, source, &view, 0) < 0)
        return MR_NULL;
    const uint8_t *data = view.data;
    reader r = {.rt = rt, .at = data, .end = data + view.length, .refs = mr_list_new(rt, NULL, 0)};
    mr_value v = r.refs ? take_value(&r) : MR_NULL;
    mr_decref(rt, r.refs);
    mr_buffer_release(rt, &view);
    return v;
}

NATIVE(marshal_dumps)
{
    if (!mr_arity(rt, "dumps", nargs, kwnames, 1, 2))
        return MR_NULL;
    return dump_to_bytes(rt, args[0]);
}

NATIVE(marshal_loads) { return load_from(rt, args[0]); }

NATIVE(marshal_dump)
{
    if (!mr_arity(rt, "dump", nargs, kwnames, 2, 3))
        return MR_NULL;
    mr_value bytes = dump_to_bytes(rt, args[0]);
    mr_value v = bytes ? mr_call_method(rt, args[1], MR_NAME(rt, write), &bytes, 1) : MR_NULL;
    mr_decref(rt, bytes);
    return v;
}

NATIVE(marshal_load)
{
    mr_value bytes = mr_call_method(rt, args[0], MR_NAME(rt, read), NULL, 0);
    mr_value v = bytes ? load_from(rt, bytes) : MR_NULL;
    mr_decref(rt, bytes);
    return v;
}

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add(rt, module, "version", mr_small_int(VERSION));
}

static const mr_method_def functions[] = {
    {"dump", marshal_dump, MR_ARGS_ANY, NULL},
    {"dumps", marshal_dumps, MR_ARGS_ANY, NULL},
    {"load", marshal_load, MR_ARGS_ONE, NULL},
    {"loads", marshal_loads, MR_ARGS_ONE, NULL},
    {0},
};

const mr_module_spec mr_module_marshal = {
    .name = "marshal",
    .doc = "Values in CPython's marshal format; code objects are not supported.",
    .functions = functions,
    .setup = setup,
};
