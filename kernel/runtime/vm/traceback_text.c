/*
 * traceback_text.c - the text of an exception: traceback with source lines
 * and markers, chained exceptions, groups, notes, syntax errors. The layout
 * is CPython 3.11's to the letter.
 */
#include <stdlib.h>

#include "core/runtime.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/carets.h"
#include "vm/private.h"
#include "vm/source.h"
#include "vm/suggest.h"

#define LIMIT 1000        /* entries shown, unless sys.tracebacklimit says less */
#define REPEATS_SHOWN 3
#define GROUP_WIDTH 15
#define GROUP_DEPTH 10

typedef struct text {
    mr_runtime *rt;
    mr_str_builder out;
    mr_value seen;   /* set of ids: a chain may close on itself */
    int group_depth; /* levels of indentation by exception groups */
    bool need_close;
} text;

static void margin(text *t)
{
    if (!t->group_depth)
        return;
    for (int i = 0; i < 2 * t->group_depth; i++)
        mr_str_builder_char(&t->out, ' ');
    mr_str_builder_text(&t->out, "| ");
}

static void indent(text *t)
{
    for (int i = 0; i < 2 * t->group_depth; i++)
        mr_str_builder_char(&t->out, ' ');
}

static void add_line(text *t, const char *line)
{
    margin(t);
    mr_str_builder_text(&t->out, line);
}

static void add(text *t, mr_value s)
{
    if (s)
        mr_str_builder_str(&t->out, s);
    else if (mr_error(t->rt))
        mr_error_clear(t->rt);
    mr_decref(t->rt, s);
}

/* ---- one entry ---- */

static bool is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == '\f'; }

/* Characters in the first `bytes` bytes of a line's UTF-8. */
static size_t characters(const char *utf8, size_t length, size_t bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes && i < length; i++)
        n += ((unsigned char)utf8[i] & 0xc0) != 0x80;
    return n;
}

static size_t byte_of(const char *utf8, size_t length, size_t character)
{
    size_t i = 0;
    for (size_t n = 0; i < length; i++)
        if (((unsigned char)utf8[i] & 0xc0) != 0x80 && n++ == character)
            break;
    return i;
}

/* The row of markers under a line. `leading` blanks were cut off it. */
static void add_markers(text *t, mr_value line, size_t leading, mr_position p)
{
    if (!p.line || !p.end_line || p.column < 0 || p.end_column < 0)
        return;
    char *owned = NULL;
    size_t bytes;
    const char *utf8 = mr_str_utf8(t->rt, line, &bytes, &owned);
    if (!utf8) {
        mr_error_clear(t->rt);
        return;
    }
    size_t length = mr_as_str(line)->length;
    size_t start = characters(utf8, bytes, (size_t)p.column);
    size_t end = characters(utf8, bytes, (size_t)p.end_column), left = 0, right = 0;
    bool anchored = false;
    if (p.line == p.end_line) {
        size_t from = byte_of(utf8, bytes, start), to = byte_of(utf8, bytes, end);
        anchored = to > from && mr_anchors(utf8 + from, to - from, &left, &right);
        left += start;
        right += start;
    } else {
        end = length;
        while (end > 0 && is_blank(mr_str_at(mr_as_str(line), end - 1)))
            end--;
    }
    free(owned);
    if (end - start == length - leading && !anchored)
        return; /* all of the line: nothing to point out */
    margin(t);
    mr_str_builder_text(&t->out, "    ");
    for (size_t i = leading; i < end; i++) {
        char mark = i < start ? ' ' : !anchored ? '^' : i >= left && i < right ? '^' : '~';
        mr_str_builder_char(&t->out, (uint32_t)mark);
    }
    mr_str_builder_char(&t->out, '\n');
}

static void add_entry(text *t, const mr_traceback *tb)
{
    mr_runtime *rt = t->rt;
    const mr_code *code = mr_frame_proxy_code((mr_frame_proxy *)mr_obj(tb->frame));
    margin(t);
    add(t, mr_str_format(rt, "  File \"%V\", line %d, in %V\n", code->filename, (int)tb->line,
                         code->name));
    mr_value line = mr_source_line(rt, code->filename, tb->line);
    if (!line)
        return;
    const mr_str *s = mr_as_str(line);
    size_t leading = 0;
    while (leading < s->length && is_blank(mr_str_at(s, leading)))
        leading++;
    margin(t);
    mr_str_builder_text(&t->out, "    ");
    mr_str_builder_slice(&t->out, line, leading, s->length);
    mr_str_builder_char(&t->out, '\n');
    mr_position p = mr_code_position(code, tb->unit);
    if (p.line == tb->line)
        add_markers(t, line, leading, p);
    mr_decref(rt, line);
}

