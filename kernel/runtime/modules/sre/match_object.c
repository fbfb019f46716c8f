/*
 * match_object.c - the type re.Match.
 */
#include "core/runtime.h"
#include "modules/sre/sre.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/model.h"
#include "types/str.h"

typedef struct match {
    mr_object head;
    mr_value pattern, string;
    int64_t pos, endpos;
    int64_t last_index; /* -1 none */
    uint32_t groups;    /* the whole match is group 0 */
    int64_t *marks;     /* heap buffer: beginning and end of each group, -1: did not take part */
} match;

static match *as_match(mr_value v) { return (match *)mr_obj(v); }
static size_t marks_size(uint32_t groups) { return 2 * ((size_t)groups + 1) * sizeof(int64_t); }

mr_value mr_sre_match_new(struct mr_sre_state *s, int64_t pos, int64_t endpos)
{
    mr_runtime *rt = s->rt;
    match *m = mr_object_new(rt, s->pattern->match_type, sizeof *m, true);

    if (!m)
        return MR_NULL;
    m->groups = s->pattern->groups;
    m->marks = mr_buf_new(rt, marks_size(m->groups));
    if (!m->marks) {
        m->groups = 0;
        mr_decref(rt, mr_from(m));
        return MR_NULL;
    }
    m->pattern = mr_incref(mr_from(s->pattern));
    m->string = mr_incref(s->string);
    m->pos = pos;
    m->endpos = endpos;
    m->last_index = s->last_index;
    m->marks[0] = s->start;
    m->marks[1] = s->at;
    for (uint32_t i = 0; i < m->groups; i++) {
        int64_t from = s->marks[2 * i], to = s->marks[2 * i + 1];
        bool took_part = from >= 0 && to >= from;
        m->marks[2 * i + 2] = took_part ? from : -1;
        m->marks[2 * i + 3] = took_part ? to : -1;
    }
    mr_gc_track(rt, &m->head);
    return mr_from(m);
}

static void match_dealloc(mr_runtime *rt, mr_object *self)
{
    match *m = (match *)self;
    mr_clear(rt, &m->pattern);
    mr_clear(rt, &m->string);
    if (m->marks)
        mr_buf_free(rt, m->marks, marks_size(m->groups));
}

static void match_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    match *m = (match *)self;
    visit(rt, m->pattern, arg);
    visit(rt, m->string, arg);
}

static const mr_layout match_layout = {.dealloc = match_dealloc, .traverse = match_traverse};

static mr_value group_at(mr_runtime *rt, match *m, uint32_t i, mr_value otherwise)
{
    if (m->marks[2 * i] < 0)
        return mr_incref(otherwise);
    return mr_sre_slice(rt, m->string, m->marks[2 * i], m->marks[2 * i + 1]);
}

/* Number of a group given by number or name; -1 with IndexError set. */
static int64_t group_number(mr_runtime *rt, match *m, mr_value key)
{
    int64_t i = -1;

    if (mr_is_integer(key)) {
        int overflow;
        i = mr_int_value(key, &overflow);
    } else {
        mr_value index = mr_dict_get(rt, ((mr_pattern *)mr_obj(m->pattern))->group_index, key);
        if (index && mr_is_int(index))
            i = mr_small_int_value(index);
        else if (mr_error(rt))
            mr_error_clear(rt);
    }
    if (i < 0 || i > (int64_t)m->groups)
        return mr_fail(rt, rt->exc.IndexError, "no such group");
    return i;
}

static mr_value group_by_key(mr_runtime *rt, match *m, mr_value key)
{
    int64_t i = group_number(rt, m, key);
    return i < 0 ? MR_NULL : group_at(rt, m, (uint32_t)i, MR_NONE);
}

