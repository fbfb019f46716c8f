/*
 * The syntax tree of Python 3.11.
 *
 * Node kinds, field names and their order are those of CPython's `ast` module; an enumerator such
 * as MR_AST_BIN_OP and a union member such as `bin_op` are the spelling of `ast.BinOp` here. All
 * nodes begin with the same header (struct mr_ast_node), and mr_ast_describe() lists the fields of
 * every kind, so that a tree can be walked without knowing the kinds (the dumper, an `_ast`
 * module).
 *
 * Ownership: every node, sequence, name and constant lives in the arena it was parsed into and
 * dies with it. Nothing points into the source text.
 *
 * Positions: lines count from 1; columns are byte offsets in the line's UTF-8, from 0, as CPython's
 * `col_offset`. Names are interned per parse: equal names are equal pointers.
 *
 * Depth: parsing is bounded, but chains such as a+a+a+... or a.b.c... make trees that lean left to
 * any depth; who walks a tree recursively counts its own depth.
 */
#ifndef MR_AST_H
#define MR_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A NUL-terminated UTF-8 identifier in NFKC, interned: compare by pointer. */
typedef const char *mr_ast_name;

/* The length of an interned name in bytes. */
uint32_t mr_ast_name_length(mr_ast_name name);

enum mr_ast_kind {
    MR_AST_NONE,

    /* mod */
    MR_AST_MODULE,
    MR_AST_INTERACTIVE,
    MR_AST_EXPRESSION,

    /* stmt */
    MR_AST_FUNCTION_DEF,
    MR_AST_ASYNC_FUNCTION_DEF,
    MR_AST_CLASS_DEF,
    MR_AST_RETURN,
    MR_AST_DELETE,
    MR_AST_ASSIGN,
    MR_AST_AUG_ASSIGN,
    MR_AST_ANN_ASSIGN,
    MR_AST_FOR,
    MR_AST_ASYNC_FOR,
    MR_AST_WHILE,
    MR_AST_IF,
    MR_AST_WITH,
    MR_AST_ASYNC_WITH,
    MR_AST_MATCH,
    MR_AST_RAISE,
    MR_AST_TRY,
    MR_AST_TRY_STAR,
    MR_AST_ASSERT,
    MR_AST_IMPORT,
    MR_AST_IMPORT_FROM,
    MR_AST_GLOBAL,
    MR_AST_NONLOCAL,
    MR_AST_EXPR,
    MR_AST_PASS,
    MR_AST_BREAK,
    MR_AST_CONTINUE,

    /* expr */
    MR_AST_BOOL_OP,
    MR_AST_NAMED_EXPR,
    MR_AST_BIN_OP,
    MR_AST_UNARY_OP,
    MR_AST_LAMBDA,
    MR_AST_IF_EXP,
    MR_AST_DICT,
    MR_AST_SET,
    MR_AST_LIST_COMP,
    MR_AST_SET_COMP,
    MR_AST_DICT_COMP,
    MR_AST_GENERATOR_EXP,
    MR_AST_AWAIT,
    MR_AST_YIELD,
    MR_AST_YIELD_FROM,
    MR_AST_COMPARE,
    MR_AST_CALL,
    MR_AST_FORMATTED_VALUE,
    MR_AST_JOINED_STR,
    MR_AST_CONSTANT,
    MR_AST_ATTRIBUTE,
    MR_AST_SUBSCRIPT,
    MR_AST_STARRED,
    MR_AST_NAME,
    MR_AST_LIST,
    MR_AST_TUPLE,
    MR_AST_SLICE,

    /* the rest */
    MR_AST_COMPREHENSION,
    MR_AST_EXCEPT_HANDLER,
    MR_AST_ARGUMENTS,
    MR_AST_ARG,
    MR_AST_KEYWORD,
    MR_AST_ALIAS,
    MR_AST_WITHITEM,
    MR_AST_MATCH_CASE,

