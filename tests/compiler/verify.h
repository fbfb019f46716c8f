/*
 * verify.h - checks compiled code against the rules of vm/code.h: every
 * temporary has one writer and one reader on every path, nothing is left
 * behind at a return, jumps land on instructions, operands are in range.
 */
#ifndef TESTS_COMPILER_VERIFY_H
#define TESTS_COMPILER_VERIFY_H

#include <stdio.h>

#include "vm/code.h"

/* Checks the code and the code objects among its constants. The number of
 * faults, each told in a line on `out`. */
int verify_code(const mr_code *code, FILE *out);

#endif
