/* match statements and their patterns. `match`, `case` and `_` are keywords here alone. */
#include "parser.h"

static struct mr_ast_pattern *parse_pattern(struct parser *p);
static struct mr_ast_pattern *parse_star_pattern(struct parser *p);

/* A number, negative or not, as a value. */
static struct mr_ast_expr *parse_signed_number(struct parser *p)
{
    int32_t mark = p->mark;
    bool negative = accept(p, TOK_MINUS);
    struct mr_ast_expr *number;
    struct mr_ast_expr *e;

    if (peek(p) != TOK_NUMBER) {
        p->mark = mark;
        return NULL;
    }
    p->mark++;
    number = mr_parse_number_constant(p, p->mark - 1);
    if (!negative || !number) {
        return number;
    }
    e = mr_parse_node_new(p, MR_AST_UNARY_OP, mark);
    if (e) {
        e->unary_op.op = MR_AST_USUB;
        e->unary_op.operand = number;
    }
    return e;
}

static bool is_imaginary(const struct mr_ast_expr *e)
{
    return e->kind == MR_AST_CONSTANT && e->constant.kind == MR_AST_CONST_IMAG;
}

/* signed_number [('+' | '-') NUMBER]: a real, an imaginary, or their sum. */
static struct mr_ast_expr *parse_number_value(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *left = parse_signed_number(p);
    struct mr_ast_expr *right;
    struct mr_ast_expr *e;
    int kind;

    if (!left) {
        return NULL;
    }
    kind = peek(p);
    if (kind != TOK_PLUS && kind != TOK_MINUS) {
        return left;
    }
    if (is_imaginary(left->kind == MR_AST_UNARY_OP ? left->unary_op.operand : left)) {
        return mr_parse_raise_node(p, left->kind == MR_AST_UNARY_OP ? left->unary_op.operand : left,
                                   "real number required in complex literal");
    }
    if (mr_parse_peek_second(p) != TOK_NUMBER) {
        p->mark = mark;
        return NULL;
    }
    p->mark += 2;
    right = mr_parse_number_constant(p, p->mark - 1);
    if (!right) {
        return NULL;
    }
    if (!is_imaginary(right)) {
        return mr_parse_raise_node(p, right, "imaginary number required in complex literal");
    }
    e = mr_parse_node_new(p, MR_AST_BIN_OP, mark);
    if (e) {
        e->bin_op.left = left;
        e->bin_op.op = kind == TOK_PLUS ? MR_AST_ADD : MR_AST_SUB;
        e->bin_op.right = right;
    }
    return e;
}

/* NAME ('.' NAME)*; at least one dot if `dotted`. */
static struct mr_ast_expr *parse_name_or_attr(struct parser *p, bool dotted)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *e;

    if (peek(p) != TOK_NAME || (dotted && mr_parse_peek_second(p) != TOK_DOT)) {
        return NULL;
    }
    p->mark++;
    e = mr_parse_node_new(p, MR_AST_NAME, mark);
    if (e) {
        e->name.id = mr_parse_token_name(p, mark);
    }
    while (e && peek(p) == TOK_DOT && mr_parse_peek_second(p) == TOK_NAME) {
        struct mr_ast_expr *value = e;

        p->mark += 2;
        e = mr_parse_node_new(p, MR_AST_ATTRIBUTE, mark);
        if (e) {
            e->attribute.value = value;
            e->attribute.attr = mr_parse_token_name(p, p->mark - 1);
        }
    }
    if (e && dotted && e->kind == MR_AST_NAME) {
        p->mark = mark;
        return NULL;
    }
    return e;
}

static struct mr_ast_pattern *new_value(struct parser *p, int32_t mark, struct mr_ast_expr *value)
{
    struct mr_ast_pattern *pattern = value ? mr_parse_node_new(p, MR_AST_MATCH_VALUE, mark) : NULL;

    if (pattern) {
        pattern->match_value.value = value;
    }
    return pattern;
}

static struct mr_ast_pattern *parse_singleton(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *pattern;
    int kind = peek(p);

    p->mark++;
    pattern = mr_parse_node_new(p, MR_AST_MATCH_SINGLETON, mark);
    if (pattern) {
        pattern->match_singleton.value.kind = kind == TOK_NONE   ? MR_AST_CONST_NONE
                                              : kind == TOK_TRUE ? MR_AST_CONST_TRUE
                                                                 : MR_AST_CONST_FALSE;
    }
    return pattern;
}

