/*
 * format.c - arrays and scalars as text.
 *
 * The items of an array get one form: as many digits as the shortest texts
 * that read back as the floats need, at most `precision` behind the point,
 * with exponents when the numbers are far apart. Long arrays show their edges.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "numpy/ndarray.h"

enum { WORD = 420 }; /* room for the text of any float */

/* ---- one float ---- */

/* A finite number in decimal: 0.d1d2d3... * 10^point. */
struct decimal {
    bool negative;
    int count, point;
    char digits[24];
};

/* The fewest digits that read back as the same number of this width. */
static void shortest(double x, bool single, struct decimal *out)
{
    char text[32];
    out->negative = signbit(x);
    if (x == 0) {
        *out = (struct decimal){.negative = out->negative, .count = 1, .point = 1, .digits = "0"};
        return;
    }
    if (single) {
        for (int precision = 0; precision < 9; precision++) {
            snprintf(text, sizeof text, "%.*e", precision, fabs(x));
            if (strtof(text, NULL) == (float)fabs(x))
                break;
        }
    } else {
        size_t n = mr_double_repr(fabs(x), text);
        text[n] = '\0';
    }
    int exponent = 0, before = -1, n = 0, zeros = 0;
    bool leading = true;
    for (char *p = text; *p; p++) {
        if (*p == 'e') {
            exponent = atoi(p + 1);
            break;
        }
        if (*p == '.') {
            before = n;
            continue;
        }
        if (leading && *p == '0') {
            if (before >= 0)
                zeros++;
            continue;
        }
        leading = false;
        out->digits[n++] = *p;
    }
    if (before < 0)
        before = n;
    out->point = before - zeros + exponent;
    while (n > 1 && out->digits[n - 1] == '0')
        n--;
    out->count = n;
    out->digits[n] = '\0';
}

/* Positional, cut at `precision` digits behind the point (rounded from the exact value). Trailing
 * zeros are not written; the point always is. */
static void positional(double x, bool single, int precision, char *out)
{
    struct decimal d;
    shortest(x, single, &d);
    char *p = out;
    if (d.count - d.point > precision) {
        snprintf(out, WORD, "%.*f%s", precision, x, precision ? "" : ".");
        char *end = out + strlen(out);
        while (end[-1] == '0')
            *--end = '\0';
        return;
    }
    if (d.negative)
        *p++ = '-';
    if (d.point <= 0)
        *p++ = '0';
    for (int i = 0; i < d.point; i++)
        *p++ = i < d.count ? d.digits[i] : '0';
    *p++ = '.';
    for (int i = d.point; i < d.count && x != 0; i++)
        *p++ = i < 0 ? '0' : d.digits[i];
    *p = '\0';
}

/* With an exponent of at least two digits; d.ddd with at most `precision` digits. */
static void scientific(double x, bool single, int precision, char *out)
{
    struct decimal d;
    shortest(x, single, &d);
    if (d.count - 1 > precision) {
        char *e;
        snprintf(out, WORD, "%.*e", precision, x);
        e = strchr(out, 'e');
        char exponent[8];
        snprintf(exponent, sizeof exponent, "%s", e);
        if (!precision)
            *e++ = '.';
        while (e[-1] == '0')
            e--;
        strcpy(e, exponent);
        return;
    }
    int exponent = x == 0 ? 0 : d.point - 1;
    snprintf(out, WORD, "%s%c.%se%c%02d", d.negative ? "-" : "", d.digits[0],
             d.count > 1 ? d.digits + 1 : "", exponent < 0 ? '-' : '+', abs(exponent));
}

mr_value np_item_text(mr_runtime *rt, enum np_dtype d, const void *item)
{
    if (!np_is_float(d)) {
        mr_value v = np_python_item(rt, d, item), text = v ? mr_to_str(rt, v) : MR_NULL;
        mr_decref(rt, v);
        return text;
    }
    double x;
    char text[WORD];
    np_cast(NP_FLOAT64, (char *)&x, 8, d, item, 0, 1);
    if (d == NP_FLOAT64 || !isfinite(x)) {
        size_t n = mr_double_repr(x, text);
        return mr_str_new(rt, text, n);
    }
    if (x == 0 || (fabs(x) >= 1e-4 && fabs(x) < 1e16)) {
        positional(x, true, 60, text);
        if (text[strlen(text) - 1] == '.')
            strcat(text, "0");
        return mr_str_from(rt, text);
    }
    scientific(x, true, 60, text);
    char *point = strstr(text, ".e");
    if (point)
        memmove(point, point + 1, strlen(point));
    return mr_str_from(rt, text);
}

