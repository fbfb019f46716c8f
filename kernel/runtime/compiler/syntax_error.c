/*
 * syntax_error.c - raising SyntaxError and its kind with all their fields.
 */
#include "compiler/syntax_error.h"

#include "types/abstract.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

mr_value mr_raise_syntax(mr_runtime *rt, mr_type *type, mr_value filename, const char *message,
                         int lineno, int offset, int end_lineno, int end_offset, mr_value text)
{
    mr_value args[2] = { mr_str_from(rt, message), MR_NULL };
    mr_value exception = MR_NULL;

    if (args[0])
        args[1] = mr_tuple_pack(rt, 6, filename, mr_small_int(lineno), mr_small_int(offset), text,
                                mr_small_int(end_lineno),
                                end_offset == MR_NO_OFFSET ? MR_NONE : mr_small_int(end_offset));
    if (args[1])
        exception = mr_call(rt, mr_from(type), args, 2, MR_NULL);
    mr_decref(rt, args[0]);
    mr_decref(rt, args[1]);
    if (exception) {
        mr_raise_exception(rt, exception);
        mr_decref(rt, exception);
    }
    return MR_NULL;
}