    /* pattern */
    MR_AST_MATCH_VALUE,
    MR_AST_MATCH_SINGLETON,
    MR_AST_MATCH_SEQUENCE,
    MR_AST_MATCH_MAPPING,
    MR_AST_MATCH_CLASS,
    MR_AST_MATCH_STAR,
    MR_AST_MATCH_AS,
    MR_AST_MATCH_OR,

    MR_AST_KIND_COUNT
};

enum mr_ast_context { MR_AST_LOAD, MR_AST_STORE, MR_AST_DEL };

enum mr_ast_bool_operator { MR_AST_AND, MR_AST_OR };

enum mr_ast_operator {
    MR_AST_ADD,
    MR_AST_SUB,
    MR_AST_MULT,
    MR_AST_MAT_MULT,
    MR_AST_DIV,
    MR_AST_MOD,
    MR_AST_POW,
    MR_AST_LSHIFT,
    MR_AST_RSHIFT,
    MR_AST_BIT_OR,
    MR_AST_BIT_XOR,
    MR_AST_BIT_AND,
    MR_AST_FLOOR_DIV
};

enum mr_ast_unary_operator { MR_AST_INVERT, MR_AST_NOT, MR_AST_UADD, MR_AST_USUB };

enum mr_ast_compare_operator {
    MR_AST_EQ,
    MR_AST_NOT_EQ,
    MR_AST_LT,
    MR_AST_LT_E,
    MR_AST_GT,
    MR_AST_GT_E,
    MR_AST_IS,
    MR_AST_IS_NOT,
    MR_AST_IN,
    MR_AST_NOT_IN
};

enum mr_ast_constant_kind {
    MR_AST_CONST_NONE,
    MR_AST_CONST_FALSE,
    MR_AST_CONST_TRUE,
    MR_AST_CONST_ELLIPSIS,
    MR_AST_CONST_INT,     /* fits: `integer` */
    MR_AST_CONST_BIG_INT, /* does not fit: digits of `base` in `bytes` */
    MR_AST_CONST_FLOAT,   /* `number` */
    MR_AST_CONST_IMAG,    /* the imaginary part in `number` */
    MR_AST_CONST_STR,     /* UTF-8 in which lone surrogates may stand as 3 bytes (WTF-8) */
    MR_AST_CONST_BYTES
};

struct mr_ast_constant {
    uint8_t kind;        /* enum mr_ast_constant_kind */
    bool u_prefix;       /* a str literal written u"...": Constant.kind is 'u' */
    uint8_t base;        /* of a BIG_INT: 2, 8, 10 or 16 */
    size_t length;       /* of bytes, without the NUL that always follows them */
    union {
        int64_t integer;
        double number;
        const char *bytes; /* STR, BYTES; BIG_INT: lower-case digits alone, no leading 0 */
    };
};

/* The header of every node. Kinds without positions in CPython's ast have zeros here. */
#define MR_AST_HEADER                                                                             \
    uint8_t kind; /* enum mr_ast_kind */                                                          \
    uint8_t flags;                                                                                \
    int32_t lineno;                                                                               \
    int32_t col_offset;                                                                           \
    int32_t end_lineno;                                                                           \
    int32_t end_col_offset

/* flags of an expression */
#define MR_AST_PARENTHESIZED 1 /* written in parentheses of its own */

struct mr_ast_node {
    MR_AST_HEADER;
};

/* All sequences have this layout; they differ in the type of their items alone. */
#define MR_AST_SEQUENCE(name, type)                                                               \
    struct name {                                                                                 \
        int32_t count;                                                                            \
        type *items;                                                                              \
    }

struct mr_ast_stmt;
struct mr_ast_expr;
struct mr_ast_pattern;
struct mr_ast_comprehension;
struct mr_ast_except_handler;
struct mr_ast_arguments;
struct mr_ast_arg;
struct mr_ast_keyword;
struct mr_ast_alias;
struct mr_ast_withitem;
struct mr_ast_match_case;

