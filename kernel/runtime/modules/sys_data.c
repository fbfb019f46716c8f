/*
 * sys_data.c - the sys module: versions, limits, flags, and what programs ask
 * of the implementation. Facts of CPython 3.11 where they are the language's,
 * this runtime's own where they are not.
 */
#include <float.h>

#include "core/init.h"
#include "modules/structseq.h"
#include "modules/sys.h"
#include "types/abstract.h"
#include "types/containers.h"
#include "types/float.h"
#include "types/int.h"
#include "types/str.h"

#define F MR_STRUCTSEQ_FIELD

static const mr_getset_def version_fields[] = {
    F("major", 0), F("minor", 1), F("micro", 2), F("releaselevel", 3), F("serial", 4), {0},
};
static const mr_type_spec version_spec =
    MR_STRUCTSEQ_SPEC("sys.version_info",
                      "sys.version_info\n\nVersion information as a named tuple.", version_fields);

static const mr_getset_def flags_fields[] = {
    F("debug", 0), F("inspect", 1), F("interactive", 2), F("optimize", 3),
    F("dont_write_bytecode", 4), F("no_user_site", 5), F("no_site", 6),
    F("ignore_environment", 7), F("verbose", 8), F("bytes_warning", 9), F("quiet", 10),
    F("hash_randomization", 11), F("isolated", 12), F("dev_mode", 13), F("utf8_mode", 14),
    F("warn_default_encoding", 15), F("safe_path", 16), F("int_max_str_digits", 17), {0},
};
static const mr_type_spec flags_spec =
    MR_STRUCTSEQ_SPEC("sys.flags", "sys.flags\n\nFlags provided through command line arguments or "
                      "environment vars.", flags_fields);

static const mr_getset_def float_fields[] = {
    F("max", 0), F("max_exp", 1), F("max_10_exp", 2), F("min", 3), F("min_exp", 4),
    F("min_10_exp", 5), F("dig", 6), F("mant_dig", 7), F("epsilon", 8), F("radix", 9),
    F("rounds", 10), {0},
};
static const mr_type_spec float_spec = MR_STRUCTSEQ_SPEC(
    "sys.float_info", "sys.float_info\n\nA named tuple holding information about the float type.",
    float_fields);

static const mr_getset_def int_fields[] = {
    F("bits_per_digit", 0), F("sizeof_digit", 1), F("default_max_str_digits", 2),
    F("str_digits_check_threshold", 3), {0},
};
static const mr_type_spec int_spec = MR_STRUCTSEQ_SPEC(
    "sys.int_info", "sys.int_info\n\nA named tuple that holds information about the int type.",
    int_fields);

