/*
 * carets.h - which part of a source line a traceback marks, and how.
 *
 * Offsets are in characters of the line.
 */
#ifndef MR_CARETS_H
#define MR_CARETS_H

#include <stdbool.h>
#include <stddef.h>

/* The operator of an expression `a + b`, or the brackets of `a[b]`, in the text of one
 * expression: *left and *right are byte offsets around it. False when it is neither. */
bool mr_anchors(const char *text, size_t length, size_t *left, size_t *right);

#endif
