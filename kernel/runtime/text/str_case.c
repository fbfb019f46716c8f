/*
 * str_case.c - case and character classes.
 *
 * utf8proc knows the simple mappings and full case folding. The full upper
 * case of a letter that folds to several code points (sharp s, ligatures,
 * letters with iota subscript) is the upper case of its folding: so it stands
 * in Unicode's SpecialCasing for all of them.
 */
#include "text/str_case.h"

#include <utf8proc.h>

#include "core/runtime.h"
#include "text/text.h"

static utf8proc_category_t category(uint32_t c) { return utf8proc_category((utf8proc_int32_t)c); }

/* Full case folding; the number of code points. */
static size_t fold(uint32_t c, uint32_t out[4])
{
    utf8proc_int32_t buffer[8];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, buffer, 8, UTF8PROC_CASEFOLD, &boundary);
    if (n < 1 || n > 4) {
        out[0] = c;
        return 1;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++)
        out[i] = (uint32_t)buffer[i];
    return (size_t)n;
}

size_t mr_char_fold(uint32_t c, uint32_t out[4])
{
    if (c >= 'A' && c <= 'Z')
        c += 32;
    if (c < 0x80) {
        out[0] = c;
        return 1;
    }
    return fold(c, out);
}

size_t mr_char_upper(uint32_t c, uint32_t out[4])
{
    if (c >= 0x80 && category(c) != UTF8PROC_CATEGORY_LU) {
        size_t n = fold(c, out);
        if (n > 1) {
            for (size_t i = 0; i < n; i++)
                out[i] = (uint32_t)utf8proc_toupper((utf8proc_int32_t)out[i]);
            return n;
        }
    }
    out[0] = c < 0x80 ? (c >= 'a' && c <= 'z' ? c - 32 : c)
                      : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
    return 1;
}

size_t mr_char_lower(uint32_t c, uint32_t out[4])
{
    if (c == 0x130) {
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    out[0] = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c)
                      : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    return 1;
}

size_t mr_char_title(uint32_t c, uint32_t out[4])
{
    if (c < 0x80) {
        out[0] = c >= 'a' && c <= 'z' ? c - 32 : c;
        return 1;
    }
    uint32_t simple = (uint32_t)utf8proc_totitle((utf8proc_int32_t)c);
    size_t n = category(c) == UTF8PROC_CATEGORY_LL && (simple == c || c == 0xdf) ? fold(c, out) : 1;
    if (n == 1) {
        out[0] = simple;
        return 1;
    }
    /* The first letter of what it folds to, which may stand behind an apostrophe. */
    for (size_t i = 0; i < n; i++) {
        uint32_t title = (uint32_t)utf8proc_totitle((utf8proc_int32_t)out[i]);
        if (title != out[i]) {
            out[i] = title;
            break;
        }
    }
    return n;
}

bool mr_char_is_cased(uint32_t c)
{
    return mr_char_is_lower(c) || mr_char_is_upper(c) || category(c) == UTF8PROC_CATEGORY_LT;
}

/* Letters of category Ll, and those that Unicode counts as lower case besides. */
bool mr_char_is_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return category(c) == UTF8PROC_CATEGORY_LL || c == 0xaa || c == 0xba ||
           (c >= 0x2b0 && c <= 0x2b8) || c == 0x2c0 || c == 0x2c1 || (c >= 0x2e0 && c <= 0x2e4) ||
           c == 0x345 || c == 0x37a || (c >= 0x1d2c && c <= 0x1d6a) || c == 0x1d78 ||
           (c >= 0x1d9b && c <= 0x1dbf) || c == 0x2071 || c == 0x207f ||
           (c >= 0x2090 && c <= 0x209c) || (c >= 0x2170 && c <= 0x217f) ||
           (c >= 0x24d0 && c <= 0x24e9) || c == 0x2c7c || c == 0x2c7d;
}

bool mr_char_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return category(c) == UTF8PROC_CATEGORY_LU || (c >= 0x2160 && c <= 0x216f) ||
           (c >= 0x24b6 && c <= 0x24cf) || (c >= 0x1f130 && c <= 0x1f149) ||
           (c >= 0x1f150 && c <= 0x1f169) || (c >= 0x1f170 && c <= 0x1f189);
}

bool mr_char_is_title(uint32_t c) { return c >= 0x80 && category(c) == UTF8PROC_CATEGORY_LT; }

bool mr_char_is_alpha(uint32_t c)
{
    if (c < 0x80)
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t g = category(c);
    return g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_LO;
}

