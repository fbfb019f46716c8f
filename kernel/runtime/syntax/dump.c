#include "dump.h"

#include "lexer.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DEEPEST 20000

struct dumper {
    FILE *out;
    locale_t locale;
    int depth;
    bool failed;
};

static void dump_node(struct dumper *d, const struct mr_ast_node *node);

static void dump_quoted(struct dumper *d, const struct mr_ast_constant *c)
{
    const char *end = c->bytes + c->length;
    const char *s = c->bytes;
    bool text = c->kind == MR_AST_CONST_STR;
    char quote = memchr(s, '\'', c->length) && !memchr(s, '"', c->length) ? '"' : '\'';

    if (!text) {
        fputc('b', d->out);
    }
    fputc(quote, d->out);
    while (s < end) {
        int size = 1;
        int32_t ch = text ? mr_lex_utf8_decode(s, end, &size) : (unsigned char)*s;

        if (ch == quote || ch == '\\') {
            fprintf(d->out, "\\%c", (int)ch);
        } else if (ch == '\n') {
            fputs("\\n", d->out);
        } else if (ch == '\r') {
            fputs("\\r", d->out);
        } else if (ch == '\t') {
            fputs("\\t", d->out);
        } else if (ch < 32 || ch == 127 || (!text && ch > 127)) {
            fprintf(d->out, "\\x%02x", (unsigned)ch);
        } else if (ch < 127 || mr_unicode_is_printable(ch)) {
            fwrite(s, 1, (size_t)size, d->out);
        } else if (ch < 0x100) {
            fprintf(d->out, "\\x%02x", (unsigned)ch);
        } else if (ch < 0x10000) {
            fprintf(d->out, "\\u%04x", (unsigned)ch);
        } else {
            fprintf(d->out, "\\U%08x", (unsigned)ch);
        }
        s += size;
    }
    fputc(quote, d->out);
}