static void add_repeats(text *t, size_t count)
{
    if (count <= REPEATS_SHOWN)
        return;
    count -= REPEATS_SHOWN;
    margin(t);
    add(t, mr_str_format(t->rt, "  [Previous line repeated %zu more time%s]\n", count,
                         count > 1 ? "s" : ""));
}

static int64_t traceback_limit(mr_runtime *rt)
{
    mr_value v = mr_dict_get_text(rt, rt->sysdict, "tracebacklimit");
    if (!v || !mr_is_integer(v))
        return LIMIT;
    int overflow;
    int64_t n = mr_int_value(v, &overflow);
    return overflow ? (overflow > 0 ? INT64_MAX : 0) : n;
}

static void add_traceback(text *t, mr_value exception)
{
    mr_exception *e = (mr_exception *)mr_obj(exception);
    int64_t limit = traceback_limit(t->rt), depth = 0;
    if (!e->traceback || limit <= 0)
        return;
    bool group = mr_isinstance(t->rt, exception, t->rt->exc.BaseExceptionGroup);
    if (group && t->group_depth == 1) {
        indent(t);
        mr_str_builder_text(&t->out, "+ ");
    } else {
        margin(t);
    }
    if (group)
        mr_str_builder_text(&t->out, "Exception Group ");
    mr_str_builder_text(&t->out, "Traceback (most recent call last):\n");
    const mr_traceback *tb = (const mr_traceback *)mr_obj(e->traceback), *p;
    for (p = tb; p; p = (const mr_traceback *)mr_obj(p->next))
        depth++;
    for (; tb && depth > limit; depth--)
        tb = (const mr_traceback *)mr_obj(tb->next);
    const mr_code *last = NULL;
    int last_line = -1;
    size_t count = 0;
    for (; tb; tb = (const mr_traceback *)mr_obj(tb->next)) {
        const mr_code *code = mr_frame_proxy_code((mr_frame_proxy *)mr_obj(tb->frame));
        if (!last || code->filename != last->filename || code->name != last->name ||
            tb->line != last_line) {
            add_repeats(t, count);
            last = code;
            last_line = tb->line;
            count = 0;
        }
        if (++count <= REPEATS_SHOWN)
            add_entry(t, tb);
    }
    add_repeats(t, count);
}

/* ---- syntax errors: where in the file ---- */

static bool field_int(mr_value v, int64_t *out)
{
    int overflow;
    *out = -1;
    if (!v || v == MR_NONE)
        return true;
    if (!mr_is_integer(v))
        return false;
    *out = mr_int_value(v, &overflow);
    return true;
}

#define LONGEST_LINE 2000 /* of which, around the error, ... */
#define SHOWN_AROUND 100  /* ... so much on either side is shown */

/* The line of text, and under it the marks from offset to end (both from 1). Of
 * an endless line only what stands around the marks is shown. */
static void add_error_text(text *t, mr_value source, int64_t offset, int64_t end)
{
    const mr_str *s = mr_as_str(source);
    int64_t marks = end > 0 && end > offset ? end - offset : 1;
    size_t from = 0, to = s->length;
    offset--;
    while (from < to && is_blank(mr_str_at(s, from))) {
        from++;
        offset--;
    }
    if (to > from && mr_str_at(s, to - 1) == '\n')
        to--;
    if (offset > (int64_t)(to - from))
        offset = (int64_t)(to - from);
    for (;;) { /* of several lines the one that the offset is in */
        size_t newline = from;
        while (newline < to && mr_str_at(s, newline) != '\n')
            newline++;
        if (newline == to || (int64_t)(newline - from) >= offset)
            break;
        offset -= (int64_t)(newline - from) + 1;
        from = newline + 1;
    }
    if (to - from > LONGEST_LINE) {
        int64_t skipped = offset > SHOWN_AROUND ? offset - SHOWN_AROUND : 0;
        from += (size_t)skipped;
        offset -= skipped;
        if (to - from > 2 * SHOWN_AROUND)
            to = from + 2 * SHOWN_AROUND;
        if (marks > (int64_t)(to - from) - offset)
            marks = (int64_t)(to - from) - offset > 0 ? (int64_t)(to - from) - offset : 1;
    }
    add_line(t, "    ");
    mr_str_builder_slice(&t->out, source, from, to);
    mr_str_builder_char(&t->out, '\n');
    if (offset < 0)
        return;
    add_line(t, "    ");
    while (offset-- > 0)
        mr_str_builder_char(&t->out, ' ');
    while (marks-- > 0)
        mr_str_builder_char(&t->out, '^');
    mr_str_builder_char(&t->out, '\n');
}

