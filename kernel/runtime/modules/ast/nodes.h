/*
 * nodes.h - syntax trees as Python objects: the module _ast, and what
 * compile() needs to give and to take them.
 *
 * The classes are made from the description of the tree (syntax/ast.h), so
 * that names, fields and their order are CPython's.
 */
#ifndef MR_MODULES_AST_NODES_H
#define MR_MODULES_AST_NODES_H

#include "ast.h"
#include "arena.h"
#include "types/abstract.h"

/* Number of a class that is no node kind: contexts and operators follow the
 * node kinds, MR_AST_KIND_COUNT on, in this order. */
enum {
    MR_AST_CLASS_CONTEXT = MR_AST_KIND_COUNT,
    MR_AST_CLASS_BOOL_OPERATOR = MR_AST_CLASS_CONTEXT + 3,
    MR_AST_CLASS_OPERATOR = MR_AST_CLASS_BOOL_OPERATOR + 2,
    MR_AST_CLASS_UNARY_OPERATOR = MR_AST_CLASS_OPERATOR + 13,
    MR_AST_CLASS_COMPARE_OPERATOR = MR_AST_CLASS_UNARY_OPERATOR + 4,
    MR_AST_CLASS_COUNT = MR_AST_CLASS_COMPARE_OPERATOR + 10
};

/* The list of classes by number, and the list of the instances that stand for
 * contexts and operators, by the same number; borrowed from the module, which
 * is imported if need be. */
bool mr_ast_classes(mr_runtime *rt, mr_value *classes, mr_value *instances);

/* objects.c: the tree as objects, owned. */
mr_value mr_ast_to_objects(mr_runtime *rt, const struct mr_ast_mod *tree);

/* trees.c: the objects as a tree in the arena; NULL with an exception set.
 * Values that the tree cannot hold by itself are appended to the list
 * `values`; the tree refers to them by their place in it. */
struct mr_ast_mod *mr_ast_from_objects(mr_runtime *rt, struct mr_arena *arena, mr_value object,
                                       enum mr_ast_kind expected, mr_value values);

/* Is it an instance of ast.AST? 1, 0; -1 with an exception set. */
int mr_ast_is_node(mr_runtime *rt, mr_value v);

#endif
