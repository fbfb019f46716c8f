/* The parser's ground: tokens on demand, names, nodes, sequences, memory of results. */
#include "parser.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Names: open addressing over pointers; the bytes live in the arena, their length before them. */
struct name_table {
    struct mr_arena *arena;
    mr_ast_name *slots;
    size_t mask;
    size_t count;
};

struct name_table *mr_parse_name_table_create(struct mr_arena *arena)
{
    struct name_table *table = calloc(1, sizeof *table);

    if (!table) {
        return NULL;
    }
    table->arena = arena;
    table->mask = 63;
    table->slots = calloc(table->mask + 1, sizeof *table->slots);
    if (!table->slots) {
        free(table);
        return NULL;
    }
    return table;
}

void mr_parse_name_table_destroy(struct name_table *table)
{
    if (table) {
        free(table->slots);
        free(table);
    }
}

/* FNV-1a */
static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    size_t i;

    for (i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    }
    return hash;
}

static bool grow_names(struct name_table *table)
{
    size_t mask = table->mask * 2 + 1;
    mr_ast_name *slots = calloc(mask + 1, sizeof *slots);
    size_t i;

    if (!slots) {
        return false;
    }
    for (i = 0; i <= table->mask; i++) {
        mr_ast_name name = table->slots[i];
        size_t at;

        if (!name) {
            continue;
        }
        at = hash_bytes(name, mr_ast_name_length(name)) & mask;
        while (slots[at]) {
            at = (at + 1) & mask;
        }
        slots[at] = name;
    }
    free(table->slots);
    table->slots = slots;
    table->mask = mask;
    return true;
}

mr_ast_name mr_parse_name_table_intern(struct name_table *table, const char *bytes, size_t length)
{
    size_t at = hash_bytes(bytes, length) & table->mask;
    uint32_t short_length = (uint32_t)length;
    char *name;

    for (; table->slots[at]; at = (at + 1) & table->mask) {
        if (mr_ast_name_length(table->slots[at]) == length &&
            memcmp(table->slots[at], bytes, length) == 0) {
            return table->slots[at];
        }
    }
    name = mr_arena_alloc(table->arena, sizeof short_length + length + 1);
    if (!name) {
        return NULL;
    }
    memcpy(name, &short_length, sizeof short_length);
    name += sizeof short_length;
    memcpy(name, bytes, length);
    table->slots[at] = name;
    if (++table->count * 4 > table->mask * 3 && !grow_names(table)) {
        return NULL;
    }
    return name;
}

mr_ast_name mr_parse_intern(struct parser *p, const char *bytes, size_t length)
{
    mr_ast_name name = mr_parse_name_table_intern(p->names, bytes, length);

    return name ? name : mr_parser_out_of_memory(p);
}

mr_ast_name mr_parse_token_name(struct parser *p, int32_t token)
{
    const struct mr_token *t = &p->tokens[token];
    const char *bytes = p->lex.text + t->start;
    size_t length = t->end - t->start;
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t normal_length;
    mr_ast_name name;

    if (!t->non_ascii) {
        return mr_parse_intern(p, bytes, length);
    }
    normal_length = utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &normal,
                                 UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE);
    if (normal_length < 0) {
        return mr_parser_out_of_memory(p);
    }
    name = mr_parse_intern(p, (const char *)normal, (size_t)normal_length);
    free(normal);
    return name;
}

mr_ast_name mr_parse_accept_name(struct parser *p)
{
    if (peek(p) != TOK_NAME) {
        return NULL;
    }
    return mr_parse_token_name(p, p->mark++);
}

bool mr_parse_peek_word(struct parser *p, const char *word)
{
    const struct mr_token *t;
    size_t length = strlen(word);

    if (peek(p) != TOK_NAME) {
        return false;
    }
    t = &p->tokens[p->mark];
    return t->end - t->start == length && memcmp(p->lex.text + t->start, word, length) == 0;
}

bool mr_parse_accept_word(struct parser *p, const char *word)
{
    if (!mr_parse_peek_word(p, word)) {
        return false;
    }
    p->mark++;
    return true;
}

int mr_parse_peek_second(struct parser *p)
{
    int kind;

    if (peek(p) == TOK_ERROR) {
        return TOK_ERROR;
    }
    p->mark++;
    kind = peek(p);
    p->mark--;
    return kind;
}