static bool is_class_keyword(struct parser *p)
{
    return peek(p) == TOK_NAME && mr_parse_peek_second(p) == TOK_EQUAL;
}

/* pattern (',' pattern)*, pushed; a comma that none follows is not taken. */
static int parse_positionals(struct parser *p)
{
    int count = 0;

    do {
        struct mr_ast_pattern *pattern = is_class_keyword(p) ? NULL : parse_pattern(p);

        if (!pattern) {
            if (count) {
                p->mark--;
            }
            break;
        }
        mr_parse_seq_push(p, pattern);
        count++;
    } while (accept(p, TOK_COMMA));
    return count;
}

/* NAME '=' pattern (',' ...)*, pushed as names and patterns in turn. */
static int parse_keyword_patterns(struct parser *p)
{
    int32_t end = p->mark;
    int count = 0;

    while (is_class_keyword(p)) {
        struct mr_ast_pattern *pattern;
        mr_ast_name name = mr_parse_accept_name(p);

        p->mark++;
        pattern = parse_pattern(p);
        if (!pattern) {
            break;
        }
        mr_parse_seq_push(p, (void *)name);
        mr_parse_seq_push(p, pattern);
        count++;
        end = p->mark;
        if (!accept(p, TOK_COMMA)) {
            break;
        }
    }
    p->mark = end;
    return count;
}

/* cls(a=x, y) */
static void diagnose_class_pattern(struct parser *p)
{
    size_t base = p->stack_count;
    int32_t mark = p->mark;
    size_t from;

    if (parse_positionals(p) && !accept(p, TOK_COMMA)) {
        p->stack_count = base;
        p->mark = mark;
    }
    if (parse_keyword_patterns(p) && accept(p, TOK_COMMA)) {
        from = p->stack_count;
        if (parse_positionals(p)) {
            mr_parse_raise_range(p, p->stack[from], p->stack[p->stack_count - 1],
                                 "positional patterns follow keyword patterns");
        }
    }
    p->stack_count = base;
    p->mark = mark;
}

static struct mr_ast_pattern *parse_class_pattern(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *cls = parse_name_or_attr(p, false);
    size_t base = p->stack_count;
    struct mr_ast_pattern *pattern;
    struct mr_ast_patterns positional = { 0 };
    int32_t inside;
    int count;
    int keywords = 0;
    int i;

    if (!cls || !accept(p, TOK_LPAR)) {
        p->mark = mark;
        return NULL;
    }
    inside = p->mark;
    count = parse_positionals(p);
    seq_take(p, base, &positional);
    if (count == 0 || peek(p) == TOK_COMMA) {
        if (count) {
            p->mark++;
        }
        keywords = parse_keyword_patterns(p);
        if (keywords) {
            accept(p, TOK_COMMA);
        }
    }
    if (!accept(p, TOK_RPAR)) {
        p->stack_count = base;
        if (unlikely(p->diagnosing)) {
            p->mark = inside;
            diagnose_class_pattern(p);
        }
        p->mark = mark;
        return NULL;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_CLASS, mark);
    if (pattern && keywords) {
        void **items = mr_arena_alloc(p->arena, 2 * (size_t)keywords * sizeof *items);

        if (!items) {
            p->stack_count = base;
            return mr_parser_out_of_memory(p);
        }
        for (i = 0; i < keywords; i++) {
            items[i] = p->stack[base + 2 * (size_t)i];
            items[keywords + i] = p->stack[base + 2 * (size_t)i + 1];
        }
        pattern->match_class.kwd_attrs.items = (mr_ast_name *)items;
        pattern->match_class.kwd_patterns.items = (struct mr_ast_pattern **)(items + keywords);
        pattern->match_class.kwd_attrs.count = pattern->match_class.kwd_patterns.count = keywords;
    }
    if (pattern) {
        pattern->match_class.cls = cls;
        pattern->match_class.patterns = positional;
    }
    p->stack_count = base;
    return pattern;
}

