/*
 * locale.c - the module _locale.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

#include "modules/module.h"

NATIVE(locale_setlocale)
{
    int category;
    if (!mr_arity(rt, "setlocale", nargs, kwnames, 1, 2) || !mr_to_c_int(rt, args[0], &category))
        return MR_NULL;
    const char *name = NULL;
    char *owned = NULL;
    if (nargs > 1 && args[1] != MR_NONE) {
        if (!mr_is_str(args[1]))
            return mr_raise(rt, rt->exc.TypeError,
                            "setlocale() argument 2 must be str or None, not %T", args[1]);
        if (!(name = mr_str_utf8(rt, args[1], NULL, &owned)))
            return MR_NULL;
    }
    const char *result = setlocale(category, name);
    free(owned);
    if (result)
        return mr_str_from(rt, result);
    mr_value error = mr_dict_get_text(rt, mr_module_dict(self), "Error");
    return mr_raise(rt, mr_as_type(error),
                    name ? "unsupported locale setting" : "locale query failed");
}

static bool set(mr_runtime *rt, mr_value dict, const char *name, mr_value v)
{
    bool fine = v && mr_dict_set_text(rt, dict, name, v);
    mr_decref(rt, v);
    return fine;
}

static mr_value grouping(mr_runtime *rt, const char *text)
{
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!*text)
        return list;
    for (; list && *text && *text != 127; text++)
        mr_list_append(rt, list, mr_small_int(*text));
    if (list)
        mr_list_append(rt, list, mr_small_int(*text));
    return list;
}

NATIVE(locale_localeconv)
{
    const struct lconv *l = localeconv();
    mr_value d = mr_dict_new(rt);
    bool fine = d && set(rt, d, "decimal_point", mr_str_from(rt, l->decimal_point)) &&
                set(rt, d, "thousands_sep", mr_str_from(rt, l->thousands_sep)) &&
                set(rt, d, "grouping", grouping(rt, l->grouping)) &&
                set(rt, d, "int_curr_symbol", mr_str_from(rt, l->int_curr_symbol)) &&
                set(rt, d, "currency_symbol", mr_str_from(rt, l->currency_symbol)) &&
                set(rt, d, "mon_decimal_point", mr_str_from(rt, l->mon_decimal_point)) &&
                set(rt, d, "mon_thousands_sep", mr_str_from(rt, l->mon_thousands_sep)) &&
                set(rt, d, "mon_grouping", grouping(rt, l->mon_grouping)) &&
                set(rt, d, "positive_sign", mr_str_from(rt, l->positive_sign)) &&
                set(rt, d, "negative_sign", mr_str_from(rt, l->negative_sign)) &&
                set(rt, d, "int_frac_digits", mr_small_int(l->int_frac_digits)) &&
                set(rt, d, "frac_digits", mr_small_int(l->frac_digits)) &&
                set(rt, d, "p_cs_precedes", mr_small_int(l->p_cs_precedes)) &&
                set(rt, d, "p_sep_by_space", mr_small_int(l->p_sep_by_space)) &&
                set(rt, d, "n_cs_precedes", mr_small_int(l->n_cs_precedes)) &&
                set(rt, d, "n_sep_by_space", mr_small_int(l->n_sep_by_space)) &&
                set(rt, d, "p_sign_posn", mr_small_int(l->p_sign_posn)) &&
                set(rt, d, "n_sign_posn", mr_small_int(l->n_sign_posn));
    if (!fine)
        mr_clear(rt, &d);
    return d;
}

NATIVE(locale_nl_langinfo)
{
    int key;
    if (!mr_to_c_int(rt, args[0], &key))
        return MR_NULL;
    return mr_str_from(rt, nl_langinfo(key));
}

NATIVE(locale_strcoll)
{
    if (!mr_arity(rt, "strcoll", nargs, kwnames, 2, 2))
        return MR_NULL;
    if (!mr_is_str(args[0]) || !mr_is_str(args[1]))
        return mr_raise(rt, rt->exc.TypeError, "strcoll() argument %d must be str, not %T",
                        mr_is_str(args[0]) ? 2 : 1, mr_is_str(args[0]) ? args[1] : args[0]);
    char *a = NULL, *b = NULL;
    const char *x = mr_str_utf8(rt, args[0], NULL, &a),
               *y = x ? mr_str_utf8(rt, args[1], NULL, &b) : NULL;
    mr_value v = y ? mr_small_int(strcoll(x, y)) : MR_NULL;
    free(a);
    free(b);
    return v;
}

NATIVE(locale_strxfrm)
{
    if (!mr_is_str(args[0]))
        return mr_raise(rt, rt->exc.TypeError, "strxfrm() argument must be str, not %T", args[0]);
    char *owned = NULL;
    const char *text = mr_str_utf8(rt, args[0], NULL, &owned);
    if (!text)
        return MR_NULL;
    size_t n = strxfrm(NULL, text, 0);
    char *out = malloc(n + 1);
    mr_value v = MR_NULL;
    if (out) {
        strxfrm(out, text, n + 1);
        v = mr_str_latin1(rt, (const uint8_t *)out, n);
    } else {
        mr_raise_no_memory(rt);
    }
    free(out);
    free(owned);
    return v;
}

NATIVE(locale_getencoding) { return mr_str_from(rt, "utf-8"); }

#define C(name) {#name, name}
static const mr_constant constants[] = {
    C(LC_CTYPE),   C(LC_TIME),        C(LC_COLLATE), C(LC_MONETARY), C(LC_MESSAGES), C(LC_NUMERIC),
    C(LC_ALL),     {"CHAR_MAX", 127}, C(DAY_1),      C(DAY_2),       C(DAY_3),       C(DAY_4),
    C(DAY_5),      C(DAY_6),          C(DAY_7),      C(ABDAY_1),     C(ABDAY_2),     C(ABDAY_3),
    C(ABDAY_4),    C(ABDAY_5),        C(ABDAY_6),    C(ABDAY_7),     C(MON_1),       C(MON_2),
    C(MON_3),      C(MON_4),          C(MON_5),      C(MON_6),       C(MON_7),       C(MON_8),
    C(MON_9),      C(MON_10),         C(MON_11),     C(MON_12),      C(ABMON_1),     C(ABMON_2),
    C(ABMON_3),    C(ABMON_4),        C(ABMON_5),    C(ABMON_6),     C(ABMON_7),     C(ABMON_8),
    C(ABMON_9),    C(ABMON_10),       C(ABMON_11),   C(ABMON_12),    C(RADIXCHAR),   C(THOUSEP),
    C(CRNCYSTR),   C(D_FMT),          C(D_T_FMT),    C(T_FMT),       C(AM_STR),      C(PM_STR),
    C(CODESET),    C(T_FMT_AMPM),     C(ERA),        C(ERA_D_FMT),   C(ERA_D_T_FMT), C(ERA_T_FMT),
    C(ALT_DIGITS), C(YESEXPR),        C(NOEXPR),     {NULL, 0}};

static bool setup(mr_runtime *rt, mr_value module)
{
    return mr_module_add_constants(rt, module, constants) &&
           mr_module_add_exception(rt, module, "locale", "Error", rt->exc.Exception, NULL);
}

static const mr_method_def functions[] = {
    {"getencoding", locale_getencoding, MR_ARGS_NONE, NULL},
    {"localeconv", locale_localeconv, MR_ARGS_NONE, NULL},
    {"nl_langinfo", locale_nl_langinfo, MR_ARGS_ONE, NULL},
    {"setlocale", locale_setlocale, MR_ARGS_ANY, NULL},
    {"strcoll", locale_strcoll, MR_ARGS_ANY, NULL},
    {"strxfrm", locale_strxfrm, MR_ARGS_ONE, NULL},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_locale, "_locale", "Support for POSIX locales.", functions, setup);
