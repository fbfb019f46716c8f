/*
 * buffer.c - the buffer protocol.
 */
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/bytes.h"

bool mr_has_buffer(mr_runtime *rt, mr_value v)
{
    return mr_type_of(rt, v)->slots.getbuffer != NULL;
}

int mr_buffer_get(mr_runtime *rt, mr_value v, mr_buffer *out, int flags)
{
    *out = (mr_buffer){.item_size = 1, .ndim = 1};
    mr_type *type = mr_type_of(rt, v);
    if (!type->slots.getbuffer)
        return mr_fail(rt, rt->exc.TypeError, "a bytes-like object is required, not '%T'", v);
    if (type->slots.getbuffer(rt, v, out, flags) < 0)
        return -1;
    out->owner = mr_incref(v);
    return 0;
}

void mr_buffer_release(mr_runtime *rt, mr_buffer *view)
{
    if (!view->owner)
        return;
    mr_type *type = mr_type_of(rt, view->owner);
    if (type->slots.releasebuffer)
        type->slots.releasebuffer(rt, view->owner, view);
    mr_clear(rt, &view->owner);
}
