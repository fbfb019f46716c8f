/*
 * pattern.c - the type re.Pattern.
 */
#include <stdio.h>

#include "core/runtime.h"
#include "modules/sre/sre.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

static mr_pattern *as_pattern(mr_value v) { return (mr_pattern *)mr_obj(v); }

static void pattern_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_pattern *p = (mr_pattern *)self;
    mr_clear(rt, &p->pattern);
    mr_clear(rt, &p->group_index);
    mr_clear(rt, &p->index_group);
    if (p->match_type)
        mr_decref(rt, mr_from(p->match_type));
    if (p->scanner_type)
        mr_decref(rt, mr_from(p->scanner_type));
    if (p->code)
        mr_buf_free(rt, p->code, p->code_count * sizeof *p->code);
}

static void pattern_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_pattern *p = (mr_pattern *)self;
    visit(rt, p->pattern, arg);
    visit(rt, p->group_index, arg);
    visit(rt, p->index_group, arg);
    visit(rt, mr_from(p->match_type), arg);
    visit(rt, mr_from(p->scanner_type), arg);
}

static const mr_layout pattern_layout = {.dealloc = pattern_dealloc, .traverse = pattern_traverse};

/* string, pos and endpos */
static bool subject(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
                    mr_value kwnames, mr_value *string, int64_t *pos, int64_t *endpos)
{
    mr_value given[3];

    if (!mr_bind(rt, signature, args, nargs, kwnames, given))
        return false;
    *string = given[0];
    *pos = 0;
    *endpos = INT64_MAX;
    return (!given[1] || mr_to_index_clamped(rt, given[1], pos)) &&
           (!given[2] || mr_to_index_clamped(rt, given[2], endpos));
}

static mr_value first_match(mr_runtime *rt, mr_value self, const char *signature,
                            const mr_value *args, size_t nargs, mr_value kwnames, bool search,
                            bool whole)
{
    struct mr_sre_state s;
    mr_value string, m = MR_NULL;
    int64_t pos, endpos;

    if (!subject(rt, signature, args, nargs, kwnames, &string, &pos, &endpos) ||
        !mr_sre_state_init(&s, rt, as_pattern(self), string, pos, endpos))
        return MR_NULL;
    pos = s.start;
    s.whole = whole;
    int found = search ? mr_sre_search(&s) : mr_sre_match(&s);
    if (found >= 0)
        m = found ? mr_sre_match_new(&s, pos, s.end) : MR_NONE;
    mr_sre_state_finish(&s);
    return m;
}

static mr_value pattern_match(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return first_match(rt, self, "match(string, pos=, endpos=)", args, nargs, kwnames, false,
                       false);
}

static mr_value pattern_fullmatch(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                  mr_value kwnames)
{
    return first_match(rt, self, "fullmatch(string, pos=, endpos=)", args, nargs, kwnames, false,
                       true);
}

static mr_value pattern_search(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return first_match(rt, self, "search(string, pos=, endpos=)", args, nargs, kwnames, true,
                       false);
}

static mr_value pattern_scanner(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    mr_value string;
    int64_t pos, endpos;

    if (!subject(rt, "scanner(string, pos=, endpos=)", args, nargs, kwnames, &string, &pos,
                 &endpos))
        return MR_NULL;
    return mr_sre_scanner_new(rt, self, string, pos, endpos);
}

static mr_value pattern_finditer(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                 mr_value kwnames)
{
    mr_value string, iterator = MR_NULL;
    int64_t pos, endpos;

    if (!subject(rt, "finditer(string, pos=, endpos=)", args, nargs, kwnames, &string, &pos,
                 &endpos))
        return MR_NULL;
    mr_value scanner = mr_sre_scanner_new(rt, self, string, pos, endpos);
    mr_value search = scanner ? mr_getattr_text(rt, scanner, "search") : MR_NULL;
    if (search)
        iterator = mr_call_iter_new(rt, search, MR_NONE);
    mr_decref(rt, scanner);
    mr_decref(rt, search);
    return iterator;
}

/* The item of findall for the match found. */
static mr_value found_item(struct mr_sre_state *s)
{
    mr_runtime *rt = s->rt;
    uint32_t groups = s->pattern->groups;
    mr_value empty = s->is_bytes ? mr_bytes_new(rt, "", 0) : mr_incref(rt->empty_str), item;

    if (!empty)
        return MR_NULL;
    if (groups <= 1) {
        item = mr_sre_state_group(s, groups, empty);
    } else {
        item = mr_tuple_new(rt, NULL, groups);
        for (uint32_t i = 0; item && i < groups; i++) {
            mr_value v = mr_sre_state_group(s, i + 1, empty);
            mr_as_tuple(item)->items[i] = v;
            if (!v)
                mr_clear(rt, &item);
        }
    }
    mr_decref(rt, empty);
    return item;
}