MR_AST_SEQUENCE(mr_ast_nodes, struct mr_ast_node *);
MR_AST_SEQUENCE(mr_ast_stmts, struct mr_ast_stmt *);
MR_AST_SEQUENCE(mr_ast_exprs, struct mr_ast_expr *);
MR_AST_SEQUENCE(mr_ast_patterns, struct mr_ast_pattern *);
MR_AST_SEQUENCE(mr_ast_comprehensions, struct mr_ast_comprehension *);
MR_AST_SEQUENCE(mr_ast_except_handlers, struct mr_ast_except_handler *);
MR_AST_SEQUENCE(mr_ast_args, struct mr_ast_arg *);
MR_AST_SEQUENCE(mr_ast_keywords, struct mr_ast_keyword *);
MR_AST_SEQUENCE(mr_ast_aliases, struct mr_ast_alias *);
MR_AST_SEQUENCE(mr_ast_withitems, struct mr_ast_withitem *);
MR_AST_SEQUENCE(mr_ast_match_cases, struct mr_ast_match_case *);
MR_AST_SEQUENCE(mr_ast_names, mr_ast_name);
MR_AST_SEQUENCE(mr_ast_compare_operators, uint8_t); /* enum mr_ast_compare_operator */

struct mr_ast_mod {
    MR_AST_HEADER;
    union {
        struct mr_ast_stmts body;     /* MODULE, INTERACTIVE */
        struct mr_ast_expr *expression; /* EXPRESSION: its field is named `body` too */
    };
    struct mr_ast_nodes type_ignores; /* always empty: type comments are comments */
};

struct mr_ast_comprehension {
    MR_AST_HEADER;
    struct mr_ast_expr *target;
    struct mr_ast_expr *iter;
    struct mr_ast_exprs ifs;
    int32_t is_async;
};

struct mr_ast_except_handler {
    MR_AST_HEADER;
    struct mr_ast_expr *type; /* NULL: except: */
    mr_ast_name name;         /* or NULL */
    struct mr_ast_stmts body;
};

struct mr_ast_arg {
    MR_AST_HEADER;
    mr_ast_name arg;
    struct mr_ast_expr *annotation; /* or NULL */
};

struct mr_ast_arguments {
    MR_AST_HEADER;
    struct mr_ast_args posonlyargs;
    struct mr_ast_args args;
    struct mr_ast_arg *vararg; /* or NULL */
    struct mr_ast_args kwonlyargs;
    struct mr_ast_exprs kw_defaults; /* as long as kwonlyargs; NULL where none is given */
    struct mr_ast_arg *kwarg;        /* or NULL */
    struct mr_ast_exprs defaults;    /* of the last ones of posonlyargs + args */
};

struct mr_ast_keyword {
    MR_AST_HEADER;
    mr_ast_name arg; /* NULL: **value */
    struct mr_ast_expr *value;
};

struct mr_ast_alias {
    MR_AST_HEADER;
    mr_ast_name name; /* may hold dots; "*" */
    mr_ast_name asname; /* or NULL */
};

struct mr_ast_withitem {
    MR_AST_HEADER;
    struct mr_ast_expr *context_expr;
    struct mr_ast_expr *optional_vars; /* or NULL */
};

struct mr_ast_match_case {
    MR_AST_HEADER;
    struct mr_ast_pattern *pattern;
    struct mr_ast_expr *guard; /* or NULL */
    struct mr_ast_stmts body;
};

struct mr_ast_pattern {
    MR_AST_HEADER;
    union {
        struct { struct mr_ast_expr *value; } match_value;
        struct { struct mr_ast_constant value; } match_singleton;
        struct { struct mr_ast_patterns patterns; } match_sequence;
        struct {
            struct mr_ast_exprs keys;
            struct mr_ast_patterns patterns;
            mr_ast_name rest; /* or NULL */
        } match_mapping;
        struct {
            struct mr_ast_expr *cls;
            struct mr_ast_patterns patterns;
            struct mr_ast_names kwd_attrs;
            struct mr_ast_patterns kwd_patterns;
        } match_class;
        struct { mr_ast_name name; /* NULL: *_ */ } match_star;
        struct {
            struct mr_ast_pattern *pattern; /* or NULL */
            mr_ast_name name;               /* or NULL; both NULL: _ */
        } match_as;
        struct { struct mr_ast_patterns patterns; } match_or;
    };
};

