/*
 * format_string.c - the module _string: format strings taken apart, for
 * string.Formatter.
 */
#include "modules/module.h"

/* One piece of a format string from *at on: (literal, field, spec, conversion). */
static mr_value next_piece(mr_runtime *rt, mr_value text, size_t *at)
{
    const mr_str *s = mr_as_str(text);
    size_t n = s->length, i = *at;
    mr_str_builder literal;
    mr_str_builder_init(&literal, rt);
    bool field = false;
    while (i < n) {
        uint32_t c = mr_str_at(s, i++);
        if (c != '{' && c != '}') {
            mr_str_builder_char(&literal, c);
            continue;
        }
        if (i < n && mr_str_at(s, i) == c) {
            /* A doubled brace ends the piece, as CPython has it. */
            mr_str_builder_char(&literal, c);
            i++;
            break;
        }
        if (c == '}' || i == n) {
            mr_str_builder_finish(&literal);
            return mr_raise(rt, rt->exc.ValueError, "Single '%c' encountered in format string",
                            (int)c);
        }
        field = true;
        break;
    }
    mr_value items[4] = {mr_str_builder_take(&literal), MR_NONE, MR_NONE, MR_NONE};
    if (field) {
        size_t start = i, depth = 1, brackets = 0, name_end = SIZE_MAX;
        uint32_t mark = 0;
        for (; i < n && depth; i++) {
            uint32_t c = mr_str_at(s, i);
            if (c == '[' && name_end == SIZE_MAX)
                brackets = 1;
            else if (c == ']')
                brackets = 0;
            else if (c == '{' && !(brackets && name_end == SIZE_MAX))
                depth++;
            else if (c == '}' && !(brackets && name_end == SIZE_MAX))
                depth--;
            else if ((c == ':' || c == '!') && name_end == SIZE_MAX && !brackets && depth == 1) {
                name_end = i;
                mark = c;
            }
        }
        const char *error = depth ? "expected '}' before end of string" : NULL;
        size_t end = i - 1;
        if (name_end == SIZE_MAX)
            name_end = end;
        size_t spec = name_end;
        if (!error) {
            items[1] = mr_str_substring(rt, text, start, name_end);
            if (mark == '!') {
                if (name_end + 1 >= end)
                    error = "end of string while looking for conversion specifier";
                else if (name_end + 2 < end && mr_str_at(s, name_end + 2) != ':')
                    error = "expected ':' after conversion specifier";
                else
                    items[3] = mr_str_substring(rt, text, name_end + 1, name_end + 2);
                spec = name_end + 2;
            }
            if (!error)
                items[2] = spec < end ? mr_str_substring(rt, text, spec + 1, end)
                                      : mr_incref(rt->empty_str);
        }
        if (error)
            mr_raise(rt, rt->exc.ValueError, "%s", error);
    }
    *at = i;
    mr_value out = mr_error(rt) ? MR_NULL : mr_tuple_new(rt, items, 4);
    for (int k = 0; k < 4; k++)
        mr_decref(rt, items[k]);
    return out;
}

NATIVE(formatter_parser)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "expected str, got %T", args[0]);
    mr_value list = mr_list_new(rt, NULL, 0);
    for (size_t at = 0; list && at < mr_as_str(args[0])->length;) {
        mr_value piece = next_piece(rt, args[0], &at);
        if (!piece || !mr_list_append_steal(rt, list, piece))
            mr_clear(rt, &list);
    }
    mr_value it = list ? mr_iter(rt, list) : MR_NULL;
    mr_decref(rt, list);
    return it;
}

/* A number when it is all digits, else the text. */
static mr_value number_or_text(mr_runtime *rt, mr_value text, size_t from, size_t to)
{
    const mr_str *s = mr_as_str(text);
    int64_t n = 0;
    bool digits = to > from && to - from < 18;
    for (size_t i = from; digits && i < to; i++) {
        uint32_t c = mr_str_at(s, i);
        digits = c >= '0' && c <= '9';
        n = 10 * n + (int64_t)c - '0';
    }
    return digits ? mr_int_from(rt, n) : mr_str_substring(rt, text, from, to);
}

NATIVE(formatter_field_name_split)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "expected str, got %T", args[0]);
    const mr_str *s = mr_as_str(args[0]);
    size_t n = s->length, i = 0;
    while (i < n && mr_str_at(s, i) != '.' && mr_str_at(s, i) != '[')
        i++;
    mr_value first = number_or_text(rt, args[0], 0, i), rest = mr_list_new(rt, NULL, 0),
             out = MR_NULL;
    while (first && rest && i < n && !mr_error(rt)) {
        bool attribute = mr_str_at(s, i) == '.';
        size_t from = ++i;
        if (attribute)
            while (i < n && mr_str_at(s, i) != '.' && mr_str_at(s, i) != '[')
                i++;
        else
            while (i < n && mr_str_at(s, i) != ']')
                i++;
        if (!attribute && i == n) {
            mr_raise(rt, rt->exc.ValueError, "Missing ']' in format string");
        } else if (i == from) {
            mr_raise(rt, rt->exc.ValueError, "Empty attribute in format string");
        } else {
            mr_value v = attribute ? mr_str_substring(rt, args[0], from, i)
                                   : number_or_text(rt, args[0], from, i);
            mr_value pair = v ? mr_tuple_pack(rt, 2, mr_bool(attribute), v) : MR_NULL;
            mr_decref(rt, v);
            if (pair)
                mr_list_append_steal(rt, rest, pair);
            if (!attribute && ++i < n && mr_str_at(s, i) != '.' && mr_str_at(s, i) != '[')
                mr_raise(rt, rt->exc.ValueError,
                         "Only '.' or '[' may follow ']' in format field specifier");
        }
    }
    mr_value it = first && rest && !mr_error(rt) ? mr_iter(rt, rest) : MR_NULL;
    if (it)
        out = mr_tuple_pack(rt, 2, first, it);
    mr_decref(rt, it);
    mr_decref(rt, first);
    mr_decref(rt, rest);
    return out;
}

static const mr_method_def functions[] = {
    {"formatter_parser", formatter_parser, MR_ARGS_ONE, "Parses the argument as a format string."},
    {"formatter_field_name_split", formatter_field_name_split, MR_ARGS_ONE,
     "Splits the argument as a field name."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_string, "_string", "string helper module", functions, NULL);