/* The shortest digits that read back as the same number, laid out as Python's repr does. */
static void dump_float(struct dumper *d, double number, bool imaginary)
{
    char text[64];
    char digits[32];
    int precision;
    int exponent;
    int count;
    char *e;
    locale_t previous = uselocale(d->locale);

    if (number > 1.7976931348623157e308) {
        fputs(imaginary ? "infj" : "inf", d->out);
        uselocale(previous);
        return;
    }
    for (precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    e = strchr(text, 'e');
    exponent = atoi(e + 1);
    digits[0] = text[0];
    count = precision ? precision + 1 : 1;
    memcpy(digits + 1, text + 2, (size_t)count - 1);
    while (count > 1 && digits[count - 1] == '0') {
        count--;
    }
    digits[count] = '\0';
    if (exponent < -4 || exponent >= 16) {
        fprintf(d->out, "%c%s%se%c%02d", digits[0], count > 1 ? "." : "", digits + 1,
                exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        fprintf(d->out, "0.%.*s%s", -exponent - 1, "0000", digits);
    } else if (count > exponent + 1) {
        fprintf(d->out, "%.*s.%s", exponent + 1, digits, digits + exponent + 1);
    } else {
        fprintf(d->out, "%s%.*s%s", digits, exponent + 1 - count, "0000000000000000",
                imaginary ? "" : ".0");
    }
    if (imaginary) {
        fputc('j', d->out);
    }
    uselocale(previous);
}

/* In decimal, whatever the base it was written in. */
static void dump_big_integer(struct dumper *d, const struct mr_ast_constant *c)
{
    uint32_t *limbs; /* base 10^9, least first */
    size_t count = 0;
    size_t i;
    size_t k;

    if (c->base == 10) {
        fwrite(c->bytes, 1, c->length, d->out);
        return;
    }
    limbs = calloc(c->length / 7 + 2, sizeof *limbs);
    if (!limbs) {
        d->failed = true;
        return;
    }
    for (i = 0; i < c->length; i++) {
        char digit = c->bytes[i];
        uint64_t carry = (uint64_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);

        for (k = 0; k < count || carry; k++) {
            carry += (uint64_t)limbs[k] * c->base;
            limbs[k] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
            if (k == count) {
                count++;
            }
        }
    }
    fprintf(d->out, "%u", count ? limbs[count - 1] : 0);
    for (k = count; k-- > 1;) {
        fprintf(d->out, "%09u", limbs[k - 1]);
    }
    free(limbs);
}

static void dump_constant(struct dumper *d, const struct mr_ast_constant *c)
{
    switch ((enum mr_ast_constant_kind)c->kind) {
    case MR_AST_CONST_NONE:
        fputs("None", d->out);
        break;
    case MR_AST_CONST_FALSE:
        fputs("False", d->out);
        break;
    case MR_AST_CONST_TRUE:
        fputs("True", d->out);
        break;
    case MR_AST_CONST_ELLIPSIS:
        fputs("Ellipsis", d->out);
        break;
    case MR_AST_CONST_INT:
        fprintf(d->out, "%lld", (long long)c->integer);
        break;
    case MR_AST_CONST_BIG_INT:
        dump_big_integer(d, c);
        break;
    case MR_AST_CONST_FLOAT:
        dump_float(d, c->number, false);
        break;
    case MR_AST_CONST_IMAG:
        dump_float(d, c->number, true);
        break;
    case MR_AST_CONST_STR:
    case MR_AST_CONST_BYTES:
        dump_quoted(d, c);
        break;
    }
}

static void dump_name(struct dumper *d, mr_ast_name name)
{
    if (name) {
        fprintf(d->out, "'%s'", name);
    } else {
        fputs("None", d->out);
    }
}

static void dump_field(struct dumper *d, const struct mr_ast_field *field, const char *at)
{
    const struct mr_ast_nodes *nodes;
    const struct mr_ast_names *names;
    const struct mr_ast_compare_operators *ops;
    int32_t i;

    switch ((enum mr_ast_field_type)field->type) {
    case MR_AST_FIELD_NODE:
        dump_node(d, *(struct mr_ast_node *const *)at);
        break;
    case MR_AST_FIELD_NODES:
        nodes = (const struct mr_ast_nodes *)at;
        fputc('[', d->out);
        for (i = 0; i < nodes->count; i++) {
            fputs(i ? ", " : "", d->out);
            dump_node(d, nodes->items[i]);
        }
        fputc(']', d->out);
        break;
    case MR_AST_FIELD_NAME:
        dump_name(d, *(const mr_ast_name *)at);
        break;
    case MR_AST_FIELD_NAMES:
        names = (const struct mr_ast_names *)at;
        fputc('[', d->out);
        for (i = 0; i < names->count; i++) {
            fputs(i ? ", " : "", d->out);
            dump_name(d, names->items[i]);
        }
        fputc(']', d->out);
        break;
    case MR_AST_FIELD_INT:
        fprintf(d->out, "%d", (int)*(const int32_t *)at);
        break;
    case MR_AST_FIELD_CONSTANT:
        dump_constant(d, (const struct mr_ast_constant *)at);
        break;
    case MR_AST_FIELD_STRING_KIND:
        fputs("'u'", d->out);
        break;
    case MR_AST_FIELD_TYPE_COMMENT:
        break;
    case MR_AST_FIELD_CONTEXT:
        fprintf(d->out, "%s()", mr_ast_context_name(*(const uint8_t *)at));
        break;
    case MR_AST_FIELD_BOOL_OPERATOR:
        fprintf(d->out, "%s()", mr_ast_bool_operator_name(*(const uint8_t *)at));
        break;
    case MR_AST_FIELD_OPERATOR:
        fprintf(d->out, "%s()", mr_ast_operator_name(*(const uint8_t *)at));
        break;
    case MR_AST_FIELD_UNARY_OPERATOR:
        fprintf(d->out, "%s()", mr_ast_unary_operator_name(*(const uint8_t *)at));
        break;
    case MR_AST_FIELD_COMPARE_OPERATORS:
        ops = (const struct mr_ast_compare_operators *)at;
        fputc('[', d->out);
        for (i = 0; i < ops->count; i++) {
            fprintf(d->out, "%s%s()", i ? ", " : "", mr_ast_compare_operator_name(ops->items[i]));
        }
        fputc(']', d->out);
        break;
    }
}

/* ast.dump() leaves out what is None by default. */
static bool is_omitted(const struct mr_ast_field *field, const char *at)
{
    if (!field->optional) {
        return false;
    }
    switch ((enum mr_ast_field_type)field->type) {
    case MR_AST_FIELD_NODE:
    case MR_AST_FIELD_NAME:
        return !*(void *const *)at;
    case MR_AST_FIELD_STRING_KIND:
        return !((const struct mr_ast_constant *)at)->u_prefix;
    case MR_AST_FIELD_TYPE_COMMENT:
        return true;
    default:
        return false;
    }
}

static void dump_node(struct dumper *d, const struct mr_ast_node *node)
{
    const struct mr_ast_description *description;
    const char *separator = "";
    uint8_t i;

    if (!node) {
        fputs("None", d->out);
        return;
    }
    if (d->depth >= DEEPEST || d->failed) {
        d->failed = true;
        return;
    }
    d->depth++;
    description = mr_ast_describe(node->kind);
    fprintf(d->out, "%s(", description->name);
    for (i = 0; i < description->field_count; i++) {
        const struct mr_ast_field *field = &description->fields[i];
        const char *at = (const char *)node + field->offset;

        if (is_omitted(field, at)) {
            continue;
        }
        fprintf(d->out, "%s%s=", separator, field->name);
        dump_field(d, field, at);
        separator = ", ";
    }
    if (description->has_position) {
        fprintf(d->out, "%slineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d", separator,
                (int)node->lineno, (int)node->col_offset, (int)node->end_lineno,
                (int)node->end_col_offset);
    }
    fputc(')', d->out);
    d->depth--;
}

bool mr_ast_dump(const void *node, FILE *out)
{
    struct dumper d = { .out = out };

    d.locale = newlocale(LC_ALL_MASK, "C", NULL);
    if (!d.locale) {
        return false;
    }
    dump_node(&d, node);
    freelocale(d.locale);
    return !d.failed && !ferror(out);
}