static const mr_getset_def hash_fields[] = {
    F("width", 0), F("modulus", 1), F("inf", 2), F("nan", 3), F("imag", 4), F("algorithm", 5),
    F("hash_bits", 6), F("seed_bits", 7), F("cutoff", 8), {0},
};
static const mr_type_spec hash_spec = MR_STRUCTSEQ_SPEC(
    "sys.hash_info", "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    hash_fields);

static const mr_getset_def thread_fields[] = {F("name", 0), F("lock", 1), F("version", 2), {0}};
static const mr_type_spec thread_spec = MR_STRUCTSEQ_SPEC(
    "sys.thread_info", "sys.thread_info\n\nA named tuple holding information about the thread "
    "implementation.", thread_fields);
#undef F

static bool set(mr_runtime *rt, const char *name, mr_value v)
{
    bool fine = v && mr_dict_set_text(rt, rt->sysdict, name, v);
    mr_decref(rt, v);
    return fine;
}

static bool set_struct(mr_runtime *rt, const char *name, const mr_type_spec *spec,
                       const mr_value *items)
{
    mr_type *type = mr_structseq_type(rt, spec);
    return type && set(rt, name, mr_structseq_new(rt, type, items));
}

#define I(n) mr_small_int(n)

static bool set_versions(mr_runtime *rt)
{
    const mr_value version[] = {I(3), I(11), I(2), mr_str_from(rt, "final"), I(0)};
    const mr_value flags[] = {I(0), I(0), I(0), I(0), I(1), I(0), I(1), I(0), I(0), I(0), I(0),
                              I(0), I(0), MR_FALSE, I(0), I(0), MR_FALSE, I(4300)};
    return set_struct(rt, "version_info", &version_spec, version) &&
           set_struct(rt, "flags", &flags_spec, flags) &&
           set(rt, "version", mr_str_format(rt, "3.11.2 (Memoir %s) [C]", mr_version())) &&
           set(rt, "hexversion", I(0x030b02f0)) && set(rt, "api_version", I(1013));
}

static bool set_limits(mr_runtime *rt)
{
    const mr_value floats[] = {
        mr_float(DBL_MAX), I(DBL_MAX_EXP), I(DBL_MAX_10_EXP), mr_float(DBL_MIN), I(DBL_MIN_EXP),
        I(DBL_MIN_10_EXP), I(DBL_DIG), I(DBL_MANT_DIG), mr_float(DBL_EPSILON), I(FLT_RADIX), I(1),
    };
    const mr_value ints[] = {I(64), I(8), I(4300), I(640)};
    const mr_value hashes[] = {
        I(64), mr_int_from(rt, ((int64_t)1 << 61) - 1), I(314159), I(0), I(1000003),
        mr_str_from(rt, "siphash13"), I(64), I(128), I(0),
    };
    const mr_value threads[] = {mr_str_from(rt, "pthread"), mr_str_from(rt, "semaphore"), MR_NONE};
    return set_struct(rt, "float_info", &float_spec, floats) &&
           set_struct(rt, "int_info", &int_spec, ints) &&
           set_struct(rt, "hash_info", &hash_spec, hashes) &&
           set_struct(rt, "thread_info", &thread_spec, threads) &&
           set(rt, "maxsize", mr_int_from(rt, INT64_MAX)) && set(rt, "maxunicode", I(0x10ffff)) &&
           set(rt, "float_repr_style", mr_str_from(rt, "short"));
}

static bool set_implementation(mr_runtime *rt)
{
    mr_value v = mr_call0(rt, mr_from(rt->types.simple_namespace));
    mr_value version = mr_incref(mr_dict_get_text(rt, rt->sysdict, "version_info"));
    mr_value name = mr_str_from(rt, "memoir");
    mr_value multiarch = mr_str_from(rt, "x86_64-linux-gnu");
    bool fine = v && version && name && mr_setattr_text(rt, v, "name", name) == 0 &&
                mr_setattr_text(rt, v, "version", version) == 0 &&
                mr_setattr_text(rt, v, "hexversion", I(0x030b02f0)) == 0 &&
                /* names the file of sysconfig's variables */
                multiarch && mr_setattr_text(rt, v, "_multiarch", multiarch) == 0 &&
                /* no compiled files are written: no tag for their names */
                mr_setattr_text(rt, v, "cache_tag", MR_NONE) == 0;
    mr_decref(rt, name);
    mr_decref(rt, multiarch);
    mr_decref(rt, version);
    return set(rt, "implementation", fine ? v : MR_NULL);
}

static bool set_builtin_names(mr_runtime *rt)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    for (size_t i = 0; list && mr_native_modules[i]; i++) {
        mr_value name = mr_intern(rt, mr_native_modules[i]->name);
        if (!name || !mr_list_append_steal(rt, list, name))
            mr_clear(rt, &list);
    }
    mr_value tuple = list ? mr_list_to_tuple(rt, list) : MR_NULL;
    mr_decref(rt, list);
    return set(rt, "builtin_module_names", tuple);
}

bool mr_sys_data_init(mr_runtime *rt)
{
    return set_versions(rt) && set_limits(rt) && set_implementation(rt) && set_builtin_names(rt) &&
           set(rt, "byteorder", mr_str_from(rt, "little")) &&
           set(rt, "platform", mr_str_from(rt, "linux")) &&
           set(rt, "abiflags", mr_incref(rt->empty_str)) &&
           set(rt, "copyright", mr_str_from(rt, "Copyright (c) the Memoir authors.")) &&
           set(rt, "warnoptions", mr_list_new(rt, NULL, 0)) &&
           set(rt, "_xoptions", mr_dict_new(rt)) && set(rt, "dont_write_bytecode", MR_TRUE) &&
           set(rt, "pycache_prefix", MR_NONE) && set(rt, "_framework", mr_incref(rt->empty_str)) &&
           set(rt, "_git", mr_tuple_pack(rt, 3, rt->names.name_name, rt->empty_str, rt->empty_str));
}