static struct mr_ast_expr *parse_mapping_key(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *singleton;
    struct mr_ast_expr *e;

    switch (peek(p)) {
    case TOK_NUMBER:
    case TOK_MINUS:
        return parse_number_value(p);
    case TOK_STRING:
        return mr_parse_strings(p);
    case TOK_NONE:
    case TOK_TRUE:
    case TOK_FALSE:
        singleton = parse_singleton(p);
        e = mr_parse_node_new(p, MR_AST_CONSTANT, mark);
        if (e) {
            e->constant = singleton->match_singleton.value;
        }
        return e;
    default:
        return parse_name_or_attr(p, true);
    }
}

static struct mr_ast_pattern *parse_mapping(struct parser *p)
{
    int32_t mark = p->mark++;
    size_t base = p->stack_count;
    struct mr_ast_pattern *pattern;
    mr_ast_name rest = NULL;
    size_t count;
    size_t i;
    void **items;

    for (;;) {
        int32_t item = p->mark;
        struct mr_ast_expr *key = parse_mapping_key(p);
        struct mr_ast_pattern *value = NULL;

        if (key && accept(p, TOK_COLON)) {
            value = parse_pattern(p);
        }
        if (!value) {
            p->mark = item;
            break;
        }
        mr_parse_seq_push(p, key);
        mr_parse_seq_push(p, value);
        if (!accept(p, TOK_COMMA)) {
            break;
        }
    }
    /* Only after a comma or right after the brace can `**rest` stand. */
    if ((p->stack_count == base || p->tokens[p->mark - 1].kind == TOK_COMMA) &&
        peek(p) == TOK_DOUBLESTAR && mr_parse_peek_second(p) == TOK_NAME) {
        p->mark++;
        if (!mr_parse_peek_word(p, "_")) {
            rest = mr_parse_accept_name(p);
            accept(p, TOK_COMMA);
        }
    }
    if (!accept(p, TOK_RBRACE)) {
        p->stack_count = base;
        p->mark = mark;
        return NULL;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_MAPPING, mark);
    count = (p->stack_count - base) / 2;
    items = mr_arena_alloc(p->arena, 2 * count * sizeof *items);
    if (!pattern || !items) {
        p->stack_count = base;
        return mr_parser_out_of_memory(p);
    }
    for (i = 0; i < count; i++) {
        items[i] = p->stack[base + 2 * i];
        items[count + i] = p->stack[base + 2 * i + 1];
    }
    p->stack_count = base;
    pattern->match_mapping.keys.items = (struct mr_ast_expr **)items;
    pattern->match_mapping.patterns.items = (struct mr_ast_pattern **)(items + count);
    pattern->match_mapping.keys.count = pattern->match_mapping.patterns.count = (int32_t)count;
    pattern->match_mapping.rest = rest;
    return pattern;
}

/* '(' ... ')' or '[' ... ']': a sequence, or a group. */
static struct mr_ast_pattern *parse_sequence(struct parser *p)
{
    int32_t mark = p->mark;
    bool round = peek(p) == TOK_LPAR;
    int close = round ? TOK_RPAR : TOK_RSQB;
    size_t base = p->stack_count;
    struct mr_ast_pattern *pattern;
    bool comma = false;

    p->mark++;
    while ((pattern = parse_star_pattern(p))) {
        mr_parse_seq_push(p, pattern);
        comma = accept(p, TOK_COMMA);
        if (!comma) {
            break;
        }
    }
    if (round && p->stack_count == base + 1 && !comma) {
        pattern = p->stack[base];
        p->stack_count = base;
        if (pattern->kind != MR_AST_MATCH_STAR && accept(p, close)) {
            return pattern;
        }
        p->mark = mark;
        return NULL;
    }
    if (!accept(p, close)) {
        p->stack_count = base;
        p->mark = mark;
        return NULL;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_SEQUENCE, mark);
    if (pattern) {
        seq_take(p, base, &pattern->match_sequence.patterns);
    }
    return pattern;
}

/* A name alone captures; `_` matches all. */
static struct mr_ast_pattern *parse_capture(struct parser *p)
{
    int32_t mark = p->mark;
    bool wildcard = mr_parse_peek_word(p, "_");
    mr_ast_name name = mr_parse_accept_name(p);
    struct mr_ast_pattern *pattern;