bool mr_char_is_decimal(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool mr_char_is_digit(uint32_t c)
{
    return mr_char_is_decimal(c) || c == 0xb2 || c == 0xb3 || c == 0xb9 || c == 0x2070 ||
           (c >= 0x2074 && c <= 0x2079) || (c >= 0x2080 && c <= 0x2089) ||
           (c >= 0x2460 && c <= 0x2468) || (c >= 0x2474 && c <= 0x247c) ||
           (c >= 0x2488 && c <= 0x2490) || c == 0x24ea || (c >= 0x24f5 && c <= 0x24fd) ||
           c == 0x24ff || (c >= 0x2776 && c <= 0x277e) || (c >= 0x2780 && c <= 0x2788) ||
           (c >= 0x278a && c <= 0x2792) || (c >= 0x1369 && c <= 0x1371) ||
           (c >= 0x1f100 && c <= 0x1f10a);
}

bool mr_char_is_numeric(uint32_t c)
{
    static const uint16_t ideographs[] = {
        0x3405, 0x3483, 0x382a, 0x3b4d, 0x4e00, 0x4e03, 0x4e07, 0x4e09, 0x4e5d, 0x4e8c,
        0x4e94, 0x4e96, 0x4ebf, 0x4ec0, 0x4edf, 0x4ee8, 0x4f0d, 0x4f70, 0x5104, 0x5146,
        0x5169, 0x516b, 0x516d, 0x5341, 0x5343, 0x5344, 0x5345, 0x534c, 0x53c1, 0x53c2,
        0x53c3, 0x53c4, 0x56db, 0x58f1, 0x58f9, 0x5e7a, 0x5efe, 0x5eff, 0x5f0c, 0x5f0d,
        0x5f0e, 0x5f10, 0x62fe, 0x634c, 0x67d2, 0x6f06, 0x7396, 0x767e, 0x8086, 0x842c,
        0x8cae, 0x8cb3, 0x8d30, 0x9621, 0x9646, 0x964c, 0x9678, 0x96f6, 0x3007};
    if (mr_char_is_digit(c))
        return true;
    if (c < 0x80)
        return false;
    utf8proc_category_t g = category(c);
    if (g == UTF8PROC_CATEGORY_NL || g == UTF8PROC_CATEGORY_NO)
        return true;
    for (size_t i = 0; i < sizeof ideographs / sizeof *ideographs; i++) {
        if (c == ideographs[i])
            return true;
    }
    return false;
}

bool mr_char_wide_space(uint32_t c)
{
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Is the capital sigma at i the last cased letter of a word? Then it is lowered to final sigma. */
static bool final_sigma(const mr_str *s, size_t i)
{
    size_t j = i;
    bool before = false;
    while (j > 0 && !before) {
        uint32_t c = mr_str_at(s, --j);
        bool ignorable =
            category(c) == UTF8PROC_CATEGORY_MN || category(c) == UTF8PROC_CATEGORY_ME ||
            category(c) == UTF8PROC_CATEGORY_CF || category(c) == UTF8PROC_CATEGORY_LM ||
            category(c) == UTF8PROC_CATEGORY_SK || c == '\'' || c == '.' || c == ':' || c == 0xb7;
        before = mr_char_is_cased(c);
        if (!before && !ignorable)
            return false;
    }
    if (!before)
        return false;
    for (j = i + 1; j < s->length; j++) {
        uint32_t c = mr_str_at(s, j);
        if (mr_char_is_cased(c))
            return false;
        if (category(c) != UTF8PROC_CATEGORY_MN && category(c) != UTF8PROC_CATEGORY_CF &&
            c != '\'' && c != '.' && c != ':' && c != 0xb7)
            return true;
    }
    return true;
}

static size_t lower_at(const mr_str *s, size_t i, uint32_t out[4])
{
    uint32_t c = mr_str_at(s, i);
    if (c == 0x3a3) {
        out[0] = final_sigma(s, i) ? 0x3c2 : 0x3c3;
        return 1;
    }
    return mr_char_lower(c, out);
}

mr_value mr_str_map_case(mr_runtime *rt, mr_value self, enum mr_case_mapping mapping)
{
    const mr_str *s = mr_as_str(self);
    if (s->ascii &&
        (mapping == MR_CASE_LOWER || mapping == MR_CASE_UPPER || mapping == MR_CASE_FOLD)) {
        mr_value v = mr_str_alloc(rt, s->length, 0x7f);
        if (!v)
            return MR_NULL;
        uint8_t *to = mr_as_str(v)->data;
        uint8_t first = mapping == MR_CASE_UPPER ? 'a' : 'A';
        for (size_t i = 0; i < s->length;) {
            size_t stop = s->length - i < MR_POLL_STEPS ? s->length : i + MR_POLL_STEPS;
            for (; i < stop; i++)
                to[i] = (uint8_t)(s->data[i] - first) < 26 ? s->data[i] ^ 32 : s->data[i];
            if (mr_poll_interrupt(rt) < 0) {
                mr_decref(rt, v);
                return MR_NULL;
            }
        }
        return v;
    }
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    bool in_word = false;
    for (size_t i = 0; i < s->length && !b.failed; i++) {
        uint32_t c = mr_str_at(s, i), out[4];
        size_t n;
        b.failed = mr_poll_interrupt(rt) < 0;
        switch (mapping) {
        case MR_CASE_LOWER: n = lower_at(s, i, out); break;
        case MR_CASE_UPPER: n = mr_char_upper(c, out); break;
        case MR_CASE_FOLD: n = mr_char_fold(c, out); break;
        case MR_CASE_SWAP:
            n = mr_char_is_upper(c)   ? lower_at(s, i, out)
                : mr_char_is_lower(c) ? mr_char_upper(c, out)
                                      : 1;
            if (!mr_char_is_upper(c) && !mr_char_is_lower(c))
                out[0] = c;
            break;
        case MR_CASE_CAPITAL: n = i == 0 ? mr_char_title(c, out) : lower_at(s, i, out); break;
        default:
            n = in_word ? lower_at(s, i, out) : mr_char_title(c, out);
            in_word = mr_char_is_cased(c);
            break;
        }
        for (size_t k = 0; k < n; k++)
            mr_str_builder_char(&b, out[k]);
    }
    return mr_str_builder_take(&b);
}
