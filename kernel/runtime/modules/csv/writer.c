/*
 * writer.c - csv.writer: sequences of fields to lines.
 */
#include "modules/csv/csv.h"

typedef struct writer {
    mr_object head;
    mr_value write; /* of the file */
    mr_value dialect;
} writer;

static writer *as_writer(mr_value v) { return (writer *)mr_obj(v); }
static void writer_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((writer *)self)->write);
    mr_decref(rt, ((writer *)self)->dialect);
}
static void writer_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((writer *)self)->write, arg);
}
static const mr_layout writer_layout = {.dealloc = writer_dealloc, .traverse = writer_traverse};

static bool in_terminator(const mr_dialect *d, uint32_t c)
{
    for (size_t i = 0; i < mr_as_str(d->terminator)->length; i++)
        if (mr_str_at(mr_as_str(d->terminator), i) == c)
            return true;
    return false;
}

static bool special(const mr_dialect *d, uint32_t c)
{
    return c == d->delimiter || c == d->escape || c == d->quote || c == '\n' || c == '\r' ||
           in_terminator(d, c);
}

static bool add_field(mr_runtime *rt, mr_str_builder *b, const mr_dialect *d, mr_value text,
                      bool quoted)
{
    const mr_str *s = mr_as_str(text);
    for (size_t i = 0; !quoted && d->quoting != MR_QUOTE_NONE && i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        /* A quote that is escaped, not doubled, needs no quotes around. */
        quoted = special(d, c) && !(c == d->quote && !d->double_quote) &&
                 !(c == d->escape && c != d->quote);
    }
    if (quoted)
        mr_str_builder_char(b, d->quote);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = mr_str_at(s, i);
        if (special(d, c)) {
            bool escape = d->quoting == MR_QUOTE_NONE;
            if (!escape && c == d->quote) {
                if (d->double_quote)
                    mr_str_builder_char(b, d->quote);
                else
                    escape = true;
            } else if (!escape && c == d->escape) {
                escape = true;
            }
            if (escape && d->escape == MR_CSV_NO_CHAR) {
                mr_csv_error(rt, "need to escape, but no escapechar set");
                return false;
            }
            if (escape)
                mr_str_builder_char(b, d->escape);
        }
        mr_str_builder_char(b, c);
    }
    if (quoted)
        mr_str_builder_char(b, d->quote);
    return true;
}

NATIVE(writer_writerow)
{
    writer *w = as_writer(self);
    const mr_dialect *d = mr_as_dialect(w->dialect);
    mr_value it = mr_iter(rt, args[0]), v;
    if (!it) {
        if (mr_error_catch(rt, rt->exc.TypeError))
            mr_csv_error(rt, "iterable expected, not %T", args[0]);
        return MR_NULL;
    }
    mr_str_builder b;
    mr_str_builder_init(&b, rt);
    size_t count = 0;
    bool fine = true, empty = false;
    while (fine && (v = mr_next(rt, it))) {
        if (count++)
            mr_str_builder_char(&b, d->delimiter);
        bool number = mr_is_integer(v) || mr_is_real_float(v);
        bool quoted = d->quoting == MR_QUOTE_ALL || (d->quoting == MR_QUOTE_NONNUMERIC && !number);
        mr_value text = v == MR_NONE ? mr_incref(rt->empty_str) : mr_to_str(rt, v);
        fine = text && add_field(rt, &b, d, text, quoted);
        empty = text && !mr_as_str(text)->length && !quoted;
        mr_decref(rt, text);
        mr_decref(rt, v);
    }
    mr_decref(rt, it);
    fine = fine && !mr_error(rt);
    if (fine && count == 1 && empty) {
        if (d->quoting == MR_QUOTE_NONE) {
            mr_csv_error(rt, "single empty field record must be quoted");
            fine = false;
        } else {
            mr_str_builder_char(&b, d->quote);
            mr_str_builder_char(&b, d->quote);
        }
    }
    if (!fine) {
        mr_str_builder_finish(&b);
        return MR_NULL;
    }
    mr_str_builder_str(&b, d->terminator);
    mr_value line = mr_str_builder_take(&b);
    mr_value out = line ? mr_call1(rt, w->write, line) : MR_NULL;
    mr_decref(rt, line);
    return out;
}

NATIVE(writer_writerows)
{
    mr_value it = mr_iter(rt, args[0]), row;
    while (it && (row = mr_next(rt, it))) {
        mr_value v = writer_writerow(rt, self, &row, 1, MR_NULL);
        mr_decref(rt, row);
        mr_decref(rt, v);
        if (!v)
            break;
    }
    mr_decref(rt, it);
    return mr_error(rt) ? MR_NULL : MR_NONE;
}

static mr_value get_dialect(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(as_writer(self)->dialect);
}

static const mr_method_def methods[] = {
    {"writerow", writer_writerow, MR_ARGS_ONE,
     "Construct and write a CSV record from an iterable of fields."},
    {"writerows", writer_writerows, MR_ARGS_ONE,
     "Construct and write a series of iterables to a csv file."},
    {NULL, NULL, 0, NULL},
};
static const mr_getset_def getsets[] = {{"dialect", get_dialect, NULL, NULL, NULL}, {0}};
const mr_type_spec mr_csv_writer_spec = {
    .name = "_csv.writer",
    .doc = "Writer objects are responsible for generating tabular data in CSV format from sequence "
           "input.",
    .basic_size = sizeof(writer),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &writer_layout,
    .methods = methods,
    .getsets = getsets,
};

mr_value mr_csv_writer(ARGS)
{
    if (nargs < 1 || nargs > 2)
        return mr_raise(rt, rt->exc.TypeError, "expected at %s %d argument%s, got %zu",
                        nargs ? "most" : "least", nargs ? 2 : 1, nargs ? "s" : "", nargs);
    mr_value write = mr_getattr_optional(rt, args[0], MR_NAME(rt, write));
    if (!write || !mr_callable(rt, write)) {
        mr_decref(rt, write);
        return mr_error(rt)
                   ? MR_NULL
                   : mr_raise(rt, rt->exc.TypeError, "argument 1 must have a \"write\" method");
    }
    mr_value dialect = mr_dialect_make(rt, nargs > 1 ? args[1] : MR_NULL, args + nargs, kwnames);
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "Writer");
    mr_value v = dialect ? mr_type_alloc(rt, mr_as_type(type)) : MR_NULL;
    if (!v) {
        mr_decref(rt, write);
        mr_decref(rt, dialect);
        return MR_NULL;
    }
    as_writer(v)->write = write;
    as_writer(v)->dialect = dialect;
    mr_gc_track(rt, mr_obj(v));
    return v;
}
