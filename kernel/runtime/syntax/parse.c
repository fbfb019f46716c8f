/* The entrance: modes, the two passes, and the question whether an input is complete. */
#include "parser.h"

#include <stdlib.h>
#include <string.h>

static bool start_diagnosis(struct parser *p)
{
    free(p->memo);
    p->memo = NULL;
    if (!mr_parse_memo_start(p)) {
        return false;
    }
    p->diagnosing = p->second_pass = true;
    p->mark = 0;
    p->stack_count = 0;
    return true;
}

static bool is_syntax_error(const struct mr_parse_error *error)
{
    return error->kind == MR_PARSE_SYNTAX_ERROR || error->kind == MR_PARSE_INDENTATION_ERROR ||
           error->kind == MR_PARSE_TAB_ERROR;
}

/* An error of the parser stands: a later one of the lexer outranks it. */
static void prefer_lexer_errors(struct parser *p)
{
    if (p->lex.state == MR_LEX_OK && !p->lex.problem && is_syntax_error(p->error)) {
        mr_parse_check_remaining_tokens(p);
    }
}

void *mr_parser_run(struct parser *p, void *(*rule)(struct parser *p))
{
    int32_t depth = p->depth;
    void *result = rule(p);
    int32_t last;

    if (result && !p->failed) {
        return result;
    }
    if (p->failed) {
        prefer_lexer_errors(p);
        return NULL;
    }
    last = p->count - 1;
    p->depth = depth;
    if (!start_diagnosis(p)) {
        return NULL;
    }
    rule(p);
    if (p->failed) {
        prefer_lexer_errors(p);
    } else {
        mr_parse_raise_generic(p, last);
    }
    return NULL;
}

/*
 * Forgets the tokens before `first`, where the statement before this one begins: a file needs those
 * of two statements alone. The one before is kept because a broken else or except leaves it whole.
 */
static void drop_tokens(struct parser *p, int32_t first)
{
    memmove(p->tokens, p->tokens + first, (size_t)(p->count - first) * sizeof *p->tokens);
    p->count -= first;
    p->mark -= first;
}

static void *parse_file(struct parser *p)
{
    struct mr_ast_mod *mod;
    int32_t before = 0;

    while (peek(p) != TOK_END) {
        int32_t mark = p->mark;

        if (before && !p->memo) {
            drop_tokens(p, before);
            mark -= before;
        }
        before = mark;
        if (!mr_parse_statement(p)) {
            return NULL;
        }
    }
    mod = mr_parse_node_new(p, MR_AST_MODULE, 0);
    if (mod) {
        seq_take(p, 0, &mod->body);
    }
    return mod;
}

static void *parse_eval(struct parser *p)
{
    struct mr_ast_expr *e = mr_parse_expressions(p);
    struct mr_ast_mod *mod;

    if (!e) {
        return NULL;
    }
    while (accept(p, TOK_NEWLINE)) {
    }
    if (!accept(p, TOK_END)) {
        return NULL;
    }
    mod = mr_parse_node_new(p, MR_AST_EXPRESSION, 0);
    if (mod) {
        mod->expression = e;
    }
    return mod;
}

/* Whether more than blanks and comments follow an interactive statement. */
static bool has_more(const struct parser *p)
{
    const char *s = p->lex.cur;

    while (s < p->lex.text_end) {
        if (*s == '#') {
            while (s < p->lex.text_end && *s != '\n') {
                s++;
            }
        } else if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\f') {
            s++;
        } else {
            return true;
        }
    }
    return false;
}

static void *parse_single(struct parser *p)
{
    struct mr_ast_stmt *s = mr_parse_compound(p);
    struct mr_ast_mod *mod;

    if (s) {
        mr_parse_seq_push(p, s);
        if (!accept(p, TOK_NEWLINE)) {
            return NULL;
        }
    } else if (!mr_parse_simple_statements(p)) {
        if (!accept(p, TOK_NEWLINE)) {
            return NULL;
        }
        mr_parse_seq_push(p, mr_parse_node_new(p, MR_AST_PASS, 0));
    }
    mod = mr_parse_node_new(p, MR_AST_INTERACTIVE, 0);
    if (mod) {
        seq_take(p, 0, &mod->body);
    }
    return mod;
}

void *mr_parse_fstring_expression(struct parser *p)
{
    return mr_parse_star_expressions(p);
}

