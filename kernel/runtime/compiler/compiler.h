/*
 * compiler.h - the compiler's own data; for the files of this folder alone.
 *
 * A compilation (struct mrc) goes through: parsing (syntax/), the future
 * statements (future.c), constant folding on the tree (fold.c), the scope of
 * every name (symbols.c, resolve.c), and then, one unit for each code object,
 * the emission of instructions, their improvement (flow.c) and assembly
 * (assemble.c).
 *
 * Ownership: names, scopes and the tree live in the arena; values live in the
 * constant table; both go with the compilation. A unit's arrays are malloc'd.
 *
 * Errors: the first one sets `failed` and leaves an exception in the runtime.
 * Everything does nothing once `failed` is set, so that callers need not ask;
 * numbers returned then are 0.
 */
#ifndef MR_COMPILER_H
#define MR_COMPILER_H

#include "ast.h"
#include "arena.h"
#include "compiler/compile.h"
#include "compiler/scope.h"
#include "core/runtime.h"

/* ---- a table from non-zero 64-bit keys to numbers ---- */
struct mrc_map {
    uint64_t *keys;
    uint32_t *values;
    uint32_t count, capacity; /* capacity is 0 or a power of two */
};
void mrc_map_finish(struct mrc_map *map);
/* The value, or UINT32_MAX. */
uint32_t mrc_map_get(const struct mrc_map *map, uint64_t key);
bool mrc_map_set(struct mrc_map *map, uint64_t key, uint32_t value);
static inline uint64_t mrc_key(const void *p) { return (uint64_t)(uintptr_t)p; }

/* ---- units ---- */
typedef struct mrc_instr {
    uint8_t op, n;
    uint16_t a, b, c;
    int32_t label;   /* a jump's target; -1 none */
    int32_t value;   /* the 32-bit operand of LOAD_INT and LOAD_CONST; MATCH_CLASS: cache */
    int32_t handler; /* index of the unit's handler, -1 none */
    mr_position at;
} mrc_instr;

struct mrc_label {
    int32_t target; /* instruction; -1 while unbound */
    uint32_t uses;  /* jumps that were emitted */
};

struct mrc_region {
    int32_t label;
    uint32_t depth;
    bool used;
};

enum mrc_block_kind {
    MRC_WHILE_LOOP,
    MRC_FOR_LOOP,       /* its iterator is the temporary at the block's depth */
    MRC_TRY,            /* the body of try ... except */
    MRC_FINALLY_TRY,    /* what a finally clause guards */
    MRC_FINALLY_END,    /* a finally clause run because of an exception */
    MRC_WITH,
    MRC_HANDLER,        /* the body of an except clause */
    MRC_GROUP_HANDLER,  /* the same of except* */
    MRC_VALUE           /* a return value that waits while finally clauses run */
};

struct mrc_block {
    enum mrc_block_kind kind;
    int32_t begin, exit;      /* labels: where continue and break go */
    int32_t outer;            /* handler in force around the block */
    uint32_t depth;           /* temporaries alive around the block */
    const struct mr_ast_stmts *final; /* FINALLY_TRY */
    const struct mr_ast_stmt *with;   /* WITH: for the position, and whether it is async */
    struct mrc_name *name;    /* HANDLER: the name to unbind; may be NULL */
};

struct mrc_unit {
    struct mrc_unit *outer;
    struct mrc_scope *scope;
    mr_value name, qualname;  /* owned */
    struct mrc_name *private_; /* the class whose name mangles __names here; may be NULL */
    int32_t first_line;
    mrc_instr *code;
    uint32_t count, capacity;
    struct mrc_label *labels;
    uint32_t label_count, label_capacity;
    struct mrc_region *regions;
    uint32_t region_count, region_capacity;
    struct mrc_block *blocks;
    uint32_t block_count, block_capacity;
    uint32_t *consts;         /* numbers in the compilation's constant table */
    uint32_t const_count, const_capacity;
    struct mrc_name **names;
    uint32_t name_count, name_capacity;
    struct mrc_map const_map, name_map;
    uint32_t nlocals;
    uint32_t depth, max_depth; /* temporaries */
    int32_t handler;           /* in force now */
    bool dead;                 /* what is emitted now cannot be reached */
    bool interactive;          /* PRINT_EXPRESSION for expression statements of this level */
    mr_position at;            /* of what is emitted now */
};

