/*
 * accounts.c - the modules pwd and grp: users and groups.
 */
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>

#include "modules/module.h"
#include "modules/posix/posix.h"
#include "modules/structseq.h"

static const mr_getset_def passwd_fields[] = {
    MR_STRUCTSEQ_FIELD("pw_name", 0),  MR_STRUCTSEQ_FIELD("pw_passwd", 1),
    MR_STRUCTSEQ_FIELD("pw_uid", 2),   MR_STRUCTSEQ_FIELD("pw_gid", 3),
    MR_STRUCTSEQ_FIELD("pw_gecos", 4), MR_STRUCTSEQ_FIELD("pw_dir", 5),
    MR_STRUCTSEQ_FIELD("pw_shell", 6), {0}};
static const mr_type_spec passwd_spec =
    MR_STRUCTSEQ_SPEC("pwd.struct_passwd", "An entry of the user database.", passwd_fields);
static const mr_getset_def group_fields[] = {MR_STRUCTSEQ_FIELD("gr_name", 0),
                                             MR_STRUCTSEQ_FIELD("gr_passwd", 1),
                                             MR_STRUCTSEQ_FIELD("gr_gid", 2),
                                             MR_STRUCTSEQ_FIELD("gr_mem", 3),
                                             {0}};
static const mr_type_spec group_spec =
    MR_STRUCTSEQ_SPEC("grp.struct_group", "An entry of the group database.", group_fields);

static mr_value text(mr_runtime *rt, const char *s)
{
    return s ? mr_name_decode(rt, s, strlen(s)) : MR_NONE;
}

static mr_value from_passwd(mr_runtime *rt, mr_value module, const struct passwd *p)
{
    mr_value items[7] = {text(rt, p->pw_name),    text(rt, p->pw_passwd), mr_small_int(p->pw_uid),
                         mr_small_int(p->pw_gid), text(rt, p->pw_gecos),  text(rt, p->pw_dir),
                         text(rt, p->pw_shell)};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(module), "struct_passwd")), items);
}

static mr_value from_group(mr_runtime *rt, mr_value module, const struct group *g)
{
    mr_value members = mr_list_new(rt, NULL, 0);
    for (char **m = g->gr_mem; members && *m; m++)
        mr_list_append_steal(rt, members, text(rt, *m));
    mr_value items[4] = {text(rt, g->gr_name), text(rt, g->gr_passwd), mr_small_int(g->gr_gid),
                         members};
    return mr_structseq_new(
        rt, mr_as_type(mr_dict_get_text(rt, mr_module_dict(module), "struct_group")), items);
}

NATIVE(pwd_getpwuid)
{
    int64_t id;
    if (!mr_to_int64(rt, args[0], &id))
        return MR_NULL;
    const struct passwd *p = getpwuid((uid_t)id);
    return p ? from_passwd(rt, self, p)
             : mr_raise(rt, rt->exc.KeyError, "getpwuid(): uid not found: %lld", (long long)id);
}

NATIVE(pwd_getpwnam)
{
    mr_path name;
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "getpwnam() argument must be str, not %T", args[0]);
    if (!mr_path_from(rt, args[0], "getpwnam", "name", 0, &name))
        return MR_NULL;
    const struct passwd *p = getpwnam(name.text);
    mr_path_finish(rt, &name);
    return p ? from_passwd(rt, self, p)
             : mr_raise(rt, rt->exc.KeyError, "getpwnam(): name not found: %R", args[0]);
}

NATIVE(pwd_getpwall)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    const struct passwd *p;
    setpwent();
    while (list && (p = getpwent()))
        mr_list_append_steal(rt, list, from_passwd(rt, self, p));
    endpwent();
    return list;
}

NATIVE(grp_getgrgid)
{
    mr_value a[1];
    int64_t id;
    if (!mr_bind(rt, "getgrgid(id)", args, nargs, kwnames, a) || !mr_to_int64(rt, a[0], &id))
        return MR_NULL;
    const struct group *g = getgrgid((gid_t)id);
    return g ? from_group(rt, self, g)
             : mr_raise(rt, rt->exc.KeyError, "getgrgid(): gid not found: %lld", (long long)id);
}

NATIVE(grp_getgrnam)
{
    mr_value a[1];
    mr_path name;
    if (!mr_bind(rt, "getgrnam(name)", args, nargs, kwnames, a))
        return MR_NULL;
    if (!mr_is_str(a[0]))
        return mr_raise(rt, rt->exc.TypeError, "getgrnam() argument 'name' must be str, not %T",
                        a[0]);
    if (!mr_path_from(rt, a[0], "getgrnam", "name", 0, &name))
        return MR_NULL;
    const struct group *g = getgrnam(name.text);
    mr_path_finish(rt, &name);
    return g ? from_group(rt, self, g)
             : mr_raise(rt, rt->exc.KeyError, "getgrnam(): name not found: %R", a[0]);
}

NATIVE(grp_getgrall)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    const struct group *g;
    setgrent();
    while (list && (g = getgrent()))
        mr_list_append_steal(rt, list, from_group(rt, self, g));
    endgrent();
    return list;
}

static bool pwd_setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_structseq_type(rt, &passwd_spec);
    return type && mr_module_add(rt, module, "struct_passwd", mr_incref(mr_from(type)));
}
static bool grp_setup(mr_runtime *rt, mr_value module)
{
    mr_type *type = mr_structseq_type(rt, &group_spec);
    return type && mr_module_add(rt, module, "struct_group", mr_incref(mr_from(type)));
}

static const mr_method_def pwd_functions[] = {
    {"getpwuid", pwd_getpwuid, MR_ARGS_ONE, NULL}, {"getpwnam", pwd_getpwnam, MR_ARGS_ONE, NULL},
    {"getpwall", pwd_getpwall, MR_ARGS_NONE, NULL}, {NULL, NULL, 0, NULL}};
static const mr_method_def grp_functions[] = {
    {"getgrgid", grp_getgrgid, MR_ARGS_ANY, NULL}, {"getgrnam", grp_getgrnam, MR_ARGS_ANY, NULL},
    {"getgrall", grp_getgrall, MR_ARGS_NONE, NULL}, {NULL, NULL, 0, NULL}};

MR_MODULE(pwd, "pwd", "The user database.", pwd_functions, pwd_setup);
MR_MODULE(grp, "grp", "The group database.", grp_functions, grp_setup);
