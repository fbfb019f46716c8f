/*
 * reader.c - csv.reader: lines to lists of fields.
 */
#include "modules/csv/csv.h"

enum state {
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTES, ESCAPED_IN_QUOTES, QUOTE_IN_QUOTES,
    EAT_NEWLINE
};

typedef struct reader {
    mr_object head;
    mr_value lines;   /* iterator */
    mr_value dialect;
    int64_t line_number;
} reader;

static reader *as_reader(mr_value v) { return (reader *)mr_obj(v); }
static void reader_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_decref(rt, ((reader *)self)->lines);
    mr_decref(rt, ((reader *)self)->dialect);
}
static void reader_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    visit(rt, ((reader *)self)->lines, arg);
}
static const mr_layout reader_layout = {.dealloc = reader_dealloc, .traverse = reader_traverse};

/* One record in the making. */
struct record {
    mr_runtime *rt;
    const mr_dialect *d;
    mr_value fields; /* list */
    mr_str_builder field;
    enum state state;
    bool numeric; /* the field is not quoted, and such fields are numbers */
    int64_t limit;
};

static bool add(struct record *r, uint32_t c)
{
    if ((int64_t)r->field.length >= r->limit) {
        mr_csv_error(r->rt, "field larger than field limit (%lld)", (long long)r->limit);
        return false;
    }
    return mr_str_builder_char(&r->field, c);
}

static bool save(struct record *r)
{
    mr_value v = mr_str_builder_take(&r->field);
    mr_str_builder_init(&r->field, r->rt);
    if (v && r->numeric)
        mr_replace(r->rt, &v, mr_call1(r->rt, mr_from(r->rt->types.float_), v));
    r->numeric = false;
    return v && mr_list_append_steal(r->rt, r->fields, v);
}

static bool is_newline(uint32_t c) { return c == '\n' || c == '\r'; }

/* `end`: the line is over; c is then 0. */
static bool step(struct record *r, uint32_t c, bool end)
{
    const mr_dialect *d = r->d;
    bool quoting = d->quoting != MR_QUOTE_NONE;
    switch (r->state) {
    case START_RECORD:
        if (end)
            return true;
        if (is_newline(c)) {
            r->state = EAT_NEWLINE;
            return true;
        }
        r->state = START_FIELD;
        /* fall through */
    case START_FIELD:
        if (end || is_newline(c)) {
            r->state = end ? START_RECORD : EAT_NEWLINE;
            return save(r);
        }
        if (c == d->quote && quoting) {
            r->state = IN_QUOTES;
        } else if (c == d->escape) {
            r->state = ESCAPED;
        } else if (c == ' ' && d->skip_space) {
            return true;
        } else if (c == d->delimiter) {
            return save(r);
        } else {
            r->numeric = d->quoting == MR_QUOTE_NONNUMERIC;
            r->state = IN_FIELD;
            return add(r, c);
        }
        return true;
    case ESCAPED:
        if (end)
            c = '\n';
        r->state = IN_FIELD;
        return add(r, c);
    case IN_FIELD:
        if (end || is_newline(c)) {
            r->state = end ? START_RECORD : EAT_NEWLINE;
            return save(r);
        }
        if (c == d->escape) {
            r->state = ESCAPED;
            return true;
        }
        if (c == d->delimiter) {
            r->state = START_FIELD;
            return save(r);
        }
        return add(r, c);
    case IN_QUOTES:
        if (end)
            return true;
        if (c == d->escape)
            r->state = ESCAPED_IN_QUOTES;
        else if (c == d->quote && quoting)
            r->state = d->double_quote ? QUOTE_IN_QUOTES : IN_FIELD;
        else
            return add(r, c);
        return true;
    case ESCAPED_IN_QUOTES:
        r->state = IN_QUOTES;
        return add(r, end ? '\n' : c);
    case QUOTE_IN_QUOTES:
        if (quoting && c == d->quote && !end) {
            r->state = IN_QUOTES;
            return add(r, c);
        }
        if (!end && c == d->delimiter) {
            r->state = START_FIELD;
            return save(r);
        }
        if (end || is_newline(c)) {
            r->state = end ? START_RECORD : EAT_NEWLINE;
            return save(r);
        }
        if (d->strict) {
            mr_value wanted = mr_str_char(r->rt, d->delimiter),
                     quote = mr_str_char(r->rt, d->quote);
            if (wanted && quote)
                mr_csv_error(r->rt, "'%V' expected after '%V'", wanted, quote);
            mr_decref(r->rt, wanted);
            mr_decref(r->rt, quote);
            return false;
        }
        r->state = IN_FIELD;
        return add(r, c);
    case EAT_NEWLINE:
        if (end) {
            r->state = START_RECORD;
        } else if (!is_newline(c)) {
            mr_csv_error(r->rt, "new-line character seen in unquoted field - do you need to open "
                                "the file in universal-newline mode?");
            return false;
        }
        return true;
    }
    return false;
}