struct mrc {
    mr_runtime *rt;
    struct mr_arena *arena;
    const char *source;  /* for the text of errors; may be NULL */
    size_t length;
    const char *filename_text;
    mr_value filename;   /* owned */
    enum mr_compile_mode mode;
    uint32_t future;     /* MR_CO_FUTURE_* */
    bool top_level_await;
    int32_t future_line; /* of the last future statement in its proper place */
    bool failed;
    int nesting;
    /* names */
    struct mrc_name **names;
    uint32_t name_count, name_capacity;
    struct mrc_name *name_class, *name_super, *name_debug, *name_dot0, *name_lambda, *name_top;
    /* scopes */
    struct mrc_map scopes; /* node to index in scope_list */
    struct mrc_scope **scope_list;
    uint32_t scope_count, scope_capacity;
    /* constants */
    mr_value *consts;
    uint32_t const_count, const_capacity;
    struct mrc_map const_map; /* hash to the first constant with it */
    uint32_t *const_next;     /* the next constant with the same hash */
    struct mrc_unit *unit;
};

/* ---- errors (errors.c) ---- */
void mrc_no_memory(struct mrc *c);
/* Something raised an exception: fail. */
void mrc_failed(struct mrc *c);
/* A SyntaxError at a node; the format is mr_str_format's. */
void mrc_error(struct mrc *c, const void *node, const char *format, ...);
/* As mrc_error, at a position; end_column MRC_NO_COLUMN: SyntaxError.end_offset is None. */
#define MRC_NO_COLUMN INT32_MIN
void mrc_error_at(struct mrc *c, const mr_position *at, const char *format, ...);
/* A SyntaxWarning; an error filter makes it a SyntaxError. */
void mrc_warn(struct mrc *c, const void *node, const char *format, ...);
/* False: a filter makes the warning an error, and the caller raises SyntaxError. */
bool mrc_warn_as(struct mrc *c, mr_type *category, int32_t line, const char *message);
/* Guards recursion; false with RecursionError set. */
bool mrc_enter(struct mrc *c);
static inline void mrc_leave(struct mrc *c) { c->nesting--; }
/* Makes room for one more item; false after mrc_no_memory. */
bool mrc_reserve(struct mrc *c, void *array, uint32_t count, uint32_t *capacity, size_t size);
void *mrc_alloc(struct mrc *c, size_t size); /* from the arena; NULL after mrc_no_memory */

/* ---- names (names.c) ---- */
struct mrc_name *mrc_name(struct mrc *c, const char *text, size_t length);
struct mrc_name *mrc_name_z(struct mrc *c, const char *text);
static inline struct mrc_name *mrc_ast_name(struct mrc *c, mr_ast_name name)
{
    return mrc_name(c, name, mr_ast_name_length(name));
}
/* As it is known inside the class `private_` (may be NULL). */
struct mrc_name *mrc_mangle(struct mrc *c, struct mrc_name *private_, struct mrc_name *name);
/* The interned str; borrowed, MR_NULL when failed. */
mr_value mrc_name_str(struct mrc *c, struct mrc_name *name);

/* ---- constants (constants.c) ---- */
/* Adds a value to the compilation's table, or finds it there: steals v. */
uint32_t mrc_constant(struct mrc *c, mr_value v);
/* The same without looking for an equal one: code objects. */
uint32_t mrc_constant_unique(struct mrc *c, mr_value v);
/* Its place among the unit's constants. */
uint32_t mrc_unit_const(struct mrc *c, uint32_t constant);
uint32_t mrc_unit_name(struct mrc *c, struct mrc_name *name);
/* The value of a literal, owned; MR_NULL when failed. */
mr_value mrc_literal(struct mrc *c, const struct mr_ast_constant *constant);
/* After folding: is the expression a constant? Its value is then borrowed. */
bool mrc_is_constant(struct mrc *c, const struct mr_ast_expr *e, mr_value *v);
/* Truth of a constant expression: 1, 0; -1: not constant. */
int mrc_constant_truth(struct mrc *c, const struct mr_ast_expr *e);

/* fold.c: a constant whose value stands in the compilation's table, number `integer`. */
#define MRC_CONST_FOLDED MR_COMPILE_VALUE

void mrc_future(struct mrc *c, struct mr_ast_mod *mod);
void mrc_fold(struct mrc *c, struct mr_ast_mod *mod);
bool mrc_is_docstring(const struct mr_ast_stmts *body);

/* ---- emission (emit.c) ---- */
void mrc_unit_open(struct mrc *c, struct mrc_unit *u, const void *key, mr_value name,
                   int32_t first_line);
void mrc_unit_close(struct mrc *c);
/* Improves and assembles the open unit; the code, owned, or NULL when failed. */
mr_code *mrc_assemble(struct mrc *c);
void mrc_flow(struct mrc *c);