/* ---- the form of all items ---- */

struct form {
    enum np_dtype dtype;
    int width;               /* integers, bools */
    bool exponents;
    int left, right;         /* characters before and behind the point */
    int precision, exponent_size;
    int most_precision;      /* as asked for */
    bool any_infinite, any_negative_infinite, any_nan;
    double least, greatest;  /* of the finite ones, without sign and zero */
    bool has_nonzero;
};

static double as_double(enum np_dtype d, const char *p)
{
    double x;
    np_cast(NP_FLOAT64, (char *)&x, 8, d, p, 0, 1);
    return x;
}

/* Calls visit for the items that will be shown. */
typedef void (*visitor)(struct form *f, const char *p);
static void visit_shown(np_array *a, int axis, char *p, int64_t edge, bool summary, struct form *f,
                        visitor visit)
{
    if (axis == a->ndim) {
        visit(f, p);
        return;
    }
    int64_t n = a->dims[axis], stride = a->dims[a->ndim + axis];
    bool cut = summary && n > 2 * edge;
    for (int64_t i = 0; i < n; i++) {
        if (cut && i == edge)
            i = n - edge;
        visit_shown(a, axis + 1, p + i * stride, edge, summary, f, visit);
    }
}

static void see_range(struct form *f, const char *p)
{
    double x = as_double(f->dtype, p);
    if (isnan(x)) {
        f->any_nan = true;
    } else if (isinf(x)) {
        f->any_infinite = true;
        f->any_negative_infinite |= x < 0;
    } else {
        x = fabs(x);
        if (x != 0) {
            f->least = !f->has_nonzero || x < f->least ? x : f->least;
            f->greatest = !f->has_nonzero || x > f->greatest ? x : f->greatest;
            f->has_nonzero = true;
        }
    }
}

static int larger(int a, int b) { return a > b ? a : b; }

static void see_float(struct form *f, const char *p)
{
    double x = as_double(f->dtype, p);
    char text[WORD];
    if (!isfinite(x))
        return;
    if (f->exponents)
        scientific(x, f->dtype == NP_FLOAT32, f->most_precision, text);
    else
        positional(x, f->dtype == NP_FLOAT32, f->most_precision, text);
    char *point = strchr(text, '.'), *e = strchr(text, 'e');
    int fraction = (int)(e ? (size_t)(e - point) : strlen(point)) - 1;
    f->left = larger(f->left, (int)(point - text));
    f->right = larger(f->right, fraction);
    if (e)
        f->exponent_size = larger(f->exponent_size, (int)strlen(e) - 2);
}

static int integer_text(enum np_dtype d, const char *p, char *text)
{
    int64_t i;
    np_cast(NP_INT64, (char *)&i, 8, d, p, 0, 1);
    return np_is_unsigned(d) ? sprintf(text, "%llu", (unsigned long long)i)
                             : sprintf(text, "%lld", (long long)i);
}

static void see_integer(struct form *f, const char *p)
{
    char text[32];
    f->width = larger(f->width, integer_text(f->dtype, p, text));
}

static void form_find(mr_runtime *rt, np_array *a, bool summary, struct form *f)
{
    struct np_print_options *options = &rt->numpy->print;
    *f =
        (struct form){.dtype = a->dtype, .most_precision = options->precision, .exponent_size = -1};
    if (a->dtype == NP_BOOL) {
        f->width = a->ndim ? 5 : 0;
        return;
    }
    if (!np_is_float(a->dtype)) {
        visit_shown(a, 0, a->data, options->edge_items, summary, f, see_integer);
        return;
    }
    visit_shown(a, 0, a->data, options->edge_items, summary, f, see_range);
    if (f->has_nonzero)
        f->exponents = f->greatest >= 1e8 ||
                       (!options->suppress && (f->least < 1e-4 || f->greatest / f->least > 1000));
    visit_shown(a, 0, a->data, options->edge_items, summary, f, see_float);
    if (f->exponents) {
        f->precision = f->right;
        f->right = f->exponent_size + 2 + f->precision;
    }
    if (f->any_nan || f->any_infinite) {
        int rest = f->right + 1;
        f->left = larger(f->left, 3 - rest);
        f->left = larger(f->left, 3 + f->any_negative_infinite - rest);
    }
}

