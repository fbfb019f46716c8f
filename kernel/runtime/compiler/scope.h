/*
 * scope.h - what every block of source text knows of its names.
 *
 * One scope for each module, class body, function, lambda and comprehension.
 * The rules, and the flags, are those of CPython 3.11's symtable.
 * Scopes and symbols live in the compilation's arena.
 */
#ifndef MR_SCOPE_H
#define MR_SCOPE_H

#include "vm/code.h"

struct mrc;
struct mr_ast_mod;

/* One for each distinct text: names are compared by pointer. */
struct mrc_name {
    const char *text; /* UTF-8, NUL-ended */
    uint32_t length;
    uint32_t hash;
    mr_value str; /* the interned str, owned; MR_NULL until someone asks */
};

/* How a block uses a name */
#define MRC_DEF_GLOBAL 0x001 /* global statement */
#define MRC_DEF_LOCAL 0x002  /* assigned */
#define MRC_DEF_PARAM 0x004
#define MRC_DEF_NONLOCAL 0x008
#define MRC_USE 0x010
#define MRC_DEF_FREE_CLASS \
    0x040 /* bound by a class body, and free in it for the sake of an inner block */
#define MRC_DEF_IMPORT 0x080
#define MRC_DEF_ANNOT 0x100
#define MRC_DEF_COMP_ITER 0x200 /* iteration variable of a comprehension */
#define MRC_DELETED 0x400       /* del, or the name of an except clause: may become unbound */
#define MRC_DEF_BOUND (MRC_DEF_LOCAL | MRC_DEF_PARAM | MRC_DEF_IMPORT)

/* What that comes to */
enum mrc_access {
    MRC_UNKNOWN,
    MRC_LOCAL,
    MRC_GLOBAL_EXPLICIT,
    MRC_GLOBAL_IMPLICIT,
    MRC_FREE,
    MRC_CELL
};

struct mrc_symbol {
    struct mrc_name *name;
    uint32_t flags;
    uint8_t access;
    uint16_t reg;         /* of the local, of the cell */
    int32_t param;        /* register of the parameter, -1 */
    mr_position directive; /* of its global or nonlocal statement */
};

enum mrc_scope_kind { MRC_MODULE, MRC_CLASS, MRC_FUNCTION, MRC_ANNOTATION };
enum mrc_comprehension_kind {
    MRC_NO_COMP,
    MRC_LIST_COMP,
    MRC_SET_COMP,
    MRC_DICT_COMP,
    MRC_GENERATOR_EXP
};

struct mrc_scope {
    enum mrc_scope_kind kind;
    enum mrc_comprehension_kind comprehension;
    struct mrc_scope *parent, *first, *last, *next; /* children in source order */
    struct mrc_symbol *symbols;
    uint32_t count, capacity;
    uint32_t *index; /* hash table of symbol numbers + 1, when there are many */
    uint32_t index_size;
    bool nested, generator, coroutine, varargs, varkeywords;
    bool async;           /* async def, or a module where await may stand */
    bool returns_value;
    bool class_closure;   /* a class whose methods use __class__ */
    bool walrus;          /* an assignment expression binds a local here */
    bool iter_target;     /* while its comprehension's target is visited */
    uint32_t iter_expr;   /* while a comprehension's iterable is visited */
    uint32_t posonly, args, kwonly, params; /* params: all, * and ** included */
    uint32_t nvars, ncells, nfree;
    struct mrc_symbol **vars, **cells, **frees; /* by register */
    mr_position at;
};

/* NULL when the block does not mention the name. */
struct mrc_symbol *mrc_scope_find(const struct mrc_scope *scope, const struct mrc_name *name);
struct mrc_symbol *mrc_scope_add(struct mrc *c, struct mrc_scope *scope, struct mrc_name *name);

/* Makes the scopes of the whole tree. */
void mrc_symbols(struct mrc *c, struct mr_ast_mod *mod);
/* Decides access and registers, from the module's scope down. */
void mrc_resolve(struct mrc *c, struct mrc_scope *top);
/* The scope that belongs to a node. */
struct mrc_scope *mrc_scope_of(struct mrc *c, const void *node);

#endif