static mr_value pattern_findall(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    struct mr_sre_state s;
    mr_value string;
    int64_t pos, endpos;

    if (!subject(rt, "findall(string, pos=, endpos=)", args, nargs, kwnames, &string, &pos,
                 &endpos) ||
        !mr_sre_state_init(&s, rt, as_pattern(self), string, pos, endpos))
        return MR_NULL;
    mr_value list = mr_list_new(rt, NULL, 0);
    while (list && s.start <= s.end) {
        int found = mr_sre_search(&s);
        if (!found)
            break;
        mr_value item = found > 0 ? found_item(&s) : MR_NULL;
        if (!item || !mr_list_append_steal(rt, list, item)) {
            mr_clear(rt, &list);
            break;
        }
        s.must_advance = s.at == s.start;
        s.start = s.at;
    }
    mr_sre_state_finish(&s);
    return list;
}

static mr_value pattern_split(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    struct mr_sre_state s;
    mr_value given[2];
    int64_t most = 0, done = 0, from = 0;

    if (!mr_bind(rt, "split(string, maxsplit=)", args, nargs, kwnames, given) ||
        (given[1] && !mr_to_int64(rt, given[1], &most)) ||
        !mr_sre_state_init(&s, rt, as_pattern(self), given[0], 0, INT64_MAX))
        return MR_NULL;
    mr_value list = mr_list_new(rt, NULL, 0);
    while (list && (!most || done < most)) {
        int found = mr_sre_search(&s);
        if (!found)
            break;
        mr_value piece = found > 0 ? mr_sre_slice(rt, given[0], from, s.start) : MR_NULL;
        bool fine = piece && mr_list_append_steal(rt, list, piece);
        for (uint32_t i = 1; fine && i <= s.pattern->groups; i++) {
            mr_value group = mr_sre_state_group(&s, i, MR_NONE);
            fine = group && mr_list_append_steal(rt, list, group);
        }
        if (!fine) {
            mr_clear(rt, &list);
            break;
        }
        done++;
        from = s.at;
        s.must_advance = s.at == s.start;
        s.start = s.at;
    }
    if (list) {
        mr_value piece = mr_sre_slice(rt, given[0], from, s.end);
        if (!piece || !mr_list_append_steal(rt, list, piece))
            mr_clear(rt, &list);
    }
    mr_sre_state_finish(&s);
    return list;
}

static mr_value substitute(mr_runtime *rt, mr_value self, const char *signature,
                           const mr_value *args, size_t nargs, mr_value kwnames, bool with_number)
{
    mr_value given[3];
    int64_t count = 0;

    if (!mr_bind(rt, signature, args, nargs, kwnames, given) ||
        (given[2] && !mr_to_int64(rt, given[2], &count)))
        return MR_NULL;
    return mr_sre_sub(rt, self, given[0], given[1], count, with_number);
}

static mr_value pattern_sub(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return substitute(rt, self, "sub(repl, string, count=)", args, nargs, kwnames, false);
}

static mr_value pattern_subn(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return substitute(rt, self, "subn(repl, string, count=)", args, nargs, kwnames, true);
}

static mr_value pattern_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    return mr_incref(self);
}

static mr_value pattern_repr(mr_runtime *rt, mr_value self)
{
    static const struct {
        const char *name;
        int64_t flag;
    } names[] = {
        {"re.TEMPLATE", 1}, {"re.IGNORECASE", 2}, {"re.LOCALE", 4},  {"re.MULTILINE", 8},
        {"re.DOTALL", 16},  {"re.VERBOSE", 64},   {"re.DEBUG", 128}, {"re.ASCII", 256},
    };
    mr_pattern *p = as_pattern(self);
    int64_t flags = p->flags;
    char text[256] = "";

    /* a str pattern has re.UNICODE unless it says otherwise */
    if (!p->is_bytes && (flags & (4 | 256 | 32)) == 32)
        flags &= ~(int64_t)32;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (flags & names[i].flag) {
            strcat(text, *text ? "|" : ", ");
            strcat(text, names[i].name);
            flags &= ~names[i].flag;
        }
        if (i == 4 && flags & 32) {
            strcat(text, *text ? "|" : ", ");
            strcat(text, "re.UNICODE");
            flags &= ~(int64_t)32;
        }
    }
    if (flags) {
        char number[32];
        snprintf(number, sizeof number, "%s0x%lx", *text ? "|" : ", ", (unsigned long)flags);
        strcat(text, number);
    }
    mr_value repr = mr_repr(rt, p->pattern);
    mr_value result = repr ? mr_str_format(rt, "re.compile(%.200V%s)", repr, text) : MR_NULL;
    mr_decref(rt, repr);
    return result;
}