/* The item padded to the form's width. */
static void word_of(const struct form *f, const char *p, char out[2 * WORD])
{
    char text[WORD];
    if (f->dtype == NP_BOOL) {
        sprintf(out, "%*s", f->width, *p ? "True" : "False");
        return;
    }
    if (!np_is_float(f->dtype)) {
        integer_text(f->dtype, p, text);
        sprintf(out, "%*s", f->width, text);
        return;
    }
    double x = as_double(f->dtype, p);
    bool single = f->dtype == NP_FLOAT32;
    if (!isfinite(x)) {
        sprintf(out, "%*s", f->left + f->right + 1, isnan(x) ? "nan" : x < 0 ? "-inf" : "inf");
        return;
    }
    if (!f->exponents) {
        positional(x, single, f->most_precision, text);
        char *point = strchr(text, '.');
        sprintf(out, "%*s%s%*s", f->left - (int)(point - text), "", text,
                f->right - (int)strlen(point) + 1, "");
        return;
    }
    scientific(x, single, f->most_precision, text);
    char *point = strchr(text, '.'), *e = strchr(text, 'e');
    int fraction = (int)(e - point) - 1, digits = (int)strlen(e) - 2;
    char *to =
        out + sprintf(out, "%*s%.*s", f->left - (int)(point - text), "", (int)(e - text), text);
    for (; fraction < f->precision; fraction++)
        *to++ = '0';
    *to++ = 'e';
    *to++ = e[1];
    for (; digits < f->exponent_size; digits++)
        *to++ = '0';
    strcpy(to, e + 2);
}

/* ---- lines and brackets ---- */

struct layout {
    mr_runtime *rt;
    np_array *array;
    struct form form;
    mr_str_builder text;
    char *line;             /* the line being filled */
    size_t used, capacity;
    size_t skip;            /* of the line: an indent that another bracket stands in */
    const char *separator;  /* ", " or " " */
    bool summary;
    int64_t edge;
};

static bool line_add(struct layout *l, const char *text, size_t n)
{
    if (l->used + n > l->capacity) {
        size_t more = (l->used + n) * 2;
        char *line = mr_buf_resize(l->rt, l->line, l->capacity, more);
        if (!line)
            return false;
        l->line = line;
        l->capacity = more;
    }
    memcpy(l->line + l->used, text, n);
    l->used += n;
    return true;
}

static void line_flush(struct layout *l)
{
    mr_str_builder_utf8(&l->text, l->line + l->skip, l->used - l->skip);
    l->used = l->skip = 0;
}

static bool indent(struct layout *l, int n)
{
    bool ok = true;
    while (ok && n-- > 0)
        ok = line_add(l, " ", 1);
    return ok;
}

/* A word at the end of the line, or on a new one when it would not fit. */
static bool extend(struct layout *l, const char *word, int64_t width, int hanging)
{
    size_t n = strlen(word);
    if ((int64_t)(l->used + n) > width && l->used > (size_t)hanging) {
        while (l->line[l->used - 1] == ' ')
            l->used--;
        if (!line_add(l, "\n", 1))
            return false;
        line_flush(l);
        if (!indent(l, hanging))
            return false;
    }
    return line_add(l, word, n);
}

/* One row. The indent of its first line stands already, and the bracket. */
static bool write_row(struct layout *l, char *p, int64_t n, int64_t stride, int hanging,
                      int64_t width)
{
    char word[2 * WORD];
    bool cut = l->summary && n > 2 * l->edge;
    if (!indent(l, hanging))
        return false;
    l->skip = l->used;
    for (int64_t i = 0; i < n; i++) {
        if (cut && i == l->edge) {
            if (!extend(l, "...", width, hanging) ||
                !line_add(l, l->separator, strlen(l->separator)))
                return false;
            i = n - l->edge;
        }
        if (i == n)
            break;
        word_of(&l->form, p + i * stride, word);
        if (!extend(l, word, width, hanging) ||
            (i + 1 < n && !line_add(l, l->separator, strlen(l->separator))))
            return false;
    }
    line_flush(l);
    return true;
}