struct mr_ast_expr {
    MR_AST_HEADER;
    union {
        struct {
            struct mr_ast_exprs values;
            uint8_t op; /* enum mr_ast_bool_operator */
        } bool_op;
        struct { struct mr_ast_expr *target, *value; } named_expr;
        struct {
            struct mr_ast_expr *left, *right;
            uint8_t op; /* enum mr_ast_operator */
        } bin_op;
        struct {
            struct mr_ast_expr *operand;
            uint8_t op; /* enum mr_ast_unary_operator */
        } unary_op;
        struct {
            struct mr_ast_arguments *args;
            struct mr_ast_expr *body;
        } lambda;
        struct { struct mr_ast_expr *test, *body, *orelse; } if_exp;
        struct {
            struct mr_ast_exprs keys; /* an item is NULL for **value */
            struct mr_ast_exprs values;
        } dict;
        struct { struct mr_ast_exprs elts; } set;
        struct { /* LIST_COMP, SET_COMP, GENERATOR_EXP */
            struct mr_ast_expr *elt;
            struct mr_ast_comprehensions generators;
        } comp;
        struct {
            struct mr_ast_expr *key, *value;
            struct mr_ast_comprehensions generators;
        } dict_comp;
        struct { struct mr_ast_expr *value; } await;
        struct { struct mr_ast_expr *value; /* or NULL */ } yield;
        struct { struct mr_ast_expr *value; } yield_from;
        struct {
            struct mr_ast_expr *left;
            struct mr_ast_compare_operators ops;
            struct mr_ast_exprs comparators;
        } compare;
        struct {
            struct mr_ast_expr *func;
            struct mr_ast_exprs args;
            struct mr_ast_keywords keywords;
        } call;
        struct {
            struct mr_ast_expr *value;
            struct mr_ast_expr *format_spec; /* a JOINED_STR, or NULL */
            int32_t conversion;              /* 's', 'r', 'a', or -1 */
        } formatted_value;
        struct { struct mr_ast_exprs values; } joined_str;
        struct mr_ast_constant constant;
        struct {
            struct mr_ast_expr *value;
            mr_ast_name attr;
            uint8_t ctx; /* enum mr_ast_context */
        } attribute;
        struct {
            struct mr_ast_expr *value, *slice;
            uint8_t ctx;
        } subscript;
        struct {
            struct mr_ast_expr *value;
            uint8_t ctx;
        } starred;
        struct {
            mr_ast_name id;
            uint8_t ctx;
        } name;
        struct { /* LIST, TUPLE */
            struct mr_ast_exprs elts;
            uint8_t ctx;
        } list;
        struct { struct mr_ast_expr *lower, *upper, *step; /* each or NULL */ } slice;
    };
};