    if (!wildcard && (peek(p) == TOK_DOT || peek(p) == TOK_LPAR || peek(p) == TOK_EQUAL)) {
        p->mark = mark;
        return NULL;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_AS, mark);
    if (pattern) {
        pattern->match_as.name = wildcard ? NULL : name;
    }
    return pattern;
}

static struct mr_ast_pattern *parse_closed(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *value;

    switch (peek(p)) {
    case TOK_NUMBER:
    case TOK_MINUS:
        return new_value(p, mark, parse_number_value(p));
    case TOK_STRING:
        return new_value(p, mark, mr_parse_strings(p));
    case TOK_NONE:
    case TOK_TRUE:
    case TOK_FALSE:
        return parse_singleton(p);
    case TOK_LPAR:
    case TOK_LSQB:
        return parse_sequence(p);
    case TOK_LBRACE:
        return parse_mapping(p);
    case TOK_NAME:
        break;
    default:
        return NULL;
    }
    if (mr_parse_peek_word(p, "_") ||
        (mr_parse_peek_second(p) != TOK_DOT && mr_parse_peek_second(p) != TOK_LPAR)) {
        return parse_capture(p);
    }
    value = parse_name_or_attr(p, true);
    if (value && peek(p) != TOK_LPAR && peek(p) != TOK_DOT && peek(p) != TOK_EQUAL) {
        return new_value(p, mark, value);
    }
    p->mark = mark;
    return parse_class_pattern(p);
}

static struct mr_ast_pattern *parse_or(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *first = parse_closed(p);
    struct mr_ast_pattern *pattern;
    size_t base = p->stack_count;

    if (!first || peek(p) != TOK_VBAR) {
        return first;
    }
    mr_parse_seq_push(p, first);
    while (accept(p, TOK_VBAR)) {
        pattern = parse_closed(p);
        if (!pattern) {
            p->mark--;
            break;
        }
        mr_parse_seq_push(p, pattern);
    }
    if (p->stack_count == base + 1) {
        p->stack_count = base;
        return first;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_OR, mark);
    if (pattern) {
        seq_take(p, base, &pattern->match_or.patterns);
    }
    return pattern;
}

static struct mr_ast_pattern *parse_pattern(struct parser *p)
{
    int32_t first = p->mark;
    struct mr_ast_pattern *inner;
    struct mr_ast_pattern *pattern;
    struct mr_ast_expr *bad;

    if (!enter(p, 24)) {
        return NULL;
    }
    inner = parse_or(p);
    leave(p, 24);
    if (!inner || peek(p) != TOK_AS) {
        return inner;
    }
    p->mark++;
    if (peek(p) == TOK_NAME && !mr_parse_peek_word(p, "_") && mr_parse_peek_second(p) != TOK_DOT &&
        mr_parse_peek_second(p) != TOK_LPAR && mr_parse_peek_second(p) != TOK_EQUAL) {
        mr_ast_name name = mr_parse_accept_name(p);

        pattern = mr_parse_node_new(p, MR_AST_MATCH_AS, first);
        if (pattern) {
            pattern->match_as.pattern = inner;
            pattern->match_as.name = name;
        }
        return pattern;
    }
    if (unlikely(p->diagnosing)) {
        int32_t mark = p->mark;

        if (mr_parse_peek_word(p, "_")) {
            mr_parse_raise_token(p, p->mark, "cannot use '_' as a target");
        } else if (peek(p) != TOK_NAME && (bad = mr_parse_expression(p))) {
            mr_parse_raise_node(p, bad, "invalid pattern target");
        }
        p->mark = mark;
    }
    p->mark--;
    return inner;
}

/* '*' NAME, or a pattern. */
static struct mr_ast_pattern *parse_star_pattern(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *pattern;
    bool wildcard;
    mr_ast_name name;

    if (!accept(p, TOK_STAR)) {
        return parse_pattern(p);
    }
    wildcard = mr_parse_peek_word(p, "_");
    name = mr_parse_accept_name(p);
    if (!name || (!wildcard && (peek(p) == TOK_DOT || peek(p) == TOK_LPAR ||
                                peek(p) == TOK_EQUAL))) {
        p->mark = mark;
        return NULL;
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_STAR, mark);
    if (pattern) {
        pattern->match_star.name = wildcard ? NULL : name;
    }
    return pattern;
}