static mr_value reader_next(mr_runtime *rt, mr_value self)
{
    reader *o = as_reader(self);
    struct record r = {.rt = rt, .d = mr_as_dialect(o->dialect), .fields = mr_list_new(rt, NULL, 0),
                       .limit = mr_csv_field_limit(rt)};
    if (!r.fields)
        return MR_NULL;
    mr_str_builder_init(&r.field, rt);
    bool fine = true;
    do {
        mr_value line = mr_next(rt, o->lines);
        if (!line) {
            if (!mr_error(rt) && (r.field.length || r.state == IN_QUOTES)) {
                if (r.d->strict)
                    mr_csv_error(rt, "unexpected end of data");
                else if (save(&r))
                    break;
            }
            fine = false;
            break;
        }
        if (!mr_is_str(line)) {
            mr_csv_error(
                rt,
                "iterator should return strings, not %T (the file should be opened in text mode)",
                line);
            mr_decref(rt, line);
            fine = false;
            break;
        }
        o->line_number++;
        for (size_t i = 0; fine && i < mr_as_str(line)->length; i++)
            fine = step(&r, mr_str_at(mr_as_str(line), i), false);
        mr_decref(rt, line);
        fine = fine && step(&r, 0, true);
    } while (fine && r.state != START_RECORD);
    mr_str_builder_finish(&r.field);
    if (!fine)
        mr_clear(rt, &r.fields);
    return r.fields;
}

static mr_value get_line_number(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_int_from(rt, as_reader(self)->line_number);
}
static mr_value get_dialect(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(as_reader(self)->dialect);
}

static const mr_getset_def getsets[] = {{"line_num", get_line_number, NULL, NULL, NULL},
                                        {"dialect", get_dialect, NULL, NULL, NULL},
                                        {0}};
const mr_type_spec mr_csv_reader_spec = {
    .name = "_csv.reader",
    .doc = "Reader objects are responsible for reading and parsing tabular data in CSV format.",
    .basic_size = sizeof(reader),
    .kind = MR_KIND_OTHER,
    .flags = MR_TYPE_TRACKED | MR_TYPE_NO_NEW,
    .layout = &reader_layout,
    .slots = {.iter = mr_iter_self, .next = reader_next},
    .getsets = getsets,
};

mr_value mr_csv_reader(ARGS)
{
    if (nargs < 1 || nargs > 2)
        return mr_raise(rt, rt->exc.TypeError, "expected at %s %d argument%s, got %zu",
                        nargs ? "most" : "least", nargs ? 2 : 1, nargs ? "s" : "", nargs);
    mr_value lines = mr_iter(rt, args[0]);
    mr_value dialect =
        lines ? mr_dialect_make(rt, nargs > 1 ? args[1] : MR_NULL, args + nargs, kwnames) : MR_NULL;
    mr_value type = mr_dict_get_text(rt, mr_module_dict(self), "Reader");
    mr_value v = dialect ? mr_type_alloc(rt, mr_as_type(type)) : MR_NULL;
    if (!v) {
        mr_decref(rt, lines);
        mr_decref(rt, dialect);
        return MR_NULL;
    }
    as_reader(v)->lines = lines;
    as_reader(v)->dialect = dialect;
    mr_gc_track(rt, mr_obj(v));
    return v;
}