/* The part of the array from this axis on. */
static bool write_part(struct layout *l, int axis, char *p, int hanging, int64_t width)
{
    np_array *a = l->array;
    int64_t n = a->dims[axis], stride = a->dims[a->ndim + axis];
    int left = a->ndim - axis;
    if (mr_poll(l->rt) < 0)
        return false;
    mr_str_builder_char(&l->text, '[');
    if (left == 1) {
        if (!write_row(l, p, n, stride, hanging, width - 1))
            return false;
        return mr_str_builder_char(&l->text, ']');
    }
    bool cut = l->summary && n > 2 * l->edge;
    for (int64_t i = 0; i < n; i++) {
        for (int k = 0; i > 0 && k < hanging; k++)
            mr_str_builder_char(&l->text, ' ');
        if (cut && i == l->edge) {
            mr_str_builder_text(&l->text, "...");
            i = n - l->edge - 1;
        } else if (!write_part(l, axis + 1, p + i * stride, hanging + 1, width - 1)) {
            return false;
        }
        if (i + 1 < n) {
            if (l->separator[0] == ',')
                mr_str_builder_char(&l->text, ',');
            for (int k = 0; k < left - 1; k++)
                mr_str_builder_char(&l->text, '\n');
        }
    }
    return mr_str_builder_char(&l->text, ']');
}

/* [...] of an array; prefix: characters that stand before it on its first line. */
static mr_value array_text(mr_runtime *rt, np_array *a, const char *separator, int prefix,
                           int suffix)
{
    struct np_print_options *options = &rt->numpy->print;
    if (np_count(a) == 0)
        return mr_str_from(rt, "[]");
    struct layout l = {.rt = rt, .array = a, .separator = separator, .edge = options->edge_items};
    l.summary = np_count(a) > options->threshold;
    form_find(rt, a, l.summary, &l.form);
    if (a->ndim == 0) {
        char word[2 * WORD];
        word_of(&l.form, a->data, word);
        return mr_str_from(rt, word);
    }
    l.capacity = 256;
    l.line = mr_buf_new(rt, l.capacity);
    if (!l.line)
        return MR_NULL;
    mr_str_builder_init(&l.text, rt);
    bool ok = write_part(&l, 0, a->data, prefix + 1, options->line_width - suffix);
    mr_buf_free(rt, l.line, l.capacity);
    if (ok)
        return mr_str_builder_take(&l.text);
    mr_str_builder_finish(&l.text);
    return MR_NULL;
}

mr_value np_str(mr_runtime *rt, mr_value self)
{
    np_array *a = np_as(self);
    return a->ndim ? array_text(rt, a, " ", 0, 0) : np_item_text(rt, a->dtype, a->data);
}

mr_value np_repr(mr_runtime *rt, mr_value self)
{
    np_array *a = np_as(self);
    static const char begin[] = "array(";
    bool empty = np_count(a) == 0;
    mr_value body;
    if (empty && !(a->ndim == 1 && a->dims[0] == 0)) {
        mr_value shape = mr_getattr_text(rt, self, "shape");
        body = shape ? mr_str_format(rt, "[], shape=%R", shape) : MR_NULL;
        mr_decref(rt, shape);
    } else {
        body = array_text(rt, a, ", ", (int)strlen(begin), 1);
    }
    if (!body)
        return MR_NULL;
    bool implied =
        !empty && (a->dtype == NP_BOOL || a->dtype == NP_INT64 || a->dtype == NP_FLOAT64);
    mr_value text;
    if (implied) {
        text = mr_str_format(rt, "%s%V)", begin, body);
    } else {
        const mr_str *s = mr_as_str(body);
        size_t last = s->length;
        while (last > 0 && mr_str_at(s, last - 1) != '\n')
            last--;
        size_t length = s->length - last + 1 + (last ? 0 : strlen(begin)),
               dtype = strlen(np_name(a->dtype)) + 7;
        bool wraps = (int64_t)(length + dtype + 1) > rt->numpy->print.line_width;
        text = mr_str_format(rt, "%s%V,%s%sdtype=%s)", begin, body, wraps ? "\n" : " ",
                             wraps ? "      " : "", np_name(a->dtype));
    }
    mr_decref(rt, body);
    return text;
}

