/*
 * unicode_error.c - see unicode_error.h.
 */
#include "text/unicode_error.h"

#include "types/abstract.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"

static mr_value raise_range(mr_runtime *rt, mr_type *type, const char *encoding, mr_value object,
                            size_t start, size_t end, const char *reason)
{
    mr_value args[5] = {mr_str_from(rt, encoding), object, mr_int_from(rt, (int64_t)start),
                        mr_int_from(rt, (int64_t)end), mr_str_from(rt, reason)};
    if (args[0] && args[1] && args[4]) {
        mr_value exception = mr_call(rt, mr_from(type), args, 5, MR_NULL);
        if (exception)
            mr_raise_exception(rt, exception);
        mr_decref(rt, exception);
    }
    mr_decref(rt, args[0]);
    mr_decref(rt, args[4]);
    return MR_NULL;
}

mr_value mr_raise_decode(mr_runtime *rt, const char *encoding, const void *data, size_t bytes,
                         size_t start, size_t end, const char *reason)
{
    mr_value object = mr_bytes_new(rt, data, bytes);
    raise_range(rt, rt->exc.UnicodeDecodeError, encoding, object, start, end, reason);
    mr_decref(rt, object);
    return MR_NULL;
}

mr_value mr_raise_encode(mr_runtime *rt, const char *encoding, mr_value str, size_t start,
                         size_t end, const char *reason)
{
    return raise_range(rt, rt->exc.UnicodeEncodeError, encoding, str, start, end, reason);
}
