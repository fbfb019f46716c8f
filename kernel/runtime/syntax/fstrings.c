/*
 * f-strings, as 3.11 reads them: a string literal whose replacement fields are cut out and parsed
 * by a parser of their own, each in parentheses put around it. Columns inside of them are shifted
 * to where the field stands in the file.
 */
#include "parser.h"

#include <stdlib.h>
#include <string.h>

static struct mr_ast_expr *new_at_strings(struct fstring *f, enum mr_ast_kind kind)
{
    struct parser *p = f->p;
    int32_t mark = p->mark;
    struct mr_ast_expr *e;

    p->mark = f->last + 1;
    e = mr_parse_node_new(p, kind, f->first);
    p->mark = mark;
    return e;
}

/* What was collected of literal text becomes a Constant. */
static bool flush(struct fstring *f)
{
    struct parser *p = f->p;
    struct mr_ast_expr *e;

    if (f->literal.length == 0) {
        return true;
    }
    e = new_at_strings(f, MR_AST_CONSTANT);
    if (!e) {
        return false;
    }
    e->constant.kind = MR_AST_CONST_STR;
    e->constant.bytes = mr_arena_copy(p->arena, f->literal.bytes, f->literal.length);
    e->constant.length = f->literal.length;
    e->constant.u_prefix = p->lex.text[p->tokens[f->first].start] == 'u';
    f->literal.length = 0;
    if (!e->constant.bytes) {
        mr_parser_out_of_memory(p);
        return false;
    }
    mr_parse_seq_push(p, e);
    return true;
}

struct mr_ast_expr *mr_parse_fstring_finish(struct fstring *f)
{
    struct mr_ast_expr *e;

    /* What ends a format specification is placed at its own literal, the rest at all of them. */
    if (f->nested) {
        f->first = f->last = f->token;
    }
    if (!flush(f)) {
        return NULL;
    }
    e = new_at_strings(f, MR_AST_JOINED_STR);
    if (e) {
        seq_take(f->p, f->base, &e->joined_str.values);
    }
    return e;
}

/* Literal text up to a brace. *again: a doubled brace was taken, more text may follow. */
static bool read_literal(struct fstring *f, const char **str, const char *end, bool raw, int depth,
                         bool *again)
{
    const char *s = *str;
    const char *start = s;

    *again = false;
    while (s < end) {
        char c = *s++;

        if (!raw && c == '\\' && s < end) {
            c = *s++;
            if (c == 'N') {
                /* The braces of \N{...} are not ours. */
                if (s < end && *s++ == '{') {
                    while (s < end && *s++ != '}') {
                    }
                }
                continue;
            }
            if (c == '{' && !mr_parse_warn_escape(f->p, s - 1, end, f->token)) {
                return false;
            }
        }
        if (c != '{' && c != '}') {
            continue;
        }
        if (depth == 0) {
            if (s < end && *s == c) {
                *str = s + 1;
                *again = true;
                break;
            }
            if (c == '}') {
                mr_parse_raise_last(f->p, MR_PARSE_SYNTAX_ERROR,
                                    "f-string: single '}' is not allowed");
                return false;
            }
        }
        s--;
        break;
    }
    if (!*again) {
        *str = s;
    }
    return s == start || mr_parse_decode_text(f->p, start, s, raw, f->token, &f->literal);
}

/* Finds where the expression that begins at *str ends. */
static bool find_end(struct fstring *f, const char **str, const char *end)
{
    struct parser *p = f->p;
    char brackets[MR_LEX_MAX_LEVEL];
    int nested = 0;
    char quote = 0;
    bool triple = false;
    const char *s;

    for (s = *str; s < end; s++) {
        char c = *s;

        if (c == '\\') {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "f-string expression part cannot include a backslash");
            return false;
        }
        if (quote) {
            if (c == quote && !triple) {
                quote = 0;
            } else if (c == quote && end - s > 2 && s[1] == c && s[2] == c) {
                s += 2;
                quote = 0;
            }
            continue;
        }
        switch (c) {
        case '\'':
        case '"':
            triple = end - s > 2 && s[1] == c && s[2] == c;
            if (triple) {
                s += 2;
            }
            quote = c;
            continue;
        case '[':
        case '{':
        case '(':
            if (nested >= MR_LEX_MAX_LEVEL) {
                mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                    "f-string: too many nested parenthesis");
                return false;
            }
            brackets[nested++] = c;
            continue;
        case '#':
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "f-string expression part cannot include '#'");
            return false;
        default:
            break;
        }
        if (nested == 0 && strchr("!:}=><", c)) {
            if (s + 1 < end && s[1] == '=' && strchr("!=<>", c)) {
                s++;
                continue;
            }
            if (c == '>' || c == '<') {
                continue;
            }
            break;
        }
        if (c == ']' || c == '}' || c == ')') {
            char opening;

            if (nested == 0) {
                mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: unmatched '%c'", c);
                return false;
            }
            opening = brackets[--nested];
            if (!((opening == '(' && c == ')') || (opening == '[' && c == ']') ||
                  (opening == '{' && c == '}'))) {
                mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                    "f-string: closing parenthesis '%c' does not "
                                    "match opening parenthesis '%c'", c, opening);
                return false;
            }
        }
    }
    *str = s;
    if (quote) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: unterminated string");
        return false;
    }
    if (nested) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: unmatched '%c'",
                            brackets[nested - 1]);
        return false;
    }
    if (s >= end) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: expecting '}'");
        return false;
    }
    return true;
}