struct mr_ast_mod *mr_parse(struct mr_arena *arena, const char *source, size_t length,
                            const struct mr_parse_options *options, struct mr_parse_error *error)
{
    static const struct mr_parse_options plain = { 0 };
    struct name_table *names = NULL;
    struct mr_ast_mod *mod = NULL;
    struct parser p = { 0 };
    char *text = NULL;
    size_t text_length;

    *error = (struct mr_parse_error){ 0 };
    options = options ? options : &plain;
    if (!mr_source_read(arena, source, length, options->mode == MR_PARSE_EXEC, options, &text,
                        &text_length, error)) {
        goto out;
    }
    names = mr_parse_name_table_create(arena);
    if (!names) {
        error->kind = MR_PARSE_MEMORY_ERROR;
        goto out;
    }
    mr_parser_init(&p, arena, text, text_length, options, names, error);
    p.single = options->mode == MR_PARSE_SINGLE;
    mod = mr_parser_run(&p, options->mode == MR_PARSE_EXEC   ? parse_file
                         : options->mode == MR_PARSE_EVAL ? parse_eval
                                                          : parse_single);
    if (mod && p.single && has_more(&p)) {
        mod = mr_parse_raise_last(&p, MR_PARSE_SYNTAX_ERROR,
                                  "multiple statements found while compiling a single statement");
    }
    if (mod) {
        *error = (struct mr_parse_error){ 0 };
    }
out:
    mr_parser_finish(&p);
    mr_parse_name_table_destroy(names);
    free(text);
    if (error->kind == MR_PARSE_MEMORY_ERROR && !error->message) {
        error->message = "";
    }
    return mod;
}

/* The last line that is not blank, and whether a blank one follows it. */
static const char *last_line(const char *text, size_t length, size_t *line_length,
                             bool *blank_after)
{
    const char *end = text + length;
    const char *line;
    int newlines = 0;

    while (end > text && strchr(" \t\f\n", end[-1])) {
        newlines += *--end == '\n';
    }
    *blank_after = newlines > 1;
    line = end;
    while (line > text && line[-1] != '\n') {
        line--;
    }
    *line_length = (size_t)(end - line);
    return line;
}

static int indentation(const char *line, size_t length)
{
    int columns = 0;
    size_t i;

    for (i = 0; i < length && (line[i] == ' ' || line[i] == '\t'); i++) {
        columns = line[i] == '\t' ? (columns / 8 + 1) * 8 : columns + 1;
    }
    return columns;
}

/* Whether a block ends with the line: no further line of it is to be expected. */
static bool leaves_block(const char *line, size_t length)
{
    static const char *const words[] = { "return", "raise", "pass", "break", "continue" };
    size_t i;

    while (length && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t n = strlen(words[i]);

        if (length >= n && memcmp(line, words[i], n) == 0 &&
            (length == n || !mr_lex_is_name_char((unsigned char)line[n]))) {
            return true;
        }
    }
    return false;
}

/* The indentation that suits the line after this one. */
static int next_indentation(const char *line, size_t length)
{
    int columns = indentation(line, length);

    if (length && line[length - 1] == ':') {
        return columns + 4;
    }
    if (leaves_block(line, length)) {
        return columns > 4 ? columns - 4 : 0;
    }
    return columns;
}

enum mr_parse_completeness mr_parse_is_complete(const char *source, size_t length, int *indent)
{
    const struct mr_parse_options options = { .ignore_cookie = true };
    enum mr_parse_completeness result = MR_PARSE_INVALID;
    struct mr_parse_error error = { 0 };
    struct mr_arena arena;
    struct name_table *names = NULL;
    struct parser p = { 0 };
    char *text = NULL;
    size_t text_length;
    const char *line;
    size_t line_length;
    bool blank_after;

    *indent = 0;
    mr_arena_init(&arena);
    if (!mr_source_read(&arena, source, length, true, &options, &text, &text_length, &error)) {
        goto out;
    }
    names = mr_parse_name_table_create(&arena);
    if (!names) {
        goto out;
    }
    mr_parser_init(&p, &arena, text, text_length, &options, names, &error);
    line = last_line(text, text_length, &line_length, &blank_after);
    if (parse_file(&p) && !p.failed) {
        /* A block may always go on, until a blank line says it does not. */
        result = MR_PARSE_COMPLETE;
        if (indentation(line, line_length) > 0 && !blank_after) {
            result = MR_PARSE_INCOMPLETE;
        }
    } else if (p.lex.state == MR_LEX_EOF || p.lex.in_string ||
               p.lex.problem == MR_LEX_END_IN_CONTINUATION) {
        result = MR_PARSE_INCOMPLETE;
    }
    if (result == MR_PARSE_INCOMPLETE && !p.lex.in_string) {
        *indent = next_indentation(line, line_length);
    }
out:
    mr_parser_finish(&p);
    mr_parse_name_table_destroy(names);
    free(text);
    mr_arena_finish(&arena);
    return result;
}
