/*
 * syntax_error.h - raising SyntaxError and its kind with all their fields.
 */
#ifndef MR_SYNTAX_ERROR_H
#define MR_SYNTAX_ERROR_H

#include "core/object.h"

/* Raises type(message, (filename, lineno, offset, text, end_lineno, end_offset)).
 * message is UTF-8; filename and text are values (text may be MR_NONE). Offsets count from 1.
 * end_offset MR_NO_OFFSET: None. Always MR_NULL. */
#define MR_NO_OFFSET INT32_MIN
mr_value mr_raise_syntax(mr_runtime *rt, mr_type *type, mr_value filename, const char *message,
                         int lineno, int offset, int end_lineno, int end_offset, mr_value text);

#endif
