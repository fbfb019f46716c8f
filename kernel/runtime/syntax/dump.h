/*
 * The text of a tree, as CPython's ast.dump(tree, include_attributes=True) prints it. For tests and
 * for looking at trees.
 */
#ifndef MR_AST_DUMP_H
#define MR_AST_DUMP_H

#include "ast.h"

#include <stdio.h>

/* node is any node. Returns false if writing failed or the tree is deeper than 20,000 nodes. */
bool mr_ast_dump(const void *node, FILE *out);

#endif
