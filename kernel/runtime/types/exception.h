/*
 * exception.h - exceptions: raising them in C, their objects, tracebacks.
 */
#ifndef MR_EXCEPTION_H
#define MR_EXCEPTION_H

#include "core/runtime.h"

/* Every exception object begins like this; OSError, SyntaxError and others
 * have more fields behind it (types/exception.c). */
typedef struct mr_exception {
    mr_object head;
    mr_value args;      /* tuple */
    mr_value traceback; /* traceback or MR_NULL */
    mr_value context, cause; /* exceptions or MR_NULL */
    mr_value notes;     /* __notes__ list or MR_NULL */
    /* By type: StopIteration value; SystemExit code; ImportError msg name path; OSError errno
     * strerror filename filename2 written; SyntaxError msg filename lineno offset text (end in
     * extra); UnicodeError encoding object start end reason; AttributeError name obj; NameError
     * name; ExceptionGroup msg exceptions. */
    mr_value fields[6];
    mr_value extra[3];  /* SyntaxError end_lineno end_offset print_file_and_line */
    bool suppress_context;
} mr_exception;

static inline bool mr_error(mr_runtime *rt) { return rt->exception != MR_NULL; }

/* Raise: all return MR_NULL, so that `return mr_raise(...)` reads well; code
 * that returns int or bool uses mr_fail, which returns -1. The format is
 * mr_str_format's. The exception being handled becomes its context. */
mr_value mr_raise(mr_runtime *rt, mr_type *type, const char *format, ...);
#define mr_fail(rt, type, ...) (mr_raise(rt, type, __VA_ARGS__), -1)
/* type(arg), e.g. KeyError(key) */
mr_value mr_raise_value(mr_runtime *rt, mr_type *type, mr_value arg);
/* an instance or a class; borrowed */
mr_value mr_raise_exception(mr_runtime *rt, mr_value exception);
mr_value mr_raise_no_memory(mr_runtime *rt);                            /* needs no memory itself */
/* OSError family; filename may be MR_NULL */
mr_value mr_raise_errno(mr_runtime *rt, int err, mr_value filename);
/* TypeError "expected X, got T" */
mr_value mr_raise_type(mr_runtime *rt, const char *expected, mr_value got);
/* "'T' object has no attribute 'n'" */
mr_value mr_raise_attribute(mr_runtime *rt, mr_value obj, mr_value name);

/* Does the raised exception match (a subclass of) type? */
bool mr_error_is(mr_runtime *rt, const mr_type *type);
/* Takes the raised exception away; owned. */
mr_value mr_error_take(mr_runtime *rt);
/* Puts one back; steals. Replaces what is there. */
void mr_error_restore(mr_runtime *rt, mr_value exception);
void mr_error_clear(mr_runtime *rt);
/* Clears the error if it matches; true if it did. */
bool mr_error_catch(mr_runtime *rt, mr_type *type);
/* Reports an exception that cannot be raised (from __del__, callbacks) on
 * sys.stderr by sys.unraisablehook, and clears it. */
void mr_error_unraisable(mr_runtime *rt, mr_value where);

/* Is `v` an exception class / instance? */
bool mr_is_exception_class(mr_runtime *rt, mr_value v);
static inline bool mr_is_exception(mr_value v) { return mr_has_kind(v, MR_KIND_EXCEPTION); }
/* except clause: does exc match the class or (nested) tuple? 1, 0, -1 with TypeError set. */
int mr_exception_matches(mr_runtime *rt, mr_value exc, mr_value classes);

/* Adds the frame's current line to the traceback of the raised exception. */
bool mr_traceback_add(mr_runtime *rt, struct mr_frame *frame);
/* "Did you mean: 'x'?": the name nearest to the one that a NameError or AttributeError did not
 * find;
 * owned str, MR_NULL (and no exception) for none. */
mr_value mr_error_suggestion(mr_runtime *rt, mr_value exception);
/* The text CPython prints, with source lines and carets, chained; owned str. */
mr_value mr_traceback_format(mr_runtime *rt, mr_value exception);
/* warnings.warn in C; -1 with the warning raised as an error. */
int mr_warn(mr_runtime *rt, mr_type *category, int stack_level, const char *format, ...);
/* warnings.warn_explicit in C, as mr_warn. */
int mr_warn_explicit(mr_runtime *rt, mr_type *category, mr_value filename, int line,
                     const char *message);

#endif