static bool is_blank(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\f')) {
        s++;
    }
    return s == end;
}

/* Where in the token, and so in the file, the field whose '{' is at brace stands. */
static void locate(struct fstring *f, const char *brace, struct parser *child)
{
    const struct mr_token *t = &f->p->tokens[f->token];
    const char *s;
    int32_t cols = 0;

    for (; f->counted < brace; f->counted++) {
        if (*f->counted == '\n') {
            f->lines++;
            f->line = f->counted + 1;
        }
    }
    for (s = brace + 1; *s == ' ' || *s == '\t' || *s == '\f'; s++) {
    }
    if (*s != '\n' && *s != '}') {
        cols = (int32_t)(brace - f->line);
    }
    child->starting_lineno = t->lineno + f->lines;
    child->starting_col_offset = f->lines ? cols : t->col_offset + cols;
    child->lex.lineno = child->starting_lineno - 1;
}

static struct mr_ast_expr *parse_field(struct fstring *f, const char *start, const char *end)
{
    struct parser *p = f->p;
    struct mr_parse_options options = *p->options;
    struct mr_ast_expr *e;
    struct parser child;
    size_t length = (size_t)(end - start);
    char *text;

    if (is_blank(start, end)) {
        if (*end == '!' || *end == ':' || *end == '=') {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "f-string: expression required before '%c'", *end);
        } else {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: empty expression not allowed");
        }
        return NULL;
    }
    text = mr_arena_alloc(p->arena, length + 3);
    if (!text) {
        return mr_parser_out_of_memory(p);
    }
    text[0] = '(';
    memcpy(text + 1, start, length);
    text[length + 1] = ')';
    options.filename = NULL;
    mr_parser_init(&child, p->arena, text, length + 2, &options, p->names, p->error);
    child.fstring = true;
    child.depth = p->depth + 40;
    locate(f, start - 1, &child);
    e = mr_parser_run(&child, mr_parse_fstring_expression);
    p->failed = p->failed || child.failed;
    mr_parser_finish(&child);
    return e;
}

/* '{' expression ['='] ['!' conversion] [':' spec] '}' */
static bool read_field(struct fstring *f, const char **str, const char *end, bool raw, int depth)
{
    struct parser *p = f->p;
    const char *start = ++*str;
    const char *text_end = NULL;
    struct mr_ast_expr *value;
    struct mr_ast_expr *spec = NULL;
    struct mr_ast_expr *e;
    int32_t conversion = -1;

    if (depth >= 2) {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: expressions nested too deeply");
        return false;
    }
    if (!find_end(f, str, end)) {
        return false;
    }
    value = parse_field(f, start, *str);
    if (!value) {
        return false;
    }
    if (**str == '=') {
        ++*str;
        while (*str < end && (**str == ' ' || (**str >= '\t' && **str <= '\r'))) {
            ++*str;
        }
        text_end = *str;
    }
    if (*str < end && **str == '!') {
        ++*str;
        if (*str < end) {
            conversion = (unsigned char)*(*str)++;
            if (conversion != 's' && conversion != 'r' && conversion != 'a') {
                mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                    "f-string: invalid conversion character: "
                                    "expected 's', 'r', or 'a'");
                return false;
            }
        }
    }
    /* The text before the value, then the value: both may follow other literal text. */
    if (text_end && !mr_parse_text_append(&f->literal, start, (size_t)(text_end - start))) {
        mr_parser_out_of_memory(p);
        return false;
    }
    if (*str < end && **str == ':') {
        struct fstring inner = *f;

        ++*str;
        inner.literal = (struct text_builder){ 0 };
        inner.base = p->stack_count;
        inner.nested = true;
        if (*str < end && mr_parse_fstring_add(&inner, str, end, raw, depth + 1)) {
            spec = mr_parse_fstring_finish(&inner);
        }
        free(inner.literal.bytes);
        if (!spec && *str < end) {
            p->stack_count = inner.base;
            return false;
        }
    }
    if (*str >= end || **str != '}') {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "f-string: expecting '}'");
        return false;
    }
    ++*str;
    if (text_end && !spec && conversion < 0) {
        conversion = 'r';
    }
    if (!flush(f)) {
        return false;
    }
    e = new_at_strings(f, MR_AST_FORMATTED_VALUE);
    if (!e) {
        return false;
    }
    e->formatted_value.value = value;
    e->formatted_value.format_spec = spec;
    e->formatted_value.conversion = conversion;
    mr_parse_seq_push(p, e);
    return !p->failed;
}

bool mr_parse_fstring_add(struct fstring *f, const char **s, const char *end, bool raw, int depth)
{
    for (;;) {
        bool again;

        if (!read_literal(f, s, end, raw, depth, &again)) {
            return false;
        }
        if (again) {
            continue;
        }
        if (*s >= end || **s == '}') {
            break;
        }
        if (!read_field(f, s, end, raw, depth)) {
            return false;
        }
    }
    if (depth > 0 && *s >= end) {
        mr_parse_raise_last(f->p, MR_PARSE_SYNTAX_ERROR, "f-string: expecting '}'");
        return false;
    }
    return true;
}
