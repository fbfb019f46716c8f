/*
 * mro.c - the method resolution order: C3 linearisation (Barrett et al.,
 * "A Monotonic Superclass Linearization for Dylan", 1996).
 */
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

/* One of the lists being merged; the last list is the bases themselves. */
struct sequence {
    const mr_value *items;
    size_t length, at;
};

static bool in_tail(const struct sequence *s, mr_value cls)
{
    for (size_t i = s->at + 1; i < s->length; i++) {
        if (s->items[i] == cls)
            return true;
    }
    return false;
}

static mr_value inconsistent(mr_runtime *rt, const struct sequence *lists, size_t count)
{
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    mr_str_builder_text(&b, "Cannot create a consistent method resolution\norder (MRO) for bases");
    mr_value seen = mr_dict_new(rt);
    bool first = true;
    for (size_t i = 0; seen && i < count; i++) {
        if (lists[i].at == lists[i].length)
            continue;
        mr_value head = lists[i].items[lists[i].at];
        if (mr_dict_contains(rt, seen, head))
            continue;
        mr_dict_set(rt, seen, head, MR_NONE);
        mr_str_builder_text(&b, first ? " " : ", ");
        mr_str_builder_text(&b, mr_type_short_name(mr_as_type(head)));
        first = false;
    }
    mr_decref(rt, seen);
    mr_value text = mr_str_builder_take(&b);
    if (text)
        mr_raise_value(rt, rt->exc.TypeError, text);
    mr_decref(rt, text);
    return MR_NULL;
}

static mr_value merge(mr_runtime *rt, mr_type *type, struct sequence *lists, size_t count,
                      size_t most)
{
    mr_value result = mr_list_new(rt, NULL, 0);
    if (!result || !mr_list_append(rt, result, mr_from(type)))
        goto fail;
    for (size_t made = 0; made <= most; made++) {
        size_t i = 0;
        bool left = false;
        mr_value pick = MR_NULL;
        for (; i < count && !pick; i++) {
            if (lists[i].at == lists[i].length)
                continue;
            left = true;
            pick = lists[i].items[lists[i].at];
            for (size_t j = 0; j < count && pick; j++) {
                if (in_tail(&lists[j], pick))
                    pick = MR_NULL;
            }
        }
        if (!left) {
            mr_value tuple = mr_list_to_tuple(rt, result);
            mr_decref(rt, result);
            return tuple;
        }
        if (!pick) {
            inconsistent(rt, lists, count);
            goto fail;
        }
        if (!mr_list_append(rt, result, pick))
            goto fail;
        for (size_t j = 0; j < count; j++) {
            if (lists[j].at < lists[j].length && lists[j].items[lists[j].at] == pick)
                lists[j].at++;
        }
    }
fail:
    mr_decref(rt, result);
    return MR_NULL;
}

mr_value mr_mro_compute(mr_runtime *rt, mr_type *type, mr_value bases)
{
    const mr_tuple *b = mr_as_tuple(bases);
    for (size_t i = 0; i < b->length; i++) {
        mr_type *base = mr_as_type(b->items[i]);
        if (!base->mro)
            return mr_raise(rt, rt->exc.TypeError, "Cannot extend an incomplete type '%N'", base);
        for (size_t j = i + 1; j < b->length; j++) {
            if (b->items[j] == b->items[i])
                return mr_raise(rt, rt->exc.TypeError, "duplicate base class %s",
                                mr_type_short_name(base));
        }
    }
    if (b->length == 1) {
        const mr_tuple *above = mr_as_tuple(mr_as_type(b->items[0])->mro);
        mr_value mro = mr_tuple_new(rt, NULL, above->length + 1);
        if (!mro)
            return MR_NULL;
        mr_as_tuple(mro)->items[0] = mr_incref(mr_from(type));
        for (size_t i = 0; i < above->length; i++)
            mr_as_tuple(mro)->items[i + 1] = mr_incref(above->items[i]);
        return mro;
    }
    size_t count = b->length + 1, most = b->length;
    struct sequence *lists = mr_buf_new(rt, count * sizeof *lists);
    if (!lists)
        return MR_NULL;
    for (size_t i = 0; i < b->length; i++) {
        const mr_tuple *above = mr_as_tuple(mr_as_type(b->items[i])->mro);
        lists[i] = (struct sequence){above->items, above->length, 0};
        most += above->length;
    }
    lists[b->length] = (struct sequence){b->items, b->length, 0};
    mr_value mro = merge(rt, type, lists, count, most);
    mr_buf_free(rt, lists, count * sizeof *lists);
    return mro;
}

/* The order that a metaclass's own mro() gave, checked. */
static mr_value checked_mro(mr_runtime *rt, mr_type *type, mr_value answer)
{
    mr_value mro = mr_tuple_from(rt, answer);
    if (!mro)
        return MR_NULL;
    for (size_t i = 0; i < mr_as_tuple(mro)->length; i++) {
        mr_value cls = mr_as_tuple(mro)->items[i];
        if (!mr_is_type(cls))
            mr_raise(rt, rt->exc.TypeError, "mro() returned a non-class ('%T')", cls);
        else if (mr_as_type(cls)->kind != MR_KIND_INSTANCE && mr_as_type(cls)->kind != type->kind)
            mr_raise(rt, rt->exc.TypeError, "mro() returned base with unsuitable layout ('%N')",
                     mr_as_type(cls));
        else
            continue;
        mr_decref(rt, mro);
        return MR_NULL;
    }
    return mro;
}

bool mr_mro_set(mr_runtime *rt, mr_type *type)
{
    mr_type *meta = mr_object_type(rt, &type->head);
    mr_value method = mr_type_lookup(rt, meta, MR_NAME(rt, mro));
    mr_value standard = mr_dict_get_str(rt, rt->types.type->dict, MR_NAME(rt, mro));
    mr_value mro;
    if (meta == rt->types.type || method == standard) {
        mro = mr_mro_compute(rt, type, type->bases);
    } else {
        mr_value bound = mr_lookup_special(rt, mr_from(type), MR_NAME(rt, mro));
        mr_value answer = bound ? mr_call0(rt, bound) : MR_NULL;
        mro = answer ? checked_mro(rt, type, answer) : MR_NULL;
        mr_decref(rt, answer);
        mr_decref(rt, bound);
    }
    if (!mro)
        return false;
    mr_replace(rt, &type->mro, mro);
    return true;
}
