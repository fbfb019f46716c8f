/* UTF-8, and what the lexer must know of characters: which make names, which can be printed. */
#include "lexer.h"

#include <stdlib.h>
#include <utf8proc.h>

int32_t mr_lex_utf8_decode(const char *text, const char *end, int *size)
{
    const unsigned char *s = (const unsigned char *)text;
    ptrdiff_t left = end - text;
    int length;
    int i;
    int32_t c = s[0];

    *size = 1;
    if (c < 0x80) {
        return c;
    }
    if (c >= 0xC2 && c < 0xE0) {
        length = 2;
        c &= 0x1F;
    } else if (c >= 0xE0 && c < 0xF0) {
        length = 3;
        c &= 0x0F;
    } else if (c >= 0xF0 && c < 0xF5) {
        length = 4;
        c &= 0x07;
    } else {
        return 0xFFFD;
    }
    for (i = 1; i < length; i++) {
        if (i >= left || (s[i] & 0xC0) != 0x80 ||
            (i == 1 && ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90) ||
                        (s[0] == 0xF4 && s[1] > 0x8F)))) {
            *size = i;
            return 0xFFFD;
        }
        c = c << 6 | (s[i] & 0x3F);
    }
    *size = length;
    return c;
}

size_t mr_lex_utf8_encode(int32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t mr_utf8_count(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    size_t count = 0;

    while (bytes < end) {
        int size;

        mr_lex_utf8_decode(bytes, end, &size);
        bytes += size;
        count++;
    }
    return count;
}

bool mr_unicode_is_printable(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return false;
    case UTF8PROC_CATEGORY_ZS:
        return c == ' ';
    default:
        return true;
    }
}

/* ID_Start and ID_Continue of UAX #31, from categories and the Other_ID_ lists of PropList. */
static bool is_id_start(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return c != 0x2E2F; /* Pattern_Syntax */
    default:
        return c == '_' || c == 0x1885 || c == 0x1886 || c == 0x2118 || c == 0x212E ||
               c == 0x309B || c == 0x309C;
    }
}

static bool is_id_continue(int32_t c)
{
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return is_id_start(c) || c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) ||
               c == 0x19DA;
    }
}

/* The X in XID_: the character must stay what it is under NFKC. */
static bool is_closed_under_nfkc(int32_t c, bool as_start)
{
    int32_t mapped[32];
    utf8proc_ssize_t count;
    utf8proc_ssize_t i;

    if (c < 0x80) {
        return true;
    }
    count = utf8proc_decompose_char(c, mapped, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, NULL);
    if (count < 0 || count > 32) {
        return false;
    }
    count = utf8proc_normalize_utf32(mapped, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    for (i = 0; i < count; i++) {
        if (!(as_start && i == 0 ? is_id_start(mapped[i]) : is_id_continue(mapped[i]))) {
            return false;
        }
    }
    return true;
}

bool mr_lex_check_identifier(struct mr_lex *lex)
{
    const char *s = lex->start;

    while (s < lex->cur) {
        int size;
        int32_t c = mr_lex_utf8_decode(s, lex->cur, &size);
        bool start = s == lex->start;

        if (!(start ? is_id_start(c) : is_id_continue(c)) || !is_closed_under_nfkc(c, start)) {
            lex->cur = s + size;
            if (mr_unicode_is_printable(c)) {
                return mr_lex_error(lex, -1, -1, "invalid character '%.*s' (U+%04X)", size, s,
                                    (unsigned)c);
            }
            return mr_lex_error(lex, -1, -1, "invalid non-printable character U+%04X",
                                (unsigned)c);
        }
        s += size;
    }
    return true;
}
