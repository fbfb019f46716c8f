/* import and from ... import. */
#include "parser.h"

#include <string.h>

/* NAME ('.' NAME)*, joined. */
static mr_ast_name parse_dotted_name(struct parser *p)
{
    mr_ast_name name = mr_parse_accept_name(p);
    size_t length;
    char *joined;
    mr_ast_name part;

    while (name && peek(p) == TOK_DOT && mr_parse_peek_second(p) == TOK_NAME) {
        p->mark++;
        part = mr_parse_accept_name(p);
        if (!part) {
            return NULL;
        }
        length = mr_ast_name_length(name);
        joined = mr_arena_alloc(p->arena, length + 1 + mr_ast_name_length(part) + 1);
        if (!joined) {
            return mr_parser_out_of_memory(p);
        }
        memcpy(joined, name, length);
        joined[length] = '.';
        memcpy(joined + length + 1, part, mr_ast_name_length(part));
        name = mr_parse_intern(p, joined, length + 1 + mr_ast_name_length(part));
    }
    return name;
}

/* name ['as' NAME] */
static struct mr_ast_alias *parse_alias(struct parser *p,
                                        mr_ast_name (*parse_name)(struct parser *))
{
    int32_t mark = p->mark;
    mr_ast_name name = parse_name(p);
    mr_ast_name asname = NULL;
    struct mr_ast_alias *alias;

    if (!name) {
        return NULL;
    }
    if (peek(p) == TOK_AS && mr_parse_peek_second(p) == TOK_NAME) {
        p->mark++;
        asname = mr_parse_accept_name(p);
    }
    alias = mr_parse_node_new(p, MR_AST_ALIAS, mark);
    if (alias) {
        alias->name = name;
        alias->asname = asname;
    }
    return alias;
}

/* alias (',' alias)*: a comma that no alias follows is not taken. */
static bool parse_aliases(struct parser *p, mr_ast_name (*parse_name)(struct parser *),
                          struct mr_ast_aliases *out)
{
    size_t base = p->stack_count;
    struct mr_ast_alias *alias = parse_alias(p, parse_name);

    if (!alias) {
        return false;
    }
    do {
        mr_parse_seq_push(p, alias);
        if (!accept(p, TOK_COMMA)) {
            seq_take(p, base, out);
            return true;
        }
        alias = parse_alias(p, parse_name);
    } while (alias);
    p->mark--;
    seq_take(p, base, out);
    return true;
}

struct mr_ast_stmt *mr_parse_import(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_aliases names;
    struct mr_ast_stmt *s;

    if (!parse_aliases(p, parse_dotted_name, &names)) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_IMPORT, mark);
    if (s) {
        s->import.names = names;
    }
    return s;
}

/* What stands after `import`: a list, one in parentheses, or '*'. */
static bool parse_imported(struct parser *p, struct mr_ast_aliases *names)
{
    int32_t mark = p->mark;

    if (accept(p, TOK_LPAR)) {
        if (parse_aliases(p, mr_parse_accept_name, names)) {
            accept(p, TOK_COMMA);
            if (accept(p, TOK_RPAR)) {
                return true;
            }
        }
    } else if (accept(p, TOK_STAR)) {
        struct mr_ast_alias *alias = mr_parse_node_new(p, MR_AST_ALIAS, mark);
        size_t base = p->stack_count;

        if (alias) {
            alias->name = mr_parse_intern(p, "*", 1);
            mr_parse_seq_push(p, alias);
            seq_take(p, base, names);
        }
        return !p->failed;
    } else if (parse_aliases(p, mr_parse_accept_name, names)) {
        if (peek(p) != TOK_COMMA) {
            return true;
        }
        if (unlikely(p->diagnosing) && mr_parse_peek_second(p) == TOK_NEWLINE) {
            mr_parse_raise_last(p, MR_PARSE_SYNTAX_ERROR,
                                "trailing comma not allowed without surrounding parentheses");
        }
    }
    p->mark = mark;
    return false;
}

struct mr_ast_stmt *mr_parse_import_from(struct parser *p)
{
    int32_t mark = p->mark++;
    struct mr_ast_aliases names;
    struct mr_ast_stmt *s;
    mr_ast_name module;
    int32_t level = 0;

    for (;;) {
        if (accept(p, TOK_DOT)) {
            level++;
        } else if (accept(p, TOK_ELLIPSIS)) {
            level += 3;
        } else {
            break;
        }
    }
    module = parse_dotted_name(p);
    if ((!module && level == 0) || !accept(p, TOK_IMPORT) || !parse_imported(p, &names)) {
        p->mark = mark;
        return NULL;
    }
    s = mr_parse_node_new(p, MR_AST_IMPORT_FROM, mark);
    if (s) {
        s->import_from.module = module;
        s->import_from.names = names;
        s->import_from.level = level;
    }
    return s;
}
