/* Raising syntax errors: their places, their text lines, and which of several is reported. The
 * rules are those of CPython's parser, observed from its messages. */
#include "parser.h"

#include <string.h>

/* The line an error in line `lineno` quotes. */
static void find_line(struct parser *p, int32_t lineno, const char **line, size_t *length)
{
    const struct mr_lex *lex = &p->lex;
    const char *s = lex->text;
    const char *newline;
    int32_t i;

    if (lex->lineno <= lineno && lex->line_end > lex->token_line && !p->options->filename) {
        *line = lex->token_line;
        *length = (size_t)(lex->line_end - lex->token_line);
        return;
    }
    if (p->fstring) {
        lineno = lineno - p->starting_lineno + 1;
    }
    for (i = 1; i < lineno; i++) {
        newline = memchr(s, '\n', (size_t)(lex->text_end - s));
        if (!newline || newline + 1 > lex->line_end) {
            break;
        }
        s = newline + 1;
    }
    newline = memchr(s, '\n', (size_t)(lex->text_end - s));
    *line = s;
    *length = (size_t)((newline ? newline : lex->text_end) - s);
}

/* A column in bytes, counted from 1, in characters. */
static int32_t to_characters(const char *line, size_t length, int32_t col)
{
    if (col <= 0) {
        return col;
    }
    if ((size_t)col > length + 1) {
        col = (int32_t)length + 1;
    }
    /* Up to and with the byte at the column, which may be cut in the middle or be the NUL. */
    if ((size_t)col > length) {
        return (int32_t)mr_utf8_count(line, length) + 1;
    }
    return (int32_t)mr_utf8_count(line, (size_t)col);
}

static void *raise_vat(struct parser *p, enum mr_parse_error_kind kind, int32_t lineno, int32_t col,
                       int32_t end_lineno, int32_t end_col, const char *format, va_list args)
{
    struct mr_parse_error *error = p->error;
    const char *message;
    const char *line;
    size_t length;

    if (p->failed) {
        return NULL;
    }
    message = mr_arena_vprintf(p->arena, format, args);
    if (message && p->fstring) {
        message = mr_arena_printf(p->arena, "f-string: %s", message);
    }
    if (!message) {
        return mr_parser_out_of_memory(p);
    }
    p->failed = true;
    find_line(p, lineno, &line, &length);
    if (p->fstring) {
        col -= p->starting_col_offset;
        end_col -= p->starting_col_offset;
    } else {
        col = to_characters(line, length, col);
        end_col = to_characters(line, length, end_col);
    }
    *error = (struct mr_parse_error){
        .kind = (uint8_t)kind,
        .message = message,
        .lineno = lineno,
        .offset = col,
        .end_lineno = end_lineno,
        .end_offset = end_col,
    };
    mr_error_set_text(p->arena, error, line, length);
    return NULL;
}

