/*
 * module.c - the module _sre.
 */
#include "core/runtime.h"
#include "modules/sre/sre.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"

/* The list of codes; each is a number of 32 bits. */
static bool read_code(mr_runtime *rt, mr_pattern *p, mr_value list)
{
    if (!mr_is_list(list)) {
        mr_raise(rt, rt->exc.TypeError, "compile() argument 'code' must be list, not %T", list);
        return false;
    }
    size_t n = mr_as_list(list)->length;
    if (!n) {
        mr_raise(rt, rt->exc.RuntimeError, "invalid SRE code");
        return false;
    }
    p->code = mr_buf_new(rt, n * sizeof *p->code);
    if (!p->code)
        return false;
    p->code_count = n;
    for (size_t i = 0; i < n; i++) {
        int64_t code;
        if (!mr_to_int64(rt, mr_as_list(list)->items[i], &code))
            return false;
        if (code < 0 || code > UINT32_MAX) {
            mr_raise(rt, rt->exc.OverflowError, "regular expression code size limit exceeded");
            return false;
        }
        p->code[i] = (uint32_t)code;
    }
    if (p->code[n - 1] != SRE_SUCCESS) {
        mr_raise(rt, rt->exc.RuntimeError, "invalid SRE code");
        return false;
    }
    return true;
}

static mr_type *own_type(mr_runtime *rt, mr_value module, const char *name)
{
    return (mr_type *)mr_obj(mr_incref(mr_dict_get_text(rt, mr_module_dict(module), name)));
}

static mr_value sre_compile(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    mr_value given[6];
    int64_t groups;

    if (!mr_bind(rt, "compile(pattern, flags, code, groups, groupindex, indexgroup)", args, nargs,
                 kwnames, given))
        return MR_NULL;
    mr_type *type = (mr_type *)mr_obj(mr_dict_get_text(rt, mr_module_dict(self), "Pattern"));
    mr_pattern *p = mr_object_new(rt, type, sizeof *p, true);
    if (!p)
        return MR_NULL;
    p->pattern = mr_incref(given[0]);
    p->group_index = mr_incref(given[4]);
    p->index_group = mr_incref(given[5]);
    p->match_type = own_type(rt, self, "Match");
    p->scanner_type = own_type(rt, self, "SRE_Scanner");
    p->is_bytes = given[0] == MR_NONE ? -1 : !mr_is_str(given[0]);
    if (!mr_to_int64(rt, given[1], &p->flags) || !mr_to_int64(rt, given[3], &groups) ||
        !read_code(rt, p, given[2])) {
        mr_decref(rt, mr_from(p));
        return MR_NULL;
    }
    if (!mr_is_dict(given[4]) || !mr_is_tuple(given[5]) || groups < 0 || groups > INT32_MAX / 2) {
        mr_raise(rt, rt->exc.TypeError, "compile() arguments of the wrong type");
        mr_decref(rt, mr_from(p));
        return MR_NULL;
    }
    p->groups = (uint32_t)groups;
    mr_gc_track(rt, &p->head);
    return mr_from(p);
}

static bool character(mr_runtime *rt, mr_value v, uint32_t *c)
{
    int64_t n;

    if (!mr_to_int64(rt, v, &n))
        return false;
    *c = (uint32_t)n;
    return true;
}

static mr_value ascii_iscased(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    uint32_t c;
    return character(rt, args[0], &c) ? mr_bool(c < 128 && (c | 32) >= 'a' && (c | 32) <= 'z')
                                      : MR_NULL;
}

static mr_value unicode_iscased(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    uint32_t c;
    return character(rt, args[0], &c)
               ? mr_bool(mr_sre_lower_unicode(c) != c || mr_sre_upper_unicode(c) != c)
               : MR_NULL;
}

static mr_value ascii_tolower(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                              mr_value kwnames)
{
    uint32_t c;
    return character(rt, args[0], &c) ? mr_small_int(mr_sre_lower_ascii(c)) : MR_NULL;
}

static mr_value unicode_tolower(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                                mr_value kwnames)
{
    uint32_t c;
    return character(rt, args[0], &c) ? mr_small_int(mr_sre_lower_unicode(c)) : MR_NULL;
}

static mr_value getcodesize(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                            mr_value kwnames)
{
    return mr_small_int(sizeof(uint32_t));
}

static const mr_method_def functions[] = {
    {"compile", sre_compile, MR_ARGS_ANY, NULL},
    {"ascii_iscased", ascii_iscased, MR_ARGS_ONE, NULL},
    {"unicode_iscased", unicode_iscased, MR_ARGS_ONE, NULL},
    {"ascii_tolower", ascii_tolower, MR_ARGS_ONE, NULL},
    {"unicode_tolower", unicode_tolower, MR_ARGS_ONE, NULL},
    {"getcodesize", getcodesize, MR_ARGS_NONE, NULL},
    {0},
};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_type(rt, module, &mr_sre_pattern_spec, NULL) &&
           mr_module_add_type(rt, module, &mr_sre_match_spec, NULL) &&
           mr_module_add_type(rt, module, &mr_sre_scanner_spec, NULL) &&
           mr_module_add(rt, module, "MAGIC", mr_small_int(MR_SRE_MAGIC)) &&
           mr_module_add(rt, module, "CODESIZE", mr_small_int(sizeof(uint32_t))) &&
           mr_module_add(rt, module, "MAXREPEAT", mr_small_int(MR_SRE_MAXREPEAT)) &&
           mr_module_add(rt, module, "MAXGROUPS", mr_small_int(INT32_MAX / 2));
}

const mr_module_spec mr_module__sre = {
    .name = "_sre",
    .functions = functions,
    .setup = setup,
};
