/*
 * open.c - open() and text_encoding().
 */
#include "modules/io/io.h"

struct mode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[5];
};

static bool parse_mode(mr_runtime *rt, mr_value v, struct mode *m)
{
    const mr_str *s = mr_as_str(v);
    *m = (struct mode){0};
    const char *error = NULL;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        bool *which = c == 'x' ? &m->creating : c == 'r' ? &m->reading : c == 'w' ? &m->writing
                      : c == 'a' ? &m->appending : c == '+' ? &m->updating : c == 't' ? &m->text
                      : c == 'b' ? &m->binary : NULL;
        if (!which || *which) {
            mr_raise(rt, rt->exc.ValueError, "invalid mode: '%V'", v);
            return false;
        }
        *which = true;
    }
    if (m->text && m->binary)
        error = "can't have text and binary mode at once";
    else if (m->creating + m->reading + m->writing + m->appending > 1)
        error = "must have exactly one of create/read/write/append mode";
    else if (m->creating + m->reading + m->writing + m->appending < 1)
        error = "Must have exactly one of create/read/write/append mode and at most one plus";
    if (error) {
        mr_raise(rt, rt->exc.ValueError, "%s", error);
        return false;
    }
    char *p = m->raw;
    *p++ = m->creating ? 'x' : m->reading ? 'r' : m->writing ? 'w' : 'a';
    if (m->updating)
        *p++ = '+';
    return true;
}

static bool text_or_none(mr_runtime *rt, mr_value *v, const char *name)
{
    if (*v == MR_NONE)
        *v = MR_NULL;
    if (!*v || mr_is_str(*v))
        return true;
    mr_raise(rt, rt->exc.TypeError, "open() argument '%s' must be str or None, not %T", name, *v);
    return false;
}

static mr_value type_named(mr_runtime *rt, mr_value module, const char *name)
{
    return mr_dict_get_text(rt, mr_module_dict(module), name);
}

mr_value mr_io_open(ARGS)
{
    mr_value a[8];
    int buffering = -1;
    struct mode m;
    bool closefd;
    if (!mr_bind(rt,
                 "open(file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener=)",
                 args, nargs, kwnames, a) ||
        (a[2] && !mr_to_c_int(rt, a[2], &buffering)) || !text_or_none(rt, &a[3], "encoding") ||
        !text_or_none(rt, &a[4], "errors") || !text_or_none(rt, &a[5], "newline") ||
        !mr_flag(rt, a[6], true, &closefd))
        return MR_NULL;
    if (a[1] && !mr_is_str(a[1]))
        return mr_raise(rt, rt->exc.TypeError, "open() argument 'mode' must be str, not %T", a[1]);
    mr_value mode_text = a[1] ? mr_incref(a[1]) : mr_str_from(rt, "r");
    bool fine = mode_text && parse_mode(rt, mode_text, &m);
    const char *error = !fine || !m.binary ? NULL
                        : a[3]             ? "binary mode doesn't take an encoding argument"
                        : a[4]             ? "binary mode doesn't take an errors argument"
                        : a[5]             ? "binary mode doesn't take a newline argument" : NULL;
    if (error) {
        mr_raise(rt, rt->exc.ValueError, "%s", error);
        fine = false;
    }
    if (fine && m.binary && buffering == 1 &&
        mr_warn(rt, rt->exc.RuntimeWarning, 1,
                "line buffering (buffering=1) isn't supported in binary mode, the "
                "default buffer size will be used") < 0)
        fine = false;
    mr_value raw = MR_NULL, buffered = MR_NULL, text = MR_NULL, result = MR_NULL;
    mr_value raw_mode = fine ? mr_str_from(rt, m.raw) : MR_NULL;
    mr_value four[4] = {a[0], raw_mode, mr_bool(closefd), a[7] ? a[7] : MR_NONE};
    if (!raw_mode || !(raw = mr_call(rt, type_named(rt, self, "FileIO"), four, 4, MR_NULL)))
        goto done;
    bool line_buffering = buffering == 1 && !m.binary;
    if (buffering < 0) {
        int tty = mr_io_asks(rt, raw, "isatty");
        if (tty < 0)
            goto done;
        line_buffering = tty;
    }
    if (buffering < 0 || buffering == 1)
        buffering = (int)((mr_fileio *)(void *)mr_obj(raw))->block_size;
    if (buffering == 0) {
        if (!m.binary)
            mr_raise(rt, rt->exc.ValueError, "can't have unbuffered text I/O");
        else
            result = mr_incref(raw);
        goto done;
    }
    const char *kind = m.updating  ? "BufferedRandom"
                       : m.reading ? "BufferedReader"
                                   : "BufferedWriter";
    if (!(buffered = mr_call2(rt, type_named(rt, self, kind), raw, mr_small_int(buffering))))
        goto done;
    if (m.binary) {
        result = mr_incref(buffered);
        goto done;
    }
    mr_value five[5] = {buffered, a[3] ? a[3] : MR_NONE, a[4] ? a[4] : MR_NONE,
                        a[5] ? a[5] : MR_NONE, mr_bool(line_buffering)};
    text = mr_call(rt, type_named(rt, self, "TextIOWrapper"), five, 5, MR_NULL);
    if (text && mr_setattr_text(rt, text, "mode", mode_text) == 0)
        result = mr_incref(text);
done:
    if (!result && raw) {
        mr_value exception = mr_error_take(rt);
        mr_value v = mr_io_call(rt, text ? text : buffered ? buffered : raw, "close", MR_NULL);
        mr_decref(rt, v);
        mr_error_clear(rt);
        mr_error_restore(rt, exception);
    }
    mr_decref(rt, mode_text);
    mr_decref(rt, raw_mode);
    mr_decref(rt, raw);
    mr_decref(rt, buffered);
    mr_decref(rt, text);
    return result;
}

mr_value mr_io_text_encoding(ARGS)
{
    if (!mr_arity(rt, "text_encoding", nargs, kwnames, 1, 2))
        return MR_NULL;
    return args[0] == MR_NONE ? mr_str_from(rt, "locale") : mr_incref(args[0]);
}
