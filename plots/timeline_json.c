/*
 * The timeline's JSON form, both ways. The writer is strict about its names and order, the reader
 * about what it knows: a member that is missing, of the wrong type or out of range is named in the
 * error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plots/timeline_private.h"

static const char *const reason_names[] = {
    [TL_THRESHOLD] = "threshold",
    [TL_EXPLICIT] = "explicit",
    [TL_PRESSURE] = "pressure",
};

/* ---- writing ---- */

static json_t *column_to_json(const int64_t *column, size_t n)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < n; i++) {
        if (json_array_append_new(array, json_integer(column[i]))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *buckets_to_json(const struct tl_buckets *b)
{
    return json_pack("{so so so so so so so so so so s[ooo]}",
                     "t_ns", column_to_json(b->t_ns, b->n),
                     "first", column_to_json(b->first, b->n),
                     "min", column_to_json(b->min, b->n),
                     "max", column_to_json(b->max, b->n),
                     "last", column_to_json(b->last, b->n),
                     "allocated", column_to_json(b->allocated, b->n),
                     "freed_refcount", column_to_json(b->freed_refcount, b->n),
                     "freed_collector", column_to_json(b->freed_collector, b->n),
                     "waiting", column_to_json(b->waiting, b->n),
                     "line", column_to_json(b->line, b->n),
                     "counts", column_to_json(b->counts[0], b->n),
                     column_to_json(b->counts[1], b->n), column_to_json(b->counts[2], b->n));
}

/* Adds a number that is above `usual`; takes over and returns `object`. */
static json_t *with_number(json_t *object, const char *name, int64_t number, int64_t usual)
{
    if (object && number > usual && json_object_set_new(object, name, json_integer(number))) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *collections_to_json(const struct tl_timeline *tl)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < tl->n_collections; i++) {
        const struct tl_collection *c = &tl->collections[i];
        json_t *object = json_pack("{sI sI si ss sI sI}", "t_ns", (json_int_t)c->t_ns,
                                   "duration_ns", (json_int_t)c->duration_ns,
                                   "generation", c->generation, "reason", reason_names[c->reason],
                                   "objects", (json_int_t)c->objects,
                                   "bytes", (json_int_t)c->bytes);
        if (json_array_append_new(array, with_number(object, "merged", c->merged, 1))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *spans_to_json(const struct tl_timeline *tl)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < tl->n_spans; i++) {
        const struct tl_span *s = &tl->spans[i];
        json_t *object = json_pack("{ss sI sI sI si sI sI sI}", "name", s->name,
                                   "line", (json_int_t)s->line,
                                   "enter_ns", (json_int_t)s->enter_ns,
                                   "leave_ns", (json_int_t)s->leave_ns, "depth", s->depth,
                                   "enter_bytes", (json_int_t)s->enter_bytes,
                                   "leave_bytes", (json_int_t)s->leave_bytes,
                                   "peak_bytes", (json_int_t)s->peak_bytes);
        if (json_array_append_new(array, with_number(object, "merged", s->merged, 1))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

json_t *tl_to_json(const struct tl_timeline *tl)
{
    json_t *peak = json_pack("{sI sI sI}", "bytes", (json_int_t)tl->peak.bytes,
                             "t_ns", (json_int_t)tl->peak.t_ns,
                             "line", (json_int_t)tl->peak.line);
    json_t *totals = json_pack("{sI s{sI sI sI sI}}",
                               "allocated", (json_int_t)tl->totals.allocated, "freed",
                               "refcount", (json_int_t)tl->totals.freed.refcount,
                               "collector", (json_int_t)tl->totals.freed.collector,
                               "resize", (json_int_t)tl->totals.freed.resize,
                               "exit", (json_int_t)tl->totals.freed.exit);
    json_t *rss = json_pack("{so so}", "t_ns", column_to_json(tl->rss.t_ns, tl->rss.n),
                            "bytes", column_to_json(tl->rss.bytes, tl->rss.n));

    /* "o" takes its reference even when packing fails, and NULL there makes packing fail. */
    json_t *json =
        json_pack("{si ss ss ss sI sI sI sI so so so so s[III] sb so so}",
                  "version", TL_VERSION,
                  "engine", tl->engine ? tl->engine : "",
                  "name", tl->name ? tl->name : "",
                  "started", tl->started ? tl->started : "",
                  "duration_ns", (json_int_t)tl->duration_ns,
                  "start_bytes", (json_int_t)tl->start_bytes,
                  "end_bytes", (json_int_t)tl->end_bytes,
                  "waiting_bytes", (json_int_t)tl->waiting_bytes,
                  "peak", peak, "totals", totals,
                  "buckets", buckets_to_json(&tl->buckets), "rss", rss,
                  "thresholds", (json_int_t)tl->thresholds[0], (json_int_t)tl->thresholds[1],
                  (json_int_t)tl->thresholds[2],
                  "gc_enabled", (int)tl->gc_enabled,
                  "collections", collections_to_json(tl), "spans", spans_to_json(tl));
    return with_number(json, "spans_dropped", tl->spans_dropped, 0);
}

char *tl_to_text(const struct tl_timeline *tl)
{
    json_t *json = tl_to_json(tl);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

    json_decref(json);
    return text;
}

/* ---- reading ---- */

/* Where in the document a value stands, for the error's text. */
struct place {
    const struct place *parent;
    const char *member; /* NULL: an element of an array */
    size_t index;
};

static size_t place_text(const struct place *place, char *buffer, size_t size)
{
    size_t used = place->parent ? place_text(place->parent, buffer, size) : 0;
    int n;

    if (used >= size)
        return used;
    if (place->member)
        n = snprintf(buffer + used, size - used, "%s%s", used ? "." : "", place->member);
    else
        n = snprintf(buffer + used, size - used, "[%zu]", place->index);
    return used + (n > 0 ? (size_t)n : 0);
}

static bool wrong(struct tl_error *error, const struct place *place, const char *what)
{
    char name[128];

    place_text(place, name, sizeof(name));
    return tl_fail(error, "%s: %s", name, what);
}

/* The member of an object; on failure the place in the error is the member's. */
static const json_t *member(const json_t *object, const struct place *place, const char *name,
                            json_type type, struct tl_error *error)
{
    static const char *const type_names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "an array",     [JSON_STRING] = "a string",
        [JSON_INTEGER] = "an integer", [JSON_REAL] = "a number",    [JSON_TRUE] = "true or false",
        [JSON_FALSE] = "true or false", [JSON_NULL] = "null",
    };
    struct place here = {place, name, 0};
    const json_t *value = json_object_get(object, name);
    char what[64];

    if (!value) {
        wrong(error, &here, "is missing");
        return NULL;
    }
    if (json_typeof(value) != type) {
        snprintf(what, sizeof(what), "is %s, not %s", type_names[json_typeof(value)],
                 type_names[type]);
        wrong(error, &here, what);
        return NULL;
    }
    return value;
}

static bool check_integer(const json_t *value, const struct place *place, int64_t *to,
                          struct tl_error *error)
{
    char what[96];

    if (!json_is_integer(value))
        return wrong(error, place, "is not an integer");
    *to = json_integer_value(value);
    if (*to < 0 || *to > TL_MAX) {
        snprintf(what, sizeof(what), "%" PRId64 " is not between 0 and %" PRId64, *to, TL_MAX);
        return wrong(error, place, what);
    }
    return true;
}

static bool read_integer(const json_t *object, const struct place *place, const char *name,
                         int64_t *to, struct tl_error *error)
{
    struct place here = {place, name, 0};
    const json_t *value = member(object, place, name, JSON_INTEGER, error);

    return value && check_integer(value, &here, to, error);
}

/* An integer that fits an int. */
static bool read_int(const json_t *object, const struct place *place, const char *name, int most,
                     int *to, struct tl_error *error)
{
    struct place here = {place, name, 0};
    int64_t value;
    char what[64];

    if (!read_integer(object, place, name, &value, error))
        return false;
    if (value > most) {
        snprintf(what, sizeof(what), "%" PRId64 " is more than %d", value, most);
        return wrong(error, &here, what);
    }
    *to = (int)value;
    return true;
}

static bool read_merged(const json_t *object, const struct place *place, int64_t *to,
                        struct tl_error *error)
{
    struct place here = {place, "merged", 0};

    *to = 1;
    if (!json_object_get(object, "merged"))
        return true;
    if (!read_integer(object, place, "merged", to, error))
        return false;
    return *to >= 1 || wrong(error, &here, "is not at least 1");
}

static bool read_column(const json_t *array, const struct place *place, size_t n, int64_t **to,
                        struct tl_error *error)
{
    char what[96];

    if (json_array_size(array) != n) {
        snprintf(what, sizeof(what), "has %zu elements where t_ns has %zu", json_array_size(array),
                 n);
        return wrong(error, place, what);
    }
    if (!n)
        return true;
    *to = malloc(n * sizeof(**to));
    if (!*to)
        return tl_fail(error, "out of memory");
    for (size_t i = 0; i < n; i++) {
        struct place here = {place, NULL, i};
        if (!check_integer(json_array_get(array, i), &here, &(*to)[i], error))
            return false;
    }
    return true;
}

static bool read_buckets(struct tl_buckets *b, const json_t *object, const struct place *place,
                         struct tl_error *error)
{
    const struct {
        const char *name;
        int64_t **column;
    } columns[] = {
        {"t_ns", &b->t_ns},           {"first", &b->first},
        {"min", &b->min},             {"max", &b->max},
        {"last", &b->last},           {"allocated", &b->allocated},
        {"freed_refcount", &b->freed_refcount}, {"freed_collector", &b->freed_collector},
        {"waiting", &b->waiting},     {"line", &b->line},
    };
    size_t n = json_array_size(json_object_get(object, "t_ns"));

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        struct place here = {place, columns[i].name, 0};
        const json_t *array = member(object, place, columns[i].name, JSON_ARRAY, error);
        if (!array || !read_column(array, &here, n, columns[i].column, error))
            return false;
    }
    struct place here = {place, "counts", 0};
    const json_t *counts = member(object, place, "counts", JSON_ARRAY, error);
    if (!counts)
        return false;
    if (json_array_size(counts) != TL_GENERATIONS)
        return wrong(error, &here, "is not three arrays");
    for (size_t g = 0; g < TL_GENERATIONS; g++) {
        struct place generation = {&here, NULL, g};
        const json_t *array = json_array_get(counts, g);
        if (!json_is_array(array))
            return wrong(error, &generation, "is not an array");
        if (!read_column(array, &generation, n, &b->counts[g], error))
            return false;
    }
    b->n = b->capacity = n;
    return true;
}

static bool read_rss(struct tl_rss *rss, const json_t *object, const struct place *place,
                     struct tl_error *error)
{
    struct place t_place = {place, "t_ns", 0}, bytes_place = {place, "bytes", 0};
    const json_t *t_ns = member(object, place, "t_ns", JSON_ARRAY, error);
    const json_t *bytes = t_ns ? member(object, place, "bytes", JSON_ARRAY, error) : NULL;
    size_t n = json_array_size(t_ns);

    if (!bytes || !read_column(t_ns, &t_place, n, &rss->t_ns, error)
        || !read_column(bytes, &bytes_place, n, &rss->bytes, error))
        return false;
    rss->n = rss->capacity = n;
    return true;
}

static bool read_collection(struct tl_timeline *tl, const json_t *object, const struct place *place,
                            struct tl_error *error)
{
    struct place reason_place = {place, "reason", 0};
    struct tl_collection c;
    const json_t *reason;

    if (!read_integer(object, place, "t_ns", &c.t_ns, error)
        || !read_integer(object, place, "duration_ns", &c.duration_ns, error)
        || !read_int(object, place, "generation", TL_GENERATIONS - 1, &c.generation, error)
        || !(reason = member(object, place, "reason", JSON_STRING, error))
        || !read_integer(object, place, "objects", &c.objects, error)
        || !read_integer(object, place, "bytes", &c.bytes, error)
        || !read_merged(object, place, &c.merged, error))
        return false;
    for (size_t r = 0; r < sizeof(reason_names) / sizeof(reason_names[0]); r++) {
        if (strcmp(json_string_value(reason), reason_names[r]) == 0) {
            c.reason = (enum tl_reason)r;
            return tl_add_collection(tl, &c) || tl_fail(error, "out of memory");
        }
    }
    return wrong(error, &reason_place, "is not \"threshold\", \"explicit\" or \"pressure\"");
}

static bool read_span(struct tl_timeline *tl, const json_t *object, const struct place *place,
                      struct tl_error *error)
{
    struct tl_span s;
    const json_t *name = member(object, place, "name", JSON_STRING, error);

    if (!name || !read_integer(object, place, "line", &s.line, error)
        || !read_integer(object, place, "enter_ns", &s.enter_ns, error)
        || !read_integer(object, place, "leave_ns", &s.leave_ns, error)
        || !read_int(object, place, "depth", INT32_MAX, &s.depth, error)
        || !read_integer(object, place, "enter_bytes", &s.enter_bytes, error)
        || !read_integer(object, place, "leave_bytes", &s.leave_bytes, error)
        || !read_integer(object, place, "peak_bytes", &s.peak_bytes, error)
        || !read_merged(object, place, &s.merged, error))
        return false;
    s.name = (char *)json_string_value(name);
    return tl_add_span(tl, &s) || tl_fail(error, "out of memory");
}

typedef bool read_element(struct tl_timeline *tl, const json_t *object, const struct place *place,
                          struct tl_error *error);

static bool read_elements(struct tl_timeline *tl, const json_t *json, const char *name,
                          read_element *read, struct tl_error *error)
{
    struct place place = {NULL, name, 0};
    const json_t *array = member(json, NULL, name, JSON_ARRAY, error);

    if (!array)
        return false;
    for (size_t i = 0; i < json_array_size(array); i++) {
        struct place here = {&place, NULL, i};
        const json_t *object = json_array_get(array, i);
        if (!json_is_object(object))
            return wrong(error, &here, "is not an object");
        if (!read(tl, object, &here, error))
            return false;
    }
    return true;
}

static bool read_head(struct tl_timeline *tl, const json_t *json, struct tl_error *error)
{
    struct place peak_place = {NULL, "peak", 0}, totals_place = {NULL, "totals", 0};
    struct place freed_place = {&totals_place, "freed", 0};
    const json_t *engine, *name, *started, *peak, *totals, *freed;
    int64_t version;

    if (!read_integer(json, NULL, "version", &version, error))
        return false;
    if (version != TL_VERSION)
        return tl_fail(error, "version: %" PRId64 " is not one this program reads (%d)", version,
                       TL_VERSION);
    if (!(engine = member(json, NULL, "engine", JSON_STRING, error))
        || !(name = member(json, NULL, "name", JSON_STRING, error))
        || !(started = member(json, NULL, "started", JSON_STRING, error))
        || !read_integer(json, NULL, "duration_ns", &tl->duration_ns, error)
        || !read_integer(json, NULL, "start_bytes", &tl->start_bytes, error)
        || !read_integer(json, NULL, "end_bytes", &tl->end_bytes, error)
        || !read_integer(json, NULL, "waiting_bytes", &tl->waiting_bytes, error)
        || !(peak = member(json, NULL, "peak", JSON_OBJECT, error))
        || !read_integer(peak, &peak_place, "bytes", &tl->peak.bytes, error)
        || !read_integer(peak, &peak_place, "t_ns", &tl->peak.t_ns, error)
        || !read_integer(peak, &peak_place, "line", &tl->peak.line, error)
        || !(totals = member(json, NULL, "totals", JSON_OBJECT, error))
        || !read_integer(totals, &totals_place, "allocated", &tl->totals.allocated, error)
        || !(freed = member(totals, &totals_place, "freed", JSON_OBJECT, error))
        || !read_integer(freed, &freed_place, "refcount", &tl->totals.freed.refcount, error)
        || !read_integer(freed, &freed_place, "collector", &tl->totals.freed.collector, error)
        || !read_integer(freed, &freed_place, "resize", &tl->totals.freed.resize, error)
        || !read_integer(freed, &freed_place, "exit", &tl->totals.freed.exit, error))
        return false;
    return tl_timeline_set_text(tl, json_string_value(engine), json_string_value(name),
                                json_string_value(started))
           || tl_fail(error, "out of memory");
}

static bool read_thresholds(struct tl_timeline *tl, const json_t *json, struct tl_error *error)
{
    struct place place = {NULL, "thresholds", 0};
    const json_t *array = member(json, NULL, "thresholds", JSON_ARRAY, error);

    if (!array)
        return false;
    if (json_array_size(array) != TL_GENERATIONS)
        return wrong(error, &place, "is not three integers");
    for (size_t g = 0; g < TL_GENERATIONS; g++) {
        struct place here = {&place, NULL, g};
        if (!check_integer(json_array_get(array, g), &here, &tl->thresholds[g], error))
            return false;
    }
    const json_t *enabled = json_object_get(json, "gc_enabled");
    if (enabled && !json_is_boolean(enabled))
        return tl_fail(error, "gc_enabled: is not true or false");
    tl->gc_enabled = !json_is_false(enabled);
    return !json_object_get(json, "spans_dropped")
           || read_integer(json, NULL, "spans_dropped", &tl->spans_dropped, error);
}

bool tl_from_json(struct tl_timeline *tl, const json_t *json, struct tl_error *error)
{
    const struct place buckets_place = {NULL, "buckets", 0}, rss_place = {NULL, "rss", 0};
    const json_t *buckets, *rss;

    tl_timeline_init(tl);
    if (!json_is_object(json))
        return tl_fail(error, "a timeline is a JSON object");
    if (!read_head(tl, json, error)
        || !(buckets = member(json, NULL, "buckets", JSON_OBJECT, error))
        || !read_buckets(&tl->buckets, buckets, &buckets_place, error)
        || !(rss = member(json, NULL, "rss", JSON_OBJECT, error))
        || !read_rss(&tl->rss, rss, &rss_place, error)
        || !read_thresholds(tl, json, error)
        || !read_elements(tl, json, "collections", read_collection, error)
        || !read_elements(tl, json, "spans", read_span, error)
        || !tl_timeline_check(tl, error)) {
        tl_timeline_finish(tl);
        tl_timeline_init(tl);
        return false;
    }
    return true;
}

bool tl_from_text(struct tl_timeline *tl, const char *text, size_t size, struct tl_error *error)
{
    json_error_t json_error;
    json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &json_error);
    bool ok;

    if (!json) {
        tl_timeline_init(tl);
        return tl_fail(error, "line %d, column %d: %s", json_error.line, json_error.column,
                       json_error.text);
    }
    ok = tl_from_json(tl, json, error);
    json_decref(json);
    return ok;
}

/* ---- notebooks ---- */

bool tl_find_in_notebook(const json_t *notebook, struct tl_found **found, size_t *n,
                         struct tl_error *error)
{
    const json_t *cells = json_object_get(notebook, "cells");
    size_t capacity = 0;

    *found = NULL;
    *n = 0;
    if (!json_is_array(cells) || !json_is_integer(json_object_get(notebook, "nbformat")))
        return tl_fail(error, "not a notebook: no \"cells\" and \"nbformat\"");
    for (size_t c = 0; c < json_array_size(cells); c++) {
        const json_t *cell = json_array_get(cells, c);
        const json_t *outputs = json_object_get(cell, "outputs");
        for (size_t o = 0; o < json_array_size(outputs); o++) {
            const json_t *data = json_object_get(json_array_get(outputs, o), "data");
            const json_t *json = json_object_get(data, TL_MIME);
            if (!json)
                continue;
            if (*n == capacity) {
                capacity = capacity ? capacity * 2 : 16;
                struct tl_found *bigger = realloc(*found, capacity * sizeof(*bigger));
                if (!bigger) {
                    free(*found);
                    *found = NULL;
                    *n = 0;
                    return tl_fail(error, "out of memory");
                }
                *found = bigger;
            }
            (*found)[(*n)++] = (struct tl_found){
                .cell = c,
                .output = o,
                .execution_count = json_integer_value(json_object_get(cell, "execution_count")),
                .json = json,
            };
        }
    }
    return true;
}