void *mr_parser_out_of_memory(struct parser *p)
{
    if (!p->failed) {
        p->failed = true;
        *p->error = (struct mr_parse_error){ .kind = MR_PARSE_MEMORY_ERROR, .message = "" };
    }
    return NULL;
}

bool mr_parser_init(struct parser *p, struct mr_arena *arena, const char *text, size_t length,
                    const struct mr_parse_options *options, struct name_table *names,
                    struct mr_parse_error *error)
{
    *p = (struct parser){
        .arena = arena, .options = options, .error = error, .names = names,
    };
    mr_lex_init(&p->lex, arena, text, length, options, error);
    return true;
}

void mr_parser_finish(struct parser *p)
{
    free(p->tokens);
    free(p->memo);
    free(p->stack);
}

static bool grow_tokens(struct parser *p)
{
    int32_t capacity = p->capacity ? p->capacity + p->capacity / 2 : 64;
    struct mr_token *tokens;

    if (capacity < 0) {
        return false;
    }
    tokens = realloc(p->tokens, (size_t)capacity * sizeof *tokens);
    if (!tokens) {
        return false;
    }
    p->tokens = tokens;
    p->capacity = capacity;
    return true;
}

#define TOKENS_A_POLL 4096

void mr_parser_fetch(struct parser *p)
{
    struct mr_token *t;

    if (++p->fetched % TOKENS_A_POLL == 0 && p->options->poll &&
        !p->options->poll(p->options->user)) {
        p->failed = true;
        *p->error = (struct mr_parse_error){ .kind = MR_PARSE_STOPPED, .message = "stopped" };
        return;
    }
    if (p->count == p->capacity && !grow_tokens(p)) {
        mr_parser_out_of_memory(p);
        return;
    }
    t = &p->tokens[p->count];
    mr_lex_next(&p->lex, t);
    if (p->single && t->kind == TOK_END && p->parsing_started) {
        t->kind = TOK_NEWLINE;
        p->parsing_started = false;
        if (p->lex.indent) {
            p->lex.pending = -p->lex.indent;
            p->lex.indent = 0;
        }
    } else {
        p->parsing_started = true;
    }
    if (p->fstring && p->lex.lineno == p->starting_lineno) {
        if (t->col_offset >= 0) {
            t->col_offset += p->starting_col_offset;
        }
        if (t->end_col_offset >= 0) {
            t->end_col_offset += p->starting_col_offset;
        }
    }
    p->count++;
    if (t->kind == TOK_ERROR) {
        mr_parse_raise_lexer_problem(p);
    }
}

#define EXPR_SIZE(member)                                                                         \
    (offsetof(struct mr_ast_expr, member) + sizeof(((struct mr_ast_expr *)NULL)->member))

static size_t node_size(enum mr_ast_kind kind)
{
    switch (kind) {
    case MR_AST_NAME: /* the compiler makes __debug__ a constant in place */
    case MR_AST_CONSTANT:
        return EXPR_SIZE(constant);
    case MR_AST_ATTRIBUTE:
        return EXPR_SIZE(attribute);
    case MR_AST_BIN_OP:
        return EXPR_SIZE(bin_op);
    case MR_AST_COMPREHENSION:
        return sizeof(struct mr_ast_comprehension);
    case MR_AST_EXCEPT_HANDLER:
        return sizeof(struct mr_ast_except_handler);
    case MR_AST_ARGUMENTS:
        return sizeof(struct mr_ast_arguments);
    case MR_AST_ARG:
        return sizeof(struct mr_ast_arg);
    case MR_AST_KEYWORD:
        return sizeof(struct mr_ast_keyword);
    case MR_AST_ALIAS:
        return sizeof(struct mr_ast_alias);
    case MR_AST_WITHITEM:
        return sizeof(struct mr_ast_withitem);
    case MR_AST_MATCH_CASE:
        return sizeof(struct mr_ast_match_case);
    default:
        break;
    }
    if (kind <= MR_AST_EXPRESSION) {
        return sizeof(struct mr_ast_mod);
    }
    if (kind <= MR_AST_CONTINUE) {
        return sizeof(struct mr_ast_stmt);
    }
    if (kind <= MR_AST_SLICE) {
        return sizeof(struct mr_ast_expr);
    }
    return sizeof(struct mr_ast_pattern);
}