mrc_instr *mrc_emit(struct mrc *c, int op, int n, uint32_t a, uint32_t b, uint32_t d);
void mrc_emit_const(struct mrc *c, uint32_t a, mr_value v); /* steals v */
void mrc_emit_none(struct mrc *c, uint32_t a);
void mrc_emit_jump(struct mrc *c, int op, uint32_t a, int32_t label);
void mrc_jump(struct mrc *c, int32_t label);
void mrc_loop(struct mrc *c, int32_t label);
int32_t mrc_label(struct mrc *c);
void mrc_bind(struct mrc *c, int32_t label);
/* An exception handler whose code is at `label`; temporaries at and above the depth go. */
int32_t mrc_region(struct mrc *c, int32_t label, uint32_t depth);
/* Binds a handler's label: reached only if something was emitted inside its region. */
void mrc_bind_handler(struct mrc *c, int32_t region);
void mrc_set_at(struct mrc *c, const void *node);

/* Temporaries. The next one that push() gives. */
static inline uint32_t mrc_top(struct mrc *c) { return c->unit->nlocals + c->unit->depth; }
uint32_t mrc_push(struct mrc *c);
void mrc_push_many(struct mrc *c, uint32_t count);
static inline void mrc_pop(struct mrc *c, uint32_t count) { c->unit->depth -= count; }
static inline bool mrc_is_temp(struct mrc *c, uint32_t r) { return r >= c->unit->nlocals; }
void mrc_release(struct mrc *c, uint32_t r); /* drops temporary r; the depth stays */

/* ---- expressions ----
 * An operand is a register that holds the value: a local, read in place, or a
 * temporary, which is then the next one and has been pushed. */
uint32_t mrc_operand(struct mrc *c, struct mr_ast_expr *e);
/* The same when `later` (may be NULL) is evaluated before the operand is used
 * and might rebind the local it stands in. */
uint32_t mrc_operand_before(struct mrc *c, struct mr_ast_expr *e, struct mr_ast_expr *later);
/* Evaluates into register dst: a local, or the next temporary, which the
 * caller pushes. */