static int64_t utf8_size(mr_value s)
{
    int64_t n = 0;
    for (size_t i = 0; i < mr_as_str(s)->length; i++) {
        uint32_t c = mr_str_at(mr_as_str(s), i);
        n += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return n;
}

/* Prints the place of a SyntaxError; its message, owned, or MR_NULL when it is none with a place.
 */
static mr_value add_place(text *t, mr_value exception)
{
    mr_runtime *rt = t->rt;
    if (!mr_isinstance(rt, exception, rt->exc.SyntaxError))
        return MR_NULL;
    mr_exception *e = (mr_exception *)mr_obj(exception);
    mr_value message = e->fields[0], filename = e->fields[1], source = e->fields[4];
    int64_t line, offset, end_line, end;
    if (!message || !field_int(e->fields[2], &line) || !field_int(e->fields[3], &offset) ||
        !field_int(e->extra[0], &end_line) || !field_int(e->extra[1], &end) || line < 0)
        return MR_NULL;
    margin(t);
    if (!filename || filename == MR_NONE)
        add(t, mr_str_format(rt, "  File \"<string>\", line %ld\n", (long)line));
    else
        add(t, mr_str_format(rt, "  File \"%S\", line %ld\n", filename, (long)line));
    if (source && mr_is_str(source)) {
        if (mr_type_of(rt, exception) != rt->exc.SyntaxError)
            end = -1; /* CPython marks ranges of plain syntax errors alone */
        else if (end_line > line)
            end = utf8_size(source);
        add_error_text(t, source, offset, end);
    }
    return mr_to_str(rt, message);
}

/* ---- one exception ---- */

static void add_type(text *t, mr_value exception)
{
    mr_runtime *rt = t->rt;
    mr_type *type = mr_type_of(rt, exception);
    mr_value module = mr_getattr(rt, mr_from(type), MR_NAME(rt, __module__));
    mr_value qualname = mr_getattr(rt, mr_from(type), MR_NAME(rt, __qualname__));
    if (mr_error(rt))
        mr_error_clear(rt);
    margin(t);
    if (!module || !mr_is_str(module))
        mr_str_builder_text(&t->out, "<unknown>.");
    else if (!mr_str_is(module, "builtins") && !mr_str_is(module, "__main__"))
        mr_str_builder_str(&t->out, module), mr_str_builder_char(&t->out, '.');
    if (qualname && mr_is_str(qualname))
        mr_str_builder_str(&t->out, qualname);
    else
        mr_str_builder_text(&t->out, "<unknown>");
    mr_decref(rt, module);
    mr_decref(rt, qualname);
}

static void add_message(text *t, mr_value exception, mr_value message)
{
    mr_runtime *rt = t->rt;
    if (!message) {
        message = mr_to_str(rt, exception);
        if (!message) {
            mr_error_clear(rt);
            mr_str_builder_text(&t->out, ": <exception str() failed>");
            return;
        }
    }
    if (mr_as_str(message)->length) {
        mr_str_builder_text(&t->out, ": ");
        mr_str_builder_str(&t->out, message);
    }
    mr_decref(rt, message);
    mr_value suggestion = mr_suggestion(rt, exception);
    if (suggestion)
        add(t, mr_str_format(rt, ". Did you mean: '%V'?", suggestion));
    mr_decref(rt, suggestion);
}

/* A note, each of its lines behind the margin. */
static void add_note(text *t, mr_value note)
{
    mr_runtime *rt = t->rt;
    mr_value s = mr_is_str(note) ? mr_incref(note) : mr_to_str(rt, note);
    if (!s) {
        mr_error_clear(rt);
        add_line(t, "<note str() failed>\n");
        return;
    }
    const mr_str *whole = mr_as_str(s);
    size_t from = 0;
    for (size_t i = 0; i <= whole->length; i++) {
        if (i < whole->length && mr_str_at(whole, i) != '\n')
            continue;
        margin(t);
        mr_str_builder_slice(&t->out, s, from, i);
        mr_str_builder_char(&t->out, '\n');
        from = i + 1;
    }
    mr_decref(rt, s);
}

static void add_notes(text *t, mr_value exception)
{
    mr_runtime *rt = t->rt;
    mr_value notes = mr_getattr_optional(rt, exception, MR_NAME(rt, __notes__));
    if (!notes) {
        if (mr_error(rt))
            mr_error_clear(rt);
        return;
    }
    if (mr_is_list(notes) || mr_is_tuple(notes)) {
        mr_value list = mr_list_from(rt, notes);
        for (size_t i = 0; list && i < mr_as_list(list)->length; i++)
            add_note(t, mr_as_list(list)->items[i]);
        mr_decref(rt, list);
    } else {
        mr_value shown = mr_repr(rt, notes);
        if (shown) {
            margin(t);
            mr_str_builder_str(&t->out, shown);
            mr_str_builder_char(&t->out, '\n');
        } else {
            mr_error_clear(rt);
            add_line(t, "<__notes__ repr() failed>\n");
        }
        mr_decref(rt, shown);
    }
    mr_decref(rt, notes);
}

static void add_exception(text *t, mr_value exception)
{
    add_traceback(t, exception);
    mr_value message = add_place(t, exception);
    if (mr_error(t->rt))
        mr_error_clear(t->rt);
    add_type(t, exception);
    add_message(t, exception, message);
    mr_str_builder_char(&t->out, '\n');
    add_notes(t, exception);
}

static void add_chain(text *t, mr_value exception);

static void add_group(text *t, mr_value exception)
{
    if (t->group_depth > GROUP_DEPTH) {
        margin(t);
        add(t, mr_str_format(t->rt, "... (max_group_depth is %d)\n", GROUP_DEPTH));
        return;
    }
    bool outermost = t->group_depth == 0;
    t->group_depth += outermost;
    add_exception(t, exception);
    mr_value parts = ((mr_exception *)mr_obj(exception))->fields[1];
    size_t all = mr_is_tuple(parts) ? mr_as_tuple(parts)->length : 0;
    size_t n = all <= GROUP_WIDTH ? all : GROUP_WIDTH + 1;
    t->need_close = false;
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n, cut = i >= GROUP_WIDTH;
        if (last)
            t->need_close = true; /* an inner group may close for us */
        indent(t);
        mr_str_builder_text(&t->out, i == 0 ? "+-" : "  ");
        add(t, cut ? mr_str_from(t->rt, "+---------------- ... ----------------\n")
                   : mr_str_format(t->rt, "+---------------- %zu ----------------\n", i + 1));
        t->group_depth++;
        if (!cut) {
            add_chain(t, mr_as_tuple(parts)->items[i]);
        } else {
            size_t rest = all - GROUP_WIDTH;
            margin(t);
            add(t, mr_str_format(t->rt, "and %zu more exception%s\n", rest, rest > 1 ? "s" : ""));
        }
        if (last && t->need_close) {
            indent(t);
            mr_str_builder_text(&t->out, "+------------------------------------\n");
            t->need_close = false;
        }
        t->group_depth--;
    }
    t->group_depth -= outermost;
}