/* ---- functions ---- */

static bool size_option(mr_runtime *rt, mr_value v, int64_t *out)
{
    return !v || v == MR_NONE || mr_to_int64(rt, v, out);
}

static mr_value f_set_printoptions(NP_ARGS)
{
    mr_value in[5];
    if (!mr_bind(rt, "set_printoptions(precision=, threshold=, edgeitems=, linewidth=, suppress=)",
                 args, nargs, kwnames, in))
        return MR_NULL;
    struct np_print_options o = rt->numpy->print;
    int64_t precision = o.precision;
    double threshold = (double)o.threshold;
    if (!size_option(rt, in[0], &precision) || !size_option(rt, in[2], &o.edge_items) ||
        !size_option(rt, in[3], &o.line_width) ||
        (in[1] && in[1] != MR_NONE && !mr_to_double(rt, in[1], &threshold)))
        return MR_NULL;
    if (isnan(threshold))
        return mr_raise(
            rt, rt->exc.ValueError,
            "threshold must be non-NAN, try sys.maxsize for untruncated representation");
    if (in[4] && in[4] != MR_NONE) {
        int truth = mr_truth(rt, in[4]);
        if (truth < 0)
            return MR_NULL;
        o.suppress = truth;
    }
    if (precision < 0 || precision > 300 || o.edge_items < 0)
        return mr_raise(rt, rt->exc.ValueError,
                        "precision must be from 0 to 300, edgeitems must not be negative");
    o.precision = (int)precision;
    o.threshold = threshold >= 9e18 ? INT64_MAX : (int64_t)threshold;
    rt->numpy->print = o;
    return MR_NONE;
}

static mr_value f_array2string(NP_ARGS)
{
    mr_value in[6];
    if (!mr_bind(
            rt,
            "array2string(a, max_line_width=, precision=, suppress_small=, separator=, prefix=)",
            args, nargs, kwnames, in))
        return MR_NULL;
    struct np_print_options saved = rt->numpy->print;
    int64_t precision = saved.precision;
    char *owned = NULL;
    const char *separator = " ";
    mr_value a = MR_NULL, text = MR_NULL;
    if (!size_option(rt, in[1], &rt->numpy->print.line_width) ||
        !size_option(rt, in[2], &precision) ||
        (in[4] && !mr_is_str(in[4]) && !mr_raise_type(rt, "str", in[4])) ||
        (in[4] && !(separator = mr_str_utf8(rt, in[4], NULL, &owned))))
        goto end;
    rt->numpy->print.precision = precision < 0 ? 0 : precision > 300 ? 300 : (int)precision;
    rt->numpy->print.suppress |= in[3] == MR_TRUE;
    a = np_array_argument(rt, in[0]);
    if (a)
        text = array_text(rt, np_as(a), separator,
                          in[5] && mr_is_str(in[5]) ? (int)mr_as_str(in[5])->length : 0, 0);
end:
    rt->numpy->print = saved;
    free(owned);
    mr_decref(rt, a);
    return text;
}

static mr_value m_str(NP_ARGS) { return np_str(rt, self); }
static mr_value m_repr(NP_ARGS) { return np_repr(rt, self); }
static mr_value f_array_str(NP_ARGS)
{
    return np_as_method(rt, m_str, "array_str", args, nargs, kwnames);
}
static mr_value f_array_repr(NP_ARGS)
{
    return np_as_method(rt, m_repr, "array_repr", args, nargs, kwnames);
}

const mr_method_def np_format_functions[] = {
    {"set_printoptions", f_set_printoptions, MR_ARGS_ANY,
     "How arrays are written: precision, threshold, edgeitems, linewidth, suppress."},
    {"array2string", f_array2string, MR_ARGS_ANY, "The text of an array."},
    {"array_str", f_array_str, MR_ARGS_ANY, "str(a)"},
    {"array_repr", f_array_repr, MR_ARGS_ANY, "repr(a)"},
    NP_METHODS_END,
};
