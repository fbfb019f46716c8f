/*
 * exceptions.h - what the files of the built-in exceptions share.
 */
#ifndef MR_EXCEPTIONS_H
#define MR_EXCEPTIONS_H

#include "types/model.h"

static inline mr_exception *mr_as_exception(mr_value v) { return (mr_exception *)mr_obj(v); }

/* BaseException's own new, init, repr, str: exception types with more fields build on them. */
mr_value mr_exception_new(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                          mr_value kwnames);
int mr_exception_init(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                      mr_value kwnames);
int mr_exception_set_args(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs);
mr_value mr_exception_str(mr_runtime *rt, mr_value self);
mr_value mr_exception_reduce(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames);
/* Sets field i; v borrowed, MR_NULL empties it. */
static inline void mr_exception_field(mr_runtime *rt, mr_value self, int i, mr_value v)
{
    mr_replace(rt, &mr_as_exception(self)->fields[i], mr_incref(v));
}

/* Keyword arguments of exceptions such as ImportError(msg, name=..., path=...):
 * puts them into the fields first, first + 1 ... in the order of names. */
int mr_exception_keywords(mr_runtime *rt, mr_value self, const char *type, const char *const *names,
                          size_t count,
                          int first, const mr_value *kwvalues, mr_value kwnames);

/* A base exception type's slots and tables, over those it inherits. NULL
 * members: the type adds nothing to the layout of its base (see type_new.c). */
typedef struct mr_exception_extra {
    mr_slots slots;
    const mr_method_def *methods;
    const mr_getset_def *getsets;
    const mr_member_def *members;
} mr_exception_extra;
extern const mr_exception_extra mr_base_exception_extra, mr_import_error_extra, mr_os_error_extra,
    mr_syntax_error_extra, mr_key_error_extra, mr_attribute_error_extra, mr_name_error_extra,
    mr_stop_iteration_extra, mr_system_exit_extra, mr_unicode_decode_extra, mr_unicode_encode_extra,
    mr_unicode_translate_extra, mr_group_extra;
extern const mr_layout mr_exception_layout;

#define MR_FIELD(i) (offsetof(mr_exception, fields) + (i) * sizeof(mr_value))
#define MR_EXTRA(i) (offsetof(mr_exception, extra) + (i) * sizeof(mr_value))

/* ExceptionGroup, which has two bases; once all types are there. */
bool mr_exception_group_init(mr_runtime *rt);
/* What sys.unraisablehook does by itself. */
void mr_unraisable_report(mr_runtime *rt, mr_value exception, mr_value message, mr_value where);

#endif
