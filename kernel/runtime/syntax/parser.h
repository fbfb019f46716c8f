/*
 * Inside the parser: what its files share.
 *
 * Every parse function takes the parser at p->mark and returns a node with p->mark after it, or
 * NULL with p->mark where it was: nothing fits here, and the caller may try something else. When an
 * error has been raised p->failed is set; then every token is TOK_ERROR, so everything fails and
 * callers need no checks of their own.
 *
 * A text is parsed once. Only if it does not fit is the failing statement parsed again with
 * p->diagnosing set: then the functions also look for the mistakes that CPython has messages for,
 * in the order in which its parser comes to them, since the first one found is the one reported.
 * Results are remembered in that pass (p->memo), which keeps it linear.
 */
#ifndef MR_PARSER_H
#define MR_PARSER_H

#include "lexer.h"

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

struct memo {
    struct memo *next;
    void *node; /* NULL: does not fit */
    int32_t end;
    uint8_t rule;
};

enum memo_rule {
    MEMO_EXPRESSION,
    MEMO_STAR_EXPRESSION,
    MEMO_NAMED,
    MEMO_DISJUNCTION,
    MEMO_BITWISE_OR,
    MEMO_PRIMARY,
    MEMO_ARGUMENTS,
    MEMO_BLOCK,
    MEMO_SIMPLE,
    MEMO_STRINGS
};

struct name_table;

struct parser {
    struct mr_arena *arena;
    const struct mr_parse_options *options;
    struct mr_parse_error *error;
    struct mr_lex lex;
    struct name_table *names; /* borrowed: f-strings use their parent's */

    struct mr_token *tokens;
    int32_t count; /* tokens fetched */
    int32_t capacity;
    int32_t mark;
    uint32_t fetched; /* tokens, those forgotten included */

    bool failed;
    bool diagnosing;
    bool single;     /* interactive input: the end of the text ends the statement */
    bool parsing_started;
    bool second_pass;
    struct memo **memo; /* by mark; NULL: nothing is remembered */
    int32_t memo_capacity;
    int32_t depth;

    /* Sequences under construction. */
    void **stack;
    size_t stack_count;
    size_t stack_capacity;

    /* Inside an f-string's expression: where it stands in the parent text. */
    bool fstring;
    int32_t starting_lineno;
    int32_t starting_col_offset;
};

/* CPython's limit on its parser's recursion, after which it raises MemoryError. */
#define MAX_DEPTH 6000

/* parser.c */
bool mr_parser_init(struct parser *p, struct mr_arena *arena, const char *text, size_t length,
                    const struct mr_parse_options *options, struct name_table *names,
                    struct mr_parse_error *error);
void mr_parser_finish(struct parser *p);
void mr_parser_fetch(struct parser *p);
void *mr_parser_out_of_memory(struct parser *p);

static inline int peek(struct parser *p)
{
    if (unlikely(p->failed)) {
        return TOK_ERROR;
    }
    if (p->mark == p->count) {
        mr_parser_fetch(p);
        if (p->failed) {
            return TOK_ERROR;
        }
    }
    return p->tokens[p->mark].kind;
}

static inline bool accept(struct parser *p, int kind)
{
    if (peek(p) != kind) {
        return false;
    }
    p->mark++;
    return true;
}

/* The kind of the token after the next one. */
int mr_parse_peek_second(struct parser *p);

static inline bool enter(struct parser *p, int32_t weight)
{
    p->depth += weight;
    if (unlikely(p->depth > MAX_DEPTH)) {
        mr_parser_out_of_memory(p);
        return false;
    }
    return true;
}

static inline void leave(struct parser *p, int32_t weight)
{
    p->depth -= weight;
}

/* Whether the next token is a NAME spelt so (a soft keyword). */
bool mr_parse_peek_word(struct parser *p, const char *word);
bool mr_parse_accept_word(struct parser *p, const char *word);

/* The interned name of a NAME token. */
mr_ast_name mr_parse_token_name(struct parser *p, int32_t token);
mr_ast_name mr_parse_accept_name(struct parser *p);
mr_ast_name mr_parse_intern(struct parser *p, const char *bytes, size_t length);

void mr_parse_name_table_destroy(struct name_table *table);
struct name_table *mr_parse_name_table_create(struct mr_arena *arena);
mr_ast_name mr_parse_name_table_intern(struct name_table *table, const char *bytes, size_t length);