struct mr_ast_stmt {
    MR_AST_HEADER;
    union {
        struct { /* FUNCTION_DEF, ASYNC_FUNCTION_DEF */
            mr_ast_name name;
            struct mr_ast_arguments *args;
            struct mr_ast_stmts body;
            struct mr_ast_exprs decorator_list;
            struct mr_ast_expr *returns; /* or NULL */
        } function_def;
        struct {
            mr_ast_name name;
            struct mr_ast_exprs bases;
            struct mr_ast_keywords keywords;
            struct mr_ast_stmts body;
            struct mr_ast_exprs decorator_list;
        } class_def;
        struct { struct mr_ast_expr *value; /* or NULL */ } return_;
        struct { struct mr_ast_exprs targets; } delete;
        struct {
            struct mr_ast_exprs targets;
            struct mr_ast_expr *value;
        } assign;
        struct {
            struct mr_ast_expr *target, *value;
            uint8_t op; /* enum mr_ast_operator */
        } aug_assign;
        struct {
            struct mr_ast_expr *target, *annotation, *value; /* value or NULL */
            int32_t simple; /* 1: a name without parentheses */
        } ann_assign;
        struct { /* FOR, ASYNC_FOR */
            struct mr_ast_expr *target, *iter;
            struct mr_ast_stmts body, orelse;
        } for_;
        struct { /* WHILE, IF */
            struct mr_ast_expr *test;
            struct mr_ast_stmts body, orelse;
        } if_;
        struct { /* WITH, ASYNC_WITH */
            struct mr_ast_withitems items;
            struct mr_ast_stmts body;
        } with;
        struct {
            struct mr_ast_expr *subject;
            struct mr_ast_match_cases cases;
        } match;
        struct { struct mr_ast_expr *exc, *cause; /* each or NULL */ } raise;
        struct { /* TRY, TRY_STAR */
            struct mr_ast_stmts body;
            struct mr_ast_except_handlers handlers;
            struct mr_ast_stmts orelse, finalbody;
        } try;
        struct { struct mr_ast_expr *test, *msg; /* msg or NULL */ } assert_;
        struct { struct mr_ast_aliases names; } import;
        struct {
            mr_ast_name module; /* NULL: from . import x */
            struct mr_ast_aliases names;
            int32_t level; /* leading dots */
        } import_from;
        struct { struct mr_ast_names names; } global; /* GLOBAL, NONLOCAL */
        struct { struct mr_ast_expr *value; } expr;
    };
};

/* What a field holds; the C type at its offset follows from it. */
enum mr_ast_field_type {
    MR_AST_FIELD_NODE,              /* struct mr_ast_node *, NULL is None */
    MR_AST_FIELD_NODES,             /* a sequence of nodes; an item may be NULL (None) */
    MR_AST_FIELD_NAME,              /* mr_ast_name, NULL is None */
    MR_AST_FIELD_NAMES,
    MR_AST_FIELD_INT,               /* int32_t */
    MR_AST_FIELD_CONSTANT,          /* struct mr_ast_constant */
    MR_AST_FIELD_STRING_KIND,       /* `kind` of a Constant: 'u' or None */
    MR_AST_FIELD_TYPE_COMMENT,      /* always None; no C field */
    MR_AST_FIELD_CONTEXT,           /* uint8_t, of the enumeration named so */
    MR_AST_FIELD_BOOL_OPERATOR,
    MR_AST_FIELD_OPERATOR,
    MR_AST_FIELD_UNARY_OPERATOR,
    MR_AST_FIELD_COMPARE_OPERATORS  /* struct mr_ast_compare_operators */
};

struct mr_ast_field {
    const char *name;
    uint8_t type; /* enum mr_ast_field_type */
    bool optional; /* CPython's `?`: may be None, and ast.dump() leaves it out then */
    uint16_t offset; /* in the node */
};

struct mr_ast_description {
    const char *name; /* CPython's class name */
    uint8_t field_count;
    bool has_position;
    const struct mr_ast_field *fields; /* in CPython's order */
};

/* Never NULL for a kind in (MR_AST_NONE, MR_AST_KIND_COUNT). */
const struct mr_ast_description *mr_ast_describe(enum mr_ast_kind kind);

/* CPython's class names of the enumerations: "Load", "And", "Add", "Invert", "Eq"... */
const char *mr_ast_context_name(enum mr_ast_context context);
const char *mr_ast_bool_operator_name(enum mr_ast_bool_operator op);
const char *mr_ast_operator_name(enum mr_ast_operator op);
const char *mr_ast_unary_operator_name(enum mr_ast_unary_operator op);
const char *mr_ast_compare_operator_name(enum mr_ast_compare_operator op);

#endif
