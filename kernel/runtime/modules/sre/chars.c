/*
 * chars.c - classes and cases of characters, sets of characters.
 */
#include <ctype.h>

#include "modules/sre/sre.h"
#include "text/str_case.h"
#include "text/text.h"

enum {
    DIGIT, NOT_DIGIT, SPACE, NOT_SPACE, WORD, NOT_WORD, LINEBREAK, NOT_LINEBREAK, LOC_WORD,
    LOC_NOT_WORD, UNI_DIGIT, UNI_NOT_DIGIT, UNI_SPACE, UNI_NOT_SPACE, UNI_WORD, UNI_NOT_WORD,
    UNI_LINEBREAK, UNI_NOT_LINEBREAK
};

static bool digit(uint32_t c) { return c >= '0' && c <= '9'; }
static bool space(uint32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool letter(uint32_t c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool word(uint32_t c) { return c < 128 && (digit(c) || letter(c) || c == '_'); }
static bool word_locale(uint32_t c) { return c < 256 && (isalnum((int)c) || c == '_'); }
static bool word_unicode(uint32_t c)
{
    if (c < 128)
        return word(c);
    return mr_char_is_alpha(c) || mr_char_is_decimal(c) || mr_char_is_digit(c) ||
           mr_char_is_numeric(c);
}
static bool line_break_unicode(uint32_t c)
{
    return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

bool mr_sre_category(uint32_t category, uint32_t c)
{
    switch (category) {
    case DIGIT: return digit(c);
    case NOT_DIGIT: return !digit(c);
    case SPACE: return space(c);
    case NOT_SPACE: return !space(c);
    case WORD: return word(c);
    case NOT_WORD: return !word(c);
    case LINEBREAK: return c == '\n';
    case NOT_LINEBREAK: return c != '\n';
    case LOC_WORD: return word_locale(c);
    case LOC_NOT_WORD: return !word_locale(c);
    case UNI_DIGIT: return c < 128 ? digit(c) : mr_char_is_decimal(c);
    case UNI_NOT_DIGIT: return !(c < 128 ? digit(c) : mr_char_is_decimal(c));
    case UNI_SPACE: return mr_char_space(c);
    case UNI_NOT_SPACE: return !mr_char_space(c);
    case UNI_WORD: return word_unicode(c);
    case UNI_NOT_WORD: return !word_unicode(c);
    case UNI_LINEBREAK: return line_break_unicode(c);
    case UNI_NOT_LINEBREAK: return !line_break_unicode(c);
    default: return false;
    }
}

bool mr_sre_word(uint32_t c, uint32_t at)
{
    switch (at) {
    case SRE_AT_LOC_BOUNDARY:
    case SRE_AT_LOC_NON_BOUNDARY: return word_locale(c);
    case SRE_AT_UNI_BOUNDARY:
    case SRE_AT_UNI_NON_BOUNDARY: return word_unicode(c);
    default: return word(c);
    }
}

bool mr_sre_in_set(const uint32_t *set, uint32_t c)
{
    bool found = true;

    for (;;) {
        switch (*set++) {
        case SRE_FAILURE: return !found;
        case SRE_LITERAL:
            if (c == *set++)
                return found;
            break;
        case SRE_CATEGORY:
            if (mr_sre_category(*set++, c))
                return found;
            break;
        case SRE_CHARSET:
            if (c < 256 && (set[c / 32] & (1u << (c & 31))))
                return found;
            set += 8;
            break;
        case SRE_RANGE:
            if (set[0] <= c && c <= set[1])
                return found;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t upper = mr_sre_upper_unicode(c);
            if ((set[0] <= c && c <= set[1]) || (set[0] <= upper && upper <= set[1]))
                return found;
            set += 2;
            break;
        }
        case SRE_NEGATE:
            found = !found;
            break;
        case SRE_BIGCHARSET: {
            /* number of chunks, chunk of each 256 characters (a byte each), chunks */
            uint32_t chunks = *set++;
            if (c < 65536) {
                uint32_t chunk = ((const uint8_t *)set)[c >> 8], bit = chunk * 256 + (c & 255);
                if (set[64 + bit / 32] & (1u << (bit & 31)))
                    return found;
            }
            set += 64 + chunks * 8;
            break;
        }
        default: return false; /* not a set: mr_sre_compile has checked */
        }
    }
}

uint32_t mr_sre_lower_ascii(uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
uint32_t mr_sre_lower_locale(uint32_t c) { return c < 256 ? (uint32_t)tolower((int)c) : c; }
uint32_t mr_sre_upper_locale(uint32_t c) { return c < 256 ? (uint32_t)toupper((int)c) : c; }

/* The first character of the mapping: the simple one, but for a few. */
uint32_t mr_sre_lower_unicode(uint32_t c)
{
    uint32_t out[4];

    if (c < 128)
        return mr_sre_lower_ascii(c);
    return mr_char_lower(c, out) ? out[0] : c;
}

uint32_t mr_sre_upper_unicode(uint32_t c)
{
    uint32_t out[4];

    if (c < 128)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    return mr_char_upper(c, out) == 1 ? out[0] : c;
}