void *mr_parse_raise_at(struct parser *p, enum mr_parse_error_kind kind, int32_t lineno,
                        int32_t col,
                        int32_t end_lineno, int32_t end_col, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    raise_vat(p, kind, lineno, col + 1, end_lineno, end_col + 1, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_last(struct parser *p, enum mr_parse_error_kind kind, const char *format, ...)
{
    const struct mr_token *t = &p->tokens[p->count - 1];
    int32_t col = t->col_offset == -1 ? (int32_t)(p->lex.cur - p->lex.line_start)
                                      : t->col_offset + 1;
    int32_t end_col = t->end_col_offset == -1 ? -1 : t->end_col_offset + 1;
    va_list args;

    va_start(args, format);
    raise_vat(p, kind, t->lineno, col, t->end_lineno, end_col, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_node(struct parser *p, const void *node, const char *format, ...)
{
    const struct mr_ast_node *n = node;
    va_list args;

    va_start(args, format);
    raise_vat(p, MR_PARSE_SYNTAX_ERROR, n->lineno, n->col_offset + 1, n->end_lineno,
              n->end_col_offset + 1, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_range(struct parser *p, const void *first, const void *last,
                           const char *format, ...)
{
    const struct mr_ast_node *a = first;
    const struct mr_ast_node *b = last;
    va_list args;

    va_start(args, format);
    raise_vat(p, MR_PARSE_SYNTAX_ERROR, a->lineno, a->col_offset + 1, b->end_lineno,
              b->end_col_offset + 1, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_from(struct parser *p, const void *first, const char *format, ...)
{
    const struct mr_ast_node *a = first;
    va_list args;

    va_start(args, format);
    raise_vat(p, MR_PARSE_SYNTAX_ERROR, a->lineno, a->col_offset + 1, p->lex.lineno,
              (int32_t)(p->lex.cur - p->lex.line_start), format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_tokens(struct parser *p, int32_t first, int32_t last, const char *format, ...)
{
    const struct mr_token *a = &p->tokens[first];
    const struct mr_token *b = &p->tokens[last];
    va_list args;

    va_start(args, format);
    raise_vat(p, MR_PARSE_SYNTAX_ERROR, a->lineno, a->col_offset + 1, b->end_lineno,
              b->end_col_offset + 1, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_token(struct parser *p, int32_t token, const char *format, ...)
{
    const struct mr_token *t = &p->tokens[token];
    va_list args;

    va_start(args, format);
    raise_vat(p, MR_PARSE_SYNTAX_ERROR, t->lineno, t->col_offset + 1, t->end_lineno,
              t->end_col_offset + 1, format, args);
    va_end(args);
    return NULL;
}

void *mr_parse_raise_indent(struct parser *p, const char *after, int32_t token)
{
    return mr_parse_raise_last(p, MR_PARSE_INDENTATION_ERROR,
                               "expected an indented block after %s on line %d",
                               after, (int)p->tokens[token].lineno);
}

void mr_parse_raise_unclosed(struct parser *p)
{
    const struct mr_lex *lex = &p->lex;
    int32_t top = lex->level - 1;

    mr_parse_raise_at(p, MR_PARSE_SYNTAX_ERROR, lex->brackets[top].lineno,
                      lex->brackets[top].col_offset,
                      lex->brackets[top].lineno, -1, "'%c' was never closed",
                      lex->brackets[top].bracket);
}

void mr_parse_raise_lexer_problem(struct parser *p)
{
    struct mr_lex *lex = &p->lex;

    switch ((enum mr_lex_problem)lex->problem) {
    case MR_LEX_BAD_DEDENT:
        mr_parse_raise_last(p, MR_PARSE_INDENTATION_ERROR,
                            "unindent does not match any outer indentation level");
        return;
    case MR_LEX_TABS:
        mr_parse_raise_at(p, MR_PARSE_TAB_ERROR, lex->lineno, 0, lex->lineno, -1,
                          "inconsistent use of tabs and spaces in indentation");
        return;
    case MR_LEX_TOO_DEEP:
        mr_parse_raise_at(p, MR_PARSE_INDENTATION_ERROR, lex->lineno, 0, lex->lineno, -1,
                          "too many levels of indentation");
        return;
    case MR_LEX_BAD_CONTINUATION:
        mr_parse_raise_at(p, MR_PARSE_SYNTAX_ERROR, lex->lineno,
                          (int32_t)(lex->cur - lex->token_line) - 1, lex->lineno, -1,
                          "unexpected character after line continuation character");
        return;
    case MR_LEX_END_IN_CONTINUATION:
    case MR_LEX_NO_PROBLEM:
        break;
    }
    if (lex->state == MR_LEX_FAILED) {
        p->failed = true;
    } else if (lex->level) {
        mr_parse_raise_unclosed(p);
    } else {
        mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR, "unexpected EOF while parsing");
    }
}

void mr_parse_check_remaining_tokens(struct parser *p)
{
    struct mr_parse_error later = { 0 };
    struct mr_lex *lex = &p->lex;
    int32_t lineno = p->tokens[p->count - 1].lineno;
    struct mr_token t;

    lex->error = &later;
    do {
        mr_lex_next(lex, &t);
    } while (t.kind != TOK_ERROR && t.kind != TOK_END);
    lex->error = p->error;
    if (t.kind == TOK_END) {
        return;
    }
    if (lex->state == MR_LEX_FAILED) {
        if (later.message) {
            *p->error = later;
        }
    } else if (lex->level > 0 && lineno > lex->brackets[lex->level - 1].lineno) {
        p->failed = false;
        mr_parse_raise_unclosed(p);
    }
}

void mr_parse_raise_generic(struct parser *p, int32_t last_token)
{
    const struct mr_token *last = &p->tokens[last_token];

    if (last->kind == TOK_INDENT) {
        mr_parse_raise_last(p, MR_PARSE_INDENTATION_ERROR, "unexpected indent");
        return;
    }
    if (last->kind == TOK_DEDENT) {
        mr_parse_raise_last(p, MR_PARSE_INDENTATION_ERROR, "unexpected unindent");
        return;
    }
    mr_parse_raise_token(p, last_token, "invalid syntax");
    mr_parse_check_remaining_tokens(p);
}

const char *mr_parse_expr_name(const struct mr_ast_expr *e)
{
    switch (e->kind) {
    case MR_AST_ATTRIBUTE:
        return "attribute";
    case MR_AST_SUBSCRIPT:
        return "subscript";
    case MR_AST_STARRED:
        return "starred";
    case MR_AST_NAME:
        return "name";
    case MR_AST_LIST:
        return "list";
    case MR_AST_TUPLE:
        return "tuple";
    case MR_AST_LAMBDA:
        return "lambda";
    case MR_AST_CALL:
        return "function call";
    case MR_AST_BOOL_OP:
    case MR_AST_BIN_OP:
    case MR_AST_UNARY_OP:
        return "expression";
    case MR_AST_GENERATOR_EXP:
        return "generator expression";
    case MR_AST_YIELD:
    case MR_AST_YIELD_FROM:
        return "yield expression";
    case MR_AST_AWAIT:
        return "await expression";
    case MR_AST_LIST_COMP:
        return "list comprehension";
    case MR_AST_SET_COMP:
        return "set comprehension";
    case MR_AST_DICT_COMP:
        return "dict comprehension";
    case MR_AST_DICT:
        return "dict literal";
    case MR_AST_SET:
        return "set display";
    case MR_AST_JOINED_STR:
    case MR_AST_FORMATTED_VALUE:
        return "f-string expression";
    case MR_AST_CONSTANT:
        switch (e->constant.kind) {
        case MR_AST_CONST_NONE:
            return "None";
        case MR_AST_CONST_FALSE:
            return "False";
        case MR_AST_CONST_TRUE:
            return "True";
        case MR_AST_CONST_ELLIPSIS:
            return "ellipsis";
        default:
            return "literal";
        }
    case MR_AST_COMPARE:
        return "comparison";
    case MR_AST_IF_EXP:
        return "conditional expression";
    case MR_AST_NAMED_EXPR:
        return "named expression";
    default:
        return "expression";
    }
}

/* The part of e that can be no target, or NULL. */
static struct mr_ast_expr *invalid_target(struct mr_ast_expr *e, enum target_use use)
{
    int32_t i;

    switch (e->kind) {
    case MR_AST_LIST:
    case MR_AST_TUPLE:
        for (i = 0; i < e->list.elts.count; i++) {
            struct mr_ast_expr *bad = invalid_target(e->list.elts.items[i], use);

            if (bad) {
                return bad;
            }
        }
        return NULL;
    case MR_AST_STARRED:
        return use == TARGET_DEL ? e : invalid_target(e->starred.value, use);
    case MR_AST_COMPARE:
        /* for x in y: what was read as a comparison is a target and an iterable. */
        if (use == TARGET_FOR) {
            return e->compare.ops.items[0] == MR_AST_IN ? invalid_target(e->compare.left, use)
                                                        : NULL;
        }
        return e;
    case MR_AST_NAME:
    case MR_AST_SUBSCRIPT:
    case MR_AST_ATTRIBUTE:
        return NULL;
    default:
        return e;
    }
}

void *mr_parse_raise_invalid_target(struct parser *p, struct mr_ast_expr *e, enum target_use use)
{
    struct mr_ast_expr *bad = e ? invalid_target(e, use) : NULL;

    if (!bad) {
        return NULL;
    }
    return mr_parse_raise_node(p, bad,
                               use == TARGET_DEL ? "cannot delete %s" : "cannot assign to %s",
                               mr_parse_expr_name(bad));
}