static mr_value match_group(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    match *m = as_match(self);

    if (kwnames)
        return mr_raise(rt, rt->exc.TypeError, "group() takes no keyword arguments");
    if (nargs == 0)
        return group_at(rt, m, 0, MR_NONE);
    if (nargs == 1)
        return group_by_key(rt, m, args[0]);
    mr_value tuple = mr_tuple_new(rt, NULL, nargs);
    for (size_t i = 0; tuple && i < nargs; i++) {
        mr_value v = group_by_key(rt, m, args[i]);
        mr_as_tuple(tuple)->items[i] = v;
        if (!v) {
            mr_clear(rt, &tuple);
            return MR_NULL;
        }
    }
    return tuple;
}

static mr_value match_getitem(mr_runtime *rt, mr_value self, mr_value key)
{
    return group_by_key(rt, as_match(self), key);
}

static mr_value match_groups(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    match *m = as_match(self);
    mr_value otherwise;

    if (!mr_bind(rt, "groups(default=)", args, nargs, kwnames, &otherwise))
        return MR_NULL;
    mr_value tuple = mr_tuple_new(rt, NULL, m->groups);
    for (uint32_t i = 0; tuple && i < m->groups; i++) {
        mr_value v = group_at(rt, m, i + 1, otherwise ? otherwise : MR_NONE);
        mr_as_tuple(tuple)->items[i] = v;
        if (!v)
            mr_clear(rt, &tuple);
    }
    return tuple;
}

static mr_value match_groupdict(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    match *m = as_match(self);
    mr_value otherwise, key, index;
    size_t at = 0;

    if (!mr_bind(rt, "groupdict(default=)", args, nargs, kwnames, &otherwise))
        return MR_NULL;
    mr_value dict = mr_dict_new(rt), names = ((mr_pattern *)mr_obj(m->pattern))->group_index;
    while (dict && mr_dict_next(names, &at, &key, &index)) {
        mr_value v =
            group_at(rt, m, (uint32_t)mr_small_int_value(index), otherwise ? otherwise : MR_NONE);
        if (!v || !mr_dict_set(rt, dict, key, v))
            mr_clear(rt, &dict);
        mr_decref(rt, v);
    }
    return dict;
}

/* start, end, span */
static bool place_of(mr_runtime *rt, const char *name, mr_value self, const mr_value *args,
                     size_t nargs, mr_value kwnames, int64_t **place)
{
    match *m = as_match(self);

    if (!mr_arity(rt, name, nargs, kwnames, 0, 1))
        return false;
    int64_t i = nargs ? group_number(rt, m, args[0]) : 0;
    *place = m->marks + 2 * i;
    return i >= 0;
}

static mr_value match_start(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    int64_t *place;
    return place_of(rt, "start", self, args, nargs, kwnames, &place) ? mr_small_int(place[0])
                                                                     : MR_NULL;
}

static mr_value match_end(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    int64_t *place;
    return place_of(rt, "end", self, args, nargs, kwnames, &place) ? mr_small_int(place[1])
                                                                   : MR_NULL;
}

static mr_value match_span(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    int64_t *place;
    return place_of(rt, "span", self, args, nargs, kwnames, &place)
               ? mr_tuple_pack(rt, 2, mr_small_int(place[0]), mr_small_int(place[1]))
               : MR_NULL;
}

static mr_value match_expand(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value function = mr_import_attr(rt, "re", "_expand");
    mr_value given[3] = {as_match(self)->pattern, self, args[0]};
    mr_value v = function ? mr_call(rt, function, given, 3, MR_NULL) : MR_NULL;

    mr_decref(rt, function);
    return v;
}

static mr_value match_copy(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    return mr_incref(self);
}

static mr_value match_repr(mr_runtime *rt, mr_value self)
{
    match *m = as_match(self);
    mr_value whole = group_at(rt, m, 0, MR_NONE);
    mr_value text = whole ? mr_str_format(rt, "<re.Match object; span=(%ld, %ld), match=%R>",
                                          (long)m->marks[0], (long)m->marks[1], whole)
                          : MR_NULL;
    mr_decref(rt, whole);
    return text;
}

static mr_value get_last_index(mr_runtime *rt, mr_value self, void *closure)
{
    match *m = as_match(self);
    return m->last_index >= 0 ? mr_small_int(m->last_index) : MR_NONE;
}

