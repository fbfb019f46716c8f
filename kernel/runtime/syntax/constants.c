/* The values of numeric literals. */
#include "parser.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MAX_DIGITS 4300

/* The literal without underscores, NUL-terminated, in lower case. */
static char *copy_digits(struct parser *p, const char *s, size_t length, size_t *out_length)
{
    char *copy = mr_arena_alloc(p->arena, length + 1);
    size_t i;
    size_t n = 0;

    if (!copy) {
        return mr_parser_out_of_memory(p);
    }
    for (i = 0; i < length; i++) {
        if (s[i] != '_') {
            copy[n++] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
        }
    }
    *out_length = n;
    return copy;
}

static int digit_value(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static bool set_integer(struct parser *p, int32_t token, struct mr_ast_constant *c, char *digits,
                        size_t length)
{
    int32_t limit = p->options->max_int_digits ? p->options->max_int_digits : DEFAULT_MAX_DIGITS;
    uint64_t value = 0;
    bool fits = true;
    int base = 10;
    size_t i;

    if (length > 2 && digits[0] == '0' && digits[1] > '9') {
        base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : 2;
        digits += 2;
        length -= 2;
    }
    while (length > 1 && digits[0] == '0') {
        digits++;
        length--;
    }
    if (base == 10 && limit > 0 && length > (size_t)limit) {
        const struct mr_token *t = &p->tokens[token];

        mr_parse_raise_at(p, MR_PARSE_SYNTAX_ERROR, t->lineno, -1, t->end_lineno, -1,
                          "Exceeds the limit (%d digits) for integer string conversion: value has "
                          "%zu digits; use sys.set_int_max_str_digits() to increase the limit - "
                          "Consider hexadecimal for huge integer literals to avoid decimal "
                          "conversion limits.",
                          (int)limit, length);
        return false;
    }
    for (i = 0; i < length && fits; i++) {
        uint64_t digit = (uint64_t)digit_value(digits[i]);

        fits = value <= ((uint64_t)INT64_MAX - digit) / (uint64_t)base;
        value = value * (uint64_t)base + digit;
    }
    if (fits) {
        c->kind = MR_AST_CONST_INT;
        c->integer = (int64_t)value;
        return true;
    }
    c->kind = MR_AST_CONST_BIG_INT;
    c->base = (uint8_t)base;
    c->bytes = digits;
    c->length = length;
    return true;
}

struct mr_ast_expr *mr_parse_number_constant(struct parser *p, int32_t token)
{
    const struct mr_token *t = &p->tokens[token];
    struct mr_ast_expr *e = mr_parse_node_new(p, MR_AST_CONSTANT, token);
    bool hex;
    size_t length = 0;
    char *digits;
    locale_t locale;

    if (!e) {
        return NULL;
    }
    digits = copy_digits(p, p->lex.text + t->start, t->end - t->start, &length);
    if (!digits) {
        return NULL;
    }
    hex = length > 1 && digits[0] == '0' && digits[1] > '9' && digits[1] != 'e' && digits[1] != 'j';
    if (hex || (!memchr(digits, '.', length) && !memchr(digits, 'e', length) &&
                digits[length - 1] != 'j')) {
        return set_integer(p, token, &e->constant, digits, length) ? e : NULL;
    }
    /* The C locale is built in: making it takes and owns nothing. */
    locale = newlocale(LC_ALL_MASK, "C", NULL);
    if (!locale) {
        return mr_parser_out_of_memory(p);
    }
    e->constant.kind = digits[length - 1] == 'j' ? MR_AST_CONST_IMAG : MR_AST_CONST_FLOAT;
    e->constant.number = strtod_l(digits, NULL, locale);
    freelocale(locale);
    return e;
}
