/*
 * site.c - what the standard library's site module adds to the built-ins:
 * exit, quit, help.
 */
#include "modules/sys.h"

#include "types/abstract.h"
#include "types/containers.h"
#include "types/str.h"

typedef struct helper {
    mr_object head;
    const char *name; /* static */
} helper;

static const char *name_of(mr_value v) { return ((helper *)mr_obj(v))->name; }

static void helper_dealloc(mr_runtime *rt, mr_object *self) { (void)rt, (void)self; }
static void helper_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    (void)rt, (void)self, (void)visit, (void)arg;
}
static const mr_layout helper_layout = {.dealloc = helper_dealloc, .traverse = helper_traverse};

static mr_value quitter_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_format(rt, "Use %s() or Ctrl-D (i.e. EOF) to exit", name_of(self));
}

static mr_value quitter_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value out[1];
    if (!mr_bind(rt, "__call__(code=)", args, nargs, kwnames, out))
        return MR_NULL;
    mr_value e = mr_call1(rt, mr_from(rt->exc.SystemExit), out[0] ? out[0] : MR_NONE);
    if (e)
        mr_raise_exception(rt, e);
    mr_decref(rt, e);
    return MR_NULL;
}

static mr_value help_repr(mr_runtime *rt, mr_value self)
{
    return mr_str_from(rt,
                       "Type help() for interactive help, or help(object) for help about object.");
}

static mr_value help_call(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames)
{
    mr_value help = mr_import_attr(rt, "pydoc", "help");
    mr_value v = help ? mr_call(rt, help, args, nargs, kwnames) : MR_NULL;
    mr_decref(rt, help);
    return v;
}

static const mr_type_spec quitter_spec = {
    .name = "_sitebuiltins.Quitter",
    .basic_size = sizeof(helper),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .layout = &helper_layout,
    .slots = {.repr = quitter_repr, .call = quitter_call},
};

static const mr_type_spec help_spec = {
    .name = "_sitebuiltins._Helper",
    .basic_size = sizeof(helper),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_NO_NEW,
    .layout = &helper_layout,
    .slots = {.repr = help_repr, .call = help_call},
};

bool mr_site_init(mr_runtime *rt)
{
    static const char *const names[] = {"exit", "quit", "help"};
    mr_type *quitter = mr_type_from_spec(rt, &quitter_spec, NULL);
    mr_type *help = mr_type_from_spec(rt, &help_spec, NULL);
    for (int i = 0; quitter && help && i < 3; i++) {
        helper *h = mr_object_new(rt, i < 2 ? quitter : help, sizeof *h, false);
        bool fine = h && mr_dict_set_text(rt, rt->builtins, names[i], mr_from(h));
        if (!fine)
            return false;
        h->name = names[i];
        mr_decref(rt, mr_from(h));
    }
    return quitter && help;
}