static mr_value get_last_group(mr_runtime *rt, mr_value self, void *closure)
{
    match *m = as_match(self);
    mr_value names = ((mr_pattern *)mr_obj(m->pattern))->index_group;

    if (m->last_index < 0 || !mr_is_tuple(names) ||
        (size_t)m->last_index >= mr_as_tuple(names)->length)
        return MR_NONE;
    return mr_incref(mr_as_tuple(names)->items[m->last_index]);
}

static mr_value get_regs(mr_runtime *rt, mr_value self, void *closure)
{
    match *m = as_match(self);
    mr_value regs = mr_tuple_new(rt, NULL, (size_t)m->groups + 1);

    for (uint32_t i = 0; regs && i <= m->groups; i++) {
        mr_value pair =
            mr_tuple_pack(rt, 2, mr_small_int(m->marks[2 * i]), mr_small_int(m->marks[2 * i + 1]));
        mr_as_tuple(regs)->items[i] = pair;
        if (!pair)
            mr_clear(rt, &regs);
    }
    return regs;
}

static mr_value get_pos(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int(closure ? as_match(self)->endpos : as_match(self)->pos);
}

static const mr_method_def methods[] = {
    {"group", match_group, MR_ARGS_ANY,
     "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or "
     "names.\n"
     "    For 0 returns the entire match."},
    {"start", match_start, MR_ARGS_ANY,
     "start($self, group=0, /)\n--\n\nReturn index of the start of the substring matched by "
     "group."},
    {"end", match_end, MR_ARGS_ANY,
     "end($self, group=0, /)\n--\n\nReturn index of the end of the substring matched by group."},
    {"span", match_span, MR_ARGS_ANY,
     "span($self, group=0, /)\n--\n\nFor match object m, return the 2-tuple (m.start(group), "
     "m.end(group))."},
    {"groups", match_groups, MR_ARGS_ANY,
     "groups($self, /, default=None)\n--\n\nReturn a tuple containing all the subgroups of the "
     "match, from 1."},
    {"groupdict", match_groupdict, MR_ARGS_ANY,
     "groupdict($self, /, default=None)\n--\n\nReturn a dictionary containing all the named "
     "subgroups of the match, keyed by the subgroup name."},
    {"expand", match_expand, MR_ARGS_ONE,
     "expand($self, /, template)\n--\n\nReturn the string obtained by doing backslash substitution "
     "on the string template, as done by the sub() method."},
    {"__copy__", match_copy, MR_ARGS_NONE, NULL},
    {"__deepcopy__", match_copy, MR_ARGS_ONE, NULL},
    {"__class_getitem__", mr_class_getitem, MR_ARGS_ONE | MR_CLASS_METHOD, "See PEP 585"},
    {0},
};

static const mr_getset_def getsets[] = {
    {"lastindex", get_last_index, NULL, "The integer index of the last matched capturing group.",
     NULL},
    {"lastgroup", get_last_group, NULL, "The name of the last matched capturing group.", NULL},
    {"regs", get_regs, NULL, NULL, NULL},
    {"pos", get_pos, NULL,
     "The index into the string at which the RE engine started looking for a match.", NULL},
    {"endpos", get_pos, NULL, "The index into the string beyond which the RE engine will not go.",
     (void *)1},
    {0},
};

static const mr_member_def members[] = {
    {"string", offsetof(match, string), MR_MEMBER_READONLY,
     "The string passed to match() or search()."},
    {"re", offsetof(match, pattern), MR_MEMBER_READONLY, "The regular expression object."},
    {0},
};

const mr_type_spec mr_sre_match_spec = {
    .name = "re.Match",
    .doc = "The result of re.match() and re.search().\nMatch objects always have a boolean value "
           "of True.",
    .basic_size = sizeof(match),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &match_layout,
    .slots = {.repr = match_repr, .getitem = match_getitem},
    .methods = methods,
    .getsets = getsets,
    .members = members,
};