static bool seen(text *t, mr_value exception)
{
    return mr_set_contains(t->rt, t->seen, mr_small_int((int64_t)exception)) > 0;
}

static void add_chain(text *t, mr_value exception)
{
    mr_runtime *rt = t->rt;
    if (!mr_recursion_enter(rt, " in traceback")) {
        mr_error_clear(rt);
        return;
    }
    mr_exception *e = (mr_exception *)mr_obj(exception);
    if (!mr_set_add(rt, t->seen, mr_small_int((int64_t)exception)))
        mr_error_clear(rt);
    mr_value before = MR_NULL;
    const char *why = NULL;
    if (e->cause && e->cause != MR_NONE) {
        before = e->cause;
        why = "The above exception was the direct cause of the following exception:\n";
    } else if (e->context && e->context != MR_NONE && !e->suppress_context) {
        before = e->context;
        why = "During handling of the above exception, another exception occurred:\n";
    }
    if (before && mr_is_exception(before) && !seen(t, before)) {
        bool need_close = t->need_close;
        t->need_close = false;
        add_chain(t, before);
        t->need_close = need_close;
        add_line(t, "\n");
        add_line(t, why);
        add_line(t, "\n");
    }
    if (mr_isinstance(rt, exception, rt->exc.BaseExceptionGroup))
        add_group(t, exception);
    else
        add_exception(t, exception);
    mr_recursion_leave(rt);
}

mr_value mr_traceback_format(mr_runtime *rt, mr_value exception)
{
    text t = {.rt = rt, .seen = mr_set_new(rt, MR_NULL)};
    if (!t.seen)
        return MR_NULL;
    mr_str_builder_init(&t.out, rt);
    mr_incref(exception);
    add_chain(&t, exception);
    mr_decref(rt, exception);
    mr_decref(rt, t.seen);
    return mr_str_builder_take(&t.out);
}
