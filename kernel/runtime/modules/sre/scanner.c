/*
 * scanner.c - one match after another: Pattern.scanner and Pattern.finditer.
 */
#include "core/runtime.h"
#include "modules/sre/sre.h"

typedef struct scanner {
    mr_object head;
    mr_value pattern;
    struct mr_sre_state state;
    int64_t pos, endpos;
    bool running;
} scanner;

static scanner *as_scanner(mr_value v) { return (scanner *)mr_obj(v); }

mr_value mr_sre_scanner_new(mr_runtime *rt, mr_value pattern, mr_value string, int64_t pos,
                            int64_t endpos)
{
    const mr_pattern *p = (const mr_pattern *)mr_obj(pattern);
    scanner *s = mr_object_new(rt, p->scanner_type, sizeof *s, true);

    if (!s)
        return MR_NULL;
    if (!mr_sre_state_init(&s->state, rt, p, string, pos, endpos)) {
        s->state = (struct mr_sre_state){.rt = rt};
        mr_decref(rt, mr_from(s));
        return MR_NULL;
    }
    s->pattern = mr_incref(pattern);
    s->pos = s->state.start;
    s->endpos = s->state.end;
    mr_gc_track(rt, &s->head);
    return mr_from(s);
}

static void scanner_dealloc(mr_runtime *rt, mr_object *self)
{
    scanner *s = (scanner *)self;
    mr_sre_state_finish(&s->state);
    mr_clear(rt, &s->pattern);
}

static void scanner_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    scanner *s = (scanner *)self;
    visit(rt, s->pattern, arg);
    visit(rt, s->state.string, arg);
}

static const mr_layout scanner_layout = {.dealloc = scanner_dealloc, .traverse = scanner_traverse};

/* The next match, None at the end. */
static mr_value advance(mr_runtime *rt, mr_value self, int (*find)(struct mr_sre_state *))
{
    scanner *s = as_scanner(self);

    if (s->running)
        return mr_raise(rt, rt->exc.ValueError, "regular expression scanner already executing");
    if (s->state.start < 0)
        return MR_NONE;
    s->running = true;
    int found = find(&s->state);
    s->running = false;
    if (found < 0)
        return MR_NULL;
    if (!found) {
        s->state.start = -1;
        return MR_NONE;
    }
    mr_value m = mr_sre_match_new(&s->state, s->pos, s->endpos);
    s->state.must_advance = s->state.at == s->state.start;
    s->state.start = s->state.at;
    return m;
}

static mr_value scanner_match(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    return advance(rt, self, mr_sre_match);
}

static mr_value scanner_search(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    return advance(rt, self, mr_sre_search);
}

static const mr_method_def methods[] = {
    {"match", scanner_match, MR_ARGS_NONE, NULL},
    {"search", scanner_search, MR_ARGS_NONE, NULL},
    {0},
};

static const mr_member_def members[] = {
    {"pattern", offsetof(scanner, pattern), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_sre_scanner_spec = {
    .name = "_sre.SRE_Scanner",
    .basic_size = sizeof(scanner),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &scanner_layout,
    .methods = methods,
    .members = members,
};
