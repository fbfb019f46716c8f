/*
 * imports.c - import statements.
 */
#include "compiler/compiler.h"
#include "types/containers.h"

/* Imports into the next temporary and pushes it; steals the list of names. `module` is "" in
 * `from . import x`, which no syntax tree holds as a name. */
static uint32_t import_name(struct mrc *c, const char *module, int32_t level, mr_value names)
{
    uint32_t t = mrc_push(c), list = mrc_push(c);
    struct mrc_name *name = mrc_mangle(c, c->unit->private_, mrc_name_z(c, module));

    mrc_emit_const(c, t, mr_small_int(level));
    mrc_emit_const(c, list, names);
    mrc_emit(c, MR_BC_IMPORT_NAME, 0, t, mrc_unit_name(c, name), t);
    mrc_pop(c, 1);
    return t;
}

/* import a.b.c as d: d is c of b of a */
static void walk_to(struct mrc *c, const char *path, uint32_t t)
{
    uint32_t next = mrc_push(c);

    for (const char *dot = strchr(path, '.'); dot && !c->failed; dot = strchr(dot, '.')) {
        dot++;
        struct mrc_name *name = mrc_name(c, dot, strcspn(dot, "."));
        mrc_emit(c, MR_BC_IMPORT_FROM, 0, next, t, mrc_unit_name(c, name));
        mrc_release(c, t);
        mrc_emit(c, MR_BC_MOVE, 0, t, next, 0);
    }
    mrc_pop(c, 1);
}

void mrc_import(struct mrc *c, struct mr_ast_stmt *s)
{
    for (int32_t i = 0; i < s->import.names.count && !c->failed; i++) {
        struct mr_ast_alias *a = s->import.names.items[i];
        uint32_t mark = c->unit->depth;
        uint32_t t = import_name(c, a->name, 0, MR_NONE);
        if (a->asname) {
            mrc_check_name(c, NULL, a->asname, MR_AST_STORE);
            walk_to(c, a->name, t);
            mrc_store_name(c, mrc_known_name(c, a->asname), t);
        } else {
            struct mrc_name *name = mrc_name(c, a->name, strcspn(a->name, "."));
            if (name)
                mrc_check_name(c, NULL, name->text, MR_AST_STORE);
            mrc_store_name(c, mrc_mangle(c, c->unit->private_, name), t);
        }
        mrc_restore(c, mark);
    }
}

void mrc_import_from(struct mrc *c, struct mr_ast_stmt *s)
{
    const struct mr_ast_aliases *aliases = &s->import_from.names;
    const char *module = s->import_from.module ? s->import_from.module : "";
    uint32_t mark = c->unit->depth;

    if (!s->import_from.level && !strcmp(module, "__future__") && s->lineno > c->future_line) {
        mrc_error(c, s, "from __future__ imports must occur at the beginning of the file");
        return;
    }
    mr_value names = c->failed ? MR_NULL : mr_tuple_new(c->rt, NULL, (size_t)aliases->count);
    if (!names) {
        mrc_failed(c);
        return;
    }
    for (int32_t i = 0; i < aliases->count; i++) {
        mr_value str = mrc_name_str(c, mrc_ast_name(c, aliases->items[i]->name));
        mr_as_tuple(names)->items[i] = str ? mr_incref(str) : MR_NONE;
    }
    uint32_t t = import_name(c, module, s->import_from.level, names);
    for (int32_t i = 0; i < aliases->count && !c->failed; i++) {
        struct mr_ast_alias *a = aliases->items[i];
        if (!strcmp(a->name, "*")) {
            mrc_emit(c, MR_BC_IMPORT_STAR, 0, t, 0, 0);
            mrc_restore(c, mark);
            return;
        }
        uint32_t item = mrc_push(c);
        mrc_emit(c, MR_BC_IMPORT_FROM, 0, item, t, mrc_unit_name(c, mrc_known_name(c, a->name)));
        mr_ast_name stored = a->asname ? a->asname : a->name;
        mrc_check_name(c, NULL, stored, MR_AST_STORE);
        mrc_store_name(c, mrc_known_name(c, stored), item);
        mrc_pop(c, 1);
    }
    mrc_release(c, t);
    mrc_restore(c, mark);
}
