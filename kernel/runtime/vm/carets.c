/*
 * carets.c - the operator in a marked expression, found by parsing it again.
 */
#include "vm/carets.h"

#include "syntax/parse.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

static bool anchors_of(const struct mr_ast_expr *e, const char *text, size_t *left, size_t *right)
{
    if (e->kind == MR_AST_SUBSCRIPT) {
        *left = (size_t)e->subscript.value->end_col_offset;
        *right = (size_t)e->subscript.slice->end_col_offset + 1;
        return true;
    }
    if (e->kind != MR_AST_BIN_OP)
        return false;
    size_t from = (size_t)e->bin_op.left->end_col_offset;
    size_t to = (size_t)e->bin_op.right->col_offset;
    for (size_t i = from; i < to; i++) {
        if (is_blank(text[i]))
            continue;
        *left = i;
        *right = i + 1;
        if (i + 1 < to && !is_blank(text[i + 1]))
            ++*right;
        return true;
    }
    return false;
}

bool mr_anchors(const char *text, size_t length, size_t *left, size_t *right)
{
    struct mr_arena arena;
    struct mr_parse_error error;
    const struct mr_parse_options options = {.mode = MR_PARSE_EXEC, .ignore_cookie = true};
    bool found = false;
    mr_arena_init(&arena);
    const struct mr_ast_mod *tree = mr_parse(&arena, text, length, &options, &error);
    if (tree && tree->body.count == 1 && tree->body.items[0]->kind == MR_AST_EXPR)
        found = anchors_of(tree->body.items[0]->expr.value, text, left, right);
    mr_arena_finish(&arena);
    return found;
}