void mrc_into(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
/* Evaluates into the next temporary and pushes it. */
uint32_t mrc_push_expr(struct mrc *c, struct mr_ast_expr *e);
/* Gives an operand that is a temporary back; `mark` is the depth before it. */
static inline void mrc_restore(struct mrc *c, uint32_t mark) { c->unit->depth = mark; }
/* Yields operand b, which has been given back already. */
void mrc_yield(struct mrc *c, uint32_t b, uint32_t dst);
/* Awaits operand b, which has been given back already; `from` is GET_AWAITABLE's n. */
void mrc_await(struct mrc *c, int from, uint32_t b, uint32_t dst);
void mrc_effect(struct mrc *c, struct mr_ast_expr *e); /* evaluates and drops */
void mrc_jump_if(struct mrc *c, struct mr_ast_expr *e, int32_t label, bool when);
bool mrc_rebinds(struct mrc *c, const void *node);
int mrc_binary_operator(int ast_operator);
/* Emits Ra = Rb op Rc for an operator of the tree. */
void mrc_binary(struct mrc *c, int ast_operator, uint32_t a, uint32_t b, uint32_t d);

/* displays.c: list, tuple, set, dict displays and f-strings */
void mrc_display(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
void mrc_joined(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
void mrc_formatted(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
/* Pushes a tuple, list or set of the items, stars unpacked. */
void mrc_sequence(struct mrc *c, int op, const struct mr_ast_exprs *items, uint32_t dst);
void mrc_dict(struct mrc *c, const struct mr_ast_exprs *keys, const struct mr_ast_exprs *values,
              uint32_t dst);

/* calls.c */
void mrc_call(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
/* Callable in temporary `base`, `extra` arguments already pushed behind the room. */
void mrc_call_arguments(struct mrc *c, uint32_t base, uint32_t extra,
                        const struct mr_ast_exprs *args, const struct mr_ast_keywords *keywords,
                        const mr_position *at, uint32_t dst);
void mrc_check_keywords(struct mrc *c, const struct mr_ast_keywords *keywords);

/* functions.c */
void mrc_function(struct mrc *c, struct mr_ast_stmt *s);
void mrc_class(struct mrc *c, struct mr_ast_stmt *s);
void mrc_lambda(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
/* Makes the function of the code in `dst`; temporaries for n's bits stand from `from`. */
void mrc_make_function(struct mrc *c, mr_code *code, struct mrc_scope *scope, int n, uint32_t from,
                       uint32_t dst);
void mrc_annotation(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);
/* Qualified name of what `outer` contains; `bound` is the name a def or class binds in it, or NULL.
 */
mr_value mrc_qualname(struct mrc *c, struct mrc_unit *outer, const char *name,
                      struct mrc_name *bound);
/* Cells, closure, generator: what every code of a function begins with. */
void mrc_prologue(struct mrc *c);

/* comprehensions.c */
void mrc_comprehension(struct mrc *c, struct mr_ast_expr *e, uint32_t dst);

/* variables.c */
void mrc_load_name(struct mrc *c, struct mrc_name *name, uint32_t dst);
/* Stores register r (a temporary is taken). */
void mrc_store_name(struct mrc *c, struct mrc_name *name, uint32_t r);
void mrc_delete_name(struct mrc *c, struct mrc_name *name);
/* The register of a name that is a fast local here, or UINT32_MAX. */
uint32_t mrc_local(struct mrc *c, struct mrc_name *name);
uint32_t mrc_name_local(struct mrc *c, mr_ast_name name);
/* Emits CHECK_BOUND where it may be needed. */
void mrc_check_bound(struct mrc *c, struct mrc_name *name, uint32_t r);
struct mrc_name *mrc_known_name(struct mrc *c, mr_ast_name name); /* mangled */

/* targets.c */
/* Assigns register r (a temporary is taken) to a target. */
void mrc_assign(struct mrc *c, struct mr_ast_expr *target, uint32_t r);
void mrc_assignment(struct mrc *c, struct mr_ast_stmt *s);
void mrc_augmented(struct mrc *c, struct mr_ast_stmt *s);
void mrc_annotated(struct mrc *c, struct mr_ast_stmt *s);
void mrc_delete(struct mrc *c, struct mr_ast_expr *target);
/* "cannot assign to __debug__"; node NULL: at the position of what is emitted now. */
void mrc_check_name(struct mrc *c, const void *node, mr_ast_name name, enum mr_ast_context context);

/* statements.c */
void mrc_statements(struct mrc *c, const struct mr_ast_stmts *body);
void mrc_statement(struct mrc *c, struct mr_ast_stmt *s);
/* with annotations and docstring, module or class */
void mrc_body(struct mrc *c, const struct mr_ast_stmts *body);

/* loops.c */
void mrc_while(struct mrc *c, struct mr_ast_stmt *s);
void mrc_for(struct mrc *c, struct mr_ast_stmt *s);
/* Awaits the next item of an asynchronous iterator into the next temporary; the region that
 * mrc_async_end, where the loop ends, is reached from. */
int32_t mrc_async_next(struct mrc *c, uint32_t iterator);
void mrc_async_end(struct mrc *c, int32_t region, uint32_t iterator);

/* exceptions.c */
void mrc_try(struct mrc *c, struct mr_ast_stmt *s);
void mrc_with(struct mrc *c, struct mr_ast_stmt *s);
/* Leaves a manager without an exception; its exit function stands in temporary `leaver`. */
void mrc_with_exit(struct mrc *c, const struct mr_ast_stmt *s, uint32_t leaver);
/* exception_groups.c: try ... except* without finally */
void mrc_try_star(struct mrc *c, struct mr_ast_stmt *s);

/* blocks.c */
/* Opens a block around which the handler in force now and the temporaries alive now stand. */
struct mrc_block *mrc_block_push(struct mrc *c, enum mrc_block_kind kind);
/* Closes it; the handler around it is in force again. */
void mrc_block_pop(struct mrc *c);
void mrc_return(struct mrc *c, struct mr_ast_stmt *s);
void mrc_break(struct mrc *c, struct mr_ast_stmt *s);
void mrc_continue(struct mrc *c, struct mr_ast_stmt *s);
void mrc_unbind(struct mrc *c, struct mrc_name *name); /* name = None; del name */

/* imports.c */
void mrc_import(struct mrc *c, struct mr_ast_stmt *s);
void mrc_import_from(struct mrc *c, struct mr_ast_stmt *s);

/* patterns.c */
void mrc_match(struct mrc *c, struct mr_ast_stmt *s);

/* unparse.c: the text of an annotation under `from __future__ import annotations`; owned, MR_NULL
 * when failed. */
mr_value mrc_unparse(struct mrc *c, const struct mr_ast_expr *e);

/* module.c */
mr_code *mrc_module(struct mrc *c, struct mr_ast_mod *mod);

#endif