/*
 * A node of the size of its class, beginning at token `first` and ending with the last token
 * before p->mark.
 */
void *mr_parse_node_new(struct parser *p, enum mr_ast_kind kind, int32_t first);
void mr_parse_node_end_here(struct parser *p, void *node);

/* Sequences: push since `base = p->stack_count`, then take. */
void mr_parse_seq_push(struct parser *p, void *item);
void mr_parse_seq_take_raw(struct parser *p, size_t base, struct mr_ast_nodes *out);
#define seq_take(p, base, out) mr_parse_seq_take_raw((p), (base), (struct mr_ast_nodes *)(out))

/* From here on results are remembered: a text that does not fit is read more than once. */
bool mr_parse_memo_start(struct parser *p);
bool mr_parse_memo_get(struct parser *p, enum memo_rule rule, void **node);
void *mr_parse_memo_put(struct parser *p, enum memo_rule rule, int32_t start, void *node);

/* errors.c: all return NULL, and do nothing if an error stands already. */
__attribute__((format(printf, 3, 4)))
void *mr_parse_raise_last(struct parser *p, enum mr_parse_error_kind kind, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void *mr_parse_raise_node(struct parser *p, const void *node, const char *format, ...);
__attribute__((format(printf, 4, 5)))
void *mr_parse_raise_range(struct parser *p, const void *first, const void *last,
                           const char *format, ...);
__attribute__((format(printf, 3, 4)))
void *mr_parse_raise_from(struct parser *p, const void *first, const char *format, ...);
__attribute__((format(printf, 3, 4)))
void *mr_parse_raise_token(struct parser *p, int32_t token, const char *format, ...);
__attribute__((format(printf, 4, 5)))
void *mr_parse_raise_tokens(struct parser *p, int32_t first, int32_t last, const char *format, ...);
/* Columns from 0; end_col -1: none. */
__attribute__((format(printf, 7, 8)))
void *mr_parse_raise_at(struct parser *p, enum mr_parse_error_kind kind, int32_t lineno,
                        int32_t col,
                        int32_t end_lineno, int32_t end_col, const char *format, ...);
void *mr_parse_raise_indent(struct parser *p, const char *after, int32_t token);
void mr_parse_raise_lexer_problem(struct parser *p);
void mr_parse_raise_unclosed(struct parser *p);
/* What stands when a text did not fit and no message was found. */
void mr_parse_raise_generic(struct parser *p, int32_t last_token);
/* Reads on to the end: a lexer's error there outranks the one found. */
void mr_parse_check_remaining_tokens(struct parser *p);
/* The expression's name in messages: "function call", "literal"... */
const char *mr_parse_expr_name(const struct mr_ast_expr *e);
enum target_use { TARGET_STAR, TARGET_DEL, TARGET_FOR };
/* Raises "cannot assign to ..." if part of e can be no target. */
void *mr_parse_raise_invalid_target(struct parser *p, struct mr_ast_expr *e, enum target_use use);

/* expressions.c */
struct mr_ast_expr *mr_parse_star_expressions(struct parser *p);
struct mr_ast_expr *mr_parse_star_expression(struct parser *p);
struct mr_ast_expr *mr_parse_expressions(struct parser *p);
struct mr_ast_expr *mr_parse_expression(struct parser *p);
struct mr_ast_expr *mr_parse_yield(struct parser *p);
struct mr_ast_expr *mr_parse_named(struct parser *p);
struct mr_ast_expr *mr_parse_named_plain(struct parser *p); /* which diagnoses no `=` */
struct mr_ast_expr *mr_parse_star_named(struct parser *p);
struct mr_ast_expr *mr_parse_starred(struct parser *p); /* '*' expression */
bool mr_parse_star_named_list(struct parser *p);        /* pushes; a trailing comma is taken */
struct mr_ast_expr *mr_parse_yield_or_star(struct parser *p);

/* operators.c */
struct mr_ast_expr *mr_parse_disjunction(struct parser *p);
struct mr_ast_expr *mr_parse_bitwise_or(struct parser *p);

/* primary.c */
struct mr_ast_expr *mr_parse_primary(struct parser *p);

/* atoms.c */
/* At a bracket: what a comprehension cannot be made of. */
void mr_parse_diagnose_comprehension(struct parser *p);
struct mr_ast_expr *mr_parse_atom(struct parser *p);
struct mr_ast_expr *mr_parse_strings(struct parser *p);
bool mr_parse_for_if(struct parser *p, struct mr_ast_comprehensions *out);
struct mr_ast_expr *mr_parse_genexp(struct parser *p);

/* calls.c */
struct call_arguments {
    struct mr_ast_exprs args;
    struct mr_ast_keywords keywords;
};
/* Up to, not with, the ')'. `genexp`: a lone generator expression may go without parentheses. */
struct call_arguments *mr_parse_arguments(struct parser *p, bool genexp);

/* parameters.c */
struct mr_ast_arguments *mr_parse_parameters(struct parser *p, bool lambda);
struct mr_ast_arguments *mr_parse_empty_parameters(struct parser *p);

/* targets.c */
struct mr_ast_expr *mr_parse_star_targets(struct parser *p);
struct mr_ast_expr *mr_parse_star_target(struct parser *p);
struct mr_ast_expr *mr_parse_del_targets(struct parser *p, struct mr_ast_exprs *out);
struct mr_ast_expr *mr_parse_single_target(struct parser *p);
/* Whether e can be assigned to; if so it is given the context, throughout. */
bool mr_parse_make_target(struct mr_ast_expr *e, enum mr_ast_context ctx);
bool mr_parse_is_target(const struct mr_ast_expr *e);

/* statements.c */
bool mr_parse_statements(struct parser *p, struct mr_ast_stmts *out);
bool mr_parse_statement(struct parser *p); /* pushes */
bool mr_parse_simple_statements(struct parser *p);
/* imports.c */
struct mr_ast_stmt *mr_parse_import(struct parser *p);
struct mr_ast_stmt *mr_parse_import_from(struct parser *p);
/* compound.c */
struct mr_ast_stmt *mr_parse_compound(struct parser *p);
struct mr_ast_stmts *mr_parse_block(struct parser *p);
bool mr_parse_else(struct parser *p, struct mr_ast_stmts *out);
bool mr_parse_expect_colon(struct parser *p); /* raises if there is none */
/* After a header, at its colon: an indented block is missing; or, if asked, the colon. */
void mr_parse_diagnose_suite(struct parser *p, int32_t keyword, const char *what, bool colon);
/* definitions.c */
struct mr_ast_stmt *mr_parse_definition(struct parser *p);
/* try.c */
struct mr_ast_stmt *mr_parse_try(struct parser *p);
/* with.c */
struct mr_ast_stmt *mr_parse_with(struct parser *p);
/* patterns.c */
struct mr_ast_stmt *mr_parse_match(struct parser *p);

/* constants.c */
struct mr_ast_expr *mr_parse_number_constant(struct parser *p, int32_t token);

/* strings.c: the decoded text of literals */
struct text_builder {
    char *bytes;
    size_t length;
    size_t capacity;
};
bool mr_parse_text_append(struct text_builder *text, const char *bytes, size_t length);
bool mr_parse_text_append_char(struct text_builder *text, int32_t code_point);
/* Decodes [s, end) of a str literal, escapes and all; false: an error is raised. */
bool mr_parse_decode_text(struct parser *p, const char *s, const char *end, bool raw, int32_t token,
                          struct text_builder *out);

/* Tells of the escape whose letter is at `at`; false: the warning became an error. */
bool mr_parse_warn_escape(struct parser *p, const char *at, const char *end, int32_t token);

/* fstrings.c */
struct fstring {
    struct parser *p;
    int32_t first; /* tokens of the whole concatenation */
    int32_t last;
    int32_t token; /* the literal being read */
    struct text_builder literal; /* text since the last value */
    const char *counted; /* up to here in the literal's token, its lines have been counted */
    const char *line;    /* where the last of them begins */
    int32_t lines;
    bool nested; /* the format specification of a field */
    size_t base; /* values on the parser's stack */
};
bool mr_parse_fstring_add(struct fstring *f, const char **s, const char *end, bool raw, int depth);
struct mr_ast_expr *mr_parse_fstring_finish(struct fstring *f); /* takes the values: a JoinedStr */

/* parse.c: a rule, a second time for the diagnosis if it does not fit. */
void *mr_parser_run(struct parser *p, void *(*rule)(struct parser *p));
void *mr_parse_fstring_expression(struct parser *p);

#endif
