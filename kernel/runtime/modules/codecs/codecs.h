/*
 * codecs.h - what the files of the module _codecs share.
 */
#ifndef MR_MODULE_CODECS_H
#define MR_MODULE_CODECS_H

#include "modules/module.h"
#include "text/codecs.h"
#include "text/unicode_error.h"

/* Function tables, ended by a NULL name, of which the module is made. */
extern const mr_method_def mr_codecs_unicode[];  /* utf_8_encode and the like */
extern const mr_method_def mr_codecs_escape[];   /* unicode_escape_decode and the like */
extern const mr_method_def mr_codecs_charmap[];
/* The handlers of errors, under the names they are registered by. */
extern const mr_method_def mr_codecs_handlers[];

/* (v, n); steals v. */
mr_value mr_codecs_pair(mr_runtime *rt, mr_value v, size_t n);
/* Checks an errors argument: None is MR_NULL. */
bool mr_codecs_errors(mr_runtime *rt, const char *function, mr_value *errors);

#endif