/* After `case`: one pattern, or a sequence without brackets. */
static struct mr_ast_pattern *parse_patterns(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *first = parse_star_pattern(p);
    struct mr_ast_pattern *pattern;
    size_t base = p->stack_count;

    if (!first || peek(p) != TOK_COMMA) {
        if (first && first->kind == MR_AST_MATCH_STAR) {
            p->mark = mark;
            return NULL;
        }
        return first;
    }
    mr_parse_seq_push(p, first);
    while (accept(p, TOK_COMMA) && (pattern = parse_star_pattern(p))) {
        mr_parse_seq_push(p, pattern);
    }
    pattern = mr_parse_node_new(p, MR_AST_MATCH_SEQUENCE, mark);
    if (pattern) {
        seq_take(p, base, &pattern->match_sequence.patterns);
    }
    return pattern;
}

static struct mr_ast_expr *parse_guard(struct parser *p)
{
    struct mr_ast_expr *guard = NULL;

    if (accept(p, TOK_IF)) {
        guard = mr_parse_named(p);
        if (!guard) {
            p->mark--;
        }
    }
    return guard;
}

static struct mr_ast_match_case *parse_case(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_pattern *pattern;
    struct mr_ast_expr *guard;
    struct mr_ast_stmts *body = NULL;
    struct mr_ast_match_case *result;

    if (!mr_parse_accept_word(p, "case")) {
        return NULL;
    }
    if (unlikely(p->diagnosing)) {
        if (parse_patterns(p)) {
            parse_guard(p);
            mr_parse_diagnose_suite(p, mark, "'case' statement", true);
        }
        p->mark = mark + 1;
    }
    pattern = parse_patterns(p);
    guard = pattern ? parse_guard(p) : NULL;
    if (pattern && accept(p, TOK_COLON)) {
        body = mr_parse_block(p);
    }
    if (!body) {
        p->mark = mark;
        return NULL;
    }
    result = mr_parse_node_new(p, MR_AST_MATCH_CASE, mark);
    if (result) {
        result->pattern = pattern;
        result->guard = guard;
        result->body = *body;
    }
    return result;
}

/* star_named_expression ',' [...], or a named expression. */
static struct mr_ast_expr *parse_subject(struct parser *p)
{
    int32_t mark = p->mark;
    struct mr_ast_expr *first = mr_parse_star_named(p);
    struct mr_ast_expr *e;
    size_t base = p->stack_count;

    if (!first || peek(p) != TOK_COMMA) {
        if (first && first->kind == MR_AST_STARRED) {
            p->mark = mark;
            return NULL;
        }
        return first;
    }
    mr_parse_seq_push(p, first);
    p->mark++;
    mr_parse_star_named_list(p);
    e = mr_parse_node_new(p, MR_AST_TUPLE, mark);
    if (e) {
        seq_take(p, base, &e->list.elts);
    }
    return e;
}

struct mr_ast_stmt *mr_parse_match(struct parser *p)
{
    int32_t mark = p->mark;
    size_t base = p->stack_count;
    struct mr_ast_match_case *match_case;
    struct mr_ast_expr *subject;
    struct mr_ast_stmt *s;

    p->mark++;
    subject = parse_subject(p);
    if (subject && accept(p, TOK_COLON) && accept(p, TOK_NEWLINE) && accept(p, TOK_INDENT)) {
        while ((match_case = parse_case(p))) {
            mr_parse_seq_push(p, match_case);
        }
        if (p->stack_count > base && accept(p, TOK_DEDENT)) {
            s = mr_parse_node_new(p, MR_AST_MATCH, mark);
            if (s) {
                s->match.subject = subject;
                seq_take(p, base, &s->match.cases);
            }
            return s;
        }
    }
    p->stack_count = base;
    if (unlikely(p->diagnosing)) {
        p->mark = mark + 1;
        if (parse_subject(p)) {
            mr_parse_diagnose_suite(p, mark, "'match' statement", true);
        }
    }
    p->mark = mark;
    return NULL;
}
