/*
 * compile.c - the way in: source text or a tree becomes code.
 */
#include <stdlib.h>

#include "compiler/compiler.h"
#include "compiler/syntax_error.h"
#include "parse.h"
#include "types/containers.h"
#include "types/exception.h"
#include "types/str.h"
#include "text/names.h"

static bool begin(struct mrc *c, mr_runtime *rt, struct mr_arena *arena, const char *filename,
                  enum mr_compile_mode mode, uint32_t flags)
{
    *c = (struct mrc){ .rt = rt, .arena = arena, .filename_text = filename, .mode = mode };
    c->future = flags & MR_CO_FUTURE_ANNOTATIONS;
    c->top_level_await = flags & MR_COMPILE_TOP_LEVEL_AWAIT;
    c->filename = mr_str_from(rt, filename);
    if (!c->filename) {
        c->failed = true;
        return false;
    }
    c->name_class = mrc_name_z(c, "__class__");
    c->name_super = mrc_name_z(c, "super");
    c->name_debug = mrc_name_z(c, "__debug__");
    c->name_dot0 = mrc_name_z(c, ".0");
    c->name_lambda = mrc_name_z(c, "<lambda>");
    c->name_top = mrc_name_z(c, "<module>");
    return !c->failed;
}

static void end(struct mrc *c)
{
    for (uint32_t i = 0; i < c->name_capacity; i++)
        if (c->names[i])
            mr_decref(c->rt, c->names[i]->str);
    for (uint32_t i = 0; i < c->const_count; i++)
        mr_decref(c->rt, c->consts[i]);
    mr_decref(c->rt, c->filename);
    free(c->names);
    free(c->consts);
    free(c->const_next);
    free(c->scope_list);
    mrc_map_finish(&c->const_map);
    mrc_map_finish(&c->scopes);
}

mr_code *mr_compile_tree(mr_runtime *rt, struct mr_ast_mod *tree, struct mr_arena *arena,
                         mr_value values, const char *filename, enum mr_compile_mode mode,
                         uint32_t flags)
{
    struct mrc c;
    mr_code *code = NULL;

    if (begin(&c, rt, arena, filename, mode, flags)) {
        /* they become the first constants, so that their places are their numbers */
        for (size_t i = 0; values && i < mr_as_list(values)->length; i++)
            mrc_constant_unique(&c, mr_incref(mr_as_list(values)->items[i]));
        code = c.failed ? NULL : mrc_module(&c, tree);
    }
    end(&c);
    return code;
}

static void raise_parse_error(struct mrc *c, const struct mr_parse_error *error)
{
    mr_runtime *rt = c->rt;
    mr_type *type = rt->exc.SyntaxError;

    if (mr_error(rt))
        return; /* a warning that was made an error, or an interrupt */
    switch (error->kind) {
    case MR_PARSE_VALUE_ERROR:
        mr_raise(rt, rt->exc.ValueError, "%s", error->message);
        return;
    case MR_PARSE_MEMORY_ERROR:
        mr_raise_no_memory(rt);
        return;
    case MR_PARSE_INDENTATION_ERROR: type = rt->exc.IndentationError; break;
    case MR_PARSE_TAB_ERROR: type = rt->exc.TabError; break;
    default: break;
    }
    mr_value text = error->text ? mr_str_new(rt, error->text, error->text_length) : MR_NONE;
    if (!text) {
        mr_error_clear(rt); /* not UTF-8: the error has no text then */
        text = MR_NONE;
    }
    mr_raise_syntax(rt, type, c->filename, error->message, error->lineno, error->offset,
                    error->end_lineno, error->end_offset, text);
    mr_decref(rt, text);
}

static int32_t character_by_name(void *user, const char *name, size_t length)
{
    (void)user;
    return mr_char_by_name(name, length);
}

static bool warn(void *user, const struct mr_parse_warning *warning)
{
    struct mrc *c = user;
    mr_type *category = c->rt->exc.SyntaxWarning;

    if (strcmp(warning->category, "SyntaxWarning")) {
        if (!mr_dict_get_text(c->rt, c->rt->modules, "warnings"))
            return true; /* nobody has changed the filters, by which it is not shown */
        category = c->rt->exc.DeprecationWarning;
    }
    return c->failed || mrc_warn_as(c, category, warning->lineno, warning->message);
}

static bool poll_interrupt(void *user)
{
    struct mrc *c = user;
    return mr_poll_interrupt(c->rt) == 0;
}

struct mr_ast_mod *mr_parse_source(mr_runtime *rt, struct mr_arena *arena, const char *source,
                                   size_t length, const char *filename, enum mr_compile_mode mode,
                                   uint32_t flags)
{
    struct mrc c;
    struct mr_parse_error error = { 0 };
    struct mr_ast_mod *tree = NULL;

    if (begin(&c, rt, arena, filename, mode, flags)) {
        struct mr_parse_options options = {
            .mode = mode == MR_COMPILE_EVAL     ? MR_PARSE_EVAL
                    : mode == MR_COMPILE_SINGLE ? MR_PARSE_SINGLE
                                                : MR_PARSE_EXEC,
            .ignore_cookie = mode == MR_COMPILE_CELL || (flags & MR_COMPILE_IGNORE_COOKIE),
            .warn = warn,
            .character_by_name = character_by_name,
            .poll = poll_interrupt,
            .user = &c,
        };
        c.source = source;
        c.length = length;
        tree = mr_parse(arena, source, length, &options, &error);
        if (!tree && !c.failed)
            raise_parse_error(&c, &error);
        if (c.failed)
            tree = NULL;
    }
    end(&c);
    return tree;
}

mr_code *mr_compile(mr_runtime *rt, const char *source, size_t length, const char *filename,
                    enum mr_compile_mode mode, uint32_t flags)
{
    struct mr_arena arena;
    struct mrc c;
    mr_code *code = NULL;

    mr_arena_init(&arena);
    struct mr_ast_mod *tree = mr_parse_source(rt, &arena, source, length, filename, mode, flags);
    if (tree) {
        if (begin(&c, rt, &arena, filename, mode, flags)) {
            c.source = source;
            c.length = length;
            code = mrc_module(&c, tree);
        }
        end(&c);
    }
    mr_arena_finish(&arena);
    return code;
}