static int64_t pattern_hash(mr_runtime *rt, mr_value self)
{
    mr_pattern *p = as_pattern(self);
    uint64_t h;

    if (mr_hash(rt, p->pattern, &h) < 0)
        return -1;
    for (size_t i = 0; i < p->code_count; i++)
        h = h * 1000003 ^ p->code[i];
    h ^= (uint64_t)p->flags ^ (uint64_t)p->is_bytes ^ p->groups;
    return (int64_t)h == -1 ? -2 : (int64_t)h;
}

static mr_value pattern_compare(mr_runtime *rt, mr_value a, mr_value b, int op)
{
    if ((op != MR_EQ && op != MR_NE) || mr_type_of(rt, a) != mr_type_of(rt, b))
        return MR_NOT_IMPLEMENTED;
    mr_pattern *p = as_pattern(a), *q = as_pattern(b);
    int same = p->flags == q->flags && p->is_bytes == q->is_bytes &&
               p->code_count == q->code_count &&
               !memcmp(p->code, q->code, p->code_count * sizeof *p->code);
    if (same && a != b)
        same = mr_equal(rt, p->pattern, q->pattern);
    return same < 0 ? MR_NULL : mr_bool(same == (op == MR_EQ));
}

static mr_value get_number(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(closure ? as_pattern(self)->groups : as_pattern(self)->flags);
}

static mr_value get_group_index(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_call1(rt, mr_from(rt->types.mappingproxy), as_pattern(self)->group_index);
}

static const mr_method_def methods[] = {
    {"match", pattern_match, MR_ARGS_ANY,
     "match($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nMatches zero or more characters at "
     "the beginning of the string."},
    {"fullmatch", pattern_fullmatch, MR_ARGS_ANY,
     "fullmatch($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nMatches against all of the "
     "string."},
    {"search", pattern_search, MR_ARGS_ANY,
     "search($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nScan through string looking for a "
     "match, and return a corresponding match object instance.\n\nReturn None if no position in "
     "the string matches."},
    {"sub", pattern_sub, MR_ARGS_ANY,
     "sub($self, /, repl, string, count=0)\n--\n\nReturn the string obtained by replacing the "
     "leftmost non-overlapping occurrences of pattern in string by the replacement repl."},
    {"subn", pattern_subn, MR_ARGS_ANY,
     "subn($self, /, repl, string, count=0)\n--\n\nReturn the tuple (new_string, "
     "number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern "
     "with the replacement repl."},
    {"findall", pattern_findall, MR_ARGS_ANY,
     "findall($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nReturn a list of all "
     "non-overlapping matches of pattern in string."},
    {"split", pattern_split, MR_ARGS_ANY,
     "split($self, /, string, maxsplit=0)\n--\n\nSplit string by the occurrences of pattern."},
    {"finditer", pattern_finditer, MR_ARGS_ANY,
     "finditer($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nReturn an iterator over all "
     "non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator "
     "returns a match object."},
    {"scanner", pattern_scanner, MR_ARGS_ANY, NULL},
    {"__copy__", pattern_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", pattern_copy, MR_ARGS_ONE, NULL},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, "See PEP 585"},
    {0},
};

static const mr_getset_def getsets[] = {
    {"flags", get_number, NULL, "The regex matching flags.", NULL},
    {"groups", get_number, NULL, "The number of capturing groups in the pattern.", (void *)1},
    {"groupindex", get_group_index, NULL, "A dictionary mapping group names to group numbers.",
     NULL},
    {0},
};

static const mr_member_def members[] = {
    {"pattern", offsetof(mr_pattern, pattern), MR_MEMBER_READONLY,
     "The pattern string from which the RE object was compiled."},
    {0},
};

const mr_type_spec mr_sre_pattern_spec = {
    .name = "re.Pattern",
    .doc = "Compiled regular expression object.",
    .basic_size = sizeof(mr_pattern),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &pattern_layout,
    .slots = {.repr = pattern_repr, .hash = pattern_hash, .richcompare = pattern_compare},
    .methods = methods,
    .getsets = getsets,
    .members = members,
};