static bool is_visible(const struct mr_token *t)
{
    return t->kind != TOK_END && t->kind != TOK_NEWLINE && t->kind != TOK_INDENT &&
           t->kind != TOK_DEDENT;
}

void mr_parse_node_end_here(struct parser *p, void *node)
{
    struct mr_ast_node *n = node;
    int32_t last = p->mark - 1;

    if (!n || !mr_ast_describe(n->kind)->has_position) {
        return;
    }
    while (last >= 0 && !is_visible(&p->tokens[last])) {
        last--;
    }
    if (last >= 0) {
        n->end_lineno = p->tokens[last].end_lineno;
        n->end_col_offset = p->tokens[last].end_col_offset;
    }
}

void *mr_parse_node_new(struct parser *p, enum mr_ast_kind kind, int32_t first)
{
    struct mr_ast_node *n;

    if (p->failed) {
        return NULL;
    }
    n = mr_arena_alloc(p->arena, node_size(kind));
    if (!n) {
        return mr_parser_out_of_memory(p);
    }
    n->kind = (uint8_t)kind;
    if (mr_ast_describe(kind)->has_position) {
        n->lineno = p->tokens[first].lineno;
        n->col_offset = p->tokens[first].col_offset;
        mr_parse_node_end_here(p, n);
    }
    return n;
}

void mr_parse_seq_push(struct parser *p, void *item)
{
    if (p->stack_count == p->stack_capacity) {
        size_t capacity = p->stack_capacity ? p->stack_capacity * 2 : 64;
        void **stack = realloc(p->stack, capacity * sizeof *stack);

        if (!stack) {
            mr_parser_out_of_memory(p);
            return;
        }
        p->stack = stack;
        p->stack_capacity = capacity;
    }
    p->stack[p->stack_count++] = item;
}

void mr_parse_seq_take_raw(struct parser *p, size_t base, struct mr_ast_nodes *out)
{
    size_t count = p->stack_count > base ? p->stack_count - base : 0;

    out->count = 0;
    out->items = NULL;
    p->stack_count = base < p->stack_count ? base : p->stack_count;
    if (count == 0 || p->failed) {
        return;
    }
    out->items = mr_arena_alloc(p->arena, count * sizeof *out->items);
    if (!out->items) {
        mr_parser_out_of_memory(p);
        return;
    }
    memcpy(out->items, p->stack + base, count * sizeof *out->items);
    out->count = (int32_t)count;
}

bool mr_parse_memo_start(struct parser *p)
{
    if (!p->memo) {
        p->memo_capacity = p->capacity + 1;
        p->memo = calloc((size_t)p->memo_capacity, sizeof *p->memo);
        if (!p->memo) {
            mr_parser_out_of_memory(p);
            return false;
        }
    }
    return true;
}

bool mr_parse_memo_get(struct parser *p, enum memo_rule rule, void **node)
{
    struct memo *m;

    if (likely(!p->memo) || p->mark >= p->memo_capacity) {
        return false;
    }
    for (m = p->memo[p->mark]; m; m = m->next) {
        if (m->rule == rule) {
            *node = m->node;
            if (m->node) {
                p->mark = m->end;
            }
            return true;
        }
    }
    return false;
}

void *mr_parse_memo_put(struct parser *p, enum memo_rule rule, int32_t start, void *node)
{
    struct memo *m;

    if (likely(!p->memo) || p->failed) {
        return node;
    }
    if (start >= p->memo_capacity) {
        int32_t capacity = p->capacity + 1;
        struct memo **memo = realloc(p->memo, (size_t)capacity * sizeof *memo);

        if (!memo) {
            return mr_parser_out_of_memory(p);
        }
        memset(memo + p->memo_capacity, 0,
               (size_t)(capacity - p->memo_capacity) * sizeof *memo);
        p->memo = memo;
        p->memo_capacity = capacity;
    }
    m = mr_arena_alloc(p->arena, sizeof *m);
    if (!m) {
        return mr_parser_out_of_memory(p);
    }
    m->rule = (uint8_t)rule;
    m->node = node;
    m->end = p->mark;
    m->next = p->memo[start];
    p->memo[start] = m;
    return node;
}
