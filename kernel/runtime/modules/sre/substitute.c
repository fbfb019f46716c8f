/*
 * substitute.c - Pattern.sub and Pattern.subn.
 */
#include "core/runtime.h"
#include "modules/sre/sre.h"
#include "types/containers.h"
#include "types/str.h"

static bool has_backslash(const struct mr_sre_state *template)
{
    for (int64_t i = 0; i < template->length; i++) {
        uint32_t c = template->width == 1   ? ((const uint8_t *)template->text)[i]
                     : template->width == 2 ? ((const uint16_t *)template->text)[i]
                                            : ((const uint32_t *)template->text)[i];
        if (c == '\\')
            return true;
    }
    return false;
}

/* What to put in the place of a match: a text, or a function of the match; owned. */
static mr_value replacement(mr_runtime *rt, mr_value self, mr_value repl, bool *is_function)
{
    static const mr_pattern any = {.is_bytes = -1};
    struct mr_sre_state template;

    *is_function = mr_callable(rt, repl);
    if (*is_function)
        return mr_incref(repl);
    if (mr_is_str(repl) || mr_has_buffer(rt, repl)) {
        if (!mr_sre_state_init(&template, rt, &any, repl, 0, INT64_MAX))
            return MR_NULL;
        bool plain = !has_backslash(&template);
        mr_sre_state_finish(&template);
        if (plain)
            return mr_incref(repl);
    }
    mr_value function = mr_import_attr(rt, "re", "_subx");
    mr_value v = function ? mr_call2(rt, function, self, repl) : MR_NULL;
    mr_decref(rt, function);
    *is_function = v && mr_callable(rt, v);
    return v;
}

static mr_value join(mr_runtime *rt, mr_value string, mr_value pieces)
{
    if (mr_is_str(string))
        return mr_str_join(rt, rt->empty_str, pieces);
    mr_value empty = mr_bytes_new(rt, "", 0);
    mr_value v = empty ? mr_call_method(rt, empty, mr_intern(rt, "join"), &pieces, 1) : MR_NULL;
    mr_decref(rt, empty);
    return v;
}

static bool add(mr_runtime *rt, mr_value list, mr_value v)
{
    return v && mr_list_append_steal(rt, list, v);
}

/* Adds what replaces the match found. */
static bool add_replacement(mr_runtime *rt, struct mr_sre_state *s, mr_value pieces, mr_value with,
                            bool is_function, int64_t endpos)
{
    if (!is_function)
        return with == MR_NONE || mr_list_append(rt, pieces, with);
    mr_value m = mr_sre_match_new(s, 0, endpos);
    mr_value v = m ? mr_call1(rt, with, m) : MR_NULL;
    mr_decref(rt, m);
    if (v == MR_NONE)
        return true;
    return add(rt, pieces, v);
}

mr_value mr_sre_sub(mr_runtime *rt, mr_value self, mr_value repl, mr_value string, int64_t count,
                    bool with_number)
{
    struct mr_sre_state s;
    bool is_function, fine = false;
    int64_t done = 0, from = 0;
    mr_value result = MR_NULL;

    mr_value with = replacement(rt, self, repl, &is_function);
    if (!with)
        return MR_NULL;
    if (!mr_sre_state_init(&s, rt, (const mr_pattern *)mr_obj(self), string, 0, INT64_MAX)) {
        mr_decref(rt, with);
        return MR_NULL;
    }
    int64_t endpos = s.end;
    mr_value pieces = mr_list_new(rt, NULL, 0);
    while (pieces && (!count || done < count)) {
        int found = mr_sre_search(&s);
        if (found < 0)
            goto end;
        if (!found)
            break;
        if (from < s.start && !add(rt, pieces, mr_sre_slice(rt, string, from, s.start)))
            goto end;
        if (!add_replacement(rt, &s, pieces, with, is_function, endpos))
            goto end;
        from = s.at;
        done++;
        s.must_advance = s.at == s.start;
        s.start = s.at;
    }
    if (!pieces || (from < s.end && !add(rt, pieces, mr_sre_slice(rt, string, from, s.end))))
        goto end;
    fine = true;
end:
    if (fine)
        result = join(rt, string, pieces);
    mr_decref(rt, pieces);
    mr_decref(rt, with);
    mr_sre_state_finish(&s);
    if (result && with_number) {
        mr_value pair = mr_tuple_pack(rt, 2, result, mr_small_int(done));
        mr_decref(rt, result);
        result = pair;
    }
    return result;
}
